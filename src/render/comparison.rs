//! The académies of a run side by side: the figures that the national workbook and the national report both print.

use crate::model::document::Verdict;
use crate::model::dossier::{Batch, Dossier, Territory};
use crate::model::finding::Severity;

/// What several académies have together, and each apart.
pub(crate) struct Comparison<'b> {
    /// All of them as one.
    pub(crate) whole: Territory,
    /// Their documents and findings together; those of no académie aren't among them.
    pub(crate) tasks: Tasks,
    /// In the order of the run: by code.
    pub(crate) academies: Vec<Line<'b>>,
}

/// An académie.
#[derive(Clone, Copy)]
pub(crate) struct Line<'b> {
    pub(crate) dossier: &'b Dossier,
    pub(crate) tasks: Tasks,
}

/// Documents and findings, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tasks {
    /// Documents attached to the académie.
    pub(crate) documents: u32,
    /// Those that count.
    pub(crate) retained: u32,
    /// Those that can't.
    pub(crate) rejected: u32,
    /// Blocking findings that no dérogation accepts.
    pub(crate) blocking: u32,
}

impl Tasks {
    fn of(dossier: &Dossier) -> Self {
        let of = |verdict| dossier.documents.iter().filter(|line| line.verdict == verdict).count() as u32;
        let blocking = dossier
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Blocking && finding.accepted.is_none())
            .count();
        Self {
            documents: dossier.documents.len() as u32,
            retained: of(Verdict::Retained),
            rejected: of(Verdict::Rejected),
            blocking: blocking as u32,
        }
    }

    fn add(self, other: Self) -> Self {
        Self {
            documents: self.documents + other.documents,
            retained: self.retained + other.retained,
            rejected: self.rejected + other.rejected,
            blocking: self.blocking + other.blocking,
        }
    }
}

impl<'b> Comparison<'b> {
    /// The comparison of a run; `None` for a single académie, or none.
    pub(crate) fn of(batch: &'b Batch) -> Option<Self> {
        let [first, others @ ..] = batch.dossiers.as_slice() else { return None };
        if others.is_empty() {
            return None;
        }
        let academies: Vec<Line<'b>> =
            batch.dossiers.iter().map(|dossier| Line { dossier, tasks: Tasks::of(dossier) }).collect();
        Some(Self {
            whole: Territory::together(&first.total, others.iter().map(|dossier| &dossier.total)),
            tasks: academies.iter().fold(Tasks::default(), |sum, line| sum.add(line.tasks)),
            academies,
        })
    }
}
