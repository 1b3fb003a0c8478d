//! Where a value was read: the promise that every figure goes back to a cell rests on these types.

use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;

/// The address of one cell, counted from zero, as the reader gave it: never recomputed from a filtered table.
///
/// Displays as Excel shows it: row 11, column 2 is `C12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// Row, from zero.
    pub row: u32,
    /// Column, from zero.
    pub column: u32,
}

impl CellRef {
    /// The cell at a row and a column counted from zero.
    pub const fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.column), u64::from(self.row) + 1)
    }
}

/// A cell told by its distance from another of the same sheet. A line remembers several of its cells this way: each
/// takes 4 bytes, present or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near(NonZeroU32);

impl Near {
    /// The distance of a cell; `None` beyond 32,767 rows or columns, which no line spans.
    pub fn of(cell: CellRef, origin: CellRef) -> Option<Self> {
        let apart = |to: u32, from: u32| i16::try_from(i64::from(to) - i64::from(from)).ok();
        let rows = apart(cell.row, origin.row)?;
        let columns = apart(cell.column, origin.column)?;
        // The lowest distance of both would be zero: it is given up too.
        let biased = |distance: i16| u32::from(distance.cast_unsigned() ^ 0x8000);
        NonZeroU32::new(biased(rows) << 16 | biased(columns)).map(Self)
    }

    /// As a number that isn't zero, for [`super::packed`].
    pub(super) fn bits(self) -> u32 {
        self.0.get()
    }

    /// From that number; `None` from zero.
    pub(super) fn of_bits(bits: u32) -> Option<Self> {
        NonZeroU32::new(bits).map(Self)
    }

    /// The cell, given the one it is told from.
    pub fn from(self, origin: CellRef) -> CellRef {
        let moved = |from: u32, biased: u32| {
            let distance = i64::from(biased & 0xffff) - 0x8000;
            u32::try_from(i64::from(from) + distance).unwrap_or(from)
        };
        CellRef::new(moved(origin.row, self.0.get() >> 16), moved(origin.column, self.0.get()))
    }
}

/// The letters Excel gives to a column counted from zero: 0 is `A`, 27 is `AB`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from(b'A' + digit as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// A cell of a named sheet. Displays as `Acteurs!C12`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// Name of the sheet, as written on its tab.
    pub sheet: Arc<str>,
    /// The cell.
    pub cell: CellRef,
}

impl Spot {
    /// The cell of that sheet.
    pub fn new(sheet: &Arc<str>, cell: CellRef) -> Self {
        Self { sheet: Arc::clone(sheet), cell }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}!{}", self.sheet, self.cell)
    }
}

/// A value that remembers the cell it was read in.
#[derive(Clone, Debug, PartialEq)]
pub struct Located<T> {
    /// What was read, or what was understood of it.
    pub value: T,
    /// Where.
    pub at: Spot,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_excel() {
        for (row, column, shown) in
            [(0, 0, "A1"), (11, 2, "C12"), (4, 25, "Z5"), (0, 26, "AA1"), (0, 701, "ZZ1")]
        {
            assert_eq!(CellRef::new(row, column).to_string(), shown);
        }
        assert_eq!(CellRef::new(1_048_575, 16_383).to_string(), "XFD1048576");
    }

    #[test]
    fn a_cell_is_found_again_by_its_distance() {
        let origin = CellRef::new(1_000_000, 300);
        for (row, column) in [(1_000_000, 300), (999_990, 299), (1_000_500, 0), (1_032_767, 16_383)] {
            let cell = CellRef::new(row, column);
            assert_eq!(Near::of(cell, origin).map(|near| near.from(origin)), Some(cell));
        }
        assert_eq!(Near::of(CellRef::new(0, 0), origin), None);
        assert_eq!(size_of::<Option<Near>>(), 4);
    }
}
