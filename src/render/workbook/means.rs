//! *Moyens*: full-time equivalents and yearly costs, as the inventories give them, by competence and entity.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::XlsxError;

use crate::model::dossier::Dossier;
use crate::model::place::column_letters;
use crate::model::referential::CompetenceId;
use crate::model::school::Uai;

use super::cells::{self, Cell, Column, Kind};
use super::lines::{self, Told};
use super::page::Draft;
use super::sheets::Sheet;
use super::table::{Layout, Spec};

/// What the lines of one holder of one competence add up to.
struct Means<'d> {
    schools: BTreeSet<Uai>,
    lines: u32,
    with_fte: u32,
    fte: f64,
    with_cost: u32,
    cost: f64,
    first: Told<'d>,
}

/// What is written on one row is counted once: a label that stands for several competences gives them all one line.
type Key = (Vec<CompetenceId>, String);

fn means(dossier: &Dossier) -> BTreeMap<Key, Means<'_>> {
    let mut rows: Vec<(Vec<CompetenceId>, Told<'_>)> = Vec::new();
    for line in lines::told(dossier) {
        let details = &line.assignment.details;
        if details.fte.is_none() && details.cost.is_none() {
            continue;
        }
        match rows.last_mut() {
            Some((competences, last)) if same_row(last, &line) => competences.push(line.competence),
            _ => rows.push((vec![line.competence], line)),
        }
    }
    let mut means: BTreeMap<Key, Means<'_>> = BTreeMap::new();
    for (competences, line) in rows {
        let details = &line.assignment.details;
        let key = (competences, lines::holders(dossier, &line));
        let sum = means.entry(key).or_insert(Means {
            schools: BTreeSet::new(),
            lines: 0,
            with_fte: 0,
            fte: 0.0,
            with_cost: 0,
            cost: 0.0,
            first: line,
        });
        sum.schools.extend(line.uai);
        sum.lines += 1;
        if let Some(fte) = details.fte {
            (sum.with_fte, sum.fte) = (sum.with_fte + 1, sum.fte + fte);
        }
        if let Some(cost) = details.cost {
            (sum.with_cost, sum.cost) = (sum.with_cost + 1, sum.cost + cost);
        }
    }
    means
}

fn same_row(one: &Told<'_>, other: &Told<'_>) -> bool {
    let label = |line: &Told<'_>| (line.document, line.assignment.label.at.clone());
    label(one) == label(other) && one.competence != other.competence
}

/// The row of the totals, between the hint and the table.
const TOTALS_ROW: u32 = 2;

/// Writes the sheet.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), XlsxError> {
    let (dossier, styles) = (draft.dossier, draft.styles);
    let means = means(dossier);
    let sums: [(u16, Kind, f64); 4] = [
        (2, Kind::Decimal, means.values().map(|sum| sum.fte).sum()),
        (3, Kind::Count, means.values().map(|sum| f64::from(sum.with_fte)).sum()),
        (4, Kind::Money, means.values().map(|sum| sum.cost).sum()),
        (5, Kind::Count, means.values().map(|sum| f64::from(sum.with_cost)).sum()),
    ];
    let room = |rank: usize| Cell::number(Some(sums[rank].2)).width_beyond(0);
    let columns = [
        Column::new("Compétence", Kind::Wrapped).at_most(40),
        Column::new("Entité responsable", Kind::Wrapped).at_most(34),
        Column::new("ETP", Kind::Decimal).at_least(room(0)),
        Column::new("Lignes avec ETP", Kind::Count).at_least(room(1)),
        Column::new("Coût annuel", Kind::Money).at_least(room(2)),
        Column::new("Lignes avec coût", Kind::Count).at_least(room(3)),
        Column::new("Écoles", Kind::Count),
        Column::new("Lignes lues", Kind::Count),
        Column::new("Document (première ligne)", Kind::Wrapped).at_most(30),
        Column::new("Feuille", Kind::Wrapped).at_most(14),
        Column::new("Cellule", Kind::Code),
    ];
    let hint = "Ce que les inventaires écrivent, rien d’estimé : « 0,00 » y est écrit, une case vide n’a aucun chiffre. Une \
                réponse de niveau supérieur compte une fois.";
    let sheet = draft.begin(Sheet::Means, "Moyens déclarés", hint)?;
    let rows = means.iter().map(|((competences, holders), sum)| {
        let number = |count: u32, sum: f64| if count == 0 { Cell::Blank } else { Cell::number(Some(sum)) };
        let mut cells = vec![
            Cell::text(labels(dossier, competences)),
            Cell::text(holders.as_str()),
            number(sum.with_fte, sum.fte),
            Cell::count(sum.with_fte),
            number(sum.with_cost, sum.cost),
            Cell::count(sum.with_cost),
            Cell::count(sum.schools.len() as u32),
            Cell::count(sum.lines),
        ];
        cells.extend(lines::origin(dossier, &sum.first));
        cells
    });
    let spec = Spec {
        name: Sheet::Means.table(),
        alt: "Moyens humains et financiers déclarés, par compétence et entité",
        top: Sheet::Means.header_row(),
        left: 0,
        columns: &columns,
        layout: Layout::Alone,
    };
    let last_row = spec.top + means.len().max(1) as u32;
    sheet.write_string_with_format(
        TOTALS_ROW,
        0,
        "Total déclaré (des lignes que le filtre laisse)",
        &styles.section,
    )?;
    for (column, kind, sum) in sums {
        let letters = column_letters(column.into());
        let formula = format!("=SUBTOTAL(109,{letters}{}:{letters}{})", spec.top + 2, last_row + 1);
        cells::put(sheet, styles, (TOTALS_ROW, column), Cell::Formula(formula, sum), kind)?;
    }
    draft.table(styles, &spec, rows)?;
    draft.frame(Sheet::Means, 1, columns.len(), last_row)
}

fn labels(dossier: &Dossier, competences: &[CompetenceId]) -> String {
    let labels: Vec<String> = competences.iter().map(|id| lines::competence(dossier, *id)).collect();
    labels.join(" + ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::dossier::State;
    use crate::render::fixture::{self, Shape};

    #[test]
    fn a_row_that_stands_for_two_competences_is_added_once() {
        let mut dossier =
            fixture::dossier(&Shape { schools: 1, state: |_, _| State::Covered, ..Shape::default() });
        dossier.assignments.truncate(2);
        let at = dossier.assignments[0].assignment.label.at.clone();
        let [first, second] = dossier.assignments.as_mut_slice() else { panic!("two lines") };
        (first.assignment.details.cost, second.assignment.details.cost) = (Some(450.0), Some(450.0));
        second.responsible = first.responsible.clone();
        second.assignment.label.at = at;
        let means = means(&dossier);
        let sums: Vec<(usize, u32, f64)> =
            means.iter().map(|((competences, _), sum)| (competences.len(), sum.lines, sum.cost)).collect();
        assert_eq!(sums, [(2, 1, 450.0)]);
    }
}
