//! Titles that no list of phrases holds, told by their words: « Structure qui pilote », « Interne / Externe / Mixte ».
//!
//! A reading by words is only tried where the phrases of the dictionary say nothing, and is always reported.

use std::collections::HashMap;

use crate::model::grid::CellValue;
use crate::model::mark::Mark;
use crate::model::record::Field;
use crate::model::referential::{Mode, Referential};
use crate::model::said_mode::SaidMode;
use crate::text::recent::{Recent, recall};
use crate::text::words;

/// A title longer than this is a sentence.
const LONGEST: usize = 9;
/// No text of so many bytes is a title, nor says a mode.
pub(super) const LONGEST_TEXT: usize = 400;
/// Words of a title that asks for something else than who answers: a person, an address, a sum, another rank.
const ASIDE: [&str; 38] = [
    "contacter",
    "joindre",
    "appeler",
    "prevenir",
    "nom",
    "prenom",
    "contact",
    "contacts",
    "courriel",
    "mail",
    "mel",
    "email",
    "telephone",
    "tel",
    "coordonnees",
    "adresse",
    "personne",
    "personnes",
    "fonction",
    "qualite",
    "date",
    "depuis",
    "niveau",
    "cout",
    "budget",
    "finance",
    "financeur",
    "paie",
    "paye",
    "suppleant",
    "remplacant",
    "ancien",
    "precedent",
    "second",
    "secondaire",
    "relais",
    "valide",
    "informer",
];
/// Signs by which one asks who answers for something.
const ASKS: [&str; 14] = [
    "responsab",
    "decid",
    "porteu",
    "portee",
    "organisme",
    "structure",
    "entite",
    "institution",
    "pilot",
    "incombe",
    "assure",
    "confie",
    "occupe",
    "gestionnaire",
];

/// What the words of a title ask for; `None` where they don't tell.
pub(super) fn of_title(title: &str) -> Option<Field> {
    thread_local! { static MET: Recent<Option<Field>> = const { Recent::new() }; }
    // « Légende : I = interne, E = externe » explains, and asks nothing.
    if title.len() > LONGEST_TEXT || title.contains('=') && !title.contains('?') {
        return None;
    }
    recall(&MET, title, || told_by_words(&words(title)))
}

fn told_by_words(words: &[String]) -> Option<Field> {
    if words.is_empty() || words.len() > LONGEST {
        return None;
    }
    let starts =
        |starts: &[&str]| words.iter().any(|word| starts.iter().any(|start| word.starts_with(start)));
    let mode_code = words.len() <= 3 && words.iter().any(|word| word == "mode");
    if asks_mode(words)
        || matches!(words[0].as_str(), "mode" | "modalite" | "modalites" | "regime")
        || matches!(
            words.iter().map(String::as_str).collect::<Vec<_>>().as_slice(),
            ["sous", "quelle", "forme", ..]
        )
        || mode_code
    {
        return Some(Field::Mode);
    }
    // « N° et intitulé de la compétence », « Réf. / mission ».
    let numbers = |word: &str| matches!(word, "n" | "no" | "num" | "numero" | "ref" | "reference" | "code");
    let link = |word: &str| matches!(word, "et" | "de" | "la" | "des" | "intitule" | "libelle");
    let rank = words.iter().position(|word| !numbers(word) && !link(word)).unwrap_or(0);
    let first = if numbers(&words[0]) { &words[rank] } else { &words[0] };
    // « Fonction à assurer », but « Fonction » alone is also a person's.
    let labels =
        ["competence", "mission", "tache", "activite", "besoin"].iter().any(|start| first.starts_with(start))
            || words[0].starts_with("fonction") && words.get(1).is_some_and(|word| word == "a");
    if labels {
        return Some(Field::Competence);
    }
    if words.iter().any(|word| ASIDE.contains(&word.as_str())) {
        return None;
    }
    if starts(&["realis", "execut", "interven"]) {
        return Some(Field::Performers);
    }
    let in_charge = words.iter().any(|word| word == "charge")
        && words.iter().any(|word| matches!(word.as_str(), "en" | "prise" | "pris" | "prend"));
    // « Si oui, par qui ? » beside « Assurée aujourd'hui ? ».
    let if_so =
        words.len() > 2 && words[0] == "si" && words[1] == "oui" && words.iter().any(|word| word == "qui");
    // « Chargé de la mission ».
    let charged = words[0].starts_with("charge")
        && words.iter().any(|word| word.starts_with("mission") || word.starts_with("competence"));
    (in_charge || charged || if_so || words[0] == "qui" || starts(&ASKS) || asks_kinds(words))
        .then_some(Field::Responsible)
}

/// « Compéance », « Comptéences »: the word alone, two letters off.
pub(super) fn nearly_competence(title: &str) -> bool {
    title.len() <= 20
        && matches!(&*words(title), [only] if only.starts_with("comp") && only.len() > 7
            && ["competence", "competences"].iter().any(|word| crate::text::distance(only, word) <= 2))
}

/// « Service ou société », « Entreprise / collectivité »: bodies of several kinds, and nothing else.
fn asks_kinds(words: &[String]) -> bool {
    let kind = |word: &str| {
        [
            "service",
            "societe",
            "entreprise",
            "prestataire",
            "collectivite",
            "association",
            "fournisseur",
            "administration",
            "partenaire",
            "personne",
        ]
        .iter()
        .any(|kind| word.starts_with(kind))
    };
    let link = |word: &str| matches!(word, "ou" | "et" | "nom" | "du" | "de" | "la" | "l" | "le");
    let kinds = words.iter().filter(|word| kind(word)).count();
    kinds > 1 && words.iter().all(|word| kind(word) || link(word))
}

/// « Interne / Externe / Mixte »: both words in one title ask which.
pub(super) fn asks_mode(words: &[String]) -> bool {
    let has = |start: &str| words.iter().any(|word| word.starts_with(start));
    // « En interne ou pas », « Externalisé ou non ».
    let or_not = words.windows(2).any(|pair| pair[0] == "ou" && matches!(pair[1].as_str(), "pas" | "non"));
    if or_not && (has("intern") || has("extern")) {
        return true;
    }
    let is = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    // « Par nous ou par un prestataire »: either.
    (has("intern") || has("regie") || is(&["int"]) || is(&["nous"]) && is(&["ou"]))
        && (has("extern") || has("prestat") || is(&["ext", "societe", "tiers"]))
}

/// « Réalisé en interne par », « Confié en externe à »: who does it, on one side only.
pub(super) fn asks_who_by_mode(words: &[String]) -> Option<Mode> {
    let has = |start: &str| words.iter().any(|word| word.starts_with(start));
    // « Confié à un prestataire (lequel) ».
    if let [first, second, .., last] = words
        && first.starts_with("confi")
        && second == "a"
        && (last.starts_with("prestat") || last == "lequel" && has("prestat"))
    {
        return Some(Mode::External);
    }
    let asks = words.iter().any(|word| matches!(word.as_str(), "par" | "a" | "qui" | "nom"));
    if !asks || words.len() > 6 || words.iter().any(|word| word == "ou") {
        return None;
    }
    match (has("intern"), has("extern")) {
        (true, false) => Some(Mode::Internal),
        (false, true) => Some(Mode::External),
        _ => None,
    }
}

/// Whether a title speaks of the past: « L'an dernier », « Ancien responsable ».
pub(super) fn is_past(title: &str) -> bool {
    // « Responsable N-1 (25-26) ».
    words(title).windows(2).any(|pair| pair[0] == "n" && pair[1] == "1")
        || words(title).iter().any(|word| {
            [
                "dernier",
                "derniere",
                "precedent",
                "precedente",
                "ancien",
                "ancienne",
                "avant",
                "autrefois",
                "passe",
                "passee",
                "rappel",
                "jadis",
            ]
            .contains(&word.as_str())
        })
}

/// « Fait en interne ? », « Recours à un prestataire ? »: the one mode that a title asks about.
pub(super) fn asks_one_mode(title: &str) -> Option<Mode> {
    let words = words(title);
    if words.len() > LONGEST || asks_mode(&words) {
        return None;
    }
    let is = |starts: &[&str]| {
        words
            .iter()
            .any(|word| starts.iter().any(|start| word.starts_with(start)) && !word.starts_with("internet"))
    };
    let treated = words.windows(2).any(|pair| pair[0] == "sous" && pair[1].starts_with("trait"));
    let inside = is(&["intern", "regie", "maison"]) || tells_inside(title);
    let outside =
        treated || is(&["extern", "prestat", "soustrait", "societe", "entreprise", "marche", "contrat"]);
    match (inside, outside) {
        (true, false) => Some(Mode::Internal),
        (false, true) => Some(Mode::External),
        _ => None,
    }
}

/// « Suppléant », « Remplaçant », « Relais »: who answers in second place.
pub(super) fn is_second(title: &str) -> bool {
    words(title).iter().any(|word| {
        ["suppleant", "remplacant", "second", "secours", "relais", "adjoint", "backup", "renfort"]
            .iter()
            .any(|start| word.starts_with(start))
    })
}

/// « Type d'entité », « Nature du responsable », « Catégorie »: what kind of body, and not which.
pub(super) fn asks_kind(title: &str) -> bool {
    words(title).first().is_some_and(|word| {
        matches!(word.as_str(), "type" | "nature" | "categorie" | "statut" | "genre" | "famille" | "sorte")
    })
}

/// « Collectivité », « Entreprise »: a kind of body, as lists of choices give it.
pub(super) fn is_kind(text: &str) -> bool {
    const KINDS: [&str; 26] = [
        "etat",
        "collectivite",
        "collectivites",
        "collectivite territoriale",
        "entreprise",
        "societe",
        "prestataire",
        "prestataire prive",
        "prestataire externe",
        "tiers",
        "prive",
        "public",
        "association",
        "education nationale",
        "autre",
        "autres",
        "aucun",
        "aucune",
        "neant",
        "interne",
        "externe",
        "service de l etat",
        "services de l etat",
        "secteur prive",
        "secteur public",
        "ecole",
    ];
    text.len() <= 60 && KINDS.contains(&words(text).join(" ").as_str())
}

/// « Nom de l'entité », « Lequel ? », « Précisez »: which body.
pub(super) fn asks_name_of_body(title: &str) -> bool {
    let words = words(title);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let asks = has(&[
        "nom",
        "noms",
        "denomination",
        "lequel",
        "laquelle",
        "precisez",
        "preciser",
        "precision",
        "precisions",
        "identite",
        "designation",
        "intitule",
    ]);
    let of_person = has(&["personne", "contact", "referent", "interlocuteur", "agent", "prenom"]);
    asks && words.len() <= LONGEST && !of_person
}

/// Whether a title asks for a person's post.
pub(super) fn asks_post(title: &str) -> bool {
    words(title)
        .iter()
        .any(|word| matches!(word.as_str(), "fonction" | "qualite" | "poste" | "titre" | "grade"))
}

/// Whether a title names an actor or a level where actors stand: « Niveau commune », « Mairie », « Prestataire ».
pub(super) fn names_level(title: &str) -> bool {
    words(title).iter().any(|word| {
        [
            "niveau",
            "ecole",
            "commune",
            "mairie",
            "circonscription",
            "departement",
            "academie",
            "rectorat",
            "dsden",
            "prestataire",
            "region",
            "etat",
            "collectivite",
            "collectivites",
            "editeur",
            "societe",
            "tiers",
            "autre",
            "autres",
            "prive",
            "intercommunalite",
            "agglo",
        ]
        .contains(&word.as_str())
    })
}

/// « Autre (préciser) »: the actor is named in the cell.
pub(super) fn is_other_actor(title: &str) -> bool {
    words(title).first().is_some_and(|word| word == "autre" || word == "autres")
}

/// « Prestataire extérieur », « Société extérieure (nom) »: who does it from outside.
pub(super) fn tells_outside(title: &str) -> bool {
    let outside = ["prestat", "exter", "societe", "entreprise", "fournisseur", "tiers", "prive"];
    words(title).iter().take(3).any(|word| outside.iter().any(|start| word.starts_with(start)))
}

/// « Nous (collectivité / EN) », « Par nos agents », « Service interne »: who does it among ourselves.
pub(super) fn tells_inside(title: &str) -> bool {
    let words = words(title);
    let inside = |word: &String| {
        matches!(
            word.as_str(),
            "nous" | "nos" | "agents" | "regie" | "public" | "publique" | "publics" | "administration"
        ) || word.starts_with("intern") && !word.starts_with("internet")
    };
    words.len() < 8
        && words.iter().any(inside)
        && !asks_mode(&words)
        && !words.iter().any(|word| word == "ou")
}

/// The part of a title that stands before the question « qui ? »: « Interne (qui ?) », « Externe : lequel ? ».
pub(super) fn before_who(title: &str) -> Option<&str> {
    let (head, tail) = title.split_once(['(', ':', ',', '–', '\n'])?;
    let asks = words(tail).iter().any(|word| {
        matches!(
            word.as_str(),
            "qui"
                | "quel"
                | "quelle"
                | "quels"
                | "quelles"
                | "lequel"
                | "laquelle"
                | "lesquels"
                | "nom"
                | "precisez"
                | "preciser"
        )
    });
    asks.then_some(head)
}

/// Words of entities that name competences and services as well.
const AMBIGUOUS_BODIES: [&str; 4] = ["support", "assistance", "hotline", "helpdesk"];

/// Phrases that name entities, from the referential: they tell a column of answers whose title says nothing. By their
/// first word, the others that follow it.
#[derive(Clone, Debug)]
pub(super) struct Bodies(HashMap<String, Vec<Vec<String>>>);

impl Bodies {
    pub(super) fn new(referential: &Referential) -> Self {
        let kinds = referential.entity_types.iter().flat_map(|kind| &kind.synonyms);
        let posts = referential.fonctions.iter().flat_map(|fonction| &fonction.synonyms);
        let mut by_first: HashMap<String, Vec<Vec<String>>> = HashMap::new();
        for phrase in kinds.chain(posts) {
            let phrase = words(phrase);
            let ambiguous =
                matches!(&*phrase, [only] if AMBIGUOUS_BODIES.contains(&only.as_str()) || only.len() <= 2);
            if let Some((first, rest)) = phrase.split_first().filter(|_| !ambiguous) {
                by_first.entry(first.clone()).or_default().push(rest.to_vec());
            }
        }
        Self(by_first)
    }

    /// Whether a cell names an entity.
    pub(super) fn named(&self, value: &CellValue) -> bool {
        let CellValue::Text(text) = value else { return false };
        if text.len() > 120 {
            return false;
        }
        let words = words(text);
        (0..words.len()).any(|at| {
            let rest = &words[at + 1..];
            // « CC du Pays »: two letters, and what they are of.
            matches!(words[at].as_str(), "cc" | "ca" | "cu")
                && rest.first().is_some_and(|of| of.starts_with('d'))
                || self.0.get(&words[at]).is_some_and(|ends| ends.iter().any(|end| rest.starts_with(end)))
        })
    }
}

/// Whether a cell says a mode, as values do: « sous-traitance », « interne et externe », « par une entreprise ».
pub(super) fn says_mode(value: &CellValue) -> bool {
    let CellValue::Text(text) = value else { return false };
    if text.len() > LONGEST_TEXT {
        return false;
    }
    let words = words(text);
    let said = SaidMode::of(&words);
    said.is_whole() || words.len() <= 5 && said.says()
}

/// Whether a cell holds letters that stand for a mode: « I », « E », « ME ».
pub(super) fn is_mode_code(value: &CellValue) -> bool {
    matches!(value, CellValue::Text(text) if text.len() <= 8 && SaidMode::coded(&words(text)).is_some())
}

/// « I », « E », « P », « ext. », « externalisé »: a mode, and nothing else.
pub(super) fn is_mode_alone(value: &CellValue) -> bool {
    says_whole_mode(value) || is_mode_code(value) || mode_letter(value).is_some()
}

/// Whether a mode written alone, letter or word, says outside: « E », which no RACI matrix has, « externe ».
pub(super) fn says_outside_alone(value: &CellValue) -> bool {
    let worded = || {
        is_mode_alone(value)
            && matches!(value, CellValue::Text(text) if words(text).iter().any(|word| word.starts_with("ext")))
    };
    mode_letter(value) == Some('E') || worded()
}

/// « I », « E », « P », « M », which a mode begins with.
fn mode_letter(value: &CellValue) -> Option<char> {
    let CellValue::Text(text) = value else { return None };
    let mut signs = text.trim().chars();
    let letter = signs.next()?.to_ascii_uppercase();
    (matches!(letter, 'I' | 'E' | 'P' | 'M') && signs.next().is_none()).then_some(letter)
}

/// Whether a cell says a mode and nothing else: « En interne », « Confié à un prestataire ».
pub(super) fn says_whole_mode(value: &CellValue) -> bool {
    matches!(value, CellValue::Text(text) if text.len() <= LONGEST_TEXT && SaidMode::of(&words(text)).is_whole())
}

/// What a text says besides that somebody is a third party: « confié à une société » names nobody.
pub(super) fn without_third(text: &str) -> String {
    let third = ["presta", "societe", "entreprise", "tiers", "exterieur", "fournisseur"];
    let words = words(text);
    let others = words.iter().filter(|word| !third.iter().any(|start| word.starts_with(start)));
    others.map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// Whether a cell holds words, rather than a tick, a letter, a yes or a no.
pub(super) fn is_worded(value: &CellValue) -> bool {
    match value {
        CellValue::Text(text) => {
            Mark::parse(text).is_none()
                && text.chars().filter(|sign| sign.is_alphabetic()).count() > 2
                && !matches!(words(text).join(" ").as_str(), "oui" | "non")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_told_by_their_words() {
        for (title, field) in [
            ("Prise en charge", Some(Field::Responsible)),
            ("Organisme en charge", Some(Field::Responsible)),
            ("Qui gère ?", Some(Field::Responsible)),
            ("Chargé de la mission", Some(Field::Responsible)),
            ("Qui contacter", None),
            ("Structure qui pilote la mission", Some(Field::Responsible)),
            ("Interne / Externe / Mixte", Some(Field::Mode)),
            ("Interne, externe ou partiel ?", Some(Field::Mode)),
            ("Régie ou prestation ?", Some(Field::Mode)),
            ("Régime (interne / externe / partiel)", Some(Field::Mode)),
            ("Sous quelle forme ?", Some(Field::Mode)),
            ("Code mode", Some(Field::Mode)),
            ("Compétences assurées", Some(Field::Competence)),
            ("Fonction à assurer", Some(Field::Competence)),
            ("Nom du responsable local", None),
            ("Structure qui finance", None),
            ("Contact dans la structure", None),
            ("Cantine", None),
        ] {
            assert_eq!(of_title(title), field, "{title}");
        }
        assert!(nearly_competence("Compéance") && nearly_competence("COMPTÉENCES"));
        assert!(!nearly_competence("Complément") && !nearly_competence("Composante"));
        assert_eq!(asks_one_mode("Fait en interne ?"), Some(Mode::Internal));
        assert_eq!(asks_one_mode("Recours à un prestataire ?"), Some(Mode::External));
        assert_eq!(asks_one_mode("Accès Internet"), None);
        assert_eq!(asks_one_mode("Interne ou externe ?"), None);
        assert_eq!(before_who("Interne (qui ?)"), Some("Interne "));
        assert_eq!(before_who("Externalisé (oui/non)"), None);
    }
}
