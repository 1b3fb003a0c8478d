//! Entities reconciled over a whole académie: which mentions are one body, what it is called, of what type it is.
//!
//! A body that each territory has once (a commune, a circonscription, a DSDEN) is told by its territory, which the
//! school completes where a cell names the type alone (« la mairie »). A body of its own (a company, a syndicat
//! mixte) is told by the words of its name, slips of the pen included.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::academies::Academies;
use crate::consolidate::names;
use crate::consolidate::spelling::{self, Spelled};
use crate::model::dossier::{Entity, EntityId};
use crate::model::inventory::Mention;
use crate::model::referential::{EntityType, EntityTypeId, Reach, Referential};
use crate::model::school::{Academie, Departement, School, Uai};
use crate::text;

/// The type that says least: a more telling one wins over it.
const CATCH_ALL: &str = "PRESTATAIRE";

/// What is said around the name of a school without telling which one it is.
const SCHOOL_WORDS: [&str; 24] = [
    "direction",
    "directeur",
    "directrice",
    "ecole",
    "ecoles",
    "eepr",
    "eepu",
    "elementaire",
    "empr",
    "empu",
    "enseignante",
    "enseignantes",
    "enseignants",
    "eppr",
    "eppu",
    "equipe",
    "groupe",
    "maternelle",
    "primaire",
    "prive",
    "privee",
    "public",
    "publique",
    "scolaire",
];
/// Services of a commune answer for the commune.
const COMMUNE_WORDS: [&str; 26] = [
    "adjoint",
    "affaires",
    "commune",
    "direction",
    "dsi",
    "ecole",
    "ecoles",
    "education",
    "elu",
    "enfance",
    "informatique",
    "jeunesse",
    "maire",
    "mairie",
    "municipal",
    "municipale",
    "municipaux",
    "numerique",
    "periscolaire",
    "scolaire",
    "scolaires",
    "service",
    "services",
    "technique",
    "techniques",
    "ville",
];
/// What is said around the name of a circonscription.
const CIRCONSCRIPTION_WORDS: [&str; 9] =
    ["1er", "circo", "circonscription", "degre", "equipe", "ien", "inspection", "inspectrice", "premier"];
/// What is said around the name of an académie.
const ACADEMIE_WORDS: [&str; 7] =
    ["academie", "academique", "academiques", "education", "nationale", "rectorat", "region"];

/// Rank of a body before spellings are reconciled; [`Reconciled::id`] tells the entity it became.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BodyId(u32);

/// Gathers the mentions of one académie.
pub(super) struct Gathering<'a> {
    referential: &'a Referential,
    academies: &'a Academies,
    academie: &'a Academie,
    /// Folded communes and circonscriptions of the académie's schools, to their names.
    communes: BTreeMap<String, String>,
    circonscriptions: BTreeMap<String, String>,
    bodies: Vec<Body>,
    /// Only looked up, never walked.
    ranks: HashMap<Key, BodyId>,
}

/// What makes two mentions one body.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Key {
    /// The type, or `None` for companies and untyped names: what sells an ENT may host it too, and a cell seldom says
    /// which of the two it means.
    kind: Option<EntityTypeId>,
    /// What distinguishes it within its type; empty for the body that the territory alone tells.
    core: String,
    /// The territory that tells it; empty for a name of its own.
    territory: String,
}

/// A body, as far as its mentions tell.
#[derive(Clone, Debug)]
struct Body {
    key: Key,
    naming: Naming,
    /// Code of the département, where it helps to tell two bodies of one name apart.
    departement: Option<String>,
    /// Types told, with how often.
    kinds: BTreeMap<EntityTypeId, u32>,
    /// Spellings, with how often and whether they name the territory themselves.
    spellings: BTreeMap<String, (u32, bool)>,
    /// Schools that mention it.
    schools: u32,
    last_school: Option<Uai>,
}

/// Where a body's name comes from.
#[derive(Clone, Debug)]
enum Naming {
    /// From its territory.
    Territory(String),
    /// The most frequent spelling.
    Spelling,
    /// The most frequent spelling that names the territory, or any with the territory added.
    Service(String),
}

/// A mention understood.
struct Understood {
    key: Key,
    naming: Naming,
    /// Whether the spelling names the territory by itself.
    complete: bool,
}

/// A school whose mentions are being read, and what completes them.
pub(super) struct Local<'a> {
    school: &'a School,
    departement: &'a Departement,
    commune: String,
    circonscription: String,
    words: BTreeSet<String>,
    /// Mentions already understood for this school: a dozen at most.
    understood: Vec<(Option<EntityTypeId>, String, BodyId, bool)>,
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
    /// Nothing gathered yet, for an académie and its schools.
    pub(super) fn new<'s>(
        referential: &'a Referential,
        academies: &'a Academies,
        academie: &'a Academie,
        schools: impl Iterator<Item = &'s School>,
    ) -> Self {
        let (mut communes, mut circonscriptions) = (BTreeMap::new(), BTreeMap::new());
        for school in schools {
            for (known, name) in
                [(&mut communes, &school.commune), (&mut circonscriptions, &school.circonscription)]
            {
                if !name.is_empty() {
                    known.entry(spelling::place(name)).or_insert_with(|| name.to_string());
                }
            }
        }
        Self {
            referential,
            academies,
            academie,
            communes,
            circonscriptions,
            bodies: Vec::new(),
            ranks: HashMap::new(),
        }
    }

    /// Gets ready to read the mentions of a school.
    pub(super) fn at<'s>(&self, school: &'s School) -> Local<'s>
    where
        'a: 's,
    {
        let departement = self
            .academie
            .departements
            .iter()
            .find(|departement| departement.code == *school.departement)
            .or(self.academie.departements.first())
            .unwrap_or(&NOWHERE);
        let words = spelling::tokens(&school.name).into_iter().chain(spelling::tokens(&school.commune));
        Local {
            school,
            departement,
            commune: spelling::place(&school.commune),
            circonscription: spelling::place(&school.circonscription),
            words: words.collect(),
            understood: Vec::new(),
        }
    }

    /// Counts a mention; mentions of one body give the same rank.
    pub(super) fn note(&mut self, local: &mut Local<'_>, mention: &Mention) -> BodyId {
        let seen = local
            .understood
            .iter()
            .find(|(kind, core, ..)| *kind == mention.kind && *core == mention.core)
            .map(|(_, _, body, complete)| (*body, *complete));
        let (id, complete) = seen.unwrap_or_else(|| {
            let understood = self.understand(local, mention);
            let complete = understood.complete;
            let id = self.body(understood, local.departement);
            // A name that is nothing but its writing is told by that writing alone.
            if !mention.core.is_empty() || mention.kind.is_some() {
                local.understood.push((mention.kind, mention.core.clone(), id, complete));
            }
            (id, complete)
        });
        let body = &mut self.bodies[id.0 as usize];
        if let Some(kind) = mention.kind {
            *body.kinds.entry(kind).or_default() += 1;
        }
        match body.spellings.get_mut(&mention.written) {
            Some((count, _)) => *count += 1,
            None => {
                body.spellings.insert(mention.written.clone(), (1, complete));
            }
        }
        if body.last_school != Some(local.school.uai) {
            body.last_school = Some(local.school.uai);
            body.schools += 1;
        }
        id
    }

    fn body(&mut self, understood: Understood, departement: &Departement) -> BodyId {
        if let Some(&id) = self.ranks.get(&understood.key) {
            return id;
        }
        let id = BodyId(self.bodies.len() as u32);
        self.ranks.insert(understood.key.clone(), id);
        self.bodies.push(Body {
            departement: (!understood.key.territory.is_empty()).then(|| departement.code.clone()),
            key: understood.key,
            naming: understood.naming,
            kinds: BTreeMap::new(),
            spellings: BTreeMap::new(),
            schools: 0,
            last_school: None,
        });
        id
    }

    fn understand(&self, local: &Local<'_>, mention: &Mention) -> Understood {
        let Some(id) = mention.kind else { return own_name(None, &named(mention)) };
        let kind = self.referential.entity_type(id);
        match kind.reach {
            Reach::Ecole => self.school(id, kind, local, &mention.core),
            Reach::Commune => self.commune(id, kind, local, &mention.core),
            Reach::Circonscription => self.circonscription(id, kind, local, &mention.core),
            Reach::Departement if names::one_per_territory(kind) => {
                self.departement(id, kind, local, &mention.core)
            }
            Reach::Academie => self.of_academie(id, kind, local, &mention.core),
            Reach::Intercommunalite | Reach::Departement if mention.core.is_empty() => {
                self.told_by_school(id, kind, local)
            }
            Reach::Region | Reach::National if mention.core.is_empty() => Understood {
                key: Key { kind: Some(id), core: String::new(), territory: String::new() },
                naming: Naming::Territory(kind.label.clone()),
                complete: true,
            },
            Reach::Intercommunalite | Reach::Departement | Reach::Region => own_name(Some(id), &mention.core),
            Reach::National => own_name(None, &mention.core),
        }
    }

    /// The body of that type that the school itself means.
    fn told_by_school(&self, id: EntityTypeId, kind: &EntityType, local: &Local<'_>) -> Understood {
        let school = local.school;
        let in_departement = |name: &str| format!("{name}|{}", local.departement.code);
        let (core, territory) = match kind.reach {
            Reach::Ecole => (String::new(), school.uai.to_string()),
            Reach::Circonscription if !local.circonscription.is_empty() => {
                (local.circonscription.clone(), local.departement.code.clone())
            }
            Reach::Commune if !local.commune.is_empty() => {
                (local.commune.clone(), local.departement.code.clone())
            }
            Reach::Departement => (String::new(), local.departement.code.clone()),
            Reach::Academie => (String::new(), self.academie.code.clone()),
            Reach::Region | Reach::National => (String::new(), String::new()),
            // Not known: one for each commune, or for each school where even that isn't known.
            Reach::Commune | Reach::Circonscription | Reach::Intercommunalite => {
                (String::new(), in_departement(&names::whereabouts(school)))
            }
        };
        Understood {
            key: Key { kind: Some(id), core, territory },
            naming: Naming::Territory(names::completed(kind, school, local.departement, self.academie)),
            complete: true,
        }
    }

    fn school(&self, id: EntityTypeId, kind: &EntityType, local: &Local<'_>, core: &str) -> Understood {
        let tokens = spelling::tokens(core);
        let says_which = |token: &&String| {
            let own = local.words.contains(token.as_str())
                || local.words.iter().any(|word| spelling::is_slip(word, token));
            !own && !SCHOOL_WORDS.contains(&token.as_str()) && token.len() > 2
        };
        if !tokens.iter().any(|token| says_which(&token)) {
            return self.told_by_school(id, kind, local);
        }
        Understood {
            key: Key {
                kind: Some(id),
                core: spelling::company(core),
                territory: format!("{}|{}", local.commune, local.departement.code),
            },
            naming: Naming::Spelling,
            complete: true,
        }
    }

    fn commune(&self, id: EntityTypeId, kind: &EntityType, local: &Local<'_>, core: &str) -> Understood {
        let place = spelling::place(core);
        let told = self.communes.contains_key(&place);
        let own = place.is_empty()
            || place == local.commune
            || (!told && only_adds(&place, &local.commune, &COMMUNE_WORDS))
            || (!told && is_slip_of(&place, &local.commune));
        if own {
            return self.told_by_school(id, kind, local);
        }
        let naming = match self.communes.get(&place) {
            Some(name) => {
                Naming::Territory(format!("{} {}", names::short_label(kind), names::of_place(name)))
            }
            None => Naming::Spelling,
        };
        let key = Key { kind: Some(id), core: place, territory: local.departement.code.clone() };
        Understood { key, naming, complete: true }
    }

    fn circonscription(
        &self,
        id: EntityTypeId,
        kind: &EntityType,
        local: &Local<'_>,
        core: &str,
    ) -> Understood {
        let tokens: Vec<String> = spelling::place(core)
            .split_whitespace()
            .filter(|token| !CIRCONSCRIPTION_WORDS.contains(token))
            .map(str::to_owned)
            .collect();
        let place = tokens.join(" ");
        let told = self.circonscriptions.contains_key(&place);
        let own_tokens: BTreeSet<&str> = local.circonscription.split(' ').collect();
        let part_of_own =
            !tokens.is_empty() && tokens.iter().all(|token| own_tokens.contains(token.as_str()));
        let own = place.is_empty()
            || place == local.circonscription
            || (!told && (part_of_own || is_slip_of(&place, &local.circonscription)));
        if own {
            return self.told_by_school(id, kind, local);
        }
        let naming = match self.circonscriptions.get(&place) {
            Some(name) => {
                Naming::Territory(format!("{} {}", names::short_label(kind), names::of_place(name)))
            }
            None => Naming::Spelling,
        };
        let key = Key { kind: Some(id), core: place, territory: local.departement.code.clone() };
        Understood { key, naming, complete: true }
    }

    /// A DSDEN, a conseil départemental, or a service of one.
    fn departement(&self, id: EntityTypeId, kind: &EntityType, local: &Local<'_>, core: &str) -> Understood {
        let tokens: Vec<String> = spelling::place(core).split_whitespace().map(str::to_owned).collect();
        let (departement, rest) = match self.named_departement(&tokens) {
            Some((departement, rest)) => (Some(departement), rest),
            None => (None, tokens),
        };
        if departement.is_none() && rest.iter().any(|token| token.chars().all(|sign| sign.is_ascii_digit())) {
            // The number of a département elsewhere.
            return own_name(Some(id), core);
        }
        let told = departement.is_some();
        let departement = departement.unwrap_or(local.departement);
        let whole = format!("{} {}", names::short_label(kind), names::of_departement(departement));
        Understood {
            naming: if rest.is_empty() {
                Naming::Territory(whole)
            } else {
                Naming::Service(departement.name.clone())
            },
            key: Key { kind: Some(id), core: sorted(rest), territory: departement.code.clone() },
            complete: told,
        }
    }

    /// The département of the académie that words name, and the words left: the longest name wins (Haute-Savoie over
    /// Savoie).
    fn named_departement(&self, tokens: &[String]) -> Option<(&'a Departement, Vec<String>)> {
        let by_code = |departement: &&Departement| {
            let code = departement.code.to_lowercase();
            tokens.iter().position(|token| token.trim_start_matches('0') == code.trim_start_matches('0'))
        };
        for departement in &self.academie.departements {
            if let Some(rank) = by_code(&departement) {
                let mut rest = tokens.to_vec();
                rest.remove(rank);
                // « DSDEN 22 (Côtes-d'Armor) » says it twice.
                let rest = without(&rest, &spelling::place(&departement.name)).unwrap_or(rest);
                return Some((departement, rest));
            }
        }
        self.academie
            .departements
            .iter()
            .filter_map(|departement| {
                let rest = without(tokens, &spelling::place(&departement.name))?;
                Some((departement, rest))
            })
            .min_by_key(|(_, rest)| rest.len())
    }

    /// An académie, or one of its services, which stay entities of their own.
    fn of_academie(&self, id: EntityTypeId, kind: &EntityType, local: &Local<'_>, core: &str) -> Understood {
        let mut tokens: Vec<String> = spelling::place(core).split_whitespace().map(str::to_owned).collect();
        tokens.retain(|token| !ACADEMIE_WORDS.contains(&token.as_str()));
        let told = self
            .academies
            .all()
            .iter()
            .filter_map(|academie| Some((academie, without(&tokens, &spelling::place(&academie.name))?)))
            .min_by_key(|(_, rest)| rest.len());
        let complete = told.is_some();
        let (academie, rest) = told.unwrap_or((self.academie, tokens));
        if rest.is_empty() && !complete {
            return self.told_by_school(id, kind, local);
        }
        Understood {
            naming: if rest.is_empty() {
                Naming::Territory(names::capitalised(&academie.full_name()))
            } else {
                Naming::Service(academie.full_name())
            },
            key: Key { kind: Some(id), core: sorted(rest), territory: academie.code.clone() },
            complete,
        }
    }

    /// Reconciles what was gathered.
    pub(super) fn finish(self) -> Reconciled {
        let stands_for = self.merges();
        let root = |mut index: usize| {
            while let Some(&next) = stands_for.get(&index) {
                index = next;
            }
            index
        };
        let mut merged: BTreeMap<usize, Body> = BTreeMap::new();
        let roots: Vec<usize> = (0..self.bodies.len()).map(root).collect();
        for (&root, body) in roots.iter().zip(&self.bodies) {
            let into = merged.entry(root).or_insert_with(|| Body {
                kinds: BTreeMap::new(),
                spellings: BTreeMap::new(),
                ..self.bodies[root].clone()
            });
            for (kind, count) in &body.kinds {
                *into.kinds.entry(*kind).or_default() += count;
            }
            for (written, (count, complete)) in &body.spellings {
                into.spellings.entry(written.clone()).or_insert((0, *complete)).0 += count;
            }
        }
        let mut named: Vec<(usize, Option<String>, Entity)> = merged
            .into_iter()
            .map(|(root, body)| {
                let entity = Entity {
                    name: name_of(&body),
                    kind: self.kind_of(&body),
                    spellings: by_frequency(&body.spellings),
                };
                (root, body.departement, entity)
            })
            .collect();
        self.tell_apart(&mut named);
        named.sort_by_cached_key(|(root, _, entity)| {
            (text::fold(&entity.name), entity.name.clone(), entity.kind, *root)
        });
        let mut id_of_root = vec![EntityId(0); self.bodies.len()];
        for (rank, (root, ..)) in named.iter().enumerate() {
            id_of_root[*root] = EntityId(rank as u32);
        }
        Reconciled {
            ids: roots.into_iter().map(|root| id_of_root[root]).collect(),
            entities: named.into_iter().map(|(_, _, entity)| entity).collect(),
        }
    }

    /// For each body that is another one, the other one. No chain comes back to its start.
    fn merges(&self) -> BTreeMap<usize, usize> {
        let mut stands_for = BTreeMap::new();
        let mut by_kind: BTreeMap<Option<EntityTypeId>, Vec<usize>> = BTreeMap::new();
        let mut typed: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, body) in self.bodies.iter().enumerate() {
            let own_name = matches!(body.naming, Naming::Spelling) && body.key.territory.is_empty();
            if own_name && !body.key.core.is_empty() {
                by_kind.entry(body.key.kind).or_default().push(index);
                if body.key.kind.is_some() {
                    typed.entry(&body.key.core).or_default().push(index);
                }
            }
        }
        for same_kind in by_kind.values() {
            let names: Vec<Spelled> = same_kind
                .iter()
                .map(|&index| Spelled {
                    core: self.bodies[index].key.core.clone(),
                    schools: self.bodies[index].schools,
                })
                .collect();
            let slips = spelling::slips(&names, |word| self.communes.contains_key(word));
            stands_for.extend(slips.into_iter().map(|(from, to)| (same_kind[from], same_kind[to])));
        }
        // « Mégalis » without a type is the « Syndicat mixte Mégalis », where nothing else bears that name.
        let catch_all = self.referential.entity_type_named(CATCH_ALL);
        for &index in by_kind.get(&None).into_iter().flatten() {
            let body = &self.bodies[index];
            let untold = body.kinds.keys().all(|kind| Some(*kind) == catch_all);
            if let (true, Some([only])) = (untold, typed.get(body.key.core.as_str()).map(Vec::as_slice)) {
                stands_for.insert(index, *only);
            }
        }
        stands_for
    }

    /// The most telling type: the catch-all one only where nothing else is told; the most frequent of the others, and
    /// of equals the first of the referential. A body with a name of its own that nothing types is a third party, which
    /// a finding tells.
    fn kind_of(&self, body: &Body) -> Option<EntityTypeId> {
        if body.key.kind.is_some() {
            return body.key.kind;
        }
        let catch_all = self.referential.entity_type_named(CATCH_ALL);
        let telling = body.kinds.iter().filter(|(kind, _)| Some(**kind) != catch_all);
        let most_told = telling.max_by_key(|(kind, count)| (**count, std::cmp::Reverse(**kind)));
        most_told.or_else(|| body.kinds.iter().next()).map(|(kind, _)| *kind).or(catch_all)
    }

    /// Two entities of one name get their département, or their type, beside it.
    fn tell_apart(&self, named: &mut [(usize, Option<String>, Entity)]) {
        let mut count: BTreeMap<String, u32> = BTreeMap::new();
        for (_, _, entity) in named.iter() {
            *count.entry(entity.name.clone()).or_default() += 1;
        }
        for (_, departement, entity) in named.iter_mut().filter(|(_, _, entity)| count[&entity.name] > 1) {
            if let Some(code) = departement {
                entity.name = names::located(&entity.name, code);
            } else if let Some(kind) = entity.kind {
                let label = names::short_label(self.referential.entity_type(kind));
                entity.name = names::located(&entity.name, label);
            }
        }
    }
}

/// Stands in for the département of a school whose académie lists none.
static NOWHERE: Departement =
    Departement { code: String::new(), name: String::new(), uai_prefix: String::new() };

/// What names a body of its own: its core, or its writing where nothing was recognised in it.
fn named(mention: &Mention) -> String {
    if mention.core.is_empty() { mention.written.clone() } else { mention.core.clone() }
}

fn own_name(kind: Option<EntityTypeId>, core: &str) -> Understood {
    Understood {
        key: Key { kind, core: spelling::company(core), territory: String::new() },
        naming: Naming::Spelling,
        complete: true,
    }
}

/// The words left once a name's words are taken away; `None` unless all of them are there.
fn without(tokens: &[String], name: &str) -> Option<Vec<String>> {
    let mut rest = tokens.to_vec();
    for word in name.split_whitespace() {
        let rank = rest.iter().position(|token| token == word)?;
        rest.remove(rank);
    }
    (rest.len() < tokens.len()).then_some(rest)
}

/// Whether a place is another one with nothing but such words added, or such words alone.
fn only_adds(place: &str, own: &str, words: &[&str]) -> bool {
    let tokens: Vec<String> = place.split_whitespace().map(str::to_owned).collect();
    let rest = if own.is_empty() { None } else { without(&tokens, own) };
    rest.unwrap_or(tokens).iter().all(|token| words.contains(&token.as_str()))
}

/// Whether a place is another one with slips of the pen, word for word.
fn is_slip_of(place: &str, own: &str) -> bool {
    let (mine, theirs): (Vec<&str>, Vec<&str>) = (place.split(' ').collect(), own.split(' ').collect());
    mine.len() == theirs.len()
        && mine.iter().zip(&theirs).all(|(mine, theirs)| mine == theirs || spelling::is_slip(mine, theirs))
}

fn sorted(mut tokens: Vec<String>) -> String {
    tokens.sort_unstable();
    tokens.join(" ")
}

fn name_of(body: &Body) -> String {
    let most_frequent = |wanted: &dyn Fn(bool) -> bool| {
        body.spellings
            .iter()
            .filter(|(_, (_, complete))| wanted(*complete))
            .max_by_key(|(written, (count, _))| {
                // Of equals, the one that doesn't shout, then the first in order.
                (*count, written.chars().any(char::is_lowercase), std::cmp::Reverse(written.as_str()))
            })
            .map(|(written, _)| written.clone())
    };
    match &body.naming {
        Naming::Territory(name) => name.clone(),
        Naming::Spelling => most_frequent(&|_| true).unwrap_or_default(),
        Naming::Service(place) => most_frequent(&|complete| complete)
            .unwrap_or_else(|| names::located(&most_frequent(&|_| true).unwrap_or_default(), place)),
    }
}

/// Spellings, most frequent first, then by text.
fn by_frequency(spellings: &BTreeMap<String, (u32, bool)>) -> Vec<(String, u32)> {
    let mut counted: Vec<(String, u32)> =
        spellings.iter().map(|(written, (count, _))| (written.clone(), *count)).collect();
    counted.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
    counted
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::consolidate::testing::{a_mention, a_school};
    use crate::referential;

    /// Mentions (school, written, type, core), and the name of the entity each became.
    struct Scene {
        schools: Vec<Arc<School>>,
        referential: Referential,
        academies: Academies,
    }

    impl Scene {
        fn new() -> Self {
            let mut elsewhere = School::clone(&a_school("0350124", "École Jules Verne", "Le Clos-Fleuri"));
            elsewhere.circonscription = "Saint-Malo Ville".into();
            let mut far = School::clone(&a_school("0220125", "École du Port", "Valbrune"));
            far.departement = "22".into();
            Self {
                schools: vec![
                    a_school("0350122", "École élémentaire Les Mésanges", "Valbrune"),
                    a_school("0350123", "École maternelle Les Alizés", "Montrivel"),
                    Arc::new(elsewhere),
                    Arc::new(far),
                ],
                referential: referential::embedded(),
                academies: Academies::embedded(),
            }
        }

        fn reconciled(&self, mentions: &[(usize, &str, &str, &str)]) -> (Reconciled, Vec<EntityId>) {
            let academie = self.academies.with_code("14").unwrap();
            let schools = self.schools.iter().map(AsRef::as_ref);
            let mut gathering = Gathering::new(&self.referential, &self.academies, academie, schools);
            let mut bodies = Vec::new();
            for (rank, school) in self.schools.iter().enumerate() {
                let mut local = gathering.at(school);
                for (order, (_, written, kind, core)) in
                    mentions.iter().enumerate().filter(|(_, mention)| mention.0 == rank)
                {
                    let mention = a_mention(&self.referential, written, kind, core);
                    bodies.push((order, gathering.note(&mut local, &mention)));
                }
            }
            bodies.sort_by_key(|(order, _)| *order);
            let reconciled = gathering.finish();
            let ids = bodies.into_iter().map(|(_, body)| reconciled.id(body)).collect();
            (reconciled, ids)
        }

        fn names(&self, mentions: &[(usize, &str, &str, &str)]) -> Vec<String> {
            let (reconciled, ids) = self.reconciled(mentions);
            ids.into_iter().map(|id| reconciled.entities[id.0 as usize].name.clone()).collect()
        }
    }

    #[test]
    fn the_school_completes_what_a_cell_names_by_its_type_alone() {
        let names = Scene::new().names(&[
            (0, "la mairie", "COMMUNE", ""),
            (2, "Mairie", "COMMUNE", ""),
            (0, "École", "ECOLE", ""),
            (0, "ERUN de la circonscription", "CIRCO", ""),
            (2, "ERUN", "CIRCO", ""),
            (0, "D.S.D.E.N.", "DSDEN", ""),
            (3, "Conseil départemental", "DEPARTEMENT", ""),
            (0, "Rectorat", "ACADEMIE", ""),
            (0, "Com com", "EPCI", ""),
            (0, "Éditeur", "EDITEUR", ""),
            (0, "La région", "REGION", ""),
            (0, "syndicat mixte", "SYNDICAT_MIXTE", ""),
        ]);
        assert_eq!(
            names,
            [
                "Commune de Valbrune",
                "Commune du Clos-Fleuri",
                "École élémentaire Les Mésanges (Valbrune)",
                "Circonscription de Bruz",
                "Circonscription de Saint-Malo Ville",
                "DSDEN d’Ille-et-Vilaine",
                "Conseil départemental des Côtes-d’Armor",
                "Académie de Rennes",
                "Intercommunalité de Valbrune (non nommée)",
                "Éditeur",
                "Conseil régional",
                "Syndicat mixte d’Ille-et-Vilaine (non nommé)",
            ]
        );
    }

    #[test]
    fn a_commune_is_one_however_it_is_called() {
        let scene = Scene::new();
        let (reconciled, ids) = scene.reconciled(&[
            (1, "Mairie de Montrivel", "COMMUNE", "montrivel"),
            (1, "VILLE DE MONTRIVEL", "COMMUNE", "montrivel"),
            (1, "la mairie", "COMMUNE", ""),
            (1, "Service informatique de la mairie", "COMMUNE", "service informatique"),
            (1, "Mairie de Montrivell", "COMMUNE", "montrivell"),
            (0, "commune de Montrivel", "COMMUNE", "montrivel"),
        ]);
        assert_eq!(reconciled.entities.len(), 1, "{:?}", reconciled.entities);
        assert!(ids.iter().all(|id| *id == EntityId(0)));
        assert_eq!(reconciled.entities[0].name, "Commune de Montrivel");
        assert_eq!(reconciled.entities[0].spellings.len(), 6);
    }

    #[test]
    fn two_communes_are_never_one() {
        let names = Scene::new().names(&[
            (0, "Mairie", "COMMUNE", ""),
            (3, "Mairie", "COMMUNE", ""),
            (0, "Mairie de Montrivel", "COMMUNE", "montrivel"),
            (0, "Mairie de Rezé", "COMMUNE", "rezé"),
        ]);
        assert_eq!(
            names,
            [
                "Commune de Valbrune (35)",
                "Commune de Valbrune (22)",
                "Commune de Montrivel",
                "Mairie de Rezé"
            ]
        );
    }

    #[test]
    fn a_company_is_one_and_its_most_telling_type_wins() {
        let scene = Scene::new();
        let (reconciled, ids) = scene.reconciled(&[
            (0, "Scolavia", "", "scolavia"),
            (0, "SCOLAVIA SAS", "PRESTATAIRE", "scolavia sas"),
            (1, "Éditeur Scolavia SAS", "EDITEUR", "scolavia sas"),
            (2, "Scolavia", "", "scolavia"),
            (2, "Scolavai", "", "scolavai"),
        ]);
        assert_eq!(reconciled.entities.len(), 1, "{:?}", reconciled.entities);
        assert!(ids.iter().all(|id| *id == EntityId(0)));
        let entity = &reconciled.entities[0];
        assert_eq!(entity.name, "Scolavia");
        assert_eq!(entity.kind, scene.referential.entity_type_named("EDITEUR"));
        assert_eq!(entity.spellings[0], ("Scolavia".to_owned(), 2));
    }

    #[test]
    fn companies_that_only_look_alike_stay_apart() {
        let names = Scene::new().names(&[
            (0, "Micro Services Nord", "PRESTATAIRE", "micro services nord"),
            (1, "MICRO SERVICES NORD", "PRESTATAIRE", "micro services nord"),
            (2, "Micro-services Nord", "PRESTATAIRE", "micro services nord"),
            (0, "Micro Services Sud", "PRESTATAIRE", "micro services sud"),
        ]);
        assert_eq!(names[..3], ["Micro Services Nord"; 3]);
        assert_eq!(names[3], "Micro Services Sud");
    }

    #[test]
    fn services_of_an_academie_are_entities_named_by_their_service() {
        let names = Scene::new().names(&[
            (0, "DRANE", "ACADEMIE", "drane"),
            (1, "DRANE Rennes", "ACADEMIE", "drane rennes"),
            (1, "Drane", "ACADEMIE", "drane"),
            (2, "Académie de Rennes", "ACADEMIE", "rennes"),
            (2, "Rectorat de Rennes", "ACADEMIE", "rectorat rennes"),
            (0, "DSI", "ACADEMIE", "dsi"),
            (0, "Académie de Nantes", "ACADEMIE", "nantes"),
        ]);
        assert_eq!(
            names,
            [
                "DRANE Rennes",
                "DRANE Rennes",
                "DRANE Rennes",
                "Académie de Rennes",
                "Académie de Rennes",
                "DSI (académie de Rennes)",
                "Académie de Nantes",
            ]
        );
    }

    #[test]
    fn a_departement_answers_to_its_number_and_its_name() {
        let names = Scene::new().names(&[
            (3, "DSDEN", "DSDEN", ""),
            (3, "DSDEN 22", "DSDEN", "22"),
            (3, "DSDEN des Côtes d'Armor", "DSDEN", "des cotes d armor"),
            (0, "CD 35", "DEPARTEMENT", "35"),
            (0, "Conseil départemental (35)", "DEPARTEMENT", "(35)"),
            (0, "Département", "DEPARTEMENT", ""),
            (0, "DSDEN 44", "DSDEN", "44"),
        ]);
        assert_eq!(names[..3], ["DSDEN des Côtes-d’Armor"; 3]);
        assert_eq!(names[3..6], ["Conseil départemental d’Ille-et-Vilaine"; 3]);
        assert_eq!(names[6], "DSDEN 44");
    }

    #[test]
    fn a_circonscription_is_the_schools_own_unless_another_is_named() {
        let names = Scene::new().names(&[
            (2, "IEN Saint-Malo", "CIRCO", "saint malo"),
            (2, "Circonscription de St Malo Ville", "CIRCO", "st malo ville"),
            (2, "ERUN Bruz", "CIRCO", "bruz"),
            (0, "ERUN", "CIRCO", ""),
        ]);
        assert_eq!(
            names,
            [
                "Circonscription de Saint-Malo Ville",
                "Circonscription de Saint-Malo Ville",
                "Circonscription de Bruz",
                "Circonscription de Bruz",
            ]
        );
    }

    #[test]
    fn a_body_named_without_its_type_joins_the_only_one_of_that_name() {
        let names = Scene::new().names(&[
            (0, "Syndicat mixte Mégalis", "SYNDICAT_MIXTE", "megalis"),
            (1, "Mégalis", "", "megalis"),
            (2, "CC du Pays de Valbrune", "EPCI", "pays de valbrune"),
            (2, "SIVOS du Pays de Valbrune", "SYNDICAT_SCOLAIRE", "pays de valbrune"),
            (1, "Pays de Valbrune", "", "pays de valbrune"),
        ]);
        assert_eq!(names[0], names[1]);
        assert_eq!(names[2], "CC du Pays de Valbrune");
        assert_eq!(names[3], "SIVOS du Pays de Valbrune");
        assert_eq!(names[4], "Pays de Valbrune", "two bodies bear that name: nothing says which");
    }

    #[test]
    fn a_school_named_by_its_name_is_itself() {
        let names = Scene::new().names(&[
            (0, "École Les Mésanges", "ECOLE", "les mesanges"),
            (0, "Équipe enseignante", "ECOLE", "equipe enseignante"),
            (0, "École Jules Ferry", "ECOLE", "jules ferry"),
        ]);
        assert_eq!(names[..2], ["École élémentaire Les Mésanges (Valbrune)"; 2]);
        assert_eq!(names[2], "École Jules Ferry");
    }
}
