//! What things look like: one format per role, built once.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::model::dossier::State;
use crate::model::finding::Severity;

use super::cells::Kind;
use super::marks::Return;

/// Formats, named by their role, and the sizes that widths depend on.
pub(super) struct Styles {
    pub(super) title: Format,
    pub(super) hint: Format,
    pub(super) section: Format,
    header: Format,
    header_of_figures: Format,
    pub(super) link: Format,
    pub(super) back: Format,
    text: Role,
    code: Role,
    wrapped: Role,
    mark: Role,
    count: Role,
    rate: Role,
    rate_just_below_all: Format,
    rate_just_above_none: Format,
    points: Role,
    decimal: Role,
    money: Role,
    date: Role,
    instant: Role,
    cell_size: f64,
    header_size: f64,
}

/// A role has two formats: a whole column takes the values' one, a cell of a table has its frame too.
pub(super) struct Role {
    pub(super) column: Format,
    pub(super) cell: Format,
}

/// Size of the font that widths of columns are counted in.
const USUAL_SIZE: f64 = 11.0;

impl Styles {
    /// For all sheets but the widest.
    pub(super) fn new() -> Self {
        Self::of_sizes(USUAL_SIZE, USUAL_SIZE)
    }

    /// For the matrix, which must hold on the width of a page.
    pub(super) fn compact() -> Self {
        Self::of_sizes(9.0, 8.0)
    }

    fn of_sizes(cell_size: f64, header_size: f64) -> Self {
        let base = || Format::new().set_align(FormatAlign::Top).set_font_size(cell_size);
        let role = |column: Format| Role { cell: framed(column.clone()), column };
        // A text of a file stays one when somebody edits its cell and leaves it.
        let told = |column: Format| Role { cell: framed(column.clone()).set_quote_prefix(), column };
        let figure = |format: &str| base().set_align(FormatAlign::Right).set_num_format(apart(format));
        let link = base().set_font_color(LINK).set_underline(FormatUnderline::Single);
        let header = framed(Format::new())
            .set_bold()
            .set_font_size(header_size)
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_font_color(Color::White)
            .set_background_color(DARK);
        Self {
            title: Format::new().set_bold().set_font_size(14).set_font_color(DARK),
            hint: Format::new().set_font_color(GREY),
            section: Format::new().set_bold().set_font_size(12).set_font_color(DARK),
            header_of_figures: header.clone().set_align(FormatAlign::Right).set_indent(1),
            header,
            link: framed(link),
            back: Format::new().set_font_color(LINK).set_underline(FormatUnderline::Single),
            text: told(base()),
            code: told(base().set_num_format("@")),
            wrapped: told(base().set_text_wrap()),
            mark: role(base()),
            count: role(figure("#,##0")),
            rate: role(figure("0.0\u{a0}%")),
            rate_just_below_all: framed(figure("\"99,9\u{a0}%\"")),
            rate_just_above_none: framed(figure("\"0,1\u{a0}%\"")),
            points: role(figure("+0.0;\u{2212}0.0;0")),
            decimal: role(figure("#,##0.00")),
            money: role(figure("#,##0.00\u{a0}€")),
            date: role(base().set_align(FormatAlign::Left).set_num_format("dd/mm/yyyy")),
            instant: role(base().set_align(FormatAlign::Left).set_num_format("dd/mm/yyyy hh:mm")),
            cell_size,
            header_size,
        }
    }

    /// The formats of a kind of column.
    pub(super) fn of(&self, kind: Kind) -> &Role {
        match kind {
            Kind::Text => &self.text,
            Kind::Code => &self.code,
            Kind::Wrapped => &self.wrapped,
            Kind::Mark => &self.mark,
            Kind::Count => &self.count,
            Kind::Rate => &self.rate,
            Kind::Points => &self.points,
            Kind::Decimal => &self.decimal,
            Kind::Money => &self.money,
            Kind::Date => &self.date,
            Kind::Instant => &self.instant,
        }
    }

    /// The format of a column's title: that of figures stands over them.
    pub(super) fn header_of(&self, kind: Kind) -> &Format {
        if kind.is_figure() { &self.header_of_figures } else { &self.header }
    }

    /// The format of a rate that rounding would show as 0 % or 100 % though it is neither: the same words as
    /// [`crate::french::percent`]. `None` for the others.
    pub(super) fn of_close_rate(&self, rate: f64) -> Option<&Format> {
        if (0.9995..1.0).contains(&rate) {
            Some(&self.rate_just_below_all)
        } else if rate > 0.0 && rate < 0.0005 {
            Some(&self.rate_just_above_none)
        } else {
            None
        }
    }

    /// The formats that [`Self::of_close_rate`] may give.
    pub(super) fn close_rates(&self) -> [&Format; 2] {
        [&self.rate_just_below_all, &self.rate_just_above_none]
    }

    /// How wide so many signs of a cell are, in signs of the usual size.
    pub(super) fn cell_signs(&self, signs: usize) -> usize {
        (signs as f64 * self.cell_size / USUAL_SIZE).ceil() as usize
    }

    /// How many digits of a cell a column of so many signs of the usual size holds.
    pub(super) fn cell_digits(&self, signs: usize) -> f64 {
        signs as f64 * USUAL_SIZE / self.cell_size
    }

    /// How high a row of so many lines is, in points.
    pub(super) fn row_height(&self, lines: usize) -> f64 {
        (lines as f64 * self.cell_size * 15.0 / USUAL_SIZE).ceil()
    }

    /// How wide so many signs of a title are, in signs of the usual size.
    pub(super) fn header_signs(&self, signs: usize) -> usize {
        (signs as f64 * self.header_size / USUAL_SIZE).ceil() as usize
    }

    /// How high titles of so many lines are, in points.
    pub(super) fn header_height(&self, lines: usize) -> f64 {
        8.0 + 1.4 * self.header_size * lines as f64
    }
}

const DARK: Color = Color::RGB(0x001F_3864);
const LINK: Color = Color::RGB(0x0005_63C1);
const GREY: Color = Color::RGB(0x0044_4444);

/// The format with room for a digit behind what it shows, a text included: what stands in the next column doesn't touch
/// it. LibreOffice leaves out the indent of some cells.
fn apart(format: &str) -> String {
    let sections: Vec<String> = match format.split_once(';') {
        Some(_) => format.split(';').map(str::to_owned).collect(),
        None => vec![format.to_owned(), ["-", format].concat(), format.to_owned()],
    };
    sections
        .iter()
        .map(String::as_str)
        .chain(["@"])
        .map(|section| [section, "_0"].concat())
        .collect::<Vec<_>>()
        .join(";")
}

/// LibreOffice doesn't draw the lines of a table's style: the cells have their own.
fn framed(format: Format) -> Format {
    format.set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x00BF_C7D5))
}

/// How a cell whose word is a state's is coloured: dark text on a light ground, at least 7 to 1.
pub(super) fn state(state: State) -> Format {
    match state {
        State::Covered => tint(0x000B_4F26, 0x00D5_EBDD),
        State::Shared => tint(0x006B_3500, 0x00FC_E4C8),
        State::Orphan => tint(0x007B_0D0D, 0x00F9_CFCF),
        State::ToDefine => tint(0x0052_4100, 0x00FF_F2B8),
        State::NotStudied => tint(0x003B_2A6B, 0x00E6_E0F5),
        State::NotApplicable => tint(0x0040_4040, 0x00EC_ECEC),
        State::NotReturned => tint(0x001F_3145, 0x00D3_DCE6),
    }
}

/// How a cell whose word is a severity's is coloured.
pub(super) fn severity(severity: Severity) -> Format {
    match severity {
        Severity::Blocking => tint(0x007B_0D0D, 0x00F9_CFCF),
        Severity::Warning => tint(0x006B_3500, 0x00FC_E4C8),
        Severity::Info => tint(0x0040_4040, 0x00EC_ECEC),
    }
}

/// How a cell whose word tells a school's return is coloured.
pub(super) fn school_return(state: Return) -> Format {
    match state {
        Return::Missing => tint(0x001F_3145, 0x00D3_DCE6),
        Return::ToResend => tint(0x007B_0D0D, 0x00F9_CFCF),
        Return::Received => tint(0x000B_4F26, 0x00D5_EBDD),
    }
}

/// The colour of a state's bars, and of the figures written on them.
pub(super) fn bar(state: State) -> (Color, Color) {
    match state {
        State::Covered => (Color::RGB(0x001E_7145), Color::White),
        State::Shared => (Color::RGB(0x00F0_9A3E), Color::Black),
        State::Orphan => (Color::RGB(0x00B0_1E1E), Color::White),
        State::ToDefine => (Color::RGB(0x00FF_D84D), Color::Black),
        State::NotStudied => (Color::RGB(0x006B_55A8), Color::White),
        State::NotApplicable => (Color::RGB(0x00C8_C8C8), Color::Black),
        State::NotReturned => (Color::RGB(0x0044_5A70), Color::White),
    }
}

fn tint(text: u32, ground: u32) -> Format {
    Format::new().set_font_color(Color::RGB(text)).set_background_color(Color::RGB(ground))
}
