//! Workbooks read within budgets: bytes in, sheets of sparse cells out.
//!
//! ```text
//! signature   what the file is by its first bytes
//! package     .xlsx .xlsm: its archive, parts inflated under budgets and checked (listing, xml)
//! direct      cells plainly written, in one pass
//! cells       the others: parts packed again (plain), calamine's values, each at the address of its mark (marks)
//! notes       the notes on cells
//! crypt       workbooks encrypted with the password that Excel knows by itself
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
//! # Why no child process
//!
//! A child with a memory limit would promise the same for a library that can't be trusted, at a price: its start for
//! each doubtful file, a second way to hand a workbook over, limits that each system sets otherwise and Windows barely.
//! It isn't needed: nothing here asks for memory or time on the word of a file. calamine sees only archives written
//! by us, of parts that are counted; `.xls`, `.xlsb`, `.ods`, `.csv`, OLE containers and mails have readers of our own,
//! whose loops each take from a budget, and whose recursion is bounded. `fuzz/` and the hostile tests look for what
//! was forgotten. What large files take together is bounded by the pipeline, where they take turns ([`weight`]); what
//! nobody foresaw, by the time of a document.
//!
//! A workbook is read whole or not at all: a part read is not a sheet read. Only a cell that can't be decoded stays
//! in its place, as an error.

mod cells;
mod crypt;
mod delimited;
mod direct;
mod failure;
mod listing;
mod marks;
mod notes;
mod ods;
mod package;
mod plain;
mod serial;
mod signature;
mod xls;
mod xls_notes;
mod xlsb;
mod xml;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use package::{Family, Parts};
use signature::Shape;

use crate::model::budget::Budgets;
use crate::model::grid::Workbook;
use crate::model::inventory::ReadFailure;
use crate::ole::MAGIC;

/// Reads a workbook, whatever its name says; the name only helps to tell what a file is that is no workbook.
///
/// # Errors
///
/// Why nothing of it could be read. A fault of a library is one more reason, never a panic.
pub fn workbook(bytes: &[u8], file_name: &str, budgets: &Budgets) -> Result<Workbook, ReadFailure> {
    let budgets = &budgets.begun();
    // Nothing outlives a panic but the bytes and the budgets, which nobody changes.
    catch_unwind(AssertUnwindSafe(|| {
        let opened;
        let bytes = match signature::shape(bytes, file_name)? {
            Shape::OldExcel => return xls::workbook(bytes, budgets),
            Shape::FlatLibreOffice => return ods::flat(bytes, budgets),
            Shape::Delimited => return delimited::workbook(bytes, budgets),
            Shape::Encrypted => {
                opened = crypt::package(bytes, budgets)?;
                opened.as_slice()
            }
            Shape::Zip => bytes,
        };
        let mut parts = Parts::of(bytes, budgets)?;
        match parts.family() {
            Family::LibreOffice => ods::workbook(&mut parts, budgets),
            Family::BinaryExcel => xlsb::workbook(&mut parts, budgets),
            Family::Excel => cells::workbook(package::open(&mut parts, file_name, budgets)?, budgets),
        }
    }))
    .unwrap_or_else(|panic| Err(ReadFailure::Fault(words(panic.as_ref()))))
}

/// About how many bytes of memory the reading of a workbook may take at most, judged by what it declares; the reading
/// holds it to that.
pub fn weight(bytes: &[u8]) -> u64 {
    let length = bytes.len() as u64;
    if bytes.starts_with(b"PK") {
        return package::declared(bytes).unwrap_or(length);
    }
    match bytes.starts_with(MAGIC).then(|| signature::shape(bytes, "")) {
        // What it holds isn't known before it is decrypted.
        Some(Ok(Shape::Encrypted)) => u64::MAX,
        // Records and texts in columns become cells, which are larger.
        _ => length.saturating_mul(4),
    }
}

/// What a panic says.
fn words(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<&str>().map(|words| (*words).to_owned());
    words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_owned())
}
