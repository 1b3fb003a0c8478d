//! The consolidated workbook of an académie: what staff filter, print and forward all month.
//!
//! One file per sheet; [`table`] knows how a table is written, [`page`] how a sheet is set up and printed, [`styles`]
//! what things look like. A text that came from a file only ever goes through [`safe`] and is written as a string:
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
mod summary;
mod table;
mod territories;
#[cfg(test)]
mod tests;
mod todo;

use std::any::Any;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::model::dossier::Dossier;

use page::Book;
pub(super) use page::{excel_date, wrapped_lines};
use places::Places;
use styles::Styles;

/// Deflate is the largest part of the time; this level takes a third off it and adds a fifth to the size.
const COMPRESSION: u8 = 3;

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

/// The consolidated workbook of an académie, as the bytes of an `.xlsx` file. The same dossier gives the same bytes.
///
/// # Errors
/// [`WorkbookError`] where the workbook can't be assembled; no content of a dossier leads there.
pub fn workbook(dossier: &Dossier) -> Result<Vec<u8>, WorkbookError> {
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(COMPRESSION);
    workbook.set_properties(&properties(dossier)?);
    let (styles, compact) = (Styles::new(), Styles::compact());
    let places = Places::of(dossier);
    let mut book = Book::new(&mut workbook, dossier, [&styles, &compact], &places);
    todo::write(&mut book)?;
    summary::write(&mut book)?;
    matrix::write(&mut book)?;
    entities::write(&mut book)?;
    holders::write(&mut book)?;
    services::write(&mut book)?;
    means::write(&mut book)?;
    anomalies::write(&mut book)?;
    returns::write(&mut book)?;
    evolution::write(&mut book)?;
    detail::write(&mut book)?;
    documents::write(&mut book)?;
    groupings::write(&mut book)?;
    rules::write(&mut book)?;
    readme::write(&mut book)?;
    for (name, range) in book.into_names() {
        workbook.define_name(name, &range)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// Title, subject and author of the file, dated by the stamp so that two runs give the same bytes.
fn properties(dossier: &Dossier) -> Result<DocProperties, XlsxError> {
    let stamp = &dossier.stamp;
    let midnight = page::excel_date(stamp.date).unwrap_or(ExcelDateTime::from_ymd(2000, 1, 1)?);
    let properties = DocProperties::new()
        .set_title(format!(
            "Consolidation des compétences ENT, {}, {}",
            dossier.academie.full_name(),
            stamp.month.in_french()
        ))
        .set_subject("Couverture des compétences du projet ENT par école")
        .set_author(format!("Maillage {}", stamp.version))
        .set_company(dossier.academie.full_name())
        .set_keywords("ENT, compétences, couverture, écoles")
        .set_status(stamp.status.label())
        .set_creation_datetime(&midnight);
    Ok(match &stamp.mention {
        Some(mention) => properties.set_comment(safe::text(mention).into_owned()),
        None => properties,
    })
}
