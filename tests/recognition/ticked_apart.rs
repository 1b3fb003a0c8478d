//! Answers that stand where no title asks for them: sheets named otherwise, sheets of actors that tick the same list,
//! columns whose titles no dictionary knows, posts beside persons.

use crate::support::{sheet, understand};

#[test]
fn answers_under_a_sheet_name_that_announces_something_else_are_read_and_told() {
    let rows = ["Compétence | Responsable", "Pilotage | Mairie", "FAI | néant", "Évaluation | DSDEN"];
    for name in ["Données ENT", "Fiche 4", "Guide", "Référentiel"] {
        let understood = understand(vec![sheet(name, &rows)]);
        assert_eq!(
            understood.lines(),
            ["PIL-MOA COMMUNE:Mairie [] B2", "MAT-FAI personne [] B3", "PIL-EVA DSDEN:DSDEN [] B4"],
            "{name}"
        );
        assert!(understood.saw("TwoReadings"), "{name}");
    }
}

#[test]
fn lists_examples_and_instructions_beside_an_inventory_answer_nothing() {
    let rows = ["Compétence | Responsable", "Pilotage | Mairie", "FAI | néant", "Évaluation | DSDEN"];
    for name in ["Listes", "Exemple", "Menus", "Archive"] {
        assert!(understand(vec![sheet(name, &rows)]).lines().is_empty(), "{name}");
    }
    // Another sheet names the competences, answered or not.
    let blank = sheet("Inventaire", &["Pilotage", "FAI", "Évaluation"]);
    assert!(understand(vec![blank, sheet("Mode d'emploi", &rows)]).lines().is_empty());
}

#[test]
fn sheets_of_actors_that_tick_the_same_list_answer_together() {
    let of = |name: &str, ticked: [&str; 4]| {
        let labels = ["Pilotage", "FAI", "Prise en main", "Hébergement"];
        let rows: Vec<String> = std::iter::once("Mission | Responsable".to_owned())
            .chain(labels.iter().zip(ticked).map(|(label, tick)| format!("{label} | {tick}")))
            .collect();
        sheet(name, &rows.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let understood = understand(vec![
        of("Commune", ["oui", "X", "", ""].map(|tick| if tick == "oui" { "x" } else { tick })),
        of("Circonscription", ["", "", "X", ""]),
        of("Scolibri", ["", "X", "", ""]),
    ]);
    assert_eq!(
        understood.lines(),
        [
            "PIL-MOA COMMUNE:Commune [] B2",
            "MAT-FAI COMMUNE:Commune [] B3",
            "ENT-HEB rien [] A5",
            "ACC-PEM CIRCO:Circonscription [] B4",
            "MAT-FAI ?:Scolibri [] B3",
        ]
    );
    assert!(understood.saw("TwoReadings"));
}

#[test]
fn crosses_on_one_sheet_alone_name_nobody() {
    let understood =
        understand(vec![sheet("Mairie", &["Mission | Responsable", "Pilotage | X", "FAI | X", "Éval. |"])]);
    assert!(understood.lines().iter().all(|line| !line.contains("COMMUNE")));
}

#[test]
fn the_only_column_that_no_title_explains_answers_where_it_names_bodies() {
    let understood = understand(vec![sheet(
        "Retour",
        &[
            "N° | Compétence | École des Tilleuls | Observations",
            "1 | Pilotage | Mairie | RAS",
            "2 | Évaluation | IEN |",
            "3 | FAI | Ardent |",
            "4 | Éditeur de la solution | Scolibri | à revoir",
            "5 | Hébergement | Scolibri |",
            "6 | Documentation | ERUN |",
        ],
    )]);
    assert_eq!(
        understood.lines(),
        [
            "PIL-MOA COMMUNE:Mairie [] C2",
            "PIL-EVA CIRCO:IEN [] C3",
            "MAT-FAI ?:Ardent [] C4",
            "ENT-EDI ?:Scolibri [] C5",
            "ENT-HEB ?:Scolibri [] C6",
            "ACC-DOC CIRCO:ERUN [] C7",
        ]
    );
    assert!(understood.saw("CloseHeader"));
}

#[test]
fn a_provider_named_where_no_actor_is_ticked_answers() {
    let understood = understand(vec![sheet(
        "Feuil1",
        &[
            "Compétence | École | Commune | Inspection | Prestataire (nom)",
            "Pilotage | | X | |",
            "Évaluation | | | X |",
            "Éditeur de la solution | | | | Scolibri",
            "Hébergement | | | | Scolibri",
            "FAI | | | | Ardent",
            "Administration fonctionnelle | X | | |",
        ],
    )]);
    let lines = understood.lines();
    assert!(lines.contains(&"ENT-EDI ?:Scolibri [] E4".to_owned()), "{lines:?}");
    assert!(lines.contains(&"MAT-FAI ?:Ardent [] E6".to_owned()), "{lines:?}");
    assert!(lines.contains(&"PIL-MOA COMMUNE:Commune [] C2".to_owned()), "{lines:?}");
}

#[test]
fn a_post_answers_where_no_body_is_written() {
    let understood = understand(vec![sheet(
        "ENT",
        &[
            "Compétence | Structure | Nom | Fonction",
            "Pilotage | Mairie | M. Blin | Maire",
            "Prise en main | | M. Perrin | ERUN",
            "Administration fonctionnelle | | Mme Lambert | Directrice",
            "Parc informatique | | M. Ali | Technicien",
            "FAI | néant | | ERUN",
        ],
    )]);
    assert_eq!(
        understood.lines(),
        [
            "PIL-MOA COMMUNE:Mairie [] B2",
            "ACC-PEM CIRCO:ERUN [] D3",
            "ADM-FON ECOLE:Directrice [] D4",
            "MAT-PRC personne [] C5",
            "MAT-FAI personne [] B6",
        ]
    );
    assert!(understood.saw("DoubtfulAnswer ERUN"));
}

#[test]
fn a_title_of_the_sheet_that_speaks_of_competences_heads_no_table() {
    let understood = understand(vec![sheet(
        "ENT",
        &[
            "Réunir les compétences nécessaires",
            "",
            "École | École des Tilleuls",
            "",
            "Réf. et compétence | Entité | Interne / externe",
            "A1 – Maîtrise d'ouvrage | Mairie | interne",
            "A2 – Évaluation | DSDEN | interne",
            "B1 – Accès à Internet | Ardent | externe",
        ],
    )]);
    assert_eq!(
        understood.lines(),
        [
            "PIL-MOA COMMUNE:Mairie [internalise] B6",
            "PIL-EVA DSDEN:DSDEN [internalise] B7",
            "MAT-FAI ?:Ardent [externalise] B8",
        ]
    );
}

#[test]
fn levels_in_brackets_part_those_who_take_them() {
    let understood = understand(vec![sheet(
        "ENT",
        &[
            "Compétence | Responsable",
            "Assistance utilisateur | Circonscription (niveau 1) Scolibri (niveau 2)",
            "Hébergement | Scolibri (serveurs) Nantes (44)",
        ],
    )]);
    let lines = understood.lines();
    assert_eq!(lines[0], "ACC-ASS CIRCO:Circonscription (niveau 1) + ?:Scolibri (niveau 2) [] B2");
    assert!(!lines[1].contains('+'), "{lines:?}");
}

#[test]
fn what_each_actor_does_in_its_own_words_is_listed_beside_its_name() {
    let understood = understand(vec![sheet(
        "Contacts",
        &[
            "Contact | Employeur | Son rôle",
            "M. Blin | SIVOS du Val | Porteur du projet ; dépannage des PC et tablettes ; abonnement internet",
            "Mme Perrin | Inspection | Hotline des utilisateurs ; formation pédagogique des enseignants",
            "| Scolibri | Fournisseur de l'ENT (logiciel) ; hébergeur des données ; maintenance du logiciel",
        ],
    )]);
    let mut lines = understood.lines();
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            "ACC-ASS CIRCO:Inspection [] B3",
            "ACC-FOR CIRCO:Inspection [] B3",
            "ENT-EDI ?:Scolibri [] B4",
            "ENT-HEB ?:Scolibri [] B4",
            "ENT-MNT ?:Scolibri [] B4",
            "MAT-FAI SYNDICAT_SCOLAIRE:SIVOS du Val [] B2",
            "MAT-PRC SYNDICAT_SCOLAIRE:SIVOS du Val [] B2",
            "PIL-MOA SYNDICAT_SCOLAIRE:SIVOS du Val [] B2",
        ]
    );
    assert!(understood.saw("CloseLabel"));
}

#[test]
fn competences_in_other_words_stand_under_their_actors() {
    let understood = understand(vec![sheet(
        "Partage",
        &[
            "Commune | Circonscription | Scolibri",
            "Entretenir les ordinateurs et le réseau | Former les collègues aux usages | Éditer la plateforme ENT",
            "Payer l'accès à internet | Aider à la prise en main | Héberger l'ENT",
        ],
    )]);
    let mut lines = understood.lines();
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            "ACC-FOR CIRCO:Circonscription [] B1",
            "ACC-PEM CIRCO:Circonscription [] B1",
            "ENT-EDI ?:Scolibri [] C1",
            "ENT-HEB ?:Scolibri [] C1",
            "MAT-FAI COMMUNE:Commune [] A1",
            "MAT-PRC COMMUNE:Commune [] A1",
        ]
    );
}

#[test]
fn a_title_that_asks_for_bodies_of_several_kinds_asks_who_answers() {
    let understood = understand(vec![sheet(
        "Partie technique",
        &[
            "N° | Entreprise / service | Mission | Coût",
            "1 | Scolibri | Édition de la solution | 300 €",
            "2 | Ardent | Accès à Internet |",
            "3 | Hexane | Hébergement et exploitation |",
        ],
    )]);
    assert_eq!(
        understood.lines(),
        ["ENT-EDI ?:Scolibri [] B2", "MAT-FAI ?:Ardent [] B3", "ENT-HEB ?:Hexane [] B4"]
    );
    assert!(understood.saw("CloseHeader"));
}

#[test]
fn lines_in_other_words_stand_above_the_first_label_of_an_untitled_list() {
    let understood = understand(vec![sheet(
        "Feuil1",
        &[
            "le pilote du projet ENT | Ville de Bruz",
            "le bilan des usages | personne",
            "la formation des collègues aux usages en classe | ERUN",
            "Hébergement | Scolibri",
            "Éditeur de la solution | Scolibri",
            "Documentation | Inspection",
            "FAI | Ardent",
        ],
    )]);
    let lines = understood.lines();
    assert!(lines[0].starts_with("PIL-MOA COMMUNE:Ville de Bruz"), "{lines:?}");
    assert!(lines[1].starts_with("PIL-EVA personne"), "{lines:?}");
    assert!(lines[2].starts_with("ACC-FOR CIRCO:ERUN"), "{lines:?}");
    assert_eq!(lines.len(), 7);
}

#[test]
fn questions_left_open_are_to_define_and_no_marks_of_an_actor() {
    let understood = understand(vec![sheet(
        "Enquête",
        &[
            "Questions | Vos réponses",
            "Qui pilote le projet ENT ? | ?",
            "Qui héberge l'ENT ? | ?",
            "Qui rédige les guides et tutoriels ? | ?",
        ],
    )]);
    assert_eq!(
        understood.lines(),
        ["PIL-MOA à définir [] B2", "ENT-HEB à définir [] B3", "ACC-DOC à définir [] B4"]
    );
}

#[test]
fn whether_it_is_done_stands_beside_who_does_it() {
    let understood = understand(vec![sheet(
        "Bilan",
        &[
            "Compétence | Assurée ? (oui/non) | Si oui, par qui ?",
            "Pilotage | oui | Mairie",
            "Évaluation | ne sait pas |",
            "Documentation | non |",
            "FAI | oui | Mairie",
        ],
    )]);
    assert_eq!(
        understood.lines(),
        [
            "PIL-MOA COMMUNE:Mairie [] C2",
            "PIL-EVA à définir [] B3",
            "ACC-DOC personne [] B4",
            "MAT-FAI COMMUNE:Mairie [] C5",
        ]
    );
}

#[test]
fn a_label_near_to_one_known_is_answered_on_its_line_though_a_body_could_be_called_so() {
    let understood = understand(vec![sheet(
        "Feuil1",
        &[
            "Pilotage : Mairie",
            "Évaluation : IEN",
            "Fournisseur de l'ENT (logiciel) : Scolibri",
            "Hébergeur des données : éditeur",
            "Documentation : ERUN",
        ],
    )]);
    let lines = understood.lines();
    assert!(lines.iter().any(|line| line.starts_with("ENT-EDI ?:Scolibri")), "{lines:?}");
    assert!(lines.iter().any(|line| line.starts_with("ENT-HEB EDITEUR:éditeur")), "{lines:?}");
    assert_eq!(lines.len(), 5);
}
