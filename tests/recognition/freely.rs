//! Labels in a school's own words, told by words met together; answers and modes nearly well spelt.

use crate::support::{sheet, understand};
use maillage::model::fact::Fact;
use maillage::model::referential::Mode;

#[track_caller]
fn facts(rows: &[&str]) -> Vec<Fact> {
    understand(vec![sheet("Inventaire", rows)]).facts.into_iter().map(|seen| seen.fact).collect()
}

#[test]
fn a_table_whose_labels_are_all_in_own_words_is_found_and_each_is_told() {
    let rows = [
        "Description | Responsable | Mode",
        "Porter le projet et arbitrer | Mairie | Internalisé",
        "Tenir à jour les guides | ERUN | Internalisé",
        "Corriger le logiciel, appliquer les correctifs | Scolavia SAS | Externalisé",
        "Les ordis et le wifi | Mairie | Internalisé",
        "Contrat du photocopieur | Mairie | Externalisé",
    ];
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    assert_eq!(
        understood.lines(),
        [
            "PIL-MOA COMMUNE:Mairie [internalise] B2",
            "ACC-DOC CIRCO:ERUN [internalise] B3",
            "ENT-MNT PRESTATAIRE:Scolavia SAS [externalise] B4",
            "MAT-PRC COMMUNE:Mairie [internalise] B5",
            "hors COMMUNE:Mairie [externalise] B6",
        ]
    );
    let close = |fact: &Fact| matches!(fact, Fact::CloseLabel(_));
    assert_eq!(facts(&rows).iter().filter(|fact| close(fact)).count(), 4);
}

#[test]
fn the_same_on_its_side() {
    let rows = [
        "| Signer la convention | Tenir à jour les guides | Les ordis et le wifi | Gérer les comptes",
        "Responsable | Mairie | ERUN | Mairie | Directrice",
    ];
    assert_eq!(
        understand(vec![sheet("Inventaire", &rows)]).lines(),
        [
            "PIL-MOA COMMUNE:Mairie [] B2",
            "ACC-DOC CIRCO:ERUN [] C2",
            "MAT-PRC COMMUNE:Mairie [] D2",
            "ADM-FON ECOLE:Directrice [] E2",
        ]
    );
}

#[test]
fn words_give_way_to_a_better_label_of_the_same_table() {
    let rows = [
        "Compétence | Responsable",
        "Accès à Internet | Orange",
        "Liaison avec le gymnase | Mairie",
        "Documentation | ERUN",
    ];
    assert_eq!(
        understand(vec![sheet("Inventaire", &rows)]).lines(),
        ["MAT-FAI ?:Orange [] B2", "hors COMMUNE:Mairie [] B3", "ACC-DOC CIRCO:ERUN [] B4"]
    );
}

#[test]
fn words_about_two_competences_settle_nothing() {
    let rows =
        ["Compétence | Responsable", "Documentation | ERUN", "Ordinateurs et fibre de l’école | Mairie"];
    let lines = understand(vec![sheet("Inventaire", &rows)]).lines();
    assert_eq!(lines[1], "hors COMMUNE:Mairie [] B3");
    assert!(facts(&rows).iter().any(|fact| matches!(fact, Fact::AmbiguousLabel(near) if near.len() == 2)));
}

#[test]
fn misspelt_entities_and_modes_are_read_and_told() {
    let rows = [
        "Compétence | Responsable | Mode",
        "Évaluation | accadémie | internnalisé",
        "Documentation | la directice | exteralisé",
        "Éditeur de la solution | Directel | fantaisie",
    ];
    assert_eq!(
        understand(vec![sheet("Inventaire", &rows)]).lines(),
        [
            "PIL-EVA ACADEMIE:accadémie [internalise] B2",
            "ACC-DOC ECOLE:la directice [externalise] B3",
            "ENT-EDI ?:Directel [] B4",
        ]
    );
    let seen = facts(&rows);
    assert!(seen.contains(&Fact::CloseMode(Mode::External)) && seen.contains(&Fact::UnknownMode), "{seen:?}");
    assert_eq!(seen.iter().filter(|fact| matches!(fact, Fact::MisspeltEntity(_))).count(), 2);
}
