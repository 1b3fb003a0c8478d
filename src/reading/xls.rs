//! The cells of an Excel 97-2003 workbook (`.xls`), straight from its records.
//!
//! calamine reads one into a range at opening: it reserves what a sheet declares, then rows × columns of what the
//! addresses span, and writes out every formula, names in names included; 4 KB of records can ask for any memory, and
//! an allocation that fails ends the process. A guard that would prove a file small must decode addresses, texts and
//! their lengths: it is a reader already. So this one reads, keeps what holds something, and looks at no formula.

use std::collections::BTreeMap;
use std::sync::Arc;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

use super::cells::{Purse, in_order, is_blank, with_erased};
use super::crypt;
use super::failure::{damaged, too_big, too_many};
use super::marks::COLUMNS;
use super::runs::Runs;
use super::serial;
use super::xls_notes::{self, Hanging};
use crate::model::budget::Budgets;
use crate::model::calendar::DateTime;
use crate::model::grid::{Area, Cell, CellValue, Sheet, Workbook};
use crate::model::inventory::ReadFailure;
use crate::model::place::CellRef;
use crate::ole::{Container, half, word};

const CONTINUE: u16 = 0x003C;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
/// Versions: Excel 97 and later, Excel 5 and 95.
const EXCEL_97: u16 = 0x0600;
const EXCEL_95: u16 = 0x0500;

/// The sheets of an Excel 97-2003 workbook.
pub(super) fn workbook(bytes: &[u8], budgets: &Budgets) -> Result<Workbook, ReadFailure> {
    let container = Container::of(bytes)?;
    let mut stream = match container.stream("Workbook")? {
        Some(stream) => stream,
        None => container.stream("Book")?.ok_or_else(|| damaged("no workbook stream"))?,
    };
    crypt::decrypt_records(&mut stream)?;
    let globals = Globals::of(&stream, budgets)?;
    let mut purse = Purse::new(budgets);
    let mut merges = budgets.merges;
    let mut sheets = Vec::with_capacity(globals.sheets.len());
    let mut left = stream.len();
    for listed in &globals.sheets {
        let substream = stream.get(listed.start..).ok_or_else(|| damaged("a sheet lies behind the end"))?;
        let mut sheet = Sheet {
            name: Arc::from(listed.name.as_str()),
            hidden: listed.hidden,
            cells: Vec::new(),
            merges: Vec::new(),
            notes: Vec::new(),
        };
        let read = cells(substream, &globals, &mut purse, &mut sheet, &mut merges, budgets)?;
        // A stream read over and over by sheets that lie in each other would take hours.
        left = left.checked_sub(read).ok_or_else(|| damaged("two sheets lie in the same place"))?;
        sheet.cells = in_order(sheet.cells)?;
        sheets.push(sheet);
    }
    Ok(Workbook { sheets, modified: modified(&container) })
}

/// A record, the pieces of it that follow as continuations included.
struct Record<'a> {
    kind: u16,
    pieces: Vec<&'a [u8]>,
}

impl<'a> Record<'a> {
    fn data(&self) -> &'a [u8] {
        self.pieces.first().copied().unwrap_or_default()
    }
}

struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    fn next(&mut self) -> Result<Option<Record<'a>>, ReadFailure> {
        let Some((kind, data)) = self.piece()? else { return Ok(None) };
        let mut pieces = vec![data];
        while half(self.rest, 0) == Some(CONTINUE) {
            let Some((_, data)) = self.piece()? else { break };
            pieces.push(data);
        }
        Ok(Some(Record { kind, pieces }))
    }

    fn piece(&mut self) -> Result<Option<(u16, &'a [u8])>, ReadFailure> {
        let (Some(kind), Some(length)) = (half(self.rest, 0), half(self.rest, 2)) else { return Ok(None) };
        let end = 4 + usize::from(length);
        let data = self.rest.get(4..end).ok_or_else(|| damaged("a record is cut"))?;
        self.rest = self.rest.get(end..).unwrap_or_default();
        Ok(Some((kind, data)))
    }
}

/// What a workbook says of all its sheets.
struct Globals {
    version: u16,
    encoding: &'static Encoding,
    from_1904: bool,
    sheets: Vec<Listed>,
    strings: Vec<String>,
    /// Those whose runs tell what is struck, by rank.
    rich: BTreeMap<usize, Runs>,
    /// Of each format of cells: whether it shows dates, and whether it strikes the text through.
    formats: Vec<(bool, bool)>,
}

struct Listed {
    name: String,
    hidden: bool,
    start: usize,
}

impl Globals {
    fn of(stream: &[u8], budgets: &Budgets) -> Result<Self, ReadFailure> {
        let mut globals = Self {
            version: 0,
            encoding: WINDOWS_1252,
            from_1904: false,
            sheets: Vec::new(),
            strings: Vec::new(),
            rich: BTreeMap::new(),
            formats: Vec::new(),
        };
        let (mut struck, mut written, mut cell_formats) = (Vec::new(), BTreeMap::new(), Vec::new());
        let mut records = Records { rest: stream };
        loop {
            let record = records.next()?.ok_or_else(|| damaged("the workbook's globals don't end"))?;
            let data = record.data();
            match record.kind {
                BEGIN if globals.version == 0 => globals.version = version(data)?,
                END => break,
                _ if globals.version == 0 => return Err(damaged("the workbook doesn't begin")),
                0x0042 => globals.encoding = encoding(half(data, 0).unwrap_or_default()),
                0x0022 => globals.from_1904 = half(data, 0) == Some(1),
                0x0031 => struck.push(half(data, 2).is_some_and(|options| options & 8 != 0)),
                0x041E => {
                    let length_bytes = if globals.version == EXCEL_97 { 2 } else { 1 };
                    let text = globals.text(&record, 2, length_bytes, budgets)?;
                    written.insert(half(data, 0).unwrap_or_default(), text);
                }
                0x00E0 => cell_formats.push((half(data, 0), half(data, 2))),
                0x0085 => globals.sheets.extend(globals.listed(&record, budgets)?),
                0x00FC => (globals.strings, globals.rich) = strings(&record, &struck, budgets)?,
                _ => {}
            }
            if globals.sheets.len() > budgets.sheets {
                return Err(too_many("nombre de feuilles", budgets.sheets));
            }
        }
        let format = |(font, format): &(Option<u16>, Option<u16>)| {
            let (font, format) = (font.unwrap_or_default(), format.unwrap_or_default());
            let text = written.get(&format).map(String::as_str);
            (serial::is_date(format, text), strikes(&struck, font))
        };
        globals.formats = cell_formats.iter().map(format).collect();
        Ok(globals)
    }

    /// A sheet, if it is one of cells: charts and macros have theirs.
    fn listed(&self, record: &Record<'_>, budgets: &Budgets) -> Result<Option<Listed>, ReadFailure> {
        let data = record.data();
        let cut = || damaged("a sheet's entry is cut");
        let (start, state) = (word(data, 0).ok_or_else(cut)?, *data.get(4).ok_or_else(cut)?);
        if data.get(5).is_none_or(|kind| kind & 0x0F != 0) {
            return Ok(None);
        }
        let name = self.text(record, 6, 1, budgets)?.replace('\0', "");
        Ok(Some(Listed { name, hidden: state & 3 != 0, start: start as usize }))
    }

    /// The text that begins at an offset with its length, of one or two bytes.
    fn text(
        &self,
        record: &Record<'_>,
        at: usize,
        length_bytes: usize,
        budgets: &Budgets,
    ) -> Result<String, ReadFailure> {
        let mut reader = TextReader { pieces: &record.pieces, piece: 0, at };
        let length = if length_bytes == 1 { u32::from(reader.byte()?) } else { u32::from(reader.half()?) };
        let text = if self.version == EXCEL_97 {
            let flags = reader.byte()?;
            reader.signs(length, flags & 1 != 0)?
        } else {
            self.encoding.decode_without_bom_handling(&reader.bytes(length as usize)?).0.into_owned()
        };
        check_length(text, budgets)
    }
}

/// Whether a font strikes its text. There is no font of rank 4.
fn strikes(struck: &[bool], font: u16) -> bool {
    struck.get(usize::from(font) - usize::from(font > 4)).is_some_and(|struck| *struck)
}

/// The shared texts, and those whose runs tell what is struck, fonts being struck or not.
fn strings(
    record: &Record<'_>,
    struck: &[bool],
    budgets: &Budgets,
) -> Result<(Vec<String>, BTreeMap<usize, Runs>), ReadFailure> {
    let mut reader = TextReader { pieces: &record.pieces, piece: 0, at: 8 };
    let (mut strings, mut rich) = (Vec::new(), BTreeMap::new());
    while !reader.is_at_end() {
        if strings.len() == budgets.shared_strings {
            return Err(too_many("nombre de textes partagés", budgets.shared_strings));
        }
        let (length, flags) = (reader.half()?, reader.byte()?);
        let runs = if flags & 8 == 0 { 0 } else { usize::from(reader.half()?) };
        let phonetic = if flags & 4 == 0 { 0 } else { reader.word()? as usize };
        let text = reader.signs(length.into(), flags & 1 != 0)?;
        let runs = reader.bytes(runs * 4)?;
        let starts = runs.chunks_exact(4).map(|run| (half(run, 0), half(run, 2)));
        let starts = starts
            .map(|(start, font)| (start.unwrap_or_default(), strikes(struck, font.unwrap_or_default())));
        rich.extend(Runs::cut(&text, starts).map(|runs| (strings.len(), runs)));
        reader.skip(phonetic)?;
        strings.push(check_length(text, budgets)?);
    }
    Ok((strings, rich))
}

fn check_length(text: String, budgets: &Budgets) -> Result<String, ReadFailure> {
    let limit = budgets.text_bytes;
    if text.len() > limit { Err(too_big("longueur d’un texte", limit as u64)) } else { Ok(text) }
}

fn version(data: &[u8]) -> Result<u16, ReadFailure> {
    match half(data, 0) {
        Some(version @ (EXCEL_97 | EXCEL_95)) => Ok(version),
        _ => Err(ReadFailure::Unsupported("classeur Excel 4 ou antérieur (.xls)")),
    }
}

/// The encoding of a code page of Windows or of the Macintosh.
fn encoding(page: u16) -> &'static Encoding {
    match page {
        10_000 | 32_768 => MACINTOSH,
        page => Encoding::for_label(format!("windows-{page}").as_bytes()).unwrap_or(WINDOWS_1252),
    }
}

/// A text over the pieces of a record: where signs are cut, the next piece says anew how wide they are.
struct TextReader<'r, 'a> {
    pieces: &'r [&'a [u8]],
    piece: usize,
    at: usize,
}

impl<'a> TextReader<'_, 'a> {
    fn rest(&self) -> &'a [u8] {
        self.pieces.get(self.piece).and_then(|piece| piece.get(self.at..)).unwrap_or_default()
    }

    fn is_at_end(&self) -> bool {
        self.rest().is_empty() && self.pieces.iter().skip(self.piece + 1).all(|piece| piece.is_empty())
    }

    /// Goes to the next piece if this one is read.
    fn advance(&mut self) -> Result<(), ReadFailure> {
        while self.rest().is_empty() {
            if self.piece >= self.pieces.len() {
                return Err(damaged("a text is cut"));
            }
            self.piece += 1;
            self.at = 0;
        }
        Ok(())
    }

    fn byte(&mut self) -> Result<u8, ReadFailure> {
        self.advance()?;
        let byte = self.rest().first().copied();
        self.at += 1;
        byte.ok_or_else(|| damaged("a text is cut"))
    }

    fn half(&mut self) -> Result<u16, ReadFailure> {
        Ok(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn word(&mut self) -> Result<u32, ReadFailure> {
        Ok(u32::from(self.half()?) | u32::from(self.half()?) << 16)
    }

    fn bytes(&mut self, count: usize) -> Result<Vec<u8>, ReadFailure> {
        (0..count).map(|_| self.byte()).collect()
    }

    fn skip(&mut self, mut count: usize) -> Result<(), ReadFailure> {
        while count > 0 {
            self.advance()?;
            let step = count.min(self.rest().len());
            self.at += step;
            count -= step;
        }
        Ok(())
    }

    fn signs(&mut self, count: u32, mut wide: bool) -> Result<String, ReadFailure> {
        let mut units = Vec::new();
        for _ in 0..count {
            if self.rest().is_empty() {
                wide = self.byte()? & 1 != 0;
            }
            units.push(if wide { self.half()? } else { u16::from(self.byte()?) });
        }
        Ok(String::from_utf16_lossy(&units))
    }
}

/// Adds the cells and the merged areas of a sheet, and gives the length of its records.
fn cells(
    substream: &[u8],
    globals: &Globals,
    purse: &mut Purse<'_>,
    sheet: &mut Sheet,
    merges: &mut usize,
    budgets: &Budgets,
) -> Result<usize, ReadFailure> {
    let mut records = Records { rest: substream };
    if records.next()?.is_none_or(|record| record.kind != BEGIN) {
        return Err(damaged("a sheet doesn't begin"));
    }
    // Charts inside the sheet have substreams of their own.
    let mut depth = 1usize;
    let mut awaited: Option<Head> = None;
    let mut hanging = Hanging::default();
    loop {
        let record = records.next()?.ok_or_else(|| damaged("a sheet doesn't end"))?;
        let data = record.data();
        match record.kind {
            BEGIN => depth += 1,
            END if depth == 1 => {
                sheet.notes = with_erased(hanging.notes(purse)?, std::mem::take(&mut sheet.notes));
                return Ok(substream.len() - records.rest.len());
            }
            END => depth -= 1,
            _ if depth > 1 => {}
            xls_notes::OBJECT => hanging.object(data),
            // A note's text is read as far as it goes: what is cut in it costs no answer.
            xls_notes::TEXT if hanging.awaits_text() => {
                let count = half(data, 10).unwrap_or_default();
                let mut reader = TextReader { pieces: &record.pieces, piece: 0, at: data.len() };
                hanging.text(reader.signs(count.into(), false).unwrap_or_default());
            }
            xls_notes::NOTE => hanging.cell(data),
            0x00E5 => {
                for area in data.get(2..).unwrap_or_default().chunks_exact(8).filter_map(area) {
                    *merges = merges
                        .checked_sub(1)
                        .ok_or_else(|| too_many("nombre de cellules fusionnées", budgets.merges))?;
                    sheet.merges.push(area);
                }
            }
            // The text of the formula before.
            0x0207 => {
                if let Some(head) = awaited.take() {
                    let text = globals.text(&record, 0, 2, budgets)?;
                    push(CellValue::Text(text), head, globals, purse, sheet)?;
                }
            }
            0x0201 => purse.blank()?,
            0x00BE => {
                for _ in 0..data.len().saturating_sub(6) / 2 {
                    purse.blank()?;
                }
            }
            0x00BD => several(data, globals, purse, sheet)?,
            0x0006 | 0x00D6 | 0x00FD | 0x0203..=0x0205 | 0x027E => {
                let head = Head::of(data).ok_or_else(|| damaged("a cell is cut"))?;
                awaited = None;
                match value(&record, globals, head, budgets)? {
                    Read::Runs(runs) => {
                        let standing = runs.standing(globals.strikes(head.format));
                        super::cells::push(standing, head.at, purse, &mut sheet.cells, &mut sheet.notes)?;
                    }
                    Read::Value(value) => push(value, head, globals, purse, sheet)?,
                    Read::Awaited => awaited = Some(head),
                    Read::Nothing => purse.blank()?,
                }
            }
            _ => {}
        }
    }
}

/// Where a cell stands, and its format.
#[derive(Clone, Copy)]
struct Head {
    at: CellRef,
    format: u16,
}

impl Head {
    fn of(data: &[u8]) -> Option<Self> {
        let at = CellRef::new(half(data, 0)?.into(), half(data, 2)?.into());
        (at.column < COLUMNS).then_some(Self { at, format: half(data, 4)? })
    }
}

/// What a record says of its cell.
enum Read<'g> {
    Value(CellValue),
    /// A text that says something, some of it struck or not by itself.
    Runs(&'g Runs),
    /// A text that a following record brings.
    Awaited,
    Nothing,
}

fn value<'g>(
    record: &Record<'_>,
    globals: &'g Globals,
    head: Head,
    budgets: &Budgets,
) -> Result<Read<'g>, ReadFailure> {
    let data = record.data();
    let cut = || damaged("a cell is cut");
    let number = |read| globals.number(read, head.format);
    Ok(Read::Value(match record.kind {
        0x0203 => number(double(data, 6).ok_or_else(cut)?),
        0x027E => number(serial::unpacked(word(data, 6).ok_or_else(cut)?)),
        0x0204 | 0x00D6 => CellValue::Text(globals.text(record, 6, 2, budgets)?),
        0x00FD => {
            let rank = word(data, 6).ok_or_else(cut)? as usize;
            let text = globals.strings.get(rank).ok_or_else(|| damaged("no such shared text"))?;
            if let Some(runs) = globals.rich.get(&rank).filter(|_| !is_blank(text)) {
                return Ok(Read::Runs(runs));
            }
            CellValue::Text(text.clone())
        }
        0x0205 => match data.get(6..8) {
            Some([truth, 0]) => CellValue::Bool(*truth != 0),
            Some([code, _]) => serial::error(*code),
            _ => return Err(cut()),
        },
        // A formula: its value is a number, or says of which other kind it is.
        _ => match data.get(6..14).ok_or_else(cut)? {
            [0, .., 0xFF, 0xFF] => return Ok(Read::Awaited),
            [1, _, truth, .., 0xFF, 0xFF] => CellValue::Bool(*truth != 0),
            [2, _, code, .., 0xFF, 0xFF] => serial::error(*code),
            [_, .., 0xFF, 0xFF] => return Ok(Read::Nothing),
            _ => number(double(data, 6).ok_or_else(cut)?),
        },
    }))
}

/// Numbers side by side, packed in one record.
fn several(
    data: &[u8],
    globals: &Globals,
    purse: &mut Purse<'_>,
    sheet: &mut Sheet,
) -> Result<(), ReadFailure> {
    let cut = || damaged("a row of numbers is cut");
    let (row, first) = (half(data, 0).ok_or_else(cut)?, half(data, 2).ok_or_else(cut)?);
    let packed = data.get(4..data.len().saturating_sub(2)).ok_or_else(cut)?;
    for (column, packed) in (u32::from(first)..COLUMNS).zip(packed.chunks_exact(6)) {
        let format = half(packed, 0).ok_or_else(cut)?;
        let head = Head { at: CellRef::new(row.into(), column), format };
        let read = serial::unpacked(word(packed, 2).ok_or_else(cut)?);
        push(globals.number(read, format), head, globals, purse, sheet)?;
    }
    Ok(())
}

fn push(
    value: CellValue,
    head: Head,
    globals: &Globals,
    purse: &mut Purse<'_>,
    sheet: &mut Sheet,
) -> Result<(), ReadFailure> {
    if matches!(&value, CellValue::Text(text) if is_blank(text)) {
        return purse.blank();
    }
    purse.spend(&value)?;
    let struck = globals.strikes(head.format);
    sheet.cells.push(Cell { at: head.at, value, struck });
    Ok(())
}

impl Globals {
    /// Whether a format of cells strikes their text through.
    fn strikes(&self, format: u16) -> bool {
        self.formats.get(usize::from(format)).is_some_and(|(_, struck)| *struck)
    }

    fn number(&self, read: f64, format: u16) -> CellValue {
        let is_date = self.formats.get(usize::from(format)).is_some_and(|(is_date, _)| *is_date);
        serial::value(read, is_date, self.from_1904)
    }
}

/// A merged area of more than one cell.
fn area(data: &[u8]) -> Option<Area> {
    let number = |at| half(data, at).map(u32::from);
    let (top, bottom, left, right) = (number(0)?, number(2)?, number(4)?, number(6)?);
    let covers = top <= bottom && left <= right && right < COLUMNS && (top, left) != (bottom, right);
    covers.then(|| Area { first: CellRef::new(top, left), last: CellRef::new(bottom, right) })
}

fn double(bytes: &[u8], at: usize) -> Option<f64> {
    bytes.get(at..)?.first_chunk().copied().map(f64::from_le_bytes)
}

/// When it was last saved, as its summary says.
fn modified(container: &Container<'_>) -> Option<DateTime> {
    const LAST_SAVED: u32 = 0x0D;
    const MOMENT: u32 = 0x40;
    let summary = container.stream("\u{5}SummaryInformation").ok()??;
    let section = summary.get(word(&summary, 44)? as usize..)?;
    let entries = section.get(8..)?.chunks_exact(8).take(word(section, 4)? as usize);
    let at = entries.filter(|entry| word(entry, 0) == Some(LAST_SAVED)).find_map(|entry| word(entry, 4))?;
    let property = section.get(at as usize..)?;
    if word(property, 0)? != MOMENT {
        return None;
    }
    // Tenths of a microsecond since 1601.
    let ticks = u64::from(word(property, 8)?) << 32 | u64::from(word(property, 4)?);
    let seconds = i64::try_from(ticks / 10_000_000).ok()?.checked_sub(11_644_473_600)?;
    let moment = jiff::Timestamp::from_second(seconds).ok()?;
    Some(jiff::tz::TimeZone::UTC.to_datetime(moment)).filter(|moment| moment.year() > 1980)
}
