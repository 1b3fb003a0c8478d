//! How people who never saw the model name each competence, and what else stands on their sheets.

use super::labels::Labels;
use crate::model::budget::{Budgets, Effort};

fn told(labels: &Labels, label: &str) -> Vec<String> {
    let referential = crate::referential::embedded();
    let effort = Effort::of(&Budgets::default());
    let named = labels.name(label, None, &effort).ids().unwrap_or_default();
    named.into_iter().map(|id| referential.competence(id).code.clone()).collect()
}

const WORDINGS: [(&str, &[&str]); 14] = [
    (
        "PIL-MOA",
        &[
            "Qui décide pour l'ENT ?",
            "Qui porte le projet ENT ?",
            "Donneur d'ordre du projet",
            "Signataire de la convention ENT",
            "Chef de file du projet numérique",
            "Conduite du projet ENT",
            "Décideur",
            "Comité de pilotage",
            "Qui dirige le projet ?",
            "Arbitrages et décisions du projet",
        ],
    ),
    (
        "PIL-EVA",
        &[
            "Qui mesure l'utilisation de l'ENT ?",
            "Suivi des statistiques de connexion",
            "Bilan annuel des usages",
            "Enquêtes auprès des utilisateurs",
            "Qui regarde si l'ENT est utilisé ?",
            "Observation des usages",
            "Retours d'expérience des enseignants",
            "Tableau de bord de fréquentation",
            "Évaluer l'impact de l'ENT",
            "Qui fait le bilan de l'ENT ?",
        ],
    ),
    (
        "ACC-FOR",
        &[
            "Qui forme les enseignants ?",
            "Stages et animations pédagogiques ENT",
            "Formation continue des maîtres à l'ENT",
            "Animations pédagogiques numériques",
            "Former l'équipe aux usages",
            "Formation des maîtres",
            "Qui apprend aux collègues à se servir de l'ENT en classe ?",
            "Plan de formation ENT",
            "Formateur ENT",
        ],
    ),
    (
        "ACC-DOC",
        &[
            "Tutoriels et modes d'emploi",
            "Qui rédige les guides ?",
            "Guides pas à pas pour les familles",
            "Fiches mémo et tutos vidéo",
            "Notices d'utilisation",
            "Supports d'aide pour les parents",
            "Foire aux questions",
            "Qui écrit les modes d'emploi ?",
            "Livret d'accueil de l'ENT",
        ],
    ),
    (
        "ACC-PEM",
        &[
            "Premiers pas avec l'ENT",
            "Aide au démarrage",
            "Qui montre comment se connecter la première fois ?",
            "Accompagner les premiers usages",
            "Démarrage des utilisateurs",
            "Initiation à l'outil",
            "Première connexion des familles",
            "Accueil des nouveaux utilisateurs",
            "Mise en route de l'ENT dans l'école",
        ],
    ),
    (
        "ACC-ASS",
        &[
            "Qui dépanne les utilisateurs ?",
            "Hotline ENT",
            "Qui appeler en cas de problème ?",
            "Support aux familles et aux enseignants",
            "Assistance téléphonique",
            "Qui répond aux questions des parents ?",
            "Traitement des tickets",
            "Réponse aux demandes d'aide",
            "SOS utilisateurs",
        ],
    ),
    (
        "ENT-EDI",
        &[
            "Qui fabrique l'ENT ?",
            "Société qui vend le logiciel",
            "Concepteur de l'ENT",
            "Fournisseur de l'ENT",
            "Nom de l'éditeur du logiciel",
            "Qui développe l'ENT ?",
            "Fournisseur de la solution",
            "Propriétaire du logiciel",
            "Développeur de la plateforme",
        ],
    ),
    (
        "ENT-MOE",
        &[
            "Qui a installé l'ENT ?",
            "Installation et paramétrage de l'ENT",
            "Déploiement de la solution dans les écoles",
            "Mise en place technique de l'ENT",
            "Intégration de la solution",
            "Qui déploie l'ENT ?",
            "Mise en œuvre technique",
            "Raccordement de l'ENT au système d'information",
        ],
    ),
    (
        "ENT-MNT",
        &[
            "Mises à jour de l'ENT",
            "Qui corrige les bugs de l'ENT ?",
            "Correction des anomalies du logiciel",
            "Évolutions du logiciel ENT",
            "Maintenance applicative",
            "Réparer l'ENT quand il bugue",
            "TMA de l'ENT",
            "Qui met à jour l'ENT ?",
            "Maintenance corrective de la plateforme",
        ],
    ),
    (
        "ENT-HEB",
        &[
            "Où sont hébergées les données ?",
            "Qui héberge l'ENT ?",
            "Serveurs de l'ENT",
            "Stockage et sauvegarde des données ENT",
            "Hébergement du site de l'ENT",
            "Cloud / datacenter",
            "Exploitation des serveurs",
            "Sauvegardes des données",
            "Centre de données",
        ],
    ),
    (
        "MAT-PRC",
        &[
            "Qui répare les ordinateurs ?",
            "Dépannage des PC de l'école",
            "Entretien du matériel informatique",
            "Ordinateurs, TNI et tablettes",
            "Câblage et wifi de l'école",
            "Maintenance des PC",
            "Qui s'occupe des ordinateurs de l'école ?",
            "Renouvellement du matériel informatique",
            "Réseau local et postes",
            "VPI et tableaux interactifs",
        ],
    ),
    (
        "MAT-FAI",
        &[
            "Qui paie la connexion Internet ?",
            "Abonnement à Internet",
            "Box et fibre de l'école",
            "Connexion au Web",
            "Fournisseur internet de l'école",
            "Débit et raccordement fibre",
            "Ligne ADSL",
            "Opérateur télécom",
            "Qui fournit internet ?",
            "Abonnement fibre",
        ],
    ),
    (
        "ADM-FON",
        &[
            "Qui crée les comptes ?",
            "Création des comptes et mots de passe",
            "Gestion des comptes élèves",
            "Gestion des droits et des groupes",
            "Administrateur de l'ENT dans l'école",
            "Qui gère les utilisateurs ?",
            "Inscription des élèves et des parents dans l'ENT",
            "Paramétrage des classes",
            "Administrateur local",
            "Gestion des profils utilisateurs",
        ],
    ),
    (
        "ADM-TEC",
        &[
            "Import de l'annuaire",
            "Synchronisation avec ONDE",
            "Connecteurs et authentification",
            "Alimentation de l'annuaire",
            "Administration système",
            "Gestion des accès GAR et connecteurs",
            "Administrateur technique de la plateforme",
            "Interconnexion avec les autres services",
            "Fédération d'identités",
        ],
    ),
];

/// Lines of the same sheets that are no competence of the project.
const OTHERS: [&str; 60] = [
    "Garderie du soir",
    "Ménage des classes",
    "Inscriptions à la cantine",
    "Transport scolaire",
    "Commande des fournitures",
    "Photocopieur de la salle des maîtres",
    "Directeur de l'école",
    "Nom et prénom du directeur",
    "Téléphone de l'école",
    "Effectif de l'école",
    "Nombre de classes",
    "Nombre d'élèves",
    "Date de la réponse",
    "Signature du directeur",
    "Visa de l'inspecteur",
    "Remarques générales",
    "Commentaires",
    "Document à renvoyer avant le 30 novembre",
    "Merci de votre retour",
    "Total",
    "Adresse de l'école",
    "Code postal",
    "Conseil d'école",
    "Sorties scolaires",
    "Piscine et sport",
    "Assurance des locaux",
    "Chauffage et travaux",
    "Bibliothèque",
    "Alarme incendie",
    "Psychologue scolaire",
    "Remplacement des enseignants absents",
    "Accueil des stagiaires",
    "Accueil des élèves le matin",
    "Réunion de rentrée avec les parents",
    "Élections des parents d'élèves",
    "Évaluations nationales CP et CE1",
    "Évaluation des élèves",
    "Livret scolaire unique",
    "Bulletins des élèves",
    "Compte rendu du conseil des maîtres",
    "Comptes de la coopérative",
    "Gestion des absences des élèves",
    "Projet d'école",
    "Projet de jardin",
    "Décision de la commission",
    "Aide aux devoirs",
    "Soutien scolaire",
    "Formation aux premiers secours",
    "Stage de réussite",
    "Mise à jour du registre de sécurité",
    "Maintenance de la chaudière",
    "Entretien de la cour",
    "Entretien des espaces verts",
    "Mise en page du journal",
    "Réseau d'aide aux élèves en difficulté",
    "Installation des rideaux",
    "Contrôle des jeux de cour",
    "Accès au parking",
    "Clé du portail",
    "Ligne de bus",
];

#[test]
fn competences_are_told_in_anybody_s_words() {
    let labels = Labels::new(&crate::referential::embedded());
    let mut missed: Vec<String> = Vec::new();
    for (code, wordings) in WORDINGS {
        for wording in wordings {
            let found = told(&labels, wording);
            if found != [code] {
                missed.push(format!("{wording}: {found:?}, not {code}"));
            }
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn the_rest_of_a_school_s_life_is_no_competence() {
    let labels = Labels::new(&crate::referential::embedded());
    let taken = OTHERS.iter().filter_map(|label| {
        let found = told(&labels, label);
        (!found.is_empty()).then(|| format!("{label}: {found:?}"))
    });
    assert_eq!(taken.collect::<Vec<_>>(), [""; 0]);
}
