//! A text made of runs, some of them struck through: the answer of last year struck, this year's typed behind it in the
//! same cell. What stands is read; what was struck is kept apart, to be told.

use std::collections::BTreeMap;

use super::xml::{Tag, Tags, unescaped};

/// A text, cut where it begins or ceases to be struck.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Runs {
    runs: Vec<Run>,
    /// Bytes of their texts.
    length: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Run {
    text: String,
    /// `None` where the format of the cell tells.
    struck: Option<bool>,
}

/// What a cell of several runs says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// Its text: what isn't struck, or all of it where all is.
    pub(super) text: String,
    /// Whether that text is struck.
    pub(super) struck: bool,
    /// What was struck beside a text that stands.
    pub(super) erased: Option<String>,
}

impl Runs {
    /// Adds a text at the end: struck, not struck, or as the cell's format says.
    pub(super) fn push(&mut self, text: &str, struck: Option<bool>) {
        self.length += text.len();
        match self.runs.last_mut() {
            Some(last) if last.struck == struck => last.text.push_str(text),
            _ if text.is_empty() => {}
            _ => self.runs.push(Run { text: text.to_owned(), struck }),
        }
    }

    /// A text whose runs begin at these signs of UTF-16, each struck or not; what stands before the first is as the
    /// cell's format says. `None` where no run says otherwise.
    pub(super) fn cut(text: &str, starts: impl Iterator<Item = (u16, bool)>) -> Option<Self> {
        let mut starts = starts.peekable();
        starts.peek()?;
        let (mut runs, mut struck) = (Self::default(), None);
        let (mut piece, mut place) = (String::new(), 0usize);
        for sign in text.chars() {
            while let Some((_, next)) = starts.next_if(|(start, _)| usize::from(*start) <= place) {
                runs.push(&std::mem::take(&mut piece), struck);
                struck = Some(next);
            }
            piece.push(sign);
            place += sign.len_utf16();
        }
        runs.push(&piece, struck);
        (!runs.is_plain()).then_some(runs)
    }

    /// How many bytes it holds.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// Whether the format of the cell alone tells what is struck.
    pub(super) fn is_plain(&self) -> bool {
        self.runs.iter().all(|run| run.struck.is_none())
    }

    /// Whether a run is struck, whatever the format of the cell.
    pub(super) fn strikes(&self) -> bool {
        self.runs.iter().any(|run| run.struck == Some(true))
    }

    /// The text of all its runs.
    pub(super) fn whole(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// What it says in a cell whose format strikes its text, or not.
    pub(super) fn standing(&self, by_format: bool) -> Standing {
        let is_struck = |run: &Run| run.struck.unwrap_or(by_format);
        let of = |struck: bool| {
            let runs = self.runs.iter().filter(|run| is_struck(run) == struck);
            runs.map(|run| run.text.as_str()).collect::<String>()
        };
        let (struck, kept) = (of(true).chars().any(is_telling), of(false));
        let kept = kept.trim();
        let led = ARROWS.iter().find_map(|arrow| kept.strip_prefix(arrow));
        let kept = led.unwrap_or(kept).trim_matches(is_separator);
        if !struck || !kept.chars().any(is_telling) {
            return Standing { text: self.whole(), struck, erased: None };
        }
        let mut erased = String::new();
        let mut joined = false;
        for run in &self.runs {
            if !is_struck(run) {
                joined = false;
                continue;
            }
            if !joined && !erased.is_empty() {
                erased.truncate(erased.trim_end().len());
                erased.push_str(" ; ");
            }
            erased.push_str(if joined { &run.text } else { run.text.trim_start() });
            joined = true;
        }
        Standing { text: kept.to_owned(), struck: false, erased: Some(erased.trim().to_owned()) }
    }
}

/// What leads from an answer struck to the new one.
const ARROWS: [&str; 4] = ["=>", "->", "→", "⇒"];

/// What stands between answers, and is none.
fn is_separator(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, ',' | ';' | '/')
}

/// Whether a sign can say something by itself; a dash or a question mark does.
fn is_telling(sign: char) -> bool {
    !is_separator(sign)
        && !sign.is_control()
        && !matches!(sign, '.' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// The shared texts of a part in which a run tells by itself whether it is struck, by their rank.
pub(super) fn shared(strings: &[u8]) -> BTreeMap<usize, Runs> {
    let mut rich = BTreeMap::new();
    if !has_runs(strings) {
        return rich;
    }
    let mut rank = 0;
    let mut tags = Tags::of(strings);
    while let Some(tag) = tags.next() {
        if !tag.opens("si") {
            continue;
        }
        let runs = if tag.is_empty() { Runs::default() } else { of_element(&mut tags, tag) };
        if !runs.is_plain() {
            rich.insert(rank, runs);
        }
        rank += 1;
    }
    rich
}

/// Whether a run of a text says how it is drawn.
pub(super) fn has_runs(text: &[u8]) -> bool {
    text.windows(3).any(|window| window == b"rPr")
}

/// The text of the cell that stands between two tags, if a run of it tells by itself whether it is struck.
pub(super) fn inline(cell: &[u8]) -> Option<Runs> {
    let mut tags = Tags::of(cell);
    let tag = tags.find(|tag| tag.opens("is") && !tag.is_empty())?;
    Some(of_element(&mut tags, tag)).filter(|runs| !runs.is_plain())
}

/// The rank of the shared text that a cell refers to.
pub(super) fn rank(cell: &[u8]) -> Option<usize> {
    let tag = Tags::of(cell).find(|tag| tag.opens("v"))?;
    std::str::from_utf8(text_behind(tag)).ok()?.trim().parse().ok()
}

/// The runs of a text, behind its first tag, to its end tag.
fn of_element(tags: &mut Tags<'_>, element: Tag<'_>) -> Runs {
    let mut runs = Runs::default();
    let (mut phonetic, mut struck) = (false, None);
    for tag in tags {
        match (tag.name, tag.closing) {
            (name, true) if name == element.name => break,
            (b"r", _) => struck = None,
            (b"rPr", false) => struck = Some(false),
            (b"strike", false) if struck.is_some() => struck = Some(is_on(tag.attribute("val"))),
            (b"rPh", closing) => phonetic = !closing && !tag.is_empty(),
            (b"t", false) if !phonetic && !tag.is_empty() => {
                let text = unescaped(text_behind(tag)).replace("\r\n", "\n").replace('\r', "\n");
                let kept = tag.attribute("space") == Some(b"preserve");
                runs.push(if kept { &text } else { text.trim_matches([' ', '\t', '\n']) }, struck);
            }
            _ => {}
        }
    }
    runs
}

/// Whether a property that is written is set.
pub(super) fn is_on(value: Option<&[u8]>) -> bool {
    !matches!(value, Some(b"0" | b"false" | b"off"))
}

fn text_behind(tag: Tag<'_>) -> &[u8] {
    tag.behind().split(|byte| *byte == b'<').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(parts: &[(&str, Option<bool>)]) -> Runs {
        let mut runs = Runs::default();
        for (text, struck) in parts {
            runs.push(text, *struck);
        }
        runs
    }

    fn told(parts: &[(&str, Option<bool>)], by_format: bool) -> String {
        let standing = runs(parts).standing(by_format);
        let text = if standing.struck { format!("~{}~", standing.text) } else { standing.text };
        standing.erased.map_or(text.clone(), |erased| format!("{text} [{erased}]"))
    }

    #[test]
    fn what_is_struck_is_kept_apart_from_what_stands() {
        let (on, off) = (Some(true), Some(false));
        for (parts, expected) in [
            (&[("Directrice", on), (" Kartéo", off)][..], "Kartéo [Directrice]"),
            (&[("Mairie", on), (" → ", None), ("DRANE", None)], "DRANE [Mairie]"),
            (&[("Mairie /", on), (" CC du Val", None)], "CC du Val [Mairie /]"),
            (&[("Mairie", None), (" et ", on), ("DRANE", on)], "Mairie [et DRANE]"),
            (&[("A", on), (" puis ", None), ("B", on), (", C", None)], "puis , C [A ; B]"),
            (&[("Mairie", on), (" ", None), ("DRANE", on)], "~Mairie DRANE~"),
            (&[("Mairie", on), (", ", None)], "~Mairie, ~"),
            (&[("Mairie", on), (" ?", None)], "? [Mairie]"),
            (&[("Mairie", on), (" -> ", None)], "~Mairie -> ~"),
            (&[("Mairie", on), (" -", None)], "- [Mairie]"),
            (&[("Mairie ", None), (" ", on), ("de Rezé", None)], "Mairie  de Rezé"),
            (&[], ""),
        ] {
            assert_eq!(told(parts, false), expected, "{parts:?}");
        }
    }

    #[test]
    fn a_run_without_a_format_of_its_own_follows_its_cell() {
        let parts = [("Directrice", None), (" Kartéo", Some(false))];
        assert_eq!(told(&parts, true), "Kartéo [Directrice]");
        assert_eq!(told(&parts, false), "Directrice Kartéo");
        assert_eq!(told(&[("Kartéo", Some(false))], true), "Kartéo");
        assert_eq!(told(&[("Directrice", None)], true), "~Directrice~");
    }

    #[test]
    fn shared_texts_of_runs_are_found_by_rank() {
        let text = "<x:si/><si><t>Mairie</t></si>\
            <si><r><t xml:space='preserve'>La </t></r><r><rPr><b/><strike val='1'/></rPr><t>Directrice</t></r>\
            <x:r><x:rPr><x:strike val=\"0\"/></x:rPr><x:t> d&apos;école </x:t></x:r><rPh><t>x</t></rPh></si>\
            <si><r><t>a</t></r></si></sst>";
        let shared = shared(text.as_bytes());
        let expected = runs(&[("La ", None), ("Directrice", Some(true)), ("d'école", Some(false))]);
        assert_eq!(shared.into_iter().collect::<Vec<_>>(), [(2, expected)]);
        assert_eq!(rank(b"<x:v> 12 </x:v>"), Some(12));
        assert_eq!(inline(b"<is><t>Mairie</t></is>"), None);
        assert_eq!(inline(b"<is><r><rPr><strike/></rPr><t>a</t></r></is>"), Some(runs(&[("a", Some(true))])));
    }
}
