//! What is wrong in a TOML file, in French and at its place.

use std::fmt;

use serde::de::DeserializeOwned;

use crate::french;

/// What is wrong in a TOML file, and where.
///
/// Displays as « ligne 12, colonne 3 : … ».
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TomlFault {
    /// Line, from one.
    pub line: usize,
    /// Column in signs, from one.
    pub column: usize,
    /// A French sentence.
    pub message: String,
}

impl TomlFault {
    /// A fault at a byte of the text.
    pub fn at(text: &str, offset: usize, message: String) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message,
        }
    }
}

impl fmt::Display for TomlFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ligne {}, colonne {}\u{a0}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for TomlFault {}

/// Reads any TOML text, its errors told in French with their line and column.
///
/// # Errors
/// The first fault met.
pub fn read_toml<T: DeserializeOwned>(text: &str) -> Result<T, TomlFault> {
    toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        TomlFault::at(text, offset, in_french(error.message()))
    })
}

/// The toml crate speaks English: its commonest messages are said again, the others are kept whole.
fn in_french(message: &str) -> String {
    let between = |prefix: &str| {
        let rest = message.strip_prefix(prefix)?.trim_start_matches([' ', '`']);
        rest.split_once('`').map(|(name, _)| french::quoted(name))
    };
    if let Some(key) = between("missing field") {
        format!("il manque {key} dans ce bloc.")
    } else if let Some(key) = between("unknown field") {
        format!("la clé {key} est inconnue.")
    } else if let Some(value) = between("unknown variant") {
        format!("la valeur {value} n’est pas admise ici.")
    } else if let Some(rest) = message.strip_prefix("invalid type: ") {
        let wanted = rest.rsplit_once("expected ").map_or("", |(_, wanted)| wanted);
        format!("la valeur n’est pas du type attendu\u{a0}; écrivez {}.", kind(wanted))
    } else if message.starts_with("duplicate key") {
        "cette clé est écrite deux fois.".to_owned()
    } else {
        format!("l’écriture n’est pas du TOML correct ({}).", message.lines().next().unwrap_or_default())
    }
}

/// What serde expects, as somebody writes it.
fn kind(wanted: &str) -> &'static str {
    match wanted {
        "a boolean" => "true ou false, sans guillemets",
        "a string" => "un texte entre guillemets droits",
        "a sequence" => "une liste entre crochets",
        "a map" => "un bloc entre crochets",
        wanted if wanted.starts_with("struct") => "un bloc entre crochets",
        wanted if wanted.starts_with(['u', 'i']) => "un nombre entier, sans guillemets",
        _ => "ce que le référentiel du programme écrit à cet endroit",
    }
}
