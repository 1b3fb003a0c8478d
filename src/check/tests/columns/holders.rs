//! Who holds much, and who disagrees with whom.

use super::*;

#[test]
fn whoever_holds_much_is_told_in_figures_and_never_named() {
    let person = |name: &'static str| move |details: &mut Details| details.person = name.into();
    let finding = only(|dossier| all_details(dossier, person("Mme Durand")));
    expect(&finding, "RES-012 -", "Une même personne est nommée pour 14 compétences sur 14");
    assert_eq!(finding.severity, Severity::Info);
    // One address, two writings of a name.
    let finding = only(|dossier| {
        for (rank, line) in dossier.assignments.iter_mut().take(7).enumerate() {
            line.assignment.details.email = "c.durand@example.org".into();
            line.assignment.details.person = ["Mme Durand", "DURAND C."][rank % 2].into();
        }
    });
    expect(&finding, "RES-012 -", "pour 7 compétences sur 14");
    // A mailbox of the school is nobody.
    let mut dossier = complete();
    all_details(&mut dossier, |details| details.email = "ce.0440123a@ac-nantes.fr".into());
    assert_eq!(judged(&dossier), []);

    let finding = only(|dossier| {
        for code in ["ACC-FOR", "ACC-DOC", "ACC-PEM", "ACC-ASS", "ADM-FON", "ADM-TEC"] {
            answer(dossier, code, State::Covered, &[MAIRIE], Mode::Internal);
        }
    });
    expect(&finding, "RES-013 -", "L’entité « Mairie de Valbrune » est responsable de 10 compétences sur 14");
}

#[test]
fn a_third_party_that_the_academie_relies_on_is_told_once_for_all_schools() {
    let mut dossier = complete();
    for rank in 0..4 {
        let uai = Uai::from_digits(&format!("044020{rank}")).unwrap();
        let commune = format!("Commune {rank}").into();
        add_school(&mut dossier, School { uai, commune, ..(*school()).clone() });
    }
    let findings = judged(&dossier);
    assert_eq!(told(&findings), ["RES-014 -"]);
    expect(&findings[0], "RES-014 -", "Le tiers « Scolavia » est responsable d’au moins une compétence dans");
    assert!(findings[0].message.contains("5 sur 5"), "{}", findings[0].message);
    assert_eq!((findings[0].document, findings[0].uai), (None, None));
    let high = Thresholds { third_party_percent: 100, ..Thresholds::default() };
    assert_eq!(judged_with(&dossier, &high), []);
}

#[test]
fn the_park_of_a_public_school_is_expected_of_its_commune() {
    let park = |holder: EntityId, mode: Mode| {
        move |dossier: &mut Dossier| answer(dossier, "MAT-PRC", State::Covered, &[holder], mode)
    };
    let finding = only(park(CIRCO, Mode::Internal));
    expect(&finding, "RES-015 C19", "d’une école publique est confié à « Circonscription de Valbrune »");
    assert_eq!(finding.severity, Severity::Info);
    // A third party that the commune steers.
    let mut dossier = complete();
    park(EDITEUR, Mode::External)(&mut dossier);
    assert_eq!(judged(&dossier), []);
    // A private school has no commune.
    let finding = only(|dossier| {
        let mut private = (*dossier.schools[0].school).clone();
        private.sector = Sector::Private;
        dossier.schools[0].school = Arc::new(private);
    });
    expect(&finding, "RES-015 C19", "d’une école privée est confié à « Mairie de Valbrune »");
}

#[test]
fn schools_of_a_commune_that_disagree_are_told_once_a_competence() {
    let mut dossier = complete();
    for rank in 0..2 {
        let uai = Uai::from_digits(&format!("044020{rank}")).unwrap();
        add_school(&mut dossier, School { uai, ..(*school()).clone() });
    }
    assert_eq!(judged(&dossier), []);
    answer(&mut dossier, "MAT-FAI", State::Covered, &[FAI], Mode::External);
    let findings = judged(&dossier);
    assert_eq!(told(&findings), ["COH-002 -"]);
    let message = "« Accès à Internet » : « Mairie de Valbrune » (2 écoles : 0440200";
    expect(&findings[0], "COH-002 -", message);
    assert!(findings[0].message.contains("«\u{a0}Ouestelo\u{a0}» (1\u{a0}école"), "{}", findings[0].message);
    assert_eq!(findings[0].competence, Some(id("MAT-FAI")));
    // What is decided in each school can't be contradicted by another; nor can a private school.
    let mut private = (*dossier.schools[0].school).clone();
    private.sector = Sector::Private;
    dossier.schools[0].school = Arc::new(private);
    answer(&mut dossier, "MAT-PRC", State::Covered, &[ECOLE], Mode::Internal);
    assert_eq!(judged(&dossier), []);
}
