//! Inventories laid out otherwise than as a table: forms exported, lines of text, lists under actors, cards.

use crate::support::{merged, sheet, understand};
use maillage::model::fact::Fact;

#[track_caller]
fn reads(rows: &[&str], expected: &[&str]) {
    assert_eq!(understand(vec![sheet("Inventaire", rows)]).lines(), expected);
}

/// The same, and the reading is told.
#[track_caller]
fn reads_and_tells(rows: &[&str], expected: &[&str]) {
    let understood = understand(vec![sheet("Inventaire", rows)]);
    assert_eq!(understood.lines(), expected);
    assert!(understood.saw("TwoReadings"), "{:?}", understood.fact_names());
}

#[test]
fn a_form_exports_two_columns_a_competence() {
    reads(
        &[
            "Horodateur | UAI | Assistance : responsable | Assistance : mode | Documentation : responsable | Documentation : mode | Évaluation : responsable | Évaluation : mode",
            "12/11/2026 | 0350122T | Mairie | Interne | éditeur | externe | DSDEN |",
        ],
        &[
            "ACC-ASS COMMUNE:Mairie [internalise] C2",
            "ACC-DOC EDITEUR:éditeur [externalise] E2",
            "PIL-EVA DSDEN:DSDEN [] G2",
        ],
    );
}

#[test]
fn the_same_form_down_the_sheet() {
    reads(
        &[
            "Question | Réponse",
            "Responsable de l'assistance | Mairie",
            "L'assistance est-elle internalisée ou externalisée ? | Interne",
            "Qui est responsable de la documentation ? | éditeur",
            "Documentation - mode | externe",
            "Évaluation (entité responsable) | à définir",
        ],
        &[
            "ACC-ASS COMMUNE:Mairie [internalise] B2",
            "ACC-DOC EDITEUR:éditeur [externalise] B4",
            "PIL-EVA à définir [] B6",
        ],
    );
}

#[test]
fn competences_over_their_questions() {
    let rows = [
        " | Assistance | | Documentation | | Évaluation |",
        "École | Responsable | Mode | Responsable | Mode | Responsable | Mode",
        "Jules-Ferry | Mairie | interne | éditeur | externe | DSDEN | interne",
    ];
    let areas = [(0, 1, 0, 2), (0, 3, 0, 4), (0, 5, 0, 6)];
    let understood = understand(vec![merged(sheet("Inventaire", &rows), &areas)]);
    assert_eq!(
        understood.lines(),
        [
            "ACC-ASS COMMUNE:Mairie [internalise] B3",
            "ACC-DOC EDITEUR:éditeur [externalise] D3",
            "PIL-EVA DSDEN:DSDEN [internalise] F3",
        ]
    );
}

#[test]
fn two_schools_under_one_form_are_told_and_not_read() {
    let understood = understand(vec![sheet(
        "Réponses",
        &[
            "UAI | Assistance : responsable | Documentation : responsable | Évaluation : responsable",
            "0350122T | Mairie | éditeur | DSDEN",
            "0350123U | École | DSDEN | Mairie",
        ],
    )]);
    assert_eq!(understood.lines(), [""; 0]);
    assert!(
        understood
            .facts
            .iter()
            .any(|seen| matches!(&seen.fact, Fact::LabelsUnread(names) if names.len() == 3))
    );
}

#[test]
fn bands_of_competences_across_one_under_the_other() {
    reads(
        &[
            "UAI | 0350122T",
            "Compétence | Pilotage | Évaluation | Documentation",
            "Responsable | Mairie | DSDEN | éditeur",
            "Mode | interne | interne | externe",
            "",
            "Compétence | Assistance | Accès à Internet | Hébergement",
            "Responsable | ERUN | Mairie | Scolavia SAS",
            "Mode | interne | externe | externe",
            "",
            "Compétence | Prise en main | Maîtrise d'œuvre",
            "Responsable | ERUN | à définir",
            "Mode | interne |",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [internalise] B3",
            "PIL-EVA DSDEN:DSDEN [internalise] C3",
            "ACC-DOC EDITEUR:éditeur [externalise] D3",
            "ACC-ASS CIRCO:ERUN [internalise] B7",
            "MAT-FAI COMMUNE:Mairie [externalise] C7",
            "ENT-HEB PRESTATAIRE:Scolavia SAS [externalise] D7",
            "ACC-PEM CIRCO:ERUN [internalise] B11",
            "ENT-MOE à définir [] C11",
        ],
    );
}

#[test]
fn leaders_lead_to_the_answer() {
    reads_and_tells(
        &[
            "Inventaire de l'école Jules-Ferry",
            "Assistance ................. Mairie",
            "Documentation…………… éditeur (externe)",
            "Évaluation ________ DSDEN",
            "Prise en main ..............",
        ],
        &[
            "ACC-ASS COMMUNE:Mairie [] A2",
            "ACC-DOC EDITEUR:éditeur [externalise] A3",
            "PIL-EVA DSDEN:DSDEN [] A4",
            "ACC-PEM rien [] A5",
        ],
    );
}

#[test]
fn a_whole_inventory_in_one_cell() {
    reads_and_tells(
        &[
            "UAI | 0350122T",
            "- Assistance : Mairie ; mode : interne\\n- Documentation : éditeur, externe\\n• Évaluation : DSDEN",
        ],
        &[
            "ACC-ASS COMMUNE:Mairie [internalise] A2",
            "ACC-DOC EDITEUR:éditeur [externalise] A2",
            "PIL-EVA DSDEN:DSDEN [] A2",
        ],
    );
}

#[test]
fn cards_of_lines_in_cells() {
    reads_and_tells(
        &[
            "Assistance\\nResponsable : Mairie\\nMode : interne | Documentation\\nResponsable : éditeur\\nMode : externe",
            "Évaluation\\nResponsable : DSDEN\\nMode : interne | Accès à Internet\\nResponsable : ?",
        ],
        &[
            "ACC-ASS COMMUNE:Mairie [internalise] A1",
            "PIL-EVA DSDEN:DSDEN [internalise] A2",
            "ACC-DOC EDITEUR:éditeur [externalise] B1",
            "MAT-FAI à définir [] B2",
        ],
    );
}

#[test]
fn plain_sentences_answer() {
    reads_and_tells(
        &[
            "Bonjour, voici notre organisation :",
            "La mairie assure l'assistance et l'accès à Internet. La documentation est confiée à l'éditeur.",
            "L'évaluation relève de la DSDEN.",
            "La mairie n'assure pas la prise en main.",
        ],
        &[
            "ACC-ASS COMMUNE:La mairie [] A2",
            "MAT-FAI COMMUNE:La mairie [] A2",
            "ACC-DOC EDITEUR:l'éditeur [] A2",
            "PIL-EVA DSDEN:la DSDEN [] A3",
        ],
    );
}

#[test]
fn lists_under_the_actor_who_does_them() {
    let expected = [
        "ACC-ASS COMMUNE:la mairie [] A2",
        "MAT-FAI COMMUNE:la mairie [] A2",
        "PIL-EVA DSDEN:la DSDEN [] A6",
        "ACC-FOR DSDEN:la DSDEN [] A6",
        "ENT-HEB EDITEUR:l'éditeur [] A10",
    ];
    reads_and_tells(
        &[
            "UAI | 0350122T",
            "Ce que fait la mairie :",
            "- Assistance",
            "- Accès à Internet",
            "",
            "Ce que fait la DSDEN :",
            "- Évaluation",
            "- Formation aux usages pédagogiques",
            "",
            "Ce que fait l'éditeur :",
            "- Hébergement",
        ],
        &expected,
    );
}

#[test]
fn a_column_an_actor() {
    reads_and_tells(
        &[
            "Mairie | Circonscription | Éditeur",
            "Assistance | Formation aux usages pédagogiques | Hébergement",
            "Accès à Internet | Prise en main | Maintenance de la solution",
            "| Évaluation | Documentation",
        ],
        &[
            "ACC-ASS COMMUNE:Mairie [] A1",
            "ACC-FOR CIRCO:Circonscription [] B1",
            "ENT-HEB EDITEUR:Éditeur [] C1",
            "MAT-FAI COMMUNE:Mairie [] A1",
            "ACC-PEM CIRCO:Circonscription [] B1",
            "ENT-MNT EDITEUR:Éditeur [] C1",
            "PIL-EVA CIRCO:Circonscription [] B1",
            "ACC-DOC EDITEUR:Éditeur [] C1",
        ],
    );
}

#[test]
fn an_actor_and_what_it_does_on_one_line() {
    reads_and_tells(
        &[
            "Mairie : assistance, accès à Internet",
            "Circonscription : prise en main, évaluation et documentation",
        ],
        &[
            "ACC-ASS COMMUNE:Mairie [] A1",
            "MAT-FAI COMMUNE:Mairie [] A1",
            "ACC-PEM CIRCO:Circonscription [] A2",
            "PIL-EVA CIRCO:Circonscription [] A2",
            "ACC-DOC CIRCO:Circonscription [] A2",
        ],
    );
}

#[test]
fn a_sheet_an_actor() {
    let understood = understand(vec![
        sheet("Mairie", &["Assistance", "Accès à Internet"]),
        sheet("DSDEN", &["Évaluation | interne", "Documentation | externe"]),
    ]);
    assert_eq!(
        understood.lines(),
        [
            "ACC-ASS COMMUNE:Mairie [] A1",
            "MAT-FAI COMMUNE:Mairie [] A2",
            "PIL-EVA DSDEN:DSDEN [internalise] A1",
            "ACC-DOC DSDEN:DSDEN [externalise] A2",
        ]
    );
    assert!(understood.saw("TwoReadings"));
}

#[test]
fn a_sheet_a_competence() {
    let understood = understand(vec![
        sheet("Identification", &["UAI | 0350122T"]),
        sheet("Assistance", &["Responsable : | Mairie", "Mode : | interne", "Contact : | 02 99 00 00 00"]),
        sheet("Fiche 2", &["Fiche compétence", "Documentation", "Responsable : éditeur", "Mode : externe"]),
        sheet("Évaluation", &["Responsable | Mode", "DSDEN | interne"]),
    ]);
    assert_eq!(
        understood.lines(),
        [
            "ACC-ASS COMMUNE:Mairie [internalise] B1",
            "ACC-DOC EDITEUR:éditeur [externalise] A3",
            "PIL-EVA DSDEN:DSDEN [internalise] A2",
        ]
    );
}

#[test]
fn what_no_reading_knows_is_told() {
    let understood = understand(vec![
        sheet("Inventaire", &["Compétence | Responsable", "Assistance | Mairie", "Évaluation | DSDEN"]),
        sheet("Schéma", &["Documentation", "| ↓", "Hébergement"]),
    ]);
    assert!(
        understood
            .facts
            .iter()
            .any(|seen| matches!(&seen.fact, Fact::LabelsUnread(names) if names.len() == 2))
    );
}

#[test]
fn last_years_table_on_the_same_sheet_is_left_out_and_told() {
    let rows = [
        "Inventaire",
        "Compétence | Responsable",
        "Assistance | Mairie",
        "Évaluation | DSDEN",
        "Documentation | éditeur",
        "",
        "Rappel 2025",
        "Compétence | Responsable",
        "Assistance | École",
        "Évaluation | École",
        "Documentation | École",
    ];
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    assert_eq!(
        understood.lines(),
        ["ACC-ASS COMMUNE:Mairie [] B3", "PIL-EVA DSDEN:DSDEN [] B4", "ACC-DOC EDITEUR:éditeur [] B5"]
    );
    assert!(understood.saw("TableLeftOut Rappel 2025"));
}

#[test]
fn a_table_of_remarks_answers_nothing_and_says_so() {
    let rows = ["Compétence | Commentaires", "Assistance | la mairie s'en occupe", "Évaluation | DSDEN"];
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    assert_eq!(understood.lines(), ["ACC-ASS rien [] A2", "PIL-EVA rien [] A3"]);
    assert!(understood.saw("NoResponsibleColumn"));
}

#[test]
fn labels_over_answers_side_by_side_are_never_taken_for_lists_of_actors() {
    reads_and_tells(
        &[
            "Pilotage | Évaluation",
            "Mairie | DSDEN",
            "Documentation | Assistance",
            "éditeur | ERUN",
            "Hébergement | Accès à Internet",
            "Scolavia SAS | Mairie",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [] A2",
            "PIL-EVA DSDEN:DSDEN [] B2",
            "ACC-DOC EDITEUR:éditeur [] A4",
            "ACC-ASS CIRCO:ERUN [] B4",
            "ENT-HEB PRESTATAIRE:Scolavia SAS [] A6",
            "MAT-FAI COMMUNE:Mairie [] B6",
        ],
    );
}

#[test]
fn titles_alone_over_lists_tell_bodies_from_competences_by_their_dress() {
    // « Éditeur » is a body as a title, a competence as an item; « Ludexia » is a body because it is a title.
    reads_and_tells(
        &[
            "MAIRIE",
            "  - Assistance | interne",
            "  - Accès à Internet | externe",
            "ÉDITEUR",
            "  - Éditeur | externe",
            "LUDEXIA",
            "  - Hébergement | externe",
            "  - Cantine | externe",
        ],
        &[
            "ACC-ASS COMMUNE:MAIRIE [internalise] A1",
            "MAT-FAI COMMUNE:MAIRIE [externalise] A1",
            "ENT-EDI EDITEUR:ÉDITEUR [externalise] A4",
            "ENT-HEB ?:LUDEXIA [externalise] A6",
        ],
    );
}

#[test]
fn a_form_asks_for_the_mode_behind_each_question() {
    reads_and_tells(
        &[
            "UAI | Qui pilote le projet ENT ? | Est-ce internalisé ou externalisé ? | Qui produit la documentation ? | Est-ce internalisé ou externalisé ? | Qui forme les collègues ? | Est-ce internalisé ou externalisé ?",
            "0350122T | Mairie | fait maison | éditeur | par une entreprise | ERUN | par l'Éducation nationale",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [internalise] B2",
            "ACC-DOC EDITEUR:éditeur [externalise] D2",
            "ACC-FOR CIRCO:ERUN [internalise] F2",
        ],
    );
}

#[test]
fn numbered_cards_and_cards_side_by_side() {
    let understood = understand(vec![sheet(
        "Fiches",
        &[
            "FICHE 1 | Assistance",
            "Structure | la mairie",
            "Interne/externe | délégué à un prestataire",
            "",
            "FICHE 2 | Évaluation",
            "Structure | DSDEN",
            "Interne/externe | en interne",
        ],
    )]);
    assert_eq!(
        understood.lines(),
        ["ACC-ASS COMMUNE:la mairie [externalise] B2", "PIL-EVA DSDEN:DSDEN [internalise] B6"]
    );
    reads(
        &[
            "Assistance | | | Évaluation | | | Documentation",
            "Qui | Mairie | | Qui | DSDEN | | Qui | éditeur",
            "Mode | interne | | Mode | externe | | Mode | les deux",
        ],
        &[
            "ACC-ASS COMMUNE:Mairie [internalise] B2",
            "PIL-EVA DSDEN:DSDEN [externalise] E2",
            "ACC-DOC EDITEUR:éditeur [partiel] H2",
        ],
    );
}

#[test]
fn two_years_side_by_side_count_the_last() {
    let rows = [
        "Compétence | 2025-2026 | | 2026-2027 |",
        "| Responsable | Mode | Responsable | Mode",
        "Assistance | École | interne | Mairie | externe",
        "Évaluation | École | interne | DSDEN | interne",
    ];
    let years = merged(sheet("Inventaire", &rows), &[(0, 1, 0, 2), (0, 3, 0, 4)]);
    assert_eq!(
        understand(vec![years]).lines(),
        ["ACC-ASS COMMUNE:Mairie [externalise] D3", "PIL-EVA DSDEN:DSDEN [internalise] D4"]
    );
}

#[test]
fn an_actor_typed_among_crosses_is_the_one_who_answers() {
    reads(
        &[
            "Qui fait quoi ? | Mairie | École | Rectorat",
            "Assistance | x | |",
            "Évaluation | | | DRANE",
            "Documentation | | | x",
            "Prise en main | | x |",
        ],
        &[
            "ACC-ASS COMMUNE:Mairie [] B2",
            "PIL-EVA ACADEMIE:DRANE [] D3",
            "ACC-DOC ACADEMIE:Rectorat [] D4",
            "ACC-PEM ECOLE:École [] C5",
        ],
    );
}

#[test]
fn remarks_and_refusals_in_an_answer_name_nobody() {
    reads(
        &[
            "Compétence | Responsable",
            "Assistance | la directrice, faute de mieux",
            "Évaluation | pas fait",
            "Documentation | personne ! les PC sont en panne",
            "Prise en main | on attend la nouvelle convention",
            "Hébergement | éditeur, par une entreprise",
            "Accès à Internet | à valider en conseil d'école",
        ],
        &[
            "ACC-ASS ECOLE:la directrice [] B2",
            "PIL-EVA personne [] B3",
            "ACC-DOC personne [] B4",
            "ACC-PEM à définir [] B5",
            "ENT-HEB EDITEUR:éditeur [externalise] B6",
            "MAT-FAI à définir [] B7",
        ],
    );
}

#[test]
fn a_text_past_the_last_column_of_a_table_is_told_and_a_list_for_menus_is_not() {
    let table =
        ["Compétence|Responsable|Mode", "Évaluation|Académie|interne", "Accès à Internet|Mairie|externe"];
    let beside = |cells: [&str; 3]| -> Vec<String> {
        let rows: Vec<String> =
            table.iter().zip(cells).map(|(row, beside)| format!("{row}|{beside}")).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let seen = understand(vec![sheet("Inventaire", &rows)]).fact_names();
        seen.into_iter().filter(|name| name.starts_with("TextBeside")).collect()
    };
    assert_eq!(beside(["", "changera en janvier", ""]), ["TextBeside changera en janvier"]);
    assert_eq!(beside(["", "|changera en janvier", "|non"]), ["TextBeside changera en janvier"]);
    assert_eq!(beside(["", "", "||Mairie"]), ["TextBeside Mairie"]);
    assert!(beside(["|Internalisé", "|Externalisé", "|Partiellement externalisé"]).is_empty());
    assert!(beside(["", "", "||—"]).is_empty());
}

#[test]
fn a_block_of_identification_beside_a_table_is_not_told() {
    let rows = [
        "Compétence|Responsable|||UAI|0440123A",
        "Évaluation|Académie|||École :|Les Tilleuls",
        "Accès à Internet|Mairie|||Commune|Rezé",
    ];
    let seen = understand(vec![sheet("Inventaire", &rows)]);
    assert!(!seen.saw("TextBeside"), "{:?}", seen.fact_names());
}

#[test]
fn questions_repeated_on_every_line_title_what_follows_them() {
    reads(
        &[
            "1 | Maîtrise d'ouvrage | Qui ? | Mairie | Comment ? | en interne",
            "2 | Évaluation | Qui ? | DSDEN | Comment ? | en interne",
            "3 | Documentation | Qui ? |  | Comment ? |",
            "4 | Hébergement et exploitation | Qui ? | Scolavia SAS | Comment ? | prestation",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [internalise] D1",
            "PIL-EVA DSDEN:DSDEN [internalise] D2",
            "ACC-DOC rien [] B3",
            "ENT-HEB PRESTATAIRE:Scolavia SAS [externalise] D4",
        ],
    );
}

#[test]
fn a_mode_over_lines_is_theirs_until_the_next() {
    reads(
        &[
            "Compétence | Entité responsable",
            "En interne",
            "Maîtrise d'ouvrage | Mairie",
            "Évaluation | DSDEN",
            "Confié à un prestataire :",
            "Hébergement et exploitation | Scolavia SAS",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [internalise] B3",
            "PIL-EVA DSDEN:DSDEN [internalise] B4",
            "ENT-HEB PRESTATAIRE:Scolavia SAS [externalise] B6",
        ],
    );
}

#[test]
fn the_name_answers_rather_than_its_kind() {
    reads(
        &[
            "Compétence | Type d'entité | Nom de l'entité responsable",
            "Maîtrise d'ouvrage | Collectivité | Métropole",
            "Évaluation | État | DSDEN",
            "Documentation | État | Rectorat",
        ],
        &["PIL-MOA EPCI:Métropole [] C2", "PIL-EVA DSDEN:DSDEN [] C3", "ACC-DOC ACADEMIE:Rectorat [] C4"],
    );
}

#[test]
fn a_column_ticked_for_nobody_names_nobody() {
    reads(
        &[
            "Compétence | École | Mairie | Personne | Ne sait pas",
            "Maîtrise d'ouvrage |  | x |  |",
            "Évaluation |  |  | x |",
            "Documentation |  |  |  | x",
        ],
        &["PIL-MOA COMMUNE:Mairie [] C2", "PIL-EVA personne [] D3", "ACC-DOC à définir [] E4"],
    );
}

#[test]
fn the_post_of_a_contact_that_reads_like_a_label_begins_no_table() {
    let rows = [
        "Compétence | Qui ? | | | Mode | |",
        "| Entité | Nom du contact | Fonction du contact | Interne | Externe | Observations",
        "Maîtrise d'ouvrage | Mairie | M. Durand | Maîtrise d'ouvrage | x | | très réactif",
        "Évaluation | DSDEN | | Évaluation | x | |",
        "Documentation | Scolavia SAS | | Documentation | | x |",
    ];
    let merges = [(0, 0, 1, 0), (0, 1, 0, 3), (0, 4, 0, 5)];
    let understood = understand(vec![merged(sheet("Inventaire", &rows), &merges)]);
    let expected = [
        "PIL-MOA COMMUNE:Mairie [internalise] B3",
        "PIL-EVA DSDEN:DSDEN [internalise] B4",
        "ACC-DOC PRESTATAIRE:Scolavia SAS [externalise] B5",
    ];
    assert_eq!(understood.lines(), expected, "{:?}", understood.fact_names());
}

#[test]
fn a_question_that_names_who_is_served_is_no_answer_to_the_one_before() {
    reads_and_tells(
        &[
            "1) Qui pilote le projet ENT (maîtrise d'ouvrage) ?",
            "→ la mairie",
            "2) Qui évalue le projet ENT ?",
            "→ le rectorat",
            "3) Qui forme les enseignants aux usages pédagogiques ?",
            "→ l'ERUN",
            "4) Qui administre l'ENT côté école (administrateur fonctionnel) ?",
            "→ le directeur",
        ],
        &[
            "PIL-MOA COMMUNE:la mairie [] A2",
            "PIL-EVA ACADEMIE:le rectorat [] A4",
            "ACC-FOR CIRCO:l'ERUN [] A6",
            "ADM-FON ECOLE:le directeur [] A8",
        ],
    );
}

#[test]
fn a_letter_also_says_what_nobody_does_and_what_is_left_open() {
    reads_and_tells(
        &[
            "Réponse de l'école à l'enquête ENT",
            "La maîtrise d'ouvrage est portée par la mairie.",
            "L'évaluation du projet n'est assurée par personne.",
            "La formation aux usages pédagogiques est assurée par l'ERUN et par Canopé.",
            "L'assistance utilisateur reste à définir.",
            "Klasseo est l'éditeur de la solution et en assure la maintenance et l'hébergement.",
        ],
        &[
            "PIL-MOA COMMUNE:la mairie [] A2",
            "PIL-EVA personne [] A3",
            "ACC-FOR CIRCO:l'ERUN + CANOPE:par Canopé [] A4",
            "ACC-ASS à définir [] A5",
            "ENT-EDI ?:Klasseo [] A6",
            "ENT-MNT ?:Klasseo [] A6",
            "ENT-HEB ?:Klasseo [] A6",
        ],
    );
}

#[test]
fn an_answer_under_its_label_in_one_cell() {
    reads_and_tells(
        &[
            "Compétence et responsable",
            "Maîtrise d'ouvrage\\nMairie",
            "Évaluation\\nDSDEN",
            "Documentation\\nKlasseo",
            "Assistance utilisateur\\nà définir",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [] A2",
            "PIL-EVA DSDEN:DSDEN [] A3",
            "ACC-DOC ?:Klasseo [] A4",
            "ACC-ASS à définir [] A5",
        ],
    );
}

#[test]
fn columns_headed_by_actors_stand_under_the_block_that_tells_whose_they_are() {
    reads_and_tells(
        &[
            "École | École Jean Jaurès",
            "",
            "DSDEN | Mairie | Klasseo",
            "Évaluation | Maîtrise d'ouvrage | Documentation",
            "| Fournisseur d'accès à Internet | Éditeur de la solution",
        ],
        &[
            "PIL-EVA DSDEN:DSDEN [] A3",
            "PIL-MOA COMMUNE:Mairie [] B3",
            "ACC-DOC ?:Klasseo [] C3",
            "MAT-FAI COMMUNE:Mairie [] B3",
            "ENT-EDI ?:Klasseo [] C3",
        ],
    );
}

#[test]
fn the_commune_told_above_a_letter_answers_nothing() {
    let rows = [
        "Commune | Bruz",
        "",
        "Le projet est piloté par la mairie.",
        "C'est l'ERUN qui forme les enseignants et qui évalue les usages.",
        "Klasseo édite la solution, la maintient et fournit la documentation.",
        "Il n'y a pas de maître d'œuvre.",
        "L'accès à Internet est fourni par Orange.",
        "Le rectorat assure l'assistance et l'administration technique.",
    ];
    let lines = understand(vec![sheet("Inventaire", &rows)]).lines();
    assert!(!lines.iter().any(|line| line.contains("Commune") || line.ends_with("A1")), "{lines:?}");
    assert!(lines.contains(&"ACC-FOR CIRCO:l'ERUN [] A4".to_owned()), "{lines:?}");
    assert!(lines.contains(&"ENT-MOE personne [] A6".to_owned()), "{lines:?}");
}

#[test]
fn letters_of_another_alphabet_play_the_part_that_a_legend_gives_them() {
    let rows = [
        "Compétence | Mairie | ERUN | Scolibri",
        "Pilotage | P | C | E",
        "Évaluation | P/E | i |",
        "Documentation | c | e |",
        "FAI | C | | i",
        "",
        "P : pilote   E : exécute   C : consulté   I : informé",
        "P = pilote, E = exécute, C = consulté, I = informé",
    ];
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    assert_eq!(
        understood.lines(),
        [
            "PIL-MOA COMMUNE:Mairie [] B2",
            "PIL-EVA COMMUNE:Mairie [] B3",
            "ACC-DOC CIRCO:ERUN [] C4",
            "MAT-FAI personne [] B5",
        ]
    );
    let performs = |seen: &&maillage::model::inventory::Observed| seen.fact == Fact::PerformerForResponsible;
    assert_eq!(understood.facts.iter().filter(performs).count(), 1);
}

#[test]
fn a_stroke_inside_the_name_of_a_company_cuts_nothing_and_is_told() {
    let rows = [
        "Compétence | Responsable",
        "Pilotage | Mairie/École",
        "Évaluation | Pixels/Papier Informatique",
        "Documentation | Mairie & Pixels/Papier Informatique",
        "FAI | Scolibri / Papier Informatique",
        "Assistance | Scolibri/Orange",
    ];
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    assert_eq!(
        understood.lines(),
        [
            "PIL-MOA COMMUNE:Mairie + ECOLE:École [] B2",
            "PIL-EVA ?:Pixels/Papier Informatique [] B3",
            "ACC-DOC COMMUNE:Mairie + ?:Pixels/Papier Informatique [] B4",
            "MAT-FAI ?:Scolibri + ?:Papier Informatique [] B5",
            "ACC-ASS ?:Scolibri + ?:Orange [] B6",
        ]
    );
    let told = |seen: &&maillage::model::inventory::Observed| matches!(seen.fact, Fact::TwoReadings(_));
    assert_eq!(understood.facts.iter().filter(told).count(), 2);
}
