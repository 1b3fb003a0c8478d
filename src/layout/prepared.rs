//! What is made of a sheet before tables are looked for: choices ticked across a line come together, and the legend of
//! its codes is set apart.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::Recogniser;
use crate::model::budget::Effort;
use crate::model::grid::{Cell, CellValue, Sheet};
use crate::model::mark::Mark;
use crate::model::place::{CellRef, Located, Spot};

/// Boxes, ticked or not, that stand before or behind a choice in a cell of their own.
const BOXES: [char; 14] = ['☐', '☒', '☑', '□', '■', '▢', '✅', '⬜', '◻', '⊠', '🗹', '❑', '❏', '○'];
/// The longest code of a legend: « 12 », « Ci », « DRA ».
const LONGEST_CODE: usize = 3;
/// The fewest codes that make a legend.
const FEWEST_CODES: usize = 2;

/// A sheet as tables are looked for in it.
pub(super) struct Prepared<'s> {
    pub(super) sheet: Cow<'s, Sheet>,
    /// What its legend explains: « M = Mairie ».
    pub(super) legend: Vec<Located<String>>,
}

/// Prepares a sheet. Most are left as they are.
pub(super) fn prepare<'s>(recogniser: &Recogniser, sheet: &'s Sheet, effort: &Effort) -> Prepared<'s> {
    let mut prepared = Prepared { sheet: Cow::Borrowed(sheet), legend: Vec::new() };
    if !effort.spend(sheet.cells.len() as u64 * 2) {
        return prepared;
    }
    if let Some(joined) = joined_boxes(sheet) {
        prepared.sheet = Cow::Owned(joined);
    }
    if let Some(explained) = explained_signs(&prepared.sheet) {
        prepared.sheet = Cow::Owned(explained);
    }
    let legend = legend(recogniser, &prepared.sheet, effort);
    if !legend.is_empty() {
        let sheet = prepared.sheet.to_mut();
        sheet.cells.retain(|cell| !legend.iter().any(|pair| pair.cells.contains(&cell.at)));
        prepared.legend = legend
            .into_iter()
            .map(|pair| Located {
                value: format!("{} = {}", pair.code, pair.meaning),
                at: Spot::new(&sheet.name, pair.cells[0]),
            })
            .collect();
    }
    prepared
}

/// Whether a cell is one of several choices, with its box.
fn is_choice(value: &CellValue) -> bool {
    let CellValue::Text(text) = value else { return false };
    let text = text.trim();
    text.len() <= 80
        && (text.starts_with(BOXES) || text.ends_with(BOXES))
        && text.chars().any(char::is_alphabetic)
}

/// « ☐ Mairie | ☒ École | ☐ Rectorat » in cells side by side: one cell that holds them all, as where they are typed in
/// one. Nothing where no line has two such cells.
fn joined_boxes(sheet: &Sheet) -> Option<Sheet> {
    // Most sheets have none: nothing is copied for them.
    let side_by_side = |pair: &[Cell]| matches!(pair, [left, right] if left.at.row == right.at.row && is_choice(&left.value) && is_choice(&right.value));
    if !sheet.cells.windows(2).any(side_by_side) {
        return None;
    }
    let mut joined: Vec<Cell> = Vec::with_capacity(sheet.cells.len());
    for cell in &sheet.cells {
        if let Some(last) = joined.last_mut()
            && last.at.row == cell.at.row
            && is_choice(&cell.value)
            && is_choice(&last.value)
            && let (CellValue::Text(text), CellValue::Text(more)) = (&mut last.value, &cell.value)
        {
            text.push_str("  ");
            text.push_str(more.trim());
        } else {
            joined.push(cell.clone());
        }
    }
    Some(Sheet { cells: joined, ..sheet.clone() })
}

/// No legend explains more signs in one text, nor stands behind more texts that could be one.
const MOST_SIGNS: usize = 8;
const MOST_LEGENDS: usize = 400;
/// The most signs of a cell that a legend explains: an emoji is several.
const LONGEST_SIGN: usize = 4;

/// The signs or figures that a text explains by the words of a cross-table: « 🟢 = responsable, 🔵 = participe »,
/// « 2 = responsable, 1 = appui ».
fn signs_explained(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (at, sign) in text.char_indices().filter(|(_, sign)| matches!(sign, '=' | ':')).take(MOST_SIGNS) {
        let before =
            text[..at].trim_end().rsplit(|sign: char| sign.is_whitespace() || ",;(".contains(sign)).next();
        let Some(code) = before.map(bare_sign).filter(|code| !code.is_empty()) else { continue };
        let plain = code.chars().count() <= LONGEST_SIGN
            && (!code.chars().any(char::is_alphanumeric) || matches!(code.as_str(), "1" | "2" | "3"));
        let meaning = crate::text::words(&text[at + sign.len_utf8()..]);
        let meaning = meaning.iter().find(|word| !matches!(word.as_str(), "en" | "est" | "a" | "pour"));
        if let Some(meaning) = meaning.filter(|meaning| plain && Mark::parse(meaning).is_some()) {
            found.push((code, meaning.clone()));
        }
    }
    found
}

/// A sign as it is compared: without what only tells how it is drawn.
fn bare_sign(text: &str) -> String {
    text.trim().chars().filter(|sign| *sign != '\u{fe0f}').collect()
}

/// The sheet with each sign that its legend explains followed by what it means. Nothing where no legend tells who is
/// responsible and who isn't.
fn explained_signs(sheet: &Sheet) -> Option<Sheet> {
    let texts = sheet.cells.iter().filter_map(|cell| match &cell.value {
        CellValue::Text(text) if text.len() <= 200 && text.contains(['=', ':']) => Some((cell.at, text)),
        _ => None,
    });
    let (at, explained) = texts
        .take(MOST_LEGENDS)
        .map(|(at, text)| (at, signs_explained(text)))
        .find(|(_, explained)| explained.len() >= FEWEST_CODES)?;
    let answers =
        |meaning: &str| matches!(Mark::parse(meaning), Some(Mark::Letters(letters)) if letters.accountable);
    if explained.iter().filter(|(_, meaning)| answers(meaning)).count() != 1 {
        return None;
    }
    let meaning = |value: &CellValue| {
        let shown = match value {
            CellValue::Text(text) if text.len() <= 16 => bare_sign(text),
            CellValue::Number(_) => value.shown(),
            _ => return None,
        };
        explained.iter().find(|(code, _)| *code == shown).map(|(_, meaning)| meaning)
    };
    // Figures are marks in columns that hold no other figure.
    let other_figures: BTreeSet<u32> = sheet
        .cells
        .iter()
        .filter(|cell| matches!(cell.value, CellValue::Number(_)) && meaning(&cell.value).is_none())
        .map(|cell| cell.at.column)
        .collect();
    let mut sheet = sheet.clone();
    let mut changed = 0;
    for cell in sheet.cells.iter_mut().filter(|cell| cell.at != at) {
        let figure =
            !matches!(&cell.value, CellValue::Text(text) if !text.trim().chars().all(char::is_numeric));
        if figure && other_figures.contains(&cell.at.column) {
            continue;
        }
        if let Some(meaning) = meaning(&cell.value) {
            let sign = if figure { String::new() } else { format!("{} ", cell.value.shown().trim()) };
            cell.value = CellValue::Text(format!("{sign}{meaning}"));
            changed += 1;
        }
    }
    (changed > 1).then_some(sheet)
}

/// A code and what it stands for.
struct Pair {
    code: String,
    meaning: String,
    /// Whether it is a body by its words; a company's name beside such codes is taken with them.
    body: bool,
    cells: [CellRef; 2],
}

/// The code that a cell holds, if it is short enough to be one.
fn code(value: &CellValue) -> Option<String> {
    let shown = match value {
        CellValue::Text(text) if text.trim().chars().nth(LONGEST_CODE).is_some() => return None,
        CellValue::Text(text) => text.trim().to_owned(),
        CellValue::Number(number) if number.fract() == 0.0 && (0.0..100.0).contains(number) => value.shown(),
        _ => return None,
    };
    let plain = shown.chars().all(|sign| sign.is_ascii_digit()) || shown.chars().all(char::is_uppercase);
    let says = matches!(crate::text::fold(&shown).as_str(), "oui" | "non" | "nc" | "na" | "so" | "ras");
    (plain && !says && !shown.is_empty() && shown.chars().count() <= LONGEST_CODE).then_some(shown)
}

/// The legend of a sheet: codes one under the other, each beside the body that it stands for, apart from what stands to
/// their left, and used as answers elsewhere.
fn legend(recogniser: &Recogniser, sheet: &Sheet, effort: &Effort) -> Vec<Pair> {
    let mut runs: BTreeMap<u32, Vec<Pair>> = BTreeMap::new();
    let mut before: Option<&Cell> = None;
    for pair in sheet.cells.windows(2) {
        let [left, right] = pair else { continue };
        let apart =
            before.is_none_or(|before| before.at.row != left.at.row || before.at.column + 1 < left.at.column);
        before = Some(left);
        if !apart || left.at.row != right.at.row || left.at.column + 1 != right.at.column {
            continue;
        }
        let (Some(code), CellValue::Text(meaning)) = (code(&left.value), &right.value) else { continue };
        if !effort.spend(100 + meaning.len().min(160) as u64) {
            return Vec::new();
        }
        let body = recogniser.is_body(meaning);
        let company = || left.at.column > 0 && meaning.trim().starts_with(char::is_uppercase);
        let named = recogniser.labels.exactly(meaning).is_some();
        if body && (!named || left.at.column > 0) || !named && company() {
            let cells = [left.at, right.at];
            runs.entry(left.at.column).or_default().push(Pair {
                code,
                meaning: meaning.trim().to_owned(),
                body,
                cells,
            });
        }
    }
    let mut found = Vec::new();
    // « 1 | Éditeur | Scolibri »: a line of a numbered list, and no legend.
    let goes_on = |column: u32, pairs: &[Pair]| {
        let rows: BTreeSet<u32> = pairs.iter().map(|pair| pair.cells[0].row).collect();
        sheet.cells.iter().any(|cell| cell.at.column == column + 2 && rows.contains(&cell.at.row))
    };
    // « N° », « Documentation ? » over a column: it is a table's.
    let titled = |column: u32, first: u32| {
        let above = sheet.cells.iter().rfind(|cell| cell.at.column == column && cell.at.row < first);
        above.is_some_and(|cell| match &cell.value {
            CellValue::Text(text) => {
                let of_codes = ["code", "codes", "sigle", "lettre", "abreviation", "legende"];
                !recogniser.dictionary.columns.exact(text).is_empty()
                    && !crate::text::words(text).iter().any(|word| of_codes.contains(&word.as_str()))
            }
            _ => true,
        })
    };
    for (column, mut pairs) in runs {
        let bodies = pairs.iter().filter(|pair| pair.body).count();
        if bodies < FEWEST_CODES || bodies * 2 < pairs.len() {
            pairs.retain(|pair| pair.body);
        }
        let first = pairs.first().map_or(0, |pair| pair.cells[0].row);
        if goes_on(column, &pairs) || titled(column, first) {
            continue;
        }
        let codes: BTreeSet<String> = pairs.iter().map(|pair| crate::text::fold(&pair.code)).collect();
        if codes.len() < FEWEST_CODES || codes.len() < pairs.len() {
            continue;
        }
        let used = sheet
            .cells
            .iter()
            .filter(|cell| cell.at.column != column)
            .filter(|cell| code(&cell.value).is_some_and(|code| codes.contains(&crate::text::fold(&code))))
            .count();
        if used >= FEWEST_CODES {
            found.extend(pairs);
        }
    }
    found
}
