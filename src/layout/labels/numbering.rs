//! Letters, figures and ranks that number a label or a title: « b) Évaluation », « III. Pilotage ».

use crate::text::fold;

/// A text without the letter, the number or the rank that numbers it: « A – Pilotage », « III. Pilotage ».
pub(in crate::layout) fn unnumbered(text: &str) -> String {
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
pub(in crate::layout) fn is_lettered(text: &str) -> bool {
    !text.trim_start().starts_with(|sign: char| sign.is_ascii_digit()) && unnumbered(text) != text
}

/// « Compétence n°11 : Hotline »: a label under its rank, and no title of labels.
pub(in crate::layout) fn is_ranked(label: &str) -> bool {
    without_rank(label).len() < label.len()
}

/// « Compétence n°11 : Hotline », « Mission 3 – Documentation »: what is said of each line, and its rank.
fn without_rank(label: &str) -> &str {
    const RANKED: [&str; 8] =
        ["competence", "mission", "fonction", "rubrique", "question", "item", "tache", "domaine"];
    let trimmed = label.trim_start();
    let end = trimmed.find(|sign: char| !sign.is_alphabetic()).unwrap_or(trimmed.len());
    if end > 12 || !RANKED.contains(&fold(&trimmed[..end]).as_str()) {
        return label;
    }
    let rest = trimmed[end..].trim_start();
    let rest = ["n°", "N°", "no", "n", "#"]
        .iter()
        .find_map(|mark| rest.strip_prefix(mark))
        .unwrap_or(rest)
        .trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = rest[digits..].trim_start();
    match after.strip_prefix([':', '–', '—', '-', ')', '.', '/']) {
        Some(thing) if (1..=2).contains(&digits) && thing.contains(char::is_alphabetic) => thing,
        _ => label,
    }
}

/// « b) Évaluation », « B. Évaluation », « b - Évaluation »: numbering by letters, cut off.
pub(super) fn without_letter(label: &str) -> &str {
    let label = without_rank(label);
    let trimmed = label.trim_start();
    let mut signs = trimmed.chars();
    if !signs.next().is_some_and(|sign| sign.is_ascii_alphabetic()) {
        return label;
    }
    let rest = signs.as_str();
    [")", ". ", "- ", " - ", ".- ", "/ "].iter().find_map(|mark| rest.strip_prefix(mark)).unwrap_or(label)
}

pub(super) fn is_numbering(word: &str) -> bool {
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
