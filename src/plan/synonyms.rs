//! `[synonymes]`: words of the schools that the templates don't know, added to what they know.

use toml::de::DeTable;

use super::configuration::{Key, Reader, in_order, listed};
use super::names::{Known, Written, several};
use super::syntax::TomlFault;
use crate::french::quoted;
use crate::layout::{Dictionary, Words, label_meaning};
use crate::model::referential::{CompetenceId, Referential};

/// What the section is called.
pub(super) const SECTION: &str = "synonymes";
/// Its tables.
pub(super) const TABLES: [&str; 3] = ["entetes", "identification", "competences"];
/// The longest synonym, in bytes: recognition compares no longer text with what it knows.
const LONGEST: usize = 160;

/// What a configuration adds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Synonyms {
    /// Titles of columns and labels of identification blocks: what they are, under which name, the synonym.
    headers: Vec<(Words, &'static str, String)>,
    /// Labels of competences.
    labels: Vec<(CompetenceId, String)>,
}

impl Synonyms {
    /// The dictionary with what is added.
    pub fn complete(&self, mut dictionary: Dictionary) -> Dictionary {
        for (words, name, synonym) in &self.headers {
            dictionary.add(*words, name, synonym);
        }
        dictionary
    }

    /// Adds the labels to a referential, that of the configuration.
    pub fn add_labels(&self, referential: &mut Referential) {
        for (id, synonym) in &self.labels {
            if let Some(competence) = referential.competences.get_mut(usize::from(id.0)) {
                competence.synonyms.push(synonym.clone());
            }
        }
    }
}

/// A synonym read, for those that follow.
struct Earlier {
    table: usize,
    name: String,
    written: Written,
}

pub(super) fn read(reader: &Reader, table: &DeTable, known: Known) -> Result<Synonyms, TomlFault> {
    let mut synonyms = Synonyms::default();
    let mut earlier: Vec<Earlier> = Vec::new();
    let dictionary = Dictionary::embedded();
    for (section, content) in in_order(table) {
        let Some(rank) = TABLES.iter().position(|name| section.get_ref() == name) else {
            return Err(reader.unknown(section, "sous-section", &TABLES, &listed(&TABLES)));
        };
        let Some(lines) = content.get_ref().as_table() else {
            let message = format!("ces synonymes s’écrivent sous le titre [{SECTION}.{}]", section.get_ref());
            return Err(reader.fault(section, message));
        };
        for (key, value) in in_order(lines) {
            let name = Name::of(reader, rank, key, known)?;
            for written in several(reader, key, value)? {
                check_words(reader, &written)?;
                check_earlier(reader, &earlier, rank, key, &written)?;
                name.check(reader, &written, &dictionary, known)?;
                name.add(&mut synonyms, &written);
                earlier.push(Earlier { table: rank, name: key.get_ref().to_string(), written });
            }
        }
    }
    // Once all are known: a label must name its competence, whatever the others add.
    let mut referential = known.referential.clone();
    synonyms.add_labels(&mut referential);
    for one in earlier.iter().filter(|one| one.table == 2) {
        let named = label_meaning(&one.written.text, &referential);
        if named.is_none_or(|named| named.len() != 1) {
            let message = format!(
                "{} ne suffit pas à désigner une seule compétence ; ajoutez les mots qui la distinguent",
                quoted(&one.written.text)
            );
            return Err(reader.fault_at(one.written.at.clone(), message));
        }
    }
    Ok(synonyms)
}

/// What a key gives synonyms to.
enum Name {
    Header(Words, &'static str),
    Label(CompetenceId),
}

impl Name {
    fn of(reader: &Reader, rank: usize, key: Key, known: Known) -> Result<Self, TomlFault> {
        let words = match rank {
            0 => Words::Columns,
            1 => Words::Identification,
            _ => return label(reader, key, known).map(Self::Label),
        };
        let names = words.names();
        let found = names.iter().find(|name| key.get_ref() == *name);
        let name = found.ok_or_else(|| {
            let what = if words == Words::Columns { "colonne" } else { "rubrique" };
            reader.unknown(key, what, &names, &listed(&names))
        })?;
        Ok(Self::Header(words, name))
    }

    /// The synonym means nothing else yet.
    fn check(
        &self,
        reader: &Reader,
        written: &Written,
        dictionary: &Dictionary,
        known: Known,
    ) -> Result<(), TomlFault> {
        let meaning = match self {
            Self::Header(words, name) => {
                let dress = if *words == Words::Columns { "titre" } else { "libellé" };
                dictionary
                    .other_meaning(*words, name, &written.text, known.referential)
                    .map(|meaning| (dress, meaning))
            }
            Self::Label(id) => {
                label_meaning(&written.text, known.referential).filter(|named| named != &[*id]).map(|named| {
                    let labels: Vec<&str> =
                        named.iter().map(|id| known.referential.competence(*id).label.as_str()).collect();
                    ("libellé", format!("{}, dans le référentiel", listed(&labels)))
                })
            }
        };
        meaning.map_or(Ok(()), |(dress, meaning)| {
            let message =
                format!("{} désigne déjà {meaning} ; un {dress} n’a qu’un sens", quoted(&written.text));
            Err(reader.fault_at(written.at.clone(), message))
        })
    }

    fn add(&self, synonyms: &mut Synonyms, written: &Written) {
        match self {
            Self::Header(words, name) => synonyms.headers.push((*words, name, written.text.clone())),
            Self::Label(id) => synonyms.labels.push((*id, written.text.clone())),
        }
    }
}

fn label(reader: &Reader, key: Key, known: Known) -> Result<CompetenceId, TomlFault> {
    known.competence(&crate::text::fold(key.get_ref())).ok_or_else(|| {
        let codes: Vec<&str> = known.referential.competences.iter().map(|one| one.code.as_str()).collect();
        reader.unknown(key, "compétence", &codes, "celles que « maillage referentiel » liste")
    })
}

fn check_words(reader: &Reader, written: &Written) -> Result<(), TomlFault> {
    let message = if crate::text::words(&written.text).is_empty() {
        "ce synonyme ne contient aucun mot"
    } else if written.text.len() > LONGEST {
        "ce synonyme est trop long pour être un titre ou un libellé"
    } else {
        return Ok(());
    };
    Err(reader.fault_at(written.at.clone(), message.to_owned()))
}

/// The same words under another name of the same table.
fn check_earlier(
    reader: &Reader,
    earlier: &[Earlier],
    table: usize,
    key: Key,
    written: &Written,
) -> Result<(), TomlFault> {
    let words = crate::text::words(&written.text);
    let other = earlier.iter().find(|other| {
        other.table == table
            && other.name != *key.get_ref()
            && crate::text::words(&other.written.text) == words
    });
    other.map_or(Ok(()), |other| {
        let message = format!(
            "{} est déjà donné à la ligne {} pour {} ; il n’a qu’un sens",
            quoted(&written.text),
            reader.line(other.written.at.start),
            quoted(&other.name)
        );
        Err(reader.fault_at(written.at.clone(), message))
    })
}

#[cfg(test)]
mod tests {
    use super::super::configuration::testing::read;
    use super::*;

    #[test]
    fn synonyms_are_added_to_what_the_templates_know() {
        let read = read(
            "[synonymes.entetes]\nresponsable = [\"qui pilote\", \"chef de file\"]\n\
             [synonymes.identification]\nuai = \"notre code\"\n\
             [synonymes.competences]\nMAT-PRC = [\"soins des PC\"]\n\"Évaluation\" = \"points d’étape\"\n",
        )
        .unwrap();
        assert_eq!(read.synonyms.headers.len(), 3);
        let mut referential = crate::referential::embedded();
        assert_eq!(label_meaning("Soins des PC", &referential), None);
        read.synonyms.add_labels(&mut referential);
        let named = |label: &str| {
            label_meaning(label, &referential).map(|ids| referential.competence(ids[0]).code.clone())
        };
        assert_eq!(named("soins des P C"), None, "two words are not one");
        assert_eq!(named("soins des P.C.").as_deref(), Some("MAT-PRC"), "an acronym is, dotted or not");
        assert_eq!(named("Soins des PC").as_deref(), Some("MAT-PRC"));
        assert_eq!(named("Points d’étape").as_deref(), Some("PIL-EVA"));
    }

    #[test]
    fn a_synonym_that_means_something_else_is_refused_with_both_places() {
        for (text, line, words) in [
            (
                "[synonymes.entetes]\nresponsable = [\"qui pilote\",\n  \"prestataire\"]",
                3,
                "un titre de la colonne « prestataire »",
            ),
            (
                "[synonymes.entetes]\nresponsable = \"qui pilote\"\npersonne = \"Qui pilote ?\"",
                3,
                "déjà donné à la ligne 2 pour « responsable »",
            ),
            ("[synonymes.entetes]\nresponsable = \"mairie\"", 2, "le type d’entité"),
            ("[synonymes.entetes]\nresponsables = \"chef\"", 2, "vouliez-vous dire « responsable »"),
            ("[synonymes.entete]\nresponsable = \"chef\"", 1, "vouliez-vous dire « entetes »"),
            ("[synonymes]\nentetes = \"chef\"", 2, "[synonymes.entetes]"),
            ("[synonymes.identification]\necole = \"RNE\"", 2, "« uai »"),
            ("[synonymes.competences]\nMAT-PRC = \"hotline\"", 2, "désigne déjà « Assistance"),
            ("[synonymes.competences]\nMAT-PRC = \"maintenance\"", 2, "ne suffit pas"),
            ("[synonymes.competences]\nMAT-PCR = \"les PC\"", 2, "vouliez-vous dire « MAT-PRC »"),
            (
                "[synonymes.competences]\nMAT-PRC = \"les PC\"\nMAT-FAI = \"Les PC.\"",
                3,
                "déjà donné à la ligne 2",
            ),
            ("[synonymes.competences]\nMAT-PRC = \"…\"", 2, "aucun mot"),
        ] {
            let fault = read(text).unwrap_err();
            let shown = fault.message.replace('\u{a0}', " ");
            assert!(shown.contains(words), "{text:?}: {shown}");
            assert_eq!(fault.line, line, "{text:?}: {fault}");
        }
    }
}
