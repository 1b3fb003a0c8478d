//! Forms: sheets that are no table, one competence after the other.

use crate::support::{sheet, understand};
use maillage::model::fact::Fact;
use maillage::model::inventory::Answer;

#[track_caller]
fn reads(rows: &[&str], expected: &[&str]) {
    assert_eq!(understand(vec![sheet("Inventaire", rows)]).lines(), expected);
}

#[test]
fn a_card_names_its_competence_beside_the_word() {
    reads(
        &[
            "UAI | 0350122T",
            "Compétence | Maîtrise d'ouvrage",
            "Responsable | Mairie",
            "Mode | interne",
            "Remarques |",
            "",
            "Compétence | Évalutaion",
            "Responsable | DSDEN",
            "Mode |",
            "Compétence | Cantine",
            "Responsable | Mairie",
            "Compétence | Documentation",
            "Responsable |",
            "Mode | externe",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [internalise] B3",
            "PIL-EVA DSDEN:DSDEN [] B8",
            "hors COMMUNE:Mairie [] B11",
            "ACC-DOC rien [externalise] B12",
        ],
    );
}

#[test]
fn a_sign_between_label_and_answer_cuts_a_cell() {
    for sign in ["=", "→", " – ", "->"] {
        let rows = [
            "École Jules-Ferry – inventaire".to_owned(),
            format!("Pilotage {sign} la mairie"),
            format!("Maintenance de la solution {sign} éditeur"),
            format!("Accès à Internet {sign} ?"),
        ];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        reads(
            &rows,
            &["PIL-MOA COMMUNE:la mairie [] A2", "ENT-MNT EDITEUR:éditeur [] A3", "MAT-FAI à définir [] A4"],
        );
        let understood = understand(vec![sheet("Inventaire", &rows)]);
        assert!(understood.facts.iter().any(|seen| matches!(seen.fact, Fact::TwoReadings(_))));
    }
}

#[test]
fn different_questions_one_under_the_other_are_a_list() {
    // Each asks who, and none is answered by the next one's cell.
    reads(
        &[
            "N° | Question | Réponse",
            "#1 | Qui porte la maîtrise d'ouvrage ? | la commune",
            "#2 | Qui est chargé de l'évaluation ? | la DSDEN",
            "#3 | Qui s'occupe de la cantine ? | la mairie",
            "#4 | Qui est l'éditeur de la solution ? |",
        ],
        &[
            "PIL-MOA COMMUNE:la commune [] C2",
            "PIL-EVA DSDEN:la DSDEN [] C3",
            "hors COMMUNE:la mairie [] C4",
            "ENT-EDI rien [] B5",
        ],
    );
}

#[test]
fn posts_repeated_in_a_list_ask_nothing() {
    // « hotline » and « support » name a competence, and « responsable service scolaire » comes twice under them.
    reads(
        &[
            "Compétence | Entité responsable | Fonction du contact",
            "Éditeur de la solution | Scolavia SAS | hotline",
            "Maintenance de la solution | Scolavia SAS | responsable service scolaire",
            "Hébergement et exploitation | Scolavia SAS | support",
            "Accès à Internet | Mairie | responsable service scolaire",
        ],
        &[
            "ENT-EDI PRESTATAIRE:Scolavia SAS [] B2",
            "ENT-MNT PRESTATAIRE:Scolavia SAS [] B3",
            "ENT-HEB PRESTATAIRE:Scolavia SAS [] B4",
            "MAT-FAI COMMUNE:Mairie [] B5",
        ],
    );
}

#[test]
fn a_line_that_holds_its_own_answer_is_not_the_answer_of_the_line_left_blank_above() {
    let rows = [
        "Administration de l’ENT = ",
        "Portage du projet = DRANE Nantes",
        "Évaluation du projet = ",
        "Formation des enseignants = ",
        "Documentation utilisateurs = DRANE de Nantes",
        "Prise-en-main = Scriptolive",
        "Assistance (hotline) = DRANE Nantes",
        "Éditeur = ",
        "Hébergement = Scriptolive",
    ];
    let lines = understand(vec![sheet("Inventaire", &rows)]).lines();
    assert!(lines.iter().all(|line| !line.contains(" = ")), "{lines:?}");
    assert!(
        lines.iter().any(|line| line.starts_with("PIL-MOA") && line.contains("DRANE Nantes")),
        "{lines:?}"
    );
}

#[test]
fn a_question_in_unknown_words_does_not_answer_the_blank_one_above() {
    let block = |label: &str, who: &str| {
        [label, who, "Interne / externe :", "Nom du contact :", "Après déploimeent :"].map(str::to_owned)
    };
    let rows: Vec<String> = [
        block("Éditeur de la solution", "Responsable : | Scriptolive"),
        block("Maître d’œuvre (ou intégrateur)", "Responsable :"),
        block("Hébergement et exploitation", "Responsable : | Mairie"),
    ]
    .concat();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    let lines = understood.lines();
    assert!(lines.iter().all(|line| !line.contains("déploimeent")), "{lines:?}");
    let blank = understood.assignments.iter().find(|one| one.label.value.starts_with("Maître"));
    // A contact alone would mean that nobody answers.
    assert!(
        blank.is_some_and(|one| one.answer == Answer::Blank && one.details.person.is_empty()),
        "{blank:?}"
    );
}
