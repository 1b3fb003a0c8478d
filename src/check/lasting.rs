//! PER: what is to be kept after the deployment, and on what it rests.

use crate::french::quoted;
use crate::model::dossier::Dossier;
use crate::model::finding::{Rule, Scope, Severity};
use crate::model::referential::{CompetenceId, Lasts};

use super::rows::{Held, Line, Missing, Part, competences_counted, competences_named, on_line, tell_missing};
use super::severity::Sink;
use super::{Judged, judged};

pub(super) static UNDECIDED: Rule = Rule {
    code: "PER-001",
    name: "choix-de-perennite-absent",
    severity: Severity::Info,
    scope: Scope::School,
    what: "Rien ne dit si la compétence est conservée après le déploiement.",
    why: "La fiche demande ce qu’il faut pérenniser après le déploiement\u{a0}: une compétence que personne n’a décidé de \
          garder s’éteint avec le projet.",
    fix: "Écrivez «\u{a0}oui\u{a0}» ou «\u{a0}non\u{a0}» dans la colonne de la pérennité.",
    example: "La colonne «\u{a0}Conservé après déploiement\u{a0}» est vide, ou dit «\u{a0}à voir\u{a0}».",
};

pub(super) static ON_ENDING_CONTRACT: Rule = Rule {
    code: "PER-002",
    name: "perennite-sur-contrat-finissant",
    severity: Severity::Warning,
    scope: Scope::School,
    what: "Une compétence est à conserver après le déploiement, mais elle repose sur un contrat qui finit bientôt, et rien \
           n’est prévu après.",
    why: "La fiche demande ce qu’il faut pérenniser\u{a0}: une compétence n’est pas gardée si ce qui la porte s’arrête.",
    fix: "Faites décider qui prendra la suite (nouveau contrat ou reprise en interne), puis ajoutez la ligne qui le dit.",
    example: "L’hébergement est à conserver («\u{a0}oui\u{a0}»), le contrat de l’hébergeur finit le 31/12/2026 et aucune autre \
              ligne ne prend la suite.",
};

pub(super) static AGAINST_FICHE: Rule = Rule {
    code: "PER-003",
    name: "non-conservee-contre-la-fiche",
    severity: Severity::Warning,
    scope: Scope::School,
    what: "Une compétence est déclarée non conservée après le déploiement, alors que la fiche demande qu’elle dure.",
    why: "La fiche demande une documentation qui transfère les connaissances, garde la mémoire des travaux et les rende \
          durables.",
    fix: "Vérifiez la réponse\u{a0}; si la compétence s’arrête vraiment, faites décider qui en gardera la mémoire.",
    example: "En face de «\u{a0}Documentation\u{a0}», la colonne de la pérennité dit «\u{a0}non\u{a0}».",
};

pub(super) static AGAINST_PROPOSAL: Rule = Rule {
    code: "PER-004",
    name: "non-conservee-contre-l-usage",
    severity: Severity::Info,
    scope: Scope::School,
    what: "Une compétence est déclarée non conservée après le déploiement, alors que le référentiel propose qu’elle dure.",
    why: "La fiche laisse ce choix au projet\u{a0}; mais le service ne peut guère tourner sans cette compétence, d’après le \
          référentiel. C’est un contrôle de cohérence.",
    fix: "Vérifiez la réponse\u{a0}; si elle est voulue, il n’y a rien à faire.",
    example: "En face d’«\u{a0}Accès à Internet\u{a0}», la colonne de la pérennité dit «\u{a0}non\u{a0}».",
};

/// Choices that nobody made, in one inventory.
pub(super) fn judge(dossier: &Dossier, part: &Part<'_>, sink: &mut Sink<'_>) {
    let held: Vec<&Held<'_>> = part.held.iter().collect();
    let words = Missing {
        here: &|competence| {
            judged(
                &UNDECIDED,
                format!("Rien ne dit s’il faut conserver {competence} après le déploiement."),
                "«\u{a0}oui\u{a0}» ou «\u{a0}non\u{a0}»",
            )
        },
        everywhere: &|number| {
            judged(
                &UNDECIDED,
                format!(
                    "Rien ne dit ce qui est à conserver après le déploiement, pour aucune des {}.",
                    competences_counted(number, ("confiée", "confiées"))
                ),
                "«\u{a0}oui\u{a0}» ou «\u{a0}non\u{a0}» pour chaque compétence",
            )
        },
    };
    tell_missing(
        dossier,
        part,
        &held,
        |held| held.couples.iter().all(|couple| couple.kept.is_none()),
        &words,
        sink,
    );
}

/// Choices that the fiche or the referential would not have made.
pub(super) fn against_referential(dossier: &Dossier, lines: &[Line<'_>], sink: &mut Sink<'_>) {
    for line in lines {
        let details = &line.assignment.details;
        if details.kept != Some(false) {
            continue;
        }
        let lasting = |lasts| {
            let those = line.competences.iter().copied();
            those
                .filter(|id| dossier.referential.competence(*id).lasts == lasts)
                .collect::<Vec<CompetenceId>>()
        };
        for (rule, ids, who) in [
            (&AGAINST_FICHE, lasting(Lasts::Demanded), "la fiche demande"),
            (&AGAINST_PROPOSAL, lasting(Lasts::Proposed), "le référentiel propose"),
        ] {
            if ids.is_empty() {
                continue;
            }
            let concerned = competences_named(dossier, &ids);
            let message = format!(
                "L’inventaire ne garde pas {concerned} après le déploiement\u{a0}; {who} le contraire."
            );
            let judged = judged(rule, message, quoted("oui"));
            sink.push(on_line(line, details.cells.kept, "non".to_owned(), judged));
        }
    }
}

pub(super) fn on_ending_contract(competence: &str, day: &str) -> Judged {
    judged(
        &ON_ENDING_CONTRACT,
        format!(
            "Il est prévu de garder {competence} après le déploiement, mais le contrat finit le {day} et rien n’est \
             prévu après."
        ),
        "ce qui prendra la suite du contrat",
    )
}
