//! The tables and keys of a referential's file.

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{TomlFault, suggestion};
use crate::french;

/// Keys of each table, those that only document the field included: anything else is a slip of the pen.
const KEYS: [(&str, &[&str]); 8] = [
    ("", &["schema", "langue", "degre", "version", "origines"]),
    ("mode", &["id", "libelle", "definition", "synonymes"]),
    ("famille", &["id", "ordre", "libelle", "transversale"]),
    (
        "competence",
        &[
            "id",
            "famille",
            "libelle",
            "libelle_schema",
            "description",
            "origine",
            "requise",
            "mode_defaut",
            "mode_defaut_base",
            "entites_habituelles",
            "entite_typique",
            "niveaux",
            "livrables",
            "niveaux_service",
            "perenne",
            "perenne_source",
            "perenne_base",
            "lecture",
            "synonymes",
            "indices",
        ],
    ),
    ("groupe", &["libelle", "competences", "synonymes"]),
    ("type_entite", &["id", "libelle", "nature", "interne", "niveau", "synonymes"]),
    ("fonction", &["id", "libelle", "type_entite", "synonymes"]),
    (
        "vocabulaire",
        &[
            "personne",
            "a_definir",
            "sans_objet",
            "coche",
            "decoche",
            "competences_ambigues",
            "hors_projet",
            "indices_faibles",
        ],
    ),
];

#[derive(Deserialize)]
pub(super) struct File {
    pub(super) schema: Spanned<u32>,
    pub(super) version: String,
    pub(super) mode: Vec<ModeEntry>,
    pub(super) famille: Vec<FamilleEntry>,
    pub(super) competence: Vec<CompetenceEntry>,
    #[serde(default)]
    pub(super) groupe: Vec<GroupEntry>,
    pub(super) type_entite: Vec<EntityTypeEntry>,
    #[serde(default)]
    pub(super) fonction: Vec<FonctionEntry>,
    pub(super) vocabulaire: VocabularyEntry,
}

#[derive(Deserialize)]
pub(super) struct ModeEntry {
    pub(super) id: Spanned<String>,
    pub(super) libelle: String,
    pub(super) synonymes: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct FamilleEntry {
    pub(super) id: Spanned<String>,
    pub(super) libelle: String,
}

#[derive(Deserialize)]
pub(super) struct CompetenceEntry {
    pub(super) id: Spanned<String>,
    pub(super) famille: Spanned<String>,
    pub(super) libelle: Spanned<String>,
    #[serde(default)]
    pub(super) description: String,
    pub(super) requise: bool,
    #[serde(default)]
    pub(super) entites_habituelles: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) niveaux: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) niveaux_service: Vec<String>,
    pub(super) perenne: Option<Spanned<String>>,
    pub(super) perenne_source: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) synonymes: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) indices: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct GroupEntry {
    pub(super) libelle: Spanned<String>,
    pub(super) competences: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) synonymes: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
pub(super) struct EntityTypeEntry {
    pub(super) id: Spanned<String>,
    pub(super) libelle: String,
    pub(super) interne: bool,
    pub(super) niveau: Spanned<String>,
    #[serde(default)]
    pub(super) synonymes: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct FonctionEntry {
    pub(super) id: Spanned<String>,
    pub(super) libelle: String,
    pub(super) type_entite: Spanned<String>,
    #[serde(default)]
    pub(super) synonymes: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct VocabularyEntry {
    pub(super) personne: Vec<String>,
    pub(super) a_definir: Vec<String>,
    pub(super) sans_objet: Vec<String>,
    pub(super) coche: Vec<String>,
    pub(super) decoche: Vec<String>,
    pub(super) competences_ambigues: Vec<String>,
    #[serde(default)]
    pub(super) hors_projet: Vec<String>,
    #[serde(default)]
    pub(super) indices_faibles: Vec<String>,
}

/// A misspelt key would silently lose what it says.
pub(super) fn refuse_unknown_keys(text: &str) -> Result<(), TomlFault> {
    let Ok(root) = DeTable::parse(text) else { return Ok(()) };
    let root = root.into_inner();
    let sections: Vec<&str> =
        KEYS.iter().map(|(section, _)| *section).filter(|name| !name.is_empty()).collect();
    let (_, at_root) = KEYS[0];
    let allowed_at_root: Vec<&str> = at_root.iter().chain(&sections).copied().collect();
    check_keys(text, &root, &allowed_at_root)?;
    for (section, keys) in KEYS {
        match root.get(section).map(AsRef::as_ref) {
            Some(DeValue::Table(table)) => check_keys(text, table, keys)?,
            Some(DeValue::Array(tables)) => {
                for table in tables {
                    if let DeValue::Table(table) = table.as_ref() {
                        check_keys(text, table, keys)?;
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn check_keys(text: &str, table: &DeTable<'_>, allowed: &[&str]) -> Result<(), TomlFault> {
    let unknown = table
        .keys()
        .filter(|key| !allowed.contains(&key.as_ref().as_ref()))
        .min_by_key(|key| key.span().start);
    match unknown {
        Some(key) => {
            let name: &str = key.as_ref().as_ref();
            let message =
                format!("la clé {} est inconnue.{}", french::quoted(name), suggestion(name, allowed));
            Err(TomlFault::at(text, key.span().start, message))
        }
        None => Ok(()),
    }
}
