//! Coverage by territory: a map whose cells bear their figure, one row a département or a circonscription.

use crate::french::{FEWEST_SCHOOLS, count, quoted};
use crate::model::dossier::{Dossier, Territory};
use crate::model::indicator::Rate;
use crate::model::outline::{Part, Section};
use crate::model::referential::Referential;

use super::super::display::{Area, Draw, Face, Owner, Role};
use super::super::facts::{self, Line};
use super::super::page::{Align, Flow, MARGIN, WIDTH};
use super::super::palette::{self, Style};
use super::super::table::{Cell, Column, Kind, Table};
use super::multiples;

/// Width of the names of territories.
const NAME: f32 = 106.0;
/// The least width of the number of schools.
const SCHOOLS: f32 = 42.0;
/// Width of the coverage over all competences.
const WHOLE: f32 = 34.0;
/// The narrowest cell that holds « 100 ».
const NARROWEST: f32 = 20.5;

/// Figures of a map.
pub(in super::super) const FIGURE: Style = Style { size: 7.4, leading: 9.4, ..palette::CELL };
/// Names over its columns.
pub(in super::super) const HEAD: Style = Style { size: 7.2, leading: 8.8, ..palette::HEAD };
/// Names of competences over its columns.
pub(in super::super) const LABEL: Style = Style { face: Face::Regular, colour: palette::INK, ..HEAD };

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
    let depth = if is_shortened(flow, dossier) { Depth::Departements } else { Depth::Circonscriptions };
    let rows = count_rows(dossier, depth);
    let need = 250.0 + rows as f32 * (FIGURE.leading + 2.0 * rise(rows));
    flow.section(&part.title, if nothing.is_some() { 0.0 } else { need });
    if let Some(nothing) = nothing {
        flow.paragraph(palette::LEAD, nothing);
        return;
    }
    flow.introduction(part);
    if depth == Depth::Departements {
        least(flow, dossier);
    } else {
        maps(flow, dossier, depth);
    }
    let shown = if multiples::is_shortened(dossier) { Depth::Departements } else { Depth::Circonscriptions };
    multiples::set(flow, dossier, shown);
}

/// How far down the rows of a table of territories go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// Départements, then the académie.
    Departements,
    /// Départements, each followed by its circonscriptions, then the académie.
    Circonscriptions,
}

/// Room on a page for the rows of a map, its head and what stands around it apart.
const ROOM: f32 = 435.0;
/// From this many rows on, a map is set tight.
const MANY_ROWS: usize = 22;
/// Circonscriptions named where the body can't show them all.
const LEAST: usize = 10;

/// Whether the body leaves the map of circonscriptions to an annex.
pub(super) fn is_shortened(flow: &Flow, dossier: &Dossier) -> bool {
    let rows = rows(dossier, Depth::Circonscriptions);
    let around = 2.0 * rise(rows.len());
    let lines = |name: &str| flow.fonts.wrap(FIGURE, NAME - 8.0, name).len() as f32;
    let height: f32 = rows.iter().map(|(_, name, _)| lines(name) * FIGURE.leading + around).sum();
    height > ROOM && !dossier.circonscriptions.is_empty() && dossier.total.tally.coverage().denominator > 0
}

fn count_rows(dossier: &Dossier, depth: Depth) -> usize {
    let circonscriptions = if depth == Depth::Departements { 0 } else { dossier.circonscriptions.len() };
    dossier.departements.len() + circonscriptions + 1
}

/// Space above and below the figures of a map of so many rows.
pub(in super::super) fn rise(rows: usize) -> f32 {
    if rows < MANY_ROWS { 2.5 } else { 1.5 }
}

/// Sets the maps of all competences, as many as their columns ask for, and how to read them.
pub(super) fn maps(flow: &mut Flow, dossier: &Dossier, depth: Depth) {
    legend(flow);
    let by = if depth == Depth::Departements || dossier.circonscriptions.is_empty() {
        "département"
    } else {
        "circonscription"
    };
    let caption = format!("Couverture par {by} et par compétence");
    for lines in panels(&facts::competences(dossier)) {
        map(flow, About::of(dossier), &lines, (&caption, "Territoire"), &rows(dossier, depth));
    }
    note(flow, &super::source(dossier));
}

/// The competences of each map, as many as hold side by side.
pub(in super::super) fn panels(lines: &[Line]) -> Vec<Vec<Line>> {
    let most = ((WIDTH - NAME - SCHOOLS - WHOLE) / NARROWEST) as usize;
    let number = lines.len().div_ceil(most.max(1)).max(1);
    let each = lines.len().div_ceil(number).max(1);
    lines.chunks(each).map(<[Line]>::to_vec).collect()
}

/// Sets the map of the départements, then of the circonscriptions least covered among those large enough to compare.
fn least(flow: &mut Flow, dossier: &Dossier) {
    let mut compared: Vec<(f64, &Territory)> = dossier
        .circonscriptions
        .iter()
        .filter(|territory| territory.answered() >= FEWEST_SCHOOLS)
        .filter_map(|territory| Some((territory.tally.coverage().value()?, territory)))
        .collect();
    // Equals stay in the order of the tables.
    compared.sort_by(|left, right| left.0.total_cmp(&right.0));
    compared.truncate(LEAST);
    let mut shown = rows(dossier, Depth::Departements);
    let number = compared.len();
    if number > 1 {
        shown.push((Kind::Group, format!("Les {number} circonscriptions les moins couvertes"), None));
        shown.extend(compared.into_iter().map(|(_, territory)| {
            let name = facts::circonscription(&territory.name);
            let name = match territory.departement.as_str() {
                "" => name,
                code => format!("{name}\u{a0}({code})"),
            };
            (Kind::Data, name, Some(territory))
        }));
    }
    legend(flow);
    for lines in panels(&facts::competences(dossier)) {
        let heads = ("Couverture par territoire et par compétence", "Territoire");
        map(flow, About::of(dossier), &lines, heads, &shown);
    }
    let all = count(dossier.circonscriptions.len() as u64);
    let place = if super::has(dossier, Section::Districts) {
        "sont en annexe".to_owned()
    } else {
        format!("se lisent, école par école, dans la feuille {} du classeur", quoted("Matrice écoles"))
    };
    let told = format!(
        "Les {all} circonscriptions {place} ; celles d’ici ont au moins {FEWEST_SCHOOLS} écoles ayant répondu. {}",
        super::source(dossier)
    );
    note(flow, &told);
}

/// The classes of a map.
pub(in super::super) fn legend(flow: &mut Flow) {
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
pub(in super::super) fn note(flow: &mut Flow, source: &str) {
    flow.paragraph(
        palette::NOTE,
        &format!(
            "Chiffres en pourcentage. Sous {FEWEST_SCHOOLS} écoles, un compte : 3/4 se lit « 3 écoles sur 4 ». Un tiret : aucune \
             école concernée n’a répondu. Moins de 40\u{202f}% : en gras, sur fond clair. {source}"
        )
    );
}

/// Names of families over the columns of their competences.
pub(super) fn families(referential: &Referential, lines: &[Line]) -> Vec<Cell> {
    facts::families(referential, lines.to_vec())
        .into_iter()
        .map(|(name, members)| (members.len(), name))
        .map(|(shown, name)| {
            Cell::head(name).styled(HEAD).over(shown).aligned(Align::Centre).on(palette::TINT)
        })
        .collect()
}

/// A row of a table of territories: what it is, its name, its figures; none where it only names the rows that follow.
pub(in super::super) type Row<'t> = (Kind, String, Option<&'t Territory>);

/// What a map says beside its territories.
#[derive(Clone, Copy)]
pub(in super::super) struct About<'r> {
    pub(in super::super) referential: &'r Referential,
    /// Whether a registry tells which schools are expected.
    pub(in super::super) registry: bool,
}

impl<'r> About<'r> {
    fn of(dossier: &'r Dossier) -> Self {
        Self { referential: &dossier.referential, registry: dossier.registry.is_some() }
    }
}

/// Sets the map of some competences.
pub(in super::super) fn map(
    flow: &mut Flow,
    about: About<'_>,
    lines: &[Line],
    (caption, who): (&str, &str),
    rows: &[Row<'_>],
) {
    let width = (WIDTH - NAME - SCHOOLS - WHOLE) / lines.len().max(1) as f32;
    let number = schools_width(flow, rows, SCHOOLS);
    // A long number of schools takes its room from the names, which can wrap.
    let name = NAME - (number - SCHOOLS);
    let mut columns = vec![Column::words(name), Column::figures(number), Column::centred(WHOLE)];
    columns.extend(lines.iter().map(|_| Column::centred(width)));
    let mut table = Table::new(caption, columns, Vec::new());
    table.map = true;
    let mut names = vec![Cell::head("Famille").styled(HEAD).over(3)];
    names.extend(families(about.referential, lines));
    let answered = if about.registry { "Écoles ayant répondu" } else { "Écoles" };
    let mut codes = vec![
        Cell::head(who).styled(HEAD),
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
    fill(&mut table, rows, row);
    table.rise = rise(rows.len());
    table.after = 2.0 * palette::NOTE.leading;
    table.set(flow);
}

/// A row for each département and, as far as asked, each of its circonscriptions; then for the académie.
pub(super) fn rows(dossier: &Dossier, depth: Depth) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for departement in dossier.departements.iter().filter(|departement| departement.tally.total() > 0) {
        let inside: Vec<&Territory> = dossier
            .circonscriptions
            .iter()
            .filter(|territory| territory.departement == departement.code && depth == Depth::Circonscriptions)
            .collect();
        let kind = if inside.is_empty() { Kind::Data } else { Kind::Group };
        rows.push((kind, facts::departement(dossier, &departement.code), Some(departement)));
        let inside = inside.into_iter();
        rows.extend(inside.map(|one| (Kind::Data, facts::circonscription(&one.name), Some(one))));
    }
    rows.push((Kind::Total, "Académie".to_owned(), Some(&dossier.total)));
    rows
}

/// Fills a table of territories.
pub(in super::super) fn fill(
    table: &mut Table,
    rows: &[Row<'_>],
    cells: impl Fn(&Territory, String) -> Vec<Cell>,
) {
    for (kind, name, territory) in rows {
        let Some(territory) = territory else {
            let others = table.columns.len().saturating_sub(1);
            let mut named = vec![Cell::row(name.clone()).styled(FIGURE).bold().over(others.min(3))];
            named.extend((others.min(3)..=others).map(|_| Cell::new("")));
            table.rows.push((Kind::Group, named));
            continue;
        };
        let cells = cells(territory, name.clone());
        match kind {
            Kind::Data => table.push(cells),
            Kind::Group => table.rows.push((Kind::Group, cells.into_iter().map(Cell::bold).collect())),
            Kind::Total => table.total(cells),
        }
    }
}

/// The width of the column of the schools, never less than `least`.
pub(in super::super) fn schools_width(flow: &Flow, rows: &[Row<'_>], least: f32) -> f32 {
    let width = |territory| flow.fonts.width(FIGURE.bold(), &schools(territory)) + 9.0;
    rows.iter().filter_map(|(.., territory)| Some(width((*territory)?))).fold(least, f32::max)
}

/// « 31/36 » where a registry says how many are expected.
pub(in super::super) fn schools(territory: &Territory) -> String {
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
pub(in super::super) fn cell(rate: Rate, schools: u32) -> Cell {
    let Some(value) = rate.value() else {
        return Cell::new("–").styled(FIGURE.in_colour(palette::SOFT)).on(palette::TINT);
    };
    let (ground, ink) = palette::heat(value);
    let style = if ink == palette::ALERT { FIGURE.bold() } else { FIGURE };
    let figure = figure(rate, schools);
    // « 13/42 » in the narrowest of columns.
    let size = if figure.chars().count() > 4 { 6.7 } else { style.size };
    Cell::new(figure).styled(Style { size, ..style }.in_colour(ink)).on(ground)
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
