//! The header dictionary: what titles of columns, labels of identification blocks and names of sheets mean.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;

use super::phrases::Phrases;
use crate::model::fact::LeftOut;
use crate::model::record::{Field, IdentityKey};
use crate::text::words;

/// The dictionary, read from `templates/entetes.toml` or a copy of it.
#[derive(Clone, Debug)]
pub struct Dictionary {
    pub(super) columns: Phrases<Field>,
    pub(super) identity: Phrases<IdentityKey>,
    /// Labels of the blocks that say for whom a whole territory answers. They end no table: « Niveau » is a column
    /// of answers too.
    pub(super) territory: Phrases<IdentityKey>,
    sheets: Vec<(Vec<String>, LeftOut)>,
    /// Every word of the titles of columns that carries some meaning.
    pub(super) of_titles: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[expect(dead_code, reason = "read so that a file of another schema is refused by name")]
    schema: u32,
    colonnes: BTreeMap<String, Vec<String>>,
    identification: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    perimetre: BTreeMap<String, Vec<String>>,
    feuilles: BTreeMap<String, Vec<String>>,
}

impl Dictionary {
    /// The project's own dictionary.
    pub fn embedded() -> Self {
        Self::parse(include_str!("../../templates/entetes.toml")).unwrap_or_else(|fault| {
            // A test reads this very file: a build that passes it never comes here.
            unreachable!("templates/entetes.toml: {fault}")
        })
    }

    /// Reads a dictionary.
    ///
    /// # Errors
    /// A French sentence with the line where one is known.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| {
            let line =
                error.span().map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1));
            format!("le dictionnaire d’en-têtes n’est pas lisible près de la ligne {line}.")
        })?;
        let columns = meanings(&file.colonnes, "colonnes", |name| named(&COLUMNS, name))?;
        let identity = meanings(&file.identification, "identification", |name| named(&IDENTITY, name))?;
        let territory = meanings(&file.perimetre, "perimetre", |name| named(&TERRITORY, name))?;
        let sheets = meanings(&file.feuilles, "feuilles", sheet)?;
        let of_titles = columns
            .iter()
            .flat_map(|(title, _)| words(title).to_vec())
            .filter(|word| word.len() > 2)
            .collect();
        Ok(Self {
            of_titles,
            columns: Phrases::new(columns),
            identity: Phrases::new(identity),
            territory: Phrases::new(territory),
            sheets: sheets.into_iter().map(|(name, why)| (words(&name).to_vec(), why)).collect(),
        })
    }

    /// Whether a word, folded, stands in some title of column, or asks for a mode.
    pub(super) fn is_of_title(&self, word: &str) -> bool {
        self.of_titles.contains(word) || word.starts_with("intern") || word.starts_with("extern")
    }

    /// Why a sheet of that name is no answer; `None` if its name says nothing of the kind.
    pub(super) fn left_out(&self, sheet: &str) -> Option<LeftOut> {
        let name = words(sheet);
        self.sheets
            .iter()
            .filter(|(phrase, _)| {
                !phrase.is_empty() && name.windows(phrase.len()).any(|window| window == phrase)
            })
            // « Guide – exemple »: the longest phrase tells most.
            .max_by_key(|(phrase, _)| phrase.len())
            .map(|(_, why)| *why)
    }
}

fn meanings<T>(
    lists: &BTreeMap<String, Vec<String>>,
    table: &str,
    meaning: fn(&str) -> Option<T>,
) -> Result<Vec<(String, T)>, String>
where
    T: Copy,
{
    let mut phrases = Vec::new();
    for (name, spellings) in lists {
        let meaning = meaning(name).ok_or_else(|| {
            format!("le dictionnaire d’en-têtes connaît mal la clé « {name} » de [{table}].")
        })?;
        phrases.extend(spellings.iter().map(|spelling| (spelling.clone(), meaning)));
    }
    Ok(phrases)
}

/// What the dictionary's file calls each column; the configuration uses the same names.
pub(super) const COLUMNS: [(&str, Field); 25] = [
    ("competence", Field::Competence),
    ("famille", Field::Family),
    ("responsable", Field::Responsible),
    ("realisateurs", Field::Performers),
    ("personne", Field::Person),
    ("fonction", Field::Fonction),
    ("courriel", Field::Email),
    ("telephone", Field::Phone),
    ("mode", Field::Mode),
    ("externalise", Field::IsExternal),
    ("internalise", Field::IsInternal),
    ("prestataire", Field::Provider),
    ("service", Field::Service),
    ("niveau_service", Field::ServiceLevel),
    ("perennite", Field::Kept),
    ("niveau", Field::Level),
    ("relais", Field::LocalPerson),
    ("documentation", Field::Documentation),
    ("etp", Field::Fte),
    ("cout", Field::Cost),
    ("debut", Field::Start),
    ("fin", Field::End),
    ("role", Field::Role),
    ("commentaire", Field::Comment),
    ("numero", Field::Number),
];
/// The same, for the labels of identification blocks.
pub(super) const IDENTITY: [(&str, IdentityKey); 7] = [
    ("uai", IdentityKey::Uai),
    ("ecole", IdentityKey::School),
    ("commune", IdentityKey::Commune),
    ("academie", IdentityKey::Academie),
    ("departement", IdentityKey::Departement),
    ("circonscription", IdentityKey::Circonscription),
    ("courriel", IdentityKey::Email),
];
/// The same, for the labels that say for whom a whole territory answers.
pub(super) const TERRITORY: [(&str, IdentityKey); 3] =
    [("niveau", IdentityKey::Level), ("perimetre", IdentityKey::Scope), ("communes", IdentityKey::Communes)];

fn named<T: Copy>(names: &[(&str, T)], name: &str) -> Option<T> {
    names.iter().find(|(known, _)| *known == name).map(|(_, meaning)| *meaning)
}

fn sheet(name: &str) -> Option<LeftOut> {
    Some(match name {
        "exemple" => LeftOut::Example,
        "consignes" => LeftOut::Instructions,
        "listes" => LeftOut::Lists,
        "ancien" => LeftOut::EarlierYear,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_understood_whatever_their_dress() {
        let dictionary = Dictionary::embedded();
        for (title, field) in [
            ("Compétence", Field::Competence),
            ("COMPÉTENCES  REQUISES", Field::Competence),
            ("Qui s’en occupe ?", Field::Responsible),
            ("Int./Ext.", Field::Mode),
            ("Tél.", Field::Phone),
            ("Échéance", Field::End),
        ] {
            assert!(dictionary.columns.exact(title).contains(&field), "{title}");
        }
        assert_eq!(dictionary.columns.close("Compétance"), Some(Field::Competence));
        assert_eq!(dictionary.columns.close("Cantine"), None);
    }

    #[test]
    fn sheets_that_are_no_answer_are_known_by_their_name() {
        let dictionary = Dictionary::embedded();
        assert_eq!(dictionary.left_out("Mode d'emploi"), Some(LeftOut::Instructions));
        assert_eq!(dictionary.left_out("Exemple (2)"), Some(LeftOut::Example));
        assert_eq!(dictionary.left_out("Ancien 2025"), Some(LeftOut::EarlierYear));
        assert_eq!(dictionary.left_out("Inventaire ENT "), None);
    }
}
