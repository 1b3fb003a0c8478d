//! The fiche's four questions and five success factors, in the *Synthèse*: each figure with its two terms.

use rust_xlsxwriter::XlsxError;

use crate::french;
use crate::model::dossier::Dossier;
use crate::model::fiche::{Figure, Topic};

use super::cells::{Cell, Column, Kind};
use super::safe;
use super::sheets::Area;
use super::summary::{Page, QUESTION_WIDTH, percentage};

/// Writes the table of the figures, in the fiche's order.
pub(super) fn write(dossier: &Dossier, page: &mut Page<'_>) -> Result<Area, XlsxError> {
    let few = dossier.total.answered() < french::FEWEST_SCHOOLS;
    let columns = [
        Column::new("Chiffre", Kind::Text),
        Column::new("Unité", Kind::Text),
        Column::new("Taux", Kind::Rate),
        Column::new("Nombre compté", Kind::Count),
        Column::new("Sur un total de", Kind::Count),
        Column::new("Question ou facteur", Kind::Wrapped).at_most(QUESTION_WIDTH),
    ];
    let topics = Topic::QUESTIONS.into_iter().chain(Topic::FACTORS);
    let figures: Vec<(Topic, Figure)> =
        topics.flat_map(|topic| topic.figures().map(move |figure| (topic, figure))).collect();
    let rows = figures.into_iter().map(|(topic, figure)| {
        let rate = dossier.total.fiche.of(figure);
        [
            Cell::text(figure.label()),
            Cell::text(figure.unit().label()),
            percentage(rate, few),
            Cell::count(rate.numerator),
            Cell::count(rate.denominator),
            Cell::text(safe::sentence(topic.label())),
        ]
    });
    page.section(
        "Les quatre questions et les cinq facteurs de réussite de la fiche (un couple : une école et une compétence)",
    )?;
    page.table("Fiche", "Chiffres qui répondent aux questions de la fiche", &columns, rows)
}
