//! The cells of a binary Excel workbook (`.xlsb`), straight from its records.
//!
//! calamine would stream its cells, but at opening reserves what a record declares and copies a sheet's name for each
//! reference between sheets; told apart, the records that matter are few. They are read here, and nothing else is.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cells::{Purse, in_order, is_blank, push, with_erased};
use super::failure::{damaged, too_big, too_many};
use super::listing::links;
use super::marks::{COLUMNS, ROWS};
use super::notes;
use super::package::Parts;
use super::runs::Runs;
use super::serial;
use crate::model::budget::Budgets;
use crate::model::grid::{Area, Cell, CellValue, Sheet, Workbook};
use crate::model::inventory::ReadFailure;
use crate::model::place::CellRef;
use crate::ole::{half, word};

/// A cell that holds a shared text.
const SHARED_TEXT: u16 = 0x07;
/// The largest part that lists sheets or formats.
const LISTING_BYTES: u64 = 16 << 20;

/// The sheets of a binary workbook.
pub(super) fn workbook(parts: &mut Parts<'_>, budgets: &Budgets) -> Result<Workbook, ReadFailure> {
    let links = links(&parts.required("xl/_rels/workbook.bin.rels", LISTING_BYTES)?, "xl");
    let of_kind = |kind: &str| links.values().find(|link| link.kind.eq_ignore_ascii_case(kind));
    let mut shared = Shared::default();
    let mut struck = Vec::new();
    if let Some(link) = of_kind("styles") {
        let part = parts.optional(Some(&link.target), LISTING_BYTES)?.unwrap_or_default();
        (shared.formats, struck) = formats(&part, budgets)?;
    }
    if let Some(link) = of_kind("sharedStrings") {
        let part = parts.optional(Some(&link.target), budgets.part_bytes)?.unwrap_or_default();
        (shared.strings, shared.rich) = strings(&part, &struck, budgets)?;
    }
    let (mut purse, mut merges) = (Purse::new(budgets), budgets.merges);
    let mut sheets = Vec::new();
    let listing = parts.required("xl/workbook.bin", LISTING_BYTES)?;
    for record in (Records { rest: &listing }) {
        let (kind, data) = record?;
        match kind {
            0x99 => shared.from_1904 = data.first().is_some_and(|flags| flags & 1 != 0),
            0x9C => {
                let Some((hidden, link, name)) = listed(data, budgets)? else { continue };
                let Some(link) = links.get(&link).filter(|link| link.kind == "worksheet") else { continue };
                if sheets.len() == budgets.sheets {
                    return Err(too_many("nombre de feuilles", budgets.sheets));
                }
                let part = parts.required(&link.target, budgets.part_bytes)?;
                let mut sheet = Sheet {
                    name: Arc::from(name),
                    hidden,
                    cells: Vec::new(),
                    merges: Vec::new(),
                    notes: Vec::new(),
                };
                read(&part, &shared, &mut purse, &mut merges, &mut sheet, budgets)?;
                sheet.cells = in_order(sheet.cells)?;
                let hanging = parts.notes(&link.target)?;
                let (texts, authors) = note_texts(&hanging.notes, &mut purse, budgets)?;
                let written = notes::with_threads(texts, &authors, &hanging.threads, &mut purse)?;
                sheet.notes = with_erased(written, sheet.notes);
                sheets.push(sheet);
            }
            _ => {}
        }
    }
    Ok(Workbook { sheets, modified: parts.modified() })
}

/// What the sheets share.
#[derive(Default)]
struct Shared {
    strings: Vec<String>,
    /// Those whose runs tell what is struck, by rank.
    rich: BTreeMap<usize, Runs>,
    /// Of each format of cells: whether it shows dates, and whether it strikes the text through.
    formats: Vec<(bool, bool)>,
    from_1904: bool,
}

/// The records of a part: kind and data. None is longer than what is left of the part.
struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<(u16, &'a [u8]), ReadFailure>;

    fn next(&mut self) -> Option<Self::Item> {
        let kind = self.number(2)?;
        let read = self.number(4).and_then(|length| {
            let data = self.rest.get(..length as usize)?;
            self.rest = self.rest.get(length as usize..)?;
            Some((kind as u16, data))
        });
        if read.is_none() {
            self.rest = &[];
        }
        Some(read.ok_or_else(|| damaged("a record is cut")))
    }
}

impl Records<'_> {
    /// A number of seven bits a byte, of so many bytes at most.
    fn number(&mut self, longest: u32) -> Option<u32> {
        let mut number = 0;
        for rank in 0..longest {
            let (first, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u32::from(first & 0x7F) << (7 * rank);
            if first & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }
}

/// A text at an offset, and where it ends; `None` if it is said to be absent.
fn text(data: &[u8], at: usize, budgets: &Budgets) -> Result<Option<(String, usize)>, ReadFailure> {
    let cut = || damaged("a text is cut");
    let length = word(data, at).ok_or_else(cut)?;
    if length == u32::MAX {
        return Ok(None);
    }
    let end =
        (length as usize).checked_mul(2).and_then(|length| length.checked_add(at + 4)).ok_or_else(cut)?;
    let units = data.get(at + 4..end).ok_or_else(cut)?.chunks_exact(2).filter_map(|unit| half(unit, 0));
    let text: String = char::decode_utf16(units).map(|sign| sign.unwrap_or('\u{fffd}')).collect();
    let limit = budgets.text_bytes;
    if text.len() > limit {
        Err(too_big("longueur d’un texte", limit as u64))
    } else {
        Ok(Some((text, end)))
    }
}

/// Whether a sheet is hidden, its link, its name.
fn listed(data: &[u8], budgets: &Budgets) -> Result<Option<(bool, String, String)>, ReadFailure> {
    let Some((link, end)) = text(data, 8, budgets)? else { return Ok(None) };
    let name = text(data, end, budgets)?.map(|(name, _)| name).unwrap_or_default();
    Ok(Some((word(data, 0).is_some_and(|state| state != 0), link, name)))
}

/// The shared texts, and those whose runs tell what is struck, fonts being struck or not.
fn strings(
    part: &[u8],
    struck: &[bool],
    budgets: &Budgets,
) -> Result<(Vec<String>, BTreeMap<usize, Runs>), ReadFailure> {
    let (mut strings, mut rich) = (Vec::new(), BTreeMap::new());
    for record in (Records { rest: part }) {
        let (kind, data) = record?;
        if kind != 0x13 {
            continue;
        }
        if strings.len() == budgets.shared_strings {
            return Err(too_many("nombre de textes partagés", budgets.shared_strings));
        }
        let (text, end) = text(data, 1, budgets)?.unwrap_or_default();
        if data.first().is_some_and(|flags| flags & 1 != 0) {
            let count = word(data, end).unwrap_or_default() as usize;
            let runs = data.get(end + 4..).unwrap_or_default().chunks_exact(4).take(count);
            let starts = runs.map(|run| {
                let font = half(run, 2).and_then(|font| struck.get(usize::from(font)));
                (half(run, 0).unwrap_or_default(), font.is_some_and(|struck| *struck))
            });
            rich.extend(Runs::cut(&text, starts).map(|runs| (strings.len(), runs)));
        }
        strings.push(text);
    }
    Ok((strings, rich))
}

/// The formats of cells, as [`Shared`] keeps them, and of each font whether it is struck.
type Formats = (Vec<(bool, bool)>, Vec<bool>);

fn formats(part: &[u8], budgets: &Budgets) -> Result<Formats, ReadFailure> {
    let (mut struck, mut written, mut formats) = (Vec::new(), BTreeMap::new(), Vec::new());
    let mut of_cells = false;
    for record in (Records { rest: part }) {
        let (kind, data) = record?;
        match kind {
            0x2B => struck.push(half(data, 2).is_some_and(|options| options & 8 != 0)),
            0x2C => {
                let text = text(data, 2, budgets)?.map(|(text, _)| text).unwrap_or_default();
                written.insert(half(data, 0).unwrap_or_default(), text);
            }
            0x269 => of_cells = true,
            0x26A => of_cells = false,
            0x2F if of_cells => {
                let id = half(data, 2).unwrap_or_default();
                let text = written.get(&id).map(String::as_str);
                let font = half(data, 4).and_then(|font| struck.get(usize::from(font)));
                formats.push((serial::is_date(id, text), font.is_some_and(|struck| *struck)));
            }
            _ => {}
        }
        if formats.len().max(written.len()).max(struck.len()) > budgets.formats {
            return Err(too_many("nombre de mises en forme", budgets.formats));
        }
    }
    Ok((formats, struck))
}

/// Adds the cells and the merged areas of a sheet.
fn read(
    part: &[u8],
    shared: &Shared,
    purse: &mut Purse<'_>,
    merges: &mut usize,
    sheet: &mut Sheet,
    budgets: &Budgets,
) -> Result<(), ReadFailure> {
    let (mut row, mut ended) = (None, false);
    for record in (Records { rest: part }) {
        let (kind, data) = record?;
        match kind {
            0x00 => row = word(data, 0),
            0x92 => ended = true,
            0x01..=0x0B | 0x3E if !ended => {
                let outside = || damaged("a cell lies outside the grid");
                let column = word(data, 0).filter(|column| *column < COLUMNS).ok_or_else(outside)?;
                let row = row.filter(|row| *row < ROWS).ok_or_else(outside)?;
                let format = word(data, 4).unwrap_or_default() & 0x00FF_FFFF;
                let (is_date, struck) = shared.formats.get(format as usize).copied().unwrap_or_default();
                let value = value(kind, data, shared, is_date, budgets)?;
                let rich = if kind == SHARED_TEXT { word(data, 8) } else { None };
                let rich = rich.and_then(|rank| shared.rich.get(&(rank as usize)));
                let value = value.filter(|value| !matches!(value, CellValue::Text(text) if is_blank(text)));
                match (value, rich) {
                    (None, _) => purse.blank()?,
                    (Some(_), Some(runs)) => {
                        let (standing, at) = (runs.standing(struck), CellRef::new(row, column));
                        push(standing, at, purse, &mut sheet.cells, &mut sheet.notes)?;
                    }
                    (Some(value), None) => {
                        purse.spend(&value)?;
                        sheet.cells.push(Cell { at: CellRef::new(row, column), value, struck });
                    }
                }
            }
            0xB0 => {
                let Some(area) = area(data) else { continue };
                let over = || too_many("nombre de cellules fusionnées", budgets.merges);
                *merges = merges.checked_sub(1).ok_or_else(over)?;
                sheet.merges.push(area);
            }
            _ => {}
        }
    }
    if ended { Ok(()) } else { Err(damaged("the sheet's data don't end")) }
}

/// The texts of the notes of a sheet by the cell that each hangs on, and the names of their authors.
fn note_texts(
    part: &[u8],
    purse: &mut Purse<'_>,
    budgets: &Budgets,
) -> Result<(BTreeMap<CellRef, String>, Vec<String>), ReadFailure> {
    let (mut texts, mut authors) = (BTreeMap::new(), Vec::new());
    let mut at = None;
    // A part that is cut costs the notes behind, and no answer.
    for (kind, data) in (Records { rest: part }).map_while(Result::ok) {
        match kind {
            0x278 => authors.extend(text(data, 0, budgets)?.map(|(name, _)| name)),
            // A note outside the grid hangs on nothing.
            0x27B => {
                let (row, column) = (word(data, 4), word(data, 12));
                at = row.zip(column).filter(|(row, column)| *row < ROWS && *column < COLUMNS);
            }
            0x27D => {
                let (Some((row, column)), Some((text, _))) = (at.take(), text(data, 1, budgets)?) else {
                    continue;
                };
                purse.note(&text)?;
                texts.entry(CellRef::new(row, column)).or_insert(text);
            }
            _ => {}
        }
    }
    Ok((texts, authors))
}

/// What a cell holds; `None` if nothing.
fn value(
    kind: u16,
    data: &[u8],
    shared: &Shared,
    is_date: bool,
    budgets: &Budgets,
) -> Result<Option<CellValue>, ReadFailure> {
    let cut = || damaged("a cell is cut");
    let number = |read| serial::value(read, is_date, shared.from_1904);
    let text = |at| Ok(text(data, at, budgets)?.map(|(text, _)| CellValue::Text(text)));
    Ok(Some(match kind {
        0x02 => number(serial::unpacked(word(data, 8).ok_or_else(cut)?)),
        0x03 | 0x0B => serial::error(*data.get(8).ok_or_else(cut)?),
        0x04 | 0x0A => CellValue::Bool(*data.get(8).ok_or_else(cut)? != 0),
        0x05 | 0x09 => {
            number(f64::from_le_bytes(*data.get(8..).and_then(<[u8]>::first_chunk).ok_or_else(cut)?))
        }
        0x06 | 0x08 => return text(8),
        SHARED_TEXT => {
            let rank = word(data, 8).ok_or_else(cut)? as usize;
            let text = shared.strings.get(rank).ok_or_else(|| damaged("no such shared text"))?;
            CellValue::Text(text.clone())
        }
        0x3E => return text(9),
        _ => return Ok(None),
    }))
}

/// A merged area of more than one cell.
fn area(data: &[u8]) -> Option<Area> {
    let (top, bottom, left, right) = (word(data, 0)?, word(data, 4)?, word(data, 8)?, word(data, 12)?);
    let covers = top <= bottom && left <= right && bottom < ROWS && right < COLUMNS;
    let covers = covers && (top, left) != (bottom, right);
    covers.then(|| Area { first: CellRef::new(top, left), last: CellRef::new(bottom, right) })
}
