//! Findings that the configuration accepts for a time: kept and told, no longer to settle.

use std::sync::Arc;

use super::calendar::{Date, day_in_french};
use super::finding::Rule;
use super::referential::CompetenceId;
use super::school::Uai;

/// What the configuration accepts, where, why and until when.
#[derive(Clone, Debug, PartialEq)]
pub struct Derogation {
    /// Line of the configuration where it begins, from 1.
    pub line: usize,
    /// The rule whose findings are accepted.
    pub rule: &'static Rule,
    /// Where.
    pub target: Target,
    /// The only competences it holds for; all if empty.
    pub competences: Vec<CompetenceId>,
    /// Why, as written.
    pub reason: String,
    /// The last day it holds; `None` where it is written without limit.
    pub until: Option<Date>,
}

/// Where a dérogation holds: each list that isn't empty must hold what it is about. One of them isn't empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// Schools.
    pub schools: Vec<Uai>,
    /// Entities that answer, by any of their spellings.
    pub entities: Vec<String>,
    /// Communes, by name.
    pub communes: Vec<String>,
    /// Circonscriptions, by name.
    pub circonscriptions: Vec<String>,
    /// Départements, by code.
    pub departements: Vec<String>,
}

impl Derogation {
    /// Whether its last day is past.
    pub fn is_expired(&self, on: Date) -> bool {
        self.until.is_some_and(|until| until < on)
    }

    /// « jusqu’au 30/06/2027 », « sans limite ».
    pub fn term(&self) -> String {
        match self.until {
            Some(until) => format!("jusqu’au {}", day_in_french(until)),
            None => "sans limite".to_owned(),
        }
    }

    /// « accepté jusqu’au 30/06/2027 (convention en cours de signature) ».
    pub fn told(&self) -> String {
        format!("accepté {} ({})", self.term(), self.reason)
    }
}

/// What became of a dérogation in a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Use {
    /// The dérogation.
    pub derogation: Arc<Derogation>,
    /// Whether its last day is past: nothing was accepted.
    pub expired: bool,
    /// Whether a school or an entity that it names is in the run.
    pub met: bool,
    /// Findings accepted.
    pub accepted: u32,
}
