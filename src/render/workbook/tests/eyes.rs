//! What no assertion judges: workbooks to look at, and what a large one costs.

use std::path::PathBuf;

use super::{hostile_dossier, workbook};
use crate::render::fixture::{self, Shape};

/// Writes workbooks to look at in the folder that `CLASSEURS` names.
#[test]
#[ignore = "for eyes: CLASSEURS=dossier cargo test --lib workbook -- --ignored"]
fn workbooks_to_look_at() {
    let folder = PathBuf::from(std::env::var_os("CLASSEURS").expect("CLASSEURS names a folder"));
    let shapes = [
        ("0", Shape { schools: 0, ..Shape::default() }),
        ("1", Shape { schools: 1, ..Shape::default() }),
        ("40", Shape::default()),
        ("40-sans-annuaire", Shape { registry: false, ..Shape::default() }),
        ("3200", Shape { schools: 3_200, per_circonscription: 26, ..Shape::default() }),
    ];
    for (name, shape) in shapes {
        let bytes = workbook(&fixture::dossier(&shape)).unwrap();
        std::fs::write(folder.join(format!("{name}.xlsx")), bytes).unwrap();
    }
    let moved = fixture::after_two_months(&Shape::default());
    std::fs::write(folder.join("40-deux-mois.xlsx"), workbook(&moved).unwrap()).unwrap();
    std::fs::write(folder.join("hostile.xlsx"), workbook(&hostile_dossier()).unwrap()).unwrap();
}

/// Measures a large académie: 3,200 schools, every assignment with its other columns filled.
#[test]
#[ignore = "a measure: cargo test --release --lib workbook::tests::cost -- --ignored --nocapture"]
fn cost_of_a_large_academie() {
    let mut dossier =
        fixture::after_two_months(&Shape { schools: 3_200, per_circonscription: 26, ..Shape::default() });
    for (rank, line) in dossier.assignments.iter_mut().enumerate() {
        let details = &mut line.assignment.details;
        details.person = format!("Mme Personne {}", rank % 9_000);
        details.email = format!("personne.{}@example.org", rank % 9_000);
        details.phone = format!("02 99 00 {:02} {:02}", rank / 100 % 100, rank % 100);
        details.provider = "Scolavia".into();
        details.service_level = "rétablissement en 4 h ouvrées".into();
        details.fonction = "Conseillère pédagogique".into();
        details.comment = format!("Voir la convention n° {}", rank % 700);
        details.kept = Some(rank % 2 == 0);
    }
    let peak = || {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM unknown").to_owned()
    };
    println!(
        "{} assignments, {} findings; before: {}",
        dossier.assignments.len(),
        dossier.findings.len(),
        peak()
    );
    let start = std::time::Instant::now();
    let bytes = workbook(&dossier).unwrap();
    println!("{:?}, {} KB; after: {}", start.elapsed(), bytes.len() / 1024, peak());
}
