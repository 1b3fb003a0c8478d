//! A UAI as people write it. Harmless repairs are made and told; a wrong key is never corrected.

use crate::model::school::{NotAUai, Uai};

/// What a cell labelled « UAI » holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Written as it should be, ends apart.
    Exact(Uai),
    /// Case, spaces, dashes, O for 0, I for 1, a lost zero that the key confirms.
    Repaired(Uai),
    /// Seven digits: the key was computed.
    WithoutKey(Uai),
    /// Seven digits and a letter that isn't theirs.
    WrongKey,
    /// Anything else.
    Malformed,
}

/// Reads a cell that a label says holds a UAI.
pub(super) fn read_key(text: &str) -> Reading {
    let trimmed = text.trim();
    if let Ok(uai) = Uai::parse(trimmed) {
        return Reading::Exact(uai);
    }
    let compact: String =
        trimmed.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    match read_compact(&compact) {
        Reading::Malformed => {
            // « 0440123A (école Jules-Ferry) », « UAI : 0440123A ».
            let found = scan(trimmed);
            if let [only] = found.as_slice() { Reading::Repaired(*only) } else { Reading::Malformed }
        }
        read => read,
    }
}

fn read_compact(compact: &str) -> Reading {
    let signs: Vec<char> = compact.chars().collect();
    let digits_of = |signs: &[char]| -> String {
        signs
            .iter()
            .map(|sign| match sign {
                'O' => '0',
                'I' | 'L' => '1',
                other => *other,
            })
            .collect()
    };
    match signs.len() {
        8 => {
            let repaired = format!("{}{}", digits_of(&signs[..7]), signs[7]);
            match Uai::parse(&repaired) {
                Ok(uai) => Reading::Repaired(uai),
                Err(NotAUai::WrongKey) => Reading::WrongKey,
                Err(NotAUai::Malformed) => Reading::Malformed,
            }
        }
        7 if signs.iter().all(char::is_ascii_digit) => {
            Uai::from_digits(compact).map_or(Reading::Malformed, Reading::WithoutKey)
        }
        // Excel takes 0440123 for a number, and schools lose the zero: six digits and the key that proves them.
        7 => {
            let repaired = format!("0{}{}", digits_of(&signs[..6]), signs[6]);
            Uai::parse(&repaired).map_or(Reading::Malformed, Reading::Repaired)
        }
        _ => Reading::Malformed,
    }
}

/// The UAI that a free text holds (a title, a file's name, an address), each once, in order: seven digits, a space or a
/// dash at most between them and the letter, nothing alphanumeric around, the key right.
pub(super) fn scan(text: &str) -> Vec<Uai> {
    let signs: Vec<char> = text.chars().collect();
    let mut found: Vec<Uai> = Vec::new();
    let mut start = 0;
    while start < signs.len() {
        let fresh = start == 0 || !signs[start - 1].is_alphanumeric();
        if fresh
            && signs[start].is_ascii_digit()
            && let Some((uai, end)) = at(&signs, start)
        {
            if !found.contains(&uai) {
                found.push(uai);
            }
            start = end;
        } else {
            start += 1;
        }
    }
    found
}

fn at(signs: &[char], start: usize) -> Option<(Uai, usize)> {
    let mut digits = String::with_capacity(8);
    let mut position = start;
    let mut gaps = 0;
    while digits.len() < 7 {
        let sign = signs.get(position)?;
        if sign.is_ascii_digit() {
            digits.push(*sign);
        } else if is_gap(*sign) && !digits.is_empty() && gaps < 2 {
            gaps += 1;
        } else {
            return None;
        }
        position += 1;
    }
    if signs.get(position).copied().is_some_and(is_gap) {
        position += 1;
    }
    let letter = signs.get(position)?;
    if !letter.is_ascii_alphabetic() || signs.get(position + 1).is_some_and(|sign| sign.is_alphanumeric()) {
        return None;
    }
    digits.push(letter.to_ascii_uppercase());
    Uai::parse(&digits).ok().map(|uai| (uai, position + 1))
}

fn is_gap(sign: char) -> bool {
    matches!(sign, ' ' | '\u{a0}' | '\u{202f}' | '-' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn uai(text: &str) -> Uai {
        Uai::parse(text).unwrap()
    }

    #[test]
    fn harmless_repairs_are_made_and_wrong_keys_are_not() {
        let expected = uai("0350122T");
        for written in
            ["0350122t", "035 0122 T", "0350122-T", "O35O122T", "03501 22T", "350122T", "UAI : 0350122T"]
        {
            assert_eq!(read_key(written), Reading::Repaired(expected), "{written}");
        }
        assert_eq!(read_key(" 0350122T "), Reading::Exact(expected));
        assert_eq!(read_key("0350122"), Reading::WithoutKey(expected));
        assert_eq!(read_key("0350122S"), Reading::WrongKey);
        for malformed in ["", "école", "350122", "0350122TT", "123", "0350122T 0350165P"] {
            assert_eq!(read_key(malformed), Reading::Malformed, "{malformed}");
        }
    }

    #[test]
    fn free_texts_give_the_keys_they_hold() {
        assert_eq!(scan("ENT-0350122t Trémorvan.xlsx"), [uai("0350122T")]);
        assert_eq!(scan("École – UAI 0350122T – académie"), [uai("0350122T")]);
        assert_eq!(scan("ce.0350122t@ac-rennes.fr"), [uai("0350122T")]);
        assert_eq!(scan("0350122T et 0350165P, 0350122T"), [uai("0350122T"), uai("0350165P")]);
        assert_eq!(scan("n° 10350122T"), []);
        assert_eq!(scan("tél. 02 99 85 38 02 au 2026"), []);
        assert_eq!(scan("0350122S"), []);
    }

    proptest! {
        #[test]
        fn no_text_makes_a_scan_panic(any in "\\PC{0,40}") {
            let _ = (scan(&any), read_key(&any));
        }

        #[test]
        fn every_key_is_found_in_its_own_dress(digits in "[0-9]{7}", before in "[ _.(]", after in "[ _.)]") {
            let uai = Uai::from_digits(&digits).unwrap();
            let found = scan(&format!("{before}{}{after}", uai.as_str().to_lowercase()));
            prop_assert_eq!(found, vec![uai]);
        }
    }
}
