use std::collections::BTreeSet;
use std::mem::discriminant;

use super::{
    FAI, RESEAU, assert_sentence, assert_well_written, assignment, codes, inventory, known, referential,
    seen, uai,
};
use crate::check::{Severities, document, reason, rule, submission, tells_content};
use crate::model::calendar::Date;
use crate::model::document::Verdict;
use crate::model::fact::{EmailFault, Fact, LeftOut};
use crate::model::finding::{Finding, Severity};
use crate::model::inventory::{
    Answer, Assignment, Content, IdentifiedBy, Inventory, NotAnInventory, Observed, Owner, ReadFailure,
};
use crate::model::referential::Mode;
use crate::model::school::Uai;

pub(super) fn every_fact() -> Vec<Fact> {
    let other = Uai::from_digits("0440999").unwrap();
    let two = || vec!["Accès à Internet".to_owned(), "Maîtrise d’ouvrage".to_owned()];
    vec![
        Fact::CellError,
        Fact::FormulaWithoutValue,
        Fact::StruckThrough,
        Fact::StruckInPart,
        Fact::SheetLeftOut(LeftOut::Example),
        Fact::UnknownColumn,
        Fact::DuplicateColumn,
        Fact::CloseHeader("entité responsable"),
        Fact::NoResponsibleColumn,
        Fact::CloseLabel("Accès à Internet".into()),
        Fact::AmbiguousLabel(two()),
        Fact::OutsideLabel(Some("Accès à Internet".into())),
        Fact::OutsideLabel(None),
        Fact::GroupLabel(two()),
        Fact::AnswerWithoutLabel,
        Fact::LabelsUnread(two()),
        Fact::TableLeftOut,
        Fact::TextBeside(vec!["Q15".into(), "R15".into()]),
        Fact::TwoReadings("la colonne C".into()),
        Fact::RepeatedAnswer,
        Fact::ContradictoryAnswers(vec!["Mme Durand".into(), "Mairie".into()]),
        Fact::Ditto("Mme Durand".into()),
        Fact::DittoOfNothing,
        Fact::MergedDown,
        Fact::SeveralEntities(vec!["Mairie".into(), "Scolavia".into()]),
        Fact::FonctionForEntity {
            fonction: "Référent numérique".into(),
            entity_type: "Circonscription du premier degré".into(),
        },
        Fact::UnderBody("Mairie".into()),
        Fact::MisspeltEntity("École".into()),
        Fact::PersonAlone,
        Fact::PerformersOnly,
        Fact::PerformerForResponsible,
        Fact::NotApplicableWithoutReason,
        Fact::UntypedEntity,
        Fact::NoteOnBlank,
        Fact::PerhapsSeveral,
        Fact::DoubtfulAnswer,
        Fact::Reserved,
        Fact::ReservedBeside,
        Fact::SecondBody,
        Fact::UnknownMode,
        Fact::CloseMode(Mode::External),
        Fact::UnknownDate,
        Fact::UnknownNumber,
        Fact::NegativeNumber,
        Fact::ImplausibleEmail(EmailFault::NoAt),
        Fact::ImplausibleEmail(EmailFault::SeveralAt),
        Fact::ImplausibleEmail(EmailFault::Space),
        Fact::ImplausibleEmail(EmailFault::Comma),
        Fact::ImplausibleEmail(EmailFault::Sign),
        Fact::ImplausibleEmail(EmailFault::Domain),
        Fact::ImplausibleEmail(EmailFault::Misspelt("gmail.com")),
        Fact::UnknownMark,
        Fact::UaiRepaired(uai()),
        Fact::UaiWithoutKey(uai()),
        Fact::UaiWrongKey,
        Fact::UaiMalformed,
        Fact::SchoolUnknown,
        Fact::SchoolAmbiguous(vec![uai(), other]),
        Fact::SchoolByName(uai()),
        Fact::SourcesDisagree(vec![("cellule".into(), uai()), ("mme.durand@example.org".into(), other)]),
        Fact::SchoolByOtherSource(uai(), IdentifiedBy::Sender),
        Fact::UaiNotInRegistry(uai()),
        Fact::UaiOutsideAcademies(uai()),
        Fact::OtherAcademie("Nantes".into()),
        Fact::OtherSchoolName("École Les Mésanges, Valbrune".into()),
        Fact::ScopeUnfit(true),
        Fact::ScopeUnfit(false),
        Fact::ScopeUnnamed("Commune"),
        Fact::ScopeAmbiguous(vec!["Montrivel (44)".into(), "Montrivel (85)".into()]),
        Fact::ScopeContradicted,
        Fact::ScopeAssumed("académie de Nantes".into()),
        Fact::ScopeWithoutSchool(vec!["Perdue".into()]),
        Fact::SupersededBy("depot/v2.xlsx".into()),
        Fact::SameBytesAs("depot/copie.xlsx".into()),
        Fact::OrderContradicted("depot/v2.xlsx".into()),
        Fact::Late {
            sent: Date::constant(2026, 11, 23),
            deadline: Date::constant(2026, 11, 20),
            by_mail: true,
        },
    ]
}

pub(super) fn every_content() -> Vec<Content> {
    let failures = [
        ReadFailure::Unopened("permission denied".into()),
        ReadFailure::EmptyFile,
        ReadFailure::Encrypted,
        ReadFailure::OtherKind("page HTML"),
        ReadFailure::Unsupported(".xls"),
        ReadFailure::Damaged("invalid checksum".into()),
        ReadFailure::OverBudget { budget: "nombre de cellules", limit: "200\u{202f}000".into() },
        ReadFailure::Fault("called unwrap".into()),
    ];
    let others = [
        NotAnInventory::LockTwin,
        NotAnInventory::Hidden,
        NotAnInventory::OtherEnding,
        NotAnInventory::Special,
    ];
    let mut all = vec![Content::Answers, Content::NoTable, Content::Empty];
    all.extend(failures.map(Content::Unreadable));
    all.extend(others.map(Content::NotAnInventory));
    all
}

/// Every finding that a document alone can give, with a school and without one.
pub(super) fn every_finding() -> Vec<Finding> {
    let mut findings = Vec::new();
    for owner in [known(), Owner::Unknown] {
        for content in every_content() {
            findings.extend(judged(&inventory(content, owner.clone(), Vec::new())));
        }
        for fact in every_fact() {
            for observed in [
                seen(fact.clone()),
                Observed { at: None, competence: None, read: String::new(), ..seen(fact.clone()) },
            ] {
                let mut inventory = inventory(Content::Answers, owner.clone(), vec![observed]);
                findings.extend(judged(&inventory));
                inventory.assignments.push(assignment(FAI, Answer::Unreadable));
                findings.extend(judged(&inventory));
            }
        }
    }
    findings
}

fn judged(inventory: &Inventory) -> Vec<Finding> {
    document(inventory, &referential(), &Severities::default())
}

fn codes_of(owner: Owner, facts: Vec<Fact>) -> Vec<&'static str> {
    codes(&judged(&inventory(Content::Answers, owner, facts.into_iter().map(seen).collect())))
}

#[test]
fn no_kind_of_fact_is_forgotten_by_these_tests() {
    // The variants are counted in the source of the enumeration: a new one must be added to `every_fact`.
    let source = include_str!("../../model/fact.rs");
    let body = source.split("pub enum Fact {").nth(1).unwrap().split("\n}").next().unwrap();
    let variants = body
        .lines()
        .filter(|line| line.starts_with("    ") && line.as_bytes().get(4).is_some_and(u8::is_ascii_uppercase))
        .count();
    let mut kinds: Vec<_> = every_fact().iter().map(discriminant).collect();
    kinds.dedup();
    assert_eq!(kinds.len(), variants);
}

#[test]
fn every_message_is_a_french_sentence_without_a_person() {
    let findings = every_finding();
    assert!(findings.len() > 150, "{}", findings.len());
    for finding in findings {
        assert_sentence(&finding.message);
        assert_well_written(&finding.expected);
        assert!(!finding.expected.is_empty(), "{}", finding.message);
        for text in [&finding.message, &finding.expected] {
            for personal in ["Durand", "durand", "@"] {
                assert!(!text.contains(personal), "{text}");
            }
            for foreign in ["permission", "checksum", "unwrap"] {
                assert!(!text.contains(foreign), "{text}");
            }
        }
    }
}

#[test]
fn a_finding_names_its_document_school_cell_and_competence() {
    let findings = judged(&inventory(Content::Answers, known(), vec![seen(Fact::PersonAlone)]));
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!(finding.rule.code, "RES-003");
    assert_eq!(finding.severity, Severity::Blocking);
    assert_eq!(finding.document.map(|id| id.0), Some(7));
    assert_eq!(finding.uai, Some(uai()));
    assert_eq!(finding.sheet.as_deref(), Some("Inventaire"));
    assert_eq!(finding.cell.unwrap().to_string(), "C9");
    assert_eq!(finding.competence, Some(FAI));
    assert_eq!(finding.read, "Mme Durand");
    assert_eq!(
        finding.message,
        "La réponse sur la compétence «\u{a0}Accès à Internet\u{a0}» nomme une personne, mais aucune entité\u{a0}: \
         la compétence n’a pas de responsable."
    );
}

#[test]
fn titles_and_sheets_are_named_and_a_sheet_left_out_has_no_cell() {
    let title = Observed { read: "Salle\ninformatique ?".into(), ..seen(Fact::UnknownColumn) };
    let sheet = seen(Fact::SheetLeftOut(LeftOut::EarlierYear));
    let findings = judged(&inventory(Content::Answers, known(), vec![title, sheet]));
    assert_eq!(codes(&findings), ["LEC-012", "COL-004"]);
    assert!(findings[0].message.contains("«\u{a0}Inventaire\u{a0}»"), "{}", findings[0].message);
    assert!(findings[0].message.contains("autre année"), "{}", findings[0].message);
    assert_eq!(findings[0].cell, None);
    assert!(findings[1].message.contains("«\u{a0}Salle informatique ?\u{a0}»"), "{}", findings[1].message);
}

#[test]
fn empty_sheets_are_not_told() {
    assert_eq!(codes_of(known(), vec![Fact::SheetLeftOut(LeftOut::Empty)]), [""; 0]);
}

#[test]
fn an_error_weighs_more_in_the_cell_of_the_answer_than_beside_it() {
    for (fact, on_answer) in [(Fact::CellError, "VAL-001"), (Fact::FormulaWithoutValue, "VAL-002")] {
        let mut inventory = inventory(Content::Answers, known(), vec![seen(fact)]);
        assert_eq!(codes(&judged(&inventory)), ["VAL-003"]);
        inventory.assignments.push(assignment(FAI, Answer::Unreadable));
        assert_eq!(codes(&judged(&inventory)), [on_answer]);
    }
}

#[test]
fn a_part_that_is_struck_is_told_as_the_answers_or_as_another_cells() {
    let message = |inventory: &Inventory| {
        let findings = judged(inventory);
        assert_eq!(codes(&findings), ["VAL-004"]);
        assert_eq!(findings[0].read, "Mme Durand");
        assert!(!findings[0].message.contains("Durand"), "{}", findings[0].message);
        findings[0].message.clone()
    };
    let mut inventory = inventory(Content::Answers, known(), vec![seen(Fact::StruckInPart)]);
    assert!(message(&inventory).starts_with("Sur la ligne de la compétence"), "{}", message(&inventory));
    inventory.assignments.push(assignment(FAI, Answer::Blank));
    assert!(message(&inventory).starts_with("La réponse sur la compétence"), "{}", message(&inventory));
    inventory.facts[0].at = None;
    inventory.facts[0].competence = None;
    assert!(message(&inventory).starts_with("Une cellule est barrée en partie"), "{}", message(&inventory));
}

#[test]
fn several_entities_are_left_to_the_state_unless_there_will_be_none() {
    let several = || vec![Fact::SeveralEntities(vec!["Mairie de Valbrune".into(), "Scolavia".into()])];
    assert_eq!(codes_of(known(), several()), [""; 0]);
    assert_eq!(codes_of(Owner::Unknown, several()), ["ETB-001", "RES-002"]);
}

#[test]
fn a_person_among_the_entities_keeps_all_names_out_of_the_message() {
    let fact = Fact::SeveralEntities(vec!["Mairie".into(), "Mme Durand".into()]);
    let findings = judged(&inventory(Content::Answers, Owner::Unknown, vec![seen(fact)]));
    let shared = findings.iter().find(|finding| finding.rule.code == "RES-002").unwrap();
    assert_eq!(shared.message, "La compétence «\u{a0}Accès à Internet\u{a0}» a 2 entités responsables.");
}

#[test]
fn a_complement_never_keeps_a_couple_from_being_covered() {
    let on_complement = Observed { competence: Some(RESEAU), ..seen(Fact::PersonAlone) };
    assert_eq!(judged(&inventory(Content::Answers, known(), vec![on_complement])), []);
    let doubt = Observed { competence: Some(RESEAU), ..seen(Fact::DoubtfulAnswer) };
    assert_eq!(codes(&judged(&inventory(Content::Answers, known(), vec![doubt]))), ["VAL-010"]);
}

#[test]
fn a_line_outside_the_referential_never_keeps_a_couple_from_being_covered() {
    let on_line = Observed { competence: None, ..seen(Fact::PersonAlone) };
    let mut read = inventory(Content::Answers, known(), vec![on_line]);
    read.assignments = vec![Assignment { competence: None, ..assignment(FAI, Answer::Nobody) }];
    assert_eq!(judged(&read), []);
    // The same cell answers for a group of required competences.
    read.assignments = vec![assignment(FAI, Answer::Nobody)];
    assert_eq!(codes(&judged(&read)), ["RES-003"]);
}

#[test]
fn a_wrong_uai_rejects_the_document_only_where_nothing_else_tells_the_school() {
    assert_eq!(codes_of(Owner::Unknown, vec![Fact::UaiWrongKey, Fact::SchoolUnknown]), ["ETB-002"]);
    assert_eq!(codes_of(Owner::Unknown, vec![Fact::UaiMalformed, Fact::SchoolUnknown]), ["ETB-003"]);
    assert_eq!(codes_of(Owner::Unknown, vec![Fact::SchoolUnknown]), ["ETB-001"]);
    assert_eq!(codes_of(known(), vec![Fact::UaiWrongKey, Fact::SchoolByName(uai())]), ["ETB-008"]);
    assert_eq!(codes_of(known(), vec![Fact::SchoolByName(uai())]), ["ETB-007"]);
    assert_eq!(codes_of(known(), vec![Fact::UaiMalformed]), ["ETB-008"]);
    let findings = judged(&inventory(Content::Answers, known(), vec![seen(Fact::UaiWrongKey)]));
    assert!(findings.iter().all(|finding| finding.severity == Severity::Warning));
}

#[test]
fn a_document_without_a_school_always_says_why() {
    assert_eq!(codes_of(Owner::Unknown, Vec::new()), ["ETB-001"]);
    assert_eq!(codes_of(known(), Vec::new()), [""; 0]);
}

#[test]
fn nobody_asks_whose_file_it_is_where_it_cannot_be_read() {
    let facts = || vec![seen(Fact::SchoolUnknown)];
    let unreadable = Content::Unreadable(ReadFailure::Encrypted);
    assert_eq!(codes(&judged(&inventory(unreadable, Owner::Unknown, facts()))), ["LEC-004"]);
    let twin = Content::NotAnInventory(NotAnInventory::LockTwin);
    assert_eq!(codes(&judged(&inventory(twin, Owner::Unknown, facts()))), ["LEC-011"]);
}

#[test]
fn every_verdict_but_retained_has_one_reason_which_is_a_rule() {
    for owner in [known(), Owner::Unknown] {
        for content in every_content() {
            let inventory = inventory(content, owner.clone(), Vec::new());
            assert_eq!(reason(&inventory, Verdict::Retained), None);
            for verdict in [Verdict::Superseded, Verdict::Duplicate, Verdict::Rejected, Verdict::Ignored] {
                let code = reason(&inventory, verdict).unwrap();
                assert_eq!(rule(code).unwrap().code, code);
            }
        }
    }
    let duplicate = inventory(Content::Answers, known(), Vec::new());
    assert_eq!(reason(&duplicate, Verdict::Superseded), Some("ETB-016"));
    assert_eq!(reason(&duplicate, Verdict::Duplicate), Some("ETB-017"));
}

#[test]
fn the_reason_of_a_rejection_is_one_of_its_findings_and_does_not_depend_on_their_order() {
    let rejected = |content: Content, facts: Vec<Fact>| {
        let inventory = inventory(content, Owner::Unknown, facts.into_iter().map(seen).collect());
        let code = reason(&inventory, Verdict::Rejected).unwrap();
        assert!(codes(&judged(&inventory)).contains(&code), "{code}");
        code
    };
    for content in every_content() {
        rejected(content, Vec::new());
    }
    let disagree =
        || Fact::SourcesDisagree(vec![("cellule".into(), uai()), ("nom du fichier".into(), uai())]);
    assert_eq!(rejected(Content::Answers, vec![Fact::UaiWrongKey, disagree()]), "ETB-004");
    assert_eq!(rejected(Content::Answers, vec![disagree(), Fact::UaiWrongKey]), "ETB-004");
    assert_eq!(rejected(Content::Answers, vec![Fact::SchoolUnknown, Fact::UaiMalformed]), "ETB-003");
    assert_eq!(rejected(Content::Answers, vec![Fact::SchoolAmbiguous(vec![uai()])]), "ETB-005");
    assert_eq!(rejected(Content::Answers, vec![Fact::UaiOutsideAcademies(uai())]), "ETB-006");
}

#[test]
fn a_newer_submission_is_told_on_the_older_one() {
    let older = inventory(Content::Answers, known(), Vec::new());
    let newer = Fact::SupersededBy("depot/inventaire v2.xlsx".into());
    let finding = submission(&older, &newer, &Severities::default()).unwrap();
    assert_eq!(finding.rule.code, "ETB-016");
    assert_eq!(finding.document, Some(older.document.id));
    assert!(finding.message.contains("depot/inventaire v2.xlsx"), "{}", finding.message);
    let mut severities = Severities::default();
    severities.silence(finding.rule);
    assert_eq!(submission(&older, &newer, &severities), None);
}

#[test]
fn copies_and_replaced_submissions_do_not_ask_for_corrections() {
    let told: Vec<Verdict> = Verdict::ALL.into_iter().filter(|verdict| tells_content(*verdict)).collect();
    assert_eq!(told, [Verdict::Retained, Verdict::Rejected, Verdict::Ignored]);
}

#[test]
fn severities_are_stamped_and_silenced_rules_drop_out() {
    let inventory =
        inventory(Content::Answers, known(), vec![seen(Fact::PersonAlone), seen(Fact::UnknownColumn)]);
    let mut severities = Severities::default();
    severities.change(rule("COL-004").unwrap(), Severity::Blocking);
    severities.silence(rule("RES-003").unwrap());
    let findings = document(&inventory, &referential(), &severities);
    assert_eq!(codes(&findings), ["COL-004"]);
    assert_eq!(findings[0].severity, Severity::Blocking);
}

#[test]
fn findings_come_gravest_first_whatever_the_order_of_the_facts() {
    let mut facts: Vec<Observed> = every_fact().into_iter().map(seen).collect();
    let one_way = judged(&inventory(Content::Answers, known(), facts.clone()));
    facts.reverse();
    let other_way = judged(&inventory(Content::Answers, known(), facts));
    assert_eq!(one_way, other_way);
    assert!(one_way.is_sorted_by_key(|finding| finding.severity));
    let severities: BTreeSet<Severity> = one_way.iter().map(|finding| finding.severity).collect();
    assert_eq!(severities.len(), 3);
}
