//! Character references: `&eacute;`, `&#233;`.

use std::borrow::Cow;

/// The longest name of a reference.
const LONGEST: usize = 10;

/// The names that French pages use, sorted.
const NAMES: [(&str, char); 129] = [
    ("AElig", 'Æ'),
    ("Aacute", 'Á'),
    ("Acirc", 'Â'),
    ("Agrave", 'À'),
    ("Aring", 'Å'),
    ("Atilde", 'Ã'),
    ("Auml", 'Ä'),
    ("Ccedil", 'Ç'),
    ("ETH", 'Ð'),
    ("Eacute", 'É'),
    ("Ecirc", 'Ê'),
    ("Egrave", 'È'),
    ("Euml", 'Ë'),
    ("Iacute", 'Í'),
    ("Icirc", 'Î'),
    ("Igrave", 'Ì'),
    ("Iuml", 'Ï'),
    ("Ntilde", 'Ñ'),
    ("OElig", 'Œ'),
    ("Oacute", 'Ó'),
    ("Ocirc", 'Ô'),
    ("Ograve", 'Ò'),
    ("Oslash", 'Ø'),
    ("Otilde", 'Õ'),
    ("Ouml", 'Ö'),
    ("THORN", 'Þ'),
    ("Uacute", 'Ú'),
    ("Ucirc", 'Û'),
    ("Ugrave", 'Ù'),
    ("Uuml", 'Ü'),
    ("Yacute", 'Ý'),
    ("Yuml", 'Ÿ'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("acute", '´'),
    ("aelig", 'æ'),
    ("agrave", 'à'),
    ("amp", '&'),
    ("apos", '\''),
    ("aring", 'å'),
    ("atilde", 'ã'),
    ("auml", 'ä'),
    ("bdquo", '„'),
    ("brvbar", '¦'),
    ("bull", '•'),
    ("ccedil", 'ç'),
    ("cedil", '¸'),
    ("cent", '¢'),
    ("check", '✓'),
    ("copy", '©'),
    ("cross", '✗'),
    ("curren", '¤'),
    ("deg", '°'),
    ("divide", '÷'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("egrave", 'è'),
    ("emsp", '\u{2003}'),
    ("ensp", '\u{2002}'),
    ("eth", 'ð'),
    ("euml", 'ë'),
    ("euro", '€'),
    ("frac12", '½'),
    ("frac14", '¼'),
    ("frac34", '¾'),
    ("ge", '≥'),
    ("gt", '>'),
    ("hellip", '…'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("iexcl", '¡'),
    ("igrave", 'ì'),
    ("infin", '∞'),
    ("iquest", '¿'),
    ("iuml", 'ï'),
    ("laquo", '«'),
    ("larr", '←'),
    ("ldquo", '“'),
    ("le", '≤'),
    ("lsaquo", '‹'),
    ("lsquo", '‘'),
    ("lt", '<'),
    ("macr", '¯'),
    ("mdash", '—'),
    ("micro", 'µ'),
    ("middot", '·'),
    ("minus", '−'),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("not", '¬'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("oelig", 'œ'),
    ("ograve", 'ò'),
    ("ordf", 'ª'),
    ("ordm", 'º'),
    ("oslash", 'ø'),
    ("otilde", 'õ'),
    ("ouml", 'ö'),
    ("para", '¶'),
    ("plusmn", '±'),
    ("pound", '£'),
    ("quot", '"'),
    ("raquo", '»'),
    ("rarr", '→'),
    ("rdquo", '”'),
    ("reg", '®'),
    ("rsaquo", '›'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("sect", '§'),
    ("shy", '\u{ad}'),
    ("sup1", '¹'),
    ("sup2", '²'),
    ("sup3", '³'),
    ("szlig", 'ß'),
    ("thinsp", '\u{2009}'),
    ("thorn", 'þ'),
    ("times", '×'),
    ("trade", '™'),
    ("uacute", 'ú'),
    ("ucirc", 'û'),
    ("ugrave", 'ù'),
    ("uml", '¨'),
    ("uuml", 'ü'),
    ("yacute", 'ý'),
    ("yen", '¥'),
    ("yuml", 'ÿ'),
];

/// Signs of Windows-1252 that pages write by their number there.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// A text whose references are resolved; one that isn't known stays as written.
pub(super) fn resolved(written: &str) -> Cow<'_, str> {
    if !written.contains('&') {
        return Cow::Borrowed(written);
    }
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        rest = if let Some((sign, behind)) = reference(after) {
            text.push(sign);
            behind
        } else {
            text.push('&');
            after
        };
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// The sign of a reference behind its `&`, and what follows it. Many pages forget the semicolon.
fn reference(after: &str) -> Option<(char, &str)> {
    let (sign, rest) = if let Some(number) = after.strip_prefix('#') {
        let (digits, radix) = number.strip_prefix(['x', 'X']).map_or((number, 10), |digits| (digits, 16));
        let (digits, rest) = leading(digits, |sign| sign.is_digit(radix));
        if digits.is_empty() {
            return None;
        }
        (numbered(u32::from_str_radix(digits, radix).unwrap_or(u32::MAX)), rest)
    } else {
        let (name, rest) = leading(after, |sign| sign.is_ascii_alphanumeric());
        if name.len() > LONGEST {
            return None;
        }
        let rank = NAMES.binary_search_by_key(&name, |(known, _)| known).ok()?;
        (NAMES.get(rank)?.1, rest)
    };
    Some((sign, rest.strip_prefix(';').unwrap_or(rest)))
}

/// The signs of a kind at the head of a text, no more than are looked at; and the rest.
fn leading(text: &str, of_kind: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.char_indices().take(4 * LONGEST).find(|(_, sign)| !of_kind(*sign));
    let end = end
        .map_or_else(|| text.char_indices().nth(4 * LONGEST).map_or(text.len(), |(at, _)| at), |(at, _)| at);
    text.split_at(end)
}

fn numbered(code: u32) -> char {
    match code {
        0x80..=0x9F => WINDOWS[code as usize - 0x80],
        0 => '\u{fffd}',
        code => char::from_u32(code).unwrap_or('\u{fffd}'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_short() {
        assert!(NAMES.is_sorted_by(|left, right| left.0 < right.0));
        assert!(NAMES.iter().all(|(name, _)| name.len() <= LONGEST));
    }

    #[test]
    fn references_are_resolved_and_unknown_ones_kept() {
        for (written, text) in [
            ("&Eacute;cole d&rsquo;&Icirc;le &amp; c&oelig;ur", "École d’Île & cœur"),
            ("&#201;cole &#xe9; &#x1F600;", "École é 😀"),
            ("d&#146;&#156;uvre &#128;", "d’œuvre €"),
            ("a&nbsp;b &laquo;&#160;c&#160;&raquo;", "a\u{a0}b «\u{a0}c\u{a0}»"),
            ("&eacute cole &lt&gt", "é cole <>"),
            ("R&D &inconnu; & &; &# &#x; &&amp;", "R&D &inconnu; & &; &# &#x; &&"),
            ("&#0; &#xD800; &#99999999999;", "\u{fffd} \u{fffd} \u{fffd}"),
            ("&amp;lt;", "&lt;"),
        ] {
            assert_eq!(resolved(written), text, "{written}");
        }
    }
}
