//! Notes under a table, called by a mark: « Mairie * » and « * jusqu'en juin », « CC (2) » and « (2) sauf la maternelle ».

/// No mark is longer: « *** », « (12) ».
const LONGEST: usize = 4;

/// The mark that ends an answer or a label and calls a note; as the note begins with it, brackets apart.
pub(super) fn mark(text: &str) -> Option<String> {
    let text = text.trim_end();
    let stars = text.chars().rev().take_while(|sign| *sign == '*').count();
    if stars > 0 {
        return (stars < LONGEST && stars < text.chars().count()).then(|| "*".repeat(stars));
    }
    let digit = |sign: char| match sign {
        '¹' => Some('1'),
        '²' => Some('2'),
        '³' => Some('3'),
        _ => None,
    };
    if let Some(digit) = text.chars().next_back().and_then(digit) {
        return Some(digit.to_string());
    }
    let (head, inside) = text.strip_suffix(')')?.rsplit_once('(')?;
    is_number(inside).then(|| inside.to_owned()).filter(|_| !head.trim().is_empty())
}

/// The notes among texts outside the tables, by their marks.
pub(super) fn read<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<(String, &'t str)> {
    let lines = texts.flat_map(|text| text.lines());
    lines.filter_map(note).collect()
}

fn note(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start();
    let stars = text.chars().take_while(|sign| *sign == '*').count();
    if stars > 0 {
        return (stars < LONGEST)
            .then(|| ("*".repeat(stars), text[stars..].trim_start_matches([' ', ':', ')'])));
    }
    let superscript = [('¹', "1"), ('²', "2"), ('³', "3")];
    if let Some((sign, mark)) = superscript.iter().find(|(sign, _)| text.starts_with(*sign)) {
        return Some(((*mark).to_owned(), text[sign.len_utf8()..].trim_start()));
    }
    let (inside, rest) = text.strip_prefix('(')?.split_once(')')?;
    is_number(inside).then(|| (inside.to_owned(), rest.trim_start_matches([' ', ':'])))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() < 3 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_call_the_notes_that_begin_with_them() {
        for (text, called) in [
            ("Mairie *", Some("*")),
            ("CC (2)", Some("2")),
            ("DSDEN¹", Some("1")),
            ("Mairie (Rezé)", None),
            ("*", None),
        ] {
            assert_eq!(mark(text).as_deref(), called, "{text}");
        }
        let notes = read(["* jusqu'en juin", "(2) sauf la maternelle", "¹ à confirmer", "Total"].into_iter());
        let expected = [("*", "jusqu'en juin"), ("2", "sauf la maternelle"), ("1", "à confirmer")];
        assert_eq!(notes, expected.map(|(mark, note)| (mark.to_owned(), note)));
    }
}
