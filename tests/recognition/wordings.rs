//! Titles, labels and layouts that no list of words holds: read by their words or by what stands under them, and told.

use crate::support::{sheet, understand};
use maillage::model::fact::Fact;

#[track_caller]
fn reads(rows: &[&str], expected: &[&str]) {
    assert_eq!(understand(vec![sheet("Inventaire", rows)]).lines(), expected);
}

#[track_caller]
fn told(rows: &[&str], fact: &dyn Fn(&Fact) -> bool) {
    let understood = understand(vec![sheet("Inventaire", rows)]);
    assert!(understood.facts.iter().any(|seen| fact(&seen.fact)), "{:?}", understood.facts);
}

#[test]
fn titles_outside_the_dictionary_are_told_by_their_words() {
    for title in ["Prise en charge", "Organisme en charge", "Qui gère ?"] {
        let rows = [
            format!("Fonction à assurer | {title} | Interne / Externe / Mixte | Contact"),
            "FAI | Mairie | mixte | M. Bodin".to_owned(),
        ];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        reads(&rows, &["MAT-FAI COMMUNE:Mairie [partiel] B2"]);
        told(&rows, &|fact| *fact == Fact::CloseHeader("entité responsable"));
    }
}

#[test]
fn a_title_that_says_nothing_is_told_by_the_entities_under_it() {
    let rows = ["Compétence | Colonne B | Colonne C", "Pilotage | Mairie | a", "FAI | DSDEN | b"];
    reads(&rows, &["PIL-MOA COMMUNE:Mairie [] B2", "MAT-FAI DSDEN:DSDEN [] B3"]);
    told(&rows, &|fact| *fact == Fact::CloseHeader("entité responsable"));
    // Two columns of entities: nothing tells which answers for it.
    let rows = ["Compétence | Colonne B | Colonne C", "Pilotage | Mairie | DSDEN", "FAI | DSDEN | École"];
    told(&rows, &|fact| *fact == Fact::NoResponsibleColumn);
}

#[test]
fn names_under_internal_and_external_are_the_responsible() {
    for titles in ["Interne : qui ? | Externe : qui ?", "En interne (qui ?) | Prestataire extérieur"] {
        let rows = [
            format!("Mission | {titles}"),
            "Pilotage | Mairie | ".to_owned(),
            "FAI | École |".to_owned(),
            "Éditeur de la solution | | Ordi-Services SARL".to_owned(),
        ];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        reads(
            &rows,
            &[
                "PIL-MOA COMMUNE:Mairie [internalise] B2",
                "MAT-FAI ECOLE:École [internalise] B3",
                "ENT-EDI PRESTATAIRE:Ordi-Services SARL [externalise] C4",
            ],
        );
    }
}

#[test]
fn yes_and_no_under_actors_make_a_cross_table() {
    reads(
        &[
            "Compétence | Mairie | École | DSDEN",
            "Pilotage | oui | non | non",
            "Évaluation | non | non | oui",
        ],
        &["PIL-MOA COMMUNE:Mairie [] B2", "PIL-EVA DSDEN:DSDEN [] D3"],
    );
}

#[test]
fn a_list_without_titles_is_read_where_one_column_names_entities() {
    let rows = ["Pilotage | Mairie", "Évaluation | la DSDEN", "FAI | Commune", "Documentation |"];
    reads(
        &rows,
        &[
            "PIL-MOA COMMUNE:Mairie [] B1",
            "PIL-EVA DSDEN:la DSDEN [] B2",
            "MAT-FAI COMMUNE:Commune [] B3",
            "ACC-DOC rien [] A4",
        ],
    );
    told(&rows, &|fact| *fact == Fact::CloseHeader("entité responsable"));
}

#[test]
fn sentences_with_a_colon_answer_in_one_cell() {
    let rows = ["Pilotage : la mairie", "Évaluation : DSDEN", "FAI : à définir", "Documentation :"];
    reads(
        &rows,
        &[
            "PIL-MOA COMMUNE:la mairie [] A1",
            "PIL-EVA DSDEN:DSDEN [] A2",
            "MAT-FAI à définir [] A3",
            "ACC-DOC rien [] A4",
        ],
    );
    told(&rows, &|fact| matches!(fact, Fact::TwoReadings(_)));
}

#[test]
fn labels_may_say_what_is_done_or_name_several_competences() {
    reads(
        &[
            "Compétence | Responsable",
            "Rédaction de la documentation | Mairie",
            "Évaluation, Maintenance du parc informatique et du réseau | DSDEN",
            "Éditeur de la solution\\nHébergement et exploitation | École",
        ],
        &[
            "ACC-DOC COMMUNE:Mairie [] B2",
            "PIL-EVA DSDEN:DSDEN [] B3",
            "MAT-PRC DSDEN:DSDEN [] B3",
            "ENT-EDI ECOLE:École [] B4",
            "ENT-HEB ECOLE:École [] B4",
        ],
    );
}

#[test]
fn a_second_title_under_competence_is_one_header() {
    reads(
        &[
            "Compétence | Qui ? | | Comment ?",
            "Intitulé | Responsable | Contact | Interne/Externe",
            "Pilotage | Mairie | M. Bodin | interne",
            "FAI | École | | externe",
        ],
        &["PIL-MOA COMMUNE:Mairie [internalise] B3", "MAT-FAI ECOLE:École [externalise] B4"],
    );
}

#[test]
fn sans_objet_abbreviated_keeps_its_reason() {
    reads(
        &["Compétence | Responsable", "FAI | S.O. - classe unique", "Pilotage | Mairie"],
        &["MAT-FAI sans objet (classe unique) [] B2", "PIL-MOA COMMUNE:Mairie [] B3"],
    );
}

#[test]
fn an_airy_table_goes_on_to_the_titles_that_ask_who() {
    reads(
        &["Compétences | | | Responsable | | | Interne / externe", "Pilotage | | | Mairie | | | interne"],
        &["PIL-MOA COMMUNE:Mairie [internalise] D2"],
    );
}

#[test]
fn words_for_letters_make_a_cross_table() {
    reads(
        &[
            "Compétence | Mairie | École | DSDEN",
            "Pilotage | Responsable | Appui | ",
            "Évaluation | participe | | pilote",
        ],
        &["PIL-MOA COMMUNE:Mairie [] B2", "PIL-EVA DSDEN:DSDEN [] D3"],
    );
}

#[test]
fn questions_are_labels() {
    reads(
        &[
            "Questions | Réponses",
            "Qui est responsable de : Maîtrise d'ouvrage ? | Mairie",
            "Qui s'occupe de la documentation ? | DSDEN",
            "Qui est en charge de l'hébergement ? | Rectorat",
        ],
        &["PIL-MOA COMMUNE:Mairie [] B2", "ACC-DOC DSDEN:DSDEN [] B3", "ENT-HEB ACADEMIE:Rectorat [] B4"],
    );
}

#[test]
fn bodies_joined_in_other_ways_are_several() {
    let rows = [
        "Compétence | Responsable",
        "Pilotage | 1) mairie 2) école",
        "Évaluation | École puis ERUN",
        "FAI | ERUN-Mairie",
        "Documentation | CC Vals et Collines et la mairie",
        "Hébergement | CC Vals et Collines",
    ];
    reads(
        &rows,
        &[
            "PIL-MOA COMMUNE:1) mairie + ECOLE:2) école [] B2",
            "PIL-EVA ECOLE:École + CIRCO:ERUN [] B3",
            "MAT-FAI CIRCO:ERUN + COMMUNE:Mairie [] B4",
            "ACC-DOC EPCI:CC Vals et Collines + COMMUNE:la mairie [] B5",
            "ENT-HEB EPCI:CC Vals et Collines [] B6",
        ],
    );
}

#[test]
fn refusals_and_delays_are_no_names() {
    reads(
        &[
            "Compétence | Responsable",
            "Pilotage | plus personne depuis la rentrée",
            "Évaluation | Il n'y en a pas",
            "FAI | poste non pourvu",
            "Documentation | question posée à la mairie",
            "Hébergement | sera défini en janvier",
            "Prise en main | Peut-être la mairie",
            "Assistance | N/A (pas d'ENT)",
            "MOE | ne nous concerne pas",
            "Éditeur | s/o : pas de réseau",
        ],
        &[
            "PIL-MOA personne [] B2",
            "PIL-EVA personne [] B3",
            "MAT-FAI personne [] B4",
            "ACC-DOC à définir [] B5",
            "ENT-HEB à définir [] B6",
            "ACC-PEM à définir [] B7",
            "ACC-ASS sans objet (pas d'ENT) [] B8",
            "ENT-MOE sans objet [] B9",
            "ENT-EDI sans objet (pas de réseau) [] B10",
        ],
    );
    told(&["Compétence | Responsable", "FAI | Peut-être la mairie"], &|fact| *fact == Fact::DoubtfulAnswer);
}

#[test]
fn a_mode_with_an_exception_is_told_and_not_guessed() {
    let rows = ["Compétence | Responsable | Mode", "FAI | Mairie | interne sauf dépannage"];
    reads(&rows, &["MAT-FAI COMMUNE:Mairie [] B2"]);
    told(&rows, &|fact| *fact == Fact::UnknownMode);
}

#[test]
fn a_referent_is_an_entity_where_no_other_column_tells() {
    reads(
        &["Compétence | Référent", "FAI | Mairie", "Pilotage | DSDEN"],
        &["MAT-FAI COMMUNE:Mairie [] B2", "PIL-MOA DSDEN:DSDEN [] B3"],
    );
    reads(
        &["Compétence | Référent | Responsable", "FAI | Mairie | École", "Pilotage | DSDEN | École"],
        &["MAT-FAI ECOLE:École [] C2", "PIL-MOA ECOLE:École [] C3"],
    );
}

#[test]
fn letters_number_labels_as_digits_do() {
    reads(
        &["Compétence | Responsable", "b) Évaluation | Mairie", "f. Assistance utilisateur | DSDEN"],
        &["PIL-EVA COMMUNE:Mairie [] B2", "ACC-ASS DSDEN:DSDEN [] B3"],
    );
}

#[test]
fn a_legend_without_signs_is_a_legend() {
    reads(
        &[
            "Légende : R responsable, A acteur associé, I informé",
            "",
            "Compétence | Mairie | École | DSDEN",
            "Pilotage | R | A | I",
            "Évaluation | A | | R",
        ],
        &["PIL-MOA COMMUNE:Mairie [] B4", "PIL-EVA DSDEN:DSDEN [] D5"],
    );
}

#[test]
fn an_unusual_third_mode_is_no_actor() {
    reads(
        &[
            "Compétence | Organisme porteur | Interne | Externe | Les deux",
            "Pilotage | Mairie | x | | ",
            "FAI | DSDEN | | | x",
        ],
        &["PIL-MOA COMMUNE:Mairie [internalise] B2", "MAT-FAI DSDEN:DSDEN [partiel] B3"],
    );
    // The column that asks who answers outweighs marks under a title that nothing explains.
    reads(
        &["Compétence | Organisme porteur | Prioritaire", "Pilotage | Mairie | x", "FAI | DSDEN | x"],
        &["PIL-MOA COMMUNE:Mairie [] B2", "MAT-FAI DSDEN:DSDEN [] B3"],
    );
}

#[test]
fn blocks_may_ask_who_in_their_own_words() {
    reads(
        &[
            "Pilotage",
            "Qui est en charge ? | Mairie",
            "Mode de gestion | interne",
            "",
            "FAI",
            "Qui est en charge ? | DSDEN",
            "Mode de gestion | externe",
        ],
        &["PIL-MOA COMMUNE:Mairie [internalise] B2", "MAT-FAI DSDEN:DSDEN [externalise] B6"],
    );
}

#[test]
fn modes_without_a_title_are_told_by_what_they_say() {
    let rows = [
        "École : ce.0350122t@example.org | | ce.0350122t@example.org",
        "",
        "Pilotage | Mairie | régie",
        "Évaluation | DSDEN | sous-traitance",
        "FAI | Commune | interne et externe",
    ];
    reads(
        &rows,
        &[
            "PIL-MOA COMMUNE:Mairie [internalise] B3",
            "PIL-EVA DSDEN:DSDEN [externalise] B4",
            "MAT-FAI COMMUNE:Commune [partiel] B5",
        ],
    );
}

#[test]
fn actors_named_like_an_identification_are_actors() {
    reads(
        &["| École | Commune | DSDEN", "Pilotage | x | |", "Évaluation | | x |", "FAI | | | x"],
        &["PIL-MOA ECOLE:École [] B2", "PIL-EVA COMMUNE:Commune [] C3", "MAT-FAI DSDEN:DSDEN [] D4"],
    );
}

/// No synonym may come down to the one word that a group's label comes down to.
#[test]
fn a_misspelt_label_of_a_group_still_stands_for_the_group() {
    for label in ["Administraiton de l'ENT", "Admnistration de l’ENT", "Administrateus de l’ENT"] {
        let rows = ["Compétence | Responsable", &format!("{label} | Mairie")];
        reads(&rows, &["ADM-FON COMMUNE:Mairie [] B2", "ADM-TEC COMMUNE:Mairie [] B2"]);
    }
}

#[test]
fn nothing_to_report_is_no_mark_of_a_cross_table() {
    let rows = ["Compétence | Entité responsable | Mode", "Pilotage | |", "Évaluation | RAS |"];
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    assert!(understood.lines().iter().all(|line| !line.contains("Entité")), "{:?}", understood.lines());
}

#[test]
fn an_address_above_a_table_on_its_side_is_not_its_first_row() {
    let rows = [
        "École | École du Port",
        "Adresse mail | ce.0440121Y@example.org",
        "",
        "Compétence | Maîtrise d’ouvrage | Évaluation | Documentation | Prise en main",
        "Responsable | Mairie | DSDEN | École | École",
        "Mél | a@example.org | b@example.org | c@example.org | d@example.org",
    ];
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    assert!(understood.facts.iter().all(|seen| seen.fact != Fact::DuplicateColumn), "{:?}", understood.facts);
    assert_eq!(understood.lines().len(), 4);
}

#[test]
fn a_labelled_address_right_above_a_table_on_its_side_identifies() {
    for label in ["Courriel :", "Courriel", "Adresse mail :"] {
        let rows = [
            "Établissement | École Les Genêts",
            &format!("{label} | ce.0440121y@example.org"),
            "Compétence | Maîtrise d’ouvrage | Évaluation | Documentation | Prise en main",
            "Acteur responsable | Mairie | DSDEN | École | École",
        ];
        let understood = understand(vec![sheet("Inventaire", &rows)]);
        assert_eq!(understood.lines().len(), 4, "{label}");
        let told: Vec<&str> = understood.layout.identity.iter().map(|one| one.value.value.as_str()).collect();
        assert_eq!(told, ["École Les Genêts", "ce.0440121y@example.org"], "{label}");
    }
}

#[test]
fn blocks_may_ask_without_a_sign_and_be_answered_below() {
    // Beside the question, which comes again for each competence.
    let rows = [
        "Maîtrise d'ouvrage",
        "Responsable de la mission | Mairie",
        "Évaluation",
        "Responsable de la mission | DSDEN",
        "Documentation",
        "Responsable de la mission |",
    ];
    reads(&rows, &["PIL-MOA COMMUNE:Mairie [] B2", "PIL-EVA DSDEN:DSDEN [] B4", "ACC-DOC rien [] A5"]);
    // Under the question, and what nearly reads as a label or an identification is an answer there.
    let rows = [
        "Maîtrise d'ouvrage",
        "Responsable de la mission",
        "Mairie",
        "Mode de réalisation",
        "interne",
        "Évaluation",
        "Responsable de la mission",
        "DSDEN",
        "Mode de réalisation",
        "",
        "Documentation",
        "Responsable de la mission",
    ];
    reads(
        &rows,
        &["PIL-MOA COMMUNE:Mairie [internalise] A3", "PIL-EVA DSDEN:DSDEN [] A8", "ACC-DOC rien [] A11"],
    );
    told(&rows, &|fact| matches!(fact, Fact::TwoReadings(_)));
}

#[test]
fn what_the_next_question_is_asked_about_answers_none_before() {
    reads(
        &[
            "Maîtrise d'ouvrage",
            "Responsable",
            "Cantine",
            "Responsable",
            "Mairie",
            "Évaluation",
            "Responsable",
            "DSDEN",
        ],
        &["PIL-MOA rien [] A1", "hors COMMUNE:Mairie [] A5", "PIL-EVA DSDEN:DSDEN [] A8"],
    );
}

#[test]
fn a_question_asked_once_may_be_a_line_of_a_list() {
    // « Structure porteuse de la cantine » stands once: a line outside the referential, whose answer is no one else's.
    reads(
        &[
            "Compétence | Responsable",
            "Maîtrise d'ouvrage | Mairie",
            "Structure porteuse de la cantine | CC du Pays",
            "Évaluation | DSDEN",
        ],
        &["PIL-MOA COMMUNE:Mairie [] B2", "hors EPCI:CC du Pays [] B3", "PIL-EVA DSDEN:DSDEN [] B4"],
    );
}

#[test]
fn a_form_that_runs_downwards_is_answered_under_its_labels() {
    let rows = [
        "Inventaire de l'école",
        "",
        "Maîtrise d'ouvrage",
        "Mairie",
        "interne",
        "",
        "Évaluation",
        "DSDEN",
        "Rectorat",
        "",
        "Documentation",
        "Formation aux usages pédagogiques",
        "| la circo",
        "Cantine",
        "",
        "Garderie",
        "Mairie",
        "Accès à Internet",
        "à définir",
        "voir en mars",
        "Nom de l'école",
        "Jules Ferry",
    ];
    reads(
        &rows,
        &[
            "PIL-MOA COMMUNE:Mairie [internalise] A4",
            "PIL-EVA DSDEN:DSDEN + ACADEMIE:Rectorat [] A8",
            "ACC-DOC rien [] A11",
            "ACC-FOR CIRCO:la circo [] B13",
            "hors COMMUNE:Mairie [] A17",
            "MAT-FAI à définir [] A19",
        ],
    );
    told(&rows, &|fact| matches!(fact, Fact::TwoReadings(_)));
    // What stands under an answer and is no body may belong to it or not.
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    for unsure in ["Cantine", "voir en mars"] {
        let told = understood.fact_names();
        assert!(told.contains(&format!("AnswerWithoutLabel {unsure}")), "{told:?}");
    }
}

#[test]
fn labels_that_follow_each_other_answer_nothing() {
    // A list of competences to come, with a sentence now and then.
    let rows = ["Maîtrise d'ouvrage", "Évaluation", "Documentation", "Merci de répondre", "Accès à Internet"];
    assert_eq!(understand(vec![sheet("Inventaire", &rows)]).lines(), Vec::<String>::new());
    // Two columns: no form, whatever stands under a label.
    let rows = ["Maîtrise d'ouvrage | oui", "Mairie |", "Évaluation | oui", "DSDEN |", "Documentation | non"];
    assert_eq!(understand(vec![sheet("Inventaire", &rows)]).lines(), Vec::<String>::new());
}

#[test]
fn domains_are_labels_where_competences_stand_under_them() {
    reads(
        &["Domaine | Responsable | Mode", "Maîtrise d'ouvrage | Mairie | interne", "Évalutaion | DSDEN |"],
        &["PIL-MOA COMMUNE:Mairie [internalise] B2", "PIL-EVA DSDEN:DSDEN [] B3"],
    );
    // Beside labels, a domain is a family, even where it alone reads exactly.
    reads(
        &["Domaine | Compétence | Responsable", "Pilotage | Évalutaion | DSDEN"],
        &["PIL-EVA DSDEN:DSDEN [] C2"],
    );
}

#[test]
fn a_letter_outside_raci_means_what_the_legend_says() {
    let table = |legend: &str| {
        let rows = [
            legend,
            "Compétence | Mairie | École | DSDEN",
            "Pilotage | P | R | I",
            "Évaluation | C | P | ",
            "Documentation | R | | I",
        ];
        (understand(vec![sheet("Inventaire", &rows)]).lines(), rows.map(str::to_owned))
    };
    let (lines, rows) = table("R = responsable ; C = consulté ; P = participe");
    assert_eq!(
        lines,
        ["PIL-MOA ECOLE:École [] C3", "PIL-EVA personne [] B4", "ACC-DOC COMMUNE:Mairie [] B5"]
    );
    // The legend makes R answer: nothing to warn of.
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert!(!understand(vec![sheet("Inventaire", &rows)]).saw("PerformerForResponsible"));
    let (lines, _) = table("Légende : P pilote, R réalise, C consulté");
    assert_eq!(
        lines,
        ["PIL-MOA COMMUNE:Mairie [] B3", "PIL-EVA ECOLE:École [] C4", "ACC-DOC COMMUNE:Mairie [] B5"]
    );
    // Without a legend it has no meaning, and is told.
    let (lines, rows) = table("");
    assert_eq!(lines[0], "PIL-MOA ECOLE:École [] C3");
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert!(understand(vec![sheet("Inventaire", &rows)]).saw("UnknownMark P"));
}

#[test]
fn a_mode_in_the_cell_of_the_answer_is_no_part_of_the_name() {
    let rows = [
        "Compétence | Responsable",
        "Pilotage | Mairie (interne)",
        "Éditeur | Ludexia - externe",
        "FAI | interne : ERUN, externe : Scolavia",
        "Évaluation | interne",
    ];
    let lines = understand(vec![sheet("Inventaire", &rows)]).lines();
    assert_eq!(lines[..2], ["PIL-MOA COMMUNE:Mairie [internalise] B2", "ENT-EDI ?:Ludexia [externalise] B3"]);
    // Whose mode is which isn't known; a mode alone names nobody.
    assert!(lines[2].contains(" + ") && lines[2].contains("[]"), "{lines:?}");
    assert_eq!(lines[3], "PIL-EVA personne [] B5");
    // A column of modes outweighs what the answer adds.
    reads(
        &["Compétence | Responsable | Mode", "Pilotage | Mairie (interne) | externe"],
        &["PIL-MOA COMMUNE:Mairie [externalise] B2"],
    );
}

#[test]
fn a_band_in_other_words_settles_the_labels_under_it() {
    reads(
        &[
            "Compétence | Responsable",
            "A – PILOTAGE |",
            "Évaluation | DSDEN",
            "B – ACCOMPAGNEMENT |",
            "Formation | ERUN",
            "Prise en main | Rectorat",
            "C – ENT |",
            "Maintenance | Scolavia SAS",
            "D – Matériel et réseaux |",
            "Maintenance | Mairie",
            "E – Divers |",
            "Technique | École",
        ],
        &[
            "PIL-MOA rien [] A2",
            "PIL-EVA DSDEN:DSDEN [] B3",
            "ACC-FOR CIRCO:ERUN [] B5",
            "ACC-PEM ACADEMIE:Rectorat [] B6",
            "ENT-MNT PRESTATAIRE:Scolavia SAS [] B8",
            "MAT-PRC COMMUNE:Mairie [] B10",
            // No family of the referential is called so, and the one before it is over.
            "hors ECOLE:École [] B12",
        ],
    );
}

#[test]
fn a_competence_without_an_answer_is_no_band() {
    // « Hébergement » is left blank; « Maintenance » below it may be any, even where letters number the lines.
    for label in ["Hébergement", "B – Hébergement"] {
        let blank = format!("{label} |");
        let rows = [
            "Compétence | Responsable",
            "A – Pilotage | Mairie",
            &blank,
            "Maintenance | Mairie",
            "FAI | Mairie",
        ];
        let lines = understand(vec![sheet("Inventaire", &rows)]).lines();
        assert!(lines.contains(&"hors COMMUNE:Mairie [] B4".to_owned()), "{lines:?}");
    }
}
