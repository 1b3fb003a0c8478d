//! What the batch made of the names that a document gives to those responsible: joined without certainty, or of a type
//! that nobody tells. One finding a name and a document, at the first cell that writes it: a name is mended once.

use std::collections::{BTreeMap, BTreeSet};

use crate::french::{counted, quoted};
use crate::model::document::DocumentId;
use crate::model::dossier::{Dossier, EntityId};
use crate::model::finding::Finding;
use crate::model::grouping::Join;
use crate::model::inventory::{Answer, Assignment, Mention};
use crate::model::referential::CompetenceId;
use crate::model::school::Uai;
use crate::text::fold;

use super::responsibility::{RECONCILED, UNTYPED_ENTITY};
use super::severity::Sink;
use super::wording::{competence_named, entity_named, named};
use super::{Judged, judged};

/// An answer, and whom its document names responsible.
#[derive(Clone, Copy)]
struct Line<'a> {
    document: DocumentId,
    uai: Option<Uai>,
    assignment: &'a Assignment,
    responsible: &'a [EntityId],
}

/// Every answer of a dossier's documents.
fn lines(dossier: &Dossier) -> impl Iterator<Item = Line<'_>> {
    let own = dossier.assignments.iter().map(|line| Line {
        document: line.document,
        uai: Some(line.uai),
        assignment: &line.assignment,
        responsible: &line.responsible,
    });
    own.chain(dossier.higher.iter().map(|line| Line {
        document: line.document,
        uai: None,
        assignment: &line.assignment,
        responsible: &line.responsible,
    }))
}

/// A name in a document, and the lines that write it.
type Uses<'a> = BTreeMap<(DocumentId, EntityId, &'a str), Vec<(Line<'a>, Join)>>;

/// Tells the names of a dossier's documents that were read without certainty.
pub(super) fn judge(dossier: &Dossier, sink: &mut Sink<'_>) {
    // A few names out of thousands of couples: everything else is passed over at once.
    let mut uncertain: BTreeMap<&str, Vec<(EntityId, Join)>> = BTreeMap::new();
    let mut untyped: BTreeMap<&str, Vec<EntityId>> = BTreeMap::new();
    for (id, entity) in (0..).map(EntityId).zip(&dossier.entities) {
        for spelling in &entity.spellings {
            if spelling.join.is_uncertain() {
                uncertain.entry(&spelling.written).or_default().push((id, spelling.join));
            }
            if !entity.typed {
                untyped.entry(&spelling.written).or_default().push(id);
            }
        }
    }
    let (mut joined, mut of_no_type) = (Uses::new(), Uses::new());
    for line in lines(dossier) {
        for mention in mentions(line.assignment) {
            let written = mention.written.as_str();
            for (id, join) in uncertain.get(written).into_iter().flatten() {
                if line.responsible.contains(id) {
                    joined.entry((line.document, *id, written)).or_default().push((line, *join));
                }
            }
            for id in untyped.get(written).into_iter().flatten() {
                if line.responsible.contains(id) {
                    of_no_type.entry((line.document, *id, "")).or_default().push((line, Join::SameName));
                }
            }
        }
    }
    for ((_, id, written), lines) in joined {
        if let Some(judged) = uncertainly_joined(dossier, id, written, &lines) {
            sink.push(on_lines(&lines, judged));
        }
    }
    for ((_, id, _), lines) in of_no_type {
        sink.push(on_lines(&lines, of_unknown_type(dossier, id, &lines)));
    }
}

fn mentions(assignment: &Assignment) -> &[Mention] {
    match &assignment.answer {
        Answer::Entities(mentions) => mentions,
        _ => &[],
    }
}

fn uncertainly_joined(
    dossier: &Dossier,
    id: EntityId,
    written: &str,
    lines: &[(Line<'_>, Join)],
) -> Option<Judged> {
    let entity = dossier.entity(id);
    let (_, join) = lines.first()?;
    let (why, of_type) = match join {
        Join::OtherOrder => ("les mêmes mots dans un autre ordre", None),
        Join::Abbreviation => ("abréviation ou partie du nom", None),
        Join::WithoutType => ("même nom, type non écrit", entity.kind),
        Join::Misspelling => ("par ressemblance", None),
        Join::Forced | Join::SameName | Join::OfSchool | Join::OfNumber => return None,
    };
    // What is told of two names that are the same is the type alone.
    if of_type.is_none() && fold(written) == fold(&entity.name) {
        return None;
    }
    let kind = of_type.map(|kind| &dossier.referential.entity_type(kind).label);
    let message = format!(
        "{} a été compris comme {}{} ({why}), pour {}.",
        named(written).map_or_else(|| "Un nom".to_owned(), |name| format!("Le nom {name}")),
        named(&entity.name).unwrap_or_else(|| "une autre entité".to_owned()),
        kind.map_or_else(String::new, |label| format!(", de type {}", quoted(label))),
        concerned(dossier, lines),
    );
    Some(judged(&RECONCILED, message, "le nom complet de l’entité, toujours le même"))
}

fn of_unknown_type(dossier: &Dossier, id: EntityId, lines: &[(Line<'_>, Join)]) -> Judged {
    let name = entity_named(dossier.entity(id)).map_or_else(String::new, |name| format!(", {name},"));
    let message = format!(
        "Aucun inventaire ne dit de quel type est l’entité responsable{name} pour {}\u{a0}; c’est un tiers par défaut.",
        concerned(dossier, lines)
    );
    judged(&UNTYPED_ENTITY, message, "le nom complet de l’entité")
}

/// « la compétence « Accès à Internet » », or how many of them.
fn concerned(dossier: &Dossier, lines: &[(Line<'_>, Join)]) -> String {
    match competences(lines).into_iter().collect::<Vec<_>>().as_slice() {
        [only] => {
            let competence = only.map(|id| dossier.referential.competence(id));
            competence_named(competence.map(|competence| competence.label.as_str()))
        }
        several => counted(several.len() as u64, "compétence", "compétences"),
    }
}

/// Each competence once; lines outside the referential are one.
fn competences(lines: &[(Line<'_>, Join)]) -> BTreeSet<Option<CompetenceId>> {
    lines.iter().map(|(line, _)| line.assignment.competence).collect()
}

/// At the first cell; without a competence where several are concerned.
fn on_lines(lines: &[(Line<'_>, Join)], judged: Judged) -> Finding {
    let mut finding = judged.into_finding();
    if let Some((first, _)) = lines.first() {
        finding.document = Some(first.document);
        finding.sheet = Some(first.assignment.at.sheet.clone());
        finding.cell = Some(first.assignment.at.cell);
        finding.uai = first.uai;
        finding.competence = first.assignment.competence.filter(|_| competences(lines).len() == 1);
        finding.read.clone_from(&first.assignment.written);
    }
    finding
}
