//! Sheets within every budget of reading, made to cost what recognition can cost: each is laid out, understood and
//! identified in a time that grows as its cells do.
//!
//! A fortieth of the cells that the budgets allow, for a build without optimisation; all of them, in a release build:
//!
//! ```sh
//! MAILLAGE_CELLULES=200000 cargo test --release --test worst_sheets -- --nocapture --test-threads 1
//! ```

#![expect(clippy::print_stdout, reason = "how long each takes is what it is run for")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use maillage::layout::{Dictionary, Recogniser};
use maillage::model::budget::{Budgets, Effort};
use maillage::model::grid::{Area, Cell, CellValue, Sheet, Workbook};
use maillage::model::place::CellRef;
use maillage::normalise::Normaliser;

/// What one may take on the slowest machine, other tests beside: a guard against a cost that explodes, not a measure of
/// speed. A square of the cells passes it by far.
const PATIENCE: Duration = Duration::from_secs(30);
/// Labels that the referential knows, and one that it nearly knows.
const LABELS: [&str; 4] =
    ["Documentation", "Évaluation", "Assistance aux utilisateurs", "Maîtrise d’ouvrage"];

/// How many cells a sheet holds.
fn size() -> u32 {
    std::env::var("MAILLAGE_CELLULES").ok().and_then(|cells| cells.parse().ok()).unwrap_or(5_000)
}

fn cell(row: u32, column: u32, text: impl Into<String>) -> Cell {
    Cell { at: CellRef::new(row, column), value: CellValue::Text(text.into()), struck: false }
}

fn sheet(cells: Vec<Cell>) -> Sheet {
    let mut cells = cells;
    cells.sort_by_key(|cell| cell.at);
    Sheet { name: Arc::from("Inventaire"), hidden: false, cells, merges: Vec::new(), notes: Vec::new() }
}

/// Rows of texts, one under the other.
fn rows(count: u32, row: impl Fn(u32) -> Vec<String>) -> Vec<Cell> {
    let cells =
        (0..count).flat_map(|at| (0u32..).zip(row(at)).map(move |(column, text)| cell(at, column, text)));
    cells.filter(|cell| cell.value != CellValue::Text(String::new())).collect()
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn label(at: u32) -> &'static str {
    LABELS[at as usize % LABELS.len()]
}

/// A table of a row for each label, under its titles.
fn table(
    columns: u32,
    count: u32,
    label: impl Fn(u32) -> String,
    answer: impl Fn(u32) -> String,
) -> Vec<Cell> {
    let title = |column| match column {
        1 => "Entité responsable".to_owned(),
        column => format!("Colonne {column}"),
    };
    rows(count / columns, |at| {
        let first = if at == 0 { "Compétence".to_owned() } else { label(at) };
        let others = (1..columns).map(|column| if at == 0 { title(column) } else { answer(at) });
        std::iter::once(first).chain(others).collect()
    })
}

#[track_caller]
fn is_understood(name: &str, sheets: Vec<Sheet>) {
    let referential = maillage::referential::embedded();
    let (recogniser, normaliser) =
        (Recogniser::new(&referential, Dictionary::embedded()), Normaliser::new(&referential));
    let workbook = Workbook { sheets, modified: None };
    let begun = Instant::now();
    let effort = Effort::of(&Budgets { cells: size() as usize, ..Budgets::default() });
    let layout = recogniser.lay_out(&workbook, "2026-11".parse().expect("a month"), &effort);
    let laid_out = begun.elapsed();
    let (assignments, seen) = normaliser.assignments(&layout, &effort);
    let all = begun.elapsed();
    let verdict = if effort.is_spent() { "given up, " } else { "" };
    println!(
        "{name}: {laid_out:.2?} then {:.2?}; {verdict}{} tables, {} assignments, {} facts",
        all.saturating_sub(laid_out),
        layout.tables.len(),
        assignments.len(),
        layout.facts.len() + seen.len()
    );
    assert!(all < PATIENCE, "{name}: {all:?}");
}

macro_rules! worst {
    ($($name:ident: $sheets:expr;)*) => {
        $(#[test]
        fn $name() {
            is_understood(stringify!($name), $sheets);
        })*
    };
}

fn answer(at: u32) -> String {
    format!("Mairie de Rezé {at}")
}

worst! {
    labels_down_a_column: vec![sheet(table(2, size(), |at| label(at).to_owned(), answer))];
    near_labels_down_a_column: vec![sheet(table(2, size(), |at| format!("Documentatoin {at}"), answer))];
    long_near_labels_down_a_column: vec![sheet(table(
        2,
        size(),
        |at| format!("Assistence aux utilisateur de la plateforme numerique et maintenence du parc informatiq {at}"),
        answer
    ))];
    labels_of_pieces: vec![sheet(table(2, size() / 10, |at| "Documentatoin / ".repeat(400) + &at.to_string(), answer))];
    labels_across_rows: vec![sheet(rows(size() / 16_000, |at| {
        (0..16_000).map(|column| if at % 2 == 0 { format!("{} {column}", label(column)) } else { answer(column) }).collect()
    }))];
    labels_exactly_across_rows: vec![sheet(rows(size().div_ceil(16_000), |at| {
        (0..16_000).map(|column| if at == 0 { label(column).to_owned() } else { answer(column) }).collect()
    }))];
    labels_on_the_diagonal: vec![sheet((0..size().min(16_000)).map(|at| cell(at, at, label(at))).collect())];
    titles_on_the_diagonal: vec![sheet((0..size().min(16_000)).map(|at| cell(at, at, if at % 2 == 0 { "Compétence" } else { label(at) })).collect())];
    small_tables_in_a_column: vec![sheet(rows(size() * 2 / 5, |at| match at % 5 {
        0 => texts(&["Compétence", "Entité responsable"]),
        4 => Vec::new(),
        _ => vec![label(at).to_owned(), answer(at)],
    }))];
    small_tables_side_by_side: vec![sheet(rows(size() / 300, |at| (0..300).map(|column| match (at % 5, column % 3) {
        (4, _) | (_, 2) => String::new(),
        (0, 0) => "Compétence".to_owned(),
        (0, _) => "Entité responsable".to_owned(),
        (_, 0) => label(at + column).to_owned(),
        _ => answer(at),
    }).collect()))];
    titles_only: vec![sheet(rows(size() / 2, |_| texts(&["Compétance", "Entité responsable"])))];
    titles_and_labels_misspelt: vec![sheet(rows(size() / 2, |at| if at % 2 == 0 { texts(&["Compétance", "Entité responsable"]) } else { vec![format!("Documentatoin {at}"), answer(at)] }))];
    wide_titles_over_long_columns: {
        let titles = (1..2_000).map(|column| cell(0, column, if column == 1 { "Entité responsable".to_owned() } else { format!("Colonne {column}") }));
        let lines = (1..size()).flat_map(|at| [cell(at, 0, label(at)), cell(at, 1 + at % 1_999, "x")]);
        vec![sheet(std::iter::once(cell(0, 0, "Compétence")).chain(titles).chain(lines).take(size() as usize).collect())]
    };
    blocks: vec![sheet(rows(size() * 2 / 3, |at| if at % 2 == 0 { texts(&[label(at / 2)]) } else { texts(&["Responsable :", "Mairie"]) }))];
    sentences: vec![sheet(rows(size(), |at| vec![format!("{} n° {at} : mairie", label(at))]))];
    near_sentences: vec![sheet(rows(size(), |at| vec![format!("Assistence aux utilisateur du projet de maintenence {at} : mairie")]))];
    identification_across_rows: vec![sheet(rows(size() / 10_000, |_| (0..10_000).map(|_| "Niveau".to_owned()).collect()))];
    identities_across_rows: vec![sheet(rows(size() / 10_000, |_| (0..10_000).map(|_| "UAI".to_owned()).collect()))];
    letters_of_roles: vec![sheet(rows(size() / 3, |at| if at == 0 { texts(&["Compétence", "Entité responsable", "Rôle"]) } else { vec![format!("{} {at}", label(at)), answer(at), "C".to_owned()] }))];
    crosses: vec![sheet(rows(size() / 50, |at| (0..50).map(|column| match (at, column) {
        (0, 0) => "Compétence".to_owned(),
        (0, column) => answer(column),
        (_, 0) => label(at).to_owned(),
        _ => "x".to_owned(),
    }).collect()))];
    merges_down: {
        let mut sheet = sheet(table(4, size(), |at| label(at).to_owned(), answer));
        sheet.cells.retain(|cell| cell.at.column < 2 || cell.at.row % 3 < 2);
        sheet.merges = (0..size().min(20_000)).map(|at| Area { first: CellRef::new(at * 3, 2 + at % 2), last: CellRef::new(at * 3 + 2, 2 + at % 2) }).collect();
        vec![sheet]
    };
    merges_over_everything: {
        let mut sheet = sheet(table(4, size(), |at| label(at).to_owned(), answer));
        sheet.cells.retain(|cell| cell.at.column != 2);
        sheet.merges = (0..size().min(20_000)).map(|_| Area { first: CellRef::new(0, 4), last: CellRef::new(1_048_575, 16_383) }).collect();
        vec![sheet]
    };
    a_hundred_sheets: (0..100).map(|_| sheet(table(4, size() / 100, |at| label(at).to_owned(), answer))).collect();
    answers_joined_by_and: vec![sheet(table(2, 30, |at| label(at).to_owned(), |_| "Mairie et Scolavia et ".repeat(5_000)))];
    answers_numbered: vec![sheet(table(2, 30, |at| label(at).to_owned(), |_| "1) Mairie 2) ".repeat(9_000)))];
    answers_of_words: vec![sheet(table(2, 30, |at| label(at).to_owned(), |_| "mairie ".repeat(18_000)))];
    answers_cut_by_commas: vec![sheet(table(2, 30, |at| label(at).to_owned(), |_| "Orvane, Scolavia, ".repeat(7_000)))];
    answers_of_one_word: vec![sheet(table(2, 30, |at| label(at).to_owned(), |_| "é".repeat(60_000)))];
    answers_of_brackets: vec![sheet(table(2, 30, |at| label(at).to_owned(), |_| "(".repeat(120_000)))];
    long_labels: vec![sheet(table(2, 60, |at| "documentatoin ( ".repeat(8_000) + &at.to_string(), answer))];
    long_labels_of_pieces: vec![sheet(table(2, 60, |at| "documentatoin / ".repeat(8_000) + &at.to_string(), answer))];
    long_loose_texts: vec![sheet(rows(240, |at| vec![format!("R = responsable, A : appui ; {at} ").repeat(4_000)]))];
    long_titles: {
        let mut cells = table(40, 800, |at| label(at).to_owned(), answer);
        for cell in cells.iter_mut().filter(|cell| cell.at.row == 0 && cell.at.column > 1) {
            cell.value = CellValue::Text("qui pilote interne externe ".repeat(4_000));
        }
        vec![sheet(cells)]
    };
}
