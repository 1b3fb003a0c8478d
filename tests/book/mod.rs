//! Workbooks written part by part, as no program writes them.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const RELS: &str = r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str =
    r#"<workbook><sheets><sheet name="Inventaire" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
pub(crate) const WORKBOOK_RELS: &str = r#"<Relationships>
    <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>
    <Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>
    <Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
    </Relationships>"#;

/// A workbook of one sheet, part by part.
pub(crate) struct Book {
    pub(crate) parts: Vec<(String, Vec<u8>)>,
}

impl Book {
    pub(crate) fn of(sheet: impl Into<Vec<u8>>) -> Self {
        Self { parts: Vec::new() }
            .with("_rels/.rels", RELS)
            .with("xl/workbook.xml", WORKBOOK)
            .with("xl/_rels/workbook.xml.rels", WORKBOOK_RELS)
            .with("xl/worksheets/sheet1.xml", sheet)
    }

    /// A sheet with these rows.
    pub(crate) fn rows(rows: &str) -> Self {
        Self::of(format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"))
    }

    pub(crate) fn with(mut self, name: &str, text: impl Into<Vec<u8>>) -> Self {
        self.parts.retain(|(part, _)| part != name);
        self.parts.push((name.to_owned(), text.into()));
        self
    }

    pub(crate) fn strings(self, text: &str) -> Self {
        self.with("xl/sharedStrings.xml", text)
    }

    pub(crate) fn styles(self, text: &str) -> Self {
        self.with("xl/styles.xml", format!("<styleSheet>{text}</styleSheet>"))
    }

    pub(crate) fn zip(&self) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (name, text) in &self.parts {
            writer.start_file(name, options).expect("writing to memory");
            writer.write_all(text).expect("writing to memory");
        }
        writer.finish().expect("writing to memory").into_inner()
    }
}
