//! A row of a sheet as text, the cells that findings are about underlined.

use std::collections::BTreeMap;

use crate::cli::look::{Look, Role, columns, on_one_line, shortened};
use crate::model::excerpt::Row;
use crate::model::finding::Severity;
use crate::model::place::column_letters;

/// Columns of the screen before the row.
const MARGIN: &str = "  ";
/// Widest that a cell is shown: one that a finding is about, another.
const WIDEST: (usize, usize) = (44, 24);
/// Narrowest that a cell that a finding is about is shown, where there are several.
const NARROWEST: usize = 10;
/// What stands for an empty cell that a finding is about.
const EMPTY: &str = "(vide)";
const BETWEEN: &str = " │ ";
/// Between two cells with others left out.
const LEFT_OUT: &str = " … ";
/// How wide both are.
const GAP: usize = 3;

/// A cell as it is shown.
struct Shown {
    /// Its place among the cells of the row.
    place: usize,
    letters: String,
    text: String,
    /// Severity of the gravest finding about it.
    told: Option<Severity>,
}

impl Shown {
    fn width(&self) -> usize {
        columns(&self.text).max(self.letters.len())
    }
}

/// How many digits the number of a row has, as Excel counts them.
pub(super) fn digits(row: &Row) -> usize {
    (u64::from(row.row) + 1).to_string().len()
}

/// A row whose number is written with so many digits, given the columns that findings are about and how grave each is.
/// Columns that no screen holds together are drawn one group under the other.
pub(super) fn drawn(row: &Row, told: &BTreeMap<u32, Severity>, digits: usize, look: Look) -> String {
    let number = format!("{:>digits$}", u64::from(row.row) + 1);
    let room = look.width() - MARGIN.len() - number.len() - GAP;
    let told: Vec<(u32, Severity)> = told.iter().map(|(column, severity)| (*column, *severity)).collect();
    let together = (room / (NARROWEST + GAP)).max(1);
    told.chunks(together).map(|told| group(row, told, &number, room, look)).collect()
}

fn group(row: &Row, told: &[(u32, Severity)], number: &str, room: usize, look: Look) -> String {
    let cells = chosen(row, told, room);
    let gutter = " ".repeat(number.len());
    let bar = look.paint(Role::Frame, "│");
    let mut lines = [String::new(), String::new(), String::new()];
    let mut before = None;
    for (rank, cell) in cells.iter().enumerate() {
        let gap = cell.place - before.map_or(0, |place: usize| place + 1);
        let between = match (before, gap) {
            (None, 0) => "",
            (None, _) => &LEFT_OUT[1..],
            (Some(_), 0) => BETWEEN,
            (Some(_), _) => LEFT_OUT,
        };
        before = Some(cell.place);
        let blank = " ".repeat(columns(between));
        // Nothing is aligned with the end of the last one.
        let wide = if rank + 1 < cells.len() { cell.width() } else { 0 };
        let filled = |text: &str, painted: String| painted + &" ".repeat(wide.saturating_sub(columns(text)));
        let letters = filled(&cell.letters, cell.letters.clone());
        lines[0].extend([blank.as_str(), &look.paint(Role::Frame, &letters)]);
        let (text, mark) = match cell.told {
            Some(severity) => {
                let mark = "^".repeat(columns(&cell.text));
                (look.underlined(severity, &cell.text), look.paint(Role::of(severity), &mark))
            }
            None => (cell.text.clone(), String::new()),
        };
        lines[1].extend([look.paint(Role::Frame, between), filled(&cell.text, text)]);
        lines[2].extend([blank, filled(if cell.told.is_some() { &cell.text } else { "" }, mark)]);
    }
    if before.is_some_and(|place| place + 1 < row.cells.len()) {
        lines[1] += &look.paint(Role::Frame, LEFT_OUT.trim_end());
    }
    let [letters, texts, marks] = lines.map(|line| line.trim_end().to_owned());
    let number = look.paint(Role::Frame, number);
    [
        format!("{MARGIN}{gutter} {bar} {letters}\n"),
        format!("{MARGIN}{number} {bar} {texts}\n"),
        format!("{MARGIN}{gutter} {bar} {marks}\n"),
    ]
    .concat()
}

/// The cells that findings are about, then, as long as there is room, the first of the row, which says what the row is,
/// and the nearest ones.
fn chosen(row: &Row, told: &[(u32, Severity)], room: usize) -> Vec<Shown> {
    let place_of = |column: u32| row.cells.iter().position(|(other, _)| *other == column);
    let places: Vec<(usize, Severity)> =
        told.iter().filter_map(|(column, severity)| Some((place_of(*column)?, *severity))).collect();
    // What tells that cells are left out at both ends.
    let room = room.saturating_sub(2 * (GAP - 1)).max(NARROWEST);
    // The first cell says what the row is: it has its place kept.
    let label = row.cells.first().filter(|_| places.iter().all(|(place, _)| *place > 0));
    let label = label.map_or(0, |(_, text)| columns(&on_one_line(text)).min(WIDEST.1).min(room / 4) + GAP);
    let most =
        (room.saturating_sub(label) / places.len().max(1)).saturating_sub(GAP).clamp(NARROWEST, WIDEST.0);
    let shown = |place: usize, told: Option<Severity>, most: usize| {
        let (column, text) = &row.cells[place];
        let text = on_one_line(text);
        let text = if text.is_empty() && told.is_some() { EMPTY } else { &text };
        Shown { place, letters: column_letters(*column), text: shortened(text, most), told }
    };
    let mut cells: BTreeMap<usize, Shown> =
        places.iter().map(|(place, severity)| (*place, shown(*place, Some(*severity), most))).collect();
    let mut taken: usize = cells.values().map(|cell| cell.width() + GAP).sum();
    let mut others: Vec<usize> = (0..row.cells.len()).filter(|place| !cells.contains_key(place)).collect();
    let distance = |place: usize| places.iter().map(|(told, _)| told.abs_diff(place)).min().unwrap_or(0);
    others.sort_by_key(|place| (*place > 0, distance(*place), *place));
    for place in others {
        let most = if place == 0 { WIDEST.1.min(room.saturating_sub(taken + GAP)) } else { WIDEST.1 };
        let cell = shown(place, None, most);
        if taken + cell.width() + GAP > room {
            break;
        }
        taken += cell.width() + GAP;
        cells.insert(place, cell);
    }
    cells.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::look::COLOURED;

    fn row(cells: &[(u32, &str)]) -> Row {
        let cells = cells.iter().map(|(column, text)| (*column, (*text).to_owned())).collect();
        Row { sheet: "Inventaire".into(), row: 11, cells }
    }

    fn told(columns: &[u32]) -> BTreeMap<u32, Severity> {
        columns.iter().map(|column| (*column, Severity::Blocking)).collect()
    }

    #[test]
    fn the_cell_is_underlined_under_its_letter_among_its_neighbours() {
        let row = row(&[(0, "PIL-MOA"), (1, "Maîtrise d’ouvrage"), (3, "Mairie,\nERUN"), (4, "interne")]);
        assert_eq!(
            drawn(&row, &told(&[3]), 2, Look::default()),
            "     │ A         B                    D              E\n  \
             12 │ PIL-MOA │ Maîtrise d’ouvrage │ Mairie, ERUN │ interne\n     \
             │                                ^^^^^^^^^^^^\n"
        );
    }

    #[test]
    fn several_cells_of_a_row_are_underlined_together_an_empty_one_too() {
        let row = row(&[(0, "PIL-MOA"), (2, ""), (3, "peut-être")]);
        assert_eq!(
            drawn(&row, &told(&[2, 3]), 2, Look::default()),
            "     │ A         C        D\n  \
             12 │ PIL-MOA │ (vide) │ peut-être\n     \
             │           ^^^^^^   ^^^^^^^^^\n"
        );
    }

    #[test]
    fn long_cells_and_wide_signs_stay_aligned_on_a_narrow_screen() {
        let long = "Communauté d’agglomération ".repeat(9);
        let row = row(&[
            (0, "PIL-MOA"),
            (1, &long),
            (2, "学校の e\u{301}cole"),
            (3, &long),
            (4, &long),
            (5, "fin"),
        ]);
        for width in [40, 60, 79, 110] {
            let look = Look::on(width);
            for column in 0..6 {
                let text = drawn(&row, &told(&[column]), 2, look);
                let lines: Vec<&str> = text.lines().collect();
                assert!(lines.iter().all(|line| columns(line) <= width), "{width}: {text}");
                let at = columns(lines[2].split('^').next().unwrap());
                let letter = column_letters(column);
                assert_eq!(columns(lines[0].split(&letter).next().unwrap()), at, "{text}");
                let marked = lines[2].matches('^').count();
                let before: String = lines[1]
                    .chars()
                    .scan(0, |seen, sign| {
                        *seen += columns(&sign.to_string());
                        (*seen <= at).then_some(sign)
                    })
                    .collect();
                let under = shortened(&on_one_line(&row.cells[column as usize].1), marked);
                assert!(lines[1][before.len()..].starts_with(&under), "{under}: {text}");
            }
            let all = drawn(&row, &told(&[0, 1, 2, 3, 4, 5]), 2, look);
            assert!(all.lines().all(|line| columns(line) <= width), "{width}: {all}");
            assert_eq!(
                all.lines()
                    .filter(|line| line.contains('^'))
                    .flat_map(|line| line.split_whitespace().skip(1))
                    .count(),
                6,
                "{all}"
            );
        }
    }

    #[test]
    fn cells_left_out_are_told() {
        let cells: Vec<(u32, String)> = (0..40).map(|column| (column, format!("cellule {column}"))).collect();
        let row = Row { sheet: "Croisé".into(), row: 0, cells };
        let text = drawn(&row, &told(&[20]), 1, Look::default());
        assert!(
            text.contains("1 │ cellule 0 … cellule") && text.lines().nth(1).unwrap().ends_with(" …"),
            "{text}"
        );
    }

    #[test]
    fn colours_change_no_sign() {
        let row = row(&[(0, "PIL-MOA"), (1, "néant"), (2, "x")]);
        let painted = drawn(&row, &told(&[1]), 2, COLOURED);
        assert_eq!(console::strip_ansi_codes(&painted), drawn(&row, &told(&[1]), 2, Look::default()));
        assert!(painted.contains("\u{1b}[1;31;4mnéant\u{1b}[0m"), "{painted:?}");
    }
}
