//! The schemas of the data files say what the data files hold: checked against the samples' two months and a month
//! without a registry.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn schema(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(root("docs/schema").join(name)).unwrap()).unwrap()
}

/// What is wrong with a value, by the part of JSON Schema that ours uses; patterns are left to others.
fn faults(whole: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let target = whole.pointer(name.trim_start_matches('#')).expect("the reference leads somewhere");
        return faults(whole, target, value, at, found);
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let of = |one: &Value| {
            let mut found = Vec::new();
            faults(whole, one, value, at, &mut found);
            found
        };
        let best = any.iter().map(of).min_by_key(Vec::len).unwrap_or_default();
        return found.extend(best);
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let kinds: Vec<&str> = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        kind => kind.as_str().into_iter().collect(),
    };
    if !(kinds.contains(&kind) || kind == "integer" && kinds.contains(&"number")) {
        return found.push(format!("{at}: {kind}, not {kinds:?}"));
    }
    if schema["enum"].as_array().is_some_and(|words| !words.contains(value)) {
        found.push(format!("{at}: {value}"));
    }
    for (rank, item) in value.as_array().into_iter().flatten().enumerate() {
        faults(whole, &schema["items"], item, &format!("{at}/{rank}"), found);
    }
    let Some(object) = value.as_object() else { return };
    for (key, value) in object {
        match schema["properties"].get(key) {
            Some(schema) => faults(whole, schema, value, &format!("{at}/{key}"), found),
            None => found.push(format!("{at}/{key}: not in the schema")),
        }
    }
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    found.extend(required.filter(|key| !object.contains_key(*key)).map(|key| format!("{at}: no {key}")));
}

#[track_caller]
fn fits(name: &str, text: &str) {
    let schema = schema(name);
    let mut found = Vec::new();
    faults(&schema, &schema, &serde_json::from_str(text).unwrap(), "", &mut found);
    assert!(found.is_empty(), "{name}: {:?}", &found[..found.len().min(5)]);
}

fn consolidate(folder: &Path, month: &str, more: &[&str]) -> PathBuf {
    let output = Command::new(env!("CARGO_BIN_EXE_maillage"))
        .arg("consolider")
        .arg(root("samples").join(month))
        .args(["--mois", month, "--date", "2026-11-24", "--echec-si", "jamais", "--quiet", "-o"])
        .arg(folder)
        .args(more)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    folder.join(month)
}

/// Each line of `couverture.csv` by its fields: there, in order, with the values that are allowed.
fn coverage_fits(text: &str) {
    let schema = schema("couverture.schema.json");
    let fields = schema["fields"].as_array().unwrap();
    let text = text.strip_prefix('\u{feff}').expect("a mark of UTF-8");
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), names);
    let mut keys = BTreeSet::new();
    for record in reader.records().map(Result::unwrap) {
        for (field, value) in fields.iter().zip(&record) {
            let constraints = &field["constraints"];
            let allowed =
                constraints["enum"].as_array().is_none_or(|words| words.iter().any(|word| word == value));
            let missing = value.is_empty();
            assert!(if missing { constraints["required"] != true } else { allowed }, "{field}: {value:?}");
        }
        assert!(
            keys.insert((record[4].to_owned(), record[7].to_owned())),
            "one line a school and competence"
        );
    }
    assert!(keys.len() > 100);
}

#[test]
fn the_data_of_two_months_and_of_a_month_without_a_registry_fit_their_schemas() {
    let folder = tempfile::tempdir().unwrap();
    let registry = |name: &str| root("samples").join(name).to_str().unwrap().to_owned();
    let (october, november) = (registry("annuaire-2026-10.csv"), registry("annuaire.csv"));
    let alone = folder.path().join("sans-annuaire");
    let months = [
        consolidate(folder.path(), "2026-10", &["--annuaire", &october]),
        consolidate(folder.path(), "2026-11", &["--annuaire", &november]),
        consolidate(&alone, "2026-11", &[]),
    ];
    for month in months {
        for line in fs::read_to_string(month.join("journal.jsonl")).unwrap().lines() {
            fits("journal.schema.json", line);
        }
        fits("etat.schema.json", &fs::read_to_string(month.join("17-nantes/etat.json")).unwrap());
        coverage_fits(&fs::read_to_string(month.join("17-nantes/couverture.csv")).unwrap());
    }
}

#[test]
fn what_does_not_fit_is_seen() {
    let schema = schema("journal.schema.json");
    let mut found = Vec::new();
    let line = serde_json::json!({ "document": 1, "verdict": "perdu", "inconnu": null });
    faults(&schema, &schema, &line, "", &mut found);
    assert!(found.contains(&"/document: integer, not [\"string\"]".to_owned()), "{found:?}");
    assert!(found.contains(&"/verdict: \"perdu\"".to_owned()) && found.contains(&": no motif".to_owned()));
    assert!(found.contains(&"/inconnu: not in the schema".to_owned()));
}
