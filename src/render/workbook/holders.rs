//! *Responsables*: the matrix of the schools again, with the names of who holds each competence.

use rust_xlsxwriter::XlsxError;

use crate::model::dossier::{Couple, Dossier, State};

use super::cells::{Cell, Column, Kind};
use super::colours;
use super::marks;
use super::page::Draft;
use super::sheets::{Area, Sheet};
use super::table::{Layout, Spec};

/// Columns that tell the school, before the competences.
const SCHOOL_COLUMNS: u16 = 4;

/// Writes the sheet.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), XlsxError> {
    let (dossier, styles) = (draft.dossier, draft.compact);
    let required = dossier.required();
    let mut columns = vec![
        Column::new("UAI", Kind::Code),
        Column::new("École", Kind::Wrapped).at_most(17),
        Column::new("Commune", Kind::Wrapped).at_most(12),
        Column::new("Circonscription", Kind::Wrapped).at_most(13),
    ];
    columns.extend(required.iter().map(|id| {
        let competence = dossier.referential.competence(*id);
        Column::new(&format!("{} {}", competence.code, competence.label), Kind::Wrapped).at_most(10)
    }));
    let hint = "Qui tient chaque compétence dans chaque école : filtrez une colonne par entité. Plusieurs noms : la \
                responsabilité est partagée. Sans nom : l’état de la réponse.";
    draft.begin(Sheet::Holders, "Responsables par école", hint)?;
    let rows = dossier.schools.iter().enumerate().map(|(line, file)| {
        let school = &file.school;
        let mut cells = Vec::with_capacity(columns.len());
        cells.push(Cell::Link(school.uai.to_string().into(), Sheet::Matrix, Sheet::Matrix.row_of(line)));
        cells
            .extend([&school.name, &school.commune, &school.circonscription].map(|text| Cell::text(&**text)));
        cells.extend(file.couples.iter().map(|couple| holder(dossier, couple)));
        cells
    });
    let spec = Spec {
        name: Sheet::Holders.table(),
        alt: "Entités responsables de chaque compétence requise dans chaque école",
        top: Sheet::Holders.header_row(),
        left: 0,
        columns: &columns,
        layout: Layout::Alone,
    };
    let last_row = draft.table(styles, &spec, rows)?;
    if !required.is_empty() {
        let last_column = SCHOOL_COLUMNS + required.len() as u16 - 1;
        colours::unheld(
            draft.worksheet(),
            Area { first_row: spec.top + 1, first_column: SCHOOL_COLUMNS, last_row, last_column },
        )?;
    }
    draft.frame(Sheet::Holders, 2, columns.len(), last_row)
}

/// Who holds a couple; its state where nobody does.
fn holder<'d>(dossier: &'d Dossier, couple: &'d Couple) -> Cell<'d> {
    match couple.responsible.as_slice() {
        // A dash would do as well for most readers, and say less to a filter.
        [] => Cell::text(marks::state(couple.state)),
        [one] if couple.state == State::Covered => Cell::text(&*dossier.entity(*one).name),
        several => {
            let names: Vec<&str> = several.iter().map(|id| dossier.entity(*id).name.as_str()).collect();
            Cell::text(format!("{} {}", symbol(couple.state), names.join(" | ")))
        }
    }
}

/// The symbol of a state, before names.
fn symbol(state: State) -> &'static str {
    marks::state(state).split(' ').next().unwrap_or_default()
}
