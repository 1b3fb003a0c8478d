//! Whom an answer names: persons who act for a body, companies called by two words, things before a name, what no name is.

use crate::support::{sheet, understand};

#[track_caller]
fn reads(answer: &str, expected: &str) {
    let rows = ["Compétence | Responsable", &format!("FAI | {answer}"), "Pilotage | Mairie"];
    let lines = understand(vec![sheet("Inventaire", &rows)]).lines();
    let said = lines[0].strip_prefix("MAT-FAI ").unwrap().rsplit_once(" [").unwrap().0;
    assert_eq!(said, expected, "{answer}");
}

#[test]
fn a_person_acts_for_the_body_that_is_named_behind() {
    reads("M. Petitjean (CC du Pays de Craonne)", "EPCI:CC du Pays de Craonne");
    reads("M. Serre (Télédôme SAS)", "PRESTATAIRE:Télédôme SAS");
    reads("M. Gauthey de chez AZ-Tek", "?:AZ-Tek");
    reads("M. Serre (le mardi)", "personne");
    reads("CPD numérique (DSDEN)", "DSDEN:CPD numérique (DSDEN)");
    reads("Directrice (école)", "ECOLE:Directrice (école)");
    reads("IEN + équipe", "CIRCO:IEN");
    reads("mon adjointe Mme Perrot (CM1)", "ECOLE:mon adjointe Mme Perrot (CM1)");
}

#[test]
fn a_company_called_by_two_words_is_one_unless_the_batch_says_otherwise() {
    for name in
        ["Kid & Net (éditeur)", "Éditeur Kid & Net", "Sté Ardoise et Craie", "Clic & Net, intégrateur"]
    {
        let rows = ["Compétence | Responsable", &format!("FAI | {name}")];
        let lines = understand(vec![sheet("Inventaire", &rows)]).lines();
        assert!(!lines[0].contains(" + "), "{name}: {lines:?}");
    }
    reads("Scriptolive, Conseiller pédagogique", "?:Scriptolive + CIRCO:Conseiller pédagogique");
    reads("Ludexia, Syndicat mixte", "?:Ludexia + SYNDICAT_MIXTE:Syndicat mixte");
    reads("Perrot, DGS de la mairie", "COMMUNE:DGS de la mairie");
    reads("N. Gauthier, ERUN", "CIRCO:ERUN");
    reads("Ludexia & la mairie", "?:Ludexia + COMMUNE:la mairie");
    reads("Ordi+ (intégrateur)", "INTEGRATEUR:Ordi+ (intégrateur)");
    reads("Ordi+Mairie", "?:Ordi + COMMUNE:Mairie");
}

#[test]
fn what_stands_beside_a_name_is_said_of_it() {
    reads("Mégalis Sud, syndicat mixte", "SYNDICAT_MIXTE:Mégalis Sud, syndicat mixte");
    reads("Kosmos, éditeur de l'ENT", "EDITEUR:Kosmos, éditeur de l'ENT");
    reads("Rectorat - DSI", "ACADEMIE:Rectorat");
    reads("Mairie (et la DSDEN pour le volet pédagogique)", "COMMUNE:Mairie + DSDEN:la DSDEN");
    reads("GIP e-Sancy - gratuit", "SYNDICAT_MIXTE:GIP e-Sancy");
    reads("Jolivet Services (accueil@example.org)", "?:Jolivet Services");
    reads("abonnement Orange", "?:Orange");
    reads("Synd. mixte Val Numérique", "SYNDICAT_MIXTE:Synd. mixte Val Numérique");
    reads("DRANNE Clermont", "ACADEMIE:DRANNE Clermont");
    reads("L'équipe", "ECOLE:L'équipe");
    reads("État", "ACADEMIE:État");
}

#[test]
fn what_names_nobody_is_no_name() {
    reads("NR", "personne");
    reads("orphelin", "personne");
    reads("indéterminé", "à définir");
    reads("la mairie doit nous dire", "à définir");
    reads("soit l'école soit la mairie", "à définir");
    reads("école non concernée", "sans objet");
}
