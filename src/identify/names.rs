//! Schools by name and commune: « E.E.PU Les Mésanges » at « St-Hélory » is « École élémentaire publique Les Mésanges »
//! at « Saint-Hélory ».

use std::rc::Rc;
use std::sync::Arc;

use crate::model::school::School;
use crate::registry::Registry;
use crate::text::recent::{Recent, recall};
use crate::text::{distance_within, words};

/// What a name is made of, its kind of school apart.
#[derive(Debug, PartialEq, Eq)]
struct Name {
    /// Maternelle, élémentaire or primaire, where the name says it.
    kind: Option<Kind>,
    /// The words that distinguish it, sorted: `mesange`.
    core: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Maternelle,
    Elementaire,
    Primaire,
}

/// Words that any school's name may hold.
const COMMON: [&str; 32] = [
    "ecole",
    "ecoles",
    "publique",
    "public",
    "privee",
    "prive",
    "groupe",
    "scolaire",
    "gs",
    "rpi",
    "pu",
    "pr",
    "e",
    "de",
    "du",
    "des",
    "d",
    "la",
    "le",
    "les",
    "l",
    "et",
    "a",
    "au",
    "aux",
    "en",
    "sous",
    "contrat",
    "mixte",
    "communale",
    "intercommunale",
    "ecol",
];

/// The words of a name of place or school, « St » and « Ste » written out.
fn expanded(text: &str) -> Vec<String> {
    words(text)
        .iter()
        .map(|word| match word.as_str() {
            "st" => "saint".to_owned(),
            "ste" => "sainte".to_owned(),
            _ => word.clone(),
        })
        .collect()
}

/// What a name is made of. Those of a commune are compared again with each of its schools.
fn name(text: &str) -> Rc<Name> {
    thread_local! { static MET: Recent<Rc<Name>> = const { Recent::new() }; }
    recall(&MET, text, || Rc::new(name_afresh(text)))
}

fn name_afresh(text: &str) -> Name {
    let mut kind = None;
    let mut core = Vec::new();
    let all = expanded(text);
    // « E.E.PU », « E.M. »: initials of kinds.
    let initials: String = all.iter().take_while(|word| word.len() == 1).map(String::as_str).collect();
    if initials.starts_with("ee") {
        kind = Some(Kind::Elementaire);
    } else if initials.starts_with("em") {
        kind = Some(Kind::Maternelle);
    } else if initials.starts_with("ep") {
        kind = Some(Kind::Primaire);
    }
    for (index, word) in all.iter().enumerate() {
        match word.as_str() {
            "maternelle" | "maternelles" | "empu" | "mat" | "ematpu" => kind = Some(Kind::Maternelle),
            "elementaire" | "elementaires" | "eepu" | "elem" | "eelpu" => kind = Some(Kind::Elementaire),
            "primaire" | "primaires" | "eppu" | "prim" => kind = Some(Kind::Primaire),
            common if COMMON.contains(&common) => {}
            _ if index < initials.len() => {}
            _ => core.push(word.clone()),
        }
    }
    core.sort();
    core.dedup();
    Name { kind, core }
}

/// Whether two names of communes are the same, « St » and a « Cedex » apart.
pub(super) fn same_commune(left: &str, right: &str) -> bool {
    commune_key(left) == commune_key(right)
}

/// The folded name that the registry indexes communes by.
fn commune_key(text: &str) -> Vec<String> {
    expanded(text)
        .into_iter()
        .filter(|word| word != "cedex" && !word.bytes().all(|byte| byte.is_ascii_digit()))
        .collect()
}

/// Whether two names of schools may be the same: one holds the other's distinguishing words.
pub(super) fn same_name(left: &str, right: &str) -> bool {
    let (left, right) = (name(left), name(right));
    let holds = |wide: &[String], narrow: &[String]| {
        narrow.iter().all(|word| wide.iter().any(|other| near(word, other)))
    };
    holds(&left.core, &right.core) || holds(&right.core, &left.core)
}

/// Whether a text holds every distinguishing word of a school's name, and says no other kind of school.
pub(super) fn is_named_in(text: &str, school: &str) -> bool {
    let (said, known) = (name(text), name(school));
    !known.core.is_empty()
        && known.core.iter().all(|word| said.core.contains(word))
        && (said.kind.is_none() || known.kind.is_none() || said.kind == known.kind)
}

/// The schools of a commune that a name fits: by its distinguishing words, then by its kind.
pub(super) fn in_commune(registry: &Registry, school: &str, commune: &str) -> Vec<Arc<School>> {
    let wanted = name(school);
    let there = schools_of(registry, &commune_key(commune));
    let commune = expanded(commune);
    let fitting: Vec<&Arc<School>> =
        there.iter().filter(|known| fits(&wanted, &known.name, &commune)).collect();
    narrowed(&wanted, fitting)
}

/// The schools that a free text names with their commune: every word of the commune, and every distinguishing word of
/// the school, one at least.
pub(super) fn in_text(registry: &Registry, text: &str) -> Vec<Arc<School>> {
    let all = expanded(
        text.rsplit_once('.').map_or(text, |(stem, ending)| if ending.len() <= 4 { stem } else { text }),
    );
    if all.len() < 2 || all.len() > 40 {
        return Vec::new();
    }
    let mut found: Vec<Arc<School>> = Vec::new();
    let mut longest = 0;
    for start in 0..all.len() {
        for end in (start + 1..=all.len().min(start + 7)).rev() {
            let there = schools_of(registry, &all[start..end]);
            if there.is_empty() {
                continue;
            }
            let rest: Vec<String> = all[..start].iter().chain(&all[end..]).cloned().collect();
            let wanted = name(&rest.join(" "));
            let named: Vec<&Arc<School>> = there
                .iter()
                .filter(|school| {
                    let known = name(&school.name);
                    !known.core.is_empty()
                        && known
                            .core
                            .iter()
                            .all(|word| wanted.core.contains(word) || all[start..end].contains(word))
                        && known.core.iter().any(|word| wanted.core.contains(word))
                })
                .collect();
            if named.is_empty() || end - start < longest {
                continue;
            }
            if end - start > longest {
                found.clear();
                longest = end - start;
            }
            for school in narrowed(&wanted, named) {
                if !found.iter().any(|known| known.uai == school.uai) {
                    found.push(school);
                }
            }
        }
    }
    found
}

/// Words around the name of a school in the name of a file, or in a title.
const AROUND: [&str; 22] = [
    "inventaire",
    "inventaires",
    "ent",
    "acteurs",
    "competences",
    "competence",
    "reponse",
    "retour",
    "enquete",
    "tableau",
    "mail",
    "vf",
    "v2",
    "def",
    "definitif",
    "complet",
    "fichier",
    "numerique",
    "nov",
    "novembre",
    "xlsx",
    "copie",
];

/// The only school of the commune that a text names, where the text names a school and nothing that another would be told
/// by: « École primaire – Entrains-la-Côte ».
pub(super) fn only_school_in(registry: &Registry, text: &str) -> Vec<Arc<School>> {
    let stem =
        text.rsplit_once('.').map_or(text, |(stem, ending)| if ending.len() <= 4 { stem } else { text });
    let all = expanded(stem);
    let says_school = all.iter().any(|word| word == "ecole");
    if !says_school || all.len() > 20 {
        return Vec::new();
    }
    // The longest name of a commune first: « Saint-Jean-le-Vieux » holds « Saint-Jean ».
    for length in (1..=all.len().min(7)).rev() {
        for start in 0..=all.len() - length {
            let there = schools_of(registry, &all[start..start + length]);
            if there.is_empty() {
                continue;
            }
            let rest: Vec<String> = all[..start].iter().chain(&all[start + length..]).cloned().collect();
            let wanted = name(&rest.join(" "));
            let plain = |word: &String| {
                AROUND.contains(&word.as_str()) || word.bytes().all(|byte| byte.is_ascii_digit())
            };
            return if there.len() == 1 && wanted.core.iter().all(plain) { there } else { Vec::new() };
        }
    }
    Vec::new()
}

fn schools_of(registry: &Registry, commune: &[String]) -> Vec<Arc<School>> {
    let written = commune.join(" ");
    let mut schools = registry.in_commune(&written).to_vec();
    // The registry may write « St » itself.
    if schools.is_empty() && commune.iter().any(|word| word == "saint" || word == "sainte") {
        let short: Vec<&str> = commune
            .iter()
            .map(|word| match word.as_str() {
                "saint" => "st",
                "sainte" => "ste",
                other => other,
            })
            .collect();
        schools = registry.in_commune(&short.join(" ")).to_vec();
    }
    schools
}

/// Whether a written name is a school's: the same distinguishing words, the commune's own apart, one sign wrong allowed
/// in a long word. A name without any (« École primaire ») fits every school of the commune.
fn fits(wanted: &Name, known: &str, commune: &[String]) -> bool {
    let known = name(known);
    let own = |core: &[String]| -> Vec<String> {
        let own: Vec<String> = core.iter().filter(|word| !commune.contains(word)).cloned().collect();
        if own.is_empty() { core.to_vec() } else { own }
    };
    let (left, right) = (own(&wanted.core), own(&known.core));
    if left.is_empty() {
        return true;
    }
    left.len() == right.len() && left.iter().all(|word| right.iter().any(|other| near(word, other)))
}

fn near(left: &str, right: &str) -> bool {
    left == right || left.len() >= 6 && right.len() >= 6 && distance_within(left, right, 1).is_some()
}

/// Of several schools, those of the kind that the name says.
fn narrowed(wanted: &Name, fitting: Vec<&Arc<School>>) -> Vec<Arc<School>> {
    let of_kind: Vec<&Arc<School>> = fitting
        .iter()
        .copied()
        .filter(|school| wanted.kind.is_some() && name(&school.name).kind == wanted.kind)
        .collect();
    let kept = if fitting.len() > 1 && !of_kind.is_empty() { of_kind } else { fitting };
    kept.into_iter().map(Arc::clone).collect()
}
