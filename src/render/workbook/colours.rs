//! Conditional formats: a cell takes the colour of the word it holds, whoever typed it.

use rust_xlsxwriter::{ConditionalFormatText, ConditionalFormatTextRule, Format, Worksheet, XlsxError};

use crate::model::dossier::State;
use crate::model::evolution::Nature;
use crate::model::finding::Severity;
use crate::render::term::Term;

use super::marks::{self, Return};
use super::sheets::Area;
use super::styles;

/// Colours the cells of an area by the state whose word they hold, whoever types it.
pub(super) fn states(sheet: &mut Worksheet, area: Area) -> Result<(), XlsxError> {
    State::ALL.into_iter().try_for_each(|state| colour(sheet, area, state.label(), styles::state(state)))
}

/// Colours the cells of an area by the severity whose word they hold.
pub(super) fn severities(sheet: &mut Worksheet, area: Area) -> Result<(), XlsxError> {
    Severity::ALL.into_iter().try_for_each(|severity| {
        colour(sheet, area, word(marks::severity(severity)), styles::severity(severity))
    })
}

/// Colours the cells of an area by the return whose word they hold.
pub(super) fn returns(sheet: &mut Worksheet, area: Area) -> Result<(), XlsxError> {
    Return::ALL
        .into_iter()
        .try_for_each(|state| colour(sheet, area, word(state.mark()), styles::school_return(state)))
}

/// Colours the cells of an area that hold no name but a state, and those that hold several names.
pub(super) fn unheld(sheet: &mut Worksheet, area: Area) -> Result<(), XlsxError> {
    State::ALL.into_iter().filter(|state| *state != State::Covered).try_for_each(|state| {
        let mark = marks::state(state);
        // Several names stand after the symbol alone.
        let told = if state == State::Shared { symbol(mark) } else { mark };
        colour(sheet, area, told, styles::state(state))
    })
}

/// Colours the cells of an area by the term whose word they hold.
pub(super) fn terms(sheet: &mut Worksheet, area: Area) -> Result<(), XlsxError> {
    // The first that fits wins: « échue » ends both.
    for (term, severity) in [(Term::Soon, Severity::Warning), (Term::Over, Severity::Blocking)] {
        colour(sheet, area, word(term.mark()), styles::severity(severity))?;
    }
    Ok(())
}

/// Colours the cells of an area that tell a regression or progress.
pub(super) fn natures(sheet: &mut Worksheet, area: Area) -> Result<(), XlsxError> {
    colour(sheet, area, Nature::Regression.label(), styles::severity(Severity::Blocking))?;
    colour(sheet, area, Nature::Progress.label(), styles::state(State::Covered))
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

/// The symbol of a mark.
fn symbol(mark: &str) -> &str {
    mark.split_once(' ').map_or(mark, |(symbol, _)| symbol)
}

/// The word of a mark, without its symbol.
fn word(mark: &str) -> &str {
    mark.split_once(' ').map_or(mark, |(_, word)| word)
}
