//! The data files: journal.jsonl, couverture.csv, etat.json.
//!
//! Other programs read them: names and order of fields are a contract, and their totals are those of the dossier.

mod coverage;
mod journal;
mod state;

use std::borrow::Cow;

use serde::Serialize;

use crate::model::dossier::{Couple, Dossier, State};

pub use coverage::coverage_csv;
pub use journal::{JOURNAL, Journal};
pub use state::state_json;

/// What the data files say of a couple.
struct CoupleCells<'a> {
    competence: &'a str,
    state: &'static str,
    origin: Option<&'static str>,
    responsible: Vec<Cow<'a, str>>,
    types: Vec<&'a str>,
    mode: Option<&'static str>,
    service_level: &'a str,
    kept: Option<bool>,
}

impl<'a> CoupleCells<'a> {
    fn of(dossier: &'a Dossier, couple: &'a Couple) -> Self {
        let entities = || couple.responsible.iter().map(|id| dossier.entity(*id));
        Self {
            competence: &dossier.referential.competence(couple.competence).code,
            state: couple.state.id(),
            // Nobody answered: the state comes from no inventory.
            origin: (couple.state != State::NotReturned).then(|| couple.origin.id()),
            responsible: entities().map(|entity| without_bars(&entity.name)).collect(),
            types: entities()
                .map(|entity| {
                    entity.kind.map_or("", |kind| dossier.referential.entity_type(kind).code.as_str())
                })
                .collect(),
            mode: couple.mode.map(crate::model::referential::Mode::id),
            service_level: &couple.service_level,
            kept: couple.kept,
        }
    }
}

/// The bar separates several responsibles: a name keeps none.
fn without_bars(name: &str) -> Cow<'_, str> {
    if name.contains('|') { Cow::Owned(name.replace('|', "/")) } else { Cow::Borrowed(name) }
}

fn push_json(bytes: &mut Vec<u8>, value: &impl Serialize) {
    serde_json::to_writer(bytes, value).expect("plain structures are written to memory");
}

#[cfg(test)]
mod tests;
