//! States and severities as a cell shows them: a symbol and a word, so that colour never speaks alone.
//!
//! The symbols are in the fonts of Windows, macOS and LibreOffice since WGL4. None begins like a formula.

use std::borrow::Cow;

use crate::model::dossier::{Couple, Origin, State};
use crate::model::finding::Severity;

/// A state in a cell: « ● Couverte ».
pub(super) fn state(state: State) -> &'static str {
    match state {
        State::Covered => "● Couverte",
        State::Shared => "≠ Partagée",
        State::Orphan => "○ Orpheline",
        State::ToDefine => "? À définir",
        State::NotStudied => "□ Non étudiée",
        State::NotApplicable => "– Sans objet",
        State::NotReturned => "× Non rendue",
    }
}

/// A couple in a cell: « ↓ Hérité ● Couverte » where a higher level answers for the school.
pub(super) fn couple(couple: &Couple) -> Cow<'static, str> {
    match couple.origin {
        Origin::School => state(couple.state).into(),
        Origin::Inherited => format!("{INHERITED} {}", state(couple.state)).into(),
    }
}

/// Before an inherited state.
pub(super) const INHERITED: &str = "↓ Hérité";

/// Findings that the configuration accepts, whatever their severity.
pub(super) const ACCEPTED: &str = "Acceptées (dérogations)";

/// A severity in a cell: « ▲ Bloquant ».
pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Blocking => "▲ Bloquant",
        Severity::Warning => "■ Alerte",
        Severity::Info => "○ Info",
    }
}

/// What became of a school's return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Return {
    /// Nothing was received.
    Missing,
    /// Something was received and none of it counts.
    ToResend,
    /// A document counts.
    Received,
}

impl Return {
    /// All of them, what calls for an action first.
    pub(super) const ALL: [Self; 3] = [Self::Missing, Self::ToResend, Self::Received];

    /// In a cell: « × Manquant ».
    pub(super) fn mark(self) -> &'static str {
        match self {
            Self::Missing => "× Manquant",
            Self::ToResend => "▲ À renvoyer",
            Self::Received => "● Reçu",
        }
    }

    /// What it means, for the legend.
    pub(super) fn meaning(self) -> &'static str {
        match self {
            Self::Missing => "aucun document reçu de cette école",
            Self::ToResend => "un document a été reçu, mais n’a pas pu être retenu",
            Self::Received => "un inventaire est retenu",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_a_symbol_and_the_word_of_the_model() {
        for state in State::ALL {
            let (symbol, word) = super::state(state).split_once(' ').unwrap();
            assert_eq!((symbol.chars().count(), word), (1, state.label()));
        }
        let words: Vec<&str> = Severity::ALL.map(severity).into_iter().map(|mark| &mark[4..]).collect();
        assert_eq!(words, ["Bloquant", "Alerte", "Info"]);
    }
}
