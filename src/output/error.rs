//! Why an output could not be written, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use crate::french::quoted;

/// Why an output could not be written. Whole French sentences; what was there before is still there.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// Another run holds the lock.
    #[error(
        "Une autre exécution de Maillage écrit déjà dans {}. Attendez qu’elle finisse, ou choisissez un autre dossier avec -o.",
        shown(.0)
    )]
    Busy(PathBuf),
    /// The file system of the folder has no locks.
    #[error(
        "Le disque de {} ne permet pas de réserver le dossier. Choisissez avec -o un dossier de cet ordinateur.",
        shown(.0)
    )]
    NoLock(PathBuf),
    /// A file stands where a folder is needed.
    #[error(
        "{} existe et n’est pas un dossier. Déplacez-le, ou choisissez un autre dossier avec -o.",
        shown(.0)
    )]
    FileInTheWay(PathBuf),
    /// A folder stands there that this program did not write.
    #[error(
        "Le dossier {} existe et n’a pas été écrit par Maillage (il n’a pas de journal.jsonl) : rien n’y a été \
         touché. Déplacez-le, ou choisissez un autre dossier avec -o.",
        shown(.0)
    )]
    Foreign(PathBuf),
    /// A file to replace is open in another program.
    #[error("{} est ouvert dans un autre programme. Fermez-le, puis relancez la commande.", shown(.0))]
    OpenElsewhere(PathBuf),
    /// No room left.
    #[error(
        "Le disque est plein : {} n’a pas pu être écrit. Libérez de la place, ou choisissez un autre disque avec -o ; \
         les résultats précédents sont intacts.",
        shown(.0)
    )]
    DiskFull(PathBuf),
    /// No right to write, or a read-only disk.
    #[error(
        "Vous n’avez pas le droit d’écrire dans {}. Choisissez un autre dossier avec -o, ou demandez ce droit ; \
         les résultats précédents sont intacts.",
        shown(.0)
    )]
    Forbidden(PathBuf),
    /// A name that could lead outside the folder, or is written twice: a fault of the program.
    #[error("Le nom de fichier {} n’est pas permis parmi les résultats.", quoted(.0))]
    Name(String),
    /// Anything else the system refuses; its words are often English, its number can be looked up.
    #[error(
        "{} n’a pas pu être écrit{}. Choisissez un autre dossier avec -o ; \
         les résultats précédents sont intacts.",
        shown(path),
        code.map(|code| format!(" (erreur {code} du système)")).unwrap_or_default()
    )]
    Other {
        /// What was being written.
        path: PathBuf,
        /// The system's number for the error.
        code: Option<i32>,
    },
}

impl OutputError {
    /// What the system's refusal means for a path.
    pub(super) fn of(path: &Path, error: &io::Error) -> Self {
        use io::ErrorKind as Kind;
        let path = path.to_owned();
        // Windows: the file is used by another process (32), or a part of it is locked (33).
        if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) {
            return Self::OpenElsewhere(path);
        }
        match error.kind() {
            Kind::StorageFull | Kind::QuotaExceeded => Self::DiskFull(path),
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => Self::Forbidden(path),
            Kind::NotADirectory => Self::FileInTheWay(path),
            _ => Self::Other { path, code: error.raw_os_error() },
        }
    }
}

fn shown(path: &Path) -> String {
    quoted(&path.display().to_string())
}
