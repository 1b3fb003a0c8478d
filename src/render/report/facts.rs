//! Rankings drawn from the totals, and how figures are written where schools are few. Pure functions of a dossier;
//! nothing is counted here that `consolidate` has already counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::french::{FEWEST_SCHOOLS, count, counted, out_of, percent};
use crate::model::document::Verdict;
use crate::model::dossier::{Dossier, EntityId, SchoolFile, State, Territory};
use crate::model::fiche::{Figure, Unit};
use crate::model::indicator::{Rate, Tally};
use crate::model::referential::{EntityTypeId, Mode, Referential};

use super::typeset::{limited, typographic};

/// A required competence and its totals over the académie.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Rank among the required competences, as couples and tallies are ordered.
    pub(super) rank: usize,
    pub(super) label: String,
    pub(super) family: usize,
    pub(super) tally: Tally,
}

/// The required competences, in the referential's order, with their totals.
pub(super) fn competences(dossier: &Dossier) -> Vec<Line> {
    lines(&dossier.referential, &dossier.total)
}

/// The same, with the totals of a territory.
pub(super) fn lines(referential: &Referential, territory: &Territory) -> Vec<Line> {
    referential
        .required()
        .enumerate()
        .map(|(rank, id)| {
            let competence = referential.competence(id);
            Line {
                rank,
                label: typographic(&competence.label),
                family: competence.family,
                tally: territory.by_competence.get(rank).copied().unwrap_or_default(),
            }
        })
        .collect()
}

/// Competences by family, in printing order.
pub(super) fn families(referential: &Referential, lines: Vec<Line>) -> Vec<(String, Vec<Line>)> {
    let mut families: Vec<(usize, String, Vec<Line>)> = Vec::new();
    for line in lines {
        if let Some((_, _, lines)) = families.iter_mut().find(|(family, ..)| *family == line.family) {
            lines.push(line);
        } else {
            let label = referential.families.get(line.family);
            let label = label.map(|family| typographic(&family.label)).unwrap_or_default();
            families.push((line.family, label, vec![line]));
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

/// A rate as a percentage, as a count where there are too few schools for a percentage to mean anything, or as a
/// dash where there is nothing to divide by.
pub(super) fn rate(rate: Rate, schools: u32) -> String {
    match rate.denominator {
        0 => "–".to_owned(),
        _ if schools < FEWEST_SCHOOLS => out_of(rate),
        _ => percent(rate),
    }
}

/// A rate whose denominator is schools, as that of one competence is: the schools that it is out of decide whether a
/// percentage means anything, not those of the académie.
pub(super) fn school_rate(of: Rate) -> String {
    rate(of, of.denominator)
}

/// The schools behind a figure of a territory: those that it is out of, where it counts schools, else all that answered.
pub(super) fn schools_behind(figure: Figure, rate: Rate, answered: u32) -> u32 {
    match figure.unit() {
        Unit::Schools => rate.denominator.min(answered),
        Unit::Couples => answered,
    }
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

/// The name of an entity as the report prints it, of so many signs at most. What may be a person's name isn't printed.
pub(super) fn entity(dossier: &Dossier, id: EntityId, most: usize) -> String {
    let entity = dossier.entity(id);
    if entity.is_known() { limited(&entity.name, most) } else { "Entité de type inconnu".to_owned() }
}

/// The name of a département of the académie, with its code.
pub(super) fn departement(dossier: &Dossier, code: &str) -> String {
    let found = dossier.academie.departements.iter().find(|departement| departement.code == code);
    found
        .map_or_else(|| code.to_owned(), |departement| format!("{} ({code})", typographic(&departement.name)))
}

/// « 12 écoles sur 35 ».
pub(super) fn in_schools(rate: Rate) -> String {
    format!("{} sur\u{a0}{}", counted(rate.numerator, "école", "écoles"), count(rate.denominator))
}

/// « est confiée à une seule entité dans 12 écoles sur 35 », « n’est … dans aucune des 35 écoles »; the schools in
/// bold where asked.
pub(super) fn held_in(rate: Rate, mark: impl Fn(&str) -> String) -> String {
    let all = rate.denominator;
    let held = "confiée à une seule entité dans";
    match rate.numerator {
        _ if all == 0 => "est déclarée sans objet partout".to_owned(),
        0 if all == 1 => format!("n’est pas {held} la seule école concernée"),
        0 => format!("n’est {held} {}", mark(&format!("aucune des {} écoles", count(all)))),
        1 if all == 1 => format!("est {held} la seule école concernée"),
        some if some == all => format!("est {held} {}", mark(&format!("chacune des {} écoles", count(all)))),
        _ => format!("est {held} {}", mark(&in_schools(rate))),
    }
}

/// Competences by a rate, highest first, those where it is nil left out; equals in the referential's order.
pub(super) fn ranked(dossier: &Dossier, figure: impl Fn(&Tally) -> Rate) -> Vec<(Line, Rate)> {
    ranked_among(competences(dossier), figure)
}

/// The same, among competences whose totals are those of another territory.
pub(super) fn ranked_among(lines: Vec<Line>, figure: impl Fn(&Tally) -> Rate) -> Vec<(Line, Rate)> {
    let mut ranked: Vec<(Line, Rate)> = lines
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
    /// Couples of each type of entity; a couple shared by two types counts for both, by two entities of a type once.
    pub(super) kinds: BTreeMap<Option<EntityTypeId>, u32>,
}

impl Holding {
    /// The mode of more than half of the assigned couples, with how many have it; `None` where no mode is.
    pub(super) fn mode(&self) -> Option<(Mode, u32)> {
        let mode = Mode::ALL.into_iter().zip(self.modes).find(|(_, couples)| couples * 2 > self.assigned)?;
        Some(mode)
    }
}

/// The label of a type of entity without what stands in brackets: « Académie ».
pub(super) fn short_kind(dossier: &Dossier, kind: Option<EntityTypeId>) -> String {
    let Some(kind) = kind else { return "Type non précisé".to_owned() };
    let label = &dossier.referential.entity_type(kind).label;
    limited(&typographic(label.split(" (").next().unwrap_or(label)), 60)
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
            let kinds: BTreeSet<_> =
                couple.responsible.iter().map(|entity| dossier.entity(*entity).kind).collect();
            for kind in kinds {
                *holding.kinds.entry(kind).or_default() += 1;
            }
        }
    }
    holdings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{Shape, dossier};

    #[test]
    fn few_schools_are_counted_rather_than_rated() {
        assert_eq!(rate(Rate::new(3, 4), 4), "3 sur 4");
        assert_eq!(rate(Rate::new(4, 5), 5), "80\u{202f}%");
        assert_eq!(rate(Rate::new(0, 0), 2), "–");
    }

    #[test]
    fn none_and_all_are_said_as_french_says_them() {
        let said = |numerator, denominator| {
            held_in(Rate::new(numerator, denominator), str::to_owned).replace('\u{a0}', " ")
        };
        assert_eq!(said(0, 0), "est déclarée sans objet partout");
        assert_eq!(said(0, 1), "n’est pas confiée à une seule entité dans la seule école concernée");
        assert_eq!(said(0, 7), "n’est confiée à une seule entité dans aucune des 7 écoles");
        assert_eq!(said(1, 7), "est confiée à une seule entité dans 1 école sur 7");
        assert_eq!(said(7, 7), "est confiée à une seule entité dans chacune des 7 écoles");
    }

    #[test]
    fn a_competence_of_few_schools_is_counted_however_many_answered() {
        assert_eq!(school_rate(Rate::new(0, 3)), "0 sur 3");
        assert_eq!(school_rate(Rate::new(2, 5)), "40\u{202f}%");
    }

    #[test]
    fn a_school_that_two_entities_of_a_type_share_counts_once_for_that_type() {
        let mut dossier = dossier(&Shape { state: |_, _| State::Shared, ..Shape::default() });
        dossier.entities[1].kind = dossier.entities[0].kind;
        for holding in holdings(&dossier) {
            assert_eq!(holding.assigned, 40);
            assert_eq!(holding.kinds.values().copied().collect::<Vec<_>>(), [40]);
        }
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
