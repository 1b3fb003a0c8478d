//! Choices ticked in one cell: « ☒ Mairie ☐ Académie », « [x] Mairie [ ] Académie ».

/// Boxes ticked, as people type them.
const TICKED: [&str; 12] = ["☒", "☑", "✅", "⊠", "🗹", "✔", "✓", "[x]", "[X]", "(x)", "(X)", "■"];
/// Boxes left empty.
const EMPTY: [&str; 9] = ["☐", "□", "▢", "⬜", "◻", "[ ]", "[]", "( )", "[_]"];

/// What stands after each ticked box; `None` where the cell holds no empty box, and so is no choice among several.
pub(super) fn ticked(written: &str) -> Option<Vec<&str>> {
    if !EMPTY.iter().any(|sign| written.contains(sign)) {
        return None;
    }
    let next = |from: usize| {
        let signs = TICKED.iter().map(|sign| (*sign, true)).chain(EMPTY.iter().map(|sign| (*sign, false)));
        signs
            .filter_map(|(sign, ticked)| Some((from + written[from..].find(sign)?, sign.len(), ticked)))
            .min_by_key(|(at, ..)| *at)
    };
    let mut chosen = Vec::new();
    let mut found = next(0);
    while let Some((at, length, ticked)) = found {
        let begin = at + length;
        found = next(begin);
        let end = found.map_or(written.len(), |(at, ..)| at);
        let choice = written[begin..end].trim().trim_matches([',', ';', '|', '/']).trim();
        if ticked && !choice.is_empty() {
            chosen.push(choice);
        }
    }
    Some(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ticked_is_what_is_chosen() {
        assert_eq!(ticked("☐ Mairie  ☒ Académie  ☐ École"), Some(vec!["Académie"]));
        assert_eq!(ticked("[x] Mairie, [ ] Académie, [x] École"), Some(vec!["Mairie", "École"]));
        assert_eq!(ticked("☐ Mairie ☐ Académie"), Some(vec![]));
        assert_eq!(ticked("Mairie (x)"), None);
        assert_eq!(ticked("Mairie"), None);
    }
}
