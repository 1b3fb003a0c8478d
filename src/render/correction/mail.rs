//! A draft of a mail, as the bytes of an `.eml` file that classic Outlook opens ready to send.
//!
//! RFC 5322 for the lines, 2045 to 2047 for what isn't ASCII. Nothing comes from a clock nor from chance: the boundary is
//! a sign sequence that neither encoding can write, told apart by the content's check.

use std::fmt::Write;

use crate::model::calendar::Date;
use crate::model::form;

/// The longest line of a body, in signs.
const LINE: usize = 76;
/// How many bytes one encoded word of a header carries: at most 75 signs with its dress.
const WORD_BYTES: usize = 39;

/// The most addresses that one school has.
const MOST_ADDRESSES: usize = 5;

/// A mail to send, once somebody has read it.
#[derive(Clone, Debug)]
pub(super) struct Draft<'a> {
    /// To whom, as it was written; what isn't an address is left out.
    pub(super) to: &'a str,
    /// The day it is written.
    pub(super) date: Date,
    pub(super) subject: &'a str,
    pub(super) body: &'a str,
    /// A name in ASCII, and a workbook.
    pub(super) attachment: Option<(&'a str, &'a [u8])>,
}

impl Draft<'_> {
    /// The bytes of the `.eml` file.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut text = String::from("X-Unsent: 1\r\nMIME-Version: 1.0\r\n");
        let to: Vec<String> = addresses(self.to).iter().map(|address| format!("<{address}>")).collect();
        if !to.is_empty() {
            let _ = write!(text, "To: {}\r\n", to.join(",\r\n "));
        }
        let _ = write!(text, "Date: {}\r\n", self.date.strftime("%a, %d %b %Y 12:00:00 +0000"));
        header(&mut text, "Subject", self.subject);
        let body = quoted_printable(self.body);
        let kind =
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";
        let Some((name, bytes)) = self.attachment else {
            return [text.as_str(), kind, &body].concat().into_bytes();
        };
        let encoded = base64(bytes);
        let boundary = format!("=_maillage_{}", form::check([body.as_str(), &encoded].into_iter()));
        let _ = write!(text, "Content-Type: multipart/mixed; boundary=\"{boundary}\"\r\n\r\n");
        let _ = write!(text, "--{boundary}\r\n{kind}{body}\r\n");
        let _ = write!(
            text,
            "--{boundary}\r\n\
             Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;\r\n name=\"{name}\"\r\n\
             Content-Disposition: attachment;\r\n filename=\"{name}\"\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n{encoded}\r\n--{boundary}--\r\n"
        );
        text.into_bytes()
    }
}

/// The addresses of a text that somebody typed: one or several, plain or after a name, parted by commas or semicolons.
/// A text of several lines holds none: nobody types an address so.
pub(super) fn addresses(text: &str) -> Vec<&str> {
    if text.trim().contains(char::is_control) {
        return Vec::new();
    }
    let within = |part: &'_ str| -> Option<(usize, usize)> {
        let inner = part.strip_suffix('>')?;
        Some((inner.rfind('<')? + 1, inner.len()))
    };
    let parts = text.split([',', ';']).map(str::trim);
    let mut found: Vec<&str> = Vec::new();
    for part in parts {
        let address = within(part).map_or(part, |(from, to)| part[from..to].trim());
        if is_plain_address(address) && found.len() < MOST_ADDRESSES && !found.contains(&address) {
            found.push(address);
        }
    }
    found
}

/// Whether an address can stand in a header as it is: one sign `@` between parts of plain signs. What a school writes
/// can never add a line to the mail.
fn is_plain_address(address: &str) -> bool {
    let plain = |part: &str| {
        let is_plain = |sign: char| sign.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(sign);
        !part.is_empty() && part.len() <= 128 && part.chars().all(is_plain)
    };
    address.split_once('@').is_some_and(|(local, domain)| plain(local) && plain(domain))
}

/// A header of free text, in encoded words where it isn't ASCII or is too long for a line.
fn header(text: &mut String, name: &str, value: &str) {
    let value: String = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = value.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if plain && name.len() + 2 + value.len() <= LINE && !value.contains("=?") {
        let _ = write!(text, "{name}: {value}\r\n");
        return;
    }
    let mut words: Vec<String> = vec![String::new()];
    for sign in value.chars() {
        let full = words.last().is_some_and(|word| word.len() + sign.len_utf8() > WORD_BYTES);
        if full {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(sign);
        }
    }
    let encoded: Vec<String> =
        words.iter().map(|word| format!("=?utf-8?B?{}?=", base64_line(word.as_bytes()))).collect();
    let _ = write!(text, "{name}: {}\r\n", encoded.join("\r\n "));
}

/// A text whose lines any server carries and a person can still read.
fn quoted_printable(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() + text.len() / 4);
    for line in text.trim_end_matches('\n').split('\n') {
        let line = line.trim_end_matches('\r');
        let mut used = 0;
        let last = line.chars().count().saturating_sub(1);
        for (rank, sign) in line.chars().enumerate() {
            let mut written = String::new();
            // A space that ends a line would be lost.
            let plain = matches!(sign, '!'..='<' | '>'..='~') || matches!(sign, ' ' | '\t') && rank < last;
            if plain {
                written.push(sign);
            } else {
                let mut bytes = [0; 4];
                for byte in sign.encode_utf8(&mut bytes).bytes() {
                    let _ = write!(written, "={byte:02X}");
                }
            }
            // One sign is left for the `=` of a line that goes on; so no space ends it either.
            if used + written.len() > LINE - 1 {
                encoded.push_str("=\r\n");
                used = 0;
            }
            used += written.len();
            encoded.push_str(&written);
        }
        encoded.push_str("\r\n");
    }
    encoded
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64_line(bytes: &[u8]) -> String {
    let mut encoded = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |rank: usize| u32::from(three.get(rank).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for rank in 0..4usize {
            let six = (bits >> (18 - 6 * rank)) & 0x3f;
            encoded.push(if rank <= three.len() { char::from(ALPHABET[six as usize]) } else { '=' });
        }
    }
    encoded
}

/// Bytes in lines of 76 signs.
fn base64(bytes: &[u8]) -> String {
    let lines: Vec<String> = bytes.chunks(LINE / 4 * 3).map(base64_line).collect();
    lines.join("\r\n")
}

#[cfg(test)]
mod tests {
    use mail_parser::{MessageParser, MimeHeaders as _};
    use proptest::prelude::*;

    use super::*;

    fn draft<'a>(subject: &'a str, body: &'a str, attachment: Option<(&'a str, &'a [u8])>) -> Draft<'a> {
        let date = Date::constant(2026, 11, 24);
        Draft { to: "ce.0440123v@example.org", date, subject, body, attachment }
    }

    /// What a mail program reads of it: subject, body, attachment.
    fn read(bytes: &[u8]) -> (String, String, Option<(String, Vec<u8>)>) {
        for line in bytes.split(|byte| *byte == b'\n') {
            // The name of the workbook's type can't be cut.
            let long = line.starts_with(b"Content-Type: application/");
            assert!(line.len() <= 79 || long, "{}", String::from_utf8_lossy(line));
        }
        let message = MessageParser::default().parse(bytes).unwrap();
        assert_eq!(message.header_raw("X-Unsent").map(str::trim), Some("1"));
        let attachment = message
            .attachments()
            .next()
            .map(|part| (part.attachment_name().unwrap_or_default().to_owned(), part.contents().to_vec()));
        let body = message.body_text(0).unwrap().replace("\r\n", "\n");
        (message.subject().unwrap_or_default().to_owned(), body, attachment)
    }

    #[test]
    fn a_mail_program_reads_the_draft_as_it_was_written() {
        let subject =
            "Inventaire ENT, novembre 2026 : 3 points à corriger (0440123V), d’où cet « objet » un peu long";
        let body = "Bonjour,\n\nl’école « Les Mésanges » : 1 = 1. \n.\nFrom ici\n\n— fin";
        let workbook: Vec<u8> = (0..=255).cycle().take(1_000).collect();
        let bytes = draft(subject, body, Some(("0440123V_correction.xlsx", &workbook))).bytes();
        assert_eq!(bytes, draft(subject, body, Some(("0440123V_correction.xlsx", &workbook))).bytes());
        let (read_subject, read_body, attachment) = read(&bytes);
        assert_eq!(read_subject, subject);
        assert_eq!(read_body.trim_end_matches('\n'), body);
        assert_eq!(attachment, Some(("0440123V_correction.xlsx".to_owned(), workbook)));
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("To: <ce.0440123v@example.org>\r\n") && text.contains("Tue, 24 Nov 2026"));
        assert!(text.is_ascii());
    }

    #[test]
    fn an_address_never_adds_a_header() {
        for wrong in
            ["", "a@b@c", "a b@c.fr", "a@c.fr\r\nBcc: x@y.fr", "a@c.fr,\nb@c.fr", "é@c.fr", "a@", ">a<"]
        {
            let bytes = Draft { to: wrong, ..draft("x", "y", None) }.bytes();
            let text = String::from_utf8(bytes).unwrap();
            assert!(!text.contains("To:") && !text.contains("Bcc"), "{wrong}");
        }
    }

    #[test]
    fn addresses_are_found_as_people_type_them() {
        for (typed, found) in [
            (" a@c.fr ", "<a@c.fr>"),
            ("<a@c.fr>", "<a@c.fr>"),
            ("Direction, école <a@c.fr>", "<a@c.fr>"),
            ("a@c.fr; B <b@c.fr> ; à demander, a@c.fr", "<a@c.fr>,\r\n <b@c.fr>"),
        ] {
            let bytes = Draft { to: typed, ..draft("x", "y", None) }.bytes();
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains(&format!("\r\nTo: {found}\r\nDate:")), "{typed}: {text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn any_text_and_any_bytes_come_back(
            subject in "\\PC{0,120}",
            lines in proptest::collection::vec("[\\PC\t]{0,160}", 1..6),
            bytes in proptest::collection::vec(any::<u8>(), 1..400),
        ) {
            let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
            let body = format!("a{}z", lines.join("\n"));
            let made = draft(&subject, &body, Some(("x.xlsx", &bytes))).bytes();
            let (read_subject, read_body, attachment) = read(&made);
            prop_assert_eq!(read_subject, subject);
            prop_assert_eq!(read_body.trim_end_matches('\n'), &body);
            prop_assert_eq!(attachment.unwrap().1, bytes);
        }
    }
}
