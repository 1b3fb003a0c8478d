//! What is told of an académie beside the others: its figures and what needs attention. It weighs a few kilobytes,
//! whatever the number of schools, and outlives the dossier it is taken from.

use std::sync::Arc;

use super::calendar::Month;
use super::document::Verdict;
use super::dossier::{Batch, DocumentLine, Dossier, Stamp, Territory};
use super::evolution::{Evolution, Nature, SchoolEvent, Shift};
use super::finding::{Finding, Rule, Severity};
use super::indicator::Tally;
use super::referential::Referential;
use super::school::Academie;
use super::to_settle;

/// How many rejected documents are told in words; the journal and the workbooks name them all.
pub const REJECTED_TOLD: usize = 30;

/// An académie among others.
#[derive(Clone, Debug)]
pub struct Overview {
    /// What is printed on every document.
    pub stamp: Stamp,
    /// The académie.
    pub academie: Academie,
    /// The referential the run used.
    pub referential: Arc<Referential>,
    /// The rules, in printing order.
    pub rules: Vec<&'static Rule>,
    /// The registry's file, if there is one.
    pub registry: Option<String>,
    /// Its schools, expected or not.
    pub schools: u32,
    /// The whole académie.
    pub total: Territory,
    /// Its documents and its findings.
    pub counts: Counts,
    /// For each required competence, couples left to settle and settled: those that the configuration accepts are in
    /// neither.
    pub to_settle: Vec<Tally>,
    /// Its first rejected documents.
    pub rejected: Vec<RejectedDocument>,
    /// What moved since an earlier month; `None` where none is known.
    pub moved: Option<Moved>,
}

/// Documents and findings, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Documents by verdict, in [`Verdict::ALL`]'s order.
    documents: [u32; Verdict::ALL.len()],
    /// Findings by severity, in [`Severity::ALL`]'s order, those accepted left out.
    findings: [u32; Severity::ALL.len()],
    /// Findings that the configuration accepts.
    pub accepted: u32,
}

impl Counts {
    /// Those of these documents and findings.
    pub fn of(documents: &[DocumentLine], findings: &[Finding]) -> Self {
        let mut counts = Self::default();
        for line in documents {
            counts.documents[line.verdict as usize] += 1;
        }
        for finding in findings {
            match finding.accepted {
                None => counts.findings[finding.severity as usize] += 1,
                Some(_) => counts.accepted += 1,
            }
        }
        counts
    }

    /// Adds others.
    pub fn add(&mut self, other: &Self) {
        for (count, other) in self.documents.iter_mut().zip(other.documents) {
            *count += other;
        }
        for (count, other) in self.findings.iter_mut().zip(other.findings) {
            *count += other;
        }
        self.accepted += other.accepted;
    }

    /// Documents received.
    pub fn received(&self) -> u32 {
        self.documents.iter().sum()
    }

    /// Documents with a verdict.
    pub fn with(&self, verdict: Verdict) -> u32 {
        self.documents[verdict as usize]
    }

    /// Findings of a severity that nothing accepts.
    pub fn findings(&self, severity: Severity) -> u32 {
        self.findings[severity as usize]
    }
}

/// A document that counts for nothing, and what to do of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedDocument {
    /// Its path.
    pub path: String,
    /// What stops it, as its finding says; empty where the configuration silences it.
    pub why: String,
    /// How to mend it; empty likewise.
    pub fix: &'static str,
}

impl RejectedDocument {
    /// The first of these documents that are rejected.
    pub fn first(documents: &[DocumentLine], findings: &[Finding]) -> Vec<Self> {
        let rejected = documents.iter().filter(|line| line.verdict == Verdict::Rejected);
        rejected
            .take(REJECTED_TOLD)
            .map(|line| {
                let reason = findings.iter().find(|finding| {
                    finding.document == Some(line.document.id) && Some(finding.rule.code) == line.reason
                });
                let (why, fix) = reason.map_or(("", ""), |reason| (reason.message.as_str(), reason.rule.fix));
                Self { path: line.document.path.clone(), why: why.to_owned(), fix }
            })
            .collect()
    }
}

/// What moved, at constant perimeter.
#[derive(Clone, Copy, Debug)]
pub struct Moved {
    /// The month compared; `None` where académies are compared with several.
    pub since: Option<Month>,
    /// The schools compared, before and now.
    pub shift: Shift,
    /// Couples that got worse.
    pub regressions: u32,
    /// Couples that got better.
    pub progress: u32,
    /// Schools entered in the registry.
    pub entered: u32,
    /// Schools gone from it.
    pub left: u32,
}

impl Moved {
    /// That of an académie.
    pub fn of(evolution: &Evolution) -> Self {
        Self {
            since: Some(evolution.previous),
            shift: evolution.total,
            regressions: evolution.number(Nature::Regression),
            progress: evolution.number(Nature::Progress),
            entered: evolution.schools_of(|event| matches!(event, SchoolEvent::Entered { .. })),
            left: evolution.schools_of(|event| matches!(event, SchoolEvent::Left { .. })),
        }
    }

    /// That of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
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

impl Overview {
    /// That of a dossier whose findings are settled and whose months are compared.
    pub fn of(dossier: &Dossier) -> Self {
        Self {
            stamp: dossier.stamp.clone(),
            academie: dossier.academie.clone(),
            referential: Arc::clone(&dossier.referential),
            rules: dossier.rules.clone(),
            registry: dossier.registry.clone(),
            schools: dossier.schools.len() as u32,
            total: dossier.total.clone(),
            counts: Counts::of(&dossier.documents, &dossier.findings),
            to_settle: to_settle::tallies(dossier),
            rejected: RejectedDocument::first(&dossier.documents, &dossier.findings),
            moved: dossier.evolution.as_ref().map(Moved::of),
        }
    }
}

impl Batch<Overview> {
    /// Documents and findings of no académie.
    pub fn apart(&self) -> Counts {
        Counts::of(&self.unattached, &self.unattached_findings)
    }

    /// All documents and findings.
    pub fn counts(&self) -> Counts {
        let mut counts = self.apart();
        self.dossiers.iter().for_each(|one| counts.add(&one.counts));
        counts
    }

    /// The first rejected documents, those of no académie before the others: nothing else shows them.
    pub fn rejected(&self) -> impl Iterator<Item = RejectedDocument> {
        let apart = RejectedDocument::first(&self.unattached, &self.unattached_findings);
        apart.into_iter().chain(self.dossiers.iter().flat_map(|one| one.rejected.iter().cloned()))
    }
}

impl Batch<Dossier> {
    /// All documents and findings.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::of(&self.unattached, &self.unattached_findings);
        for dossier in &self.dossiers {
            counts.add(&Counts::of(&dossier.documents, &dossier.findings));
        }
        counts
    }
}

impl From<Batch<Dossier>> for Batch<Overview> {
    fn from(batch: Batch<Dossier>) -> Self {
        let Batch { dossiers, unattached, unattached_findings, unmet_groupings, derogations, referential } =
            batch;
        let dossiers = dossiers.iter().map(Overview::of).collect();
        Self { dossiers, unattached, unattached_findings, unmet_groupings, derogations, referential }
    }
}
