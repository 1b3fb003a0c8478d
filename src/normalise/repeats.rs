//! The same competence answered twice in one workbook: equal answers are one, different ones are told.

use std::collections::BTreeMap;

use crate::model::fact::Fact;
use crate::model::inventory::{Answer, Assignment, Observed};
use crate::model::referential::CompetenceId;

/// Reports repeated and contradictory answers, and drops the blank lines that another line answers: a band named
/// like a competence, a label repeated for its details.
pub(super) fn report(assignments: &mut Vec<Assignment>, seen: &mut Vec<Observed>) {
    let mut answered: BTreeMap<CompetenceId, Vec<usize>> = BTreeMap::new();
    for (index, assignment) in assignments.iter().enumerate() {
        if let Some(competence) = assignment.competence
            && assignment.answer != Answer::Blank
        {
            answered.entry(competence).or_default().push(index);
        }
    }
    for (competence, lines) in &answered {
        let [first, rest @ ..] = lines.as_slice() else { continue };
        let Some(last) = rest.last() else { continue };
        let different =
            rest.iter().any(|line| !same(&assignments[*first].answer, &assignments[*line].answer));
        let fact = if different {
            Fact::ContradictoryAnswers(lines.iter().map(|line| assignments[*line].written.clone()).collect())
        } else {
            Fact::RepeatedAnswer
        };
        let line = &assignments[*last];
        seen.push(Observed {
            fact,
            at: Some(line.at.clone()),
            competence: Some(*competence),
            read: line.written.clone(),
        });
    }
    assignments.retain(|assignment| {
        assignment.answer != Answer::Blank
            || assignment.competence.is_none_or(|competence| !answered.contains_key(&competence))
    });
}

/// Whether two answers say the same, whatever their spelling.
fn same(left: &Answer, right: &Answer) -> bool {
    match (left, right) {
        (Answer::Entities(left), Answer::Entities(right)) => {
            let keys = |mentions: &[crate::model::inventory::Mention]| {
                let mut keys: Vec<_> =
                    mentions.iter().map(|mention| (mention.kind, mention.core.clone())).collect();
                keys.sort();
                keys
            };
            keys(left) == keys(right)
        }
        (Answer::NotApplicable(_), Answer::NotApplicable(_)) => true,
        (left, right) => left == right,
    }
}
