//! Numbers, as a spreadsheet stores them or as people write them: « 0,5 ETP », « mi-temps », « 1 200 € ».

use crate::model::grid::CellValue;
use crate::text::fold;

/// A number: as Excel stores it, or from a text (« 0,5 ETP », « mi-temps », « 25 % », « 1 200 € », « gratuit »).
pub(super) fn number(value: &CellValue) -> Option<f64> {
    match value {
        CellValue::Number(number) => Some(*number),
        CellValue::Text(text) => text_number(text),
        _ => None,
    }
}

fn text_number(text: &str) -> Option<f64> {
    let folded = fold(text);
    match folded.as_str() {
        "mi temps" | "demi" | "demi poste" | "demi temps" => return Some(0.5),
        "tiers temps" | "un tiers" => return Some(1.0 / 3.0),
        "quart temps" | "un quart" => return Some(0.25),
        "temps plein" | "plein temps" | "temps complet" => return Some(1.0),
        "gratuit" | "inclus" | "compris" | "offert" => return Some(0.0),
        _ => {}
    }
    let mut digits = String::new();
    let mut signs = folded.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '0'..='9' => digits.push(sign),
            ',' | '.'
                if !digits.is_empty()
                    && !digits.contains('.')
                    && signs.peek().is_some_and(char::is_ascii_digit) =>
            {
                digits.push('.');
            }
            // Digits grouped by spaces: « 1 200 ».
            ' ' if !digits.is_empty() && signs.peek().is_some_and(char::is_ascii_digit) => {}
            _ if !digits.is_empty() => {
                // A second number (« 3h/semaine x 36 ») is no single value.
                if signs.any(|sign| sign.is_ascii_digit()) {
                    return None;
                }
                break;
            }
            _ => {}
        }
    }
    let number: f64 = digits.parse().ok()?;
    let number = if is_below_zero(text) { -number } else { number };
    Some(if folded.contains('%') { number / 100.0 } else { number })
}

/// « -3 »: a sign that touches the first digit. « - 3 » is an item of a list.
fn is_below_zero(text: &str) -> bool {
    let rest = text.trim_start().strip_prefix(['-', '−']);
    rest.is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()))
}

/// A share of a whole, between 0 and 1: « 20 % », 0.2.
pub(super) fn share(value: &CellValue) -> Option<f64> {
    let share = match value {
        CellValue::Number(number) => Some(*number),
        CellValue::Text(text) if text.trim_end().ends_with('%') => text_number(text),
        _ => None,
    };
    share.filter(|share| (0.0..=1.0).contains(share))
}

/// Whether a stored number is this whole one.
pub(super) fn is(number: f64, whole: i32) -> bool {
    (number - f64::from(whole)).abs() < f64::EPSILON
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(text: &str) -> CellValue {
        CellValue::Text(text.to_owned())
    }

    #[test]
    fn numbers_are_read_with_their_units() {
        for (written, read) in [
            ("0,5 ETP", Some(0.5)),
            ("mi-temps", Some(0.5)),
            ("25 %", Some(0.25)),
            ("1\u{202f}200 €", Some(1200.0)),
            ("45€/an", Some(45.0)),
            ("gratuit", Some(0.0)),
            ("-0,5", Some(-0.5)),
            ("- 450 €", Some(450.0)),
            ("3h x 36", None),
            ("voir convention", None),
        ] {
            assert_eq!(number(&text(written)), read, "{written}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_a_number_panic(any in "\\PC{0,40}") {
            let _ = number(&text(&any));
        }
    }
}
