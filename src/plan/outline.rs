//! `rapport.toml`: the sections of the report, in their order, and their words.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::configuration::{Key, Reader, Value, in_order, listed};
use super::names::tables;
use super::syntax::TomlFault;
use crate::french::quoted;
use crate::model::outline::{Outline, Part, Section};

/// The outline that the program carries, to be copied and adapted.
pub const TEXT: &str = include_str!("../../templates/rapport.toml");

/// The longest title that holds in the contents.
const LONGEST_TITLE: usize = 60;
/// The longest introduction: more would push the figures away.
const LONGEST_TEXT: usize = 600;

const COVER: &str = "couverture";
const SECTION: &str = "section";
const COVER_KEYS: [&str; 2] = ["surtitre", "sous_titre"];
/// Sections that an outline written for an earlier version may hold, and those that say it now.
const JOINED: [(&str, &str); 1] = [("conditions", "facteurs")];
const SECTION_KEYS: [&str; 3] = ["nom", "titre", "introduction"];

/// The outline that the program carries.
///
/// # Panics
/// Never: a test reads it.
pub fn embedded() -> Outline {
    let nothing = Outline { kicker: String::new(), subtitle: String::new(), parts: Vec::new() };
    read(TEXT, &nothing).expect("the embedded outline is read by a test")
}

/// Reads an outline; words that it leaves out are those of the embedded one.
///
/// # Errors
/// The first thing that isn't understood, with its line and what to write instead.
pub(super) fn parse(text: &str) -> Result<Outline, TomlFault> {
    read(text, &embedded())
}

fn read(text: &str, ours: &Outline) -> Result<Outline, TomlFault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let parsed = DeTable::parse(text).map_err(|error| TomlFault::of_parser(text, &error))?;
    let reader = Reader::new(text);
    let mut outline = Outline { parts: Vec::new(), ..ours.clone() };
    for (name, content) in in_order(parsed.get_ref()) {
        match name.get_ref().as_ref() {
            COVER => cover(&reader, name, content, &mut outline)?,
            SECTION => {
                let Some(blocks) = tables(content) else {
                    let message = format!("« {SECTION} » s’écrit [[{SECTION}]] sur sa propre ligne");
                    return Err(reader.fault(name, message));
                };
                for (block, table) in blocks {
                    let part = part(&reader, block, table, ours)?;
                    if outline.parts.iter().any(|other| other.section == part.section) {
                        let message = format!("la section {} est déjà plus haut", quoted(part.section.id()));
                        return Err(reader.fault(block, message));
                    }
                    outline.parts.push(part);
                }
            }
            _ => {
                let known = [COVER, SECTION];
                return Err(reader.unknown(name, "section", &known, &listed(&known)));
            }
        }
    }
    if outline.parts.is_empty() {
        let message = format!("il n’y a aucun bloc [[{SECTION}]] : le rapport serait vide");
        return Err(TomlFault::at(text, 0..0, message));
    }
    Ok(outline)
}

fn cover(reader: &Reader, name: Key, content: Value, outline: &mut Outline) -> Result<(), TomlFault> {
    let Some(table) = content.get_ref().as_table() else {
        return Err(reader.fault(name, format!("« {COVER} » s’écrit [{COVER}] sur sa propre ligne")));
    };
    for (key, value) in in_order(table) {
        let words = words(reader, key, value, LONGEST_TITLE)?;
        match key.get_ref().as_ref() {
            "surtitre" => outline.kicker = words,
            "sous_titre" => outline.subtitle = words,
            _ => return Err(reader.unknown(key, "clé", &COVER_KEYS, &listed(&COVER_KEYS))),
        }
    }
    Ok(())
}

fn part(
    reader: &Reader,
    block: &Spanned<DeValue<'_>>,
    table: &DeTable<'_>,
    ours: &Outline,
) -> Result<Part, TomlFault> {
    let (mut section, mut title, mut introduction) = (None, None, None);
    for (key, value) in in_order(table) {
        match key.get_ref().as_ref() {
            "nom" => {
                let word = reader.string(key, value)?;
                if let Some((_, now)) = JOINED.iter().find(|(before, _)| *before == word) {
                    let message = format!(
                        "la section {} fait maintenant partie de {} : retirez ce bloc",
                        quoted(word),
                        quoted(now)
                    );
                    return Err(reader.fault(value, message));
                }
                section = Some(Section::named(word).ok_or_else(|| {
                    let names = Section::ALL.map(Section::id);
                    let advice = match super::nearest(word, names.into_iter()) {
                        Some(near) => format!("vouliez-vous dire {} ?", quoted(near)),
                        None => format!("les noms connus sont {}", listed(&names)),
                    };
                    reader.fault(value, format!("section inconnue {} ; {advice}", quoted(word)))
                })?);
            }
            "titre" => {
                let words = words(reader, key, value, LONGEST_TITLE)?;
                if words.is_empty() {
                    return Err(reader.fault(value, "une section a un titre".to_owned()));
                }
                title = Some(words);
            }
            "introduction" => introduction = Some(words(reader, key, value, LONGEST_TEXT)?),
            _ => return Err(reader.unknown(key, "clé", &SECTION_KEYS, &listed(&SECTION_KEYS))),
        }
    }
    let Some(section) = section else {
        return Err(reader.fault(block, "il manque « nom » dans ce bloc".to_owned()));
    };
    let known = ours.parts.iter().find(|part| part.section == section);
    Ok(Part {
        section,
        title: title.or_else(|| known.map(|part| part.title.clone())).unwrap_or_default(),
        introduction: introduction
            .or_else(|| known.map(|part| part.introduction.clone()))
            .unwrap_or_default(),
    })
}

/// A text on one line, of so many signs at most; it may be empty.
fn words(reader: &Reader, key: Key, value: Value, most: usize) -> Result<String, TomlFault> {
    let words = reader.string(key, value)?.trim();
    if words.chars().count() > most || words.contains(char::is_control) {
        let name = quoted(key.get_ref());
        return Err(reader.fault(value, format!("{name} tient sur une ligne de {most} signes au plus")));
    }
    Ok(words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_outline_has_each_section_once_with_its_title() {
        let outline = embedded();
        assert_eq!(outline.parts.iter().map(|part| part.section).collect::<Vec<_>>(), Section::ALL);
        assert!(outline.parts.iter().all(|part| !part.title.is_empty()));
        assert!(!outline.kicker.is_empty() && !outline.subtitle.is_empty());
        assert_eq!(parse(TEXT).unwrap(), outline);
    }

    #[test]
    fn sections_are_chosen_ordered_and_renamed() {
        let text = "[[section]]\nnom = \"plan-d-action\"\ntitre = \"À lancer\"\n[[section]]\nnom = \"essentiel\"\n\
                    [couverture]\nsous_titre = \"Comité du 3 décembre\"\n";
        let outline = parse(text).unwrap();
        let titles: Vec<&str> = outline.parts.iter().map(|part| part.title.as_str()).collect();
        assert_eq!(titles, ["À lancer", "L’essentiel"]);
        assert!(
            outline.parts[0].introduction.starts_with("Ce qui reste à faire"),
            "ours where none is given"
        );
        assert_eq!(outline.subtitle, "Comité du 3 décembre");
        assert_eq!(outline.kicker, embedded().kicker);
    }

    #[test]
    fn what_is_not_understood_is_refused_with_its_line() {
        for (text, line, says) in [
            ("[[section]]\nnom = \"essentiels\"", 2, "vouliez-vous dire « essentiel »"),
            ("[[section]]\nnom = \"conditions\"", 2, "fait maintenant partie de « facteurs »"),
            ("[[section]]\ntitre = \"Plan\"", 1, "il manque « nom »"),
            ("[[section]]\nnom = \"methode\"\ntitre = \"\"", 3, "une section a un titre"),
            ("[[section]]\nnom = \"methode\"\ntexte = \"\"", 3, "clé inconnue « texte »"),
            ("[[section]]\nnom = \"methode\"\n[[section]]\nnom = \"methode\"", 3, "déjà plus haut"),
            ("[section]\nnom = \"methode\"", 1, "[[section]]"),
            ("[couverture]\nsurtitre = \"a\"", 1, "le rapport serait vide"),
            ("[sections]\n", 1, "vouliez-vous dire « section »"),
            ("[[section]]\nnom = \"methode\"\nintroduction = 3", 3, "entre guillemets droits"),
        ] {
            let fault = parse(text).unwrap_err();
            let shown = fault.message.replace(['\u{a0}', '\u{202f}'], " ");
            assert!(fault.line == line && shown.contains(says), "{text:?}: {fault}");
        }
        let long = format!("[[section]]\nnom = \"methode\"\ntitre = \"{}\"", "é".repeat(61));
        assert!(parse(&long).unwrap_err().message.contains("60 signes"));
    }
}
