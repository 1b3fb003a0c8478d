//! Values of single cells: words of answers, modes, dates, numbers.

use crate::model::calendar::Date;
use crate::model::grid::CellValue;
use crate::model::referential::{Mode, Referential, Vocabulary};
use crate::model::said_mode::SaidMode;
use crate::text::{distance_within, fold, words};

/// The words of answers, ready to be compared.
#[derive(Clone, Debug)]
pub(super) struct Words {
    nobody: Vec<String>,
    to_define: Vec<String>,
    not_applicable: Vec<String>,
    yes: Vec<String>,
    no: Vec<String>,
    modes: Vec<(String, Mode)>,
}

/// What a whole answer says, where it names no entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    /// Nobody.
    Nobody,
    /// Postponed; whether something else than the usual words was read.
    ToDefine {
        /// The answer also names something (« Mairie ? »).
        doubtful: bool,
    },
    /// Not applicable, with what follows the words.
    NotApplicable(Option<String>),
    /// As above.
    Ditto,
    /// « oui », « x »: no entity, no refusal.
    Bare,
}

impl Words {
    pub(super) fn new(referential: &Referential) -> Self {
        let Vocabulary { nobody, to_define, not_applicable, yes, no, .. } = &referential.vocabulary;
        let folded =
            |list: &[String]| list.iter().map(|word| bare(word)).filter(|word| !word.is_empty()).collect();
        let modes = referential.modes.iter().flat_map(|(mode, spellings)| {
            spellings
                .iter()
                .map(|spelling| (words(spelling).join(" "), *mode))
                .chain([(fold(mode.label()), *mode)])
        });
        Self {
            nobody: folded(nobody),
            to_define: folded(to_define),
            not_applicable: folded(not_applicable),
            yes: folded(yes),
            no: folded(no),
            modes: modes.collect(),
        }
    }

    /// What an answer says in plain words; `None` where it should name entities.
    pub(super) fn plain(&self, text: &str) -> Option<Plain> {
        let folded = bare(text);
        if is_ditto(text, &folded) {
            return Some(Plain::Ditto);
        }
        // « Ø », « ∅ »: the empty set.
        if matches!(folded.as_str(), "ø" | "∅" | "⌀") {
            return Some(Plain::Nobody);
        }
        // Only signs: « - », « / », « … » say nobody; question marks postpone.
        if !text.chars().any(char::is_alphanumeric) {
            let asks = text.contains(['?', '…', '❓', '❔', '⁇', '？']) || text.contains("...");
            return Some(if asks { Plain::ToDefine { doubtful: false } } else { Plain::Nobody });
        }
        if self.to_define.contains(&folded) || is_filler(&folded) {
            return Some(Plain::ToDefine { doubtful: false });
        }
        // « Néant (pas encore équipés) »: a bracket explains.
        let explained = folded.split_once('(').map(|(head, _)| head.trim_end());
        if self.nobody.contains(&folded)
            || explained.is_some_and(|head| self.nobody.iter().any(|known| known == head))
        {
            return Some(Plain::Nobody);
        }
        if let Some(plain) = self.not_applicable(text, &folded) {
            return Some(plain);
        }
        if self.yes.contains(&folded) || self.no.contains(&folded) {
            return Some(if self.no.contains(&folded) { Plain::Nobody } else { Plain::Bare });
        }
        let joined = words(text).join(" ");
        let tokens: Vec<&str> = joined.split(' ').collect();
        // « faite », « en place »: done, and nobody named.
        let done = [
            "fait",
            "faite",
            "faits",
            "faites",
            "realise",
            "realisee",
            "effectue",
            "effectuee",
            "termine",
            "terminee",
        ];
        if tokens.len() <= 2
            && tokens.iter().all(|word| done.contains(word) || matches!(*word, "deja" | "en" | "place"))
        {
            return Some(Plain::Bare);
        }
        // « non, aucune ».
        if text.contains(',')
            && text
                .split(',')
                .map(bare)
                .all(|clause| self.no.contains(&clause) || self.nobody.contains(&clause))
        {
            return Some(Plain::Nobody);
        }
        // « personne ! les PC sont tous en panne ».
        let exclaimed = text
            .split_once(['!', ';'])
            .filter(|(head, _)| refuses(&words(head).iter().map(String::as_str).collect::<Vec<_>>()));
        if lacks_knowledge(&tokens) {
            return Some(Plain::ToDefine { doubtful: false });
        }
        if refuses(&tokens) || exclaimed.is_some() {
            return Some(Plain::Nobody);
        }
        if postpones(&tokens)
            || self.to_define.iter().any(|phrase| phrase.contains(' ') && folded.starts_with(phrase.as_str()))
        {
            return Some(Plain::ToDefine { doubtful: false });
        }
        // « Peut-être la mairie », « normalement la mairie »: named, and not settled either.
        if hedges(&tokens) {
            return Some(Plain::ToDefine { doubtful: true });
        }
        // « Mairie ? », « Mairie (à confirmer) »: named, and not settled.
        let in_it =
            self.to_define.iter().any(|phrase| phrase.contains(' ') && folded.contains(phrase.as_str()));
        (in_it || text.trim_end().ends_with('?')).then_some(Plain::ToDefine { doubtful: true })
    }

    fn not_applicable(&self, text: &str, folded: &str) -> Option<Plain> {
        // « N/A – la maternelle n'ouvre pas l'ENT », « fait en 2023, plus nécessaire »: the reason is given.
        if let Some(reason) = folded.strip_prefix("n/a").filter(|rest| words(rest).len() > 1) {
            return Some(Plain::NotApplicable(Some(reason.trim_matches([' ', ':', ',', '(']).to_owned())));
        }
        let told = words(folded);
        let needless = told.windows(2).any(|pair| {
            matches!(pair[0].as_str(), "plus" | "pas" | "non")
                && ["necessaire", "besoin", "utile"].iter().any(|word| pair[1].starts_with(word))
        });
        if told.len() <= 10 && needless {
            return Some(Plain::NotApplicable(Some(text.trim().to_owned())));
        }
        let phrase = self.not_applicable.iter().filter(|phrase| {
            folded == phrase.as_str()
                || folded.starts_with(phrase.as_str())
                    && folded[phrase.len()..].starts_with([' ', ':', '(', ',', '.', ';', '-', '–', '/'])
        });
        let phrase = phrase.max_by_key(|phrase| phrase.len())?;
        // « so » alone is sans objet; « so bad » is not French.
        if phrase.len() <= 2
            && folded.len() > phrase.len()
            && !folded[phrase.len()..]
                .trim_start_matches(['.', ' '])
                .starts_with([':', '(', '-', '–', ',', ';'])
        {
            return None;
        }
        let taken = words(phrase).len();
        let rest: Vec<&str> = text.split_whitespace().skip(taken).collect();
        let reason = rest.join(" ").trim_matches(|sign: char| !sign.is_alphanumeric()).to_owned();
        Some(Plain::NotApplicable((!reason.is_empty()).then_some(reason)))
    }

    /// Whether a comment gives a reason, rather than « RAS » or « ? ».
    pub(super) fn says_something(&self, comment: &str) -> bool {
        let folded = bare(comment);
        comment.chars().any(char::is_alphabetic)
            && !self.nobody.contains(&folded)
            && !self.to_define.contains(&folded)
            && !self.not_applicable.contains(&folded)
    }

    /// The mode that a value says.
    pub(super) fn mode(&self, value: &CellValue) -> Option<Mode> {
        let CellValue::Text(text) = value else { return None };
        let key = words(text).join(" ");
        if let Some((_, mode)) = self.modes.iter().find(|(spelling, _)| *spelling == key) {
            return Some(*mode);
        }
        SaidMode::of(&words(text)).mode()
    }

    /// A mode whose words are nearly well spelt: « externnalisé », « parciel ».
    pub(super) fn close_mode(&self, value: &CellValue) -> Option<Mode> {
        const SPELT: [&str; 9] = [
            "interne",
            "internalise",
            "internalisee",
            "externe",
            "externalise",
            "externalisee",
            "partiel",
            "partiellement",
            "prestataire",
        ];
        let CellValue::Text(text) = value else { return None };
        let near = |word: &str| {
            SPELT.into_iter().find(|spelt| {
                let allowed = if spelt.len() >= 10 { 2 } else { 1 };
                word.len() >= 5
                    && word.as_bytes().first() == spelt.as_bytes().first()
                    && distance_within(word, spelt, allowed).is_some()
            })
        };
        let mended: Vec<String> =
            words(text).into_iter().map(|word| near(&word).map_or(word, str::to_owned)).collect();
        self.mode(&CellValue::Text(mended.join(" "))).or_else(|| SaidMode::coded(&words(text)))
    }

    /// A yes (`true`) or a no; `None` where it is neither.
    pub(super) fn yes_or_no(&self, value: &CellValue) -> Option<bool> {
        match value {
            CellValue::Bool(yes) => Some(*yes),
            CellValue::Number(number) if is(*number, 1) => Some(true),
            CellValue::Number(number) if is(*number, 0) => Some(false),
            CellValue::Text(text) => {
                let folded = bare(text);
                let first = folded.split([' ', ',', '(']).next().unwrap_or_default();
                if self.yes.contains(&folded) || first == "oui" {
                    Some(true)
                } else if self.no.contains(&folded) || first == "non" {
                    Some(false)
                } else {
                    None
                }
            }
            _ => None,
        }
    }

    /// Whether a text says « in part » under a yes-or-no title.
    pub(super) fn in_part(text: &str) -> bool {
        let folded = fold(text);
        folded.contains("partie") || folded.contains("partiel") || folded == "part." || folded == "mixte"
    }
}

/// How the words begin that say of a post that nobody holds it.
const UNFILLED: [&str; 22] = [
    "pourvu", "fait", "attribu", "designe", "affecte", "couver", "assur", "nomme", "identifi", "occup",
    "rempli", "realis", "pris", "gere", "suivi", "prevu", "propose", "traite", "exist", "effectu", "organis",
    "disponib",
];

/// How the words begin that say of a choice that it isn't made.
const UNSETTLED: [&str; 8] =
    ["tranch", "arret", "choisi", "finalis", "valid", "statu", "renseign", "commenc"];

/// A word that tells a time: a month, a quarter, a year.
fn is_of_time(word: &str) -> bool {
    const WORDS: [&str; 24] = [
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
        "rentree",
        "courant",
        "debut",
        "fin",
        "trimestre",
        "semestre",
        "t1",
        "t2",
        "t3",
        "t4",
        "en",
        "annee",
    ];
    WORDS.contains(&word) || word.parse::<u16>().is_ok_and(|year| (2000..2100).contains(&year))
}

/// Folded, without the punctuation around; the signs alone where there is nothing else.
fn bare(text: &str) -> String {
    let folded = fold(text);
    let trimmed = folded.trim_matches(|sign: char| !sign.is_alphanumeric());
    if trimmed.is_empty() { folded } else { trimmed.to_owned() }
}

/// « xxx », « zzz », « todo »: something to be filled in.
fn is_filler(folded: &str) -> bool {
    let mut signs = folded.chars();
    let first = signs.next();
    (folded.len() >= 2 && matches!(first, Some('x' | 'z')) && signs.all(|sign| Some(sign) == first))
        || matches!(folded, "todo" | "tba" | "a completer" | "a remplir" | "a renseigner" | "pas encore")
}

fn is_ditto(text: &str, folded: &str) -> bool {
    const AGAIN: [&str; 10] =
        ["pareil", "pareille", "pareils", "itou", "idem", "meme", "memes", "comme", "cf", "voir"];
    const ABOVE: [&str; 24] = [
        "que",
        "qu",
        "a",
        "au",
        "la",
        "le",
        "les",
        "ligne",
        "case",
        "ci",
        "dessus",
        "plus",
        "haut",
        "precedent",
        "precedente",
        "precedemment",
        "avant",
        "chose",
        "reponse",
        "personne",
        "acteur",
        "structure",
        "organisme",
        "pour",
    ];
    let signs: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    // « ↑ », « ^ », « '' '' »: arrows upwards, and any run of quotes.
    let upwards =
        |sign: char| matches!(sign, '↑' | '⇑' | '⬆' | '^' | '"' | '\'' | '’' | '‘' | '〃' | '″' | '”' | '“');
    if !signs.is_empty() && signs.chars().all(upwards) {
        return true;
    }
    let tokens: Vec<String> = if folded.len() <= 60 { words(folded) } else { Vec::new() };
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    // « Pareil », « pareil qu'au-dessus », « même réponse que plus haut »: nothing else is said.
    let starts = tokens.iter().find(|word| !matches!(**word, "la" | "le" | "les"));
    let upwards = || {
        tokens.iter().any(|word| matches!(*word, "dessus" | "haut" | "avant") || word.starts_with("preced"))
    };
    if starts.is_some_and(|word| match *word {
        "comme" => tokens.len() > 1,
        "cf" | "voir" => upwards(),
        word => AGAIN.contains(&word),
    }) && tokens.iter().all(|word| AGAIN.contains(word) || ABOVE.contains(word))
    {
        return true;
    }
    matches!(
        signs.as_str(),
        "\"" | "''"
            | "’’"
            | "〃"
            | "″"
            | "»"
            | "”"
            | "“"
            | ",,"
            | "‘‘"
            | "-\"-"
            | "--\"--"
            | "\"\""
            | "-//-"
            | "//"
    ) || matches!(
        folded,
        "idem"
            | "id"
            | "ditto"
            | "dito"
            | "ibid"
            | "meme"
            | "le meme"
            | "la meme"
            | "meme chose"
            | "comme ci dessus"
            | "voir ci dessus"
            | "cf ci dessus"
            | "meme entite"
            | "meme responsable"
            | "idem ci dessus"
            | "idem dessus"
    )
}

/// « Nom de l'éditeur inconnu », « information demandée à la mairie », « pas d'info », « aucune information »: whoever is
/// named is asked, and answers nothing yet.
fn lacks_knowledge(tokens: &[&str]) -> bool {
    let knows = |word: &str| {
        ["info", "information", "informations", "infos", "renseignement", "renseignements", "reponse", "idee"]
            .contains(&word)
    };
    let lacks = |word: &str| {
        [
            "demand",
            "manqu",
            "attend",
            "attente",
            "cherch",
            "recherch",
            "inconnu",
            "connu",
            "indisponib",
            "transmi",
        ]
        .iter()
        .any(|start| word.starts_with(start))
            || matches!(word, "non" | "pas" | "aucune" | "sans" | "ni")
    };
    if let ["personne" | "nul" | "on", "ne", "le" | "sait", ..] = tokens
        && tokens.contains(&"sait")
    {
        return true;
    }
    // « Nous n'avons pas la réponse ».
    if tokens.len() <= 8
        && tokens.iter().any(|word| matches!(*word, "pas" | "aucune" | "sans"))
        && tokens.iter().any(|word| matches!(*word, "n" | "ne" | "nous" | "on"))
        && tokens.last().is_some_and(|word| knows(word))
    {
        return true;
    }
    match tokens {
        [first, rest @ ..] if knows(first) && rest.iter().take(4).any(|word| lacks(word)) => return true,
        ["pas" | "sans", "d" | "de" | "l" | "la", what, ..]
        | ["aucune" | "aucun" | "sans", what, ..]
        | ["pas", "assez", "d", what, ..]
            if knows(what) =>
        {
            return true;
        }
        ["demande", "en" | "faite" | "envoyee" | "transmise" | "a" | "au" | "aupres", ..]
        | ["en", "recherche", ..]
        | [
            "pas" | "non",
            "connu" | "connue" | "connus" | "au" | "informe" | "informes" | "communique" | "renseigne",
            ..,
        ]
        | ["jamais" | "question" | "qui", ..]
        | ["la", "question", ..] => return true,
        _ => {}
    }
    // « Nom de l'hébergeur inconnu », « prestataire inconnu de l'école ».
    tokens.len() <= 8 && tokens.iter().any(|word| matches!(*word, "inconnu" | "inconnue" | "inconnus"))
        || tokens.len() <= 8
            && tokens.windows(2).any(|pair| {
                matches!(pair[0], "non" | "pas")
                    && matches!(pair[1], "connu" | "connue" | "identifie" | "identifiee")
            })
}

/// « Selon les années », « variable », « chacun le sien »: not the same everywhere, nor always.
pub(super) fn varies(text: &str) -> bool {
    words(text).first().is_some_and(|word| matches!(word.as_str(), "selon" | "variable" | "chacun"))
}

/// A share of a whole, between 0 and 1: « 20 % », 0.2.
pub(super) fn share(value: &CellValue) -> Option<f64> {
    let share = match value {
        CellValue::Number(number) => Some(*number),
        CellValue::Text(text) if text.trim_end().ends_with('%') => text_number(text),
        _ => None,
    };
    share.filter(|share| (0.0..=1.0).contains(share))
}

/// Whether the first clause of an answer denies: « la mairie n'a pas répondu », « ce n'est pas l'école ».
pub(super) fn denies(text: &str) -> bool {
    let clause = text.split([',', ';', '(', '.', '\n']).next().unwrap_or_default();
    let words = words(clause);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    words.len() > 2
        && has(&["ne", "n"])
        && has(&["pas", "plus", "jamais", "rien", "aucun", "aucune", "personne", "guere"])
}

/// Whether an answer is a sentence rather than a name: « ça se fait au fil de l'eau », « chacun se débrouille ».
pub(super) fn tells_a_tale(text: &str) -> bool {
    const OF_TALES: [&str; 35] = [
        "est", "sont", "sera", "seront", "etait", "ont", "avait", "fait", "font", "faire", "se", "on", "je",
        "il", "ils", "elle", "ca", "cela", "c", "y", "quand", "si", "mais", "car", "parce", "selon",
        "chacun", "chaque", "comme", "depuis", "tout", "tous", "rien", "jamais", "toujours",
    ];
    let words = words(text);
    // « solution achetée à Kosmos »: a name stands in it.
    let named = text.split_whitespace().skip(1).any(|word| word.starts_with(char::is_uppercase));
    words.len() > 2 && !named && words.iter().any(|word| OF_TALES.contains(&word.as_str()))
}

/// The words of the label that an answer refers to: « comme pour la formation », « même que pilotage », « cf. maîtrise
/// d'ouvrage ». Whether a line is so called is another matter: « voir convention » refers to none.
pub(super) fn reference_by_name(text: &str) -> Option<Vec<String>> {
    const LINKS: [&str; 16] = [
        "que", "qu", "pour", "la", "le", "les", "l", "a", "au", "de", "du", "d", "ligne", "chose", "avec",
        "reponse",
    ];
    if text.len() > 60 {
        return None;
    }
    let tokens = words(text);
    let (first, rest) = tokens.split_first()?;
    let again = matches!(first.as_str(), "idem" | "cf" | "voir" | "comme" | "pareil" | "meme");
    let named: Vec<String> = rest.iter().filter(|word| !LINKS.contains(&word.as_str())).cloned().collect();
    let worded = !named.is_empty()
        && named.iter().all(|word| word.len() > 2 && !word.bytes().any(|byte| byte.is_ascii_digit()));
    (again && worded && named.len() <= 5).then_some(named)
}

/// « ............ », « ________ »: a line drawn for an answer that never came. « … » and « ... » postpone.
pub(super) fn is_left_blank(text: &str) -> bool {
    let text = text.trim();
    let drawn = |sign: char| matches!(sign, '.' | '…' | '_' | ' ' | '\u{a0}' | '·');
    text.chars().all(drawn)
        && text.matches('.').count() + 3 * text.matches('…').count() + text.matches('_').count() > 5
}

/// The number of the line that an answer refers to: « idem n° 1 », « comme le n° 7 », « cf. ligne 3 », « voir n°3 ».
pub(super) fn reference(text: &str) -> Option<u32> {
    let folded = fold(text);
    if folded.len() > 40 {
        return None;
    }
    let folded = folded.replace('°', " ");
    let tokens: Vec<&str> =
        folded.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let (first, rest) = tokens.split_first()?;
    let (number, between) = rest.split_last()?;
    let again =
        matches!(*first, "idem" | "id" | "cf" | "voir" | "comme" | "pareil" | "meme" | "ibid" | "ditto");
    let plain = between.iter().all(|word| {
        matches!(
            *word,
            "n" | "no"
                | "num"
                | "numero"
                | "le"
                | "la"
                | "l"
                | "ligne"
                | "point"
                | "question"
                | "reponse"
                | "item"
                | "que"
                | "pour"
                | "a"
                | "au"
                | "du"
                | "de"
                | "case"
                | "qu"
        )
    });
    (again && plain).then(|| number.trim_start_matches('n').parse().ok())?
}

/// How sentences begin that begin with no name.
const BEGINS_ANY: [&str; 65] = [
    "le",
    "la",
    "les",
    "l",
    "un",
    "une",
    "des",
    "du",
    "de",
    "ce",
    "c",
    "ca",
    "cela",
    "cette",
    "ces",
    "il",
    "ils",
    "elle",
    "elles",
    "on",
    "nous",
    "vous",
    "je",
    "chacun",
    "chacune",
    "chaque",
    "tout",
    "tous",
    "toute",
    "rien",
    "pas",
    "aucun",
    "aucune",
    "personne",
    "selon",
    "si",
    "quand",
    "comme",
    "pour",
    "par",
    "en",
    "dans",
    "sur",
    "avec",
    "sans",
    "depuis",
    "voir",
    "gestion",
    "formation",
    "assistance",
    "maintenance",
    "service",
    "support",
    "contrat",
    "solution",
    "box",
    "abonnement",
    "deux",
    "trois",
    "quelques",
    "plusieurs",
    "notre",
    "nos",
    "mon",
    "ma",
];

/// Verbs behind the name that a sentence begins with.
const BEHIND_A_NAME: [&str; 16] = [
    "est",
    "a",
    "ont",
    "sont",
    "corrige",
    "fait",
    "font",
    "gere",
    "fournit",
    "assure",
    "depuis",
    "nous",
    "vient",
    "intervient",
    "s",
    "maintient",
];

/// The name that a sentence begins with: « Hexanum est venu une journée », « Lumiclasse, depuis trois ans ». What any
/// sentence may begin with is no name.
pub(super) fn subject(text: &str) -> Option<&str> {
    let mut end = 0;
    let mut from = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim();
        let named = bare.starts_with(char::is_uppercase);
        if !named {
            break;
        }
        from += word.len();
        end = from - (word.len() - word.trim_end().len());
        if bare.ends_with(',') {
            break;
        }
    }
    let name = text[..end].trim_end_matches([',', ':']);
    let first = words(name).into_iter().next()?;
    let rest = words(&text[end..]);
    let goes_on = rest.len() > 1 && rest.first().is_some_and(|word| BEHIND_A_NAME.contains(&word.as_str()));
    let known = BEGINS_ANY.contains(&first.as_str())
        || first.len() < 3
        || words(name).iter().any(|word| UNSETTLED.contains(&word.as_str()));
    (goes_on && !known).then_some(name)
}

/// « personne », « aucun responsable », « pas de responsable », « non attribué », « vacant ».
fn refuses(tokens: &[&str]) -> bool {
    // « pas pourvu », « fonction non couverte », « on n'a personne », « sans responsable ».
    let denied = |what: &str| UNFILLED.iter().any(|start| what.starts_with(start));
    let is_post = |word: &str| {
        ["poste", "fonction", "mission", "competence", "role", "charge"]
            .iter()
            .any(|start| word.starts_with(start))
    };
    match tokens {
        ["nul"] | ["nulle", "part"] => return true,
        ["pas" | "non" | "plus", what, ..] if denied(what) => return true,
        [post, "non" | "pas", what, ..] if is_post(post) && denied(what) => return true,
        [post, what, ..]
            if is_post(post)
                && ["supprim", "vacant", "gele", "abandonn"].iter().any(|start| what.starts_with(start)) =>
        {
            return true;
        }
        ["sans", what, ..]
            if ["responsab", "referent", "porteur", "pilote", "titulaire", "acteur", "personne"]
                .iter()
                .any(|start| what.starts_with(start)) =>
        {
            return true;
        }
        [.., "personne"] if tokens.len() <= 6 && tokens.contains(&"n") => return true,
        // « Nous n'en avons pas », « on n'en a aucun »; « on n'a pas encore choisi » postpones.
        ["nous" | "on", "n" | "ne", rest @ ..]
            if rest.len() <= 4
                && rest.iter().any(|word| matches!(*word, "pas" | "plus" | "aucun" | "aucune" | "rien"))
                && rest
                    .iter()
                    .any(|word| matches!(*word, "a" | "avons" | "en" | "dispose" | "disposons"))
                && !rest.contains(&"encore") =>
        {
            return true;
        }
        [what, ..] if what.starts_with("abandonne") => return true,
        _ => {}
    }
    match tokens {
        ["personne" | "neant" | "aucun" | "aucune" | "rien" | "vacant" | "vacante", rest @ ..] => {
            rest.len() <= 8
                && !rest.iter().any(|word| {
                    matches!(*word, "ressource" | "ressources" | "sauf" | "hors" | "hormis" | "excepte")
                })
        }
        ["non", what, ..] => {
            ["attribue", "pourvu", "affecte", "couvert", "assure"].iter().any(|start| what.starts_with(start))
        }
        ["inexistant" | "inexistante"]
        | ["plus", "personne" | "de" | "d" | "aucun" | "aucune", ..]
        | ["poste", "non", "pourvu", ..] => true,
        _ => starts_with_one_of(
            tokens,
            &[
                &["pas", "de"],
                &["pas", "d"],
                &["il", "n", "y", "a"],
                &["il", "n", "y", "en", "a"],
                &["n", "y", "en", "a"],
                &["n", "existe", "pas"],
                &["poste", "vacant"],
            ],
        ),
    }
}

/// « peut être la mairie », « sans doute la mairie », « normalement la mairie », « il me semble que… ».
fn hedges(tokens: &[&str]) -> bool {
    matches!(
        tokens.first(),
        Some(&("normalement" | "probablement" | "eventuellement" | "certainement" | "surement"))
    ) || starts_with_one_of(
        tokens,
        &[&["peut", "etre"], &["sans", "doute"], &["je", "crois"], &["je", "pense"], &["il", "me", "semble"]],
    ) || tokens.ends_with(&["peut", "etre"])
        || tokens.ends_with(&["je", "crois"])
}

fn starts_with_one_of(tokens: &[&str], starts: &[&[&str]]) -> bool {
    starts.iter().any(|start| tokens.starts_with(start))
}

/// Whether a stored number is this whole one.
pub(super) fn is(number: f64, whole: i32) -> bool {
    (number - f64::from(whole)).abs() < f64::EPSILON
}

/// « voir avec la mairie », « à voir », « en attente de… », « pas encore décidé », « ne sais pas ».
fn postpones(tokens: &[&str]) -> bool {
    const LATER: [&str; 10] = [
        "voir",
        "definir",
        "determiner",
        "preciser",
        "confirmer",
        "venir",
        "demander",
        "discuter",
        "completer",
        "decider",
    ];
    match tokens {
        [
            "voir" | "cf" | "demander" | "inconnu" | "inconnue" | "bientot" | "prochainement" | "decision"
            | "question" | "attente" | "prevu" | "prevue" | "envisage" | "envisagee" | "selon" | "variable"
            | "chacun" | "depend" | "dependra" | "dependrait",
            ..,
        ]
        | ["pas", "decide" | "defini" | "determine" | "fixe" | "connu", ..]
        | [
            "sera" | "seront",
            "defini" | "definis" | "decide" | "decides" | "precise" | "determine" | "fixe" | "vu"
            | "communique",
            ..,
        ]
        | ["sais", "pas", ..]
        | ["on" | "nous", "attend" | "attendons" | "cherche" | "cherchons", ..]
        | ["reste", "a", ..]
        | ["ca" | "cela", "depend" | "dependra", ..]
        | ["au", "cas", ..]
        | ["on", "verra", ..]
        | ["en", "suspens", ..]
        | ["sous", "reserve", ..] => true,
        // « À valider en conseil d'école »: a verb. « À la mairie » names somebody.
        ["a", what, ..] => {
            LATER.contains(what)
                || what.starts_with("def")
                || tokens.starts_with(&["a", "l", "etude"])
                || what.len() > 4
                    && ["er", "ir", "ttre", "ndre"].iter().any(|end| what.ends_with(end))
                    && *what != "atelier"
        }
        ["pas" | "non", what, ..] if UNSETTLED.iter().any(|start| what.starts_with(start)) => true,
        // « Janvier 2027 », « courant 2027 », « T1 2027 »: when, and nobody yet.
        [_, _, ..] if tokens.len() <= 4 && tokens.iter().all(|word| is_of_time(word)) => true,
        ["en", what, ..] => ["cours", "attente", "discussion", "reflexion"].contains(what),
        ["non", what, ..] => ["defini", "determine", "connu", "renseigne", "decide"]
            .iter()
            .any(|start| what.starts_with(start)),
        _ => starts_with_one_of(
            tokens,
            &[
                &["je", "l", "ignore"],
                &["on", "l", "ignore"],
                &["pas", "encore"],
                &["je", "ne", "sais"],
                &["ne", "sais"],
                &["ne", "sait"],
                &["on", "ne", "sait"],
            ],
        ),
    }
}

/// A date, from a cell that Excel knows as one or from a text: « 21.09.2026 », « 9 septembre 2026 », « rentrée 2025 »,
/// « sept 24 », « 2025-2026 ». `ends` tells which end of a vague period is meant.
pub(super) fn date(value: &CellValue, ends: bool) -> Option<Date> {
    match value {
        CellValue::Date(moment) => Some(moment.date()),
        CellValue::Text(text) => text_date(text, ends),
        CellValue::Number(number) if (2000.0..2100.0).contains(number) && number.fract() == 0.0 => {
            whole_year(*number as i16, ends)
        }
        _ => None,
    }
}

fn whole_year(year: i16, ends: bool) -> Option<Date> {
    if ends { Date::new(year, 12, 31).ok() } else { Date::new(year, 1, 1).ok() }
}

fn text_date(text: &str, ends: bool) -> Option<Date> {
    let tokens = words(text);
    let numbers: Vec<i16> = tokens.iter().filter_map(|token| token.parse().ok()).collect();
    let month = tokens.iter().find_map(|token| month(token));
    let full = |year: i16| if (0..100).contains(&year) { year + 2000 } else { year };
    let is_year = |year: i16| (2000..2100).contains(&year);
    if let Some(month) = month {
        return match numbers.as_slice() {
            [day, year] if (1..=31).contains(day) && is_year(full(*year)) => {
                Date::new(full(*year), month, *day as i8).ok()
            }
            [year] if is_year(full(*year)) => {
                let first = Date::new(full(*year), month, 1).ok()?;
                Some(if ends { first.last_of_month() } else { first })
            }
            _ => None,
        };
    }
    let rentree = tokens.iter().any(|token| token == "rentree");
    match numbers.as_slice() {
        [day, month, year] if (1..=31).contains(day) && (1..=12).contains(month) && is_year(full(*year)) => {
            Date::new(full(*year), *month as i8, *day as i8).ok()
        }
        [year, month, day] if is_year(*year) && (1..=12).contains(month) && (1..=31).contains(day) => {
            Date::new(*year, *month as i8, *day as i8).ok()
        }
        [first, second] if is_year(*first) && full(*second) == first + 1 => {
            if ends {
                Date::new(first + 1, 8, 31).ok()
            } else {
                Date::new(*first, 9, 1).ok()
            }
        }
        [month, year] if (1..=12).contains(month) && is_year(*year) => {
            let first = Date::new(*year, *month as i8, 1).ok()?;
            Some(if ends { first.last_of_month() } else { first })
        }
        [year] if is_year(*year) && rentree => Date::new(*year, 9, 1).ok(),
        [year] if is_year(*year) && tokens.len() <= 2 => whole_year(*year, ends || tokens[0] == "fin"),
        _ => None,
    }
}

fn month(token: &str) -> Option<i8> {
    const MONTHS: [&str; 12] =
        ["janv", "fevr", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec"];
    if token.len() < 3 {
        return None;
    }
    (1i8..).zip(MONTHS).find(|(_, start)| token.starts_with(start)).map(|(month, _)| month)
}

/// A number: as Excel stores it, or from a text (« 0,5 ETP », « mi-temps », « 25 % », « 1 200 € », « gratuit »).
pub(super) fn number(value: &CellValue) -> Option<f64> {
    match value {
        CellValue::Number(number) => Some(*number),
        CellValue::Text(text) => text_number(text),
        _ => None,
    }
}

fn text_number(text: &str) -> Option<f64> {
    let folded = fold(text);
    match folded.as_str() {
        "mi temps" | "demi" | "demi poste" | "demi temps" => return Some(0.5),
        "tiers temps" | "un tiers" => return Some(1.0 / 3.0),
        "quart temps" | "un quart" => return Some(0.25),
        "temps plein" | "plein temps" | "temps complet" => return Some(1.0),
        "gratuit" | "inclus" | "compris" | "offert" => return Some(0.0),
        _ => {}
    }
    let mut digits = String::new();
    let mut signs = folded.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '0'..='9' => digits.push(sign),
            ',' | '.'
                if !digits.is_empty()
                    && !digits.contains('.')
                    && signs.peek().is_some_and(char::is_ascii_digit) =>
            {
                digits.push('.');
            }
            // Digits grouped by spaces: « 1 200 ».
            ' ' if !digits.is_empty() && signs.peek().is_some_and(char::is_ascii_digit) => {}
            _ if !digits.is_empty() => {
                // A second number (« 3h/semaine x 36 ») is no single value.
                if signs.any(|sign| sign.is_ascii_digit()) {
                    return None;
                }
                break;
            }
            _ => {}
        }
    }
    let number: f64 = digits.parse().ok()?;
    let number = if is_below_zero(text) { -number } else { number };
    Some(if folded.contains('%') { number / 100.0 } else { number })
}

/// « -3 »: a sign that touches the first digit. « - 3 » is an item of a list.
fn is_below_zero(text: &str) -> bool {
    let rest = text.trim_start().strip_prefix(['-', '−']);
    rest.is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(text: &str) -> CellValue {
        CellValue::Text(text.to_owned())
    }

    #[test]
    fn plain_words_name_nobody() {
        let words = Words::new(&crate::referential::embedded());
        let later = Some(Plain::ToDefine { doubtful: false });
        let reason = |text: &str| Some(Plain::NotApplicable(Some(text.to_owned())));
        for (written, plain) in [
            ("Ø", Some(Plain::Nobody)),
            ("Non réalisé", Some(Plain::Nobody)),
            ("pas pris en charge", Some(Plain::Nobody)),
            ("plus de contrat de maintenance depuis juin", Some(Plain::Nobody)),
            ("Plus d'interlocuteur depuis le départ de l'ERUN", Some(Plain::Nobody)),
            ("aucune formation reçue depuis 3 ans", Some(Plain::Nobody)),
            ("Aucune doc en français à jour", Some(Plain::Nobody)),
            ("information demandée à la Ville", later.clone()),
            ("information non connue de l'école", later.clone()),
            ("nom de l'éditeur inconnu", later.clone()),
            ("pas d'info", later.clone()),
            ("aucune information de la mairie", later.clone()),
            ("À mettre en place", later.clone()),
            ("demande faite à la mairie", later.clone()),
            ("pas au courant", later),
            ("fait en 2023, plus nécessaire", reason("fait en 2023, plus nécessaire")),
            ("N/A – la maternelle n'ouvre pas l'ENT", reason("la maternelle n ouvre pas l ent")),
            ("pareil", Some(Plain::Ditto)),
            ("Pareil qu'au-dessus", Some(Plain::Ditto)),
            ("même réponse que plus haut", Some(Plain::Ditto)),
            ("idem ligne précédente", Some(Plain::Ditto)),
            ("Mairie", None),
            ("idem éditeur", None),
            ("À la mairie", None),
            ("Info Réseau SARL", None),
            ("Plus Net Services", None),
            ("Infoservices", None),
        ] {
            assert_eq!(words.plain(written), plain, "{written}");
        }
    }

    #[test]
    fn a_denial_and_a_tale_are_no_names() {
        for denial in ["La mairie n'a pas répondu", "ce n'est pas l'école", "on n'a jamais su"] {
            assert!(denies(denial), "{denial}");
        }
        for said in ["Mairie", "Relève de la Ville, je n'ai pas l'information", "Plus Net", "N. Durand"] {
            assert!(!denies(said), "{said}");
        }
        assert!(tells_a_tale("chacun se débrouille") && tells_a_tale("ça se fait au fil de l'eau"));
        assert!(!tells_a_tale("Ouest Micro Services") && !tells_a_tale("Orange Business"));
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (written, ends, read) in [
            ("03/10/2026", false, Some((2026, 10, 3))),
            ("24/11/26", false, Some((2026, 11, 24))),
            ("21.09.2026", false, Some((2026, 9, 21))),
            ("2026-09-21", false, Some((2026, 9, 21))),
            ("9 septembre 2026", false, Some((2026, 9, 9))),
            ("sept 24", false, Some((2024, 9, 1))),
            ("juin 2027", true, Some((2027, 6, 30))),
            ("rentrée 2025", false, Some((2025, 9, 1))),
            ("2025-2026", true, Some((2026, 8, 31))),
            ("2025/26", false, Some((2025, 9, 1))),
            ("mi-octobre", false, None),
            ("31/02/2026", false, None),
            ("bientôt", false, None),
        ] {
            let expected = read.map(|(year, month, day)| Date::constant(year, month, day));
            assert_eq!(date(&text(written), ends), expected, "{written}");
        }
    }

    #[test]
    fn numbers_are_read_with_their_units() {
        for (written, read) in [
            ("0,5 ETP", Some(0.5)),
            ("mi-temps", Some(0.5)),
            ("25 %", Some(0.25)),
            ("1\u{202f}200 €", Some(1200.0)),
            ("45€/an", Some(45.0)),
            ("gratuit", Some(0.0)),
            ("-0,5", Some(-0.5)),
            ("- 450 €", Some(450.0)),
            ("3h x 36", None),
            ("voir convention", None),
        ] {
            assert_eq!(number(&text(written)), read, "{written}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_a_value_panic(any in "\\PC{0,40}") {
            let _ = (date(&text(&any), true), date(&text(&any), false), number(&text(&any)));
        }
    }
}
