//! Answers that hold something back: no name is taken for a whole answer in silence.

use maillage::model::fact::Fact;

use crate::support::{Understood, merged, sheet, understand};

/// What is understood of one answer of a list.
fn answered(answer: &str) -> Understood {
    let row = format!("FAI | {answer} |");
    understand(vec![sheet("Inventaire", &["Compétence | Entité responsable | Observations", &row])])
}

#[track_caller]
fn read(answer: &str, expected: &str) {
    let understood = answered(answer);
    assert_eq!(understood.lines(), [format!("MAT-FAI {expected} [] B2")], "{answer}");
}

#[track_caller]
fn told(answer: &str, fact: &dyn Fn(&Fact) -> bool) {
    let understood = answered(answer);
    assert!(understood.facts.iter().any(|seen| fact(&seen.fact)), "{answer}: {:?}", understood.facts);
}

#[test]
fn a_bound_is_told_and_leaves_the_name() {
    for answer in [
        "Mairie sauf le wifi",
        "Mairie (hors maternelle)",
        "Mairie jusqu'au 31 décembre",
        "Mairie à partir de janvier 2027",
        "Mairie dès la rentrée",
        "pour l'instant, Mairie",
        "provisoirement Mairie",
        "Mairie à 80 %",
        "Mairie surtout",
        "Mairie pour les PC",
        "Mairie, sauf le wifi",
        "Mairie via la CC",
        "Mairie en premier",
        "Mairie / néant",
    ] {
        read(answer, "COMMUNE:Mairie");
        told(answer, &|fact| *fact == Fact::Reserved);
    }
}

#[test]
fn what_is_not_decided_is_to_be_defined() {
    for answer in [
        "a priori la mairie",
        "la mairie, à valider",
        "mairie sous réserve du vote",
        "mairie (pas sûr)",
        "mairie si budget voté",
        "ce serait la mairie",
        "? mairie",
        "je dirais la mairie",
        "dépend de l'éditeur retenu",
        "attribution prévue en janvier 2027",
    ] {
        read(answer, "à définir");
    }
}

#[test]
fn who_is_said_not_to_answer_does_not() {
    for answer in [
        "pas la mairie",
        "plus le prestataire",
        "tout sauf la mairie",
        "ni la mairie ni l'école",
        "ex-prestataire",
    ] {
        read(answer, "à définir");
        told(answer, &|fact| *fact == Fact::DoubtfulAnswer);
    }
    // Behind a denial, what is affirmed answers.
    for answer in [
        "pas l'école : la mairie",
        "ce n'est pas l'école, la mairie",
        "Ni l'école ni le rectorat : la mairie",
    ] {
        read(answer, "COMMUNE:la mairie");
        told(answer, &|fact| *fact == Fact::DoubtfulAnswer);
    }
    read("École, pas la mairie", "ECOLE:École");
}

#[test]
fn another_body_beside_the_first_is_told() {
    for answer in ["Mairie (école)", "Mairie École", "Mairie (ou CC)", "prestataire de la mairie"] {
        told(answer, &|fact| *fact == Fact::SecondBody);
    }
    for answer in [
        "OGEC de l'école",
        "DSI du rectorat",
        "Service informatique de la mairie",
        "ERUN de la circonscription",
    ] {
        let understood = answered(answer);
        assert!(!understood.saw("SecondBody"), "{answer}: {:?}", understood.fact_names());
    }
    read("Société Kosmia (prestataire de la ville)", "PRESTATAIRE:Société Kosmia (prestataire de la ville)");
}

#[test]
fn who_takes_over_answers_as_well() {
    read("Mairie 60 % école 40 %", "COMMUNE:Mairie + ECOLE:école");
    read("Mairie jusqu'en juin puis école", "COMMUNE:Mairie + ECOLE:école");
    read("ERUN, sinon le rectorat", "CIRCO:ERUN + ACADEMIE:le rectorat");
    read("Mairie en premier, sinon école", "COMMUNE:Mairie + ECOLE:école");
}

#[test]
fn remarks_beside_a_name_name_nobody() {
    for answer in [
        "ERUN, très disponible !",
        "ERUN - mercredi 14/01",
        "ERUN, le 02/09/2026",
        "ERUN – 45 €/mois",
        "ERUN, convention du 3 mars 2026",
        "ERUN, par son pôle technique",
    ] {
        read(answer, "CIRCO:ERUN");
    }
    read("le directeur ou son adjointe", "ECOLE:le directeur");
    read("Deux animations pédagogiques avec la conseillère pédagogique", "CIRCO:la conseillère pédagogique");
}

#[test]
fn who_is_said_responsible_answers_alone() {
    read("mairie (responsable), Bretinfo (exécute)", "COMMUNE:mairie");
    read("Responsable : mairie ; opérateur : Orange", "COMMUNE:mairie");
}

#[test]
fn a_comment_or_a_note_that_doubts_is_told() {
    let doubted = |observations: &str| {
        let row = format!("FAI | Mairie | {observations}");
        let rows = ["Compétence | Entité responsable | Observations", &row];
        understand(vec![sheet("Inventaire", &rows)]).saw("ReservedBeside")
    };
    for comment in ["à confirmer", "en fait c'est l'école", "jusqu'en juin", "pas encore validé", "?"] {
        assert!(doubted(comment), "{comment}");
    }
    for comment in ["marché en cours depuis 2024", "très satisfaits", "voir convention", ""] {
        assert!(!doubted(comment), "{comment}");
    }
    let rows =
        ["Compétence | Responsable", "Pilotage | Mairie *", "FAI | DSDEN", "", "* jusqu'en juin seulement"];
    assert!(understand(vec![sheet("Inventaire", &rows)]).saw("ReservedBeside"));
}

#[test]
fn a_column_that_says_it_is_not_settled_is_told() {
    let doubted = |header: &str, row: &str| {
        understand(vec![sheet("Inventaire", &[header, "Pilotage | Mairie | oui", row])])
            .facts
            .iter()
            .filter(|seen| seen.fact == Fact::ReservedBeside)
            .map(|seen| seen.at.as_ref().unwrap().cell.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(doubted("Compétence | Responsable | Statut", "FAI | DSDEN | à confirmer"), ["C3"]);
    assert_eq!(doubted("Compétence | Responsable | Validé ?", "FAI | DSDEN | non"), ["C3"]);
    assert_eq!(doubted("Compétence | Responsable | Validé ?", "FAI | DSDEN | oui"), [""; 0]);
    assert_eq!(doubted("Compétence | Responsable pressenti | Remarque", "FAI | DSDEN |"), ["B2", "B3"]);
}

#[test]
fn a_mode_in_doubt_is_told() {
    for mode in ["interne ?", "interne ou externe", "interne jusqu'en juin"] {
        let row = format!("FAI | Mairie | {mode}");
        let understood = understand(vec![sheet("Inventaire", &["Compétence | Responsable | Mode", &row])]);
        assert!(understood.saw("CloseMode"), "{mode}: {:?}", understood.fact_names());
    }
}

#[test]
fn an_answer_may_refer_to_another_line() {
    let rows = [
        "N° | Compétence | Responsable",
        "#1 | Pilotage | Mairie",
        "#2 | Évaluation | idem n° 1",
        "#3 | FAI | cf. ligne 1",
        "#4 | Documentation | comme pour le pilotage",
        "#5 | Hébergement | voir convention",
    ];
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    assert_eq!(
        understood.lines(),
        [
            "PIL-MOA COMMUNE:Mairie [] C2",
            "PIL-EVA COMMUNE:Mairie [] C3",
            "MAT-FAI COMMUNE:Mairie [] C4",
            "ACC-DOC COMMUNE:Mairie [] C5",
            "ENT-HEB à définir [] C6",
        ]
    );
    assert_eq!(understood.fact_names().iter().filter(|name| name.starts_with("Ditto")).count(), 3);
}

#[test]
fn words_misspelt_within_longer_phrases_tell_a_type() {
    for (answer, kind) in [
        ("sindicat mixte", "SYNDICAT_MIXTE"),
        ("Comunauté de comunes du Pays", "EPCI"),
        ("éducation nationnale", "ACADEMIE"),
        ("mairrie", "COMMUNE"),
    ] {
        read(answer, &format!("{kind}:{answer}"));
        told(answer, &|fact| matches!(fact, Fact::MisspeltEntity(_)));
    }
    for name in ["Orange", "Marine", "Comines", "Editel", "Prestige Informatique"] {
        read(name, &format!("?:{name}"));
    }
}

#[test]
fn a_code_that_nothing_explains_is_no_name() {
    read("M", "illisible");
    read("#3", "illisible");
}

#[test]
fn a_merged_answer_with_a_bound_is_told_on_each_line() {
    let rows = ["Compétence | Responsable", "Pilotage | Mairie sauf le wifi", "FAI |"];
    let understood = understand(vec![merged(sheet("Inventaire", &rows), &[(1, 1, 2, 1)])]);
    let told = understood.facts.iter().filter(|seen| seen.fact == Fact::Reserved).count();
    assert_eq!(told, 2, "{:?}", understood.fact_names());
}

#[test]
fn what_is_bought_when_and_where_is_beside_who_answers() {
    for (answer, expected) in [
        ("Orange – fibre pro", "?:Orange"),
        ("DSDEN – Saône-et-Loire", "DSDEN:DSDEN – Saône-et-Loire"),
        ("Cloud OVH", "?:Cloud OVH"),
        ("Sysval – TMA", "?:Sysval – TMA"),
        ("Notre hébergeur, Klasseo", "HEBERGEUR:Notre hébergeur, Klasseo"),
        ("conseillers pe?dagogiques", "CIRCO:conseillers pedagogiques"),
        ("N/A (pas de marché)", "sans objet (pas de marché)"),
        ("pas moi ! c'est le rectorat", "ACADEMIE:c'est le rectorat"),
    ] {
        read(answer, expected);
    }
    read("On se débrouille avec les tutoriels de l'ERUN", "CIRCO:les tutoriels de l'ERUN");
    told("On se débrouille avec les tutoriels de l'ERUN", &|fact| *fact == Fact::DoubtfulAnswer);
    read("ERUN si remplaçant disponible", "CIRCO:ERUN");
    told("ERUN si remplaçant disponible", &|fact| *fact == Fact::Reserved);
    for answer in ["Sioule Informatique (prestataire mairie)", "La fibre de la mairie"] {
        told(answer, &|fact| *fact == Fact::SecondBody);
    }
    for answer in ["néan", "persone"] {
        read(answer, "personne");
        told(answer, &|fact| *fact == Fact::DoubtfulAnswer);
    }
}

#[test]
fn a_chain_of_numbers_is_followed_and_a_circle_settles_nothing() {
    let rows = [
        "N° | Compétence | Responsable",
        "#1 | Documentation | Klasseo",
        "#2 | Éditeur de la solution | cf. n°1",
        "#3 | Hébergement | cf. n° 2",
        "#4 | Évaluation | idem n° 5",
        "#5 | Prise en main | idem n° 4",
    ];
    let lines = understand(vec![sheet("Inventaire", &rows)]).lines();
    assert_eq!(lines[1..3], ["ENT-EDI ?:Klasseo [] C3", "ENT-HEB ?:Klasseo [] C4"]);
    assert!(!lines[3].contains(':') && !lines[4].contains(':'), "{lines:?}");
}
