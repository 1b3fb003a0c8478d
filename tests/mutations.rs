//! The functions that the fuzzer drives, fed with mutations of real files: a fuzzer for where there is none.
//!
//! ```sh
//! MAILLAGE_SECONDES=300 cargo test --test mutations -- --ignored --nocapture
//! ```

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]
#![expect(clippy::print_stdout, reason = "how long it ran is what it is run for")]

#[path = "../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "the fuzzer's targets are another crate")]
mod targets;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What one mutation may take, without optimisation.
const PATIENCE: Duration = Duration::from_secs(5);

/// A generator whose numbers depend on its seed alone.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    /// A file with a few bytes changed, cut, doubled, or taken from another.
    fn mutated(&mut self, files: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = files[self.below(files.len())].clone();
        for _ in 0..=self.below(8) {
            let at = self.below(bytes.len());
            match self.below(7) {
                0 => bytes.truncate(at),
                1 => {
                    let end = (at + self.below(64)).min(bytes.len());
                    bytes.drain(at..end);
                }
                2 => {
                    let end = (at + self.below(512)).min(bytes.len());
                    let piece = bytes[at..end].to_vec();
                    let to = self.below(bytes.len());
                    bytes.splice(to..to, piece);
                }
                3 => {
                    let other = &files[self.below(files.len())];
                    let from = self.below(other.len());
                    let piece = other[from..(from + self.below(256)).min(other.len())].to_vec();
                    bytes.splice(at..at, piece);
                }
                4 => {
                    let extreme = [[0xFF; 4], [0; 4], [0xFF, 0xFF, 0xFF, 0x7F], [1, 0, 0, 0]][self.below(4)];
                    bytes.iter_mut().skip(at).zip(extreme).for_each(|(byte, extreme)| *byte = extreme);
                }
                _ => {
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << self.below(8);
                    }
                }
            }
        }
        bytes
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
    found.sort();
}

/// The samples, and the parts that their archives hold: bytes that a checksum doesn't hide.
fn seeds() -> Vec<Vec<u8>> {
    let mut paths = Vec::new();
    let extra = std::env::var("MAILLAGE_GRAINES_DE_FICHIERS").ok().map(PathBuf::from);
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    for folder in [Some(samples), extra].into_iter().flatten() {
        files(&folder, &mut paths);
    }
    let seeds = paths.iter().map(|path| fs::read(path).unwrap());
    seeds.filter(|bytes| !bytes.is_empty() && bytes.len() < 200_000).collect()
}

fn drive(target: &str, check: fn(&[u8]), seeds: &[Vec<u8>], time: Duration) -> u64 {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let begun = Instant::now();
    let mut runs = 0;
    let mut worst = Duration::ZERO;
    while begun.elapsed() < time {
        let bytes = dice.mutated(seeds);
        let one = Instant::now();
        let is_fine = catch_unwind(AssertUnwindSafe(|| check(&bytes))).is_ok();
        worst = worst.max(one.elapsed());
        if !is_fine || one.elapsed() > PATIENCE {
            let kept = std::env::temp_dir().join(format!("maillage-{target}-{runs}"));
            fs::write(&kept, &bytes).unwrap();
            panic!("{target}: run {runs}, {:?}, kept in {}", one.elapsed(), kept.display());
        }
        runs += 1;
    }
    println!("{target}: {runs} mutations in {} s, {worst:?} at most", time.as_secs());
    runs
}

fn all(time: Duration) {
    let seeds = seeds();
    let texts: Vec<Vec<u8>> =
        seeds.iter().filter(|bytes| std::str::from_utf8(bytes).is_ok()).cloned().collect();
    // The first byte says what kind of holder the rest is.
    let holder = |bytes: &Vec<u8>| {
        let kind = match bytes.as_slice() {
            [b'P', b'K', ..] => 3,
            [0xD0, 0xCF, ..] => 1,
            [b'F', b'r', b'o', b'm', b' ', ..] => 2,
            _ => 0,
        };
        [&[kind], bytes.as_slice()].concat()
    };
    let holders: Vec<Vec<u8>> = seeds.iter().map(holder).collect();
    for (target, check, seeds) in [
        ("reading", targets::reading as fn(&[u8]), &seeds),
        ("layout", targets::layout, &texts),
        ("values", targets::values, &texts),
        ("mail", targets::mail, &holders),
    ] {
        assert!(drive(target, check, seeds, time) > 0);
    }
}

#[test]
fn a_second_of_mutations_breaks_nothing() {
    all(Duration::from_millis(250));
}

#[test]
#[ignore = "as long as it is told to run"]
fn mutations_break_nothing() {
    let seconds = std::env::var("MAILLAGE_SECONDES").ok().and_then(|seconds| seconds.parse().ok());
    all(Duration::from_secs(seconds.unwrap_or(60)));
}
