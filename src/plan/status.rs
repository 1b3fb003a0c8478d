//! How a run ends, as a number that a scheduled task can test.

use crate::model::dossier::Batch;
use crate::model::finding::{Finding, Severity};

/// Exit statuses. The guide and `maillage consolider --help` list them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Done, and nothing reaches the level that the run must fail on.
    Clean,
    /// Done, with findings at that level or above.
    Findings,
    /// The command line can't be understood.
    Usage,
    /// The configuration, the referential or the registry can't be used.
    Configuration,
    /// Nothing readable in the sources.
    NothingReadable,
    /// An output could not be written.
    Output,
    /// A fault of the program itself.
    Fault,
}

impl Status {
    /// The number handed to the system.
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Configuration => 3,
            Self::NothingReadable => 4,
            Self::Output => 5,
            Self::Fault => 70,
        }
    }
}

/// From which severity on a finished run is told as failed (`--echec-si`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FailLevel {
    /// A blocking finding.
    #[default]
    Blocking,
    /// A blocking finding or a warning.
    Warning,
    /// Never.
    Never,
}

impl FailLevel {
    /// The status of a run that went to its end.
    pub fn status(self, batch: &Batch) -> Status {
        let mut findings =
            batch.dossiers.iter().flat_map(|dossier| &dossier.findings).chain(&batch.unattached_findings);
        if findings.any(|finding| self.is_reached_by(finding)) { Status::Findings } else { Status::Clean }
    }

    /// What the configuration accepts fails no run.
    fn is_reached_by(self, finding: &Finding) -> bool {
        if finding.accepted.is_some() {
            return false;
        }
        match finding.severity {
            Severity::Blocking => self != Self::Never,
            Severity::Warning => self == Self::Warning,
            Severity::Info => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::dossier::Dossier;
    use crate::render::fixture::{Shape, dossier};

    #[test]
    fn a_finished_run_fails_from_the_level_asked_for() {
        // The dossiers of the fixture hold blocking findings alone.
        let dossier = dossier(&Shape::default());
        let referential = dossier.referential.clone();
        let mut batch = Batch {
            dossiers: vec![dossier],
            unattached: vec![],
            unattached_findings: vec![],
            unmet_groupings: vec![],
            derogations: Vec::new(),
            referential,
        };
        let mut severity = |severity: Severity| {
            batch.dossiers[0].findings.iter_mut().for_each(|finding| finding.severity = severity);
            [FailLevel::Blocking, FailLevel::Warning, FailLevel::Never]
                .map(|level| level.status(&batch).code())
        };
        assert_eq!(severity(Severity::Blocking), [1, 1, 0]);
        assert_eq!(severity(Severity::Warning), [0, 1, 0]);
        assert_eq!(severity(Severity::Info), [0, 0, 0]);
    }

    #[test]
    fn findings_on_documents_without_a_school_count_too() {
        let Dossier { findings, referential, .. } = dossier(&Shape::default());
        assert!(!findings.is_empty());
        let batch = Batch {
            dossiers: vec![],
            unattached: vec![],
            unattached_findings: findings,
            unmet_groupings: vec![],
            derogations: Vec::new(),
            referential,
        };
        assert_eq!(FailLevel::Blocking.status(&batch), Status::Findings);
    }
}
