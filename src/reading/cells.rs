//! The cells of a checked package, by calamine: its types don't leave this file.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::RangeInclusive;
use std::sync::Arc;

use calamine::{DataRef, ExcelDateTime, Reader as _, Style, Xlsx, XlsxCellReader};

use super::direct;
use super::failure::{Undecoded, damaged, of_cell, of_workbook, too_big, too_many};
use super::marks::{Mark, Marks};
use super::package::Package;
use super::runs::{self, Runs, Standing};
use crate::model::budget::Budgets;
use crate::model::calendar::{Date, DateTime};
use crate::model::grid::{Cell, CellValue, Note, Sheet, Workbook};
use crate::model::inventory::ReadFailure;
use crate::model::place::CellRef;

/// The years for which a number formatted as a date is believed to be one. Excel makes a date of −5 and of
/// 99,999,999 alike.
pub(super) const YEARS: RangeInclusive<i16> = 1900..=2200;

/// The cells of all the sheets of a package: read directly where they are plainly written, by calamine else.
pub(super) fn workbook(mut package: Package, budgets: &Budgets) -> Result<Workbook, ReadFailure> {
    match plainly_written(&package, budgets)? {
        Some(workbook) => Ok(workbook),
        None => by_calamine(&mut package, budgets),
    }
}

/// The workbook, if every part of it is plainly written.
pub(super) fn plainly_written(package: &Package, budgets: &Budgets) -> Result<Option<Workbook>, ReadFailure> {
    let Some(shared) = package.shared() else { return Ok(None) };
    let mut purse = Purse::new(budgets);
    let mut read = Vec::with_capacity(package.listing.sheets.len());
    for (text, notes) in package.cells().zip(&package.notes) {
        let Some((cells, erased)) = direct::cells(text, &shared, &mut purse)? else { return Ok(None) };
        read.push((cells, with_erased(super::notes::read(notes, &mut purse)?, erased)));
    }
    Ok(Some(assembled(package, read)))
}

/// The workbook, as calamine reads it.
pub(super) fn by_calamine(package: &mut Package, budgets: &Budgets) -> Result<Workbook, ReadFailure> {
    let rich = package.rich();
    let (plain, texts) = package.plain()?;
    let mut xlsx = Xlsx::new(Cursor::new(plain.as_slice())).map_err(|error| of_workbook(&error))?;
    let mut purse = Purse::new(budgets);
    let mut read = Vec::with_capacity(texts.len());
    for (rank, (text, notes)) in texts.into_iter().zip(&package.notes).enumerate() {
        let text = plain.get(text).ok_or_else(|| damaged("a sheet's text is lost"))?;
        let reader = xlsx.worksheet_cells_reader(&rank.to_string()).map_err(|error| of_workbook(&error))?;
        let mut erased = Vec::new();
        let cells = in_order(cells(reader, Marks::of(text), &rich, &mut purse, &mut erased)?)?;
        read.push((cells, with_erased(super::notes::read(notes, &mut purse)?, erased)));
    }
    Ok(assembled(package, read))
}

fn assembled(package: &Package, read: Vec<(Vec<Cell>, Vec<Note>)>) -> Workbook {
    let parts = package.listing.sheets.iter().zip(&package.merges).zip(read);
    let sheets = parts.map(|((listed, merges), (cells, notes))| Sheet {
        name: Arc::from(listed.name.as_str()),
        hidden: listed.hidden,
        cells,
        merges: merges.clone(),
        notes,
    });
    Workbook { sheets: sheets.collect(), modified: package.modified }
}

/// The notes of a sheet, and what was struck in its cells.
pub(super) fn with_erased(mut notes: Vec<Note>, erased: Vec<Note>) -> Vec<Note> {
    if !erased.is_empty() {
        notes.extend(erased);
        notes.sort_by(|left, right| {
            (left.at, left.struck, &left.text).cmp(&(right.at, right.struck, &right.text))
        });
        notes.dedup_by_key(|note| (note.at, note.struck));
    }
    notes
}

/// The cells of one sheet that hold something, in the order in which they are written, and what was struck in them.
fn cells(
    mut reader: XlsxCellReader<'_, Cursor<&[u8]>>,
    mut marks: Marks<'_>,
    rich: &BTreeMap<usize, Runs>,
    purse: &mut Purse<'_>,
    erased: &mut Vec<Note>,
) -> Result<Vec<Cell>, ReadFailure> {
    let struck: Vec<bool> = reader.styles().iter().map(is_struck).collect();
    let mut cells = Vec::new();
    loop {
        // The mark comes first: it stops at an address that calamine would wrap.
        let mark = marks.next()?;
        let (value, struck) = match (reader.next_cell_with_style_id(), mark) {
            (Ok(Some((cell, style))), Some(_)) => {
                (value(cell.get_value()), struck.get(style).is_some_and(|struck| *struck))
            }
            (Err(error), Some(_)) => match of_cell(error) {
                Undecoded::Cell(shown) => (Some(CellValue::Error(shown)), false),
                Undecoded::File(failure) => return Err(failure),
            },
            (Ok(None), None) => return Ok(cells),
            (Err(error), None) => return Err(of_workbook(&error)),
            (Ok(None), Some(_)) | (Ok(Some(_)), None) => {
                return Err(damaged("the two readings of a sheet differ"));
            }
        };
        let Some(mark) = mark else { continue };
        let formula = mark.formula.then_some(CellValue::FormulaWithoutValue);
        match value.or(formula) {
            None => purse.blank()?,
            Some(CellValue::Text(text)) if is_blank(&text) => purse.blank()?,
            Some(CellValue::Text(text)) => {
                let standing = standing(text, mark, struck, rich);
                push(standing, mark.at, purse, &mut cells, erased)?;
            }
            Some(value) => {
                purse.spend(&value)?;
                cells.push(Cell { at: mark.at, value, struck });
            }
        }
    }
}

/// What a text that calamine gives without its runs says once they are known.
fn standing(text: String, mark: Mark<'_>, struck: bool, rich: &BTreeMap<usize, Runs>) -> Standing {
    let own;
    let runs = if mark.shared {
        if rich.is_empty() { None } else { runs::rank(mark.inside).and_then(|rank| rich.get(&rank)) }
    } else if runs::has_runs(mark.inside) {
        own = runs::inline(mark.inside);
        own.as_ref()
    } else {
        None
    };
    match runs {
        Some(runs) if runs.whole() == text => runs.standing(struck),
        // Written so that what stands can't be told apart: it is told as struck.
        Some(runs) => Standing { struck: struck || runs.strikes(), text, erased: None },
        None => Standing { text, struck, erased: None },
    }
}

/// Keeps a text that says something, and what was struck in it.
pub(super) fn push(
    standing: Standing,
    at: CellRef,
    purse: &mut Purse<'_>,
    cells: &mut Vec<Cell>,
    erased: &mut Vec<Note>,
) -> Result<(), ReadFailure> {
    let value = CellValue::Text(standing.text);
    purse.spend(&value)?;
    cells.push(Cell { at, value, struck: standing.struck });
    if let Some(text) = standing.erased {
        purse.note(&text)?;
        erased.push(Note { at, text, struck: true });
    }
    Ok(())
}

/// The cells sorted, at most one at each address. Excel never writes two at one address, nor knows which to show:
/// neither is believed, unless they say the same.
pub(super) fn in_order(mut cells: Vec<Cell>) -> Result<Vec<Cell>, ReadFailure> {
    if !cells.is_sorted_by(|left, right| left.at < right.at) {
        cells.sort_by_key(|cell| cell.at);
        cells.dedup();
        let twice = cells.iter().zip(cells.iter().skip(1)).find(|(left, right)| left.at == right.at);
        if let Some((cell, _)) = twice {
            return Err(damaged(format!("two cells at {}", cell.at)));
        }
    }
    Ok(cells)
}

/// What a cell holds; `None` if nothing.
fn value(read: &DataRef<'_>) -> Option<CellValue> {
    Some(match read {
        DataRef::Empty => return None,
        DataRef::Int(number) => CellValue::Number(*number as f64),
        DataRef::Float(number) => self::number(*number),
        DataRef::String(text) | DataRef::DurationIso(text) => CellValue::Text(text.clone()),
        DataRef::SharedString(text) => CellValue::Text((*text).to_owned()),
        DataRef::Bool(truth) => CellValue::Bool(*truth),
        DataRef::DateTime(moment) => date(*moment).unwrap_or_else(|| number(moment.as_f64())),
        DataRef::DateTimeIso(text) => match text.parse::<DateTime>() {
            Ok(moment) if YEARS.contains(&moment.year()) => CellValue::Date(moment),
            _ => CellValue::Text(text.clone()),
        },
        DataRef::Error(error) => CellValue::Error(error.to_string()),
    })
}

/// A number, unless it is written `NaN` or passes what Excel can hold.
pub(super) fn number(number: f64) -> CellValue {
    if number.is_finite() { CellValue::Number(number) } else { CellValue::Error(number.to_string()) }
}

/// A date, if it is a plausible one. A duration, a day before the epoch and Excel's 29/02/1900 are none.
pub(super) fn date(moment: ExcelDateTime) -> Option<CellValue> {
    if !moment.is_datetime() || moment.as_f64() < 0.0 {
        return None;
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let year = i16::try_from(year).ok().filter(|year| YEARS.contains(year))?;
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let time = jiff::civil::Time::new(
        i8::try_from(hour).ok()?,
        i8::try_from(minute).ok()?,
        i8::try_from(second).ok()?,
        0,
    );
    Some(CellValue::Date(date.to_datetime(time.ok()?)))
}

/// Whether a format strikes the whole text through. A part struck inside the text isn't told by calamine.
pub(super) fn is_struck(style: &Style) -> bool {
    style.font.as_ref().is_some_and(calamine::Font::has_strikethrough)
}

/// Whether a text shows nothing: empty, spaces of any width, line breaks, marks of no width.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|sign| {
        sign.is_whitespace()
            || sign.is_control()
            || matches!(sign, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
    })
}

/// What the workbook may still spend.
pub(super) struct Purse<'b> {
    budgets: &'b Budgets,
    cells: usize,
    blanks: usize,
    texts: usize,
    /// Cells met since the clock was last looked at.
    unwatched: u32,
}

/// How many cells are read between two looks at the clock.
const WATCH: u32 = 1024;

impl<'b> Purse<'b> {
    /// The whole of the budgets.
    pub(super) fn new(budgets: &'b Budgets) -> Self {
        Self {
            budgets,
            cells: budgets.cells,
            blanks: budgets.blank_cells,
            texts: budgets.all_texts_bytes,
            unwatched: 0,
        }
    }

    /// Looks at the clock, now and then.
    fn watch(&mut self) -> Result<(), ReadFailure> {
        self.unwatched += 1;
        if self.unwatched < WATCH {
            return Ok(());
        }
        self.unwatched = 0;
        self.budgets.on_time()
    }

    /// One cell that holds nothing.
    pub(super) fn blank(&mut self) -> Result<(), ReadFailure> {
        self.watch()?;
        let limit = self.budgets.blank_cells;
        self.blanks =
            self.blanks.checked_sub(1).ok_or_else(|| too_many("nombre de cellules vides", limit))?;
        Ok(())
    }

    /// One cell that holds something.
    pub(super) fn spend(&mut self, value: &CellValue) -> Result<(), ReadFailure> {
        self.watch()?;
        let limit = self.budgets.cells;
        self.cells = self.cells.checked_sub(1).ok_or_else(|| too_many("nombre de cellules", limit))?;
        let (CellValue::Text(text) | CellValue::Error(text)) = value else { return Ok(()) };
        self.text(text)
    }

    /// One note.
    pub(super) fn note(&mut self, text: &str) -> Result<(), ReadFailure> {
        self.blank()?;
        self.text(text)
    }

    fn text(&mut self, text: &str) -> Result<(), ReadFailure> {
        let limit = self.budgets.text_bytes;
        if text.len() > limit {
            return Err(too_big("longueur d’un texte", limit as u64));
        }
        let limit = self.budgets.all_texts_bytes;
        self.texts = self
            .texts
            .checked_sub(text.len())
            .ok_or_else(|| too_big("longueur de tous les textes", limit as u64))?;
        Ok(())
    }
}
