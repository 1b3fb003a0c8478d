//! *À corriger*: the points in order, each with a link to its cell.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::points::Point;
use super::{LONGEST_READ, MOST_POINTS, Told};
use crate::french::counted;
use crate::model::dossier::SchoolFile;
use crate::render::form::{self, HelpSheet, Styles};
use crate::render::workbook::{safe, wrapped_lines};

/// Its name.
const SHEET: &str = "À corriger";
/// Titles and widths of its columns.
const COLUMNS: [(&str, f64); 8] = [
    ("N°", 5.0),
    ("Quoi", 13.0),
    ("Compétence", 26.0),
    ("Case", 9.0),
    ("Ce qui a été vu", 42.0),
    ("Lu", 22.0),
    ("Attendu", 26.0),
    ("Que faire", 46.0),
];
/// Row of the titles.
const HEADER: u32 = 4;
/// Height of a line of text, in points.
const LINE: f64 = 15.0;

/// Writes the sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    styles: &Styles,
    file: &SchoolFile,
    told: &Told<'_>,
) -> Result<(), XlsxError> {
    let mut help = HelpSheet::begin(sheet, SHEET)?;
    let due = told.points.iter().filter(|point| point.is_due()).count() as u64;
    let school = [&*file.school.name, &*file.school.commune, file.school.uai.as_str()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    help.write((0, 0), &format!("À corriger — {school}"), &styles.title)?;
    help.sheet.set_row_height(0, 26)?;
    for (position, (_, width)) in (0..).zip(COLUMNS) {
        help.sheet.set_column_width(position, width)?;
    }
    let last = if told.points.is_empty() {
        unread(&mut help, styles, told)?
    } else {
        let count = counted(due, "point à corriger", "points à corriger");
        let count = if told.points.len() == MOST_POINTS { format!("{count} d’abord") } else { count };
        let more = told.points.len() as u64 - due;
        let more = match more {
            0 => String::new(),
            _ => format!(
                " et {}",
                counted(more, "point à compléter si vous le pouvez", "points à compléter si vous le pouvez")
            ),
        };
        let hint = format!(
            "{count}{more}. Cliquez sur une case pour y aller ; corrigez dans la feuille « {} », enregistrez, puis \
             renvoyez ce classeur.",
            form::SHEET
        );
        help.write((1, 0), &safe::sentence(&hint), &styles.hint)?;
        let legend = "Sur fond jaune, encadré de rouge : à corriger. Sur fond crème, en pointillé : à compléter. Le n° de \
                      la ligne le dit aussi, et la note de la case l’explique.";
        help.write((2, 0), &safe::sentence(legend), &styles.hint)?;
        list(&mut help, styles, &told.points)?
    };
    help.sheet.set_freeze_panes(HEADER + 1, 0)?;
    help.sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    help.sheet.set_repeat_rows(HEADER, HEADER)?;
    help.sheet.set_margins(0.3, 0.3, 0.4, 0.5, 0.2, 0.25);
    help.sheet.set_screen_gridlines(false);
    help.end(last + 2, styles)
}

/// What was seen of documents that couldn't be read; gives the last row.
fn unread(help: &mut HelpSheet<'_>, styles: &Styles, told: &Told<'_>) -> Result<u32, XlsxError> {
    let hint = format!(
        "Votre envoi n’a pas pu être lu. Remplissez la feuille « {} » de ce classeur, enregistrez, puis renvoyez-le.",
        form::SHEET
    );
    help.write((1, 0), &safe::sentence(&hint), &styles.hint)?;
    help.write((HEADER, 0), "Ce qui a été vu :", &styles.hint)?;
    let mut row = HEADER;
    for seen in &told.seen {
        row += 1;
        help.write((row, 0), &format!("• {seen}"), &styles.hint)?;
    }
    Ok(row)
}

/// The table of points; gives the last row.
fn list(help: &mut HelpSheet<'_>, styles: &Styles, points: &[Point<'_>]) -> Result<u32, XlsxError> {
    for (position, (title, _)) in (0..).zip(COLUMNS) {
        help.write((HEADER, position), title, &styles.header)?;
    }
    help.sheet.set_row_height(HEADER, 24)?;
    let mut row = HEADER;
    for (rank, point) in points.iter().enumerate() {
        row += 1;
        let finding = point.finding;
        let (word, format) =
            if point.is_due() { ("À corriger", &styles.due) } else { ("À compléter", &styles.optional) };
        help.write((row, 0), &(rank + 1).to_string(), &styles.cell)?;
        help.write((row, 1), word, format)?;
        help.write((row, 2), point.competence, &styles.cell)?;
        match point.places.first() {
            Some(place) => help.link((row, 3), form::SHEET, &form::address(*place), &styles.link)?,
            None => help.write((row, 3), "", &styles.cell)?,
        }
        let more = point.places.len().saturating_sub(1) as u64;
        let message = match more {
            0 => finding.message.clone(),
            _ => format!("{} ({} marquées de même.)", finding.message, counted(more + 1, "case", "cases")),
        };
        let read = safe::line(point.read(), LONGEST_READ);
        let texts = [message.as_str(), &read, finding.expected.trim(), point.advice()];
        let mut lines = wrapped_lines(point.competence, COLUMNS[2].1 as usize);
        for (position, text) in (4u16..).zip(texts) {
            help.write((row, position), text, &styles.cell)?;
            let width = COLUMNS[usize::from(position)].1 as usize;
            lines = lines.max(text.lines().map(|line| wrapped_lines(line, width)).sum());
        }
        help.sheet.set_row_height(row, LINE * lines.clamp(2, 12) as f64 + 4.0)?;
    }
    Ok(row)
}
