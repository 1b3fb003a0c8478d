//! Actors written once over the lines that are theirs: « OGEC » alone on its row, « Structure : Canopé » over a table.

use std::collections::{BTreeMap, BTreeSet};

use super::Recogniser;
use super::gist;
use super::tables::Table;
use crate::model::budget::Effort;
use crate::model::fact::Fact;
use crate::model::grid::{CellValue, Sheet};
use crate::model::inventory::Observed;
use crate::model::place::{CellRef, Located, Spot};
use crate::model::record::{Field, Shape, Value};
use crate::model::referential::CompetenceId;

/// How far above a table a title may tell whose its lines are.
const ABOVE: u32 = 3;
/// No name of an actor has more bytes.
const LONGEST_NAME: usize = 90;
/// The fewest names that, alone on their rows, share the lines of a table out.
const FEWEST: usize = 2;

/// An actor alone on a row, over lines.
struct Head {
    at: CellRef,
    who: String,
    /// « Structure : Canopé », where nothing else may be meant.
    titled: bool,
    known: bool,
}

/// Entrusts the lines of the tables that say nothing of who answers to the actors that stand over them, and tells it.
pub(super) fn cover(recogniser: &Recogniser, sheet: &Sheet, tables: &mut [Table], effort: &Effort) {
    if tables.iter().all(|table| table.tells_responsible) {
        return;
    }
    let mut rows: BTreeMap<u32, Vec<(CellRef, &CellValue)>> = BTreeMap::new();
    for cell in sheet.cells.iter().filter(|cell| !cell.value.shown().trim().is_empty()) {
        rows.entry(cell.at.row).or_default().push((cell.at, &cell.value));
    }
    for table in tables.iter_mut().filter(|table| !table.tells_responsible) {
        let heads = heads(recogniser, &rows, table, effort);
        if share(&heads, table) {
            entrust(sheet, &heads, table);
        }
    }
}

/// The rows of a table, and right above it, that name an actor and nothing else. Where titles say so, these alone.
fn heads(
    recogniser: &Recogniser,
    rows: &BTreeMap<u32, Vec<(CellRef, &CellValue)>>,
    table: &Table,
    effort: &Effort,
) -> Vec<Head> {
    let Some(last) = table.records.iter().map(|record| record.label.at.cell).max() else { return Vec::new() };
    if table.found.shape == Shape::Transposed {
        return Vec::new();
    }
    let top = table.found.header.row;
    let mut heads: Vec<Head> = rows
        .range(top.saturating_sub(ABOVE)..=last.row)
        .filter_map(|(row, cells)| {
            if let Some((at, who)) = titled(recogniser, cells) {
                return Some(Head { at, who, titled: true, known: true });
            }
            let [(at, CellValue::Text(text))] = cells.as_slice() else { return None };
            let known = recogniser.is_body(text) || has_form(text);
            (*row > top
                && at.column <= last.column
                && text.len() <= LONGEST_NAME
                && may_name(recogniser, text, known, &named_elsewhere(table, *row), effort))
            .then(|| Head {
                at: *at,
                who: text.trim().trim_end_matches([':', ' ']).to_owned(),
                titled: false,
                known,
            })
        })
        .collect();
    if heads.iter().any(|head| head.titled) {
        heads.retain(|head| head.titled);
    }
    heads
}

/// « Sté Klassea », « PC Clinic SARL »: a legal form tells a company.
fn has_form(text: &str) -> bool {
    let words = crate::text::words(text);
    [words.first(), words.last()].into_iter().flatten().any(|word| {
        matches!(
            word.as_str(),
            "ste" | "societe" | "ets" | "cabinet" | "sarl" | "sas" | "sasu" | "eurl" | "scop"
        )
    })
}

/// « Structure : Canopé », in one cell or two: a title that asks who answers, and who does.
fn titled(recogniser: &Recogniser, cells: &[(CellRef, &CellValue)]) -> Option<(CellRef, String)> {
    let asks_who = |title: &str| {
        let title = title.trim().trim_end_matches([':', ' ']);
        recogniser.dictionary.columns.exact(title).contains(&Field::Responsible)
            && recogniser.dictionary.identity.exact(title).is_empty()
    };
    match cells {
        [(at, CellValue::Text(text))] if text.len() <= LONGEST_NAME => {
            let (title, who) = text.split_once(':')?;
            (asks_who(title) && !who.trim().is_empty()).then(|| (*at, who.trim().to_owned()))
        }
        [(_, CellValue::Text(title)), (at, CellValue::Text(who))]
            if title.trim_end().ends_with(':') && who.len() <= LONGEST_NAME =>
        {
            asks_who(title).then(|| (*at, who.trim().to_owned()))
        }
        _ => None,
    }
}

/// Whether a text alone on its row may name an actor: no label, no family, no title, no mode. One that is near to a
/// label names an actor where `others`, the competences of the other lines, hold what it would name: « Fibréa » over « Fibre ».
fn may_name(
    recogniser: &Recogniser,
    text: &str,
    known: bool,
    others: &BTreeSet<CompetenceId>,
    effort: &Effort,
) -> bool {
    let bare = text.trim().trim_end_matches([':', ' ']);
    let again =
        || recogniser.labels.named(bare, effort).is_none_or(|near| near.iter().all(|id| others.contains(id)));
    recogniser.labels.exactly(bare).is_none()
        && recogniser.band(bare, true).is_none()
        && (known || !recogniser.is_title(bare))
        && !super::rows::is_total(bare)
        && !gist::says_whole_mode(&CellValue::Text(bare.to_owned()))
        && gist::is_worded(&CellValue::Text(bare.to_owned()))
        && (known || again())
}

/// The competences that the lines of a table name, those of one row left out.
fn named_elsewhere(table: &Table, row: u32) -> BTreeSet<CompetenceId> {
    let lines = table.records.iter().filter(|record| record.label.at.cell.row != row);
    lines.flat_map(|record| record.competences.iter().copied()).collect()
}

/// Whether actors share the lines out: each line under one, half of them known, and no list of names without lines.
fn share(heads: &[Head], table: &Table) -> bool {
    let under = |row: u32| heads.iter().rposition(|head| head.at.row < row);
    let lines: Vec<Option<usize>> = table
        .records
        .iter()
        .map(|record| record.label.at.cell.row)
        .filter(|row| !heads.iter().any(|head| head.at.row == *row))
        .map(under)
        .collect();
    let with_lines = (0..heads.len()).filter(|rank| lines.contains(&Some(*rank))).count();
    let known = heads.iter().filter(|head| head.known).count();
    let titled = heads.first().is_some_and(|head| head.titled);
    !lines.is_empty()
        && lines.iter().all(Option::is_some)
        && known * 2 >= heads.len()
        && with_lines == heads.len()
        && (titled || heads.len() >= FEWEST)
}

fn entrust(sheet: &Sheet, heads: &[Head], table: &mut Table) {
    let taken = |at: CellRef| heads.iter().any(|head| head.at == at);
    table.records.retain(|record| !taken(record.label.at.cell));
    table.facts.retain(|seen| {
        seen.fact != Fact::NoResponsibleColumn && !seen.at.as_ref().is_some_and(|at| taken(at.cell))
    });
    for record in &mut table.records {
        let row = record.label.at.cell.row;
        let Some(head) = heads.iter().rfind(|head| head.at.row < row) else { continue };
        let cell = Located { value: CellValue::Text(head.who.clone()), at: Spot::new(&sheet.name, head.at) };
        record.fields.push(Value {
            field: Field::Responsible,
            title: "".into(),
            cell,
            struck: false,
            merged: true,
        });
    }
    table.cells.extend(heads.iter().map(|head| head.at));
    table.tells_responsible = true;
    table.found.records = table.records.len();
    table.facts.push(Observed {
        fact: Fact::TwoReadings("l’acteur écrit une fois au-dessus des lignes dont il répond".into()),
        at: heads.first().map(|head| Spot::new(&sheet.name, head.at)),
        competence: None,
        read: heads.first().map(|head| head.who.clone()).unwrap_or_default(),
    });
}
