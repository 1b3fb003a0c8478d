//! ETB: whose inventory it is, which submission counts, and which schools are missing.

use std::collections::BTreeSet;

use crate::french::{counted, quoted};
use crate::model::dossier::{Dossier, SchoolFile};
use crate::model::fact::Fact;
use crate::model::finding::{Finding, Rule, Scope, Severity};
use crate::model::inventory::Inventory;
use crate::model::school::Uai;

use super::scope::{SCOPE_AMBIGUOUS, SCOPE_CONTRADICTED, SCOPE_UNKNOWN};
use super::severity::Sink;
use super::states::Told;
use super::wording::clip;
use super::{Judged, judged};

pub(super) static SCHOOL_UNKNOWN: Rule = Rule {
    code: "ETB-001",
    name: "ecole-inconnue",
    severity: Severity::Blocking,
    scope: Scope::Document,
    what: "Rien ne permet de dire de quelle école vient l’inventaire.",
    why: "Un inventaire sans école ne peut entrer dans aucun décompte\u{a0}; beaucoup d’écoles portent le même nom.",
    fix: "Écrivez l’UAI de l’école (sept chiffres et une lettre) dans la case prévue ou dans le nom du fichier, puis \
          redéposez-le.",
    example: "Le fichier s’appelle «\u{a0}inventaire.xlsx\u{a0}» et la case de l’UAI est vide.",
};

pub(super) static WRONG_KEY: Rule = Rule {
    code: "ETB-002",
    name: "cle-uai-fausse",
    severity: Severity::Blocking,
    scope: Scope::Document,
    what: "La lettre de l’UAI n’est pas celle que demandent ses sept chiffres, et rien d’autre ne désigne l’école.",
    why: "Un signe au moins est faux et personne ne peut dire lequel\u{a0}: le corriger attribuerait peut-être les réponses \
          à une autre école.",
    fix: "Recopiez l’UAI depuis l’annuaire de l’éducation, puis redéposez le classeur.",
    example: "La case de l’UAI dit «\u{a0}0350122A\u{a0}», alors que ces chiffres demandent la lettre T.",
};

pub(super) static MALFORMED: Rule = Rule {
    code: "ETB-003",
    name: "uai-mal-forme",
    severity: Severity::Blocking,
    scope: Scope::Document,
    what: "La case de l’UAI contient autre chose que sept chiffres et une lettre, et rien d’autre ne désigne l’école.",
    why: "Sans UAI lisible, les réponses ne peuvent être attribuées à aucune école.",
    fix: "Écrivez l’UAI de l’école\u{a0}: sept chiffres suivis d’une lettre, comme dans l’annuaire de l’éducation.",
    example: "La case de l’UAI contient le numéro de téléphone de l’école.",
};

pub(super) static SOURCES_DISAGREE: Rule = Rule {
    code: "ETB-004",
    name: "sources-contradictoires",
    severity: Severity::Blocking,
    scope: Scope::Document,
    what: "Deux sources désignent des écoles différentes (cellule, noms de la feuille et du fichier, message).",
    why: "Choisir l’une des deux attribuerait peut-être les réponses d’une école à une autre.",
    fix: "Vérifiez de quelle école il s’agit, corrigez l’UAI faux dans le classeur ou dans le nom du fichier, puis \
          redéposez-le.",
    example: "La case dit une école, et le nom du fichier porte l’UAI d’une autre.",
};

pub(super) static AMBIGUOUS: Rule = Rule {
    code: "ETB-005",
    name: "ecole-ambigue",
    severity: Severity::Blocking,
    scope: Scope::Document,
    what: "Le nom et la commune conviennent à plusieurs écoles de l’annuaire, et aucun UAI ne les départage.",
    why: "Choisir au hasard attribuerait peut-être les réponses d’une école à une autre.",
    fix: "Écrivez l’UAI de la bonne école dans la case prévue ou dans le nom du fichier, puis redéposez-le.",
    example: "L’inventaire dit «\u{a0}École élémentaire, Nantes\u{a0}»\u{a0}: plusieurs écoles conviennent.",
};

pub(super) static OUTSIDE_ACADEMIES: Rule = Rule {
    code: "ETB-006",
    name: "uai-hors-academies",
    severity: Severity::Blocking,
    scope: Scope::Document,
    what: "Le début de l’UAI n’appartient à aucune académie connue.",
    why: "Les résultats sont rendus par académie\u{a0}: cet inventaire n’en rejoint aucune.",
    fix: "Vérifiez l’UAI dans l’annuaire de l’éducation, corrigez-le et redéposez le classeur.",
    example: "L’UAI commence par 099, qui n’est aucun département.",
};

pub(super) static BY_NAME: Rule = Rule {
    code: "ETB-007",
    name: "ecole-reconnue-par-son-nom",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "Aucun UAI juste n’a été lu\u{a0}; l’école a été reconnue par son nom et sa commune.",
    why: "Une seule école de l’annuaire convient, mais un nom se confond plus facilement qu’un UAI.",
    fix: "Vérifiez l’école reconnue et écrivez son UAI dans le classeur.",
    example: "L’inventaire dit «\u{a0}École Les Tilleuls, Valbrune\u{a0}», qui est seule de ce nom dans l’annuaire.",
};

pub(super) static UAI_TO_MEND: Rule = Rule {
    code: "ETB-008",
    name: "uai-a-corriger",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "L’UAI lu dans une case est faux ou mal formé\u{a0}; l’école a été reconnue autrement.",
    why: "L’inventaire compte, mais la prochaine fois l’école pourrait ne pas être reconnue.",
    fix: "Vérifiez l’école reconnue et remplacez l’UAI faux par le sien.",
    example: "La lettre de l’UAI est fausse dans la case, mais l’adresse de l’école porte le bon.",
};

pub(super) static WITHOUT_KEY: Rule = Rule {
    code: "ETB-009",
    name: "uai-sans-cle",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "La lettre finale de l’UAI manque\u{a0}; elle a été calculée à partir des sept chiffres.",
    why: "La lettre sert à vérifier les chiffres\u{a0}: sans elle, une faute de frappe désigne une autre école.",
    fix: "Vérifiez que l’école reconnue est la bonne et ajoutez la lettre.",
    example: "La case de l’UAI dit «\u{a0}0350122\u{a0}».",
};

pub(super) static REPAIRED: Rule = Rule {
    code: "ETB-010",
    name: "uai-repare",
    severity: Severity::Info,
    scope: Scope::Document,
    what: "L’UAI était écrit avec des espaces, des minuscules, la lettre O pour un zéro ou sans son zéro initial.",
    why: "La lettre finale confirme l’UAI rétabli\u{a0}: l’école est sûre.",
    fix: "Il n’y a rien à faire\u{a0}; l’école peut écrire l’UAI sous sa forme exacte la prochaine fois.",
    example: "La case de l’UAI dit «\u{a0}035 0122 t\u{a0}», lu 0350122T.",
};

pub(super) static OTHER_SOURCE: Rule = Rule {
    code: "ETB-011",
    name: "uai-trouve-ailleurs",
    severity: Severity::Info,
    scope: Scope::Document,
    what: "Aucune case du classeur ne donne l’UAI\u{a0}; il a été lu ailleurs (adresse, nom de la feuille ou du fichier, message).",
    why: "Un fichier renommé ou transféré par une autre école serait attribué à tort.",
    fix: "Vérifiez l’école reconnue et écrivez son UAI dans le classeur.",
    example: "La case de l’UAI est vide, mais le fichier s’appelle «\u{a0}0350122T.xlsx\u{a0}».",
};

pub(super) static NOT_IN_REGISTRY: Rule = Rule {
    code: "ETB-012",
    name: "ecole-hors-annuaire",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "L’annuaire fourni ne connaît pas l’UAI de cet inventaire.",
    why: "L’école n’est pas attendue\u{a0}: elle compte à part et n’entre pas dans le taux de retour.",
    fix: "Vérifiez l’UAI\u{a0}; s’il est juste, mettez l’annuaire à jour (ouverture, fusion ou fermeture d’école).",
    example: "L’école a ouvert en septembre et l’annuaire date de juin.",
};

pub(super) static OTHER_ACADEMIE: Rule = Rule {
    code: "ETB-013",
    name: "academie-contradictoire",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "L’académie écrite dans l’inventaire n’est pas celle de l’UAI.",
    why: "L’inventaire suit son UAI\u{a0}; si c’est l’UAI qui est faux, il compte pour une autre académie que la sienne.",
    fix: "Vérifiez l’UAI et l’académie, et corrigez celui des deux qui est faux.",
    example: "L’inventaire dit «\u{a0}académie de Rennes\u{a0}», et l’UAI est celui d’une école de Loire-Atlantique.",
};

pub(super) static OTHER_NAME: Rule = Rule {
    code: "ETB-014",
    name: "nom-contradictoire",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "Le nom de l’école écrit dans l’inventaire ne ressemble pas à celui de l’annuaire pour cet UAI.",
    why: "L’UAI d’une autre école a peut-être été recopié\u{a0}: ses réponses seraient remplacées.",
    fix: "Vérifiez l’UAI. S’il est juste, reprenez le nom de l’annuaire ou faites mettre l’annuaire à jour.",
    example: "L’inventaire dit «\u{a0}École Jean-Moulin\u{a0}», et l’annuaire «\u{a0}École Les Tilleuls\u{a0}».",
};

pub(super) static NO_ANSWER: Rule = Rule {
    code: "ETB-015",
    name: "ecole-sans-reponse",
    severity: Severity::Warning,
    scope: Scope::Academie,
    what: "Une école attendue n’a aucun inventaire retenu ce mois-ci.",
    why: "Rien ne dit qui répond de ses compétences\u{a0}: elle compte comme non rendue.",
    fix: "Relancez l’école. Si elle a envoyé un fichier qui n’a pas pu être retenu, dites-lui pourquoi\u{a0}: la feuille Documents \
          en donne le motif.",
    example: "L’annuaire attend 40 inventaires, 39 sont arrivés.",
};

pub(super) static SUPERSEDED: Rule = Rule {
    code: "ETB-016",
    name: "envoi-remplace",
    severity: Severity::Info,
    scope: Scope::Document,
    what: "Un envoi plus récent de la même école, ou du même territoire, remplace celui-ci.",
    why: "Un seul inventaire par école et par mois fait foi\u{a0}: le plus récent.",
    fix: "Il n’y a rien à faire. Si l’envoi retenu n’est pas le bon, retirez-le du dossier et relancez le programme.",
    example: "L’école a envoyé son inventaire le 3, puis une correction le 12\u{a0}: celui du 12 compte.",
};

pub(super) static SAME_BYTES: Rule = Rule {
    code: "ETB-017",
    name: "envoi-en-double",
    severity: Severity::Info,
    scope: Scope::Document,
    what: "Ce fichier est la copie exacte d’un autre.",
    why: "Le même inventaire compte une seule fois.",
    fix: "Il n’y a rien à faire.",
    example: "Le même classeur est arrivé par la circonscription et par l’école.",
};

pub(super) static ORDER_CONTRADICTED: Rule = Rule {
    code: "ETB-018",
    name: "ordre-des-envois-douteux",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "La marque de version du nom («\u{a0}v2\u{a0}», «\u{a0}corrigé\u{a0}») contredit les dates des envois.",
    why: "L’envoi retenu est le plus récent d’après les dates\u{a0}; c’est peut-être l’ancien.",
    fix: "Vérifiez auprès de l’école quel envoi est le bon et retirez l’autre du dossier.",
    example: "Le fichier «\u{a0}inventaire v2.xlsx\u{a0}» a été envoyé avant «\u{a0}inventaire v1.xlsx\u{a0}».",
};

pub(super) static LATE: Rule = Rule {
    code: "ETB-024",
    name: "envoi-hors-delai",
    severity: Severity::Info,
    scope: Scope::Document,
    what: "L’inventaire retenu a été envoyé, ou enregistré pour la dernière fois, après l’échéance de la campagne.",
    why: "Il compte comme les autres\u{a0}; le comité peut vouloir savoir quelles réponses sont arrivées après la date convenue.",
    fix: "Il n’y a rien à corriger dans l’inventaire. Si l’échéance a été repoussée, changez-la dans maillage.toml (campagne, \
          «\u{a0}echeance\u{a0}»).",
    example: "L’échéance est au 20/11/2026, et le courriel de l’école est du 23/11/2026.",
};

/// The rule that explains why an inventory read whole has no school. The surest cause wins: a contradiction, then
/// what stood where the UAI belongs, then the lack of anything.
pub(super) fn rejection(inventory: &Inventory) -> &'static Rule {
    let causes: BTreeSet<(u8, &'static str)> = inventory
        .facts
        .iter()
        .filter_map(|observed| rejecting(&observed.fact))
        .map(|(rank, rule)| (rank, rule.code))
        .collect();
    causes.first().and_then(|(_, code)| super::rule(code)).unwrap_or(&SCHOOL_UNKNOWN)
}

/// What can reject a document for want of a school, from the surest cause to the vaguest.
fn rejecting(fact: &Fact) -> Option<(u8, &'static Rule)> {
    match fact {
        Fact::ScopeContradicted => Some((0, &SCOPE_CONTRADICTED)),
        Fact::ScopeAmbiguous(_) => Some((0, &SCOPE_AMBIGUOUS)),
        Fact::ScopeUnfit(_) | Fact::ScopeUnnamed(_) => Some((0, &SCOPE_UNKNOWN)),
        Fact::SourcesDisagree(_) => Some((0, &SOURCES_DISAGREE)),
        Fact::UaiOutsideAcademies(_) => Some((1, &OUTSIDE_ACADEMIES)),
        Fact::UaiWrongKey => Some((2, &WRONG_KEY)),
        Fact::UaiMalformed => Some((3, &MALFORMED)),
        Fact::SchoolAmbiguous(_) => Some((4, &AMBIGUOUS)),
        Fact::SchoolUnknown => Some((5, &SCHOOL_UNKNOWN)),
        _ => None,
    }
}

/// Whether an UAI stands in a cell of the inventory, and can't be right.
pub(super) fn has_uai_to_mend(inventory: &Inventory) -> bool {
    let wrong = |fact: &Fact| matches!(fact, Fact::UaiWrongKey | Fact::UaiMalformed);
    inventory.facts.iter().any(|observed| wrong(&observed.fact))
}

/// Whether a fact only matters because the document has no school.
pub(super) fn is_rejecting(fact: &Fact) -> bool {
    rejecting(fact).is_some()
}

pub(super) fn unknown() -> Judged {
    judged(
        &SCHOOL_UNKNOWN,
        "Ni le classeur, ni le nom du fichier, ni le message ne disent de quelle école vient cet inventaire.",
        "l’UAI de l’école\u{a0}: sept chiffres et une lettre",
    )
}

/// Schools, at most five of them named.
pub(super) fn some_schools(schools: &[Uai]) -> String {
    let named: Vec<&str> = schools.iter().take(5).map(Uai::as_str).collect();
    let rest = schools.len() - named.len();
    let mut list = crate::french::listed(&named);
    if rest > 0 {
        list = format!("{}, et {}", named.join(", "), counted(rest as u64, "autre", "autres"));
    }
    list
}

/// What the registry says of a school and of its answer. Without a registry nothing is expected of anybody.
pub(super) fn returns(dossier: &Dossier, file: &SchoolFile, told: &Told<'_>, sink: &mut Sink<'_>) {
    let Some(registry) = &dossier.registry else { return };
    let uai = file.school.uai;
    let registry = quoted(&clip(registry));
    if file.expected && file.retained.is_none() {
        let message = match file.received.len() {
            0 => "Cette école est attendue et n’a envoyé aucun inventaire.".to_owned(),
            1 => "Cette école a envoyé un fichier, mais il n’a pas pu être retenu.".to_owned(),
            several => format!("Cette école a envoyé {several} fichiers, mais aucun n’a pu être retenu."),
        };
        let judged = judged(&NO_ANSWER, message, format!("un inventaire, d’après l’annuaire {registry}"));
        sink.push(Finding { uai: Some(uai), ..judged.into_finding() });
    }
    // The fact tells it at its cell; this is for the document whose identification said nothing of it.
    if let (false, Some(document)) = (file.expected, file.retained)
        && !told.in_document(document, &NOT_IN_REGISTRY)
    {
        let judged = not_in_registry(uai);
        sink.push(Finding { document: Some(document), uai: Some(uai), ..judged.into_finding() });
    }
}

pub(super) fn not_in_registry(uai: Uai) -> Judged {
    judged(&NOT_IN_REGISTRY, format!("L’annuaire fourni ne connaît pas l’UAI {uai}."), "un UAI de l’annuaire")
}
