//! One function a target: bytes in, nothing out, and a panic where a promise is broken.
//!
//! `tests/mutations.rs` drives the same functions without a fuzzer.

use std::fmt::Write as _;
use std::sync::LazyLock;

use maillage::intake::{self, Source};
use maillage::layout::{Dictionary, Recogniser};
use maillage::model::budget::{Budgets, Effort};
use maillage::model::grid::Workbook;
use maillage::model::inventory::ReadFailure;
use maillage::normalise::Normaliser;
use maillage::{reading, referential};

/// Small enough for a fuzzer's pace; what passes them is no fault.
fn budgets() -> Budgets {
    Budgets {
        file_bytes: 4 << 20,
        part_bytes: 4 << 20,
        inflated_bytes: 8 << 20,
        holder_bytes: 4 << 20,
        archive_bytes: 16 << 20,
        cells: 20_000,
        hash_rounds: 1_000,
        ..Budgets::default()
    }
}

/// A file of any kind is read or gives a reason, and a reason is never a fault of the program.
pub fn reading(data: &[u8]) {
    let _ = reading::weight(data);
    match reading::workbook(data, "inventaire.csv", &budgets()) {
        Ok(workbook) => sorted(&workbook),
        Err(failure) => assert!(!matches!(failure, ReadFailure::Fault(_)), "{failure:?}"),
    }
}

/// Cells are in order and alone at their address.
fn sorted(workbook: &Workbook) {
    for sheet in &workbook.sheets {
        assert!(sheet.cells.is_sorted_by(|left, right| left.at < right.at), "{}", sheet.name);
    }
}

/// Texts in columns, whatever they hold, are laid out and understood without an end.
pub fn layout(data: &[u8]) {
    if let Ok(workbook) = reading::workbook(data, "inventaire.csv", &budgets()) {
        understood(&workbook);
    }
}

/// A table that is understood, whose values are anything.
pub fn values(data: &[u8]) {
    let text = String::from_utf8_lossy(data).replace('"', "'");
    let mut values = text.split('\n').cycle();
    let referential = referential::embedded();
    // Writing to a string doesn't fail.
    let mut table =
        "Compétence;Entité responsable;Mode;Date de début;Pérenne;Coût annuel;Commentaire\n".to_owned();
    for competence in &referential.competences {
        let _ = write!(table, "\"{}\"", competence.label);
        for value in values.by_ref().take(6) {
            let _ = write!(table, ";\"{value}\"");
        }
        table.push('\n');
    }
    if let Ok(workbook) = reading::workbook(table.as_bytes(), "inventaire.csv", &budgets()) {
        understood(&workbook);
    }
}

/// Prepared once, as in a run.
static STAGES: LazyLock<(Recogniser, Normaliser)> = LazyLock::new(|| {
    let referential = referential::embedded();
    (Recogniser::new(&referential, Dictionary::embedded()), Normaliser::new(&referential))
});

fn understood(workbook: &Workbook) {
    let (recogniser, normaliser) = &*STAGES;
    let effort = Effort::of(&budgets());
    let layout = recogniser.lay_out(workbook, "2026-11".parse().expect("a month"), &effort);
    let _ = normaliser.assignments(&layout, &effort);
}

/// A mail, a message, a mailbox or an archive, by the first byte, gives a line at least, and each line its bytes or a
/// reason.
pub fn mail(data: &[u8]) {
    let Some((kind, rest)) = data.split_first() else { return };
    let ending = ["eml", "msg", "mbox", "zip"][usize::from(kind % 4)];
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(format!("recu.{ending}"));
    std::fs::write(&path, rest).expect("a temporary file");
    let budgets = budgets();
    let found = intake::find(&[path]).expect("a source that is there");
    let received: Vec<_> = found.into_iter().flat_map(|one| intake::expand(one, &budgets)).collect();
    assert!(!received.is_empty());
    for one in &received {
        let is_fault = matches!(one.source, Source::Refused(ReadFailure::Fault(_)));
        assert!(!is_fault, "{:?}", one.source);
        let _ = one.load(&budgets);
    }
}
