//! The turns of phrase that messages share, and what keeps people's names out of them: a message goes to the log.

use crate::french::quoted;
use crate::model::dossier::Entity;
use crate::text::words;

/// The longest text taken from a file into a message, in signs.
const LONGEST: usize = 80;

/// A text of a file made fit for a sentence: on one line, and not too long.
pub(super) fn clip(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    let mut short: String = line.chars().take(LONGEST - 1).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// A name between quotation marks, unless it seems to tell a person: then messages go without it.
pub(super) fn named(name: &str) -> Option<String> {
    let person = words(name).iter().any(|word| {
        matches!(word.as_str(), "m" | "mr" | "mme" | "mlle" | "monsieur" | "madame" | "mademoiselle")
    });
    let address = name.contains('@');
    // Five digits together are a postal code; a phone number has ten, in pairs or not.
    let phone = name.chars().filter(char::is_ascii_digit).count() >= 9;
    let blank = name.trim().is_empty();
    (!person && !address && !phone && !blank).then(|| quoted(&clip(name)))
}

/// An entity's name, as [`named`] gives it; none where nothing tells it from a person's.
pub(super) fn entity_named(entity: &Entity) -> Option<String> {
    if entity.is_known() { named(&entity.name) } else { None }
}

/// « la compétence « Accès à Internet » ».
pub(super) fn competence_named(label: Option<&str>) -> String {
    label.map_or_else(
        || "une compétence".to_owned(),
        |label| format!("la compétence {}", quoted(&clip(label))),
    )
}

/// « La compétence « Accès à Internet » », at the head of a sentence.
pub(super) fn the_competence(label: Option<&str>) -> String {
    label.map_or_else(
        || "Une compétence".to_owned(),
        |label| format!("La compétence {}", quoted(&clip(label))),
    )
}

/// « La réponse sur la compétence « Accès à Internet » », at the head of a sentence.
pub(super) fn the_answer(label: Option<&str>) -> String {
    match label {
        Some(_) => format!("La réponse sur {}", competence_named(label)),
        None => "Une réponse".to_owned(),
    }
}

/// « pour la compétence « Accès à Internet » », inside a sentence; nothing where no competence is known.
pub(super) fn for_competence(label: Option<&str>) -> String {
    label.map_or_else(String::new, |_| format!(" pour {}", competence_named(label)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_people_addresses_and_phones_stay_out_of_messages() {
        for kept in ["Mairie de Rezé", "Scolavia", "CC du Pays de Retz (44210)", "M2i Formation"] {
            assert_eq!(named(kept), Some(quoted(kept)));
        }
        for person in [
            "Mme Durand",
            "mairie (M. Le Goff)",
            "contact@scolavia.example",
            "Scolavia 02 40 11 22 33",
            "Madame la maire",
            " ",
        ] {
            assert_eq!(named(person), None, "{person}");
        }
    }

    #[test]
    fn texts_of_files_are_put_on_one_line_and_cut() {
        assert_eq!(clip("  Niveau\nde\u{a0}service "), "Niveau de service");
        let long = clip(&"mot ".repeat(100));
        assert!(long.chars().count() <= LONGEST && long.ends_with("mot…"), "{long}");
    }
}
