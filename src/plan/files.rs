//! The files and folders that a run is given: there, readable, and not in each other's way.

use std::fmt::Display;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use encoding_rs::UTF_8;

use super::{PlanError, Status};
use crate::french::quoted;
use crate::model::calendar::Month;

/// The name under which a configuration is found by itself.
const CONFIGURATION: &str = "maillage.toml";

/// Each source exists and can be opened.
pub(super) fn check_sources(sources: &[PathBuf]) -> Result<(), PlanError> {
    for source in sources {
        let opened = fs::metadata(source).and_then(|kind| {
            if kind.is_dir() {
                fs::read_dir(source).map(drop)
            } else if kind.is_file() {
                File::open(source).map(drop)
            } else {
                // Opening a pipe would wait for ever; the walk says that it is no file.
                Ok(())
            }
        });
        opened.map_err(|error| {
            let shown = shown(source);
            let message = match error.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
                    format!("La source {shown} n’existe pas. Vérifiez son chemin.{}", like(source))
                }
                io::ErrorKind::PermissionDenied => {
                    format!("Vous n’avez pas le droit de lire {shown}. Demandez ce droit, ou copiez les fichiers ailleurs.")
                }
                _ => format!("La source {shown} ne peut pas être ouverte. Vérifiez que le disque est accessible."),
            };
            PlanError::new(Status::NothingReadable, message)
        })?;
    }
    Ok(())
}

/// « Vouliez-vous dire … ? », where a neighbour has nearly the same name.
fn like(source: &Path) -> String {
    let (Some(parent), Some(name)) = (source.parent(), source.file_name().and_then(|name| name.to_str()))
    else {
        return String::new();
    };
    let folder = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    match super::nearest(name, names.iter().map(String::as_str)) {
        Some(near) => format!(" Vouliez-vous dire {} ?", shown(&parent.join(near))),
        None => String::new(),
    }
}

/// The results go neither into a source, where the next run would read them as inventories, nor over one.
pub(super) fn check_output(sources: &[PathBuf], output: &Path, month: Month) -> Result<(), PlanError> {
    let root = resolved(output);
    let place = root.join(month.to_string());
    for source in sources {
        let resolved = resolved(source);
        if root.starts_with(&resolved) {
            let message = format!(
                "Le dossier des résultats {} est dans la source {} : il serait relu comme un envoi des écoles. \
                 Choisissez avec -o un dossier à côté.",
                shown(output),
                shown(source)
            );
            return Err(PlanError::new(Status::Usage, message));
        }
        if resolved.starts_with(&place) {
            let message = format!(
                "Les résultats remplaceraient la source {}. Choisissez un autre dossier avec -o.",
                shown(source)
            );
            return Err(PlanError::new(Status::Usage, message));
        }
    }
    match fs::metadata(&root) {
        Ok(kind) if !kind.is_dir() => {
            let message = format!(
                "{} est un fichier, alors qu’il faut un dossier. Choisissez-en un autre avec -o.",
                shown(output)
            );
            Err(PlanError::new(Status::Output, message))
        }
        _ => Ok(()),
    }
}

/// The folder of earlier months, where it was typed, can be listed.
pub(super) fn check_history(history: &Path) -> Result<(), PlanError> {
    fs::read_dir(history).map(drop).map_err(|error| {
        let shown = shown(history);
        let message = match error.kind() {
            io::ErrorKind::NotFound => {
                format!("L’historique {shown} n’existe pas. Vérifiez son chemin.{}", like(history))
            }
            io::ErrorKind::NotADirectory => format!(
                "L’historique {shown} est un fichier. Donnez le dossier qui contient les mois déjà consolidés."
            ),
            _ => format!("L’historique {shown} ne peut pas être lu. Vérifiez que vous en avez le droit."),
        };
        PlanError::new(Status::Configuration, message)
    })
}

/// A path without links nor `..`, as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for ancestor in absolute.ancestors() {
        if let Ok(real) = fs::canonicalize(ancestor) {
            let rest = absolute.strip_prefix(ancestor).unwrap_or(Path::new(""));
            // Joining nothing would add a separator.
            return plainly(if rest.as_os_str().is_empty() { real } else { real.join(rest) });
        }
    }
    absolute
}

/// A path as people write it: Windows gives real ones as `\\?\C:\…` and `\\?\UNC\server\…`.
fn plainly(path: PathBuf) -> PathBuf {
    let Some(rest) = path.to_str().and_then(|text| text.strip_prefix(r"\\?\")) else { return path };
    match rest.strip_prefix(r"UNC\") {
        Some(share) => PathBuf::from(format!(r"\\{share}")),
        // A volume without a letter has no other writing.
        None if rest.as_bytes().get(1) == Some(&b':') => PathBuf::from(rest),
        None => path,
    }
}

#[cfg(test)]
#[test]
fn real_paths_of_windows_are_told_as_people_write_them() {
    for (real, told) in [
        (r"\\?\C:\Mes documents\maillage.toml", r"C:\Mes documents\maillage.toml"),
        (r"\\?\UNC\serveur\ENT\2026-11", r"\\serveur\ENT\2026-11"),
        (r"\\?\Volume{12}\x", r"\\?\Volume{12}\x"),
        ("/home/ent/2026-11", "/home/ent/2026-11"),
    ] {
        assert_eq!(plainly(PathBuf::from(real)), PathBuf::from(told));
    }
}

/// The configuration beside the first source, or a folder above. Never inside a source: what schools send must not
/// set the rules they are judged by. Where nothing is received, beside the registry.
pub(super) fn configuration_near(sources: &[PathBuf], registry: Option<&Path>) -> Option<PathBuf> {
    let Some(first) = sources.first() else {
        return Some(resolved(registry?).with_file_name(CONFIGURATION)).filter(|path| path.is_file());
    };
    let mut source = resolved(first);
    if source.is_file() {
        source.pop();
    }
    let inside_a_source = |path: &Path| sources.iter().any(|source| path.starts_with(resolved(source)));
    source
        .ancestors()
        .skip(1)
        .take(2)
        .map(|folder| folder.join(CONFIGURATION))
        .find(|path| path.is_file() && !inside_a_source(path))
}

/// The latest month that the end of a source's path names: `depot/2026-11`.
pub(super) fn month_named(sources: &[PathBuf]) -> Option<Month> {
    sources
        .iter()
        .filter_map(|source| {
            let folder = resolved(source);
            let folder = if folder.is_file() { folder.parent()?.to_owned() } else { folder };
            folder.file_name()?.to_str()?.parse().ok()
        })
        .max()
}

/// The bytes of a file that configures the run; `what` names it: « L’annuaire ».
pub(super) fn bytes(path: &Path, what: &str) -> Result<Vec<u8>, PlanError> {
    fs::read(path).map_err(|error| {
        let shown = shown(path);
        let message = match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
                format!("{what} {shown} n’existe pas. Vérifiez son chemin.{}", like(path))
            }
            io::ErrorKind::IsADirectory => format!("{what} {shown} est un dossier. Donnez le fichier lui-même."),
            io::ErrorKind::PermissionDenied => format!(
                "{what} {shown} ne peut pas être lu : fermez-le s’il est ouvert ailleurs, ou demandez le droit de le lire."
            ),
            _ => format!("{what} {shown} ne peut pas être lu. Vérifiez que le disque est accessible."),
        };
        PlanError::new(Status::Configuration, message)
    })
}

/// The same, as text.
pub(super) fn text(path: &Path, what: &str) -> Result<String, PlanError> {
    // A byte order mark says UTF-16 or UTF-8, and is no part of the text.
    let bytes = bytes(path, what)?;
    let (text, _, faulty) = UTF_8.decode(&bytes);
    if faulty {
        let message = format!(
            "Le texte du fichier {} n’est pas en UTF-8. Dans le Bloc-notes : Enregistrer sous, Encodage, UTF-8.",
            shown(path)
        );
        return Err(PlanError::new(Status::Configuration, message));
    }
    Ok(text.into_owned())
}

/// A fault inside a file that configures the run.
pub(super) fn fault(path: &Path, fault: &impl Display) -> PlanError {
    PlanError::new(Status::Configuration, format!("Dans {}, {fault}", shown(path)))
}

fn shown(path: &Path) -> String {
    quoted(&path.display().to_string())
}
