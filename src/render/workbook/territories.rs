//! The territories of the *Synthèse*: the académie, its départements, its circonscriptions.

use rust_xlsxwriter::XlsxError;

use crate::french;
use crate::model::dossier::{Dossier, State, Territory};

use super::cells::{Cell, Column, Kind};
use super::charts;
use super::sheets::Area;
use super::summary::{NO_REGISTRY, Page, percentage};

/// The most bars that a chart of territories can hold and still be read.
const MOST_BARS: usize = 30;

/// Writes the table of the territories and, where there are several to compare, its chart.
pub(super) fn write(dossier: &Dossier, page: &mut Page<'_>) -> Result<Area, XlsxError> {
    let columns = [
        Column::new("Territoire", Kind::Text),
        Column::new("Niveau", Kind::Text),
        Column::new("Écoles attendues", Kind::Count),
        Column::new("Dont ayant répondu", Kind::Count),
        Column::new("Taux de retour", Kind::Rate),
        Column::new("Couvertes", Kind::Count),
        Column::new("À couvrir", Kind::Count),
        Column::new("Couverture", Kind::Rate),
        Column::new("À couvrir, toutes écoles attendues", Kind::Count),
        Column::new("Couverture, toutes écoles attendues", Kind::Rate),
        Column::new("Partagées ou orphelines", Kind::Count),
    ];
    let departements = dossier.departements.iter().map(|territory| ("Département", territory));
    let circonscriptions = dossier.circonscriptions.iter().map(|territory| ("Circonscription", territory));
    let territories: Vec<(&str, &Territory)> =
        std::iter::once(("Académie", &dossier.total)).chain(departements).chain(circonscriptions).collect();
    let rows = territories.iter().map(|(level, territory)| territory_row(level, territory));

    page.section(
        "Par territoire : compétences couvertes, écoles ayant répondu puis toutes écoles attendues",
    )?;
    // The departements are compared; where there is only one, its circonscriptions are, if a chart can hold them.
    let bars = match (dossier.departements.len(), dossier.circonscriptions.len()) {
        (several @ 2.., _) => Some((1, several)),
        (one, many @ 2..=MOST_BARS) => Some((1 + one, many)),
        _ => None,
    };
    // Where too few schools answered everywhere, no bar would be drawn.
    let measured = |(first, count): &(usize, usize)| {
        let mut compared = territories[*first..*first + *count].iter();
        compared
            .any(|(_, one)| one.answered() >= french::FEWEST_SCHOOLS && one.tally.coverage().denominator > 0)
    };
    let bars = bars.filter(measured);
    let chart = bars.map(|(first, count)| (first, count, charts::bars_height(2 * count)));
    let chart_row = chart.map(|(.., height)| page.room(height));
    let alt = "Retour et couverture de chaque territoire";
    let area = page.table("Territoires", alt, &columns, rows)?;
    if let (Some((first, count, height)), Some(chart_row)) = (chart, chart_row) {
        let compared: Vec<&Territory> =
            territories[first..first + count].iter().map(|(_, territory)| *territory).collect();
        let chart = charts::coverage_by_territory(dossier, &compared, (area, first as u32), height);
        page.sheet.insert_chart(chart_row, 0, &chart)?;
    }
    Ok(area)
}

fn territory_row<'a>(level: &'a str, territory: &'a Territory) -> [Cell<'a>; 11] {
    let tally = &territory.tally;
    let few = territory.answered() < french::FEWEST_SCHOOLS;
    let coverage = tally.coverage();
    let unnamed = if territory.name.is_empty() { "(sans circonscription)" } else { &territory.name };
    let name = match (territory.code.as_str(), territory.departement.as_str()) {
        ("", "") => "Ensemble de l’académie".to_owned(),
        ("", code) | (code, _) => format!("{unnamed} ({code})"),
    };
    let mut cells = [
        Cell::text(name),
        Cell::text(level),
        Cell::Blank,
        Cell::count(territory.answered()),
        Cell::text(NO_REGISTRY),
        Cell::count(coverage.numerator),
        Cell::count(coverage.denominator),
        percentage(coverage, few),
        Cell::Blank,
        Cell::text(NO_REGISTRY),
        Cell::count(tally.of(State::Shared) + tally.of(State::Orphan)),
    ];
    if let Some(rate) = territory.return_rate() {
        let of_all = tally.coverage_of_expected();
        let few = rate.denominator < french::FEWEST_SCHOOLS;
        cells[2] = Cell::count(rate.denominator);
        cells[3] = Cell::count(rate.numerator);
        cells[4] = percentage(rate, few);
        cells[8] = Cell::count(of_all.denominator);
        cells[9] = percentage(of_all, few);
    }
    cells
}
