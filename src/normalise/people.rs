//! Persons: a person's name gives no entity, and must never be taken for one.

use crate::text::fold;

/// First names common in French schools' staff rooms, folded. A name of two or three words that begins with one is a
/// person's; a company named after a first name alone isn't.
const FIRST_NAMES: [&str; 110] = [
    "adrien",
    "agnes",
    "alain",
    "alexandra",
    "alexandre",
    "alice",
    "aline",
    "amandine",
    "amelie",
    "anais",
    "andre",
    "anne",
    "annie",
    "antoine",
    "arnaud",
    "audrey",
    "aurelie",
    "aurelien",
    "baptiste",
    "beatrice",
    "benjamin",
    "benoit",
    "bernard",
    "brigitte",
    "bruno",
    "camille",
    "caroline",
    "catherine",
    "cecile",
    "celine",
    "chantal",
    "charlotte",
    "christelle",
    "christian",
    "christine",
    "christophe",
    "claire",
    "claude",
    "clement",
    "corinne",
    "cyril",
    "damien",
    "daniel",
    "david",
    "delphine",
    "denis",
    "didier",
    "dominique",
    "elise",
    "elodie",
    "emilie",
    "emmanuel",
    "emmanuelle",
    "eric",
    "estelle",
    "fabien",
    "fabrice",
    "florence",
    "florian",
    "francois",
    "francoise",
    "frederic",
    "gaelle",
    "gerard",
    "guillaume",
    "helene",
    "herve",
    "isabelle",
    "jacques",
    "jean",
    "jeanne",
    "jerome",
    "julie",
    "julien",
    "karine",
    "laetitia",
    "laure",
    "laurence",
    "laurent",
    "lucie",
    "ludovic",
    "magali",
    "marc",
    "marie",
    "marion",
    "martine",
    "mathieu",
    "maxime",
    "michel",
    "michele",
    "monique",
    "nathalie",
    "nicolas",
    "olivier",
    "pascal",
    "patricia",
    "patrick",
    "paul",
    "philippe",
    "pierre",
    "sabrina",
    "sandrine",
    "sebastien",
    "sophie",
    "stephanie",
    "sylvie",
    "thierry",
    "thomas",
    "valerie",
    "veronique",
];

/// Ties to a person: « le mari de la directrice » is neither the school nor an entity, « Vidal et fils » is a company.
const RELATIONS: [&str; 16] = [
    "mari",
    "epoux",
    "epouse",
    "femme",
    "conjoint",
    "conjointe",
    "fils",
    "fille",
    "frere",
    "soeur",
    "ami",
    "amie",
    "copain",
    "voisin",
    "parent",
    "parents",
];

/// Whether a text begins with « M. », « Mme » and the like.
pub(super) fn has_civility(text: &str) -> bool {
    let folded = fold(text);
    let first = folded.split([' ', '.']).next().unwrap_or_default();
    match first {
        "mme" | "mmes" | "mlle" | "monsieur" | "madame" | "mademoiselle" | "mr" | "mrs" | "messieurs"
        | "mesdames" => true,
        // « M. Perrin », but not « M » nor a company's initial.
        "m" => folded.starts_with("m. ") || folded.starts_with("m.") && folded.len() > 3,
        _ => false,
    }
}

/// Whether a text names a person, or gives only an address or a phone.
pub(super) fn is_person(text: &str) -> bool {
    if has_civility(text) || text.contains('@') {
        return true;
    }
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits >= 9 && text.chars().all(|sign| sign.is_ascii_digit() || " .-/()+".contains(sign)) {
        return true;
    }
    let words: Vec<String> = crate::text::words(text);
    let compound = text.split(['-', '\u{2011}']).count() > 1 && words.len() == 2;
    (2..=4).contains(&words.len())
        && !compound
        && words.first().is_some_and(|word| FIRST_NAMES.contains(&word.as_str()))
        && !words.iter().any(|word| super::entities::FORMS.contains(&word.as_str()))
        && words.iter().all(|word| word.chars().all(char::is_alphabetic))
}

/// Whether the words tell someone by a tie to someone else, or a volunteer.
pub(super) fn is_relation(words: &[&str]) -> bool {
    words.windows(2).any(|pair| RELATIONS.contains(&pair[0]) && matches!(pair[1], "de" | "du" | "d"))
        || words.iter().any(|word| matches!(*word, "benevole" | "benevoles"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_are_told_from_companies() {
        for person in [
            "Mme Le Gall",
            "M. Perrin",
            "M.Perrin",
            "Monsieur Durand",
            "Sophie Martin",
            "ce@example.org",
            "02 00 00 00 00",
        ] {
            assert!(is_person(person), "{person}");
        }
        for other in
            ["Scolavia", "Micro Services Nord", "Mairie", "MAIF", "Jean Bart SARL", "Claude", "Saint-Pierre"]
        {
            assert!(!is_person(other), "{other}");
        }
    }
}
