//! What was received, sorted, each one a document whatever it is.
//!
//! ```text
//! find     folders walked: nothing is opened, links are followed nowhere
//! expand   mails, mailboxes and archives, one line for each part (archive, mail, mailbox, outlook)
//! rank     documents numbered in the order of their paths
//! load     the bytes of one document, a part taken out of what holds it (part)
//! ```
//!
//! What can't be read stays in the list: its line will say why. What holds documents is read again for each of them:
//! the list is all that stays in memory.

mod archive;
mod budget;
mod expand;
mod load;
mod mail;
mod mailbox;
mod name;
mod outlook;
mod part;

pub use expand::expand;

use std::fmt;
use std::io;
use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::french::quoted;
use crate::model::document::{Document, DocumentId};
use crate::model::inventory::{NotAnInventory, ReadFailure};

/// A document and where its bytes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The document. Its size, its SHA-256 and its date are known once it is loaded.
    pub document: Document,
    /// The file on the disk that it is, or that holds it.
    pub path: PathBuf,
    /// What it is good for.
    pub source: Source,
    /// Whether it was given as a socle: answers that hold for every school below.
    pub socle: bool,
    /// From the file on the disk down to it; none where it is that file.
    steps: Vec<part::Step>,
}

/// What something received is good for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file to read; or a folder that couldn't be listed, which can't be read either.
    File,
    /// Not an inventory, by its very name or kind.
    Skipped(NotAnInventory),
    /// It could hold an inventory and can't be opened, for a reason known without reading it.
    Refused(ReadFailure),
}

/// A source that can't be used at all: the run can't begin. What lies inside a source never makes one.
#[derive(Debug)]
pub enum SourceError {
    /// There is nothing at that path.
    Missing(PathBuf),
    /// The file or the folder can't be opened.
    Unreadable(PathBuf, io::Error),
    /// Neither a file nor a folder: a pipe, a device.
    Special(PathBuf),
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |path: &Path| quoted(&name::shown(path.as_os_str()));
        match self {
            Self::Missing(path) => write!(
                f,
                "La source {} n’existe pas. Vérifiez le chemin : un dossier ou un fichier déplacé, un lecteur réseau \
                 déconnecté, une espace dans un nom sans guillemets.",
                shown(path)
            ),
            Self::Unreadable(path, error) => write!(
                f,
                "La source {} ne peut pas être lue{}. Vérifiez que vous avez le droit de l’ouvrir, puis relancez.",
                shown(path),
                error.raw_os_error().map(|code| format!(" (erreur {code} du système)")).unwrap_or_default()
            ),
            Self::Special(path) => write!(
                f,
                "La source {} n’est ni un dossier ni un fichier. Indiquez le dossier où les inventaires sont \
                 enregistrés.",
                shown(path)
            ),
        }
    }
}

impl std::error::Error for SourceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable(_, error) => Some(error),
            Self::Missing(_) | Self::Special(_) => None,
        }
    }
}

/// Everything the sources hold, in the order of the documents' paths.
///
/// A path is relative to its source; where several sources are given, it begins with the source's own name, and with
/// as many of the folders above as it takes to tell two sources apart. A source that lies in another one is not
/// counted twice.
///
/// # Errors
///
/// A source that isn't there, or can't be opened.
pub fn find(sources: &[PathBuf]) -> Result<Vec<Received>, SourceError> {
    let roots = roots(sources)?;
    let labels = labels(&roots);
    let mut found: Vec<Found> = Vec::new();
    for (root, label) in roots.iter().zip(&labels) {
        walk(root, label.as_deref(), &mut found);
    }
    // Two names that differ by bytes that no text has could be shown alike: the file's path settles it.
    found.sort_by(|left, right| {
        left.shown.as_bytes().cmp(right.shown.as_bytes()).then_with(|| left.path.cmp(&right.path))
    });
    Ok((0..).zip(found).map(|(rank, found)| found.received(DocumentId(rank))).collect())
}

/// Adds the socles to what the sources hold. One that lies in a source is there already; one named like a document of
/// a source is told apart by « socle/ ».
///
/// # Errors
///
/// A socle that isn't there, or can't be opened.
pub fn add_socles(found: &mut Vec<Received>, socles: &[PathBuf]) -> Result<(), SourceError> {
    let real = |path: &Path| path.canonicalize().ok();
    for mut socle in find(socles)? {
        socle.socle = true;
        let path = real(&socle.path);
        if let Some(known) = found.iter_mut().find(|known| path.is_some() && real(&known.path) == path) {
            known.socle = true;
            continue;
        }
        if found.iter().any(|known| known.document.path == socle.document.path) {
            socle.document.path.insert_str(0, "socle/");
        }
        found.push(socle);
    }
    Ok(())
}

/// Numbers documents in the order of their paths, once what holds others is expanded.
pub fn rank(mut received: Vec<Received>) -> Vec<Received> {
    received.sort_by(|left, right| {
        left.document.path.cmp(&right.document.path).then_with(|| left.path.cmp(&right.path))
    });
    for (rank, received) in (0..).zip(&mut received) {
        received.document.id = DocumentId(rank);
    }
    received
}

/// Something found, before its rank is known.
struct Found {
    /// The document's path, as it is shown.
    shown: String,
    path: PathBuf,
    skipped: Option<NotAnInventory>,
}

impl Found {
    fn received(self, id: DocumentId) -> Received {
        let document =
            Document { id, path: self.shown, size: 0, sha256: String::new(), modified: None, mail: None };
        let source = self.skipped.map_or(Source::File, Source::Skipped);
        Received { document, path: self.path, source, socle: false, steps: Vec::new() }
    }
}

/// A source that can be used.
struct Root {
    /// As it was given.
    given: PathBuf,
    /// Where it really is.
    real: PathBuf,
    is_folder: bool,
}

/// The sources, checked, without those that lie in another one.
fn roots(sources: &[PathBuf]) -> Result<Vec<Root>, SourceError> {
    let mut roots: Vec<Root> = Vec::new();
    for given in sources {
        let root = root(given)?;
        if !roots.iter().any(|other| root.real.starts_with(&other.real)) {
            roots.retain(|other| !other.real.starts_with(&root.real));
            roots.push(root);
        }
    }
    Ok(roots)
}

fn root(given: &Path) -> Result<Root, SourceError> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => SourceError::Missing(given.to_owned()),
        _ => SourceError::Unreadable(given.to_owned(), error),
    };
    let real = given.canonicalize().map_err(failed)?;
    let kind = real.metadata().map_err(failed)?;
    if kind.is_dir() {
        real.read_dir().map_err(failed)?;
    } else if !kind.is_file() {
        return Err(SourceError::Special(given.to_owned()));
    }
    Ok(Root { given: given.to_owned(), real, is_folder: kind.is_dir() })
}

/// What the paths of each source begin with: nothing where there is one source, else its name, with as many of the
/// folders above as it takes.
fn labels(roots: &[Root]) -> Vec<Option<String>> {
    if roots.len() < 2 {
        return vec![None; roots.len()];
    }
    let steps: Vec<Vec<String>> = roots.iter().map(steps).collect();
    let label = |steps: &[String], depth: usize| {
        steps.get(steps.len().saturating_sub(depth)..).unwrap_or_default().join("/")
    };
    let deepest = steps.iter().map(Vec::len).max().unwrap_or_default();
    (0..steps.len())
        .map(|rank| {
            let own = steps.get(rank).map_or(&[][..], Vec::as_slice);
            let others =
                || steps.iter().enumerate().filter(|(other, _)| *other != rank).map(|(_, steps)| steps);
            let told_apart = |depth: &usize| others().all(|other| label(other, *depth) != label(own, *depth));
            let depth = (1..=deepest).find(told_apart).unwrap_or(deepest);
            Some(label(own, depth))
        })
        .collect()
}

/// The folders down to a source and its own name, as given where that is a name (`.` and `..` are none).
fn steps(root: &Root) -> Vec<String> {
    let given = std::path::absolute(&root.given).unwrap_or_else(|_| root.real.clone());
    let is_named = !given.components().any(|step| matches!(step, Component::ParentDir | Component::CurDir));
    let path = if is_named { &given } else { &root.real };
    path.components()
        .filter_map(|step| match step {
            Component::Normal(step) => Some(name::shown(step)),
            Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => None,
        })
        .collect()
}

/// Adds what a source holds.
fn walk(root: &Root, label: Option<&str>, found: &mut Vec<Found>) {
    let label = label.unwrap_or_default();
    let join = |inside: String| match (label, inside.as_str()) {
        ("", _) => inside,
        (_, "") => label.to_owned(),
        _ => format!("{label}/{inside}"),
    };
    if !root.is_folder {
        let own = root.given.file_name().or_else(|| root.real.file_name()).unwrap_or_default();
        let shown = if label.is_empty() { name::shown(own) } else { label.to_owned() };
        found.push(Found { shown, path: root.given.clone(), skipped: name::kind(own) });
        return;
    }
    let mut walk = WalkDir::new(&root.given).min_depth(1).follow_links(false).into_iter();
    while let Some(entry) = walk.next() {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {
                // One line for a hidden folder, not one for each of the thousands of files that it may hold.
                if name::kind(entry.file_name()) == Some(NotAnInventory::Hidden) {
                    walk.skip_current_dir();
                    let shown = join(inside(entry.path(), &root.given));
                    let skipped = Some(NotAnInventory::Hidden);
                    found.push(Found { shown, path: entry.into_path(), skipped });
                }
            }
            Ok(entry) => {
                let shown = join(inside(entry.path(), &root.given));
                let skipped = skipped(&entry);
                found.push(Found { shown, path: entry.into_path(), skipped });
            }
            Err(error) => {
                let path = error.path().unwrap_or(&root.given).to_owned();
                let shown = join(inside(&path, &root.given));
                found.push(Found { shown, path, skipped: None });
            }
        }
    }
}

fn skipped(entry: &DirEntry) -> Option<NotAnInventory> {
    if entry.file_type().is_file() { name::kind(entry.file_name()) } else { Some(NotAnInventory::Special) }
}

/// The path inside a source, with `/`.
fn inside(path: &Path, root: &Path) -> String {
    let steps = path.strip_prefix(root).unwrap_or(path).components();
    steps.map(|step| name::shown(step.as_os_str())).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Tree {
        folder: tempfile::TempDir,
    }

    impl Tree {
        fn of(files: &[&str]) -> Self {
            let tree = Self { folder: tempfile::tempdir().unwrap() };
            for file in files {
                let path = tree.path(file);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, file).unwrap();
            }
            tree
        }

        fn path(&self, inside: &str) -> PathBuf {
            self.folder.path().join(inside)
        }

        fn found(&self, sources: &[&str]) -> Vec<String> {
            let sources: Vec<PathBuf> = sources.iter().map(|source| self.path(source)).collect();
            let found = find(&sources).unwrap();
            assert!((0..).zip(&found).all(|(rank, received)| received.document.id == DocumentId(rank)));
            found.into_iter().map(line).collect()
        }
    }

    fn line(received: Received) -> String {
        match received.source {
            Source::File => received.document.path,
            Source::Skipped(reason) => format!("{} ({reason:?})", received.document.path),
            Source::Refused(failure) => format!("{} ({failure:?})", received.document.path),
        }
    }

    #[test]
    fn everything_in_a_folder_has_its_line_in_path_order() {
        let tree = Tree::of(&[
            "depot/b.xlsx",
            "depot/B.XLSM",
            "depot/é.xls",
            "depot/lot 2/a.xlsx",
            "depot/lot/a.xlsx",
            "depot/lot/z/~$a.xlsx",
            "depot/lot/._a.xlsx",
            "depot/logo.png",
            "depot/.git/config",
            "depot/.git/objects/a.xlsx",
            "depot/envoi.zip",
        ]);
        assert_eq!(
            tree.found(&["depot"]),
            [
                ".git (Hidden)",
                "B.XLSM",
                "b.xlsx",
                "envoi.zip",
                "logo.png (OtherEnding)",
                "lot 2/a.xlsx",
                "lot/._a.xlsx (Hidden)",
                "lot/a.xlsx",
                "lot/z/~$a.xlsx (LockTwin)",
                "é.xls",
            ]
        );
    }

    #[test]
    fn one_source_gives_bare_paths_and_several_their_names() {
        let tree = Tree::of(&["2026-10/depot/a.xlsx", "2026-11/depot/a.xlsx", "autre/a.xlsx", "seul.xlsx"]);
        assert_eq!(tree.found(&["seul.xlsx"]), ["seul.xlsx"]);
        assert_eq!(tree.found(&["autre", "seul.xlsx"]), ["autre/a.xlsx", "seul.xlsx"]);
        assert_eq!(
            tree.found(&["2026-11/depot", "autre", "2026-10/depot"]),
            ["2026-10/depot/a.xlsx", "2026-11/depot/a.xlsx", "autre/a.xlsx"]
        );
        assert_eq!(tree.found(&["autre/a.xlsx", "2026-10/depot/a.xlsx"]), ["autre/a.xlsx", "depot/a.xlsx"]);
        assert_eq!(tree.found(&["autre/../seul.xlsx", "2026-10/.."]).last().unwrap(), "seul.xlsx");
    }

    #[test]
    fn a_source_inside_another_is_not_counted_twice() {
        let tree = Tree::of(&["depot/lot/a.xlsx", "depot/b.xlsx"]);
        for sources in [
            &["depot", "depot"][..],
            &["depot", "depot/lot"],
            &["depot/lot/a.xlsx", "depot"],
            &["depot/lot", "depot/lot/../b.xlsx", "depot/."],
        ] {
            assert_eq!(tree.found(sources), ["b.xlsx", "lot/a.xlsx"], "{sources:?}");
        }
    }

    #[test]
    fn a_source_that_cannot_be_used_says_what_to_do() {
        let tree = Tree::of(&[]);
        let error = find(&[tree.path("absent")]).unwrap_err();
        assert!(matches!(error, SourceError::Missing(_)));
        let told = error.to_string();
        assert!(told.contains("absent\u{a0}» n’existe pas. Vérifiez le chemin"), "{told}");
        assert!(find(&[]).unwrap().is_empty());
        assert!(tree.found(&["."]).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn links_and_sockets_are_never_followed() {
        use std::os::unix::{fs::symlink, net::UnixListener};
        let tree = Tree::of(&["ailleurs/secret.xlsx", "depot/a.xlsx"]);
        symlink(tree.path("ailleurs"), tree.path("depot/lien")).unwrap();
        symlink(tree.path("ailleurs/secret.xlsx"), tree.path("depot/lien.xlsx")).unwrap();
        symlink(tree.path("depot"), tree.path("depot/boucle")).unwrap();
        let _socket = UnixListener::bind(tree.path("depot/prise.xlsx")).unwrap();
        assert_eq!(
            tree.found(&["depot"]),
            ["a.xlsx", "boucle (Special)", "lien (Special)", "lien.xlsx (Special)", "prise.xlsx (Special)"]
        );
        // A link given as a source is the user's own choice.
        assert_eq!(tree.found(&["depot/lien"]), ["secret.xlsx"]);
        assert!(matches!(find(&[PathBuf::from("/dev/null")]), Err(SourceError::Special(_))));
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_text_is_found_and_read() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt as _;
        let tree = Tree::of(&["depot/z.xlsx"]);
        let name = tree.path("depot").join(OsStr::from_bytes(b"comp\xE9tences\n.xlsx"));
        std::fs::write(&name, "abc").unwrap();
        assert_eq!(tree.found(&["depot"]), ["comp\\xE9tences\\n.xlsx", "z.xlsx"]);
        let received = find(&[name]).unwrap().remove(0);
        assert_eq!(received.document.path, "comp\\xE9tences\\n.xlsx");
        assert_eq!(received.load(&crate::model::budget::Budgets::default()).1, Ok(b"abc".to_vec()));
    }
}
