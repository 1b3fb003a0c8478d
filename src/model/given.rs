//! Which columns beside an answer are filled: what the fiche asks of each competence besides who is responsible.

/// A column that the fiche asks for beside the responsible entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// Type of service.
    Service,
    /// Service level expected.
    ServiceLevel,
    /// Level of intervention.
    Level,
    /// Local resource person.
    LocalPerson,
    /// Documentation that exists.
    Documentation,
    /// Full-time equivalents.
    Fte,
    /// Cost a year.
    Cost,
}

/// The aspects that a line, or the lines of a couple, tell. « Néant », « à définir » and a « non » tell nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given(u8);

impl Given {
    /// Adds an aspect if it is told.
    pub fn set(&mut self, aspect: Aspect, told: bool) {
        self.0 |= u8::from(told) << aspect as u8;
    }

    /// Whether an aspect is told.
    pub fn has(self, aspect: Aspect) -> bool {
        self.0 & (1 << aspect as u8) != 0
    }

    /// As a number, for [`super::packed`].
    pub(super) fn bits(self) -> u8 {
        self.0
    }

    /// From that number.
    pub(super) fn of_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// What either tells.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl FromIterator<Aspect> for Given {
    fn from_iter<T: IntoIterator<Item = Aspect>>(aspects: T) -> Self {
        let mut given = Self::default();
        aspects.into_iter().for_each(|aspect| given.set(aspect, true));
        given
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aspects_are_told_apart_and_added() {
        let mut given: Given = [Aspect::Service].into_iter().collect();
        given.set(Aspect::Cost, true);
        given.set(Aspect::Fte, false);
        assert!(given.has(Aspect::Service) && given.has(Aspect::Cost));
        assert!(!given.has(Aspect::Fte) && !given.has(Aspect::ServiceLevel));
        let other: Given = [Aspect::Fte].into_iter().collect();
        assert!(given.or(other).has(Aspect::Fte) && given.or(other).has(Aspect::Cost));
    }
}
