//! The samples are what the generator makes, so that nobody mends one by hand and the other is forgotten.
//!
//! After a change of the generator, write them again with `MAILLAGE_REFAIRE_EXEMPLES=1 cargo test --test samples`, and
//! look at what changed.

mod october;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use maillage::example::{self, Desordre, Options};

const SEED: u64 = 25;
const MONTHS: [&str; 2] = ["2026-10", "2026-11"];

#[test]
fn the_samples_are_what_the_generator_makes() {
    let made = tempfile::tempdir().unwrap();
    let options = Options {
        ecoles: 40,
        academies: 1,
        graine: SEED,
        mois: "2026-11".parse().unwrap(),
        desordre: Desordre::Ordinaire,
        verite: true,
    };
    example::write(made.path(), &options).unwrap();
    let truth = fs::read(made.path().join("verite.json")).unwrap();
    fs::remove_file(made.path().join("verite.json")).unwrap();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut expected = files(made.path());
    let registry = String::from_utf8(expected[Path::new("annuaire.csv")].clone()).unwrap();
    let october = october::files(&registry, &serde_json::from_slice(&truth).unwrap());
    let size: usize = october.iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(size < 200_000, "October weighs {size} bytes");
    expected.extend(october.into_iter().map(|(path, bytes)| (PathBuf::from(path), bytes)));
    if std::env::var_os("MAILLAGE_REFAIRE_EXEMPLES").is_some() {
        for month in MONTHS.map(|month| samples.join(month)) {
            if month.exists() {
                fs::remove_dir_all(&month).unwrap();
            }
        }
        for (path, bytes) in &expected {
            let path = samples.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
    let mut found = BTreeMap::new();
    for month in MONTHS {
        let of_month = files(&samples.join(month));
        found.extend(of_month.into_iter().map(|(path, bytes)| (Path::new(month).join(path), bytes)));
    }
    for registry in ["annuaire.csv", "annuaire-2026-10.csv"] {
        found.insert(registry.into(), fs::read(samples.join(registry)).unwrap());
    }
    let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&found), names(&expected));
    for (path, bytes) in &expected {
        assert!(found[path] == *bytes, "{} differs", path.display());
    }
    let size: usize = found.values().map(Vec::len).sum();
    assert!(size < 1_000_000, "the samples weigh {size} bytes");
}

/// Every file under a folder, with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("a readable folder"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("a path under the folder").to_owned();
            (path, fs::read(entry.path()).expect("a readable file"))
        })
        .collect()
}
