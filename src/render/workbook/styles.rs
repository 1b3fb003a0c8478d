//! What things look like: one format per role, built once.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::model::dossier::State;
use crate::model::finding::Severity;

use super::marks::Return;
use super::table::Kind;

/// Formats, named by their role.
pub(super) struct Styles {
    pub(super) title: Format,
    pub(super) hint: Format,
    pub(super) section: Format,
    pub(super) header: Format,
    pub(super) link: Format,
    text: Format,
    code: Format,
    wrapped: Format,
    mark: Format,
    count: Format,
    rate: Format,
    rate_just_below_all: Format,
    rate_just_above_none: Format,
    decimal: Format,
    money: Format,
    date: Format,
    instant: Format,
}

impl Styles {
    /// All of them.
    pub(super) fn new() -> Self {
        let base = || Format::new().set_align(FormatAlign::Top);
        Self {
            title: Format::new().set_bold().set_font_size(14).set_font_color(Color::RGB(0x001F_3864)),
            hint: Format::new().set_font_color(Color::RGB(0x0044_4444)),
            section: Format::new().set_bold().set_font_size(12).set_font_color(Color::RGB(0x001F_3864)),
            header: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_font_color(Color::White)
                .set_background_color(Color::RGB(0x001F_3864))
                .set_border(FormatBorder::Thin)
                .set_border_color(Color::RGB(0x008E_A9DB)),
            link: base().set_font_color(Color::RGB(0x0005_63C1)).set_underline(FormatUnderline::Single),
            text: base(),
            code: base().set_num_format("@"),
            wrapped: base().set_text_wrap(),
            mark: base(),
            count: base().set_num_format("#,##0"),
            rate: base().set_num_format("0.0\u{a0}%"),
            rate_just_below_all: base().set_num_format("\"99,9\u{a0}%\""),
            rate_just_above_none: base().set_num_format("\"0,1\u{a0}%\""),
            decimal: base().set_num_format("0.00"),
            money: base().set_num_format("#,##0.00\u{a0}€"),
            date: base().set_num_format("dd/mm/yyyy"),
            instant: base().set_num_format("dd/mm/yyyy hh:mm"),
        }
    }

    /// The format of a kind of column.
    pub(super) fn of(&self, kind: Kind) -> &Format {
        match kind {
            Kind::Text => &self.text,
            Kind::Code => &self.code,
            Kind::Wrapped => &self.wrapped,
            Kind::Mark => &self.mark,
            Kind::Count => &self.count,
            Kind::Rate => &self.rate,
            Kind::Decimal => &self.decimal,
            Kind::Money => &self.money,
            Kind::Date => &self.date,
            Kind::Instant => &self.instant,
        }
    }

    /// The format of a rate that rounding would show as 0 % or 100 % though it is neither: the same words as
    /// [`crate::french::percent`]. `None` for the others.
    pub(super) fn of_close_rate(&self, rate: f64) -> Option<&Format> {
        if rate < 1.0 && rate > 0.9995 - f64::EPSILON {
            Some(&self.rate_just_below_all)
        } else if rate > 0.0 && rate < 0.0005 {
            Some(&self.rate_just_above_none)
        } else {
            None
        }
    }
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
