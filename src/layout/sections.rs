//! Modes written once over the lines that they cover: « En interne », « Confié à un prestataire », each alone on its row.

use super::Recogniser;
use super::gist;
use super::tables::Table;
use super::view::View;
use crate::model::fact::Fact;
use crate::model::grid::CellValue;
use crate::model::inventory::Observed;
use crate::model::place::Located;
use crate::model::record::{Field, Record, Value};

/// The section that the line being read stands in.
#[derive(Default)]
pub(super) struct Sections {
    mode: Option<Located<CellValue>>,
    met: usize,
}

impl Sections {
    /// The section that begins on the row above the first line, if one does.
    pub(super) fn begin(table: &mut Table, view: &View<'_>, body: &[u32], column: u32) -> Self {
        let mut this = Self::default();
        if let Some(row) = body.first().and_then(|first| first.checked_sub(1))
            && let Some(text) = view.text(row, column)
        {
            this.enter(table, view, row, column, text);
        }
        this
    }

    /// Whether a text alone on its row is such a heading. Any other heading ends the section.
    pub(super) fn meets(
        &mut self,
        table: &mut Table,
        recogniser: &Recogniser,
        view: &View<'_>,
        (row, column): (u32, u32),
        text: &str,
    ) -> bool {
        if view.row(row).len() != 1 || recogniser.labels.exactly(text).is_some() {
            return false;
        }
        self.mode = None;
        self.enter(table, view, row, column, text)
    }

    fn enter(&mut self, table: &mut Table, view: &View<'_>, row: u32, column: u32, text: &str) -> bool {
        let value = CellValue::Text(text.trim().trim_end_matches([':', ' ']).to_owned());
        let says = view.row(row).len() == 1 && gist::says_whole_mode(&value);
        if says {
            table.cells.insert(view.at(row, column));
            self.mode = Some(Located { value, at: view.spot(row, column) });
            self.met += 1;
        }
        says
    }

    /// Gives a line the mode of its section, where it says none itself.
    pub(super) fn cover(&self, line: Option<&mut Record>) {
        let (Some(mode), Some(line)) = (&self.mode, line) else { return };
        let says = |value: &Value| matches!(value.field, Field::Mode | Field::IsExternal | Field::IsInternal);
        if !line.fields.iter().any(says) && line.ticked.is_empty() {
            let cell = mode.clone();
            line.fields.push(Value {
                field: Field::Mode,
                title: "".into(),
                cell,
                struck: false,
                merged: false,
            });
        }
    }

    /// Tells that modes were read so.
    pub(super) fn tell(&self, table: &mut Table) {
        if self.met > 0 {
            table.facts.push(Observed {
                fact: Fact::TwoReadings("le mode écrit au-dessus des lignes qu’il couvre".into()),
                at: table.records.first().map(|record| record.label.at.clone()),
                competence: None,
                read: String::new(),
            });
        }
    }
}
