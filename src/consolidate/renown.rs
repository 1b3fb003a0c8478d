//! What the whole batch says of bodies with a name of their own: a company sells to several académies, and what one of
//! them writes of it (its type, its usual spelling) holds for the others.

use std::collections::BTreeMap;

use crate::consolidate::mentions::Key;
use crate::consolidate::spelling::{self, Spelled};
use crate::model::grouping::Join;
use crate::model::referential::{EntityTypeId, Referential};
use crate::model::school::Uai;

/// The type that says least: a more telling one wins over it.
const CATCH_ALL: &str = "PRESTATAIRE";
/// For how many schools that write a name without its type one that writes it may speak.
const MOST_FOR_ONE: u32 = 6;

/// Bodies with a name of their own, over the batch.
#[derive(Clone, Debug, Default)]
pub struct Renown {
    fame: BTreeMap<Key, Fame>,
    /// Bodies that are another one. No chain comes back to its start.
    stands_for: BTreeMap<Key, Key>,
    catch_all: Option<EntityTypeId>,
}

/// What is said of one body.
#[derive(Clone, Debug, Default)]
pub(super) struct Fame {
    /// Types told, with how often.
    pub(super) kinds: BTreeMap<EntityTypeId, u32>,
    /// Spellings as written.
    pub(super) spellings: BTreeMap<String, Said>,
    /// Schools that mention it.
    pub(super) schools: u32,
}

/// A spelling of a body.
#[derive(Clone, Debug)]
pub(super) struct Said {
    /// How often.
    pub(super) count: u32,
    /// In how many schools, the last of them beside.
    pub(super) schools: u32,
    pub(super) last_school: Uai,
    /// Whether it names the territory itself.
    pub(super) complete: bool,
    /// What made it this body.
    pub(super) join: Join,
    /// The words that tell it, in the order in which they are written.
    pub(super) order: String,
}

impl Fame {
    /// Adds what is said elsewhere of the same body.
    pub(super) fn add(&mut self, other: &Self) {
        for (kind, count) in &other.kinds {
            *self.kinds.entry(*kind).or_default() += count;
        }
        for (written, said) in &other.spellings {
            match self.spellings.get_mut(written) {
                Some(known) => {
                    known.count += said.count;
                    known.schools += said.schools;
                }
                None => {
                    self.spellings.insert(written.clone(), said.clone());
                }
            }
        }
        self.schools += other.schools;
    }
}

impl Renown {
    /// Reconciles the names that bodies bear. `is_commune` tells words that are never slips of each other.
    pub(super) fn of(
        referential: &Referential,
        bodies: impl IntoIterator<Item = (Key, Fame)>,
        is_commune: impl Fn(&str) -> bool,
    ) -> Self {
        let mut fame: BTreeMap<Key, Fame> = BTreeMap::new();
        for (key, said) in bodies {
            if let Some(known) = fame.get_mut(&key) {
                known.add(&said);
            } else {
                fame.insert(key, said);
            }
        }
        let catch_all = referential.entity_type_named(CATCH_ALL);
        let stands_for = merges(&fame, catch_all, is_commune);
        let mut merged: BTreeMap<Key, Fame> = BTreeMap::new();
        for (key, said) in &fame {
            merged.entry(root(&stands_for, key).clone()).or_default().add(said);
        }
        Self { fame: merged, stands_for, catch_all }
    }

    /// The body that a body stands for, if it is not its own.
    pub(super) fn next(&self, key: &Key) -> Option<&Key> {
        self.stands_for.get(key)
    }

    /// What is said of a body that stands for itself.
    pub(super) fn fame(&self, key: &Key) -> Option<&Fame> {
        self.fame.get(key)
    }

    /// The most telling type: the catch-all one only where nothing else is told; the most frequent of the others, and
    /// of equals the first of the referential. A body with a name of its own that nothing types is a third party, which
    /// a finding tells.
    pub(super) fn kind(&self, key: Option<&Key>, fame: &Fame) -> Option<EntityTypeId> {
        let telling = fame.kinds.iter().filter(|(kind, _)| Some(**kind) != self.catch_all);
        let most_told = telling.max_by_key(|(kind, count)| (**count, std::cmp::Reverse(**kind)));
        key.and_then(|key| key.kind).or(most_told.map(|(kind, _)| *kind)).or(self.catch_all)
    }
}

fn root<'k>(stands_for: &'k BTreeMap<Key, Key>, mut key: &'k Key) -> &'k Key {
    while let Some(next) = stands_for.get(key) {
        key = next;
    }
    key
}

/// For each body that is another one, the other one.
fn merges(
    fame: &BTreeMap<Key, Fame>,
    catch_all: Option<EntityTypeId>,
    is_commune: impl Fn(&str) -> bool,
) -> BTreeMap<Key, Key> {
    let mut stands_for = BTreeMap::new();
    let mut by_kind: BTreeMap<Option<EntityTypeId>, Vec<&Key>> = BTreeMap::new();
    let mut typed: BTreeMap<&str, Vec<&Key>> = BTreeMap::new();
    for key in fame.keys() {
        by_kind.entry(key.kind).or_default().push(key);
        if key.kind.is_some() {
            typed.entry(&key.core).or_default().push(key);
        }
    }
    for same_kind in by_kind.values() {
        let names: Vec<Spelled> = same_kind
            .iter()
            .map(|key| Spelled {
                core: key.core.clone(),
                schools: fame.get(*key).map_or(0, |fame| fame.schools),
            })
            .collect();
        let slips = spelling::slips(&names, &is_commune);
        stands_for
            .extend(slips.into_iter().map(|(from, to)| (same_kind[from].clone(), same_kind[to].clone())));
    }
    // « Mégalis » without a type is the « Syndicat mixte Mégalis », where nothing else bears that name.
    for key in by_kind.get(&None).into_iter().flatten() {
        let untold =
            fame.get(*key).is_some_and(|fame| fame.kinds.keys().all(|kind| Some(*kind) == catch_all));
        if let (true, Some([only])) = (untold, typed.get(key.core.as_str()).map(Vec::as_slice))
            && is_borne_out(fame, key, only)
        {
            stands_for.insert((*key).clone(), (*only).clone());
        }
    }
    stands_for
}

/// Whether enough schools tell the type of a name for those that don't: one alone, among many, may have miswritten it.
fn is_borne_out(fame: &BTreeMap<Key, Fame>, untyped: &Key, typed: &Key) -> bool {
    let schools = |key: &Key| fame.get(key).map_or(0, |fame| fame.schools);
    schools(typed) * MOST_FOR_ONE >= schools(untyped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_school_among_many_types_no_name_for_them() {
        let key = |kind| Key { kind, core: "plume".into(), territory: String::new() };
        let (untyped, typed) = (key(None), key(Some(EntityTypeId(3))));
        let merged = |of_untyped, of_typed| {
            let said_by = |schools| Fame { schools, ..Fame::default() };
            let fame =
                BTreeMap::from([(untyped.clone(), said_by(of_untyped)), (typed.clone(), said_by(of_typed))]);
            merges(&fame, None, |_| false).get(&untyped) == Some(&typed)
        };
        assert!(merged(1, 1));
        assert!(merged(6, 1));
        assert!(!merged(7, 1), "« La com com Plume », once, where seven write « Plume »");
        assert!(merged(40, 10));
    }
}
