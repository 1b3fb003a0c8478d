//! MOY: the means given, and whether they can be right.

use crate::french;
use crate::model::dossier::Dossier;
use crate::model::finding::{Rule, Scope, Severity};
use crate::model::given::Aspect;
use crate::model::inventory::Details;
use crate::model::place::Near;
use crate::model::thresholds::Thresholds;

use super::rows::{
    Held, Line, Part, competences_counted, competences_named, number, on_line, on_part, tell_each,
};
use super::severity::Sink;
use super::states::Told;
use super::wording::for_competence;
use super::{Judged, judged, values};

pub(super) static UNTOLD: Rule = Rule {
    code: "MOY-001",
    name: "moyens-non-indiques",
    severity: Severity::Info,
    scope: Scope::School,
    what: "Aucun moyen (temps de travail ou coût) n’est indiqué dans l’inventaire, ou il manque pour une compétence \
           externalisée.",
    why: "La fiche fait des moyens humains, matériels et financiers un facteur de réussite\u{a0}: une prestation sans moyens \
          n’est pas assurée de durer.",
    fix: "Écrivez le temps de travail (en équivalent temps plein) ou le coût annuel en euros de chaque prestation.",
    example: "Les colonnes «\u{a0}ETP\u{a0}» et «\u{a0}Coût annuel\u{a0}» sont vides sur toutes les lignes.",
};

pub(super) static IMPLAUSIBLE: Rule = Rule {
    code: "MOY-002",
    name: "moyen-invraisemblable",
    severity: Severity::Warning,
    scope: Scope::School,
    what: "Un temps de travail ou un coût est négatif, ou bien plus grand que ce qu’une école peut avoir.",
    why: "Une valeur fausse (des heures prises pour des postes, une virgule perdue) fausse à elle seule le total de \
          l’académie. C’est un contrôle de cohérence.",
    fix: "Vérifiez la valeur et son unité\u{a0}: 0,5 pour un mi-temps, 450 pour 450 € par an.",
    example: "La colonne «\u{a0}ETP\u{a0}» dit 120\u{a0}: ce sont sans doute des heures.",
};

/// Means that an inventory doesn't give.
pub(super) fn judge(dossier: &Dossier, part: &Part<'_>, told: &Told<'_>, sink: &mut Sink<'_>) {
    let unread = [&values::UNKNOWN_NUMBER, &values::UNREADABLE_CELL, &IMPLAUSIBLE];
    let lacks = |held: &Held<'_>| held.lacks(Aspect::Fte) && held.lacks(Aspect::Cost);
    let missing: Vec<&Held<'_>> =
        part.held.iter().filter(|held| lacks(held) && !held.is_told(told, &unread)).collect();
    let expected = "un temps de travail ou un coût annuel";
    if missing.len() > 1 && missing.len() == part.held.len() {
        let message = format!(
            "Aucun moyen n’est indiqué, ni temps de travail ni coût, pour aucune des {}.",
            competences_counted(number(&missing), ("confiée", "confiées"))
        );
        sink.push(on_part(part, &missing, judged(&UNTOLD, message, expected)));
        return;
    }
    let external: Vec<&Held<'_>> = missing.into_iter().filter(|held| held.external).collect();
    let here = |competence: &str| {
        let message = format!(
            "Pour {competence}, ni le temps de travail ni le coût de ce qui est confié à un tiers ne sont indiqués."
        );
        judged(&UNTOLD, message, expected)
    };
    tell_each(dossier, part, &external, &here, sink);
}

/// Values beyond what a competence of a school can take.
pub(super) fn values(dossier: &Dossier, lines: &[Line<'_>], thresholds: &Thresholds, sink: &mut Sink<'_>) {
    type Value = fn(&Details) -> (Option<f64>, Option<Near>);
    let kinds: [(Value, u32, &str, &str); 2] = [
        (|details| (details.fte, details.cells.fte), thresholds.full_time, "Le temps de travail", "ETP"),
        (|details| (details.cost, details.cells.cost), thresholds.cost, "Le coût annuel", "€"),
    ];
    for line in lines {
        for (value, most, what, unit) in kinds {
            let (Some(value), near) = value(&line.assignment.details) else { continue };
            if value <= f64::from(most) {
                continue;
            }
            let message = format!(
                "{what} indiqué pour {} dépasse {}\u{a0}{unit}\u{a0}: la valeur ou son unité est sans doute fausse.",
                competences_named(dossier, &line.competences),
                french::count(most)
            );
            let judged = judged(&IMPLAUSIBLE, message, format!("{} {unit} au plus", french::count(most)));
            sink.push(on_line(line, near, french::decimal(value, 2), judged));
        }
    }
}

/// What the reading tells of a number below zero.
pub(super) fn negative(competence: Option<&str>) -> Judged {
    judged(
        &IMPLAUSIBLE,
        format!("Un moyen indiqué{} est négatif\u{a0}; il n’est pas compté.", for_competence(competence)),
        "un nombre positif, ou rien",
    )
}
