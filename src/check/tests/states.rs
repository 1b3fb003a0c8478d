use std::collections::BTreeSet;

use super::{
    COMMUNE, EDITEUR, FAI, MOA, assert_sentence, assert_well_written, assignment, codes, columns, couple,
    covered, documents, dossier, entities, inventory, known, line, mention, referential, seen, uai,
};
use crate::check::{RULES, Severities, document, rule};
use crate::model::document::DocumentId;
use crate::model::dossier::{Couple, Dossier, EntityId, Origin, State};
use crate::model::fact::Fact;
use crate::model::finding::{Finding, Severity};
use crate::model::grouping::{Join, Spelling};
use crate::model::inventory::{Answer, Content, Mention};
use crate::model::referential::Mode;
use crate::model::thresholds::Thresholds;

/// The findings on states. What the other columns lack has its own scenarios, with answers that fill them.
fn judge(dossier: &Dossier, severities: &Severities) -> Vec<Finding> {
    let mut findings = crate::check::dossier(dossier, severities, &Thresholds::default());
    findings.retain(|finding| !columns::FAMILIES.contains(&&finding.rule.code[..3]));
    findings
}

fn judged(dossier: &Dossier) -> Vec<Finding> {
    judge(dossier, &Severities::default())
}

/// What is said of a couple beside a covered one, of which nothing is said.
fn on(couple: Couple) -> Vec<Finding> {
    judged(&dossier(vec![covered(MOA), couple]))
}

/// The same, with a fact that the reading of its document had told.
fn after(fact: Fact, couple: Couple, severities: &Severities) -> Vec<&'static str> {
    let mut dossier = dossier(vec![covered(MOA), couple]);
    let mut read = inventory(Content::Answers, known(), vec![seen(fact)]);
    read.assignments.push(assignment(FAI, Answer::Unreadable));
    dossier.findings = document(&read, &referential(), severities);
    codes(&judge(&dossier, severities))
}

/// « Accès à Internet » is answered by two spellings of one entity.
fn reconciled() -> Dossier {
    let two = Answer::Entities(vec![mention("Mairie", COMMUNE), mention("Ville de Valbrune", COMMUNE)]);
    let one = Answer::Entities(vec![mention("Mairie", COMMUNE)]);
    let mut dossier = dossier(vec![covered(MOA), covered(FAI)]);
    dossier.assignments = vec![line(assignment(FAI, two), &[0], &[]), line(assignment(MOA, one), &[0], &[])];
    dossier
}

/// The school sent nothing that counts.
fn without_answer(received: Vec<DocumentId>) -> Dossier {
    let mut dossier =
        dossier(vec![couple(MOA, State::NotReturned, &[]), couple(FAI, State::NotReturned, &[])]);
    dossier.schools[0].retained = None;
    dossier.schools[0].received = received;
    dossier
}

#[test]
fn each_state_but_covered_has_its_rule_at_its_cell() {
    for (state, responsible, code, severity) in [
        (State::Shared, [0, 1].as_slice(), "RES-002", Severity::Blocking),
        (State::Orphan, &[], "RES-001", Severity::Blocking),
        (State::ToDefine, &[], "COU-002", Severity::Blocking),
        (State::NotStudied, &[], "COU-001", Severity::Blocking),
        (State::NotApplicable, &[], "COU-004", Severity::Info),
    ] {
        let findings = on(couple(FAI, state, responsible));
        let [finding] = findings.as_slice() else { panic!("{state:?}: {findings:?}") };
        assert_eq!((finding.rule.code, finding.severity), (code, severity), "{state:?}");
        assert_eq!(finding.competence, Some(FAI));
        assert_eq!(finding.uai, Some(uai()));
        assert_eq!(finding.document, Some(DocumentId(7)));
        assert_eq!(finding.cell.unwrap().to_string(), "C10");
        assert_eq!(finding.read, "ce qui est écrit");
        assert_sentence(&finding.message);
        assert_well_written(&finding.expected);
        assert!(finding.message.contains("Accès à Internet"), "{}", finding.message);
    }
    assert_eq!(on(covered(FAI)), []);
    assert_eq!(on(couple(FAI, State::NotReturned, &[])), []);
}

#[test]
fn shared_responsibility_names_the_entities_that_surely_are() {
    let findings = on(couple(FAI, State::Shared, &[0, 1, 2]));
    assert_eq!(
        findings[0].message,
        "La compétence «\u{a0}Accès à Internet\u{a0}» a 3 entités responsables\u{a0}: \
         «\u{a0}Mairie de Valbrune\u{a0}», «\u{a0}Scolavia\u{a0}» et 1\u{a0}autre."
    );
}

#[test]
fn answers_that_contradict_each_other_without_naming_two_entities_are_told_as_such() {
    let findings = on(couple(FAI, State::Shared, &[0]));
    assert_eq!(codes(&findings), ["RES-002"]);
    assert!(findings[0].message.contains("réponses contradictoires"), "{}", findings[0].message);
    assert_sentence(&findings[0].message);
}

#[test]
fn an_answer_that_cannot_be_read_is_not_said_to_be_put_off() {
    let told = |answer: Answer| {
        let mut dossier = dossier(vec![covered(MOA), couple(FAI, State::ToDefine, &[])]);
        dossier.assignments = vec![line(assignment(FAI, answer), &[], &[])];
        judged(&dossier).remove(0).message
    };
    assert!(told(Answer::ToDefine).ends_with("son responsable reste à définir."));
    assert!(told(Answer::Unreadable).ends_with("n’a pas pu être lue."));
}

#[test]
fn a_competence_not_studied_says_whether_its_label_stands_there() {
    let label_alone = Couple { written: String::new(), ..couple(FAI, State::NotStudied, &[]) };
    let nowhere = Couple { at: None, document: None, ..label_alone.clone() };
    assert!(on(label_alone)[0].message.ends_with("mais rien n’est écrit en face."));
    let findings = on(nowhere);
    assert!(findings[0].message.ends_with("ne figure pas dans l’inventaire."));
    assert_eq!((findings[0].sheet.as_deref(), findings[0].cell), (None, None));
    assert_eq!(findings[0].document, Some(DocumentId(7)), "the school's document, all the same");
}

#[test]
fn what_the_reading_told_is_not_told_again_by_the_state() {
    let none = Severities::default();
    for (fact, state) in [
        (Fact::PersonAlone, State::Orphan),
        (Fact::PerformersOnly, State::Orphan),
        (Fact::CellError, State::NotStudied),
        (Fact::FormulaWithoutValue, State::ToDefine),
        (Fact::DittoOfNothing, State::ToDefine),
        (Fact::NotApplicableWithoutReason, State::NotApplicable),
    ] {
        assert_eq!(after(fact.clone(), couple(FAI, state, &[]), &none), [""; 0], "{fact:?}");
    }
    // What explains nothing leaves the state its own finding.
    assert_eq!(after(Fact::StruckThrough, couple(FAI, State::Orphan, &[]), &none), ["RES-001"]);
    assert_eq!(after(Fact::PersonAlone, couple(FAI, State::ToDefine, &[]), &none), ["COU-002"]);
}

#[test]
fn a_cause_that_the_configuration_lightens_or_silences_explains_nothing() {
    let orphan = || couple(FAI, State::Orphan, &[]);
    let mut severities = Severities::default();
    severities.silence(rule("RES-003").unwrap());
    assert_eq!(after(Fact::PersonAlone, orphan(), &severities), ["RES-001"]);
    severities.change(rule("RES-003").unwrap(), Severity::Info);
    assert_eq!(after(Fact::PersonAlone, orphan(), &severities), ["RES-001"]);
}

#[test]
fn a_line_that_stands_for_a_group_explains_each_of_its_competences() {
    let mut dossier = dossier(vec![
        Couple { at: couple(MOA, State::Orphan, &[]).at, ..couple(MOA, State::Orphan, &[]) },
        Couple { at: couple(MOA, State::Orphan, &[]).at, ..couple(FAI, State::Orphan, &[]) },
    ]);
    let mut on_line = seen(Fact::PersonAlone);
    on_line.competence = None;
    let read = inventory(Content::Answers, known(), vec![on_line]);
    dossier.findings = document(&read, &referential(), &Severities::default());
    assert_eq!(codes(&dossier.findings), ["RES-003"]);
    assert_eq!(judged(&dossier), []);
}

#[test]
fn names_reconciled_into_one_entity_leave_a_trace() {
    let findings = judged(&reconciled());
    assert_eq!(codes(&findings), ["RES-008"]);
    assert_eq!(findings[0].competence, Some(FAI));
    assert!(findings[0].message.contains("Mairie de Valbrune"), "{}", findings[0].message);
}

#[test]
fn a_missing_mode_is_told_at_its_cell_where_others_are_given() {
    let without = Couple { mode: None, ..covered(FAI) };
    let findings = on(without);
    assert_eq!(codes(&findings), ["MOD-001"]);
    assert_eq!(findings[0].cell.unwrap().to_string(), "C10");
    assert_eq!(findings[0].competence, Some(FAI));
    // Nobody holds it: there is no mode to give.
    let orphan = Couple { mode: None, ..couple(FAI, State::Orphan, &[]) };
    assert_eq!(codes(&on(orphan)), ["RES-001"]);
}

#[test]
fn an_inventory_without_any_mode_is_told_once() {
    let without = |competence| Couple { mode: None, ..covered(competence) };
    let findings = judged(&dossier(vec![without(MOA), without(FAI)]));
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!(finding.rule.code, "MOD-001");
    assert_eq!((finding.competence, finding.cell), (None, None));
    assert_eq!(finding.sheet.as_deref(), Some("Inventaire"));
    assert_eq!(finding.document, Some(DocumentId(7)));
    assert!(finding.message.contains("2\u{a0}compétences"), "{}", finding.message);
    assert_sentence(&finding.message);
}

#[test]
fn a_mode_written_and_not_understood_is_not_missing_too() {
    let without = Couple { mode: None, ..covered(FAI) };
    assert_eq!(after(Fact::UnknownMode, without, &Severities::default()), [""; 0]);
}

#[test]
fn a_third_party_is_not_internal() {
    for (entity, mode, expected) in [
        (1, Mode::Internal, ["MOD-002"].as_slice()),
        (1, Mode::External, &[]),
        (1, Mode::Partial, &[]),
        (0, Mode::Internal, &[]),
        (0, Mode::Partial, &[]),
        (2, Mode::Internal, &[]),
        (2, Mode::External, &[]),
    ] {
        let couple = Couple { mode: Some(mode), ..couple(FAI, State::Covered, &[entity]) };
        assert_eq!(codes(&on(couple)), expected, "{entity} {mode:?}");
    }
    // Until one entity answers, its mode can't be judged.
    let shared = Couple { mode: Some(Mode::Internal), ..couple(FAI, State::Shared, &[0, 1]) };
    assert_eq!(codes(&on(shared)), ["RES-002"]);
}

#[test]
fn an_external_service_needs_a_third_party_somewhere_on_its_row() {
    let external = || dossier(vec![covered(MOA), Couple { mode: Some(Mode::External), ..covered(FAI) }]);
    let answer = || Answer::Entities(vec![mention("Mairie", COMMUNE)]);
    assert_eq!(codes(&judged(&external())), ["MOD-003"]);

    let mut with_provider = external();
    let mut row = assignment(FAI, answer());
    row.details.provider = "Scolavia".into();
    with_provider.assignments = vec![line(row, &[0], &[])];
    assert_eq!(judged(&with_provider), []);

    let mut with_performer = external();
    with_performer.assignments = vec![line(assignment(FAI, answer()), &[0], &[1])];
    assert_eq!(judged(&with_performer), []);

    let mut with_internal_performer = external();
    with_internal_performer.assignments = vec![line(assignment(FAI, answer()), &[0], &[0])];
    assert_eq!(codes(&judged(&with_internal_performer)), ["MOD-003"]);
    assert_eq!(entities()[1].kind, Some(EDITEUR));
}

#[test]
fn an_expected_school_without_an_answer_is_told_once_and_without_a_document() {
    let findings = judged(&without_answer(Vec::new()));
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!((finding.rule.code, finding.severity), ("ETB-015", Severity::Warning));
    assert_eq!((finding.document, finding.uai), (None, Some(uai())));
    assert!(finding.message.contains("n’a envoyé aucun inventaire"), "{}", finding.message);

    let findings = judged(&without_answer(vec![DocumentId(3)]));
    assert!(findings[0].message.contains("n’a pas pu être retenu"), "{}", findings[0].message);

    let mut without_registry = without_answer(Vec::new());
    without_registry.registry = None;
    assert_eq!(judged(&without_registry), [], "without a registry nothing is expected of anybody");
}

#[test]
fn a_school_that_the_registry_ignores_is_told_once() {
    let mut dossier = dossier(vec![covered(MOA), covered(FAI)]);
    dossier.schools[0].expected = false;
    assert_eq!(codes(&judged(&dossier)), ["ETB-012"]);
    let read = inventory(Content::Answers, known(), vec![seen(Fact::UaiNotInRegistry(uai()))]);
    dossier.findings = document(&read, &referential(), &Severities::default());
    assert_eq!(judged(&dossier), []);
    dossier.findings.clear();
    dossier.registry = None;
    assert_eq!(judged(&dossier), []);
}

#[test]
fn a_silenced_or_lightened_state_is_stamped_like_the_rest() {
    let dossier = dossier(vec![couple(MOA, State::Orphan, &[]), couple(FAI, State::NotStudied, &[])]);
    let mut severities = Severities::default();
    severities.silence(rule("COU-001").unwrap());
    severities.change(rule("RES-001").unwrap(), Severity::Warning);
    let findings = judge(&dossier, &severities);
    assert_eq!(codes(&findings), ["RES-001"]);
    assert_eq!(findings[0].severity, Severity::Warning);
}

/// Three competences answered by a company written with a slip, one by a body of no type.
fn named_without_certainty() -> Dossier {
    let by = |written: &str| {
        Answer::Entities(vec![Mention { written: written.into(), kind: None, core: String::new() }])
    };
    let mut dossier = dossier(vec![covered(MOA), covered(FAI)]);
    dossier.entities[1].spellings.push(Spelling {
        written: "Scolavai".into(),
        count: 3,
        schools: 1,
        join: Join::Misspelling,
    });
    dossier.assignments = vec![
        line(assignment(MOA, by("Scolavai")), &[1], &[]),
        line(assignment(FAI, by("Scolavai")), &[1], &[]),
        line(assignment(FAI, by("Scolavia")), &[1], &[]),
        line(assignment(FAI, by("Amis de l’école")), &[2], &[]),
    ];
    dossier
}

#[test]
fn a_name_joined_without_certainty_or_of_no_type_is_told_once_a_document() {
    let findings = judged(&named_without_certainty());
    assert_eq!(codes(&findings), ["RES-007", "RES-008"]);
    let [untyped, joined] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!((untyped.competence, joined.competence), (Some(FAI), None));
    assert_eq!(joined.document, Some(DocumentId(7)));
    assert!(joined.message.contains("«\u{a0}Scolavai\u{a0}» a été compris comme «\u{a0}Scolavia\u{a0}»"));
    assert!(joined.message.contains("2\u{a0}compétences"), "{}", joined.message);
    for finding in &findings {
        assert_sentence(&finding.message);
        assert_eq!(finding.severity, Severity::Info);
        assert_eq!(finding.uai, Some(uai()));
    }
    // The batch types it elsewhere: nothing is left to say.
    let mut typed = named_without_certainty();
    typed.entities[2].typed = true;
    assert_eq!(codes(&judged(&typed)), ["RES-008"]);
}

/// The school names Scolavia where its commune's inventory named the commune.
fn contradicting() -> Dossier {
    let mut dossier = dossier(vec![covered(MOA), couple(FAI, State::Covered, &[1])]);
    let above = Couple { origin: Origin::Inherited, document: Some(DocumentId(9)), ..covered(FAI) };
    dossier.schools[0].contradicted = vec![above];
    dossier
}

#[test]
fn a_school_that_contradicts_a_higher_level_is_told_at_its_own_cell() {
    let findings = judged(&contradicting());
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!((finding.rule.code, finding.severity), ("COH-001", Severity::Warning));
    assert_eq!((finding.document, finding.uai), (Some(DocumentId(7)), Some(uai())));
    assert_eq!(finding.cell.unwrap().to_string(), "C10");
    assert_sentence(&finding.message);
    assert_well_written(&finding.expected);
    for name in ["Scolavia", "Mairie de Valbrune"] {
        assert!(finding.message.contains(name), "{}", finding.message);
    }
}

#[test]
fn what_several_schools_inherit_is_told_once_on_the_inventory_that_says_it() {
    let orphan = || Couple {
        origin: Origin::Inherited,
        document: Some(DocumentId(9)),
        ..couple(FAI, State::Orphan, &[])
    };
    let mut dossier = dossier(vec![covered(MOA), orphan()]);
    let mut other = dossier.schools[0].clone();
    other.couples = vec![covered(MOA), orphan()];
    dossier.schools.push(other);
    let findings = judged(&dossier);
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!((finding.rule.code, finding.document, finding.uai), ("RES-001", Some(DocumentId(9)), None));

    let modeless = Couple { mode: None, origin: Origin::Inherited, ..covered(FAI) };
    dossier.schools.truncate(1);
    dossier.schools[0].couples = vec![covered(MOA), modeless];
    assert_eq!(codes(&judged(&dossier)), ["MOD-001"]);
}

#[test]
fn every_rule_of_the_table_fires_somewhere() {
    let mut fired: BTreeSet<&str> = codes(&documents::every_finding()).into_iter().collect();
    for state in State::ALL {
        let responsible: &[u32] = if state == State::Shared { &[0, 1] } else { &[] };
        fired.extend(codes(&on(couple(FAI, state, responsible))));
    }
    for (entity, mode) in [(0, None), (0, Some(Mode::External)), (1, Some(Mode::Internal))] {
        fired.extend(codes(&on(Couple { mode, responsible: vec![EntityId(entity)], ..covered(FAI) })));
    }
    fired.extend(codes(&judged(&reconciled())));
    fired.extend(codes(&judged(&named_without_certainty())));
    fired.extend(codes(&judged(&without_answer(Vec::new()))));
    fired.extend(codes(&judged(&contradicting())));
    fired.extend(codes(&columns::every_finding()));
    let listed: BTreeSet<&str> = RULES.iter().map(|rule| rule.code).collect();
    let silent: Vec<&&str> = listed.difference(&fired).collect();
    assert!(
        silent.is_empty(),
        "no case of these tests fires {silent:?}: add one to the examples that they go through"
    );
    assert_eq!(fired, listed, "a rule that fires isn't in the table");
}
