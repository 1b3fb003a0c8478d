//! A sheet as a table reads it: upright, or laid on its side, so that one recogniser serves both.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::budget::Effort;
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
    /// Rows, the first and the last, that each merged area covers, by its first column, from top to bottom.
    covered: BTreeMap<u32, Vec<(u32, u32)>>,
    /// Dark once it is spent.
    effort: &'a Effort,
}

/// A cell of a view.
#[derive(Clone, Copy)]
pub(crate) struct Seen<'a> {
    pub(crate) column: u32,
    pub(crate) value: &'a CellValue,
    pub(crate) struck: bool,
}

impl<'a> View<'a> {
    pub(crate) fn new(sheet: &'a Sheet, on_its_side: bool, effort: &'a Effort) -> Self {
        let mut rows: BTreeMap<u32, Vec<Seen<'a>>> = BTreeMap::new();
        for cell in &sheet.cells {
            let (row, column) =
                if on_its_side { (cell.at.column, cell.at.row) } else { (cell.at.row, cell.at.column) };
            rows.entry(row).or_default().push(Seen { column, value: &cell.value, struck: cell.struck });
        }
        let turn = |at: CellRef| if on_its_side { CellRef::new(at.column, at.row) } else { at };
        let merges: Vec<Area> =
            sheet.merges.iter().map(|area| Area { first: turn(area.first), last: turn(area.last) }).collect();
        let mut covered: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
        for area in &merges {
            covered.entry(area.first.column).or_default().push((area.first.row, area.last.row));
        }
        for rows in covered.values_mut() {
            rows.sort_unstable();
        }
        Self { sheet, on_its_side, rows, merges, covered, effort }
    }

    /// What may still be spent on the document.
    pub(crate) fn effort(&self) -> &'a Effort {
        self.effort
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
        self.rows.get(&row).filter(|_| self.effort.spend(5)).map_or(&[], Vec::as_slice)
    }

    /// The cells of a row behind a column.
    pub(crate) fn behind(&self, row: u32, column: u32) -> &[Seen<'a>] {
        let row = self.row(row);
        &row[row.partition_point(|cell| cell.column <= column)..]
    }

    /// Rows that hold something, within bounds, from top to bottom.
    pub(crate) fn rows(&self, from: u32, to: u32) -> impl DoubleEndedIterator<Item = (u32, &[Seen<'a>])> {
        // In the dark, not even the rows are walked.
        let lit =
            if self.effort.is_spent() { self.rows.range(0..0) } else { self.rows.range(from..=to.max(from)) };
        let rows = lit.filter(|_| self.effort.spend(2));
        rows.map(|(row, cells)| (*row, cells.as_slice()))
    }

    /// The last row that holds something.
    pub(crate) fn last_row(&self) -> u32 {
        self.rows.last_key_value().map_or(0, |(row, _)| *row)
    }

    pub(crate) fn cell(&self, row: u32, column: u32) -> Option<Seen<'a>> {
        let cells = self.rows.get(&row).filter(|_| self.effort.spend(5))?;
        cells.binary_search_by_key(&column, |cell| cell.column).ok().map(|index| cells[index])
    }

    /// The text of a cell, if it holds one.
    pub(crate) fn text(&self, row: u32, column: u32) -> Option<&'a str> {
        match self.cell(row, column)?.value {
            // Who asks for a text folds it, unless it is too long to mean anything.
            CellValue::Text(text) => self.effort.spend(text.len().min(160) as u64).then_some(text),
            _ => None,
        }
    }

    /// The cell, or the first one of the merged area that covers it from above in the same column; and whether a
    /// merge gave it.
    pub(crate) fn cell_or_merged(&self, row: u32, column: u32) -> Option<(Seen<'a>, u32, bool)> {
        if let Some(cell) = self.cell(row, column) {
            return Some((cell, row, false));
        }
        let first = self.covering(row, column).filter(|first| *first != row)?;
        self.cell(first, column).map(|cell| (cell, first, true))
    }

    /// The first row of the merged area that begins in a column and covers a row.
    fn covering(&self, row: u32, column: u32) -> Option<u32> {
        let covered = self.covered.get(&column)?;
        let (first, last) = covered[..covered.partition_point(|(first, _)| *first <= row)].last()?;
        (row <= *last).then_some(*first)
    }

    /// The columns of a row, in order, where a cell stands or a merged area comes down: where
    /// [`Self::cell_or_merged`] may find something.
    pub(crate) fn columns_of(&self, row: u32) -> Vec<u32> {
        let merged = self.covered.keys().copied().filter(|column| self.covering(row, *column).is_some());
        let own = self.row(row).iter().map(|cell| cell.column);
        let mut columns: Vec<u32> = merged.chain(own).collect();
        self.effort.spend((self.covered.len() + columns.len()) as u64);
        columns.sort_unstable();
        columns.dedup();
        columns
    }

    /// The merged area that covers a cell of the view.
    pub(crate) fn merge(&self, row: u32, column: u32) -> Option<&Area> {
        let merges =
            if self.effort.spend(self.merges.len() as u64 / 8) { self.merges.as_slice() } else { &[] };
        merges.iter().find(|area| area.contains(CellRef::new(row, column)))
    }
}
