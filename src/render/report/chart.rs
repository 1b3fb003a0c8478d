//! Drawn figures: stacked bars with their numbers, the swatches of a legend.

use crate::french::count;
use crate::model::dossier::State;
use crate::model::indicator::Tally;

use super::display::{Area, Colour, Draw, Owner};
use super::page::{Align, Flow};
use super::palette::{self, Style, swatch};

/// Figures inside bars.
const FIGURE: Style = Style { size: 7.2, leading: 9.0, ..palette::HEAD };

/// Draws the states of a tally as one bar, side by side in [`State::ALL`]'s order, each with its number where it
/// holds.
pub(super) fn stacked(flow: &mut Flow, owner: Owner, area: Area, tally: &Tally) {
    let total = tally.total().max(1) as f32;
    let mut x = area.x;
    for state in State::ALL {
        let number = tally.of(state);
        if number == 0 {
            continue;
        }
        let part = Area::new(x, area.y, area.width * number as f32 / total, area.height);
        x = part.right();
        let swatch = swatch(state);
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

/// Draws a share of a bar: what is reached, on what there is to reach.
pub(super) fn gauge(flow: &mut Flow, owner: Owner, area: Area, share: f64, colour: Colour) {
    flow.draw(owner, Draw::Fill { area, colour: palette::HAIR });
    let reached = Area { width: area.width * share.clamp(0.0, 1.0) as f32, ..area };
    if reached.width > 0.0 {
        flow.draw(owner, Draw::Fill { area: reached, colour });
    }
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
