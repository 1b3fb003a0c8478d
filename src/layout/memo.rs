//! Answers kept for texts already met: thousands of schools write the same labels and the same titles.
//!
//! Only what a function of the text alone answers is kept, so that no output depends on what was met before, nor on
//! which worker met it.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::Mutex;

/// How many texts are kept at most: some megabytes, far more than an académie has labels.
const KEPT: usize = 32_768;
/// Workers seldom wait for each other: each text has one of these locks.
const SHARDS: usize = 32;
/// Longer texts are no labels: kept, they would only take room.
const LONGEST: usize = 160;

/// Answers by text.
#[derive(Debug)]
pub(crate) struct Memo<V> {
    hasher: RandomState,
    shards: Vec<Mutex<HashMap<Box<str>, V>>>,
}

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self { hasher: RandomState::new(), shards: (0..SHARDS).map(|_| Mutex::default()).collect() }
    }
}

/// A copy starts afresh: the same answers will be found again.
impl<V> Clone for Memo<V> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl<V: Clone> Memo<V> {
    /// The answer kept for a text, or the one that `answer` gives, which is then kept if there is room.
    pub(crate) fn get_or(&self, text: &str, answer: impl FnOnce() -> V) -> V {
        if text.len() > LONGEST {
            return answer();
        }
        let shard = &self.shards[self.hasher.hash_one(text) as usize % SHARDS];
        // A lock that a panic left behind costs the memory of its answers, never an answer.
        if let Some(kept) = shard.lock().ok().and_then(|kept| kept.get(text).cloned()) {
            return kept;
        }
        let found = answer();
        if let Ok(mut kept) = shard.lock()
            && kept.len() < KEPT / SHARDS
        {
            kept.insert(text.into(), found.clone());
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_answered_once_and_the_memory_is_bounded() {
        let memo = Memo::default();
        assert_eq!(memo.get_or("mairie", || 1), 1);
        assert_eq!(memo.get_or("mairie", || 2), 1);
        for number in 0..4 * KEPT {
            memo.get_or(&number.to_string(), || 3);
        }
        let kept: usize = memo.shards.iter().map(|shard| shard.lock().unwrap().len()).sum();
        assert!(kept <= KEPT, "{kept}");
        let long = "é".repeat(LONGEST);
        assert_eq!((memo.get_or(&long, || 4), memo.get_or(&long, || 5)), (4, 5));
    }
}
