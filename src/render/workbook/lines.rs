//! The lines that the sheets on services and means add up: those of the schools, and once each those of a higher
//! level.

use crate::model::document::DocumentId;
use crate::model::dossier::{Dossier, EntityId};
use crate::model::inventory::{Answer, Assignment};
use crate::model::referential::CompetenceId;
use crate::model::school::Uai;

use super::cells::Cell;

/// A line that answers for a competence of the referential.
#[derive(Clone, Copy)]
pub(super) struct Told<'d> {
    pub(super) competence: CompetenceId,
    pub(super) assignment: &'d Assignment,
    pub(super) responsible: &'d [EntityId],
    pub(super) document: DocumentId,
    /// The school; `None` for a line of a higher level.
    pub(super) uai: Option<Uai>,
}

/// Every such line, the schools' first.
pub(super) fn told(dossier: &Dossier) -> impl Iterator<Item = Told<'_>> {
    let own = dossier
        .assignments
        .iter()
        .map(|line| (&line.assignment, line.responsible.as_slice(), line.document, Some(line.uai)));
    let higher = dossier
        .higher
        .iter()
        .map(|line| (&line.assignment, line.responsible.as_slice(), line.document, None));
    own.chain(higher).filter(|(assignment, ..)| assignment.answer != Answer::Blank).filter_map(
        |(assignment, responsible, document, uai)| {
            Some(Told { competence: assignment.competence?, assignment, responsible, document, uai })
        },
    )
}

/// Who holds a line: names, « selon l’école » where each school has its own, « personne ». Those that no school made an
/// entity of are as written.
pub(super) fn holders(dossier: &Dossier, line: &Told<'_>) -> String {
    match line.responsible {
        [] => match &line.assignment.answer {
            Answer::Entities(mentions) => {
                let written: Vec<&str> = mentions.iter().map(|mention| mention.written.as_str()).collect();
                written.join(" | ")
            }
            Answer::ToDefine => "à définir".to_owned(),
            _ => "personne".to_owned(),
        },
        several if line.uai.is_none() && several.len() > 1 => "selon l’école".to_owned(),
        entities => {
            let names: Vec<&str> = entities.iter().map(|id| dossier.entity(*id).name.as_str()).collect();
            names.join(" | ")
        }
    }
}

/// « PIL-MOA Maîtrise d’ouvrage ».
pub(super) fn competence(dossier: &Dossier, id: CompetenceId) -> String {
    let competence = dossier.referential.competence(id);
    format!("{} {}", competence.code, competence.label)
}

/// Where a line was read: document, sheet, cell.
pub(super) fn origin<'d>(dossier: &'d Dossier, line: &Told<'d>) -> [Cell<'d>; 3] {
    let at = &line.assignment.at;
    [
        dossier.document(line.document).map_or(Cell::Blank, |line| Cell::text(&*line.document.path)),
        Cell::text(&*at.sheet),
        Cell::text(at.cell.to_string()),
    ]
}
