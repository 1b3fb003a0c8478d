//! What stands beside an answer and makes it doubtful: a comment, a state, a note called by a mark, an unreadable cell.

use std::sync::Arc;

use super::plain::Plain;
use super::{Line, footnotes, reserves};
use crate::model::fact::Fact;
use crate::model::grid::CellValue;
use crate::model::inventory::Answer;
use crate::model::record::{Field, Value};

impl Line<'_> {
    /// Tells the cells beside the answer that can't be read. A mode that can't has its own fact.
    pub(super) fn tell_unreadable(&mut self) {
        let told = [Field::Competence, Field::Responsible, Field::Mode, Field::IsExternal, Field::IsInternal];
        let record = self.record;
        for value in record.fields.iter().filter(|value| !told.contains(&value.field)) {
            match &value.cell.value {
                CellValue::Error(error) => self.see(Fact::CellError, &value.cell.at, error),
                CellValue::FormulaWithoutValue => self.see(Fact::FormulaWithoutValue, &value.cell.at, ""),
                _ => {}
            }
        }
    }

    /// Tells the comments that doubt an answer which names somebody.
    pub(super) fn tell_doubts(&mut self, answer: &Answer) {
        if !matches!(answer, Answer::Entities(_)) {
            return;
        }
        let record = self.record;
        // « Statut : à confirmer », « Validé ? non », « Assurée ? non » beside a name.
        let of_state = |value: &&Value| {
            const STATES: [&str; 10] = [
                "statut",
                "etat",
                "avancement",
                "situation",
                "valid",
                "confirm",
                "effecti",
                "assur",
                "acte",
                "arrete",
            ];
            matches!(value.field, Field::Other | Field::Fonction)
                && crate::text::words(&value.title)
                    .first()
                    .is_some_and(|word| STATES.iter().any(|start| word.starts_with(start)))
        };
        for value in record.fields.iter().filter(of_state) {
            let shown = value.cell.value.shown();
            let postponed =
                matches!(self.normaliser.words.plain(&shown), Some(Plain::ToDefine { .. } | Plain::Nobody));
            if postponed
                || reserves::doubts(&shown)
                || self.normaliser.words.yes_or_no(&value.cell.value) == Some(false)
            {
                self.see(Fact::ReservedBeside, &value.cell.at, &shown);
            }
        }
        // « Responsable pressenti », « Proposition de responsable » over the answers.
        let asked =
            self.field(Field::Responsible).map(|value| (Arc::clone(&value.title), value.cell.clone()));
        if let Some((title, cell)) = asked
            && reserves::is_proposed(&title)
        {
            self.see(Fact::ReservedBeside, &cell.at, &title);
        }
        for value in record.fields.iter().filter(|value| value.field == Field::Comment) {
            let comment = value.cell.value.shown();
            if reserves::doubts(&comment) {
                self.see(Fact::ReservedBeside, &value.cell.at, &comment);
            }
        }
        // « Mairie * », where « * jusqu'en juin » stands under the table.
        let shown =
            self.field(Field::Responsible).map(|value| (value.cell.value.shown(), value.cell.at.clone()));
        let label = Some((record.label.value.clone(), record.label.at.clone()));
        for (text, at) in [shown, label].into_iter().flatten() {
            let Some(mark) = footnotes::mark(&text) else { continue };
            let note = self.footnotes.iter().find(|(known, _)| *known == mark);
            if let Some((_, note)) = note
                && (reserves::doubts(note) || reserves::of(note).is_some())
            {
                self.see(Fact::ReservedBeside, &at, note);
            }
        }
        for note in record.notes.iter().filter(|note| reserves::doubts(&note.value)) {
            self.see(Fact::ReservedBeside, &note.at, &note.value);
        }
    }
}
