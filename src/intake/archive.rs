//! The directory of a zip, read without believing it, and its entries one at a time.
//!
//! An entry is known by where its bytes are, so it can be read months of entries later without the directory, and
//! without holding the archive in memory. The directory is read here rather than by the zip crate, which reserves
//! memory for the number of entries that an archive declares; the crate still inflates and verifies each entry, from a
//! header of our own that says what the directory says.
//!
//! Names are labels: none is ever joined to a path of the disk.

use std::io::{self, Cursor, Read, Seek, SeekFrom};

use super::budget;
use crate::model::budget::Budgets;
use crate::model::calendar::{Date, DateTime};
use crate::model::inventory::ReadFailure;

/// The record that ends an archive, without its comment.
const END: usize = 22;
/// The longest comment behind it.
const LONGEST_COMMENT: usize = 65_535;
/// One entry of the directory, without its name, its extra fields and its comment.
const HEADER: usize = 46;
/// The largest directory that is read: 20,000 entries with names of several hundred signs.
const DIRECTORY_BYTES: u64 = 16 << 20;
const END_MARK: &[u8] = b"PK\x05\x06";
const HEADER_MARK: &[u8] = b"PK\x01\x02";
const LOCAL_MARK: &[u8] = b"PK\x03\x04";

/// An entry of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its name as the archive writes it, folders included.
    pub(super) name: String,
    /// Whether it is a folder.
    pub(super) is_folder: bool,
    /// Whether it is a link or another special file.
    pub(super) is_special: bool,
    /// Whether a password is needed.
    pub(super) is_encrypted: bool,
    /// When it was last changed, as the archive says.
    pub(super) modified: Option<DateTime>,
    /// Where its bytes are.
    pub(super) place: Place,
}

/// Where the bytes of an entry are, and what they must become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    header: u64,
    compressed: u64,
    /// Size once inflated, as declared.
    pub(super) size: u64,
    method: u16,
    crc: u32,
}

/// Whether an archive is an office document rather than a folder of documents.
pub(super) fn is_package(entries: &[Entry]) -> bool {
    entries.iter().any(|entry| {
        let name = entry.name.to_ascii_lowercase().replace('\\', "/");
        matches!(name.as_str(), "[content_types].xml" | "mimetype" | "encryptedpackage")
            || name.starts_with("xl/workbook.")
            || name.starts_with("index/document.")
    })
}

/// The entries of an archive, in the order of its directory.
pub(super) fn directory<R: Read + Seek>(
    reader: &mut R,
    budgets: &Budgets,
) -> Result<Vec<Entry>, ReadFailure> {
    let length = reader.seek(SeekFrom::End(0)).map_err(unread)?;
    let end = End::of(reader, length)?;
    if end.entries > budgets.archive_entries as u64 {
        return Err(budget::too_many("nombre d’éléments de l’archive", budgets.archive_entries));
    }
    if end.size > DIRECTORY_BYTES {
        return Err(budget::too_big("taille du répertoire de l’archive", DIRECTORY_BYTES));
    }
    // What stands before the archive (a self-extractor, a header of mail) shifts every place in it.
    let start =
        end.at.checked_sub(end.size).ok_or_else(|| damaged("the directory begins before the archive"))?;
    let shift = start.checked_sub(end.start).ok_or_else(|| damaged("the directory lies behind its end"))?;
    let bytes = read_at(reader, start, end.size)?;
    let mut entries = Vec::new();
    let mut rest = bytes.as_slice();
    while rest.starts_with(HEADER_MARK) {
        if entries.len() == budgets.archive_entries {
            return Err(budget::too_many("nombre d’éléments de l’archive", budgets.archive_entries));
        }
        let (entry, next) = entry(rest, shift).ok_or_else(|| damaged("an entry of the directory is cut"))?;
        entries.push(entry);
        rest = next;
    }
    if entries.len() as u64 == end.entries { Ok(entries) } else { Err(damaged("entries are missing")) }
}

/// Inflates an entry to its end, where its checksum is verified, unless it passes a limit.
pub(super) fn read<R: Read + Seek>(
    reader: &mut R,
    place: &Place,
    limit: u64,
) -> Result<Vec<u8>, ReadFailure> {
    let over = || budget::too_big("taille du fichier", limit);
    if place.size > limit || place.compressed > limit.saturating_add(limit / 8) {
        return Err(over());
    }
    let bytes = compressed(reader, place)?;
    let header = own_header(place);
    let mut stream = Cursor::new(header).chain(Cursor::new(bytes));
    let file = zip::read::read_zipfile_from_stream(&mut stream).map_err(|error| of_zip(&error))?;
    let file = file.ok_or_else(|| damaged("an entry is no entry"))?;
    let mut inflated = Vec::with_capacity(place.size as usize);
    file.take(place.size + 1).read_to_end(&mut inflated).map_err(|error| damaged(error.to_string()))?;
    if inflated.len() as u64 == place.size {
        Ok(inflated)
    } else {
        Err(damaged("an entry hasn't the size that it declares"))
    }
}

/// The bytes of an entry as they are stored.
fn compressed<R: Read + Seek>(reader: &mut R, place: &Place) -> Result<Vec<u8>, ReadFailure> {
    let local = read_at(reader, place.header, 30)?;
    if !local.starts_with(LOCAL_MARK) {
        return Err(damaged("an entry isn't where the directory says"));
    }
    let behind = [26, 28].iter().filter_map(|at| half(&local, *at)).map(u64::from).sum::<u64>();
    read_at(reader, place.header + 30 + behind, place.compressed)
}

/// A header that says of an entry what the directory says. Sizes are below 4 GB: the limit was checked.
fn own_header(place: &Place) -> Vec<u8> {
    let mut header = LOCAL_MARK.to_vec();
    header.extend([20, 0, 0, 0]);
    header.extend(place.method.to_le_bytes());
    header.extend([0, 0, 0x21, 0]);
    header.extend(place.crc.to_le_bytes());
    header.extend((place.compressed as u32).to_le_bytes());
    header.extend((place.size as u32).to_le_bytes());
    // A name of one sign, no extra field.
    header.extend([1, 0, 0, 0, b'0']);
    header
}

/// What the end of an archive says of its directory.
struct End {
    /// Where the directory ends.
    at: u64,
    entries: u64,
    size: u64,
    /// Where it begins, counted from the beginning of the archive.
    start: u64,
}

impl End {
    fn of<R: Read + Seek>(reader: &mut R, length: u64) -> Result<Self, ReadFailure> {
        let tail = length.min((END + LONGEST_COMMENT) as u64);
        let bytes = read_at(reader, length - tail, tail)?;
        // The last mark whose comment ends where the file does; else the last mark: something was added behind.
        let marks =
            || (0..bytes.len().saturating_sub(END - 1)).rev().filter(|at| bytes[*at..].starts_with(END_MARK));
        let fits = |at: &usize| {
            half(&bytes, at + 20).is_some_and(|size| at + END + usize::from(size) == bytes.len())
        };
        let at =
            marks().find(fits).or_else(|| marks().next()).ok_or_else(|| damaged("the archive has no end"))?;
        let end =
            Self::short(&bytes, at, length - tail).ok_or_else(|| damaged("the archive's end is cut"))?;
        if end.entries == 0xFFFF || end.size == 0xFFFF_FFFF || end.start == 0xFFFF_FFFF {
            return Self::long(reader, end.at);
        }
        Ok(end)
    }

    fn short(bytes: &[u8], at: usize, before: u64) -> Option<Self> {
        Some(Self {
            at: before + at as u64,
            entries: half(bytes, at + 10)?.into(),
            size: word(bytes, at + 12)?.into(),
            start: word(bytes, at + 16)?.into(),
        })
    }

    /// The longer record of archives beyond 4 GB or 65,535 entries, which some programs always write.
    fn long<R: Read + Seek>(reader: &mut R, end: u64) -> Result<Self, ReadFailure> {
        let lost = || damaged("the archive's long end is lost");
        let locator = read_at(reader, end.checked_sub(20).ok_or_else(lost)?, 20)?;
        let at = locator.strip_prefix(b"PK\x06\x07").and_then(|rest| double(rest, 4)).ok_or_else(lost)?;
        let record = read_at(reader, at, 56)?;
        let field = |at: usize| {
            record.strip_prefix(b"PK\x06\x06").and_then(|rest| double(rest, at - 4)).ok_or_else(lost)
        };
        Ok(Self { at, entries: field(32)?, size: field(40)?, start: field(48)? })
    }
}

/// The first entry of a directory, and what follows it.
fn entry(bytes: &[u8], shift: u64) -> Option<(Entry, &[u8])> {
    let (name, extra, comment) = (half(bytes, 28)?, half(bytes, 30)?, half(bytes, 32)?);
    let name_end = HEADER + usize::from(name);
    let extra_end = name_end + usize::from(extra);
    let raw = bytes.get(HEADER..name_end)?;
    let extra = bytes.get(name_end..extra_end)?;
    let rest = bytes.get(extra_end + usize::from(comment)..)?;
    let (flags, unix) = (half(bytes, 8)?, word(bytes, 38)? >> 16);
    let mut long = long_fields(extra);
    let mut field = |at| match word(bytes, at)? {
        0xFFFF_FFFF => long.next(),
        short => Some(u64::from(short)),
    };
    // In this order: the long fields are only those that the short ones can't hold.
    let (size, compressed, header) = (field(24)?, field(20)?, field(42)?);
    let name = decoded(raw, flags & 0x800 != 0);
    let made_by_unix = bytes.get(5) == Some(&3);
    let entry = Entry {
        is_folder: name.ends_with(['/', '\\']),
        // The file type of Unix: neither unsaid nor a regular file nor a folder.
        is_special: made_by_unix && !matches!(unix & 0xF000, 0 | 0x8000 | 0x4000),
        is_encrypted: flags & 1 != 0,
        modified: moment(half(bytes, 14)?, half(bytes, 12)?),
        place: Place {
            header: header.checked_add(shift)?,
            compressed,
            size,
            method: half(bytes, 10)?,
            crc: word(bytes, 16)?,
        },
        name,
    };
    Some((entry, rest))
}

/// The numbers of the extra field for sizes beyond 4 GB.
fn long_fields(mut extra: &[u8]) -> impl Iterator<Item = u64> {
    let mut found: &[u8] = &[];
    while let (Some(id), Some(size)) = (half(extra, 0), half(extra, 2)) {
        let Some(field) = extra.get(4..4 + usize::from(size)) else { break };
        if id == 1 {
            found = field;
            break;
        }
        extra = extra.get(4 + usize::from(size)..).unwrap_or_default();
    }
    let mut at = 0;
    std::iter::from_fn(move || {
        let number = double(found, at);
        at += 8;
        number
    })
}

/// A name. Programs for macOS and Linux write UTF-8 without saying so; the others write the signs of DOS.
fn decoded(raw: &[u8], is_utf8: bool) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) if is_utf8 => String::from_utf8_lossy(raw).into_owned(),
        Err(_) => raw.iter().map(|byte| of_dos(*byte)).collect(),
    }
}

/// A sign of code page 850, which French versions of Windows write; it agrees with 437 on all French letters.
fn of_dos(byte: u8) -> char {
    const SIGNS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤\
                         ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´-±‗¾¶§÷¸°¨·¹³²■\u{a0}";
    match byte.checked_sub(128) {
        None => char::from(byte),
        Some(rank) => SIGNS.chars().nth(rank.into()).unwrap_or('\u{fffd}'),
    }
}

/// A date and a time of DOS.
fn moment(date: u16, time: u16) -> Option<DateTime> {
    let part = |value: u16, shift: u32, bits: u32| i8::try_from((value >> shift) & ((1 << bits) - 1)).ok();
    let year = 1980 + i16::try_from(date >> 9).ok()?;
    let date = Date::new(year, part(date, 5, 4)?, part(date, 0, 5)?).ok()?;
    let time =
        jiff::civil::Time::new(part(time, 11, 5)?, part(time, 5, 6)?, part(time, 0, 5)? * 2, 0).ok()?;
    Some(date.to_datetime(time)).filter(|moment| moment.year() > 1980)
}

fn read_at<R: Read + Seek>(reader: &mut R, at: u64, length: u64) -> Result<Vec<u8>, ReadFailure> {
    reader.seek(SeekFrom::Start(at)).map_err(unread)?;
    let mut bytes = Vec::new();
    reader.take(length).read_to_end(&mut bytes).map_err(unread)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(damaged("the archive ends early")) }
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}

fn double(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().copied().map(u64::from_le_bytes)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape of map_err")]
fn unread(error: io::Error) -> ReadFailure {
    ReadFailure::Unopened(error.to_string())
}

fn damaged(words: impl Into<String>) -> ReadFailure {
    ReadFailure::Damaged(words.into())
}

fn of_zip(error: &zip::result::ZipError) -> ReadFailure {
    match error {
        zip::result::ZipError::UnsupportedArchive(_)
        | zip::result::ZipError::CompressionMethodNotSupported(_) => {
            ReadFailure::Unsupported("archive .zip d’une compression rare")
        }
        error => damaged(error.to_string()),
    }
}
