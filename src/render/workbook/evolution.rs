//! *Évolution*: each couple that changed since the month before, regressions first, the schools that came and went,
//! then what is still open, oldest first.

use rust_xlsxwriter::XlsxError;

use crate::french;
use crate::model::dossier::{Dossier, EntityId};
use crate::model::evolution::{Change, Evolution, Nature, SchoolChange, SchoolEvent};
use crate::model::referential::Mode;

use super::cells::{Cell, Column, Kind};
use super::page::Draft;
use super::places::Places;
use super::sheets::{Area, Sheet};
use super::table::{Layout, Spec};
use super::{colours, lines, marks};

/// The most lines listed: a sheet of Excel ends at row 1,048,576.
const MOST_LINES: usize = 1_000_000;
/// Columns of the states before and now.
const STATES: [u16; 2] = [6, 7];

/// Writes the sheet.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), XlsxError> {
    let (dossier, styles, places) = (draft.dossier, draft.styles, draft.places);
    let columns = [
        Column::new("Nature du changement", Kind::Wrapped).at_most(17),
        Column::new("UAI", Kind::Code),
        Column::new("École", Kind::Wrapped).at_most(22),
        Column::new("Commune", Kind::Wrapped).at_most(14),
        Column::new("Circonscription", Kind::Wrapped).at_most(16),
        Column::new("Compétence", Kind::Wrapped).at_most(25),
        Column::new("Avant", Kind::Wrapped).at_most(15),
        Column::new("Maintenant", Kind::Wrapped).at_most(15),
        Column::new("Depuis (mois)", Kind::Count),
        Column::new("Réglé après (mois)", Kind::Count),
        Column::new("Responsable avant", Kind::Wrapped).at_most(20),
        Column::new("Responsable maintenant", Kind::Wrapped).at_most(20),
        Column::new("Mode avant", Kind::Wrapped).at_most(14),
        Column::new("Mode maintenant", Kind::Wrapped).at_most(14),
        Column::new("Département", Kind::Code),
    ];
    draft.begin(Sheet::Evolution, "Évolution depuis le mois précédent", &hint(dossier))?;
    let listed = dossier.evolution.as_ref().map_or_else(Vec::new, listed);
    let rows = listed.iter().take(MOST_LINES).map(|line| match line {
        Line::Couple(change) => couple(dossier, places, change),
        Line::School(change) => school(places, change),
    });
    let spec = Spec {
        name: Sheet::Evolution.table(),
        alt: "Ce qui a changé depuis le mois précédent, par école et par compétence, reculs d’abord",
        top: Sheet::Evolution.header_row(),
        left: 0,
        columns: &columns,
        layout: Layout::Alone,
    };
    let last_row = draft.table(styles, &spec, rows)?;
    let first_row = spec.top + 1;
    colours::natures(draft.worksheet(), Area { first_row, first_column: 0, last_row, last_column: 0 })?;
    let [first_column, last_column] = STATES;
    colours::states(draft.worksheet(), Area { first_row, first_column, last_row, last_column })?;
    draft.frame(Sheet::Evolution, 3, columns.len(), last_row)
}

/// What is compared, in one line: the gap, the schools of both months, those that came and went.
fn hint(dossier: &Dossier) -> String {
    let Some(evolution) = &dossier.evolution else {
        return "Premier mois connu : rien à comparer encore. Gardez le dossier de ce mois à sa place, le prochain s’y \
                comparera."
            .to_owned();
    };
    let since = evolution.previous.in_french();
    if evolution.compared() == 0 {
        return format!(
            "Aucune école n’a d’inventaire retenu à la fois en {since} et ce mois-ci : aucune compétence n’est comparée."
        );
    }
    let number = |nature, one: &str, many: &str| french::counted(evolution.number(nature), one, many);
    format!(
        "Comparaison avec {since}, sur {} : {}, {}, {}. « Depuis » : les mois de suite où le point est ouvert. Une \
         école absente un mois n’est pas comparée.",
        french::counted(
            evolution.compared(),
            "école présente aux deux mois",
            "écoles présentes aux deux mois"
        ),
        number(Nature::Regression, "recul", "reculs"),
        number(Nature::Progress, "progrès", "progrès"),
        still_open(evolution),
    )
}

/// « 17 points toujours ouverts, dont 3 dans un autre état ».
fn still_open(evolution: &Evolution) -> String {
    let moved = evolution.number(Nature::OtherState);
    let open = evolution.number(Nature::StillOpen) + moved;
    let told = french::counted(open, "point toujours ouvert", "points toujours ouverts");
    match moved {
        0 => told,
        moved => format!("{told}, dont {} dans un autre état", french::count(moved)),
    }
}

/// A line of the sheet.
enum Line<'d> {
    Couple(&'d Change),
    School(&'d SchoolChange),
}

/// The couples that changed, the schools that came and went, the couples still open.
fn listed(evolution: &Evolution) -> Vec<Line<'_>> {
    let changed = evolution.changes.partition_point(|change| change.nature < Nature::StillOpen);
    let (changed, open) = evolution.changes.split_at(changed);
    let schools = evolution.schools.iter().map(Line::School);
    changed.iter().map(Line::Couple).chain(schools).chain(open.iter().map(Line::Couple)).collect()
}

fn couple<'d>(dossier: &'d Dossier, places: &Places<'d>, change: &'d Change) -> [Cell<'d>; 15] {
    let file = &dossier.schools[change.school];
    let (school, now) = (&file.school, &file.couples[change.competence]);
    let before = &change.before;
    let mode = |mode: Option<Mode>| mode.map_or(Cell::Blank, |mode| Cell::text(mode.label()));
    let name = |id: &EntityId| dossier.entity(*id).name.as_str();
    let months = if change.months == 0 { Cell::Blank } else { Cell::count(change.months.into()) };
    let (since, after) =
        if change.nature == Nature::Progress { (Cell::Blank, months) } else { (months, Cell::Blank) };
    [
        Cell::text(change.nature.label()),
        uai(places, school.uai),
        Cell::text(&*school.name),
        Cell::text(&*school.commune),
        Cell::text(&*school.circonscription),
        Cell::text(lines::competence(dossier, now.competence)),
        Cell::text(marks::state(before.state)),
        Cell::text(marks::state(now.state)),
        since,
        after,
        Cell::text(before.responsible.iter().map(|name| &**name).collect::<Vec<_>>().join(" | ")),
        Cell::text(now.responsible.iter().map(name).collect::<Vec<_>>().join(" | ")),
        mode(before.mode),
        mode(now.mode),
        Cell::text(&*school.departement),
    ]
}

fn school<'d>(places: &Places<'d>, change: &'d SchoolChange) -> [Cell<'d>; 15] {
    let [before, now] = match &change.event {
        SchoolEvent::Renamed { from } => [Cell::text(&**from), Cell::text(&*change.name)],
        event => event.sides().map(Cell::text),
    };
    [
        Cell::text(change.event.label()),
        uai(places, change.uai),
        Cell::text(&*change.name),
        Cell::text(&*change.commune),
        Cell::text(&*change.circonscription),
        Cell::text("Toutes (école)"),
        before,
        now,
        Cell::Blank,
        Cell::Blank,
        Cell::Blank,
        Cell::Blank,
        Cell::Blank,
        Cell::Blank,
        Cell::text(&*change.departement),
    ]
}

/// The school's line of the matrix, if it is there.
fn uai<'d>(places: &Places<'d>, uai: crate::model::school::Uai) -> Cell<'d> {
    match places.in_matrix(uai) {
        Some(line) => Cell::Link(uai.to_string().into(), Sheet::Matrix, Sheet::Matrix.row_of(line)),
        None => Cell::text(uai.to_string()),
    }
}
