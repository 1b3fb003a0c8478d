//! Whose answers hold for several schools: a commune, a circonscription, a département, an académie.

use std::collections::BTreeSet;

use super::school::School;
use crate::text::words;

/// How far above the school an inventory stands, nearest first: the nearest that answers wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A commune.
    Commune,
    /// A grouping of communes (EPCI, syndicat), which lists them.
    Groupement,
    /// A circonscription du premier degré.
    Circonscription,
    /// A département.
    Departement,
    /// An académie.
    Academie,
}

impl Level {
    /// All of them, nearest first.
    pub const ALL: [Self; 5] =
        [Self::Commune, Self::Groupement, Self::Circonscription, Self::Departement, Self::Academie];

    /// The word of the data files: `commune`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Commune => "commune",
            Self::Groupement => "groupement",
            Self::Circonscription => "circonscription",
            Self::Departement => "departement",
            Self::Academie => "academie",
        }
    }

    /// The word that readers see: « Commune ».
    pub fn label(self) -> &'static str {
        match self {
            Self::Commune => "Commune",
            Self::Groupement => "Groupement de communes",
            Self::Circonscription => "Circonscription",
            Self::Departement => "Département",
            Self::Academie => "Académie",
        }
    }
}

/// The schools that an inventory of a higher level answers for. Two inventories of one scope are two submissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Code of the académie: no scope passes one.
    pub academie: String,
    /// How far above the school.
    pub level: Level,
    /// Code of the département and [`place_key`] of the commune or of the circonscription, which is empty for a whole
    /// département; none for an académie.
    pub places: BTreeSet<(String, String)>,
    /// As readers know it: « Rezé », « Loire-Atlantique (44) ».
    pub name: String,
}

impl Scope {
    /// « Commune : Rezé ».
    pub fn title(&self) -> String {
        format!("{}\u{a0}: {}", self.level.label(), self.name)
    }
}

/// A place of a school at a level, as [`Scope::places`] writes it; `None` where nothing tells it.
pub fn place_of(school: &School, level: Level) -> Option<(String, String)> {
    let name = match level {
        Level::Commune | Level::Groupement => &*school.commune,
        Level::Circonscription => &*school.circonscription,
        Level::Departement => return Some((school.departement.to_string(), String::new())),
        Level::Academie => return Some((String::new(), String::new())),
    };
    let key = place_key(name);
    (!key.is_empty()).then(|| (school.departement.to_string(), key))
}

/// What two writings of one place share: « St-Hélory Cedex 2 » and « Saint-Hélory (35000) » are one, « Nantes 1 » and
/// « Nantes 2 » are not.
pub fn place_key(name: &str) -> String {
    let is_postal = |word: &str| word.len() == 5 && word.bytes().all(|sign| sign.is_ascii_digit());
    let kept: Vec<String> = words(name)
        .iter()
        .take_while(|word| *word != "cedex")
        .filter(|word| !is_postal(word))
        .map(|word| match word.as_str() {
            "st" => "saint".to_owned(),
            "ste" => "sainte".to_owned(),
            _ => word.clone(),
        })
        .collect();
    kept.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writings_of_one_place_share_their_key() {
        for (left, right) in [("St-Hélory Cedex 2", "35000 SAINT HELORY"), ("L’Île-d’Yeu", "l ile d yeu")]
        {
            assert_eq!(place_key(left), place_key(right));
        }
        for (left, right) in [("Valbrune", "Valbrune-sur-Mer"), ("Nantes 1", "Nantes 2")] {
            assert_ne!(place_key(left), place_key(right));
        }
    }

    #[test]
    fn levels_are_listed_nearest_first() {
        assert!(Level::ALL.is_sorted());
    }
}
