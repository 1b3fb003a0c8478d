//! What stands over lines: actors written once, years that are over, persons under the bodies of a header, sides of a table.

use crate::support::{sheet, understand};

#[track_caller]
fn reads(rows: &[&str], expected: &[&str]) {
    assert_eq!(understand(vec![sheet("Inventaire", rows)]).lines(), expected);
}

#[test]
fn actors_alone_on_their_rows_answer_for_the_lines_under_them() {
    let rows = [
        "Domaine | Int / Ext",
        "Mairie",
        "Pilotage | interne",
        "académie",
        "Évaluation",
        "Sté Klassea",
        "Éditeur de la solution | externe",
        "Fibréa",
        "Fibre | externe",
        "Rectorat de Rennes",
        "Documentaion",
    ];
    // « Fibréa » is near to « Fibre », which another line names: an actor. « Documentaion » is near to what no line names.
    reads(
        &rows,
        &[
            "PIL-MOA COMMUNE:Mairie [internalise] A2",
            "PIL-EVA ACADEMIE:académie [] A4",
            "ENT-EDI PRESTATAIRE:Sté Klassea [externalise] A6",
            "MAT-FAI ?:Fibréa [externalise] A8",
            "ACC-DOC ACADEMIE:Rectorat de Rennes [] A10",
        ],
    );
    assert!(understand(vec![sheet("Inventaire", &rows)]).saw("TwoReadings Mairie"));
}

#[test]
fn lines_that_nobody_stands_over_are_given_to_nobody() {
    // The first line stands under no actor: what follows isn't shared out.
    reads(
        &[
            "Domaine | Int / Ext",
            "Pilotage | interne",
            "Mairie",
            "FAI | interne",
            "DSDEN",
            "Évaluation | interne",
        ],
        &["PIL-MOA rien [internalise] A2", "MAT-FAI rien [internalise] A4", "PIL-EVA rien [internalise] A6"],
    );
    // Two actors one under the other, the first without a line.
    reads(
        &["Domaine | Int / Ext", "Mairie", "DSDEN", "Pilotage | interne", "École", "FAI | interne"],
        &["PIL-MOA rien [internalise] A4", "MAT-FAI rien [internalise] A6"],
    );
}

#[test]
fn a_title_over_the_table_may_say_whose_lines_they_are() {
    let of = |name: &str, title: &str, lines: &[&str]| {
        let rows: Vec<&str> =
            [title, "Compétences | Int / Ext"].into_iter().chain(lines.iter().copied()).collect();
        sheet(name, &rows)
    };
    let understood = understand(vec![
        of(
            "Canopé",
            "Structure : Canopé",
            &["Formation aux usages pédagogiques | interne", "Documentation | interne"],
        ),
        of(
            "Servéo SA",
            "Responsable : Servéo SA",
            &["Hébergement et exploitation | externe", "Éditeur de la solution | externe"],
        ),
    ]);
    assert_eq!(
        understood.lines(),
        [
            "ACC-FOR CANOPE:Canopé [internalise] A1",
            "ACC-DOC CANOPE:Canopé [internalise] A1",
            "ENT-HEB PRESTATAIRE:Servéo SA [externalise] A1",
            "ENT-EDI PRESTATAIRE:Servéo SA [externalise] A1",
        ]
    );
}

#[test]
fn a_sheet_of_last_year_is_left_out_where_another_answers() {
    let this_year = sheet("Inventaire", &["Compétence | Responsable", "Pilotage | Mairie", "FAI | Mairie"]);
    let before = || sheet("année dernière", &["Compétence | Responsable", "Pilotage | DSDEN", "FAI | DSDEN"]);
    let understood = understand(vec![this_year, before()]);
    assert_eq!(understood.lines(), ["PIL-MOA COMMUNE:Mairie [] B2", "MAT-FAI COMMUNE:Mairie [] B3"]);
    assert!(understood.saw("SheetLeftOut"), "{:?}", understood.fact_names());
    // Alone, it is what the school sent.
    assert_eq!(
        understand(vec![before()]).lines(),
        ["PIL-MOA DSDEN:DSDEN [] B2", "MAT-FAI DSDEN:DSDEN [] B3"]
    );
}

#[test]
fn persons_under_the_bodies_of_a_header_are_whom_to_reach() {
    reads(
        &[
            "Compétences | Rectorat | DSDEN | Mairie | Scolibri",
            " | M. Sablon | Mme Payet | Mme Loiseau |",
            "Pilotage | A | C | R |",
            "Évaluation | | A | I |",
            "Éditeur de la solution | I | | | R/A",
        ],
        &["PIL-MOA ACADEMIE:Rectorat [] B3", "PIL-EVA DSDEN:DSDEN [] C4", "ENT-EDI ?:Scolibri [] E5"],
    );
}

#[test]
fn two_sides_share_the_answers_where_hardly_a_line_has_both() {
    let rows = [
        "Domaine | État (école, circo, rectorat) | Mairie / com com | Société",
        "Pilotage | Académie | |",
        "Évaluation | DSDEN | |",
        "Documentation | ERUN | |",
        "Assistance | | | Micro Bocage",
        "Éditeur de la solution | | | Numérécole SAS",
        "Hébergement et exploitation | | | Nuage de l'Est",
        "FAI | | | Orange",
    ];
    reads(
        &rows,
        &[
            "PIL-MOA ACADEMIE:Académie [] B2",
            "PIL-EVA DSDEN:DSDEN [] B3",
            "ACC-DOC CIRCO:ERUN [] B4",
            "ACC-ASS ?:Micro Bocage [] D5",
            "ENT-EDI PRESTATAIRE:Numérécole SAS [] D6",
            "ENT-HEB ?:Nuage de l'Est [] D7",
            "MAT-FAI ?:Orange [] D8",
        ],
    );
}

#[test]
fn who_answers_as_well_answers() {
    reads(
        &[
            "Compétence | Responsable | Co-responsable",
            "Pilotage | Mairie | DSDEN",
            "FAI | Mairie |",
            "Documentation | | ERUN",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie + DSDEN:DSDEN [] B2",
            "MAT-FAI COMMUNE:Mairie [] B3",
            "ACC-DOC CIRCO:ERUN [] C4",
        ],
    );
}

#[test]
fn a_table_whose_labels_are_all_in_other_words_is_read_under_its_titles() {
    reads(
        &[
            "# | Compétence | Organisme | Externalisé ?",
            "#1 | Pilotage | Mairie | non",
            "#2 | Évaluation | DSDEN | non",
            "",
            "Administration | | |",
            "# | Compétence | Organisme | Externalisé ?",
            "#1 | Gestion des comptes élèves/parents | École |",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [internalise] C2",
            "PIL-EVA DSDEN:DSDEN [internalise] C3",
            "ADM-FON ECOLE:École [] C7",
        ],
    );
}

#[test]
fn each_line_of_a_list_is_of_those_who_stand_before_it_even_if_another_names_it() {
    reads(
        &[
            "Structure | Compétence(s)",
            "Mairie | Pilotage",
            "DSDEN | Pilotage\\nÉvaluation",
            "Scolibri | Maîtrise d'ouvrage (académie, collectivités) / Maîtrise d'œuvre",
            "ERUN | Bilan annuel de l'ENT / Asistance utilisateur",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [] A2",
            "PIL-MOA DSDEN:DSDEN [] A3",
            "PIL-EVA DSDEN:DSDEN [] A3",
            "PIL-MOA ?:Scolibri [] A4",
            "ENT-MOE ?:Scolibri [] A4",
            "PIL-EVA CIRCO:ERUN [] A5",
            "ACC-ASS CIRCO:ERUN [] A5",
        ],
    );
}

#[test]
fn letters_are_what_the_legend_says() {
    reads(
        &[
            "P = pilote (responsable)   F = fait   I = informé",
            "",
            "Compétence | Mairie | ERUN | Rectorat | Scolibri",
            "Pilotage | P | F | I |",
            "Évaluation | F | | P |",
            "Documentation | | P/F | |",
            "Éditeur de la solution | | | | F",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [] B4",
            "PIL-EVA ACADEMIE:Rectorat [] D5",
            "ACC-DOC CIRCO:ERUN [] C6",
            "ENT-EDI ?:Scolibri [] E7",
        ],
    );
}

#[test]
fn a_label_broken_over_lines_names_one_competence_misspelt_or_not() {
    for label in ["Fournisseur\\naccès internet (FAI)", "Fournisesur\\naccès internet (FAI)"] {
        reads(
            &["Compétence | Responsable", &format!("{label} | Orange"), "Pilotage | Mairie"],
            &["MAT-FAI ?:Orange [] B2", "PIL-MOA COMMUNE:Mairie [] B3"],
        );
    }
    reads(
        &[
            "Compétence | Responsable",
            "Maintennce\\nparc et réseau | Mairie",
            "Documentaion\\nAssistance utilisateur | ERUN",
        ],
        &["MAT-PRC COMMUNE:Mairie [] B2", "ACC-DOC CIRCO:ERUN [] B3", "ACC-ASS CIRCO:ERUN [] B3"],
    );
}

#[test]
fn a_list_of_two_lines_stands_upright_under_its_titles() {
    reads(
        &[
            "Num. | Compétence / fonction | Entité responsable | Fonction de la personne | Documentation disponible",
            "#1 | 13. Admin. fonctionelle | la directrice | référent numérique | guide en ligne",
            "#2 | 14. Administration technique | Scriptolive | chargé de clientèle |",
        ],
        &["ADM-FON ECOLE:la directrice [] C2", "ADM-TEC ?:Scriptolive [] C3"],
    );
}

#[test]
fn hints_and_second_titles_belong_to_the_header() {
    reads(
        &[
            "Compétences | Responsabilité | | Réalisation",
            "Domaine | Interlocuteur | Entité responsable | Mode",
            " | (M., Mme) | (académie, mairie…) | (I, E ou P)",
            "Pilotage | M. Blin | Rectorat | I",
            "Évaluation | Mme Roy | DSDEN | P",
        ],
        &["PIL-MOA ACADEMIE:Rectorat [internalise] C4", "PIL-EVA DSDEN:DSDEN [partiel] C5"],
    );
    reads(
        &[
            "Libellé de la compétence | Qui contacter | Chargé de la mission | Après 2027 ?",
            "Pilotage | Mme Roy | Rectorat | oui",
            "Évaluation | M. Blin | la DSDEN | non",
        ],
        &["PIL-MOA ACADEMIE:Rectorat [] C2", "PIL-EVA DSDEN:la DSDEN [] C3"],
    );
}

#[test]
fn modes_under_no_title_or_ticked_under_their_own_words_are_read() {
    let rows = [
        "Question | Réponses",
        "Qui pilote le projet ENT ? | Mairie | interne",
        "Qui évalue les usages ? | DSDEN | prestation",
        "Qui forme les enseignants ? | ERUN | I",
        "Qui héberge l'ENT ? | OVH | les deux",
    ];
    reads(
        &rows,
        &[
            "PIL-MOA COMMUNE:Mairie [internalise] B2",
            "PIL-EVA DSDEN:DSDEN [externalise] B3",
            "ACC-FOR CIRCO:ERUN [internalise] B4",
            "ENT-HEB ?:OVH [partiel] B5",
        ],
    );
    reads(
        &[
            "Thème | Structure en charge | Fait en interne | Sous-traité | Partagé interne/externe",
            "Évaluation | DSDEN | | | O",
            "Documentation | École | O | |",
            "Éditeur de la solution | Scolibri | | O |",
        ],
        &[
            "PIL-EVA DSDEN:DSDEN [partiel] B2",
            "ACC-DOC ECOLE:École [internalise] B3",
            "ENT-EDI ?:Scolibri [externalise] B4",
        ],
    );
}

#[test]
fn a_name_with_what_runs_or_lasts_still_answers() {
    for answer in ["Ludexia (marché en cours)", "Ludexia comme l'an dernier", "Ludexia depuis 2023"] {
        reads(&["Compétence | Responsable", &format!("FAI | {answer}")], &["MAT-FAI ?:Ludexia [] B2"]);
    }
    for answer in ["Ludexia (en cours)", "en cours", "Ludexia, merci de nous le confirmer", "N/C"] {
        let rows = ["Compétence | Responsable", &format!("FAI | {answer}"), "Pilotage | Mairie"];
        let line = understand(vec![sheet("Inventaire", &rows)]).lines()[0].clone();
        assert!(!line.contains("Ludexia"), "{line}");
        assert!(line.starts_with("MAT-FAI à définir") || line.starts_with("MAT-FAI personne"), "{line}");
    }
}

#[test]
fn roles_that_make_nobody_answer_leave_the_competence_without_anyone() {
    reads(
        &[
            "Compétence | Organisme | RACI",
            "Pilotage | Mairie | I",
            " | DSDEN | A",
            "FAI | Orange | I",
            " | DRANE | C",
        ],
        &["PIL-MOA DSDEN:DSDEN [] B3", "MAT-FAI personne [] B4"],
    );
}

#[test]
fn a_header_over_a_label_left_alone_is_no_answer() {
    reads(
        &[
            "Transversal",
            "",
            "Compétence | Qui s'en occupe ? | Mode de réalisatoin",
            "Administrateurs de l'ENT | |",
        ],
        &["ADM-FON rien [] A4", "ADM-TEC rien [] A4"],
    );
}

#[test]
fn families_beside_misspelt_labels_echo_them() {
    reads(
        &[
            "Bloc | Entité responsable | Compétences",
            "A. Pilotage | Mairie | 1. Maîtrise d'ouvrage",
            " | DSDEN | 2. Suivi des usages",
            "C. Hébergement et exploitation de l'ENT | Scolibri | 7. Éditeur de la solution",
            " | OVH | 10. Hébergement et exploitatoin",
            "E. Administration de l'ENT | École | 13. Administrattion de l'ENT",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [] B2",
            "PIL-EVA DSDEN:DSDEN [] B3",
            "ENT-EDI ?:Scolibri [] B4",
            "ENT-HEB ?:OVH [] B5",
            "ADM-FON ECOLE:École [] B6",
            "ADM-TEC ECOLE:École [] B6",
        ],
    );
}

#[test]
fn what_follows_an_aside_is_never_hidden() {
    for (answer, read) in [
        ("Mairie depuis 2023, à confirmer", "à définir"),
        ("Mairie depuis 2023 ?", "à définir"),
        ("Mairie comme avant ?", "à définir"),
        ("Orange depuis 2023 (à vérifier)", "à définir"),
        ("Ludexia (marché de renouvellement en cours)", "à définir"),
    ] {
        let rows = ["Compétence | Responsable", &format!("FAI | {answer}")];
        let lines = understand(vec![sheet("Inventaire", &rows)]).lines();
        assert_eq!(lines, [format!("MAT-FAI {read} [] B2")], "{answer}");
    }
    let rows = ["Compétence | Responsable", "Pilotage | Mairie depuis 2023 / DSDEN"];
    let line = understand(vec![sheet("Inventaire", &rows)]).lines()[0].clone();
    assert!(line.contains(" + DSDEN:DSDEN"), "{line}");
}

#[test]
fn a_bracket_that_tells_columns_apart_is_no_hint() {
    reads(
        &[
            "Compétence | Entité | Entité",
            " | (qui réalise) | (qui répond)",
            "Pilotage | Klasseo | Mairie",
            "Évaluation | Klasseo | DSDEN",
        ],
        &["PIL-MOA COMMUNE:Mairie [] C3", "PIL-EVA DSDEN:DSDEN [] C4"],
    );
}

#[test]
fn a_title_that_stands_once_tells_whose_inventory_it_is() {
    let rows =
        ["Structure : École Jules Ferry, Rennes", "Compétence | Mode", "Pilotage | interne", "FAI | externe"];
    reads(&rows, &["PIL-MOA rien [internalise] A3", "MAT-FAI rien [externalise] A4"]);
}

#[test]
fn others_who_are_consulted_or_known_by_a_name_alone_do_not_answer() {
    reads(
        &[
            "Compétence | Responsable | Autre entité consultée",
            "Pilotage | Mairie | DSDEN",
            "FAI | Mairie | Orange",
        ],
        &["PIL-MOA COMMUNE:Mairie [] B2", "MAT-FAI COMMUNE:Mairie [] B3"],
    );
    reads(
        &[
            "Compétence | Responsable | Nom | Téléphone",
            "Pilotage | | Klasseo | 0299000000",
            "FAI | Mairie | |",
        ],
        &["PIL-MOA rien [] A2", "MAT-FAI COMMUNE:Mairie [] B3"],
    );
}

#[test]
fn names_under_how_they_are_held_answer_and_say_how() {
    let rows = [
        "Domaine | Assuré en interne par | Confié à un prestataire (lequel) | Observations",
        "Pilotage | Académie | |",
        "Documentation | École | |",
        "Aide à la prise en min de l'outil | | Pixécole |",
        "Hotline | | Nexitia SARL |",
    ];
    reads(
        &rows,
        &[
            "PIL-MOA ACADEMIE:Académie [internalise] B2",
            "ACC-DOC ECOLE:École [internalise] B3",
            "ACC-PEM ?:Pixécole [externalise] C4",
            "ACC-ASS PRESTATAIRE:Nexitia SARL [externalise] C5",
        ],
    );
    reads(
        &[
            "Intitulé | Pris en charge par | INT | EXT | INT+EXT",
            "Pilotage | Mairie | | | x",
            "FAI | Orange | | x |",
            "Documentation | École | x | |",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [partiel] B2",
            "MAT-FAI ?:Orange [externalise] B3",
            "ACC-DOC ECOLE:École [internalise] B4",
        ],
    );
}

#[test]
fn what_stands_behind_a_body_may_be_its_service_or_a_remark() {
    reads(
        &[
            "Compétence | Responsable",
            "Pilotage | DSDEN56 – mission numérique",
            "FAI | la commune, comme toujours",
        ],
        &["PIL-MOA DSDEN:DSDEN56 [] B2", "MAT-FAI COMMUNE:la commune [] B3"],
    );
}

#[test]
fn dotted_lines_left_blank_take_no_answer_from_the_next() {
    reads(
        &[
            "Maîtrise d'ouvrage ............ à définir",
            "Évaluation ............",
            "Formation aux usages pédagogiques ............ ERUN",
            "Documentation ............ Scolibri",
            "Prise en main ............",
            "Assistance utilisateur ............",
            "Éditeur de la solution ............ Scolibri",
            "Hébergement et exploitation ............",
            "Maintenance du parc informatique et du réseau ............ Mairie",
        ],
        &[
            "PIL-MOA à définir [] A1",
            "PIL-EVA rien [] A2",
            "ACC-FOR CIRCO:ERUN [] A3",
            "ACC-DOC ?:Scolibri [] A4",
            "ACC-PEM rien [] A5",
            "ACC-ASS rien [] A6",
            "ENT-EDI ?:Scolibri [] A7",
            "ENT-HEB rien [] A8",
            "MAT-PRC COMMUNE:Mairie [] A9",
        ],
    );
}

#[test]
fn an_answer_left_blank_takes_nothing_of_the_identification_beside() {
    reads(
        &[
            "Pilotage | | | | École | École du Puits",
            "Responsable : | | | | Circo | Bruz",
            "Interne / externe : | | | | Académie : Rennes |",
            "FAI | | | | |",
            "Responsable : | Orange | | | |",
            "Interne / externe : | externe | | | |",
        ],
        &["PIL-MOA rien [] A1", "MAT-FAI ?:Orange [externalise] B5"],
    );
}

#[test]
fn a_sheet_named_after_what_it_holds_and_titles_two_letters_off_hide_no_line() {
    reads(
        &[
            "Hébergement ENT | |",
            "",
            "Compéance | Respnosable | Interne / Externe",
            "7. Éditeur de la solution | Scolibri | externe",
            "9. Maintenance de la solution | Scolibri |",
            "10. Hébergement et exploitation | OVH | externe",
        ],
        &[
            "ENT-EDI ?:Scolibri [externalise] B4",
            "ENT-MNT ?:Scolibri [] B5",
            "ENT-HEB ?:OVH [externalise] B6",
        ],
    );
}
