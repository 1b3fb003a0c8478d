//! The month's loop, through the executable: forms made, filled, consolidated, sent back, mended, consolidated again.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

mod closing;
mod filled;
mod made;
mod returned;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use filled::Book;
use maillage::model::school::Uai;
use serde_json::Value;

/// The sheet to answer in.
const SHEET: &str = "Inventaire ENT";
/// Row of the first competence, from one.
const FIRST_ROW: usize = 9;
/// Columns of the answers: entity, mode, performers, service, level of service, end, level, kept, documentation, FTE,
/// cost, local person.
const COLUMNS: [&str; 12] = ["D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O"];

/// What an inventory without a fault says, competence by competence.
const GOOD: [[&str; 12]; 14] = [
    [
        "Mairie de Valbrune",
        "Internalisé",
        "",
        "",
        "",
        "",
        "Commune",
        "oui",
        "Convention",
        "0.1",
        "",
        "Mme Ripault",
    ],
    ["Rectorat de Nantes", "Internalisé", "", "", "", "", "Académie", "oui", "Bilan annuel", "0.1", "", ""],
    [
        "Circonscription de Bruz",
        "Internalisé",
        "",
        "",
        "",
        "",
        "Circonscription",
        "oui",
        "Plan de formation",
        "0.1",
        "",
        "",
    ],
    [
        "Éditeur Scolavia",
        "Externalisé",
        "",
        "Abonnement",
        "Mise à jour sous 1 mois",
        "47361",
        "École",
        "oui",
        "Guide en ligne",
        "",
        "120",
        "",
    ],
    [
        "Circonscription de Bruz",
        "Internalisé",
        "",
        "",
        "",
        "",
        "École",
        "oui",
        "Guide en ligne",
        "0.1",
        "",
        "",
    ],
    [
        "Circonscription de Bruz",
        "Internalisé",
        "",
        "",
        "",
        "",
        "École",
        "oui",
        "Guide en ligne",
        "0.2",
        "",
        "",
    ],
    [
        "Éditeur Scolavia",
        "Externalisé",
        "",
        "Abonnement",
        "Version annuelle",
        "47361",
        "Académie",
        "oui",
        "Guide en ligne",
        "",
        "120",
        "",
    ],
    [
        "Éditeur Scolavia",
        "Externalisé",
        "",
        "Intégration",
        "Calendrier tenu",
        "47361",
        "Académie",
        "non",
        "Dossier technique",
        "",
        "50",
        "",
    ],
    [
        "Éditeur Scolavia",
        "Externalisé",
        "",
        "Maintenance",
        "GTR 4 h",
        "47361",
        "Académie",
        "oui",
        "Dossier technique",
        "",
        "80",
        "",
    ],
    [
        "Hébergeur Nuagine",
        "Externalisé",
        "",
        "Hébergement",
        "99,5 %",
        "47361",
        "Académie",
        "oui",
        "Dossier technique",
        "",
        "200",
        "",
    ],
    [
        "Mairie de Valbrune",
        "Externalisé partiellement",
        "Société Ludexia",
        "Maintenance",
        "Sous 2 jours",
        "47361",
        "Commune",
        "oui",
        "Inventaire du parc",
        "",
        "450",
        "",
    ],
    [
        "Mairie de Valbrune",
        "Externalisé partiellement",
        "Société Fibralys Télécom",
        "Abonnement",
        "GTR 8 h",
        "47361",
        "Commune",
        "oui",
        "Contrat",
        "",
        "360",
        "",
    ],
    ["École Les Ormes", "Internalisé", "", "", "", "", "École", "oui", "Guide en ligne", "0.05", "", ""],
    ["Rectorat de Nantes", "Internalisé", "", "", "", "", "École", "oui", "Dossier technique", "0.1", "", ""],
];

/// A folder of work.
struct Campaign(tempfile::TempDir);

fn uai(rank: u32) -> String {
    Uai::from_digits(&format!("044{:04}", 1000 + rank)).unwrap().to_string()
}

impl Campaign {
    /// A registry of so many schools, all of one commune and one name.
    fn of(schools: u32) -> Self {
        let campaign = Self(tempfile::tempdir().unwrap());
        let rows: Vec<String> = (0..schools)
            .map(|rank| format!("{0};École Les Ormes;Valbrune;Bruz;ce.{0}@example.org\n", uai(rank)))
            .collect();
        let titles = "UAI;Nom;Commune;Circonscription;Courriel\n";
        fs::write(campaign.path("annuaire.csv"), [titles, &rows.concat()].concat()).unwrap();
        campaign
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs the program; gives both its outputs.
    fn run(&self, args: &[&str]) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_maillage"))
            .current_dir(self.0.path())
            .args(args)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{args:?}: {said}");
        said.replace(['\u{a0}', '\u{202f}'], " ")
    }

    fn make_forms(&self, month: &str, more: &[&str]) -> String {
        let date = format!("{month}-01");
        self.run(
            &[&["modele", "--annuaire", "annuaire.csv", "--mois", month, "--date", &date], more].concat(),
        )
    }

    fn consolidate(&self, month: &str, more: &[&str]) -> String {
        let (recus, date) = (format!("recus/{month}"), format!("{month}-24"));
        let args = ["consolider", &recus, "--annuaire", "annuaire.csv", "--mois", month, "--date", &date];
        self.run(&[&args[..], &["--echec-si", "jamais"], more].concat())
    }

    /// The form made for a school.
    fn form(&self, month: &str, rank: u32) -> Book {
        let path = format!("modeles/{month}/17-nantes/{}_inventaire.xlsx", uai(rank));
        Book::open(&fs::read(self.path(&path)).unwrap())
    }

    fn receive(&self, month: &str, name: &str, book: &Book) {
        let folder = self.path("recus").join(month);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), book.bytes()).unwrap();
    }

    fn returned(&self, month: &str, name: &str) -> Vec<u8> {
        fs::read(self.path(&format!("sorties/{month}/17-nantes/retours/{name}"))).unwrap()
    }

    /// The findings of a month: code, cell and message.
    fn findings(&self, month: &str) -> Vec<String> {
        let journal = fs::read_to_string(self.path(&format!("sorties/{month}/journal.jsonl"))).unwrap();
        let mut findings = Vec::new();
        for line in journal.lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            for finding in line["constats"].as_array().unwrap() {
                findings.push(format!("{} {} {}", finding["code"], finding["cellule"], finding["message"]));
            }
        }
        findings
    }

    fn state(&self, month: &str) -> Value {
        let path = self.path(&format!("sorties/{month}/17-nantes/etat.json"));
        serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
    }
}

/// Fills a form without a fault.
fn fill(book: &mut Book) {
    for (row, answers) in (FIRST_ROW..).zip(GOOD) {
        for (column, answer) in COLUMNS.iter().zip(answers) {
            book.put(SHEET, &format!("{column}{row}"), answer);
        }
    }
}

/// The cell of the form that answers well.
fn good(cell: &str) -> &'static str {
    let (column, row) = cell.split_at(1);
    let column = COLUMNS.iter().position(|one| *one == column).unwrap();
    GOOD[row.parse::<usize>().unwrap() - FIRST_ROW][column]
}

/// Every file under a folder, by its path, in order.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                files.push((name, fs::read(path).unwrap()));
            }
        }
    }
    files.sort();
    files
}
