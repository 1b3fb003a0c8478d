//! Answers that say who does what: « mairie (responsable), Bretinfo (exécute) », « animations, par la circo », « CdC
//! (parfois DRANE) ».

use super::pieces::{LONGEST, split_outside_brackets};

/// Who is said to be responsible where others are said to be something else: « Responsable : mairie ; opérateur :
/// Orange », « mairie (responsable), Bretinfo (exécute) ». None where several are, or where nobody is said anything.
pub(super) fn said_responsible(text: &str) -> Option<String> {
    if text.len() > LONGEST || !crate::text::fold(text).contains("responsab") {
        return None;
    }
    let pieces = split_outside_brackets(text, |rest| {
        rest.chars().next().filter(|sign| matches!(sign, ';' | ',' | '\n' | '/')).map(char::len_utf8)
    });
    let is_role = |text: &str| {
        let words = crate::text::words(text);
        words.len() <= 2 && words.first().is_some_and(|word| word.starts_with("responsab") || word == "resp")
    };
    let said = |piece: &&str| -> Option<(bool, String)> {
        let piece = piece.trim();
        if let Some((role, who)) = piece.split_once([':', '=']) {
            return Some((is_role(role), who.trim().to_owned()));
        }
        let (who, role) = piece.strip_suffix(')')?.rsplit_once('(')?;
        Some((is_role(role), who.trim().to_owned()))
    };
    let said: Vec<(bool, String)> = pieces.iter().map(said).collect::<Option<_>>()?;
    let mut responsible = said.iter().filter(|(responsible, _)| *responsible);
    let (_, who) = responsible.next()?;
    (responsible.next().is_none() && said.len() > 1 && !who.is_empty()).then(|| who.clone())
}

/// Whether a name holds no word of its own: only its first letter is a capital, which begins the answer.
pub(super) fn is_plain(name: &str, answer: &str) -> bool {
    let begins = answer.trim_start().starts_with(name);
    let upper = name.starts_with(char::is_uppercase);
    !upper || begins && crate::text::words(name).len() > 1
}

/// What is done, and who does it: « 18 h d'animations, par la circo », « Formation prévue au marché, faite par Skolia ».
pub(super) fn done_by(text: &str) -> Option<(&str, &str)> {
    const DONE: [&str; 8] = ["fait", "assur", "realis", "gere", "pris", "anim", "propos", "organis"];
    let (what, by) = text.rsplit_once([',', '–', '—'])?;
    let link = by.find("par ").filter(|at| *at == 0 || by[..*at].ends_with(' '))?;
    let before = crate::text::words(&by[..link]);
    let plain = before.len() <= 3
        && before.iter().all(|word| {
            DONE.iter().any(|start| word.starts_with(start))
                || matches!(word.as_str(), "en" | "charge" | "est")
        });
    let who = by[link + "par ".len()..].trim().trim_end_matches('.');
    (plain && !what.trim().is_empty() && !who.is_empty()).then_some((what, who))
}

/// What an answer says first, and that it says more: « CdC (parfois DRANE) », « Mairie, OVH en secours ».
pub(super) fn without_second(text: &str) -> Option<&str> {
    const SECOND: [&str; 8] = [
        "parfois",
        "sinon rien",
        "sinon personne",
        "a defaut d autre",
        "ou parfois",
        "et parfois",
        "en secours",
        "puis parfois",
    ];
    let starts = |rest: &str| {
        let rest = crate::text::words(rest).join(" ");
        SECOND.iter().any(|second| rest.starts_with(second))
    };
    let cut = text
        .match_indices(['(', ',', ' '])
        .find(|(at, sign)| starts(&text[at + sign.len()..]))
        .map(|(at, _)| text[..at].trim_end_matches([',', ' ', '(']))?;
    (!cut.trim().is_empty()).then_some(cut)
}
