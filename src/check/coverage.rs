//! COU: competences that nobody has studied, or whose answer was put off or declared not applicable.

use crate::model::finding::{Rule, Scope, Severity};

use super::wording::{competence_named, the_competence};
use super::{Judged, judged};

pub(super) static NOT_STUDIED: Rule = Rule {
    code: "COU-001",
    name: "competence-non-etudiee",
    severity: Severity::Blocking,
    scope: Scope::School,
    what: "Une compétence requise est absente de l’inventaire, ou rien n’est écrit en face de son libellé.",
    why: "La fiche demande que chaque compétence soit étudiée, quelle que soit la taille du projet. Une case vide n’est \
          jamais remplie à la place de l’école.",
    fix: "Écrivez en face de la compétence le nom de l’entité responsable\u{a0}; «\u{a0}à définir\u{a0}» si la question est à \
          l’étude, «\u{a0}néant\u{a0}» si personne n’en répond, «\u{a0}sans objet\u{a0}» avec le motif si elle ne concerne pas l’école.",
    example: "La ligne «\u{a0}Évaluation\u{a0}» figure dans l’inventaire et la case du responsable est vide.",
};

pub(super) static TO_DEFINE: Rule = Rule {
    code: "COU-002",
    name: "responsable-a-definir",
    severity: Severity::Blocking,
    scope: Scope::School,
    what: "La compétence a été étudiée, mais son responsable n’est pas encore connu.",
    why: "La fiche demande que chaque compétence soit confiée à la responsabilité d’une entité\u{a0}: une réponse en attente \
          ne la couvre pas.",
    fix: "Faites décider quelle entité est responsable, puis écrivez son nom à la place de la réponse en attente.",
    example: "En face d’«\u{a0}Évaluation\u{a0}», l’école a écrit «\u{a0}à définir\u{a0}».",
};

pub(super) static NOT_APPLICABLE_WITHOUT_REASON: Rule = Rule {
    code: "COU-003",
    name: "sans-objet-sans-motif",
    severity: Severity::Warning,
    scope: Scope::School,
    what: "Une compétence requise est déclarée sans objet, sans motif.",
    why: "Une compétence sans objet sort du calcul de la couverture\u{a0}: le comité doit pouvoir savoir pourquoi.",
    fix: "Ajoutez le motif après «\u{a0}sans objet\u{a0}», par exemple «\u{a0}sans objet\u{a0}: pas de parc informatique\u{a0}».",
    example: "En face de «\u{a0}Maintenance du parc informatique et du réseau\u{a0}», l’école a écrit «\u{a0}sans \
              objet\u{a0}» et rien de plus.",
};

pub(super) static NOT_APPLICABLE: Rule = Rule {
    code: "COU-004",
    name: "competence-sans-objet",
    severity: Severity::Info,
    scope: Scope::School,
    what: "Une compétence requise est déclarée sans objet, avec un motif.",
    why: "Elle sort du calcul de la couverture et elle est comptée à part\u{a0}: le motif mérite d’être relu.",
    fix: "Relisez le motif. S’il ne convient pas, demandez à l’école le nom de l’entité responsable.",
    example: "L’école a écrit «\u{a0}sans objet\u{a0}: pas de parc informatique\u{a0}».",
};

/// What stands beside the label of a competence that nobody studied.
#[derive(Clone, Copy)]
pub(super) enum Beside {
    /// The label itself is nowhere.
    NoLabel,
    /// Nothing.
    Nothing,
    /// Something that gives no answer: a repetition mark with nothing above it.
    NoAnswer,
}

pub(super) fn not_studied(competence: &str, beside: Beside) -> Judged {
    let competence = the_competence(Some(competence));
    let message = match beside {
        Beside::NoLabel => format!("{competence} ne figure pas dans l’inventaire."),
        Beside::Nothing => format!("{competence} figure dans l’inventaire, mais rien n’est écrit en face."),
        Beside::NoAnswer => {
            format!(
                "{competence} figure dans l’inventaire, mais ce qui est écrit en face n’est pas une réponse."
            )
        }
    };
    judged(
        &NOT_STUDIED,
        message,
        "le nom de l’entité responsable, ou «\u{a0}à définir\u{a0}», «\u{a0}néant\u{a0}», «\u{a0}sans objet\u{a0}» avec le motif",
    )
}

/// The answer was put off, or it can't be read.
pub(super) fn to_define(competence: &str, readable: bool) -> Judged {
    if !readable {
        let message = format!("La réponse sur {} n’a pas pu être lue.", competence_named(Some(competence)));
        return judged(&TO_DEFINE, message, "le nom de l’entité responsable");
    }
    judged(
        &TO_DEFINE,
        format!("{} est à l’étude\u{a0}: son responsable reste à définir.", the_competence(Some(competence))),
        "le nom de l’entité responsable",
    )
}

pub(super) fn not_applicable(competence: &str) -> Judged {
    judged(
        &NOT_APPLICABLE,
        format!(
            "{} est déclarée sans objet\u{a0}; elle est comptée à part.",
            the_competence(Some(competence))
        ),
        "un motif que le comité puisse admettre",
    )
}
