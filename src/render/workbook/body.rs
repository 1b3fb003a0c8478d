//! The lines of a table, kept by us until the workbook is packed: the library would look a format up, copy each text and
//! write an address for every cell of a sheet, which costs several times what it takes to say them.
//!
//! The library writes all that stands around them. Under the titles it writes one line of blank cells, each with a format
//! that the lines use: packing reads there how the formats are numbered, and puts the lines in its place.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use crate::model::place::column_letters;

use super::sheets::Sheet;
use super::texts::Texts;
use super::xml::{address, column_number, decimal, escape, figure};

/// The lines of a table.
pub(super) struct Body {
    /// Rank of its first row, from zero.
    first_row: u32,
    /// Every text of its cells.
    pub(super) texts: Texts,
    cells: Vec<Filled>,
    rows: Vec<Row>,
    numbers: Vec<f64>,
    formulas: Vec<(String, Shown)>,
    links: Vec<Link>,
    /// How many of its cells hold a text.
    pub(super) told: u32,
    /// Its last column, from zero.
    last_column: u16,
}

/// What a cell holds: eight bytes, for there may be millions.
#[derive(Clone, Copy)]
struct Filled {
    column: u16,
    /// The rank of its format among those of the table.
    format: u8,
    what: What,
    /// Of its text, its number or its formula.
    rank: u32,
}

#[derive(Clone, Copy)]
enum What {
    Nothing,
    Text,
    Number,
    Formula,
}

/// What a formula shows until a spreadsheet computes it again.
#[derive(Clone, Copy)]
pub(super) enum Shown {
    Number(f64),
    Text(&'static str),
}

/// A row: where its cells end among all, and its height in points where it isn't the usual one.
struct Row {
    end: usize,
    height: Option<f64>,
}

/// A cell that leads to a row of a sheet, from zero.
struct Link {
    row: u32,
    column: u16,
    target: Sheet,
    line: u32,
}

impl Body {
    /// No line yet, below titles.
    pub(super) fn new(first_row: u32, last_column: u16) -> Self {
        Self {
            first_row,
            texts: Texts::default(),
            cells: Vec::new(),
            rows: Vec::new(),
            numbers: Vec::new(),
            formulas: Vec::new(),
            links: Vec::new(),
            told: 0,
            last_column,
        }
    }

    /// Has the library number formats, where the lines will stand.
    pub(super) fn number_formats(&self, sheet: &mut Worksheet, formats: &[&Format]) -> Result<(), XlsxError> {
        for (format, column) in formats.iter().zip(0..) {
            sheet.write_blank(self.first_row, column, format)?;
        }
        Ok(())
    }

    /// A cell with nothing but its format.
    pub(super) fn blank(&mut self, column: u16, format: u8) {
        self.cells.push(Filled { column, format, what: What::Nothing, rank: 0 });
    }

    /// A text, by its rank.
    pub(super) fn text(&mut self, column: u16, format: u8, rank: u32) {
        self.told += 1;
        self.cells.push(Filled { column, format, what: What::Text, rank });
    }

    /// A number; a sheet has no other than finite ones.
    pub(super) fn number(&mut self, column: u16, format: u8, number: f64) {
        if !number.is_finite() {
            return self.blank(column, format);
        }
        let rank = self.numbers.len() as u32;
        self.numbers.push(number);
        self.cells.push(Filled { column, format, what: What::Number, rank });
    }

    /// A formula of ours, without its sign, and its value.
    pub(super) fn formula(&mut self, column: u16, format: u8, formula: String, value: Shown) {
        let rank = self.formulas.len() as u32;
        self.formulas.push((formula, value));
        self.cells.push(Filled { column, format, what: What::Formula, rank });
    }

    /// A text that leads to a row of a sheet, from zero.
    pub(super) fn link(&mut self, column: u16, format: u8, text: u32, (target, line): (Sheet, u32)) {
        self.links.push(Link { row: self.next_row(), column, target, line });
        self.text(column, format, text);
    }

    /// Ends a row; `height` in points where it isn't the usual one.
    pub(super) fn end_row(&mut self, height: Option<f64>) {
        self.rows.push(Row { end: self.cells.len(), height });
    }

    /// How many links there are.
    pub(super) fn links(&self) -> usize {
        self.links.len()
    }

    /// The row that comes next, from zero.
    fn next_row(&self) -> u32 {
        self.first_row + self.rows.len() as u32
    }

    /// Its last row, from zero; that of its titles where it has none.
    fn last_row(&self) -> u32 {
        self.next_row().saturating_sub(1)
    }
}

/// Writes a body in a sheet's XML, as the library made it: `ranks` are those of the body's texts in the workbook's table.
/// `out` is given the parts in order, none of them whole.
pub(super) fn write<E>(
    body: &Body,
    sheet: &str,
    ranks: &[u32],
    mut out: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let (before, model, after) = around(body, sheet);
    let formats = formats(model);
    out(with_extent(body, before).as_bytes())?;
    let mut lines = Vec::with_capacity(2 * ENOUGH);
    let mut from = 0;
    for (row, number) in body.rows.iter().zip(body.first_row + 1..) {
        body.write_row(row, number, &body.cells[from..row.end], (&formats, ranks), &mut lines);
        from = row.end;
        if lines.len() > ENOUGH {
            out(&lines)?;
            lines.clear();
        }
    }
    out(&lines)?;
    let (before, after) = after.split_at(after.find(LINKS_END).unwrap_or(after.len()));
    out(before.as_bytes())?;
    lines.clear();
    if !after.is_empty() {
        body.write_links(&mut lines);
    }
    out(&lines)?;
    out(after.as_bytes())
}

/// How many bytes of lines are handed over at once.
const ENOUGH: usize = 64 << 10;

const LINKS_END: &str = "</hyperlinks>";

/// What stands before the model of the lines, the model, and what stands after.
fn around<'s>(body: &Body, sheet: &'s str) -> (&'s str, &'s str, &'s str) {
    const END: &str = "</row>";
    let Some(start) = sheet.find(&format!("<row r=\"{}\"", body.first_row + 1)) else {
        return (sheet, "", "");
    };
    let end = sheet[start..].find(END).map_or(sheet.len(), |end| start + end + END.len());
    (&sheet[..start], &sheet[start..end], &sheet[end..])
}

/// The numbers of the formats, in the order of the cells of a model.
fn formats(model: &str) -> Vec<u32> {
    let cells = model.split("<c ").skip(1);
    cells
        .map(|cell| {
            let number = cell.split_once(" s=\"").and_then(|(_, rest)| rest.split_once('"'));
            number.and_then(|(number, _)| number.parse().ok()).unwrap_or_default()
        })
        .collect()
}

/// The beginning of a sheet, with the extent that it has once the lines are there.
fn with_extent(body: &Body, before: &str) -> String {
    const OPENING: &str = "<dimension ref=\"";
    let Some((start, rest)) = before.split_once(OPENING) else { return before.to_owned() };
    let Some((extent, rest)) = rest.split_once('"') else { return before.to_owned() };
    let (_, last) = extent.split_once(':').unwrap_or(("", extent));
    let known: u32 = last.trim_start_matches(|sign: char| sign.is_ascii_uppercase()).parse().unwrap_or(1);
    let last_column = column_number(last.as_bytes()).max(u32::from(body.last_column) + 1);
    let last_row = known.max(body.last_row() + 1);
    format!("{start}{OPENING}A1:{}{last_row}\"{rest}", column_letters(last_column - 1))
}

impl Body {
    /// A row whose number, counted from one, is told; a cell that stands right after another has no address.
    fn write_row(
        &self,
        row: &Row,
        number: u32,
        cells: &[Filled],
        (formats, ranks): (&[u32], &[u32]),
        out: &mut Vec<u8>,
    ) {
        if cells.is_empty() && row.height.is_none() {
            return;
        }
        out.extend_from_slice(b"<row r=\"");
        decimal(number, out);
        if let Some(height) = row.height {
            out.extend_from_slice(b"\" ht=\"");
            out.extend_from_slice(height.to_string().as_bytes());
            out.extend_from_slice(b"\" customHeight=\"1");
        }
        out.extend_from_slice(b"\">");
        let mut next = 0;
        for cell in cells {
            out.extend_from_slice(b"<c");
            if cell.column != next {
                out.extend_from_slice(b" r=\"");
                address(cell.column, number, out);
                out.push(b'"');
            }
            next = cell.column + 1;
            if let Some(format) = formats.get(usize::from(cell.format)).filter(|format| **format > 0) {
                out.extend_from_slice(b" s=\"");
                decimal(*format, out);
                out.push(b'"');
            }
            let rank = cell.rank as usize;
            match cell.what {
                What::Nothing => out.extend_from_slice(b"/>"),
                What::Text => {
                    out.extend_from_slice(b" t=\"s\"><v>");
                    decimal(ranks.get(rank).copied().unwrap_or_default(), out);
                    out.extend_from_slice(b"</v></c>");
                }
                What::Number => {
                    out.extend_from_slice(b"><v>");
                    figure(self.numbers.get(rank).copied().unwrap_or_default(), out);
                    out.extend_from_slice(b"</v></c>");
                }
                What::Formula => {
                    let (formula, value) = self
                        .formulas
                        .get(rank)
                        .map_or(("", Shown::Number(0.0)), |(formula, value)| (formula.as_str(), *value));
                    let is_text = matches!(value, Shown::Text(_));
                    out.extend_from_slice(if is_text { b" t=\"str\"><f>".as_slice() } else { b"><f>" });
                    escape(formula, out);
                    out.extend_from_slice(b"</f><v>");
                    match value {
                        Shown::Number(number) => figure(number, out),
                        Shown::Text(text) => escape(text, out),
                    }
                    out.extend_from_slice(b"</v></c>");
                }
            }
        }
        out.extend_from_slice(b"</row>");
    }

    fn write_links(&self, out: &mut Vec<u8>) {
        for link in &self.links {
            out.extend_from_slice(b"<hyperlink ref=\"");
            address(link.column, link.row + 1, out);
            out.extend_from_slice(b"\" location=\"");
            out.extend_from_slice(link.target.place(link.line).as_bytes());
            out.extend_from_slice(b"\"/>");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(body: &Body, sheet: &str, ranks: &[u32]) -> String {
        let mut all = Vec::new();
        write(body, sheet, ranks, |some| {
            all.extend_from_slice(some);
            Ok::<_, ()>(())
        })
        .unwrap();
        String::from_utf8(all).unwrap()
    }

    /// A sheet as the library makes it: titles, a model of two formats, a note below.
    const SHEET: &str = "<worksheet><dimension ref=\"A1:B5\"/><sheetData><row r=\"4\" spans=\"1:3\"><c r=\"A4\" s=\"1\" t=\"s\">\
                         <v>0</v></c></row><row r=\"5\" spans=\"1:3\"><c r=\"A5\" s=\"7\"/><c r=\"B5\" s=\"12\"/></row></sheetData>\
                         <hyperlinks><hyperlink ref=\"A2\" location=\"'Synthèse'!A1\"/></hyperlinks><pageMargins/></worksheet>";

    #[test]
    fn lines_take_the_place_of_their_model() {
        let mut body = Body::new(4, 28);
        let uai = body.texts.rank("0440001A");
        body.link(0, 1, uai, (Sheet::Matrix, 6));
        body.number(1, 0, 12.5);
        body.end_row(None);
        body.blank(0, 0);
        body.formula(1, 0, "IF(D2<5,\"\",1)".into(), Shown::Text("< 5 écoles"));
        // After a gap, a cell has an address; the next one stands beside it.
        body.formula(27, 1, "COUNTIF(A1:B1,\"<>*à définir*\")".into(), Shown::Number(3.0));
        body.text(28, 0, uai);
        body.end_row(Some(24.75));
        let sheet = written(&body, SHEET, &[40]);
        let (before, after) = SHEET.split_once("<row r=\"5\"").unwrap();
        let (_, after) = after.split_once("</row>").unwrap();
        let rows = "<row r=\"5\"><c s=\"12\" t=\"s\"><v>40</v></c><c s=\"7\"><v>12.5</v></c></row>\
                    <row r=\"6\" ht=\"24.75\" customHeight=\"1\"><c s=\"7\"/>\
                    <c s=\"7\" t=\"str\"><f>IF(D2&lt;5,\"\",1)</f><v>&lt; 5 écoles</v></c><c r=\"AB6\" s=\"12\"><f>COUNTIF(A1:B1,\
                    \"&lt;&gt;*à définir*\")</f><v>3</v></c><c s=\"7\" t=\"s\"><v>40</v></c></row>";
        let link = "<hyperlink ref=\"A5\" location=\"'Matrice écoles'!A7\"/></hyperlinks>";
        let expected = [&before.replace("A1:B5", "A1:AC6"), rows, &after.replace("</hyperlinks>", link)];
        assert_eq!(sheet, expected.concat());
    }

    #[test]
    fn a_table_without_lines_leaves_nothing_of_their_model() {
        let sheet = written(&Body::new(4, 2), SHEET, &[]);
        let (before, after) = SHEET.split_once("<row r=\"5\"").unwrap();
        let (_, after) = after.split_once("</row>").unwrap();
        assert_eq!(sheet, [&before.replace("A1:B5", "A1:C5"), after].concat());
    }

    #[test]
    fn what_is_no_number_is_no_cell_s_value() {
        let mut body = Body::new(0, 0);
        body.number(0, 0, f64::NAN);
        body.end_row(None);
        assert_eq!(
            written(&body, "<row r=\"1\"><c r=\"A1\" s=\"2\"/></row>", &[]),
            "<row r=\"1\"><c s=\"2\"/></row>"
        );
    }
}
