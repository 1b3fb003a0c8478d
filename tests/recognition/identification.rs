//! Whose inventory a document is: what each source says, what is repaired, and what is refused.

use crate::support::{sheet, understand};
use maillage::academies::Academies;
use maillage::identify::{Context, owner};
use maillage::model::document::{Document, DocumentId, Mail};
use maillage::model::inventory::Owner;
use maillage::registry::Registry;

const REGISTRY: &str = "UAI;Nom_etablissement;Nom_commune;Type_etablissement;code_nature\n\
    0350122T;Ecole primaire publique les Lucioles;Baulon;Ecole;151\n\
    0350165P;École élémentaire publique Jules Ferry;Saint-Hélory;Ecole;151\n\
    0350057X;École maternelle publique Jules Ferry;Saint-Hélory;Ecole;101\n\
    0351881E;École élémentaire du Clos Fleuri;Montrivel;Ecole;151\n\
    0440001M;École primaire Les Tilleuls;Rezé;Ecole;151\n";

/// The UAI that a document is attached to (or « - »), then the facts seen.
fn identified(name: &str, mail: Option<(&str, &str)>, rows: &[&str]) -> (String, Vec<String>) {
    let mut all = rows.to_vec();
    all.extend(["", "", "", "Compétence | Responsable", "Pilotage | Mairie", "FAI | néant"]);
    identified_in(name, mail, &all)
}

/// The same for a sheet that holds these rows alone.
fn identified_in(name: &str, mail: Option<(&str, &str)>, rows: &[&str]) -> (String, Vec<String>) {
    let academies = Academies::embedded();
    let (registry, _) = Registry::read("annuaire.csv", REGISTRY.as_bytes(), &academies).unwrap();
    let understood = understand(vec![sheet("Inventaire", rows)]);
    let document = Document {
        id: DocumentId(0),
        path: format!("depot/{name}"),
        size: 1,
        sha256: String::new(),
        modified: None,
        mail: mail.map(|(sender, subject)| Mail {
            sender: sender.into(),
            subject: subject.into(),
            sent: None,
        }),
    };
    let ctx = Context { academies: &academies, registry: Some(&registry) };
    let (owner, seen) = owner(ctx, &understood.layout, &document);
    let uai = match &owner {
        Owner::School { school, by, .. } => format!("{} {}", school.uai, by.label()),
        Owner::Claimed(claim) => format!("{:?} {:?}", claim.level, claim.names),
        Owner::Territory(_) | Owner::Unknown => "-".to_owned(),
    };
    let facts = seen
        .iter()
        .map(|seen| format!("{:?}", seen.fact).split(['(', ' ']).next().unwrap_or_default().to_owned())
        .collect();
    (uai, facts)
}

#[test]
fn a_title_that_a_table_begins_with_says_whose_it_is() {
    let rows = [
        "Enquête ENT (à retourner avant le 15/11)\nÉcole les Lucioles – UAI 0350122T – Baulon – académie de Rennes",
        "",
        "",
        "1. Maîtrise d'ouvrage = Rectorat de Rennes",
        "2. Bilan / évaluation = DRANE de Rennes",
        "3. Formation aux usages pédagogiques = DRANE",
        "4. Hébergement = Nuagine",
    ];
    assert_eq!(identified_in("Inventaire ENT (21).xlsx", None, &rows).0, "0350122T UAI dans une cellule");
}

#[test]
fn a_labelled_cell_is_believed_first_and_harmless_repairs_are_told() {
    assert_eq!(
        identified("x.xlsx", None, &["UAI | 0350122T"]),
        ("0350122T UAI dans une cellule".into(), vec![])
    );
    for written in ["035 0122 T", "0350122t", "O350122T", "350122T"] {
        let (uai, facts) = identified("x.xlsx", None, &[&format!("Code RNE : | {written}")]);
        assert_eq!(
            (uai.as_str(), facts),
            ("0350122T UAI dans une cellule", vec!["UaiRepaired".to_owned()]),
            "{written}"
        );
    }
    let (uai, facts) = identified("x.xlsx", None, &["École | Les Lucioles", "", "N° UAI", "0350122T"]);
    assert_eq!((uai.as_str(), facts), ("0350122T UAI dans une cellule", vec![]));
}

#[test]
fn a_wrong_key_is_never_corrected() {
    let (uai, facts) = identified("x.xlsx", None, &["UAI | 0350122S"]);
    assert_eq!((uai.as_str(), facts), ("-", vec!["UaiWrongKey".to_owned(), "SchoolUnknown".to_owned()]));
    // Name and commune fit one school alone: attached, and told.
    let (uai, facts) =
        identified("x.xlsx", None, &["UAI | 0350122S", "École | Les Lucioles", "Commune | BAULON"]);
    assert_eq!(
        (uai.as_str(), facts),
        ("0350122T nom et commune", vec!["UaiWrongKey".to_owned(), "SchoolByName".to_owned()])
    );
}

#[test]
fn the_other_sources_follow_in_order() {
    let told = |name: &str, mail, rows: &[&str]| identified(name, mail, rows).0;
    assert_eq!(
        told("x.xlsx", None, &["École du bourg – UAI 0350122T – académie de Rennes"]),
        "0350122T UAI dans une cellule"
    );
    assert_eq!(
        told("x.xlsx", None, &["Courriel | ce.0350122t@example.org"]),
        "0350122T adresse électronique dans une cellule"
    );
    assert_eq!(told("ENT_0350122t (2).xlsx", None, &[]), "0350122T UAI dans le nom du fichier");
    assert_eq!(
        told("x.xlsx", Some(("ien@example.org", "TR: retour 0350122T")), &[]),
        "0350122T UAI dans l’objet du courriel"
    );
    assert_eq!(
        told("x.xlsx", Some(("ce.0350122T@example.org", "retour")), &[]),
        "0350122T adresse de l’expéditeur"
    );
}

#[test]
fn name_and_commune_attach_where_one_school_alone_fits() {
    let told = |name: &str, rows: &[&str]| identified(name, None, rows).0;
    let by_name = "nom et commune";
    for (school, commune, uai) in [
        ("E.E.PU Jules Ferry", "St-Hélory", "0350165P"),
        ("EMPU Jules-Ferry", "SAINT HELORY", "0350057X"),
        ("École Les Lucioles", "Baulon", "0350122T"),
        ("école primaire", "Baulon", "0350122T"),
    ] {
        let rows = [format!("École | {school}"), format!("Commune | {commune}")];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        assert_eq!(told("x.xlsx", &rows), format!("{uai} {by_name}"), "{school}");
    }
    assert_eq!(told("inventaire_ENT EEPU du Clos Fleuri Montrivel.xlsx", &[]), format!("0351881E {by_name}"));
    let (uai, facts) = identified("x.xlsx", None, &["École | École Jules Ferry", "Commune | Saint-Hélory"]);
    assert_eq!((uai.as_str(), facts), ("-", vec!["SchoolAmbiguous".to_owned()]));
    assert_eq!(told("x.xlsx", &["École | Les Mésanges", "Commune | Baulon"]), "-");
    assert_eq!(told("Baulon.xlsx", &[]), "-");
}

#[test]
fn sources_that_disagree_attach_to_nobody() {
    for (name, mail, rows) in [
        ("0350165P.xlsx", None, vec!["UAI | 0350122T"]),
        ("x.xlsx", Some(("ce.0350165p@example.org", "")), vec!["UAI | 0350122T"]),
        ("x.xlsx", None, vec!["UAI | 0350122T", "École | Clos Fleuri", "Commune | Montrivel"]),
    ] {
        let (uai, facts) = identified(name, mail, &rows);
        assert_eq!((uai.as_str(), facts), ("-", vec!["SourcesDisagree".to_owned()]), "{name} {rows:?}");
    }
}

#[test]
fn what_the_registry_and_the_academie_contradict_is_told() {
    let (uai, facts) = identified("x.xlsx", None, &["UAI | 0350017D"]);
    assert_eq!((uai.as_str(), facts), ("0350017D UAI dans une cellule", vec!["UaiNotInRegistry".to_owned()]));
    let (_, facts) = identified("x.xlsx", None, &["UAI | 0350122T", "Académie | Nantes"]);
    assert_eq!(facts, ["OtherAcademie"]);
    let (_, facts) =
        identified("x.xlsx", None, &["UAI | 0350122T", "École | Les Mésanges", "Commune | Larmorgat"]);
    assert_eq!(facts, ["OtherSchoolName"]);
    let (uai, facts) = identified("x.xlsx", None, &["UAI | 9830002K"]);
    assert_eq!((uai.as_str(), facts), ("-", vec!["UaiOutsideAcademies".to_owned()]));
}

#[test]
fn the_name_of_a_sheet_that_holds_answers_says_whose_it_is() {
    let academies = Academies::embedded();
    let (registry, _) = Registry::read("annuaire.csv", REGISTRY.as_bytes(), &academies).unwrap();
    let answers = ["Compétence | Responsable", "Pilotage | Mairie", "FAI | néant"];
    let others = ["Mairie", "École", "Rectorat"];
    let identified = |sheets: &[(&str, &[&str])]| {
        let layout = understand(sheets.iter().map(|(name, rows)| sheet(name, rows)).collect()).layout;
        let document = Document {
            id: DocumentId(0),
            path: "depot/Copie de inventaire.xlsx".into(),
            size: 1,
            sha256: String::new(),
            modified: None,
            mail: None,
        };
        let (owner, seen) =
            owner(Context { academies: &academies, registry: Some(&registry) }, &layout, &document);
        let by = match owner {
            Owner::School { school, by, .. } => format!("{} {}", school.uai, by.label()),
            _ => "-".to_owned(),
        };
        (by, format!("{:?}", seen.iter().map(|seen| &seen.fact).collect::<Vec<_>>()))
    };
    let (by, facts) = identified(&[("ENT 0350122T", &answers)]);
    assert_eq!(by, "0350122T UAI dans le nom d’une feuille");
    assert!(facts.contains("SchoolByOtherSource"), "{facts}");
    // A sheet of lists answers nothing; two sheets of two schools leave the document to nobody.
    let (by, _) = identified(&[("Inventaire", &answers), ("Listes 0350122T", &others)]);
    assert_eq!(by, "-");
    let (by, facts) = identified(&[("0350122T", &answers), ("0440001M", &answers)]);
    assert_eq!(by, "-");
    assert!(facts.contains("SourcesDisagree"), "{facts}");
    let (by, facts) = identified(&[("Baulon les Lucioles", &answers)]);
    assert_eq!(by, "0350122T nom et commune");
    assert!(facts.contains("SchoolByName"), "{facts}");
}
