//! The text of one answer: nobody, a delay, a reason, or those it names.

use super::entities::Piece;
use super::pieces::Reader;
use super::plain::{Plain, Words};
use super::reserves::Reserve;
use super::{Line, Normaliser, bare, people, pieces, plain, remarks, reserves, roles, sentences};
use crate::model::budget::Effort;
use crate::model::fact::Fact;
use crate::model::grid::CellValue;
use crate::model::inventory::{Answer, Mention};
use crate::model::place::Spot;
use crate::model::record::Field;
use crate::model::referential::Reach;

impl Line<'_> {
    /// What a text says, « idem » set apart.
    pub(super) fn read_text(&mut self, written: &str, at: &Spot) -> (Answer, String) {
        // « Prise en main : ............ »: a line to be filled in, and left.
        if plain::is_left_blank(written) {
            return (Answer::Blank, written.to_owned());
        }
        let written = super::remarks::without_asides(written);
        // « M », « 3 »: a code that nothing explains is no name.
        let signs = written.chars().filter(|sign| sign.is_alphanumeric()).count();
        let code = signs == 1 || signs <= 3 && written.trim().bytes().all(|byte| byte.is_ascii_digit());
        if code && self.normaliser.words.plain(written).is_none() {
            self.see(Fact::DoubtfulAnswer, at, written);
            return (Answer::Unreadable, written.to_owned());
        }
        if written.len() > pieces::LONGEST {
            // Someone told a story: whatever it names, no program should pick an entity out of it.
            self.see(Fact::DoubtfulAnswer, at, written);
            return (Answer::Unreadable, written.to_owned());
        }
        let answer = match self.normaliser.words.plain(written) {
            Some(Plain::Nobody) => Answer::Nobody,
            Some(Plain::ToDefine { doubtful }) => {
                if doubtful {
                    self.see(Fact::DoubtfulAnswer, at, written);
                }
                Answer::ToDefine
            }
            Some(Plain::NotApplicable(reason)) => {
                let comment = self.shown(Field::Comment);
                let reason =
                    reason.or_else(|| self.normaliser.words.says_something(&comment).then_some(comment));
                if reason.is_none() {
                    self.see(Fact::NotApplicableWithoutReason, at, written);
                }
                Answer::NotApplicable(reason)
            }
            Some(Plain::Bare | Plain::Ditto) => {
                self.see(Fact::DoubtfulAnswer, at, written);
                Answer::Nobody
            }
            None if self.normaliser.words.mode(&CellValue::Text(written.to_owned())).is_some()
                && self.mentions(written, at, false).0.iter().all(is_untyped)
                && !self.named_before_bracket(written) =>
            {
                // « Interne » where an entity is asked: a mode, and nobody named.
                self.see(Fact::DoubtfulAnswer, at, written);
                Answer::Nobody
            }
            None if Words::nearly_refuses(written) => {
                self.see(Fact::DoubtfulAnswer, at, written);
                Answer::Nobody
            }
            None => self.naming(written, at),
        };
        (answer, written.to_owned())
    }

    /// « Klasseo (marché n° 2024-17, lot 2) »: a name, of which a bracket tells the contract.
    fn named_before_bracket(&self, written: &str) -> bool {
        let head = written.split_once('(').map_or("", |(head, _)| head.trim());
        let words = &self.normaliser.words;
        head.starts_with(char::is_uppercase)
            && words.plain(head).is_none()
            && words.mode(&CellValue::Text(head.to_owned())).is_none()
    }

    /// The answer of a text that should name somebody.
    fn naming(&mut self, written: &str, at: &Spot) -> Answer {
        let held = reserves::of(written);
        if let Some(answer) = self.denied_or_parted(written, at, held) {
            return answer;
        }
        // « CdC (parfois DRANE) »: the first answers, and a doubt is told.
        let mut first = roles::without_second(written);
        // « 18 h d'animations, par la circo », « Formation prévue au marché, faite par Skolia ».
        if let Some((what, who)) = roles::done_by(written)
            && self.mentions(what, at, false).0.iter().all(is_untyped)
        {
            first = Some(who);
        }
        // « Nous »: those who write, whom nothing else names.
        let ourselves =
            || crate::text::words(written).iter().any(|word| matches!(word.as_str(), "nous" | "moi"));
        if first.is_some() || ourselves() {
            self.see(Fact::DoubtfulAnswer, at, written);
        }
        // « La mairie n'a pas répondu », « ce n'est pas l'école »: named, and denied.
        if first.is_none() && sentences::denies(written) {
            self.see(Fact::DoubtfulAnswer, at, written);
            return Answer::ToDefine;
        }
        let (mentions, persons) = self.mentions(first.unwrap_or(written), at, true);
        if mentions.is_empty() {
            if persons {
                self.see(Fact::PersonAlone, at, written);
            }
            return Answer::Nobody;
        }
        if let Some(answer) = self.told_in_a_sentence(written, at, held, &mentions) {
            return answer;
        }
        if mentions.len() > 1 {
            let names = mentions.iter().map(|mention| mention.written.clone()).collect();
            self.see(Fact::SeveralEntities(names), at, written);
        }
        Answer::Entities(mentions)
    }

    /// What a text answers whose clauses don't all name who answers; `None` where it is read as names.
    fn denied_or_parted(&mut self, written: &str, at: &Spot, held: Option<Reserve>) -> Option<Answer> {
        // « Pas l'école : la mairie », « ce n'est pas la mairie, c'est l'école »: what is affirmed answers.
        if let Some(affirmed) = reserves::affirmed(written)
            && !self.mentions(affirmed, at, false).0.iter().all(is_untyped)
        {
            self.see(Fact::DoubtfulAnswer, at, written);
            return Some(self.read_text(affirmed, at).0);
        }
        // « Responsable : mairie ; opérateur : Orange », « mairie (responsable), Bretinfo (exécute) ».
        if let Some(only) = roles::said_responsible(written) {
            self.see(Fact::DoubtfulAnswer, at, written);
            return Some(self.read_text(&only, at).0);
        }
        // « Fini depuis juin, plus personne ».
        let clauses = || written.split([',', ';', '\n']).map(str::trim).filter(|clause| !clause.is_empty());
        if clauses().nth(1).is_some()
            && clauses().any(|clause| self.normaliser.words.plain(clause) == Some(Plain::Nobody))
            && self.mentions(written, at, false).0.iter().all(is_untyped)
            && !written.split_whitespace().skip(1).any(|word| word.starts_with(char::is_uppercase))
        {
            self.see(Fact::DoubtfulAnswer, at, written);
            return Some(Answer::Nobody);
        }
        // « A priori la mairie », « plus le prestataire », « tout sauf l'école »: named, and not chosen.
        (held > Some(Reserve::Bounded)).then(|| {
            self.see(Fact::DoubtfulAnswer, at, written);
            Answer::ToDefine
        })
    }

    /// What a sentence answers whose names are of no known type; `None` where they are names all the same.
    fn told_in_a_sentence(
        &mut self,
        written: &str,
        at: &Spot,
        held: Option<Reserve>,
        mentions: &[Mention],
    ) -> Option<Answer> {
        let untyped = mentions.iter().all(is_untyped);
        if !untyped {
            // A sentence that names nobody known is no name.
            if mentions.iter().any(is_untyped) && sentences::tells_a_tale(written)
                || sentences::says_somebody_does(written)
            {
                self.see(Fact::DoubtfulAnswer, at, written);
            }
            return None;
        }
        let whole = match self.normaliser.entities.read(written) {
            Piece::Entity { mention, .. } if mention.kind.is_some() => Some(mention),
            Piece::Entity { .. } | Piece::Person => None,
        };
        // « Hexanum est venu une journée en août »: who comes first in the sentence.
        if let Some(subject) = sentences::subject(written).filter(|_| whole.is_none()) {
            let (named, _) = self.mentions(subject, at, false);
            if !named.is_empty() {
                self.see(Fact::DoubtfulAnswer, at, written);
                return Some(Answer::Entities(named));
            }
        }
        let plain = |mention: &Mention| {
            is_untyped(mention)
                && !mention.written.chars().skip(1).any(char::is_uppercase)
                && roles::is_plain(&mention.written, written)
        };
        if held.is_some() && mentions.iter().all(plain) {
            self.see(Fact::DoubtfulAnswer, at, written);
            // « Bilan fait chaque année en juin par la DSDEN », and « attribution prévue en janvier ».
            return Some(whole.map_or(Answer::ToDefine, |whole| Answer::Entities(vec![whole])));
        }
        // A sentence that names nobody known is no name.
        sentences::tells_a_tale(written).then(|| {
            self.see(Fact::DoubtfulAnswer, at, written);
            Answer::ToDefine
        })
    }

    /// The entities that a text names, and whether it names persons. `report` tells what was deduced.
    pub(super) fn mentions(&mut self, written: &str, at: &Spot, report: bool) -> (Vec<Mention>, bool) {
        let named = self.normaliser.named_in(written, report, self.effort);
        for deduced in named.deduced {
            let fact = match deduced {
                Deduced::Fact(fact) => fact,
                // Once a document is enough.
                Deduced::Untyped(core) if self.untyped.contains(&core) => continue,
                Deduced::Untyped(core) => {
                    self.untyped.insert(core);
                    Fact::UntypedEntity
                }
            };
            if named.tells {
                self.see(fact, at, written);
            }
        }
        (named.mentions, named.persons)
    }
}

/// Whom a text names.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    mentions: Vec<Mention>,
    persons: bool,
    deduced: Vec<Deduced>,
    /// Whether what was deduced is told.
    tells: bool,
}

/// What is deduced of a text, wherever it stands.
#[derive(Clone, Debug)]
enum Deduced {
    Fact(Fact),
    /// A name without a type, by its core.
    Untyped(String),
}

impl Normaliser {
    /// Whom a text names; `report` asks what is deduced as well. Schools write the same texts line after line.
    fn named_in(&self, written: &str, report: bool, effort: &Effort) -> Named {
        let before = if report { &self.reported_before } else { &self.named_before };
        // Known or not, an answer costs the same steps.
        if let Some((named, steps)) = before.get(written) {
            effort.spend(steps);
            return named;
        }
        let left = effort.left();
        let named = self.named_in_afresh(written, report, effort);
        if !effort.is_spent() {
            before.keep(written, (named.clone(), left - effort.left()));
        }
        named
    }

    fn named_in_afresh(&self, written: &str, report: bool, effort: &Effort) -> Named {
        let reader = Reader { entities: &self.entities, effort };
        let mut mentions: Vec<Mention> = Vec::new();
        let (mut persons, mut tells) = (false, report);
        let mut deduced = Vec::new();
        if written.len() > pieces::LONGEST {
            return Named::default();
        }
        let bounded = report && reserves::of(written) == Some(Reserve::Bounded);
        if bounded {
            deduced.push(Deduced::Fact(Fact::Reserved));
        }
        if report && pieces::names_beside(written) {
            deduced.push(Deduced::Fact(Fact::SecondBody));
        }
        if report && pieces::names_with_slash(&reader, written) {
            deduced.push(Deduced::Fact(Fact::TwoReadings("le nom d’une société".into())));
        }
        for piece in pieces::cut(&reader, written) {
            // « Mairie / néant »: one that names nobody is no name.
            if report && self.words.plain(piece) == Some(Plain::Nobody) {
                deduced.push(Deduced::Fact(Fact::Reserved));
                continue;
            }
            // « École, pas la mairie ».
            if bounded && reserves::of(piece) == Some(Reserve::Denied) {
                continue;
            }
            let whole = piece;
            let piece = if bounded { reserves::head(piece) } else { piece };
            match reader.read(piece) {
                None => break,
                Some(Piece::Person) => persons = true,
                // « Mairie, sauf le wifi ».
                Some(Piece::Entity { mention, .. })
                    if bounded && mention.kind.is_none() && reserves::begins(whole) => {}
                Some(Piece::Entity { mention, fonction, by_form: _, misspelt, beside }) => {
                    if beside {
                        deduced.push(Deduced::Fact(Fact::SecondBody));
                    }
                    if misspelt && let Some(kind) = mention.kind {
                        deduced.push(Deduced::Fact(Fact::MisspeltEntity(self.type_label(kind))));
                    } else if let (Some(fonction), Some(kind)) = (fonction, mention.kind) {
                        deduced.push(Deduced::Fact(Fact::FonctionForEntity {
                            fonction: self.fonctions.get(fonction).cloned().unwrap_or_default(),
                            entity_type: self.type_label(kind),
                        }));
                    } else if mention.kind.is_none() && report {
                        deduced.push(Deduced::Untyped(mention.core.clone()));
                    }
                    // « L'enseignant du CM2, référent numérique de l'école », « Mairie, service technique »: one body, twice.
                    let own = |mention: &Mention| {
                        mention.kind.is_some_and(|kind| {
                            matches!(self.entities.reach(kind), Reach::Ecole | Reach::Commune)
                        })
                    };
                    let known = mentions.iter().any(|other| {
                        other.kind == mention.kind
                            && (other.core == mention.core && !other.core.is_empty()
                                || own(other) && (other.core.is_empty() || mention.core.is_empty()))
                    });
                    if !known {
                        mentions.push(mention);
                    }
                }
            }
        }
        // « Mairie mais surtout l'école »: two bodies, though nothing cuts them.
        if bounded
            && let Some(rest) = reserves::successor(written)
            && let Some(Piece::Entity { mention, .. }) = reader.read(reserves::head(rest))
            && mention.kind.is_some()
            && mentions.iter().all(|other| other.kind != mention.kind)
        {
            mentions.push(mention);
        }
        // « ERUN, très disponible », « Klasseo, licence 3 ans »: remarks, beside somebody.
        let is_remark = |mention: &Mention| {
            remarks::is_remark(&mention.written)
                && (mention.kind.is_none() || remarks::is_thing(&mention.written))
                || mention.kind.is_none() && people::is_first_name(&crate::text::fold(&mention.written))
        };
        if mentions.len() > 1 && mentions.iter().any(is_remark) && !mentions.iter().all(is_remark) {
            mentions.retain(|mention| !is_remark(mention));
            deduced.push(Deduced::Fact(Fact::Reserved));
        }
        // « Perrot, DGS de la mairie », « N. Gauthier, ERUN »: who acts, and for whom.
        if person_before_post(written, &mentions) {
            mentions.remove(0);
            persons = true;
            deduced.retain(|deduced| !matches!(deduced, Deduced::Untyped(_)));
            deduced.push(Deduced::Fact(Fact::Reserved));
        }
        // « Durand » alone gives no entity; beside one, it may be a company as well.
        let bare = |mention: &Mention| mention.kind.is_none() && bare::is_bare_name(&mention.written);
        if report && !mentions.is_empty() && mentions.iter().all(bare) {
            mentions.clear();
            tells = false;
            persons = true;
        }
        // « Val de Loire Fibre, prestataire »: the word only says what a company is.
        if let [_, _] = mentions.as_slice()
            && let Some(rank) = mentions.iter().position(|mention| self.only_says_third(mention))
            && mentions[1 - rank].kind.is_none_or(|kind| self.entities.reach(kind) == Reach::National)
        {
            mentions.remove(rank);
        }
        Named { mentions, persons, deduced, tells }
    }

    /// « Prestataire », « société », without a name.
    fn only_says_third(&self, mention: &Mention) -> bool {
        self.entities.is_company(mention.kind)
            && mention.core.is_empty()
            && crate::text::words(&mention.written).len() == 1
    }
}

/// Whether the first of two names is a person's, before the post that tells the second.
fn person_before_post(written: &str, mentions: &[Mention]) -> bool {
    matches!(mentions, [person, body] if person.kind.is_none()
        && body.kind.is_some()
        && written.split_once(',').is_some_and(|(who, _)| who.trim() == person.written)
        && people::is_before_post(&person.written, &body.written))
}

fn is_untyped(mention: &Mention) -> bool {
    mention.kind.is_none()
}
