//! How many answers are read right, on an invented académie as messy as they come, against the truth written beside it.
//!
//! By default one small académie is read. The full report, by shape and by quirk, with every confusion:
//!
//! ```text
//! MAILLAGE_ECOLES=2000 MAILLAGE_GRAINES=101,102,103 cargo test --release --test accuracy -- --nocapture
//! ```

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use maillage::check;
use maillage::example::{self, Desordre, Options};
use maillage::model::calendar::Date;
use maillage::model::document::Verdict;
use maillage::model::dossier::{Batch, Couple, Dossier};
use maillage::model::referential::Mode;
use maillage::pipeline;
use maillage::plan::{self, FailLevel, Request, Returns, Silent};
use serde_json::Value;

/// The share of couples to be read right (state, types of responsible, mode).
const RIGHT: f64 = 0.995;
/// How well spellings of one entity are to be grouped: pairs of answers, told one by both.
const GROUPED: f64 = 0.99;

#[test]
fn messy_inventories_are_read_right_or_say_so() {
    let schools = std::env::var("MAILLAGE_ECOLES").ok().and_then(|text| text.parse().ok()).unwrap_or(120);
    let seeds: Vec<u64> = std::env::var("MAILLAGE_GRAINES")
        .unwrap_or_else(|_| "7".to_owned())
        .split(',')
        .filter_map(|seed| seed.trim().parse().ok())
        .collect();
    assert!(!seeds.is_empty());
    for seed in seeds {
        let report = measure(schools, seed);
        println!("{}", report.text());
        assert!(
            report.couples > u32::from(u16::try_from(schools).unwrap_or(u16::MAX)) * 10,
            "almost nothing was compared"
        );
        assert!(report.right() >= RIGHT, "graine {seed}: {:.3} %", report.right() * 100.0);
        assert!(
            report.groups.f1() >= GROUPED,
            "graine {seed}: {:.4}\n{}",
            report.groups.f1(),
            report.groups.text()
        );
        assert!(report.silent.is_empty(), "wrong without a finding: {:#?}", report.silent);
        assert!(report.verdicts.is_empty(), "verdicts: {:#?}", report.verdicts);
    }
}

fn measure(schools: u32, seed: u64) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let month = "2026-11".parse().unwrap();
    let options = Options {
        ecoles: schools,
        academies: 1,
        graine: seed,
        mois: month,
        desordre: Desordre::Fort,
        verite: true,
    };
    example::write(folder.path(), &options).unwrap();
    let batch = examined(folder.path());
    let truth = std::fs::read_to_string(folder.path().join("verite.json")).unwrap();
    compared(seed, &batch, &serde_json::from_str(&truth).unwrap())
}

fn examined(folder: &Path) -> Batch {
    let request = Request {
        sources: vec![folder.join("2026-11")],
        socles: Vec::new(),
        output: None,
        history: None,
        month: "2026-11".parse().ok(),
        date: None,
        registry: Some(folder.join("annuaire.csv")),
        configuration: None,
        referential: None,
        academies: Vec::new(),
        threads: None,
        fail_level: FailLevel::Never,
        nameless: false,
        returns: Returns::None,
    };
    let plan = plan::prepare(request, check::RULES, Date::constant(2026, 11, 24)).unwrap();
    pipeline::examine(&plan, &Silent).unwrap().batch
}

/// What was compared, and every difference.
#[derive(Default)]
struct Report {
    seed: u64,
    couples: u32,
    wrong: u32,
    /// Compared and wrong, by shape, then by quirk.
    by_shape: BTreeMap<String, (u32, u32)>,
    by_quirk: BTreeMap<String, (u32, u32)>,
    /// Expected state, state read, and how often.
    confusions: BTreeMap<(String, String), u32>,
    differences: Vec<String>,
    groups: Groups,
    silent: Vec<String>,
    verdicts: Vec<String>,
}

impl Report {
    fn right(&self) -> f64 {
        1.0 - f64::from(self.wrong) / f64::from(self.couples.max(1))
    }

    fn text(&self) -> String {
        let mut text = format!(
            "\nGraine {} : {} couples, {} faux, {:.3} % justes\n",
            self.seed,
            self.couples,
            self.wrong,
            self.right() * 100.0
        );
        for (title, counts) in [("forme", &self.by_shape), ("bizarrerie", &self.by_quirk)] {
            let _ = writeln!(text, "  par {title} :");
            for (name, (couples, wrong)) in counts {
                let _ = writeln!(text, "    {name:<40} {couples:>7} couples {wrong:>5} faux");
            }
        }
        for ((expected, read), times) in &self.confusions {
            let _ = writeln!(text, "  {expected} lu {read} : {times}");
        }
        text.push_str(&self.groups.text());
        for difference in self.differences.iter().take(60) {
            let _ = writeln!(text, "  {difference}");
        }
        text
    }
}

fn compared(seed: u64, batch: &Batch, truth: &Value) -> Report {
    let mut report = Report { seed, ..Report::default() };
    let mut documents: BTreeMap<&str, &Value> = BTreeMap::new();
    for document in array(truth, "documents") {
        documents.insert(text(document, "document"), document);
        compare_verdict(&mut report, batch, document);
    }
    for expected in array(truth, "couples") {
        let uai = text(expected, "uai");
        let found = batch.dossiers.iter().find_map(|dossier| {
            let school = dossier.schools.iter().find(|school| school.school.uai.as_str() == uai)?;
            let couple = school.couples.iter().find(|couple| {
                dossier.referential.competence(couple.competence).code == text(expected, "competence")
            })?;
            Some((dossier, couple))
        });
        let document = documents.get(text(expected, "document"));
        report.couples += 1;
        if let (Some((dossier, couple)), [entity]) = (found, strings(expected, "entites").as_slice())
            && let [id] = couple.responsible.as_slice()
        {
            let read = format!("{} n° {}", dossier.entity(*id).name, id.0);
            report.groups.add(&dossier.academie.name, entity, &read);
        }
        let difference = match found {
            None => Some("absent".to_owned()),
            Some((dossier, couple)) => difference(dossier, couple, expected),
        };
        let shape = document.map_or("sans document", |document| text(document, "forme")).to_owned();
        let quirks = document.map(|document| strings(document, "bizarreries")).unwrap_or_default();
        let wrong = u32::from(difference.is_some());
        count(&mut report.by_shape, shape, wrong);
        for quirk in quirks {
            count(&mut report.by_quirk, quirk, wrong);
        }
        let Some(difference) = difference else { continue };
        report.wrong += 1;
        let line = format!("{uai} {} : {difference} — {expected}", text(expected, "competence"));
        if let Some((dossier, couple)) = found {
            let states = (text(expected, "etat").to_owned(), couple.state.id().to_owned());
            *report.confusions.entry(states).or_default() += 1;
            if !told(dossier, couple, uai) {
                report.silent.push(line.clone());
            }
        }
        report.differences.push(line);
    }
    report
}

/// Answers that name one entity, by the entity of the truth and the one read: how often the two partitions agree.
#[derive(Default)]
struct Groups {
    /// By académie: each reconciles its own.
    met: BTreeMap<(String, String, String), u64>,
}

impl Groups {
    fn add(&mut self, academie: &str, truth: &str, read: &str) {
        *self.met.entry((academie.to_owned(), truth.to_owned(), read.to_owned())).or_default() += 1;
    }

    /// Pairs of answers of one group, of all the groups that a key makes.
    fn pairs(&self, key: impl Fn(&(String, String, String)) -> (String, String)) -> f64 {
        let mut sizes: BTreeMap<(String, String), u64> = BTreeMap::new();
        for (met, times) in &self.met {
            *sizes.entry(key(met)).or_default() += times;
        }
        sizes.values().map(|size| (size * (size - 1) / 2) as f64).sum()
    }

    /// Pairwise F1 of what was read against the truth.
    fn f1(&self) -> f64 {
        let both: f64 = self.met.values().map(|times| (times * (times - 1) / 2) as f64).sum();
        let truth = self.pairs(|(academie, truth, _)| (academie.clone(), truth.clone()));
        let read = self.pairs(|(academie, _, read)| (academie.clone(), read.clone()));
        if truth + read == 0.0 { 1.0 } else { 2.0 * both / (truth + read) }
    }

    /// The figure, and the entities that were parted or joined wrongly.
    fn text(&self) -> String {
        let mut text = format!("  regroupements : F1 par paires {:.4}\n", self.f1());
        let mut of_truth: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        let mut of_read: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        for (academie, truth, read) in self.met.keys() {
            of_truth.entry((academie, truth)).or_default().push(read);
            of_read.entry((academie, read)).or_default().push(truth);
        }
        for (verb, groups) in [("séparée en", of_truth), ("réunit", of_read)] {
            for ((academie, entity), parts) in groups.iter().filter(|(_, parts)| parts.len() > 1).take(20) {
                let _ = writeln!(text, "    {academie} : {entity} {verb} {parts:?}");
            }
        }
        text
    }
}

fn count(counts: &mut BTreeMap<String, (u32, u32)>, name: String, wrong: u32) {
    let entry = counts.entry(name).or_default();
    entry.0 += 1;
    entry.1 += wrong;
}

/// What differs between a couple and its truth, several readings being admitted where the truth says so.
fn difference(dossier: &Dossier, couple: &Couple, expected: &Value) -> Option<String> {
    let mut states = strings(expected, "etats_admis");
    states.push(text(expected, "etat").to_owned());
    if !states.iter().any(|state| state == couple.state.id()) {
        return Some(format!("état {}", couple.state.id()));
    }
    let types: Vec<&str> = couple
        .responsible
        .iter()
        .map(|id| {
            dossier.entity(*id).kind.map_or("", |kind| dossier.referential.entity_type(kind).code.as_str())
        })
        .collect();
    let admitted: Vec<Vec<String>> = if expected["types_admis"].is_array() {
        array(expected, "types_admis").iter().map(all_strings).collect()
    } else {
        strings(expected, "type_responsable").into_iter().map(|kind| vec![kind]).collect()
    };
    let fits = admitted.iter().all(|list| types.iter().any(|kind| list.iter().any(|known| known == kind)));
    if types.len() != admitted.len() || !fits {
        return Some(format!("types {types:?}"));
    }
    let mode = couple.mode.map_or("", Mode::id);
    (mode != text(expected, "mode")).then(|| format!("mode {mode:?}"))
}

/// Whether a finding warns of a couple: at its competence, or on its whole document.
fn told(dossier: &Dossier, couple: &Couple, uai: &str) -> bool {
    dossier.findings.iter().any(|finding| {
        let school = finding.uai.is_some_and(|known| known.as_str() == uai);
        let document = couple.document.is_some() && finding.document == couple.document;
        (school || document) && finding.competence.is_none_or(|competence| competence == couple.competence)
    })
}

fn compare_verdict(report: &mut Report, batch: &Batch, expected: &Value) {
    let path = text(expected, "document");
    let lines = batch.dossiers.iter().flat_map(|dossier| &dossier.documents).chain(&batch.unattached);
    let Some(line) = lines.into_iter().find(|line| line.document.path == path) else {
        report.verdicts.push(format!("{path} : aucun verdict"));
        return;
    };
    let mut admitted = strings(expected, "verdicts_admis");
    admitted.push(text(expected, "verdict").to_owned());
    // Of two faulty files with the same bytes, the second is a copy before it is faulty.
    if admitted.iter().any(|verdict| verdict == "rejete") {
        admitted.push("doublon".to_owned());
    }
    let uai = line.uai.map(|uai| uai.to_string()).unwrap_or_default();
    let right_school = line.verdict != Verdict::Retained || uai == text(expected, "uai");
    if !admitted.iter().any(|verdict| verdict == line.verdict.id()) || !right_school {
        report.verdicts.push(format!("{path} : {} {uai} ({:?})", line.verdict.id(), line.reason));
    }
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn array<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn strings(value: &Value, key: &str) -> Vec<String> {
    all_strings(&value[key])
}

fn all_strings(value: &Value) -> Vec<String> {
    let list = value.as_array().map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
