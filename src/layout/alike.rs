//! Columns of one meaning: one of them counts, unless a number or a year tells them apart.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{Column, Meaning};
use super::view::View;
use crate::model::fact::Fact;
use crate::model::inventory::Observed;
use crate::model::record::Field;

/// Two columns of one meaning: one counts, and the other is reported. Of two that tell the responsible, the one whose
/// title asks for an entity: the other often holds a person.
pub(super) fn drop_duplicates(view: &View<'_>, columns: &mut [Column], facts: &mut Vec<Observed>) {
    let entity_first = columns.iter().position(|column| {
        matches!(column.meaning, Meaning::Field(Field::Responsible))
            && crate::text::words(&column.title)
                .iter()
                .any(|word| matches!(word.as_str(), "entite" | "structure" | "organisme" | "institution"))
    });
    let mut seen: Vec<Field> = Vec::new();
    let earlier = of_earlier_years(columns);
    let numbered = numbered_alike(columns);
    for (rank, column) in columns.iter_mut().enumerate() {
        let Meaning::Field(field) = column.meaning else { continue };
        if earlier.contains(&rank) {
            facts.push(Observed {
                fact: Fact::DuplicateColumn,
                at: Some(view.spot(column.title_row, column.index)),
                competence: None,
                read: column.title.to_string(),
            });
            column.meaning = Meaning::Field(Field::Other);
            continue;
        }
        // « Responsable 1 », « Responsable 2 »: both answer.
        if field == Field::Responsible && rank > 0 && (numbered.contains(&rank) || is_joint(&column.title)) {
            continue;
        }
        if matches!(
            field,
            Field::Other | Field::Comment | Field::Person | Field::ServiceLevel | Field::Number
        ) {
            continue;
        }
        let second = field == Field::Responsible && entity_first.is_some_and(|first| first != rank);
        if second || seen.contains(&field) {
            facts.push(Observed {
                fact: Fact::DuplicateColumn,
                at: Some(view.spot(column.title_row, column.index)),
                competence: None,
                read: column.title.to_string(),
            });
            column.meaning = Meaning::Field(Field::Person);
            if field != Field::Responsible {
                column.meaning = Meaning::Field(Field::Other);
            }
        } else {
            seen.push(field);
        }
    }
}

/// Columns of one meaning told apart by a year: « Responsable 2025-2026 » beside « Responsable 2026-2027 ». All but the
/// last year's.
fn of_earlier_years(columns: &[Column]) -> BTreeSet<usize> {
    let dated = columns.iter().enumerate().filter_map(|(rank, column)| match column.meaning {
        Meaning::Field(field) if field != Field::Other => Some((field, last_year(&column.title)?, rank)),
        _ => None,
    });
    let dated: Vec<(Field, u16, usize)> = dated.collect();
    let mut last: BTreeMap<Field, u16> = BTreeMap::new();
    for (field, year, _) in &dated {
        let known = last.entry(*field).or_insert(*year);
        *known = (*known).max(*year);
    }
    let mut earlier: BTreeSet<usize> =
        dated.into_iter().filter(|(field, year, _)| last[field] > *year).map(|(.., rank)| rank).collect();
    // « Responsable l'an passé » beside « Responsable cette année »: the past needs no year.
    let of_field = |column: &Column| match column.meaning {
        Meaning::Field(field) if field != Field::Other => Some(field),
        _ => None,
    };
    let present: BTreeSet<Field> =
        columns.iter().filter(|column| !super::gist::is_past(&column.title)).filter_map(of_field).collect();
    earlier.extend(columns.iter().enumerate().filter_map(|(rank, column)| {
        let field = of_field(column)?;
        (super::gist::is_past(&column.title) && present.contains(&field)).then_some(rank)
    }));
    earlier
}

/// Whether a title tells a year of ours.
pub(super) fn has_year(title: &str) -> bool {
    last_year(title).is_some()
}

/// The last year that a title tells.
pub(super) fn last_year(title: &str) -> Option<u16> {
    let words = crate::text::words(title);
    words.iter().filter_map(|word| word.parse().ok()).filter(|year| (2000..2100).contains(year)).max()
}

/// « Co-responsable », « Autre responsable »: who answers as well.
pub(super) fn is_joint(title: &str) -> bool {
    let words = crate::text::words(title);
    let responsible = |word: &str| word.starts_with("responsab") || word.starts_with("entite");
    match &words[..] {
        [first, second] => matches!(first.as_str(), "co" | "autre" | "autres") && responsible(second),
        [only] => only.starts_with("coresponsab"),
        _ => false,
    }
}

/// Columns that ask for the same, numbered from one or after one without a number: « Responsable », « Responsable 2 ».
fn numbered_alike(columns: &[Column]) -> BTreeSet<usize> {
    if !columns.iter().any(|column| column.title.contains(char::is_numeric)) {
        return BTreeSet::new();
    }
    let mut series: BTreeMap<Vec<String>, BTreeMap<u8, usize>> = BTreeMap::new();
    for (rank, column) in columns.iter().enumerate() {
        let mut words = crate::text::words(&column.title).to_vec();
        let number = words.pop().and_then(|word| word.parse::<u8>().ok());
        match number {
            Some(number @ 1..=9) => {
                series.entry(words).or_default().insert(number, rank);
            }
            Some(_) => {}
            None => {
                let words = crate::text::words(&column.title).to_vec();
                series.entry(words).or_default().entry(1).or_insert(rank);
            }
        }
    }
    let whole = series.into_values().filter(|ranks| ranks.len() > 1 && ranks.contains_key(&1));
    whole.flat_map(BTreeMap::into_values).collect()
}
