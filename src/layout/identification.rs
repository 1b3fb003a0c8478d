//! The identification block: « UAI », « École », « Commune » and what stands beside, wherever it lies.

use std::collections::{BTreeMap, BTreeSet};

use super::Recogniser;
use super::view::View;
use crate::model::budget::Effort;
use crate::model::grid::Sheet;
use crate::model::place::{CellRef, Located, Spot};
use crate::model::record::{Field, Identity, IdentityKey, Layout};

/// How far right of its label a value may stand.
const REACH: u32 = 4;
/// A longer text, in bytes, is no title.
const LONGEST: usize = 400;
/// Texts outside the tables that are kept to look for a UAI: a title, a note; a sheet of prose is no identity.
const LOOSE_TEXTS: usize = 200;

/// Collects the labelled cells and the loose texts of a sheet, the cells of its tables left out.
pub(super) fn collect(
    recogniser: &Recogniser,
    sheet: &Sheet,
    taken: &BTreeSet<CellRef>,
    effort: &Effort,
    layout: &mut Layout,
) {
    let view = View::new(sheet, false, effort);
    let top = taken.iter().map(|at| at.row).min();
    // « Niveau », then « Commune »: what one label takes for its value is no label.
    let mut levels: BTreeSet<CellRef> = BTreeSet::new();
    for cell in &sheet.cells {
        let crate::model::grid::CellValue::Text(text) = &cell.value else { continue };
        if taken.contains(&cell.at) || levels.contains(&cell.at) {
            // « Enquête ENT, École La Roseraie – UAI 0539820L »: a title that a table begins with.
            let titles = || Some(cell.at.row) == top && ends_with_school(text);
            if layout.loose.len() < LOOSE_TEXTS && (says_uai(text) || titles()) {
                layout.loose.push(Located { value: text.clone(), at: Spot::new(&sheet.name, cell.at) });
            }
            continue;
        }
        if !effort.spend(50 + text.len().min(160) as u64) {
            return;
        }
        if layout.loose.len() < LOOSE_TEXTS {
            layout.loose.push(Located { value: text.clone(), at: Spot::new(&sheet.name, cell.at) });
        }
        let (label, after) = match text.split_once(':') {
            Some((label, after)) => (label, after.trim()),
            None => (text.as_str(), ""),
        };
        // Close spellings cost more: a sheet of prose pays for the first texts only.
        let near = layout.loose.len() < LOOSE_TEXTS;
        let key = exact_key(recogniser, label).or_else(|| near.then(|| close_key(recogniser, label))?);
        let Some(key) = key else { continue };
        let value = if key == IdentityKey::Level && after.is_empty() {
            let value = level_beside(recogniser, &view, cell.at, taken);
            levels.extend(value.iter().map(|value| value.at.cell));
            value.or_else(|| beside_or_below(recogniser, &view, cell.at, taken))
        } else if after.is_empty() {
            beside_or_below(recogniser, &view, cell.at, taken)
        } else {
            Some(Located { value: after.to_owned(), at: Spot::new(&sheet.name, cell.at) })
        };
        if let Some(value) = value {
            layout.identity.push(Identity { key, value });
        }
    }
}

/// « Code UAI », « École », « Commune » over columns of a table, each line saying the same: whose inventory it is. Lines
/// that differ say nothing.
pub(super) fn in_columns(recogniser: &Recogniser, layout: &mut Layout) {
    let mut said: BTreeMap<IdentityKey, Option<Located<String>>> = BTreeMap::new();
    for value in layout.records.iter().flat_map(|record| &record.fields) {
        if value.field != Field::Other {
            continue;
        }
        let Some(key) = recogniser.dictionary.identity.exact(&value.title).first().copied() else { continue };
        let shown = value.cell.value.shown();
        let known = said
            .entry(key)
            .or_insert_with(|| Some(Located { value: shown.clone(), at: value.cell.at.clone() }));
        if known.as_ref().is_some_and(|known| known.value.trim() != shown.trim()) {
            *known = None;
        }
    }
    // Without a UAI, columns so named are a table's own: « École » over those who answer.
    if !matches!(said.get(&IdentityKey::Uai), Some(Some(_))) {
        return;
    }
    layout.identity.extend(said.into_iter().filter_map(|(key, value)| Some(Identity { key, value: value? })));
}

/// Whether a UAI follows its name in a text.
fn says_uai(text: &str) -> bool {
    let is_named = |name: &str| matches!(name, "uai" | "rne");
    // Most cells of a table hold no figure.
    text.len() <= LONGEST
        && text.contains(char::is_numeric)
        && crate::text::words(text).windows(2).any(|pair| is_named(&pair[0]) && is_uai(&pair[1]))
}

/// Whether a title ends with a school and its UAI: « Enquête ENT – École du Puits (0539820L) ».
fn ends_with_school(text: &str) -> bool {
    let Some((title, uai)) = text.trim_end().strip_suffix(')').and_then(|text| text.rsplit_once('(')) else {
        return false;
    };
    let of_school = |word: &String| {
        matches!(
            word.as_str(),
            "ecole" | "maternelle" | "elementaire" | "primaire" | "eepu" | "empu" | "eppu"
        )
    };
    text.len() <= LONGEST
        && matches!(&crate::text::words(uai)[..], [only] if is_uai(only))
        && crate::text::words(title).iter().any(of_school)
}

fn is_uai(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    word.len() == 8 && digits == 7 && word.ends_with(|sign: char| sign.is_ascii_alphabetic())
}

/// What a label says of the document, of a school or of a territory.
fn exact_key(recogniser: &Recogniser, label: &str) -> Option<IdentityKey> {
    recogniser.keys_before.get_or(label, || {
        let dictionary = &recogniser.dictionary;
        let keys = [&dictionary.identity, &dictionary.territory];
        keys.iter().find_map(|phrases| phrases.exact(label).first().copied())
    })
}

/// « Périmétre », « Nivau »: the labels of territories alone; those of schools, shorter and many, only as they are.
fn close_key(recogniser: &Recogniser, label: &str) -> Option<IdentityKey> {
    let dictionary = &recogniser.dictionary;
    dictionary.territory.close(label).filter(|_| dictionary.columns.exact(label).is_empty())
}

/// Whether a text is a label of a block.
pub(super) fn is_label(recogniser: &Recogniser, text: &str) -> bool {
    exact_key(recogniser, text.split(':').next().unwrap_or_default()).is_some()
}

/// The level beside « Niveau »: « commune » is its value, unless labels alone follow each other on the row, their
/// values below.
fn level_beside(
    recogniser: &Recogniser,
    view: &View<'_>,
    label: CellRef,
    taken: &BTreeSet<CellRef>,
) -> Option<Located<String>> {
    let mut right = view
        .behind(label.row, label.column)
        .iter()
        .filter(|cell| !taken.contains(&CellRef::new(label.row, cell.column)));
    let value = right.next().filter(|cell| cell.column <= label.column + REACH)?;
    let mut right = right.peekable();
    let goes_on = right.peek().is_some();
    if goes_on && right.all(|cell| view.effort().spend(50) && is_label(recogniser, &cell.value.shown())) {
        return None;
    }
    Some(Located { value: value.value.shown(), at: view.spot(label.row, value.column) })
}

/// The first cell to the right that is no label itself; else the one below, where labels stand in a row.
fn beside_or_below(
    recogniser: &Recogniser,
    view: &View<'_>,
    label: CellRef,
    taken: &BTreeSet<CellRef>,
) -> Option<Located<String>> {
    let free = |row: u32, column: u32| {
        let cell = view.cell(row, column)?;
        (!taken.contains(&CellRef::new(row, column))).then(|| cell.value.shown())
    };
    let is_label = |text: &str| is_label(recogniser, text);
    let right = view
        .behind(label.row, label.column)
        .first()
        .filter(|cell| cell.column <= label.column + REACH)
        .and_then(|cell| Some((cell.column, free(label.row, cell.column)?)));
    if let Some((column, text)) = right
        && !is_label(&text)
    {
        return Some(Located { value: text, at: view.spot(label.row, column) });
    }
    let below = free(label.row + 1, label.column).filter(|text| !is_label(text))?;
    Some(Located { value: below, at: view.spot(label.row + 1, label.column) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uai_is_said_where_its_name_stands_before_it() {
        assert!(says_uai("Enquête ENT (avant le 15/11)\nÉcole La Roseraie – UAI 0539820L – Le Plessis"));
        assert!(says_uai("RNE : 0539820l"));
        assert!(ends_with_school("Enquête ENT (avant le 15/11) – École maternelle du Puits (0539820L)"));
        assert!(!ends_with_school("partagé avec l'école du Puits 0539820L"));
        for text in ["0539820L", "UAI de l’école", "Mairie (voir 0539820L)", "UAI 053982", "uai : à venir"]
        {
            assert!(!says_uai(text), "{text}");
        }
    }
}
