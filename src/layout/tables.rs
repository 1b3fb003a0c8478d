//! Tables whose labels stand in a column: lists, cross-tables, and, on their side, transposed ones.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Recogniser;
use super::columns::{self, Column, Meaning};
use super::labels::Named;
use super::view::View;
use crate::model::fact::Fact;
use crate::model::grid::CellValue;
use crate::model::inventory::Observed;
use crate::model::mark::Mark;
use crate::model::place::{CellRef, Located};
use crate::model::record::{Actor, Field, Record, Shape, TableFound, Value};
use crate::model::referential::CompetenceId;

/// How many rows may stand between a header and its first label: sub-headers, a blank row.
const HEADER_REACH: u32 = 6;
/// How many it may hold before a title that asks who answers, or how.
const AIRY_GAP: u32 = 6;
/// How many labels a column without a title must hold to be a table's.
const FEWEST_HEADLESS: usize = 3;
/// How many blank columns a table may hold before what follows is another thing.
const GAP: u32 = 2;

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

/// A column of labels, before its header is looked for.
struct Candidate {
    column: u32,
    /// Row of the cell that says « Compétence », if there is one.
    header: Option<u32>,
    /// Rows of labels that name a competence exactly.
    hits: Vec<u32>,
    /// Where it ends: the row before the next header in the same column, or the sheet's last.
    end: u32,
}

/// The columns of labels of a view, in reading order.
struct Candidates {
    all: Vec<Candidate>,
    /// Their ranks by column, from top to bottom: in one column, none begins before the one above ends.
    by_column: BTreeMap<u32, Vec<usize>>,
}

impl Candidates {
    fn new(mut all: Vec<Candidate>) -> Self {
        all.sort_by_key(|candidate| (candidate.hits.first().copied(), candidate.column));
        let mut by_column: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (rank, candidate) in all.iter().enumerate() {
            by_column.entry(candidate.column).or_default().push(rank);
        }
        Self { all, by_column }
    }

    /// Those of a column that end at a row or below it and begin, their header one row above their labels at least,
    /// at another row or above it.
    fn between(&self, column: u32, from: u32, to: u32) -> impl Iterator<Item = usize> {
        let ranks = self.by_column.get(&column).map_or(&[][..], Vec::as_slice);
        let first = ranks.partition_point(|rank| self.all[*rank].end < from);
        ranks[first..].iter().copied().take_while(move |rank| self.all[*rank].begin() <= to)
    }
}

impl Candidate {
    /// The row of its header, else the one above its labels.
    fn begin(&self) -> u32 {
        self.header.unwrap_or_else(|| self.hits.first().map_or(0, |first| first.saturating_sub(1)))
    }
}

/// Tables of a view, in reading order. `hits` are the cells (view's row, column) whose text names a competence.
pub(super) fn find(recogniser: &Recogniser, view: &View<'_>, hits: &BTreeMap<u32, Vec<u32>>) -> Vec<Table> {
    let candidates = candidates(recogniser, view, hits);
    candidates.all.iter().filter_map(|candidate| read(recogniser, view, candidate, &candidates)).collect()
}

/// The rows of each column of labels whose text says « Compétence ».
fn headers(
    recogniser: &Recogniser,
    view: &View<'_>,
    hits: &BTreeMap<u32, Vec<u32>>,
) -> BTreeMap<u32, Vec<u32>> {
    let mut headers: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (row, cells) in view.rows(0, view.last_row()) {
        for column in cells.iter().map(|cell| cell.column).filter(|column| hits.contains_key(column)) {
            // « Mission technique | Qui ? »: in other words, where the row asks who answers.
            let asks_who = || {
                cells.iter().filter(|cell| cell.column != column).any(|cell| {
                    matches!(cell.value, CellValue::Text(text) if
                        recogniser.dictionary.columns.exact(text).contains(&Field::Responsible)
                            && !recogniser.bodies.named(cell.value))
                })
            };
            if view.text(row, column).is_some_and(|text| {
                let told = recogniser.dictionary.columns.exact(text);
                let by_words =
                    told.is_empty() && super::gist::of_title(text) == Some(Field::Competence) && asks_who();
                (told.contains(&Field::Competence) || by_words) && recogniser.labels.exactly(text).is_none()
            }) {
                headers.entry(column).or_default().push(row);
            }
        }
    }
    headers
}

fn candidates(recogniser: &Recogniser, view: &View<'_>, hits: &BTreeMap<u32, Vec<u32>>) -> Candidates {
    let mut candidates = Vec::new();
    let mut headers = headers(recogniser, view, hits);
    for (&column, rows) in hits {
        let mut headers = headers.remove(&column).unwrap_or_default();
        // « Compétence » over « Intitulé »: one header of two rows.
        headers.dedup_by(|lower, upper| *lower == *upper + 1);
        if headers.is_empty() {
            headers.extend(misspelt_header(recogniser, view, column, rows));
        }
        if headers.is_empty() && rows.len() == 1 {
            headers.extend(domain_header(recogniser, view, column, rows[0]));
        }
        let first_header = headers.first().copied();
        let headless: Vec<u32> =
            rows.iter().copied().filter(|row| first_header.is_none_or(|header| *row < header)).collect();
        if headless.len() > 1 {
            let end = first_header.map_or(view.last_row(), |header| header.saturating_sub(1));
            candidates.push(Candidate { column, header: None, hits: headless, end });
        }
        for (index, &header) in headers.iter().enumerate() {
            let end = headers.get(index + 1).map_or(view.last_row(), |next| next - 1);
            let (from, to) =
                (rows.partition_point(|row| *row <= header), rows.partition_point(|row| *row <= end));
            if from < to {
                let hits = rows[from..to].to_vec();
                candidates.push(Candidate { column, header: Some(header), hits, end });
            }
        }
    }
    drop_echoes(recogniser, view, Candidates::new(candidates))
}

/// The first cell of a labels' column that says « Compétence » by a close spelling (« Compétance »), above the last
/// label: a sheet's title may name a competence above its header.
fn misspelt_header(recogniser: &Recogniser, view: &View<'_>, column: u32, rows: &[u32]) -> Option<u32> {
    let (first, last) = (*rows.first()?, *rows.last()?);
    view.rows(first.saturating_sub(HEADER_REACH), last).map(|(row, _)| row).find(|row| {
        *row < last
            && !rows.contains(row)
            && view.text(*row, column).is_some_and(|text| {
                recogniser.titles_labels(text) && recogniser.labels.exactly(text).is_none()
            })
    })
}

/// « Domaine » over the only label that is exact: the title of labels where the row asks who answers, and where no
/// other title of the row says « Compétence ». (Two labels or more need no title to be told.)
fn domain_header(recogniser: &Recogniser, view: &View<'_>, column: u32, label: u32) -> Option<u32> {
    let fields = |text: &str| recogniser.dictionary.columns.exact(text);
    let first = first_worded(recogniser, view, column, label);
    view.rows(first.saturating_sub(HEADER_REACH), label).map(|(row, _)| row).find(|row| {
        let titles = || {
            view.row(*row).iter().filter_map(|cell| match cell.value {
                CellValue::Text(text) => Some(text.as_str()),
                _ => None,
            })
        };
        let asks_who = |title: &str| {
            fields(title).contains(&Field::Responsible)
                || fields(title).is_empty() && super::gist::of_title(title) == Some(Field::Responsible)
        };
        // « De quoi parle-t-on ? » right over it as well.
        let heads = |text: &str| {
            fields(text).contains(&Field::Family)
                || row + 1 == first
                    && fields(text).is_empty()
                    && text.trim_end().ends_with('?')
                    && !asks_who(text)
        };
        *row < label
            && view.text(*row, column).is_some_and(heads)
            && titles().any(asks_who)
            && !titles().any(|title| recogniser.titles_labels(title))
    })
}

/// Drops the columns that only echo labels: a family column (« Pilotage »), a type of service (« assistance »). What
/// they name is named again, more fully, by another column of the same rows.
fn drop_echoes(recogniser: &Recogniser, view: &View<'_>, candidates: Candidates) -> Candidates {
    let named: Vec<BTreeSet<CompetenceId>> = candidates
        .all
        .iter()
        .map(|candidate| {
            let labels = candidate.hits.iter().filter_map(|row| view.text(*row, candidate.column));
            labels.filter_map(|label| recogniser.labels.named(label, view.effort())).flatten().collect()
        })
        .collect();
    let echoes = |index: usize| {
        let mine = &candidates.all[index];
        let rows = mine.hits.first().copied().zip(mine.hits.last().copied());
        // In its own column, none stands beside it.
        let columns = candidates.by_column.keys().filter(|column| **column != mine.column);
        let beside = columns.filter_map(|column| {
            let (first, last) = rows.filter(|_| view.effort().spend(5))?;
            Some(candidates.between(*column, first, last))
        });
        beside.flatten().any(|other| {
            let theirs = &candidates.all[other];
            let together = mine.hits.iter().any(|row| {
                theirs.header.or(theirs.hits.first().copied()).is_some_and(|first| first <= *row)
                    && *row <= theirs.end
            });
            let again = named[index].intersection(&named[other]).count();
            // Side by side, two tables share out the competences, and each has its own header or a good part of them.
            let families = mine.hits.iter().all(|row| {
                view.text(*row, mine.column).is_some_and(|text| recogniser.family(text).is_some())
            });
            // On their side, bands of competences stand under each other: one that repeats nothing echoes nothing.
            let apart = !families
                && again * 2 < named[index].len()
                && (mine.header.is_some() || named[index].len() > 3 || again == 0 && view.on_its_side())
                || again == 0 && view.on_its_side() && mine.header.is_some();
            together
                && !apart
                && (theirs.header.is_some(), named[other].len(), other)
                    > (mine.header.is_some(), named[index].len(), index)
        })
    };
    let kept: Vec<bool> = (0..candidates.all.len())
        .map(|index| !echoes(index) && (candidates.all[index].header.is_some() || named[index].len() > 1))
        .collect();
    let kept = candidates.all.into_iter().zip(kept).filter(|(_, kept)| *kept);
    Candidates::new(kept.map(|(candidate, _)| candidate).collect())
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
        .filter(|row| view.text(*row, candidate.column).is_none_or(|label| !is_total(label)))
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
    let body = body_rows(recogniser, view, candidate, first, first, &columns);
    let mut facts = Vec::new();
    let understood =
        columns::understand(recogniser, view, None, &body, candidate.column, &columns, &mut facts);
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

/// The rows of the header: from the cell that says « Compétence », or from the nearest row above the first label
/// whose titles say something, down to the row before the first label.
fn header_rows(
    recogniser: &Recogniser,
    view: &View<'_>,
    candidate: &Candidate,
    first: u32,
) -> Option<(u32, u32)> {
    if let Some(header) = candidate.header {
        // A second row of titles lies between, unless its cell in the labels' column says something.
        let mut last = header;
        for (row, cells) in view.rows(header + 1, first.saturating_sub(1)) {
            // A lone text is a band, or a note: « A. Pilotage ».
            let beside = cells.iter().filter(|cell| cell.column != candidate.column).count();
            let says_label =
                view.text(row, candidate.column).is_none_or(|text| !recogniser.titles_labels(text));
            if row > header + 2 || view.cell(row, candidate.column).is_some() && says_label || beside < 2 {
                break;
            }
            last = row;
        }
        // Group titles stand above: « Responsabilité » over « Entité » and « Contact ». One that begins where the table
        // does, or that covers the labels, is the sheet's title.
        let leftmost = view.row(header).first().map_or(0, |cell| cell.column);
        let above = header.checked_sub(1).filter(|row| {
            view.row(*row).iter().any(|cell| {
                cell.column > leftmost
                    && cell.column != candidate.column
                    && view.cell(header, cell.column).is_some()
                    && view.merge(*row, cell.column).is_some_and(|area| {
                        area.first.column != area.last.column
                            && !(area.first.column..=area.last.column).contains(&candidate.column)
                    })
            })
        });
        return Some((above.unwrap_or(header), last));
    }
    let first = first_worded(recogniser, view, candidate.column, first);
    let from = first.saturating_sub(HEADER_REACH);
    let mut best: Option<(usize, u32)> = None;
    for (row, cells) in view.rows(from, first.saturating_sub(1)).rev().filter(|(row, _)| *row < first) {
        let titles =
            cells.iter().filter(|cell| cell.column != candidate.column).filter_map(|cell| match cell.value {
                // Crosses and letters are answers, whatever line they stand on.
                CellValue::Text(text) => Mark::parse(text).is_none().then_some(text),
                _ => None,
            });
        let understood = titles
            .clone()
            .filter(|text| {
                recogniser.dictionary.columns.exact(text).iter().any(|field| *field != Field::Competence)
                    || recogniser.mode_word(text).is_some()
                    || super::gist::of_title(text).is_some()
            })
            .count();
        // Actors across a cross-table are no titles that a dictionary knows: several texts in a row will do.
        // « École » may be an actor; « École : » and an address begin an identification.
        let identifies = titles.clone().any(|text| {
            text.contains('@')
                || text
                    .split_once(':')
                    .is_some_and(|(label, _)| !recogniser.dictionary.identity.exact(label).is_empty())
        });
        let score = if understood > 0 {
            10 + understood
        } else {
            usize::from(titles.count() > 1 && (view.on_its_side() || !identifies))
        };
        if score > best.map_or(0, |(score, _)| score) {
            best = Some((score, row));
        }
    }
    let (_, row) = best?;
    // « Qui fait quoi » over the actors: the lowest row of titles closes the header.
    let last = view
        .rows(row + 1, first.saturating_sub(1))
        .filter(|(below, cells)| {
            *below > row
                && *below < first
                && view.cell(*below, candidate.column).is_none()
                && cells.iter().filter(|cell| super::gist::is_worded(cell.value)).count() > 1
        })
        .map(|(below, _)| below)
        .next_back();
    Some((row, last.unwrap_or(row)))
}

/// The first line of a table whose first labels are in its own words, above the first that is exact.
fn first_worded(recogniser: &Recogniser, view: &View<'_>, column: u32, exact: u32) -> u32 {
    let mut first = exact;
    for (row, cells) in view.rows(exact.saturating_sub(HEADER_REACH * 3), exact.saturating_sub(1)).rev() {
        if row + 1 != first || row >= exact || cells.len() < 2 {
            break;
        }
        let titles = cells.iter().any(|cell| {
            // « Prestataire », « interne » answer as well as they ask.
            !super::gist::says_mode(cell.value)
                && matches!(cell.value, CellValue::Text(text) if
                recogniser.is_title(text) && recogniser.labels.exactly(text).is_none())
        });
        let is_label =
            |label: &str| !matches!(recogniser.labels.name(label, None, view.effort()), Named::Nothing);
        if titles || !view.text(row, column).is_some_and(is_label) {
            break;
        }
        first = row;
    }
    first
}

/// The columns of a table: the run of titled columns that holds the labels, shared with the tables side by side.
fn extent(
    recogniser: &Recogniser,
    view: &View<'_>,
    candidate: &Candidate,
    header: (u32, u32),
    all: &Candidates,
) -> Vec<u32> {
    let mut titled: BTreeSet<u32> = BTreeSet::new();
    for row in header.0..=header.1 {
        for cell in view.row(row) {
            titled.insert(cell.column);
            // A merged title covers the columns under it, as far as something stands there.
            if let Some(area) = view.merge(row, cell.column) {
                titled.extend(area.first.column..=area.last.column.min(area.first.column + 40));
            }
        }
    }
    titled.insert(candidate.column);
    let titled: Vec<u32> = titled.into_iter().collect();
    let here = titled.iter().position(|column| *column == candidate.column).unwrap_or(0);
    let is_identity = |column: u32| {
        (header.0..=header.1).filter_map(|row| view.text(row, column)).any(|text| {
            let (label, value) = text.split_once(':').unwrap_or((text, ""));
            // « Courriel : ce.0350122t@… » is no title, whatever « Courriel » may be.
            !recogniser.dictionary.identity.exact(label).is_empty()
                && (!value.trim().is_empty() || recogniser.dictionary.columns.exact(label).is_empty())
        })
    };
    // « Adresse mail » titles a column as well as it identifies: above the labels, behind a blank, it identifies.
    let stands_apart = |column: u32, next: u32| {
        next - column > 1
            && (header.0..=header.1)
                .filter_map(|row| view.text(row, column))
                .any(|text| !recogniser.dictionary.identity.exact(text).is_empty())
    };
    let mut start = here;
    while start > 0
        && titled[start] - titled[start - 1] <= GAP
        && !is_far_identity(&titled, start - 1, start, is_identity)
        // On its side, a table stands below the identification block, in the same column.
        && !(view.on_its_side()
            && (is_identity(titled[start - 1]) || stands_apart(titled[start - 1], titled[start])))
    {
        start -= 1;
    }
    // « Compétence », three blank columns, « Responsable »: an airy table, whose titles tell that it goes on.
    let goes_on = |from: u32, to: u32| {
        to - from <= AIRY_GAP
            && (header.0..=header.1).filter_map(|row| view.text(row, to)).any(|text| {
                let fields = recogniser.dictionary.columns.exact(text);
                fields.iter().any(|field| matches!(field, Field::Responsible | Field::Mode))
                    && recogniser.dictionary.identity.exact(text).is_empty()
            })
    };
    let mut end = here;
    while end + 1 < titled.len()
        && (titled[end + 1] - titled[end] <= GAP || goes_on(titled[end], titled[end + 1]))
        && !is_far_identity(&titled, end + 1, end, is_identity)
    {
        end += 1;
    }
    let run = &titled[start..=end];
    // Tables side by side share the run: their labels' columns cut it.
    let rows = || candidate.hits.iter().copied().chain([header.1]);
    let (from, to) = (rows().min().unwrap_or(0), rows().max().unwrap_or(0));
    let beside = |column: u32| {
        all.between(column, from, to).map(|other| &all.all[other]).any(|other| {
            other.hits.first().is_some_and(|hit| *hit > header.0)
                && rows().any(|row| other.begin() <= row && row <= other.end)
        })
    };
    let labels: BTreeSet<u32> =
        run.iter().copied().filter(|column| view.effort().spend(5) && beside(*column)).collect();
    if labels.len() < 2 {
        return run.to_vec();
    }
    shared_out(run, &labels, candidate.column)
}

/// The part of a run of columns that goes with one of several labels' columns: cut at a blank column between two
/// tables, else where the first table's titles would begin again.
fn shared_out(run: &[u32], labels: &BTreeSet<u32>, mine: u32) -> Vec<u32> {
    let rank = |column: u32| run.iter().position(|other| *other == column).unwrap_or(0);
    let before_first = labels.first().map_or(0, |first| rank(*first));
    let mut starts = vec![0];
    for (left, right) in labels.iter().zip(labels.iter().skip(1)) {
        let (left, right) = (rank(*left), rank(*right));
        let gap = (left + 1..=right).find(|index| run[*index] - run[*index - 1] > 1);
        starts.push(gap.unwrap_or_else(|| right.saturating_sub(before_first).max(left + 1)));
    }
    let index = labels.iter().position(|label| *label == mine).unwrap_or(0);
    let end = starts.get(index + 1).copied().unwrap_or(run.len());
    run[starts[index]..end].to_vec()
}

/// A cell of an identification block that stands beside the table, past a blank column.
fn is_far_identity(titled: &[u32], next: usize, here: usize, is_identity: impl Fn(u32) -> bool) -> bool {
    titled[next].abs_diff(titled[here]) > 1 && is_identity(titled[next])
}

/// The rows that answer: from the header down, over single blank rows, to the table's end.
fn body_rows(
    recogniser: &Recogniser,
    view: &View<'_>,
    candidate: &Candidate,
    header: u32,
    from: u32,
    columns: &[u32],
) -> Vec<u32> {
    let last_hit = candidate.hits.last().copied().unwrap_or(header);
    let mut body = Vec::new();
    let mut previous = header;
    for (row, cells) in view.rows(from, candidate.end) {
        if row > last_hit && row - previous > 2 {
            break;
        }
        if !cells.iter().any(|cell| columns.binary_search(&cell.column).is_ok()) {
            continue;
        }
        if row > last_hit && ends_table(recogniser, view, row, candidate.column, columns) {
            break;
        }
        previous = row;
        body.push(row);
    }
    body
}

/// A row below the last label that belongs to something else: an identification block, a legend.
fn ends_table(recogniser: &Recogniser, view: &View<'_>, row: u32, column: u32, columns: &[u32]) -> bool {
    let label = view.text(row, column);
    // « École » beside a label is an answer, not the start of a block.
    let is_label = |label: &str| recogniser.labels.named(label, view.effort()).is_some();
    if label.is_some_and(is_label) {
        return false;
    }
    let first = columns.iter().find_map(|column| view.text(row, *column));
    [label, first].into_iter().flatten().any(|text| {
        let asked = text.split(':').next().unwrap_or_default();
        !recogniser.dictionary.identity.exact(asked).is_empty() || text.contains('=')
    })
}

impl Table {
    fn take(&mut self, view: &View<'_>, row: u32, label_column: u32, columns: &[Column]) {
        self.cells.insert(view.at(row, label_column));
        let own = view.row(row).iter().map(|cell| cell.column);
        self.cells.extend(own.filter(|own| at(columns, *own).is_some()).map(|column| view.at(row, column)));
    }

    fn read_rows(
        &mut self,
        recogniser: &Recogniser,
        view: &View<'_>,
        label_column: u32,
        body: &[u32],
        columns: &[Column],
    ) {
        let family_column = columns
            .iter()
            .find(|column| matches!(column.meaning, Meaning::Field(Field::Family)))
            .map(|column| column.index);
        let mut family: Option<usize> = None;
        // Competences that labels name without a doubt.
        let elsewhere: BTreeSet<CompetenceId> = body
            .iter()
            .filter_map(|row| recogniser.labels.exactly(view.text(*row, label_column)?))
            .flatten()
            .collect();
        // Letters number bands, unless they number lines.
        let lettered = !body.iter().any(|row| {
            answers(view, *row, columns)
                && view.text(*row, label_column).is_some_and(super::labels::is_lettered)
        });
        let mut loose: BTreeSet<usize> = BTreeSet::new();
        for &row in body {
            if let Some(column) = family_column
                && let Some((cell, _, _)) = view.cell_or_merged(row, column)
            {
                family = recogniser.band(&cell.value.shown(), true).or(family);
            }
            let Some((label, label_row, _)) = view.cell_or_merged(row, label_column) else {
                if answers(view, row, columns) && !self.goes_on(recogniser, view, row, columns) {
                    self.unlabelled(view, row, columns);
                }
                continue;
            };
            let text = label.value.shown();
            if text.trim().is_empty() {
                continue;
            }
            let answered = answers(view, row, columns);
            if !answered && let Some(band) = recogniser.band(&text, lettered) {
                family = Some(band);
            }
            let at = view.spot(label_row, label_column);
            let competences = match recogniser.labels.name(&text, family, view.effort()) {
                Named::Exactly(named) => {
                    if named.len() > 1 && answered {
                        self.see(Fact::GroupLabel(recogniser.names(&named)), &at, None, &text);
                    }
                    named
                }
                found @ (Named::Closely(_) | Named::Loosely(_)) => {
                    let named = found.ids().unwrap_or_default();
                    if matches!(found, Named::Loosely(_)) {
                        loose.insert(self.records.len());
                    }
                    let only = if let [only] = named.as_slice() { Some(*only) } else { None };
                    self.see(Fact::CloseLabel(recogniser.names(&named).join(", ")), &at, only, &text);
                    named
                }
                Named::Several(fits) => {
                    if !answered {
                        continue;
                    }
                    // « Formation » among the labels of « Accompagnement », where « Prise en main » is another.
                    if let Some(only) = recogniser.labels.left_over(&fits, family, &elsewhere) {
                        self.see(
                            Fact::CloseLabel(recogniser.names(&[only]).join("")),
                            &at,
                            Some(only),
                            &text,
                        );
                        vec![only]
                    } else {
                        self.see(Fact::AmbiguousLabel(recogniser.names(&fits)), &at, None, &text);
                        Vec::new()
                    }
                }
                Named::Nothing => {
                    // « AUTRES », alone on its row: what the band before it announced is over.
                    if !answered && family_column.is_none() && recogniser.band(&text, lettered).is_none() {
                        family = None;
                    }
                    if !answered || is_total(&text) || recogniser.is_title(&text) {
                        continue;
                    }
                    self.see(Fact::OutsideLabel(recogniser.nearest(&text)), &at, None, &text);
                    Vec::new()
                }
            };
            self.take(view, row, label_column, columns);
            self.records.push(record(
                view,
                row,
                Located { value: text, at },
                competences,
                columns,
                recogniser,
            ));
        }
        self.give_up(&loose);
    }

    /// Takes back what words alone told where a better label names the same competence: « Site internet » beside
    /// « Accès internet ».
    fn give_up(&mut self, loose: &BTreeSet<usize>) {
        // A band that names a competence and answers nothing is no better label.
        let answered = |record: &Record| {
            !record.fields.is_empty() || !record.actors.is_empty() || !record.ticked.is_empty()
        };
        let better: BTreeSet<CompetenceId> = (0..self.records.len())
            .filter(|rank| !loose.contains(rank) && answered(&self.records[*rank]))
            .flat_map(|rank| self.records[rank].competences.clone())
            .collect();
        for rank in loose {
            let record = &mut self.records[*rank];
            if !record.competences.iter().any(|id| better.contains(id)) {
                continue;
            }
            record.competences.clear();
            let told = self.facts.iter_mut().filter(|seen| seen.at.as_ref() == Some(&record.label.at));
            for seen in told {
                if let Fact::CloseLabel(near) = &seen.fact {
                    (seen.fact, seen.competence) = (Fact::OutsideLabel(Some(near.clone())), None);
                }
            }
        }
    }

    fn see(
        &mut self,
        fact: Fact,
        at: &crate::model::place::Spot,
        competence: Option<CompetenceId>,
        read: &str,
    ) {
        self.facts.push(Observed { fact, at: Some(at.clone()), competence, read: read.to_owned() });
    }

    /// « Mode : interne » under the answer, beside no label: the line above goes on.
    fn goes_on(&mut self, recogniser: &Recogniser, view: &View<'_>, row: u32, columns: &[Column]) -> bool {
        let mut filled = columns.iter().filter_map(|column| Some((column, view.cell(row, column.index)?)));
        let (Some((column, cell)), None) = (filled.next(), filled.next()) else { return false };
        let CellValue::Text(text) = cell.value else { return false };
        let Some((title, value)) = text.split_once(':') else { return false };
        let asked = recogniser.dictionary.columns.exact(title);
        let Some(field) = asked.iter().copied().find(|field| *field != Field::Competence) else {
            return false;
        };
        let Some(line) = self.records.last_mut() else { return false };
        if value.trim().is_empty() || line.fields.iter().any(|known| known.field == field) {
            return false;
        }
        let at = view.spot(row, column.index);
        self.cells.insert(at.cell);
        line.fields.push(Value {
            field,
            title: title.trim().into(),
            cell: Located { value: CellValue::Text(value.trim().to_owned()), at },
            struck: cell.struck,
            merged: false,
        });
        true
    }

    /// An answer without a label is lost unless it is said.
    fn unlabelled(&mut self, view: &View<'_>, row: u32, columns: &[Column]) {
        let telling = columns.iter().find(|column| {
            matches!(column.meaning, Meaning::Field(Field::Responsible) | Meaning::Actor)
                && view.cell(row, column.index).is_some()
        });
        if let Some(column) = telling {
            let read = view.cell(row, column.index).map(|cell| cell.value.shown()).unwrap_or_default();
            self.see(Fact::AnswerWithoutLabel, &view.spot(row, column.index), None, &read);
        }
    }
}

/// The column understood at a place; they are sorted.
fn at(columns: &[Column], index: u32) -> Option<&Column> {
    columns.binary_search_by_key(&index, |column| column.index).ok().map(|rank| &columns[rank])
}

/// The columns under which a row may hold something, whatever how many there are.
fn filled<'c>(view: &View<'_>, row: u32, columns: &'c [Column]) -> impl Iterator<Item = &'c Column> {
    view.columns_of(row).into_iter().filter_map(|column| at(columns, column))
}

/// Whether a row says anything beside its label, family and number apart.
fn answers(view: &View<'_>, row: u32, columns: &[Column]) -> bool {
    filled(view, row, columns).any(|column| {
        !matches!(column.meaning, Meaning::Field(Field::Family | Field::Number))
            && view.cell_or_merged(row, column.index).is_some()
    })
}

pub(super) fn is_total(label: &str) -> bool {
    matches!(
        crate::text::words(label).first().map(String::as_str),
        Some(
            "total"
                | "totaux"
                | "sous"
                | "synthese"
                | "nombre"
                | "nb"
                | "signature"
                | "fait"
                | "date"
                | "visa"
                | "legende"
        )
    )
}

fn record(
    view: &View<'_>,
    row: u32,
    label: Located<String>,
    competences: Vec<CompetenceId>,
    columns: &[Column],
    recogniser: &Recogniser,
) -> Record {
    let mut record = Record {
        table: 0,
        label,
        competences,
        fields: Vec::new(),
        actors: Vec::new(),
        ticked: Vec::new(),
        notes: Vec::new(),
    };
    for column in filled(view, row, columns) {
        let Some((cell, cell_row, merged)) = view.cell_or_merged(row, column.index) else { continue };
        let located = Located { value: cell.value.clone(), at: view.spot(cell_row, column.index) };
        // « Qui : mairie », « Mode : interne » in the cell of the answer.
        if let (Meaning::Field(Field::Responsible), CellValue::Text(text)) = (&column.meaning, cell.value)
            && let Some(parts) = super::parts::split(recogniser, text)
        {
            record.fields.extend(parts.into_iter().map(|(field, title, value)| Value {
                field,
                title: if title.is_empty() { Arc::clone(&column.title) } else { title.into() },
                cell: Located { value: CellValue::Text(value), at: located.at.clone() },
                struck: cell.struck,
                merged,
            }));
            continue;
        }
        match column.meaning {
            Meaning::Field(field) => record.fields.push(Value {
                field,
                title: Arc::clone(&column.title),
                cell: located,
                struck: cell.struck,
                merged,
            }),
            Meaning::Actor => record.actors.push(Actor {
                name: Located {
                    value: column.title.to_string(),
                    at: view.spot(column.title_row, column.index),
                },
                mark: located,
            }),
            Meaning::NamedActor => {
                let at = located.at.clone();
                let named = super::gist::is_worded(cell.value);
                let name = if named { cell.value.shown() } else { column.title.to_string() };
                let mark = if named { CellValue::Text("x".to_owned()) } else { located.value };
                record.actors.push(Actor {
                    name: Located { value: name, at: at.clone() },
                    mark: Located { value: mark, at },
                });
            }
            Meaning::Tick(mode) => record.ticked.push((mode, located)),
        }
    }
    record
}
