//! Values understood: records in, assignments out. What is doubtful is kept as a fact, never settled in silence.

mod answers;
mod bare;
mod beside;
mod boxes;
mod codes;
mod cross;
mod emails;
mod entities;
mod footnotes;
mod known;
mod masking;
mod own;
mod people;
mod pieces;
mod repeats;
mod reserves;
mod surnames;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use known::KnownNames;
pub use masking::{MASK, Persons};

use entities::{Entities, Piece};
use reserves::Reserve;
use values::{Plain, Words};

use crate::model::budget::Effort;
use crate::model::fact::Fact;
use crate::model::given::{Aspect, Given};
use crate::model::grid::CellValue;
use crate::model::inventory::{Answer, Assignment, DetailCells, Details, Mention, Observed};
use crate::model::mark::{Mark, is_doubtful};
use crate::model::place::{Located, Near, Spot};
use crate::model::record::{Actor, Field, Layout, Record, Shape, Value};
use crate::model::referential::{CompetenceId, EntityTypeId, Mode, Reach, Referential};

/// Everything that values are compared with, prepared once a run.
#[derive(Clone, Debug)]
pub struct Normaliser {
    words: Words,
    entities: Entities,
    fonctions: Vec<String>,
    entity_types: Vec<String>,
    /// Whether what each type does is internal to the project's owners.
    internal: Vec<bool>,
}

impl Normaliser {
    /// Prepares the words of a referential.
    pub fn new(referential: &Referential) -> Self {
        Self {
            words: Words::new(referential),
            entities: Entities::new(referential),
            fonctions: referential.fonctions.iter().map(|fonction| fonction.label.clone()).collect(),
            entity_types: referential.entity_types.iter().map(|kind| kind.label.clone()).collect(),
            internal: referential.entity_types.iter().map(|kind| kind.internal).collect(),
        }
    }

    /// What a name read alone means, wherever it was written; `None` where it is a person's.
    pub fn mention(&self, name: &str) -> Option<Mention> {
        match self.entities.read(name) {
            Piece::Entity { mention, .. } => Some(mention),
            Piece::Person => None,
        }
    }

    /// What the records of a layout say, one assignment for each competence they answer for, and what was seen. What
    /// costs more than its effort allows is left in the middle, for the effort's verdict to tell.
    pub fn assignments(&self, layout: &Layout, effort: &Effort) -> (Vec<Assignment>, Vec<Observed>) {
        let mut seen = Vec::new();
        let mut above: BTreeMap<(usize, Field), String> = BTreeMap::new();
        let mut untyped: BTreeSet<String> = BTreeSet::new();
        let codes = codes::Codes::read(
            &self.words,
            layout.loose.iter().map(|loose| loose.value.as_str()),
            &layout.records,
        );
        let legend = cross::Legend::read(layout.loose.iter().map(|loose| loose.value.as_str()));
        let numbered = numbered(layout);
        let labelled = labelled(layout);
        let footnotes = footnotes::read(layout.loose.iter().map(|loose| loose.value.as_str()));
        let mut read: Vec<(Assignment, Option<cross::Role>)> = Vec::new();
        for record in &layout.records {
            let signs: usize = record.fields.iter().map(|value| value.cell.value.length()).sum();
            if !effort.spend(200 + 10 * signs as u64) {
                break;
            }
            let cross = layout.tables.get(record.table).is_some_and(|table| table.shape == Shape::Cross)
                || !record.actors.is_empty();
            let asks_responsible = layout.tables.get(record.table).is_some_and(|table| {
                table.columns.iter().any(|(_, meaning)| *meaning == Field::Responsible.label())
            });
            let mut line = Line {
                normaliser: self,
                effort,
                record,
                asks_responsible,
                codes: &codes,
                numbered: &numbered,
                labelled: &labelled,
                footnotes: &footnotes,
                seen: &mut seen,
                above: &mut above,
                untyped: &mut untyped,
                beside: None,
            };
            let (answer, written, at) = if cross { line.crossed(legend) } else { line.answered() };
            let role =
                line.field(Field::Role).and_then(|value| cross::Role::parse(&value.cell.value.shown()));
            let performers = line.performers();
            let mode = line.mode();
            let details = line.details(&at);
            let answer = line.completed(answer, &details, &performers, &at);
            line.tell_doubts(&answer);
            if answer == Answer::Blank && !record.competences.is_empty() {
                for note in &record.notes {
                    line.see(Fact::NoteOnBlank, &note.at, &note.value);
                }
            }
            let each: Vec<Option<CompetenceId>> = if record.competences.is_empty() {
                vec![None]
            } else {
                record.competences.iter().copied().map(Some).collect()
            };
            for competence in each {
                read.push((
                    Assignment {
                        competence,
                        label: record.label.clone(),
                        at: at.clone(),
                        written: written.clone(),
                        answer: answer.clone(),
                        performers: performers.clone(),
                        mode,
                        details: details.clone(),
                    },
                    role,
                ));
            }
        }
        let mut assignments = cross::by_role(read, &mut seen);
        bare::tell_persons(&mut assignments, &mut seen);
        repeats::report(&mut assignments, &mut seen);
        (assignments, seen)
    }
}

/// One record being read.
struct Line<'a> {
    normaliser: &'a Normaliser,
    effort: &'a Effort,
    record: &'a Record,
    /// Whether its table has a column for the responsible: a blank there is a blank answer.
    asks_responsible: bool,
    /// What the sheet says its codes stand for.
    codes: &'a codes::Codes,
    /// The answers by the table and the number of their line.
    numbered: &'a BTreeMap<(usize, u32), String>,
    /// The table, the words of the label and the answer of each line, where some answer refers to another by its name.
    labelled: &'a [(usize, Vec<String>, String)],
    /// The notes under the tables, by the mark that calls them.
    footnotes: &'a [(String, &'a str)],
    seen: &'a mut Vec<Observed>,
    /// The last value of each field of each table, for « idem ».
    above: &'a mut BTreeMap<(usize, Field), String>,
    /// Names without a type already told: once a document is enough.
    untyped: &'a mut BTreeSet<String>,
    /// The mode written in the answer's own cell.
    beside: Option<Mode>,
}

/// The lines of a layout by the words of their labels; nothing where no answer refers to one, as in most layouts.
fn labelled(layout: &Layout) -> Vec<(usize, Vec<String>, String)> {
    let answers = || {
        layout.records.iter().filter_map(|record| {
            let answer = record.fields.iter().find(|value| value.field == Field::Responsible)?;
            Some((record, answer.cell.value.shown()))
        })
    };
    if !answers().any(|(_, answer)| values::reference_by_name(&answer).is_some()) {
        return Vec::new();
    }
    answers()
        .map(|(record, answer)| (record.table, crate::text::words(&record.label.value), answer))
        .collect()
}

/// The answers of a layout by their table and the number of their line: the one that its column of numbers gives, else
/// its rank.
fn numbered(layout: &Layout) -> BTreeMap<(usize, u32), String> {
    let mut ranks: BTreeMap<usize, u32> = BTreeMap::new();
    let mut numbered = BTreeMap::new();
    let counts = |record: &Record| record.fields.iter().any(|value| value.field == Field::Number);
    let with_numbers: BTreeSet<usize> =
        layout.records.iter().filter(|record| counts(record)).map(|record| record.table).collect();
    for record in &layout.records {
        let rank = ranks.entry(record.table).or_insert(0);
        *rank += 1;
        let number = if with_numbers.contains(&record.table) {
            let own = record.fields.iter().find(|value| value.field == Field::Number);
            own.and_then(|value| value.cell.value.shown().trim().trim_end_matches(['.', ')']).parse().ok())
        } else {
            Some(*rank)
        };
        let answer = record.fields.iter().find(|value| value.field == Field::Responsible);
        if let (Some(number), Some(answer)) = (number, answer) {
            numbered.entry((record.table, number)).or_insert_with(|| answer.cell.value.shown());
        }
    }
    numbered
}

impl Normaliser {
    fn type_label(&self, kind: EntityTypeId) -> String {
        self.entity_types.get(usize::from(kind.0)).cloned().unwrap_or_default()
    }
}

/// An answer without the sign that leads to it: « → Mairie », « • Mairie ». Signs alone are left as they are.
fn without_lead(written: &str) -> &str {
    let written = written.trim();
    let rest = written.strip_prefix("->").or_else(|| written.strip_prefix("=>")).unwrap_or(written);
    let rest =
        rest.trim_start_matches(['→', '➔', '➜', '➡', '⇒', '►', '▶', '•', '▪', '>', ':', '=', ' ', '\u{a0}']);
    // « .... MAIRIE ........ »: the line drawn for the answer.
    let drawn = |sign: char| matches!(sign, '.' | '_' | '…' | ' ' | '\u{a0}');
    let rest = if rest.starts_with("..") || rest.ends_with("...") || rest.contains("__") {
        rest.trim_matches(drawn)
    } else {
        rest
    };
    // « X mairie », « OK mairie », « Oui, la mairie »: ticked, then named.
    let ticked = ["x ", "X ", "ok ", "OK ", "Ok ", "oui ", "Oui ", "OUI ", "oui, ", "Oui, "];
    let rest = ticked
        .iter()
        .find_map(|tick| rest.strip_prefix(tick))
        .filter(|rest| rest.chars().filter(|sign| sign.is_alphabetic()).count() > 2)
        .unwrap_or(rest);
    if rest.chars().any(char::is_alphanumeric) { rest } else { written }
}

impl Line<'_> {
    fn field(&self, field: Field) -> Option<&Value> {
        self.record.fields.iter().find(|value| value.field == field)
    }

    /// What stands in a column; nothing where it can't be read.
    fn shown(&self, field: Field) -> String {
        let value = self.field(field).map(|value| &value.cell.value).filter(|value| !is_unreadable(value));
        value.map(|value| value.shown().trim().to_owned()).unwrap_or_default()
    }

    /// Tells the cells beside the answer that can't be read. A mode that can't has its own fact.
    fn tell_unreadable(&mut self) {
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
    fn tell_doubts(&mut self, answer: &Answer) {
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

    fn see(&mut self, fact: Fact, at: &Spot, read: &str) {
        let competence = match self.record.competences.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        self.seen.push(Observed { fact, at: Some(at.clone()), competence, read: read.to_owned() });
    }

    /// The answer of a list's line: who is responsible, as written, and where.
    fn answered(&mut self) -> (Answer, String, Spot) {
        let label_at = self.record.label.at.clone();
        let Some(value) = self.field(Field::Responsible).cloned() else {
            let told = self.named_under_modes().or_else(|| self.told_by_situation());
            return told.unwrap_or((Answer::Blank, String::new(), label_at));
        };
        let at = value.cell.at.clone();
        match &value.cell.value {
            CellValue::Error(error) => {
                self.see(Fact::CellError, &at, error);
                return (Answer::Unreadable, error.clone(), at);
            }
            CellValue::FormulaWithoutValue => {
                self.see(Fact::FormulaWithoutValue, &at, "");
                return (Answer::Unreadable, String::new(), at);
            }
            _ => {}
        }
        let mut written = without_lead(&value.cell.value.shown()).to_owned();
        if says_other(&written) {
            return self.named_beside_other(&written, &at);
        }
        if value.struck {
            self.see(Fact::StruckThrough, &at, &written);
        }
        if value.merged {
            self.see(Fact::MergedDown, &at, &written);
        }
        // « Responsable 1 », « Responsable 2 »: both answer.
        let others = self.record.fields.iter().filter(|other| other.field == Field::Responsible).skip(1);
        for other in others.map(|other| other.cell.value.shown()) {
            if !other.trim().is_empty() && self.normaliser.words.plain(&other).is_none() {
                written = format!("{written} ; {}", other.trim());
            }
        }
        if let Some(ticked) = boxes::ticked(&written) {
            if ticked.is_empty() {
                return (Answer::Blank, written, at);
            }
            let (answer, _) = self.understood(&ticked.join(" ; "), Field::Responsible, &at);
            return (answer, written, at);
        }
        if let Some(meaning) = self.codes.entity(self.normaliser, &written) {
            let (answer, _) = self.understood(meaning, Field::Responsible, &at);
            return (answer, written, at);
        }
        // « Notre ERUN, par l'Éducation nationale ».
        let bracketed = written.strip_suffix(')').and_then(|written| written.rsplit_once('('));
        let parted =
            || [" - ", " – ", " — ", ",", ";", "\n"].iter().find_map(|sign| written.rsplit_once(sign));
        if let Some((name, by)) = bracketed.or_else(parted)
            && let Some(mode) = self.mode_by_body(by.trim(), &at)
            && self.mentions(name, &at, false).0.iter().any(|mention| mention.kind.is_some())
        {
            self.see(Fact::CloseMode(mode), &at, &written);
            self.beside = Some(mode);
            let (answer, _) = self.understood(name.trim(), Field::Responsible, &at);
            return (answer, written, at);
        }
        if let Some((name, mode)) = beside::split(&self.normaliser.words, &written) {
            self.beside = Some(mode);
            // « Mairie, en partie »: the mode, or a part of what it answers for.
            let in_part = |text: &str| crate::text::words(text).iter().any(|word| word == "partie");
            if in_part(&written) && !in_part(name) {
                self.see(Fact::Reserved, &at, &written);
            }
            let (answer, _) = self.understood(name, Field::Responsible, &at);
            return (answer, written, at);
        }
        let (answer, written) = self.understood(&written, Field::Responsible, &at);
        (answer, written, at)
    }

    /// « Autre » of a list of choices: the one that « Si autre, préciser » names on its line; else somebody not told yet.
    fn named_beside_other(&mut self, chosen: &str, at: &Spot) -> (Answer, String, Spot) {
        let record = self.record;
        let mut named = record.fields.iter().filter(|value| {
            let asks = crate::text::words(&value.title).iter().any(|word| {
                matches!(word.as_str(), "autre" | "autres" | "lequel" | "laquelle")
                    || word.starts_with("precis")
            });
            asks && value.field != Field::Responsible
                && !is_unreadable(&value.cell.value)
                && !value.cell.value.shown().trim().is_empty()
        });
        if let (Some(value), None) = (named.next(), named.next()) {
            let written = without_lead(&value.cell.value.shown()).to_owned();
            let at = value.cell.at.clone();
            if !says_other(&written) {
                let (answer, written) = self.understood(&written, Field::Responsible, &at);
                return (answer, written, at);
            }
        }
        self.see(Fact::DoubtfulAnswer, at, chosen);
        (Answer::ToDefine, chosen.to_owned(), at.clone())
    }

    /// « Interne : qui ? », « Externe : qui ? »: names where a tick is usual tell the responsible as well as the mode.
    fn named_under_modes(&mut self) -> Option<(Answer, String, Spot)> {
        if self.asks_responsible {
            return None;
        }
        let mut names: Vec<(String, Spot)> = Vec::new();
        for (_, cell) in &self.record.ticked {
            let text = cell.value.shown().trim().to_owned();
            let is_tick = !matches!(cell.value, CellValue::Text(_))
                || Mark::parse(&text).is_some()
                || self.normaliser.words.yes_or_no(&cell.value).is_some();
            // « interne » repeated under « Interne » is a tick; « Prestataire : Ludorive » is a name.
            if is_tick
                || self.normaliser.words.mode(&cell.value).is_some()
                    && self.mentions(&text, &cell.at, false).0.iter().all(|mention| mention.kind.is_none())
            {
                continue;
            }
            names.push((text, cell.at.clone()));
        }
        let (_, at) = names.first()?.clone();
        let written = names.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" ; ");
        let (answer, written) = self.understood(&written, Field::Responsible, &at);
        Some((answer, written, at))
    }

    /// « Situation : sans objet », « Type d'entité : aucun », « Nature : collectivité » where no name is written: told, as
    /// a doubtful answer.
    fn told_by_situation(&mut self) -> Option<(Answer, String, Spot)> {
        const TITLES: [&str; 9] =
            ["situation", "etat", "avancement", "statut", "type", "nature", "categorie", "assure", "assuree"];
        let record = self.record;
        let value = record.fields.iter().find(|value| {
            matches!(value.field, Field::Other | Field::Fonction)
                && crate::text::words(&value.title)
                    .first()
                    .is_some_and(|word| TITLES.contains(&word.as_str()))
        })?;
        let (written, at) = (value.cell.value.shown().trim().to_owned(), value.cell.at.clone());
        if written.is_empty() || is_unreadable(&value.cell.value) {
            return None;
        }
        let settles = if let Some(plain) = self.normaliser.words.plain(&written) {
            !matches!(plain, Plain::Bare | Plain::Ditto)
        } else {
            let mentions = self.mentions(&written, &at, false).0;
            !mentions.is_empty() && mentions.iter().all(|mention| mention.kind.is_some())
        };
        if !settles {
            return None;
        }
        self.see(Fact::DoubtfulAnswer, &at, &written);
        let (answer, written) = self.read_text(&written, &at);
        Some((answer, written, at))
    }

    /// What a text says, « idem » followed up its column.
    fn understood(&mut self, written: &str, field: Field, at: &Spot) -> (Answer, String) {
        let key = (self.record.table, field);
        if self.normaliser.words.plain(written) == Some(Plain::Ditto) {
            let Some(above) = self.above.get(&key).cloned() else {
                self.see(Fact::DittoOfNothing, at, written);
                return (Answer::Unreadable, written.to_owned());
            };
            self.see(Fact::Ditto(above.clone()), at, written);
            let (answer, _) = self.read_text(&above, at);
            return (answer, above);
        }
        // « Idem n° 7 »: the line of that number, wherever it stands.
        if let Some(number) = values::reference(written)
            && let Some(answer) = self.numbered.get(&(self.record.table, number))
            && values::reference(answer).is_none()
        {
            let answer = answer.clone();
            self.see(Fact::Ditto(answer.clone()), at, written);
            self.above.insert(key, answer.clone());
            let (read, _) = self.read_text(&answer, at);
            return (read, answer);
        }
        // « Comme pour la formation »: the line so called.
        if let Some(label) = values::reference_by_name(written)
            && let Some(answer) = self.called(&label)
        {
            self.see(Fact::Ditto(answer.clone()), at, written);
            self.above.insert(key, answer.clone());
            let (read, _) = self.read_text(&answer, at);
            return (read, answer);
        }
        self.above.insert(key, written.to_owned());
        self.read_text(written, at)
    }

    /// The answer of the one line of the table whose label holds these words; none where several do, or where it refers
    /// to another line in its turn.
    fn called(&self, words: &[String]) -> Option<String> {
        let mut found = self.labelled.iter().filter(|(table, label, _)| {
            *table == self.record.table && words.iter().all(|word| label.contains(word))
        });
        let (_, _, answer) = found.next()?;
        let only = found.next().is_none() && values::reference_by_name(answer).is_none();
        (only && self.normaliser.words.plain(answer) != Some(Plain::Ditto)).then(|| answer.clone())
    }

    /// The answer of a cross-table's line.
    fn crossed(&mut self, legend: cross::Legend) -> (Answer, String, Spot) {
        let marked = cross::responsible(&self.record.actors, legend);
        for actor in &marked.unread {
            self.see(Fact::UnknownMark, &actor.mark.at, &actor.mark.value.shown());
        }
        let Some(first) = marked.actors.first() else {
            let at = self.record.actors.first().map_or(&self.record.label.at, |actor| &actor.mark.at).clone();
            // Letters that make nobody responsible: studied, and orphan.
            let doubted = marked.unread.iter().any(|actor| is_doubtful(&actor.mark.value.shown()));
            let answer = match (doubted, marked.informed) {
                // « x ? »: studied, and not settled.
                (true, _) => Answer::ToDefine,
                (false, true) => Answer::Nobody,
                (false, false) => Answer::Blank,
            };
            return (answer, String::new(), at);
        };
        let at = first.mark.at.clone();
        let written =
            marked.actors.iter().map(|actor| actor.name.value.trim()).collect::<Vec<_>>().join(" / ");
        if marked.performs {
            self.see(Fact::PerformerForResponsible, &at, &written);
        }
        // « Personne », « Ne sait pas » ticked: titles that name nobody.
        let naming: Vec<&Actor> = marked
            .actors
            .iter()
            .copied()
            .filter(|actor| self.normaliser.words.plain(&actor.name.value).is_none())
            .collect();
        if naming.len() < marked.actors.len() {
            if !naming.is_empty() {
                self.see(Fact::DoubtfulAnswer, &at, &written);
            } else if let Some(plain) = self.normaliser.words.plain(&first.name.value) {
                let answer = match plain {
                    Plain::ToDefine { .. } => Answer::ToDefine,
                    Plain::NotApplicable(_) => {
                        let comment = self.shown(Field::Comment);
                        Answer::NotApplicable(
                            self.normaliser.words.says_something(&comment).then_some(comment),
                        )
                    }
                    Plain::Nobody | Plain::Ditto | Plain::Bare => Answer::Nobody,
                };
                return (answer, written, at);
            }
        }
        // « Mairie (interne) » over a column.
        if let [only] = naming.as_slice()
            && let Some((_, mode)) = beside::split(&self.normaliser.words, &only.name.value)
        {
            self.beside = Some(mode);
        }
        let mut mentions: Vec<Mention> = Vec::new();
        let mut persons = false;
        for actor in naming {
            let (of_actor, named) = self.mentions(actor.name.value.trim(), &at, true);
            let of_actor = self.one_actor(of_actor, actor);
            persons |= named;
            for mention in of_actor {
                if !mentions.contains(&mention) {
                    mentions.push(mention);
                }
            }
        }
        if mentions.is_empty() {
            if persons {
                self.see(Fact::PersonAlone, &at, &written);
            }
            return (Answer::Nobody, written, at);
        }
        if mentions.len() > 1 {
            let names = mentions.iter().map(|mention| mention.written.clone()).collect();
            self.see(Fact::SeveralEntities(names), &at, &written);
        }
        (Answer::Entities(mentions), written, at)
    }

    /// « Rectorat / DRANE », « Éditeur / prestataire » over a column: one actor by two names, where both are services of
    /// one body, or where the second only says that it is a third party. Told once a title.
    fn one_actor(&mut self, mut mentions: Vec<Mention>, actor: &Actor) -> Vec<Mention> {
        let [first, rest @ ..] = mentions.as_slice() else { return mentions };
        let entities = &self.normaliser.entities;
        let third = |mention: &Mention| {
            mention.kind.is_some_and(|kind| entities.reach(kind) == Reach::National)
                && mention.core.is_empty()
        };
        let single = first.kind.is_some_and(|kind| {
            matches!(
                entities.reach(kind),
                Reach::Academie | Reach::Departement | Reach::Circonscription | Reach::Ecole
            )
        });
        let same_body = single && rest.iter().all(|other| other.kind == first.kind);
        let same_trade =
            third(first) && rest.iter().all(|other| third(other) && entities.is_company(other.kind));
        if rest.is_empty() || !same_body && !same_trade {
            return mentions;
        }
        mentions.truncate(1);
        let title = actor.name.value.trim();
        if self.untyped.insert(format!("colonne {title}")) {
            self.see(
                Fact::TwoReadings("les noms du titre, lus comme un seul acteur".into()),
                &actor.name.at,
                title,
            );
        }
        mentions
    }

    /// Performers: those of the column, and in a cross-table those who do without answering for it.
    fn performers(&mut self) -> Vec<Mention> {
        let Some(value) = self.field(Field::Performers).cloned() else { return Vec::new() };
        if is_unreadable(&value.cell.value) {
            return Vec::new();
        }
        let written = value.cell.value.shown();
        if self.normaliser.words.plain(&written).is_some() {
            return Vec::new();
        }
        self.mentions(&written, &value.cell.at, false).0
    }

    /// The answer, once the other columns are known: a provider names « le prestataire », performers alone are no
    /// responsible.
    fn completed(&mut self, answer: Answer, details: &Details, performers: &[Mention], at: &Spot) -> Answer {
        match answer {
            Answer::Entities(mentions) => {
                let unnamed = |mention: &Mention| {
                    mention.core.is_empty()
                        && mention
                            .kind
                            .is_some_and(|kind| self.normaliser.entities.reach(kind) == Reach::National)
                };
                if !details.provider.is_empty() && mentions.len() == 1 && mentions.iter().all(unnamed) {
                    let kind = mentions[0].kind;
                    let (mut named, _) = self.mentions(&details.provider, at, false);
                    if named.len() == 1 {
                        named[0].kind = named[0].kind.or(kind);
                        return Answer::Entities(named);
                    }
                    // « Prestataire », which another column calls by two names.
                    if named.len() > 1 {
                        self.see(Fact::SecondBody, at, &details.provider);
                    }
                }
                Answer::Entities(mentions)
            }
            Answer::Blank if !performers.is_empty() || !details.provider.is_empty() => {
                self.see(Fact::PerformersOnly, at, "");
                Answer::Nobody
            }
            Answer::Blank
                if !details.person.is_empty() && !self.asks_responsible && self.record.actors.is_empty() =>
            {
                self.see(Fact::PersonAlone, at, &details.person);
                Answer::Nobody
            }
            other => other,
        }
    }

    fn mode(&mut self) -> Option<Mode> {
        let words = &self.normaliser.words;
        if !self.record.ticked.is_empty() {
            let modes: Vec<Mode> = self
                .record
                .ticked
                .iter()
                .filter(|(_, mark)| words.yes_or_no(&mark.value) != Some(false))
                .map(|(mode, _)| *mode)
                .collect();
            return match modes.as_slice() {
                [] => None,
                [only] => Some(*only),
                several => {
                    let at = self.record.ticked[0].1.at.clone();
                    if several.len() == 2 && !several.contains(&Mode::Partial) {
                        self.see(Fact::TwoReadings(Mode::Partial.label().to_owned()), &at, "");
                        return Some(Mode::Partial);
                    }
                    self.see(Fact::UnknownMode, &at, "");
                    None
                }
            };
        }
        for (field, yes, no) in [
            (Field::IsExternal, Mode::External, Mode::Internal),
            (Field::IsInternal, Mode::Internal, Mode::External),
        ] {
            let Some(value) = self.field(field).cloned() else { continue };
            let shown = value.cell.value.shown();
            if Words::in_part(&shown) {
                return Some(Mode::Partial);
            }
            if let Some(share) = values::share(&value.cell.value) {
                return Some(match share {
                    0.0 => no,
                    1.0 => yes,
                    _ => Mode::Partial,
                });
            }
            let Some(said) = words.yes_or_no(&value.cell.value) else { return self.said_mode(&value) };
            let mode = if said { yes } else { no };
            // « oui ? », « oui sauf le wifi ».
            if shown.contains('?') || reserves::of(&shown) == Some(Reserve::Bounded) {
                self.see(Fact::CloseMode(mode), &value.cell.at, &shown);
            }
            return Some(mode);
        }
        match self.field(Field::Mode).cloned() {
            Some(value) => self.said_mode(&value),
            None => self.beside,
        }
    }

    fn said_mode(&mut self, value: &Value) -> Option<Mode> {
        if is_unreadable(&value.cell.value) {
            self.see(Fact::UnknownMode, &value.cell.at, &value.cell.value.shown());
            return None;
        }
        let mut cell = value.cell.value.clone();
        let shown = cell.shown();
        // « N = fait par nos services »: a legend comes before what a letter usually says.
        if let Some(mode) = self.codes.mode(&self.normaliser.words, &shown) {
            return Some(mode);
        }
        let key = (self.record.table, Field::Mode);
        match self.normaliser.words.plain(&shown) {
            Some(Plain::Ditto) => match self.above.get(&key) {
                Some(above) => cell = CellValue::Text(above.clone()),
                None => return None,
            },
            // « Selon les années », « chacun le sien » say how, badly.
            Some(Plain::Nobody | Plain::ToDefine { doubtful: false } | Plain::NotApplicable(_))
                if !values::varies(&shown) =>
            {
                return None;
            }
            _ => {
                self.above.insert(key, shown.clone());
            }
        }
        let words = &self.normaliser.words;
        if let Some(mode) = words.mode(&cell) {
            // « interne ? », « interne jusqu'en juin », « interne ou externe »: said, and not settled.
            let either = || crate::text::words(&shown).iter().any(|word| word == "ou");
            // « Externalisé partiellement » is bounded by its very name.
            let bounds = |reserve| reserve != Reserve::Bounded || mode != Mode::Partial;
            if reserves::of(&shown).is_some_and(bounds) || shown.contains('?') || either() {
                self.see(Fact::CloseMode(mode), &value.cell.at, &shown);
            }
            return Some(mode);
        }
        let close = words.close_mode(&cell).or_else(|| self.mode_by_body(&shown, &value.cell.at));
        self.see(close.map_or(Fact::UnknownMode, Fact::CloseMode), &value.cell.at, &shown);
        close
    }

    /// « Fait par l'école », « confié à l'éditeur »: the mode of those who do it.
    fn mode_by_body(&mut self, shown: &str, at: &Spot) -> Option<Mode> {
        const BY: [&str; 14] = [
            "par", "fait", "faite", "gere", "geree", "assure", "assuree", "realise", "realisee", "confie",
            "confiee", "pris", "prise", "delegue",
        ];
        let words = crate::text::words(shown);
        if words.len() > 8 || !words.first().is_some_and(|word| BY.contains(&word.as_str())) {
            return None;
        }
        let kinds: Option<BTreeSet<bool>> = self
            .mentions(shown, at, false)
            .0
            .iter()
            .map(|mention| self.normaliser.internal.get(usize::from(mention.kind?.0)).copied())
            .collect();
        match kinds?.into_iter().collect::<Vec<_>>().as_slice() {
            [true] => Some(Mode::Internal),
            [false] => Some(Mode::External),
            [_, _] => Some(Mode::Partial),
            _ => None,
        }
    }

    /// The other columns, and where they stand beside the cell of the answer.
    fn details(&mut self, at: &Spot) -> Details {
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
        let number = values::number(&value.cell.value);
        self.unread(number.is_none(), &value.cell, Fact::UnknownNumber);
        if number.is_some_and(|number| number < 0.0) {
            self.see(Fact::NegativeNumber, &value.cell.at, &value.cell.value.shown());
        }
        number.filter(|number| number.is_finite() && *number >= 0.0)
    }

    fn date(&mut self, field: Field, ends: bool) -> Option<crate::model::calendar::Date> {
        let value = self.field(field)?.clone();
        let date = values::date(&value.cell.value, ends);
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

/// « Autre », « Autre (à préciser) »: none of the choices of a list.
fn says_other(written: &str) -> bool {
    let words = crate::text::words(written);
    matches!(
        words.iter().map(String::as_str).collect::<Vec<_>>().as_slice(),
        ["autre" | "autres"]
            | ["autre" | "autres", "preciser" | "precisez"]
            | ["autre" | "autres", "a", "preciser"]
    )
}

/// Whether a cell holds something that can't be read.
fn is_unreadable(value: &CellValue) -> bool {
    matches!(value, CellValue::Error(_) | CellValue::FormulaWithoutValue)
}
