//! The notes that hang on cells in an Excel 97-2003 workbook: a drawn object, its text, then the cell it hangs on.

use std::collections::BTreeMap;

use super::cells::{Purse, is_blank};
use crate::model::grid::Note;
use crate::model::inventory::ReadFailure;
use crate::model::place::CellRef;
use crate::ole::half;

/// Kinds of records: an object, the text in it, the cell that it hangs on.
pub(super) const OBJECT: u16 = 0x005D;
pub(super) const TEXT: u16 = 0x01B6;
pub(super) const NOTE: u16 = 0x001C;
/// What an object says when it is a note's.
const OF_NOTE: u16 = 0x0019;

/// The notes of a sheet as its records bring them.
#[derive(Default)]
pub(super) struct Hanging {
    /// The object whose text comes next.
    object: Option<u16>,
    texts: BTreeMap<u16, String>,
    cells: Vec<(CellRef, u16)>,
}

impl Hanging {
    /// An object begins: a note's, or a picture, a button.
    pub(super) fn object(&mut self, data: &[u8]) {
        self.object = half(data, 4).filter(|kind| *kind == OF_NOTE).and_then(|_| half(data, 6));
    }

    /// The text of the object before.
    pub(super) fn text(&mut self, text: String) {
        if let Some(object) = self.object.take() {
            self.texts.insert(object, text);
        }
    }

    /// Whether a text that comes now is a note's.
    pub(super) fn awaits_text(&self) -> bool {
        self.object.is_some()
    }

    /// The cell that an object hangs on.
    pub(super) fn cell(&mut self, data: &[u8]) {
        if let (Some(row), Some(column), Some(object)) = (half(data, 0), half(data, 2), half(data, 6)) {
            self.cells.push((CellRef::new(row.into(), column.into()), object));
        }
    }

    /// The notes, sorted by address, at most one at each.
    pub(super) fn notes(mut self, purse: &mut Purse<'_>) -> Result<Vec<Note>, ReadFailure> {
        let mut notes: BTreeMap<CellRef, String> = BTreeMap::new();
        for (at, object) in self.cells {
            let text = self.texts.remove(&object).unwrap_or_default();
            purse.note(&text)?;
            if !is_blank(&text) {
                notes.entry(at).or_insert(text);
            }
        }
        Ok(notes
            .into_iter()
            .map(|(at, text)| Note { at, text: text.trim().to_owned(), struck: false })
            .collect())
    }
}
