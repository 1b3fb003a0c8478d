//! The académies of a run side by side: the figures that the national workbook and the national report both print.

use crate::model::dossier::{Batch, Territory};
use crate::model::overview::{Counts, Overview};

/// What several académies have together, and each apart.
pub(crate) struct Comparison<'b> {
    /// All of them as one.
    pub(crate) whole: Territory,
    /// Their documents and findings together; those of no académie aren't among them.
    pub(crate) counts: Counts,
    /// In the order of the run: by code.
    pub(crate) academies: &'b [Overview],
}

impl<'b> Comparison<'b> {
    /// The comparison of a run; `None` for a single académie, or none.
    pub(crate) fn of(batch: &'b Batch<Overview>) -> Option<Self> {
        let academies = batch.dossiers.as_slice();
        let [first, others @ ..] = academies else { return None };
        if others.is_empty() {
            return None;
        }
        let mut counts = Counts::default();
        for one in academies {
            counts.add(&one.counts);
        }
        let whole = Territory::together(&first.total, others.iter().map(|one| &one.total));
        Some(Self { whole, counts, academies })
    }
}
