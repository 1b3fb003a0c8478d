//! Words that tell a type, nearly well spelt: « accadémie », « directice ».

use std::collections::BTreeSet;

use super::Entities;
use super::tokens::Token;
use super::words::FORMS;
use crate::text::{Signs, distance};

/// A shorter word may be another word altogether.
pub(super) const SHORTEST_MISSPELT: usize = 6;

/// « Ac. » says too little.
const SHORTEST_SHORTENED: usize = 4;
/// Two swapped letters of a shorter word make another.
const SHORTEST_SWAPPED: usize = 4;
/// A longer text is a sentence: a word of it tells no type by being nearly another.
const MOST_WORDS: usize = 5;

/// What abbreviations mean as often, and which tells no type: « Coll. » is no colleague.
const OF_NO_TYPE: [&str; 6] =
    ["collectivite", "college", "etablissement", "administration", "informatique", "personnel"];
/// Words before the name of a body.
const ARTICLES: [&str; 4] = ["la", "le", "l", "notre"];
/// Acronyms that begin as those of communautés de communes do, and are none.
const OTHER_ACRONYMS: [&str; 4] = ["ccas", "ccis", "ccir", "cciv"];

/// « CCGAM », « CCPL »: a communauté de communes by the first letters of its name.
fn named_by_acronym(tokens: &[Token]) -> Option<Vec<Token>> {
    let at = tokens.iter().position(|token| {
        token.capitals
            && (4..=7).contains(&token.text.len())
            && token.text.starts_with("cc")
            && token.text.bytes().all(|byte| byte.is_ascii_alphabetic())
            && !OTHER_ACRONYMS.contains(&token.text.as_str())
    })?;
    if !tokens[..at].iter().all(|token| ARTICLES.contains(&token.text.as_str())) {
        return None;
    }
    let whole = &tokens[at];
    let (grouping, name) = whole.text.split_at(2);
    let part = |text: &str, start: usize| Token { text: text.to_owned(), start, ..whole.clone() };
    let mut split = tokens.to_vec();
    split.splice(at..=at, [part(grouping, whole.start), part(name, whole.start + 2)]);
    Some(split)
}

impl Entities {
    /// The words of an answer once those that are nearly a word of a phrase are spelt so: « accadémie », « directice »,
    /// « sindicat mixte ». None where they tell no type, or two, or where a legal form says that a name stands there.
    pub(super) fn mended(&self, tokens: &[Token]) -> Option<Vec<Token>> {
        // « Mairi de Saint-Calais-des-Bois »: the name of a place may be long.
        let of_place =
            tokens.get(1).is_some_and(|next| matches!(next.text.as_str(), "de" | "du" | "d" | "des"));
        let most = if of_place { 2 * MOST_WORDS } else { MOST_WORDS };
        if tokens.len() > most || tokens.iter().any(|token| FORMS.contains(&token.text.as_str())) {
            return None;
        }
        let mut mended = named_by_acronym(tokens).unwrap_or_else(|| tokens.to_vec());
        let mut touched: BTreeSet<usize> = BTreeSet::new();
        for (index, token) in mended.iter_mut().enumerate() {
            // « la marie »: an article announces a body rather than a person.
            let announced = index.checked_sub(1).is_some_and(|before| ARTICLES.contains(&tokens[before].text.as_str()))
                    // « Mairi de Rezé »: what begins an answer and is of something. « Marie de Rezé » is a person.
                    || index == 0
                        && of_place
                        && !super::super::people::is_first_name(&token.text);
            let known = if token.abbreviated { self.shortened(&token.text) } else { None };
            let known = known
                .or_else(|| self.near(&token.text))
                .or_else(|| self.swapped(&token.text))
                .or_else(|| self.doubled(&token.text))
                .or_else(|| (token.capitals || announced).then(|| self.lacking(&token.text)).flatten());
            if let Some(known) = known.filter(|known| *known != token.text) {
                known.clone_into(&mut token.text);
                touched.insert(index);
            }
        }
        if mended.len() > tokens.len() {
            touched.insert(mended.iter().position(|token| token.text == "cc")?);
        }
        if touched.is_empty() {
            return self.mended_in_phrase(tokens);
        }
        let told = self.told(&mended);
        let mut kinds = told
            .iter()
            .filter(|(span, _)| span.clone().any(|index| touched.contains(&index)))
            .map(|(_, told)| told.kind());
        let kind = kinds.next()?;
        kinds.all(|other| other == kind).then_some(mended)
    }

    /// The same where a word of a longer phrase tells a type of its own: « comunauté de communes » is no commune.
    pub(super) fn mended_around(
        &self,
        tokens: &[Token],
        told: &[(std::ops::Range<usize>, super::Told)],
    ) -> Option<Vec<Token>> {
        let [(word, _)] = told else { return None };
        if word.len() > 1 || word.start < 2 {
            return None;
        }
        let mended = self.mended(tokens)?;
        let around = |span: &std::ops::Range<usize>| span.start < word.start && span.end >= word.end;
        self.told(&mended).iter().any(|(span, _)| around(span)).then_some(mended)
    }

    /// « Syndicat mixe (support) »: what a bracket alone tells mends nothing before it.
    pub(super) fn mended_before_bracket(
        &self,
        written: &str,
        tokens: &[Token],
        told: &[(std::ops::Range<usize>, super::Told)],
    ) -> Option<Vec<Token>> {
        let bracket = super::bracket_in_fold(written, written.find('(').filter(|at| *at > 0)?);
        let outside = tokens.partition_point(|token| token.start < bracket);
        if told.iter().any(|(span, _)| span.start < outside) {
            return None;
        }
        let mended = self.mended_in_phrase(&tokens[..outside])?;
        Some([&mended[..], &tokens[outside..]].concat())
    }

    /// « Syndicat mixe »: the words of one phrase, a short one of which differs by a letter. None where phrases of several
    /// types are as near.
    fn mended_in_phrase(&self, tokens: &[Token]) -> Option<Vec<Token>> {
        let near = |known: &str, word: &str| {
            known.len() < SHORTEST_MISSPELT
                && word.len().min(known.len()) >= SHORTEST_SWAPPED
                && known.as_bytes().first() == word.as_bytes().first()
                && distance(word, known) == 1
        };
        let mut found: Option<(super::EntityTypeId, Vec<Token>)> = None;
        for start in 0..tokens.len() {
            for (words, told) in self.phrases.get(&tokens[start].text).into_iter().flatten() {
                if words.len() < 2 || start + words.len() > tokens.len() {
                    continue;
                }
                let written = &tokens[start..start + words.len()];
                let off: Vec<usize> =
                    (0..words.len()).filter(|rank| written[*rank].text != words[*rank]).collect();
                let [rank] = *off else { continue };
                let exact =
                    (0..words.len()).any(|other| other != rank && words[other].len() >= SHORTEST_MISSPELT);
                if !exact || !near(&words[rank], &written[rank].text) {
                    continue;
                }
                if found.as_ref().is_some_and(|(kind, _)| *kind != told.kind()) {
                    return None;
                }
                let mut mended = tokens.to_vec();
                mended[start + rank].text.clone_from(&words[rank]);
                found.get_or_insert((told.kind(), mended));
            }
        }
        found.map(|(_, mended)| mended)
    }

    /// The word of the phrases that « Rect. », « Édit. » shorten; none where such words tell several types.
    fn shortened(&self, word: &str) -> Option<&str> {
        if word.len() < SHORTEST_SHORTENED || OF_NO_TYPE.iter().any(|other| other.starts_with(word)) {
            return None;
        }
        let kind = |known: &str| {
            let phrases = self.phrases.get(known)?;
            phrases.iter().find(|(words, _)| words.len() == 1).map(|(_, told)| told.kind())
        };
        let longer =
            self.long.iter().map(|(known, _)| known.as_str()).filter(|known| known.starts_with(word));
        let mut told = longer.filter_map(|known| Some((known, kind(known)?)));
        let (known, first) = told.next()?;
        told.all(|(_, other)| other == first).then_some(known)
    }

    /// The acronym of the phrases that a word is but for two letters swapped: « ERNU ».
    fn swapped(&self, word: &str) -> Option<&str> {
        if !(SHORTEST_SWAPPED..SHORTEST_MISSPELT).contains(&word.len()) || !word.is_ascii() {
            return None;
        }
        let mut found = (1..word.len() - 1).filter_map(|at| {
            let swapped = [&word[..at], &word[at + 1..at + 2], &word[at..=at], &word[at + 2..]].concat();
            let (known, phrases) = self.phrases.get_key_value(&swapped)?;
            phrases.iter().any(|(words, _)| words.len() == 1).then_some(known.as_str())
        });
        found.next().filter(|_| found.next().is_none())
    }

    /// The acronym of the phrases that a word is but for a letter typed twice: « DRANNE ».
    fn doubled(&self, word: &str) -> Option<&str> {
        if !(SHORTEST_SWAPPED + 1..=SHORTEST_MISSPELT).contains(&word.len()) || !word.is_ascii() {
            return None;
        }
        let bytes = word.as_bytes();
        let mut found = (1..word.len()).filter(|at| bytes[*at] == bytes[*at - 1]).filter_map(|at| {
            let (known, phrases) = self.phrases.get_key_value(&[&word[..at], &word[at + 1..]].concat())?;
            phrases.iter().any(|(words, _)| words.len() == 1).then_some(known.as_str())
        });
        found.next().filter(|_| found.next().is_none())
    }

    /// The word of the phrases that a word is but for one letter left out: « DSDN », « la marie ».
    fn lacking(&self, word: &str) -> Option<&str> {
        if !(SHORTEST_SWAPPED..SHORTEST_MISSPELT).contains(&word.len()) || !word.is_ascii() {
            return None;
        }
        let lacks = |known: &str| {
            known.len() == word.len() + 1
                && known.is_ascii()
                && (1..known.len()).any(|at| [&known[..at], &known[at + 1..]].concat() == word)
        };
        let mut found = self
            .phrases
            .range(word[..1].to_owned()..)
            .take_while(|(known, _)| known.starts_with(&word[..1]))
            .filter(|(known, phrases)| lacks(known) && phrases.iter().any(|(words, _)| words.len() == 1));
        found.next().filter(|_| found.next().is_none()).map(|(known, _)| known.as_str())
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
