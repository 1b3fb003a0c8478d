//! Coverage by territory: a map whose cells bear their figure, one row a département or a circonscription.

use crate::french::{FEWEST_SCHOOLS, count};
use crate::model::dossier::{Dossier, Territory};
use crate::model::indicator::Rate;
use crate::model::outline::Part;

use super::super::display::{Area, Draw, Face, Owner, Role};
use super::super::facts::{self, Line};
use super::super::page::{Align, Flow, MARGIN, WIDTH};
use super::super::palette::{self, Style};
use super::super::table::{Cell, Column, Kind, Table};

/// Width of the names of territories.
const NAME: f32 = 106.0;
/// The least width of the number of schools.
const SCHOOLS: f32 = 42.0;
/// Width of the coverage over all competences.
const WHOLE: f32 = 34.0;
/// The narrowest cell that holds « 100 ».
const NARROWEST: f32 = 20.5;

/// Figures of a map.
pub(super) const FIGURE: Style = Style { size: 7.4, leading: 9.4, ..palette::CELL };
/// Names over its columns.
pub(super) const HEAD: Style = Style { size: 7.2, leading: 8.8, ..palette::HEAD };
/// Names of competences over its columns.
pub(super) const LABEL: Style = Style { face: Face::Regular, colour: palette::INK, ..HEAD };

/// Sets the section.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    let nothing = match (dossier.total.answered(), dossier.total.tally.coverage().denominator) {
        (0, _) => {
            Some("Aucune école n’a rendu d’inventaire : la carte sera donnée dès les premières réponses.")
        }
        (_, 0) => {
            Some("Toutes les compétences sont déclarées sans objet : il n’y a pas de couverture à comparer.")
        }
        _ => None,
    };
    let rows = dossier.circonscriptions.len() + dossier.departements.len() + 1;
    let need = if nothing.is_some() { 0.0 } else { 190.0 + rows as f32 * 15.0 };
    flow.section(&part.title, need);
    if let Some(nothing) = nothing {
        flow.paragraph(palette::LEAD, nothing);
        return;
    }
    flow.introduction(part);
    legend(flow);
    note(flow);
    let mut lines = facts::competences(dossier);
    let room = WIDTH - NAME - SCHOOLS - WHOLE;
    let most = (room / NARROWEST) as usize;
    let panels = lines.len().div_ceil(most.max(1)).max(1);
    let each = lines.len().div_ceil(panels).max(1);
    while !lines.is_empty() {
        let rest = lines.split_off(each.min(lines.len()));
        map(flow, dossier, &lines);
        lines = rest;
    }
    super::multiples::set(flow, dossier);
}

/// The classes of a map.
pub(super) fn legend(flow: &mut Flow) {
    let top = flow.y();
    let section = flow.section_node();
    let node = flow.book.node(section, Role::Paragraph);
    let mut x = MARGIN;
    for (value, label) in palette::HEAT_CLASSES {
        let (ground, ink) = palette::heat(value);
        let area = Area::new(x, top + 1.4, 13.0, 8.0);
        flow.draw(Owner::Decoration, Draw::Fill { area, colour: ground });
        if ink == palette::ALERT {
            flow.draw(Owner::Decoration, Draw::Frame { area, width: 0.5, colour: palette::ALERT });
        }
        let width = flow.fonts.width(palette::NOTE, label) + 1.0;
        flow.set(Owner::Node(node), x + 17.0, top, width, palette::NOTE, Align::Left, label);
        x += 17.0 + width + 13.0;
    }
    flow.skip(15.0);
}

/// How the cells of the map are written.
fn note(flow: &mut Flow) {
    flow.paragraph(
        palette::NOTE,
        &format!(
            "Chiffres en pourcentage. Sous {FEWEST_SCHOOLS} écoles, un compte : 3/4 se lit « 3 écoles sur 4 ». Un tiret : aucune \
             école concernée n’a répondu. Moins de 40\u{202f}% : en gras, sur fond clair."
        )
    );
}

/// Names of families over the columns of their competences.
pub(super) fn families(dossier: &Dossier, lines: &[Line]) -> Vec<Cell> {
    facts::families(dossier)
        .into_iter()
        .map(|(name, members)| {
            let shown = |line: &&Line| lines.iter().any(|other| other.rank == line.rank);
            (members.iter().filter(shown).count(), name)
        })
        .filter(|(shown, _)| *shown > 0)
        .map(|(shown, name)| {
            Cell::head(name).styled(HEAD).over(shown).aligned(Align::Centre).on(palette::TINT)
        })
        .collect()
}

/// The map of some competences.
fn map(flow: &mut Flow, dossier: &Dossier, lines: &[Line]) {
    let width = (WIDTH - NAME - SCHOOLS - WHOLE) / lines.len().max(1) as f32;
    let territories = dossier.departements.iter().chain([&dossier.total]);
    let number = territories
        .map(|territory| flow.fonts.width(FIGURE.bold(), &schools(territory)) + 9.0)
        .fold(SCHOOLS, f32::max);
    // A long number of schools takes its room from the names, which can wrap.
    let name = NAME - (number - SCHOOLS);
    let mut columns = vec![Column::words(name), Column::figures(number), Column::centred(WHOLE)];
    columns.extend(lines.iter().map(|_| Column::centred(width)));
    let caption = if dossier.circonscriptions.is_empty() {
        "Couverture par département et par compétence"
    } else {
        "Couverture par circonscription et par compétence"
    };
    let mut table = Table::new(caption, columns, Vec::new());
    table.map = true;
    let mut names = vec![Cell::head("Famille").styled(HEAD).over(3)];
    names.extend(families(dossier, lines));
    let answered = if dossier.registry.is_some() { "Écoles ayant répondu" } else { "Écoles" };
    let mut codes = vec![
        Cell::head("Territoire").styled(HEAD),
        Cell::head(answered).styled(HEAD),
        Cell::head("Ensemble").styled(HEAD).turned(),
    ];
    codes.extend(lines.iter().map(|line| Cell::head(line.label.clone()).styled(LABEL).turned()));
    table.head = vec![names, codes];
    let row = |territory: &Territory, name: String| {
        let mut cells = vec![
            Cell::row(name).styled(FIGURE),
            Cell::new(schools(territory)).styled(FIGURE),
            cell(territory.tally.coverage(), territory.answered()).bold(),
        ];
        cells.extend(lines.iter().map(|line| {
            let tally = territory.by_competence.get(line.rank).copied().unwrap_or_default();
            let coverage = tally.coverage();
            cell(coverage, coverage.denominator)
        }));
        cells
    };
    rows(&mut table, dossier, row);
    table.set(flow);
}

/// Adds a row for each département and each of its circonscriptions, then for the académie.
pub(super) fn rows(table: &mut Table, dossier: &Dossier, row: impl Fn(&Territory, String) -> Vec<Cell>) {
    for departement in &dossier.departements {
        let inside: Vec<&Territory> = dossier
            .circonscriptions
            .iter()
            .filter(|territory| territory.departement == departement.code)
            .collect();
        let name = facts::departement(dossier, &departement.code);
        let kind = if inside.is_empty() { Kind::Data } else { Kind::Group };
        let mut cells = row(departement, name);
        if kind == Kind::Group {
            cells = cells.into_iter().map(Cell::bold).collect();
        }
        if departement.tally.total() > 0 {
            table.rows.push((kind, cells));
        }
        for territory in inside {
            table.push(row(territory, facts::circonscription(&territory.name)));
        }
    }
    table.total(row(&dossier.total, "Académie".to_owned()));
}

/// « 31/36 » where a registry says how many are expected.
pub(super) fn schools(territory: &Territory) -> String {
    match territory.expected {
        Some(expected) if territory.unexpected == 0 => {
            format!("{}/{}", count(territory.returned), count(expected))
        }
        Some(expected) => {
            format!("{}/{} +{}", count(territory.returned), count(expected), count(territory.unexpected))
        }
        None => count(territory.answered()),
    }
}

/// A cell of a map: a percentage without its sign, a count where there are few schools.
pub(super) fn cell(rate: Rate, schools: u32) -> Cell {
    let Some(value) = rate.value() else {
        return Cell::new("–").styled(FIGURE.in_colour(palette::SOFT)).on(palette::TINT);
    };
    let (ground, ink) = palette::heat(value);
    let style = if ink == palette::ALERT { FIGURE.bold() } else { FIGURE };
    Cell::new(figure(rate, schools)).styled(style.in_colour(ink)).on(ground)
}

/// « 84 », « 3/4 ».
fn figure(coverage: Rate, schools: u32) -> String {
    if schools < FEWEST_SCHOOLS {
        return format!("{}/{}", count(coverage.numerator), count(coverage.denominator));
    }
    let mut whole = (coverage.value().unwrap_or_default() * 100.0).round() as u32;
    // 99.6 % is not everything, and 0.4 % is not nothing.
    if coverage.numerator < coverage.denominator {
        whole = whole.min(99);
    }
    if coverage.numerator > 0 {
        whole = whole.max(1);
    }
    count(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_never_round_to_everything_or_to_nothing() {
        assert_eq!(figure(Rate::new(499, 500), 500), "99");
        assert_eq!(figure(Rate::new(1, 500), 500), "1");
        assert_eq!(figure(Rate::new(500, 500), 500), "100");
        assert_eq!(figure(Rate::new(0, 500), 500), "0");
        assert_eq!(figure(Rate::new(3, 4), 4), "3/4");
        assert_eq!(figure(Rate::new(3, 4), 5), "75");
    }
}
