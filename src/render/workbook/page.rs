//! A sheet as it opens and as it prints: title, frozen panes, A4 landscape, header repeated, footer.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Url, Worksheet, XlsxError};

use crate::model::calendar::{Date, day_in_french};
use crate::model::dossier::{DocumentLine, Dossier, Stamp};
use crate::model::finding::Finding;

use super::Unattached;
use super::body::Body;
use super::cells::Cell;
use super::places::Places;
use super::safe;
use super::sheets::{Area, Sheet};
use super::styles::Styles;
use super::table::{self, Spec};

/// The code of A4 in Excel's list of papers.
const A4: u8 = 9;

/// What a sheet that may name people prints at its top.
const PERSONAL: &str = "Données personnelles – groupe de travail";

/// Names given to ranges, and their addresses.
pub(super) type Names = Vec<(String, String)>;

/// A sheet once written.
pub(super) struct Written {
    pub(super) worksheet: Worksheet,
    pub(super) names: Names,
    /// The lines of its table, if they are kept apart: the library knows the first alone.
    pub(super) table: Option<Apart>,
}

/// The lines of a table, and its last row, from zero.
pub(super) struct Apart {
    pub(super) name: String,
    pub(super) body: Body,
    pub(super) last_row: u32,
}

/// A sheet being written and what every sheet needs.
pub(super) struct Draft<'b> {
    worksheet: Worksheet,
    pub(super) dossier: &'b Dossier,
    pub(super) unattached: Unattached<'b>,
    pub(super) styles: &'b Styles,
    pub(super) compact: &'b Styles,
    pub(super) places: &'b Places<'b>,
    names: Names,
    table: Option<Apart>,
}

impl<'b> Draft<'b> {
    /// An empty sheet.
    pub(super) fn new(
        worksheet: Worksheet,
        dossier: &'b Dossier,
        unattached: Unattached<'b>,
        [styles, compact]: [&'b Styles; 2],
        places: &'b Places<'b>,
    ) -> Self {
        Self { worksheet, dossier, unattached, styles, compact, places, names: Vec::new(), table: None }
    }

    /// Every document received: first those that no school counts, for they need somebody.
    pub(super) fn documents(&self) -> impl Iterator<Item = &'b DocumentLine> + use<'b> {
        self.unattached.documents.iter().chain(&self.dossier.documents)
    }

    /// Every finding, those on documents of no school last.
    pub(super) fn findings(&self) -> impl Iterator<Item = &'b Finding> + use<'b> {
        self.dossier.findings.iter().chain(self.unattached.findings)
    }

    /// Begins a sheet: its title says what it is, its hint how to use it.
    pub(super) fn begin(
        &mut self,
        sheet: Sheet,
        title: &str,
        hint: &str,
    ) -> Result<&mut Worksheet, XlsxError> {
        let worksheet = &mut self.worksheet;
        worksheet.set_name(sheet.name())?;
        let heading = Heading { who: self.dossier.academie.full_name(), stamp: &self.dossier.stamp };
        let back =
            (sheet != Sheet::Summary).then(|| Url::new(Sheet::Summary.address(0)).set_text("↩ Synthèse"));
        head(worksheet, self.styles, &heading, title, (back.as_ref(), hint))?;
        if sheet.names_people() && !self.dossier.nameless {
            worksheet.set_header(header(&self.dossier.stamp, PERSONAL));
        }
        Ok(worksheet)
    }

    /// The table of the sheet, which has it to itself. Gives the rank of its last row.
    pub(super) fn table<'a, R>(&mut self, styles: &Styles, spec: &Spec<'_>, rows: R) -> Result<u32, XlsxError>
    where
        R: ExactSizeIterator,
        R::Item: IntoIterator<Item = Cell<'a>>,
    {
        let (body, last_row) = table::told(&mut self.worksheet, styles, spec, rows)?;
        self.table = Some(Apart { name: spec.name.to_owned(), body, last_row });
        Ok(last_row)
    }

    /// The sheet, for what stands around its table or over its cells.
    pub(super) fn worksheet(&mut self) -> &mut Worksheet {
        &mut self.worksheet
    }

    /// Freezes what stands above and left of the data, repeats the header on each page, and names the table's range.
    pub(super) fn frame(
        &mut self,
        sheet: Sheet,
        frozen_columns: u16,
        columns: usize,
        last_row: u32,
    ) -> Result<(), XlsxError> {
        let header = sheet.header_row();
        self.worksheet.set_freeze_panes(header + 1, frozen_columns)?;
        self.worksheet.set_repeat_rows(header, header)?;
        let area = Area { first_row: header + 1, first_column: 0, last_row, last_column: columns as u16 - 1 };
        self.name(&format!("Donnees_{}", sheet.table()), area.address(sheet));
        self.print_columns(columns, last_row)
    }

    /// Prints so many columns, from the title to the last row. Titles and hints that pass the table's width would
    /// shrink the page.
    pub(super) fn print_columns(&mut self, columns: usize, last_row: u32) -> Result<(), XlsxError> {
        self.worksheet.set_print_area(0, 0, last_row, columns as u16 - 1)?;
        Ok(())
    }

    /// Names a range, for formulas and the name box.
    pub(super) fn name(&mut self, name: &str, range: String) {
        self.names.push((name.to_owned(), range));
    }

    /// What was written.
    pub(super) fn finish(self) -> Written {
        Written { worksheet: self.worksheet, names: self.names, table: self.table }
    }
}

/// Of whom and of when a workbook speaks.
pub(super) struct Heading<'a> {
    /// « Académie de Nantes ».
    pub(super) who: String,
    /// Month, day, version and status.
    pub(super) stamp: &'a Stamp,
}

/// The two lines above a table, what it is and how to use it behind the way back to another sheet, and how the sheet
/// prints.
pub(super) fn head(
    sheet: &mut Worksheet,
    styles: &Styles,
    heading: &Heading<'_>,
    title: &str,
    (back, hint): (Option<&Url>, &str),
) -> Result<(), XlsxError> {
    let title = format!("{title} — {}, {}", heading.who, heading.stamp.month.in_french());
    sheet.write_string_with_format(0, 0, safe::text(&safe::sentence(&title)), &styles.title)?;
    sheet.set_row_height(0, 22)?;
    if let Some(back) = back {
        sheet.write_url_with_format(1, 0, back, &styles.back)?;
    }
    let hint_column = u16::from(back.is_some());
    sheet.write_string_with_format(1, hint_column, safe::text(&safe::sentence(hint)), &styles.hint)?;
    set_up_print(sheet, heading);
    Ok(())
}

/// Title, subject and author of a workbook, dated by the stamp so that two runs give the same bytes.
pub(super) fn properties(heading: &Heading<'_>) -> Result<DocProperties, XlsxError> {
    let stamp = heading.stamp;
    let midnight = excel_date(stamp.date).unwrap_or(ExcelDateTime::from_ymd(2000, 1, 1)?);
    let properties = DocProperties::new()
        .set_title(format!("Consolidation des compétences ENT, {}, {}", heading.who, stamp.month.in_french()))
        .set_subject("Couverture des compétences du projet ENT par école")
        .set_author(format!("Maillage {}", stamp.version))
        .set_company(&heading.who)
        .set_keywords("ENT, compétences, couverture, écoles")
        .set_status(stamp.status.label())
        .set_creation_datetime(&midnight);
    Ok(match &stamp.mention {
        Some(mention) => properties.set_comment(safe::text(mention).into_owned()),
        None => properties,
    })
}

/// A day as Excel counts it; `None` before 1900.
pub(in crate::render) fn excel_date(day: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, day.month().unsigned_abs(), day.day().unsigned_abs()).ok()
}

/// On how many lines a text stands in a column of so many signs, cut between words.
pub(in crate::render) fn wrapped_lines(text: &str, width: usize) -> usize {
    let mut lines = 1;
    let mut used = 0;
    for word in text.split(' ').map(|word| word.chars().count()) {
        if used > 0 && used + 1 + word > width {
            lines += 1;
            used = 0;
        }
        used += word + usize::from(used > 0);
        // A word longer than the column is cut where it ends.
        lines += used.saturating_sub(1) / width.max(1);
        used = if used > width { used % width.max(1) } else { used };
    }
    lines
}

/// In a header or footer, `&` begins a code; doubled, it is itself. The size 8 ends at the space after it: a date would go
/// on with the number. Excel keeps 255 signs in all.
fn escaped(text: &str, most: usize) -> String {
    safe::line(text, most).replace('&', "&&")
}

/// A warning of ours at the left, what the configuration asks to print at the right.
fn header(stamp: &Stamp, warning: &str) -> String {
    let mut header = String::new();
    if !warning.is_empty() {
        header.push_str(&["&L&8 ", warning].concat());
    }
    if let Some(mention) = &stamp.mention {
        header.push_str(&["&R&8 ", &escaped(mention, 120)].concat());
    }
    header
}

fn set_up_print(sheet: &mut Worksheet, heading: &Heading<'_>) {
    let stamp = heading.stamp;
    let footer = format!(
        "&L&8 {} · {}&C&8 Page &P/&N&R&8 {} · Maillage {} · {}",
        escaped(&heading.who, 60),
        stamp.month.in_french(),
        day_in_french(stamp.date),
        escaped(stamp.version, 60),
        stamp.status.label(),
    );
    sheet.set_footer(footer);
    if stamp.mention.is_some() {
        sheet.set_header(header(stamp, ""));
    }
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.25, 0.25, 0.55, 0.55, 0.25, 0.25);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_as_words_wrap() {
        assert_eq!(wrapped_lines("PIL-MOA Maîtrise d’ouvrage", 13), 3);
        assert_eq!(wrapped_lines("PIL-MOA Maîtrise d’ouvrage", 40), 1);
        assert_eq!(wrapped_lines("unseulmottrèslong", 5), 4);
        assert_eq!(wrapped_lines("", 5), 1);
    }

    #[test]
    fn days_that_excel_does_not_know_are_refused() {
        assert!(excel_date(Date::constant(2026, 11, 24)).is_some());
        assert!(excel_date(Date::constant(1850, 1, 1)).is_none());
    }
}
