//! Tables: cells that wrap, rows that are never cut, headers repeated on each page, real header cells for who listens.

use super::display::{Area, Colour, Draw, NodeId, Owner, Role, Scope};
use super::page::{Align, Flow, MARGIN};
use super::palette::{self, Style, swatch};
use super::typeset::Line;
use crate::model::dossier::State;

/// Space between a cell's sides and its text.
const PAD: f32 = 4.0;
/// Space above and below a cell's text.
const RISE: f32 = 3.1;

/// The same, in a table that must hold on a page.
const TIGHT: f32 = 2.0;

/// Space under a table.
const BELOW: f32 = 7.0;

/// A column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) width: f32,
    pub(super) align: Align,
}

impl Column {
    /// A column of words.
    pub(super) fn words(width: f32) -> Self {
        Self { width, align: Align::Left }
    }

    /// A column of figures.
    pub(super) fn figures(width: f32) -> Self {
        Self { width, align: Align::Right }
    }

    /// A column of cells of a map.
    pub(super) fn centred(width: f32) -> Self {
        Self { width, align: Align::Centre }
    }
}

/// A cell.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    text: String,
    style: Style,
    columns: u16,
    ground: Option<Colour>,
    header: Option<Scope>,
    swatch: Option<State>,
    align: Option<Align>,
    turned: bool,
}

impl Cell {
    /// A cell of data.
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            style: palette::CELL,
            columns: 1,
            ground: None,
            header: None,
            swatch: None,
            align: None,
            turned: false,
        }
    }

    /// The header of a column.
    pub(super) fn head(text: impl Into<String>) -> Self {
        Self { style: palette::HEAD, header: Some(Scope::Column), ..Self::new(text) }
    }

    /// The header of a row.
    pub(super) fn row(text: impl Into<String>) -> Self {
        Self { header: Some(Scope::Row), ..Self::new(text) }
    }

    /// The same, over several columns.
    pub(super) fn over(self, columns: usize) -> Self {
        Self { columns: u16::try_from(columns).unwrap_or(u16::MAX).max(1), ..self }
    }

    /// The same, in bold.
    pub(super) fn bold(self) -> Self {
        Self { style: self.style.bold(), ..self }
    }

    /// The same, in another style.
    pub(super) fn styled(self, style: Style) -> Self {
        Self { style, ..self }
    }

    /// The same, on a coloured ground.
    pub(super) fn on(self, ground: Colour) -> Self {
        Self { ground: Some(ground), ..self }
    }

    /// The same, aligned otherwise than its column.
    pub(super) fn aligned(self, align: Align) -> Self {
        Self { align: Some(align), ..self }
    }

    /// The same, reading upwards: names over narrow columns.
    pub(super) fn turned(self) -> Self {
        Self { turned: true, ..self }
    }

    /// The same, with the swatch of a state before its text.
    pub(super) fn with_swatch(self, state: State) -> Self {
        Self { swatch: Some(state), ..self }
    }
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A row of data.
    Data,
    /// The name of the rows that follow; never left alone at the bottom of a page.
    Group,
    /// A total.
    Total,
}

/// A table.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) caption: String,
    pub(super) columns: Vec<Column>,
    pub(super) head: Vec<Vec<Cell>>,
    pub(super) rows: Vec<(Kind, Vec<Cell>)>,
    /// Grounds and texts fill their cell, as in a map.
    pub(super) map: bool,
    /// Space above and below the text of the cells of a map.
    pub(super) rise: f32,
    /// Rows close to each other: a table that must hold on a page.
    pub(super) tight: bool,
    /// Height of the note that follows, kept on the page of the last rows.
    pub(super) after: f32,
}

impl Table {
    /// A table without rows yet.
    pub(super) fn new(caption: impl Into<String>, columns: Vec<Column>, head: Vec<Cell>) -> Self {
        let head = if head.is_empty() { Vec::new() } else { vec![head] };
        Self {
            caption: caption.into(),
            columns,
            head,
            rows: Vec::new(),
            map: false,
            rise: RISE - 0.6,
            tight: false,
            after: 0.0,
        }
    }

    /// Adds a row of data.
    pub(super) fn push(&mut self, cells: Vec<Cell>) {
        self.rows.push((Kind::Data, cells));
    }

    /// Adds a total.
    pub(super) fn total(&mut self, cells: Vec<Cell>) {
        self.rows.push((Kind::Total, cells.into_iter().map(Cell::bold).collect()));
    }

    /// Sets the table where the flow stands.
    pub(super) fn set(&self, flow: &mut Flow) {
        let node = flow.book.node(flow.section_node(), Role::Table);
        let head: Vec<Measured> = self.head.iter().map(|cells| self.measure(flow, cells)).collect();
        let head_height: f32 = head.iter().map(|row| row.height).sum();
        let first: f32 = self.rows.iter().take(2).map(|(_, cells)| self.measure(flow, cells).height).sum();
        let caption = if self.caption.is_empty() { 0.0 } else { palette::BODY.leading + 4.0 };
        let after = if self.after > 0.0 { self.after + BELOW } else { 0.0 };
        flow.ensure(caption + head_height + first + if self.rows.len() <= 2 { after } else { 0.0 });
        if !self.caption.is_empty() {
            let owner = Owner::Node(flow.book.node(node, Role::Caption));
            let style = palette::BODY.bold();
            let height = flow.set(owner, MARGIN, flow.y(), self.width(), style, Align::Left, &self.caption);
            flow.skip(height + 3.0);
        }
        self.set_head(flow, Some(node), &self.head, &head);
        let mut placed = 0;
        let mut rows = self.rows.iter().peekable();
        while let Some((kind, cells)) = rows.next() {
            let row = self.measure(flow, cells);
            // A group's name is not left at the bottom of a page, nor the last row at the top of the next.
            let peeked = rows.peek().map(|(_, next)| self.measure(flow, next).height);
            placed += 1;
            let next = match peeked {
                Some(height) if placed + 1 == self.rows.len() => height + after,
                Some(height) if *kind == Kind::Group => height,
                _ => 0.0,
            };
            if flow.left() < row.height + next {
                flow.turn();
                self.set_head(flow, None, &self.head, &head);
            }
            self.set_row(flow, Some(node), *kind, cells, row);
        }
        flow.skip(BELOW);
    }

    fn width(&self) -> f32 {
        self.columns.iter().map(|column| column.width).sum()
    }

    /// Sets the header rows: tagged the first time, decoration when repeated.
    fn set_head(&self, flow: &mut Flow, table: Option<NodeId>, head: &[Vec<Cell>], measured: &[Measured]) {
        if head.is_empty() {
            return;
        }
        for (cells, row) in head.iter().zip(measured) {
            self.set_row(flow, table, Kind::Group, cells, row.clone());
        }
        let y = flow.y();
        flow.rule(MARGIN, y, self.width(), 0.9, palette::RULE);
        flow.skip(if self.map { 2.0 } else { 0.0 });
    }

    /// Cuts the texts of a row.
    fn measure(&self, flow: &Flow, cells: &[Cell]) -> Measured {
        let mut texts = Vec::with_capacity(cells.len());
        let mut height: f32 = 0.0;
        for (cell, (_, width, _)) in cells.iter().zip(self.places(cells)) {
            if cell.turned {
                let lines = upwards(flow, cell, width);
                height = lines.iter().map(|line| line.width).fold(height, f32::max);
                texts.push(lines);
                continue;
            }
            let side = if self.map && cell.ground.is_some() { 0.5 } else { PAD };
            let swatch = if cell.swatch.is_some() { SWATCH + 6.0 } else { 0.0 };
            let room = width - 2.0 * side - swatch;
            let lines = match cell.header {
                Some(Scope::Column) => flow.fonts.wrap_whole(cell.style, room, &cell.text),
                _ => flow.fonts.wrap(cell.style, room, &cell.text),
            };
            height = height.max(lines.len() as f32 * cell.style.leading);
            texts.push(lines);
        }
        Measured { texts, height: height + 2.0 * self.above() }
    }

    /// Space above and below a cell's text.
    fn above(&self) -> f32 {
        match (self.map, self.tight) {
            (true, _) => self.rise,
            (false, true) => TIGHT,
            (false, false) => RISE,
        }
    }

    /// Where each cell of a row stands: its left side, its width, its alignment.
    fn places(&self, cells: &[Cell]) -> Vec<(f32, f32, Align)> {
        /// Between figures, set to the right, and the words that follow them.
        const GUTTER: f32 = 9.0;
        let mut columns = self.columns.iter();
        let mut x = MARGIN;
        let mut before = Align::Left;
        cells
            .iter()
            .map(|cell| {
                let covered: Vec<&Column> = columns.by_ref().take(usize::from(cell.columns)).collect();
                let width: f32 = covered.iter().map(|column| column.width).sum();
                let align = covered.first().map_or(Align::Left, |column| column.align);
                let gutter = if before == Align::Right && align == Align::Left { GUTTER } else { 0.0 };
                before = align;
                let place = (x + gutter, width - gutter, cell.align.unwrap_or(align));
                x += width;
                place
            })
            .collect()
    }

    fn set_row(
        &self,
        flow: &mut Flow,
        table: Option<NodeId>,
        kind: Kind,
        cells: &[Cell],
        measured: Measured,
    ) {
        let height = measured.height;
        let top = flow.y();
        let places = self.places(cells);
        let in_head = cells.first().is_some_and(|cell| cell.header == Some(Scope::Column));
        if kind == Kind::Total || (kind == Kind::Group && !in_head) {
            let area = Area::new(MARGIN, top, self.width(), height);
            flow.draw(Owner::Decoration, Draw::Fill { area, colour: palette::TINT });
        }
        for (cell, (x, width, _)) in cells.iter().zip(&places) {
            let area = Area::new(*x, top, *width, height);
            if let Some(colour) = cell.ground {
                let area = if self.map { area.inset(0.6) } else { area };
                flow.draw(Owner::Decoration, Draw::Fill { area, colour });
            }
            if let Some(state) = cell.swatch {
                let y = top + self.above() + (cell.style.leading - SWATCH * 0.72) / 2.0;
                let area = Area::new(x + PAD, y, SWATCH, SWATCH * 0.72);
                for draw in swatch(state).paint(area) {
                    flow.draw(Owner::Decoration, draw);
                }
            }
        }
        let row = table.map(|table| flow.book.node(table, Role::Row));
        for ((cell, (x, width, align)), lines) in cells.iter().zip(places).zip(measured.texts) {
            let owner = row.map_or(Owner::Decoration, |row| {
                let role = cell.header.map_or(Role::Cell, Role::HeaderCell);
                let node = flow.book.node(row, role);
                flow.book.set_columns(node, cell.columns);
                Owner::Node(node)
            });
            if cell.turned {
                let area = Area::new(x, top, width, height - self.above());
                flow.set_turned(owner, area, cell.style, lines);
                continue;
            }
            let text = lines.len() as f32 * cell.style.leading;
            let side = if self.map && cell.ground.is_some() { 0.5 } else { PAD };
            let y = match (self.map, in_head) {
                (true, false) => top + (height - text) / 2.0,
                (_, true) => top + height - self.above() - text,
                (false, false) => top + self.above(),
            };
            let before = if cell.swatch.is_some() { SWATCH + 6.0 } else { 0.0 };
            let area = Area::new(x + side + before, y, width - 2.0 * side - before, text);
            flow.set_lines(owner, area, cell.style, align, lines);
        }
        flow.skip(height);
        if !in_head && !self.map {
            let y = flow.y();
            flow.rule(MARGIN, y, self.width(), 0.4, palette::HAIR);
        }
    }
}

/// Cuts a text that reads upwards into as few lines as its column is wide for, as even as can be.
fn upwards(flow: &Flow, cell: &Cell, width: f32) -> Vec<Line> {
    const LONGEST: f32 = 150.0;
    let most = (width / cell.style.leading).floor().max(1.0) as usize;
    let word = flow.fonts.longest_word(cell.style, &cell.text).min(LONGEST);
    (0u8..25)
        .map(|step| word + f32::from(step) * 5.0)
        .map(|length| flow.fonts.wrap_whole(cell.style, length, &cell.text))
        .find(|lines| lines.len() <= most)
        .unwrap_or_else(|| flow.fonts.wrap_whole(cell.style, f32::MAX, &cell.text))
}

/// Width of the swatch of a state.
const SWATCH: f32 = 13.0;

/// A row whose texts are cut.
#[derive(Clone)]
struct Measured {
    texts: Vec<Vec<Line>>,
    height: f32,
}
