//! The archive of plain parts that calamine is handed: its lists are our own, its parts begin with tags of our own, so
//! that nothing in them is declared by the file.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::ops::Range;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::failure::{damaged, of_zip, too_many};
use super::xml::Tags;
use crate::model::budget::Budgets;
use crate::model::inventory::ReadFailure;

/// The most memory that the formats may ask for: calamine copies the font's name and the number's format into each.
const FORMATS_BYTES: usize = 256 << 20;

/// The archive that calamine reads.
pub(super) struct Plain {
    writer: ZipWriter<Cursor<Vec<u8>>>,
}

impl Plain {
    /// An archive that lists some sheets, and holds none yet.
    pub(super) fn of(sheets: usize, from_1904: bool) -> Result<Self, ReadFailure> {
        let mut plain = Self { writer: ZipWriter::new(Cursor::new(Vec::new())) };
        plain.add("_rels/.rels", &[OWN_PACKAGE_LINKS.as_bytes()])?;
        plain.add("xl/workbook.xml", &[own_workbook(sheets, from_1904).as_bytes()])?;
        plain.add("xl/_rels/workbook.xml.rels", &[own_links(sheets).as_bytes()])?;
        Ok(plain)
    }

    /// An archive of these formats and of a sheet, called [`PROBE`], whose cells hold a number in each of them and in as
    /// many as are wanted.
    pub(super) fn probe(styles: &[u8], formats: usize) -> Result<Vec<u8>, ReadFailure> {
        let mut plain = Self::of(1, false)?;
        plain.add_styles(styles)?;
        let mut cells = String::from("<row>");
        for format in 0..formats {
            // Writing to a string doesn't fail.
            let _ = write!(cells, "<c s=\"{format}\"><v>1</v></c>");
        }
        cells.push_str("</row></sheetData>");
        plain.add_sheet(0, cells.as_bytes())?;
        Ok(plain.finish(1)?.0)
    }

    /// Adds the shared strings, from the text behind their first tag.
    pub(super) fn add_strings(&mut self, strings: &[u8]) -> Result<(), ReadFailure> {
        self.add("xl/sharedStrings.xml", &[OWN_STRINGS.as_bytes(), strings])
    }

    /// Adds the formats.
    pub(super) fn add_styles(&mut self, text: &[u8]) -> Result<(), ReadFailure> {
        self.add("xl/styles.xml", &[text])
    }

    /// Adds the cells of a sheet, from the text behind the tag that begins them.
    pub(super) fn add_sheet(&mut self, rank: usize, cells: &[u8]) -> Result<(), ReadFailure> {
        self.add(&sheet_part(rank), &[OWN_SHEET.as_bytes(), cells])
    }

    fn add(&mut self, part: &str, texts: &[&[u8]]) -> Result<(), ReadFailure> {
        let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.writer.start_file(part, plain).map_err(|error| of_zip(&error))?;
        texts
            .iter()
            .try_for_each(|text| self.writer.write_all(text))
            .map_err(|error| damaged(error.to_string()))
    }

    /// The archive, and where the text of each sheet lies in it.
    pub(super) fn finish(self, sheets: usize) -> Result<(Vec<u8>, Vec<Range<usize>>), ReadFailure> {
        let plain = self.writer.finish().map_err(|error| of_zip(&error))?.into_inner();
        let mut archive = ZipArchive::new(Cursor::new(plain.as_slice())).map_err(|error| of_zip(&error))?;
        let mut texts = Vec::with_capacity(sheets);
        for rank in 0..sheets {
            let part = archive.by_name(&sheet_part(rank)).map_err(|error| of_zip(&error))?;
            let start = part.data_start().unwrap_or_default() as usize;
            texts.push(start..start + part.size() as usize);
        }
        Ok((plain, texts))
    }
}

/// What the only sheet of [`Plain::probe`] is called.
pub(super) const PROBE: &str = "0";

const OWN_PACKAGE_LINKS: &str = r#"<Relationships><Relationship Id="r" Type="/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

fn sheet_part(rank: usize) -> String {
    format!("xl/worksheets/{rank}.xml")
}

/// A workbook part whose sheets are called by their rank: two of one name would be taken for each other.
fn own_workbook(sheets: usize, from_1904: bool) -> String {
    let mut text = format!("<workbook><workbookPr date1904=\"{}\"/><sheets>", u8::from(from_1904));
    for rank in 0..sheets {
        // Writing to a string doesn't fail.
        let _ = write!(text, "<sheet name=\"{rank}\" id=\"s{rank}\"/>");
    }
    text + "</sheets></workbook>"
}

fn own_links(sheets: usize) -> String {
    let mut text = "<Relationships>".to_owned();
    for rank in 0..sheets {
        let _ = write!(
            text,
            "<Relationship Id=\"s{rank}\" Type=\"/relationships/worksheet\" Target=\"worksheets/{rank}.xml\"/>"
        );
    }
    text + "</Relationships>"
}

/// How a sheet's part begins for calamine: nothing stands before the cells, neither the extent that the sheet declares
/// (a wrong one would have calamine give it up) nor what else it looks into.
const OWN_SHEET: &str = "<worksheet><sheetData>";
/// How the part of the shared strings begins for calamine, which reserves what the first tag declares: this is it.
const OWN_STRINGS: &str = "<sst>";

/// The cells of a sheet with their end tag, if there are any, and what stands behind them.
pub(super) fn cells_and_behind(text: &[u8]) -> Result<(Option<&[u8]>, &[u8]), ReadFailure> {
    let start = Tags::of(text).find(|tag| tag.opens("sheetData"));
    let start = start.ok_or_else(|| damaged("a sheet has no data"))?;
    let rest = start.behind();
    if start.is_empty() {
        return Ok((None, rest));
    }
    // What stands behind is short: the end tag is looked for from there.
    let name = b"sheetData";
    let end = rest.windows(name.len()).rposition(|window| window == name).and_then(|at| {
        let length = rest.get(at..)?.iter().position(|byte| *byte == b'>')?;
        rest.split_at_checked(at + length + 1)
    });
    let (cells, behind) = end.ok_or_else(|| damaged("a sheet's data don't end"))?;
    Ok((Some(cells), behind))
}

/// The shared strings without their first tag and the number that it declares; counted, rather. `None` where the tag is
/// an empty one.
/// `None` where there are none.
pub(super) fn checked_strings<'a>(
    text: &'a [u8],
    budgets: &Budgets,
) -> Result<Option<&'a [u8]>, ReadFailure> {
    if opens_more(text, "si", budgets.shared_strings) {
        return Err(too_many("nombre de textes partagés", budgets.shared_strings));
    }
    let start = Tags::of(text).find(|tag| tag.opens("sst"));
    let start = start.ok_or_else(|| damaged("the shared strings don't begin"))?;
    Ok((!start.is_empty()).then(|| start.behind()))
}

/// Whether a text opens more elements of a name than a limit. Those in comments count too: what hides there from one
/// reader may not hide from another.
fn opens_more(text: &[u8], name: &str, limit: usize) -> bool {
    // Each takes its name, two brackets and a stroke at least: most parts are too short.
    if text.len() / (name.len() + 3) <= limit {
        return false;
    }
    let is_named = |tag: &&[u8]| {
        let end = tag.iter().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
        let written = end.and_then(|end| tag.get(..end)).unwrap_or(tag);
        written.rsplit(|byte| *byte == b':').next() == Some(name.as_bytes())
    };
    text.split(|byte| *byte == b'<').skip(1).filter(is_named).nth(limit).is_some()
}

/// Checks that the formats can be copied into memory.
pub(super) fn check_formats(styles: &[u8], budgets: &Budgets) -> Result<(), ReadFailure> {
    // A format copies two attributes at most, each shorter than the part.
    let bound =
        |longest: usize| FORMATS_BYTES.checked_div(longest).unwrap_or(FORMATS_BYTES).min(budgets.formats);
    if opens_more(styles, "xf", bound(styles.len()))
        && opens_more(styles, "xf", bound(longest_attribute(styles)))
    {
        return Err(too_many("nombre de mises en forme", budgets.formats));
    }
    Ok(())
}

/// Length of the longest attribute, at least.
fn longest_attribute(text: &[u8]) -> usize {
    // A quote in a comment would hide where attributes begin. Nobody writes comments there.
    if text.windows(2).any(|window| window == b"<!") {
        return text.len();
    }
    let (mut longest, mut start, mut within, mut quote) = (0, 0, false, None);
    for (at, byte) in text.iter().copied().enumerate() {
        match (byte, quote) {
            (byte, Some(open)) if byte == open => {
                longest = longest.max(at - start);
                quote = None;
            }
            (b'"' | b'\'', None) if within => (start, quote) = (at, Some(byte)),
            (b'<', None) => within = true,
            (b'>', None) => within = false,
            _ => {}
        }
    }
    longest
}
