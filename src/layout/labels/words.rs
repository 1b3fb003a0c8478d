//! The words of a label that carry meaning: without links, numbering, plural marks, nor the question before the thing.

use std::borrow::Cow;

use super::Labels;
use super::numbering::{is_numbering, without_letter};
use crate::text::fold;

/// A word of a label.
pub(in crate::layout) struct Word {
    pub(in crate::layout) text: String,
    /// Written with a full stop, as an abbreviation.
    pub(in crate::layout) abbreviated: bool,
}

/// Words that carry no meaning of their own.
pub(in crate::layout) const LINKS: [&str; 24] = [
    "de", "du", "des", "d", "l", "la", "le", "les", "un", "une", "aux", "au", "a", "et", "ou", "en", "pour",
    "par", "sur", "dans", "avec", "e", "notre", "nos",
];

/// Words that any label of an ENT project may add.
pub(super) const FILLERS: [&str; 6] = ["ent", "projet", "outil", "utilisateur", "competence", "fonction"];

/// Words that say what is done about a thing without changing the thing: « rédaction de la documentation ».
pub(in crate::layout) const DOING: [&str; 18] = [
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
const ASKING: [&str; 24] = [
    "qui",
    "est",
    "sont",
    "ont",
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

impl Word {
    /// Whether this word is the target or an abbreviation of it.
    pub(super) fn shortens(&self, target: &str) -> bool {
        self.text == target || (self.abbreviated && self.text.len() >= 3 && target.starts_with(&self.text))
    }
}

impl Labels {
    pub(super) fn meaningful(&self, label: &str) -> Vec<Word> {
        let mut words = all_words(without_letter(label));
        // « 3. », « 3) », « III - »: numbering.
        while words.len() > 1 && is_numbering(&words[0].text) {
            words.remove(0);
        }
        // « Y a-t-il un intégrateur ? Lequel ? »
        if words.len() > 4 && words.iter().zip(["y", "a", "t", "il"]).all(|(word, asked)| word.text == asked)
        {
            words.drain(..4);
            words.retain(|word| !matches!(word.text.as_str(), "lequel" | "laquelle" | "lesquels" | "qui"));
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
        drop_done_by(&mut words);
        keep_meaning(words, |word| self.ambiguous.contains_key(word))
    }
}

/// « L'hébergement est assuré par », « La maîtrise d'œuvre est confiée à »: what is done, without the verb that asks who
/// does it.
fn drop_done_by(words: &mut Vec<Word>) {
    const DONE: [&str; 11] = [
        "assure", "confie", "pilote", "porte", "fourni", "fait", "realise", "gere", "charge", "suivi",
        "effectue",
    ];
    let [thing @ .., done, link] = words.as_slice() else { return };
    if !matches!(link.text.as_str(), "par" | "a") || !DONE.iter().any(|start| done.text.starts_with(start)) {
        return;
    }
    let linking =
        |word: &&Word| matches!(word.text.as_str(), "est" | "sont" | "en" | "pris" | "prise" | "prises");
    let kept = thing.len() - thing.iter().rev().take_while(linking).count();
    let carries = |word: &Word| !LINKS.contains(&word.text.as_str()) && !is_filler(&word.text);
    if thing[..kept].iter().any(carries) {
        words.truncate(kept);
    }
}

/// The words of a label, folded.
pub(in crate::layout) fn all_words(label: &str) -> Vec<Word> {
    let folded = fold(label);
    let mut words = Vec::new();
    let mut rest = folded.as_str();
    while let Some(start) = rest.find(char::is_alphanumeric) {
        rest = &rest[start..];
        let end = rest.find(|sign: char| !sign.is_alphanumeric()).unwrap_or(rest.len());
        let text = &rest[..end];
        // « solut° » as well as « solut. ».
        let abbreviated = rest[end..].starts_with('.')
            || rest[end..].starts_with('°') && text.len() > 2
            || SHORT.contains(&text);
        words.push(Word { text: text.to_owned(), abbreviated });
        rest = &rest[end..];
    }
    words
}

pub(super) fn meaningful(label: &str, alone: &[String]) -> Vec<Word> {
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

pub(super) fn is_filler(word: &str) -> bool {
    FILLERS.contains(&word)
}

/// The words of a text that carry meaning, without their plural marks.
pub(in crate::layout) fn bare_words(text: &str) -> Vec<String> {
    let words = all_words(text).into_iter().filter(|word| !LINKS.contains(&word.text.as_str()));
    words.map(|word| stem(&word.text).to_owned()).collect()
}

/// « M.O.A. », « M.O.E. / intégr. » without the full stops of their acronyms.
pub(super) fn without_dots(label: &str) -> Cow<'_, str> {
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

/// A word without its plural mark.
pub(in crate::layout) fn stem(word: &str) -> &str {
    if word.len() > 3 { word.strip_suffix(['s', 'x']).unwrap_or(word) } else { word }
}

pub(super) fn joined(words: &[String]) -> String {
    let mut sorted: Vec<&str> = words.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.join(" ")
}
