//! RES: who answers for a competence. One entity alone, named; neither a person, nor those who do the work.

use crate::french::{counted, listed};
use crate::model::dossier::Entity;
use crate::model::finding::{Rule, Scope, Severity};

use super::wording::{competence_named, entity_named, the_competence};
use super::{Judged, judged};

pub(super) static ORPHAN: Rule = Rule {
    code: "RES-001",
    name: "competence-orpheline",
    severity: Severity::Blocking,
    scope: Scope::School,
    what: "La compétence a été étudiée, mais aucune entité n’en est responsable.",
    why: "La fiche demande que chaque compétence soit confiée à la responsabilité d’une entité.",
    fix: "Faites désigner l’entité qui répondra de cette compétence et écrivez son nom.",
    example: "En face d’«\u{a0}Évaluation\u{a0}», l’école a écrit «\u{a0}néant\u{a0}».",
};

pub(super) static SEVERAL_RESPONSIBLES: Rule = Rule {
    code: "RES-002",
    name: "responsables-multiples",
    severity: Severity::Blocking,
    scope: Scope::School,
    what: "Plusieurs entités sont responsables de la même compétence, ou les réponses de l’école se contredisent.",
    why: "La fiche demande une responsabilité bien définie\u{a0}: une seule entité répond de chaque compétence, même si \
          plusieurs y travaillent. Le programme ne choisit jamais la première citée.",
    fix: "Choisissez l’entité qui répond de la compétence\u{a0}; écrivez les autres dans la colonne des réalisateurs.",
    example: "La case du responsable dit «\u{a0}Mairie / Scolavia\u{a0}».",
};

pub(super) static PERSON_ALONE: Rule = Rule {
    code: "RES-003",
    name: "personne-sans-entite",
    severity: Severity::Blocking,
    scope: Scope::School,
    what: "Une personne est nommée, mais pas l’entité pour laquelle elle agit.",
    why: "La fiche confie chaque compétence à une entité\u{a0}: les personnes changent de poste, la responsabilité demeure.",
    fix: "Écrivez le nom de l’entité (commune, circonscription, école, société)\u{a0}; mettez la personne dans la colonne \
          des contacts.",
    example: "La case du responsable dit «\u{a0}Mme Durand\u{a0}».",
};

pub(super) static PERFORMERS_ONLY: Rule = Rule {
    code: "RES-004",
    name: "realisateurs-sans-responsable",
    severity: Severity::Blocking,
    scope: Scope::School,
    what: "Des entités réalisent la compétence, mais aucune n’en est responsable.",
    why: "Réaliser n’est pas répondre\u{a0}: sans responsable, personne ne tranche ni ne rend compte.",
    fix: "Écrivez dans la colonne du responsable l’entité qui répond de la compétence\u{a0}; ce peut être l’un des \
          réalisateurs.",
    example: "La colonne «\u{a0}Réalisateurs\u{a0}» dit «\u{a0}Scolavia\u{a0}» et la case du responsable est vide.",
};

pub(super) static PERFORMER_FOR_RESPONSIBLE: Rule = Rule {
    code: "RES-005",
    name: "realisateur-pris-pour-responsable",
    severity: Severity::Warning,
    scope: Scope::School,
    what: "Dans un tableau croisé, une ligne porte la lettre R sans la lettre A\u{a0}; l’entité qui réalise a été prise pour \
           responsable.",
    why: "Dans une matrice RACI, seul A désigne le responsable\u{a0}: celui qui réalise n’est pas toujours celui qui répond.",
    fix: "Mettez A (ou R/A) dans la case de l’entité responsable.",
    example: "Dans le tableau croisé, la ligne «\u{a0}Documentation\u{a0}» porte R sous «\u{a0}Éditeur\u{a0}» et A \
              nulle part.",
};

pub(super) static FONCTION_FOR_ENTITY: Rule = Rule {
    code: "RES-006",
    name: "fonction-au-lieu-d-entite",
    severity: Severity::Info,
    scope: Scope::School,
    what: "La réponse nomme une fonction\u{a0}; l’entité pour laquelle elle s’exerce a été prise pour responsable.",
    why: "La fiche confie chaque compétence à une entité\u{a0}: la fonction la désigne, mais l’école ne l’a pas écrite.",
    fix: "Vérifiez l’entité retenue et écrivez son nom à la place de la fonction.",
    example: "La case du responsable dit «\u{a0}ERUN\u{a0}»\u{a0}: la circonscription est retenue.",
};

pub(super) static MISSPELT_ENTITY: Rule = Rule {
    code: "RES-009",
    name: "entite-mal-orthographiee",
    severity: Severity::Info,
    scope: Scope::School,
    what: "La réponse est mal orthographiée\u{a0}; elle a été lue comme le seul type d’entité qui lui ressemble.",
    why: "Un mot mal écrit peut en cacher un autre\u{a0}: la lecture retenue doit pouvoir être contredite.",
    fix: "Vérifiez l’entité retenue et corrigez son orthographe.",
    example: "La case du responsable dit «\u{a0}Marie de Valbrune\u{a0}»\u{a0}: la commune est retenue.",
};

pub(super) static UNTYPED_ENTITY: Rule = Rule {
    code: "RES-007",
    name: "entite-de-type-inconnu",
    severity: Severity::Info,
    scope: Scope::School,
    what: "Aucun inventaire ne dit de quel type est l’entité responsable (commune, société, service de l’État…)\u{a0}; elle \
           est comptée comme un tiers.",
    why: "La compétence est couverte, mais ce qui est dit interne ou externe dépend de cette lecture.",
    fix: "Écrivez le nom complet de l’entité\u{a0}; si c’est une personne, écrivez l’entité pour laquelle elle agit. Vous \
          pouvez aussi donner son type dans maillage.toml (regroupement, «\u{a0}nom\u{a0}» et «\u{a0}type\u{a0}»).",
    example: "La case du responsable dit «\u{a0}Amis de l’école\u{a0}»\u{a0}: association, société, service, rien ne \
              le dit.",
};

pub(super) static RECONCILED: Rule = Rule {
    code: "RES-008",
    name: "entites-rapprochees",
    severity: Severity::Info,
    scope: Scope::School,
    what: "Un nom écrit en réponse a été rapproché d’un autre\u{a0}: les deux ont été compris comme une seule entité.",
    why: "Deux orthographes d’une même entité ne font pas deux responsables\u{a0}; deux entités différentes, si.",
    fix: "Comparez les écritures de l’entité dans la feuille «\u{a0}Regroupements\u{a0}». Si le rapprochement est faux, \
          séparez-les dans maillage.toml (regroupement, «\u{a0}separer\u{a0}») ou écrivez les noms complets.",
    example: "Le nom «\u{a0}Scolavai\u{a0}» a été compris comme «\u{a0}Scolavia\u{a0}», que d’autres écoles écrivent.",
};

pub(super) static PERHAPS_SEVERAL: Rule = Rule {
    code: "RES-010",
    name: "une-entite-ou-deux",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "Une réponse joint deux noms par «\u{a0}et\u{a0}», et rien ne dit s’ils désignent une entité (une commune «\u{a0}Plessis \
           et Gaudin\u{a0}») ou deux\u{a0}: elle est comprise comme une seule.",
    why: "Si ce sont deux entités, la compétence compte à tort comme couverte\u{a0}: elle a deux responsables.",
    fix: "Si ce sont deux entités, gardez celle qui répond de la compétence. Si c’en est une, ajoutez ses écoles à \
          l’annuaire, qui fait connaître le nom de la commune.",
    example: "La case du responsable dit «\u{a0}Mairie de Plessis et Gaudin\u{a0}», et l’annuaire ne connaît pas cette commune.",
};

pub(super) static TO_RENEW: Rule = Rule {
    code: "RES-011",
    name: "responsabilite-a-renouveler",
    severity: Severity::Warning,
    scope: Scope::School,
    what: "Une responsabilité tenue sans contrat, souvent par une personne, a une date de fin passée.",
    why: "Les missions changent à chaque rentrée\u{a0}: une personne dont le mandat est fini ne répond plus de rien. C’est \
          un contrôle de cohérence.",
    fix: "Écrivez le nom de la personne qui a pris la suite et sa date de fin\u{a0}; si rien n’a changé, corrigez la date.",
    example: "L’ERUN nommé en face de «\u{a0}Prise en main\u{a0}» a pour date de fin le 31/08/2026.",
};

/// A responsibility without a contract whose end has passed, in words: « la compétence « … » », « 31/08/2026 ».
pub(super) fn to_renew(concerned: &str, day: &str, person: bool) -> Judged {
    let message = if person {
        format!(
            "La personne nommée pour {concerned} est à renouveler\u{a0}: sa date de fin, le {day}, est passée."
        )
    } else {
        format!(
            "La responsabilité indiquée pour {concerned} est à renouveler\u{a0}: elle a pris fin le {day}."
        )
    };
    judged(&TO_RENEW, message, "qui a pris la suite, ou la nouvelle date de fin")
}

pub(super) fn orphan(competence: &str) -> Judged {
    judged(
        &ORPHAN,
        format!("{} n’a aucune entité responsable.", the_competence(Some(competence))),
        "une seule entité responsable",
    )
}

/// Several responsible entities. Told by the state, once spellings are reconciled; by the reading where the
/// document has no school and will never have a state.
pub(super) fn several(competence: Option<&str>, entities: Vec<Option<String>>) -> Judged {
    let competence = the_competence(competence);
    let number = entities.len();
    let mut names: Vec<String> = entities.into_iter().flatten().collect();
    if let Some(rest) = number.checked_sub(names.len()).filter(|rest| *rest > 0 && !names.is_empty()) {
        names.push(counted(rest as u64, "autre", "autres"));
    }
    let message = match names.len() {
        1.. if number > 1 => {
            format!("{competence} a {number} entités responsables\u{a0}: {}.", listed(&names))
        }
        _ if number > 1 => format!("{competence} a {number} entités responsables."),
        _ => format!(
            "{competence} reçoit des réponses contradictoires\u{a0}: on ne sait pas qui en est responsable."
        ),
    };
    judged(&SEVERAL_RESPONSIBLES, message, "une seule entité responsable")
}

pub(super) fn reconciled(competence: &str, entity: &Entity) -> Judged {
    let as_one = entity_named(entity).map_or_else(String::new, |name| format!(", {name}"));
    judged(
        &RECONCILED,
        format!(
            "Les noms écrits pour {} ont été compris comme une seule entité{as_one}.",
            competence_named(Some(competence))
        ),
        "un seul nom pour l’entité responsable",
    )
}
