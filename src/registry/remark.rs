//! What is wrong in a registry, told to whoever keeps it.

use std::fmt;

use crate::french;
use crate::model::school::{NotAUai, Uai};

/// Something in a registry that somebody should mend. Displays as a French sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryRemark {
    /// Line of the file, from one.
    pub line: u64,
    /// What is wrong there.
    pub kind: RemarkKind,
}

/// What is wrong in a row of a registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemarkKind {
    /// The UAI cell is blank, on a row that says something.
    NoUai,
    /// What stands there is no UAI; the row is left out.
    BadUai(String, NotAUai),
    /// The UAI was mended without a doubt: as written, and as read.
    RepairedUai(String, Uai),
    /// The school stands on an earlier line, which counts.
    Repeated(Uai, u64),
    /// The row could not be read.
    Unreadable,
}

impl fmt::Display for RegistryRemark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ligne {}\u{a0}: ", self.line)?;
        match &self.kind {
            RemarkKind::NoUai => f.write_str("l’UAI manque\u{a0}; la ligne est laissée de côté."),
            RemarkKind::BadUai(written, NotAUai::Malformed) => write!(
                f,
                "{} n’est pas un UAI (sept chiffres et une lettre)\u{a0}; la ligne est laissée de côté.",
                french::quoted(written)
            ),
            RemarkKind::BadUai(written, NotAUai::WrongKey) => write!(
                f,
                "la lettre de l’UAI {} ne correspond pas à ses chiffres\u{a0}; la ligne est laissée de côté.",
                french::quoted(written)
            ),
            RemarkKind::RepairedUai(written, uai) => {
                write!(f, "l’UAI {} a été lu {uai}.", french::quoted(written))
            }
            RemarkKind::Repeated(uai, first) => {
                write!(f, "l’école {uai} figure déjà à la ligne {first}, qui compte.")
            }
            RemarkKind::Unreadable => {
                f.write_str("la ligne n’a pas pu être lue\u{a0}; elle est laissée de côté.")
            }
        }
    }
}

/// Why a file is no registry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegistryError {
    /// Nothing is written in it.
    #[error("l’annuaire est vide.")]
    Empty,
    /// No column holds UAI: the titles met.
    #[error(
        "l’annuaire n’a pas de colonne UAI (titres acceptés\u{a0}: UAI, RNE, Code UAI, Identifiant_de_l_etablissement…)\
         {}",
        seen(.0)
    )]
    NoUaiColumn(Vec<String>),
    /// Titles, and not one school that is expected.
    #[error("l’annuaire ne contient aucune école ouverte du premier degré.")]
    NoSchool,
}

fn seen(titles: &[String]) -> String {
    if titles.is_empty() {
        return ".".to_owned();
    }
    let quoted: Vec<String> = titles.iter().take(8).map(|title| french::quoted(title)).collect();
    format!("\u{a0}; titres lus\u{a0}: {}.", french::listed(&quoted))
}
