//! Crosses and letters: who is responsible on a line of a cross-table, or by a « rôle » column.
//!
//! The responsible bears A (or R/A); where no A stands on the row, R does, which is reported; C and I never. A legend
//! that gives A another meaning (« A = appui ») wins.

use std::collections::{BTreeMap, BTreeSet};

use super::plain::{Plain, Words};
use super::{Line, beside};
use crate::model::fact::Fact;
use crate::model::grid::CellValue;
use crate::model::inventory::{Answer, Assignment, Mention, Observed};
use crate::model::mark::{Letters, Mark, is_doubtful};
use crate::model::place::Spot;
use crate::model::record::{Actor, Field, Record};
use crate::model::referential::{CompetenceId, Mode, Reach};
use crate::text::words;

/// What the sheet says its letters mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Legend {
    /// A is someone who helps, and R answers for it.
    a_helps: bool,
    /// R answers for it, and A has no meaning.
    r_answers: bool,
    /// What each other letter does, by its rank in the alphabet: « P = pilote, F = fait ».
    told: [Option<Role>; LETTERS],
}

/// How many letters there are.
const LETTERS: usize = 26;

/// The rank of a letter in the alphabet.
fn rank(letter: char) -> Option<usize> {
    letter.is_ascii_lowercase().then(|| usize::from(letter as u8 - b'a'))
}

impl Legend {
    /// Looks for a legend in the texts outside the tables: « R = responsable, A = appui ».
    pub(super) fn read<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut legend = Self::default();
        for text in texts.filter(|text| text.len() <= LONGEST) {
            let parts: Vec<(String, String)> = text
                .split([',', ';', '\n', '/', '–', '|', '•'])
                .flat_map(|part| part.split(" - "))
                .flat_map(apart)
                .filter_map(explained)
                .collect();
            // « A la mairie » begins with a letter too: a legend explains two letters, or says so by its sign.
            if parts.len() < 2 && !text.contains(['=', ':']) {
                continue;
            }
            let explains_a = parts.iter().any(|(letter, _)| letter == "a");
            for (letter, meaning) in parts {
                let helps = HELPS.iter().any(|start| meaning.starts_with(start));
                match letter.as_str() {
                    "a" => legend.a_helps |= helps,
                    "r" => legend.r_answers |= meaning.starts_with("responsab") && !explains_a,
                    "c" | "i" | "s" => {}
                    other => {
                        if let Some(rank) = other.chars().next().and_then(rank) {
                            legend.told[rank] =
                                if helps { Some(Role::Other) } else { Role::of_word(&meaning) };
                        }
                    }
                }
            }
        }
        legend
    }
}

impl Legend {
    fn makes_r_answer(self) -> bool {
        self.a_helps || self.r_answers
    }

    /// What a letter does, where the legend tells it.
    fn of(self, letter: char) -> Option<Role> {
        rank(letter).and_then(|rank| self.told[rank])
    }

    /// The roles of the letters of a mark that no RACI matrix has (« E », « P/F »), and the letters left, where the legend
    /// tells one of them at least.
    fn beyond(self, value: &CellValue) -> Option<(Vec<Role>, Vec<String>)> {
        let CellValue::Text(text) = value else { return None };
        if text.len() > LONGEST_MARK {
            return None;
        }
        let letters = words(text);
        let own = |letter: &str| {
            let letter = letter.chars().next()?;
            (!matches!(letter, 'r' | 'a' | 'c' | 'i' | 's' | 'p')).then(|| self.of(letter)).flatten()
        };
        let roles: Vec<Role> = letters.iter().filter_map(|letter| own(letter)).collect();
        let rest = || letters.iter().filter(|letter| own(letter).is_none()).cloned().collect();
        (!roles.is_empty() && letters.iter().all(|letter| letter.len() == 1)).then(|| (roles, rest()))
    }
}

/// A text of more bytes than this is no legend.
const LONGEST: usize = 2_000;
/// A text of more bytes than this is no mark.
const LONGEST_MARK: usize = 16;
/// How the meanings of a letter that helps begin.
const HELPS: [&str; 10] = [
    "acteur",
    "appui",
    "aide",
    "assist",
    "assoc",
    "accompagn",
    "particip",
    "contribu",
    "intervien",
    "soutien",
];

/// « R = responsable   A = aide »: nothing but blanks, or a letter and its sign, parts two meanings.
fn apart(part: &str) -> Vec<&str> {
    let mut starts = vec![0];
    for (at, sign) in part.char_indices() {
        if sign != '=' {
            continue;
        }
        let before = part[..at].trim_end();
        let letter = before.char_indices().next_back().map_or(0, |(letter, _)| letter);
        if part[..letter].ends_with(char::is_whitespace) {
            starts.push(letter);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([part.len()]);
    starts.iter().zip(ends).map(|(start, end)| &part[*start..end]).collect()
}

/// A letter and the first word of what it means: « R = responsable », « A : appui », « A acteur associé ».
fn explained(part: &str) -> Option<(String, String)> {
    let is_letter = |word: &String| word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    if let Some((letter, meaning)) = part.split_once('=').or_else(|| part.rsplit_once(':'))
        && let Some(letter) = words(letter).last().cloned().filter(is_letter)
    {
        return Some((letter, words(meaning).first().cloned().unwrap_or_default()));
    }
    // « Légende : R responsable ».
    let part = part.rsplit_once(':').map_or(part, |(_, rest)| rest);
    let read = words(part);
    let letter = read.first().filter(|letter| is_letter(letter))?;
    let meaning = read.get(1).filter(|_| part.trim_start().starts_with(char::is_uppercase))?;
    Some((letter.clone(), meaning.clone()))
}

/// Who is responsible on a line.
pub(super) struct Marked<'a> {
    /// The actors taken for responsible.
    pub(super) actors: Vec<&'a Actor>,
    /// Whether they only perform: R without A.
    pub(super) performs: bool,
    /// Whether someone is consulted or informed: the line was studied.
    pub(super) informed: bool,
    /// Marks that aren't understood.
    pub(super) unread: Vec<&'a Actor>,
}

/// Reads the marks of a line.
pub(super) fn responsible(actors: &[Actor], legend: Legend) -> Marked<'_> {
    let mut crossed = Vec::new();
    let (mut accountable, mut performing) = (Vec::new(), Vec::new());
    let mut marked = Marked { actors: Vec::new(), performs: false, informed: false, unread: Vec::new() };
    for actor in actors {
        let (beyond, read) = match legend.beyond(&actor.mark.value) {
            Some((roles, rest)) if rest.is_empty() => (roles, Some(Mark::Letters(Letters::default()))),
            Some((roles, rest)) => (roles, Mark::parse(&rest.join("/"))),
            None => (Vec::new(), mark(&actor.mark.value)),
        };
        match read {
            Some(Mark::Cross) => crossed.push(actor),
            Some(Mark::Letters(letters)) => {
                let p = legend.of('p').filter(|_| letters.legend_only);
                let plays = |role| p == Some(role) || beyond.contains(&role);
                if letters.accountable && !legend.a_helps || plays(Role::Accountable) {
                    accountable.push(actor);
                } else if letters.responsible || plays(Role::Performs) {
                    performing.push(actor);
                } else if letters.legend_only && p.is_none() {
                    marked.unread.push(actor);
                }
                marked.informed = true;
            }
            None if is_no(&actor.mark.value) => {}
            None => marked.unread.push(actor),
        }
    }
    marked.performs =
        accountable.is_empty() && crossed.is_empty() && !performing.is_empty() && !legend.makes_r_answer();
    marked.actors =
        [accountable, crossed, performing].into_iter().find(|some| !some.is_empty()).unwrap_or_default();
    marked
}

fn mark(value: &CellValue) -> Option<Mark> {
    match value {
        CellValue::Text(text) => Mark::parse(text).or_else(|| takes_a_share(text).then_some(Mark::Cross)),
        CellValue::Number(number) if super::numbers::is(*number, 1) => Some(Mark::Cross),
        // « 2 » beside « 1 »: takes part, and doesn't answer for it.
        CellValue::Number(number) if [2.0, 3.0].contains(number) => {
            Some(Mark::Letters(Letters { other: true, ..Letters::default() }))
        }
        CellValue::Bool(true) => Some(Mark::Cross),
        _ => None,
    }
}

/// « I », « E », « P »: a mode by its first letter.
fn mode_letter(text: &str) -> Option<Mode> {
    match text.trim() {
        "I" | "i" => Some(Mode::Internal),
        "E" | "e" => Some(Mode::External),
        "P" | "p" | "M" | "m" => Some(Mode::Partial),
        _ => None,
    }
}

/// A mode by its letter or by its words.
fn mode_alone(modes: &Words, value: &CellValue) -> Option<Mode> {
    mode_letter(&value.shown()).or_else(|| modes.mode(value))
}

/// The tables whose actors are marked by modes: nothing else under them, and E, which no RACI matrix has.
pub(super) fn by_letters(modes: &Words, records: &[Record]) -> BTreeSet<usize> {
    let mut marked: BTreeMap<usize, (bool, bool)> = BTreeMap::new();
    for record in records {
        for actor in record.actors.iter().filter(|actor| !is_no(&actor.mark.value)) {
            let mode = mode_alone(modes, &actor.mark.value);
            let (all, outside) = marked.entry(record.table).or_insert((true, false));
            *all &= mode.is_some();
            *outside |= mode == Some(Mode::External);
        }
    }
    marked.into_iter().filter(|(_, (all, outside))| *all && *outside).map(|(table, _)| table).collect()
}

/// « 100 % », « 40 % »: a part of it, at least.
fn takes_a_share(text: &str) -> bool {
    let share = text.trim().strip_suffix('%').and_then(|share| share.trim().parse::<u8>().ok());
    share.is_some_and(|share| share > 0)
}

fn is_no(value: &CellValue) -> bool {
    match value {
        CellValue::Bool(yes) => !yes,
        CellValue::Number(number) => super::numbers::is(*number, 0),
        // A box left empty (« ☐ »), a dash, a no.
        CellValue::Text(text) => {
            matches!(words(text).join(" ").as_str(), "" | "non" | "n" | "0" | "na" | "faux")
        }
        _ => false,
    }
}

/// What a « rôle » column says of the entity on its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A: answers for it.
    Accountable,
    /// R: does it.
    Performs,
    /// C, I, S.
    Other,
}

impl Role {
    pub(super) fn parse(text: &str) -> Option<Self> {
        match Mark::parse(text) {
            Some(Mark::Letters(Letters { accountable: true, .. })) => return Some(Self::Accountable),
            Some(Mark::Letters(Letters { responsible: true, .. })) => return Some(Self::Performs),
            Some(Mark::Letters(_)) => return Some(Self::Other),
            Some(Mark::Cross) | None => {}
        }
        Self::of_word(words(text).first()?)
    }

    /// The role that a word tells: « responsable », « réalise », « consulté ».
    fn of_word(first: &str) -> Option<Self> {
        let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| first.starts_with(prefix));
        match first {
            "porte" | "porteur" | "valide" => return Some(Self::Accountable),
            "fait" | "fais" => return Some(Self::Performs),
            _ => {}
        }
        if starts(&["responsab", "approb", "autorit", "pilot", "decid", "princip", "titulaire"]) {
            Some(Self::Accountable)
        } else if starts(&["realis", "execut", "interven", "contrib"]) {
            Some(Self::Performs)
        } else if starts(&[
            "consult", "inform", "appui", "soutien", "support", "second", "associ", "particip",
        ]) {
            Some(Self::Other)
        } else {
            None
        }
    }
}

/// Where roles stand in a column, keeps the lines that make someone responsible: those with A, else those with R.
/// The others become performers of the first line kept, or go.
pub(super) fn by_role(read: Vec<(Assignment, Option<Role>)>, seen: &mut Vec<Observed>) -> Vec<Assignment> {
    if read.iter().all(|(_, role)| role.is_none()) {
        return read.into_iter().map(|(assignment, _)| assignment).collect();
    }
    let accountable: BTreeSet<Option<CompetenceId>> = read
        .iter()
        .filter(|(_, role)| *role == Some(Role::Accountable))
        .map(|(assignment, _)| assignment.competence)
        .collect();
    let answering: BTreeSet<Option<CompetenceId>> = read
        .iter()
        .filter(|(_, role)| *role != Some(Role::Other))
        .map(|(assignment, _)| assignment.competence)
        .collect();
    let fates: Vec<(bool, bool)> = read
        .iter()
        .map(|(assignment, role)| {
            let accountable = accountable.contains(&assignment.competence);
            match role {
                None | Some(Role::Accountable) => (true, false),
                Some(Role::Performs) => (!accountable, !accountable),
                Some(Role::Other) => (false, false),
            }
        })
        .collect();
    let mut kept: Vec<Assignment> = Vec::new();
    let mut kept_for: BTreeSet<Option<CompetenceId>> = BTreeSet::new();
    let mut performers = Vec::new();
    for ((mut assignment, role), (keep, performs)) in read.into_iter().zip(fates) {
        if performs {
            seen.push(Observed {
                fact: Fact::PerformerForResponsible,
                at: Some(assignment.at.clone()),
                competence: assignment.competence,
                read: assignment.written.clone(),
            });
        }
        if keep {
            kept_for.insert(assignment.competence);
            kept.push(assignment);
        } else if role == Some(Role::Performs) {
            performers.push(assignment);
        } else if kept_for.insert(assignment.competence) {
            // Someone is only consulted: the competence was studied, and nobody answers for it. A later line with A
            // or R for it is kept beside, and a line without entity doesn't weigh against it.
            let answered = answering.contains(&assignment.competence);
            assignment.answer = if answered { Answer::Blank } else { Answer::Nobody };
            kept.push(assignment);
        }
    }
    // Of each competence, the first line that names entities.
    let mut named: BTreeMap<Option<CompetenceId>, usize> = BTreeMap::new();
    for (rank, line) in kept.iter().enumerate() {
        if matches!(line.answer, Answer::Entities(_)) {
            named.entry(line.competence).or_insert(rank);
        }
    }
    for performer in performers {
        if let Answer::Entities(mentions) = performer.answer
            && let Some(rank) = named.get(&performer.competence)
        {
            kept[*rank].performers.extend(mentions);
        }
    }
    kept
}

impl<'a> Line<'a> {
    /// The answer of a cross-table's line.
    pub(super) fn crossed(&mut self, legend: Legend) -> (Answer, String, Spot) {
        let by_mode = self.marked_by_mode();
        let marked = by_mode.unwrap_or_else(|| responsible(&self.record.actors, legend));
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

    /// The actors marked by modes (« I », « E », « P », « externe »), where the table is so marked: each answers, and the
    /// letter says how. Told where no legend explains the letters.
    fn marked_by_mode(&mut self) -> Option<Marked<'a>> {
        let actors = &self.record.actors;
        let words = &self.normaliser.words;
        let said = |actor: &Actor| {
            let explained = self.codes.mode(words, &actor.mark.value.shown());
            explained.or_else(|| self.by_letters.then(|| mode_alone(words, &actor.mark.value)).flatten())
        };
        let modes: Vec<(&Actor, Mode)> =
            actors.iter().filter_map(|actor| Some((actor, said(actor)?))).collect();
        let others = actors.iter().filter(|actor| !is_no(&actor.mark.value)).count();
        let (_, first) = *modes.first()?;
        if modes.len() < others {
            return None;
        }
        let mode = if modes.iter().all(|(_, mode)| *mode == first) { first } else { Mode::Partial };
        let explained = modes.iter().all(|(actor, _)| {
            self.codes.mode(words, &actor.mark.value.shown()).is_some()
                || mode_letter(&actor.mark.value.shown()).is_none()
        });
        let (actor, _) = modes[0];
        let (at, shown) = (actor.mark.at.clone(), actor.mark.value.shown());
        let actors = modes.into_iter().map(|(actor, _)| actor).collect();
        self.beside = Some(mode);
        if !explained {
            self.see(Fact::CloseMode(mode), &at, &shown);
        }
        Some(Marked { actors, performs: false, informed: false, unread: Vec::new() })
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
}
