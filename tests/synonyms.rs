//! Words that only the configuration knows: a file that can't be read without them is read with them.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

use std::fs;
use std::path::Path;
use std::process::Command;

use maillage::model::school::Uai;
use rust_xlsxwriter::Workbook;

/// What an académie calls its fourteen competences.
const OWN: [&str; 14] = [
    "aubépine",
    "bruyère",
    "coudrier",
    "digitale",
    "églantier",
    "fougère",
    "genêt",
    "houx",
    "iris",
    "jonquille",
    "lierre",
    "mélèze",
    "noisetier",
    "orme",
];

/// An inventory whose titles and labels are all an académie's own; beside the answer, a column that names others.
fn received() -> tempfile::TempDir {
    let campaign = tempfile::tempdir().unwrap();
    fs::create_dir(campaign.path().join("2026-11")).unwrap();
    let uai = Uai::from_digits("0441000").unwrap().to_string();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "Matricule maison").unwrap();
    sheet.write(0, 1, &uai).unwrap();
    for (column, title) in (0..).zip(["Chantier", "Vigie", "Figure de proue"]) {
        sheet.write(2, column, title).unwrap();
    }
    for (row, own) in (3..).zip(OWN) {
        sheet.write(row, 0, format!("Chantier {own}")).unwrap();
        sheet.write(row, 1, "Rectorat").unwrap();
        sheet.write(row, 2, "Mairie de Rezé").unwrap();
    }
    workbook.save(campaign.path().join("2026-11/inventaire.xlsx")).unwrap();
    campaign
}

const HEADERS: &str = "[synonymes.entetes]\ncompetence = \"chantier\"\nresponsable = [\"figure de proue\"]\n\
                       [synonymes.identification]\nuai = \"matricule maison\"\n";

/// The labels, as the configuration gives them.
fn labels() -> String {
    let referential = maillage::referential::embedded();
    let lines: Vec<String> = referential
        .required()
        .zip(OWN)
        .map(|(id, own)| format!("{} = [\"chantier {own}\"]", referential.competence(id).code))
        .collect();
    format!("[synonymes.competences]\n{}\n", lines.join("\n"))
}

/// Status and stderr.
fn run(campaign: &Path, configuration: &str) -> (i32, String) {
    fs::write(campaign.join("maillage.toml"), configuration).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_maillage"))
        .current_dir(campaign)
        .args(["consolider", "2026-11", "--date", "2026-11-24", "--echec-si", "jamais"])
        .output()
        .unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap().replace('\u{a0}', " "))
}

fn covered(campaign: &Path) -> Option<usize> {
    let csv = fs::read_to_string(campaign.join("sorties/2026-11/17-nantes/couverture.csv")).ok()?;
    Some(csv.matches(";couverte;ecole;Mairie de Rezé;").count())
}

fn journal(campaign: &Path) -> String {
    fs::read_to_string(campaign.join("sorties/2026-11/journal.jsonl")).unwrap_or_default()
}

#[test]
fn a_file_that_nothing_understands_is_read_whole_with_the_synonyms() {
    let campaign = received();
    let (status, stderr) = run(campaign.path(), "");
    assert_eq!(status, 4, "no table is found: {stderr}");
    let (status, stderr) = run(campaign.path(), &format!("{HEADERS}{}", labels()));
    assert_eq!(status, 0, "{stderr}");
    assert_eq!(covered(campaign.path()), Some(14));
    let journal = journal(campaign.path());
    assert!(!journal.contains("Figure de proue"), "the column is known: {journal}");
}

#[test]
fn the_labels_alone_leave_the_columns_unknown() {
    let campaign = received();
    let (status, stderr) = run(campaign.path(), &labels());
    assert_eq!(status, 0, "{stderr}");
    assert_ne!(covered(campaign.path()), Some(14));
    let journal = journal(campaign.path());
    assert!(journal.contains("\"COL-"), "{journal}");
}

#[test]
fn a_synonym_that_means_something_else_is_refused_and_nothing_is_written() {
    let campaign = received();
    let (status, stderr) = run(campaign.path(), "[synonymes.entetes]\nresponsable = [\"prestataire\"]\n");
    assert_eq!(status, 3, "{stderr}");
    assert!(stderr.contains("maillage.toml") && stderr.contains("ligne 2, colonne 16"), "{stderr}");
    assert!(stderr.contains("un titre de la colonne « prestataire »"), "{stderr}");
    assert!(!campaign.path().join("sorties").exists());
}
