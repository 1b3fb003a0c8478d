//! Texts told apart: each is kept once, and has a rank.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

/// Texts by rank, in the order they were first met.
#[derive(Default)]
pub(super) struct Texts {
    /// One after the other.
    all: String,
    /// Where each ends.
    ends: Vec<usize>,
    /// The rank of each by its hash; one whose hash is taken has the next free one. The hash is seeded: no file can choose
    /// texts that share theirs.
    ranks: HashMap<u64, u32, BuildHasherDefault<Hashed>>,
    seed: RandomState,
}

impl Texts {
    /// The rank of a text, whether it is met for the first time or not.
    pub(super) fn rank(&mut self, text: &str) -> u32 {
        let mut hash = self.seed.hash_one(text);
        while let Some(rank) = self.ranks.get(&hash) {
            if self.get(*rank) == text {
                return *rank;
            }
            hash = hash.wrapping_add(1);
        }
        let rank = self.ends.len() as u32;
        self.all.push_str(text);
        self.ends.push(self.all.len());
        self.ranks.insert(hash, rank);
        rank
    }

    /// The text of a rank; empty where there is none.
    pub(super) fn get(&self, rank: u32) -> &str {
        let rank = rank as usize;
        let start = rank.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.ends.get(rank).and_then(|end| self.all.get(start..*end)).unwrap_or_default()
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Every text, by rank.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len() as u32).map(|rank| self.get(rank))
    }

    /// Forgets how to find a text, of which there will be no other.
    pub(super) fn close(&mut self) {
        self.ranks = HashMap::default();
        self.all.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// What is already a hash.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0 << 8 | u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_has_one_rank_in_the_order_met() {
        let mut texts = Texts::default();
        let met = ["mairie", "", "école", "mairie", "écol", "", "e"];
        assert_eq!(met.map(|text| texts.rank(text)), [0, 1, 2, 0, 3, 1, 4]);
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["mairie", "", "école", "écol", "e"]);
        assert_eq!((texts.len(), texts.get(4), texts.get(5)), (5, "e", ""));
    }

    #[test]
    fn texts_whose_hash_is_taken_are_told_apart() {
        let mut texts = Texts::default();
        texts.rank("un");
        let hash = texts.seed.hash_one("deux");
        texts.ranks.insert(hash, 0);
        assert_eq!(["deux", "un", "deux"].map(|text| texts.rank(text)), [1, 0, 1]);
    }
}
