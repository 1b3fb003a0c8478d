//! What columns and cells hold when nobody explains it: boxes, codes, zeros, years, numbered titles, named actors.

use crate::support::{sheet, understand};
use maillage::model::fact::Fact;

#[track_caller]
fn reads(rows: &[&str], expected: &[&str]) {
    assert_eq!(understand(vec![sheet("Inventaire", rows)]).lines(), expected);
}

#[test]
fn boxes_ticked_in_a_cell_are_the_answer() {
    let rows = [
        "Question | Réponse",
        "Qui pilote le projet ? | ☐ Mairie ☒ Académie ☐ École",
        "Évaluation | ☒ Mairie ☒ Académie",
        "Documentation | ☐ Mairie ☐ Académie",
    ];
    let lines = understand(vec![sheet("Inventaire", &rows)]).lines();
    assert_eq!(lines[0], "PIL-MOA ACADEMIE:Académie [] B2");
    assert_eq!(lines[2], "ACC-DOC rien [] B4");
}

#[test]
fn zeros_and_empty_boxes_are_no_marks_and_a_total_no_actor() {
    for (yes, no) in [("1", "0"), ("☒", "☐"), ("x", "-")] {
        let rows = [
            "Compétence | École | Mairie | Total".to_owned(),
            format!("Pilotage | {no} | {yes} | 1"),
            format!("Documentation | {yes} | {no} | 1"),
        ];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        reads(&rows, &["PIL-MOA COMMUNE:Mairie [] C2", "ACC-DOC ECOLE:École [] B3"]);
    }
}

#[test]
fn a_cost_is_one_whatever_its_period_and_unit_are_written() {
    for title in
        ["Coût / an (€)", "Coût par an", "Coût par an (€ TTC)", "Coût annuel (€)", "Montant annuel TTC"]
    {
        let title = format!("Compétence | Responsable | {title}");
        let understood = understand(vec![sheet("Inventaire", &[&title, "Pilotage | Mairie | 450"])]);
        let [line] = understood.assignments.as_slice() else { panic!("{title}: one line") };
        assert!(line.details.cost.is_some() && line.details.cells.cost.is_some(), "{title}");
    }
}

#[test]
fn a_legend_explains_codes_of_entities_and_of_modes() {
    let rows = [
        "1 = interne ; 2 = externe",
        "",
        "Compétence | Responsable (code) | Mode",
        "Pilotage | M | 1",
        "Éditeur de la solution | P | 2",
        "",
        "M | mairie",
        "P | éditeur",
    ];
    let lines = understand(vec![sheet("Inventaire", &rows)]).lines();
    assert_eq!(
        lines[..2],
        ["PIL-MOA COMMUNE:mairie [internalise] B4", "ENT-EDI EDITEUR:éditeur [externalise] B5"]
    );
}

#[test]
fn the_last_year_s_column_counts_and_numbered_columns_both_do() {
    reads(
        &["Compétence | Responsable 2025-2026 | Responsable 2026-2027", "Pilotage | DSDEN | Mairie"],
        &["PIL-MOA COMMUNE:Mairie [] C2"],
    );
    reads(
        &[
            "Compétence | Responsable 1 | Responsable 2",
            "Pilotage | Mairie | DSDEN",
            "Documentation | ERUN |",
        ],
        &["PIL-MOA COMMUNE:Mairie + DSDEN:DSDEN [] B2", "ACC-DOC CIRCO:ERUN [] B3"],
    );
}

#[test]
fn names_under_levels_are_the_responsible() {
    reads(
        &[
            "Compétence | Niveau école | Niveau commune | Prestataire",
            "Pilotage | | mairie |",
            "Documentation | directrice | |",
            "Éditeur de la solution | | | Scolavia SAS",
        ],
        &[
            "PIL-MOA COMMUNE:mairie [] C2",
            "ACC-DOC ECOLE:directrice [] B3",
            "ENT-EDI PRESTATAIRE:Scolavia SAS [] D4",
        ],
    );
}

#[test]
fn another_actor_is_named_in_its_cell() {
    reads(
        &[
            "Mission | Mairie | École | Autre (préciser)",
            "Pilotage | x | |",
            "Évaluation | | x |",
            "Documentation | | | DSDEN",
        ],
        &["PIL-MOA COMMUNE:Mairie [] B2", "PIL-EVA ECOLE:École [] C3", "ACC-DOC DSDEN:DSDEN [] D4"],
    );
}

#[test]
fn a_second_table_of_the_sheet_gives_the_modes() {
    reads(
        &[
            "Compétence | Responsable",
            "Pilotage | Mairie",
            "Documentation | ERUN",
            "",
            "",
            "Compétence | Mode",
            "Pilotage | interne",
            "Documentation | externe",
        ],
        &["PIL-MOA COMMUNE:Mairie [internalise] B2", "ACC-DOC CIRCO:ERUN [externalise] B3"],
    );
}

#[test]
fn a_row_without_label_goes_on_with_the_one_above() {
    reads(
        &["Compétence | Responsable", "Pilotage | Mairie", " | Mode : interne", "Documentation | ERUN"],
        &["PIL-MOA COMMUNE:Mairie [internalise] B2", "ACC-DOC CIRCO:ERUN [] B4"],
    );
}

#[test]
fn what_a_second_table_gives_is_told_and_a_competence_answered_twice_takes_nothing() {
    let rows = [
        "Compétence | Responsable",
        "Pilotage | Mairie",
        "Documentation | ERUN",
        "Documentation | DSDEN",
        "",
        "",
        "Compétence | Mode",
        "Pilotage | interne",
        "Documentation | externe",
    ];
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    assert_eq!(
        understood.lines(),
        ["PIL-MOA COMMUNE:Mairie [internalise] B2", "ACC-DOC CIRCO:ERUN [] B3", "ACC-DOC DSDEN:DSDEN [] B4"]
    );
    let told = |fact: &Fact| matches!(fact, Fact::TwoReadings(kept) if kept.contains("second tableau"));
    assert_eq!(understood.facts.iter().filter(|seen| told(&seen.fact)).count(), 1);
}

#[test]
fn a_colon_in_the_identification_explains_no_code() {
    let rows = ["IEN : Rectorat de Nantes", "", "Compétence | Responsable", "Pilotage | IEN", "FAI | Mairie"];
    let lines = understand(vec![sheet("Inventaire", &rows)]).lines();
    assert_eq!(lines[0], "PIL-MOA CIRCO:IEN [] B4");
}

#[test]
fn a_name_beside_its_kind_answers() {
    let rows = [
        "Compétence | Type d'acteur | Nom de la structure responsable | Mode de réalisation",
        "Maîtrise d'ouvrage | Collectivité | Mairie | Interne",
        "Évaluation | Éducation nationale | IEN | Interne",
        "Documentation | Prestataire | Scolavia | Externe",
        "Assistance | | ERUN | Interne",
    ];
    reads(
        &rows,
        &[
            "PIL-MOA COMMUNE:Mairie [internalise] C2",
            "PIL-EVA CIRCO:IEN [internalise] C3",
            "ACC-DOC ?:Scolavia [externalise] C4",
            "ACC-ASS CIRCO:ERUN [internalise] C5",
        ],
    );
}

#[test]
fn letters_of_modes_under_actors_say_who_and_how() {
    let rows = [
        "Légende : I = assuré en interne ; E = externalisé (prestataire) ; P = partiellement externalisé",
        "",
        "Compétence | Mairie | DRANE | Klasseo | Orange",
        "Maîtrise d'ouvrage | I | | |",
        "Évaluation | | I | |",
        "Éditeur de la solution | | | E |",
        "Fournisseur d'accès à Internet | | | | E",
        "Assistance utilisateur | | P | |",
    ];
    let expected = [
        "PIL-MOA COMMUNE:Mairie [internalise] B4",
        "PIL-EVA ACADEMIE:DRANE [internalise] C5",
        "ENT-EDI ?:Klasseo [externalise] D6",
        "MAT-FAI ?:Orange [externalise] E7",
        "ACC-ASS ACADEMIE:DRANE [partiel] C8",
    ];
    reads(&rows, &expected);
    // Without a legend, the letters are read so, and each is told.
    let mut unexplained = rows;
    unexplained[0] = "";
    let understood = understand(vec![sheet("Inventaire", &unexplained)]);
    assert_eq!(understood.lines(), expected);
    let told = understood.facts.iter().filter(|seen| matches!(seen.fact, Fact::CloseMode(_))).count();
    assert_eq!(told, expected.len(), "{:?}", understood.fact_names());
    // In words, they need none.
    let worded: Vec<String> = unexplained
        .iter()
        .map(|row| {
            row.replace("| I |", "| interne |").replace("| E", "| externe").replace("| P |", "| partiel |")
        })
        .collect();
    reads(&worded.iter().map(String::as_str).collect::<Vec<_>>(), &expected);
}

#[test]
fn the_letters_of_a_raci_matrix_stay_roles() {
    let rows = [
        "Compétence | Mairie | DRANE | École",
        "Maîtrise d'ouvrage | A | I | C",
        "Évaluation | I | A | I",
        "Documentation | I | I | A",
    ];
    reads(
        &rows,
        &["PIL-MOA COMMUNE:Mairie [] B2", "PIL-EVA ACADEMIE:DRANE [] C3", "ACC-DOC ECOLE:École [] D4"],
    );
}

#[test]
fn who_inside_beside_which_company_outside() {
    let rows = [
        "Compétence | En interne (qui ?) | Externalisé (quel prestataire ?)",
        "Maîtrise d'ouvrage | Mairie |",
        "Évaluation | DRANE |",
        "Documentation | | Klasseo",
        "Éditeur de la solution | | Klasseo",
    ];
    reads(
        &rows,
        &[
            "PIL-MOA COMMUNE:Mairie [internalise] B2",
            "PIL-EVA ACADEMIE:DRANE [internalise] B3",
            "ACC-DOC ?:Klasseo [externalise] C4",
            "ENT-EDI ?:Klasseo [externalise] C5",
        ],
    );
}

#[test]
fn actors_of_a_competence_and_their_roles_stand_on_lines_of_their_own() {
    for again in ["", "\"", "idem"] {
        let rows = [
            "Compétence | Acteur | Rôle (R/A/C/I)".to_owned(),
            "Maîtrise d'ouvrage | École | R".to_owned(),
            format!("{again} | Rectorat | A"),
            "Évaluation | Mairie | C".to_owned(),
            format!("{again} | DSDEN | R/A"),
            "Documentation | Klasseo | A".to_owned(),
        ];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        reads(
            &rows,
            &["PIL-MOA ACADEMIE:Rectorat [] B3", "PIL-EVA DSDEN:DSDEN [] B5", "ACC-DOC ?:Klasseo [] B6"],
        );
    }
}

#[test]
fn a_competence_listed_under_two_actors_is_shared() {
    let rows = [
        "Acteur | Missions",
        "Circonscription | Documentation, Prise en main, Administration fonctionnelle",
        "École | Prise en main",
        "Mairie | Maintenance du parc informatique et du réseau",
    ];
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    let of_start: Vec<String> =
        understood.lines().into_iter().filter(|line| line.starts_with("ACC-PEM")).collect();
    assert_eq!(of_start, ["ACC-PEM CIRCO:Circonscription [] A2", "ACC-PEM ECOLE:École [] A3"]);
}

#[test]
fn fields_of_competences_title_the_labels_better_than_posts_do() {
    let rows = [
        "Structure | Nom Prénom | Fonction | Domaines de compétence",
        "École | Mme Faure | Directrice | Administration fonctionnelle, Prise en main",
        "DRANE | M. Charrier | Chef de projet ENT | Administration technique",
        "Mairie | M. Teyssier | Référent numérique | Maintenance du parc informatique",
    ];
    reads(
        &rows,
        &[
            "ADM-FON ECOLE:École [] A2",
            "ACC-PEM ECOLE:École [] A2",
            "ADM-TEC ACADEMIE:DRANE [] A3",
            "MAT-PRC COMMUNE:Mairie [] A4",
        ],
    );
}

#[test]
fn ranks_and_shares_under_actors_are_marks() {
    let rows = [
        "Légende : 1 = responsable, 2 = participe",
        "",
        "Compétence | Mairie | ERUN | DSDEN",
        "Maîtrise d'ouvrage | #1 | #2 |",
        "Évaluation | | #2 | #1",
        "Documentation | | #1 | #2",
    ];
    let expected = ["PIL-MOA COMMUNE:Mairie [] B4", "PIL-EVA DSDEN:DSDEN [] D5", "ACC-DOC CIRCO:ERUN [] C6"];
    reads(&rows, &expected);
    let rows = [
        "Compétence | Mairie | ERUN | DSDEN",
        "Maîtrise d'ouvrage | 100 % | 0 % | 0 %",
        "Évaluation | 0 % | 0 % | 100 %",
        "Documentation | 0 % | 40 % | 60 %",
    ];
    let lines = understand(vec![sheet("Inventaire", &rows)]).lines();
    assert_eq!(
        lines,
        [
            "PIL-MOA COMMUNE:Mairie [] B2",
            "PIL-EVA DSDEN:DSDEN [] D3",
            "ACC-DOC CIRCO:ERUN + DSDEN:DSDEN [] C4",
        ]
    );
}

#[test]
fn a_legend_makes_the_first_of_two_letters_answer() {
    let rows = [
        "P = principal ; S = secondaire",
        "",
        "Compétence | Mairie | ERUN | DSDEN",
        "Maîtrise d'ouvrage | P | S |",
        "Évaluation | | S | P",
        "Documentation | | P |",
    ];
    reads(&rows, &["PIL-MOA COMMUNE:Mairie [] B4", "PIL-EVA DSDEN:DSDEN [] D5", "ACC-DOC CIRCO:ERUN [] C6"]);
}

#[test]
fn roles_tell_who_answers_among_those_who_take_part() {
    let rows = [
        "Compétence | Intervenant | Rôle",
        "Maîtrise d'ouvrage | Mairie | Responsable",
        "| ERUN | Contributeur",
        "Évaluation | DSDEN | Responsable",
        "| Mairie | Informé",
    ];
    reads(&rows, &["PIL-MOA COMMUNE:Mairie [] B2", "PIL-EVA DSDEN:DSDEN [] B4"]);
}

#[test]
fn a_column_of_codes_alone_tells_who_as_its_legend_says() {
    let rows = [
        "M = mairie ; D = DSDEN",
        "",
        "Compétence | Code",
        "Maîtrise d'ouvrage | M",
        "Évaluation | D",
        "Documentation | M",
    ];
    let lines = understand(vec![sheet("Inventaire", &rows)]).lines();
    assert_eq!(
        lines,
        ["PIL-MOA COMMUNE:mairie [] B4", "PIL-EVA DSDEN:DSDEN [] B5", "ACC-DOC COMMUNE:mairie [] B6"]
    );
}

#[test]
fn a_kind_chosen_in_a_list_gives_way_to_the_name_beside() {
    let rows = [
        "Compétence | Responsable | Préciser le nom",
        "Maîtrise d'ouvrage | Collectivité | Mairie",
        "Évaluation | État | DSDEN",
        "Documentation | Entreprise | Klasseo",
        "Assistance | Aucun |",
    ];
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    assert_eq!(
        understood.lines(),
        [
            "PIL-MOA COMMUNE:Mairie [] C2",
            "PIL-EVA DSDEN:DSDEN [] C3",
            "ACC-DOC ?:Klasseo [] C4",
            "ACC-ASS personne [] B5",
        ]
    );
    assert!(understood.saw("CloseHeader Préciser le nom"), "{:?}", understood.fact_names());
}

#[test]
fn competences_under_a_name_written_once_are_its_own_unless_a_form_is_left_blank() {
    let grouped = [
        "Acteur | Ce qu'il fait",
        "Klasseo | Éditeur de la solution",
        "| Documentation",
        "Mairie | Maintenance du parc informatique",
        "| Maîtrise d'ouvrage",
    ];
    let understood = understand(vec![sheet("Inventaire", &grouped)]);
    assert_eq!(
        understood.lines(),
        [
            "ENT-EDI ?:Klasseo [] A2",
            "ACC-DOC ?:Klasseo [] A2",
            "MAT-PRC COMMUNE:Mairie [] A4",
            "PIL-MOA COMMUNE:Mairie [] A4",
        ]
    );
    let told = understood.facts.iter().filter(|seen| seen.fact == Fact::MergedDown).count();
    assert_eq!(told, 2, "{:?}", understood.fact_names());
    let blank = [
        "Responsable | Compétence",
        "Mairie | Maîtrise d'ouvrage",
        "| Évaluation",
        "ERUN | Documentation",
        "| Prise en main",
    ];
    let lines = understand(vec![sheet("Inventaire", &blank)]).lines();
    assert_eq!(lines[1], "PIL-EVA rien [] B3");
}

#[test]
fn names_under_the_letters_of_a_raci_matrix() {
    let rows = [
        "Compétence | R | A | C | I",
        "Maîtrise d'ouvrage | Klasseo | Mairie | ERUN | DSDEN",
        "Évaluation | ERUN | DSDEN | Mairie | École",
    ];
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    assert_eq!(understood.lines(), ["PIL-MOA COMMUNE:Mairie [] C2", "PIL-EVA DSDEN:DSDEN [] C3"]);
    assert!(understood.saw("CloseHeader A"), "{:?}", understood.fact_names());
}

#[test]
fn a_column_of_modes_may_say_who_as_well() {
    let rows = [
        "Compétence | Modalités",
        "Maîtrise d'ouvrage | en interne par la mairie",
        "Évaluation | en interne par la DSDEN",
        "Documentation | en externe par Klasseo",
        "Prise en main | en interne par l'ERUN",
    ];
    reads(
        &rows,
        &[
            "PIL-MOA COMMUNE:la mairie [internalise] B2",
            "PIL-EVA DSDEN:la DSDEN [internalise] B3",
            "ACC-DOC ?:Klasseo [externalise] B4",
            "ACC-PEM CIRCO:l'ERUN [internalise] B5",
        ],
    );
}

#[test]
fn a_heading_over_labels_and_answers_without_titles() {
    let rows = [
        "Compétences assurées en interne",
        "Maîtrise d'ouvrage | Mairie",
        "Évaluation | DSDEN",
        "Prise en main | ERUN",
        "Compétences externalisées",
        "Éditeur de la solution | Klasseo",
    ];
    reads(
        &rows,
        &[
            "PIL-MOA COMMUNE:Mairie [internalise] B2",
            "PIL-EVA DSDEN:DSDEN [internalise] B3",
            "ACC-PEM CIRCO:ERUN [internalise] B4",
            "ENT-EDI ?:Klasseo [externalise] B6",
        ],
    );
}

#[test]
fn enumerations_share_their_complement() {
    let rows = ["Compétence | Responsable", "Éditeur, maintenance et hébergement de la solution | Klasseo"];
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    assert_eq!(
        understood.lines(),
        ["ENT-EDI ?:Klasseo [] B2", "ENT-MNT ?:Klasseo [] B2", "ENT-HEB ?:Klasseo [] B2",]
    );
}

#[test]
fn a_post_beside_a_person_tells_the_body() {
    let rows = [
        "Mission | Responsable | Fonction",
        "Pilotage | M. Vautier | adjoint au maire",
        "Évaluation | Mme Ostrowski | ERUN",
        "Documentation | Mme Ostrowski |",
        "FAI | Scolavia SAS | commercial",
    ];
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    assert_eq!(
        understood.lines(),
        [
            "PIL-MOA COMMUNE:adjoint au maire [] B2",
            "PIL-EVA CIRCO:ERUN [] B3",
            "ACC-DOC personne [] B4",
            "MAT-FAI PRESTATAIRE:Scolavia SAS [] B5",
        ]
    );
    assert_eq!(understood.assignments[0].written, "M. Vautier, adjoint au maire");
}

#[test]
fn a_person_asked_as_responsible_is_told_where_no_body_stands_beside() {
    let rows = [
        "Mission | Personne responsable | Fonction",
        "Pilotage | M. Vautier | adjoint au maire",
        "Évaluation | Mme Ostrowski |",
        "Documentation | |",
        "FAI | M. Vautier | directeur",
    ];
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    assert_eq!(
        understood.lines(),
        [
            "PIL-MOA COMMUNE:adjoint au maire [] C2",
            "PIL-EVA personne [] B3",
            "ACC-DOC rien [] A4",
            "MAT-FAI ECOLE:directeur [] C5",
        ]
    );
    assert!(understood.facts.iter().any(|seen| seen.fact == Fact::PersonAlone));
}

#[test]
fn a_post_beside_a_contact_is_the_contact_s() {
    let rows = [
        "Mission | Responsable | Contact | Fonction",
        "Pilotage | Scolibri | Mme Ostrowski | directrice",
        "Évaluation | Mairie | M. Vautier | adjoint au maire",
        "Documentation | Nuagine | | ERUN",
        "Prise en main | Durand | Mme Ostrowski | directrice",
        "Assistance | Durand | | ERUN",
    ];
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    assert_eq!(
        understood.lines(),
        [
            "PIL-MOA ?:Scolibri [] B2",
            "PIL-EVA COMMUNE:Mairie [] B3",
            "ACC-DOC ?:Nuagine [] B4",
            "ACC-PEM personne [] B5",
            "ACC-ASS CIRCO:ERUN [] B6",
        ]
    );
    assert!(understood.saw("DoubtfulAnswer Durand"), "a name alone, read by the post beside it");
}
