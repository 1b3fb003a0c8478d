//! One row a competence: the shape of most forms.

use super::columns::{self, ModeColumns};
use super::table::{Families, Table};
use super::{Forme, Place, Stage};
use crate::example::labels::FAMILIES;
use crate::example::quirks::OTHER_LABELS;

/// Lays the lines as one list.
pub(super) fn lay(forme: Forme, stage: &mut Stage) -> Vec<Place> {
    let families = match forme {
        Forme::MergedFamilies => Families::Merged,
        Forme::FamilyBands => Families::Bands,
        _ => Families::Plain,
    };
    let with_column = families == Families::Merged || families == Families::Plain && stage.pen.rng.chance(30);
    let table = draw(stage, families, ModeColumns::One, with_column);
    let mut places = Vec::new();
    let (origin, sheet) = ((stage.top, stage.left), &mut stage.sheets[0]);
    table.lay(sheet, origin, stage.lines, stage.pen, &mut places);
    places
}

/// A list as this hand would draw it.
pub(super) fn draw(stage: &mut Stage, families: Families, modes: ModeColumns, with_family: bool) -> Table {
    let pen = &mut *stage.pen;
    Table {
        columns: columns::draw(modes, with_family, pen),
        families,
        tall: false,
        family_style: if pen.strikes(&OTHER_LABELS) { pen.rng.below(FAMILIES[0].len()) } else { 0 },
        mode_spelt: pen.strikes(&OTHER_LABELS),
    }
}
