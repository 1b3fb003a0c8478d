//! One row a competence: the shape of most forms, with its variants of families, of modes and of header.

use super::columns::{self, Column, Field, ModeColumns};
use super::table::{Families, Table};
use super::{Forme, Place, Stage};
use crate::example::labels::FAMILIES;
use crate::example::quirks::{OTHER_LABELS, Pen};

/// Lays the lines as one list.
pub(super) fn lay(forme: Forme, stage: &mut Stage) -> Vec<Place> {
    let families = match forme {
        Forme::MergedFamilies => Families::Merged,
        Forme::FamilyBands => Families::Bands,
        _ => Families::Plain,
    };
    let modes = match forme {
        Forme::TickedModes => ModeColumns::Ticked,
        Forme::TwoRowHeader if stage.pen.rng.chance(60) => ModeColumns::Ticked,
        _ => ModeColumns::One,
    };
    let with_column = families == Families::Merged || families == Families::Plain && stage.pen.rng.chance(30);
    let mut table = draw(stage.pen, families, modes, with_column);
    if forme == Forme::TwoRowHeader {
        group(&mut table, stage.pen);
    }
    let mut places = Vec::new();
    let (origin, sheet) = ((stage.top, stage.left), &mut stage.sheets[0]);
    table.lay(sheet, origin, stage.lines, stage.pen, &mut places);
    places
}

/// A list as this hand would draw it.
pub(super) fn draw(pen: &mut Pen, families: Families, modes: ModeColumns, with_family: bool) -> Table {
    Table {
        columns: columns::draw(modes, with_family, pen),
        families,
        tall: false,
        family_style: if pen.strikes(&OTHER_LABELS) { pen.rng.below(FAMILIES[0].len()) } else { 0 },
        mode_spelt: pen.strikes(&OTHER_LABELS),
    }
}

/// Gathers the columns under merged titles of a first header row.
fn group(table: &mut Table, pen: &mut Pen) {
    table.tall = true;
    let who = pen.rng.pick(&["Responsabilité", "Responsable", "Qui ?"]);
    let mode = pen.rng.pick(&["Mode", "Mode de réalisation", "Internalisé ou externalisé"]);
    let rank = |column: &Column| match column.field {
        Field::Number | Field::Family | Field::Skill => 0,
        Field::Responsible => 1,
        Field::Person | Field::Fonction | Field::Email | Field::Phone => 2,
        Field::Mode | Field::Tick(_) => 3,
        Field::Provider | Field::Service | Field::ServiceLevel | Field::Cost | Field::Start | Field::End => 4,
        _ => 5,
    };
    table.columns.sort_by_key(rank);
    let contacts = table.columns.iter().any(|column| rank(column) == 2);
    for column in &mut table.columns {
        match rank(column) {
            1 if contacts => {
                column.group = Some(who);
                // Under its merged title, the word « entité » is enough.
                "Entité".clone_into(&mut column.title);
            }
            2 => column.group = Some(who),
            3 if matches!(column.field, Field::Tick(_)) => column.group = Some(mode),
            4 => column.group = Some("Prestation"),
            _ => {}
        }
    }
}
