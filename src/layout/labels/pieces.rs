//! Labels that name several competences, or the same one twice: « MOE / intégrateur », « Pilotage et évaluation ».

use super::Labels;
use super::words::{Word, joined};
use crate::model::referential::CompetenceId;
use crate::text::fold;

impl Labels {
    /// « MOE / intégrateur », « Assistance (hotline) »: pieces that all name the same; « Pilotage et évaluation »:
    /// pieces that each name one.
    pub(super) fn by_pieces(&self, label: &str) -> Option<Vec<CompetenceId>> {
        if !label.contains(['(', '/', ':', ',', '+', '&', '–', ';', '|', '\n'])
            && !fold(label).contains(" et ")
        {
            return None;
        }
        // « Fournisseur\naccès internet (FAI) »: one label over two lines, where it names one competence so.
        if label.contains('\n')
            && let Some(joined) = self.by_pieces(&label.replace(['\n', '\r'], " "))
            && joined.len() == 1
        {
            return Some(joined);
        }
        let mut named = Vec::new();
        for piece in label.split(['(', ')', '/', ':', ',', '+', '&', ';', '|', '\n']) {
            for id in self.piece(piece)? {
                if !named.contains(&id) {
                    named.push(id);
                }
            }
        }
        (!named.is_empty()).then_some(named)
    }

    /// What one piece of a label names, whole (« Maintenance du parc informatique et du réseau »), else cut at « et ».
    /// Nothing where it holds no word, `None` where it names something unknown.
    fn piece(&self, piece: &str) -> Option<Vec<CompetenceId>> {
        let words = self.meaningful(piece);
        if words.is_empty() {
            return Some(Vec::new());
        }
        if let Some(named) = self.whole(&words) {
            return Some(named);
        }
        let folded = fold(piece);
        let (left, right) = folded.split_once(" et ")?;
        let named = self.piece(right)?;
        // « Maintenance et hébergement de la solution »: both are of that solution.
        let of = [" de la ", " de l'", " du "].iter().filter_map(|of| right.find(of)).min();
        let of = of.map(|at| right[at..].split(" et ").next().unwrap_or_default());
        let left = self.piece(left).or_else(|| self.piece(&format!("{left}{}", of?)))?;
        Some([left, named].concat())
    }

    pub(super) fn whole(&self, words: &[Word]) -> Option<Vec<CompetenceId>> {
        let texts: Vec<String> = words.iter().map(|word| word.text.clone()).collect();
        if let Some(named) = self.exact.get(&joined(&texts)) {
            return Some(named.clone());
        }
        // « Admin. fonctionnelle »: every word in its place, some shortened.
        if !words.iter().any(|word| word.abbreviated) {
            return None;
        }
        let mut named: Vec<CompetenceId> = Vec::new();
        for (phrase, ids) in &self.phrases {
            if phrase.len() == words.len()
                && words.iter().all(|word| phrase.iter().any(|target| word.shortens(self.target(*target))))
                && phrase.iter().all(|target| words.iter().any(|word| word.shortens(self.target(*target))))
            {
                if !named.is_empty() && named != *ids {
                    return None;
                }
                named.clone_from(ids);
            }
        }
        (!named.is_empty()).then_some(named)
    }
}

/// The pieces of an enumeration: its lines, else what its semicolons, its commas or its spaced slashes part, brackets
/// apart. A label that enumerates nothing is its only piece.
pub(super) fn pieces_of(label: &str) -> Vec<&str> {
    let parts = ["\n", ";", ",", "+", " / "].iter().map(|sign| outside_brackets(label, sign));
    parts.into_iter().find(|pieces| pieces.len() > 1).unwrap_or_else(|| vec![label])
}

/// A label cut at a sign, but not inside brackets.
fn outside_brackets<'t>(label: &'t str, sign: &str) -> Vec<&'t str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, _) in label.match_indices(sign) {
        let opened = label[..at].matches('(').count();
        if opened <= label[..at].matches(')').count() {
            pieces.push(&label[from..at]);
            from = at + sign.len();
        }
    }
    pieces.push(&label[from..]);
    pieces
}
