//! Tables that few of their titles give away: questions, posts, persons under bodies, codes, two columns of names.

use maillage::model::fact::Fact;

use crate::support::{sheet, understand};

#[track_caller]
fn reads(rows: &[&str], expected: &[&str]) {
    let understood = understand(vec![sheet("Inventaire", rows)]);
    let lines = understood.lines();
    for line in expected {
        assert!(lines.iter().any(|read| read.contains(line)), "{line} is not in {lines:#?}");
    }
}

#[test]
fn a_few_questions_that_name_a_competence_leave_the_others_to_the_list() {
    reads(
        &[
            "Question | Réponse",
            "Qui évalue le projet, fait le bilan ? | DSDEN",
            "Qui forme les enseignants aux usages en classe ? | ERUN",
            "Qui fournit la documentation (tutos, guides) ? | rectorat",
            "Qui aide à la prise en main au début ? | ERUN",
            "Qui assiste les utilisateurs en cas de problème ? | mairie",
            "Qui installe et paramètre la solution (intégrateur) ? | rectorat",
            "Qui assure la maintenance de l'ENT ? | éditeur",
            "Qui entretient les ordinateurs et le réseau de l'école ? | mairie",
        ],
        &["PIL-EVA DSDEN", "ACC-FOR CIRCO", "ACC-ASS COMMUNE", "MAT-PRC COMMUNE", "ENT-MOE ACADEMIE"],
    );
}

#[test]
fn posts_answer_where_no_column_asks_who() {
    reads(
        &[
            "Mission | Nom | Qualité",
            "Pilotage | Mme Fournier | Adjointe au maire",
            "Documentation | M. Delattre | ERUN",
            "Prise en main | Mme Lemaire | Directrice",
        ],
        &["PIL-MOA COMMUNE", "ACC-DOC CIRCO", "ACC-PEM ECOLE"],
    );
}

#[test]
fn letters_that_blanks_alone_part_mean_what_the_legend_says() {
    reads(
        &[
            "Compétences | Mairie | ERUN | Académie",
            "Documentation | A | R | ",
            "Évaluation |  | A | R",
            "Prise en main | A | R | I",
            "",
            "R = responsable   A = aide   I = informé",
        ],
        &["ACC-DOC CIRCO", "PIL-EVA ACADEMIE", "ACC-PEM CIRCO"],
    );
}

#[test]
fn a_person_or_a_service_under_a_body_acts_for_it_and_is_told() {
    let understood = understand(vec![sheet(
        "Inventaire",
        &[
            "Compétences | Mairie | Rectorat | Circonscription",
            "Maîtrise d'ouvrage | Mme Grondin | | ",
            "Hébergement | | DSI | ",
            "Prise en main | | | M. Lebon",
            "Documentation | | | ERUN",
        ],
    )]);
    assert_eq!(
        understood.lines(),
        [
            "PIL-MOA COMMUNE:Mairie [] B2",
            "ENT-HEB ACADEMIE:Rectorat [] C3",
            "ACC-PEM CIRCO:Circonscription [] D4",
            "ACC-DOC CIRCO:ERUN [] D5",
        ]
    );
    let told = understood.facts.iter().filter_map(|seen| match &seen.fact {
        Fact::UnderBody(title) => Some((title.as_str(), seen.read.as_str(), seen.competence.is_some())),
        _ => None,
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [("Mairie", "Mme Grondin", true), ("Rectorat", "DSI", true), ("Circonscription", "M. Lebon", true)]
    );
}

#[test]
fn names_inside_and_outside_tell_who_and_how() {
    for [inside, outside] in [["Interne", "Externe (société)"], ["Qui assure en interne ?", "Externe"]] {
        let titles = format!("Compétence | {inside} | {outside}");
        let rows = [
            titles.as_str(),
            "Évaluation | Rectorat | ",
            "Prise en main | Circonscription | ",
            "Documentation | ERUN | ",
            "Éditeur de la solution | | Ludexia",
            "Hébergement | | Nuage Bleu",
        ];
        assert_eq!(
            understand(vec![sheet("Inventaire", &rows)]).lines(),
            [
                "PIL-EVA ACADEMIE:Rectorat [internalise] B2",
                "ACC-PEM CIRCO:Circonscription [internalise] B3",
                "ACC-DOC CIRCO:ERUN [internalise] B4",
                "ENT-EDI ?:Ludexia [externalise] C5",
                "ENT-HEB ?:Nuage Bleu [externalise] C6",
            ],
            "{titles}"
        );
    }
}

#[test]
fn codes_of_a_legend_may_be_those_of_companies() {
    reads(
        &[
            "Compétence | Responsable | | Code | Signification",
            "Pilotage | M | | M | Mairie",
            "FAI | O | | O | Orange",
            "Évaluation | R | | R | Rectorat",
            "Prise en main | E | | E | École",
            "Documentation | M | | |",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie",
            "MAT-FAI ?:Orange",
            "PIL-EVA ACADEMIE:Rectorat",
            "ACC-DOC COMMUNE:Mairie",
        ],
    );
}

#[test]
fn a_body_with_a_company_is_two_and_with_a_thing_is_one() {
    reads(
        &[
            "Compétence | Réponse",
            "Pilotage | le rectorat avec Ludexia",
            "FAI | L'éditeur, avec l'abonnement",
        ],
        &["PIL-MOA ACADEMIE:le rectorat + ?:Ludexia", "MAT-FAI EDITEUR:L'éditeur [externalise]"],
    );
}

#[test]
fn administering_the_solution_is_both_administrations() {
    let read = |rows: &[&str]| understand(vec![sheet("Inventaire", rows)]).lines();
    assert_eq!(
        read(&["Compétence | Réponse", "Administrer l'ENT | mairie", "Pilotage | mairie"]),
        ["ADM-FON COMMUNE:mairie [] B2", "ADM-TEC COMMUNE:mairie [] B2", "PIL-MOA COMMUNE:mairie [] B3"]
    );
    assert_eq!(
        read(&[
            "Compétence | Réponse",
            "Administrer l'ENT (technique) | mairie",
            "Administrer l'ENT (fonctionnel) | école",
        ]),
        ["ADM-TEC COMMUNE:mairie [] B2", "ADM-FON ECOLE:école [] B3"]
    );
}

#[test]
fn missions_go_on_beside_the_first() {
    reads(
        &[
            "Structure | Missions | | ",
            "ERUN | Formation aux usages pédagogiques | Prise en main | Documentation",
            "Mairie | Maintenance du parc informatique | Fournisseur d'accès à Internet | ",
            "DSDEN | Évaluation | | ",
        ],
        &["ACC-FOR CIRCO", "ACC-PEM CIRCO", "ACC-DOC CIRCO", "MAT-FAI COMMUNE"],
    );
}

#[test]
fn what_follows_a_comma_may_tell_how_and_is_told() {
    let understood = understand(vec![sheet(
        "Inventaire",
        &[
            "Compétence | Responsable",
            "Maîtrise d'ouvrage | Ville de Rezé, direction de l'éducation",
            "Maître d'œuvre | Lauzes Consulting, choisi par la mairie",
            "Fournisseur d'accès à Internet | Canal+ Telecom",
            "Éditeur | Klasso, édité par Ludexia SAS",
            "Prise en main | (nom de la structure)",
        ],
    )]);
    assert_eq!(
        understood.lines(),
        [
            "PIL-MOA COMMUNE:Ville de Rezé [] B2",
            "ENT-MOE ?:Lauzes Consulting [] B3",
            "MAT-FAI FAI:Canal+ Telecom [] B4",
            "ENT-EDI PRESTATAIRE:Ludexia SAS [] B5",
            "ACC-PEM à définir [] B6",
        ]
    );
    let beside = understood.facts.iter().filter(|seen| seen.fact == Fact::SecondBody);
    assert_eq!(
        beside.map(|seen| seen.read.as_str()).collect::<Vec<_>>(),
        ["Lauzes Consulting, choisi par la mairie", "Klasso, édité par Ludexia SAS"]
    );
}
