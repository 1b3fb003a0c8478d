//! Text measured with the font that is embedded, and cut into lines.
//!
//! No-break spaces (U+00A0, U+202F) never break; a line may end after a space or a hyphen. In a narrow column, a word
//! is cut after a French syllable where the line would else be left half empty; a longer one than its column, anywhere
//! rather than left to overflow.

use std::borrow::Cow;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

use super::ReportError;
use super::display::Face;
use super::palette::Style;

/// Inter, weight 400.
pub(super) const REGULAR: &[u8] = include_bytes!("../../../templates/fonts/Inter-Regular.ttf");
/// Inter, weight 600.
pub(super) const BOLD: &[u8] = include_bytes!("../../../templates/fonts/Inter-SemiBold.ttf");

/// Turns bold on and off inside a text. A control, so that nothing read in a file can hold it: [`Fonts::clean`]
/// would have dropped it.
const TOGGLE: char = '\u{1}';
/// Stands for a sign that the font doesn't have.
const UNKNOWN: char = '□';
/// The hyphen of a word that was cut: drawn, and not read.
const SOFT_HYPHEN: char = '\u{ad}';
/// Code points below this may have an advance.
const HIGHEST: usize = 0x2800;

/// A text set in bold inside a longer one.
pub(super) fn strong(text: &str) -> String {
    format!("{TOGGLE}{text}{TOGGLE}")
}

/// A text as documents print it: typographic apostrophes, whatever the file used.
pub(super) fn typographic(text: &str) -> String {
    text.replace('\'', "’")
}

/// A text of a file, cut after a word so that it holds in `most` signs. Inventories hold whole paragraphs where a
/// name is expected.
pub(super) fn limited(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").replace(TOGGLE, " ");
    if text.chars().count() <= most {
        return typographic(&text);
    }
    let head: String = text.chars().take(most.saturating_sub(1)).collect();
    let head =
        head.rsplit_once(' ').map_or(head.as_str(), |(head, _)| head).trim_end_matches([',', ';', ' ']);
    format!("{}…", typographic(head))
}

/// Advances of the two weights.
pub(super) struct Fonts {
    regular: Vec<f32>,
    bold: Vec<f32>,
}

/// A part of a line in one weight.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) face: Face,
    pub(super) text: String,
    pub(super) width: f32,
}

/// A line of text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    pub(super) pieces: Vec<Piece>,
    pub(super) width: f32,
}

impl Fonts {
    /// Reads the advances of the embedded fonts, once for the process.
    pub(super) fn load() -> Result<&'static Self, ReportError> {
        static FONTS: OnceLock<Option<Fonts>> = OnceLock::new();
        FONTS
            .get_or_init(|| Some(Self { regular: advances(REGULAR)?, bold: advances(BOLD)? }))
            .as_ref()
            .ok_or(ReportError::Font)
    }

    /// The advance of a sign, in ems; `None` if the font doesn't have it.
    fn advance(&self, face: Face, sign: char) -> Option<f32> {
        let table = match face {
            Face::Regular => &self.regular,
            Face::Bold => &self.bold,
        };
        table.get(sign as usize).copied().filter(|advance| *advance >= 0.0)
    }

    /// The width of a text on one line.
    pub(super) fn width(&self, style: Style, text: &str) -> f32 {
        self.clean(text).chars().filter_map(|sign| self.advance(style.face, sign)).sum::<f32>() * style.size
    }

    /// The same text with signs of the font only (accents composed, controls as spaces, the rest as « □ »), and the
    /// spaces that French wants unbreakable made so.
    pub(super) fn clean<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self.signs(text) {
            Cow::Borrowed(text) => tied(text),
            Cow::Owned(text) => Cow::Owned(tied(&text).into_owned()),
        }
    }

    fn signs<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let fine = |sign: char| {
            matches!(sign, TOGGLE | '\n')
                || (!sign.is_control() && sign != SOFT_HYPHEN && self.advance(Face::Regular, sign).is_some())
        };
        if text.chars().all(fine) {
            return Cow::Borrowed(text);
        }
        let mut clean = String::with_capacity(text.len());
        for sign in text.nfc() {
            if fine(sign) {
                clean.push(sign);
            } else if sign.is_control() || sign.is_whitespace() {
                clean.push(' ');
            } else if !matches!(sign, '\u{200b}'..='\u{200d}' | '\u{feff}' | SOFT_HYPHEN | '\u{300}'..='\u{36f}')
            {
                clean.push(UNKNOWN);
            }
        }
        Cow::Owned(clean)
    }

    /// Cuts a text into lines no wider than `width`; in narrow columns, words may be cut too. There is always one line
    /// at least.
    pub(super) fn wrap(&self, style: Style, width: f32, text: &str) -> Vec<Line> {
        self.cut(style, width, text, true)
    }

    /// The same, words that hold on a line left whole.
    pub(super) fn wrap_whole(&self, style: Style, width: f32, text: &str) -> Vec<Line> {
        self.cut(style, width, text, false)
    }

    fn cut(&self, style: Style, width: f32, text: &str, eager: bool) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut face = style.face;
        for paragraph in self.clean(text).split('\n') {
            let mut signs: Vec<Sign> = Vec::with_capacity(paragraph.len());
            for sign in paragraph.chars() {
                if sign == TOGGLE {
                    face = if face == style.face { other(style.face) } else { style.face };
                } else {
                    let advance = self.advance(face, sign).unwrap_or_default() * style.size;
                    signs.push(Sign { face, letter: sign, advance });
                }
            }
            let advance = self.advance(face, SOFT_HYPHEN).unwrap_or_default() * style.size;
            let eager = eager && signs.len() > LABEL;
            fill(&signs, width, Hyphens { advance, eager }, &mut lines);
        }
        lines
    }

    /// The width of the longest word of a text, which can't be narrower without being cut.
    pub(super) fn longest_word(&self, style: Style, text: &str) -> f32 {
        self.clean(text).split([' ', '\n']).map(|word| self.width(style, word)).fold(0.0, f32::max)
    }
}

/// The same text, plain spaces beside « », and before : ; ? ! %, made no-break.
fn tied(text: &str) -> Cow<'_, str> {
    let high = |next: char| matches!(next, ';' | '?' | '!' | '%');
    let glued = |before: Option<char>, next: Option<char>| {
        before == Some('«') || next.is_some_and(|next| high(next) || matches!(next, ':' | '»'))
    };
    let mut before = None;
    let mut signs = text.chars().peekable();
    let mut tied: Option<String> = None;
    let mut done = 0;
    while let Some(sign) = signs.next() {
        if sign == ' ' && glued(before, signs.peek().copied()) {
            let space = if signs.peek().copied().is_some_and(high) { '\u{202f}' } else { '\u{a0}' };
            tied.get_or_insert_with(|| text.get(..done).unwrap_or_default().to_owned()).push(space);
        } else if let Some(tied) = &mut tied {
            tied.push(sign);
        }
        done += sign.len_utf8();
        before = Some(sign);
    }
    tied.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// A sign ready to be placed.
#[derive(Clone, Copy)]
struct Sign {
    face: Face,
    letter: char,
    advance: f32,
}

/// How words that hold on no line, or hardly, are cut.
#[derive(Clone, Copy)]
struct Hyphens {
    /// Advance of the hyphen.
    advance: f32,
    /// Whether a word may be cut although it holds on the next line.
    eager: bool,
}

/// A text of no more signs is a label, whose words are better left whole.
const LABEL: usize = 48;
/// Wider columns are never so ragged that a word should be cut.
const NARROW: f32 = 170.0;
/// The share of a narrow line that may stay empty before the next word is cut.
const RAGGED: f32 = 0.34;
/// The fewest letters that a cut leaves on each side.
const FEWEST_LETTERS: usize = 3;

/// Sets signs in lines.
fn fill(signs: &[Sign], width: f32, hyphens: Hyphens, lines: &mut Vec<Line>) {
    // Sums of advances leave a text measured alone a hair wider than its own width.
    let width = width + 0.01;
    let mut rest = signs;
    loop {
        let mut taken = 0.0;
        let mut cut: Option<(usize, f32)> = None;
        let mut end = None;
        let mut hyphenated = None;
        for (rank, sign) in rest.iter().enumerate() {
            if sign.letter == ' ' {
                cut = Some((rank + 1, taken));
                taken += sign.advance;
                continue;
            }
            taken += sign.advance;
            if taken > width && rank > 0 {
                let ragged = |before: f32| width < NARROW && width - before > width * RAGGED;
                hyphenated = match cut {
                    None => syllable(rest, 0, width, hyphens.advance),
                    Some((from, before)) if hyphens.eager && ragged(before) && is_common(rest, from) => {
                        syllable(rest, from, width, hyphens.advance)
                    }
                    Some(_) => None,
                };
                end = Some(cut.map_or(rank, |(cut, _)| cut));
                break;
            }
            let hyphen = matches!(sign.letter, '-' | '‐' | '–' | '/');
            if hyphen && rank > 0 && rest.get(rank + 1).is_some_and(|next| next.letter.is_alphabetic()) {
                cut = Some((rank + 1, taken));
            }
        }
        let (head, tail) = rest.split_at(hyphenated.or(end).unwrap_or(rest.len()));
        let mut set = line(head);
        if hyphenated.is_some()
            && let Some(piece) = set.pieces.last_mut()
        {
            piece.text.push(SOFT_HYPHEN);
            piece.width += hyphens.advance;
            set.width += hyphens.advance;
        }
        lines.push(set);
        if end.is_none() {
            return;
        }
        rest = tail;
    }
}

/// Whether the word that begins at `from` is no name: a name is only cut where nothing else can be done.
fn is_common(signs: &[Sign], from: usize) -> bool {
    let word = signs.iter().skip(from).map(|sign| sign.letter).take_while(|letter| letter.is_alphabetic());
    word.clone().count() > 0 && word.into_iter().all(char::is_lowercase)
}

/// Where to cut the word that begins at `from`, after a French syllable, as late as its head and the hyphen hold in
/// `width`. `None` for what is no word of lower-case letters, its first one apart.
fn syllable(signs: &[Sign], from: usize, width: f32, hyphen: f32) -> Option<usize> {
    let letters = signs.iter().skip(from).map(|sign| sign.letter);
    // What a no-break space or an apostrophe ties is another word.
    let before = letters.clone().take_while(|letter| matches!(letter, '’' | '«' | '(' | '\u{a0}')).count();
    let mut word: String = letters.skip(before).take_while(|letter| letter.is_alphabetic()).collect();
    let mut start = from + before;
    // « l’académie »: the word begins after the apostrophe.
    while word.chars().count() < 3
        && signs.get(start + word.chars().count()).is_some_and(|sign| sign.letter == '’')
    {
        start += word.chars().count() + 1;
        word = signs
            .iter()
            .skip(start)
            .map(|sign| sign.letter)
            .take_while(|letter| letter.is_alphabetic())
            .collect();
    }
    if word.chars().skip(1).any(|letter| !letter.is_lowercase()) {
        return None;
    }
    let mut best = None;
    let mut at = start;
    let count = word.chars().count();
    for syllable in hypher::hyphenate_bounded(&word, hypher::Lang::French, FEWEST_LETTERS, FEWEST_LETTERS) {
        at += syllable.chars().count();
        let head = signs.iter().take(at).map(|sign| sign.advance).sum::<f32>();
        if at < start + count && head + hyphen <= width {
            best = Some(at);
        }
    }
    best
}

/// Signs grouped by weight, the space at the end left out.
fn line(signs: &[Sign]) -> Line {
    let length = signs.iter().rposition(|sign| sign.letter != ' ').map_or(0, |last| last + 1);
    let mut line = Line::default();
    for sign in signs.iter().take(length) {
        match line.pieces.last_mut().filter(|piece| piece.face == sign.face) {
            Some(piece) => {
                piece.text.push(sign.letter);
                piece.width += sign.advance;
            }
            None => {
                line.pieces.push(Piece {
                    face: sign.face,
                    text: sign.letter.to_string(),
                    width: sign.advance,
                });
            }
        }
        line.width += sign.advance;
    }
    line
}

fn other(face: Face) -> Face {
    match face {
        Face::Regular => Face::Bold,
        Face::Bold => Face::Regular,
    }
}

/// Advances of a font by code point, in ems; negative where the font has no glyph.
fn advances(bytes: &[u8]) -> Option<Vec<f32>> {
    let face = ttf_parser::Face::parse(bytes, 0).ok()?;
    let em = f32::from(face.units_per_em());
    let advance = |code: usize| {
        let sign = char::from_u32(u32::try_from(code).ok()?)?;
        let glyph = face.glyph_index(sign)?;
        Some(f32::from(face.glyph_hor_advance(glyph)?) / em)
    };
    Some((0..HIGHEST).map(|code| advance(code).unwrap_or(-1.0)).collect())
}

#[cfg(test)]
mod tests {
    use super::super::palette::BODY;
    use super::*;

    fn wrapped(width: f32, text: &str) -> Vec<String> {
        let lines = Fonts::load().unwrap().wrap(BODY, width, text);
        lines.iter().map(|line| line.pieces.iter().map(|piece| piece.text.as_str()).collect()).collect()
    }

    #[test]
    fn the_font_has_what_french_needs_and_tells_its_spaces_apart() {
        for bytes in [REGULAR, BOLD] {
            let face = ttf_parser::Face::parse(bytes, 0).unwrap();
            for sign in "éèêëàâçîïôûùüÿœŒæÉÀÇ«»’…–—°•€≥≤÷×→−□½ \u{a0}\u{202f}".chars()
            {
                assert!(face.glyph_index(sign).is_some(), "{sign:?}");
            }
            let spaces = [' ', '\u{a0}', '\u{202f}'].map(|space| face.glyph_index(space));
            assert!(spaces[0] != spaces[1] && spaces[1] != spaces[2] && spaces[0] != spaces[2]);
        }
    }

    #[test]
    fn figures_are_all_as_wide() {
        let fonts = Fonts::load().unwrap();
        let widths: Vec<f32> =
            "0123456789".chars().filter_map(|digit| fonts.advance(Face::Regular, digit)).collect();
        assert_eq!(widths.len(), 10);
        assert!(widths.iter().all(|width| (width - widths[0]).abs() < 1e-6), "{widths:?}");
    }

    #[test]
    fn lines_hold_in_their_width_and_lose_nothing() {
        let text = "Chaque compétence est étudiée et confiée à la responsabilité d’une entité.";
        let fonts = Fonts::load().unwrap();
        for width in [30.0, 60.0, 90.0, 200.0, 1000.0] {
            for line in fonts.wrap(BODY, width, text) {
                assert!(line.width <= width + 0.1, "{width}: {line:?}");
            }
            let joined = wrapped(width, text).concat().replace([' ', SOFT_HYPHEN], "");
            assert_eq!(joined, text.replace(' ', ""), "{width}");
        }
    }

    #[test]
    fn no_break_spaces_hold_what_they_join() {
        for line in wrapped(48.0, "ici 17\u{202f}200\u{a0}écoles «\u{a0}oui\u{a0}»") {
            assert!(!line.ends_with("200") && !line.starts_with('»') && !line.ends_with('«'), "{line:?}");
        }
    }

    #[test]
    fn a_word_wider_than_its_column_is_cut_rather_than_left_out() {
        let lines = wrapped(60.0, "Administrateurs");
        assert_eq!(lines, ["Administra\u{ad}", "teurs"]);
        let lines = wrapped(40.0, "0123456789ABCDEFGH");
        assert!(lines.len() > 1);
        assert_eq!(lines.concat(), "0123456789ABCDEFGH");
        assert_eq!(wrapped(0.5, "ab"), ["a", "b"]);
        assert_eq!(wrapped(40.0, ""), [""]);
    }

    #[test]
    fn narrow_columns_cut_words_after_their_syllables_and_leave_names_whole() {
        let text = "la responsabilité intercommunale des administrations fonctionnelles";
        let cut: Vec<u16> = (60u16..160)
            .filter(|width| wrapped(f32::from(*width), text).iter().any(|line| line.ends_with(SOFT_HYPHEN)))
            .collect();
        assert!(!cut.is_empty());
        let letters =
            |word: Option<&str>| word.unwrap_or_default().trim_end_matches(SOFT_HYPHEN).chars().count();
        for width in cut {
            for pair in wrapped(f32::from(width), text).windows(2) {
                if pair[0].ends_with(SOFT_HYPHEN) {
                    let (head, tail) = (pair[0].split(' ').next_back(), pair[1].split(' ').next());
                    assert!(letters(head) >= 3 && letters(tail) >= 3, "{width}: {pair:?}");
                }
            }
        }
        assert_eq!(wrapped(400.0, text).len(), 1);
        assert_eq!(wrapped(60.0, "de Saintesprit-le-Bourg"), ["de", "Saintesprit-", "le-Bourg"]);
        let whole = Fonts::load().unwrap().wrap_whole(BODY, 92.0, text);
        assert!(whole.iter().all(|line| line.pieces.iter().all(|piece| !piece.text.contains(SOFT_HYPHEN))));
        assert_eq!(wrapped(60.0, "l’établissement"), ["l’établisse\u{ad}", "ment"]);
    }

    #[test]
    fn compound_words_break_after_their_hyphen() {
        assert_eq!(wrapped(62.0, "Loire-Atlantique"), ["Loire-", "Atlantique"]);
        assert_eq!(wrapped(14.0, "-5"), ["-5"]);
    }

    #[test]
    fn bold_parts_keep_their_place() {
        let lines = Fonts::load().unwrap().wrap(BODY, 500.0, &format!("a {} c", strong("b")));
        let faces: Vec<_> = lines[0].pieces.iter().map(|piece| (piece.face, piece.text.as_str())).collect();
        assert_eq!(faces, [(Face::Regular, "a "), (Face::Bold, "b"), (Face::Regular, " c")]);
    }

    #[test]
    fn signs_of_other_scripts_are_shown_missing_and_accents_composed() {
        let fonts = Fonts::load().unwrap();
        assert_eq!(fonts.clean("E\u{301}cole\tn\u{b0}\u{a0}2"), "École n°\u{a0}2");
        assert_eq!(fonts.clean("中 école"), "□ école");
    }

    #[test]
    fn french_punctuation_is_never_left_alone() {
        assert_eq!(
            tied("un : « deux » ; 3 % ?"),
            "un\u{a0}: «\u{a0}deux\u{a0}»\u{202f}; 3\u{202f}%\u{202f}?"
        );
        assert!(matches!(tied("rien à lier, ici"), Cow::Borrowed(_)));
    }

    #[test]
    fn long_texts_are_cut_after_a_word() {
        assert_eq!(limited("l'école\ndu bourg", 40), "l’école du bourg");
        assert_eq!(limited("une deux trois quatre", 10), "une deux…");
    }
}
