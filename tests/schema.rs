//! The JSON Schema of the configuration: current, and as the reader of the configuration understands it.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

fn root(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn printed() -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_maillage")).args(["config", "--schema"]).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_schema_of_the_repository_is_the_program_s() {
    let path = root("docs/schema/maillage.schema.json");
    if std::env::var_os("MAILLAGE_SCHEMA").is_some() {
        fs::write(&path, printed()).unwrap();
    }
    let kept = fs::read_to_string(path).unwrap();
    // Not `assert_eq`, which would print both.
    assert!(kept == printed(), "it changed: MAILLAGE_SCHEMA=1 cargo test --test schema writes it");
}

/// The faults of a value against the part of JSON Schema that ours uses.
fn faults(schema: &Value, value: &toml::Value, at: &str, found: &mut Vec<String>) {
    if let Some(any) = schema["anyOf"].as_array() {
        let fits = any.iter().any(|one| {
            let mut of_one = Vec::new();
            faults(one, value, at, &mut of_one);
            of_one.is_empty()
        });
        if !fits {
            found.push(format!("{at}: none of the forms"));
        }
        return;
    }
    let kind = match value {
        toml::Value::String(_) | toml::Value::Datetime(_) => "string",
        toml::Value::Integer(_) => "integer",
        toml::Value::Float(_) => "number",
        toml::Value::Boolean(_) => "boolean",
        toml::Value::Array(_) => "array",
        toml::Value::Table(_) => "object",
    };
    if schema["type"] != kind {
        found.push(format!("{at}: {kind} for {}", schema["type"]));
        return;
    }
    if let (Some(words), Some(text)) = (schema["enum"].as_array(), value.as_str())
        && !words.iter().any(|word| word == text)
    {
        found.push(format!("{at}: {text}"));
    }
    if let (Some(most), Some(number)) = (schema["maximum"].as_i64(), value.as_integer())
        && !(1..=most).contains(&number)
    {
        found.push(format!("{at}: {number}"));
    }
    for item in value.as_array().into_iter().flatten() {
        faults(&schema["items"], item, at, found);
    }
    for (key, inside) in value.as_table().into_iter().flatten() {
        match (&schema["properties"][key], &schema["additionalProperties"]) {
            (Value::Null, Value::Object(other)) => faults(&Value::Object(other.clone()), inside, key, found),
            (Value::Null, _) => found.push(format!("{at}: {key} is unknown")),
            (known, _) => faults(known, inside, key, found),
        }
    }
}

fn checked(text: &str) -> Vec<String> {
    let schema: Value = serde_json::from_str(&printed()).unwrap();
    let mut found = Vec::new();
    faults(&schema, &toml::Value::Table(toml::from_str(text).unwrap()), "maillage.toml", &mut found);
    found
}

#[test]
fn the_configuration_that_the_program_prints_fits_the_schema_with_every_key_of_it() {
    let template = fs::read_to_string(root("templates/maillage.toml")).unwrap();
    let whole: Vec<&str> = template.lines().map(|line| line.strip_prefix("#: ").unwrap_or(line)).collect();
    let whole = whole.join("\n");
    assert_eq!(checked(&whole), Vec::<String>::new());
    assert_eq!(checked(&fs::read_to_string(root("samples/maillage.toml")).unwrap()), Vec::<String>::new());
    // Each section of the program has its schema, and its place in the template.
    let schema: Value = serde_json::from_str(&printed()).unwrap();
    let written: toml::Table = toml::from_str(&whole).unwrap();
    let mut sections: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
    sections.sort();
    let mut known: Vec<&String> = written.keys().collect();
    known.sort();
    assert_eq!(sections, known);
    for (section, key) in [("rapport", "logo"), ("campagne", "mois"), ("conservation", "mois")] {
        assert!(schema["properties"][section]["properties"][key].is_object(), "{section}.{key}");
    }
}

#[test]
fn what_the_program_refuses_by_name_the_schema_refuses_too() {
    for wrong in [
        "[campagne]\nmoi = \"2026-11\"",
        "[rapport]\netat = \"final\"",
        "[gravites]\nRES-002 = \"grave\"",
        "[gravites]\nRES-999 = \"info\"",
        "[limites]\nniveaux = 21",
        "[[derogation]]\ncomune = \"Rezé\"",
        "[synonymes.entetes]\nresponsables = \"chef\"",
        "[conservation]\nmois = \"24\"",
    ] {
        assert_eq!(checked(wrong).len(), 1, "{wrong}: {:?}", checked(wrong));
    }
}

/// Printed again, the values that a file leads to are the same: what is shown is what a run takes.
#[test]
fn the_values_that_a_file_leads_to_are_printed_with_those_of_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let effective = |text: &str| {
        let path = folder.path().join("maillage.toml");
        fs::write(&path, text).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_maillage")).arg("config").arg(&path).output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let written = "[campagne]\nmois = \"2026-11\"\n[gravites]\nETB-001 = \"alerte\"\n[seuils]\netp_max = 12\n\
                   [[derogation]]\nregle = \"RES-001\"\ncommune = \"L'Île \\\"d'Yeu\\\"\"\nmotif = \"Vote\"\n\
                   jusqu_au = \"sans limite\"\n";
    let (status, once, _) = effective(written);
    assert_eq!(status, Some(0));
    for line in [
        "mois = \"2026-11\"",
        "ETB-001 = \"alerte\"",
        "etp_max = 12",
        "fin_de_contrat_jours = 90",
        "regle = \"RES-001\"",
        "etat = \"projet\"",
    ] {
        assert_eq!(once.lines().filter(|printed| *printed == line).count(), 1, "{line}\n{once}");
    }
    assert!(once.contains("RES-002 = \"bloquant\"") && once.contains("fichier_mo = "), "{once}");
    assert_eq!(effective(&once).1, once);
    let (status, _, told) = effective("[seuils]\netp_maxi = 12\n");
    assert_eq!(status, Some(3));
    assert!(told.contains("ligne 2") && told.contains("etp_max"), "{told}");
}
