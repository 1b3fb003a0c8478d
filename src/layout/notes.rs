//! Notes on cells, handed to the lines they stand on. A note is told and kept, never read as an answer; nor is what was
//! struck in a cell, which is told where the rest is read.

use super::tables::Table;
use crate::model::fact::Fact;
use crate::model::form;
use crate::model::grid::Sheet;
use crate::model::inventory::Observed;
use crate::model::place::{CellRef, Located, Spot};
use crate::model::record::{Layout, Record, Shape};

/// Keeps the notes of a sheet, and gives those that stand on a line of its tables to that line.
pub(super) fn collect(sheet: &Sheet, tables: &mut [Table], layout: &mut Layout) {
    if sheet.notes.is_empty() {
        return;
    }
    let bounds: Vec<[(u32, u32); 2]> = tables.iter().map(bounds).collect();
    // What we ask on a cell of a correction is no answer.
    for note in sheet.notes.iter().filter(|note| !form::is_own_note(&note.text)) {
        let at = Spot::new(&sheet.name, note.at);
        let table = tables.iter_mut().zip(&bounds).find(|(_, [rows, columns])| {
            (rows.0..=rows.1).contains(&note.at.row) && (columns.0..=columns.1).contains(&note.at.column)
        });
        let record = table.and_then(|(table, _)| line(table, note.at));
        if note.struck {
            let competence = match record.map(|record| record.competences.as_slice()) {
                Some([only]) => Some(*only),
                _ => None,
            };
            let (fact, read) = (Fact::StruckInPart, note.text.clone());
            layout.facts.push(Observed { fact, at: Some(at.clone()), competence, read });
            layout.notes.push(Located { value: format!("(barré) {}", note.text), at });
            continue;
        }
        let located = Located { value: note.text.clone(), at };
        if let Some(record) = record {
            record.notes.push(located.clone());
        }
        layout.notes.push(located);
    }
}

/// The first and last rows and columns of a table: blank cells between them are its own.
fn bounds(table: &Table) -> [(u32, u32); 2] {
    let span = |of: fn(&CellRef) -> u32| {
        let ranks = || table.cells.iter().map(of);
        // None is a span that holds nothing.
        ranks().min().zip(ranks().max()).unwrap_or((1, 0))
    };
    [span(|cell| cell.row), span(|cell| cell.column)]
}

/// The line that a cell of a table belongs to; a header's cell belongs to none.
fn line(table: &mut Table, at: CellRef) -> Option<&mut Record> {
    let shape = table.found.shape;
    let of_line = |record: &Record| {
        record.fields.iter().any(|value| value.cell.at.cell == at && !value.merged)
            || record.actors.iter().any(|actor| actor.mark.at.cell == at)
            || record.ticked.iter().any(|(_, mark)| mark.at.cell == at)
    };
    if let Some(rank) = table.records.iter().position(of_line) {
        return table.records.get_mut(rank);
    }
    table.records.iter_mut().rev().find(|record| {
        let label = record.label.at.cell;
        match shape {
            Shape::List | Shape::Cross => label.row == at.row,
            Shape::Transposed => label.column == at.column,
            // The lines of a block stand under its title.
            Shape::Blocks => label.row <= at.row && label.column <= at.column,
        }
    })
}
