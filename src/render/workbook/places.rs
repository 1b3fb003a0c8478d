//! Where each school stands in the sheets, so that a line of one can lead to the line of another.

use std::collections::BTreeMap;

use crate::model::dossier::{Dossier, SchoolFile};
use crate::model::school::Uai;

/// Rank of each school among the lines of the matrix and of the detail.
pub(super) struct Places<'d> {
    schools: BTreeMap<Uai, (usize, &'d SchoolFile)>,
    first_assignment: BTreeMap<Uai, usize>,
}

impl<'d> Places<'d> {
    /// The places of a dossier.
    pub(super) fn of(dossier: &'d Dossier) -> Self {
        let schools = dossier.schools.iter().enumerate().map(|(rank, file)| (file.school.uai, (rank, file)));
        let mut first_assignment = BTreeMap::new();
        for (rank, line) in dossier.assignments.iter().enumerate() {
            first_assignment.entry(line.uai).or_insert(rank);
        }
        Self { schools: schools.collect(), first_assignment }
    }

    /// The school of a UAI, if this académie has it.
    pub(super) fn school(&self, uai: Uai) -> Option<&'d SchoolFile> {
        self.schools.get(&uai).map(|(_, file)| *file)
    }

    /// Its line in the matrix, counted from zero.
    pub(super) fn in_matrix(&self, uai: Uai) -> Option<usize> {
        self.schools.get(&uai).map(|(rank, _)| *rank)
    }

    /// Its first line in the detail, counted from zero.
    pub(super) fn in_detail(&self, uai: Uai) -> Option<usize> {
        self.first_assignment.get(&uai).copied()
    }
}
