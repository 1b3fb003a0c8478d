//! The list to forward to each inspector: which schools answered, which never did, which are late.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::File;
use crate::french::{counted, of, of_month, percent};
use crate::model::dossier::{Dossier, SchoolFile};
use crate::model::evolution::Attendance;
use crate::model::indicator::Rate;
use crate::render::form::{self, Styles};
use crate::render::workbook::{WorkbookError, safe};
use crate::text;

/// Earlier months shown.
const MONTHS: usize = 6;
/// The longest part of a file's name that comes from a circonscription's, in signs.
const LONGEST_SLUG: usize = 40;
/// Row of the titles.
const HEADER: u32 = 5;

/// What became of a school's inventory, the schools to remind first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Answered {
    /// Nothing this month, nor in any month known.
    Never,
    /// Nothing this month, an inventory in an earlier one.
    Late,
    /// Something was received, and doesn't count.
    ToResend,
    /// An inventory counts, which came after the deadline.
    AfterDeadline,
    /// An inventory counts.
    Yes,
}

impl Answered {
    /// The word of the list; « jamais » is said where an earlier month is known.
    fn label(self, attendance: &Attendance) -> &'static str {
        match self {
            Self::Never if attendance.months.is_empty() => "Sans réponse",
            Self::Never => "Jamais répondu",
            Self::Late => "En retard",
            Self::ToResend => "Envoi à refaire",
            Self::AfterDeadline => "Reçu hors délai",
            Self::Yes => "Reçu",
        }
    }
}

/// One workbook for each circonscription where schools are expected, named after its département and its own name.
///
/// # Errors
/// [`WorkbookError`] where a workbook can't be assembled; no content leads there.
pub fn reminders(dossier: &Dossier, attendance: &Attendance) -> Result<Vec<File>, WorkbookError> {
    let mut places: BTreeMap<(&str, &str), Vec<&SchoolFile>> = BTreeMap::new();
    for file in dossier.schools.iter().filter(|file| file.expected) {
        let school = &file.school;
        if !school.circonscription.is_empty() {
            places.entry((&school.departement, &school.circonscription)).or_default().push(file);
        }
    }
    let mut taken: BTreeMap<String, u32> = BTreeMap::new();
    let mut files = Vec::new();
    for ((departement, name), schools) in places {
        let slug: String = text::slug(name).chars().take(LONGEST_SLUG).collect();
        let departement = text::slug(departement).to_uppercase();
        let stem = format!("relances_{departement}_{}", slug.trim_matches('-'));
        let times = taken.entry(stem.clone()).or_default();
        *times += 1;
        let rank = if *times > 1 { format!("-{times}") } else { String::new() };
        files.push((format!("{stem}{rank}.xlsx"), workbook(dossier, attendance, name, schools)?));
    }
    Ok(files)
}

fn workbook(
    dossier: &Dossier,
    attendance: &Attendance,
    name: &str,
    mut schools: Vec<&SchoolFile>,
) -> Result<Vec<u8>, WorkbookError> {
    schools.sort_by_key(|file| answered(dossier, file, attendance));
    let mut workbook = form::begun(&dossier.stamp, &format!("Relances, circonscription {}", of(name)))?;
    let styles = Styles::new();
    write(workbook.add_worksheet(), &styles, dossier, attendance, name, &schools)?;
    Ok(workbook.save_to_buffer()?)
}

fn answered(dossier: &Dossier, file: &SchoolFile, attendance: &Attendance) -> Answered {
    if let Some(retained) = file.retained {
        let late = dossier.document(retained).is_some_and(|line| line.late.is_some());
        return if late { Answered::AfterDeadline } else { Answered::Yes };
    }
    if !file.received.is_empty() {
        return Answered::ToResend;
    }
    let before = attendance.months.iter().any(|(_, month)| month.get(&file.school.uai) == Some(&true));
    if before { Answered::Late } else { Answered::Never }
}

fn write(
    sheet: &mut Worksheet,
    styles: &Styles,
    dossier: &Dossier,
    attendance: &Attendance,
    name: &str,
    schools: &[&SchoolFile],
) -> Result<(), XlsxError> {
    sheet.set_name("Relances")?;
    let month = dossier.stamp.month;
    let title = format!("Inventaires ENT {}, circonscription {}", of_month(month), of(name));
    sheet.write_string_with_format(0, 0, safe::text(&title), &styles.title)?;
    sheet.set_row_height(0, 26)?;
    let number = |wanted: Answered| {
        schools.iter().filter(|file| answered(dossier, file, attendance) == wanted).count() as u64
    };
    let returned = number(Answered::Yes) + number(Answered::AfterDeadline);
    let told = format!(
        "{} attendues : {} ; {} ; {} ; {}.",
        counted(schools.len() as u64, "école", "écoles"),
        counted(returned, "inventaire reçu", "inventaires reçus"),
        counted(number(Answered::ToResend), "envoi à refaire", "envois à refaire"),
        counted(number(Answered::Late), "école en retard", "écoles en retard"),
        if attendance.months.is_empty() {
            counted(number(Answered::Never), "école sans réponse", "écoles sans réponse")
        } else {
            counted(
                number(Answered::Never),
                "école qui n’a jamais répondu",
                "écoles qui n’ont jamais répondu",
            )
        },
    );
    sheet.write_string_with_format(1, 0, safe::sentence(&told), &styles.hint)?;
    let months: Vec<_> = attendance.months.iter().take(MONTHS).rev().collect();
    let mut rates: Vec<String> = months
        .iter()
        .filter_map(|(month, returned)| {
            let known: Vec<bool> =
                schools.iter().filter_map(|file| returned.get(&file.school.uai).copied()).collect();
            let numerator = known.iter().filter(|returned| **returned).count() as u32;
            (!known.is_empty()).then(|| rate(&month.in_french(), Rate::new(numerator, known.len() as u32)))
        })
        .collect();
    rates.push(rate(&month.in_french(), Rate::new(returned as u32, schools.len() as u32)));
    let rates = format!("Taux de retour : {}.", rates.join(" ; "));
    sheet.write_string_with_format(2, 0, safe::sentence(&rates), &styles.hint)?;
    let hint = "« En retard » : rien ce mois-ci, mais un inventaire un mois précédent. Pour chaque école à relancer, un \
                courriel est prêt dans le même dossier.";
    sheet.write_string_with_format(3, 0, safe::sentence(hint), &styles.hint)?;

    let mut titles: Vec<(String, f64)> = vec![
        ("UAI".to_owned(), 12.0),
        ("École".to_owned(), 42.0),
        ("Commune".to_owned(), 24.0),
        (month.in_french(), 18.0),
    ];
    titles.extend(months.iter().map(|(month, _)| (month.in_french(), 14.0)));
    titles.push(("Courriel".to_owned(), 34.0));
    for (position, (title, width)) in (0..).zip(&titles) {
        sheet.write_string_with_format(HEADER, position, title, &styles.header)?;
        sheet.set_column_width(position, *width)?;
    }
    let mut row = HEADER;
    for file in schools {
        row += 1;
        let school = &file.school;
        let state = answered(dossier, file, attendance);
        let format = match state {
            Answered::Never | Answered::Late | Answered::ToResend => &styles.due,
            Answered::AfterDeadline => &styles.optional,
            Answered::Yes => &styles.cell,
        };
        let first = [school.uai.as_str(), &school.name, &school.commune];
        for (position, text) in (0..).zip(first) {
            sheet.write_string_with_format(row, position, safe::text(text), &styles.cell)?;
        }
        sheet.write_string_with_format(row, 3, state.label(attendance), format)?;
        let mut position = 4;
        for (_, returned) in &months {
            let word = match returned.get(&school.uai) {
                Some(true) => "Reçu",
                Some(false) => "Sans réponse",
                None => "Hors annuaire",
            };
            sheet.write_string_with_format(row, position, word, &styles.cell)?;
            position += 1;
        }
        sheet.write_string_with_format(row, position, safe::text(&school.email), &styles.cell)?;
    }
    sheet.autofilter(HEADER, 0, row, titles.len() as u16 - 1)?;
    sheet.set_freeze_panes(HEADER + 1, 2)?;
    sheet.set_repeat_rows(HEADER, HEADER)?;
    sheet.set_print_area(0, 0, row, titles.len() as u16 - 1)?;
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_screen_gridlines(false);
    Ok(())
}

/// « octobre 2026 75 % », or the two terms of a rate of few schools.
fn rate(month: &str, rate: Rate) -> String {
    if rate.denominator < crate::french::FEWEST_SCHOOLS {
        format!("{month} {}", crate::french::out_of(rate))
    } else {
        format!("{month} {}", percent(rate))
    }
}
