//! What distinguishes an entity within its type: « Mairie de Rezé » is told from other mairies by « reze ».

use super::tokens::Token;
use super::words::{FORMS, LINKS, SERVICE_WORDS};
use super::{Entities, Told};
use crate::model::referential::{EntityTypeId, Reach};
use crate::text::fold;

/// Words that name the académie itself; its other services (DRANE, DSI) keep their name.
const ACADEMIE_ITSELF: [&str; 3] = ["academie", "rectorat", "education"];

impl Entities {
    /// What distinguishes an entity within its type: its words without those of the type, links and legal forms.
    pub(super) fn core(
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
pub(super) fn bracket_in_fold(written: &str, byte: usize) -> usize {
    fold(&written[..byte]).len()
}

/// « IEN de Bruz », « maire de Rezé »: what follows « de » after a post; a name beside a post is a person's.
pub(super) fn after_of(tokens: &[Token], told: &[(std::ops::Range<usize>, Told)]) -> String {
    let end = told.iter().map(|(span, _)| span.end).max().unwrap_or(0);
    let rest = &tokens[end.min(tokens.len())..];
    if !rest.first().is_some_and(|token| matches!(token.text.as_str(), "de" | "du" | "d")) {
        return String::new();
    }
    let words: Vec<&str> =
        rest.iter().map(|token| token.text.as_str()).filter(|word| !LINKS.contains(word)).collect();
    words.join(" ")
}
