//! ADM: the two faces of the ENT's administration.
//!
//! A group's label that answers for both faces at once is told by `COL-010`; a face that nobody holds, by its state.
//! What is left to say is that somebody answers for one face of an inventory that forgets the other: it may well hold
//! both, and the inventory doesn't say so.

use crate::french::quoted;
use crate::model::dossier::{Couple, Dossier, Origin, SchoolFile, State};
use crate::model::finding::{Rule, Scope, Severity};

use super::judged;
use super::rows::couple_of;
use super::severity::Sink;
use super::states::{label, on_couple};
use super::wording::{clip, entity_named};

/// Codes of the two faces.
const FACES: [&str; 2] = ["ADM-FON", "ADM-TEC"];

pub(super) static ONE_FACE: Rule = Rule {
    code: "ADM-001",
    name: "administration-sur-une-seule-face",
    severity: Severity::Info,
    scope: Scope::School,
    what: "L’inventaire répond pour une seule des deux administrations de l’ENT, fonctionnelle et technique\u{a0}; l’autre \
           en est absente.",
    why: "La fiche distingue l’administration fonctionnelle et l’administration technique\u{a0}: elles demandent d’autres \
          droits et d’autres compétences.",
    fix: "Si la même entité tient les deux, écrivez son nom en face de chacune\u{a0}; sinon, faites désigner qui tient \
          l’autre.",
    example: "L’école répond pour «\u{a0}Administration fonctionnelle de l’ENT\u{a0}»\u{a0}; la ligne de l’administration \
              technique n’existe pas.",
};

/// Told at the cell of the face that somebody holds.
pub(super) fn judge(dossier: &Dossier, file: &SchoolFile, sink: &mut Sink<'_>) {
    let faces =
        FACES.map(|code| dossier.referential.competence_named(code).and_then(|id| couple_of(file, id)));
    let [Some(left), Some(right)] = faces else { return };
    for (held, other) in [(left, right), (right, left)] {
        let is_held = held.state == State::Covered && held.origin == Origin::School;
        if is_held && other.state == State::NotStudied {
            sink.push(on_couple(file, held, one_face(dossier, held, other)));
        }
    }
}

fn one_face(dossier: &Dossier, held: &Couple, other: &Couple) -> super::Judged {
    let entity = held.responsible.first().and_then(|id| entity_named(dossier.entity(*id)));
    let entity = entity.unwrap_or_else(|| "l’entité responsable".to_owned());
    let (held, other) = (quoted(&clip(label(dossier, held))), quoted(&clip(label(dossier, other))));
    judged(
        &ONE_FACE,
        format!(
            "L’inventaire répond pour {held}, mais pas pour {other}\u{a0}: rien ne dit si {entity} tient les deux."
        ),
        "une réponse pour chacune des deux administrations",
    )
}
