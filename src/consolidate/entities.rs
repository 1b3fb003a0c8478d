//! Entities reconciled over a whole académie: which mentions are one body, what it is called, of what type it is.
//!
//! A body that each territory has once (a commune, a circonscription, a DSDEN) is told by its territory, which the
//! school completes where a cell names the type alone (« la mairie »). A body of its own (a company, a syndicat
//! mixte) is told by the words of its name, slips of the pen included.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::consolidate::decisions::{Claims, Decided, Decisions, Root};
use crate::consolidate::mentions::{Ground, Key, Naming, Place, Understood};
use crate::consolidate::names;
use crate::consolidate::renown::{Fame, Renown, Said};
use crate::consolidate::spelling;
use crate::model::dossier::{Entity, EntityId};
use crate::model::grouping::{Join, Spelling};
use crate::model::inventory::Mention;
use crate::model::referential::EntityTypeId;
use crate::model::school::{Departement, School, Uai};
use crate::text;

/// Rank of a body before spellings are reconciled; [`Reconciled::id`] tells the entity it became.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct BodyId(u32);

/// Gathers the mentions of one académie.
pub(super) struct Gathering<'a> {
    ground: Ground<'a>,
    decisions: Decisions<'a>,
    bodies: Vec<Body>,
    /// Only looked up, never walked.
    ranks: HashMap<(Key, Decided), BodyId>,
}

/// A body, as far as its mentions tell.
#[derive(Clone, Debug)]
struct Body {
    key: Key,
    /// What the configuration decides of its spellings: those of one key that it parts are several bodies.
    decided: Decided,
    naming: Naming,
    /// Code of the département, where it helps to tell two bodies of one name apart.
    departement: Option<String>,
    /// What the schools of the académie say of it.
    said: Fame,
    last_school: Option<Uai>,
}

impl Body {
    /// Whether its name alone tells it, wherever it is written.
    fn has_own_name(&self) -> bool {
        matches!(self.naming, Naming::Spelling) && self.key.territory.is_empty() && !self.key.core.is_empty()
    }
}

/// Bodies that are one.
struct Merged<'b> {
    /// The first of them, which tells how it is named.
    body: &'b Body,
    /// What is said of them all.
    said: Fame,
    spellings: BTreeMap<&'b str, Spelling>,
}

/// A school whose mentions are being read.
pub(super) struct Local<'a> {
    place: Place<'a>,
    /// Mentions already understood for this school: a dozen at most.
    understood: Vec<Known>,
}

/// A mention already understood.
struct Known {
    kind: Option<EntityTypeId>,
    core: String,
    decided: Decided,
    body: BodyId,
    complete: bool,
    join: Join,
}

/// The entities of an académie.
pub(super) struct Reconciled {
    /// By name.
    pub(super) entities: Vec<Entity>,
    ids: Vec<EntityId>,
}

impl Reconciled {
    /// The entity that a body became.
    pub(super) fn id(&self, body: BodyId) -> EntityId {
        self.ids[body.0 as usize]
    }
}

impl<'a> Gathering<'a> {
    /// Nothing gathered yet.
    pub(super) fn new(ground: Ground<'a>, decisions: Decisions<'a>) -> Self {
        Self { ground, decisions, bodies: Vec::new(), ranks: HashMap::new() }
    }

    /// Gets ready to read the mentions of a school.
    pub(super) fn at<'s>(&self, school: &'s School) -> Local<'s>
    where
        'a: 's,
    {
        Local { place: self.ground.place(school), understood: Vec::new() }
    }

    /// Counts a mention; mentions of one body give the same rank.
    pub(super) fn note(&mut self, local: &mut Local<'_>, mention: &Mention) -> BodyId {
        let (id, complete, join) = self.understood(local, mention);
        self.count(id, (complete, join), local, mention);
        id
    }

    /// The same for a mention that is read again for each school of a territory: counted once for each body.
    pub(super) fn note_once(
        &mut self,
        local: &mut Local<'_>,
        mention: &Mention,
        counted: &mut BTreeSet<(BodyId, String)>,
    ) -> BodyId {
        let (id, complete, join) = self.understood(local, mention);
        if counted.insert((id, mention.written.clone())) {
            self.count(id, (complete, join), local, mention);
        }
        id
    }

    /// The body that a mention means here, whether it names its territory, and how it was understood.
    fn understood(&mut self, local: &mut Local<'_>, mention: &Mention) -> (BodyId, bool, Join) {
        let decided = self.decisions.on(&mention.written);
        let seen = local
            .understood
            .iter()
            .find(|known| {
                known.kind == mention.kind && known.core == mention.core && known.decided == decided
            })
            .map(|known| (known.body, known.complete, known.join));
        seen.unwrap_or_else(|| {
            let understood = self.ground.understand(&local.place, mention);
            let (complete, join) = (understood.complete, understood.join);
            let body = self.body(understood, decided, local.place.departement);
            // A name that is nothing but its writing is told by that writing alone.
            if !mention.core.is_empty() || mention.kind.is_some() {
                let (kind, core) = (mention.kind, mention.core.clone());
                local.understood.push(Known { kind, core, decided, body, complete, join });
            }
            (body, complete, join)
        })
    }

    fn count(&mut self, id: BodyId, (complete, join): (bool, Join), local: &Local<'_>, mention: &Mention) {
        let body = &mut self.bodies[id.0 as usize];
        if let Some(kind) = mention.kind {
            *body.said.kinds.entry(kind).or_default() += 1;
        }
        let uai = local.place.school.uai;
        let written = text::composed(&mention.written);
        if let Some(said) = body.said.spellings.get_mut(&*written) {
            said.count += 1;
            said.schools += u32::from(said.last_school != uai);
            said.last_school = uai;
            said.join = said.join.max(join);
        } else {
            let core = if mention.core.is_empty() { &mention.written } else { &mention.core };
            let order = spelling::in_order(core);
            let said = Said { count: 1, schools: 1, last_school: uai, complete, join, order };
            body.said.spellings.insert(written.into_owned(), said);
        }
        if body.last_school != Some(uai) {
            body.last_school = Some(uai);
            body.said.schools += 1;
        }
    }

    fn body(&mut self, understood: Understood, decided: Decided, departement: &Departement) -> BodyId {
        let rank = (understood.key, decided);
        if let Some(&id) = self.ranks.get(&rank) {
            return id;
        }
        let id = BodyId(self.bodies.len() as u32);
        let key = rank.0.clone();
        self.ranks.insert(rank, id);
        self.bodies.push(Body {
            departement: (!key.territory.is_empty()).then(|| departement.code.clone()),
            key,
            decided,
            naming: understood.naming,
            said: Fame::default(),
            last_school: None,
        });
        id
    }

    /// The bodies with a name of their own, for [`Renown::of`].
    pub(super) fn own_names(&self) -> impl Iterator<Item = (&Key, &Fame)> {
        self.bodies.iter().filter(|body| body.has_own_name()).map(|body| (&body.key, &body.said))
    }

    /// The communes of the académie, folded.
    pub(super) fn communes(&self) -> impl Iterator<Item = &str> {
        self.ground.communes()
    }

    /// Whether one of these spellings was met.
    pub(super) fn met(&self, spellings: &[String]) -> bool {
        let wanted: BTreeSet<String> = spellings.iter().map(|spelling| text::fold(spelling)).collect();
        let decided = self.bodies.iter().filter(|body| body.decided != Decided::Left);
        decided
            .flat_map(|body| body.said.spellings.keys())
            .any(|written| wanted.contains(&text::fold(written)))
    }

    /// Reconciles what was gathered, in the light of the whole batch.
    pub(super) fn finish(self, renown: &Renown) -> Reconciled {
        let mut claims = Claims::new();
        for body in self.bodies.iter().filter(|body| body.decided != Decided::Left) {
            claims.entry(&body.key).or_default().insert(body.decided);
        }
        let orders = self.usual_orders();
        let (mut roots, lasts): (Vec<Root<'_>>, Vec<&Key>) = self
            .bodies
            .iter()
            .map(|body| self.decisions.root((&body.key, body.has_own_name()), body.decided, renown, &claims))
            .unzip();
        let adopted = self.adopted(&roots, renown, &claims);
        for root in &mut roots {
            if let Some(rank) = adopted.get(root) {
                *root = Root::Joined(*rank);
            }
        }
        let mut merged: BTreeMap<Root<'_>, Merged<'_>> = BTreeMap::new();
        for ((root, last), body) in roots.iter().zip(&lasts).zip(&self.bodies) {
            merged
                .entry(*root)
                .or_insert_with(|| Merged { body, said: Fame::default(), spellings: BTreeMap::new() })
                .add(body, last, &orders);
        }
        let mut named: Vec<(Root<'_>, Option<&str>, Entity)> = merged
            .into_iter()
            .map(|(root, merged)| {
                let departement = match root {
                    Root::Joined(_) => None,
                    Root::Natural(_) | Root::Apart(..) => merged.body.departement.as_deref(),
                };
                (root, departement, self.entity(root, merged, renown, &claims))
            })
            .collect();
        self.tell_apart(&mut named);
        named.sort_by_cached_key(|(root, _, entity)| {
            (text::fold(&entity.name), entity.name.clone(), entity.kind, *root)
        });
        let ids: BTreeMap<Root<'_>, EntityId> =
            (0..).map(EntityId).zip(&named).map(|(id, (root, ..))| (*root, id)).collect();
        Reconciled {
            ids: roots.iter().map(|root| ids[root]).collect(),
            entities: named.into_iter().map(|(_, _, entity)| entity).collect(),
        }
    }

    /// Bodies whose own name is the one that a grouping chooses, département beside it or not: they are that grouping's.
    fn adopted<'k>(
        &self,
        roots: &[Root<'k>],
        renown: &Renown,
        claims: &Claims<'_>,
    ) -> BTreeMap<Root<'k>, u32> {
        let mut adopted = BTreeMap::new();
        if !self.decisions.choose() {
            return adopted;
        }
        let mut bare: BTreeMap<u32, BTreeSet<Root<'k>>> = BTreeMap::new();
        for (root, body) in roots.iter().zip(&self.bodies) {
            let Root::Natural(key) = root else { continue };
            let allowed =
                |rank: &u32| !self.decisions.keeps_from(claims.get(&body.key), Decided::Joined(*rank));
            let name = name_of(&body.naming, renown.fame(key).unwrap_or(&body.said));
            let located = body.departement.as_deref().map(|code| names::located(&name, code));
            if let Some(rank) = located.and_then(|name| self.decisions.choosing(&name)).filter(allowed) {
                adopted.insert(*root, rank);
            } else if let Some(rank) = self.decisions.choosing(&name).filter(allowed) {
                bare.entry(rank).or_default().insert(*root);
            }
        }
        // Of two communes of one name, nothing says which is meant.
        for (rank, roots) in bare {
            if let (Some(only), 1) = (roots.first(), roots.len()) {
                adopted.insert(*only, rank);
            }
        }
        adopted
    }

    /// For each name of its own, the order in which its words mostly come.
    fn usual_orders(&self) -> BTreeMap<&Key, &str> {
        let mut counts: BTreeMap<&Key, BTreeMap<&str, u32>> = BTreeMap::new();
        for body in self.bodies.iter().filter(|body| body.has_own_name()) {
            let orders = counts.entry(&body.key).or_default();
            for said in body.said.spellings.values() {
                *orders.entry(&said.order).or_default() += said.count;
            }
        }
        counts
            .into_iter()
            .filter_map(|(key, orders)| {
                let usual =
                    orders.into_iter().max_by_key(|(order, count)| (*count, std::cmp::Reverse(*order)))?;
                Some((key, usual.0))
            })
            .collect()
    }

    fn entity(&self, root: Root<'_>, merged: Merged<'_>, renown: &Renown, claims: &Claims<'_>) -> Entity {
        let Merged { body, said, spellings } = merged;
        let spellings = by_frequency(spellings);
        let (name, fame, key, chosen) = match root {
            // What another académie says of it holds, unless the configuration has sent a part of it elsewhere.
            Root::Natural(key) => {
                let fame = renown.fame(key).filter(|_| !claims.contains_key(key)).unwrap_or(&said);
                (name_of(&body.naming, fame), fame, Some(key), None)
            }
            Root::Apart(key, _) => (name_of(&Naming::Spelling, &said), &said, Some(key), None),
            Root::Joined(rank) => {
                let (name, kind) = self.decisions.chosen(rank).unwrap_or_default();
                (name.to_owned(), &said, None, kind)
            }
        };
        Entity {
            name,
            kind: chosen.or_else(|| renown.kind(key, fame)),
            typed: chosen.is_some() || key.is_some_and(|key| key.kind.is_some()) || !fame.kinds.is_empty(),
            spellings,
        }
    }

    /// Two entities of one name get their département, or their type, beside it.
    fn tell_apart(&self, named: &mut [(Root<'_>, Option<&str>, Entity)]) {
        let mut count: BTreeMap<String, u32> = BTreeMap::new();
        for (_, _, entity) in named.iter() {
            *count.entry(entity.name.clone()).or_default() += 1;
        }
        for (_, departement, entity) in named.iter_mut().filter(|(root, _, entity)| {
            // A chosen name is printed as it was chosen.
            count[&entity.name] > 1 && !matches!(root, Root::Joined(_))
        }) {
            if let Some(code) = departement {
                entity.name = names::located(&entity.name, code);
            } else if let Some(kind) = entity.kind {
                let label = names::short_label(self.ground.referential.entity_type(kind));
                entity.name = names::located(&entity.name, label);
            }
        }
    }
}

impl<'b> Merged<'b> {
    /// Adds a body; `last` is the key that it stands for in the end.
    fn add(&mut self, body: &'b Body, last: &Key, orders: &BTreeMap<&Key, &str>) {
        self.said.add(&body.said);
        let usual = orders.get(&body.key);
        for (written, said) in &body.said.spellings {
            let join = match body.decided {
                Decided::Joined(_) => Join::Forced,
                _ if body.key.kind != last.kind && body.key.core == last.core => Join::WithoutType,
                _ if body.key != *last => Join::Misspelling,
                _ => match usual {
                    Some(usual) if *usual == said.order => Join::SameName,
                    Some(usual) if said.join == Join::SameName => other_words(usual, &said.order),
                    _ => said.join,
                },
            };
            let spelling = self.spellings.entry(written).or_insert_with(|| Spelling {
                written: written.clone(),
                count: 0,
                schools: 0,
                join,
            });
            spelling.count += said.count;
            spelling.schools += said.schools;
            spelling.join = spelling.join.max(join);
        }
    }
}

/// How a name is another that its key doesn't tell from it: the words of one may be fewer (« secteur »).
fn other_words(usual: &str, written: &str) -> Join {
    let sorted = |words: &str| -> Vec<String> {
        let mut words: Vec<String> = words.split(' ').map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    if sorted(usual) == sorted(written) { Join::OtherOrder } else { Join::Abbreviation }
}

fn name_of(naming: &Naming, fame: &Fame) -> String {
    let most_frequent = |wanted: &dyn Fn(bool) -> bool| {
        fame.spellings
            .iter()
            .filter(|(_, said)| wanted(said.complete))
            .max_by_key(|(written, said)| {
                // Of equals, the one that doesn't shout, then the first in order.
                (said.count, written.chars().any(char::is_lowercase), std::cmp::Reverse(written.as_str()))
            })
            .map(|(written, _)| written.clone())
    };
    match naming {
        Naming::Territory(name) => name.clone(),
        Naming::Spelling => most_frequent(&|_| true).unwrap_or_default(),
        Naming::Service(place) => most_frequent(&|complete| complete)
            .unwrap_or_else(|| names::located(&most_frequent(&|_| true).unwrap_or_default(), place)),
    }
}

/// Spellings, most frequent first, then by text.
fn by_frequency(spellings: BTreeMap<&str, Spelling>) -> Vec<Spelling> {
    let mut counted: Vec<Spelling> = spellings.into_values().collect();
    counted
        .sort_by(|left, right| right.count.cmp(&left.count).then_with(|| left.written.cmp(&right.written)));
    counted
}

#[cfg(test)]
mod tests;
