//! The report's own outline, from `rapport.toml` to the PDF.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// Status, and all that was said.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_maillage")).current_dir(folder).args(arguments).output().unwrap();
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    (output.status.code().unwrap(), text.replace('\u{a0}', " "))
}

/// An invented académie whose configuration names an outline.
fn campaign(outline: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (status, said) = run(folder.path(), &["exemple", "essai", "--ecoles", "3", "--mois", "2026-11"]);
    assert_eq!(status, 0, "{said}");
    fs::write(folder.path().join("essai/maillage.toml"), "[rapport]\nplan = \"rapport.toml\"\n").unwrap();
    fs::write(folder.path().join("essai/rapport.toml"), outline).unwrap();
    folder
}

fn consolidate(folder: &Path) -> (i32, String) {
    run(folder, &["consolider", "essai/2026-11", "--date", "2026-11-24", "--echec-si", "jamais"])
}

/// The titles of the outline of the only report, in order.
fn titles(folder: &Path) -> Vec<String> {
    let month = folder.join("sorties/2026-11");
    let academie = fs::read_dir(month).unwrap().map(|entry| entry.unwrap().path()).find(|path| path.is_dir());
    let report = fs::read_dir(academie.unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|ending| ending == "pdf"));
    let document = lopdf::Document::load(report.unwrap()).unwrap();
    let get = |id: lopdf::ObjectId| document.get_dictionary(id).unwrap();
    let outlines = document.catalog().unwrap().get(b"Outlines").unwrap().as_reference().unwrap();
    let mut titles = Vec::new();
    let mut next = get(outlines).get(b"First").ok().map(|first| first.as_reference().unwrap());
    while let Some(id) = next {
        titles.push(lopdf::decode_text_string(get(id).get(b"Title").unwrap()).unwrap());
        next = get(id).get(b"Next").ok().map(|next| next.as_reference().unwrap());
    }
    titles
}

#[test]
fn the_outline_printed_by_the_program_gives_the_report_of_the_program() {
    let (status, printed) = run(Path::new("."), &["config", "--rapport"]);
    assert_eq!(status, 0);
    let folder = campaign(&printed);
    let (status, said) = consolidate(folder.path());
    assert_eq!(status, 0, "{said}");
    let own = titles(folder.path());
    fs::write(folder.path().join("essai/maillage.toml"), "").unwrap();
    consolidate(folder.path());
    assert_eq!(titles(folder.path()), own);
    assert_eq!(own.first().map(String::as_str), Some("L’essentiel"));
    assert_eq!(own.last().map(String::as_str), Some("Méthode"));
}

#[test]
fn sections_come_in_the_order_and_under_the_titles_of_the_outline() {
    let folder = campaign(
        "[[section]]\nnom = \"plan-d-action\"\ntitre = \"À lancer en décembre\"\n\n[[section]]\nnom = \"schema\"\n",
    );
    let (status, said) = consolidate(folder.path());
    assert_eq!(status, 0, "{said}");
    assert_eq!(titles(folder.path()), ["À lancer en décembre", "Le schéma de la fiche, pour cette académie"]);
}

#[test]
fn an_outline_that_is_not_understood_stops_the_run_with_its_line() {
    let folder = campaign("[[section]]\nnom = \"plan-daction\"\n");
    let (status, said) = consolidate(folder.path());
    assert_eq!(status, 3, "{said}");
    assert!(said.contains("rapport.toml") && said.contains("ligne 2"), "{said}");
    assert!(said.contains("vouliez-vous dire « plan-d-action »"), "{said}");
    fs::remove_file(folder.path().join("essai/rapport.toml")).unwrap();
    let (status, said) = consolidate(folder.path());
    assert_eq!(status, 3, "{said}");
    assert!(said.contains("Le plan du rapport") && said.contains("n’existe pas"), "{said}");
}
