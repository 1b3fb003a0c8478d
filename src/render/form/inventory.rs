//! The sheet to answer in.

use rust_xlsxwriter::{DataValidation, Formula, ProtectionOptions, Worksheet, XlsxError};

use super::columns::{answers, help, message, width};
use super::rows::{put_text, row, spare};
use super::{Form, Identity, Place, SHEET, SPARE_ROWS, Styles, Subject, lists};
use crate::french::{of, of_month};
use crate::model::calendar::day_in_french;
use crate::model::form::{self, Column};
use crate::model::scope::Level;
use crate::render::workbook::safe;

/// The code of A4 in Excel's list of papers.
const A4: u8 = 9;
/// Row of the column titles.
const HEADER: u32 = 7;
/// First row of the identification block.
const BLOCK: u32 = 3;
/// Columns of its labels, each followed by its value.
const LABELS: [u16; 2] = [2, 7];
/// Columns that a value of the block stretches over.
const VALUE_COLUMNS: u16 = 3;
/// First column of answers: the number, the family and the competence stand before.
pub(super) const FIRST_ANSWER: u16 = 3;
/// Column of the competences' labels.
pub(super) const LABEL: u16 = 2;
/// Width of the columns before the answers.
const WIDTHS: [f64; 3] = [5.0, 14.0, 25.0];
/// Width of the numbers where a word stands beside some: « 12 À compléter ».
const MARKED_NUMBERS: f64 = 11.0;

/// Where a cell of the form stands.
pub(super) fn position(place: Place) -> (u32, u16) {
    match place {
        Place::Identity(label) => match label {
            Identity::Uai => (BLOCK, LABELS[0] + 1),
            Identity::School => (BLOCK + 1, LABELS[0] + 1),
            Identity::Commune => (BLOCK + 2, LABELS[0] + 1),
            Identity::Academie => (BLOCK, LABELS[1] + 1),
        },
        Place::Label(rank) => (rank_row(rank), LABEL),
        Place::Row(rank, column) => (rank_row(rank), of_column(column)),
    }
}

/// The column of the sheet where a column of answers stands.
pub(super) fn of_column(column: Column) -> u16 {
    FIRST_ANSWER + Column::ALL.iter().position(|one| *one == column).unwrap_or(0) as u16
}

/// Writes the sheet.
pub(super) fn write(sheet: &mut Worksheet, styles: &Styles, form: &Form<'_>) -> Result<(), XlsxError> {
    sheet.set_name(SHEET)?;
    head(sheet, styles, form)?;
    block(sheet, styles, form)?;
    titles(sheet, styles, &form.subject)?;
    let rows = super::rows(form.referential, form.lines);
    for (rank, line) in rows.iter().enumerate() {
        row(sheet, styles, form, rank, line)?;
    }
    let required = form.referential.required().count();
    let last = rows.len() + SPARE_ROWS - 1;
    for rank in rows.len()..=last {
        spare(sheet, styles, rank)?;
    }
    answers(sheet, form, last)?;
    let labels = DataValidation::new()
        .allow_list_formula(Formula::new(lists::labels(form.referential)))
        .show_error_message(false)
        .set_input_title("Ligne de plus")?
        .set_input_message(message(
            "Pour une compétence qui a une seconde ligne (un autre contrat qui prend la suite, par exemple), ou une \
             ligne propre à votre école. Sinon, laissez vide.",
        ))?;
    sheet.add_data_validation(rank_row(required), 2, rank_row(last), 2, &labels)?;
    set_up(sheet, form, rank_row(last))
}

/// The row of the sheet where a row of the form stands.
pub(super) fn rank_row(rank: usize) -> u32 {
    HEADER + 1 + rank as u32
}

fn head(sheet: &mut Worksheet, styles: &Styles, form: &Form<'_>) -> Result<(), XlsxError> {
    let version = format!("Formulaire Maillage {} · {}", form::VERSION, form.stamp.title());
    sheet.write_string_with_format(
        0,
        of_column(Column::Comment),
        safe::line(&version, 120),
        &styles.version,
    )?;
    sheet.write_string_with_format(0, 0, "Inventaire des acteurs et des compétences ENT", &styles.title)?;
    sheet.set_row_height(0, 26)?;
    let known = match form.known_since {
        Some(month) if !form.lines.is_empty() => {
            format!(
                "Les réponses {} sont déjà là : ne changez que ce qui est faux, et réécrivez le nom de la personne ressource, qui n’est pas conservé. ",
                of_month(month)
            )
        }
        _ => String::new(),
    };
    let filling = if form.marks.is_empty() {
        "Remplissez les cases blanches, une seule entité responsable par compétence"
    } else {
        "Corrigez les cases encadrées de rouge sur fond jaune (leur note dit ce qui est attendu)"
    };
    let hint = format!("{known}{filling}, enregistrez, puis renvoyez ce classeur par courriel.");
    sheet.write_string_with_format(1, 0, safe::sentence(&hint), &styles.hint)?;
    if let Some(deadline) = form.stamp.deadline_ahead() {
        let due = format!("Réponse attendue au plus tard le {}.", day_in_french(deadline));
        sheet.write_string_with_format(2, 0, due, &styles.due_date)?;
    }
    Ok(())
}

/// Whose inventory it is.
fn block(sheet: &mut Worksheet, styles: &Styles, form: &Form<'_>) -> Result<(), XlsxError> {
    let pairs: [[(&str, String); 3]; 2] = match form.subject {
        Subject::School(school, academie) => [
            [
                ("UAI", school.uai.to_string()),
                ("École", school.name.to_string()),
                ("Commune", school.commune.to_string()),
            ],
            [
                ("Académie", academie.name.clone()),
                ("Circonscription", school.circonscription.to_string()),
                ("Courriel", school.email.to_string()),
            ],
        ],
        Subject::AnySchool => [
            ["UAI", "École", "Commune"].map(|label| (label, String::new())),
            ["Académie", "Circonscription", "Courriel"].map(|label| (label, String::new())),
        ],
        Subject::Territory(territory) => {
            let name = &territory.name;
            let scope = match territory.level {
                _ if name.is_empty() => String::new(),
                Level::Commune => format!("Commune {}", of(name)),
                Level::Circonscription => format!("Circonscription {}", of(name)),
                Level::Departement => format!("Département : {name}"),
                Level::Academie => format!("Académie {}", of(name)),
                Level::Groupement => name.clone(),
            };
            let departement = match territory.level {
                Level::Departement | Level::Academie => ("", String::new()),
                _ => ("Département", territory.departement.clone()),
            };
            let academie = match territory.level {
                Level::Academie => ("", String::new()),
                _ => ("Académie", territory.academie.clone()),
            };
            [
                [("Niveau", territory.level.label().to_owned()), ("Périmètre", scope), ("", String::new())],
                [academie, departement, ("", String::new())],
            ]
        }
    };
    for (labels, column) in pairs.iter().zip(LABELS) {
        for (row, (label, value)) in (BLOCK..).zip(labels) {
            if label.is_empty() {
                continue;
            }
            sheet.write_string_with_format(row, column, *label, &styles.label)?;
            for position in column + 1..=column + VALUE_COLUMNS {
                sheet.write_blank(row, position, &styles.identity)?;
            }
            let place = [Identity::Uai, Identity::School, Identity::Commune, Identity::Academie]
                .map(Place::Identity)
                .into_iter()
                .find(|place| position(*place) == (row, column + 1));
            put_text(sheet, (row, column + 1), value, &styles.identity, form, place)?;
        }
    }
    Ok(())
}

fn titles(sheet: &mut Worksheet, styles: &Styles, subject: &Subject<'_>) -> Result<(), XlsxError> {
    let first = ["N°", "Famille", "Compétence"];
    for (column, title) in (0..).zip(first) {
        sheet.write_string_with_format(HEADER, column, title, &styles.header)?;
        sheet.set_column_width(column, WIDTHS[usize::from(column)])?;
    }
    for column in Column::ALL {
        let position = of_column(column);
        let format = if column == Column::Responsible { &styles.asked } else { &styles.header };
        sheet.write_string_with_format(HEADER, position, column.title(), format)?;
        sheet.set_column_width(position, width(column))?;
        let asked = DataValidation::new()
            .allow_any_value()
            .set_input_title(column.title())?
            .set_input_message(message(help(column, subject)))?;
        sheet.add_data_validation(HEADER, position, HEADER, position, &asked)?;
    }
    sheet.set_row_height(HEADER, 42)?;
    Ok(())
}

/// Panes, protection and print.
fn set_up(sheet: &mut Worksheet, form: &Form<'_>, last: u32) -> Result<(), XlsxError> {
    let stamp = form.stamp;
    if !form.marks.is_empty() {
        sheet.set_column_width(0, MARKED_NUMBERS)?;
    }
    sheet.set_freeze_panes(HEADER + 1, FIRST_ANSWER)?;
    sheet.set_repeat_rows(HEADER, HEADER)?;
    sheet.set_print_area(0, 0, last, of_column(Column::Comment))?;
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.3, 0.3, 0.4, 0.5, 0.2, 0.25);
    sheet.set_print_center_horizontally(true);
    sheet.set_footer(format!(
        "&L&8 Formulaire Maillage {} · {}&R&8 Page &P/&N",
        form::VERSION,
        stamp.month.in_french()
    ));
    sheet.set_screen_gridlines(false);
    let (row, column) = position(Place::Row(0, Column::Responsible));
    sheet.set_selection(row, column, row, column)?;
    sheet.protect_with_options(&ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        insert_rows: true,
        sort: true,
        use_autofilter: true,
        ..ProtectionOptions::default()
    });
    Ok(())
}
