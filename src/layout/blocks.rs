//! Blocks: each competence a title, its answers below, « Responsable : » and the like before each.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Recogniser;
use super::labels::Named;
use super::tables::Table;
use super::view::View;
use crate::model::fact::Fact;
use crate::model::grid::CellValue;
use crate::model::inventory::Observed;
use crate::model::place::Located;
use crate::model::record::{Field, Record, Shape, TableFound, Value};

/// How far right of « Responsable : » its value may stand.
const REACH: u32 = 6;
/// How many rows may separate a title from its first answer.
const BELOW: u32 = 2;

/// The blocks of a sheet, as one table for each column of titles; nothing if it has none.
pub(super) fn find(recogniser: &Recogniser, view: &View<'_>, hits: &BTreeMap<u32, Vec<u32>>) -> Vec<Table> {
    hits.iter().filter_map(|(column, rows)| read(recogniser, view, *column, rows)).collect()
}

/// « Pilotage : mairie » in single cells, one under the other: how a letter answers. Three competences at least.
pub(super) fn sentences(recogniser: &Recogniser, view: &View<'_>) -> Option<Table> {
    let mut table: Option<Table> = None;
    let mut named: BTreeSet<Vec<crate::model::referential::CompetenceId>> = BTreeSet::new();
    for (row, cells) in view.rows(0, view.last_row()) {
        for cell in cells {
            let CellValue::Text(text) = cell.value else { continue };
            let Some((label, after)) = text.split_once(':') else { continue };
            let at = view.spot(row, cell.column);
            let (competences, close) = match recogniser.labels.name(label, None) {
                Named::Exactly(named) => (named, false),
                Named::Closely(named) | Named::Loosely(named) => (named, true),
                Named::Several(_) | Named::Nothing => continue,
            };
            let table = table.get_or_insert_with(|| blank(view, row, cell.column));
            let value = CellValue::Text(after.trim().to_owned());
            let mut fields = Vec::new();
            if !after.trim().is_empty() {
                fields.push(Value {
                    field: Field::Responsible,
                    title: label.trim().into(),
                    cell: Located { value, at: at.clone() },
                    struck: cell.struck,
                    merged: false,
                });
            }
            if close {
                table.facts.push(Observed {
                    fact: Fact::CloseLabel(recogniser.names(&competences).join(", ")),
                    at: Some(at.clone()),
                    competence: competences.first().copied().filter(|_| competences.len() == 1),
                    read: label.trim().to_owned(),
                });
            } else {
                named.insert(competences.clone());
            }
            table.cells.insert(at.cell);
            table.tells_responsible |= !fields.is_empty();
            table.records.push(Record {
                table: 0,
                label: Located { value: label.trim().to_owned(), at },
                competences,
                fields,
                actors: Vec::new(),
                ticked: Vec::new(),
            });
        }
    }
    let mut table = table.filter(|table| named.len() > 2 && table.tells_responsible)?;
    table.facts.push(Observed {
        fact: Fact::TwoReadings("ce qui suit les deux-points, lu comme l’entité responsable".into()),
        at: table.records.first().map(|record| record.label.at.clone()),
        competence: None,
        read: String::new(),
    });
    table.found.records = table.records.len();
    Some(table)
}

fn blank(view: &View<'_>, row: u32, column: u32) -> Table {
    Table {
        found: TableFound {
            sheet: Arc::clone(view.sheet_name()),
            shape: Shape::Blocks,
            header: view.at(row, column),
            columns: Vec::new(),
            records: 0,
        },
        records: Vec::new(),
        facts: Vec::new(),
        cells: BTreeSet::new(),
        tells_responsible: false,
    }
}

fn read(recogniser: &Recogniser, view: &View<'_>, column: u32, hits: &[u32]) -> Option<Table> {
    let first = *hits.first()?;
    let followed = hits
        .iter()
        .filter(|row| (1..=BELOW).any(|down| answer(recogniser, view, **row + down, column).is_some()));
    // A list whose labels' neighbour row says « Service » by chance is no set of blocks.
    if followed.count() * 2 < hits.len() {
        return None;
    }
    let mut table = blank(view, first, column);
    let mut open: Option<Record> = None;
    // A first title whose spelling is only close stands above the first one that is exact.
    let start = view
        .rows(0, first)
        .find(|(row, _)| {
            let title = view.text(*row, column);
            title.is_some_and(|title| {
                matches!(recogniser.labels.name(title, None), Named::Closely(_) | Named::Loosely(_))
            }) && matches!(answer(recogniser, view, row + 1, column), Some((Field::Responsible, _, _)))
        })
        .map_or(first, |(row, _)| row);
    for (row, _) in view.rows(start, view.last_row()) {
        let Some(text) = view.text(row, column) else { continue };
        // « N° UAI : 0350122T » below the last block begins the identification: what follows is no answer.
        let asked = text.split(':').next().unwrap_or_default();
        if recogniser.dictionary.columns.exact(asked).is_empty()
            && !recogniser.dictionary.identity.exact(asked).is_empty()
        {
            close(&mut table, open.take());
            continue;
        }
        if let Some((field, title, value)) = answer(recogniser, view, row, column) {
            let Some(record) = open.as_mut() else { continue };
            table.cells.insert(view.at(row, column));
            table.tells_responsible |= field == Field::Responsible;
            if let Some(value) = value {
                table.cells.insert(value.at.cell);
                record.fields.push(Value {
                    field,
                    title: title.into(),
                    cell: value,
                    struck: false,
                    merged: false,
                });
            }
            continue;
        }
        let answered_below = (1..=BELOW).any(|down| answer(recogniser, view, row + down, column).is_some());
        if !answered_below {
            // A title with nothing below ends the block before it.
            if recogniser.labels.exactly(text).is_some() {
                close(&mut table, open.take());
                open = Some(titled(recogniser, view, row, column, text, &mut table.facts));
                table.cells.insert(view.at(row, column));
            }
            continue;
        }
        close(&mut table, open.take());
        open = Some(titled(recogniser, view, row, column, text, &mut table.facts));
        table.cells.insert(view.at(row, column));
    }
    close(&mut table, open.take());
    table.found.records = table.records.len();
    (table.tells_responsible && !table.records.is_empty()).then_some(table)
}

fn close(table: &mut Table, record: Option<Record>) {
    if let Some(record) = record.filter(|record| !record.competences.is_empty() || !record.fields.is_empty())
    {
        table.records.push(record);
    }
}

fn titled(
    recogniser: &Recogniser,
    view: &View<'_>,
    row: u32,
    column: u32,
    text: &str,
    facts: &mut Vec<Observed>,
) -> Record {
    let at = view.spot(row, column);
    // « Compétence : Pilotage ».
    let label = match text.split_once(':') {
        Some((before, after))
            if recogniser.dictionary.columns.exact(before).contains(&Field::Competence)
                && !after.trim().is_empty() =>
        {
            after
        }
        _ => text,
    };
    let mut see = |fact, competence| {
        facts.push(Observed { fact, at: Some(at.clone()), competence, read: text.to_owned() });
    };
    let competences = match recogniser.labels.name(label, None) {
        Named::Exactly(named) => {
            if named.len() > 1 {
                see(Fact::GroupLabel(recogniser.names(&named)), None);
            }
            named
        }
        Named::Closely(named) | Named::Loosely(named) => {
            let only = if let [only] = named.as_slice() { Some(*only) } else { None };
            see(Fact::CloseLabel(recogniser.names(&named).join(", ")), only);
            named
        }
        Named::Several(fits) => {
            see(Fact::AmbiguousLabel(recogniser.names(&fits)), None);
            Vec::new()
        }
        Named::Nothing => {
            see(Fact::OutsideLabel(recogniser.nearest(label)), None);
            Vec::new()
        }
    };
    Record {
        table: 0,
        label: Located { value: text.trim().to_owned(), at },
        competences,
        fields: Vec::new(),
        actors: Vec::new(),
        ticked: Vec::new(),
    }
}

/// A line of a block: the field its title names, the title, and the value to its right or after its colon.
fn answer(
    recogniser: &Recogniser,
    view: &View<'_>,
    row: u32,
    column: u32,
) -> Option<(Field, String, Option<Located<CellValue>>)> {
    let text = view.text(row, column)?;
    let (title, after) = match text.split_once(':') {
        Some((title, after)) => (title, after.trim()),
        None => (text, ""),
    };
    let told = recogniser.dictionary.columns.exact(title);
    let field = told
        .iter()
        .copied()
        .find(|field| !matches!(field, Field::Competence | Field::Family | Field::Number))
        .or_else(|| {
            // « Qui est en charge ? »: a question told by its words, unless it names a competence, even nearly.
            let asks = text.trim_end().ends_with(['?', ':']) || title.trim_end().ends_with('?');
            let field = super::gist::of_title(title).filter(|_| told.is_empty() && asks)?;
            (matches!(field, Field::Responsible | Field::Mode)
                && matches!(recogniser.labels.name(text, None), Named::Nothing))
            .then_some(field)
        })?;
    if recogniser.labels.exactly(text).is_some() {
        return None;
    }
    if !after.is_empty() {
        let value = CellValue::Text(after.to_owned());
        return Some((field, title.trim().to_owned(), Some(Located { value, at: view.spot(row, column) })));
    }
    let beside = view.row(row).iter().find(|cell| (column + 1..=column + REACH).contains(&cell.column));
    // « Resp. | Compétence | Mode », « Resp. | Tél. | Mode »: a header of columns, not a title and its value.
    let titles = view.row(row).iter().filter(|cell| {
        matches!(cell.value, CellValue::Text(text) if
            recogniser.titles_labels(text) || !recogniser.dictionary.columns.exact(text).is_empty())
    });
    let asks_labels = matches!(beside.map(|cell| cell.value), Some(CellValue::Text(text)) if recogniser.titles_labels(text));
    if asks_labels || titles.count() > 2 {
        return None;
    }
    let value = beside.map(|cell| Located { value: cell.value.clone(), at: view.spot(row, cell.column) });
    Some((field, title.trim().to_owned(), value))
}
