//! Notes on cells, from the workbook to what `verifier` shows: kept, told, never taken for answers.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

use std::process::Command;

use maillage::model::budget::Budgets;
use maillage::reading;
use rust_xlsxwriter::{Format, Note, Workbook};

const UAI: &str = "0350122T";

/// An inventory whose line of Documentation is blank but for a note, and another note beside an answer.
fn written() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "UAI").unwrap();
    sheet.write(0, 1, UAI).unwrap();
    sheet.insert_note(0, 1, &Note::new("à vérifier").set_author("Marie Durand")).unwrap();
    for (column, title) in (0..).zip(["Compétence", "Entité responsable", "Mode"]) {
        sheet.write(2, column, title).unwrap();
    }
    sheet.write(3, 0, "Documentation").unwrap();
    sheet.insert_note(3, 1, &Note::new("c’est la mairie").set_author("Marie Durand")).unwrap();
    sheet.write(4, 0, "Évaluation").unwrap();
    sheet.write(4, 1, "DSDEN").unwrap();
    sheet.insert_note(4, 2, &Note::new("depuis 2024").set_author("Marie Durand")).unwrap();
    workbook.save_to_buffer().unwrap()
}

fn verified(format: &str) -> String {
    shown_of(&written(), format)
}

fn shown_of(workbook: &[u8], format: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inventaire.xlsx");
    std::fs::write(&path, workbook).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_maillage"))
        .args(["verifier", "--format", format])
        .arg(&path)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap().replace('\u{a0}', " ")
}

#[test]
fn notes_are_shown_and_answer_nothing() {
    let shown = verified("texte");
    for note in
        ["« à vérifier » · Sheet1!B1", "« c’est la mairie » · Sheet1!B4", "« depuis 2024 » · Sheet1!C5"]
    {
        assert!(shown.contains(note), "{shown}");
    }
    assert!(!shown.contains("Durand"), "{shown}");
    let documentation = shown.lines().find(|line| line.contains("ACC-DOC")).unwrap();
    assert!(documentation.contains("Non étudiée"), "{shown}");
    // The blank line alone is told.
    assert_eq!(shown.matches("VAL-014").count(), 1, "{shown}");
    assert!(shown.contains("VAL-014  Sheet1!B4"), "{shown}");
}

/// The answer of last year struck and the new one typed behind it in the same cell; a doubt struck; a mode struck.
#[test]
fn what_is_struck_in_a_cell_is_told_and_answers_nothing() {
    let (struck, plain) = (Format::new().set_font_strikethrough(), Format::new());
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "UAI").unwrap();
    sheet.write(0, 1, UAI).unwrap();
    for (column, title) in (0..).zip(["Compétence", "Entité responsable", "Mode"]) {
        sheet.write(2, column, title).unwrap();
    }
    let mut line = |row: u32, label: &str, before: &str, after: &str| {
        sheet.write(row, 0, label).unwrap();
        sheet.write_rich_string(row, 1, &[(&struck, before), (&plain, after)]).unwrap();
    };
    line(3, "Documentation", "Mme Durand, directrice", " DSDEN");
    line(4, "Évaluation", "à confirmer : ", "Rectorat");
    sheet.write(5, 0, "Accès à Internet").unwrap();
    sheet.write(5, 1, "Mairie de Rennes").unwrap();
    sheet.write_rich_string(5, 2, &[(&struck, "externalisé"), (&plain, " internalisé")]).unwrap();
    let workbook = workbook.save_to_buffer().unwrap();

    let shown = shown_of(&workbook, "texte");
    let line = |competence: &str| shown.lines().find(|line| line.contains(competence)).unwrap();
    assert!(line("ACC-DOC").contains("Couverte     DSDEN"), "{shown}");
    assert!(line("PIL-EVA").contains("Couverte"), "{shown}");
    assert!(
        shown.contains("internalisé · Sheet1!B6") && !shown.contains("externalisé · Sheet1!B6"),
        "{shown}"
    );
    assert!(shown.contains("VAL-004  Sheet1!B4"), "{shown}");
    for erased in
        ["Mme Durand, directrice » · Sheet1!B4", "à confirmer : » · Sheet1!B5", "externalisé » · Sheet1!C6"]
    {
        assert!(shown.contains(&format!("« (barré) {erased}")), "{shown}");
    }
    assert!(!shown.contains("VAL-014") && !shown.contains("PER-001  Sheet1!B5"), "{shown}");
    let couples: Vec<&str> = shown.lines().filter(|line| line.contains("À définir")).collect();
    assert_eq!(couples, [""; 0], "{shown}");
}

#[test]
fn a_program_is_told_of_notes_too() {
    let shown: serde_json::Value = serde_json::from_str(&verified("json")).unwrap();
    let notes = shown[0]["notes"].as_array().unwrap();
    assert_eq!(notes.len(), 3, "{notes:?}");
    assert_eq!(notes[1]["cellule"], "B4");
    assert_eq!(notes[1]["texte"], "c’est la mairie");
}

#[test]
fn a_note_beside_an_answer_joins_its_comment() {
    let workbook = reading::workbook(&written(), "inventaire.xlsx", &Budgets::default()).unwrap();
    let referential = maillage::referential::embedded();
    let recogniser =
        maillage::layout::Recogniser::new(&referential, maillage::layout::Dictionary::embedded());
    let effort = maillage::model::budget::Effort::of(&Budgets::default());
    let layout = recogniser.lay_out(&workbook, "2026-11".parse().unwrap(), &effort);
    let (assignments, _) = maillage::normalise::Normaliser::new(&referential).assignments(&layout, &effort);
    let comments: Vec<&str> =
        assignments.iter().map(|assignment| assignment.details.comment.as_str()).collect();
    assert_eq!(comments, ["c’est la mairie", "depuis 2024"]);
}

fn notes(bytes: &[u8], name: &str) -> Vec<String> {
    let workbook = reading::workbook(bytes, name, &Budgets::default()).unwrap();
    let notes = workbook.sheets.iter().flat_map(|sheet| &sheet.notes);
    notes.map(|note| format!("{} {}", note.at, note.text)).collect()
}

#[test]
fn notes_of_libreoffice_are_read_apart_from_the_text_of_their_cell() {
    let content = r#"<?xml version="1.0"?><office:document xmlns:office="urn" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
        <office:body><office:spreadsheet><table:table table:name="F"><table:table-row>
        <table:table-cell/><table:table-cell office:value-type="string"><office:annotation><dc:creator>Marie Durand</dc:creator>
        <text:p>c’est la</text:p><text:p>mairie</text:p></office:annotation><text:p>DSDEN</text:p></table:table-cell>
        </table:table-row></table:table></office:spreadsheet></office:body></office:document>"#;
    assert_eq!(notes(content.as_bytes(), "inventaire.fods"), ["B1 c’est la\nmairie"]);
    let workbook = reading::workbook(content.as_bytes(), "inventaire.fods", &Budgets::default()).unwrap();
    assert_eq!(workbook.sheets[0].cells[0].value.shown(), "DSDEN");
}
