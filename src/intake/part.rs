//! Where a document lies inside a file, and how its bytes are taken out.
//!
//! A part is a path of steps from the file on the disk, taken anew each time: a mailbox of a month holds more than
//! memory does, and what is kept of each part is a few numbers. Reading a mail twice, once to list its parts and once
//! to take one out, costs less than a tenth of reading the workbook in it.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use super::archive::{self, Place};
use super::{budget, mail};
use crate::model::budget::Budgets;
use crate::model::inventory::ReadFailure;

/// One step down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A message of a mailbox: where it begins, and its length.
    Message(u64, u64),
    /// An entry of an archive.
    Entry(Place),
    /// A part of a mail, by its rank.
    Leaf(usize),
}

/// The bytes at the end of the steps.
pub(super) fn read(path: &Path, steps: &[Step], budgets: &Budgets) -> Result<Vec<u8>, ReadFailure> {
    let mut file = File::open(path).map_err(|error| unopened(&error))?;
    let mut steps = steps.iter().peekable();
    let Some(first) = steps.next() else { return whole(&mut file, budgets.file_bytes) };
    let limit = |is_last: bool| if is_last { budgets.file_bytes } else { budgets.holder_bytes };
    let mut bytes = step(&mut file, first, limit(steps.peek().is_none()), budgets)?;
    while let Some(next) = steps.next() {
        bytes = step(&mut Cursor::new(&bytes), next, limit(steps.peek().is_none()), budgets)?;
    }
    Ok(bytes)
}

fn step<R: Read + Seek>(
    holder: &mut R,
    step: &Step,
    limit: u64,
    budgets: &Budgets,
) -> Result<Vec<u8>, ReadFailure> {
    match step {
        Step::Message(start, length) => message(holder, *start, *length, limit),
        Step::Entry(place) => archive::read(holder, place, limit),
        Step::Leaf(rank) => {
            let bytes = whole(holder, budgets.holder_bytes)?;
            let parts = mail::Parts::of(&bytes, budgets)?;
            let leaf = parts.leaves.get(*rank);
            let decoded =
                leaf.ok_or_else(|| ReadFailure::Damaged("the mail has changed".to_owned()))?.decoded();
            if decoded.len() as u64 > limit {
                Err(budget::too_big("taille du fichier", limit))
            } else {
                Ok(decoded)
            }
        }
    }
}

/// A message of a mailbox.
pub(super) fn message<R: Read + Seek>(
    mailbox: &mut R,
    start: u64,
    length: u64,
    limit: u64,
) -> Result<Vec<u8>, ReadFailure> {
    if length > limit {
        return Err(budget::too_big("taille du courriel ou de l’archive jointe", limit));
    }
    mailbox.seek(SeekFrom::Start(start)).map_err(|error| unopened(&error))?;
    whole(&mut mailbox.take(length), limit)
}

/// All that a holder gives.
pub(super) fn whole(holder: &mut impl Read, limit: u64) -> Result<Vec<u8>, ReadFailure> {
    let mut bytes = Vec::new();
    holder.take(limit + 1).read_to_end(&mut bytes).map_err(|error| unopened(&error))?;
    if bytes.len() as u64 > limit {
        return Err(budget::too_big("taille du courriel ou de l’archive jointe", limit));
    }
    Ok(bytes)
}

fn unopened(error: &io::Error) -> ReadFailure {
    ReadFailure::Unopened(error.to_string())
}
