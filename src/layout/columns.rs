//! What the columns of a table mean: told by their titles, and by what stands under them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Recogniser;
use super::view::View;
use crate::model::fact::Fact;
use crate::model::grid::CellValue;
use crate::model::inventory::Observed;
use crate::model::mark::{Mark, is_doubtful};
use crate::model::record::Field;
use crate::model::referential::Mode;

/// The fewest columns titled after levels that make a table of named actors.
const FEWEST_LEVELS: usize = 3;

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
    let titles: BTreeMap<u32, Title> = columns
        .iter()
        .filter_map(|column| title(view, header?, *column).map(|title| (*column, title)))
        .collect();
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
        let marks_only = !blank
            && !super::rows::is_total(&title.text)
            && (values(index).all(|value| is_mark(value) || is_open_circle(value))
                || marked.contains(&index)
                || graded && titles.get(&index).is_some_and(unnamed) && yes_or_no(index));
        let meaning = if let Some(mode) = recogniser.mode_word(&title.text) {
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
    /// « Type d'entité » beside « Nom de l'entité »: the name answers. « Titulaire » beside « Suppléant »: the first does.
    /// Told as a reading by likeness.
    fn find_names<'a, V>(&self, columns: &mut [Column], values: &impl Fn(u32) -> V, facts: &mut Vec<Observed>)
    where
        V: Iterator<Item = &'a CellValue>,
    {
        let answering =
            columns.iter().position(|column| matches!(column.meaning, Meaning::Field(Field::Responsible)));
        let worded =
            |column: &Column| values(column.index).filter(|value| super::gist::is_worded(value)).count() > 1;
        let named = match answering {
            Some(rank)
                if super::gist::asks_kind(&columns[rank].title)
                    || super::answering::holds_kinds(values(columns[rank].index)) =>
            {
                columns.iter().position(|column| {
                    matches!(column.meaning, Meaning::Field(Field::Other | Field::Person | Field::Provider))
                        && super::gist::asks_name_of_body(&column.title)
                        && worded(column)
                })
            }
            // « Titulaire » beside « Suppléant », or where nothing else tells who.
            None if columns.iter().any(|column| super::gist::is_second(&column.title))
                || !columns.iter().any(|column| {
                    matches!(
                        column.meaning,
                        Meaning::Field(Field::Performers) | Meaning::Actor | Meaning::NamedActor
                    ) || matches!(column.meaning, Meaning::Tick(_)) && worded(column)
                        || super::gist::of_title(&column.title) == Some(Field::Responsible)
                }) =>
            {
                columns.iter().position(|column| {
                    matches!(column.meaning, Meaning::Field(Field::Provider))
                        && words_start(&column.title, "titulaire")
                        && worded(column)
                })
            }
            _ => None,
        };
        let Some(named) = named else { return };
        if let Some(kind) = answering {
            columns[kind].meaning = Meaning::Field(Field::Other);
        }
        columns[named].meaning = Meaning::Field(Field::Responsible);
        self.by_likeness(&columns[named], Field::Responsible, facts);
    }

    /// The column that tells the responsible, where no title of the dictionary does: by the words of a title, else by
    /// what stands under it, if one column alone names entities. Told as a reading by likeness.
    fn find_responsible<'a, V>(
        &self,
        columns: &mut [Column],
        values: &impl Fn(u32) -> V,
        facts: &mut Vec<Observed>,
    ) where
        V: Iterator<Item = &'a CellValue>,
    {
        // A title that asks who answers, over names of bodies, outweighs marks beside it.
        let asked = |column: &Column| {
            matches!(column.meaning, Meaning::Field(Field::Other))
                && super::gist::of_title(&column.title) == Some(Field::Responsible)
                && values(column.index).filter(|value| self.names_body(value)).count() > 1
        };
        let marks_settle = !columns.iter().any(asked);
        let settled = columns.iter().any(|column| match column.meaning {
            Meaning::Field(Field::Responsible) | Meaning::NamedActor => true,
            Meaning::Actor => marks_settle,
            Meaning::Tick(_) => values(column.index).any(super::gist::is_worded),
            Meaning::Field(_) => false,
        });
        if settled {
            return;
        }
        let performers =
            columns.iter().any(|column| matches!(column.meaning, Meaning::Field(Field::Performers)));
        // « Référent », « Partenaire » over bodies rather than persons, where no other column could tell.
        let other = |column: &Column| match column.meaning {
            Meaning::Field(Field::Other) => true,
            Meaning::Field(Field::Person) => !performers,
            _ => false,
        };
        let mut found: Vec<usize> = (0..columns.len())
            .filter(|index| {
                other(&columns[*index])
                    && super::gist::of_title(&columns[*index].title) == Some(Field::Responsible)
            })
            .collect();
        // « Assurée aujourd'hui ? » over yes and no, beside « Si oui, par qui ? »: whether, and not who.
        if found.len() > 1 {
            let says_whether = |index: &usize| {
                values(columns[*index].index).all(|value| is_yes_or_no(value) || is_unmarked(value))
            };
            let naming = found.iter().any(|index| !says_whether(index));
            found.retain(|index| !naming || !says_whether(index));
        }
        // « Type d'acteur » beside « Nom de la structure responsable »: the name answers.
        if found.len() > 1 && found.iter().any(|index| super::gist::asks_name_of_body(&columns[*index].title))
        {
            found.retain(|index| !super::gist::asks_kind(&columns[*index].title));
        }
        if found.is_empty() {
            found = (0..columns.len())
                .filter(|index| {
                    let column = &columns[*index];
                    let (mut naming, mut all) = (0usize, 0usize);
                    for value in values(column.index) {
                        all += 1;
                        naming += usize::from(self.names_body(value));
                    }
                    // Where no other column could tell, the names of companies beside those of bodies need none.
                    let enough = naming * 2 >= all || columns.len() == 1 && naming > 2 && naming * 4 >= all;
                    // « Nom | Qualité » alone: posts that tell the bodies.
                    let post = matches!(column.meaning, Meaning::Field(Field::Fonction)) && !performers;
                    (other(column) || post) && !super::gist::is_second(&column.title) && naming > 1 && enough
                })
                .collect();
            if found.len() > 1 {
                found.retain(|index| !super::gist::is_past(&columns[*index].title));
            }
            // « 2025/2026 » beside « 2026/2027 »: the last year's.
            if found.len() > 1 && found.iter().all(|index| has_year(&columns[*index].title)) {
                let last = found.iter().map(|index| last_year(&columns[*index].title)).max().flatten();
                found.retain(|index| last_year(&columns[*index].title) == last);
            }
            // « Type d'acteur » beside « Nom de la structure ».
            if found.len() > 1 {
                found.retain(|index| !super::gist::asks_kind(&columns[*index].title));
            }
            // « Fonction » over posts, beside « Employeur » over bodies.
            if found.len() > 1 {
                found.retain(|index| !super::gist::asks_post(&columns[*index].title));
            }
            if found.len() > 1 {
                return;
            }
        }
        for index in found {
            columns[index].meaning = Meaning::Field(Field::Responsible);
            self.by_likeness(&columns[index], Field::Responsible, facts);
        }
    }

    /// The column of modes, where no title of the dictionary tells it.
    fn find_mode<'a, V>(&self, columns: &mut [Column], values: &impl Fn(u32) -> V, facts: &mut Vec<Observed>)
    where
        V: Iterator<Item = &'a CellValue>,
    {
        let settled = columns.iter().any(|column| match column.meaning {
            Meaning::Tick(_) => true,
            Meaning::Field(field) => matches!(field, Field::Mode | Field::IsExternal | Field::IsInternal),
            Meaning::Actor | Meaning::NamedActor => false,
        });
        if settled {
            return;
        }
        // « Fait en interne ? », « Recours à une société ? » over yes and no.
        let yes_or_no = columns.iter().position(|column| {
            matches!(
                column.meaning,
                Meaning::Field(Field::Other | Field::Provider | Field::Performers | Field::Service)
            ) && super::gist::asks_one_mode(&column.title).is_some()
                && values(column.index).any(|value| is_yes_or_no(value) || is_share(value))
                && values(column.index).all(|value| {
                    is_yes_or_no(value)
                        || is_unmarked(value)
                        || is_share(value)
                        || super::gist::says_mode(value)
                })
        });
        // « Interne O/N » beside « Externe O/N »: each says its own.
        let of_mode = |column: &Column| {
            let free = matches!(column.meaning, Meaning::Field(Field::Other | Field::Provider));
            super::gist::asks_one_mode(&column.title).filter(|_| {
                free && values(column.index).next().is_some()
                    && values(column.index).all(|value| is_yes_or_no(value) || is_unmarked(value))
            })
        };
        let asked: Vec<(usize, Mode)> = columns
            .iter()
            .enumerate()
            .filter_map(|(index, column)| Some((index, of_mode(column)?)))
            .collect();
        if let [(first, one), (second, other)] = asked.as_slice()
            && one != other
        {
            for (index, mode) in [(*first, *one), (*second, *other)] {
                columns[index].meaning = Meaning::Tick(mode);
                self.by_likeness(&columns[index], Field::Mode, facts);
            }
            return;
        }
        if let Some(index) = yes_or_no
            && let Some(mode) = super::gist::asks_one_mode(&columns[index].title)
        {
            let field = if mode == Mode::Internal { Field::IsInternal } else { Field::IsExternal };
            columns[index].meaning = Meaning::Field(field);
            self.by_likeness(&columns[index], field, facts);
            return;
        }
        // « Code » over I, E and P, beside those who answer.
        let answered = columns
            .iter()
            .any(|column| matches!(column.meaning, Meaning::Field(Field::Responsible) | Meaning::Actor));
        let coded = columns.iter().position(|column| {
            let mut letters: BTreeSet<String> = BTreeSet::new();
            answered
                && matches!(column.meaning, Meaning::Field(Field::Other | Field::Number))
                && values(column.index).all(|value| {
                    letters.insert(crate::text::fold(&value.shown()));
                    super::gist::is_mode_code(value)
                })
                && letters.len() > 1
        });
        if let Some(index) = coded {
            columns[index].meaning = Meaning::Field(Field::Mode);
            self.by_likeness(&columns[index], Field::Mode, facts);
            return;
        }
        let found = columns.iter().position(|column| {
            let asked = super::gist::of_title(&column.title) == Some(Field::Mode);
            // « Interne/externe : » on each line is the question, whose answers stand beside it.
            if values(column.index).count() > 1 && values(column.index).all(asks_which_mode) {
                return false;
            }
            let (mut saying, mut all) = (0usize, 0usize);
            for value in values(column.index) {
                all += 1;
                let names = || match value {
                    CellValue::Text(text) if text.len() <= super::gist::LONGEST_TEXT => {
                        self.names_body(&CellValue::Text(super::gist::without_third(text)))
                    }
                    _ => false,
                };
                saying += usize::from(super::gist::says_mode(value) && !names());
            }
            match column.meaning {
                Meaning::Field(Field::Other) => asked || saying > 1 && saying * 2 > all,
                // « Réalisation », « Statut » over modes alone.
                Meaning::Field(
                    Field::Performers | Field::Fonction | Field::Service | Field::Level | Field::Family,
                ) => saying > 2 && saying * 4 >= all * 3,
                _ => false,
            }
        });
        if let Some(index) = found {
            columns[index].meaning = Meaning::Field(Field::Mode);
            self.by_likeness(&columns[index], Field::Mode, facts);
        }
    }

    /// « Interne (qui ?) » beside « Prestataire extérieur »: names under both, the second for what is outside.
    fn find_who_by_mode<'a, V>(&self, columns: &mut [Column], values: &impl Fn(u32) -> V)
    where
        V: Iterator<Item = &'a CellValue>,
    {
        let is_inside = |column: &Column| {
            (self.recogniser.mode_word(&column.title) == Some(Mode::Internal)
                || super::gist::tells_inside(&column.title))
                && values(column.index).filter(|value| self.names_body(value)).count() > 1
        };
        let inside = columns.iter().position(is_inside);
        let asked =
            columns.iter().position(|column| matches!(column.meaning, Meaning::Field(Field::Responsible)));
        // « Qui assure ? » over « En interne » and « Externe » asks who under both.
        let is_outside = |column: &Column| {
            super::gist::tells_outside(&column.title)
                || self.recogniser.mode_word(&column.title) == Some(Mode::External)
        };
        if asked.is_some_and(|asked| inside != Some(asked) && !is_outside(&columns[asked])) {
            return;
        }
        let outside = columns.iter().position(|column| match column.meaning {
            Meaning::Field(Field::Provider) => true,
            Meaning::Field(Field::Other | Field::Responsible) => is_outside(column),
            // « Externe (société) » over names, and not over modes.
            Meaning::Field(Field::Mode | Field::IsExternal) => {
                is_outside(column)
                    && values(column.index)
                        .filter(|value| super::gist::is_worded(value) && !super::gist::says_mode(value))
                        .count()
                        > 1
            }
            _ => false,
        });
        if let (Some(inside), Some(outside)) = (inside, outside)
            && inside != outside
        {
            columns[inside].meaning = Meaning::Tick(Mode::Internal);
            columns[outside].meaning = Meaning::Tick(Mode::External);
        }
    }

    /// Columns of actors whose cells name them: several columns titled after actors or levels, one of which alone is
    /// filled on most lines; or, beside actors that are ticked, the column of the others. Told as a reading by likeness.
    fn find_named_actors<'a, V>(
        &self,
        columns: &mut [Column],
        body: &[u32],
        values: &impl Fn(u32) -> V,
        facts: &mut Vec<Observed>,
    ) where
        V: Iterator<Item = &'a CellValue>,
    {
        let ticked = columns.iter().filter(|column| matches!(column.meaning, Meaning::Actor)).count();
        let settles = |column: &Column| match column.meaning {
            Meaning::Field(Field::Responsible) => true,
            // Modes that are ticked say nothing of who, where actors are ticked as well.
            Meaning::Tick(_) => ticked < 2,
            _ => false,
        };
        if columns.iter().any(settles) {
            return;
        }
        let worded = |column: &Column| values(column.index).any(super::gist::is_worded);
        // « x » and « DANE » under « Rectorat »: the cell names the actor better than its title.
        let mostly_marks = |column: &Column| {
            let marks = values(column.index).filter(|value| is_mark(value)).count();
            marks > 0 && marks * 2 >= values(column.index).count()
        };
        if ticked > 1 {
            for column in columns.iter_mut() {
                let free =
                    matches!(column.meaning, Meaning::Field(Field::Other | Field::Person | Field::Provider));
                if free
                    && (super::gist::is_other_actor(&column.title) || mostly_marks(column))
                    && worded(column)
                {
                    column.meaning = Meaning::NamedActor;
                }
            }
            return;
        }
        let named: Vec<usize> = (0..columns.len())
            .filter(|rank| {
                let column = &columns[*rank];
                let free = matches!(
                    column.meaning,
                    Meaning::Field(Field::Other | Field::Provider | Field::Level | Field::Family)
                );
                let body = || self.recogniser.is_body(&column.title);
                free && (super::gist::names_level(&column.title) || body()) && worded(column)
            })
            .collect();
        if named.len() < FEWEST_LEVELS {
            return;
        }
        let filled = |row: &u32| {
            named.iter().filter(|rank| self.view.cell(*row, columns[**rank].index).is_some()).count()
        };
        let (one, some) = body.iter().map(filled).fold((0, 0), |(one, some), filled| {
            (one + usize::from(filled == 1), some + usize::from(filled > 0))
        });
        if some == 0 || one * 3 < some * 2 {
            return;
        }
        // « Scolibris » over crosses and « hotline », beside « Mairie » and « Rectorat » over persons.
        let marked = (0..columns.len()).filter(|rank| {
            let column = &columns[*rank];
            let free = matches!(column.meaning, Meaning::Field(Field::Other | Field::Provider));
            free && !named.contains(rank) && mostly_marks(column)
        });
        for rank in marked.chain(named.iter().copied()).collect::<Vec<_>>() {
            columns[rank].meaning = Meaning::NamedActor;
            self.by_likeness(&columns[rank], Field::Responsible, facts);
        }
    }

    /// Whether a cell names an entity: each phrase that may is looked for in it.
    pub(super) fn names_body(&self, value: &CellValue) -> bool {
        self.view.effort().spend(500) && self.recogniser.bodies.named(value)
    }

    pub(super) fn by_likeness(&self, column: &Column, field: Field, facts: &mut Vec<Observed>) {
        facts.push(Observed {
            fact: Fact::CloseHeader(field.label()),
            at: Some(self.view.spot(column.title_row, column.index)),
            competence: None,
            read: column.title.to_string(),
        });
    }
}

fn column(index: u32, title_row: u32, title: String, meaning: Meaning) -> Column {
    Column { index, title: title.into(), title_row, meaning }
}

/// The title of a column: the lowest text of the header rows, and what stands above it, merged titles included.
fn title(view: &View<'_>, (first, last): (u32, u32), column: u32) -> Option<Title> {
    let mut texts = (first..=last).rev().filter_map(|row| {
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
    let above = texts.map(|(_, text)| text).find(|above| *above != text);
    Some(Title { text, row, above })
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
    let known = |text: &str| columns.exact(text).iter().copied().find(|field| *field != Field::Competence);
    // « Prestation (I/E/P) »: the bracket tells what is written there.
    let inside = title.text.split_once('(').and_then(|(_, inside)| inside.trim_end().strip_suffix(')'));
    if let Some(inside) = inside
        && known(inside) == Some(Field::Mode)
        && !asks_entity(&title.text)
    {
        return Some(Field::Mode);
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
    if let Some(field) = above.and_then(|above| known(above)) {
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

/// « Entité responsable », over a single « ? » or « x », asks and is no actor.
fn asks_entity(title: &str) -> bool {
    let words = crate::text::words(title);
    words.iter().any(|word| word.starts_with("responsab")) || words.first().is_some_and(|word| word == "qui")
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
            matches!(
                super::phrases::key(text).as_str(),
                "oui"
                    | "non"
                    | "vrai"
                    | "faux"
                    | "o"
                    | "n"
                    | "en partie"
                    | "partiellement"
                    | "oui en partie"
                    | "oui partiellement"
            )
        }
        _ => false,
    }
}

/// Whether the first word of a title is this one.
fn words_start(title: &str, word: &str) -> bool {
    crate::text::words(title).first().is_some_and(|first| first == word)
}

/// A share of a whole: « 20 % », 0.2.
fn is_share(value: &CellValue) -> bool {
    match value {
        CellValue::Number(number) => (0.0..=1.0).contains(number),
        CellValue::Text(text) => text.len() <= 12 && text.trim_end().ends_with('%'),
        _ => false,
    }
}

/// What stands under an actor who isn't ticked: 0, « ☐ », a dash.
pub(super) fn is_unmarked(value: &CellValue) -> bool {
    match value {
        CellValue::Number(number) => number.abs() < f64::EPSILON,
        CellValue::Text(text) => {
            text.trim() == "0" || !text.chars().any(|sign| sign.is_alphanumeric() || sign == '?')
        }
        _ => false,
    }
}

/// « ○ » beside « ● »: takes part, and doesn't answer for it.
fn is_open_circle(value: &CellValue) -> bool {
    matches!(value, CellValue::Text(text) if matches!(text.trim(), "○" | "◯" | "◌" | "◦"))
}

/// « Interne/externe : », « Interne ou externe ? »: a question, wherever it stands.
fn asks_which_mode(value: &CellValue) -> bool {
    matches!(value, CellValue::Text(text) if text.len() <= super::gist::LONGEST_TEXT
        && text.trim_end().ends_with([':', '?'])
        && super::gist::asks_mode(&crate::text::words(text)))
}

pub(super) fn is_mark(value: &CellValue) -> bool {
    match value {
        CellValue::Text(text) => Mark::parse(text).is_some() || is_doubtful(text),
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
    let earlier = of_earlier_years(columns);
    let numbered = numbered_alike(columns);
    for (rank, column) in columns.iter_mut().enumerate() {
        let Meaning::Field(field) = column.meaning else { continue };
        if earlier.contains(&rank) {
            facts.push(Observed {
                fact: Fact::DuplicateColumn,
                at: Some(view.spot(column.title_row, column.index)),
                competence: None,
                read: column.title.to_string(),
            });
            column.meaning = Meaning::Field(Field::Other);
            continue;
        }
        // « Responsable 1 », « Responsable 2 »: both answer.
        if field == Field::Responsible && rank > 0 && numbered.contains(&rank) {
            continue;
        }
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

/// Columns of one meaning told apart by a year: « Responsable 2025-2026 » beside « Responsable 2026-2027 ». All but the
/// last year's.
fn of_earlier_years(columns: &[Column]) -> BTreeSet<usize> {
    let dated = columns.iter().enumerate().filter_map(|(rank, column)| match column.meaning {
        Meaning::Field(field) if field != Field::Other => {
            let words = crate::text::words(&column.title);
            let years = words.iter().filter_map(|word| word.parse::<u16>().ok());
            Some((field, years.filter(|year| (2000..2100).contains(year)).max()?, rank))
        }
        _ => None,
    });
    let dated: Vec<(Field, u16, usize)> = dated.collect();
    let mut last: BTreeMap<Field, u16> = BTreeMap::new();
    for (field, year, _) in &dated {
        let known = last.entry(*field).or_insert(*year);
        *known = (*known).max(*year);
    }
    let mut earlier: BTreeSet<usize> =
        dated.into_iter().filter(|(field, year, _)| last[field] > *year).map(|(.., rank)| rank).collect();
    // « Responsable l'an passé » beside « Responsable cette année »: the past needs no year.
    let of_field = |column: &Column| match column.meaning {
        Meaning::Field(field) if field != Field::Other => Some(field),
        _ => None,
    };
    let present: BTreeSet<Field> =
        columns.iter().filter(|column| !super::gist::is_past(&column.title)).filter_map(of_field).collect();
    earlier.extend(columns.iter().enumerate().filter_map(|(rank, column)| {
        let field = of_field(column)?;
        (super::gist::is_past(&column.title) && present.contains(&field)).then_some(rank)
    }));
    earlier
}

/// Whether a title tells a year of ours.
fn has_year(title: &str) -> bool {
    last_year(title).is_some()
}

/// The last year that a title tells.
fn last_year(title: &str) -> Option<u16> {
    let words = crate::text::words(title);
    words.iter().filter_map(|word| word.parse().ok()).filter(|year| (2000..2100).contains(year)).max()
}

/// Columns that ask for the same, numbered from one: « Responsable 1 », « Responsable 2 ».
fn numbered_alike(columns: &[Column]) -> BTreeSet<usize> {
    let mut series: BTreeMap<Vec<String>, BTreeMap<u8, usize>> = BTreeMap::new();
    for (rank, column) in columns.iter().enumerate() {
        let mut words = crate::text::words(&column.title).to_vec();
        let number = words.pop().and_then(|word| word.parse::<u8>().ok());
        if let Some(number) = number.filter(|number| (1..=9).contains(number)) {
            series.entry(words).or_default().insert(number, rank);
        }
    }
    let whole = series.into_values().filter(|ranks| ranks.len() > 1 && ranks.contains_key(&1));
    whole.flat_map(BTreeMap::into_values).collect()
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
