//! What the configuration decides of spellings in one académie: joined under a chosen name, or never joined.
//!
//! A decision is about a spelling, and what is written with the same words or is a slip of it follows: « SCOLAVIA SAS »
//! goes where « Scolavia » was sent, unless it was sent elsewhere itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::consolidate::mentions::Key;
use crate::consolidate::renown::Renown;
use crate::model::grouping::{Grouping, Wish};
use crate::model::referential::EntityTypeId;
use crate::text;

/// What is decided of a spelling.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Decided {
    /// Nothing.
    #[default]
    Left,
    /// It stays what it is, and the spellings it is parted from never join it: its rank.
    Kept(u32),
    /// It is an entity of its own, and nothing that it is parted from: its rank.
    Apart(u32),
    /// It is the entity that a grouping names: its rank in the configuration.
    Joined(u32),
}

/// What a body becomes once decisions and slips are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Root<'k> {
    /// A body as the batch tells it.
    Natural(&'k Key),
    /// A spelling parted from the others of its body.
    Apart(&'k Key, u32),
    /// A grouping of the configuration.
    Joined(u32),
}

/// What the bodies of each own name are decided to be.
pub(super) type Claims<'k> = BTreeMap<&'k Key, BTreeSet<Decided>>;

/// The decisions that hold in an académie.
#[derive(Clone, Debug, Default)]
pub(super) struct Decisions<'g> {
    by_spelling: BTreeMap<String, Decided>,
    /// By rank of a spelling kept: what it is parted from.
    parted: BTreeMap<u32, BTreeSet<Decided>>,
    named: BTreeMap<u32, (&'g str, Option<EntityTypeId>)>,
}

impl<'g> Decisions<'g> {
    /// Those of the configuration that hold in the académie of a code.
    pub(super) fn of(groupings: &'g [Grouping], academie: &str) -> Self {
        let mut decisions = Self::default();
        let holding = || (0u32..).zip(groupings).filter(|(_, grouping)| grouping.holds_in(academie));
        for (rank, grouping) in holding() {
            if let Wish::Join { name, kind, spellings } = &grouping.wish {
                decisions.named.insert(rank, (name, *kind));
                for spelling in spellings.iter().chain([name]) {
                    decisions.by_spelling.insert(text::fold(spelling), Decided::Joined(rank));
                }
            }
        }
        // One rank a spelling, however many separations list it.
        let mut ranks: BTreeMap<String, u32> = BTreeMap::new();
        let splits: Vec<Vec<(String, u32)>> = holding()
            .filter_map(|(_, grouping)| match &grouping.wish {
                Wish::Split(spellings) => Some(spellings),
                Wish::Join { .. } => None,
            })
            .map(|spellings| {
                let mut rank = |spelling: &String| {
                    let spelling = text::fold(spelling);
                    let next = ranks.len() as u32;
                    let rank = *ranks.entry(spelling.clone()).or_insert(next);
                    (spelling, rank)
                };
                spellings.iter().map(&mut rank).collect()
            })
            .collect();
        for (spelling, rank) in splits.iter().flat_map(|split| &split[1..]) {
            decisions.by_spelling.entry(spelling.clone()).or_insert(Decided::Apart(*rank));
        }
        for (spelling, rank) in splits.iter().filter_map(|split| split.first()) {
            decisions.by_spelling.entry(spelling.clone()).or_insert(Decided::Kept(*rank));
        }
        for split in &splits {
            for (spelling, rank) in split {
                let others = split.iter().filter(|(other, _)| other != spelling);
                let parted = others.map(|(other, _)| decisions.by_spelling[other]);
                decisions.parted.entry(*rank).or_default().extend(parted);
            }
        }
        decisions
    }

    /// What is decided of a spelling as written.
    pub(super) fn on(&self, written: &str) -> Decided {
        if self.by_spelling.is_empty() {
            return Decided::Left;
        }
        self.by_spelling.get(&text::fold(written)).copied().unwrap_or_default()
    }

    /// The name and the type that a grouping chooses.
    pub(super) fn chosen(&self, rank: u32) -> Option<(&'g str, Option<EntityTypeId>)> {
        self.named.get(&rank).copied()
    }

    /// Whether any grouping chooses a name.
    pub(super) fn choose(&self) -> bool {
        !self.named.is_empty()
    }

    /// The grouping that chooses this name.
    pub(super) fn choosing(&self, name: &str) -> Option<u32> {
        let folded = text::fold(name);
        self.named.iter().find(|(_, (chosen, _))| text::fold(chosen) == folded).map(|(rank, _)| *rank)
    }

    /// Whether one of these decisions keeps a spelling from what another decides.
    pub(super) fn keeps_from(&self, claims: Option<&BTreeSet<Decided>>, decided: Decided) -> bool {
        claims.into_iter().flatten().any(|claim| match claim {
            Decided::Kept(rank) => self.parted.get(rank).is_some_and(|parted| parted.contains(&decided)),
            _ => false,
        })
    }

    /// What a body becomes, and the last key on the way there.
    pub(super) fn root<'k>(
        &self,
        (key, own_name): (&'k Key, bool),
        decided: Decided,
        renown: &'k Renown,
        claims: &Claims<'_>,
    ) -> (Root<'k>, &'k Key) {
        match decided {
            Decided::Joined(rank) => return (Root::Joined(rank), key),
            Decided::Apart(rank) => return (Root::Apart(key, rank), key),
            Decided::Left | Decided::Kept(_) if !own_name => return (Root::Natural(key), key),
            Decided::Left | Decided::Kept(_) => {}
        }
        let mut last = key;
        loop {
            // Spellings of one name sent to several places lead nobody.
            let mut sent = claims.get(last).into_iter().flatten();
            if let (Some(&led), None) = (sent.next(), sent.next()) {
                let keeps = self.keeps_from(claims.get(key), led);
                match led {
                    Decided::Joined(_) | Decided::Apart(_) if keeps => return (Root::Natural(key), key),
                    Decided::Joined(rank) => return (Root::Joined(rank), last),
                    Decided::Apart(rank) => return (Root::Apart(last, rank), last),
                    Decided::Left | Decided::Kept(_) => {}
                }
            }
            match renown.next(last) {
                Some(next) => last = next,
                None => return (Root::Natural(last), last),
            }
        }
    }
}
