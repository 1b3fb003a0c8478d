//! Workbooks read within budgets: bytes in, sheets of sparse cells out.
//!
//! ```text
//! signature   what the file is by its first bytes
//! package     .xlsx .xlsm: its archive, parts inflated under budgets and checked (listing, xml), packed again (plain)
//! cells       calamine's values, each at the address of its mark (marks)
//! ods         .ods .fods: the text of their content
//! xls, xlsb   .xls (in an ole container), .xlsb: their records (serial: numbers that are dates)
//! delimited   .csv: texts cut in columns
//! ```
//!
//! Memory is what a hostile file asks for first, and an allocation that fails ends the process whatever catches
//! panics. So nothing is reserved for what a file declares: each reader keeps what it met, and each cell, text and
//! merged area is taken from a budget before it is kept. calamine streams `.xlsx` so, once its package is checked; the
//! other formats it gives as one range, which can't be bounded from outside, so they have readers of their own.
//!
//! A workbook is read whole or not at all: a part read is not a sheet read. Only a cell that can't be decoded stays
//! in its place, as an error.

mod cells;
mod delimited;
mod failure;
mod listing;
mod marks;
mod ods;
mod package;
mod plain;
mod serial;
mod signature;
mod xls;
mod xlsb;
mod xml;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use package::{Family, Parts};
use signature::Shape;

use crate::model::budget::Budgets;
use crate::model::grid::Workbook;
use crate::model::inventory::ReadFailure;

/// Reads a workbook, whatever its name says; the name only helps to tell what a file is that is no workbook.
///
/// # Errors
///
/// Why nothing of it could be read. A fault of a library is one more reason, never a panic.
pub fn workbook(bytes: &[u8], file_name: &str, budgets: &Budgets) -> Result<Workbook, ReadFailure> {
    // Nothing outlives a panic but the bytes and the budgets, which nobody changes.
    catch_unwind(AssertUnwindSafe(|| {
        match signature::shape(bytes, file_name)? {
            Shape::OldExcel => return xls::workbook(bytes, budgets),
            Shape::FlatLibreOffice => return ods::flat(bytes, budgets),
            Shape::Delimited => return delimited::workbook(bytes, budgets),
            Shape::Zip => {}
        }
        let mut parts = Parts::of(bytes, budgets)?;
        match parts.family() {
            Family::LibreOffice => ods::workbook(&mut parts, budgets),
            Family::BinaryExcel => xlsb::workbook(&mut parts, budgets),
            Family::Excel => cells::workbook(&package::open(&mut parts, file_name, budgets)?, budgets),
        }
    }))
    .unwrap_or_else(|panic| Err(ReadFailure::Fault(words(panic.as_ref()))))
}

/// What a panic says.
fn words(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<&str>().map(|words| (*words).to_owned());
    words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_owned())
}
