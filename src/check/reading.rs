//! LEC: what could not be read, and what was left out. The sender sees one French sentence for each cause, never the
//! reader's own words.

use crate::french::quoted;
use crate::model::fact::LeftOut;
use crate::model::finding::{Rule, Scope, Severity};
use crate::model::inventory::{NotAnInventory, ReadFailure};

use super::wording::clip;
use super::{Judged, judged};

const EXPECTED: &str = "un classeur .xlsx qui s’ouvre";

pub(super) static DAMAGED: Rule = Rule {
    code: "LEC-001",
    name: "fichier-abime",
    severity: Severity::Blocking,
    scope: Scope::Document,
    what: "Le fichier est abîmé\u{a0}: son contenu s’arrête trop tôt ou se contredit.",
    why: "Un inventaire lu en partie n’est pas un inventaire lu\u{a0}: rien de ce fichier ne compte.",
    fix: "Ouvrez le classeur dans Excel ou LibreOffice, enregistrez-le sous un nouveau nom au format .xlsx et \
          redéposez-le. S’il ne s’ouvre pas, demandez à l’école de l’envoyer de nouveau.",
    example: "Le téléchargement s’est arrêté à mi-chemin\u{a0}: Excel propose de réparer le classeur.",
};

pub(super) static UNOPENED: Rule = Rule {
    code: "LEC-002",
    name: "fichier-inaccessible",
    severity: Severity::Blocking,
    scope: Scope::Document,
    what: "Le fichier n’a pas pu être ouvert sur ce poste.",
    why: "Un fichier déjà ouvert ailleurs, déplacé pendant la lecture ou protégé par les droits de son dossier ne \
          peut pas être lu.",
    fix: "Fermez le classeur partout où il est ouvert, vérifiez que vous avez le droit de lire son dossier, puis \
          relancez le programme.",
    example: "Le classeur est resté ouvert dans Excel sur un autre poste du service.",
};

pub(super) static EMPTY_FILE: Rule = Rule {
    code: "LEC-003",
    name: "fichier-vide",
    severity: Severity::Blocking,
    scope: Scope::Document,
    what: "Le fichier ne contient aucun octet.",
    why: "L’envoi ou l’enregistrement de la pièce jointe s’est interrompu\u{a0}: il n’y a rien à lire.",
    fix: "Enregistrez de nouveau la pièce jointe depuis le message, ou demandez à l’école de la renvoyer.",
    example: "La pièce jointe a été enregistrée avant la fin de son téléchargement\u{a0}: elle pèse 0 octet.",
};

pub(super) static ENCRYPTED: Rule = Rule {
    code: "LEC-004",
    name: "fichier-protege-par-mot-de-passe",
    severity: Severity::Blocking,
    scope: Scope::Document,
    what: "Le classeur demande un mot de passe pour s’ouvrir.",
    why: "Le programme ne connaît aucun mot de passe et n’en demande pas\u{a0}: les réponses restent illisibles.",
    fix: "Ouvrez le classeur avec son mot de passe, supprimez ce mot de passe (menu Fichier, Informations, Protéger \
          le classeur), enregistrez et redéposez le fichier.",
    example: "L’école a protégé son inventaire par un mot de passe, donné dans un autre message.",
};

pub(super) static OTHER_KIND: Rule = Rule {
    code: "LEC-005",
    name: "fichier-d-une-autre-nature",
    severity: Severity::Blocking,
    scope: Scope::Document,
    what: "Le fichier porte un nom de classeur, mais son contenu est d’une autre nature.",
    why: "Changer la fin du nom d’un fichier ne change pas son contenu\u{a0}: il n’y a pas de feuille à lire.",
    fix: "Demandez à l’école le classeur lui-même, enregistré depuis Excel ou LibreOffice au format .xlsx.",
    example: "Un PDF, ou une page web sans tableau, porte le nom «\u{a0}inventaire.xlsx\u{a0}».",
};

pub(super) static UNSUPPORTED: Rule = Rule {
    code: "LEC-006",
    name: "format-non-lu",
    severity: Severity::Blocking,
    scope: Scope::Document,
    what: "Le fichier est dans un format que le programme ne lit pas.",
    why: "Ses réponses ne peuvent pas être prises en compte telles quelles.",
    fix: "Ouvrez le fichier dans le logiciel qui l’a produit, enregistrez le classeur au format .xlsx et redéposez-le. \
          D’une archive ou d’un message d’Outlook, sortez d’abord le classeur joint.",
    example: "L’école a répondu dans un document Word, ou a joint une archive .rar.",
};

pub(super) static OVER_BUDGET: Rule = Rule {
    code: "LEC-007",
    name: "fichier-hors-limites",
    severity: Severity::Blocking,
    scope: Scope::Document,
    what: "Le fichier dépasse une limite de lecture.",
    why: "Un inventaire tient en quelques feuilles\u{a0}; un fichier démesuré immobiliserait le poste et retarderait tous \
          les autres.",
    fix: "Copiez les cellules remplies dans un classeur neuf (collage des valeurs seules), sans images ni lignes \
          vides mises en forme, et redéposez-le.",
    example: "Le classeur contient des photos de l’école et pèse 60 Mo, ou un million de cellules mises en forme.",
};

pub(super) static FAULT: Rule = Rule {
    code: "LEC-008",
    name: "lecture-interrompue",
    severity: Severity::Blocking,
    scope: Scope::Document,
    what: "La lecture du fichier s’est interrompue pour une raison imprévue.",
    why: "Le traitement des autres fichiers a continué\u{a0}; celui-ci ne compte pas.",
    fix: "Enregistrez le classeur sous un nouveau nom au format .xlsx et relancez le programme. Si la panne demeure, \
          signalez-la avec la version du programme.",
    example: "Un classeur d’un logiciel rare a mis le lecteur en défaut\u{a0}; les autres fichiers ont été traités.",
};

pub(super) static EMPTY_WORKBOOK: Rule = Rule {
    code: "LEC-009",
    name: "classeur-sans-contenu",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "Le classeur s’ouvre, mais rien n’y est écrit.",
    why: "L’école pense peut-être avoir répondu\u{a0}: elle a pu envoyer un autre fichier que le sien.",
    fix: "Demandez à l’école le classeur qu’elle a rempli.",
    example: "L’école a renvoyé un classeur neuf, dont toutes les feuilles sont vides.",
};

pub(super) static NO_TABLE: Rule = Rule {
    code: "LEC-010",
    name: "tableau-introuvable",
    severity: Severity::Blocking,
    scope: Scope::Document,
    what: "Aucun tableau de compétences n’a été trouvé dans le classeur.",
    why: "Sans libellés de compétences, aucune réponse ne peut être rattachée au projet.",
    fix: "Vérifiez que le classeur est bien l’inventaire. Si c’est lui, rétablissez la colonne des compétences avec \
          les libellés du modèle.",
    example: "Le classeur reçu est l’emploi du temps de l’école.",
};

pub(super) static NOT_AN_INVENTORY: Rule = Rule {
    code: "LEC-011",
    name: "fichier-hors-collecte",
    severity: Severity::Info,
    scope: Scope::Document,
    what: "Le fichier n’est pas un inventaire, d’après son nom ou sa nature.",
    why: "Il est nommé ici pour que vous puissiez vérifier que rien d’utile n’a été ignoré.",
    fix: "Si ce fichier contient des réponses, enregistrez-les dans un classeur .xlsx et redéposez-le. Sinon, il n’y \
          a rien à faire.",
    example: "L’image de la signature d’un message a été déposée avec les classeurs.",
};

pub(super) static SHEET_LEFT_OUT: Rule = Rule {
    code: "LEC-012",
    name: "feuille-laissee-de-cote",
    severity: Severity::Info,
    scope: Scope::Document,
    what: "Une feuille du classeur n’a pas été lue comme une réponse.",
    why: "Un exemple, un mode d’emploi ou les réponses d’une autre année fausseraient les résultats.",
    fix: "Si cette feuille porte les réponses de l’école, renommez-la «\u{a0}Inventaire\u{a0}» et redéposez le classeur.",
    example: "La feuille «\u{a0}Exemple\u{a0}» du modèle est restée dans le classeur.",
};

/// The rule of a failure.
pub(super) fn failure_rule(failure: &ReadFailure) -> &'static Rule {
    match failure {
        ReadFailure::Unopened(_) => &UNOPENED,
        ReadFailure::EmptyFile => &EMPTY_FILE,
        ReadFailure::Encrypted => &ENCRYPTED,
        ReadFailure::OtherKind(_) => &OTHER_KIND,
        ReadFailure::Unsupported(_) => &UNSUPPORTED,
        ReadFailure::Damaged(_) => &DAMAGED,
        ReadFailure::OverBudget { .. } => &OVER_BUDGET,
        ReadFailure::Fault(_) => &FAULT,
    }
}

/// Why a document could not be read. The words of the system and of the reader, often English, stay out.
pub(super) fn failure(failure: &ReadFailure) -> Judged {
    let rule = failure_rule(failure);
    match failure {
        ReadFailure::Unopened(_) => judged(
            rule,
            "Le fichier n’a pas pu être ouvert\u{a0}: il est ouvert ailleurs, déplacé ou protégé par les droits du dossier.",
            "un fichier que ce poste peut ouvrir",
        ),
        ReadFailure::EmptyFile => {
            judged(rule, "Le fichier est vide\u{a0}: il ne contient aucun octet.", EXPECTED)
        }
        ReadFailure::Encrypted => judged(
            rule,
            "Le classeur est protégé par un mot de passe\u{a0}: son contenu n’a pas pu être lu.",
            "un classeur sans mot de passe",
        ),
        ReadFailure::OtherKind(kind) => judged(
            rule,
            format!(
                "Le fichier n’est pas un classeur malgré son nom\u{a0}; son contenu est de type {}.",
                quoted(kind)
            ),
            EXPECTED,
        ),
        ReadFailure::Unsupported(kind) => unsupported(kind),
        ReadFailure::Damaged(_) => judged(
            rule,
            "Le fichier est abîmé\u{a0}: son contenu s’arrête trop tôt ou se contredit.",
            EXPECTED,
        ),
        ReadFailure::OverBudget { budget, limit } => judged(
            rule,
            format!("Le fichier dépasse la limite fixée pour la lecture ({budget}\u{a0}: {limit})."),
            format!("au plus {limit} ({budget})"),
        ),
        ReadFailure::Fault(_) => judged(
            rule,
            "La lecture du fichier s’est interrompue pour une raison imprévue\u{a0}; les autres fichiers ont été traités.",
            EXPECTED,
        ),
    }
}

/// A format that isn't read, and what to ask for instead.
fn unsupported(kind: &str) -> Judged {
    if kind.contains("winmail.dat") {
        return judged(
            &UNSUPPORTED,
            "Le courriel est arrivé d’Outlook sous la forme winmail.dat\u{a0}: les pièces jointes y sont enfermées et \
             n’ont pas pu être lues.",
            "un nouvel envoi\u{a0}: demandez à l’expéditeur le format HTML ou texte brut, au lieu de «\u{a0}texte \
             enrichi\u{a0}»",
        );
    }
    let expected = if kind.starts_with("message") {
        "le message enregistré au format .eml, ou le classeur joint seul"
    } else if kind.starts_with("archive") {
        "une archive .zip, ou les classeurs sortis de l’archive"
    } else {
        "un classeur au format .xlsx, .xls, .ods ou .csv"
    };
    judged(
        &UNSUPPORTED,
        format!("Le fichier est au format {}, que le programme ne lit pas.", quoted(kind)),
        expected,
    )
}

/// A workbook without anything written in it.
pub(super) fn empty_workbook() -> Judged {
    judged(&EMPTY_WORKBOOK, "Le classeur s’ouvre, mais rien n’y est écrit.", "un inventaire rempli")
}

/// A workbook without a table of competences.
pub(super) fn no_table() -> Judged {
    judged(
        &NO_TABLE,
        "Aucun tableau de compétences n’a été trouvé dans le classeur.",
        "une colonne qui porte les libellés des compétences",
    )
}

/// Why a document is no inventory.
pub(super) fn not_an_inventory(why: NotAnInventory) -> Judged {
    let (message, expected) = match why {
        NotAnInventory::LockTwin => (
            "Ce fichier est la trace qu’Excel laisse à côté d’un classeur ouvert\u{a0}; il ne contient aucune réponse.",
            "le classeur lui-même, dont le nom ne commence pas par ~$",
        ),
        NotAnInventory::Hidden => (
            "Ce fichier est caché ou créé par le système\u{a0}; il ne contient aucune réponse.",
            "un classeur visible dans le dossier",
        ),
        NotAnInventory::OtherEnding => (
            "Ce fichier n’est pas un classeur, d’après la fin de son nom.",
            "un nom qui se termine par .xlsx, .xls, .ods ou .csv",
        ),
        NotAnInventory::Special => (
            "Cet élément du dossier est un lien ou un périphérique\u{a0}: il n’a pas été suivi.",
            "un fichier enregistré dans le dossier lui-même",
        ),
        NotAnInventory::MailWithoutWorkbook => (
            "Aucun classeur n’est joint à ce courriel.",
            "un courriel auquel l’inventaire est joint, ou une réponse de l’école",
        ),
        NotAnInventory::Draft => (
            "Ce courriel est un brouillon qui n’a pas été envoyé\u{a0}: le classeur joint n’est pas une réponse.",
            "la réponse de l’école",
        ),
        NotAnInventory::EmptyArchive => {
            ("Cette archive ne contient aucun fichier.", "une archive qui contient l’inventaire")
        }
    };
    judged(&NOT_AN_INVENTORY, message, expected)
}

/// A sheet left out. An empty one says nothing that could be missed: the « Feuil2 » of most workbooks are not told.
pub(super) fn sheet_left_out(sheet: &str, why: LeftOut) -> Option<Judged> {
    let why = match why {
        LeftOut::Example => "son nom annonce un exemple ou un modèle",
        LeftOut::Instructions => "son nom annonce un mode d’emploi",
        LeftOut::Lists => "elle contient les listes de choix",
        LeftOut::EarlierYear => "son nom annonce une autre année",
        LeftOut::NoTable => "elle ne contient aucun tableau de compétences",
        LeftOut::HelpSheet => {
            "c’est une feuille d’aide du formulaire, où quelque chose a été changé ou ajouté"
        }
        LeftOut::Empty => return None,
    };
    let sheet = match clip(sheet) {
        name if name.is_empty() => "Une feuille".to_owned(),
        name => format!("La feuille {}", quoted(&name)),
    };
    Some(judged(
        &SHEET_LEFT_OUT,
        format!("{sheet} a été laissée de côté\u{a0}: {why}."),
        "une feuille de réponses, sous un nom qui n’annonce rien d’autre",
    ))
}
