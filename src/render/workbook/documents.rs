//! *Documents*: everything received for the académie, its verdict and its fingerprint.

use std::collections::BTreeMap;

use rust_xlsxwriter::XlsxError;

use crate::french;
use crate::model::document::{DocumentId, Verdict};
use crate::model::dossier::{DocumentLine, Unattached};
use crate::model::finding::{Finding, Rule};
use crate::model::inventory::IdentifiedBy;

use super::cells::{Cell, Column, Kind};
use super::page::Draft;
use super::sheets::Sheet;
use super::table::{Layout, Spec};

/// How many columns print: a fingerprint on paper is of no use, and would shrink the rest.
const PRINTED: usize = 10;

/// Writes the sheet.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), XlsxError> {
    let (dossier, styles, places) = (draft.dossier, draft.styles, draft.places);
    let mut columns = Reasons::columns();
    columns.extend([
        Column::new("Niveau", Kind::Text),
        Column::new("Périmètre", Kind::Wrapped).at_most(30),
        Column::new("UAI", Kind::Code),
        Column::new("École", Kind::Wrapped).at_most(30),
        Column::new("École reconnue par", Kind::Wrapped).at_most(20),
        Column::new("Taille (octets)", Kind::Count),
        Column::new("Reçu par courriel le", Kind::Instant),
        Column::new("Fichier modifié le", Kind::Instant),
        Column::new("Empreinte SHA-256", Kind::Code),
    ]);
    let apart = without_school(draft.unattached).map_or_else(String::new, |told| format!(" {told}."));
    let hint = format!(
        "Un verdict par document, les rejetés d’abord, ceux d’aucune école en tête.{apart} Pour vérifier l’empreinte d’un fichier : Get-FileHash sous \
         Windows. L’impression s’arrête à la colonne École reconnue par."
    );
    let reasons = Reasons::new(draft.findings());
    let mut lines: Vec<&DocumentLine> = draft.documents().collect();
    lines.sort_by_key(|line| line.verdict != Verdict::Rejected);
    draft.begin(Sheet::Documents, "Documents reçus", &hint)?;
    let rows = lines.into_iter().map(|line| {
        let document = &line.document;
        let [path, verdict, code, reason, advice] = reasons.told(line, &dossier.rules);
        let uai = line.uai.map(|uai| (uai, places.in_matrix(uai)));
        [
            path,
            verdict,
            code,
            reason,
            advice,
            Cell::text(match &line.scope {
                Some(scope) => scope.level.label(),
                None if line.uai.is_some() => "École",
                None => "",
            }),
            line.scope.as_ref().map_or(Cell::Blank, |scope| Cell::text(&*scope.name)),
            match uai {
                Some((uai, Some(line))) => {
                    Cell::Link(uai.to_string().into(), Sheet::Matrix, Sheet::Matrix.row_of(line))
                }
                Some((uai, None)) => Cell::text(uai.to_string()),
                None => Cell::Blank,
            },
            line.uai
                .and_then(|uai| places.school(uai))
                .map_or(Cell::Blank, |file| Cell::text(&*file.school.name)),
            Cell::text(line.identified_by.map_or("", IdentifiedBy::label)),
            Cell::Number(document.size as f64),
            document.mail.as_ref().and_then(|mail| mail.sent).map_or(Cell::Blank, Cell::Instant),
            document.modified.map_or(Cell::Blank, Cell::Instant),
            Cell::text(&*document.sha256),
        ]
    });
    let spec = Spec {
        name: Sheet::Documents.table(),
        alt: "Documents reçus, verdict, école et empreinte",
        top: Sheet::Documents.header_row(),
        left: 0,
        columns: &columns,
        layout: Layout::Alone,
    };
    let last_row = draft.table(styles, &spec, rows)?;
    draft.frame(Sheet::Documents, 1, columns.len(), last_row)?;
    draft.print_columns(PRINTED, last_row)
}

/// How many documents no school could be found for, and how many of them are rejected: « 12 documents sont sans école
/// reconnue, dont 7 rejetés ». `None` where there is none.
pub(super) fn without_school(unattached: Unattached<'_>) -> Option<String> {
    let documents = unattached.documents;
    let rejected = documents.iter().filter(|line| line.verdict == Verdict::Rejected).count();
    Some(match (documents.len(), rejected) {
        (0, _) => return None,
        (1, 0) => "Un document est sans école reconnue, sans être rejeté".to_owned(),
        (1, _) => "Un document est sans école reconnue, donc rejeté".to_owned(),
        (all, rejected) => {
            let part = match rejected {
                0 => "aucun rejeté".to_owned(),
                one if one == all => "tous rejetés".to_owned(),
                some => format!("dont {}", french::counted(some as u64, "rejeté", "rejetés")),
            };
            format!("{} documents sont sans école reconnue, {part}", french::count(all as u64))
        }
    })
}

/// The findings that are the reason of a verdict.
pub(super) struct Reasons<'a>(BTreeMap<(DocumentId, &'static str), &'a Finding>);

impl<'a> Reasons<'a> {
    /// The first finding of each rule on each document.
    pub(super) fn new(findings: impl Iterator<Item = &'a Finding>) -> Self {
        let mut reasons = BTreeMap::new();
        for finding in findings {
            if let Some(document) = finding.document {
                reasons.entry((document, finding.rule.code)).or_insert(finding);
            }
        }
        Self(reasons)
    }

    /// The columns of what [`Self::told`] gives.
    pub(super) fn columns() -> Vec<Column> {
        vec![
            Column::new("Document", Kind::Wrapped).at_most(44),
            Column::new("Verdict", Kind::Text),
            Column::new("Motif", Kind::Code),
            Column::new("Motif en clair", Kind::Wrapped).at_most(44),
            Column::new("Que faire", Kind::Wrapped).at_most(44),
        ]
    }

    /// A document, its verdict, the code of its reason, what was found there, and what to do.
    pub(super) fn told(&self, line: &'a DocumentLine, rules: &[&'static Rule]) -> [Cell<'a>; 5] {
        let found = line.reason.and_then(|code| self.0.get(&(line.document.id, code)).copied());
        let rule = line.reason.and_then(|code| rules.iter().find(|rule| rule.code == code));
        let message = found.map(|finding| finding.message.as_str()).or(rule.map(|rule| rule.what));
        let text = |text: Option<&'a str>| text.map_or(Cell::Blank, Cell::text);
        [
            Cell::text(&*line.document.path),
            Cell::text(line.verdict.label()),
            Cell::text(line.reason.unwrap_or_default()),
            text(message),
            text(rule.map(|rule| rule.fix)),
        ]
    }
}

/// What a verdict means, for the legend.
pub(super) fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Retained => "il compte",
        Verdict::Superseded => {
            "un envoi plus récent de la même école ou du même territoire compte à sa place"
        }
        Verdict::Duplicate => "copie à l’identique d’un autre document",
        Verdict::Rejected => {
            "illisible, ou impossible à rattacher à une école ou à un territoire ; le motif le dit"
        }
        Verdict::Ignored => "ce n’est pas un inventaire",
    }
}
