//! Codes that a legend of the sheet explains: « M = mairie, A = académie », « 1 = interne, 2 = externe ».

use std::collections::BTreeMap;

use super::Normaliser;
use super::entities::Piece;
use super::plain::{Plain, Words};
use crate::model::grid::CellValue;
use crate::model::record::{Field, Record};
use crate::model::referential::Mode;
use crate::text::fold;

/// The longest code: « 12 », « Ci », « AC ».
const LONGEST: usize = 4;

/// What the legends of a workbook explain; a code that two legends explain differently is left out.
#[derive(Clone, Debug, Default)]
pub(super) struct Codes(BTreeMap<String, Vec<String>>);

impl Codes {
    /// Reads the legends among texts outside the tables.
    ///
    /// A line outside the referential whose label is a code explains it too: « M | mairie ».
    pub(super) fn read<'t>(words: &Words, texts: impl Iterator<Item = &'t str>, lines: &[Record]) -> Self {
        let says_mode = |meaning: &str| words.mode(&CellValue::Text(meaning.trim().to_owned())).is_some();
        let mut codes: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for line in lines.iter().filter(|line| line.competences.is_empty()) {
            let meaning = line.fields.iter().find(|value| value.field == Field::Responsible);
            let code = fold(line.label.value.trim().trim_end_matches(['=', ':']).trim());
            if let Some(meaning) = meaning
                && !code.is_empty()
                && code.chars().count() <= LONGEST
            {
                codes.entry(code).or_default().push(meaning.cell.value.shown().trim().to_owned());
            }
        }
        for text in texts {
            for part in text.split([',', ';', '\n', '|', '•']).flat_map(at_codes) {
                // « IEN : circonscription de Bruz » identifies the school: a colon explains one sign only.
                let after_colon =
                    || part.split_once(" : ").filter(|(code, _)| code.trim().chars().count() == 1);
                // « ME : mixte », « E externe », « P – partiel »: more is asked of what has no sign of its own.
                let of_mode = || {
                    let is_code =
                        |text: &str| text.chars().count() <= LONGEST && text.chars().all(char::is_uppercase);
                    let announced = part.split_once(':').filter(|(title, _)| !is_code(title.trim()));
                    let part =
                        announced.map_or(part, |(_, rest)| rest).trim_start_matches([' ', '-', '–', '(']);
                    let (code, meaning) = part.split_once([' ', ':', '-', '–', ')'])?;
                    let is_code = !code.is_empty() && is_code(code);
                    let meaning = meaning.trim_start_matches([' ', ':', '-', '–']);
                    (is_code && meaning.chars().count() > LONGEST && says_mode(meaning))
                        .then_some((code, meaning))
                };
                let Some((code, meaning)) = part.split_once('=').or_else(after_colon).or_else(of_mode) else {
                    continue;
                };
                // « Légende : M = mairie ».
                let code = code.rsplit_once(':').map_or(code, |(_, code)| code);
                let (code, meaning) = (fold(code.trim()), meaning.trim().trim_end_matches('.'));
                if code.is_empty() || code.chars().count() > LONGEST || meaning.is_empty() {
                    continue;
                }
                let meanings = codes.entry(code).or_default();
                if !meanings.iter().any(|known| known == meaning) {
                    meanings.push(meaning.to_owned());
                }
            }
        }
        Self(codes)
    }

    /// The entity, or the plain answer, that a code stands for.
    pub(super) fn entity(&self, normaliser: &Normaliser, written: &str) -> Option<&str> {
        let typed = |meaning: &str| match normaliser.entities.read(meaning) {
            Piece::Entity { mention, .. } => mention.kind.is_some(),
            Piece::Person => false,
        };
        let says = |meaning: &&str| {
            matches!(normaliser.words.plain(meaning), Some(Plain::Nobody | Plain::ToDefine { .. }))
                || normaliser.words.plain(meaning).is_none() && typed(meaning)
        };
        // « K = Klasseo » among codes of bodies: a company's.
        let of_company = |meaning: &&str| {
            meaning.starts_with(char::is_uppercase)
                && normaliser.words.plain(meaning).is_none()
                && normaliser.words.mode(&CellValue::Text((*meaning).to_owned())).is_none()
        };
        self.only(written, says).or_else(|| {
            let meaning = self.only(written, of_company)?;
            let bodies = self.0.values().flatten().filter(|meaning| typed(meaning)).count();
            (bodies > 1).then_some(meaning)
        })
    }

    /// The mode that a code stands for.
    pub(super) fn mode(&self, words: &Words, written: &str) -> Option<Mode> {
        let mode = |meaning: &str| words.mode(&CellValue::Text(meaning.to_owned()));
        mode(self.only(written, |meaning| mode(meaning).is_some())?)
    }

    /// The one meaning of a code that says something.
    fn only(&self, written: &str, says: impl Fn(&&str) -> bool) -> Option<&str> {
        if self.0.is_empty() || written.len() > 2 * LONGEST {
            return None;
        }
        let mut meanings = self.0.get(&fold(written.trim()))?.iter().map(String::as_str).filter(says);
        meanings.next().filter(|_| meanings.next().is_none())
    }
}

/// « E (externe) ou P (partiel) », « I = interne et E = externe »: a part for each code.
fn at_codes(part: &str) -> Vec<&str> {
    let begins = |rest: &str| {
        let code: String = rest.chars().take_while(|sign| sign.is_uppercase()).collect();
        let behind = rest[code.len()..].trim_start();
        !code.is_empty() && code.chars().count() <= 2 && behind.starts_with(['=', ':', '(', '-', '–'])
    };
    let mut parts = Vec::new();
    // « Inscrire I (interne) », « mettre E : externe ».
    let asked = part.find(' ').filter(|at| {
        *at > LONGEST && !part[..*at].contains(['=', ':', '(']) && begins(part[*at..].trim_start())
    });
    let mut start = asked.map_or(0, |at| at + 1);
    for link in [" ou ", " et "] {
        for (at, _) in part.match_indices(link) {
            if begins(&part[at + link.len()..]) {
                parts.push((at, at + link.len()));
            }
        }
    }
    parts.sort_unstable();
    let mut pieces: Vec<&str> = Vec::new();
    for (end, next) in parts {
        pieces.push(&part[start..end]);
        start = next;
    }
    pieces.push(&part[start..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_what_the_legend_says() {
        let normaliser = Normaliser::new(&crate::referential::embedded());
        let codes = Codes::read(
            &normaliser.words,
            [
                "Légende : M = mairie, A = académie, ? = à définir",
                "1 = interne ; 2 = externe",
                "R = responsable",
                "Modes : D délégué à une société, ME : mixte",
            ]
            .into_iter(),
            &[],
        );
        assert_eq!(codes.mode(&normaliser.words, "D"), Some(Mode::External));
        assert_eq!(codes.mode(&normaliser.words, "ME"), Some(Mode::Partial));
        assert_eq!(codes.entity(&normaliser, "m"), Some("mairie"));
        assert_eq!(codes.entity(&normaliser, "A"), Some("académie"));
        assert_eq!(codes.mode(&normaliser.words, "2"), Some(Mode::External));
        for legend in [
            "Inscrire I (internalisé), X (externalisé) ou C (confié en partie) en face",
            "I = interne et X = externe",
        ] {
            let codes = Codes::read(&normaliser.words, [legend].into_iter(), &[]);
            assert_eq!(codes.mode(&normaliser.words, "I"), Some(Mode::Internal), "{legend}");
            assert_eq!(codes.mode(&normaliser.words, "X"), Some(Mode::External), "{legend}");
        }
        let codes = Codes::read(
            &normaliser.words,
            ["M = mairie ; D = DSDEN ; K = Klasseo ; R = responsable"].into_iter(),
            &[],
        );
        assert_eq!(codes.entity(&normaliser, "K"), Some("Klasseo"));
        for other in ["R", "1", "Z", "mairie"] {
            assert_eq!(codes.entity(&normaliser, other), None, "{other}");
        }
        assert_eq!(codes.mode(&normaliser.words, "M"), None);
    }
}
