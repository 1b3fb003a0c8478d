//! Words that fit several competences: which one they name, by the family and the other labels of the table.

use std::collections::BTreeSet;

use super::{Labels, Named};
use crate::model::referential::CompetenceId;

impl Labels {
    /// The one of several competences that is of a family and that no other label of the table names.
    pub(crate) fn left_over(
        &self,
        fits: &[CompetenceId],
        family: Option<usize>,
        elsewhere: &BTreeSet<CompetenceId>,
    ) -> Option<CompetenceId> {
        let of_family =
            |id: &&CompetenceId| family.is_some() && self.family.get(usize::from(id.0)).copied() == family;
        let mut left = fits.iter().filter(of_family).filter(|id| !elsewhere.contains(id));
        if family.is_some() {
            let only = left.next()?;
            return left.next().is_none().then_some(*only);
        }
        // Of no family: only where every other one has its own line.
        let mut left = fits.iter().filter(|id| !elsewhere.contains(id));
        let only = left.next()?;
        (left.next().is_none() && fits.len() > 1).then_some(*only)
    }

    /// Whether several competences are those of one group: a line that fits them all may stand for the group, where no
    /// other label names one of them.
    pub(crate) fn are_a_group(&self, fits: &[CompetenceId], elsewhere: &BTreeSet<CompetenceId>) -> bool {
        let mut sorted = fits.to_vec();
        sorted.sort_unstable();
        self.groups.contains(&sorted) && !fits.iter().any(|id| elsewhere.contains(id))
    }

    pub(super) fn settle(&self, fits: &[CompetenceId], family: Option<usize>) -> Named {
        if let Some(family) = family {
            let mut of_family = fits.iter().filter(|id| self.family.get(usize::from(id.0)) == Some(&family));
            if let (Some(only), None) = (of_family.next(), of_family.next()) {
                return Named::Closely(vec![*only]);
            }
        }
        Named::Several(fits.to_vec())
    }
}
