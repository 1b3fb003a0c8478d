//! Titles that name both a competence and what is asked of it, with their answers under them, or beside them: what an
//! online form exports (« Assistance : responsable », « Assistance : mode »), and its long form, a competence over, or
//! beside, several questions.

use std::collections::{BTreeMap, BTreeSet};

use super::Recogniser;
use super::asked::Asked;
use super::blocks::blank;
use super::gist;
use super::tables::Table;
use super::view::View;
use crate::model::budget::Effort;
use crate::model::fact::Fact;
use crate::model::grid::{CellValue, Sheet};
use crate::model::inventory::Observed;
use crate::model::place::Located;
use crate::model::record::{Field, Record, Shape, Value};
use crate::model::referential::CompetenceId;
use crate::text::words;

/// How many competences such titles must name to be a form's.
const FEWEST: usize = 3;

/// How many questions in a row make a form's export.
const FEWEST_ACROSS: usize = 5;

/// Which titles are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Titles {
    /// Those that name a competence and what is asked of it.
    Paired,
    /// « Qui forme les collègues ? » as well: a list may have such labels, with more columns than one.
    Questions,
}

/// A title and what it asks.
struct Title {
    asked: Asked,
    text: String,
    /// Row of the view where it stands.
    row: u32,
    /// Whether it only names a competence, others asking more about it.
    bare: bool,
}

/// Titles in a row of a view, by column, over their answers.
struct Heading {
    /// The last row of titles.
    row: u32,
    titles: BTreeMap<u32, Title>,
}

/// What an online form exports with questions alone: several of them in a row, over one row of answers.
pub(super) fn questions_across(recogniser: &Recogniser, sheet: &Sheet, effort: &Effort) -> Vec<Table> {
    let mut asking: BTreeMap<u32, usize> = BTreeMap::new();
    for cell in &sheet.cells {
        if let CellValue::Text(text) = &cell.value
            && text.trim_end().ends_with('?')
            && effort.spend(30)
        {
            *asking.entry(cell.at.row).or_default() += 1;
        }
    }
    asking.retain(|_, times| *times >= FEWEST_ACROSS);
    let rows: BTreeSet<u32> = asking.into_keys().collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let form = Form { recogniser, view: &View::new(sheet, false, effort), asks: Titles::Questions };
    form.read(&rows).into_iter().filter(|table| table.tells_responsible).collect()
}

/// The forms of a sheet; nothing where it has none.
pub(super) fn find(recogniser: &Recogniser, sheet: &Sheet, titles: Titles, effort: &Effort) -> Vec<Table> {
    let mut asked: Vec<(u32, u32)> = Vec::new();
    for cell in &sheet.cells {
        let CellValue::Text(text) = &cell.value else { continue };
        if !effort.spend(50 + text.len().min(160) as u64) {
            return Vec::new();
        }
        let question = || recogniser.field_of(text) == Some(Field::Responsible);
        if asked_by(recogniser, text, titles, effort).is_some() || question() {
            asked.push((cell.at.row, cell.at.column));
        }
    }
    // Most sheets hold no such title: they pay no view.
    if asked.len() < FEWEST {
        return Vec::new();
    }
    let rows: BTreeSet<u32> = asked.iter().map(|(row, _)| *row).collect();
    let columns: BTreeSet<u32> = asked.iter().map(|(_, column)| *column).collect();
    let upright = Form { recogniser, view: &View::new(sheet, false, effort), asks: titles }.read(&rows);
    let on_its_side = Form { recogniser, view: &View::new(sheet, true, effort), asks: titles }.read(&columns);
    let answered = |tables: &[Table]| {
        let answering = tables.iter().filter(|table| table.tells_responsible);
        answering.map(|table| table.records.len()).sum::<usize>()
    };
    if answered(&on_its_side) + answered(&upright) == 0 {
        return Vec::new();
    }
    if answered(&on_its_side) > answered(&upright) { on_its_side } else { upright }
}

struct Form<'r, 'v> {
    recogniser: &'r Recogniser,
    view: &'r View<'v>,
    asks: Titles,
}

/// What a title asks, if it is of these.
fn asked_by(recogniser: &Recogniser, text: &str, titles: Titles, effort: &Effort) -> Option<Asked> {
    let paired = recogniser.asked(text, effort);
    if titles == Titles::Questions { paired.or_else(|| recogniser.asks_who(text, effort)) } else { paired }
}

impl Form<'_, '_> {
    /// The tables under the titles of these rows of the view.
    fn read(&self, rows: &BTreeSet<u32>) -> Vec<Table> {
        let headings: Vec<Heading> = rows.iter().filter_map(|row| self.heading(*row)).collect();
        let named: BTreeSet<CompetenceId> = headings
            .iter()
            .flat_map(|heading| heading.titles.values().filter(|title| !title.bare))
            .flat_map(|title| title.asked.competences.iter().copied())
            .collect();
        if named.len() < FEWEST {
            return Vec::new();
        }
        let ends =
            headings.iter().skip(1).map(|next| next.row.saturating_sub(1)).chain([self.view.last_row()]);
        headings.iter().zip(ends).filter_map(|(heading, end)| self.table(heading, end)).collect()
    }

    /// The titles of a row: whole ones, else questions under the competences of the row above.
    fn heading(&self, row: u32) -> Option<Heading> {
        let text = |value: &CellValue| match value {
            CellValue::Text(text) => Some(text.clone()),
            _ => None,
        };
        let label = |text: &str| self.recogniser.labels.exactly(text);
        let effort = self.view.effort();
        let mut titles: BTreeMap<u32, Title> = BTreeMap::new();
        for cell in self.view.row(row) {
            let Some(text) = text(cell.value) else { continue };
            if let Some(asked) = asked_by(self.recogniser, &text, self.asks, effort) {
                titles.insert(cell.column, Title { asked, text, row, bare: false });
            }
        }
        // « Est-ce internalisé, externalisé ou partiel ? » behind a question that asks who: about the same.
        if self.asks == Titles::Questions && titles.len() > 1 {
            let mut last: Option<Vec<CompetenceId>> = None;
            for cell in self.view.row(row) {
                if let Some(title) = titles.get(&cell.column) {
                    last = Some(title.asked.competences.clone());
                    continue;
                }
                let Some(text) = text(cell.value) else { continue };
                let field = self
                    .recogniser
                    .question(&text)
                    .or_else(|| gist::asks_mode(&words(&text)).then_some(Field::Mode));
                if let (Some(field @ (Field::Mode | Field::Comment | Field::Person)), Some(competences)) =
                    (field, &last)
                {
                    let asked = Asked { field, competences: competences.clone(), closely: false };
                    titles.insert(cell.column, Title { asked, text, row, bare: true });
                } else {
                    last = None;
                }
            }
        }
        if titles.len() > 1 {
            let of_mode: Vec<Vec<CompetenceId>> = titles
                .values()
                .filter(|title| title.asked.field != Field::Responsible && !title.bare)
                .map(|title| title.asked.competences.clone())
                .collect();
            // « Assistance | Mode assistance »: what is asked under the bare name is who.
            for cell in self.view.row(row) {
                if titles.contains_key(&cell.column) {
                    continue;
                }
                let Some(text) = text(cell.value) else { continue };
                let asks_who = || self.recogniser.asks_who(&text, effort).map(|asked| asked.competences);
                if let Some(competences) =
                    label(&text).or_else(asks_who).filter(|named| of_mode.contains(named))
                {
                    let asked = Asked { field: Field::Responsible, competences, closely: false };
                    titles.insert(cell.column, Title { asked, text, row, bare: true });
                }
            }
            // « Éditeur de la solution » among questions that ask who: its answer stands under it as theirs do.
            if titles.values().filter(|title| title.asked.field == Field::Responsible).count() >= FEWEST {
                for cell in self.view.row(row) {
                    let Some(text) = text(cell.value).filter(|_| !titles.contains_key(&cell.column)) else {
                        continue;
                    };
                    // « Hébergement (où sont les serveurs ?) » as well.
                    let exact = label(&text);
                    let closely = exact.is_none();
                    let head = || label(text.split_once('(')?.0);
                    let named = exact.or_else(head).filter(|named| {
                        !titles.values().any(|title| {
                            title.asked.field == Field::Responsible && title.asked.competences == *named
                        })
                    });
                    if let Some(competences) = named {
                        let asked = Asked { field: Field::Responsible, competences, closely };
                        titles.insert(cell.column, Title { asked, text, row, bare: true });
                    }
                }
            }
            return Some(Heading { row, titles });
        }
        titles.clear();
        let above: BTreeMap<u32, Vec<CompetenceId>> = self
            .view
            .row(row.checked_sub(1)?)
            .iter()
            .filter_map(|cell| Some((cell.column, label(&text(cell.value)?)?)))
            .collect();
        // A competence over several questions, not a table of competences over its titles.
        let mut last: Option<u32> = None;
        let mut several = 0;
        for cell in self.view.row(row) {
            let Some(text) = text(cell.value) else { continue };
            let Some(field) = self.recogniser.field_of(&text) else { continue };
            let Some((over, competences)) = above.range(..=cell.column).next_back() else { continue };
            let own = self.view.cell(row - 1, cell.column).is_none_or(|_| *over == cell.column);
            if !own {
                continue;
            }
            several += usize::from(last == Some(*over));
            last = Some(*over);
            let asked = Asked { field, competences: competences.clone(), closely: false };
            titles.insert(cell.column, Title { asked, text, row, bare: false });
        }
        (titles.len() > 1 && several > 0).then_some(Heading { row, titles })
    }

    /// The one row that answers under a heading; none where several do: several schools, or nobody knows.
    fn answering(&self, heading: &Heading, end: u32) -> Option<u32> {
        let filled: Vec<(u32, usize)> = self
            .view
            .rows(heading.row + 1, end)
            .map(|(row, cells)| {
                let under = cells.iter().filter(|cell| heading.titles.contains_key(&cell.column));
                (row, under.count())
            })
            .filter(|(row, under)| *under > 0 && *row > heading.row)
            .collect();
        let most = filled.iter().map(|(_, under)| *under).max()?;
        let mut answering =
            filled.iter().filter(|(row, under)| *under * 2 >= most && !self.is_aside(*row, heading));
        let only = answering.next()?.0;
        answering.next().is_none().then_some(only)
    }

    /// Whether a line of answers is headed by a title that asks for something else: « Commentaire ».
    fn is_aside(&self, row: u32, heading: &Heading) -> bool {
        let first = heading.titles.keys().next().copied().unwrap_or(0);
        let head = self.view.row(row).iter().take_while(|cell| cell.column < first).last();
        let field = head.and_then(|head| match head.value {
            CellValue::Text(text) => self.recogniser.field_of(text),
            _ => None,
        });
        field.is_some_and(|field| field != Field::Responsible)
    }

    fn table(&self, heading: &Heading, end: u32) -> Option<Table> {
        let view = self.view;
        let answers = self.answering(heading, end)?;
        let (first, title) = heading.titles.first_key_value()?;
        let mut table = blank(view, title.row, *first);
        table.found.shape = if view.on_its_side() { Shape::Blocks } else { Shape::Transposed };
        let mut ranks: BTreeMap<&[CompetenceId], usize> = BTreeMap::new();
        for (column, title) in &heading.titles {
            let at = view.spot(title.row, *column);
            table.cells.insert(at.cell);
            table.cells.insert(view.at(answers, *column));
            // A question asked again is about the competence named again.
            let known = ranks.get(title.asked.competences.as_slice()).copied().filter(|rank| {
                let record: &Record = &table.records[*rank];
                !record.fields.iter().any(|value| value.field == title.asked.field)
            });
            let rank = known.unwrap_or_else(|| {
                table.records.push(Record {
                    table: 0,
                    label: Located { value: title.text.clone(), at: at.clone() },
                    competences: title.asked.competences.clone(),
                    fields: Vec::new(),
                    actors: Vec::new(),
                    ticked: Vec::new(),
                    notes: Vec::new(),
                });
                table.records.len() - 1
            });
            ranks.insert(title.asked.competences.as_slice(), rank);
            let names = self.recogniser.names(&title.asked.competences);
            if title.asked.closely {
                let only = Some(title.asked.competences[0]).filter(|_| names.len() == 1);
                let fact = Fact::CloseLabel(names.join(", "));
                table.facts.push(Observed { fact, at: Some(at), competence: only, read: title.text.clone() });
            } else if names.len() > 1 {
                let fact = Fact::GroupLabel(names);
                table.facts.push(Observed { fact, at: Some(at), competence: None, read: title.text.clone() });
            }
            table.tells_responsible |= title.asked.field == Field::Responsible;
            let Some(cell) = view.cell(answers, *column) else { continue };
            table.records[rank].fields.push(Value {
                field: title.asked.field,
                title: title.text.clone().into(),
                cell: Located { value: cell.value.clone(), at: view.spot(answers, *column) },
                struck: cell.struck,
                merged: false,
            });
        }
        for (field, kept) in [
            (Field::Responsible, "ce que porte le nom seul d’une compétence, lu comme l’entité responsable"),
            (Field::Mode, "la question sur le mode, lue comme portant sur la compétence qui la précède"),
        ] {
            let bare = |title: &Title| title.bare && title.asked.field == field;
            if let Some((column, title)) = heading.titles.iter().find(|(_, title)| bare(title)) {
                table.facts.push(Observed {
                    fact: Fact::TwoReadings(kept.to_owned()),
                    at: Some(view.spot(title.row, *column)),
                    competence: None,
                    read: title.text.clone(),
                });
            }
        }
        table.found.records = table.records.len();
        Some(table)
    }
}
