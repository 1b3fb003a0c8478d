//! A campaign of which every document is broken in one place, and what is told of it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::PathBuf;
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use maillage::model::school::Uai;
use serde_json::Value;

use crate::form::Form;

/// The place of a document among the findings that no document has.
pub(crate) const NOWHERE: &str = "";

pub(crate) struct Campaign {
    folder: tempfile::TempDir,
    registry: Vec<String>,
    schools: u32,
    /// « code cellule » of what each document is to tell.
    pub(crate) expected: BTreeMap<String, Vec<String>>,
}

/// A school of the campaign.
pub(crate) struct School {
    pub(crate) uai: String,
    pub(crate) commune: String,
}

impl School {
    pub(crate) fn form(&self) -> Form {
        Form::of_school(&self.uai, &self.commune)
    }
}

impl Campaign {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("2026-11")).unwrap();
        Self { folder, registry: Vec::new(), schools: 0, expected: BTreeMap::new() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A school that the registry doesn't list, alone in its commune.
    pub(crate) fn stranger(&mut self) -> School {
        self.schools += 1;
        let uai = Uai::from_digits(&format!("{:07}", 441_000 + self.schools)).unwrap().to_string();
        // No two of these names are close.
        let letters = self.schools.to_string().replace(['0', '1'], "ba").replace(['2', '3'], "ko");
        let letters = letters.replace(['4', '5'], "ru").replace(['6', '7'], "mi").replace(['8', '9'], "te");
        School { uai, commune: format!("Sar{letters}{}", self.schools) }
    }

    /// A school of the registry, alone in its commune.
    pub(crate) fn school(&mut self) -> School {
        let school = self.stranger();
        self.list(&school, "École Les Tilleuls", "public");
        school
    }

    pub(crate) fn list(&mut self, school: &School, name: &str, sector: &str) {
        let circonscription = format!("Circo de {}", school.commune);
        self.registry.push(format!("{};{name};{};{circonscription};{sector}\n", school.uai, school.commune));
    }

    /// Writes a document of which these findings are expected, each « code cellule ».
    pub(crate) fn document(&mut self, name: &str, bytes: &[u8], tells: &[&str]) {
        fs::write(self.path("2026-11").join(name), bytes).unwrap();
        self.expect(name, tells);
    }

    pub(crate) fn expect(&mut self, name: &str, tells: &[&str]) {
        let mut tells: Vec<String> = tells.iter().map(|&told| told.to_owned()).collect();
        tells.sort();
        self.expected.entry(name.to_owned()).or_default().extend(tells);
    }

    /// Runs the program as a secretary would, and gives what it told.
    pub(crate) fn run(&self) -> Told {
        let titles = "UAI;Nom;Commune;Circonscription;Secteur\n";
        fs::write(self.path("annuaire.csv"), format!("{titles}{}", self.registry.concat())).unwrap();
        fs::write(self.path("maillage.toml"), "[campagne]\necheance = \"20/11/2026\"\n").unwrap();
        let ran = Command::new(env!("CARGO_BIN_EXE_maillage"))
            .current_dir(self.folder.path())
            .args(["consolider", "2026-11", "--annuaire", "annuaire.csv", "--socle", "socle.xlsx"])
            .args(["--date", "2026-11-24", "--echec-si", "jamais"])
            .output()
            .unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        let month = self.path("sorties/2026-11");
        let mut told = Told::default();
        let journal = fs::read_to_string(month.join("journal.jsonl")).unwrap();
        for line in journal.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
            let document = line["document"].as_str().unwrap().to_owned();
            for finding in line["constats"].as_array().unwrap() {
                let text = |key: &str| finding[key].as_str().unwrap_or("-").to_owned();
                told.add(&document, &text("code"), &text("cellule"), text("message"));
            }
        }
        let workbook = fs::read(month.join("17-nantes/2026-11_nantes_consolidation.xlsx")).unwrap();
        told.read_anomalies(&workbook);
        told
    }
}

/// What a run told.
#[derive(Default)]
pub(crate) struct Told {
    /// « code cellule » by document.
    pub(crate) findings: BTreeMap<String, Vec<String>>,
    /// Every sentence, by code.
    pub(crate) sentences: BTreeMap<String, Vec<String>>,
    /// What each code of the workbook asks to do.
    pub(crate) corrections: BTreeMap<String, String>,
}

impl Told {
    fn add(&mut self, document: &str, code: &str, cell: &str, message: String) {
        let findings = self.findings.entry(document.to_owned()).or_default();
        findings.push(format!("{code} {cell}"));
        findings.sort();
        self.sentences.entry(code.to_owned()).or_default().push(message);
    }

    /// The workbook adds what concerns no document, and says how to mend the rest.
    fn read_anomalies(&mut self, workbook: &[u8]) {
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(workbook)).unwrap();
        let range = workbook.worksheet_range("Anomalies").unwrap();
        let mut rows = range.rows().skip_while(|row| row[0] != *"Code");
        let titles: Vec<String> = rows.next().unwrap().iter().map(Data::to_string).collect();
        let column = |title: &str| titles.iter().position(|known| known == title).unwrap();
        let (document, message) = (column("Document"), column("Constat"));
        let (expected, correction) = (column("Attendu"), column("Correction"));
        for row in rows.filter(|row| !row[0].to_string().is_empty()) {
            let code = row[0].to_string();
            assert!(!row[expected].to_string().is_empty(), "{code}: nothing is expected");
            self.corrections.insert(code.clone(), row[correction].to_string());
            if row[document].to_string().is_empty() {
                self.add(NOWHERE, &code, "-", row[message].to_string());
            }
        }
    }
}
