//! How a competence is held: internally, externally, in part, as a column or its words say.

use std::collections::BTreeSet;

use super::numbers::{is, share};
use super::plain::{Plain, Words, bare};
use super::reserves::Reserve;
use super::{Line, is_unreadable, reserves};
use crate::model::fact::Fact;
use crate::model::grid::CellValue;
use crate::model::place::Spot;
use crate::model::record::{Field, Value};
use crate::model::referential::Mode;
use crate::model::said_mode::SaidMode;
use crate::text::{distance_within, fold, words};

impl Words {
    /// The mode that a value says.
    pub(super) fn mode(&self, value: &CellValue) -> Option<Mode> {
        let CellValue::Text(text) = value else { return None };
        self.said_modes.get_or(text, || {
            let words = words(text);
            let key = words.join(" ");
            let whole = self.modes.iter().find(|(spelling, _)| *spelling == key).map(|(_, mode)| *mode);
            whole.or_else(|| SaidMode::of(&words).mode())
        })
    }

    /// A mode whose words are nearly well spelt: « externnalisé », « parciel ».
    pub(super) fn close_mode(&self, value: &CellValue) -> Option<Mode> {
        const SPELT: [&str; 9] = [
            "interne",
            "internalise",
            "internalisee",
            "externe",
            "externalise",
            "externalisee",
            "partiel",
            "partiellement",
            "prestataire",
        ];
        let CellValue::Text(text) = value else { return None };
        let near = |word: &str| {
            SPELT.into_iter().find(|spelt| {
                let allowed = if spelt.len() >= 10 { 2 } else { 1 };
                word.len() >= 5
                    && word.as_bytes().first() == spelt.as_bytes().first()
                    && distance_within(word, spelt, allowed).is_some()
            })
        };
        let mended: Vec<String> =
            words(text).iter().map(|word| near(word).unwrap_or(word).to_owned()).collect();
        self.mode(&CellValue::Text(mended.join(" "))).or_else(|| SaidMode::coded(&words(text)))
    }

    /// A yes (`true`) or a no; `None` where it is neither.
    pub(super) fn yes_or_no(&self, value: &CellValue) -> Option<bool> {
        match value {
            CellValue::Bool(yes) => Some(*yes),
            CellValue::Number(number) if is(*number, 1) => Some(true),
            CellValue::Number(number) if is(*number, 0) => Some(false),
            CellValue::Text(text) => {
                let folded = bare(text);
                let first = folded.split([' ', ',', '(']).next().unwrap_or_default();
                if self.yes.contains(&folded) || first == "oui" {
                    Some(true)
                } else if self.no.contains(&folded) || first == "non" {
                    Some(false)
                } else {
                    None
                }
            }
            _ => None,
        }
    }

    /// Whether a text says « in part » under a yes-or-no title.
    pub(super) fn in_part(text: &str) -> bool {
        let folded = fold(text);
        folded.contains("partie") || folded.contains("partiel") || folded == "part." || folded == "mixte"
    }
}

impl Line<'_> {
    pub(super) fn mode(&mut self) -> Option<Mode> {
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
            if let Some(share) = share(&value.cell.value) {
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
        // « ☒ interne ☐ externe ☐ partiel »: the modes are a choice, none perhaps.
        if let Some(chosen) = super::boxes::ticked(&cell.shown()) {
            let modes: Option<Vec<Mode>> = chosen
                .iter()
                .map(|mode| self.normaliser.words.mode(&CellValue::Text((*mode).to_owned())))
                .collect();
            match modes.as_deref() {
                Some([]) => return None,
                Some([only]) => return Some(*only),
                _ => {
                    self.see(Fact::UnknownMode, &value.cell.at, &cell.shown());
                    return None;
                }
            }
        }
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
                if !varies(&shown) =>
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
    pub(super) fn mode_by_body(&mut self, shown: &str, at: &Spot) -> Option<Mode> {
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
}

/// « Selon les années », « variable », « chacun le sien »: not the same everywhere, nor always.
fn varies(text: &str) -> bool {
    words(text).first().is_some_and(|word| matches!(word.as_str(), "selon" | "variable" | "chacun"))
}
