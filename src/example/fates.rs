//! What becomes of each school's envoy: an answer, two, a damaged one, none. Shares rather than chance, so that a small
//! académie has its resubmission and its damaged file like a large one.

use super::Desordre;
use super::rng::Rng;

/// What a school does, or what happens to what it sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// One inventory.
    Sent,
    /// Nothing.
    Silent,
    /// Two inventories, the second to be kept.
    Resubmitted,
    /// The same bytes twice.
    SentTwice,
    /// An inventory, and the twin that Excel left beside it.
    LockTwin,
    /// Cut short on its way.
    Truncated,
    /// Cut short, then sent again whole.
    Mended,
    /// A PDF under a workbook's name.
    Pdf,
    /// A web page under a workbook's name.
    WebPage,
    /// Zero byte.
    NoByte,
    /// Protected by a password.
    Encrypted,
    /// A workbook with nothing in it.
    Empty,
    /// Another workbook, sent by mistake.
    Unrelated,
    /// A UAI whose key is wrong, and nothing else to go by.
    WrongKey,
    /// A UAI whose key is wrong, but a name and a commune that fit one school alone.
    WrongKeyButNamed,
    /// One UAI in the cell, another in the file's name.
    Disagreement,
}

/// Fates but [`Fate::Sent`], with how many schools in a thousand meet them: ordinarily, and in a hard lot; and how
/// many schools an académie needs for it to have one at least.
const SHARES: [(Fate, u32, u32, u32); 15] = [
    (Fate::Silent, 120, 70, 5),
    (Fate::Resubmitted, 40, 60, 10),
    (Fate::SentTwice, 15, 20, 30),
    (Fate::Truncated, 8, 10, 10),
    (Fate::Pdf, 6, 8, 20),
    (Fate::LockTwin, 5, 10, 60),
    (Fate::Mended, 4, 8, 60),
    (Fate::WrongKey, 4, 10, 60),
    (Fate::WrongKeyButNamed, 3, 8, 60),
    (Fate::Disagreement, 3, 10, 60),
    (Fate::Encrypted, 3, 5, 60),
    (Fate::Unrelated, 3, 6, 60),
    (Fate::Empty, 2, 5, 60),
    (Fate::WebPage, 2, 4, 60),
    (Fate::NoByte, 2, 4, 60),
];

/// The fate of each school, in the order of the schools.
pub(super) fn draw(schools: usize, desordre: Desordre, rng: &Rng) -> Vec<Fate> {
    let mut fates = Vec::with_capacity(schools);
    for (fate, ordinary, hard, from) in SHARES {
        let share = match desordre {
            Desordre::Ordinaire => ordinary,
            Desordre::Fort => hard,
        };
        let count = (schools * share as usize + 500) / 1_000;
        let at_least = usize::from(schools >= from as usize);
        fates.extend(std::iter::repeat_n(fate, count.max(at_least)));
    }
    fates.resize(schools, Fate::Sent);
    rng.apart(2).shuffle(&mut fates);
    fates
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_academie_has_its_resubmission_and_its_damaged_files() {
        let fates = draw(40, Desordre::Ordinaire, &Rng::new(4));
        let count = |fate: Fate| fates.iter().filter(|drawn| **drawn == fate).count();
        assert_eq!(fates.len(), 40);
        assert_eq!(
            [Fate::Silent, Fate::Resubmitted, Fate::SentTwice, Fate::Truncated, Fate::Pdf].map(count),
            [5, 2, 1, 1, 1]
        );
    }
}
