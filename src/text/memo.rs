//! Answers kept for texts already met: thousands of schools write the same labels and the same titles.
//!
//! Only what a function of the text alone answers is kept, so that no output depends on what was met before, nor on
//! which worker met it.

use std::sync::{Mutex, PoisonError};

use super::recent::{LONGEST, hash};

/// How many texts are kept at most: far more than an académie has labels. One more takes the place of another.
const KEPT: usize = 8_192;
/// Workers seldom wait for each other: each text has one of these locks.
const SHARDS: usize = 32;

/// Answers by text.
#[derive(Debug)]
pub(crate) struct Memo<V> {
    shards: Vec<Mutex<Places<V>>>,
}

/// Texts and their answers; empty until one is kept.
type Places<V> = Vec<Option<(Box<str>, V)>>;

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self { shards: (0..SHARDS).map(|_| Mutex::default()).collect() }
    }
}

/// A copy starts afresh: the same answers will be found again.
impl<V> Clone for Memo<V> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl<V: Clone> Memo<V> {
    /// The answer kept for a text, or the one that `answer` gives, which is then kept.
    pub(crate) fn get_or(&self, text: &str, answer: impl FnOnce() -> V) -> V {
        self.get(text).unwrap_or_else(|| {
            let found = answer();
            self.keep(text, found.clone());
            found
        })
    }

    /// The answer kept for a text.
    pub(crate) fn get(&self, text: &str) -> Option<V> {
        let (shard, place) = self.place(text)?;
        let places = shard.lock().unwrap_or_else(PoisonError::into_inner);
        match places.get(place) {
            Some(Some((known, answer))) if **known == *text => Some(answer.clone()),
            _ => None,
        }
    }

    /// Keeps the answer for a text, unless it is too long to be met again.
    pub(crate) fn keep(&self, text: &str, answer: V) {
        let Some((shard, place)) = self.place(text) else { return };
        let mut places = shard.lock().unwrap_or_else(PoisonError::into_inner);
        if places.is_empty() {
            places.resize_with(KEPT / SHARDS, || None);
        }
        places[place] = Some((text.into(), answer));
    }

    /// Forgets all: what is asked may be answered otherwise from now on.
    pub(crate) fn forget(&mut self) {
        for shard in &mut self.shards {
            shard.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
        }
    }

    fn place(&self, text: &str) -> Option<(&Mutex<Places<V>>, usize)> {
        if text.len() > LONGEST {
            return None;
        }
        let hash = hash(text.as_bytes()) as usize;
        Some((self.shards.get(hash % SHARDS)?, hash / SHARDS % (KEPT / SHARDS)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_answered_once_and_the_memory_is_bounded() {
        let mut memo = Memo::default();
        assert_eq!(memo.get_or("mairie", || 1), 1);
        assert_eq!(memo.get_or("mairie", || 2), 1);
        memo.forget();
        assert_eq!(memo.get_or("mairie", || 2), 2);
        for number in 0..4 * KEPT {
            let text = number.to_string();
            assert_eq!(memo.get_or(&text, || number), number);
        }
        let kept: usize = memo.shards.iter().map(|shard| shard.lock().unwrap().len()).sum();
        assert!(kept <= KEPT, "{kept}");
        let long = "é".repeat(LONGEST);
        assert_eq!((memo.get_or(&long, || 4), memo.get_or(&long, || 5)), (4, 5));
    }
}
