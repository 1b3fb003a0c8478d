//! Answers of a year that is over: sheets named after it, tables under a title that says so.

use std::collections::{BTreeMap, BTreeSet};

use super::tables::Table;
use crate::model::calendar::Month;
use crate::model::fact::{Fact, LeftOut};
use crate::model::grid::{CellValue, Sheet};
use crate::model::inventory::Observed;
use crate::model::place::{CellRef, Spot};
use crate::model::record::Layout;
use crate::model::referential::CompetenceId;

/// With more tables than this, a sheet is no inventory and its reminder.
const MOST_TABLES: usize = 8;
/// How far above a table its title may stand.
const ABOVE: u32 = 3;
/// A title with more words is a sentence.
const MOST_WORDS: usize = 12;

/// Leaves out the sheets named after a school year that is over (« 2024-2025 », « année dernière »), as long as another
/// table answers.
pub(super) fn set_sheets_aside<'a>(
    read: &mut Vec<(&'a Sheet, Vec<Table>)>,
    aside: &mut Vec<(&'a Sheet, LeftOut)>,
    month: Month,
) {
    let over = |sheet: &Sheet| is_over(&sheet.name, month) || super::gist::is_past(&sheet.name);
    if read.iter().all(|(sheet, tables)| tables.is_empty() || over(sheet)) {
        return;
    }
    read.retain(|(sheet, tables)| {
        let earlier = !tables.is_empty() && over(sheet);
        if earlier {
            aside.push((sheet, LeftOut::EarlierYear));
        }
        !earlier
    });
}

/// Whether a sheet's name tells a school year that ended before the one of the month: in November 2026, « 2025-2026 »
/// and « Inventaire 2025 » are over, « 2026-2027 » and « 2026 » aren't.
fn is_over(name: &str, month: Month) -> bool {
    let years: Vec<i16> = crate::text::words(name)
        .iter()
        .filter_map(|word| word.parse().ok())
        .filter(|year| (2000..2100).contains(year))
        .collect();
    let first = month.first_day();
    let begun = if first.month() >= 8 { first.year() } else { first.year() - 1 };
    match years.as_slice() {
        [] => false,
        [only] => *only < begun,
        several => several.iter().max().is_some_and(|last| *last <= begun),
    }
}

/// Leaves out, and tells, the tables of a sheet whose title says that they are a year's that is over (« Rappel 2025 »),
/// where another table of the sheet answers for most of the same competences.
pub(super) fn set_tables_aside(sheet: &Sheet, tables: &mut Vec<Table>, month: Month, layout: &mut Layout) {
    if !(2..=MOST_TABLES).contains(&tables.len()) {
        return;
    }
    let mut rows: BTreeMap<u32, Vec<(u32, &str)>> = BTreeMap::new();
    for cell in &sheet.cells {
        if let CellValue::Text(text) = &cell.value {
            rows.entry(cell.at.row).or_default().push((cell.at.column, text));
        }
    }
    let titles: Vec<Option<(CellRef, &str)>> =
        tables.iter().map(|table| over_title(table, &rows, month)).collect();
    let named: Vec<BTreeSet<CompetenceId>> = tables
        .iter()
        .map(|table| table.records.iter().flat_map(|record| record.competences.iter().copied()).collect())
        .collect();
    let kept: Vec<bool> = (0..tables.len())
        .map(|rank| {
            titles[rank].is_none()
                || !(0..tables.len()).any(|other| {
                    titles[other].is_none()
                        && tables[other].tells_responsible
                        && named[rank].intersection(&named[other]).count() * 2 > named[rank].len()
                })
        })
        .collect();
    for ((at, title), _) in titles
        .iter()
        .zip(&kept)
        .filter(|(_, kept)| !**kept)
        .filter_map(|(title, kept)| Some(((*title)?, kept)))
    {
        layout.facts.push(Observed {
            fact: Fact::TableLeftOut,
            at: Some(Spot::new(&sheet.name, at)),
            competence: None,
            read: title.to_owned(),
        });
    }
    let mut kept = kept.into_iter();
    tables.retain(|_| kept.next().unwrap_or(true));
}

/// The title above a table that says that its year is over.
fn over_title<'s>(
    table: &Table,
    rows: &BTreeMap<u32, Vec<(u32, &'s str)>>,
    month: Month,
) -> Option<(CellRef, &'s str)> {
    let top = table.cells.iter().map(|cell| cell.row).min()?;
    let columns = || table.cells.iter().map(|cell| cell.column);
    let (first, last) = (columns().min()?, columns().max()?);
    let above = rows.range(top.saturating_sub(ABOVE)..top).rev();
    let (row, column, title) = above
        .flat_map(|(row, cells)| cells.iter().map(|(column, text)| (*row, *column, *text)))
        .find(|(_, column, _)| (first.saturating_sub(1)..=last).contains(column))?;
    let words = crate::text::words(title);
    let over =
        is_over(title, month) || super::gist::is_past(title) || words.join(" ").contains("pour memoire");
    (words.len() <= MOST_WORDS && over).then_some((CellRef::new(row, column), title))
}
