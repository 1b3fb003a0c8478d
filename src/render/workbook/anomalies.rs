//! *Anomalies*: one line per finding, or for those that repeat down a column; what stops a document or a couple first.

use rust_xlsxwriter::XlsxError;

use crate::model::finding::Finding;
use crate::model::gathered::{Gathered, gathered};
use crate::model::referential::Referential;

use super::cells::{Cell, Column, Kind};
use super::colours;
use super::marks;
use super::page::Draft;
use super::sheets::{Area, Sheet};
use super::table::{self, Layout, Spec};

/// Writes the sheet.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), XlsxError> {
    let (dossier, styles, places) = (draft.dossier, draft.styles, draft.places);
    let mut columns = vec![
        Column::new("Code", Kind::Code),
        Column::new("Gravité", Kind::Mark),
        Column::new("UAI", Kind::Code),
        Column::new("École", Kind::Wrapped).at_most(28),
        Column::new("Circonscription", Kind::Wrapped).at_most(16),
        Column::new("Document", Kind::Wrapped).at_most(28),
        Column::new("Feuille", Kind::Wrapped).at_most(13),
        Column::new("Cellule", Kind::Code),
        Column::new("Fois", Kind::Count),
        Column::new("Compétence", Kind::Wrapped).at_most(24),
        Column::new("Constat", Kind::Wrapped).at_most(38),
        Column::new("Lu", Kind::Wrapped).at_most(24),
        Column::new("Attendu", Kind::Wrapped).at_most(24),
        Column::new("Correction", Kind::Wrapped).at_most(40),
    ];
    // Most académies accept nothing: no column stands blank for them.
    let some_accepted = dossier.findings.iter().any(|finding| finding.accepted.is_some());
    if some_accepted {
        columns.push(Column::new("Accepté", Kind::Wrapped).at_most(24));
    }
    let order = if some_accepted {
        "Les bloquantes d’abord, ce que la configuration accepte (dérogations) en dernier."
    } else {
        "Les bloquantes d’abord."
    };
    let hint = if dossier.findings.is_empty() {
        "Aucune anomalie ce mois-ci.".to_owned()
    } else {
        let names = if dossier.nameless {
            "Les noms de personnes ont été retirés de « Lu »."
        } else {
            "« Lu » reprend la cellule telle quelle et peut nommer quelqu’un : ne diffusez pas cette feuille hors du \
             groupe de travail."
        };
        format!("{order} L’UAI mène à la ligne de l’école dans la matrice. {names}")
    };
    let sheet = draft.begin(Sheet::Anomalies, "Anomalies", &hint)?;
    let lines = gathered(gravest_first(&dossier.findings));
    let rows = lines.iter().map(|line| {
        let finding = line.first();
        let school = finding.uai.and_then(|uai| places.school(uai)).map(|file| &file.school);
        let document = finding.document.and_then(|id| dossier.document(id));
        let mut cells = vec![
            Cell::text(finding.rule.code),
            Cell::text(marks::severity(finding.severity)),
            match (finding.uai, finding.uai.and_then(|uai| places.in_matrix(uai))) {
                (Some(uai), Some(line)) => {
                    Cell::Link(uai.to_string().into(), Sheet::Matrix, Sheet::Matrix.row_of(line))
                }
                (Some(uai), None) => Cell::text(uai.to_string()),
                (None, _) => Cell::Blank,
            },
            school.map_or(Cell::Blank, |school| {
                let known = [&*school.name, &*school.commune].into_iter().filter(|text| !text.is_empty());
                Cell::text(known.collect::<Vec<_>>().join(", "))
            }),
            school.map_or(Cell::Blank, |school| Cell::text(&*school.circonscription)),
            document.map_or(Cell::Blank, |line| Cell::text(&*line.document.path)),
            if finding.sheet.is_some() { Cell::text(line.sheets()) } else { Cell::Blank },
            line.place().map_or(Cell::Blank, Cell::text),
            Cell::count(line.count() as u32),
            Cell::text(competences(&dossier.referential, line)),
            Cell::text(line.message()),
            Cell::text(line.read()),
            Cell::text(line.expected()),
            Cell::text(finding.rule.fix),
        ];
        if some_accepted {
            let accepted = finding.accepted.as_ref();
            cells.push(accepted.map_or(Cell::Blank, |accepted| Cell::text(accepted.told())));
        }
        cells
    });
    let spec = Spec {
        name: Sheet::Anomalies.table(),
        alt: "Anomalies : règle, gravité, école, cellule, constat et correction",
        top: Sheet::Anomalies.header_row(),
        left: 0,
        columns: &columns,
        layout: Layout::Streamed,
    };
    let last_row = table::write(sheet, styles, &spec, rows)?;
    let severities = Area { first_row: spec.top + 1, first_column: 1, last_row, last_column: 1 };
    colours::severities(sheet, severities)?;
    draft.frame(Sheet::Anomalies, 3, columns.len(), last_row)
}

/// The competence in words; of several, the codes.
fn competences(referential: &Referential, line: &Gathered<'_>) -> String {
    let mut codes: Vec<&str> = Vec::new();
    let mut label = "";
    for id in line.findings().iter().filter_map(|finding| finding.competence) {
        let competence = referential.competence(id);
        if !codes.contains(&competence.code.as_str()) {
            codes.push(&competence.code);
            label = &competence.label;
        }
    }
    match codes.as_slice() {
        [one] => format!("{one} {label}"),
        codes => codes.join(", "),
    }
}

/// What the configuration accepts last; the gravest first; among those, what loses a whole document before what loses one couple; then as they come.
fn gravest_first(findings: &[Finding]) -> Vec<&Finding> {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| (finding.accepted.is_some(), finding.severity, finding.rule.scope));
    sorted
}
