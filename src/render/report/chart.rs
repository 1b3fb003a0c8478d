//! Drawn figures: stacked bars with their numbers, the swatches of a legend.

use crate::french::{FEWEST_SCHOOLS, count, counted, listed, percent};
use crate::model::dossier::State;
use crate::model::indicator::Tally;

use super::display::{Area, Colour, Draw, Owner, Role};
use super::facts::unheld;
use super::page::{Align, Flow, MARGIN, WIDTH};
use super::palette::{self, Style, Swatch, swatch};

/// Figures inside bars.
const FIGURE: Style = Style { size: 7.2, leading: 9.0, ..palette::HEAD };

/// Draws the states of a tally as one bar, in [`State::ALL`]'s order.
pub(super) fn stacked(flow: &mut Flow, owner: Owner, area: Area, tally: &Tally) {
    let parts = State::ALL.map(|state| (tally.of(state), swatch(state)));
    bar(flow, owner, area, &parts);
}

/// Draws parts of a whole as one bar, side by side, each with its number where it holds.
pub(super) fn bar(flow: &mut Flow, owner: Owner, area: Area, parts: &[(u32, Swatch)]) {
    let total = parts.iter().map(|(number, _)| number).sum::<u32>().max(1) as f32;
    let mut x = area.x;
    for (number, swatch) in parts.iter().copied().filter(|(number, _)| *number > 0) {
        let part = Area::new(x, area.y, area.width * number as f32 / total, area.height);
        x = part.right();
        for draw in swatch.paint(part) {
            flow.draw(owner, draw);
        }
        let text = count(number);
        let style = FIGURE.in_colour(swatch.text);
        let width = flow.fonts.width(style, &text);
        if width + 4.0 <= part.width {
            // A plain ground under the number, so that the pattern doesn't run through it.
            let pad = Area::new(
                part.x + (part.width - width) / 2.0 - 1.6,
                part.y + (part.height - style.leading) / 2.0,
                width + 3.2,
                style.leading,
            );
            flow.draw(owner, Draw::Fill { area: pad, colour: swatch.fill });
            flow.set(owner, part.x, pad.y, part.width, style, Align::Centre, &text);
        }
        // A thin white cut between two parts.
        let cut = Area::new((part.right() - 0.4).max(part.x), part.y, 0.8, part.height);
        if part.right() < area.right() - 0.5 {
            flow.draw(owner, Draw::Fill { area: cut, colour: palette::WHITE });
        }
    }
}

/// Width of the name before a bar.
const LABEL: f32 = 158.0;
/// Width of the figure after it.
const VALUE: f32 = 46.0;
/// Name of a bar.
const NAME: Style = Style { leading: 9.8, ..palette::CELL };

/// The height of a [`row`] that is so high at least.
pub(super) fn row_height(flow: &Flow, label: &str, least: f32) -> f32 {
    let lines = flow.fonts.wrap(NAME, LABEL - 10.0, label).len();
    (lines as f32 * NAME.leading + 4.0).max(least)
}

/// A bar on a line of its own, its name before it and its figure after.
pub(super) struct Row<'a> {
    pub(super) label: &'a str,
    pub(super) parts: &'a [(u32, Swatch)],
    pub(super) value: &'a str,
    /// What stands for it where it can't be seen.
    pub(super) alt: String,
    /// The least height of the line.
    pub(super) least: f32,
}

/// Sets a bar on its own line: one figure.
pub(super) fn row(flow: &mut Flow, row: Row<'_>) {
    let Row { label, parts, value, alt, least } = row;
    let height = row_height(flow, label, least);
    flow.ensure(height);
    let top = flow.y();
    let section = flow.section_node();
    let owner = Owner::Node(flow.book.figure(section, Area::new(MARGIN, top, WIDTH, height), alt));
    let text = flow.fonts.wrap(NAME, LABEL - 10.0, label);
    let y = top + (height - text.len() as f32 * NAME.leading) / 2.0;
    flow.set_lines(owner, Area::new(MARGIN, y, LABEL - 10.0, 0.0), NAME, Align::Left, text);
    let area = Area::new(MARGIN + LABEL, top + (height - 16.0) / 2.0, WIDTH - LABEL - VALUE, 16.0);
    bar(flow, owner, area, parts);
    let figure = Style { size: 8.4, ..palette::CELL.bold() };
    let y = top + (height - figure.leading) / 2.0;
    flow.set(owner, MARGIN + WIDTH - VALUE, y, VALUE, figure, Align::Right, value);
    flow.skip(height);
}

/// Sets the title of a picture, kept with `following` points of it.
pub(super) fn title(flow: &mut Flow, text: &str, following: f32) {
    let style = palette::BODY.bold();
    flow.ensure(style.leading + following);
    let section = flow.section_node();
    let node = Owner::Node(flow.book.node(section, Role::Paragraph));
    let height = flow.set(node, MARGIN, flow.y(), WIDTH, style, Align::Left, text);
    flow.skip(height + 4.0);
}

/// Sets the swatches of a legend and their words, on as few lines as hold.
pub(super) fn legend(flow: &mut Flow, words: &[(Swatch, &str)]) {
    let node = {
        let parent = flow.section_node();
        flow.book.node(parent, Role::Paragraph)
    };
    let style = palette::NOTE;
    flow.ensure(style.leading * 2.0);
    let mut x = MARGIN;
    for (swatch, text) in words {
        let width = flow.fonts.width(style, text) + 2.0;
        if x > MARGIN && x + 19.0 + width > MARGIN + WIDTH {
            x = MARGIN;
            flow.skip(style.leading + 2.0);
        }
        let top = flow.y();
        for draw in swatch.paint(Area::new(x, top + 1.4, 15.0, 8.6)) {
            flow.draw(Owner::Decoration, draw);
        }
        flow.set(Owner::Node(node), x + 19.0, top, width, style, Align::Left, text);
        x += width + 31.0;
    }
    flow.skip(style.leading + 9.0);
}

/// Draws a share of a bar: what is reached, on what there is to reach.
pub(super) fn gauge(flow: &mut Flow, owner: Owner, area: Area, share: f64, colour: Colour) {
    flow.draw(owner, Draw::Fill { area, colour: palette::HAIR });
    let reached = Area { width: area.width * share.clamp(0.0, 1.0) as f32, ..area };
    if reached.width > 0.0 {
        flow.draw(owner, Draw::Fill { area: reached, colour });
    }
}

/// What the bar of a competence says before its numbers: in how many schools one entity answers for it, in how many
/// nobody does, or several.
pub(super) fn message(tally: &Tally) -> String {
    let coverage = tally.coverage();
    let (covered, due) = (coverage.numerator, coverage.denominator);
    if due == 0 {
        return "aucune école n’est concernée".to_owned();
    }
    let schools = |number: u32| counted(number, "école", "écoles");
    if covered == due {
        return match due {
            1 => "une seule entité en répond dans la seule école concernée".to_owned(),
            _ => format!("une seule entité en répond dans chacune des {} concernées", schools(due)),
        };
    }
    let share = if due < FEWEST_SCHOOLS { String::new() } else { format!(" ({})", percent(coverage)) };
    let head = match covered {
        0 => format!("une seule entité n’en répond dans aucune école sur {}", count(due)),
        some => format!("une seule entité en répond dans {} sur {}{share}", schools(some), count(due)),
    };
    let unheld = unheld(tally).numerator;
    let rest = [(unheld, "personne"), (tally.of(State::Shared), "plusieurs")];
    let rest: Vec<String> = rest
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, who)| format!("{who} dans {}", count(number)))
        .collect();
    format!("{head}, {}", listed(&rest))
}

/// What a stacked bar says, in words: states with a number, in order.
pub(super) fn told(tally: &Tally) -> String {
    let states: Vec<String> = State::ALL
        .into_iter()
        .filter(|state| tally.of(*state) > 0)
        .map(|state| format!("{} {}", state.label().to_lowercase(), count(tally.of(state))))
        .collect();
    if states.is_empty() { "aucun couple".to_owned() } else { states.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_says_its_message_whatever_is_covered() {
        let tally = |states: &[(State, u32)]| {
            let mut tally = Tally::default();
            for (state, times) in states {
                (0..*times).for_each(|_| tally.add(*state));
            }
            message(&tally).replace(['\u{a0}', '\u{202f}'], " ")
        };
        assert_eq!(
            tally(&[(State::Covered, 6), (State::Orphan, 1), (State::NotStudied, 1), (State::Shared, 2)]),
            "une seule entité en répond dans 6 écoles sur 10 (60 %), personne dans 2 et plusieurs dans 2"
        );
        assert_eq!(
            tally(&[(State::Covered, 1), (State::Shared, 2)]),
            "une seule entité en répond dans 1 école sur 3, plusieurs dans 2"
        );
        assert_eq!(
            tally(&[(State::Orphan, 7)]),
            "une seule entité n’en répond dans aucune école sur 7, personne dans 7"
        );
        assert_eq!(
            tally(&[(State::Covered, 7), (State::NotReturned, 2)]),
            "une seule entité en répond dans chacune des 7 écoles concernées"
        );
        assert_eq!(tally(&[(State::Covered, 1)]), "une seule entité en répond dans la seule école concernée");
        assert_eq!(tally(&[(State::NotApplicable, 3)]), "aucune école n’est concernée");
    }
}
