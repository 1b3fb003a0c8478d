//! The readings that are tried on a sheet, and the one that is kept.
//!
//! Labels in a column or a row, under titles, are tried first. Where they leave most of what the sheet names without an
//! answer, the sheet is laid out otherwise: other readings are tried, and one is kept where it answers for far more.

use std::collections::{BTreeMap, BTreeSet};

use super::tables::{self, Table};
use super::view::{self, View};
use super::{Recogniser, actors, blocks, cards, forms, heads, inline, lines, pairs, triples};
use crate::model::budget::Effort;
use crate::model::grid::{CellValue, Sheet};
use crate::model::record::{Field, Record};
use crate::model::referential::CompetenceId;

/// The fewest competences that a column of freely worded labels must name to be a table's.
const FEWEST_WORDED: usize = 3;
/// A sheet that names so many competences exactly needs no other reading.
const FEW_EXACT: usize = 6;
/// The fewest competences for which another reading must answer.
pub(super) const FEWEST_ANSWERED: usize = 3;

impl Recogniser {
    /// The tables of a sheet, by the reading that answers for the most competences.
    pub(super) fn tables(&self, sheet: &Sheet, effort: &Effort) -> Vec<Table> {
        let mut form = pairs::find(self, sheet, pairs::Titles::Paired, effort);
        if form.is_empty() {
            form = pairs::questions_across(self, sheet, effort);
        }
        if !form.is_empty() {
            // « Qui aide à la prise en main ? » among a list's questions, most in other words: the list answers for more.
            let told = self.answered(&form);
            let usual = self.usual(sheet, effort);
            return if self.answered(&usual) > told { usual } else { form };
        }
        let usual = self.usual(sheet, effort);
        let answered = self.answered(&usual);
        if answered >= FEW_EXACT && answered * 2 >= self.mentioned(sheet, effort) {
            return usual;
        }
        let upright = View::new(sheet, false, effort);
        let others = [
            self.cards_apart(sheet, &upright),
            pairs::find(self, sheet, pairs::Titles::Questions, effort),
            self.turned(sheet, effort),
            forms::find(self, &upright, &BTreeMap::new()).into_iter().collect(),
            forms::bands(self, &upright).into_iter().collect(),
            actors::columns(self, &upright).into_iter().collect(),
            lines::find(self, &upright).into_iter().collect(),
            heads::find(self, &upright).into_iter().collect(),
            inline::find(self, &upright).into_iter().collect(),
            triples::find(self, &upright).into_iter().collect(),
        ];
        let best = others
            .into_iter()
            .map(|tables| (self.answered(&tables), tables))
            .reduce(|best, other| if other.0 > best.0 { other } else { best });
        if let Some((more, tables)) = best
            && more >= FEWEST_ANSWERED
            && more > 2 * answered
        {
            return tables;
        }
        if answered == 0
            && let Some(card) = cards::find(self, &upright).filter(|card| card.tells_responsible)
        {
            return vec![card];
        }
        if usual.is_empty() && self.is_body(&sheet.name) {
            return actors::list(self, &upright).into_iter().collect();
        }
        usual
    }

    /// For how many competences some tables say who answers.
    pub(super) fn answered(&self, tables: &[Table]) -> usize {
        let answers = |record: &Record| {
            let said = record.fields.iter().filter(|value| value.field == Field::Responsible).any(|value| {
                // Labels under labels answer nothing: a table read the wrong way.
                match &value.cell.value {
                    CellValue::Text(text) => {
                        let body = || self.bodies.named(&value.cell.value);
                        // « Qui », « Responsable » under a label ask, and answer nothing.
                        let asks = || self.field_of(text.trim_end_matches([':', ' '])).is_some();
                        // « - Hébergement : rectorat » under a label answers for itself.
                        let apart = || {
                            text.split_once(':').is_some_and(|(head, _)| {
                                self.labels
                                    .exactly(head.trim_start_matches(['-', '–', '•', '*', ' ']))
                                    .is_some()
                            })
                        };
                        !text.trim().is_empty()
                            && (self.labels.exactly(text).is_none() && !asks() || body())
                            && !apart()
                    }
                    _ => true,
                }
            });
            said || record.actors.iter().any(|actor| self.labels.exactly(&actor.name.value).is_none())
                || record.ticked.iter().any(|(_, cell)| super::gist::is_worded(&cell.value))
        };
        let records = tables.iter().filter(|table| table.tells_responsible).flat_map(|table| &table.records);
        let ids =
            records.filter(|record| answers(record)).flat_map(|record| record.competences.iter().copied());
        ids.collect::<BTreeSet<CompetenceId>>().len()
    }

    /// How many competences the cells of a sheet name exactly.
    pub(super) fn mentioned(&self, sheet: &Sheet, effort: &Effort) -> usize {
        let texts = sheet.cells.iter().filter_map(|cell| match &cell.value {
            CellValue::Text(text) => Some(text),
            _ => None,
        });
        let named = texts
            .take_while(|text| effort.spend(20 + text.len().min(160) as u64 / 4))
            .filter_map(|text| self.labels.exactly(text));
        named.flatten().collect::<BTreeSet<CompetenceId>>().len()
    }

    /// The blocks of a sheet whose cards stand side by side: more across than down, and no table on its side.
    fn cards_apart(&self, sheet: &Sheet, upright: &View<'_>) -> Vec<Table> {
        let mut by_column: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for cell in &sheet.cells {
            if let CellValue::Text(text) = &cell.value
                && upright.effort().spend(20)
                && self.labels.exactly(text).is_some()
            {
                by_column.entry(cell.at.column).or_default().push(cell.at.row);
            }
        }
        blocks::find(self, upright, &by_column)
    }

    /// Keeps the rows that name several competences, and those of one that « Compétence » heads: a last band, whose label
    /// may be misspelt.
    fn keep_bands(&self, sheet: &Sheet, by_row: &mut BTreeMap<u32, Vec<u32>>, effort: &Effort) {
        let mut titled: BTreeMap<u32, u32> = BTreeMap::new();
        for cell in &sheet.cells {
            if let CellValue::Text(text) = &cell.value
                && !by_row.contains_key(&cell.at.row)
                && self.dictionary.columns.exact(text).contains(&Field::Competence)
            {
                titled.entry(cell.at.row).or_insert(cell.at.column);
            }
        }
        for cell in &sheet.cells {
            if titled.get(&cell.at.row).is_some_and(|title| *title < cell.at.column)
                && let CellValue::Text(text) = &cell.value
                && !self.is_title(text)
                && self.labels.named(text, effort).is_some()
            {
                by_row.entry(cell.at.row).or_default().push(cell.at.column);
            }
        }
        let headed: BTreeSet<u32> = sheet
            .cells
            .iter()
            .filter(|cell| by_row.get(&cell.at.row).is_some_and(|columns| columns.len() == 1))
            .filter(|cell| {
                matches!(&cell.value, CellValue::Text(text) if
                self.dictionary.columns.exact(text).contains(&Field::Competence))
            })
            .map(|cell| cell.at.row)
            .collect();
        by_row.retain(|row, columns| columns.len() > 1 || headed.contains(row));
    }

    /// The tables of a sheet whose competences stand across, in bands one under the other: each names few.
    fn turned(&self, sheet: &Sheet, effort: &Effort) -> Vec<Table> {
        let mut by_row: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for cell in &sheet.cells {
            if let CellValue::Text(text) = &cell.value
                && effort.spend(20)
                && self.labels.exactly(text).is_some()
            {
                by_row.entry(cell.at.row).or_default().push(cell.at.column);
            }
        }
        self.keep_bands(sheet, &mut by_row, effort);
        if by_row.is_empty() {
            return Vec::new();
        }
        tables::find(self, &View::new(sheet, true, effort), &by_row)
    }

    /// The tables of columns, rows or blocks that labels lay out.
    fn usual(&self, sheet: &Sheet, effort: &Effort) -> Vec<Table> {
        let mut by_column: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let mut by_row: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let mut named_down: BTreeMap<u32, BTreeSet<Vec<CompetenceId>>> = BTreeMap::new();
        let mut named_across: BTreeMap<u32, BTreeSet<Vec<CompetenceId>>> = BTreeMap::new();
        for cell in &sheet.cells {
            let CellValue::Text(text) = &cell.value else { continue };
            if !effort.spend(50 + text.len().min(160) as u64) {
                return Vec::new();
            }
            if let Some(named) = self.labels.exactly(text) {
                by_column.entry(cell.at.column).or_default().push(cell.at.row);
                by_row.entry(cell.at.row).or_default().push(cell.at.column);
                named_down.entry(cell.at.column).or_default().insert(named.clone());
                named_across.entry(cell.at.row).or_default().insert(named);
            }
        }
        // The way in which the most competences are named: « hotline » and « assistance » beside a label don't lay a
        // table on its side.
        let most = |named: &BTreeMap<u32, BTreeSet<Vec<CompetenceId>>>| {
            named.values().map(BTreeSet::len).max().unwrap_or(0)
        };
        let (down, across) = (most(&named_down), most(&named_across));
        // Few labels written as the referential writes them: in other words, another column may name many more.
        let exact = down.max(across);
        if exact < FEW_EXACT {
            let (tables, named) = self.worded(sheet, effort);
            if named > 2 * exact && !tables.is_empty() {
                return tables;
            }
        }
        // « référent numérique », « guide en ligne » on one line of a list: few of a row's texts, under titles in a row.
        let lies = across > down && across > 2;
        if lies && (across >= FEW_EXACT || !self.titles_a_list(sheet)) {
            self.keep_bands(sheet, &mut by_row, effort);
            return tables::find(self, &View::new(sheet, true, effort), &by_row);
        }
        let view = View::new(sheet, false, effort);
        let mut tables = blocks::find(self, &view, &by_column);
        // « Responsable service scolaire » in a column of posts may look like blocks, beside a list that answers more.
        let few = self.answered(&tables);
        if tables.is_empty() || few * 2 < down {
            let list = tables::find(self, &view, &by_column);
            if tables.is_empty() || self.answered(&list) > few {
                tables = list;
            }
        }
        if tables.is_empty() {
            tables = tables::find(self, &view, &self.misspelt_labels(&view));
        }
        if tables.is_empty() {
            tables.extend(forms::find(self, &view, &by_column));
        }
        tables
    }

    /// Whether « Compétence » and a title that asks who answers stand on one row.
    fn titles_a_list(&self, sheet: &Sheet) -> bool {
        let mut rows: BTreeMap<u32, (bool, bool)> = BTreeMap::new();
        for cell in &sheet.cells {
            if let CellValue::Text(text) = &cell.value {
                let told = self.dictionary.columns.exact(text);
                let (labels, who) = rows.entry(cell.at.row).or_default();
                *labels |= told.contains(&Field::Competence) && self.labels.exactly(text).is_none();
                *who |= told.contains(&Field::Responsible);
            }
        }
        rows.values().any(|(labels, who)| *labels && *who)
    }

    /// Tables whose labels are freely worded: columns, or rows, that name several competences; and how many the best of
    /// them names.
    fn worded(&self, sheet: &Sheet, effort: &Effort) -> (Vec<Table>, usize) {
        type Named = BTreeMap<u32, BTreeMap<u32, Vec<CompetenceId>>>;
        let (mut by_column, mut by_row) = (Named::new(), Named::new());
        for cell in &sheet.cells {
            let CellValue::Text(text) = &cell.value else { continue };
            // « Assistance », then « Responsable : mairie » under it in the same cell, is a card.
            if text.contains('\n') && text.contains(':') {
                continue;
            }
            // « Documentation disponible » is a title of column before it is a label in other words.
            if self.is_title(text) && self.labels.exactly(text).is_none() || self.identifies(text) {
                continue;
            }
            // « Entretien des PC ; abonnement internet »: what one actor does, in one cell.
            if let Some(named) = self.labels.named(text, effort)
                && (named.len() == 1 || text.contains([';', '\n']))
            {
                by_column.entry(cell.at.column).or_default().insert(cell.at.row, named.clone());
                by_row.entry(cell.at.row).or_default().insert(cell.at.column, named);
            }
        }
        let distinct = |found: &BTreeMap<u32, Vec<CompetenceId>>| {
            found.values().flatten().collect::<BTreeSet<_>>().len()
        };
        let most = |hits: &Named| hits.values().map(distinct).max().unwrap_or(0);
        let lies = most(&by_row) > most(&by_column);
        let across = lies && (most(&by_row) >= FEW_EXACT || !self.titles_a_list(sheet));
        let mut hits = if across { by_row } else { by_column };
        let named = most(&hits);
        hits.retain(|_, found| distinct(found) >= FEWEST_WORDED);
        let hits = hits.into_iter().map(|(line, found)| (line, found.into_keys().collect())).collect();
        let view = View::new(sheet, across, effort);
        let mut tables = if across { Vec::new() } else { blocks::find(self, &view, &hits) };
        if tables.is_empty() {
            tables = tables::find(self, &view, &hits);
        }
        (tables, named)
    }

    /// Whether a text asks whose inventory it is: « Identifiant de l'école (UAI) ».
    fn identifies(&self, text: &str) -> bool {
        let head = text.split([':', '(']).next().unwrap_or_default();
        text.len() <= 80
            && (!self.dictionary.identity.exact(head).is_empty()
                || crate::text::words(text).iter().any(|word| matches!(word.as_str(), "uai" | "rne")))
    }

    /// Labels under a header that no label matches exactly: a sheet of a single misspelt line.
    fn misspelt_labels(&self, view: &View<'_>) -> BTreeMap<u32, Vec<u32>> {
        // Of each column, the row of its first header.
        let mut headers: BTreeMap<u32, u32> = BTreeMap::new();
        for (row, cells) in view.rows(0, view.last_row()) {
            let asks = |cell: &view::Seen<'_>| {
                matches!(view.text(row, cell.column), Some(title) if
                    self.dictionary.columns.exact(title).contains(&Field::Responsible)
                        || self.dictionary.columns.close(title) == Some(Field::Responsible)
                        || super::gist::of_title(title) == Some(Field::Responsible))
            };
            let mut responsible: Option<bool> = None;
            for cell in cells {
                if headers.contains_key(&cell.column) {
                    continue;
                }
                // « Domaine » heads families, or labels where nothing else does.
                let first = cells.first().is_some_and(|first| first.column == cell.column);
                let titles = view.text(row, cell.column).is_some_and(|text| {
                    self.titles_labels(text)
                        || first && self.dictionary.columns.exact(text).contains(&Field::Family)
                });
                if titles && *responsible.get_or_insert_with(|| cells.iter().any(asks)) {
                    headers.insert(cell.column, row);
                }
            }
        }
        let effort = view.effort();
        let mut hits: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let Some(first) = headers.values().min() else { return hits };
        for (row, cells) in view.rows(*first, view.last_row()) {
            for cell in
                cells.iter().filter(|cell| headers.get(&cell.column).is_some_and(|header| *header < row))
            {
                if matches!(cell.value, CellValue::Text(label) if
                    self.labels.named(label, effort).is_some())
                {
                    hits.entry(cell.column).or_default().push(row);
                }
            }
        }
        hits
    }
}
