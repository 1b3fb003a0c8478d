//! Persons taken out of texts, for results that must name nobody. What an answer says of entities stays.
//!
//! Nothing tells every name: what is masked is what stands in an answer as a person, what follows a civility, a first
//! name or a post, addresses, phones, and the words of the persons that the same document names in its columns.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use super::entities::{FORMS, LINKS, Piece, SERVICE_WORDS};
use super::{Normaliser, bare, people, pieces};
use crate::model::budget::{Budgets, Effort};
use crate::text::fold;

/// Stands for what is taken out.
pub const MASK: &str = "(nom masqué)";

/// The persons that a document names.
#[derive(Clone, Debug, Default)]
pub struct Persons {
    /// Their words, folded.
    words: BTreeSet<String>,
    /// The words of each who has two at least, in order.
    names: BTreeSet<Vec<String>>,
}

/// Words before a first name that make it a place's: « école Pierre Loti », « Saint-Pierre Montlimart ».
const BEFORE_PLACES: [&str; 26] = [
    "ecole",
    "college",
    "lycee",
    "groupe",
    "scolaire",
    "maternelle",
    "elementaire",
    "primaire",
    "rue",
    "avenue",
    "boulevard",
    "place",
    "saint",
    "sainte",
    "st",
    "ste",
    "salle",
    "espace",
    "mediatheque",
    "fondation",
    "institut",
    "ensemble",
    "ogec",
    "site",
    "quartier",
    "pole",
];
/// Words inside a name: « Le Goff », « de La Tour ».
const PARTICLES: [&str; 11] = ["de", "du", "des", "le", "la", "les", "d", "l", "van", "von", "el"];
/// The most words in a name.
const LONGEST_NAME: usize = 4;
/// The digits of a phone, its country's code included.
const PHONE: Range<usize> = 9..14;

/// What a text is: first names tell persons in some of them only.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Text {
    /// A free text: they do.
    Free,
    /// What names entities: they do, but after « de » (« Mairie de Pierre Lande »).
    Answer,
    /// A name that may be somebody famous's, or a company's: they don't.
    Name,
}

/// A word of a text and where it stands.
struct Word<'t> {
    text: &'t str,
    folded: String,
    at: Range<usize>,
}

impl Word<'_> {
    fn is_capitalised(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    fn is_particle(&self) -> bool {
        PARTICLES.contains(&self.folded.as_str())
    }
}

impl Normaliser {
    /// The words that tell persons in texts that name them, such as a column of contacts: posts, entities and links
    /// left out.
    pub fn persons<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Persons {
        let mut persons = Persons::default();
        // Thousands of lines name the same few persons, or nobody.
        let mut met: HashSet<&str> = HashSet::new();
        let texts: BTreeSet<&str> =
            texts.filter(|text| !text.is_empty() && !text.contains('@') && met.insert(text)).collect();
        for name in texts.into_iter().flat_map(|text| text.split([',', ';', '/', '\n', '+', '&'])) {
            let tells = |word: &Word<'_>| {
                word.folded.chars().count() > 2
                    && word.folded.chars().all(char::is_alphabetic)
                    && !LINKS.contains(&word.folded.as_str())
                    && !is_civility(&word.folded)
                    && !self.tells_a_body(word.text)
            };
            let all = words(name);
            // « Services techniques Clerval » in a column of persons: a body, unless somebody is named beside it.
            let person = all.iter().any(|word| {
                is_civility(&word.folded)
                    || people::is_first_name(&word.folded)
                    || matches!(word.text, "M" | "M." | "Mr")
            }) || !all.iter().any(|word| self.tells_a_body(word.text));
            let mut words: Vec<String> = all.into_iter().filter(tells).map(|word| word.folded).collect();
            words.sort_unstable();
            persons.words.extend(words.iter().cloned());
            // « Cap Réseaux » in a directory's column of names.
            let company = words.iter().any(|word| people::is_company_word(word));
            if words.len() > 1 && person && !company {
                persons.names.insert(words);
            }
        }
        persons
    }

    /// An answer, or the name of an entity, without the persons in it.
    pub fn masked_answer(&self, text: &str, persons: &Persons) -> String {
        let mut masks = Vec::new();
        let mut from = 0;
        // What is printed was read within its effort: the same pieces again, of answers that aren't long.
        let effort = Effort::of(&Budgets::default());
        let reader = pieces::Reader { entities: &self.entities, effort: &effort };
        for piece in pieces::cut(&reader, text) {
            let Some(start) = text[from..].find(piece).map(|found| from + found) else { continue };
            from = start + piece.len();
            let of_piece = self.masks_of_piece(piece, persons, Text::Answer);
            masks.extend(of_piece.into_iter().map(|mask| start + mask.start..start + mask.end));
        }
        // What stands between pieces, or was cut otherwise: addresses and phones wherever they are.
        masks.extend(addresses(text));
        replaced(text, masks)
    }

    /// The name of an entity as documents print it: where a person stands beside the entity, the entity alone.
    /// Who is named in full by a column of persons is no entity.
    pub fn public_name(&self, name: &str, persons: &Persons) -> String {
        let mut masks = self.masks_of_piece(name, persons, Text::Name);
        masks.extend(addresses(name));
        if masks.is_empty() {
            return name.to_owned();
        }
        let masked = replaced(name, masks);
        // « ERUN : Mme (nom masqué) » is « ERUN ».
        let bare = masked.replace(&format!("({MASK})"), " ").replace(MASK, " ");
        let mut kept: Vec<&str> = bare.split_whitespace().collect();
        let is_left_over = |word: &str| !word.chars().any(char::is_alphanumeric);
        while kept.last().is_some_and(|word| is_left_over(word)) {
            kept.pop();
        }
        while kept.first().is_some_and(|word| is_left_over(word)) {
            kept.remove(0);
        }
        let kept = kept.join(" ");
        let kept = kept.trim_matches(|sign: char| sign.is_whitespace() || ",;:/-–".contains(sign));
        if kept.is_empty() { MASK.to_owned() } else { kept.to_owned() }
    }

    /// Whether a name that nothing types is a person's by itself.
    pub fn is_bare_name(&self, name: &str) -> bool {
        self.mention(name).is_none_or(|mention| mention.kind.is_none()) && bare::is_bare_name(name)
    }

    /// A free text without the persons that it is known to name.
    pub fn masked_text(&self, text: &str, persons: &Persons) -> String {
        let words = words(text);
        let mut masks = self.names(text, &words, Text::Free);
        masks.extend(
            words.iter().filter(|word| persons.words.contains(&word.folded)).map(|word| word.at.clone()),
        );
        masks.extend(addresses(text));
        replaced(text, masks)
    }

    /// A name of a school or of a place, which may be that of somebody famous, without what can only be a person's.
    pub fn masked_place(&self, text: &str) -> String {
        let mut masks = self.names(text, &words(text), Text::Name);
        masks.extend(addresses(text));
        replaced(text, masks)
    }

    fn masks_of_piece(&self, piece: &str, persons: &Persons, text: Text) -> Vec<Range<usize>> {
        let words = words(piece);
        let (mention, fonction) = match self.entities.read(piece) {
            Piece::Person => return whole(piece),
            Piece::Entity { mention, fonction, .. } => (mention, fonction),
        };
        let is_known = |word: &Word<'_>| persons.words.contains(&word.folded);
        let beside = text != Text::Name && mention.kind.is_some() && people::has_civility(piece);
        if fonction.is_some() || beside {
            // A name beside a post is a person's: the post, its place and the words of a service are all that stays.
            let told: BTreeSet<String> = self.entities.words_of_types(piece);
            let core: BTreeSet<&str> = mention.core.split(' ').collect();
            return words
                .iter()
                .filter(|word| {
                    let kept = told.contains(&word.folded)
                        || core.contains(word.folded.as_str())
                        || LINKS.contains(&word.folded.as_str())
                        || SERVICE_WORDS.contains(&word.folded.as_str())
                        || is_civility(&word.folded) && text != Text::Name;
                    !kept || is_known(word) && !told.contains(&word.folded)
                })
                .map(|word| word.at.clone())
                .collect();
        }
        let is_link = |word: &&Word<'_>| LINKS.contains(&word.folded.as_str()) || is_civility(&word.folded);
        let telling = || words.iter().filter(|word| !is_link(word));
        let is_somebody = match text {
            // « Martin » may be a company and one of its people.
            Text::Name => {
                let mut name: Vec<String> = telling().map(|word| word.folded.clone()).collect();
                name.sort_unstable();
                persons.names.contains(&name)
            }
            Text::Free | Text::Answer => telling().next().is_some() && telling().all(is_known),
        };
        if mention.kind.is_none() && (is_somebody || text != Text::Name && bare::is_bare_name(piece)) {
            return whole(piece);
        }
        let company = words.iter().any(|word| FORMS.contains(&word.folded.as_str()));
        let mut masks = self.names(piece, &words, if company { Text::Name } else { text });
        // « Mairie (Durand) », « Mairie : Durand »; « Mairie de Saint-Martin » stays where a Martin is known.
        let mut aside = mention.kind.is_none() && text != Text::Name;
        let mut before = 0;
        for word in &words {
            aside |= piece[before..word.at.start].contains(['(', ':']);
            before = word.at.end;
            if aside && is_known(word) {
                masks.push(word.at.clone());
            }
        }
        masks
    }

    /// What follows a civility, and where they count, a first name and what stands with it.
    fn names(&self, text: &str, words: &[Word<'_>], what: Text) -> Vec<Range<usize>> {
        let mut masks = Vec::new();
        for (rank, word) in words.iter().enumerate() {
            let between = |rank: usize| {
                let next = words.get(rank + 1);
                next.map_or("", |next| &text[words[rank].at.end..next.at.start])
            };
            let is_m = word.text == "M" && [".", ". ", " "].contains(&between(rank));
            if is_m || is_civility(&word.folded) {
                if let Some(end) = self.end_of_name(text, words, rank + 1, true) {
                    let start = if what == Text::Name { word.at.start } else { words[rank + 1].at.start };
                    masks.push(start..end);
                }
                continue;
            }
            let before = rank.checked_sub(1).map(|before| &words[before]);
            let placed = before.is_some_and(|before| {
                BEFORE_PLACES.contains(&before.folded.as_str())
                    || what == Text::Answer && matches!(before.folded.as_str(), "de" | "d" | "du")
            });
            if what == Text::Name || placed || !word.is_capitalised() || !people::is_first_name(&word.folded)
            {
                continue;
            }
            // « Jean-Pierre Lefort » is a person, « Pierre-Bénite » a place.
            let next = if between(rank) == "-" { rank + 2 } else { rank + 1 };
            if let Some(end) = self.end_of_name(text, words, next, false) {
                masks.push(word.at.start..end);
            } else if let Some(before) = before
                && people::is_all_capitals(before.text)
                && between(rank - 1) == " "
                && !self.tells_a_body(before.text)
            {
                // « DUPONT Paul »
                masks.push(before.at.start..word.at.end);
            }
        }
        masks
    }

    /// Where a name that begins at a word ends; `None` where no name begins there. After a civility a name may lack
    /// its capital.
    fn end_of_name(&self, text: &str, words: &[Word<'_>], first: usize, civility: bool) -> Option<usize> {
        let mut end = None;
        for (rank, word) in words.iter().enumerate().skip(first).take(LONGEST_NAME) {
            // A name goes on over spaces, dashes, apostrophes and the full stop of « M. ».
            let gap = &text[words[rank - 1].at.end..word.at.start];
            if gap.contains(|sign: char| !(sign.is_whitespace() || "-‑'’.".contains(sign)))
                || gap.contains('\n')
            {
                break;
            }
            if self.tells_a_body(word.text) {
                break;
            }
            let begins = rank == first;
            if word.is_capitalised() || civility && begins && !word.is_particle() {
                end = Some(word.at.end);
            } else if !word.is_particle() {
                break;
            }
        }
        end
    }

    /// Whether a word tells a type of entity or a post by itself.
    fn tells_a_body(&self, word: &str) -> bool {
        !self.entities.words_of_types(word).is_empty()
    }
}

fn whole(text: &str) -> Vec<Range<usize>> {
    std::iter::once(0..text.len()).collect()
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, sign) in text.char_indices().chain([(text.len(), ' ')]) {
        match (sign.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = &text[from..at];
                words.push(Word { text: word, folded: fold(word), at: from..at });
                start = None;
            }
            _ => {}
        }
    }
    words
}

fn is_civility(folded: &str) -> bool {
    matches!(
        folded,
        "mme"
            | "mmes"
            | "mlle"
            | "monsieur"
            | "madame"
            | "mademoiselle"
            | "mr"
            | "mrs"
            | "messieurs"
            | "mesdames"
    )
}

/// E-mail addresses and phones.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let outside = |sign: char| sign.is_whitespace() || "<>()[],;\"«»|".contains(sign);
    for (at, _) in text.match_indices('@') {
        let start = text[..at]
            .rfind(outside)
            .map_or(0, |before| before + text[before..].chars().next().map_or(1, char::len_utf8));
        let end = text[at..].find(outside).map_or(text.len(), |after| at + after);
        found.push(start..end);
    }
    let is_part = |sign: char| sign.is_ascii_digit() || " .-/()+\u{a0}\u{202f}".contains(sign);
    let mut rest = 0;
    while let Some(start) =
        text[rest..].find(|sign: char| sign.is_ascii_digit() || sign == '+').map(|at| rest + at)
    {
        let length = text[start..].find(|sign| !is_part(sign)).unwrap_or(text.len() - start);
        let run = text[start..start + length].trim_end_matches(|sign: char| !sign.is_ascii_digit());
        if PHONE.contains(&run.chars().filter(char::is_ascii_digit).count()) {
            found.push(start..start + run.len());
        }
        rest = start + length.max(1);
    }
    found
}

/// The text with each of these ranges replaced, those that touch as one.
fn replaced(text: &str, mut masks: Vec<Range<usize>>) -> String {
    masks.sort_by_key(|mask| (mask.start, mask.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for mask in masks {
        match joined.last_mut() {
            Some(last)
                if mask.start <= last.end
                    || text[last.end..mask.start].chars().all(|sign| " -‑'’.\u{a0}".contains(sign)) =>
            {
                last.end = last.end.max(mask.end);
            }
            _ => joined.push(mask),
        }
    }
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for mask in joined {
        kept.push_str(&text[from..mask.start]);
        kept.push_str(MASK);
        from = mask.end;
    }
    kept.push_str(&text[from..]);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn normaliser() -> Normaliser {
        Normaliser::new(&crate::referential::embedded())
    }

    fn known(normaliser: &Normaliser) -> Persons {
        normaliser.persons(["Mme Zyxwinska (ERUN)", "Martin Léo", "l.zyx@example.org"].into_iter())
    }

    #[test]
    fn persons_leave_an_answer_and_entities_stay() {
        let normaliser = normaliser();
        let persons = known(&normaliser);
        for (written, masked) in [
            ("Mairie de Rezé", "Mairie de Rezé"),
            ("Mme Durand", "(nom masqué)"),
            ("Sophie Martin", "(nom masqué)"),
            ("Mairie ; Sophie Lefort", "Mairie ; (nom masqué)"),
            ("ERUN : Mme Durand", "ERUN : Mme (nom masqué)"),
            ("Directrice Durand", "Directrice (nom masqué)"),
            ("IEN de Bruz", "IEN de Bruz"),
            ("La directrice", "La directrice"),
            ("Mairie (M. Le Goff)", "Mairie (M. (nom masqué))"),
            ("Mairie (Zyxwinska)", "Mairie ((nom masqué))"),
            ("Mairie de Saint-Martin", "Mairie de Saint-Martin"),
            ("Zyxwinska", "(nom masqué)"),
            ("Scolavia", "Scolavia"),
            ("Jean Bart SARL", "Jean Bart SARL"),
            ("06 00 11 22 33", "(nom masqué)"),
            ("Scolavia contact@scolavia.example", "(nom masqué)"),
            ("CC du Pays de Retz", "CC du Pays de Retz"),
            ("Mairie de Pierre-Bénite", "Mairie de Pierre-Bénite"),
            ("Jean-Pierre Lefort", "(nom masqué)"),
            ("", ""),
        ] {
            assert_eq!(normaliser.masked_answer(written, &persons), masked, "{written}");
        }
    }

    #[test]
    fn documents_print_the_entity_that_stands_beside_a_person() {
        let normaliser = normaliser();
        let persons = known(&normaliser);
        for (name, printed) in [
            ("ERUN : Mme Quetzalie Zyxwinska", "ERUN"),
            ("Directrice Durand", "Directrice"),
            ("Mairie (M. Le Goff)", "Mairie"),
            ("M. Le Goff, mairie de Rezé", "mairie de Rezé"),
            ("Informatique Martin Léo", "Informatique Martin Léo"),
            ("Commune de Pierre-Bénite", "Commune de Pierre-Bénite"),
            ("Académie (DRANE)", "Académie (DRANE)"),
            ("Mme Durand", MASK),
            ("Scolavia - contact@scolavia.example", MASK),
            ("Léo Martin", MASK),
            ("Martin", "Martin"),
            ("Mairie (Zyxwinska)", "Mairie"),
        ] {
            assert_eq!(normaliser.public_name(name, &persons), printed, "{name}");
        }
    }

    #[test]
    fn free_texts_lose_names_addresses_and_phones() {
        let normaliser = normaliser();
        let persons = known(&normaliser);
        for (written, masked) in [
            ("GTR 4 h, appeler Zyxwinska", "GTR 4 h, appeler (nom masqué)"),
            ("voir avec Mme de La Tour", "voir avec Mme (nom masqué)"),
            ("voir avec M Perrin.", "voir avec M (nom masqué)."),
            ("DUPONT Paul, 02.40.11.22.33", "(nom masqué), (nom masqué)"),
            ("école Pierre Loti", "école Pierre Loti"),
            ("guide remis à Pierre Lefort", "guide remis à (nom masqué)"),
            ("du 01/09/2025 au 31/08/2026", "du 01/09/2025 au 31/08/2026"),
            ("Madame la directrice", "Madame la directrice"),
            ("99,9 % de disponibilité, 2025-2026", "99,9 % de disponibilité, 2025-2026"),
        ] {
            assert_eq!(normaliser.masked_text(written, &persons), masked, "{written}");
        }
        assert_eq!(normaliser.masked_place("Jules Ferry, Rezé"), "Jules Ferry, Rezé");
        assert_eq!(normaliser.masked_place("ce de Mme Lefort"), "ce de (nom masqué)");
    }

    proptest! {
        #[test]
        fn no_text_makes_masking_panic_and_no_address_stays(any in "\\PC{0,60}") {
            let normaliser = normaliser();
            let persons = known(&normaliser);
            prop_assert!(!normaliser.masked_answer(&any, &persons).contains('@'));
            prop_assert!(!normaliser.masked_text(&any, &persons).contains('@'));
            let _ = normaliser.masked_place(&any);
        }
    }
}
