//! What several documents say in the same words.

use crate::french::counted;
use crate::model::calendar::day_in_french;
use crate::model::document::Verdict;
use crate::model::dossier::Dossier;
use crate::model::referential::{CompetenceId, Reach, Referential};

/// The deadline of the campaign, and how many of the inventories that count came after it: « 20/11/2026, 3 inventaires
/// retenus hors délai ». `None` where the configuration gives no deadline.
pub(crate) fn deadline(dossier: &Dossier) -> Option<String> {
    let deadline = dossier.stamp.deadline?;
    let counts = dossier.documents.iter().filter(|line| line.verdict == Verdict::Retained);
    let late = match counts.filter(|line| line.late.is_some()).count() as u64 {
        0 => "aucun inventaire retenu hors délai".to_owned(),
        late => counted(late, "inventaire retenu hors délai", "inventaires retenus hors délai"),
    };
    Some(format!("{}, {late}", day_in_french(deadline)))
}

/// A sentence or a title, its first letter a capital.
pub(crate) fn capitalised(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

/// Who can settle who answers for a competence: the level of the internal entity that usually holds it, as the
/// referential tells; the académie where it tells none.
pub(crate) fn settler(referential: &Referential, competence: CompetenceId) -> &'static str {
    let usual = referential.competence(competence).usual_entities.iter().copied();
    let internal = usual.map(|id| referential.entity_type(id)).find(|kind| kind.internal);
    match internal.map(|kind| kind.reach) {
        Some(Reach::Ecole) => "École",
        Some(Reach::Commune) => "Commune",
        Some(Reach::Intercommunalite) => "Intercommunalité",
        Some(Reach::Circonscription) => "Circonscription",
        Some(Reach::Departement) => "Département (DSDEN)",
        Some(Reach::Region) => "Région",
        Some(Reach::Academie | Reach::National) | None => "Académie",
    }
}
