//! The configuration as a run takes it: what a file says, and what the program supplies where the file is silent.

use std::path::Path;

use toml::{Table, Value};

use super::{PlanError, configuration, files};
use crate::academies::Academies;
use crate::model::dossier::Status;
use crate::model::finding::{Rule, Severity};
use crate::model::referential::Referential;

/// The commented configuration.
pub const TEMPLATE: &str = include_str!("../../templates/maillage.toml");

/// Sections whose values in the commented configuration are those of the program.
const DEFAULTS: [&str; 2] = ["seuils", "limites"];

/// The commented configuration, with every value in it.
fn template() -> Table {
    let whole: Vec<&str> = TEMPLATE.lines().map(|line| line.strip_prefix("#: ").unwrap_or(line)).collect();
    toml::from_str(&whole.join("\n")).unwrap_or_default()
}

/// The configuration of a file with every value that the program adds to it, as TOML that reads back the same.
///
/// # Errors
/// [`PlanError`] where the file can't be read or understood, with its line.
pub fn effective(
    path: &Path,
    rules: &[&'static Rule],
    referential: &Referential,
) -> Result<String, PlanError> {
    let text = files::text(path, "La configuration")?;
    let academies = Academies::embedded();
    let read = configuration::parse(&text, rules, &academies, referential)
        .map_err(|fault| files::fault(path, &fault))?;
    // What was understood once is a table.
    let mut table: Table = toml::from_str(&text).unwrap_or_default();
    let mut add = |section: &str, key: &str, value: Value| {
        let section = table.entry(section).or_insert_with(|| Value::Table(Table::new()));
        if let Some(section) = section.as_table_mut() {
            section.entry(key).or_insert(value);
        }
    };
    for rule in rules {
        // A rule may be named otherwise than by its code: what is read decides.
        let severity = read.severities.get(rule.code).copied().unwrap_or(Some(rule.severity));
        if !read.severities.contains_key(rule.code) {
            add("gravites", rule.code, severity.map_or("silence", Severity::id).into());
        }
    }
    add("rapport", "etat", if read.status == Status::Draft { "projet" } else { "validé" }.into());
    add("rapport", "noms", read.persons.into());
    for section in DEFAULTS {
        let values = template().get(section).and_then(Value::as_table).cloned().unwrap_or_default();
        values.into_iter().for_each(|(key, value)| add(section, &key, value));
    }
    let mut printed = String::new();
    for (name, value) in &table {
        section(&mut printed, name, value);
    }
    Ok(printed)
}

fn section(printed: &mut String, name: &str, value: &Value) {
    let several = value.as_array().filter(|all| all.iter().any(Value::is_table));
    let (header, tables) = match several {
        Some(all) => (format!("[[{name}]]\n"), all.iter().filter_map(Value::as_table).collect()),
        None => (format!("[{name}]\n"), value.as_table().into_iter().collect::<Vec<_>>()),
    };
    for table in tables {
        if !printed.is_empty() {
            printed.push('\n');
        }
        printed.push_str(&header);
        for (key, value) in table.iter().filter(|(_, value)| !value.is_table()) {
            printed.extend([quoted_key(key).as_str(), " = ", written(value).as_str(), "\n"]);
        }
        for (key, value) in table.iter().filter(|(_, value)| value.is_table()) {
            section(printed, &format!("{name}.{}", quoted_key(key)), value);
        }
    }
}

fn quoted_key(key: &str) -> String {
    let bare = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if bare && !key.is_empty() { key.to_owned() } else { text(key) }
}

fn written(value: &Value) -> String {
    match value {
        Value::String(words) => text(words),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Boolean(yes) => yes.to_string(),
        Value::Datetime(date) => date.to_string(),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(", "))
        }
        Value::Table(_) => String::new(),
    }
}

/// A text between quotes: JSON's escapes are TOML's.
fn text(words: &str) -> String {
    serde_json::Value::from(words).to_string()
}
