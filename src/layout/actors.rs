//! A column, or a sheet, for each actor: its title says who answers for the competences that it lists.

use std::collections::{BTreeMap, BTreeSet};

use super::Recogniser;
use super::blocks::blank;
use super::tables::Table;
use super::view::{Seen, View};
use crate::model::budget::Effort;
use crate::model::fact::Fact;
use crate::model::grid::{CellValue, Sheet};
use crate::model::inventory::Observed;
use crate::model::place::{Located, Spot};
use crate::model::record::{Field, Record, Value};
use crate::model::referential::CompetenceId;

/// The fewest sheets that, named after as many bodies, share the competences out.
const FEWEST: usize = 2;

/// A text in two, where a sign stands between what is asked and its answer.
fn parted(text: &str) -> Option<(&str, &str)> {
    let (head, answer) = text.split_once(['=', ':'])?;
    answer.contains(char::is_alphanumeric).then_some((head.trim(), answer))
}

/// Columns headed by actors over the competences that each answers for: two bodies at least on one row, and nothing but
/// competences under it.
pub(super) fn columns(recogniser: &Recogniser, view: &View<'_>) -> Option<Table> {
    // Near to labels will do: under bodies, nothing else stands.
    let listed = |line: &str| -> Option<Vec<(String, Vec<CompetenceId>)>> {
        let exactly = recogniser.listed(line).filter(|_| recogniser.labels.exactly(line).is_some());
        match exactly {
            Some(listed) => {
                Some(listed.into_iter().map(|(label, named)| (label.to_owned(), named)).collect())
            }
            // « Bilan = DSDEN » has its own answer.
            None if parted(line).is_some() => None,
            None => Some(vec![(line.trim().to_owned(), recogniser.labels.named(line, view.effort())?)]),
        }
    };
    let text = |value: &CellValue| match value {
        CellValue::Text(text) => Some(text.clone()),
        _ => None,
    };
    // « Maîtrise d'ouvrage = OGEC » answers, « Circonscription : Bruz » tells whose inventory it is.
    let says_more = |text: &str| {
        parted(text).is_some_and(|(head, _)| {
            text.contains('=') || !recogniser.dictionary.identity.exact(head).is_empty()
        })
    };
    let is_title = |text: &str| {
        recogniser.is_body(text) && recogniser.labels.exactly(text).is_none() && !says_more(text)
    };
    // « École | École Jean Jaurès » tells whose inventory it is.
    let identifies = |cells: &[Seen<'_>]| {
        matches!(cells, [first, _] if
            text(first.value).is_some_and(|text| !recogniser.dictionary.identity.exact(&text).is_empty()))
    };
    let (header, cells) = view.rows(0, view.last_row()).find(|(_, cells)| {
        !identifies(cells)
            && cells.iter().filter(|cell| text(cell.value).is_some_and(|text| is_title(&text))).count() > 1
    })?;
    let titles: BTreeMap<u32, String> =
        cells.iter().filter_map(|cell| Some((cell.column, text(cell.value)?))).collect();
    let known = titles.values().filter(|title| recogniser.is_body(title)).count();
    if known * 2 < titles.len() {
        return None;
    }
    let mut table = blank(view, header, *titles.keys().next()?);
    for (row, cells) in view.rows(header + 1, view.last_row()) {
        for cell in cells.iter().filter(|_| row > header) {
            let (Some(who), Some(lines)) = (titles.get(&cell.column), text(cell.value)) else { return None };
            let at = view.spot(row, cell.column);
            table.cells.insert(at.cell);
            for line in lines.lines() {
                let named = listed(line)?;
                if recogniser.labels.exactly(line).is_none() {
                    let ids: Vec<CompetenceId> = named.iter().flat_map(|(_, ids)| ids.clone()).collect();
                    table.facts.push(Observed {
                        fact: Fact::CloseLabel(recogniser.names(&ids).join(", ")),
                        at: Some(at.clone()),
                        competence: if let [only] = ids.as_slice() { Some(*only) } else { None },
                        read: line.trim().to_owned(),
                    });
                }
                table.records.extend(named.into_iter().map(|(label, competences)| {
                    let cell =
                        Located { value: CellValue::Text(who.clone()), at: view.spot(header, cell.column) };
                    let value = Value {
                        field: Field::Responsible,
                        title: "".into(),
                        cell,
                        struck: false,
                        merged: false,
                    };
                    Record {
                        table: 0,
                        label: Located { value: label, at: at.clone() },
                        competences,
                        fields: vec![value],
                        actors: Vec::new(),
                        ticked: Vec::new(),
                        notes: Vec::new(),
                    }
                }));
            }
        }
    }
    table.cells.extend(titles.keys().map(|column| view.at(header, *column)));
    table.entrust_by_place();
    (!table.records.is_empty()).then_some(table)
}

/// The competences that a sheet lists without anything to answer them; nothing if it lists none.
pub(super) fn list(recogniser: &Recogniser, view: &View<'_>) -> Option<Table> {
    let mut table: Option<Table> = None;
    for (row, cells) in view.rows(0, view.last_row()) {
        for cell in cells {
            let CellValue::Text(text) = cell.value else { continue };
            let Some(listed) =
                text.lines().map(|line| recogniser.labels.exactly(line)).collect::<Option<Vec<_>>>()
            else {
                continue;
            };
            let at = view.spot(row, cell.column);
            let table = table.get_or_insert_with(|| blank(view, row, cell.column));
            table.cells.insert(at.cell);
            for competences in listed {
                let mut fields = Vec::new();
                if let Some(beside) =
                    view.cell(row, cell.column + 1).filter(|beside| super::gist::says_mode(beside.value))
                {
                    let at = view.spot(row, beside.column);
                    table.cells.insert(at.cell);
                    fields.push(Value {
                        field: Field::Mode,
                        title: "".into(),
                        cell: Located { value: beside.value.clone(), at },
                        struck: beside.struck,
                        merged: false,
                    });
                }
                table.records.push(Record {
                    table: 0,
                    label: Located { value: text.trim().to_owned(), at: at.clone() },
                    competences,
                    fields,
                    actors: Vec::new(),
                    ticked: Vec::new(),
                    notes: Vec::new(),
                });
            }
        }
    }
    let mut table = table?;
    table.facts.push(Observed {
        fact: Fact::NoResponsibleColumn,
        at: table.records.first().map(|record| record.label.at.clone()),
        competence: None,
        read: String::new(),
    });
    table.found.records = table.records.len();
    Some(table)
}

/// The name that a sheet's tab cuts short, whole in one of its first cells: « Missions de : Communauté de communes du… ».
fn whole_name(sheet: &Sheet) -> String {
    let short = sheet.name.trim();
    let whole = sheet.cells.iter().take(6).find_map(|cell| {
        let CellValue::Text(text) = &cell.value else { return None };
        let at = text.find(short).filter(|_| text.len() <= super::gist::LONGEST_TEXT && short.len() > 20)?;
        Some(text[at..].trim().to_owned())
    });
    whole.unwrap_or_else(|| sheet.name.to_string())
}

/// Whether who answers is asked and told by marks alone: « Responsable (X) » over crosses, on the sheet of an actor.
fn is_ticked(tables: &[Table]) -> bool {
    let mut answers =
        tables
            .iter()
            .flat_map(|table| &table.records)
            .flat_map(|record| {
                record.actors.iter().map(|_| false).chain(
                    record.fields.iter().filter(|value| value.field == Field::Responsible).map(is_tick),
                )
            })
            .peekable();
    answers.peek().is_some() && answers.all(|tick| tick)
}

fn is_tick(value: &Value) -> bool {
    super::marks::is_mark(&value.cell.value) || super::marks::is_unmarked(&value.cell.value)
}

fn is_chosen(record: &Record) -> bool {
    record
        .fields
        .iter()
        .any(|value| value.field == Field::Responsible && super::marks::is_mark(&value.cell.value))
}

/// Gives the ticked competences of the sheets that are named after bodies, and tick the same list, the body that their
/// sheet is named after. Told on each.
pub(super) fn ticked_by_sheet(recogniser: &Recogniser, read: &mut [(&Sheet, Vec<Table>)]) {
    let of_actors: Vec<usize> = (0..read.len()).filter(|rank| is_ticked(&read[*rank].1)).collect();
    let known = of_actors.iter().filter(|rank| recogniser.is_body(&read[**rank].0.name)).count();
    let answered_elsewhere = (0..read.len())
        .filter(|rank| !of_actors.contains(rank))
        .any(|rank| read[rank].1.iter().any(|table| table.tells_responsible));
    let is_label =
        |name: &str| recogniser.labels.exactly(name).is_some() || recogniser.family(name).is_some();
    if known < FEWEST
        || known * 2 < of_actors.len()
        || answered_elsewhere
        || of_actors.iter().any(|rank| is_label(&read[*rank].0.name))
    {
        return;
    }
    let chosen: BTreeSet<CompetenceId> = of_actors
        .iter()
        .flat_map(|rank| &read[*rank].1)
        .flat_map(|table| &table.records)
        .filter(|record| is_chosen(record))
        .flat_map(|record| record.competences.iter().copied())
        .collect();
    let mut left: BTreeSet<Vec<CompetenceId>> = BTreeSet::new();
    for rank in of_actors {
        let (sheet, tables) = &mut read[rank];
        let who = whole_name(sheet);
        for table in tables {
            // A line that nobody ticks is kept once, as one without an answer.
            table.records.retain(|record| {
                is_chosen(record)
                    || !record.competences.iter().any(|id| chosen.contains(id))
                        && left.insert(record.competences.clone())
            });
            for record in &mut table.records {
                let ticked = is_chosen(record);
                for value in record.fields.iter_mut().filter(|value| value.field == Field::Responsible) {
                    value.cell.value = CellValue::Text(if ticked { who.clone() } else { String::new() });
                }
            }
            table.found.records = table.records.len();
            table.facts.push(sheet_answers(sheet, table));
        }
    }
}

/// The name of a sheet, read as who answers for what it says.
fn sheet_answers(sheet: &Sheet, table: &Table) -> Observed {
    Observed {
        fact: Fact::TwoReadings("le nom de la feuille, lu comme l’entité responsable".into()),
        at: table.records.first().map(|record| record.label.at.clone()),
        competence: None,
        read: sheet.name.to_string(),
    }
}

/// The first rows of a sheet, where it says whose competences it lists.
const FIRST_ROWS: u32 = 8;

/// « Acteur | Ludexia » over the competences that it answers for, one under the other: the sheets of a workbook that say
/// so, where nothing else answers.
pub(super) fn said_by_sheet(recogniser: &Recogniser, read: &mut [(&Sheet, Vec<Table>)], effort: &Effort) {
    let lists: Vec<(usize, Table)> = read
        .iter()
        .enumerate()
        .filter_map(|(rank, (sheet, _))| {
            Some((rank, list_of_actor(recogniser, &View::new(sheet, false, effort))?))
        })
        .collect();
    let others = (0..read.len())
        .filter(|rank| lists.iter().all(|(listed, _)| listed != rank))
        .any(|rank| read[rank].1.iter().any(|table| table.tells_responsible));
    if lists.len() < FEWEST || others {
        return;
    }
    for (rank, table) in lists {
        read[rank].1 = vec![table];
    }
}

/// The competences that a sheet lists under the actor that it says to answer for them, and nothing beside them but modes.
fn list_of_actor(recogniser: &Recogniser, view: &View<'_>) -> Option<Table> {
    let (row, who) = view.rows(0, FIRST_ROWS.min(view.last_row())).find_map(|(row, cells)| match cells {
        [title, who] => {
            let asks = matches!(title.value, CellValue::Text(title) if
                recogniser.field_of(title.trim_end_matches([':', ' '])) == Some(Field::Responsible)
                    && recogniser.labels.exactly(title).is_none());
            let names = matches!(who.value, CellValue::Text(who) if
                recogniser.labels.exactly(who).is_none() && recogniser.field_of(who).is_none());
            (asks && names).then_some((row, *who))
        }
        _ => None,
    })?;
    let mut table = list(recogniser, view)?;
    let labels: BTreeSet<u32> = table.records.iter().map(|record| record.label.at.cell.column).collect();
    let first = table.records.iter().map(|record| record.label.at.cell.row).min()?;
    let alone = table.records.iter().all(|record| {
        let label = record.label.at.cell;
        view.row(label.row)
            .iter()
            .all(|cell| cell.column == label.column || super::gist::says_mode(cell.value))
    });
    if labels.len() > 1 || first <= row || !alone {
        return None;
    }
    let at = view.spot(row, who.column);
    table.cells.insert(at.cell);
    table.tells_responsible = true;
    table.facts.retain(|seen| seen.fact != Fact::NoResponsibleColumn);
    for record in &mut table.records {
        record.fields.push(Value {
            field: Field::Responsible,
            title: "".into(),
            cell: Located { value: who.value.clone(), at: at.clone() },
            struck: who.struck,
            merged: false,
        });
    }
    Some(table)
}

/// Gives the tables that say nothing of who answers the body that their sheet is named after, where several sheets are
/// so named and share the competences out. Told on each.
pub(super) fn by_sheet(recogniser: &Recogniser, read: &mut [(&Sheet, Vec<Table>)], effort: &Effort) {
    let silent = |tables: &[Table]| !tables.is_empty() && !tables.iter().any(|table| table.tells_responsible);
    let named: Vec<usize> = (0..read.len())
        .filter(|rank| {
            let (sheet, tables) = &read[*rank];
            silent(tables) && recogniser.is_body(&sheet.name)
        })
        .collect();
    let bodies: BTreeSet<String> = named.iter().map(|rank| crate::text::fold(&read[*rank].0.name)).collect();
    if bodies.len() < FEWEST
        || read.iter().flat_map(|(_, tables)| tables).any(|table| table.tells_responsible)
    {
        return;
    }
    // « Ludexia », among sheets of bodies: another actor's, if it lists competences and nothing else names it.
    let mut named = named;
    for (rank, (sheet, tables)) in read.iter_mut().enumerate() {
        let is_label =
            recogniser.labels.exactly(&sheet.name).is_some() || recogniser.family(&sheet.name).is_some();
        if named.contains(&rank) || is_label || !tables.is_empty() && !silent(tables) {
            continue;
        }
        if tables.is_empty() {
            tables.extend(list(recogniser, &View::new(sheet, false, effort)));
        }
        if !tables.is_empty() {
            named.push(rank);
        }
    }
    // The same list on every sheet is a form to tick, not a share.
    let mut times: BTreeMap<CompetenceId, usize> = BTreeMap::new();
    for rank in &named {
        let of_sheet: BTreeSet<CompetenceId> = read[*rank]
            .1
            .iter()
            .flat_map(|table| &table.records)
            .flat_map(|record| record.competences.iter().copied())
            .collect();
        for id in of_sheet {
            *times.entry(id).or_default() += 1;
        }
    }
    let shared = times.values().filter(|times| **times > 1).count();
    if shared * 2 > times.len() {
        return;
    }
    for rank in named {
        let (sheet, tables) = &mut read[rank];
        let who = whole_name(sheet);
        for table in tables {
            table.tells_responsible = true;
            table.facts.retain(|seen| seen.fact != Fact::NoResponsibleColumn);
            table.facts.push(sheet_answers(sheet, table));
            for record in &mut table.records {
                let label = record.label.at.cell;
                let beside = crate::model::place::CellRef::new(label.row, label.column + 1);
                let mode = sheet.cells.binary_search_by_key(&beside, |cell| cell.at).ok();
                let mode =
                    mode.map(|rank| &sheet.cells[rank]).filter(|cell| super::gist::says_mode(&cell.value));
                if let Some(cell) = mode
                    && !record.fields.iter().any(|value| value.field == Field::Mode)
                {
                    table.cells.insert(cell.at);
                    record.fields.push(Value {
                        field: Field::Mode,
                        title: "".into(),
                        cell: Located { value: cell.value.clone(), at: Spot::new(&sheet.name, cell.at) },
                        struck: cell.struck,
                        merged: false,
                    });
                }
                record.fields.push(Value {
                    field: Field::Responsible,
                    title: "".into(),
                    cell: Located { value: CellValue::Text(who.clone()), at: record.label.at.clone() },
                    struck: false,
                    merged: false,
                });
            }
        }
    }
}
