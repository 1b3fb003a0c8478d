//! DOC: whether what is done is written down. Who answers for the documentation is the state of its competence,
//! which is told like any other.

use std::collections::BTreeMap;

use crate::model::document::DocumentId;
use crate::model::dossier::Dossier;
use crate::model::finding::{Finding, Rule, Scope, Severity};
use crate::model::given::Aspect;
use crate::model::inventory::{Answer, Assignment};
use crate::model::referential::{CompetenceId, Referential};
use crate::text::{fold, words};

use super::judged;
use super::rows::{
    CELLS_TOLD, Held, Line, Missing, Part, competences_counted, competences_named, on_line, tell_missing,
};
use super::severity::Sink;

pub(super) static UNTOLD: Rule = Rule {
    code: "DOC-001",
    name: "documentation-non-indiquee",
    severity: Severity::Info,
    scope: Scope::School,
    what: "Rien ne dit si la compétence est documentée.",
    why: "La fiche fait de la documentation un facteur de réussite\u{a0}: elle transfère les connaissances et garde la \
          mémoire des travaux.",
    fix: "Écrivez dans la colonne de la documentation le nom du guide ou du dossier, ou «\u{a0}non\u{a0}» s’il n’y en a pas.",
    example: "La colonne «\u{a0}Documentation\u{a0}» est vide, ou dit «\u{a0}à voir\u{a0}».",
};

pub(super) static NONE: Rule = Rule {
    code: "DOC-002",
    name: "competence-sans-documentation",
    severity: Severity::Warning,
    scope: Scope::School,
    what: "L’inventaire dit que la compétence n’a pas de documentation.",
    why: "La fiche demande une documentation qui permette à une autre équipe de reprendre le travail\u{a0}: sans elle, tout \
          part avec les personnes.",
    fix: "Demandez un guide ou un dossier à l’entité qui tient la compétence, puis indiquez où le trouver.",
    example: "En face d’«\u{a0}Administration technique de l’ENT\u{a0}», la colonne «\u{a0}Documentation\u{a0}» dit «\u{a0}non\u{a0}».",
};

/// What an inventory doesn't say of documentation.
pub(super) fn judge(dossier: &Dossier, part: &Part<'_>, sink: &mut Sink<'_>) {
    let held: Vec<&Held<'_>> = part.held.iter().collect();
    let expected = "le nom d’un guide ou d’un dossier, ou «\u{a0}non\u{a0}»";
    let words = Missing {
        here: &|competence| {
            judged(&UNTOLD, format!("Rien n’est dit de la documentation pour {competence}."), expected)
        },
        everywhere: &|number| {
            judged(
                &UNTOLD,
                format!(
                    "Rien n’est dit de la documentation, pour aucune des {}.",
                    competences_counted(number, ("confiée", "confiées"))
                ),
                expected,
            )
        },
    };
    let lacks = |held: &Held<'_>| {
        let none = |line: &&Assignment| says_none(&dossier.referential, &line.details.documentation);
        held.lacks(Aspect::Documentation) && !held.lines.iter().any(none)
    };
    tell_missing(dossier, part, &held, lacks, &words, sink);
}

/// Competences that are said to have none: at their cells while they are few, together in an inventory that has more.
pub(super) fn none(dossier: &Dossier, lines: &[Line<'_>], sink: &mut Sink<'_>) {
    let mut by_document: BTreeMap<DocumentId, Vec<&Line<'_>>> = BTreeMap::new();
    for line in lines {
        let details = &line.assignment.details;
        let answers = matches!(line.assignment.answer, Answer::Entities(_)) && !line.competences.is_empty();
        if answers && says_none(&dossier.referential, &details.documentation) {
            by_document.entry(line.document).or_default().push(line);
        }
    }
    let none = |competences: &[CompetenceId]| {
        let named = competences_named(dossier, competences);
        let message = format!("L’inventaire dit qu’il n’y a pas de documentation pour {named}.");
        judged(&NONE, message, "le nom d’un guide ou d’un dossier")
    };
    for lines in by_document.values() {
        // A whole column that says « non » is one thing to mend.
        if let ([first, ..], true) = (lines.as_slice(), lines.len() > CELLS_TOLD) {
            let all: Vec<CompetenceId> =
                lines.iter().flat_map(|line| line.competences.iter().copied()).collect();
            let one_sheet = lines.iter().all(|line| line.assignment.at.sheet == first.assignment.at.sheet);
            sink.push(Finding {
                document: Some(first.document),
                sheet: one_sheet.then(|| first.assignment.at.sheet.clone()),
                uai: first.uai,
                ..none(&all).into_finding()
            });
            continue;
        }
        for line in lines {
            let details = &line.assignment.details;
            let judged = none(&line.competences);
            sink.push(on_line(line, details.cells.documentation, details.documentation.clone(), judged));
        }
    }
}

/// « non », « aucune », « pas de documentation ».
fn says_none(referential: &Referential, text: &str) -> bool {
    let words = words(text);
    let first = words.first().map_or("", String::as_str);
    matches!(first, "non" | "aucun" | "aucune" | "neant" | "inexistante" | "inexistant" | "pas")
        && !matches!(words.get(1).map(String::as_str), Some("encore" | "defini" | "connu" | "renseigne"))
        || !text.is_empty() && referential.vocabulary.no.iter().any(|no| fold(no) == fold(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_is_said_and_not_merely_left_out() {
        let mut referential = Referential::default();
        referential.vocabulary.no = vec!["non".into(), "n".into(), "✗".into()];
        for none in ["non", "Non.", "Aucune", "pas de doc", "N", "✗"] {
            assert!(says_none(&referential, none), "{none}");
        }
        for other in ["", "-", "oui", "guide en ligne", "en cours", "pas encore", "notice"] {
            assert!(!says_none(&referential, other), "{other}");
        }
    }
}
