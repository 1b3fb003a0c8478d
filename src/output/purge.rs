//! Months past their time, removed from the results: those that this program wrote, whole, and nothing else.
//!
//! A month is known by its name (`2025-08`) and its journal. One that holds a file that no run writes is left and told:
//! somebody put it there. Links are never followed, and none is a month.

use std::fs;
use std::path::{Path, PathBuf};

use super::{MARK, OutputError, PARTIAL, lock, open_elsewhere};
use crate::model::calendar::Month;

/// A month's folder past its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// The month.
    pub month: Month,
    /// Files in it.
    pub files: u32,
    /// Their size, in bytes.
    pub bytes: u64,
    /// Why it is left as it is, where it is.
    pub left: Option<Left>,
    path: PathBuf,
}

/// Why a month is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// It has no journal: this program didn't write it.
    NotOurs,
    /// It holds something that no run writes; its path in the month.
    Foreign(String),
    /// It is a link.
    Link,
}

/// What the results hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Months {
    /// Months before the one given, in order, with what dead runs left of them.
    pub past: Vec<Past>,
    /// Months of ours from that one on, in order.
    pub kept: Vec<Month>,
}

/// Looks at the months of a folder; changes nothing.
///
/// # Errors
/// [`OutputError`] where the folder can't be listed.
pub fn months(root: &Path, first_kept: Month) -> Result<Months, OutputError> {
    let mut months = Months::default();
    let entries = fs::read_dir(root).map_err(|error| OutputError::of(root, &error))?;
    let mut names: Vec<String> =
        entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    // By month, what a dead run left of it after it.
    names.sort_by(|left, right| left.trim_start_matches('.').cmp(right.trim_start_matches('.')));
    for name in names {
        let Some((month, leftover)) = named(&name) else { continue };
        let path = root.join(&name);
        if month >= first_kept {
            if !leftover && path.join(MARK).is_file() {
                months.kept.push(month);
            }
            continue;
        }
        let (mut files, mut bytes) = (0, 0);
        let left = look(&path, "", month, &mut |size| {
            files += 1;
            bytes += size;
        });
        let ours = leftover || path.join(MARK).is_file();
        let is_link = fs::symlink_metadata(&path).is_ok_and(|kind| kind.is_symlink());
        let left = match left {
            _ if is_link => Some(Left::Link),
            _ if !path.is_dir() => continue,
            _ if !ours => Some(Left::NotOurs),
            // What a dead run left was being written: only links make it doubtful.
            Some(Left::Foreign(_)) if leftover => None,
            left => left,
        };
        months.past.push(Past { month, files, bytes, left, path });
    }
    Ok(months)
}

/// Removes the months that aren't left, and gives those removed. The lock is held meanwhile.
///
/// # Errors
/// [`OutputError`] at the first month that can't be removed: a file of it is open, or may not be touched. The earlier
/// ones are gone, the others are whole.
pub fn purge(root: &Path, past: &[Past]) -> Result<Vec<Month>, OutputError> {
    let _lock = lock(root)?;
    let mut removed = Vec::new();
    for one in past.iter().filter(|one| one.left.is_none()) {
        // Renamed first: a month is there whole, or not at all.
        let aside = root.join(format!(".{}.purge{PARTIAL}", one.month));
        let refused = |error: &std::io::Error| match open_elsewhere(&one.path) {
            Some(file) => OutputError::OpenElsewhere(file),
            None => OutputError::of(&one.path, error),
        };
        if one.path != aside {
            let _ = fs::remove_dir_all(&aside);
            fs::rename(&one.path, &aside).map_err(|error| refused(&error))?;
        }
        fs::remove_dir_all(&aside).map_err(|error| OutputError::of(&aside, &error))?;
        if !removed.contains(&one.month) {
            removed.push(one.month);
        }
    }
    Ok(removed)
}

/// The month that a name is of, and whether a dead run left it: `2025-08`, `.2025-08.ancien`, `.2025-08.x.partiel`.
fn named(name: &str) -> Option<(Month, bool)> {
    if let Ok(month) = name.parse() {
        return Some((month, false));
    }
    let rest = name.strip_prefix('.')?;
    let (month, kind) = (rest.get(..7)?.parse().ok()?, rest.get(7..)?);
    (kind == ".ancien" || kind.starts_with('.') && kind.ends_with(PARTIAL)).then_some((month, true))
}

/// Walks a folder without following links; the first thing in it that no run writes.
fn look(folder: &Path, inside: &str, month: Month, count: &mut impl FnMut(u64)) -> Option<Left> {
    let mut entries: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    let mut left = None;
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let shown = if inside.is_empty() { name } else { format!("{inside}/{name}") };
        let is_folder = match entry.file_type() {
            Ok(kind) if kind.is_dir() => true,
            Ok(kind) if kind.is_file() => false,
            _ => {
                left = left.or(Some(Left::Foreign(shown)));
                continue;
            }
        };
        if is_folder {
            if is_ours_folder(&shown) {
                left = left.or(look(&entry.path(), &shown, month, count));
            } else {
                left = left.or(Some(Left::Foreign(shown)));
            }
        } else {
            count(entry.metadata().map_or(0, |file| file.len()));
            if !is_ours_file(&shown, month) {
                left = left.or(Some(Left::Foreign(shown)));
            }
        }
    }
    left
}

/// `17-nantes` and `17-nantes/retours`.
fn is_ours_folder(path: &str) -> bool {
    let (academie, rest) = path.split_once('/').unwrap_or((path, "retours"));
    let code = academie.split_once('-').is_some_and(|(code, name)| {
        code.len() == 2
            && code.bytes().all(|sign| sign.is_ascii_digit())
            && name.bytes().all(|sign| sign.is_ascii_lowercase() || sign == b'-')
    });
    code && rest == "retours"
}

/// What a run writes: the journal, the national workbook and report; in an académie's folder its data, and its documents, which
/// bear the month; what goes back to schools.
fn is_ours_file(path: &str, month: Month) -> bool {
    let ends_as = |endings: &[&str]| {
        let ending = Path::new(path).extension().and_then(|ending| ending.to_str());
        ending.is_some_and(|ending| endings.contains(&ending))
    };
    match path.rsplit_once('/') {
        None => matches!(path, MARK | "national.xlsx" | "national.pdf" | "synthese.html"),
        Some((folder, _)) if folder.contains('/') => ends_as(&["xlsx", "eml", "txt"]),
        Some((_, name)) => {
            matches!(name, "couverture.csv" | "etat.json")
                || name.starts_with(&format!("{month}_")) && ends_as(&["xlsx", "pdf"])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    fn write(root: &Path, path: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "x").unwrap();
    }

    /// Three months of ours.
    fn results() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for name in ["2025-07", "2025-08", "2025-09"] {
            write(root.path(), &format!("{name}/journal.jsonl"));
            write(root.path(), &format!("{name}/17-nantes/etat.json"));
            write(root.path(), &format!("{name}/17-nantes/{name}_nantes_rapport-copil.pdf"));
            write(root.path(), &format!("{name}/17-nantes/retours/0440123V_reponse.eml"));
        }
        root
    }

    fn names(root: &Path) -> Vec<String> {
        let entries = fs::read_dir(root).unwrap().flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
        names.retain(|name| name != ".maillage.verrou");
        names.sort();
        names
    }

    #[test]
    fn only_months_of_ours_before_the_first_kept_are_removed() {
        let root = results();
        write(root.path(), "2025-06/lettre.docx");
        write(root.path(), "archives/2025-05/journal.jsonl");
        write(root.path(), ".2025-08.ancien/journal.jsonl");
        let found = months(root.path(), month("2025-09")).unwrap();
        let told: Vec<(String, u32, &Option<Left>)> =
            found.past.iter().map(|one| (one.month.to_string(), one.files, &one.left)).collect();
        assert_eq!(
            told,
            [
                ("2025-06".to_owned(), 1, &Some(Left::NotOurs)),
                ("2025-07".to_owned(), 4, &None),
                ("2025-08".to_owned(), 4, &None),
                ("2025-08".to_owned(), 1, &None),
            ]
        );
        assert_eq!(found.kept, [month("2025-09")]);
        assert_eq!(names(root.path()).len(), 6, "looking changes nothing");
        assert_eq!(purge(root.path(), &found.past).unwrap(), [month("2025-07"), month("2025-08")]);
        assert_eq!(names(root.path()), ["2025-06", "2025-09", "archives"]);
    }

    #[test]
    fn a_month_where_somebody_put_a_file_is_left_whole() {
        for foreign in ["2025-07/notes.txt", "2025-07/17-nantes/compte-rendu.docx", "2025-07/photos/a.png"] {
            let root = results();
            write(root.path(), foreign);
            let found = months(root.path(), month("2025-08")).unwrap();
            let told = foreign.strip_prefix("2025-07/").unwrap();
            let Some(Left::Foreign(name)) = &found.past[0].left else { panic!("{foreign}: {found:?}") };
            assert!(told.starts_with(name.as_str()), "{foreign}: {name}");
            assert_eq!(purge(root.path(), &found.past).unwrap(), []);
            assert!(
                root.path().join(foreign).is_file() && root.path().join("2025-07/journal.jsonl").is_file()
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_neither_followed_nor_removed() {
        let root = results();
        let elsewhere = results();
        std::os::unix::fs::symlink(elsewhere.path().join("2025-07"), root.path().join("2025-06")).unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), root.path().join("2025-07/17-nantes/lien")).unwrap();
        let found = months(root.path(), month("2025-08")).unwrap();
        assert_eq!(found.past[0].left, Some(Left::Link));
        assert_eq!(found.past[1].left, Some(Left::Foreign("17-nantes/lien".into())));
        assert_eq!(purge(root.path(), &found.past).unwrap(), []);
        assert_eq!(names(elsewhere.path()), ["2025-07", "2025-08", "2025-09"]);
    }

    #[test]
    fn names_that_only_look_like_months_are_none() {
        for name in ["2025-7", "2025-13", "2025-08-01", "2025-08.zip", ".2025-08", ".2025-08.txt", "é2025-08"]
        {
            assert_eq!(named(name), None, "{name}");
        }
    }
}
