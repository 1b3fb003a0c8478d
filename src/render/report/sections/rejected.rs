//! The annex of the rejected documents: why, what to do, whose they are. By school rather than by file name, which may
//! hold a person's.

use std::collections::BTreeMap;

use crate::french::{count, counted, quoted};
use crate::model::document::Verdict;
use crate::model::dossier::{DocumentLine, Dossier, SchoolFile};
use crate::model::outline::Part;

use super::super::page::{Flow, WIDTH};
use super::super::palette;
use super::super::table::{Cell, Column, Table};
use super::super::typeset::{limited, typographic};

/// Schools named for a reason; the workbook names the others.
const MOST_NAMED: usize = 12;

/// Sets the annex; nothing where no document of the académie is rejected.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    let mut reasons: BTreeMap<&str, Vec<&DocumentLine>> = BTreeMap::new();
    for line in dossier.documents.iter().filter(|line| line.verdict == Verdict::Rejected) {
        reasons.entry(line.reason.unwrap_or_default()).or_default().push(line);
    }
    if reasons.is_empty() {
        return;
    }
    flow.section(&part.title, 120.0);
    flow.introduction(part);
    let columns = vec![
        Column::words(122.0),
        Column::words(134.0),
        Column::figures(54.0),
        Column::words(WIDTH - 122.0 - 134.0 - 54.0),
    ];
    let head = ["Motif", "Que faire", "Documents", "De qui"].map(Cell::head);
    let mut table = Table::new("Documents rejetés rattachés à l’académie, par motif", columns, head.into());
    // The reason of most documents first; equals by code.
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, documents)| std::cmp::Reverse(documents.len()));
    for (code, documents) in reasons {
        let rule = dossier.rules.iter().find(|rule| rule.code == code);
        let (what, fix) = rule.map_or(("–", "–"), |rule| (rule.what, rule.fix));
        let mut whose: Vec<String> =
            documents.iter().take(MOST_NAMED).map(|line| self::whose(dossier, line)).collect();
        if let Some(rest) = documents.len().checked_sub(MOST_NAMED).filter(|rest| *rest > 0) {
            whose.push(counted(rest as u64, "autre", "autres"));
        }
        table.push(vec![
            Cell::row(format!("{} ({code})", typographic(what.trim_end_matches('.')))),
            Cell::new(typographic(fix)),
            Cell::new(count(documents.len() as u64)),
            Cell::new(whose.join(" ; ")),
        ]);
    }
    table.after = palette::NOTE.leading;
    table.set(flow);
    flow.paragraph(
        palette::NOTE,
        &format!("La feuille {} du classeur donne le nom de chaque fichier.", quoted("Documents")),
    );
}

/// The school that a document is attached to.
fn whose(dossier: &Dossier, line: &DocumentLine) -> String {
    let Some(uai) = line.uai else {
        return line
            .scope
            .as_ref()
            .map_or_else(|| "École non reconnue".to_owned(), |scope| limited(&scope.name, 80));
    };
    let known = dossier.schools.iter().find(|file| file.school.uai == uai);
    let name = known.map(|file: &SchoolFile| {
        let school = &file.school;
        let parts = [&school.name, &school.commune].into_iter().filter(|part| !part.trim().is_empty());
        parts.map(|part| limited(part, 60)).collect::<Vec<_>>().join(", ")
    });
    match name.filter(|name| !name.is_empty()) {
        Some(name) => format!("{name} ({uai})"),
        None => uai.to_string(),
    }
}
