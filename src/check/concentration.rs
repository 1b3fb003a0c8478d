//! Who holds much: in figures, never as a fault. The fiche lets an entity hold several competences.

use std::collections::{BTreeMap, BTreeSet};

use crate::french::{FEWEST_SCHOOLS, counted, out_of, percent};
use crate::model::dossier::{Dossier, EntityId, State};
use crate::model::finding::{Rule, Scope, Severity};
use crate::model::indicator::Rate;
use crate::model::inventory::Details;
use crate::model::referential::CompetenceId;
use crate::model::thresholds::Thresholds;
use crate::text::fold;

use super::rows::{Part, is_third_party, on_part};
use super::severity::Sink;
use super::wording::entity_named;
use super::{Judged, judged};

const WHY: &str = "La fiche permet le cumul\u{a0}: ce n’est pas une faute. Mais le comité doit savoir de qui tout dépend, \
                   et ce qui s’arrêterait avec un départ.";

pub(super) static PERSON: Rule = Rule {
    code: "RES-012",
    name: "cumul-d-une-personne",
    severity: Severity::Info,
    scope: Scope::School,
    what: "Une même personne est nommée pour beaucoup de compétences d’un inventaire (plus de six, sauf réglage contraire).",
    why: WHY,
    fix: "Si cette personne est seule, prévoyez qui la remplacerait\u{a0}; sinon, il n’y a rien à faire.",
    example: "La directrice est nommée en face de neuf compétences.",
};

pub(super) static ENTITY: Rule = Rule {
    code: "RES-013",
    name: "cumul-d-une-entite",
    severity: Severity::Info,
    scope: Scope::School,
    what: "Une même entité est responsable de beaucoup de compétences d’un inventaire (plus de neuf, sauf réglage contraire).",
    why: "La fiche permet qu’une entité tienne plusieurs compétences\u{a0}: ce n’est pas une faute, mais le comité doit savoir \
          de qui tout dépend.",
    fix: "Vérifiez que l’entité répond bien de chacune, et n’a pas été recopiée sur toutes les lignes.",
    example: "La mairie est responsable de onze compétences sur quatorze.",
};

pub(super) static THIRD_PARTY: Rule = Rule {
    code: "RES-014",
    name: "tiers-present-partout",
    severity: Severity::Info,
    scope: Scope::Academie,
    what: "Un tiers est responsable d’au moins une compétence dans beaucoup d’écoles de l’académie (plus de la moitié, sauf \
           réglage contraire).",
    why: "La fiche permet le cumul\u{a0}: ce n’est pas une faute. Mais si ce tiers fait défaut, toutes ces écoles sont \
          touchées à la fois.",
    fix: "Vérifiez que le comité de pilotage suit les contrats de ce tiers et sait comment le remplacer.",
    example: "Le même éditeur est responsable d’au moins une compétence dans 640 écoles sur 900.",
};

/// Whoever is named, or answers, for many competences of one inventory.
pub(super) fn judge(dossier: &Dossier, part: &Part<'_>, thresholds: &Thresholds, sink: &mut Sink<'_>) {
    let all = dossier.referential.required().count() as u64;
    let held: Vec<_> = part.held.iter().collect();
    for number in persons(part) {
        if number > u64::from(thresholds.person_competences) {
            let message = format!("Une même personne est nommée pour {}.", out_of_all(number, all));
            sink.push(on_part(part, &held, person(message)));
        }
    }
    let mut entities: BTreeMap<EntityId, u64> = BTreeMap::new();
    for couple in part.held.iter().flat_map(|held| &held.couples) {
        if let (State::Covered, [only]) = (couple.state, couple.responsible.as_slice()) {
            *entities.entry(*only).or_default() += 1;
        }
    }
    for (id, number) in entities {
        if number > u64::from(thresholds.entity_competences) {
            let name = entity_named(dossier.entity(id))
                .map_or_else(|| "Une même entité".to_owned(), |name| format!("L’entité {name}"));
            let message = format!("{name} est responsable de {}.", out_of_all(number, all));
            sink.push(on_part(part, &held, judged(&ENTITY, message, "une vérification, sans obligation")));
        }
    }
}

fn person(message: String) -> Judged {
    judged(&PERSON, message, "une personne qui puisse la remplacer")
}

fn out_of_all(number: u64, all: u64) -> String {
    format!("{} sur {all}", counted(number, "compétence", "compétences"))
}

/// For how many competences each person is named. Two writings of a name are two persons unless they share an
/// address; nobody's name leaves this function.
fn persons(part: &Part<'_>) -> Vec<u64> {
    let lines = || {
        let lines = part.held.iter().flat_map(|held| held.lines.iter().map(move |line| (held, line)));
        lines.map(|(held, line)| (held.competences(), &line.details))
    };
    let mut addresses: BTreeMap<String, String> = BTreeMap::new();
    for (_, details) in lines() {
        if let (Some(name), Some(address)) = (name(details), address(details)) {
            addresses.entry(name).or_insert(address);
        }
    }
    let mut named: BTreeMap<String, BTreeSet<CompetenceId>> = BTreeMap::new();
    for (competences, details) in lines() {
        let name = name(details);
        let key = name.as_ref().and_then(|name| addresses.get(name).cloned()).or(name);
        if let Some(key) = key.or_else(|| address(details).filter(|address| is_personal(address))) {
            named.entry(key).or_default().extend(competences);
        }
    }
    named.into_values().map(|competences| competences.len() as u64).collect()
}

fn name(details: &Details) -> Option<String> {
    let name = fold(&details.person);
    name.chars().any(char::is_alphabetic).then_some(name)
}

fn address(details: &Details) -> Option<String> {
    details.email.contains('@').then(|| details.email.trim().to_lowercase())
}

/// « prenom.nom@… »: a school's, a town hall's or a service's mailbox is nobody's.
fn is_personal(address: &str) -> bool {
    let local = address.split('@').next().unwrap_or_default();
    let mut parts = local.split(['.', '_']);
    let is_name = |part: &str| part.len() > 2 && part.chars().all(|sign| sign.is_alphabetic() || sign == '-');
    parts.clone().count() == 2 && parts.all(is_name)
}

/// Third parties that much of the académie relies on.
pub(super) fn third_parties(dossier: &Dossier, thresholds: &Thresholds, sink: &mut Sink<'_>) {
    let mut schools: BTreeMap<EntityId, u32> = BTreeMap::new();
    let mut answered: u32 = 0;
    for file in dossier.schools.iter().filter(|file| file.retained.is_some()) {
        answered += 1;
        let holders: BTreeSet<EntityId> =
            file.couples.iter().flat_map(|couple| couple.responsible.iter().copied()).collect();
        for id in holders.into_iter().filter(|id| is_third_party(dossier, *id)) {
            *schools.entry(id).or_default() += 1;
        }
    }
    if answered < FEWEST_SCHOOLS {
        return;
    }
    for (id, schools) in schools {
        if u64::from(schools) * 100 <= u64::from(answered) * u64::from(thresholds.third_party_percent) {
            continue;
        }
        let name = entity_named(dossier.entity(id))
            .map_or_else(|| "Un même tiers".to_owned(), |name| format!("Le tiers {name}"));
        let rate = Rate::new(schools, answered);
        let message = format!(
            "{name} est responsable d’au moins une compétence dans {} des écoles ayant répondu ({}).",
            percent(rate),
            out_of(rate)
        );
        sink.push(judged(&THIRD_PARTY, message, "un suivi de ses contrats par le comité").into_finding());
    }
}
