//! The figures of the fiche as bars, a line each.

use crate::french::out_of;
use crate::model::dossier::Dossier;
use crate::model::fiche::{Figure, Topic, Unit};
use crate::model::indicator::Rate;

use super::super::display::{Area, Owner};
use super::super::page::{Align, Flow, MARGIN, WIDTH};
use super::super::palette::{self, Style};
use super::super::{chart, facts};

/// Height of a figure's line.
const LINE: f32 = 17.0;
/// Width of the figure's name.
const LABEL: f32 = 196.0;
/// Width of its value.
const VALUE: f32 = 52.0;
/// Width of what it is out of.
const OUT_OF: f32 = 104.0;

/// What the bars measure, under them.
pub(super) const NOTE: &str = "Une barre pleine vaut 100\u{202f}%. Prestation : compétence externalisée, en tout ou partie. Compétence \
                               confiée : au moins une entité responsable. Définitions exactes : section « Méthode ».";

/// What a topic's figures take of a page.
pub(super) fn height(topic: Topic) -> f32 {
    LINE * topic.figures().count() as f32
}

/// Sets the figures of a topic, a line each: its name, a bar, its value, what it is out of.
pub(super) fn set(flow: &mut Flow, dossier: &Dossier, topic: Topic) {
    let schools = dossier.total.answered();
    let section = flow.section_node();
    for figure in topic.figures() {
        flow.ensure(LINE);
        let top = flow.y();
        let rate = dossier.total.fiche.of(figure);
        let value = facts::rate(rate, facts::schools_behind(figure, rate, schools));
        let terms = terms(figure, rate, &value);
        let alt = told(figure, rate, &value, &terms);
        let area = Area::new(MARGIN, top, WIDTH, LINE);
        let owner = Owner::Node(flow.book.figure(section, area, alt));
        let y = top + (LINE - palette::CELL.leading) / 2.0;
        flow.set(owner, MARGIN, y, LABEL, palette::CELL, Align::Left, figure.label());
        let width = WIDTH - LABEL - VALUE - OUT_OF - 8.0;
        let bar = Area::new(MARGIN + LABEL, top + (LINE - 8.0) / 2.0, width, 8.0);
        if let Some(share) = rate.value() {
            chart::gauge(flow, owner, bar, share, palette::DEEP);
        }
        let x = bar.right() + 4.0;
        let bold = Style { size: 8.6, ..palette::CELL.bold() };
        flow.set(owner, x, y, VALUE, bold, Align::Right, &value);
        let note = Style { leading: palette::CELL.leading, ..palette::NOTE };
        flow.set(owner, x + VALUE + 4.0, y, OUT_OF, note, Align::Right, &terms);
        flow.skip(LINE);
    }
}

/// « 12 sur 40 couples », or why there is nothing to divide; « couples » alone beside a value that says the rest.
fn terms(figure: Figure, rate: Rate, value: &str) -> String {
    if rate.denominator == 0 {
        return "rien à mesurer".to_owned();
    }
    let unit = match (figure.unit(), rate.denominator) {
        (Unit::Couples, 1) => "couple",
        (Unit::Schools, 1) => "école",
        (unit, _) => unit.label(),
    };
    if value == out_of(rate) { unit.to_owned() } else { format!("{} {unit}", out_of(rate)) }
}

/// What a bar says, in words: how far it goes, then its figures.
fn told(figure: Figure, rate: Rate, value: &str, terms: &str) -> String {
    let label = figure.label();
    let Some(extent) = extent(rate) else { return format!("{label} : rien à mesurer.") };
    let between = if terms.contains(' ') { "," } else { "" };
    format!("{label}, {extent} : {value}{between} {terms}.")
}

/// How far a rate goes, in words; `None` where there is nothing to divide by.
fn extent(rate: Rate) -> Option<&'static str> {
    let value = rate.value()?;
    Some(match () {
        () if rate.numerator == rate.denominator => "partout",
        () if rate.numerator == 0 => "nulle part",
        () if value >= 0.9 => "presque partout",
        () if value > 0.5 => "dans plus de la moitié des cas",
        () if rate.numerator * 2 == rate.denominator => "dans la moitié des cas",
        () if value >= 0.1 => "dans moins de la moitié des cas",
        () => "presque nulle part",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_says_how_far_it_goes_before_its_figures() {
        let told = |numerator, denominator, value: &str, terms: &str| {
            told(Figure::Documented, Rate::new(numerator, denominator), value, terms)
        };
        assert_eq!(told(0, 0, "–", "rien à mesurer"), "Documentation disponible : rien à mesurer.");
        assert_eq!(
            told(3, 40, "7,5\u{202f}%", "3 sur 40 couples"),
            "Documentation disponible, presque nulle part : 7,5\u{202f}%, 3 sur 40 couples."
        );
        for (numerator, words) in [
            (0, "nulle part"),
            (4, "dans moins de la moitié des cas"),
            (5, "dans la moitié des cas"),
            (6, "dans plus de la moitié des cas"),
            (9, "presque partout"),
            (10, "partout"),
        ] {
            assert_eq!(extent(Rate::new(numerator, 10)), Some(words));
        }
    }
}
