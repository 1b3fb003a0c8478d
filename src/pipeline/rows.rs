//! The rows that findings point into, read once more from the documents: which ones is known only at the end.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rayon::prelude::*;

use super::Workshop;
use crate::intake::Received;
use crate::model::document::DocumentId;
use crate::model::dossier::Batch;
use crate::model::excerpt::Row;
use crate::reading;

/// Columns told of in each row of a document.
type Told = BTreeMap<(Arc<str>, u32), BTreeSet<u32>>;

impl Workshop<'_> {
    /// The rows of each document that a finding points into, sorted by sheet and row. A document that has gone meanwhile
    /// has none.
    pub(super) fn rows(&self, received: &[Received], batch: &Batch) -> BTreeMap<DocumentId, Vec<Row>> {
        told(batch)
            .into_par_iter()
            .filter_map(|(id, told)| {
                let received = received.get(id.0 as usize)?;
                let rows = catch_unwind(AssertUnwindSafe(|| self.rows_of(received, &told))).ok()??;
                Some((id, rows))
            })
            .collect()
    }

    fn rows_of(&self, received: &Received, told: &Told) -> Option<Vec<Row>> {
        let (document, bytes) = received.load(&self.budgets);
        let bytes = bytes.ok()?;
        let _turn = self.turn(&bytes);
        let workbook = reading::workbook(&bytes, document.file_name(), &self.budgets.begun()).ok()?;
        let row = |((name, row), columns): (&(Arc<str>, u32), &BTreeSet<u32>)| {
            let sheet = workbook.sheets.iter().find(|sheet| sheet.name == *name)?;
            Some(Row::of(sheet, *row, columns))
        };
        Some(told.iter().filter_map(row).collect())
    }
}

fn told(batch: &Batch) -> BTreeMap<DocumentId, Told> {
    let mut told: BTreeMap<DocumentId, Told> = BTreeMap::new();
    let of_dossiers = batch.dossiers.iter().flat_map(|dossier| &dossier.findings);
    for finding in of_dossiers.chain(&batch.unattached_findings) {
        if let (Some(id), Some(sheet), Some(cell)) = (finding.document, &finding.sheet, finding.cell) {
            let rows = told.entry(id).or_default();
            rows.entry((Arc::clone(sheet), cell.row)).or_default().insert(cell.column);
        }
    }
    told
}
