//! The notes that hang on cells (« commentaires »), from the text of their parts.
//!
//! Excel keeps two kinds: notes, and threads of comments. For programs that don't know threads it writes each as a note
//! as well, under a notice in the language of the program: where a cell has a thread, its note is that copy and is left
//! out.

use std::collections::BTreeMap;

use super::cells::{Purse, is_blank};
use super::marks::cell_ref;
use super::xml::{Tag, Tags, unescaped};
use crate::model::grid::Note;
use crate::model::inventory::ReadFailure;
use crate::model::place::CellRef;

/// The parts that hold the notes of one sheet, as they are written; empty where there is none.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) notes: Vec<u8>,
    pub(super) threads: Vec<u8>,
}

/// The notes of a sheet, sorted by address, at most one at each.
pub(super) fn read(parts: &Parts, purse: &mut Purse<'_>) -> Result<Vec<Note>, ReadFailure> {
    let mut authors = Vec::new();
    let notes = texts(&parts.notes, "comment", "t", purse, &mut authors)?;
    with_threads(notes, &authors, &parts.threads, purse)
}

/// The notes of a sheet, each without its author's name, and the threads that stand in their place.
pub(super) fn with_threads(
    mut notes: BTreeMap<CellRef, String>,
    authors: &[String],
    threads: &[u8],
    purse: &mut Purse<'_>,
) -> Result<Vec<Note>, ReadFailure> {
    for text in notes.values_mut() {
        *text = without_author(text, authors).to_owned();
    }
    notes.extend(texts(threads, "threadedComment", "text", purse, &mut Vec::new())?);
    Ok(notes
        .into_iter()
        .map(|(at, text)| Note { at, text: text.trim().to_owned(), struck: false })
        .filter(|note| !is_blank(&note.text))
        .collect())
}

/// The text in the elements of a part, by the address that each bears; those of one address one under the other.
fn texts(
    part: &[u8],
    element: &str,
    inside: &str,
    purse: &mut Purse<'_>,
    authors: &mut Vec<String>,
) -> Result<BTreeMap<CellRef, String>, ReadFailure> {
    let mut texts: BTreeMap<CellRef, String> = BTreeMap::new();
    let mut at = None;
    let mut text = String::new();
    for tag in Tags::of(part) {
        if tag.opens("author") {
            authors.push(behind(tag));
        } else if tag.opens(element) {
            // A note outside the grid hangs on nothing.
            at = tag.attribute("ref").and_then(cell_ref);
            text.clear();
        } else if tag.opens(inside) && at.is_some() && !tag.is_empty() {
            text.push_str(&behind(tag));
        } else if tag.closing
            && tag.name == element.as_bytes()
            && let Some(at) = at.take()
        {
            purse.note(&text)?;
            let known = texts.entry(at).or_default();
            if !known.is_empty() {
                known.push('\n');
            }
            known.push_str(&text);
        }
    }
    Ok(texts)
}

/// The text right behind a tag.
fn behind(tag: Tag<'_>) -> String {
    unescaped(tag.behind().split(|byte| *byte == b'<').next().unwrap_or_default()).into_owned()
}

/// A note without the name of its author, which Excel writes first: « Marie Durand : ».
fn without_author<'t>(text: &'t str, authors: &[String]) -> &'t str {
    let named = authors.iter().filter(|author| !author.trim().is_empty()).find_map(|author| {
        let rest = text.trim_start().strip_prefix(author.trim())?.trim_start();
        rest.strip_prefix(':')
    });
    named.unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::budget::Budgets;

    fn shown(notes: &str, threads: &str) -> Vec<String> {
        let parts = Parts { notes: notes.into(), threads: threads.into() };
        let budgets = Budgets::default();
        let notes = read(&parts, &mut Purse::new(&budgets)).unwrap();
        notes.iter().map(|note| format!("{} {}", note.at, note.text)).collect()
    }

    #[test]
    fn notes_are_read_without_their_author() {
        let notes = "<comments><authors><author>Marie Durand</author><author/></authors><commentList>\
            <comment ref=\"C3\" authorId=\"0\"><text><r><t>Marie Durand:</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">\n\
            c&apos;est la mairie</t></r></text></comment>\
            <x:comment ref='B2' authorId='1'><x:text><x:t>voir </x:t><x:t/><x:t>2026</x:t></x:text></x:comment>\
            <comment ref=\"A0\"><text><t>nulle part</t></text></comment>\
            <comment ref=\"D4\"><text><t> \n </t></text></comment></commentList></comments>";
        assert_eq!(shown(notes, ""), ["B2 voir 2026", "C3 c'est la mairie"]);
        assert_eq!(shown("", ""), [""; 0]);
    }

    #[test]
    fn a_thread_stands_for_the_note_that_copies_it() {
        let notes = "<comments><authors><author>tc={1}</author></authors><commentList>\
            <comment ref=\"B2\" authorId=\"0\"><text><t>[Commentaire à thread] Votre version d’Excel…\nla mairie</t></text>\
            </comment><comment ref=\"B3\"><text><t>une note</t></text></comment></commentList></comments>";
        let threads = "<ThreadedComments><threadedComment ref=\"B2\" id=\"{1}\"><text>la mairie ?</text>\
            </threadedComment><threadedComment ref=\"B2\" id=\"{2}\" parentId=\"{1}\"><text>oui</text></threadedComment>\
            </ThreadedComments>";
        assert_eq!(shown(notes, threads), ["B2 la mairie ?\noui", "B3 une note"]);
    }

    #[test]
    fn notes_are_paid_from_the_budget_of_texts() {
        let budgets = Budgets { text_bytes: 4, ..Budgets::default() };
        let parts = Parts {
            notes: b"<comment ref=\"B2\"><text><t>trop long</t></text></comment>".to_vec(),
            threads: Vec::new(),
        };
        assert!(read(&parts, &mut Purse::new(&budgets)).is_err());
    }
}
