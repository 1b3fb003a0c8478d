//! A workbook before it is written: sheets of cells, so that a layout says what stands where and nothing of XLSX.

use std::collections::BTreeMap;

/// A workbook.
#[derive(Default)]
pub(super) struct Book {
    pub(super) sheets: Vec<Sheet>,
    /// When it says that it was saved: year, month, day, hour, minute.
    pub(super) saved: (u16, u8, u8, u16, u8),
}

/// A sheet.
#[derive(Default)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) hidden: bool,
    pub(super) cells: BTreeMap<(u32, u16), (Value, Style)>,
    /// First row, first column, last row, last column.
    pub(super) merges: Vec<(u32, u16, u32, u16)>,
    /// Widths of columns, in signs.
    pub(super) widths: BTreeMap<u16, f64>,
    /// Drop-down lists: first row, last row, column, choices.
    pub(super) choices: Vec<(u32, u32, u16, &'static [&'static str])>,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(String),
    Number(f64),
    /// A date: year, month, day.
    Day(u16, u8, u8),
    /// A formula and the value stored with it.
    Formula(String, String),
    /// Nothing but a format.
    Blank,
}

impl Value {
    /// A text.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// How a cell looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Title,
    Header,
    Band,
    Label,
    Input,
    Note,
}

impl Style {
    /// All of them.
    pub(super) const ALL: [Self; 7] =
        [Self::Plain, Self::Title, Self::Header, Self::Band, Self::Label, Self::Input, Self::Note];
}

impl Sheet {
    /// An empty sheet.
    pub(super) fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Puts a value in a cell; an empty text only formats it.
    pub(super) fn put(&mut self, row: u32, column: u16, value: Value, style: Style) {
        let value = if value == Value::Text(String::new()) { Value::Blank } else { value };
        self.cells.insert((row, column), (value, style));
    }

    /// Puts a text in a cell.
    pub(super) fn text(&mut self, row: u32, column: u16, text: impl Into<String>, style: Style) {
        self.put(row, column, Value::text(text), style);
    }

    /// Merges cells whose first one holds the value.
    pub(super) fn merge(&mut self, top: u32, left: u16, bottom: u32, right: u16) {
        if (top, left) != (bottom, right) {
            self.merges.push((top, left, bottom, right));
        }
    }

    /// The first row under everything that is written.
    pub(super) fn bottom(&self) -> u32 {
        self.cells.keys().map(|(row, _)| row + 1).max().unwrap_or(0)
    }

    /// The first column right of everything that is written.
    pub(super) fn right(&self) -> u16 {
        self.cells.keys().map(|(_, column)| column + 1).max().unwrap_or(0)
    }
}

/// The letters of a column: 0 is `A`.
pub(super) fn letters(column: u16) -> String {
    let mut letters = Vec::new();
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_excel_does() {
        let lettered: Vec<String> = [0, 25, 26, 51, 701, 702].map(letters).to_vec();
        assert_eq!(lettered, ["A", "Z", "AA", "AZ", "ZZ", "AAA"]);
    }
}
