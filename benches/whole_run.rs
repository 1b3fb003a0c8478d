//! The whole run, as a user starts it: `maillage consolider` on an invented académie, at several sizes.
//!
//! `cargo bench --bench whole_run` measures 300 and 3,000 schools; `cargo bench --bench whole_run -- 1000 60000`
//! other sizes; a path that ends in `.svg` gets the curve. Beyond the largest académie, several share the schools. Each
//! size is run three times and the quickest is printed: the others measure the machine. CPU time and memory come from
//! `/proc`, so they are only known on Linux.

#![expect(clippy::print_stdout, reason = "what a benchmark prints is its result")]

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use maillage::example::{self, Desordre, Options};

const ROUNDS: usize = 3;

/// Schools of an académie of a country: 60,000 schools make 30 of them.
const ACADEMIE: u32 = 2_000;
/// Up to so many schools, an académie is alone.
const ALONE: u32 = 4_000;

/// What one run cost.
#[derive(Clone, Copy)]
struct Cost {
    wall: Duration,
    cpu: Option<Duration>,
    /// The most memory held at once, in KiB.
    peak: Option<u64>,
}

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo adds `--bench`; only numbers are ours.
    let mut sizes: Vec<u32> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![300, 3_000];
    }
    println!(
        "schools académies   files   MB in   wall s   CPU s   peak MiB   CPU ms/file   vs first   cores"
    );
    let curve = std::env::args()
        .find(|argument| Path::new(argument).extension().is_some_and(|ending| ending == "svg"));
    let mut points = Vec::new();
    let mut first = None;
    for schools in sizes {
        let folder = tempfile::tempdir()?;
        let options = Options {
            ecoles: schools,
            academies: if schools > ALONE { schools.div_ceil(ACADEMIE).min(30) } else { 1 },
            graine: 1,
            mois: "2026-11".parse().map_err(|_| "2026-11 is a month")?,
            desordre: Desordre::Ordinaire,
            verite: false,
        };
        let made = example::write(folder.path(), &options)?;
        let mut best: Option<Cost> = None;
        for _ in 0..ROUNDS {
            let cost = run(folder.path())?;
            best = Some(best.filter(|best| best.wall <= cost.wall).unwrap_or(cost));
        }
        let Some(cost) = best else { continue };
        // Where CPU time is unknown, wall time stands for it.
        let per_file = cost.cpu.unwrap_or(cost.wall).as_secs_f64() * 1_000.0 / f64::from(made.documents);
        let reference = *first.get_or_insert(per_file);
        println!(
            "{:7} {:9} {:7} {:7.1} {:8.2} {:>7} {:>10} {:13.3} {:9.2}× {:7.2}",
            schools,
            options.academies,
            made.documents,
            made.octets as f64 / 1e6,
            cost.wall.as_secs_f64(),
            cost.cpu.map_or("?".to_owned(), |cpu| format!("{:.2}", cpu.as_secs_f64())),
            cost.peak.map_or("?".to_owned(), |peak| format!("{:.0}", peak as f64 / 1_024.0)),
            per_file,
            per_file / reference,
            cost.cpu.map_or(0.0, |cpu| cpu.as_secs_f64() / cost.wall.as_secs_f64()),
        );
        points.push((f64::from(made.documents), cost.wall.as_secs_f64()));
    }
    if let Some(path) = curve {
        // Cargo runs benches in the package's folder: paths are told from there.
        fs::write(path, drawn(&points))?;
    }
    Ok(())
}

/// The curve: inventories across, seconds up, both by powers of ten; a straight line where cost follows number.
fn drawn(points: &[(f64, f64)]) -> String {
    let (width, height, margin) = (640.0, 400.0, 64.0);
    let (decades_x, decades_y) = ((2.0, 5.0), (-1.0, 3.0));
    let place = |(files, seconds): (f64, f64)| {
        let x = margin + (files.log10() - decades_x.0) / (decades_x.1 - decades_x.0) * (width - 2.0 * margin);
        let y = height
            - margin
            - (seconds.log10() - decades_y.0) / (decades_y.1 - decades_y.0) * (height - 2.0 * margin);
        (x, y)
    };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" \
         font-size=\"12\" role=\"img\"><title>Durée d’un mois selon le nombre d’inventaires</title>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
    );
    for exponent in 2..=5 {
        let files = 10_f64.powi(exponent);
        let (x, _) = place((files, 1.0));
        let _ = writeln!(
            svg,
            "<path d=\"M{x:.0} {margin}V{:.0}\" stroke=\"#ddd\"/><text x=\"{x:.0}\" y=\"{:.0}\" \
             text-anchor=\"middle\">{files}</text>",
            height - margin,
            height - margin + 18.0
        );
    }
    for exponent in -1..=3 {
        let seconds = 10_f64.powi(exponent);
        let (_, y) = place((100.0, seconds));
        let _ = writeln!(
            svg,
            "<path d=\"M{margin} {y:.0}H{:.0}\" stroke=\"#ddd\"/><text x=\"{:.0}\" y=\"{:.0}\" \
             text-anchor=\"end\">{seconds}</text>",
            width - margin,
            margin - 8.0,
            y + 4.0
        );
    }
    let path: Vec<String> =
        points.iter().map(|point| place(*point)).map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
    let _ = writeln!(
        svg,
        "<polyline points=\"{}\" fill=\"none\" stroke=\"#1f3a68\" stroke-width=\"2\"/>",
        path.join(" ")
    );
    for point in points {
        let (x, y) = place(*point);
        let _ = writeln!(
            svg,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"#1f3a68\"/><text x=\"{:.1}\" y=\"{:.1}\">{:.1} s</text>",
            x + 8.0,
            y + 14.0,
            point.1
        );
    }
    svg + &format!(
        "<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"middle\">inventaires reçus</text>\n\
         <text x=\"{margin}\" y=\"{:.0}\">secondes</text>\n</svg>\n",
        width / 2.0,
        height - 16.0,
        margin - 16.0
    )
}

/// Runs the program once on the académie of a folder.
fn run(folder: &Path) -> Result<Cost, Box<dyn Error>> {
    let outputs = folder.join("sorties");
    if outputs.exists() {
        fs::remove_dir_all(&outputs)?;
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_maillage"));
    command.arg("consolider").arg(folder.join("2026-11")).arg("--annuaire").arg(folder.join("annuaire.csv"));
    command.args(["--mois", "2026-11", "--date", "2026-11-24", "--quiet", "-o"]).arg(&outputs);
    let started = Instant::now();
    let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    let (cpu, peak) = watch(&child);
    let output = child.wait_with_output()?;
    let wall = started.elapsed();
    // 1 says that there are blocking findings, which a messy académie has.
    if !matches!(output.status.code(), Some(0 | 1)) {
        return Err(format!("{}: {}", output.status, String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(Cost { wall, cpu, peak })
}

/// Follows a process until it ends, without reaping it: its CPU time stays readable until then.
fn watch(child: &Child) -> (Option<Duration>, Option<u64>) {
    let process = Path::new("/proc").join(child.id().to_string());
    let mut peak = None;
    loop {
        let Ok(stat) = fs::read_to_string(process.join("stat")) else { return (None, peak) };
        // The name of the program, in brackets, may hold spaces: the fields are counted after it.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        if fields.first() == Some(&"Z") {
            let ticks = |field: usize| fields.get(field).and_then(|ticks| ticks.parse::<u64>().ok());
            // Linux counts in hundredths of a second on every common machine.
            let cpu =
                ticks(11).zip(ticks(12)).map(|(user, system)| Duration::from_millis((user + system) * 10));
            return (cpu, peak);
        }
        if let Ok(status) = fs::read_to_string(process.join("status")) {
            let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let now = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
            peak = peak.max(now);
        }
        sleep(Duration::from_millis(5));
    }
}
