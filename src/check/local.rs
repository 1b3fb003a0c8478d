//! LOC: whether competences reach the school, and whom it can turn to there.

use crate::french::{listed, quoted};
use crate::model::document::DocumentId;
use crate::model::dossier::Dossier;
use crate::model::finding::{Finding, Rule, Scope, Severity};
use crate::model::given::Aspect;
use crate::model::inventory::Answer;
use crate::model::referential::{CompetenceId, Reach, Referential};
use crate::model::school::Uai;
use crate::text::words;

use super::rows::{Held, Line, Missing, Part, competences_counted, competences_named, on_line, tell_missing};
use super::severity::Sink;
use super::{Judged, judged};

pub(super) static NO_LEVEL: Rule = Rule {
    code: "LOC-001",
    name: "niveau-d-intervention-absent",
    severity: Severity::Warning,
    scope: Scope::School,
    what: "Rien ne dit à quel niveau intervient qui tient une compétence attendue jusque dans l’école.",
    why: "La fiche demande qui fournit les compétences jusqu’au niveau local\u{a0}: une assistance qui s’arrête à \
          l’académie n’atteint pas la classe.",
    fix: "Écrivez le niveau d’intervention\u{a0}: école, commune, circonscription, département ou académie.",
    example: "En face d’«\u{a0}Assistance utilisateur\u{a0}», la colonne «\u{a0}Niveau d’intervention\u{a0}» est vide.",
};

pub(super) static TOO_FAR: Rule = Rule {
    code: "LOC-002",
    name: "intervention-loin-de-l-ecole",
    severity: Severity::Warning,
    scope: Scope::School,
    what: "Une compétence attendue jusque dans l’école s’arrête à un niveau plus lointain que ceux du référentiel.",
    why: "La fiche demande qui fournit les compétences jusqu’au niveau local\u{a0}: à ce niveau, rien ne garantit que \
          l’école soit atteinte.",
    fix: "Vérifiez le niveau d’intervention\u{a0}; s’il est juste, faites désigner qui prend le relais dans l’école.",
    example: "La maintenance du parc est dite assurée au niveau «\u{a0}académie\u{a0}», alors qu’elle est attendue dans \
              l’école, la commune ou l’intercommunalité.",
};

pub(super) static NOBODY: Rule = Rule {
    code: "LOC-003",
    name: "aucune-personne-ressource",
    severity: Severity::Warning,
    scope: Scope::School,
    what: "Aucune personne ressource locale n’est désignée pour l’école.",
    why: "La fiche fait des personnes ressources locales un facteur de réussite\u{a0}: c’est vers elles que l’école se \
          tourne d’abord.",
    fix: "Nommez au moins une personne dans la colonne «\u{a0}Personne ressource locale\u{a0}», ou ajoutez une ligne \
          «\u{a0}Réseau de personnes ressources\u{a0}».",
    example: "La colonne «\u{a0}Personne ressource locale\u{a0}» est vide sur toutes les lignes de l’inventaire.",
};

/// Levels that are missing, in one inventory.
pub(super) fn judge(dossier: &Dossier, part: &Part<'_>, sink: &mut Sink<'_>) {
    let reaching = |held: &&Held<'_>| {
        held.couples.iter().any(|couple| reaches_school(&dossier.referential, couple.competence))
    };
    let concerned: Vec<&Held<'_>> = part.held.iter().filter(reaching).collect();
    let expected = "école, commune, circonscription, département ou académie";
    let words = Missing {
        here: &|competence| {
            judged(
                &NO_LEVEL,
                format!("Le niveau d’intervention n’est pas indiqué pour {competence}."),
                expected,
            )
        },
        everywhere: &|number| {
            judged(
                &NO_LEVEL,
                format!(
                    "Aucun niveau d’intervention n’est indiqué, pour aucune des {}.",
                    competences_counted(
                        number,
                        ("attendue jusque dans l’école", "attendues jusque dans l’école")
                    )
                ),
                expected,
            )
        },
    };
    let lacks = |held: &Held<'_>| held.lacks(Aspect::Level);
    tell_missing(dossier, part, &concerned, lacks, &words, sink);
}

/// Levels that stop where the competence isn't expected.
pub(super) fn levels(dossier: &Dossier, lines: &[Line<'_>], sink: &mut Sink<'_>) {
    for line in lines {
        let level = &line.assignment.details.level;
        if level.is_empty() || !matches!(line.assignment.answer, Answer::Entities(_)) {
            continue;
        }
        let told = told_levels(level);
        let too_far = |id: &CompetenceId| {
            let known = dossier.referential.competence(*id);
            let nearest = told.iter().map(|level| distance(*level)).min();
            let farthest = known.levels.iter().map(|level| distance(*level)).max();
            known.required && reaches_school(&dossier.referential, *id) && nearest > farthest
        };
        let ids: Vec<CompetenceId> = line.competences.iter().copied().filter(too_far).collect();
        if told.is_empty() || ids.is_empty() {
            continue;
        }
        let stops: Vec<String> = told.iter().map(|level| quoted(name(*level))).collect();
        let message = format!(
            "Pour {}, l’intervention s’arrête {} {}.",
            competences_named(dossier, &ids),
            if stops.len() == 1 { "au niveau" } else { "aux niveaux" },
            listed(&stops)
        );
        let expected: Vec<&str> =
            dossier.referential.competence(ids[0]).levels.iter().map(|level| name(*level)).collect();
        let judged = judged(&TOO_FAR, message, listed(&expected));
        sink.push(on_line(line, line.assignment.details.cells.level, level.clone(), judged));
    }
}

/// Schools for which nobody is named, neither in their inventory nor in one above them.
pub(super) fn people(dossier: &Dossier, sink: &mut Sink<'_>) {
    for file in dossier.schools.iter().filter(|file| !file.local_person) {
        if let Some(document) = file.retained {
            sink.push(nobody(document, file.school.uai));
        }
    }
}

fn nobody(document: DocumentId, uai: Uai) -> Finding {
    let judged: Judged = judged(
        &NOBODY,
        "Aucune personne ressource locale n’est nommée, sur aucune ligne de l’inventaire.",
        "au moins une personne ressource pour l’école",
    );
    Finding { document: Some(document), uai: Some(uai), ..judged.into_finding() }
}

fn reaches_school(referential: &Referential, id: CompetenceId) -> bool {
    referential.competence(id).levels.contains(&Reach::Ecole)
}

/// How far from the school a level stands. A grouping of communes acts in their place: it is no farther than they are.
fn distance(level: Reach) -> Reach {
    if level == Reach::Intercommunalite { Reach::Commune } else { level }
}

/// The levels that a text names. Words that name none (« niveau 1 ») tell nothing, and nothing is guessed.
fn told_levels(text: &str) -> Vec<Reach> {
    let mut levels = Vec::new();
    for word in words(text).iter() {
        let level = match word.as_str() {
            "ecole" | "ecoles" | "local" | "locale" | "classe" | "site" | "proximite" | "etablissement"
            | "etablissements" => Reach::Ecole,
            "commune" | "communes" | "communal" | "mairie" | "ville" | "municipal" => Reach::Commune,
            "intercommunalite" | "intercommunal" | "epci" | "agglomeration" | "metropole" => {
                Reach::Intercommunalite
            }
            "circonscription" | "circo" | "ien" => Reach::Circonscription,
            "departement" | "departemental" | "dsden" => Reach::Departement,
            "academie" | "academique" | "rectorat" => Reach::Academie,
            "region" | "regional" => Reach::Region,
            "national" | "nationale" => Reach::National,
            _ => continue,
        };
        if !levels.contains(&level) {
            levels.push(level);
        }
    }
    levels
}

fn name(level: Reach) -> &'static str {
    match level {
        Reach::Ecole => "école",
        Reach::Commune => "commune",
        Reach::Intercommunalite => "intercommunalité",
        Reach::Circonscription => "circonscription",
        Reach::Departement => "département",
        Reach::Academie => "académie",
        Reach::Region => "région",
        Reach::National => "national",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_read_by_their_words_and_never_guessed() {
        for (text, levels) in [
            ("école", &[Reach::Ecole][..]),
            ("École et circonscription", &[Reach::Ecole, Reach::Circonscription]),
            ("Commune (toutes les écoles)", &[Reach::Commune, Reach::Ecole]),
            ("Rectorat", &[Reach::Academie]),
            ("niveau 1", &[]),
            ("", &[]),
        ] {
            assert_eq!(told_levels(text), levels, "{text}");
        }
    }
}
