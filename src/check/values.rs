//! VAL: what a cell leaves in doubt.

use crate::french::quoted;
use crate::model::fact::EmailFault;
use crate::model::finding::{Rule, Scope, Severity};

use super::wording::for_competence;
use super::{Judged, judged};

pub(super) static ERROR_ANSWER: Rule = Rule {
    code: "VAL-001",
    name: "reponse-en-erreur",
    severity: Severity::Blocking,
    scope: Scope::Document,
    what: "La cellule de la réponse affiche une erreur du tableur (#REF!, #N/A…) ou une valeur indéchiffrable.",
    why: "La réponse de l’école ne peut pas être lue\u{a0}: la compétence ne compte pas comme couverte.",
    fix: "Remplacez la formule en erreur par le nom de l’entité responsable.",
    example: "La case du responsable affiche «\u{a0}#REF!\u{a0}» parce que la feuille des listes a été supprimée.",
};

pub(super) static FORMULA_ANSWER: Rule = Rule {
    code: "VAL-002",
    name: "formule-sans-resultat",
    severity: Severity::Blocking,
    scope: Scope::Document,
    what: "La cellule de la réponse contient une formule dont le résultat n’est pas enregistré dans le fichier.",
    why: "Une formule sans résultat n’est pas une case vide\u{a0}: l’école a peut-être répondu, mais rien ne peut être lu.",
    fix: "Ouvrez le classeur dans Excel, enregistrez-le et redéposez-le\u{a0}; ou remplacez la formule par sa valeur.",
    example: "Le classeur vient d’un logiciel qui n’enregistre pas le résultat des formules.",
};

pub(super) static UNREADABLE_CELL: Rule = Rule {
    code: "VAL-003",
    name: "cellule-illisible",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "Une cellule qui complète une réponse est en erreur, ou contient une formule sans résultat enregistré.",
    why: "La responsabilité reste lisible, mais cette précision manque.",
    fix: "Remplacez la formule par sa valeur, ou enregistrez le classeur dans Excel, puis redéposez-le.",
    example: "La case du coût affiche «\u{a0}#N/A\u{a0}».",
};

pub(super) static STRUCK_THROUGH: Rule = Rule {
    code: "VAL-004",
    name: "reponse-barree",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "Le texte d’une réponse est barré, en tout ou en partie.",
    why: "Un texte barré peut vouloir dire que la réponse n’est plus valable\u{a0}: seule l’école le sait.",
    fix: "Effacez ce qui n’est plus valable\u{a0}; sinon, enlevez le trait.",
    example: "Dans la case du responsable, «\u{a0}Mairie\u{a0}» est barré, sans rien d’autre à côté\u{a0}; ou suivi de «\u{a0}DRANE\u{a0}», \
              sans trait, qui seul est lu.",
};

pub(super) static REPEATED_ANSWER: Rule = Rule {
    code: "VAL-005",
    name: "reponse-repetee",
    severity: Severity::Info,
    scope: Scope::Document,
    what: "La même compétence reçoit plusieurs fois la même réponse.",
    why: "La réponse compte une seule fois.",
    fix: "Gardez une seule de ces lignes, pour qu’une correction future ne les rende pas contradictoires.",
    example: "La ligne «\u{a0}Accès à Internet\u{a0}» figure deux fois, avec «\u{a0}Mairie\u{a0}» en face chaque fois.",
};

pub(super) static CONTRADICTORY_ANSWERS: Rule = Rule {
    code: "VAL-006",
    name: "reponses-contradictoires",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "La même compétence reçoit des réponses différentes dans le même classeur.",
    why: "La fiche demande une responsabilité bien définie\u{a0}: rien ne dit laquelle de ces réponses est la bonne.",
    fix: "Gardez la bonne réponse et effacez les autres.",
    example: "La ligne «\u{a0}Accès à Internet\u{a0}» figure deux fois, avec «\u{a0}Mairie\u{a0}» puis «\u{a0}Ouestelo\u{a0}».",
};

pub(super) static DITTO: Rule = Rule {
    code: "VAL-007",
    name: "reponse-reprise-du-dessus",
    severity: Severity::Info,
    scope: Scope::Document,
    what: "Une marque de répétition («\u{a0}idem\u{a0}», guillemets) a été remplacée par la réponse du dessus.",
    why: "Si des lignes ont été déplacées ou triées, la réponse du dessus n’est plus celle que l’école voulait répéter.",
    fix: "Vérifiez la réponse reprise et écrivez-la en toutes lettres.",
    example: "Sous «\u{a0}Mairie\u{a0}», la ligne suivante dit «\u{a0}idem\u{a0}».",
};

pub(super) static DITTO_OF_NOTHING: Rule = Rule {
    code: "VAL-008",
    name: "repetition-sans-modele",
    severity: Severity::Blocking,
    scope: Scope::Document,
    what: "Une marque de répétition («\u{a0}idem\u{a0}», guillemets) n’a aucune réponse au-dessus d’elle.",
    why: "Il n’y a rien à répéter\u{a0}: la réponse de l’école reste inconnue, et la compétence n’est pas couverte.",
    fix: "Écrivez la réponse en toutes lettres.",
    example: "La première ligne du tableau dit «\u{a0}idem\u{a0}».",
};

pub(super) static MERGED_DOWN: Rule = Rule {
    code: "VAL-009",
    name: "reponse-fusionnee",
    severity: Severity::Info,
    scope: Scope::Document,
    what: "Une cellule fusionnée, ou remplie une fois pour plusieurs lignes, leur a donné sa valeur à toutes.",
    why: "C’est ce que voit le lecteur du classeur, mais une fusion trop longue répond pour une compétence de trop.",
    fix: "Vérifiez que la réponse vaut pour chacune des lignes couvertes\u{a0}; au besoin, annulez la fusion et répétez la \
          réponse.",
    example: "Une seule case «\u{a0}Mairie\u{a0}» fusionnée couvre trois compétences.",
};

pub(super) static DOUBTFUL_ANSWER: Rule = Rule {
    code: "VAL-010",
    name: "reponse-incertaine",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "Une réponse n’est pas comprise comme le nom d’une entité\u{a0}: un nom suivi d’un doute («\u{a0}Mairie\u{a0}?\u{a0}») est \
           lu comme «\u{a0}à définir\u{a0}»\u{a0}; une croix ou un mode («\u{a0}x\u{a0}», «\u{a0}interne\u{a0}»), comme l’absence de responsable.",
    why: "La compétence ne compte pas comme couverte, alors que l’école pensait peut-être avoir répondu.",
    fix: "Écrivez dans la case le seul nom de l’entité responsable\u{a0}; mettez les explications en commentaire.",
    example: "La case du responsable dit «\u{a0}Mairie\u{a0}?\u{a0}» ou «\u{a0}x\u{a0}».",
};

pub(super) static RESERVED_ANSWER: Rule = Rule {
    code: "VAL-016",
    name: "reponse-avec-reserve",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "Une réponse nomme une entité avec une réserve, une limite ou une date («\u{a0}Mairie sauf le wifi\u{a0}», \
           «\u{a0}jusqu’en juin\u{a0}»), un commentaire la met en doute, ou elle nomme un autre organisme à côté de celui qui est \
           retenu.",
    why: "La compétence compte comme couverte par cette entité seule, alors que l’école ne l’affirme peut-être pas. C’est un \
          contrôle de cohérence.",
    fix: "Si l’entité est seule responsable, écrivez son seul nom et mettez la précision en commentaire\u{a0}; sinon, nommez \
          toutes les entités ou écrivez «\u{a0}à définir\u{a0}».",
    example: "La case du responsable dit «\u{a0}Mairie sauf le wifi\u{a0}», ou le commentaire dit «\u{a0}à confirmer\u{a0}».",
};

pub(super) static UNKNOWN_DATE: Rule = Rule {
    code: "VAL-011",
    name: "date-incomprise",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "Une date n’a pas été comprise.",
    why: "Sans date lisible, rien ne peut dire si la responsabilité court encore.",
    fix: "Écrivez la date au format jj/mm/aaaa.",
    example: "La date de fin dit «\u{a0}31/02/2026\u{a0}» ou «\u{a0}bientôt\u{a0}».",
};

pub(super) static UNKNOWN_NUMBER: Rule = Rule {
    code: "VAL-012",
    name: "nombre-incompris",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "Un nombre (temps de travail, coût) n’a pas été compris.",
    why: "Ce moyen n’entre pas dans les totaux, alors que la fiche demande d’indiquer les moyens.",
    fix: "Écrivez un nombre seul, par exemple 0,5 pour un mi-temps ou 450 pour un coût annuel en euros.",
    example: "Le temps de travail dit «\u{a0}3h x 36\u{a0}».",
};

pub(super) static UNKNOWN_MARK: Rule = Rule {
    code: "VAL-013",
    name: "marque-incomprise",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "Une marque d’un tableau croisé n’a pas été comprise.",
    why: "Le rôle de cet acteur reste inconnu\u{a0}: il n’a pas été compté comme responsable.",
    fix: "Mettez A pour l’entité responsable, R pour celle qui réalise, ou une seule croix par ligne\u{a0}; une légende \
          peut donner un autre sens aux lettres.",
    example: "Une case du tableau croisé dit «\u{a0}en partie\u{a0}» au lieu d’une croix.",
};

pub(super) static NOTE_ON_BLANK: Rule = Rule {
    code: "VAL-014",
    name: "note-sans-reponse",
    severity: Severity::Info,
    scope: Scope::Document,
    what: "Une note (un commentaire attaché à une cellule) se trouve sur la ligne d’une compétence à laquelle rien n’est \
           répondu.",
    why: "Une note n’est pas une réponse\u{a0}: la compétence compte comme non étudiée, alors que l’école a peut-être \
          répondu là.",
    fix: "Si la note répond, recopiez-la dans la cellule\u{a0}: le nom de l’entité responsable, «\u{a0}à définir\u{a0}», \
          «\u{a0}néant\u{a0}», ou «\u{a0}sans objet\u{a0}» avec le motif.",
    example: "La case du responsable est vide, et une note y dit «\u{a0}voir avec la mairie\u{a0}».",
};

pub(super) static IMPLAUSIBLE_EMAIL: Rule = Rule {
    code: "VAL-015",
    name: "courriel-invraisemblable",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "Une adresse électronique ne peut pas être juste.",
    why: "Un message envoyé à cette adresse n’arrivera jamais, et personne ne sera prévenu. C’est un contrôle de cohérence.",
    fix: "Recopiez l’adresse sans espace ni accent, avec une seule arobase, suivie d’un domaine comme ac-nantes.fr.",
    example: "L’adresse «\u{a0}ce.0440123a@ac-nantes,fr\u{a0}» a une virgule à la place d’un point.",
};

/// What is wrong with an address, which may name a person: the sentence goes without it.
pub(super) fn email(fault: EmailFault, competence: Option<&str>) -> Judged {
    let (why, expected) = match fault {
        EmailFault::NoAt => ("il n’y a pas d’arobase".to_owned(), "une adresse, avec son arobase"),
        EmailFault::SeveralAt => ("il y a plusieurs arobases".to_owned(), "une seule arobase par adresse"),
        EmailFault::Space => ("une espace touche l’arobase".to_owned(), "une adresse sans espace"),
        EmailFault::Cut => (
            "il manque ce qui vient avant ou après l’arobase".to_owned(),
            "une adresse entière, comme nom@exemple.fr",
        ),
        EmailFault::Comma => ("une virgule tient la place d’un point".to_owned(), "un point"),
        EmailFault::Sign => (
            "un de ses signes est accentué ou n’existe dans aucune adresse".to_owned(),
            "une adresse sans accent",
        ),
        EmailFault::Domain => {
            ("ce qui suit l’arobase n’est pas un domaine".to_owned(), "un domaine comme exemple.fr")
        }
        EmailFault::Misspelt(meant) => {
            (format!("son domaine ressemble à {} avec une faute de frappe", quoted(meant)), "le bon domaine")
        }
    };
    let message =
        format!("L’adresse électronique{} ne peut pas être juste\u{a0}: {why}.", for_competence(competence));
    judged(&IMPLAUSIBLE_EMAIL, message, expected)
}
