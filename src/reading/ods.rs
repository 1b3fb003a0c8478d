//! The cells of a LibreOffice workbook, straight from the text of its content.
//!
//! calamine gives an `.ods` as one range, whose memory it reserves for rows × columns and for what a cell repeats, and
//! looks at neither merged areas nor struck text. A guard that would prove that range small must follow every row,
//! cell and repeat: it is a reader already. So this one reads, and what it keeps is what holds something: a million
//! empty rows cost nothing, a million repeats of a value pass the budget of cells like a million values.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cells::{Purse, YEARS, is_blank, number, push};
use super::failure::{damaged, too_many};
use super::marks::{COLUMNS, ROWS};
use super::package::Parts;
use super::runs::Runs;
use super::xml::{Tag, Tags, unescaped};
use crate::model::budget::Budgets;
use crate::model::calendar::DateTime;
use crate::model::grid::{Area, Cell, CellValue, Note, Sheet, Workbook};
use crate::model::inventory::ReadFailure;
use crate::model::place::CellRef;

/// The largest list of parts.
const MANIFEST_BYTES: u64 = 4 << 20;
/// The largest part of properties.
const META_BYTES: u64 = 256 << 10;

/// The sheets of a LibreOffice workbook.
pub(super) fn workbook(parts: &mut Parts<'_>, budgets: &Budgets) -> Result<Workbook, ReadFailure> {
    let manifest = parts.optional(Some("meta-inf/manifest.xml"), MANIFEST_BYTES)?.unwrap_or_default();
    if Tags::of(&manifest).any(|tag| tag.opens("encryption-data")) {
        return Err(ReadFailure::Encrypted);
    }
    let content = parts.required("content.xml", budgets.part_bytes)?;
    let meta = parts.optional(Some("meta.xml"), META_BYTES).ok().flatten().unwrap_or_default();
    Ok(Workbook { sheets: sheets(&content, budgets)?, modified: modified(&meta) })
}

/// The sheets of a LibreOffice workbook written in one text (`.fods`).
pub(super) fn flat(text: &[u8], budgets: &Budgets) -> Result<Workbook, ReadFailure> {
    Ok(Workbook { sheets: sheets(text, budgets)?, modified: modified(text) })
}

fn sheets(content: &[u8], budgets: &Budgets) -> Result<Vec<Sheet>, ReadFailure> {
    if std::str::from_utf8(content).is_err() {
        return Err(damaged("the content is no UTF-8"));
    }
    // No program writes one here; the text in it would be lost.
    if content.windows(9).any(|window| window == b"<![CDATA[") {
        return Err(damaged("the content holds a CDATA section"));
    }
    Reader { tags: Tags::of(content), styles: Styles::default(), purse: Purse::new(budgets) }.sheets(budgets)
}

/// When it was last saved: `dc:date`.
fn modified(meta: &[u8]) -> Option<DateTime> {
    let before_content = |tag: &Tag<'_>| !tag.opens("body");
    let tag = Tags::of(meta).take_while(before_content).find(|tag| tag.opens("date"))?;
    let written = unescaped(text_behind(tag)).trim().to_owned();
    match written.parse::<jiff::Timestamp>() {
        Ok(moment) => Some(jiff::tz::TimeZone::UTC.to_datetime(moment)),
        Err(_) => written.parse().ok(),
    }
}

/// The text behind a tag, up to the next one.
fn text_behind(tag: Tag<'_>) -> &[u8] {
    tag.behind().split(|byte| *byte == b'<').next().unwrap_or_default()
}

/// What the styles say that matters here.
#[derive(Default)]
struct Styles {
    hidden: BTreeMap<Vec<u8>, bool>,
    /// Those that say whether a text is struck.
    struck: BTreeMap<Vec<u8>, bool>,
}

impl Styles {
    /// Whether the style of an element strikes its text, if it says so.
    fn strikes(&self, tag: &Tag<'_>) -> Option<bool> {
        tag.attribute("style-name").and_then(|style| self.struck.get(style)).copied()
    }
}

struct Reader<'a, 'b> {
    tags: Tags<'a>,
    styles: Styles,
    purse: Purse<'b>,
}

impl<'a> Reader<'a, '_> {
    fn sheets(mut self, budgets: &Budgets) -> Result<Vec<Sheet>, ReadFailure> {
        let mut sheets = Vec::new();
        let mut style: Option<Vec<u8>> = None;
        while let Some(tag) = self.tags.next() {
            if tag.closing {
                continue;
            }
            match (tag.name, &style) {
                (b"style", _) => style = tag.attribute("name").map(<[u8]>::to_vec),
                (b"table-properties", Some(style)) => {
                    let hidden = tag.attribute("display").is_some_and(|display| display == b"false");
                    self.styles.hidden.insert(style.clone(), hidden);
                }
                (b"text-properties", Some(style)) => {
                    let line = |name| tag.attribute(name).map(|style| style != b"none");
                    let lines = [line("text-line-through-style"), line("text-line-through-type")];
                    if let Some(struck) = lines.into_iter().flatten().reduce(|one, other| one || other) {
                        self.styles.struck.insert(style.clone(), struck);
                    }
                }
                // Copies of other files' cells.
                (b"dde-links", _) if !tag.is_empty() => self.skip("dde-links")?,
                (b"table", _) => {
                    if sheets.len() == budgets.sheets {
                        return Err(too_many("nombre de feuilles", budgets.sheets));
                    }
                    let sheet = self.sheet(tag, budgets)?;
                    if !sheet.name.starts_with("'file:") {
                        sheets.push(sheet);
                    }
                }
                _ => {}
            }
        }
        Ok(sheets)
    }

    fn skip(&mut self, name: &str) -> Result<(), ReadFailure> {
        self.tags.skip_to_end_of(name).ok_or_else(|| damaged("an element doesn't end"))
    }

    fn sheet(&mut self, table: Tag<'a>, budgets: &Budgets) -> Result<Sheet, ReadFailure> {
        let name = unescaped(table.attribute("name").unwrap_or_default());
        let style = table.attribute("style-name").unwrap_or_default();
        let hidden = self.styles.hidden.get(style).is_some_and(|hidden| *hidden);
        let mut sheet = Sheet {
            name: Arc::from(&*name),
            hidden,
            cells: Vec::new(),
            merges: Vec::new(),
            notes: Vec::new(),
        };
        if table.is_empty() {
            return Ok(sheet);
        }
        let mut row = 0;
        loop {
            let tag = self.tags.next().ok_or_else(|| damaged("a sheet doesn't end"))?;
            match (tag.name, tag.closing) {
                (b"table", true) => return Ok(sheet),
                (b"table", false) => return Err(damaged("a sheet holds another")),
                (b"shapes", false) if !tag.is_empty() => self.skip("shapes")?,
                (b"forms", false) if !tag.is_empty() => self.skip("forms")?,
                (b"table-row", false) => row = self.row(tag, row, &mut sheet, budgets)?,
                _ => {}
            }
        }
    }

    /// One row, as often as it is repeated; the row behind.
    fn row(
        &mut self,
        tag: Tag<'a>,
        row: u64,
        sheet: &mut Sheet,
        budgets: &Budgets,
    ) -> Result<u64, ReadFailure> {
        let repeats = count(&tag, "number-rows-repeated");
        let next = row.saturating_add(repeats);
        if tag.is_empty() {
            return Ok(next);
        }
        let (first, first_note) = (sheet.cells.len(), sheet.notes.len());
        let mut column = 0;
        loop {
            let tag = self.tags.next().ok_or_else(|| damaged("a row doesn't end"))?;
            match (tag.name, tag.closing) {
                (b"table-row", true) => break,
                (b"table-cell" | b"covered-table-cell", false) => {
                    column = self.cell(tag, row, column, sheet, budgets)?;
                }
                _ => return Err(damaged("a row holds something else than cells")),
            }
        }
        if repeats == 1 || sheet.cells.len() == first {
            return Ok(next);
        }
        let written: Vec<Cell> = sheet.cells.get(first..).unwrap_or_default().to_vec();
        let notes = sheet.notes.get(first_note..).unwrap_or_default().iter();
        let erased: Vec<Note> = notes.filter(|note| note.struck).cloned().collect();
        for again in row + 1..next {
            for cell in &written {
                self.purse.spend(&cell.value)?;
                sheet.cells.push(Cell { at: at(again, cell.at.column.into())?, ..cell.clone() });
            }
            for note in &erased {
                self.purse.note(&note.text)?;
                sheet.notes.push(Note { at: at(again, note.at.column.into())?, ..note.clone() });
            }
        }
        Ok(next)
    }

    /// One cell, as often as it is repeated; the column behind.
    fn cell(
        &mut self,
        tag: Tag<'a>,
        row: u64,
        column: u64,
        sheet: &mut Sheet,
        budgets: &Budgets,
    ) -> Result<u64, ReadFailure> {
        let next = column.saturating_add(count(&tag, "number-columns-repeated"));
        let struck = self.styles.strikes(&tag).unwrap_or_default();
        let (down, across) = (count(&tag, "number-rows-spanned"), count(&tag, "number-columns-spanned"));
        if down > 1 || across > 1 {
            if sheet.merges.len() == budgets.merges {
                return Err(too_many("nombre de cellules fusionnées", budgets.merges));
            }
            let bottom = row.saturating_add(down - 1).min(u64::from(ROWS) - 1);
            let right = column.saturating_add(across - 1).min(u64::from(COLUMNS) - 1);
            sheet.merges.push(Area { first: at(row, column)?, last: at(bottom, right)? });
        }
        let is_empty = tag.is_empty();
        let (text, note) = if is_empty { Default::default() } else { self.text(tag, budgets)? };
        if !is_blank(&note) {
            self.purse.note(&note)?;
            let text = note.trim().to_owned();
            sheet.notes.push(Note { at: at(row, column)?, text, struck: false });
        }
        match value(&tag, text.whole()) {
            None => self.purse.blank()?,
            Some(CellValue::Text(written)) if is_blank(&written) => self.purse.blank()?,
            Some(CellValue::Text(written)) if !text.is_plain() && text.whole() == written => {
                let standing = text.standing(struck);
                for column in column..next {
                    let at = at(row, column)?;
                    push(standing.clone(), at, &mut self.purse, &mut sheet.cells, &mut sheet.notes)?;
                }
            }
            Some(value) => {
                for column in column..next {
                    self.purse.spend(&value)?;
                    sheet.cells.push(Cell { at: at(row, column)?, value: value.clone(), struck });
                }
            }
        }
        Ok(next)
    }

    /// The paragraphs of a cell, without its drawings, and those of its note.
    fn text(&mut self, cell: Tag<'a>, budgets: &Budgets) -> Result<(Runs, String), ReadFailure> {
        let (mut text, mut note) = (Runs::default(), Runs::default());
        let mut paragraphs = 0;
        loop {
            let tag = self.tags.next().ok_or_else(|| damaged("a cell doesn't end"))?;
            match (tag.name, tag.closing) {
                (name, true) if name == cell.name => return Ok((text, note.whole())),
                (b"p", false) => {
                    if paragraphs > 0 {
                        text.push("\n", None);
                    }
                    paragraphs += 1;
                    if !tag.is_empty() {
                        self.paragraph(tag, &mut text)?;
                    }
                }
                (b"table-cell" | b"table-row" | b"table", _) => return Err(damaged("a cell holds a table")),
                (b"annotation", false) if !tag.is_empty() => self.note(&mut note)?,
                // A drawing: its paragraphs are not the cell's.
                (_, false) if !tag.is_empty() => {
                    self.element(tag)?;
                }
                _ => {}
            }
            for text in [&text, &note] {
                if text.length() > budgets.text_bytes {
                    // Told by the purse, with the budget's name.
                    self.purse.spend(&CellValue::Text(text.whole()))?;
                }
            }
        }
    }

    /// The paragraphs of a note; its author and its date are left out.
    fn note(&mut self, note: &mut Runs) -> Result<(), ReadFailure> {
        loop {
            let tag = self.tags.next().ok_or_else(|| damaged("a note doesn't end"))?;
            match (tag.name, tag.closing) {
                (b"annotation", true) => return Ok(()),
                (b"p", false) if !tag.is_empty() => {
                    if note.length() > 0 {
                        note.push("\n", None);
                    }
                    self.paragraph(tag, note)?;
                }
                (b"table-cell" | b"covered-table-cell" | b"table-row", _) => {
                    return Err(damaged("a note doesn't end"));
                }
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, paragraph: Tag<'a>, text: &mut Runs) -> Result<(), ReadFailure> {
        let of_paragraph = self.styles.strikes(&paragraph);
        let mut struck = of_paragraph;
        // Around what is read, the spans that say whether it is struck, and those that don't.
        let mut spans: Vec<Option<bool>> = Vec::new();
        text.push(&unescaped(text_behind(paragraph)), struck);
        loop {
            let tag = self.tags.next().ok_or_else(|| damaged("a paragraph doesn't end"))?;
            let mut last = tag;
            match (tag.name, tag.closing) {
                (b"p", true) => return Ok(()),
                (b"s", false) => {
                    let spaces = tag.attribute("c").and_then(digits).unwrap_or(1).min(1_000);
                    text.push(&" ".repeat(spaces as usize), struck);
                }
                (b"tab", false) => text.push("\t", struck),
                (b"line-break", false) => text.push("\n", struck),
                (b"span", false) if !tag.is_empty() => {
                    spans.push(struck);
                    struck = self.styles.strikes(&tag).or(struck);
                }
                (b"span", true) => struck = spans.pop().unwrap_or(of_paragraph),
                (b"annotation" | b"note" | b"ruby-text", false) if !tag.is_empty() => {
                    last = self.element(tag)?;
                }
                (b"table-cell" | b"covered-table-cell" | b"table-row", _) => {
                    return Err(damaged("a paragraph doesn't end"));
                }
                _ => {}
            }
            text.push(&unescaped(text_behind(last)), struck);
        }
    }

    /// Passes over an element, those of its name inside it included, and gives its end tag.
    fn element(&mut self, opened: Tag<'a>) -> Result<Tag<'a>, ReadFailure> {
        let mut depth = 1usize;
        loop {
            let tag = self.tags.next().ok_or_else(|| damaged("an element doesn't end"))?;
            if tag.name != opened.name {
                continue;
            }
            if !tag.closing {
                depth += usize::from(!tag.is_empty());
            } else if depth == 1 {
                return Ok(tag);
            } else {
                depth -= 1;
            }
        }
    }
}

/// What a cell holds; `None` if nothing.
fn value(cell: &Tag<'_>, text: String) -> Option<CellValue> {
    let attribute = |name| cell.attribute(name).and_then(|value| std::str::from_utf8(value).ok());
    let mut kinds = cell.attributes().filter(|(key, _)| *key == b"value-type").map(|(_, value)| value);
    if kinds.clone().any(|kind| kind == b"error") {
        return Some(CellValue::Error(if text.is_empty() { "#ERR".to_owned() } else { text }));
    }
    match kinds.next() {
        Some(b"float" | b"percentage" | b"currency") => match attribute("value").map(str::parse::<f64>) {
            Some(Ok(value)) => Some(number(value)),
            _ => Some(CellValue::Error("valeur illisible".to_owned())),
        },
        Some(b"date") => match attribute("date-value").and_then(|date| date.parse::<DateTime>().ok()) {
            Some(moment) if YEARS.contains(&moment.year()) => Some(CellValue::Date(moment)),
            _ => Some(CellValue::Text(text)),
        },
        Some(b"boolean") => Some(CellValue::Bool(attribute("boolean-value") == Some("true"))),
        Some(_) => {
            let written = cell.attribute("string-value").filter(|_| text.is_empty());
            Some(CellValue::Text(written.map_or(text, |written| unescaped(written).into_owned())))
        }
        None if !text.is_empty() => Some(CellValue::Text(text)),
        None => cell.attribute("formula").map(|_| CellValue::FormulaWithoutValue),
    }
}

/// How often something is repeated, or how many cells it spans.
fn count(tag: &Tag<'_>, name: &str) -> u64 {
    tag.attribute(name).and_then(digits).unwrap_or(1).max(1)
}

fn digits(written: &[u8]) -> Option<u64> {
    std::str::from_utf8(written).ok()?.trim().parse().ok()
}

/// The address of a row and a column, if it lies in the grid.
fn at(row: u64, column: u64) -> Result<CellRef, ReadFailure> {
    if row < ROWS.into() && column < COLUMNS.into() {
        Ok(CellRef::new(row as u32, column as u32))
    } else {
        Err(damaged("a cell lies outside the grid"))
    }
}
