//! What each stage of a document costs: reading, layout, normalisation, identification.
//!
//! `cargo bench --bench stages` makes an invented académie of 600 schools with every layout and every quirk, then takes
//! its workbooks through one stage after the other on one thread. Each stage is run five times and the quickest is
//! printed: the others measure the machine.

#![expect(clippy::print_stdout, reason = "what a benchmark prints is its result")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use maillage::academies::Academies;
use maillage::example::{self, Desordre, Options};
use maillage::identify;
use maillage::layout::{Dictionary, Recogniser};
use maillage::model::budget::{Budgets, Effort};
use maillage::model::calendar::Month;
use maillage::model::document::{Document, DocumentId};
use maillage::normalise::Normaliser;
use maillage::reading;
use maillage::referential;
use maillage::registry::Registry;

const ROUNDS: usize = 5;
const SCHOOLS: u32 = 600;

fn main() -> Result<(), Box<dyn Error>> {
    let month: Month = "2026-11".parse().map_err(|_| "2026-11 is a month")?;
    let folder = tempfile::tempdir()?;
    let options = Options {
        ecoles: SCHOOLS,
        academies: 1,
        graine: 1,
        mois: month,
        desordre: Desordre::Fort,
        verite: false,
    };
    example::write(folder.path(), &options)?;

    let mut files = Vec::new();
    walk(&folder.path().join("2026-11"), &mut files)?;
    let budgets = Budgets::default();
    let referential = referential::embedded();
    let academies = Academies::embedded();
    let recogniser = Recogniser::new(&referential, Dictionary::embedded());
    let normaliser = Normaliser::new(&referential);

    files.retain(|(document, bytes)| reading::workbook(bytes, document.file_name(), &budgets).is_ok());
    let read = || -> Vec<_> {
        let workbook = |(document, bytes): &(Document, Vec<u8>)| {
            reading::workbook(bytes, document.file_name(), &budgets).ok()
        };
        files.iter().filter_map(workbook).collect()
    };
    let (reading, workbooks) = quickest(read);
    let (layout, laid_out) = quickest(|| {
        workbooks
            .iter()
            .map(|workbook| recogniser.lay_out(workbook, month, &Effort::of(&budgets)))
            .collect::<Vec<_>>()
    });
    let (normalising, _) = quickest(|| {
        laid_out
            .iter()
            .map(|layout| normaliser.assignments(layout, &Effort::of(&budgets)).0.len())
            .sum::<usize>()
    });
    let annuaire = fs::read(folder.path().join("annuaire.csv"))?;
    let (registry, _) = Registry::read("annuaire.csv", &annuaire, &academies)?;
    let ctx = identify::Context { academies: &academies, registry: Some(&registry) };
    let (identifying, _) = quickest(|| {
        let told = laid_out
            .iter()
            .zip(&files)
            .map(|(layout, (document, _))| identify::owner(ctx, layout, document).1.len());
        told.sum::<usize>()
    });
    let each = |whole: Duration| whole.as_secs_f64() * 1_000.0 / workbooks.len() as f64;
    println!("{} workbooks", workbooks.len());
    println!("stage          ms/file   of reading");
    for (stage, whole) in
        [("reading", reading), ("layout", layout), ("normalise", normalising), ("identify", identifying)]
    {
        println!("{stage:12} {:9.3} {:11.2}×", each(whole), whole.as_secs_f64() / reading.as_secs_f64());
    }
    Ok(())
}

/// The quickest of some rounds, and what the last one gave.
fn quickest<T>(stage: impl Fn() -> T) -> (Duration, T) {
    let timed = || {
        let started = Instant::now();
        let made = stage();
        (started.elapsed(), made)
    };
    let (mut best, mut made) = timed();
    for _ in 1..ROUNDS {
        let (elapsed, again) = timed();
        best = best.min(elapsed);
        made = again;
    }
    (best, made)
}

/// Every file under a folder, as a document received.
fn walk(folder: &Path, files: &mut Vec<(Document, Vec<u8>)>) -> Result<(), Box<dyn Error>> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            let bytes = fs::read(&path)?;
            let document = Document {
                id: DocumentId(files.len() as u32),
                path: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                size: bytes.len() as u64,
                sha256: String::new(),
                modified: None,
                mail: None,
            };
            files.push((document, bytes));
        }
    }
    Ok(())
}
