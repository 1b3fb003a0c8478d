//! Answers to whoever sent what no school is known for: what was seen of it, and a blank form that asks for the UAI.

use std::collections::{BTreeMap, BTreeSet};

use super::letter::{self, Recipient};
use super::{File, Told};
use crate::model::document::{Document, DocumentId, Verdict};
use crate::model::dossier::{Dossier, Unattached};
use crate::model::finding::Finding;
use crate::model::letter::{Letters, Occasion};
use crate::render::form::{self, Form, Subject};
use crate::render::workbook::WorkbookError;

/// How many signs of a document's SHA-256 name its answer.
const SHORT_SHA: usize = 12;
/// The most answers made: a mailbox that holds more of them holds something else than inventories.
const MOST_ANSWERS: usize = 200;
/// What spares whoever filled an inventory from filling it again: a mail's subject may say the school.
const RESEND: &str = "S’il ne manque que le nom de l’école, ne recopiez rien : renvoyez le même fichier, avec l’UAI de l’école \
                      (sept chiffres et une lettre) dans l’objet du courriel.";
/// The name of the form sent back.
const FORM: &str = "inventaire_vierge.xlsx";

/// One draft for each document rejected without a school that a mail brought, named after its bytes; `dossier` is that
/// of the académie that answers.
///
/// # Errors
/// [`WorkbookError`] where the form can't be assembled; no content leads there.
pub fn answers(
    unattached: Unattached<'_>,
    dossier: &Dossier,
    letters: &Letters,
) -> Result<Vec<File>, WorkbookError> {
    let rejected =
        unattached.documents.iter().filter(|line| line.verdict == Verdict::Rejected && line.uai.is_none());
    let written: Vec<(&Document, &str)> = rejected
        .filter_map(|line| Some((&line.document, line.document.mail.as_ref()?.sender.trim())))
        .filter(|(document, sender)| !sender.is_empty() && !document.sha256.is_empty())
        .collect();
    if written.is_empty() {
        return Ok(Vec::new());
    }
    let blank = form::form(&Form {
        stamp: &dossier.stamp,
        referential: &dossier.referential,
        subject: Subject::AnySchool,
        lines: &[],
        known_since: None,
        marks: &[],
    })?;
    let mut gravest: BTreeMap<DocumentId, &Finding> = BTreeMap::new();
    for finding in unattached.findings {
        let Some(document) = finding.document else { continue };
        let known = gravest.entry(document).or_insert(finding);
        if finding.severity < known.severity {
            *known = finding;
        }
    }
    let mut taken = BTreeSet::new();
    let mut files = Vec::new();
    for (document, sender) in written {
        let short: String = document.sha256.chars().take(SHORT_SHA).collect();
        let name = format!("sans-ecole_{short}_reponse.eml");
        if !taken.insert(name.clone()) {
            continue;
        }
        if files.len() == MOST_ANSWERS {
            break;
        }
        let finding = gravest.get(&document.id);
        let seen = finding.map_or("aucune école n’y est reconnue", |finding| finding.message.as_str());
        // What can't be read once won't be, whoever's it is.
        let is_read = finding.is_none_or(|finding| finding.rule.code.starts_with("ETB-"));
        let told = Told {
            occasion: Occasion::Unread,
            points: Vec::new(),
            seen: std::iter::once(format!("{} : {seen}", document.file_name()))
                .chain(is_read.then(|| RESEND.to_owned()))
                .collect(),
            lines: Vec::new(),
            known_since: None,
        };
        let letter = letters.of(Occasion::Unread);
        let recipient = Recipient::stranger(sender);
        files.push((name, letter::draft(letter, dossier, &recipient, &told, Some((FORM, &blank)))));
    }
    Ok(files)
}
