//! Sentences that say of a competence that nobody answers, or not yet: « L'assistance reste à définir ».

use super::super::Recogniser;
use super::{Token, Told, tidy};

/// No more words follow the verb of a sentence that says who doesn't answer yet.
const MOST_SAID: usize = 9;

impl Recogniser {
    /// « Personne ne s'occupe de l'évaluation », « Pour la maîtrise d'œuvre, nous ne savons pas »: nobody answers, or not
    /// yet.
    pub(super) fn told_of_nobody<'t>(&self, sentence: &'t str, tokens: &[Token]) -> Option<Told<'t>> {
        const UNKNOWN: [&str; 10] = [
            "savons", "sait", "sais", "decide", "defini", "inconnu", "personne", "ignore", "ignorons", "rien",
        ];
        if let Some(told) = self.told_to_be_open(sentence, tokens) {
            return Some(told);
        }
        let first = tokens.first()?;
        if first.text == "personne" && matches!(tokens.get(1)?.text.as_str(), "ne" | "n") {
            let from = (2..tokens.len().min(7)).find_map(|at| {
                let what = sentence[tokens[at].start..].split(['(', ',']).next()?;
                let until =
                    ["pour l'instant", "pour l’instant", "actuellement", "à ce jour", "pour le moment"];
                let what = until.iter().find_map(|end| Some(what.split_once(end)?.0)).unwrap_or(what);
                self.listed(what)
            });
            return Some(Told {
                who: &sentence[first.start..first.end],
                what: from?,
                mode: None,
                closely: false,
            });
        }
        // « Il n'y a pas de maître d'œuvre », « Nous n'avons pas d'intégrateur ».
        let words: Vec<&str> = tokens.iter().take(6).map(|token| token.text.as_str()).collect();
        let lacks = match words.as_slice() {
            ["il", "n", "y", "a", "pas" | "plus" | "aucun" | "aucune", ..] => Some(5),
            ["nous", "n", "avons", "pas" | "plus" | "aucun" | "aucune", ..]
            | ["on", "n", "a", "pas" | "plus" | "aucun" | "aucune", ..] => {
                Some(words.iter().position(|word| matches!(*word, "pas" | "plus" | "aucun" | "aucune"))? + 1)
            }
            _ => None,
        };
        if let Some(from) = lacks {
            let what = sentence.get(tokens.get(from)?.start..)?.split(['(', ',']).next()?;
            let what = ["de ", "d'", "d’"].iter().find_map(|of| what.strip_prefix(of)).unwrap_or(what);
            let who = &sentence[first.start..tokens[from - 1].end];
            return Some(Told { who, what: self.listed(what)?, mode: None, closely: false });
        }
        if matches!(first.text.as_str(), "pour" | "concernant") {
            let (about, said) = sentence.split_once(',')?;
            let words = crate::text::words(said);
            let unknown = words.len() <= 8 && words.iter().any(|word| UNKNOWN.contains(&word.as_str()));
            let what = unknown.then(|| self.listed(about.get(first.end..)?)).flatten()?;
            return Some(Told { who: said.trim(), what, mode: None, closely: false });
        }
        None
    }

    /// « L'assistance reste à définir », « L'évaluation n'est assurée par personne », « Le maître d'œuvre n'est pas connu ».
    fn told_to_be_open<'t>(&self, sentence: &'t str, tokens: &[Token]) -> Option<Told<'t>> {
        const LATER: [&str; 11] = [
            "definir",
            "determiner",
            "preciser",
            "decider",
            "voir",
            "organiser",
            "prevoir",
            "trouver",
            "designer",
            "confirmer",
            "completer",
        ];
        const SETTLED: [&str; 16] = [
            "connu",
            "defini",
            "decide",
            "determine",
            "designe",
            "identifi",
            "attribu",
            "assur",
            "pourvu",
            "fixe",
            "choisi",
            "organise",
            "prevu",
            "tranche",
            "nomme",
            "fait",
        ];
        let text = |rank: usize| tokens.get(rank).map_or("", |token| token.text.as_str());
        let verb = tokens.iter().position(|token| {
            matches!(token.text.as_str(), "est" | "sont" | "reste" | "restent" | "demeure")
        })?;
        let denied = verb > 0 && matches!(text(verb - 1), "n" | "ne");
        let (end, said) = (if denied { verb - 1 } else { verb }, verb + 1);
        if end == 0 || tokens.len() - verb > MOST_SAID {
            return None;
        }
        let behind = &tokens[said.min(tokens.len())..];
        let by_nobody = denied && behind.iter().any(|token| token.text == "personne");
        let later = matches!(text(said), "a" | "encore")
            && behind.iter().any(|token| LATER.contains(&token.text.as_str()));
        let unsettled = denied
            && text(said) == "pas"
            && behind.iter().any(|token| SETTLED.iter().any(|start| token.text.starts_with(start)))
            && !behind.iter().any(|token| token.text == "par")
            || matches!(text(said), "inconnu" | "inconnue" | "inconnus" | "inconnues");
        let from = if by_nobody {
            behind.iter().position(|token| token.text == "personne").map(|at| said + at)?
        } else if later || unsettled {
            said
        } else {
            return None;
        };
        let from = if text(from) == "encore" { from + 1 } else { from };
        let who = sentence.get(tokens.get(from)?.start..)?.trim();
        let what = self.listed(tidy(&sentence[..tokens[end].start]))?;
        Some(Told { who, what, mode: None, closely: false })
    }
}
