//! What a school inherits: for each competence that its own inventory leaves blank, the answer of the nearest
//! territory that gives one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::consolidate::entities::{BodyId, Gathering, Local, Reconciled};
use crate::consolidate::states::{self, Read};
use crate::model::document::DocumentId;
use crate::model::dossier::{Couple, EntityId, HigherLine, Origin, State};
use crate::model::inventory::{Answer, Assignment};
use crate::model::referential::CompetenceId;
use crate::model::school::School;
use crate::model::scope::{Level, Scope, place_of};

/// An inventory of a higher level that counts.
pub(super) struct Higher {
    pub(super) scope: Arc<Scope>,
    pub(super) document: DocumentId,
    pub(super) assignments: Vec<Assignment>,
}

/// The inventories of a higher level of one académie, found by place.
#[derive(Default)]
pub(super) struct Above {
    all: Vec<Higher>,
    by_place: BTreeMap<(Level, (String, String)), Vec<usize>>,
    /// Mentions counted already, by document: one cell read for a hundred schools is one spelling met once.
    counted: Vec<BTreeSet<(BodyId, String)>>,
}

/// An answer of a higher level, read for one school.
pub(super) struct Applied {
    /// Ranks of the inventory and of its line.
    higher: usize,
    line: usize,
    responsible: Vec<BodyId>,
}

impl Above {
    pub(super) fn new(all: Vec<Higher>) -> Self {
        let mut by_place: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (rank, higher) in all.iter().enumerate() {
            let level = higher.scope.level;
            if level == Level::Academie {
                by_place.entry((level, (String::new(), String::new()))).or_default().push(rank);
            }
            for place in &higher.scope.places {
                by_place.entry((level, place.clone())).or_default().push(rank);
            }
        }
        Self { counted: vec![BTreeSet::new(); all.len()], all, by_place }
    }

    /// The answers that hold for a school unless it answers itself: for each competence, those of the nearest
    /// inventory that gives one. A type named alone (« la mairie ») is completed by the school.
    pub(super) fn read_for(
        &mut self,
        school: &School,
        gathering: &mut Gathering<'_>,
        local: &mut Local<'_>,
    ) -> Vec<Applied> {
        if self.all.is_empty() {
            return Vec::new();
        }
        let mut applied = Vec::new();
        let mut answered: BTreeSet<CompetenceId> = BTreeSet::new();
        for level in Level::ALL {
            let Some(place) = place_of(school, level) else { continue };
            let ranks = self.by_place.get(&(level, place)).cloned().unwrap_or_default();
            // Two groupings of one commune answer together: what they say differently is shared.
            let nearer = answered.clone();
            for higher in ranks {
                for (line, assignment) in self.all[higher].assignments.iter().enumerate() {
                    let telling = assignment.answer != Answer::Blank;
                    let competence = assignment.competence.filter(|id| telling && !nearer.contains(id));
                    let Some(competence) = competence else { continue };
                    answered.insert(competence);
                    let mentions = match &assignment.answer {
                        Answer::Entities(mentions) => mentions.as_slice(),
                        _ => &[],
                    };
                    let counted = &mut self.counted[higher];
                    let responsible =
                        mentions.iter().map(|mention| gathering.note_once(local, mention, counted)).collect();
                    applied.push(Applied { higher, line, responsible });
                }
            }
        }
        applied
    }

    /// Fills the couples that a school left blank; gives the inherited ones that its own contradict.
    pub(super) fn complete(
        &self,
        couples: &mut [Couple],
        applied: &[Applied],
        reconciled: &Reconciled,
    ) -> Vec<Couple> {
        let mut contradicted = Vec::new();
        let entities: Vec<Vec<EntityId>> =
            applied.iter().map(|one| super::entities_of(reconciled, &one.responsible)).collect();
        for own in couples {
            let lines: Vec<(DocumentId, Read<'_>)> = applied
                .iter()
                .zip(&entities)
                .map(|(one, responsible)| {
                    let higher = &self.all[one.higher];
                    let assignment = &higher.assignments[one.line];
                    (higher.document, Read { assignment, responsible })
                })
                .filter(|(_, read)| read.assignment.competence == Some(own.competence))
                .collect();
            // The document of the line whose cell the couple gives.
            let readable = lines.iter().find(|(_, read)| read.assignment.answer != Answer::Unreadable);
            let Some(&(document, _)) = readable.or(lines.first()) else { continue };
            let lines: Vec<Read<'_>> = lines.into_iter().map(|(_, read)| read).collect();
            let inherited =
                Couple { origin: Origin::Inherited, ..states::couple(own.competence, document, &lines) };
            if own.state == State::NotStudied {
                *own = inherited;
            } else if contradicts(own, &inherited) {
                contradicted.push(inherited);
            }
        }
        contradicted
    }

    /// The lines read for one school.
    pub(super) fn assignments<'s>(&'s self, applied: &'s [Applied]) -> impl Iterator<Item = &'s Assignment> {
        applied.iter().filter_map(|one| self.all.get(one.higher)?.assignments.get(one.line))
    }

    /// Every line of these inventories, with the entities that it became in the schools it was read for.
    pub(super) fn lines<'s>(
        self,
        applied: impl Iterator<Item = &'s Applied>,
        reconciled: &Reconciled,
    ) -> Vec<HigherLine> {
        let mut responsible: BTreeMap<(usize, usize), BTreeSet<EntityId>> = BTreeMap::new();
        for one in applied {
            let ids = super::entities_of(reconciled, &one.responsible);
            responsible.entry((one.higher, one.line)).or_default().extend(ids);
        }
        let mut lines = Vec::new();
        for (rank, higher) in self.all.into_iter().enumerate() {
            for (line, assignment) in higher.assignments.into_iter().enumerate() {
                lines.push(HigherLine {
                    scope: Arc::clone(&higher.scope),
                    document: higher.document,
                    assignment,
                    responsible: responsible.remove(&(rank, line)).unwrap_or_default().into_iter().collect(),
                });
            }
        }
        lines
    }
}

/// Whether a school says otherwise than what it would inherit. An answer that a higher level postpones leaves the
/// school free.
fn contradicts(own: &Couple, inherited: &Couple) -> bool {
    if inherited.state == State::ToDefine {
        return false;
    }
    let set = |couple: &Couple| couple.responsible.iter().copied().collect::<BTreeSet<_>>();
    own.state != inherited.state || set(own) != set(inherited)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consolidate::testing::an_answer;

    fn couple(answer: Answer, ids: &[u32]) -> Couple {
        let assignment = an_answer(0, answer);
        let responsible: Vec<EntityId> = ids.iter().map(|id| EntityId(*id)).collect();
        let read = Read { assignment: &assignment, responsible: &responsible };
        states::couple(CompetenceId(0), DocumentId(0), &[read])
    }

    #[test]
    fn a_school_contradicts_what_says_otherwise_and_not_what_is_postponed() {
        let named = |ids: &[u32]| couple(Answer::Entities(Vec::new()), ids);
        for (own, inherited, contradicted) in [
            (named(&[1]), named(&[1]), false),
            (named(&[1, 2]), named(&[2, 1]), false),
            (named(&[1]), named(&[2]), true),
            (named(&[1, 2]), named(&[1]), true),
            (couple(Answer::ToDefine, &[]), named(&[1]), true),
            (named(&[1]), couple(Answer::Nobody, &[]), true),
            (named(&[1]), couple(Answer::ToDefine, &[]), false),
            (couple(Answer::Nobody, &[]), couple(Answer::Nobody, &[]), false),
        ] {
            assert_eq!(contradicts(&own, &inherited), contradicted, "{own:?} {inherited:?}");
        }
    }
}
