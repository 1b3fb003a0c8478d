//! Texts that answer by themselves, one line after the other: « Pilotage : mairie », « Assistance ........ ERUN »,
//! « Ce que fait la mairie : » over a list, a whole inventory in one cell, a card whose lines say « Responsable : … ».
//!
//! Nothing but signs and words tells such answers: they are read where no table is, and always told.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Recogniser;
use super::blocks::blank;
use super::gist;
use super::labels::Named;
use super::tables::Table;
use super::view::View;
use crate::model::fact::Fact;
use crate::model::grid::CellValue;
use crate::model::inventory::Observed;
use crate::model::place::{CellRef, Located, Spot};
use crate::model::record::{Field, Record, Value};
use crate::model::referential::CompetenceId;

/// How many competences such lines must name exactly.
const FEWEST: usize = 3;
/// A line of so many words may be an answer; a longer one is a remark.
const SHORT: usize = 6;
/// How many sentences of one line are read.
const MOST_SENTENCES: usize = 60;
/// A longer line, in bytes, is a tale: only a label at its very beginning is looked for.
const LONGEST_LINE: usize = 400;
/// No label of a line takes more bytes.
const LONGEST_HEAD: usize = 160;
/// What stands between a label and its answer on one line, tried in this order.
const BETWEEN: [&str; 8] = [":", "=", "→", "=>", "->", " – ", " — ", " - "];
/// Words that announce what a body does: « Ce que fait la mairie ».
const ANNOUNCES: [&[&str]; 18] = [
    &["ce", "que", "fait"],
    &["ce", "que", "font"],
    &["ce", "qui", "releve", "de"],
    &["ce", "dont", "s", "occupe"],
    &["a", "la", "charge", "de"],
    &["a", "charge", "de"],
    &["pris", "en", "charge", "par"],
    &["prises", "en", "charge", "par"],
    &["assure", "par"],
    &["assurees", "par"],
    &["confie", "a"],
    &["confiees", "a"],
    &["competences", "de"],
    &["competences", "du"],
    &["missions", "de"],
    &["missions", "du"],
    &["releve", "de"],
    &["acteur"],
];

/// What one line says.
enum Said<'t> {
    /// Who answers for these competences, and what else is said with it.
    Answer { label: &'t str, named: Vec<CompetenceId>, closely: bool, field: Field, value: &'t str },
    /// A question and its answer, about the competence named above.
    Asked { field: Field, title: &'t str, value: &'t str },
    /// A competence, and nothing else.
    Label { named: Vec<CompetenceId>, closely: bool },
    /// A body, over what it does; whether words announce that.
    Actor { who: &'t str, announced: bool },
    /// A body and what it does.
    Listed { who: &'t str, what: Vec<(&'t str, Vec<CompetenceId>)>, mode: Option<&'t str>, closely: bool },
    /// Something else.
    Nothing,
}

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
            let told = sentences().nth(1).is_some()
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
        let Some(last) = record.fields.last_mut().filter(|value| value.cell.at.cell == at) else {
            return false;
        };
        let CellValue::Text(value) = &mut last.cell.value else { return false };
        if line.len() <= LONGEST_LINE && crate::text::words(line).len() <= SHORT {
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

    fn said<'t>(&self, written: &'t str, row: u32, column: u32) -> Said<'t> {
        let line = without_bullet(written);
        if line.is_empty() {
            return Said::Nothing;
        }
        let recogniser = self.recogniser;
        if line.len() > LONGEST_LINE {
            return self.told_at_length(line);
        }
        let effort = self.view.effort();
        let cuts = || {
            BETWEEN
                .iter()
                .filter_map(|sign| line.split_once(sign))
                .chain(at_leaders(line))
                .map(|(left, right)| (left.trim(), right.trim()))
        };
        // « Mairie : assistance, documentation ».
        let listed = cuts().find_map(|(who, what)| {
            let what = recogniser.listed(what)?;
            let bodies = what.iter().any(|(label, _)| recogniser.is_body(label));
            (recogniser.is_body(who) && (!bodies || recogniser.labels.exactly(who).is_none()))
                .then_some(Said::Listed { who, what, mode: None, closely: false })
        });
        if let Some(listed) = listed {
            return listed;
        }
        // « Assistance – responsable : mairie ».
        let asked = line.split_once([':', '=']).and_then(|(title, value)| {
            let asked = recogniser.asked(title, effort)?;
            Some(Said::Answer {
                label: title.trim(),
                named: asked.competences,
                closely: asked.closely,
                field: asked.field,
                value: value.trim(),
            })
        });
        if let Some(asked) = asked {
            return asked;
        }
        let answer = |label, named, closely, value| Said::Answer {
            label,
            named,
            closely,
            field: Field::Responsible,
            value,
        };
        if let Some((label, value, named)) =
            cuts().find_map(|(label, value)| Some((label, value, recogniser.labels.exactly(label)?)))
        {
            // « Assistance : responsable » asks, and answers nothing.
            // « Maintenance : personne » answers: nobody.
            let nobody = *crate::text::words(value) == ["personne"];
            if recogniser.question(value).is_some() && !recogniser.is_body(value) && !nobody {
                return Said::Nothing;
            }
            return answer(label, named, false, value);
        }
        if let Some((title, value)) = line.split_once([':', '='])
            && let Some(field) = recogniser.question(title)
        {
            return Said::Asked { field, title: title.trim(), value: value.trim() };
        }
        if let Some(told) = recogniser.told_by(line) {
            return Said::Listed { who: told.who, what: told.what, mode: told.mode, closely: told.closely };
        }
        let near = |label: &str| match recogniser.labels.name(label, None, effort) {
            // « Interne » is near to « Internet », and is no label.
            _ if recogniser.field_of(label).is_some() => None,
            Named::Closely(named) | Named::Loosely(named) => Some(named),
            _ => None,
        };
        if self.identifies(line) {
            return Said::Nothing;
        }
        if let Some((label, value)) = cuts().next()
            && !value.is_empty()
            && let Some(named) = near(label)
        {
            return answer(label, named, true, value);
        }
        if let Some(actor) = self.actor(line, self.dress(written, row, column), row, column) {
            return actor;
        }
        if let Some(named) = recogniser.labels.exactly(line) {
            return Said::Label { named, closely: false };
        }
        // « Assistance (mairie) ».
        if let Some((label, inside)) = line.strip_suffix(')').and_then(|line| line.split_once('('))
            && (recogniser.is_body(inside) || answers_in_brackets(recogniser, inside))
            && let Some(named) = recogniser.labels.exactly(label)
        {
            return answer(label.trim(), named, false, inside.trim());
        }
        match near(line) {
            Some(named) => Said::Label { named, closely: true },
            None => Said::Nothing,
        }
    }

    /// « Assistance : », then a tale: a label answered at length. Anything else so long tells nothing.
    fn told_at_length<'t>(&self, line: &'t str) -> Said<'t> {
        let head = &line[..line.floor_char_boundary(LONGEST_HEAD)];
        let told = BETWEEN.iter().find_map(|sign| {
            let (label, _) = head.split_once(sign)?;
            let named = self.recogniser.labels.exactly(label)?;
            Some((label.trim(), named, line[label.len() + sign.len()..].trim()))
        });
        told.map_or(Said::Nothing, |(label, named, value)| Said::Answer {
            label,
            named,
            closely: false,
            field: Field::Responsible,
            value,
        })
    }

    /// A body that stands over what it does: « Ce que fait la mairie : », « MAIRIE », alone in its cell.
    fn actor<'t>(&self, line: &'t str, dress: Dress, row: u32, column: u32) -> Option<Said<'t>> {
        let bare = line.trim_end_matches([':', ' ', '.']).trim_end();
        let tokens = super::prose::tokens(bare);
        let announced = ANNOUNCES.iter().find_map(|words| {
            let begins = tokens.len() > words.len()
                && tokens.iter().zip(*words).all(|(token, word)| token.text == *word);
            begins.then(|| bare[tokens[words.len() - 1].end..].trim_start_matches([':', ' ']))
        });
        let who = announced.unwrap_or(bare);
        // « École du Moulin, Landivel (0299396F) » tells whose sheet it is.
        let tells_uai = tokens.iter().any(|token| {
            token.text.len() == 8 && token.text.bytes().take(7).all(|byte| byte.is_ascii_digit())
        });
        if tells_uai {
            return None;
        }
        if !self.recogniser.is_body(who) || self.identifies(line) || who.contains([':', '=']) {
            return None;
        }
        let announced = announced.is_some() || line.ends_with(':');
        // « Éditeur », « Hébergeur » are competences as well, unless other bodies stand beside; « Formation des
        // enseignants » holds a body's name.
        let is_label = !matches!(self.recogniser.labels.name(who, None, self.view.effort()), Named::Nothing);
        // Among items dressed otherwise than their titles, dress tells.
        if let (title, Some(item)) = self.state.dress
            && is_label
            && title != item
        {
            return (dress == title).then_some(Said::Actor { who, announced });
        }
        (announced || !is_label || self.stands_among_bodies(row, column))
            .then_some(Said::Actor { who, announced })
    }

    /// Whether another body stands in the row, over a competence as well: columns, each an actor's.
    fn stands_among_bodies(&self, row: u32, column: u32) -> bool {
        self.view.row(row).iter().filter(|cell| cell.column != column).take(12).any(|cell| {
            let under = self.view.text(row + 1, cell.column);
            under.is_some_and(|text| self.recogniser.labels.exactly(text).is_some())
                && matches!(cell.value, CellValue::Text(text) if
                self.recogniser.is_body(text) && self.recogniser.labels.exactly(text).is_none())
        })
    }

    fn identifies(&self, line: &str) -> bool {
        let Some((asked, _)) = line.split_once(':') else { return false };
        asked.len() <= LONGEST_HEAD && !self.recogniser.dictionary.identity.exact(asked).is_empty()
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

    fn is_of(&self, rank: usize, named: &[CompetenceId]) -> bool {
        self.table
            .as_ref()
            .and_then(|table| table.records.get(rank))
            .is_some_and(|record| record.competences == named)
    }

    fn holds(&self, rank: usize, field: Field) -> bool {
        let record = self.table.as_ref().and_then(|table| table.records.get(rank));
        record.is_some_and(|record| record.fields.iter().any(|value| value.field == field))
    }

    /// Opens a record for competences named on a line.
    fn record(&mut self, label: &str, named: Vec<CompetenceId>, closely: bool, at: &Spot) -> usize {
        let spelt = self.recogniser.names(&named);
        let table = self.table.get_or_insert_with(|| blank(self.view, 0, 0));
        if table.records.is_empty() {
            table.found.header = at.cell;
        }
        if closely {
            let only = named.first().copied().filter(|_| named.len() == 1);
            let fact = Fact::CloseLabel(spelt.join(", "));
            table.facts.push(Observed {
                fact,
                at: Some(at.clone()),
                competence: only,
                read: label.to_owned(),
            });
        } else if named.len() > 1 {
            let fact = Fact::GroupLabel(spelt);
            table.facts.push(Observed {
                fact,
                at: Some(at.clone()),
                competence: None,
                read: label.to_owned(),
            });
        }
        table.cells.insert(at.cell);
        table.records.push(Record {
            table: 0,
            label: Located { value: label.to_owned(), at: at.clone() },
            competences: named,
            fields: Vec::new(),
            actors: Vec::new(),
            ticked: Vec::new(),
            notes: Vec::new(),
        });
        table.records.len() - 1
    }

    /// Gives a record what a line says: who answers, and what is written behind (« mairie ; mode : interne »).
    fn fill(&mut self, rank: usize, field: Field, title: &str, value: &str, row: u32, column: u32) {
        let at = self.view.spot(row, column);
        if field != Field::Responsible {
            self.put(rank, field, title, value, &at);
            return;
        }
        let mut who: Vec<&str> = Vec::new();
        let mut aside: Vec<(Field, &str, &str)> = Vec::new();
        for piece in value.split([';', '|', ',']).flat_map(|piece| {
            at_leaders(piece).map_or_else(|| vec![piece], |(left, right)| vec![left, right])
        }) {
            let told = piece.split_once([':', '=']).and_then(|(title, value)| {
                Some((self.recogniser.question(title)?, title.trim(), value.trim()))
            });
            let says_mode = || {
                let cell = CellValue::Text(piece.to_owned());
                gist::says_mode(&cell) && !self.recogniser.bodies.named(&cell)
            };
            if let Some(told) = told {
                aside.push(told);
            } else if !who.is_empty() && says_mode() {
                aside.push((Field::Mode, "", piece.trim()));
            } else {
                who.push(piece.trim());
            }
        }
        // Nothing but names: they stay as they are written.
        let who = if aside.is_empty() { value.to_owned() } else { who.join(", ") };
        self.put(rank, Field::Responsible, title, &who, &at);
        for (field, title, value) in aside {
            self.put(rank, field, title, value, &at);
        }
    }

    /// What stands beside a label under a body: its mode, or a remark.
    fn beside(&mut self, rank: usize, row: u32, column: u32) {
        let Some(cell) = self.view.cell(row, column + 1) else { return };
        let is_label =
            matches!(cell.value, CellValue::Text(text) if self.recogniser.labels.exactly(text).is_some());
        if is_label {
            return;
        }
        if gist::says_mode(cell.value) {
            let at = self.view.spot(row, column + 1);
            self.put(rank, Field::Mode, "", &cell.value.shown(), &at);
        }
    }

    fn put(&mut self, rank: usize, field: Field, title: &str, value: &str, at: &Spot) {
        let Some(table) = &mut self.table else { return };
        table.cells.insert(at.cell);
        let Some(record) = table.records.get_mut(rank) else { return };
        if value.is_empty() {
            return;
        }
        table.tells_responsible |= field == Field::Responsible;
        record.fields.push(Value {
            field,
            title: Arc::from(title),
            cell: Located { value: CellValue::Text(value.to_owned()), at: at.clone() },
            struck: false,
            merged: false,
        });
    }

    /// The table, if enough is certain in it.
    fn settled(self) -> Option<Table> {
        let state = self.state;
        let mut table = self.table.filter(|table| table.tells_responsible)?;
        // Competences named alone, as titles of a list that says nothing, are no answers.
        let alone = |record: &Record| record.fields.is_empty() && !self.asked.contains(&record.label.at.cell);
        table.records.retain(|record| !alone(record));
        let loose: BTreeSet<&Spot> = table
            .facts
            .iter()
            .filter(|seen| matches!(seen.fact, Fact::CloseLabel(_)))
            .filter_map(|seen| seen.at.as_ref())
            .collect();
        let named: BTreeSet<CompetenceId> = table
            .records
            .iter()
            .filter(|record| !loose.contains(&record.label.at))
            .flat_map(|record| record.competences.iter().copied())
            .collect();
        if named.len() < FEWEST {
            return None;
        }
        if state.listed * 2 > table.records.len() {
            // A body over a list: two bodies at least, unless words announce what it does; and lists, not single labels
            // over their answers.
            let bodies = self.actors.len();
            // A competence first, then a body, then a competence: which goes with which isn't known.
            let doubtful = state.headless + state.broken + state.apart > 0;
            let single = state.plain > 0 && (state.listed < 2 * state.titles || doubtful);
            if state.announced == 0 && (bodies < 2 || single) {
                return None;
            }
        }
        table.facts.push(Observed {
            fact: Fact::TwoReadings(
                if state.listed > 0 {
                    "chaque compétence, confiée à l’acteur sous le nom duquel elle est écrite"
                } else {
                    "ce qui suit chaque libellé dans sa cellule, lu comme l’entité responsable"
                }
                .into(),
            ),
            at: table.records.first().map(|record| record.label.at.clone()),
            competence: None,
            read: String::new(),
        });
        table.found.records = table.records.len();
        Some(table)
    }
}

/// « Évaluation (néant) », « Éditeur (Scolibri) »: what brackets hold behind a label, neither a label nor a mode.
fn answers_in_brackets(recogniser: &Recogniser, inside: &str) -> bool {
    let words = crate::text::words(inside);
    !words.is_empty()
        && words.len() <= 3
        && recogniser.field_of(inside).is_none()
        && recogniser.labels.exactly(inside).is_none()
        && !gist::says_mode(&CellValue::Text(inside.to_owned()))
        && (inside.trim_start().starts_with(char::is_uppercase)
            || words[0] == "neant"
            || words[0] == "personne")
}

/// A line without the mark that lists it: « - Assistance », « • Assistance », « 3 - Assistance ».
fn without_bullet(line: &str) -> &str {
    let line = line.trim();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line[digits..].trim_start();
    let line = match rest.strip_prefix(['.', ')', '-', '–', '/', ':']) {
        Some(rest) if (1..=2).contains(&digits) && rest.starts_with([' ', '\u{a0}']) => rest.trim_start(),
        _ => line,
    };
    line.trim_start_matches(['-', '–', '—', '•', '*', '►', '▪', '✓', '✔', '→', '·', '⇒', '>']).trim_start()
}

/// A line cut at its leaders: « Assistance ........ mairie », « Assistance____mairie », a tabulation.
fn at_leaders(line: &str) -> Option<(&str, &str)> {
    let blank = |sign: char| matches!(sign, ' ' | '\t' | '\u{a0}');
    let leads = |sign: char| matches!(sign, '.' | '…' | '_' | '·' | '-' | '–' | '—');
    let mut from = 0;
    while let Some(start) = line[from..].find(|sign| blank(sign) || leads(sign)).map(|at| from + at) {
        // One sign leads, blanks apart: « ........ - » leads to a dash, which answers.
        let sign = line[start..].chars().find(|sign| !blank(*sign)).filter(|sign| leads(*sign));
        let of_run = |other: char| blank(other) || Some(other) == sign;
        let end = line[start..].find(|other| !of_run(other)).map_or(line.len(), |at| start + at);
        let run = &line[start..end];
        let signs = |sign: char| run.matches(sign).count();
        let leads_on = signs('…') > 0
            || signs('\t') > 0
            || ['.', '_', '·', '-', '–', '—'].iter().any(|sign| signs(*sign) > 2)
            || signs(' ') + signs('\u{a0}') > 3;
        if leads_on && start > 0 {
            return Some((&line[..start], line[end..].trim_start_matches(['>', ':'])));
        }
        from = end;
    }
    None
}
