//! *Regroupements*: every spelling met and the entity it was taken for, so that a reader can contradict it.

use rust_xlsxwriter::XlsxError;

use crate::model::dossier::Entity;
use crate::model::grouping::{Join, LONGEST, Spelling};
use crate::text;

use super::cells::{Cell, Column, Kind};
use super::page::Draft;
use super::sheets::Sheet;
use super::table::{Layout, Spec};

/// Writes the sheet.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), XlsxError> {
    let (dossier, styles) = (draft.dossier, draft.styles);
    let columns = [
        Column::new("Entité retenue", Kind::Wrapped).at_most(44),
        Column::new("Type", Kind::Wrapped).at_most(34),
        Column::new("Écriture lue", Kind::Wrapped).at_most(42),
        Column::new("Lectures", Kind::Count),
        Column::new("Écoles", Kind::Count),
        Column::new("Rapprochement", Kind::Text),
        Column::new("À recopier pour séparer", Kind::Wrapped).at_most(64),
    ];
    let hint = "Un rapprochement est faux ? Dans maillage.toml, sous [[regroupement]], recopiez la dernière colonne pour \
                séparer ; pour réunir, écrivez nom = \"entité retenue\" et ecritures = [\"écriture lue\"].";
    draft.begin(Sheet::Groupings, "Écritures de chaque entité", hint)?;
    let lines: Vec<(&Entity, &Spelling)> = dossier
        .entities
        .iter()
        .flat_map(|entity| entity.spellings.iter().map(move |spelling| (entity, spelling)))
        .collect();
    let rows = lines.into_iter().map(|(entity, spelling)| {
        let kind = entity.kind.map_or("", |kind| dossier.referential.entity_type(kind).label.as_str());
        [
            Cell::text(&*entity.name),
            Cell::text(kind),
            Cell::text(&*spelling.written),
            Cell::count(spelling.count),
            Cell::count(spelling.schools),
            Cell::text(spelling.join.label()),
            separation(entity, spelling).map_or(Cell::Blank, Cell::text),
        ]
    });
    let spec = Spec {
        name: Sheet::Groupings.table(),
        alt: "Écritures lues, entité retenue et raison du rapprochement",
        top: Sheet::Groupings.header_row(),
        left: 0,
        columns: &columns,
        layout: Layout::Alone,
    };
    let last_row = draft.table(styles, &spec, rows)?;
    draft.frame(Sheet::Groupings, 1, columns.len(), last_row)
}

/// What parts a spelling from the usual one of its entity, as the configuration takes it; nothing where there is
/// nothing to part, or where its name comes from elsewhere: the configuration, the territory of the school.
fn separation(entity: &Entity, spelling: &Spelling) -> Option<String> {
    if matches!(spelling.join, Join::Forced | Join::OfSchool | Join::OfNumber) {
        return None;
    }
    let named = |one: &&Spelling| one.join == Join::SameName;
    let usual = entity.spellings.iter().find(named).or(entity.spellings.first())?;
    let [one, other] = [usual, spelling].map(|spelling| text::fold(&spelling.written));
    let fits = |folded: &str| !folded.is_empty() && folded.chars().count() < LONGEST;
    (one != other && fits(&one) && fits(&other))
        .then(|| format!("separer = [{}, {}]", quoted(&usual.written), quoted(&spelling.written)))
}

/// A text as TOML takes it, on one line: the program ignores how its words are spaced.
fn quoted(written: &str) -> String {
    let line = written.split(|sign: char| sign.is_whitespace() || sign.is_control());
    let line: Vec<&str> = line.filter(|word| !word.is_empty()).collect();
    format!("\"{}\"", line.join(" ").replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_parts_two_spellings_is_valid_where_it_is_pasted() {
        let spelling = |written: &str, join| Spelling { written: written.into(), count: 1, schools: 1, join };
        let entity = Entity {
            name: "Scolavia".into(),
            kind: None,
            typed: false,
            spellings: vec![
                spelling("SCO", Join::Forced),
                spelling("Scolavia", Join::SameName),
                spelling("SCOLAVIA", Join::SameName),
                spelling("\"Scola\\via\"\nSAS", Join::Misspelling),
            ],
        };
        let parted: Vec<Option<String>> =
            entity.spellings.iter().map(|spelling| separation(&entity, spelling)).collect();
        let last = "separer = [\"Scolavia\", \"\\\"Scola\\\\via\\\" SAS\"]";
        assert_eq!(parted, [None, None, None, Some(last.to_owned())]);
    }
}
