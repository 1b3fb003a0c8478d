//! Dates, as people write them: « 21.09.2026 », « rentrée 2025 », « sept 24 ».

use crate::model::calendar::Date;
use crate::model::grid::CellValue;
use crate::text::words;

/// The months, folded.
const MONTHS: [&str; 12] = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
];

/// Whether a folded word is a month's name, in full.
pub(super) fn is_month(word: &str) -> bool {
    MONTHS.contains(&word)
}

/// Whether a folded word is a year that such answers may speak of.
pub(super) fn is_year(word: &str) -> bool {
    word.parse::<u16>().is_ok_and(|year| (2000..2100).contains(&year))
}

/// A word that tells a time: a month, a quarter, a year.
pub(super) fn is_of_time(word: &str) -> bool {
    const WORDS: [&str; 12] = [
        "rentree",
        "courant",
        "debut",
        "fin",
        "trimestre",
        "semestre",
        "t1",
        "t2",
        "t3",
        "t4",
        "en",
        "annee",
    ];
    WORDS.contains(&word) || is_month(word) || is_year(word)
}

/// A date, from a cell that Excel knows as one or from a text: « 21.09.2026 », « 9 septembre 2026 », « rentrée 2025 »,
/// « sept 24 », « 2025-2026 ». `ends` tells which end of a vague period is meant.
pub(super) fn date(value: &CellValue, ends: bool) -> Option<Date> {
    match value {
        CellValue::Date(moment) => Some(moment.date()),
        CellValue::Text(text) => text_date(text, ends),
        CellValue::Number(number) if (2000.0..2100.0).contains(number) && number.fract() == 0.0 => {
            whole_year(*number as i16, ends)
        }
        _ => None,
    }
}

fn whole_year(year: i16, ends: bool) -> Option<Date> {
    if ends { Date::new(year, 12, 31).ok() } else { Date::new(year, 1, 1).ok() }
}

fn text_date(text: &str, ends: bool) -> Option<Date> {
    let tokens = words(text);
    let numbers: Vec<i16> = tokens.iter().filter_map(|token| token.parse().ok()).collect();
    let month = tokens.iter().find_map(|token| month(token));
    let full = |year: i16| if (0..100).contains(&year) { year + 2000 } else { year };
    let is_year = |year: i16| (2000..2100).contains(&year);
    if let Some(month) = month {
        return match numbers.as_slice() {
            [day, year] if (1..=31).contains(day) && is_year(full(*year)) => {
                Date::new(full(*year), month, *day as i8).ok()
            }
            [year] if is_year(full(*year)) => {
                let first = Date::new(full(*year), month, 1).ok()?;
                Some(if ends { first.last_of_month() } else { first })
            }
            _ => None,
        };
    }
    let rentree = tokens.iter().any(|token| token == "rentree");
    match numbers.as_slice() {
        [day, month, year] if (1..=31).contains(day) && (1..=12).contains(month) && is_year(full(*year)) => {
            Date::new(full(*year), *month as i8, *day as i8).ok()
        }
        [year, month, day] if is_year(*year) && (1..=12).contains(month) && (1..=31).contains(day) => {
            Date::new(*year, *month as i8, *day as i8).ok()
        }
        [first, second] if is_year(*first) && full(*second) == first + 1 => {
            if ends {
                Date::new(first + 1, 8, 31).ok()
            } else {
                Date::new(*first, 9, 1).ok()
            }
        }
        [month, year] if (1..=12).contains(month) && is_year(*year) => {
            let first = Date::new(*year, *month as i8, 1).ok()?;
            Some(if ends { first.last_of_month() } else { first })
        }
        [year] if is_year(*year) && rentree => Date::new(*year, 9, 1).ok(),
        [year] if is_year(*year) && tokens.len() <= 2 => whole_year(*year, ends || tokens[0] == "fin"),
        _ => None,
    }
}

fn month(token: &str) -> Option<i8> {
    const MONTHS: [&str; 12] =
        ["janv", "fevr", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec"];
    if token.len() < 3 {
        return None;
    }
    (1i8..).zip(MONTHS).find(|(_, start)| token.starts_with(start)).map(|(month, _)| month)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(text: &str) -> CellValue {
        CellValue::Text(text.to_owned())
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (written, ends, read) in [
            ("03/10/2026", false, Some((2026, 10, 3))),
            ("24/11/26", false, Some((2026, 11, 24))),
            ("21.09.2026", false, Some((2026, 9, 21))),
            ("2026-09-21", false, Some((2026, 9, 21))),
            ("9 septembre 2026", false, Some((2026, 9, 9))),
            ("sept 24", false, Some((2024, 9, 1))),
            ("juin 2027", true, Some((2027, 6, 30))),
            ("rentrée 2025", false, Some((2025, 9, 1))),
            ("2025-2026", true, Some((2026, 8, 31))),
            ("2025/26", false, Some((2025, 9, 1))),
            ("mi-octobre", false, None),
            ("31/02/2026", false, None),
            ("bientôt", false, None),
        ] {
            let expected = read.map(|(year, month, day)| Date::constant(year, month, day));
            assert_eq!(date(&text(written), ends), expected, "{written}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_a_date_panic(any in "\\PC{0,40}") {
            let _ = (date(&text(&any), true), date(&text(&any), false));
        }
    }
}
