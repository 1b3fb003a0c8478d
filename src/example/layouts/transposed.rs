//! Competences across, what is asked of each down.

use super::super::answers::Line;
use super::super::book::{Style, Value, letters};
use super::super::responses::Cell;
use super::columns::{Field, ModeColumns};
use super::list::draw;
use super::table::{Families, answer};
use super::{Place, Stage};

/// Lays the lines as columns.
pub(super) fn lay(stage: &mut Stage) -> Vec<Place> {
    let mut table = draw(stage.pen, Families::Plain, ModeColumns::One, false);
    // The competences head the columns, wherever a list would have put them.
    table.columns.sort_by_key(|column| column.field != Field::Skill);
    table.columns.retain(|column| column.field != Field::Number);
    stage.lines.iter_mut().for_each(Line::speak_out);
    let (top, left) = (stage.top, stage.left);
    let pen = &mut *stage.pen;
    let sheet = &mut stage.sheets[0];
    sheet.widths.insert(left, 26.0);
    for (column, row) in table.columns.iter().zip(top..) {
        sheet.text(row, left, &column.title, Style::Header);
        for ((rank, line), at) in stage.lines.iter().enumerate().zip(left + 1..) {
            let value = match column.field {
                Field::Responsible => answer(line),
                Field::Mode => Value::text(line.mode_text(table.mode_spelt, pen)),
                field => field.value(line, rank),
            };
            sheet.put(
                row,
                at,
                value,
                if column.field == Field::Skill { Style::Header } else { Style::Input },
            );
            sheet.widths.insert(at, 18.0);
        }
    }
    let mut places = Vec::new();
    for (line, at) in stage.lines.iter_mut().zip(left + 1..) {
        debug_assert!(line.response.cell != Cell::MergedWithAbove, "a column has no line above");
        places.push(Place { row: None, column: Some(letters(at)), ..table.place(sheet, top, line) });
    }
    places
}
