//! A sheet as a table reads it: upright, or laid on its side, so that one recogniser serves both.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::grid::{Area, CellValue, Sheet};
use crate::model::place::{CellRef, Spot};

/// A sheet seen upright or on its side. Rows and columns below are those of the view; [`View::spot`] gives back the
/// sheet's own address.
pub(crate) struct View<'a> {
    sheet: &'a Sheet,
    on_its_side: bool,
    /// Cells by row, then by column.
    rows: BTreeMap<u32, Vec<Seen<'a>>>,
    merges: Vec<Area>,
}

/// A cell of a view.
#[derive(Clone, Copy)]
pub(crate) struct Seen<'a> {
    pub(crate) column: u32,
    pub(crate) value: &'a CellValue,
    pub(crate) struck: bool,
}

impl<'a> View<'a> {
    pub(crate) fn new(sheet: &'a Sheet, on_its_side: bool) -> Self {
        let mut rows: BTreeMap<u32, Vec<Seen<'a>>> = BTreeMap::new();
        for cell in &sheet.cells {
            let (row, column) =
                if on_its_side { (cell.at.column, cell.at.row) } else { (cell.at.row, cell.at.column) };
            rows.entry(row).or_default().push(Seen { column, value: &cell.value, struck: cell.struck });
        }
        let turn = |at: CellRef| if on_its_side { CellRef::new(at.column, at.row) } else { at };
        let merges =
            sheet.merges.iter().map(|area| Area { first: turn(area.first), last: turn(area.last) }).collect();
        Self { sheet, on_its_side, rows, merges }
    }

    pub(crate) fn on_its_side(&self) -> bool {
        self.on_its_side
    }

    pub(crate) fn sheet_name(&self) -> &Arc<str> {
        &self.sheet.name
    }

    /// The sheet's own address of a cell of the view.
    pub(crate) fn at(&self, row: u32, column: u32) -> CellRef {
        if self.on_its_side { CellRef::new(column, row) } else { CellRef::new(row, column) }
    }

    pub(crate) fn spot(&self, row: u32, column: u32) -> Spot {
        Spot::new(&self.sheet.name, self.at(row, column))
    }

    pub(crate) fn row(&self, row: u32) -> &[Seen<'a>] {
        self.rows.get(&row).map_or(&[], Vec::as_slice)
    }

    /// Rows that hold something, within bounds, from top to bottom.
    pub(crate) fn rows(&self, from: u32, to: u32) -> impl DoubleEndedIterator<Item = (u32, &[Seen<'a>])> {
        self.rows.range(from..=to.max(from)).map(|(row, cells)| (*row, cells.as_slice()))
    }

    /// The last row that holds something.
    pub(crate) fn last_row(&self) -> u32 {
        self.rows.last_key_value().map_or(0, |(row, _)| *row)
    }

    pub(crate) fn cell(&self, row: u32, column: u32) -> Option<Seen<'a>> {
        let cells = self.rows.get(&row)?;
        cells.binary_search_by_key(&column, |cell| cell.column).ok().map(|index| cells[index])
    }

    /// The text of a cell, if it holds one.
    pub(crate) fn text(&self, row: u32, column: u32) -> Option<&'a str> {
        match self.cell(row, column)?.value {
            CellValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The cell, or the first one of the merged area that covers it from above in the same column; and whether a
    /// merge gave it.
    pub(crate) fn cell_or_merged(&self, row: u32, column: u32) -> Option<(Seen<'a>, u32, bool)> {
        if let Some(cell) = self.cell(row, column) {
            return Some((cell, row, false));
        }
        let area = self.merge(row, column)?;
        if area.first.column != column || area.first.row == row {
            return None;
        }
        self.cell(area.first.row, column).map(|cell| (cell, area.first.row, true))
    }

    /// The merged area that covers a cell of the view.
    pub(crate) fn merge(&self, row: u32, column: u32) -> Option<&Area> {
        self.merges.iter().find(|area| area.contains(CellRef::new(row, column)))
    }
}
