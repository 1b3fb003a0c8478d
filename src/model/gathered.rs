//! Findings that repeat down a column, told as one: « B4:B6, B9 », and how many; those on whole sheets of a document too.
//!
//! Nothing is lost: the journal keeps every finding, and the line tells every competence and what was read.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use super::document::DocumentId;
use super::finding::{Finding, Severity};
use super::place::CellRef;
use super::school::Uai;
use crate::french::counted;

/// How many different texts a line shows before it only counts them.
const TEXTS_SHOWN: usize = 6;
/// How many cells, or ranges of cells, a line names before it only counts them.
const RUNS_SHOWN: usize = 6;
/// How many findings on cells are told each in its own words.
const MESSAGES_SHOWN: usize = 4;

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

    /// The cells, and none but these, those that follow one another as a range: `B4:B6, B9`; past the first few, how many
    /// others there are.
    pub fn place(&self) -> Option<String> {
        let cells: BTreeSet<CellRef> = self.findings.iter().filter_map(|finding| finding.cell).collect();
        let mut runs: Vec<(CellRef, CellRef)> = Vec::new();
        for cell in cells {
            match runs.last_mut() {
                Some((_, last))
                    if last.column == cell.column && last.row.checked_add(1) == Some(cell.row) =>
                {
                    *last = cell;
                }
                _ => runs.push((cell, cell)),
            }
        }
        let told = |(first, last): &(CellRef, CellRef)| {
            if first == last { first.to_string() } else { format!("{first}:{last}") }
        };
        let shown: Vec<String> = runs.iter().take(RUNS_SHOWN).map(told).collect();
        let cells_of = |(first, last): &(CellRef, CellRef)| u64::from(last.row - first.row) + 1;
        let hidden: u64 = runs.iter().skip(RUNS_SHOWN).map(cells_of).sum();
        let others = counted(hidden, "autre cellule", "autres cellules");
        match (shown.is_empty(), hidden) {
            (true, _) => None,
            (false, 0) => Some(shown.join(", ")),
            (false, _) => Some(format!("{} et {others}", shown.join(", "))),
        }
    }

    /// The sheets, each once.
    pub fn sheets(&self) -> String {
        self.texts(|finding| finding.sheet.as_deref().unwrap_or_default(), " | ")
    }

    /// The message that all share; where each has its own, all of them if they are few, else the rule's sentence for
    /// cells.
    pub fn message(&self) -> Cow<'f, str> {
        let first = self.first();
        if self.findings.iter().all(|finding| finding.message == first.message) {
            return Cow::Borrowed(&first.message);
        }
        match first.cell {
            Some(_) if self.findings.len() > MESSAGES_SHOWN => Cow::Borrowed(first.rule.what),
            _ => Cow::Owned(self.texts(|finding| &finding.message, " ")),
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
    fn findings_of_one_rule_down_one_column_are_one_line_with_their_cells_and_no_other() {
        let findings = [
            finding(0, 3, 1, "néant"),
            finding(0, 5, 2, "néant"),
            finding(0, 36, 1, "aucun"),
            finding(1, 3, 1, "néant"),
            finding(0, 4, 1, "néant"),
        ];
        let lines = gathered(&findings);
        let told: Vec<(Option<String>, usize)> =
            lines.iter().map(|line| (line.place(), line.count())).collect();
        let place = |text: &str| Some(text.to_owned());
        assert_eq!(told, [(place("B4:B5, B37"), 3), (place("C6"), 1), (place("B4"), 1)]);
        assert_eq!(lines[0].read(), "néant | aucun");
        assert_eq!(lines[0].expected(), "une entité");
        assert_eq!(
            lines[0].message(),
            "Personne pour la ligne 3. Personne pour la ligne 36. Personne pour la ligne 4.",
            "each has its own message"
        );
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
        let findings: Vec<Finding> = (0..9).map(|row| finding(0, 2 * row, 1, &row.to_string())).collect();
        let lines = gathered(&findings);
        assert_eq!(lines[0].read(), "0 | 1 | 2 | 3 | 4 | 5 | …");
        assert_eq!(lines[0].place().unwrap(), "B1, B3, B5, B7, B9, B11 et 3\u{a0}autres cellules");
        assert_eq!(lines[0].message(), RULE.what);
    }
}
