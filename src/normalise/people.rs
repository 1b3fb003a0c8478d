//! Persons: a person's name gives no entity, and must never be taken for one.

use crate::text::fold;

/// First names common in French schools' staff rooms, folded. A name of two or three words that begins with one is a
/// person's; a company named after a first name alone isn't. Sorted.
const FIRST_NAMES: [&str; 359] = [
    "abdel",
    "adele",
    "adrien",
    "agathe",
    "agnes",
    "ahmed",
    "alain",
    "albert",
    "alex",
    "alexandra",
    "alexandre",
    "alexandrine",
    "alexis",
    "ali",
    "alice",
    "alicia",
    "aline",
    "alix",
    "amandine",
    "amelie",
    "amina",
    "amine",
    "anais",
    "andre",
    "andrea",
    "anita",
    "annabelle",
    "anne",
    "annie",
    "antoine",
    "antonin",
    "ariane",
    "armelle",
    "arnaud",
    "arthur",
    "astrid",
    "aude",
    "audrey",
    "augustin",
    "aurelie",
    "aurelien",
    "axel",
    "aymeric",
    "baptiste",
    "barbara",
    "bastien",
    "beatrice",
    "benedicte",
    "benjamin",
    "benoit",
    "berengere",
    "bernard",
    "bertrand",
    "blandine",
    "brice",
    "brigitte",
    "bruno",
    "camille",
    "carine",
    "carla",
    "carole",
    "caroline",
    "catherine",
    "cecile",
    "cedric",
    "celia",
    "celine",
    "chantal",
    "charles",
    "charlotte",
    "chloe",
    "christelle",
    "christian",
    "christine",
    "christophe",
    "claire",
    "clara",
    "clarisse",
    "claude",
    "claudine",
    "clemence",
    "clement",
    "colette",
    "coline",
    "coralie",
    "corinne",
    "cyrielle",
    "cyril",
    "cyrille",
    "damien",
    "daniel",
    "danielle",
    "daphne",
    "david",
    "delphine",
    "denis",
    "diane",
    "didier",
    "dominique",
    "edith",
    "edouard",
    "eliane",
    "elisabeth",
    "elise",
    "elodie",
    "eloise",
    "elsa",
    "emeline",
    "emilie",
    "emma",
    "emmanuel",
    "emmanuelle",
    "enzo",
    "eric",
    "erwan",
    "estelle",
    "eugenie",
    "eva",
    "evelyne",
    "fabien",
    "fabienne",
    "fabrice",
    "fanny",
    "farid",
    "fatima",
    "felix",
    "fernand",
    "flavie",
    "flora",
    "florence",
    "florent",
    "florian",
    "franck",
    "francois",
    "francoise",
    "frederic",
    "gabriel",
    "gabrielle",
    "gael",
    "gaelle",
    "genevieve",
    "geoffroy",
    "georges",
    "gerald",
    "gerard",
    "germain",
    "ghislaine",
    "gilbert",
    "gilles",
    "gisele",
    "gregoire",
    "gregory",
    "guillaume",
    "gwenaelle",
    "helene",
    "henri",
    "herve",
    "hugo",
    "hugues",
    "ines",
    "ingrid",
    "irene",
    "isabelle",
    "ivan",
    "jacqueline",
    "jacques",
    "jean",
    "jeanne",
    "jeremy",
    "jerome",
    "jessica",
    "joel",
    "joelle",
    "johanna",
    "jonathan",
    "jordan",
    "josephine",
    "josette",
    "julie",
    "julien",
    "justine",
    "karim",
    "karine",
    "kevin",
    "khadija",
    "laetitia",
    "laure",
    "laurence",
    "laurent",
    "lea",
    "leila",
    "leo",
    "leon",
    "lilian",
    "liliane",
    "lionel",
    "lise",
    "loic",
    "lou",
    "louis",
    "louise",
    "luc",
    "lucas",
    "luce",
    "lucie",
    "lucien",
    "ludovic",
    "lydia",
    "lydie",
    "lysiane",
    "madeleine",
    "mael",
    "maelle",
    "magali",
    "malik",
    "malika",
    "manon",
    "manuel",
    "marc",
    "marcel",
    "margaux",
    "margot",
    "marianne",
    "marie",
    "marielle",
    "marina",
    "marine",
    "mario",
    "marion",
    "marjorie",
    "martial",
    "martin",
    "martine",
    "maryline",
    "maryse",
    "mathieu",
    "mathilde",
    "matthieu",
    "maud",
    "maurice",
    "maxime",
    "mehdi",
    "melanie",
    "melissa",
    "michael",
    "michel",
    "michele",
    "mickael",
    "mireille",
    "mohamed",
    "monique",
    "morgane",
    "murielle",
    "mustapha",
    "myriam",
    "nadege",
    "nadia",
    "nadine",
    "naima",
    "nathalie",
    "nathan",
    "nicolas",
    "nicole",
    "noel",
    "noemie",
    "norbert",
    "odile",
    "olga",
    "olivier",
    "ophelie",
    "orlane",
    "pascal",
    "pascale",
    "patrice",
    "patricia",
    "patrick",
    "paul",
    "paulette",
    "pauline",
    "perrine",
    "philippe",
    "pierre",
    "quentin",
    "rachel",
    "rachid",
    "raphael",
    "raymond",
    "regine",
    "regis",
    "remi",
    "rene",
    "renee",
    "richard",
    "robert",
    "robin",
    "rodolphe",
    "roger",
    "roland",
    "romain",
    "romane",
    "rosalie",
    "roxane",
    "sabine",
    "sabrina",
    "said",
    "salome",
    "samia",
    "samir",
    "samuel",
    "sandra",
    "sandrine",
    "sarah",
    "sebastien",
    "serge",
    "severine",
    "simon",
    "simone",
    "solange",
    "solene",
    "sonia",
    "sophie",
    "stephane",
    "stephanie",
    "steven",
    "sylvain",
    "sylviane",
    "sylvie",
    "tanguy",
    "tatiana",
    "theo",
    "thibault",
    "thierry",
    "thomas",
    "tiphaine",
    "tristan",
    "urbain",
    "ursula",
    "valentin",
    "valentine",
    "valerie",
    "vanessa",
    "veronique",
    "victor",
    "vincent",
    "virginie",
    "viviane",
    "wilfried",
    "xavier",
    "yann",
    "yannick",
    "yasmina",
    "yassine",
    "yohan",
    "yolande",
    "youssef",
    "yves",
    "yvette",
    "yvonne",
    "zoe",
];

/// Ties to a person: « le mari de la directrice » is neither the school nor an entity, « Vidal et fils » is a company.
const RELATIONS: [&str; 16] = [
    "mari",
    "epoux",
    "epouse",
    "femme",
    "conjoint",
    "conjointe",
    "fils",
    "fille",
    "frere",
    "soeur",
    "ami",
    "amie",
    "copain",
    "voisin",
    "parent",
    "parents",
];

/// Whether a text begins with « M. », « Mme » and the like.
pub(super) fn has_civility(text: &str) -> bool {
    let folded = fold(text);
    let first = folded.split([' ', '.']).next().unwrap_or_default();
    match first {
        "mme" | "mmes" | "mlle" | "monsieur" | "madame" | "mademoiselle" | "mr" | "mrs" | "messieurs"
        | "mesdames" => true,
        // « M. Perrin », but not « M » nor a company's initial.
        "m" => folded.starts_with("m. ") || folded.starts_with("m.") && folded.len() > 3,
        _ => false,
    }
}

/// Whether a folded word is a first name.
pub(super) fn is_first_name(folded: &str) -> bool {
    FIRST_NAMES.binary_search(&folded).is_ok()
}

/// Whether a name is a person's by the post that follows it: « Perrot, DGS de la mairie », « Aurore Le Bihan, ERUN », « N.
/// Gauthier, ERUN ».
pub(super) fn is_before_post(name: &str, post: &str) -> bool {
    const POSTS: [&str; 8] = ["dgs", "dga", "adjoint", "adjointe", "maire", "elu", "elue", "secretaire"];
    let words: Vec<&str> = name.split_whitespace().collect();
    let plain = words.iter().all(|word| is_capitalised(word) || is_initial(word))
        && !crate::text::words(name).iter().any(|word| is_company_word(word));
    let post = crate::text::words(post);
    let posted = post.first().is_some_and(|word| POSTS.contains(&word.as_str()))
        || post.get(1).is_some_and(|word| word.starts_with("municipa"));
    let given = words.first().is_some_and(|first| is_first_name(&fold(first)) || is_initial(first));
    plain && words.len() <= 4 && (given && words.len() > 1 || posted && words.len() <= 2)
}

/// « N. »
fn is_initial(word: &str) -> bool {
    word.len() == 2 && word.starts_with(|sign: char| sign.is_ascii_uppercase()) && word.ends_with('.')
}

/// Whether a word, folded, is of companies' names.
pub(super) fn is_company_word(word: &str) -> bool {
    COMPANY_WORDS.contains(&word) || COMPANY_WORDS.contains(&word.trim_end_matches(['s', 'x']))
}

/// Whether a text names a person, or gives only an address or a phone.
pub(super) fn is_person(text: &str) -> bool {
    if has_civility(text) || text.contains('@') {
        return true;
    }
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits >= 9 && text.chars().all(|sign| sign.is_ascii_digit() || " .-/()+".contains(sign)) {
        return true;
    }
    let words = crate::text::words(text);
    // « Inès BRÉHIER »: the way administrations write a person's name.
    if let [first, .., last] = text.split_whitespace().collect::<Vec<_>>().as_slice()
        && words.len() <= 4
        && !words.iter().any(|word| word == "et")
        && is_capitalised(first)
        && is_all_capitals(last)
        && !words.iter().any(|word| super::entities::FORMS.contains(&word.as_str()))
        && !COMPANY_WORDS.contains(&fold(first).as_str())
        && text.split_whitespace().all(belongs_to_a_name)
    {
        return true;
    }
    let compound = text.split(['-', '\u{2011}']).count() > 1 && words.len() == 2;
    // « Vidal Thierry »: the family's name first.
    if let [family, given] = &*words
        && !compound
        && FIRST_NAMES.binary_search(&given.as_str()).is_ok()
        && !COMPANY_WORDS.contains(&family.as_str())
        && !super::entities::FORMS.contains(&family.as_str())
        && text.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
        && words.iter().all(|word| word.chars().all(char::is_alphabetic))
    {
        return true;
    }
    (2..=4).contains(&words.len())
        && !compound
        && !words.iter().any(|word| TRADES.contains(&word.as_str()))
        && words.first().is_some_and(|word| FIRST_NAMES.binary_search(&word.as_str()).is_ok())
        && !words.iter().any(|word| super::entities::FORMS.contains(&word.as_str()))
        && words.iter().all(|word| word.chars().all(char::is_alphabetic))
}

/// Words that begin names of companies, which capitals may follow: « Groupe SCOLAVIA ».
const COMPANY_WORDS: [&str; 40] = [
    "cloud",
    "hebergement",
    "heberge",
    "hebergeur",
    "serveur",
    "serveurs",
    "fibre",
    "box",
    "internet",
    "groupe",
    "editions",
    "editeur",
    "agence",
    "reseau",
    "cabinet",
    "ets",
    "etablissements",
    "micro",
    "info",
    "solution",
    "solutions",
    "syndicat",
    "centre",
    "plateforme",
    "portail",
    "outil",
    "logiciel",
    "application",
    "site",
    "guichet",
    "assistance",
    "support",
    "hotline",
    "helpdesk",
    "dispositif",
    "programme",
    "entreprise",
    "association",
    "boutique",
    "magasin",
];

/// What a name of a company says that it sells: « Martin Informatique » is no person.
const TRADES: [&str; 16] = [
    "informatique",
    "info",
    "infos",
    "services",
    "service",
    "multimedia",
    "numerique",
    "bureautique",
    "telecom",
    "telecoms",
    "reseaux",
    "systemes",
    "micro",
    "digital",
    "conseil",
    "solutions",
];

/// « Le », « de », « Jean-Marc »: neither « chez » nor a dash alone stands in a name.
fn belongs_to_a_name(word: &str) -> bool {
    const PARTICLES: [&str; 8] = ["de", "du", "des", "le", "la", "van", "von", "el"];
    word.chars().any(char::is_alphabetic)
        && (word.starts_with(|sign: char| !sign.is_lowercase()) || PARTICLES.contains(&word))
        || word.starts_with("d'")
        || word.starts_with("d’")
}

fn is_capitalised(word: &str) -> bool {
    let mut signs = word.chars();
    signs.next().is_some_and(char::is_uppercase)
        && signs.clone().count() > 1
        && signs.all(|sign| sign.is_lowercase() || sign == '-' || sign.is_uppercase() && word.contains('-'))
}

pub(super) fn is_all_capitals(word: &str) -> bool {
    word.chars().filter(|sign| sign.is_alphabetic()).count() > 2
        && word.chars().all(|sign| sign.is_uppercase() || "-'’".contains(sign))
}

/// Whether the words tell someone by a tie to someone else, or a volunteer.
pub(super) fn is_relation(words: &[&str]) -> bool {
    // « Un ancien collègue retraité ».
    let of_staff = |word: &&str| {
        ["collegue", "ancien", "enseignant", "instit", "prof"].iter().any(|start| word.starts_with(start))
    };
    words.iter().any(|word| matches!(*word, "retraite" | "retraitee")) && words.iter().any(of_staff)
        || words.windows(2).any(|pair| RELATIONS.contains(&pair[0]) && matches!(pair[1], "de" | "du" | "d"))
        || words.iter().position(|word| matches!(*word, "benevole" | "benevoles")).is_some_and(|at| {
            // « Bénévoles de l'OGEC »: the association answers.
            !words[at + 1..].iter().any(|word| matches!(*word, "ogec" | "association" | "amicale" | "apel"))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_are_told_from_companies() {
        for person in [
            "Mme Le Gall",
            "M. Perrin",
            "M.Perrin",
            "Monsieur Durand",
            "Sophie Martin",
            "ce@example.org",
            "02 00 00 00 00",
        ] {
            assert!(is_person(person), "{person}");
        }
        for other in [
            "Scolavia",
            "Micro Services Nord",
            "Mairie",
            "MAIF",
            "Jean Bart SARL",
            "Claude",
            "Martin Informatique",
            "Thierry Services",
            "Groupe SCOLAVIA",
            "Portail ARIANE",
            "Guichet OSCAR",
            "Orvane et LUDEXIA",
            "Cloud OVH",
            "Hébergé chez OVH",
            "Sysval – TMA",
            "SCOLAVIA Ludexia",
            "Saint-Pierre",
        ] {
            assert!(!is_person(other), "{other}");
        }
    }
}
