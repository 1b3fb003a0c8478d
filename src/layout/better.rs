//! What words alone told of a label, taken back where a better label names the same competence: « Site internet » beside
//! « Accès internet », « Tableaux numériques » beside « Maintenance du parc ».

use std::collections::{BTreeMap, BTreeSet};

use super::Recogniser;
use super::labels::Named;
use crate::model::budget::Effort;
use crate::model::fact::Fact;
use crate::model::inventory::Observed;
use crate::model::record::{Layout, Record};
use crate::model::referential::CompetenceId;

/// « Administration fonctionnelle » beside « Administrateur de la plateforme », which could mean both administrations: it
/// means the one that no other line of the table names. Told as such.
fn leave_to_groups(recogniser: &Recogniser, effort: &Effort, layout: &mut Layout) {
    let groups: Vec<usize> = (0..layout.records.len())
        .filter(|rank| recogniser.labels.is_group(&layout.records[*rank].competences))
        .collect();
    if groups.is_empty() {
        return;
    }
    // The competences that each table names apart, by labels of their own, well or nearly well written.
    let mut named: BTreeMap<usize, BTreeSet<CompetenceId>> = BTreeMap::new();
    for record in &layout.records {
        let own = !matches!(
            recogniser.labels.name(&record.label.value, None, effort),
            Named::Loosely(_) | Named::Several(_) | Named::Nothing
        );
        if let [only] = record.competences.as_slice()
            && own
        {
            named.entry(record.table).or_default().insert(*only);
        }
    }
    for rank in groups {
        let group = &layout.records[rank];
        let apart: BTreeSet<CompetenceId> = group
            .competences
            .iter()
            .copied()
            .filter(|id| named.get(&group.table).is_some_and(|named| named.contains(id)))
            .collect();
        let left: Vec<CompetenceId> =
            group.competences.iter().copied().filter(|id| !apart.contains(id)).collect();
        if left.is_empty() || apart.is_empty() {
            continue;
        }
        let told = recogniser.names(&left).join(", ");
        let (at, read) = (group.label.at.clone(), group.label.value.clone());
        layout.records[rank].competences = left;
        layout
            .facts
            .retain(|seen| seen.at.as_ref() != Some(&at) || !matches!(seen.fact, Fact::GroupLabel(_)));
        let fact = Fact::TwoReadings(format!("ce qu’aucune autre ligne ne nomme, {told}"));
        layout.facts.push(Observed { fact, at: Some(at), competence: None, read });
    }
}

/// Leaves outside the referential the lines whose labels told their competence by clues, where a line of a better label
/// answers for it; told as such.
pub(super) fn settle(recogniser: &Recogniser, effort: &Effort, layout: &mut Layout) {
    leave_to_groups(recogniser, effort, layout);
    let by_likeness: BTreeSet<_> = layout
        .facts
        .iter()
        .filter(|seen| matches!(seen.fact, Fact::CloseLabel(_)))
        .filter_map(|seen| seen.at.clone())
        .collect();
    if by_likeness.is_empty() {
        return;
    }
    let is_loose = |record: &Record| {
        by_likeness.contains(&record.label.at)
            && matches!(recogniser.labels.name(&record.label.value, None, effort), Named::Loosely(_))
    };
    let loose: Vec<usize> =
        (0..layout.records.len()).filter(|rank| is_loose(&layout.records[*rank])).collect();
    let answered =
        |record: &Record| !record.fields.is_empty() || !record.actors.is_empty() || !record.ticked.is_empty();
    // A band that names a competence over lines of it, and answers nothing, is no better label.
    let is_band = |rank: usize| {
        let ids = &layout.records[rank].competences;
        !answered(&layout.records[rank])
            && loose.binary_search(&(rank + 1)).is_ok()
            && layout.records[rank + 1].competences.iter().any(|id| ids.contains(id))
    };
    let better: BTreeSet<CompetenceId> = (0..layout.records.len())
        .filter(|rank| loose.binary_search(rank).is_err() && !is_band(*rank))
        .flat_map(|rank| layout.records[rank].competences.clone())
        .collect();
    for rank in loose {
        let record = &mut layout.records[rank];
        if !record.competences.iter().any(|id| better.contains(id)) {
            continue;
        }
        record.competences.clear();
        let told = layout.facts.iter_mut().filter(|seen| seen.at.as_ref() == Some(&record.label.at));
        for seen in told {
            if let Fact::CloseLabel(near) = &seen.fact {
                (seen.fact, seen.competence) = (Fact::OutsideLabel(Some(near.clone())), None);
            }
        }
    }
}
