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
pub(super) const ROWS: u32 = 1_048_576;
/// Columns of Excel's grid.
pub(super) const COLUMNS: u32 = 16_384;

/// One cell, as its part writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark<'a> {
    /// Its address, written or implied by the cell before it.
    pub(super) at: CellRef,
    /// Whether it holds a formula.
    pub(super) formula: bool,
    /// Whether it refers to a shared text.
    pub(super) shared: bool,
    /// What is written between its tags, the end tag included.
    pub(super) inside: &'a [u8],
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
    pub(super) fn of(text: &'a [u8]) -> Self {
        Self { tags: Tags::of(text), within: false, row: 0, column: 0 }
    }

    /// The next cell; `None` at the end of the sheet's data.
    pub(super) fn next(&mut self) -> Result<Option<Mark<'a>>, ReadFailure> {
        while let Some(tag) = self.tags.next() {
            match (tag.name, tag.closing) {
                (b"c", false) if self.within => return self.cell(tag).map(Some),
                (b"row", false) if self.within => {
                    let (written, empty) = tag.attribute_and_emptiness("r");
                    if let Some(written) = written {
                        self.row = row(written).ok_or_else(|| outside(written))?;
                    }
                    if empty {
                        self.row += 1;
                        self.column = 0;
                    }
                }
                (b"row", true) if self.within => {
                    self.row += 1;
                    self.column = 0;
                }
                (b"sheetData", false) => {
                    if tag.is_empty() {
                        return Ok(None);
                    }
                    self.within = true;
                }
                (b"sheetData", true) => return Ok(None),
                _ => {}
            }
        }
        Err(damaged("the sheet's data don't end"))
    }

    fn cell(&mut self, tag: Tag<'a>) -> Result<Mark<'a>, ReadFailure> {
        let (written, empty) = tag.attribute_and_emptiness("r");
        let at = match written {
            Some(written) => cell_ref(written).ok_or_else(|| outside(written))?,
            None if self.row < ROWS && self.column < COLUMNS => CellRef::new(self.row, self.column),
            None => return Err(outside(b"a cell after the last one")),
        };
        self.column = at.column + 1;
        let (mut formula, mut inside) = (false, &[][..]);
        if !empty {
            let behind = tag.behind();
            // A formula stands first in its cell.
            let first = self.tags.next().ok_or_else(unended)?;
            formula = first.opens("f");
            if !(first.closing && first.name == b"c") {
                self.tags.skip_to_end_of("c").ok_or_else(unended)?;
            }
            inside = behind.get(..behind.len().saturating_sub(self.tags.rest().len())).unwrap_or_default();
        }
        Ok(Mark { at, formula, shared: tag.attribute("t") == Some(b"s"), inside })
    }
}

fn unended() -> ReadFailure {
    damaged("a cell doesn't end")
}

fn outside(written: &[u8]) -> ReadFailure {
    let written = written.get(..LONGEST_SHOWN).unwrap_or(written);
    damaged(format!("no such address: {}", String::from_utf8_lossy(written)))
}

/// How much of a wrong address the log shows.
const LONGEST_SHOWN: usize = 40;

/// The address written `C12`, if it lies in the grid.
pub(super) fn cell_ref(written: &[u8]) -> Option<CellRef> {
    let letters = written.iter().position(|sign| !sign.is_ascii_alphabetic())?;
    let (letters, digits) = written.split_at_checked(letters)?;
    let mut column: u32 = 0;
    for letter in letters {
        column = column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        if column > COLUMNS {
            return None;
        }
    }
    Some(CellRef::new(row(digits)?, column.checked_sub(1)?))
}

/// The row written `12`, counted from zero, if it lies in the grid.
pub(super) fn row(written: &[u8]) -> Option<u32> {
    let mut row: u32 = 0;
    for digit in written {
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

/// The merged areas written in a text, in that order; `None` if there are more than a limit.
///
/// An area that lies outside the grid, or covers a single cell, merges nothing and is left out.
pub(super) fn merges(text: &[u8], limit: usize) -> Option<Vec<Area>> {
    let mut areas = Vec::new();
    for tag in Tags::of(text).filter(|tag| tag.opens("mergeCell")) {
        let Some((from, to)) = tag.attribute("ref").and_then(corners) else { continue };
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

/// Two different cells written `A1:C3`.
fn corners(written: &[u8]) -> Option<(CellRef, CellRef)> {
    let mut corners = written.splitn(2, |sign| *sign == b':').map(cell_ref);
    let (from, to) = (corners.next()??, corners.next()??);
    (from != to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Result<Vec<String>, ReadFailure> {
        let mut marks = Marks::of(text.as_bytes());
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
            "<sheetData><c><v>1</v></row></sheetData>",
        ] {
            assert!(shown(text).is_err(), "{text}");
        }
    }

    #[test]
    fn merged_areas_that_merge_something_are_read() {
        let text = b"<mergeCells count=\"9\">\
            <mergeCell ref=\"B2:A1\"/><x:mergeCell ref='C3:C9'></x:mergeCell><mergeCell ref=\"D4:D4\"/>\
            <mergeCell ref=\"A1:A99999999999\"/><mergeCell ref=\"A1\"/><mergeCell/></mergeCells>";
        let shown: Vec<String> =
            merges(text, 2).unwrap().iter().map(|area| format!("{}:{}", area.first, area.last)).collect();
        assert_eq!(shown, ["A1:B2", "C3:C9"]);
        assert_eq!(merges(text, 1), None);
    }
}
