//! The one place that writes: a month's folder is replaced as a whole, or not at all.
//!
//! # Why the month is always whole
//!
//! Everything is written into `.2026-11.<random>.partiel`, beside `2026-11` so that a rename never crosses a disk, then
//! flushed: thousands of files flushed together cost a tenth of what each costs on its own. Then three steps, each a single operation of the file system:
//!
//! 1. `2026-11` is renamed `.2026-11.ancien` (if there was one);
//! 2. `.2026-11.<random>.partiel` is renamed `2026-11`;
//! 3. `.2026-11.ancien` is removed.
//!
//! A run killed before 1 leaves the old month in place. Between 1 and 2, the old month is whole under its aside name,
//! and the next run puts it back before anything else. After 2 the new month is in place, whole. Step 1 is never done
//! while an aside name exists, because the next run settles it first: so the aside name never holds anything but the
//! last whole month, and it is removed only where `2026-11` stands.
//!
//! A lock held on `.maillage.verrou` from the first step to the last makes it certain that what lies beside belongs to
//! a dead run. The system releases it however the run ends. The file stays: removing it would let two runs lock two
//! files of the same name.

mod error;
pub mod purge;

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;

pub use error::OutputError;

use crate::model::calendar::Month;

/// Name of the lock, in the folder of all months.
const LOCK: &str = ".maillage.verrou";
/// A file that every month of results holds, by which a folder of ours is told from any other.
const MARK: &str = "journal.jsonl";

/// What a month's folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contents {
    /// The results of a month.
    Results,
    /// The forms to send out.
    Forms,
}

impl Contents {
    /// A file that every folder of that kind holds: neither kind ever takes the other's place.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Results => MARK,
            Self::Forms => "modeles.jsonl",
        }
    }
}

/// A month's folder being written.
#[derive(Debug)]
pub struct MonthFolder {
    root: PathBuf,
    month: Month,
    partial: TempDir,
    /// Held until the folder is in place or given up; the system releases it if the run dies.
    _lock: File,
}

impl MonthFolder {
    /// Takes the lock, settles what a dead run left beside, and opens the folder that will be the month's.
    ///
    /// # Errors
    /// [`OutputError`] where another run is writing there, the folder can't be written, or something that isn't a
    /// month of ours stands in its place. Nothing that was there before is changed.
    pub fn begin(root: &Path, month: Month, contents: Contents) -> Result<Self, OutputError> {
        if root.is_file() {
            return Err(OutputError::FileInTheWay(root.to_owned()));
        }
        fs::create_dir_all(root).map_err(|error| OutputError::of(root, &error))?;
        let lock = lock(root)?;
        recover(root, month, contents)?;
        refuse_foreign(&root.join(month.to_string()), contents)?;
        let partial = tempfile::Builder::new()
            .prefix(&format!(".{month}."))
            .suffix(PARTIAL)
            .tempdir_in(root)
            .map_err(|error| OutputError::of(root, &error))?;
        Ok(Self { root: root.to_owned(), month, partial, _lock: lock })
    }

    /// Writes a file of the month. Several threads may write different files at once.
    ///
    /// # Errors
    /// [`OutputError`] where the disk refuses, or where the name could lead outside the folder or was already written.
    pub fn write(&self, relative: &str, bytes: &[u8]) -> Result<(), OutputError> {
        if !is_plain(relative) {
            return Err(OutputError::Name(relative.to_owned()));
        }
        let path = self.partial.path().join(relative);
        // What the user knows is the final place, not the one beside.
        let shown = || self.place().join(relative);
        let written = || -> io::Result<()> {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            let mut file = OpenOptions::new().write(true).create_new(true).open(&path)?;
            file.write_all(bytes)
        };
        written().map_err(|error| OutputError::of(&shown(), &error))
    }

    /// Puts the folder in the month's place and gives its path.
    ///
    /// # Errors
    /// [`OutputError`] where the old folder can't be moved (a file of it is open on Windows): it then stays as it was.
    pub fn commit(self) -> Result<PathBuf, OutputError> {
        self.flush()?;
        self.set_aside()?;
        self.put_in_place()?;
        // The month is in place: what can't be removed now (a file still open) is removed by the next run.
        let _ = fs::remove_dir_all(self.aside());
        Ok(self.place())
    }

    /// Makes the files and their names durable, before any of them takes the place of another.
    fn flush(&self) -> Result<(), OutputError> {
        let mut folders = vec![self.partial.path().to_owned()];
        while let Some(folder) = folders.pop() {
            let mut children = || -> io::Result<()> {
                for entry in fs::read_dir(&folder)? {
                    let entry = entry?;
                    if entry.file_type()?.is_dir() {
                        folders.push(entry.path());
                    } else {
                        // Windows flushes what is open for writing alone.
                        OpenOptions::new().write(true).open(entry.path())?.sync_all()?;
                    }
                }
                Ok(())
            };
            let listed = children();
            listed
                .and_then(|()| sync_folder(&folder))
                .map_err(|error| OutputError::of(&self.place(), &error))?;
        }
        Ok(())
    }

    fn set_aside(&self) -> Result<(), OutputError> {
        let place = self.place();
        if !place.exists() {
            return Ok(());
        }
        fs::rename(&place, self.aside()).map_err(|error| match open_elsewhere(&place) {
            Some(file) => OutputError::OpenElsewhere(file),
            None => OutputError::of(&place, &error),
        })
    }

    fn put_in_place(&self) -> Result<(), OutputError> {
        let place = self.place();
        let renamed = fs::rename(self.partial.path(), &place);
        renamed.map_err(|error| {
            // Back to where it was; if even this fails, the next run does it.
            if !place.exists() {
                let _ = fs::rename(self.aside(), &place);
            }
            OutputError::of(&place, &error)
        })?;
        // The renames themselves; a disk that can't flush a folder has done its best.
        let _ = sync_folder(&self.root);
        Ok(())
    }

    fn place(&self) -> PathBuf {
        self.root.join(self.month.to_string())
    }

    fn aside(&self) -> PathBuf {
        aside(&self.root, self.month)
    }
}

const PARTIAL: &str = ".partiel";

fn aside(root: &Path, month: Month) -> PathBuf {
    root.join(format!(".{month}.ancien"))
}

fn lock(root: &Path) -> Result<File, OutputError> {
    let path = root.join(LOCK);
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|error| OutputError::of(root, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OutputError::Busy(root.to_owned())),
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
            Err(OutputError::NoLock(root.to_owned()))
        }
        Err(TryLockError::Error(error)) => Err(OutputError::of(root, &error)),
    }
}

/// Settles what a run that died left beside the month. The lock is held: that run is dead.
fn recover(root: &Path, month: Month, contents: Contents) -> Result<(), OutputError> {
    let place = root.join(month.to_string());
    let aside = aside(root, month);
    if aside.exists() {
        let settled = if place.join(contents.mark()).is_file() {
            fs::remove_dir_all(&aside)
        } else {
            // Someone may have made the missing folder again: an empty one gives way, any other is refused.
            refuse_foreign(&place, contents)?;
            let _ = fs::remove_dir(&place);
            fs::rename(&aside, &place)
        };
        settled.map_err(|error| match open_elsewhere(&aside) {
            Some(file) => OutputError::OpenElsewhere(file),
            None => OutputError::of(&aside, &error),
        })?;
    }
    let prefix = format!(".{month}.");
    for entry in fs::read_dir(root).map_err(|error| OutputError::of(root, &error))?.flatten() {
        let name = entry.file_name();
        let unfinished =
            name.to_str().is_some_and(|name| name.starts_with(&prefix) && name.ends_with(PARTIAL));
        // Room taken, no more: a folder that can't be removed doesn't prevent this run.
        if unfinished && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(())
}

/// Refuses to replace what this program did not write: a folder of received files has the same kind of name.
fn refuse_foreign(place: &Path, contents: Contents) -> Result<(), OutputError> {
    let Ok(kind) = fs::symlink_metadata(place) else { return Ok(()) };
    if !kind.is_dir() {
        return Err(OutputError::FileInTheWay(place.to_owned()));
    }
    let mut entries = fs::read_dir(place).map_err(|error| OutputError::of(place, &error))?;
    if entries.next().is_none() || place.join(contents.mark()).is_file() {
        Ok(())
    } else {
        Err(OutputError::Foreign(place.to_owned()))
    }
}

/// Whether a name can only lead inside the folder, on any system: plain ASCII, no leading dot, `/` between parts.
fn is_plain(relative: &str) -> bool {
    let plain_part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.chars().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | '_'))
    };
    relative.split('/').all(plain_part)
        && Path::new(relative).components().all(|part| matches!(part, Component::Normal(_)))
}

/// A file of a folder that another program holds: one that can't be opened for writing, or beside which a program has
/// left its owner file (`~$` of Excel, `.~lock.` of LibreOffice).
fn open_elsewhere(folder: &Path) -> Option<PathBuf> {
    let mut files = files_under(folder);
    files.sort();
    let owned = files.iter().find_map(|path| {
        let name = path.file_name()?.to_str()?;
        let owner = name.strip_prefix("~$");
        let owner = owner.or_else(|| name.strip_prefix(".~lock.")?.strip_suffix('#'));
        owner.map(|name| path.with_file_name(name))
    });
    owned.or_else(|| files.into_iter().find(|path| OpenOptions::new().append(true).open(path).is_err()))
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                _ => files.push(entry.path()),
            }
        }
    }
    files
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows flushes names with the files.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests;
