//! The package of a workbook, packed again from what the library assembled: the lines that are kept apart take their
//! places, and the parts are deflated several at once.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{Workbook, XlsxError};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::body;
use super::page::Apart;
use super::shared::Shared;
use super::{COMPRESSION, Spread, WorkbookError};

/// The level at which the library hands its parts over, one after the other: the quickest it has.
const QUICK: u8 = 1;

/// The part that holds the texts of all sheets.
const TEXTS: &str = "xl/sharedStrings.xml";

/// Saves a workbook, its parts packed as `spread` has it: in any order, several at once. `tables` are those whose lines are
/// kept apart, sheet after sheet.
///
/// # Errors
/// [`WorkbookError`] where the workbook can't be assembled.
pub(super) fn save(
    mut workbook: Workbook,
    tables: &[Option<Apart>],
    spread: &impl Spread,
) -> Result<Vec<u8>, WorkbookError> {
    workbook.set_zip_compression_level(QUICK);
    let assembled = workbook.save_to_buffer()?;
    drop(workbook);
    let parts = parts(&assembled)?;
    drop(assembled);

    let texts = parts.iter().find(|part| part.name == TEXTS).map_or("", |part| part.text.as_str());
    let mut shared = Shared::after(texts);
    let numbers: Vec<Vec<u32>> = tables
        .iter()
        .map(|table| table.as_ref().map_or_else(Vec::new, |table| shared.numbers(&table.body)))
        .collect();
    let ends: Vec<(&str, u32)> =
        tables.iter().flatten().map(|table| (table.name.as_str(), table.last_row)).collect();
    let book = Book { tables, numbers: &numbers, ends: &ends, shared: &shared };
    let packed = spread.over(parts, &|part| book.pack(&part).map_err(WorkbookError::from))?;

    let mut package = ZipWriter::new(Cursor::new(Vec::with_capacity(packed.iter().map(Vec::len).sum())));
    for part in packed {
        let mut part = ZipArchive::new(Cursor::new(part)).map_err(XlsxError::ZipError)?;
        package
            .raw_copy_file(part.by_index_raw(0).map_err(XlsxError::ZipError)?)
            .map_err(XlsxError::ZipError)?;
    }
    Ok(package.finish().map_err(XlsxError::ZipError)?.into_inner())
}

/// A part of the package, as the library made it.
struct Part {
    name: String,
    text: String,
}

fn parts(assembled: &[u8]) -> Result<Vec<Part>, XlsxError> {
    let mut archive = ZipArchive::new(Cursor::new(assembled))?;
    let number = archive.len();
    let part = |rank| {
        let mut part = archive.by_index(rank)?;
        let (name, mut text) = (part.name()?.into_owned(), String::new());
        part.read_to_string(&mut text)?;
        Ok(Part { name, text })
    };
    (0..number).map(part).collect()
}

/// What is known of the lines once all sheets are.
struct Book<'b> {
    /// Sheet after sheet.
    tables: &'b [Option<Apart>],
    /// Those of the texts of each sheet's lines.
    numbers: &'b [Vec<u32>],
    /// The last row of each of these tables.
    ends: &'b [(&'b str, u32)],
    shared: &'b Shared,
}

impl Book<'_> {
    /// A part of the package, packed, alone in an archive.
    fn pack(&self, part: &Part) -> Result<Vec<u8>, XlsxError> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(i64::from(COMPRESSION)))
            .unix_permissions(0o600)
            .last_modified_time(DateTime::default());
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file(part.name.as_str(), options)?;
        if let Some((table, numbers)) = self.lines(&part.name) {
            body::write(&table.body, &part.text, numbers, |some| archive.write_all(some))?;
        } else if part.name == TEXTS {
            self.shared.write(&part.text, |some| archive.write_all(some))?;
        } else if part.name.starts_with("xl/tables/") {
            archive.write_all(whole_table(&part.text, self.ends).as_bytes())?;
        } else {
            archive.write_all(part.text.as_bytes())?;
        }
        Ok(archive.finish()?.into_inner())
    }

    /// The lines of a part, if it is a sheet's whose lines are apart, and the numbers of their texts.
    fn lines(&self, part: &str) -> Option<(&Apart, &[u32])> {
        let number = part.strip_prefix("xl/worksheets/sheet")?.strip_suffix(".xml")?;
        let rank = number.parse::<usize>().ok()?.checked_sub(1)?;
        Some((self.tables.get(rank)?.as_ref()?, self.numbers.get(rank)?))
    }
}

/// The XML of a table, with its last row where it is one of `ends`.
fn whole_table(table: &str, ends: &[(&str, u32)]) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_whose_lines_are_apart_is_given_its_last_row() {
        let table = |range: &str| {
            format!(
                "<table id=\"1\" name=\"Detail\" displayName=\"Detail\" ref=\"{range}\"><autoFilter \
                 ref=\"{range}\"/><tableColumn id=\"1\" name=\"Anomalies\"/></table>"
            )
        };
        assert_eq!(whole_table(&table("A4:AF5"), &[("Detail", 99)]), table("A4:AF100"));
        assert_eq!(whole_table(&table("A4:AF5"), &[("Detail2", 99)]), table("A4:AF5"));
        // A column may be called as another sheet's table is.
        assert_eq!(whole_table(&table("A4:AF5"), &[("Anomalies", 99)]), table("A4:AF5"));
    }
}
