//! One line for each answer to each question: « Évaluation | Entité responsable | Mairie », then « Évaluation | Mode |
//! Interne ». The label may stand on its first line alone.

use std::collections::BTreeMap;

use super::Recogniser;
use super::blocks::blank;
use super::tables::Table;
use super::view::View;
use crate::model::inventory::Observed;
use crate::model::place::Located;
use crate::model::record::{Field, Record, Value};

/// The fewest lines that ask who answers, for as many competences.
const FEWEST: usize = 3;

/// How many columns are looked at: labels stand in one of those where most lines begin.
const MOST_COLUMNS: usize = 3;

/// The table of a sheet whose lines hold a label, what is asked about it, and the answer.
pub(super) fn find(recogniser: &Recogniser, view: &View<'_>) -> Option<Table> {
    // Where most lines begin, and the column beside: a label that stands on its first line alone leaves the next blank.
    let mut begins: BTreeMap<u32, usize> = BTreeMap::new();
    for (_, cells) in view.rows(0, view.last_row()) {
        if let Some(first) = cells.first() {
            *begins.entry(first.column).or_default() += 1;
        }
    }
    let mut columns: Vec<(usize, u32)> = begins.into_iter().map(|(column, lines)| (lines, column)).collect();
    columns.sort_unstable_by(|left, right| right.cmp(left));
    let mut columns: Vec<u32> = columns.into_iter().take(MOST_COLUMNS).map(|(_, column)| column).collect();
    columns.sort_unstable();
    columns.into_iter().find_map(|labels| of_columns(recogniser, view, labels))
}

/// The same, whose labels stand in a given column, and the questions in the next one.
fn of_columns(recogniser: &Recogniser, view: &View<'_>, labels: u32) -> Option<Table> {
    let (questions, answers) = (labels + 1, labels + 2);
    let field = |row: u32| {
        recogniser.question(view.text(row, questions)?.trim_end_matches([':', '?', ' ', '\u{a0}']))
    };
    let asking = view
        .rows(0, view.last_row())
        .take_while(|_| view.effort().spend(20))
        .filter(|(row, _)| field(*row) == Some(Field::Responsible))
        .count();
    if asking < FEWEST {
        return None;
    }
    let mut table: Option<Table> = None;
    let mut ranks: BTreeMap<String, usize> = BTreeMap::new();
    let mut open: Option<usize> = None;
    for (row, cells) in view.rows(0, view.last_row()) {
        let Some(field) = field(row) else {
            open = None;
            continue;
        };
        // What stands further on is nobody's answer.
        if cells.iter().any(|cell| cell.column > answers || cell.column < labels) {
            return None;
        }
        if let Some(label) = view.text(row, labels) {
            let key = crate::text::fold(label);
            let known = ranks.get(&key).copied();
            let table = table.get_or_insert_with(|| blank(view, row, labels));
            let rank = known.unwrap_or(table.records.len());
            if known.is_none() {
                let (competences, seen) = recogniser.named(label, None, view.effort());
                let at = view.spot(row, labels);
                if let Some((fact, competence)) = seen {
                    table.facts.push(Observed {
                        fact,
                        at: Some(at.clone()),
                        competence,
                        read: label.to_owned(),
                    });
                }
                table.records.push(Record {
                    table: 0,
                    label: Located { value: label.trim().to_owned(), at },
                    competences,
                    fields: Vec::new(),
                    actors: Vec::new(),
                    ticked: Vec::new(),
                    notes: Vec::new(),
                });
                ranks.insert(key, rank);
            }
            open = Some(rank);
        }
        let (Some(table), Some(rank)) = (table.as_mut(), open) else { continue };
        table.cells.extend([labels, questions, answers].map(|column| view.at(row, column)));
        table.tells_responsible |= field == Field::Responsible;
        if let Some(cell) = view.cell(row, answers) {
            table.records[rank].fields.push(Value {
                field,
                title: view.text(row, questions).unwrap_or_default().trim().into(),
                cell: Located { value: cell.value.clone(), at: view.spot(row, answers) },
                struck: cell.struck,
                merged: false,
            });
        }
    }
    let mut table = table?;
    let told = |record: &&Record| !record.competences.is_empty();
    if table.records.iter().filter(told).count() < FEWEST {
        return None;
    }
    table.found.records = table.records.len();
    Some(table)
}
