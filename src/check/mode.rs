//! MOD: internal, external or in part, and whether that agrees with who answers.

use std::sync::Arc;

use crate::french::counted;
use crate::model::dossier::{Couple, Dossier, EntityId, Origin, SchoolFile, State};
use crate::model::finding::{Finding, Rule, Scope, Severity};
use crate::model::referential::Mode;

use super::coherence::Once;
use super::severity::Sink;
use super::states::{Answers, Told, label, on_couple};
use super::wording::{competence_named, entity_named, for_competence, the_competence};
use super::{Judged, judged};

const EXPECTED: &str = "internalisé, externalisé ou externalisé partiellement";

pub(super) static MISSING: Rule = Rule {
    code: "MOD-001",
    name: "mode-absent",
    severity: Severity::Warning,
    scope: Scope::School,
    what: "Rien ne dit si la compétence est internalisée, externalisée ou externalisée en partie.",
    why: "La fiche distingue ce que le projet réalise lui-même de ce qu’il confie à un tiers\u{a0}; aucun mode n’est \
          supposé à la place de l’école.",
    fix: "Remplissez la colonne du mode\u{a0}: internalisé, externalisé ou externalisé partiellement.",
    example: "La mairie répond de l’accès à Internet, et la colonne du mode est vide.",
};

pub(super) static THIRD_PARTY_AS_INTERNAL: Rule = Rule {
    code: "MOD-002",
    name: "tiers-dit-internalise",
    severity: Severity::Warning,
    scope: Scope::School,
    what: "L’entité responsable est un tiers, alors que le mode est «\u{a0}internalisé\u{a0}».",
    why: "La fiche appelle externalisé ce qu’un tiers réalise en prestation, en tout ou en partie.",
    fix: "Corrigez le mode si la prestation est confiée à ce tiers, ou l’entité responsable si le projet la garde.",
    example: "L’éditeur «\u{a0}Scolavia\u{a0}» est responsable, et le mode dit «\u{a0}internalisé\u{a0}».",
};

pub(super) static INTERNAL_AS_EXTERNAL: Rule = Rule {
    code: "MOD-003",
    name: "externalise-sans-tiers",
    severity: Severity::Warning,
    scope: Scope::School,
    what: "Le mode est «\u{a0}externalisé\u{a0}», alors que l’entité responsable appartient au projet et qu’aucun tiers n’est nommé.",
    why: "Une compétence externalisée est réalisée par un tiers\u{a0}: il faut savoir lequel pour piloter sa prestation.",
    fix: "Nommez le prestataire ou le réalisateur, ou corrigez le mode si le projet réalise lui-même.",
    example: "La mairie est responsable, le mode dit «\u{a0}externalisé\u{a0}» et aucun prestataire n’est nommé.",
};

pub(super) static UNKNOWN_MODE: Rule = Rule {
    code: "MOD-004",
    name: "mode-incompris",
    severity: Severity::Warning,
    scope: Scope::School,
    what: "Le mode écrit n’a pas été compris.",
    why: "La compétence compte parmi celles dont le mode n’est pas connu.",
    fix: "Écrivez internalisé, externalisé ou externalisé partiellement.",
    example: "La colonne du mode dit «\u{a0}selon les cas\u{a0}».",
};

pub(super) static CLOSE_MODE: Rule = Rule {
    code: "MOD-005",
    name: "mode-mal-orthographie",
    severity: Severity::Info,
    scope: Scope::School,
    what: "Le mode est mal orthographié\u{a0}; il a été lu comme le seul qui lui ressemble.",
    why: "Un mot mal écrit peut en cacher un autre\u{a0}: la lecture retenue doit pouvoir être contredite.",
    fix: "Vérifiez le mode retenu et corrigez son orthographe.",
    example: "La colonne du mode dit «\u{a0}extrenalisé\u{a0}».",
};

/// What the reading tells of a mode that it read by a close spelling.
pub(super) fn close_mode(competence: Option<&str>, mode: Mode) -> Judged {
    judged(
        &CLOSE_MODE,
        format!(
            "Le mode écrit{} est mal orthographié\u{a0}; il a été lu «\u{a0}{}\u{a0}».",
            for_competence(competence),
            mode.label().to_lowercase()
        ),
        EXPECTED,
    )
}

/// What the reading tells of a mode it didn't understand.
pub(super) fn unknown_mode(competence: Option<&str>) -> Judged {
    judged(
        &UNKNOWN_MODE,
        format!("Le mode écrit{} n’a pas été compris.", for_competence(competence)),
        EXPECTED,
    )
}

/// The modes of a school: those that are missing, told once where none is given, and those that contradict the
/// entity.
pub(super) fn judge(
    dossier: &Dossier,
    file: &SchoolFile,
    answers: &Answers<'_>,
    told: &Told<'_>,
    sink: &mut Sink<'_>,
) {
    let own = |couple: &&Couple| couple.origin == Origin::School && !couple.responsible.is_empty();
    let assigned: Vec<&Couple> = file.couples.iter().filter(own).collect();
    // A mode that was written and not understood has its own finding, at its cell.
    let missing: Vec<&Couple> = assigned
        .iter()
        .copied()
        .filter(|couple| couple.mode.is_none() && told.on(couple, &[&UNKNOWN_MODE]).is_none())
        .collect();
    if missing.len() > 1 && missing.len() == assigned.len() {
        sink.push(missing_everywhere(file, &missing));
    } else {
        for couple in missing {
            sink.push(on_couple(file, couple, missing_on(label(dossier, couple))));
        }
    }
    for couple in assigned {
        let lines = answers.of(file.school.uai, couple.competence);
        let internal = |entity: EntityId| {
            dossier.entity(entity).kind.map(|kind| dossier.referential.entity_type(kind).internal)
        };
        let third_party = lines.iter().any(|line| {
            !line.assignment.details.provider.trim().is_empty()
                || line.performers.iter().any(|performer| internal(*performer) != Some(true))
        });
        if let Some(judged) = contradiction(dossier, couple, third_party) {
            sink.push(on_couple(file, couple, judged));
        }
    }
}

/// The modes of what a school inherits, told on the inventory that gives it.
pub(super) fn judge_inherited(
    dossier: &Dossier,
    file: &SchoolFile,
    told: &Told<'_>,
    once: &mut Once,
    sink: &mut Sink<'_>,
) {
    let inherited = |couple: &&Couple| couple.origin == Origin::Inherited && !couple.responsible.is_empty();
    for couple in file.couples.iter().filter(inherited) {
        if couple.mode.is_none() && told.on(couple, &[&UNKNOWN_MODE]).is_none() {
            once.push(on_couple(file, couple, missing_on(label(dossier, couple))), sink);
        }
        if let Some(judged) = contradiction(dossier, couple, once.names_third_party(couple)) {
            once.push(on_couple(file, couple, judged), sink);
        }
    }
}

fn missing_on(competence: &str) -> Judged {
    judged(
        &MISSING,
        format!("Le mode n’est pas indiqué pour {}.", competence_named(Some(competence))),
        EXPECTED,
    )
}

/// One finding for the whole inventory: a sheet without a column of modes is one thing to mend, not fourteen.
fn missing_everywhere(file: &SchoolFile, missing: &[&Couple]) -> Finding {
    let number = counted(missing.len() as u64, "compétence confiée", "compétences confiées");
    let judged = judged(
        &MISSING,
        format!("Aucun mode n’est indiqué, pour aucune des {number} à une entité."),
        format!("pour chaque compétence\u{a0}: {EXPECTED}"),
    );
    let sheets: Vec<_> = missing.iter().filter_map(|couple| couple.at.as_ref()).map(|at| &at.sheet).collect();
    let sheet = sheets.first().filter(|first| sheets.iter().all(|sheet| sheet == *first));
    Finding {
        document: file.retained,
        uai: Some(file.school.uai),
        sheet: sheet.map(|sheet| Arc::clone(sheet)),
        ..judged.into_finding()
    }
}

/// Where the mode and the one responsible entity disagree. An internal entity may answer for what a third party
/// does: it is enough that the row names one.
fn contradiction(dossier: &Dossier, couple: &Couple, third_party: bool) -> Option<Judged> {
    let (State::Covered, [responsible]) = (couple.state, couple.responsible.as_slice()) else { return None };
    let referential = &dossier.referential;
    let entity = dossier.entity(*responsible);
    let kind = referential.entity_type(entity.kind?);
    // Written for the few that are told.
    let competence = || the_competence(Some(label(dossier, couple)));
    let name = || entity_named(entity).map_or_else(String::new, |name| format!(", {name},"));
    match couple.mode? {
        Mode::Internal if !kind.internal => Some(judged(
            &THIRD_PARTY_AS_INTERNAL,
            format!(
                "{} est dite internalisée, mais l’entité responsable{} est un tiers (type\u{a0}: {}).",
                competence(),
                name(),
                kind.label
            ),
            "«\u{a0}externalisé\u{a0}» ou «\u{a0}externalisé partiellement\u{a0}», ou une entité du projet",
        )),
        Mode::External if kind.internal => (!third_party).then(|| {
            judged(
                &INTERNAL_AS_EXTERNAL,
                format!(
                    "{} est dite externalisée, mais aucun tiers n’est nommé et l’entité \
                         responsable{} appartient au projet (type\u{a0}: {}).",
                    competence(),
                    name(),
                    kind.label
                ),
                "le nom du tiers qui réalise, ou un autre mode",
            )
        }),
        Mode::Internal | Mode::External | Mode::Partial => None,
    }
}
