//! Colours, patterns and type sizes: one restrained palette, every text at 4.5:1 or more on what it stands on, every
//! state told by its pattern as well as its colour, so that a photocopy says as much.

use crate::model::dossier::State;
use crate::model::referential::Mode;

use super::display::{Area, Colour, Draw, Face, Segment};

/// Text.
pub(super) const INK: Colour = Colour(0x1b, 0x2a, 0x36);
/// Secondary text.
pub(super) const SOFT: Colour = Colour(0x4c, 0x5c, 0x69);
/// Headings, the cover, what is covered.
pub(super) const DEEP: Colour = Colour(0x1d, 0x55, 0x6b);
/// Strong rules.
pub(super) const RULE: Colour = Colour(0x9a, 0xa8, 0xb3);
/// Rules between rows.
pub(super) const HAIR: Colour = Colour(0xd9, 0xdf, 0xe4);
/// Backgrounds.
pub(super) const TINT: Colour = Colour(0xf1, 0xf5, 0xf7);
/// The word under the pages of a draft: every text stands out from it as from paper.
pub(super) const WATERMARK: Colour = Colour(0xf0, 0xf2, 0xf4);
/// Paper, and text on dark grounds.
pub(super) const WHITE: Colour = Colour(0xff, 0xff, 0xff);
/// What calls for a decision.
pub(super) const ALERT: Colour = Colour(0xa8, 0x3a, 0x27);

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    pub(super) face: Face,
    pub(super) size: f32,
    /// From one baseline to the next.
    pub(super) leading: f32,
    pub(super) colour: Colour,
}

impl Style {
    const fn new(face: Face, size: f32, leading: f32, colour: Colour) -> Self {
        Self { face, size, leading, colour }
    }

    /// The same in another colour.
    pub(super) const fn in_colour(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    /// The same in the other weight.
    pub(super) const fn bold(self) -> Self {
        Self { face: Face::Bold, ..self }
    }
}

/// Name of a section.
pub(super) const SECTION: Style = Style::new(Face::Bold, 19.0, 24.0, DEEP);
/// Name of a part of a section.
pub(super) const PART: Style = Style::new(Face::Bold, 11.5, 15.0, INK);
/// What a section says before its figures.
pub(super) const LEAD: Style = Style::new(Face::Regular, 10.0, 14.5, INK);
/// Sentences.
pub(super) const BODY: Style = Style::new(Face::Regular, 9.2, 13.4, INK);
/// The same, where a page must hold.
pub(super) const BODY_TIGHT: Style = Style::new(Face::Regular, 8.8, 12.2, INK);
/// Notes under tables and figures.
pub(super) const NOTE: Style = Style::new(Face::Regular, 7.8, 10.8, SOFT);
/// Cells.
pub(super) const CELL: Style = Style::new(Face::Regular, 8.0, 10.4, INK);
/// Header cells.
pub(super) const HEAD: Style = Style::new(Face::Bold, 7.4, 9.4, SOFT);
/// Running header and footer.
pub(super) const RUNNING: Style = Style::new(Face::Regular, 7.4, 10.0, SOFT);

/// How a state is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Swatch {
    pub(super) fill: Colour,
    /// Strokes over the fill.
    pub(super) stroke: Colour,
    /// Text over the fill.
    pub(super) text: Colour,
    pub(super) pattern: Pattern,
}

/// Strokes that tell a state without its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    Plain,
    Rising,
    Falling,
    Upright,
    Level,
    Crossed,
}

/// How a state is drawn, everywhere.
pub(super) const fn swatch(state: State) -> Swatch {
    let (fill, stroke, text, pattern) = match state {
        State::Covered => (DEEP, DEEP, WHITE, Pattern::Plain),
        State::Shared => (Colour(0xee, 0xbd, 0x5c), Colour(0x8a, 0x5c, 0x08), INK, Pattern::Rising),
        State::Orphan => (Colour(0xad, 0x42, 0x2f), Colour(0xf0, 0xcd, 0xc5), WHITE, Pattern::Falling),
        State::ToDefine => (Colour(0xd2, 0xc4, 0xe2), Colour(0x6d, 0x53, 0x91), INK, Pattern::Upright),
        State::NotStudied => (Colour(0xe7, 0xea, 0xed), Colour(0x8d, 0x99, 0xa4), INK, Pattern::Level),
        State::NotApplicable => (WHITE, Colour(0x6f, 0x7d, 0x89), INK, Pattern::Plain),
        State::NotReturned => (WHITE, Colour(0xa3, 0xae, 0xb8), INK, Pattern::Crossed),
    };
    Swatch { fill, stroke, text, pattern }
}

/// How a way of doing is drawn in the fiche's diagram: teal throughout, so that no mode looks like a state; the pattern
/// tells it. `None`: no mode prevails.
pub(super) const fn mode_swatch(mode: Option<Mode>) -> Swatch {
    let (fill, stroke, text, pattern) = match mode {
        Some(Mode::Internal) => (DEEP, DEEP, WHITE, Pattern::Plain),
        Some(Mode::External) => (Colour(0xe4, 0xee, 0xf2), Colour(0x3d, 0x76, 0x8b), INK, Pattern::Rising),
        Some(Mode::Partial) => (Colour(0xa9, 0xc8, 0xd3), Colour(0x2b, 0x62, 0x77), INK, Pattern::Upright),
        None => (WHITE, Colour(0xa3, 0xae, 0xb8), INK, Pattern::Crossed),
    };
    Swatch { fill, stroke, text, pattern }
}

/// How a choice to keep a competence after deployment is drawn; `None` where nobody chose.
pub(super) const fn kept_swatch(kept: Option<bool>) -> Swatch {
    match kept {
        Some(true) => mode_swatch(Some(Mode::Internal)),
        Some(false) => mode_swatch(Some(Mode::External)),
        None => mode_swatch(None),
    }
}

impl Swatch {
    /// The drawings of an area in this state.
    pub(super) fn paint(self, area: Area) -> Vec<Draw> {
        let mut draws = vec![Draw::Fill { area, colour: self.fill }];
        let segments = self.pattern.segments(area);
        if !segments.is_empty() {
            draws.push(Draw::Lines { segments, width: 0.6, colour: self.stroke });
        }
        if self.fill == WHITE {
            draws.push(Draw::Frame { area: area.inset(0.3), width: 0.6, colour: self.stroke });
        }
        draws
    }
}

impl Pattern {
    /// Its strokes, cut to an area.
    fn segments(self, area: Area) -> Vec<Segment> {
        const STEP: f32 = 3.6;
        match self {
            Self::Plain => Vec::new(),
            Self::Rising => diagonals(area, STEP * 1.3, true),
            Self::Falling => diagonals(area, STEP * 1.3, false),
            Self::Crossed => {
                let mut both = diagonals(area, STEP * 1.8, true);
                both.extend(diagonals(area, STEP * 1.8, false));
                both
            }
            Self::Upright => steps(area.width, STEP)
                .map(|at| [(area.x + at, area.y), (area.x + at, area.bottom())])
                .collect(),
            Self::Level => steps(area.height, STEP)
                .map(|at| [(area.x, area.y + at), (area.right(), area.y + at)])
                .collect(),
        }
    }
}

/// Where strokes fall along a length.
fn steps(length: f32, step: f32) -> impl Iterator<Item = f32> {
    (0u16..).map(move |rank| (f32::from(rank) + 0.5) * step).take_while(move |at| *at < length)
}

/// Strokes at 45°, cut to the area; `rising` ones go up to the right.
fn diagonals(area: Area, step: f32, rising: bool) -> Vec<Segment> {
    let Area { width, height, .. } = area;
    steps(width + height, step)
        .map(|at| {
            // A falling stroke that leaves the top edge at `at - height`, or enters by the left edge below it.
            let (from, to) = (at - height, at);
            let enter = (from.max(0.0), (-from).max(0.0));
            let leave = (to.min(width), height - (to - width).max(0.0));
            let place =
                |(x, y): (f32, f32)| (area.x + x, if rising { area.bottom() - y } else { area.y + y });
            [place(enter), place(leave)]
        })
        .collect()
}

/// The ground and the text of a cell of the heat map, for a coverage from 0 to 1. Darker is better covered.
pub(super) fn heat(coverage: f64) -> (Colour, Colour) {
    match coverage {
        value if value >= 0.95 => (DEEP, WHITE),
        value if value >= 0.80 => (Colour(0x3d, 0x76, 0x8b), WHITE),
        value if value >= 0.60 => (Colour(0x95, 0xbb, 0xc9), INK),
        value if value >= 0.40 => (Colour(0xcf, 0xe1, 0xe8), INK),
        _ => (Colour(0xfb, 0xe9, 0xdc), ALERT),
    }
}

/// The classes of [`heat`], as its legend says them.
pub(super) const HEAT_CLASSES: [(f64, &str); 5] = [
    (1.0, "95\u{202f}% et plus"),
    (0.9, "de 80 à 95\u{202f}%"),
    (0.7, "de 60 à 80\u{202f}%"),
    (0.5, "de 40 à 60\u{202f}%"),
    (0.0, "moins de 40\u{202f}%"),
];

#[cfg(test)]
mod tests {
    use super::*;

    const MODES: [Option<Mode>; 4] = [Some(Mode::Internal), Some(Mode::External), Some(Mode::Partial), None];

    /// Contrast of two colours, by WCAG 2.1.
    fn contrast(left: Colour, right: Colour) -> f64 {
        let luminance = |Colour(red, green, blue): Colour| {
            let linear = |channel: u8| {
                let value = f64::from(channel) / 255.0;
                if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
        };
        let (left, right) = (luminance(left) + 0.05, luminance(right) + 0.05);
        left.max(right) / left.min(right)
    }

    #[test]
    fn every_text_stands_out_from_its_ground() {
        for ground in [WHITE, TINT, WATERMARK] {
            for text in [INK, SOFT, DEEP, ALERT] {
                assert!(contrast(ground, text) >= 4.5, "{text:?} on {ground:?}: {}", contrast(ground, text));
            }
        }
        for state in State::ALL {
            let swatch = swatch(state);
            assert!(contrast(swatch.fill, swatch.text) >= 4.5, "{state:?}");
        }
        for mode in MODES {
            let swatch = mode_swatch(mode);
            assert!(contrast(swatch.fill, swatch.text) >= 4.5, "{mode:?}");
        }
        for step in 0..=20 {
            let (ground, text) = heat(f64::from(step) / 20.0);
            assert!(contrast(ground, text) >= 4.5, "{step}: {}", contrast(ground, text));
        }
    }

    #[test]
    fn no_two_states_look_alike_without_colour() {
        for (rank, left) in State::ALL.into_iter().enumerate() {
            for right in State::ALL.into_iter().skip(rank + 1) {
                let (one, other) = (swatch(left), swatch(right));
                let alike = one.pattern == other.pattern && contrast(one.fill, other.fill) < 1.5;
                assert!(!alike, "{left:?} and {right:?}");
            }
        }
    }

    #[test]
    fn no_two_modes_look_alike_without_colour() {
        for (rank, left) in MODES.into_iter().enumerate() {
            for right in MODES.into_iter().skip(rank + 1) {
                assert_ne!(mode_swatch(left).pattern, mode_swatch(right).pattern, "{left:?} and {right:?}");
            }
        }
    }

    #[test]
    fn strokes_stay_inside_their_area() {
        for (width, height) in [(100.0, 12.0), (5.0, 30.0), (0.4, 12.0), (0.0, 12.0)] {
            let area = Area::new(10.0, 20.0, width, height);
            for state in State::ALL {
                for segment in swatch(state).pattern.segments(area) {
                    for (x, y) in segment {
                        assert!(x >= area.x - 1e-3 && x <= area.right() + 1e-3, "{state:?} {area:?} {x}");
                        assert!(y >= area.y - 1e-3 && y <= area.bottom() + 1e-3, "{state:?} {area:?} {y}");
                    }
                }
            }
        }
    }
}
