//! « Ludorive et Intégralys »: one name or two? No cell tells alone, but the batch does: two, where each side stands
//! by itself in some other answer.

use std::collections::BTreeSet;

use super::Normaliser;
use super::entities::Piece;
use crate::model::fact::Fact;
use crate::model::inventory::{Answer, Inventory, Mention, Observed};
use crate::model::referential::Reach;

impl Normaliser {
    /// Cuts the names joined by « et » or « & » whose two sides are names that other answers give alone.
    pub fn cut_known_names(&self, inventories: &mut [Inventory]) {
        let mut known: BTreeSet<String> = BTreeSet::new();
        for mention in inventories.iter().flat_map(|inventory| &inventory.assignments).flat_map(mentions) {
            if self.bears_a_name(mention) && joints(&mention.written).next().is_none() {
                known.insert(mention.core.clone());
            }
        }
        for inventory in inventories {
            for assignment in &mut inventory.assignments {
                let Answer::Entities(mentions) = &mut assignment.answer else { continue };
                let cut: Vec<Mention> =
                    mentions.iter().flat_map(|mention| self.cut_known(mention, &known)).collect();
                if cut.len() == mentions.len() {
                    continue;
                }
                inventory.facts.push(Observed {
                    fact: Fact::SeveralEntities(cut.iter().map(|mention| mention.written.clone()).collect()),
                    at: Some(assignment.at.clone()),
                    competence: assignment.competence,
                    read: assignment.written.clone(),
                });
                *mentions = cut;
            }
        }
    }

    fn cut_known(&self, mention: &Mention, known: &BTreeSet<String>) -> Vec<Mention> {
        // « Communauté de communes et Ludorive » has the core of « Ludorive », and is two all the same.
        if self.is_grouping(mention) || self.bears_a_name(mention) && !known.contains(&mention.core) {
            for (left, right) in joints(&mention.written) {
                let right = self.known(right, known).map(|right| vec![right]).or_else(|| {
                    // « A et B et C »: the rest may be several in its turn.
                    let rest = self.cut_known(&self.named(right)?, known);
                    (rest.len() > 1).then_some(rest)
                });
                // « CC du Pays de Retz et Ludorive »: a grouping tells itself; what follows must be known.
                let left = self
                    .known(left, known)
                    .or_else(|| self.named(left).filter(|left| self.is_grouping(left)));
                if let (Some(left), Some(right)) = (left, right) {
                    return [vec![left], right].concat();
                }
            }
        }
        vec![mention.clone()]
    }

    fn known(&self, text: &str, known: &BTreeSet<String>) -> Option<Mention> {
        self.named(text).filter(|mention| known.contains(&mention.core))
    }

    fn named(&self, text: &str) -> Option<Mention> {
        match self.entities.read(text) {
            Piece::Entity { mention, .. } => Some(mention),
            Piece::Person => None,
        }
    }

    fn is_grouping(&self, mention: &Mention) -> bool {
        mention.kind.is_some_and(|kind| self.entities.reach(kind) == Reach::Intercommunalite)
    }

    /// A company, or a body that nothing types: only their names hold « et » without being told by their type.
    fn bears_a_name(&self, mention: &Mention) -> bool {
        !mention.core.is_empty()
            && mention.kind.is_none_or(|kind| self.entities.reach(kind) == Reach::National)
    }
}

fn mentions(assignment: &crate::model::inventory::Assignment) -> &[Mention] {
    match &assignment.answer {
        Answer::Entities(mentions) => mentions,
        _ => &[],
    }
}

/// The places where a name may be two, each with its two sides.
fn joints(written: &str) -> impl Iterator<Item = (&str, &str)> {
    [" et ", " ET ", " Et ", " & "].into_iter().filter_map(|joint| written.split_once(joint))
}
