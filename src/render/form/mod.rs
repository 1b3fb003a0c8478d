//! The form: the inventory that schools fill, blank or with what is known of them.
//!
//! One sheet to answer in, which stands alone: the others only help, and say so to whoever reads them back
//! ([`crate::model::form`]). Labels are locked and answers aren't, without a password; lists suggest and never refuse,
//! because an answer that nobody foresaw is worth more than a cell left blank.

mod columns;
mod example;
mod help;
mod inventory;
mod lists;
mod rows;
mod styles;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::model::calendar::Month;
use crate::model::dossier::Stamp;
use crate::model::form::{self, Column, Line};
use crate::model::referential::Referential;
use crate::model::school::{Academie, School};
use crate::model::scope::Level;

pub(super) use help::HelpSheet;
pub(super) use styles::Styles;

use super::workbook::{WorkbookError, excel_date};

/// A form is small: the time is elsewhere.
const COMPRESSION: u8 = 6;

/// For whom a form is.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// A school; its name may be unknown.
    School(&'a School, &'a Academie),
    /// A school that will say itself which one it is.
    AnySchool,
    /// A territory, whose answers hold for its schools.
    Territory(&'a Territory),
}

/// A territory that answers for its schools.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Territory {
    /// How far above the school.
    pub level: Level,
    /// Its name: « Rezé », « Nantes Nord », « Loire-Atlantique »; empty if it will say it itself.
    pub name: String,
    /// Name of its département; empty for an académie.
    pub departement: String,
    /// Name of its académie; empty if it will say it itself.
    pub academie: String,
}

/// A form to write.
#[derive(Clone, Debug)]
pub struct Form<'a> {
    /// What dates it.
    pub stamp: &'a Stamp,
    /// What it asks for.
    pub referential: &'a Referential,
    /// For whom.
    pub subject: Subject<'a>,
    /// Answers already known.
    pub lines: &'a [Line],
    /// The month whose answers these are, where it isn't the form's own.
    pub known_since: Option<Month>,
    /// Cells to mend.
    pub marks: &'a [Mark],
}

/// Which cell of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The cell beside a label of the identification block.
    Identity(Identity),
    /// The label of the row of this rank.
    Label(usize),
    /// A column of the row of this rank.
    Row(usize, Column),
}

/// A label of the identification block that a school may have to mend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Identity {
    /// « UAI ».
    Uai,
    /// « École ».
    School,
    /// « Commune ».
    Commune,
    /// « Académie ».
    Academie,
}

/// A cell to mend.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The cell.
    pub place: Place,
    /// Whether it has to be, rather than completed if the school can.
    pub due: bool,
    /// What was read, what is expected, what to do; none where another cell's note says it.
    pub note: Option<String>,
}

/// Name of the sheet to answer in.
pub const SHEET: &str = "Inventaire ENT";
/// Rows left at the bottom for a line that the form doesn't foresee.
const SPARE_ROWS: usize = 3;

/// The rows of a form: each required competence once, then what doesn't stand there: a second line of a competence,
/// a complement, a line outside the referential.
pub fn rows(referential: &Referential, lines: &[Line]) -> Vec<Line> {
    let required: Vec<_> = referential.required().collect();
    let mut rows: Vec<Line> =
        required.iter().map(|id| Line { competence: Some(*id), ..Line::default() }).collect();
    let mut more = Vec::new();
    let mut taken = vec![false; rows.len()];
    for line in lines {
        let rank = required.iter().position(|id| Some(*id) == line.competence);
        match rank.filter(|rank| !taken[*rank]) {
            _ if line.values.is_empty() => {}
            Some(rank) => {
                taken[rank] = true;
                rows[rank] = line.clone();
            }
            None => more.push(line.clone()),
        }
    }
    rows.extend(more);
    rows
}

/// The address of a cell of the form: `D12`.
pub fn address(place: Place) -> String {
    let (row, column) = inventory::position(place);
    rust_xlsxwriter::utility::row_col_to_cell(row, column)
}

/// A form, as the bytes of an `.xlsx` file. The same form gives the same bytes.
///
/// # Errors
/// [`WorkbookError`] where the workbook can't be assembled; no content leads there.
pub fn form(form: &Form<'_>) -> Result<Vec<u8>, WorkbookError> {
    let mut workbook = begun(form.stamp, &title(form.subject))?;
    let styles = Styles::new();
    add(&mut workbook, &styles, form)?;
    Ok(workbook.save_to_buffer()?)
}

/// Adds the sheets of a form to a workbook.
pub(super) fn add(workbook: &mut Workbook, styles: &Styles, form: &Form<'_>) -> Result<(), XlsxError> {
    inventory::write(workbook.add_worksheet(), styles, form)?;
    example::write(workbook.add_worksheet(), styles, form)?;
    lists::write(workbook.add_worksheet(), styles, form)
}

/// A workbook with its properties, dated by the stamp.
pub(super) fn begun(stamp: &Stamp, title: &str) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(COMPRESSION);
    let midnight = excel_date(stamp.date).unwrap_or(ExcelDateTime::from_ymd(2000, 1, 1)?);
    let properties = DocProperties::new()
        .set_title(format!("{title}, {}", stamp.title()))
        .set_subject("Inventaire des acteurs et des compétences du projet ENT")
        .set_author(format!("Maillage {}", stamp.version))
        .set_keywords(format!("Formulaire Maillage {}", form::VERSION))
        .set_creation_datetime(&midnight);
    workbook.set_properties(&properties);
    Ok(workbook)
}

fn title(subject: Subject<'_>) -> String {
    match subject {
        Subject::School(school, _) => format!("Inventaire ENT {}", school.uai),
        Subject::AnySchool => "Inventaire ENT".to_owned(),
        Subject::Territory(territory) => format!("Inventaire ENT, {}", territory.level.label()),
    }
}

#[cfg(test)]
mod tests;
