//! Entities joined and parted by the configuration, from `maillage.toml` to the month's folder.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

use std::fs;
use std::path::Path;
use std::process::Command;

use calamine::{Reader, Xlsx};
use maillage::model::school::Uai;
use rust_xlsxwriter::Workbook;

/// Who answers for everything, school by school.
const ANSWERS: [&str; 6] = [
    "Numeria Services",
    "NUMERIA SERVICES",
    "Numeria Services",
    "Numeria Services",
    "Numerya Services",
    "Groupement NS Ouest",
];

fn received(configuration: &str) -> tempfile::TempDir {
    let campaign = tempfile::tempdir().unwrap();
    fs::create_dir(campaign.path().join("2026-11")).unwrap();
    let referential = maillage::referential::embedded();
    for (rank, entity) in ANSWERS.iter().enumerate() {
        let uai = Uai::from_digits(&format!("044{:04}", 1000 + rank)).unwrap().to_string();
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.write(0, 0, "UAI").unwrap();
        sheet.write(0, 1, &uai).unwrap();
        for (column, title) in (0..).zip(["Compétence", "Entité responsable", "Mode"]) {
            sheet.write(2, column, title).unwrap();
        }
        for (row, id) in (3..).zip(referential.required()) {
            sheet.write(row, 0, &referential.competence(id).label).unwrap();
            sheet.write(row, 1, *entity).unwrap();
            sheet.write(row, 2, "externe").unwrap();
        }
        workbook.save(campaign.path().join(format!("2026-11/{uai}.xlsx"))).unwrap();
    }
    fs::write(campaign.path().join("maillage.toml"), configuration).unwrap();
    campaign
}

/// Status and stderr.
fn run(campaign: &Path) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_maillage"))
        .current_dir(campaign)
        .args(["consolider", "2026-11", "--date", "2026-11-24", "--echec-si", "jamais"])
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap().replace('\u{a0}', " ");
    (output.status.code().unwrap(), stderr)
}

/// Entity, type, spelling, how it was joined, what would part it.
fn groupings(campaign: &Path) -> Vec<[String; 5]> {
    let bytes =
        fs::read(campaign.join("sorties/2026-11/17-nantes/2026-11_nantes_consolidation.xlsx")).unwrap();
    let mut workbook: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let range = workbook.worksheet_range("Regroupements").unwrap();
    let cell =
        |row: &[calamine::Data], column: usize| row.get(column).map(ToString::to_string).unwrap_or_default();
    range.rows().skip(3).map(|row| [0, 1, 2, 5, 6].map(|column| cell(row, column))).collect()
}

fn entity_of(lines: &[[String; 5]], spelling: &str) -> String {
    lines.iter().find(|line| line[2] == spelling).unwrap()[0].clone()
}

fn journal(campaign: &Path) -> String {
    fs::read_to_string(campaign.join("sorties/2026-11/journal.jsonl")).unwrap().replace('\u{a0}', " ")
}

#[test]
fn without_a_grouping_a_slip_is_joined_told_and_shown_with_what_parts_it() {
    let campaign = received("");
    let (status, stderr) = run(campaign.path());
    assert_eq!(status, 0, "{stderr}");
    let lines = groupings(campaign.path());
    let slip = lines.iter().find(|line| line[2] == "Numerya Services").unwrap();
    assert_eq!((slip[0].as_str(), slip[3].as_str()), ("Numeria Services", "Faute de frappe"));
    assert_eq!(slip[4], "separer = [\"Numeria Services\", \"Numerya Services\"]");
    let journal = journal(campaign.path());
    let told = "Le nom « Numerya Services » a été compris comme « Numeria Services »";
    assert_eq!(journal.matches("RES-008").count(), 1, "{journal}");
    assert!(journal.contains(told), "{journal}");

    // Pasted as it stands, it parts them.
    fs::write(campaign.path().join("maillage.toml"), format!("[[regroupement]]\n{}\n", slip[4])).unwrap();
    let (status, stderr) = run(campaign.path());
    assert_eq!(status, 0, "{stderr}");
    let lines = groupings(campaign.path());
    assert_eq!(entity_of(&lines, "Numerya Services"), "Numerya Services");
    assert_eq!(entity_of(&lines, "NUMERIA SERVICES"), "Numeria Services");
}

#[test]
fn a_grouping_gives_its_name_and_type_to_what_it_joins() {
    let campaign = received(
        "[[regroupement]]\nnom = \"Numeria Services\"\necritures = [\"groupement ns-ouest\"]\ntype = \"HEBERGEUR\"\n\
         [[regroupement]]\nnom = \"Ailleurs\"\necritures = [\"Jamais lu\", \"Ni lu\"]\n",
    );
    let (status, stderr) = run(campaign.path());
    assert_eq!(status, 0, "{stderr}");
    let told =
        "le regroupement de la ligne 5 n’a rien changé, aucun inventaire n’écrit « Jamais lu » ni « Ni lu »";
    assert!(stderr.contains(told), "{stderr}");
    assert!(!stderr.contains("ligne 1 "), "{stderr}");
    let lines = groupings(campaign.path());
    assert_eq!(lines.len(), 4, "{lines:?}");
    for line in &lines {
        assert_eq!((line[0].as_str(), line[1].as_str()), ("Numeria Services", "Hébergeur"), "{line:?}");
    }
    let forced = lines.iter().find(|line| line[2] == "Groupement NS Ouest").unwrap();
    assert_eq!((forced[3].as_str(), forced[4].as_str()), ("Configuration", ""));
    let journal = journal(campaign.path());
    assert!(!journal.contains("RES-007"), "the configuration tells the type: {journal}");
    let csv = fs::read_to_string(campaign.path().join("sorties/2026-11/17-nantes/couverture.csv")).unwrap();
    assert_eq!(csv.matches(";Numeria Services;HEBERGEUR;").count(), 6 * 14, "{csv}");
}

#[test]
fn groupings_that_contradict_each_other_are_refused_with_both_lines() {
    let campaign = received(
        "[[regroupement]]\nnom = \"A\"\necritures = [\"Numeria\", \"Numerya\"]\n\
         [[regroupement]]\nseparer = [\"Numerya\", \"Numeria\"]\n",
    );
    let (status, stderr) = run(campaign.path());
    assert_eq!(status, 3, "{stderr}");
    assert!(stderr.contains("la ligne 1 et séparées par celui de la ligne 4"), "{stderr}");
    assert!(!campaign.path().join("sorties/2026-11").exists());
}
