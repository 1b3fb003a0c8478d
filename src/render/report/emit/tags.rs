//! The structure tree, its links and the outline, added to the document that printpdf hands over.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::{destination, text};
use crate::render::report::ReportError;
use crate::render::report::display::{Area, Book, Kid, Node, PAGE_HEIGHT, Role, Scope};

/// Adds the structure tree and the links, and gives the tree's root.
pub(super) fn add(document: &mut Document, book: &Book, pages: &[ObjectId]) -> Result<ObjectId, ReportError> {
    let root = document.new_object_id();
    let nodes: Vec<ObjectId> = book.nodes.iter().map(|_| document.new_object_id()).collect();
    let links = add_links(document, book, pages, &nodes)?;
    for (node, id) in book.nodes.iter().zip(&nodes) {
        let parent = node.parent.and_then(|parent| nodes.get(parent.0)).copied().unwrap_or(root);
        let element = element(node, parent, pages, &nodes, &links);
        document.objects.insert(*id, Object::Dictionary(element));
    }
    let parents = parent_tree(book, &nodes, &links);
    let next = pages.len() + links.iter().map(Vec::len).sum::<usize>();
    let parents = document.add_object(parents);
    let tree = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => nodes.first().map_or(Object::Null, |id| (*id).into()),
        "ParentTree" => parents,
        "ParentTreeNextKey" => integer(next),
    };
    document.objects.insert(root, Object::Dictionary(tree));
    Ok(root)
}

/// One structure element.
fn element(
    node: &Node,
    parent: ObjectId,
    pages: &[ObjectId],
    nodes: &[ObjectId],
    links: &[Vec<ObjectId>],
) -> Dictionary {
    let kid = |kid: &Kid| -> Option<Object> {
        match *kid {
            Kid::Node(id) => nodes.get(id.0).map(|id| (*id).into()),
            Kid::Content { page, mark } => pages
                .get(page)
                .map(|page| dictionary! { "Type" => "MCR", "Pg" => *page, "MCID" => i64::from(mark) }.into()),
            Kid::Link { page, rank } => {
                let link = links.get(page)?.get(rank)?;
                Some(dictionary! { "Type" => "OBJR", "Pg" => *pages.get(page)?, "Obj" => *link }.into())
            }
        }
    };
    let kids: Vec<Object> = node.kids.iter().filter_map(kid).collect();
    let mut element = dictionary! {
        "Type" => "StructElem",
        "S" => name(node.role),
        "P" => parent,
        "K" => kids,
    };
    if let Some(alt) = &node.alt {
        element.set("Alt", text(alt));
    }
    if let Some(attributes) = attributes(node) {
        element.set("A", attributes);
    }
    element
}

/// A count as PDF writes it.
fn integer(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The name of a role in PDF 1.7.
fn name(role: Role) -> &'static str {
    match role {
        Role::Document => "Document",
        Role::Section => "Sect",
        Role::Heading(1) => "H1",
        Role::Heading(2) => "H2",
        Role::Heading(_) => "H3",
        Role::Paragraph => "P",
        Role::List { .. } => "L",
        Role::Item => "LI",
        Role::Label => "Lbl",
        Role::Body => "LBody",
        Role::Table => "Table",
        Role::Caption => "Caption",
        Role::Row => "TR",
        Role::HeaderCell(_) => "TH",
        Role::Cell => "TD",
        Role::Figure => "Figure",
        Role::Contents => "TOC",
        Role::ContentsItem => "TOCI",
        Role::Reference => "Reference",
        Role::Link => "Link",
    }
}

/// What readers need to know of a cell, a list or a figure.
fn attributes(node: &Node) -> Option<Object> {
    match node.role {
        Role::HeaderCell(_) | Role::Cell => {
            let mut table = dictionary! { "O" => "Table" };
            match node.role {
                Role::HeaderCell(Scope::Column) => table.set("Scope", "Column"),
                Role::HeaderCell(Scope::Row) => table.set("Scope", "Row"),
                _ => {}
            }
            if node.columns > 1 {
                table.set("ColSpan", i64::from(node.columns));
            }
            (table.len() > 1).then(|| table.into())
        }
        Role::List { numbered } => {
            let numbering = if numbered { "Decimal" } else { "Disc" };
            Some(dictionary! { "O" => "List", "ListNumbering" => numbering }.into())
        }
        Role::Figure => node.area.map(|area| {
            dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => rectangle(area) }.into()
        }),
        _ => None,
    }
}

fn rectangle(area: Area) -> Object {
    let corners = [area.x, PAGE_HEIGHT - area.bottom(), area.right(), PAGE_HEIGHT - area.y];
    corners.map(Object::from).to_vec().into()
}

/// Adds the links of each page, numbered after the pages in the parent tree.
fn add_links(
    document: &mut Document,
    book: &Book,
    pages: &[ObjectId],
    nodes: &[ObjectId],
) -> Result<Vec<Vec<ObjectId>>, ReportError> {
    let mut key = integer(pages.len());
    let mut all = Vec::new();
    for (rank, (sheet, page)) in book.pages.iter().zip(pages).enumerate() {
        let mut links = Vec::new();
        for link in &sheet.links {
            if nodes.get(link.node.0).is_none() {
                continue;
            }
            links.push(document.add_object(dictionary! {
                "Type" => "Annot",
                "Subtype" => "Link",
                "Rect" => rectangle(link.area),
                "Border" => vec![0.into(), 0.into(), 0.into()],
                // Printed with the page, as PDF/A asks of every annotation.
                "F" => 4,
                "Contents" => text(&link.says),
                "Dest" => destination(pages, link.to),
                "StructParent" => key,
            }));
            key += 1;
        }
        let dictionary = document.get_dictionary_mut(*page).map_err(ReportError::Tag)?;
        dictionary.set("StructParents", integer(rank));
        dictionary.set("Tabs", "S");
        if links.is_empty() {
            dictionary.remove(b"Annots");
        } else {
            dictionary.set("Annots", links.iter().map(|id| (*id).into()).collect::<Vec<Object>>());
        }
        all.push(links);
    }
    Ok(all)
}

/// From each mark of each page, and each link, to the element that owns it.
fn parent_tree(book: &Book, nodes: &[ObjectId], links: &[Vec<ObjectId>]) -> Dictionary {
    let mut numbers: Vec<Object> = Vec::new();
    let owner = |node: usize| nodes.get(node).map_or(Object::Null, |id| (*id).into());
    for (rank, page) in book.pages.iter().enumerate() {
        let owners: Vec<Object> = page
            .spans
            .iter()
            .filter_map(|span| match span.owner {
                crate::render::report::display::Owner::Node(node) => span.mark.map(|_| owner(node.0)),
                _ => None,
            })
            .collect();
        numbers.push(integer(rank).into());
        numbers.push(owners.into());
    }
    let mut key = integer(book.pages.len());
    for (page, links) in book.pages.iter().zip(links) {
        for (link, _) in page.links.iter().zip(links) {
            numbers.push(key.into());
            numbers.push(owner(link.node.0));
            key += 1;
        }
    }
    dictionary! { "Nums" => numbers }
}

/// Adds the outline: sections, and their parts under them.
pub(super) fn outline(document: &mut Document, book: &Book, pages: &[ObjectId]) -> Option<ObjectId> {
    let mut sections: Vec<(usize, Vec<usize>)> = Vec::new();
    for (rank, bookmark) in book.bookmarks.iter().enumerate() {
        match sections.last_mut() {
            Some((_, parts)) if bookmark.level > 1 => parts.push(rank),
            _ => sections.push((rank, Vec::new())),
        }
    }
    if sections.is_empty() {
        return None;
    }
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = book.bookmarks.iter().map(|_| document.new_object_id()).collect();
    let id = |rank: usize| ids.get(rank).copied().unwrap_or(root);
    let heads: Vec<usize> = sections.iter().map(|(head, _)| *head).collect();
    let mut families: Vec<(ObjectId, Vec<usize>)> = vec![(root, heads)];
    families.extend(sections.iter().map(|(head, parts)| (id(*head), parts.clone())));
    let mut entries: Vec<Dictionary> = book
        .bookmarks
        .iter()
        .map(|bookmark| {
            dictionary! { "Title" => text(&bookmark.title), "Dest" => destination(pages, bookmark.target) }
        })
        .collect();
    let mut top = dictionary! { "Type" => "Outlines", "Count" => integer(sections.len()) };
    for (parent, children) in &families {
        let (Some(first), Some(last)) = (children.first(), children.last()) else { continue };
        let count = integer(children.len());
        if *parent == root {
            top.set("First", id(*first));
            top.set("Last", id(*last));
        } else if let Some(position) = ids.iter().position(|id| id == parent)
            && let Some(entry) = entries.get_mut(position)
        {
            entry.set("First", id(*first));
            entry.set("Last", id(*last));
            // Closed when the file opens: the sections are read first.
            entry.set("Count", -count);
        }
        for (rank, child) in children.iter().enumerate() {
            let Some(entry) = entries.get_mut(*child) else { continue };
            entry.set("Parent", *parent);
            if let Some(next) = children.get(rank + 1) {
                entry.set("Next", id(*next));
            }
            if let Some(previous) = rank.checked_sub(1).and_then(|rank| children.get(rank)) {
                entry.set("Prev", id(*previous));
            }
        }
    }
    for (entry, id) in entries.into_iter().zip(&ids) {
        document.objects.insert(*id, Object::Dictionary(entry));
    }
    document.objects.insert(root, Object::Dictionary(top));
    Some(root)
}
