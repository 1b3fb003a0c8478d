//! Layouts where what goes together stands apart: legends, boxes across a line, bodies over what they do, forms that mix
//! questions and labels, tables under other titles.

use maillage::model::fact::Fact;

use crate::support::{sheet, understand};

#[track_caller]
fn reads(rows: &[&str], expected: &[&str]) {
    assert_eq!(understand(vec![sheet("Inventaire", rows)]).lines(), expected);
}

#[test]
fn choices_boxed_across_a_line_are_one_answer() {
    reads(
        &[
            "Pilotage | ☐ Mairie | ☒ Circonscription | ☐ École",
            "Évaluation | ☒ Mairie | ☐ Circonscription | ☐ École",
            "Documentation | ☐ Mairie | ☐ Circonscription | ☒ École",
            "FAI | ☐ Mairie | ☐ Circonscription | ☐ École",
        ],
        &[
            "PIL-MOA CIRCO:Circonscription [] B1",
            "PIL-EVA COMMUNE:Mairie [] B2",
            "ACC-DOC ECOLE:École [] B3",
            "MAT-FAI rien [] B4",
        ],
    );
}

#[test]
fn a_legend_beside_the_table_explains_its_codes() {
    for (mairie, ecole) in [("#1", "#2"), ("M", "E")] {
        let rows = [
            "| | | | Légende |".to_owned(),
            format!("Compétence | Responsable | | | {mairie} | Mairie"),
            format!("Pilotage | {mairie} | | | {ecole} | École"),
            format!("FAI | {ecole} | | |"),
            format!("Évaluation | {mairie} | | |"),
        ];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        reads(
            &rows,
            &["PIL-MOA COMMUNE:Mairie [] B3", "MAT-FAI ECOLE:École [] B4", "PIL-EVA COMMUNE:Mairie [] B5"],
        );
    }
}

#[test]
fn bodies_stand_over_what_they_do_one_column_to_the_left() {
    let rows = [
        "Mairie |",
        "| Maîtrise d'ouvrage",
        "| FAI",
        "",
        "Directrice |",
        "| Documentation",
        "Scolibri |",
        "| Éditeur de la solution",
    ];
    reads(
        &rows,
        &[
            "PIL-MOA COMMUNE:Mairie [] A1",
            "MAT-FAI COMMUNE:Mairie [] A1",
            "ACC-DOC ECOLE:Directrice [] A5",
            "ENT-EDI ?:Scolibri [] A7",
        ],
    );
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    assert!(understood.facts.iter().any(|seen| matches!(seen.fact, Fact::TwoReadings(_))));
}

#[test]
fn a_form_may_mix_questions_and_labels() {
    reads(
        &[
            "Qui pilote le projet ENT ? | Qui évalue les usages ? | Qui forme les enseignants ? | Qui rédige les guides ? | \
             Qui aide à la prise en main ? | Éditeur de la solution | Hébergement et exploitation",
            "Mairie | DSDEN | ERUN | École | ERUN | Scolibri | à définir",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [] A2",
            "PIL-EVA DSDEN:DSDEN [] B2",
            "ACC-FOR CIRCO:ERUN [] C2",
            "ACC-DOC ECOLE:École [] D2",
            "ACC-PEM CIRCO:ERUN [] E2",
            "ENT-EDI ?:Scolibri [] F2",
            "ENT-HEB à définir [] G2",
        ],
    );
}

#[test]
fn a_second_table_may_have_other_titles() {
    reads(
        &[
            "Compétence | Entité responsable | Interne/externe",
            "Maîtrise d'ouvrage | Mairie | interne",
            "Évaluation | DSDEN | interne",
            "",
            "TECHNIQUE",
            "Prestation | Type | Titulaire | Contact",
            "Éditeur | externe | Scolibri |",
            "Hébergement | mixte | Rectorat |",
            "",
            "Qui | Rôle",
            "Circonscription | Administrateur fonctionnel",
            "à définir | Administrateur technique",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [internalise] B2",
            "PIL-EVA DSDEN:DSDEN [internalise] B3",
            "ENT-EDI ?:Scolibri [externalise] C7",
            "ENT-HEB ACADEMIE:Rectorat [partiel] C8",
            "ADM-FON CIRCO:Circonscription [] A11",
            "ADM-TEC à définir [] A12",
        ],
    );
}

#[test]
fn columns_named_after_bodies_hold_names() {
    reads(
        &[
            "Compétence | Collectivité | Éducation nationale | Prestataire privé",
            "Maîtrise d'ouvrage | Mairie | |",
            "Évaluation | | DSDEN |",
            "Hébergement | | | Scolibri",
            "Administration technique | | ? |",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [] B2",
            "PIL-EVA DSDEN:DSDEN [] C3",
            "ENT-HEB ?:Scolibri [] D4",
            "ADM-TEC à définir [] C5",
        ],
    );
}

#[test]
fn letters_of_modes_are_read_under_any_title() {
    for title in ["Code", "Nature", "Prestation (I/E/P)"] {
        let header = format!("Compétence | Qui s'en charge | {title}");
        reads(
            &[
                &header,
                "Pilotage | Mairie | I",
                "FAI | DSDEN | E",
                "Documentation | École | I/E",
                "Évaluation | DSDEN | M",
            ],
            &[
                "PIL-MOA COMMUNE:Mairie [internalise] B2",
                "MAT-FAI DSDEN:DSDEN [externalise] B3",
                "ACC-DOC ECOLE:École [partiel] B4",
                "PIL-EVA DSDEN:DSDEN [partiel] B5",
            ],
        );
    }
    // A column of codes that are none stays one of numbers.
    reads(
        &["Code | Compétence | Responsable", "P1 | Pilotage | Mairie", "P2 | FAI | DSDEN"],
        &["PIL-MOA COMMUNE:Mairie [] C2", "MAT-FAI DSDEN:DSDEN [] C3"],
    );
}

#[test]
fn a_legend_of_modes_needs_no_sign() {
    reads(
        &[
            "Modes : D délégué à une société, N fait par nos services",
            "",
            "Compétence | Responsable | Mode",
            "Pilotage | Mairie | N",
            "FAI | DSDEN | D",
        ],
        &["PIL-MOA COMMUNE:Mairie [internalise] B4", "MAT-FAI DSDEN:DSDEN [externalise] B5"],
    );
}

#[test]
fn administration_alone_stands_for_its_two_faces() {
    for label in ["Administration (administrateurs)", "Administration", "Administrateurs"] {
        let row = format!("{label} | École");
        let rows = ["Compétence | Responsable", "Pilotage | Mairie", &row];
        reads(
            &rows,
            &["PIL-MOA COMMUNE:Mairie [] B2", "ADM-FON ECOLE:École [] B3", "ADM-TEC ECOLE:École [] B3"],
        );
    }
    // Beside one of its faces, it stands for the other.
    reads(
        &["Compétence | Responsable", "Administrateur local | École", "Administrateur de l'ENT | à définir"],
        &["ADM-FON ECOLE:École [] B2", "ADM-TEC à définir [] B3"],
    );
}

#[test]
fn a_title_of_actor_may_tell_the_mode() {
    reads(
        &["Compétence | Mairie (interne) | Prestataire (externe)", "Pilotage | x |", "FAI | | x (2026)"],
        &[
            "PIL-MOA COMMUNE:Mairie (interne) [internalise] B2",
            "MAT-FAI PRESTATAIRE:Prestataire (externe) [externalise] C3",
        ],
    );
}

#[test]
fn a_cross_in_doubt_is_to_be_defined() {
    reads(
        &["Compétence | Mairie | École", "Pilotage | x |", "FAI | x ? |", "Évaluation | | x"],
        &["PIL-MOA COMMUNE:Mairie [] B2", "MAT-FAI à définir [] B3", "PIL-EVA ECOLE:École [] C4"],
    );
}

#[test]
fn an_export_tells_its_school_in_a_column() {
    let rows = [
        "Année | Code UAI | École | Compétence | Entité responsable",
        "2026-2027 | 0440121Y | École du Port | Pilotage | Mairie",
        "2026-2027 | 0440121Y | École du Port | FAI | DSDEN",
    ];
    let told = |rows: &[&str]| -> Vec<String> {
        let understood = understand(vec![sheet("Export", rows)]);
        understood.layout.identity.iter().map(|one| one.value.value.clone()).collect()
    };
    assert_eq!(told(&rows), ["0440121Y", "École du Port"]);
    // Two schools in one file: nobody's in particular.
    let two = [rows[0], rows[1], "2026-2027 | 0440122Z | École du Lac | FAI | DSDEN"];
    assert!(told(&two).is_empty());
}

#[test]
fn a_post_under_a_label_answers_even_where_a_complement_is_called_so() {
    reads(
        &[
            "Pilotage :",
            "Mairie",
            "",
            "Évaluation :",
            "DSDEN",
            "",
            "Administrateurs de l'ENT :",
            "Référent numérique",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [] A2",
            "PIL-EVA DSDEN:DSDEN [] A5",
            "ADM-FON ECOLE:Référent numérique [] A8",
            "ADM-TEC ECOLE:Référent numérique [] A8",
        ],
    );
}

#[test]
fn a_line_left_blank_answers_nothing_and_a_denial_is_no_label() {
    reads(
        &[
            "Pilotage : .... MAIRIE ........",
            "Évaluation : .....................",
            "FAI : personne",
            "Documentation : DSDEN",
        ],
        &[
            "PIL-MOA COMMUNE:MAIRIE [] A1",
            "PIL-EVA rien [] A2",
            "MAT-FAI personne [] A3",
            "ACC-DOC DSDEN:DSDEN [] A4",
        ],
    );
    reads(
        &[
            "Pilotage",
            "Mairie",
            "",
            "Évaluation",
            "DSDEN",
            "",
            "Documentation",
            "École",
            "",
            "Administration technique",
            "aucun administrateur technique désigné",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [] A2",
            "PIL-EVA DSDEN:DSDEN [] A5",
            "ACC-DOC ECOLE:École [] A8",
            "ADM-TEC personne [] A11",
        ],
    );
}

#[test]
fn a_misspelt_header_repeated_under_a_blank_line_begins_the_table_again() {
    reads(
        &[
            "Qui ? | Mode | Prestation | Compétance | Contact",
            "Mairie | interne | | Pilotage | M. Lebrun",
            "École | interne | | Documentation |",
            "",
            "Qui ? | Mode | Prestation | Compétance | Contact",
            "CC du Clos | | FAI | Accès à Internet |",
            "Rectorat | externe | | Évaluation |",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [internalise] A2",
            "ACC-DOC ECOLE:École [internalise] A3",
            "MAT-FAI EPCI:CC du Clos [] A6",
            "PIL-EVA ACADEMIE:Rectorat [externalise] A7",
        ],
    );
}

#[test]
fn a_mode_in_the_words_of_its_question_is_an_answer() {
    reads(
        &[
            "Pilotage",
            "Responsable : | Mairie",
            "Int./ext. : | INT/EXT",
            "Documentation",
            "Responsable : | École",
            "Int./ext. : | interne",
        ],
        &["PIL-MOA COMMUNE:Mairie [partiel] B2", "ACC-DOC ECOLE:École [internalise] B5"],
    );
    // Blocks side by side, whose modes are left blank: the question again, and no answer.
    reads(
        &[
            "Pilotage | | Documentation |",
            "Responsable : | Mairie | Responsable : | École",
            "Int./ext. : | | Int./ext. : |",
            "Évaluation | | FAI |",
            "Responsable : | ERUN | Responsable : | Orange",
            "Int./ext. : | | Int./ext. : |",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [] B2",
            "PIL-EVA CIRCO:ERUN [] B5",
            "ACC-DOC ECOLE:École [] D2",
            "MAT-FAI ?:Orange [] D5",
        ],
    );
}

#[test]
fn a_better_label_wins_whatever_holds_the_lines() {
    let blocks = [
        "Maintenance du parc informatique",
        "Responsable : | Mairie",
        "Vidéoprojecteurs interactifs",
        "Responsable : | OGEC",
        "Documentation",
        "Responsable : | École",
    ];
    let understood = understand(vec![sheet("Inventaire", &blocks)]);
    assert_eq!(
        understood.lines(),
        ["MAT-PRC COMMUNE:Mairie [] B2", "hors OGEC:OGEC [] B4", "ACC-DOC ECOLE:École [] B6"]
    );
    assert!(understood.saw("OutsideLabel Vidéoprojecteurs interactifs"));
    // Alone, it says enough of the competence; told, as any label in other words.
    let alone: Vec<&str> = blocks.iter().copied().skip(2).chain(["FAI", "Responsable : | Mairie"]).collect();
    let understood = understand(vec![sheet("Inventaire", &alone)]);
    assert_eq!(understood.lines()[0], "MAT-PRC OGEC:OGEC [] B2");
    assert!(understood.saw("CloseLabel Vidéoprojecteurs interactifs"));
}

#[test]
fn a_blank_line_under_its_own_label_takes_no_answer_from_words_alone() {
    let rows = [
        "Compétence | Responsable",
        "Pilotage | Mairie",
        "Maintenance du parc informatique |",
        "FAI | Mairie",
        "Vidéoprojecteurs interactifs | OGEC",
    ];
    reads(
        &rows,
        &[
            "PIL-MOA COMMUNE:Mairie [] B2",
            "MAT-PRC rien [] A3",
            "MAT-FAI COMMUNE:Mairie [] B4",
            "hors OGEC:OGEC [] B5",
        ],
    );
    // A band over lines of it: they answer for it.
    let rows = [
        "Compétence | Responsable",
        "Pilotage | Mairie",
        "Maintenance du parc informatique |",
        "Vidéoprojecteurs interactifs | OGEC",
        "FAI | Mairie",
    ];
    assert!(
        understand(vec![sheet("Inventaire", &rows)]).lines().contains(&"MAT-PRC OGEC:OGEC [] B4".to_owned())
    );
}

#[test]
fn a_label_broken_over_two_lines_is_one_even_misspelt() {
    reads(
        &[
            "Compétence | Responsable",
            "Pilotage | Mairie",
            "Adminisration\\nfonctionnelle | ERUN",
            "Mainteannce\\nsolution | Scolibri",
            "Hébergment\\net exploitation | Nuagine",
            "Prise en main\\nAssistence utilisateur | École",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [] B2",
            "ADM-FON CIRCO:ERUN [] B3",
            "ENT-MNT ?:Scolibri [] B4",
            "ENT-HEB ?:Nuagine [] B5",
            "ACC-PEM ECOLE:École [] B6",
            "ACC-ASS ECOLE:École [] B6",
        ],
    );
}

#[test]
fn a_footnote_on_modes_is_no_line_of_access_to_the_internet() {
    let rows = [
        "Pilotage = Mairie",
        "Documentation = École",
        "FAI = Orange",
        "",
        "(1) interne = réalisé par l'académie, la collectivité ou l'école",
    ];
    reads(&rows, &["PIL-MOA COMMUNE:Mairie [] A1", "ACC-DOC ECOLE:École [] A2", "MAT-FAI ?:Orange [] A3"]);
}

#[test]
fn answers_missing_here_and_there_are_no_lists_under_actors() {
    let rows = [
        "Responsable | Compétence",
        "Mairie | FAI",
        "ERUN | Documentation",
        "| Évaluation",
        "École | Pilotage",
        "| Prise en main",
    ];
    reads(
        &rows,
        &[
            "MAT-FAI COMMUNE:Mairie [] A2",
            "ACC-DOC CIRCO:ERUN [] A3",
            "PIL-EVA rien [] B4",
            "PIL-MOA ECOLE:École [] A5",
            "ACC-PEM rien [] B6",
        ],
    );
}

#[test]
fn a_last_band_of_one_misspelt_label_is_a_band() {
    let rows = [
        "Compétence | Pilotage | Évaluation | Documentation",
        "Responsable | Mairie | DSDEN | École",
        "Mode | interne | interne | interne",
        "",
        "Compétence | FAI | Prise en main | Éditeur",
        "Responsable | Mairie | ERUN | Scolibri",
        "",
        "Compétence | Administrtaeurs de l'ENT",
        "Responsable | École",
        "Mode | interne",
    ];
    let lines = understand(vec![sheet("Inventaire", &rows)]).lines();
    assert_eq!(lines[6..], ["ADM-FON ECOLE:École [internalise] B9", "ADM-TEC ECOLE:École [internalise] B9"]);
}

#[test]
fn a_sheet_of_one_line_may_be_misspelt_title_and_label() {
    let first =
        ["Compétence | Enttie resp | Mode", "Pilotage | Mairie | interne", "Évaluation | DSDEN | interne"];
    let last = ["Compétence | Enttie resp | Mode", "Administraetur de l'ENT | ERUN | interne"];
    let lines = understand(vec![sheet("Pilotage", &first), sheet("Transversal", &last)]).lines();
    assert_eq!(lines[2..], ["ADM-FON CIRCO:ERUN [internalise] B2", "ADM-TEC CIRCO:ERUN [internalise] B2"]);
}

#[test]
fn a_misspelt_title_of_families_heads_no_labels() {
    let rows = [
        "Famiille | Confiée à | Compétence",
        "B. Accompagnement | Scolibri | Documentation",
        "| École | Prise en main",
        "C. Hébergement et exploitation de l'ENT | Scolibri, Nuagine | Maîtrise d'œuvre",
        "D. Exploitation du matériel et des réseaux | | Parc informatique",
        "E. Administration de l'ENT | néant | Administration fonctionnelle",
    ];
    reads(
        &rows,
        &[
            "ACC-DOC ?:Scolibri [] B2",
            "ACC-PEM ECOLE:École [] B3",
            "ENT-MOE ?:Scolibri + ?:Nuagine [] B4",
            "MAT-PRC rien [] C5",
            "ADM-FON personne [] B6",
        ],
    );
}

#[test]
fn lists_side_by_side_under_one_title_keep_their_own_answers() {
    let rows = [
        "Fonction | Structure responsable | Mode | | Fonction | Structure responsable | Mode",
        "Documentation | École | interne | | Éditeur de la solution | Scolibri | externe",
        "Prise en main | ERUN | interne | | Maîtrise d'œuvre | Nuagine | externe",
        "| | | | Maintenance de la solution | Scolibri | externe",
        "| | | | Hébergement et exploitation | Nuagine | externe",
        "| | | | FAI | Mairie | externe",
    ];
    reads(
        &rows,
        &[
            "ACC-DOC ECOLE:École [internalise] B2",
            "ACC-PEM CIRCO:ERUN [internalise] B3",
            "ENT-EDI ?:Scolibri [externalise] F2",
            "ENT-MOE ?:Nuagine [externalise] F3",
            "ENT-MNT ?:Scolibri [externalise] F4",
            "ENT-HEB ?:Nuagine [externalise] F5",
            "MAT-FAI COMMUNE:Mairie [externalise] F6",
        ],
    );
}

#[test]
fn a_label_said_to_be_ours_is_the_same_label() {
    reads(
        &[
            "Compétence | Responsable",
            "Pilotage | Mairie",
            "Administrateurs de notre ENT | École",
            "FAI | Mairie",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [] B2",
            "ADM-FON ECOLE:École [] B3",
            "ADM-TEC ECOLE:École [] B3",
            "MAT-FAI COMMUNE:Mairie [] B4",
        ],
    );
}

#[test]
fn lines_that_answer_themselves_stand_under_no_actor() {
    let rows = [
        "Inventaire ENT | | UAI : 0350122T",
        "Maîtrise d'ouvrage (académie, colllectivités, écoles) = OGEC | | Circonscription : Bruz",
        "Suivi des usages = DSDEN |",
        "Formation des enseignants = ERUN |",
        "Documentation (guides) = Scolibri |",
        "Prise-en-main = École |",
        "Éditeur de la solution = à définir |",
        "Administration fonctionnelle = |",
        "Administrateur technique = - |",
    ];
    let lines = understand(vec![sheet("Inventaire", &rows)]).lines();
    assert_eq!(
        lines[lines.len() - 7..],
        [
            "PIL-EVA DSDEN:DSDEN [] A3",
            "ACC-FOR CIRCO:ERUN [] A4",
            "ACC-DOC ?:Scolibri [] A5",
            "ACC-PEM ECOLE:École [] A6",
            "ENT-EDI à définir [] A7",
            "ADM-FON rien [] A8",
            "ADM-TEC personne [] A9",
        ]
    );
    assert!(lines.iter().any(|line| line.contains("PIL-MOA OGEC:OGEC")), "{lines:?}");
}
