//! Links between names: where « et », « ou » or a dash joins two bodies, and where one name holds it.

use super::entities::{FORMS, Piece, SERVICE_WORDS};
use super::pieces::Reader;
use crate::model::referential::{EntityTypeId, Reach};

/// « Mairie et Scolavia » are two; « CC Vals et Monts », « Vidal et fils SARL » are one.
pub(super) fn both_stand_alone(reader: &Reader<'_>, left: &str, right: &str, word: &str) -> bool {
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
    let (mut right_told, right_kind, _) = told(right);
    // « Mairie de Plessis et Gaudin »: the batch tells whether a commune is called so ([`super::known`]).
    let place = matches!(word, "et" | "Et" | "ET" | "&")
        && left_named
        && left_kind.is_some_and(|kind| names_places(entities.reach(kind)))
        && !begins_again(right);
    let grouping = left_kind.is_some_and(|kind| entities.reach(kind) == Reach::Intercommunalite);
    // « CC Layon et Mauges (fibre) »: what the bracket says is said of the whole.
    // « Bits & Bytes (prestataire) », « Clic & Net, intégrateur »: so is what only says that it is a company, and of what
    // trade.
    let tied = matches!(word, "et" | "Et" | "ET" | "&");
    let is_company =
        |kind: Option<EntityTypeId>| kind.is_some_and(|kind| entities.reach(kind) == Reach::National);
    let of_company = |trade: &str| {
        let (_, kind, named) = told(trade);
        tied && !left_told && is_company(kind) && !named
    };
    if let Some((bare, bracket)) = right.split_once('(')
        && (grouping || place || of_company(bracket.trim_end_matches([')', ' '])))
    {
        right_told &= told(bare).0;
    }
    if let Some((bare, trade)) = right.split_once(',')
        && of_company(trade)
    {
        right_told &= told(bare).0;
    }
    // « Éditeur Kid & Net », « Sté Ardoise et Craie »: a company, called by two words perhaps. The batch tells.
    if tied && left_told && left_named && is_company(left_kind) && !right_told {
        return false;
    }
    // « L'éditeur, avec l'abonnement »: with what, and not with whom.
    if word == "avec" && !right_told {
        return false;
    }
    // « DSDEN – Saône-et-Loire »: the place that it is of.
    let of_place = matches!(word, "-" | "–")
        && !left_named
        && left_kind.is_some_and(|kind| {
            matches!(entities.reach(kind), Reach::Departement | Reach::Circonscription | Reach::Academie)
        })
        && right.contains('-')
        && right.starts_with(char::is_uppercase)
        && !right.contains(char::is_whitespace);
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
        (true, false) => !grouping && !place && !of_place && !continues(right),
        (false, true) => !continues(right),
        (false, false) => false,
    }
}

/// Whether what follows a dash is a service of the public body before it, and names no other body.
pub(super) fn is_service(reader: &Reader<'_>, (body, service): (&str, &str)) -> bool {
    let words = crate::text::words(service);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    // « Rectorat - DSI ».
    let dsi = words.as_slice() == ["dsi"];
    let called = dsi
        || matches!(words.as_slice(), ["assistance" | "support" | "hotline" | "helpdesk"])
        || matches!(
            words.first(),
            Some(
                &("direction"
                    | "dga"
                    | "dgs"
                    | "service"
                    | "services"
                    | "pole"
                    | "mission"
                    | "cellule"
                    | "bureau")
            )
        ) && words.len() > 1
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
    dsi || kind(service).is_none_or(|kind| {
        kind == of_body || matches!(reader.entities.reach(kind), Reach::Ecole | Reach::National)
    })
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
    crate::text::words(text).get(index).is_some_and(|word| FORMS.contains(&word.as_str()))
}

/// « et fils », « et associés », « et Cie »: the end of one name.
pub(super) fn continues(right: &str) -> bool {
    let words = crate::text::words(right);
    // « CPC EPS et numérique ».
    words.iter().all(|word| SERVICE_WORDS.contains(&word.as_str())) && !words.is_empty()
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
