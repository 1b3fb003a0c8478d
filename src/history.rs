//! The months before this one, read back from the `etat.json` that each of them left.
//!
//! A state that is missing, damaged, of another layout or of somebody else is one sentence for the user and no more:
//! its month is left out. Links are never followed, and what is read is bounded.

mod answers;
mod state;

use std::fmt;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::french::quoted;
use crate::model::calendar::Month;
use crate::model::evolution::History;
use crate::model::form::PastAnswers;
use crate::model::referential::Referential;
use crate::model::school::Academie;

/// How many earlier months are read: a school year and the one before.
const MOST_MONTHS: usize = 24;
/// The largest state file read, in bytes: twenty times that of the largest académie.
const LARGEST: u64 = 128 << 20;
/// A file that every month's folder holds.
const MARK: &str = "journal.jsonl";

/// The folder of an earlier month.
#[derive(Clone, Debug)]
struct Folder {
    month: Month,
    path: PathBuf,
    /// A link leads out of the folder of months: it isn't followed.
    link: bool,
}

/// The folders of the months before one, latest first.
#[derive(Clone, Debug, Default)]
pub struct Months(Vec<Folder>);

impl Months {
    /// The months that stand in a folder, before the one given; none where the folder can't be listed, as on a first
    /// run. The month itself is being written again, and later ones tell nothing of it.
    pub fn before(month: Month, root: &Path) -> Self {
        let mut folders: Vec<Folder> = fs::read_dir(root)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| {
                let earlier: Month = entry.file_name().to_str()?.parse().ok()?;
                let kind = entry.file_type().ok()?;
                let kept = earlier < month && (kind.is_dir() || kind.is_symlink());
                kept.then(|| Folder { month: earlier, path: entry.path(), link: kind.is_symlink() })
            })
            .collect();
        folders.sort_by_key(|folder| std::cmp::Reverse(folder.month));
        folders.truncate(MOST_MONTHS);
        Self(folders)
    }

    /// What an académie's states tell, and sentences on those that can't be used.
    pub fn history(&self, academie: &Academie, referential: &Referential) -> (History, Vec<String>) {
        let mut history = History::default();
        let remarks = self.read(academie, &mut |bytes, month| {
            state::add(&mut history, bytes, month, academie, referential)
        });
        (history, remarks)
    }

    /// What each school of an académie answered the last time that it did, with the month of it; and sentences on the
    /// states that can't be used.
    pub fn answers(&self, academie: &Academie, referential: &Referential) -> (PastAnswers, Vec<String>) {
        let mut answers = PastAnswers::new();
        let remarks = self.read(academie, &mut |bytes, month| {
            answers::add(&mut answers, bytes, month, academie, referential)
        });
        (answers, remarks)
    }

    /// Hands over the states of an académie, latest first.
    fn read(&self, academie: &Academie, add: &mut Add<'_>) -> Vec<String> {
        let mut remarks = Vec::new();
        let place = format!("{}-{}/etat.json", academie.code, academie.slug());
        for folder in &self.0 {
            let read = match bytes(folder, &place) {
                Ok(Some(bytes)) => add(&bytes, folder.month),
                Ok(None) => Ok(()),
                Err(left_out) => Err(left_out),
            };
            if let Err(why) = read {
                remarks.push(format!(
                    "Historique : {} de l’académie de {} est laissé de côté. {why}",
                    folder.month.in_french(),
                    academie.name,
                ));
            }
        }
        remarks
    }
}

/// What takes the bytes of a month's state.
type Add<'a> = dyn FnMut(&[u8], Month) -> Result<(), LeftOut> + 'a;

/// The bytes of a month's state; `None` where the folder is none of ours, nor holds anything of this académie.
fn bytes(folder: &Folder, place: &str) -> Result<Option<Vec<u8>>, LeftOut> {
    if folder.link {
        return Err(LeftOut::Link(folder.path.clone()));
    }
    let path = folder.path.join(place);
    let of_academie = path.parent().unwrap_or(&folder.path).to_owned();
    let ours = folder.path.join(MARK).is_file() || of_academie.is_dir();
    for part in [of_academie, path.clone()] {
        match fs::symlink_metadata(&part) {
            Ok(kind) if kind.is_symlink() => return Err(LeftOut::Link(part)),
            Ok(_) => {}
            Err(_) if !ours => return Ok(None),
            Err(_) => return Err(LeftOut::Missing(path)),
        }
    }
    if !fs::metadata(&path).is_ok_and(|kind| kind.is_file()) {
        return Err(LeftOut::Unreadable(path));
    }
    let mut bytes = Vec::new();
    let read = File::open(&path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
    match read {
        Err(_) => Err(LeftOut::Unreadable(path)),
        Ok(_) if bytes.len() as u64 > LARGEST => Err(LeftOut::TooLarge(path)),
        Ok(_) => Ok(Some(bytes)),
    }
}

/// Why a month tells nothing. Displays as a French sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
enum LeftOut {
    /// The month was consolidated, and its state isn't there.
    Missing(PathBuf),
    /// A link stands in the way.
    Link(PathBuf),
    /// The system refuses to read it.
    Unreadable(PathBuf),
    /// Larger than any state.
    TooLarge(PathBuf),
    /// No JSON, or cut, or holding what no state holds.
    Damaged,
    /// Its layout is none of those known.
    Schema(Option<u32>),
    /// It tells of another month.
    OtherMonth(String),
    /// It tells of another académie.
    OtherAcademie(String),
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |path: &PathBuf| quoted(&path.display().to_string());
        match self {
            Self::Missing(path) => write!(
                f,
                "Son état {} manque : consolidez ce mois de nouveau si vous voulez le comparer.",
                shown(path)
            ),
            Self::Link(path) => write!(
                f,
                "{} est un lien, et les liens ne sont pas suivis : remplacez-le par une copie.",
                shown(path)
            ),
            Self::Unreadable(path) => {
                write!(
                    f,
                    "Son état {} ne peut pas être lu : vérifiez que vous en avez le droit.",
                    shown(path)
                )
            }
            Self::TooLarge(path) => write!(
                f,
                "Son état {} est bien trop gros pour en être un : consolidez ce mois de nouveau.",
                shown(path)
            ),
            Self::Damaged => {
                f.write_str("Son état (etat.json) est abîmé : consolidez ce mois de nouveau pour le refaire.")
            }
            Self::Schema(Some(newer)) if *newer > state::SCHEMA => write!(
                f,
                "Son état (etat.json) vient d’une version plus récente de Maillage (schéma {newer}) : mettez Maillage à \
                 jour."
            ),
            Self::Schema(older) => write!(
                f,
                "Son état (etat.json) n’a pas une forme connue ({}) : consolidez ce mois de nouveau pour le refaire.",
                older.map_or_else(|| "aucun schéma indiqué".to_owned(), |older| format!("schéma {older}"))
            ),
            Self::OtherMonth(month) => write!(
                f,
                "Son état (etat.json) est celui d’un autre mois ({month}) : consolidez ce mois de nouveau."
            ),
            Self::OtherAcademie(code) => write!(
                f,
                "Son état (etat.json) est celui d’une autre académie (code {code}) : consolidez ce mois de nouveau."
            ),
        }
    }
}

#[cfg(test)]
mod tests;
