//! What an ENT project needs (families, competences) and the words it is told in (entities, posts, vocabulary).
//!
//! Facts only: [`crate::referential`] reads them from TOML, so that an académie can use its own words.

use std::collections::BTreeMap;

/// Index of a competence in [`Referential::competences`]; the order is the one documents print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CompetenceId(pub u16);

/// Index of a type of entity in [`Referential::entity_types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityTypeId(pub u16);

/// The whole referential, checked: every reference between its parts holds.
#[derive(Clone, Debug, Default)]
pub struct Referential {
    /// Its version, printed on every document: `2026-11`.
    pub version: String,
    /// Families, in printing order.
    pub families: Vec<Famille>,
    /// Competences, required ones and complements, in printing order.
    pub competences: Vec<Competence>,
    /// Groups: a label that stands for several competences at once (« Administrateurs de l'ENT »).
    pub groups: Vec<Group>,
    /// Types of entity.
    pub entity_types: Vec<EntityType>,
    /// Posts of persons, which tell the entity they work for.
    pub fonctions: Vec<Fonction>,
    /// Spellings of each mode.
    pub modes: BTreeMap<Mode, Vec<String>>,
    /// The words of answers.
    pub vocabulary: Vocabulary,
}

impl Referential {
    /// The competence of an id.
    ///
    /// # Panics
    /// If the id comes from another referential.
    pub fn competence(&self, id: CompetenceId) -> &Competence {
        &self.competences[usize::from(id.0)]
    }

    /// The type of entity of an id.
    ///
    /// # Panics
    /// If the id comes from another referential.
    pub fn entity_type(&self, id: EntityTypeId) -> &EntityType {
        &self.entity_types[usize::from(id.0)]
    }

    /// The type of entity that the referential names so (`COMMUNE`).
    pub fn entity_type_named(&self, code: &str) -> Option<EntityTypeId> {
        self.entity_types.iter().position(|kind| kind.code == code).map(|index| EntityTypeId(index as u16))
    }

    /// The competence that the referential names so (`PIL-MOA`).
    pub fn competence_named(&self, code: &str) -> Option<CompetenceId> {
        let found = self.competences.iter().position(|competence| competence.code == code);
        found.map(|index| CompetenceId(index as u16))
    }

    /// Ids of the competences that every school must have settled, in printing order.
    pub fn required(&self) -> impl Iterator<Item = CompetenceId> + '_ {
        (0u16..)
            .zip(&self.competences)
            .filter(|(_, competence)| competence.required)
            .map(|(id, _)| CompetenceId(id))
    }

    /// The family of a competence.
    pub fn family_of(&self, id: CompetenceId) -> &Famille {
        &self.families[self.competence(id).family]
    }
}

/// A family of competences: a row of the fiche's diagram.
#[derive(Clone, Debug)]
pub struct Famille {
    /// `PIL`.
    pub code: String,
    /// « Pilotage ».
    pub label: String,
}

/// A competence of the project.
#[derive(Clone, Debug)]
pub struct Competence {
    /// `PIL-MOA`.
    pub code: String,
    /// Index in [`Referential::families`].
    pub family: usize,
    /// « Maîtrise d'ouvrage ».
    pub label: String,
    /// What it covers.
    pub description: String,
    /// Whether each school must have it settled.
    pub required: bool,
    /// Other writings of the label.
    pub synonyms: Vec<String>,
    /// Words that, met together in a label, tell the competence; `*` stands for the end of a word.
    pub clues: Vec<String>,
    /// Types of entity that usually hold it.
    pub usual_entities: Vec<EntityTypeId>,
    /// Service levels one would expect to read.
    pub service_levels: Vec<String>,
    /// Levels at which it is usually provided.
    pub levels: Vec<Reach>,
    /// Whether it should last after the deployment.
    pub lasts: Lasts,
}

/// Whether a competence should last after the deployment. Compared with answers, never put in place of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lasts {
    /// The referential doesn't say.
    #[default]
    Unsaid,
    /// No: it ends with the deployment.
    No,
    /// Yes, as the referential proposes.
    Proposed,
    /// Yes, as the fiche demands.
    Demanded,
}

/// A label that stands for several competences at once.
#[derive(Clone, Debug)]
pub struct Group {
    /// « Administrateurs de l'ENT ».
    pub label: String,
    /// Other writings.
    pub synonyms: Vec<String>,
    /// What it stands for.
    pub competences: Vec<CompetenceId>,
}

/// A type of entity.
#[derive(Clone, Debug)]
pub struct EntityType {
    /// `COMMUNE`.
    pub code: String,
    /// « Commune ».
    pub label: String,
    /// Whether what it does is internal to the project's owners.
    pub internal: bool,
    /// How far it reaches.
    pub reach: Reach,
    /// Words that tell it.
    pub synonyms: Vec<String>,
}

/// How far an entity reaches: which schools mean the same one when they write only its type (« la mairie »).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// One school.
    Ecole,
    /// One commune.
    Commune,
    /// A grouping of communes, which the registry doesn't tell.
    Intercommunalite,
    /// One circonscription.
    Circonscription,
    /// One département.
    Departement,
    /// One académie.
    Academie,
    /// One région.
    Region,
    /// A company or a body with a name of its own.
    National,
}

/// A post held by a person, which tells an entity.
#[derive(Clone, Debug)]
pub struct Fonction {
    /// `ERUN`.
    pub code: String,
    /// « Enseignant référent pour les usages du numérique ».
    pub label: String,
    /// The entity it works for.
    pub entity_type: EntityTypeId,
    /// Other writings.
    pub synonyms: Vec<String>,
}

/// Who does it: the project's owners, a third party, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// By the project's owners.
    Internal,
    /// By a third party, as a service.
    External,
    /// In part by each.
    Partial,
}

impl Mode {
    /// All of them, in the order of the fiche's legend.
    pub const ALL: [Self; 3] = [Self::Internal, Self::External, Self::Partial];

    /// The word of the data files: `internalise`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Internal => "internalise",
            Self::External => "externalise",
            Self::Partial => "partiel",
        }
    }

    /// The mode whose word this is.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.id() == id)
    }

    /// The words that readers see: « Externalisé partiellement ».
    pub fn label(self) -> &'static str {
        match self {
            Self::Internal => "Internalisé",
            Self::External => "Externalisé",
            Self::Partial => "Externalisé partiellement",
        }
    }
}

/// The words of answers, as people write them; compared after [`crate::text::fold`].
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// « néant », « - »: studied, and nobody is responsible.
    pub nobody: Vec<String>,
    /// « à définir », « ? ».
    pub to_define: Vec<String>,
    /// « sans objet ».
    pub not_applicable: Vec<String>,
    /// « x », « oui ».
    pub yes: Vec<String>,
    /// « non ».
    pub no: Vec<String>,
    /// Words that fit several competences (« maintenance »): never settled alone.
    pub ambiguous_labels: Vec<String>,
    /// Words that say that a line is about something else than the project, written as clues are.
    pub off_topic: Vec<String>,
    /// Words of clues that tell something else as well: alone beside a word that nothing explains, they tell nothing.
    pub weak_clues: Vec<String>,
}
