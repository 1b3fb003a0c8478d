//! Phrases that mean something, and whether a text is one of them: exactly, or by a close spelling.

use std::collections::HashMap;

use crate::text::memo::Memo;
use crate::text::{Signs, closeness, fold};

/// The fewest signs for which a close spelling says anything: « doc » and « dot » are no closer than two words.
const FEWEST_SIGNS: usize = 5;
/// How close two spellings must be: one wrong sign in seven, two in thirteen.
const CLOSE: f64 = 0.84;
/// How much closer than any other meaning a spelling must be.
const MARGIN: f64 = 0.04;

/// No phrase is longer, in bytes: a line.
const LONGEST: usize = 160;

/// Phrases and their meanings; one phrase may have several.
#[derive(Clone, Debug)]
pub(crate) struct Phrases<T> {
    /// Rank in `meanings`.
    exact: HashMap<String, usize>,
    meanings: Vec<Vec<T>>,
    listed: Vec<(String, Signs, T)>,
    /// What [`Self::exact`] found.
    found: Memo<Option<usize>>,
    /// What [`Self::close`] answered.
    answered: Memo<Option<T>>,
}

impl<T: Copy + PartialEq> Phrases<T> {
    pub(crate) fn new(phrases: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut this = Self {
            exact: HashMap::new(),
            meanings: Vec::new(),
            listed: Vec::new(),
            found: Memo::default(),
            answered: Memo::default(),
        };
        phrases.into_iter().for_each(|(phrase, meaning)| this.add(&phrase, meaning));
        this
    }

    /// Adds a phrase.
    pub(crate) fn add(&mut self, phrase: &str, meaning: T) {
        let key = key(phrase);
        if key.is_empty() {
            return;
        }
        self.found.forget();
        self.answered.forget();
        let rank = *self.exact.entry(key.clone()).or_insert(self.meanings.len());
        if rank == self.meanings.len() {
            self.meanings.push(Vec::new());
        }
        let meanings = &mut self.meanings[rank];
        if !meanings.contains(&meaning) {
            meanings.push(meaning);
            let signs = Signs::of(&key);
            self.listed.push((key, signs, meaning));
        }
    }

    /// What the text means, as it is written but for case, accents and punctuation. Empty if it is no phrase.
    pub(crate) fn exact(&self, text: &str) -> &[T] {
        if text.len() > LONGEST {
            return &[];
        }
        let rank = self.found.get_or(text, || self.exact.get(&key(text)).copied());
        rank.map_or(&[], |rank| &self.meanings[rank])
    }

    /// The one meaning whose spelling is close; `None` where none is, or where two meanings are as near.
    pub(crate) fn close(&self, text: &str) -> Option<T> {
        self.answered.get_or(text, || self.nearest(text))
    }

    fn nearest(&self, text: &str) -> Option<T> {
        if text.len() > LONGEST {
            return None;
        }
        let key = key(text);
        if key.len() < FEWEST_SIGNS || key.len() > 80 {
            return None;
        }
        let mut best: Option<(f64, T)> = None;
        let mut rival = 0.0_f64;
        let signs = Signs::of(&key);
        for (phrase, of_phrase, meaning) in &self.listed {
            // Lengths too far apart can't reach the bar: spares most distances.
            let (short, long) = (phrase.len().min(key.len()), phrase.len().max(key.len()));
            if (short as f64) < CLOSE * long as f64 {
                continue;
            }
            // Nor can signs too different, even to be a rival.
            if signs.at_least(*of_phrase) as f64 > (1.0 - CLOSE + MARGIN) * long as f64 {
                continue;
            }
            let near = closeness(&key, phrase);
            match best {
                Some((nearest, known)) if known != *meaning => {
                    if near > nearest {
                        rival = nearest;
                        best = Some((near, *meaning));
                    } else {
                        rival = rival.max(near);
                    }
                }
                Some((nearest, _)) => best = Some((nearest.max(near), *meaning)),
                None => best = Some((near, *meaning)),
            }
        }
        best.filter(|(near, _)| *near >= CLOSE && rival < *near - MARGIN).map(|(_, meaning)| meaning)
    }
}

/// The text without case, accents, punctuation: what two writings of one title share.
pub(crate) fn key(text: &str) -> String {
    let folded = fold(text);
    let mut key = String::with_capacity(folded.len());
    for word in folded.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
    key
}
