//! What is to be drawn and what it means, as plain values: pages of drawings, and a tree of structure nodes that
//! own them. Nothing here knows PDF; `emit` alone turns a [`Book`] into a file.
//!
//! Lengths are points; `y` grows downwards from the top of the page, as a reader sees it.

use std::sync::Arc;

use crate::model::logo::Logo;

/// A4 portrait.
pub(super) const PAGE_WIDTH: f32 = 595.28;
/// A4 portrait.
pub(super) const PAGE_HEIGHT: f32 = 841.89;

/// The two weights of the embedded font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    Regular,
    Bold,
}

/// An sRGB colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

/// A rectangle; `y` is its top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

impl Area {
    pub(super) fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { x, y, width, height }
    }

    /// The same, smaller by `by` on each side.
    pub(super) fn inset(self, by: f32) -> Self {
        Self::new(
            self.x + by,
            self.y + by,
            (self.width - 2.0 * by).max(0.0),
            (self.height - 2.0 * by).max(0.0),
        )
    }

    pub(super) fn right(self) -> f32 {
        self.x + self.width
    }

    pub(super) fn bottom(self) -> f32 {
        self.y + self.height
    }
}

/// A straight stroke from one point to another.
pub(super) type Segment = [(f32, f32); 2];

/// One drawing.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Draw {
    /// A text on one line; `x` and `y` are where its baseline begins. A `turned` one reads upwards.
    Text { x: f32, y: f32, face: Face, size: f32, colour: Colour, text: String, turned: bool },
    /// A filled rectangle.
    Fill { area: Area, colour: Colour },
    /// The outline of a rectangle.
    Frame { area: Area, width: f32, colour: Colour },
    /// A picture that fills a rectangle.
    Picture { area: Area, logo: Arc<Logo> },
    /// A filled shape; a ring that turns the other way inside another is a hole.
    Shape { rings: Arc<[Vec<(f32, f32)>]>, colour: Colour },
    /// Strokes of one width and colour.
    Lines { segments: Vec<Segment>, width: f32, colour: Colour },
}

/// A node of the structure tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NodeId(pub(super) usize);

/// What a drawing is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// It tells something: a node of the structure tree.
    Node(NodeId),
    /// Rules, backgrounds, repeated table headers.
    Decoration,
    /// The running header.
    Header,
    /// The running footer.
    Footer,
    /// The word under each page of a draft.
    Watermark,
}

/// What a node is, in the words of PDF 1.7.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Document,
    Section,
    Heading(u8),
    Paragraph,
    List { numbered: bool },
    Item,
    Label,
    Body,
    Table,
    Caption,
    Row,
    HeaderCell(Scope),
    Cell,
    Figure,
    Contents,
    ContentsItem,
    Reference,
    Link,
}

/// What a header cell heads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Column,
    Row,
}

/// What a node holds, in reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kid {
    Node(NodeId),
    /// A span of a page, by its mark.
    Content {
        page: usize,
        mark: u32,
    },
    /// A link of a page.
    Link {
        page: usize,
        rank: usize,
    },
}

/// A node of the structure tree.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) role: Role,
    pub(super) parent: Option<NodeId>,
    pub(super) kids: Vec<Kid>,
    /// Alternative text of a figure.
    pub(super) alt: Option<String>,
    /// Where a figure stands.
    pub(super) area: Option<Area>,
    /// Columns that a cell covers.
    pub(super) columns: u16,
}

/// Consecutive drawings of one owner.
#[derive(Clone, Debug)]
pub(super) struct Span {
    pub(super) owner: Owner,
    /// Its number on the page, if it belongs to a node.
    pub(super) mark: Option<u32>,
    pub(super) draws: Vec<Draw>,
}

/// A jump inside the document.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) area: Area,
    pub(super) node: NodeId,
    pub(super) to: Target,
    /// What it leads to, in words.
    pub(super) says: String,
}

/// A place of the document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Target {
    pub(super) page: usize,
    pub(super) y: f32,
}

/// An entry of the outline.
#[derive(Clone, Debug)]
pub(super) struct Bookmark {
    /// 1 for a section, 2 for a part of it.
    pub(super) level: u8,
    pub(super) title: String,
    pub(super) target: Target,
}

/// One page.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub(super) spans: Vec<Span>,
    pub(super) links: Vec<Link>,
    marks: u32,
}

/// What the file says of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct About {
    pub(super) title: String,
    pub(super) subject: String,
    pub(super) author: String,
    pub(super) creator: String,
    /// `AAAA-MM-JJ`.
    pub(super) date: String,
}

/// A whole document.
#[derive(Clone, Debug)]
pub(super) struct Book {
    pub(super) about: About,
    pub(super) pages: Vec<Page>,
    pub(super) nodes: Vec<Node>,
    pub(super) bookmarks: Vec<Bookmark>,
}

impl Book {
    /// The root of the structure tree.
    pub(super) const ROOT: NodeId = NodeId(0);

    pub(super) fn new(about: About) -> Self {
        let root =
            Node { role: Role::Document, parent: None, kids: Vec::new(), alt: None, area: None, columns: 1 };
        Self { about, pages: Vec::new(), nodes: vec![root], bookmarks: Vec::new() }
    }

    /// Adds a node at the end of another.
    pub(super) fn node(&mut self, parent: NodeId, role: Role) -> NodeId {
        let id = NodeId(self.nodes.len());
        self.nodes.push(Node {
            role,
            parent: Some(parent),
            kids: Vec::new(),
            alt: None,
            area: None,
            columns: 1,
        });
        if let Some(parent) = self.nodes.get_mut(parent.0) {
            parent.kids.push(Kid::Node(id));
        }
        id
    }

    /// Adds a figure, with the words that stand for it.
    pub(super) fn figure(&mut self, parent: NodeId, area: Area, alt: String) -> NodeId {
        let id = self.node(parent, Role::Figure);
        if let Some(node) = self.nodes.get_mut(id.0) {
            node.alt = Some(alt);
            node.area = Some(area);
        }
        id
    }

    /// Says how many columns a cell covers.
    pub(super) fn set_columns(&mut self, cell: NodeId, columns: u16) {
        if let Some(node) = self.nodes.get_mut(cell.0) {
            node.columns = columns;
        }
    }

    /// Adds a drawing at the end of a page.
    pub(super) fn draw(&mut self, page: usize, owner: Owner, draw: Draw) {
        let Some(sheet) = self.pages.get_mut(page) else { return };
        if let Some(last) = sheet.spans.last_mut().filter(|last| last.owner == owner) {
            last.draws.push(draw);
            return;
        }
        let mark = match owner {
            Owner::Node(node) => {
                let mark = sheet.marks;
                sheet.marks += 1;
                if let Some(node) = self.nodes.get_mut(node.0) {
                    node.kids.push(Kid::Content { page, mark });
                }
                Some(mark)
            }
            Owner::Decoration | Owner::Header | Owner::Footer | Owner::Watermark => None,
        };
        sheet.spans.push(Span { owner, mark, draws: vec![draw] });
    }

    /// Adds a drawing under all others of a page.
    pub(super) fn draw_under(&mut self, page: usize, owner: Owner, draw: Draw) {
        if let Some(sheet) = self.pages.get_mut(page) {
            sheet.spans.insert(0, Span { owner, mark: None, draws: vec![draw] });
        }
    }

    /// Adds a link, and its place in the node that it belongs to.
    pub(super) fn link(&mut self, page: usize, link: Link) {
        let Some(sheet) = self.pages.get_mut(page) else { return };
        if let Some(node) = self.nodes.get_mut(link.node.0) {
            node.kids.push(Kid::Link { page, rank: sheet.links.len() });
        }
        sheet.links.push(link);
    }
}
