//! One cell, several entities: where an answer is cut, and where a name holds « et » or « / » without being two.

use super::entities::{Entities, Piece};
use super::links::{both_stand_alone, is_service};
use super::people;
use super::remarks::{explains, is_measure, is_remark, is_thing, tells_when};
use crate::model::budget::Effort;
use crate::model::inventory::Mention;
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
/// Between a product and who answers for it.
const EDITED: [&str; 4] = ["édité par ", "éditée par ", "edite par ", "éditée et hébergée par "];
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
    if text.len() > LONGEST || is_one_piece(text) {
        return vec![text.trim()];
    }
    // « Mairie (et la DSDEN pour le volet pédagogique) »: two, whatever the bracket.
    if let Some((head, inside)) = text.trim_end().strip_suffix(')').and_then(|text| text.split_once('('))
        && let Some(other) = ["et ", "avec "].iter().find_map(|word| inside.trim_start().strip_prefix(word))
        && !inside.contains('(')
        && let other = other.split(" pour ").next().unwrap_or(other)
        && both_stand_alone(reader, head.trim(), other.trim(), "et")
    {
        return [cut(reader, head), cut(reader, other)].concat();
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
            let unit = crate::text::words(&rest[1..]).first().cloned().unwrap_or_default();
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
        if sign == '/' && holds_slash(reader, before, &rest[1..]) {
            return None;
        }
        // « Canal+ Telecom »: the sign ends a name.
        if sign == '+' && crate::text::words(before).last().is_some_and(|word| word == "canal") {
            return None;
        }
        // « Ordi+ (intégrateur) », « Ordi+ »: so it does against a name, before a bracket or at the end.
        if sign == '+'
            && before.ends_with(char::is_alphabetic)
            && (rest.trim_end() == "+" || rest.starts_with("+ (") || rest.starts_with("+,"))
        {
            return None;
        }
        // « ERUN (N1) Ludexia (N2) »: each takes a level.
        if sign == ' ' && takes_level(before) && takes_level(rest) {
            return Some(1);
        }
        HARD.contains(&sign).then(|| sign.len_utf8())
    }) {
        if tells_when(piece) || start > 0 && explains(reader, piece) {
            continue;
        }
        start += 1;
        let offset = piece.as_ptr() as usize - text.as_ptr() as usize;
        let after_comma = text[..offset].ends_with(',');
        // « Ludexia, et la mairie ».
        let piece = piece.trim_start();
        if after_comma && let Some(before) = pieces.last().copied() {
            // « Ville de Rezé, direction de l'éducation »: that body's; « Ludexia, choisi par la mairie »: how it came.
            if is_service(reader, (before, piece)) || tells_choice(piece) {
                continue;
            }
            // « Klasso, édité par Ludexia »: a product, then who answers for it.
            if let Some(editor) = EDITED.iter().find_map(|words| piece.strip_prefix(words)) {
                pieces.pop();
                cut_at_words(reader, editor, &mut pieces);
                continue;
            }
        }
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
    // « IEN + équipe », « L'IEN et son équipe »: the same one's.
    if let [first, others @ ..] = pieces.as_slice()
        && others.iter().any(|piece| is_own_team(piece))
        && matches!(reader.read(first), Some(Piece::Entity { fonction: Some(_), .. }))
    {
        pieces.retain(|piece| !is_own_team(piece));
    }
    // « Klasseo – support@… », « Mairie », then its telephone: how to reach who is named, and nobody else.
    if pieces.iter().any(|piece| !is_address(piece)) {
        pieces.retain(|piece| !is_address(piece));
    }
    if pieces.is_empty() { vec![text.trim()] } else { pieces }
}

/// Words at which [`cut_at_words`] looks for several names.
const CUTTING: [&str; 15] = [
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
];

/// Whether a text is words alone, as most answers are, none of which parts two names.
fn is_one_piece(text: &str) -> bool {
    const PARTING: [&str; 8] = ["sinon", "défaut", "defaut", "et", "ou", "avec", "puis", "ainsi"];
    let plain = |sign: char| sign.is_alphabetic() || matches!(sign, ' ' | '\'' | '’' | '.');
    text.chars().all(plain)
        && !text.split(' ').any(|word| PARTING.iter().any(|parting| word.eq_ignore_ascii_case(parting)))
}

/// Whether a text ends with a level of assistance in brackets: « Ludexia (N2) », « la mairie (1er niveau) ».
fn takes_level(text: &str) -> bool {
    let Some((who, inside)) =
        text.trim_end().strip_suffix([')', ']']).and_then(|text| text.rsplit_once(['(', '[']))
    else {
        return false;
    };
    let words = crate::text::words(inside);
    let rank = |word: &str| matches!(word, "1" | "2" | "3" | "1er" | "2e" | "2eme" | "2nd" | "3e" | "3eme");
    who.chars().any(char::is_alphabetic)
        && match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            [level] => matches!(*level, "n1" | "n2" | "n3" | "niv1" | "niv2" | "niv3"),
            ["niveau" | "niv" | "n", number] | [number, "niveau"] => rank(number),
            _ => false,
        }
}

/// « équipe », « son équipe », behind somebody whose it is.
fn is_own_team(piece: &str) -> bool {
    let words = crate::text::words(piece);
    matches!(&words[..], [team] if team == "equipe")
        || matches!(&words[..], [whose, team] if team == "equipe" && matches!(whose.as_str(), "son" | "sa" | "leur"))
}

/// An electronic address or a telephone, and nothing else.
fn is_address(piece: &str) -> bool {
    let piece = piece.trim();
    let electronic = piece.contains('@') && !piece.contains(char::is_whitespace);
    let digits = piece.chars().filter(char::is_ascii_digit).count();
    let telephone = (9..=13).contains(&digits) && !piece.chars().any(char::is_alphabetic);
    electronic || telephone
}

/// Whether a text names another body behind a comma, beside the one that [`cut`] keeps: who chose it, or the product of an
/// editor.
pub(super) fn names_beside(text: &str) -> bool {
    text.split(',')
        .skip(1)
        .map(str::trim_start)
        .any(|piece| tells_choice(piece) || EDITED.iter().any(|words| piece.starts_with(words)))
}

/// « choisi par la mairie », « sous contrat avec la mairie »: how who is named before was chosen.
fn tells_choice(piece: &str) -> bool {
    let words = crate::text::words(piece);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    matches!(
        words.as_slice(),
        [
            "choisi"
                | "choisie"
                | "retenu"
                | "retenue"
                | "selectionne"
                | "selectionnee"
                | "mandate"
                | "mandatee",
            "par",
            ..
        ] | ["sous", "contrat", "avec", ..]
    )
}

/// Whether the stroke between two texts stands inside the name of one company: « Pixels/Papier Informatique ». Nothing
/// surrounds it, neither side is a body known, and the second alone says a trade.
fn holds_slash(reader: &Reader<'_>, before: &str, after: &str) -> bool {
    const WORDS: [&str; 4] = [" & ", " et ", " ou ", " - "];
    let last = |text: &'_ str| WORDS.iter().filter_map(|word| Some(text.rfind(word)? + word.len())).max();
    let first = |text: &'_ str| WORDS.iter().filter_map(|word| text.find(word)).min();
    let left = before.rsplit(HARD).next().unwrap_or(before);
    let left = left[last(left).unwrap_or(0)..].trim_start();
    let right = after.split(HARD).next().unwrap_or(after);
    let right = right[..first(right).unwrap_or(right.len())].trim_end();
    let named = |text: &str| text.starts_with(char::is_uppercase) && text.chars().all(char::is_alphabetic);
    let mut words = right.split(' ');
    let (Some(first), Some(trade)) = (words.next(), words.next_back()) else { return false };
    let untyped = |text: &str| matches!(reader.read(text), Some(Piece::Entity { mention, .. }) if mention.kind.is_none());
    named(left)
        && named(first)
        && left.chars().count() > 2
        && TRADES.contains(&crate::text::fold(trade).as_str())
        && untyped(left)
        && untyped(right)
}

/// Whether a text holds the name of a company that a stroke is part of.
pub(super) fn names_with_slash(reader: &Reader<'_>, text: &str) -> bool {
    text.len() <= LONGEST
        && text.match_indices('/').any(|(at, _)| holds_slash(reader, &text[..at], &text[at + 1..]))
}

/// What companies of this trade end their names with.
const TRADES: [&str; 12] = [
    "informatique",
    "informatiques",
    "services",
    "service",
    "reseaux",
    "systemes",
    "numerique",
    "telecom",
    "telecoms",
    "solutions",
    "maintenance",
    "multimedia",
];

/// Signs that always cut.
const HARD: [char; 8] = ['\n', '\r', ';', ',', '/', '+', '|', '•'];

/// « Société Cloudéo, hébergeur »: what follows the comma tells a trade, and names nobody else; « notre hébergeur,
/// Cloudéo »: what follows names who was told by a trade.
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
    // « Kosmos, éditeur de l'ENT », « Mégalis Sud, syndicat mixte ».
    let says_no_more = |core: &str| {
        core.split(' ')
            .all(|word| matches!(word, "" | "ent" | "solution" | "logiciel" | "plateforme" | "projet"))
    };
    let syndicat = matches!(&crate::text::words(&right.written)[..], [body, mixed] if
        body == "syndicat" && mixed == "mixte")
        // « Ludexia, Syndicat mixte »: two names.
        && right.written.starts_with(char::is_lowercase)
        && right.core.is_empty()
        && !left.core.is_empty()
        && left.written.starts_with(char::is_uppercase)
        && !people::is_person(&left.written)
        && left.kind.is_none_or(|kind| right.kind == Some(kind));
    if syndicat {
        return true;
    }
    let is_trade = says_no_more(&right.core)
        && !is_form
        && fonction.is_none()
        && right.kind.is_some_and(|kind| reader.entities.reach(kind) == Reach::National);
    let is_company = !left.core.is_empty() && (left.kind.is_none() || by_form || left.kind == right.kind);
    let tells_trade = |mention: &Mention| {
        mention.core.is_empty()
            && mention.kind.is_some_and(|kind| reader.entities.reach(kind) == Reach::National)
            && begins_with_article(&mention.written)
    };
    is_trade && is_company
        || tells_trade(&left)
            && right.kind.is_none()
            && !right.core.is_empty()
            && right.written.starts_with(char::is_uppercase)
            && !people::is_person(&right.written)
}

/// « La société éditrice », « notre hébergeur ».
fn begins_with_article(text: &str) -> bool {
    let words = crate::text::words(text);
    words.first().is_some_and(|word| matches!(word.as_str(), "la" | "le" | "l" | "notre" | "une" | "un"))
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
    // « Orange – 45 €/mois », « Orange – fibre pro », « ERUN - mercredi 14/01 »: a dash, then a remark.
    if let Some((who, _)) = [" - ", " – ", " — "]
        .iter()
        .filter_map(|sign| text.rsplit_once(sign))
        .find(|(who, rest)| (is_measure(rest) || is_thing(rest)) && who.chars().any(char::is_alphabetic))
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
    // Asking whether a word is there costs far less than looking for it from the right.
    for word in CUTTING.into_iter().filter(|word| text.contains(word)) {
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
            // « Le rectorat avec Ludexia »: a body, then a company's name.
            let with_company = || {
                let body = matches!(reader.read(left), Some(Piece::Entity { mention, .. }) if mention.kind.is_some());
                body && right.split_whitespace().count() <= 3
                    && right.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
                    && !people::is_person(right)
                    && matches!(reader.read(right), Some(Piece::Entity { mention, .. }) if
                        mention.kind.is_none() && !mention.core.is_empty())
            };
            if both_stand_alone(reader, left, right, word.trim()) || word == " avec " && with_company() {
                cut_at_words(reader, left, pieces);
                cut_at_words(reader, right, pieces);
                return;
            }
        }
    }
    pieces.push(text);
}

/// Where the second item of « 1) mairie 2) école », « 1. mairie 2. école » begins.
fn numbered(text: &str) -> Option<usize> {
    let first = text.chars().next()?.to_digit(10)?;
    if !text[1..].starts_with([')', '.']) {
        return None;
    }
    [')', '.'].iter().find_map(|sign| text.find(&format!(" {}{sign}", first + 1))).map(|at| at + 1)
}

pub(super) fn split_outside_brackets(text: &str, separator: impl Fn(&str) -> Option<usize>) -> Vec<&str> {
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
