//! When two writings are the same: one folding of text, used for headers, labels, entities, names of schools alike.
//!
//! There is one function on purpose. Two that differ by an accent would let a label match in one place and not in
//! another.

pub(crate) mod memo;
pub(crate) mod recent;

use unicode_normalization::UnicodeNormalization;

use std::borrow::Cow;
use std::rc::Rc;

use recent::{Recent, recall};

thread_local! { static WORDS: Recent<Rc<[String]>> = const { Recent::new() }; }
thread_local! { static FOLDED: Recent<Box<str>> = const { Recent::new() }; }

/// A text whose letters and accents are one sign each: some systems write them apart, to the same eye.
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || unicode_normalization::is_nfc(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfc().collect())
}

/// Folds a text to what two people would call « the same words »: lower case, no accents, ligatures opened, any
/// run of spaces, line breaks, apostrophes and dashes as one space, other punctuation kept, ends trimmed.
///
/// Idempotent: folding twice changes nothing.
///
/// ```
/// use maillage::text::fold;
/// assert_eq!(fold("  Maître  d’Œuvre\n(ou intégrateur) "), "maitre d oeuvre (ou integrateur)");
/// assert_eq!(fold("Saint‑Hélory"), "saint helory");
/// ```
pub fn fold(text: &str) -> String {
    if is_folded(text.as_bytes()) {
        return text.to_owned();
    }
    recall(&FOLDED, text, || folded(text).into_boxed_str()).into_string()
}

/// Whether a text is what it folds to, as bytes tell at once: words of letters and digits, one space apart.
fn is_folded(text: &[u8]) -> bool {
    let mut gap = true;
    for sign in text {
        match sign {
            b'a'..=b'z' | b'0'..=b'9' => gap = false,
            b' ' if !gap => gap = true,
            _ => return false,
        }
    }
    !gap || text.is_empty()
}

fn folded(text: &str) -> String {
    // The tables of Unicode are long to consult, and few inventories need them.
    if text.chars().all(|sign| sign.is_ascii() || usual(sign).is_some()) {
        let mut folding = Folding::with_capacity(text.len());
        for sign in text.chars() {
            match usual(sign) {
                Some(usual) => usual.chars().for_each(|sign| folding.push(sign)),
                None => folding.push(sign.to_ascii_lowercase()),
            }
        }
        return folding.folded;
    }
    decomposed(text)
}

/// [`fold`], whatever the signs.
fn decomposed(text: &str) -> String {
    let mut folding = Folding::with_capacity(text.len());
    for sign in text.nfkd() {
        match sign {
            // NFKD keeps these, which people write either way.
            'œ' | 'Œ' => ['o', 'e'].into_iter().for_each(|sign| folding.push(sign)),
            'æ' | 'Æ' => ['a', 'e'].into_iter().for_each(|sign| folding.push(sign)),
            'ß' | 'ẞ' => ['s', 's'].into_iter().for_each(|sign| folding.push(sign)),
            sign if is_mark(sign) => {}
            sign => {
                sign.to_lowercase().filter(|sign| !is_mark(*sign)).for_each(|sign| folding.push(sign));
            }
        }
    }
    folding.folded
}

/// A text being folded.
struct Folding {
    folded: String,
    gap: bool,
}

impl Folding {
    fn with_capacity(bytes: usize) -> Self {
        Self { folded: String::with_capacity(bytes), gap: false }
    }

    /// Adds a sign; those that separate words leave one space between two others.
    fn push(&mut self, sign: char) {
        if is_gap(sign) {
            self.gap = true;
            return;
        }
        if self.gap && !self.folded.is_empty() {
            self.folded.push(' ');
        }
        self.gap = false;
        self.folded.push(sign);
    }
}

/// What a sign beyond ASCII that French texts are full of folds to, as decomposing it would; `None` for any other.
fn usual(sign: char) -> Option<&'static str> {
    Some(match sign {
        'à' | 'â' | 'ä' | 'á' | 'À' | 'Â' | 'Ä' | 'Á' => "a",
        'ç' | 'Ç' => "c",
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => "e",
        'î' | 'ï' | 'í' | 'Î' | 'Ï' | 'Í' => "i",
        'ñ' | 'Ñ' => "n",
        'ô' | 'ö' | 'ó' | 'Ô' | 'Ö' | 'Ó' | 'º' => "o",
        'ù' | 'û' | 'ü' | 'ú' | 'Ù' | 'Û' | 'Ü' | 'Ú' => "u",
        'ÿ' | 'Ÿ' => "y",
        'œ' | 'Œ' => "oe",
        'æ' | 'Æ' => "ae",
        '°' => "°",
        '«' => "«",
        '»' => "»",
        '…' => "...",
        '’' | '‘' | '–' | '—' | '\u{a0}' | '\u{202f}' => " ",
        _ => return None,
    })
}

/// A sign that separates words and that writers use one for another: spaces, controls, apostrophes, dashes.
fn is_gap(sign: char) -> bool {
    sign.is_whitespace()
        || sign.is_control()
        || matches!(
            sign,
            '\'' | '’'
                | '‘'
                | 'ʼ'
                | '`'
                | '´'
                | '-'
                | '‐'
                | '‑'
                | '‒'
                | '–'
                | '—'
                | '−'
                | '_'
                | '\u{200b}'
                | '\u{feff}'
        )
}

/// A combining mark left alone by the decomposition: an accent, a cedilla.
fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{0300}'..='\u{036f}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{ad}')
}

/// The words of a text: [`fold`]ed, cut at anything that is neither letter nor digit.
///
/// ```
/// assert_eq!(*maillage::text::words("D.S.D.E.N. (22)"), ["d", "s", "d", "e", "n", "22"]);
/// ```
pub fn words(text: &str) -> Rc<[String]> {
    recall(&WORDS, text, || {
        // Not `fold`, which would keep what is asked once.
        folded(text)
            .split(|sign: char| !sign.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    })
}

/// A text in ASCII and lower case, for file names: words joined by dashes.
///
/// ```
/// assert_eq!(maillage::text::slug("Saint-Étienne-d’Hélory (2)"), "saint-etienne-d-helory-2");
/// ```
pub fn slug(text: &str) -> String {
    let words = words(text);
    let ascii = words.iter().map(|word| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>());
    ascii.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// How close two folded texts are, from 0 (nothing in common) to 1 (equal), by [`distance`].
pub fn closeness(left: &str, right: &str) -> f64 {
    let longest = left.chars().count().max(right.chars().count());
    if longest == 0 { 1.0 } else { 1.0 - distance(left, right) as f64 / longest as f64 }
}

/// How many signs to insert, drop, change or swap with the next one, to go from one text to the other.
pub fn distance(left: &str, right: &str) -> usize {
    strsim::osa_distance(left, right)
}

/// [`distance`], where it is at most `most`. Most pairs are told apart by their signs alone, without comparing them.
pub fn distance_within(left: &str, right: &str, most: usize) -> Option<usize> {
    if Signs::of(left).at_least(Signs::of(right)) > most {
        return None;
    }
    Some(distance(left, right)).filter(|distance| *distance <= most)
}

/// How often a text holds each sign, whatever their order: what two texts don't share bounds their distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signs([u8; 32]);

impl Signs {
    /// The signs of a text. Letters of a folded text have a place each; the others share the rest.
    pub fn of(text: &str) -> Self {
        let mut counts = [0_u8; 32];
        for sign in text.chars() {
            let place = match sign {
                'a'..='z' => sign as usize - 'a' as usize,
                _ => 26 + sign as usize % 6,
            };
            counts[place] = counts[place].saturating_add(1);
        }
        Self(counts)
    }

    /// A distance that two texts can't be nearer than: one operation brings at most one sign, and takes one away.
    pub fn at_least(self, other: Self) -> usize {
        let lacking = |left: &[u8; 32], right: &[u8; 32]| -> u16 {
            left.iter().zip(right).map(|(left, right)| u16::from(left.saturating_sub(*right))).sum()
        };
        usize::from(lacking(&self.0, &other.0).max(lacking(&other.0, &self.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_words_fold_to_the_same_text() {
        for (written, folded) in [
            ("Compétence", "competence"),
            ("COMPE\u{301}TENCE ", "competence"),
            ("Entité\u{a0}responsable", "entite responsable"),
            ("Entité\nresponsable", "entite responsable"),
            ("l’école", "l ecole"),
            ("l'ecole", "l ecole"),
            ("Micro-services", "micro services"),
            ("n° UAI", "n° uai"),
            ("cœur", "coeur"),
            ("ﬁbre", "fibre"),
            ("STRAẞE", "strasse"),
            ("   ", ""),
        ] {
            assert_eq!(fold(written), folded, "{written:?}");
        }
    }

    #[test]
    fn folding_a_sign_twice_changes_nothing() {
        for sign in '\0'..=char::MAX {
            let once = fold(&sign.to_string());
            assert_eq!(fold(&once), once, "{sign:?}");
        }
    }

    #[test]
    fn usual_signs_fold_as_decomposing_them_does() {
        let usual: Vec<char> = ('\u{80}'..=char::MAX).filter(|sign| usual(*sign).is_some()).collect();
        assert!(usual.contains(&'é') && usual.contains(&'’'));
        for sign in usual {
            for text in [format!("{sign}"), format!("a{sign}B"), format!("n {sign} {sign}")] {
                assert_eq!(fold(&text), decomposed(&text), "{text:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC*") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        /// Short alphabets make near texts frequent, swaps among them.
        #[test]
        fn a_bounded_distance_is_the_distance(left in "[abcé1 ]{0,9}", right in "[abcé1 ]{0,9}", most in 0_usize..4) {
            let whole = distance(&left, &right);
            prop_assert!(Signs::of(&left).at_least(Signs::of(&right)) <= whole);
            prop_assert_eq!(distance_within(&left, &right, most), Some(whole).filter(|whole| *whole <= most));
        }
    }
}
