//! Blocks: each competence a title, its answers below, « Responsable : » and the like before each.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Recogniser;
use super::labels::Named;
use super::tables::Table;
use super::view::{Seen, View};
use crate::model::fact::Fact;
use crate::model::grid::CellValue;
use crate::model::inventory::Observed;
use crate::model::place::Located;
use crate::model::record::{Field, Record, Shape, TableFound, Value};

/// How far right of « Responsable : » its value may stand.
const REACH: u32 = 6;
/// How many rows may separate a title from its first answer.
const BELOW: u32 = 2;

/// The blocks of a sheet, as one table for each column of titles; nothing if it has none.
pub(super) fn find(recogniser: &Recogniser, view: &View<'_>, hits: &BTreeMap<u32, Vec<u32>>) -> Vec<Table> {
    hits.iter().filter_map(|(column, rows)| Stack::new(recogniser, view, *column, rows).read(rows)).collect()
}

/// A column where blocks may stand one under the other.
struct Stack<'r, 'v> {
    recogniser: &'r Recogniser,
    view: &'r View<'v>,
    /// Where its questions stand.
    column: u32,
    /// Whether titles stand beside « Compétence », as answers beside « Responsable », rather than above them.
    keyed: bool,
    /// Titles that ask who answers, or how, by their words alone, and that come again in the column: « Responsable de
    /// la mission » under each competence. One that stands once may be a line outside the referential.
    again: BTreeSet<String>,
    /// Whether such titles are all one and the same: « Qui s'en charge ? » of a single block. Different questions one
    /// under the other make a questionnaire, which is a list.
    one: bool,
}

/// A table of blocks without a line yet.
pub(super) fn blank(view: &View<'_>, row: u32, column: u32) -> Table {
    Table {
        found: TableFound {
            sheet: Arc::clone(view.sheet_name()),
            shape: Shape::Blocks,
            header: view.at(row, column),
            columns: Vec::new(),
            records: 0,
        },
        records: Vec::new(),
        facts: Vec::new(),
        cells: BTreeSet::new(),
        tells_responsible: false,
    }
}

/// A line of a block: a field, its title, and the value if there is one.
struct Line {
    field: Field,
    title: String,
    value: Option<Located<CellValue>>,
    struck: bool,
}

impl<'r, 'v> Stack<'r, 'v> {
    /// The blocks whose titles stand at `hits` of a column.
    fn new(recogniser: &'r Recogniser, view: &'r View<'v>, column: u32, hits: &[u32]) -> Self {
        // « Compétence | Pilotage », then « Responsable | Mairie » under it.
        let keys: Vec<u32> = hits
            .iter()
            .filter_map(|row| {
                let before = view.row(*row).iter().rfind(|cell| cell.column < column)?;
                matches!(before.value, CellValue::Text(text) if is_key(recogniser, text))
                    .then_some(before.column)
            })
            .collect();
        let keyed = keys.len() > 1 && keys.len() * 2 > hits.len();
        let column = keys.first().copied().filter(|_| keyed).unwrap_or(column);
        let mut met: BTreeMap<String, u32> = BTreeMap::new();
        for (row, _) in view.rows(0, view.last_row()) {
            if let Some(text) = view.text(row, column).map(without_rank)
                && matches!(super::gist::of_title(text), Some(Field::Responsible | Field::Mode))
            {
                *met.entry(super::phrases::key(text)).or_default() += 1;
            }
        }
        let one = met.len() == 1;
        let mut again: BTreeSet<String> =
            met.into_iter().filter(|(_, times)| *times > 1).map(|(title, _)| title).collect();
        // « Responsable service scolaire », twice in the column of posts of a list, asks nothing.
        if !again.is_empty() && has_header(recogniser, view) {
            again.clear();
        }
        Self { recogniser, view, column, keyed, again, one }
    }

    fn read(&self, hits: &[u32]) -> Option<Table> {
        let first = *hits.first()?;
        let followed = hits.iter().filter(|row| self.answered_below(**row));
        // A list whose labels' neighbour row says « Service » by chance is no set of blocks.
        if followed.count() * 2 < hits.len() {
            return None;
        }
        let mut table = blank(self.view, first, self.column);
        let mut open: Option<Record> = None;
        // A first title whose spelling is only close stands above the first one that is exact.
        let start = self
            .view
            .rows(0, first)
            .find(|(row, _)| {
                self.view.text(*row, self.column).is_some_and(|title| {
                    matches!(
                        self.recogniser.labels.name(title, None, self.view.effort()),
                        Named::Closely(_) | Named::Loosely(_)
                    )
                }) && (1..=BELOW)
                    .any(|down| self.answer(row + down).is_some_and(|line| line.field == Field::Responsible))
                    || self.key(*row).is_some()
            })
            .map_or(first, |(row, _)| row);
        // A value read below its title is no title itself.
        let mut taken = None;
        let mut below = 0;
        for (row, _) in self.view.rows(start, self.view.last_row()) {
            let Some(text) = self.view.text(row, self.column).filter(|_| taken != Some(row)) else {
                continue;
            };
            if let Some((label, column)) = self.key(row) {
                close(&mut table, open.take());
                open = Some(self.titled(row, column, label, &mut table.facts));
                table.cells.extend([self.column, column].map(|column| self.view.at(row, column)));
                continue;
            }
            // « N° UAI : 0350122T » below the last block begins the identification: what follows is no answer.
            if self.identifies(text) {
                close(&mut table, open.take());
                continue;
            }
            if let Some(line) = self.answer(row) {
                let Some(record) = open.as_mut() else { continue };
                // The cell beside, blank or not: a note may hang there.
                table.cells.extend([0, 1].map(|beside| self.view.at(row, self.column + beside)));
                table.tells_responsible |= line.field == Field::Responsible;
                let value = line.value.or_else(|| {
                    let under = self.under(row, line.field)?;
                    taken = Some(row + 1);
                    below += 1;
                    Some(under)
                });
                if let Some(value) = value {
                    table.cells.insert(value.at.cell);
                    record.fields.push(Value {
                        field: line.field,
                        title: line.title.into(),
                        cell: value,
                        struck: line.struck,
                        merged: false,
                    });
                }
                continue;
            }
            // « Fiche n° 5 : aide à la prise en main ».
            let text = card_title(text).unwrap_or(text);
            // A title with nothing below ends the block before it.
            if !self.keyed && (self.answered_below(row) || self.recogniser.labels.exactly(text).is_some()) {
                close(&mut table, open.take());
                open = Some(self.titled(row, self.column, text, &mut table.facts));
                table.cells.insert(self.view.at(row, self.column));
            }
        }
        close(&mut table, open.take());
        if below > 0 {
            table.facts.push(Observed {
                fact: Fact::TwoReadings("la cellule sous chaque intitulé, lue comme sa réponse".into()),
                at: Some(self.view.spot(first, self.column)),
                competence: None,
                read: String::new(),
            });
        }
        table.found.records = table.records.len();
        (table.tells_responsible && !table.records.is_empty()).then_some(table)
    }

    /// The label beside « Compétence », and its column.
    fn key(&self, row: u32) -> Option<(&'v str, u32)> {
        let text = self.view.text(row, self.column).filter(|_| self.keyed)?;
        let beside = self.view.row(row).iter().find(|cell| cell.column > self.column)?;
        match beside.value {
            CellValue::Text(label) if is_key(self.recogniser, text) => Some((label, beside.column)),
            _ => None,
        }
    }

    fn answered_below(&self, row: u32) -> bool {
        (1..=BELOW).any(|down| self.answer(row + down).is_some())
    }

    fn identifies(&self, text: &str) -> bool {
        let asked = text.split(':').next().unwrap_or_default();
        self.recogniser.dictionary.columns.exact(asked).is_empty()
            && !self.recogniser.dictionary.identity.exact(asked).is_empty()
    }

    /// The value in the cell under a title: a text that is itself neither a title, nor a competence, nor what the next
    /// question is asked about.
    fn under(&self, row: u32, field: Field) -> Option<Located<CellValue>> {
        let cell = self.view.cell(row + 1, self.column)?;
        let value = Located { value: cell.value.clone(), at: self.view.spot(row + 1, self.column) };
        let CellValue::Text(text) = cell.value else { return Some(value) };
        // « DSDEN », « Interne » are titles or nearly labels too: below a question that they answer, they answer it.
        let answers = match field {
            Field::Mode => super::gist::says_mode(cell.value),
            Field::Responsible => self.recogniser.bodies.named(cell.value),
            _ => false,
        };
        let is_label = match self.recogniser.labels.name(text, None, self.view.effort()) {
            Named::Exactly(_) => true,
            Named::Closely(_) | Named::Loosely(_) | Named::Several(_) => !answers,
            Named::Nothing => false,
        };
        // « Responsable », « Cantine », « Responsable »: the same question again asks it about what stands between.
        let asked_again = self.answer(row + 2).is_some_and(|next| next.field == field);
        let free = self.view.row(row + 1).iter().all(|cell| cell.column == self.column);
        // « Après déploimeent : »: a question in words unknown, whose own answer is blank, answers none above.
        let asks = text.trim_end().ends_with([':', '?']);
        (!is_label
            && !asks
            && !asked_again
            && free
            && (answers || !self.identifies(text) && self.answer(row + 1).is_none()))
        .then_some(value)
    }

    fn titled(&self, row: u32, column: u32, text: &str, facts: &mut Vec<Observed>) -> Record {
        let at = self.view.spot(row, column);
        // « Compétence : Pilotage ».
        let label = match text.split_once(':') {
            Some((before, after))
                if self.recogniser.dictionary.columns.exact(before).contains(&Field::Competence)
                    && !after.trim().is_empty() =>
            {
                after
            }
            _ => text,
        };
        let (competences, seen) = self.recogniser.named(label, None, self.view.effort());
        if let Some((fact, competence)) = seen {
            facts.push(Observed { fact, at: Some(at.clone()), competence, read: text.to_owned() });
        }
        Record {
            table: 0,
            label: Located { value: text.trim().to_owned(), at },
            competences,
            fields: Vec::new(),
            actors: Vec::new(),
            ticked: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// A line of a block: the field its title names, the title, and the value to its right or after its colon.
    fn answer(&self, row: u32) -> Option<Line> {
        let Self { recogniser, view, column, .. } = *self;
        let text = without_rank(view.text(row, column)?);
        let (title, after) = match text.split_once(':') {
            Some((title, after)) => (title, after.trim()),
            None => (text, ""),
        };
        let told = recogniser.dictionary.columns.exact(title);
        let field = told
            .iter()
            .copied()
            .find(|field| !matches!(field, Field::Competence | Field::Family | Field::Number))
            .or_else(|| {
                // « Qui est en charge ? »: a question told by its words, unless it names a competence, even nearly.
                let signed = text.trim_end().ends_with(['?', ':']) || title.trim_end().ends_with('?');
                let asks = signed && self.one || self.again.contains(&super::phrases::key(text));
                let field = super::gist::of_title(title).filter(|_| told.is_empty() && asks)?;
                (matches!(field, Field::Responsible | Field::Mode)
                    && matches!(recogniser.labels.name(text, None, view.effort()), Named::Nothing))
                .then_some(field)
            })?;
        // « Gestion : » under « Compétence : Hotline » asks how, though « Gestion de l'ENT » is a competence.
        let asks = matches!(field, Field::Mode | Field::Responsible) && text.trim_end().ends_with(':');
        if !asks && recogniser.labels.exactly(text).is_some() {
            return None;
        }
        let title = title.trim().to_owned();
        let struck = view.cell(row, column).is_some_and(|cell| cell.struck);
        if !after.is_empty() {
            let value = Located { value: CellValue::Text(after.to_owned()), at: view.spot(row, column) };
            return Some(Line { field, title, value: Some(value), struck });
        }
        let beside = view.row(row).iter().find(|cell| (column + 1..=column + REACH).contains(&cell.column));
        // A blank answer: what stands further is the same question about the block beside.
        // « Int./ext. : INT/EXT », and nothing further: a mode, in the words of its question.
        let is_mode = |cell: &Seen| {
            super::gist::says_mode(cell.value)
                && view.row(row).iter().all(|other| other.column <= cell.column)
                && !matches!(cell.value, CellValue::Text(next) if next.trim_end().ends_with([':', '?']))
        };
        let beside = beside.filter(|cell| {
            !matches!(cell.value, CellValue::Text(next) if same_question(next, &title)) || is_mode(cell)
        });
        // « Responsable : | | | Circo | Bruz », « … | Commune : Bruz »: left blank, beside what tells whose inventory it is.
        let beside = beside.filter(|cell| {
            let CellValue::Text(next) = cell.value else { return true };
            let asked = next.split(':').next().unwrap_or_default();
            let identity = !recogniser.dictionary.identity.exact(asked).is_empty();
            let followed = || view.row(row).iter().any(|other| other.column > cell.column);
            !(identity && (next.contains(':') || cell.column > column + 1 && followed()))
        });
        // « Resp. | Compétence | Mode », « Resp. | Tél. | Mode »: a header of columns, not a title and its value.
        // « Qui | mairie | Qui | ERUN »: the same question again, about the block beside.
        let titles = view.row(row).iter().filter_map(|cell| match cell.value {
            CellValue::Text(text)
                if !super::gist::says_mode(cell.value)
                    && (recogniser.titles_labels(text)
                        || !recogniser.dictionary.columns.exact(text).is_empty()) =>
            {
                Some(super::phrases::key(text))
            }
            _ => None,
        });
        let titles: BTreeSet<String> = titles.collect();
        // « Mission numérique de la DSDEN » names a body.
        let asks_labels = matches!(beside.map(|cell| cell.value), Some(value @ CellValue::Text(text)) if
            recogniser.titles_labels(text) && !recogniser.bodies.named(value));
        if asks_labels || titles.len() > 2 {
            return None;
        }
        let value = beside.map(|cell| Located { value: cell.value.clone(), at: view.spot(row, cell.column) });
        Some(Line { field, title, value, struck: beside.is_some_and(|cell| cell.struck) })
    }
}

/// « Compétence », « Fiche n° 5 », whose label stands beside. « Compétence : Hébergement » has its own.
fn is_key(recogniser: &Recogniser, text: &str) -> bool {
    let labelled = text.split_once(':').is_some_and(|(_, label)| label.contains(char::is_alphanumeric));
    !labelled && (recogniser.titles_labels(text) || is_numbered_card(text))
}

/// A question without its rank: « 1.a Entité responsable », « a) Mode », « Q2. Qui ? ».
fn without_rank(text: &str) -> &str {
    let text = text.trim();
    let Some((first, rest)) = text.split_once([' ', '\u{a0}']) else { return text };
    let digits = first.chars().filter(char::is_ascii_digit).count();
    let letters = first.chars().filter(|sign| sign.is_alphabetic()).count();
    let signed = first.ends_with(['.', ')', '-', '/']);
    let is_rank = first.len() <= 6
        && letters <= 1
        && (digits > 0 || letters > 0 && signed)
        && first.chars().all(|sign| sign.is_ascii_alphanumeric() || ".)-/°".contains(sign));
    if is_rank { rest.trim_start_matches([' ', '\u{a0}', '-', '–', '.', ')']) } else { text }
}

/// « FICHE 3 », « Compétence n° 4 »: the number of a card, beside its competence.
fn is_numbered_card(text: &str) -> bool {
    let words = crate::text::words(text);
    let known =
        ["fiche", "carte", "bloc", "rubrique", "competence", "mission", "item", "n", "no", "numero", "point"];
    matches!(&*words, [first, .., last] if
        words.len() <= 3 && known.contains(&first.as_str()) && last.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The competence that the title of a numbered card names behind its number.
fn card_title(text: &str) -> Option<&str> {
    let (number, title) = text.split_once([':', '–', '—'])?;
    (is_numbered_card(number) && !title.trim().is_empty()).then(|| title.trim())
}

/// Whether two titles ask the same.
fn same_question(left: &str, right: &str) -> bool {
    super::phrases::key(left.split(':').next().unwrap_or_default()) == super::phrases::key(right)
}

/// Whether a row of titles asks for labels and for who answers.
fn has_header(recogniser: &Recogniser, view: &View<'_>) -> bool {
    view.rows(0, view.last_row()).any(|(_, cells)| {
        let titles = || {
            cells.iter().filter_map(|cell| match cell.value {
                CellValue::Text(text) => Some(text.as_str()),
                _ => None,
            })
        };
        titles().any(|title| recogniser.dictionary.columns.exact(title).contains(&Field::Responsible))
            && titles().any(|title| recogniser.titles_labels(title))
    })
}

fn close(table: &mut Table, record: Option<Record>) {
    if let Some(record) = record.filter(|record| !record.competences.is_empty() || !record.fields.is_empty())
    {
        table.records.push(record);
    }
}
