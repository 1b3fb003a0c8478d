//! Old and binary workbooks written record by record.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A record of Excel 97-2003.
pub(crate) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

/// A workbook of Excel 97-2003 with one sheet.
pub(crate) struct Old {
    version: u16,
    globals: Vec<u8>,
    sheet: Vec<u8>,
}

impl Old {
    pub(crate) fn new() -> Self {
        Self { version: 0x0600, globals: Vec::new(), sheet: Vec::new() }
    }

    pub(crate) fn excel_95() -> Self {
        Self { version: 0x0500, ..Self::new() }
    }

    /// A record of a cell: its address, its format, its value.
    pub(crate) fn cell(kind: u16, row: u16, column: u16, value: &[u8]) -> Vec<u8> {
        record(kind, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0, 0], value].concat())
    }

    pub(crate) fn global(mut self, records: Vec<u8>) -> Self {
        self.globals.extend(records);
        self
    }

    pub(crate) fn with(mut self, records: Vec<u8>) -> Self {
        self.sheet.extend(records);
        self
    }

    /// Its records, as its container holds them.
    pub(crate) fn stream(&self) -> Vec<u8> {
        let begin = record(0x0809, &[&self.version.to_le_bytes()[..], &[0; 14]].concat());
        let name: &[u8] = if self.version == 0x0600 { b"\x01\0F" } else { b"\x01F" };
        let listed =
            |start: usize| record(0x0085, &[&(start as u32).to_le_bytes()[..], &[0, 0], name].concat());
        let end = record(0x000A, &[]);
        let start = begin.len() + self.globals.len() + listed(0).len() + end.len();
        [&begin[..], &self.globals, &listed(start), &end, &begin, &self.sheet, &end].concat()
    }

    /// The workbook in its container.
    pub(crate) fn container(&self) -> Vec<u8> {
        self.holding(self.stream())
    }

    /// A container: a table of sectors, a directory, the stream.
    pub(crate) fn holding(&self, mut stream: Vec<u8>) -> Vec<u8> {
        const FREE: u32 = 0xFFFF_FFFF;
        const END: u32 = 0xFFFF_FFFE;
        const TABLE: u32 = 0xFFFF_FFFD;
        stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
        let sectors = (stream.len() / 512) as u32;
        // Sectors: tables first, then the directory, then the stream.
        let tables = (1..=109).find(|tables| tables * 128 >= tables + 1 + sectors).unwrap_or(1);
        assert!(tables <= 109, "a stream too long for the header's list of tables");
        let mut chains: Vec<u32> = vec![TABLE; tables as usize];
        chains.push(END);
        chains.extend((1..sectors).map(|next| tables + 1 + next));
        chains.push(END);
        chains.resize(tables as usize * 128, FREE);

        let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        bytes.resize(24, 0);
        bytes.extend([0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
        bytes.resize(44, 0);
        for field in [tables, tables, 0, 4096, END, 0, END, 0] {
            bytes.extend(field.to_le_bytes());
        }
        bytes.extend((0..109).flat_map(|rank| if rank < tables { rank } else { FREE }.to_le_bytes()));
        bytes.extend(chains.into_iter().flat_map(u32::to_le_bytes));
        let entry = |name: &str, start: u32, length: u32| {
            let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            entry.resize(116, 0);
            entry.extend(start.to_le_bytes());
            entry.extend(u64::from(length).to_le_bytes());
            entry
        };
        let name = if self.version == 0x0600 { "Workbook" } else { "Book" };
        bytes.extend(entry("Root Entry", END, 0));
        bytes.extend(entry(name, tables + 1, stream.len() as u32));
        bytes.resize(512 + 512 * (tables as usize + 1), 0);
        bytes.extend(stream);
        bytes
    }
}

/// A record of a binary workbook.
fn short(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    if kind < 0x80 {
        bytes.push(kind as u8);
    } else {
        bytes.extend([(kind & 0x7F) as u8 | 0x80, (kind >> 7) as u8]);
    }
    let mut length = data.len();
    while length >= 0x80 {
        bytes.push((length & 0x7F) as u8 | 0x80);
        length >>= 7;
    }
    bytes.push(length as u8);
    bytes.extend(data);
    bytes
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = (units.len() as u32).to_le_bytes();
    length.into_iter().chain(units.into_iter().flat_map(u16::to_le_bytes)).collect()
}

/// A shared text; what stands between the first `~` and the next is struck.
fn shared_text(text: &str) -> Vec<u8> {
    let Some((struck, after)) = text.strip_prefix('~').and_then(|text| text.split_once('~')) else {
        return [vec![0], wide(text)].concat();
    };
    let end = (struck.encode_utf16().count() as u16).to_le_bytes();
    let runs = [&[0, 0, 1, 0][..], &end, &[0, 0]].concat();
    [vec![1], wide(&format!("{struck}{after}")), vec![2, 0, 0, 0], runs].concat()
}

/// A binary workbook of one sheet: its shared texts, and its cells, each a row, a kind of record, a column, a value.
/// The last column has a format that shows dates and strikes through.
pub(crate) fn binary(strings: &[&str], cells: &[(u32, u16, u32, Vec<u8>)], cut: bool) -> Vec<u8> {
    binary_with(strings, cells, cut, &[])
}

/// The part of notes by one author, each at a row and a column.
pub(crate) fn binary_notes(author: &str, notes: &[(u32, u32, &str)]) -> Vec<u8> {
    let mut part =
        [short(0x274, &[]), short(0x276, &[]), short(0x278, &wide(author)), short(0x277, &[])].concat();
    part.extend(short(0x279, &[]));
    for (row, column, text) in notes {
        let area = [0, *row, *row, *column, *column].map(u32::to_le_bytes).concat();
        part.extend(short(0x27B, &[area, vec![0; 16]].concat()));
        part.extend(short(0x27D, &[vec![0], wide(text)].concat()));
        part.extend(short(0x27C, &[]));
    }
    part
}

/// The same workbook with other parts beside: their names, and what they hold.
pub(crate) fn binary_with(
    strings: &[&str],
    cells: &[(u32, u16, u32, Vec<u8>)],
    cut: bool,
    others: &[(&str, Vec<u8>)],
) -> Vec<u8> {
    let mut sheet = short(0x91, &[]);
    for (row, kind, column, value) in cells {
        sheet.extend(short(0, &row.to_le_bytes()));
        let format = u32::from(*column == 3).to_le_bytes();
        sheet.extend(short(*kind, &[&column.to_le_bytes()[..], &format, value].concat()));
    }
    if !cut {
        sheet.extend(short(0x92, &[]));
    }
    let strings: Vec<u8> = strings.iter().flat_map(|text| short(0x13, &shared_text(text))).collect();
    let styles = [
        short(0x2B, &[0, 0, 0, 0]),
        short(0x2B, &[0, 0, 8, 0]),
        short(0x2C, &[vec![164, 0], wide("dd/mm/yyyy")].concat()),
        short(0x269, &[2, 0, 0, 0]),
        short(0x2F, &[0; 16]),
        short(0x2F, &[0, 0, 164, 0, 1, 0, 0, 0]),
        short(0x26A, &[]),
    ]
    .concat();
    let listed = [vec![0; 8], wide("rId1"), wide("Inventaire")].concat();
    let link = |id: u8, kind: &str, target: &str| {
        format!("<Relationship Id=\"rId{id}\" Type=\"http://x/{kind}\" Target=\"{target}\"/>")
    };
    let links = [
        link(1, "worksheet", "worksheets/sheet1.bin"),
        link(2, "sharedStrings", "sharedStrings.bin"),
        link(3, "styles", "styles.bin"),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        ("xl/workbook.bin", short(0x9C, &listed)),
        (
            "xl/_rels/workbook.bin.rels",
            format!("<Relationships>{}</Relationships>", links.concat()).into_bytes(),
        ),
        ("xl/sharedStrings.bin", strings),
        ("xl/styles.bin", styles),
        ("xl/worksheets/sheet1.bin", sheet),
    ]
    .into_iter()
    .chain(others.iter().cloned())
    {
        writer.start_file(name, SimpleFileOptions::default()).expect("writing to memory");
        writer.write_all(&bytes).expect("writing to memory");
    }
    writer.finish().expect("writing to memory").into_inner()
}
