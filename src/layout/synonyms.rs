//! What a configuration adds to the words that recognition knows, and whether they meant something already.

use super::dictionary::{COLUMNS, Dictionary, IDENTITY, TERRITORY};
use super::labels::Labels;
use super::phrases::{Phrases, key};
use crate::french::quoted;
use crate::model::referential::{CompetenceId, Referential};

/// Which words of a file a synonym is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// Titles of columns.
    Columns,
    /// Labels of identification blocks.
    Identification,
}

impl Words {
    /// The names that something may get synonyms under: `responsable`, `uai`.
    pub fn names(self) -> Vec<&'static str> {
        match self {
            Self::Columns => COLUMNS.iter().map(|(name, _)| *name).collect(),
            Self::Identification => IDENTITY.iter().chain(&TERRITORY).map(|(name, _)| *name).collect(),
        }
    }
}

impl Dictionary {
    /// Adds a synonym under a name of [`Words::names`]; another name adds nothing.
    pub fn add(&mut self, words: Words, name: &str, synonym: &str) {
        match words {
            Words::Columns => {
                add(&mut self.columns, &COLUMNS, name, synonym);
                self.of_titles.extend(crate::text::words(synonym).to_vec());
            }
            Words::Identification => {
                add(&mut self.identity, &IDENTITY, name, synonym);
                add(&mut self.territory, &TERRITORY, name, synonym);
            }
        }
    }

    /// What else than this name a title or a label means already, in words; `None` where it is free.
    pub fn other_meaning(
        &self,
        words: Words,
        name: &str,
        synonym: &str,
        referential: &Referential,
    ) -> Option<String> {
        match words {
            Words::Columns if means(&self.columns, &COLUMNS, name, synonym) => None,
            Words::Columns => other(&self.columns, &COLUMNS, name, synonym)
                .map(|other| {
                    format!("un titre de la colonne {}, dans le dictionnaire du programme", quoted(other))
                })
                .or_else(|| {
                    meaning_of_title(synonym, referential)
                        .map(|meaning| format!("{meaning}, dans le référentiel"))
                }),
            Words::Identification => other(&self.identity, &IDENTITY, name, synonym)
                .or_else(|| other(&self.territory, &TERRITORY, name, synonym))
                .map(|other| {
                    format!(
                        "un libellé du bloc d’identification, {}, dans le dictionnaire du programme",
                        quoted(other)
                    )
                }),
        }
    }
}

fn add<T: Copy + PartialEq>(phrases: &mut Phrases<T>, names: &[(&str, T)], name: &str, synonym: &str) {
    if let Some((_, meaning)) = names.iter().find(|(known, _)| *known == name) {
        phrases.add(synonym, *meaning);
    }
}

fn means<T: Copy + PartialEq>(phrases: &Phrases<T>, names: &[(&str, T)], name: &str, synonym: &str) -> bool {
    let meanings = phrases.exact(synonym);
    names.iter().any(|(known, meaning)| *known == name && meanings.contains(meaning))
}

/// The name, other than this one, of what a text means.
fn other<T: Copy + PartialEq>(
    phrases: &Phrases<T>,
    names: &[(&'static str, T)],
    name: &str,
    synonym: &str,
) -> Option<&'static str> {
    let meanings = phrases.exact(synonym);
    let mut others = names.iter().filter(|(known, meaning)| *known != name && meanings.contains(meaning));
    others.next().map(|(known, _)| *known)
}

/// What a title names beside columns: a competence (tables on their side), an entity or a mode (cross-tables).
fn meaning_of_title(title: &str, referential: &Referential) -> Option<String> {
    if let Some(named) = label_meaning(title, referential) {
        return Some(labels_of(&named, referential));
    }
    let title = key(title);
    let is = |text: &String| key(text) == title;
    let kinds = referential.entity_types.iter();
    let kind = kinds.filter(|kind| is(&kind.label) || kind.synonyms.iter().any(is)).map(|kind| &kind.label);
    let modes = referential.modes.iter().filter(|(_, spellings)| spellings.iter().any(is));
    kind.map(|label| format!("le type d’entité {}", quoted(label)))
        .chain(modes.map(|(mode, _)| format!("le mode {}", quoted(mode.label()))))
        .next()
}

/// « la compétence « Évaluation » », « plusieurs compétences ».
fn labels_of(named: &[CompetenceId], referential: &Referential) -> String {
    match named {
        [one] => format!("la compétence {}", quoted(&referential.competence(*one).label)),
        _ => "plusieurs compétences".to_owned(),
    }
}

/// The competences that a label names without a doubt; `None` where it names none.
pub fn label_meaning(label: &str, referential: &Referential) -> Option<Vec<CompetenceId>> {
    Labels::new(referential).exactly(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::record::Field;

    #[test]
    fn a_synonym_is_understood_once_it_is_added() {
        let mut dictionary = Dictionary::embedded();
        assert!(dictionary.columns.exact("Qui pilote").is_empty());
        dictionary.add(Words::Columns, "responsable", "qui pilote ?");
        assert_eq!(dictionary.columns.exact("QUI PILOTE"), [Field::Responsible]);
        dictionary.add(Words::Identification, "uai", "Notre code");
        assert!(!dictionary.identity.exact("notre code").is_empty());
    }

    #[test]
    fn what_a_title_means_already_is_told() {
        let referential = crate::referential::embedded();
        let dictionary = Dictionary::embedded();
        let other =
            |title: &str| dictionary.other_meaning(Words::Columns, "responsable", title, &referential);
        for (title, meaning) in [
            ("Prestataire", "la colonne «\u{a0}prestataire\u{a0}»"),
            ("Maîtrise d’ouvrage", "la compétence «\u{a0}Maîtrise d"),
            ("MAIRIE", "le type d’entité"),
            ("les deux", "le mode «\u{a0}Externalisé partiellement\u{a0}»"),
        ] {
            let told = other(title).unwrap_or_else(|| panic!("{title} is free"));
            assert!(told.contains(meaning), "{title}: {told}");
        }
        assert_eq!(other("Qui pilote"), None);
        assert_eq!(other("Porteur"), None, "the same meaning is no other");
        let told = dictionary.other_meaning(Words::Identification, "ecole", "RNE", &referential);
        assert!(told.is_some_and(|told| told.contains("«\u{a0}uai\u{a0}»")));
    }
}
