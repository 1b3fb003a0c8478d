//! COL: what the titles and labels of a table leave in doubt.
//!
//! A title or a label recognised by a close spelling is a harmless repair, told as an information; a row that could
//! not be attached, or a choice between two readings, is a warning.

use crate::model::finding::{Rule, Scope, Severity};

pub(super) static NO_RESPONSIBLE_COLUMN: Rule = Rule {
    code: "COL-001",
    name: "colonne-responsable-absente",
    severity: Severity::Blocking,
    scope: Scope::Document,
    what: "Aucune colonne du tableau ne dit quelle entité est responsable.",
    why: "La fiche demande que chaque compétence soit confiée à la responsabilité d’une entité\u{a0}: sans cette colonne, \
          aucune ne peut l’être.",
    fix: "Ajoutez au tableau une colonne intitulée «\u{a0}Entité responsable\u{a0}» et remplissez-la pour chaque compétence.",
    example: "Le tableau a une colonne «\u{a0}Compétence\u{a0}» et une colonne «\u{a0}Commentaire\u{a0}», et rien \
              d’autre.",
};

pub(super) static DUPLICATE_COLUMN: Rule = Rule {
    code: "COL-002",
    name: "colonne-en-double",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "Deux colonnes du même tableau répondent à la même question\u{a0}; une seule est lue, la première, ou celle \
           dont le titre demande une entité.",
    why: "Si elles ne disent pas la même chose, une réponse est perdue.",
    fix: "Gardez une seule des deux colonnes, ou donnez à la seconde un titre qui dise ce qu’elle apporte.",
    example: "Le tableau a deux colonnes «\u{a0}Entité responsable\u{a0}», l’une remplie, l’autre à moitié.",
};

pub(super) static CLOSE_HEADER: Rule = Rule {
    code: "COL-003",
    name: "titre-de-colonne-approche",
    severity: Severity::Info,
    scope: Scope::Document,
    what: "Un titre de colonne a été reconnu malgré une orthographe différente.",
    why: "Le sens d’une colonne décide de celui de toutes ses réponses\u{a0}: vérifiez que c’est le bon.",
    fix: "Reprenez le titre du modèle. Si la colonne a un autre sens, donnez-lui un titre qui le dise.",
    example: "Le titre «\u{a0}Entitée resposable\u{a0}» est lu comme «\u{a0}Entité responsable\u{a0}».",
};

pub(super) static UNKNOWN_COLUMN: Rule = Rule {
    code: "COL-004",
    name: "colonne-inconnue",
    severity: Severity::Info,
    scope: Scope::Document,
    what: "Le titre d’une colonne n’est pas connu\u{a0}; ses valeurs sont gardées telles quelles.",
    why: "Ces valeurs figurent dans le détail, mais n’entrent dans aucun calcul.",
    fix: "Si cette colonne répond à une question de l’inventaire, reprenez le titre du modèle, ou apprenez-le au programme \
          dans maillage.toml (section [synonymes.entetes]).",
    example: "L’école a ajouté une colonne «\u{a0}Salle\u{a0}».",
};

pub(super) static TWO_READINGS: Rule = Rule {
    code: "COL-005",
    name: "lecture-incertaine",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "Le tableau pouvait se lire de deux façons\u{a0}; l’une d’elles a été retenue.",
    why: "L’autre lecture donnerait d’autres réponses\u{a0}: il faut vérifier que la bonne a été retenue.",
    fix: "Comparez les réponses lues avec le classeur. Si elles sont fausses, présentez l’inventaire comme le modèle, \
          une ligne par compétence.",
    example: "Les colonnes «\u{a0}Interne\u{a0}» et «\u{a0}Externe\u{a0}» sont cochées toutes les deux sur une \
              ligne\u{a0}: elle est lue comme externalisée partiellement.",
};

pub(super) static CLOSE_LABEL: Rule = Rule {
    code: "COL-006",
    name: "libelle-approche",
    severity: Severity::Info,
    scope: Scope::Document,
    what: "Un libellé de compétence a été reconnu malgré une orthographe différente.",
    why: "La réponse de la ligne compte pour cette compétence\u{a0}: vérifiez que c’est la bonne.",
    fix: "Reprenez le libellé du modèle. Si la ligne parle d’autre chose, donnez-lui un libellé qui le dise.",
    example: "Le libellé «\u{a0}Accès a Internt\u{a0}» est lu comme «\u{a0}Accès à Internet\u{a0}».",
};

pub(super) static AMBIGUOUS_LABEL: Rule = Rule {
    code: "COL-007",
    name: "libelle-ambigu",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "Un libellé convient à plusieurs compétences\u{a0}; sa ligne n’a été attribuée à aucune.",
    why: "Choisir à la place de l’école donnerait une responsabilité que personne n’a décidée.",
    fix: "Remplacez ce libellé par celui de la compétence visée, tel que le modèle l’écrit.",
    example: "Le libellé «\u{a0}Maintenance\u{a0}» peut viser celle de la solution ou celle du parc informatique.",
};

pub(super) static UNSETTLED_LABEL: Rule = Rule {
    code: "COL-008",
    name: "libelle-a-preciser",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "Un libellé ressemble à une compétence sans qu’on puisse en être sûr\u{a0}; sa ligne n’a été attribuée à aucune.",
    why: "Si la ligne répond bien pour cette compétence, celle-ci paraît à tort ne pas avoir été étudiée.",
    fix: "Écrivez le libellé exact du modèle si la ligne répond pour cette compétence\u{a0}; sinon, laissez-le.",
    example: "Le libellé «\u{a0}Maintenance de la situation\u{a0}» ressemble à «\u{a0}Maintenance de la solution\u{a0}» sans \
              l’être à coup sûr.",
};

pub(super) static OUTSIDE_LABEL: Rule = Rule {
    code: "COL-009",
    name: "libelle-hors-referentiel",
    severity: Severity::Info,
    scope: Scope::Document,
    what: "Un libellé ne correspond à aucune compétence du référentiel.",
    why: "La ligne est gardée dans le détail, mais n’entre dans aucun calcul de couverture.",
    fix: "Si la ligne répond pour une compétence du référentiel, reprenez le libellé du modèle. Si elle est propre à \
          l’école, il n’y a rien à faire.",
    example: "L’école a ajouté une ligne «\u{a0}Photocopieur\u{a0}».",
};

pub(super) static GROUP_LABEL: Rule = Rule {
    code: "COL-010",
    name: "libelle-de-groupe",
    severity: Severity::Info,
    scope: Scope::Document,
    what: "Une seule ligne répond pour plusieurs compétences à la fois.",
    why: "La réponse vaut pour chacune d’elles, sans qu’on puisse les distinguer\u{a0}; la fiche nomme par exemple deux \
          faces de l’administration, fonctionnelle et technique.",
    fix: "Séparez la ligne en autant de lignes que de compétences si leurs responsables diffèrent.",
    example: "Une ligne «\u{a0}Administrateurs de l’ENT\u{a0}» répond pour l’administration fonctionnelle et pour \
              l’administration technique.",
};

pub(super) static ANSWER_WITHOUT_LABEL: Rule = Rule {
    code: "COL-011",
    name: "reponse-sans-libelle",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "Une ligne donne une réponse sans dire pour quelle compétence.",
    why: "Cette réponse ne peut être rattachée à rien\u{a0}: elle ne compte pas.",
    fix: "Écrivez le libellé de la compétence au début de la ligne, ou effacez la réponse si elle est là par erreur.",
    example: "La case du libellé a été effacée, mais la ligne dit toujours «\u{a0}Mairie\u{a0}».",
};

pub(super) static LABELS_UNREAD: Rule = Rule {
    code: "COL-012",
    name: "presentation-non-comprise",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "Des compétences sont nommées hors de tout ce qui a été compris\u{a0}; rien n’a été lu à leur sujet.",
    why: "L’école a peut-être répondu sous une présentation que le programme ne connaît pas\u{a0}: ses réponses ne comptent \
          pas.",
    fix: "Recopiez ces réponses dans le modèle, une ligne par compétence, puis redéposez le classeur.",
    example: "Les compétences sont écrites dans des cases reliées par des flèches, comme sur un schéma.",
};

pub(super) static TEXT_BESIDE: Rule = Rule {
    code: "COL-014",
    name: "texte-a-cote-du-tableau",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "Un texte est écrit sur une ligne du tableau, au-delà de sa dernière colonne\u{a0}; il n’a pas été lu.",
    why: "L’école a peut-être répondu là, ou corrigé une réponse\u{a0}: ce texte ne compte pas.",
    fix: "Reportez-le dans la colonne qui convient, ou donnez un titre à la colonne où il est écrit.",
    example: "À droite de la dernière colonne, l’école a écrit «\u{a0}changera en janvier\u{a0}».",
};

pub(super) static TABLE_LEFT_OUT: Rule = Rule {
    code: "COL-013",
    name: "tableau-laisse-de-cote",
    severity: Severity::Warning,
    scope: Scope::Document,
    what: "Un tableau n’a pas été lu\u{a0}: son titre annonce les réponses d’une autre année.",
    why: "Les réponses d’une autre année, mêlées à celles de cette année, fausseraient les résultats.",
    fix: "Si ce tableau porte les réponses à retenir, ôtez le titre qui annonce une autre année et redéposez le classeur.",
    example: "Sous son tableau, l’école a recopié celui de l’an dernier, intitulé «\u{a0}Rappel 2025\u{a0}».",
};
