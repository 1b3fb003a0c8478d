//! An invented académie, messy on purpose, with the truth of what it says.
//!
//! It serves three ends: a first try without anybody's data, the samples and benchmarks, and a measure of what the
//! reader gets right on forms it has never seen. So it must not know how forms are read: it imports no stage.
//!
//! A seed settles everything: neither the clock, nor the machine, nor the order of a hash table shows in a byte.

mod answers;
mod book;
mod details;
mod envoy;
mod fates;
mod file_name;
mod form;
mod holders;
mod identity;
mod labels;
mod layouts;
mod quirks;
mod responses;
mod rng;
mod spoilt;
mod surroundings;
mod territory;
mod truth;
mod words;
mod xlsx;

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use jiff::civil::Date;

use self::envoy::{Envoy, Parcel, Paths, Sent};
use self::rng::Rng;
use self::territory::{MOST_SCHOOLS, Territory, USUAL};
use self::truth::Truth;
use crate::academies::Academies;
use crate::model::calendar::Month;
use crate::model::school::Academie;

/// What to invent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How many schools the annuaire lists.
    pub ecoles: u32,
    /// How many académies share them, as equally as can be.
    pub academies: u32,
    /// The seed: equal seeds, equal bytes.
    pub graine: u64,
    /// The month in which the schools answer.
    pub mois: Month,
    /// How messy the answers are.
    pub desordre: Desordre,
    /// Whether to write `verite.json`, the truth of what the files say.
    pub verite: bool,
}

/// How messy the answers are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Desordre {
    /// As an ordinary campaign: most forms follow the model.
    #[default]
    Ordinaire,
    /// To try a reader: every shape, every quirk, and several of them in most forms.
    Fort,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Schools in the annuaire.
    pub ecoles: u32,
    /// Files received.
    pub documents: u32,
    /// Their size, in bytes.
    pub octets: u64,
}

/// Why the académie could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExampleError {
    /// A number of schools that the ranges of UAI don't allow.
    #[error("le nombre d’écoles doit être compris entre 1 et 40\u{202f}000 (demandé\u{a0}: {0})")]
    SchoolCount(u32),
    /// More académies than there are, or than there are schools.
    #[error("le nombre d’académies doit être compris entre 1 et {most} (demandé\u{a0}: {asked})")]
    AcademieCount {
        /// How many were asked for.
        asked: u32,
        /// The most of them.
        most: u32,
    },
    /// The folder already holds something that this would mix with.
    #[error("«\u{a0}{}\u{a0}» existe déjà\u{a0}: choisissez un dossier vide.", .0.display())]
    Occupied(PathBuf),
    /// A folder or a file that can't be written: no right to it, no room left.
    #[error("impossible d’écrire «\u{a0}{}\u{a0}»\u{a0}: {source}", path.display())]
    Unwritable {
        /// The folder or the file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A workbook that can't be made. It would be a fault of the generator.
    #[error("impossible de fabriquer un classeur\u{a0}: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}

/// Writes an invented académie: `annuaire.csv`, one folder named after the month with the files received, and the
/// truth if asked.
///
/// # Errors
/// [`ExampleError`] if the folder can't be written or already holds such an académie; nothing is overwritten.
pub fn write(folder: &Path, options: &Options) -> Result<Made, ExampleError> {
    let all = Academies::embedded();
    let most = (all.all().len() as u32).min(options.ecoles.max(1));
    if !(1..=most).contains(&options.academies) {
        return Err(ExampleError::AcademieCount { asked: options.academies, most });
    }
    if !(1..=MOST_SCHOOLS * options.academies).contains(&options.ecoles) {
        return Err(ExampleError::SchoolCount(options.ecoles));
    }
    let received = folder.join(options.mois.to_string());
    let annuaire = folder.join("annuaire.csv");
    for taken in [&received, &annuaire] {
        if taken.exists() {
            return Err(ExampleError::Occupied(taken.clone()));
        }
    }
    create_folder(&received)?;
    let mut listed = Territory::annuaire_titles();
    let mut made = Made { ecoles: options.ecoles, ..Made::default() };
    let mut truth = Truth { mois: options.mois.to_string(), documents: Vec::new(), couples: Vec::new() };
    let mut names = Paths::default();
    // The usual académie comes first: alone, it is the same whatever could be asked for beside it.
    let (usual, others): (Vec<&Academie>, Vec<&Academie>) =
        all.all().iter().partition(|academie| academie.code == USUAL);
    let chosen = usual.into_iter().chain(others).take(options.academies as usize);
    for (rank, academie) in (0..).zip(chosen) {
        let upto = |rank: u32| u64::from(options.ecoles) * u64::from(rank) / u64::from(options.academies);
        let schools = (upto(rank + 1) - upto(rank)) as u32;
        let rng = Rng::new(options.graine.wrapping_add(u64::from(rank) << 32));
        let territory = Territory::new(academie, schools, &rng);
        listed.push_str(&territory.annuaire(options.mois));
        receive(&territory, &rng, (&received, options), &mut names, (&mut made, &mut truth))?;
    }
    put(&annuaire, listed.as_bytes(), options.mois.first_day())?;
    truth.documents.sort_by(|left, right| left.document.cmp(&right.document));
    if options.verite {
        let path = folder.join("verite.json");
        let text = serde_json::to_vec(&truth).map_err(|error| unwritable(&path, error.into()))?;
        put(&path, &text, options.mois.first_day())?;
    }
    Ok(made)
}

/// Writes what the schools of an académie send; `names` holds the paths taken.
fn receive(
    territory: &Territory<'_>,
    rng: &Rng,
    (received, options): (&Path, &Options),
    names: &mut Paths,
    (made, truth): (&mut Made, &mut Truth),
) -> Result<(), ExampleError> {
    let fates = fates::draw(territory.schools.len(), options.desordre, rng);
    for (rank, (school, fate)) in territory.schools.iter().zip(fates).enumerate() {
        let site = territory.site(school);
        let envoy = Envoy {
            site,
            month: options.mois,
            desordre: options.desordre,
            stranger: &territory.schools[(rank + 1) % territory.schools.len()],
            rng: rng.apart(1_000 + rank as u64),
        };
        let Parcel { sent, couples } = envoy.send(fate, names)?;
        for Sent { bytes, received_on, truth: document } in sent {
            let path = received.join(&document.document);
            if let Some(parent) = path.parent() {
                create_folder(parent)?;
            }
            put(&path, &bytes, received_on)?;
            made.documents += 1;
            made.octets += bytes.len() as u64;
            truth.documents.push(document);
        }
        // Couples weigh more than the files do.
        if options.verite {
            truth.couples.extend(couples);
        }
    }
    Ok(())
}

fn create_folder(path: &Path) -> Result<(), ExampleError> {
    fs::create_dir_all(path).map_err(|source| unwritable(path, source))
}

/// Writes a file, dated as the day it was received.
fn put(path: &Path, bytes: &[u8], day: Date) -> Result<(), ExampleError> {
    let noon = Duration::from_hours(12);
    let days = day.since(Date::constant(1970, 1, 1)).map_or(0, |span| span.get_days());
    let dated = SystemTime::UNIX_EPOCH + Duration::from_hours(u64::from(days.unsigned_abs()) * 24) + noon;
    let written = File::create(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.set_modified(dated)
    });
    written.map_err(|source| unwritable(path, source))
}

fn unwritable(path: &Path, source: io::Error) -> ExampleError {
    ExampleError::Unwritable { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn options(ecoles: u32, graine: u64, desordre: Desordre) -> Options {
        Options { ecoles, academies: 1, graine, mois: "2026-11".parse().unwrap(), desordre, verite: true }
    }

    /// Every file under a folder, with its bytes.
    fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            for entry in fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let bytes = fs::read(&path).unwrap();
                    found.insert(path.strip_prefix(folder).unwrap().to_owned(), bytes);
                }
            }
        }
        found
    }

    #[test]
    fn a_seed_settles_every_byte_and_another_changes_them() {
        let folders = [(); 3].map(|()| tempfile::tempdir().unwrap());
        for (folder, seed) in folders.iter().zip([5, 5, 6]) {
            write(folder.path(), &options(40, seed, Desordre::Fort)).unwrap();
        }
        let [first, second, third] = folders.each_ref().map(|folder| files(folder.path()));
        assert_eq!(first, second);
        assert_ne!(first, third);
    }

    #[test]
    fn every_file_has_a_verdict_and_every_couple_a_state() {
        let folder = tempfile::tempdir().unwrap();
        let made = write(folder.path(), &options(200, 1, Desordre::Fort)).unwrap();
        let truth: serde_json::Value =
            serde_json::from_slice(&fs::read(folder.path().join("verite.json")).unwrap()).unwrap();
        let documents = truth["documents"].as_array().unwrap();
        let named: BTreeSet<PathBuf> =
            documents.iter().map(|document| document["document"].as_str().unwrap().into()).collect();
        let written: BTreeSet<PathBuf> = files(&folder.path().join("2026-11")).into_keys().collect();
        assert_eq!(named, written);
        assert_eq!(made.documents as usize, written.len());

        let couples = truth["couples"].as_array().unwrap();
        let keys: BTreeSet<_> =
            couples.iter().map(|couple| (couple["uai"].as_str(), couple["competence"].as_str())).collect();
        assert_eq!((keys.len(), couples.len()), (200 * 14, 200 * 14));
        for couple in couples {
            let responsible = couple["responsable"].as_array().unwrap().len();
            let expected = match couple["etat"].as_str().unwrap() {
                "couverte" => responsible == 1,
                "partagee" => responsible > 1,
                _ => responsible == 0,
            };
            assert!(expected, "{couple}");
            let retained = documents.iter().any(|document| {
                document["uai"] == couple["uai"]
                    && document["verdict"] == "retenu"
                    && document["document"] == couple["document"]
            });
            assert_eq!(retained, couple["etat"] != "non_rendue", "{couple}");
        }
    }

    #[test]
    fn nothing_is_written_over_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("annuaire.csv"), "mine").unwrap();
        let refused = write(folder.path(), &options(10, 1, Desordre::Ordinaire));
        assert!(matches!(refused, Err(ExampleError::Occupied(_))), "{refused:?}");
        assert_eq!(fs::read_to_string(folder.path().join("annuaire.csv")).unwrap(), "mine");
        assert!(!folder.path().join("2026-11").exists());
    }
}
