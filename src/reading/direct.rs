//! The cells of a sheet written the plain way, read in one pass without calamine.
//!
//! Most inventories are saved by Excel or LibreOffice in the plainest XML: rows, cells, a value in each. What follows
//! reads that and nothing else. Anything it doesn't expect — a prefix, a comment, an entity beyond XML's five, an
//! escape, a number written otherwise — has it give the whole workbook up, and calamine reads it then. So it
//! never understands otherwise than calamine: it understands less (held by tests over files and random sheets). It
//! asks calamine what each number format is.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::Cursor;

use calamine::{ExcelDateTime, ExcelDateTimeType, Reader as _, Xlsx};

use super::cells::{Purse, date, in_order, is_blank, is_struck, number, push};
use super::marks::{COLUMNS, ROWS, cell_ref, row};
use super::plain::{PROBE, Plain};
use super::runs::{Runs, Standing, is_on};
use crate::model::grid::{Cell, CellValue, Note};
use crate::model::inventory::ReadFailure;
use crate::model::place::CellRef;

/// The most formats that calamine is asked about.
const MOST_FORMATS: usize = 4_096;
/// A larger part of formats isn't kept.
const LARGEST_STYLES: usize = 256 << 10;
/// How many parts of formats a thread keeps: those of its last inventories, often one form filled by many schools.
const KEPT_STYLES: usize = 16;

/// What the cells of a workbook refer to.
pub(super) struct Shared<'t> {
    strings: Vec<Written<'t>>,
    formats: Vec<Format>,
    from_1904: bool,
}

/// A text as it is written.
enum Written<'t> {
    Plain(Cow<'t, str>),
    /// Some of its runs tell by themselves whether they are struck.
    Runs(Runs),
}

impl Written<'_> {
    /// What it says in a cell whose format strikes its text, or not.
    fn standing(&self, struck: bool) -> Standing {
        match self {
            Self::Plain(text) => Standing { text: text.clone().into_owned(), struck, erased: None },
            Self::Runs(runs) => runs.standing(struck),
        }
    }
}

/// What a cell's format says of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Format {
    /// Whether a number is a date.
    dates: bool,
    /// Whether its text is struck through.
    struck: bool,
}

/// A part of formats, and what each of them says.
type Known = (Box<[u8]>, Vec<Format>);

thread_local! { static MET: RefCell<Vec<Known>> = const { RefCell::new(Vec::new()) }; }

impl<'t> Shared<'t> {
    /// From the text between the tags of the shared strings, and the part of the formats; `None` where one of them is
    /// not plain.
    pub(super) fn of(strings: Option<&'t [u8]>, styles: Option<&[u8]>, from_1904: bool) -> Option<Self> {
        Some(Self {
            strings: strings.map_or(Some(Vec::new()), shared_strings)?,
            formats: styles.map_or(Some(Vec::new()), formats)?,
            from_1904,
        })
    }

    fn format(&self, style: Option<u32>) -> Format {
        // A cell without a format is no date; struck as the first format says.
        let format = self.formats.get(style.unwrap_or(0) as usize).copied().unwrap_or_default();
        Format { dates: format.dates && style.is_some(), ..format }
    }
}

/// What the formats of a part say, as calamine understands them.
fn formats(styles: &[u8]) -> Option<Vec<Format>> {
    if styles.len() > LARGEST_STYLES {
        return None;
    }
    MET.with(|met| {
        let mut met = met.borrow_mut();
        if let Some(rank) = met.iter().position(|(known, _)| **known == *styles) {
            met[..=rank].rotate_right(1);
            return Some(met[0].1.clone());
        }
        let formats = asked(styles)?;
        met.truncate(KEPT_STYLES - 1);
        met.insert(0, (styles.into(), formats.clone()));
        Some(formats)
    })
}

/// Asks calamine what it makes of a number in each format.
fn asked(styles: &[u8]) -> Option<Vec<Format>> {
    // All the formats, and more: of none that isn't there is anything said.
    let most = styles.windows(3).filter(|window| window == b"<xf").count();
    if most > MOST_FORMATS {
        return None;
    }
    let plain = Plain::probe(styles, most).ok()?;
    let mut xlsx = Xlsx::new(Cursor::new(plain.as_slice())).ok()?;
    let mut reader = xlsx.worksheet_cells_reader(PROBE).ok()?;
    let mut formats: Vec<Format> =
        reader.styles().iter().map(|style| Format { dates: false, struck: is_struck(style) }).collect();
    while let Some((cell, style)) = reader.next_cell_with_style_id().ok()? {
        let dates = matches!(cell.get_value(), calamine::DataRef::DateTime(moment) if moment.is_datetime());
        match formats.get_mut(style) {
            Some(format) => format.dates = dates,
            None if dates => return None,
            None => {}
        }
    }
    Some(formats)
}

/// The shared strings, from the text behind their first tag.
fn shared_strings(text: &[u8]) -> Option<Vec<Written<'_>>> {
    let mut rest = Text::of(text)?;
    let mut strings = Vec::new();
    loop {
        rest.skip_spaces();
        if rest.take("</sst>") {
            return Some(strings);
        }
        if !rest.take("<si>") {
            return None;
        }
        strings.push(rest.string("</si>")?);
    }
}

/// The cells of a sheet, from the text behind its `<sheetData>` to the end tag, and what was struck in them; `Ok(None)`
/// where it is not plain.
pub(super) fn cells(
    text: &[u8],
    shared: &Shared<'_>,
    purse: &mut Purse<'_>,
) -> Result<Option<Told>, ReadFailure> {
    let Some(rest) = Text::of(text) else { return Ok(None) };
    let mut sheet = SheetText { rest, shared, row: 0, column: 0, within: false };
    let (mut cells, mut erased) = (Vec::new(), Vec::new());
    loop {
        let Some(next) = sheet.next() else { return Ok(None) };
        match next {
            Next::End => return Ok(Some((in_order(cells)?, erased))),
            Next::Cell(_, None, _) => purse.blank()?,
            Next::Cell(_, Some(Held::Text(text)), _) if is_blank(&text.text) => purse.blank()?,
            Next::Cell(at, Some(Held::Text(text)), _) => push(text, at, purse, &mut cells, &mut erased)?,
            Next::Cell(at, Some(Held::Value(value)), struck) => {
                purse.spend(&value)?;
                cells.push(Cell { at, value, struck });
            }
        }
    }
}

/// The cells of a sheet, and what was struck in them.
type Told = (Vec<Cell>, Vec<Note>);

/// What comes next in a sheet.
enum Next {
    /// A cell: its place, what it holds, whether that is struck through.
    Cell(CellRef, Option<Held>, bool),
    /// The end of the sheet's data.
    End,
}

/// What a cell holds.
enum Held {
    Text(Standing),
    Value(CellValue),
}

struct SheetText<'t, 's> {
    rest: Text<'t>,
    shared: &'s Shared<'s>,
    row: u32,
    column: u32,
    /// Whether a row is open.
    within: bool,
}

impl SheetText<'_, '_> {
    /// The next cell, or the end; `None` for anything else than plain rows of plain cells.
    fn next(&mut self) -> Option<Next> {
        loop {
            self.rest.skip_spaces();
            if self.within {
                if self.rest.take("</row>") {
                    (self.row, self.column, self.within) = (self.row + 1, 0, false);
                } else if self.rest.take("<c") {
                    return self.cell();
                } else {
                    return None;
                }
            } else if self.rest.take("<row") {
                let mut written = None;
                let empty = self.rest.attributes(|name, value| {
                    if name == "r" && written.replace(value).is_some() { None } else { Some(()) }
                })?;
                if let Some(written) = written {
                    self.row = row(written.as_bytes())?;
                }
                if empty {
                    (self.row, self.column) = (self.row + 1, 0);
                } else {
                    self.within = true;
                }
            } else {
                return self.rest.take("</sheetData>").then_some(Next::End);
            }
        }
    }

    /// A cell, behind `<c`.
    fn cell(&mut self) -> Option<Next> {
        let (mut address, mut style, mut kind) = (None, None, None);
        let empty = self.rest.attributes(|name, value| {
            let place = match name {
                "r" => &mut address,
                "s" => &mut style,
                "t" => &mut kind,
                _ => return Some(()),
            };
            if place.replace(value).is_some() { None } else { Some(()) }
        })?;
        let at = match address {
            Some(address) => cell_ref(address.as_bytes())?,
            None if self.row < ROWS && self.column < COLUMNS => CellRef::new(self.row, self.column),
            None => return None,
        };
        self.column = at.column + 1;
        let format = self.shared.format(style.map_or(Some(None), |style| digits(style).map(Some))?);
        if empty {
            return Some(Next::Cell(at, None, format.struck));
        }
        self.rest.skip_spaces();
        let formula = self.rest.take("<f");
        if formula {
            let empty = self.rest.attributes(|_, _| Some(()))?;
            if !empty {
                self.rest.until_tag()?;
                if !self.rest.take("</f>") {
                    return None;
                }
            }
            self.rest.skip_spaces();
        }
        let value = if self.rest.take("<v>") {
            let written = self.rest.until_tag()?;
            if !self.rest.take("</v>") {
                return None;
            }
            Some(self.value(written, kind, format)?)
        } else if self.rest.take("<v/>") && kind != Some("str") {
            None
        } else if kind == Some("inlineStr") && self.rest.take("<is>") {
            Some(Held::Text(self.rest.string("</is>")?.standing(format.struck)))
        } else {
            None
        };
        self.rest.skip_spaces();
        let value = value.or(formula.then_some(Held::Value(CellValue::FormulaWithoutValue)));
        self.rest.take("</c>").then_some(Next::Cell(at, value, format.struck))
    }

    /// What `<v>` holds, for the kind of cell.
    fn value(&self, written: &str, kind: Option<&str>, format: Format) -> Option<Held> {
        Some(Held::Value(match kind {
            Some("s") => {
                let text = self.shared.strings.get(digits(written)? as usize)?;
                return Some(Held::Text(text.standing(format.struck)));
            }
            Some("str") => {
                return Some(Held::Text(Written::Plain(unescaped(written)?).standing(format.struck)));
            }
            Some("b") => CellValue::Bool(match written {
                "0" => false,
                "1" => true,
                _ => return None,
            }),
            Some("e") => {
                let known = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];
                CellValue::Error(known.contains(&written).then(|| written.to_owned())?)
            }
            Some("n") | None => {
                let read = plain_number(written)?;
                let moment = || ExcelDateTime::new(read, ExcelDateTimeType::DateTime, self.shared.from_1904);
                let day = format.dates.then(|| date(moment())).flatten();
                day.unwrap_or_else(|| number(read))
            }
            Some(_) => return None,
        }))
    }
}

/// A number of few digits, and nothing else.
fn digits(written: &str) -> Option<u32> {
    let plain = (1..=9).contains(&written.len()) && written.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| written.parse().ok()).flatten()
}

/// A decimal number as Excel writes it: `-12.5`, `1E-3`.
fn plain_number(written: &str) -> Option<f64> {
    let unsigned = written.strip_prefix('-').unwrap_or(written);
    let (mantissa, exponent) =
        unsigned.split_once(['E', 'e']).map_or((unsigned, None), |(mantissa, exponent)| {
            (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
        });
    let (whole, fraction) =
        mantissa.split_once('.').map_or((mantissa, None), |(whole, fraction)| (whole, Some(fraction)));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let plain = all(whole) && fraction.is_none_or(all) && exponent.is_none_or(all) && written.len() <= 40;
    plain.then(|| written.parse().ok()).flatten()
}

/// A text without markup, its entities resolved; `None` where it holds anything but XML's five, or an escape of Excel's.
fn unescaped(written: &str) -> Option<Cow<'_, str>> {
    if written.contains('\r') || written.contains("_x") {
        return None;
    }
    if !written.contains('&') {
        return Some(Cow::Borrowed(written));
    }
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        let (name, next) = after.split_once(';')?;
        text.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => return None,
        });
        rest = next;
    }
    text.push_str(rest);
    Some(Cow::Owned(text))
}

/// The rest of a text that is being read.
struct Text<'t> {
    rest: &'t str,
}

impl<'t> Text<'t> {
    fn of(text: &'t [u8]) -> Option<Self> {
        std::str::from_utf8(text).ok().map(|rest| Self { rest })
    }

    /// Takes these very signs, if they come next.
    fn take(&mut self, signs: &str) -> bool {
        let rest = self.rest.strip_prefix(signs);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_ascii_start();
    }

    /// What stands before the next tag.
    fn until_tag(&mut self) -> Option<&'t str> {
        let (text, rest) = self.rest.split_at(self.rest.find('<')?);
        self.rest = rest;
        Some(text)
    }

    /// The attributes behind a tag's name, to its end, and whether the tag is an empty one. Prefixed names are other
    /// names.
    fn attributes(&mut self, mut met: impl FnMut(&'t str, &'t str) -> Option<()>) -> Option<bool> {
        let bytes = self.rest.as_bytes();
        let mut at = 0;
        loop {
            let before = at;
            while matches!(bytes.get(at)?, b' ' | b'\n' | b'\t') {
                at += 1;
            }
            match bytes[at] {
                b'>' => {
                    self.rest = &self.rest[at + 1..];
                    return Some(false);
                }
                b'/' if bytes.get(at + 1) == Some(&b'>') => {
                    self.rest = &self.rest[at + 2..];
                    return Some(true);
                }
                _ if at == before => return None,
                _ => {}
            }
            let name = at;
            while bytes.get(at)?.is_ascii_alphanumeric() || bytes[at] == b':' {
                at += 1;
            }
            let named = at;
            if named == name || bytes[at] != b'=' || *bytes.get(at + 1)? != b'"' {
                return None;
            }
            at += 2;
            let value = at;
            while *bytes.get(at)? != b'"' {
                if matches!(bytes[at], b'<' | b'&') {
                    return None;
                }
                at += 1;
            }
            // All these places are between ASCII signs.
            met(self.rest.get(name..named)?, self.rest.get(value..at)?)?;
            at += 1;
        }
    }

    /// The text of a string, behind its first tag, to its end tag.
    fn string(&mut self, end: &str) -> Option<Written<'t>> {
        self.skip_spaces();
        if self.rest.starts_with("<r>") {
            return self.runs(end);
        }
        let text = self.text()?;
        self.skip_spaces();
        self.take(end).then_some(Written::Plain(text))
    }

    /// The text of a string of runs, to its end tag.
    fn runs(&mut self, end: &str) -> Option<Written<'t>> {
        let mut runs = Runs::default();
        while self.take("<r>") {
            self.skip_spaces();
            let struck = self.run_format()?;
            self.skip_spaces();
            runs.push(&self.text()?, struck);
            self.skip_spaces();
            if !self.take("</r>") {
                return None;
            }
            self.skip_spaces();
        }
        let written =
            if runs.is_plain() { Written::Plain(Cow::Owned(runs.whole())) } else { Written::Runs(runs) };
        self.take(end).then_some(written)
    }

    /// Whether the format of a run, if it has one, strikes its text.
    #[expect(clippy::option_option, reason = "what is not plain, and a run without a format, are two things")]
    fn run_format(&mut self) -> Option<Option<bool>> {
        if self.take("<rPr/>") {
            return Some(Some(false));
        }
        if !self.take("<rPr>") {
            return Some(None);
        }
        let mut struck = false;
        loop {
            self.skip_spaces();
            if self.take("</rPr>") {
                return Some(Some(struck));
            }
            if !self.take("<") {
                return None;
            }
            let length = self.rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let (name, rest) = self.rest.split_at(length);
            self.rest = rest;
            let mut set = true;
            let empty = self.attributes(|name, value| {
                if name == "val" {
                    set = is_on(Some(value.as_bytes()));
                }
                Some(())
            })?;
            if !empty {
                return None;
            }
            if name == "strike" {
                struck = set;
            }
        }
    }

    /// What stands in `<t>`.
    fn text(&mut self) -> Option<Cow<'t, str>> {
        let kept = self.take("<t xml:space=\"preserve\">");
        if !kept && !self.take("<t>") {
            return None;
        }
        let written = unescaped(self.until_tag()?)?;
        if !self.take("</t>") {
            return None;
        }
        Some(if kept { written } else { trimmed(written) })
    }
}

/// Without the spaces around, as XML has them where it isn't told to keep them.
fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    let around = [' ', '\t', '\r', '\n'];
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_matches(around)),
        Cow::Owned(text) => Cow::Owned(text.trim_matches(around).to_owned()),
    }
}

#[cfg(test)]
mod tests;
