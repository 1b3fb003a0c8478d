//! Where what a page says stands in its sheet.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::cells::{Purse, is_blank, push, with_erased};
use super::super::failure::{damaged, too_many};
use super::super::marks::{COLUMNS, ROWS};
use super::super::runs::{Runs, Standing};
use crate::model::budget::Budgets;
use crate::model::grid::{Area, Cell, CellValue, Note, Sheet};
use crate::model::inventory::ReadFailure;
use crate::model::place::CellRef;

/// Tables one inside the other; what is deeper belongs to the last.
const MOST_NESTED: usize = 32;
/// The most columns and rows that a cell may span, as browsers have it.
const MOST_ACROSS: u32 = 1_000;
const MOST_DOWN: u32 = 65_534;

/// The sheet that a page becomes.
pub(super) struct Grid<'b> {
    /// How many tables were met.
    pub(super) tables: usize,
    purse: Purse<'b>,
    budgets: &'b Budgets,
    cells: Vec<Cell>,
    merges: Vec<Area>,
    erased: Vec<Note>,
    text: Text,
    /// The tables around what is read, the innermost last.
    open: Vec<Table>,
    /// Tables open beyond those.
    too_deep: usize,
    /// The first row below all that isn't in an open table.
    row: u32,
    /// Whether a table stands right above it.
    below_table: bool,
}

/// A table that is open.
struct Table {
    /// Its first column.
    column: u32,
    /// The first row below all that it holds.
    bottom: u32,
    /// The first column behind all that it holds.
    right: u32,
    row: Option<Row>,
    /// Cells that span rows below theirs, by their first column.
    spans: BTreeMap<u32, Span>,
}

/// A row that is open.
struct Row {
    at: u32,
    /// The first column that may be free.
    next: u32,
    cell: Option<Open>,
}

/// A cell that is open.
struct Open {
    first: CellRef,
    across: u32,
    down: u32,
    /// The row where its text goes.
    row: u32,
    /// The first column behind the tables inside it.
    right: u32,
    /// Whether something stands in it already.
    filled: bool,
    /// Whether a table does.
    nested: bool,
}

/// A cell that spans rows.
struct Span {
    first: CellRef,
    last: u32,
    /// Rows that it still covers, the one that is read included.
    left: u32,
}

/// A text as a page shows it: spaces made one, lines where its elements end.
#[derive(Default)]
struct Text {
    runs: Runs,
    /// What stands before the next sign.
    before: Option<char>,
}

impl Text {
    fn add(&mut self, written: &str, struck: bool) {
        let mut piece = String::with_capacity(written.len());
        for sign in written.chars().filter(|sign| *sign != '\u{ad}') {
            if sign.is_ascii_whitespace() {
                self.before = self.before.or(Some(' '));
                continue;
            }
            let first = piece.is_empty() && self.runs.length() == 0;
            piece.extend(self.before.take().filter(|_| !first));
            piece.push(sign);
        }
        self.runs.push(&piece, Some(struck));
    }

    fn end_line(&mut self) {
        self.before = Some('\n');
    }

    /// Takes what it says, if it says something.
    fn take(&mut self) -> Option<Standing> {
        let mut standing = std::mem::take(self).runs.standing(false);
        let text = standing.text.trim().to_owned();
        standing.text = text;
        (!is_blank(&standing.text)).then_some(standing)
    }
}

impl<'b> Grid<'b> {
    pub(super) fn new(purse: Purse<'b>, budgets: &'b Budgets) -> Self {
        Self {
            tables: 0,
            purse,
            budgets,
            cells: Vec::new(),
            merges: Vec::new(),
            erased: Vec::new(),
            text: Text::default(),
            open: Vec::new(),
            too_deep: 0,
            row: 0,
            below_table: false,
        }
    }

    /// A text, struck through or not.
    pub(super) fn text(&mut self, text: &str, struck: bool) {
        self.text.add(text, struck);
    }

    /// The end of a line: what follows stands below.
    pub(super) fn end_line(&mut self) -> Result<(), ReadFailure> {
        if self.open_cell_mut().is_some() {
            self.text.end_line();
            return Ok(());
        }
        self.place()
    }

    /// A table, below what was read, or in the cell that is open.
    pub(super) fn open_table(&mut self) -> Result<(), ReadFailure> {
        self.tables += 1;
        if self.open.len() == MOST_NESTED {
            self.too_deep += 1;
            return Ok(());
        }
        if !self.open.is_empty() && self.open_cell_mut().is_none() {
            self.open_cell(None, None)?;
        }
        self.place()?;
        let (row, column) = if let Some(cell) = self.open_cell_mut() {
            cell.nested = true;
            (cell.row, cell.first.column)
        } else {
            self.leave_a_row();
            (self.row, 0)
        };
        self.open.push(Table { column, bottom: row, right: column, row: None, spans: BTreeMap::new() });
        Ok(())
    }

    pub(super) fn close_table(&mut self) -> Result<(), ReadFailure> {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return Ok(());
        }
        self.close_row()?;
        let Some(table) = self.open.pop() else { return Ok(()) };
        for span in table.spans.into_values() {
            self.merge(span.first, CellRef::new(table.bottom.saturating_sub(1), span.last))?;
        }
        if let Some(around) = self.open.last_mut() {
            around.bottom = around.bottom.max(table.bottom);
            if let Some(cell) = around.row.as_mut().and_then(|row| row.cell.as_mut()) {
                cell.row = cell.row.max(table.bottom);
                cell.right = cell.right.max(table.right);
            }
        } else {
            self.below_table |= table.bottom > self.row;
            self.row = table.bottom;
        }
        Ok(())
    }

    pub(super) fn open_row(&mut self) -> Result<(), ReadFailure> {
        self.close_row()?;
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        if table.bottom >= ROWS {
            return Err(damaged("a row lies outside the grid"));
        }
        table.row = Some(Row { at: table.bottom, next: table.column, cell: None });
        table.bottom += 1;
        Ok(())
    }

    pub(super) fn close_row(&mut self) -> Result<(), ReadFailure> {
        self.close_cell()?;
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        if table.row.take().is_none() {
            return Ok(());
        }
        let mut ended = Vec::new();
        for (column, span) in &mut table.spans {
            self.purse.blank()?;
            span.left -= 1;
            if span.left == 0 {
                ended.push(*column);
            }
        }
        let bottom = table.bottom - 1;
        let ended: Vec<Span> = ended.iter().filter_map(|column| table.spans.remove(column)).collect();
        ended.iter().try_for_each(|span| self.merge(span.first, CellRef::new(bottom, span.last)))
    }

    /// A cell, in the first free column of the row, that spans so many columns and rows.
    pub(super) fn open_cell(&mut self, across: Option<u32>, down: Option<u32>) -> Result<(), ReadFailure> {
        self.close_cell()?;
        if self.open.last().is_some_and(|table| table.row.is_none()) {
            self.open_row()?;
        }
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        let Some(row) = table.row.as_mut() else { return Ok(()) };
        while let Some((_, span)) =
            table.spans.range(..=row.next).next_back().filter(|(_, span)| span.last >= row.next)
        {
            row.next = span.last + 1;
            self.purse.blank()?;
        }
        if row.next >= COLUMNS {
            return Err(damaged("a cell lies outside the grid"));
        }
        let down = match down.unwrap_or(1) {
            // To the end of the table.
            0 => u32::MAX,
            down => down.min(MOST_DOWN),
        };
        row.cell = Some(Open {
            first: CellRef::new(row.at, row.next),
            across: across.unwrap_or(1).clamp(1, MOST_ACROSS.min(COLUMNS - row.next)),
            down,
            row: row.at,
            right: row.next,
            filled: false,
            nested: false,
        });
        Ok(())
    }

    pub(super) fn close_cell(&mut self) -> Result<(), ReadFailure> {
        self.place()?;
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        let Some(row) = table.row.as_mut() else { return Ok(()) };
        let Some(cell) = row.cell.take() else { return Ok(()) };
        row.next = cell.right.max(cell.first.column + cell.across);
        table.right = table.right.max(row.next);
        if !cell.filled {
            self.purse.blank()?;
        }
        let last = cell.first.column + cell.across - 1;
        if cell.nested {
            // What stands inside must not be hidden by a merge.
            return Ok(());
        }
        if cell.down > 1 {
            table.spans.insert(cell.first.column, Span { first: cell.first, last, left: cell.down });
            return Ok(());
        }
        self.merge(cell.first, CellRef::new(cell.first.row, last))
    }

    /// The sheet, its cells in order.
    pub(super) fn finish(mut self) -> Result<Sheet, ReadFailure> {
        self.too_deep = 0;
        while self.is_within_table() {
            self.close_table()?;
        }
        self.place()?;
        self.cells.sort_by_key(|cell| cell.at);
        // A table that grows under the rows that a cell beside it spans: both texts are kept.
        let mut cells: Vec<Cell> = Vec::with_capacity(self.cells.len());
        for cell in self.cells {
            match (cells.last_mut(), &cell.value) {
                (Some(Cell { at, value: CellValue::Text(above), .. }), CellValue::Text(text))
                    if *at == cell.at =>
                {
                    above.push('\n');
                    above.push_str(text);
                }
                _ => cells.push(cell),
            }
        }
        let notes = with_erased(Vec::new(), self.erased);
        Ok(Sheet { name: Arc::from("HTML"), hidden: false, cells, merges: self.merges, notes })
    }

    pub(super) fn is_within_table(&self) -> bool {
        !self.open.is_empty()
    }

    fn open_cell_mut(&mut self) -> Option<&mut Open> {
        self.open.last_mut()?.row.as_mut()?.cell.as_mut()
    }

    /// Keeps the text read so far: in the cell that is open, else on a row of its own.
    fn place(&mut self) -> Result<(), ReadFailure> {
        let Some(standing) = self.text.take() else { return Ok(()) };
        let at = if let Some(table) = self.open.last_mut() {
            if let Some(cell) = table.row.as_mut().and_then(|row| row.cell.as_mut()) {
                let at = CellRef::new(cell.row, cell.first.column);
                cell.row += 1;
                cell.filled = true;
                table.bottom = table.bottom.max(cell.row);
                at
            } else {
                table.bottom += 1;
                CellRef::new(table.bottom - 1, table.column)
            }
        } else {
            self.leave_a_row();
            self.row += 1;
            CellRef::new(self.row - 1, 0)
        };
        if at.row >= ROWS {
            return Err(damaged("a row lies outside the grid"));
        }
        push(standing, at, &mut self.purse, &mut self.cells, &mut self.erased)
    }

    /// Leaves a row blank below a table.
    fn leave_a_row(&mut self) {
        self.row += u32::from(std::mem::take(&mut self.below_table));
    }

    fn merge(&mut self, first: CellRef, last: CellRef) -> Result<(), ReadFailure> {
        if first == last || last.row < first.row {
            return Ok(());
        }
        if self.merges.len() == self.budgets.merges {
            return Err(too_many("nombre de cellules fusionnées", self.budgets.merges));
        }
        self.merges.push(Area { first, last });
        Ok(())
    }
}
