//! What is written beside an answer, and can't be left so.

use super::*;

#[test]
fn services_that_nobody_steers_are_told_beside_the_state_that_blocks() {
    let mut dossier = complete();
    answer(&mut dossier, "PIL-MOA", State::ToDefine, &[], Mode::Internal);
    let findings = judged(&dossier);
    assert_eq!(told(&findings), ["COU-002 C9", "PRE-001 C9"]);
    expect(&findings[1], "PRE-001 C9", "4 compétences externalisées n’ont pas une entité qui les pilote");
    assert_eq!(findings[1].severity, Severity::Warning);
    // Nothing to steer, nothing to tell.
    for code in ["ENT-EDI", "ENT-MOE", "ENT-MNT", "ENT-HEB"] {
        answer(&mut dossier, code, State::Covered, &[MAIRIE], Mode::Internal);
    }
    assert_eq!(told(&judged(&dossier)), ["COU-002 C9"]);
    // Inherited: once, where it is answered, with the number of schools.
    let mut dossier = complete();
    answer(&mut dossier, "PIL-MOA", State::Orphan, &[], Mode::Internal);
    dossier.schools[0].couples[0].origin = Origin::Inherited;
    dossier.schools[0].couples[0].document = Some(DocumentId(3));
    let second = dossier.schools[0].clone();
    dossier.schools.push(second);
    let findings = judged(&dossier);
    let steering: Vec<&Finding> = findings.iter().filter(|finding| finding.rule.code == "PRE-001").collect();
    assert_eq!(steering.len(), 1);
    expect(steering[0], "PRE-001 C9", "dans 2 écoles qui héritent de cette réponse");
    assert_eq!((steering[0].document, steering[0].uai), (Some(DocumentId(3)), None));
}

#[test]
fn a_contract_is_told_once_it_has_ended_or_is_about_to() {
    for (end, kept, expected) in [
        (day(2026, 11, 23), Some(true), Some("PRE-004 P18")),
        // It runs through its last day.
        (day(2026, 11, 24), None, Some("PRE-005 P18")),
        (day(2027, 2, 22), Some(false), Some("PRE-005 P18")),
        (day(2027, 2, 22), Some(true), Some("PER-002 P18")),
        (day(2027, 2, 23), Some(true), None),
    ] {
        let mut dossier = complete();
        details(&mut dossier, "ENT-HEB", |details| {
            details.end = Some(end);
            details.kept = kept;
        });
        let dates: Vec<String> =
            told(&judged(&dossier)).into_iter().filter(|told| told.ends_with("P18")).collect();
        assert_eq!(dates, expected.into_iter().collect::<Vec<_>>(), "{end} {kept:?}");
    }
    let finding = only(|dossier| {
        details(dossier, "ENT-HEB", |details| details.end = Some(day(2026, 8, 31)));
    });
    expect(&finding, "PRE-004 P18", "a pris fin le 31/08/2026");
    assert_eq!(finding.read, "31/08/2026");
    // The delay is the configuration's.
    let mut dossier = complete();
    details(&mut dossier, "ENT-HEB", |details| details.end = Some(day(2026, 12, 31)));
    let short = Thresholds { contract_days: 10, ..Thresholds::default() };
    assert_eq!(judged_with(&dossier, &short), []);
    assert_eq!(codes(&judged(&dossier)), ["PER-002"]);
}

#[test]
fn a_contract_that_another_line_follows_is_not_told() {
    let mut dossier = complete();
    let mut next = dossier
        .assignments
        .iter()
        .find(|line| line.assignment.competence == Some(id("ENT-HEB")))
        .unwrap()
        .clone();
    next.assignment.at.cell.row = 40;
    next.assignment.details.start = Some(day(2027, 1, 1));
    dossier.assignments.push(next);
    details(&mut dossier, "ENT-HEB", |details| {
        if details.start != Some(day(2027, 1, 1)) {
            details.end = Some(day(2026, 12, 31));
        }
    });
    assert_eq!(judged(&dossier), []);
}

#[test]
fn an_end_before_its_start_says_nothing_of_the_contract() {
    let finding = only(|dossier| {
        details(dossier, "ENT-HEB", |details| details.end = Some(day(2025, 8, 31)));
    });
    expect(&finding, "PRE-006 P18", "la fin (31/08/2025) vient avant le début (01/09/2025)");
}

#[test]
fn a_person_whose_time_has_passed_is_to_be_renewed() {
    let passed = |details: &mut Details| details.end = Some(day(2026, 8, 31));
    let finding = only(|dossier| {
        details(dossier, "ADM-FON", passed);
        details(dossier, "ADM-FON", |details| details.person = "Mme Durand".into());
    });
    expect(&finding, "RES-011 P21", "La personne nommée pour la compétence");
    let finding = only(|dossier| details(dossier, "ADM-FON", passed));
    expect(&finding, "RES-011 P21", "elle a pris fin le 31/08/2026");
    // It isn't told before: people are renewed each year.
    let mut dossier = complete();
    details(&mut dossier, "ADM-FON", |details| details.end = Some(day(2026, 12, 31)));
    assert_eq!(judged(&dossier), []);
    // A provider's name makes it a contract.
    let finding = only(|dossier| {
        details(dossier, "ADM-FON", passed);
        details(dossier, "ADM-FON", |details| details.provider = "Scolavia".into());
    });
    expect(&finding, "PRE-004 P21", "a pris fin");
}

#[test]
fn what_is_not_kept_is_compared_with_the_fiche_and_with_the_referential() {
    let not_kept = |details: &mut Details| details.kept = Some(false);
    let finding = only(|dossier| details(dossier, "ACC-DOC", not_kept));
    expect(&finding, "PER-003 K12", "la fiche demande le contraire");
    assert_eq!(finding.severity, Severity::Warning);
    let finding = only(|dossier| details(dossier, "MAT-FAI", not_kept));
    expect(&finding, "PER-004 K20", "le référentiel propose le contraire");
    assert_eq!(finding.severity, Severity::Info);
    let mut dossier = complete();
    details(&mut dossier, "ENT-MOE", not_kept);
    assert_eq!(judged(&dossier), [], "the referential lets it end with the deployment");
}

#[test]
fn a_level_that_stops_where_the_competence_is_not_expected_is_told_at_its_cell() {
    let finding = only(|dossier| details(dossier, "MAT-PRC", |details| details.level = "Rectorat".into()));
    expect(&finding, "LOC-002 L19", "l’intervention s’arrête au niveau « académie »");
    assert_eq!(finding.expected, "école, commune et intercommunalité");
    for (code, level) in [
        ("MAT-PRC", "école"),
        ("MAT-PRC", "commune, académie"),
        ("MAT-PRC", "niveau 1"),
        ("MAT-FAI", "intercommunalité"),
        // Nearer than the académie, which the referential admits.
        ("ACC-DOC", "circonscription"),
    ] {
        let mut dossier = complete();
        details(&mut dossier, code, |details| details.level = level.into());
        assert_eq!(judged(&dossier), [], "{level}");
    }
}

#[test]
fn documentation_that_does_not_exist_is_told_at_its_cell() {
    let finding = only(|dossier| details(dossier, "ADM-TEC", |details| details.documentation = "Non".into()));
    expect(&finding, "DOC-002 M22", "pas de documentation pour la compétence");
}

#[test]
fn one_face_of_the_administration_asks_for_the_other() {
    let mut dossier = complete();
    answer(&mut dossier, "ADM-TEC", State::NotStudied, &[], Mode::Internal);
    let findings = judged(&dossier);
    assert_eq!(told(&findings), ["COU-001 C22", "ADM-001 C21"]);
    expect(&findings[1], "ADM-001 C21", "rien ne dit si « École Les Mésanges » tient les deux");
    // An answer put off was thought of.
    answer(&mut dossier, "ADM-TEC", State::ToDefine, &[], Mode::Internal);
    assert_eq!(codes(&judged(&dossier)), ["COU-002"]);
}

#[test]
fn means_beyond_belief_are_told_at_their_cell() {
    let finding = only(|dossier| details(dossier, "ADM-FON", |details| details.fte = Some(120.0)));
    expect(&finding, "MOY-002 N21", "dépasse 50 ETP");
    assert_eq!(finding.read, "120,00");
    let finding = only(|dossier| details(dossier, "ENT-HEB", |details| details.cost = Some(10_000_001.0)));
    expect(&finding, "MOY-002 O18", "Le coût annuel indiqué");
    let mut dossier = complete();
    details(&mut dossier, "ADM-FON", |details| details.fte = Some(50.0));
    assert_eq!(judged(&dossier), []);
}
