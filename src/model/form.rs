//! The form sent out to schools, which comes back filled: what its lines hold, and what tells its own sheets and notes
//! from what a school writes.
//!
//! A help sheet of ours (example, lists, points to mend) says so itself, with a check over all its texts: as long as
//! they are what was sent, nobody answered there and there is nothing to tell. A school that wrote on it anyway changed
//! the check, and the sheet is told like any other that is left out.

use std::collections::BTreeMap;

use super::calendar::{Date, Month};
use super::grid::Sheet;
use super::inventory::{Answer, Assignment};
use super::place::Spot;
use super::referential::CompetenceId;
use super::school::Uai;
use crate::text::fold;

/// The version of the form, printed on it.
pub const VERSION: u32 = 1;

/// A column of answers, in the order of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the French word beside each in `Column::title` says it")]
pub enum Column {
    Responsible,
    Mode,
    Performers,
    Service,
    ServiceLevel,
    End,
    Level,
    Kept,
    Documentation,
    Fte,
    Cost,
    LocalPerson,
    Comment,
}

impl Column {
    /// All of them, from left to right.
    pub const ALL: [Self; 13] = [
        Self::Responsible,
        Self::Mode,
        Self::Performers,
        Self::Service,
        Self::ServiceLevel,
        Self::End,
        Self::Level,
        Self::Kept,
        Self::Documentation,
        Self::Fte,
        Self::Cost,
        Self::LocalPerson,
        Self::Comment,
    ];

    /// The title on the form: one that the header dictionary knows.
    pub fn title(self) -> &'static str {
        match self {
            Self::Responsible => "Entité responsable",
            Self::Mode => "Mode",
            Self::Performers => "Réalisateur(s)",
            Self::Service => "Type de prestation",
            Self::ServiceLevel => "Niveau de service",
            Self::End => "Fin de contrat",
            Self::Level => "Niveau d’intervention",
            Self::Kept => "Pérenne après déploiement",
            Self::Documentation => "Documentation disponible",
            Self::Fte => "ETP",
            Self::Cost => "Coût annuel (€)",
            Self::LocalPerson => "Personne ressource locale",
            Self::Comment => "Commentaire",
        }
    }
}

/// What a cell of the form holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number of full-time equivalents, or of euros.
    Number(f64),
    /// A day.
    Date(Date),
}

/// What a school answered in an earlier month.
pub type Past = (Month, Vec<Line>);

/// What each school answered the last time that it did.
pub type PastAnswers = BTreeMap<Uai, Past>;

/// A line of the form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// The competence; `None` for a line outside the referential.
    pub competence: Option<CompetenceId>,
    /// Its label as the school writes it, outside the referential.
    pub label: String,
    /// What its cells hold; a blank one is absent.
    pub values: BTreeMap<Column, Value>,
    /// The cell that answered, in what a school sent.
    pub at: Option<Spot>,
}

impl Line {
    /// Fills a cell with a text, unless it is blank.
    pub fn text(&mut self, column: Column, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.values.insert(column, Value::Text(text.to_owned()));
        }
    }

    /// Fills a cell, if there is something to fill it with.
    pub fn value(&mut self, column: Column, value: Option<Value>) {
        if let Some(value) = value {
            self.values.insert(column, value);
        }
    }

    /// What was understood of a line that a school sent. The columns that the form hasn't are kept in the comment.
    pub fn of(assignment: &Assignment) -> Self {
        let details = &assignment.details;
        let mut line = Self {
            competence: assignment.competence,
            label: assignment.label.value.trim().to_owned(),
            values: BTreeMap::new(),
            at: Some(assignment.at.clone()),
        };
        line.text(Column::Responsible, &responsible(assignment));
        line.text(Column::Mode, assignment.mode.map_or("", super::referential::Mode::label));
        let performers = assignment.performers.iter().map(|performer| performer.written.as_str());
        line.text(Column::Performers, &joined(performers.chain([details.provider.as_str()])));
        line.text(Column::Service, &details.service);
        line.text(Column::ServiceLevel, &details.service_level);
        line.value(Column::End, details.end.map(Value::Date));
        line.text(Column::Level, &details.level);
        line.text(Column::Kept, details.kept.map_or("", |kept| if kept { "oui" } else { "non" }));
        line.text(Column::Documentation, &details.documentation);
        line.value(Column::Fte, details.fte.map(Value::Number));
        line.value(Column::Cost, details.cost.map(Value::Number));
        line.text(Column::LocalPerson, &details.local_person);
        line.text(Column::Comment, &comment(assignment));
        line
    }
}

/// Names as one cell holds them, each once: « Scolavia ; Ludexia ».
pub fn joined<'t>(names: impl Iterator<Item = &'t str>) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for name in names.map(str::trim).filter(|name| !name.is_empty()) {
        if !kept.iter().any(|known| fold(known) == fold(name)) {
            kept.push(name);
        }
    }
    kept.join(" ; ")
}

/// Who answers, as the school writes it; where it writes a mark (« A » in a cross-table, « idem »), the names that it
/// stands for.
fn responsible(assignment: &Assignment) -> String {
    let written = assignment.written.trim();
    match &assignment.answer {
        Answer::Entities(mentions) => {
            let names: Vec<&str> = mentions.iter().map(|mention| mention.written.trim()).collect();
            if names.iter().all(|name| written.contains(name)) {
                written.to_owned()
            } else {
                names.join(" ; ")
            }
        }
        Answer::Unreadable => String::new(),
        Answer::Blank | Answer::Nobody | Answer::ToDefine | Answer::NotApplicable(_) => written.to_owned(),
    }
}

/// The comment, and what stood in columns that the form hasn't.
fn comment(assignment: &Assignment) -> String {
    let details = &assignment.details;
    let contact: Vec<&str> = [&details.person, &details.fonction, &details.email, &details.phone]
        .into_iter()
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
        .collect();
    let mut parts = vec![details.comment.trim().to_owned()];
    if !contact.is_empty() {
        parts.push(format!("Contact : {}", contact.join(", ")));
    }
    if let Some(start) = details.start {
        parts.push(format!("Début : {}", super::calendar::day_in_french(start)));
    }
    let others = details.others.iter().filter(|(_, value)| !value.trim().is_empty());
    parts.extend(others.map(|(title, value)| format!("{} : {}", title.trim(), value.trim())));
    parts.retain(|part| !part.is_empty());
    parts.join(" ; ")
}

/// How the line begins that tells a help sheet of ours.
const STAMP: &str = "Feuille d’aide du formulaire Maillage";
/// How our notes on cells to mend begin, and how they end.
const NOTE: [&str; 2] = ["À corriger (Maillage)", "Cette note peut rester : elle n’est pas lue."];

/// The line that tells a help sheet of ours, given all its other texts in reading order.
pub fn stamp<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    format!("{STAMP} {VERSION} : rien n’y est lu, n’y répondez pas (contrôle {}).", check(texts))
}

/// Whether a sheet is a help sheet of ours; if so, whether it still says what was sent and nothing else.
pub fn help_sheet(sheet: &Sheet) -> Option<bool> {
    let stamped = sheet.cells.iter().position(
        |cell| matches!(&cell.value, super::grid::CellValue::Text(text) if text.trim_start().starts_with(STAMP)),
    )?;
    let shown: Vec<String> = sheet.cells.iter().map(|cell| cell.value.shown()).collect();
    let others = shown.iter().enumerate().filter(|(rank, _)| *rank != stamped);
    let expected = stamp(others.map(|(_, text)| text.as_str()));
    Some(sheet.notes.is_empty() && shown[stamped].split_whitespace().eq(expected.split_whitespace()))
}

/// A note on a cell to mend.
pub fn note(body: &str) -> String {
    format!("{}\n{body}\n{}", NOTE[0], NOTE[1])
}

/// Whether a note on a cell is one of ours, as it was sent: what is written before or after it is somebody's.
pub fn is_own_note(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(NOTE[0]) && text.ends_with(NOTE[1])
}

/// A check over texts, whatever spaces stand between their words: enough to see a change, no secret.
pub fn check<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    // FNV-1a. Source: Fowler, Noll and Vo, offset basis and prime of 64 bits.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut eat = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    for text in texts {
        for word in text.split_whitespace() {
            word.bytes().for_each(&mut eat);
            eat(b' ');
        }
        eat(b'\n');
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::grid::{Cell, CellValue};
    use super::super::place::CellRef;
    use super::*;

    fn sheet(texts: &[&str]) -> Sheet {
        let cells = (0..).zip(texts).map(|(row, text)| Cell {
            at: CellRef::new(row, 0),
            value: CellValue::Text((*text).to_owned()),
            struck: false,
        });
        Sheet {
            name: Arc::from("Exemple"),
            hidden: false,
            cells: cells.collect(),
            merges: Vec::new(),
            notes: Vec::new(),
        }
    }

    #[test]
    fn a_help_sheet_is_known_and_what_is_added_to_it_shows() {
        let texts = ["Exemple", "Mairie de Valbrune"];
        let stamp = stamp(texts.into_iter());
        assert_eq!(help_sheet(&sheet(&[texts[0], texts[1], &stamp])), Some(true));
        assert_eq!(help_sheet(&sheet(&[texts[0], "Mairie\u{a0}de\nValbrune", &stamp])), Some(true));
        assert_eq!(help_sheet(&sheet(&[texts[0], "Mairie de Montrivel", &stamp])), Some(false));
        assert_eq!(help_sheet(&sheet(&[texts[0], texts[1], &stamp, "Néant"])), Some(false));
        assert_eq!(help_sheet(&sheet(&texts)), None);
    }

    #[test]
    fn a_name_written_twice_is_held_once() {
        let names = ["Scriptolive", " SCRIPTOLIVE", "", "Ludexia"];
        assert_eq!(joined(names.into_iter()), "Scriptolive ; Ludexia");
    }

    #[test]
    fn our_notes_are_known_unless_somebody_answers_in_them() {
        let ours = note("Lu : rien");
        assert!(is_own_note(&ours) && is_own_note(&format!(" {ours}\n")));
        assert!(
            !is_own_note(&format!("{ours} C’est la mairie.")) && !is_own_note(&format!("La mairie.\n{ours}"))
        );
    }
}
