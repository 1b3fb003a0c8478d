//! The cover: whose report, of which month, over what, and the table of contents.

use std::sync::Arc;

use crate::french::counted;
use crate::model::calendar::day_in_french;
use crate::model::dossier::{Dossier, Stamp, Status, Territory};
use crate::model::referential::Referential;
use crate::render::labels;

use super::super::display::{Area, Colour, Draw, Face, Link, NodeId, Owner, PAGE_WIDTH, Role, Segment};
use super::super::facts;
use super::super::page::{Align, BOTTOM, Flow, MARGIN, WIDTH};
use super::super::palette::{self, Style};
use super::super::typeset::{limited, typographic};

/// Height of the coloured panel.
const PANEL: f32 = 324.0;

/// What a cover says.
pub(in super::super) struct Front<'s> {
    pub(in super::super) stamp: &'s Stamp,
    /// Whose report it is, in large.
    pub(in super::super) name: String,
    pub(in super::super) subtitle: &'s str,
    /// What the report is about, by name.
    pub(in super::super) rows: Vec<(&'static str, String)>,
}

/// Sets the cover of an académie's report on the first page, kept free for it.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, cover: NodeId) {
    let name = labels::capitalised(&typographic(&dossier.academie.full_name()));
    let subtitle = &dossier.stamp.outline.subtitle;
    lay(flow, cover, &Front { stamp: &dossier.stamp, name, subtitle, rows: perimeter(dossier) });
}

/// Sets a cover on the first page.
pub(in super::super) fn lay(flow: &mut Flow, cover: NodeId, front: &Front<'_>) {
    flow.go_to(0);
    panel(flow);
    logo(flow, front.stamp, cover);
    titles(flow, front, cover);
    let bottom = about(flow, &front.rows, cover);
    contents(flow, cover, bottom + 34.0);
}

/// The panel, and the mesh that gives the program its name.
fn panel(flow: &mut Flow) {
    let area = Area::new(0.0, 0.0, PAGE_WIDTH, PANEL);
    flow.draw(Owner::Decoration, Draw::Fill { area, colour: palette::DEEP });
    let node = |column: i32, row: i32| {
        let sway = ((column * 7 + row * 13).rem_euclid(5) - 2) as f32;
        let x = 398.0 + column as f32 * 44.0 + sway * 5.0;
        let y = 18.0 + row as f32 * 44.0 + ((column * 11 + row * 5).rem_euclid(5) - 2) as f32 * 5.0;
        (x, y)
    };
    let inside = |(x, y): (f32, f32)| x > 0.0 && x < PAGE_WIDTH && y > 0.0 && y < PANEL;
    let mut segments: Vec<Segment> = Vec::new();
    let mut knots = Vec::new();
    for column in 0..5 {
        for row in 0..7 {
            let from = node(column, row);
            if !inside(from) {
                continue;
            }
            knots.push(Area::new(from.0 - 1.7, from.1 - 1.7, 3.4, 3.4));
            let mut others = vec![(column + 1, row), (column, row + 1)];
            if (column + row) % 2 == 0 {
                others.push((column + 1, row + 1));
            }
            segments.extend(
                others
                    .into_iter()
                    .map(|(column, row)| node(column, row))
                    .filter(|to| inside(*to))
                    .map(|to| [from, to]),
            );
        }
    }
    let faint = Colour(0x3f, 0x73, 0x87);
    flow.draw(Owner::Decoration, Draw::Lines { segments, width: 0.7, colour: faint });
    for area in knots {
        flow.draw(Owner::Decoration, Draw::Fill { area, colour: Colour(0x6b, 0x98, 0xa9) });
    }
}

fn titles(flow: &mut Flow, front: &Front<'_>, cover: NodeId) {
    let stamp = front.stamp;
    let white = |face, size, leading| Style { face, size, leading, colour: palette::WHITE };
    let width = 350.0;
    let kicker = Owner::Node(flow.book.node(cover, Role::Paragraph));
    flow.set(
        kicker,
        MARGIN,
        62.0,
        width,
        white(Face::Bold, 9.5, 13.0),
        Align::Left,
        &typographic(&stamp.outline.kicker),
    );
    let title = Owner::Node(flow.book.node(cover, Role::Heading(1)));
    let style = white(Face::Bold, 32.0, 38.0);
    let height = flow.set(title, MARGIN, 92.0, width, style, Align::Left, &front.name);
    let about = Owner::Node(flow.book.node(cover, Role::Paragraph));
    let y = 92.0 + height + 12.0;
    let style = white(Face::Regular, 14.5, 20.0);
    let height = flow.set(about, MARGIN, y, width, style, Align::Left, &typographic(front.subtitle));
    let month = Owner::Node(flow.book.node(cover, Role::Paragraph));
    let text = labels::capitalised(&typographic(&stamp.title()));
    flow.set(month, MARGIN, y + height + 12.0, width, style.bold(), Align::Left, &text);
    let status = match stamp.status {
        Status::Draft => "Projet, soumis au comité",
        Status::Validated => "Document validé",
    };
    let mut line = status.to_owned();
    if let Some(mention) = &stamp.mention {
        line = format!("{line} · {}", limited(mention, super::LONGEST_MENTION));
    }
    let owner = Owner::Node(flow.book.node(cover, Role::Paragraph));
    let style = white(Face::Bold, 9.5, 13.0);
    // Clear of the drawing, which leans towards the foot of the panel.
    let width = 320.0;
    let lines = flow.fonts.wrap(style, width, &line).len().max(2);
    let y = PANEL - 8.0 - style.leading * lines as f32;
    flow.set(owner, MARGIN, y, width, style, Align::Left, &line);
}

/// The logo, at most this wide and this high.
const LOGO: (f32, f32) = (112.0, 62.0);

/// The logo on a white card, at the top right of the panel.
fn logo(flow: &mut Flow, stamp: &Stamp, cover: NodeId) {
    let Some(logo) = &stamp.logo else { return };
    let (width, height) = (logo.width as f32, logo.height as f32);
    let scale = (LOGO.0 / width).min(LOGO.1 / height);
    let (width, height) = (width * scale, height * scale);
    let area = Area::new(PAGE_WIDTH - MARGIN - 10.0 - width, 36.0, width, height);
    flow.draw(Owner::Decoration, Draw::Fill { area: area.inset(-10.0), colour: palette::WHITE });
    let figure = flow.book.figure(cover, area, typographic(&logo.alt));
    flow.draw(Owner::Node(figure), Draw::Picture { area, logo: Arc::clone(logo) });
}

/// How many schools are expected and answered, in words.
pub(in super::super) fn schools(total: &Territory) -> String {
    total.expected.map_or_else(
        || {
            format!(
                "{}, sans liste des écoles attendues",
                counted(total.answered(), "école ayant répondu", "écoles ayant répondu")
            )
        },
        |expected| {
            let answered = match total.returned {
                0 => "dont aucune n’a répondu".to_owned(),
                1 if expected == 1 => "qui a répondu".to_owned(),
                all if all == expected => "qui ont toutes répondu".to_owned(),
                some => format!("dont {}", counted(some, "a répondu", "ont répondu")),
            };
            format!("{}, {answered}", counted(expected, "école attendue", "écoles attendues"))
        },
    )
}

/// The referential and its size, in words.
pub(in super::super) fn referential(referential: &Referential) -> String {
    format!(
        "version {}, {}",
        limited(&referential.version, 40),
        counted(referential.required().count() as u64, "compétence requise", "compétences requises")
    )
}

/// When it was made and by what, in words.
pub(in super::super) fn made(stamp: &Stamp) -> String {
    format!("{}, par Maillage {}", day_in_french(stamp.date), stamp.version)
}

/// What the report is about.
fn perimeter(dossier: &Dossier) -> Vec<(&'static str, String)> {
    let departements: Vec<String> = dossier
        .departements
        .iter()
        .filter(|departement| departement.tally.total() > 0)
        .map(|departement| facts::departement(dossier, &departement.code))
        .collect();
    let documents = dossier.documents.len() as u64;
    let retained = dossier.schools.iter().filter(|file| file.retained.is_some()).count() as u64;
    let mut rows = vec![("Périmètre", schools(&dossier.total))];
    if !departements.is_empty() {
        rows.push(("Départements", departements.join(", ")));
    }
    if !dossier.circonscriptions.is_empty() {
        let number = dossier.circonscriptions.len() as u64;
        rows.push(("Circonscriptions", crate::french::count(number)));
    }
    rows.push((
        "Documents lus",
        format!(
            "{}, {}",
            counted(documents, "document rattaché à l’académie", "documents rattachés à l’académie"),
            counted(retained, "inventaire retenu", "inventaires retenus")
        ),
    ));
    if let Some(deadline) = labels::deadline(dossier) {
        rows.push(("Échéance", deadline));
    }
    rows.push(("Référentiel", referential(&dossier.referential)));
    rows.push(("Produit le", made(&dossier.stamp)));
    rows
}

/// Sets what the report is about; gives where it ends.
fn about(flow: &mut Flow, rows: &[(&'static str, String)], cover: NodeId) -> f32 {
    let table = flow.book.node(cover, Role::Table);
    let mut y = PANEL + 34.0;
    let label = palette::BODY.bold().in_colour(palette::DEEP);
    for (name, value) in rows {
        let row = flow.book.node(table, Role::Row);
        let head = flow.book.node(row, Role::HeaderCell(super::super::display::Scope::Row));
        let cell = flow.book.node(row, Role::Cell);
        flow.set(Owner::Node(head), MARGIN, y + 4.5, 112.0, label, Align::Left, name);
        let width = WIDTH - 118.0;
        let height =
            flow.set(Owner::Node(cell), MARGIN + 118.0, y + 4.5, width, palette::BODY, Align::Left, value);
        y += height + 8.0;
        flow.rule(MARGIN, y, WIDTH, 0.4, palette::HAIR);
    }
    y
}

/// More sections than this stand in two columns.
const ONE_COLUMN: usize = 10;
/// Between the two.
const GUTTER: f32 = 26.0;

/// The sections and their pages, each a link.
fn contents(flow: &mut Flow, cover: NodeId, top: f32) {
    let heading = Owner::Node(flow.book.node(cover, Role::Heading(2)));
    let y = top + flow.set(heading, MARGIN, top, WIDTH, palette::PART, Align::Left, "Sommaire") + 4.0;
    let list = flow.book.node(cover, Role::Contents);
    let sections: Vec<_> =
        flow.book.bookmarks.iter().filter(|bookmark| bookmark.level == 1).cloned().collect();
    let columns = if sections.len() > ONE_COLUMN { 2 } else { 1 };
    let rows = sections.len().div_ceil(columns).max(1);
    let step = ((BOTTOM - y) / rows as f32).min(if columns == 1 { 21.0 } else { 19.0 });
    let width = (WIDTH - GUTTER * (columns as f32 - 1.0)) / columns as f32;
    let style = if columns == 1 { palette::LEAD } else { palette::BODY };
    let top = y;
    for (rank, bookmark) in sections.into_iter().enumerate() {
        let x = MARGIN + (rank / rows) as f32 * (width + GUTTER);
        let y = top + (rank % rows) as f32 * step;
        let item = flow.book.node(list, Role::ContentsItem);
        let reference = flow.book.node(item, Role::Reference);
        let node = flow.book.node(reference, Role::Link);
        let page = (bookmark.target.page + 1).to_string();
        let area = Area::new(x, y, width, style.leading + 3.0);
        let number = flow.fonts.width(style.bold(), &page);
        let title = flow.shortened(style, width - number - 20.0, &bookmark.title);
        flow.set(Owner::Node(node), x, y + 1.5, width, style, Align::Left, &title);
        flow.set(Owner::Node(node), x, y + 1.5, width, style.bold(), Align::Right, &page);
        let from = x + flow.fonts.width(style, &title) + 8.0;
        let to = x + width - number - 8.0;
        let height = y + 1.5 + style.leading * 0.72;
        let dots: Vec<Segment> = (0..((to - from) / 5.0).max(0.0) as u16)
            .map(|rank| to - f32::from(rank) * 5.0)
            .map(|x| [(x, height), (x + 1.0, height)])
            .collect();
        flow.draw(Owner::Decoration, Draw::Lines { segments: dots, width: 0.8, colour: palette::RULE });
        let says = format!("{}, page {page}", bookmark.title);
        flow.book.link(0, Link { area, node, to: bookmark.target, says });
    }
}
