//! A workbook of ours filled as a spreadsheet program would: its cells changed, all else kept.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use calamine::{Data, Reader as _, Xlsx};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The parts of a workbook.
pub(crate) struct Book(Vec<(String, Vec<u8>)>);

impl Book {
    pub(crate) fn open(bytes: &[u8]) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = Vec::new();
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            parts.push((part.name().unwrap().into_owned(), bytes));
        }
        Self(parts)
    }

    fn part(&mut self, name: &str) -> &mut Vec<u8> {
        &mut self.0.iter_mut().find(|(part, _)| part == name).unwrap_or_else(|| panic!("no {name}")).1
    }

    pub(crate) fn text(&mut self, name: &str) -> String {
        String::from_utf8(self.part(name).clone()).unwrap()
    }

    /// The part that holds a sheet.
    pub(crate) fn sheet(&mut self, name: &str) -> String {
        let workbook = self.text("xl/workbook.xml");
        let rank = workbook.split("<sheet name=\"").skip(1).position(|rest| rest.starts_with(name)).unwrap();
        format!("xl/worksheets/sheet{}.xml", rank + 1)
    }

    /// Writes a cell of a sheet: a number where the text is one, nothing where it is empty.
    pub(crate) fn put(&mut self, sheet: &str, cell: &str, value: &str) {
        let part = self.sheet(sheet);
        let xml = self.text(&part);
        let start = xml.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("{cell} has no format"));
        let tag = &xml[start..=start + xml[start..].find('>').unwrap()];
        let end = if tag.ends_with("/>") { tag.len() } else { xml[start..].find("</c>").unwrap() + 4 };
        let style = tag.split("s=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("0");
        let written = if value.is_empty() {
            format!("<c r=\"{cell}\" s=\"{style}\"/>")
        } else if value.parse::<f64>().is_ok() {
            format!("<c r=\"{cell}\" s=\"{style}\"><v>{value}</v></c>")
        } else {
            format!("<c r=\"{cell}\" s=\"{style}\" t=\"inlineStr\"><is><t>{value}</t></is></c>")
        };
        let xml = [&xml[..start], &written, &xml[start + end..]].concat();
        *self.part(&part) = xml.into_bytes();
    }

    /// Takes something out of a sheet, from its first sign to its last.
    pub(crate) fn strip(&mut self, sheet: &str, from: &str, to: &str) {
        let part = self.sheet(sheet);
        let xml = self.text(&part);
        let (before, rest) = xml.split_once(from).unwrap();
        let (_, after) = rest.split_once(to).unwrap();
        *self.part(&part) = [before, after].concat().into_bytes();
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in &self.0 {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }
}

/// The texts of a sheet by address, as a reader sees them.
pub(crate) fn cells(bytes: &[u8], sheet: &str) -> BTreeMap<(u32, u32), String> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let range = workbook.worksheet_range(sheet).unwrap();
    let (top, left) = range.start().unwrap();
    let shown = |data: &Data| match data {
        Data::Empty => String::new(),
        data => data.to_string(),
    };
    range
        .used_cells()
        .map(|(row, column, data)| ((top + row as u32, left + column as u32), shown(data)))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}
