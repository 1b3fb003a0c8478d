//! A real Excel table: unique headers, filters, widths from content, one kind of value a column.

use rust_xlsxwriter::{IgnoreError, Table, TableColumn, TableStyle, Worksheet, XlsxError};

use super::cells::{self, Cell, Column, Kind};
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
    /// Alone too, on a sheet that streams its rows to disk: no format per cell.
    Streamed,
    /// Others share its columns, and its rows where it has no text on several lines.
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
        .zip(spec.columns)
        .map(|(header, column)| {
            TableColumn::new().set_header(header).set_header_format(styles.header_of(column.kind))
        })
        .collect();
    let table = Table::new()
        .set_name(spec.name)
        .set_alt_text(spec.alt)
        .set_style(TableStyle::Light15)
        .set_columns(&headers);
    // The library notes each cell of a table, to see that none belongs to two: tens of megabytes for a sheet that streams
    // its lines, whose table stands alone. It knows one line of it; packing tells the others.
    let known = if spec.layout == Layout::Streamed { spec.top + 1 } else { last_row };
    sheet.add_table(spec.top, spec.left, known, last_column, &table)?;

    // A département or a phone is text on purpose: Excel need not mark each one as a number gone wrong.
    for (column, position) in spec.columns.iter().zip(spec.left..) {
        if matches!(column.kind, Kind::Text | Kind::Code | Kind::Wrapped) {
            let error = IgnoreError::NumberStoredAsText;
            sheet.ignore_error_range(spec.top + 1, position, last_row, position, error)?;
        }
    }

    let mut widths = vec![0; spec.columns.len()];
    let mut links = 0;
    let kind_of = |column: &Column| (spec.layout != Layout::Streamed).then_some(column.kind);
    let mut line = Vec::with_capacity(spec.columns.len());
    for (values, row) in rows.zip(spec.top + 1..) {
        line.extend(values);
        // LibreOffice doesn't fit the height of a row to wrapped texts when it opens an .xlsx; a row that is streamed
        // is given its height before its cells.
        let height = lines(&line, spec.columns, styles);
        if height > 1 {
            sheet.set_row_height(row, styles.row_height(height.min(MOST_ROW_LINES)))?;
        }
        for (((cell, column), position), width) in
            line.drain(..).zip(spec.columns).zip(spec.left..).zip(&mut widths)
        {
            // A column that is as wide as it may be needs no wider cell.
            if *width < styles.cell_digits(column.widest).ceil() as usize {
                *width = cell.width_beyond(*width).max(*width);
            }
            links += usize::from(matches!(cell, Cell::Link(..)));
            let cell = match cell {
                Cell::Link(text, ..) if links > MOST_LINKS => Cell::Text(text),
                cell => cell,
            };
            cells::put(sheet, styles, (row, position), cell, kind_of(column))?;
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

/// On how many lines a row stands.
pub(super) fn lines(cells: &[Cell<'_>], columns: &[Column], styles: &Styles) -> usize {
    let wrapped = cells.iter().zip(columns).filter(|(_, column)| column.kind == Kind::Wrapped);
    let of_cell = |(cell, column): (&Cell<'_>, &Column)| {
        cell.lines(styles.cell_digits(column.widest.max(column.narrowest(styles))))
    };
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
