//! The competences that the most schools must settle: what a reader looks at first.

use super::dossier::{Dossier, State};
use super::indicator::Tally;
use super::referential::{Competence, Referential};

/// How many competences are named as the first to settle.
pub const FIRST: usize = 3;
/// States that call for a decision.
pub const UNSETTLED: [State; 4] = [State::Shared, State::Orphan, State::ToDefine, State::NotStudied];

/// A required competence, and its couples left to settle and settled.
#[derive(Debug)]
pub struct ToSettle<'r> {
    /// The competence.
    pub competence: &'r Competence,
    /// Its couples, those that the configuration accepts left out.
    pub tally: Tally,
}

impl ToSettle<'_> {
    /// How many schools must settle it.
    pub fn schools(&self) -> u32 {
        UNSETTLED.iter().map(|state| self.tally.of(*state)).sum()
    }
}

/// For each required competence, couples left to settle and settled: those that the configuration accepts are in neither.
pub fn tallies(dossier: &Dossier) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); dossier.referential.required().count()];
    for file in &dossier.schools {
        for (tally, couple) in tallies.iter_mut().zip(&file.couples) {
            if !dossier.accepted.contains(&(file.school.uai, couple.competence)) {
                tally.add(couple.state);
            }
        }
    }
    tallies
}

/// The competences that the most schools must settle, most first, then in the referential's order. Each of `academies` has
/// the [`tallies`] of one.
pub fn first<'r>(referential: &'r Referential, academies: &[&[Tally]]) -> Vec<ToSettle<'r>> {
    let mut all: Vec<ToSettle<'_>> = referential
        .required()
        .map(|id| ToSettle { competence: referential.competence(id), tally: Tally::default() })
        .collect();
    for tallies in academies {
        for (settle, tally) in all.iter_mut().zip(*tallies) {
            settle.tally.merge(tally);
        }
    }
    all.retain(|settle| settle.schools() > 0);
    all.sort_by_key(|settle| std::cmp::Reverse(settle.schools()));
    all.truncate(FIRST);
    all
}
