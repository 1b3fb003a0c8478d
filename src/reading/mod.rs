//! Workbooks read within budgets: bytes in, sheets of sparse cells out.
//!
//! ```text
//! signature   what the file is by its first bytes
//! package     its archive, parts inflated under budgets and checked (listing, xml), packed again (plain)
//! cells       calamine's values, each at the address of its mark (marks)
//! ```
//!
//! A workbook is read whole or not at all: a part read is not a sheet read. Only a cell that can't be decoded stays
//! in its place, as an error.

mod cells;
mod delimited;
mod failure;
mod listing;
mod marks;
mod ods;
mod ole;
mod package;
mod plain;
mod serial;
mod signature;
mod xls;
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
            Shape::Delimited => return delimited::workbook(bytes, budgets),
            Shape::Zip => {}
        }
        let mut parts = Parts::of(bytes, budgets)?;
        match parts.family() {
            Family::LibreOffice => ods::workbook(&mut parts, budgets),
            Family::Excel | Family::BinaryExcel => {
                cells::workbook(&package::open(&mut parts, file_name, budgets)?, budgets)
            }
        }
    }))
    .unwrap_or_else(|panic| Err(ReadFailure::Fault(words(panic.as_ref()))))
}

/// What a panic says.
fn words(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<&str>().map(|words| (*words).to_owned());
    words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_owned())
}
