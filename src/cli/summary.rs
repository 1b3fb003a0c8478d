//! The closing summary: one screen, whatever the number of académies, from the same totals as every document.

mod json;
mod text;

use std::path::{Path, PathBuf};

use crate::model::calendar::Month;
use crate::model::document::Verdict;
use crate::model::dossier::{Batch, DocumentLine, Dossier, State, Territory};
use crate::model::evolution::{Evolution, Nature, SchoolEvent, Shift};
use crate::model::finding::{Finding, Severity};
use crate::model::indicator::{Rate, Tally};
use crate::model::referential::Competence;

/// How many competences are named as the first to settle.
const FIRST_TO_SETTLE: usize = 3;
/// How many rejected documents are named.
const REJECTED_NAMED: usize = 3;
/// States that call for a decision.
const UNSETTLED: [State; 4] = [State::Shared, State::Orphan, State::ToDefine, State::NotStudied];

/// What a run did, summed up.
#[derive(Debug)]
pub struct Summary<'b> {
    month: Month,
    /// One per académie, by code.
    academies: Vec<(&'b Dossier, Figures)>,
    /// Documents that belong to no académie.
    unattached: Figures,
    total: Figures,
    to_settle: Vec<ToSettle<'b>>,
    /// The first documents rejected.
    rejected: Vec<Rejected<'b>>,
    folder: &'b Path,
    written: &'b [PathBuf],
}

/// The figures of an académie, or of all.
#[derive(Clone, Debug, Default)]
struct Figures {
    /// Documents by verdict, in [`Verdict::ALL`]'s order.
    documents: [u32; Verdict::ALL.len()],
    /// Schools of the registry; `None` without a registry.
    expected: Option<u32>,
    returned: u32,
    unexpected: u32,
    tally: Tally,
    /// Those of its couples that are inherited.
    inherited: Tally,
    /// Findings by severity, in [`Severity::ALL`]'s order, those accepted left out.
    findings: [u32; Severity::ALL.len()],
    /// Findings that the configuration accepts.
    accepted: u32,
    /// What moved since the month before; `None` where none is known.
    moved: Option<Moved>,
}

/// What moved, at constant perimeter.
#[derive(Clone, Copy, Debug)]
struct Moved {
    /// The month compared; `None` where académies are compared with several.
    since: Option<Month>,
    shift: Shift,
    regressions: u32,
    progress: u32,
    /// Schools entered in the registry and gone from it.
    entered: u32,
    left: u32,
}

impl Moved {
    fn of(evolution: &Evolution) -> Self {
        Self {
            since: Some(evolution.previous),
            shift: evolution.total,
            regressions: evolution.number(Nature::Regression),
            progress: evolution.number(Nature::Progress),
            entered: evolution.schools_of(|event| matches!(event, SchoolEvent::Entered { .. })),
            left: evolution.schools_of(|event| matches!(event, SchoolEvent::Left { .. })),
        }
    }

    fn and(self, other: Self) -> Self {
        let mut shift = self.shift;
        shift.schools += other.shift.schools;
        shift.before.merge(&other.shift.before);
        shift.after.merge(&other.shift.after);
        Self {
            since: self.since.filter(|month| other.since == Some(*month)),
            shift,
            regressions: self.regressions + other.regressions,
            progress: self.progress + other.progress,
            entered: self.entered + other.entered,
            left: self.left + other.left,
        }
    }
}

impl Figures {
    fn add_documents(&mut self, documents: &[DocumentLine], findings: &[Finding]) {
        for line in documents {
            self.documents[line.verdict as usize] += 1;
        }
        for finding in findings {
            match finding.accepted {
                None => self.findings[finding.severity as usize] += 1,
                Some(_) => self.accepted += 1,
            }
        }
    }

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

    fn of(dossier: &Dossier) -> Self {
        let mut figures = Self { expected: Some(0), ..Self::default() };
        figures.add_documents(&dossier.documents, &dossier.findings);
        figures.add_territory(&dossier.total);
        figures.add_evolution(dossier.evolution.as_ref());
        figures
    }

    fn add_evolution(&mut self, evolution: Option<&Evolution>) {
        let Some(moved) = evolution.map(Moved::of) else { return };
        self.moved = Some(self.moved.map_or(moved, |mine| mine.and(moved)));
    }

    fn received(&self) -> u32 {
        self.documents.iter().sum()
    }

    fn return_rate(&self) -> Option<Rate> {
        self.expected.map(|expected| Rate::new(self.returned, expected))
    }
}

/// A document that counts for nothing, and the sentence that says why.
#[derive(Debug)]
struct Rejected<'b> {
    path: &'b str,
    why: &'b str,
}

/// A required competence, and how many schools must settle it.
#[derive(Debug)]
struct ToSettle<'b> {
    competence: &'b Competence,
    tally: Tally,
}

impl ToSettle<'_> {
    fn schools(&self) -> u32 {
        UNSETTLED.iter().map(|state| self.tally.of(*state)).sum()
    }
}

impl<'b> Summary<'b> {
    /// Sums up a batch whose files, relative to this folder, were written in it.
    pub fn new(batch: &'b Batch, month: Month, folder: &'b Path, written: &'b [PathBuf]) -> Self {
        let academies: Vec<(&Dossier, Figures)> =
            batch.dossiers.iter().map(|dossier| (dossier, Figures::of(dossier))).collect();
        let mut unattached = Figures::default();
        unattached.add_documents(&batch.unattached, &batch.unattached_findings);
        let mut total = Figures { expected: Some(0), ..Figures::default() };
        for dossier in &batch.dossiers {
            total.add_documents(&dossier.documents, &dossier.findings);
            total.add_territory(&dossier.total);
            total.add_evolution(dossier.evolution.as_ref());
        }
        total.add_documents(&batch.unattached, &batch.unattached_findings);
        if batch.dossiers.is_empty() {
            total.expected = None;
        }
        Self {
            month,
            academies,
            unattached,
            total,
            to_settle: to_settle(&batch.dossiers),
            rejected: rejected(batch).take(REJECTED_NAMED).collect(),
            folder,
            written,
        }
    }
}

/// The documents rejected, those without an académie first: nothing else shows them.
fn rejected(batch: &Batch) -> impl Iterator<Item = Rejected<'_>> {
    let apart = std::iter::once((&batch.unattached, &batch.unattached_findings));
    let attached = batch.dossiers.iter().map(|dossier| (&dossier.documents, &dossier.findings));
    apart.chain(attached).flat_map(|(documents, findings)| {
        documents.iter().filter(|line| line.verdict == Verdict::Rejected).map(|line| {
            let why = findings.iter().find(|finding| {
                finding.document == Some(line.document.id) && Some(finding.rule.code) == line.reason
            });
            Rejected {
                path: &line.document.path,
                why: why.map_or("motif dans le journal", |why| &why.message),
            }
        })
    })
}

/// The competences that the most schools must settle, most first, then in the referential's order; what the configuration
/// accepts is left out.
fn to_settle(dossiers: &[Dossier]) -> Vec<ToSettle<'_>> {
    let Some(first) = dossiers.first() else { return Vec::new() };
    // One run has one referential.
    let mut all: Vec<ToSettle> = first
        .referential
        .required()
        .map(|id| ToSettle { competence: first.referential.competence(id), tally: Tally::default() })
        .collect();
    for dossier in dossiers {
        for file in &dossier.schools {
            for (settle, couple) in all.iter_mut().zip(&file.couples) {
                if !dossier.accepted.contains(&(file.school.uai, couple.competence)) {
                    settle.tally.add(couple.state);
                }
            }
        }
    }
    all.retain(|settle| settle.schools() > 0);
    all.sort_by_key(|settle| std::cmp::Reverse(settle.schools()));
    all.truncate(FIRST_TO_SETTLE);
    all
}

#[cfg(test)]
mod tests;
