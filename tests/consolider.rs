//! Whole runs of `maillage consolider`: from workbooks received to the month's folder.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use calamine::{Reader, Xlsx};
use maillage::model::school::Uai;
use rust_xlsxwriter::Workbook;
use serde_json::Value;

/// A campaign in a folder of its own: a registry of four schools, of which some have answered.
struct Campaign(tempfile::TempDir);

/// How often a run is killed, from its start to its end.
const KILLS: u32 = 40;

/// The labels of the fourteen required competences.
fn labels() -> Vec<String> {
    let referential = maillage::referential::embedded();
    referential.required().map(|id| referential.competence(id).label.clone()).collect()
}

fn uai(rank: u32) -> String {
    Uai::from_digits(&format!("044{:04}", 1000 + rank)).unwrap().to_string()
}

impl Campaign {
    /// Schools 0, 1 and 2 have answered, the fourth has not.
    fn new() -> Self {
        let campaign = Self(tempfile::tempdir().unwrap());
        fs::create_dir(campaign.path("2026-11")).unwrap();
        let rows: Vec<String> =
            (0..4).map(|rank| format!("{};École Les Ormes {rank};Valbrune\n", uai(rank))).collect();
        fs::write(campaign.path("annuaire.csv"), format!("UAI;Nom;Commune\n{}", rows.concat())).unwrap();
        for rank in 0..3 {
            campaign.receive(&format!("{}_inventaire.xlsx", uai(rank)), rank, "Commune de Valbrune");
        }
        campaign
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// An inventory where the same entity answers for everything.
    fn receive(&self, name: &str, rank: u32, entity: &str) {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.write(0, 0, "UAI").unwrap();
        sheet.write(0, 1, uai(rank)).unwrap();
        for (column, title) in (0..).zip(["Compétence", "Entité responsable", "Mode"]) {
            sheet.write(2, column, title).unwrap();
        }
        for (row, label) in (3..).zip(labels()) {
            sheet.write(row, 0, label).unwrap();
            sheet.write(row, 1, entity).unwrap();
            sheet.write(row, 2, "interne").unwrap();
        }
        workbook.save(self.path("2026-11").join(name)).unwrap();
    }

    fn command(&self, more: &[&str]) -> Command {
        self.consolidate("2026-11", more)
    }

    fn consolidate(&self, source: &str, more: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_maillage"));
        command
            .current_dir(self.0.path())
            .args(["consolider", source, "--mois", "2026-11", "--annuaire", "annuaire.csv"])
            .args(["--date", "2026-11-24"])
            .args(more);
        command
    }

    /// The status, stdout and stderr of a run.
    fn run(&self, more: &[&str]) -> (i32, String, String) {
        let output = self.command(more).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    fn month(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.path("sorties/2026-11"))
    }
}

/// Every file under a folder, by relative path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut files, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn a_month_is_written_for_its_academie_with_the_totals_of_the_summary() {
    let campaign = Campaign::new();
    let (status, stdout, stderr) = campaign.run(&["--format", "json", "--echec-si", "jamais"]);
    assert_eq!(status, 0, "{stderr}");
    let month = campaign.month();
    let names: Vec<&str> = month.keys().map(String::as_str).collect();
    let expected = [
        "17-nantes/2026-11_nantes_consolidation.xlsx",
        "17-nantes/2026-11_nantes_rapport-copil.pdf",
        "17-nantes/couverture.csv",
        "17-nantes/etat.json",
        "journal.jsonl",
        "synthese.html",
    ];
    assert_eq!(names, expected);

    let summary: Value = serde_json::from_str(&stdout).unwrap();
    let nantes = &summary["academies"][0];
    assert_eq!(nantes["nom"], "Nantes");
    assert_eq!((&nantes["recus"], &nantes["verdicts"]["retenu"]), (&3.into(), &3.into()));
    assert_eq!(nantes["ecoles"]["taux_de_retour"]["numerateur"], 3);
    assert_eq!(nantes["ecoles"]["taux_de_retour"]["denominateur"], 4);
    assert_eq!(nantes["couples"], 4 * 14);
    assert_eq!(nantes["etats"]["couverte"], 3 * 14);
    assert_eq!(nantes["etats"]["non_rendue"], 14);

    let coverage = text(&month["17-nantes/couverture.csv"]);
    let lines_in = |state: &str| coverage.lines().filter(|line| line.contains(&format!(";{state};"))).count();
    assert_eq!((coverage.lines().count(), lines_in("couverte"), lines_in("non_rendue")), (1 + 56, 42, 14));
    let journal: Vec<Value> =
        text(&month["journal.jsonl"]).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(journal.len(), 3);
    assert!(journal.iter().all(|line| line["verdict"] == "retenu"), "{journal:?}");
    let written: Vec<&str> =
        summary["fichiers"].as_array().unwrap().iter().map(|file| file.as_str().unwrap()).collect();
    assert!(expected.iter().all(|name| written.contains(name)), "{written:?}");
}

#[test]
fn the_summary_is_french_and_names_what_to_open() {
    let campaign = Campaign::new();
    let (_, stdout, _) = campaign.run(&[]);
    let plain = stdout.replace(['\u{a0}', '\u{202f}'], " ");
    for words in [
        "Novembre 2026 · académie de Nantes",
        "3 reçus : 3 retenus",
        "3 écoles sur 4 attendues (75 %)",
        "100 % des compétences ont un seul responsable (42 sur 42)",
        "75 % en comptant les écoles sans réponse (42 sur 56)",
        "2026-11_nantes_rapport-copil.pdf",
    ] {
        assert!(plain.contains(words), "{words}: {plain}");
    }
    assert!(plain.lines().count() <= 24, "{plain}");
}

#[test]
fn the_status_says_whether_something_blocks() {
    let campaign = Campaign::new();
    campaign.receive(&format!("{}_inventaire.xlsx", uai(0)), 0, "néant");
    for (level, expected) in [("bloquant", 1), ("alerte", 1), ("jamais", 0)] {
        let (status, _, stderr) = campaign.run(&["--echec-si", level]);
        assert_eq!(status, expected, "{level}: {stderr}");
    }
}

#[test]
fn quiet_says_nothing_but_the_summary() {
    let campaign = Campaign::new();
    let (_, stdout, stderr) = campaign.run(&["--quiet"]);
    assert!(!stdout.is_empty());
    assert_eq!(stderr, "");
}

#[test]
fn the_same_input_gives_the_same_bytes_whatever_the_threads() {
    let campaign = Campaign::new();
    campaign.run(&["--taches", "1"]);
    let once = campaign.month();
    campaign.run(&["--taches", "3"]);
    assert!(once == campaign.month(), "{:?}", once.keys());
    campaign.run(&["--taches", "2", "-o", "ailleurs"]);
    assert!(once == files(&campaign.path("ailleurs/2026-11")), "nor the folder of the results");
    assert_eq!(once.len(), 6);
}

#[test]
fn another_run_in_the_same_folder_is_refused_and_nothing_changes() {
    let campaign = Campaign::new();
    campaign.run(&[]);
    let before = files(&campaign.path("sorties"));
    let lock = fs::OpenOptions::new().write(true).open(campaign.path("sorties/.maillage.verrou")).unwrap();
    lock.lock().unwrap();
    let (status, stdout, stderr) = campaign.run(&[]);
    assert_eq!((status, stdout.as_str()), (5, ""));
    assert!(stderr.contains("Une autre exécution de Maillage"), "{stderr}");
    assert!(before == files(&campaign.path("sorties")));
}

#[test]
fn a_run_that_reads_nothing_leaves_the_month_as_it_was() {
    let campaign = Campaign::new();
    campaign.run(&[]);
    let before = campaign.month();
    for rank in 0..3 {
        fs::write(campaign.path(&format!("2026-11/{}_inventaire.xlsx", uai(rank))), "abîmé").unwrap();
    }
    let (status, _, stderr) = campaign.run(&[]);
    assert_eq!(status, 4, "{stderr}");
    assert!(before == campaign.month());
}

/// Whose inventory it is can't be told, and no registry lists an académie: no dossier, and yet a line that says why.
#[test]
fn several_academies_have_a_workbook_that_compares_them_and_names_what_no_school_claims() {
    let campaign = Campaign::new();
    let rennes = Uai::from_digits("0350122").unwrap();
    let rows: Vec<String> =
        labels().into_iter().map(|label| format!("{label};Mairie de Bruz;interne\n")).collect();
    let inventory = format!("UAI;{rennes}\n\nCompétence;Entité responsable;Mode\n{}", rows.concat());
    fs::write(campaign.path("2026-11/bruz.csv"), inventory).unwrap();
    fs::write(campaign.path("2026-11/abîmé.xlsx"), b"PK\x03\x04").unwrap();
    campaign.run(&[]);
    let month = campaign.month();
    assert!(month.contains_key("14-rennes/couverture.csv") && month.contains_key("17-nantes/couverture.csv"));
    assert!(month["national.pdf"].starts_with(b"%PDF-1.7"));
    let page = text(&month["synthese.html"]);
    assert!(page.contains("href=\"national.pdf\"") && page.contains("href=\"national.xlsx\""));
    let mut national: Xlsx<_> = Xlsx::new(Cursor::new(month["national.xlsx"].clone())).unwrap();
    let mut column = |sheet: &str, from: u32| -> Vec<String> {
        let range = national.worksheet_range(sheet).unwrap();
        let cells = (from..range.height() as u32).filter_map(|row| range.get_value((row, 0)));
        cells.map(ToString::to_string).collect()
    };
    let told = ["Ensemble des académies", "Rennes", "Nantes", "Sans académie"];
    assert_eq!(column("Académies", 3), told);
    assert_eq!(column("Sans académie", 3), ["abîmé.xlsx"]);
    campaign.run(&["--academie", "Nantes"]);
    let month = campaign.month();
    assert!(!month.contains_key("national.xlsx") && !month.contains_key("national.pdf"));
}

#[test]
fn an_inventory_of_nobody_alone_still_has_its_line() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("2026-11")).unwrap();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, title) in (0..).zip(["Compétence", "Entité responsable", "Mode"]) {
        sheet.write(0, column, title).unwrap();
    }
    for (row, label) in (1..).zip(labels()) {
        sheet.write(row, 0, label).unwrap();
        // Several entities in a cell: a finding that names its competence.
        sheet.write(row, 1, "Commune de Valbrune et rectorat de Nantes").unwrap();
        sheet.write(row, 2, "en interne, sans doute").unwrap();
    }
    workbook.save(folder.path().join("2026-11/inventaire.xlsx")).unwrap();

    let output = Command::new(env!("CARGO_BIN_EXE_maillage"))
        .current_dir(folder.path())
        .args(["consolider", "2026-11", "--date", "2026-11-24"])
        .output()
        .unwrap();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(stdout.contains("aucune académie reconnue"), "{stdout}");
    assert_eq!(stderr, "");
    let month = files(&folder.path().join("sorties/2026-11"));
    assert_eq!(month.keys().collect::<Vec<_>>(), ["journal.jsonl", "synthese.html"]);
    assert!(text(&month["synthese.html"]).contains("1\u{a0}document est rejeté"));
    let line: Value = serde_json::from_str(text(&month["journal.jsonl"])).unwrap();
    assert_eq!((&line["verdict"], &line["motif"]), (&"rejete".into(), &"ETB-001".into()));
    let told = line["constats"].as_array().unwrap();
    assert!(told.iter().any(|finding| finding["competence"] == "PIL-MOA"), "{told:?}");
}

#[test]
fn a_run_that_reads_nothing_names_the_first_files_and_counts_the_others() {
    let campaign = Campaign::new();
    for rank in 0..10 {
        fs::write(campaign.path(&format!("2026-11/{}_inventaire.xlsx", uai(rank))), "abîmé").unwrap();
    }
    let (status, _, stderr) = campaign.run(&["--quiet"]);
    assert_eq!(status, 4);
    assert!(stderr.contains(&format!("{}_inventaire.xlsx : ", uai(7))), "{stderr}");
    assert!(!stderr.contains(&uai(8)), "{stderr}");
    assert!(stderr.replace('\u{a0}', " ").ends_with("\n  et 2 autres fichiers.\n"), "{stderr}");
}

#[test]
fn a_folder_of_ones_own_is_never_replaced() {
    let campaign = Campaign::new();
    fs::create_dir_all(campaign.path("sorties/2026-11")).unwrap();
    fs::write(campaign.path("sorties/2026-11/notes.txt"), "à garder").unwrap();
    let (status, _, stderr) = campaign.run(&[]);
    assert_eq!(status, 5, "{stderr}");
    assert_eq!(fs::read_to_string(campaign.path("sorties/2026-11/notes.txt")).unwrap(), "à garder");
}

#[test]
fn killed_at_any_instant_the_month_is_the_old_one_or_the_new_one_whole() {
    let campaign = Campaign::new();
    // What was received before, and what is received now: each run starts from the one and meets the other.
    fs::create_dir(campaign.path("avant")).unwrap();
    for (name, bytes) in files(&campaign.path("2026-11")) {
        fs::write(campaign.path("avant").join(name), bytes).unwrap();
    }
    for rank in 0..3 {
        campaign.receive(&format!("{}_inventaire.xlsx", uai(rank)), rank, "Département de Loire-Atlantique");
    }
    campaign.consolidate("avant", &[]).output().unwrap();
    let old = campaign.month();
    let begun = Instant::now();
    campaign.run(&["-o", "ailleurs"]);
    let whole = begun.elapsed();
    let new = files(&campaign.path("ailleurs/2026-11"));
    assert!(old != new);
    let mut met = BTreeSet::new();
    for instant in 0..KILLS {
        let source = if instant % 2 == 0 { "2026-11" } else { "avant" };
        let mut command = campaign.consolidate(source, &[]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Most of what can go wrong lies near the end.
        let share = f64::from(instant % (KILLS / 2)) / f64::from(KILLS / 2);
        std::thread::sleep(whole.mul_f64(1.6 * share.sqrt()));
        child.kill().unwrap();
        child.wait().unwrap();
        let aside = campaign.path("sorties/.2026-11.ancien");
        let month = campaign.month();
        if month.is_empty() {
            assert!(files(&aside) == old || files(&aside) == new, "killed between the two renames");
        } else {
            assert!(month == old || month == new, "killed at {share:.2} of a run");
            met.insert(month == new);
        }
    }
    assert_eq!(met.len(), 2, "some runs ended, some didn’t");
    campaign.run(&[]);
    assert!(campaign.month() == new);
    let left: Vec<_> = fs::read_dir(campaign.path("sorties")).unwrap().collect();
    assert_eq!(left.len(), 2, "the month and the lock: {left:?}");
}

#[test]
fn of_two_runs_at_once_the_second_touches_nothing() {
    let campaign = Campaign::new();
    let first = campaign.command(&[]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let second = campaign.command(&[]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let ends = [first.wait_with_output().unwrap(), second.wait_with_output().unwrap()];
    let refused = ends.iter().filter(|end| end.status.code() == Some(5)).count();
    assert!(refused < 2, "one at least writes the month");
    for end in ends.iter().filter(|end| end.status.code() == Some(5)) {
        assert!(text(&end.stderr).contains("Une autre exécution de Maillage"), "{}", text(&end.stderr));
    }
    campaign.run(&["-o", "ailleurs"]);
    assert!(campaign.month() == files(&campaign.path("ailleurs/2026-11")));
    let left: Vec<_> = fs::read_dir(campaign.path("sorties")).unwrap().collect();
    assert_eq!(left.len(), 2, "the month and the lock: {left:?}");
}
