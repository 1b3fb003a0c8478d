//! Months compared, through the executable: what was mended from one to the next is what the evolution tells, no more.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use maillage::model::school::Uai;
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

/// The answers of one month: by school, then by competence.
type Answers = BTreeMap<u32, BTreeMap<&'static str, &'static str>>;

/// A folder with the months received and the months consolidated.
struct Campaign(tempfile::TempDir);

fn uai(rank: u32) -> String {
    Uai::from_digits(&format!("044{:04}", 1000 + rank)).unwrap().to_string()
}

/// Schools that answer everything with the same entity, but for the competences given.
fn answers(schools: impl IntoIterator<Item = u32>, but: &[(u32, &'static str, &'static str)]) -> Answers {
    let mut answers: Answers = schools.into_iter().map(|rank| (rank, BTreeMap::new())).collect();
    for (rank, competence, answer) in but {
        answers.get_mut(rank).unwrap().insert(competence, answer);
    }
    answers
}

impl Campaign {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes what was received in a month, and the registry of that month: its schools and their names.
    fn receive(&self, month: &str, registry: &[(u32, &str)], answers: &Answers) {
        let folder = self.path("recus").join(month);
        fs::create_dir_all(&folder).unwrap();
        let rows: Vec<String> =
            registry.iter().map(|(rank, name)| format!("{};{name};Valbrune;Bruz\n", uai(*rank))).collect();
        let titles = "UAI;Nom;Commune;Circonscription\n";
        fs::write(self.path(&format!("annuaire-{month}.csv")), [titles, &rows.concat()].concat()).unwrap();
        let referential = maillage::referential::embedded();
        for (rank, answers) in answers {
            let mut workbook = Workbook::new();
            let sheet = workbook.add_worksheet();
            sheet.write(0, 0, "UAI").unwrap();
            sheet.write(0, 1, uai(*rank)).unwrap();
            for (column, title) in (0..).zip(["Compétence", "Entité responsable", "Mode"]) {
                sheet.write(2, column, title).unwrap();
            }
            for (row, id) in (3..).zip(referential.required()) {
                let competence = referential.competence(id);
                let answer = answers.get(competence.code.as_str()).copied().unwrap_or("Scolavia");
                let (entity, mode) = answer.split_once(" : ").unwrap_or((answer, "externe"));
                sheet.write(row, 0, &competence.label).unwrap();
                sheet.write(row, 1, entity).unwrap();
                if entity != "néant" {
                    sheet.write(row, 2, mode).unwrap();
                }
            }
            workbook.save(folder.join(format!("{}.xlsx", uai(*rank)))).unwrap();
        }
    }

    /// Consolidates a month; gives stdout and stderr.
    fn consolidate(&self, month: &str, more: &[&str]) -> (String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_maillage"))
            .current_dir(self.0.path())
            .args(["consolider", &format!("recus/{month}"), "--annuaire", &format!("annuaire-{month}.csv")])
            .args(["--mois", month, "--date", "2026-11-24", "--echec-si", "jamais"])
            .args(more)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap().replace(['\u{a0}', '\u{202f}'], " ");
        let (stdout, stderr) = (text(output.stdout), text(output.stderr));
        assert!(output.status.success(), "{stdout}{stderr}");
        (stdout, stderr)
    }

    fn evolution(&self, root: &str, month: &str) -> Value {
        let path = self.path(&format!("{root}/{month}/17-nantes/etat.json"));
        let state: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        state["evolution"].clone()
    }
}

/// Every file under a folder, with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let (mut files, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

const NAMES: [(u32, &str); 7] = [
    (0, "École Les Ormes"),
    (1, "École Les Alizés"),
    (2, "École du Port"),
    (3, "École La Marelle"),
    (4, "École du Moulin"),
    (5, "École Les Genêts"),
    (6, "École du Lavoir"),
];

/// October: seven schools, of which the last didn't answer. November: two points mended, one lost, one entity
/// replaced, one mode changed; a school gone, one entered, one renamed, one that answers at last.
fn two_months() -> Campaign {
    let campaign = Campaign::new();
    let october = answers(
        0..6,
        &[(0, "PIL-MOA", "néant"), (1, "ACC-DOC", "à définir"), (3, "MAT-FAI", "Ludexia / Scolavia")],
    );
    campaign.receive("2026-10", &NAMES, &october);
    let november = answers(
        [0, 1, 2, 3, 4, 6, 7],
        &[
            (2, "ENT-HEB", "néant"),
            (3, "MAT-FAI", "Ludexia / Scolavia"),
            (4, "ACC-FOR", "Ludexia"),
            (4, "ACC-PEM", "Scolavia : interne"),
        ],
    );
    let mut names: Vec<(u32, &str)> = NAMES.into_iter().filter(|(rank, _)| *rank != 5).collect();
    names[3].1 = "École des Tilleuls";
    names.push((7, "École des Prés"));
    campaign.receive("2026-11", &names, &november);
    campaign
}

#[test]
fn the_evolution_tells_exactly_what_was_mended() {
    let campaign = two_months();
    let (stdout, stderr) = campaign.consolidate("2026-10", &[]);
    assert!(!stdout.contains("Évolution") && !stderr.contains("Historique"), "{stdout}{stderr}");
    assert!(campaign.evolution("sorties", "2026-10").is_null());
    let (stdout, stderr) = campaign.consolidate("2026-11", &[]);
    assert!(!stderr.contains("Historique"), "{stderr}");
    let evolution = campaign.evolution("sorties", "2026-11");

    // Schools 0 to 4 answered twice: 5 × 14 couples, of which 67 then 68 covered.
    let terms = |numerator: u32| json!({"numerateur": numerator, "denominateur": 70});
    assert_eq!(
        (&evolution["mois_precedent"], &evolution["ecoles_comparees"]),
        (&json!("2026-10"), &json!(5))
    );
    assert_eq!(evolution["couverture"], json!({"avant": terms(67), "maintenant": terms(68)}));
    let told: Vec<[String; 5]> = evolution["changements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let (before, now) = (&change["avant"]["etat"], &change["maintenant"]["etat"]);
            [&change["nature"], &change["uai"], &change["competence"], before, now].map(text)
        })
        .collect();
    let change = |nature: &str, school, competence: &str, before: &str, now: &str| {
        [nature.to_owned(), uai(school), competence.to_owned(), before.to_owned(), now.to_owned()]
    };
    let mut expected = vec![
        change("recul", 2, "ENT-HEB", "couverte", "orpheline"),
        change("progres", 0, "PIL-MOA", "orpheline", "couverte"),
        change("progres", 1, "ACC-DOC", "a_definir", "couverte"),
        change("responsable", 4, "ACC-FOR", "couverte", "couverte"),
        change("mode", 4, "ACC-PEM", "couverte", "couverte"),
        change("toujours_ouvert", 3, "MAT-FAI", "partagee", "partagee"),
    ];
    let mut sorted = told.clone();
    sorted.sort();
    expected.sort();
    assert_eq!(sorted, expected);
    assert_eq!(told[0][0], "recul", "regressions first");
    let moves: Vec<(&str, &str)> = evolution["mouvements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|school| (school["mouvement"].as_str().unwrap(), school["uai"].as_str().unwrap()))
        .collect();
    let uais = [6, 7, 5, 3].map(uai);
    let expected = ["rend_de_nouveau", "entree", "sortie", "renommee"];
    assert_eq!(moves, expected.into_iter().zip(uais.iter().map(String::as_str)).collect::<Vec<_>>());

    let summary = stdout.replace("\n               ", " ");
    assert!(
        summary.contains(
            "Évolution      couverture +1,4 point depuis octobre 2026, sur les 5 écoles présentes aux deux mois : \
             1 recul et 2 progrès ; 1 école entrée et 1 sortie de l’annuaire"
        ),
        "{summary}"
    );
}

#[test]
fn a_month_run_again_replaces_itself_and_gives_the_same_bytes() {
    let campaign = two_months();
    campaign.consolidate("2026-10", &[]);
    campaign.consolidate("2026-11", &[]);
    let first = files(&campaign.path("sorties/2026-11"));
    // A later month, consolidated since, tells nothing of this one.
    fs::create_dir(campaign.path("sorties/2026-12")).unwrap();
    fs::create_dir(campaign.path("sorties/2026-12/17-nantes")).unwrap();
    fs::write(campaign.path("sorties/2026-12/17-nantes/etat.json"), "{").unwrap();
    let (_, stderr) = campaign.consolidate("2026-11", &["--taches", "1"]);
    assert!(!stderr.contains("Historique"), "{stderr}");
    assert!(files(&campaign.path("sorties/2026-11")) == first);
    // The same past, told apart from the results.
    campaign.consolidate("2026-11", &["-o", "ailleurs", "--historique", "sorties"]);
    assert!(files(&campaign.path("ailleurs/2026-11")) == first);
    campaign.consolidate("2026-11", &["-o", "sans-passe"]);
    assert!(campaign.evolution("sans-passe", "2026-11").is_null());
}

#[test]
fn a_past_that_cannot_serve_is_one_warning_and_no_failure() {
    let campaign = two_months();
    campaign.consolidate("2026-10", &[]);
    let state = campaign.path("sorties/2026-10/17-nantes/etat.json");
    let sound = fs::read_to_string(&state).unwrap();
    for (text, why) in [
        (sound[..sound.len() / 2].to_owned(), "abîmé"),
        (sound.replacen("\"schema\":1", "\"schema\":0", 1), "forme connue"),
        (sound.replacen("\"code\":\"17\"", "\"code\":\"14\"", 1), "autre académie"),
    ] {
        fs::write(&state, text).unwrap();
        let (_, stderr) = campaign.consolidate("2026-11", &["--quiet"]);
        let told: Vec<&str> = stderr.lines().filter(|line| line.contains("Historique")).collect();
        assert!(told.len() == 1 && stderr.contains(why), "{why}: {stderr}");
        assert!(campaign.evolution("sorties", "2026-11").is_null());
    }
    fs::remove_file(&state).unwrap();
    let (_, stderr) = campaign.consolidate("2026-11", &[]);
    assert!(stderr.contains("Historique") && stderr.contains("manque"), "{stderr}");
}

#[test]
fn a_history_that_does_not_exist_is_refused_before_anything_is_read() {
    let campaign = two_months();
    let output = Command::new(env!("CARGO_BIN_EXE_maillage"))
        .current_dir(campaign.0.path())
        .args(["consolider", "recus/2026-10", "--historique", "sortie"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("L’historique") && told.contains("n’existe pas"), "{told}");
    assert!(!campaign.path("sorties").exists());
}
