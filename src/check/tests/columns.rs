//! Scenarios on the columns that complete an answer, from an inventory that fills them all.

mod blanks;
mod holders;
mod written;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{assert_sentence, assert_well_written, codes, dossier as small, school};
use crate::check::{Severities, rule};
use crate::model::calendar::Date;
use crate::model::document::DocumentId;
use crate::model::dossier::{
    AssignmentLine, Couple, Dossier, Entity, EntityId, HigherLine, Origin, SchoolFile, State,
};
use crate::model::finding::{Finding, Severity};
use crate::model::given::{Aspect, Given};
use crate::model::inventory::{Answer, Assignment, DetailCells, Details, Mention};
use crate::model::place::{CellRef, Located, Near, Spot};
use crate::model::referential::{CompetenceId, Mode};
use crate::model::school::{School, Sector, Uai};
use crate::model::scope::{Level, Scope};
use crate::model::thresholds::Thresholds;

/// The families of these rules.
pub(super) const FAMILIES: [&str; 6] = ["PRE", "DOC", "LOC", "ADM", "MOY", "PER"];

const MAIRIE: EntityId = EntityId(0);
const EDITEUR: EntityId = EntityId(1);
const ECOLE: EntityId = EntityId(2);
const CIRCO: EntityId = EntityId(3);
const FAI: EntityId = EntityId(4);

fn id(code: &str) -> CompetenceId {
    crate::referential::embedded().competence_named(code).unwrap()
}

fn day(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}

/// What a line says when it says everything.
fn everything(level: &str) -> Details {
    Details {
        service: "abonnement".into(),
        service_level: "GTR 4 h".into(),
        kept: Some(true),
        level: level.into(),
        local_person: "Mme Durand".into(),
        documentation: "guide en ligne".into(),
        fte: Some(0.5),
        start: Some(day(2025, 9, 1)),
        end: Some(day(2029, 8, 31)),
        ..Details::default()
    }
}

/// One school whose fourteen answers leave nothing to say; on 24 November 2026.
fn complete() -> Dossier {
    let referential = crate::referential::embedded();
    let mut dossier = small(Vec::new());
    dossier.entities = [
        ("Mairie de Valbrune", "COMMUNE"),
        ("Scolavia", "EDITEUR"),
        ("École Les Mésanges", "ECOLE"),
        ("Circonscription de Valbrune", "CIRCO"),
        ("Ouestelo", "FAI"),
    ]
    .map(|(name, kind)| Entity {
        name: name.into(),
        kind: referential.entity_type_named(kind),
        typed: true,
        spellings: Vec::new(),
    })
    .into();
    dossier.referential = Arc::new(referential);
    dossier.schools.clear();
    add_school(&mut dossier, (*school()).clone());
    dossier
}

fn add_school(dossier: &mut Dossier, school: School) {
    let referential = Arc::clone(&dossier.referential);
    let document = DocumentId(7 + dossier.schools.len() as u32);
    let uai = school.uai;
    let mut couples = Vec::new();
    for (rank, competence) in (0u32..).zip(referential.required()) {
        let known = referential.competence(competence);
        let (holder, level, mode) = match &known.code[..3] {
            "PIL" | "MAT" => (MAIRIE, "commune", Mode::Internal),
            "ACC" => (CIRCO, "école et circonscription", Mode::Internal),
            "ENT" => (EDITEUR, "académie", Mode::External),
            _ => (ECOLE, "école", Mode::Internal),
        };
        let at = Spot::new(&"Inventaire".into(), CellRef::new(8 + rank, 2));
        let near = |column| Near::of(CellRef::new(8 + rank, column), at.cell);
        let mut details = everything(level);
        details.cells = DetailCells {
            kept: near(10),
            level: near(11),
            documentation: near(12),
            fte: near(13),
            cost: near(14),
            end: near(15),
        };
        dossier.assignments.push(AssignmentLine {
            uai,
            document,
            assignment: Assignment {
                competence: Some(competence),
                label: Located { value: known.label.clone(), at: at.clone() },
                at: at.clone(),
                written: "ce qui est écrit".into(),
                answer: Answer::Entities(vec![Mention {
                    written: "ce qui est écrit".into(),
                    kind: None,
                    core: String::new(),
                }]),
                performers: Vec::new(),
                mode: Some(mode),
                details,
            },
            responsible: vec![holder],
            performers: Vec::new(),
        });
        couples.push(Couple {
            responsible: vec![holder],
            mode: Some(mode),
            document: Some(document),
            at: Some(at),
            origin: Origin::School,
            ..super::couple(competence, State::Covered, &[])
        });
    }
    dossier.schools.push(SchoolFile {
        school: Arc::new(school),
        expected: true,
        retained: Some(document),
        received: vec![document],
        couples,
        contradicted: Vec::new(),
        local_person: true,
    });
}

fn details(dossier: &mut Dossier, code: &str, change: impl Fn(&mut Details)) {
    for line in dossier.assignments.iter_mut().filter(|line| line.assignment.competence == Some(id(code))) {
        change(&mut line.assignment.details);
    }
}

fn all_details(dossier: &mut Dossier, change: impl Fn(&mut Details)) {
    dossier.assignments.iter_mut().for_each(|line| change(&mut line.assignment.details));
}

/// Changes the state, the holders and the mode of a competence in the first school.
fn answer(dossier: &mut Dossier, code: &str, state: State, holders: &[EntityId], mode: Mode) {
    let couple = dossier.schools[0].couples.iter_mut().find(|couple| couple.competence == id(code)).unwrap();
    couple.state = state;
    couple.responsible = holders.to_vec();
    couple.mode = Some(mode);
    let uai = dossier.schools[0].school.uai;
    let lines = dossier.assignments.iter_mut();
    for line in lines.filter(|line| line.uai == uai && line.assignment.competence == Some(id(code))) {
        line.responsible = holders.to_vec();
        line.assignment.mode = Some(mode);
    }
}

fn judged(dossier: &Dossier) -> Vec<Finding> {
    judged_with(dossier, &Thresholds::default())
}

fn judged_with(dossier: &Dossier, thresholds: &Thresholds) -> Vec<Finding> {
    let findings = crate::check::dossier(&settled(dossier), &Severities::default(), thresholds);
    for finding in &findings {
        assert_sentence(&finding.message);
        assert_well_written(&finding.expected);
        assert!(!finding.expected.is_empty() && !finding.message.contains("Durand"), "{}", finding.message);
    }
    findings
}

/// What the reading and the consolidation make of the details that a scenario changed.
fn settled(dossier: &Dossier) -> Dossier {
    let mut dossier = dossier.clone();
    for details in dossier
        .assignments
        .iter_mut()
        .map(|line| &mut line.assignment.details)
        .chain(dossier.higher.iter_mut().map(|line| &mut line.assignment.details))
    {
        let told = |text: &str| !matches!(text, "" | "-" | "?" | "néant" | "Non" | "non");
        let aspects = [
            (Aspect::Service, told(&details.service)),
            (Aspect::ServiceLevel, told(&details.service_level)),
            (Aspect::Level, told(&details.level)),
            (Aspect::LocalPerson, told(&details.local_person)),
            (Aspect::Documentation, told(&details.documentation)),
            (Aspect::Fte, details.fte.is_some()),
            (Aspect::Cost, details.cost.is_some()),
        ];
        details.given = aspects.into_iter().filter(|(_, told)| *told).map(|(aspect, _)| aspect).collect();
    }
    let network = id("CPL-RES");
    let own = dossier.assignments.iter().map(|line| (Some(line.uai), line.document, &line.assignment));
    let above = dossier.higher.iter().map(|line| (None, line.document, &line.assignment));
    let lines: Vec<_> = own.chain(above).collect();
    for file in &mut dossier.schools {
        let uai = file.school.uai;
        let hold = |line: &Option<Uai>| line.is_none_or(|line| line == uai);
        file.local_person = lines.iter().filter(|(line, _, _)| hold(line)).any(|(_, _, line)| {
            line.details.given.has(Aspect::LocalPerson) || line.competence == Some(network)
        });
        for couple in &mut file.couples {
            let mut given = Given::default();
            couple.kept = None;
            for (_, _, line) in lines.iter().filter(|(line, document, assignment)| {
                hold(line)
                    && couple.document == Some(*document)
                    && assignment.competence == Some(couple.competence)
            }) {
                given = given.or(line.details.given);
                couple.kept = couple.kept.or(line.details.kept);
            }
            couple.given = given;
        }
    }
    dossier
}

/// « code cellule », `-` where the finding has none.
fn told(findings: &[Finding]) -> Vec<String> {
    let cell = |finding: &Finding| finding.cell.map_or_else(|| "-".to_owned(), |cell| cell.to_string());
    findings.iter().map(|finding| format!("{} {}", finding.rule.code, cell(finding))).collect()
}

/// The one finding that a change of the complete inventory calls for.
#[track_caller]
fn only(change: impl FnOnce(&mut Dossier)) -> Finding {
    let mut dossier = complete();
    change(&mut dossier);
    let mut findings = judged(&dossier);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    findings.remove(0)
}

#[track_caller]
fn expect(finding: &Finding, code_and_cell: &str, words: &str) {
    assert_eq!(told(std::slice::from_ref(finding)), [code_and_cell]);
    let message = finding.message.replace('\u{a0}', " ");
    assert!(message.contains(words), "{message}");
}

/// Every finding of these rules.
pub(super) fn every_finding() -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut with = |change: &dyn Fn(&mut Dossier)| {
        let mut dossier = complete();
        change(&mut dossier);
        findings.extend(judged(&dossier));
    };
    with(&|dossier| all_details(dossier, |details| *details = Details::default()));
    with(&|dossier| details(dossier, "ENT-HEB", |details| details.service.clear()));
    with(&|dossier| answer(dossier, "PIL-MOA", State::Orphan, &[], Mode::Internal));
    for end in [day(2026, 8, 31), day(2026, 12, 31), day(2025, 1, 1)] {
        for kept in [None, Some(true)] {
            with(&|dossier| {
                all_details(dossier, |details| {
                    details.end = Some(end);
                    details.kept = kept;
                });
            });
        }
    }
    with(&|dossier| {
        all_details(dossier, |details| {
            details.kept = Some(false);
            details.level = "national".into();
            details.documentation = "non".into();
            details.fte = Some(1_000.0);
            details.person = "Mme Durand".into();
        });
    });
    with(&|dossier| answer(dossier, "ADM-TEC", State::NotStudied, &[], Mode::Internal));
    with(&|dossier| {
        for code in ["MAT-PRC", "PIL-EVA", "ADM-FON", "ADM-TEC", "ACC-ASS", "MAT-FAI", "PIL-MOA"] {
            answer(dossier, code, State::Covered, &[CIRCO], Mode::Internal);
        }
    });
    with(&|dossier| {
        for rank in 0..4 {
            let uai = Uai::from_digits(&format!("044020{rank}")).unwrap();
            add_school(dossier, School { uai, ..(*school()).clone() });
        }
        answer(dossier, "MAT-FAI", State::Covered, &[FAI], Mode::External);
    });
    findings
}
