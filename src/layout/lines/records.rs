//! The records that lines make, and whether they are certain enough to be a table.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::blocks::blank;
use super::super::gist;
use super::super::tables::Table;
use super::Reader;
use super::said::at_leaders;
use crate::model::fact::Fact;
use crate::model::grid::CellValue;
use crate::model::inventory::Observed;
use crate::model::place::{Located, Spot};
use crate::model::record::{Field, Record, Value};
use crate::model::referential::CompetenceId;

/// How many competences such lines must name exactly.
const FEWEST: usize = 3;

impl Reader<'_, '_> {
    pub(super) fn is_of(&self, rank: usize, named: &[CompetenceId]) -> bool {
        self.table
            .as_ref()
            .and_then(|table| table.records.get(rank))
            .is_some_and(|record| record.competences == named)
    }

    pub(super) fn holds(&self, rank: usize, field: Field) -> bool {
        let record = self.table.as_ref().and_then(|table| table.records.get(rank));
        record.is_some_and(|record| record.fields.iter().any(|value| value.field == field))
    }

    /// Opens a record for competences named on a line.
    pub(super) fn record(
        &mut self,
        label: &str,
        named: Vec<CompetenceId>,
        closely: bool,
        at: &Spot,
    ) -> usize {
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
    pub(super) fn fill(
        &mut self,
        rank: usize,
        field: Field,
        title: &str,
        value: &str,
        row: u32,
        column: u32,
    ) {
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
    pub(super) fn beside(&mut self, rank: usize, row: u32, column: u32) {
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

    pub(super) fn put(&mut self, rank: usize, field: Field, title: &str, value: &str, at: &Spot) {
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
    pub(super) fn settled(self) -> Option<Table> {
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
