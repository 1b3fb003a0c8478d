//! Shapes that are no table: what an online form exports, competences across in bands, cards side by side, a sheet a
//! competence, lines of text.

use super::super::answers::Line;
use super::super::book::{Sheet, Style, letters};
use super::super::responses::{Cell, Response};
use super::columns::{Column, Field};
use super::table::{Families, Table, answer};
use super::{Place, Stage};
use crate::example::quirks::{OTHER_LABELS, Pen};

/// How many competences a band holds.
const BAND: usize = 4;
/// How many cards stand side by side.
const CARDS: usize = 3;

/// Lays one row of answers under two titles a competence, as a form's export does.
pub(super) fn form(stage: &mut Stage) -> Vec<Place> {
    let table = asked(stage);
    let between = stage.pen.rng.pick(&[" : ", " – ", " - "]);
    let (top, left) = (stage.top, stage.left);
    let sheet = &mut stage.sheets[0];
    let mut places = Vec::new();
    for (line, at) in stage.lines.iter_mut().zip((left..).step_by(2)) {
        for (title, at) in [("responsable", at), ("mode", at + 1)] {
            sheet.text(top, at, format!("{}{between}{title}", one_line(&line.label)), Style::Header);
            sheet.widths.insert(at, 24.0);
        }
        sheet.put(top + 1, at, answer(line), Style::Input);
        sheet.text(top + 1, at + 1, line.mode_text(table.mode_spelt, stage.pen), Style::Input);
        places.push(Place { row: None, column: Some(letters(at)), ..table.place(sheet, top + 1, line) });
    }
    places
}

/// Lays competences across, a few in each band, what is asked of them down.
pub(super) fn bands(stage: &mut Stage) -> Vec<Place> {
    let table = asked(stage);
    let (mut row, left) = (stage.top, stage.left);
    let sheet = &mut stage.sheets[0];
    let mut places = Vec::new();
    for band in stage.lines.chunks_mut(BAND) {
        for (title, row) in ["Compétence", "Responsable", "Mode"].into_iter().zip(row..) {
            sheet.text(row, left, title, Style::Label);
        }
        for (line, at) in band.iter_mut().zip(left + 1..) {
            sheet.text(row, at, &line.label, Style::Header);
            sheet.put(row + 1, at, answer(line), Style::Input);
            sheet.text(row + 2, at, line.mode_text(table.mode_spelt, stage.pen), Style::Input);
            sheet.widths.insert(at, 24.0);
            places.push(Place { column: Some(letters(at)), ..table.place(sheet, row + 1, line) });
        }
        row += 4;
    }
    places
}

/// Lays cards side by side: the competence, then two questions and their answers.
pub(super) fn cards(stage: &mut Stage) -> Vec<Place> {
    let table = asked(stage);
    let (mut row, left) = (stage.top, stage.left);
    let sheet = &mut stage.sheets[0];
    let mut places = Vec::new();
    for cards in stage.lines.chunks_mut(CARDS) {
        for (line, at) in cards.iter_mut().zip((left..).step_by(3)) {
            sheet.text(row, at, &line.label, Style::Band);
            places.push(Place { column: Some(letters(at)), ..table.place(sheet, row, line) });
            card(&table, sheet, (row + 1, at), line, stage.pen);
        }
        row += 5;
    }
    places
}

/// Lays each competence on a sheet of its own, its name in the first cell.
pub(super) fn sheets(stage: &mut Stage) -> Vec<Place> {
    let table = asked(stage);
    let mut places = Vec::new();
    for (rank, line) in stage.lines.iter_mut().enumerate() {
        let mut sheet = Sheet::new(format!("Compétence {}", rank + 1));
        sheet.text(0, 0, &line.label, Style::Title);
        card(&table, &mut sheet, (2, 0), line, stage.pen);
        places.push(table.place(&sheet, 0, line));
        stage.sheets.push(sheet);
    }
    places
}

/// Lays one line of text a competence, in one column: « Documentation : ERUN ».
pub(super) fn lines(stage: &mut Stage) -> Vec<Place> {
    let mut table = asked(stage);
    table.columns.retain(|column| column.field == Field::Responsible);
    let between = stage.pen.rng.pick(&[" : ", " ............ ", " = "]);
    let (top, left) = (stage.top, stage.left);
    let sheet = &mut stage.sheets[0];
    sheet.widths.insert(left, 70.0);
    let mut places = Vec::new();
    for (line, row) in stage.lines.iter_mut().zip(top..) {
        // A line of text holds no formula.
        if line.response.cell != Cell::Text {
            line.response = Response::new("à définir", "a_definir");
        }
        let written = line.response.written.replace(['\n', '\r'], " / ");
        sheet.text(row, left, format!("{}{between}{written}", one_line(&line.label)), Style::Input);
        places.push(table.place(sheet, row, line));
    }
    places
}

/// The questions of these shapes.
fn asked(stage: &mut Stage) -> Table {
    stage.lines.iter_mut().for_each(Line::speak_out);
    let pen = &mut *stage.pen;
    let spelt = pen.strikes(&OTHER_LABELS);
    let columns = [Field::Responsible, Field::Mode].map(|field| Column::of(field, pen)).into();
    Table { columns, families: Families::Plain, tall: false, family_style: 0, mode_spelt: spelt }
}

fn card(table: &Table, sheet: &mut Sheet, (top, left): (u32, u16), line: &Line, pen: &mut Pen) {
    sheet.text(top, left, "Responsable :", Style::Label);
    sheet.put(top, left + 1, answer(line), Style::Input);
    sheet.text(top + 1, left, "Mode :", Style::Label);
    sheet.text(top + 1, left + 1, line.mode_text(table.mode_spelt, pen), Style::Input);
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}
