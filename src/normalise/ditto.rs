//! Answers that refer to another: « idem », « comme le n° 7 », « cf. maîtrise d'ouvrage ».

use std::collections::{BTreeMap, BTreeSet};

use super::Line;
use super::plain::Plain;
use crate::model::fact::Fact;
use crate::model::inventory::Answer;
use crate::model::place::Spot;
use crate::model::record::{Field, Layout, Record};
use crate::text::{fold, words};

/// How many answers may refer to one another before one is given.
const MOST_REFERRED: usize = 8;

impl Line<'_> {
    /// What a text says, « idem » followed up its column.
    pub(super) fn understood(&mut self, written: &str, field: Field, at: &Spot) -> (Answer, String) {
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
        if let Some(answer) = self.of_number(written) {
            self.see(Fact::Ditto(answer.clone()), at, written);
            self.above.insert(key, answer.clone());
            let (read, _) = self.read_text(&answer, at);
            return (read, answer);
        }
        // « Idem n° 12 » of a table without such a line, or of lines that refer to one another.
        if reference(written).is_some() && self.normaliser.words.plain(written).is_none() {
            self.see(Fact::DittoOfNothing, at, written);
            return (Answer::Unreadable, written.to_owned());
        }
        // « Comme pour la formation »: the line so called.
        if let Some(label) = reference_by_name(written)
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

    /// The answer of the line whose number another answer tells, itself followed where it tells another number; none where
    /// they turn in a circle.
    fn of_number(&self, written: &str) -> Option<String> {
        let mut number = reference(written)?;
        for _ in 0..MOST_REFERRED {
            let answer = self.numbered.get(&(self.record.table, number))?;
            match reference(answer) {
                Some(next) => number = next,
                None => return Some(answer.clone()),
            }
        }
        None
    }

    /// The answer of the one line of the table whose label holds these words; none where several do, or where it refers
    /// to another line in its turn.
    fn called(&self, words: &[String]) -> Option<String> {
        let mut found = self.labelled.iter().filter(|(table, label, _)| {
            *table == self.record.table && words.iter().all(|word| label.contains(word))
        });
        let (_, _, answer) = found.next()?;
        let only = found.next().is_none() && reference_by_name(answer).is_none();
        (only && self.normaliser.words.plain(answer) != Some(Plain::Ditto)).then(|| answer.clone())
    }
}

/// The lines of a layout by the words of their labels; nothing where no answer refers to one, as in most layouts.
pub(super) fn labelled(layout: &Layout) -> Vec<(usize, Vec<String>, String)> {
    let answers = || {
        layout.records.iter().filter_map(|record| {
            let answer = record.fields.iter().find(|value| value.field == Field::Responsible)?;
            Some((record, answer.cell.value.shown()))
        })
    };
    if !answers().any(|(_, answer)| reference_by_name(&answer).is_some()) {
        return Vec::new();
    }
    answers().map(|(record, answer)| (record.table, words(&record.label.value).to_vec(), answer)).collect()
}

/// The answers of a layout by their table and the number of their line: the one that its column of numbers gives, else
/// its rank.
pub(super) fn numbered(layout: &Layout) -> BTreeMap<(usize, u32), String> {
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

pub(super) fn is_ditto(text: &str, folded: &str) -> bool {
    const AGAIN: [&str; 10] =
        ["pareil", "pareille", "pareils", "itou", "idem", "meme", "memes", "comme", "cf", "voir"];
    const ABOVE: [&str; 24] = [
        "que",
        "qu",
        "a",
        "au",
        "la",
        "le",
        "les",
        "ligne",
        "case",
        "ci",
        "dessus",
        "plus",
        "haut",
        "precedent",
        "precedente",
        "precedemment",
        "avant",
        "chose",
        "reponse",
        "personne",
        "acteur",
        "structure",
        "organisme",
        "pour",
    ];
    let signs: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    // « ↑ », « ^ », « '' '' »: arrows upwards, and any run of quotes.
    let upwards =
        |sign: char| matches!(sign, '↑' | '⇑' | '⬆' | '^' | '"' | '\'' | '’' | '‘' | '〃' | '″' | '”' | '“');
    if !signs.is_empty() && signs.chars().all(upwards) {
        return true;
    }
    let tokens: Vec<String> = if folded.len() <= 60 { words(folded).to_vec() } else { Vec::new() };
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    // « Pareil », « pareil qu'au-dessus », « même réponse que plus haut »: nothing else is said.
    let starts = tokens.iter().find(|word| !matches!(**word, "la" | "le" | "les"));
    let upwards = || {
        tokens.iter().any(|word| matches!(*word, "dessus" | "haut" | "avant") || word.starts_with("preced"))
    };
    if starts.is_some_and(|word| match *word {
        "comme" => tokens.len() > 1,
        "cf" | "voir" => upwards(),
        word => AGAIN.contains(&word),
    }) && tokens.iter().all(|word| AGAIN.contains(word) || ABOVE.contains(word))
    {
        return true;
    }
    matches!(
        signs.as_str(),
        "\"" | "''"
            | "’’"
            | "〃"
            | "″"
            | "»"
            | "”"
            | "“"
            | ",,"
            | "‘‘"
            | "-\"-"
            | "--\"--"
            | "\"\""
            | "-//-"
            | "//"
    ) || matches!(
        folded,
        "idem"
            | "id"
            | "ditto"
            | "dito"
            | "ibid"
            | "meme"
            | "le meme"
            | "la meme"
            | "meme chose"
            | "comme ci dessus"
            | "voir ci dessus"
            | "cf ci dessus"
            | "meme entite"
            | "meme responsable"
            | "idem ci dessus"
            | "idem dessus"
    )
}

/// The number of the line that an answer refers to: « idem n° 1 », « comme le n° 7 », « cf. ligne 3 », « voir n°3 ».
pub(super) fn reference(text: &str) -> Option<u32> {
    let folded = fold(text);
    if folded.len() > 40 {
        return None;
    }
    let folded = folded.replace('°', " ");
    let tokens: Vec<&str> =
        folded.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let (first, rest) = tokens.split_first()?;
    let (number, between) = rest.split_last()?;
    let again =
        matches!(*first, "idem" | "id" | "cf" | "voir" | "comme" | "pareil" | "meme" | "ibid" | "ditto");
    let plain = between.iter().all(|word| {
        matches!(
            *word,
            "n" | "no"
                | "num"
                | "numero"
                | "le"
                | "la"
                | "l"
                | "ligne"
                | "point"
                | "question"
                | "reponse"
                | "item"
                | "que"
                | "pour"
                | "a"
                | "au"
                | "du"
                | "de"
                | "case"
                | "qu"
        )
    });
    (again && plain).then(|| number.trim_start_matches('n').parse().ok())?
}

/// The words of the label that an answer refers to: « comme pour la formation », « même que pilotage », « cf. maîtrise
/// d'ouvrage ». Whether a line is so called is another matter: « voir convention » refers to none.
pub(super) fn reference_by_name(text: &str) -> Option<Vec<String>> {
    const LINKS: [&str; 16] = [
        "que", "qu", "pour", "la", "le", "les", "l", "a", "au", "de", "du", "d", "ligne", "chose", "avec",
        "reponse",
    ];
    if text.len() > 60 {
        return None;
    }
    let tokens = words(text);
    let (first, rest) = tokens.split_first()?;
    let again = matches!(first.as_str(), "idem" | "cf" | "voir" | "comme" | "pareil" | "meme");
    let named: Vec<String> = rest.iter().filter(|word| !LINKS.contains(&word.as_str())).cloned().collect();
    let worded = !named.is_empty()
        && named.iter().all(|word| word.len() > 2 && !word.bytes().any(|byte| byte.is_ascii_digit()));
    (again && worded && named.len() <= 5).then_some(named)
}
