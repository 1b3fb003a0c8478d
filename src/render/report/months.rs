//! Two lines over the months: the coverage and the returns, each point with its figure.

use crate::french::{FEWEST_SCHOOLS, percent};
use crate::model::calendar::Month;
use crate::model::evolution::Point;
use crate::model::indicator::Rate;

use super::display::{Area, Colour, Draw, Owner, Segment};
use super::page::{Align, Flow};
use super::palette::{self, Style};

/// Height of the drawing, labels of the months included.
pub(super) const HEIGHT: f32 = 165.0;
/// Room for the labels of the scale.
const SCALE: f32 = 34.0;
/// Room for the names of the lines.
const NAMES: f32 = 104.0;
/// Room for the labels of the months.
const MONTHS: f32 = 28.0;
/// Above the highest line of the scale.
const ABOVE: f32 = 10.0;

const FIGURE: Style = Style { size: 7.2, leading: 9.0, ..palette::HEAD };
const LABEL: Style = Style { size: 7.2, leading: 9.0, ..palette::NOTE };

/// Months as the axis names them.
const SHORT: [&str; 12] =
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];

/// A line: what it measures, and its rates by rank of month.
struct Line {
    name: &'static str,
    colour: Colour,
    dashed: bool,
    rates: Vec<(i32, Rate)>,
}

/// Whether there is a line to draw: two months with enough schools for a percentage.
pub(super) fn drawable(points: &[Point]) -> bool {
    points.iter().filter(|point| shown(point)).count() >= 2
}

/// Too few schools make no percentage, and a month where nothing was to cover none either.
fn shown(point: &Point) -> bool {
    point.answered >= FEWEST_SCHOOLS && point.coverage.value().is_some()
}

/// Draws the lines in an area whose owner says them in words.
pub(super) fn draw(flow: &mut Flow, owner: Owner, area: Area, points: &[Point]) {
    let Some(first) = points.iter().find(|point| shown(point)) else { return };
    let Some(last) = points.last() else { return };
    let steps = first.month.months_until(last.month).max(1);
    let frame =
        Area::new(area.x + SCALE, area.y + ABOVE, area.width - SCALE - NAMES, area.height - ABOVE - MONTHS);
    // A first and a last month don't stand on the edges.
    let inset = (frame.width / (steps as f32 + 1.0) / 2.0).min(26.0);
    let x = |rank: i32| frame.x + inset + (frame.width - 2.0 * inset) * rank as f32 / steps as f32;
    let y = |value: f64| frame.bottom() - frame.height * value as f32;
    scale(flow, owner, frame, y);
    for rank in 0..=steps {
        month(flow, owner, x(rank), frame.bottom(), first.month, rank);
    }
    let seen: Vec<(i32, &Point)> = points
        .iter()
        .filter(|point| shown(point))
        .map(|point| (first.month.months_until(point.month), point))
        .collect();
    let coverage = Line {
        name: "Couverture",
        colour: palette::DEEP,
        dashed: false,
        rates: seen.iter().map(|(rank, point)| (*rank, point.coverage)).collect(),
    };
    let returns = Line {
        name: "Taux de retour",
        colour: palette::SOFT,
        dashed: true,
        rates: seen.iter().filter_map(|(rank, point)| Some((*rank, point.returns?))).collect(),
    };
    let value = |rate: &Rate| rate.value().unwrap_or_default();
    // Each figure stands on the outer side of the two lines.
    let above = |line: &Line, other: &Line, rank: i32, rate: &Rate| {
        let beside = other.rates.iter().find(|(at, _)| *at == rank).map(|(_, rate)| value(rate));
        beside.map_or(!line.dashed, |other| value(rate) > other || (value(rate) >= other && !line.dashed))
    };
    trace(flow, owner, &returns, &x, &y);
    trace(flow, owner, &coverage, &x, &y);
    for (line, other) in [(&returns, &coverage), (&coverage, &returns)] {
        for (rank, rate) in &line.rates {
            let top = y(value(rate)) + if above(line, other, *rank, rate) { -13.0 } else { 4.5 };
            let style = FIGURE.in_colour(line.colour);
            // A plain ground, so that a line doesn't run through the figure.
            let width = flow.fonts.width(style, &percent(*rate));
            let ground = Area::new(x(*rank) - width / 2.0 - 0.8, top + 0.8, width + 1.6, 7.4);
            flow.draw(owner, Draw::Fill { area: ground, colour: palette::WHITE });
            flow.set(owner, x(*rank) - 20.0, top, 40.0, style, Align::Centre, &percent(*rate));
        }
    }
    names(flow, owner, frame, &[&coverage, &returns], &|rate| y(value(rate)));
}

/// The lines of the scale, from nothing to everything.
fn scale(flow: &mut Flow, owner: Owner, frame: Area, y: impl Fn(f64) -> f32) {
    for quarter in 0u8..=4 {
        let value = f64::from(quarter) / 4.0;
        let at = y(value);
        let colour = if quarter == 0 { palette::RULE } else { palette::HAIR };
        flow.draw(
            owner,
            Draw::Lines { segments: vec![[(frame.x, at), (frame.right(), at)]], width: 0.6, colour },
        );
        let text = format!("{}\u{202f}%", u32::from(quarter) * 25);
        flow.set(owner, frame.x - SCALE, at - 4.5, SCALE - 6.0, LABEL, Align::Right, &text);
    }
}

/// The name of a month under its place; its year under the first and under each January.
fn month(flow: &mut Flow, owner: Owner, x: f32, bottom: f32, first: Month, rank: i32) {
    let (year, month) = first.after(rank);
    let name = SHORT.get(usize::from(month).saturating_sub(1)).copied().unwrap_or_default();
    flow.draw(
        owner,
        Draw::Lines { segments: vec![[(x, bottom), (x, bottom + 3.0)]], width: 0.6, colour: palette::RULE },
    );
    flow.set(owner, x - 18.0, bottom + 4.5, 36.0, LABEL, Align::Centre, name);
    if rank == 0 || month == 1 {
        flow.set(owner, x - 18.0, bottom + 13.5, 36.0, LABEL, Align::Centre, &year.to_string());
    }
}

/// A line from month to month, broken where one is unknown, and a mark on each.
fn trace(flow: &mut Flow, owner: Owner, line: &Line, x: &impl Fn(i32) -> f32, y: &impl Fn(f64) -> f32) {
    let place = |(rank, rate): &(i32, Rate)| (x(*rank), y(rate.value().unwrap_or_default()));
    let mut segments: Vec<Segment> = Vec::new();
    for pair in line.rates.windows(2) {
        if let [from, to] = pair
            && to.0 - from.0 == 1
        {
            let segment = [place(from), place(to)];
            if line.dashed { segments.extend(dashes(segment)) } else { segments.push(segment) }
        }
    }
    if !segments.is_empty() {
        let width = if line.dashed { 1.1 } else { 1.9 };
        flow.draw(owner, Draw::Lines { segments, width, colour: line.colour });
    }
    for point in &line.rates {
        let (x, y) = place(point);
        let mark = Area::new(x - 2.4, y - 2.4, 4.8, 4.8);
        let colour = if line.dashed { palette::WHITE } else { line.colour };
        flow.draw(owner, Draw::Fill { area: mark, colour });
        if line.dashed {
            flow.draw(owner, Draw::Frame { area: mark, width: 1.0, colour: line.colour });
        }
    }
}

/// A segment as strokes with gaps.
fn dashes([(x1, y1), (x2, y2)]: Segment) -> Vec<Segment> {
    const DASH: f32 = 4.0;
    const GAP: f32 = 2.6;
    let length = (x2 - x1).hypot(y2 - y1);
    let at = |along: f32| {
        let share = if length > 0.0 { (along / length).min(1.0) } else { 0.0 };
        (x1 + (x2 - x1) * share, y1 + (y2 - y1) * share)
    };
    let strokes = (length / (DASH + GAP)).ceil() as u16;
    (0..strokes)
        .map(|rank| f32::from(rank) * (DASH + GAP))
        .map(|start| [at(start), at(start + DASH)])
        .collect()
}

/// The names of the lines at the height where they end, told apart where they end together.
fn names(flow: &mut Flow, owner: Owner, frame: Area, lines: &[&Line], y: &impl Fn(&Rate) -> f32) {
    const APART: f32 = 12.0;
    let mut ends: Vec<(f32, &Line)> =
        lines.iter().filter_map(|line| Some((y(&line.rates.last()?.1), *line))).collect();
    ends.sort_by(|left, right| left.0.total_cmp(&right.0));
    let mut lowest = f32::MIN;
    for (at, line) in ends {
        let at = at.max(lowest + APART);
        lowest = at;
        let x = frame.right() + 6.0;
        let mark = Area::new(x, at - 2.4, 4.8, 4.8);
        let colour = if line.dashed { palette::WHITE } else { line.colour };
        flow.draw(owner, Draw::Fill { area: mark, colour });
        if line.dashed {
            flow.draw(owner, Draw::Frame { area: mark, width: 1.0, colour: line.colour });
        }
        let style = FIGURE.in_colour(line.colour);
        flow.set(owner, x + 9.0, at - 4.5, NAMES - 15.0, style, Align::Left, line.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_stay_on_their_segment() {
        let strokes = dashes([(0.0, 0.0), (30.0, 40.0)]);
        assert_eq!(strokes.len(), 8);
        for [from, to] in strokes {
            for (x, y) in [from, to] {
                assert!((0.0..=30.0).contains(&x) && (y - x * 4.0 / 3.0).abs() < 1e-3, "{x} {y}");
            }
        }
        assert!(dashes([(1.0, 1.0), (1.0, 1.0)]).is_empty());
    }

    #[test]
    fn a_line_takes_two_months_with_enough_schools() {
        let point = |month: &str, answered| Point {
            month: month.parse().unwrap(),
            returns: None,
            coverage: Rate::new(1, 2),
            answered,
        };
        assert!(drawable(&[point("2026-10", 5), point("2026-11", 5)]));
        assert!(!drawable(&[point("2026-10", 4), point("2026-11", 5)]));
    }
}
