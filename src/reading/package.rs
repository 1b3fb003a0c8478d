//! The archive of a workbook, opened within budgets, and packed again with what calamine needs and nothing else.
//!
//! calamine trusts what it opens: it reserves what the shared strings declare, copies a format for each cell format,
//! stops a part before its checksum. So each part is inflated here once, to its end, under a budget; what it declares
//! is checked; and calamine is handed an archive of plain parts, made of parts that passed, with a workbook part of
//! our own. Nothing is inflated twice, pictures and themes not at all: all the checks, the merged areas and the
//! formulas cost a fifth of what calamine takes alone.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::ops::Range;

use flate2::{Crc, Decompress, FlushDecompress, Status};
use zip::read::ZipFile;
use zip::{CompressionMethod, ZipArchive};

use super::direct::Shared;
use super::failure::{damaged, of_zip, too_big, too_many};
use super::listing::{Listing, links, listing, part_name};
use super::marks;
use super::notes;
use super::plain::{self, Plain};
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
/// A workbook's parts, inflated and checked.
pub(super) struct Package {
    /// What the workbook says it holds.
    pub(super) listing: Listing,
    /// The shared strings, behind their first tag.
    strings: Option<Slice>,
    /// The formats.
    styles: Option<Vec<u8>>,
    /// The cells of each sheet, behind the tag that begins them.
    sheets: Vec<Slice>,
    /// The merged areas of each sheet.
    pub(super) merges: Vec<Vec<Area>>,
    /// The parts of the notes of each sheet.
    pub(super) notes: Vec<notes::Parts>,
    /// When it was last saved, as its own properties say.
    pub(super) modified: Option<DateTime>,
}

/// What is read of a part: what stands in an element, with its end tag.
struct Slice {
    text: Vec<u8>,
    /// Nothing but the end tag where the element is an empty one.
    slice: Range<usize>,
}

impl Slice {
    /// A slice of a text, or a text of its own.
    fn of(text: Vec<u8>, slice: Option<Range<usize>>, end: &[u8]) -> Self {
        match slice {
            Some(slice) => Self { text, slice },
            None => Self { text: end.to_vec(), slice: 0..end.len() },
        }
    }

    fn bytes(&self) -> &[u8] {
        self.text.get(self.slice.clone()).unwrap_or_default()
    }
}

impl Package {
    /// What the cells refer to, if it is plainly written.
    pub(super) fn shared(&self) -> Option<Shared<'_>> {
        Shared::of(self.strings.as_ref().map(Slice::bytes), self.styles.as_deref(), self.listing.from_1904)
    }

    /// The cells of each sheet, behind the tag that begins them.
    pub(super) fn cells(&self) -> impl Iterator<Item = &[u8]> {
        self.sheets.iter().map(Slice::bytes)
    }

    /// The same in an archive of plain parts, for calamine; its sheets are called `0`, `1`… And where the text of each
    /// lies in it.
    pub(super) fn plain(&mut self) -> Result<(Vec<u8>, Vec<Range<usize>>), ReadFailure> {
        let mut plain = Plain::of(self.listing.sheets.len(), self.listing.from_1904)?;
        // Each part is dropped once it is copied.
        if let Some(strings) = self.strings.take() {
            plain.add_strings(strings.bytes())?;
        }
        if let Some(styles) = self.styles.take() {
            plain.add_styles(&styles)?;
        }
        for (rank, sheet) in std::mem::take(&mut self.sheets).into_iter().enumerate() {
            plain.add_sheet(rank, sheet.bytes())?;
        }
        plain.finish(self.listing.sheets.len())
    }
}

/// Opens the parts of an Excel workbook.
pub(super) fn open(
    parts: &mut Parts<'_>,
    file_name: &str,
    budgets: &Budgets,
) -> Result<Package, ReadFailure> {
    let workbook = parts.workbook(file_name)?;
    let (folder, name) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
    let rels = parts.required(&format!("{folder}/_rels/{name}.rels"), LISTING_BYTES)?;
    let listing = listing(&parts.required(&workbook, LISTING_BYTES)?, &links(&rels, folder))?;
    if listing.sheets.len() > budgets.sheets {
        return Err(too_many("nombre de feuilles", budgets.sheets));
    }
    let strings = parts.optional(listing.strings.as_deref(), budgets.part_bytes)?;
    let strings = strings
        .map(|text| {
            let slice =
                plain::checked_strings(&text, budgets)?.map(|strings| text.len() - strings.len()..text.len());
            Ok(Slice::of(text, slice, b"</sst>"))
        })
        .transpose()?;
    let styles = parts.optional(listing.styles.as_deref(), LISTING_BYTES)?;
    if let Some(styles) = &styles {
        plain::check_formats(styles, budgets)?;
    }
    let mut left = budgets.merges;
    let mut sheets = Vec::with_capacity(listing.sheets.len());
    let mut merges = Vec::with_capacity(listing.sheets.len());
    let mut notes = Vec::with_capacity(listing.sheets.len());
    for sheet in &listing.sheets {
        let text = parts.required(&sheet.part, budgets.part_bytes)?;
        let (cells, behind) = plain::cells_and_behind(&text)?;
        let areas = marks::merges(behind, left)
            .ok_or_else(|| too_many("nombre de cellules fusionnées", budgets.merges))?;
        left -= areas.len();
        merges.push(areas);
        let end = text.len() - behind.len();
        let slice = cells.map(|cells| end - cells.len()..end);
        sheets.push(Slice::of(text, slice, b"</sheetData>"));
        notes.push(parts.notes(&sheet.part)?);
    }
    let modified = parts.modified();
    Ok(Package { listing, strings, styles, sheets, merges, notes, modified })
}

/// The kinds of workbooks that come as an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// `.xlsx`, `.xlsm` and their templates, or nothing that is known.
    Excel,
    /// `.xlsb`.
    BinaryExcel,
    /// `.ods` and its template.
    LibreOffice,
}

/// A part inflated at one go, by an inflater that a thread keeps: the library makes one for each part, with room for
/// parts of any size. Nothing where the part is anything else than what the archive declares; the library tells what it is
/// then.
fn inflated<R: Read>(archive: &[u8], start: u64, part: &ZipFile<'_, R>) -> Option<Vec<u8>> {
    thread_local! { static INFLATER: RefCell<Decompress> = RefCell::new(Decompress::new(false)); }
    if part.compression() != CompressionMethod::Deflated {
        return None;
    }
    let packed =
        archive.get(usize::try_from(start).ok()?..)?.get(..usize::try_from(part.compressed_size()).ok()?)?;
    let mut bytes = Vec::with_capacity(usize::try_from(part.size()).ok()?);
    INFLATER.with_borrow_mut(|inflater| {
        inflater.reset(false);
        let ended =
            inflater.decompress_vec(packed, &mut bytes, FlushDecompress::Finish).ok()? == Status::StreamEnd;
        let mut sum = Crc::new();
        sum.update(&bytes);
        let whole = inflater.total_in() == part.compressed_size() && inflater.total_out() == part.size();
        (ended && whole && sum.sum() == part.crc32()).then_some(bytes)
    })
}

/// How the type of a LibreOffice workbook begins.
const SPREADSHEET: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// What the parts of an archive declare together in its directory, those that aren't read included; nothing where it has
/// none.
pub(super) fn declared(bytes: &[u8]) -> Option<u64> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    // `ZipArchive::decompressed_size` knows nothing of an archive written in one go, as most workbooks are.
    let sizes =
        (0..archive.len()).map(|rank| archive.by_index_raw(rank).map_or(u64::MAX, |part| part.size()));
    Some(sizes.fold(0, u64::saturating_add))
}

/// The parts of the archive received.
pub(super) struct Parts<'a> {
    bytes: &'a [u8],
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Rank of each part, by its [`part_name`].
    ranks: BTreeMap<String, usize>,
    /// Bytes that may still be inflated.
    left: u64,
    total: u64,
    /// What says when there is no time left.
    watch: Budgets,
}

impl<'a> Parts<'a> {
    /// Opens a zip.
    pub(super) fn of(bytes: &'a [u8], budgets: &Budgets) -> Result<Self, ReadFailure> {
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
        Ok(Self {
            bytes,
            archive,
            ranks,
            left: budgets.inflated_bytes,
            total: budgets.inflated_bytes,
            watch: *budgets,
        })
    }

    /// What kind of workbook it holds, if any.
    pub(super) fn family(&mut self) -> Family {
        let mimetype = self.optional(Some("mimetype"), PROPERTIES_BYTES).ok().flatten().unwrap_or_default();
        if mimetype.trim_ascii().starts_with(SPREADSHEET) {
            Family::LibreOffice
        } else if self.ranks.contains_key("xl/workbook.bin") {
            Family::BinaryExcel
        } else {
            Family::Excel
        }
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
    pub(super) fn optional(
        &mut self,
        part: Option<&str>,
        limit: u64,
    ) -> Result<Option<Vec<u8>>, ReadFailure> {
        match part.and_then(|part| self.ranks.get(part)) {
            Some(rank) => self.inflate(*rank, limit).map(Some),
            None => Ok(None),
        }
    }

    /// A part's text.
    pub(super) fn required(&mut self, part: &str, limit: u64) -> Result<Vec<u8>, ReadFailure> {
        let part = part.trim_start_matches('/');
        self.optional(Some(part), limit)?.ok_or_else(|| damaged(format!("no such part: {part}")))
    }

    /// The parts of the notes of a sheet. A link that leads nowhere leads to no note.
    pub(super) fn notes(&mut self, sheet: &str) -> Result<notes::Parts, ReadFailure> {
        let (folder, name) = sheet.rsplit_once('/').unwrap_or(("", sheet));
        let Some(rels) = self.optional(Some(&format!("{folder}/_rels/{name}.rels")), LISTING_BYTES)? else {
            return Ok(notes::Parts::default());
        };
        let mut parts = notes::Parts::default();
        for link in links(&rels, folder).into_values() {
            let part = match link.kind.as_str() {
                "comments" => &mut parts.notes,
                "threadedComment" => &mut parts.threads,
                _ => continue,
            };
            *part = self.optional(Some(&link.target), LISTING_BYTES)?.unwrap_or_default();
        }
        Ok(parts)
    }

    /// Inflates a part to its end, where its checksum is verified, if it has the size that the archive declares: how
    /// much memory a document takes is judged by what it declares.
    fn inflate(&mut self, rank: usize, limit: u64) -> Result<Vec<u8>, ReadFailure> {
        self.watch.on_time()?;
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
        if let Some(bytes) = part.data_start().and_then(|start| inflated(self.bytes, start, &part)) {
            self.left -= declared;
            return Ok(bytes);
        }
        let mut bytes = Vec::with_capacity(usize::try_from(declared).unwrap_or_default());
        part.take(declared + 1).read_to_end(&mut bytes).map_err(|error| damaged(error.to_string()))?;
        let size = bytes.len() as u64;
        if size > declared {
            return Err(damaged("a part is longer than the archive declares"));
        }
        self.left -= size;
        Ok(bytes)
    }

    /// When the workbook was last saved. Properties that can't be read are no reason to reject an inventory.
    pub(super) fn modified(&mut self) -> Option<DateTime> {
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
