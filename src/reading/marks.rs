//! Where the cells of a sheet stand, and which hold a formula, from the text of its part.
//!
//! calamine gives the values in the same order. It wraps an address beyond the grid, doesn't say where a cell that
//! it can't decode stands (and from then on counts one column too few on that row), and shows a formula without a
//! stored value as an empty cell. Both readings go side by side; where they part, the file is given up.

use super::failure::damaged;
use super::xml::{Tag, Tags};
use crate::model::grid::Area;
use crate::model::inventory::ReadFailure;
use crate::model::place::CellRef;

/// Rows of Excel's grid.
const ROWS: u32 = 1_048_576;
/// Columns of Excel's grid.
const COLUMNS: u32 = 16_384;

/// One cell, as its part writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Its address, written or implied by the cell before it.
    pub(super) at: CellRef,
    /// Whether it holds a formula.
    pub(super) formula: bool,
}

/// The cells of a sheet's text, in the order in which they are written.
pub(super) struct Marks<'a> {
    tags: Tags<'a>,
    within: bool,
    row: u32,
    column: u32,
}

impl<'a> Marks<'a> {
    /// The cells of a sheet's text.
    pub(super) fn of(text: &'a str) -> Self {
        Self { tags: Tags::of(text), within: false, row: 0, column: 0 }
    }

    /// The next cell; `None` at the end of the sheet's data.
    pub(super) fn next(&mut self) -> Result<Option<Mark>, ReadFailure> {
        while let Some(tag) = self.tags.next() {
            match (tag.name, tag.closing) {
                ("c", false) if self.within => return self.cell(tag).map(Some),
                ("row", false) if self.within => {
                    if let Some(written) = tag.attribute("r") {
                        self.row = row(written).ok_or_else(|| outside(written))?;
                    }
                    if tag.is_empty() {
                        self.row += 1;
                        self.column = 0;
                    }
                }
                ("row", true) if self.within => {
                    self.row += 1;
                    self.column = 0;
                }
                ("sheetData", false) => {
                    if tag.is_empty() {
                        return Ok(None);
                    }
                    self.within = true;
                }
                ("sheetData", true) => return Ok(None),
                _ => {}
            }
        }
        Err(damaged("the sheet's data don't end"))
    }

    fn cell(&mut self, tag: Tag<'_>) -> Result<Mark, ReadFailure> {
        let at = match tag.attribute("r") {
            Some(written) => cell_ref(written).ok_or_else(|| outside(written))?,
            None if self.row < ROWS && self.column < COLUMNS => CellRef::new(self.row, self.column),
            None => return Err(outside("a cell after the last one")),
        };
        self.column = at.column + 1;
        let mut formula = false;
        if !tag.is_empty() {
            loop {
                let tag = self.tags.next().ok_or_else(|| damaged("a cell doesn't end"))?;
                match (tag.name, tag.closing) {
                    ("f", false) => formula = true,
                    ("c", true) => break,
                    ("c", false) | ("row" | "sheetData", _) => return Err(damaged("a cell holds another")),
                    _ => {}
                }
            }
        }
        Ok(Mark { at, formula })
    }
}

fn outside(written: &str) -> ReadFailure {
    damaged(format!("no such address: {}", written.chars().take(40).collect::<String>()))
}

/// The address written `C12`, if it lies in the grid.
fn cell_ref(written: &str) -> Option<CellRef> {
    let letters = written.bytes().take_while(u8::is_ascii_alphabetic).count();
    let mut column: u32 = 0;
    for letter in written.get(..letters)?.bytes() {
        column = column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        if column > COLUMNS {
            return None;
        }
    }
    Some(CellRef::new(row(written.get(letters..)?)?, column.checked_sub(1)?))
}

/// The row written `12`, counted from zero, if it lies in the grid.
fn row(written: &str) -> Option<u32> {
    let mut row: u32 = 0;
    for digit in written.bytes() {
        if !digit.is_ascii_digit() {
            return None;
        }
        row = row * 10 + u32::from(digit - b'0');
        if row > ROWS {
            return None;
        }
    }
    row.checked_sub(1)
}

/// The merged areas of a sheet's text, in the order in which they are written; `None` if there are more than a limit.
///
/// An area that lies outside the grid, or covers a single cell, merges nothing and is left out.
pub(super) fn merges(text: &str, limit: usize) -> Option<Vec<Area>> {
    // They are written behind the cells: most of the text isn't looked at again.
    let start = text.rfind("sheetData").unwrap_or_default();
    let mut areas = Vec::new();
    for tag in Tags::of(text.get(start..)?).filter(|tag| tag.opens("mergeCell")) {
        let corners = tag.attribute("ref").and_then(|written| written.split_once(':'));
        let area = corners.and_then(|(from, to)| Some((cell_ref(from)?, cell_ref(to)?)));
        let Some((from, to)) = area.filter(|(from, to)| from != to) else { continue };
        if areas.len() == limit {
            return None;
        }
        areas.push(Area {
            first: CellRef::new(from.row.min(to.row), from.column.min(to.column)),
            last: CellRef::new(from.row.max(to.row), from.column.max(to.column)),
        });
    }
    Some(areas)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Result<Vec<String>, ReadFailure> {
        let mut marks = Marks::of(text);
        let mut shown = Vec::new();
        while let Some(mark) = marks.next()? {
            shown.push(format!("{}{}", mark.at, if mark.formula { "=" } else { "" }));
        }
        Ok(shown)
    }

    #[test]
    fn cells_without_an_address_follow_the_one_before() {
        let text = "<x:worksheet><x:cols><x:c/></x:cols><x:sheetData>\
            <x:row r=\"3\"><x:c/><x:c><x:f>1+1</x:f><x:v>2</x:v></x:c><x:c r=\"F3\"><x:v>1</x:v></x:c><x:c/></x:row>\
            <x:row/><x:row><x:c><x:f/></x:c></x:row><x:row r=\"1048576\"><x:c r=\"xfd1048576\"/></x:row>\
            </x:sheetData><x:c/></x:worksheet>";
        assert_eq!(shown(text).unwrap(), ["A3", "B3=", "F3", "G3", "A5=", "XFD1048576"]);
        assert_eq!(shown("<sheetData/><c/>").unwrap(), [""; 0]);
    }

    #[test]
    fn an_address_beyond_the_grid_gives_the_file_up() {
        for written in [
            "A99999999999999",
            "A4294967298",
            "XFE1",
            "AAAAAAAAAAAAAAAA1",
            "A0",
            "A",
            "1",
            "",
            "A1048577",
            "$A$1",
        ] {
            let text = format!("<sheetData><row><c r=\"{written}\"><v>1</v></c></row></sheetData>");
            assert!(shown(&text).is_err(), "{written}");
        }
        for written in ["1048577", "99999999999", "0", "-1", ""] {
            assert!(shown(&format!("<sheetData><row r=\"{written}\"/></sheetData>")).is_err(), "{written}");
        }
        let full = format!("<sheetData><row><c r=\"XFD1\"/>{}</row></sheetData>", "<c/>");
        assert!(shown(&full).is_err());
    }

    #[test]
    fn a_sheet_cut_short_is_told() {
        for text in [
            "",
            "<worksheet/>",
            "<sheetData><row>",
            "<sheetData><row><c r=\"A1\"><v>1",
            "<sheetData><c><c/></c></sheetData>",
        ] {
            assert!(shown(text).is_err(), "{text}");
        }
    }

    #[test]
    fn merged_areas_are_read_behind_the_cells() {
        let text = "<sheetData><row><c t=\"str\"><v>mergeCell</v></c></row></sheetData><mergeCells count=\"9\">\
            <mergeCell ref=\"B2:A1\"/><x:mergeCell ref='C3:C9'></x:mergeCell><mergeCell ref=\"D4:D4\"/>\
            <mergeCell ref=\"A1:A99999999999\"/><mergeCell ref=\"A1\"/><mergeCell/></mergeCells>";
        let shown: Vec<String> =
            merges(text, 2).unwrap().iter().map(|area| format!("{}:{}", area.first, area.last)).collect();
        assert_eq!(shown, ["A1:B2", "C3:C9"]);
        assert_eq!(merges(text, 1), None);
    }
}
