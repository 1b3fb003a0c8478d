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
