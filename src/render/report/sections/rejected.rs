//! The annex of the rejected documents: why, by whom, as long as a page holds them. By school rather than by file name,
//! which may hold a person's.

use crate::french::{count, counted, quoted};
use crate::model::document::Verdict;
use crate::model::dossier::{DocumentLine, Dossier, SchoolFile};
use crate::model::outline::Part;

use super::super::page::{Flow, WIDTH};
use super::super::palette;
use super::super::table::{Cell, Column, Table};
use super::super::typeset::{limited, typographic};

/// Beyond this, a list of documents is a matter for the workbook.
const MOST_NAMED: usize = 30;

/// Sets the annex; nothing where no document of the académie is rejected.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    let rejected: Vec<&DocumentLine> =
        dossier.documents.iter().filter(|line| line.verdict == Verdict::Rejected).collect();
    if rejected.is_empty() {
        return;
    }
    flow.section(&part.title, 120.0);
    flow.introduction(part);
    let columns = vec![Column::words(150.0), Column::words(WIDTH - 340.0), Column::words(190.0)];
    let head = ["École", "Motif", "Que faire"].map(Cell::head);
    let mut table = Table::new("Documents rejetés rattachés à l’académie", columns, head.into());
    for line in rejected.iter().take(MOST_NAMED) {
        let rule = dossier.rules.iter().find(|rule| Some(rule.code) == line.reason);
        let (what, fix) = rule.map_or(("–", "–"), |rule| (rule.what, rule.fix));
        let code = rule.map_or_else(String::new, |rule| format!(" ({})", rule.code));
        table.push(vec![
            Cell::row(whose(dossier, line)),
            Cell::new(format!("{}{code}", typographic(what))),
            Cell::new(typographic(fix)),
        ]);
    }
    table.after = 2.0 * palette::NOTE.leading;
    table.set(flow);
    let sheet = quoted("Documents");
    let note = match rejected.len().checked_sub(MOST_NAMED).filter(|rest| *rest > 0) {
        Some(rest) => format!(
            "Les {MOST_NAMED} premiers sur {} ; {} : feuille {sheet} du classeur, qui donne le nom de chaque fichier.",
            count(rejected.len() as u64),
            counted(rest as u64, "autre", "autres")
        ),
        None => format!("La feuille {sheet} du classeur donne le nom de chaque fichier."),
    };
    flow.paragraph(palette::NOTE, &note);
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
