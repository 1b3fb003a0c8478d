//! How a run ends, as a number that a scheduled task can test.

use crate::model::finding::Severity;
use crate::model::overview::Counts;

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
    /// The status of a run that went to its end. What the configuration accepts fails none.
    pub fn status(self, counts: &Counts) -> Status {
        let failing = match self {
            Self::Never => 0,
            Self::Blocking => counts.findings(Severity::Blocking),
            Self::Warning => counts.findings(Severity::Blocking) + counts.findings(Severity::Warning),
        };
        if failing > 0 { Status::Findings } else { Status::Clean }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{Shape, dossier};

    #[test]
    fn a_finished_run_fails_from_the_level_asked_for() {
        // The dossiers of the fixture hold blocking findings alone.
        let mut findings = dossier(&Shape::default()).findings;
        assert!(!findings.is_empty());
        let mut severity = |severity: Severity| {
            for finding in &mut findings {
                finding.severity = severity;
            }
            [FailLevel::Blocking, FailLevel::Warning, FailLevel::Never]
                .map(|level| level.status(&Counts::of(&[], &findings)).code())
        };
        assert_eq!(severity(Severity::Blocking), [1, 1, 0]);
        assert_eq!(severity(Severity::Warning), [0, 1, 0]);
        assert_eq!(severity(Severity::Info), [0, 0, 0]);
    }
}
