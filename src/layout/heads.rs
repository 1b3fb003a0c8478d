//! Bodies that stand over what they do, one column to the left: « Mairie », then its competences below, set in.

use std::collections::{BTreeMap, BTreeSet};

use super::Recogniser;
use super::blocks::blank;
use super::gist;
use super::tables::Table;
use super::view::View;
use crate::model::fact::Fact;
use crate::model::grid::CellValue;
use crate::model::inventory::Observed;
use crate::model::place::{Located, Spot};
use crate::model::record::{Field, Record, Value};

/// How many bodies must stand so.
const FEWEST_HEADS: usize = 2;
/// How many competences must stand under them.
const FEWEST_LABELS: usize = 3;

/// The table that such bodies make; nothing where they don't.
pub(super) fn find(recogniser: &Recogniser, view: &View<'_>) -> Option<Table> {
    let mut by_column: BTreeMap<u32, usize> = BTreeMap::new();
    for (_, cells) in view.rows(0, view.last_row()) {
        for cell in cells {
            if let CellValue::Text(text) = cell.value
                && view.effort().spend(20)
                && recogniser.labels.exactly(text).is_some()
            {
                *by_column.entry(cell.column).or_default() += 1;
            }
        }
    }
    let (&column, &most) =
        by_column.iter().max_by_key(|(column, times)| (**times, std::cmp::Reverse(**column)))?;
    (most >= FEWEST_LABELS && column > 0).then(|| read(recogniser, view, column))?
}

/// Reads the labels of a column under the heads to their left.
fn read(recogniser: &Recogniser, view: &View<'_>, column: u32) -> Option<Table> {
    let mut table: Option<Table> = None;
    let mut head: Option<(String, Spot)> = None;
    let (mut heads, mut bodies, mut listed): (BTreeSet<String>, usize, usize) = (BTreeSet::new(), 0, 0);
    let mut used = false;
    for (row, cells) in view.rows(0, view.last_row()) {
        let before = cells.iter().find(|cell| cell.column < column);
        let own = view.text(row, column);
        if let Some(before) = before {
            // A head stands alone; what stands beside something else heads nothing.
            head = match (before.value, own) {
                (CellValue::Text(text), None) if cells.len() == 1 => {
                    Some((text.trim().to_owned(), view.spot(row, before.column)))
                }
                _ => None,
            };
            used = false;
            continue;
        }
        let Some(label) = own else { continue };
        let Some(named) = recogniser.labels.named(label, view.effort()) else { continue };
        let (who, whose) = head.clone()?;
        // A band of a list is no body.
        if recogniser.band(&who, true).is_some() && !recogniser.is_body(&who) {
            return None;
        }
        if !used {
            used = true;
            heads.insert(crate::text::fold(&who));
            bodies += usize::from(recogniser.is_body(&who));
        }
        listed += 1;
        let at = view.spot(row, column);
        let table = table.get_or_insert_with(|| blank(view, row, column));
        let value = |field: Field, text: &str, at: &Spot| Value {
            field,
            title: "".into(),
            cell: Located { value: CellValue::Text(text.to_owned()), at: at.clone() },
            struck: false,
            merged: false,
        };
        let mut fields = vec![value(Field::Responsible, &who, &whose)];
        table.cells.extend([at.cell, whose.cell]);
        for cell in view.behind(row, column).iter().take(3) {
            let field = if gist::says_mode(cell.value) { Field::Mode } else { Field::Comment };
            table.cells.insert(view.at(row, cell.column));
            fields.push(value(field, &cell.value.shown(), &view.spot(row, cell.column)));
        }
        if recogniser.labels.exactly(label).is_none() {
            let fact = Fact::CloseLabel(recogniser.names(&named).join(", "));
            let competence = if let [only] = named.as_slice() { Some(*only) } else { None };
            table.facts.push(Observed { fact, at: Some(at.clone()), competence, read: label.to_owned() });
        } else if named.len() > 1 {
            let fact = Fact::GroupLabel(recogniser.names(&named));
            table.facts.push(Observed {
                fact,
                at: Some(at.clone()),
                competence: None,
                read: label.to_owned(),
            });
        }
        table.records.push(Record {
            table: 0,
            label: Located { value: label.trim().to_owned(), at },
            competences: named,
            fields,
            actors: Vec::new(),
            ticked: Vec::new(),
            notes: Vec::new(),
        });
    }
    let mut table = table?;
    if heads.len() < FEWEST_HEADS || bodies * 2 < heads.len() || listed < FEWEST_LABELS {
        return None;
    }
    table.entrust_by_place();
    Some(table)
}
