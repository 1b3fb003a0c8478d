//! What marks are: crosses, yes and no, shares, cells left unmarked; and columns of actors marked otherwise than by crosses, by
//! modes, by ranks, by shares.

use std::collections::BTreeSet;

use super::gist;
use crate::model::grid::CellValue;
use crate::model::mark::{Mark, is_doubtful};

/// The fewest columns marked by modes that are actors'.
const FEWEST_OF_MODES: usize = 3;
/// The fewest columns marked by ranks or shares that are.
const FEWEST_GRADED: usize = 2;

/// Of the columns titled as actors may be, those marked so. Nothing by modes where a column `asks_who` answers.
pub(super) fn otherwise_marked<'a, V>(
    columns: &[u32],
    values: &impl Fn(u32) -> V,
    asks_who: bool,
) -> BTreeSet<u32>
where
    V: Iterator<Item = &'a CellValue>,
{
    let such = |is: &dyn Fn(&CellValue) -> bool| -> BTreeSet<u32> {
        let all = |index: &u32| values(*index).next().is_some() && values(*index).all(is);
        columns.iter().copied().filter(all).collect()
    };
    // « I », « E », « P », « interne », « externe »: who does it, and how at once.
    let of_modes = such(&|value| gist::is_mode_alone(value) || is_unmarked(value));
    let outside = || of_modes.iter().any(|index| values(*index).any(gist::says_outside_alone));
    let mut marked = BTreeSet::new();
    if of_modes.len() >= FEWEST_OF_MODES && !asks_who && outside() {
        marked.extend(of_modes);
    }
    // P and E beside R, A, C, or P and F alone: letters that a legend explains.
    let lettered = such(&|value| is_mark(value) || is_lettered(value));
    let of_roles = || {
        lettered.iter().any(|index| values(*index).any(is_mark_of_roles))
            || lettered.iter().any(|index| values(*index).any(is_beyond_modes))
    };
    if lettered.len() >= FEWEST_OF_MODES && !asks_who && of_roles() {
        marked.extend(lettered);
    }
    // « 100 % » and « 0 % », 1 and 2.
    let shares = such(&is_written_share);
    if shares.len() >= FEWEST_GRADED {
        marked.extend(shares);
    }
    let ranks = such(&is_rank);
    if ranks.iter().filter(|index| values(**index).any(is_mark)).count() >= FEWEST_GRADED {
        marked.extend(ranks);
    }
    marked
}

/// Letters that no mode begins with: F, D, V.
fn is_beyond_modes(value: &CellValue) -> bool {
    matches!(value, CellValue::Text(text) if matches!(text.trim(), "F" | "f" | "D" | "d" | "V" | "v"))
}

/// Letters, each apart, one that RACI doesn't have among them: « E », « P/E », « F ».
fn is_lettered(value: &CellValue) -> bool {
    matches!(value, CellValue::Text(text) if text.len() <= 8 && {
        let words = crate::text::words(text);
        words.iter().any(|word| matches!(word.as_str(), "e" | "f" | "d" | "v"))
            && words.iter().all(|word| {
                matches!(word.as_str(), "r" | "a" | "c" | "i" | "s" | "p" | "e" | "f" | "d" | "v")
            })
    })
}

/// R, A or C, which are no modes.
fn is_mark_of_roles(value: &CellValue) -> bool {
    matches!(value, CellValue::Text(text) if matches!(text.trim(), "R" | "r" | "A" | "a" | "C" | "c"))
}

/// « 100 % », « 0 % ».
fn is_written_share(value: &CellValue) -> bool {
    matches!(value, CellValue::Text(text) if text.len() <= 12
        && text.trim_end().strip_suffix('%').is_some_and(|share| share.trim().parse::<u8>().is_ok()))
}

/// 1, 2 and 3: ranks of actors.
fn is_rank(value: &CellValue) -> bool {
    match value {
        CellValue::Number(number) => [1.0, 2.0, 3.0].contains(number),
        CellValue::Text(text) => matches!(text.trim(), "1" | "2" | "3"),
        _ => false,
    }
}

pub(super) fn is_yes_or_no(value: &CellValue) -> bool {
    match value {
        CellValue::Bool(_) => true,
        CellValue::Text(text) => {
            matches!(
                super::phrases::key(text).as_str(),
                "oui"
                    | "non"
                    | "vrai"
                    | "faux"
                    | "o"
                    | "n"
                    | "en partie"
                    | "partiellement"
                    | "oui en partie"
                    | "oui partiellement"
            )
        }
        _ => false,
    }
}

/// A share of a whole: « 20 % », 0.2.
pub(super) fn is_share(value: &CellValue) -> bool {
    match value {
        CellValue::Number(number) => (0.0..=1.0).contains(number),
        CellValue::Text(text) => text.len() <= 12 && text.trim_end().ends_with('%'),
        _ => false,
    }
}

/// What stands under an actor who isn't ticked: 0, « ☐ », a dash.
pub(super) fn is_unmarked(value: &CellValue) -> bool {
    match value {
        CellValue::Number(number) => number.abs() < f64::EPSILON,
        CellValue::Text(text) => {
            text.trim() == "0" || !text.chars().any(|sign| sign.is_alphanumeric() || sign == '?')
        }
        _ => false,
    }
}

/// « ○ » beside « ● »: takes part, and doesn't answer for it.
pub(super) fn is_open_circle(value: &CellValue) -> bool {
    matches!(value, CellValue::Text(text) if matches!(text.trim(), "○" | "◯" | "◌" | "◦"))
}

pub(super) fn is_mark(value: &CellValue) -> bool {
    match value {
        CellValue::Text(text) => Mark::parse(text).is_some() || is_doubtful(text),
        CellValue::Number(number) => (*number - 1.0).abs() < f64::EPSILON,
        CellValue::Bool(_) => true,
        CellValue::Date(_) | CellValue::Error(_) | CellValue::FormulaWithoutValue => false,
    }
}
