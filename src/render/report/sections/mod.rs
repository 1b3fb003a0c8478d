//! What the report says, one file per section, in the order of `report`.

pub(super) mod cover;
pub(super) mod coverage;
pub(super) mod diagram;
pub(super) mod districts;
pub(super) mod essentials;
pub(super) mod evolution;
pub(super) mod factors;
mod gauges;
pub(super) mod holders;
pub(super) mod lasting;
pub(super) mod matrix;
pub(super) mod method;
pub(super) mod missing;
pub(super) mod moves;
pub(super) mod multiples;
pub(super) mod people;
pub(super) mod plan;
pub(super) mod questions;
pub(super) mod rejected;
pub(super) mod responsibility;
pub(super) mod services;
pub(super) mod territories;

use std::sync::Arc;

use crate::french::counted;
use crate::model::calendar::day_in_french;
use crate::model::dossier::{Dossier, Stamp, State, Status};
use crate::model::outline::Section;
use crate::model::referential::Referential;
use crate::render::labels;

use super::display::{Area, Draw, Owner, PAGE_HEIGHT};
use super::page::{Align, Flow, MARGIN, WIDTH};
use super::palette::{self, swatch};
use super::typeset::limited;
use super::watermark::{self, Ring};

/// The longest mention that a configuration may ask for, in signs.
const LONGEST_MENTION: usize = 120;

/// Sets the running header and footer of every page, once their number is known. The cover has a footer only.
pub(super) fn running(flow: &mut Flow, stamp: &Stamp, whose: &str, referential: &Referential) {
    let pages = flow.book.pages.len();
    let left = format!("Compétences et responsabilités du projet ENT · {whose}");
    let right = stamp.month.in_french();
    let foot = format!(
        "{} · produit le {} · Maillage {} · référentiel {}",
        labels::capitalised(stamp.status.label()),
        day_in_french(stamp.date),
        stamp.version,
        limited(&referential.version, 24)
    );
    let draft: Option<Arc<[Ring]>> = (stamp.status == Status::Draft)
        .then(|| watermark::across(&stamp.status.label().to_uppercase()).into());
    for page in 0..pages {
        flow.go_to(page);
        let style = palette::RUNNING;
        if let (Some(rings), true) = (&draft, page > 0) {
            // The cover says it in full.
            let draw = Draw::Shape { rings: Arc::clone(rings), colour: palette::WATERMARK };
            flow.book.draw_under(page, Owner::Watermark, draw);
        }
        if page > 0 {
            flow.set(Owner::Header, MARGIN, 36.0, WIDTH - 90.0, style, Align::Left, &left);
            flow.set(Owner::Header, MARGIN, 36.0, WIDTH, style, Align::Right, &right);
            let segments = vec![[(MARGIN, 51.0), (MARGIN + WIDTH, 51.0)]];
            flow.draw(Owner::Header, Draw::Lines { segments, width: 0.5, colour: palette::RULE });
        }
        let y = PAGE_HEIGHT - if stamp.mention.is_some() { 54.0 } else { 44.0 };
        let mut below = y;
        if let Some(mention) = &stamp.mention {
            // Whole: cut, a sentence could say the contrary.
            let mention = limited(mention, LONGEST_MENTION);
            below += flow.set(Owner::Footer, MARGIN, y, WIDTH - 50.0, style, Align::Left, &mention);
        }
        flow.set(Owner::Footer, MARGIN, below, WIDTH - 50.0, style, Align::Left, &foot);
        let number = format!("{}\u{a0}/\u{a0}{pages}", page + 1);
        flow.set(Owner::Footer, MARGIN, y, WIDTH, style.bold(), Align::Right, &number);
    }
}

/// Where the figures of a picture come from: « Source : 36 inventaires retenus, novembre 2026. »
fn source(dossier: &Dossier) -> String {
    format!(
        "Source\u{a0}: {}, {}.",
        counted(dossier.total.answered(), "inventaire retenu", "inventaires retenus"),
        dossier.stamp.month.in_french()
    )
}

/// Whether the report has a section that this one may send its reader to.
fn has(dossier: &Dossier, section: Section) -> bool {
    dossier.stamp.outline.parts.iter().any(|part| part.section == section)
}

/// Sets the legend of the states: their swatch, their name, what they mean, in two columns.
fn legend(flow: &mut Flow) {
    const COLUMN: f32 = WIDTH / 2.0;
    const ROW: f32 = 12.6;
    let rows = State::ALL.len().div_ceil(2);
    flow.ensure(rows as f32 * ROW + 6.0);
    let top = flow.y();
    let node = {
        let parent = flow.section_node();
        flow.book.node(parent, super::display::Role::Paragraph)
    };
    for (rank, state) in State::ALL.into_iter().enumerate() {
        let x = MARGIN + if rank < rows { 0.0 } else { COLUMN };
        let y = top + (rank % rows) as f32 * ROW;
        for draw in swatch(state).paint(Area::new(x, y + 2.0, 15.0, 8.0)) {
            flow.draw(Owner::Decoration, draw);
        }
        let text = format!("{} : {}.", super::typeset::strong(state.label()), state.meaning());
        let style = palette::NOTE;
        flow.set(Owner::Node(node), x + 20.0, y, COLUMN - 24.0, style, Align::Left, &text);
    }
    flow.skip(rows as f32 * ROW + 6.0);
}
