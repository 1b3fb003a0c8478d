//! The consolidated workbook of an académie: what staff filter, print and forward all month.
//!
//! One file per sheet; `table` knows how a table is written, `page` how a sheet is set up and printed, `styles`
//! what things look like. A text that came from a file only ever goes through `safe` and is written as a string:
//! never a formula, never a link.

mod anomalies;
mod body;
mod cells;
mod charts;
mod colours;
mod detail;
mod documents;
mod entities;
mod evolution;
mod groupings;
mod holders;
mod indicators;
mod lines;
mod marks;
mod matrix;
mod means;
mod measure;
mod national;
mod packing;
mod page;
mod places;
mod questions;
mod readme;
mod returns;
mod rules;
pub(super) mod safe;
mod services;
mod shared;
mod sheets;
mod styles;
mod subtotals;
mod summary;
mod table;
mod territories;
#[cfg(test)]
mod tests;
mod texts;
mod todo;
mod xml;

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use crate::model::dossier::{Dossier, Unattached};

pub use national::national;
use page::{Draft, Heading, Written};
pub(super) use page::{excel_date, wrapped_lines};
use places::Places;
use sheets::Sheet;
use styles::Styles;

/// Deflate is a large part of the time: of its levels, the one after which a smaller file costs much more.
const COMPRESSION: u8 = 5;

/// Why a workbook could not be made.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// The library refused a part of the workbook.
    #[error("le classeur n’a pas pu être assemblé")]
    Assembly(#[from] XlsxError),
}

/// Who does the work of a workbook: its parts may be done in any order, several at once.
pub trait Spread {
    /// What `work` makes of each of `parts`, in their order.
    ///
    /// # Errors
    /// The first that `work` gives.
    fn over<P: Send, R: Send>(
        &self,
        parts: Vec<P>,
        work: &(dyn Fn(P) -> Result<R, WorkbookError> + Sync),
    ) -> Result<Vec<R>, WorkbookError>;
}

/// The consolidated workbook of an académie, as the bytes of an `.xlsx` file, with what a run over this académie alone
/// received and could give to no school. The same dossier gives the same bytes, however `spread` has the work done.
///
/// # Errors
/// [`WorkbookError`] where the workbook can't be assembled; no content of a dossier leads there.
pub fn workbook(
    dossier: &Dossier,
    unattached: Unattached<'_>,
    spread: &impl Spread,
) -> Result<Vec<u8>, WorkbookError> {
    let mut workbook = Workbook::new();
    let heading = Heading { who: dossier.academie.full_name(), stamp: &dossier.stamp };
    workbook.set_properties(&page::properties(&heading)?);
    let (styles, compact) = (Styles::new(), Styles::compact());
    let places = Places::of(dossier);
    let sheets = spread.over(Sheet::ALL.to_vec(), &|sheet| {
        let mut draft = Draft::new(Worksheet::new(), dossier, unattached, [&styles, &compact], &places);
        write(sheet, &mut draft)?;
        Ok(draft.finish())
    })?;
    let mut tables = Vec::with_capacity(sheets.len());
    for Written { worksheet, names, table } in sheets {
        workbook.push_worksheet(worksheet);
        for (name, range) in names {
            workbook.define_name(name, &range)?;
        }
        tables.push(table);
    }
    packing::save(workbook, &tables, spread)
}

fn write(sheet: Sheet, draft: &mut Draft<'_>) -> Result<(), XlsxError> {
    match sheet {
        Sheet::Todo => todo::write(draft),
        Sheet::Summary => summary::write(draft),
        Sheet::Matrix => matrix::write(draft),
        Sheet::Subtotals => subtotals::write(draft),
        Sheet::Entities => entities::write(draft),
        Sheet::Holders => holders::write(draft),
        Sheet::Services => services::write(draft),
        Sheet::Means => means::write(draft),
        Sheet::Anomalies => anomalies::write(draft),
        Sheet::Returns => returns::write(draft),
        Sheet::Evolution => evolution::write(draft),
        Sheet::Detail => detail::write(draft),
        Sheet::Documents => documents::write(draft),
        Sheet::Groupings => groupings::write(draft),
        Sheet::Rules => rules::write(draft),
        Sheet::Readme => readme::write(draft),
    }
}
