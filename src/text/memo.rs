//! Answers kept for texts already met: thousands of schools write the same labels and the same titles.
//!
//! Only what a function of the text alone answers is kept, so that no output depends on what was met before, nor on
//! which worker met it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::recent::{LONGEST, hash};

/// How many texts a thread keeps at most: far more than a month has labels. One more takes the place of another.
const PLACES: usize = 4_096;
/// As many threads keep apart what they met: two that ask for the same labels at once would wait for each other, and
/// pass a lock from one processor to the other even where they don't.
const SHELVES: usize = 16;

thread_local! { static SHELF: usize = next_shelf(); }

fn next_shelf() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed) % SHELVES
}

/// Answers by text.
#[derive(Debug)]
pub(crate) struct Memo<V> {
    shelves: Vec<Mutex<Places<V>>>,
}

/// Texts and their answers; empty until one is kept.
type Places<V> = Vec<Option<(Box<str>, V)>>;

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self { shelves: (0..SHELVES).map(|_| Mutex::default()).collect() }
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
        let (own, rank) = self.place(text)?;
        let places = own.lock().unwrap_or_else(PoisonError::into_inner);
        match places.get(rank) {
            Some(Some((known, answer))) if **known == *text => Some(answer.clone()),
            _ => None,
        }
    }

    /// Keeps the answer for a text, unless it is too long to be met again.
    pub(crate) fn keep(&self, text: &str, answer: V) {
        let Some((own, rank)) = self.place(text) else { return };
        let mut places = own.lock().unwrap_or_else(PoisonError::into_inner);
        if places.is_empty() {
            places.resize_with(PLACES, || None);
        }
        places[rank] = Some((text.into(), answer));
    }

    /// Forgets all: what is asked may be answered otherwise from now on.
    pub(crate) fn forget(&mut self) {
        for places in &mut self.shelves {
            places.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
        }
    }

    fn place(&self, text: &str) -> Option<(&Mutex<Places<V>>, usize)> {
        if text.len() > LONGEST {
            return None;
        }
        // A thread that ends asks for no text.
        let own = SHELF.try_with(|own| *own).unwrap_or_default();
        Some((self.shelves.get(own)?, hash(text.as_bytes()) as usize % PLACES))
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
        for number in 0..4 * PLACES {
            let text = number.to_string();
            assert_eq!(memo.get_or(&text, || number), number);
        }
        let kept: usize = memo.shelves.iter().map(|places| places.lock().unwrap().len()).sum();
        assert_eq!(kept, PLACES, "one thread asked");
        let long = "é".repeat(LONGEST);
        assert_eq!((memo.get_or(&long, || 4), memo.get_or(&long, || 5)), (4, 5));
    }
}
