//! Answers that are sentences rather than names: what they deny, and the name that one may begin with.

use super::refusals::UNSETTLED;
use crate::text::words;

/// Whether the first clause of an answer denies: « la mairie n'a pas répondu », « ce n'est pas l'école ».
pub(super) fn denies(text: &str) -> bool {
    let clause = text.split([',', ';', '(', '.', '\n']).next().unwrap_or_default();
    let words = words(clause);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    words.len() > 2
        && has(&["ne", "n"])
        && has(&["pas", "plus", "jamais", "rien", "aucun", "aucune", "personne", "guere"])
}

/// Whether an answer is a sentence rather than a name: « ça se fait au fil de l'eau », « chacun se débrouille ».
pub(super) fn tells_a_tale(text: &str) -> bool {
    const OF_TALES: [&str; 35] = [
        "est", "sont", "sera", "seront", "etait", "ont", "avait", "fait", "font", "faire", "se", "on", "je",
        "il", "ils", "elle", "ca", "cela", "c", "y", "quand", "si", "mais", "car", "parce", "selon",
        "chacun", "chaque", "comme", "depuis", "tout", "tous", "rien", "jamais", "toujours",
    ];
    // « Orange - la box est dans mon bureau »: a name, then a thing.
    let thing = [" - ", " – "].iter().find_map(|dash| text.split_once(dash));
    if thing.is_some_and(|(who, rest)| who.starts_with(char::is_uppercase) && super::remarks::is_thing(rest))
    {
        return false;
    }
    let words = words(text);
    // « solution achetée à Kosmos »: a name stands in it.
    let mut parts = text.split(|sign: char| sign.is_whitespace() || matches!(sign, '\'' | '’')).skip(1);
    let named = parts.any(|word| word.starts_with(char::is_uppercase));
    words.len() > 2 && !named && words.iter().any(|word| OF_TALES.contains(&word.as_str()))
}

/// « On se débrouille avec les tutoriels de l'ERUN »: somebody does something, and whoever is named is beside.
pub(super) fn says_somebody_does(text: &str) -> bool {
    words(text).first().is_some_and(|word| matches!(word.as_str(), "on" | "je" | "ca" | "cela"))
}

/// How sentences begin that begin with no name.
const BEGINS_ANY: [&str; 65] = [
    "le",
    "la",
    "les",
    "l",
    "un",
    "une",
    "des",
    "du",
    "de",
    "ce",
    "c",
    "ca",
    "cela",
    "cette",
    "ces",
    "il",
    "ils",
    "elle",
    "elles",
    "on",
    "nous",
    "vous",
    "je",
    "chacun",
    "chacune",
    "chaque",
    "tout",
    "tous",
    "toute",
    "rien",
    "pas",
    "aucun",
    "aucune",
    "personne",
    "selon",
    "si",
    "quand",
    "comme",
    "pour",
    "par",
    "en",
    "dans",
    "sur",
    "avec",
    "sans",
    "depuis",
    "voir",
    "gestion",
    "formation",
    "assistance",
    "maintenance",
    "service",
    "support",
    "contrat",
    "solution",
    "box",
    "abonnement",
    "deux",
    "trois",
    "quelques",
    "plusieurs",
    "notre",
    "nos",
    "mon",
    "ma",
];

/// Verbs behind the name that a sentence begins with.
const BEHIND_A_NAME: [&str; 16] = [
    "est",
    "a",
    "ont",
    "sont",
    "corrige",
    "fait",
    "font",
    "gere",
    "fournit",
    "assure",
    "depuis",
    "nous",
    "vient",
    "intervient",
    "s",
    "maintient",
];

/// The name that a sentence begins with: « Hexanum est venu une journée », « Lumiclasse, depuis trois ans ». What any
/// sentence may begin with is no name.
pub(super) fn subject(text: &str) -> Option<&str> {
    let mut end = 0;
    let mut from = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim();
        let named = bare.starts_with(char::is_uppercase);
        if !named {
            break;
        }
        from += word.len();
        end = from - (word.len() - word.trim_end().len());
        if bare.ends_with(',') {
            break;
        }
    }
    let name = text[..end].trim_end_matches([',', ':']);
    let first = words(name).first().cloned()?;
    let rest = words(&text[end..]);
    let goes_on = rest.len() > 1 && rest.first().is_some_and(|word| BEHIND_A_NAME.contains(&word.as_str()));
    let known = BEGINS_ANY.contains(&first.as_str())
        || first.len() < 3
        || words(name).iter().any(|word| UNSETTLED.contains(&word.as_str()));
    (goes_on && !known).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_denial_and_a_tale_are_no_names() {
        for denial in ["La mairie n'a pas répondu", "ce n'est pas l'école", "on n'a jamais su"] {
            assert!(denies(denial), "{denial}");
        }
        for said in ["Mairie", "Relève de la Ville, je n'ai pas l'information", "Plus Net", "N. Durand"] {
            assert!(!denies(said), "{said}");
        }
        assert!(tells_a_tale("chacun se débrouille") && tells_a_tale("ça se fait au fil de l'eau"));
        assert!(!tells_a_tale("Ouest Micro Services") && !tells_a_tale("Orange Business"));
        assert!(!tells_a_tale("Nuage de l'Est") && tells_a_tale("c'est l'un ou l'autre"));
    }
}
