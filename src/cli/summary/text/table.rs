//! The académies of a run, one line each: as many as a screen holds, and the columns that it is wide enough for.

use super::super::{Figures, Summary};
use crate::cli::look::{Look, Role, columns, shortened};
use crate::french::{count, counted, percent};
use crate::model::document::Verdict;
use crate::model::finding::Severity;

/// Académies that have a line: beyond, those with the most blocking findings do, and the rest is in the national workbook.
const MOST: usize = 12;

/// Titles of the columns, and how wide each is.
const COLUMNS: [(&str, usize); 7] = [
    ("Académie", 18),
    ("Documents", 10),
    ("Retenus", 9),
    ("Retours", 13),
    ("Taux", 8),
    ("Couverture", 11),
    ("Bloquants", 10),
];

/// Columns that a narrow screen does without, the first to go first.
const LEAST: [usize; 3] = [1, 2, 3];

/// The cells of a line, in the order of [`COLUMNS`].
type Cells = [String; COLUMNS.len()];

impl Summary<'_> {
    /// The académies, or those to look at first, then the total; `verbose` for all.
    pub(super) fn table(&self, verbose: bool, look: Look) -> String {
        let kept = kept(look.width());
        let mut shown: Vec<&(_, Figures)> = self.academies.iter().collect();
        if !verbose && shown.len() > MOST {
            shown.sort_by_key(|(_, figures)| std::cmp::Reverse(blocking(figures)));
            shown.truncate(MOST);
            shown.sort_by_key(|(dossier, _)| &dossier.academie.code);
        }
        let mut text =
            look.paint(Role::Title, line(&COLUMNS.map(|(title, _)| title.to_owned()), &kept).trim_end());
        text.push('\n');
        for (dossier, figures) in &shown {
            text.push_str(&painted(&dossier.academie.name, figures, &kept, look));
        }
        let others = self.academies.len() - shown.len();
        if others > 0 {
            let told = format!(
                "… et {}, avec moins de constats bloquants : voir national.xlsx, ou relancez avec --verbose",
                counted(others as u64, "autre académie", "autres académies")
            );
            text.push_str(&look.wrapped(&told, ""));
        }
        if self.unattached.received() > 0 {
            let mut cells = cells("Sans académie", &self.unattached);
            cells[3..=5].fill(String::new());
            text.push_str(&line(&cells, &kept));
        }
        text + &painted("Total", &self.total, &kept, look)
    }
}

fn blocking(figures: &Figures) -> u32 {
    figures.counts.findings(Severity::Blocking)
}

/// The columns that so many signs have room for.
fn kept(width: usize) -> Vec<usize> {
    let mut kept: Vec<usize> = (0..COLUMNS.len()).collect();
    for least in LEAST {
        if kept.iter().map(|column| COLUMNS[*column].1).sum::<usize>() > width {
            kept.retain(|column| *column != least);
        }
    }
    kept
}

fn cells(name: &str, figures: &Figures) -> Cells {
    let retained = figures.counts.with(Verdict::Retained);
    let (returns, rate) = match figures.return_rate() {
        Some(rate) => (format!("{}/{}", count(rate.numerator), count(rate.denominator)), percent(rate)),
        None => (count(figures.unexpected), "-".to_owned()),
    };
    let coverage = percent(figures.tally.coverage());
    let blocking = count(blocking(figures));
    [name.to_owned(), count(figures.received()), count(retained), returns, rate, coverage, blocking]
}

/// A line whose blocking findings are in their colour, where there are any.
fn painted(name: &str, figures: &Figures, kept: &[usize], look: Look) -> String {
    let cells = cells(name, figures);
    let whole = line(&cells, kept);
    match whole.trim_end().strip_suffix(cells[6].as_str()) {
        Some(rest) if blocking(figures) > 0 => format!("{rest}{}\n", look.paint(Role::Blocking, &cells[6])),
        _ => whole,
    }
}

/// The first cell from the left, the others to the right.
fn line(cells: &Cells, kept: &[usize]) -> String {
    let mut text = String::new();
    for column in kept {
        let (cell, width) = (&cells[*column], COLUMNS[*column].1);
        let gap = |cell: &str| " ".repeat(width.saturating_sub(columns(cell)));
        if *column == 0 {
            let cell = shortened(cell, width);
            text.extend([cell.as_str(), &gap(&cell)]);
        } else {
            text.extend([&gap(cell), cell.as_str()]);
        }
    }
    text + "\n"
}
