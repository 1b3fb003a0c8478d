//! What a form looks like: one format per role, built once.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

/// Formats, named by their role.
pub(in crate::render) struct Styles {
    pub(in crate::render) title: Format,
    pub(in crate::render) hint: Format,
    pub(in crate::render) label: Format,
    pub(in crate::render) identity: Format,
    pub(in crate::render) header: Format,
    pub(in crate::render) asked: Format,
    pub(in crate::render) cell: Format,
    pub(in crate::render) link: Format,
    pub(in crate::render) due: Format,
    pub(in crate::render) optional: Format,
    pub(in crate::render) stamp: Format,
    pub(super) version: Format,
    pub(super) due_date: Format,
    pub(super) number: Format,
    pub(super) competence: Format,
    pub(super) answer: Format,
    pub(super) spare: Format,
    families: Vec<Format>,
}

const DARK: Color = Color::RGB(0x001F_3864);
const GREY: Color = Color::RGB(0x0055_5555);
const PALE: Color = Color::RGB(0x00F2_F4F8);
const LINE: Color = Color::RGB(0x009A_A5B8);
/// Grounds of the families, each dark text at least 7 to 1.
const FAMILIES: [u32; 6] = [0x00DC_E6F5, 0x00DD_EFE3, 0x00F3_E8D5, 0x00EA_E2F3, 0x00F7_E0E0, 0x00E8_E8E8];
/// What is to mend: dark red on amber, and a thick frame, which a black and white printer shows too.
const AMBER: Color = Color::RGB(0x00FF_E39A);
const RED: Color = Color::RGB(0x008A_1010);
/// What could be completed.
const CREAM: Color = Color::RGB(0x00FF_F8E1);
const OCHRE: Color = Color::RGB(0x00B0_8A2E);

impl Styles {
    pub(in crate::render) fn new() -> Self {
        let wrapped =
            || Format::new().set_font_size(10).set_text_wrap().set_align(FormatAlign::VerticalCenter);
        let framed = |format: Format| format.set_border(FormatBorder::Thin).set_border_color(LINE);
        Self {
            title: Format::new().set_bold().set_font_size(16).set_font_color(DARK),
            hint: Format::new().set_font_size(10).set_font_color(GREY),
            version: Format::new().set_font_size(8).set_font_color(GREY).set_align(FormatAlign::Right),
            due_date: Format::new().set_bold().set_font_size(10).set_font_color(RED),
            label: Format::new().set_bold().set_font_color(DARK).set_align(FormatAlign::Right).set_indent(1),
            identity: Format::new()
                .set_unlocked()
                .set_border_bottom(FormatBorder::Thin)
                .set_border_color(LINE)
                .set_num_format("@"),
            header: framed(Format::new())
                .set_bold()
                .set_font_size(10)
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_align(FormatAlign::Center)
                .set_font_color(Color::White)
                .set_background_color(DARK),
            asked: framed(Format::new())
                .set_bold()
                .set_font_size(10)
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_align(FormatAlign::Center)
                .set_font_color(Color::White)
                .set_background_color(Color::RGB(0x0084_2D00)),
            cell: framed(wrapped()),
            link: framed(wrapped())
                .set_font_color(Color::RGB(0x0005_63C1))
                .set_underline(FormatUnderline::Single),
            due: framed(wrapped()).set_bold().set_font_color(RED).set_background_color(AMBER),
            optional: framed(wrapped()).set_background_color(CREAM),
            stamp: Format::new().set_font_size(8).set_font_color(GREY),
            number: framed(wrapped()).set_align(FormatAlign::Center).set_background_color(PALE),
            competence: framed(wrapped()).set_bold().set_background_color(PALE),
            answer: framed(wrapped()).set_unlocked(),
            spare: framed(wrapped()).set_unlocked().set_italic(),
            families: FAMILIES
                .into_iter()
                .map(|ground| framed(wrapped()).set_font_size(9).set_background_color(Color::RGB(ground)))
                .collect(),
        }
    }

    /// The format of a family's cells.
    pub(super) fn family(&self, rank: usize) -> &Format {
        &self.families[rank % self.families.len()]
    }

    /// A format as a cell to mend, or to complete, bears it.
    pub(super) fn marked(format: &Format, due: bool) -> Format {
        let format = format.clone();
        if due {
            format
                .set_bold()
                .set_font_color(RED)
                .set_background_color(AMBER)
                .set_border(FormatBorder::Medium)
                .set_border_color(RED)
        } else {
            format.set_background_color(CREAM).set_border(FormatBorder::MediumDashed).set_border_color(OCHRE)
        }
    }
}
