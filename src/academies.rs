//! Académies and départements read from TOML, and the one a UAI belongs to.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::school::{Academie, Departement, Uai};
use crate::referential::{TomlFault, read_toml};
use crate::text::fold;

const EMBEDDED: &str = include_str!("../templates/academies.toml");

/// The académies, by code. Overseas collectivities that no recteur answers for are not among them.
#[derive(Clone, Debug)]
pub struct Academies {
    all: Vec<Academie>,
    /// UAI prefix to ranks of the académie and of its département.
    by_prefix: BTreeMap<String, (usize, usize)>,
    /// Folded names (former ones included) and codes, to ranks.
    by_name: BTreeMap<String, usize>,
}

impl Academies {
    /// The table that the program carries.
    ///
    /// # Panics
    /// Never: a test reads it.
    pub fn embedded() -> Self {
        Self::parse(EMBEDDED).expect("the embedded table is read by a test")
    }

    /// Reads a table.
    ///
    /// # Errors
    /// The first fault met, told in French.
    pub fn parse(text: &str) -> Result<Self, TomlFault> {
        let mut file: File = read_toml(text)?;
        file.academie.sort_by(|left, right| left.code.cmp(&right.code));
        let mut table = Self { all: Vec::new(), by_prefix: BTreeMap::new(), by_name: BTreeMap::new() };
        for (rank, entry) in file.academie.into_iter().enumerate() {
            for name in
                [&entry.code, &entry.nom].into_iter().chain(entry.anciennes.iter().map(|old| &old.nom))
            {
                table.by_name.insert(fold(name), rank);
            }
            let mut departements = entry.departements;
            departements.sort_by(|left, right| left.code.cmp(&right.code));
            for (index, departement) in departements.iter().enumerate() {
                // Saint-Barthélemy and Saint-Martin number their schools under Guadeloupe's prefix: the first
                // département holds it, unless a registry says better.
                table.by_prefix.entry(departement.prefixe_uai.clone()).or_insert((rank, index));
            }
            table.all.push(Academie {
                code: entry.code,
                name: entry.nom,
                departements: departements
                    .into_iter()
                    .map(|departement| Departement {
                        code: departement.code,
                        name: departement.nom,
                        uai_prefix: departement.prefixe_uai,
                    })
                    .collect(),
            });
        }
        Ok(table)
    }

    /// All of them, by code.
    pub fn all(&self) -> &[Academie] {
        &self.all
    }

    /// The académie and the département that a UAI begins with; `None` for a collectivity outside académies.
    pub fn of_uai(&self, uai: Uai) -> Option<(&Academie, &Departement)> {
        let (academie, departement) = *self.by_prefix.get(uai.prefix())?;
        let academie = self.all.get(academie)?;
        Some((academie, academie.departements.get(departement)?))
    }

    /// The académie that people name so: « Nantes », « ACADÉMIE DE NANTES », « 17 », « Caen » for Normandie.
    pub fn named(&self, name: &str) -> Option<&Academie> {
        let folded = fold(name);
        let bare = ["academie de ", "academie d ", "academie "]
            .iter()
            .find_map(|prefix| folded.strip_prefix(prefix))
            .unwrap_or(&folded);
        let rank = self.by_name.get(bare).or_else(|| self.by_name.get(&folded))?;
        self.all.get(*rank)
    }

    /// The académie of a code, exactly: `17`.
    pub fn with_code(&self, code: &str) -> Option<&Academie> {
        self.all.iter().find(|academie| academie.code == code)
    }
}

#[derive(Deserialize)]
struct File {
    academie: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    code: String,
    nom: String,
    #[serde(default)]
    anciennes: Vec<Former>,
    departements: Vec<DepartementEntry>,
}

#[derive(Deserialize)]
struct Former {
    nom: String,
}

#[derive(Deserialize)]
struct DepartementEntry {
    code: String,
    nom: String,
    prefixe_uai: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(uai: &str) -> Option<(String, String)> {
        let academies = Academies::embedded();
        let (academie, departement) = academies.of_uai(Uai::parse(uai).unwrap())?;
        Some((academie.name.clone(), departement.code.clone()))
    }

    #[test]
    fn a_uai_tells_its_academie_and_departement() {
        let told = |academie: &str, code: &str| Some((academie.to_owned(), code.to_owned()));
        assert_eq!(place("0350122T"), told("Rennes", "35"));
        let corsican = Uai::from_digits("6200001").unwrap();
        assert_eq!(place(corsican.as_str()), told("Corse", "2A"));
        // A school of Saint-Martin, under Guadeloupe's prefix.
        assert_eq!(place("9711252J"), told("Guadeloupe", "971"));
    }

    #[test]
    fn collectivities_outside_academies_are_none() {
        for uai in ["9830002K", "9750001C", "9870026P"] {
            assert_eq!(place(uai), None, "{uai}");
        }
    }

    #[test]
    fn the_table_is_whole_and_each_prefix_belongs_to_one_academie() {
        let academies = Academies::embedded();
        assert_eq!(academies.all().len(), 30);
        assert!(academies.all().is_sorted_by(|left, right| left.code < right.code));
        let departements: usize = academies.all().iter().map(|academie| academie.departements.len()).sum();
        assert_eq!(departements, 103);
        for academie in academies.all() {
            for departement in &academie.departements {
                let (owner, _) = academies.by_prefix[&departement.uai_prefix];
                assert_eq!(academies.all()[owner].code, academie.code, "{}", departement.name);
            }
        }
    }

    #[test]
    fn academies_answer_to_their_names() {
        let academies = Academies::embedded();
        let code = |name: &str| academies.named(name).map(|academie| academie.code.as_str());
        for (name, expected) in [
            ("Nantes", "17"),
            ("ACADÉMIE DE NANTES", "17"),
            ("académie d’Orléans-Tours", "18"),
            ("orleans-tours", "18"),
            ("La Réunion", "28"),
            ("académie de la Réunion", "28"),
            ("17", "17"),
            ("Caen", "70"),
        ] {
            assert_eq!(code(name), Some(expected), "{name}");
        }
        assert_eq!(code("Angers"), None);
        assert_eq!(academies.with_code("70").unwrap().name, "Normandie");
    }
}
