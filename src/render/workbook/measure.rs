//! How wide a text is in the workbook's font, and on how many lines it stands in a column.

/// Widths of the printable signs of ASCII in Calibri, from the space on, in hundredths of its digits, which widths of
/// columns are counted in.
const ASCII: [u8; 95] = [
    45, 64, 79, 98, 100, 141, 135, 44, 60, 60, 98, 98, 49, 60, 50, 76, 100, 100, 100, 100, 100, 100, 100,
    100, 100, 100, 53, 53, 98, 98, 98, 91, 176, 114, 107, 105, 121, 96, 91, 124, 123, 50, 63, 103, 83, 169,
    127, 131, 102, 133, 107, 91, 96, 127, 112, 176, 102, 96, 92, 61, 76, 61, 98, 98, 57, 95, 104, 83, 104,
    98, 60, 93, 104, 45, 47, 90, 45, 158, 104, 104, 104, 104, 69, 77, 66, 104, 89, 141, 85, 89, 78, 62, 91,
    62, 98,
];
/// Screens round each sign to whole pixels: a line holds a little less than the sum of its signs tells.
const ROUNDING: usize = 103;

/// The width of a sign, in hundredths of a digit.
fn of_sign(sign: char) -> usize {
    match sign {
        ' '..='~' => ASCII[sign as usize - 32].into(),
        '\u{a0}' | '\u{202f}' | 'î' | 'ï' | 'Î' | 'Ï' | '’' | '·' => 50,
        '\u{300}'..='\u{36f}' => 0,
        'À'..='Ý' | 'Œ' | 'œ' | '●' | '□' | '○' => 130,
        '—' | '…' | '↓' => 179,
        // Ideographs and pictures take the room of two letters.
        '\u{2e80}'.. => 200,
        _ => 105,
    }
}

/// The width of a text on one line, in hundredths of a digit.
pub(super) fn of_text(text: &str) -> usize {
    text.chars().map(of_sign).sum()
}

/// The widest that a text of so many bytes may be, in hundredths of a digit: no byte of one stands for more than « @ ».
pub(super) fn at_most(bytes: usize) -> usize {
    bytes * 176
}

/// On how many lines a text stands in a column of so many digits, cut between words and after hyphens.
pub(super) fn lines(text: &str, digits: f64) -> usize {
    let most = ((digits * 10_000.0) as usize / ROUNDING).max(200);
    if at_most(text.len()) <= most && !text.contains('\n') {
        return 1;
    }
    text.lines().map(|line| wrapped(line, most)).sum::<usize>().max(1)
}

fn wrapped(line: &str, most: usize) -> usize {
    let mut lines = 1;
    let mut used = 0;
    let mut add = |wide: usize, ink: usize| {
        if used > 0 && used + ink > most {
            lines += 1;
            used = 0;
        }
        used += wide;
        // A word longer than the column is cut where it ends.
        if used == wide && ink > most {
            lines += (ink - 1) / most;
            used = wide % most;
        }
    };
    // Of the word so far: its width, and that of the blanks it ends with, which may stand past the edge.
    let (mut wide, mut blank) = (0, 0);
    for sign in line.chars() {
        let width = of_sign(sign);
        wide += width;
        blank = if sign.is_whitespace() { blank + width } else { 0 };
        if matches!(sign, ' ' | '-') {
            add(wide, wide - blank);
            (wide, blank) = (0, 0);
        }
    }
    if wide > 0 {
        add(wide, wide - blank);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_counted_as_wide_as_they_are() {
        assert_eq!(lines("illicite, il lit, ils lilas : titillé", 24.0), 1, "narrow letters");
        assert_eq!(lines("MMMM WWWW MMMM", 20.0), 2, "wide ones");
        assert_eq!(lines("PIL-MOA Maîtrise d’ouvrage", 13.0), 3);
        assert_eq!(lines("PIL-MOA Maîtrise d’ouvrage", 27.0), 1);
    }

    #[test]
    fn no_sign_is_wider_than_its_bytes_may_be() {
        for sign in ('\u{1}'..=char::MAX).filter(|sign| !sign.is_control()) {
            assert!(of_sign(sign) <= at_most(sign.len_utf8()), "{sign:?}");
        }
    }

    #[test]
    fn line_breaks_and_words_longer_than_the_column_take_lines() {
        assert_eq!(lines("un\ndeux", 20.0), 2);
        assert_eq!(lines("", 20.0), 1);
        assert_eq!(lines("0123456789012345678901234", 10.0), 3);
    }
}
