//! The bytes of a document, within the budget of a file's size, and their fingerprint.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::time::UNIX_EPOCH;

use sha2::{Digest as _, Sha256};

use super::{Received, Source, budget, part};
use crate::model::budget::Budgets;
use crate::model::calendar::DateTime;
use crate::model::document::Document;
use crate::model::inventory::{NotAnInventory, ReadFailure};

/// The largest file that is read for its fingerprint alone: what passes its budget, what is no inventory. Beyond, the
/// fingerprint stays empty.
const FINGERPRINT_BYTES: u64 = 256 << 20;
/// How much of such a file is in memory at once.
const BLOCK: usize = 64 << 10;

impl Received {
    /// Reads the bytes and completes the document: size, SHA-256, date of the last change.
    ///
    /// What is skipped gives its fingerprint and no bytes. The document comes beside the failure: a file over its
    /// budget has a size and a fingerprint all the same.
    pub fn load(&self, budgets: &Budgets) -> (Document, Result<Vec<u8>, ReadFailure>) {
        let mut document = self.document.clone();
        let bytes = match &self.source {
            Source::Refused(failure) => Err(failure.clone()),
            Source::File | Source::Skipped(_) if !self.steps.is_empty() => {
                let bytes = part::read(&self.path, &self.steps, budgets);
                if let Ok(bytes) = &bytes {
                    document.size = bytes.len() as u64;
                    document.sha256 = hexadecimal(&Sha256::digest(bytes));
                }
                match (&self.source, bytes) {
                    (Source::File, Ok(bytes)) if bytes.is_empty() => Err(ReadFailure::EmptyFile),
                    (Source::File, bytes) => bytes,
                    _ => Ok(Vec::new()),
                }
            }
            Source::File => load(&self.path, budgets.file_bytes, &mut document),
            // Opening a pipe would wait for ever.
            Source::Skipped(NotAnInventory::Special) => Ok(Vec::new()),
            Source::Skipped(_) => {
                // No failure: nobody expects an answer from it.
                if let Ok((file, metadata)) = open(&self.path) {
                    describe(&mut document, &metadata);
                    document.sha256 = fingerprint(file, metadata.len());
                }
                Ok(Vec::new())
            }
        };
        (document, bytes)
    }
}

fn load(path: &Path, limit: u64, document: &mut Document) -> Result<Vec<u8>, ReadFailure> {
    let (file, metadata) = open(path).map_err(|error| unopened(&error))?;
    describe(document, &metadata);
    if metadata.len() > limit {
        document.sha256 = fingerprint(file, metadata.len());
        return Err(over(limit));
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize);
    // A file that grows while it is read passes its budget too.
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| unopened(&error))?;
    document.size = bytes.len() as u64;
    if document.size > limit {
        return Err(over(limit));
    }
    document.sha256 = hexadecimal(&Sha256::digest(&bytes));
    if bytes.is_empty() { Err(ReadFailure::EmptyFile) } else { Ok(bytes) }
}

/// Opens a regular file. Its kind is asked first: opening a pipe that took a file's name would wait for ever.
fn open(path: &Path) -> io::Result<(File, Metadata)> {
    let metadata = path.metadata()?;
    if metadata.is_dir() {
        return Err(io::Error::other("le contenu de ce dossier ne peut pas être lu"));
    }
    if !metadata.is_file() {
        return Err(io::Error::other("ce n’est pas un fichier ordinaire"));
    }
    Ok((File::open(path)?, metadata))
}

fn describe(document: &mut Document, metadata: &Metadata) {
    document.size = metadata.len();
    document.modified = modified(metadata);
}

/// When a file was last changed, in universal time, to the second.
fn modified(metadata: &Metadata) -> Option<DateTime> {
    let elapsed = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let moment = jiff::Timestamp::from_second(i64::try_from(elapsed.as_secs()).ok()?).ok()?;
    Some(jiff::tz::TimeZone::UTC.to_datetime(moment))
}

/// SHA-256 of a file that isn't kept in memory; empty if it is too large or can't be read.
fn fingerprint(file: File, size: u64) -> String {
    if size > FINGERPRINT_BYTES {
        return String::new();
    }
    let mut file = file.take(FINGERPRINT_BYTES);
    let mut hash = Sha256::new();
    let mut block = vec![0; BLOCK];
    loop {
        match file.read(&mut block) {
            Ok(0) => return hexadecimal(&hash.finalize()),
            Ok(read) => hash.update(block.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return String::new(),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).flatten().collect()
}

fn unopened(error: &io::Error) -> ReadFailure {
    ReadFailure::Unopened(error.to_string())
}

fn over(limit: u64) -> ReadFailure {
    budget::too_big("taille du fichier", limit)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::time::Duration;

    use super::*;
    use crate::intake::find;

    fn received(path: &Path) -> Received {
        find(&[path.to_owned()]).unwrap().remove(0)
    }

    fn file(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> PathBuf {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    #[test]
    fn a_file_gives_its_bytes_its_fingerprint_and_its_date() {
        let folder = tempfile::tempdir().unwrap();
        let path = file(&folder, "a.xlsx", b"abc");
        let changed = UNIX_EPOCH + Duration::from_millis(1_795_516_245_900);
        File::options().write(true).open(&path).unwrap().set_modified(changed).unwrap();
        let (document, bytes) = received(&path).load(&Budgets::default());
        assert_eq!(bytes, Ok(b"abc".to_vec()));
        assert_eq!(document.size, 3);
        assert_eq!(document.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(document.modified.unwrap().to_string(), "2026-11-24T10:30:45");
    }

    #[test]
    fn a_file_over_its_budget_keeps_its_fingerprint() {
        let folder = tempfile::tempdir().unwrap();
        let path = file(&folder, "a.xlsx", &vec![0; (1 << 20) + 1]);
        let budgets = Budgets { file_bytes: 1 << 20, ..Budgets::default() };
        let (document, bytes) = received(&path).load(&budgets);
        let Err(ReadFailure::OverBudget { budget, limit }) = bytes else { panic!("{bytes:?}") };
        assert_eq!((budget, limit.as_str()), ("taille du fichier", "1\u{a0}Mo"));
        assert_eq!(document.size, (1 << 20) + 1);
        assert_eq!(document.sha256, hexadecimal(&Sha256::digest(vec![0; (1 << 20) + 1])));
    }

    #[test]
    fn an_enormous_file_is_not_read_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = file(&folder, "a.xlsx", b"");
        File::options().write(true).open(&path).unwrap().set_len(1 << 40).unwrap();
        let (document, bytes) = received(&path).load(&Budgets::default());
        assert!(matches!(bytes, Err(ReadFailure::OverBudget { .. })), "{bytes:?}");
        assert_eq!((document.size, document.sha256.as_str()), (1 << 40, ""));
    }

    #[test]
    fn an_empty_file_is_told_from_one_that_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let path = file(&folder, "a.xlsx", b"");
        let empty = received(&path);
        let (document, bytes) = empty.load(&Budgets::default());
        assert_eq!(bytes, Err(ReadFailure::EmptyFile));
        assert_eq!(document.sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        std::fs::remove_file(&path).unwrap();
        let (document, bytes) = empty.load(&Budgets::default());
        assert!(matches!(bytes, Err(ReadFailure::Unopened(_))), "{bytes:?}");
        assert_eq!(document.sha256, "");
    }

    #[test]
    fn what_is_skipped_has_a_fingerprint_and_no_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let (document, bytes) = received(&file(&folder, "logo.png", b"abc")).load(&Budgets::default());
        assert_eq!(bytes, Ok(Vec::new()));
        assert_eq!((document.size, &document.sha256[..8]), (3, "ba7816bf"));
    }
}
