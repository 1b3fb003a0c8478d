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

use super::{COMPRESSION, Spread, WorkbookError};

/// The level at which the library hands its parts over, one after the other: the quickest it has.
const QUICK: u8 = 1;

/// Saves a workbook, its parts packed as `spread` has it: in any order, several at once.
///
/// # Errors
/// [`WorkbookError`] where the workbook can't be assembled.
pub(super) fn save(mut workbook: Workbook, spread: &impl Spread) -> Result<Vec<u8>, WorkbookError> {
    workbook.set_zip_compression_level(QUICK);
    let assembled = workbook.save_to_buffer()?;
    drop(workbook);
    let archive = ZipArchive::new(Cursor::new(assembled.as_slice())).map_err(XlsxError::ZipError)?;
    let parts: Vec<usize> = (0..archive.len()).collect();
    let packed = spread.over(parts, &|rank| pack(archive.clone(), rank).map_err(WorkbookError::from))?;

    let mut package = ZipWriter::new(Cursor::new(Vec::with_capacity(packed.iter().map(Vec::len).sum())));
    for part in packed {
        let mut part = ZipArchive::new(Cursor::new(part)).map_err(XlsxError::ZipError)?;
        package
            .raw_copy_file(part.by_index_raw(0).map_err(XlsxError::ZipError)?)
            .map_err(XlsxError::ZipError)?;
    }
    Ok(package.finish().map_err(XlsxError::ZipError)?.into_inner())
}

/// A part of the package, packed, alone in an archive.
fn pack(mut assembled: ZipArchive<Cursor<&[u8]>>, rank: usize) -> Result<Vec<u8>, XlsxError> {
    let mut part = assembled.by_index(rank)?;
    let mut content = Vec::with_capacity(part.size() as usize);
    part.read_to_end(&mut content)?;
    let name = part.name()?.into_owned();
    let content = if is_sheet(&name) { without_addresses(&content) } else { content };
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(i64::from(COMPRESSION)))
        .unix_permissions(0o600)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::with_capacity(content.len() / 8)));
    archive.start_file(name, options)?;
    archive.write_all(&content)?;
    Ok(archive.finish()?.into_inner())
}

fn is_sheet(name: &str) -> bool {
    name.strip_prefix("xl/worksheets/").is_some_and(|name| !name.contains('/') && name.ends_with(".xml"))
}

/// The XML of a sheet, where each cell that stands where it would be taken to stand has no address.
fn without_addresses(sheet: &[u8]) -> Vec<u8> {
    const CELL: &[u8] = b"<c r=\"";
    let mut light = Vec::with_capacity(sheet.len());
    // The column a cell without an address would stand in, from one.
    let mut next = 1;
    let mut rest = sheet;
    while let Some(start) = rest.iter().position(|byte| *byte == b'<') {
        let (before, tag) = rest.split_at(start);
        light.extend_from_slice(before);
        rest = tag;
        if tag.starts_with(b"<row ") {
            next = 1;
        } else if let Some(address) = tag.strip_prefix(CELL) {
            let letters = address.iter().take_while(|byte| byte.is_ascii_uppercase());
            let column = letters.fold(0_u32, |column, letter| column * 26 + u32::from(letter - b'A') + 1);
            let length = address.iter().position(|byte| *byte == b'"').unwrap_or(address.len());
            if column == next {
                light.extend_from_slice(b"<c");
                rest = address.get(length + 1..).unwrap_or_default();
            }
            next = column + 1;
        }
        // The sign itself is looked at once.
        if let Some((first, after)) = rest.split_first().filter(|(first, _)| **first == b'<') {
            light.push(*first);
            rest = after;
        }
    }
    light.extend_from_slice(rest);
    light
}

#[cfg(test)]
mod tests {
    use super::*;

    fn light(sheet: &str) -> String {
        String::from_utf8(without_addresses(sheet.as_bytes())).unwrap()
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
    fn nothing_else_changes() {
        for kept in
            ["", "<c", "<conditionalFormatting sqref=\"A1\"/>", "texte sans balise", "<row r=\"1\"><c r=\"B1"]
        {
            assert_eq!(light(kept), kept);
        }
    }
}
