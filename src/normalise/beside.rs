//! A mode written in the cell of the answer: « ERUN (interne) », « Éditeur - externe », « En régie : mairie ».

use super::plain::Words;
use crate::model::grid::CellValue;
use crate::model::referential::Mode;
use crate::model::said_mode::SaidMode;
use crate::text::words;

/// Signs between a name and its mode.
const BETWEEN: [&str; 10] = [" - ", " – ", " — ", "\n", ",", ";", ":", "/", "=", " par "];

/// The answer without its mode, and the mode. Nothing where a mode is said twice (« interne ERUN, externe Scolavia »):
/// whose is which isn't known.
pub(super) fn split<'t>(modes: &Words, written: &'t str) -> Option<(&'t str, Mode)> {
    let written = written.trim();
    let (rest, said) = cut(modes, written)?;
    let rest = rest.trim();
    (rest.chars().any(char::is_alphanumeric) && !speaks_of_mode(rest)).then_some((rest, said))
}

fn cut<'t>(modes: &Words, written: &'t str) -> Option<(&'t str, Mode)> {
    let bracketed = [('(', ')'), ('[', ']')].iter().find_map(|(open, close)| {
        if let Some(before) = written.strip_suffix(*close) {
            let (rest, inside) = before.rsplit_once(*open)?;
            // « ERUN (interne) », « Interne (ERUN) ».
            return match said(modes, inside) {
                Some(mode) => Some((rest, mode)),
                None if speaks_of_mode(rest) => Some((inside, said(modes, rest)?)),
                None => None,
            };
        }
        let (inside, rest) = written.strip_prefix(*open)?.split_once(*close)?;
        Some((rest, said(modes, inside)?))
    });
    bracketed.or_else(|| {
        // Asking whether a sign is there costs far less than parting a text at it.
        BETWEEN.iter().filter(|between| written.contains(**between)).find_map(|between| {
            let last = written.rsplit_once(between).and_then(|(rest, end)| Some((rest, said(modes, end)?)));
            let first =
                || written.split_once(between).and_then(|(start, rest)| Some((rest, said(modes, start)?)));
            last.or_else(first)
        })
    })
}

/// The mode that a piece says and says alone. « Prestataire » names who answers as well.
fn said(modes: &Words, piece: &str) -> Option<Mode> {
    let words = words(piece);
    let provider =
        words.iter().all(|word| word.starts_with("prestat") && *word != "prestation" || word == "marche");
    if provider || !SaidMode::of(&words).is_whole() {
        return None;
    }
    modes.mode(&CellValue::Text(piece.trim().to_owned()))
}

fn speaks_of_mode(text: &str) -> bool {
    let words = words(text);
    let rank = words.iter().position(|word| is_of_mode(word));
    // « Syndicat mixte » is a body.
    rank.is_some_and(|rank| !(words[rank] == "mixte" && rank > 0 && words[rank - 1].starts_with("synd")))
}

fn is_of_mode(word: &str) -> bool {
    ["intern", "extern", "partiel", "mixte", "regie"].iter().any(|start| word.starts_with(start))
        && !word.starts_with("internet")
        || matches!(word, "int" | "ext" | "prestation" | "soustraite" | "soustraitee" | "soustraitance")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mode_is_taken_off_the_name_it_is_said_of() {
        let modes = Words::new(&crate::referential::embedded());
        for (written, rest, mode) in [
            ("ERUN (interne)", "ERUN", Mode::Internal),
            ("Éditeur - externe", "Éditeur", Mode::External),
            ("Mairie, en interne", "Mairie", Mode::Internal),
            ("En régie : mairie", "mairie", Mode::Internal),
            ("(ext.) Scolavia", "Scolavia", Mode::External),
            ("Mairie de Rezé\nexternalisé partiellement", "Mairie de Rezé", Mode::Partial),
            ("École / interne et externe", "École", Mode::Partial),
            ("Externe (Kosmos)", "Kosmos", Mode::External),
            ("Interne (DSDEN)", "DSDEN", Mode::Internal),
            ("Éditeur - prestation", "Éditeur", Mode::External),
            ("Mairie, par une entreprise", "Mairie", Mode::External),
            ("Académie - moitié-moitié", "Académie", Mode::Partial),
            ("Mairie\nLa directrice - les deux", "Mairie\nLa directrice", Mode::Partial),
        ] {
            assert_eq!(split(&modes, written), Some((rest, mode)), "{written}");
        }
        for written in [
            "interne",
            "Mairie",
            "Mairie (prestataire)",
            "interne : ERUN, externe : Scolavia",
            "ERUN (interne), Scolavia (externe)",
            "Mairie - Internet",
            "Orange (internet)",
            "Externe",
        ] {
            assert_eq!(split(&modes, written), None, "{written}");
        }
    }
}
