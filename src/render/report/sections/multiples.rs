//! Small multiples: the same bar for each territory, all on one scale, so that the eye finds the one that differs.

use crate::french::{FEWEST_SCHOOLS, out_of, percent, points};
use crate::model::dossier::{Dossier, State, Territory};

use super::super::display::{Area, Owner};
use super::super::page::{Align, Flow, MARGIN, WIDTH};
use super::super::palette::{self, Style, swatch};
use super::super::{chart, facts};
use super::territories::{Depth, schools};

/// Beyond this many circonscriptions, the body compares départements.
const MOST_IN_BODY: usize = 24;
/// Beyond this, bars are no longer compared at a glance, even in an annex: the map is.
const MOST: usize = 120;
/// Bars side by side.
const ACROSS: usize = 3;
/// Between two columns.
const GUTTER: f32 = 16.0;
/// Height of a bar with its name.
const CELL: f32 = 29.0;
/// Height of a bar.
const BAR: f32 = 10.0;
/// Name of a territory.
const NAME: Style = Style { size: 7.8, leading: 10.0, ..palette::CELL };

/// Whether the body leaves the bars of circonscriptions to an annex.
pub(super) fn is_shortened(dossier: &Dossier) -> bool {
    dossier.circonscriptions.len() > MOST_IN_BODY && dossier.total.tally.coverage().denominator > 0
}

/// Sets a bar a circonscription, or a département where there are none or where the body asks for no more.
pub(super) fn set(flow: &mut Flow, dossier: &Dossier, depth: Depth) {
    let territories: Vec<(String, &Territory)> = if dossier.circonscriptions.is_empty()
        || depth == Depth::Departements
    {
        dossier.departements.iter().map(|one| (facts::departement(dossier, &one.code), one)).collect()
    } else {
        let name = |one: &Territory| format!("{} ({})", facts::circonscription(&one.name), one.departement);
        dossier.circonscriptions.iter().map(|one| (name(one), one)).collect()
    };
    let title = "Les territoires côte à côte";
    bars(flow, title, &territories, ("l’académie", &dossier.total), &super::source(dossier));
}

/// Sets a bar a territory, each told beside the whole; nothing where there are too few to compare, or too many.
pub(in super::super) fn bars(
    flow: &mut Flow,
    title: &str,
    territories: &[(String, &Territory)],
    (whole_name, whole): (&str, &Territory),
    source: &str,
) {
    let territories: Vec<_> =
        territories.iter().filter(|(_, territory)| territory.tally.total() > 0).collect();
    if territories.len() < 2 || territories.len() > MOST {
        return;
    }
    let rows = territories.len().div_ceil(ACROSS);
    flow.part(title, rows as f32 * CELL + 48.0);
    let states: Vec<_> = State::ALL
        .into_iter()
        .filter(|state| whole.tally.of(*state) > 0)
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
            cell(flow, area, (name, territory), (whole_name, whole));
        }
        flow.skip(CELL);
    }
    flow.paragraph(
        palette::NOTE,
        &format!(
            "En couples école-compétence, toutes les barres à la même échelle\u{a0}: leur longueur est l’ensemble des couples de \
             chacun. À droite, la couverture parmi les écoles ayant répondu. {source}"
        ),
    );
}

fn cell(flow: &mut Flow, area: Area, (name, territory): (&str, &Territory), whole: (&str, &Territory)) {
    let coverage = facts::rate(territory.tally.coverage(), territory.answered());
    let alt = format!(
        "{name}, écoles {} : {} En couples : {}.",
        schools(territory),
        beside(territory, whole),
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

/// The coverage of a territory beside that of the académie, in a sentence.
fn beside(territory: &Territory, (name, whole): (&str, &Territory)) -> String {
    let coverage = territory.tally.coverage();
    let Some(value) = coverage.value() else { return "rien à couvrir.".to_owned() };
    if territory.answered() < FEWEST_SCHOOLS {
        return format!("{} couples sont couverts.", out_of(coverage));
    }
    let gap = (value - whole.tally.coverage().value().unwrap_or(value)) * 100.0;
    let said = match (gap * 10.0).round() {
        0.0 => format!("comme {name}"),
        _ if gap > 0.0 => format!("{} de plus que {name}", points(gap).trim_start_matches('+')),
        _ => format!("{} de moins que {name}", points(-gap).trim_start_matches('+')),
    };
    format!("{} des couples sont couverts, {said}.", percent(coverage))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{Shape, dossier};

    #[test]
    fn a_territory_is_told_beside_the_whole() {
        let dossier = dossier(&Shape::default());
        let told = |rank: usize| {
            let said = beside(&dossier.circonscriptions[rank], ("l’académie", &dossier.total));
            said.replace(['\u{a0}', '\u{202f}'], " ")
        };
        assert_eq!(told(0), "74,7 % des couples sont couverts, 0,5 point de moins que l’académie.");
        assert_eq!(told(1), "77,7 % des couples sont couverts, 2,5 points de plus que l’académie.");
        assert_eq!(told(3), "31 sur 41 couples sont couverts.");
        assert_eq!(
            beside(&dossier.total, ("l’académie", &dossier.total)).replace('\u{202f}', " "),
            "75,2 % des couples sont couverts, comme l’académie."
        );
    }
}
