//! An answer in parts, each under its own title, in one cell: « Qui : mairie », « Mode : interne » on the next line.

use super::Recogniser;
use crate::model::record::Field;

/// No such cell is longer, in bytes.
const LONGEST: usize = 400;

/// What a cell says, part by part: the field that each title asks for, the title, and what stands behind. `None` where
/// the cell has no such titles.
pub(super) fn split(recogniser: &Recogniser, text: &str) -> Option<Vec<(Field, String, String)>> {
    if text.len() > LONGEST || !text.contains([':', '=']) {
        return None;
    }
    let mut parts: Vec<(Field, String, String)> = Vec::new();
    for piece in text.split(['\n', '\r', ';', '|']).map(str::trim).filter(|piece| !piece.is_empty()) {
        let told = piece
            .split_once([':', '='])
            .and_then(|(title, value)| Some((recogniser.question(title)?, title.trim(), value.trim())))
            // « Interne : ERUN, externe : Scolavia » names two bodies.
            .filter(|(field, ..)| !matches!(field, Field::IsInternal | Field::IsExternal))
            // « Prestation : Scolavia » says how, then who.
            .filter(|(_, title, _)| {
                !super::gist::says_whole_mode(&crate::model::grid::CellValue::Text((*title).to_owned()))
            });
        match (told, parts.last_mut()) {
            (Some((field, title, value)), _) => parts.push((field, title.to_owned(), value.to_owned())),
            // « Opérateur : Orange » beside « Responsable : mairie » is somebody else's part.
            (None, Some(_)) if piece.split_once(':').is_some_and(|(title, _)| recogniser.is_body(title)) => {
                let (title, value) = piece.split_once(':').unwrap_or_default();
                parts.push((Field::Comment, title.trim().to_owned(), value.trim().to_owned()));
            }
            // A part goes on, on the next line.
            (None, Some((_, _, value))) => {
                value.push('\n');
                value.push_str(piece);
            }
            (None, None) => parts.push((Field::Responsible, String::new(), piece.to_owned())),
        }
    }
    parts.iter().any(|(_, title, _)| !title.is_empty()).then_some(parts)
}
