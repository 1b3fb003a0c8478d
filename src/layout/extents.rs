//! How far a table goes: the rows of its header, its columns, the rows that answer.

use std::collections::BTreeSet;

use super::Recogniser;
use super::candidates::{Candidate, Candidates};
use super::labels::Named;
use super::view::{Seen, View};
use crate::model::grid::CellValue;
use crate::model::mark::Mark;
use crate::model::record::Field;

/// How many rows may stand between a header and its first label: sub-headers, a blank row.
pub(super) const HEADER_REACH: u32 = 6;
/// How many it may hold before a title that asks who answers, or how.
const AIRY_GAP: u32 = 6;
/// How many blank columns a table may hold before what follows is another thing.
pub(super) const GAP: u32 = 2;

/// The rows of the header: from the cell that says « Compétence », or from the nearest row above the first label
/// whose titles say something, down to the row before the first label.
pub(super) fn header_rows(
    recogniser: &Recogniser,
    view: &View<'_>,
    candidate: &Candidate,
    first: u32,
) -> Option<(u32, u32)> {
    if let Some(header) = candidate.header {
        // A second row of titles lies between, unless its cell in the labels' column says something.
        let mut last = header;
        for (row, cells) in view.rows(header + 1, first.saturating_sub(1)).filter(|(row, _)| *row < first) {
            // A lone text is a band, or a note: « A. Pilotage ».
            let beside = cells.iter().filter(|cell| cell.column != candidate.column).count();
            let titles = || {
                let known = cells.iter().filter(|cell| {
                    cell.column != candidate.column
                        && matches!(cell.value, CellValue::Text(text) if recogniser.is_title(text))
                });
                let upper = view.row(header).iter().filter(|cell| cell.column != candidate.column).count();
                known.count() > 1 && upper < beside
            };
            // « Domaine | Institution | Contact » under « Compétences | Acteurs »: a row of titles, whatever heads the labels.
            let says_label = view.text(row, candidate.column).is_none_or(|text| {
                !recogniser.titles_labels(text)
                    && (recogniser.labels.named(text, view.effort()).is_some() || !titles())
            });
            if row > header + 2 || view.cell(row, candidate.column).is_some() && says_label || beside < 2 {
                break;
            }
            last = row;
        }
        // Group titles stand above: « Responsabilité » over « Entité » and « Contact ». One that begins where the table
        // does, or that covers the labels, is the sheet's title.
        let leftmost = view.row(header).first().map_or(0, |cell| cell.column);
        let above = header.checked_sub(1).filter(|row| {
            view.row(*row).iter().any(|cell| {
                cell.column > leftmost
                    && cell.column != candidate.column
                    && view.cell(header, cell.column).is_some()
                    && view.merge(*row, cell.column).is_some_and(|area| {
                        area.first.column != area.last.column
                            && !(area.first.column..=area.last.column).contains(&candidate.column)
                    })
            })
        });
        return Some((above.unwrap_or(header), last));
    }
    let first = first_worded(recogniser, view, candidate.column, first);
    let from = first.saturating_sub(HEADER_REACH);
    let mut best: Option<(usize, u32)> = None;
    for (row, cells) in view.rows(from, first.saturating_sub(1)).rev().filter(|(row, _)| *row < first) {
        let titles =
            cells.iter().filter(|cell| cell.column != candidate.column).filter_map(|cell| match cell.value {
                // Crosses and letters are answers, whatever line they stand on.
                CellValue::Text(text) => Mark::parse(text).is_none().then_some(text),
                _ => None,
            });
        // « Rempli par : | Mme Durand | Date : »: questions of a form, each beside its answer.
        let asking = titles.clone().filter(|text| text.trim_end().ends_with(':')).count();
        let asks_beside = asking > 0 && asking < titles.clone().count();
        let named_beside = || {
            view.text(row, candidate.column)
                .is_some_and(|label| recogniser.labels.named(label, view.effort()).is_some())
        };
        let understood = titles
            .clone()
            .filter(|text| !asks_beside || !text.trim_end().ends_with(':'))
            // « Le bilan | personne »: nobody answers.
            .filter(|text| !(says_nobody(text) && named_beside()))
            .filter(|text| {
                recogniser.dictionary.columns.exact(text).iter().any(|field| *field != Field::Competence)
                    || recogniser.mode_word(text).is_some()
                    || super::gist::of_title(text).is_some()
            })
            .count();
        // Actors across a cross-table are no titles that a dictionary knows: several texts in a row will do.
        // « École » may be an actor; « École : » and an address begin an identification.
        let identifies = titles.clone().any(|text| {
            text.contains('@')
                || text
                    .split_once(':')
                    .is_some_and(|(label, _)| !recogniser.dictionary.identity.exact(label).is_empty())
        });
        let score = if understood > 0 {
            10 + understood
        } else {
            usize::from(titles.count() > 1 && (view.on_its_side() || !identifies && !asks_beside))
        };
        if score > best.map_or(0, |(score, _)| score) {
            best = Some((score, row));
        }
    }
    let (_, row) = best?;
    // « Qui fait quoi » over the actors: the lowest row of titles closes the header.
    let last = view
        .rows(row + 1, first.saturating_sub(1))
        .filter(|(below, cells)| {
            *below > row
                && *below < first
                && view.cell(*below, candidate.column).is_none()
                && cells.iter().filter(|cell| super::gist::is_worded(cell.value)).count() > 1
        })
        .map(|(below, _)| below)
        .next_back();
    // A title that is merged down to these is one of them: « Interne / Externe » beside « Qui ? » over « Entité ».
    let above = row.checked_sub(1).filter(|above| {
        view.row(*above).iter().any(|cell| {
            cell.column != candidate.column
                && view.merge(*above, cell.column).is_some_and(|area| area.last.row >= row)
        })
    });
    Some((above.unwrap_or(row), last.unwrap_or(row)))
}

/// « Personne » asks for a name over names, and answers that nobody does beside a label.
fn says_nobody(text: &str) -> bool {
    *crate::text::words(text) == ["personne"]
}

/// The first line of a table whose first labels are in its own words, above the first that is exact.
pub(super) fn first_worded(recogniser: &Recogniser, view: &View<'_>, column: u32, exact: u32) -> u32 {
    let mut first = exact;
    for (row, cells) in view.rows(exact.saturating_sub(HEADER_REACH * 3), exact.saturating_sub(1)).rev() {
        if row + 1 != first || row >= exact || cells.len() < 2 {
            break;
        }
        let titles = cells.iter().any(|cell| {
            // « Prestataire », « interne » answer as well as they ask.
            !super::gist::says_mode(cell.value)
                && matches!(cell.value, CellValue::Text(text) if
                !says_nobody(text) && recogniser.is_title(text) && recogniser.labels.exactly(text).is_none())
        });
        let is_label = |label: &str| {
            recogniser.dictionary.identity.exact(label.split(':').next().unwrap_or_default()).is_empty()
                && !matches!(recogniser.labels.name(label, None, view.effort()), Named::Nothing)
        };
        if titles || !view.text(row, column).is_some_and(is_label) {
            break;
        }
        first = row;
    }
    first
}

/// The columns of a table: the run of titled columns that holds the labels, shared with the tables side by side.
pub(super) fn extent(
    recogniser: &Recogniser,
    view: &View<'_>,
    candidate: &Candidate,
    header: (u32, u32),
    all: &Candidates,
) -> Vec<u32> {
    let mut titled: BTreeSet<u32> = BTreeSet::new();
    for row in header.0..=header.1 {
        for cell in view.row(row) {
            titled.insert(cell.column);
            // A merged title covers the columns under it, as far as something stands there.
            if let Some(area) = view.merge(row, cell.column) {
                titled.extend(area.first.column..=area.last.column.min(area.first.column + 40));
            }
        }
    }
    titled.insert(candidate.column);
    let titled: Vec<u32> = titled.into_iter().collect();
    let here = titled.iter().position(|column| *column == candidate.column).unwrap_or(0);
    let is_identity = |column: u32| {
        (header.0..=header.1).filter_map(|row| view.text(row, column)).any(|text| {
            let (label, value) = text.split_once(':').unwrap_or((text, ""));
            // « Courriel : ce.0350122t@… » is no title, whatever « Courriel » may be.
            !recogniser.dictionary.identity.exact(label).is_empty()
                && (!value.trim().is_empty() || recogniser.dictionary.columns.exact(label).is_empty())
        })
    };
    // « Adresse mail » titles a column as well as it identifies: above the labels, behind a blank, it identifies.
    let stands_apart = |column: u32, next: u32| {
        next - column > 1
            && (header.0..=header.1)
                .filter_map(|row| view.text(row, column))
                .any(|text| !recogniser.dictionary.identity.exact(text).is_empty())
    };
    // A line of a table answers for several competences; one value beside « Courriel : » says whose inventory it is.
    let says_once = |column: u32| {
        candidate.hits.iter().filter(|row| view.cell(**row, column).is_some()).count() < 2
            && (header.0..=header.1).filter_map(|row| view.text(row, column)).any(|text| {
                let label = text.split(':').next().unwrap_or_default();
                !recogniser.dictionary.identity.exact(label).is_empty()
            })
    };
    let mut start = here;
    while start > 0
        && titled[start] - titled[start - 1] <= GAP
        && !is_far_identity(&titled, start - 1, start, is_identity)
        // On its side, a table stands below the identification block, in the same column.
        && !(view.on_its_side()
            && (is_identity(titled[start - 1])
                || says_once(titled[start - 1])
                || stands_apart(titled[start - 1], titled[start])))
    {
        start -= 1;
    }
    // « Compétence », three blank columns, « Responsable »: an airy table, whose titles tell that it goes on.
    let goes_on = |from: u32, to: u32| {
        to - from <= AIRY_GAP
            && (header.0..=header.1).filter_map(|row| view.text(row, to)).any(|text| {
                let fields = recogniser.dictionary.columns.exact(text);
                fields.iter().any(|field| matches!(field, Field::Responsible | Field::Mode))
                    && recogniser.dictionary.identity.exact(text).is_empty()
            })
    };
    let mut end = here;
    while end + 1 < titled.len()
        && (titled[end + 1] - titled[end] <= GAP || goes_on(titled[end], titled[end + 1]))
        && !is_far_identity(&titled, end + 1, end, is_identity)
    {
        end += 1;
    }
    // « Réponses », then modes under no title.
    let mut run = titled[start..=end].to_vec();
    if end + 1 == titled.len() && !view.on_its_side() && holds_modes(view, candidate, titled[end] + 1) {
        run.push(titled[end] + 1);
    }
    let run = run.as_slice();
    // Tables side by side share the run: their labels' columns cut it.
    let rows = || candidate.hits.iter().copied().chain([header.1]);
    let (from, to) = (rows().min().unwrap_or(0), rows().max().unwrap_or(0));
    let beside = |column: u32| {
        all.between(column, from, to).map(|other| &all.all[other]).any(|other| {
            other.hits.first().is_some_and(|hit| *hit > header.0)
                && rows().any(|row| other.begin() <= row && row <= other.end)
        })
    };
    let labels: BTreeSet<u32> =
        run.iter().copied().filter(|column| view.effort().spend(5) && beside(*column)).collect();
    if labels.len() < 2 {
        return run.to_vec();
    }
    shared_out(run, &labels, candidate.column)
}

/// Whether most of what stands in a column, beside labels, says a mode and nothing else.
fn holds_modes(view: &View<'_>, candidate: &Candidate, column: u32) -> bool {
    let (Some(first), Some(last)) = (candidate.hits.first(), candidate.hits.last()) else { return false };
    let (mut modes, mut all) = (0usize, 0usize);
    for (_, cells) in view.rows(*first, *last) {
        let Some(cell) = cells.iter().find(|cell| cell.column == column) else { continue };
        all += 1;
        modes += usize::from(super::gist::is_mode_alone(cell.value));
    }
    modes > 2 && modes * 4 >= all * 3
}

/// The part of a run of columns that goes with one of several labels' columns: cut at a blank column between two
/// tables, else where the first table's titles would begin again.
fn shared_out(run: &[u32], labels: &BTreeSet<u32>, mine: u32) -> Vec<u32> {
    let rank = |column: u32| run.iter().position(|other| *other == column).unwrap_or(0);
    let before_first = labels.first().map_or(0, |first| rank(*first));
    let mut starts = vec![0];
    for (left, right) in labels.iter().zip(labels.iter().skip(1)) {
        let (left, right) = (rank(*left), rank(*right));
        let gap = (left + 1..=right).find(|index| run[*index] - run[*index - 1] > 1);
        starts.push(gap.unwrap_or_else(|| right.saturating_sub(before_first).max(left + 1)));
    }
    let index = labels.iter().position(|label| *label == mine).unwrap_or(0);
    let end = starts.get(index + 1).copied().unwrap_or(run.len());
    run[starts[index]..end].to_vec()
}

/// A cell of an identification block that stands beside the table, past a blank column.
fn is_far_identity(titled: &[u32], next: usize, here: usize, is_identity: impl Fn(u32) -> bool) -> bool {
    titled[next].abs_diff(titled[here]) > 1 && is_identity(titled[next])
}

/// The rows that answer: from the header down, over single blank rows, to the table's end.
pub(super) fn body_rows(
    recogniser: &Recogniser,
    view: &View<'_>,
    candidate: &Candidate,
    header: u32,
    from: u32,
    columns: &[u32],
) -> Vec<u32> {
    let last_hit = candidate.hits.last().copied().unwrap_or(header);
    let mut body = Vec::new();
    let mut previous = header;
    // « Acteur | Rôle » under no label: lines that go on, as the last one may.
    let mut goes_on = false;
    for (row, cells) in view.rows(from, candidate.end) {
        if row > last_hit && row - previous > 2 {
            break;
        }
        if !cells.iter().any(|cell| columns.binary_search(&cell.column).is_ok()) {
            continue;
        }
        let unlabelled = view.text(row, candidate.column).is_none();
        // « 3 | 4 | 1 » under the last line, beside no label: how many each has.
        let figure = |cell: &Seen<'_>| match cell.value {
            CellValue::Number(_) => true,
            CellValue::Text(text) => {
                !text.is_empty() && text.trim().bytes().all(|byte| byte.is_ascii_digit())
            }
            _ => false,
        };
        if row > last_hit && unlabelled && cells.len() > 1 && cells.iter().all(figure) {
            break;
        }
        let next = goes_on && unlabelled && row == previous + 1;
        if row > last_hit && !next && ends_table(recogniser, view, row, candidate.column, columns) {
            break;
        }
        goes_on |= unlabelled && row < last_hit;
        previous = row;
        body.push(row);
    }
    body
}

/// A row below the last label that belongs to something else: an identification block, a legend.
fn ends_table(recogniser: &Recogniser, view: &View<'_>, row: u32, column: u32, columns: &[u32]) -> bool {
    let label = view.text(row, column);
    // « École » beside a label is an answer, not the start of a block.
    let is_label = |label: &str| recogniser.labels.named(label, view.effort()).is_some();
    if label.is_some_and(is_label) {
        return false;
    }
    let first = columns.iter().find_map(|column| view.text(row, *column));
    [label, first].into_iter().flatten().any(|text| {
        let asked = text.split(':').next().unwrap_or_default();
        !recogniser.dictionary.identity.exact(asked).is_empty() || text.contains('=')
    })
}
