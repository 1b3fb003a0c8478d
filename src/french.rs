//! How figures and lists are written in French, once for the terminal, the workbook and the PDF.

use crate::model::calendar::Month;
use crate::model::indicator::Rate;

/// Narrow no-break space, which groups digits and stands before `%`.
const NARROW: char = '\u{202f}';
/// The fewest schools for which a percentage says more than a count.
pub const FEWEST_SCHOOLS: u32 = 5;

/// A whole number, digits grouped by three: « 17 200 ».
pub fn count(number: impl Into<u64>) -> String {
    let digits = number.into().to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(NARROW);
        }
        grouped.push(digit);
    }
    grouped
}

/// A number with decimals and a comma: « 12,5 ».
pub fn decimal(number: f64, decimals: usize) -> String {
    format!("{number:.decimals$}").replace('.', ",")
}

/// A rate as a percentage with one decimal: « 84,3 % »; « sans objet » where there is nothing to divide by.
///
/// 99.96 % is not 100 %: a rate is rounded towards the side that keeps 0 and 100 for the exact values.
pub fn percent(rate: Rate) -> String {
    let Some(value) = rate.value() else { return "sans objet".to_owned() };
    let mut tenths = (value * 1000.0).round();
    if rate.numerator < rate.denominator {
        tenths = tenths.min(999.0);
    }
    if rate.numerator > 0 {
        tenths = tenths.max(1.0);
    }
    let text = if tenths % 10.0 == 0.0 { format!("{:.0}", tenths / 10.0) } else { decimal(tenths / 10.0, 1) };
    format!("{text}{NARROW}%")
}

/// A gap between two rates: « +3,2 points », « −0,5 point ». As for [`percent`], only no gap at all reads as none.
pub fn points(gap: f64) -> String {
    let tenths = match (gap * 10.0).round() {
        0.0 if gap > 0.0 => 1.0,
        0.0 if gap < 0.0 => -1.0,
        tenths => tenths,
    };
    let sign = if tenths > 0.0 { "+" } else { "" };
    let decimals = usize::from(tenths % 10.0 != 0.0);
    let number = decimal(tenths / 10.0, decimals).replace('-', "\u{2212}");
    let noun = if tenths.abs() < 20.0 { "point" } else { "points" };
    format!("{sign}{number}\u{a0}{noun}")
}

/// A rate as its two terms: « 12 sur 40 ».
pub fn out_of(rate: Rate) -> String {
    format!("{} sur {}", count(rate.numerator), count(rate.denominator))
}

/// A number and its noun: « 0 école », « 1 école », « 2 écoles ».
pub fn counted(number: impl Into<u64>, one: &str, many: &str) -> String {
    let number = number.into();
    format!("{}\u{a0}{}", count(number), if number < 2 { one } else { many })
}

/// A list as a sentence reads it: « a, b et c ».
pub fn listed<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} et {}", first.join(", "), last.as_ref())
        }
    }
}

/// A proper name as what belongs to it is told: « d’Escamares », « de Rezé ».
pub fn of(name: &str) -> String {
    let elides = crate::text::fold(name).starts_with(['a', 'e', 'i', 'o', 'u', 'y']);
    if elides { format!("d’{name}") } else { format!("de {name}") }
}

/// A month as what happened in it is told: « d’octobre 2026 », « de mars 2026 ».
pub fn of_month(month: Month) -> String {
    of(&month.in_french())
}

/// A text between French quotation marks, their no-break spaces included.
pub fn quoted(text: &str) -> String {
    format!("«\u{a0}{text}\u{a0}»")
}

/// « 33 écoles sur 40 attendues (82,5 %) ».
pub fn returned(rate: Rate) -> String {
    let expected = counted(rate.denominator, "attendue", "attendues");
    let answered = counted(rate.numerator, "école", "écoles");
    format!("{answered} sur {expected} ({})", percent(rate))
}

/// « 78,6 % des compétences ont un seul responsable (359 sur 457) ».
pub fn covered(coverage: Rate) -> String {
    if coverage.denominator == 0 {
        return "aucune compétence à couvrir".to_owned();
    }
    format!("{} des compétences ont un seul responsable ({})", percent(coverage), out_of(coverage))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_a_french_reader_writes_them() {
        assert_eq!(count(17_200u32), "17\u{202f}200");
        assert_eq!(count(999u32), "999");
        assert_eq!(count(1_000_000u32), "1\u{202f}000\u{202f}000");
        assert_eq!(percent(Rate::new(1, 3)), "33,3\u{202f}%");
        assert_eq!(percent(Rate::new(1, 2)), "50\u{202f}%");
        assert_eq!(percent(Rate::new(9999, 10_000)), "99,9\u{202f}%");
        assert_eq!(percent(Rate::new(1, 100_000)), "0,1\u{202f}%");
        assert_eq!(percent(Rate::new(0, 0)), "sans objet");
        assert_eq!(points(3.21), "+3,2\u{a0}points");
        assert_eq!(points(-0.5), "\u{2212}0,5\u{a0}point");
        assert_eq!(points(2.0), "+2\u{a0}points");
        assert_eq!(points(0.01), "+0,1\u{a0}point");
        assert_eq!(points(-0.01), "\u{2212}0,1\u{a0}point");
        assert_eq!(points(0.0), "0\u{a0}point");
        assert_eq!(covered(Rate::new(0, 0)), "aucune compétence à couvrir");
        assert_eq!(counted(0u32, "école", "écoles"), "0\u{a0}école");
        assert_eq!(counted(2u32, "école", "écoles"), "2\u{a0}écoles");
        assert_eq!(listed(&["a", "b", "c"]), "a, b et c");
        assert_eq!((of("Écully"), of("Hélory")), ("d’Écully".into(), "de Hélory".into()));
        let month = |text: &str| of_month(text.parse().unwrap());
        assert_eq!((month("2026-10"), month("2026-03")), ("d’octobre 2026".into(), "de mars 2026".into()));
    }
}
