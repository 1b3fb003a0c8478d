//! Findings that the configuration accepts, from `maillage.toml` to the month's folder.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

use std::fs;
use std::path::Path;
use std::process::Command;

use calamine::{Reader, Xlsx};
use maillage::model::school::Uai;
use rust_xlsxwriter::Workbook;

/// A school where everything is covered but « Maîtrise d’ouvrage », which is « néant », and « Accès à Internet »,
/// which two entities hold.
fn received(configuration: &str) -> (tempfile::TempDir, String) {
    let campaign = tempfile::tempdir().unwrap();
    fs::create_dir(campaign.path().join("2026-11")).unwrap();
    let referential = maillage::referential::embedded();
    let uai = Uai::from_digits("0441000").unwrap().to_string();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "UAI").unwrap();
    sheet.write(0, 1, &uai).unwrap();
    for (column, title) in (0..).zip(["Compétence", "Entité responsable", "Mode"]) {
        sheet.write(2, column, title).unwrap();
    }
    for (row, id) in (3..).zip(referential.required()) {
        let competence = referential.competence(id);
        let answer = match competence.code.as_str() {
            "PIL-MOA" => "néant",
            "MAT-FAI" => "Mairie de Rezé ; Éditeur Numeria",
            _ => "Mairie de Rezé",
        };
        sheet.write(row, 0, &competence.label).unwrap();
        sheet.write(row, 1, answer).unwrap();
        sheet.write(row, 2, "partiel").unwrap();
    }
    workbook.save(campaign.path().join("2026-11/inventaire.xlsx")).unwrap();
    fs::write(campaign.path().join("maillage.toml"), configuration.replace("UAI", &uai)).unwrap();
    (campaign, uai)
}

/// Status, stdout, stderr.
fn run(campaign: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_maillage")).current_dir(campaign).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(['\u{a0}', '\u{202f}'], " ");
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn consolidate(campaign: &Path) -> (i32, String, String) {
    run(campaign, &["consolider", "2026-11", "--date", "2026-11-24"])
}

fn rows(campaign: &Path, sheet: &str) -> Vec<Vec<String>> {
    let file = campaign.join("sorties/2026-11/17-nantes/2026-11_nantes_consolidation.xlsx");
    let mut workbook: Xlsx<_> = Xlsx::new(std::io::Cursor::new(fs::read(file).unwrap())).unwrap();
    let range = workbook.worksheet_range(sheet).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

fn states(campaign: &Path) -> Vec<String> {
    let csv = fs::read_to_string(campaign.join("sorties/2026-11/17-nantes/couverture.csv")).unwrap();
    csv.lines().skip(1).map(|line| line.split(';').nth(8).unwrap().to_owned()).collect()
}

const BOTH: &str = "[[derogation]]\nregle = \"RES-001\"\necole = \"UAI\"\nmotif = \"Vote en décembre\"\n\
                    jusqu_au = \"31/12/2026\"\n\n\
                    [[derogation]]\nregle = \"responsables-multiples\"\nentite = \"Éditeur Numeria\"\n\
                    motif = \"Groupement de commandes\"\njusqu_au = \"sans limite\"\n";

#[test]
fn what_is_accepted_is_kept_marked_and_no_longer_counted_nor_to_do() {
    let (bare, _) = received("");
    let (status, stdout, _) = consolidate(bare.path());
    assert_eq!(status, 1);
    assert!(stdout.contains("2 bloquants"), "{stdout}");
    assert!(!rows(bare.path(), "Anomalies")[2].contains(&"Accepté".to_owned()));

    let (campaign, uai) = received(BOTH);
    let (status, stdout, stderr) = consolidate(campaign.path());
    assert_eq!(status, 0, "{stdout}{stderr}");
    let told = stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("0 bloquant,") && told.contains("2 acceptés par dérogation"), "{stdout}");
    assert!(!stdout.contains("À régler d’abord"), "{stdout}");
    assert!(!stderr.contains("dérogation"), "{stderr}");
    // The figures are those of what is, not of what is accepted.
    assert_eq!(states(campaign.path()), states(bare.path()));
    assert_eq!(states(campaign.path()).iter().filter(|state| *state == "orpheline").count(), 1);

    let anomalies = rows(campaign.path(), "Anomalies");
    let marked = |code: &str| {
        let row = anomalies.iter().find(|row| row[0] == code).unwrap();
        (row[1].clone(), row.last().unwrap().replace('\u{a0}', " "))
    };
    assert_eq!(
        marked("RES-001"),
        ("▲ Bloquant".to_owned(), "accepté jusqu’au 31/12/2026 (Vote en décembre)".to_owned())
    );
    assert_eq!(marked("RES-002").1, "accepté sans limite (Groupement de commandes)");
    let to_do = |campaign: &Path| {
        rows(campaign, "À faire").iter().filter(|row| row[0] == "1" || row[0] == "2").count()
    };
    assert_eq!((to_do(bare.path()), to_do(campaign.path())), (2, 0));
    let journal = fs::read_to_string(campaign.path().join("sorties/2026-11/journal.jsonl")).unwrap();
    assert!(journal.contains("\"accepte\":\"jusqu’au 31/12/2026\""), "{journal}");
    assert!(!journal.contains("Vote en décembre"), "a reason written freely stays out of the log");

    let (status, stdout, _) = run(campaign.path(), &["verifier", "2026-11"]);
    assert_eq!(status, 0, "{stdout}");
    assert!(stdout.contains("Dérogation : accepté jusqu’au 31/12/2026"), "{stdout}");
    assert!(stdout.contains(&uai), "{stdout}");
}

#[test]
fn a_derogation_that_expired_or_serves_nothing_is_told_at_the_end() {
    let (campaign, _) = received(
        "[[derogation]]\nregle = \"RES-001\"\necole = \"UAI\"\nmotif = \"Ancien\"\njusqu_au = 2026-11-23\n\
         [[derogation]]\nregle = \"RES-002\"\ncommune = \"Nulle-Part\"\nmotif = \"m\"\njusqu_au = \"sans limite\"\n\
         [[derogation]]\nregle = \"COU-002\"\necole = \"UAI\"\nmotif = \"m\"\njusqu_au = \"sans limite\"\n",
    );
    let (status, stdout, stderr) = consolidate(campaign.path());
    assert_eq!(status, 1, "{stdout}");
    for told in [
        "la dérogation de la ligne 1 (RES-001) valait jusqu’au 23/11/2026 ; elle n’est plus appliquée",
        "la dérogation de la ligne 6 (RES-002) n’a rien accepté : ce qu’elle désigne n’est pas dans",
        "la dérogation de la ligne 11 (COU-002) n’a rien accepté : aucun constat de ce mois",
    ] {
        assert!(stderr.contains(told), "{told}: {stderr}");
    }
}

#[test]
fn a_derogation_for_a_whole_academie_is_refused_with_what_to_do() {
    let (campaign, _) =
        received("[[derogation]]\nregle = \"RES-001\"\nmotif = \"m\"\njusqu_au = \"sans limite\"\n");
    let (status, _, stderr) = consolidate(campaign.path());
    assert_eq!(status, 3, "{stderr}");
    assert!(stderr.contains("ligne 1, colonne 1") && stderr.contains("[gravites]"), "{stderr}");
    assert!(!campaign.path().join("sorties").exists());
}
