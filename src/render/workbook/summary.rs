//! *Synthèse*: the figures of the dossier, each rate with its two terms, and native charts over them.
//!
//! The one sheet with several tables: they share its columns, so the first is wide and the others alike.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::french;
use crate::model::calendar::day_in_french;
use crate::model::document::Verdict;
use crate::model::dossier::{DocumentLine, Dossier, State, Unattached};
use crate::model::finding::{Finding, Severity};
use crate::model::indicator::Rate;
use crate::model::referential::Mode;
use crate::render::labels;

use super::cells::{Cell, Column, Kind};
use super::colours;
use super::page::Draft;
use super::sheets::{Area, Sheet};
use super::styles::Styles;
use super::table::{self, Layout, Spec};
use super::{charts, entities, indicators, marks, questions, safe, territories};

/// Where the list of sheets stands, beside the indicators.
const CONTENTS_COLUMN: u16 = 8;
/// Where the verdicts stand, beside the modes.
const VERDICTS_COLUMN: u16 = 5;
/// The last column that prints, the texts beside the list of sheets included.
const LAST_COLUMN: u16 = 12;
/// Height of a usual row, in points.
const ROW_HEIGHT: f64 = 15.0;
/// How wide the questions of the fiche, the lines of verdicts and those of severities are, in signs.
pub(super) const QUESTION_WIDTH: usize = 30;
/// What a page holds at the width of this sheet, in points, with a margin for printers that reserve more of the paper.
const PAGE_HEIGHT: f64 = 750.0;
/// Stands for a percentage of too few schools.
pub(super) const TOO_FEW: &str = "< 5 écoles";
/// Stands for a figure that only a registry gives.
pub(super) const NO_REGISTRY: &str = "sans annuaire";

/// Writes the sheet.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), XlsxError> {
    let (dossier, styles) = (draft.dossier, draft.styles);
    let received = Received {
        documents: draft.documents().collect(),
        findings: draft.findings().collect(),
        apart: draft.unattached,
    };
    let sheet = draft.begin(Sheet::Summary, "Synthèse", &introduction(dossier))?;
    sheet.set_column_width(0, 46)?;
    sheet.set_column_range_width(1, LAST_COLUMN, 12.5)?;
    // The lines of the short tables stand there.
    sheet.set_column_width(VERDICTS_COLUMN, QUESTION_WIDTH as f64)?;
    sheet.set_column_width(CONTENTS_COLUMN, 24)?;
    sheet.set_freeze_panes(2, 0)?;

    let mut page = Page { sheet, styles, row: 2, tables: Vec::new(), blocks: Vec::new(), taller: 0.0 };
    let indicators = indicators::write(dossier, &mut page)?;
    contents(&mut page, indicators.first_row - 1)?;
    by_competence(dossier, &mut page)?;
    questions::write(dossier, &mut page)?;
    entities::by_type(dossier, &mut page)?;
    in_short(dossier, &received, &mut page)?;
    // Last, for a large académie has more than a hundred circonscriptions.
    territories::write(dossier, &mut page)?;
    let breaks = page.breaks();
    page.sheet.set_page_breaks(&breaks)?;
    let last_row = page.row;
    page.sheet.set_print_area(0, 0, last_row, LAST_COLUMN)?;
    for (name, area) in page.tables {
        draft.name(&format!("Donnees_{name}"), area.address(Sheet::Summary));
    }
    Ok(())
}

/// The sheet and the next free row of it.
pub(super) struct Page<'p> {
    pub(super) sheet: &'p mut Worksheet,
    styles: &'p Styles,
    row: u32,
    /// The tables written, by name.
    tables: Vec<(String, Area)>,
    /// First row of each block that a page should not cut, and how much higher than usual the rows above it are, in points.
    blocks: Vec<(u32, f64)>,
    taller: f64,
}

impl Page<'_> {
    /// A title above what follows.
    pub(super) fn section(&mut self, title: &str) -> Result<(), XlsxError> {
        self.block();
        self.sheet.write_string_with_format(self.row, 0, safe::sentence(title), &self.styles.section)?;
        self.row += 1;
        Ok(())
    }

    /// A table at the next free row, and a blank row below it. Gives its cells.
    pub(super) fn table<'a, R>(
        &mut self,
        name: &str,
        alt: &str,
        columns: &[Column],
        rows: R,
    ) -> Result<Area, XlsxError>
    where
        R: ExactSizeIterator,
        R::Item: IntoIterator<Item = Cell<'a>>,
    {
        let area = self.table_at((self.row, 0), name, alt, columns, rows)?;
        self.row = area.last_row + 2;
        Ok(area)
    }

    fn table_at<'a, R>(
        &mut self,
        (top, left): (u32, u16),
        name: &str,
        alt: &str,
        columns: &[Column],
        rows: R,
    ) -> Result<Area, XlsxError>
    where
        R: ExactSizeIterator,
        R::Item: IntoIterator<Item = Cell<'a>>,
    {
        let spec = Spec { name, alt, top, left, columns, layout: Layout::Shared };
        let rows: Vec<Vec<Cell<'a>>> = rows.map(|row| row.into_iter().collect()).collect();
        let height = |row: &Vec<Cell<'_>>| self.styles.row_height(table::lines(row, columns, self.styles));
        self.taller += rows.iter().map(|row| height(row) - ROW_HEIGHT).sum::<f64>();
        let last_row = table::write(self.sheet, self.styles, &spec, rows.into_iter())?;
        if left == 0 {
            let height = table::header_height(&columns[1..], self.styles);
            self.sheet.set_row_height(top, height)?;
            self.taller += height - ROW_HEIGHT;
        }
        let area = Area {
            first_row: top + 1,
            first_column: left,
            last_row,
            last_column: left + columns.len() as u16 - 1,
        };
        self.tables.push((name.to_owned(), area));
        Ok(area)
    }

    /// Room for a chart, in rows of 20 pixels. Gives its first row.
    pub(super) fn room(&mut self, pixels: u32) -> u32 {
        let top = self.row;
        self.row += pixels.div_ceil(20) + 1;
        self.block();
        top
    }

    /// What follows may begin a page.
    fn block(&mut self) {
        self.blocks.push((self.row, self.taller));
    }

    /// The rows that begin a page: those of the blocks that would not hold on what remains of the one before.
    fn breaks(&self) -> Vec<u32> {
        let place = |(row, taller): (u32, f64)| f64::from(row) * ROW_HEIGHT + taller;
        let ends = self.blocks[1..].iter().copied().chain([(self.row, self.taller)]);
        let mut top = 0.0;
        let mut breaks = Vec::new();
        for (block, end) in self.blocks.iter().copied().zip(ends) {
            if place(end) - top > PAGE_HEIGHT && place(block) > top {
                breaks.push(block.0);
                top = place(block);
            }
            // One that is longer than a page ends on a later one.
            while place(end) - top > PAGE_HEIGHT {
                top += PAGE_HEIGHT;
            }
        }
        breaks
    }
}

fn introduction(dossier: &Dossier) -> String {
    let stamp = &dossier.stamp;
    let total = &dossier.total;
    let returns = match (&dossier.registry, total.expected) {
        (Some(registry), Some(expected)) => format!(
            "{} d’après {}, {}",
            french::counted(expected, "école attendue", "écoles attendues"),
            french::quoted(registry),
            french::counted(total.returned, "inventaire d’école retenu", "inventaires d’école retenus"),
        ),
        _ => format!(
            "{} ; aucun annuaire des écoles attendues n’a été donné, donc aucun taux de retour",
            french::counted(total.answered(), "inventaire d’école retenu", "inventaires d’école retenus")
        ),
    };
    let deadline = labels::deadline(dossier).map_or_else(String::new, |said| format!(" Échéance : {said}."));
    format!(
        "{} : document au statut « {} », édité le {} par Maillage {}. {returns}.{deadline}",
        labels::capitalised(&stamp.title()),
        stamp.status.label(),
        day_in_french(stamp.date),
        stamp.version
    )
}

/// The list of sheets, beside the indicators.
fn contents(page: &mut Page<'_>, top: u32) -> Result<(), XlsxError> {
    page.sheet.write_string_with_format(top - 1, CONTENTS_COLUMN, "Feuilles", &page.styles.section)?;
    let others = || Sheet::ALL.into_iter().filter(|sheet| *sheet != Sheet::Summary);
    let rows: Vec<[Cell<'_>; 1]> =
        others().map(|sheet| [Cell::Link(sheet.name().into(), sheet, 0)]).collect();
    let columns = [Column::new("Feuille", Kind::Text)];
    let listed = page.table_at(
        (top, CONTENTS_COLUMN),
        "Feuilles",
        "Feuilles du classeur",
        &columns,
        rows.into_iter(),
    )?;
    // There may be more sheets than indicators: nothing is drawn over them.
    page.row = page.row.max(listed.last_row + 2);
    for (sheet, row) in others().zip(top + 1..) {
        page.sheet.write_string_with_format(
            row,
            CONTENTS_COLUMN + 1,
            safe::sentence(sheet.content()),
            &page.styles.hint,
        )?;
    }
    Ok(())
}

fn by_competence(dossier: &Dossier, page: &mut Page<'_>) -> Result<Area, XlsxError> {
    let few = dossier.total.answered() < french::FEWEST_SCHOOLS;
    let required = dossier.required();
    let mut columns = vec![Column::new("Compétence", Kind::Text)];
    columns.extend(State::ALL.map(|state| Column::new(marks::state(state), Kind::Count)));
    columns.push(Column::new("À couvrir", Kind::Count));
    columns.push(Column::new("Couverture", Kind::Rate));
    columns.push(Column::new("Écoles", Kind::Count));
    let rows = required.iter().zip(&dossier.total.by_competence).map(|(id, tally)| {
        let competence = dossier.referential.competence(*id);
        let coverage = tally.coverage();
        let mut cells = vec![Cell::text(format!("{} {}", competence.code, competence.label))];
        cells.extend(State::ALL.map(|state| Cell::count(tally.of(state))));
        cells.push(Cell::count(coverage.denominator));
        cells.push(percentage(coverage, few));
        cells.push(Cell::count(tally.total()));
        cells
    });
    page.section("Couverture par compétence : nombre d’écoles dans chaque état")?;
    let height = charts::bars_height(required.len());
    let chart_row = (dossier.total.tally.total() > 0).then(|| page.room(height));
    let alt = "Écoles dans chaque état, par compétence";
    let area = page.table("Competences", alt, &columns, rows)?;
    let chart = charts::states_by_competence(dossier, area, height);
    if let (Some(chart), Some(row)) = (chart, chart_row) {
        page.sheet.insert_chart(row, 0, &chart)?;
    }
    Ok(area)
}

/// What the run received, and what of it belongs to no school.
struct Received<'d> {
    documents: Vec<&'d DocumentLine>,
    findings: Vec<&'d Finding>,
    apart: Unattached<'d>,
}

/// Three short tables side by side: modes, verdicts, severities; and the chart of the modes.
fn in_short(dossier: &Dossier, received: &Received<'_>, page: &mut Page<'_>) -> Result<(), XlsxError> {
    page.section("Internalisé ou externalisé, documents reçus, anomalies")?;
    let top = page.row;
    let total: u32 = dossier.total.modes.iter().sum();
    let labels = Mode::ALL.map(Mode::label).into_iter().chain(["Mode non précisé"]);
    let modes = [
        Column::new("Mode des couples confiés", Kind::Text),
        Column::new("Couples", Kind::Count),
        Column::new("Sur un total de", Kind::Count),
        Column::new("Part", Kind::Rate),
    ];
    let few = dossier.total.answered() < french::FEWEST_SCHOOLS;
    let rows: Vec<[Cell<'_>; 4]> = labels
        .zip(dossier.total.modes)
        .map(|(label, count)| {
            [
                Cell::text(label),
                Cell::count(count),
                Cell::count(total),
                percentage(Rate::new(count, total), few),
            ]
        })
        .collect();
    let alt = "Couples confiés, par mode";
    let modes = page.table_at((top, 0), "Modes", alt, &modes, rows.into_iter())?;

    let verdicts = [Column::new("Verdict", Kind::Text), Column::new("Documents", Kind::Count)];
    let mut rows: Vec<_> = Verdict::ALL
        .into_iter()
        .map(|verdict| {
            let documents = received.documents.iter().filter(|line| line.verdict == verdict).count();
            [Cell::text(verdict.label()), Cell::count(documents as u32)]
        })
        .collect();
    rows.extend(apart(received.apart.documents.len()));
    let rows = rows.into_iter();
    let alt = "Documents, par verdict";
    let verdicts = page.table_at((top, VERDICTS_COLUMN), "Verdicts", alt, &verdicts, rows)?;

    let severities = [Column::new("Gravité", Kind::Mark), Column::new("Nombre d’anomalies", Kind::Count)];
    let of = |severity| {
        let open = received.findings.iter().filter(|finding| finding.accepted.is_none());
        open.filter(|finding| finding.severity == severity).count() as u32
    };
    let mut rows: Vec<_> = Severity::ALL
        .into_iter()
        .map(|severity| [Cell::text(marks::severity(severity)), Cell::count(of(severity))])
        .collect();
    let accepted = received.findings.iter().filter(|finding| finding.accepted.is_some()).count() as u32;
    if accepted > 0 {
        rows.push([Cell::text(marks::ACCEPTED), Cell::count(accepted)]);
    }
    rows.extend(apart(received.apart.findings.iter().filter(|finding| finding.accepted.is_none()).count()));
    let rows = rows.into_iter();
    let severities = page.table_at((top, 8), "Gravites", "Anomalies, par gravité", &severities, rows)?;
    colours::severities(page.sheet, Area { last_column: severities.first_column, ..severities })?;

    page.row = verdicts.last_row.max(severities.last_row) + 2;
    page.block();
    let height = charts::bars_height(dossier.total.modes.len());
    if let Some(chart) = charts::modes(dossier, modes, height) {
        let chart_row = page.room(height);
        page.sheet.insert_chart(chart_row, 0, &chart)?;
    }
    Ok(())
}

/// How many of the lines above belong to no school; no line where none does.
fn apart<'a>(number: usize) -> Option<[Cell<'a>; 2]> {
    (number > 0).then(|| [Cell::text("dont sans école reconnue"), Cell::count(number as u32)])
}

/// A rate as a cell, unless there are too few schools for a percentage to mean something.
pub(super) fn percentage<'a>(rate: Rate, few: bool) -> Cell<'a> {
    if few && rate.denominator > 0 { Cell::text(TOO_FEW) } else { Cell::rate(rate) }
}
