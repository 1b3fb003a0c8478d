//! A real Excel table: unique headers, filters, widths from content, one kind of value a column.

use std::borrow::Cow;

use rust_xlsxwriter::{ExcelDateTime, Formula, Table, TableColumn, TableStyle, Url, Worksheet, XlsxError};

use crate::model::calendar::{Date, DateTime, day_in_french};
use crate::model::indicator::Rate;

use super::page::{self, Sheet};
use super::safe;
use super::styles::Styles;

/// The most links that Excel accepts in one sheet. Source: Excel's specifications and limits.
const MOST_LINKS: usize = 65_530;
/// The longest header: Excel accepts 255 signs, readers fewer.
const LONGEST_HEADER: usize = 120;

/// Height of a line of text, in points.
const LINE_HEIGHT: f64 = 15.0;
/// As narrow as a column may be for its title to stand on few lines.
const NARROW: usize = 12;
/// The first column also holds the link back to the summary.
const WIDTH_OF_BACK_LINK: usize = 11;
/// The tallest row, in lines: a longer text is read in the formula bar.
const MOST_ROW_LINES: usize = 12;

/// What a column holds, which tells its format and how wide it may grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text on one line.
    Text,
    /// An identifier, a phone: digits that are no number.
    Code,
    /// A sentence, on as many lines as it takes.
    Wrapped,
    /// A symbol and a word.
    Mark,
    /// A whole number.
    Count,
    /// A percentage.
    Rate,
    /// A number with decimals.
    Decimal,
    /// Euros.
    Money,
    /// A day.
    Date,
    /// A day and an hour.
    Instant,
}

impl Kind {
    /// How wide a column may grow, in signs.
    fn widest(self) -> usize {
        match self {
            Self::Text => 42,
            Self::Code => 66,
            Self::Wrapped => 52,
            _ => 18,
        }
    }
}

/// A column of a table.
pub(super) struct Column {
    header: String,
    kind: Kind,
    widest: usize,
}

impl Column {
    /// A column with its title.
    pub(super) fn new(header: &str, kind: Kind) -> Self {
        Self { header: safe::line(header, LONGEST_HEADER), kind, widest: kind.widest() }
    }

    /// Keeps the column from growing over that many signs.
    pub(super) fn at_most(mut self, signs: usize) -> Self {
        self.widest = signs;
        self
    }

    /// The width that its title's longest word needs, and the filter's button where the title is one word.
    fn narrowest(&self, styles: &Styles) -> usize {
        let word = self.header.split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
        styles.header_signs(word) + if self.header.contains(' ') { 1 } else { 3 }
    }

    /// Its width for a longest cell of so many signs.
    fn width(&self, content: usize, styles: &Styles) -> usize {
        (styles.cell_signs(content) + 1).min(self.widest).max(self.narrowest(styles))
    }
}

/// A value in a cell.
pub(super) enum Cell<'a> {
    /// Nothing.
    Blank,
    /// A text, whoever wrote it.
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// A day.
    Date(Date),
    /// A day and an hour.
    Instant(DateTime),
    /// A formula of ours and its value.
    Formula(String, f64),
    /// A text of ours that leads to a line of a sheet.
    Link(Cow<'a, str>, Sheet, u32),
}

impl<'a> Cell<'a> {
    /// A text.
    pub(super) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// A count.
    pub(super) fn count(number: u32) -> Self {
        Self::Number(f64::from(number))
    }

    /// A number if there is one.
    pub(super) fn number(number: Option<f64>) -> Self {
        number.filter(|number| number.is_finite()).map_or(Self::Blank, Self::Number)
    }

    /// A rate; blank where there is nothing to divide by.
    pub(super) fn rate(rate: Rate) -> Self {
        rate.value().map_or(Self::Blank, Self::Number)
    }

    /// « Oui », « Non », or blank where nobody said.
    pub(super) fn yes_or_no(answer: Option<bool>) -> Self {
        answer.map_or(Self::Blank, |yes| Self::text(if yes { "Oui" } else { "Non" }))
    }

    /// On how many lines it stands in a column of so many signs.
    fn lines(&self, width: usize) -> usize {
        match self {
            Self::Text(text) => text.lines().map(|line| page::wrapped_lines(line, width)).sum(),
            _ => 1,
        }
    }

    /// How many signs it takes on its longest line.
    fn width(&self) -> usize {
        match self {
            Self::Blank => 0,
            Self::Text(text) | Self::Link(text, ..) => {
                text.lines().map(|line| line.chars().count()).max().unwrap_or(0)
            }
            Self::Number(number) | Self::Formula(_, number) => {
                let digits = format!("{:.0}", number.abs()).len();
                digits + digits / 3 + 4
            }
            Self::Date(_) => 10,
            Self::Instant(_) => 16,
        }
    }
}

/// A table to write.
pub(super) struct Spec<'a> {
    /// Its name in formulas.
    pub(super) name: &'a str,
    /// What it tells, for screen readers.
    pub(super) alt: &'a str,
    /// Row of its headers, from zero.
    pub(super) top: u32,
    /// Its first column, from zero.
    pub(super) left: u16,
    /// Its columns.
    pub(super) columns: &'a [Column],
    /// How it shares its sheet.
    pub(super) layout: Layout,
}

/// How a table shares its sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// The sheet is its own: it sets formats and widths of columns, and heights of rows.
    Alone,
    /// Alone too, on a sheet that streams its rows to disk: no format per cell, no height per row.
    Streamed,
    /// Others share its columns.
    Shared,
}

/// Writes a table, its rows from top to bottom: a sheet that streams its rows to disk accepts no other order.
/// Gives the rank of its last row. A table always has one row at least, blank if there is nothing to list.
pub(super) fn write<'a, R>(
    sheet: &mut Worksheet,
    styles: &Styles,
    spec: &Spec<'_>,
    rows: R,
) -> Result<u32, XlsxError>
where
    R: ExactSizeIterator,
    R::Item: IntoIterator<Item = Cell<'a>>,
{
    let last_row = spec.top + (rows.len().max(1) as u32);
    let last_column = spec.left + (spec.columns.len() as u16) - 1;
    if spec.layout != Layout::Shared {
        for (column, position) in spec.columns.iter().zip(spec.left..) {
            sheet.set_column_format(position, &styles.of(column.kind).column)?;
        }
        // A row that is streamed can't be changed later, when the widths are known.
        sheet.set_row_height(spec.top, header_height(spec.columns, styles))?;
    }
    let headers: Vec<TableColumn> = unique_headers(spec.columns)
        .into_iter()
        .map(|header| TableColumn::new().set_header(header).set_header_format(&styles.header))
        .collect();
    let table = Table::new()
        .set_name(spec.name)
        .set_alt_text(spec.alt)
        .set_style(TableStyle::Light15)
        .set_columns(&headers);
    sheet.add_table(spec.top, spec.left, last_row, last_column, &table)?;

    let mut widths = vec![0; spec.columns.len()];
    let mut links = 0;
    for (cells, row) in rows.zip(spec.top + 1..) {
        let mut lines = 1;
        for (((cell, column), position), width) in
            cells.into_iter().zip(spec.columns).zip(spec.left..).zip(&mut widths)
        {
            *width = cell.width().max(*width);
            links += usize::from(matches!(cell, Cell::Link(..)));
            let cell = match cell {
                Cell::Link(text, ..) if links > MOST_LINKS => Cell::Text(text),
                cell => cell,
            };
            if column.kind == Kind::Wrapped {
                // Widths are counted in digits; letters are narrower by a tenth at least.
                lines = lines.max(cell.lines(column.widest * 11 / 10));
            }
            let kind = (spec.layout != Layout::Streamed).then_some(column.kind);
            put(sheet, styles, (row, position), cell, kind)?;
        }
        // LibreOffice doesn't fit the height of a row to wrapped texts when it opens an .xlsx.
        if spec.layout == Layout::Alone && lines > 1 {
            sheet.set_row_height(row, LINE_HEIGHT * lines.min(MOST_ROW_LINES) as f64)?;
        }
    }
    if spec.layout != Layout::Shared {
        for ((column, position), content) in spec.columns.iter().zip(spec.left..).zip(widths) {
            let width = column.width(content, styles);
            let width = if position == 0 { width.max(WIDTH_OF_BACK_LINK) } else { width };
            sheet.set_column_width(position, width as f64)?;
        }
    }
    Ok(last_row)
}

/// Writes a value. Without a kind, the column of the sheet gives the format: looking a format up for each cell costs
/// as much as writing it.
pub(super) fn put(
    sheet: &mut Worksheet,
    styles: &Styles,
    (row, column): (u32, u16),
    cell: Cell<'_>,
    kind: Option<Kind>,
) -> Result<(), XlsxError> {
    let own = kind.map(|kind| &styles.of(kind).cell);
    match cell {
        Cell::Blank => {
            if let Some(format) = own {
                sheet.write_blank(row, column, format)?;
            }
        }
        Cell::Text(text) => {
            let text = safe::text(&text);
            match own {
                Some(format) => sheet.write_string_with_format(row, column, text, format)?,
                None => sheet.write_string(row, column, text)?,
            };
        }
        Cell::Number(number) => {
            let close = (kind == Some(Kind::Rate)).then(|| styles.of_close_rate(number)).flatten();
            match close.or(own) {
                Some(format) => sheet.write_number_with_format(row, column, number, format)?,
                None => sheet.write_number(row, column, number)?,
            };
        }
        Cell::Date(day) => match page::excel_date(day) {
            Some(date) => {
                sheet.write_datetime_with_format(row, column, &date, &styles.of(Kind::Date).cell)?;
            }
            // Excel knows no day before 1900.
            None => return put(sheet, styles, (row, column), Cell::text(day_in_french(day)), kind),
        },
        Cell::Instant(instant) => {
            let time = instant.time();
            let date = page::excel_date(instant.date()).map(|date: ExcelDateTime| {
                let (hour, minute) = (time.hour().unsigned_abs(), time.minute().unsigned_abs());
                date.and_hms(hour.into(), minute, f64::from(time.second()))
            });
            match date {
                Some(Ok(date)) => {
                    sheet.write_datetime_with_format(row, column, &date, &styles.of(Kind::Instant).cell)?;
                }
                _ => return put(sheet, styles, (row, column), Cell::Date(instant.date()), kind),
            }
        }
        Cell::Formula(formula, value) => {
            let formula = Formula::new(formula).set_result(value.to_string());
            match own {
                Some(format) => sheet.write_formula_with_format(row, column, formula, format)?,
                None => sheet.write_formula(row, column, formula)?,
            };
        }
        Cell::Link(text, target, line) => {
            let url = Url::new(target.address(line)).set_text(safe::text(&text));
            sheet.write_url_with_format(row, column, &url, &styles.link)?;
        }
    }
    Ok(())
}

/// How high a row of titles is where each column is no wider than it must be.
pub(super) fn header_height(columns: &[Column], styles: &Styles) -> f64 {
    let lines = columns.iter().map(|column| {
        let width = column.narrowest(styles).max(column.widest.min(NARROW));
        page::wrapped_lines(&column.header, width)
    });
    styles.header_height(lines.max().unwrap_or(1))
}

/// The titles, told apart where two would be the same for Excel, which ignores case.
fn unique_headers(columns: &[Column]) -> Vec<String> {
    let mut headers: Vec<String> = Vec::with_capacity(columns.len());
    for (column, rank) in columns.iter().zip(1..) {
        let taken = |header: &str| headers.iter().any(|other| other.to_lowercase() == header.to_lowercase());
        let mut header = column.header.clone();
        while header.is_empty() || taken(&header) {
            header = format!("{header} ({rank})").trim_start().to_owned();
        }
        headers.push(header);
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_told_apart_as_excel_does() {
        let columns = ["Nom", "NOM", "", "nom"].map(|header| Column::new(header, Kind::Text));
        assert_eq!(unique_headers(&columns), ["Nom", "NOM (2)", "(3)", "nom (4)"]);
    }

    #[test]
    fn columns_follow_their_content_within_bounds() {
        let column = Column::new("Compétence", Kind::Text);
        let styles = Styles::new();
        assert_eq!(column.width(3, &styles), 13);
        assert_eq!(column.width(30, &styles), 31);
        assert_eq!(column.width(300, &styles), 42);
        assert!(column.width(30, &Styles::compact()) < 31);
    }
}
