//! Names that stand alone: « Durand » is a person's and gives no entity, « Kosmos » is a company's.
//!
//! Their shape doesn't tell, so a name is taken for a person's only on evidence: a surname that is hardly anything
//! else, a first name after it, an initial, or a person that the same document names so in full. Every other name
//! stays an entity whose type nobody tells, which has its own finding. Beside another entity a name is left alone:
//! it may be that entity's contact as well as a second company.

use std::collections::BTreeSet;

use super::people::{has_civility, is_all_capitals, is_first_name, is_person};
use super::surnames::is_surname;
use crate::model::fact::Fact;
use crate::model::inventory::{Answer, Assignment, Mention, Observed};
use crate::text::fold;

/// Words that go before a surname: « Le Goff », « de La Tour ».
const PARTICLES: [&str; 8] = ["de", "du", "des", "le", "la", "les", "d", "l"];
/// The most words of a name alone.
const MOST_WORDS: usize = 4;

/// Whether a name that tells no type is a person's by itself: « Durand », « DUPONT Jean », « J. Brévin ».
pub(super) fn is_bare_name(text: &str) -> bool {
    let written: Vec<&str> =
        text.split(|sign: char| sign.is_whitespace() || "-\u{2011}".contains(sign)).collect();
    let written: Vec<&str> = written.into_iter().filter(|word| !word.is_empty()).collect();
    if written.is_empty() || written.len() > MOST_WORDS {
        return false;
    }
    // « J. Brévin », « Brévin J. ».
    let initials = written.iter().filter(|word| is_initial(word)).count();
    let words: Vec<&str> = written.iter().copied().filter(|word| !is_initial(word)).collect();
    if !words.iter().all(|word| is_word(word)) {
        return false;
    }
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    if let ([_], 1) = (folded.as_slice(), initials) {
        return true;
    }
    if initials > 0 {
        return false;
    }
    // « Dupont Jean », « LE BRÉVIN Inès »: a first name closes it, a surname or capitals begin it.
    if let [name @ .., last] = words.as_slice()
        && !name.is_empty()
        && is_first_name(&fold(last))
        && (all_surnames(&folded[..name.len()])
            || name.iter().all(|word| is_all_capitals(word) || PARTICLES.contains(&fold(word).as_str()))
                && name.iter().any(|word| is_all_capitals(word))
                && !is_all_capitals(last))
    {
        return true;
    }
    all_surnames(&folded)
}

/// Surnames and what goes before them, and at least one.
fn all_surnames(folded: &[String]) -> bool {
    let mut found = false;
    let mut before = "";
    for word in folded {
        if is_surname(word) || !before.is_empty() && is_surname(&format!("{before}{word}")) {
            found = true;
        } else if !PARTICLES.contains(&word.as_str()) {
            return false;
        }
        before = if PARTICLES.contains(&word.as_str()) { word } else { "" };
    }
    found
}

/// « J. »
fn is_initial(word: &str) -> bool {
    let mut signs = word.chars();
    signs.next().is_some_and(char::is_uppercase) && signs.next() == Some('.') && signs.next().is_none()
}

fn is_word(word: &str) -> bool {
    word.chars().all(|sign| sign.is_alphabetic() || "'’".contains(sign))
}

/// Turns answers that name only a person of their own document into answers that name nobody, each told.
pub(super) fn tell_persons(assignments: &mut [Assignment], seen: &mut Vec<Observed>) {
    let answers = |assignment: &Assignment| matches!(&assignment.answer, Answer::Entities(_));
    if !assignments.iter().any(answers) {
        return;
    }
    let mut persons = Called::default();
    let mut read: BTreeSet<&str> = BTreeSet::new();
    for assignment in assignments.iter() {
        let details = &assignment.details;
        for text in [&details.person, &details.local_person] {
            if read.insert(text) && is_person(text) && !text.contains('@') {
                persons.add(&name_of(text));
            }
        }
        if read.insert(&details.email)
            && let Some(name) = addressee(&details.email)
        {
            persons.add(&name);
        }
    }
    if persons.0.is_empty() {
        return;
    }
    let mut told: Vec<Observed> = Vec::new();
    for assignment in assignments.iter_mut() {
        let Answer::Entities(mentions) = &assignment.answer else { continue };
        if mentions.is_empty() || !mentions.iter().all(|mention| persons.has(mention)) {
            continue;
        }
        assignment.answer = Answer::Nobody;
        seen.retain(|fact| {
            fact.at.as_ref() != Some(&assignment.at)
                || !matches!(fact.fact, Fact::UntypedEntity | Fact::SeveralEntities(_))
        });
        told.push(Observed {
            fact: Fact::PersonAlone,
            at: Some(assignment.at.clone()),
            competence: assignment.competence,
            read: assignment.written.clone(),
        });
    }
    // One line that answers for several competences is one cell to mend.
    told.dedup_by(|next, before| next.at == before.at);
    seen.extend(told);
}

/// What the persons of a document may be called: some of their words, not first names alone. Looked up, so that a
/// document of thousands of persons costs no more than its length.
#[derive(Default)]
struct Called(BTreeSet<Vec<String>>);

impl Called {
    /// Adds a person by the words of a name; a longer name than people have is none.
    fn add(&mut self, words: &[String]) {
        if words.len() > MOST_WORDS {
            return;
        }
        for chosen in 1..1u32 << words.len() {
            let mut some: Vec<String> = (0..words.len())
                .filter(|rank| chosen >> rank & 1 == 1)
                .filter_map(|rank| words.get(rank).cloned())
                .collect();
            if some.iter().any(|word| !is_first_name(word)) {
                some.sort_unstable();
                self.0.insert(some);
            }
        }
    }

    /// Whether a mention that nothing types calls one of them.
    fn has(&self, mention: &Mention) -> bool {
        let mut words = name_of(&mention.written);
        words.sort_unstable();
        mention.kind.is_none() && self.0.contains(&words)
    }
}

/// The words of a name, civility left out, and what is said of who bears it: « Mme Bréhier, numérique ».
fn name_of(text: &str) -> Vec<String> {
    let skipped = usize::from(has_civility(text));
    let name = text.split([',', ';', '/', '(', ':', '\n']).next().unwrap_or_default();
    crate::text::words(name)
        .iter()
        .skip(skipped)
        .filter(|word| word.chars().count() > 2 && word.chars().all(char::is_alphabetic))
        .cloned()
        .collect()
}

/// « prenom.nom@… », « p.nom@… »: who receives it, where the address says so.
fn addressee(address: &str) -> Option<Vec<String>> {
    let (local, _) = address.trim().split_once('@')?;
    let parts: Vec<String> = local.split(['.', '_']).map(fold).collect();
    match parts.as_slice() {
        [first, last] if is_first_name(first) || first.len() == 1 => {
            let name: Vec<String> = last.split(' ').map(str::to_owned).collect();
            let is_name = last.chars().filter(|sign| sign.is_alphabetic()).count() > 2;
            is_name.then_some(name)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_are_told_by_evidence_and_companies_stay() {
        for person in [
            "Durand",
            "DURAND",
            "Lefebvre",
            "Dupont Jean",
            "DUPONT Jean",
            "BRÉHIER Inès",
            "LE BRÉVIN Inès",
            "Le Goff",
            "Durand-Lefebvre",
            "J. Bréhier",
            "Bréhier J.",
        ] {
            assert!(is_bare_name(person), "{person}");
        }
        for other in [
            "Kosmos",
            "Itop",
            "Dupont Informatique",
            "Dupont et fils",
            "Imprimerie Bernard",
            "Durand 44",
            "Claude",
            "Saint-Martin",
            "MAIF",
            "SCOLAVIA LUDEXIA",
            "La Poste",
            "Le",
            "A. B.",
            "",
        ] {
            assert!(!is_bare_name(other), "{other}");
        }
    }

    #[test]
    fn a_person_is_called_by_some_of_the_words_of_the_name() {
        let mut called = Called::default();
        called.add(&name_of("Mme Bréhier Claire, numérique"));
        let mention =
            |written: &str| Mention { written: written.to_owned(), kind: None, core: fold(written) };
        for written in ["Bréhier", "Claire Bréhier", "BRÉHIER Claire"] {
            assert!(called.has(&mention(written)), "{written}");
        }
        for other in ["Claire", "Numérique", "Bréhier Numérique", ""] {
            assert!(!called.has(&mention(other)), "{other}");
        }
    }

    #[test]
    fn an_address_names_who_receives_it() {
        assert_eq!(addressee("ines.brehier@example.org"), Some(vec!["brehier".to_owned()]));
        assert_eq!(addressee("i.brehier@example.org"), Some(vec!["brehier".to_owned()]));
        for other in
            ["ce.0440123a@example.org", "contact@kosmos.example", "support.technique@example.org", ""]
        {
            assert_eq!(addressee(other), None, "{other}");
        }
    }
}
