//! Findings that repeat down a column, told as one: « B4:B37 », and how many; those on whole sheets of a document too.
//!
//! Nothing is lost: the journal keeps every finding, and the line tells every competence and what was read.

use std::borrow::Cow;
use std::collections::HashMap;

use super::document::DocumentId;
use super::finding::{Finding, Severity};
use super::place::{CellRef, column_letters};
use super::school::Uai;

/// How many different texts a line shows before it only counts them.
const TEXTS_SHOWN: usize = 6;

/// Findings of one document and rule, down one column or on whole sheets; one alone more often than not.
#[derive(Clone, Debug)]
pub struct Gathered<'f> {
    /// In their own order; never none.
    findings: Vec<&'f Finding>,
}

/// What findings told together share.
#[derive(PartialEq, Eq, Hash)]
struct Key<'f> {
    document: DocumentId,
    /// A column of a sheet; `None` for whole sheets, whichever they are.
    column: Option<(&'f str, u32)>,
    code: &'static str,
    severity: Severity,
    uai: Option<Uai>,
    /// Line of the dérogation that accepts them.
    accepted: Option<usize>,
}

/// Gathers findings, each line where its first one stands.
pub fn gathered<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Vec<Gathered<'f>> {
    let mut lines: Vec<Gathered<'f>> = Vec::new();
    let mut known: HashMap<Key<'f>, usize> = HashMap::new();
    for finding in findings {
        let line = key(finding).map(|key| *known.entry(key).or_insert(lines.len()));
        match line.and_then(|line| lines.get_mut(line)) {
            Some(line) => line.findings.push(finding),
            None => lines.push(Gathered { findings: vec![finding] }),
        }
    }
    lines
}

/// What is about no sheet stands alone.
fn key(finding: &Finding) -> Option<Key<'_>> {
    let sheet = finding.sheet.as_deref()?;
    Some(Key {
        document: finding.document?,
        column: finding.cell.map(|cell| (sheet, cell.column)),
        code: finding.rule.code,
        severity: finding.severity,
        uai: finding.uai,
        accepted: finding.accepted.as_ref().map(|accepted| accepted.line),
    })
}

impl<'f> Gathered<'f> {
    /// The first finding, which stands for what all share.
    pub fn first(&self) -> &'f Finding {
        self.findings[0]
    }

    /// How many findings.
    pub fn count(&self) -> usize {
        self.findings.len()
    }

    /// The findings.
    pub fn findings(&self) -> &[&'f Finding] {
        &self.findings
    }

    /// The cell, or the range from the first to the last: `B4:B37`.
    pub fn place(&self) -> Option<String> {
        let cells = || self.findings.iter().filter_map(|finding| finding.cell);
        let (first, last) = (cells().min()?, cells().max()?);
        if first == last {
            return Some(first.to_string());
        }
        let CellRef { row, column } = last;
        Some(format!("{first}:{}{}", column_letters(column), u64::from(row) + 1))
    }

    /// The sheets, each once.
    pub fn sheets(&self) -> String {
        self.texts(|finding| finding.sheet.as_deref().unwrap_or_default(), " | ")
    }

    /// The message that all share; where each has its own, the rule's sentence for cells, and those of the sheets.
    pub fn message(&self) -> Cow<'f, str> {
        let first = self.first();
        if self.findings.iter().all(|finding| finding.message == first.message) {
            return Cow::Borrowed(&first.message);
        }
        match first.cell {
            Some(_) => Cow::Borrowed(first.rule.what),
            None => Cow::Owned(self.texts(|finding| &finding.message, " ")),
        }
    }

    /// What was read, each text once.
    pub fn read(&self) -> String {
        self.texts(|finding| finding.read.as_str(), " | ")
    }

    /// What was expected, each text once.
    pub fn expected(&self) -> String {
        self.texts(|finding| finding.expected.as_str(), " | ")
    }

    fn texts(&self, of: impl Fn(&'f Finding) -> &'f str, between: &str) -> String {
        let mut texts: Vec<&str> = Vec::new();
        for text in self.findings.iter().map(|finding| of(finding)) {
            if !text.is_empty() && !texts.contains(&text) {
                texts.push(text);
            }
        }
        let shown = texts.len().min(TEXTS_SHOWN);
        let mut told = texts[..shown].join(between);
        if shown < texts.len() {
            told.push_str(between);
            told.push('…');
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::finding::{Rule, Scope};
    use super::*;

    static RULE: Rule = Rule {
        code: "RES-001",
        name: "sans-responsable",
        severity: Severity::Blocking,
        scope: Scope::School,
        what: "Aucune entité n’est responsable.",
        why: "",
        fix: "",
        example: "",
    };

    fn finding(document: u32, row: u32, column: u32, read: &str) -> Finding {
        Finding {
            rule: &RULE,
            severity: Severity::Blocking,
            document: Some(DocumentId(document)),
            sheet: Some(Arc::from("Inventaire")),
            cell: Some(CellRef::new(row, column)),
            uai: None,
            competence: None,
            message: format!("Personne pour la ligne {row}."),
            read: read.into(),
            expected: "une entité".into(),
            accepted: None,
        }
    }

    #[test]
    fn sheets_of_a_document_left_out_for_their_own_reasons_are_one_line() {
        let on_sheet = |document, sheet: &str| Finding {
            sheet: Some(Arc::from(sheet)),
            cell: None,
            message: format!("La feuille {sheet} a été laissée de côté."),
            ..finding(document, 0, 0, "")
        };
        let findings = [on_sheet(0, "Listes"), on_sheet(0, "Mode d’emploi"), on_sheet(1, "Listes")];
        let lines = gathered(&findings);
        let told: Vec<(String, usize)> = lines.iter().map(|line| (line.sheets(), line.count())).collect();
        assert_eq!(told, [("Listes | Mode d’emploi".to_owned(), 2), ("Listes".to_owned(), 1)]);
        assert_eq!(
            lines[0].message(),
            "La feuille Listes a été laissée de côté. La feuille Mode d’emploi a été laissée de côté."
        );
        assert_eq!(lines[0].place(), None);
    }

    #[test]
    fn findings_of_one_rule_down_one_column_are_one_line_with_its_range() {
        let findings = [
            finding(0, 3, 1, "néant"),
            finding(0, 5, 2, "néant"),
            finding(0, 36, 1, "aucun"),
            finding(1, 3, 1, "néant"),
            finding(0, 7, 1, "néant"),
        ];
        let lines = gathered(&findings);
        let told: Vec<(Option<String>, usize)> =
            lines.iter().map(|line| (line.place(), line.count())).collect();
        let place = |text: &str| Some(text.to_owned());
        assert_eq!(told, [(place("B4:B37"), 3), (place("C6"), 1), (place("B4"), 1)]);
        assert_eq!(lines[0].read(), "néant | aucun");
        assert_eq!(lines[0].expected(), "une entité");
        assert_eq!(lines[0].message(), RULE.what, "each has its own message");
        assert_eq!(lines[1].message(), "Personne pour la ligne 5.");
        assert_eq!(lines.iter().map(Gathered::count).sum::<usize>(), findings.len());
    }

    #[test]
    fn another_severity_school_or_place_is_another_line() {
        let other = [
            Finding { severity: Severity::Info, ..finding(0, 3, 1, "") },
            Finding { uai: Uai::from_digits("0440123"), ..finding(0, 3, 1, "") },
            Finding { sheet: Some(Arc::from("Feuil2")), ..finding(0, 3, 1, "") },
            Finding { cell: None, ..finding(0, 3, 1, "") },
            Finding { cell: None, sheet: None, ..finding(0, 3, 1, "") },
            Finding { cell: None, sheet: None, ..finding(0, 3, 1, "") },
        ];
        let all: Vec<Finding> = other.into_iter().chain([finding(0, 4, 1, "")]).collect();
        assert_eq!(gathered(&all).len(), 7);
        assert_eq!(gathered(&all)[3].place(), None);
    }

    #[test]
    fn many_texts_are_cut() {
        let findings: Vec<Finding> = (0..9).map(|row| finding(0, row, 1, &row.to_string())).collect();
        assert_eq!(gathered(&findings)[0].read(), "0 | 1 | 2 | 3 | 4 | 5 | …");
    }
}
