//! Texts made fit for a cell: what Excel can't hold is shown as missing, never dropped in silence.

use std::borrow::Cow;

/// What a cell can hold, in UTF-16 units. Source: Excel's specifications and limits.
const LONGEST: usize = 32_767;
/// Stands for a sign that a workbook can't hold.
const UNPRINTABLE: char = '\u{fffd}';
/// Closes a text that was cut.
const CUT: &str = " …";

/// The text as a cell can hold it: line breaks as `\n`, forbidden signs as « \u{fffd} », cut at Excel's limit
/// with « … » where it was cut.
pub(in crate::render) fn text(text: &str) -> Cow<'_, str> {
    let mut safe = Cow::Borrowed(text);
    // Nearly every text is fit: its bytes tell so at less cost than its signs, « \u{fffe} » and its like begin with 0xEF.
    let doubtful = text.bytes().any(|byte| byte < b' ' && !matches!(byte, b'\t' | b'\n') || byte == 0xef);
    if doubtful && text.chars().any(|sign| sign == '\r' || is_forbidden(sign)) {
        let lines = text.replace("\r\n", "\n").replace('\r', "\n");
        safe = lines.chars().map(|sign| if is_forbidden(sign) { UNPRINTABLE } else { sign }).collect();
    }
    // A text takes at least as many bytes as UTF-16 units.
    if safe.len() > LONGEST && safe.encode_utf16().count() > LONGEST {
        safe = Cow::Owned(cut(&safe));
    }
    // rust_xlsxwriter takes such a string for markup of its own and would write it into the file as it stands.
    if safe.starts_with("<r>") && safe.ends_with("</r>") {
        safe.to_mut().push(' ');
    }
    safe
}

/// A sentence of ours with the no-break spaces that French asks for around its punctuation.
pub(in crate::render) fn sentence(text: &str) -> String {
    let mut sentence = text.replace("« ", "«\u{a0}");
    for sign in [":", ";", "?", "!", "»", "%", "÷"] {
        sentence = sentence.replace(&format!(" {sign}"), &format!("\u{a0}{sign}"));
    }
    sentence
}

/// The text on one line, cut at a number of signs: for headers, titles and footers.
pub(in crate::render) fn line(text: &str, longest: usize) -> String {
    let words = text.split(|sign: char| sign.is_control() || sign == ' ').filter(|word| !word.is_empty());
    let line = words.collect::<Vec<_>>().join(" ");
    if line.chars().count() <= longest {
        return line;
    }
    let kept: String = line.chars().take(longest.saturating_sub(CUT.chars().count())).collect();
    kept + CUT
}

/// What XML forbids, tabulations and line breaks apart.
fn is_forbidden(sign: char) -> bool {
    matches!(sign, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

fn cut(text: &str) -> String {
    let room = LONGEST - CUT.encode_utf16().count();
    let mut units = 0;
    let mut kept: String = text
        .chars()
        .take_while(|sign| {
            units += sign.len_utf16();
            units <= room
        })
        .collect();
    kept.push_str(CUT);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_texts_are_left_alone() {
        for kept in
            ["", "Mairie de Rezé", "deux\nlignes\tet une tabulation", "=1+1", "_x0041_", "<r>", "a</r>"]
        {
            assert_eq!(text(kept), kept);
        }
    }

    #[test]
    fn what_xml_forbids_is_shown_as_missing() {
        assert_eq!(text("a\0b\u{1b}c\u{ffff}"), "a\u{fffd}b\u{fffd}c\u{fffd}");
        assert_eq!(text("a\r\nb\rc"), "a\nb\nc");
        assert_eq!(text("<r><evil/></r>"), "<r><evil/></r> ");
    }

    #[test]
    fn long_texts_are_cut_visibly_at_excel_s_limit() {
        let long = "é".repeat(40_000);
        assert_eq!(text(&long).encode_utf16().count(), 32_767);
        assert!(text(&long).ends_with("é …"));
        // Signs of two units are never halved.
        let wide = "😀".repeat(20_000);
        assert_eq!(text(&wide).encode_utf16().count(), 32_766);
        let exact = "a".repeat(32_767);
        assert_eq!(text(&exact), exact);
    }

    #[test]
    fn sentences_never_begin_a_line_with_their_punctuation() {
        assert_eq!(sentence("« Lu » : oui ; non ?"), "«\u{a0}Lu\u{a0}»\u{a0}: oui\u{a0}; non\u{a0}?");
    }

    #[test]
    fn lines_hold_on_one_line() {
        assert_eq!(line("  deux\nlignes  \u{7} et fin ", 40), "deux lignes et fin");
        assert_eq!(line("abcdefghij", 6), "abcd …");
    }
}
