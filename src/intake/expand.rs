//! A file as received → the documents in it: one line for each part of a mail or an archive.
//!
//! Only their directories are read; the parts are read later, one by one ([`super::part`]). A mail or an archive
//! leaves no line of its own once its parts have theirs, unless nothing in it could be an inventory. What can't be
//! opened has a line that says why.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use super::mail::Parts;
use super::part::{self, Step};
use super::{Received, Source, archive, budget, mail, mailbox, name, outlook};
use crate::french;
use crate::model::budget::Budgets;
use crate::model::calendar::DateTime;
use crate::model::document::{Document, DocumentId, Mail};
use crate::model::inventory::{NotAnInventory, ReadFailure};
use crate::ole;

/// How many of the first bytes tell a mailbox or an archive from anything else.
const GLANCE: u64 = 512;

/// The documents that a file received holds: itself, or the parts of a mail, a mailbox, an archive.
///
/// Their ranks are set by [`super::rank`], once all are known. Never panics: a mail that a library can't take is one
/// line that says so.
pub fn expand(received: Received, budgets: &Budgets) -> Vec<Received> {
    let ending = name::ending(received.document.file_name());
    let may_hold = match received.source {
        Source::File => name::is_holder(&ending),
        // What has the wrong name is looked at; what has another trade's name isn't.
        Source::Skipped(NotAnInventory::OtherEnding) => !name::is_other_trade(&ending),
        Source::Skipped(_) | Source::Refused(_) => false,
    };
    if !may_hold || !received.path.metadata().is_ok_and(|metadata| metadata.is_file()) {
        return vec![received];
    }
    let expanded = catch_unwind(AssertUnwindSafe(|| {
        let mut expansion = Expansion::new(&received, budgets);
        expansion.file(&received);
        expansion.found
    }));
    expanded.unwrap_or_else(|_| {
        let fault = ReadFailure::Fault("le courriel ou l’archive n’a pas pu être ouvert".to_owned());
        vec![Received { source: Source::Refused(fault), ..received }]
    })
}

/// A place in the file, and what is known of it.
#[derive(Clone)]
struct Node {
    /// The document's path.
    shown: String,
    steps: Vec<Step>,
    /// Mails and archives around it.
    depth: usize,
    size: u64,
    modified: Option<DateTime>,
    mail: Option<Mail>,
}

impl Node {
    fn inside(&self, label: &str, step: Step, size: u64) -> Self {
        Self {
            shown: format!("{}!{label}", self.shown),
            steps: self.steps.iter().cloned().chain([step]).collect(),
            depth: self.depth + 1,
            size,
            modified: None,
            mail: self.mail.clone(),
        }
    }
}

struct Expansion<'b> {
    budgets: &'b Budgets,
    path: PathBuf,
    socle: bool,
    found: Vec<Received>,
    /// How many documents have each path.
    names: BTreeMap<String, u32>,
    /// Entries of archives that may still be listed.
    entries: usize,
    /// Bytes that archives may still declare.
    inflated: u64,
}

impl<'b> Expansion<'b> {
    fn new(received: &Received, budgets: &'b Budgets) -> Self {
        Self {
            budgets,
            path: received.path.clone(),
            socle: received.socle,
            found: Vec::new(),
            names: BTreeMap::new(),
            entries: budgets.archive_entries,
            inflated: budgets.archive_bytes,
        }
    }

    /// The file on the disk.
    fn file(&mut self, received: &Received) {
        let node = Node {
            shown: received.document.path.clone(),
            steps: Vec::new(),
            depth: 0,
            size: 0,
            modified: None,
            mail: None,
        };
        let name = received.document.file_name();
        let kind = glance(&self.path).map(|glance| Kind::of(name, &glance));
        let file = File::open(&self.path);
        match (kind, file) {
            (Some(Kind::Archive), Ok(mut file)) => {
                self.archive(&node, &mut file, &received.source);
            }
            (Some(Kind::Mailbox), Ok(file)) => {
                self.mailbox(&node, &mut BufReader::new(file));
            }
            (Some(Kind::Mail), Ok(mut file)) => match part::whole(&mut file, self.budgets.holder_bytes) {
                Ok(bytes) => {
                    self.mail(&node, &bytes);
                }
                Err(failure) => self.push(&node, Source::Refused(failure)),
            },
            (Some(Kind::Document), _) => self.push(&node, Source::File),
            (Some(Kind::Other) | None, _) | (_, Err(_)) => self.push(&node, received.source.clone()),
        }
    }

    /// Adds a document, under a path that no other has.
    fn push(&mut self, node: &Node, source: Source) {
        let path = unique(&mut self.names, &node.shown);
        let document = Document {
            id: DocumentId(0),
            path,
            size: node.size,
            sha256: String::new(),
            modified: node.modified,
            mail: node.mail.clone(),
        };
        let (path, steps) = (self.path.clone(), node.steps.clone());
        self.found.push(Received { document, path, source, socle: self.socle, steps });
    }

    /// A part whose bytes are there. Whether it may hold an inventory.
    fn bytes(&mut self, node: &Node, label: &str, bytes: &[u8]) -> bool {
        if let Some(skipped) = skipped(label) {
            self.push(node, Source::Skipped(skipped));
            return false;
        }
        let kind = Kind::of(label, bytes);
        if matches!(kind, Kind::Archive | Kind::Mail | Kind::Mailbox) && node.depth >= self.budgets.nesting {
            let failure = budget::too_many("niveaux d’imbrication", self.budgets.nesting);
            self.push(node, Source::Refused(failure));
            return true;
        }
        match kind {
            Kind::Document => {
                self.push(node, Source::File);
                true
            }
            Kind::Other => {
                self.push(node, Source::Skipped(NotAnInventory::OtherEnding));
                false
            }
            Kind::Archive => {
                let otherwise = match name::kind(OsStr::new(label)) {
                    Some(why) => Source::Skipped(why),
                    None => Source::File,
                };
                self.archive(node, &mut Cursor::new(bytes), &otherwise)
            }
            Kind::Mail => self.mail(node, bytes),
            Kind::Mailbox => self.mailbox(node, &mut Cursor::new(bytes)),
        }
    }

    /// Lists an archive. `otherwise` is what it is if its directory can't be read.
    fn archive<R: Read + Seek>(&mut self, node: &Node, reader: &mut R, otherwise: &Source) -> bool {
        let entries = match archive::directory(reader, self.budgets) {
            Ok(entries) => entries,
            Err(ReadFailure::Damaged(words)) => {
                let source = match otherwise {
                    Source::File => Source::Refused(ReadFailure::Damaged(words)),
                    other => other.clone(),
                };
                let may_hold = !matches!(source, Source::Skipped(_));
                self.push(node, source);
                return may_hold;
            }
            Err(failure) => {
                self.push(node, Source::Refused(failure));
                return true;
            }
        };
        if archive::is_package(&entries) {
            self.push(node, Source::File);
            return true;
        }
        if let Err(failure) = self.spend(&entries) {
            self.push(node, Source::Refused(failure));
            return true;
        }
        if entries.iter().all(|entry| entry.is_folder) {
            self.push(node, Source::Skipped(NotAnInventory::EmptyArchive));
            return false;
        }
        let mut may_hold = false;
        for entry in entries.iter().filter(|entry| !entry.is_folder) {
            may_hold |= self.entry(node, reader, entry);
        }
        may_hold
    }

    /// Takes the entries of an archive from what may still be listed and inflated.
    fn spend(&mut self, entries: &[archive::Entry]) -> Result<(), ReadFailure> {
        let too_many = || budget::too_many("nombre d’éléments de l’archive", self.budgets.archive_entries);
        let left = self.entries.checked_sub(entries.len()).ok_or_else(too_many)?;
        let declared = entries.iter().fold(0u64, |sum, entry| sum.saturating_add(entry.place.size));
        let too_big = || budget::too_big("taille décompressée de l’archive", self.budgets.archive_bytes);
        self.inflated = self.inflated.checked_sub(declared).ok_or_else(too_big)?;
        self.entries = left;
        Ok(())
    }

    fn entry<R: Read + Seek>(&mut self, archive: &Node, reader: &mut R, entry: &archive::Entry) -> bool {
        let (path, label) = entry_path(&entry.name);
        let mut node = archive.inside(&path, Step::Entry(entry.place), entry.place.size);
        node.modified = entry.modified;
        let hidden = path.split('/').any(|step| step.starts_with('.')) || path.starts_with("__MACOSX/");
        let skipped = match skipped(&label) {
            _ if entry.is_special => Some(NotAnInventory::Special),
            None if hidden => Some(NotAnInventory::Hidden),
            skipped => skipped,
        };
        if let Some(why) = skipped {
            self.push(&node, Source::Skipped(why));
            return false;
        }
        if entry.is_encrypted {
            self.push(&node, Source::Refused(ReadFailure::Encrypted));
            return true;
        }
        let ending = name::ending(&label);
        // A workbook needn't be inflated to be listed.
        if name::kind(OsStr::new(&label)).is_none() && !name::is_holder(&ending) {
            self.push(&node, Source::File);
            return true;
        }
        match archive::read(reader, &entry.place, self.budgets.holder_bytes) {
            Ok(bytes) => self.bytes(&node, &label, &bytes),
            Err(_) if !name::is_holder(&ending) => {
                self.push(&node, Source::Skipped(NotAnInventory::OtherEnding));
                false
            }
            Err(failure) => {
                self.push(&node, Source::Refused(failure));
                true
            }
        }
    }

    fn mailbox<R: BufRead + Seek>(&mut self, node: &Node, reader: &mut R) -> bool {
        let messages = match mailbox::messages(reader, self.budgets) {
            Ok(messages) => messages,
            Err(failure) => {
                self.push(node, Source::Refused(failure));
                return true;
            }
        };
        if messages.is_empty() {
            self.push(node, Source::Skipped(NotAnInventory::MailWithoutWorkbook));
            return false;
        }
        // Ranks of one width, so that the order of paths is that of the mailbox.
        let width = messages.len().to_string().len();
        let mut may_hold = false;
        for (rank, place) in (1..).zip(messages) {
            let (start, length) = (place.start, place.end - place.start);
            let label = format!("message {rank:0width$}.eml");
            let inside = node.inside(&label, Step::Message(start, length), length);
            match part::message(reader, start, length, self.budgets.holder_bytes) {
                Ok(bytes) => may_hold |= self.mail(&inside, &bytes),
                Err(failure) => {
                    self.push(&inside, Source::Refused(failure));
                    may_hold = true;
                }
            }
        }
        may_hold
    }

    fn mail(&mut self, node: &Node, bytes: &[u8]) -> bool {
        if bytes.starts_with(ole::MAGIC) && !outlook::is_message(bytes) {
            // A workbook under a wrong name, or what will be told when it is read.
            self.push(node, Source::File);
            return true;
        }
        let parts = match Parts::of(bytes, self.budgets) {
            Ok(parts) => parts,
            Err(failure) => {
                self.push(node, Source::Refused(failure));
                return true;
            }
        };
        if parts.is_draft {
            self.push(node, Source::Skipped(NotAnInventory::Draft));
            return true;
        }
        let mut may_hold = vec![false; parts.messages.len()];
        let mut nameless = 0u32;
        for (rank, leaf) in parts.leaves.iter().enumerate() {
            let label = match &leaf.name {
                Some(name) => name.clone(),
                None if leaf.kind.starts_with("text/") || leaf.kind.starts_with("multipart/") => continue,
                None if leaf.is_message() => "message joint.eml".to_owned(),
                None if leaf.kind.ends_with("/ms-tnef") => "winmail.dat".to_owned(),
                None => {
                    nameless += 1;
                    nameless_label(&leaf.kind, nameless)
                }
            };
            // A mail that says what it is is one, whatever its name.
            let kind_label = if leaf.is_message() { "message.eml" } else { &label };
            let decoded = leaf.decoded();
            let path = inside_messages(&parts, leaf.message, &label);
            let mut part = node.inside(&path, Step::Leaf(rank), decoded.len() as u64);
            part.mail = parts.messages.get(leaf.message).map(|message| message.mail.clone());
            if self.bytes(&part, kind_label, &decoded) {
                mark(&mut may_hold, &parts, leaf.message);
            }
        }
        for (rank, message) in parts.messages.iter().enumerate() {
            let holds = |rank: usize| may_hold.get(rank).is_some_and(|holds| *holds);
            // Of messages one inside the other, the outermost speaks for all.
            if !holds(rank) && message.parent.is_none_or(holds) {
                let mut line = node.clone();
                if let Some(parent) = message.parent {
                    let label = message.name.as_deref().unwrap_or("message joint.eml");
                    line.shown = format!("{}!{}", node.shown, inside_messages(&parts, parent, label));
                }
                line.mail = Some(message.mail.clone());
                self.push(&line, Source::Skipped(NotAnInventory::MailWithoutWorkbook));
            }
        }
        may_hold.first().is_some_and(|holds| *holds)
    }
}

/// Marks a message and those around it.
fn mark(marks: &mut [bool], parts: &Parts<'_>, message: usize) {
    let mut next = Some(message);
    while let Some(rank) = next {
        if let Some(mark) = marks.get_mut(rank) {
            *mark = true;
        }
        next = parts.messages.get(rank).and_then(|message| message.parent);
    }
}

/// The path of a part inside a mail: behind the names of the messages that carry it, for those that have one.
fn inside_messages(parts: &Parts<'_>, message: usize, label: &str) -> String {
    let mut path = label.to_owned();
    let mut next = parts.messages.get(message);
    while let Some(message) = next {
        if let Some(name) = &message.name {
            path = format!("{name}!{path}");
        }
        next = message.parent.and_then(|parent| parts.messages.get(parent));
    }
    path
}

/// The label of a part without a name: « image jointe 1.png ».
fn nameless_label(kind: &str, rank: u32) -> String {
    let (family, kind) = kind.split_once('/').unwrap_or_default();
    match family {
        "image" => format!(
            "image jointe {rank}.{}",
            kind.chars().filter(char::is_ascii_alphanumeric).collect::<String>()
        ),
        _ => format!("pièce jointe {rank}"),
    }
}

/// The path of an entry with `/`, made of labels, and its last step.
fn entry_path(written: &str) -> (String, String) {
    let steps: Vec<String> = written
        .split(['/', '\\'])
        .filter(|step| !matches!(*step, "" | "." | ".."))
        .filter_map(mail::label)
        .collect();
    let label = steps.last().cloned().unwrap_or_else(|| "élément sans nom".to_owned());
    (if steps.is_empty() { label.clone() } else { steps.join("/") }, label)
}

/// Why a part is no inventory, by a name that leaves no doubt.
fn skipped(label: &str) -> Option<NotAnInventory> {
    match name::kind(OsStr::new(label)) {
        Some(NotAnInventory::OtherEnding) if !name::is_other_trade(&name::ending(label)) => None,
        kind => kind,
    }
}

/// What something is, by its name and its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Document,
    Archive,
    Mail,
    Mailbox,
    Other,
}

impl Kind {
    fn of(label: &str, bytes: &[u8]) -> Self {
        let is_zip = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06");
        let ending = name::ending(label);
        match ending.as_str() {
            "eml" | "mbox" if mailbox::is_mailbox(bytes) => Self::Mailbox,
            "eml" if !bytes.is_empty() && !is_zip => Self::Mail,
            "msg" if bytes.starts_with(ole::MAGIC) => Self::Mail,
            _ if is_zip && name::is_workbook(&ending) => Self::Document,
            _ if is_zip => Self::Archive,
            _ if name::kind(OsStr::new(label)).is_none() => Self::Document,
            // The container of Excel 97-2003.
            _ if bytes.starts_with(ole::MAGIC) => Self::Document,
            _ if mailbox::is_mailbox(bytes) => Self::Mailbox,
            _ => Self::Other,
        }
    }
}

fn glance(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(GLANCE).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// A path that no document has yet: « retour (2).xlsx ».
fn unique(names: &mut BTreeMap<String, u32>, shown: &str) -> String {
    let count = names.entry(shown.to_owned()).or_default();
    *count += 1;
    if *count == 1 {
        return shown.to_owned();
    }
    let rank = french::count(*count);
    let numbered = match shown.rsplit_once('.') {
        Some((stem, ending)) if !ending.contains(['/', '!']) => format!("{stem} ({rank}).{ending}"),
        _ => format!("{shown} ({rank})"),
    };
    unique(names, &numbered)
}
