//! What the commune ties together: the park of its public schools, and their answers on what it decides for all.

use std::collections::{BTreeMap, BTreeSet};

use crate::french::{counted, listed, quoted};
use crate::model::dossier::{Couple, Dossier, EntityId, Origin, SchoolFile, State};
use crate::model::finding::{Finding, Rule, Scope, Severity};
use crate::model::referential::{CompetenceId, Reach};
use crate::model::school::{School, Sector, Uai};
use crate::model::scope::{Level, place_of};

use super::coherence::Once;
use super::rows::{couple_of, is_third_party};
use super::services::STEERING;
use super::severity::Sink;
use super::states::on_couple;
use super::wording::{clip, competence_named, entity_named, named};
use super::{Judged, judged};

/// Code of the competence that keeps computers and the school's network.
const PARK: &str = "MAT-PRC";
/// Types that a public school's park is entrusted to: its commune and the groupings it belongs to.
const PUBLIC_OWNERS: [&str; 4] = ["COMMUNE", "EPCI", "SYNDICAT_SCOLAIRE", "SYNDICAT_MIXTE"];
/// Types that a private school's park is entrusted to.
const PRIVATE_OWNERS: [&str; 2] = ["OGEC", "ECOLE"];
/// How many schools a sentence names before it only counts them.
const SCHOOLS_NAMED: usize = 3;

pub(super) static PARK_ELSEWHERE: Rule = Rule {
    code: "RES-015",
    name: "parc-hors-de-son-proprietaire",
    severity: Severity::Info,
    scope: Scope::School,
    what: "Le parc informatique d’une école publique n’est confié ni à sa commune, ni à un groupement, ni à un tiers qu’ils \
           pilotent\u{a0}; ou celui d’une école privée n’est pas confié à son organisme de gestion.",
    why: "La commune a la charge de l’école publique, équipement compris (code de l’éducation, L212-4 et L212-5)\u{a0}; une \
          convention peut en décider autrement. C’est un contrôle de cohérence.",
    fix: "Vérifiez qui répond du parc\u{a0}; si une convention le confie à cette entité, il n’y a rien à faire.",
    example: "Une école publique répond que la circonscription est responsable de la maintenance du parc.",
};

pub(super) static CONTRARY: Rule = Rule {
    code: "COH-002",
    name: "ecoles-d-une-commune-en-desaccord",
    severity: Severity::Info,
    scope: Scope::Academie,
    what: "Des écoles publiques d’une même commune nomment des entités différentes pour une compétence qui se décide au \
           niveau de la commune.",
    why: "Le contrat ou le service est d’ordinaire le même pour toutes\u{a0}: l’une de ces écoles se trompe peut-être de \
          responsable. C’est un contrôle de cohérence.",
    fix: "Demandez à la commune qui est responsable, puis faites corriger les inventaires qui disent autre chose.",
    example: "À Valbrune, deux écoles écrivent «\u{a0}Mairie de Valbrune\u{a0}» pour l’accès à Internet, et une troisième \
              «\u{a0}Ouestelo\u{a0}».",
};

/// The park of a school, told on the inventory that answers for it.
pub(super) fn park(dossier: &Dossier, file: &SchoolFile, once: &mut Once, sink: &mut Sink<'_>) {
    let park = dossier.referential.competence_named(PARK).and_then(|id| couple_of(file, id));
    let Some((couple, [holder])) = park.map(|couple| (couple, couple.responsible.as_slice())) else { return };
    if couple.state != State::Covered || !dossier.entity(*holder).typed {
        return;
    }
    let (owners, whose) = match file.school.sector {
        Sector::Public => (&PUBLIC_OWNERS[..], "école publique"),
        Sector::Private => (&PRIVATE_OWNERS[..], "école privée"),
        Sector::Unknown => return,
    };
    let owns = |id: EntityId| {
        let kind = dossier.entity(id).kind.map(|kind| dossier.referential.entity_type(kind));
        kind.is_some_and(|kind| owners.contains(&kind.code.as_str()))
    };
    // A third party that the owner steers does its work for it; so does any that a private school pays.
    let steered = is_third_party(dossier, *holder)
        && (file.school.sector == Sector::Private
            || dossier
                .referential
                .competence_named(STEERING)
                .and_then(|id| couple_of(file, id))
                .is_some_and(|steering| steering.responsible.iter().any(|id| owns(*id))));
    if owns(*holder) || steered {
        return;
    }
    let finding = on_couple(file, couple, elsewhere(dossier, *holder, whose, file.school.sector));
    match couple.origin {
        Origin::School => sink.push(finding),
        Origin::Inherited => once.push(finding, sink),
    }
}

fn elsewhere(dossier: &Dossier, holder: EntityId, whose: &str, sector: Sector) -> Judged {
    let entity = dossier.entity(holder);
    let name = named(&entity.name).unwrap_or_else(|| "une autre entité".to_owned());
    let kind = entity.kind.map_or("", |kind| &dossier.referential.entity_type(kind).label);
    judged(
        &PARK_ELSEWHERE,
        format!("Le parc informatique d’une {whose} est confié à {name} (type\u{a0}: {}).", clip(kind)),
        if sector == Sector::Public {
            "la commune, un groupement, ou un tiers qu’ils pilotent"
        } else {
            "l’organisme de gestion de l’école"
        },
    )
}

/// Answers that contradict each other in a commune, told once for each competence.
pub(super) fn contrary(dossier: &Dossier, sink: &mut Sink<'_>) {
    let shared: Vec<CompetenceId> = dossier
        .referential
        .required()
        .filter(|id| is_settled_by_communes(&dossier.referential.competence(*id).levels))
        .collect();
    // A private school shares no contract with its commune; where the sector isn't known, nothing is compared.
    let public = dossier.schools.iter().filter(|file| file.school.sector == Sector::Public);
    let mut communes: BTreeMap<(String, String), Vec<&SchoolFile>> = BTreeMap::new();
    for file in public.filter(|file| file.retained.is_some()) {
        if let Some(place) = place_of(&file.school, Level::Commune) {
            communes.entry(place).or_default().push(file);
        }
    }
    for files in communes.values().filter(|files| files.len() > 1) {
        for id in &shared {
            let mut named_by: BTreeMap<EntityId, Vec<&School>> = BTreeMap::new();
            for file in files {
                let own = couple_of(file, *id).filter(|couple| is_own(couple));
                if let Some([only]) = own.map(|couple| couple.responsible.as_slice()) {
                    named_by.entry(*only).or_default().push(&file.school);
                }
            }
            // « l'école » is another entity in each school, and none contradicts the others.
            let kinds: BTreeSet<_> = named_by.keys().map(|id| dossier.entity(*id).kind).collect();
            let is_a_school = |kind| dossier.referential.entity_type(kind).reach == Reach::Ecole;
            let each_its_own = kinds.iter().all(|kind| kind.is_some_and(is_a_school));
            if named_by.len() > 1 && !each_its_own {
                sink.push(disagreement(dossier, &files[0].school.commune, *id, named_by));
            }
        }
    }
}

/// Whether the first level above the school at which a competence is held is the commune. One that a project, a
/// département or the académie holds first may well be told otherwise by two schools of a commune.
fn is_settled_by_communes(levels: &[Reach]) -> bool {
    levels.iter().find(|level| **level != Reach::Ecole) == Some(&Reach::Commune)
}

fn is_own(couple: &Couple) -> bool {
    couple.origin == Origin::School && couple.state == State::Covered
}

fn disagreement(
    dossier: &Dossier,
    commune: &str,
    id: CompetenceId,
    named_by: BTreeMap<EntityId, Vec<&School>>,
) -> Finding {
    let mut sides: Vec<(EntityId, Vec<&School>)> = named_by.into_iter().collect();
    // What most schools say comes first; entities are in the order of their names.
    sides.sort_by_key(|(_, schools)| std::cmp::Reverse(schools.len()));
    let sides: Vec<String> = sides
        .iter()
        .map(|(entity, schools)| {
            let name = entity_named(dossier.entity(*entity)).unwrap_or_else(|| "une autre entité".to_owned());
            let number = counted(schools.len() as u64, "école", "écoles");
            if schools.len() <= SCHOOLS_NAMED {
                let uais: Vec<Uai> = schools.iter().map(|school| school.uai).collect();
                format!(
                    "{name} ({number}\u{a0}: {})",
                    listed(&uais.iter().map(Uai::as_str).collect::<Vec<_>>())
                )
            } else {
                format!("{name} ({number})")
            }
        })
        .collect();
    let label = &dossier.referential.competence(id).label;
    let message = format!(
        "Dans la commune {}, les écoles publiques ne nomment pas le même responsable pour {}\u{a0}: {}.",
        quoted(&clip(commune)),
        competence_named(Some(label)),
        listed(&sides)
    );
    let judged = judged(&CONTRARY, message, "la même entité dans toutes les écoles de la commune");
    Finding { competence: Some(id), ..judged.into_finding() }
}
