//! How near a label is to a phrase of the referential: words misspelt, left out or added.

use super::Labels;
use super::words::{DOING, FILLERS, Word, is_filler};
use crate::text::{Signs, distance};

/// A word of the phrases.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) text: String,
    length: usize,
    signs: Signs,
}

impl Target {
    pub(super) fn new(text: String) -> Self {
        let (length, signs) = (text.chars().count(), Signs::of(&text));
        Self { text, length, signs }
    }
}

/// What it costs to read a written word for another.
pub(super) struct Costs {
    /// For each word of the vocabulary; `None` where they are two words.
    targets: Vec<Option<u32>>,
    /// For the nearest of the words that any label may add.
    filler: Option<u32>,
    /// Whether it only says that something is done.
    doing: bool,
}

impl Labels {
    pub(super) fn costs(&self, word: &Word) -> Costs {
        let written = Target::new(word.text.clone());
        let cost = |target: &Target| {
            if word.shortens(&target.text) { Some(0) } else { misspelling(&written, target) }
        };
        let filler = |filler: &str| misspelling(&written, &Target::new(filler.to_owned()));
        Costs {
            targets: self.vocabulary.iter().map(cost).collect(),
            filler: FILLERS.iter().filter_map(|word| filler(word)).min(),
            doing: DOING.contains(&word.text.as_str()),
        }
    }

    /// How far a label is from a phrase: 0 is equal words. `None` where they don't name the same thing.
    ///
    /// One wrong word in its spelling costs 1 or 2; a word more or less, where at least two words agree, 2.
    pub(super) fn alignment(&self, words: &[Costs], phrase: &[usize]) -> Option<u32> {
        let mut cost = 0;
        let mut used = vec![false; phrase.len()];
        let mut extra = 0u32;
        let mut agreed = 0u32;
        let mut doing = 0u32;
        for word in words {
            let free = phrase.iter().enumerate().filter(|(index, _)| !used[*index]);
            let found = free.filter_map(|(index, target)| word.targets[*target].map(|cost| (cost, index)));
            if let Some((distance, index)) = found.min() {
                used[index] = true;
                cost += distance;
                agreed += 1;
            } else if let Some(distance) = word.filler {
                cost += distance;
            } else if word.doing {
                doing = 1;
            } else {
                extra += 1;
                // More words than any wording may add.
                if extra > 2 {
                    return None;
                }
            }
        }
        // « Adminitrateurs » for « Administrateurs de l'ENT »: a filler left out is nothing left out.
        let left_out =
            used.iter().zip(phrase).filter(|(used, word)| !**used && !is_filler(self.target(**word)));
        let missing = left_out.count() as u32;
        match (extra, missing) {
            (0, 0) if doing == 0 => Some(cost),
            (0, 0) => (cost == 0 && agreed > 0).then_some(doing),
            // A longer or a shorter wording of the same: only on words spelt right, two of them at least.
            (1 | 2, 0) | (0, 1) if agreed >= 2 && cost == 0 => Some(2 * (extra + missing) + 1),
            _ => None,
        }
    }

    pub(super) fn target(&self, rank: usize) -> &str {
        &self.vocabulary[rank].text
    }
}

/// The cost of reading one word for another; `None` where they are two words.
fn misspelling(written: &Target, target: &Target) -> Option<u32> {
    let (shortest, longest) = (written.length.min(target.length), written.length.max(target.length));
    // « Prise en min »: a letter left out of a short word, between its first and its last.
    if (written.length, target.length) == (3, 4) {
        let ends = |word: &str| (word.chars().next(), word.chars().next_back());
        let near = ends(&written.text) == ends(&target.text) && distance(&written.text, &target.text) == 1;
        return near.then_some(1);
    }
    if shortest < 4 || longest - shortest > 2 {
        return None;
    }
    let allowed = if shortest >= 8 { 2 } else { 1 };
    if written.signs.at_least(target.signs) > allowed {
        return None;
    }
    let distance = distance(&written.text, &target.text);
    (distance <= allowed).then_some(distance as u32)
}
