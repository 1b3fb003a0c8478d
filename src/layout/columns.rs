//! What the columns of a table mean: told by their titles, and by what stands under them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Recogniser;
use super::view::View;
use crate::model::fact::Fact;
use crate::model::grid::CellValue;
use crate::model::inventory::Observed;
use crate::model::mark::Mark;
use crate::model::record::Field;
use crate::model::referential::Mode;

/// What a column holds.
#[derive(Clone, Debug)]
pub(super) enum Meaning {
    /// Values of a field.
    Field(Field),
    /// Marks of the actor its title names.
    Actor,
    /// Ticks of a mode.
    Tick(Mode),
}

/// A column understood.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) index: u32,
    pub(super) title: Arc<str>,
    /// Row of the view where the title stands.
    pub(super) title_row: u32,
    pub(super) meaning: Meaning,
}

/// A title: its text, where it stands, and the title above it where the header has two rows.
struct Title {
    text: String,
    row: u32,
    above: Option<String>,
}

/// Understands the columns of a table whose header lies in `header` rows and whose labels stand in `label_column`
/// of `body` rows.
pub(super) fn understand(
    recogniser: &Recogniser,
    view: &View<'_>,
    header: (u32, u32),
    body: &[u32],
    label_column: u32,
    columns: &[u32],
    facts: &mut Vec<Observed>,
) -> Vec<Column> {
    let titles: BTreeMap<u32, Title> = columns
        .iter()
        .filter_map(|column| title(view, header, *column).map(|title| (*column, title)))
        .collect();
    let values =
        |column: u32| body.iter().filter_map(move |row| view.cell(*row, column)).map(|cell| cell.value);
    let mode_titles: Vec<Mode> =
        titles.values().filter_map(|title| recogniser.mode_word(&title.text)).collect();
    let several_modes = Mode::ALL.iter().filter(|mode| mode_titles.contains(mode)).count() > 1;
    let mut understood: Vec<Column> = Vec::new();
    for &index in columns {
        if index == label_column {
            continue;
        }
        let blank = values(index).next().is_none();
        let Some(title) = titles.get(&index) else {
            if !blank {
                understood.push(column(index, header.0, String::new(), Meaning::Field(Field::Other)));
            }
            continue;
        };
        let marks_only = !blank && values(index).all(is_mark);
        let meaning = if let Some(mode) = recogniser.mode_word(&title.text) {
            if several_modes || marks_only && !values(index).any(is_yes_or_no) {
                Meaning::Tick(mode)
            } else {
                Meaning::Field(mode_field(mode, values(index)))
            }
        } else {
            let field = named(recogniser, view, title, index, facts);
            match field {
                Some(field) if !(marks_only && could_be_actor(field)) => Meaning::Field(field),
                _ if marks_only => Meaning::Actor,
                _ if blank => continue,
                _ => Meaning::Field(Field::Other),
            }
        };
        understood.push(column(index, title.row, title.text.clone(), meaning));
    }
    settle_actors(view, &mut understood, facts);
    report_unknown(view, &understood, facts);
    drop_duplicates(view, &mut understood, facts);
    understood
}

fn column(index: u32, title_row: u32, title: String, meaning: Meaning) -> Column {
    Column { index, title: title.into(), title_row, meaning }
}

/// The title of a column: the lowest text of the header rows, and what stands above it, merged titles included.
fn title(view: &View<'_>, (first, last): (u32, u32), column: u32) -> Option<Title> {
    let mut texts = (first..=last).rev().filter_map(|row| {
        let own = view.cell(row, column).map(|cell| cell.value.shown());
        let shown = own.or_else(|| {
            // A title merged over several columns stands in the first of them.
            let area = view.merge(row, column)?;
            view.cell(area.first.row, area.first.column).map(|cell| cell.value.shown())
        })?;
        Some((row, shown))
    });
    let (row, text) = texts.next()?;
    let above = texts.map(|(_, text)| text).find(|above| *above != text);
    Some(Title { text, row, above })
}

fn named(
    recogniser: &Recogniser,
    view: &View<'_>,
    title: &Title,
    index: u32,
    facts: &mut Vec<Observed>,
) -> Option<Field> {
    let columns = &recogniser.dictionary.columns;
    let both = title.above.as_ref().map(|above| format!("{above} {}", title.text));
    // « Responsable\n(nom de la structure) », « Coût : »: the first line, then what stands before a bracket.
    let shorter = title.text.split(['\n', '(']).next().unwrap_or_default();
    let exact = [Some(title.text.as_str()), both.as_deref(), Some(shorter), title.above.as_deref()]
        .into_iter()
        .flatten()
        .find_map(|text| columns.exact(text).iter().copied().find(|field| *field != Field::Competence));
    if exact.is_some() {
        return exact;
    }
    let close = columns.close(&title.text).filter(|field| *field != Field::Competence)?;
    facts.push(Observed {
        fact: Fact::CloseHeader(close.label()),
        at: Some(view.spot(title.row, index)),
        competence: None,
        read: title.text.clone(),
    });
    Some(close)
}

/// Whether a column under this title, filled with marks alone, is an actor's: « Prestataire » with crosses is.
fn could_be_actor(field: Field) -> bool {
    match field {
        Field::Responsible
        | Field::Performers
        | Field::Person
        | Field::Fonction
        | Field::Provider
        | Field::Family
        | Field::Service
        | Field::LocalPerson
        | Field::Other => true,
        Field::Competence
        | Field::Email
        | Field::Phone
        | Field::Mode
        | Field::IsExternal
        | Field::IsInternal
        | Field::ServiceLevel
        | Field::Kept
        | Field::Level
        | Field::Documentation
        | Field::Fte
        | Field::Cost
        | Field::Start
        | Field::End
        | Field::Role
        | Field::Comment
        | Field::Number => false,
    }
}

/// « Externalisé ? » over yes and no asks a question; over « interne », « mixte », it is a badly titled mode column.
fn mode_field<'a>(mode: Mode, mut values: impl Iterator<Item = &'a CellValue>) -> Field {
    if values.any(is_yes_or_no) {
        match mode {
            Mode::Internal => Field::IsInternal,
            Mode::External => Field::IsExternal,
            Mode::Partial => Field::Mode,
        }
    } else {
        Field::Mode
    }
}

fn is_yes_or_no(value: &CellValue) -> bool {
    match value {
        CellValue::Bool(_) => true,
        CellValue::Text(text) => {
            matches!(super::phrases::key(text).as_str(), "oui" | "non" | "o" | "n" | "en partie")
        }
        _ => false,
    }
}

fn is_mark(value: &CellValue) -> bool {
    match value {
        CellValue::Text(text) => Mark::parse(text).is_some(),
        CellValue::Number(number) => (*number - 1.0).abs() < f64::EPSILON,
        CellValue::Bool(_) => true,
        CellValue::Date(_) | CellValue::Error(_) | CellValue::FormulaWithoutValue => false,
    }
}

/// Actors make a cross-table only where no column tells the responsible: beside one, they are columns like others.
fn settle_actors(view: &View<'_>, columns: &mut [Column], facts: &mut Vec<Observed>) {
    let tells = |column: &Column| matches!(column.meaning, Meaning::Field(Field::Responsible));
    if !columns.iter().any(tells) {
        return;
    }
    for column in columns.iter_mut().filter(|column| matches!(column.meaning, Meaning::Actor)) {
        column.meaning = Meaning::Field(Field::Other);
        facts.push(Observed {
            fact: Fact::TwoReadings("la colonne « entité responsable »".into()),
            at: Some(view.spot(column.title_row, column.index)),
            competence: None,
            read: column.title.to_string(),
        });
    }
}

/// Two columns of one meaning: one counts, and the other is reported. Of two that tell the responsible, the one whose
/// title asks for an entity: the other often holds a person.
fn drop_duplicates(view: &View<'_>, columns: &mut [Column], facts: &mut Vec<Observed>) {
    let entity_first = columns.iter().position(|column| {
        matches!(column.meaning, Meaning::Field(Field::Responsible))
            && crate::text::words(&column.title)
                .iter()
                .any(|word| matches!(word.as_str(), "entite" | "structure" | "organisme" | "institution"))
    });
    let mut seen: Vec<Field> = Vec::new();
    for (rank, column) in columns.iter_mut().enumerate() {
        let Meaning::Field(field) = column.meaning else { continue };
        if matches!(
            field,
            Field::Other | Field::Comment | Field::Person | Field::ServiceLevel | Field::Number
        ) {
            continue;
        }
        let second = field == Field::Responsible && entity_first.is_some_and(|first| first != rank);
        if second || seen.contains(&field) {
            facts.push(Observed {
                fact: Fact::DuplicateColumn,
                at: Some(view.spot(column.title_row, column.index)),
                competence: None,
                read: column.title.to_string(),
            });
            column.meaning = Meaning::Field(Field::Person);
            if field != Field::Responsible {
                column.meaning = Meaning::Field(Field::Other);
            }
        } else {
            seen.push(field);
        }
    }
}

fn report_unknown(view: &View<'_>, columns: &[Column], facts: &mut Vec<Observed>) {
    for column in columns {
        if matches!(column.meaning, Meaning::Field(Field::Other)) {
            facts.push(Observed {
                fact: Fact::UnknownColumn,
                at: Some(view.spot(column.title_row, column.index)),
                competence: None,
                read: column.title.to_string(),
            });
        }
    }
}
