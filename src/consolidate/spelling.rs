//! When two writings name the same entity: what doesn't count in a name, and how close two spellings may be.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::text;

/// What a company is by law says nothing of which one it is.
const LEGAL_FORMS: [&str; 16] = [
    "association",
    "ei",
    "eirl",
    "eurl",
    "gmbh",
    "inc",
    "ltd",
    "sa",
    "sarl",
    "sas",
    "sasu",
    "sca",
    "scop",
    "ste",
    "societe",
    "snc",
];
/// Words that tie others.
const TIES: [&str; 13] = ["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"];
/// Words that tie those of a place as well: sentences hold them, so that a name read in one may have lost them.
const PLACE_TIES: [&str; 3] = ["notre", "par", "sur"];
/// Words that make two names two entities, however alike the rest.
const DISTINGUISHING: [&str; 27] = [
    "ancien",
    "ancienne",
    "bas",
    "basse",
    "bassin",
    "central",
    "centrale",
    "centre",
    "est",
    "grand",
    "grande",
    "haut",
    "haute",
    "inferieur",
    "inferieure",
    "interieur",
    "exterieur",
    "nord",
    "nouveau",
    "nouvelle",
    "ouest",
    "petit",
    "petite",
    "sud",
    "superieur",
    "superieure",
    "vieux",
];
/// The fewest letters of a word in which a slip can be told from another word.
const SLIP: usize = 6;
/// The fewest letters of a word in which two slips can.
const TWO_SLIPS: usize = 10;

/// Of more names than this a slip apart, only the most usual ones can be what the others stand for.
const CROWD: usize = 32;
/// How many times more usual a writing is than its slips.
const USUAL: u32 = 4;

/// The words of a name, accents and punctuation folded, dotted letters closed up (« S.A.R.L. » is one word).
pub(super) fn tokens(name: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut letters = String::new();
    for word in text::words(name).iter() {
        if word.chars().count() == 1 && word.chars().all(char::is_alphabetic) {
            letters.push_str(word);
            continue;
        }
        close_up(&mut letters, &mut tokens);
        tokens.push(word.clone());
    }
    close_up(&mut letters, &mut tokens);
    tokens
}

/// Two lone letters or more in a row are an abbreviation; one is a word.
fn close_up(letters: &mut String, tokens: &mut Vec<String>) {
    if !letters.is_empty() {
        tokens.push(std::mem::take(letters));
    }
}

/// What tells a company or a body of its own: its words without legal forms, ties and remarks in parentheses, in
/// alphabetical order, since people turn them round.
pub(super) fn company(core: &str) -> String {
    let mut kept = telling(core);
    kept.sort_unstable();
    kept.join(" ")
}

/// The same words in the order in which they are written.
pub(super) fn in_order(core: &str) -> String {
    telling(core).join(" ")
}

fn telling(core: &str) -> Vec<String> {
    let mut kept = without_ties(tokens(&outside_parentheses(core)));
    kept.retain(|token| !LEGAL_FORMS.iter().any(|form| form == token || is_slip(form, token)));
    if kept.is_empty() { tokens(core) } else { kept }
}

/// Whether a place is written with « St » or « Ste ».
pub(super) fn abbreviates_place(name: &str) -> bool {
    tokens(name).iter().any(|token| matches!(token.as_str(), "st" | "ste"))
}

/// What tells a grouping of communes: « SIVOS du secteur de Valbrune » is the SIVOS de Valbrune.
pub(super) fn grouping(core: &str) -> String {
    let whole = company(core);
    let kept: Vec<&str> = whole.split(' ').filter(|token| *token != "secteur").collect();
    if kept.is_empty() { whole } else { kept.join(" ") }
}

/// What tells a place: its words without ties, « St » and « Ste » written out.
pub(super) fn place(name: &str) -> String {
    let mut kept = tokens(name);
    for token in &mut kept {
        match token.as_str() {
            "st" => "saint".clone_into(token),
            "ste" => "sainte".clone_into(token),
            _ => {}
        }
    }
    let mut bare = without_ties(kept.clone());
    bare.retain(|token| !PLACE_TIES.contains(&token.as_str()));
    if bare.is_empty() { kept.join(" ") } else { bare.join(" ") }
}

fn without_ties(mut tokens: Vec<String>) -> Vec<String> {
    tokens.retain(|token| !TIES.contains(&token.as_str()));
    tokens
}

/// « Télécom Ardoise (fibre) » is Télécom Ardoise; « Micro Services (Nord) » is not Micro Services.
fn outside_parentheses(core: &str) -> String {
    let Some((before, rest)) = core.split_once('(') else { return core.to_owned() };
    let (inside, after) = rest.split_once(')').unwrap_or((rest, ""));
    let distinguishes = tokens(inside).iter().any(|token| distinguishing(token));
    if distinguishes || tokens(before).is_empty() {
        return core.replace(['(', ')'], " ");
    }
    format!("{before} {after}")
}

/// Whether a word makes two names two entities: a point of the compass, a number, a numeral, a lone letter.
fn distinguishing(token: &str) -> bool {
    DISTINGUISHING.contains(&token)
        || token.chars().count() == 1
        || token.chars().any(char::is_numeric)
        || (token.len() <= 4 && token.chars().all(|sign| matches!(sign, 'i' | 'v' | 'x')))
}

/// Whether two words are one word with a slip: long enough, and nearer than two words usually are.
pub(super) fn is_slip(left: &str, right: &str) -> bool {
    let shortest = left.chars().count().min(right.chars().count());
    let allowed = match shortest {
        0..SLIP => return false,
        SLIP..TWO_SLIPS => 1,
        _ => 2,
    };
    // A plural or a feminine is a slip as well; a different number of words never is. Most pairs are told apart by their
    // signs.
    left != right
        && text::Signs::of(left).at_least(text::Signs::of(right)) <= allowed
        && !distinguishing(left)
        && !distinguishing(right)
        && strsim::damerau_levenshtein(left, right) <= allowed
}

/// A name and how many schools write it so.
pub(super) struct Spelled {
    /// What [`company`] gives.
    pub(super) core: String,
    /// Schools that write it.
    pub(super) schools: u32,
}

/// For each name that is another one with a slip, the name it stands for. `apart` tells words that are never slips of
/// each other, such as two communes.
///
/// A name stands for another only where that one is the usual writing: two names that schools write about as often are
/// two entities. Of several candidates, none is plausible, unless one is by far the most usual and all the others stand
/// for it themselves: a name that hundreds of schools write has many slips, and they are a slip apart.
pub(super) fn slips(names: &[Spelled], apart: impl Fn(&str) -> bool) -> BTreeMap<usize, usize> {
    let words: Vec<Vec<&str>> = names.iter().map(|name| name.core.split(' ').collect()).collect();
    let mut candidates: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut propose = |left: usize, right: usize| {
        candidates.entry(left).or_default().insert(right);
        candidates.entry(right).or_default().insert(left);
    };

    // Candidates share all their words but one, and that one less a letter or two: no pair is compared otherwise.
    let mut traced: Vec<(u64, usize, usize)> = Vec::new();
    for (index, tokens) in words.iter().enumerate() {
        for (rank, token) in tokens.iter().enumerate() {
            if token.chars().count() >= SLIP && !distinguishing(token) {
                let others = except(tokens, rank);
                traced
                    .extend(traces(token).into_iter().map(|trace| (hashed(&(&others, trace)), index, rank)));
            }
        }
    }
    traced.sort_unstable();
    // In a crowd, only its most usual names are worth comparing with each of the others.
    for same in traced.chunk_by(|left, right| left.0 == right.0) {
        let mut crowd: Vec<(usize, usize)> = same.iter().map(|&(_, index, rank)| (index, rank)).collect();
        crowd.sort_unstable_by(|left, right| usualness(&names[right.0]).cmp(&usualness(&names[left.0])));
        for (first, &(index, rank)) in crowd.iter().enumerate().take(CROWD) {
            for &(other, other_rank) in &crowd[first + 1..] {
                let (mine, theirs) = (words[index][rank], words[other][other_rank]);
                if is_slip(mine, theirs)
                    && except(&words[index], rank) == except(&words[other], other_rank)
                    && !(apart(mine) && apart(theirs))
                {
                    propose(index, other);
                }
            }
        }
    }

    // Words written in one or apart: « Microservices Nord ».
    let mut lettered: Vec<(u64, usize)> = Vec::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        let mut letters: Vec<char> = name.core.chars().filter(|sign| *sign != ' ').collect();
        letters.sort_unstable();
        lettered.push((hashed(&letters), index));
    }
    lettered.sort_unstable();
    for same in lettered.chunk_by(|left, right| left.0 == right.0).filter(|same| same.len() <= CROWD) {
        for (first, &(_, index)) in same.iter().enumerate() {
            for &(_, other) in &same[first + 1..] {
                if written_together(&words[index], &words[other]) {
                    propose(index, other);
                }
            }
        }
    }

    // From the most usual on: what a name could stand for is settled before it.
    let mut order: Vec<usize> = candidates.keys().copied().collect();
    order.sort_unstable_by(|left, right| usualness(&names[*right]).cmp(&usualness(&names[*left])));
    let mut stands_for: BTreeMap<usize, usize> = BTreeMap::new();
    for index in order {
        let name = &names[index];
        let far_more = |other: usize| name.schools * USUAL <= names[other].schools;
        let plausible: Vec<usize> = candidates[&index]
            .iter()
            .copied()
            .filter(|&other| {
                far_more(other) || (name.schools == 1 && usualness(&names[other]) > usualness(name))
            })
            .collect();
        let root = |other: usize| stands_for.get(&other).copied().unwrap_or(other);
        let only = match plausible.as_slice() {
            [] => None,
            [only] => Some(*only),
            [first, others @ ..] => Some(root(*first)).filter(|&one| {
                others.iter().all(|&other| root(other) == one) && plausible.contains(&one) && far_more(one)
            }),
        };
        if let Some(only) = only {
            stands_for.insert(index, root(only));
        }
    }
    stands_for
}

/// What settles which of two names is the usual one: how many schools write it; of equals, the first in order.
fn usualness(name: &Spelled) -> (u32, Reverse<&str>) {
    (name.schools, Reverse(&name.core))
}

/// All the words but one.
fn except<'a>(words: &[&'a str], rank: usize) -> Vec<&'a str> {
    words.iter().enumerate().filter(|(other, _)| *other != rank).map(|(_, word)| *word).collect()
}

/// The same number on every run and machine.
fn hashed(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Whether two names differ only by spaces: one word of one is two words of the other, in either order.
fn written_together(left: &[&str], right: &[&str]) -> bool {
    let (short, long) = if left.len() < right.len() { (left, right) } else { (right, left) };
    if long.len() != short.len() + 1 {
        return false;
    }
    let alone_in = |words: &[&str], others: &[&str]| -> Vec<String> {
        words.iter().filter(|word| !others.contains(word)).map(|word| (*word).to_owned()).collect()
    };
    let (one, two) = (alone_in(short, long), alone_in(long, short));
    match (one.as_slice(), two.as_slice()) {
        ([whole], [first, second]) => {
            !distinguishing(first)
                && !distinguishing(second)
                && (*whole == format!("{first}{second}") || *whole == format!("{second}{first}"))
        }
        _ => false,
    }
}

/// A word, and what is left of it without one letter, or two if it is long: two words a slip apart share one of these.
fn traces(token: &str) -> Vec<String> {
    let less_one = |word: &str| -> Vec<String> {
        word.char_indices()
            .map(|(at, sign)| format!("{}{}", &word[..at], &word[at + sign.len_utf8()..]))
            .collect()
    };
    let mut traces = less_one(token);
    if token.chars().count() >= TWO_SLIPS {
        let shorter: Vec<String> = traces.iter().flat_map(|trace| less_one(trace)).collect();
        traces.extend(shorter);
    }
    traces.push(token.to_owned());
    traces.sort_unstable();
    traces.dedup();
    traces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_is_told_by_what_distinguishes_it() {
        for (left, right) in [
            ("scolavia", "scolavia sas"),
            ("infogérance corvelle", "Infogerance Corvelle S.A.R.L."),
            ("infogérance corvelle", "corvelle infogérance"),
            ("micro-services sud", "Micro Services Sud"),
            ("télécom ardoise", "telecom ardoise (fibre)"),
            ("Les Amis de l'école", "amis école"),
            ("Socciété Orvane Conseil", "Orvane Conseil"),
        ] {
            assert_eq!(company(left), company(right), "{left} / {right}");
        }
        for (left, right) in [
            ("micro services nord", "micro services sud"),
            ("micro services", "micro services (nord)"),
            ("datalis 2", "datalis 3"),
        ] {
            assert_ne!(company(left), company(right), "{left} / {right}");
        }
        assert_eq!(company("SAS"), "sas");
        assert_eq!(place("St-Malo"), place("Saint Malo"));
        assert_eq!(place("Le"), "le");
        assert_eq!(place("Montrivel-sur-Orvanne"), place("montrivel orvanne"));
        assert_eq!(place("Notre-Dame-de-Valbrune"), place("dame valbrune"));
        assert_ne!(place("Valbrune Est"), place("Valbrune"));
        assert_eq!(grouping("secteur de Valbrune"), grouping("Valbrune"));
        assert_eq!(grouping("du secteur"), "secteur");
    }

    /// Names with the schools that write them, and what each stands for.
    fn grouped(names: &[(&str, u32)]) -> Vec<String> {
        let spelled: Vec<Spelled> =
            names.iter().map(|(name, schools)| Spelled { core: company(name), schools: *schools }).collect();
        let stands_for = slips(&spelled, |word| matches!(word, "montrivel" | "montrival"));
        stands_for.iter().map(|(from, to)| format!("{} → {}", names[*from].0, names[*to].0)).collect()
    }

    #[test]
    fn a_rare_slip_stands_for_the_usual_writing() {
        assert_eq!(grouped(&[("Ludexia", 12), ("Ludexai", 1)]), ["Ludexai → Ludexia"]);
        assert_eq!(grouped(&[("Ludexia", 12), ("Ludexxia", 3)]), ["Ludexxia → Ludexia"]);
        assert_eq!(grouped(&[("Infogérance Corvelle", 5), ("Infogérence Corvele", 1)]), [""; 0]);
        assert_eq!(
            grouped(&[("Infogérance Corvelle", 5), ("Infogérence Corvelle", 1)]),
            ["Infogérence Corvelle → Infogérance Corvelle"]
        );
        assert_eq!(
            grouped(&[("Micro Services Nord", 5), ("Microservices Nord", 1)]),
            ["Microservices Nord → Micro Services Nord"]
        );
        // Nothing says which of the two is right: the first in order stands for both.
        assert_eq!(grouped(&[("Scolavia", 1), ("Scolavya", 1)]), ["Scolavya → Scolavia"]);
    }

    #[test]
    fn slips_of_a_name_that_everybody_writes_are_a_slip_apart_and_stand_for_it() {
        assert_eq!(
            grouped(&[("Scriptolive", 300), ("Scriptoive", 1), ("Scriptoliv", 1), ("Scritolive SAS", 5)]),
            ["Scriptoive → Scriptolive", "Scriptoliv → Scriptolive", "Scritolive SAS → Scriptolive"]
        );
        // More of them than can be compared with each other.
        let slips: Vec<String> = ('a'..='z')
            .flat_map(|sign| [format!("Scri{sign}ptolive"), format!("Scripto{sign}live")])
            .collect();
        let mut names: Vec<(&str, u32)> = slips.iter().map(|slip| (slip.as_str(), 1)).collect();
        names.push(("Scriptolive", 300));
        let stand_for = grouped(&names);
        assert_eq!(stand_for.len(), slips.len());
        assert!(stand_for.iter().all(|one| one.ends_with("→ Scriptolive")), "{stand_for:?}");
        // Nobody writes one of these more than the others: nothing says that they are one.
        assert_eq!(grouped(&[("Numeria", 1), ("Numerie", 1), ("Numerix", 1)]), ["Numerie → Numeria"]);
    }

    #[test]
    fn alike_is_not_the_same() {
        for names in [
            &[("Micro Services Nord", 9), ("Micro Services Sud", 1)][..],
            &[("Datalis 2", 9), ("Datalis 3", 1)],
            &[("Numeria", 9), ("Numerix", 8)],
            &[("Ludexia", 9), ("Ludexio", 9), ("Ludexie", 1)],
            &[("Bruz", 9), ("Brux", 1)],
            &[("Pays de Montrivel", 9), ("Pays de Montrival", 1)],
            &[("Corvelle", 9), ("Corvelle Services", 1)],
        ] {
            assert_eq!(grouped(names), [""; 0], "{names:?}");
        }
    }

    #[test]
    fn thousands_of_names_are_compared_without_pairing_them_all() {
        let names: Vec<Spelled> = (0..4_000u32)
            .map(|rank| {
                let letters: String =
                    (0..8).map(|place| char::from(b'a' + (rank / 5u32.pow(place) % 5 * 3) as u8)).collect();
                Spelled { core: format!("informatique {letters}"), schools: 5 }
            })
            .collect();
        assert_eq!(slips(&names, |_| false).len(), 0);
    }
}
