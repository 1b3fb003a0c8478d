//! The word across the pages of a draft, as shapes: set as text, its letters would come up among the words of the page
//! when somebody copies or searches them.

use super::display::{PAGE_HEIGHT, PAGE_WIDTH};
use super::typeset::BOLD;

/// How steeply the word rises, in radians: along the diagonal of the page.
const SLOPE: f32 = 0.955;
/// Size of the word, in points.
const SIZE: f32 = 148.0;
/// Straight strokes that stand for a curve.
const STROKES: u8 = 5;

/// A closed line, its points on the page.
pub(super) type Ring = Vec<(f32, f32)>;

/// The outlines of a word in the middle of the page, rising; none where the font lacks them.
pub(super) fn across(word: &str) -> Vec<Ring> {
    let Ok(face) = ttf_parser::Face::parse(BOLD, 0) else { return Vec::new() };
    let em = f32::from(face.units_per_em());
    let mut pen = Pen { rings: Vec::new(), x: 0.0 };
    for sign in word.chars() {
        let Some(glyph) = face.glyph_index(sign) else { continue };
        face.outline_glyph(glyph, &mut pen);
        pen.x += f32::from(face.glyph_hor_advance(glyph).unwrap_or_default());
    }
    let height = f32::from(face.capital_height().unwrap_or_default());
    let (middle, rise) = (pen.x / 2.0, height / 2.0);
    let scale = SIZE / em;
    let turned = |(x, y): (f32, f32)| {
        let (x, y) = ((x - middle) * scale, (y - rise) * scale);
        (
            PAGE_WIDTH / 2.0 + x * SLOPE.cos() - y * SLOPE.sin(),
            PAGE_HEIGHT / 2.0 - x * SLOPE.sin() - y * SLOPE.cos(),
        )
    };
    pen.rings.into_iter().map(|ring| ring.into_iter().map(turned).collect()).collect()
}

/// Follows the outlines of glyphs set side by side, in the units of the font.
struct Pen {
    rings: Vec<Ring>,
    /// Where the glyph being followed begins.
    x: f32,
}

impl Pen {
    fn last(&self) -> (f32, f32) {
        self.rings.last().and_then(|ring| ring.last()).copied().unwrap_or((self.x, 0.0))
    }

    fn add(&mut self, point: (f32, f32)) {
        if let Some(ring) = self.rings.last_mut() {
            ring.push(point);
        }
    }

    /// Adds points of a curve, given its place at each share of its length.
    fn curve(&mut self, at: impl Fn(f32) -> (f32, f32)) {
        for stroke in 1..=STROKES {
            self.add(at(f32::from(stroke) / f32::from(STROKES)));
        }
    }
}

impl ttf_parser::OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.rings.push(vec![(self.x + x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.add((self.x + x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (from, by, to) = (self.last(), (self.x + x1, y1), (self.x + x, y));
        let mix = |t: f32, from: f32, by: f32, to: f32| {
            (1.0 - t) * (1.0 - t) * from + 2.0 * (1.0 - t) * t * by + t * t * to
        };
        self.curve(|t| (mix(t, from.0, by.0, to.0), mix(t, from.1, by.1, to.1)));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (from, one, two, to) = (self.last(), (self.x + x1, y1), (self.x + x2, y2), (self.x + x, y));
        let mix = |t: f32, from: f32, one: f32, two: f32, to: f32| {
            let s = 1.0 - t;
            s * s * s * from + 3.0 * s * s * t * one + 3.0 * s * t * t * two + t * t * t * to
        };
        self.curve(|t| (mix(t, from.0, one.0, two.0, to.0), mix(t, from.1, one.1, two.1, to.1)));
    }

    fn close(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_stands_in_the_middle_of_the_page_and_inside_it() {
        let rings = across("PROJET");
        let alone = |sign: char| across(&sign.to_string()).len();
        assert_eq!(rings.len(), "PROJET".chars().map(alone).sum::<usize>());
        assert!("PROJET".chars().all(|sign| alone(sign) > 0), "each letter is drawn");
        let points: Vec<(f32, f32)> = rings.concat();
        assert!(points.iter().all(|(x, y)| (10.0..PAGE_WIDTH - 10.0).contains(x) && (10.0..PAGE_HEIGHT - 10.0).contains(y)));
        let middle = |of: fn(&(f32, f32)) -> f32| {
            let all = points.iter().map(of);
            f32::midpoint(all.clone().fold(f32::MAX, f32::min), all.fold(f32::MIN, f32::max))
        };
        assert!((middle(|point| point.0) - PAGE_WIDTH / 2.0).abs() < 25.0);
        assert!((middle(|point| point.1) - PAGE_HEIGHT / 2.0).abs() < 25.0);
    }
}
