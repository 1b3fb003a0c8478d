//! What a dossier yields: workbook, report and data, as bytes.

pub mod data;
pub mod report;
pub mod workbook;

#[cfg(test)]
pub(crate) mod fixture;
