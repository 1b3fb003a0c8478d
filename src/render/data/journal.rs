//! journal.jsonl: what became of each document.

use std::collections::BTreeMap;

use serde::Serialize;

use super::push_json;
use crate::model::document::DocumentId;
use crate::model::dossier::{Batch, DocumentLine};
use crate::model::finding::Finding;
use crate::model::referential::Referential;

/// `journal.jsonl`: one object per document received, in path order over the whole batch.
///
/// It goes where logs go: a finding gives its message, never what was read in the cell.
pub fn journal(batch: &Batch) -> Vec<u8> {
    let mut lines: BTreeMap<DocumentId, JournalLine<'_>> = BTreeMap::new();
    for dossier in &batch.dossiers {
        let academie = Some(dossier.academie.code.as_str());
        add_lines(&mut lines, &dossier.documents, academie);
        add_findings(&mut lines, &dossier.findings, &dossier.referential);
    }
    add_lines(&mut lines, &batch.unattached, None);
    add_findings(&mut lines, &batch.unattached_findings, &batch.referential);

    let mut bytes = Vec::with_capacity(lines.len() * 256);
    for line in lines.values() {
        push_json(&mut bytes, line);
        bytes.push(b'\n');
    }
    bytes
}

#[derive(Serialize)]
struct JournalLine<'a> {
    document: &'a str,
    empreinte: Option<&'a str>,
    verdict: &'static str,
    motif: Option<&'static str>,
    uai: Option<String>,
    academie: Option<&'a str>,
    niveau: Option<&'static str>,
    constats: Vec<JournalFinding<'a>>,
}

#[derive(Serialize)]
struct JournalFinding<'a> {
    code: &'static str,
    gravite: &'static str,
    competence: Option<&'a str>,
    feuille: Option<&'a str>,
    cellule: Option<String>,
    message: &'a str,
    /// Until when the configuration accepts it; its reason, which somebody wrote freely, is for the workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    accepte: Option<String>,
}

fn add_lines<'a>(
    lines: &mut BTreeMap<DocumentId, JournalLine<'a>>,
    documents: &'a [DocumentLine],
    academie: Option<&'a str>,
) {
    for line in documents {
        let fingerprint = line.document.sha256.as_str();
        lines.insert(
            line.document.id,
            JournalLine {
                document: &line.document.path,
                empreinte: (!fingerprint.is_empty()).then_some(fingerprint),
                verdict: line.verdict.id(),
                motif: line.reason,
                uai: line.uai.map(|uai| uai.to_string()),
                academie,
                niveau: line.level(),
                constats: Vec::new(),
            },
        );
    }
}

fn add_findings<'a>(
    lines: &mut BTreeMap<DocumentId, JournalLine<'a>>,
    findings: &'a [Finding],
    referential: &'a Referential,
) {
    for finding in findings {
        let Some(line) = finding.document.and_then(|document| lines.get_mut(&document)) else { continue };
        line.constats.push(JournalFinding {
            code: finding.rule.code,
            gravite: finding.severity.id(),
            competence: finding.competence.map(|id| referential.competence(id).code.as_str()),
            feuille: finding.sheet.as_deref(),
            cellule: finding.cell.map(|cell| cell.to_string()),
            message: &finding.message,
            accepte: finding.accepted.as_ref().map(|accepted| accepted.term()),
        });
    }
}
