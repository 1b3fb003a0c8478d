//! Which severity a finding gets. One place stamps it, so that an académie can change or silence a rule without any
//! check knowing.

use std::collections::BTreeMap;

use crate::model::finding::{Finding, Rule, Severity};

/// What the configuration changes: for a rule's code, another severity, or silence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Severities(BTreeMap<&'static str, Option<Severity>>);

impl Severities {
    /// Gives a rule another severity.
    pub fn change(&mut self, rule: &'static Rule, severity: Severity) {
        self.0.insert(rule.code, Some(severity));
    }

    /// Silences a rule: its findings are told nowhere.
    pub fn silence(&mut self, rule: &'static Rule) {
        self.0.insert(rule.code, None);
    }

    /// The severity that a rule has in this run; `None` if it is silenced.
    pub fn of(&self, rule: &Rule) -> Option<Severity> {
        self.0.get(rule.code).copied().unwrap_or(Some(rule.severity))
    }
}

/// Where every finding goes: it stamps the severity, and drops what is silenced.
pub(super) struct Sink<'a> {
    severities: &'a Severities,
    findings: Vec<Finding>,
}

impl<'a> Sink<'a> {
    pub(super) fn new(severities: &'a Severities) -> Self {
        Self { severities, findings: Vec::new() }
    }

    pub(super) fn push(&mut self, mut finding: Finding) {
        if let Some(severity) = self.severities.of(finding.rule) {
            finding.severity = severity;
            self.findings.push(finding);
        }
    }

    /// Whether a rule's findings are told at all.
    pub(super) fn tells(&self, rule: &Rule) -> bool {
        self.severities.of(rule).is_some()
    }

    /// The findings, in the order in which every document lists them.
    pub(super) fn sorted(mut self) -> Vec<Finding> {
        super::sort(&mut self.findings);
        self.findings
    }
}
