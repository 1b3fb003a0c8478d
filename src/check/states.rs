//! The findings on the couples of the schools that answered, and on the schools that didn't.

use std::collections::BTreeMap;

use crate::model::document::DocumentId;
use crate::model::dossier::{AssignmentLine, Couple, Dossier, Origin, SchoolFile, State};
use crate::model::finding::{Finding, Rule};
use crate::model::inventory::Answer;
use crate::model::referential::CompetenceId;
use crate::model::school::Uai;
use crate::model::thresholds::Thresholds;

use super::coherence::Once;
use super::coverage::Beside;
use super::severity::{Severities, Sink};
use super::wording::entity_named;
use super::{
    Judged, administration, coherence, commune, concentration, contracts, coverage, documentation, lasting,
    local, means, mode, naming, responsibility, rows, school, services, values,
};

/// The findings that states call for, gravest first. [`Dossier::findings`] must hold those of the dossier's
/// documents already: what one of them tells of a couple is not told again.
pub fn dossier(dossier: &Dossier, severities: &Severities, thresholds: &Thresholds) -> Vec<Finding> {
    let told = Told::new(&dossier.findings);
    let answers = Answers::new(&dossier.assignments);
    let mut sink = Sink::new(severities);
    let mut once = Once::new(dossier);
    for file in &dossier.schools {
        school::returns(dossier, file, &told, &mut sink);
        for couple in &file.couples {
            // What is inherited is none of the school's lines.
            let lines = match couple.origin {
                Origin::School => answers.of(file.school.uai, couple.competence),
                Origin::Inherited => &[],
            };
            let Some(judged) = judge(dossier, couple, lines) else { continue };
            let causes = causes(judged.rule);
            // A cause counts only if it weighs as much: a rule that the configuration has lightened explains nothing.
            let explained = told.on(couple, causes).is_some_and(|cause| {
                severities.of(judged.rule).is_none_or(|severity| cause.severity <= severity)
            });
            if !explained {
                let finding = on_couple(file, couple, judged);
                match couple.origin {
                    Origin::School => sink.push(finding),
                    Origin::Inherited => once.push(finding, &mut sink),
                }
            }
        }
        mode::judge(dossier, file, &answers, &told, &mut sink);
        mode::judge_inherited(dossier, file, &told, &mut once, &mut sink);
        coherence::judge(dossier, file, &mut sink);
        administration::judge(dossier, file, &mut sink);
        commune::park(dossier, file, &mut once, &mut sink);
    }
    for part in &rows::parts(dossier, &answers) {
        services::judge(dossier, part, &mut sink);
        documentation::judge(dossier, part, &mut sink);
        local::judge(dossier, part, &mut sink);
        means::judge(dossier, part, &told, &mut sink);
        lasting::judge(dossier, part, &mut sink);
        concentration::judge(dossier, part, thresholds, &mut sink);
    }
    let lines = rows::lines(dossier);
    contracts::judge(dossier, &lines, thresholds, &mut sink);
    documentation::none(dossier, &lines, &mut sink);
    local::levels(dossier, &lines, &mut sink);
    means::values(dossier, &lines, thresholds, &mut sink);
    lasting::against_referential(dossier, &lines, &mut sink);
    services::steering(dossier, &mut sink);
    local::people(dossier, &mut sink);
    concentration::third_parties(dossier, thresholds, &mut sink);
    commune::contrary(dossier, &mut sink);
    naming::judge(dossier, &mut sink);
    sink.sorted()
}

/// What the state of a couple calls for.
fn judge(dossier: &Dossier, couple: &Couple, lines: &[&AssignmentLine]) -> Option<Judged> {
    let competence = label(dossier, couple);
    match couple.state {
        State::Covered => {
            let several_names = lines.iter().any(|line| {
                line.responsible.len() == 1
                    && matches!(&line.assignment.answer, Answer::Entities(names) if names.len() > 1)
            });
            let [entity] = couple.responsible.as_slice() else { return None };
            several_names.then(|| responsibility::reconciled(competence, dossier.entity(*entity)))
        }
        State::Shared => {
            let names: Vec<Option<String>> =
                couple.responsible.iter().map(|entity| entity_named(dossier.entity(*entity))).collect();
            Some(responsibility::several(Some(competence), names))
        }
        State::Orphan => Some(responsibility::orphan(competence)),
        State::ToDefine => {
            let readable = lines.iter().any(|line| line.assignment.answer == Answer::ToDefine);
            Some(coverage::to_define(competence, readable || lines.is_empty()))
        }
        State::NotStudied => Some(coverage::not_studied(competence, beside(couple))),
        State::NotApplicable => Some(coverage::not_applicable(competence)),
        // The school is told, not each of its competences.
        State::NotReturned => None,
    }
}

fn beside(couple: &Couple) -> Beside {
    match &couple.at {
        None => Beside::NoLabel,
        Some(_) if couple.written.trim().is_empty() => Beside::Nothing,
        Some(_) => Beside::NoAnswer,
    }
}

/// An answer that couldn't be read.
static UNREAD: &[&Rule] = &[&values::ERROR_ANSWER, &values::FORMULA_ANSWER, &values::DITTO_OF_NOTHING];

/// What the reading may have told already, more narrowly, where a state would tell it again.
static CAUSES: &[(&Rule, &[&Rule])] = &[
    (&responsibility::ORPHAN, &[&responsibility::PERSON_ALONE, &responsibility::PERFORMERS_ONLY]),
    (&coverage::NOT_STUDIED, UNREAD),
    (&coverage::TO_DEFINE, UNREAD),
    (&coverage::NOT_APPLICABLE, &[&coverage::NOT_APPLICABLE_WITHOUT_REASON]),
];

/// Whether a rule says why a couple isn't settled: a state's own, what the reading tells in its stead, or a missing
/// inventory.
pub(super) fn tells_a_state(rule: &Rule) -> bool {
    let states: [&Rule; 5] = [
        &responsibility::ORPHAN,
        &responsibility::SEVERAL_RESPONSIBLES,
        &coverage::TO_DEFINE,
        &coverage::NOT_STUDIED,
        &school::NO_ANSWER,
    ];
    states.contains(&rule) || CAUSES.iter().any(|(_, causes)| causes.contains(&rule))
}

fn causes(rule: &Rule) -> &'static [&'static Rule] {
    CAUSES.iter().find(|(state, _)| *state == rule).map_or(&[], |(_, causes)| causes)
}

/// A finding on a couple, at the cell that answers, or at its label where nothing does.
pub(super) fn on_couple(file: &SchoolFile, couple: &Couple, judged: Judged) -> Finding {
    Finding {
        document: couple.document.or(file.retained),
        sheet: couple.at.as_ref().map(|at| at.sheet.clone()),
        cell: couple.at.as_ref().map(|at| at.cell),
        uai: Some(file.school.uai),
        competence: Some(couple.competence),
        read: couple.written.clone(),
        ..judged.into_finding()
    }
}

/// Label of a couple's competence.
pub(super) fn label<'a>(dossier: &'a Dossier, couple: &Couple) -> &'a str {
    &dossier.referential.competence(couple.competence).label
}

/// The lines that answer for a couple.
pub(super) struct Answers<'a>(Vec<&'a AssignmentLine>);

impl<'a> Answers<'a> {
    fn new(lines: &'a [AssignmentLine]) -> Self {
        let mut lines: Vec<&AssignmentLine> = lines.iter().collect();
        // Stable: the lines of one couple stay in reading order.
        lines.sort_by_key(|line| Self::key(line));
        Self(lines)
    }

    pub(super) fn of(&self, uai: Uai, competence: CompetenceId) -> &[&'a AssignmentLine] {
        let couple = (uai, Some(competence));
        let start = self.0.partition_point(|line| Self::key(line) < couple);
        let end = self.0.partition_point(|line| Self::key(line) <= couple);
        &self.0[start..end]
    }

    fn key(line: &AssignmentLine) -> (Uai, Option<CompetenceId>) {
        (line.uai, line.assignment.competence)
    }
}

/// What the documents of a dossier already tell, by document.
pub(super) struct Told<'a>(BTreeMap<DocumentId, Vec<&'a Finding>>);

impl<'a> Told<'a> {
    fn new(findings: &'a [Finding]) -> Self {
        let mut told: BTreeMap<DocumentId, Vec<&Finding>> = BTreeMap::new();
        for finding in findings {
            if let Some(document) = finding.document {
                told.entry(document).or_default().push(finding);
            }
        }
        Self(told)
    }

    /// Whether a rule is told on a document.
    pub(super) fn in_document(&self, document: DocumentId, rule: &Rule) -> bool {
        self.0.get(&document).is_some_and(|findings| findings.iter().any(|finding| finding.rule == rule))
    }

    /// The gravest finding of one of these rules on a couple: its competence, or the cell that answers for it (a
    /// line that stands for a group has several competences and one cell).
    pub(super) fn on(&self, couple: &Couple, rules: &[&Rule]) -> Option<&'a Finding> {
        let findings = self.0.get(&couple.document?)?;
        findings
            .iter()
            .copied()
            .filter(|finding| rules.contains(&finding.rule))
            .filter(|finding| {
                finding.competence == Some(couple.competence)
                    || couple.at.as_ref().is_some_and(|at| {
                        finding.sheet.as_ref() == Some(&at.sheet) && finding.cell == Some(at.cell)
                    })
            })
            .min_by_key(|finding| finding.severity)
    }
}
