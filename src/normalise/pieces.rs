//! One cell, several entities: where an answer is cut, and where a name holds « et » or « / » without being two.

use super::entities::{Entities, Piece};
use crate::model::budget::Effort;
use crate::model::referential::Reach;

/// Words of a menu that tell a kind of body before naming one.
const KINDS: [&str; 10] = [
    "etat",
    "collectivite",
    "collectivites",
    "collectivite territoriale",
    "tiers",
    "public",
    "prive",
    "interne",
    "externe",
    "education nationale",
];
/// An answer of more bytes than this is a tale, not a list of names.
pub(super) const LONGEST: usize = 1_500;

/// Names read, as long as there is effort left for it.
pub(super) struct Reader<'e> {
    pub(super) entities: &'e Entities,
    pub(super) effort: &'e Effort,
}

impl Reader<'_> {
    /// What one piece of an answer names; `None` once the effort is spent.
    pub(super) fn read(&self, text: &str) -> Option<Piece> {
        self.effort.spend(200 + 4 * text.len() as u64).then(|| self.entities.read(text))
    }
}

/// Cuts an answer into pieces: always at line breaks, `;`, `,`, `/`, `+`, `|`; at « et », « & », « ou » and « - » only
/// where both sides stand alone. Nothing is cut inside brackets, nor before what a company is (« Cloudéo, hébergeur »);
/// what only tells when (« la DRANE, une fois par an ») is no piece. An answer that is too long stays whole.
pub(super) fn cut<'t>(reader: &Reader<'_>, text: &'t str) -> Vec<&'t str> {
    if text.len() > LONGEST {
        return vec![text.trim()];
    }
    let mut pieces = Vec::new();
    let mut start = 0;
    for piece in split_outside_brackets(text, |rest| {
        let sign = rest.chars().next()?;
        if sign == ',' && is_apposition(reader, &text[..text.len() - rest.len()], &rest[1..]) {
            return None;
        }
        // « 45 €/mois », « 2 h/an »: so much a time.
        let measured = || {
            let unit = crate::text::words(&rest[1..]).into_iter().next().unwrap_or_default();
            matches!(
                unit.as_str(),
                "mois" | "an" | "ans" | "jour" | "semaine" | "eleve" | "poste" | "trimestre" | "h"
            )
        };
        if sign == '/' && measured() {
            return None;
        }
        // « 24/7 », « 1/4 de décharge » are no lists.
        let digit = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_digit());
        let before = &text[..text.len() - rest.len()];
        if sign == '/' && digit(before.chars().next_back()) && digit(rest.chars().nth(1)) {
            return None;
        }
        HARD.contains(&sign).then(|| sign.len_utf8())
    }) {
        if tells_when(piece) || start > 0 && explains(reader, piece) {
            continue;
        }
        start += 1;
        // « Ludexia, et la mairie ».
        let piece = piece.trim_start();
        let piece = ["et ", "ou ", "sinon ", "à défaut ", "ou à défaut "]
            .iter()
            .find_map(|word| piece.strip_prefix(word))
            .unwrap_or(piece);
        // « Mairie et/ou école ».
        let piece = piece.strip_suffix(" et").unwrap_or(piece);
        cut_at_words(reader, piece, &mut pieces);
    }
    // « Scolavia, SAS »: a legal form alone belongs to what stands before it; « M. Perrin, mairie » stays two.
    pieces.retain(|piece| !super::entities::FORMS.contains(&crate::text::fold(piece).as_str()));
    // « Klasseo – support@… », « Mairie », then its telephone: how to reach who is named, and nobody else.
    if pieces.iter().any(|piece| !is_address(piece)) {
        pieces.retain(|piece| !is_address(piece));
    }
    if pieces.is_empty() { vec![text.trim()] } else { pieces }
}

/// An electronic address or a telephone, and nothing else.
fn is_address(piece: &str) -> bool {
    let piece = piece.trim();
    let electronic = piece.contains('@') && !piece.contains(char::is_whitespace);
    let digits = piece.chars().filter(char::is_ascii_digit).count();
    let telephone = (9..=13).contains(&digits) && !piece.chars().any(char::is_alphabetic);
    electronic || telephone
}

/// Signs that always cut.
const HARD: [char; 8] = ['\n', '\r', ';', ',', '/', '+', '|', '•'];

/// « Société Cloudéo, hébergeur »: what follows the comma tells a trade, and names nobody else.
fn is_apposition(reader: &Reader<'_>, before: &str, after: &str) -> bool {
    let left = before.rsplit(HARD).next().unwrap_or(before);
    let right = after.split(HARD).next().unwrap_or(after);
    let (
        Some(Piece::Entity { mention: left, by_form, .. }),
        Some(Piece::Entity { mention: right, fonction, by_form: is_form, .. }),
    ) = (reader.read(left), reader.read(right))
    else {
        return false;
    };
    let is_trade = right.core.is_empty()
        && !is_form
        && fonction.is_none()
        && right.kind.is_some_and(|kind| reader.entities.reach(kind) == Reach::National);
    let is_company = !left.core.is_empty() && (left.kind.is_none() || by_form || left.kind == right.kind);
    is_trade && is_company
}

/// « une fois par an », « chaque trimestre », « depuis 2024 »: when, and nobody.
/// « La directrice, faute de mieux », « l'éditeur, lors d'une visio », « M. Caillaud, adjoint »: how, why or in what
/// quality, and nobody else.
fn explains(reader: &Reader<'_>, piece: &str) -> bool {
    const HOW: [&str; 32] = [
        "suivant",
        "tout",
        "je",
        "il",
        "elle",
        "elles",
        "ils",
        "on",
        "aucun",
        "aucune",
        "faute",
        "lors",
        "sur",
        "dans",
        "sans",
        "pour",
        "quand",
        "si",
        "car",
        "parce",
        "mais",
        "surtout",
        "principalement",
        "uniquement",
        "ponctuellement",
        "apres",
        "avant",
        "selon",
        "en",
        "benevolement",
        "adjoint",
        "adjointe",
    ];
    let words = crate::text::words(piece);
    words.first().is_some_and(|word| {
        HOW.contains(&word.as_str()) && (words.len() == 1 || !word.starts_with("adjoint"))
    }) && matches!(reader.read(piece), Some(Piece::Entity { mention, .. }) if mention.kind.is_none())
}

fn tells_when(piece: &str) -> bool {
    let words = crate::text::words(piece);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    matches!(
        words.as_slice(),
        [_, "fois" | "h" | "heure" | "heures" | "jour" | "jours" | "j" | "seance" | "seances" | "demi", ..]
            | [.., "decharge" | "semaine" | "trimestre"]
            | ["chaque" | "depuis" | "pendant", _, ..]
            | ["sur", _, "temps", ..]
            | ["tous" | "toutes", "les", ..]
            | ["jusqu", ..]
    ) || matches!(words.as_slice(), [.., "par", "an" | "mois" | "semaine" | "trimestre" | "semestre"])
}

/// Who is said to be responsible where others are said to be something else: « Responsable : mairie ; opérateur :
/// Orange », « mairie (responsable), Bretinfo (exécute) ». None where several are, or where nobody is said anything.
pub(super) fn said_responsible(text: &str) -> Option<String> {
    if text.len() > LONGEST || !crate::text::fold(text).contains("responsab") {
        return None;
    }
    let pieces = split_outside_brackets(text, |rest| {
        rest.chars().next().filter(|sign| matches!(sign, ';' | ',' | '\n' | '/')).map(char::len_utf8)
    });
    let is_role = |text: &str| {
        let words = crate::text::words(text);
        words.len() <= 2 && words.first().is_some_and(|word| word.starts_with("responsab") || word == "resp")
    };
    let said = |piece: &&str| -> Option<(bool, String)> {
        let piece = piece.trim();
        if let Some((role, who)) = piece.split_once([':', '=']) {
            return Some((is_role(role), who.trim().to_owned()));
        }
        let (who, role) = piece.strip_suffix(')')?.rsplit_once('(')?;
        Some((is_role(role), who.trim().to_owned()))
    };
    let said: Vec<(bool, String)> = pieces.iter().map(said).collect::<Option<_>>()?;
    let mut responsible = said.iter().filter(|(responsible, _)| *responsible);
    let (_, who) = responsible.next()?;
    (responsible.next().is_none() && said.len() > 1 && !who.is_empty()).then(|| who.clone())
}

/// Whether a name holds no word of its own: only its first letter is a capital, which begins the answer.
pub(super) fn is_plain(name: &str, answer: &str) -> bool {
    let begins = answer.trim_start().starts_with(name);
    let upper = name.starts_with(char::is_uppercase);
    !upper || begins && crate::text::words(name).len() > 1
}

/// What is done, and who does it: « 18 h d'animations, par la circo », « Formation prévue au marché, faite par Skolia ».
pub(super) fn done_by(text: &str) -> Option<(&str, &str)> {
    const DONE: [&str; 8] = ["fait", "assur", "realis", "gere", "pris", "anim", "propos", "organis"];
    let (what, by) = text.rsplit_once([',', '–', '—'])?;
    let link = by.find("par ").filter(|at| *at == 0 || by[..*at].ends_with(' '))?;
    let before = crate::text::words(&by[..link]);
    let plain = before.len() <= 3
        && before.iter().all(|word| {
            DONE.iter().any(|start| word.starts_with(start))
                || matches!(word.as_str(), "en" | "charge" | "est")
        });
    let who = by[link + "par ".len()..].trim().trim_end_matches('.');
    (plain && !what.trim().is_empty() && !who.is_empty()).then_some((what, who))
}

/// What an answer says first, and that it says more: « CdC (parfois DRANE) », « Mairie, OVH en secours ».
pub(super) fn without_second(text: &str) -> Option<&str> {
    const SECOND: [&str; 8] = [
        "parfois",
        "sinon rien",
        "sinon personne",
        "a defaut d autre",
        "ou parfois",
        "et parfois",
        "en secours",
        "puis parfois",
    ];
    let starts = |rest: &str| {
        let rest = crate::text::words(rest).join(" ");
        SECOND.iter().any(|second| rest.starts_with(second))
    };
    let cut = text
        .match_indices(['(', ',', ' '])
        .find(|(at, sign)| starts(&text[at + sign.len()..]))
        .map(|(at, _)| text[..at].trim_end_matches([',', ' ', '(']))?;
    (!cut.trim().is_empty()).then_some(cut)
}

fn cut_at_words<'t>(reader: &Reader<'_>, text: &'t str, pieces: &mut Vec<&'t str>) {
    let text = text.trim();
    if text.is_empty() || !text.chars().any(char::is_alphanumeric) {
        return;
    }
    // « 1) mairie 2) école »: a numbered list in one line.
    if let Some(second) = numbered(text) {
        cut_at_words(reader, &text[..second], pieces);
        cut_at_words(reader, &text[second..], pieces);
        return;
    }
    // « Collectivité – commune », « Tiers : éditeur »: a kind, then who.
    if let Some((kind, who)) = [" – ", " - ", " — ", " : "].iter().find_map(|sign| text.split_once(sign))
        && KINDS.contains(&crate::text::fold(kind.trim()).as_str())
        && !who.trim().is_empty()
    {
        cut_at_words(reader, who, pieces);
        return;
    }
    // « Éducation nationale (école) ».
    if let Some((kind, who)) = text.strip_suffix(')').and_then(|text| text.split_once('('))
        && KINDS.contains(&crate::text::fold(kind.trim()).as_str())
        && matches!(reader.read(who.trim()), Some(Piece::Entity { mention, .. }) if mention.kind.is_some())
    {
        pieces.push(who.trim());
        return;
    }
    // « Orange – 45 €/mois », « ERUN - mercredi 14/01 »: a dash, then a remark.
    if let Some((who, _)) = [" - ", " – ", " — "]
        .iter()
        .filter_map(|sign| text.rsplit_once(sign))
        .find(|(who, rest)| is_measure(rest) && who.chars().any(char::is_alphabetic))
    {
        cut_at_words(reader, who, pieces);
        return;
    }
    // « Ville de Rezé – direction des systèmes d'information », « Rectorat – assistance »: a service of that body.
    if let Some((body, _)) = [" – ", " - ", " — "]
        .iter()
        .find_map(|sign| text.split_once(sign))
        .filter(|sides| is_service(reader, *sides))
    {
        cut_at_words(reader, body, pieces);
        return;
    }
    for word in [
        " sinon ",
        " à défaut ",
        " a defaut ",
        " et ",
        " & ",
        " ou ",
        " - ",
        " – ",
        " ET ",
        " Et ",
        " OU ",
        " avec ",
        " puis ",
        " ainsi que ",
        "-",
    ] {
        // From the right: « CC Vals et Monts et la mairie » is cut at its last « et », which no name holds.
        for (at, _) in text.rmatch_indices(word) {
            let (left, right) = (&text[..at], &text[at + word.len()..]);
            if left.contains('(') && !left.contains(')') {
                continue;
            }
            // « Deux animations avec la conseillère pédagogique »: what is done, then with whom.
            if word == " avec "
                && is_remark(left)
                && matches!(reader.read(right), Some(Piece::Entity { mention, .. }) if mention.kind.is_some())
                && matches!(reader.read(left), Some(Piece::Entity { mention, .. }) if mention.kind.is_none())
            {
                cut_at_words(reader, right, pieces);
                return;
            }
            if both_stand_alone(reader, left, right, word.trim()) {
                cut_at_words(reader, left, pieces);
                cut_at_words(reader, right, pieces);
                return;
            }
        }
    }
    pieces.push(text);
}

/// Whether what follows a dash is a service of the public body before it, and names no other body.
fn is_service(reader: &Reader<'_>, (body, service): (&str, &str)) -> bool {
    let words = crate::text::words(service);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let called = matches!(words.as_slice(), ["assistance" | "support" | "hotline" | "helpdesk"])
        || matches!(words.first(), Some(&("direction" | "dga" | "dgs" | "service" | "services" | "pole")))
            && words.len() > 1
            && !words.iter().any(|word| word.starts_with("ecole"));
    let public = |reach| {
        matches!(
            reach,
            Reach::Commune | Reach::Intercommunalite | Reach::Departement | Reach::Academie | Reach::Region
        )
    };
    let kind = |text: &str| match reader.read(text) {
        Some(Piece::Entity { mention, .. }) => mention.kind,
        _ => None,
    };
    let of_body = kind(body).filter(|_| called).filter(|kind| public(reader.entities.reach(*kind)));
    let Some(of_body) = of_body else { return false };
    // « Direction » alone is a school's.
    kind(service).is_none_or(|kind| {
        kind == of_body || matches!(reader.entities.reach(kind), Reach::Ecole | Reach::National)
    })
}

/// « 45 €/mois », « mercredi 14/01 », « fibre 1 Gb », « licence 3 ans », « le 02/09/2026 »: figures and plain words, which
/// name nobody.
pub(super) fn is_measure(text: &str) -> bool {
    text.chars().any(|sign| sign.is_ascii_digit())
        && text.split_whitespace().all(|word| {
            let plain = !word.starts_with(char::is_uppercase);
            plain || word.chars().any(|sign| sign.is_ascii_digit()) || word.chars().count() <= 2
        })
}

/// « fibre 1 Gb », « box 4G »: what is bought, told by a word that tells who sells it as well.
pub(super) fn is_thing(text: &str) -> bool {
    let first = crate::text::words(text).into_iter().next().unwrap_or_default();
    is_measure(text)
        && matches!(
            first.as_str(),
            "fibre" | "adsl" | "sdsl" | "vdsl" | "box" | "4g" | "5g" | "forfait" | "abonnement"
        )
}

/// « très disponible », « moi », « son adjointe », « par son pôle technique », « convention du 3 mars 2026 »: words that
/// say something of those named beside, and name nobody. A name written without a capital is a single word.
pub(super) fn is_remark(text: &str) -> bool {
    const OF_SOMEBODY: [&str; 30] = [
        "convention",
        "contrat",
        "partenariat",
        "accord",
        "marche",
        "oui",
        "moi",
        "lui",
        "elle",
        "elles",
        "eux",
        "son",
        "sa",
        "ses",
        "leur",
        "leurs",
        "par",
        "tres",
        "toujours",
        "le",
        "la",
        "les",
        "un",
        "une",
        "deux",
        "qui",
        "dont",
        "chaque",
        "ensuite",
        "environ",
    ];
    if is_measure(text) {
        return true;
    }
    // A capital may begin the answer: « Deux animations pédagogiques ».
    let capital = text
        .split_whitespace()
        .next()
        .filter(|first| OF_SOMEBODY.contains(&crate::text::fold(first).as_str()));
    let plain = !text
        .split_whitespace()
        .skip(usize::from(capital.is_some()))
        .any(|word| word.trim_start_matches(['(', '«', '"']).starts_with(char::is_uppercase));
    let words = crate::text::words(text);
    let service = || words.iter().all(|word| super::entities::SERVICE_WORDS.contains(&word.as_str()));
    plain
        && words.first().is_some_and(|first| {
            words.len() > 2
                || OF_SOMEBODY.contains(&first.as_str())
                || text.trim_start().starts_with('(')
                || service()
        })
}

/// Where the second item of « 1) mairie 2) école », « 1. mairie 2. école » begins.
fn numbered(text: &str) -> Option<usize> {
    let first = text.chars().next()?.to_digit(10)?;
    if !text[1..].starts_with([')', '.']) {
        return None;
    }
    [')', '.'].iter().find_map(|sign| text.find(&format!(" {}{sign}", first + 1))).map(|at| at + 1)
}

/// « Mairie et Scolavia » are two; « CC Vals et Monts », « Vidal et fils SARL » are one.
fn both_stand_alone(reader: &Reader<'_>, left: &str, right: &str, word: &str) -> bool {
    let entities = reader.entities;
    let told = |text: &str| match reader.read(text) {
        None => (false, None, false),
        Some(Piece::Person) => (true, None, false),
        Some(Piece::Entity { mention, by_form, .. }) => {
            let told = mention.kind.is_some() && (!by_form || has_form_at(text, 0));
            (told, mention.kind, !mention.core.is_empty())
        }
    };
    // « ERUN-Mairie »: two bodies joined without a space, each named by a single word. « Saint-Pierre » is a place.
    if word == "-" && !left.ends_with(' ') && !right.starts_with(' ') {
        let lone = |text: &str| crate::text::words(text).len() == 1;
        let (left_kind, right_kind) = (told(left).1, told(right).1);
        return lone(left)
            && lone(right)
            && left_kind.is_some()
            && right_kind.is_some()
            && left_kind != right_kind;
    }
    let (mut left_told, left_kind, left_named) = told(left);
    // « Orvane Conseil SAS et Cahierval »: the form closes a name.
    left_told |= has_form_at(left, crate::text::words(left).len().saturating_sub(1));
    let (right_told, right_kind, _) = told(right);
    // « Mairie de Plessis et Gaudin »: the batch tells whether a commune is called so ([`super::known`]).
    let place = matches!(word, "et" | "Et" | "ET" | "&")
        && left_named
        && left_kind.is_some_and(|kind| names_places(entities.reach(kind)))
        && !begins_again(right);
    let grouping = left_kind.is_some_and(|kind| entities.reach(kind) == Reach::Intercommunalite);
    // « L'éditeur, avec l'abonnement »: with what, and not with whom.
    if word == "avec" && !right_told {
        return false;
    }
    // « SARL Clic & Net »: the form begins one name.
    if word == "&" && has_form_at(left, 0) && !right_told {
        return false;
    }
    // « SFR puis Orange », « Kosmos ou Beneylu »: no name holds these words.
    let begins = |text: &str| text.trim_start_matches(['«', '"', '(']).starts_with(char::is_uppercase);
    if matches!(word, "ou" | "OU" | "puis" | "sinon") && begins(left) && begins(right) {
        return true;
    }
    match (left_told, right_told) {
        // « Mairie - service informatique »: a dash inside one body.
        (true, true) => !(matches!(word, "-" | "–") && left_kind == right_kind),
        // Groupings of communes are named after several: « CC Vals et Monts ».
        (true, false) => !grouping && !place && !continues(right),
        (false, true) => !continues(right),
        (false, false) => false,
    }
}

/// Whether bodies of this reach are called by the names of places, which may hold « et ».
pub(super) fn names_places(reach: Reach) -> bool {
    matches!(reach, Reach::Commune | Reach::Circonscription | Reach::Departement)
}

/// « Mairie de Plessis et de Gaudin »: the same link again begins another name.
fn begins_again(right: &str) -> bool {
    let folded = crate::text::fold(right);
    ["de ", "du ", "des ", "d "].iter().any(|link| folded.starts_with(link))
}

/// Whether a legal form stands at a word: first, it begins a name (« Société Scriptolive »); last, it closes one.
fn has_form_at(text: &str, index: usize) -> bool {
    crate::text::words(text).get(index).is_some_and(|word| super::entities::FORMS.contains(&word.as_str()))
}

/// « et fils », « et associés », « et Cie »: the end of one name.
fn continues(right: &str) -> bool {
    let words = crate::text::words(right);
    // « CPC EPS et numérique ».
    words.iter().all(|word| super::entities::SERVICE_WORDS.contains(&word.as_str())) && !words.is_empty()
        || words.first().is_some_and(|word| {
            matches!(
                word.as_str(),
                "fils"
                    | "filles"
                    | "freres"
                    | "associes"
                    | "associe"
                    | "cie"
                    | "compagnie"
                    | "co"
                    | "partenaires"
            )
        })
}

fn split_outside_brackets(text: &str, separator: impl Fn(&str) -> Option<usize>) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut depth = 0usize;
    let mut start = 0;
    let mut position = 0;
    while position < text.len() {
        let rest = &text[position..];
        let sign = rest.chars().next().unwrap_or(' ');
        match sign {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0
            && let Some(length) = separator(rest)
        {
            pieces.push(&text[start..position]);
            start = position + length;
            position = start;
            continue;
        }
        position += sign.len_utf8();
    }
    pieces.push(&text[start..]);
    pieces
}
