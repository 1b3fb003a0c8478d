//! The closing summary: one screen, whatever the number of académies, from the same totals as every document.

mod json;
mod text;

use std::path::{Path, PathBuf};

use crate::model::calendar::Month;
use crate::model::dossier::{Batch, Territory};
use crate::model::indicator::{Rate, Tally};
use crate::model::overview::{Counts, Moved, Overview, RejectedDocument};
use crate::model::to_settle::{self, ToSettle};

/// How many rejected documents are named.
const REJECTED_NAMED: usize = 3;
/// What a run did, summed up.
#[derive(Debug)]
pub struct Summary<'b> {
    month: Month,
    /// One per académie, by code.
    academies: Vec<(&'b Overview, Figures)>,
    /// Documents that belong to no académie.
    unattached: Figures,
    total: Figures,
    to_settle: Vec<ToSettle<'b>>,
    /// The first documents rejected.
    rejected: Vec<RejectedDocument>,
    folder: &'b Path,
    written: &'b [PathBuf],
}

/// The figures of an académie, or of all.
#[derive(Clone, Debug, Default)]
struct Figures {
    /// Documents and findings.
    counts: Counts,
    /// Schools of the registry; `None` without a registry.
    expected: Option<u32>,
    returned: u32,
    unexpected: u32,
    tally: Tally,
    /// Those of its couples that are inherited.
    inherited: Tally,
    /// What moved since the month before; `None` where none is known.
    moved: Option<Moved>,
}

impl Figures {
    fn add_territory(&mut self, territory: &Territory) {
        self.expected = match (self.expected, territory.expected) {
            (Some(mine), Some(theirs)) => Some(mine + theirs),
            _ => None,
        };
        self.returned += territory.returned;
        self.unexpected += territory.unexpected;
        self.tally.merge(&territory.tally);
        self.inherited.merge(&territory.inherited);
    }

    fn of(overview: &Overview) -> Self {
        let mut figures = Self { expected: Some(0), ..Self::default() };
        figures.add(overview);
        figures
    }

    fn add(&mut self, overview: &Overview) {
        self.counts.add(&overview.counts);
        self.add_territory(&overview.total);
        if let Some(moved) = overview.moved {
            self.moved = Some(self.moved.map_or(moved, |mine| mine.and(moved)));
        }
    }

    fn received(&self) -> u32 {
        self.counts.received()
    }

    fn return_rate(&self) -> Option<Rate> {
        self.expected.map(|expected| Rate::new(self.returned, expected))
    }
}

impl<'b> Summary<'b> {
    /// Sums up a batch whose files, relative to this folder, were written in it.
    pub fn new(batch: &'b Batch<Overview>, month: Month, folder: &'b Path, written: &'b [PathBuf]) -> Self {
        let academies: Vec<(&Overview, Figures)> =
            batch.dossiers.iter().map(|overview| (overview, Figures::of(overview))).collect();
        let unattached = Figures { counts: batch.apart(), ..Figures::default() };
        let mut total = Figures { expected: Some(0), ..Figures::default() };
        batch.dossiers.iter().for_each(|overview| total.add(overview));
        total.counts.add(&unattached.counts);
        if batch.dossiers.is_empty() {
            total.expected = None;
        }
        Self {
            month,
            academies,
            unattached,
            total,
            to_settle: to_settle(&batch.dossiers),
            rejected: batch.rejected().take(REJECTED_NAMED).collect(),
            folder,
            written,
        }
    }
}

/// The competences to settle first, over all académies.
fn to_settle(overviews: &[Overview]) -> Vec<ToSettle<'_>> {
    // One run has one referential.
    let Some(one) = overviews.first() else { return Vec::new() };
    let academies: Vec<&[Tally]> = overviews.iter().map(|overview| overview.to_settle.as_slice()).collect();
    to_settle::first(&one.referential, &academies)
}

#[cfg(test)]
mod tests;
