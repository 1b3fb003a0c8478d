//! The fiche's four questions and five success factors, as figures: which figure answers which, what each counts,
//! and the words that the workbook, the report and the data files share.

use super::indicator::Rate;

/// A question of the fiche, or one of its success factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Who steers the services.
    Steering,
    /// What stays after deployment.
    Perennity,
    /// Who provides down to the school.
    Local,
    /// Whether all is covered with one clear responsibility.
    Coverage,
    /// Types of service and service levels.
    Services,
    /// Documentation.
    Documentation,
    /// Local resource people.
    LocalPeople,
    /// Functional and technical administration.
    Administration,
    /// Means.
    Means,
}

impl Topic {
    /// The four questions, in the fiche's order.
    pub const QUESTIONS: [Self; 4] = [Self::Steering, Self::Perennity, Self::Local, Self::Coverage];

    /// The five success factors, in the fiche's order.
    pub const FACTORS: [Self; 5] =
        [Self::Services, Self::Documentation, Self::LocalPeople, Self::Administration, Self::Means];

    /// Whether it is one of the questions.
    pub fn is_question(self) -> bool {
        Self::QUESTIONS.contains(&self)
    }

    /// The question, or the name of the factor.
    pub fn label(self) -> &'static str {
        match self {
            Self::Steering => "Qui pilote les prestations ?",
            Self::Perennity => "Quelles compétences pérenniser après le déploiement ?",
            Self::Local => "Qui fournit les compétences jusqu’au niveau local ?",
            Self::Coverage => "Tout est-il couvert, avec une responsabilité bien définie ?",
            Self::Services => "Types de prestation et niveaux de service",
            Self::Documentation => "Documentation",
            Self::LocalPeople => "Personnes ressources locales",
            Self::Administration => "Administration fonctionnelle et technique",
            Self::Means => "Moyens humains, matériels et financiers",
        }
    }

    /// Its figures, in printing order.
    pub fn figures(self) -> impl Iterator<Item = Figure> {
        Figure::ALL.into_iter().filter(move |figure| figure.topic() == self)
    }
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Couples (school, required competence).
    Couples,
    /// Schools whose inventory counts.
    Schools,
}

impl Unit {
    /// « couples » or « écoles ».
    pub fn label(self) -> &'static str {
        match self {
            Self::Couples => "couples",
            Self::Schools => "écoles",
        }
    }
}

/// A figure that answers a question of the fiche or measures one of its factors: a rate, both terms kept.
///
/// « Confié » means held by one responsible entity at least; « externalisé » in whole or in part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// Externalised couples of schools whose project ownership is covered.
    SteeredServices,
    /// Schools whose project ownership is covered.
    SteeredSchools,
    /// Couples of which it is said whether they are kept.
    KeptDecided,
    /// Couples to keep, out of those decided.
    Kept,
    /// Couples held by an entity near the school.
    HeldNearby,
    /// Couples whose level of intervention is told.
    LevelTold,
    /// Couples covered.
    Covered,
    /// Schools covered whole.
    WholeSchools,
    /// Externalised couples with a type of service.
    ServiceTold,
    /// Externalised couples with a service level.
    ServiceLevelTold,
    /// Schools whose documentation is covered.
    DocumentationHeld,
    /// Couples with a documentation.
    Documented,
    /// Schools with a local resource person.
    LocalPersonNamed,
    /// Schools with both faces of the administration covered.
    BothAdministrations,
    /// Couples with full-time equivalents.
    StaffTold,
    /// Couples with a cost.
    CostTold,
}

impl Figure {
    /// How many there are.
    pub const NUMBER: usize = 16;

    /// All of them, in the order of the topics.
    pub const ALL: [Self; Self::NUMBER] = [
        Self::SteeredServices,
        Self::SteeredSchools,
        Self::KeptDecided,
        Self::Kept,
        Self::HeldNearby,
        Self::LevelTold,
        Self::Covered,
        Self::WholeSchools,
        Self::ServiceTold,
        Self::ServiceLevelTold,
        Self::DocumentationHeld,
        Self::Documented,
        Self::LocalPersonNamed,
        Self::BothAdministrations,
        Self::StaffTold,
        Self::CostTold,
    ];

    /// What it answers or measures.
    pub fn topic(self) -> Topic {
        match self {
            Self::SteeredServices | Self::SteeredSchools => Topic::Steering,
            Self::KeptDecided | Self::Kept => Topic::Perennity,
            Self::HeldNearby | Self::LevelTold => Topic::Local,
            Self::Covered | Self::WholeSchools => Topic::Coverage,
            Self::ServiceTold | Self::ServiceLevelTold => Topic::Services,
            Self::DocumentationHeld | Self::Documented => Topic::Documentation,
            Self::LocalPersonNamed => Topic::LocalPeople,
            Self::BothAdministrations => Topic::Administration,
            Self::StaffTold | Self::CostTold => Topic::Means,
        }
    }

    /// The word of the data files.
    pub fn id(self) -> &'static str {
        match self {
            Self::SteeredServices => "prestations_pilotees",
            Self::SteeredSchools => "ecoles_pilotees",
            Self::KeptDecided => "perennite_decidee",
            Self::Kept => "a_perenniser",
            Self::HeldNearby => "tenues_localement",
            Self::LevelTold => "niveau_intervention",
            Self::Covered => "couverture",
            Self::WholeSchools => "ecoles_couvertes",
            Self::ServiceTold => "type_prestation",
            Self::ServiceLevelTold => "niveau_service",
            Self::DocumentationHeld => "documentation_confiee",
            Self::Documented => "documentation_disponible",
            Self::LocalPersonNamed => "personne_ressource",
            Self::BothAdministrations => "deux_administrations",
            Self::StaffTold => "moyens_humains",
            Self::CostTold => "cout",
        }
    }

    /// What readers see beside the figure.
    pub fn label(self) -> &'static str {
        match self {
            Self::SteeredServices => "Prestations pilotées par une maîtrise d’ouvrage",
            Self::SteeredSchools => "Écoles dont la maîtrise d’ouvrage est confiée",
            Self::KeptDecided => "Maintien après déploiement décidé",
            Self::Kept => "Dont compétences à pérenniser",
            Self::HeldNearby => "Compétences tenues au plus près de l’école",
            Self::LevelTold => "Niveau d’intervention indiqué",
            Self::Covered => "Compétences couvertes",
            Self::WholeSchools => "Écoles où tout est couvert",
            Self::ServiceTold => "Type de prestation indiqué",
            Self::ServiceLevelTold => "Niveau de service attendu indiqué",
            Self::DocumentationHeld => "Écoles dont la documentation est confiée",
            Self::Documented => "Documentation disponible",
            Self::LocalPersonNamed => "Écoles avec une personne ressource nommée",
            Self::BothAdministrations => "Écoles aux deux administrations confiées",
            Self::StaffTold => "Temps de travail indiqué",
            Self::CostTold => "Coût indiqué",
        }
    }

    /// What its two terms are.
    pub fn definition(self) -> &'static str {
        match self {
            Self::SteeredServices => {
                "Couples externalisés, en tout ou partie, des écoles dont la maîtrise d’ouvrage a une seule entité \
                 responsable ÷ couples externalisés, en tout ou partie."
            }
            Self::SteeredSchools => {
                "Écoles dont la maîtrise d’ouvrage a une seule entité responsable ÷ écoles ayant répondu, celles qui la \
                 disent sans objet à part."
            }
            Self::KeptDecided => {
                "Couples confiés dont il est dit s’ils sont maintenus après le déploiement ÷ couples confiés."
            }
            Self::Kept => {
                "Couples confiés à maintenir après le déploiement ÷ ceux pour lesquels c’est décidé."
            }
            Self::HeldNearby => {
                "Couples confiés à une entité de l’école, de la commune, du groupement de communes ou de la \
                 circonscription, au moins ÷ couples confiés."
            }
            Self::LevelTold => "Couples confiés dont le niveau d’intervention est écrit ÷ couples confiés.",
            Self::Covered => {
                "Couples à une seule entité responsable ÷ couples des écoles ayant répondu, ceux qui sont sans objet à part."
            }
            Self::WholeSchools => {
                "Écoles dont chaque compétence requise est couverte ou sans objet ÷ écoles ayant répondu."
            }
            Self::ServiceTold => {
                "Couples externalisés, en tout ou partie, dont le type de prestation est écrit ÷ couples \
                 externalisés, en tout ou partie."
            }
            Self::ServiceLevelTold => {
                "Couples externalisés, en tout ou partie, dont le niveau de service attendu est écrit ÷ couples \
                 externalisés, en tout ou partie."
            }
            Self::DocumentationHeld => {
                "Écoles dont la documentation a une seule entité responsable ÷ écoles ayant répondu, celles qui la disent \
                 sans objet à part."
            }
            Self::Documented => "Couples confiés dont une documentation est écrite ÷ couples confiés.",
            Self::LocalPersonNamed => {
                "Écoles dont l’inventaire, ou celui dont elle hérite, nomme une personne ressource locale ÷ écoles ayant \
                 répondu."
            }
            Self::BothAdministrations => {
                "Écoles dont l’administration fonctionnelle et l’administration technique ont chacune une seule \
                 entité responsable ÷ écoles ayant répondu, celles qui en disent une sans objet à part."
            }
            Self::StaffTold => "Couples confiés dont le temps de travail est écrit ÷ couples confiés.",
            Self::CostTold => "Couples confiés dont le coût est écrit ÷ couples confiés.",
        }
    }

    /// What it counts.
    pub fn unit(self) -> Unit {
        match self {
            Self::SteeredSchools
            | Self::WholeSchools
            | Self::DocumentationHeld
            | Self::LocalPersonNamed
            | Self::BothAdministrations => Unit::Schools,
            _ => Unit::Couples,
        }
    }
}

/// Every figure of the fiche over the schools of a territory whose inventory counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FicheRates([Rate; Figure::NUMBER]);

impl FicheRates {
    /// The rate of a figure; nothing to divide by where the referential lacks the competence that it looks at.
    pub fn of(&self, figure: Figure) -> Rate {
        self.0[figure as usize]
    }

    /// Counts one couple or one school out of which a figure is; `yes` if it is one of those counted.
    pub fn count(&mut self, figure: Figure, yes: bool) {
        let rate = &mut self.0[figure as usize];
        rate.denominator += 1;
        rate.numerator += u32::from(yes);
    }

    /// Adds the figures of another set of schools.
    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            mine.numerator += theirs.numerator;
            mine.denominator += theirs.denominator;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_figure_answers_one_topic_and_each_topic_has_one_at_least() {
        for (rank, figure) in Figure::ALL.into_iter().enumerate() {
            assert_eq!(figure as usize, rank, "rates are kept at the figure's rank");
        }
        let topics: Vec<Topic> = Topic::QUESTIONS.into_iter().chain(Topic::FACTORS).collect();
        assert!(topics.iter().all(|topic| topic.figures().count() > 0));
        assert_eq!(topics.iter().flat_map(|topic| topic.figures()).collect::<Vec<_>>(), Figure::ALL);
        let ids: std::collections::BTreeSet<&str> = Figure::ALL.iter().map(|figure| figure.id()).collect();
        assert_eq!(ids.len(), Figure::NUMBER);
    }
}
