//! Competences named outside everything that was understood: a layout that no reading knows is told, never passed over.

use std::collections::BTreeSet;

use super::Recogniser;
use crate::model::budget::Effort;
use crate::model::fact::Fact;
use crate::model::grid::{CellValue, Sheet};
use crate::model::inventory::Observed;
use crate::model::place::{CellRef, Spot};
use crate::model::record::Layout;
use crate::model::referential::CompetenceId;

/// One such name may be a title or a remark; several are answers that nobody read.
const FEWEST: usize = 2;

/// Tells the competences that each sheet names outside its tables, where nothing in the document answers for them.
/// `sheets` are those read, with the cells of their tables.
pub(super) fn tell(
    recogniser: &Recogniser,
    sheets: &[(&Sheet, BTreeSet<CellRef>)],
    effort: &Effort,
    layout: &mut Layout,
) {
    let known: BTreeSet<CompetenceId> =
        layout.records.iter().flat_map(|record| record.competences.iter().copied()).collect();
    for (sheet, taken) in sheets {
        let mut unread: BTreeSet<CompetenceId> = BTreeSet::new();
        let mut first: Option<(CellRef, &str)> = None;
        for cell in sheet.cells.iter().filter(|cell| !taken.contains(&cell.at)) {
            let CellValue::Text(text) = &cell.value else { continue };
            if !effort.spend(20 + text.len().min(160) as u64 / 4) {
                return;
            }
            // « Éditeur », « hotline » name bodies and posts as well.
            let named = recogniser
                .labels
                .exactly(text)
                .filter(|_| !recogniser.is_body(text))
                .or_else(|| recogniser.asked(text, effort).map(|asked| asked.competences));
            let Some(named) = named.filter(|named| !named.iter().all(|id| known.contains(id))) else {
                continue;
            };
            unread.extend(named.into_iter().filter(|id| !known.contains(id)));
            first.get_or_insert((cell.at, text));
        }
        if let Some((at, text)) = first
            && unread.len() >= FEWEST
        {
            let ids: Vec<CompetenceId> = unread.into_iter().collect();
            layout.facts.push(Observed {
                fact: Fact::LabelsUnread(recogniser.names(&ids)),
                at: Some(Spot::new(&sheet.name, at)),
                competence: None,
                read: text.to_owned(),
            });
        }
    }
}
