//! How the shapes and the habits that schools have are read: one scenario for each.

use crate::support::{merged, sheet, understand};

#[track_caller]
fn reads(rows: &[&str], expected: &[&str]) {
    assert_eq!(understand(vec![sheet("Inventaire", rows)]).lines(), expected);
}

#[test]
fn a_list_is_found_wherever_it_stands() {
    let mut rows = vec![""; 30];
    rows.extend([
        "| | Compétence | Qui s’en occupe ? | Int./Ext.",
        "| | Pilotage | Mairie | interne",
        "| | Formation aux usages\\npédagogiques | ERUN | int + ext",
    ]);
    reads(&rows, &["PIL-MOA COMMUNE:Mairie [internalise] D32", "ACC-FOR CIRCO:ERUN [partiel] D33"]);
}

#[test]
fn columns_come_in_any_order_and_numbering_is_no_label() {
    reads(
        &[
            "Resp. | Mode | Compétence",
            "Scolavia | externe | 1. Éditeur de la solution",
            "Mairie | I | 2) Maint. du parc info. et du réseau",
            "DSDEN | P | 3 - ÉVALUATION",
        ],
        &[
            "ENT-EDI ?:Scolavia [externalise] A2",
            "MAT-PRC COMMUNE:Mairie [internalise] A3",
            "PIL-EVA DSDEN:DSDEN [partiel] A4",
        ],
    );
}

#[test]
fn two_lists_stacked_are_both_read() {
    reads(
        &[
            "Compétence | Qui ?",
            "Pilotage | Mairie",
            "",
            "Partie technique",
            "Compétence | Qui ?",
            "FAI | Télécom Ardoise",
            "Hébergement / exploitation | Rectorat de Rennes",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [] B2",
            "MAT-FAI FAI:Télécom Ardoise [] B6",
            "ENT-HEB ACADEMIE:Rectorat de Rennes [] B7",
        ],
    );
}

#[test]
fn two_lists_side_by_side_do_not_mix() {
    for gap in ["", "| "] {
        let rows = [
            format!("Compétence | Resp. | Mode {gap}| Compétence | Resp. | Mode"),
            format!("Pilotage | Mairie | interne {gap}| FAI | Scolavia | externe"),
            format!("Évaluation | DSDEN | mixte {gap}| Documentation | École | interne"),
        ];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let lines = understand(vec![sheet("Inventaire", &rows)]).lines();
        let answers: Vec<&str> = lines.iter().map(|line| line.rsplit_once(' ').unwrap().0).collect();
        assert_eq!(
            answers,
            [
                "PIL-MOA COMMUNE:Mairie [internalise]",
                "PIL-EVA DSDEN:DSDEN [partiel]",
                "MAT-FAI ?:Scolavia [externalise]",
                "ACC-DOC ECOLE:École [internalise]",
            ],
        );
    }
}

#[test]
fn side_by_side_lists_repeat_their_first_columns() {
    for gap in ["", "| "] {
        let rows = [
            format!("N° | Compétence | Resp. | Int. / Ext. {gap}| N° | Compétence | Resp. | Int. / Ext."),
            format!("1 | Pilotage | Mairie | interne {gap}| 3 | FAI | Scolavia | externe"),
            format!("2 | Évaluation | DSDEN | mixte {gap}| 4 | Documentation | École | interne"),
        ];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let lines = understand(vec![sheet("Inventaire", &rows)]).lines();
        let answers: Vec<&str> = lines.iter().map(|line| line.rsplit_once(' ').unwrap().0).collect();
        assert_eq!(
            answers,
            [
                "PIL-MOA COMMUNE:Mairie [internalise]",
                "PIL-EVA DSDEN:DSDEN [partiel]",
                "MAT-FAI ?:Scolavia [externalise]",
                "ACC-DOC ECOLE:École [internalise]",
            ],
        );
    }
}

#[test]
fn a_total_below_crosses_leaves_them_crosses() {
    reads(
        &["Compétence | Mairie | DSDEN", "Pilotage | x |", "Évaluation | | x", "Total | #9 | #1"],
        &["PIL-MOA COMMUNE:Mairie [] B2", "PIL-EVA DSDEN:DSDEN [] C3"],
    );
}

#[test]
fn a_table_on_its_side_is_read_column_by_column() {
    reads(
        &[
            "| Compétence | Pilotage | Évaluation | FAI",
            "| Entité responsable | Mairie | DSDEN | néant",
            "| Mode de réalisation | interne | mixte | ",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [internalise] C2",
            "PIL-EVA DSDEN:DSDEN [partiel] D2",
            "MAT-FAI personne [] E2",
        ],
    );
}

#[test]
fn a_table_on_its_side_right_below_the_identification_leaves_it_alone() {
    let understood = understand(vec![sheet(
        "Inventaire",
        &[
            "N° UAI | | 0350122T",
            "ACADEMIE | | Rennes",
            "Compétence | Pilotage | Évaluation | FAI",
            "Entité responsable | Mairie | DSDEN | néant",
        ],
    )]);
    assert_eq!(understood.lines().len(), 3);
    assert_eq!(understood.layout.identity.len(), 2);
}

#[test]
fn crosses_tell_the_responsible_and_two_crosses_are_two() {
    let understood = understand(vec![sheet(
        "Feuil1",
        &[
            "Compétence | Mairie | Rectorat | Prestataire | Int./Ext.",
            "Pilotage | x | | | interne",
            "Évaluation | X | ✓ | |",
            "FAI | | | x | ext",
            "Documentation | | | |",
        ],
    )]);
    assert_eq!(
        understood.lines(),
        [
            "PIL-MOA COMMUNE:Mairie [internalise] B2",
            "PIL-EVA COMMUNE:Mairie + ACADEMIE:Rectorat [] B3",
            "MAT-FAI PRESTATAIRE:Prestataire [externalise] D4",
            "ACC-DOC rien [] A5",
        ]
    );
}

#[test]
fn letters_make_the_one_who_bears_a_responsible() {
    let understood = understand(vec![sheet(
        "Feuil1",
        &[
            "Compétence | Mairie | ERUN | DSDEN",
            "Pilotage | R/A | C | I",
            "Formation aux usages pédagogiques | I | R | A",
            "Prise en main | | R | C",
            "Documentation | C | I |",
            "",
            "R = réalise, A = approuve, C = consulté, I = informé",
        ],
    )]);
    assert_eq!(
        understood.lines(),
        [
            "PIL-MOA COMMUNE:Mairie [] B2",
            "ACC-FOR DSDEN:DSDEN [] D3",
            "ACC-PEM CIRCO:ERUN [] C4",
            "ACC-DOC personne [] B5",
        ]
    );
    assert!(understood.saw("PerformerForResponsible ERUN"));
}

#[test]
fn a_legend_that_gives_letters_another_meaning_wins() {
    reads(
        &[
            "R = responsable, A = appui, I = informé",
            "Compétence | Mairie | ERUN | DSDEN",
            "Pilotage | R | A | I",
            "Prise en main | A | R |",
        ],
        &["PIL-MOA COMMUNE:Mairie [] B3", "ACC-PEM CIRCO:ERUN [] C4"],
    );
}

#[test]
fn ticked_columns_give_the_mode() {
    reads(
        &[
            "Fonction | Entité resp. | Int. | Externallisé | Ext. partiel",
            "Pilotage | Mairie | x | |",
            "FAI | Télécom Ardoise | | oui |",
            "Évaluation | DSDEN | | | 1",
            "Documentation | École | x | x |",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [internalise] B2",
            "MAT-FAI FAI:Télécom Ardoise [externalise] B3",
            "PIL-EVA DSDEN:DSDEN [partiel] B4",
            "ACC-DOC ECOLE:École [partiel] B5",
        ],
    );
}

#[test]
fn a_question_for_title_is_answered_by_yes_and_no() {
    reads(
        &[
            "Compétence | Qui ? | Externalisé ?",
            "Pilotage | Mairie | non",
            "FAI | Télécom Ardoise | O",
            "Évaluation | DSDEN | En partie",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [internalise] B2",
            "MAT-FAI FAI:Télécom Ardoise [externalise] B3",
            "PIL-EVA DSDEN:DSDEN [partiel] B4",
        ],
    );
}

#[test]
fn blocks_are_read_title_by_title() {
    reads(
        &[
            "Projet ENT",
            "UAI | 0350122T",
            "",
            "Maîtrse d’ouvrage",
            "Responsable : | Mairie",
            "Interne / externe : | interne",
            "",
            "FAI",
            "Responsable : | néant",
            "",
            "Évalution",
            "Responsable : DSDEN",
            "Interne / externe :",
        ],
        &["PIL-MOA COMMUNE:Mairie [internalise] B5", "MAT-FAI personne [] B9", "PIL-EVA DSDEN:DSDEN [] A12"],
    );
}

#[test]
fn an_identification_below_blocks_is_no_block() {
    let understood = understand(vec![sheet(
        "Inventaire",
        &[
            "Pilotage",
            "Responsable : | Mairie",
            "",
            "FAI",
            "Responsable : | néant",
            "",
            "",
            "N° UAI : 0350122T",
            "École : LES LUCIOLES",
            "Mél : ce.0350122t@example.org",
        ],
    )]);
    assert_eq!(understood.lines(), ["PIL-MOA COMMUNE:Mairie [] B2", "MAT-FAI personne [] B5"]);
    assert_eq!(understood.layout.identity.len(), 3);
}

#[test]
fn a_sheet_titled_like_a_competence_is_a_list_still() {
    for header in ["Resp. | Compétence | Mode", "Resp. | Compétance | Mode"] {
        let rows = [
            "Hébergement ENT",
            "",
            header,
            "Scolavia | Éditeur de la solution | externe",
            "Ludexia | Hébergement et exploitation | P",
        ];
        reads(&rows, &["ENT-EDI ?:Scolavia [externalise] A4", "ENT-HEB ?:Ludexia [partiel] A5"]);
    }
    let rows = [
        "Hébergement ENT",
        "",
        "Compétance | Resp. | Mode",
        "Éditeur de la solution | Scolavia | externe",
        "Hébergement et exploitation | Ludexia | P",
    ];
    reads(&rows, &["ENT-EDI ?:Scolavia [externalise] B4", "ENT-HEB ?:Ludexia [partiel] B5"]);
}

#[test]
fn a_sheet_of_one_line_is_no_table_on_its_side() {
    reads(
        &[
            "Transversal",
            "Compétence | Resp. | Fonction du contact",
            "Administrateurs de l'ENT | École | référent numérique",
        ],
        &["ADM-FON ECOLE:École [] B3", "ADM-TEC ECOLE:École [] B3"],
    );
    reads(
        &[
            "Hébergement ENT",
            "",
            "Resp. | Tél. | Compétance",
            "Ludorive | | Éditeur de la solution",
            "Scolavia | | Maintenance ENT",
        ],
        &["ENT-EDI ?:Ludorive [] A4", "ENT-MNT ?:Scolavia [] A5"],
    );
}

#[test]
fn an_identification_whose_values_stand_under_the_labels_is_no_line() {
    let understood = understand(vec![sheet(
        "Inventaire",
        &[
            "Poste | Compétence | Resp.",
            "IEN | Pilotage | Mairie",
            "| FAI | néant",
            "Code RNE : | 0350122T",
            "École | Les Lucioles",
        ],
    )]);
    assert_eq!(understood.lines().len(), 2);
    assert_eq!(understood.layout.identity.len(), 2);
}

#[test]
fn a_sheet_of_one_misspelt_line_is_read() {
    let rows = [
        "Matériel",
        "Compettence | Resp. | Mode",
        "9. Maint. du parc info. et du résseau | comcom | interne",
    ];
    reads(&rows, &["MAT-PRC EPCI:comcom [internalise] B3"]);
}

#[test]
fn a_header_of_two_rows_is_read_as_one() {
    let rows = [
        "Compétence | Responsabilité | | Service | ",
        " | Entité | Contact | Type de prestation | Niveau de service",
        "Pilotage | Mairie | Mme Durand | |",
        "FAI | Télécom Ardoise | | Accès fibre | GTR 4 h",
    ];
    let understood =
        understand(vec![merged(sheet("Inventaire", &rows), &[(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4)])]);
    assert_eq!(understood.lines(), ["PIL-MOA COMMUNE:Mairie [] B3", "MAT-FAI FAI:Télécom Ardoise [] B4"]);
    assert_eq!(understood.assignments[0].details.person, "Mme Durand");
    assert_eq!(understood.assignments[1].details.service, "Accès fibre");
    assert_eq!(understood.assignments[1].details.service_level, "GTR 4 h");
}

#[test]
fn bands_totals_and_notes_are_no_lines() {
    reads(
        &[
            "Compétence | Responsable",
            "Pilotage",
            "Maîtrise d’ouvrage | Mairie",
            "Évaluation | DSDEN",
            "Accompagnement",
            "Documentation | École",
            "Total | 3",
            "* à retourner avant le 15 novembre",
        ],
        &["PIL-MOA COMMUNE:Mairie [] B3", "PIL-EVA DSDEN:DSDEN [] B4", "ACC-DOC ECOLE:École [] B6"],
    );
}

#[test]
fn a_school_that_answers_for_a_misspelt_last_line_is_an_answer() {
    reads(
        &["Responsable | Compétence", "Mairie | Pilotage", "DSDEN | FAI", "École | Administartion technique"],
        &["PIL-MOA COMMUNE:Mairie [] A2", "MAT-FAI DSDEN:DSDEN [] A3", "ADM-TEC ECOLE:École [] A4"],
    );
}

#[test]
fn an_identification_block_right_below_the_list_is_no_line() {
    let understood = understand(vec![sheet(
        "Inventaire",
        &[
            "Compétence | Responsable",
            "Pilotage | Mairie",
            "FAI | néant",
            "UAI | 0350122T",
            "École | Les Lucioles",
        ],
    )]);
    assert_eq!(understood.lines(), ["PIL-MOA COMMUNE:Mairie [] B2", "MAT-FAI personne [] B3"]);
    assert_eq!(understood.layout.identity.len(), 2);
}

#[test]
fn repetition_marks_and_merged_answers_repeat_the_answer_above() {
    let rows = [
        "Compétence | Responsable",
        "Pilotage | Mairie",
        "Évaluation | idem",
        "Documentation | \"",
        "FAI | DSDEN",
        "Prise en main |",
    ];
    let understood = understand(vec![merged(sheet("Inventaire", &rows), &[(4, 1, 5, 1)])]);
    assert_eq!(
        understood.lines(),
        [
            "PIL-MOA COMMUNE:Mairie [] B2",
            "PIL-EVA COMMUNE:Mairie [] B3",
            "ACC-DOC COMMUNE:Mairie [] B4",
            "MAT-FAI DSDEN:DSDEN [] B5",
            "ACC-PEM DSDEN:DSDEN [] B5",
        ]
    );
    assert!(understood.saw("Ditto") && understood.saw("MergedDown"));
    reads(
        &["Compétence | Responsable", "Pilotage | idem", "FAI | Mairie"],
        &["PIL-MOA illisible [] B2", "MAT-FAI COMMUNE:Mairie [] B3"],
    );
}

#[test]
fn several_entities_in_a_cell_are_several_whatever_separates_them() {
    for (written, read) in [
        ("Mairie / Scolavia", "COMMUNE:Mairie + ?:Scolavia"),
        ("Mairie/DSDEN", "COMMUNE:Mairie + DSDEN:DSDEN"),
        ("Mairie et DSDEN", "COMMUNE:Mairie + DSDEN:DSDEN"),
        ("Mairie et Scolavia", "COMMUNE:Mairie + ?:Scolavia"),
        ("Scolavia & mairie", "?:Scolavia + COMMUNE:mairie"),
        ("Mairie\\nDSDEN", "COMMUNE:Mairie + DSDEN:DSDEN"),
        ("Mairie ; DSDEN", "COMMUNE:Mairie + DSDEN:DSDEN"),
        ("Mairie + ERUN", "COMMUNE:Mairie + CIRCO:ERUN"),
        ("Mairie ou EPCI", "COMMUNE:Mairie + EPCI:EPCI"),
        // Names that hold « et » or « & » without being two.
        ("CC Vals et Monts", "EPCI:CC Vals et Monts"),
        ("SIVOS de Bray et Vert", "SYNDICAT_SCOLAIRE:SIVOS de Bray et Vert"),
        ("Vidal et Fils SARL", "PRESTATAIRE:Vidal et Fils SARL"),
        ("Vidal & Fils", "?:Vidal & Fils"),
        ("Mairie (service des écoles / informatique)", "COMMUNE:Mairie (service des écoles / informatique)"),
        ("Scolavia, SAS", "?:Scolavia"),
        // A person beside an entity is its contact.
        ("Mairie - M. Perrin", "COMMUNE:Mairie"),
        ("Mme Durand, ERUN", "CIRCO:ERUN"),
        ("Mme Durand (directrice)", "ECOLE:Mme Durand (directrice)"),
    ] {
        let rows = ["Compétence | Responsable", &format!("Pilotage | {written}"), "FAI | néant"];
        let lines = understand(vec![sheet("Inventaire", &rows)]).lines();
        assert_eq!(lines[0], format!("PIL-MOA {read} [] B2"), "{written}");
    }
}

#[test]
fn answers_that_name_no_entity_say_what_they_say() {
    for (written, read) in [
        ("néant", "personne"),
        ("-", "personne"),
        ("NC", "personne"),
        ("Aucun responsable", "personne"),
        ("Mme Le Gall", "personne"),
        ("Sophie Martin", "personne"),
        ("Durand", "personne"),
        ("Dupont Jean", "personne"),
        ("J. Bréhier", "personne"),
        ("Durand et Lefebvre", "?:Durand et Lefebvre"),
        ("Kosmos", "?:Kosmos"),
        ("Dupont Informatique", "?:Dupont Informatique"),
        ("Durand SARL", "PRESTATAIRE:Durand SARL"),
        ("le mari de la directrice", "personne"),
        ("ce@example.org", "personne"),
        ("x", "personne"),
        ("?", "à définir"),
        ("???", "à définir"),
        ("A DEFINIR", "à définir"),
        ("à voir avec la mairie", "à définir"),
        ("voir avec l’ERUN", "à définir"),
        ("en cours de discussion", "à définir"),
        ("Mairie ?", "à définir"),
        ("pas encore décidé", "à définir"),
        ("xxx", "à définir"),
        ("sans objet", "sans objet"),
        ("S.O.", "sans objet"),
        ("Non concerné : pas d’ENT à l’école", "sans objet (pas d’ENT à l’école)"),
        ("c’est la mairie", "COMMUNE:c’est la mairie"),
    ] {
        let rows = ["Compétence | Responsable", &format!("Pilotage | {written}"), "FAI | néant"];
        let lines = understand(vec![sheet("Inventaire", &rows)]).lines();
        assert_eq!(lines[0], format!("PIL-MOA {read} [] B2"), "{written}");
    }
}

#[test]
fn a_name_alone_is_a_person_s_where_the_document_says_so() {
    let titles = "Compétence | Responsable | Contact | Courriel";
    let understood = understand(vec![sheet(
        "Inventaire",
        &[
            titles,
            "Pilotage | Brévignon | Mme Brévignon Claire |",
            "FAI | Kosmos | Kosmos | contact@kosmos.example",
            "Documentation | Chesneray | | ines.chesneray@example.org",
            "Évaluation | Brévignon Numérique | Mme Brévignon Claire |",
        ],
    )]);
    let lines = understood.lines();
    assert!(lines[0].starts_with("PIL-MOA personne"), "{lines:?}");
    assert!(lines[1].starts_with("MAT-FAI ?:Kosmos"), "{lines:?}");
    assert!(lines[2].starts_with("ACC-DOC personne"), "{lines:?}");
    assert!(lines[3].starts_with("PIL-EVA ?:Brévignon Numérique"), "{lines:?}");
    assert!(understood.saw("PersonAlone"));
}

#[test]
fn sans_objet_takes_its_reason_from_the_comment_and_its_absence_is_told() {
    let rows = [
        "Compétence | Responsable | Observations",
        "FAI | sans objet | école sans réseau",
        "Pilotage | sans objet | RAS",
    ];
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    assert_eq!(
        understood.lines(),
        ["MAT-FAI sans objet (école sans réseau) [] B2", "PIL-MOA sans objet [] B3"]
    );
    assert!(understood.saw("NotApplicableWithoutReason"));
}

#[test]
fn words_that_fit_several_competences_are_settled_by_the_family_or_not_at_all() {
    let rows = [
        "Famille | Compétence | Responsable",
        "Pilotage | MOA | Mairie",
        "Exploitation du matériel et des réseaux | Maintenance | SIVOS",
        "| FAI | SIVOS",
    ];
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    assert_eq!(understood.lines()[1], "MAT-PRC SYNDICAT_SCOLAIRE:SIVOS [] C3");
    assert!(understood.saw("CloseLabel Maintenance"));
    let rows = ["Compétence | Responsable", "MOA | Mairie", "Maintenance | SIVOS", "FAI | SIVOS"];
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    assert_eq!(understood.lines()[1], "hors SYNDICAT_SCOLAIRE:SIVOS [] B3");
    assert!(understood.saw("AmbiguousLabel Maintenance"));
}

#[test]
fn labels_are_recognised_in_the_dress_people_give_them() {
    for (label, competence) in [
        ("Maitrise d'ouvrage (pilotage)", "PIL-MOA"),
        ("MOE / intégrateur", "ENT-MOE"),
        ("Assistance (hotline)", "ACC-ASS"),
        ("Fournisseur\u{a0}accès internet (FAI)", "MAT-FAI"),
        ("Maintenance de l'ENT (solution)", "ENT-MNT"),
        ("Hébergement & exploitation", "ENT-HEB"),
        ("Documentaton", "ACC-DOC"),
        ("administration tecnique", "ADM-TEC"),
        ("Maintenance de la soluton", "ENT-MNT"),
        ("Formation (usages pédagogiques)", "ACC-FOR"),
        ("Prise-en-main de l’outil", "ACC-PEM"),
        ("COMPÉTENCE : Évaluation", "PIL-EVA"),
        ("Adminitrateurs de l'ENT", "ADM-FON"),
        ("Assistance utiisateur", "ACC-ASS"),
        ("Maîîtrise d’ouvrage (pilotage)", "PIL-MOA"),
        ("Documentation (voir le site)", "ACC-DOC"),
    ] {
        let rows = ["Compétence | Responsable", &format!("{label} | Scolavia"), "Financement | néant"];
        let lines = understand(vec![sheet("Inventaire", &rows)]).lines();
        assert!(lines[0].starts_with(competence), "{label}: {lines:?}");
    }
}

#[test]
fn a_label_outside_the_referential_is_kept_and_never_attached() {
    let rows =
        ["Compétence | Responsable", "Pilotage | Mairie", "Cantine | Mairie", "Vidéosurveillance | Scolavia"];
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    assert_eq!(understood.lines()[1..], ["hors COMMUNE:Mairie [] B3", "hors ?:Scolavia [] B4"]);
    assert!(understood.saw("OutsideLabel Cantine"));
}

#[test]
fn administrators_on_one_line_stand_for_both_faces() {
    let understood = understand(vec![sheet(
        "Inventaire",
        &["Compétence | Responsable", "Administrateurs de l'ENT | ERUN", "FAI | néant"],
    )]);
    assert_eq!(understood.lines()[..2], ["ADM-FON CIRCO:ERUN [] B2", "ADM-TEC CIRCO:ERUN [] B2"]);
    assert!(understood.saw("GroupLabel"));
}

#[test]
fn the_same_competence_answered_twice_is_told() {
    let rows = [
        "Compétence | Responsable",
        "Pilotage | Mairie",
        "FAI | DSDEN",
        "Pilotage | la mairie",
        "FAI | Scolavia",
    ];
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    assert!(understood.saw("RepeatedAnswer la mairie"));
    assert!(understood.saw("ContradictoryAnswers Scolavia"));
}

#[test]
fn a_role_column_makes_one_line_of_several() {
    let rows = [
        "Compétence | Acteur | Rôle",
        "Pilotage | Mairie | A",
        "Pilotage | ERUN | R",
        "Pilotage | DSDEN | I",
        "FAI | Télécom Ardoise | R",
    ];
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    assert_eq!(understood.lines(), ["PIL-MOA COMMUNE:Mairie [] B2", "MAT-FAI FAI:Télécom Ardoise [] B5"]);
    assert_eq!(understood.assignments[0].performers.len(), 1);
}

#[test]
fn sheets_that_are_no_answer_are_left_out_and_named() {
    let answer = ["Compétence | Responsable", "Pilotage | Mairie", "FAI | néant"];
    let example =
        ["Compétence | Responsable", "Pilotage | Acteur de démonstration", "FAI | Acteur de démonstration"];
    let lists = ["Compétence | Mode", "Pilotage | Interne", "FAI | Externe"];
    let understood = understand(vec![
        sheet("Exemple", &example),
        sheet("Feuil3", &lists),
        sheet("2025-2026", &example),
        sheet("2026-2027", &answer),
    ]);
    assert_eq!(understood.lines(), ["PIL-MOA COMMUNE:Mairie [] B2", "MAT-FAI personne [] B3"]);
    for left_out in ["SheetLeftOut Exemple", "SheetLeftOut Feuil3", "SheetLeftOut 2025-2026"] {
        assert!(understood.saw(left_out), "{left_out}: {:?}", understood.fact_names());
    }
}

#[test]
fn a_year_that_is_over_is_left_out_by_the_month_of_the_campaign() {
    let answer = ["Compétence | Responsable", "Pilotage | Mairie", "FAI | néant"];
    let old = ["Compétence | Responsable", "Pilotage | Scolavia", "FAI | Scolavia"];
    let understood = understand(vec![sheet("Réponse", &answer), sheet("Inventaire 2025", &old)]);
    assert_eq!(understood.lines(), ["PIL-MOA COMMUNE:Mairie [] B2", "MAT-FAI personne [] B3"]);
    // Nothing else answers: an old name is no reason to lose the answer.
    assert_eq!(understand(vec![sheet("Inventaire 2025", &answer)]).lines().len(), 2);
}

#[test]
fn families_repeated_on_each_line_are_no_labels() {
    reads(
        &[
            "Famille | Resp. | Compétence",
            "Pilotage | Mairie | Évaluation du projet",
            "Hébergement et exploitation de l’ENT | Scolavia | Heebrgement ENT",
            "Administrateurs de l’ENT | École | Gestion des comptes",
        ],
        &["PIL-EVA COMMUNE:Mairie [] B2", "ENT-HEB ?:Scolavia [] B3", "ADM-FON ECOLE:École [] B4"],
    );
}

#[test]
fn posts_named_like_competences_are_no_labels() {
    reads(
        &[
            "Compétence | Entité responsable | Mode | Poste",
            "Pilotage | Mairie | interne | référent numérique",
            "FAI | DSDEN | externe | DPD",
            "Documentation | École | interne | hotline",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [internalise] B2",
            "MAT-FAI DSDEN:DSDEN [externalise] B3",
            "ACC-DOC ECOLE:École [internalise] B4",
        ],
    );
}

#[test]
fn a_merged_title_right_above_the_header_is_no_header() {
    let rows = [
        "Inventaire – École des Lucioles (0350122T) | | | ",
        "Famille | Compétence | Responsable | Mode",
        "Pilotage | MOA | Mairie | interne",
        " | Évaluation | DSDEN | interne",
    ];
    let understood = understand(vec![merged(sheet("Inventaire", &rows), &[(0, 0, 0, 3)])]);
    assert_eq!(understood.lines().len(), 2);
    assert!(understood.layout.loose.iter().any(|loose| loose.value.contains("0350122T")));
}

#[test]
fn columns_that_echo_labels_are_no_tables() {
    reads(
        &[
            "N° | Famille | Interne / Externe | Type de prestation | Compétence à couvrir | Entité responsable",
            "1 | Pilotage | interne | | Maîtrise d’ouvrage | Mairie",
            "2 | | interne | | Évaluation | DSDEN",
            "3 | Hébergement et exploitation de l’ENT | externe | assistance | Hébergement et exploitation | Scolavia",
            "4 | | externe | maintenance | Éditeur de la solution | Scolavia",
            "5 | Administrateurs de l’ENT | interne | assistance | Administrateurs de l’ENT | École",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [internalise] F2",
            "PIL-EVA DSDEN:DSDEN [internalise] F3",
            "ENT-HEB ?:Scolavia [externalise] F4",
            "ENT-EDI ?:Scolavia [externalise] F5",
            "ADM-FON ECOLE:École [internalise] F6",
            "ADM-TEC ECOLE:École [internalise] F6",
        ],
    );
}

#[test]
fn a_school_that_filled_the_model_itself_is_read_and_told() {
    let understood =
        understand(vec![sheet("Modèle", &["Compétence | Responsable", "Pilotage | Mairie", "FAI | néant"])]);
    assert_eq!(understood.lines().len(), 2);
    assert!(understood.saw("TwoReadings"));
}

#[test]
fn a_table_without_responsible_is_told() {
    let understood =
        understand(vec![sheet("Inventaire", &["Compétence | Mode", "Pilotage | interne", "FAI | externe"])]);
    assert_eq!(understood.lines(), ["PIL-MOA rien [internalise] A2", "MAT-FAI rien [externalise] A3"]);
    assert!(understood.saw("NoResponsibleColumn"));
}

#[test]
fn a_sheet_of_something_else_gives_nothing() {
    let rows = ["Élève | Classe | Cantine", "Léa | CM1 | lundi et jeudi", "Tom | CP | oui"];
    assert!(understand(vec![sheet("Feuil1", &rows)]).layout.tables.is_empty());
}

#[test]
fn unreadable_answers_are_told_and_never_blank() {
    use maillage::model::grid::CellValue;
    let mut grid = sheet("Inventaire", &["Compétence | Responsable", "Pilotage | a", "FAI | b"]);
    grid.cells[3].value = CellValue::Error("#REF!".into());
    grid.cells[5].value = CellValue::FormulaWithoutValue;
    let understood = understand(vec![grid]);
    assert_eq!(understood.lines(), ["PIL-MOA illisible [] B2", "MAT-FAI illisible [] B3"]);
    assert!(understood.saw("CellError #REF!") && understood.saw("FormulaWithoutValue"));
}

#[test]
fn unreadable_cells_beside_an_answer_are_told_and_say_nothing() {
    use maillage::model::grid::CellValue;
    let mut grid = sheet(
        "Inventaire",
        &[
            "Compétence | Responsable | Mode | Niveau de service | Coût | Fin | Réalisateurs",
            "Pilotage | Mairie | interne | J+1 | 45 | 31/08/2027 | École",
        ],
    );
    for cell in grid.cells.iter_mut().filter(|cell| cell.at.row == 1 && cell.at.column >= 2) {
        cell.value = CellValue::Error("#N/A".into());
    }
    let understood = understand(vec![grid]);
    assert_eq!(understood.lines(), ["PIL-MOA COMMUNE:Mairie [] B2"]);
    let mut told = understood.fact_names();
    told.sort();
    assert_eq!(told, [&["CellError #N/A"; 4][..], &["UnknownMode #N/A"]].concat());
    let [line] = understood.assignments.as_slice() else { panic!("one line") };
    assert!(
        line.details.service_level.is_empty() && line.details.cost.is_none() && line.performers.is_empty()
    );
}

#[test]
fn details_remember_their_cells_however_the_table_lies() {
    let lying = [
        "Compétence | Pilotage | FAI | Documentation | Évaluation",
        "Responsable | Mairie | Mairie | École | Rectorat",
        "Fin | 31/08/2027 | 2027 | 2028 | 2029",
    ];
    for (rows, cell) in [
        (["Compétence | Fin | Responsable", "Pilotage | 31/08/2027 | Mairie", "FAI | 2027 | Mairie"], "B2"),
        (lying, "B3"),
    ] {
        let understood = understand(vec![sheet("Inventaire", &rows)]);
        let line = &understood.assignments[0];
        let end = line.details.cells.end.map(|near| near.from(line.at.cell).to_string());
        assert_eq!(end.as_deref(), Some(cell));
        assert!(line.details.cells.cost.is_none());
    }
}

#[test]
fn addresses_that_reach_nobody_and_means_below_zero_are_told() {
    let understood = understand(vec![sheet(
        "Inventaire",
        &[
            "Compétence | Responsable | Courriel | ETP",
            "Pilotage | Mairie | mairie@valbrune,example | 0,5",
            "FAI | Mairie | néant | #-2",
            "Documentation | École | ecole@valbrune.example | 0,1",
        ],
    )]);
    assert_eq!(understood.fact_names(), ["ImplausibleEmail mairie@valbrune,example", "NegativeNumber -2"]);
    assert_eq!(understood.assignments[1].details.fte, None);
}
