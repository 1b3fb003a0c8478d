//! Where the table is and what its columns mean: sheets in, records out.
//!
//! Nothing here looks at a position: a table is a column (or a row) of labels that the referential knows, under (or
//! beside) titles that the header dictionary knows. What a value means is `normalise`'s business.

mod actors;
mod alike;
mod answering;
mod asked;
mod better;
mod blocks;
mod candidates;
mod cards;
mod columns;
mod dictionary;
mod extents;
mod forms;
mod gist;
mod heads;
mod identification;
mod inline;
mod join;
mod labels;
mod lines;
mod margin;
mod marks;
mod mode_columns;
mod name_columns;
mod notes;
mod pairs;
mod parts;
mod phrases;
mod prepared;
mod prose;
mod readings;
mod rows;
mod sections;
mod sense;
mod synonyms;
mod tables;
mod triples;
mod under_actors;
mod unread;
mod view;
#[cfg(test)]
mod wordings;
mod years;

use std::collections::BTreeSet;

pub use dictionary::Dictionary;
use labels::{Labels, Named};
use phrases::Phrases;
pub use synonyms::{Words, label_meaning};
use tables::Table;

use crate::model::budget::Effort;
use crate::model::calendar::Month;
use crate::model::fact::{Fact, LeftOut};
use crate::model::form;
use crate::model::grid::{CellValue, Sheet, Workbook};
use crate::model::inventory::Observed;
use crate::model::place::CellRef;
use crate::model::record::{Field, Identity, IdentityKey, Layout, Shape, left_out};
use crate::model::referential::{CompetenceId, Mode, Referential};
use crate::text::memo::Memo;

/// Everything that recognition compares a sheet with, prepared once a run.
#[derive(Clone, Debug)]
pub struct Recogniser {
    dictionary: Dictionary,
    labels: Labels,
    modes: Phrases<Mode>,
    families: Phrases<usize>,
    /// Folded id and words of each family, in order.
    bands: Vec<(String, Vec<String>)>,
    competences: Phrases<CompetenceId>,
    titles: Vec<String>,
    /// Competences that no inventory has to answer for.
    complements: BTreeSet<CompetenceId>,
    bodies: gist::Bodies,
    /// What texts asked, and the steps that telling it took.
    asked_before: Memo<(Option<asked::Asked>, u64)>,
    /// The modes that titles named.
    modes_before: Memo<Option<Mode>>,
    /// What labels said of the document.
    keys_before: Memo<Option<IdentityKey>>,
}

impl Recogniser {
    /// Prepares the labels of a referential and a header dictionary.
    pub fn new(referential: &Referential, dictionary: Dictionary) -> Self {
        let modes = referential.modes.iter().flat_map(|(mode, spellings)| {
            // « Prestataire », « i » are values; a title says « Internalisé », « Externe », « Partiellement ».
            let words = spellings.iter().filter(|spelling| {
                let folded = crate::text::fold(spelling);
                matches!(folded.as_str(), "int" | "ext")
                    || ["intern", "extern", "partiel", "mixte", "en intern", "en extern", "les deux"]
                        .iter()
                        .any(|start| folded.starts_with(start))
            });
            words.map(|spelling| (spelling.clone(), *mode)).chain([(mode.label().to_owned(), *mode)])
        });
        let competences = (0u16..).zip(&referential.competences).flat_map(|(index, competence)| {
            std::iter::once(&competence.label)
                .chain(&competence.synonyms)
                .map(move |phrase| (phrase.clone(), CompetenceId(index)))
        });
        Self {
            labels: Labels::new(referential),
            modes: Phrases::new(modes),
            families: Phrases::new(
                referential.families.iter().enumerate().map(|(index, family)| (family.label.clone(), index)),
            ),
            competences: Phrases::new(competences),
            bands: referential
                .families
                .iter()
                .map(|family| (crate::text::fold(&family.code), labels::bare_words(&family.label)))
                .collect(),
            bodies: gist::Bodies::new(referential),
            complements: (0u16..)
                .zip(&referential.competences)
                .filter(|(_, competence)| !competence.required)
                .map(|(index, _)| CompetenceId(index))
                .collect(),
            titles: referential.competences.iter().map(|competence| competence.label.clone()).collect(),
            dictionary,
            asked_before: Memo::default(),
            modes_before: Memo::default(),
            keys_before: Memo::default(),
        }
    }

    /// Lays a workbook out, received in a month: sheets named after an earlier school year are left out. What isn't
    /// understood is a fact; one that costs more than its effort allows is left in the middle, for the effort's
    /// verdict to tell.
    pub fn lay_out(&self, workbook: &Workbook, month: Month, effort: &Effort) -> Layout {
        let mut layout = Layout::default();
        let mut aside: Vec<(&Sheet, LeftOut)> = Vec::new();
        let mut read: Vec<(&Sheet, Vec<Table>)> = Vec::new();
        let prepared: Vec<prepared::Prepared<'_>> =
            workbook.sheets.iter().map(|sheet| prepared::prepare(self, sheet, effort)).collect();
        for sheet in prepared.iter().map(|prepared| &*prepared.sheet) {
            if sheet.cells.is_empty() {
                continue;
            }
            match (form::help_sheet(sheet), self.dictionary.left_out(&sheet.name)) {
                // As it was sent: nobody answered there.
                (Some(true), _) => {}
                (Some(false), _) => aside.push((sheet, LeftOut::HelpSheet)),
                (None, Some(why)) => aside.push((sheet, why)),
                (None, None) => read.push((sheet, self.tables(sheet, effort))),
            }
        }
        if read.iter().all(|(_, tables)| tables.is_empty()) {
            self.answer_under_another_name(&mut aside, &mut read, &mut layout, effort);
        }
        years::set_sheets_aside(&mut read, &mut aside, month);
        for (sheet, tables) in &mut read {
            years::set_tables_aside(sheet, tables, month, &mut layout);
        }
        for (_, tables) in &mut read {
            self.drop_titles(tables);
        }
        under_actors::cover(self, &mut read, effort);
        actors::ticked_by_sheet(self, &mut read);
        actors::said_by_sheet(self, &mut read, effort);
        actors::by_sheet(self, &mut read, effort);
        // A column of labels without anything to answer them is a list for menus, once another table answers.
        if read.iter().flat_map(|(_, tables)| tables).any(|table| table.tells_responsible) {
            for (sheet, tables) in &mut read {
                join::complete(tables);
                let before = tables.len();
                tables.retain(|table| table.tells_responsible);
                if tables.is_empty() && before > 0 {
                    layout.facts.push(left_out(&sheet.name, LeftOut::Lists));
                }
            }
        }
        let mut sheets: Vec<(&Sheet, BTreeSet<CellRef>)> = Vec::new();
        let mut readings_told: BTreeSet<String> = BTreeSet::new();
        for (sheet, mut tables) in read {
            notes::collect(sheet, &mut tables, &mut layout);
            let mut taken: BTreeSet<CellRef> = BTreeSet::new();
            for table in tables {
                let rank = layout.tables.len();
                taken.extend(&table.cells);
                layout.tables.push(table.found);
                // A sheet for each competence, all read alike, calls for one look.
                layout.facts.extend(table.facts.into_iter().filter(|seen| match &seen.fact {
                    Fact::TwoReadings(kept) => readings_told.insert(kept.clone()),
                    _ => true,
                }));
                layout.records.extend(table.records.into_iter().map(|mut record| {
                    record.table = rank;
                    record
                }));
            }
            identification::collect(self, sheet, &taken, effort, &mut layout);
            sheets.push((sheet, taken));
        }
        self.identify_by_presentation(&aside, effort, &mut layout);
        better::settle(self, effort, &mut layout);
        identification::in_columns(self, &mut layout);
        layout.loose.extend(prepared.iter().flat_map(|prepared| prepared.legend.iter().cloned()));
        unread::tell(self, &sheets, effort, &mut layout);
        margin::tell(self, &sheets, effort, &mut layout);
        layout.facts.extend(aside.into_iter().map(|(sheet, why)| left_out(&sheet.name, why)));
        layout
    }

    /// « Présentation » tells whose inventory it is, where no sheet of answers does.
    fn identify_by_presentation(&self, aside: &[(&Sheet, LeftOut)], effort: &Effort, layout: &mut Layout) {
        let tells = |identity: &Identity| {
            matches!(identity.key, IdentityKey::Uai | IdentityKey::School | IdentityKey::Commune)
        };
        if layout.identity.iter().any(tells) {
            return;
        }
        for (sheet, why) in aside {
            if *why == LeftOut::Instructions && self.mentioned(sheet, effort) < readings::FEWEST_ANSWERED {
                identification::collect(self, sheet, &BTreeSet::new(), effort, layout);
            }
        }
    }

    /// Titles of columns under a title of columns answer nothing: « Qui s'en occupe ? » beside « Mode de réalisatoin », over a
    /// label that nobody answered.
    fn drop_titles(&self, tables: &mut [Table]) {
        let asks = |value: &CellValue| match value {
            CellValue::Text(text) if text.len() <= gist::LONGEST_TEXT => {
                let told = &self.dictionary.columns;
                let asked = told.exact(text).first().copied().or_else(|| told.close(text));
                // « Personne », « contact » answer as well as they ask.
                matches!(asked, Some(Field::Competence | Field::Mode | Field::Responsible))
                    && !self.bodies.named(value)
            }
            _ => false,
        };
        for record in tables
            .iter_mut()
            .filter(|table| table.found.shape == Shape::Blocks)
            .flat_map(|table| &mut table.records)
        {
            record.fields.retain(|value| value.field != Field::Responsible || !asks(&value.cell.value));
        }
    }

    /// The only answers stand in sheets whose names announce something else: the school filled the model itself, or
    /// « Données », « Fiche 4 » is how it names its sheet. Read, and reported. Never from an example or a list for menus,
    /// nor where another sheet names competences.
    fn answer_under_another_name<'a>(
        &self,
        aside: &mut Vec<(&'a Sheet, LeftOut)>,
        read: &mut Vec<(&'a Sheet, Vec<Table>)>,
        layout: &mut Layout,
        effort: &Effort,
    ) {
        let says = |sheet: &Sheet, starts: &[&str]| {
            crate::text::words(&sheet.name)
                .iter()
                .any(|word| starts.iter().any(|start| word.starts_with(start)))
        };
        let may_answer = |sheet: &Sheet, why: LeftOut| match why {
            LeftOut::Example => crate::text::words(&sheet.name).iter().any(|word| word == "modele"),
            LeftOut::Instructions => true,
            LeftOut::Lists => !says(sheet, &["liste", "menu", "valeur", "config", "param"]),
            _ => false,
        };
        if !aside.iter().any(|(sheet, why)| may_answer(sheet, *why))
            || read.iter().any(|(sheet, _)| self.mentioned(sheet, effort) >= readings::FEWEST_ANSWERED)
        {
            return;
        }
        let mut rank = 0;
        while let Some((sheet, why)) = aside.get(rank).copied() {
            rank += 1;
            if !may_answer(sheet, why) {
                continue;
            }
            let tables = self.tables(sheet, effort);
            let fewest = if why == LeftOut::Example { 0 } else { readings::FEWEST_ANSWERED };
            if tables.iter().any(|table| table.tells_responsible) && self.answered(&tables) >= fewest {
                rank -= 1;
                aside.remove(rank);
                layout.facts.push(Observed {
                    fact: Fact::TwoReadings(format!(
                        "la feuille « {} », seule à porter un tableau",
                        sheet.name
                    )),
                    ..left_out(&sheet.name, why)
                });
                read.push((sheet, tables));
                if why == LeftOut::Example {
                    return;
                }
            }
        }
    }

    /// Whether a title says « Compétence », well or nearly well written.
    fn titles_labels(&self, title: &str) -> bool {
        if labels::is_ranked(title) {
            return false;
        }
        let columns = &self.dictionary.columns;
        columns.exact(title).contains(&Field::Competence)
            || columns.exact(title).is_empty()
                && (columns.close(title) == Some(Field::Competence)
                    || gist::of_title(title) == Some(Field::Competence)
                    || gist::nearly_competence(title))
    }

    /// The mode that a title of column names: « Internalisé », « Ext. »; a title that asks for a mode (« Int./Ext. »)
    /// names none.
    fn mode_word(&self, title: &str) -> Option<Mode> {
        if title.len() > gist::LONGEST_TEXT {
            return None;
        }
        self.modes_before.get_or(title, || self.mode_word_afresh(title))
    }

    fn mode_word_afresh(&self, title: &str) -> Option<Mode> {
        if self.dictionary.columns.exact(title).contains(&Field::Mode) {
            return None;
        }
        let words = crate::text::words(title);
        if gist::asks_mode(&words) && (words.len() > 2 && self.modes.exact(title).is_empty()) {
            return None;
        }
        if let Some(head) = gist::before_who(title) {
            let said = self.modes.exact(head).first().copied();
            return said.or_else(|| gist::asks_who_by_mode(&words));
        }
        // « Ext. patiel » as well.
        let partly = |word: &String| {
            word.starts_with("partiel") || crate::text::distance_within(word, "partiel", 1).is_some()
        };
        if words.len() <= 3 && words.iter().any(partly) {
            return Some(Mode::Partial);
        }
        let said = self.modes.exact(title).first().copied().or_else(|| self.modes.close(title));
        said.or_else(|| gist::asks_who_by_mode(&words))
    }

    /// The family that a band or a family column names.
    fn family(&self, text: &str) -> Option<usize> {
        self.families.exact(text).first().copied().or_else(|| self.families.close(text))
    }

    /// The family that a band announces, in its own words: « D – MATÉRIEL ET RÉSEAUX », « C – ENT ». None of a label
    /// that names one competence, unless letters number bands alone: « Hébergement » without an answer is no band.
    fn band(&self, text: &str, lettered: bool) -> Option<usize> {
        let bare = labels::unnumbered(text);
        let whole = self.family(&bare);
        let is_label = || self.labels.exactly(&bare).is_some_and(|named| named.len() == 1);
        if whole.is_some() || !(lettered && labels::is_lettered(text)) && is_label() {
            return whole;
        }
        let written = labels::bare_words(&bare);
        if let Some(family) = self.bands.iter().position(|(id, _)| written == [id.as_str()]) {
            return Some(family);
        }
        let mut fits =
            self.bands.iter().enumerate().filter(|(_, (_, known))| {
                !written.is_empty() && written.iter().all(|word| known.contains(word))
            });
        let (family, _) = fits.next()?;
        fits.next().is_none().then_some(family)
    }

    /// The nearest competence to a label outside the referential, for « vouliez-vous dire ».
    fn nearest(&self, label: &str) -> Option<String> {
        self.competences.close(label).and_then(|id| self.titles.get(usize::from(id.0)).cloned())
    }

    /// The competences that a label answers for, and what is to be told of how they were found, with the competence it
    /// is told of.
    fn named(
        &self,
        label: &str,
        family: Option<usize>,
        effort: &Effort,
    ) -> (Vec<CompetenceId>, Option<(Fact, Option<CompetenceId>)>) {
        match self.labels.name(label, family, effort) {
            Named::Exactly(named) => {
                let group = (named.len() > 1).then(|| (Fact::GroupLabel(self.names(&named)), None));
                (named, group)
            }
            Named::Closely(named) | Named::Loosely(named) => {
                let only = if let [only] = named.as_slice() { Some(*only) } else { None };
                let fact = Fact::CloseLabel(self.names(&named).join(", "));
                (named, Some((fact, only)))
            }
            Named::Several(fits) => (Vec::new(), Some((Fact::AmbiguousLabel(self.names(&fits)), None))),
            Named::Nothing => (Vec::new(), Some((Fact::OutsideLabel(self.nearest(label)), None))),
        }
    }

    fn names(&self, ids: &[CompetenceId]) -> Vec<String> {
        ids.iter().filter_map(|id| self.titles.get(usize::from(id.0)).cloned()).collect()
    }

    /// Whether a text is a title of column: a header repeated inside a table is no line.
    fn is_title(&self, text: &str) -> bool {
        !self.dictionary.columns.exact(text).is_empty()
    }
}
