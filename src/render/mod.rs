//! What a dossier yields: workbook, report, data, what goes back to schools; and the forms sent out to them. As bytes:
//! another place writes them.

mod comparison;
pub mod correction;
pub mod data;
pub mod form;
pub mod front;
pub(crate) mod labels;
pub mod report;
mod term;
pub mod workbook;

#[cfg(test)]
pub(crate) mod fixture;

use crate::model::calendar::Month;
use crate::model::school::Academie;

/// The workbook over several académies, in the month's folder.
pub const NATIONAL: &str = "national.xlsx";
/// The report over several académies, beside it.
pub const NATIONAL_REPORT: &str = "national.pdf";

/// A document that could not be made.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The workbook.
    #[error(transparent)]
    Workbook(#[from] workbook::WorkbookError),
    /// The report.
    #[error(transparent)]
    Report(#[from] report::ReportError),
}

/// Names of an académie's files, relative to the month's folder: from its code, its name and the month alone, never
/// from what a document says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// `17-nantes/2026-11_nantes_consolidation.xlsx`.
    pub workbook: String,
    /// `17-nantes/2026-11_nantes_rapport-copil.pdf`.
    pub report: String,
    /// `17-nantes/couverture.csv`.
    pub coverage: String,
    /// `17-nantes/etat.json`.
    pub state: String,
}

impl Names {
    /// The names of an académie's files for a month.
    pub fn of(academie: &Academie, month: Month) -> Self {
        let slug = academie.slug();
        let folder = format!("{}-{slug}", academie.code);
        Self {
            workbook: format!("{folder}/{month}_{slug}_consolidation.xlsx"),
            report: format!("{folder}/{month}_{slug}_rapport-copil.pdf"),
            coverage: format!("{folder}/couverture.csv"),
            state: format!("{folder}/etat.json"),
        }
    }
}
