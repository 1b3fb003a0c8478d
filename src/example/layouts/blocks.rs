//! One block a competence: its title, then what is asked of it, one labelled cell a line.

use super::super::answers::Line;
use super::super::book::{Sheet, Style};
use super::super::quirks::{OTHER_LABELS, Pen};
use super::columns::{Column, Field};
use super::table::{Families, Table, answer};
use super::{Place, Stage};

/// Lays the lines as blocks.
pub(super) fn lay(stage: &mut Stage) -> Vec<Place> {
    stage.lines.iter_mut().for_each(Line::speak_out);
    let pen = &mut *stage.pen;
    let spelt = pen.strikes(&OTHER_LABELS);
    let mut asked = vec![Field::Responsible, Field::Mode];
    asked.extend([Field::Person, Field::Kept, Field::Comment].into_iter().filter(|_| pen.rng.chance(40)));
    let columns = asked.into_iter().map(|field| Column::of(field, pen)).collect();
    let table = Table { columns, families: Families::Plain, tall: false, family_style: 0, mode_spelt: spelt };
    let sheet = &mut stage.sheets[0];
    sheet.widths.extend([(stage.left, 34.0), (stage.left + 1, 40.0)]);
    let mut places = Vec::new();
    let mut row = stage.top;
    for line in stage.lines.iter_mut() {
        sheet.text(row, stage.left, &line.label, Style::Band);
        places.push(table.place(sheet, row, line));
        row = block(&table, sheet, row + 1, stage.left, line, pen) + 1;
    }
    places
}

fn block(table: &Table, sheet: &mut Sheet, top: u32, left: u16, line: &Line, pen: &mut Pen) -> u32 {
    for (column, row) in table.columns.iter().zip(top..) {
        let title = match column.field {
            Field::Responsible => "Responsable",
            Field::Mode => "Interne / externe",
            _ => &column.title,
        };
        sheet.text(row, left, format!("{title} :"), Style::Label);
        match column.field {
            Field::Responsible => sheet.put(row, left + 1, answer(line), Style::Input),
            Field::Mode => sheet.text(row, left + 1, line.mode_text(table.mode_spelt, pen), Style::Input),
            field => sheet.put(row, left + 1, field.value(line, 0), Style::Input),
        }
    }
    top + table.columns.len() as u32
}
