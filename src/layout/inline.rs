//! Lines that repeat their questions: « Maître d'ouvrage | Qui ? | mairie | Comment ? | en interne », line after line.

use std::collections::BTreeMap;

use super::Recogniser;
use super::blocks::blank;
use super::labels::Named;
use super::phrases::key;
use super::tables::Table;
use super::view::View;
use crate::model::fact::Fact;
use crate::model::grid::CellValue;
use crate::model::inventory::Observed;
use crate::model::place::Located;
use crate::model::record::{Field, Record, Value};
use crate::model::referential::CompetenceId;

/// How many lines must repeat a question.
const FEWEST: usize = 3;
/// No such question takes more bytes.
const LONGEST: usize = 60;

/// The table that such lines make; `None` where too few of them repeat who answers.
pub(super) fn find(recogniser: &Recogniser, view: &View<'_>) -> Option<Table> {
    let mut met: BTreeMap<(u32, String), usize> = BTreeMap::new();
    for (_, cells) in view.rows(0, view.last_row()) {
        for cell in cells {
            let CellValue::Text(text) = cell.value else { continue };
            if !view.effort().spend(30) {
                return None;
            }
            if asked(recogniser, text).is_some() {
                *met.entry((cell.column, key(text))).or_default() += 1;
            }
        }
    }
    met.retain(|_, times| *times >= FEWEST);
    if met.is_empty() {
        return None;
    }
    let question = |column: u32, value: &CellValue| match value {
        CellValue::Text(text) if met.contains_key(&(column, key(text))) => {
            Some((asked(recogniser, text)?, text.trim().to_owned()))
        }
        _ => None,
    };
    let mut table: Option<Table> = None;
    for (row, cells) in view.rows(0, view.last_row()) {
        let asking: Vec<(u32, Field, String)> = cells
            .iter()
            .filter_map(|cell| {
                question(cell.column, cell.value).map(|(field, title)| (cell.column, field, title))
            })
            .collect();
        let Some((first, ..)) = asking.first() else { continue };
        let label = cells.iter().filter(|cell| cell.column < *first).rev().find_map(|cell| {
            let CellValue::Text(text) = cell.value else { return None };
            match recogniser.labels.name(text, None, view.effort()) {
                Named::Exactly(named) => Some((cell.column, text, named, false)),
                Named::Closely(named) | Named::Loosely(named) => Some((cell.column, text, named, true)),
                Named::Several(_) | Named::Nothing => None,
            }
        });
        let Some((column, text, competences, closely)) = label else { continue };
        let table = table.get_or_insert_with(|| blank(view, row, column));
        let at = view.spot(row, column);
        table.cells.insert(at.cell);
        let spelt = recogniser.names(&competences);
        if closely || competences.len() > 1 {
            let fact = if closely { Fact::CloseLabel(spelt.join(", ")) } else { Fact::GroupLabel(spelt) };
            let competence = competences.first().copied().filter(|_| competences.len() == 1);
            table.facts.push(Observed { fact, at: Some(at.clone()), competence, read: text.clone() });
        }
        let mut fields = Vec::new();
        for (column, field, title) in asking {
            table.cells.insert(view.at(row, column));
            table.tells_responsible |= field == Field::Responsible;
            let answer = view.cell(row, column + 1).filter(|cell| question(column + 1, cell.value).is_none());
            let Some(cell) = answer else { continue };
            let at = view.spot(row, column + 1);
            table.cells.insert(at.cell);
            fields.push(Value {
                field,
                title: title.into(),
                cell: Located { value: cell.value.clone(), at },
                struck: cell.struck,
                merged: false,
            });
        }
        table.records.push(Record {
            table: 0,
            label: Located { value: text.trim().to_owned(), at },
            competences,
            fields,
            actors: Vec::new(),
            ticked: Vec::new(),
            notes: Vec::new(),
        });
    }
    let mut table = table.filter(|table| table.tells_responsible)?;
    let mut named: Vec<CompetenceId> =
        table.records.iter().flat_map(|record| record.competences.iter().copied()).collect();
    named.sort_unstable();
    named.dedup();
    if named.len() < FEWEST {
        return None;
    }
    table.facts.push(Observed {
        fact: Fact::TwoReadings("ce qui suit chaque question répétée, lu comme sa réponse".into()),
        at: table.records.first().map(|record| record.label.at.clone()),
        competence: None,
        read: String::new(),
    });
    table.found.records = table.records.len();
    Some(table)
}

/// What a repeated text asks: « Qui ? », « Comment : ». An answer repeated down a column (« Prestataire ») asks nothing.
fn asked(recogniser: &Recogniser, text: &str) -> Option<Field> {
    let written = text.trim_end();
    if text.len() > LONGEST || !written.ends_with(['?', ':', '→', '>']) {
        return None;
    }
    let question = written.trim_end_matches(['?', ':', '→', '>', ' ', '\u{a0}']);
    // « Interne/externe : »: both words ask which.
    recogniser
        .question(question)
        .or_else(|| super::gist::asks_mode(&crate::text::words(question)).then_some(Field::Mode))
}
