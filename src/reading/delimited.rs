//! A text whose columns are cut by a sign (`.csv`) → one sheet.
//!
//! Excel in French writes `;` and Windows-1252, other programs `,` or a tab and UTF-8. Nothing says which: what cuts
//! the lines alike is taken. Every value stays the text that it is; dates and numbers are read from texts later, as
//! those that people type in a workbook are.

use std::borrow::Cow;
use std::sync::Arc;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::cells::{Purse, is_blank};
use super::failure::damaged;
use super::marks::{COLUMNS, ROWS};
use crate::model::budget::Budgets;
use crate::model::grid::{Cell, CellValue, Sheet, Workbook};
use crate::model::inventory::ReadFailure;
use crate::model::place::CellRef;

/// What may cut columns, the likeliest first.
const CUTS: [char; 3] = [';', '\t', ','];
/// How many lines are looked at to tell which.
const GLANCE: usize = 50;

/// The one sheet of a text.
pub(super) fn workbook(bytes: &[u8], budgets: &Budgets) -> Result<Workbook, ReadFailure> {
    let text = decoded(bytes);
    // Excel's own way to say it: « sep=; » on the first line.
    let (cut, text) = match text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
        Some((sign, rest)) => (sign.chars().next().unwrap_or(';'), rest),
        None => (cut(&text).unwrap_or(';'), text.as_ref()),
    };
    let mut purse = Purse::new(budgets);
    let mut cells = Vec::new();
    for (at, written) in Values::of(text, cut) {
        if at.row >= ROWS || at.column >= COLUMNS {
            return Err(damaged("a line lies outside the grid"));
        }
        if is_blank(&written) {
            purse.blank()?;
            continue;
        }
        let value = CellValue::Text(written);
        purse.spend(&value)?;
        cells.push(Cell { at, value, struck: false });
    }
    let sheet = Sheet { name: Arc::from("CSV"), hidden: false, cells, merges: Vec::new(), notes: Vec::new() };
    Ok(Workbook { sheets: vec![sheet], modified: None })
}

/// Whether a text that isn't called `.csv` is one all the same: two of its lines at least are cut alike.
pub(super) fn is_delimited(bytes: &[u8]) -> bool {
    cut(&decoded(bytes)).is_some()
}

fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    if bytes.starts_with(b"\xFF\xFE") {
        return UTF_16LE.decode_with_bom_removal(bytes).0;
    }
    if bytes.starts_with(b"\xFE\xFF") {
        return UTF_16BE.decode_with_bom_removal(bytes).0;
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// The sign that cuts most lines into as many columns.
fn cut(text: &str) -> Option<char> {
    let mut best: Option<(usize, char)> = None;
    for sign in CUTS {
        let counts = widths(text, sign);
        let alike = |width: &u32| counts.iter().filter(|other| *other == width).count();
        let lines = counts.iter().filter(|width| **width > 1).map(alike).max().unwrap_or_default();
        if lines > 1 && best.is_none_or(|(most, _)| lines > most) {
            best = Some((lines, sign));
        }
    }
    best.map(|(_, sign)| sign)
}

/// How many columns each of the first lines has.
fn widths(text: &str, cut: char) -> Vec<u32> {
    let mut widths: Vec<u32> = Vec::new();
    for (at, _) in Values::of(text, cut) {
        let row = at.row as usize;
        if row >= GLANCE {
            break;
        }
        widths.resize(row + 1, 0);
        if let Some(width) = widths.get_mut(row) {
            *width = at.column + 1;
        }
    }
    widths
}

/// The values of a text, each with its address.
struct Values<'a> {
    rest: &'a str,
    cut: char,
    at: CellRef,
    ended: bool,
}

impl<'a> Values<'a> {
    fn of(text: &'a str, cut: char) -> Self {
        Self { rest: text, cut, at: CellRef::new(0, 0), ended: text.is_empty() }
    }

    /// A value between quotes, doubled quotes made one, up to the quote that closes it. A quote that nothing closes
    /// takes the rest of the text: what stands behind it belongs to nobody knows which column.
    fn quoted(&mut self) -> Option<String> {
        let mut rest = self.rest.strip_prefix('"')?;
        let mut value = String::new();
        while let Some((before, after)) = rest.split_once('"') {
            value.push_str(before);
            rest = after;
            let Some(next) = rest.strip_prefix('"') else {
                self.rest = rest;
                return Some(value);
            };
            value.push('"');
            rest = next;
        }
        value.push_str(rest);
        self.rest = "";
        Some(value)
    }
}

impl Iterator for Values<'_> {
    type Item = (CellRef, String);

    fn next(&mut self) -> Option<(CellRef, String)> {
        if self.ended {
            return None;
        }
        let mut value = self.quoted().unwrap_or_default();
        let end = self.rest.find([self.cut, '\n', '\r']).unwrap_or(self.rest.len());
        let (before, after) = self.rest.split_at_checked(end)?;
        value.push_str(before);
        let at = self.at;
        let line_end = after.strip_prefix("\r\n").or_else(|| after.strip_prefix(['\n', '\r']));
        if let Some(next) = line_end {
            self.rest = next;
            self.at = CellRef::new(at.row.saturating_add(1), 0);
            self.ended = next.is_empty();
        } else {
            self.rest = after.strip_prefix(self.cut).unwrap_or_default();
            self.at.column = at.column.saturating_add(1);
            self.ended = after.is_empty();
        }
        Some((at, value))
    }
}
