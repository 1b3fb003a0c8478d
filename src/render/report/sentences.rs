//! The sentences of the first page: what matters, what must be decided, each with its figure, singular and plural
//! right. Pure functions of a dossier.

use crate::french::{FEWEST_SCHOOLS, count, counted, listed, out_of, percent, quoted};
use crate::model::document::Verdict;
use crate::model::dossier::{Dossier, State, Territory};
use crate::model::indicator::{Rate, Tally};
use crate::model::referential::{CompetenceId, Referential};
use crate::render::labels;

use super::facts::{self, Line, circonscription, in_schools, missing, ranked, unheld, verdicts};
use super::moved;
use super::typeset::{strong, typographic};

/// A territory inside a sentence: « circonscription « Bruz » » and « 35 », « Loire-Atlantique » and nothing.
pub(super) fn in_a_sentence(territory: &Territory) -> (String, &str) {
    let code = territory.departement.as_str();
    if code.is_empty() {
        return (typographic(&territory.name), code);
    }
    let name = circonscription(&territory.name);
    let name = match name.strip_prefix("Circonscription") {
        Some(rest) => format!("circonscription{rest}"),
        None if crate::text::fold(&name).contains("circonscription") => format!("rubrique {}", quoted(&name)),
        None => format!("circonscription {}", quoted(&name)),
    };
    (name, code)
}

/// The sentences that say what matters, gravest facts told with their figures.
pub(super) fn essentials(dossier: &Dossier) -> Vec<String> {
    let total = &dossier.total;
    if total.answered() == 0 {
        return vec![match total.expected {
            Some(expected) => format!(
                "{} : aucune couverture ne peut être donnée ce mois-ci. {} attendue{} par l’annuaire.",
                strong("Aucun inventaire n’a été retenu"),
                counted(expected, "école est", "écoles sont"),
                plural(expected)
            ),
            None => format!(
                "{} : aucune couverture ne peut être donnée ce mois-ci.",
                strong("Aucun inventaire n’a été retenu")
            ),
        }];
    }
    [
        Some(returns(total)),
        Some(covered(total)),
        moved::essential(dossier),
        inherited(total),
        uncovered(facts::competences(dossier), total),
        disputed(dossier),
        spread(dossier),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn plural(number: u32) -> &'static str {
    if number < 2 { "" } else { "s" }
}

/// Who answered.
pub(super) fn returns(total: &Territory) -> String {
    let Some(silent) = missing(total) else {
        return format!(
            "{} ; sans liste des écoles attendues, aucun taux de retour ne peut être donné.",
            strong(&counted(total.answered(), "inventaire est retenu", "inventaires sont retenus"))
        );
    };
    let expected = total.expected.unwrap_or_default();
    if silent == 0 {
        let all = if expected == 1 {
            "La seule école attendue a rendu son inventaire".to_owned()
        } else {
            format!("Les {} écoles attendues ont rendu leur inventaire", count(expected))
        };
        return format!("{}.", strong(&all));
    }
    format!(
        "{} n’{} pas rendu d’inventaire, sur {} attendue{}.",
        strong(&counted(silent, "école", "écoles")),
        if silent < 2 { "a" } else { "ont" },
        count(expected),
        plural(expected)
    )
}

/// Coverage among those who answered, and what it becomes over all the schools expected.
pub(super) fn covered(total: &Territory) -> String {
    let (among, over) = (total.tally.coverage(), total.tally.coverage_of_expected());
    if among.value().is_none() {
        return "Les écoles qui ont répondu déclarent toutes leurs compétences sans objet : il n’y a pas de couverture à \
             mesurer."
                .to_owned();
    }
    if among.numerator == among.denominator {
        let all = format!(
            "Dans les écoles qui ont répondu, {} : chacune a une seule entité responsable.",
            strong("toutes les compétences sont couvertes")
        );
        return if among == over {
            all
        } else {
            format!("{all} Sur toutes les écoles attendues, la couverture est de {}.", percent(over))
        };
    }
    if total.answered() < FEWEST_SCHOOLS {
        return format!(
            "Dans {}, {} sur {} ont une seule entité responsable.",
            if total.answered() == 1 {
                "l’école qui a répondu".to_owned()
            } else {
                format!("les {} écoles qui ont répondu", count(total.answered()))
            },
            strong(&counted(among.numerator, "couple école-compétence", "couples école-compétence")),
            count(among.denominator)
        );
    }
    let figure = strong(&percent(among));
    let head = format!("Dans les écoles qui ont répondu, la couverture est de {figure}");
    if among == over || total.expected.is_none() {
        format!("{head} : {} couples école-compétence ont une seule entité responsable.", out_of(among))
    } else {
        format!(
            "{head} ({} couples) ; rapportée à toutes les écoles attendues, elle est de {} ({}).",
            out_of(among),
            strong(&percent(over)),
            out_of(over)
        )
    }
}

/// Whose answers cover: the schools' own, or those of the levels above.
fn inherited(total: &Territory) -> Option<String> {
    let (own, inherited) = (total.own_coverage(), total.inherited_coverage());
    (inherited.numerator > 0).then(|| {
        format!(
            "Parmi les couples couverts, {} d’un niveau supérieur (commune, circonscription, département, académie) et \
             {} de l’inventaire de l’école elle-même.",
            strong(&counted(inherited.numerator, "hérite sa réponse", "héritent leur réponse")),
            counted(own.numerator, "la tient", "la tiennent")
        )
    })
}

/// Competences without a responsible in more than a school out of four, or the most exposed one.
pub(super) fn uncovered(lines: Vec<Line>, total: &Territory) -> Option<String> {
    let schools = total.answered();
    let ranked = facts::ranked_among(lines, unheld);
    // Among a handful of schools, one is already more than a quarter.
    let few = schools < FEWEST_SCHOOLS;
    let over: Vec<&(Line, Rate)> =
        ranked.iter().filter(|(_, unheld)| few || unheld.numerator * 4 > unheld.denominator).collect();
    let Some((worst, figures)) = ranked.first() else {
        let said = "Aucune compétence n’est sans responsable dans les écoles qui ont répondu.".to_owned();
        return (total.tally.coverage().denominator > 0).then_some(said);
    };
    if over.is_empty() {
        return Some(format!(
            "Aucune compétence n’est sans responsable dans plus d’une école sur quatre ; la plus exposée est {} \
             ({}).",
            quoted(&worst.label),
            in_schools(*figures)
        ));
    }
    let named: Vec<String> = over
        .iter()
        .take(4)
        .map(|(line, unheld)| format!("{} ({})", line.label, in_schools(*unheld)))
        .collect();
    let rest = over.len().saturating_sub(named.len());
    let named = if rest == 0 {
        listed(&named)
    } else {
        format!("{} et {}", named.join(", "), counted(rest as u64, "autre", "autres"))
    };
    Some(format!(
        "{} sans responsable dans {} : {named}.",
        strong(&counted(over.len() as u64, "compétence reste", "compétences restent")),
        if few { "une école au moins" } else { "plus d’une école sur quatre" }
    ))
}

/// The competence that most schools give to several entities.
fn disputed(dossier: &Dossier) -> Option<String> {
    let shared = dossier.total.tally.of(State::Shared);
    let ranked = ranked(dossier, |tally| tally.share(State::Shared));
    let (line, figures) = ranked.first()?;
    let head =
        strong(&counted(shared, "couple a plusieurs responsables", "couples ont plusieurs responsables"));
    Some(if shared == 1 {
        format!("{head} : {}.", quoted(&line.label))
    } else {
        format!("{head}, le plus souvent {} ({}).", quoted(&line.label), in_schools(*figures))
    })
}

/// The territories least and best covered, among those large enough to compare.
fn spread(dossier: &Dossier) -> Option<String> {
    let territories =
        if dossier.circonscriptions.len() > 1 { &dossier.circonscriptions } else { &dossier.departements };
    let compared: Vec<(&Territory, Rate, f64)> = territories
        .iter()
        .filter(|territory| territory.answered() >= FEWEST_SCHOOLS)
        .filter_map(|territory| {
            let coverage = territory.tally.coverage();
            Some((territory, coverage, coverage.value()?))
        })
        .collect();
    let least = compared.iter().min_by(|left, right| left.2.total_cmp(&right.2))?;
    // The first of the best, so that equals are told in the order of the tables.
    let best = compared.iter().rev().max_by(|left, right| left.2.total_cmp(&right.2))?;
    (percent(least.1) != percent(best.1)).then(|| {
        let place = |territory| match in_a_sentence(territory) {
            (name, "") => name,
            (name, code) => format!("{name}, {code}"),
        };
        format!(
            "D’un territoire à l’autre, la couverture va de {} ({}, {}) à {} ({}, {}).",
            strong(&percent(least.1)),
            out_of(least.1),
            place(least.0),
            strong(&percent(best.1)),
            out_of(best.1),
            place(best.0)
        )
    })
}

/// What the committee must decide, each with its figure, gravest first.
pub(super) fn decisions(dossier: &Dossier) -> Vec<String> {
    let total = &dossier.total;
    let decisions: Vec<String> = [
        designate(dossier),
        arbitrate(dossier),
        chase(dossier),
        schedule(&total.tally),
        resubmit(dossier),
        total.expected.is_none().then(|| {
            format!(
                "{} : sans elle, ni le retour ni les écoles silencieuses ne sont connus.",
                strong("Arrêter la liste des écoles attendues")
            )
        }),
    ]
    .into_iter()
    .flatten()
    .collect();
    if decisions.is_empty() && total.expected == Some(0) {
        return vec![format!(
            "{} : il ne liste aucune école de cette académie.",
            strong("Vérifier l’annuaire des écoles attendues")
        )];
    }
    if decisions.is_empty() && total.tally.coverage().denominator == 0 {
        return vec![format!(
            "{} : les écoles qui ont répondu déclarent toutes leurs compétences sans objet.",
            strong("S’assurer du périmètre")
        )];
    }
    if decisions.is_empty() {
        return vec![format!(
            "{} : chaque compétence de chaque école attendue a une seule entité responsable. Le comité peut valider \
             cette répartition.",
            strong("Rien à trancher ce mois-ci")
        )];
    }
    decisions
}

/// « Qui agit : Académie, Commune. »
pub(super) fn acts(who: &[&str]) -> String {
    format!("Qui agit\u{a0}: {}.", who.join(", "))
}

/// Who can settle these competences, each level once.
pub(super) fn settlers<'l>(referential: &Referential, lines: impl Iterator<Item = &'l Line>) -> String {
    let required: Vec<CompetenceId> = referential.required().collect();
    let mut who: Vec<&str> = Vec::new();
    for settler in lines.filter_map(|line| required.get(line.rank)) {
        let settler = labels::settler(referential, *settler);
        if !who.contains(&settler) {
            who.push(settler);
        }
    }
    acts(&who)
}

fn designate(dossier: &Dossier) -> Option<String> {
    let ranked = ranked(dossier, unheld);
    let named: Vec<String> = ranked
        .iter()
        .take(3)
        .map(|(line, figures)| format!("{} ({})", quoted(&line.label), in_schools(*figures)))
        .collect();
    let couples = unheld(&dossier.total.tally).numerator;
    let first = if ranked.len() > named.len() { "d’abord " } else { "" };
    (!named.is_empty()).then(|| {
        format!(
            "{} aux {} : {first}{}. {}",
            strong("Donner un responsable"),
            strong(&counted(couples, "couple qui n’en a pas", "couples qui n’en ont pas")),
            listed(&named),
            settlers(&dossier.referential, ranked.iter().take(3).map(|(line, _)| line))
        )
        .replace("aux \u{1}1\u{a0}couple", "au \u{1}seul couple")
    })
}

fn arbitrate(dossier: &Dossier) -> Option<String> {
    let shared = dossier.total.tally.of(State::Shared);
    let ranked = ranked(dossier, |tally| tally.share(State::Shared));
    let (line, figures) = ranked.first()?;
    let where_most = if ranked.len() > 1 { "surtout " } else { "" };
    Some(format!(
        "{} : {where_most}{} ({}). Une seule entité répond de chaque compétence ; les autres la réalisent. {}",
        strong(&format!(
            "Trancher {}",
            counted(shared, "responsabilité partagée", "responsabilités partagées")
        )),
        quoted(&line.label),
        in_schools(*figures),
        settlers(&dossier.referential, std::iter::once(line))
    ))
}

fn chase(dossier: &Dossier) -> Option<String> {
    let silent = missing(&dossier.total).filter(|silent| *silent > 0)?;
    let head = strong(&format!("Relancer {}", counted(silent, "école sans réponse", "écoles sans réponse")));
    // Naming one of several that are equally silent would single it out for nothing.
    let tied = |most: u32| {
        dossier.circonscriptions.iter().filter(|territory| missing(territory) == Some(most)).count() > 1
    };
    let worst = dossier
        .circonscriptions
        .iter()
        .filter_map(|territory| Some((missing(territory)?, territory)))
        .rev()
        .max_by_key(|(missing, _)| *missing);
    Some(match worst {
        Some((most, territory)) if most > 1 && most < silent && !tied(most) => {
            let (name, code) = in_a_sentence(territory);
            format!(
                "{head}, dont {} dans la seule {name}\u{a0}({code}). {}",
                count(most),
                acts(&["Circonscription"])
            )
        }
        _ => format!("{head} : la liste est en fin de rapport. {}", acts(&["Circonscription"])),
    })
}

fn schedule(tally: &Tally) -> Option<String> {
    let postponed = tally.of(State::ToDefine);
    (postponed > 0).then(|| {
        format!(
            "{} : {}, {} parmi ceux qui n’ont pas de responsable. {}",
            strong("Fixer une échéance aux réponses remises à plus tard"),
            counted(postponed, "couple «\u{a0}à définir\u{a0}»", "couples «\u{a0}à définir\u{a0}»"),
            if postponed == 1 { "compté" } else { "comptés" },
            acts(&["Maîtrise d’ouvrage"])
        )
    })
}

fn resubmit(dossier: &Dossier) -> Option<String> {
    let rejected = verdicts(dossier).get(&Verdict::Rejected).copied().unwrap_or_default();
    (rejected > 0).then(|| {
        format!(
            "{} : le motif de chaque rejet est dans la feuille {} du classeur. {}",
            strong(&format!("Faire corriger {}", counted(rejected, "document rejeté", "documents rejetés"))),
            quoted("Documents"),
            acts(&["École"])
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{Shape, dossier};

    fn plain(sentences: &[String]) -> String {
        sentences.join("\n").replace('\u{1}', "").replace(['\u{a0}', '\u{202f}'], " ")
    }

    #[test]
    fn one_school_fully_covered_reads_in_the_singular() {
        let dossier = dossier(&Shape { schools: 1, state: |_, _| State::Covered, ..Shape::default() });
        assert_eq!(
            plain(&essentials(&dossier)),
            "La seule école attendue a rendu son inventaire.\n\
             Dans les écoles qui ont répondu, toutes les compétences sont couvertes : chacune a une seule entité \
             responsable.\n\
             Aucune compétence n’est sans responsable dans les écoles qui ont répondu."
        );
        assert!(plain(&decisions(&dossier)).starts_with("Rien à trancher ce mois-ci"));
    }

    #[test]
    fn one_fault_of_each_kind_reads_in_the_singular() {
        let dossier = dossier(&Shape {
            schools: 6,
            state: |school, competence| match (school, competence) {
                (5, _) => State::NotReturned,
                (0, 0) => State::Shared,
                (0, 1) => State::ToDefine,
                _ => State::Covered,
            },
            ..Shape::default()
        });
        let sentences = plain(&essentials(&dossier));
        assert!(sentences.contains("1 école n’a pas rendu d’inventaire, sur 6 attendues."), "{sentences}");
        assert!(
            sentences.contains("1 couple a plusieurs responsables : « Maîtrise d’ouvrage »."),
            "{sentences}"
        );
        assert!(sentences.contains("la plus exposée est « Évaluation » (1 école sur 5)"), "{sentences}");
        let decisions = plain(&decisions(&dossier));
        assert!(
            decisions.contains(
                "Donner un responsable au seul couple qui n’en a pas : « Évaluation » (1 école sur 5)."
            ),
            "{decisions}"
        );
        assert!(decisions.contains("Trancher 1 responsabilité partagée : « Maîtrise d’ouvrage »"));
        assert!(decisions.contains("Relancer 1 école sans réponse : la liste est en fin de rapport."));
        assert!(
            decisions.contains("1 couple « à définir », compté parmi ceux qui n’ont pas de responsable."),
            "{decisions}"
        );
    }

    #[test]
    fn competences_without_a_responsible_are_named_with_their_rate() {
        let dossier = dossier(&Shape {
            schools: 20,
            state: |school, competence| match competence {
                1 if school < 8 => State::Orphan,
                3 if school < 12 => State::NotStudied,
                5 if school < 5 => State::Orphan,
                _ => State::Covered,
            },
            ..Shape::default()
        });
        let sentences = plain(&essentials(&dossier));
        // A school out of four exactly is not more than a school out of four.
        assert!(
            sentences.contains(
                "2 compétences restent sans responsable dans plus d’une école sur quatre : Documentation (12 écoles \
                 sur 20) et Évaluation (8 écoles sur 20)."
            ),
            "{sentences}"
        );
        assert!(
            plain(&decisions(&dossier))
                .contains("Donner un responsable aux 25 couples qui n’en ont pas : « Documentation »"),
            "{}",
            plain(&decisions(&dossier))
        );
    }

    #[test]
    fn without_a_registry_no_return_rate_is_said_and_the_list_is_asked_for() {
        let dossier = dossier(&Shape { registry: false, ..Shape::default() });
        let sentences = plain(&essentials(&dossier));
        assert!(sentences.contains("sans liste des écoles attendues, aucun taux de retour"), "{sentences}");
        assert!(!sentences.contains("rapportée à toutes les écoles attendues"), "{sentences}");
        assert!(plain(&decisions(&dossier)).contains("Arrêter la liste des écoles attendues"));
    }

    #[test]
    fn without_any_answer_nothing_is_said_of_coverage() {
        let dossier = dossier(&Shape { state: |_, _| State::NotReturned, ..Shape::default() });
        assert_eq!(
            plain(&essentials(&dossier)),
            "Aucun inventaire n’a été retenu : aucune couverture ne peut être donnée ce mois-ci. 40 écoles sont \
             attendues par l’annuaire."
        );
        assert!(plain(&decisions(&dossier)).starts_with("Relancer 40 écoles sans réponse"));
    }
}
