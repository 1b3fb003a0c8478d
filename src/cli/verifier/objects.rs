//! What `verifier` shows, for programs.

use serde::Serialize;

use super::{Shown, given};
use crate::model::document::Verdict;
use crate::model::dossier::{Couple, Dossier, HigherLine};
use crate::model::excerpt::Row;
use crate::model::finding::Finding;
use crate::model::place::{CellRef, Located};

#[derive(Serialize)]
pub(super) struct Object<'b> {
    document: &'b str,
    empreinte: &'b str,
    verdict: &'static str,
    motif: Option<&'static str>,
    uai: Option<String>,
    reconnue_par: Option<&'static str>,
    niveau: Option<&'static str>,
    perimetre: Option<&'b str>,
    tableaux: Vec<TableObject<'b>>,
    couples: Vec<CoupleObject<'b>>,
    /// Those of an inventory of a higher level.
    reponses: Vec<AnswerObject<'b>>,
    /// Notes on cells.
    notes: Vec<NoteObject<'b>>,
    constats: Vec<FindingObject<'b>>,
}

#[derive(Serialize)]
struct NoteObject<'b> {
    feuille: &'b str,
    cellule: String,
    texte: &'b str,
}

#[derive(Serialize)]
struct TableObject<'b> {
    feuille: &'b str,
    forme: &'static str,
    cellule: String,
    colonnes: Vec<(&'b str, &'static str)>,
    lignes: usize,
}

#[derive(Serialize)]
struct AnswerObject<'b> {
    competence: Option<&'b str>,
    lu: &'b str,
    feuille: &'b str,
    cellule: String,
}

#[derive(Serialize)]
struct CoupleObject<'b> {
    competence: &'b str,
    etat: &'static str,
    origine: &'static str,
    responsable: Vec<&'b str>,
    mode: Option<&'static str>,
    lu: &'b str,
    feuille: Option<&'b str>,
    cellule: Option<String>,
}

#[derive(Serialize)]
struct FindingObject<'b> {
    code: &'static str,
    gravite: &'static str,
    competence: Option<&'b str>,
    feuille: Option<&'b str>,
    cellule: Option<String>,
    message: &'b str,
    lu: &'b str,
    attendu: &'b str,
    correction: &'static str,
    /// The row of the sheet that it points into.
    ligne: Option<Vec<CellObject<'b>>>,
    /// Until when the configuration accepts it.
    accepte: Option<String>,
}

/// A cell of a row.
#[derive(Serialize)]
struct CellObject<'b> {
    cellule: String,
    texte: &'b str,
}

/// A document with all that is understood of it.
pub(super) fn object<'b>(shown: &Shown<'b>) -> Object<'b> {
    let retained = shown.line.verdict == Verdict::Retained;
    let couples = match (shown.dossier, shown.school) {
        (Some(dossier), Some(school)) if retained => {
            school.couples.iter().map(|couple| couple_object(dossier, couple)).collect()
        }
        _ => Vec::new(),
    };
    Object {
        document: &shown.line.document.path,
        empreinte: &shown.line.document.sha256,
        verdict: shown.line.verdict.id(),
        motif: shown.line.reason,
        uai: shown.line.uai.map(|uai| uai.to_string()),
        reconnue_par: shown.line.identified_by.map(crate::model::inventory::IdentifiedBy::label),
        niveau: shown.line.level(),
        perimetre: shown.line.scope.as_ref().map(|scope| scope.name.as_str()),
        tableaux: shown
            .tables
            .iter()
            .map(|table| TableObject {
                feuille: &table.sheet,
                forme: table.shape.label(),
                cellule: table.header.to_string(),
                colonnes: table.columns.iter().map(|(title, meaning)| (title.as_str(), *meaning)).collect(),
                lignes: table.records,
            })
            .collect(),
        couples,
        reponses: given(shown).map(|(dossier, line)| answer_object(dossier, line)).collect(),
        notes: shown.notes.iter().map(note_object).collect(),
        constats: shown.findings.iter().map(|finding| finding_object(shown, finding)).collect(),
    }
}

fn note_object(note: &Located<String>) -> NoteObject<'_> {
    NoteObject { feuille: &note.at.sheet, cellule: note.at.cell.to_string(), texte: &note.value }
}

fn answer_object<'b>(dossier: &'b Dossier, line: &'b HigherLine) -> AnswerObject<'b> {
    let read = &line.assignment;
    AnswerObject {
        competence: read.competence.map(|id| dossier.referential.competence(id).code.as_str()),
        lu: &read.written,
        feuille: &read.at.sheet,
        cellule: read.at.cell.to_string(),
    }
}

fn couple_object<'b>(dossier: &'b Dossier, couple: &'b Couple) -> CoupleObject<'b> {
    CoupleObject {
        competence: &dossier.referential.competence(couple.competence).code,
        etat: couple.state.id(),
        origine: couple.origin.id(),
        responsable: couple.responsible.iter().map(|id| dossier.entity(*id).name.as_str()).collect(),
        mode: couple.mode.map(crate::model::referential::Mode::id),
        lu: &couple.written,
        feuille: couple.at.as_ref().map(|at| &*at.sheet),
        cellule: couple.at.as_ref().map(|at| at.cell.to_string()),
    }
}

fn finding_object<'b>(shown: &Shown<'b>, finding: &'b Finding) -> FindingObject<'b> {
    FindingObject {
        code: finding.rule.code,
        gravite: finding.severity.id(),
        competence: shown
            .dossier
            .zip(finding.competence)
            .map(|(dossier, competence)| dossier.referential.competence(competence).code.as_str()),
        feuille: finding.sheet.as_deref(),
        cellule: finding.cell.map(|cell| cell.to_string()),
        message: &finding.message,
        lu: &finding.read,
        attendu: &finding.expected,
        correction: finding.rule.fix,
        ligne: shown.row(finding).map(cell_objects),
        accepte: finding.accepted.as_ref().map(|accepted| accepted.term()),
    }
}

fn cell_objects(row: &Row) -> Vec<CellObject<'_>> {
    let cells = row.cells.iter();
    cells
        .map(|(column, text)| CellObject { cellule: CellRef::new(row.row, *column).to_string(), texte: text })
        .collect()
}
