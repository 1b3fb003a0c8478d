//! What a text asks, and about which competence: « Assistance : responsable », « Mode de la maintenance », « L'assistance
//! est-elle internalisée ou externalisée ? ».
//!
//! Both halves must be known for the text to ask anything: a title that names a competence alone, or a question that
//! names none, is read elsewhere.

use super::Recogniser;
use super::gist;
use super::labels::{LINKS, Named};
use crate::model::budget::Effort;
use crate::model::record::Field;
use crate::model::referential::CompetenceId;
use crate::text::words;

/// A longer text, in bytes, is no title.
const LONGEST: usize = 160;
/// A title with more words is a sentence.
const MOST_WORDS: usize = 18;
/// Signs that stand between a competence and what is asked of it.
const SIGNS: [char; 13] = [':', '–', '—', '-', '/', '|', '\n', '(', '[', '>', '.', '_', '→'];
/// Words of a question about the mode, besides « interne » and « externe »: « Est-elle… », « Comment… ».
const OF_MODE: [&str; 17] = [
    "est",
    "elle",
    "il",
    "t",
    "ou",
    "mode",
    "modalite",
    "modalites",
    "comment",
    "realise",
    "realisee",
    "assure",
    "assuree",
    "gere",
    "geree",
    "gestion",
    "en",
];

/// What a text asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// What is asked of them.
    pub(super) field: Field,
    /// The competences, at least one.
    pub(super) competences: Vec<CompetenceId>,
    /// Whether their label is only a close spelling.
    pub(super) closely: bool,
}

/// « Qui forme les enseignants à se servir de l'ENT en classe ? » behind a label: who, however long; « pour qui » isn't.
fn asks_at_length(question: &str) -> bool {
    let words = words(question);
    let who = words.iter().position(|word| word == "qui");
    question.trim_end().ends_with('?')
        && who.is_some_and(|at| {
            at.checked_sub(1).is_none_or(|before| {
                !matches!(words[before].as_str(), "a" | "pour" | "de" | "avec" | "chez" | "ce")
            })
        })
}

impl Recogniser {
    /// What a text asks of which competence; `None` where it doesn't name both.
    pub(super) fn asked(&self, text: &str, effort: &Effort) -> Option<Asked> {
        // Known or not, an answer costs the same steps.
        if let Some((asked, steps)) = self.asked_before.get(text) {
            return effort.spend(steps).then_some(asked).flatten();
        }
        let before = effort.left();
        let asked = self.asked_afresh(text, effort);
        if !effort.is_spent() {
            self.asked_before.keep(text, (asked.clone(), before - effort.left()));
        }
        asked
    }

    fn asked_afresh(&self, text: &str, effort: &Effort) -> Option<Asked> {
        if text.len() > LONGEST {
            return None;
        }
        let words = words(text);
        // A text without a word of any title asks nothing: most texts are answers.
        if words.len() < 2
            || words.len() > MOST_WORDS
            || !words.iter().any(|word| self.dictionary.is_of_title(word))
            || !effort.spend(400)
        {
            return None;
        }
        let exactly = |field: Field, label: &str| {
            let competences = self.labels.exactly(label)?;
            Some(Asked { field, competences, closely: false })
        };
        if self.labels.exactly(text).is_some() {
            return None;
        }
        let halves = || {
            text.match_indices(SIGNS).map(|(at, sign)| {
                let (left, right) = (&text[..at], &text[at + sign.len()..]);
                (left.trim(), right.trim().trim_end_matches([')', ']']))
            })
        };
        // « Maint. du parc info. et du réseau – responsable »: the half that the dictionary knows tells where it is cut.
        let by_title = halves().find_map(|(left, right)| {
            let behind = self.field_of(right).and_then(|field| exactly(field, left));
            behind.or_else(|| self.field_of(left).and_then(|field| exactly(field, right)))
        });
        let by_sign = || {
            halves().find_map(|(left, right)| {
                let asked =
                    self.question(right).or_else(|| asks_at_length(right).then_some(Field::Responsible));
                let behind = asked.and_then(|field| exactly(field, left));
                behind.or_else(|| self.question(left).and_then(|field| exactly(field, right)))
            })
        };
        // « Qui est responsable ? [Produire la documentation] »: the brackets tell a label.
        let enclosed = text.contains('[') && text.trim_end().ends_with(']');
        // « Assistence : responsable »: the question well spelt, the label nearly.
        // « Interne » is near to « Internet », and is no label.
        let near = |field: Field, label: &str| match self.labels.name(label, None, effort) {
            Named::Closely(competences) if self.field_of(label).is_none() => {
                Some(Asked { field, competences, closely: true })
            }
            // « Qui pilote le projet ENT : interne, externe ou partiel ? ».
            Named::Loosely(competences) if enclosed || asks(&crate::text::words(label)) => {
                Some(Asked { field, competences, closely: true })
            }
            _ => None,
        };
        let nearly = |asks: &dyn Fn(&str) -> Option<Field>| {
            halves().find_map(|(left, right)| {
                let behind = asks(right).and_then(|field| near(field, left));
                behind.or_else(|| asks(left).and_then(|field| near(field, right)))
            })
        };
        // « Documentation : qui écrit les guides ? »: titles of other columns are competences as well.
        let who_or_how = |half: &str| {
            self.field_of(half).filter(|field| matches!(field, Field::Responsible | Field::Mode))
        };
        by_title
            .or_else(|| nearly(&who_or_how))
            .or_else(by_sign)
            .or_else(|| self.asked_in_words(&words))
            .or_else(|| nearly(&|half| self.question(half)))
    }

    /// « Qui assure l'assistance ? », « Qui forme les collègues ? »: a label that asks who.
    pub(super) fn asks_who(&self, text: &str, effort: &Effort) -> Option<Asked> {
        if text.len() > LONGEST || !asks(&words(text)) {
            return None;
        }
        let (competences, closely) = match self.labels.name(text, None, effort) {
            Named::Exactly(competences) => (competences, false),
            Named::Closely(competences) | Named::Loosely(competences) => (competences, true),
            Named::Several(_) | Named::Nothing => return None,
        };
        Some(Asked { field: Field::Responsible, competences, closely })
    }

    /// « Responsable de la documentation », « Documentation responsable », « La documentation est-elle externalisée ? ».
    fn asked_in_words(&self, words: &[String]) -> Option<Asked> {
        let exactly = |field: Field, label: &[String]| {
            let competences = self.labels.exactly(&label.join(" "))?;
            Some(Asked { field, competences, closely: false })
        };
        for cut in (1..words.len().min(7)).rev() {
            let (head, rest) = words.split_at(cut);
            if let Some(field) = self.field_of(&head.join(" "))
                && let Some(asked) = exactly(field, rest)
            {
                return Some(asked);
            }
            let (rest, tail) = words.split_at(words.len() - cut);
            if let Some(field) = self.field_of(&tail.join(" "))
                && let Some(asked) = exactly(field, rest)
            {
                return Some(asked);
            }
        }
        let of_mode = |word: &str| {
            ["intern", "extern", "partiel", "mixte"].iter().any(|start| word.starts_with(start))
                && !word.starts_with("internet")
                || matches!(word, "int" | "ext")
        };
        let rest: Vec<String> = words
            .iter()
            .filter(|word| !of_mode(word) && !OF_MODE.contains(&word.as_str()))
            .cloned()
            .collect();
        let asks = words.iter().any(|word| of_mode(word));
        (asks && !rest.is_empty() && rest.iter().any(|word| !LINKS.contains(&word.as_str())))
            .then(|| exactly(Field::Mode, &rest))
            .flatten()
    }

    /// The field that a whole text asks for, in the dictionary's words or in others.
    pub(super) fn question(&self, text: &str) -> Option<Field> {
        self.field_of(text).or_else(|| {
            // « Responsable : mairie » asks and answers.
            let whole = !text.contains([':', '=', '\n']) && self.labels.exactly(text).is_none();
            let told = whole.then(|| gist::of_title(text)).flatten();
            told.filter(|field| matches!(field, Field::Responsible | Field::Mode | Field::Performers))
        })
    }

    /// « Mode de prise en charge : », in the column of labels: asks about the label above it.
    pub(super) fn asks_mode_below(&self, text: &str) -> bool {
        text.len() <= LONGEST
            && self.question(text.trim_end_matches([':', ' ', '\u{a0}'])) == Some(Field::Mode)
            && self.labels.exactly(text).is_none()
    }

    /// The field that a title of the dictionary asks for.
    pub(super) fn field_of(&self, title: &str) -> Option<Field> {
        let fields = self.dictionary.columns.exact(title);
        fields
            .iter()
            .copied()
            .find(|field| !matches!(field, Field::Competence | Field::Family | Field::Number))
    }
}

/// Whether a text begins as a question.
fn asks(words: &[String]) -> bool {
    // « Vers qui les utilisateurs se tournent-ils ? », « À qui… », « Par qui… ».
    let to_whom = matches!(words, [first, second, ..] if
        second == "qui" && matches!(first.as_str(), "a" | "vers" | "par" | "chez" | "avec" | "pour"));
    to_whom
        || words
            .first()
            .is_some_and(|word| matches!(word.as_str(), "qui" | "quel" | "quelle" | "quels" | "quelles"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Dictionary;
    use crate::model::budget::Budgets;

    fn asked(text: &str) -> Option<(String, Field)> {
        let referential = crate::referential::embedded();
        let recogniser = Recogniser::new(&referential, Dictionary::embedded());
        let effort = Effort::of(&Budgets::default());
        let asked = recogniser.asked(text, &effort).or_else(|| recogniser.asks_who(text, &effort))?;
        Some((referential.competence(asked.competences[0]).code.clone(), asked.field))
    }

    #[test]
    fn both_halves_are_told_in_any_order() {
        for (text, code, field) in [
            ("Assistance utilisateur : responsable", "ACC-ASS", Field::Responsible),
            ("Assistance : mode", "ACC-ASS", Field::Mode),
            ("Responsable – Pilotage", "PIL-MOA", Field::Responsible),
            ("Responsable de la documentation", "ACC-DOC", Field::Responsible),
            ("Accès à Internet (entité responsable)", "MAT-FAI", Field::Responsible),
            ("Évaluation\nInterne / externe", "PIL-EVA", Field::Mode),
            ("Maint. du parc info. et du réseau – responsable", "MAT-PRC", Field::Responsible),
            ("Maint. du parc info. et du résseau - responsable", "MAT-PRC", Field::Responsible),
            ("9. Maint. du parc info. et du réseau – mode", "MAT-PRC", Field::Mode),
            ("Documentation : qui écrit et met à jour les guides ?", "ACC-DOC", Field::Responsible),
            ("Prise en main - contact", "ACC-PEM", Field::Person),
            ("Évaluation responsable", "PIL-EVA", Field::Responsible),
            ("L'évaluation est-elle internalisée ou externalisée ?", "PIL-EVA", Field::Mode),
            ("Qui est responsable de la documentation ?", "ACC-DOC", Field::Responsible),
            ("Qui produit la documentation : interne, externe ou partiel ?", "ACC-DOC", Field::Mode),
            ("Qui évalue le projet et ses usages : interne, externe ou partiel ?", "PIL-EVA", Field::Mode),
        ] {
            assert_eq!(asked(text), Some((code.to_owned(), field)), "{text}");
        }
    }

    #[test]
    fn half_a_question_asks_nothing() {
        for text in
            ["Assistance utilisateur", "Responsable", "Mode : interne", "Compétence : Pilotage", "Mairie"]
        {
            assert_eq!(asked(text), None, "{text}");
        }
    }
}
