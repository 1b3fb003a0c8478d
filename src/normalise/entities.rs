//! Entities as cells name them: their type from their words or from a post, and what distinguishes them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::inventory::Mention;
use crate::model::referential::{EntityTypeId, Reach, Referential};
use crate::text::{Signs, distance, fold};

use super::people;

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

/// A shorter word may be another word altogether.
const SHORTEST_MISSPELT: usize = 6;
/// A longer text is a sentence: a word of it tells no type by being nearly another.
const MOST_WORDS: usize = 5;

/// Words without meaning of their own in the name of an entity.
pub(super) const LINKS: [&str; 39] = [
    "idem", "de", "du", "des", "d", "l", "la", "le", "les", "un", "une", "aux", "au", "a", "et", "en",
    "pour", "par", "sur", "c", "est", "ce", "sont", "notre", "nos", "votre", "leur", "leurs", "via", "chez",
    "plutot", "toujours", "qui", "s", "son", "sa", "avec", "mon", "ma",
];
/// Legal forms: they tell a company, and distinguish none from another.
pub(super) const FORMS: [&str; 14] = [
    "sarl",
    "sas",
    "sasu",
    "sa",
    "eurl",
    "scop",
    "scic",
    "snc",
    "ei",
    "eirl",
    "ste",
    "societe",
    "association",
    "asso",
];
/// Words of a public service that distinguish no body: « services de la mairie » is the mairie.
pub(super) const SERVICE_WORDS: [&str; 12] = [
    "service",
    "services",
    "equipe",
    "equipes",
    "municipal",
    "municipale",
    "municipaux",
    "scolaire",
    "informatique",
    "numerique",
    "direction",
    "pole",
];
/// Words that name the académie itself; its other services (DRANE, DSI) keep their name.
const ACADEMIE_ITSELF: [&str; 3] = ["academie", "rectorat", "education"];

/// Verbs of which an answer's subject is who answers.
const VERBS: [&str; 20] = [
    "vient",
    "viennent",
    "intervient",
    "interviennent",
    "passe",
    "passent",
    "gere",
    "gerent",
    "assure",
    "assurent",
    "aide",
    "aident",
    "prend",
    "prennent",
    "fournit",
    "fournissent",
    "accompagne",
    "accompagnent",
    "deplace",
    "deplacent",
];

/// Names of products, which the word of a type begins: « École Directe » is what a company sells, and no school.
const TRADE_NAMES: [&[&str]; 1] = [&["ecole", "directe"]];

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

    /// Reads one piece of an answer.
    pub(super) fn read(&self, text: &str) -> Piece {
        let written = text.trim().trim_end_matches([',', ';', ':']).trim();
        let mut tokens = tokens(written);
        let mut told = self.told(&tokens);
        // « L'ERUN vient à l'école si besoin »: who does it stands before the verb.
        let verb = tokens.iter().position(|token| VERBS.contains(&token.text.as_str()));
        if let Some(verb) = verb.filter(|verb| told.iter().any(|(span, _)| span.end <= *verb)) {
            tokens.truncate(verb);
            told.retain(|(span, _)| span.end <= verb);
        }
        let misspelt = told.is_empty().then(|| self.mended(&tokens)).flatten();
        let by_spelling = misspelt.is_some();
        if let Some(mended) = misspelt {
            tokens = mended;
            told = self.told(&tokens);
        }
        if people::is_relation(&tokens.iter().map(|token| token.text.as_str()).collect::<Vec<_>>()) {
            return Piece::Person;
        }
        // « Société Kosmia (prestataire de la ville) »: what a bracket adds to a type that is told says nothing against it.
        let bracket = written.find('(').filter(|at| *at > 0).map(|at| bracket_in_fold(written, at));
        let before: Vec<(std::ops::Range<usize>, Told)> = bracket.map_or_else(Vec::new, |bracket| {
            told.iter().filter(|(span, _)| tokens[span.start].start < bracket).cloned().collect()
        });
        // « Orange (contrat de la mairie) »: the bracket says whose contract it is; « Martin (mairie) » for whom he works.
        let named_outside = bracket.is_some_and(|bracket| {
            let inside = tokens.iter().position(|token| token.start >= bracket).unwrap_or(tokens.len());
            let begins = tokens[inside..].iter().position(|token| !LINKS.contains(&token.text.as_str()));
            let heads =
                begins.is_some_and(|rank| told.iter().any(|(span, _)| span.contains(&(inside + rank))));
            inside > 0 && before.is_empty() && !told.is_empty() && !heads
        });
        if named_outside
            && let Some(outside) = written.split('(').next().map(str::trim)
            && !people::is_person(outside)
            && outside.chars().any(char::is_uppercase)
        {
            return match self.read(outside) {
                Piece::Entity { mention, fonction, by_form, misspelt, .. } => {
                    Piece::Entity { mention, fonction, by_form, misspelt, beside: true }
                }
                Piece::Person => Piece::Person,
            };
        }
        let formed = bracket.is_some_and(|bracket| {
            tokens.iter().any(|token| token.start < bracket && FORMS.contains(&token.text.as_str()))
        });
        let own = if formed || before.iter().any(|(_, told)| matches!(told, Told::Type(_))) {
            &before
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

    /// Whether the phrases tell another body than the one retained: « Mairie via la CC », « École (ERUN) ». « OGEC de
    /// l'école » says whose it is, « prestataire de la mairie » is no mairie.
    fn names_another(
        &self,
        told: &[(std::ops::Range<usize>, Told)],
        tokens: &[Token],
        kind: EntityTypeId,
    ) -> bool {
        const ARTICLES: [&str; 8] = ["la", "le", "les", "l", "un", "une", "notre", "nos"];
        let of_another = |start: usize| {
            let before = tokens[..start].iter().rev().find(|token| !ARTICLES.contains(&token.text.as_str()));
            before.is_some_and(|token| {
                matches!(token.text.as_str(), "de" | "du" | "des" | "d" | "aux" | "au" | "en")
            })
        };
        let form = |span: &std::ops::Range<usize>| {
            tokens[span.clone()].iter().all(|token| FORMS.contains(&token.text.as_str()))
        };
        let Some(kept) = told.iter().find(|(_, told)| told.kind() == kind).map(|(span, _)| span.start) else {
            return false;
        };
        told.iter().any(|(span, told)| {
            let third = self.is_company(Some(told.kind()));
            // Of two, the second may say whose the first is, or whose post the first is; the first said of the second is
            // another.
            let whose = if span.start > kept {
                of_another(span.start)
            } else {
                matches!(told, Told::Fonction(..)) && of_another(kept)
            };
            told.kind() != kind
                && !form(span)
                && self.reach(told.kind()) != self.reach(kind)
                && !(third && self.reach(kind) == Reach::National)
                && !whose
        })
    }

    /// The words of an answer once those that are nearly a word of a phrase are spelt so: « accadémie », « directice »,
    /// « sindicat mixte ». None where they tell no type, or two, or where a legal form says that a name stands there.
    fn mended(&self, tokens: &[Token]) -> Option<Vec<Token>> {
        if tokens.len() > MOST_WORDS || tokens.iter().any(|token| FORMS.contains(&token.text.as_str())) {
            return None;
        }
        let mut mended = tokens.to_vec();
        let mut touched: BTreeSet<usize> = BTreeSet::new();
        for (index, token) in mended.iter_mut().enumerate() {
            if let Some(known) = self.near(&token.text).filter(|known| *known != token.text) {
                known.clone_into(&mut token.text);
                touched.insert(index);
            }
        }
        if touched.is_empty() {
            return None;
        }
        let told = self.told(&mended);
        let mut kinds = told
            .iter()
            .filter(|(span, _)| span.clone().any(|index| touched.contains(&index)))
            .map(|(_, told)| told.kind());
        let kind = kinds.next()?;
        kinds.all(|other| other == kind).then_some(mended)
    }

    /// The one long word of the phrases that a word is nearest to, itself if it is one; none where two are as near.
    fn near(&self, word: &str) -> Option<&str> {
        if word.len() < SHORTEST_MISSPELT {
            return None;
        }
        let allowed = if word.len() >= 10 { 2 } else { 1 };
        let signs = Signs::of(word);
        let mut best: Option<(usize, &str)> = None;
        for (known, of_known) in &self.long {
            if known.as_bytes().first() != word.as_bytes().first() || signs.at_least(*of_known) > allowed {
                continue;
            }
            let distance = distance(word, known);
            if distance > allowed {
                continue;
            }
            match best {
                Some((least, _)) if least < distance => {}
                // « editeurs » is as near to « editeur » as to « editrice » is not: plurals of one word are one word.
                Some((least, other)) if least == distance && !known.starts_with(other) => return None,
                Some((least, _)) if least == distance => {}
                _ => best = Some((distance, known)),
            }
        }
        best.map(|(_, known)| known)
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

    /// The type that the phrases tell together. In French the head stands first: « l'OGEC de l'école » is the OGEC. A
    /// type's own words come before a post's (« service informatique du rectorat »), and any of them before a legal
    /// form or « prestataire ».
    fn settle(
        &self,
        told: &[(std::ops::Range<usize>, Told)],
        tokens: &[Token],
    ) -> Option<(EntityTypeId, Option<usize>, bool)> {
        let by_form = |span: &std::ops::Range<usize>| {
            tokens[span.clone()].iter().all(|token| FORMS.contains(&token.text.as_str()))
        };
        let bodies: Vec<&(std::ops::Range<usize>, Told)> =
            told.iter().filter(|(span, _)| !by_form(span)).collect();
        if bodies.is_empty() {
            let has_form = tokens.iter().any(|token| FORMS.contains(&token.text.as_str()));
            return has_form.then_some(self.company).flatten().map(|kind| (kind, None, true));
        }
        let (_, best) = bodies.iter().max_by_key(|(span, told)| {
            let generic = Some(told.kind()) == self.company;
            (
                !generic,
                matches!(told, Told::Type(_)) || span.start == 0 && span.len() > 1,
                std::cmp::Reverse(span.start),
            )
        })?;
        // « Service informatique de la communauté de communes »: a commune's service, unless it is said of a larger body.
        let larger = bodies.iter().find(|(span, told)| {
            matches!(told, Told::Type(_))
                && matches!(best, Told::Fonction(..))
                && self.reach(best.kind()) == Reach::Commune
                && tokens[..span.start].last().is_some_and(|token| LINKS.contains(&token.text.as_str()))
                && matches!(
                    self.reach(told.kind()),
                    Reach::Intercommunalite | Reach::Departement | Reach::Academie | Reach::Region
                )
        });
        let best = larger.map_or(best, |(_, told)| told);
        let fonction = match *best {
            Told::Fonction(index, _) => Some(index),
            Told::Type(_) => None,
        };
        Some((best.kind(), fonction, false))
    }

    /// What distinguishes an entity within its type: its words without those of the type, links and legal forms.
    fn core(
        &self,
        written: &str,
        tokens: &[Token],
        told: &[(std::ops::Range<usize>, Told)],
        kind: Option<EntityTypeId>,
    ) -> String {
        let reach = kind.map(|kind| self.reach(kind));
        let mut kept: Vec<&str> = Vec::new();
        // « Télécom Ardoise (fibre) »: what a company adds in brackets distinguishes no company.
        let bracket = written.find('(').filter(|_| reach.is_none_or(|reach| reach == Reach::National));
        // « Éditeur (Scolibri) »: the bracket alone names it.
        let bracket = bracket.filter(|at| {
            let from = bracket_in_fold(written, *at);
            tokens.iter().enumerate().any(|(index, token)| {
                let of_type = told.iter().any(|(span, _)| span.contains(&index));
                token.start < from
                    && !of_type
                    && !LINKS.contains(&token.text.as_str())
                    && !FORMS.contains(&token.text.as_str())
            })
        });
        for (index, token) in tokens.iter().enumerate() {
            let word = token.text.as_str();
            if bracket.is_some_and(|bracket| token.start >= bracket_in_fold(written, bracket)) {
                continue;
            }
            let of_type = told.iter().any(|(span, told)| {
                // « Technicien informatique du rectorat »: the post of a larger body distinguishes none.
                let post = matches!(told, Told::Fonction(..))
                    && !(reach == Some(Reach::Academie) && word == "dsi")
                    && matches!(
                        reach,
                        Some(Reach::Intercommunalite | Reach::Departement | Reach::Academie | Reach::Region)
                    )
                    && self.reach(told.kind()) == Reach::Commune;
                span.contains(&index)
                    && (post
                        || Some(told.kind()) == kind
                            && !(reach == Some(Reach::Academie) && names_service(word)))
            });
            // « c'est la mairie » says « est », « Nantes Est » is a place.
            let place = word == "est" && index > 0 && tokens[index - 1].text != "c";
            let filler = LINKS.contains(&word) && !place
                || FORMS.contains(&word)
                || reach.is_some_and(|reach| reach != Reach::National) && SERVICE_WORDS.contains(&word);
            // « Mairie 0299000000 ».
            let number = word.len() > 8 && word.bytes().all(|byte| byte.is_ascii_digit());
            if !of_type && !filler && !number {
                kept.push(word);
            }
        }
        kept.join(" ")
    }
}

/// A word of an académie's service, which keeps its own name: DRANE, DSI, but not « rectorat ».
fn names_service(word: &str) -> bool {
    !ACADEMIE_ITSELF.contains(&word) && word != "nationale" && !LINKS.contains(&word)
}

/// Where a byte of the written text falls once folded, near enough: the fold of what stands before it.
fn bracket_in_fold(written: &str, byte: usize) -> usize {
    fold(&written[..byte]).len()
}

/// « IEN de Bruz », « maire de Rezé »: what follows « de » after a post; a name beside a post is a person's.
fn after_of(tokens: &[Token], told: &[(std::ops::Range<usize>, Told)]) -> String {
    let end = told.iter().map(|(span, _)| span.end).max().unwrap_or(0);
    let rest = &tokens[end.min(tokens.len())..];
    if !rest.first().is_some_and(|token| matches!(token.text.as_str(), "de" | "du" | "d")) {
        return String::new();
    }
    let words: Vec<&str> =
        rest.iter().map(|token| token.text.as_str()).filter(|word| !LINKS.contains(word)).collect();
    words.join(" ")
}

/// A word of an answer.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) text: String,
    /// Where it starts in the folded text.
    start: usize,
    /// Written in capitals.
    capitals: bool,
}

impl Token {
    /// Whether what follows it is named anew: « technicien de la CC », « Mairie (ou CC) ».
    fn begins_a_name(&self) -> bool {
        matches!(
            self.text.as_str(),
            "la" | "une"
                | "notre"
                | "ou"
                | "et"
                | "puis"
                | "par"
                | "vers"
                | "via"
                | "maintenant"
                | "demain"
                | "avec"
        )
    }
}

/// The words of an answer: folded, letters between full stops joined (« D.S.D.E.N. »), a code cut from its number
/// (« CD22 »).
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let folded = fold(text);
    let capitals: Vec<String> = text
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| word.len() > 1 && !word.chars().any(char::is_lowercase))
        .map(fold)
        .collect();
    let mut tokens: Vec<Token> = Vec::new();
    // Where the next letter of an acronym would start: right after the full stop of the one before.
    let mut acronym_goes_on = None;
    let mut position = 0;
    while let Some(found) = folded[position..].find(char::is_alphanumeric) {
        let start = position + found;
        let rest = &folded[start..];
        let length = rest.find(|sign: char| !sign.is_alphanumeric()).unwrap_or(rest.len());
        let word = &rest[..length];
        position = start + length;
        let letter = word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        let goes_on = acronym_goes_on == Some(start);
        acronym_goes_on = (letter && folded[position..].starts_with('.')).then_some(position + 1);
        if letter
            && goes_on
            && let Some(last) = tokens.last_mut()
        {
            last.text.push_str(word);
            last.capitals = true;
            continue;
        }
        let code = word.find(|sign: char| sign.is_ascii_digit()).filter(|digits| {
            matches!(&word[..*digits], "cd" | "dsden" | "ia" | "cg")
                && word[*digits..].bytes().all(|byte| byte.is_ascii_digit())
        });
        if let Some(digits) = code {
            tokens.push(Token { text: word[..digits].to_owned(), start, capitals: true });
            tokens.push(Token { text: word[digits..].to_owned(), start: start + digits, capitals: false });
        } else {
            tokens.push(Token {
                text: word.to_owned(),
                start,
                capitals: capitals.iter().any(|known| known == word),
            });
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
            ("Équipe enseignante", "ECOLE", ""),
            ("Éditeur Scolavia SAS", "EDITEUR", "scolavia"),
            ("Infogerance Corvelle SARL", "PRESTATAIRE", "infogerance corvelle"),
            ("Télécom Ardoise (fibre)", "FAI", "ardoise"),
            ("accadémie", "ACADEMIE", ""),
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
        assert_eq!(read("INFORÉSEAU BRÉCOIS CA"), (None, "inforeseau brecois ca".to_owned()));
        // Near to a word that tells a type, and a company all the same.
        assert_eq!(read("Editel SARL"), (Some("PRESTATAIRE"), "editel".to_owned()));
        assert_eq!(read("Directel"), (None, "directel".to_owned()));
        assert_eq!(read("ça marche"), (None, "ca marche".to_owned()));
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_an_entity_panic(any in "\\PC{0,60}") {
            let _ = tokens(&any);
        }
    }
}
