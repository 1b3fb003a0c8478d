//! Sentences that say who does what: « La mairie assure l'assistance et la maintenance du parc. »
//!
//! A sentence is read where it is plain: a body, a verb that entrusts, and nothing but competences. « La mairie
//! n'assure plus… », « devrait assurer », « sauf les tablettes » settle nothing.

mod clauses;
mod unanswered;

use super::Recogniser;
use crate::model::referential::CompetenceId;
use crate::text::fold;

/// No plain sentence is longer, in bytes.
const LONGEST: usize = 300;
/// How many « et » an enumeration may hold: all competences, one by one.
const MOST_JOINED: usize = 16;
/// Who comes first, what they answer for behind.
const ACTIVE: [&[&str]; 21] = [
    &["prend", "en", "charge"],
    &["prennent", "en", "charge"],
    &["s", "occupe"],
    &["s", "occupent"],
    &["se", "charge"],
    &["se", "chargent"],
    &["est", "responsable"],
    &["sont", "responsables"],
    &["est", "charge"],
    &["est", "chargee"],
    &["est", "en", "charge"],
    &["a", "la", "charge"],
    &["a", "la", "responsabilite"],
    &["assure"],
    &["assurent"],
    &["gere"],
    &["gerent"],
    &["porte"],
    &["pilote"],
    &["fournit"],
    &["realise"],
];
/// What is answered for comes first, who behind, besides « est … par », « est … à ».
const PASSIVE: [&[&str]; 17] = [
    &["vient", "de"],
    &["vient", "du"],
    &["se", "fait", "avec"],
    &["se", "fait", "par"],
    &["se", "font", "avec"],
    &["releve", "de"],
    &["relevent", "de"],
    &["est", "a", "la", "charge", "de"],
    &["est", "a", "la", "charge", "du"],
    &["sont", "a", "la", "charge", "de"],
    &["releve", "du"],
    &["incombe", "a"],
    &["revient", "a"],
    &["reviennent", "a"],
    &["depend", "de"],
    &["est", "du", "ressort", "de"],
    &["est", "l", "affaire", "de"],
];

/// What companies and bodies do, told by a verb that means one thing.
const DOES: [&str; 12] = [
    "edite",
    "heberge",
    "maintient",
    "redige",
    "forme",
    "accompagne",
    "depanne",
    "assiste",
    "evalue",
    "administre",
    "entretient",
    "integre",
];

/// Words with which a sentence no longer says who answers, today, for the whole.
const DOUBTS: [&str; 16] = [
    "ne", "n", "pas", "plus", "sauf", "hors", "excepte", "devrait", "pourrait", "peut", "si", "parfois",
    "souvent", "bientot", "demain", "avant",
];

/// Words that make a sentence, and no name.
const OF_SENTENCES: [&str; 18] = [
    "est", "sont", "assure", "assurent", "gere", "gerent", "fait", "font", "nous", "vous", "on", "voici",
    "merci", "doit", "ne", "pas", "qui", "par",
];

/// What an enumeration names: each piece as written, and its competences.
type Listed<'t> = Vec<(&'t str, Vec<CompetenceId>)>;

/// Who answers for what, told by a sentence.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Told<'t> {
    /// As written, article included.
    pub(super) who: &'t str,
    /// Each competence named, as written.
    pub(super) what: Listed<'t>,
    /// The mode in brackets behind, as written.
    pub(super) mode: Option<&'t str>,
    /// Whether words alone tell the competence.
    pub(super) closely: bool,
}

/// A word of a text: where it begins and ends, and how it reads folded.
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: String,
}

/// The words of a text, with their places.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut start = None;
    for (at, sign) in text.char_indices().chain([(text.len(), ' ')]) {
        match (sign.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                tokens.push(Token { start: from, end: at, text: fold(&text[from..at]) });
                start = None;
            }
            _ => {}
        }
    }
    tokens
}

impl Recogniser {
    /// What a sentence tells without a doubt.
    pub(super) fn told_by<'t>(&self, sentence: &'t str) -> Option<Told<'t>> {
        if sentence.len() > LONGEST {
            return None;
        }
        // « … par la DSDEN (en interne). »
        let bare = sentence.trim_end_matches(['.', '!', ' ']);
        let bracket = bare.strip_suffix(')').and_then(|bare| bare.rsplit_once('('));
        let bracket = bracket.filter(|(_, mode)| {
            super::gist::says_mode(&crate::model::grid::CellValue::Text((*mode).to_owned()))
        });
        if let Some((head, mode)) = bracket {
            let told = self.told_by(head)?;
            return Some(Told { mode: Some(mode), ..told });
        }
        // « … par Skolia, en externe. »
        if let Some((head, mode)) = bare.rsplit_once(',')
            && super::gist::says_whole_mode(&crate::model::grid::CellValue::Text(mode.to_owned()))
            && let Some(told) = self.told_by(head)
        {
            return Some(Told { mode: Some(mode.trim()), ..told });
        }
        let tokens = tokens(sentence);
        if let Some(nobody) = self.told_of_nobody(bare, &tokens) {
            return Some(nobody);
        }
        if tokens.len() < 3 || tokens.iter().any(|token| DOUBTS.contains(&token.text.as_str())) {
            return None;
        }
        let between = |from: usize, to: usize| (&sentence[..tokens[from].start], &sentence[tokens[to].end..]);
        let find = |verbs: &[&[&str]]| {
            verbs.iter().find_map(|verb| {
                let at = tokens
                    .windows(verb.len())
                    .position(|window| window.iter().zip(*verb).all(|(token, word)| token.text == *word))?;
                Some(between(at, at + verb.len() - 1))
            })
        };
        if let Some((what, who)) = find(&PASSIVE) {
            return self.entrusts(who, tidy(what), None);
        }
        // « C'est la DSDEN qui porte le projet ».
        if tokens[0].text == "c"
            && tokens[1].text == "est"
            && let Some(at) = tokens.iter().position(|token| token.text == "qui").filter(|at| *at > 2)
        {
            let who = &sentence[tokens[1].end..tokens[at].start];
            return self.entrusts(who, tidy(&sentence[tokens[at].end..]), Some(&sentence[tokens[at].end..]));
        }
        // « L'administrateur fonctionnel, c'est l'école ».
        if let Some(at) = tokens
            .windows(2)
            .position(|pair| pair[0].text == "c" && pair[1].text == "est")
            .filter(|at| *at > 0)
            && tokens[0].text != "pour"
        {
            let (what, who) = between(at, at + 1);
            return self.entrusts(who, tidy(what), None);
        }
        // « L'assistance est assurée par la mairie », « est prise en charge par », « est confiée à », « a été faite avec ».
        let is = |token: &Token| matches!(token.text.as_str(), "est" | "sont" | "ete");
        let passive = tokens.iter().position(is).and_then(|verb| {
            let behind = || tokens[verb + 1..].iter().take(5);
            let by = behind().position(|token| matches!(token.text.as_str(), "par" | "chez" | "avec"));
            let to = || behind().position(|token| matches!(token.text.as_str(), "a" | "au" | "aux"));
            let link = by.or_else(to)?;
            (link > 0).then(|| (verb, verb + 1 + link))
        });
        if let Some((verb, link)) = passive {
            let (_, who) = between(link, link);
            // « a été », « ont été ».
            let begins = verb - usize::from(tokens[verb].text == "ete" && verb > 0);
            let (what, _) = between(begins, begins);
            let loose = tokens[link].text == "avec" || tokens[link].text == "chez";
            // « Le projet est porté par »: the verb may tell what, as well.
            let whole = &sentence[..tokens[link - 1].end];
            // « est assurée en interne par ».
            let mode = tokens[verb + 1..link].iter().find(|token| {
                token.text.starts_with("extern")
                    || token.text.starts_with("intern") && token.text != "internet"
            });
            let mode = mode.map(|token| &sentence[token.start..token.end]);
            // « Orange est notre fournisseur d'accès à Internet » entrusts nothing to Internet.
            if let Some(told) = self.entrusts(who, tidy(what), Some(whole)) {
                return Some(Told { mode: mode.or(told.mode), closely: told.closely || loose, ..told });
            }
        }
        // « Pour la prise en main, c'est l'éditeur ».
        if tokens[0].text == "pour"
            && let Some(at) = tokens.windows(2).position(|pair| pair[0].text == "c" && is(&pair[1]))
        {
            let (_, who) = between(at, at + 1);
            return self.entrusts(who, tidy(&sentence[tokens[0].end..tokens[at].start]), None);
        }
        if let Some(told) = self.told_after_what(sentence, &tokens) {
            return Some(told);
        }
        if let Some((who, what)) = find(&ACTIVE) {
            return self.entrusts(who, tidy(what), None);
        }
        // « L'éditeur de la solution est Scolavia ».
        if let Some(at) = tokens.iter().position(is) {
            let (what, who) = between(at, at);
            // « Skolia est l'éditeur de la solution ».
            return self.entrusts(who, tidy(what), None).or_else(|| self.entrusts(what, tidy(who), None));
        }
        self.told_by_verb(sentence, &tokens)
    }

    /// « Pour la documentation, la directrice a fait un classeur »: what comes first, then who does something for it.
    fn told_after_what<'t>(&self, sentence: &'t str, tokens: &[Token]) -> Option<Told<'t>> {
        const DO: [&str; 7] = ["a", "s", "fait", "gere", "assure", "propose", "intervient"];
        let first = tokens.first().filter(|token| token.text == "pour")?;
        let (what, rest) = sentence[first.end..].split_once(',')?;
        let from = sentence.len() - rest.len();
        let verb = tokens.iter().find(|token| token.start > from && DO.contains(&token.text.as_str()))?;
        let told = self.entrusts(&sentence[from..verb.start], tidy(what), None)?;
        Some(Told { closely: true, ..told })
    }

    /// « Le rectorat évalue les usages », « Klasseo héberge la solution »: a body, and what it does in words that settle one
    /// competence.
    fn told_by_verb<'t>(&self, sentence: &'t str, tokens: &[Token]) -> Option<Told<'t>> {
        let subject = (1..tokens.len().min(6)).find(|at| {
            let who = sentence[..tokens[*at].start].trim();
            self.is_body(who) || DOES.contains(&tokens[*at].text.as_str()) && is_name(who)
        })?;
        let (who, what) = (&sentence[..tokens[subject].start], &sentence[tokens[subject].start..]);
        // « Intégrateur (maître d'œuvre) » is a label.
        if who.contains(['(', '/', ',', '-', '–']) || self.labels.exactly(sentence).is_some() {
            return None;
        }
        // « Réponse de l'école à l'enquête » is a title: what a body does begins with a verb.
        if begins_a_complement(what) {
            return None;
        }
        let named = self.labels.told_by_words(what)?;
        Some(Told { who: tidy_name(who), what: vec![(what.trim(), named)], mode: None, closely: true })
    }

    /// Who answers for what, where both are plain; `whole` says as well what is answered for.
    fn entrusts<'t>(&self, who: &'t str, what: &'t str, whole: Option<&'t str>) -> Option<Told<'t>> {
        let who = tidy_name(who);
        // « l'ERUN et par Canopé »: each of them is one.
        let known = |who: &str| self.is_body(who) || is_name(who);
        if !(known(who) || who.contains(" et par ") && who.split(" et par ").all(known)) {
            return None;
        }
        // « En cas de problème, l'assistance… ».
        let last = || what.rsplit_once(',').map_or(what, |(_, last)| last);
        if let Some(what) = self.listed(what).or_else(|| self.listed(last())) {
            return Some(Told { who, what, mode: None, closely: false });
        }
        // Only a meaning that the words of the clause settle.
        let whole = whole.unwrap_or(what);
        let named = self.labels.told_by_words(whole)?;
        Some(Told { who, what: vec![(whole, named)], mode: None, closely: true })
    }

    /// Whether a short text names a body and nothing else that a label would.
    pub(super) fn is_body(&self, text: &str) -> bool {
        let words = crate::text::words(text);
        text.len() <= 80
            && words.len() <= 8
            && !words.iter().any(|word| OF_SENTENCES.contains(&word.as_str()))
            && self.bodies.named(&crate::model::grid::CellValue::Text(text.to_owned()))
    }

    /// The competences that an enumeration names; `None` unless each of its pieces names one, exactly.
    pub(super) fn listed<'t>(&self, text: &'t str) -> Option<Listed<'t>> {
        if text.len() > LONGEST {
            return None;
        }
        let mut named = Vec::new();
        // « Maîtrise d'ouvrage (académie, collectivités) / Éditeur »: what a bracket holds enumerates nothing.
        let mut depth = 0usize;
        let parts = text.split(|sign: char| {
            match sign {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && matches!(sign, ',' | ';' | '/' | '+' | '•' | '|')
        });
        for piece in parts.flat_map(|piece| piece.split(" ainsi que ")) {
            let piece = tidy(piece);
            if piece.is_empty() {
                continue;
            }
            let whole = self.labels.exactly(piece);
            if let Some(ids) = whole.as_ref().filter(|ids| ids.len() == 1) {
                named.push((piece, ids.clone()));
                continue;
            }
            match (self.joined(piece), whole) {
                (Some(joined), _) => named.extend(joined),
                (None, Some(group)) => named.push((piece, group)),
                (None, None) => return None,
            }
        }
        (!named.is_empty()).then_some(named)
    }

    /// « l'assistance et la maintenance du parc »: cut so that every side is known. Each side is looked at once, from the
    /// last on: trying all the ways to cut would double with each « et ».
    fn joined<'t>(&self, piece: &'t str) -> Option<Listed<'t>> {
        const AND: &str = " et ";
        let cuts: Vec<usize> = piece.match_indices(AND).map(|(at, _)| at).collect();
        if cuts.is_empty() || cuts.len() > MOST_JOINED {
            return None;
        }
        let starts: Vec<usize> = std::iter::once(0).chain(cuts.iter().map(|at| at + AND.len())).collect();
        let ends: Vec<usize> = cuts.into_iter().chain([piece.len()]).collect();
        // What stands behind each start, once it is cut.
        let mut behind: Vec<Option<Listed<'_>>> = vec![None; starts.len() + 1];
        behind[starts.len()] = Some(Vec::new());
        for from in (0..starts.len()).rev() {
            let side = |to: usize| {
                let side = tidy(piece.get(starts[from]..ends[to])?);
                self.labels.exactly(side).map(|named| (side, named))
            };
            let last = ends.len() - 1;
            // What names one competence whole is not cut: « maintenance du parc informatique et du réseau ».
            let whole = || (from > 0).then(|| side(last)).flatten().filter(|(_, named)| named.len() == 1);
            behind[from] = whole().map(|named| vec![named]).or_else(|| {
                (from..=last).find_map(|to| {
                    let rest = behind[to + 1].as_ref()?;
                    Some(std::iter::once(side(to)?).chain(rest.iter().cloned()).collect())
                })
            });
        }
        behind.swap_remove(0)
    }
}

/// « à l'enquête », « de la commune »: no verb begins so.
fn begins_a_complement(text: &str) -> bool {
    const BEGINS: [&str; 19] = [
        "à", "À", "au", "aux", "de", "du", "des", "d", "pour", "sur", "en", "dans", "et", "ou", "chez",
        "avec", "la", "le", "les",
    ];
    let first = text.split(|sign: char| !sign.is_alphanumeric()).find(|word| !word.is_empty());
    first.is_some_and(|word| BEGINS.contains(&word))
}

/// « Ludexia », « Ouest Micro Services »: a name of few words, and no « Nous », no « Mme Durand ».
fn is_name(text: &str) -> bool {
    const OTHERS: [&str; 14] = [
        "nous", "vous", "on", "il", "elle", "ils", "elles", "je", "qui", "m", "mme", "mr", "monsieur",
        "madame",
    ];
    let words = crate::text::words(text);
    (1..=4).contains(&words.len())
        && text.starts_with(char::is_uppercase)
        && !words.iter().any(|word| OTHERS.contains(&word.as_str()) || OF_SENTENCES.contains(&word.as_str()))
        && !["ce", "cela", "cette", "ces"].contains(&words[0].as_str())
}

/// A name without the signs around it, its brackets kept.
fn tidy_name(text: &str) -> &str {
    let text = text.trim().trim_end_matches(['.', '!', ',', ';', ' ']);
    text.trim_start_matches(|sign: char| !sign.is_alphanumeric())
}

/// A piece of a sentence without the signs and the small words around it: « de l'assistance », « et la maintenance ».
fn tidy(text: &str) -> &str {
    let text = text.trim_matches(|sign: char| !sign.is_alphanumeric() && !matches!(sign, '(' | ')'));
    ["et ", "aussi ", "également "].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Dictionary;

    fn told(sentence: &str) -> Option<(String, Vec<String>)> {
        let referential = crate::referential::embedded();
        let recogniser = Recogniser::new(&referential, Dictionary::embedded());
        let told = recogniser.told_by(sentence)?;
        let codes = told.what.iter().flat_map(|(_, ids)| ids);
        Some((told.who.to_owned(), codes.map(|id| referential.competence(*id).code.clone()).collect()))
    }

    #[test]
    fn plain_sentences_say_who_does_what() {
        for (sentence, who, what) in [
            ("La mairie assure l'assistance.", "La mairie", &["ACC-ASS"][..]),
            (
                "L’éditeur s’occupe de la documentation et de l'hébergement",
                "L’éditeur",
                &["ACC-DOC", "ENT-HEB"],
            ),
            ("L'accès à Internet est pris en charge par la commune.", "la commune", &["MAT-FAI"]),
            ("C'est la DSDEN qui porte le projet (en externe).", "la DSDEN", &["PIL-MOA"]),
            ("En cas de problème, l'assistance est assurée par le rectorat.", "le rectorat", &["ACC-ASS"]),
            ("L'administrateur fonctionnel, c'est l'école.", "l'école", &["ADM-FON"]),
            ("La maintenance du parc informatique est à la charge de la mairie", "la mairie", &["MAT-PRC"]),
            ("Le rectorat évalue les usages.", "Le rectorat", &["PIL-EVA"]),
            ("Le projet est porté par COMMUNE DE REZÉ.", "COMMUNE DE REZÉ", &["PIL-MOA"]),
            ("La documentation est tenue à jour par l'ERUN", "l'ERUN", &["ACC-DOC"]),
            ("Pour la prise en main, c'est Scolavia (éditeur).", "Scolavia (éditeur)", &["ACC-PEM"]),
            ("Le fournisseur d'accès à Internet est Orange", "Orange", &["MAT-FAI"]),
            ("Skolia est l'éditeur de la solution", "Skolia", &["ENT-EDI"]),
            ("Personne ne s'occupe de l'évaluation pour l'instant.", "Personne", &["PIL-EVA"]),
            ("Pour la maîtrise d'œuvre, nous ne savons pas.", "nous ne savons pas", &["ENT-MOE"]),
            ("L'hébergement est assuré par Skolia, en externe", "Skolia", &["ENT-HEB"]),
            ("Il n'y a pas de maître d'œuvre.", "Il n'y a pas", &["ENT-MOE"]),
            ("Nous n'avons pas d'intégrateur", "Nous n'avons pas", &["ENT-MOE"]),
            (
                "Le rectorat assure l'assistance ainsi que l'administration technique.",
                "Le rectorat",
                &["ACC-ASS", "ADM-TEC"],
            ),
            ("Klasseo héberge la solution", "Klasseo", &["ENT-HEB"]),
            ("La documentation vient de Klasseo.", "Klasseo", &["ACC-DOC"]),
            ("La prise en main se fait avec l'ERUN.", "l'ERUN", &["ACC-PEM"]),
            ("Pour la documentation, la directrice a fait un classeur.", "la directrice", &["ACC-DOC"]),
            ("L'assistance utilisateur reste à définir.", "à définir", &["ACC-ASS"]),
            ("L'évaluation du projet n'est assurée par personne.", "personne", &["PIL-EVA"]),
            ("Le maître d'œuvre n'est pas connu.", "pas connu", &["ENT-MOE"]),
            (
                "La formation aux usages est assurée par l'ERUN et par Canopé",
                "l'ERUN et par Canopé",
                &["ACC-FOR"],
            ),
            ("La prise en main a été faite avec l'ERUN.", "l'ERUN", &["ACC-PEM"]),
            ("La maintenance de la solution est comprise chez Klasseo", "Klasseo", &["ENT-MNT"]),
            ("Le pilotage et l'évaluation relèvent de la DSDEN", "la DSDEN", &["PIL-MOA", "PIL-EVA"]),
        ] {
            let what = what.iter().map(ToString::to_string).collect();
            assert_eq!(told(sentence), Some((who.to_owned(), what)), "{sentence}");
        }
    }

    #[test]
    fn what_is_not_plain_tells_nothing() {
        for sentence in [
            "La mairie n'assure plus l'assistance.",
            "La mairie assure l'assistance et la cantine.",
            "La mairie devrait assurer la documentation",
            "Mme Durand assure l'assistance.",
            "La mairie assure la maintenance.",
            "Nous assurons l'assistance",
            "Réponse de l'école à l'enquête ENT",
            "Ce prestataire informatique local assure parfois l'assistance",
        ] {
            assert_eq!(told(sentence), None, "{sentence}");
        }
    }
}
