//! Which competence a label names. Exactly, by a synonym, or by the one spelling that is close: never by a guess.

mod likeness;
mod numbering;
mod pieces;
mod several;
mod words;

use std::collections::HashMap;

use super::sense::{Sense, Senses};
use crate::model::budget::Effort;
use crate::model::referential::{CompetenceId, Referential};
use crate::model::said_mode::SaidMode;
use crate::text::fold;
use crate::text::memo::Memo;

use likeness::{Costs, Target};
pub(super) use numbering::{is_lettered, is_ranked, unnumbered};
use pieces::pieces_of;
pub(super) use words::{DOING, LINKS, Word, all_words, bare_words, stem};
use words::{joined, meaningful, without_dots};

/// What a label names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// These competences: one, or those of a group.
    Exactly(Vec<CompetenceId>),
    /// One competence, or those of one group, by a close or longer spelling: to be reported.
    Closely(Vec<CompetenceId>),
    /// One competence, told by words met together: to be reported, and given up before a better label.
    Loosely(Vec<CompetenceId>),
    /// Several competences are as plausible.
    Several(Vec<CompetenceId>),
    /// Nothing of the referential.
    Nothing,
}

impl Named {
    /// What is named, if one thing is.
    pub(crate) fn ids(&self) -> Option<Vec<CompetenceId>> {
        match self {
            Self::Exactly(ids) | Self::Closely(ids) | Self::Loosely(ids) => Some(ids.clone()),
            Self::Several(_) | Self::Nothing => None,
        }
    }
}

/// The labels of a referential, ready to be compared.
#[derive(Clone, Debug)]
pub(crate) struct Labels {
    /// Sorted words of a phrase, joined, and what it names.
    exact: HashMap<String, Vec<CompetenceId>>,
    /// Words of each phrase, as ranks in the vocabulary, and what it names; in referential order, groups last.
    phrases: Vec<(Vec<usize>, Vec<CompetenceId>)>,
    /// The words of all phrases, each once: a written word is compared with each of them once.
    vocabulary: Vec<Target>,
    /// Words that fit several competences.
    ambiguous: HashMap<String, Vec<CompetenceId>>,
    /// The competences of each group, sorted.
    groups: Vec<Vec<CompetenceId>>,
    /// Family of each competence.
    family: Vec<usize>,
    /// What no phrase tells.
    senses: Senses,
    /// What [`Self::exactly`] answered.
    answered: Memo<Option<Vec<CompetenceId>>>,
    /// What [`Self::name`] answered, by family: none first, then in order.
    names: Vec<Memo<Named>>,
}

/// No label is longer, in bytes; a remark in brackets may be.
const LONGEST_LABEL: usize = 160;
/// No label lists more competences, a line for each.
const MOST_LINES: usize = 14;

impl Labels {
    pub(crate) fn new(referential: &Referential) -> Self {
        let mut this = Self {
            exact: HashMap::new(),
            phrases: Vec::new(),
            vocabulary: Vec::new(),
            ambiguous: HashMap::new(),
            groups: Vec::new(),
            family: referential.competences.iter().map(|competence| competence.family).collect(),
            senses: Senses::new(referential),
            answered: Memo::default(),
            names: (0..=referential.families.len()).map(|_| Memo::default()).collect(),
        };
        let alone: Vec<String> =
            referential.vocabulary.ambiguous_labels.iter().map(|word| stem(&fold(word)).to_owned()).collect();
        for (index, competence) in (0u16..).zip(&referential.competences) {
            let id = CompetenceId(index);
            for phrase in std::iter::once(&competence.label).chain(&competence.synonyms) {
                let words = meaningful(phrase, &alone);
                let texts: Vec<String> = words.into_iter().map(|word| word.text).collect();
                if texts.is_empty() {
                    continue;
                }
                let named = this.exact.entry(joined(&texts)).or_default();
                if !named.contains(&id) {
                    named.push(id);
                }
                for word in &alone {
                    if texts.contains(word) {
                        let fits = this.ambiguous.entry(word.clone()).or_default();
                        if !fits.contains(&id) {
                            fits.push(id);
                        }
                    }
                }
                this.learn(texts, vec![id]);
            }
        }
        for group in &referential.groups {
            for phrase in std::iter::once(&group.label).chain(&group.synonyms) {
                let texts: Vec<String> =
                    meaningful(phrase, &alone).into_iter().map(|word| word.text).collect();
                this.exact.insert(joined(&texts), group.competences.clone());
                this.learn(texts, group.competences.clone());
            }
        }
        // A phrase that two competences claim (« exploitation » alone) settles nothing; a group was put in whole above.
        let groups: Vec<Vec<CompetenceId>> =
            referential.groups.iter().map(|group| group.competences.clone()).collect();
        this.exact.retain(|_, named| named.len() == 1 || groups.contains(named));
        this.groups = groups;
        this.groups.iter_mut().for_each(|group| group.sort_unstable());
        for word in &alone {
            this.exact.remove(word);
        }
        this
    }

    fn learn(&mut self, phrase: Vec<String>, named: Vec<CompetenceId>) {
        let rank = |text: String| {
            self.vocabulary.iter().position(|known| known.text == text).unwrap_or_else(|| {
                self.vocabulary.push(Target::new(text));
                self.vocabulary.len() - 1
            })
        };
        let phrase = phrase.into_iter().map(rank).collect();
        self.phrases.push((phrase, named));
    }

    /// What a label names exactly; the cheap half of [`Self::name`], tried on every text of a sheet.
    pub(crate) fn exactly(&self, label: &str) -> Option<Vec<CompetenceId>> {
        if label.len() > LONGEST_LABEL {
            return None;
        }
        self.answered.get_or(label, || {
            if denies(label) {
                return None;
            }
            let label = &*without_dots(label);
            self.whole(&self.meaningful(label)).or_else(|| self.by_pieces(label))
        })
    }

    /// What a label names, exactly or not; nothing where several competences are as plausible.
    pub(crate) fn named(&self, label: &str, effort: &Effort) -> Option<Vec<CompetenceId>> {
        self.name(label, None, effort).ids()
    }

    /// About what telling a label by likeness costs, in steps of an [`Effort`].
    fn steps(&self, label: &str) -> u64 {
        let pieces = 1 + label.matches(['/', '\n', ';', ',']).count().min(LONGEST_LABEL) as u64;
        pieces * (self.phrases.len() + self.vocabulary.len()) as u64 * 2
            + label.len().min(LONGEST_LABEL) as u64 * self.vocabulary.len() as u64 / 4
    }

    /// What a label names; nothing once the effort is spent. `family` is the family of the rows around, if one is
    /// known: it settles words that fit several competences.
    pub(crate) fn name(&self, label: &str, family: Option<usize>, effort: &Effort) -> Named {
        if let Some(named) = self.exactly(label) {
            return Named::Exactly(named);
        }
        // Known or not, an answer costs the same steps: what was met before must not change what a document may cost.
        if !effort.spend(self.steps(label)) {
            return Named::Nothing;
        }
        match self.names.get(family.map_or(0, |family| family + 1)) {
            Some(names) => names.get_or(label, || self.name_afresh(label, family)),
            None => self.name_afresh(label, family),
        }
    }

    fn name_afresh(&self, label: &str, family: Option<usize>) -> Named {
        let label = &*without_dots(label);
        if denies(label) {
            return Named::Nothing;
        }
        if let Some(named) = self.exactly(label) {
            return Named::Exactly(named);
        }
        // « Adminisration\nfonctionnelle »: a label broken over two lines, and misspelt.
        if let Some(broken) = self.broken(label, family) {
            return broken;
        }
        // « Édition (logiciel) ; hébergement »: a list, before any remark on its first item.
        let lines = || pieces_of(label).into_iter().filter(|line| line.chars().any(char::is_alphanumeric));
        let lists = label.len() <= 2 * LONGEST_LABEL
            && (label.contains(['\n', ';', ',', '+']) || label.contains(" / "))
            && lines().nth(1).is_some()
            && lines().nth(MOST_LINES).is_none();
        let listed = || {
            let mut ids = self.named_by_pieces(&mut lines(), family)?.concat();
            ids.sort_unstable();
            ids.dedup();
            Some(Named::Closely(ids))
        };
        if lists
            && (label.contains(['\n', ';']) || label.contains(" / "))
            && label.contains(['(', ':'])
            && let Some(named) = listed()
        {
            return named;
        }
        // « Documentation (voir le site de la circonscription) »: what a bracket adds is a remark, reported.
        if let Some(named) = self.before_bracket(label, family) {
            return named;
        }
        // « Maîtrise d'ouvrage : définit les besoins »: so is what a colon adds.
        if let Some((head, rest)) = label.split_once(':')
            && let Some(named) = self.exactly(head)
            && self.exactly(rest).is_none_or(|again| again == named)
            && is_remark(rest)
        {
            return Named::Closely(named);
        }
        // « MOE / intégraateur »: pieces that all come to the same.
        if label.len() <= LONGEST_LABEL && label.contains('/') {
            let named: Vec<Named> = label.split('/').map(|piece| self.name_afresh(piece, family)).collect();
            if let Some(first) = named.first().and_then(Named::ids)
                && named.iter().all(|other| other.ids().as_ref() == Some(&first))
            {
                return Named::Closely(first);
            }
        }
        // « Interne » is near to « Internet », and is no label.
        if SaidMode::of(&crate::text::words(label)).is_whole() {
            return Named::Nothing;
        }
        // « - Doc.\n- Assist. util.\n- Adm. fonct. »: each line names its own.
        if lists && let Some(named) = listed() {
            return named;
        }
        if label.len() > LONGEST_LABEL {
            return Named::Nothing;
        }
        let words = self.meaningful(label);
        if words.is_empty() {
            return Named::Nothing;
        }
        // « Administration (administrateurs) »: words that fit the same competences, one or several.
        if let Some(fits) = self.ambiguous.get(&words[0].text)
            && words.iter().all(|word| self.ambiguous.get(&word.text) == Some(fits))
        {
            return self.settle(fits, family);
        }
        let costs: Vec<Costs> = words.iter().map(|word| self.costs(word)).collect();
        let mut best: Option<u32> = None;
        let mut named: Vec<&[CompetenceId]> = Vec::new();
        for (phrase, ids) in &self.phrases {
            let Some(cost) = self.alignment(&costs, phrase) else { continue };
            if best.is_none_or(|known| cost < known) {
                best = Some(cost);
                named.clear();
            }
            if best == Some(cost) && !named.contains(&ids.as_slice()) {
                named.push(ids);
            }
        }
        match named.as_slice() {
            [] => self.by_sense(label, family),
            [only] => Named::Closely(only.to_vec()),
            several => {
                let mut fits = several.concat();
                fits.sort_unstable();
                fits.dedup();
                // « Hébergement du logiciel ENT »: as near to two phrases, and about one of them.
                match self.senses.of(label) {
                    Sense::One(id) if fits.contains(&id) => Named::Closely(vec![id]),
                    // « Administraters de l'ENT »: those of a group, all of them.
                    _ if self.groups.contains(&fits) && several.contains(&fits.as_slice()) => {
                        Named::Closely(fits)
                    }
                    _ => self.settle(&fits, family),
                }
            }
        }
    }

    /// What stands before a bracket, a remark: « Documentation (voir le site de la circonscription) ». Nothing where a list
    /// goes on behind it: « Formation (1), Administrateurs ».
    fn before_bracket(&self, label: &str, family: Option<usize>) -> Option<Named> {
        let (head, rest) = label.split_once('(')?;
        let goes_on = rest.split_once(')').is_some_and(|(_, tail)| {
            tail.trim_start().starts_with([',', ';', '/', '+', '\n']) && tail.chars().any(char::is_alphabetic)
        });
        if goes_on || head.trim().is_empty() {
            return None;
        }
        if let Some(named) = self.exactly(head) {
            return Some(Named::Closely(named));
        }
        let found = self.name_afresh(head, family);
        let again = matches!(found, Named::Closely(_) | Named::Loosely(_))
            && self.exactly(rest).is_none_or(|again| Some(again) == found.ids());
        again.then_some(found)
    }

    /// The competence that the lines of a text name as one label. A line that names one alone makes an enumeration, but
    /// for a last word: « Mainteannce\nsolution ».
    fn broken(&self, label: &str, family: Option<usize>) -> Option<Named> {
        if label.len() > LONGEST_LABEL || !label.trim().contains('\n') {
            return None;
        }
        let alone = |(rank, line): (usize, &str)| {
            (rank == 0 || self.meaningful(line).len() > 1) && self.exactly(line).is_some()
        };
        // « Fournisesur\naccès internet »: beside a line that names one alone, a single word that is misspelt.
        let lines = || label.trim().lines().enumerate();
        let single = |line: &str| self.meaningful(line).len() <= 1 && self.exactly(line).is_none();
        if lines().any(alone) && !lines().all(|(rank, line)| alone((rank, line)) || single(line))
            || lines().all(alone)
        {
            return None;
        }
        let joined = label.replace(['\n', '\r'], " ");
        let whole = self.name_afresh(&joined, family);
        let (Named::Exactly(ids) | Named::Closely(ids)) = &whole else { return None };
        (ids.len() == 1 && (!lines().any(alone) || self.holds_all(&joined, ids))).then_some(whole)
    }

    /// Whether a phrase that names these competences holds every word of a label, well or nearly well spelt.
    fn holds_all(&self, label: &str, ids: &[CompetenceId]) -> bool {
        // What a bracket adds is another matter.
        let words = self.meaningful(label.split('(').next().unwrap_or_default());
        let costs: Vec<Costs> = words.iter().map(|word| self.costs(word)).collect();
        let phrases = self.phrases.iter().filter(|(_, named)| named == ids);
        // More costs a word more or less.
        phrases.filter_map(|(phrase, _)| self.alignment(&costs, phrase)).any(|cost| cost <= 2)
    }

    /// What each piece of an enumeration names. Beside pieces that are told by their wording, one may be told by its words
    /// alone.
    fn named_by_pieces(
        &self,
        pieces: &mut dyn Iterator<Item = &str>,
        family: Option<usize>,
    ) -> Option<Vec<Vec<CompetenceId>>> {
        let (mut loose, mut told) = (0usize, 0usize);
        let named: Vec<Vec<CompetenceId>> = pieces
            .map(|piece| match self.name_afresh(piece.trim(), family) {
                Named::Exactly(ids) | Named::Closely(ids) => {
                    told += 1;
                    Some(ids)
                }
                Named::Loosely(ids) => {
                    loose += 1;
                    Some(ids)
                }
                Named::Several(_) | Named::Nothing => None,
            })
            .collect::<Option<_>>()?;
        (loose <= told).then_some(named)
    }

    /// Whether these competences, several, are those of one group.
    pub(super) fn is_group(&self, competences: &[CompetenceId]) -> bool {
        competences.len() > 1
            && self.groups.iter().any(|group| {
                group.len() == competences.len() && competences.iter().all(|id| group.contains(id))
            })
    }

    /// The competence that the clues of a text tell, if they tell one alone.
    pub(super) fn told_by_words(&self, text: &str) -> Option<Vec<CompetenceId>> {
        match self.senses.of(text) {
            Sense::One(id) => Some(vec![id]),
            Sense::Several(_) | Sense::Nothing => None,
        }
    }

    /// What the words of a label tell, where no phrase does.
    fn by_sense(&self, label: &str, family: Option<usize>) -> Named {
        match self.senses.of(label) {
            Sense::One(id) => Named::Loosely(vec![id]),
            Sense::Several(fits) => match self.settle(&fits, family) {
                Named::Closely(named) => Named::Loosely(named),
                unsettled => unsettled,
            },
            Sense::Nothing => Named::Nothing,
        }
    }
}

/// « Aucun administrateur désigné », « pas de maître d'œuvre »: an answer, whatever it names.
fn denies(label: &str) -> bool {
    let start = label.trim_start();
    let word = start.split(|sign: char| !sign.is_alphabetic()).next().unwrap_or_default();
    word.len() <= 6 && ["aucun", "aucune", "pas", "plus"].iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// « Définit les besoins », behind a colon; « responsable », « mode de gestion » ask.
fn is_remark(rest: &str) -> bool {
    const ASK: [&str; 10] = [
        "mode",
        "modalite",
        "responsable",
        "entite",
        "structure",
        "qui",
        "nom",
        "interne",
        "contact",
        "organisme",
    ];
    let words = all_words(rest);
    words.len() > 2 && words.first().is_some_and(|word| !ASK.contains(&word.text.as_str()))
}
