//! The totals of a month are one object: the workbook, the report, the data files and the terminal say the same.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use maillage::model::dossier::State;
use serde_json::Value;

#[test]
fn workbook_report_data_and_terminal_agree_on_the_samples() {
    let folder = tempfile::tempdir().unwrap();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let ran = Command::new(env!("CARGO_BIN_EXE_maillage"))
        .arg("consolider")
        .arg(samples.join("2026-11"))
        .arg("--annuaire")
        .arg(samples.join("annuaire.csv"))
        .args(["--mois", "2026-11", "--date", "2026-11-24", "--format", "json", "--echec-si", "jamais", "-o"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let terminal: Value = serde_json::from_slice(&ran.stdout).unwrap();
    let month = folder.path().join("2026-11/17-nantes");
    let read = |name: &str| fs::read(month.join(name)).unwrap();

    let csv = String::from_utf8(read("couverture.csv")).unwrap();
    let from_csv: BTreeMap<&str, usize> = State::ALL
        .iter()
        .map(|state| {
            let rows = csv.lines().skip(1).filter(|line| line.split(';').nth(8) == Some(state.id()));
            (state.id(), rows.count())
        })
        .collect();
    assert_eq!(from_csv.values().sum::<usize>(), 40 * 14);
    assert!(from_csv.values().all(|count| *count > 0), "the samples show every state: {from_csv:?}");

    let state: Value = serde_json::from_slice(&read("etat.json")).unwrap();
    let couples: Vec<&Value> = state["ecoles"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|school| school["couples"].as_array().unwrap())
        .collect();
    let workbook = read("2026-11_nantes_consolidation.xlsx");
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(workbook)).unwrap();
    let matrix = workbook.worksheet_range("Matrice écoles").unwrap();
    for state in State::ALL {
        let expected = from_csv[state.id()];
        assert_eq!(
            couples.iter().filter(|couple| couple["etat"] == state.id()).count(),
            expected,
            "etat.json"
        );
        assert_eq!(terminal["academies"][0]["etats"][state.id()], expected, "terminal");
        // The rows of schools begin with a UAI; the legend above them doesn't count.
        let schools = matrix.rows().filter(|row| is_uai(&row[0]));
        let cells = schools.flatten().filter(|cell| cell.to_string().ends_with(state.label()));
        assert_eq!(cells.count(), expected, "Matrice écoles, {}", state.label());
    }

    let report = lopdf::Document::load_mem(&read("2026-11_nantes_rapport-copil.pdf")).unwrap();
    let essentials = squeezed(&report.extract_text(&[2]).unwrap());
    let answered = 40 * 14 - from_csv["non_rendue"] - from_csv["sans_objet"];
    for figure in [
        format!("{} sur {answered}", from_csv["couverte"]),
        format!("{} sur {}", from_csv["couverte"], 40 * 14 - from_csv["sans_objet"]),
    ] {
        assert!(essentials.contains(&squeezed(&figure)), "{figure}: {essentials}");
    }
}

fn is_uai(cell: &Data) -> bool {
    let text = cell.to_string();
    text.len() == 8 && text.bytes().take(7).all(|byte| byte.is_ascii_digit())
}

/// Without spaces of any kind: the report places words one by one.
fn squeezed(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).collect()
}
