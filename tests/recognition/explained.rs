//! Sheets that explain how they are made: legends of signs, questions beside labels, actors named at the top, answers to
//! yes-or-no titles.

use crate::support::{sheet, understand};

#[track_caller]
fn reads(rows: &[&str], expected: &[&str]) {
    assert_eq!(understand(vec![sheet("Inventaire", rows)]).lines(), expected);
}

#[test]
fn signs_mean_what_their_legend_says() {
    let rows = [
        "🟢 = responsable   🔵 = participe   ⚪ = informé",
        "| Directrice | Mairie | Ludexia",
        "Pilotage 🎯 | ⚪ | 🟢 | 🔵",
        "Documentation | 🟢 | | 🔵",
        "FAI | | 🔵 | 🟢",
    ];
    reads(
        &rows,
        &["PIL-MOA COMMUNE:Mairie [] C3", "ACC-DOC ECOLE:Directrice [] B4", "MAT-FAI ?:Ludexia [] D5"],
    );
}

#[test]
fn figures_mean_what_their_legend_says_whatever_their_order() {
    let rows = [
        "2 = responsable, 1 = appui",
        "Compétence | Ville | Dir. école | Ludexia",
        "Évaluation | #1 | #2 |",
        "Documentation | #2 | | #1",
        "FAI | | #1 | #2",
    ];
    reads(
        &rows,
        &["PIL-EVA ECOLE:Dir. école [] C3", "ACC-DOC COMMUNE:Ville [] B4", "MAT-FAI ?:Ludexia [] D5"],
    );
    // Nobody is said to be responsible: figures stay what they are.
    let silent = ["1 = appui, 2 = informé", "Compétence | Ville | Ludexia", "FAI | #1 | #2"];
    assert!(
        !understand(vec![sheet("Inventaire", &silent)]).lines().iter().any(|line| line.contains("Ludexia"))
    );
}

#[test]
fn letters_mean_what_a_legend_parted_by_dashes_says() {
    reads(
        &[
            "Domaine | Rectorat | Mairie | Ludexia",
            "Pilotage | R | a |",
            "Documentation | a | | r",
            "FAI | i | R | a",
            "R : responsable - A : appui - I : information",
        ],
        &["PIL-MOA ACADEMIE:Rectorat [] B2", "ACC-DOC ?:Ludexia [] D3", "MAT-FAI COMMUNE:Mairie [] C4"],
    );
}

#[test]
fn a_line_for_each_answer_to_each_question() {
    let rows = [
        "Rubrique | Item | Valeur",
        "Pilotage | Entité responsable | com com",
        "Pilotage | Interne / externe | Interne",
        "Pilotage | Téléphone | 04 00 00 00 00",
        "Documentation | Entité responsable |",
        "| Interne / externe | externe",
        "FAI | Entité responsable | Orange",
        "FAI | Interne / externe | externe",
    ];
    reads(
        &rows,
        &[
            "PIL-MOA EPCI:com com [internalise] C2",
            "ACC-DOC rien [externalise] B5",
            "MAT-FAI ?:Orange [externalise] C7",
        ],
    );
}

#[test]
fn sheets_say_their_actor_at_the_top() {
    let first = sheet(
        "Feuil1",
        &[
            "Acteur | Rectorat de Rennes",
            "Contact | Mme Roche",
            "Compétences prises en charge",
            "Pilotage",
            "FAI",
        ],
    );
    let second = sheet("Feuil2", &["Acteur | Ludexia", "Compétences prises en charge", "Documentation"]);
    let front = sheet("Présentation", &["École | École du Moulin", "Code UAI | 0350122T"]);
    let understood = understand(vec![front, first, second]);
    assert_eq!(
        understood.lines(),
        [
            "PIL-MOA ACADEMIE:Rectorat de Rennes [] B1",
            "MAT-FAI ACADEMIE:Rectorat de Rennes [] B1",
            "ACC-DOC ?:Ludexia [] B1",
        ]
    );
    // A sheet whose name announces instructions is read for whose inventory it is, where nothing else says.
    assert!(understood.layout.identity.iter().any(|identity| identity.value.value == "0350122T"));
}

#[test]
fn whether_a_body_answers_then_who_does() {
    reads(
        &[
            "Compétence | Assurée par la commune (oui/non) | Si non, par qui ?",
            "Pilotage | oui |",
            "Documentation | non | Ludexia",
            "FAI | non | Syndicat mixte Val Numérique",
        ],
        &[
            "PIL-MOA COMMUNE:la commune [] B2",
            "ACC-DOC ?:Ludexia [] C3",
            "MAT-FAI SYNDICAT_MIXTE:Syndicat mixte Val Numérique [] C4",
        ],
    );
}

#[test]
fn a_group_beside_one_of_its_competences_means_the_other() {
    let rows = [
        "Compétence | Responsable",
        "Administration fonctionnelle (comptes) | école",
        "Administrateurs de l'ENT | DSDEN",
    ];
    reads(&rows, &["ADM-FON ECOLE:école [] B2", "ADM-TEC DSDEN:DSDEN [] B3"]);
    assert!(understand(vec![sheet("Inventaire", &rows)]).saw("TwoReadings Administrateurs"));
    // Alone, it means both.
    reads(
        &["Compétence | Responsable", "Pilotage | école", "Administrateurs de l'ENT | DSDEN"],
        &["PIL-MOA ECOLE:école [] B2", "ADM-FON DSDEN:DSDEN [] B3", "ADM-TEC DSDEN:DSDEN [] B3"],
    );
}

#[test]
fn cards_side_by_side_keep_their_answers() {
    reads(
        &[
            "Compétence : Pilotage | | Compétence : Hébergement",
            "Responsable : | Mairie | Responsable : | Ludexia",
            "Gestion : | interne | Gestion : | externe",
            "",
            "Compétence : FAI | | Compétence : Documentation",
            "Responsable : | Orange | Responsable : | DSDEN",
            "Gestion : | externe | Gestion : | interne",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [internalise] B2",
            "MAT-FAI ?:Orange [externalise] B6",
            "ENT-HEB ?:Ludexia [externalise] D2",
            "ACC-DOC DSDEN:DSDEN [internalise] D6",
        ],
    );
}

#[test]
fn labels_stand_under_their_rank() {
    reads(
        &[
            "Domaine | Acteur responsable",
            "Compétence n°1 : Pilotage | Mairie",
            "Compétence n°2 : Documentation |",
            "Mission 3 – L'hébergement est assuré par | Ludexia",
            "Compétence n° 4 : FAI | Orange",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [] B2",
            "ACC-DOC rien [] A3",
            "ENT-HEB ?:Ludexia [] B4",
            "MAT-FAI ?:Orange [] B5",
        ],
    );
}

#[test]
fn modes_are_boxes_or_stand_under_who_does_it() {
    reads(
        &[
            "Compétence | Réponse | Mode",
            "Pilotage | Mairie | ☒ interne  ☐ externe  ☐ partiel",
            "Documentation | DSDEN | ☐ interne  ☐ externe  ☐ partiel",
            "FAI | Orange | ☐ interne  ☒ externe  ☐ partiel",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [internalise] B2",
            "ACC-DOC DSDEN:DSDEN [] B3",
            "MAT-FAI ?:Orange [externalise] B4",
        ],
    );
    reads(
        &["Intitulé | Nom du responsable (structure) | Réalisation", "Pilotage | Mairie | interne"],
        &["PIL-MOA COMMUNE:Mairie [internalise] B2"],
    );
}

#[test]
fn a_directory_of_companies_answers_by_their_names() {
    reads(
        &[
            "Nom | Qualité | Téléphone | S'occupe de",
            "Mme Roussel | directrice de l'école | | Évaluation, Documentation",
            "Scolibris | éditeur | | Éditeur de la solution",
            "M. Oudot | adjoint au maire | | Pilotage, FAI",
        ],
        &[
            "PIL-EVA ECOLE:directrice de l'école [] B2",
            "ACC-DOC ECOLE:directrice de l'école [] B2",
            "ENT-EDI EDITEUR:Scolibris [] A3",
            "PIL-MOA COMMUNE:adjoint au maire [] B4",
            "MAT-FAI COMMUNE:adjoint au maire [] B4",
        ],
    );
}

#[test]
fn counts_under_a_matrix_are_no_marks() {
    reads(
        &[
            "Compétence | École | Mairie | DSDEN",
            "Pilotage | | X |",
            "Documentation | X | |",
            "Évaluation | | | X",
            "| #1 | #1 | #4",
        ],
        &["PIL-MOA COMMUNE:Mairie [] C2", "ACC-DOC ECOLE:École [] B3", "PIL-EVA DSDEN:DSDEN [] D4"],
    );
}

#[test]
fn dots_lead_to_an_answer_whatever_it_holds() {
    reads(
        &[
            "Pilotage ............ Mairie",
            "Intégrteur ............ SYNDICAT MIXTE NUMERIQUE 49 + Société Intégralys",
            "Documentation ............ DSDEN",
            "FAI ............ Orange",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [] A1",
            "ENT-MOE SYNDICAT_MIXTE:SYNDICAT MIXTE NUMERIQUE 49 + PRESTATAIRE:Société Intégralys [] A2",
            "ACC-DOC DSDEN:DSDEN [] A3",
            "MAT-FAI ?:Orange [] A4",
        ],
    );
}

#[test]
fn question_marks_under_a_title_that_asks_who_are_no_crosses() {
    reads(
        &["Compétence | Entite resp | Mode", "13. Administraters de l'ENT | ??? |"],
        &["ADM-FON à définir [] B2", "ADM-TEC à définir [] B2"],
    );
}
