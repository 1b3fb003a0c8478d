//! The registry of expected schools, read from the open-data directory or any table with a UAI column.

use std::sync::Arc;

use crate::model::school::{School, Uai};

/// stand-in until merge
#[derive(Debug)]
pub struct Registry;
impl Registry {
    /// x
    pub fn school(&self, _: &Uai) -> Option<&Arc<School>> { None }
    /// x
    pub fn in_commune(&self, _: &str) -> &[Arc<School>] { &[] }
}
