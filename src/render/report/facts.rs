//! What the totals say: rankings, the sentences of the first page, the decisions to take. Pure functions of a
//! dossier; nothing is counted here that `consolidate` has already counted.

use std::collections::BTreeMap;

use crate::french::{FEWEST_SCHOOLS, count, counted, listed, out_of, percent, quoted};
use crate::model::document::Verdict;
use crate::model::dossier::{Dossier, EntityId, SchoolFile, State, Territory};
use crate::model::indicator::{Rate, Tally};

use super::typeset::{limited, strong, typographic};

/// A required competence and its totals over the académie.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Rank among the required competences, as couples and tallies are ordered.
    pub(super) rank: usize,
    pub(super) code: String,
    pub(super) label: String,
    pub(super) family: usize,
    pub(super) tally: Tally,
}

impl Line {
    /// What follows the family in the code: `MOA` for `PIL-MOA`.
    pub(super) fn short(&self) -> &str {
        self.code.rsplit('-').next().unwrap_or(&self.code)
    }
}

/// The required competences, in the referential's order, with their totals.
pub(super) fn competences(dossier: &Dossier) -> Vec<Line> {
    let referential = &dossier.referential;
    referential
        .required()
        .enumerate()
        .map(|(rank, id)| {
            let competence = referential.competence(id);
            Line {
                rank,
                code: competence.code.clone(),
                label: typographic(&competence.label),
                family: competence.family,
                tally: dossier.total.by_competence.get(rank).copied().unwrap_or_default(),
            }
        })
        .collect()
}

/// Competences by family, in printing order.
pub(super) fn families(dossier: &Dossier) -> Vec<(String, Vec<Line>)> {
    let mut families: Vec<(usize, String, Vec<Line>)> = Vec::new();
    for line in competences(dossier) {
        match families.iter_mut().find(|(family, ..)| *family == line.family) {
            Some((_, _, lines)) => lines.push(line),
            None => {
                let label = dossier.referential.families.get(line.family);
                let label = label.map(|family| typographic(&family.label)).unwrap_or_default();
                families.push((line.family, label, vec![line]));
            }
        }
    }
    families.into_iter().map(|(_, label, lines)| (label, lines)).collect()
}

/// **Without a responsible**: orphan, to define and not studied together, out of the same couples as the coverage.
pub(super) fn unheld(tally: &Tally) -> Rate {
    let states = [State::Orphan, State::ToDefine, State::NotStudied];
    let unheld = states.iter().map(|state| tally.of(*state)).sum();
    Rate::new(unheld, tally.coverage().denominator)
}

/// A rate as a percentage, or as a count where there are too few schools for a percentage to mean anything.
pub(super) fn rate(rate: Rate, schools: u32) -> String {
    if schools < FEWEST_SCHOOLS && rate.denominator > 0 { out_of(rate) } else { percent(rate) }
}

/// Schools of a territory without an inventory, where a registry says how many are expected.
pub(super) fn missing(territory: &Territory) -> Option<u32> {
    territory.expected.map(|expected| expected.saturating_sub(territory.returned))
}

/// The schools expected whose inventory is missing.
pub(super) fn silent(dossier: &Dossier) -> impl Iterator<Item = &SchoolFile> {
    dossier.schools.iter().filter(|file| file.expected && file.retained.is_none())
}

/// The name of a circonscription; « sans circonscription connue » where the registry gives none.
pub(super) fn circonscription(name: &str) -> String {
    if name.trim().is_empty() { "Sans circonscription connue".to_owned() } else { limited(name, 80) }
}

/// The name of a département of the académie, with its code.
pub(super) fn departement(dossier: &Dossier, code: &str) -> String {
    let found = dossier.academie.departements.iter().find(|departement| departement.code == code);
    found
        .map_or_else(|| code.to_owned(), |departement| format!("{} ({code})", typographic(&departement.name)))
}

/// A territory inside a sentence: « circonscription de Bruz (35) », « Loire-Atlantique ».
fn in_a_sentence(territory: &Territory) -> String {
    if territory.departement.is_empty() {
        return typographic(&territory.name);
    }
    let name = circonscription(&territory.name);
    let named = crate::text::fold(&name).contains("circonscription");
    let name = if named { name } else { format!("circonscription {}", quoted(&name)) };
    format!("{name}\u{a0}({})", territory.departement)
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
    [Some(returns(total)), covered(total), Some(uncovered(dossier)), disputed(dossier), spread(dossier)]
        .into_iter()
        .flatten()
        .collect()
}

fn plural(number: u32) -> &'static str {
    if number < 2 { "" } else { "s" }
}

/// Who answered.
fn returns(total: &Territory) -> String {
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
fn covered(total: &Territory) -> Option<String> {
    let (among, over) = (total.tally.coverage(), total.tally.coverage_of_expected());
    among.value()?;
    let among_text = strong(&rate(among, total.answered()));
    if among.numerator == among.denominator {
        let all = format!(
            "Dans les écoles qui ont répondu, {} : chacune a une seule entité responsable.",
            strong("toutes les compétences sont couvertes")
        );
        return Some(if among == over {
            all
        } else {
            format!("{all} Sur toutes les écoles attendues, la couverture est de {}.", percent(over))
        });
    }
    let head = format!("Dans les écoles qui ont répondu, la couverture est de {among_text}");
    Some(if among == over || total.expected.is_none() {
        format!("{head} : {} couples école-compétence ont une seule entité responsable.", out_of(among))
    } else {
        format!("{head} ; rapportée à toutes les écoles attendues, elle est de {}.", strong(&percent(over)))
    })
}

/// Competences without a responsible in more than a school out of four, or the most exposed one.
fn uncovered(dossier: &Dossier) -> String {
    let schools = dossier.total.answered();
    let ranked = ranked(dossier, unheld);
    let over: Vec<&(Line, Rate)> =
        ranked.iter().filter(|(_, unheld)| unheld.numerator * 4 > unheld.denominator).collect();
    let Some((worst, figures)) = ranked.first() else {
        return "Aucune compétence n’est sans responsable dans les écoles qui ont répondu.".to_owned();
    };
    if over.is_empty() {
        return format!(
            "Aucune compétence n’est sans responsable dans plus d’une école sur quatre ; la plus exposée est {} \
             ({}).",
            quoted(&worst.label),
            in_schools(*figures)
        );
    }
    let named: Vec<String> = over
        .iter()
        .take(4)
        .map(|(line, unheld)| format!("{} ({})", line.label, rate(*unheld, schools)))
        .collect();
    let rest = over.len().saturating_sub(named.len());
    let named = if rest == 0 {
        listed(&named)
    } else {
        format!("{} et {}", named.join(", "), counted(rest as u64, "autre", "autres"))
    };
    format!(
        "{} sans responsable dans plus d’une école sur quatre : {named}.",
        strong(&counted(over.len() as u64, "compétence reste", "compétences restent"))
    )
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
        format!(
            "D’un territoire à l’autre, la couverture va de {}, {}, à {}, {}.",
            strong(&percent(least.1)),
            in_a_sentence(least.0),
            strong(&percent(best.1)),
            in_a_sentence(best.0)
        )
    })
}

/// « 12 écoles sur 35 ».
pub(super) fn in_schools(rate: Rate) -> String {
    format!("{} sur {}", counted(rate.numerator, "école", "écoles"), count(rate.denominator))
}

/// Competences by a rate, highest first, those where it is nil left out; equals in the referential's order.
pub(super) fn ranked(dossier: &Dossier, figure: impl Fn(&Tally) -> Rate) -> Vec<(Line, Rate)> {
    let mut ranked: Vec<(Line, Rate)> = competences(dossier)
        .into_iter()
        .map(|line| {
            let rate = figure(&line.tally);
            (line, rate)
        })
        .filter(|(_, rate)| rate.numerator > 0)
        .collect();
    let value = |rate: &Rate| rate.value().unwrap_or_default();
    ranked.sort_by(|left, right| value(&right.1).total_cmp(&value(&left.1)));
    ranked
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
    if decisions.is_empty() {
        return vec![format!(
            "{} : chaque compétence de chaque école attendue a une seule entité responsable. Le comité peut valider \
             cette répartition.",
            strong("Rien à trancher ce mois-ci")
        )];
    }
    decisions
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
            "{} aux {} : {first}{}.",
            strong("Donner un responsable"),
            strong(&counted(couples, "couple qui n’en a pas", "couples qui n’en ont pas")),
            listed(&named)
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
        "{} : {where_most}{} ({}). Une seule entité répond de chaque compétence ; les autres la réalisent.",
        strong(&format!(
            "Trancher {}",
            counted(shared, "responsabilité partagée", "responsabilités partagées")
        )),
        quoted(&line.label),
        in_schools(*figures)
    ))
}

fn chase(dossier: &Dossier) -> Option<String> {
    let silent = missing(&dossier.total).filter(|silent| *silent > 0)?;
    let head = strong(&format!("Relancer {}", counted(silent, "école sans réponse", "écoles sans réponse")));
    let worst = dossier
        .circonscriptions
        .iter()
        .filter_map(|territory| Some((missing(territory)?, territory)))
        .rev()
        .max_by_key(|(missing, _)| *missing);
    Some(match worst {
        Some((most, territory)) if most > 1 && most < silent => {
            format!("{head}, dont {} dans la seule {}.", count(most), in_a_sentence_lower(territory))
        }
        _ => format!("{head} : la liste est en fin de rapport."),
    })
}

/// A circonscription after an article: its name without the capital.
fn in_a_sentence_lower(territory: &Territory) -> String {
    let name = in_a_sentence(territory);
    match name.strip_prefix("Circonscription") {
        Some(rest) => format!("circonscription{rest}"),
        None if name.starts_with("Sans circonscription") => format!("rubrique {}", quoted(&name)),
        None => name,
    }
}

fn schedule(tally: &Tally) -> Option<String> {
    let postponed = tally.of(State::ToDefine);
    (postponed > 0).then(|| {
        format!(
            "{} : {}.",
            strong("Fixer une échéance aux réponses remises à plus tard"),
            counted(postponed, "couple «\u{a0}à définir\u{a0}»", "couples «\u{a0}à définir\u{a0}»")
        )
    })
}

fn resubmit(dossier: &Dossier) -> Option<String> {
    let rejected = verdicts(dossier).get(&Verdict::Rejected).copied().unwrap_or_default();
    (rejected > 0).then(|| {
        format!(
            "{} : le motif de chaque rejet est dans la feuille {} du classeur.",
            strong(&format!("Faire corriger {}", counted(rejected, "document rejeté", "documents rejetés"))),
            quoted("Documents")
        )
    })
}

/// How many documents attached to the académie have each verdict.
pub(super) fn verdicts(dossier: &Dossier) -> BTreeMap<Verdict, u32> {
    let mut verdicts = BTreeMap::new();
    for line in &dossier.documents {
        *verdicts.entry(line.verdict).or_default() += 1;
    }
    verdicts
}

/// An entity and the couples that it shares with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Conflict {
    pub(super) entity: EntityId,
    /// Couples shared.
    pub(super) couples: u32,
    /// The entity it shares them with most often.
    pub(super) with: EntityId,
    /// How often.
    pub(super) together: u32,
}

/// Entities by the number of couples that they share, most first.
pub(super) fn conflicts(dossier: &Dossier) -> Vec<Conflict> {
    let mut pairs: BTreeMap<EntityId, (u32, BTreeMap<EntityId, u32>)> = BTreeMap::new();
    let shared = dossier.schools.iter().flat_map(|file| &file.couples);
    for couple in shared.filter(|couple| couple.state == State::Shared) {
        for entity in &couple.responsible {
            let (couples, others) = pairs.entry(*entity).or_default();
            *couples += 1;
            for other in couple.responsible.iter().filter(|other| *other != entity) {
                *others.entry(*other).or_default() += 1;
            }
        }
    }
    let mut conflicts: Vec<Conflict> = pairs
        .into_iter()
        .filter_map(|(entity, (couples, others))| {
            let (with, together) = most(&others)?;
            Some(Conflict { entity, couples, with, together })
        })
        .collect();
    conflicts.sort_by_key(|conflict| (std::cmp::Reverse(conflict.couples), conflict.entity));
    conflicts
}

/// The most frequent key, the first of equals.
pub(super) fn most<K: Copy + Ord>(counts: &BTreeMap<K, u32>) -> Option<(K, u32)> {
    counts.iter().rev().max_by_key(|(_, count)| **count).map(|(key, count)| (*key, *count))
}

/// Who holds a competence: modes and responsible entities of its assigned couples.
#[derive(Clone, Debug, Default)]
pub(super) struct Holding {
    /// Couples with a responsible at least, shared ones included.
    pub(super) assigned: u32,
    /// In each mode, in `Mode::ALL`'s order, then without a mode.
    pub(super) modes: [u32; 4],
    /// Couples of each entity.
    pub(super) entities: BTreeMap<EntityId, u32>,
}

/// Who holds each required competence, in the referential's order.
pub(super) fn holdings(dossier: &Dossier) -> Vec<Holding> {
    let mut holdings = vec![Holding::default(); dossier.required().len()];
    for file in &dossier.schools {
        for (holding, couple) in holdings.iter_mut().zip(&file.couples) {
            if couple.responsible.is_empty() {
                continue;
            }
            holding.assigned += 1;
            let rank = couple.mode.map_or(3, |mode| mode as usize);
            if let Some(number) = holding.modes.get_mut(rank) {
                *number += 1;
            }
            for entity in &couple.responsible {
                *holding.entities.entry(*entity).or_default() += 1;
            }
        }
    }
    holdings
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
        assert!(decisions.contains("1 couple « à définir »."), "{decisions}");
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
                "2 compétences restent sans responsable dans plus d’une école sur quatre : Documentation (60 %) et \
                 Évaluation (40 %)."
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

    #[test]
    fn few_schools_are_counted_rather_than_rated() {
        assert_eq!(rate(Rate::new(3, 4), 4), "3 sur 4");
        assert_eq!(rate(Rate::new(4, 5), 5), "80\u{202f}%");
        assert_eq!(rate(Rate::new(0, 0), 2), "sans objet");
    }

    #[test]
    fn holdings_add_up_to_the_totals_of_the_dossier() {
        let dossier = dossier(&Shape::default());
        let mut modes = [0; 4];
        for (holding, tally) in holdings(&dossier).iter().zip(&dossier.total.by_competence) {
            assert_eq!(holding.assigned, tally.of(State::Covered) + tally.of(State::Shared));
            modes.iter_mut().zip(holding.modes).for_each(|(sum, mode)| *sum += mode);
        }
        assert_eq!(modes, dossier.total.modes);
    }

    #[test]
    fn entities_in_conflict_are_ranked_with_whom_they_meet() {
        let conflicts = conflicts(&dossier(&Shape::default()));
        assert_eq!(conflicts.len(), 2);
        assert_eq!((conflicts[0].entity, conflicts[0].with), (EntityId(0), EntityId(1)));
        assert_eq!(conflicts[0].couples, dossier(&Shape::default()).total.tally.of(State::Shared));
    }
}
