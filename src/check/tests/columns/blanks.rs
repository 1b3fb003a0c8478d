//! What a column lacks: told once, or at each blank.

use super::*;

#[test]
fn an_inventory_that_says_everything_leaves_nothing_to_say() {
    assert_eq!(judged(&complete()), []);
}

#[test]
fn a_column_that_no_line_fills_is_told_once_on_the_inventory() {
    type Blank = fn(&mut Details);
    let blanks: [(Blank, &str, &str); 6] = [
        (
            |details| details.service_level.clear(),
            "PRE-002 -",
            "pour aucune des 4 compétences confiées à un tiers",
        ),
        (|details| details.service.clear(), "PRE-003 -", "pour aucune des 4 compétences confiées à un tiers"),
        (
            |details| details.level.clear(),
            "LOC-001 -",
            "pour aucune des 6 compétences attendues jusque dans l’école",
        ),
        (
            |details| details.documentation = "-".into(),
            "DOC-001 -",
            "pour aucune des 14 compétences confiées",
        ),
        (|details| details.fte = None, "MOY-001 -", "pour aucune des 14 compétences confiées"),
        (|details| details.kept = None, "PER-001 -", "pour aucune des 14 compétences confiées"),
    ];
    for (blank, code, words) in blanks {
        let finding = only(|dossier| all_details(dossier, blank));
        expect(&finding, code, words);
        assert_eq!((finding.document, finding.sheet.as_deref()), (Some(DocumentId(7)), Some("Inventaire")));
        assert_eq!((finding.uai, finding.competence), (Some(super::super::uai()), None));
    }
}

#[test]
fn a_column_filled_here_and_there_is_told_at_each_blank_answer() {
    type Blank = fn(&mut Details);
    let hebergement = 8 + 9 + 1;
    let blanks: [(Blank, &str); 5] = [
        (|details| details.service_level.clear(), "PRE-002"),
        (|details| details.service.clear(), "PRE-003"),
        (|details| details.documentation.clear(), "DOC-001"),
        (|details| details.fte = None, "MOY-001"),
        (|details| details.kept = None, "PER-001"),
    ];
    for (blank, code) in blanks {
        let finding = only(|dossier| details(dossier, "ENT-HEB", blank));
        expect(&finding, &format!("{code} C{hebergement}"), "« Hébergement et exploitation »");
        assert_eq!((finding.competence, finding.uai), (Some(id("ENT-HEB")), Some(super::super::uai())));
        assert_eq!(finding.read, "ce qui est écrit");
    }
    let finding = only(|dossier| details(dossier, "MAT-FAI", |details| details.level = "?".into()));
    expect(&finding, "LOC-001 C20", "« Accès à Internet »");
    // What the project does itself calls for no service; a competence that isn't expected in schools, for no level.
    let mut dossier = complete();
    details(&mut dossier, "ADM-FON", |details| {
        details.service.clear();
        details.service_level.clear();
        details.fte = None;
    });
    details(&mut dossier, "PIL-EVA", |details| details.level.clear());
    assert_eq!(judged(&dossier), []);
}

#[test]
fn more_than_a_few_blanks_of_an_inventory_are_told_together() {
    let blank = |dossier: &mut Dossier, codes: &[&str]| {
        for code in codes {
            details(dossier, code, |details| details.kept = None);
        }
    };
    let mut dossier = complete();
    blank(&mut dossier, &["PIL-MOA", "PIL-EVA", "ACC-FOR"]);
    assert_eq!(told(&judged(&dossier)), ["PER-001 C9", "PER-001 C10", "PER-001 C11"]);
    let finding = only(|dossier| blank(dossier, &["PIL-MOA", "PIL-EVA", "ACC-FOR", "ACC-DOC"]));
    expect(
        &finding,
        "PER-001 -",
        "les compétences « Maîtrise d’ouvrage », « Évaluation », « Formation aux usages pédagogiques » et «",
    );
    assert_eq!(finding.sheet.as_deref(), Some("Inventaire"));
}

#[test]
fn a_third_party_without_a_mode_is_never_told_as_declared_external() {
    let mut dossier = complete();
    details(&mut dossier, "ENT-HEB", |details| details.service_level.clear());
    for line in &mut dossier.assignments {
        if line.assignment.competence == Some(id("ENT-HEB")) {
            line.assignment.mode = None;
        }
    }
    for couple in dossier.schools.iter_mut().flat_map(|file| &mut file.couples) {
        if couple.competence == id("ENT-HEB") {
            couple.mode = None;
        }
    }
    let findings = judged(&dossier);
    assert_eq!(codes(&findings), ["MOD-001", "PRE-002"]);
    expect(&findings[1], "PRE-002 C18", "le niveau de service attendu du tiers n’est pas indiqué");
    assert!(findings.iter().all(|finding| !finding.message.contains("externalisée")), "{findings:#?}");
}

#[test]
fn a_service_of_which_nothing_is_said_is_told_once() {
    let nothing = |details: &mut Details| {
        details.service.clear();
        details.service_level.clear();
    };
    let finding = only(|dossier| details(dossier, "ENT-HEB", nothing));
    expect(&finding, "PRE-002 C18", "Ni type de prestation ni niveau de service");
    let finding = only(|dossier| all_details(dossier, nothing));
    expect(&finding, "PRE-002 -", "aucune des 4 compétences confiées à un tiers");
    // Unless the rule that tells both is silenced.
    let mut dossier = complete();
    all_details(&mut dossier, nothing);
    let mut severities = Severities::default();
    severities.silence(rule("PRE-002").unwrap());
    let findings = crate::check::dossier(&settled(&dossier), &severities, &Thresholds::default());
    assert_eq!(codes(&findings), ["PRE-003"]);
}

#[test]
fn an_answer_for_a_group_is_told_once_with_its_competences() {
    let finding = only(|dossier| {
        let together = dossier.schools[0].couples[12].at.clone();
        dossier.schools[0].couples[13].at.clone_from(&together);
        let lines = dossier.assignments.iter_mut();
        for line in lines.filter(|line| line.assignment.competence == Some(id("ADM-TEC"))) {
            line.assignment.at = together.clone().unwrap();
        }
        for code in ["ADM-FON", "ADM-TEC"] {
            details(dossier, code, |details| details.kept = None);
        }
    });
    expect(&finding, "PER-001 C21", "les compétences « Administration fonctionnelle de l’ENT » et «");
    assert_eq!(finding.competence, None);
}

#[test]
fn what_schools_inherit_is_told_once_in_the_inventory_that_gives_it() {
    let mut dossier = complete();
    add_school(&mut dossier, School { uai: Uai::from_digits("0440124").unwrap(), ..(*school()).clone() });
    let inherited: Vec<AssignmentLine> = dossier.assignments.drain(..14).collect();
    dossier.assignments.clear();
    for file in &mut dossier.schools {
        for couple in &mut file.couples {
            couple.origin = Origin::Inherited;
            couple.document = Some(DocumentId(3));
        }
    }
    let scope = Arc::new(Scope {
        academie: "17".into(),
        level: Level::Academie,
        places: BTreeSet::new(),
        name: "Nantes".into(),
    });
    dossier.higher = inherited
        .into_iter()
        .map(|line| HigherLine {
            scope: Arc::clone(&scope),
            document: DocumentId(3),
            assignment: line.assignment,
            responsible: line.responsible,
        })
        .collect();
    assert_eq!(judged(&dossier), [], "a local person is named above");
    for line in &mut dossier.higher {
        line.assignment.details.service_level.clear();
        line.assignment.details.end = Some(day(2026, 8, 31));
    }
    dossier.higher.truncate(9);
    dossier.schools.iter_mut().for_each(|file| file.couples.truncate(9));
    let findings = judged(&dossier);
    assert!(findings.iter().all(|finding| finding.uai.is_none() && finding.document == Some(DocumentId(3))));
    let services = findings.iter().filter(|finding| finding.rule.code == "PRE-002");
    assert_eq!(services.count(), 1, "{:?}", told(&findings));
    let ended: BTreeSet<String> = told(&findings).into_iter().filter(|told| told.ends_with("P9")).collect();
    assert_eq!(ended.len(), 1, "{:?}", told(&findings));
}

#[test]
fn a_school_without_a_resource_person_is_told_once() {
    let nobody = |details: &mut Details| details.local_person = "néant".into();
    let finding = only(|dossier| all_details(dossier, nobody));
    expect(&finding, "LOC-003 -", "Aucune personne ressource locale");
    assert_eq!((finding.document, finding.uai), (Some(DocumentId(7)), Some(super::super::uai())));
    // A line of the complement names somebody.
    let mut dossier = complete();
    all_details(&mut dossier, nobody);
    let mut network = dossier.assignments[0].clone();
    network.assignment.competence = Some(id("CPL-RES"));
    network.assignment.at.cell.row = 40;
    dossier.assignments.push(network);
    assert_eq!(judged(&dossier), []);
}
