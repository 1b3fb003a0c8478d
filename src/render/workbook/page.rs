//! A sheet as it opens and as it prints: name, title, frozen panes, A4 landscape, header repeated, footer.

use rust_xlsxwriter::{
    ConditionalFormatText, ConditionalFormatTextRule, ExcelDateTime, Format, Url, Workbook, Worksheet,
    XlsxError,
};

use crate::model::calendar::{Date, day_in_french};
use crate::model::dossier::{Dossier, State};
use crate::model::finding::Severity;
use crate::model::place::column_letters;

use super::marks::Return;
use super::places::Places;
use super::styles::{self, Styles};
use super::{marks, safe};

/// The sheets, in the order they are worked in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sheet {
    /// What to settle first.
    Todo,
    /// Figures and charts.
    Summary,
    /// School × competence.
    Matrix,
    /// Findings.
    Anomalies,
    /// Received and missing.
    Returns,
    /// Every assignment.
    Detail,
    /// Every document.
    Documents,
    /// The rules.
    Rules,
    /// Legend and method.
    Readme,
}

impl Sheet {
    /// All of them, in their order.
    pub(super) const ALL: [Self; 9] = [
        Self::Todo,
        Self::Summary,
        Self::Matrix,
        Self::Anomalies,
        Self::Returns,
        Self::Detail,
        Self::Documents,
        Self::Rules,
        Self::Readme,
    ];

    /// What its tab says.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Todo => "À faire",
            Self::Summary => "Synthèse",
            Self::Matrix => "Matrice écoles",
            Self::Anomalies => "Anomalies",
            Self::Returns => "Retours",
            Self::Detail => "Détail",
            Self::Documents => "Documents",
            Self::Rules => "Règles",
            Self::Readme => "Lisez-moi",
        }
    }

    /// The name of its table.
    pub(super) fn table(self) -> &'static str {
        match self {
            Self::Todo => "A_faire",
            Self::Summary => "Indicateurs",
            Self::Matrix => "Matrice",
            Self::Anomalies => "Anomalies",
            Self::Returns => "Retours",
            Self::Detail => "Detail",
            Self::Documents => "Documents",
            Self::Rules => "Regles",
            Self::Readme => "Lisez_moi",
        }
    }

    /// What one finds in it.
    pub(super) fn content(self) -> &'static str {
        match self {
            Self::Todo => "Ce qu’il faut trancher d’abord, et qui peut le faire",
            Self::Summary => "Indicateurs, graphiques et chiffres par territoire",
            Self::Matrix => "L’état de chaque compétence dans chaque école",
            Self::Anomalies => "Chaque constat : où, ce qui est lu, comment corriger",
            Self::Returns => "Écoles attendues : reçues, à renvoyer, manquantes",
            Self::Detail => "Chaque ligne lue et la cellule d’où elle vient (données personnelles)",
            Self::Documents => "Chaque document reçu, son verdict, son empreinte",
            Self::Rules => "Les règles appliquées et comment corriger",
            Self::Readme => "Légende, méthode de calcul, sources",
        }
    }

    /// Row of its headers, from zero: below the title and the hint, and in the matrix the rates of coverage.
    pub(super) fn header_row(self) -> u32 {
        if self == Self::Matrix { 3 } else { 2 }
    }

    /// The link to a row of it, from zero.
    pub(super) fn address(self, row: u32) -> String {
        format!("internal:'{}'!A{}", self.name(), row + 1)
    }

    /// The row of a line of its table, both from zero.
    pub(super) fn row_of(self, line: usize) -> u32 {
        self.header_row() + 1 + line as u32
    }
}

/// The workbook being written and what every sheet needs.
pub(super) struct Book<'b> {
    workbook: &'b mut Workbook,
    pub(super) dossier: &'b Dossier,
    pub(super) styles: &'b Styles,
    pub(super) compact: &'b Styles,
    pub(super) places: &'b Places<'b>,
    names: Vec<(String, String)>,
}

impl<'b> Book<'b> {
    /// An empty workbook.
    pub(super) fn new(
        workbook: &'b mut Workbook,
        dossier: &'b Dossier,
        [styles, compact]: [&'b Styles; 2],
        places: &'b Places<'b>,
    ) -> Self {
        Self { workbook, dossier, styles, compact, places, names: Vec::new() }
    }

    /// Adds a sheet: its title says what it is, its hint how to use it.
    pub(super) fn add(&mut self, sheet: Sheet, title: &str, hint: &str) -> Result<&mut Worksheet, XlsxError> {
        // The detail holds most cells of a workbook: it alone streams its rows to a temporary file.
        let worksheet = match sheet {
            Sheet::Detail => self.workbook.add_worksheet_with_low_memory()?,
            _ => self.workbook.add_worksheet(),
        };
        worksheet.set_name(sheet.name())?;
        let stamp = &self.dossier.stamp;
        let whole_title =
            format!("{title} — {}, {}", self.dossier.academie.full_name(), stamp.month.in_french());
        worksheet.write_string_with_format(
            0,
            0,
            safe::text(&safe::sentence(&whole_title)),
            &self.styles.title,
        )?;
        worksheet.set_row_height(0, 22)?;
        let mut hint_column = 0;
        if sheet != Sheet::Summary {
            let back = Url::new(Sheet::Summary.address(0)).set_text("↩ Synthèse");
            worksheet.write_url_with_format(1, 0, &back, &self.styles.back)?;
            hint_column = 1;
        }
        worksheet.write_string_with_format(
            1,
            hint_column,
            safe::text(&safe::sentence(hint)),
            &self.styles.hint,
        )?;
        set_up_print(worksheet, self.dossier);
        Ok(worksheet)
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
        let worksheet = self.workbook.worksheet_from_name(sheet.name())?;
        worksheet.set_freeze_panes(header + 1, frozen_columns)?;
        worksheet.set_repeat_rows(header, header)?;
        let area = Area { first_row: header + 1, first_column: 0, last_row, last_column: columns as u16 - 1 };
        self.name(&format!("Donnees_{}", sheet.table()), area.address(sheet));
        self.print_columns(sheet, columns, last_row)
    }

    /// Prints so many columns, from the title to the last row. Titles and hints that pass the table's width would
    /// shrink the page.
    pub(super) fn print_columns(
        &mut self,
        sheet: Sheet,
        columns: usize,
        last_row: u32,
    ) -> Result<(), XlsxError> {
        let worksheet = self.workbook.worksheet_from_name(sheet.name())?;
        worksheet.set_print_area(0, 0, last_row, columns as u16 - 1)?;
        Ok(())
    }

    /// Names a range, for formulas and the name box.
    pub(super) fn name(&mut self, name: &str, range: String) {
        self.names.push((name.to_owned(), range));
    }

    /// Every name given.
    pub(super) fn into_names(self) -> Vec<(String, String)> {
        self.names
    }
}

/// The cells of a table's columns, headers left out, from zero.
#[derive(Clone, Copy)]
pub(super) struct Area {
    pub(super) first_row: u32,
    pub(super) first_column: u16,
    pub(super) last_row: u32,
    pub(super) last_column: u16,
}

impl Area {
    /// Its address, as a defined name takes it.
    pub(super) fn address(self, sheet: Sheet) -> String {
        let (first, last) =
            (column_letters(self.first_column.into()), column_letters(self.last_column.into()));
        format!("='{}'!${first}${}:${last}${}", sheet.name(), self.first_row + 1, self.last_row + 1)
    }
}

/// Colours the cells of an area by the state whose word they hold, whoever types it.
pub(super) fn colour_states(sheet: &mut Worksheet, area: Area) -> Result<(), XlsxError> {
    State::ALL.into_iter().try_for_each(|state| colour(sheet, area, state.label(), styles::state(state)))
}

/// Colours the cells of an area by the severity whose word they hold.
pub(super) fn colour_severities(sheet: &mut Worksheet, area: Area) -> Result<(), XlsxError> {
    Severity::ALL.into_iter().try_for_each(|severity| {
        colour(sheet, area, word(marks::severity(severity)), styles::severity(severity))
    })
}

/// Colours the cells of an area by the return whose word they hold.
pub(super) fn colour_returns(sheet: &mut Worksheet, area: Area) -> Result<(), XlsxError> {
    Return::ALL
        .into_iter()
        .try_for_each(|state| colour(sheet, area, word(state.mark()), styles::school_return(state)))
}

/// A day as Excel counts it; `None` before 1900.
pub(super) fn excel_date(day: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, day.month().unsigned_abs(), day.day().unsigned_abs()).ok()
}

/// On how many lines a text stands in a column of so many signs, cut between words.
pub(super) fn wrapped_lines(text: &str, width: usize) -> usize {
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

fn colour(sheet: &mut Worksheet, area: Area, word: &str, format: Format) -> Result<(), XlsxError> {
    let rule = ConditionalFormatText::new()
        .set_rule(ConditionalFormatTextRule::Contains(word.to_owned()))
        .set_format(format);
    sheet.add_conditional_format(
        area.first_row,
        area.first_column,
        area.last_row,
        area.last_column,
        &rule,
    )?;
    Ok(())
}

/// The word of a mark, without its symbol.
fn word(mark: &str) -> &str {
    mark.split_once(' ').map_or(mark, |(_, word)| word)
}

fn set_up_print(sheet: &mut Worksheet, dossier: &Dossier) {
    let stamp = &dossier.stamp;
    // In a header or footer, `&` begins a code; doubled, it is itself. The size 8 ends at the space after it: a date
    // would go on with the number. Excel keeps 255 signs in all.
    let escaped = |text: &str| safe::line(text, 60).replace('&', "&&");
    let footer = format!(
        "&L&8 {} · {}&C&8 Page &P/&N&R&8 {} · Maillage {} · {}",
        escaped(&dossier.academie.full_name()),
        stamp.month.in_french(),
        day_in_french(stamp.date),
        escaped(stamp.version),
        stamp.status.label(),
    );
    sheet.set_footer(footer);
    if let Some(mention) = &stamp.mention {
        sheet.set_header(format!("&R&8 {}", escaped(mention)));
    }
    const A4: u8 = 9;
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
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
