//! A row of a sheet as text, for whoever must find a cell in it again.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::grid::{CellValue, Sheet};
use super::place::CellRef;

/// Cells of a row that are kept: enough to know it by.
const MOST_CELLS: usize = 64;
/// Of these, the first of the row.
const FIRST_CELLS: usize = 8;
/// Signs of a cell that are kept.
const MOST_SIGNS: usize = 400;

/// The cells of one row that hold something, or that something is said of. May hold personal data: shown to whoever asks
/// for it, never in a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Name of the sheet.
    pub sheet: Arc<str>,
    /// The row, from zero.
    pub row: u32,
    /// Columns, from zero, and what is seen there; from left to right. Nothing is seen in a cell that is empty.
    pub cells: Vec<(u32, String)>,
}

impl Row {
    /// A row of a sheet, with the cells of these columns even where they are empty. A cell that a merged area covers shows
    /// what the area shows.
    pub fn of(sheet: &Sheet, row: u32, columns: &BTreeSet<u32>) -> Self {
        let mut cells: Vec<(u32, String)> =
            sheet.row(row).iter().map(|cell| (cell.at.column, seen(&cell.value))).collect();
        for column in columns {
            if let Err(place) = cells.binary_search_by_key(column, |(column, _)| *column) {
                let at = CellRef::new(row, *column);
                let area = sheet.merge_at(at).and_then(|area| sheet.cell(area.first));
                cells.insert(place, (*column, area.map(|cell| seen(&cell.value)).unwrap_or_default()));
            }
        }
        if cells.len() > MOST_CELLS {
            let places: Vec<usize> = (0..cells.len())
                .filter(|place| columns.contains(&cells[*place].0))
                .take(MOST_CELLS)
                .collect();
            let around = (MOST_CELLS - FIRST_CELLS) / (2 * places.len().max(1));
            let is_near = |place: usize| places.iter().any(|told| told.abs_diff(place) <= around);
            let mut place = 0..;
            cells.retain(|_| place.next().is_some_and(|place| place < FIRST_CELLS || is_near(place)));
        }
        Self { sheet: Arc::clone(&sheet.name), row, cells }
    }
}

fn seen(value: &CellValue) -> String {
    match value {
        CellValue::FormulaWithoutValue => "(formule sans résultat)".to_owned(),
        value => value.shown().chars().take(MOST_SIGNS).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::grid::{Area, Cell};
    use super::*;

    fn sheet(cells: &[(u32, u32, &str)], merges: Vec<Area>) -> Sheet {
        let cells = cells.iter().map(|(row, column, text)| Cell {
            at: CellRef::new(*row, *column),
            value: CellValue::Text((*text).to_owned()),
            struck: false,
        });
        Sheet { name: "Acteurs".into(), hidden: false, cells: cells.collect(), merges, notes: Vec::new() }
    }

    #[test]
    fn a_row_shows_its_cells_the_empty_one_that_is_told_and_what_a_merged_area_shows() {
        let area = Area { first: CellRef::new(3, 1), last: CellRef::new(5, 1) };
        let sheet = sheet(&[(3, 1, "Mairie"), (4, 0, "PIL-MOA"), (4, 7, "oui")], vec![area]);
        let row = Row::of(&sheet, 4, &BTreeSet::from([1, 3]));
        let shown: Vec<(u32, &str)> =
            row.cells.iter().map(|(column, text)| (*column, text.as_str())).collect();
        assert_eq!(shown, [(0, "PIL-MOA"), (1, "Mairie"), (3, ""), (7, "oui")]);
    }

    #[test]
    fn the_widest_rows_keep_their_beginning_and_what_stands_around_the_cells_told() {
        let long = "x".repeat(5_000);
        let cells: Vec<(u32, u32, &str)> = (0..16_384).map(|column| (0, column, long.as_str())).collect();
        let row = Row::of(&sheet(&cells, Vec::new()), 0, &BTreeSet::from([9_000]));
        let columns: Vec<u32> = row.cells.iter().map(|(column, _)| *column).collect();
        assert!(columns.starts_with(&[0, 1, 2]) && columns.contains(&9_000), "{columns:?}");
        assert!(columns.len() <= MOST_CELLS + 1, "{}", columns.len());
        assert!(row.cells.iter().all(|(_, text)| text.len() == MOST_SIGNS));
        let everywhere = Row::of(&sheet(&cells, Vec::new()), 0, &(0..16_384).collect());
        assert!(everywhere.cells.len() <= MOST_CELLS + FIRST_CELLS, "{}", everywhere.cells.len());
    }
}
