//! The competences of the fiche and the words that forms use for them, their families and their columns.

use super::holders::Holder::{
    self, Access, Circo, Commune, Departement, Drane, Dsden, Ecole, Editor, Epci, Host, Integrator, Mixte,
    Provider, Rectorat, Sivos,
};

/// A required competence, as forms name it and as schools usually answer for it.
pub(super) struct Skill {
    /// The referential's id.
    pub(super) code: &'static str,
    /// Rank in [`FAMILIES`].
    pub(super) family: usize,
    /// The fiche's label first, then what else people write.
    pub(super) labels: &'static [&'static str],
    /// Who usually holds it.
    pub(super) usual: &'static [(u32, Holder)],
    /// How hard schools find it to answer, in percent of the ordinary.
    pub(super) hard: u32,
    /// What a model of the form explains.
    pub(super) about: &'static str,
}

pub(super) const FAMILIES: [[&str; 4]; 5] = [
    ["Pilotage", "Pilotage du projet", "PILOTAGE", "A. Pilotage"],
    ["Accompagnement", "Accompagnement des utilisateurs", "ACCOMPAGNEMENT", "B. Accompagnement"],
    [
        "Hébergement et exploitation de l'ENT",
        "Solution ENT",
        "HEBERGEMENT ET EXPLOITATION DE L'ENT",
        "C. Hébergement et exploitation de l'ENT",
    ],
    [
        "Exploitation du matériel et des réseaux",
        "Matériel et réseaux",
        "EXPLOITATION DU MATERIEL ET DES RESEAUX",
        "D. Exploitation du matériel et des réseaux",
    ],
    ["Administrateurs de l'ENT", "Transversal", "ADMINISTRATION", "E. Administration de l'ENT"],
];

/// The two faces of administration on one line.
pub(super) const ADMINS: &[&str] = &[
    "Administrateurs de l'ENT",
    "Administrateur de l'ENT",
    "Admin. de l'ENT",
    "Administration de l'ENT",
    "Administrateurs ENT",
];

pub(super) const SKILLS: [Skill; 14] = [
    Skill {
        code: "PIL-MOA",
        family: 0,
        labels: &[
            "Maîtrise d'ouvrage",
            "Maîtrise d'ouvrage (académie, collectivités, écoles)",
            "Pilotage du projet",
            "Pilotage",
            "MOA",
            "Maîtrise d'ouvrage (pilotage)",
            "Portage du projet",
        ],
        usual: &[
            (48, Commune),
            (14, Epci),
            (10, Drane),
            (10, Rectorat),
            (10, Dsden),
            (5, Mixte),
            (3, Departement),
        ],
        hard: 70,
        about: "Porter le projet : objectifs, convention, budget, choix des solutions, suivi des prestations.",
    },
    Skill {
        code: "PIL-EVA",
        family: 0,
        labels: &["Évaluation", "Évaluation du projet", "Suivi des usages", "Bilan / évaluation"],
        usual: &[(30, Drane), (25, Dsden), (25, Circo), (10, Commune), (10, Rectorat)],
        hard: 170,
        about: "Mesurer le déploiement, les usages et la satisfaction, puis rendre compte au comité de pilotage.",
    },
    Skill {
        code: "ACC-FOR",
        family: 1,
        labels: &[
            "Formation aux usages pédagogiques",
            "Formation aux usages péda.",
            "Formation (usages pédagogiques)",
            "Formation des enseignants",
            "Formation aux usages",
        ],
        usual: &[(65, Circo), (15, Dsden), (20, Drane)],
        hard: 50,
        about: "Former enseignants et directeurs à l'emploi de l'ENT en classe et avec les familles.",
    },
    Skill {
        code: "ACC-DOC",
        family: 1,
        labels: &[
            "Documentation",
            "Documentation utilisateurs",
            "Doc",
            "Guides et tutoriels",
            "Documentation (guides)",
        ],
        usual: &[(40, Editor), (20, Drane), (15, Dsden), (15, Circo), (10, Ecole)],
        hard: 150,
        about: "Écrire et tenir à jour guides, procédures et mémoire du projet.",
    },
    Skill {
        code: "ACC-PEM",
        family: 1,
        labels: &[
            "Prise en main",
            "Prise en main de l'outil",
            "Aide à la prise en main",
            "Prise-en-main",
            "Mise en route",
        ],
        usual: &[(50, Circo), (25, Editor), (10, Provider), (15, Integrator)],
        hard: 90,
        about: "Première mise en route des utilisateurs : ouverture de l'école, comptes, découverte.",
    },
    Skill {
        code: "ACC-ASS",
        family: 1,
        labels: &[
            "Assistance utilisateur",
            "Assistance utilisateurs",
            "Assistance aux utilisateurs",
            "Assistance (hotline)",
            "Support utilisateur",
        ],
        usual: &[(35, Circo), (20, Editor), (15, Rectorat), (10, Drane), (10, Provider), (10, Commune)],
        hard: 90,
        about: "Recevoir, qualifier et résoudre les demandes des utilisateurs, puis les escalader.",
    },
    Skill {
        code: "ENT-EDI",
        family: 2,
        labels: &[
            "Éditeur de la solution",
            "Editeur de la solution",
            "Éditeur ENT",
            "Éditeur",
            "Edition de la solution",
        ],
        usual: &[(95, Editor), (5, Rectorat)],
        hard: 40,
        about: "Concevoir, faire évoluer et fournir le logiciel, dans le respect du schéma directeur.",
    },
    Skill {
        code: "ENT-MOE",
        family: 2,
        labels: &[
            "Maître d'œuvre (ou intégrateur)",
            "Maitre d'oeuvre (ou integrateur)",
            "MOE / intégrateur",
            "Maîtrise d'œuvre",
            "Intégrateur",
        ],
        usual: &[(60, Integrator), (25, Editor), (15, Mixte)],
        hard: 190,
        about: "Assembler, paramétrer, raccorder et mettre en service la solution.",
    },
    Skill {
        code: "ENT-MNT",
        family: 2,
        labels: &[
            "Maintenance de la solution",
            "Maintenance solution",
            "Maintenance de l'ENT (solution)",
            "Maintenance ENT",
            "Maintenance applicative",
        ],
        usual: &[(60, Editor), (25, Integrator), (15, Provider)],
        hard: 90,
        about: "Corriger et faire évoluer le logiciel en service ; appliquer les correctifs de sécurité.",
    },
    Skill {
        code: "ENT-HEB",
        family: 2,
        labels: &[
            "Hébergement et exploitation",
            "Hébergement / exploitation",
            "Hébergement & exploitation",
            "Hébergement ENT",
            "Hébergement",
        ],
        usual: &[(60, Host), (20, Editor), (10, Rectorat), (10, Mixte)],
        hard: 90,
        about: "Fournir serveurs, stockage, sauvegarde, supervision et sécurité de la plateforme.",
    },
    Skill {
        code: "MAT-PRC",
        family: 3,
        labels: &[
            "Maintenance du parc informatique et du réseau",
            "Maintenance du parc informatique et réseaux",
            "Maintenance parc informatique + réseau",
            "Maint. du parc info. et du réseau",
            "Maintenance parc et réseau",
        ],
        usual: &[(48, Commune), (20, Epci), (25, Provider), (7, Sivos)],
        hard: 60,
        about: "Entretenir postes, tablettes, vidéoprojecteurs, Wi-Fi et réseau local de l'école.",
    },
    Skill {
        code: "MAT-FAI",
        family: 3,
        labels: &[
            "Fournisseur d'accès à Internet",
            "Fournisseur accès internet (FAI)",
            "FAI",
            "Accès à Internet",
            "Accès internet",
        ],
        usual: &[(80, Access), (15, Commune), (5, Epci)],
        hard: 70,
        about: "Fournir et entretenir la liaison Internet de l'école, débit et filtrage compris.",
    },
    Skill {
        code: "ADM-FON",
        family: 4,
        labels: &[
            "Administration fonctionnelle",
            "Administrateur fonctionnel",
            "Admin. fonctionnelle",
            "Administration fonctionnelle de l'ENT",
        ],
        usual: &[(70, Ecole), (25, Circo), (5, Dsden)],
        hard: 60,
        about: "Gérer comptes, droits, groupes, rentrée scolaire et services ouverts dans l'école.",
    },
    Skill {
        code: "ADM-TEC",
        family: 4,
        labels: &[
            "Administration technique",
            "Administrateur technique",
            "Admin. technique",
            "Administration technique de l'ENT",
        ],
        usual: &[(30, Rectorat), (30, Editor), (15, Drane), (10, Circo), (15, Mixte)],
        hard: 160,
        about: "Régler la plateforme : imports d'annuaires, authentification, connecteurs, domaines.",
    },
];

/// Lines that schools add, which no competence of the referential is.
pub(super) const OUTSIDE: &[(&str, &str)] = &[
    ("Photocopieur", "Mairie"),
    ("Site web de l'école", "Directeur"),
    ("Tableaux numériques interactifs", "Mairie"),
    ("Abonnement à la presse en ligne", "coopérative scolaire"),
    ("Classe mobile (12 tablettes)", "mairie"),
    ("Téléphonie", "Mairie"),
];

/// What a mode is called: internal, external, in part.
pub(super) const MODES: [&[&str]; 3] = [
    &[
        "Internalisé",
        "Interne",
        "interne",
        "internalisé",
        "en interne",
        "INT",
        "int.",
        "I",
        "internalisée",
        "en régie",
    ],
    &[
        "Externalisé",
        "Externe",
        "externe",
        "externalisé",
        "prestation",
        "Prestataire",
        "presta",
        "EXT",
        "ext.",
        "sous-traité",
    ],
    &[
        "Externalisé partiellement",
        "Partiel",
        "partiellement externalisé",
        "mixte",
        "int + ext",
        "INT/EXT",
        "P",
        "part.",
        "les deux",
    ],
];

/// Ids of the modes in the truth.
pub(super) const MODE_IDS: [&str; 3] = ["internalise", "externalise", "partiel"];
