//! What an answer holds back while it names somebody: « Mairie sauf le wifi », « a priori la mairie », « pas la mairie »,
//! « Mairie jusqu'en juin ». No name is taken for a whole answer in silence.

use super::dates::{is_month, is_year};
use crate::text::recent::{Recent, recall};

/// What the words around a name say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reserve {
    /// The name answers, in part, for a time or after somebody else.
    Bounded,
    /// The choice isn't made.
    Unsettled,
    /// The name is said not to answer.
    Denied,
}

thread_local! { static MET: Recent<Option<Reserve>> = const { Recent::new() }; }

/// A word of an answer, folded, and where it stands.
#[derive(Debug)]
struct Word {
    text: String,
    start: usize,
    end: usize,
}

/// An answer of more words tells much beside the name: what is unsettled there may be something else.
const MOST_WORDS: usize = 14;

/// Words that say that the choice isn't made; « * » stands for any end of word.
const UNSETTLED: [&[&str]; 43] = [
    &["doit|doivent|devra|devait", "nous|me", "dire|repondre|confirmer|preciser|indiquer"],
    &["nous|me", "le|la", "confirmer|preciser"],
    &["a", "valider"],
    &["a", "verifier"],
    &["a", "confirmer"],
    &["a", "trancher"],
    &["a", "arbitrer"],
    &["a", "finaliser"],
    &["a", "signer"],
    &["a", "negocier"],
    &["a", "designer"],
    &["a", "nommer"],
    &["a", "recruter"],
    &["a", "l", "etude"],
    &["a", "priori"],
    &["a", "mon", "avis"],
    &["a", "notre", "avis"],
    &["sous", "reserve*"],
    &["en", "attente"],
    &["en", "negociation*"],
    &["en", "suspens"],
    &["en", "principe"],
    &["en", "theorie"],
    &[
        "pas|non",
        "confirme*|valide*|acte*|signe*|officiel*|decide*|definitif*|definitive*|certain*|sur|sure|surs|arrete*",
    ],
    &["sans", "certitude|garantie|doute"],
    &["incertain*"],
    &["eventuel*"],
    &["probabl*"],
    &["hypothe*"],
    &["theoriquement"],
    &["normalement"],
    &["vraisemblable*"],
    &["peut", "etre"],
    &["je", "crois|pense|dirais|suppose|presume"],
    &["on", "pense|croit|suppose|imagine"],
    &["nous", "pensons|supposons|croyons"],
    &["il", "me|nous", "semble"],
    &["selon|d", "moi"],
    &["d", "apres", "moi|nous"],
    &["devrait|devraient"],
    &["serait|seraient|pourrait|pourraient|faudrait"],
    &["souhait*"],
    &["envisag*"],
];

/// Words after which a name no longer answers alone; what follows belongs to them.
const BOUNDS: [&[&str]; 57] = [
    &["sauf"],
    &["hors"],
    &["hormis"],
    &["excepte*"],
    &["exception"],
    &["a", "l", "exception"],
    &["a", "l", "exclusion"],
    &["jusqu*"],
    &["a", "partir"],
    &["a", "compter"],
    &["pour", "l", "instant"],
    &["pour", "le", "moment"],
    &["a", "ce", "jour"],
    &["provisoire*"],
    &["temporaire*"],
    &["en", "interim"],
    &["par", "interim"],
    &["par", "defaut"],
    &["faute", "de"],
    &["en", "partie"],
    &["pour", "partie"],
    &["partiellement"],
    &["surtout"],
    &["principalement"],
    &["essentiellement"],
    &["majoritairement"],
    &["officiellement"],
    &["officieusement"],
    &["sur", "le", "papier"],
    &["en", "pratique"],
    &["en", "realite"],
    &["dans", "les", "faits"],
    &["uniquement"],
    &["seulement"],
    &["mais"],
    &["pas", "pour"],
    &["pour", "la|le|les|l", "*"],
    &["remplac*"],
    &["transfer*"],
    &["delegu*"],
    &["maintenant"],
    &["desormais"],
    &["bientot"],
    &["prochainement"],
    &["prevu|prevue|prevus"],
    &["en|au", "projet"],
    &["plutot"],
    &["refus*"],
    &["ne|n", "*", "pas|plus|jamais"],
    &["via"],
    &["par", "le", "biais"],
    &["par", "l", "intermediaire"],
    &["au", "nom"],
    &["delegation*"],
    &["mandat*"],
    &["paye*|choisi*|retenu*|finance*", "par"],
    &["doit|doivent|devra|devront"],
];

/// Ranks among those who answer: the name before them is the first, and not the only one.
const RANKS: [&[&str]; 8] = [
    &["en", "premier", "lieu|recours|niveau"],
    &["en", "premier"],
    &["en", "premiere", "intention|ligne"],
    &["en", "priorite"],
    &["prioritairement"],
    &["d", "abord"],
    &["dans", "un", "premier", "temps"],
    &["au", "depart"],
];

/// Words behind which another body takes over.
const MOVES: [&[&str]; 14] = [
    &["mais"],
    &["puis"],
    &["ensuite"],
    &["maintenant"],
    &["desormais"],
    &["remplac*"],
    &["transfer*"],
    &["delegu*"],
    &["repris*"],
    &["en", "pratique"],
    &["en", "realite"],
    &["en", "fait"],
    &["dans", "les", "faits"],
    &["sauf"],
];

/// What an answer holds back of the names in it; `None` where nothing is.
pub(super) fn of(text: &str) -> Option<Reserve> {
    recall(&MET, text, || told(text))
}

fn told(text: &str) -> Option<Reserve> {
    let words = words(text);
    if text.contains('?') {
        return Some(Reserve::Unsettled);
    }
    if words.len() < 2 {
        return None;
    }
    if is_denied(text, &words) {
        return Some(Reserve::Denied);
    }
    let short = words.len() <= MOST_WORDS;
    // « Soit l'école soit la mairie ».
    let either = words[0].text == "soit" && words.iter().skip(1).any(|word| word.text == "soit");
    if either {
        return Some(Reserve::Unsettled);
    }
    let unsettled = find(&words, &UNSETTLED).is_some() || is_conditional(text, &words);
    if unsettled {
        return Some(if short { Reserve::Unsettled } else { Reserve::Bounded });
    }
    let bounded = bounds(&words).is_some()
        || if_available(&words).is_some()
        || find(&words, &RANKS).is_some()
        || is_past(&words)
        || is_negative(&words)
        || contrast(text, &words).is_some()
        || share(text, &words).is_some()
        || from_then(text, &words).is_some()
        || text.contains(['→', '➔', '➜', '⇒'])
        || text.contains("->")
        || text.contains("=>");
    bounded.then_some(Reserve::Bounded)
}

/// Whether a comment doubts the answer that it stands beside: « à confirmer », « en fait c'est l'école », « jusqu'en juin ».
pub(super) fn doubts(comment: &str) -> bool {
    const DOUBTS: [&[&str]; 22] = [
        &["a", "confirmer|valider|verifier|revoir|trancher|preciser|definir|determiner"],
        &["en", "attente"],
        &["en", "suspens|discussion|negociation"],
        &["sous", "reserve*"],
        &["pas|non", "confirme*|valide*|sur|sure|certain*|officiel*|definitif*|signe*|decide*"],
        &["pas", "encore"],
        &["incertain*"],
        &["provisoire*"],
        &["temporaire*"],
        &["par|en", "interim"],
        &["en", "fait|realite|pratique"],
        &["dans", "les", "faits"],
        &["c", "est", "plutot"],
        &["peut", "etre"],
        &["sans", "doute|certitude"],
        &["probabl*"],
        &["a", "priori"],
        &["en", "principe|theorie"],
        &["je", "crois|pense"],
        &["jusqu*"],
        &["remplac*"],
        &["transfer*"],
    ];
    thread_local! { static MET: Recent<bool> = const { Recent::new() }; }
    recall(&MET, comment, || {
        let words = words(comment);
        words.len() <= MOST_WORDS && (find(&words, &DOUBTS).is_some() || comment.trim_end().ends_with('?'))
    })
}

/// Whether a title asks for somebody who isn't chosen yet: « Responsable pressenti », « Proposition de responsable ».
pub(super) fn is_proposed(title: &str) -> bool {
    const PROPOSED: [&[&str]; 6] =
        [&["pressenti*"], &["propos*"], &["envisag*"], &["souhait*"], &["prevu|prevue|prevus"], &["futur*"]];
    thread_local! { static MET: Recent<bool> = const { Recent::new() }; }
    recall(&MET, title, || find(&words(title), &PROPOSED).is_some())
}

/// A name without what bounds it: « Mairie sauf le wifi », « pour l'instant la mairie », « 60 % mairie ».
pub(super) fn head(piece: &str) -> &str {
    let mut left = piece.trim();
    // What bounds may stand before the name and behind it.
    for _ in 0..3 {
        let words = words(left);
        if words.len() < 2 {
            break;
        }
        let found = [
            bounds(&words),
            find(&words, &RANKS),
            contrast(left, &words),
            share(left, &words),
            from_then(left, &words),
            if_available(&words),
        ];
        let Some((first, last)) = found.into_iter().flatten().min() else { break };
        let cut = if first == 0 {
            left.get(words[last - 1].end..).unwrap_or_default()
        } else {
            &left[..words[first].start]
        };
        let cut = cut.trim_matches(|sign: char| {
            !sign.is_alphanumeric() && !matches!(sign, ')' | '(' | '"' | '»' | '«')
        });
        let cut = cut.trim_end_matches(['(', ' ']).trim_start_matches([')', ' ']);
        // « Mairie (PC uniquement) »: a bracket that is cut is cut whole.
        let open = cut.rfind('(').filter(|open| *open > 0 && !cut[*open..].contains(')'));
        let cut = open.map_or(cut, |open| cut[..open].trim_end());
        if !cut.chars().any(char::is_alphabetic) {
            break;
        }
        left = cut;
    }
    left
}

/// Whether a piece of an answer begins by bounding another: « sauf le wifi », « pour les PC ».
pub(super) fn begins(piece: &str) -> bool {
    bounds(&words(piece)).is_some_and(|(first, _)| first == 0)
}

/// What is affirmed behind what is denied: « pas l'école : la mairie », « pas moi ! c'est le rectorat », « ce n'est pas la mairie, c'est l'école », « ni la
/// mairie ni le rectorat : la directrice ».
pub(super) fn affirmed(text: &str) -> Option<&str> {
    let (at, sign) = text.char_indices().find(|(_, sign)| matches!(sign, ':' | ',' | ';' | '.' | '!'))?;
    let (denied, rest) = (&text[..at], text[at + sign.len_utf8()..].trim().trim_end_matches('.'));
    let of_denied = words(denied);
    let again = words(rest);
    let ni = of_denied.first().is_some_and(|word| word.text == "ni");
    (!again.is_empty()
        && of_denied.len() > 1
        && (is_denied(denied, &of_denied) || super::sentences::denies(denied))
        && !(ni && again.first().is_some_and(|word| word.text == "ni"))
        && !is_denied(rest, &again)
        && !super::sentences::denies(rest))
    .then_some(rest)
}

/// What follows the words behind which another body takes over.
pub(super) fn successor(text: &str) -> Option<&str> {
    let words = words(text);
    let (first, last) = find(&words, &MOVES).or_else(|| share(text, &words))?;
    let rest = text.get(words[last - 1].end..).unwrap_or_default();
    (first > 0 && rest.chars().any(char::is_alphabetic)).then_some(rest)
}

/// « pas la mairie », « ni l'école ni la mairie », « plus le prestataire », « tout sauf la mairie », « ex-prestataire ».
fn is_denied(written: &str, words: &[Word]) -> bool {
    let text = |rank: usize| words.get(rank).map_or("", |word| word.text.as_str());
    let article =
        |word: &str| matches!(word, "la" | "le" | "les" | "l" | "du" | "un" | "une" | "notre" | "par");
    match text(0) {
        "pas" | "ni" | "sauf" | "non" | "ex" | "ancien" | "ancienne" | "anciennement" | "auparavant"
        | "autrefois" => true,
        "plus" => article(text(1)),
        "tout" | "tous" => text(1) == "sauf",
        "surtout" => text(1) == "pas",
        // « avant : la mairie », « avant la mairie »; « avant le 15 juin » tells when.
        "avant" => {
            written[words[0].end..].trim_start().starts_with(':')
                || article(text(1))
                    && !text(2).bytes().any(|byte| byte.is_ascii_digit())
                    && !text(2).is_empty()
        }
        _ => false,
    }
}

/// « Mairie si budget voté », and neither « SI de la mairie » nor « l'ERUN vient si besoin ».
fn is_conditional(text: &str, words: &[Word]) -> bool {
    words.iter().enumerate().skip(1).any(|(rank, word)| {
        let next = words.get(rank + 1).map_or("", |next| next.text.as_str());
        &text[word.start..word.end] == "si"
            && !matches!(next, "" | "besoin" | "necessaire" | "probleme" | "panne")
            && !is_of_availability(&words[rank..])
    })
}

/// « ERUN si remplaçant disponible »: whether they come, and not whether they are chosen.
fn is_of_availability(words: &[Word]) -> bool {
    words.iter().any(|word| {
        ["disponib", "possible", "libre", "present"].iter().any(|start| word.text.starts_with(start))
    })
}

fn if_available(words: &[Word]) -> Option<(usize, usize)> {
    let at = words.iter().position(|word| word.text == "si").filter(|at| *at > 0)?;
    is_of_availability(&words[at..]).then_some((at, at + 1))
}

/// « Mairie (ne répond pas) »: something is denied beside the name.
fn is_negative(words: &[Word]) -> bool {
    let is = |word: &Word, known: &[&str]| known.contains(&word.text.as_str());
    let ne = words.iter().position(|word| is(word, &["ne", "n"]));
    ne.is_some_and(|ne| words[ne..].iter().any(|word| is(word, &["pas", "plus", "jamais", "personne"])))
        || words.iter().any(|word| word.text.starts_with("refus"))
}

/// « Mairie avant, la CC ensuite ».
fn is_past(words: &[Word]) -> bool {
    words.iter().enumerate().any(|(rank, word)| {
        let last = rank + 1 == words.len();
        rank > 0
            && (matches!(word.text.as_str(), "auparavant" | "anciennement" | "autrefois")
                || word.text == "avant" && last)
    })
}

/// « École et non la mairie », « l'école, pas la mairie », « l'école plutôt que la mairie »: words that name who doesn't.
fn contrast(text: &str, words: &[Word]) -> Option<(usize, usize)> {
    let is =
        |rank: usize, known: &[&str]| words.get(rank).is_some_and(|word| known.contains(&word.text.as_str()));
    (1..words.len()).find_map(|rank| {
        let against = is(rank, &["plutot"]) && is(rank + 1, &["que", "qu"])
            || is(rank, &["au"]) && is(rank + 1, &["lieu"])
            || is(rank, &["et", "mais"]) && is(rank + 1, &["non", "pas"])
            || is(rank, &["pas", "non"])
                && is(rank + 1, &["la", "le", "les", "l", "du", "une", "un"])
                && text[words[rank - 1].end..words[rank].start].contains([',', '(', ';', '\n', '-', '–']);
        against.then_some((rank, rank + 1))
    })
}

/// « 60 % mairie », « mairie à 80 % »: a share that stands for a part.
fn share(text: &str, words: &[Word]) -> Option<(usize, usize)> {
    let rank = words.iter().position(|word| {
        word.text.bytes().all(|byte| byte.is_ascii_digit())
            && word.text != "100"
            && text[word.end..].trim_start().starts_with('%')
    })?;
    let of = rank > 0 && matches!(words[rank - 1].text.as_str(), "a" | "pour");
    Some((if of && rank > 1 { rank - 1 } else { rank }, rank + 1))
}

/// « dès janvier », « au 1er janvier 2027 », « en 2027 »: from when, where the name isn't in place yet perhaps.
fn from_then(text: &str, words: &[Word]) -> Option<(usize, usize)> {
    (1..words.len()).find_map(|rank| {
        let next = |ahead: usize| words.get(rank + ahead).map_or("", |word| word.text.as_str());
        let raw = &text[words[rank].start..words[rank].end];
        let dated =
            matches!(words[rank].text.as_str(), "au" | "en" | "des" | "courant" | "fin" | "debut" | "avant")
                && (1..4)
                    .any(|ahead| is_month(next(ahead)) || next(ahead) == "rentree" || is_year(next(ahead)));
        (raw.eq_ignore_ascii_case("dès") || raw == "Dès" || dated).then_some((rank, rank + 1))
    })
}

/// What bounds a name; « délégation régionale au numérique » is one.
fn bounds(words: &[Word]) -> Option<(usize, usize)> {
    let of_body = |rank: usize| {
        words.get(rank).is_some_and(|word| {
            ["regional", "academi", "departemental"].iter().any(|start| word.text.starts_with(start))
        })
    };
    // « L'enseignant référent pour les usages du numérique » is a post.
    let of_post =
        |(first, last): (usize, usize)| words[first].text == "pour" && words[last - 1].text == "usages";
    find(words, &BOUNDS)
        .filter(|span| !of_post(*span))
        .filter(|(first, last)| !(words[*first].text.starts_with("delegation") && of_body(*last)))
}

/// The first of some phrases that stands among words: where it begins and ends.
fn find(words: &[Word], phrases: &[&[&str]]) -> Option<(usize, usize)> {
    (0..words.len()).find_map(|rank| {
        phrases
            .iter()
            .filter(|phrase| rank + phrase.len() <= words.len())
            .find(|phrase| phrase.iter().zip(&words[rank..]).all(|(known, word)| fits(known, &word.text)))
            .map(|phrase| (rank, rank + phrase.len()))
    })
}

fn fits(known: &str, word: &str) -> bool {
    // Bytes: this is asked of every word of every answer.
    known.as_bytes().split(|sign| *sign == b'|').any(|known| match known.strip_suffix(b"*") {
        Some(start) => word.as_bytes().starts_with(start),
        None => known == word.as_bytes(),
    })
}

fn words(text: &str) -> Vec<Word> {
    let of_word = |sign: char| sign.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&sign);
    let mut words = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(of_word).map(|found| from + found) {
        let end = text[start..].find(|sign| !of_word(sign)).map_or(text.len(), |length| start + length);
        words.push(Word { text: crate::text::fold(&text[start..end]), start, end });
        from = end;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_held_back_is_told() {
        for (text, reserve) in [
            ("Mairie", None),
            ("Mairie de Rezé", None),
            ("Service SI de la mairie", None),
            ("L'ERUN vient à l'école si besoin", None),
            ("Plus Net Services", None),
            ("Délégation régionale au numérique éducatif", None),
            ("Mairie (délégation de service)", Some(Reserve::Bounded)),
            ("CC des Monts", None),
            ("Mairie à 100 %", None),
            ("Mairie sauf le wifi", Some(Reserve::Bounded)),
            ("Mairie (hors maternelle)", Some(Reserve::Bounded)),
            ("mairie à 80 %", Some(Reserve::Bounded)),
            ("Mairie dès janvier", Some(Reserve::Bounded)),
            ("École, pas la mairie", Some(Reserve::Bounded)),
            ("Mairie jusqu'au 31/12", Some(Reserve::Bounded)),
            ("ERUN en premier", Some(Reserve::Bounded)),
            ("a priori la mairie", Some(Reserve::Unsettled)),
            ("Mairie sous réserve du vote", Some(Reserve::Unsettled)),
            ("Mairie (pas sûr)", Some(Reserve::Unsettled)),
            ("Mairie si budget voté", Some(Reserve::Unsettled)),
            ("ERUN si remplaçant disponible", Some(Reserve::Bounded)),
            ("ce serait la mairie", Some(Reserve::Unsettled)),
            ("pas la mairie", Some(Reserve::Denied)),
            ("avant la mairie", Some(Reserve::Denied)),
            ("plus le prestataire", Some(Reserve::Denied)),
            ("tout sauf la mairie", Some(Reserve::Denied)),
            ("ex-prestataire", Some(Reserve::Denied)),
        ] {
            assert_eq!(of(text), reserve, "{text}");
        }
    }

    #[test]
    fn a_name_is_read_without_what_bounds_it() {
        for (written, name) in [
            ("Mairie sauf le wifi", "Mairie"),
            ("Mairie (hors maternelle)", "Mairie"),
            ("pour l'instant la mairie", "la mairie"),
            ("60 % mairie", "mairie"),
            ("mairie à 80 %", "mairie"),
            ("Mairie (60 %)", "Mairie"),
            ("ERUN en premier", "ERUN"),
            ("École et non la mairie", "École"),
            ("CC du Pays à partir du 01/01", "CC du Pays"),
            ("Mairie (Rezé)", "Mairie (Rezé)"),
            ("hors ENT", "ENT"),
        ] {
            assert_eq!(head(written), name, "{written}");
        }
        assert_eq!(successor("Mairie mais surtout l'école"), Some(" surtout l'école"));
        assert_eq!(successor("Mairie"), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_a_reserve_panic(any in "\\PC{0,60}") {
            let _ = (of(&any), head(&any), successor(&any));
        }
    }
}
