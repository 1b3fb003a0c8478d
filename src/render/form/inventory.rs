//! The sheet to answer in.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Format, Formula, Note,
    ProtectionOptions, Worksheet, XlsxError,
};

use super::{Form, Identity, Place, SHEET, SPARE_ROWS, Styles, Subject, lists};
use crate::french::{listed, of, of_month};
use crate::model::calendar::day_in_french;
use crate::model::form::{self, Column, Line, Value};
use crate::model::referential::Competence;
use crate::model::scope::Level;
use crate::render::workbook::{excel_date, safe};

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
const FIRST_ANSWER: u16 = 3;
/// Column of the competences' labels.
const LABEL: u16 = 2;
/// Width of the columns before the answers.
const WIDTHS: [f64; 3] = [7.5, 14.0, 25.0];
/// What Excel holds in the message of a cell, in UTF-16 units.
const LONGEST_MESSAGE: usize = 255;
/// The longest note, in signs; Excel holds 32,767.
const LONGEST_NOTE: usize = 2_000;
/// Height of a line of answers, in points: two lines of text.
const ROW_HEIGHT: f64 = 37.0;

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

fn of_column(column: Column) -> u16 {
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

fn rank_row(rank: usize) -> u32 {
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

fn row(
    sheet: &mut Worksheet,
    styles: &Styles,
    form: &Form<'_>,
    rank: usize,
    line: &Line,
) -> Result<(), XlsxError> {
    let row = rank_row(rank);
    sheet.set_row_height(row, height(line))?;
    let marks = || {
        form.marks
            .iter()
            .filter(|mark| matches!(mark.place, Place::Row(of, _) | Place::Label(of) if of == rank))
    };
    let number = rank + 1;
    let due = marks().any(|mark| mark.due);
    let (told, format) = match (due, marks().next()) {
        (true, _) => (format!("{number} À corriger"), Styles::marked(&styles.number, true).set_font_size(8)),
        (false, Some(_)) => {
            (format!("{number} À compléter"), Styles::marked(&styles.number, false).set_font_size(8))
        }
        (false, None) => (number.to_string(), styles.number.clone()),
    };
    sheet.write_string_with_format(row, 0, told, &format)?;
    let required = rank < form.referential.required().count();
    if let Some(id) = line.competence {
        let competence = form.referential.competence(id);
        let family = styles.family(competence.family);
        sheet.write_string_with_format(row, 1, &form.referential.family_of(id).label, family)?;
        let format = if required { &styles.competence } else { &styles.spare };
        sheet.write_string_with_format(row, 2, &competence.label, format)?;
        if required {
            let told = DataValidation::new()
                .allow_any_value()
                .set_input_title(short(&competence.label, 32))?
                .set_input_message(message(&competence.description))?;
            sheet.add_data_validation(row, 2, row, 2, &told)?;
        }
    } else {
        sheet.write_blank(row, 1, &styles.spare)?;
        put_text(sheet, (row, LABEL), &line.label, &styles.spare, form, Some(Place::Label(rank)))?;
    }
    for column in Column::ALL {
        let at = (row, of_column(column));
        let format = format_of(styles, column);
        let place = Some(Place::Row(rank, column));
        match line.values.get(&column) {
            Some(Value::Text(text)) => put_text(sheet, at, text, &format, form, place)?,
            Some(Value::Number(number)) => {
                let (format, note) = marked_as(&format, form, place);
                sheet.write_number_with_format(at.0, at.1, *number, &format)?;
                hang(sheet, at, note)?;
            }
            Some(Value::Date(day)) => {
                let (format, note) = marked_as(&format, form, place);
                match excel_date(*day) {
                    Some(day) => sheet.write_datetime_with_format(at.0, at.1, &day, &format)?,
                    None => sheet.write_blank(at.0, at.1, &format)?,
                };
                hang(sheet, at, note)?;
            }
            None => put_text(sheet, at, "", &format, form, place)?,
        }
    }
    Ok(())
}

/// A row where everything can be written.
fn spare(sheet: &mut Worksheet, styles: &Styles, rank: usize) -> Result<(), XlsxError> {
    let row = rank_row(rank);
    sheet.set_row_height(row, 20)?;
    for column in 0..FIRST_ANSWER {
        sheet.write_blank(row, column, &styles.spare)?;
    }
    for column in Column::ALL {
        sheet.write_blank(row, of_column(column), &format_of(styles, column))?;
    }
    Ok(())
}

/// What the answers' cells suggest and explain, over all rows.
fn answers(sheet: &mut Worksheet, form: &Form<'_>, last: usize) -> Result<(), XlsxError> {
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

fn format_of(styles: &Styles, column: Column) -> Format {
    let answer = styles.answer.clone();
    match column {
        Column::End => answer.set_num_format("dd/mm/yyyy"),
        Column::Fte => answer.set_num_format("0.##"),
        Column::Cost => answer.set_num_format("#,##0.##"),
        _ => answer,
    }
}

/// A height that shows most of what a line holds.
fn height(line: &Line) -> f64 {
    let lines = line.values.iter().map(|(column, value)| match value {
        Value::Text(text) => {
            let width = (width(*column) * 1.05) as usize;
            text.lines().map(|part| crate::render::workbook::wrapped_lines(part, width)).sum()
        }
        Value::Number(_) | Value::Date(_) => 1,
    });
    let lines = lines.max().unwrap_or(1).clamp(2, 6);
    ROW_HEIGHT.max(14.5 * lines as f64 + 4.0)
}

/// The format of a cell, and its note where it is to mend.
fn marked_as<'f>(format: &Format, form: &'f Form<'_>, place: Option<Place>) -> (Format, Option<&'f str>) {
    match form.marks.iter().find(|mark| Some(mark.place) == place) {
        Some(mark) => (Styles::marked(format, mark.due), mark.note.as_deref()),
        None => (format.clone(), None),
    }
}

fn put_text(
    sheet: &mut Worksheet,
    at: (u32, u16),
    text: &str,
    format: &Format,
    form: &Form<'_>,
    place: Option<Place>,
) -> Result<(), XlsxError> {
    let (format, note) = marked_as(format, form, place);
    if text.is_empty() {
        sheet.write_blank(at.0, at.1, &format)?;
    } else {
        sheet.write_string_with_format(at.0, at.1, safe::text(text), &format)?;
    }
    hang(sheet, at, note)
}

fn hang(sheet: &mut Worksheet, at: (u32, u16), note: Option<&str>) -> Result<(), XlsxError> {
    if let Some(body) = note {
        let text = form::note(&safe::text(&clipped(body)));
        let lines: usize = text.lines().map(|line| crate::render::workbook::wrapped_lines(line, 44)).sum();
        let note = Note::new(text)
            .add_author_prefix(false)
            .set_author("Maillage")
            .set_width(300)
            .set_height(20 + 17 * lines.min(30) as u32);
        sheet.insert_note(at.0, at.1, &note)?;
    }
    Ok(())
}

/// A note that somebody reads: several points on one cell may make it long.
fn clipped(body: &str) -> String {
    match body.char_indices().nth(LONGEST_NOTE) {
        Some((end, _)) => format!("{}…", &body[..end]),
        None => body.to_owned(),
    }
}

/// A text as Excel holds it in a message: cut between words.
pub(super) fn message(text: &str) -> String {
    short(&safe::sentence(text), LONGEST_MESSAGE)
}

fn short(text: &str, longest: usize) -> String {
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

/// Panes, protection and print.
fn set_up(sheet: &mut Worksheet, form: &Form<'_>, last: u32) -> Result<(), XlsxError> {
    let stamp = form.stamp;
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
