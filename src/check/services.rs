//! PRE: what is entrusted to third parties: who steers it, which service, how well. Until when is next door.
//!
//! The fiche makes the steering of services a blocking demand of the project. Here it is a warning: where nobody
//! steers, the state of the maîtrise d'ouvrage blocks already; this says how much depends on it.

use std::collections::BTreeMap;

use crate::french::{counted, quoted};
use crate::model::document::DocumentId;
use crate::model::dossier::{Couple, Dossier, Origin, SchoolFile, State};
use crate::model::finding::{Finding, Rule, Scope, Severity};
use crate::model::given::Aspect;

use super::rows::{
    Held, Missing, Part, competences_counted, is_external, number, on_part, tell_each, tell_missing,
};
use super::severity::Sink;
use super::states::{label, on_couple};
use super::wording::the_competence;
use super::{Judged, judged};

/// Code of the competence that steers the others.
pub(super) const STEERING: &str = "PIL-MOA";

pub(super) static UNSTEERED: Rule = Rule {
    code: "PRE-001",
    name: "prestations-sans-pilote",
    severity: Severity::Warning,
    scope: Scope::School,
    what: "Des compétences sont externalisées, en tout ou en partie, alors que la maîtrise d’ouvrage n’est pas confiée à \
           une seule entité.",
    why: "La fiche demande qui pilote les prestations\u{a0}: sans pilote, personne ne commande, ne suit ni ne vérifie ce \
          que font les tiers.",
    fix: "Désignez l’entité qui porte la maîtrise d’ouvrage et écrivez son nom en face de cette compétence.",
    example: "Six compétences sont confiées à des sociétés, et la maîtrise d’ouvrage est «\u{a0}à définir\u{a0}».",
};

pub(super) static NO_LEVEL: Rule = Rule {
    code: "PRE-002",
    name: "niveau-de-service-absent",
    severity: Severity::Warning,
    scope: Scope::School,
    what: "Une compétence externalisée, même en partie, n’a pas de niveau de service attendu.",
    why: "La fiche fait des types de prestation et des niveaux de service un facteur de réussite\u{a0}: sans engagement \
          écrit, on ne peut pas dire si le tiers tient le sien.",
    fix: "Écrivez l’engagement du tiers dans la colonne du niveau de service\u{a0}: délai d’intervention ou de \
          rétablissement, disponibilité, horaires. Écrivez aussi le type de prestation, s’il manque.",
    example: "L’accès à Internet est externalisé et la colonne «\u{a0}Niveau de service\u{a0}» est vide\u{a0}; on attend par \
              exemple «\u{a0}GTR 4 h\u{a0}».",
};

pub(super) static NO_KIND: Rule = Rule {
    code: "PRE-003",
    name: "type-de-prestation-absent",
    severity: Severity::Warning,
    scope: Scope::School,
    what: "Une compétence externalisée, même en partie, n’a pas de type de prestation.",
    why: "La fiche fait des types de prestation et des niveaux de service un facteur de réussite\u{a0}: il faut savoir ce \
          que le tiers doit fournir.",
    fix: "Écrivez ce que le tiers fournit dans la colonne du type de prestation\u{a0}: abonnement, maintenance, assistance, \
          formation.",
    example: "L’édition de la solution est externalisée, son niveau de service est écrit, mais rien ne dit si c’est un \
              abonnement ou un marché.",
};

/// What external services lack, in one inventory.
pub(super) fn judge(dossier: &Dossier, part: &Part<'_>, sink: &mut Sink<'_>) {
    let external: Vec<&Held<'_>> = part.held.iter().filter(|held| held.external).collect();
    let no_level = |held: &Held<'_>| held.lacks(Aspect::ServiceLevel);
    let no_kind = |held: &Held<'_>| held.lacks(Aspect::Service);
    let kind = ("confiée à un tiers", "confiées à un tiers");
    let expected_both = "le type de la prestation et son niveau de service";
    // A service of which nothing is said is one thing to mend: the level's rule tells both.
    let level_tells = sink.tells(&NO_LEVEL);
    let everywhere =
        |lacks: &dyn Fn(&Held<'_>) -> bool| external.len() > 1 && external.iter().all(|held| lacks(held));
    let (level_everywhere, kind_everywhere) = (everywhere(&no_level), everywhere(&no_kind));
    if level_tells && level_everywhere && kind_everywhere {
        let message = format!(
            "Ni type de prestation ni niveau de service ne sont indiqués, pour aucune des {}.",
            competences_counted(number(&external), kind)
        );
        sink.push(on_part(part, &external, judged(&NO_LEVEL, message, expected_both)));
        return;
    }
    let mut rest = external;
    if level_tells && !level_everywhere && !kind_everywhere {
        let (nothing, something): (Vec<&Held<'_>>, Vec<&Held<'_>>) =
            rest.into_iter().partition(|held| no_level(held) && no_kind(held));
        let neither = |competence: &str| {
            let message =
                format!("Ni type de prestation ni niveau de service ne sont indiqués pour {competence}.");
            judged(&NO_LEVEL, message, expected_both)
        };
        tell_each(dossier, part, &nothing, &neither, sink);
        rest = something;
    }
    let expected_level = "un délai, une disponibilité ou des horaires";
    let level = Missing {
        here: &|competence| {
            judged(
                &NO_LEVEL,
                format!("Pour {competence}, le niveau de service attendu du tiers n’est pas indiqué."),
                expected_level,
            )
        },
        everywhere: &|number| {
            judged(
                &NO_LEVEL,
                format!(
                    "Aucun niveau de service n’est indiqué, pour aucune des {}.",
                    competences_counted(number, kind)
                ),
                format!("pour chaque prestation, {expected_level}"),
            )
        },
    };
    let expected_kind = "abonnement, maintenance, assistance, formation…";
    let type_of = Missing {
        here: &|competence| {
            judged(
                &NO_KIND,
                format!("Pour {competence}, le type de la prestation confiée à un tiers n’est pas indiqué."),
                expected_kind,
            )
        },
        everywhere: &|number| {
            judged(
                &NO_KIND,
                format!(
                    "Aucun type de prestation n’est indiqué, pour aucune des {}.",
                    competences_counted(number, kind)
                ),
                format!("pour chaque prestation\u{a0}: {expected_kind}"),
            )
        },
    };
    tell_missing(dossier, part, &rest, no_level, &level, sink);
    tell_missing(dossier, part, &rest, no_kind, &type_of, sink);
}

/// Schools whose services nobody steers. Where the answer on steering is inherited, it is told once, on the inventory
/// that gives it, with the number of schools.
pub(super) fn steering(dossier: &Dossier, sink: &mut Sink<'_>) {
    let Some(steering) = dossier.referential.competence_named(STEERING) else { return };
    let mut inherited: BTreeMap<DocumentId, (u64, &SchoolFile, &Couple)> = BTreeMap::new();
    for file in &dossier.schools {
        let Some(couple) = super::rows::couple_of(file, steering) else { continue };
        let external = file.couples.iter().filter(|other| {
            other.competence != steering
                && !other.responsible.is_empty()
                && is_external(dossier, other.mode, &other.responsible)
        });
        let number = external.count() as u64;
        if couple.state == State::Covered || number == 0 {
            continue;
        }
        if let (Origin::Inherited, Some(document)) = (couple.origin, couple.document) {
            inherited.entry(document).or_insert((0, file, couple)).0 += 1;
            continue;
        }
        let services = counted(
            number,
            "compétence externalisée n’a pas une entité qui la pilote",
            "compétences externalisées n’ont pas une entité qui les pilote",
        );
        sink.push(on_couple(file, couple, unsteered(dossier, couple, &services)));
    }
    for (schools, file, couple) in inherited.into_values() {
        let services = format!(
            "dans {}, des compétences externalisées n’ont pas une entité qui les pilote",
            counted(schools, "école qui hérite de cette réponse", "écoles qui héritent de cette réponse")
        );
        let finding = on_couple(file, couple, unsteered(dossier, couple, &services));
        sink.push(Finding { uai: None, ..finding });
    }
}

fn unsteered(dossier: &Dossier, couple: &Couple, services: &str) -> Judged {
    judged(
        &UNSTEERED,
        format!(
            "{} est {}\u{a0}: {services}.",
            the_competence(Some(label(dossier, couple))),
            quoted(&couple.state.label().to_lowercase())
        ),
        "une seule entité qui porte la maîtrise d’ouvrage",
    )
}
