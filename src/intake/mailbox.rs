//! The messages of a mailbox in one file (`.mbox`), found without holding it in memory.

use std::io::{self, BufRead};
use std::ops::Range;

use super::budget;
use crate::model::budget::Budgets;
use crate::model::inventory::ReadFailure;

/// How much of a line tells whether a message begins.
const GLANCE: usize = 200;

/// Where each message lies, its `From ` line not included.
pub(super) fn messages(
    mailbox: &mut impl BufRead,
    budgets: &Budgets,
) -> Result<Vec<Range<u64>>, ReadFailure> {
    let mut found: Vec<Range<u64>> = Vec::new();
    let (mut at, mut is_behind_blank) = (0, true);
    let mut line = Vec::with_capacity(GLANCE);
    loop {
        let length =
            next_line(mailbox, &mut line).map_err(|error| ReadFailure::Unopened(error.to_string()))?;
        if length == 0 {
            break;
        }
        let start = at;
        at += length;
        if is_behind_blank && begins_message(&line) {
            if let Some(last) = found.last_mut() {
                last.end = start;
            }
            if found.len() == budgets.mailbox_messages {
                return Err(budget::too_many("nombre de messages de la boîte", budgets.mailbox_messages));
            }
            found.push(at..at);
        }
        is_behind_blank = matches!(line.as_slice(), b"\n" | b"\r\n");
    }
    if let Some(last) = found.last_mut() {
        last.end = at;
    }
    Ok(found)
}

/// Whether a file that begins so is a mailbox.
pub(super) fn is_mailbox(bytes: &[u8]) -> bool {
    let line = bytes.split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default();
    begins_message(line.get(..GLANCE).unwrap_or(line))
}

/// `From 0440123a@… Tue Nov 10 18:33:00 2026`: a text that begins with this word has no hour on its line.
fn begins_message(line: &[u8]) -> bool {
    let is_hour = |window: &[u8]| matches!(window, [h, i, b':', m, n, ..] if [h, i, m, n].iter().all(|byte| byte.is_ascii_digit()));
    line.strip_prefix(b"From ").is_some_and(|rest| rest.windows(5).any(is_hour))
}

/// The beginning of the next line, and the length of all of it; 0 at the end.
fn next_line(mailbox: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<u64> {
    line.clear();
    let mut length = 0;
    loop {
        let bytes = match mailbox.fill_buf() {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let read = end.map_or(bytes.len(), |end| end + 1);
        let kept = read.min(GLANCE - line.len());
        line.extend_from_slice(bytes.get(..kept).unwrap_or_default());
        mailbox.consume(read);
        length += read as u64;
        if end.is_some() || read == 0 {
            return Ok(length);
        }
    }
}
