//! couverture.csv: one line per school and competence.

use std::borrow::Cow;

use super::CoupleCells;
use crate::model::dossier::Dossier;

/// Titles of `couverture.csv`.
const COVERAGE: [&str; 18] = [
    "mois",
    "academie",
    "departement",
    "circonscription",
    "uai",
    "ecole",
    "commune",
    "competence",
    "etat",
    "origine",
    "responsable",
    "type_responsable",
    "mode",
    "niveau_service",
    "perenne",
    "document",
    "feuille",
    "cellule",
];

/// `couverture.csv`: one line per school and required competence; semicolons, UTF-8 with a mark, CRLF, so that Excel
/// in French opens it as it is.
///
/// # Panics
/// Never: records of a constant width are written to memory.
pub fn coverage_csv(dossier: &Dossier) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let month = dossier.stamp.month.to_string();
    let mut write = |fields: &[&str]| {
        writer.write_record(fields).expect("a record of constant width is written to memory");
    };
    write(&COVERAGE);
    for file in &dossier.schools {
        let school = &file.school;
        let (circonscription, name, commune) =
            (harmless(&school.circonscription), harmless(&school.name), harmless(&school.commune));
        for couple in &file.couples {
            let cells = CoupleCells::of(dossier, couple);
            let document = couple.document.and_then(|id| dossier.document(id));
            let path = document.map_or("", |line| line.document.path.as_str());
            let sheet = couple.at.as_ref().map_or("", |at| &*at.sheet);
            let cell = couple.at.as_ref().map(|at| at.cell.to_string()).unwrap_or_default();
            write(&[
                &month,
                &dossier.academie.code,
                &school.departement,
                &circonscription,
                school.uai.as_str(),
                &name,
                &commune,
                cells.competence,
                cells.state,
                cells.origin.unwrap_or_default(),
                &harmless(&cells.responsible.join(" | ")),
                &cells.types.join(" | "),
                cells.mode.unwrap_or_default(),
                &harmless(cells.service_level),
                cells.kept.map_or("", |kept| if kept { "oui" } else { "non" }),
                &harmless(path),
                &harmless(sheet),
                &cell,
            ]);
        }
    }
    writer.into_inner().expect("memory is always flushed")
}

/// A text that a spreadsheet would take for a formula is kept as text by an apostrophe.
fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}
