//! *Documents*: everything received for the académie, its verdict and its fingerprint.

use rust_xlsxwriter::XlsxError;

use crate::model::document::Verdict;
use crate::model::inventory::IdentifiedBy;

use super::cells::{Cell, Column, Kind};
use super::page::Draft;
use super::sheets::Sheet;
use super::table::{self, Layout, Spec};

/// Writes the sheet.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), XlsxError> {
    let (dossier, styles, places) = (draft.dossier, draft.styles, draft.places);
    let columns = [
        Column::new("Document", Kind::Wrapped).at_most(60),
        Column::new("Verdict", Kind::Text),
        Column::new("Motif", Kind::Code),
        Column::new("Motif en clair", Kind::Wrapped),
        Column::new("Niveau", Kind::Text),
        Column::new("Périmètre", Kind::Wrapped).at_most(30),
        Column::new("UAI", Kind::Code),
        Column::new("École", Kind::Wrapped).at_most(36),
        Column::new("École reconnue par", Kind::Wrapped).at_most(26),
        Column::new("Taille (octets)", Kind::Count),
        Column::new("Reçu par courriel le", Kind::Instant),
        Column::new("Fichier modifié le", Kind::Instant),
        Column::new("Empreinte SHA-256", Kind::Code),
    ];
    let hint = "Un verdict par document. Pour vérifier un fichier : Get-FileHash sous Windows, sha256sum ailleurs. \
                Les documents sans école reconnue sont à part, avec leur motif, dans le fichier journal.jsonl.";
    let sheet = draft.begin(Sheet::Documents, "Documents reçus", hint)?;
    let rows = dossier.documents.iter().map(|line| {
        let document = &line.document;
        let rule = line.reason.and_then(|code| dossier.rules.iter().find(|rule| rule.code == code));
        let uai = line.uai.map(|uai| (uai, places.in_matrix(uai)));
        [
            Cell::text(&*document.path),
            Cell::text(line.verdict.label()),
            Cell::text(line.reason.unwrap_or_default()),
            Cell::text(rule.map_or("", |rule| rule.what)),
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
    let last_row = table::write(sheet, styles, &spec, rows)?;
    draft.frame(Sheet::Documents, 1, columns.len(), last_row)
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
