//! A workbook read back: its cells with calamine, its parts as XML.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};

/// A workbook of ours, as a reader finds it.
pub(super) struct Reread {
    workbook: Xlsx<Cursor<Vec<u8>>>,
    archive: zip::ZipArchive<Cursor<Vec<u8>>>,
}

impl Reread {
    pub(super) fn of(bytes: Vec<u8>) -> Self {
        let archive = zip::ZipArchive::new(Cursor::new(bytes.clone())).unwrap();
        Self { workbook: Xlsx::new(Cursor::new(bytes)).unwrap(), archive }
    }

    pub(super) fn sheets(&self) -> Vec<String> {
        self.workbook.sheet_names()
    }

    /// Every row of a sheet from its first, as texts.
    pub(super) fn rows(&mut self, sheet: &str) -> Vec<Vec<String>> {
        let range = self.workbook.worksheet_range(sheet).unwrap();
        let (height, width) = range.end().map_or((0, 0), |(row, column)| (row + 1, column + 1));
        let cell = |row, column| range.get_value((row, column)).map_or_else(String::new, shown);
        (0..height).map(|row| (0..width).map(|column| cell(row, column)).collect()).collect()
    }

    /// The whole workbook as text: one line per row, cells between bars, blanks at the end of a row left out.
    pub(super) fn text(&mut self) -> String {
        let mut text = String::new();
        for sheet in self.sheets() {
            text += &["== ", &sheet, "\n"].concat();
            for row in self.rows(&sheet) {
                let line = row.join(" | ").replace('\n', "⏎");
                text.push_str(line.trim_end_matches([' ', '|']));
                text.push('\n');
            }
        }
        text
    }

    /// The rows under a header row that begins so.
    pub(super) fn table(&mut self, sheet: &str, first_header: &str) -> Vec<Vec<String>> {
        let rows = self.rows(sheet);
        let header = rows.iter().position(|row| row.first().is_some_and(|cell| cell == first_header));
        let below = rows.into_iter().skip(header.expect("the header is there") + 1);
        below.take_while(|row| !row[0].is_empty()).collect()
    }

    /// The values of a column of a table, by its title.
    pub(super) fn column(&mut self, sheet: &str, first_header: &str, title: &str) -> Vec<String> {
        let rows = self.rows(sheet);
        let header = rows.iter().find(|row| row.first().is_some_and(|cell| cell == first_header)).unwrap();
        let column = header.iter().position(|cell| cell == title).expect("the column is there");
        self.table(sheet, first_header).into_iter().map(|row| row[column].clone()).collect()
    }

    /// Names of the parts that begin so.
    pub(super) fn parts(&self, prefix: &str) -> Vec<String> {
        let names = self.archive.file_names().filter_map(|name| Some(name.ok()?.into_owned()));
        let mut parts: Vec<String> = names.filter(|name| name.starts_with(prefix)).collect();
        parts.sort();
        parts
    }

    pub(super) fn part(&mut self, name: &str) -> String {
        let mut text = String::new();
        self.archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }
}

/// A value as text; days and hours as they were written, whatever the number behind.
fn shown(data: &Data) -> String {
    match data {
        Data::Float(number) => format!("{}", (number * 1e6).round() / 1e6),
        Data::DateTime(instant) => {
            let (year, month, day, hour, minute, ..) = instant.to_ymd_hms_milli();
            format!("{day:02}/{month:02}/{year} {hour:02}:{minute:02}")
        }
        other => other.to_string(),
    }
}
