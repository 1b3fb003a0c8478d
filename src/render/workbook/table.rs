//! A real Excel table: unique headers, filters, widths from content, one kind of value a column.

use rust_xlsxwriter::{Format, IgnoreError, Table, TableColumn, TableStyle, Worksheet, XlsxError};

use super::body::{Body, Shown};
use super::cells::{self, Cell, Column, Kind};
use super::measure;
use super::page;
use super::styles::Styles;

/// The most links that Excel accepts in one sheet. Source: Excel's specifications and limits.
const MOST_LINKS: usize = 65_530;

/// As narrow as a column may be for its title to stand on few lines.
const NARROW: usize = 12;
/// The first column also holds the link back to the summary.
const WIDTH_OF_BACK_LINK: usize = 11;
/// The tallest row, in lines: a longer text is read in the formula bar.
const MOST_ROW_LINES: usize = 12;

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
    /// Others share its columns, and its rows where it has no text on several lines.
    Shared,
}

/// Has the library write a table, its rows from top to bottom. Gives the rank of its last row. A table always has one row at
/// least, blank if there is nothing to list.
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
    set_up(sheet, styles, spec, last_row, last_row)?;
    let mut widths = vec![0; spec.columns.len()];
    let mut line = Vec::with_capacity(spec.columns.len());
    for (values, row) in rows.zip(spec.top + 1..) {
        line.extend(values);
        // LibreOffice doesn't fit the height of a row to wrapped texts when it opens an .xlsx.
        let height = lines(&line, spec.columns, styles);
        if height > 1 {
            sheet.set_row_height(row, styles.row_height(height.min(MOST_ROW_LINES)))?;
        }
        for (((cell, column), position), width) in
            line.drain(..).zip(spec.columns).zip(spec.left..).zip(&mut widths)
        {
            *width = cell.width_beyond(*width).max(*width);
            cells::put(sheet, styles, (row, position), cell, column.kind)?;
        }
    }
    set_widths(sheet, styles, spec, &widths)?;
    Ok(last_row)
}

/// A table that has a sheet to itself, whose lines packing writes. A table always has one row at least, blank if there is
/// nothing to list.
pub(super) fn told<'a, R>(
    sheet: &mut Worksheet,
    styles: &Styles,
    spec: &Spec<'_>,
    rows: R,
) -> Result<(Body, u32), XlsxError>
where
    R: ExactSizeIterator,
    R::Item: IntoIterator<Item = Cell<'a>>,
{
    let last_row = spec.top + (rows.len().max(1) as u32);
    // The library notes each cell of a table, to see that none belongs to two: it knows one line of this one, and packing
    // tells the others.
    set_up(sheet, styles, spec, spec.top + 1, last_row)?;
    let formats = Formats::of(spec, styles);
    let mut body = Body::new(spec.top + 1, spec.left + spec.columns.len() as u16 - 1);
    body.number_formats(sheet, &formats.all)?;
    let mut columns: Vec<Written> =
        spec.columns.iter().map(|column| Written::new(column, styles, &formats)).collect();
    for values in rows {
        let mut height = 1;
        for ((cell, column), position) in values.into_iter().zip(&mut columns).zip(spec.left..) {
            height = height.max(column.add(&mut body, &formats, position, cell));
        }
        body.end_row((height > 1).then(|| styles.row_height(height.min(MOST_ROW_LINES))));
    }
    let widths: Vec<usize> = columns.iter().map(|column| column.width).collect();
    set_widths(sheet, styles, spec, &widths)?;
    body.texts.close();
    Ok((body, last_row))
}

/// The formats of a table's cells, in the order that its lines count them.
struct Formats<'s> {
    all: Vec<&'s Format>,
    kinds: Vec<Kind>,
    link: u8,
    styles: &'s Styles,
}

impl<'s> Formats<'s> {
    fn of(spec: &Spec<'_>, styles: &'s Styles) -> Self {
        let mut kinds: Vec<Kind> = Vec::new();
        for kind in spec.columns.iter().map(|column| column.kind) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        // An hour that Excel doesn't know leaves a day.
        if kinds.contains(&Kind::Instant) && !kinds.contains(&Kind::Date) {
            kinds.push(Kind::Date);
        }
        let mut all: Vec<&Format> = kinds.iter().map(|kind| &styles.of(*kind).cell).collect();
        all.push(&styles.link);
        let link = all.len() as u8 - 1;
        if kinds.contains(&Kind::Rate) {
            all.extend(styles.close_rates());
        }
        Self { all, kinds, link, styles }
    }

    fn of_kind(&self, kind: Kind) -> u8 {
        self.kinds.iter().position(|other| *other == kind).unwrap_or_default() as u8
    }

    /// The format of a rate that rounding would show as another.
    fn of_rate(&self, rate: f64) -> Option<u8> {
        let close = self.styles.of_close_rate(rate)?;
        self.all.iter().position(|format| std::ptr::eq(*format, close)).map(|rank| rank as u8)
    }
}

/// A column whose cells come one after the other.
struct Written {
    kind: Kind,
    format: u8,
    /// Where its texts are cut, in digits of their size, if they stand on several lines.
    wraps_at: Option<f64>,
    /// How wide a cell may make it.
    widest: usize,
    /// The widest cell so far.
    width: usize,
    /// The rank of its last text: schools and documents repeat line after line.
    last: Option<u32>,
    /// On how many lines each text stands, by rank; 0 where none asked.
    lines: Vec<u8>,
}

impl Written {
    fn new(column: &Column, styles: &Styles, formats: &Formats<'_>) -> Self {
        let wraps = column.kind == Kind::Wrapped;
        Self {
            kind: column.kind,
            format: formats.of_kind(column.kind),
            wraps_at: wraps.then(|| digits(column, styles)),
            widest: styles.cell_digits(column.widest).ceil() as usize,
            width: 0,
            last: None,
            lines: Vec::new(),
        }
    }

    /// Adds a cell; gives the lines it stands on.
    fn add(&mut self, body: &mut Body, formats: &Formats<'_>, position: u16, cell: Cell<'_>) -> usize {
        // Before an hour becomes the number that Excel keeps, which is shorter than what it shows.
        if !matches!(cell, Cell::Text(_)) && self.width < self.widest {
            self.width = cell.width_beyond(self.width).max(self.width);
        }
        let (cell, own) = cell.counted();
        let format = own.filter(|kind| *kind != self.kind).map_or(self.format, |kind| formats.of_kind(kind));
        match cell {
            Cell::Text(text) if !text.is_empty() => {
                let rank = self.rank(body, &text);
                body.text(position, format, rank);
                return self.wraps_at.map_or(1, |digits| self.lines_of(rank, &text, digits));
            }
            Cell::Number(number) => {
                let close = (self.kind == Kind::Rate).then(|| formats.of_rate(number)).flatten();
                body.number(position, close.unwrap_or(format), number);
            }
            Cell::Formula(formula, value) => {
                let formula = formula.trim_start_matches('=').to_owned();
                body.formula(position, format, formula, Shown::Number(value));
            }
            Cell::Worded(formula, text) => {
                let formula = formula.trim_start_matches('=').to_owned();
                body.formula(position, format, formula, Shown::Text(text));
            }
            Cell::Link(text, target, line) => {
                let rank = self.rank(body, &text);
                if body.links() < MOST_LINKS {
                    body.link(position, formats.link, rank, (target, line));
                } else {
                    body.text(position, format, rank);
                }
            }
            Cell::Text(_) | Cell::Blank | Cell::Date(_) | Cell::Instant(_) => body.blank(position, format),
        }
        1
    }

    /// The rank of a text, which makes the column as wide as it must be.
    fn rank(&mut self, body: &mut Body, text: &str) -> u32 {
        if let Some(last) = self.last.filter(|last| body.texts.get(*last) == text) {
            return last;
        }
        // A column that is as wide as it may be needs no wider cell.
        if self.width < self.widest {
            self.width = cells::width_beyond(text, self.width).max(self.width);
        }
        let rank = body.texts.rank(text);
        self.last = Some(rank);
        rank
    }

    fn lines_of(&mut self, rank: u32, text: &str, digits: f64) -> usize {
        let rank = rank as usize;
        if self.lines.len() <= rank {
            self.lines.resize(rank + 1, 0);
        }
        let known = &mut self.lines[rank];
        if *known == 0 {
            *known = measure::lines(text, digits).clamp(1, u8::MAX.into()) as u8;
        }
        (*known).into()
    }
}

/// Formats, widths and titles; the table, of which the library knows the lines up to `known`.
fn set_up(
    sheet: &mut Worksheet,
    styles: &Styles,
    spec: &Spec<'_>,
    known: u32,
    last_row: u32,
) -> Result<(), XlsxError> {
    let last_column = spec.left + (spec.columns.len() as u16) - 1;
    if spec.layout != Layout::Shared {
        for (column, position) in spec.columns.iter().zip(spec.left..) {
            sheet.set_column_format(position, &styles.of(column.kind).column)?;
        }
        sheet.set_row_height(spec.top, header_height(spec.columns, styles))?;
    }
    let headers: Vec<TableColumn> = unique_headers(spec.columns)
        .into_iter()
        .zip(spec.columns)
        .map(|(header, column)| {
            TableColumn::new().set_header(header).set_header_format(styles.header_of(column.kind))
        })
        .collect();
    let table = Table::new()
        .set_name(spec.name)
        .set_alt_text(spec.alt)
        .set_style(TableStyle::Light15)
        // A filter hides whole rows: those of the tables beside it too.
        .set_autofilter(spec.layout == Layout::Alone)
        .set_columns(&headers);
    sheet.add_table(spec.top, spec.left, known, last_column, &table)?;

    // A département or a phone is text on purpose: Excel need not mark each one as a number gone wrong.
    for (column, position) in spec.columns.iter().zip(spec.left..) {
        if matches!(column.kind, Kind::Text | Kind::Code | Kind::Wrapped) {
            let error = IgnoreError::NumberStoredAsText;
            sheet.ignore_error_range(spec.top + 1, position, last_row, position, error)?;
        }
    }
    Ok(())
}

fn set_widths(
    sheet: &mut Worksheet,
    styles: &Styles,
    spec: &Spec<'_>,
    widths: &[usize],
) -> Result<(), XlsxError> {
    if spec.layout == Layout::Shared {
        return Ok(());
    }
    for ((column, position), content) in spec.columns.iter().zip(spec.left..).zip(widths) {
        let width = column.width(*content, styles);
        let width = if position == 0 { width.max(WIDTH_OF_BACK_LINK) } else { width };
        sheet.set_column_width(position, width as f64)?;
    }
    Ok(())
}

/// Where the texts of a column are cut, in digits of their size.
fn digits(column: &Column, styles: &Styles) -> f64 {
    styles.cell_digits(column.widest.max(column.narrowest(styles)))
}

/// On how many lines a row stands.
pub(super) fn lines(cells: &[Cell<'_>], columns: &[Column], styles: &Styles) -> usize {
    let wrapped = cells.iter().zip(columns).filter(|(_, column)| column.kind == Kind::Wrapped);
    let of_cell = |(cell, column): (&Cell<'_>, &Column)| cell.lines(digits(column, styles));
    wrapped.map(of_cell).max().unwrap_or(1)
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
            let gap = if header.is_empty() { "" } else { " " };
            header.push_str(&[gap, "(", &rank.to_string(), ")"].concat());
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
}
