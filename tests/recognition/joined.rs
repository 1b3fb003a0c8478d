//! Names joined by « et »: one entity or two, as the places and the other answers of the batch tell.

use maillage::model::fact::Fact;
use maillage::model::inventory::Answer;
use maillage::normalise::Normaliser;

use crate::support::{sheet, understand};

/// The entities of an answer, and whether it is told that they may be several, in a batch where these places and
/// these other answers are known.
fn read(answer: &str, places: &[&str], others: &[&str]) -> (Vec<String>, bool) {
    let lines: Vec<String> = [answer].iter().chain(others).map(|answer| format!("FAI | {answer}")).collect();
    let mut rows = vec!["Compétence | Responsable"];
    rows.extend(lines.iter().map(String::as_str));
    let understood = understand(vec![sheet("Inventaire", &rows)]);
    let normaliser = Normaliser::new(&maillage::referential::embedded());
    let mut assignments = understood.assignments;
    let mut names = normaliser.known_places(places.iter().copied());
    normaliser.know_names(&assignments, &mut names);
    let mut facts = Vec::new();
    if normaliser.names_joined(&assignments) {
        normaliser.cut_known_names(&names, &mut assignments, &mut facts);
    }
    let Answer::Entities(mentions) = &assignments[0].answer else { panic!("{answer} names no entity") };
    let unsure = facts.iter().any(|seen| seen.fact == Fact::PerhapsSeveral);
    (mentions.iter().map(|mention| mention.written.clone()).collect(), unsure)
}

#[test]
fn a_place_called_by_two_names_is_one() {
    for (answer, places) in [
        ("Mairie de Plessis et Gaudin", &["Plessis-et-Gaudin", "Plessis"][..]),
        ("DSDEN de Meurthe et Moselle", &["Meurthe-et-Moselle"]),
        ("Circonscription de Vals et Monts", &["Vals et Monts"]),
    ] {
        assert_eq!(read(answer, places, &[]), (vec![answer.to_owned()], false), "{answer}");
    }
}

#[test]
fn a_known_place_and_another_name_are_two() {
    for (answer, places, others, two) in [
        // Rezé is a commune, and none is called « Rezé et Gaudin ».
        ("Mairie de Rezé et Gaudin", &["Rezé"][..], &[][..], ["Mairie de Rezé", "Gaudin"]),
        // Another school writes « Mairie de Rezé » alone.
        ("Mairie de Rezé et Gaudin", &[], &["Mairie de Rezé"], ["Mairie de Rezé", "Gaudin"]),
        // Ludexia answers alone elsewhere.
        ("Mairie de Rezé & Ludexia", &[], &["Ludexia"], ["Mairie de Rezé", "Ludexia"]),
        ("DSDEN 44 et Ludexia", &[], &[], ["DSDEN 44", "Ludexia"]),
        // These tell it by themselves.
        ("Mairie de Rezé et OGEC", &[], &[], ["Mairie de Rezé", "OGEC"]),
        ("Mairie de Plessis et de Gaudin", &[], &[], ["Mairie de Plessis", "de Gaudin"]),
        ("Mairie et Ludexia", &[], &[], ["Mairie", "Ludexia"]),
        ("Mairie de Rezé ou Ludexia", &[], &[], ["Mairie de Rezé", "Ludexia"]),
    ] {
        let (entities, unsure) = read(answer, places, others);
        assert_eq!(entities, two, "{answer}");
        assert!(!unsure, "{answer}");
    }
}

#[test]
fn where_nothing_tells_one_entity_is_read_and_the_doubt_is_told() {
    let answer = "Mairie de Plessis et Gaudin";
    assert_eq!(read(answer, &[], &[]), (vec![answer.to_owned()], true));
    assert_eq!(read(answer, &["Rezé"], &["Ludexia"]), (vec![answer.to_owned()], true));
}

#[test]
fn a_trade_after_a_company_and_a_time_after_a_body_are_no_entities() {
    for (answer, entities) in [
        ("Société Cloudéo, hébergeur", &["Société Cloudéo, hébergeur"][..]),
        ("Ludexia, éditeur, et la mairie", &["Ludexia, éditeur", "la mairie"]),
        ("la DRANE, une fois par an", &["la DRANE"]),
        ("Mairie ; depuis 2024", &["Mairie"]),
        // Each names a body.
        ("Mairie, éditeur", &["Mairie", "éditeur"]),
        ("Éditeur, hébergeur", &["Éditeur", "hébergeur"]),
        ("Ludexia, Mairie", &["Ludexia", "Mairie"]),
        ("Ludexia, Numeria", &["Ludexia", "Numeria"]),
    ] {
        assert_eq!(read(answer, &[], &[]).0, entities, "{answer}");
    }
}

#[test]
fn what_a_bracket_says_of_a_grouping_cuts_no_name() {
    for answer in ["CC Layon et Mauges (fibre)", "CC entre Grosne et Guye"] {
        let read = read(answer, &[], &["CC Layon et Mauges (fibre)", "CC entre Grosne et Guye (fibre)"]);
        assert_eq!(read, (vec![answer.to_owned()], false), "{answer}");
    }
}

#[test]
fn a_dash_parts_a_body_from_the_departement_that_it_is_of() {
    let places = &["Mayenne", "Côte-d'Or"];
    assert_eq!(read("DSDEN - Mayenne", places, &[]), (vec!["DSDEN - Mayenne".to_owned()], false));
    let two = |names: [&str; 2]| (names.map(str::to_owned).to_vec(), false);
    assert_eq!(read("Rectorat ; DSDEN – Côte-d'Or", places, &[]), two(["Rectorat", "DSDEN – Côte-d'Or"]));
    // None of the départements, or no dash: two.
    assert_eq!(read("DSDEN - Klasseo", places, &[]), two(["DSDEN", "Klasseo"]));
    assert_eq!(read("DSDEN / Mayenne", places, &[]), two(["DSDEN", "Mayenne"]));
}

#[test]
fn however_many_names_are_joined_reading_them_ends() {
    let joints = [" et ", " & ", " - ", " ET ", " – "];
    let mut answer = String::new();
    for rank in 0..110 {
        answer.push_str("CC Val");
        answer.push_str(&rank.to_string());
        answer.push_str(joints[rank % joints.len()]);
    }
    answer.push_str("Ludexia");
    let (entities, _) = read(&answer, &["Val1", "Val2"], &["Ludexia", "CC Val3"]);
    assert!(!entities.is_empty());
}
