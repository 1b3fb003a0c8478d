//! Names that a configuration writes: one or several, each with its place, so that a fault points at it.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::configuration::{Key, Reader, Value};
use super::syntax::TomlFault;
use crate::academies::Academies;
use crate::french::quoted;
use crate::model::finding::Rule;
use crate::model::grouping::LONGEST;
use crate::model::referential::{CompetenceId, Referential};
use crate::text;

/// What the names of a configuration are looked up in.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) rules: &'a [&'static Rule],
    pub(super) academies: &'a Academies,
    pub(super) referential: &'a Referential,
}

impl Known<'_> {
    /// The competence of a folded code or label.
    pub(super) fn competence(&self, folded: &str) -> Option<CompetenceId> {
        (0u16..)
            .zip(&self.referential.competences)
            .find(|(_, one)| text::fold(&one.code) == folded || text::fold(&one.label) == folded)
            .map(|(id, _)| CompetenceId(id))
    }
}

/// A text of the configuration and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// As written, ends trimmed.
    pub text: String,
    /// The same, folded.
    pub(super) folded: String,
    /// Where it stands.
    pub(super) at: Range<usize>,
}

/// The tables of a section written between double brackets, each with its place; `None` if it is written otherwise.
pub(super) fn tables<'a, 'i>(content: Value<'a, 'i>) -> Option<Vec<(Value<'a, 'i>, &'a DeTable<'i>)>> {
    match content.get_ref() {
        DeValue::Array(tables) => tables.iter().map(|one| Some((one, one.get_ref().as_table()?))).collect(),
        _ => None,
    }
}

/// A name: a text that says something, on one line.
pub(super) fn written(reader: &Reader, key: Key, value: Value) -> Result<Written, TomlFault> {
    let text = reader.string(key, value)?.trim();
    let folded = text::fold(text);
    let fits = !folded.is_empty() && !text.contains(char::is_control) && text.chars().count() <= LONGEST;
    if fits {
        return Ok(Written { text: text.to_owned(), folded, at: value.span() });
    }
    let message =
        format!("{} attend un nom, de {LONGEST} signes au plus, sur une ligne", quoted(key.get_ref()));
    Err(reader.fault(value, message))
}

/// A list of names, or one alone.
pub(super) fn several(reader: &Reader, key: Key, value: Value) -> Result<Vec<Written>, TomlFault> {
    match value.get_ref() {
        DeValue::Array(texts) => texts.iter().map(|text| written(reader, key, text)).collect(),
        _ => Ok(vec![written(reader, key, value)?]),
    }
}
