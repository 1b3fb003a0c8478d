//! Of the types that the words of a name tell, the one retained, and whether another body is named beside it.

use super::tokens::Token;
use super::words::{FORMS, LINKS, OWNED};
use super::{Entities, Told};
use crate::model::referential::{EntityTypeId, Reach};

impl Entities {
    /// The type that the phrases tell together. In French the head stands first: « l'OGEC de l'école » is the OGEC. A
    /// type's own words come before a post's (« service informatique du rectorat »), and any of them before a legal
    /// form or « prestataire ».
    pub(super) fn settle(
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
        // « La fibre de la mairie »: whose it is answers.
        let thing = |span: &std::ops::Range<usize>| {
            span.len() == 1 && OWNED.contains(&tokens[span.start].text.as_str())
        };
        let owner = bodies.iter().find(|(span, told)| {
            self.is_public(told.kind())
                && bodies.iter().any(|(of, other)| other == best && thing(of) && of.end < span.start)
                && tokens[..span.start]
                    .iter()
                    .rev()
                    .find(|token| !matches!(token.text.as_str(), "la" | "le" | "l" | "les" | "notre"))
                    .is_some_and(|token| matches!(token.text.as_str(), "de" | "du" | "des" | "d"))
        });
        let best = owner.or(larger).map_or(best, |(_, told)| told);
        let fonction = match *best {
            Told::Fonction(index, _) => Some(index),
            Told::Type(_) => None,
        };
        Some((best.kind(), fonction, false))
    }

    /// Whether the phrases tell another body than the one retained: « Mairie via la CC », « École (ERUN) ». « OGEC de
    /// l'école » says whose it is, « prestataire de la mairie » is no mairie.
    pub(super) fn names_another(
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
}
