//! The fiche's diagram redrawn for the académie: its families and competences as boxes, who mostly holds each, whether
//! inside the project or by a third party, and in how many schools it is covered.
//!
//! What the fiche's own colours said is lost; here the way of doing is told by a pattern and a word, so that a
//! photocopy says as much.

use crate::french::{count, listed, quoted};
use crate::model::dossier::Dossier;
use crate::model::indicator::{Rate, Tally};
use crate::model::outline::Part;
use crate::model::referential::Mode;

use super::super::chart;
use super::super::display::{Area, Draw, Owner};
use super::super::facts::{self, Holding, Line};
use super::super::page::{Align, Flow, MARGIN, WIDTH};
use super::super::palette::{self, Style, mode_swatch};
use super::super::typeset::{Line as Text, strong};

/// Boxes side by side at most.
const ACROSS: usize = 4;
/// Between two boxes, and around those of a family.
const GAP: f32 = 7.0;
/// Between a box's sides and its texts.
const PAD: f32 = 6.0;
/// Height of a family's name.
const NAME: f32 = 17.0;
/// Between a competence and who holds it.
const BETWEEN: f32 = 2.0;
/// Height of the band that tells the mode.
const BAND: f32 = 14.0;
/// Height of the line of the coverage, at the foot of a box.
const FOOT: f32 = 16.0;

/// Name of a competence.
const LABEL: Style = Style { size: 8.8, leading: 11.0, ..palette::CELL.bold() };
/// Who holds it.
const HOLDER: Style = Style { size: 8.0, leading: 10.4, ..palette::CELL };
/// The mode's word.
const WORD: Style = Style { size: 7.4, leading: 9.4, ..palette::CELL.bold() };

/// A competence, ready to be drawn.
struct Card {
    label: String,
    mode: Option<Mode>,
    /// « Interne · 73 % ».
    word: String,
    /// « Académie », or who nobody is.
    holder: String,
    /// « 30 % », of the couples held.
    share: String,
    coverage: Rate,
    /// The coverage, as it is written.
    covered: String,
}

/// Sets the section.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    let holdings = facts::holdings(dossier);
    let held: u32 = holdings.iter().map(|holding| holding.assigned).sum();
    flow.section(&part.title, if held == 0 { 0.0 } else { f32::MAX });
    if held == 0 {
        flow.paragraph(
            palette::LEAD,
            "Aucune compétence n’est encore confiée à une entité : le schéma sera dessiné dès qu’une le sera.",
        );
        return;
    }
    flow.introduction(part);
    flow.paragraph(palette::LEAD, &lead(&holdings));
    let modes = [Some(Mode::Internal), Some(Mode::External), Some(Mode::Partial), None];
    chart::legend(flow, &modes.map(|mode| (mode_swatch(mode), word(mode))));
    let schools = dossier.total.answered();
    for (label, lines) in facts::families(&dossier.referential, facts::competences(dossier)) {
        let cards: Vec<Card> =
            lines.iter().filter_map(|line| Some(card(dossier, line, holdings.get(line.rank)?))).collect();
        let mut tally = Tally::default();
        for line in &lines {
            tally.merge(&line.tally);
        }
        family(flow, &label, &facts::rate(tally.coverage(), schools), &cards);
    }
    flow.paragraph(
        palette::NOTE,
        &format!(
            "Dans chaque case : le mode, s’il vaut pour plus de la moitié des écoles où la compétence est confiée ; le type \
             d’entité qui la tient le plus souvent, et sa part de ces écoles ; la part des écoles ayant répondu où elle est \
             couverte. {}",
            super::source(dossier)
        ),
    );
}

/// How many competences go which way.
fn lead(holdings: &[Holding]) -> String {
    let of = |mode: Option<Mode>| {
        let held = holdings.iter().filter(|holding| holding.assigned > 0);
        held.filter(|holding| holding.mode().map(|(mode, _)| mode) == mode).count() as u64
    };
    let parts: Vec<String> = [
        (of(Some(Mode::Internal)), "surtout tenue en interne", "surtout tenues en interne"),
        (of(Some(Mode::External)), "surtout confiée à un tiers", "surtout confiées à un tiers"),
        (of(Some(Mode::Partial)), "surtout partagée avec un tiers", "surtout partagées avec un tiers"),
        (of(None), "sans mode qui l’emporte", "sans mode qui l’emporte"),
        (
            holdings.iter().filter(|holding| holding.assigned == 0).count() as u64,
            "que personne ne tient",
            "que personne ne tient",
        ),
    ]
    .into_iter()
    .filter(|(number, ..)| *number > 0)
    .map(|(number, one, many)| {
        let how = if number == 1 { one } else { many };
        format!("{} {how}", strong(&count(number)))
    })
    .collect();
    let all = crate::french::counted(holdings.len() as u64, "compétence", "compétences");
    format!("Le projet réunit {all} : {}.", listed(&parts))
}

fn word(mode: Option<Mode>) -> &'static str {
    match mode {
        Some(Mode::Internal) => "Interne",
        Some(Mode::External) => "Externe",
        Some(Mode::Partial) => "En partie externe",
        None => "Pas de mode dominant",
    }
}

fn card(dossier: &Dossier, line: &Line, holding: &Holding) -> Card {
    let prevails = holding.mode();
    let part = |couples| facts::school_rate(Rate::new(couples, holding.assigned));
    let mode = prevails.map(|(mode, _)| mode);
    let coverage = line.tally.coverage();
    let kind = facts::most(&holding.kinds);
    let (holder, share) = match kind {
        Some((kind, couples)) => (facts::short_kind(dossier, kind), part(couples)),
        None => ("Personne n’en répond".to_owned(), String::new()),
    };
    Card {
        label: line.label.clone(),
        mode,
        word: match prevails {
            Some((_, couples)) => {
                format!("{} · {}", word(mode), part(couples))
            }
            None if holding.assigned == 0 => "Sans responsable".to_owned(),
            None => word(None).to_owned(),
        },
        holder,
        share,
        coverage,
        covered: match coverage.denominator {
            0 => "–".to_owned(),
            _ => facts::school_rate(coverage),
        },
    }
}

/// Draws a family: its frame, its name, its boxes in as few rows as hold, as even as can be.
fn family(flow: &mut Flow, label: &str, covered: &str, cards: &[Card]) {
    let rows = cards.len().div_ceil(ACROSS);
    if rows == 0 {
        return;
    }
    let across = cards.len().div_ceil(rows);
    let width = (WIDTH - GAP * (across as f32 + 1.0)) / across as f32;
    let measured: Vec<Vec<Measured>> =
        cards.chunks(across).map(|row| row.iter().map(|card| measure(flow, card, width)).collect()).collect();
    let heights: Vec<f32> =
        measured.iter().map(|row| row.iter().map(|card| card.height).fold(0.0, f32::max)).collect();
    // A family of more rows than a page holds goes over several pages; each part is a figure of its own.
    let mut rest: Vec<(&[Card], Vec<Measured>, f32)> = cards
        .chunks(across)
        .zip(measured)
        .zip(heights)
        .map(|((cards, measured), height)| (cards, measured, height))
        .collect();
    while !rest.is_empty() {
        let whole: f32 = rest.iter().map(|(.., height)| height + GAP).sum();
        flow.ensure((NAME + whole + GAP).min(330.0));
        let mut room = flow.left() - NAME - GAP;
        let mut taken = 0;
        for (.., height) in &rest {
            if taken > 0 && room < height + GAP {
                break;
            }
            room -= height + GAP;
            taken += 1;
        }
        let page: Vec<_> = rest.drain(..taken).collect();
        part(flow, label, covered, width, page);
    }
}

/// Draws rows of a family in one frame.
fn part(flow: &mut Flow, label: &str, covered: &str, width: f32, rows: Vec<(&[Card], Vec<Measured>, f32)>) {
    let top = flow.y();
    let height = NAME + GAP + rows.iter().map(|(.., height)| height + GAP).sum::<f32>() - 2.0;
    let frame = Area::new(MARGIN, top, WIDTH, height);
    let told: Vec<String> = rows.iter().flat_map(|(cards, ..)| cards.iter().map(told)).collect();
    let all: Vec<&Card> = rows.iter().flat_map(|(cards, ..)| cards.iter()).collect();
    let alt = format!("Famille « {label} », couverture {covered}.{} {}", extremes(&all), told.join(" "));
    let section = flow.section_node();
    let figure = Owner::Node(flow.book.figure(section, frame, alt));
    flow.draw(figure, Draw::Fill { area: frame, colour: palette::TINT });
    flow.draw(figure, Draw::Fill { area: Area::new(MARGIN, top, 2.6, height), colour: palette::DEEP });
    let name = palette::BODY.bold().in_colour(palette::DEEP);
    let y = top + 4.0;
    flow.set(figure, MARGIN + GAP + 2.0, y, WIDTH - 130.0, name, Align::Left, label);
    let covered = format!("couverture {covered}");
    let style = Style { leading: palette::BODY.leading, ..palette::NOTE };
    flow.set(figure, MARGIN, y, WIDTH - GAP, style, Align::Right, &covered);
    let mut y = top + NAME + GAP - 1.0;
    for (cards, measured, height) in rows {
        for (rank, (card, texts)) in cards.iter().zip(measured).enumerate() {
            let x = MARGIN + GAP + rank as f32 * (width + GAP);
            draw(flow, figure, Area::new(x, y, width, height), card, texts);
        }
        y += height + GAP;
    }
    flow.skip(height + 7.0);
}

/// The best and the least covered of some boxes, in a sentence; nothing where they are all alike.
fn extremes(cards: &[&Card]) -> String {
    let known = cards.iter().filter_map(|card| Some((card.coverage.value()?, *card)));
    let known: Vec<(f64, &Card)> = known.collect();
    // The first of equals, in the order of the boxes.
    let best = known.iter().rev().max_by(|left, right| left.0.total_cmp(&right.0));
    let least = known.iter().min_by(|left, right| left.0.total_cmp(&right.0));
    match (best, least) {
        (Some(best), Some(least)) if best.1.covered != least.1.covered => format!(
            " La mieux couverte est {} ({}), la moins couverte {} ({}).",
            quoted(&best.1.label),
            best.1.covered,
            quoted(&least.1.label),
            least.1.covered
        ),
        _ => String::new(),
    }
}

/// What a box says, in words.
fn told(card: &Card) -> String {
    let holder = if card.share.is_empty() {
        card.holder.to_lowercase()
    } else {
        format!("le plus souvent {} ({})", card.holder, card.share)
    };
    let coverage = if card.coverage.denominator == 0 {
        "sans objet".to_owned()
    } else {
        format!("couverte : {}", card.covered)
    };
    format!("{} : {holder}, {}, {coverage}.", card.label, card.word.to_lowercase())
}

/// A box whose texts are cut.
struct Measured {
    label: Vec<Text>,
    holder: Vec<Text>,
    height: f32,
}

fn measure(flow: &Flow, card: &Card, width: f32) -> Measured {
    let inner = width - 2.0 * PAD;
    let label = flow.fonts.wrap(LABEL, inner, &card.label);
    let text = if card.share.is_empty() {
        card.holder.clone()
    } else {
        format!("{} ({})", strong(&card.holder), card.share.replace(' ', "\u{a0}"))
    };
    let holder = flow.fonts.wrap(HOLDER, inner, &text);
    let texts = label.len() as f32 * LABEL.leading + holder.len() as f32 * HOLDER.leading;
    Measured { label, holder, height: BAND + 5.0 + texts + BETWEEN + 5.0 + FOOT }
}

fn draw(flow: &mut Flow, figure: Owner, area: Area, card: &Card, texts: Measured) {
    flow.draw(figure, Draw::Fill { area, colour: palette::WHITE });
    let swatch = mode_swatch(card.mode);
    let band = Area { height: BAND, ..area };
    // A plain ground under the word: the pattern begins after it.
    let word = flow.fonts.width(WORD, &card.word);
    flow.draw(figure, Draw::Fill { area: band, colour: swatch.fill });
    let plain = (PAD + word + 4.0).min(area.width);
    for draw in swatch.paint(Area { x: area.x + plain, width: area.width - plain, ..band }) {
        flow.draw(figure, draw);
    }
    let style = WORD.in_colour(swatch.text);
    flow.set(
        figure,
        area.x + PAD,
        area.y + (BAND - WORD.leading) / 2.0,
        word + 1.0,
        style,
        Align::Left,
        &card.word,
    );
    flow.draw(figure, Draw::Frame { area: area.inset(0.25), width: 0.5, colour: palette::RULE });

    let inner = Area::new(area.x + PAD, area.y + BAND + 5.0, area.width - 2.0 * PAD, 0.0);
    let label = flow.set_lines(figure, inner, LABEL, Align::Left, texts.label);
    let below = Area { y: inner.y + label + BETWEEN, ..inner };
    flow.set_lines(figure, below, HOLDER, Align::Left, texts.holder);

    let foot = area.bottom() - FOOT;
    let covered = match card.coverage.denominator {
        0 => "sans objet".to_owned(),
        _ => format!("couverte {}", card.covered),
    };
    let value = flow.fonts.width(WORD, &covered);
    let gauge = Area::new(inner.x, foot + 4.0, (inner.width - value - 6.0).max(0.0), 4.0);
    if let Some(share) = card.coverage.value() {
        chart::gauge(flow, figure, gauge, share, palette::DEEP);
    }
    let y = foot + 6.0 - WORD.leading / 2.0;
    flow.set(figure, inner.x, y, inner.width, WORD, Align::Right, &covered);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::dossier::State;
    use crate::render::fixture::{Shape, dossier};

    fn cards(dossier: &Dossier) -> Vec<Card> {
        let holdings = facts::holdings(dossier);
        let lines = facts::competences(dossier);
        lines.iter().zip(&holdings).map(|(line, holding)| card(dossier, line, holding)).collect()
    }

    #[test]
    fn a_mode_prevails_over_half_of_what_is_held_and_no_less() {
        let held = |modes: [u32; 4]| Holding { assigned: modes.iter().sum(), modes, ..Holding::default() };
        assert_eq!(held([3, 1, 1, 0]).mode(), Some((Mode::Internal, 3)));
        assert_eq!(held([1, 3, 0, 1]).mode(), Some((Mode::External, 3)));
        for none in [[2, 2, 0, 0], [2, 1, 1, 0], [1, 0, 0, 4], [0; 4]] {
            assert_eq!(held(none).mode(), None, "{none:?}");
        }
        let lead = lead(&[held([3, 1, 0, 0]), held([0, 0, 3, 0]), held([2, 2, 0, 0]), held([0; 4])]);
        assert_eq!(
            lead.replace(['\u{1}', '\u{a0}'], ""),
            "Le projet réunit 4compétences : 1 surtout tenue en interne, 1 surtout partagée avec un tiers, 1 sans mode \
             qui l’emporte et 1 que personne ne tient."
        );
    }

    #[test]
    fn a_box_says_who_how_and_in_how_many_schools() {
        let dossier = dossier(&Shape { state: |_, _| State::Covered, ..Shape::default() });
        let cards = cards(&dossier);
        let told = told(&cards[0]);
        assert!(told.starts_with("Maîtrise d’ouvrage : le plus souvent "), "{told}");
        assert!(told.ends_with("couverte : 100\u{202f}%."), "{told}");
        assert!(cards.iter().all(|card| !card.holder.contains('(')), "types go without their bracket");
    }

    #[test]
    fn what_nobody_holds_is_said_and_has_no_mode() {
        let dossier = dossier(&Shape {
            state: |_, competence| if competence == 0 { State::Orphan } else { State::Covered },
            ..Shape::default()
        });
        let told = told(&cards(&dossier)[0]);
        assert_eq!(
            told,
            "Maîtrise d’ouvrage : personne n’en répond, sans responsable, couverte : 0\u{202f}%."
        );
    }
}
