//! Values understood: records in, assignments out. What is doubtful is kept as a fact, never settled in silence.

mod answers;
mod bare;
mod beside;
mod boxes;
mod codes;
mod cross;
mod dates;
mod details;
mod ditto;
mod doubts;
mod emails;
mod entities;
mod footnotes;
mod known;
mod links;
mod masking;
mod modes;
mod numbers;
mod own;
mod people;
mod pieces;
mod plain;
mod refusals;
mod remarks;
mod repeats;
mod reserves;
mod responsible;
mod roles;
mod sentences;
mod surnames;

use std::collections::{BTreeMap, BTreeSet};

pub use known::KnownNames;
pub use masking::{MASK, Persons};

use entities::{Entities, Piece};
use plain::Words;

use crate::model::budget::Effort;
use crate::model::fact::Fact;
use crate::model::grid::CellValue;
use crate::model::inventory::{Answer, Assignment, Details, Mention, Observed};
use crate::model::place::Spot;
use crate::model::record::{Field, Layout, Record, Shape, Value};
use crate::model::referential::{CompetenceId, EntityTypeId, Mode, Reach, Referential};
use crate::text::memo::Memo;

/// Everything that values are compared with, prepared once a run.
#[derive(Clone, Debug)]
pub struct Normaliser {
    words: Words,
    entities: Entities,
    fonctions: Vec<String>,
    entity_types: Vec<String>,
    /// Whether what each type does is internal to the project's owners.
    internal: Vec<bool>,
    /// Whom texts named, and the steps that telling it took.
    named_before: Memo<(answers::Named, u64)>,
    /// The same, with what was deduced.
    reported_before: Memo<(answers::Named, u64)>,
}

impl Normaliser {
    /// Prepares the words of a referential.
    pub fn new(referential: &Referential) -> Self {
        Self {
            words: Words::new(referential),
            entities: Entities::new(referential),
            fonctions: referential.fonctions.iter().map(|fonction| fonction.label.clone()).collect(),
            entity_types: referential.entity_types.iter().map(|kind| kind.label.clone()).collect(),
            internal: referential.entity_types.iter().map(|kind| kind.internal).collect(),
            named_before: Memo::default(),
            reported_before: Memo::default(),
        }
    }

    /// What a name read alone means, wherever it was written; `None` where it is a person's.
    pub fn mention(&self, name: &str) -> Option<Mention> {
        match self.entities.read(name) {
            Piece::Entity { mention, .. } => Some(mention),
            Piece::Person => None,
        }
    }

    /// What the records of a layout say, one assignment for each competence they answer for, and what was seen. What
    /// costs more than its effort allows is left in the middle, for the effort's verdict to tell.
    pub fn assignments(&self, layout: &Layout, effort: &Effort) -> (Vec<Assignment>, Vec<Observed>) {
        let mut seen = Vec::new();
        let mut above: BTreeMap<(usize, Field), String> = BTreeMap::new();
        let mut untyped: BTreeSet<String> = BTreeSet::new();
        let codes = codes::Codes::read(
            &self.words,
            layout.loose.iter().map(|loose| loose.value.as_str()),
            &layout.records,
        );
        let legend = cross::Legend::read(layout.loose.iter().map(|loose| loose.value.as_str()));
        let numbered = ditto::numbered(layout);
        let labelled = ditto::labelled(layout);
        let by_letters = cross::by_letters(&self.words, &layout.records);
        let footnotes = footnotes::read(layout.loose.iter().map(|loose| loose.value.as_str()));
        let mut read: Vec<(Assignment, Option<cross::Role>)> = Vec::new();
        for record in &layout.records {
            let signs: usize = record.fields.iter().map(|value| value.cell.value.length()).sum();
            if !effort.spend(200 + 10 * signs as u64) {
                break;
            }
            let cross = layout.tables.get(record.table).is_some_and(|table| table.shape == Shape::Cross)
                || !record.actors.is_empty();
            let asks_responsible = layout.tables.get(record.table).is_some_and(|table| {
                table.columns.iter().any(|(_, meaning)| *meaning == Field::Responsible.label())
            });
            let mut line = Line {
                normaliser: self,
                effort,
                record,
                asks_responsible,
                codes: &codes,
                by_letters: by_letters.contains(&record.table),
                numbered: &numbered,
                labelled: &labelled,
                footnotes: &footnotes,
                seen: &mut seen,
                above: &mut above,
                untyped: &mut untyped,
                beside: None,
            };
            let (answer, written, at) = if cross { line.crossed(legend) } else { line.answered() };
            let role =
                line.field(Field::Role).and_then(|value| cross::Role::parse(&value.cell.value.shown()));
            let performers = line.performers();
            let mode = line.mode();
            let details = line.details(&at);
            let answer = line.completed(answer, &details, &performers, &at);
            line.tell_doubts(&answer);
            if answer == Answer::Blank && !record.competences.is_empty() {
                for note in &record.notes {
                    line.see(Fact::NoteOnBlank, &note.at, &note.value);
                }
            }
            let each: Vec<Option<CompetenceId>> = if record.competences.is_empty() {
                vec![None]
            } else {
                record.competences.iter().copied().map(Some).collect()
            };
            for competence in each {
                read.push((
                    Assignment {
                        competence,
                        label: record.label.clone(),
                        at: at.clone(),
                        written: written.clone(),
                        answer: answer.clone(),
                        performers: performers.clone(),
                        mode,
                        details: details.clone(),
                    },
                    role,
                ));
            }
        }
        let mut assignments = cross::by_role(read, &mut seen);
        bare::tell_persons(&mut assignments, &mut seen);
        repeats::report(&mut assignments, &mut seen);
        (assignments, seen)
    }
}

/// One record being read.
struct Line<'a> {
    normaliser: &'a Normaliser,
    effort: &'a Effort,
    record: &'a Record,
    /// Whether its table has a column for the responsible: a blank there is a blank answer.
    asks_responsible: bool,
    /// What the sheet says its codes stand for.
    codes: &'a codes::Codes,
    /// Whether the actors of its table are marked by modes.
    by_letters: bool,
    /// The answers by the table and the number of their line.
    numbered: &'a BTreeMap<(usize, u32), String>,
    /// The table, the words of the label and the answer of each line, where some answer refers to another by its name.
    labelled: &'a [(usize, Vec<String>, String)],
    /// The notes under the tables, by the mark that calls them.
    footnotes: &'a [(String, &'a str)],
    seen: &'a mut Vec<Observed>,
    /// The last value of each field of each table, for « idem ».
    above: &'a mut BTreeMap<(usize, Field), String>,
    /// Names without a type already told: once a document is enough.
    untyped: &'a mut BTreeSet<String>,
    /// The mode written in the answer's own cell.
    beside: Option<Mode>,
}

impl Normaliser {
    fn type_label(&self, kind: EntityTypeId) -> String {
        self.entity_types.get(usize::from(kind.0)).cloned().unwrap_or_default()
    }
}

impl Line<'_> {
    fn field(&self, field: Field) -> Option<&Value> {
        self.record.fields.iter().find(|value| value.field == field)
    }

    /// What stands in a column; nothing where it can't be read.
    fn shown(&self, field: Field) -> String {
        let value = self.field(field).map(|value| &value.cell.value).filter(|value| !is_unreadable(value));
        value.map(|value| value.shown().trim().to_owned()).unwrap_or_default()
    }

    fn see(&mut self, fact: Fact, at: &Spot, read: &str) {
        let competence = match self.record.competences.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        self.seen.push(Observed { fact, at: Some(at.clone()), competence, read: read.to_owned() });
    }

    /// Performers: those of the column, and in a cross-table those who do without answering for it.
    fn performers(&mut self) -> Vec<Mention> {
        let Some(value) = self.field(Field::Performers).cloned() else { return Vec::new() };
        if is_unreadable(&value.cell.value) {
            return Vec::new();
        }
        let written = value.cell.value.shown();
        if self.normaliser.words.plain(&written).is_some() {
            return Vec::new();
        }
        self.mentions(&written, &value.cell.at, false).0
    }

    /// The answer, once the other columns are known: a provider names « le prestataire », performers alone are no
    /// responsible.
    fn completed(&mut self, answer: Answer, details: &Details, performers: &[Mention], at: &Spot) -> Answer {
        match answer {
            Answer::Entities(mentions) => {
                let unnamed = |mention: &Mention| {
                    mention.core.is_empty()
                        && mention
                            .kind
                            .is_some_and(|kind| self.normaliser.entities.reach(kind) == Reach::National)
                };
                if !details.provider.is_empty() && mentions.len() == 1 && mentions.iter().all(unnamed) {
                    let kind = mentions[0].kind;
                    let (mut named, _) = self.mentions(&details.provider, at, false);
                    if named.len() == 1 {
                        named[0].kind = named[0].kind.or(kind);
                        return Answer::Entities(named);
                    }
                    // « Prestataire », which another column calls by two names.
                    if named.len() > 1 {
                        self.see(Fact::SecondBody, at, &details.provider);
                    }
                }
                Answer::Entities(mentions)
            }
            Answer::Blank if !performers.is_empty() || !details.provider.is_empty() => {
                self.see(Fact::PerformersOnly, at, "");
                Answer::Nobody
            }
            Answer::Blank
                if !details.person.is_empty() && !self.asks_responsible && self.record.actors.is_empty() =>
            {
                self.see(Fact::PersonAlone, at, &details.person);
                Answer::Nobody
            }
            other => other,
        }
    }
}

/// Whether a cell holds something that can't be read.
fn is_unreadable(value: &CellValue) -> bool {
    matches!(value, CellValue::Error(_) | CellValue::FormulaWithoutValue)
}
