//! The package of a workbook, packed again from what the library assembled: its parts are deflated several at once, and
//! a cell that follows the one before it doesn't repeat its address.
//!
//! The address of a cell, `r`, is optional (ECMA-376, part 1, § 18.3.1.4): without it, a cell stands right after the one
//! before it, or first in its row. Power BI writes so; Excel, LibreOffice, openpyxl and calamine read it. Addresses
//! never repeat, so deflate can do little about them: they took two thirds of a packed sheet.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{Workbook, XlsxError};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::page::Streamed;
use super::{COMPRESSION, Spread, WorkbookError};

/// The level at which the library hands its parts over, one after the other: the quickest it has.
const QUICK: u8 = 1;

/// Saves a workbook, its parts packed as `spread` has it: in any order, several at once. `ends` are the tables to be
/// given their last rows.
///
/// # Errors
/// [`WorkbookError`] where the workbook can't be assembled.
pub(super) fn save(
    mut workbook: Workbook,
    ends: &Streamed,
    spread: &impl Spread,
) -> Result<Vec<u8>, WorkbookError> {
    workbook.set_zip_compression_level(QUICK);
    let assembled = workbook.save_to_buffer()?;
    drop(workbook);
    let archive = ZipArchive::new(Cursor::new(assembled.as_slice())).map_err(XlsxError::ZipError)?;
    let parts: Vec<usize> = (0..archive.len()).collect();
    let packed =
        spread.over(parts, &|rank| pack(archive.clone(), rank, ends).map_err(WorkbookError::from))?;

    let mut package = ZipWriter::new(Cursor::new(Vec::with_capacity(packed.iter().map(Vec::len).sum())));
    for part in packed {
        let mut part = ZipArchive::new(Cursor::new(part)).map_err(XlsxError::ZipError)?;
        package
            .raw_copy_file(part.by_index_raw(0).map_err(XlsxError::ZipError)?)
            .map_err(XlsxError::ZipError)?;
    }
    Ok(package.finish().map_err(XlsxError::ZipError)?.into_inner())
}

/// How much of a part is read at once, in bytes.
const CHUNK: u64 = 64 << 10;

/// A part of the package, packed, alone in an archive.
fn pack(
    mut assembled: ZipArchive<Cursor<&[u8]>>,
    rank: usize,
    ends: &Streamed,
) -> Result<Vec<u8>, XlsxError> {
    let mut part = assembled.by_index(rank)?;
    let name = part.name()?.into_owned();
    let mut cells = is_sheet(&name).then(Cells::default);
    let is_table = name.starts_with("xl/tables/");
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(i64::from(COMPRESSION)))
        .unix_permissions(0o600)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(name, options)?;
    if is_table {
        let mut table = String::new();
        part.read_to_string(&mut table)?;
        archive.write_all(whole_table(&table, ends).as_bytes())?;
        return Ok(archive.finish()?.into_inner());
    }
    let (mut chunk, mut light) = (Vec::new(), Vec::new());
    loop {
        let read = (&mut part).take(CHUNK).read_to_end(&mut chunk)?;
        // A tag may go on in the next chunk.
        let whole = chunk.iter().rposition(|byte| *byte == b'<').filter(|_| read > 0).unwrap_or(chunk.len());
        let (text, rest) = chunk.split_at(whole);
        if let Some(cells) = &mut cells {
            cells.lighten(text, &mut light);
            archive.write_all(&light)?;
            light.clear();
        } else {
            archive.write_all(text)?;
        }
        if read == 0 {
            return Ok(archive.finish()?.into_inner());
        }
        chunk = rest.to_vec();
    }
}

/// The XML of a table, with its last row where it is one of `ends`.
fn whole_table(table: &str, ends: &Streamed) -> String {
    let named = |name: &str| table.contains(&format!(" displayName=\"{name}\""));
    let Some((_, last_row)) = ends.iter().find(|(name, _)| named(name)) else { return table.to_owned() };
    let mut whole = String::with_capacity(table.len() + 16);
    let mut rest = table;
    // Of the table, and of its filter: « ref="A4:AF5" ».
    while let Some((before, after)) = rest.split_once(" ref=\"") {
        let (range, behind) = after.split_once('"').unwrap_or((after, ""));
        let (first, last) = range.split_once(':').unwrap_or((range, range));
        let column = last.trim_end_matches(|sign: char| sign.is_ascii_digit());
        for part in [before, " ref=\"", first, ":", column, &(last_row + 1).to_string(), "\""] {
            whole.push_str(part);
        }
        rest = behind;
    }
    whole.push_str(rest);
    whole
}

fn is_sheet(name: &str) -> bool {
    name.strip_prefix("xl/worksheets/").is_some_and(|name| !name.contains('/'))
}

/// The cells of a sheet, as its text goes by.
struct Cells {
    /// The column a cell without an address would stand in, from one.
    next: u32,
}

impl Default for Cells {
    fn default() -> Self {
        Self { next: 1 }
    }
}

impl Cells {
    /// Adds the next part of a sheet's XML to `light`, its tags whole; a cell that stands where it would be taken to
    /// stand has no address there.
    fn lighten(&mut self, mut rest: &[u8], light: &mut Vec<u8>) {
        const CELL: &[u8] = b"<c r=\"";
        while let Some(start) = rest.iter().position(|byte| *byte == b'<') {
            let (before, tag) = rest.split_at(start);
            light.extend_from_slice(before);
            rest = tag;
            if tag.starts_with(b"<row ") {
                self.next = 1;
            } else if let Some(address) = tag.strip_prefix(CELL) {
                let letters = address.iter().take_while(|byte| byte.is_ascii_uppercase());
                let column = letters.fold(0_u32, |column, letter| column * 26 + u32::from(letter - b'A') + 1);
                let length = address.iter().position(|byte| *byte == b'"').unwrap_or(address.len());
                if column == self.next {
                    light.extend_from_slice(b"<c");
                    rest = address.get(length + 1..).unwrap_or_default();
                }
                self.next = column + 1;
            }
            // The sign itself is looked at once.
            if let Some((first, after)) = rest.split_first().filter(|(first, _)| **first == b'<') {
                light.push(*first);
                rest = after;
            }
        }
        light.extend_from_slice(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn light(sheet: &str) -> String {
        let mut light = Vec::new();
        Cells::default().lighten(sheet.as_bytes(), &mut light);
        String::from_utf8(light).unwrap()
    }

    #[test]
    fn a_cell_right_after_another_has_no_address() {
        let sheet = "<cols><col min=\"1\" max=\"2\"/></cols><sheetData><row r=\"1\" spans=\"1:28\"><c r=\"A1\" s=\"3\" t=\"s\">\
                     <v>0</v></c><c r=\"B1\"/></row><row r=\"7\"><c r=\"A7\"><v>1</v></c></row></sheetData>";
        let lighter = "<cols><col min=\"1\" max=\"2\"/></cols><sheetData><row r=\"1\" spans=\"1:28\"><c s=\"3\" t=\"s\">\
                       <v>0</v></c><c/></row><row r=\"7\"><c><v>1</v></c></row></sheetData>";
        assert_eq!(light(sheet), lighter);
    }

    #[test]
    fn a_cell_after_a_gap_keeps_its_address_and_those_after_it_follow() {
        let row = "<row r=\"2\"><c r=\"C2\"><v>1</v></c><c r=\"D2\"/><c r=\"Z2\"/><c r=\"AA2\"/><c r=\"AC2\"/></row>";
        let lighter = "<row r=\"2\"><c r=\"C2\"><v>1</v></c><c/><c r=\"Z2\"/><c/><c r=\"AC2\"/></row>";
        assert_eq!(light(row), lighter);
    }

    #[test]
    fn a_table_whose_lines_were_streamed_is_given_its_last_row() {
        let table = |range: &str| {
            format!(
                "<table id=\"1\" name=\"Detail\" displayName=\"Detail\" ref=\"{range}\"><autoFilter \
                 ref=\"{range}\"/><tableColumn id=\"1\" name=\"Anomalies\"/></table>"
            )
        };
        assert_eq!(whole_table(&table("A4:AF5"), &vec![("Detail", 99)]), table("A4:AF100"));
        assert_eq!(whole_table(&table("A4:AF5"), &vec![("Detail2", 99)]), table("A4:AF5"));
        // A column may be called as another sheet's table is.
        assert_eq!(whole_table(&table("A4:AF5"), &vec![("Anomalies", 99)]), table("A4:AF5"));
    }

    #[test]
    fn nothing_else_changes() {
        for kept in
            ["", "<c", "<conditionalFormatting sqref=\"A1\"/>", "texte sans balise", "<row r=\"1\"><c r=\"B1"]
        {
            assert_eq!(light(kept), kept);
        }
    }
}
