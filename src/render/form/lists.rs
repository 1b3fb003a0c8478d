//! The hidden sheet that drop-down lists read.

use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Form, HelpSheet, Styles, Subject};
use crate::french::of;
use crate::model::form::Column;
use crate::model::referential::{Mode, Referential};
use crate::model::scope::Level;

/// Its name.
const SHEET: &str = "Listes";

/// The columns of answers that suggest values, each with its own column here.
const SUGGESTING: [Column; 6] =
    [Column::Responsible, Column::Mode, Column::Service, Column::Level, Column::Kept, Column::Documentation];

/// The values that a column suggests; none where it asks for a number, a date or free words.
pub(super) fn values(form: &Form<'_>, column: Column) -> Vec<String> {
    let fixed = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
    match column {
        Column::Responsible => entities(form),
        Column::Mode => Mode::ALL.iter().map(|mode| mode.label().to_owned()).collect(),
        Column::Service => fixed(&[
            "Abonnement",
            "Assistance",
            "Formation",
            "Hébergement",
            "Maintenance",
            "Marché public",
            "Fourniture d’accès",
        ]),
        Column::Level => {
            fixed(&["École", "Commune", "Intercommunalité", "Circonscription", "Département", "Académie"])
        }
        Column::Kept => fixed(&["oui", "non"]),
        Column::Documentation => fixed(&["Guide en ligne", "Guide imprimé", "Dossier technique", "non"]),
        _ => Vec::new(),
    }
}

/// The entities that usually answer, named for this school or territory, then the answers that name none.
fn entities(form: &Form<'_>) -> Vec<String> {
    let mut entities = Vec::new();
    match form.subject {
        Subject::School(school, academie) => {
            if !school.commune.is_empty() {
                entities.push(format!("Mairie {}", of(&school.commune)));
            }
            if !school.circonscription.is_empty() {
                entities.push(format!("Circonscription {}", of(&school.circonscription)));
            }
            let departement = academie.departements.iter().find(|one| one.code == *school.departement);
            entities.extend(departement.map(|one| format!("DSDEN {}", one.code)));
            entities.push(format!("Rectorat {}", of(&academie.name)));
            if !school.name.is_empty() {
                entities.push(school.name.to_string());
            }
        }
        Subject::Territory(territory) if !territory.name.is_empty() => match territory.level {
            Level::Commune => entities.push(format!("Mairie {}", of(&territory.name))),
            Level::Circonscription => entities.push(format!("Circonscription {}", of(&territory.name))),
            Level::Groupement | Level::Departement | Level::Academie => {}
        },
        Subject::Territory(_) | Subject::AnySchool => {}
    }
    entities.extend(["à définir", "néant", "sans objet : (motif)"].map(str::to_owned));
    entities
}

/// What a list reads, as a formula: `=Listes!$A$2:$A$5`.
pub(super) fn range(form: &Form<'_>, column: Column) -> Option<String> {
    let rank = SUGGESTING.iter().position(|one| *one == column)? as u16;
    let letters = column_number_to_name(rank);
    let last = values(form, column).len() + 1;
    Some(format!("={SHEET}!${letters}$2:${letters}${last}"))
}

/// The labels that a spare row suggests: those of every competence.
pub(super) fn labels(referential: &Referential) -> String {
    let letters = column_number_to_name(SUGGESTING.len() as u16);
    format!("={SHEET}!${letters}$2:${letters}${}", referential.competences.len() + 1)
}

/// Writes the sheet.
pub(super) fn write(sheet: &mut Worksheet, styles: &Styles, form: &Form<'_>) -> Result<(), XlsxError> {
    let mut help = HelpSheet::begin(sheet, SHEET)?;
    let labels = form.referential.competences.iter().map(|competence| competence.label.clone());
    let mut columns: Vec<(&str, Vec<String>)> =
        SUGGESTING.iter().map(|column| (column.title(), values(form, *column))).collect();
    columns.push(("Compétence", labels.collect()));
    let mut last = 0;
    for (position, (title, values)) in (0..).zip(&columns) {
        help.write((0, position), title, &styles.header)?;
        help.sheet.set_column_width(position, 28)?;
        for (row, value) in (1..).zip(values) {
            help.write((row, position), value, &styles.cell)?;
        }
        last = last.max(values.len() as u32);
    }
    help.sheet.set_hidden(true);
    help.end(last + 2, styles)
}
