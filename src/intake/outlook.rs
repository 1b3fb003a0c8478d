//! The parts of an Outlook message (`.msg`), a container of properties rather than a text.
//!
//! The reader of containers, which old workbooks need too, does most of the work: what is left is a few properties,
//! under budgets that are ours. Each stream is taken once, and all together are no longer than the file, whatever
//! their entries declare.

use std::borrow::Cow;
use std::collections::BTreeMap;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::budget;
use super::mail::{self, DEPTH, Leaf, Message, Parts};
use crate::model::budget::Budgets;
use crate::model::calendar::DateTime;
use crate::model::document::Mail;
use crate::model::inventory::ReadFailure;
use crate::ole::{Container, ROOT, double, word};

/// The properties of fixed length of a message or an attachment.
const PROPERTIES: &str = "__properties_version1.0";
/// Where they begin in a message, in a message attached to another, in an attachment.
const MESSAGE_HEADER: usize = 32;
const INNER_HEADER: usize = 24;
/// A property of fixed length: its tag, its flags, its value.
const PROPERTY: usize = 16;
/// Seconds from 1601, where Windows begins to count, to 1970.
const SINCE_1601: i64 = 11_644_473_600;

/// Whether a container is an Outlook message.
pub(super) fn is_message(bytes: &[u8]) -> bool {
    Container::of(bytes)
        .is_ok_and(|container| container.folder(ROOT).iter().any(|(name, _)| *name == PROPERTIES))
}

/// Takes a message apart.
pub(super) fn parts<'a>(bytes: &[u8], budgets: &Budgets) -> Result<Parts<'a>, ReadFailure> {
    let container = Container::of(bytes)?;
    let mut opening = Opening {
        bytes_left: bytes.len() as u64,
        entries_left: bytes.len(),
        container: &container,
        budgets,
        parts: Parts::default(),
    };
    let root = opening.folder(ROOT)?;
    opening.message(&root, MESSAGE_HEADER, None, None, 0)?;
    Ok(opening.parts)
}

/// What a folder of the container holds, by name.
type Folder<'c> = BTreeMap<&'c str, usize>;

struct Opening<'c, 'a> {
    container: &'c Container<'c>,
    budgets: &'c Budgets,
    /// What streams may still be taken: they can't all lie in the same place.
    bytes_left: u64,
    /// What folders may still hold: they can't all list the same entries.
    entries_left: usize,
    parts: Parts<'a>,
}

impl<'c> Opening<'c, '_> {
    fn message(
        &mut self,
        folder: &Folder<'c>,
        header: usize,
        parent: Option<usize>,
        name: Option<String>,
        depth: usize,
    ) -> Result<(), ReadFailure> {
        if depth > DEPTH {
            return Err(budget::too_many("niveaux d’imbrication", DEPTH));
        }
        let around = parent.and_then(|parent| self.parts.messages.get(parent));
        let around = around.map(|message| message.mail.clone());
        let mail = self.mail(folder, header, around)?;
        let message = self.parts.messages.len();
        self.parts.messages.push(Message { mail, parent, name });
        let attached = folder.iter().filter(|(name, _)| name.starts_with("__attach_version1.0_"));
        for (_, attachment) in attached {
            self.parts.met += 1;
            if self.parts.met > self.budgets.mail_parts {
                return Err(budget::too_many("nombre de parties du courriel", self.budgets.mail_parts));
            }
            let attachment = self.folder(*attachment)?;
            self.attachment(&attachment, message, depth)?;
        }
        Ok(())
    }

    fn attachment(&mut self, folder: &Folder<'c>, message: usize, depth: usize) -> Result<(), ReadFailure> {
        let encoding = WINDOWS_1252;
        let mut name = None;
        // The long name, the short one, the one shown.
        for tag in ["3707", "3704", "3001"] {
            name = match name {
                None => self.text(folder, tag, encoding)?.as_deref().and_then(mail::label),
                found => found,
            };
        }
        if let Some(inner) = folder.get("__substg1.0_3701000D") {
            let inner = self.folder(*inner)?;
            if inner.contains_key(PROPERTIES) {
                // Its ending tells that other names follow it in a path.
                let name = name.map(|name| {
                    if super::name::is_holder(&super::name::ending(&name)) { name } else { name + ".msg" }
                });
                return self.message(&inner, INNER_HEADER, Some(message), name, depth + 1);
            }
        }
        let kind = self.text(folder, "370E", encoding)?.unwrap_or_default().to_lowercase();
        // An object drawn in the message, a link to a file elsewhere: a line and no bytes.
        let body = self.stream(folder, "__substg1.0_37010102")?.unwrap_or_default();
        self.parts.leaves.push(Leaf::plain(message, name, kind, Cow::Owned(body)));
        Ok(())
    }

    /// What a message says of itself: the lines of its transport if it travelled, else its properties.
    fn mail(
        &mut self,
        folder: &Folder<'c>,
        header: usize,
        around: Option<Mail>,
    ) -> Result<Mail, ReadFailure> {
        let fixed = self.stream(folder, PROPERTIES)?.unwrap_or_default();
        let fixed = fixed.get(header..).unwrap_or_default();
        let value = |tag: u32| {
            let mut properties = fixed.chunks_exact(PROPERTY);
            properties
                .find(|property| word(property, 0) == Some(tag))
                .and_then(|property| double(property, 8))
        };
        let encoding = encoding(value(0x3FFD_0003).or_else(|| value(0x3FDE_0003)));
        let mut sender = None;
        // Addresses of SMTP first: the others may be the names of a directory.
        for tag in ["5D01", "5D02", "0C1F", "0065"] {
            sender = match sender {
                None => self.text(folder, tag, encoding)?.filter(|address| address.contains('@')),
                found => found,
            };
        }
        let subject = self.text(folder, "0037", encoding)?;
        let sent = value(0x0039_0040).or_else(|| value(0x0E06_0040)).and_then(moment);
        let told = subject.as_deref().is_some_and(|subject| !subject.trim().is_empty());
        let around = mail::of_fields(sender, subject, sent, around);
        let transport = self.text(folder, "007D", encoding)?.unwrap_or_default();
        let subject = told.then(|| around.subject.clone());
        let mail = mail::of_head(transport.as_bytes(), Some(around));
        // Senders write accents in a header as they please; the property has them as Outlook shows them.
        Ok(Mail { subject: subject.unwrap_or(mail.subject), ..mail })
    }

    fn folder(&mut self, rank: usize) -> Result<Folder<'c>, ReadFailure> {
        let entries = self.container.folder(rank);
        let twice = || damaged("two folders hold the same entries");
        self.entries_left = self.entries_left.checked_sub(entries.len()).ok_or_else(twice)?;
        Ok(entries.into_iter().collect())
    }

    fn stream(&mut self, folder: &Folder<'c>, name: &str) -> Result<Option<Vec<u8>>, ReadFailure> {
        let Some(rank) = folder.get(name) else { return Ok(None) };
        let twice = || damaged("two streams lie in the same place");
        self.bytes_left = self.bytes_left.checked_sub(self.container.length(*rank)).ok_or_else(twice)?;
        self.container.bytes(*rank).map(Some)
    }

    /// A property that is a text, by its tag: in UTF-16, or in the code page of the message.
    fn text(
        &mut self,
        folder: &Folder<'c>,
        tag: &str,
        encoding: &'static Encoding,
    ) -> Result<Option<String>, ReadFailure> {
        if let Some(bytes) = self.stream(folder, &format!("__substg1.0_{tag}001F"))? {
            let units: Vec<u16> =
                bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            return Ok(Some(String::from_utf16_lossy(&units).replace('\0', "")));
        }
        let bytes = self.stream(folder, &format!("__substg1.0_{tag}001E"))?;
        Ok(bytes.map(|bytes| decoded(&bytes, encoding).replace('\0', "")))
    }
}

/// The encoding of a code page of Windows.
fn encoding(page: Option<u64>) -> &'static Encoding {
    match page.map(|page| page & 0xFFFF) {
        Some(65_001) => UTF_8,
        Some(page) => Encoding::for_label(format!("windows-{page}").as_bytes()).unwrap_or(WINDOWS_1252),
        None => WINDOWS_1252,
    }
}

/// A text in UTF-8 where it can be nothing else, whatever code page the message declares: gateways keep the bytes of
/// the sender.
fn decoded<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> Cow<'b, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => encoding.decode_without_bom_handling(bytes).0,
    }
}

/// A moment of Windows, in universal time: the message doesn't say where it was written.
fn moment(ticks: u64) -> Option<DateTime> {
    let seconds = i64::try_from(ticks / 10_000_000).ok()?.checked_sub(SINCE_1601)?;
    let moment = jiff::Timestamp::from_second(seconds).ok()?;
    Some(jiff::tz::TimeZone::UTC.to_datetime(moment)).filter(|moment| moment.year() > 1980)
}

fn damaged(words: &str) -> ReadFailure {
    ReadFailure::Damaged(words.to_owned())
}
