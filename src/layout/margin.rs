//! Texts on the lines of a table, past its last column: somebody answers or comments there, and no column takes it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Recogniser, identification};
use crate::model::budget::Effort;
use crate::model::fact::Fact;
use crate::model::grid::{CellValue, Sheet};
use crate::model::inventory::Observed;
use crate::model::place::{CellRef, Spot};
use crate::model::record::Layout;

/// So many known words down a column are the list of a drop-down menu.
const MENU: usize = 3;

/// Tells the texts that stand beside the tables of each sheet. `sheets` are those read, with the cells of their tables.
pub(super) fn tell(
    recogniser: &Recogniser,
    sheets: &[(&Sheet, BTreeSet<CellRef>)],
    effort: &Effort,
    layout: &mut Layout,
) {
    let mut lines: BTreeMap<Arc<str>, BTreeSet<u32>> = BTreeMap::new();
    for record in &layout.records {
        let at = &record.label.at;
        lines.entry(Arc::clone(&at.sheet)).or_default().insert(at.cell.row);
    }
    // A block of identification may stand there.
    let identity: BTreeSet<(&Arc<str>, CellRef)> =
        layout.identity.iter().map(|one| (&one.value.at.sheet, one.value.at.cell)).collect();
    let mut seen = Vec::new();
    for (sheet, taken) in sheets {
        let Some(lines) = lines.get(&sheet.name) else { continue };
        let mut ends: BTreeMap<u32, u32> = BTreeMap::new();
        for cell in taken {
            let end = ends.entry(cell.row).or_default();
            *end = cell.column.max(*end);
        }
        let mut columns: BTreeMap<u32, Vec<(CellRef, &str)>> = BTreeMap::new();
        for cell in &sheet.cells {
            if !effort.spend(20) {
                return;
            }
            let CellValue::Text(text) = &cell.value else { continue };
            if identity.contains(&(&sheet.name, cell.at)) || identification::is_label(recogniser, text) {
                continue;
            }
            let past = ends.get(&cell.at.row).is_some_and(|end| cell.at.column > *end);
            if past && lines.contains(&cell.at.row) && text.chars().any(char::is_alphanumeric) {
                columns.entry(cell.at.column).or_default().push((cell.at, text));
            }
        }
        let mut beside: Vec<(CellRef, &str)> = columns
            .into_values()
            .filter(|texts| texts.len() < MENU || !texts.iter().all(|(_, text)| is_choice(recogniser, text)))
            .flatten()
            .collect();
        beside.sort_unstable();
        if let [(first, text), ..] = beside.as_slice() {
            seen.push(Observed {
                fact: Fact::TextBeside(beside.iter().map(|(at, _)| at.to_string()).collect()),
                at: Some(Spot::new(&sheet.name, *first)),
                competence: None,
                read: (*text).to_owned(),
            });
        }
    }
    layout.facts.extend(seen);
}

/// Whether a text is one of the words that menus offer.
fn is_choice(recogniser: &Recogniser, text: &str) -> bool {
    recogniser.mode_word(text).is_some()
        || recogniser.is_body(text)
        || recogniser.labels.exactly(text).is_some()
}
