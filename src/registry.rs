//! The registry of expected schools, read from the open-data directory or any table with a UAI column.
//!
//! Columns are found by their names, never by rank: the public directory renames and moves them from one year to the
//! next, and académies add their own.

mod columns;
mod remark;
mod rows;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::academies::Academies;
use crate::model::school::{School, Uai};

pub use remark::{RegistryError, RegistryRemark, RemarkKind};
pub use rows::short_circonscription;
use rows::{Builder, TITLE_ROWS};

/// The schools that a registry expects, by UAI.
#[derive(Clone, Debug)]
pub struct Registry {
    /// How its file is named.
    pub name: String,
    /// Rows left out because they expect no inventory.
    pub left_out: LeftOut,
    schools: Vec<Arc<School>>,
    by_commune: BTreeMap<String, Vec<Arc<School>>>,
    closed: BTreeSet<Uai>,
}

/// How many rows of a registry expect no inventory, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Collèges, lycées, services.
    pub not_schools: u32,
    /// Schools closed, or not open yet.
    pub not_open: u32,
    /// Schools of a collectivity outside académies.
    pub outside_academies: u32,
}

impl Registry {
    /// Reads a CSV file: UTF-8, UTF-16 or Windows-1252; semicolons, commas or tabs.
    ///
    /// # Errors
    /// [`RegistryError`] where no school can be read from it; a faulty row is only a remark.
    pub fn read(
        name: &str,
        bytes: &[u8],
        academies: &Academies,
    ) -> Result<(Self, Vec<RegistryRemark>), RegistryError> {
        let text = decoded(bytes);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter_of(&text))
            .from_reader(text.as_bytes());
        let mut builder = Builder::new(name, academies);
        let mut record = csv::StringRecord::new();
        loop {
            let line = reader.position().line();
            match reader.read_record(&mut record) {
                Ok(false) => break,
                Ok(true) => {
                    let line = record.position().map_or(line, csv::Position::line);
                    builder.row(line, record.len(), &|column| record.get(column).unwrap_or_default());
                }
                Err(_) => builder.remark(line, RemarkKind::Unreadable),
            }
        }
        builder.finish()
    }

    /// Takes the rows of a sheet, its first row being line 1.
    ///
    /// # Errors
    /// As [`Registry::read`].
    pub fn from_rows(
        name: &str,
        rows: &[Vec<String>],
        academies: &Academies,
    ) -> Result<(Self, Vec<RegistryRemark>), RegistryError> {
        let mut builder = Builder::new(name, academies);
        for (line, row) in (1..).zip(rows) {
            builder.row(line, row.len(), &|column| row.get(column).map(String::as_str).unwrap_or_default());
        }
        builder.finish()
    }

    /// The school of a UAI.
    pub fn school(&self, uai: &Uai) -> Option<&Arc<School>> {
        let rank = self.schools.binary_search_by_key(uai, |school| school.uai).ok()?;
        self.schools.get(rank)
    }

    /// Its schools, by UAI.
    pub fn schools(&self) -> impl Iterator<Item = &Arc<School>> {
        self.schools.iter()
    }

    /// Whether a line tells the school closed.
    pub fn tells_closed(&self, uai: Uai) -> bool {
        self.closed.contains(&uai)
    }

    /// The schools of a commune, its name folded.
    pub fn in_commune(&self, folded: &str) -> &[Arc<School>] {
        self.by_commune.get(folded).map(Vec::as_slice).unwrap_or_default()
    }

    /// The folded names of its communes, in order.
    pub fn communes(&self) -> impl Iterator<Item = &str> {
        self.by_commune.keys().map(String::as_str)
    }
}

/// The text of a file that Excel or a portal wrote.
fn decoded(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => WINDOWS_1252,
    };
    encoding.decode(bytes).0
}

/// The separator that cuts the first lines most often.
fn delimiter_of(text: &str) -> u8 {
    let head: Vec<&str> = text.lines().take(TITLE_ROWS).collect();
    // At equal counts the first one wins: the portal's own.
    [b';', b'\t', b',']
        .into_iter()
        .rev()
        .max_by_key(|separator| {
            head.iter().map(|line| line.bytes().filter(|byte| byte == separator).count()).max()
        })
        .unwrap_or(b';')
}

#[cfg(test)]
mod tests;
