//! A few lines filled as they should be, and what each column asks for.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Form, HelpSheet, Styles, columns};
use crate::model::form::Column;
use crate::model::referential::{CompetenceId, Referential};
use crate::render::workbook::safe;

/// Its name.
const SHEET: &str = "Exemple";

/// A line filled: which type of entity answers, then the columns, as the form orders them.
struct Filled {
    entity_type: &'static str,
    cells: [&'static str; 13],
}

/// Four ways to answer; the competences that each suits are looked for in the referential.
const FILLED: [Filled; 4] = [
    Filled {
        entity_type: "COMMUNE",
        cells: [
            "Mairie de Valbrune",
            "Externalisé partiellement",
            "Ludexia",
            "Maintenance",
            "Intervention sous 2 jours",
            "31/08/2028",
            "Commune",
            "oui",
            "Guide en ligne",
            "",
            "450",
            "Mme Exemple",
            "",
        ],
    },
    Filled {
        entity_type: "CIRCO",
        cells: [
            "Circonscription de Montrivel",
            "Internalisé",
            "",
            "",
            "",
            "",
            "Circonscription",
            "oui",
            "Guide en ligne",
            "0,1",
            "",
            "",
            "Deux animations par an",
        ],
    },
    Filled {
        entity_type: "EDITEUR",
        cells: [
            "Éditeur Scolavia",
            "Externalisé",
            "",
            "Abonnement",
            "Disponibilité 99,5 %",
            "31/08/2027",
            "Académie",
            "oui",
            "Guide en ligne",
            "",
            "120",
            "",
            "",
        ],
    },
    Filled {
        entity_type: "FAI",
        cells: ["à définir", "", "", "", "", "", "", "", "", "", "", "", "Le marché est relancé en janvier"],
    },
];

/// Writes the sheet.
pub(super) fn write(sheet: &mut Worksheet, styles: &Styles, form: &Form<'_>) -> Result<(), XlsxError> {
    let mut help = HelpSheet::begin(sheet, SHEET)?;
    help.write((0, 0), "Exemple : quatre lignes remplies", &styles.title)?;
    help.sheet.set_row_height(0, 26)?;
    let hint =
        format!("Répondez dans la feuille « {} » : ce qui est écrit ici n’est jamais lu.", super::SHEET);
    help.write((1, 0), &safe::sentence(&hint), &styles.hint)?;
    help.write((3, 0), "Compétence", &styles.header)?;
    help.sheet.set_column_width(0, 28)?;
    for (position, column) in (1..).zip(Column::ALL) {
        help.write((3, position), column.title(), &styles.header)?;
        help.sheet.set_column_width(position, columns::width(column).max(10.0))?;
    }
    help.sheet.set_row_height(3, 42)?;
    let mut row = 4;
    for (id, filled) in lines(form.referential) {
        help.write((row, 0), &form.referential.competence(id).label, &styles.competence)?;
        for (position, text) in (1..).zip(filled.cells) {
            help.write((row, position), text, &styles.cell)?;
        }
        help.sheet.set_row_height(row, 30)?;
        row += 1;
    }
    row += 1;
    help.write((row, 0), "Colonne", &styles.header)?;
    help.write((row, 1), "Ce qu’on y écrit", &styles.label)?;
    for column in Column::ALL {
        row += 1;
        help.write((row, 0), column.title(), &styles.competence)?;
        help.write((row, 1), &safe::sentence(columns::help(column, &form.subject)), &styles.hint)?;
    }
    help.sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    help.sheet.set_screen_gridlines(false);
    help.end(row + 2, styles)
}

/// Each example beside the first required competence that its type of entity usually holds.
fn lines(referential: &Referential) -> Vec<(CompetenceId, &'static Filled)> {
    let mut lines: Vec<(CompetenceId, &'static Filled)> = Vec::new();
    // The one that answers most like a school's own competence comes last in the referential.
    let required: Vec<CompetenceId> = referential.required().collect();
    for filled in &FILLED {
        let usual = |id: &&CompetenceId| {
            let first = referential.competence(**id).usual_entities.first();
            first.is_some_and(|kind| referential.entity_type(*kind).code == filled.entity_type)
                && !lines.iter().any(|(taken, _)| taken == *id)
        };
        if let Some(id) = required.iter().rev().find(usual) {
            lines.push((*id, filled));
        }
    }
    lines.sort_by_key(|(id, _)| *id);
    lines
}
