//! `[[regroupement]]`: spellings joined under a chosen name, or never joined.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::DeTable;

use super::configuration::{Key, Reader, Value, in_order, listed};
use super::names::{Known, Written, several, tables, written};
use super::syntax::TomlFault;
use crate::academies::Academies;
use crate::french::quoted;
use crate::model::grouping::{Grouping, Wish};
use crate::model::referential::{EntityTypeId, Referential};
use crate::text;

/// What the section is called.
pub(super) const SECTION: &str = "regroupement";
pub(super) const KEYS: [&str; 5] = ["nom", "ecritures", "type", "separer", "academie"];

/// A grouping as it is being read.
#[derive(Default)]
struct Draft {
    at: Range<usize>,
    name: Option<Written>,
    joined: Vec<Written>,
    kind: Option<EntityTypeId>,
    split: Vec<Written>,
    academies: Vec<String>,
}

impl Draft {
    /// Every spelling that is this entity's, its name among them.
    fn all_joined(&self) -> impl Iterator<Item = &Written> {
        self.joined.iter().chain(&self.name)
    }

    /// Whether two groupings hold in one académie.
    fn meets(&self, other: &Self) -> bool {
        self.academies.is_empty()
            || other.academies.is_empty()
            || self.academies.iter().any(|code| other.academies.contains(code))
    }
}

/// Reads every grouping of a configuration.
pub(super) fn read(
    reader: &Reader,
    section: Key,
    content: Value,
    known: Known,
) -> Result<Vec<Grouping>, TomlFault> {
    let Some(tables) = tables(content) else {
        let message = "un regroupement s’écrit [[regroupement]], entre deux crochets, sur sa propre ligne";
        return Err(reader.fault(section, message.to_owned()));
    };
    let mut drafts: Vec<Draft> = Vec::with_capacity(tables.len());
    for (place, table) in tables {
        let draft = drafted(reader, place, table, known)?;
        check_alone(reader, place, &draft)?;
        drafts.push(draft);
    }
    check_together(reader, &drafts)?;
    Ok(drafts.into_iter().map(|draft| grouping(reader, draft)).collect())
}

fn drafted(reader: &Reader, place: Value, table: &DeTable, known: Known) -> Result<Draft, TomlFault> {
    let mut draft = Draft { at: place.span(), ..Draft::default() };
    for (key, value) in in_order(table) {
        match key.get_ref().as_ref() {
            "nom" => draft.name = Some(written(reader, key, value)?),
            "ecritures" => draft.joined = several(reader, key, value)?,
            "separer" => draft.split = several(reader, key, value)?,
            "type" => draft.kind = Some(kind(reader, key, value, known.referential)?),
            "academie" => {
                for name in several(reader, key, value)? {
                    draft.academies.push(academie(reader, &name, known.academies)?);
                }
            }
            _ => return Err(reader.unknown(key, "clé", &KEYS, &listed(&KEYS))),
        }
    }
    Ok(draft)
}

fn kind(
    reader: &Reader,
    key: Key,
    value: Value,
    referential: &Referential,
) -> Result<EntityTypeId, TomlFault> {
    let wanted = written(reader, key, value)?;
    let kinds = &referential.entity_types;
    let found = kinds
        .iter()
        .find(|kind| text::fold(&kind.code) == wanted.folded || text::fold(&kind.label) == wanted.folded);
    if let Some(id) = found.and_then(|kind| referential.entity_type_named(&kind.code)) {
        return Ok(id);
    }
    let names = kinds.iter().flat_map(|kind| [kind.code.as_str(), kind.label.as_str()]);
    let advice = match super::nearest(&wanted.text, names) {
        Some(near) => format!("vouliez-vous dire {} ?", quoted(near)),
        None => "ceux du référentiel sont listés par « maillage referentiel »".to_owned(),
    };
    Err(reader.fault(value, format!("type d’entité inconnu {} ; {advice}", quoted(&wanted.text))))
}

fn academie(reader: &Reader, name: &Written, academies: &Academies) -> Result<String, TomlFault> {
    if let Some(academie) = academies.named(&name.text) {
        return Ok(academie.code.clone());
    }
    let advice = match super::nearest(&name.text, academies.all().iter().map(|known| known.name.as_str())) {
        Some(near) => format!("vouliez-vous dire {} ?", quoted(near)),
        None => "écrivez son nom (Nantes) ou son code (17)".to_owned(),
    };
    Err(reader.fault_at(name.at.clone(), format!("académie inconnue {} ; {advice}", quoted(&name.text))))
}

/// A grouping joins or parts, and says enough to do it.
fn check_alone(reader: &Reader, place: Value, draft: &Draft) -> Result<(), TomlFault> {
    let joins = draft.name.is_some() || !draft.joined.is_empty() || draft.kind.is_some();
    let message = match (joins, draft.split.as_slice()) {
        (true, [_, ..]) => {
            "un regroupement réunit (« nom », « ecritures », « type ») ou sépare (« separer ») ; faites-en deux"
        }
        (true, []) if draft.name.is_none() => {
            "ce regroupement n’a pas de nom ; ajoutez nom = \"…\", le nom à écrire dans les documents"
        }
        (true, []) if draft.joined.is_empty() && draft.kind.is_none() => {
            "ce regroupement ne réunit rien ; ajoutez ecritures = [\"…\", \"…\"]"
        }
        (false, []) => {
            "ce regroupement est vide ; écrivez « nom » et « ecritures » pour réunir, « separer » pour séparer"
        }
        (false, [_]) => "pour séparer, « separer » attend deux écritures au moins",
        _ => return same_twice(reader, &draft.split),
    };
    Err(reader.fault(place, message.to_owned()))
}

fn same_twice(reader: &Reader, split: &[Written]) -> Result<(), TomlFault> {
    let mut met = BTreeSet::new();
    match split.iter().find(|one| !met.insert(&one.folded)) {
        None => Ok(()),
        Some(twice) => {
            let message = "cette écriture est la même qu’une autre de la liste, à la casse, aux accents ou aux \
                           tirets près ; elles ne peuvent pas être séparées";
            Err(reader.fault_at(twice.at.clone(), message.to_owned()))
        }
    }
}

/// Groupings that hold in one académie don't contradict each other.
fn check_together(reader: &Reader, drafts: &[Draft]) -> Result<(), TomlFault> {
    for (rank, draft) in drafts.iter().enumerate() {
        for (earlier, spelling) in drafts[..rank]
            .iter()
            .filter(|earlier| earlier.meets(draft))
            .flat_map(Draft::all_joined)
            .flat_map(|earlier| draft.all_joined().map(move |spelling| (earlier, spelling)))
        {
            if earlier.folded == spelling.folded {
                let (text, line) = (quoted(&spelling.text), reader.line(earlier.at.start));
                let message = format!(
                    "{text} est déjà dans un autre regroupement, ligne {line} ; une écriture n’a qu’une place"
                );
                return Err(reader.fault_at(spelling.at.clone(), message));
            }
        }
    }
    for split in drafts.iter().filter(|draft| !draft.split.is_empty()) {
        for join in drafts.iter().filter(|join| join.meets(split)) {
            let both: Vec<&Written> = split
                .split
                .iter()
                .filter(|one| join.all_joined().any(|joined| joined.folded == one.folded))
                .collect();
            if let [one, other, ..] = both.as_slice() {
                let names = [&one.text, &other.text].map(|text| quoted(text));
                let later = if split.at.start > join.at.start { one.at.clone() } else { join.at.clone() };
                let lines = [join, split].map(|draft| reader.line(draft.at.start));
                let message = format!(
                    "{} et {} sont réunies par le regroupement de la ligne {} et séparées par celui de la ligne {} ; \
                     gardez l’un ou l’autre",
                    names[0], names[1], lines[0], lines[1]
                );
                return Err(reader.fault_at(later, message));
            }
        }
    }
    Ok(())
}

fn grouping(reader: &Reader, draft: Draft) -> Grouping {
    let texts = |written: Vec<Written>| written.into_iter().map(|one| one.text).collect();
    let wish = match draft.name {
        Some(name) => Wish::Join { name: name.text, kind: draft.kind, spellings: texts(draft.joined) },
        None => Wish::Split(texts(draft.split)),
    };
    Grouping { line: reader.line(draft.at.start), wish, academies: draft.academies }
}

#[cfg(test)]
mod tests {
    use super::super::configuration::testing::read;
    use super::*;

    #[test]
    fn groupings_join_and_part() {
        let text = "[[regroupement]]\nnom = \"Scolavia\"\necritures = [\"Scolavya\", \"SCO\"]\ntype = \"éditeur\"\n\
                    academie = \"Nantes\"\n\n[[regroupement]]\nseparer = [\"Numeria\", \"Numerix\"]\n";
        let groupings = read(text).unwrap().groupings;
        let editor = crate::referential::embedded().entity_type_named("EDITEUR");
        assert!(editor.is_some());
        assert_eq!(
            groupings,
            [
                Grouping {
                    line: 1,
                    wish: Wish::Join {
                        name: "Scolavia".into(),
                        kind: editor,
                        spellings: vec!["Scolavya".into(), "SCO".into()]
                    },
                    academies: vec!["17".into()],
                },
                Grouping {
                    line: 7,
                    wish: Wish::Split(vec!["Numeria".into(), "Numerix".into()]),
                    academies: vec![]
                },
            ]
        );
        // The same spelling in two places, each in its académie.
        let apart = "[[regroupement]]\nnom = \"A\"\necritures = \"X\"\nacademie = \"Nantes\"\n\
                     [[regroupement]]\nnom = \"B\"\necritures = \"X\"\nacademie = \"Rennes\"\n";
        assert_eq!(read(apart).unwrap().groupings.len(), 2);
    }

    #[test]
    fn what_is_not_understood_is_refused_where_it_stands() {
        for (text, line, words) in [
            ("[regroupement]\nnom = \"A\"", 1, "[[regroupement]]"),
            ("[[regroupements]]\nnom = \"A\"", 1, "vouliez-vous dire « regroupement »"),
            ("[[regroupement]]\nnom = \"A\"\necriture = \"B\"", 3, "vouliez-vous dire « ecritures »"),
            ("[[regroupement]]\nnom = 3", 2, "« nom » attend un texte"),
            ("[[regroupement]]\nnom = \" \"", 2, "« nom » attend un nom"),
            ("[[regroupement]]\nnom = \"A\"", 1, "ne réunit rien"),
            ("[[regroupement]]\necritures = [\"A\"]", 1, "pas de nom"),
            ("\n[[regroupement]]\n", 2, "est vide"),
            ("[[regroupement]]\nseparer = [\"A\"]", 1, "deux écritures au moins"),
            ("[[regroupement]]\nseparer = [\"É-A\", \"e a\"]", 2, "ne peuvent pas être séparées"),
            ("[[regroupement]]\nnom = \"A\"\nseparer = [\"B\", \"C\"]", 1, "faites-en deux"),
            ("[[regroupement]]\nnom = \"A\"\ntype = \"comune\"", 3, "vouliez-vous dire « COMMUNE »"),
            (
                "[[regroupement]]\nnom = \"A\"\necritures = \"B\"\nacademie = \"Nante\"",
                4,
                "vouliez-vous dire « Nantes »",
            ),
            (
                "[[regroupement]]\nnom = \"A\"\necritures = \"X\"\n[[regroupement]]\nnom = \"B\"\necritures = [\"x\"]",
                6,
                "autre regroupement, ligne 3",
            ),
            (
                "[[regroupement]]\nnom = \"A\"\necritures = \"X\"\n[[regroupement]]\nseparer = [\"Y\", \"X\", \"a\"]",
                5,
                "réunies par le regroupement de la ligne 1 et séparées par celui de la ligne 4",
            ),
        ] {
            let fault = read(text).unwrap_err();
            let shown = fault.message.replace('\u{a0}', " ");
            assert!(shown.contains(words), "{text:?}: {shown}");
            assert_eq!(fault.line, line, "{text:?}: {fault}");
        }
    }
}
