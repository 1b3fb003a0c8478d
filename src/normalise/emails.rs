//! Whether an electronic address can reach anybody. Nothing is repaired: a person reads the cell again.

use crate::model::fact::EmailFault;

/// Ends of addresses that are slips of the pen, and what was meant.
const MISSPELT: [(&str, &str); 23] = [
    ("gmial.com", "gmail.com"),
    ("gmal.com", "gmail.com"),
    ("gmai.com", "gmail.com"),
    ("gamil.com", "gmail.com"),
    ("gnail.com", "gmail.com"),
    ("gmail.fr", "gmail.com"),
    ("gmail.con", "gmail.com"),
    ("gmail.co", "gmail.com"),
    ("hotmial.fr", "hotmail.fr"),
    ("hotmial.com", "hotmail.com"),
    ("hotmai.fr", "hotmail.fr"),
    ("hotmai.com", "hotmail.com"),
    ("hotmal.fr", "hotmail.fr"),
    ("outlok.fr", "outlook.fr"),
    ("outlok.com", "outlook.com"),
    ("oulook.fr", "outlook.fr"),
    ("oulook.com", "outlook.com"),
    ("yaho.fr", "yahoo.fr"),
    ("yahou.fr", "yahoo.fr"),
    ("yhaoo.fr", "yahoo.fr"),
    ("ornage.fr", "orange.fr"),
    ("organge.fr", "orange.fr"),
    ("wanado.fr", "wanadoo.fr"),
];

/// What is wrong with the addresses of a cell; `None` where each can be right, or where none is tried (a telephone).
pub(super) fn fault(text: &str) -> Option<EmailFault> {
    if !text.contains('@') {
        let digits = text.chars().filter(char::is_ascii_digit).count();
        return (digits < 9).then_some(EmailFault::NoAt);
    }
    let fault = pieces(text).filter(|piece| piece.contains('@')).find_map(of_one)?;
    // What a space has cut off stands in another word.
    let spaced =
        text.trim().split('@').collect::<Vec<_>>().windows(2).any(|sides| {
            sides[0].ends_with(char::is_whitespace) || sides[1].starts_with(char::is_whitespace)
        });
    Some(if fault == EmailFault::Cut && spaced { EmailFault::Space } else { fault })
}

/// Words of a cell, the brackets of « Nom <adresse> » off. A comma that touches both sides stays: it may be a slip.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| sign.is_whitespace() || matches!(sign, ';' | '/' | '|' | '<' | '>' | '(' | ')'))
        .map(|piece| piece.strip_prefix("mailto:").unwrap_or(piece))
        .map(|piece| {
            piece.trim_matches(|sign: char| matches!(sign, ',' | ':' | '.' | '"' | '\'' | '«' | '»'))
        })
}

fn of_one(address: &str) -> Option<EmailFault> {
    // Two addresses that a comma alone separates.
    if address.contains(',') && address.split(',').all(|part| part.contains('@')) {
        return address.split(',').find_map(of_one);
    }
    let (local, domain) = address.split_once('@')?;
    if domain.contains('@') {
        return Some(EmailFault::SeveralAt);
    }
    if local.is_empty() || domain.is_empty() {
        return Some(EmailFault::Cut);
    }
    if address.contains(',') {
        return Some(EmailFault::Comma);
    }
    if !address.chars().all(|sign| sign.is_ascii_graphic()) {
        return Some(EmailFault::Sign);
    }
    let domain = domain.to_ascii_lowercase();
    if let Some((_, meant)) = MISSPELT.iter().find(|(slip, _)| *slip == domain) {
        return Some(EmailFault::Misspelt(meant));
    }
    let parts: Vec<&str> = domain.split('.').collect();
    let ending = parts.last().copied().unwrap_or_default();
    let right = parts.len() >= 2
        && parts.iter().all(|part| {
            !part.is_empty() && part.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'-')
        })
        && ending.len() >= 2
        && ending.bytes().all(|sign| sign.is_ascii_lowercase());
    (!right).then_some(EmailFault::Domain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_that_can_reach_somebody_are_let_through() {
        for right in [
            "ce.0440123a@ac-nantes.fr",
            "Prenom.Nom@Ville-Valbrune.fr",
            "contact@scolavia.example; support@scolavia.example",
            "a@b.fr,c@d.fr",
            "Mme Durand <mme.durand@example.org>",
            "mailto:mairie@example.org",
            "a@b.fr / 02 61 91 00 00",
            "02 61 91 00 00",
            "accueil+ent@mairie.example.",
        ] {
            assert_eq!(fault(right), None, "{right}");
        }
    }

    #[test]
    fn addresses_that_cannot_are_told_with_their_reason() {
        for (wrong, why) in [
            ("ce.0440123a.ac-nantes.fr", EmailFault::NoAt),
            ("Mme Durand", EmailFault::NoAt),
            ("a@b@example.org", EmailFault::SeveralAt),
            ("durand @ example.org", EmailFault::Space),
            ("durand@ example.org", EmailFault::Space),
            ("durand@", EmailFault::Cut),
            ("@example.org ", EmailFault::Cut),
            ("a@b.fr; durand@", EmailFault::Cut),
            ("durand@ac-nantes,fr", EmailFault::Comma),
            ("hélène@example.org", EmailFault::Sign),
            ("durand@ac-nantes", EmailFault::Domain),
            ("durand@example..org", EmailFault::Domain),
            ("durand@ac-nantes.f", EmailFault::Domain),
            ("durand@gmial.com", EmailFault::Misspelt("gmail.com")),
            ("durand@Ornage.fr", EmailFault::Misspelt("orange.fr")),
            ("a@b.fr; c@d", EmailFault::Domain),
        ] {
            assert_eq!(fault(wrong), Some(why), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_an_address_panic(any in "\\PC{0,40}") {
            let _ = fault(&any);
        }
    }
}
