//! An answer cut into words.

use crate::text::fold;

/// A word of an answer.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) text: String,
    /// Where it starts in the folded text.
    pub(super) start: usize,
    /// Written with a full stop: « Rect. ».
    pub(super) abbreviated: bool,
    /// Written in capitals.
    pub(super) capitals: bool,
}

impl Token {
    /// Whether what follows it is named anew: « technicien de la CC », « Mairie (ou CC) ».
    pub(super) fn begins_a_name(&self) -> bool {
        matches!(
            self.text.as_str(),
            "la" | "une"
                | "notre"
                | "ou"
                | "et"
                | "puis"
                | "par"
                | "vers"
                | "via"
                | "maintenant"
                | "demain"
                | "avec"
        )
    }
}

/// The words of an answer: folded, letters between full stops joined (« D.S.D.E.N. »), a code cut from its number
/// (« CD22 »).
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let folded = fold(text);
    let capitals: Vec<String> = text
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| word.len() > 1 && !word.chars().any(char::is_lowercase))
        .map(fold)
        .collect();
    let mut tokens: Vec<Token> = Vec::new();
    // Where the next letter of an acronym would start: right after the full stop of the one before.
    let mut acronym_goes_on = None;
    let mut position = 0;
    while let Some(found) = folded[position..].find(char::is_alphanumeric) {
        let start = position + found;
        let rest = &folded[start..];
        let length = rest.find(|sign: char| !sign.is_alphanumeric()).unwrap_or(rest.len());
        let word = &rest[..length];
        position = start + length;
        let letter = word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        let goes_on = acronym_goes_on == Some(start);
        acronym_goes_on = (letter && folded[position..].starts_with('.')).then_some(position + 1);
        if letter
            && goes_on
            && let Some(last) = tokens.last_mut()
        {
            last.text.push_str(word);
            last.capitals = true;
            continue;
        }
        let code = word.find(|sign: char| sign.is_ascii_digit()).filter(|digits| {
            (matches!(&word[..*digits], "cd" | "dsden" | "ia" | "cg") || shuffles(&word[..*digits], "dsden"))
                && word[*digits..].bytes().all(|byte| byte.is_ascii_digit())
        });
        if let Some(digits) = code {
            tokens.push(Token { text: word[..digits].to_owned(), start, abbreviated: false, capitals: true });
            tokens.push(Token {
                text: word[digits..].to_owned(),
                start: start + digits,
                abbreviated: false,
                capitals: false,
            });
        } else {
            tokens.push(Token {
                text: word.to_owned(),
                start,
                abbreviated: folded[position..].starts_with('.'),
                capitals: capitals.iter().any(|known| known == word),
            });
        }
    }
    tokens
}

/// Whether a word is made of the letters of another: « dsedn ».
fn shuffles(word: &str, other: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters = word.as_bytes().to_vec();
        letters.sort_unstable();
        letters
    };
    word.len() == other.len() && sorted(word) == sorted(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_text_makes_cutting_it_into_words_panic(any in "\\PC{0,60}") {
            let _ = tokens(&any);
        }
    }
}
