//! What one line says: an answer, a question, a label, a body over a list.

use super::super::Recogniser;
use super::super::gist;
use super::super::labels::Named;
use super::super::prose;
use super::{Dress, LONGEST_HEAD, LONGEST_LINE, Reader};
use crate::model::grid::CellValue;
use crate::model::record::Field;
use crate::model::referential::CompetenceId;

/// What stands between a label and its answer on one line, tried in this order.
const BETWEEN: [&str; 12] = [":", "=", "→", "➡\u{fe0f}", "➡", "➔", "➜", "=>", "->", " – ", " — ", " - "];

/// Words that announce what a body does: « Ce que fait la mairie ».
const ANNOUNCES: [&[&str]; 18] = [
    &["ce", "que", "fait"],
    &["ce", "que", "font"],
    &["ce", "qui", "releve", "de"],
    &["ce", "dont", "s", "occupe"],
    &["a", "la", "charge", "de"],
    &["a", "charge", "de"],
    &["pris", "en", "charge", "par"],
    &["prises", "en", "charge", "par"],
    &["assure", "par"],
    &["assurees", "par"],
    &["confie", "a"],
    &["confiees", "a"],
    &["competences", "de"],
    &["competences", "du"],
    &["missions", "de"],
    &["missions", "du"],
    &["releve", "de"],
    &["acteur"],
];

/// What one line says.
pub(super) enum Said<'t> {
    /// Who answers for these competences, and what else is said with it.
    Answer { label: &'t str, named: Vec<CompetenceId>, closely: bool, field: Field, value: &'t str },
    /// A question and its answer, about the competence named above.
    Asked { field: Field, title: &'t str, value: &'t str },
    /// A competence, and nothing else.
    Label { named: Vec<CompetenceId>, closely: bool },
    /// A body, over what it does; whether words announce that.
    Actor { who: &'t str, announced: bool },
    /// A body and what it does.
    Listed { who: &'t str, what: Vec<(&'t str, Vec<CompetenceId>)>, mode: Option<&'t str>, closely: bool },
    /// Something else.
    Nothing,
}

impl Reader<'_, '_> {
    pub(super) fn said<'t>(&self, written: &'t str, row: u32, column: u32) -> Said<'t> {
        let line = without_bullet(written);
        // « Enquête ENT – École du Moulin (0299396F) » tells whose sheet it is.
        if line.is_empty() || names_a_school(line) {
            return Said::Nothing;
        }
        let recogniser = self.recogniser;
        if line.len() > LONGEST_LINE {
            return self.told_at_length(line);
        }
        let effort = self.view.effort();
        let cuts = || {
            BETWEEN
                .iter()
                .filter_map(|sign| line.split_once(sign))
                .chain(at_leaders(line))
                .map(|(left, right)| (left.trim(), right.trim()))
        };
        // « Mairie : assistance, documentation ».
        let listed = cuts().find_map(|(who, what)| {
            let what = recogniser.listed(what)?;
            let bodies = what.iter().any(|(label, _)| recogniser.is_body(label));
            // « Hébergeur des données : éditeur » answers for hosting, near to a label as it is.
            let is_label = || recogniser.labels.named(who, effort).is_some();
            (recogniser.is_body(who) && (!bodies || !is_label())).then_some(Said::Listed {
                who,
                what,
                mode: None,
                closely: false,
            })
        });
        if let Some(listed) = listed {
            return listed;
        }
        // « Assistance – responsable : mairie ».
        let asked = line.split_once([':', '=']).and_then(|(title, value)| {
            let asked = recogniser.asked(title, effort)?;
            Some(Said::Answer {
                label: title.trim(),
                named: asked.competences,
                closely: asked.closely,
                field: asked.field,
                value: value.trim(),
            })
        });
        if let Some(asked) = asked {
            return asked;
        }
        let answer = |label, named, closely, value| Said::Answer {
            label,
            named,
            closely,
            field: Field::Responsible,
            value,
        };
        if let Some((label, value, named)) =
            cuts().find_map(|(label, value)| Some((label, value, recogniser.labels.exactly(label)?)))
        {
            // « Assistance : responsable » asks, and answers nothing.
            // « Maintenance : personne » answers: nobody.
            let nobody = *crate::text::words(value) == ["personne"];
            if recogniser.question(value).is_some() && !recogniser.is_body(value) && !nobody {
                return Said::Nothing;
            }
            return answer(label, named, false, value);
        }
        if let Some((title, value)) = line.split_once([':', '='])
            && let Some(field) = recogniser.question(title)
        {
            return Said::Asked { field, title: title.trim(), value: value.trim() };
        }
        // « Intégrteur ........ Syndicat mixte Val Numérique »: dots lead from a label, well or nearly well spelt.
        if let Some((label, value)) = at_leaders(line).map(|(label, value)| (label.trim(), value.trim()))
            && !value.is_empty()
            && let Some(named) = self.nearly(label)
        {
            return answer(label, named, true, value);
        }
        if let Some(told) = recogniser.told_by(line) {
            return Said::Listed { who: told.who, what: told.what, mode: told.mode, closely: told.closely };
        }
        if self.identifies(line) {
            return Said::Nothing;
        }
        if let Some((label, value)) = cuts().next()
            && !value.is_empty()
            && let Some(named) = self.nearly(label)
        {
            return answer(label, named, true, value);
        }
        if let Some(actor) = self.actor(line, self.dress(written, row, column), row, column) {
            return actor;
        }
        if let Some(named) = recogniser.labels.exactly(line) {
            return Said::Label { named, closely: false };
        }
        // « Assistance (mairie) ».
        if let Some((label, inside)) = line.strip_suffix(')').and_then(|line| line.split_once('('))
            && (recogniser.is_body(inside) || answers_in_brackets(recogniser, inside))
            && let Some(named) = recogniser.labels.exactly(label)
        {
            return answer(label.trim(), named, false, inside.trim());
        }
        match self.nearly(line) {
            Some(named) => Said::Label { named, closely: true },
            None => Said::Nothing,
        }
    }

    /// The competences that a label names by a close spelling, or by its words.
    fn nearly(&self, label: &str) -> Option<Vec<CompetenceId>> {
        match self.recogniser.labels.name(label, None, self.view.effort()) {
            // « Interne » is near to « Internet », and is no label.
            _ if self.recogniser.field_of(label).is_some() => None,
            Named::Closely(named) | Named::Loosely(named) => Some(named),
            _ => None,
        }
    }

    /// « Assistance : », then a tale: a label answered at length. Anything else so long tells nothing.
    fn told_at_length<'t>(&self, line: &'t str) -> Said<'t> {
        let head = &line[..line.floor_char_boundary(LONGEST_HEAD)];
        let told = BETWEEN.iter().find_map(|sign| {
            let (label, _) = head.split_once(sign)?;
            let named = self.recogniser.labels.exactly(label)?;
            Some((label.trim(), named, line[label.len() + sign.len()..].trim()))
        });
        told.map_or(Said::Nothing, |(label, named, value)| Said::Answer {
            label,
            named,
            closely: false,
            field: Field::Responsible,
            value,
        })
    }

    /// A body that stands over what it does: « Ce que fait la mairie : », « MAIRIE », alone in its cell.
    fn actor<'t>(&self, line: &'t str, dress: Dress, row: u32, column: u32) -> Option<Said<'t>> {
        let bare = line.trim_end_matches([':', ' ', '.']).trim_end();
        let tokens = prose::tokens(bare);
        let announced = ANNOUNCES.iter().find_map(|words| {
            let begins = tokens.len() > words.len()
                && tokens.iter().zip(*words).all(|(token, word)| token.text == *word);
            begins.then(|| bare[tokens[words.len() - 1].end..].trim_start_matches([':', ' ']))
        });
        let who = announced.unwrap_or(bare);
        // « École du Moulin, Landivel (0299396F) » tells whose sheet it is.
        let tells_uai = tokens.iter().any(|token| {
            token.text.len() == 8 && token.text.bytes().take(7).all(|byte| byte.is_ascii_digit())
        });
        if tells_uai {
            return None;
        }
        if !self.recogniser.is_body(who) || self.identifies(line) || who.contains([':', '=']) {
            return None;
        }
        let announced = announced.is_some() || line.ends_with(':');
        // « Commune | Bruz » above all else tells whose sheet it is.
        if self.table.is_none()
            && dress.answered
            && !announced
            && !self.recogniser.dictionary.identity.exact(who).is_empty()
        {
            return None;
        }
        // « Éditeur », « Hébergeur » are competences as well, unless other bodies stand beside; « Formation des
        // enseignants » holds a body's name.
        let is_label = !matches!(self.recogniser.labels.name(who, None, self.view.effort()), Named::Nothing);
        // Among items dressed otherwise than their titles, dress tells.
        if let (title, Some(item)) = self.state.dress
            && is_label
            && title != item
        {
            return (dress == title).then_some(Said::Actor { who, announced });
        }
        (announced || !is_label || self.stands_among_bodies(row, column))
            .then_some(Said::Actor { who, announced })
    }

    /// Whether another body stands in the row, over a competence as well: columns, each an actor's.
    fn stands_among_bodies(&self, row: u32, column: u32) -> bool {
        self.view.row(row).iter().filter(|cell| cell.column != column).take(12).any(|cell| {
            let under = self.view.text(row + 1, cell.column);
            under.is_some_and(|text| self.recogniser.labels.exactly(text).is_some())
                && matches!(cell.value, CellValue::Text(text) if
                self.recogniser.is_body(text) && self.recogniser.labels.exactly(text).is_none())
        })
    }

    pub(super) fn identifies(&self, line: &str) -> bool {
        let Some((asked, _)) = line.split_once(':') else { return false };
        asked.len() <= LONGEST_HEAD && !self.recogniser.dictionary.identity.exact(asked).is_empty()
    }
}

/// Whether a line holds a UAI and the word « école ».
fn names_a_school(line: &str) -> bool {
    let words = crate::text::words(line);
    words.iter().any(|word| word == "ecole")
        && words.iter().any(|word| {
            word.len() == 8
                && word.bytes().take(7).all(|byte| byte.is_ascii_digit())
                && word.ends_with(|sign: char| sign.is_ascii_alphabetic())
        })
}

/// « Évaluation (néant) », « Éditeur (Scolibri) »: what brackets hold behind a label, neither a label nor a mode.
fn answers_in_brackets(recogniser: &Recogniser, inside: &str) -> bool {
    let words = crate::text::words(inside);
    !words.is_empty()
        && words.len() <= 3
        && recogniser.field_of(inside).is_none()
        && recogniser.labels.exactly(inside).is_none()
        && !gist::says_mode(&CellValue::Text(inside.to_owned()))
        && (inside.trim_start().starts_with(char::is_uppercase)
            || words[0] == "neant"
            || words[0] == "personne")
}

/// A line without the mark that lists it: « - Assistance », « • Assistance », « 3 - Assistance ».
pub(super) fn without_bullet(line: &str) -> &str {
    let line = line.trim();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line[digits..].trim_start();
    let line = match rest.strip_prefix(['.', ')', '-', '–', '/', ':']) {
        Some(rest) if (1..=2).contains(&digits) && rest.starts_with([' ', '\u{a0}']) => rest.trim_start(),
        _ => line,
    };
    line.trim_start_matches(['-', '–', '—', '•', '*', '►', '▪', '✓', '✔', '→', '·', '⇒', '>']).trim_start()
}

/// A line cut at its leaders: « Assistance ........ mairie », « Assistance____mairie », a tabulation.
pub(in crate::layout) fn at_leaders(line: &str) -> Option<(&str, &str)> {
    let blank = |sign: char| matches!(sign, ' ' | '\t' | '\u{a0}');
    let leads = |sign: char| matches!(sign, '.' | '…' | '_' | '·' | '-' | '–' | '—');
    let mut from = 0;
    while let Some(start) = line[from..].find(|sign| blank(sign) || leads(sign)).map(|at| from + at) {
        // One sign leads, blanks apart: « ........ - » leads to a dash, which answers.
        let sign = line[start..].chars().find(|sign| !blank(*sign)).filter(|sign| leads(*sign));
        let of_run = |other: char| blank(other) || Some(other) == sign;
        let end = line[start..].find(|other| !of_run(other)).map_or(line.len(), |at| start + at);
        let run = &line[start..end];
        let signs = |sign: char| run.matches(sign).count();
        let leads_on = signs('…') > 0
            || signs('\t') > 0
            || ['.', '_', '·', '-', '–', '—'].iter().any(|sign| signs(*sign) > 2)
            || signs(' ') + signs('\u{a0}') > 3;
        if leads_on && start > 0 {
            return Some((&line[..start], line[end..].trim_start_matches(['>', ':'])));
        }
        from = end;
    }
    None
}
