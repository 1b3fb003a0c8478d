//! A list laid on a sheet: header, families, one row a line. Every list-like shape is made of these.

use super::super::answers::Line;
use super::super::book::{Sheet, Style, Value};
use super::super::labels::FAMILIES;
use super::super::quirks::{BLANK_ROWS, Pen};
use super::super::responses::{Cell, is_ditto};
use super::Place;
use super::columns::{Column, Field};

/// How families show in a list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Families {
    /// Not, or in a column of their own on every row.
    Plain,
    /// In a column, one vertically merged cell each.
    Merged,
    /// As a row of their own above their competences.
    Bands,
}

/// A list to lay.
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) families: Families,
    /// Whether the header takes two rows, the upper one with merged titles.
    pub(super) tall: bool,
    /// Which spelling of the families' names.
    pub(super) family_style: usize,
    /// Whether modes are spelt freely.
    pub(super) mode_spelt: bool,
}

impl Table {
    /// Lays the lines under a header at this cell; returns the first row below.
    pub(super) fn lay(
        &self,
        sheet: &mut Sheet,
        (top, left): (u32, u16),
        lines: &mut [Line],
        pen: &mut Pen,
        places: &mut Vec<Place>,
    ) -> u32 {
        let first = self.header(sheet, top, left);
        let (rows, below) = self.rows(sheet, first, left, lines, pen);
        for (rank, (line, &row)) in lines.iter_mut().zip(&rows).enumerate() {
            self.write(sheet, row, left, rank, line, pen);
            places.push(self.place(sheet, row, line));
        }
        if self.families == Families::Merged {
            self.merge(sheet, left, Field::Family, &rows, |rank| {
                rank > 0 && lines[rank].family == lines[rank - 1].family
            });
        }
        self.merge(sheet, left, Field::Responsible, &rows, |rank| {
            lines[rank].response.cell == Cell::MergedWithAbove
        });
        for (column, at) in self.columns.iter().zip(left..) {
            sheet.widths.entry(at).or_insert(column.field.width());
            if column.field == Field::Mode && below > first {
                sheet.choices.push((
                    first,
                    below - 1,
                    at,
                    &["Internalisé", "Externalisé", "Externalisé partiellement"],
                ));
            }
        }
        below
    }

    fn header(&self, sheet: &mut Sheet, top: u32, left: u16) -> u32 {
        let mut open: Option<&str> = None;
        for (column, at) in self.columns.iter().zip(left..) {
            if !self.tall {
                sheet.text(top, at, &column.title, Style::Header);
                continue;
            }
            let Some(group) = column.group else {
                sheet.text(top, at, &column.title, Style::Header);
                sheet.text(top + 1, at, "", Style::Header);
                sheet.merge(top, at, top + 1, at);
                open = None;
                continue;
            };
            let opens = open != Some(group);
            sheet.text(top, at, if opens { group } else { "" }, Style::Header);
            sheet.text(top + 1, at, &column.title, Style::Header);
            if opens {
                let run = self.columns[usize::from(at - left)..]
                    .iter()
                    .take_while(|next| next.group == Some(group));
                sheet.merge(top, at, top, at + run.count() as u16 - 1);
            }
            open = Some(group);
        }
        top + 1 + u32::from(self.tall)
    }

    /// The row of each line, bands and blank rows let in between; and the first row below.
    fn rows(
        &self,
        sheet: &mut Sheet,
        first: u32,
        left: u16,
        lines: &[Line],
        pen: &mut Pen,
    ) -> (Vec<u32>, u32) {
        let airy = self.families != Families::Merged && pen.strikes(&BLANK_ROWS);
        let mut next = first;
        let mut rows = Vec::with_capacity(lines.len());
        for (rank, line) in lines.iter().enumerate() {
            let tied = line.response.cell == Cell::MergedWithAbove || is_ditto(&line.response.written);
            if airy && rank > 0 && !tied && pen.rng.chance(30) {
                (left..)
                    .take(self.columns.len())
                    .for_each(|at| sheet.put(next, at, Value::Blank, Style::Input));
                next += 1;
            }
            if self.families == Families::Bands && (rank == 0 || lines[rank - 1].family != line.family) {
                self.band(sheet, next, left, line.family, pen);
                next += 1;
            }
            rows.push(next);
            next += 1;
        }
        (rows, next)
    }

    fn band(&self, sheet: &mut Sheet, row: u32, left: u16, family: usize, pen: &mut Pen) {
        sheet.text(row, left, FAMILIES[family][self.family_style], Style::Band);
        let right = left + self.columns.len() as u16 - 1;
        if pen.rng.chance(75) {
            (left + 1..=right).for_each(|at| sheet.put(row, at, Value::Blank, Style::Band));
            sheet.merge(row, left, row, right);
        }
    }

    fn write(&self, sheet: &mut Sheet, row: u32, left: u16, rank: usize, line: &Line, pen: &mut Pen) {
        for (column, at) in self.columns.iter().zip(left..) {
            let style = if column.field == Field::Skill { Style::Label } else { Style::Input };
            let value = match column.field {
                Field::Responsible => answer(line),
                Field::Mode => Value::text(line.mode_text(self.mode_spelt, pen)),
                Field::Tick(mode) if line.mode == Some(mode) => {
                    Value::text(pen.rng.pick(&["X", "x", "X", "oui", "✓"]))
                }
                Field::Family => Value::text(FAMILIES[line.family][self.family_style]),
                field => field.value(line, rank),
            };
            sheet.put(row, at, value, style);
        }
    }

    /// Merges the cells of a column that continue the one above, and empties all but the first.
    fn merge(
        &self,
        sheet: &mut Sheet,
        left: u16,
        field: Field,
        rows: &[u32],
        continues: impl Fn(usize) -> bool,
    ) {
        let Some(at) = self.columns.iter().position(|column| column.field == field) else { return };
        let at = left + at as u16;
        let mut from = 0;
        for rank in 1..=rows.len() {
            if rank < rows.len() && continues(rank) {
                sheet.put(rows[rank], at, Value::Blank, Style::Input);
                continue;
            }
            if rank - from > 1 {
                sheet.merge(rows[from], at, rows[rank - 1], at);
            }
            from = rank;
        }
    }

    /// Where a line landed, and what of its truth the columns of this list let through.
    pub(super) fn place(&self, sheet: &Sheet, row: u32, line: &mut Line) -> Place {
        let shows = |field: Field| self.columns.iter().any(|column| column.field == field);
        let written = |field: Field| {
            shows(field) && field.value(line, 0) != Value::text("") && field.value(line, 0) != Value::Blank
        };
        let has_comment = written(Field::Comment);
        let has_contact = written(Field::Person) || written(Field::Local);
        if !shows(Field::Mode) && !shows(Field::Tick(0)) {
            line.mode = None;
        }
        let response = &mut line.response;
        match response.state {
            // Something stands beside a blank answer: nobody was named, or nothing was studied, as one likes.
            "non_etudiee" if has_contact || has_comment => {
                response.admitted.extend(["non_etudiee", "orpheline"]);
            }
            "sans_objet" if has_comment => response.remark = None,
            _ => {}
        }
        response.admitted.sort_unstable();
        response.admitted.dedup();
        let kept = match line.details.kept.to_lowercase().as_str() {
            "oui" => Some(true),
            "non" => Some(false),
            _ => None,
        };
        let service_level = line.details.service_level;
        Place {
            kept: kept.filter(|_| shows(Field::Kept)),
            service_level: (shows(Field::ServiceLevel) && !service_level.is_empty()).then_some(service_level),
            ..Place::row(sheet, row)
        }
    }
}

/// The value of the answer's cell.
pub(super) fn answer(line: &Line) -> Value {
    let written = &line.response.written;
    match line.response.cell {
        Cell::Text => Value::text(written),
        Cell::MergedWithAbove => Value::Blank,
        Cell::Formula => {
            Value::Formula(format!("=TRIM(\"{}\")", written.replace('"', "\"\"")), written.clone())
        }
        Cell::BareFormula => Value::Formula("=Listes!D2".to_owned(), String::new()),
        Cell::Error => Value::Formula("=#REF!".to_owned(), "#REF!".to_owned()),
    }
}
