//! Cross-tables: competences down, entities across, crosses or RACI letters where they meet.

use super::super::answers::Line;
use super::super::book::{Sheet, Style, Value};
use super::super::holders::Mention;
use super::super::quirks::{OTHER_HEADERS, OTHER_LABELS, Pen};
use super::super::responses::Response;
use super::columns::{Column, Field};
use super::{Forme, Place, Stage};

/// Lays the lines as a cross-table.
pub(super) fn lay(forme: Forme, stage: &mut Stage) -> Vec<Place> {
    let mut entities = entities(stage.lines);
    if stage.pen.rng.chance(50) {
        stage.pen.rng.shuffle(&mut entities);
    }
    let pen = &mut *stage.pen;
    let sheet = &mut stage.sheets[0];
    let (top, left) = (stage.top, stage.left);
    let skill = Column::of(Field::Skill, pen);
    sheet.text(top, left, skill.title, Style::Header);
    sheet.widths.insert(left, 40.0);
    for (entity, column) in entities.iter().zip(left + 1..) {
        sheet.text(top, column, entity.written.trim(), Style::Header);
        sheet.widths.insert(column, 14.0);
    }
    let mode_column = pen.rng.chance(70).then_some(left + 1 + entities.len() as u16);
    if let Some(column) = mode_column {
        let title = pen.spelling(&OTHER_HEADERS, Field::Mode.titles());
        sheet.text(top, column, title, Style::Header);
    }
    let spelt = pen.strikes(&OTHER_LABELS);
    let mut places = Vec::new();
    for (line, row) in stage.lines.iter_mut().zip(top + 1..) {
        sheet.text(row, left, &line.label, Style::Label);
        (left + 1..)
            .take(entities.len())
            .for_each(|column| sheet.put(row, column, Value::Blank, Style::Input));
        match forme {
            Forme::Raci => letters(sheet, row, left + 1, &entities, line, pen),
            _ => crosses(sheet, row, left + 1, &entities, line, pen),
        }
        match mode_column {
            Some(column) => sheet.text(row, column, line.mode_text(spelt, pen), Style::Input),
            None => line.mode = None,
        }
        places.push(Place::row(sheet, row));
    }
    if forme == Forme::Raci && pen.rng.chance(50) {
        let legend = pen.rng.pick(&[
            "R = réalise, A = approuve, C = consulté, I = informé",
            "R : réalise – A : répond du résultat – C : est consulté – I : est informé",
        ]);
        sheet.text(sheet.bottom() + 1, left, legend, Style::Note);
    }
    places
}

/// The entities of the lines, each once, under the name that the header gives it; the answers take that name.
fn entities(lines: &mut [Line]) -> Vec<Mention> {
    let mut entities: Vec<Mention> = Vec::new();
    for mention in lines.iter_mut().flat_map(|line| &mut line.response.mentions) {
        let known = entities.iter().find(|known| match (&known.entity, &mention.entity) {
            (Some(known), Some(entity)) => known == entity,
            // « Com com » and « CC du Pays de X » on one sheet may be two: only equal words are one.
            _ => known.written.trim() == mention.written.trim(),
        });
        match known {
            Some(known) => mention.clone_from(known),
            None => entities.push(mention.clone()),
        }
    }
    entities
}

fn crosses(sheet: &mut Sheet, row: u32, first: u16, entities: &[Mention], line: &mut Line, pen: &mut Pen) {
    for column in columns(first, entities, &line.response) {
        sheet.text(row, column, pen.rng.pick(&["X", "x", "X", "X ", "✓", "oui"]), Style::Input);
    }
    order(first, entities, &mut line.response);
}

fn letters(sheet: &mut Sheet, row: u32, first: u16, entities: &[Mention], line: &mut Line, pen: &mut Pen) {
    let responsible = columns(first, entities, &line.response);
    let others: Vec<u16> =
        (first..).take(entities.len()).filter(|column| !responsible.contains(column)).collect();
    let lower = pen.rng.chance(15);
    let mut put = |column: u16, letter: &str| {
        let letter = if lower { letter.to_lowercase() } else { letter.to_owned() };
        sheet.text(row, column, letter, Style::Input);
    };
    // Consulted and informed, who settle nothing.
    for &column in &others {
        if pen.rng.chance(18) {
            put(column, pen.rng.pick(&["C", "I"]));
        }
    }
    if responsible.is_empty() {
        if others.is_empty() || pen.rng.chance(50) {
            // Whether the row holds anything was drawn above.
            let silent = !(first..)
                .take(entities.len())
                .any(|column| sheet.cells.get(&(row, column)).is_some_and(|cell| cell.0 != Value::Blank));
            line.response = if silent { Response::blank() } else { Response::nobody() };
            return;
        }
        put(others[pen.rng.below(others.len())], "I");
        line.response = Response::nobody();
        return;
    }
    match pen.rng.below(3) {
        // Approved by the responsible, done by another.
        0 if !others.is_empty() => {
            for &column in &responsible {
                put(column, "A");
            }
            put(others[pen.rng.below(others.len())], "R");
        }
        // Done by the responsible, and nobody said to approve.
        1 => {
            for &column in &responsible {
                put(column, "R");
            }
            line.response.remark =
                Some("R sans A : le réalisateur tient lieu de responsable, ce qui se signale.");
        }
        _ => {
            for &column in &responsible {
                put(column, pen.rng.pick(&["R/A", "A", "RA", "A/R"]));
            }
        }
    }
    order(first, entities, &mut line.response);
}

/// The columns of those who answer for a line, from left to right.
fn columns(first: u16, entities: &[Mention], response: &Response) -> Vec<u16> {
    let named = |entity: &Mention| response.mentions.contains(entity);
    entities.iter().zip(first..).filter(|(entity, _)| named(entity)).map(|(_, column)| column).collect()
}

/// Names the responsibles in the order of the columns, as a reader meets them.
fn order(first: u16, entities: &[Mention], response: &mut Response) {
    let columns = columns(first, entities, response);
    response.mentions = columns.iter().map(|column| entities[usize::from(column - first)].clone()).collect();
}
