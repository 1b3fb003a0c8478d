//! What each column asks, in words and in the lists that its cells suggest.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Formula, Worksheet,
    XlsxError,
};

use super::inventory::{of_column, rank_row};
use super::{Form, Subject, lists};
use crate::french::listed;
use crate::model::form::Column;
use crate::model::referential::Competence;
use crate::render::workbook::safe;

/// What Excel holds in the message of a cell, in UTF-16 units.
const LONGEST_MESSAGE: usize = 255;

/// What the answers' cells suggest and explain, over all rows.
pub(super) fn answers(sheet: &mut Worksheet, form: &Form<'_>, last: usize) -> Result<(), XlsxError> {
    for column in Column::ALL {
        let position = of_column(column);
        let cells = match column {
            Column::Fte => DataValidation::new()
                .allow_decimal_number(DataValidationRule::Between(0.0, 50.0))
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_title("ETP")?
                .set_error_message("Un nombre est attendu, par exemple 0,5 pour un mi-temps.")?,
            Column::Cost => DataValidation::new()
                .allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0))
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_title("Coût annuel")?
                .set_error_message("Un nombre d’euros par an est attendu, par exemple 450.")?,
            Column::End => DataValidation::new()
                .allow_date(DataValidationRule::GreaterThanOrEqualTo(ExcelDateTime::from_ymd(2000, 1, 1)?))
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_title("Fin de contrat")?
                .set_error_message("Une date est attendue, par exemple 31/08/2027.")?,
            _ => match lists::range(form, column) {
                Some(range) => {
                    DataValidation::new().allow_list_formula(Formula::new(range)).show_error_message(false)
                }
                None => DataValidation::new().allow_any_value(),
            },
        };
        let cells =
            cells.set_input_title(column.title())?.set_input_message(message(help(column, &form.subject)))?;
        if column == Column::ServiceLevel {
            // What to write there depends on the competence.
            for (rank, line) in super::rows(form.referential, form.lines).iter().enumerate() {
                let Some(id) = line.competence else { continue };
                let expected = expected_level(form.referential.competence(id));
                let cells = cells.clone().set_input_message(message(&expected))?;
                sheet.add_data_validation(rank_row(rank), position, rank_row(rank), position, &cells)?;
            }
            continue;
        }
        sheet.add_data_validation(rank_row(0), position, rank_row(last), position, &cells)?;
    }
    Ok(())
}

/// What one would read as a service level.
fn expected_level(competence: &Competence) -> String {
    let base = "L’engagement du prestataire, si la compétence est externalisée, même en partie.";
    if competence.service_levels.is_empty() {
        return base.to_owned();
    }
    format!("{base} Par exemple : {}.", listed(&competence.service_levels))
}

/// What to write in a column.
pub(super) fn help(column: Column, subject: &Subject<'_>) -> &'static str {
    let territory = matches!(subject, Subject::Territory(_));
    match column {
        Column::Responsible if territory => {
            "L’entité qui répond de la compétence, une seule, pour toutes les écoles du périmètre. Laissez vide ce que \
             chaque école décide."
        }
        Column::Responsible => {
            "L’entité qui répond de la compétence, une seule : une mairie, une circonscription, un éditeur… et pas une \
             personne. « à définir » si la décision est à venir ; « sans objet : » et le motif si la compétence n’a pas \
             lieu d’être."
        }
        Column::Mode => {
            "Internalisé : réalisé par l’académie, la collectivité ou l’école. Externalisé : par un tiers, sous contrat. \
             Externalisé partiellement : un peu des deux."
        }
        Column::Performers => {
            "Ceux qui réalisent, s’ils ne sont pas l’entité responsable : le prestataire, une société… Plusieurs noms se \
             séparent par un point-virgule."
        }
        Column::Service => {
            "Ce que fournit le tiers, si la compétence est externalisée : abonnement, maintenance, assistance, formation…"
        }
        Column::ServiceLevel => {
            "L’engagement du prestataire : délai d’intervention, disponibilité, horaires."
        }
        Column::End => {
            "La date à laquelle finit le contrat ou la mission, jour/mois/année. Laissez vide s’il n’y en a pas."
        }
        Column::Level => "Jusqu’où agit celui qui réalise : dans l’école, la commune, la circonscription…",
        Column::Kept => "oui si la compétence doit être conservée après le déploiement de l’ENT, non sinon.",
        Column::Documentation => {
            "Le nom du guide ou du dossier qui décrit le travail, ou « non » s’il n’y en a pas."
        }
        Column::Fte => {
            "Le temps de travail en équivalent temps plein : 0,5 pour un mi-temps. Ou bien le coût, à côté."
        }
        Column::Cost => "Le coût par an, en euros. 0 si c’est gratuit.",
        Column::LocalPerson => {
            "À qui l’école s’adresse d’abord. Une personne au moins pour l’école ; il n’est pas nécessaire de la répéter."
        }
        Column::Comment => "Ce que vous voulez préciser. Rien n’est obligatoire.",
    }
}

pub(super) fn width(column: Column) -> f64 {
    match column {
        Column::Responsible => 21.0,
        Column::Mode | Column::Performers | Column::Documentation => 14.0,
        Column::Service | Column::Level | Column::LocalPerson => 13.5,
        Column::ServiceLevel => 15.0,
        Column::End | Column::Kept => 11.5,
        Column::Fte => 6.0,
        Column::Cost => 9.0,
        Column::Comment => 17.0,
    }
}

/// A text as Excel holds it in a message: cut between words.
pub(super) fn message(text: &str) -> String {
    short(&safe::sentence(text), LONGEST_MESSAGE)
}

/// A text of so many UTF-16 units at most, cut between words.
pub(super) fn short(text: &str, longest: usize) -> String {
    if text.encode_utf16().count() <= longest {
        return text.to_owned();
    }
    let mut kept = String::new();
    for word in text.split_inclusive(' ') {
        if kept.encode_utf16().count() + word.encode_utf16().count() + 1 > longest {
            break;
        }
        kept.push_str(word);
    }
    kept.trim_end().to_owned() + "…"
}
