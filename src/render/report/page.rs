//! The flow: blocks set one under the other, page after page, inside the margins.

use super::display::{
    About, Area, Book, Bookmark, Draw, NodeId, Owner, PAGE_HEIGHT, PAGE_WIDTH, Role, Segment, Target,
};
use super::palette::{self, Style};
use super::typeset::{Fonts, Line, limited, typographic};
use crate::model::outline::Part;

/// Left and right margins.
pub(super) const MARGIN: f32 = 51.0;
/// Where the flow begins, under the running header.
pub(super) const TOP: f32 = 74.0;
/// Where it ends, above the running footer.
pub(super) const BOTTOM: f32 = PAGE_HEIGHT - 66.0;
/// Width of the flow.
pub(super) const WIDTH: f32 = PAGE_WIDTH - 2.0 * MARGIN;

/// Height of a section's name and of what introduces it.
const SECTION_HEIGHT: f32 = 75.0;

/// Width of the labels of a list.
const INDENT: f32 = 17.0;

/// How a text stands in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Centre,
    Right,
}

/// A document being set.
pub(super) struct Flow {
    pub(super) book: Book,
    pub(super) fonts: &'static Fonts,
    page: usize,
    y: f32,
    section: NodeId,
}

impl Flow {
    /// An empty document, with its cover's page and node kept for the end: the cover tells page numbers.
    pub(super) fn new(about: About, fonts: &'static Fonts) -> (Self, NodeId) {
        let mut book = Book::new(about);
        let cover = book.node(Book::ROOT, Role::Section);
        book.pages.push(super::display::Page::default());
        (Self { book, fonts, page: 0, y: BOTTOM, section: cover }, cover)
    }

    /// Where the next block begins.
    pub(super) fn y(&self) -> f32 {
        self.y
    }

    /// The node of the section being set.
    pub(super) fn section_node(&self) -> NodeId {
        self.section
    }

    /// Goes to a new page.
    pub(super) fn turn(&mut self) {
        self.book.pages.push(super::display::Page::default());
        self.page = self.book.pages.len() - 1;
        self.y = TOP;
    }

    /// Height left on the page.
    pub(super) fn left(&self) -> f32 {
        BOTTOM - self.y
    }

    /// Goes to a new page unless a height is left on this one.
    pub(super) fn ensure(&mut self, height: f32) {
        if self.left() < height && self.y > TOP {
            self.turn();
        }
    }

    /// Leaves the rest of the page blank: the next section begins another.
    pub(super) fn fill(&mut self) {
        self.y = BOTTOM;
    }

    /// Moves down, never past the bottom.
    pub(super) fn skip(&mut self, height: f32) {
        self.y = (self.y + height).min(BOTTOM);
    }

    /// Begins a section, on a new page unless `need` points are left on this one for what it shows first.
    pub(super) fn section(&mut self, title: &str, need: f32) {
        const ABOVE: f32 = 24.0;
        if self.page == 0 || self.left() < ABOVE + SECTION_HEIGHT + need {
            self.turn();
        } else {
            let y = self.y + ABOVE / 2.0;
            self.rule(MARGIN, y, WIDTH, 0.9, palette::RULE);
            self.skip(ABOVE);
        }
        self.section = self.book.node(Book::ROOT, Role::Section);
        self.bookmark(1, title);
        let node = self.book.node(self.section, Role::Heading(2));
        self.y += self.set(Owner::Node(node), MARGIN, self.y, WIDTH, palette::SECTION, Align::Left, title);
        self.skip(9.0);
    }

    /// Sets what the outline says before a section's own sentences, if it says something.
    pub(super) fn introduction(&mut self, part: &Part) {
        if !part.introduction.is_empty() {
            self.paragraph(palette::LEAD, &typographic(&part.introduction));
        }
    }

    /// Begins a part of a section, kept with `following` points of what comes after.
    pub(super) fn part(&mut self, title: &str, following: f32) {
        let above = if self.y > TOP + 1.0 { 13.0 } else { 0.0 };
        self.ensure(above + palette::PART.leading + 5.0 + following);
        if self.y > TOP + 1.0 {
            self.skip(above);
        }
        self.bookmark(2, title);
        let node = self.book.node(self.section, Role::Heading(3));
        self.y += self.set(Owner::Node(node), MARGIN, self.y, WIDTH, palette::PART, Align::Left, title);
        self.skip(5.0);
    }

    fn bookmark(&mut self, level: u8, title: &str) {
        let target = Target { page: self.page, y: self.y };
        self.book.bookmarks.push(Bookmark { level, title: title.to_owned(), target });
    }

    /// Sets a paragraph, over two pages if need be.
    pub(super) fn paragraph(&mut self, style: Style, text: &str) {
        let node = self.book.node(self.section, Role::Paragraph);
        self.pour(node, MARGIN, WIDTH, style, text);
        self.skip(style.leading * 0.45);
    }

    /// The height of a paragraph.
    pub(super) fn height(&self, style: Style, text: &str) -> f32 {
        style.leading * (self.fonts.wrap(style, WIDTH, text).len() as f32 + 0.45)
    }

    /// The height of a list.
    pub(super) fn list_height(&self, style: Style, items: &[(String, String)]) -> f32 {
        let lines = |text: &str| self.fonts.wrap(style, WIDTH - INDENT, text).len() as f32;
        items.iter().map(|(_, text)| style.leading * (lines(text) + 0.38)).sum()
    }

    /// Sets a list, each item with its label in the margin of the text.
    pub(super) fn list(&mut self, style: Style, items: &[(String, String)]) {
        let numbered = items.iter().all(|(label, _)| label.starts_with(|sign: char| sign.is_ascii_digit()));
        let list = self.book.node(self.section, Role::List { numbered });
        for (label, text) in items {
            let lines = self.fonts.wrap(style, WIDTH - INDENT, text);
            self.ensure(style.leading * lines.len().min(3) as f32);
            let item = self.book.node(list, Role::Item);
            let mark = self.book.node(item, Role::Label);
            let label_style = style.bold().in_colour(palette::DEEP);
            self.set(Owner::Node(mark), MARGIN, self.y, INDENT, label_style, Align::Left, label);
            let body = self.book.node(item, Role::Body);
            self.pour(body, MARGIN + INDENT, WIDTH - INDENT, style, text);
            self.skip(style.leading * 0.38);
        }
    }

    /// Sets the lines of a text one under the other, going to new pages; at least two lines stay together on each side
    /// of a turn, so that three are never parted.
    fn pour(&mut self, node: NodeId, x: f32, width: f32, style: Style, text: &str) {
        let lines = self.fonts.wrap(style, width, text);
        let count = lines.len();
        for (rank, line) in lines.into_iter().enumerate() {
            let together = match rank {
                0 if count <= 3 => count,
                0 => 2,
                _ if rank + 2 == count => 2,
                _ => 1,
            };
            self.ensure(style.leading * together as f32);
            self.put(Owner::Node(node), x, self.y, width, style, Align::Left, line);
            self.y += style.leading;
        }
    }

    /// Sets a text at a place of the page, and gives its height.
    #[expect(
        clippy::too_many_arguments,
        reason = "a place, a measure and a style: all say something different"
    )]
    pub(super) fn set(
        &mut self,
        owner: Owner,
        x: f32,
        y: f32,
        width: f32,
        style: Style,
        align: Align,
        text: &str,
    ) -> f32 {
        let lines = self.fonts.wrap(style, width, text);
        self.set_lines(owner, Area::new(x, y, width, 0.0), style, align, lines)
    }

    /// Sets lines cut beforehand from the top of an area, and gives their height.
    pub(super) fn set_lines(
        &mut self,
        owner: Owner,
        area: Area,
        style: Style,
        align: Align,
        lines: Vec<Line>,
    ) -> f32 {
        let mut height = 0.0;
        for line in lines {
            self.put(owner, area.x, area.y + height, area.width, style, align, line);
            height += style.leading;
        }
        height
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "a place, a measure and a style: all say something different"
    )]
    fn put(&mut self, owner: Owner, x: f32, top: f32, width: f32, style: Style, align: Align, line: Line) {
        let mut x = x + match align {
            Align::Left => 0.0,
            Align::Centre => (width - line.width) / 2.0,
            Align::Right => width - line.width,
        };
        // Capitals, 0.727 em high in Inter, stand in the middle of the line.
        let y = top + style.leading / 2.0 + style.size * 0.364;
        for piece in line.pieces {
            let (face, text) = (piece.face, piece.text);
            let draw = Draw::Text { x, y, face, size: style.size, colour: style.colour, text, turned: false };
            self.book.draw(self.page, owner, draw);
            x += piece.width;
        }
    }

    /// Sets lines that read upwards, side by side from the left of an area, all beginning at its bottom.
    pub(super) fn set_turned(&mut self, owner: Owner, area: Area, style: Style, lines: Vec<Line>) {
        let mut left = area.x + (area.width - style.leading * lines.len() as f32) / 2.0;
        for line in lines {
            let x = left + style.leading / 2.0 + style.size * 0.364;
            let mut y = area.bottom();
            for piece in line.pieces {
                let (face, text) = (piece.face, piece.text);
                let draw =
                    Draw::Text { x, y, face, size: style.size, colour: style.colour, text, turned: true };
                self.book.draw(self.page, owner, draw);
                y -= piece.width;
            }
            left += style.leading;
        }
    }

    /// A text cut after a word so that it holds on one line of a width.
    pub(super) fn shortened(&self, style: Style, width: f32, text: &str) -> String {
        let mut most = text.chars().count();
        let mut shown = text.to_owned();
        while most > 8 && self.fonts.width(style, &shown) > width {
            most -= 2;
            shown = limited(text, most);
        }
        shown
    }

    /// Adds a drawing to the page.
    pub(super) fn draw(&mut self, owner: Owner, draw: Draw) {
        self.book.draw(self.page, owner, draw);
    }

    /// Draws a horizontal rule, as decoration.
    pub(super) fn rule(&mut self, x: f32, y: f32, width: f32, stroke: f32, colour: super::display::Colour) {
        let segments: Vec<Segment> = vec![[(x, y), (x + width, y)]];
        self.draw(Owner::Decoration, Draw::Lines { segments, width: stroke, colour });
    }

    /// Comes back to a page that is set, to add what only the whole document tells.
    pub(super) fn go_to(&mut self, page: usize) {
        self.page = page;
        self.y = TOP;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many lines of a paragraph of so many stand on each page, begun where `room` lines are left.
    fn parted(lines: usize, room: usize) -> Vec<usize> {
        let (mut flow, _) = Flow::new(About::default(), Fonts::load().unwrap());
        flow.turn();
        let style = palette::BODY;
        flow.skip(flow.left() - style.leading * (room as f32 + 0.5));
        // A word too wide to stand beside another.
        let text = vec!["m".repeat(40); lines].join(" ");
        flow.paragraph(style, &text);
        flow.book
            .pages
            .iter()
            .skip(1)
            .map(|page| page.spans.iter().map(|span| span.draws.len()).sum())
            .filter(|lines| *lines > 0)
            .collect()
    }

    #[test]
    fn no_line_of_a_paragraph_is_left_alone_on_a_page() {
        assert_eq!(parted(2, 1), [2]);
        assert_eq!(parted(3, 1), [3]);
        assert_eq!(parted(3, 2), [3]);
        assert_eq!(parted(3, 3), [3]);
        assert_eq!(parted(4, 3), [2, 2]);
        assert_eq!(parted(5, 4), [3, 2]);
        assert_eq!(parted(6, 2), [2, 4]);
    }
}
