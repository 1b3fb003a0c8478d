//! `maillage purger`, from the command line: it shows, then removes what runs have written and nothing else.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

use std::fs;
use std::path::Path;
use std::process::Command;

fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_maillage")).current_dir(folder).args(arguments).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap().replace(['\u{a0}', '\u{202f}'], " "))
}

/// Two months consolidated by the program itself.
fn two_months() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for month in ["2024-10", "2026-11"] {
        let (status, said) = run(folder.path(), &["exemple", month, "--ecoles", "3", "--mois", month]);
        assert_eq!(status, 0, "{said}");
        let source = format!("{month}/{month}");
        let date = format!("{month}-24");
        let (status, said) =
            run(folder.path(), &["consolider", &source, "--date", &date, "--echec-si", "jamais"]);
        assert_eq!(status, 0, "{said}");
    }
    folder
}

#[test]
fn a_purge_shows_then_removes_what_runs_have_written() {
    let folder = two_months();
    let month = |name: &str| folder.path().join("sorties").join(name).is_dir();
    let (status, said) = run(folder.path(), &["purger"]);
    assert_eq!(status, 2, "nothing says how long months are kept: {said}");
    fs::write(folder.path().join("maillage.toml"), "[conservation]\nmois = 24\n").unwrap();
    let (status, said) = run(folder.path(), &["purger", "--date", "2026-11-24"]);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("à supprimer de « sorties » (avant novembre 2024)"), "{said}");
    assert!(said.contains("  2024-10  6 fichiers, 0,"), "{said}");
    assert!(said.contains("1 mois gardé, de 2026-11 à 2026-11") && said.contains("--confirmer"), "{said}");
    assert!(month("2024-10") && month("2026-11"));

    let (status, said) = run(folder.path(), &["purger", "sorties", "--date", "2026-11-24", "--confirmer"]);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("Mois supprimés"), "{said}");
    assert!(!month("2024-10") && month("2026-11"));
    let (_, said) = run(folder.path(), &["purger", "sorties", "--avant", "2026-11"]);
    assert!(said.contains("Aucun mois à supprimer"), "{said}");
}

#[test]
fn a_month_that_holds_somebody_s_file_is_left_and_told() {
    let folder = two_months();
    fs::write(folder.path().join("sorties/2024-10/notes.docx"), "à garder").unwrap();
    let (status, said) = run(folder.path(), &["purger", "--avant", "2026-11", "--confirmer"]);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("2024-10  laissé") && said.contains("« notes.docx »"), "{said}");
    assert!(folder.path().join("sorties/2024-10/17-nantes").is_dir());
}
