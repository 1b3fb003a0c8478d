//! Where persons are named, and where never: without asking, in the workbook alone; with `--sans-noms`, nowhere.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use maillage::model::school::Uai;
use rust_xlsxwriter::Workbook;

/// What nobody else would write: a name and a first name, an address, a phone, a resource person, a comment, what an
/// unknown column holds, a reason.
const SECRETS: [&str; 10] = [
    "Zyxwinska",
    "Quetzalie",
    "qz.personnelle@example.org",
    "06 12 34 56 78",
    "Wachtmeister",
    "Ypsilantis",
    "Brontosaure",
    "Hippocampe",
    "Mastodonte",
    "Kropotkine",
];

fn received() -> tempfile::TempDir {
    let campaign = tempfile::tempdir().unwrap();
    fs::create_dir(campaign.path().join("2026-11")).unwrap();
    let referential = maillage::referential::embedded();
    let uai = Uai::from_digits("0441000").unwrap().to_string();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "UAI").unwrap();
    sheet.write(0, 1, &uai).unwrap();
    let titles = [
        "Compétence",
        "Entité responsable",
        "Mode",
        "Personne",
        "Courriel",
        "Téléphone",
        "Personne ressource",
        "Commentaire",
        "Totem de l’équipe",
        "Niveau de service",
        "Réalisateurs",
    ];
    for (column, title) in (0..).zip(titles) {
        sheet.write(2, column, title).unwrap();
    }
    for (row, id) in (3..).zip(referential.required()) {
        let answer = match row {
            3 => "Quetzalie Zyxwinska",
            4 => "Mme Zyxwinska",
            5 => "ERUN : Mme Quetzalie Zyxwinska",
            6 => "Mairie de Rezé ; M. Wachtmeister",
            7 => "Zyxwinska",
            8 => "sans objet : parti avec le Mastodonte",
            9 => "à définir quand le Kropotkine aura rendu les clés",
            10 => "Mairie de Rezé (Zyxwinska)",
            11 => "qz.personnelle@example.org",
            12 => "Éditeur Scolavia",
            _ => "Mairie de Rezé",
        };
        sheet.write(row, 0, &referential.competence(id).label).unwrap();
        sheet.write(row, 1, answer).unwrap();
        sheet.write(row, 2, if row == 13 { "Mme Zyxwinska" } else { "interne" }).unwrap();
        sheet.write(row, 3, "Mme Zyxwinska Quetzalie").unwrap();
        sheet.write(row, 4, "qz.personnelle@example.org").unwrap();
        sheet.write(row, 5, "06 12 34 56 78").unwrap();
        sheet.write(row, 6, "Ypsilantis Léo").unwrap();
        sheet.write(row, 7, "Brontosaure à nourrir").unwrap();
        sheet.write(row, 8, "Hippocampe").unwrap();
        sheet.write(row, 9, "GTR 4 h, appeler Zyxwinska ou M. Wachtmeister au 06 12 34 56 78").unwrap();
        sheet.write(row, 10, "Mme Wachtmeister").unwrap();
    }
    workbook.save(campaign.path().join("2026-11/inventaire.xlsx")).unwrap();
    campaign
}

/// Both outputs of a run, as one text.
fn run(campaign: &Path, more: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_maillage"))
        .current_dir(campaign)
        .args(["consolider", "2026-11", "--date", "2026-11-24", "--echec-si", "jamais", "--verbose"])
        .args(more)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    said
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
            continue;
        }
        if path.is_dir() { files.extend(self::files(&path)) } else { files.push(path) }
    }
    files
}

/// All that a file says: the parts of a workbook, the texts of a PDF, the file itself otherwise.
fn texts(file: &Path) -> String {
    let bytes = fs::read(file).unwrap();
    match file.extension().and_then(|ending| ending.to_str()) {
        Some("xlsx") => {
            let mut parts = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            let mut text = String::new();
            for index in 0..parts.len() {
                parts.by_index(index).unwrap().read_to_string(&mut text).unwrap();
            }
            text
        }
        Some("pdf") => pdf_text(&bytes),
        _ => String::from_utf8(bytes).unwrap(),
    }
}

fn pdf_text(bytes: &[u8]) -> String {
    let document = lopdf::Document::load_mem(bytes).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text = document.extract_text(&pages).unwrap();
    assert!(text.contains("Nantes"), "the text of the report can be read: {text:.200}");
    text
}

fn holds(text: &str, secret: &str) -> bool {
    // A line of a PDF may be cut anywhere.
    let bare = |text: &str| text.to_lowercase().split_whitespace().collect::<String>();
    bare(text).contains(&bare(secret))
}

/// Where a secret stands, for whoever must find the leak.
fn around(text: &str, secret: &str) -> String {
    let at = text.find(secret).unwrap_or(0);
    let before: String = text[..at].chars().rev().take(80).collect();
    before.chars().rev().chain(text[at..].chars().take(120)).collect()
}

#[test]
fn without_names_no_person_nor_comment_is_anywhere() {
    let campaign = received();
    let said = run(campaign.path(), &["--sans-noms"]);
    let outputs = files(&campaign.path().join("sorties"));
    assert_eq!(outputs.len(), 6, "{outputs:?}");
    for secret in SECRETS {
        assert!(!holds(&said, secret), "{secret} on the terminal: {said}");
        for file in &outputs {
            let text = texts(file);
            assert!(!holds(&text, secret), "{secret} in {}: {}", file.display(), around(&text, secret));
        }
    }
    let workbook =
        outputs.iter().find(|file| file.extension().is_some_and(|ending| ending == "xlsx")).unwrap();
    let text = texts(workbook);
    for kept in [
        "(nom masqué)",
        "Mairie de Rezé",
        "Éditeur Scolavia",
        "sans objet (texte masqué)",
        "GTR 4 h, appeler",
    ] {
        assert!(text.contains(kept), "{kept} stays");
    }
}

#[test]
fn the_figures_are_the_same_with_and_without_names() {
    let campaign = received();
    let states = |campaign: &Path| -> Vec<String> {
        let csv = fs::read_to_string(campaign.join("sorties/2026-11/17-nantes/couverture.csv")).unwrap();
        csv.lines().map(|line| line.split(';').skip(7).take(3).collect::<Vec<_>>().join(";")).collect()
    };
    run(campaign.path(), &[]);
    let with = states(campaign.path());
    run(campaign.path(), &["--sans-noms"]);
    assert_eq!(states(campaign.path()), with);
}

#[test]
fn without_asking_persons_and_comments_stay_in_the_workbook() {
    let campaign = received();
    let said = run(campaign.path(), &[]);
    for file in files(&campaign.path().join("sorties")) {
        let text = texts(&file);
        let ending = file.extension().unwrap().to_str().unwrap();
        for secret in SECRETS {
            assert!(!holds(&said, secret), "{secret} on the terminal");
            match ending {
                "xlsx" => assert!(holds(&text, secret), "{secret} is lost"),
                _ => assert!(
                    !holds(&text, secret),
                    "{secret} in {}: {}",
                    file.display(),
                    around(&text, secret)
                ),
            }
        }
    }
}

#[test]
fn the_report_names_resource_people_where_the_configuration_asks_and_nobody_else() {
    let campaign = received();
    fs::write(campaign.path().join("maillage.toml"), "[rapport]\nnoms = true\n").unwrap();
    let report = |campaign: &Path| {
        let outputs = files(&campaign.join("sorties"));
        texts(outputs.iter().find(|file| file.extension().is_some_and(|ending| ending == "pdf")).unwrap())
    };
    run(campaign.path(), &[]);
    let named = report(campaign.path());
    for secret in SECRETS {
        assert_eq!(holds(&named, secret), secret == "Ypsilantis", "{secret}");
    }
    run(campaign.path(), &["--sans-noms"]);
    assert!(!holds(&report(campaign.path()), "Ypsilantis"), "--sans-noms prevails");
}

#[test]
fn a_name_that_may_be_a_person_s_is_neither_in_the_report_nor_in_the_log() {
    let campaign = tempfile::tempdir().unwrap();
    fs::create_dir(campaign.path().join("2026-11")).unwrap();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "UAI").unwrap();
    sheet.write(0, 1, Uai::from_digits("0441000").unwrap().to_string()).unwrap();
    sheet.write(2, 0, "Compétence").unwrap();
    sheet.write(2, 1, "Entité responsable").unwrap();
    let answers = ["Durand", "Zyxwinska", "Éditeur Scolavia", "Mairie de Rezé / Zyxwinska"];
    for ((row, id), answer) in (3..).zip(maillage::referential::embedded().required()).zip(answers) {
        let referential = maillage::referential::embedded();
        sheet.write(row, 0, &referential.competence(id).label).unwrap();
        sheet.write(row, 1, answer).unwrap();
    }
    workbook.save(campaign.path().join("2026-11/inventaire.xlsx")).unwrap();
    run(campaign.path(), &[]);
    for file in files(&campaign.path().join("sorties")) {
        let text = texts(&file);
        match file.extension().unwrap().to_str().unwrap() {
            "csv" => {
                let states: Vec<&str> =
                    text.lines().skip(1).take(4).map(|line| line.split(';').nth(8).unwrap()).collect();
                assert_eq!(states, ["orpheline", "couverte", "couverte", "partagee"]);
            }
            "pdf" | "jsonl" => {
                assert!(!holds(&text, "Zyxwinska") && !holds(&text, "Durand"), "{}", file.display());
                if file.extension().is_some_and(|ending| ending == "pdf") {
                    assert!(holds(&text, "Scolavia"), "an entity that says what it is stays");
                }
            }
            _ => {}
        }
    }
}
