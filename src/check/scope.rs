//! ETB: the territory that an inventory of a higher level answers for.

use crate::french::{counted, listed, quoted};
use crate::model::finding::{Rule, Scope, Severity};

use super::wording::clip;

/// How many places a sentence names before it only counts them.
const PLACES_NAMED: usize = 6;

pub(super) static SCOPE_UNKNOWN: Rule = Rule {
    code: "ETB-019",
    name: "perimetre-inconnu",
    severity: Severity::Blocking,
    scope: Scope::Document,
    what: "L’inventaire annonce un niveau au-dessus de l’école, mais son périmètre ne désigne aucune école connue.",
    why: "Ses réponses vaudraient pour toutes les écoles d’un territoire\u{a0}: il faut savoir lequel.",
    fix: "Écrivez le périmètre comme dans l’annuaire, par exemple «\u{a0}Périmètre\u{a0}: Commune de Rezé\u{a0}», et \
          donnez l’annuaire des écoles.",
    example: "Le bloc d’identification dit «\u{a0}Périmètre\u{a0}: Commune de Valbrunne\u{a0}», que l’annuaire ne \
              connaît pas.",
};

pub(super) static SCOPE_AMBIGUOUS: Rule = Rule {
    code: "ETB-020",
    name: "perimetre-ambigu",
    severity: Severity::Blocking,
    scope: Scope::Document,
    what: "Le périmètre de l’inventaire convient à plusieurs territoires.",
    why: "Choisir au hasard donnerait peut-être aux écoles d’un territoire les réponses d’un autre.",
    fix: "Ajoutez le département ou l’académie dans le bloc d’identification, puis redéposez le classeur.",
    example: "Le périmètre dit «\u{a0}Commune de Montrivel\u{a0}», et deux départements ont une commune de ce nom.",
};

pub(super) static SCOPE_CONTRADICTED: Rule = Rule {
    code: "ETB-021",
    name: "niveau-contradictoire",
    severity: Severity::Blocking,
    scope: Scope::Document,
    what: "Le niveau et le périmètre de l’inventaire se contredisent, ou un niveau au-dessus de l’école accompagne le \
           nom et l’UAI d’une école.",
    why: "Rien ne dit si les réponses valent pour une école ou pour tout un territoire.",
    fix: "Gardez l’un des deux\u{a0}: le nom et l’UAI de l’école, ou le niveau et son périmètre.",
    example: "Le niveau dit «\u{a0}Commune\u{a0}» et le bloc porte aussi l’UAI d’une école.",
};

pub(super) static SCOPE_ASSUMED: Rule = Rule {
    code: "ETB-022",
    name: "socle-sans-perimetre",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "Le fichier donné comme socle ne dit pas pour quelles écoles il vaut\u{a0}; il est pris pour toute l’académie.",
    why: "S’il venait d’une commune, ses réponses vaudraient à tort pour toutes les autres.",
    fix: "Écrivez le niveau et le périmètre dans le bloc d’identification, par exemple «\u{a0}Périmètre\u{a0}: Académie \
          de Nantes\u{a0}».",
    example: "Un fichier donné avec --socle n’a ni niveau, ni périmètre.",
};

pub(super) static COMMUNES_WITHOUT_SCHOOL: Rule = Rule {
    code: "ETB-023",
    name: "commune-sans-ecole",
    severity: Severity::Info,
    scope: Scope::Document,
    what: "Une commune du groupement n’a aucune école connue.",
    why: "Beaucoup de communes n’ont pas d’école\u{a0}; mais un nom mal écrit priverait des écoles de ces réponses.",
    fix: "Vérifiez le nom des communes citées\u{a0}; si elles n’ont pas d’école, il n’y a rien à faire.",
    example: "Le groupement cite la commune «\u{a0}Perdue\u{a0}», où l’annuaire ne connaît aucune école.",
};

/// Places, the first of them named.
pub(super) fn some_places(places: &[String]) -> String {
    let mut named: Vec<String> = places.iter().take(PLACES_NAMED).map(|place| quoted(&clip(place))).collect();
    if let Some(rest) = places.len().checked_sub(PLACES_NAMED).filter(|rest| *rest > 0) {
        named.push(counted(rest as u64, "autre", "autres"));
    }
    listed(&named)
}
