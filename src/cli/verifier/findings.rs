//! Findings as a person reads them: the row of the sheet, how grave, where, what, what was read and expected, how to mend
//! it.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Shown, rows};
use crate::cli::look::{Look, Role, on_one_line};
use crate::french::{counted, quoted};
use crate::model::excerpt::Row;
use crate::model::finding::Severity;
use crate::model::gathered::{Gathered, gathered};

/// Rows that are drawn for findings told together.
const ROWS_DRAWN: usize = 3;

/// Findings that begin on one row, or one that is about none.
struct Group<'b> {
    row: Option<&'b Row>,
    lines: Vec<Gathered<'b>>,
}

/// The findings on a document, those about one row together, where its first one stands.
pub(super) fn told(shown: &Shown<'_>, look: Look) -> String {
    if shown.findings.is_empty() {
        return format!("{}\n", look.paint(Role::Good, "Aucun constat."));
    }
    let title = format!("{} :", counted(shown.findings.len() as u64, "constat", "constats"));
    let mut text = format!("{}\n", look.paint(Role::Title, &title));
    let groups = grouped(shown);
    for (rank, group) in groups.iter().enumerate() {
        if rank > 0 && (group.row.is_some() || groups[rank - 1].row.is_some()) {
            text.push('\n');
        }
        text.push_str(&drawn(shown, group, look));
        for line in &group.lines {
            one(&mut text, line, look);
        }
    }
    text
}

/// The row that the findings begin on, and those that they go on with.
fn drawn(shown: &Shown<'_>, group: &Group<'_>, look: Look) -> String {
    let mut told: BTreeMap<u32, (&Row, BTreeMap<u32, Severity>)> = BTreeMap::new();
    for finding in group.lines.iter().flat_map(Gathered::findings) {
        let (Some(row), Some(cell)) = (shown.row(finding), finding.cell) else { continue };
        let (_, columns) = told.entry(row.row).or_insert((row, BTreeMap::new()));
        let gravest = columns.entry(cell.column).or_insert(finding.severity);
        *gravest = finding.severity.min(*gravest);
    }
    let shown = || told.values().take(ROWS_DRAWN);
    let digits = shown().map(|(row, _)| rows::digits(row)).max().unwrap_or(1);
    let mut text: String = shown().map(|(row, columns)| rows::drawn(row, columns, digits, look)).collect();
    if told.len() > ROWS_DRAWN {
        let others = counted((told.len() - ROWS_DRAWN) as u64, "autre ligne", "autres lignes");
        let _ = writeln!(text, "  … et {others}");
    }
    text
}

fn grouped<'b>(shown: &Shown<'b>) -> Vec<Group<'b>> {
    let mut groups: Vec<Group<'b>> = Vec::new();
    for line in gathered(shown.findings.iter().copied()) {
        let row = shown.row(line.first());
        let known = row.and_then(|row| {
            groups.iter_mut().find(|group| group.row.is_some_and(|other| std::ptr::eq(other, row)))
        });
        match known {
            Some(group) => group.lines.push(line),
            None => groups.push(Group { row, lines: vec![line] }),
        }
    }
    groups
}

fn one(text: &mut String, line: &Gathered<'_>, look: Look) {
    let finding = line.first();
    let place = match (&finding.sheet, line.place()) {
        (Some(sheet), Some(cell)) => format!("  {}!{cell}", on_one_line(sheet)),
        (Some(_), None) => format!("  {}", on_one_line(&line.sheets())),
        _ => String::new(),
    };
    let times = if line.count() > 1 { format!("  ({} fois)", line.count()) } else { String::new() };
    let grave = look.paint(Role::of(finding.severity), &format!("{:<8}", finding.severity.id()));
    let code = look.paint(Role::Title, finding.rule.code);
    let _ = writeln!(text, "  {grave}  {code}{place}{times}");
    if let Some(accepted) = &finding.accepted {
        text.push_str(&look.wrapped(&format!("Dérogation : {}.", accepted.told()), "    "));
    }
    text.push_str(&look.wrapped(&on_one_line(&line.message()), "    "));
    let (read, expected) = (on_one_line(&line.read()), on_one_line(&line.expected()));
    let mut more = Vec::new();
    if !read.is_empty() {
        more.push(format!("Lu : {}", quoted(&read)));
    }
    if !expected.is_empty() {
        let label = if more.is_empty() { "Attendu" } else { "attendu" };
        more.push(format!("{label} : {expected}"));
    }
    if !more.is_empty() {
        text.push_str(&look.wrapped(&format!("{}.", more.join(" ; ").trim_end_matches('.')), "    "));
    }
    text.push_str(&look.wrapped(&format!("{} {}", look.paint(Role::Good, "→"), finding.rule.fix), "    "));
}
