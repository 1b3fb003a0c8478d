//! The workbook read back: what each sheet says, that it says the dossier's totals, and that no text of a file is
//! ever anything but a text.

use super::*;
use crate::render::fixture::{self, Shape};

/// Writes workbooks to look at in the folder that `CLASSEURS` names.
#[test]
#[ignore = "for eyes: CLASSEURS=dossier cargo test --lib workbook -- --ignored"]
fn workbooks_to_look_at() {
    let folder = std::path::PathBuf::from(std::env::var_os("CLASSEURS").expect("CLASSEURS names a folder"));
    let shapes = [
        ("0", Shape { schools: 0, ..Shape::default() }),
        ("1", Shape { schools: 1, ..Shape::default() }),
        ("40", Shape::default()),
        ("40-sans-annuaire", Shape { registry: false, ..Shape::default() }),
        ("3200", Shape { schools: 3_200, per_circonscription: 26, ..Shape::default() }),
    ];
    for (name, shape) in shapes {
        let bytes = workbook(&fixture::dossier(&shape)).unwrap();
        std::fs::write(folder.join(format!("{name}.xlsx")), bytes).unwrap();
    }
}
