//! The indicators of the *Synthèse*: each rate with its two terms, and how far it moved in the schools of both months.

use rust_xlsxwriter::XlsxError;

use crate::french;
use crate::model::dossier::{Dossier, State};
use crate::model::evolution::{self, Evolution};
use crate::model::indicator::{Rate, Tally};

use super::cells::{Cell, Column, Kind};
use super::sheets::{Area, Sheet};
use super::summary::{NO_REGISTRY, Page, percentage};

/// A line of the table.
struct Indicator {
    label: &'static str,
    /// The rate, and whether its schools are too few for a percentage; `None` without a registry.
    rate: Option<(Rate, bool)>,
    /// What of it is compared with the month before.
    compared: Compared,
}

/// What is compared with the month before.
#[derive(Clone, Copy)]
enum Compared {
    /// The returns of the schools expected in both months.
    Returns,
    /// The coverage of the schools known in both months.
    Known,
    /// A rate of the schools whose inventory counts in both months.
    Answered(fn(&Tally) -> Rate),
    /// Nothing: the month before doesn't tell it.
    Nothing,
}

impl Compared {
    /// The rate before and now, and whether there are too few schools for percentages.
    fn of(self, evolution: &Evolution) -> Option<([Rate; 2], bool)> {
        let (rates, schools) = match self {
            Self::Returns => {
                let rates = evolution.returns?;
                (rates, rates[0].denominator)
            }
            Self::Known => {
                let known = &evolution.known;
                ([known.before.coverage_of_expected(), known.after.coverage_of_expected()], known.schools)
            }
            Self::Answered(rate) => {
                let total = &evolution.total;
                ([rate(&total.before), rate(&total.after)], total.schools)
            }
            Self::Nothing => return None,
        };
        Some((rates, schools < french::FEWEST_SCHOOLS))
    }
}

fn not_applicable(tally: &Tally) -> Rate {
    Rate::new(tally.of(State::NotApplicable), tally.returned())
}

fn all(dossier: &Dossier) -> Vec<Indicator> {
    let total = &dossier.total;
    let few = total.answered() < french::FEWEST_SCHOOLS;
    let of_answered = |label, rate: fn(&Tally) -> Rate| Indicator {
        label,
        rate: Some((rate(&total.tally), few)),
        compared: Compared::Answered(rate),
    };
    let part = |label, rate| Indicator { label, rate: Some((rate, few)), compared: Compared::Nothing };
    let of_expected = dossier.registry.is_some().then(|| {
        (total.tally.coverage_of_expected(), (dossier.schools.len() as u32) < french::FEWEST_SCHOOLS)
    });
    let mut all = vec![
        Indicator {
            label: "Taux de retour",
            rate: total.return_rate().map(|rate| (rate, rate.denominator < french::FEWEST_SCHOOLS)),
            compared: Compared::Returns,
        },
        of_answered("Couverture, écoles ayant répondu", Tally::coverage),
    ];
    if total.inherited.total() > 0 {
        all.push(part("dont par l’inventaire de l’école", total.own_coverage()));
        all.push(part("dont héritée d’un niveau supérieur", total.inherited_coverage()));
    }
    let compared = if of_expected.is_some() { Compared::Known } else { Compared::Nothing };
    all.extend([
        Indicator { label: "Couverture, toutes écoles attendues", rate: of_expected, compared },
        of_answered("Taux d’étude", Tally::studied),
        of_answered("Part partagée (plusieurs responsables)", |tally| tally.share(State::Shared)),
        of_answered("Part orpheline (personne n’est responsable)", |tally| tally.share(State::Orphan)),
        of_answered("Part à définir (réponse remise à plus tard)", |tally| tally.share(State::ToDefine)),
        of_answered("Part non étudiée (sans réponse)", |tally| tally.share(State::NotStudied)),
        of_answered("Part sans objet, comptée à part", not_applicable),
    ]);
    all
}

/// Writes the table and its title.
pub(super) fn write(dossier: &Dossier, page: &mut Page<'_>) -> Result<Area, XlsxError> {
    let moved = |indicator: &Indicator| -> Vec<Cell<'static>> {
        let Some(evolution) = &dossier.evolution else { return Vec::new() };
        let cells = match indicator.compared.of(evolution) {
            Some(([before, after], few)) => [
                percentage(before, few),
                percentage(after, few),
                Cell::number(evolution::points(before, after).filter(|_| !few)),
            ],
            None => [Cell::Blank, Cell::Blank, Cell::Blank],
        };
        cells.into()
    };
    let mut rows: Vec<Vec<Cell<'_>>> = all(dossier)
        .into_iter()
        .map(|indicator| {
            let mut cells = match indicator.rate {
                Some((rate, few)) => vec![
                    Cell::text(indicator.label),
                    percentage(rate, few),
                    Cell::count(rate.numerator),
                    Cell::count(rate.denominator),
                ],
                None => {
                    vec![Cell::text(indicator.label), Cell::text(NO_REGISTRY), Cell::Blank, Cell::Blank]
                }
            };
            cells.extend(moved(&indicator));
            cells
        })
        .collect();
    if dossier.registry.is_some() {
        let unexpected = "Écoles ayant répondu, inconnues de l’annuaire";
        let mut cells = vec![Cell::text(unexpected), Cell::Blank, Cell::count(dossier.total.unexpected)];
        let width = if dossier.evolution.is_some() { 7 } else { 4 };
        cells.resize_with(width, || Cell::Blank);
        rows.push(cells);
    }
    page.section(&title(dossier))?;
    let mut columns = vec![
        Column::new("Indicateur", Kind::Text),
        Column::new("Taux", Kind::Rate),
        Column::new("Nombre compté", Kind::Count),
        Column::new("Sur un total de", Kind::Count),
    ];
    if dossier.evolution.is_some() {
        columns.extend([
            Column::new("Mois précédent, mêmes écoles", Kind::Rate),
            Column::new("Ce mois, mêmes écoles", Kind::Rate),
            Column::new("Écart (points)", Kind::Points),
        ]);
    }
    let alt = "Indicateurs, avec leur numérateur, leur dénominateur et leur écart au mois précédent";
    page.table(Sheet::Summary.table(), alt, &columns, rows.into_iter())
}

/// What the table holds, and what its last columns compare.
fn title(dossier: &Dossier) -> String {
    let compared = match &dossier.evolution {
        None => "premier mois connu, sans comparaison".to_owned(),
        Some(evolution) => format!(
            "écarts depuis {}, sur les écoles présentes aux deux mois",
            evolution.previous.in_french()
        ),
    };
    format!("Indicateurs (définitions dans Lisez-moi) ; {compared}")
}
