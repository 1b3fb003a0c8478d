//! A workbook as the reader gives it: sheets of sparse cells that know their address, and nothing understood yet.

use std::sync::Arc;

use super::calendar::DateTime;
use super::place::CellRef;

/// A workbook read whole, within budgets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workbook {
    /// Its sheets, in the order of their tabs.
    pub sheets: Vec<Sheet>,
    /// When it was last saved, as its own properties say.
    pub modified: Option<DateTime>,
}

/// One sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The name on its tab.
    pub name: Arc<str>,
    /// Whether its tab is hidden. Its cells are read all the same.
    pub hidden: bool,
    /// The cells that hold something, sorted by row then column, no two at one address.
    pub cells: Vec<Cell>,
    /// Merged areas. Only their first cell holds a value.
    pub merges: Vec<Area>,
    /// The notes that hang on its cells, sorted by address, at most one of each kind at each.
    pub notes: Vec<Note>,
}

/// A note on a cell (« commentaire »), its author's name left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The cell it hangs on, which may hold nothing.
    pub at: CellRef,
    /// What it says, never blank. May hold personal data.
    pub text: String,
    /// Whether it is what was struck through inside the cell's text, beside what stands there, rather than a note.
    pub struck: bool,
}

/// A rectangle of cells, both corners included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Top left.
    pub first: CellRef,
    /// Bottom right.
    pub last: CellRef,
}

impl Area {
    /// Whether a cell lies in it.
    pub fn contains(&self, cell: CellRef) -> bool {
        (self.first.row..=self.last.row).contains(&cell.row)
            && (self.first.column..=self.last.column).contains(&cell.column)
    }
}

/// A cell that holds something.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Its address.
    pub at: CellRef,
    /// What it holds.
    pub value: CellValue,
    /// Whether its text is struck through, all of it. What is struck beside something that stands is no part of the
    /// text: [`Sheet::notes`] keeps it.
    pub struck: bool,
}

/// What a cell holds. Reading a cell never fails: what can't be read is a value too.
#[derive(Clone, Debug, PartialEq)]
pub enum CellValue {
    /// A text, never empty nor only spaces; kept as written, no-break spaces included.
    Text(String),
    /// A number that isn't a date.
    Number(f64),
    /// A date or a moment, both epochs of Excel converted.
    Date(DateTime),
    /// VRAI or FAUX.
    Bool(bool),
    /// `#REF!`, `#N/A`…, as Excel shows it, or a value that couldn't be decoded.
    Error(String),
    /// A formula without a stored value: the workbook was never saved by a spreadsheet program.
    FormulaWithoutValue,
}

impl CellValue {
    /// The text a reader sees in the cell, for findings and comparisons: `12,5`, `24/11/2026`, `VRAI`.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => french_number(*number),
            Self::Date(moment) => super::calendar::day_in_french(moment.date()),
            Self::Bool(true) => "VRAI".to_owned(),
            Self::Bool(false) => "FAUX".to_owned(),
            Self::Error(error) => error.clone(),
            Self::FormulaWithoutValue => String::new(),
        }
    }
}

impl CellValue {
    /// How many bytes of text it holds.
    pub fn length(&self) -> usize {
        match self {
            Self::Text(text) | Self::Error(text) => text.len(),
            Self::Number(_) | Self::Date(_) | Self::Bool(_) | Self::FormulaWithoutValue => 0,
        }
    }
}

/// A number as a French reader writes it, without grouping: `0,5`, `45`.
fn french_number(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        format!("{number:.0}")
    } else {
        number.to_string().replace('.', ",")
    }
}

impl Sheet {
    /// The cell at an address, if it holds something.
    pub fn cell(&self, at: CellRef) -> Option<&Cell> {
        self.cells.binary_search_by_key(&at, |cell| cell.at).ok().map(|index| &self.cells[index])
    }

    /// The cells of one row, from left to right.
    pub fn row(&self, row: u32) -> &[Cell] {
        let start = self.cells.partition_point(|cell| cell.at.row < row);
        let end = self.cells.partition_point(|cell| cell.at.row <= row);
        &self.cells[start..end]
    }

    /// The merged area that covers a cell.
    pub fn merge_at(&self, at: CellRef) -> Option<&Area> {
        self.merges.iter().find(|area| area.contains(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_with_a_decimal_comma() {
        assert_eq!(CellValue::Number(0.5).shown(), "0,5");
        assert_eq!(CellValue::Number(200_000_000.0).shown(), "200000000");
        assert_eq!(CellValue::Number(-3.0).shown(), "-3");
    }
}
