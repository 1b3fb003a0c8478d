//! Which body a cell means: its type and its words, completed by the school that wrote them.

use std::collections::{BTreeMap, BTreeSet};

use crate::academies::Academies;
use crate::consolidate::names;
use crate::consolidate::spelling;
use crate::model::grouping::Join;
use crate::model::inventory::Mention;
use crate::model::referential::{EntityType, EntityTypeId, Reach, Referential};
use crate::model::school::{Academie, Departement, School};
use crate::text;
use crate::text::memo::Memo;

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

/// What makes two mentions one body.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    /// The type, or `None` for companies and untyped names: what sells an ENT may host it too, and a cell seldom says
    /// which of the two it means.
    pub(super) kind: Option<EntityTypeId>,
    /// What distinguishes it within its type; empty for the body that the territory alone tells.
    pub(super) core: String,
    /// The territory that tells it; empty for a name of its own.
    pub(super) territory: String,
}

/// Where a body's name comes from.
#[derive(Clone, Debug)]
pub(super) enum Naming {
    /// From its territory.
    Territory(String),
    /// The most frequent spelling.
    Spelling,
    /// The most frequent spelling that names the territory, or any with the territory added.
    Service(String),
}

/// A mention understood.
pub(super) struct Understood {
    pub(super) key: Key,
    pub(super) naming: Naming,
    /// Whether the spelling names the territory by itself.
    pub(super) complete: bool,
    /// What made it this body.
    pub(super) join: Join,
}

impl Understood {
    fn by(self, join: Join) -> Self {
        Self { join, ..self }
    }
}

/// What mentions are understood with: an académie and the places of its schools.
pub(super) struct Ground<'a> {
    pub(super) referential: &'a Referential,
    academie: &'a Academie,
    /// Every académie, and its name as [`spelling::place`] writes it.
    academie_names: Vec<(&'a Academie, String)>,
    /// What tells companies, by their names as read, and how.
    companies: Memo<(String, Join)>,
    /// Folded communes and circonscriptions of the académie's schools, to their names.
    communes: BTreeMap<String, String>,
    /// Communes that two départements have, as [`spelling::grouping`] writes them.
    homonyms: BTreeSet<String>,
    /// Folded words that alone tell a type of company: « hébergeur », « télécom ».
    trades: BTreeSet<String>,
    circonscriptions: BTreeMap<String, String>,
}

/// A school whose mentions are being read, and what completes them.
pub(super) struct Place<'a> {
    pub(super) school: &'a School,
    pub(super) departement: &'a Departement,
    commune: String,
    circonscription: String,
    /// The words of its name and of its commune.
    words: BTreeSet<String>,
}

impl<'a> Ground<'a> {
    /// The ground of an académie and its schools.
    pub(super) fn new<'s>(
        referential: &'a Referential,
        academies: &'a Academies,
        academie: &'a Academie,
        schools: impl Iterator<Item = &'s School>,
    ) -> Self {
        let (mut communes, mut circonscriptions) = (BTreeMap::new(), BTreeMap::new());
        let (mut departements, mut homonyms) = (BTreeMap::new(), BTreeSet::new());
        for school in schools {
            let departement = departements.entry(&*school.commune).or_insert(&*school.departement);
            if *departement != &*school.departement && !school.commune.is_empty() {
                homonyms.insert(spelling::grouping(&school.commune));
            }
            for (known, name) in
                [(&mut communes, &school.commune), (&mut circonscriptions, &school.circonscription)]
            {
                if !name.is_empty() {
                    known.entry(spelling::place(name)).or_insert_with(|| name.to_string());
                }
            }
        }
        let trades = referential
            .entity_types
            .iter()
            .filter(|kind| kind.reach == Reach::National)
            .flat_map(|kind| &kind.synonyms)
            .map(|synonym| text::fold(synonym))
            .filter(|synonym| !synonym.contains(' '))
            .collect();
        let academie_names =
            academies.all().iter().map(|academie| (academie, spelling::place(&academie.name))).collect();
        let companies = Memo::default();
        Self {
            referential,
            academie,
            academie_names,
            companies,
            communes,
            homonyms,
            trades,
            circonscriptions,
        }
    }

    /// A name without the misspelt words of its trade: « Ardoise Téléom » is Ardoise Télécom, of which the core is
    /// Ardoise. One that is nothing else is kept.
    fn without_trades(&self, core: &str) -> String {
        let of_trade = |word: &str| self.trades.iter().any(|trade| spelling::is_slip(trade, word));
        let tokens = spelling::tokens(core);
        if !tokens.iter().any(|word| of_trade(word)) || tokens.iter().all(|word| of_trade(word)) {
            return core.to_owned();
        }
        let kept: Vec<&str> = tokens.iter().map(String::as_str).filter(|word| !of_trade(word)).collect();
        kept.join(" ")
    }

    /// Folded names of communes.
    pub(super) fn communes(&self) -> impl Iterator<Item = &str> {
        self.communes.keys().map(String::as_str)
    }

    /// What completes the mentions of a school.
    pub(super) fn place<'s>(&self, school: &'s School) -> Place<'s>
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
        Place {
            school,
            departement,
            commune: spelling::place(&school.commune),
            circonscription: spelling::place(&school.circonscription),
            words: words.collect(),
        }
    }

    /// The body that a mention means, written by the school of a place.
    pub(super) fn understand(&self, local: &Place<'_>, mention: &Mention) -> Understood {
        let Some(id) = mention.kind else { return self.company(&named(mention)) };
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
                join: Join::OfSchool,
            },
            Reach::Intercommunalite => {
                let core = spelling::grouping(&mention.core);
                // Two communes of one name have two groupings of one name.
                let territory = if self.homonyms.contains(&core) {
                    local.departement.code.clone()
                } else {
                    String::new()
                };
                let key = Key { kind: Some(id), core, territory };
                Understood { key, naming: Naming::Spelling, complete: true, join: Join::SameName }
            }
            Reach::Departement | Reach::Region => own_name(Some(id), &mention.core),
            Reach::National => self.company(&mention.core),
        }
    }

    /// A body told by its name, words of its trade apart.
    fn company(&self, core: &str) -> Understood {
        let (core, join) = self.companies.get_or(core, || {
            let bare = self.without_trades(core);
            (spelling::company(&bare), if bare == core { Join::SameName } else { Join::Misspelling })
        });
        own_core(None, core).by(join)
    }

    /// The body of that type that the school itself means.
    fn told_by_school(&self, id: EntityTypeId, kind: &EntityType, local: &Place<'_>) -> Understood {
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
            join: Join::OfSchool,
        }
    }

    fn school(&self, id: EntityTypeId, kind: &EntityType, local: &Place<'_>, core: &str) -> Understood {
        let tokens = spelling::tokens(core);
        let says_which = |token: &&String| {
            let own = local.words.contains(token.as_str())
                || local.words.iter().any(|word| spelling::is_slip(word, token));
            !own && !SCHOOL_WORDS.contains(&token.as_str()) && token.len() > 2
        };
        if !tokens.iter().any(|token| says_which(&token)) {
            let named = tokens.iter().any(|token| local.words.contains(token));
            let own = self.told_by_school(id, kind, local);
            return if named { own.by(Join::SameName) } else { own };
        }
        Understood {
            key: Key {
                kind: Some(id),
                core: spelling::company(core),
                territory: format!("{}|{}", local.commune, local.departement.code),
            },
            naming: Naming::Spelling,
            complete: true,
            join: Join::SameName,
        }
    }

    fn commune(&self, id: EntityTypeId, kind: &EntityType, local: &Place<'_>, core: &str) -> Understood {
        let place = spelling::place(core);
        let told = self.communes.contains_key(&place);
        let own = place.is_empty()
            || place == local.commune
            || (!told && only_adds(&place, &local.commune, &COMMUNE_WORDS))
            || (!told && is_slip_of(&place, &local.commune));
        let join = joined_by_place(&place, &local.commune, core);
        if own {
            let join = if only_adds(&place, "", &COMMUNE_WORDS) && place != local.commune {
                Join::OfSchool
            } else {
                join
            };
            return self.told_by_school(id, kind, local).by(join);
        }
        let join = if join == Join::Misspelling { Join::SameName } else { join };
        let naming = match self.communes.get(&place) {
            Some(name) => {
                Naming::Territory(format!("{} {}", names::short_label(kind), names::of_place(name)))
            }
            None => Naming::Spelling,
        };
        let key = Key { kind: Some(id), core: place, territory: local.departement.code.clone() };
        Understood { key, naming, complete: true, join }
    }

    fn circonscription(
        &self,
        id: EntityTypeId,
        kind: &EntityType,
        local: &Place<'_>,
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
        let join = joined_by_place(&place, &local.circonscription, core);
        if own {
            let join = if part_of_own && place != local.circonscription { Join::Abbreviation } else { join };
            return self.told_by_school(id, kind, local).by(join);
        }
        let join = if join == Join::Misspelling { Join::SameName } else { join };
        let naming = match self.circonscriptions.get(&place) {
            Some(name) => {
                Naming::Territory(format!("{} {}", names::short_label(kind), names::of_place(name)))
            }
            None => Naming::Spelling,
        };
        let key = Key { kind: Some(id), core: place, territory: local.departement.code.clone() };
        Understood { key, naming, complete: true, join }
    }

    /// A DSDEN, a conseil départemental, or a service of one.
    fn departement(&self, id: EntityTypeId, kind: &EntityType, local: &Place<'_>, core: &str) -> Understood {
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
        let by_number = core.chars().any(|sign| sign.is_ascii_digit());
        let join = match (told, by_number) {
            (false, _) => Join::OfSchool,
            (true, true) => Join::OfNumber,
            (true, false) => Join::SameName,
        };
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
            join,
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
    fn of_academie(&self, id: EntityTypeId, kind: &EntityType, local: &Place<'_>, core: &str) -> Understood {
        let mut tokens: Vec<String> = spelling::place(core).split_whitespace().map(str::to_owned).collect();
        tokens.retain(|token| !ACADEMIE_WORDS.contains(&token.as_str()));
        let told = self
            .academie_names
            .iter()
            .filter_map(|(academie, name)| Some((*academie, without(&tokens, name)?)))
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
            join: if complete { Join::SameName } else { Join::OfSchool },
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
    own_core(kind, spelling::company(core))
}

fn own_core(kind: Option<EntityTypeId>, core: String) -> Understood {
    Understood {
        key: Key { kind, core, territory: String::new() },
        naming: Naming::Spelling,
        complete: true,
        join: Join::SameName,
    }
}

/// How a place as written is the school's own.
fn joined_by_place(place: &str, own: &str, core: &str) -> Join {
    if place.is_empty() {
        Join::OfSchool
    } else if is_slip_of(place, own) && place != own {
        Join::Misspelling
    } else if spelling::abbreviates_place(core) {
        Join::Abbreviation
    } else {
        Join::SameName
    }
}

/// The words left once a name's words are taken away; `None` unless all of them are there.
fn without(tokens: &[String], name: &str) -> Option<Vec<String>> {
    // Most names aren't there: nothing is copied for them.
    if !name.split_whitespace().all(|word| tokens.iter().any(|token| token == word)) {
        return None;
    }
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
