//! Choices ticked in one cell: « ☒ Mairie ☐ Académie », « [x] Mairie [ ] Académie ».

/// Boxes ticked, as people type them.
const TICKED: [&str; 12] = ["☒", "☑", "✅", "⊠", "🗹", "✔", "✓", "[x]", "[X]", "(x)", "(X)", "■"];
/// Boxes left empty.
const EMPTY: [&str; 9] = ["☐", "□", "▢", "⬜", "◻", "[ ]", "[]", "( )", "[_]"];

/// What each ticked box stands beside; `None` where the cell holds no empty box, and so is no choice among several.
///
/// A box stands before its choice, unless the cell begins with a choice and ends with a box: « Mairie ☐ Académie ☒ ».
pub(super) fn ticked(written: &str) -> Option<Vec<&str>> {
    if !EMPTY.iter().any(|sign| written.contains(sign)) {
        return None;
    }
    let boxes = boxes(written);
    if boxes.iter().all(|(.., ticked)| *ticked) {
        return None;
    }
    let (first, last) = (boxes.first()?.0, boxes.last()?.1);
    let follow = !tidy(&written[..first]).is_empty() && tidy(&written[last..]).is_empty();
    let starts = || std::iter::once(0).chain(boxes.iter().map(|(_, end, _)| *end));
    let ends = || boxes.iter().map(|(start, ..)| *start).chain([written.len()]);
    // The texts between boxes: the first one stands before the first box.
    let texts: Vec<&str> = starts().zip(ends()).map(|(from, to)| tidy(&written[from..to])).collect();
    let beside = |rank: usize| texts.get(if follow { rank } else { rank + 1 }).copied();
    let chosen = boxes.iter().enumerate().filter(|(_, (.., ticked))| *ticked);
    Some(chosen.filter_map(|(rank, _)| beside(rank)).filter(|choice| !choice.is_empty()).collect())
}

/// The boxes of a text, from left to right: where each begins and ends, and whether it is ticked.
fn boxes(written: &str) -> Vec<(usize, usize, bool)> {
    let mut boxes = Vec::new();
    let mut from = 0;
    while let Some(sign) = written[from..].chars().next() {
        let rest = &written[from..];
        let begins =
            |signs: &[&str]| signs.iter().find(|sign| rest.starts_with(**sign)).map(|sign| sign.len());
        let found = begins(&TICKED).map(|length| (length, true));
        let found = found.or_else(|| begins(&EMPTY).map(|length| (length, false)));
        if let Some((length, ticked)) = found {
            boxes.push((from, from + length, ticked));
        }
        from += found.map_or(sign.len_utf8(), |(length, _)| length);
    }
    boxes
}

fn tidy(text: &str) -> &str {
    text.trim_matches(|sign: char| sign.is_whitespace() || matches!(sign, ',' | ';' | '|' | '/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ticked_is_what_is_chosen() {
        assert_eq!(ticked("☐ Mairie  ☒ Académie  ☐ École"), Some(vec!["Académie"]));
        assert_eq!(ticked("[x] Mairie, [ ] Académie, [x] École"), Some(vec!["Mairie", "École"]));
        assert_eq!(ticked("☐ Mairie ☐ Académie"), Some(vec![]));
        assert_eq!(ticked("Mairie ☐ Académie ☒"), Some(vec!["Académie"]));
        assert_eq!(ticked("Réponse : ☐ Mairie ☒ Académie"), Some(vec!["Académie"]));
        assert_eq!(ticked("Mairie (x)"), None);
        assert_eq!(ticked("Mairie"), None);
    }
}
