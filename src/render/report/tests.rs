//! The report read back, and written out to be looked at.

use std::sync::Arc;

use super::report;
use crate::model::dossier::{Dossier, State};
use crate::render::fixture::{Shape, dossier};

/// Every shape of dossier that has a layout of its own.
fn shapes() -> Vec<(&'static str, Dossier)> {
    let mut long = dossier(&Shape { schools: 44, ..Shape::default() });
    for (rank, file) in long.schools.iter_mut().enumerate() {
        let school = Arc::make_mut(&mut file.school);
        school.name = format!(
            "École primaire publique intercommunale du regroupement pédagogique intercommunal concentré de \
             Saint-Hilaire-le-Petit {rank}"
        )
        .into();
        school.commune = "Saint-Hilaire-le-Petit-sous-Valbrune-en-Pays-de-Loire".into();
    }
    for entity in &mut long.entities {
        entity.name =
            format!("{} et {}", "Syndicat intercommunal à vocation multiple ".repeat(6), entity.name);
    }
    long.stamp.mention = Some("Diffusion restreinte aux membres du comité".into());
    let mut wide = dossier(&Shape { schools: 240, per_circonscription: 8, ..Shape::default() });
    for (rank, territory) in wide.circonscriptions.iter_mut().enumerate() {
        if rank % 3 == 0 {
            territory.name = format!("Saint-Hilaire-de-Valbrune et Pays des Mésanges {rank}");
        }
    }
    vec![
        ("normal", dossier(&Shape::default())),
        ("une-ecole", dossier(&Shape { schools: 1, ..Shape::default() })),
        ("quatre-ecoles", dossier(&Shape { schools: 4, per_circonscription: 2, ..Shape::default() })),
        ("sans-annuaire", dossier(&Shape { registry: false, ..Shape::default() })),
        ("rien-de-couvert", dossier(&Shape { state: |_, _| State::Orphan, ..Shape::default() })),
        ("rien-d-etudie", dossier(&Shape { state: |_, _| State::NotStudied, ..Shape::default() })),
        ("tout-couvert", dossier(&Shape { state: |_, _| State::Covered, ..Shape::default() })),
        ("sans-objet", dossier(&Shape { state: |_, _| State::NotApplicable, ..Shape::default() })),
        ("rien-de-rendu", dossier(&Shape { state: |_, _| State::NotReturned, ..Shape::default() })),
        ("vide", dossier(&Shape { schools: 0, ..Shape::default() })),
        ("vide-sans-annuaire", dossier(&Shape { schools: 0, registry: false, ..Shape::default() })),
        ("noms-longs", long),
        ("trente-circonscriptions", wide),
        ("grande", dossier(&Shape { schools: 3_200, per_circonscription: 36, ..Shape::default() })),
    ]
}

#[test]
#[ignore = "writes the reports to look at into the folder that MAILLAGE_RAPPORTS names"]
fn reports_to_look_at() {
    let folder = std::env::var("MAILLAGE_RAPPORTS").unwrap();
    for (name, dossier) in shapes() {
        std::fs::write(format!("{folder}/{name}.pdf"), report(&dossier).unwrap()).unwrap();
    }
}
