//! The archive of a workbook, opened within budgets, and packed again with what calamine needs and nothing else.
//!
//! calamine trusts what it opens: it reserves what the shared strings declare, copies a format for each cell format,
//! stops a part before its checksum. So each part is inflated here once, to its end, under a budget; what it declares
//! is checked; and calamine is handed an archive of plain parts, made of parts that passed, with a workbook part of
//! our own. Nothing is inflated twice, which pays for the checks.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Read, Write};
use std::ops::Range;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::failure::{damaged, of_zip, too_big, too_many};
use super::listing::{Listing, links, listing, part_name};
use super::marks;
use super::signature::ending;
use super::xml::Tags;
use crate::model::budget::Budgets;
use crate::model::calendar::DateTime;
use crate::model::grid::Area;
use crate::model::inventory::ReadFailure;

/// The largest part that lists things: links, sheets, formats. They weigh a few KB; a workbook that went through many
/// hands can bring its formats to a few MB.
const LISTING_BYTES: u64 = 16 << 20;
/// The largest part of properties.
const PROPERTIES_BYTES: u64 = 64 << 10;
/// The most memory that the formats may ask for: calamine copies the font's name and the number's format into each.
const FORMATS_BYTES: usize = 256 << 20;

/// A workbook's parts, inflated and checked.
pub(super) struct Package {
    /// An archive of plain parts, for calamine; its sheets are called `0`, `1`…
    pub(super) plain: Vec<u8>,
    /// What the workbook says it holds.
    pub(super) listing: Listing,
    /// Where the text of each sheet's cells lies in `plain`.
    pub(super) texts: Vec<Range<usize>>,
    /// The merged areas of each sheet.
    pub(super) merges: Vec<Vec<Area>>,
    /// When it was last saved, as its own properties say.
    pub(super) modified: Option<DateTime>,
}

/// Opens a zip and packs it again.
pub(super) fn open(bytes: &[u8], file_name: &str, budgets: &Budgets) -> Result<Package, ReadFailure> {
    let mut parts = Parts::of(bytes, budgets)?;
    let workbook = parts.workbook(file_name)?;
    let (folder, name) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
    let rels = parts.required(&format!("{folder}/_rels/{name}.rels"), LISTING_BYTES)?;
    let listing = listing(&parts.required(&workbook, LISTING_BYTES)?, &links(&rels, folder))?;
    if listing.sheets.len() > budgets.sheets {
        return Err(too_many("nombre de feuilles", budgets.sheets));
    }
    let mut plain = Plain::new()?;
    plain.add("xl/workbook.xml", &[own_workbook(&listing).as_bytes()])?;
    plain.add("xl/_rels/workbook.xml.rels", &[own_links(&listing).as_bytes()])?;
    if let Some(strings) = parts.optional(listing.strings.as_deref(), budgets.part_bytes)? {
        plain.add("xl/sharedStrings.xml", &checked_strings(&strings, budgets)?)?;
    }
    if let Some(styles) = parts.optional(listing.styles.as_deref(), LISTING_BYTES)? {
        check_formats(&styles, budgets)?;
        plain.add("xl/styles.xml", &[&styles])?;
    }
    let mut left = budgets.merges;
    let mut merges = Vec::with_capacity(listing.sheets.len());
    for (rank, sheet) in listing.sheets.iter().enumerate() {
        let text = parts.required(&sheet.part, budgets.part_bytes)?;
        let (cells, behind) = cells_and_behind(&text)?;
        plain.add(&sheet_part(rank), &[OWN_SHEET.as_bytes(), cells])?;
        let areas = marks::merges(behind, left)
            .ok_or_else(|| too_many("nombre de cellules fusionnées", budgets.merges))?;
        left -= areas.len();
        merges.push(areas);
    }
    let modified = parts.modified();
    let (plain, texts) = plain.finish(listing.sheets.len())?;
    Ok(Package { plain, listing, texts, merges, modified })
}

/// The parts of the archive received.
struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Rank of each part, by its [`part_name`].
    ranks: BTreeMap<String, usize>,
    /// Bytes that may still be inflated.
    left: u64,
    total: u64,
}

impl<'a> Parts<'a> {
    fn of(bytes: &'a [u8], budgets: &Budgets) -> Result<Self, ReadFailure> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| of_zip(&error))?;
        if archive.len() > budgets.zip_entries {
            return Err(too_many("nombre de parties de l’archive", budgets.zip_entries));
        }
        if archive.has_duplicate_names() {
            return Err(damaged("two parts have the same name"));
        }
        let mut ranks = BTreeMap::new();
        for (rank, name) in archive.file_names_raw().enumerate() {
            // Parts have ASCII names; another one is nothing that is looked for. Names only serve to look up: none
            // is ever joined to a path.
            let Ok(name) = std::str::from_utf8(name) else { continue };
            if name.ends_with('/') {
                continue;
            }
            if ranks.insert(part_name(name), rank).is_some() {
                return Err(damaged("two parts have the same name"));
            }
        }
        Ok(Self { archive, ranks, left: budgets.inflated_bytes, total: budgets.inflated_bytes })
    }

    /// The name of the workbook part; what the archive is, if it has none.
    fn workbook(&mut self, file_name: &str) -> Result<String, ReadFailure> {
        let rels = self.optional(Some("_rels/.rels"), LISTING_BYTES)?.unwrap_or_default();
        let target = links(&rels, "").into_values().find(|link| link.kind == "officeDocument");
        let workbook = target.map_or_else(|| "xl/workbook.xml".to_owned(), |link| link.target);
        let elsewhere = ["word/", "ppt/", "visio/"].iter().any(|folder| workbook.starts_with(folder));
        if ending(&workbook) == "xml" && !elsewhere && self.ranks.contains_key(&workbook) {
            return Ok(workbook);
        }
        Err(self.kind(&workbook, file_name))
    }

    /// What an archive without a workbook part is.
    fn kind(&mut self, main: &str, file_name: &str) -> ReadFailure {
        let holds = |folder: &str| self.ranks.keys().any(|name| name.starts_with(folder));
        if self.ranks.contains_key("xl/workbook.bin") {
            return ReadFailure::Unsupported("classeur binaire Excel (.xlsb)");
        }
        if holds("word/") {
            return ReadFailure::OtherKind("document Word (.docx)");
        }
        if holds("ppt/") {
            return ReadFailure::OtherKind("présentation PowerPoint (.pptx)");
        }
        if holds("index/") && self.ranks.keys().any(|name| ending(name) == "iwa") {
            return ReadFailure::Unsupported("classeur Numbers (.numbers)");
        }
        let encrypted = self.ranks.contains_key("encryptedpackage");
        let office = self.ranks.contains_key("[content_types].xml");
        let mimetype = self.optional(Some("mimetype"), PROPERTIES_BYTES).ok().flatten().unwrap_or_default();
        match mimetype.trim_ascii().strip_prefix(b"application/vnd.oasis.opendocument.") {
            Some(kind) if kind.starts_with(b"spreadsheet") => {
                ReadFailure::Unsupported("classeur LibreOffice (.ods)")
            }
            Some(kind) if kind.starts_with(b"text") => {
                ReadFailure::OtherKind("document texte LibreOffice (.odt)")
            }
            Some(_) => ReadFailure::OtherKind("document LibreOffice"),
            None if encrypted => ReadFailure::Encrypted,
            None if office => damaged(format!("no such part: {main}")),
            None if ending(file_name) == "zip" => ReadFailure::Unsupported("archive .zip"),
            None => ReadFailure::OtherKind("archive .zip"),
        }
    }

    /// A part's text, if the part is there.
    fn optional(&mut self, part: Option<&str>, limit: u64) -> Result<Option<Vec<u8>>, ReadFailure> {
        match part.and_then(|part| self.ranks.get(part)) {
            Some(rank) => self.inflate(*rank, limit).map(Some),
            None => Ok(None),
        }
    }

    /// A part's text.
    fn required(&mut self, part: &str, limit: u64) -> Result<Vec<u8>, ReadFailure> {
        let part = part.trim_start_matches('/');
        self.optional(Some(part), limit)?.ok_or_else(|| damaged(format!("no such part: {part}")))
    }

    /// Inflates a part to its end, where its checksum is verified. The size that the archive declares isn't believed:
    /// it can only shorten the work.
    fn inflate(&mut self, rank: usize, limit: u64) -> Result<Vec<u8>, ReadFailure> {
        let part_limit = limit.min(self.left);
        let over = if limit <= self.left {
            too_big("taille d’une partie décompressée", limit)
        } else {
            too_big("taille décompressée", self.total)
        };
        let part = self.archive.by_index(rank).map_err(|error| of_zip(&error))?;
        let declared = part.size();
        if declared > part_limit {
            return Err(over);
        }
        let mut bytes = Vec::with_capacity(usize::try_from(declared).unwrap_or_default());
        part.take(part_limit + 1).read_to_end(&mut bytes).map_err(|error| damaged(error.to_string()))?;
        let size = bytes.len() as u64;
        if size > part_limit {
            return Err(over);
        }
        self.left -= size;
        Ok(bytes)
    }

    /// When the workbook was last saved. Properties that can't be read are no reason to reject an inventory.
    fn modified(&mut self) -> Option<DateTime> {
        let properties = self.optional(Some("docprops/core.xml"), PROPERTIES_BYTES).ok()??;
        let tag = Tags::of(&properties).find(|tag| tag.opens("modified"))?;
        let text = tag.behind().split(|byte| *byte == b'<').next()?;
        let written = std::str::from_utf8(text).ok()?.trim();
        match written.parse::<jiff::Timestamp>() {
            Ok(moment) => Some(jiff::tz::TimeZone::UTC.to_datetime(moment)),
            Err(_) => written.parse().ok(),
        }
    }
}

/// The archive that calamine reads.
struct Plain {
    writer: ZipWriter<Cursor<Vec<u8>>>,
}

impl Plain {
    fn new() -> Result<Self, ReadFailure> {
        let mut plain = Self { writer: ZipWriter::new(Cursor::new(Vec::new())) };
        plain.add("_rels/.rels", &[OWN_PACKAGE_LINKS.as_bytes()])?;
        Ok(plain)
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
    fn finish(self, sheets: usize) -> Result<(Vec<u8>, Vec<Range<usize>>), ReadFailure> {
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

const OWN_PACKAGE_LINKS: &str = r#"<Relationships><Relationship Id="r" Type="/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

fn sheet_part(rank: usize) -> String {
    format!("xl/worksheets/{rank}.xml")
}

/// A workbook part whose sheets are called by their rank: two of one name would be taken for each other.
fn own_workbook(listing: &Listing) -> String {
    let mut text = format!("<workbook><workbookPr date1904=\"{}\"/><sheets>", u8::from(listing.from_1904));
    for rank in 0..listing.sheets.len() {
        // Writing to a string doesn't fail.
        let _ = write!(text, "<sheet name=\"{rank}\" id=\"s{rank}\"/>");
    }
    text + "</sheets></workbook>"
}

fn own_links(listing: &Listing) -> String {
    let mut text = "<Relationships>".to_owned();
    for rank in 0..listing.sheets.len() {
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

/// The cells of a sheet with their end tag, and what stands behind them.
fn cells_and_behind(text: &[u8]) -> Result<(&[u8], &[u8]), ReadFailure> {
    let start = Tags::of(text).find(|tag| tag.opens("sheetData"));
    let start = start.ok_or_else(|| damaged("a sheet has no data"))?;
    let rest = start.behind();
    if start.is_empty() {
        return Ok((b"</sheetData>", rest));
    }
    // What stands behind is short: the end tag is looked for from there.
    let name = b"sheetData";
    let end = rest.windows(name.len()).rposition(|window| window == name).and_then(|at| {
        let length = rest.get(at..)?.iter().position(|byte| *byte == b'>')?;
        rest.split_at_checked(at + length + 1)
    });
    end.ok_or_else(|| damaged("a sheet's data don't end"))
}

/// The shared strings without the number that they declare; counted, rather.
fn checked_strings<'a>(text: &'a [u8], budgets: &Budgets) -> Result<[&'a [u8]; 2], ReadFailure> {
    if opens_more(text, "si", budgets.shared_strings) {
        return Err(too_many("nombre de textes partagés", budgets.shared_strings));
    }
    let start = Tags::of(text).find(|tag| tag.opens("sst"));
    let start = start.ok_or_else(|| damaged("the shared strings don't begin"))?;
    let strings = if start.is_empty() { b"</sst>" } else { start.behind() };
    Ok([OWN_STRINGS.as_bytes(), strings])
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
fn check_formats(styles: &[u8], budgets: &Budgets) -> Result<(), ReadFailure> {
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
