//! The findings on one document, and the rule that explains its verdict.

use crate::model::document::Verdict;
use crate::model::fact::Fact;
use crate::model::finding::Finding;
use crate::model::inventory::{Answer, Content, Inventory, Observed, Owner};
use crate::model::referential::{CompetenceId, Referential};

use super::facts::{Circumstances, judge};
use super::severity::{Severities, Sink};
use super::{Judged, reading, responsibility, school, values};

/// The findings on one document, gravest first: why it can't be read, then what its stages saw and didn't settle.
pub fn document(inventory: &Inventory, referential: &Referential, severities: &Severities) -> Vec<Finding> {
    let mut sink = Sink::new(severities);
    if let Some(judged) = content(inventory) {
        sink.push(on_document(inventory, judged));
    }
    for observed in &inventory.facts {
        if matters(inventory, observed)
            && let Some(finding) = observed_finding(inventory, referential, observed)
        {
            sink.push(finding);
        }
    }
    if inventory.content == Content::Answers
        && inventory.owner == Owner::Unknown
        && !inventory.facts.iter().any(|observed| school::is_rejecting(&observed.fact))
    {
        // A document is never rejected without a finding that says why.
        sink.push(on_document(inventory, school::unknown()));
    }
    sink.sorted()
}

/// The finding of a fact that only the whole batch shows (a newer submission, a copy); `None` if its rule is
/// silenced.
pub fn submission(inventory: &Inventory, fact: &Fact, severities: &Severities) -> Option<Finding> {
    let seen = Circumstances { inventory, competence: None, sheet: "", read: "", on_answer: false };
    let mut sink = Sink::new(severities);
    sink.push(on_document(inventory, judge(fact, &seen)?));
    sink.sorted().pop()
}

/// The code of the rule that explains a verdict: exactly one for each but [`Verdict::Retained`].
pub fn reason(inventory: &Inventory, verdict: Verdict) -> Option<&'static str> {
    let rule = match verdict {
        Verdict::Retained => return None,
        Verdict::Superseded => &school::SUPERSEDED,
        Verdict::Duplicate => &school::SAME_BYTES,
        Verdict::Rejected | Verdict::Ignored => match &inventory.content {
            Content::Unreadable(failure) => reading::failure_rule(failure),
            Content::NoTable => &reading::NO_TABLE,
            Content::Empty => &reading::EMPTY_WORKBOOK,
            Content::NotAnInventory(_) => &reading::NOT_AN_INVENTORY,
            Content::Answers => school::rejection(inventory),
        },
    };
    Some(rule.code)
}

/// Whether the findings on what a document says are worth telling. Those of a copy or of a replaced submission
/// would ask the school to mend what no longer counts.
pub fn tells_content(verdict: Verdict) -> bool {
    !matches!(verdict, Verdict::Superseded | Verdict::Duplicate)
}

fn content(inventory: &Inventory) -> Option<Judged> {
    match &inventory.content {
        Content::Answers => None,
        Content::NoTable => Some(reading::no_table()),
        Content::Empty => Some(reading::empty_workbook()),
        Content::Unreadable(failure) => Some(reading::failure(failure)),
        Content::NotAnInventory(why) => Some(reading::not_an_inventory(*why)),
    }
}

/// Nobody asks whose a document is that can't be read or that is no inventory: its content is the reason.
fn matters(inventory: &Inventory, observed: &Observed) -> bool {
    match inventory.content {
        Content::Answers => true,
        Content::NoTable | Content::Empty | Content::Unreadable(_) => {
            !school::is_rejecting(&observed.fact) || inventory.owner != Owner::Unknown
        }
        Content::NotAnInventory(_) => false,
    }
}

fn observed_finding(
    inventory: &Inventory,
    referential: &Referential,
    observed: &Observed,
) -> Option<Finding> {
    let competence = observed.competence.and_then(|id| referential.competences.get(usize::from(id.0)));
    let judged = judge(
        &observed.fact,
        &Circumstances {
            inventory,
            competence: competence.map(|competence| competence.label.as_str()),
            sheet: observed.at.as_ref().map_or("", |at| &at.sheet),
            read: &observed.read,
            on_answer: is_on_answer(inventory, observed),
        },
    )?;
    if settles_a_state(&judged) && is_outside_states(inventory, referential, observed) {
        return None;
    }
    let whole_sheet = matches!(observed.fact, Fact::SheetLeftOut(_));
    Some(Finding {
        sheet: observed.at.as_ref().map(|at| at.sheet.clone()),
        cell: observed.at.as_ref().filter(|_| !whole_sheet).map(|at| at.cell),
        competence: observed.competence,
        read: match &observed.fact {
            Fact::ContradictoryAnswers(answers) if observed.read.is_empty() => answers.join(" | "),
            _ => observed.read.clone(),
        },
        ..on_document(inventory, judged)
    })
}

/// Whether a fact stands in the cell of an answer, one that couldn't be read for its sake where it keeps from reading.
fn is_on_answer(inventory: &Inventory, observed: &Observed) -> bool {
    let concerns = |answer: &Answer| match observed.fact {
        Fact::CellError | Fact::FormulaWithoutValue => *answer == Answer::Unreadable,
        Fact::StruckInPart => true,
        _ => false,
    };
    observed.at.as_ref().is_some_and(|at| {
        inventory.assignments.iter().any(|assignment| concerns(&assignment.answer) && assignment.at == *at)
    })
}

/// Whether a fact concerns only complements, or lines outside the referential: they have no state, so that nothing
/// there can keep a couple from being covered. A line that stands for a group has no competence of its own: its
/// assignments tell.
fn is_outside_states(inventory: &Inventory, referential: &Referential, observed: &Observed) -> bool {
    let required = |id: CompetenceId| {
        referential.competences.get(usize::from(id.0)).is_some_and(|competence| competence.required)
    };
    if let Some(id) = observed.competence {
        return !required(id);
    }
    let mut lines = inventory
        .assignments
        .iter()
        .filter(|assignment| observed.at.as_ref() == Some(&assignment.at))
        .peekable();
    lines.peek().is_some() && lines.all(|line| !line.competence.is_some_and(required))
}

fn settles_a_state(judged: &Judged) -> bool {
    [
        &values::ERROR_ANSWER,
        &values::FORMULA_ANSWER,
        &values::DITTO_OF_NOTHING,
        &responsibility::SEVERAL_RESPONSIBLES,
        &responsibility::PERSON_ALONE,
        &responsibility::PERFORMERS_ONLY,
    ]
    .contains(&judged.rule)
}

fn on_document(inventory: &Inventory, judged: Judged) -> Finding {
    Finding { document: Some(inventory.document.id), uai: inventory.owner.uai(), ..judged.into_finding() }
}
