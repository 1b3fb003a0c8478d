//! Small multiples: the same bar for each territory, all on one scale, so that the eye finds the one that differs.

use crate::french::counted;
use crate::model::dossier::{Dossier, State, Territory};

use super::super::display::{Area, Owner};
use super::super::page::{Align, Flow, MARGIN, WIDTH};
use super::super::palette::{self, Style, swatch};
use super::super::{chart, facts};
use super::territories::schools;

/// Beyond this, bars are no longer compared at a glance: the map is.
const MOST: usize = 48;
/// Bars side by side.
const ACROSS: usize = 3;
/// Between two columns.
const GUTTER: f32 = 16.0;
/// Height of a bar with its name.
const CELL: f32 = 31.0;
/// Height of a bar.
const BAR: f32 = 10.0;
/// Name of a territory.
const NAME: Style = Style { size: 7.8, leading: 10.0, ..palette::CELL };

/// Sets a bar a circonscription, or a département where there are none.
pub(super) fn set(flow: &mut Flow, dossier: &Dossier) {
    let territories: Vec<(String, &Territory)> = if dossier.circonscriptions.is_empty() {
        dossier.departements.iter().map(|one| (facts::departement(dossier, &one.code), one)).collect()
    } else {
        let name = |one: &Territory| format!("{} ({})", facts::circonscription(&one.name), one.departement);
        dossier.circonscriptions.iter().map(|one| (name(one), one)).collect()
    };
    let territories: Vec<_> =
        territories.into_iter().filter(|(_, territory)| territory.tally.total() > 0).collect();
    if territories.len() < 2 || territories.len() > MOST {
        return;
    }
    let rows = territories.len().div_ceil(ACROSS);
    flow.part("Les territoires côte à côte", rows as f32 * CELL + 75.0);
    let states: Vec<_> = State::ALL
        .into_iter()
        .filter(|state| dossier.total.tally.of(*state) > 0)
        .map(|state| (swatch(state), state.label()))
        .collect();
    chart::legend(flow, &states);
    let width = (WIDTH - GUTTER * (ACROSS as f32 - 1.0)) / ACROSS as f32;
    let mut chunks = territories.chunks(ACROSS).peekable();
    while let Some(row) = chunks.next() {
        // The last row keeps the note that says how to read them all.
        flow.ensure(if chunks.peek().is_some() { CELL } else { CELL + palette::NOTE.leading * 2.0 });
        let top = flow.y();
        for (rank, (name, territory)) in row.iter().enumerate() {
            let area = Area::new(MARGIN + rank as f32 * (width + GUTTER), top, width, CELL - 6.0);
            cell(flow, area, name, territory);
        }
        flow.skip(CELL);
    }
    flow.paragraph(
        palette::NOTE,
        &format!(
            "En couples école-compétence, toutes les barres à la même échelle\u{a0}: leur longueur est l’ensemble des couples du \
             territoire. À droite, la couverture parmi les écoles ayant répondu. Source : {}, {}.",
            counted(dossier.total.answered(), "inventaire retenu", "inventaires retenus"),
            dossier.stamp.month.in_french()
        ),
    );
}

fn cell(flow: &mut Flow, area: Area, name: &str, territory: &Territory) {
    let coverage = facts::rate(territory.tally.coverage(), territory.answered());
    let alt = format!(
        "{name}, écoles {} : {}. Couverture : {coverage}.",
        schools(territory),
        chart::told(&territory.tally)
    );
    let section = flow.section_node();
    let owner = Owner::Node(flow.book.figure(section, area, alt));
    let value = NAME.bold();
    let taken = flow.fonts.width(value, &coverage);
    let shown = flow.shortened(NAME, area.width - taken - 6.0, name);
    flow.set(owner, area.x, area.y, area.width, NAME, Align::Left, &shown);
    flow.set(owner, area.x, area.y, area.width, value, Align::Right, &coverage);
    let parts = State::ALL.map(|state| (territory.tally.of(state), swatch(state)));
    chart::bar(flow, owner, Area::new(area.x, area.y + NAME.leading + 2.5, area.width, BAR), &parts);
}
