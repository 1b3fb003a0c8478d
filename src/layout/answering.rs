//! Columns that tell who answers where no title asks it: by the letters of roles, by modes that name somebody, by codes.

use std::collections::BTreeSet;

use super::columns::{Column, Meaning, Reading};
use crate::model::grid::CellValue;
use crate::model::inventory::Observed;
use crate::model::record::Field;

impl Reading<'_, '_> {
    /// Tries one after the other, on a table that no column tells the responsible of.
    pub(super) fn find_who_otherwise<'a, V>(
        &self,
        columns: &mut [Column],
        values: &impl Fn(u32) -> V,
        facts: &mut Vec<Observed>,
    ) where
        V: Iterator<Item = &'a CellValue>,
    {
        self.find_letters_of_roles(columns, values, facts);
        self.find_performers_with_roles(columns, values, facts);
        self.find_who_in_modes(columns, values, facts);
        self.find_codes(columns, values, facts);
    }

    /// « R | A | C | I » over names: A answers, R does it. Told as a reading by likeness.
    fn find_letters_of_roles<'a, V>(
        &self,
        columns: &mut [Column],
        values: &impl Fn(u32) -> V,
        facts: &mut Vec<Observed>,
    ) where
        V: Iterator<Item = &'a CellValue>,
    {
        let titled = |letter: &str| {
            columns.iter().position(|column| {
                column.title.trim().eq_ignore_ascii_case(letter)
                    && matches!(column.meaning, Meaning::Field(Field::Other))
                    && values(column.index).filter(|value| super::gist::is_worded(value)).count() > 1
            })
        };
        let tells = columns.iter().any(|column| matches!(column.meaning, Meaning::Field(Field::Responsible)));
        if let (false, Some(answers), Some(does)) = (tells, titled("A"), titled("R")) {
            columns[answers].meaning = Meaning::Field(Field::Responsible);
            columns[does].meaning = Meaning::Field(Field::Performers);
            self.by_likeness(&columns[answers], Field::Responsible, facts);
            self.by_likeness(&columns[does], Field::Performers, facts);
        }
    }

    /// « Modalités » over « en interne par la mairie », where nothing else tells who: names, and modes beside them. Told
    /// as a reading by likeness.
    fn find_who_in_modes<'a, V>(
        &self,
        columns: &mut [Column],
        values: &impl Fn(u32) -> V,
        facts: &mut Vec<Observed>,
    ) where
        V: Iterator<Item = &'a CellValue>,
    {
        let tells = columns.iter().any(|column| match column.meaning {
            Meaning::Field(field) => {
                matches!(field, Field::Responsible | Field::Performers | Field::Provider | Field::Person)
            }
            Meaning::Actor | Meaning::NamedActor | Meaning::Tick(_) => true,
        });
        let modes = columns.iter().position(|column| matches!(column.meaning, Meaning::Field(Field::Mode)));
        let Some(rank) = modes.filter(|_| !tells) else { return };
        let (mut naming, mut all) = (0usize, 0usize);
        for value in values(columns[rank].index) {
            all += 1;
            let named = match value {
                CellValue::Text(text) if text.len() <= super::gist::LONGEST_TEXT => {
                    self.names_body(&CellValue::Text(super::gist::without_third(text)))
                }
                _ => false,
            };
            naming += usize::from(named);
        }
        if naming > 2 && naming * 2 > all {
            columns[rank].meaning = Meaning::Field(Field::Responsible);
            self.by_likeness(&columns[rank], Field::Responsible, facts);
        }
    }

    /// « Intervenant | Rôle »: where roles tell who answers, among those who take part. Told as a reading by likeness.
    fn find_performers_with_roles<'a, V>(
        &self,
        columns: &mut [Column],
        values: &impl Fn(u32) -> V,
        facts: &mut Vec<Observed>,
    ) where
        V: Iterator<Item = &'a CellValue>,
    {
        let is =
            |column: &Column, field: Field| matches!(column.meaning, Meaning::Field(known) if known == field);
        let told = columns.iter().any(|column| {
            is(column, Field::Responsible)
                || matches!(column.meaning, Meaning::Actor | Meaning::NamedActor | Meaning::Tick(_))
        });
        let role = columns.iter().position(|column| is(column, Field::Role));
        let mut taking_part = (0..columns.len()).filter(|rank| is(&columns[*rank], Field::Performers));
        if let (false, Some(_), Some(rank), None) = (told, role, taking_part.next(), taking_part.next())
            && values(columns[rank].index).filter(|value| super::gist::is_worded(value)).count() > 1
        {
            columns[rank].meaning = Meaning::Field(Field::Responsible);
            self.by_likeness(&columns[rank], Field::Responsible, facts);
        }
    }

    /// « Code » over letters, alone beside the labels: who answers, as a legend explains. Told as a reading by likeness.
    fn find_codes<'a, V>(&self, columns: &mut [Column], values: &impl Fn(u32) -> V, facts: &mut Vec<Observed>)
    where
        V: Iterator<Item = &'a CellValue>,
    {
        let [only] = columns else { return };
        let letters = values(only.index).all(
            |value| matches!(value, CellValue::Text(text) if !text.bytes().any(|byte| byte.is_ascii_digit())),
        );
        if matches!(only.meaning, Meaning::Field(Field::Number)) && letters && values(only.index).count() > 1
        {
            only.meaning = Meaning::Field(Field::Responsible);
            self.by_likeness(only, Field::Responsible, facts);
        }
    }
}

/// Kinds of bodies chosen in a list, two at least, and hardly anything else.
pub(super) fn holds_kinds<'a>(values: impl Iterator<Item = &'a CellValue>) -> bool {
    let mut kinds: BTreeSet<String> = BTreeSet::new();
    let mut others = 0usize;
    let mut all = 0usize;
    for value in values {
        all += 1;
        match value {
            CellValue::Text(text) if super::gist::is_kind(text) => {
                kinds.insert(crate::text::fold(text.trim()));
            }
            _ => others += 1,
        }
    }
    kinds.len() > 1 && others * 5 <= all
}
