//! Answers in plain words, which name no entity: « personne », « à définir », « sans objet », « idem », « oui ».

use super::ditto::is_ditto;
use super::refusals::{hedges, lacks_knowledge, postpones, refuses};
use crate::model::referential::{Mode, Referential, Vocabulary};
use crate::text::memo::Memo;
use crate::text::{distance_within, fold, words};

/// The words of answers, ready to be compared.
#[derive(Clone, Debug)]
pub(super) struct Words {
    nobody: Vec<String>,
    to_define: Vec<String>,
    not_applicable: Vec<String>,
    pub(super) yes: Vec<String>,
    pub(super) no: Vec<String>,
    /// Spellings of modes, folded.
    pub(super) modes: Vec<(String, Mode)>,
    /// What answers said in plain words.
    said: Memo<Option<Plain>>,
    /// The modes that texts said.
    pub(super) said_modes: Memo<Option<Mode>>,
}

/// What a whole answer says, where it names no entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    /// Nobody.
    Nobody,
    /// Postponed; whether something else than the usual words was read.
    ToDefine {
        /// The answer also names something (« Mairie ? »).
        doubtful: bool,
    },
    /// Not applicable, with what follows the words.
    NotApplicable(Option<String>),
    /// As above.
    Ditto,
    /// « oui », « x »: no entity, no refusal.
    Bare,
}

impl Words {
    pub(super) fn new(referential: &Referential) -> Self {
        let Vocabulary { nobody, to_define, not_applicable, yes, no, .. } = &referential.vocabulary;
        let folded =
            |list: &[String]| list.iter().map(|word| bare(word)).filter(|word| !word.is_empty()).collect();
        let modes = referential.modes.iter().flat_map(|(mode, spellings)| {
            spellings
                .iter()
                .map(|spelling| (words(spelling).join(" "), *mode))
                .chain([(fold(mode.label()), *mode)])
        });
        Self {
            nobody: folded(nobody),
            to_define: folded(to_define),
            not_applicable: folded(not_applicable),
            yes: folded(yes),
            no: folded(no),
            modes: modes.collect(),
            said: Memo::default(),
            said_modes: Memo::default(),
        }
    }

    /// What an answer says in plain words; `None` where it should name entities.
    pub(super) fn plain(&self, text: &str) -> Option<Plain> {
        self.said.get_or(text, || self.plain_afresh(text))
    }

    fn plain_afresh(&self, text: &str) -> Option<Plain> {
        let folded = bare(text);
        if is_ditto(text, &folded) {
            return Some(Plain::Ditto);
        }
        // « Ø », « ∅ »: the empty set.
        if matches!(folded.as_str(), "ø" | "∅" | "⌀") {
            return Some(Plain::Nobody);
        }
        // Only signs: « - », « / », « … » say nobody; question marks postpone.
        if !text.chars().any(char::is_alphanumeric) {
            let asks = text.contains(['?', '…', '❓', '❔', '⁇', '？']) || text.contains("...");
            return Some(if asks { Plain::ToDefine { doubtful: false } } else { Plain::Nobody });
        }
        if self.to_define.contains(&folded) || is_filler(&folded) {
            return Some(Plain::ToDefine { doubtful: false });
        }
        // « N/A (pas de marché) »: a reason, where « N/A » alone says nobody.
        if let Some(plain) = not_applicable_here(text, &folded) {
            return Some(plain);
        }
        // « Néant (pas encore équipés) »: a bracket explains.
        let explained = folded.split_once('(').map(|(head, _)| head.trim_end());
        if self.nobody.contains(&folded)
            || explained.is_some_and(|head| self.nobody.iter().any(|known| known == head))
        {
            return Some(Plain::Nobody);
        }
        if let Some(plain) = self.not_applicable(text, &folded) {
            return Some(plain);
        }
        if self.yes.contains(&folded) || self.no.contains(&folded) {
            return Some(if self.no.contains(&folded) { Plain::Nobody } else { Plain::Bare });
        }
        let joined = words(text).join(" ");
        let tokens: Vec<&str> = joined.split(' ').collect();
        // « faite », « en place »: done, and nobody named.
        let done = [
            "fait",
            "faite",
            "faits",
            "faites",
            "realise",
            "realisee",
            "effectue",
            "effectuee",
            "termine",
            "terminee",
        ];
        if tokens.len() <= 2
            && tokens.iter().all(|word| done.contains(word) || matches!(*word, "deja" | "en" | "place"))
        {
            return Some(Plain::Bare);
        }
        // « non, aucune ».
        if text.contains(',')
            && text
                .split(',')
                .map(bare)
                .all(|clause| self.no.contains(&clause) || self.nobody.contains(&clause))
        {
            return Some(Plain::Nobody);
        }
        // « personne ! les PC sont tous en panne ».
        let exclaimed = text
            .split_once(['!', ';'])
            .filter(|(head, _)| refuses(&words(head).iter().map(String::as_str).collect::<Vec<_>>()));
        if lacks_knowledge(&tokens) {
            return Some(Plain::ToDefine { doubtful: false });
        }
        if refuses(&tokens) || exclaimed.is_some() {
            return Some(Plain::Nobody);
        }
        if postpones(&tokens)
            || self.to_define.iter().any(|phrase| phrase.contains(' ') && folded.starts_with(phrase.as_str()))
        {
            return Some(Plain::ToDefine { doubtful: false });
        }
        // « Peut-être la mairie », « normalement la mairie »: named, and not settled either.
        if hedges(&tokens) {
            return Some(Plain::ToDefine { doubtful: true });
        }
        // « Mairie ? », « Mairie (à confirmer) »: named, and not settled.
        let in_it =
            self.to_define.iter().any(|phrase| phrase.contains(' ') && folded.contains(phrase.as_str()));
        (in_it || text.trim_end().ends_with('?')).then_some(Plain::ToDefine { doubtful: true })
    }

    fn not_applicable(&self, text: &str, folded: &str) -> Option<Plain> {
        // « Fait en 2023, plus nécessaire »: the reason is given.
        let told = words(folded);
        let needless = told.windows(2).any(|pair| {
            matches!(pair[0].as_str(), "plus" | "pas" | "non")
                && ["necessaire", "besoin", "utile"].iter().any(|word| pair[1].starts_with(word))
        });
        // « École non concernée ».
        let unconcerned = told
            .windows(2)
            .any(|pair| matches!(pair[0].as_str(), "non" | "pas") && pair[1].starts_with("concern"));
        if told.len() <= 4 && unconcerned {
            return Some(Plain::NotApplicable(None));
        }
        if told.len() <= 10 && needless {
            return Some(Plain::NotApplicable(Some(text.trim().to_owned())));
        }
        let phrase = self.not_applicable.iter().filter(|phrase| {
            folded == phrase.as_str()
                || folded.starts_with(phrase.as_str())
                    && folded[phrase.len()..].starts_with([' ', ':', '(', ',', '.', ';', '-', '–', '/'])
        });
        let phrase = phrase.max_by_key(|phrase| phrase.len())?;
        // « so » alone is sans objet; « so bad » is not French.
        if phrase.len() <= 2
            && folded.len() > phrase.len()
            && !folded[phrase.len()..]
                .trim_start_matches(['.', ' '])
                .starts_with([':', '(', '-', '–', ',', ';'])
        {
            return None;
        }
        let taken = words(phrase).len();
        let rest: Vec<&str> = text.split_whitespace().skip(taken).collect();
        let reason = rest.join(" ").trim_matches(|sign: char| !sign.is_alphanumeric()).to_owned();
        Some(Plain::NotApplicable((!reason.is_empty()).then_some(reason)))
    }

    /// Whether one word, badly spelt, refuses: « néan », « persone ».
    pub(super) fn nearly_refuses(text: &str) -> bool {
        const SPELT: [&str; 4] = ["neant", "aucun", "aucune", "personne"];
        let told = words(text);
        let [word] = &*told else { return false };
        SPELT.iter().any(|spelt| {
            word.len() > 3
                && word.as_bytes().first() == spelt.as_bytes().first()
                && distance_within(word, spelt, 1).is_some()
        })
    }

    /// Whether a comment gives a reason, rather than « RAS » or « ? ».
    pub(super) fn says_something(&self, comment: &str) -> bool {
        let folded = bare(comment);
        comment.chars().any(char::is_alphabetic)
            && !self.nobody.contains(&folded)
            && !self.to_define.contains(&folded)
            && !self.not_applicable.contains(&folded)
    }
}

/// Folded, without the punctuation around; the signs alone where there is nothing else.
pub(super) fn bare(text: &str) -> String {
    let folded = fold(text);
    let trimmed = folded.trim_matches(|sign: char| !sign.is_alphanumeric());
    if trimmed.is_empty() { folded } else { trimmed.to_owned() }
}

/// « N/A – la maternelle n'ouvre pas l'ENT », « N/A (pas de marché) »: the reason is given.
fn not_applicable_here(text: &str, folded: &str) -> Option<Plain> {
    folded.strip_prefix("n/a").filter(|rest| words(rest).len() > 1)?;
    let (_, rest) = text.split_once(['a', 'A'])?;
    let reason = rest.trim_matches(|sign: char| !sign.is_alphanumeric());
    Some(Plain::NotApplicable(Some(reason.to_owned())))
}

/// « xxx », « zzz », « todo »: something to be filled in.
fn is_filler(folded: &str) -> bool {
    let mut signs = folded.chars();
    let first = signs.next();
    (folded.len() >= 2 && matches!(first, Some('x' | 'z')) && signs.all(|sign| Some(sign) == first))
        || is_left_as_sent(folded)
        || matches!(folded, "todo" | "tba" | "a completer" | "a remplir" | "a renseigner" | "pas encore")
}

/// « (nom de la structure) »: what the model says to write.
fn is_left_as_sent(folded: &str) -> bool {
    let rest = folded
        .strip_prefix("nom de la ")
        .or_else(|| folded.strip_prefix("nom de l"))
        .or_else(|| folded.strip_prefix("nom du "));
    rest.is_some_and(|rest| {
        let asked = rest.trim_start_matches(|sign: char| !sign.is_alphabetic());
        matches!(
            asked,
            "structure"
                | "entite"
                | "organisme"
                | "societe"
                | "collectivite"
                | "responsable"
                | "service"
                | "prestataire"
                | "entite responsable"
        )
    })
}

/// « ............ », « ________ »: a line drawn for an answer that never came. « … » and « ... » postpone.
pub(super) fn is_left_blank(text: &str) -> bool {
    let text = text.trim();
    let drawn = |sign: char| matches!(sign, '.' | '…' | '_' | ' ' | '\u{a0}' | '·');
    text.chars().all(drawn)
        && text.matches('.').count() + 3 * text.matches('…').count() + text.matches('_').count() > 5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_name_nobody() {
        let words = Words::new(&crate::referential::embedded());
        let later = Some(Plain::ToDefine { doubtful: false });
        let reason = |text: &str| Some(Plain::NotApplicable(Some(text.to_owned())));
        for (written, plain) in [
            ("Ø", Some(Plain::Nobody)),
            ("Non réalisé", Some(Plain::Nobody)),
            ("En autonomie", Some(Plain::Nobody)),
            ("auto-formation", Some(Plain::Nobody)),
            ("Autoformation Services", None),
            ("pas pris en charge", Some(Plain::Nobody)),
            ("plus de contrat de maintenance depuis juin", Some(Plain::Nobody)),
            ("Plus d'interlocuteur depuis le départ de l'ERUN", Some(Plain::Nobody)),
            ("aucune formation reçue depuis 3 ans", Some(Plain::Nobody)),
            ("Aucune doc en français à jour", Some(Plain::Nobody)),
            ("information demandée à la Ville", later.clone()),
            ("information non connue de l'école", later.clone()),
            ("nom de l'éditeur inconnu", later.clone()),
            ("pas d'info", later.clone()),
            ("aucune information de la mairie", later.clone()),
            ("À mettre en place", later.clone()),
            ("demande faite à la mairie", later.clone()),
            ("À vous de me le dire !", later.clone()),
            ("sur le cloud", later.clone()),
            ("en ligne", later.clone()),
            ("pas au courant", later),
            ("fait en 2023, plus nécessaire", reason("fait en 2023, plus nécessaire")),
            ("N/A – la maternelle n'ouvre pas l'ENT", reason("la maternelle n'ouvre pas l'ENT")),
            ("N/A (pas de marché)", reason("pas de marché")),
            ("pareil", Some(Plain::Ditto)),
            ("Pareil qu'au-dessus", Some(Plain::Ditto)),
            ("même réponse que plus haut", Some(Plain::Ditto)),
            ("idem ligne précédente", Some(Plain::Ditto)),
            ("Mairie", None),
            ("idem éditeur", None),
            ("À la mairie", None),
            ("Info Réseau SARL", None),
            ("Dans le cloud OVH", None),
            ("Plus Net Services", None),
            ("Infoservices", None),
        ] {
            assert_eq!(words.plain(written), plain, "{written}");
        }
    }
}
