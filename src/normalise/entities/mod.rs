//! Entities as cells name them: their type from their words or from a post, and what distinguishes them.

mod choice;
mod cores;
mod spelling;
mod tokens;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::inventory::Mention;
use crate::model::referential::{EntityTypeId, Reach, Referential};
use crate::text::{Signs, fold};

use super::{people, sentences};
use cores::{after_of, bracket_in_fold};
use spelling::SHORTEST_MISSPELT;
use tokens::{Token, tokens};
pub(super) use words::{FORMS, LINKS, SERVICE_WORDS};
use words::{JOINS, TRADE_NAMES, VERBS};

/// What one piece of an answer names.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// An entity.
    Entity {
        mention: Mention,
        /// The post that told it, as the index of [`Referential::fonctions`].
        fonction: Option<usize>,
        /// Whether only a legal form (« SARL ») tells its type.
        by_form: bool,
        /// Whether a misspelt word tells its type.
        misspelt: bool,
        /// Whether another body is named as well, which isn't said to be the first one's (« Mairie via la CC »).
        beside: bool,
    },
    /// A person, an address, a phone: no entity.
    Person,
}

/// Words that tell types and posts, ready to be found in a text.
#[derive(Clone, Debug)]
pub(super) struct Entities {
    /// By first word: phrases and what they tell, longest first.
    phrases: BTreeMap<String, Vec<(Vec<String>, Told)>>,
    /// The long words of the phrases, each once, with their signs: what a misspelt word is compared with.
    long: Vec<(String, Signs)>,
    reaches: Vec<Reach>,
    /// The type that legal forms alone tell.
    company: Option<EntityTypeId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Type(EntityTypeId),
    Fonction(usize, EntityTypeId),
}

impl Told {
    fn kind(self) -> EntityTypeId {
        match self {
            Self::Type(kind) | Self::Fonction(_, kind) => kind,
        }
    }
}

impl Entities {
    pub(super) fn new(referential: &Referential) -> Self {
        let mut phrases: BTreeMap<String, Vec<(Vec<String>, Told)>> = BTreeMap::new();
        let mut add = |phrase: &str, told: Told| {
            let words: Vec<String> = tokens(phrase).into_iter().map(|token| token.text).collect();
            if let Some(first) = words.first() {
                let known = phrases.entry(first.clone()).or_default();
                if !known.iter().any(|(other, _)| *other == words) {
                    known.push((words, told));
                }
            }
        };
        // Posts first: where a word is both (« ERUN »), the finding names the post.
        for (index, fonction) in referential.fonctions.iter().enumerate() {
            for phrase in &fonction.synonyms {
                add(phrase, Told::Fonction(index, fonction.entity_type));
            }
        }
        for (index, kind) in (0u16..).zip(&referential.entity_types) {
            for phrase in &kind.synonyms {
                add(phrase, Told::Type(EntityTypeId(index)));
            }
        }
        for known in phrases.values_mut() {
            known.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        let long: BTreeSet<&String> = phrases
            .values()
            .flatten()
            .flat_map(|(words, _)| words)
            .filter(|word| word.len() >= SHORTEST_MISSPELT && !LINKS.contains(&word.as_str()))
            .collect();
        Self {
            long: long.into_iter().map(|word| (word.clone(), Signs::of(word))).collect(),
            phrases,
            reaches: referential.entity_types.iter().map(|kind| kind.reach).collect(),
            company: referential.entity_type_named("PRESTATAIRE"),
        }
    }

    /// Reads one piece of an answer. « L'équipe » is the school's.
    pub(super) fn read(&self, text: &str) -> Piece {
        let bare = text.trim_end();
        let alone = || {
            matches!(&crate::text::words(bare)[..], [_])
                || matches!(&crate::text::words(bare)[..], [first, _] if matches!(first.as_str(), "l" | "notre"))
        };
        // « L'équipe » is the school's; the State answers through its académies.
        let stands_for = if bare.ends_with("quipe") || bare.ends_with("QUIPE") {
            "équipe enseignante"
        } else if bare.len() <= 8 && crate::text::words(bare).last().is_some_and(|word| word == "etat") {
            "académie"
        } else {
            return self.read_name(text);
        };
        if !alone() {
            return self.read_name(text);
        }
        match self.read_name(stands_for) {
            Piece::Entity { mention, fonction, by_form, misspelt, beside } => {
                let mention = Mention { written: text.trim().to_owned(), ..mention };
                Piece::Entity { mention, fonction, by_form, misspelt, beside }
            }
            Piece::Person => Piece::Person,
        }
    }

    fn read_name(&self, text: &str) -> Piece {
        self.read_behind_person(text).unwrap_or_else(|| self.read_alone(text))
    }

    /// What stands behind a person, where it tells a body.
    fn read_behind_person(&self, text: &str) -> Option<Piece> {
        let body = behind_person(text)?;
        let Piece::Entity { mention, fonction, by_form, misspelt, beside } = self.read(body) else {
            return None;
        };
        let told = mention.kind.is_some() || !people::is_person(body) && text.contains(" de chez ");
        let mention = Mention { written: body.to_owned(), ..mention };
        (fonction.is_none() && told).then_some(Piece::Entity { mention, fonction, by_form, misspelt, beside })
    }

    fn read_alone(&self, text: &str) -> Piece {
        let written = without_thing(without_verb(text.trim().trim_end_matches([',', ';', ':']).trim()));
        let mut tokens = tokens(written);
        let mut told = self.told(&tokens);
        // « L'ERUN vient à l'école si besoin »: who does it stands before the verb.
        let verb = tokens.iter().position(|token| VERBS.contains(&token.text.as_str()));
        if let Some(verb) = verb.filter(|verb| told.iter().any(|(span, _)| span.end <= *verb)) {
            tokens.truncate(verb);
            told.retain(|(span, _)| span.end <= verb);
        }
        // « Morvan PC Services intervient sur appel de la mairie »: a name of several words, before anything that is told.
        let first = told.iter().map(|(span, _)| span.start).min().unwrap_or(0);
        if first > 1
            && let Some(subject) = sentences::subject(written).filter(|subject| subject.contains(' '))
            && tokens[first].start >= fold(subject).len()
        {
            return self.besides(subject);
        }
        drop_objects(&tokens, &mut told);
        let misspelt = if told.is_empty() {
            self.mended(&tokens)
        } else {
            self.mended_around(&tokens, &told).or_else(|| self.mended_before_bracket(written, &tokens, &told))
        };
        let by_spelling = misspelt.is_some();
        if let Some(mended) = misspelt {
            tokens = mended;
            told = self.told(&tokens);
        }
        // « Société Kosmia (prestataire de la ville) »: what a bracket adds to a type that is told says nothing against it.
        let bracket = written.find('(').filter(|at| *at > 0).map(|at| bracket_in_fold(written, at));
        let before: Vec<(std::ops::Range<usize>, Told)> = bracket.map_or_else(Vec::new, |bracket| {
            told.iter().filter(|(span, _)| tokens[span.start].start < bracket).cloned().collect()
        });
        if people::is_relation(&tokens.iter().map(|token| token.text.as_str()).collect::<Vec<_>>()) {
            // « OGEC (bénévole) »: what a bracket says of somebody who acts for a body that is told.
            return match written.split_once('(') {
                Some((body, _)) if !before.is_empty() => self.read(body),
                _ => Piece::Person,
            };
        }
        // « Orange (contrat de la mairie) »: the bracket says whose contract it is; « Martin (mairie) » for whom he works.
        let named_outside = bracket.is_some_and(|bracket| {
            let inside = tokens.iter().position(|token| token.start >= bracket).unwrap_or(tokens.len());
            let begins = tokens[inside..].iter().position(|token| !LINKS.contains(&token.text.as_str()));
            let heads =
                begins.is_some_and(|rank| told.iter().any(|(span, _)| span.contains(&(inside + rank))));
            // « Sioule Informatique (prestataire mairie) »: what it is, and for whom.
            let serves = told.len() > 1
                && told.first().is_some_and(|(_, told)| self.is_company(Some(told.kind())))
                && told.iter().any(|(_, told)| self.is_public(told.kind()));
            inside > 0 && before.is_empty() && !told.is_empty() && (!heads || serves)
        });
        if named_outside
            && let Some(outside) = written.split('(').next().map(str::trim)
            && !people::is_person(outside)
            && outside.chars().any(char::is_uppercase)
        {
            return self.besides(outside);
        }
        let formed = bracket.is_some_and(|bracket| {
            tokens.iter().any(|token| token.start < bracket && FORMS.contains(&token.text.as_str()))
        });
        let of_post = self.body_of_post(written, &tokens, &told, before.len(), bracket);
        let own = if formed || before.iter().any(|(_, told)| matches!(told, Told::Type(_))) {
            &before
        } else if !of_post.is_empty() {
            &of_post
        } else {
            &told
        };
        let own_tokens = match bracket {
            Some(bracket) if formed => tokens.iter().take_while(|token| token.start < bracket).count(),
            _ => tokens.len(),
        };
        let Some((kind, fonction, by_form)) = self.settle(own, &tokens[..own_tokens]) else {
            if people::is_person(written) {
                return Piece::Person;
            }
            let mention = Mention {
                written: written.to_owned(),
                kind: None,
                core: self.core(written, &tokens, &[], None),
            };
            return Piece::Entity { mention, fonction: None, by_form: false, misspelt: false, beside: false };
        };
        // « Mme Durand SARL » is a company; « Mme Durand, informatique » is a person.
        if by_form && people::has_civility(written) {
            return Piece::Person;
        }
        // « Hotline Scolibri »: the post of a company, whose name stands beside.
        let core = if fonction.is_some() && self.is_public(kind) {
            after_of(&tokens, &told)
        } else if self.is_public(kind) && people::has_civility(written) {
            String::new()
        } else {
            self.core(written, &tokens, &told, Some(kind))
        };
        let mention = Mention { written: written.to_owned(), kind: Some(kind), core };
        let beside = self.names_another(&told, &tokens, kind);
        Piece::Entity { mention, fonction, by_form, misspelt: by_spelling, beside }
    }

    /// « CPD numérique (DSDEN) »: a post, and in brackets the body that it is of.
    fn body_of_post(
        &self,
        written: &str,
        tokens: &[Token],
        told: &[(std::ops::Range<usize>, Told)],
        before: usize,
        bracket: Option<usize>,
    ) -> Vec<(std::ops::Range<usize>, Told)> {
        let ([(_, Told::Fonction(..))], [(span, Told::Type(kind))]) = told.split_at(before) else {
            return Vec::new();
        };
        let heads = bracket.is_some_and(|bracket| {
            tokens[..span.start]
                .iter()
                .all(|token| token.start < bracket || LINKS.contains(&token.text.as_str()))
        });
        let body =
            self.is_public(*kind) && self.reach(*kind) != Reach::Ecole && written.ends_with(')') && heads;
        if body { vec![(span.clone(), Told::Type(*kind))] } else { Vec::new() }
    }

    /// A name, read where another body is named beside it.
    fn besides(&self, name: &str) -> Piece {
        match self.read(name) {
            Piece::Entity { mention, fonction, by_form, misspelt, .. } => {
                Piece::Entity { mention, fonction, by_form, misspelt, beside: true }
            }
            Piece::Person => Piece::Person,
        }
    }

    /// The words of a text that tell types of entity and posts, folded.
    pub(super) fn words_of_types(&self, text: &str) -> BTreeSet<String> {
        let tokens = tokens(text);
        let told = self.told(&tokens);
        told.into_iter().flat_map(|(span, _)| tokens[span].iter().map(|token| token.text.clone())).collect()
    }

    /// How far an entity of a type reaches.
    pub(super) fn reach(&self, kind: EntityTypeId) -> Reach {
        self.reaches.get(usize::from(kind.0)).copied().unwrap_or(Reach::National)
    }

    /// Whether a type only says that somebody is a third party.
    pub(super) fn is_company(&self, kind: Option<EntityTypeId>) -> bool {
        kind.is_some() && kind == self.company
    }

    fn is_public(&self, kind: EntityTypeId) -> bool {
        self.reach(kind) != Reach::National
    }

    /// Phrases found, with the span of words each takes; the longest first at each place, none overlapping.
    fn told(&self, tokens: &[Token]) -> Vec<(std::ops::Range<usize>, Told)> {
        let mut found = Vec::new();
        let mut start = 0;
        while start < tokens.len() {
            let trade = TRADE_NAMES.iter().find(|name| {
                tokens.len() >= start + name.len()
                    && name.iter().zip(&tokens[start..]).all(|(word, token)| *word == token.text)
            });
            if let Some(trade) = trade {
                start += trade.len();
                continue;
            }
            let hit = self.phrases.get(&tokens[start].text).and_then(|known| {
                known.iter().find(|(words, _)| {
                    tokens.len() >= start + words.len()
                        && words.iter().zip(&tokens[start..]).all(|(word, token)| *word == token.text)
                        // « CA du Pays » is an intercommunalité; « ça » isn't, nor a misspelt « SA » after a name.
                        && (words.len() > 1
                            || words[0].len() > 2
                            || tokens[start].capitals
                                && (tokens[..start].iter().all(|token| LINKS.contains(&token.text.as_str()))
                                    || tokens[start - 1].begins_a_name()))
                })
            });
            if let Some((words, told)) = hit {
                found.push((start..start + words.len(), *told));
                start += words.len();
            } else {
                start += 1;
            }
        }
        found
    }
}

/// « Contrat SIGMA-NET », « abonnement Orange »: who sells it.
fn without_thing(written: &str) -> &str {
    const THINGS: [&str; 3] = ["contrat", "abonnement", "forfait"];
    let Some((thing, name)) = written.split_once([' ', '\u{a0}']) else { return written };
    let bare =
        ["avec ", "de ", "d'", "d’", ": "].iter().find_map(|link| name.strip_prefix(link)).unwrap_or(name);
    let named = bare.trim_start().starts_with(|sign: char| sign.is_uppercase())
        && !bare.contains(['(', ',', '/'])
        && bare.split_whitespace().count() <= 4;
    if THINGS.contains(&fold(thing).as_str()) && named { bare.trim_start() } else { written }
}

/// « M. Petitjean (CC du Pays de Retz) », « M. Gauthey de chez AZ-Tek »: for whom a person who is named works.
fn behind_person(text: &str) -> Option<&str> {
    let text = text.trim();
    let (who, body) = match text.split_once(" de chez ") {
        Some(parted) => parted,
        None => text.strip_suffix(')')?.split_once('(')?,
    };
    let named =
        people::has_civility(who) && who.split_whitespace().count() <= 4 && !who.contains([',', '/', ';']);
    (named && body.chars().any(char::is_alphabetic) && !body.contains(['(', ')'])).then_some(body.trim())
}

/// « L'ERUN nous a aidés »: who is helped is no subject.
fn drop_objects(tokens: &[Token], told: &mut Vec<(std::ops::Range<usize>, Told)>) {
    let object = |span: &std::ops::Range<usize>| {
        span.len() == 1
            && tokens[span.start].text == "nous"
            && span.start.checked_sub(1).is_some_and(|before| !JOINS.contains(&tokens[before].text.as_str()))
    };
    if told.iter().any(|(span, _)| !object(span)) {
        told.retain(|(span, _)| !object(span));
    }
}

/// « assuré par la mairie », « pris en charge par la CC »: the name behind the verb.
fn without_verb(written: &str) -> &str {
    const DONE: [&str; 14] = [
        "assur", "gere", "fait", "realis", "pris", "port", "pilot", "fourni", "anim", "organis", "effectu",
        "suivi", "traite", "confi",
    ];
    let Some((verb, name)) = written.split_once(" par ") else { return written };
    let words = crate::text::words(verb);
    let done = words.first().is_some_and(|word| DONE.iter().any(|start| word.starts_with(start)));
    let plain = !verb.split_whitespace().skip(1).any(|word| word.starts_with(char::is_uppercase));
    if done && plain && words.len() <= 3 && name.chars().any(char::is_alphanumeric) {
        name.trim()
    } else {
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<&'static str>, String) {
        let referential = crate::referential::embedded();
        let entities = Entities::new(&referential);
        match entities.read(text) {
            Piece::Person => (Some("personne"), String::new()),
            Piece::Entity { mention, .. } => {
                let kind = mention.kind.map(|kind| &*referential.entity_type(kind).code.clone().leak());
                (kind, mention.core)
            }
        }
    }

    #[test]
    fn types_are_told_by_words_and_posts() {
        for (written, kind, core) in [
            ("Mairie", "COMMUNE", ""),
            ("Circonscription de Nantes Est", "CIRCO", "nantes est"),
            ("la mairie", "COMMUNE", ""),
            ("c’est la mairie", "COMMUNE", ""),
            ("OGEC (parents bénévoles)", "OGEC", ""),
            ("Syndicat misxte", "SYNDICAT_MIXTE", ""),
            ("Syndicat mixre (assistance)", "SYNDICAT_MIXTE", "assistance"),
            ("Ville de L'Isle-aux-Ormes", "COMMUNE", "isle ormes"),
            ("Service informatique mairie", "COMMUNE", ""),
            ("Services techniques de la ville", "COMMUNE", ""),
            ("Service informatique de la communauté de communes", "EPCI", ""),
            ("Technicien informatique du rectorat", "ACADEMIE", ""),
            ("DSI de l’académie de Rennes", "ACADEMIE", "dsi rennes"),
            ("Technicien informatique de l’école", "COMMUNE", ""),
            ("CC du Pays de Montrivel", "EPCI", "pays montrivel"),
            ("Com com", "EPCI", ""),
            ("D.S.D.E.N.", "DSDEN", ""),
            ("DSDEN 22", "DSDEN", "22"),
            ("CD22", "DEPARTEMENT", "22"),
            ("Conseil dép. 22", "DEPARTEMENT", "22"),
            ("DSEDN 22", "DSDEN", "22"),
            ("DSEDN22", "DSDEN", "22"),
            ("Mairi de Rezé", "COMMUNE", "reze"),
            ("Conseil départemental (35)", "DEPARTEMENT", "35"),
            ("e-RUN", "CIRCO", ""),
            ("E.R.U.N. de circo", "CIRCO", ""),
            ("ERUN : Mme Durand", "CIRCO", ""),
            ("IEN de Bruz", "CIRCO", "bruz"),
            ("Rectorat de Rennes", "ACADEMIE", "rennes"),
            ("Académie", "ACADEMIE", ""),
            ("DRANE Rennes", "ACADEMIE", "drane rennes"),
            ("Directeur de l'école", "ECOLE", ""),
            ("La directrice", "ECOLE", ""),
            ("l'équipe", "ECOLE", ""),
            ("CdC du Pays", "EPCI", "pays"),
            ("EPT Grand Sud", "EPCI", "grand sud"),
            ("Équipe enseignante", "ECOLE", ""),
            ("Éditeur Scolavia SAS", "EDITEUR", "scolavia"),
            ("Infogerance Corvelle SARL", "PRESTATAIRE", "infogerance corvelle"),
            ("Télécom Ardoise (fibre)", "FAI", "ardoise"),
            ("accadémie", "ACADEMIE", ""),
            ("Rect.", "ACADEMIE", ""),
            ("Édit.", "EDITEUR", ""),
            ("ERNU", "CIRCO", ""),
            ("DSDN 03", "DSDEN", "03"),
            ("la marie", "COMMUNE", ""),
            ("Comunauté de communes", "EPCI", ""),
            ("comunauté de communes du Pays", "EPCI", "pays"),
            ("CCGAM", "EPCI", "gam"),
            ("assuré par la mairie", "COMMUNE", ""),
            ("pris en charge par la CC du Pays", "EPCI", "pays"),
            ("la fibre de la mairie", "COMMUNE", "fibre"),
            ("L'ERUN nous a aidés", "CIRCO", ""),
            ("bénévoles de l'OGEC", "OGEC", "benevoles"),
            ("Délégation régionale au numérique éducatif", "ACADEMIE", "delegation regionale educatif"),
            ("animatrice TICE", "CIRCO", ""),
            ("directrice du RPI", "ECOLE", ""),
            ("la directice", "ECOLE", ""),
            ("Circonsription de Bruz", "CIRCO", "bruz"),
            ("le mari de la directrice", "personne", ""),
            ("Mme Le Gall", "personne", ""),
        ] {
            assert_eq!(read(written), (Some(kind), core.to_owned()), "{written}");
        }
    }

    #[test]
    fn names_that_tell_no_type_stay_untyped() {
        assert_eq!(read("Ludexia (abonnement)"), (None, "ludexia".to_owned()));
        assert_eq!(read("Ludexia (fibre)"), (Some("FAI"), "ludexia".to_owned()));
        assert_eq!(read("Micro-services Sud"), (None, "micro services sud".to_owned()));
        assert_eq!(
            read("Sioule Informatique (prestataire mairie)"),
            (None, "sioule informatique".to_owned())
        );
        assert_eq!(
            read("Morvan PC Services intervient sur appel de la mairie"),
            (None, "morvan pc services".to_owned())
        );
        assert_eq!(read("Coll."), (None, "coll".to_owned()));
        assert_eq!(read("CCAS"), (None, "ccas".to_owned()));
        assert_eq!(read("INFORÉSEAU BRÉCOIS CA"), (None, "inforeseau brecois ca".to_owned()));
        // Near to a word that tells a type, and a company all the same.
        assert_eq!(read("Editel SARL"), (Some("PRESTATAIRE"), "editel".to_owned()));
        assert_eq!(read("Directel"), (None, "directel".to_owned()));
        assert_eq!(read("ça marche"), (None, "ca marche".to_owned()));
    }
}
