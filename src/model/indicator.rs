//! States counted, and rates that keep their numerator and denominator. Every total that any output prints is one
//! of these, computed once in `consolidate`.

use super::dossier::State;

/// How many couples (school, required competence) are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally([u32; State::ALL.len()]);

impl Tally {
    /// Counts one couple.
    pub fn add(&mut self, state: State) {
        self.0[state as usize] += 1;
    }

    /// Adds another tally to this one.
    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
    }

    /// How many couples are in a state.
    pub fn of(&self, state: State) -> u32 {
        self.0[state as usize]
    }

    /// All couples, those of schools without an inventory included.
    pub fn total(&self) -> u32 {
        self.0.iter().sum()
    }

    /// Couples of the schools whose inventory counts.
    pub fn returned(&self) -> u32 {
        self.total() - self.of(State::NotReturned)
    }

    /// **Coverage**: couples with exactly one responsible entity ÷ couples of the schools that answered, those
    /// declared not applicable left out.
    pub fn coverage(&self) -> Rate {
        Rate::new(self.of(State::Covered), self.returned() - self.of(State::NotApplicable))
    }

    /// Coverage « sur toutes les écoles attendues »: a school without an inventory is not covered.
    pub fn coverage_of_expected(&self) -> Rate {
        Rate::new(self.of(State::Covered), self.total() - self.of(State::NotApplicable))
    }

    /// Couples studied ÷ couples of the schools that answered.
    pub fn studied(&self) -> Rate {
        Rate::new(self.returned() - self.of(State::NotStudied), self.returned())
    }

    /// Couples in a state ÷ couples of the schools that answered, those not applicable left out.
    pub fn share(&self, state: State) -> Rate {
        Rate::new(self.of(state), self.returned() - self.of(State::NotApplicable))
    }
}

/// A rate that can be justified: both its terms are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    /// What is counted.
    pub numerator: u32,
    /// Out of what.
    pub denominator: u32,
}

impl Rate {
    /// A numerator out of a denominator.
    pub fn new(numerator: u32, denominator: u32) -> Self {
        Self { numerator, denominator }
    }

    /// From 0 to 1; `None` where there is nothing to divide by.
    pub fn value(self) -> Option<f64> {
        (self.denominator > 0).then(|| f64::from(self.numerator) / f64::from(self.denominator))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_leave_out_what_does_not_apply_and_count_schools_without_answer_apart() {
        let mut tally = Tally::default();
        let states = [
            (State::Covered, 6),
            (State::Shared, 1),
            (State::Orphan, 1),
            (State::NotStudied, 1),
            (State::NotApplicable, 2),
            (State::NotReturned, 4),
        ];
        for (state, times) in states {
            (0..times).for_each(|_| tally.add(state));
        }
        assert_eq!(tally.coverage(), Rate::new(6, 9));
        assert_eq!(tally.coverage_of_expected(), Rate::new(6, 13));
        assert_eq!(tally.studied(), Rate::new(10, 11));
        assert_eq!(Rate::new(0, 0).value(), None);
    }
}
