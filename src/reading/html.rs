//! The tables of a web page, which portals export under the name `.xls` → one sheet.
//!
//! Laid out as Excel lays out the page that it opens: tables one under the other, a cell that spans several as a merged
//! area, a table inside a cell from that cell on; what is written outside tables, a row for each line. Every value
//! stays the text that it is, as in a `.csv`. Nothing of a page is run, fetched or followed.
//!
//! A page may forget most of its end tags, but not that of its last table: a download that stopped is not an answer.

mod grid;
mod references;
mod tokens;

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use grid::Grid;
use tokens::{Tag, Token, Tokens};

use super::cells::Purse;
use super::failure::damaged;
use crate::model::budget::Budgets;
use crate::model::grid::Workbook;
use crate::model::inventory::ReadFailure;

/// How many of the first bytes may name an encoding.
const GLANCE: usize = 4096;

/// What tells a page, among the first tags.
const STARTS: [&str; 9] =
    ["<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<style", "<title", "<center"];

/// Whether a text in small letters begins as a page does, behind a prolog and comments.
pub(super) fn begins(text: &str) -> bool {
    let mut rest = text.trim_start();
    loop {
        let behind = if let Some(comment) = rest.strip_prefix("<!--") {
            comment.split_once("-->")
        } else if rest.starts_with("<?xml") {
            rest.split_once("?>")
        } else {
            return STARTS.iter().any(|start| rest.starts_with(start))
                || rest.starts_with('<') && rest.contains("<html");
        };
        let Some((_, behind)) = behind else { return rest.contains("<html") };
        rest = behind.trim_start();
    }
}

/// The one sheet of a page; a page without a table is none.
pub(super) fn workbook(bytes: &[u8], budgets: &Budgets) -> Result<Workbook, ReadFailure> {
    let text = decoded(bytes);
    let mut page = Page {
        grid: Grid::new(Purse::new(budgets), budgets),
        strikes: Strikes::default(),
        closed: false,
        choices: Choices::None,
    };
    for token in Tokens::of(&text) {
        match token {
            Token::Text(text) => page.text(text),
            Token::Open(tag) => page.open(&tag)?,
            Token::Close(name) => page.close(name)?,
        }
    }
    if page.grid.tables == 0 {
        return Err(ReadFailure::OtherKind("page HTML"));
    }
    if page.grid.is_within_table() && !page.closed {
        return Err(damaged("the page's last table doesn't end"));
    }
    Ok(Workbook { sheets: vec![page.grid.finish()?], modified: None })
}

/// The text of a page: in the encoding that its first signs tell, else UTF-8 if it is some, else as it says itself, else
/// Windows-1252.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode_with_bom_removal(bytes).0;
    }
    match bytes {
        [b'<', 0, ..] => return UTF_16LE.decode_without_bom_handling(bytes).0,
        [0, b'<', ..] => return UTF_16BE.decode_without_bom_handling(bytes).0,
        _ => {}
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let named = named_encoding(bytes.get(..GLANCE).unwrap_or(bytes));
    if named == Some(UTF_8) {
        // Written so, but for a few signs; or said so, and wrongly.
        let text = UTF_8.decode_without_bom_handling(bytes).0;
        let lost = text.chars().filter(|sign| *sign == '\u{fffd}').count();
        if lost < text.chars().filter(|sign| !sign.is_ascii()).count() - lost {
            return text;
        }
    }
    // What says to be UTF-16 in a text that isn't is wrong.
    let named = named.filter(|named| named.is_ascii_compatible() && *named != UTF_8);
    named.unwrap_or(WINDOWS_1252).decode_without_bom_handling(bytes).0
}

/// `charset=…`, in a tag of the page.
fn named_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let text: String = bytes.iter().map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    let (_, name) = text.split_once("charset")?;
    let name = name.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = name.find(|sign: char| !(sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | ':')));
    Encoding::for_label(name.get(..end.unwrap_or(name.len()))?.as_bytes())
}

/// A page that is being read.
struct Page<'b> {
    grid: Grid<'b>,
    strikes: Strikes,
    /// Whether the page or its body ended.
    closed: bool,
    choices: Choices,
}

/// Where a list of choices stands, of which one is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choices {
    None,
    /// In the list, not in its chosen item.
    Passed,
    Chosen,
}

impl Page<'_> {
    fn text(&mut self, text: &str) {
        if self.choices != Choices::Passed {
            self.grid.text(&references::resolved(text), self.strikes.is_struck());
        }
    }

    fn open(&mut self, tag: &Tag<'_>) -> Result<(), ReadFailure> {
        match tag.lower().as_str() {
            "table" => {
                self.strikes.clear();
                self.grid.open_table()?;
            }
            "tr" => {
                self.strikes.clear();
                self.grid.open_row()?;
            }
            "td" | "th" => {
                self.strikes.clear();
                self.grid.open_cell(tag.number("colspan"), tag.number("rowspan"))?;
                self.strikes.open(tag);
            }
            "select" => self.choices = Choices::Passed,
            "option" if self.choices != Choices::None => {
                self.choices = if tag.has("selected") { Choices::Chosen } else { Choices::Passed };
            }
            "input" => self.input(tag),
            "br" | "hr" => self.grid.end_line()?,
            name if is_block(name) => {
                self.grid.end_line()?;
                self.strikes.open(tag);
            }
            _ => self.strikes.open(tag),
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), ReadFailure> {
        match name.to_ascii_lowercase().as_str() {
            "table" => {
                self.strikes.clear();
                self.grid.close_table()?;
            }
            "tr" => {
                self.strikes.clear();
                self.grid.close_row()?;
            }
            "td" | "th" => {
                self.strikes.clear();
                self.grid.close_cell()?;
            }
            "select" => self.choices = Choices::None,
            "option" if self.choices == Choices::Chosen => self.choices = Choices::Passed,
            "body" | "html" => self.closed = true,
            lower => {
                if is_block(lower) {
                    self.grid.end_line()?;
                }
                self.strikes.close(name);
            }
        }
        Ok(())
    }

    /// A field of a form, as the page shows it: what is typed in it, or its box.
    fn input(&mut self, tag: &Tag<'_>) {
        let kind = tag.attribute("type").unwrap_or_default().to_ascii_lowercase();
        let shown = match kind.as_str() {
            "" | "text" | "email" | "tel" | "number" | "date" | "url" => {
                references::resolved(tag.attribute("value").unwrap_or_default())
            }
            "checkbox" | "radio" => Cow::Borrowed(if tag.has("checked") { "☒ " } else { "☐ " }),
            _ => return,
        };
        self.grid.text(&shown, self.strikes.is_struck());
    }
}

/// Whether an element stands on lines of its own.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "li"
            | "ul"
            | "ol"
            | "dl"
            | "dt"
            | "dd"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "nav"
            | "form"
            | "fieldset"
            | "legend"
            | "address"
            | "blockquote"
            | "pre"
            | "center"
            | "caption"
    )
}

/// The elements around what is read that strike it through.
#[derive(Default)]
struct Strikes {
    /// Their names, each with how many elements of that name are open inside it, itself included.
    open: Vec<(String, usize)>,
}

impl Strikes {
    fn is_struck(&self) -> bool {
        !self.open.is_empty()
    }

    fn open(&mut self, tag: &Tag<'_>) {
        if tag.is_empty {
            return;
        }
        let name = tag.lower();
        let styled = || {
            tag.attribute("style").is_some_and(|style| style.to_ascii_lowercase().contains("line-through"))
        };
        if matches!(name.as_str(), "s" | "strike" | "del") || styled() {
            self.open.push((name, 1));
        } else if let Some((_, depth)) = self.open.last_mut().filter(|(last, _)| *last == name) {
            *depth += 1;
        }
    }

    fn close(&mut self, name: &str) {
        let Some((last, depth)) = self.open.last_mut() else { return };
        if !last.eq_ignore_ascii_case(name) {
            return;
        }
        *depth -= 1;
        if *depth == 0 {
            self.open.pop();
        }
    }

    /// Nothing strikes beyond the cell in which it begins.
    fn clear(&mut self) {
        self.open.clear();
    }
}

#[cfg(test)]
mod tests;
