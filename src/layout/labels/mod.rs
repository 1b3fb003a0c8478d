//! Which competence a label names. Exactly, by a synonym, or by the one spelling that is close: never by a guess.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use super::memo::Memo;
use super::sense::{Sense, Senses};
use crate::model::budget::Effort;
use crate::model::referential::{CompetenceId, Referential};
use crate::text::{Signs, distance, fold};

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

/// A word of the phrases.
#[derive(Clone, Debug)]
struct Target {
    text: String,
    length: usize,
    signs: Signs,
}

/// What it costs to read a written word for another.
struct Costs {
    /// For each word of the vocabulary; `None` where they are two words.
    targets: Vec<Option<u32>>,
    /// For the nearest of the words that any label may add.
    filler: Option<u32>,
    /// Whether it only says that something is done.
    doing: bool,
}

/// A word of a label.
pub(super) struct Word {
    pub(super) text: String,
    /// Written with a full stop, as an abbreviation.
    pub(super) abbreviated: bool,
}

/// No label is longer, in bytes; a remark in brackets may be.
const LONGEST_LABEL: usize = 160;
/// No label lists more competences, a line for each.
const MOST_LINES: usize = 14;
/// Words that carry no meaning of their own.
pub(super) const LINKS: [&str; 22] = [
    "de", "du", "des", "d", "l", "la", "le", "les", "un", "une", "aux", "au", "a", "et", "ou", "en", "pour",
    "par", "sur", "dans", "avec", "e",
];
/// Words that any label of an ENT project may add.
const FILLERS: [&str; 6] = ["ent", "projet", "outil", "utilisateur", "competence", "fonction"];
/// Words that say what is done about a thing without changing the thing: « rédaction de la documentation ».
pub(super) const DOING: [&str; 18] = [
    "service",
    "produit",
    "plateforme",
    "dispositif",
    "application",
    "redaction",
    "ecriture",
    "production",
    "elaboration",
    "creation",
    "fourniture",
    "realisation",
    "gestion",
    "organisation",
    "tenue",
    "mise",
    "jour",
    "disposition",
];
/// Words of a question before the thing it asks about: « Qui s'occupe de… », « Qui est en charge de… ».
const ASKING: [&str; 22] = [
    "qui",
    "est",
    "s",
    "occupe",
    "responsable",
    "charge",
    "gere",
    "assure",
    "fait",
    "en",
    "de",
    "du",
    "des",
    "d",
    "la",
    "le",
    "les",
    "l",
    "prend",
    "pour",
    "a",
    "au",
];
/// Words for those asked for: « Quelle structure porte… », « Quel est votre… ».
const WHO_ASKED: [&str; 10] = [
    "structure",
    "entite",
    "organisme",
    "collectivite",
    "societe",
    "entreprise",
    "votre",
    "vos",
    "notre",
    "nom",
];
/// Abbreviations people write without a full stop.
const SHORT: [&str; 9] = ["admin", "maint", "info", "doc", "peda", "tech", "fonct", "form", "eval"];

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
        if denies(label) {
            return None;
        }
        self.answered.get_or(label, || {
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
        // « Documentation (voir le site de la circonscription) »: what a bracket adds is a remark, reported.
        if let Some((head, _)) = label.split_once('(')
            && let Some(named) = self.exactly(head)
        {
            return Named::Closely(named);
        }
        if let Some((head, rest)) = label.split_once('(')
            && !head.trim().is_empty()
            && let found @ (Named::Closely(_) | Named::Loosely(_)) = self.name_afresh(head, family)
            && self.exactly(rest).is_none_or(|again| Some(again) == found.ids())
        {
            return found;
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
        // « - Doc.\n- Assist. util.\n- Adm. fonct. »: each line names its own.
        let lines = || pieces_of(label).into_iter().filter(|line| line.chars().any(char::is_alphanumeric));
        if label.len() <= 2 * LONGEST_LABEL
            && label.contains(['\n', ';', ','])
            && lines().nth(1).is_some()
            && lines().nth(MOST_LINES).is_none()
        {
            let named: Option<Vec<Vec<CompetenceId>>> = lines()
                .map(|line| match self.name_afresh(line.trim(), family) {
                    Named::Exactly(ids) | Named::Closely(ids) => Some(ids),
                    Named::Loosely(_) | Named::Several(_) | Named::Nothing => None,
                })
                .collect();
            if let Some(named) = named {
                let mut ids = named.concat();
                ids.sort_unstable();
                ids.dedup();
                return Named::Closely(ids);
            }
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
                    _ => self.settle(&fits, family),
                }
            }
        }
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

    fn target(&self, rank: usize) -> &str {
        &self.vocabulary[rank].text
    }

    fn costs(&self, word: &Word) -> Costs {
        let written = Target::new(word.text.clone());
        let cost = |target: &Target| {
            if word.shortens(&target.text) { Some(0) } else { misspelling(&written, target) }
        };
        let filler = |filler: &str| misspelling(&written, &Target::new(filler.to_owned()));
        Costs {
            targets: self.vocabulary.iter().map(cost).collect(),
            filler: FILLERS.iter().filter_map(|word| filler(word)).min(),
            doing: DOING.contains(&word.text.as_str()),
        }
    }

    /// How far a label is from a phrase: 0 is equal words. `None` where they don't name the same thing.
    ///
    /// One wrong word in its spelling costs 1 or 2; a word more or less, where at least two words agree, 2.
    fn alignment(&self, words: &[Costs], phrase: &[usize]) -> Option<u32> {
        let mut cost = 0;
        let mut used = vec![false; phrase.len()];
        let mut extra = 0u32;
        let mut agreed = 0u32;
        let mut doing = 0u32;
        for word in words {
            let free = phrase.iter().enumerate().filter(|(index, _)| !used[*index]);
            let found = free.filter_map(|(index, target)| word.targets[*target].map(|cost| (cost, index)));
            if let Some((distance, index)) = found.min() {
                used[index] = true;
                cost += distance;
                agreed += 1;
            } else if let Some(distance) = word.filler {
                cost += distance;
            } else if word.doing {
                doing = 1;
            } else {
                extra += 1;
                // More words than any wording may add.
                if extra > 2 {
                    return None;
                }
            }
        }
        // « Adminitrateurs » for « Administrateurs de l'ENT »: a filler left out is nothing left out.
        let left_out =
            used.iter().zip(phrase).filter(|(used, word)| !**used && !is_filler(self.target(**word)));
        let missing = left_out.count() as u32;
        match (extra, missing) {
            (0, 0) if doing == 0 => Some(cost),
            (0, 0) => (cost == 0 && agreed > 0).then_some(doing),
            // A longer or a shorter wording of the same: only on words spelt right, two of them at least.
            (1 | 2, 0) | (0, 1) if agreed >= 2 && cost == 0 => Some(2 * (extra + missing) + 1),
            _ => None,
        }
    }

    /// The one of several competences that is of a family and that no other label of the table names.
    pub(crate) fn left_over(
        &self,
        fits: &[CompetenceId],
        family: Option<usize>,
        elsewhere: &BTreeSet<CompetenceId>,
    ) -> Option<CompetenceId> {
        let of_family =
            |id: &&CompetenceId| family.is_some() && self.family.get(usize::from(id.0)).copied() == family;
        let mut left = fits.iter().filter(of_family).filter(|id| !elsewhere.contains(id));
        if family.is_some() {
            let only = left.next()?;
            return left.next().is_none().then_some(*only);
        }
        // Of no family: only where every other one has its own line.
        let mut left = fits.iter().filter(|id| !elsewhere.contains(id));
        let only = left.next()?;
        (left.next().is_none() && fits.len() > 1).then_some(*only)
    }

    /// Whether several competences are those of one group: a line that fits them all may stand for the group, where no
    /// other label names one of them.
    pub(crate) fn are_a_group(&self, fits: &[CompetenceId], elsewhere: &BTreeSet<CompetenceId>) -> bool {
        let mut sorted = fits.to_vec();
        sorted.sort_unstable();
        self.groups.contains(&sorted) && !fits.iter().any(|id| elsewhere.contains(id))
    }

    fn settle(&self, fits: &[CompetenceId], family: Option<usize>) -> Named {
        if let Some(family) = family {
            let mut of_family = fits.iter().filter(|id| self.family.get(usize::from(id.0)) == Some(&family));
            if let (Some(only), None) = (of_family.next(), of_family.next()) {
                return Named::Closely(vec![*only]);
            }
        }
        Named::Several(fits.to_vec())
    }

    fn meaningful(&self, label: &str) -> Vec<Word> {
        let mut words = all_words(without_letter(label));
        // « 3. », « 3) », « III - »: numbering.
        while words.len() > 1 && is_numbering(&words[0].text) {
            words.remove(0);
        }
        // « Qui est responsable de la documentation ? »: what stands before the thing asked about.
        let asks = |word: &str| matches!(word, "qui" | "quel" | "quelle" | "quels" | "quelles");
        // « Qui documente ? »; « Qui pilote ? » asks who answers, of any competence.
        let of_any = |word: &str| {
            ["pilot", "port", "decid", "ger", "assur", "fai", "repon", "responsab", "charge", "realis"]
                .iter()
                .any(|start| word.starts_with(start))
        };
        let short = words.len() == 2 && label.trim_end().ends_with('?') && !of_any(&words[1].text);
        if (words.len() > 2 || short) && asks(&words[0].text) {
            let asked = words.iter().skip(1).position(|word| {
                !ASKING.contains(&word.text.as_str()) && !WHO_ASKED.contains(&word.text.as_str())
            });
            let asked = asked.map(|at| at + 1);
            words.drain(..asked.unwrap_or(0));
        }
        keep_meaning(words, |word| self.ambiguous.contains_key(word))
    }

    fn whole(&self, words: &[Word]) -> Option<Vec<CompetenceId>> {
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

    /// « MOE / intégrateur », « Assistance (hotline) »: pieces that all name the same; « Pilotage et évaluation »:
    /// pieces that each name one.
    fn by_pieces(&self, label: &str) -> Option<Vec<CompetenceId>> {
        if !label.contains(['(', '/', ':', ',', '+', '&', '–', ';', '|', '\n'])
            && !fold(label).contains(" et ")
        {
            return None;
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
        Some([self.piece(left)?, self.piece(right)?].concat())
    }
}

impl Target {
    fn new(text: String) -> Self {
        let (length, signs) = (text.chars().count(), Signs::of(&text));
        Self { text, length, signs }
    }
}

impl Word {
    /// Whether this word is the target or an abbreviation of it.
    fn shortens(&self, target: &str) -> bool {
        self.text == target || (self.abbreviated && self.text.len() >= 3 && target.starts_with(&self.text))
    }
}

/// The cost of reading one word for another; `None` where they are two words.
fn misspelling(written: &Target, target: &Target) -> Option<u32> {
    let (shortest, longest) = (written.length.min(target.length), written.length.max(target.length));
    if shortest < 4 || longest - shortest > 2 {
        return None;
    }
    let allowed = if shortest >= 8 { 2 } else { 1 };
    if written.signs.at_least(target.signs) > allowed {
        return None;
    }
    let distance = distance(&written.text, &target.text);
    (distance <= allowed).then_some(distance as u32)
}

/// The words of a label, folded.
pub(super) fn all_words(label: &str) -> Vec<Word> {
    let folded = fold(label);
    let mut words = Vec::new();
    let mut rest = folded.as_str();
    while let Some(start) = rest.find(char::is_alphanumeric) {
        rest = &rest[start..];
        let end = rest.find(|sign: char| !sign.is_alphanumeric()).unwrap_or(rest.len());
        let text = &rest[..end];
        let abbreviated = rest[end..].starts_with('.') || SHORT.contains(&text);
        words.push(Word { text: text.to_owned(), abbreviated });
        rest = &rest[end..];
    }
    words
}

fn meaningful(label: &str, alone: &[String]) -> Vec<Word> {
    keep_meaning(all_words(label), |word| alone.iter().any(|known| known == word))
}

/// Drops links, then fillers, unless what is left would be nothing or a word that fits several competences.
fn keep_meaning(words: Vec<Word>, fits_several: impl Fn(&str) -> bool) -> Vec<Word> {
    let mut kept: Vec<Word> = words
        .into_iter()
        .filter(|word| !LINKS.contains(&word.text.as_str()))
        .map(|word| Word {
            text: if word.abbreviated { word.text } else { stem(&word.text).to_owned() },
            ..word
        })
        .collect();
    let bare = kept.iter().filter(|word| !is_filler(&word.text)).count();
    let last_fits_several =
        bare == 1 && kept.iter().any(|word| !is_filler(&word.text) && fits_several(&word.text));
    if bare > 0 && !last_fits_several {
        kept.retain(|word| !is_filler(&word.text));
    }
    kept
}

fn is_filler(word: &str) -> bool {
    FILLERS.contains(&word)
}

/// The words of a text that carry meaning, without their plural marks.
pub(super) fn bare_words(text: &str) -> Vec<String> {
    let words = all_words(text).into_iter().filter(|word| !LINKS.contains(&word.text.as_str()));
    words.map(|word| stem(&word.text).to_owned()).collect()
}

/// A text without the letter, the number or the rank that numbers it: « A – Pilotage », « III. Pilotage ».
pub(super) fn unnumbered(text: &str) -> String {
    let folded = fold(text);
    let words: Vec<&str> =
        folded.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        ["partie" | "axe" | "bloc" | "famille" | "volet", first, rest @ ..] | [first, rest @ ..]
            if !rest.is_empty() && (first.len() == 1 || is_numbering(first)) =>
        {
            rest.join(" ")
        }
        _ => text.to_owned(),
    }
}

/// Whether a text is numbered, and not by figures: « A – Pilotage », « III. Pilotage ».
pub(super) fn is_lettered(text: &str) -> bool {
    !text.trim_start().starts_with(|sign: char| sign.is_ascii_digit()) && unnumbered(text) != text
}

/// « b) Évaluation », « B. Évaluation », « b - Évaluation »: numbering by letters, cut off.
fn without_letter(label: &str) -> &str {
    let trimmed = label.trim_start();
    let mut signs = trimmed.chars();
    if !signs.next().is_some_and(|sign| sign.is_ascii_alphabetic()) {
        return label;
    }
    let rest = signs.as_str();
    [")", ". ", "- ", " - ", ".- ", "/ "].iter().find_map(|mark| rest.strip_prefix(mark)).unwrap_or(label)
}

/// The pieces of an enumeration: its lines, else what its semicolons or its commas part, brackets apart.
fn pieces_of(label: &str) -> Vec<&str> {
    let sign = ['\n', ';', ','].into_iter().find(|sign| label.contains(*sign)).unwrap_or('\n');
    let mut depth = 0usize;
    label
        .split(|found: char| {
            match found {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            found == sign && depth == 0
        })
        .collect()
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

/// « M.O.A. », « M.O.E. / intégr. » without the full stops of their acronyms.
fn without_dots(label: &str) -> Cow<'_, str> {
    if label.matches('.').count() < 2 {
        return Cow::Borrowed(label);
    }
    let signs: Vec<char> = label.chars().collect();
    let sign = |at: usize| signs.get(at).copied().unwrap_or(' ');
    // Letters that stand alone, each before a full stop.
    let initial = |at: usize| {
        sign(at).is_alphabetic()
            && sign(at + 1) == '.'
            && at.checked_sub(1).is_none_or(|before| !sign(before).is_alphanumeric())
    };
    let kept = (0..signs.len()).filter(|&at| {
        let after = at.checked_sub(1).is_some_and(initial);
        let next = initial(at + 1);
        let previous = at.checked_sub(3).is_some_and(initial);
        !(signs[at] == '.' && after && (next || previous))
    });
    Cow::Owned(kept.map(|at| signs[at]).collect())
}

fn is_numbering(word: &str) -> bool {
    // « B4 – Assistance ».
    let coded = word.len() <= 3
        && word.starts_with(|sign: char| sign.is_ascii_alphabetic())
        && word.len() > 1
        && word[1..].bytes().all(|byte| byte.is_ascii_digit());
    coded
        || word.len() <= 4
            && (word.bytes().all(|byte| byte.is_ascii_digit())
                || word.bytes().all(|byte| b"ivx".contains(&byte)))
}

/// A word without its plural mark.
pub(super) fn stem(word: &str) -> &str {
    if word.len() > 3 { word.strip_suffix(['s', 'x']).unwrap_or(word) } else { word }
}

fn joined(words: &[String]) -> String {
    let mut sorted: Vec<&str> = words.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.join(" ")
}
