//! A row of the form: its labels, its answers, and what marks those to mend.

use rust_xlsxwriter::{DataValidation, Format, Note, Worksheet, XlsxError};

use super::columns::{message, short, width};
use super::inventory::{FIRST_ANSWER, LABEL, of_column, rank_row};
use super::{Form, Place, Styles};
use crate::model::form::{self, Column, Line, Value};
use crate::render::workbook::{excel_date, safe, wrapped_lines};

/// The longest note, in signs; Excel holds 32,767.
const LONGEST_NOTE: usize = 2_000;
/// Height of a line of answers, in points: two lines of text.
const ROW_HEIGHT: f64 = 37.0;

/// Writes a row of answers.
pub(super) fn row(
    sheet: &mut Worksheet,
    styles: &Styles,
    form: &Form<'_>,
    rank: usize,
    line: &Line,
) -> Result<(), XlsxError> {
    let row = rank_row(rank);
    sheet.set_row_height(row, height(line))?;
    let marks = || {
        form.marks
            .iter()
            .filter(|mark| matches!(mark.place, Place::Row(of, _) | Place::Label(of) if of == rank))
    };
    let number = rank + 1;
    let due = marks().any(|mark| mark.due);
    let (told, format) = match (due, marks().next()) {
        (true, _) => (format!("{number} À corriger"), Styles::marked(&styles.number, true).set_font_size(8)),
        (false, Some(_)) => {
            (format!("{number} À compléter"), Styles::marked(&styles.number, false).set_font_size(8))
        }
        (false, None) => (number.to_string(), styles.number.clone()),
    };
    sheet.write_string_with_format(row, 0, told, &format)?;
    let required = rank < form.referential.required().count();
    if let Some(id) = line.competence {
        let competence = form.referential.competence(id);
        let family = styles.family(competence.family);
        sheet.write_string_with_format(row, 1, &form.referential.family_of(id).label, family)?;
        let format = if required { &styles.competence } else { &styles.spare };
        sheet.write_string_with_format(row, 2, &competence.label, format)?;
        if required {
            let told = DataValidation::new()
                .allow_any_value()
                .set_input_title(short(&competence.label, 32))?
                .set_input_message(message(&competence.description))?;
            sheet.add_data_validation(row, 2, row, 2, &told)?;
        }
    } else {
        sheet.write_blank(row, 1, &styles.spare)?;
        put_text(sheet, (row, LABEL), &line.label, &styles.spare, form, Some(Place::Label(rank)))?;
    }
    for column in Column::ALL {
        let at = (row, of_column(column));
        let format = format_of(styles, column);
        let place = Some(Place::Row(rank, column));
        match line.values.get(&column) {
            Some(Value::Text(text)) => put_text(sheet, at, text, &format, form, place)?,
            Some(Value::Number(number)) => {
                let (format, note) = marked_as(&format, form, place);
                sheet.write_number_with_format(at.0, at.1, *number, &format)?;
                hang(sheet, at, note)?;
            }
            Some(Value::Date(day)) => {
                let (format, note) = marked_as(&format, form, place);
                match excel_date(*day) {
                    Some(day) => sheet.write_datetime_with_format(at.0, at.1, &day, &format)?,
                    None => sheet.write_blank(at.0, at.1, &format)?,
                };
                hang(sheet, at, note)?;
            }
            None => put_text(sheet, at, "", &format, form, place)?,
        }
    }
    Ok(())
}

/// A row where everything can be written.
pub(super) fn spare(sheet: &mut Worksheet, styles: &Styles, rank: usize) -> Result<(), XlsxError> {
    let row = rank_row(rank);
    sheet.set_row_height(row, 20)?;
    for column in 0..FIRST_ANSWER {
        sheet.write_blank(row, column, &styles.spare)?;
    }
    for column in Column::ALL {
        sheet.write_blank(row, of_column(column), &format_of(styles, column))?;
    }
    Ok(())
}

fn format_of(styles: &Styles, column: Column) -> Format {
    let answer = styles.answer.clone();
    match column {
        Column::End => answer.set_num_format("dd/mm/yyyy"),
        Column::Fte => answer.set_num_format("0.##"),
        Column::Cost => answer.set_num_format("#,##0.##"),
        _ => answer,
    }
}

/// A height that shows most of what a line holds.
fn height(line: &Line) -> f64 {
    let lines = line.values.iter().map(|(column, value)| match value {
        Value::Text(text) => {
            let width = (width(*column) * 1.05) as usize;
            text.lines().map(|part| wrapped_lines(part, width)).sum()
        }
        Value::Number(_) | Value::Date(_) => 1,
    });
    let lines = lines.max().unwrap_or(1).clamp(2, 6);
    ROW_HEIGHT.max(14.5 * lines as f64 + 4.0)
}

/// The format of a cell, and its note where it is to mend.
fn marked_as<'f>(format: &Format, form: &'f Form<'_>, place: Option<Place>) -> (Format, Option<&'f str>) {
    match form.marks.iter().find(|mark| Some(mark.place) == place) {
        Some(mark) => (Styles::marked(format, mark.due), mark.note.as_deref()),
        None => (format.clone(), None),
    }
}

/// Writes a text, whoever it comes from, or the blank that stands for none.
pub(super) fn put_text(
    sheet: &mut Worksheet,
    at: (u32, u16),
    text: &str,
    format: &Format,
    form: &Form<'_>,
    place: Option<Place>,
) -> Result<(), XlsxError> {
    let (format, note) = marked_as(format, form, place);
    if text.is_empty() {
        sheet.write_blank(at.0, at.1, &format)?;
    } else {
        sheet.write_string_with_format(at.0, at.1, safe::text(text), &format)?;
    }
    hang(sheet, at, note)
}

fn hang(sheet: &mut Worksheet, at: (u32, u16), note: Option<&str>) -> Result<(), XlsxError> {
    if let Some(body) = note {
        let text = form::note(&safe::text(&clipped(body)));
        let lines: usize = text.lines().map(|line| wrapped_lines(line, 44)).sum();
        let note = Note::new(text)
            .add_author_prefix(false)
            .set_author("Maillage")
            .set_width(300)
            .set_height(20 + 17 * lines.min(30) as u32);
        sheet.insert_note(at.0, at.1, &note)?;
    }
    Ok(())
}

/// A note that somebody reads: several points on one cell may make it long.
fn clipped(body: &str) -> String {
    match body.char_indices().nth(LONGEST_NOTE) {
        Some((end, _)) => format!("{}…", &body[..end]),
        None => body.to_owned(),
    }
}
