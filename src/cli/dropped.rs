//! Without a command: the executable double-clicked, or a folder dropped on it. What was meant is a month to
//! consolidate; what the command line would have said is found beside what was dropped.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use crate::french::{listed, quoted};
use crate::model::calendar::Month;
use crate::text::fold;

/// What a window that nobody typed a command in says first.
pub const QUESTION: &str = "Maillage consolide les inventaires reçus des écoles.\n\
    Glissez dans cette fenêtre le dossier des fichiers reçus, puis appuyez sur Entrée :\n> ";

/// What is said before the window closes.
pub const FAREWELL: &str = "\nAppuyez sur Entrée pour fermer cette fenêtre.";

/// Endings of files that may list the schools.
const LISTS: [&str; 4] = ["csv", "xlsx", "xls", "ods"];

/// What was meant without a command.
#[derive(Debug, PartialEq, Eq)]
pub struct Meant {
    /// The command line that says the same.
    pub command: Vec<OsString>,
    /// Why no registry was taken, for whoever expects one to be: a sentence.
    pub note: Option<String>,
}

/// The command meant by arguments that hold none: the program alone, what was answered to [`QUESTION`]; or paths that are
/// there, as the desktop passes what is dropped. `None` where a command was typed, or nothing was answered.
pub fn meant(args: &[OsString], answer: impl FnOnce() -> Option<String>) -> Option<Meant> {
    let (program, rest) = args.split_first()?;
    let sources: Vec<PathBuf> = if rest.is_empty() {
        vec![path_typed(&answer()?)?]
    } else if rest.iter().all(|path| is_path(path)) {
        rest.iter().map(PathBuf::from).collect()
    } else {
        return None;
    };
    Some(command(program, &sources))
}

/// A path that is there, and that can be no command: those have neither separator nor ending.
fn is_path(argument: &OsStr) -> bool {
    let path = Path::new(argument);
    let looks =
        path.is_absolute() || path.components().count() > 1 || path.extension().is_some() || path.is_dir();
    looks && path.exists()
}

/// The path in a line: a window of commands puts quotes around what is dropped in it.
fn path_typed(line: &str) -> Option<PathBuf> {
    let line = line.trim();
    let quoted = ['"', '\''].into_iter().find_map(|quote| line.strip_prefix(quote)?.strip_suffix(quote));
    Some(quoted.unwrap_or(line)).filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// Consolidates the sources, with the registry that stands near them, into « sorties » beside it.
fn command(program: &OsStr, sources: &[PathBuf]) -> Meant {
    let mut command: Vec<OsString> = vec![program.to_owned(), "consolider".into()];
    command.extend(sources.iter().map(|source| source.as_os_str().to_owned()));
    let Some(first) = sources.first() else { return Meant { command, note: None } };
    let near = folders_near(first);
    let lists: Vec<Vec<PathBuf>> = near.iter().map(|folder| registries_in(folder)).collect();
    let registry = lists.iter().find_map(|found| match found.as_slice() {
        [alone] => Some(alone),
        _ => None,
    });
    if let Some(registry) = registry {
        command.extend(["--annuaire".into(), registry.as_os_str().to_owned()]);
    }
    let base = registry.and_then(|path| path.parent()).map(Path::to_owned).or_else(|| near.first().cloned());
    if let Some(base) = base {
        command.extend(["-o".into(), base.join("sorties").into_os_string()]);
    }
    let note = registry.is_none().then(|| no_registry(&lists.concat()));
    Meant { command, note }
}

/// Why no registry is taken: there is none near the sources, or there are several.
fn no_registry(found: &[PathBuf]) -> String {
    let names: Vec<String> = found.iter().map(|path| quoted(&path.display().to_string())).collect();
    if names.is_empty() {
        "Annuaire : aucun fichier dont le nom commence par « annuaire » à côté de ce dossier ; les écoles attendues ne \
         sont pas connues."
            .to_owned()
    } else {
        format!(
            "Annuaire : {} conviennent, aucun n’est donc pris. Gardez-en un seul à côté de ce dossier, et recommencez.",
            listed(&names)
        )
    }
}

/// The folders where what goes with a source is looked for: the one around it, and the one around that. A month's folder
/// (`depot/2026-11`) is looked at from around the deposit first.
fn folders_near(source: &Path) -> Vec<PathBuf> {
    let source = std::path::absolute(source).unwrap_or_else(|_| source.to_owned());
    let mut near: Vec<PathBuf> = source.ancestors().skip(1).take(2).map(Path::to_owned).collect();
    let name = source.file_name().and_then(OsStr::to_str).unwrap_or_default();
    if name.parse::<Month>().is_ok() {
        near.reverse();
    }
    near
}

/// The files of a folder that are named as a list of schools, in order.
fn registries_in(folder: &Path) -> Vec<PathBuf> {
    let is_registry = |path: &PathBuf| {
        let text = |part: Option<&OsStr>| part.and_then(OsStr::to_str).map(fold).unwrap_or_default();
        text(path.file_stem()).starts_with("annuaire") && LISTS.contains(&text(path.extension()).as_str())
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_registry).collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(rest: &[&OsStr]) -> Vec<OsString> {
        std::iter::once(OsStr::new("maillage")).chain(rest.iter().copied()).map(OsStr::to_owned).collect()
    }

    fn nobody() -> Option<String> {
        panic!("nobody is asked")
    }

    #[test]
    fn a_command_that_was_typed_is_left_alone() {
        for typed in
            [&["consolider", "depot"][..], &["--help"], &["consolidre"], &["absent.xlsx"], &["regles"]]
        {
            let typed: Vec<&OsStr> = typed.iter().map(OsStr::new).collect();
            assert_eq!(meant(&args(&typed), nobody), None, "{typed:?}");
        }
    }

    #[test]
    fn a_dropped_folder_is_consolidated_with_the_registry_near_it() {
        let root = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(root.path()).unwrap();
        let month = root.join("reçus d’école/2026-11");
        fs::create_dir_all(&month).unwrap();
        fs::write(root.join("Annuaire écoles.xlsx"), b"").unwrap();
        let expected = |sources: &[&Path]| {
            let mut command = vec![OsString::from("maillage"), "consolider".into()];
            command.extend(sources.iter().map(|source| source.as_os_str().to_owned()));
            command.extend(["--annuaire".into(), root.join("Annuaire écoles.xlsx").into_os_string()]);
            command.extend(["-o".into(), root.join("sorties").into_os_string()]);
            Some(Meant { command, note: None })
        };
        assert_eq!(meant(&args(&[month.as_os_str()]), nobody), expected(&[&month]));
        let depot = month.parent().unwrap();
        assert_eq!(meant(&args(&[depot.as_os_str()]), nobody), expected(&[depot]));
        // Two lists: which one is not ours to guess.
        fs::write(root.join("annuaire-2025.csv"), b"").unwrap();
        let Meant { command, note } = meant(&args(&[month.as_os_str()]), nobody).unwrap();
        assert!(!command.contains(&"--annuaire".into()), "{command:?}");
        assert_eq!(command.last().unwrap(), root.join("sorties").as_os_str());
        let note = note.unwrap();
        assert!(note.contains("Annuaire écoles.xlsx") && note.contains("annuaire-2025.csv"), "{note}");
        // None: the rates that will be missing are announced.
        fs::remove_file(root.join("Annuaire écoles.xlsx")).unwrap();
        fs::remove_file(root.join("annuaire-2025.csv")).unwrap();
        let note = meant(&args(&[month.as_os_str()]), nobody).unwrap().note.unwrap();
        assert!(note.contains("aucun fichier dont le nom commence par « annuaire »"), "{note}");
    }

    #[test]
    fn a_path_typed_or_dropped_in_the_window_is_read_without_its_quotes() {
        let answered = |line: &str| {
            let command = meant(&args(&[]), || Some(line.to_owned()));
            command.map(|meant| meant.command[2].clone().into_string().unwrap())
        };
        assert_eq!(answered("  \"C:\\Mes reçus\"\r\n").as_deref(), Some("C:\\Mes reçus"));
        assert_eq!(answered("'/tmp/mes reçus' \n").as_deref(), Some("/tmp/mes reçus"));
        assert_eq!(answered("depot").as_deref(), Some("depot"));
        assert_eq!(answered(" \n"), None);
        assert_eq!(meant(&args(&[]), || None), None);
    }
}
