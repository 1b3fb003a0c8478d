//! Lists in pieces: one above the other, side by side, or one sheet a family.

use super::super::book::{Sheet, Style};
use super::columns::{Column, Field, ModeColumns};
use super::list::draw;
use super::table::Families;
use super::{Place, Stage};

/// Lays two lists one above the other, each with its header.
pub(super) fn stacked(stage: &mut Stage) -> Vec<Place> {
    let cut = cut(stage);
    let table = draw(stage.pen, Families::Plain, ModeColumns::One, false);
    let mut places = Vec::new();
    let titled = stage.pen.rng.chance(60);
    let mut row = stage.top;
    let (upper, lower) = stage.lines.split_at_mut(cut);
    let headings = ["1. Pilotage et accompagnement", "2. Solution, matériel et administration"];
    for (lines, heading) in [upper, lower].into_iter().zip(headings) {
        let sheet = &mut stage.sheets[0];
        if titled {
            sheet.text(row, stage.left, heading, Style::Title);
            row += 1;
        }
        row = table.lay(sheet, (row, stage.left), lines, stage.pen, &mut places)
            + stage.pen.rng.between(1, 3) as u32;
    }
    places
}

/// Lays two lists side by side under one line of headers.
pub(super) fn side_by_side(stage: &mut Stage) -> Vec<Place> {
    let cut = cut(stage);
    let mut table = draw(stage.pen, Families::Plain, ModeColumns::One, false);
    // Half a page wide: what everybody asks, and one thing more.
    let essential = |column: &Column| matches!(column.field, Field::Skill | Field::Responsible | Field::Mode);
    let extra = table.columns.iter().position(|column| !essential(column));
    let mut rank = 0;
    table.columns.retain(|column| {
        rank += 1;
        essential(column) || extra == Some(rank - 1)
    });
    let mut places = Vec::new();
    let width = table.columns.len() as u16 + 1;
    let (upper, lower) = stage.lines.split_at_mut(cut);
    let sheet = &mut stage.sheets[0];
    table.lay(sheet, (stage.top, stage.left), upper, stage.pen, &mut places);
    table.lay(sheet, (stage.top, stage.left + width), lower, stage.pen, &mut places);
    places
}

/// Lays one list a family, each on its sheet.
pub(super) fn sheets(stage: &mut Stage) -> Vec<Place> {
    const NAMES: [&str; 5] = ["Pilotage", "Accompagnement", "Hébergement ENT", "Matériel", "Transversal"];
    let table = draw(stage.pen, Families::Plain, ModeColumns::One, false);
    let mut places = Vec::new();
    let mut from = 0;
    while from < stage.lines.len() {
        let family = stage.lines[from].family;
        let count = stage.lines[from..].iter().take_while(|line| line.family == family).count();
        let origin = if from == 0 {
            NAMES[family].clone_into(&mut stage.sheets[0].name);
            (stage.top, stage.left)
        } else {
            let mut sheet = Sheet::new(NAMES[family]);
            sheet.text(0, 0, NAMES[family], Style::Title);
            stage.sheets.push(sheet);
            (stage.pen.rng.between(1, 2) as u32, 0)
        };
        if let Some(sheet) = stage.sheets.last_mut() {
            table.lay(sheet, origin, &mut stage.lines[from..from + count], stage.pen, &mut places);
        }
        from += count;
    }
    places
}

/// Where to cut the lines in two: at a family, so that no answer refers to a line of the other piece.
fn cut(stage: &Stage) -> usize {
    let half = stage.lines.len() / 2;
    let opens = |rank: &usize| stage.lines[*rank].family != stage.lines[*rank - 1].family;
    (1..stage.lines.len()).filter(opens).min_by_key(|rank| rank.abs_diff(half)).unwrap_or(stage.lines.len())
}
