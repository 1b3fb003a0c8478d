//! What the columns of a table mean: told by their titles, and by what stands under them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Recogniser;
use super::alike::{drop_duplicates, has_year};
use super::marks::{is_mark, is_open_circle, is_unmarked, is_yes_or_no};
use super::mode_columns::mode_field;
use super::view::View;
use crate::model::fact::Fact;
use crate::model::grid::CellValue;
use crate::model::inventory::Observed;
use crate::model::record::Field;
use crate::model::referential::Mode;

/// What a column holds.
#[derive(Clone, Debug)]
pub(super) enum Meaning {
    /// Values of a field.
    Field(Field),
    /// Marks of the actor its title names.
    Actor,
    /// Names of actors: « Niveau commune » over « mairie », « Autre (préciser) » over « Canopé ».
    NamedActor,
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

/// Understands the columns of a table whose header lies in `header` rows, if it has one, and whose labels stand in `label_column`
/// of `body` rows.
pub(super) fn understand(
    recogniser: &Recogniser,
    view: &View<'_>,
    header: Option<(u32, u32)>,
    body: &[u32],
    label_column: u32,
    columns: &[u32],
    facts: &mut Vec<Observed>,
) -> Vec<Column> {
    let titles = titles_of(recogniser, view, header, label_column, columns);
    let untitled = header.map_or_else(|| body.first().copied().unwrap_or(0), |(first, _)| first);
    let mut held: BTreeMap<u32, Vec<&CellValue>> = BTreeMap::new();
    for cell in body.iter().flat_map(|row| view.row(*row)) {
        if columns.binary_search(&cell.column).is_ok() {
            held.entry(cell.column).or_default().push(cell.value);
        }
    }
    let values = |column: u32| held.get(&column).map_or(&[][..], Vec::as_slice).iter().copied();
    let mode_titles: Vec<Mode> =
        titles.values().filter_map(|title| recogniser.mode_word(&title.text)).collect();
    let several_modes = Mode::ALL.iter().filter(|mode| mode_titles.contains(mode)).count() > 1;
    // Yes and no under the names of actors: several such columns, in a table that asks nothing else of who answers.
    let yes_or_no = |index: u32| {
        values(index).next().is_some()
            && values(index).all(|value| is_mark(value) || is_yes_or_no(value) || is_unmarked(value))
    };
    let unnamed = |title: &Title| {
        recogniser.mode_word(&title.text).is_none()
            && recogniser.dictionary.columns.exact(&title.text).iter().all(|field| could_be_actor(*field))
            && !title.text.contains('?')
            && !super::rows::is_total(&title.text)
    };
    let asks_who = titles
        .values()
        .any(|title| recogniser.dictionary.columns.exact(&title.text).contains(&Field::Responsible));
    let told_ticks = ticks_of_modes(recogniser, &titles, &values);
    let graded = columns
        .iter()
        .filter(|index| {
            **index != label_column && titles.get(index).is_some_and(unnamed) && yes_or_no(**index)
        })
        .count()
        > 1
        && !asks_who;
    let of_actors: Vec<u32> = columns
        .iter()
        .copied()
        .filter(|index| *index != label_column && titles.get(index).is_some_and(unnamed))
        .collect();
    let marked = super::marks::otherwise_marked(&of_actors, &values, asks_who);
    // « Qui fait quoi » over several columns of marks heads them all: each is the actor that its own title names.
    let over_marks = heads_of_marks(&titles, &values);
    let mut understood: Vec<Column> = Vec::new();
    for &index in columns {
        if index == label_column {
            continue;
        }
        let blank = values(index).next().is_none();
        let Some(title) = titles.get(&index) else {
            if !blank {
                understood.push(column(index, untitled, String::new(), Meaning::Field(Field::Other)));
            }
            continue;
        };
        // A spacer under a title merged over several columns.
        if blank && header.is_some_and(|(_, last)| title.row < last) {
            continue;
        }
        // « # » over « 1 » numbers lines.
        let marks_only = !blank
            && title.text.chars().any(char::is_alphabetic)
            && !super::rows::is_total(&title.text)
            && (values(index).all(|value| is_mark(value) || is_open_circle(value))
                || marked.contains(&index)
                || graded && titles.get(&index).is_some_and(unnamed) && yes_or_no(index));
        let meaning = if let Some(mode) = told_ticks.get(&index) {
            Meaning::Tick(*mode)
        } else if let Some(mode) = recogniser.mode_word(&title.text) {
            if several_modes || marks_only && !values(index).any(is_yes_or_no) {
                Meaning::Tick(mode)
            } else {
                Meaning::Field(mode_field(mode, values(index)))
            }
        } else {
            let heads_marks = title.above.as_deref().is_some_and(|above| over_marks.contains(above));
            let field = named(recogniser, view, title, index, heads_marks, facts);
            match field {
                Some(field) if !(marks_only && could_be_actor(field)) || asks_entity(&title.text) => {
                    Meaning::Field(field)
                }
                _ if marks_only => Meaning::Actor,
                _ if blank => continue,
                _ => Meaning::Field(Field::Other),
            }
        };
        // « 2025-2026 » merged over « Responsable » and « Mode »: a part of their titles.
        let dated = title.above.as_deref().filter(|above| has_year(above) && !has_year(&title.text));
        let shown = dated.map_or_else(|| title.text.clone(), |above| format!("{} ({above})", title.text));
        understood.push(column(index, title.row, shown, meaning));
    }
    let sheet = Reading { recogniser, view };
    sheet.find_mode(&mut understood, &values, facts);
    sheet.find_who_by_mode(&mut understood, &values);
    sheet.find_named_actors(&mut understood, body, &values, facts);
    sheet.find_names(&mut understood, &values, facts);
    sheet.find_responsible(&mut understood, &values, facts);
    sheet.find_names(&mut understood, &values, facts);
    // Letters of modes are told beside those who answer.
    sheet.find_mode(&mut understood, &values, facts);
    sheet.find_who_otherwise(&mut understood, &values, facts);
    settle_actors(view, &mut understood, facts);
    report_unknown(view, &understood, facts);
    drop_duplicates(view, &mut understood, facts);
    understood
}

/// The titles of columns, by their index.
fn titles_of(
    recogniser: &Recogniser,
    view: &View<'_>,
    header: Option<(u32, u32)>,
    label_column: u32,
    columns: &[u32],
) -> BTreeMap<u32, Title> {
    let Some(header) = header else { return BTreeMap::new() };
    let contacts = contacts_row(recogniser, view, header, label_column);
    let is_title = |text: &str| recogniser.is_title(text) || recogniser.mode_word(text).is_some();
    let titled = |column: &u32| Some((*column, title(view, header, contacts, *column, &is_title)?));
    columns.iter().filter_map(titled).collect()
}

/// « Fait en interne », « Sous-traité », « Partagé interne/externe » over ticks: columns of several modes, whatever their
/// words.
fn ticks_of_modes<'a, V>(
    recogniser: &Recogniser,
    titles: &BTreeMap<u32, Title>,
    values: &impl Fn(u32) -> V,
) -> BTreeMap<u32, Mode>
where
    V: Iterator<Item = &'a CellValue>,
{
    let asks_who = |title: &Title| {
        recogniser.dictionary.columns.exact(&title.text).contains(&Field::Responsible)
            || super::gist::of_title(&title.text) == Some(Field::Responsible)
    };
    if !titles.values().any(asks_who) {
        return BTreeMap::new();
    }
    let ticked = |index: u32| values(index).all(|value| is_mark(value) || is_unmarked(value));
    let mut told: BTreeMap<u32, Mode> = BTreeMap::new();
    for (index, title) in titles.iter().filter(|(index, _)| ticked(**index)) {
        let mode = recogniser.mode_word(&title.text).or_else(|| {
            let words = crate::text::words(&title.text);
            let both = super::gist::asks_mode(&words);
            both.then_some(Mode::Partial).or_else(|| super::gist::asks_one_mode(&title.text))
        });
        told.extend(mode.map(|mode| (*index, mode)));
    }
    let modes = Mode::ALL.iter().filter(|mode| told.values().any(|known| known == *mode)).count();
    let written =
        titles.keys().filter(|index| told.contains_key(index)).any(|index| values(*index).next().is_some());
    if modes < 3 || told.len() > 3 || !written {
        told.clear();
    }
    told
}

/// The titles that stand over those of columns of marks.
fn heads_of_marks<'t, 'a, V>(
    titles: &'t BTreeMap<u32, Title>,
    values: &impl Fn(u32) -> V,
) -> BTreeSet<&'t str>
where
    V: Iterator<Item = &'a CellValue>,
{
    titles
        .iter()
        .filter(|(index, _)| values(**index).next().is_some() && values(**index).all(is_mark))
        .filter_map(|(_, title)| title.above.as_deref())
        .collect()
}

/// What is tried on columns that the dictionary leaves without a meaning.
pub(super) struct Reading<'r, 'v> {
    pub(super) recogniser: &'r Recogniser,
    pub(super) view: &'r View<'v>,
}

impl Reading<'_, '_> {
    /// Whether a cell names an entity: each phrase that may is looked for in it.
    pub(super) fn names_body(&self, value: &CellValue) -> bool {
        self.view.effort().spend(500) && self.recogniser.bodies.named(value)
    }

    pub(super) fn by_likeness(&self, column: &Column, field: Field, facts: &mut Vec<Observed>) {
        let fact = if column.title.is_empty() && field == Field::Mode {
            Fact::TwoReadings("la colonne sans titre, lue d’après ce qu’elle contient".into())
        } else {
            Fact::CloseHeader(field.label())
        };
        facts.push(Observed {
            fact,
            at: Some(self.view.spot(column.title_row, column.index)),
            competence: None,
            read: column.title.to_string(),
        });
    }
}

fn column(index: u32, title_row: u32, title: String, meaning: Meaning) -> Column {
    Column { index, title: title.into(), title_row, meaning }
}

/// The last row of a header that gives persons under the bodies for which they act: « Mme Durand » under « Mairie ».
fn contacts_row(
    recogniser: &Recogniser,
    view: &View<'_>,
    (first, last): (u32, u32),
    label_column: u32,
) -> Option<u32> {
    if first == last || view.cell(last, label_column).is_some() {
        return None;
    }
    let texts = |row: u32| {
        view.row(row).iter().filter(move |cell| cell.column != label_column).filter_map(|cell| {
            match cell.value {
                CellValue::Text(text) => Some(text.as_str()),
                _ => None,
            }
        })
    };
    let is_person = |text: &&str| super::rows::is_person(text) && !recogniser.is_body(text);
    let (given, persons) = (texts(last).count(), texts(last).filter(is_person).count());
    let bodies = texts(last - 1).filter(|text| recogniser.is_body(text)).count();
    (persons > 1 && persons * 2 >= given && bodies > 1).then_some(last)
}

/// The title of a column: the lowest text of the header rows, and what stands above it, merged titles included.
fn title(
    view: &View<'_>,
    (first, last): (u32, u32),
    contacts: Option<u32>,
    column: u32,
    is_title: &dyn Fn(&str) -> bool,
) -> Option<Title> {
    let named = |row: u32| Some(row) == contacts && !view.text(row, column).is_some_and(is_title);
    let mut texts = (first..=last).rev().filter(|row| !named(*row)).filter_map(|row| {
        let own = view.cell(row, column).map(|cell| cell.value.shown());
        let mut shown = own.or_else(|| {
            // A title merged over several columns stands in the first of them.
            let area = view.merge(row, column)?;
            view.cell(area.first.row, area.first.column).map(|cell| cell.value.shown())
        })?;
        // A longer text is a tale, whose beginning alone could be a title.
        shown.truncate(shown.floor_char_boundary(super::gist::LONGEST_TEXT));
        Some((row, shown))
    });
    let (row, text) = texts.next()?;
    // « Entité responsable » over « (académie, mairie, école…) »: what is to be written there.
    let is_hint = text.trim_start().starts_with('(')
        && text.trim_end().ends_with(')')
        && text.contains([',', '/', '…'])
        && !has_year(&text);
    let own = text.clone();
    let mut above = texts.filter(|(_, above)| *above != own);
    if is_hint && let Some((row, told)) = above.next() {
        let above = above.map(|(_, text)| text).find(|above| *above != told);
        return Some(Title { text: told, row, above });
    }
    Some(Title { text, row, above: above.next().map(|(_, text)| text) })
}

fn named(
    recogniser: &Recogniser,
    view: &View<'_>,
    title: &Title,
    index: u32,
    heads_marks: bool,
    facts: &mut Vec<Observed>,
) -> Option<Field> {
    let columns = &recogniser.dictionary.columns;
    let above = title.above.as_ref().filter(|_| !heads_marks);
    let both = above.map(|above| format!("{above} {}", title.text));
    // « Responsable\n(nom de la structure) », « Coût : »: the first line, then what stands before a bracket.
    let shorter = title.text.split(['\n', '(']).next().unwrap_or_default();
    // « Fonction » heads competences, or the posts of those named beside them.
    let of_posts = |text: &str| matches!(crate::text::fold(text).trim(), "fonction" | "fonctions");
    let known = |text: &str| {
        let told = columns.exact(text).iter().copied().find(|field| *field != Field::Competence);
        told.or_else(|| of_posts(text).then_some(Field::Fonction))
    };
    // « Prestation (I/E/P) »: the bracket tells what is written there.
    let inside = title.text.split_once('(').and_then(|(_, inside)| inside.trim_end().strip_suffix(')'));
    if let Some(inside) = inside
        && known(inside) == Some(Field::Mode)
        && !asks_entity(&title.text)
    {
        return Some(Field::Mode);
    }
    if super::alike::is_joint(&title.text) {
        return Some(Field::Responsible);
    }
    let mut own = [Some(title.text.as_str()), both.as_deref(), Some(shorter)].into_iter().flatten();
    if let Some(field) = own.find_map(known) {
        return Some(field);
    }
    // « Régime (interne / externe / partiel) » under « Réponse de l'école »: its own words tell more.
    if super::gist::of_title(&title.text) == Some(Field::Mode) {
        facts.push(Observed {
            fact: Fact::CloseHeader(Field::Mode.label()),
            at: Some(view.spot(title.row, index)),
            competence: None,
            read: title.text.clone(),
        });
        return Some(Field::Mode);
    }
    // « Acteur responsable » over « État », « Collectivité » and « Société »: each is one of them.
    let a_kind = || super::gist::names_level(&title.text) || super::gist::tells_outside(&title.text);
    if let Some(field) = above.and_then(|above| known(above)).filter(|field| {
        *field != Field::Responsible || !a_kind() || super::gist::asks_name_of_body(&title.text)
    }) {
        return Some(field);
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

/// « Entité responsable », « Vos réponses », over a single « ? » or « x », asks and is no actor.
fn asks_entity(title: &str) -> bool {
    let words = crate::text::words(title);
    words.iter().any(|word| {
        word.starts_with("responsab")
            || word.starts_with("reponse")
            || matches!(word.as_str(), "resp" | "entite")
    }) || words.first().is_some_and(|word| word == "qui")
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

/// Actors make a cross-table only where no column tells the responsible: beside one, they are columns like others.
fn settle_actors(view: &View<'_>, columns: &mut [Column], facts: &mut Vec<Observed>) {
    let tells = |column: &Column| matches!(column.meaning, Meaning::Field(Field::Responsible));
    if !columns.iter().any(tells) {
        return;
    }
    for column in columns.iter_mut().filter(|column| matches!(column.meaning, Meaning::Actor)) {
        // « Nous-mêmes », « Un prestataire », ticked beside the names: how, and not who.
        if let Some(mode) = super::gist::asks_one_mode(&column.title) {
            column.meaning = Meaning::Tick(mode);
            facts.push(Observed {
                fact: Fact::CloseHeader(Field::Mode.label()),
                at: Some(view.spot(column.title_row, column.index)),
                competence: None,
                read: column.title.to_string(),
            });
            continue;
        }
        column.meaning = Meaning::Field(Field::Other);
        facts.push(Observed {
            fact: Fact::TwoReadings("la colonne « entité responsable »".into()),
            at: Some(view.spot(column.title_row, column.index)),
            competence: None,
            read: column.title.to_string(),
        });
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
