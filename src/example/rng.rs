//! Chance that can be replayed: SplitMix64, so that one seed always makes the same académie on any machine.

use jiff::Span;

/// A stream of numbers drawn from a seed.
#[derive(Clone, Debug)]
pub(super) struct Rng(u64);

impl Rng {
    /// The stream of a seed.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A stream of its own for a part of the whole, so that one school's draws never move those of the next.
    pub(super) fn apart(&self, part: u64) -> Self {
        let mut rng = Self(self.0 ^ part.wrapping_mul(0xd1b5_4a32_d192_ed03));
        rng.next();
        rng
    }

    /// The next number (SplitMix64, Steele, Lea and Flood, 2014).
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below a bound; 0 where the bound is 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        // The bias of the modulo is far below what a sample of schools could show.
        if bound == 0 { 0 } else { (self.next() % bound as u64) as usize }
    }

    /// A number of a range, both ends included.
    pub(super) fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// So many days, both ends included.
    pub(super) fn days(&mut self, low: usize, high: usize) -> Span {
        Span::new().days(self.between(low, high) as u32)
    }

    /// True so many times in a hundred.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent as usize
    }

    /// One of these.
    pub(super) fn pick<'a, T: ?Sized>(&mut self, among: &[&'a T]) -> &'a T {
        among[self.below(among.len())]
    }

    /// One of these, each as often as its weight says.
    pub(super) fn weighted<T: Copy>(&mut self, among: &[(u32, T)]) -> T {
        let total: usize = among.iter().map(|(weight, _)| *weight as usize).sum();
        let mut drawn = self.below(total);
        for (weight, item) in among {
            let weight = *weight as usize;
            if drawn < weight {
                return *item;
            }
            drawn -= weight;
        }
        among[0].1
    }

    /// Puts a list in a drawn order.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_published_stream() {
        // First outputs of SplitMix64 for the seed 1234567, as published with the algorithm.
        let mut rng = Rng::new(1_234_567);
        assert_eq!(rng.next(), 6_457_827_717_110_365_317);
        assert_eq!(rng.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn weights_are_respected() {
        let mut rng = Rng::new(7);
        let drawn = (0..10_000).filter(|_| rng.weighted(&[(60, true), (40, false)])).count();
        assert!((5_800..6_200).contains(&drawn), "{drawn}");
    }
}
