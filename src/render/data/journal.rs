//! journal.jsonl: what became of each document.

use std::collections::BTreeMap;

use serde::Serialize;

use super::push_json;
use crate::model::document::DocumentId;
use crate::model::dossier::{DocumentLine, Dossier, Unattached};
use crate::model::finding::Finding;
use crate::model::referential::Referential;

/// The journal's name in the month's folder.
pub const JOURNAL: &str = "journal.jsonl";

/// `journal.jsonl`, or the part of it that an académie makes: one object per document received, in path order over the
/// whole batch.
///
/// It goes where logs go: a finding gives its message, never what was read in the cell.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    /// Lines, one after the other.
    bytes: Vec<u8>,
    /// Whose each line is, and where it ends.
    ends: Vec<(DocumentId, usize)>,
}

impl Journal {
    /// The lines of an académie's documents.
    pub fn of(dossier: &Dossier) -> Self {
        let academie = Some(dossier.academie.code.as_str());
        Self::written(&dossier.documents, academie, &dossier.findings, &dossier.referential)
    }

    /// The lines of documents that belong to no académie.
    pub fn apart(unattached: Unattached<'_>, referential: &Referential) -> Self {
        Self::written(unattached.documents, None, unattached.findings, referential)
    }

    fn written(
        documents: &[DocumentLine],
        academie: Option<&str>,
        findings: &[Finding],
        referential: &Referential,
    ) -> Self {
        let mut lines = BTreeMap::new();
        add_lines(&mut lines, documents, academie);
        add_findings(&mut lines, findings, referential);
        let mut journal = Self::default();
        for (id, line) in &lines {
            push_json(&mut journal.bytes, line);
            journal.bytes.push(b'\n');
            journal.ends.push((*id, journal.bytes.len()));
        }
        journal.bytes.shrink_to_fit();
        journal
    }

    /// The file whose parts these are.
    pub fn whole(parts: &[Self]) -> Vec<u8> {
        let mut lines: Vec<(DocumentId, &[u8])> = Vec::new();
        for part in parts {
            let mut from = 0;
            for &(id, to) in &part.ends {
                lines.push((id, &part.bytes[from..to]));
                from = to;
            }
        }
        lines.sort_unstable_by_key(|(id, _)| *id);
        let mut bytes = Vec::with_capacity(parts.iter().map(|part| part.bytes.len()).sum());
        for (_, line) in lines {
            bytes.extend_from_slice(line);
        }
        bytes
    }
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
