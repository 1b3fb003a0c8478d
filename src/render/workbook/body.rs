//! The lines of a table, kept by us until the workbook is packed: the library would look a format up, copy each text and
//! write an address for every cell of a sheet, which costs several times what it takes to say them.
//!
//! The library writes all that stands around them. Under the titles it writes one line of blank cells, each with a format
//! that the lines use: packing reads there how the formats are numbered, and puts the lines in its place.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use crate::model::place::column_letters;

use super::safe;
use super::sheets::Sheet;
use super::texts::Texts;

/// The lines of a table.
pub(super) struct Body {
    /// Rank of its first row, from zero.
    first_row: u32,
    /// Every text of its cells.
    pub(super) texts: Texts,
    cells: Vec<Filled>,
    rows: Vec<Row>,
    numbers: Vec<f64>,
    formulas: Vec<(String, f64)>,
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
    pub(super) fn formula(&mut self, column: u16, format: u8, formula: String, value: f64) {
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

/// The column that an address begins with, counted from one; zero where it begins with none.
fn column_number(address: &[u8]) -> u32 {
    let letters = address.iter().take_while(|byte| byte.is_ascii_uppercase());
    letters.fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1)
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
                    let (formula, value) =
                        self.formulas.get(rank).map_or(("", 0.0), |(formula, value)| (formula, *value));
                    out.extend_from_slice(b"><f>");
                    escape(formula, out);
                    out.extend_from_slice(b"</f><v>");
                    figure(value, out);
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

/// The texts of some bodies, each once, in the order met, numbered after those that the library has.
pub(super) struct Shared {
    texts: Texts,
    /// How many cells hold one.
    told: u32,
    /// How many texts the library has.
    known: u32,
}

impl Shared {
    /// Begins after the texts of the library's table.
    pub(super) fn after(table: &str) -> Self {
        Self { texts: Texts::default(), told: 0, known: counted(table, "uniqueCount").unwrap_or_default() }
    }

    /// The number of each text of a body, by its rank there.
    pub(super) fn numbers(&mut self, body: &Body) -> Vec<u32> {
        self.told += body.told;
        body.texts.iter().map(|text| self.known + self.texts.rank(text)).collect()
    }

    /// Adds the texts to the workbook's table, as the library made it.
    pub(super) fn write<E>(&self, table: &str, mut out: impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        const END: &str = "</sst>";
        let (before, after) = table.split_at(table.rfind(END).unwrap_or(table.len()));
        let known = counted(before, "count").unwrap_or_default();
        let counts = [("count", known + self.told), ("uniqueCount", self.known + self.texts.len() as u32)];
        let counted = counts.iter().fold(before.to_owned(), |text, (name, count)| {
            let Some((start, rest)) = text.split_once(&format!(" {name}=\"")) else { return text };
            let rest = rest.trim_start_matches(|sign: char| sign.is_ascii_digit());
            format!("{start} {name}=\"{count}{rest}")
        });
        out(counted.as_bytes())?;
        let mut some = Vec::with_capacity(2 * ENOUGH);
        for text in self.texts.iter() {
            let text = safe::text(text);
            let edge = [' ', '\t', '\n'];
            let keeps_blanks = text.starts_with(edge) || text.ends_with(edge);
            some.extend_from_slice(if keeps_blanks {
                b"<si><t xml:space=\"preserve\">".as_slice()
            } else {
                b"<si><t>"
            });
            escape(&text, &mut some);
            some.extend_from_slice(b"</t></si>");
            if some.len() > ENOUGH {
                out(&some)?;
                some.clear();
            }
        }
        out(&some)?;
        out(after.as_bytes())
    }
}

/// What a table of texts says of its counts: `count`, `uniqueCount`.
fn counted(table: &str, name: &str) -> Option<u32> {
    let (_, rest) = table.split_once(&format!(" {name}=\""))?;
    rest.split_once('"')?.0.parse().ok()
}

/// A text as XML holds it. « _x0041_ » would be read as « A »: its first sign is written so itself.
fn escape(text: &str, out: &mut Vec<u8>) {
    let mut kept = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped: &[u8] = match byte {
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            b'_' if reads_as_code(&text.as_bytes()[at..]) => b"_x005F_",
            _ => continue,
        };
        out.extend_from_slice(&text.as_bytes()[kept..at]);
        out.extend_from_slice(escaped);
        kept = at + 1;
    }
    out.extend_from_slice(&text.as_bytes()[kept..]);
}

fn reads_as_code(text: &[u8]) -> bool {
    matches!(text, [b'_', b'x', code @ .., ] if code.len() > 4
        && code[..4].iter().all(u8::is_ascii_hexdigit) && code[4] == b'_')
}

/// « AB12 », of a column from zero and of a row's number.
fn address(column: u16, row: u32, out: &mut Vec<u8>) {
    out.extend_from_slice(column_letters(column.into()).as_bytes());
    decimal(row, out);
}

fn figure(number: f64, out: &mut Vec<u8>) {
    let whole = number as u32;
    if f64::from(whole) == number && number.is_sign_positive() {
        return decimal(whole, out);
    }
    out.extend_from_slice(number.to_string().as_bytes());
}

fn decimal(mut number: u32, out: &mut Vec<u8>) {
    let mut digits = [b'0'; 10];
    let mut first = digits.len();
    loop {
        first -= 1;
        digits[first] += (number % 10) as u8;
        number /= 10;
        if number == 0 {
            return out.extend_from_slice(&digits[first..]);
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

    fn escaped(text: &str) -> String {
        let mut escaped = Vec::new();
        escape(text, &mut escaped);
        String::from_utf8(escaped).unwrap()
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
        // After a gap, a cell has an address; the next one stands beside it.
        body.formula(27, 1, "COUNTIF(A1:B1,\"<>*à définir*\")".into(), 3.0);
        body.text(28, 0, uai);
        body.end_row(Some(24.75));
        let sheet = written(&body, SHEET, &[40]);
        let (before, after) = SHEET.split_once("<row r=\"5\"").unwrap();
        let (_, after) = after.split_once("</row>").unwrap();
        let rows = "<row r=\"5\"><c s=\"12\" t=\"s\"><v>40</v></c><c s=\"7\"><v>12.5</v></c></row>\
                    <row r=\"6\" ht=\"24.75\" customHeight=\"1\"><c s=\"7\"/><c r=\"AB6\" s=\"12\"><f>COUNTIF(A1:B1,\
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
    fn texts_are_added_once_to_the_library_s_table() {
        let bodies = ["mairie", "école & <collège>"].map(|own| {
            let mut body = Body::new(4, 0);
            for text in [own, " autre", own] {
                let rank = body.texts.rank(text);
                body.text(0, 0, rank);
            }
            body
        });
        let table = "<sst count=\"9\" uniqueCount=\"2\"><si><t>Rang</t></si><si><t>UAI</t></si></sst>";
        let mut shared = Shared::after(table);
        assert_eq!(bodies.each_ref().map(|body| shared.numbers(body)), [[2, 3], [4, 3]]);
        let mut all = Vec::new();
        shared
            .write(table, |some| {
                all.extend_from_slice(some);
                Ok::<_, ()>(())
            })
            .unwrap();
        assert_eq!(
            String::from_utf8(all).unwrap(),
            "<sst count=\"15\" uniqueCount=\"5\"><si><t>Rang</t></si><si><t>UAI</t></si><si><t>mairie</t></si>\
             <si><t xml:space=\"preserve\"> autre</t></si><si><t>école &amp; &lt;collège&gt;</t></si></sst>"
        );
    }

    #[test]
    fn what_reads_as_a_code_of_excel_stays_a_text() {
        assert_eq!(escaped("_x0041_ & _x00"), "_x005F_x0041_ &amp; _x00");
        assert_eq!(escaped("__xABCD_é_x00g1_"), "__x005F_xABCD_é_x00g1_");
        assert_eq!(escaped("« Lu » <b>"), "« Lu » &lt;b&gt;");
    }

    #[test]
    fn figures_are_written_as_they_are() {
        let shown = |number: f64| {
            let mut shown = Vec::new();
            figure(number, &mut shown);
            String::from_utf8(shown).unwrap()
        };
        let told = [0.0, 7.0, 4_294_967_296.0, -3.0, 0.25, 45_987.5].map(shown);
        assert_eq!(told, ["0", "7", "4294967296", "-3", "0.25", "45987.5"]);
        let mut body = Body::new(0, 0);
        body.number(0, 0, f64::NAN);
        body.end_row(None);
        assert_eq!(
            written(&body, "<row r=\"1\"><c r=\"A1\" s=\"2\"/></row>", &[]),
            "<row r=\"1\"><c s=\"2\"/></row>"
        );
    }
}
