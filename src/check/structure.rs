//! Structure first: while a table isn't understood, what its cells say isn't told. Mending the table would make most of
//! it go away, and a school that gets thirty findings mends none.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::document::DocumentId;
use crate::model::finding::{Finding, Severity};

/// Families that speak of the document itself, or of its tables.
const OF_STRUCTURE: [&str; 3] = ["LEC", "COL", "ETB"];

/// Takes out the findings on cells of sheets whose table a blocking finding says isn't understood.
pub fn structure_first(findings: &mut Vec<Finding>) {
    let mut broken: BTreeSet<(DocumentId, Arc<str>)> = BTreeSet::new();
    for finding in findings.iter() {
        let is_of_table = finding.severity == Severity::Blocking && finding.rule.code.starts_with("COL");
        if let (true, Some(document), Some(sheet)) = (is_of_table, finding.document, &finding.sheet) {
            broken.insert((document, Arc::clone(sheet)));
        }
    }
    if broken.is_empty() {
        return;
    }
    findings.retain(|finding| {
        let structural = OF_STRUCTURE.iter().any(|family| finding.rule.code.starts_with(family));
        let (Some(document), Some(sheet)) = (finding.document, &finding.sheet) else { return true };
        structural || finding.cell.is_none() || !broken.contains(&(document, Arc::clone(sheet)))
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::rule;
    use crate::model::place::CellRef;

    fn on(code: &str, document: u32, sheet: &str, cell: Option<CellRef>) -> Finding {
        let rule = rule(code).unwrap();
        Finding {
            rule,
            severity: rule.severity,
            document: Some(DocumentId(document)),
            sheet: Some(Arc::from(sheet)),
            cell,
            uai: None,
            competence: None,
            message: String::new(),
            read: String::new(),
            expected: String::new(),
            accepted: None,
        }
    }

    fn told(findings: &[Finding]) -> Vec<(&str, &str)> {
        findings.iter().map(|finding| (finding.rule.code, finding.sheet.as_deref().unwrap())).collect()
    }

    #[test]
    fn cells_of_a_table_that_is_not_understood_stay_silent() {
        let cell = Some(CellRef::new(3, 1));
        let mut findings = vec![
            on("COL-001", 0, "A", cell),
            on("COU-001", 0, "A", cell),
            on("VAL-001", 0, "A", cell),
            on("COL-003", 0, "A", cell),
            on("MOD-001", 0, "A", None),
            on("COU-001", 0, "B", cell),
            on("COU-001", 1, "A", cell),
        ];
        structure_first(&mut findings);
        assert_eq!(
            told(&findings),
            [("COL-001", "A"), ("COL-003", "A"), ("MOD-001", "A"), ("COU-001", "B"), ("COU-001", "A")]
        );
        // Lightened by the configuration, it explains nothing any more.
        let mut findings = vec![
            Finding { severity: Severity::Warning, ..on("COL-001", 0, "A", cell) },
            on("COU-001", 0, "A", cell),
        ];
        structure_first(&mut findings);
        assert_eq!(findings.len(), 2);
    }
}
