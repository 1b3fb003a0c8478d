//! Numbers of Excel that stand for dates, where the format alone tells them from others.

use calamine::{ExcelDateTime, ExcelDateTimeType};

use super::cells::{date, number};
use crate::model::grid::CellValue;

/// Whether a format shows dates: by its number where Excel knows it, else by its text.
pub(super) fn is_date(id: u16, written: Option<&str>) -> bool {
    match written {
        Some(written) => shows_date(written),
        None => matches!(id, 14..=22 | 27..=36 | 50..=58),
    }
}

/// Whether the first section of a format has a day, a month, a year or an hour in it. A duration, `[h]:mm`, has none.
fn shows_date(written: &str) -> bool {
    let mut signs = written.chars();
    let mut shows = false;
    while let Some(sign) = signs.next() {
        match sign {
            '"' => {
                signs.find(|sign| *sign == '"');
            }
            '\\' | '_' | '*' => {
                signs.next();
            }
            '[' => {
                let inside: String = signs.by_ref().take_while(|sign| *sign != ']').collect();
                let is_duration = |sign: char| matches!(sign.to_ascii_lowercase(), 'h' | 'm' | 's');
                if !inside.is_empty() && inside.chars().all(is_duration) {
                    return false;
                }
            }
            ';' => break,
            // `j` and `a` are what French versions write in a text format; never stored otherwise.
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => shows = true,
            _ => {}
        }
    }
    shows
}

/// What a number in a cell stands for.
pub(super) fn value(read: f64, is_date: bool, from_1904: bool) -> CellValue {
    let moment = is_date.then(|| ExcelDateTime::new(read, ExcelDateTimeType::DateTime, from_1904));
    moment.filter(|_| read.is_finite()).and_then(date).unwrap_or_else(|| number(read))
}

/// A number packed in 30 bits, as Excel stores short ones.
pub(super) fn unpacked(packed: u32) -> f64 {
    let read = if packed & 2 == 0 {
        f64::from_bits(u64::from(packed & 0xFFFF_FFFC) << 32)
    } else {
        f64::from(packed.cast_signed() >> 2)
    };
    if packed & 1 == 0 { read } else { read / 100.0 }
}

/// An error as Excel shows it.
pub(super) fn error(code: u8) -> CellValue {
    let shown = match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        _ => "#ERR",
    };
    CellValue::Error(shown.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_tells_dates_from_numbers() {
        for (written, expected) in [
            ("dd/mm/yyyy", true),
            ("[$-40C]d mmmm yyyy;@", true),
            ("General", false),
            ("#,##0.00\\ \"jours\"", false),
            ("[Red]0.0", false),
            ("[h]:mm", false),
            ("0.00_d", false),
            ("0;dd", false),
        ] {
            assert_eq!(is_date(164, Some(written)), expected, "{written}");
        }
        assert!(is_date(14, None) && !is_date(2, None) && !is_date(46, None));
    }

    #[test]
    fn short_numbers_are_unpacked() {
        assert!((unpacked(0x3FF0_0000) - 1.0).abs() < f64::EPSILON);
        assert!((unpacked(125 << 2 | 3) - 1.25).abs() < f64::EPSILON);
        assert!((unpacked((-7i32 << 2 | 2).cast_unsigned()) + 7.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_date_is_one_only_if_it_is_plausible() {
        assert_eq!(value(46_350.0, true, false).shown(), "24/11/2026");
        assert_eq!(value(46_350.0, false, false).shown(), "46350");
        assert_eq!(value(99_999_999.0, true, false).shown(), "99999999");
    }
}
