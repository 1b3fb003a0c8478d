//! Forms that run downwards: a label on one row, its answer on the next, then another label.
//!
//! Nothing but its place tells such an answer. It is read only where the whole sheet is made so, and always told.

use std::collections::{BTreeMap, BTreeSet};

use super::Recogniser;
use super::blocks::blank;
use super::labels::Named;
use super::tables::Table;
use super::view::{Seen, View};
use crate::model::fact::Fact;
use crate::model::grid::CellValue;
use crate::model::inventory::Observed;
use crate::model::place::Located;
use crate::model::record::{Field, Record, Value};
use crate::model::referential::CompetenceId;

/// How many labels a sheet must hold, each alone on its row, to be a form.
const FEWEST: usize = 3;

/// The form of a column of labels, if most of them stand over an answer. `hits` are the rows of labels by column.
pub(super) fn find(
    recogniser: &Recogniser,
    view: &View<'_>,
    hits: &BTreeMap<u32, Vec<u32>>,
) -> Option<Table> {
    // « 1) Qui pilote le projet ENT ? », in other words than the referential's.
    let mut all: BTreeMap<u32, BTreeSet<u32>> =
        hits.iter().map(|(column, rows)| (*column, rows.iter().copied().collect())).collect();
    for (row, cells) in view.rows(0, view.last_row()) {
        if let [cell] = cells
            && let CellValue::Text(text) = cell.value
            && text.trim_end().ends_with('?')
            && recogniser.labels.named(text, view.effort()).is_some()
        {
            all.entry(cell.column).or_default().insert(row);
        }
    }
    let (column, rows) =
        all.into_iter().max_by_key(|(column, rows)| (rows.len(), std::cmp::Reverse(*column)))?;
    let rows: Vec<u32> = rows.into_iter().collect();
    let mut named: BTreeMap<Vec<CompetenceId>, usize> = BTreeMap::new();
    for text in rows.iter().filter_map(|row| view.text(*row, column)) {
        let ids = recogniser.labels.named(text, view.effort()).unwrap_or_default();
        let longest = named.entry(ids).or_default();
        *longest = (*longest).max(crate::text::words(text).len());
    }
    let form = Form { recogniser, view, column, named };
    let alone = rows.iter().filter(|row| form.is_alone(**row)).count();
    let answers: Vec<bool> = rows
        .iter()
        .filter_map(|row| form.under(*row).map(|(_, cell)| recogniser.bodies.named(cell)))
        .collect();
    let bodies = answers.iter().filter(|body| **body).count();
    // Answers under half of the labels, and bodies in half of these: a list of labels alone has none.
    if rows.len() < FEWEST
        || alone < rows.len()
        || bodies < 2
        || answers.len() * 2 < rows.len()
        || bodies * 2 < answers.len()
    {
        return None;
    }
    Some(form.read(rows[0]))
}

/// Rows of labels over rows of answers, several side by side: « Pilotage | Évaluation » over « Mairie | DSDEN ».
pub(super) fn bands(recogniser: &Recogniser, view: &View<'_>) -> Option<Table> {
    let mut table: Option<Table> = None;
    let (mut answers, mut bodies) = (0usize, 0usize);
    let mut row = 0;
    while row < view.last_row() {
        let labels = band_of_labels(recogniser, view, row);
        let under = view.row(row + 1);
        let is_answer = |cell: &Seen<'_>| {
            labels.contains_key(&cell.column)
                && (recogniser.bodies.named(cell.value)
                    || !matches!(cell.value, CellValue::Text(text) if
                        recogniser.labels.exactly(text).is_some()))
        };
        if labels.len() < 2 || under.is_empty() || !under.iter().all(is_answer) {
            row += 1;
            continue;
        }
        let modes = view.row(row + 2);
        let modes = if !modes.is_empty()
            && modes
                .iter()
                .all(|cell| labels.contains_key(&cell.column) && super::gist::says_mode(cell.value))
        {
            modes
        } else {
            &[]
        };
        let table = table.get_or_insert_with(|| blank(view, row, 0));
        for (column, (text, competences)) in labels {
            let at = view.spot(row, column);
            let lines = [(1, under, Field::Responsible), (2, modes, Field::Mode)];
            let fields: Vec<Value> = lines
                .into_iter()
                .filter_map(|(down, cells, field)| {
                    let cell = cells.iter().find(|cell| cell.column == column)?;
                    let at = view.spot(row + down, column);
                    let (struck, value) = (cell.struck, cell.value.clone());
                    Some(Value {
                        field,
                        title: "".into(),
                        cell: Located { value, at },
                        struck,
                        merged: false,
                    })
                })
                .collect();
            answers += usize::from(fields.iter().any(|value| value.field == Field::Responsible));
            bodies += fields
                .iter()
                .filter(|value| {
                    value.field == Field::Responsible && recogniser.bodies.named(&value.cell.value)
                })
                .count();
            table.cells.insert(at.cell);
            table.cells.extend(fields.iter().map(|value| value.cell.at.cell));
            table.records.push(Record {
                table: 0,
                label: Located { value: text, at },
                competences,
                fields,
                actors: Vec::new(),
                ticked: Vec::new(),
                notes: Vec::new(),
            });
        }
        row += 2;
    }
    let mut table = table.filter(|_| answers >= FEWEST && bodies * 2 >= answers)?;
    table.tells_responsible = true;
    table.found.records = table.records.len();
    table.facts.push(Observed {
        fact: Fact::TwoReadings("la cellule sous chaque libellé, lue comme l’entité responsable".into()),
        at: table.records.first().map(|record| record.label.at.clone()),
        competence: None,
        read: String::new(),
    });
    Some(table)
}

/// The labels of a row that holds nothing else, by column.
fn band_of_labels(
    recogniser: &Recogniser,
    view: &View<'_>,
    row: u32,
) -> BTreeMap<u32, (String, Vec<CompetenceId>)> {
    let cells = view.row(row);
    let labels: BTreeMap<u32, (String, Vec<CompetenceId>)> = cells
        .iter()
        .filter_map(|cell| match cell.value {
            CellValue::Text(text) => {
                Some((cell.column, (text.trim().to_owned(), recogniser.labels.exactly(text)?)))
            }
            _ => None,
        })
        .collect();
    // « Éditeur | Hébergeur » alone may be answers as well.
    let plain = labels.values().any(|(text, _)| !recogniser.is_body(text));
    if labels.len() == cells.len() && plain { labels } else { BTreeMap::new() }
}

struct Form<'r, 'v> {
    recogniser: &'r Recogniser,
    view: &'r View<'v>,
    column: u32,
    /// How many words the longest label of each competence has, in the column.
    named: BTreeMap<Vec<CompetenceId>, usize>,
}

impl Form<'_, '_> {
    fn read(&self, first: u32) -> Table {
        let mut table = blank(self.view, first, self.column);
        // The first line of a group of rows is its label, whatever it says; within a group, only a label is one.
        let mut row = first;
        while row <= self.view.last_row() {
            let Some(text) = self.view.text(row, self.column).filter(|_| self.is_alone(row)) else {
                row += 1;
                continue;
            };
            if self.identifies(text) {
                break;
            }
            let (competences, seen) = self.recogniser.named(text, None, self.view.effort());
            let at = self.view.spot(row, self.column);
            let mut lines = Vec::new();
            let mut next = row;
            while let Some((under, value)) = self.under(next) {
                // « École », then its name, begins the identification; « Rectorat » behind « DSDEN » answers as well.
                let identifies = matches!(value, CellValue::Text(text) if self.identifies(text));
                if next > row && identifies && self.under(under.0).is_some() {
                    break;
                }
                lines.push(under);
                next = under.0;
            }
            row = next + 1;
            // A sentence between two groups answers nothing.
            if competences.is_empty() && lines.is_empty() {
                continue;
            }
            if let Some((fact, competence)) = seen {
                table.facts.push(Observed { fact, at: Some(at.clone()), competence, read: text.to_owned() });
            }
            table.cells.insert(at.cell);
            table.cells.extend(lines.iter().map(|(row, column)| self.view.at(*row, *column)));
            table.records.push(Record {
                table: 0,
                label: Located { value: text.trim().to_owned(), at },
                competences,
                fields: self.fields(&lines, &mut table.facts),
                actors: Vec::new(),
                ticked: Vec::new(),
                notes: Vec::new(),
            });
        }
        table.tells_responsible = true;
        table.found.records = table.records.len();
        table.facts.push(Observed {
            fact: Fact::TwoReadings("la cellule sous chaque libellé, lue comme l’entité responsable".into()),
            at: Some(self.view.spot(first, self.column)),
            competence: None,
            read: String::new(),
        });
        table
    }

    /// What the lines under a label say: who answers first, whatever else names a body or a mode, remarks.
    fn fields(&self, lines: &[(u32, u32)], facts: &mut Vec<Observed>) -> Vec<Value> {
        let mut fields: Vec<Value> = Vec::new();
        for (rank, &(row, column)) in lines.iter().enumerate() {
            let Some(cell) = self.view.cell(row, column) else { continue };
            let named = self.recogniser.bodies.named(cell.value);
            let field = if rank > 0 && super::gist::says_mode(cell.value) && !named {
                Field::Mode
            } else if rank == 0 || named {
                Field::Responsible
            } else {
                facts.push(Observed {
                    fact: Fact::AnswerWithoutLabel,
                    at: Some(self.view.spot(row, column)),
                    competence: None,
                    read: cell.value.shown(),
                });
                Field::Comment
            };
            let known = fields.iter_mut().find(|value| value.field == field && field == Field::Responsible);
            // A second body under the first is a second answer: together they are several, which is told.
            if let Some(known) = known {
                known.cell.value =
                    CellValue::Text(format!("{}\n{}", known.cell.value.shown(), cell.value.shown()));
                continue;
            }
            fields.push(Value {
                field,
                title: "".into(),
                cell: Located { value: cell.value.clone(), at: self.view.spot(row, column) },
                struck: cell.struck,
                merged: false,
            });
        }
        fields
    }

    /// The cell under another, in its column or the next: no label, alone on its row.
    fn under(&self, row: u32) -> Option<((u32, u32), &CellValue)> {
        let [cell] = self.view.row(row + 1) else { return None };
        if cell.column != self.column && cell.column != self.column + 1 {
            return None;
        }
        if let CellValue::Text(text) = cell.value {
            let named = self.recogniser.bodies.named(cell.value);
            // « → Éditeur » answers, whatever a label it would be.
            if led(text) {
                return Some(((row + 1, cell.column), cell.value));
            }
            // « Évaluation ........ » over « Formation ........ ERUN », « Évaluation = » over « Formation = ERUN »: the
            // line below has its own answer.
            let own = super::lines::at_leaders(text).or_else(|| text.split_once('='));
            let answers_itself = own
                .is_some_and(|(label, _)| self.recogniser.labels.named(label, self.view.effort()).is_some());
            let is_label = asks(text)
                || answers_itself
                || match self.recogniser.labels.name(text, None, self.view.effort()) {
                    // « Éditeur » under « Documentation », where « Éditeur de la solution » is a label too.
                    Named::Exactly(ids) => {
                        let words = crate::text::words(text).len();
                        // « Référent numérique » under « Administrateurs », though a complement is called so.
                        let complement = ids.iter().all(|id| self.recogniser.complements.contains(id));
                        let longer = || self.named.get(&ids).is_some_and(|longest| *longest > words);
                        !(named && (complement || longer()))
                    }
                    // « Hébergis » under « Hébergement », which it is near to.
                    Named::Closely(ids) | Named::Loosely(ids)
                        if self
                            .view
                            .text(row, self.column)
                            .and_then(|label| self.recogniser.labels.exactly(label))
                            .is_some_and(|above| above == ids) =>
                    {
                        false
                    }
                    Named::Closely(_) | Named::Loosely(_) | Named::Several(_) => {
                        !named && !super::gist::says_mode(cell.value)
                    }
                    Named::Nothing => false,
                };
            if is_label || self.identifies(text) && !named {
                return None;
            }
        }
        Some(((row + 1, cell.column), cell.value))
    }

    fn is_alone(&self, row: u32) -> bool {
        self.view.row(row).len() == 1
    }

    fn identifies(&self, text: &str) -> bool {
        let asked = text.split(':').next().unwrap_or_default();
        !self.recogniser.dictionary.identity.exact(asked).is_empty()
    }
}

/// « 3) Qui forme les enseignants ? »: a question, whoever it names.
fn asks(text: &str) -> bool {
    let words = crate::text::words(text);
    text.trim_end().ends_with('?')
        && words
            .iter()
            .take(2)
            .any(|word| matches!(word.as_str(), "qui" | "quel" | "quelle" | "quels" | "quelles"))
}

/// Whether a sign leads to an answer: « → Mairie ».
fn led(text: &str) -> bool {
    text.trim_start().starts_with(['→', '➔', '➜', '➡', '⇒', '►'])
        || text.starts_with("->")
        || text.starts_with("=>")
}
