//! The JSON Schema of `maillage.toml`, for editors that complete and check while one writes.
//!
//! Its names are those that the reader of the configuration knows: the same constants. What it says of their values is
//! looser than what the program checks, never stricter.

use serde_json::{Map, Value, json};

use super::configuration::SECTIONS;
use super::{campaign, derogations, groupings, retention, synonyms, thresholds};
use crate::layout::Words;
use crate::model::budget::LIMITS;
use crate::model::finding::{Rule, Severity};
use crate::model::referential::Referential;
use crate::model::thresholds::{THRESHOLDS, Threshold};

/// The schema, as a file.
pub fn schema(rules: &[&'static Rule], referential: &Referential) -> String {
    let properties: Map<String, Value> = SECTIONS
        .iter()
        .filter_map(|(name, keys)| Some(((*name).to_owned(), section(name, keys, rules, referential)?)))
        .collect();
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Configuration de Maillage (maillage.toml)",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    });
    // Plain values always serialise.
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// The schema of a section; `None` where it isn't known here, which a test refuses.
fn section(name: &str, keys: &[&str], rules: &[&'static Rule], referential: &Referential) -> Option<Value> {
    let about = |description: &str, schema: Value| described(description, schema);
    Some(match name {
        campaign::SECTION => {
            about("Mois, nom, échéance et académies de la campagne.", table(keys, campagne)?)
        }
        "rapport" => about("État, mention, noms et logo des documents.", table(keys, rapport)?),
        "gravites" => {
            let mut levels: Vec<&str> = Severity::ALL.map(Severity::id).to_vec();
            levels.push("silence");
            let rule = |rule: &&'static Rule| {
                (rule.code.to_owned(), described(rule.what, json!({ "type": "string", "enum": levels })))
            };
            about("Gravité des règles, ou leur silence.", object(rules.iter().map(rule).collect()))
        }
        "limites" => {
            let limit = |limit: &crate::model::budget::Limit| {
                (limit.key.to_owned(), json!({ "type": "integer", "minimum": 1, "maximum": limit.most }))
            };
            about("Ce qu’un document reçu peut coûter.", object(LIMITS.iter().map(limit).collect()))
        }
        thresholds::SECTION => {
            let threshold = |one: &Threshold| {
                (one.key.to_owned(), json!({ "type": "integer", "minimum": 1, "maximum": one.most }))
            };
            about(
                "À partir de quels nombres les règles qui comptent parlent.",
                object(THRESHOLDS.iter().map(threshold).collect()),
            )
        }
        groupings::SECTION => {
            about("Noms d’entités réunis ou séparés.", list(table(&groupings::KEYS, grouping)?))
        }
        derogations::SECTION => {
            let mut one = table(&derogations::KEYS, derogation)?;
            one["required"] = json!(["regle", "motif", "jusqu_au"]);
            about("Constats acceptés quelque part, jusqu’à une date.", list(one))
        }
        synonyms::SECTION => {
            let words = |names: Vec<String>| object(names.into_iter().map(|name| (name, texts())).collect());
            let plain = |names: Vec<&str>| words(names.into_iter().map(str::to_owned).collect());
            let competences = &referential.competences;
            let of = |table: &str| match table {
                "entetes" => Some(plain(Words::Columns.names())),
                "identification" => Some(plain(Words::Identification.names())),
                "competences" => {
                    // A label does as well as a code, and another referential has other codes.
                    let mut codes = words(competences.iter().map(|one| one.code.clone()).collect());
                    codes["additionalProperties"] = texts();
                    Some(codes)
                }
                _ => None,
            };
            about("Mots des écoles à ajouter à ceux du programme.", table(&synonyms::TABLES, of)?)
        }
        retention::SECTION => about("Durée de conservation des résultats.", table(&retention::KEYS, kept)?),
        _ => return None,
    })
}

fn campagne(key: &str) -> Option<Value> {
    Some(match key {
        "mois" => {
            described("Année d’abord : 2026-11.", json!({ "type": "string", "pattern": "^\\d{4}-\\d{2}$" }))
        }
        "libelle" => described("Nom de la campagne, à côté du mois.", text()),
        // A date without quotes is a text for editors.
        "echeance" => described("Dernier jour où un envoi est dans les délais (20/11/2026).", text()),
        "academie" => described("Noms ou codes.", texts()),
        _ => return None,
    })
}

fn rapport(key: &str) -> Option<Value> {
    Some(match key {
        "etat" => json!({ "type": "string", "enum": ["projet", "valide", "validé"] }),
        "mention" => described("Au pied de chaque page.", text()),
        "noms" => described(
            "true pour que le rapport nomme les personnes ressources.",
            json!({ "type": "boolean" }),
        ),
        "plan" => described("Fichier du plan du rapport, à côté de celui-ci.", text()),
        "logo" => described("PNG ou JPEG, à côté de ce fichier.", text()),
        "logo_texte" => described("Ce que montre le logo.", text()),
        _ => return None,
    })
}

fn grouping(key: &str) -> Option<Value> {
    Some(match key {
        "nom" => described("Nom à écrire dans les documents.", text()),
        "ecritures" => described("Ce qui désigne aussi l’entité.", texts()),
        "type" => described("Type d’entité du référentiel.", text()),
        "separer" => described("Écritures à ne jamais réunir.", texts()),
        "academie" => described("Seules académies où cela vaut.", texts()),
        _ => return None,
    })
}

fn derogation(key: &str) -> Option<Value> {
    Some(match key {
        "regle" => described("Code ou nom de la règle.", text()),
        "competence" => described("Codes ou libellés.", texts()),
        "ecole" => described("UAI.", texts()),
        "entite" | "commune" | "circonscription" => texts(),
        "departement" => described("Codes ou noms.", texts()),
        "motif" => described("Pourquoi ce constat est accepté.", text()),
        // A date without quotes is a text for editors.
        "jusqu_au" => described("Dernier jour (30/06/2027), ou « sans limite ».", text()),
        _ => return None,
    })
}

fn kept(key: &str) -> Option<Value> {
    (key == "mois").then(|| {
        described("Mois gardés.", json!({ "type": "integer", "minimum": 1, "maximum": retention::MOST }))
    })
}

fn described(description: &str, mut schema: Value) -> Value {
    schema["description"] = description.into();
    schema
}

fn text() -> Value {
    json!({ "type": "string" })
}

/// A text or a list of them.
fn texts() -> Value {
    json!({ "anyOf": [text(), { "type": "array", "items": text() }] })
}

fn list(items: Value) -> Value {
    let mut list = json!({ "type": "array" });
    list["items"] = items;
    list
}

fn table(keys: &[&str], of: impl Fn(&str) -> Option<Value>) -> Option<Value> {
    let properties: Option<Map<String, Value>> =
        keys.iter().map(|key| Some(((*key).to_owned(), of(key)?))).collect();
    properties.map(object)
}

fn object(properties: Map<String, Value>) -> Value {
    let mut object = json!({ "type": "object", "additionalProperties": false });
    object["properties"] = properties.into();
    object
}
