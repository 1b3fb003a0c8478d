//! The columns that tell how a competence is held: « Mode », « Interne » beside « Externe », ticks or names under them.

use std::collections::BTreeSet;

use super::columns::{Column, Meaning, Reading};
use super::marks::{is_share, is_unmarked, is_yes_or_no};
use crate::model::grid::CellValue;
use crate::model::inventory::Observed;
use crate::model::record::Field;
use crate::model::referential::Mode;

impl Reading<'_, '_> {
    /// The column of modes, where no title of the dictionary tells it.
    pub(super) fn find_mode<'a, V>(
        &self,
        columns: &mut [Column],
        values: &impl Fn(u32) -> V,
        facts: &mut Vec<Observed>,
    ) where
        V: Iterator<Item = &'a CellValue>,
    {
        let settled = columns.iter().any(|column| match column.meaning {
            Meaning::Tick(_) => true,
            Meaning::Field(field) => matches!(field, Field::Mode | Field::IsExternal | Field::IsInternal),
            Meaning::Actor | Meaning::NamedActor => false,
        });
        if settled {
            return;
        }
        // « Fait en interne ? », « Recours à une société ? » over yes and no.
        let yes_or_no = columns.iter().position(|column| {
            matches!(
                column.meaning,
                Meaning::Field(Field::Other | Field::Provider | Field::Performers | Field::Service)
            ) && super::gist::asks_one_mode(&column.title).is_some()
                && values(column.index).any(|value| is_yes_or_no(value) || is_share(value))
                && values(column.index).all(|value| {
                    is_yes_or_no(value)
                        || is_unmarked(value)
                        || is_share(value)
                        || super::gist::says_mode(value)
                })
        });
        // « Interne O/N » beside « Externe O/N »: each says its own.
        let of_mode = |column: &Column| {
            let free = matches!(column.meaning, Meaning::Field(Field::Other | Field::Provider));
            super::gist::asks_one_mode(&column.title).filter(|_| {
                free && values(column.index).next().is_some()
                    && values(column.index).all(|value| is_yes_or_no(value) || is_unmarked(value))
            })
        };
        let asked: Vec<(usize, Mode)> = columns
            .iter()
            .enumerate()
            .filter_map(|(index, column)| Some((index, of_mode(column)?)))
            .collect();
        if let [(first, one), (second, other)] = asked.as_slice()
            && one != other
        {
            for (index, mode) in [(*first, *one), (*second, *other)] {
                columns[index].meaning = Meaning::Tick(mode);
                self.by_likeness(&columns[index], Field::Mode, facts);
            }
            return;
        }
        if let Some(index) = yes_or_no
            && let Some(mode) = super::gist::asks_one_mode(&columns[index].title)
        {
            let field = if mode == Mode::Internal { Field::IsInternal } else { Field::IsExternal };
            columns[index].meaning = Meaning::Field(field);
            self.by_likeness(&columns[index], field, facts);
            return;
        }
        let coded = coded_modes(columns, values);
        if let Some(index) = coded {
            columns[index].meaning = Meaning::Field(Field::Mode);
            self.by_likeness(&columns[index], Field::Mode, facts);
            return;
        }
        let found = columns.iter().position(|column| {
            let asked = super::gist::of_title(&column.title) == Some(Field::Mode);
            // « Interne/externe : » on each line is the question, whose answers stand beside it.
            if values(column.index).count() > 1 && values(column.index).all(asks_which_mode) {
                return false;
            }
            let (mut saying, mut all) = (0usize, 0usize);
            for value in values(column.index) {
                all += 1;
                let names = || match value {
                    CellValue::Text(text) if text.len() <= super::gist::LONGEST_TEXT => {
                        self.names_body(&CellValue::Text(super::gist::without_third(text)))
                    }
                    _ => false,
                };
                saying += usize::from(super::gist::says_mode(value) && !names());
            }
            match column.meaning {
                Meaning::Field(Field::Other) => asked || saying > 1 && saying * 2 > all,
                // « Réalisation », « Statut » over modes alone.
                Meaning::Field(
                    field @ (Field::Performers
                    | Field::Fonction
                    | Field::Service
                    | Field::Level
                    | Field::Family),
                ) => {
                    let alone = || {
                        all > 0
                            && field == Field::Performers
                            && values(column.index).all(super::gist::is_mode_alone)
                    };
                    saying > 2 && saying * 4 >= all * 3 || alone()
                }
                _ => false,
            }
        });
        if let Some(index) = found {
            columns[index].meaning = Meaning::Field(Field::Mode);
            self.by_likeness(&columns[index], Field::Mode, facts);
        }
    }

    /// « Interne (qui ?) » beside « Prestataire extérieur »: names under both, the second for what is outside.
    pub(super) fn find_who_by_mode<'a, V>(&self, columns: &mut [Column], values: &impl Fn(u32) -> V)
    where
        V: Iterator<Item = &'a CellValue>,
    {
        let is_inside = |column: &Column| {
            (self.recogniser.mode_word(&column.title) == Some(Mode::Internal)
                || super::gist::tells_inside(&column.title))
                && values(column.index).filter(|value| self.names_body(value)).count() > 1
        };
        let inside = columns.iter().position(is_inside);
        let asked =
            columns.iter().position(|column| matches!(column.meaning, Meaning::Field(Field::Responsible)));
        // « Qui assure ? » over « En interne » and « Externe » asks who under both.
        let is_outside = |column: &Column| {
            super::gist::tells_outside(&column.title)
                || self.recogniser.mode_word(&column.title) == Some(Mode::External)
        };
        if asked.is_some_and(|asked| inside != Some(asked) && !is_outside(&columns[asked])) {
            return;
        }
        let outside = columns.iter().position(|column| match column.meaning {
            Meaning::Field(Field::Provider) => true,
            Meaning::Field(Field::Other | Field::Responsible) => is_outside(column),
            // « Externe (société) » over names, and not over modes.
            Meaning::Field(Field::Mode | Field::IsExternal) => {
                is_outside(column)
                    && values(column.index)
                        .filter(|value| super::gist::is_worded(value) && !super::gist::says_mode(value))
                        .count()
                        > 1
            }
            _ => false,
        });
        if let (Some(inside), Some(outside)) = (inside, outside)
            && inside != outside
        {
            columns[inside].meaning = Meaning::Tick(Mode::Internal);
            columns[outside].meaning = Meaning::Tick(Mode::External);
        }
    }
}

/// « Code » over I, E and P, beside those who answer.
fn coded_modes<'a, V>(columns: &[Column], values: &impl Fn(u32) -> V) -> Option<usize>
where
    V: Iterator<Item = &'a CellValue>,
{
    let answered = columns
        .iter()
        .any(|column| matches!(column.meaning, Meaning::Field(Field::Responsible) | Meaning::Actor));
    columns.iter().position(|column| {
        let mut letters: BTreeSet<String> = BTreeSet::new();
        answered
            && matches!(column.meaning, Meaning::Field(Field::Other | Field::Number))
            && values(column.index).all(|value| {
                letters.insert(crate::text::fold(&value.shown()));
                super::gist::is_mode_code(value)
            })
            && letters.len() > 1
    })
}

/// « Externalisé ? » over yes and no asks a question; over « interne », « mixte », it is a badly titled mode column.
pub(super) fn mode_field<'a>(mode: Mode, mut values: impl Iterator<Item = &'a CellValue>) -> Field {
    if values.any(is_yes_or_no) {
        match mode {
            Mode::Internal => Field::IsInternal,
            Mode::External => Field::IsExternal,
            Mode::Partial => Field::Mode,
        }
    } else {
        Field::Mode
    }
}

/// « Interne/externe : », « Interne ou externe ? »: a question, wherever it stands.
fn asks_which_mode(value: &CellValue) -> bool {
    matches!(value, CellValue::Text(text) if text.len() <= super::gist::LONGEST_TEXT
        && text.trim_end().ends_with([':', '?'])
        && super::gist::asks_mode(&crate::text::words(text)))
}
