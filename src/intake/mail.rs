//! The parts of a mail: what it carries, and which message each part came with.
//!
//! The tree of parts is walked here, within budgets of depth and number; mail-parser reads the headers of each part,
//! with all the ways there are to write a name. It could walk the tree as well, but builds a value that owns another
//! for each message inside another: a mail of a few MB can nest hundreds of thousands, and freeing that value
//! overflows the stack, which nothing can catch.
//!
//! A part is known by its rank, so it can be taken out again later from the mail's bytes alone.

use std::borrow::Cow;
use std::ffi::OsStr;

use encoding_rs::WINDOWS_1252;
use mail_parser::{Address, HeaderValue, Message as Headers, MessageParser, MimeHeaders as _};

use super::{budget, name, outlook};
use crate::model::budget::Budgets;
use crate::model::calendar::{Date, DateTime};
use crate::model::document::Mail;
use crate::model::inventory::ReadFailure;
use crate::ole;

/// The largest head of a part that is read.
const HEAD_BYTES: usize = 256 << 10;
/// How deep parts lie in parts. Mail programs go to five or six in one message.
pub(super) const DEPTH: usize = 60;
/// The longest subject or address kept, in signs.
const LONGEST_FIELD: usize = 500;
/// The longest name kept, in signs, its ending included.
const LONGEST_NAME: usize = 200;

/// A mail taken apart.
#[derive(Debug, Default)]
pub(super) struct Parts<'a> {
    /// The messages in it, the mail itself first, each before those inside it.
    pub(super) messages: Vec<Message>,
    /// What they carry, in the order in which it is written.
    pub(super) leaves: Vec<Leaf<'a>>,
    /// Parts met so far, leaves or not.
    pub(super) met: usize,
    /// Whether it is a draft, which was never sent.
    pub(super) is_draft: bool,
}

/// The mail itself, or a message forwarded in it.
#[derive(Debug)]
pub(super) struct Message {
    /// Its sender, subject and date; what it doesn't say is taken from the message around it.
    pub(super) mail: Mail,
    /// The message around it.
    pub(super) parent: Option<usize>,
    /// The name under which it is attached.
    pub(super) name: Option<String>,
}

/// A part that holds no other.
#[derive(Debug)]
pub(super) struct Leaf<'a> {
    /// The message that carries it.
    pub(super) message: usize,
    /// Its name, without folders.
    pub(super) name: Option<String>,
    /// Its type in small letters: `image/png`.
    pub(super) kind: String,
    body: Cow<'a, [u8]>,
    encoding: Encoding,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Plain,
    Base64,
    QuotedPrintable,
}

impl<'a> Parts<'a> {
    /// Takes a mail apart, a text or an Outlook message.
    pub(super) fn of(bytes: &'a [u8], budgets: &Budgets) -> Result<Self, ReadFailure> {
        if bytes.starts_with(ole::MAGIC) {
            return outlook::parts(bytes, budgets);
        }
        let mut parts = Self::default();
        parts.message(bytes, None, None, 0, budgets)?;
        Ok(parts)
    }

    fn message(
        &mut self,
        bytes: &'a [u8],
        parent: Option<usize>,
        name: Option<String>,
        depth: usize,
        budgets: &Budgets,
    ) -> Result<(), ReadFailure> {
        let around = parent.and_then(|parent| self.messages.get(parent)).map(|message| message.mail.clone());
        let (head, _) = split(bytes);
        let head = in_utf8(head);
        let headers = headers(&head);
        if parent.is_none() {
            let unsent = headers.as_ref().and_then(|headers| headers.header_raw("X-Unsent"));
            self.is_draft = unsent.is_some_and(|unsent| unsent.trim() == "1");
        }
        let mail = mail(headers.as_ref(), around);
        self.messages.push(Message { mail, parent, name });
        self.part(bytes, self.messages.len() - 1, false, depth, budgets)
    }

    fn part(
        &mut self,
        bytes: &'a [u8],
        message: usize,
        in_digest: bool,
        depth: usize,
        budgets: &Budgets,
    ) -> Result<(), ReadFailure> {
        self.met += 1;
        if self.met > budgets.mail_parts {
            return Err(budget::too_many("nombre de parties du courriel", budgets.mail_parts));
        }
        if depth > DEPTH {
            return Err(budget::too_many("niveaux d’imbrication", DEPTH));
        }
        let (head, body) = split(bytes);
        let head = in_utf8(head);
        let headers = headers(&head);
        let headers = headers.as_ref();
        let kind = kind(headers, in_digest);
        let boundary = headers.and_then(|headers| headers.content_type()?.attribute("boundary"));
        if let Some(boundary) = boundary.filter(|_| kind.starts_with("multipart/")) {
            for piece in pieces(body, boundary.as_bytes()) {
                self.part(piece, message, kind == "multipart/digest", depth + 1, budgets)?;
            }
            return Ok(());
        }
        let (encoding, name) = (encoding(headers), headers.and_then(attached_name));
        if is_message(&kind) && encoding == Encoding::Plain {
            return self.message(body, Some(message), name, depth + 1, budgets);
        }
        self.leaves.push(Leaf { message, name, kind, body: Cow::Borrowed(body), encoding });
        Ok(())
    }
}

impl<'a> Leaf<'a> {
    /// A part written as it is.
    pub(super) fn plain(message: usize, name: Option<String>, kind: String, body: Cow<'a, [u8]>) -> Self {
        Self { message, name, kind, body, encoding: Encoding::Plain }
    }

    /// Its bytes, decoded.
    pub(super) fn decoded(&self) -> Vec<u8> {
        match self.encoding {
            Encoding::Plain => self.body.to_vec(),
            Encoding::Base64 => base64(&self.body),
            Encoding::QuotedPrintable => quoted_printable(&self.body),
        }
    }

    /// Whether it is a mail, written in signs that servers don't change.
    pub(super) fn is_message(&self) -> bool {
        is_message(&self.kind)
    }
}

fn is_message(kind: &str) -> bool {
    matches!(kind, "message/rfc822" | "message/global" | "message/news")
}

/// The head of a part, its last line ended, and its body.
fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        at += line.len();
        if matches!(line, b"\n" | b"\r\n") {
            break;
        }
    }
    (bytes.get(..at.min(HEAD_BYTES)).unwrap_or_default(), bytes.get(at..).unwrap_or_default())
}

/// A head in UTF-8. Old programs write accents there as they are; what isn't UTF-8 is then what Windows wrote in France.
fn in_utf8(head: &[u8]) -> Cow<'_, [u8]> {
    match std::str::from_utf8(head) {
        // A sign cut at the end is that of a head too long.
        Err(error) if error.error_len().is_some() => {
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(head);
            Cow::Owned(text.into_owned().into_bytes())
        }
        _ => Cow::Borrowed(head),
    }
}

fn headers(head: &[u8]) -> Option<Headers<'_>> {
    MessageParser::default().parse_headers(head)
}

fn kind(headers: Option<&Headers<'_>>, in_digest: bool) -> String {
    let written = headers.and_then(|headers| {
        let kind = headers.content_type()?;
        Some(format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_lowercase())
    });
    written.unwrap_or_else(|| if in_digest { "message/rfc822" } else { "text/plain" }.to_owned())
}

fn encoding(headers: Option<&Headers<'_>>) -> Encoding {
    match headers.and_then(|headers| headers.content_transfer_encoding()).map(str::trim) {
        Some(written) if written.eq_ignore_ascii_case("base64") => Encoding::Base64,
        Some(written) if written.eq_ignore_ascii_case("quoted-printable") => Encoding::QuotedPrintable,
        _ => Encoding::Plain,
    }
}

/// The name of an attachment, as a label: without folders, and not too long.
fn attached_name(headers: &Headers<'_>) -> Option<String> {
    let written = headers.attachment_name()?;
    // Outlook and others write an encoded word where the standard wants another writing.
    let head = format!("Subject: {}\r\n\r\n", written.replace(['\r', '\n'], " "));
    let decoded = written.contains("=?").then(|| Some(self::headers(head.as_bytes())?.subject()?.to_owned()));
    label(&decoded.flatten().unwrap_or_else(|| written.to_owned()))
}

/// A name without the folders before it, and not too long; its ending tells what it is and stays.
pub(super) fn label(written: &str) -> Option<String> {
    let name = written.rsplit(['/', '\\']).next().unwrap_or(written).trim();
    let shown = name::shown(OsStr::new(name));
    let length = shown.chars().count();
    let name = if length <= LONGEST_NAME {
        shown
    } else {
        let end: String = shown.chars().skip(length - LONGEST_NAME / 2).collect();
        shown.chars().take(LONGEST_NAME / 2 - 1).chain(['…']).collect::<String>() + &end
    };
    (!name.is_empty()).then_some(name)
}

/// What a message says of itself; what it leaves out, the message around it may say.
fn mail(headers: Option<&Headers<'_>>, around: Option<Mail>) -> Mail {
    let address = |address: Option<&Address<'_>>| Some(address?.first()?.address()?.to_owned());
    let sender = headers.and_then(|headers| {
        let path = match headers.return_path() {
            HeaderValue::Text(path) => Some(path.to_string()),
            _ => None,
        };
        address(headers.from()).or_else(|| address(headers.sender())).or(path)
    });
    let subject = headers.and_then(|headers| headers.subject()).map(str::to_owned);
    let sent = headers.and_then(|headers| moment(headers.date()?));
    of_fields(sender, subject, sent, around)
}

/// What the head of a message says of it.
pub(super) fn of_head(head: &[u8], around: Option<Mail>) -> Mail {
    let head = [head.get(..HEAD_BYTES).unwrap_or(head), b"\r\n\r\n"].concat();
    mail(headers(&in_utf8(&head)).as_ref(), around)
}

/// What is kept of a message; what it leaves out, the message around it may say.
pub(super) fn of_fields(
    sender: Option<String>,
    subject: Option<String>,
    sent: Option<DateTime>,
    around: Option<Mail>,
) -> Mail {
    let said = |text: Option<String>| {
        let text: String = text?.trim().chars().take(LONGEST_FIELD).collect();
        (!text.is_empty()).then_some(text)
    };
    let around = around.unwrap_or_else(|| Mail { sender: String::new(), subject: String::new(), sent: None });
    Mail {
        sender: said(sender).unwrap_or(around.sender),
        subject: said(subject).unwrap_or(around.subject),
        sent: sent.or(around.sent),
    }
}

/// When a mail was sent, local time of the sender.
fn moment(date: &mail_parser::DateTime) -> Option<DateTime> {
    let day = Date::new(
        i16::try_from(date.year).ok()?,
        i8::try_from(date.month).ok()?,
        i8::try_from(date.day).ok()?,
    );
    let number = |value: u8| i8::try_from(value).ok();
    // A leap second is the last of its minute.
    let second = number(date.second.min(59))?;
    let time = jiff::civil::Time::new(number(date.hour)?, number(date.minute)?, second, 0);
    Some(day.ok()?.to_datetime(time.ok()?))
}

/// What stands between the lines of a boundary. A mail that was cut has no last line.
fn pieces<'a>(body: &'a [u8], boundary: &[u8]) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    let (mut at, mut start) = (0, None);
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let line_start = at;
        at += line.len();
        let Some(rest) = line.strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary)) else {
            continue;
        };
        let (is_last, rest) = rest.strip_prefix(b"--").map_or((false, rest), |rest| (true, rest));
        if !rest.trim_ascii().is_empty() {
            continue;
        }
        if let Some(start) = start.replace(at) {
            // The end of the line before belongs to the boundary.
            let piece = body.get(start..line_start).unwrap_or_default();
            let piece = piece.strip_suffix(b"\n").unwrap_or(piece);
            pieces.push(piece.strip_suffix(b"\r").unwrap_or(piece));
        }
        if is_last {
            return pieces;
        }
    }
    pieces.extend(start.and_then(|start| body.get(start..)));
    pieces
}

/// Decodes base64. What isn't of its alphabet is passed over, as mail programs do.
fn base64(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut bits) = (0u32, 0u32);
    for sign in text {
        let value = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                // The end of a text, or of one of several put together.
                (held, bits) = (0, 0);
                continue;
            }
            _ => continue,
        };
        held = held << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    bytes
}

/// Decodes quoted-printable. A sign that isn't as it should be stays as written.
fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| char::from(*byte?).to_digit(16);
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'=' {
            bytes.push(*first);
        } else if let Some(next) = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")) {
            rest = next;
        } else if let (Some(high), Some(low)) = (digit(after.first()), digit(after.get(1))) {
            bytes.push((high << 4 | low) as u8);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
        }
    }
    bytes
}
