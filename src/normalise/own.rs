//! « La CC » in the grouping's own inventory is that grouping, whatever the commune of the school that inherits it.

use super::Normaliser;
use super::entities::Piece;
use crate::model::inventory::{Answer, Assignment, Mention};
use crate::model::referential::Reach;
use crate::model::scope::{Level, Scope};

impl Normaliser {
    /// Gives its name to the grouping of communes that the inventory of this territory names by its type alone.
    pub fn name_own_grouping(&self, scope: &Scope, assignments: &mut [Assignment]) {
        let Some(own) = self.grouping(scope) else { return };
        for assignment in assignments {
            let answered = match &mut assignment.answer {
                Answer::Entities(mentions) => mentions.as_mut_slice(),
                _ => &mut [],
            };
            for mention in answered.iter_mut().chain(&mut assignment.performers) {
                let same = own.kind.is_none_or(|kind| mention.kind == Some(kind));
                if mention.core.is_empty() && self.is_grouping(mention) && same {
                    mention.core.clone_from(&own.core);
                }
            }
        }
    }

    /// A grouping as its inventory calls it; `None` where it only lists its communes.
    fn grouping(&self, scope: &Scope) -> Option<Mention> {
        if scope.level != Level::Groupement {
            return None;
        }
        let Piece::Entity { mention, .. } = self.entities.read(&scope.name) else { return None };
        let of_grouping =
            mention.kind.is_none_or(|kind| self.entities.reach(kind) == Reach::Intercommunalite);
        // « Rezé, Bouguenais » are its communes.
        (of_grouping && !mention.core.is_empty() && !scope.name.contains(',')).then_some(mention)
    }
}
