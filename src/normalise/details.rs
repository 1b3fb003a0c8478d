//! What the other columns of a line say: who to reach, the level, the cost, dates, comments.

use super::plain::Plain;
use super::{Line, dates, emails, is_unreadable, numbers};
use crate::model::calendar::Date;
use crate::model::fact::Fact;
use crate::model::given::{Aspect, Given};
use crate::model::grid::CellValue;
use crate::model::inventory::{DetailCells, Details};
use crate::model::place::{Located, Near, Spot};
use crate::model::record::Field;

impl Line<'_> {
    /// The other columns, and where they stand beside the cell of the answer.
    pub(super) fn details(&mut self, at: &Spot) -> Details {
        let mut details = Details {
            person: self.shown(Field::Person),
            fonction: self.shown(Field::Fonction),
            email: self.shown(Field::Email),
            phone: self.shown(Field::Phone),
            provider: self.named(Field::Provider),
            service: self.shown(Field::Service),
            service_level: self.service_level(),
            level: self.shown(Field::Level),
            local_person: self.shown(Field::LocalPerson),
            documentation: self.shown(Field::Documentation),
            comment: self.comments(),
            ..Details::default()
        };
        details.kept =
            self.field(Field::Kept).and_then(|value| self.normaliser.words.yes_or_no(&value.cell.value));
        self.tell_unreadable();
        self.email();
        details.cells = self.cells(at);
        details.fte = self.number(Field::Fte);
        details.cost = self.number(Field::Cost);
        details.start = self.date(Field::Start, false);
        details.end = self.date(Field::End, true);
        details.others = self
            .record
            .fields
            .iter()
            .filter(|value| value.field == Field::Other)
            .map(|value| (value.title.to_string(), value.cell.value.shown()))
            .collect();
        details.given = self.given(&details);
        details
    }

    fn given(&self, details: &Details) -> Given {
        let mut given = Given::default();
        given.set(Aspect::Service, self.tells(Field::Service));
        given.set(Aspect::ServiceLevel, self.tells(Field::ServiceLevel));
        given.set(Aspect::Level, self.tells(Field::Level));
        given.set(Aspect::LocalPerson, self.tells(Field::LocalPerson));
        given.set(Aspect::Documentation, self.tells(Field::Documentation));
        given.set(Aspect::Fte, details.fte.is_some());
        given.set(Aspect::Cost, details.cost.is_some());
        given
    }

    /// Whether something stands under a column: neither « néant », nor « à définir », nor « non ».
    fn tells(&self, field: Field) -> bool {
        let words = &self.normaliser.words;
        self.record.fields.iter().filter(|value| value.field == field).any(|value| {
            let shown = value.cell.value.shown();
            let refused = matches!(
                words.plain(&shown),
                Some(Plain::Nobody | Plain::ToDefine { .. } | Plain::NotApplicable(_))
            );
            !shown.trim().is_empty()
                && !is_unreadable(&value.cell.value)
                && !refused
                && words.yes_or_no(&value.cell.value) != Some(false)
        })
    }

    fn cells(&self, at: &Spot) -> DetailCells {
        let near = |field| {
            let cell = &self.field(field)?.cell.at;
            (cell.sheet == at.sheet).then(|| Near::of(cell.cell, at.cell))?
        };
        DetailCells {
            kept: near(Field::Kept),
            level: near(Field::Level),
            documentation: near(Field::Documentation),
            fte: near(Field::Fte),
            cost: near(Field::Cost),
            end: near(Field::End),
        }
    }

    /// Tells an address that can't be right; it is kept as it stands.
    fn email(&mut self) {
        let Some(value) = self.field(Field::Email).cloned() else { return };
        let shown = value.cell.value.shown();
        // « néant », « idem » and an error of the spreadsheet are no addresses.
        if value.merged
            || !matches!(value.cell.value, CellValue::Text(_))
            || self.normaliser.words.plain(&shown).is_some()
        {
            return;
        }
        if let Some(fault) = emails::fault(&shown) {
            self.see(Fact::ImplausibleEmail(fault), &value.cell.at, &shown);
        }
    }

    /// A name under a column, « néant » and the like apart.
    fn named(&self, field: Field) -> String {
        let shown = self.shown(field);
        if self.normaliser.words.plain(&shown).is_some() { String::new() } else { shown }
    }

    fn service_level(&self) -> String {
        let levels: Vec<String> = self
            .record
            .fields
            .iter()
            .filter(|value| value.field == Field::ServiceLevel && !is_unreadable(&value.cell.value))
            .map(|value| value.cell.value.shown().trim().to_owned())
            .filter(|level| {
                !matches!(self.normaliser.words.plain(level), Some(Plain::Nobody | Plain::ToDefine { .. }))
            })
            .collect();
        levels.join(" ; ")
    }

    fn comments(&self) -> String {
        let comments = self.record.fields.iter().filter(|value| value.field == Field::Comment);
        let comments = comments.map(|value| value.cell.value.shown().trim().to_owned());
        let notes = self.record.notes.iter().map(|note| note.value.clone());
        comments.chain(notes).collect::<Vec<_>>().join(" ; ")
    }

    fn number(&mut self, field: Field) -> Option<f64> {
        let value = self.field(field)?.clone();
        let number = numbers::number(&value.cell.value);
        self.unread(number.is_none(), &value.cell, Fact::UnknownNumber);
        if number.is_some_and(|number| number < 0.0) {
            self.see(Fact::NegativeNumber, &value.cell.at, &value.cell.value.shown());
        }
        number.filter(|number| number.is_finite() && *number >= 0.0)
    }

    fn date(&mut self, field: Field, ends: bool) -> Option<Date> {
        let value = self.field(field)?.clone();
        let date = dates::date(&value.cell.value, ends);
        self.unread(date.is_none(), &value.cell, Fact::UnknownDate);
        date
    }

    fn unread(&mut self, unread: bool, cell: &Located<CellValue>, fact: Fact) {
        let shown = cell.value.shown();
        if unread && !is_unreadable(&cell.value) && self.normaliser.words.plain(&shown).is_none() {
            self.see(fact, &cell.at, &shown);
        }
    }
}
