//! Pieces of an answer that name nobody: when, how, how much, a thing bought, a remark.

use super::entities::{Piece, SERVICE_WORDS};
use super::pieces::Reader;

/// « La directrice, faute de mieux », « l'éditeur, lors d'une visio », « M. Caillaud, adjoint »: how, why or in what
/// quality, and nobody else.
pub(super) fn explains(reader: &Reader<'_>, piece: &str) -> bool {
    const HOW: [&str; 35] = [
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
        "automatique",
        "automatiquement",
        "comme",
        "adjoint",
        "adjointe",
    ];
    let words = crate::text::words(piece);
    words.first().is_some_and(|word| {
        HOW.contains(&word.as_str()) && (words.len() == 1 || !word.starts_with("adjoint"))
    }) && matches!(reader.read(piece), Some(Piece::Entity { mention, .. }) if mention.kind.is_none())
}

/// An answer without what it tells of a contract that runs, or of the years before: « Ludexia (marché en cours) »,
/// « Heberdec comme l'an dernier », « INFOPRO 29 depuis 2023 ». Whatever else follows the name says something of it, and
/// is left.
pub(super) fn without_asides(written: &str) -> &str {
    const RUNNING: [&str; 6] = ["marche", "contrat", "convention", "abonnement", "bail", "partenariat"];
    const BEGINS: [&str; 6] =
        [" depuis ", " comme l'an", " comme l’an", " comme avant", " comme d'habitude", " comme d’habitude"];
    let bare = written.trim_end();
    // « informatique Jolivet (accueil@ludexia.example) »: how to reach who is named.
    if let Some((who, inside)) = bare.strip_suffix(')').and_then(|bare| bare.rsplit_once('('))
        && inside.contains('@')
        && !inside.trim().contains(char::is_whitespace)
        && who.chars().any(char::is_alphabetic)
    {
        return who.trim_end();
    }
    // « Ludexia - gratuit »: what it costs.
    if let Some((who, price)) = [" - ", " – ", " — "].iter().find_map(|dash| bare.rsplit_once(dash))
        && matches!(
            crate::text::fold(price).as_str(),
            "gratuit" | "gratuite" | "payant" | "inclus" | "offert" | "sans frais"
        )
        && who.chars().any(char::is_alphabetic)
    {
        return who.trim_end();
    }
    let plain = |who: &str| {
        let begins = |sign: char| sign.is_uppercase() || sign.is_ascii_digit();
        who.starts_with(begins)
            && who.chars().any(char::is_alphabetic)
            && who.split_whitespace().count() <= 5
            && !who.contains(['?', ',', ';', '/', '+', '(', ':', '\n'])
    };
    if let Some((who, inside)) = bare.strip_suffix(')').and_then(|bare| bare.split_once('('))
        && let [first, second, third] = &crate::text::words(inside)[..]
        && RUNNING.contains(&first.as_str())
        && second == "en"
        && third == "cours"
        && plain(who.trim_end())
    {
        return who.trim_end();
    }
    // Asking whether an aside is there costs far less than looking for where.
    let asides = BEGINS.iter().filter(|aside| bare.contains(**aside));
    let Some(at) = asides.filter_map(|aside| bare.find(aside)).min() else { return written };
    let (who, aside) = (bare[..at].trim_end(), &bare[at..]);
    let of_time = |word: &String| {
        matches!(
            word.as_str(),
            "depuis"
                | "comme"
                | "l"
                | "an"
                | "annee"
                | "dernier"
                | "derniere"
                | "passe"
                | "passee"
                | "avant"
                | "d"
                | "habitude"
                | "la"
                | "rentree"
                | "toujours"
                | "janvier"
                | "fevrier"
                | "mars"
                | "avril"
                | "mai"
                | "juin"
                | "juillet"
                | "aout"
                | "septembre"
                | "octobre"
                | "novembre"
                | "decembre"
        ) || word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let closed = !aside.contains(['?', ',', ';', '/', '+', '(', ':', '&', '\n'])
        && crate::text::words(aside).iter().all(of_time);
    if closed && plain(who) { who } else { written }
}

/// « une fois par an », « chaque trimestre », « depuis 2024 »: when, and nobody.
pub(super) fn tells_when(piece: &str) -> bool {
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

/// « 45 €/mois », « mercredi 14/01 », « fibre 1 Gb », « licence 3 ans », « le 02/09/2026 »: figures and plain words, which
/// name nobody.
pub(super) fn is_measure(text: &str) -> bool {
    text.chars().any(|sign| sign.is_ascii_digit())
        && text.split_whitespace().all(|word| {
            let plain = !word.starts_with(char::is_uppercase);
            plain || word.chars().any(|sign| sign.is_ascii_digit()) || word.chars().count() <= 2
        })
}

/// « fibre 1 Gb », « fibre pro », « box 4G »: what is bought, told by a word that tells who sells it as well.
pub(super) fn is_thing(text: &str) -> bool {
    // « La box est dans mon bureau ».
    let words = crate::text::words(text);
    let article = words.first().is_some_and(|word| matches!(word.as_str(), "la" | "le" | "l" | "une" | "un"));
    let first = words.get(usize::from(article)).cloned().unwrap_or_default();
    let plain = !text.split_whitespace().any(|word| word.starts_with(char::is_uppercase));
    (plain || is_measure(text))
        && matches!(
            first.as_str(),
            "fibre" | "adsl" | "sdsl" | "vdsl" | "box" | "4g" | "5g" | "forfait" | "abonnement" | "offre"
        )
}

/// « très disponible », « moi », « son adjointe », « par son pôle technique », « convention du 3 mars 2026 »: words that
/// say something of those named beside, and name nobody. A name written without a capital is a single word.
pub(super) fn is_remark(text: &str) -> bool {
    const OF_SOMEBODY: [&str; 34] = [
        "on",
        "je",
        "ca",
        "cela",
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
    if is_measure(text) || is_thing(text) {
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
    let service = || words.iter().all(|word| SERVICE_WORDS.contains(&word.as_str()));
    plain
        && words.first().is_some_and(|first| {
            words.len() > 2
                || OF_SOMEBODY.contains(&first.as_str())
                || text.trim_start().starts_with('(')
                || service()
        })
}
