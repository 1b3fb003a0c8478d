//! The state of each couple (school, required competence), from the assignments of the inventory that counts.

use crate::model::document::DocumentId;
use crate::model::dossier::{AssignmentLine, Couple, EntityId, Origin, State};
use crate::model::given::Given;
use crate::model::inventory::{Answer, Assignment};
use crate::model::referential::CompetenceId;

/// A line that answers, and the entities that it makes responsible.
#[derive(Clone, Copy)]
pub(super) struct Read<'a> {
    pub(super) assignment: &'a Assignment,
    pub(super) responsible: &'a [EntityId],
}

/// The couples of a school whose inventory counts, in the order of the competences given.
pub(super) fn answered(
    required: &[CompetenceId],
    document: DocumentId,
    lines: &[AssignmentLine],
) -> Vec<Couple> {
    required
        .iter()
        .map(|&competence| {
            let own: Vec<Read<'_>> = lines
                .iter()
                .filter(|line| line.assignment.competence == Some(competence))
                .map(|line| Read { assignment: &line.assignment, responsible: &line.responsible })
                .collect();
            couple(competence, document, &own)
        })
        .collect()
}

/// The couples of a school that is expected and whose inventory is not there.
pub(super) fn not_returned(required: &[CompetenceId]) -> Vec<Couple> {
    required.iter().map(|&competence| blank(competence, State::NotReturned, None)).collect()
}

fn blank(competence: CompetenceId, state: State, document: Option<DocumentId>) -> Couple {
    Couple {
        competence,
        state,
        origin: Origin::School,
        responsible: Vec::new(),
        mode: None,
        service_level: String::new(),
        kept: None,
        given: Given::default(),
        written: String::new(),
        document,
        at: None,
    }
}

/// The mode that all the lines give; none where they disagree, or where one of several entities' lines is silent about
/// it. Equal answers are one, and what one of them tells isn't taken back by the silence of another.
fn common_mode(lines: &[Read<'_>]) -> Option<crate::model::referential::Mode> {
    let equal = lines.windows(2).all(|pair| pair[0].responsible == pair[1].responsible);
    let mut modes = lines.iter().map(|line| line.assignment.mode).filter(|mode| mode.is_some() || !equal);
    let first = modes.next()?;
    first.filter(|_| modes.all(|mode| mode == first))
}

/// A blank line says nothing. Equal answers are one; answers that differ make the couple shared, unless none of them
/// names an entity. A cell that can't be read doesn't count beside one that can.
pub(super) fn couple(competence: CompetenceId, document: DocumentId, lines: &[Read<'_>]) -> Couple {
    let readable = |line: &&Read<'_>| !matches!(line.assignment.answer, Answer::Blank | Answer::Unreadable);
    let not_blank = |line: &&Read<'_>| !matches!(line.assignment.answer, Answer::Blank);
    let mut telling: Vec<Read<'_>> = lines.iter().filter(readable).copied().collect();
    if telling.is_empty() {
        telling = lines.iter().filter(not_blank).copied().collect();
    }
    let mut responsible: Vec<EntityId> = Vec::new();
    for line in &telling {
        for id in line.responsible {
            if !responsible.contains(id) {
                responsible.push(*id);
            }
        }
    }
    let states: Vec<State> = telling.iter().map(|line| state_alone(line)).collect();
    let state = settled(&states, responsible.len());
    // What stands beside the answers; beside the label where nobody answered.
    let first = |wanted: &dyn Fn(&Read<'_>) -> bool| telling.iter().copied().find(wanted);
    let mut written: Vec<&str> = Vec::new();
    for line in &telling {
        let words = line.assignment.written.as_str();
        if !words.is_empty() && !written.contains(&words) {
            written.push(words);
        }
    }
    Couple {
        responsible,
        mode: common_mode(&telling),
        service_level: first(&|line| !line.assignment.details.service_level.is_empty())
            .map(|line| line.assignment.details.service_level.clone())
            .unwrap_or_default(),
        kept: first(&|line| line.assignment.details.kept.is_some())
            .and_then(|line| line.assignment.details.kept),
        given: telling.iter().fold(Given::default(), |given, line| given.or(line.assignment.details.given)),
        written: written.join(" | "),
        at: telling.first().or(lines.first()).map(|line| line.assignment.at.clone()),
        ..blank(competence, state, Some(document))
    }
}

/// The state that one line alone would give.
fn state_alone(line: &Read<'_>) -> State {
    match &line.assignment.answer {
        Answer::Blank => State::NotStudied,
        Answer::Entities(_) => match line.responsible.len() {
            0 => State::Orphan,
            1 => State::Covered,
            _ => State::Shared,
        },
        Answer::Nobody => State::Orphan,
        // Something stands there that nobody can read: the competence was studied, its answer is still to come.
        Answer::ToDefine | Answer::Unreadable => State::ToDefine,
        Answer::NotApplicable(_) => State::NotApplicable,
    }
}

/// The state of lines together.
fn settled(states: &[State], responsible: usize) -> State {
    let Some((&first, rest)) = states.split_first() else { return State::NotStudied };
    if responsible > 1 {
        return State::Shared;
    }
    if rest.iter().all(|state| *state == first) {
        return first;
    }
    if responsible == 1 {
        // One line names an entity, another says nobody: the school contradicts itself.
        return State::Shared;
    }
    // Nobody is named anywhere: the answer is still open if one line says so, missing otherwise.
    if states.contains(&State::ToDefine) { State::ToDefine } else { State::Orphan }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consolidate::testing::{a_mention, an_answer};
    use crate::model::referential::{Mode, Referential};
    use crate::model::school::Uai;

    /// The couple of one competence answered so: each answer with the ranks of its entities once reconciled.
    fn answered_by(answers: &[(Answer, &[u32])]) -> Couple {
        let uai = Uai::from_digits("0350122").unwrap();
        let lines: Vec<AssignmentLine> = answers
            .iter()
            .enumerate()
            .map(|(rank, (answer, ids))| {
                let mut assignment = an_answer(0, answer.clone());
                assignment.at.cell.row = 10 + rank as u32;
                AssignmentLine {
                    uai,
                    document: DocumentId(7),
                    assignment,
                    responsible: ids.iter().map(|id| EntityId(*id)).collect(),
                    performers: Vec::new(),
                }
            })
            .collect();
        answered(&[CompetenceId(0)], DocumentId(7), &lines).remove(0)
    }

    fn named(names: &[&str]) -> Answer {
        let referential = Referential::default();
        Answer::Entities(names.iter().map(|name| a_mention(&referential, name, "", name)).collect())
    }

    #[test]
    fn each_answer_gives_its_state() {
        for (answer, ids, state) in [
            (named(&["Mairie"]), &[3][..], State::Covered),
            (named(&["Mairie", "Scolavia"]), &[3, 4], State::Shared),
            // Two spellings of one entity, reconciled.
            (named(&["Mairie", "Ville de Valbrune"]), &[3], State::Covered),
            (named(&[]), &[], State::Orphan),
            (Answer::Nobody, &[], State::Orphan),
            (Answer::ToDefine, &[], State::ToDefine),
            (Answer::NotApplicable(None), &[], State::NotApplicable),
            (Answer::Unreadable, &[], State::ToDefine),
            (Answer::Blank, &[], State::NotStudied),
        ] {
            let couple = answered_by(&[(answer.clone(), ids)]);
            assert_eq!(couple.state, state, "{answer:?}");
            assert_eq!(couple.responsible.len(), ids.len());
            assert_eq!(couple.document, Some(DocumentId(7)));
            assert_eq!(couple.at.unwrap().cell.to_string(), "B11");
        }
    }

    #[test]
    fn a_competence_absent_from_the_inventory_is_not_studied() {
        let couple = answered_by(&[]);
        assert_eq!((couple.state, couple.at), (State::NotStudied, None));
    }

    #[test]
    fn answers_given_again_are_one_if_equal_and_shared_if_not() {
        let mairie = || named(&["Mairie"]);
        for (answers, state, responsible) in [
            (vec![(mairie(), &[3][..]), (Answer::Blank, &[])], State::Covered, 1),
            (vec![(Answer::Blank, &[]), (mairie(), &[3])], State::Covered, 1),
            (vec![(mairie(), &[3]), (mairie(), &[3])], State::Covered, 1),
            (vec![(mairie(), &[3]), (named(&["Scolavia"]), &[4])], State::Shared, 2),
            (vec![(mairie(), &[3]), (Answer::Nobody, &[])], State::Shared, 1),
            (vec![(mairie(), &[3]), (Answer::Unreadable, &[])], State::Covered, 1),
            (vec![(Answer::Nobody, &[]), (Answer::ToDefine, &[])], State::ToDefine, 0),
            (vec![(Answer::Nobody, &[]), (Answer::NotApplicable(None), &[])], State::Orphan, 0),
        ] {
            let couple = answered_by(&answers);
            assert_eq!((couple.state, couple.responsible.len()), (state, responsible), "{answers:?}");
        }
        let couple = answered_by(&[(Answer::Blank, &[]), (mairie(), &[3]), (named(&["Scolavia"]), &[4])]);
        assert_eq!(couple.written, "Mairie | Scolavia");
        assert_eq!(couple.at.unwrap().cell.to_string(), "B12");
    }

    #[test]
    fn equal_answers_keep_the_mode_that_one_of_them_tells() {
        let uai = Uai::from_digits("0350122").unwrap();
        let line = |entity: u32, mode| {
            let mut assignment = an_answer(0, named(&["Mairie"]));
            assignment.mode = mode;
            AssignmentLine {
                uai,
                document: DocumentId(0),
                assignment,
                responsible: vec![EntityId(entity)],
                performers: Vec::new(),
            }
        };
        let (inside, outside) = (Some(Mode::Internal), Some(Mode::External));
        for (lines, mode) in [
            (vec![line(0, inside), line(0, None)], inside),
            (vec![line(0, None), line(0, inside)], inside),
            (vec![line(0, inside), line(0, outside)], None),
            (vec![line(0, inside), line(1, None)], None),
            (vec![line(0, inside), line(1, inside)], inside),
        ] {
            let couple = answered(&[CompetenceId(0)], DocumentId(0), &lines).remove(0);
            assert_eq!(couple.mode, mode);
        }
    }

    #[test]
    fn the_other_columns_come_from_the_lines_that_answer() {
        let uai = Uai::from_digits("0350122").unwrap();
        let mut assignment = an_answer(0, named(&["Mairie"]));
        assignment.mode = Some(Mode::Partial);
        assignment.details.kept = Some(false);
        assignment.details.service_level = "GTR 4 h".into();
        let line = AssignmentLine {
            uai,
            document: DocumentId(0),
            assignment,
            responsible: vec![EntityId(0)],
            performers: Vec::new(),
        };
        let couple = answered(&[CompetenceId(0)], DocumentId(0), &[line]).remove(0);
        assert_eq!((couple.mode, couple.kept), (Some(Mode::Partial), Some(false)));
        assert_eq!(couple.service_level, "GTR 4 h");
    }
}
