//! Words that tell a type, nearly well spelt: « accadémie », « directice ».

use std::collections::BTreeSet;

use super::Entities;
use super::tokens::Token;
use super::words::FORMS;
use crate::text::{Signs, distance};

/// A shorter word may be another word altogether.
pub(super) const SHORTEST_MISSPELT: usize = 6;

/// A longer text is a sentence: a word of it tells no type by being nearly another.
const MOST_WORDS: usize = 5;

impl Entities {
    /// The words of an answer once those that are nearly a word of a phrase are spelt so: « accadémie », « directice »,
    /// « sindicat mixte ». None where they tell no type, or two, or where a legal form says that a name stands there.
    pub(super) fn mended(&self, tokens: &[Token]) -> Option<Vec<Token>> {
        if tokens.len() > MOST_WORDS || tokens.iter().any(|token| FORMS.contains(&token.text.as_str())) {
            return None;
        }
        let mut mended = tokens.to_vec();
        let mut touched: BTreeSet<usize> = BTreeSet::new();
        for (index, token) in mended.iter_mut().enumerate() {
            if let Some(known) = self.near(&token.text).filter(|known| *known != token.text) {
                known.clone_into(&mut token.text);
                touched.insert(index);
            }
        }
        if touched.is_empty() {
            return None;
        }
        let told = self.told(&mended);
        let mut kinds = told
            .iter()
            .filter(|(span, _)| span.clone().any(|index| touched.contains(&index)))
            .map(|(_, told)| told.kind());
        let kind = kinds.next()?;
        kinds.all(|other| other == kind).then_some(mended)
    }

    /// The one long word of the phrases that a word is nearest to, itself if it is one; none where two are as near.
    fn near(&self, word: &str) -> Option<&str> {
        if word.len() < SHORTEST_MISSPELT {
            return None;
        }
        let allowed = if word.len() >= 10 { 2 } else { 1 };
        let signs = Signs::of(word);
        let mut best: Option<(usize, &str)> = None;
        for (known, of_known) in &self.long {
            if known.as_bytes().first() != word.as_bytes().first() || signs.at_least(*of_known) > allowed {
                continue;
            }
            let distance = distance(word, known);
            if distance > allowed {
                continue;
            }
            match best {
                Some((least, _)) if least < distance => {}
                // « editeurs » is as near to « editeur » as to « editrice » is not: plurals of one word are one word.
                Some((least, other)) if least == distance && !known.starts_with(other) => return None,
                Some((least, _)) if least == distance => {}
                _ => best = Some((distance, known)),
            }
        }
        best.map(|(_, known)| known)
    }
}
