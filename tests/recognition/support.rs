//! Workbooks written as tables of text, and what Maillage understands of them, as lines to compare.

use std::sync::Arc;

use maillage::layout::{Dictionary, Recogniser};
use maillage::model::budget::{Budgets, Effort};
use maillage::model::grid::{Area, Cell, CellValue, Sheet, Workbook};
use maillage::model::inventory::{Answer, Assignment, Observed};
use maillage::model::place::CellRef;
use maillage::model::record::Layout;
use maillage::normalise::Normaliser;

/// A sheet whose rows are given as text, cells cut at `|`; `#` before a number makes it a number.
pub(crate) fn sheet(name: &str, rows: &[&str]) -> Sheet {
    let mut cells = Vec::new();
    for (row, line) in (0u32..).zip(rows) {
        for (column, text) in (0u32..).zip(line.split('|')) {
            let text = text.trim_matches(' ');
            if text.is_empty() {
                continue;
            }
            let value = match text.strip_prefix('#').and_then(|number| number.parse().ok()) {
                Some(number) => CellValue::Number(number),
                None => CellValue::Text(text.replace("\\n", "\n")),
            };
            cells.push(Cell { at: CellRef::new(row, column), value, struck: false });
        }
    }
    Sheet { name: Arc::from(name), hidden: false, cells, merges: Vec::new(), notes: Vec::new() }
}

/// The same sheet with merged areas, each `(first row, first column, last row, last column)` from zero.
pub(crate) fn merged(mut sheet: Sheet, areas: &[(u32, u32, u32, u32)]) -> Sheet {
    sheet.merges = areas
        .iter()
        .map(|&(top, left, bottom, right)| Area {
            first: CellRef::new(top, left),
            last: CellRef::new(bottom, right),
        })
        .collect();
    sheet
}

/// What was understood of a workbook.
pub(crate) struct Understood {
    pub(crate) layout: Layout,
    pub(crate) assignments: Vec<Assignment>,
    pub(crate) facts: Vec<Observed>,
}

/// Lays out and normalises sheets with the project's own referential and dictionary.
pub(crate) fn understand(sheets: Vec<Sheet>) -> Understood {
    let referential = maillage::referential::embedded();
    let recogniser = Recogniser::new(&referential, Dictionary::embedded());
    let effort = Effort::of(&Budgets::default());
    let layout =
        recogniser.lay_out(&Workbook { sheets, modified: None }, "2026-11".parse().unwrap(), &effort);
    let (assignments, seen) = Normaliser::new(&referential).assignments(&layout, &effort);
    effort.verdict().unwrap();
    let facts = layout.facts.iter().cloned().chain(seen).collect();
    Understood { layout, assignments, facts }
}

impl Understood {
    /// One line an assignment: competence, answer, mode, cell.
    pub(crate) fn lines(&self) -> Vec<String> {
        let referential = maillage::referential::embedded();
        self.assignments
            .iter()
            .map(|assignment| {
                let competence =
                    assignment.competence.map_or("hors", |id| referential.competence(id).code.as_str());
                let answer = match &assignment.answer {
                    Answer::Blank => "rien".to_owned(),
                    Answer::Nobody => "personne".to_owned(),
                    Answer::ToDefine => "à définir".to_owned(),
                    Answer::Unreadable => "illisible".to_owned(),
                    Answer::NotApplicable(None) => "sans objet".to_owned(),
                    Answer::NotApplicable(Some(reason)) => format!("sans objet ({reason})"),
                    Answer::Entities(mentions) => {
                        let names = mentions.iter().map(|mention| {
                            let kind =
                                mention.kind.map_or("?", |kind| referential.entity_type(kind).code.as_str());
                            format!("{kind}:{}", mention.written)
                        });
                        names.collect::<Vec<_>>().join(" + ")
                    }
                };
                let mode = assignment.mode.map_or("", maillage::model::referential::Mode::id);
                format!("{competence} {answer} [{mode}] {}", assignment.at.cell)
            })
            .collect()
    }

    /// Names of the facts seen, as their variants are called, with what was read.
    pub(crate) fn fact_names(&self) -> Vec<String> {
        self.facts
            .iter()
            .map(|seen| {
                let debug = format!("{:?}", seen.fact);
                let name = debug.split(['(', ' ', '{']).next().unwrap_or_default();
                format!("{name} {}", seen.read.trim())
            })
            .collect()
    }

    pub(crate) fn saw(&self, fact: &str) -> bool {
        self.fact_names().iter().any(|name| name.starts_with(fact))
    }
}
