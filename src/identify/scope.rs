//! The territory that an inventory of a higher level says it answers for: « Niveau : commune », « Périmètre :
//! Circonscription de Nantes Nord ».
//!
//! A document only claims a territory, in words: which one it is, the schools of the whole batch tell
//! ([`super::resolve`]).

use super::key::{Reading, read_key};
use super::labelled;
use crate::model::inventory::Claim;
use crate::model::place::Located;
use crate::model::record::{IdentityKey, Layout};
use crate::model::school::Uai;
use crate::model::scope::Level;
use crate::text::{closeness, words};

/// What a document says of whom it answers for.
pub(super) enum Said {
    /// A territory.
    Claim(Claim),
    /// Its level and something else contradict each other: where, and what is written there.
    Contradiction(Located<String>),
}

/// Words that tell a level, as they are folded.
const WORDS: [(&str, Level); 28] = [
    ("commune", Level::Commune),
    ("communal", Level::Commune),
    ("communale", Level::Commune),
    ("mairie", Level::Commune),
    ("ville", Level::Commune),
    ("municipal", Level::Commune),
    ("municipalite", Level::Commune),
    ("epci", Level::Groupement),
    ("communaute", Level::Groupement),
    ("agglomeration", Level::Groupement),
    ("agglo", Level::Groupement),
    ("cc", Level::Groupement),
    ("metropole", Level::Groupement),
    ("groupement", Level::Groupement),
    ("intercommunalite", Level::Groupement),
    ("intercommunal", Level::Groupement),
    ("syndicat", Level::Groupement),
    ("circonscription", Level::Circonscription),
    ("circo", Level::Circonscription),
    ("ien", Level::Circonscription),
    ("inspection", Level::Circonscription),
    ("departement", Level::Departement),
    ("departemental", Level::Departement),
    ("dsden", Level::Departement),
    ("academie", Level::Academie),
    ("academique", Level::Academie),
    ("rectorat", Level::Academie),
    ("dane", Level::Academie),
];
/// Words that tell no territory: « toutes les écoles », « école élémentaire Les Ormes ».
const SCHOOLS: [&str; 4] = ["ecole", "ecoles", "etablissement", "etablissements"];
/// How close a word must be to one of [`WORDS`], and of how many signs at least.
const CLOSE: (f64, usize) = (0.84, 6);

/// What a text says of a territory.
#[derive(Debug, Default, PartialEq, Eq)]
struct Words<'t> {
    level: Option<Level>,
    /// What stands after the word that tells the level; the whole text where none does.
    name: &'t str,
    /// Whether it only speaks of schools.
    of_schools: bool,
}

fn read(text: &str) -> Words<'_> {
    let mut of_schools = false;
    let mut from = 0;
    for part in text.split_inclusive(|sign: char| sign.is_whitespace() || "'’:,;()/".contains(sign)) {
        from += part.len();
        for word in words(part).iter() {
            of_schools |= SCHOOLS.contains(&word.as_str());
            if let Some(level) = level_of(word) {
                return Words { level: Some(level), name: text[from..].trim(), of_schools: false };
            }
        }
    }
    Words { level: None, name: text.trim(), of_schools }
}

fn level_of(word: &str) -> Option<Level> {
    let exact = |known: &str| known == word || word.strip_suffix('s') == Some(known);
    if let Some((_, level)) = WORDS.iter().find(|(known, _)| exact(known)) {
        return Some(*level);
    }
    if word.len() < CLOSE.1 {
        return None;
    }
    let near = |known: &str| closeness(known, word) >= CLOSE.0;
    WORDS.iter().find(|(known, _)| near(known)).map(|(_, level)| *level)
}

/// The territory that the identification block says; that of a socle without one is the whole académie. `None` where
/// the document speaks of a school.
pub(super) fn said(layout: &Layout, socle: bool) -> Option<Said> {
    let (level, scope) = (labelled(layout, IdentityKey::Level), labelled(layout, IdentityKey::Scope));
    let of_level = level.map(|cell| read(&cell.value)).unwrap_or_default();
    let of_scope = scope.map(|cell| read(&cell.value)).unwrap_or_default();
    if of_level.of_schools {
        return None;
    }
    let told = match (of_level.level, of_scope.level) {
        (Some(one), Some(other)) if one != other => {
            return scope.cloned().map(Said::Contradiction);
        }
        (level, other) => level.or(other),
    };
    let uai = uai_of(layout);
    let names_school = labelled(layout, IdentityKey::School).is_some();
    let told = match told {
        // A scope alone beside a school's key says where the school is, not whom it answers for.
        Some(_) if uai.is_some() && of_level.level.is_none() => return None,
        Some(_) if uai.is_some() && names_school => return level.cloned().map(Said::Contradiction),
        Some(told) => told,
        // A socle is read like any document: one that names a school is a school's.
        None if !socle || uai.is_some() || names_school => return None,
        None => implied(layout).unwrap_or(Level::Academie),
    };
    // « Commune : Rezé » names the commune; of a document that says no level, it must be all that it says.
    let cell = labelled(layout, key_of(told));
    let names = names(told, &of_scope, &of_level, cell);
    let at = scope.or(level).or(cell);
    Some(Said::Claim(Claim {
        level: told,
        assumed: at.is_none(),
        names,
        grouping: scope.map(|cell| cell.value.trim().to_owned()).unwrap_or_default(),
        departement: other(layout, IdentityKey::Departement, told)
            .or_else(|| uai.map(|uai| uai.prefix().to_owned())),
        academie: other(layout, IdentityKey::Academie, told),
        at: at.map(|cell| cell.at.clone()),
        read: at.map(|cell| cell.value.clone()).unwrap_or_default(),
    }))
}

/// What another label of the block says, to tell two communes of one name apart.
fn other(layout: &Layout, key: IdentityKey, told: Level) -> Option<String> {
    (key != key_of(told)).then(|| labelled(layout, key).map(|cell| cell.value.trim().to_owned())).flatten()
}

fn uai_of(layout: &Layout) -> Option<Uai> {
    match read_key(&labelled(layout, IdentityKey::Uai)?.value) {
        Reading::Exact(uai) | Reading::Repaired(uai) | Reading::WithoutKey(uai) => Some(uai),
        Reading::WrongKey | Reading::Malformed => None,
    }
}

/// The nearest territory that a block names, where it says no level.
fn implied(layout: &Layout) -> Option<Level> {
    Level::ALL
        .into_iter()
        .filter(|level| *level != Level::Groupement)
        .find(|level| labelled(layout, key_of(*level)).is_some())
}

/// The label that names a territory of a level.
fn key_of(level: Level) -> IdentityKey {
    match level {
        Level::Commune => IdentityKey::Commune,
        Level::Groupement => IdentityKey::Communes,
        Level::Circonscription => IdentityKey::Circonscription,
        Level::Departement => IdentityKey::Departement,
        Level::Academie => IdentityKey::Academie,
    }
}

fn names(
    told: Level,
    of_scope: &Words<'_>,
    of_level: &Words<'_>,
    cell: Option<&Located<String>>,
) -> Vec<String> {
    if told == Level::Groupement {
        let listed = cell.map(|cell| cell.value.as_str()).unwrap_or_default();
        let listed = listed.split([',', ';', '\n', '|']).flat_map(|part| part.split(" et "));
        return listed.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    }
    let named = |said: &Words<'_>| (!said.of_schools && !said.name.is_empty()).then(|| said.name.to_owned());
    let named = named(of_scope)
        .or_else(|| cell.map(|cell| own_name(&cell.value, told)))
        .or_else(|| named(of_level).filter(|_| of_level.level.is_some()));
    named.into_iter().collect()
}

/// « Ville de Rezé » beside « Commune » is « de Rezé »; a name that holds another level's word is whole.
fn own_name(value: &str, told: Level) -> String {
    let read = read(value);
    if read.level == Some(told) && !read.name.is_empty() { read.name.to_owned() } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_told_by_a_word_and_named_by_what_follows() {
        for (text, level, name) in [
            ("commune", Some(Level::Commune), ""),
            ("Commune de Rezé", Some(Level::Commune), "de Rezé"),
            ("Toutes les écoles de la ville de Rezé", Some(Level::Commune), "de Rezé"),
            ("Communauté de communes du Pays blanc", Some(Level::Groupement), "de communes du Pays blanc"),
            ("Circonscripton de Nantes Nord", Some(Level::Circonscription), "de Nantes Nord"),
            ("IEN Nantes-Nord", Some(Level::Circonscription), "Nantes-Nord"),
            ("Niveau départemental", Some(Level::Departement), ""),
            ("DSDEN : 44", Some(Level::Departement), ": 44"),
            ("ACADÉMIE", Some(Level::Academie), ""),
            ("l’académie d’Amiens", Some(Level::Academie), "d’Amiens"),
            ("Nantes Nord", None, "Nantes Nord"),
            ("élémentaire", None, "élémentaire"),
        ] {
            let read = read(text);
            assert_eq!((read.level, read.name, read.of_schools), (level, name, false), "{text}");
        }
        assert!(read("école élémentaire").of_schools);
    }
}
