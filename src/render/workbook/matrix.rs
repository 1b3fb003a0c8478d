//! *Matrice écoles*: the state of each required competence in each school, to correct by hand if need be.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Worksheet, XlsxError};

use crate::french;
use crate::model::dossier::{Dossier, SchoolFile, State};
use crate::model::indicator::Rate;
use crate::model::place::column_letters;

use super::cells::{self, Cell, Column, Kind};
use super::colours;
use super::marks;
use super::page::Draft;
use super::safe;
use super::sheets::{Area, Sheet};
use super::styles::Styles;
use super::summary::TOO_FEW;
use super::table::{Layout, Spec};

/// The column of a school's département.
pub(super) const DEPARTEMENT: u16 = 3;
/// The column of its circonscription.
pub(super) const CIRCONSCRIPTION: u16 = 4;
/// Columns that tell the school, before the competences.
const SCHOOL_COLUMNS: u16 = 5;
/// How wide a state is at the most, in signs: with fourteen of them, a page remains readable.
const STATE_WIDTH: usize = 9;
/// The row of the legend, beside the hint.
const LEGEND_ROW: u32 = 1;
/// The row of the rates, above the headers.
const RATES_ROW: u32 = 2;

/// Writes the sheet.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), XlsxError> {
    let (dossier, styles, places) = (draft.dossier, draft.compact, draft.places);
    let required = dossier.required();
    let mut columns = vec![
        Column::new("UAI", Kind::Code),
        Column::new("École", Kind::Wrapped).at_most(17),
        Column::new("Commune", Kind::Wrapped).at_most(12),
        Column::new("Département", Kind::Code),
        Column::new("Circonscription", Kind::Wrapped).at_most(13),
    ];
    let inherits = dossier.total.inherited.total() > 0;
    columns.extend(required.iter().map(|id| {
        let competence = dossier.referential.competence(*id);
        Column::new(&format!("{} {}", competence.code, competence.label), Kind::Wrapped).at_most(STATE_WIDTH)
    }));
    columns.push(Column::new("Couvertes", Kind::Count));
    columns.push(Column::new("Requises", Kind::Count));
    columns.push(Column::new("Rendues", Kind::Count));

    let hint = "Corrigez avec la liste : le reste suit. États :";
    draft.begin(Sheet::Matrix, "Matrice écoles × compétences", hint)?;
    let area = area(dossier);
    let competences = Columns { first: SCHOOL_COLUMNS, count: required.len() as u16 };
    let rows = dossier.schools.iter().enumerate().map(|(line, file)| {
        let school = &file.school;
        let uai = school.uai.to_string();
        let mut cells = Vec::with_capacity(columns.len());
        cells.push(match places.in_detail(school.uai) {
            Some(read) => Cell::Link(uai.into(), Sheet::Detail, Sheet::Detail.row_of(read)),
            None => Cell::text(uai),
        });
        cells.extend(
            [&school.name, &school.commune, &school.departement, &school.circonscription]
                .map(|text| Cell::text(&**text)),
        );
        cells.extend(file.couples.iter().map(|couple| Cell::text(marks::couple(couple))));
        cells.extend(counts(file, competences, Sheet::Matrix.row_of(line)));
        cells
    });
    let spec = Spec {
        name: Sheet::Matrix.table(),
        alt: "État de chaque compétence requise dans chaque école",
        top: Sheet::Matrix.header_row(),
        left: 0,
        columns: &columns,
        layout: Layout::Alone,
    };
    let last_row = draft.table(styles, &spec, rows)?;
    if competences.count > 0 {
        let sheet = draft.worksheet();
        colours::states(sheet, area)?;
        show_legend(sheet, styles, inherits)?;
        offer_states(sheet, area)?;
        let answered = answered(area);
        let few = dossier.total.answered() < french::FEWEST_SCHOOLS;
        sheet.write_string_with_format(RATES_ROW, 1, "Couverture des écoles ayant répondu", &styles.hint)?;
        for (tally, column) in dossier.total.by_competence.iter().zip(competences.first..) {
            let cell = rate_cell(&answered, &coverage_formula(column, area), tally.coverage(), few);
            cells::put(sheet, styles, (RATES_ROW, column), cell, Kind::Rate)?;
        }
    }
    draft.frame(Sheet::Matrix, 2, columns.len(), last_row)?;
    // The counts would make the states too small to read.
    draft.print_columns((SCHOOL_COLUMNS + competences.count) as usize, last_row)
}

/// A rate that follows the matrix: blank where there is nothing to divide by, in words where too few schools answered.
/// `answered` counts these, `formula` divides.
pub(super) fn rate_cell(answered: &str, formula: &str, rate: Rate, few: bool) -> Cell<'static> {
    let few_told = format!("\"{TOO_FEW}\"");
    let formula = format!("=IF({answered}<{},{few_told},IFERROR({formula},\"\"))", french::FEWEST_SCHOOLS);
    match rate.value() {
        _ if few => Cell::Worded(formula, TOO_FEW),
        Some(value) => Cell::Formula(formula, value),
        None => Cell::Worded(formula, ""),
    }
}

/// How many schools answered, whatever the territory.
fn answered(area: Area) -> String {
    let letters = column_letters((area.last_column + RETURNED).into());
    format!("COUNTIF({letters}{}:{letters}{},\">0\")", area.first_row + 1, area.last_row + 1)
}

/// How far behind the states the couples returned are counted: none, for a school without an inventory.
pub(super) const RETURNED: u16 = 3;

/// The cells of the states. The counts of each school are in the three columns that follow: covered, required, returned.
pub(super) fn area(dossier: &Dossier) -> Area {
    let first_row = Sheet::Matrix.header_row() + 1;
    let competences = Columns { first: SCHOOL_COLUMNS, count: dossier.required().len() as u16 };
    Area {
        first_row,
        first_column: competences.first,
        last_row: first_row + dossier.schools.len().max(1) as u32 - 1,
        last_column: competences.last(),
    }
}

/// The columns of the competences.
#[derive(Clone, Copy)]
struct Columns {
    first: u16,
    count: u16,
}

impl Columns {
    fn last(self) -> u16 {
        self.first + self.count.max(1) - 1
    }
}

/// Covered, required and returned competences of a school, which follow the cells when someone corrects them.
fn counts(file: &SchoolFile, columns: Columns, row: u32) -> [Cell<'static>; 3] {
    let tally = file.tally();
    let covered = tally.of(State::Covered);
    let required = tally.coverage_of_expected().denominator;
    if columns.count == 0 {
        return [Cell::count(covered), Cell::count(required), Cell::count(tally.returned())];
    }
    let cells = format!(
        "{}{row}:{}{row}",
        column_letters(columns.first.into()),
        column_letters(columns.last().into()),
        row = row + 1
    );
    [
        Cell::Formula(format!("={}", count_of(State::Covered, &cells)), covered.into()),
        Cell::Formula(
            format!("={}-{}", columns.count, count_of(State::NotApplicable, &cells)),
            required.into(),
        ),
        Cell::Formula(
            format!("={}-{}", columns.count, count_of(State::NotReturned, &cells)),
            tally.returned().into(),
        ),
    ]
}

/// The coverage of a competence, schools without an inventory left out.
fn coverage_formula(column: u16, area: Area) -> String {
    let letters = column_letters(column.into());
    let cells = format!("{letters}{}:{letters}{}", area.first_row + 1, area.last_row + 1);
    format!(
        "{}/(COUNTA({cells})-{}-{})",
        count_of(State::Covered, &cells),
        count_of(State::NotApplicable, &cells),
        count_of(State::NotReturned, &cells)
    )
}

/// Counts by the word, so that a cell typed without its symbol counts too.
fn count_of(state: State, cells: &str) -> String {
    format!("COUNTIF({cells},\"*{}*\")", state.label())
}

/// Each state in its colour, above the competences; *Lisez-moi* says what they mean.
fn show_legend(sheet: &mut Worksheet, styles: &Styles, inherits: bool) -> Result<(), XlsxError> {
    let area = Area {
        first_row: LEGEND_ROW,
        first_column: SCHOOL_COLUMNS,
        last_row: LEGEND_ROW,
        last_column: SCHOOL_COLUMNS + State::ALL.len() as u16 - 1,
    };
    for (state, column) in State::ALL.into_iter().zip(area.first_column..) {
        cells::put(sheet, styles, (LEGEND_ROW, column), Cell::text(marks::state(state)), Kind::Wrapped)?;
    }
    sheet.set_row_height(LEGEND_ROW, styles.row_height(2))?;
    let mut text = "Impression : sans les comptes de droite.".to_owned();
    if inherits {
        text.insert_str(0, &format!("{} : réponse d’un niveau supérieur. ", marks::INHERITED));
    }
    sheet.write_string_with_format(LEGEND_ROW, area.last_column + 1, safe::sentence(&text), &styles.hint)?;
    colours::states(sheet, area)
}

/// A list to correct a cell with; another text is questioned, not refused.
fn offer_states(sheet: &mut Worksheet, area: Area) -> Result<(), XlsxError> {
    let list = DataValidation::new()
        .allow_list_strings(&State::ALL.map(marks::state))?
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title("État inconnu")?
        .set_error_message("Choisissez un état de la liste : un autre texte ne sera ni coloré ni compté.")?;
    sheet.add_data_validation(area.first_row, area.first_column, area.last_row, area.last_column, &list)?;
    Ok(())
}
