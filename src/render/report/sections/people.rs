//! The annex of the local resource people, by name: only where the configuration asks for names.

use std::collections::{BTreeMap, BTreeSet};

use crate::french::{counted, quoted};
use crate::model::dossier::{Dossier, SchoolFile};
use crate::model::outline::Part;
use crate::model::school::Uai;

use super::super::page::{Flow, WIDTH};
use super::super::palette;
use super::super::table::{Cell, Column, Table};
use super::super::typeset::limited;

/// Beyond this, a list of names is a matter for the workbook.
const MOST_SCHOOLS: usize = 150;
/// The most names of one school.
const MOST_NAMES: usize = 4;

/// Sets the annex, where the report may name persons.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    if !are_named(dossier) {
        return;
    }
    let people = people(dossier);
    flow.section(&part.title, if people.is_empty() { 0.0 } else { 120.0 });
    if people.is_empty() {
        flow.paragraph(palette::LEAD, "Aucun inventaire retenu ne nomme de personne ressource.");
        return;
    }
    if people.len() > MOST_SCHOOLS {
        flow.paragraph(
            palette::LEAD,
            &format!(
                "{} en nomment : leur liste est dans la feuille {} du classeur de consolidation.",
                counted(people.len() as u64, "école", "écoles"),
                quoted("Détail")
            ),
        );
        return;
    }
    flow.introduction(part);
    let columns = vec![Column::words(200.0), Column::words(110.0), Column::words(WIDTH - 310.0)];
    let head = ["École", "Commune", "Personnes ressources"].map(Cell::head);
    let mut table =
        Table::new("Personnes ressources locales, telles que les écoles les écrivent", columns, head.into());
    for (file, names) in people {
        let school = &file.school;
        let name =
            if school.name.trim().is_empty() { school.uai.to_string() } else { limited(&school.name, 90) };
        table.push(vec![Cell::row(name), Cell::new(limited(&school.commune, 60)), Cell::new(names)]);
    }
    table.set(flow);
}

/// Whether the report may name persons.
pub(super) fn are_named(dossier: &Dossier) -> bool {
    dossier.stamp.persons && !dossier.nameless
}

/// The schools that name somebody, and whom, each name once.
fn people(dossier: &Dossier) -> Vec<(&SchoolFile, String)> {
    let mut by_school: BTreeMap<Uai, BTreeSet<&str>> = BTreeMap::new();
    for line in &dossier.assignments {
        let name = line.assignment.details.local_person.trim();
        if !name.is_empty() && line.assignment.details.given.has(crate::model::given::Aspect::LocalPerson) {
            by_school.entry(line.uai).or_default().insert(name);
        }
    }
    dossier
        .schools
        .iter()
        .filter_map(|file| {
            let names = by_school.get(&file.school.uai)?;
            let mut shown: Vec<String> =
                names.iter().take(MOST_NAMES).map(|name| limited(name, 70)).collect();
            if let Some(rest) = names.len().checked_sub(MOST_NAMES).filter(|rest| *rest > 0) {
                shown.push(counted(rest as u64, "autre", "autres"));
            }
            Some((file, shown.join(" ; ")))
        })
        .collect()
}
