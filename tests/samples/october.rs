//! October of the samples: what fewer schools of the same académie had answered the month before.
//!
//! It is made from the truth of November, most answers alike and some of each kind changed, so that November shows
//! regressions, progress, new holders, a school that comes and one that goes. The forms are plain: what is messy is
//! November's matter.

use std::collections::BTreeMap;

use maillage::model::school::Uai;
use maillage::referential;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};
use serde_json::Value;

/// How many schools of November had answered in October.
const ANSWERED: usize = 17;
/// The school that enters in November.
const ENTERS: &str = "0449919T";
/// The school that is gone in November, and its line of the registry.
const LEAVES: (&str, &str, &str) = ("0859975", "École maternelle du Vieux Lavoir", "Vernololieu");
/// The school that changes its name, with the one it had.
const RENAMED: (&str, &str) = ("0449877X", "École primaire publique Les Mouettes");
/// The school whose answers those that November doesn't hear of take for theirs: a neighbour of both.
const MODEL: &str = "0859968Y";

/// A school's answers, by competence: state, who is responsible, mode.
type Answers = BTreeMap<String, (String, Vec<String>, String)>;

/// The files of the month and its registry, by path among the samples.
pub(crate) fn files(registry: &str, truth: &Value) -> Vec<(String, Vec<u8>)> {
    let leaves = Uai::from_digits(LEAVES.0).expect("seven digits").to_string();
    let names = names(registry);
    let mut by_school: BTreeMap<String, Answers> = BTreeMap::new();
    for couple in truth["couples"].as_array().expect("couples") {
        let text = |key: &str| couple[key].as_str().unwrap_or_default().to_owned();
        let holders = couple["responsable"].as_array().expect("holders");
        let holders = holders.iter().map(|name| name.as_str().unwrap_or_default().to_owned()).collect();
        by_school
            .entry(text("uai"))
            .or_default()
            .insert(text("competence"), (text("etat"), holders, text("mode")));
    }
    let returned = |answers: &&Answers| answers.values().all(|(state, ..)| state != "non_rendue");
    let mut schools: Vec<(String, Answers)> = by_school
        .iter()
        .filter(|(uai, answers)| returned(answers) && uai.as_str() != ENTERS)
        .map(|(uai, answers)| (uai.clone(), answers.clone()))
        .take(ANSWERED)
        .collect();
    // One that answers in October and not in November, one that is gone.
    let stops = by_school.iter().rev().find(|(_, answers)| !returned(answers)).expect("a silent school").0;
    for uai in [stops, &leaves] {
        let (name, commune) = names.get(uai).map_or((LEAVES.1, LEAVES.2), |(name, commune)| (name, commune));
        let mut answers = by_school[MODEL].clone();
        for (_, holders, _) in answers.values_mut() {
            for holder in holders {
                *holder = holder.replace(&names[MODEL].0, name).replace(&names[MODEL].1, commune);
            }
        }
        schools.push((uai.clone(), answers));
    }
    let mut files: Vec<(String, Vec<u8>)> = schools
        .iter()
        .enumerate()
        .map(|(rank, (uai, answers))| {
            let (name, commune) = match names.get(uai) {
                _ if uai == RENAMED.0 => (RENAMED.1, names[uai].1.as_str()),
                Some((name, commune)) => (name.as_str(), commune.as_str()),
                None => (LEAVES.1, LEAVES.2),
            };
            let bytes = inventory(uai, name, commune, &earlier(rank, commune, answers));
            (format!("2026-10/{uai}_inventaire ENT.xlsx"), bytes)
        })
        .collect();
    files.push(("annuaire-2026-10.csv".to_owned(), october(registry, &leaves).into_bytes()));
    files
}

/// Names and communes of the registry, by UAI.
fn names(registry: &str) -> BTreeMap<String, (String, String)> {
    let cells = registry.lines().skip(1).map(|line| line.split(';').collect::<Vec<_>>());
    cells.map(|cells| (cells[0].to_owned(), (cells[1].to_owned(), cells[7].to_owned()))).collect()
}

/// November's registry as it was a month before.
fn october(registry: &str, leaves: &str) -> String {
    let lines = registry.lines().filter(|line| !line.starts_with(ENTERS));
    let mut lines: Vec<String> = lines.map(|line| line.replace("2026-11-01", "2026-10-01")).collect();
    let name = |line: &str| line.split(';').nth(1).expect("a name").to_owned();
    for line in &mut lines {
        if line.starts_with(RENAMED.0) {
            *line = line.replace(&name(line), RENAMED.1);
        }
    }
    let last = lines.last().expect("a school").clone();
    let (uai, school) = (&last[..8], name(&last));
    let gone = last
        .replace(uai, leaves)
        .replace(&uai.to_lowercase(), &leaves.to_lowercase())
        .replace(&school, LEAVES.1);
    lines.push(gone);
    lines.join("\r\n") + "\r\n"
}

/// What a school had answered: one couple in nine was better, some were worse, some others' business.
fn earlier(rank: usize, commune: &str, answers: &Answers) -> Answers {
    let mairie = format!("Mairie de {commune}");
    let mut earlier = answers.clone();
    for (column, (state, holders, mode)) in earlier.values_mut().enumerate() {
        let draw = (rank * 14 + column * 5) % 27;
        let open = |told: &str| (told.to_owned(), Vec::new(), String::new());
        match (state.as_str(), draw) {
            ("orpheline" | "a_definir" | "non_etudiee", 0..=10) => {
                (*state, *holders, *mode) =
                    ("couverte".to_owned(), vec![mairie.clone()], "internalise".to_owned());
            }
            ("couverte", 3) => (*state, *holders, *mode) = open("orpheline"),
            ("couverte", 7 | 21) => (*state, *holders, *mode) = open("a_definir"),
            ("couverte", 12 | 16) => (*state, *holders, *mode) = open("non_etudiee"),
            ("couverte", 18) => *holders = vec!["DSDEN".to_owned()],
            ("couverte", 24) => {
                let other = if mode == "internalise" { "partiel" } else { "internalise" };
                other.clone_into(mode);
            }
            _ => {}
        }
    }
    earlier
}

/// A form of the model, filled.
fn inventory(uai: &str, name: &str, commune: &str, answers: &Answers) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let noon = ExcelDateTime::from_ymd(2026, 10, 15).expect("a day");
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&noon));
    let bold = Format::new().set_bold();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Inventaire").expect("a name");
    let mut put = |row: u32, column: u16, text: &str| {
        let written = match row {
            0 | 5 => sheet.write_string_with_format(row, column, text, &bold),
            _ => sheet.write_string(row, column, text),
        };
        written.expect("a cell of the grid");
    };
    put(0, 0, "Inventaire des acteurs et des compétences du projet ENT");
    for (row, (label, value)) in (1..).zip([("UAI", uai), ("École", name), ("Commune", commune)]) {
        put(row, 0, label);
        put(row, 1, value);
    }
    for (column, title) in (0..).zip(["Compétence", "Entité responsable", "Interne ou externe"]) {
        put(5, column, title);
    }
    let referential = referential::embedded();
    for (row, id) in (6..).zip(referential.required()) {
        let competence = referential.competence(id);
        put(row, 0, &competence.label);
        let Some((state, holders, mode)) = answers.get(&competence.code) else { continue };
        let answer = match state.as_str() {
            "orpheline" => "néant".to_owned(),
            "a_definir" => "à définir".to_owned(),
            "sans_objet" => "sans objet".to_owned(),
            _ => holders.join(" / "),
        };
        put(row, 1, &answer);
        let mode = match mode.as_str() {
            "internalise" => "Interne",
            "externalise" => "Externe",
            "partiel" => "Externe en partie",
            _ => "",
        };
        put(row, 2, mode);
    }
    sheet.set_column_width(0, 44).expect("a column");
    sheet.set_column_width(1, 40).expect("a column");
    workbook.save_to_buffer().expect("a workbook in memory")
}
