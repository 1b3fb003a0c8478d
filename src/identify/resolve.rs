//! Which territory a claim names: looked up among the schools of the registry, or among those that the inventories
//! received name where there is none.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Context, see};
use crate::model::fact::Fact;
use crate::model::inventory::{Claim, Inventory, Observed, Owner};
use crate::model::school::{Academie, Departement, School};
use crate::model::scope::{Level, Scope, place_key, place_of};
use crate::registry::short_circonscription;
use crate::text::fold;

/// Where a name is found (codes of the académie and of the département), and how it is written there.
type Found<'a> = BTreeMap<(&'a str, String), Arc<str>>;

/// The territories of the schools known: for a level and the key of a name, where it is found and how it is written.
struct Atlas<'a> {
    ctx: Context<'a>,
    /// Codes of the only académies wanted.
    only: &'a [String],
    /// Codes of the académies that have schools.
    academies: BTreeSet<&'a str>,
    places: BTreeMap<(Level, String), Found<'a>>,
}

/// Gives each claim its territory, or takes the document's owner away and says why.
pub fn resolve(ctx: Context<'_>, only: &[String], inventories: &mut [Inventory]) {
    if !inventories.iter().any(|inventory| matches!(inventory.owner, Owner::Claimed(_))) {
        return;
    }
    let schools: Vec<Arc<School>> = match ctx.registry {
        Some(registry) => registry.schools().cloned().collect(),
        None => inventories
            .iter()
            .filter_map(|inventory| match &inventory.owner {
                Owner::School { school, .. } => Some(Arc::clone(school)),
                Owner::Territory(_) | Owner::Claimed(_) | Owner::Unknown => None,
            })
            .collect(),
    };
    let atlas = Atlas::new(ctx, only, &schools);
    for inventory in inventories {
        let Owner::Claimed(claim) = &inventory.owner else { continue };
        let mut seen = Vec::new();
        let owner = match atlas.scope(claim, &mut seen) {
            Ok(scope) => Owner::Territory(Arc::new(scope)),
            Err(fact) => {
                see(&mut seen, fact, claim.at.clone(), &claim.read);
                Owner::Unknown
            }
        };
        inventory.facts.append(&mut seen);
        inventory.owner = owner;
    }
}

impl<'a> Atlas<'a> {
    fn new(ctx: Context<'a>, only: &'a [String], schools: &[Arc<School>]) -> Self {
        let mut atlas = Self { ctx, only, academies: BTreeSet::new(), places: BTreeMap::new() };
        for school in schools {
            let Some((academie, _)) = ctx.academies.of_uai(school.uai) else { continue };
            atlas.academies.insert(&academie.code);
            let named = [
                (Level::Commune, &school.commune),
                (Level::Circonscription, &school.circonscription),
                (Level::Departement, &school.departement),
            ];
            for (level, name) in named {
                let Some((departement, key)) = place_of(school, level) else { continue };
                let found = atlas.places.entry((level, key)).or_default();
                found.entry((&academie.code, departement)).or_insert_with(|| Arc::clone(name));
            }
        }
        atlas
    }

    fn scope(&self, claim: &Claim, seen: &mut Vec<Observed>) -> Result<Scope, Fact> {
        match claim.level {
            Level::Academie => self.academie(claim, seen),
            Level::Departement => self.departement(claim),
            Level::Commune | Level::Circonscription => {
                let name = claim.names.first().ok_or(Fact::ScopeUnnamed(claim.level.label()))?;
                let (academie, departement, name, key) = self.place(claim, claim.level, name)?;
                let places = BTreeSet::from([(departement, key)]);
                Ok(Scope { academie, level: claim.level, places, name })
            }
            Level::Groupement => self.grouping(claim, seen),
        }
    }

    /// The académie that it names; else the one asked for, else the only one that has schools here.
    fn academie(&self, claim: &Claim, seen: &mut Vec<Observed>) -> Result<Scope, Fact> {
        let found = match claim.names.first() {
            Some(name) => candidates(name).iter().find_map(|name| self.ctx.academies.named(name)),
            None => self.only_academie()?,
        };
        let found = found.filter(|found| self.has_schools(&found.code)).ok_or_else(|| self.unfit())?;
        if claim.assumed {
            see(seen, Fact::ScopeAssumed(found.full_name()), None, "");
        }
        Ok(Scope {
            academie: found.code.clone(),
            level: Level::Academie,
            places: BTreeSet::new(),
            name: found.name.clone(),
        })
    }

    /// The académie asked for, else the only one that has schools here.
    fn only_academie(&self) -> Result<Option<&'a Academie>, Fact> {
        let known: Vec<&str> = if self.only.is_empty() {
            self.academies.iter().copied().collect()
        } else {
            self.only.iter().map(String::as_str).collect()
        };
        let known = known.into_iter().filter_map(|code| self.ctx.academies.with_code(code));
        let known: Vec<&Academie> = known.collect();
        if known.len() > 1 {
            return Err(Fact::ScopeAmbiguous(known.into_iter().map(Academie::full_name).collect()));
        }
        Ok(known.first().copied())
    }

    fn departement(&self, claim: &Claim) -> Result<Scope, Fact> {
        let name = claim.names.first().map(String::as_str).or(claim.departement.as_deref());
        let name = name.ok_or(Fact::ScopeUnnamed(claim.level.label()))?;
        let (academie, departement) = self.departement_named(name).ok_or_else(|| self.unfit())?;
        let lies = self
            .places
            .get(&(Level::Departement, String::new()))
            .is_some_and(|found| found.contains_key(&(academie.code.as_str(), departement.code.clone())));
        if self.ctx.registry.is_some() && !lies {
            return Err(self.unfit());
        }
        Ok(Scope {
            academie: academie.code.clone(),
            level: Level::Departement,
            places: BTreeSet::from([(departement.code.clone(), String::new())]),
            name: format!("{} ({})", departement.name, departement.code),
        })
    }

    /// The communes that a grouping lists; those without a school are told.
    fn grouping(&self, claim: &Claim, seen: &mut Vec<Observed>) -> Result<Scope, Fact> {
        if claim.names.is_empty() {
            return Err(Fact::ScopeUnnamed(claim.level.label()));
        }
        let (mut academies, mut places) = (BTreeSet::new(), BTreeSet::new());
        let (mut names, mut without_school) = (Vec::new(), Vec::new());
        for name in &claim.names {
            match self.place(claim, Level::Commune, name) {
                Ok((academie, departement, name, key)) => {
                    academies.insert(academie);
                    places.insert((departement, key));
                    names.push(name);
                }
                Err(Fact::ScopeUnfit(_)) => without_school.push(name.clone()),
                Err(fact) => return Err(fact),
            }
        }
        let academie = academies.pop_first().ok_or_else(|| self.unfit())?;
        if !academies.is_empty() {
            return Err(Fact::ScopeAmbiguous(claim.names.clone()));
        }
        if !without_school.is_empty() {
            see(seen, Fact::ScopeWithoutSchool(without_school), claim.at.clone(), &claim.names.join(", "));
        }
        let written = claim.grouping.as_str();
        let told = !written.is_empty() && written.len() <= LONGEST_NAME;
        let name = if told { written.to_owned() } else { names.join(", ") };
        Ok(Scope { academie, level: Level::Groupement, places, name })
    }

    /// The one commune or circonscription of a name: its académie, its département, its name and its key.
    fn place(
        &self,
        claim: &Claim,
        level: Level,
        written: &str,
    ) -> Result<(String, String, String, String), Fact> {
        let (name, beside) = without_departement(written);
        // « Rezé, Loire-Atlantique »: what follows a comma may tell the département, or belong to the name.
        let cut = name.split_once(',').map(|(name, after)| (name.trim(), Some(after.trim())));
        let academie = claim
            .academie
            .as_deref()
            .and_then(|name| candidates(name).iter().find_map(|name| self.ctx.academies.named(name)));
        for (name, beside) in std::iter::once((name, beside)).chain(cut) {
            let hint = beside.or(claim.departement.as_deref());
            let departement = hint.and_then(|hint| self.departement_named(hint));
            for candidate in candidates(name) {
                let key = place_key(&candidate);
                let Some(found) = self.places.get(&(level, key.clone())) else { continue };
                let mut fitting: Vec<_> = found
                    .iter()
                    .filter(|((_, code), _)| departement.is_none_or(|(_, known)| known.code == *code))
                    .filter(|((code, _), _)| academie.is_none_or(|known| known.code == *code))
                    .collect();
                if fitting.iter().any(|((code, _), _)| self.only.iter().any(|only| only == code)) {
                    fitting.retain(|((code, _), _)| self.only.iter().any(|only| only == code));
                }
                match fitting.as_slice() {
                    [] => {}
                    [((academie, departement), name)] => {
                        return Ok(((*academie).to_owned(), departement.clone(), name.to_string(), key));
                    }
                    several => {
                        let told = several.iter().map(|((_, code), name)| format!("{name} ({code})"));
                        return Err(Fact::ScopeAmbiguous(told.collect()));
                    }
                }
            }
        }
        Err(self.unfit())
    }

    /// The département of a name, of a code (`44`, `044`), or of both.
    fn departement_named(&self, written: &str) -> Option<(&'a Academie, &'a Departement)> {
        let (name, beside) = without_departement(written);
        let candidates = candidates(name);
        let all = || {
            let academies = self.ctx.academies.all().iter();
            academies.flat_map(|academie| academie.departements.iter().map(move |one| (academie, one)))
        };
        let is = |departement: &Departement, text: &str| {
            let code = text.trim();
            departement.code.eq_ignore_ascii_case(code)
                || departement.uai_prefix.eq_ignore_ascii_case(code)
                || fold(&departement.name) == fold(text)
        };
        all().find(|(_, one)| {
            beside.is_some_and(|code| is(one, code)) || candidates.iter().any(|text| is(one, text))
        })
    }

    fn has_schools(&self, academie: &str) -> bool {
        self.ctx.registry.is_none() || self.academies.contains(academie)
    }

    fn unfit(&self) -> Fact {
        Fact::ScopeUnfit(self.ctx.registry.is_some())
    }
}

/// « Rezé (44) » is « Rezé », and « 44 » beside it.
fn without_departement(name: &str) -> (&str, Option<&str>) {
    let inside = name.trim().strip_suffix(')').and_then(|name| name.rsplit_once('('));
    inside.map_or((name.trim(), None), |(name, code)| (name.trim(), Some(code.trim())))
}

/// What a name may be once the words around it are taken away, the longest first: « de la Loire-Atlantique » may be
/// « La Loire-Atlantique » or « Loire-Atlantique ».
fn candidates(name: &str) -> Vec<String> {
    // No place is named by a page of prose.
    if name.len() > LONGEST_NAME {
        return Vec::new();
    }
    let mut kept: Vec<String> = vec![short_circonscription(name)];
    let mut rest = name.trim().trim_start_matches([':', '-', '–', ',']).trim();
    loop {
        kept.push(rest.to_owned());
        let next = OPENINGS.iter().find_map(|opening| {
            let (head, tail) = rest.split_at_checked(opening.len())?;
            (head.to_lowercase() == *opening).then(|| tail.trim())
        });
        match next {
            Some(tail) if !tail.is_empty() => rest = tail,
            _ => break,
        }
    }
    kept.dedup();
    kept
}

/// The longest text that may name a place, in bytes.
const LONGEST_NAME: usize = 160;

/// What may stand before a name: the words of a circonscription's long title, and articles.
const OPENINGS: [&str; 17] = [
    "académie ",
    "academie ",
    "d'inspection ",
    "d’inspection ",
    "du 1er degré ",
    "du premier degré ",
    "1er degré ",
    "de ",
    "du ",
    "des ",
    "d'",
    "d’",
    "la ",
    "le ",
    "les ",
    "l'",
    "l’",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_looked_up_with_and_without_their_articles() {
        assert!(candidates("de la Loire-Atlantique").contains(&"Loire-Atlantique".to_owned()));
        assert!(candidates("de La Flèche").contains(&"La Flèche".to_owned()));
        for name in ["L’Île-d’Yeu", "Île-d’Yeu"] {
            assert!(candidates("de L’Île-d’Yeu").contains(&name.to_owned()), "{name}");
        }
        assert!(candidates("d’inspection du 1er degré de Nantes Nord").contains(&"Nantes Nord".to_owned()));
        assert_eq!(without_departement("Rezé (44)"), ("Rezé", Some("44")));
    }
}
