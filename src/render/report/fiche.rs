//! What the answers to the fiche's questions name: who owns the project, what is still to decide, how near the holders
//! stand. Pure functions of a dossier.

use std::collections::BTreeMap;

use crate::model::dossier::{Dossier, EntityId, State};
use crate::model::referential::{EntityTypeId, Reach};

use super::facts;
use super::typeset::{limited, typographic};

/// The label of a type of entity.
fn kind_label(dossier: &Dossier, kind: Option<EntityTypeId>) -> String {
    kind.map_or_else(
        || "type non précisé".to_owned(),
        |kind| limited(&typographic(&dossier.referential.entity_type(kind).label), 60),
    )
}

/// Types of the entities that own the project, with the schools of each, most first; only where there is one owner.
pub(super) fn kinds_of_owners(dossier: &Dossier) -> Vec<(String, u32)> {
    let Some(ownership) = dossier.referential.competence_named("PIL-MOA") else { return Vec::new() };
    let mut kinds: BTreeMap<Option<EntityTypeId>, u32> = BTreeMap::new();
    for couple in dossier.schools.iter().flat_map(|file| &file.couples) {
        if couple.competence == ownership && couple.state == State::Covered {
            for entity in &couple.responsible {
                *kinds.entry(dossier.entity(*entity).kind).or_default() += 1;
            }
        }
    }
    let kinds = kinds.into_iter().map(|(kind, schools)| (kind_label(dossier, kind), schools));
    most_first(kinds.collect())
}

/// Competences that are held and of which nothing says whether they are kept, with their couples, most first.
pub(super) fn open(dossier: &Dossier) -> Vec<(String, u32)> {
    let mut couples = vec![0; dossier.required().len()];
    for file in &dossier.schools {
        for (number, couple) in couples.iter_mut().zip(&file.couples) {
            *number += u32::from(!couple.responsible.is_empty() && couple.kept.is_none());
        }
    }
    let lines = facts::competences(dossier).into_iter().zip(couples);
    most_first(
        lines.map(|(line, couples)| (line.label, couples)).filter(|(_, couples)| *couples > 0).collect(),
    )
}

/// How near the school the holders of couples stand, nearest first. A couple held by several counts for the nearest.
pub(super) fn reaches(dossier: &Dossier) -> Vec<(&'static str, u32)> {
    const LABELS: [&str; 6] = [
        "à l’école",
        "à la commune ou à son groupement",
        "à la circonscription",
        "au département, à l’académie ou au-delà",
        "à un tiers prestataire",
        "à une entité de type inconnu",
    ];
    let rank = |id: &EntityId| {
        let Some(kind) = dossier.entity(*id).kind else { return 5 };
        let kind = dossier.referential.entity_type(kind);
        match kind.reach {
            Reach::Ecole => 0,
            Reach::Commune | Reach::Intercommunalite => 1,
            Reach::Circonscription => 2,
            _ if !kind.internal => 4,
            _ => 3,
        }
    };
    let mut couples = [0; LABELS.len()];
    for couple in dossier.schools.iter().flat_map(|file| &file.couples) {
        if let Some(number) = couple.responsible.iter().map(rank).min().and_then(|rank| couples.get_mut(rank))
        {
            *number += 1;
        }
    }
    LABELS.into_iter().zip(couples).filter(|(_, couples)| *couples > 0).collect()
}

fn most_first(mut counted: Vec<(String, u32)>) -> Vec<(String, u32)> {
    counted.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    counted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::indicator::Rate;
    use crate::render::fixture::{Shape, dossier};

    #[test]
    fn holders_by_nearness_add_up_to_the_couples_that_are_held() {
        let dossier = dossier(&Shape::default());
        let held: u32 = reaches(&dossier).iter().map(|(_, couples)| couples).sum();
        assert_eq!(held, dossier.total.modes.iter().sum::<u32>());
        let owned: u32 = kinds_of_owners(&dossier).iter().map(|(_, schools)| schools).sum();
        assert_eq!(Rate::new(owned, 1).numerator, dossier.total.by_competence[0].of(State::Covered));
        assert!(open(&dossier).windows(2).all(|pair| pair[0].1 >= pair[1].1));
    }
}
