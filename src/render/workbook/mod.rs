//! The consolidated workbook of an académie: what staff filter, print and forward all month.
//!
//! One file per sheet; `table` knows how a table is written, `page` how a sheet is set up and printed, `styles`
//! what things look like. A text that came from a file only ever goes through `safe` and is written as a string:
//! never a formula, never a link.

mod anomalies;
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
mod sheets;
mod styles;
mod subtotals;
mod summary;
mod table;
mod territories;
#[cfg(test)]
mod tests;
mod todo;

use std::any::Any;

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use crate::model::dossier::{Dossier, Unattached};

pub use national::national;
use page::{Draft, Heading, Names, Streamed};
pub(super) use page::{excel_date, wrapped_lines};
use places::Places;
use sheets::Sheet;
use styles::Styles;

/// Deflate is a large part of the time: of its levels, the one after which a smaller file costs much more.
const COMPRESSION: u8 = 5;

/// How the library's panics over its temporary file begin.
const ROW_NOT_WRITTEN: &str = "Couldn't write to xml file";

/// Why a workbook could not be made.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// The library refused a part of the workbook, or its temporary file could not be written (disk full).
    #[error("le classeur n’a pas pu être assemblé ; vérifiez la place libre sur le disque, puis relancez")]
    Assembly(#[from] XlsxError),
}

impl WorkbookError {
    /// Whether the temporary file is the reason.
    pub fn is_of_disk(&self) -> bool {
        matches!(self, Self::Assembly(XlsxError::IoError(_) | XlsxError::TempFileError(..)))
    }
}

/// Whether a panic comes from a full disk: the library streams rows to a temporary file, and panics where it can't
/// write them. Any other one is a fault of the program.
pub fn is_of_disk(panic: &(dyn Any + Send)) -> bool {
    panic.downcast_ref::<String>().is_some_and(|told| told.starts_with(ROW_NOT_WRITTEN))
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

/// Sheets to write one after the other.
struct Part(Vec<(Sheet, Worksheet)>);

/// A part once written.
struct Written(Vec<(Sheet, Worksheet, Names, Streamed)>);

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
    let parts = parts(&mut workbook)?;
    let (styles, compact) = (Styles::new(), Styles::compact());
    let places = Places::of(dossier);
    let written = spread.over(parts, &|Part(sheets)| {
        let written = sheets.into_iter().map(|(sheet, worksheet)| {
            let mut draft = Draft::new(worksheet, dossier, unattached, [&styles, &compact], &places);
            write(sheet, &mut draft)?;
            let (worksheet, names, streamed) = draft.finish();
            Ok((sheet, worksheet, names, streamed))
        });
        written.collect::<Result<_, XlsxError>>().map(Written).map_err(WorkbookError::from)
    })?;
    let mut sheets: Vec<_> = written.into_iter().flat_map(|Written(sheets)| sheets).collect();
    sheets.sort_by_key(|(sheet, ..)| Sheet::ALL.iter().position(|other| other == sheet));
    let mut ends = Streamed::new();
    for (_, worksheet, names, streamed) in sheets {
        ends.extend(streamed);
        workbook.push_worksheet(worksheet);
        for (name, range) in names {
            workbook.define_name(name, &range)?;
        }
    }
    packing::save(workbook, &ends, spread)
}

/// The sheets that stream their rows make the first part: they share the workbook's table of texts, which numbers
/// texts as they come. Each of the others numbers its own until the workbook is saved.
fn parts(workbook: &mut Workbook) -> Result<Vec<Part>, XlsxError> {
    let (streamed, kept): (Vec<Sheet>, Vec<Sheet>) =
        Sheet::ALL.into_iter().partition(|sheet| sheet.streams());
    let mut first = Vec::with_capacity(streamed.len());
    for sheet in streamed {
        first.push((sheet, workbook.new_worksheet_with_low_memory()?));
    }
    let mut parts = vec![Part(first)];
    parts.extend(kept.into_iter().map(|sheet| Part(vec![(sheet, Worksheet::new())])));
    Ok(parts)
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
