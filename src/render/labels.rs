//! What several documents say in the same words.

use crate::french::counted;
use crate::model::calendar::day_in_french;
use crate::model::document::Verdict;
use crate::model::dossier::Dossier;

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
