//! Tables whose labels stand in a column: lists, cross-tables, and, on their side, transposed ones.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Recogniser;
use super::candidates::{Candidate, Candidates, candidates};
use super::columns::{self, Column, Meaning};
use super::extents::{GAP, body_rows, extent, first_worded, header_rows};
use super::rows::is_total;
use super::view::View;
use crate::model::fact::Fact;
use crate::model::inventory::Observed;
use crate::model::place::CellRef;
use crate::model::record::{Field, Record, Shape, TableFound};

/// How many labels a column without a title must hold to be a table's.
const FEWEST_HEADLESS: usize = 3;

/// A table found, its records, and the cells it takes up.
pub(super) struct Table {
    pub(super) found: TableFound,
    pub(super) records: Vec<Record>,
    pub(super) facts: Vec<Observed>,
    /// Addresses of the sheet (not of the view) that the table accounts for.
    pub(super) cells: BTreeSet<CellRef>,
    /// Whether something in it tells who is responsible.
    pub(super) tells_responsible: bool,
}

impl Table {
    /// Competences written under the names of actors: each is entrusted to the one it stands under, and it is told.
    pub(super) fn entrust_by_place(&mut self) {
        self.tells_responsible = true;
        self.found.records = self.records.len();
        self.facts.push(Observed {
            fact: Fact::TwoReadings(
                "chaque compétence, confiée à l’acteur sous le nom duquel elle est écrite".into(),
            ),
            at: self.records.first().map(|record| record.label.at.clone()),
            competence: None,
            read: String::new(),
        });
    }
}

/// Tables of a view, in reading order. `hits` are the cells (view's row, column) whose text names a competence.
pub(super) fn find(recogniser: &Recogniser, view: &View<'_>, hits: &BTreeMap<u32, Vec<u32>>) -> Vec<Table> {
    let candidates = candidates(recogniser, view, hits);
    candidates.all.iter().filter_map(|candidate| read(recogniser, view, candidate, &candidates)).collect()
}

fn read(recogniser: &Recogniser, view: &View<'_>, candidate: &Candidate, all: &Candidates) -> Option<Table> {
    let first = *candidate.hits.first()?;
    let Some(header) = header_rows(recogniser, view, candidate, first) else {
        return headless(recogniser, view, candidate, all);
    };
    let columns = extent(recogniser, view, candidate, header, all);
    let body = body_rows(recogniser, view, candidate, header.1, header.1 + 1, &columns);
    let mut facts = Vec::new();
    if let Some(row) = candidate.header
        && let Some(text) = view.text(row, candidate.column)
        && !recogniser.dictionary.columns.exact(text).contains(&Field::Competence)
    {
        facts.push(Observed {
            fact: Fact::CloseHeader(Field::Competence.label()),
            at: Some(view.spot(row, candidate.column)),
            competence: None,
            read: text.to_owned(),
        });
    }
    let answering: Vec<u32> = body
        .iter()
        .copied()
        .filter(|row| {
            let label = view.text(*row, candidate.column);
            label.is_none_or(|label| !is_total(label) && !recogniser.asks_mode_below(label))
        })
        .collect();
    let understood = columns::understand(
        recogniser,
        view,
        Some(header),
        &answering,
        candidate.column,
        &columns,
        &mut facts,
    );
    let cross =
        understood.iter().any(|column| matches!(column.meaning, Meaning::Actor | Meaning::NamedActor));
    let names_under = |index: u32| {
        answering
            .iter()
            .filter_map(|row| view.cell(*row, index))
            .any(|cell| super::gist::is_worded(cell.value))
    };
    let tells_responsible = cross
        || understood.iter().any(|column| match column.meaning {
            Meaning::Field(field) => field == Field::Responsible,
            // « Interne : qui ? », « Externe : qui ? ».
            Meaning::Tick(_) => names_under(column.index),
            Meaning::Actor | Meaning::NamedActor => true,
        });
    // « Compétences assurées en interne » over labels and answers that no title heads.
    if !tells_responsible
        && understood.is_empty()
        && let Some(table) = headless(recogniser, view, candidate, all)
    {
        return Some(table);
    }
    let shape = match (view.on_its_side(), cross) {
        (true, _) => Shape::Transposed,
        (false, true) => Shape::Cross,
        (false, false) => Shape::List,
    };
    let mut table = Table {
        found: TableFound {
            sheet: Arc::clone(view.sheet_name()),
            shape,
            header: view.at(header.1, candidate.column),
            columns: understood
                .iter()
                .map(|column| (column.title.to_string(), meaning_label(column)))
                .collect(),
            records: 0,
        },
        records: Vec::new(),
        facts,
        cells: BTreeSet::new(),
        tells_responsible,
    };
    for row in header.0..=header.1 {
        table.take(view, row, candidate.column, &understood);
    }
    table.read_rows(recogniser, view, candidate.column, &body, &understood);
    table.read_labels_beside(recogniser, view, (header.1, candidate.column), &body, &understood);
    if !tells_responsible
        && let Some(at) = view.rows(header.1, header.1).next().map(|_| view.spot(header.1, candidate.column))
    {
        table.facts.push(Observed {
            fact: Fact::NoResponsibleColumn,
            at: Some(at),
            competence: None,
            read: String::new(),
        });
    }
    table.found.records = table.records.len();
    (!table.records.is_empty()).then_some(table)
}

/// Labels in a column without any title above: a table only where a single column beside names entities.
fn headless(
    recogniser: &Recogniser,
    view: &View<'_>,
    candidate: &Candidate,
    all: &Candidates,
) -> Option<Table> {
    let first = *candidate.hits.first()?;
    // A last band of two competences, under bands that make a table.
    let is_band = || {
        candidate.hits.len() + 1 == FEWEST_HEADLESS
            && view.on_its_side()
            && all.all.iter().any(|other| other.header.is_none() && other.hits.len() >= FEWEST_HEADLESS)
    };
    if candidate.hits.len() < FEWEST_HEADLESS && !is_band() {
        return None;
    }
    let mut filled: BTreeSet<u32> = BTreeSet::new();
    for row in &candidate.hits {
        filled.extend(view.row(*row).iter().map(|cell| cell.column));
    }
    let mut columns = vec![candidate.column];
    for column in filled.range(candidate.column + 1..) {
        if all.by_column.contains_key(column) || column - columns.last()? > GAP {
            break;
        }
        columns.push(*column);
    }
    // « Le chef de projet | Mairie »: lines in other words go before the first that is exact.
    let begin = first_worded(recogniser, view, candidate.column, first);
    let body = body_rows(recogniser, view, candidate, begin, begin, &columns);
    let answering: Vec<u32> = body
        .iter()
        .copied()
        .filter(|row| {
            view.text(*row, candidate.column).is_none_or(|label| !recogniser.asks_mode_below(label))
        })
        .collect();
    let mut facts = Vec::new();
    let understood =
        columns::understand(recogniser, view, None, &answering, candidate.column, &columns, &mut facts);
    if !understood.iter().any(|column| matches!(column.meaning, Meaning::Field(Field::Responsible))) {
        return None;
    }
    let mut table = Table {
        found: TableFound {
            sheet: Arc::clone(view.sheet_name()),
            shape: if view.on_its_side() { Shape::Transposed } else { Shape::List },
            header: view.at(first, candidate.column),
            columns: understood
                .iter()
                .map(|column| (column.title.to_string(), meaning_label(column)))
                .collect(),
            records: 0,
        },
        records: Vec::new(),
        facts,
        cells: BTreeSet::new(),
        tells_responsible: true,
    };
    table.read_rows(recogniser, view, candidate.column, &body, &understood);
    table.found.records = table.records.len();
    (!table.records.is_empty()).then_some(table)
}

fn meaning_label(column: &Column) -> &'static str {
    match column.meaning {
        Meaning::Field(field) => field.label(),
        Meaning::Actor | Meaning::NamedActor => "acteur",
        Meaning::Tick(mode) => mode.label(),
    }
}
