//! A sheet for each competence: its name, or its title, says which; questions and answers stand below.

use std::collections::{BTreeMap, BTreeSet};

use super::Recogniser;
use super::blocks::blank;
use super::labels::Named;
use super::tables::Table;
use super::view::View;
use crate::model::fact::Fact;
use crate::model::grid::CellValue;
use crate::model::inventory::Observed;
use crate::model::place::{CellRef, Located};
use crate::model::record::{Field, Record, Value};
use crate::model::referential::CompetenceId;

/// No name of sheet is longer: Excel cuts there.
const LONGEST_NAME: usize = 31;
/// How far right of a question its answer may stand.
const REACH: u32 = 6;

/// The card that a sheet is, if its name or its title names one competence and a question asks who answers.
pub(super) fn find(recogniser: &Recogniser, view: &View<'_>) -> Option<Table> {
    let mut answers: Vec<Value> = Vec::new();
    let mut asks = 0;
    let mut cells: BTreeSet<CellRef> = BTreeSet::new();
    let mut titles: BTreeMap<CellRef, (String, Vec<CompetenceId>)> = BTreeMap::new();
    for (row, seen) in view.rows(0, view.last_row()) {
        for cell in seen {
            let CellValue::Text(text) = cell.value else { continue };
            let at = view.at(row, cell.column);
            // « Interne » is a title elsewhere: taken as an answer, it asks nothing.
            if cells.contains(&at) {
                continue;
            }
            if let Some(named) = recogniser.labels.exactly(text) {
                titles.insert(at, (text.trim().to_owned(), named));
                continue;
            }
            let (title, after) =
                text.split_once(':').map_or((text.as_str(), ""), |(title, after)| (title, after.trim()));
            let Some(field) = recogniser.field_of(title) else {
                // « Compétence : Assistance ».
                if recogniser.titles_labels(title)
                    && let Some(named) = recogniser.labels.exactly(after)
                {
                    titles.insert(at, (after.to_owned(), named));
                }
                continue;
            };
            let value = if after.is_empty() {
                answer(recogniser, view, row, cell.column, field)
            } else {
                Some((CellValue::Text(after.to_owned()), (row, cell.column), cell.struck))
            };
            asks += usize::from(field == Field::Responsible);
            cells.insert(at);
            if let Some((value, (row, column), struck)) = value {
                cells.insert(view.at(row, column));
                let cell = Located { value, at: view.spot(row, column) };
                answers.push(Value { field, title: title.trim().into(), cell, struck, merged: false });
            }
        }
    }
    // One question of each kind: a table has many lines, a card has one answer.
    if asks != 1 {
        return None;
    }
    let taken: Vec<CellRef> = answers.iter().map(|answer| answer.cell.at.cell).collect();
    titles.retain(|at, _| !taken.contains(at));
    let near = if titles.is_empty() { nearly_titled(recogniser, view, &cells) } else { None };
    let close = near.is_some();
    titles.extend(near);
    let by_name = named_by_sheet(recogniser, view);
    let mut named: Vec<&Vec<CompetenceId>> = titles.values().map(|(_, named)| named).collect();
    named.sort();
    named.dedup();
    let (label, competences, closely, at) = match (by_name, named.as_slice()) {
        (Some((named, _)), [title]) if named == **title => {
            let (at, (label, named)) = titles.first_key_value()?;
            (label.clone(), named.clone(), close, *at)
        }
        (Some((named, closely)), []) => (view.sheet_name().to_string(), named, closely, CellRef::new(0, 0)),
        (None, [_]) => {
            let (at, (label, named)) = titles.first_key_value()?;
            (label.clone(), named.clone(), close, *at)
        }
        _ => return None,
    };
    let mut table = blank(view, 0, 0);
    table.found.header = at;
    let spot = crate::model::place::Spot::new(view.sheet_name(), at);
    table.tells_responsible = answers.iter().any(|answer| answer.field == Field::Responsible);
    table.cells.extend(cells);
    table.cells.extend(titles.keys());
    let spelt = recogniser.names(&competences);
    let only = Some(competences[0]).filter(|_| competences.len() == 1);
    let mut see = |fact, competence| {
        table.facts.push(Observed { fact, at: Some(spot.clone()), competence, read: label.clone() });
    };
    if closely {
        see(Fact::CloseLabel(spelt.join(", ")), only);
    } else if spelt.len() > 1 {
        see(Fact::GroupLabel(spelt), None);
    }
    if titles.is_empty() {
        see(Fact::TwoReadings("le nom de la feuille, lu comme la compétence dont elle parle".into()), only);
    }
    table.records.push(Record {
        table: 0,
        label: Located { value: label, at: spot },
        competences,
        fields: answers,
        actors: Vec::new(),
        ticked: Vec::new(),
        notes: Vec::new(),
    });
    table.found.records = 1;
    Some(table)
}

/// « Maintenace de la solution », in the sheet's first words.
fn nearly_titled(
    recogniser: &Recogniser,
    view: &View<'_>,
    cells: &BTreeSet<CellRef>,
) -> Option<(CellRef, (String, Vec<CompetenceId>))> {
    let (at, text) = view.rows(0, view.last_row()).find_map(|(row, seen)| {
        let cell = seen.first().filter(|cell| !cells.contains(&view.at(row, cell.column)))?;
        match cell.value {
            CellValue::Text(text) => Some((view.at(row, cell.column), text)),
            _ => None,
        }
    })?;
    match recogniser.labels.name(text, None, view.effort()) {
        Named::Closely(named) | Named::Loosely(named) => Some((at, (text.trim().to_owned(), named))),
        _ => None,
    }
}

/// What stands beside a question, or under it where other questions stand beside.
fn answer(
    recogniser: &Recogniser,
    view: &View<'_>,
    row: u32,
    column: u32,
    field: Field,
) -> Option<(CellValue, (u32, u32), bool)> {
    let asks = |value: &CellValue| {
        // « Interne », « DSDEN » are titles too: behind a question that they answer, they answer it.
        let answers = match field {
            Field::Mode => super::gist::says_mode(value) || super::gist::is_mode_code(value),
            Field::Responsible => recogniser.bodies.named(value),
            _ => false,
        };
        !answers
            && matches!(value, CellValue::Text(text) if
            recogniser.field_of(text.split(':').next().unwrap_or_default()).is_some())
    };
    let beside = view.behind(row, column).first().filter(|cell| cell.column <= column + REACH);
    if let Some(cell) = beside.filter(|cell| !asks(cell.value)) {
        return Some((cell.value.clone(), (row, cell.column), cell.struck));
    }
    let below = view.cell(row + 1, column).filter(|cell| !asks(cell.value))?;
    Some((below.value.clone(), (row + 1, column), below.struck))
}

/// The competences that a sheet's name names, cut where Excel cuts it; whether only closely.
fn named_by_sheet(recogniser: &Recogniser, view: &View<'_>) -> Option<(Vec<CompetenceId>, bool)> {
    let name: &str = view.sheet_name();
    match recogniser.labels.name(name, None, view.effort()) {
        Named::Exactly(named) => Some((named, false)),
        Named::Closely(named) => Some((named, true)),
        _ if name.chars().count() == LONGEST_NAME => {
            let begins = crate::text::fold(name);
            let mut fits = (0u16..)
                .zip(&recogniser.titles)
                .filter(|(_, title)| crate::text::fold(title).starts_with(&begins));
            let (only, _) = fits.next()?;
            fits.next().is_none().then(|| (vec![CompetenceId(only)], true))
        }
        _ => None,
    }
}
