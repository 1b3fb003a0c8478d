//! What a cell of a table holds, and how it is written: a text of a file only ever as a string.

use std::borrow::Cow;

use rust_xlsxwriter::{ExcelDateTime, Formula, Url, Worksheet, XlsxError};

use crate::model::calendar::{Date, DateTime, day_in_french};
use crate::model::indicator::Rate;

use super::measure;
use super::page;
use super::safe;
use super::sheets::Sheet;
use super::styles::Styles;

/// The longest header: Excel accepts 255 signs, readers fewer.
const LONGEST_HEADER: usize = 120;

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
    /// A gap between two percentages, with its sign.
    Points,
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
    /// Whether its cells are aligned at the right.
    pub(super) fn is_figure(self) -> bool {
        matches!(self, Self::Count | Self::Rate | Self::Points | Self::Decimal | Self::Money)
    }

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
    pub(super) header: String,
    pub(super) kind: Kind,
    pub(super) widest: usize,
    /// Signs that it holds at the least, besides its cells: a total above them.
    least: usize,
}

impl Column {
    /// A column with its title.
    pub(super) fn new(header: &str, kind: Kind) -> Self {
        Self { header: safe::line(header, LONGEST_HEADER), kind, widest: kind.widest(), least: 0 }
    }

    /// Keeps the column from growing over that many signs.
    pub(super) fn at_most(mut self, signs: usize) -> Self {
        self.widest = signs;
        self
    }

    /// Gives the column room for so many signs.
    pub(super) fn at_least(mut self, signs: usize) -> Self {
        self.least = signs;
        self
    }

    /// The width that its title's longest word needs, and the filter's button where the title is one word.
    pub(super) fn narrowest(&self, styles: &Styles) -> usize {
        // In bold, a title is a little wider than its letters are.
        let wide = |word: &str| word.chars().count().min((measure::of_text(word) * 107).div_ceil(10_000));
        let word = self.header.split(' ').map(wide).max().unwrap_or(0);
        let beside = match (self.header.contains(' '), self.kind.is_figure()) {
            (true, false) => 1,
            (true, true) => 2,
            (false, _) => 3,
        };
        styles.header_signs(word) + beside
    }

    /// Its width for a longest cell of so many signs.
    pub(super) fn width(&self, content: usize, styles: &Styles) -> usize {
        (styles.cell_signs(content.max(self.least)) + 1).min(self.widest).max(self.narrowest(styles))
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
    /// A formula of ours and the words that it gives.
    Worded(String, &'static str),
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

    /// Days and hours as the numbers that a sheet counts them in, with the kind that shows them; as texts, those that Excel
    /// doesn't know.
    pub(super) fn counted(self) -> (Self, Option<Kind>) {
        match self {
            Self::Date(day) => match page::excel_date(day) {
                Some(date) => (Self::Number(date.to_excel()), Some(Kind::Date)),
                // Excel knows no day before 1900.
                None => (Self::text(day_in_french(day)), None),
            },
            Self::Instant(instant) => {
                let time = instant.time();
                let date = page::excel_date(instant.date()).map(|date: ExcelDateTime| {
                    let (hour, minute) = (time.hour().unsigned_abs(), time.minute().unsigned_abs());
                    date.and_hms(hour.into(), minute, f64::from(time.second()))
                });
                match date {
                    Some(Ok(date)) => (Self::Number(date.to_excel()), Some(Kind::Instant)),
                    _ => Self::Date(instant.date()).counted(),
                }
            }
            cell => (cell, None),
        }
    }

    /// On how many lines it stands in a column of so many digits of its own size.
    pub(super) fn lines(&self, digits: f64) -> usize {
        match self {
            Self::Text(text) => measure::lines(text, digits),
            _ => 1,
        }
    }

    /// How many signs it takes on its longest line; 0 at once where it takes no more than `known`.
    pub(super) fn width_beyond(&self, known: usize) -> usize {
        match self {
            Self::Blank => 0,
            Self::Text(text) | Self::Link(text, ..) => width_beyond(text, known),
            Self::Worded(_, text) => width_beyond(text, known),
            Self::Number(number) | Self::Formula(_, number) => {
                let whole = number.abs().round();
                let digits = if whole < 1.0 { 1 } else { whole.log10() as usize + 1 };
                digits + digits / 3 + 4
            }
            Self::Date(_) => 10,
            Self::Instant(_) => 17,
        }
    }
}

/// How many signs a text takes on its longest line; 0 at once where it takes no more than `known`.
pub(super) fn width_beyond(text: &str, known: usize) -> usize {
    if measure::at_most(text.len()) <= known * 100 {
        return 0;
    }
    let of_line = |line: &str| line.chars().count().max(measure::of_text(line).div_ceil(100));
    text.lines().map(of_line).max().unwrap_or(0)
}

/// Has the library write a value, in the format of a kind of column.
pub(super) fn put(
    sheet: &mut Worksheet,
    styles: &Styles,
    (row, column): (u32, u16),
    cell: Cell<'_>,
    kind: Kind,
) -> Result<(), XlsxError> {
    let (cell, own) = cell.counted();
    let format = &styles.of(own.unwrap_or(kind)).cell;
    match cell {
        Cell::Text(text) => sheet.write_string_with_format(row, column, safe::text(&text), format)?,
        Cell::Number(number) => {
            let close = (kind == Kind::Rate).then(|| styles.of_close_rate(number)).flatten();
            sheet.write_number_with_format(row, column, number, close.unwrap_or(format))?
        }
        Cell::Formula(formula, value) => {
            let formula = Formula::new(formula).set_result(value.to_string());
            sheet.write_formula_with_format(row, column, formula, format)?
        }
        Cell::Worded(formula, text) => {
            let formula = Formula::new(formula).set_result(text);
            sheet.write_formula_with_format(row, column, formula, format)?
        }
        Cell::Link(text, target, line) => {
            let url = Url::new(target.address(line)).set_text(safe::text(&text));
            sheet.write_url_with_format(row, column, &url, &styles.link)?
        }
        Cell::Blank | Cell::Date(_) | Cell::Instant(_) => sheet.write_blank(row, column, format)?,
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_follow_their_content_within_bounds() {
        let column = Column::new("Compétence", Kind::Text);
        let styles = Styles::new();
        assert_eq!(column.width(3, &styles), 13);
        assert_eq!(column.width(30, &styles), 31);
        assert_eq!(column.width(300, &styles), 42);
        assert!(column.width(30, &Styles::compact()) < 31);
        // A total of more signs than any cell.
        let summed = Column::new("ETP", Kind::Decimal).at_least(12);
        assert_eq!(summed.width(4, &styles), summed.width(12, &styles));
        assert!(summed.width(4, &styles) > Column::new("ETP", Kind::Decimal).width(4, &styles));
    }
}
