//! Columns that may hold a table's labels, before their headers are read: found by what they name, echoes left out.

use std::collections::{BTreeMap, BTreeSet};

use super::Recogniser;
use super::extents::{HEADER_REACH, first_worded};
use super::view::View;
use crate::model::grid::CellValue;
use crate::model::record::Field;
use crate::model::referential::CompetenceId;

/// A column of labels, before its header is looked for.
pub(super) struct Candidate {
    pub(super) column: u32,
    /// Row of the cell that says « Compétence », if there is one.
    pub(super) header: Option<u32>,
    /// Rows of labels that name a competence exactly.
    pub(super) hits: Vec<u32>,
    /// Where it ends: the row before the next header in the same column, or the sheet's last.
    pub(super) end: u32,
}

/// The columns of labels of a view, in reading order.
pub(super) struct Candidates {
    pub(super) all: Vec<Candidate>,
    /// Their ranks by column, from top to bottom: in one column, none begins before the one above ends.
    pub(super) by_column: BTreeMap<u32, Vec<usize>>,
}

impl Candidates {
    fn new(mut all: Vec<Candidate>) -> Self {
        all.sort_by_key(|candidate| (candidate.hits.first().copied(), candidate.column));
        let mut by_column: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (rank, candidate) in all.iter().enumerate() {
            by_column.entry(candidate.column).or_default().push(rank);
        }
        Self { all, by_column }
    }

    /// Those of a column that end at a row or below it and begin, their header one row above their labels at least,
    /// at another row or above it.
    pub(super) fn between(&self, column: u32, from: u32, to: u32) -> impl Iterator<Item = usize> {
        let ranks = self.by_column.get(&column).map_or(&[][..], Vec::as_slice);
        let first = ranks.partition_point(|rank| self.all[*rank].end < from);
        ranks[first..].iter().copied().take_while(move |rank| self.all[*rank].begin() <= to)
    }
}

impl Candidate {
    /// The row of its header, else the one above its labels.
    pub(super) fn begin(&self) -> u32 {
        self.header.unwrap_or_else(|| self.hits.first().map_or(0, |first| first.saturating_sub(1)))
    }
}

/// The rows of each column of labels whose text says « Compétence ».
fn headers(
    recogniser: &Recogniser,
    view: &View<'_>,
    hits: &BTreeMap<u32, Vec<u32>>,
) -> BTreeMap<u32, Vec<u32>> {
    let mut headers: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (row, cells) in view.rows(0, view.last_row()) {
        for column in cells.iter().map(|cell| cell.column).filter(|column| hits.contains_key(column)) {
            if !view.effort().spend(300) {
                return headers;
            }
            // « Mission technique | Qui ? »: in other words, where the row asks who answers.
            let asks_who = |from: u32| {
                cells.iter().filter(|cell| cell.column >= from && cell.column != column).any(|cell| {
                    matches!(cell.value, CellValue::Text(text) if
                        recogniser.dictionary.columns.exact(text).contains(&Field::Responsible)
                            && !recogniser.bodies.named(cell.value))
                })
            };
            if view.text(row, column).is_some_and(|text| {
                let told = recogniser.dictionary.columns.exact(text);
                // « Réf. et compétence | Entité | Mode » is a line of titles, though « réf. » may name a post.
                let among_titles = || {
                    let known = cells.iter().filter(|cell| {
                        cell.column != column
                            && matches!(cell.value, CellValue::Text(text) if
                                !recogniser.dictionary.columns.exact(text).is_empty())
                    });
                    known.count() > 1
                };
                let by_words =
                    told.is_empty() && super::gist::of_title(text) == Some(Field::Competence) && asks_who(0);
                // « Poste | Tenu par »: what is to be held; behind who holds it, a post is a person's.
                let heads_labels = || {
                    cells.iter().any(
                        |cell| matches!(cell.value, CellValue::Text(text) if recogniser.titles_labels(text)),
                    )
                };
                let held = || {
                    told.contains(&Field::Fonction)
                        && asks_who(column)
                        && !heads_labels()
                        && !names_few(recogniser, view, hits, (row, column))
                };
                // « Prestation | Type | Titulaire » under another table: titles side by side, the first over labels.
                let titles = || {
                    let texts = || {
                        cells.iter().filter_map(|cell| match cell.value {
                            CellValue::Text(text) => Some(text.as_str()),
                            _ => None,
                        })
                    };
                    let known =
                        texts().filter(|text| !recogniser.dictionary.columns.exact(text).is_empty()).count();
                    told.iter().any(|field| {
                        matches!(field, Field::Service | Field::Role | Field::Family | Field::Number)
                    }) && cells.len() > 1
                        && texts().count() == cells.len()
                        && known + 1 >= cells.len().max(3)
                        && asks_who(0) | holds(recogniser, cells)
                        && rows_around(hits, column, row)
                        && !heads_labels()
                };
                // « Fonction technique | Interne / externe | Entité responsable » under a band: titles that ask who and
                // how, over other labels than the table above.
                let again = || {
                    let asks = |field: Field| {
                        cells.iter().filter(|cell| cell.column != column).any(|cell| {
                            matches!(cell.value, CellValue::Text(text) if
                                recogniser.dictionary.columns.exact(text).contains(&field)
                                    || super::gist::of_title(text) == Some(field))
                        })
                    };
                    let under_band = row.checked_sub(1).is_none_or(|above| view.row(above).len() < 2);
                    cells.len() > 2
                        && under_band
                        && rows_around(hits, column, row)
                        && asks(Field::Responsible)
                        && asks(Field::Mode)
                        && !heads_labels()
                };
                (told.contains(&Field::Competence)
                    && !(super::gist::asks_post(text) && names_few(recogniser, view, hits, (row, column)))
                    || by_words
                    || held()
                    || titles()
                    || again())
                    && (recogniser.labels.exactly(text).is_none() || by_words && among_titles())
            }) {
                headers.entry(column).or_default().push(row);
            }
        }
    }
    headers
}

/// « Fonction » over « assistance » and « support » again and again, beside a column that names many more competences. Not
/// where the same title heads both: lists side by side.
fn names_few(
    recogniser: &Recogniser,
    view: &View<'_>,
    hits: &BTreeMap<u32, Vec<u32>>,
    (row, column): (u32, u32),
) -> bool {
    let distinct = |column: u32| {
        let rows = hits.get(&column).into_iter().flatten().filter_map(|row| view.text(*row, column));
        rows.filter_map(|label| recogniser.labels.exactly(label)).flatten().collect::<BTreeSet<_>>().len()
    };
    let own = distinct(column);
    let title = view.text(row, column);
    let apart = |other: u32| other != column && view.text(row, other) != title;
    hits.keys().any(|other| apart(*other) && distinct(*other) > 2 * own)
}

/// Whether a row of titles asks who holds: « Titulaire ».
fn holds(recogniser: &Recogniser, cells: &[super::view::Seen<'_>]) -> bool {
    cells.iter().any(|cell| {
        matches!(cell.value, CellValue::Text(text) if
            recogniser.dictionary.columns.exact(text).contains(&Field::Provider))
    })
}

/// Whether labels stand right under a row of a column, with others above it or in other columns above.
fn rows_around(hits: &BTreeMap<u32, Vec<u32>>, column: u32, row: u32) -> bool {
    let under = hits.get(&column).is_some_and(|rows| rows.contains(&(row + 1)));
    under && hits.values().flatten().any(|hit| *hit < row)
}

pub(super) fn candidates(
    recogniser: &Recogniser,
    view: &View<'_>,
    hits: &BTreeMap<u32, Vec<u32>>,
) -> Candidates {
    let mut candidates = Vec::new();
    let mut headers = headers(recogniser, view, hits);
    for (&column, rows) in hits {
        if !view.effort().spend(300) {
            break;
        }
        let mut headers = headers.remove(&column).unwrap_or_default();
        // « Compétence » over « Intitulé »: one header of two rows.
        headers.dedup_by(|lower, upper| *lower == *upper + 1);
        let posts = |row: u32| {
            view.text(row, column).is_some_and(super::gist::asks_post)
                && names_few(recogniser, view, hits, (row, column))
        };
        if headers.is_empty() {
            headers.extend(misspelt_headers(recogniser, view, column, rows));
            headers.retain(|row| !posts(*row));
        }
        if headers.is_empty() && rows.len() == 1 {
            headers.extend(domain_header(recogniser, view, column, rows[0]));
        }
        let first_header = headers.first().copied();
        let headless: Vec<u32> =
            rows.iter().copied().filter(|row| first_header.is_none_or(|header| *row < header)).collect();
        let headless = below_titles(recogniser, view, headless);
        if headless.len() > 1 {
            let end = first_header.map_or(view.last_row(), |header| header.saturating_sub(1));
            candidates.push(Candidate { column, header: None, hits: headless, end });
        }
        for (index, &header) in headers.iter().enumerate() {
            let end = headers.get(index + 1).map_or(view.last_row(), |next| next - 1);
            let (from, to) =
                (rows.partition_point(|row| *row <= header), rows.partition_point(|row| *row <= end));
            // The same title as over another table of the column.
            let again = || {
                let title = view.text(header, column);
                headers.iter().any(|other| *other != header && view.text(*other, column) == title)
            };
            let hits = if from < to {
                rows[from..to].to_vec()
            } else if again() {
                worded_under(recogniser, view, column, header)
            } else {
                Vec::new()
            };
            if !hits.is_empty() {
                candidates.push(Candidate { column, header: Some(header), hits, end });
            }
        }
    }
    drop_echoes(recogniser, view, Candidates::new(candidates))
}

/// Rows of labels, without the sheet's own title above a row of titles: « Hébergement ENT », alone, over « Entité responsable ».
fn below_titles(recogniser: &Recogniser, view: &View<'_>, mut rows: Vec<u32>) -> Vec<u32> {
    let asks_who = |row: u32| {
        let titles = view.row(row);
        titles.len() > 2
            && titles.iter().any(|cell| {
                matches!(cell.value, CellValue::Text(text) if
                    recogniser.dictionary.columns.exact(text).contains(&Field::Responsible)
                        || recogniser.dictionary.columns.close(text) == Some(Field::Responsible))
            })
    };
    if let [first, second, ..] = rows[..]
        && view.row(first).len() == 1
        && view.rows(first + 1, second).any(|(row, _)| row > first && row < second && asks_who(row))
    {
        rows.remove(0);
    }
    rows
}

/// The labels right under a header that asks who answers, where none names a competence exactly: « Gestion des comptes
/// élèves », the only line of a table under tables of the same titles.
fn worded_under(recogniser: &Recogniser, view: &View<'_>, column: u32, header: u32) -> Vec<u32> {
    let asks_who = view.row(header).iter().any(|cell| {
        cell.column != column
            && matches!(cell.value, CellValue::Text(text) if
                recogniser.dictionary.columns.exact(text).contains(&Field::Responsible)
                    || super::gist::of_title(text) == Some(Field::Responsible))
    });
    if !asks_who {
        return Vec::new();
    }
    (header + 1..=view.last_row())
        .map_while(|row| Some((row, view.text(row, column)?)))
        .take_while(|(row, _)| view.row(*row).len() > 1)
        .filter(|(_, text)| recogniser.labels.named(text, view.effort()).is_some())
        .map(|(row, _)| row)
        .collect()
}

/// The first cell of a labels' column that says « Compétence » by a close spelling (« Compétance »), above the last
/// label: a sheet's title may name a competence above its header. And those below that say the same: a header repeated.
fn misspelt_headers(recogniser: &Recogniser, view: &View<'_>, column: u32, rows: &[u32]) -> Vec<u32> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Vec::new() };
    let mut title: Option<&str> = None;
    let mut headers = Vec::new();
    for (row, _) in view.rows(first.saturating_sub(HEADER_REACH), *last) {
        if row >= *last || rows.contains(&row) {
            continue;
        }
        let Some(text) = view.text(row, column) else { continue };
        // The sheet's own title, alone on its line, above a line of titles.
        let heads_sheet = || {
            view.row(row).len() == 1
                && row < *first
                && view.rows(row + 1, first.saturating_sub(1)).any(|(below, cells)| {
                    below > row
                        && cells.len() > 1
                        && view.text(below, column).is_some_and(|text| recogniser.titles_labels(text))
                })
        };
        let is_header = if let Some(title) = title {
            title == text
        } else {
            recogniser.titles_labels(text) && recogniser.labels.exactly(text).is_none() && !heads_sheet()
        };
        if is_header {
            title = Some(text);
            headers.push(row);
        }
    }
    headers
}

/// « Domaine » over the only label that is exact: the title of labels where the row asks who answers, and where no
/// other title of the row says « Compétence ». (Two labels or more need no title to be told.)
fn domain_header(recogniser: &Recogniser, view: &View<'_>, column: u32, label: u32) -> Option<u32> {
    let fields = |text: &str| recogniser.dictionary.columns.exact(text);
    let first = first_worded(recogniser, view, column, label);
    view.rows(first.saturating_sub(HEADER_REACH), label).map(|(row, _)| row).find(|row| {
        let titles = || {
            view.row(*row).iter().filter_map(|cell| match cell.value {
                CellValue::Text(text) => Some(text.as_str()),
                _ => None,
            })
        };
        let asks_who = |title: &str| {
            fields(title).contains(&Field::Responsible)
                || fields(title).is_empty() && super::gist::of_title(title) == Some(Field::Responsible)
        };
        // « De quoi parle-t-on ? » right over it as well.
        let heads = |text: &str| {
            fields(text).contains(&Field::Family)
                || row + 1 == first
                    && fields(text).is_empty()
                    && text.trim_end().ends_with('?')
                    && !asks_who(text)
        };
        *row < label
            && view.text(*row, column).is_some_and(heads)
            && titles().any(asks_who)
            && !titles().any(|title| recogniser.titles_labels(title))
    })
}

/// Drops the columns that only echo labels: a family column (« Pilotage »), a type of service (« assistance »). What
/// they name is named again, more fully, by another column of the same rows.
fn drop_echoes(recogniser: &Recogniser, view: &View<'_>, candidates: Candidates) -> Candidates {
    let named: Vec<BTreeSet<CompetenceId>> = candidates
        .all
        .iter()
        .map(|candidate| {
            let labels = candidate.hits.iter().filter_map(|row| view.text(*row, candidate.column));
            labels.filter_map(|label| recogniser.labels.named(label, view.effort())).flatten().collect()
        })
        .collect();
    // Under a header, labels that are misspelt name as well: « 13. Administrattion de l'ENT ».
    let wholly: Vec<BTreeSet<CompetenceId>> = candidates
        .all
        .iter()
        .zip(&named)
        .map(|(candidate, named)| {
            let (Some(header), Some(last)) = (candidate.header, candidate.hits.last()) else {
                return named.clone();
            };
            let more = view
                .rows(header + 1, (last + 2).min(candidate.end))
                .filter(|(row, _)| *row > header && *row <= candidate.end)
                .filter_map(|(row, _)| {
                    recogniser.labels.named(view.text(row, candidate.column)?, view.effort())
                });
            named.iter().copied().chain(more.flatten()).collect()
        })
        .collect();
    let echoes = |index: usize| {
        let mine = &candidates.all[index];
        let rows = mine.hits.first().copied().zip(mine.hits.last().copied());
        // In its own column, none stands beside it.
        let columns = candidates.by_column.keys().filter(|column| **column != mine.column);
        let beside = columns.filter_map(|column| {
            let (first, last) = rows.filter(|_| view.effort().spend(5))?;
            Some(candidates.between(*column, first, last))
        });
        beside.flatten().any(|other| {
            let theirs = &candidates.all[other];
            let together = mine.hits.iter().any(|row| {
                theirs.header.or(theirs.hits.first().copied()).is_some_and(|first| first <= *row)
                    && *row <= theirs.end
            });
            let again = named[index].intersection(&wholly[other]).count();
            // Side by side, two tables share out the competences, and each has its own header or a good part of them.
            let families = mine.hits.iter().all(|row| {
                view.text(*row, mine.column).is_some_and(|text| recogniser.family(text).is_some())
            });
            // On their side, bands of competences stand under each other: one that repeats nothing echoes nothing.
            let apart = !families
                && again * 2 < named[index].len()
                && (mine.header.is_some() || named[index].len() > 3 || again == 0 && view.on_its_side())
                || again == 0 && view.on_its_side() && mine.header.is_some();
            // « Fonction » over the posts of persons, beside « Domaines de compétence ».
            let asks_post = |of: &Candidate| {
                of.header.and_then(|row| view.text(row, of.column)).is_some_and(super::gist::asks_post)
            };
            let post = mine.header == theirs.header
                && asks_post(mine)
                && !asks_post(theirs)
                && named[other].len() > named[index].len();
            // « Famiille » on the row that titles their labels.
            let columns = &recogniser.dictionary.columns;
            let titled_family = mine.header.is_none()
                && theirs.header.and_then(|row| view.text(row, mine.column)).is_some_and(|title| {
                    columns.exact(title).is_empty() && columns.close(title) == Some(Field::Family)
                });
            together
                && (!apart || post || titled_family)
                && (theirs.header.is_some(), named[other].len(), other)
                    > (mine.header.is_some(), named[index].len(), index)
        })
    };
    let kept: Vec<bool> = (0..candidates.all.len())
        .map(|index| !echoes(index) && (candidates.all[index].header.is_some() || named[index].len() > 1))
        .collect();
    let kept = candidates.all.into_iter().zip(kept).filter(|(_, kept)| *kept);
    Candidates::new(kept.map(|(candidate, _)| candidate).collect())
}
