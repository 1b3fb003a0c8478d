//! Schools, their key, and the territories they belong to.

use std::fmt;
use std::sync::Arc;

/// The letters a key can take: no I, O or Q. Source: the national directory of schools (Ramsese).
const KEYS: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";

/// The national identifier of a school (« unité administrative immatriculée »): seven digits and the letter that
/// proves them. Displays as `0440123A`.
///
/// A value of this type always has a right key: the only constructors check it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uai([u8; 8]);

/// Why a text is no UAI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAUai {
    /// Not seven digits and a letter.
    Malformed,
    /// Seven digits and a letter, but the letter isn't theirs: at least one sign is wrong, and nobody can say which.
    WrongKey,
}

impl Uai {
    /// Reads a UAI written exactly: seven digits and an upper-case letter.
    ///
    /// # Errors
    /// [`NotAUai`] where the shape or the key is wrong; nothing is repaired here.
    pub fn parse(text: &str) -> Result<Self, NotAUai> {
        let bytes: [u8; 8] = text.as_bytes().try_into().map_err(|_| NotAUai::Malformed)?;
        if !bytes[..7].iter().all(u8::is_ascii_digit) || !bytes[7].is_ascii_uppercase() {
            return Err(NotAUai::Malformed);
        }
        if Self::key_of(&bytes[..7]) == Some(bytes[7]) { Ok(Self(bytes)) } else { Err(NotAUai::WrongKey) }
    }

    /// The UAI whose seven digits are these, with the key they call for; `None` unless they are seven digits.
    pub fn from_digits(digits: &str) -> Option<Self> {
        let key = Self::key_of(digits.as_bytes())?;
        let mut bytes = [0; 8];
        bytes[..7].copy_from_slice(digits.as_bytes());
        bytes[7] = key;
        Some(Self(bytes))
    }

    /// The letter that seven digits call for: their remainder by 23, read in [`KEYS`].
    fn key_of(digits: &[u8]) -> Option<u8> {
        if digits.len() != 7 || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let number = digits.iter().fold(0usize, |sum, digit| sum * 10 + usize::from(digit - b'0'));
        Some(KEYS[number % 23])
    }

    /// The text, `0440123A`.
    pub fn as_str(&self) -> &str {
        // Digits and an upper-case letter only.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The three signs that tell the département (`044`), as the academies' table writes them.
    pub fn prefix(&self) -> &str {
        &self.as_str()[..3]
    }
}

impl fmt::Display for Uai {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Uai {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An académie: the territory a recteur answers for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Academie {
    /// National code, two signs: `17`.
    pub code: String,
    /// Name: « Nantes », « La Réunion ».
    pub name: String,
    /// Its départements, in the order of their codes.
    pub departements: Vec<Departement>,
}

impl Academie {
    /// « académie de Nantes », « académie d'Amiens », « académie de La Réunion ».
    pub fn full_name(&self) -> String {
        let elides = self.name.starts_with(['A', 'E', 'I', 'O', 'U', 'Y', 'É', 'Î', 'Ô']);
        let of = if elides { "d’" } else { "de " };
        format!("académie {of}{}", self.name)
    }

    /// The name in ASCII and lower case, for file names: `orleans-tours`.
    pub fn slug(&self) -> String {
        crate::text::slug(&self.name)
    }
}

/// A département of an académie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departement {
    /// Code as people say it: `44`, `2A`, `974`.
    pub code: String,
    /// Name: « Loire-Atlantique ».
    pub name: String,
    /// What the UAI of its schools begin with: `044`.
    pub uai_prefix: String,
}

/// Public or private, as the registry says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sector {
    /// École publique.
    Public,
    /// École privée, sous contrat or not.
    Private,
    /// The registry doesn't say.
    Unknown,
}

/// A school, from the registry, or as far as its inventory tells where there is no registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct School {
    /// Its key.
    pub uai: Uai,
    /// Name as the registry writes it; empty if unknown.
    pub name: Arc<str>,
    /// Commune; empty if unknown.
    pub commune: Arc<str>,
    /// Code of the département in [`Academie::departements`]: `44`.
    pub departement: Arc<str>,
    /// Circonscription du premier degré, shortened (« Bruz »); empty if unknown.
    pub circonscription: Arc<str>,
    /// Sector.
    pub sector: Sector,
    /// Generic mail address of the school in the registry; empty if unknown.
    pub email: Arc<str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_key_is_accepted_and_any_wrong_sign_refused() {
        // Real UAI of public directories, overseas and Corsica included.
        for right in ["0350122T", "0940176F", "0951099D", "9711252J", "9830002K", "9750001C"] {
            assert_eq!(Uai::parse(right).unwrap().to_string(), right);
            for position in 0..7 {
                for digit in b'0'..=b'9' {
                    let mut wrong = right.as_bytes().to_vec();
                    if wrong[position] == digit {
                        continue;
                    }
                    wrong[position] = digit;
                    let wrong = String::from_utf8(wrong).unwrap();
                    assert_eq!(Uai::parse(&wrong), Err(NotAUai::WrongKey), "{wrong}");
                }
            }
        }
    }

    #[test]
    fn shapes_that_are_no_uai_are_told_apart_from_wrong_keys() {
        for malformed in ["", "0350122", "0350122t", "035012TT", "0350122TT", "O350122T", "0350122é"] {
            assert_eq!(Uai::parse(malformed), Err(NotAUai::Malformed), "{malformed}");
        }
        assert_eq!(Uai::from_digits("0350122").unwrap().as_str(), "0350122T");
        assert_eq!(Uai::from_digits("035012"), None);
    }

    #[test]
    fn academies_are_named_as_people_say() {
        let named =
            |name: &str| Academie { code: String::new(), name: name.into(), departements: Vec::new() };
        assert_eq!(named("Nantes").full_name(), "académie de Nantes");
        assert_eq!(named("Amiens").full_name(), "académie d’Amiens");
        assert_eq!(named("Orléans-Tours").slug(), "orleans-tours");
        assert_eq!(named("La Réunion").slug(), "la-reunion");
    }
}
