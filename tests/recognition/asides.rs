//! What stands beside an answer and changes where it is read: questions repeated on each line, choices that send to
//! another column, titles that begin again under a band, products called like a body.

use crate::support::{sheet, understand};

#[track_caller]
fn read(rows: &[&str], expected: &[&str]) {
    let understood = understand(vec![sheet("Feuil1", rows)]);
    assert_eq!(understood.lines(), expected);
}

#[test]
fn another_choice_is_named_by_the_column_that_asks_which() {
    let rows = [
        "Compétence | Entité responsable (liste déroulante) | Si autre, préciser",
        "Maîtrise d'ouvrage | Commune |",
        "Hébergement et exploitation | Autre | Nuagerie SARL",
        "Documentation | Autre |",
    ];
    read(
        &rows,
        &[
            "PIL-MOA COMMUNE:Commune [] B2",
            "ENT-HEB PRESTATAIRE:Nuagerie SARL [] C3",
            "ACC-DOC à définir [] B4",
        ],
    );
    assert!(understand(vec![sheet("Feuil1", &rows)]).saw("DoubtfulAnswer Autre"));
}

#[test]
fn whether_it_is_assured_is_not_by_whom() {
    read(
        &[
            "Compétence | Assurée aujourd’hui ? | Si oui, par qui ?",
            "Maîtrise d'ouvrage | oui | Mairie",
            "Documentation | oui | ERUN",
            "Évaluation | non | à définir",
            "Prise en main | non |",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [] C2",
            "ACC-DOC CIRCO:ERUN [] C3",
            "PIL-EVA à définir [] C4",
            "ACC-PEM personne [] B5",
        ],
    );
}

#[test]
fn a_question_on_each_line_is_no_mode() {
    read(
        &[
            "Maîtrise d'ouvrage | Responsable : | mairie | Interne/externe : | Interne",
            "Évaluation | Responsable : | IEN | Interne/externe : | Interne",
            "Documentation | Responsable : | éditeur | Interne/externe : | Externe",
            "Prise en main | Responsable : | ERUN | Interne/externe : | Interne",
        ],
        &[
            "PIL-MOA COMMUNE:mairie [internalise] C1",
            "PIL-EVA CIRCO:IEN [internalise] C2",
            "ACC-DOC EDITEUR:éditeur [externalise] C3",
            "ACC-PEM CIRCO:ERUN [internalise] C4",
        ],
    );
}

#[test]
fn titles_begin_again_under_a_band() {
    read(
        &[
            "A. Pilotage",
            "Compétence | Qui | Interne / externe",
            "Évaluation | académie | Interne",
            "Documentation | éditeur | Externe",
            "",
            "B. Technique",
            "Fonction technique | Interne / externe | Entité ou prestataire responsable | Contrat",
            "Hébergement et exploitation | Externe | Nuagerie SARL |",
            "Administration technique | Interne | académie |",
        ],
        &[
            "PIL-EVA ACADEMIE:académie [internalise] B3",
            "ACC-DOC EDITEUR:éditeur [externalise] B4",
            "ENT-HEB PRESTATAIRE:Nuagerie SARL [externalise] C8",
            "ADM-TEC ACADEMIE:académie [internalise] C9",
        ],
    );
}

#[test]
fn a_product_called_like_a_body_is_none() {
    read(
        &["Compétence | Qui ?", "Documentation | Ecole Directe", "Prise en main | École"],
        &["ACC-DOC ?:Ecole Directe [] B2", "ACC-PEM ECOLE:École [] B3"],
    );
}

#[test]
fn what_will_depend_on_a_choice_is_to_be_defined() {
    read(
        &["Compétence | Responsable", "Hébergement et exploitation | dépendra du choix de l'éditeur"],
        &["ENT-HEB à définir [] B2"],
    );
}

#[test]
fn the_only_column_answers_where_companies_stand_beside_bodies() {
    read(
        &[
            "Ce qu’il faut faire | Chez nous, c’est…",
            "Maîtrise d'ouvrage | Ville de Rezé",
            "Évaluation | néant",
            "Documentation | Ludorive",
            "Prise en main | CPC",
            "Éditeur de la solution | Ludorive",
            "Maintenance de la solution | Ludorive",
            "Hébergement et exploitation | Ludorive",
            "Administration fonctionnelle | Directrice",
        ],
        &[
            "PIL-MOA COMMUNE:Ville de Rezé [] B2",
            "PIL-EVA personne [] B3",
            "ACC-DOC ?:Ludorive [] B4",
            "ACC-PEM CIRCO:CPC [] B5",
            "ENT-EDI ?:Ludorive [] B6",
            "ENT-MNT ?:Ludorive [] B7",
            "ENT-HEB ?:Ludorive [] B8",
            "ADM-FON ECOLE:Directrice [] B9",
        ],
    );
}

#[test]
fn lines_that_answer_for_themselves_are_no_answers_of_the_line_above() {
    read(
        &[
            "PILOTAGE",
            "- Maîtrise d'ouvrage : mairie",
            "- Évaluation : IEN",
            "ACCOMPAGNEMENT",
            "- Formation aux usages pédagogiques : ERUN",
            "- Documentation : éditeur",
            "ENT",
            "- Éditeur de la solution : Ludorive",
            "- Hébergement et exploitation : rectorat",
            "MATÉRIEL",
            "- Maintenance du parc informatique et du réseau : mairie",
            "- Fournisseur d'accès à Internet : Orange",
            "ADMINISTRATEURS DE L'ENT",
            "- Administration fonctionnelle : directrice",
            "- Administration technique : ?",
        ],
        &[
            "PIL-MOA COMMUNE:mairie [] A2",
            "PIL-EVA CIRCO:IEN [] A3",
            "ACC-FOR CIRCO:ERUN [] A5",
            "ACC-DOC EDITEUR:éditeur [] A6",
            "ENT-EDI ?:Ludorive [] A8",
            "ENT-HEB ACADEMIE:rectorat [] A9",
            "MAT-PRC COMMUNE:mairie [] A11",
            "MAT-FAI ?:Orange [] A12",
            "ADM-FON ECOLE:directrice [] A14",
            "ADM-TEC à définir [] A15",
        ],
    );
}

#[test]
fn a_service_and_an_address_belong_to_the_body_before_them() {
    let all = |answers: &[(&str, &str)]| {
        for (answer, expected) in answers {
            let rows = ["Compétence | Entité responsable", &format!("Documentation | {answer}")];
            assert_eq!(
                understand(vec![sheet("Feuil1", &rows)]).lines(),
                [format!("ACC-DOC {expected} [] B2")],
                "{answer}"
            );
        }
    };
    all(&[
        ("Ville de Rezé – Direction de l'éducation", "COMMUNE:Ville de Rezé"),
        ("Ville de Rezé - direction des systèmes d'information", "COMMUNE:Ville de Rezé"),
        ("Ville de Rezé – DGA éducation", "COMMUNE:Ville de Rezé"),
        ("Rectorat – assistance – 0800 000 000", "ACADEMIE:Rectorat"),
        ("Rectorat\\n0810 000 000\\nassistance@example.org", "ACADEMIE:Rectorat"),
        ("Ludorive – support@example.org", "?:Ludorive"),
        ("Ludorive (marché n° 2024-17, lot 2)", "?:Ludorive (marché n° 2024-17, lot 2)"),
        ("Mairie – direction de l'école", "COMMUNE:Mairie + ECOLE:direction de l'école"),
        ("Mairie - service informatique de la CC", "COMMUNE:Mairie + EPCI:service informatique de la CC"),
    ]);
}

#[test]
fn a_label_may_be_followed_by_its_question() {
    read(
        &[
            "| Réponse de l’école",
            "Maîtrise d'ouvrage : qui porte le projet, signe la convention, arbitre et paie ? | Ville de Rezé",
            "Évaluation : qui mesure les usages et la satisfaction des familles ? | rectorat",
            "Formation aux usages pédagogiques : qui forme les enseignants à se servir de l'ENT en classe ? | ERUN",
            "Maintenance de la solution : qui corrige le logiciel en cas de panne de l'ENT ? | éditeur",
            "Hébergement et exploitation : où sont les serveurs, qui les surveille ? | Département",
            "Administrateur fonctionnel : qui crée les comptes et les groupes ? | directeur",
        ],
        &[
            "PIL-MOA COMMUNE:Ville de Rezé [] B2",
            "PIL-EVA ACADEMIE:rectorat [] B3",
            "ACC-FOR CIRCO:ERUN [] B4",
            "ENT-MNT EDITEUR:éditeur [] B5",
            "ENT-HEB DEPARTEMENT:Département [] B6",
            "ADM-FON ECOLE:directeur [] B7",
        ],
    );
}

#[test]
fn acronyms_may_be_written_with_their_full_stops() {
    read(
        &[
            "Comp. | Resp.",
            "M.O.A. | Mairie",
            "Éval. | Circonscription",
            "Doc. | ERUN",
            "M.O.E. / intégr. | Rectorat",
            "F.A.I. | Mairie",
        ],
        &[
            "PIL-MOA COMMUNE:Mairie [] B2",
            "PIL-EVA CIRCO:Circonscription [] B3",
            "ACC-DOC CIRCO:ERUN [] B4",
            "ENT-MOE ACADEMIE:Rectorat [] B5",
            "MAT-FAI COMMUNE:Mairie [] B6",
        ],
    );
}
