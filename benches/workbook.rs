//! The writing of an académie's workbook alone: the dossier is made first, then written several times.
//!
//! `cargo bench --bench workbook` writes that of 3,200 schools on one thread; `cargo bench --bench workbook -- 800 --deux`
//! that of 800 on two; a path that ends in `.xlsx` gets it. The quickest round is printed: the others measure the machine.
//! `--une-fois` writes once, for a profiler. What a round holds over the dossier comes from `/proc`, so it is only known on
//! Linux.

#![expect(clippy::print_stdout, reason = "what a benchmark prints is its result")]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use maillage::example::{self, Desordre, Options};
use maillage::model::calendar::Date;
use maillage::model::dossier::Batch;
use maillage::plan::{self, FailLevel, Request, Returns, Silent};
use maillage::render::workbook::{self, Spread, WorkbookError};
use maillage::{check, pipeline};
use rayon::prelude::*;

/// The program's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 7;
/// As many schools as the largest académie has.
const SCHOOLS: u32 = 3_200;

/// The threads that do the work.
struct Threads(rayon::ThreadPool);

impl Spread for Threads {
    fn over<P: Send, R: Send>(
        &self,
        parts: Vec<P>,
        work: &(dyn Fn(P) -> Result<R, WorkbookError> + Sync),
    ) -> Result<Vec<R>, WorkbookError> {
        self.0.install(|| parts.into_par_iter().with_max_len(1).map(work).collect())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let schools = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(SCHOOLS);
    let kept = std::env::args()
        .find(|argument| Path::new(argument).extension().is_some_and(|ending| ending == "xlsx"));
    let asked = |option: &str| std::env::args().any(|argument| argument == option);
    let rounds = if asked("--une-fois") { 1 } else { ROUNDS };
    let number = if asked("--deux") { 2 } else { 1 };
    let threads = Threads(rayon::ThreadPoolBuilder::new().num_threads(number).build()?);
    let batch = batch(schools)?;
    let [dossier] = batch.dossiers.as_slice() else { return Err("an example is of one académie".into()) };
    let before = resident("VmRSS:");
    // From here on, the most memory held at once is that of the writing.
    let watched = fs::write("/proc/self/clear_refs", "5").is_ok();
    let (mut best, mut bytes) = (Duration::MAX, Vec::new());
    for _ in 0..rounds {
        drop(std::mem::take(&mut bytes));
        let started = Instant::now();
        bytes = workbook::workbook(dossier, batch.unattached(), &threads)?;
        best = best.min(started.elapsed());
    }
    let peak = resident("VmHWM:").filter(|_| watched);
    let over = peak.zip(before).map(|(peak, before)| peak.saturating_sub(before));
    println!("schools   threads   lines of Détail   seconds   MiB over the dossier   MB on disk");
    println!(
        "{schools:7} {number:9} {:17} {:9.2} {:>22} {:12.2}",
        dossier.assignments.len(),
        best.as_secs_f64(),
        over.map_or("?".to_owned(), |over| format!("{:.0}", over as f64 / 1_024.0)),
        bytes.len() as f64 / 1e6
    );
    if let Some(path) = kept {
        fs::write(path, &bytes)?;
    }
    Ok(())
}

/// An invented académie, read and judged.
fn batch(schools: u32) -> Result<Batch, Box<dyn Error>> {
    let month = "2026-11".parse().map_err(|_| "2026-11 is a month")?;
    let folder = tempfile::tempdir()?;
    let options = Options {
        ecoles: schools,
        academies: 1,
        graine: 1,
        mois: month,
        desordre: Desordre::Ordinaire,
        verite: false,
    };
    example::write(folder.path(), &options)?;
    let day = Date::constant(2026, 11, 24);
    let request = Request {
        sources: vec![folder.path().join("2026-11")],
        socles: Vec::new(),
        output: None,
        history: None,
        month: Some(month),
        date: Some(day),
        registry: Some(folder.path().join("annuaire.csv")),
        configuration: None,
        referential: None,
        academies: Vec::new(),
        threads: None,
        fail_level: FailLevel::default(),
        nameless: false,
        returns: Returns::None,
    };
    let plan = plan::prepare(request, check::RULES, day).map_err(|refusal| refusal.to_string())?;
    Ok(pipeline::examine(&plan, &Silent)?.batch)
}

/// A line of what Linux tells of this process's memory, in KiB.
fn resident(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
