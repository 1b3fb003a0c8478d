use std::sync::Arc;

use super::*;
use crate::model::document::{Document, DocumentId, Verdict};
use crate::model::dossier::{Batch, DocumentLine};
use crate::model::finding::Finding;
use crate::render::fixture::{self, Shape};

/// Three schools of the fixture: covered, orphan and not returned, told by the rank of the school.
fn dossier() -> Dossier {
    let state = |school: u32, competence: u32| match (school, competence) {
        (0, 1) => State::Shared,
        (0, 2) => State::NotStudied,
        (0, _) => State::Covered,
        (1, _) => State::Orphan,
        _ => State::NotReturned,
    };
    fixture::dossier(&Shape { schools: 3, state, ..Shape::default() })
}

fn batch(dossier: Dossier) -> Batch {
    let lost = DocumentLine {
        late: None,
        document: Document {
            id: DocumentId(1_000),
            path: "depot/liste.xlsx".into(),
            size: 0,
            sha256: String::new(),
            modified: None,
            mail: None,
        },
        verdict: Verdict::Rejected,
        reason: Some("ETB-001"),
        uai: None,
        identified_by: None,
        scope: None,
    };
    let referential = Arc::clone(&dossier.referential);
    Batch {
        dossiers: vec![dossier],
        unattached: vec![lost],
        unattached_findings: Vec::new(),
        unmet_groupings: Vec::new(),
        derogations: Vec::new(),
        referential,
    }
}

fn journal(batch: &Batch) -> Vec<u8> {
    let mut parts: Vec<Journal> = batch.dossiers.iter().map(Journal::of).collect();
    parts.push(Journal::apart(batch.unattached(), &batch.referential));
    Journal::whole(&parts)
}

#[test]
fn coverage_is_a_csv_that_excel_opens_in_french() {
    let mut dossier = dossier();
    dossier.entities[0].name = "=Commune de Valbrune".into();
    dossier.schools[0].couples[0].service_level = "@accueil; \"J+1\"".into();
    let bytes = coverage_csv(&dossier);
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(
        lines[0],
        "\u{feff}mois;academie;departement;circonscription;uai;ecole;commune;competence;etat;origine;responsable;\
         type_responsable;mode;niveau_service;perenne;document;feuille;cellule"
    );
    let school = "2026-11;17;44;Circonscription 01;0441000Y;École élémentaire Les Mésanges 0;Valbrune-0;";
    assert_eq!(
        lines[1],
        format!(
            "{school}PIL-MOA;couverte;ecole;'=Commune de Valbrune;COMMUNE;internalise;\
             \"'@accueil; \"\"J+1\"\"\";oui;depot/0441000Y_inventaire.xlsx;Inventaire;C9"
        )
    );
    assert_eq!(
        lines[2],
        format!(
            "{school}PIL-EVA;partagee;ecole;'=Commune de Valbrune | Scolavia;COMMUNE | EDITEUR;externalise;;oui;\
             depot/0441000Y_inventaire.xlsx;Inventaire;C10"
        )
    );
    assert_eq!(lines[3], format!("{school}ACC-FOR;non_etudiee;ecole;;;;;;depot/0441000Y_inventaire.xlsx;;"));
    let missing = "2026-11;17;85;Circonscription 01;0851002C;École élémentaire Les Mésanges 2;Valbrune-0;";
    assert_eq!(lines[30], format!("{missing}PIL-EVA;non_rendue;;;;;;;;;"));
    assert_eq!((lines.len(), *lines.last().unwrap()), (1 + 3 * 14 + 1, ""));
}

#[test]
fn the_journal_has_one_line_per_document_and_no_personal_data() {
    let mut dossier = dossier();
    dossier.findings[0].read = "Mme Durand".into();
    let text = String::from_utf8(journal(&batch(dossier))).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(
        lines[0],
        "{\"document\":\"depot/0441000Y_inventaire.xlsx\",\
         \"empreinte\":\"0000000000000000000000000000000000000000000000000000000000000000\",\
         \"verdict\":\"retenu\",\"motif\":null,\"uai\":\"0441000Y\",\"academie\":\"17\",\"niveau\":\"ecole\",\
         \"constats\":[{\"code\":\"RES-002\",\"gravite\":\"bloquant\",\"competence\":\"PIL-EVA\",\
         \"feuille\":\"Inventaire\",\"cellule\":\"C10\",\
         \"message\":\"Deux entités sont responsables de la compétence.\"}]}"
    );
    assert_eq!(
        lines[2],
        "{\"document\":\"depot/liste.xlsx\",\"empreinte\":null,\"verdict\":\"rejete\",\"motif\":\"ETB-001\",\
         \"uai\":null,\"academie\":null,\"niveau\":null,\"constats\":[]}"
    );
    assert!(!text.contains("Durand"));
}

#[test]
fn a_journal_without_any_dossier_names_the_competences_of_its_findings() {
    let mut batch = batch(dossier());
    let dossier = batch.dossiers.remove(0);
    batch.unattached_findings.extend(dossier.findings.into_iter().take(1).map(|finding| Finding {
        document: Some(DocumentId(1_000)),
        uai: None,
        ..finding
    }));
    let text = String::from_utf8(journal(&batch)).unwrap();
    let line: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(line["document"], "depot/liste.xlsx");
    assert_eq!(line["constats"][0]["competence"], "PIL-EVA");
}

#[test]
fn the_state_holds_the_same_couples_as_the_csv_and_the_same_totals_as_the_dossier() {
    let dossier = fixture::dossier(&Shape::default());
    let bytes = state_json(&dossier);
    assert_eq!(bytes, state_json(&dossier));
    let state: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!((&state["schema"], &state["mois"]), (&1.into(), &"2026-11".into()));
    assert_eq!(state["academie"], serde_json::json!({"code": "17", "nom": "Nantes"}));
    let coverage = dossier.total.tally.coverage();
    assert_eq!(
        state["indicateurs"]["couverture"],
        serde_json::json!({"numerateur": coverage.numerator, "denominateur": coverage.denominator})
    );
    assert_eq!(state["indicateurs"]["retour"]["denominateur"], 40);

    let csv = coverage_csv(&dossier);
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(&csv[3..]);
    let mut rows = reader.records().map(Result::unwrap);
    let schools = state["ecoles"].as_array().unwrap();
    assert_eq!(schools.len(), 40);
    let mut covered = 0;
    for school in schools {
        for couple in school["couples"].as_array().unwrap() {
            let row = rows.next().unwrap();
            let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
            let list = |value: &serde_json::Value| {
                let items = value.as_array().cloned().unwrap_or_default();
                items.iter().map(text).collect::<Vec<_>>().join(" | ")
            };
            assert_eq!(
                [&row[4], &row[7], &row[8], &row[9], &row[10], &row[11], &row[12], &row[17]],
                [
                    text(&school["uai"]).as_str(),
                    &text(&couple["competence"]),
                    &text(&couple["etat"]),
                    &text(&couple["origine"]),
                    &list(&couple["responsable"]),
                    &list(&couple["type_responsable"]),
                    &text(&couple["mode"]),
                    &text(&couple["cellule"]),
                ]
            );
            covered += u32::from(couple["etat"] == "couverte");
        }
    }
    assert!(rows.next().is_none());
    assert_eq!(covered, coverage.numerator);
    let lines = String::from_utf8(bytes).unwrap().lines().count();
    let findings = state["constats"].as_array().unwrap();
    let without_document = dossier.findings.iter().filter(|finding| finding.document.is_none());
    assert_eq!(findings.len(), without_document.count());
    assert_eq!(lines, 2 + 40 + 2 + findings.len() + 2, "one school a line, one finding a line");
}
