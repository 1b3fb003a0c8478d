//! Texts that answer by themselves, one line after the other: « Pilotage : mairie », « Assistance ........ ERUN »,
//! « Ce que fait la mairie : » over a list, a whole inventory in one cell, a card whose lines say « Responsable : … ».
//!
//! Nothing but signs and words tells such answers: they are read where no table is, and always told.

mod records;
mod said;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use said::at_leaders;
use said::{Said, without_bullet};

use super::Recogniser;
use super::gist;
use super::tables::Table;
use super::view::View;
use crate::model::fact::Fact;
use crate::model::grid::CellValue;
use crate::model::inventory::Observed;
use crate::model::place::{CellRef, Located, Spot};
use crate::model::record::{Field, Value};

/// A line of so many words may be an answer; a longer one is a remark.
const SHORT: usize = 6;
/// How many sentences of one line are read.
const MOST_SENTENCES: usize = 60;
/// A longer line, in bytes, is a tale: only a label at its very beginning is looked for.
const LONGEST_LINE: usize = 400;
/// No label of a line takes more bytes.
const LONGEST_HEAD: usize = 160;

/// The table that the lines of a sheet make, if they answer for enough competences.
pub(super) fn find(recogniser: &Recogniser, view: &View<'_>) -> Option<Table> {
    let mut reader = Reader {
        recogniser,
        view,
        table: None,
        state: State::default(),
        actors: BTreeSet::new(),
        asked: BTreeSet::new(),
    };
    reader.read();
    reader.settled()
}

struct Reader<'r, 'v> {
    recogniser: &'r Recogniser,
    view: &'r View<'v>,
    table: Option<Table>,
    state: State,
    /// The bodies over lists, as written.
    actors: BTreeSet<String>,
    /// Cells whose label waits for an answer on its own line: « Documentation : ».
    asked: BTreeSet<CellRef>,
}

/// How a line looks among others: a list's items differ from its title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Dress {
    /// Whether it is set in, or listed by a mark.
    set_in: bool,
    /// Whether something stands beside it.
    answered: bool,
}

/// What the line being read stands under.
#[derive(Default)]
struct State {
    /// A body over a list, and its cell.
    actor: Option<(String, Spot)>,
    /// How that body's line is dressed, and how the competences under it are, once there is one.
    dress: (Dress, Option<Dress>),
    /// Rank of the record that questions are about.
    open: Option<usize>,
    /// How many records stand under bodies, and how many such bodies words announce.
    listed: usize,
    announced: usize,
    /// How many bodies stand over competences, and how many columns begin with a competence under no body.
    titles: usize,
    headless: usize,
    /// How many lines that name nothing ended such a list, and how many bodies stand apart from what is under them.
    broken: usize,
    apart: usize,
    /// Whether the column being read has had such a body, and such a competence.
    met: (bool, bool),
    /// How many of those records look as their title does.
    plain: usize,
}

impl Reader<'_, '_> {
    fn read(&mut self) {
        // Rows by column: each column is a text of its own.
        let mut rows: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (row, cells) in self.view.rows(0, self.view.last_row()) {
            for cell in cells {
                rows.entry(cell.column).or_default().push(row);
            }
        }
        for (column, rows) in rows {
            self.state.actor = None;
            self.state.open = None;
            self.state.met = (false, false);
            for row in rows {
                let Some(text) = self.view.text(row, column) else { continue };
                self.cell(row, column, text);
            }
        }
    }

    fn cell(&mut self, row: u32, column: u32, text: &str) {
        for line in text.split(['\n', '\r']) {
            if !self.view.effort().spend(100 + 2 * line.len().min(MOST_SENTENCES * LONGEST_LINE) as u64) {
                return;
            }
            // Several sentences on one line.
            let sentences = || line.split_inclusive(". ").take(MOST_SENTENCES);
            // « FAI ............ Syndicat mixte »: dots that lead to an answer end no sentence.
            let told = sentences().nth(1).is_some()
                && !line.contains("...")
                && sentences().any(|piece| self.recogniser.told_by(piece).is_some());
            let pieces: Vec<&str> = if told { sentences().collect() } else { vec![line] };
            let mut clauses: Vec<String> = Vec::new();
            for piece in pieces {
                match self.recogniser.clauses(piece) {
                    Some(several) => clauses.extend(several),
                    None => clauses.push(piece.to_owned()),
                }
            }
            for piece in clauses.iter().map(String::as_str) {
                let said = self.said(piece, row, column);
                if matches!(said, Said::Nothing | Said::Actor { announced: false, .. })
                    && self.continues(piece, row, column)
                {
                    continue;
                }
                self.take(said, piece, row, column);
            }
        }
    }

    /// « Intégrateur : DRANE », then « École » on the next line of the cell: the answer goes on. A longer line is a
    /// remark.
    fn continues(&mut self, line: &str, row: u32, column: u32) -> bool {
        let at = self.view.at(row, column);
        let open = self.state.open.filter(|_| !line.trim().is_empty());
        let record = self.table.as_mut().zip(open).and_then(|(table, rank)| table.records.get_mut(rank));
        let Some(record) = record.filter(|record| record.label.at.cell == at) else { return false };
        let short = line.len() <= LONGEST_LINE && crate::text::words(line).len() <= SHORT;
        // « Documentation », then « ERUN » on the next line of the cell.
        if let (true, true, Some(rank)) = (record.fields.is_empty(), short, open) {
            self.asked.insert(at);
            self.fill(rank, Field::Responsible, "", line.trim(), row, column);
            return true;
        }
        let Some(last) = record.fields.last_mut().filter(|value| value.cell.at.cell == at) else {
            return false;
        };
        let CellValue::Text(value) = &mut last.cell.value else { return false };
        if short {
            value.push('\n');
            value.push_str(line.trim());
        } else {
            let cell = Located { value: CellValue::Text(line.trim().to_owned()), at: last.cell.at.clone() };
            let remark =
                Value { field: Field::Comment, title: "".into(), cell, struck: false, merged: false };
            record.fields.push(remark);
        }
        true
    }

    fn take(&mut self, said: Said<'_>, line: &str, row: u32, column: u32) {
        let at = self.view.spot(row, column);
        match said {
            Said::Answer { label, named, closely, field, value } => {
                self.state.actor = None;
                self.asked.insert(at.cell);
                let rank = match self.state.open.filter(|rank| self.is_of(*rank, &named)) {
                    Some(rank) => rank,
                    None => self.record(label, named, closely, &at),
                };
                self.state.open = Some(rank);
                self.fill(rank, field, label, value, row, column);
            }
            Said::Asked { field, title, value } => {
                let beside = self.view.behind(row, column).first().map(|cell| cell.value.shown());
                let value = if value.is_empty() { beside.unwrap_or_default() } else { value.to_owned() };
                let is_new = field == Field::Responsible
                    && self.state.open.is_none_or(|rank| self.holds(rank, Field::Responsible));
                if is_new {
                    // « Responsable : mairie » over the competences that it answers for.
                    self.state.open = None;
                    self.state.actor = self.recogniser.is_body(&value).then(|| (value.clone(), at.clone()));
                } else if let Some(rank) = self.state.open {
                    self.fill(rank, field, title, &value, row, column);
                }
            }
            Said::Label { named, closely } => {
                // « Formation | ERUN »: a body beside a competence answers for it; what stands above does not.
                if matches!(self.view.cell(row, column + 1), Some(cell) if
                    self.recogniser.bodies.named(cell.value) && !gist::says_mode(cell.value)
                        && !matches!(cell.value, CellValue::Text(text) if
                            self.recogniser.labels.exactly(text).is_some()))
                {
                    self.state.actor = None;
                }
                if let Some((who, whose)) = self.state.actor.clone() {
                    if closely && !line.chars().any(char::is_alphabetic) {
                        return;
                    }
                    let rank = self.record(line.trim(), named, closely, &at);
                    let dress = self.dress(line, row, column);
                    if self.state.dress.1.is_none() {
                        self.state.titles += 1;
                        self.state.apart += usize::from(row > whose.cell.row + 1);
                    }
                    if !self.state.met.0 {
                        self.state.headless += usize::from(self.state.met.1);
                        self.state.met.0 = true;
                    }
                    self.state.dress.1.get_or_insert(dress);
                    self.state.plain += usize::from(dress == self.state.dress.0);
                    self.state.listed += 1;
                    self.actors.insert(crate::text::fold(&who));
                    self.put(rank, Field::Responsible, "", &who, &whose);
                    self.beside(rank, row, column);
                } else {
                    self.state.met.1 = true;
                    self.state.open = Some(self.record(line.trim(), named, closely, &at));
                }
            }
            Said::Actor { who, announced } => {
                self.state.open = None;
                self.state.actor = Some((who.to_owned(), at));
                self.state.dress = (self.dress(line, row, column), None);
                self.state.announced += usize::from(announced);
            }
            Said::Listed { who, what, mode, closely } => {
                self.state.open = None;
                self.state.actor = None;
                for (label, named) in what {
                    let rank = self.record(label, named, closely, &at);
                    self.put(rank, Field::Responsible, "", who, &at);
                    self.put(rank, Field::Mode, "", mode.unwrap_or_default(), &at);
                }
            }
            Said::Nothing => {
                if self.identifies(line) {
                    self.state.open = None;
                    self.state.actor = None;
                } else if line.len() > LONGEST_LINE {
                    self.state.actor = None;
                } else if self.state.actor.is_some() && !line.trim().is_empty() {
                    self.unnamed(line, row, column, at);
                }
            }
        }
    }

    /// A line under a body that names neither body nor competence: dressed as the titles are, a body without a known
    /// name; dressed as the items are, a line outside the referential; else nobody knows, and the list ends.
    fn unnamed(&mut self, line: &str, row: u32, column: u32, at: Spot) {
        let dress = self.dress(line, row, column);
        match self.state.dress {
            (title, Some(item)) if title != item && dress == title => {
                self.state.actor = Some((line.trim().to_owned(), at));
                self.state.dress = (dress, None);
            }
            (title, Some(item)) if title != item && item == dress => {
                let nearest = self.recogniser.nearest(line);
                if let Some(table) = &mut self.table {
                    let fact = Fact::OutsideLabel(nearest);
                    let read = line.trim().to_owned();
                    table.facts.push(Observed { fact, at: Some(at), competence: None, read });
                }
            }
            _ => {
                self.state.actor = None;
                self.state.broken += 1;
            }
        }
    }

    fn dress(&self, line: &str, row: u32, column: u32) -> Dress {
        Dress {
            set_in: line.starts_with([' ', '\u{a0}', '\t']) || without_bullet(line).len() < line.trim().len(),
            answered: self.view.cell(row, column + 1).is_some(),
        }
    }
}
