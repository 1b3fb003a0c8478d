//! One académie consolidated: what every output is rendered from, so that their totals are the same object.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::calendar::{Date, Month};
use super::derogation::Use;
use super::document::{Document, DocumentId, Verdict};
use super::evolution::Evolution;
use super::fiche::FicheRates;
use super::finding::{Finding, Rule};
use super::given::Given;
use super::grouping::{Grouping, Spelling};
use super::indicator::{Rate, Tally};
use super::inventory::{Assignment, IdentifiedBy};
use super::logo::Logo;
use super::outline::Outline;
use super::place::Spot;
use super::referential::{CompetenceId, EntityTypeId, Mode, Referential};
use super::school::{Academie, School, Uai};
use super::scope::Scope;

/// State of a couple (school, required competence): exactly one of these (design § 2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Exactly one responsible entity.
    Covered,
    /// Two responsible entities or more.
    Shared,
    /// Nobody is responsible.
    Orphan,
    /// Studied, answer postponed.
    ToDefine,
    /// Absent, or its label stands there with nothing beside it.
    NotStudied,
    /// Declared not applicable: out of the denominator, counted apart.
    NotApplicable,
    /// The school is expected and no inventory of it was retained.
    NotReturned,
}

impl State {
    /// All of them, in the order in which they are listed and stacked.
    pub const ALL: [Self; 7] = [
        Self::Covered,
        Self::Shared,
        Self::Orphan,
        Self::ToDefine,
        Self::NotStudied,
        Self::NotApplicable,
        Self::NotReturned,
    ];

    /// The word of the data files: `couverte`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Covered => "couverte",
            Self::Shared => "partagee",
            Self::Orphan => "orpheline",
            Self::ToDefine => "a_definir",
            Self::NotStudied => "non_etudiee",
            Self::NotApplicable => "sans_objet",
            Self::NotReturned => "non_rendue",
        }
    }

    /// The state whose word this is.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.id() == id)
    }

    /// Whether somebody still has to settle it: neither covered nor declared not applicable.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Covered | Self::NotApplicable)
    }

    /// The words that readers see: « À définir ».
    pub fn label(self) -> &'static str {
        match self {
            Self::Covered => "Couverte",
            Self::Shared => "Partagée",
            Self::Orphan => "Orpheline",
            Self::ToDefine => "À définir",
            Self::NotStudied => "Non étudiée",
            Self::NotApplicable => "Sans objet",
            Self::NotReturned => "Non rendue",
        }
    }

    /// What it means, for legends.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Covered => "une seule entité responsable, identifiée",
            Self::Shared => "plusieurs entités responsables",
            Self::Orphan => "étudiée, mais personne n’en est responsable",
            Self::ToDefine => "étudiée, réponse remise à plus tard",
            Self::NotStudied => "absente de l’inventaire, ou sans réponse",
            Self::NotApplicable => "déclarée sans objet ; comptée à part",
            Self::NotReturned => "aucun inventaire retenu pour cette école",
        }
    }
}

/// Where a state comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The school's own inventory.
    School,
    /// An inventory of a higher level.
    Inherited,
}

impl Origin {
    /// The word of the data files: `ecole`.
    pub fn id(self) -> &'static str {
        match self {
            Self::School => "ecole",
            Self::Inherited => "herite",
        }
    }
}

/// What is printed on every document of a run.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// The campaign month.
    pub month: Month,
    /// The date of the run: an input, never the clock.
    pub date: Date,
    /// Version of the program.
    pub version: &'static str,
    /// What the campaign is called beside its month, if the configuration says it.
    pub label: Option<String>,
    /// The last day on which an inventory is on time, if the configuration gives one.
    pub deadline: Option<Date>,
    /// « projet » or « validé ».
    pub status: Status,
    /// Confidentiality mention, if the configuration gives one.
    pub mention: Option<String>,
    /// Whether the report may name persons.
    pub persons: bool,
    /// Picture of the reports' cover, if the configuration gives one.
    pub logo: Option<Arc<Logo>>,
    /// The sections of the reports and their words.
    pub outline: Arc<Outline>,
}

impl Stamp {
    /// The deadline, as long as it can be kept.
    pub fn deadline_ahead(&self) -> Option<Date> {
        self.deadline.filter(|deadline| *deadline >= self.date)
    }

    /// The month as titles write it, the campaign's name before it: « Campagne d’automne, novembre 2026 ».
    pub fn title(&self) -> String {
        let month = self.month.in_french();
        match &self.label {
            Some(label) => format!("{label}, {month}"),
            None => month,
        }
    }
}

/// How far the documents have been agreed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// A working document.
    #[default]
    Draft,
    /// Agreed on.
    Validated,
}

impl Status {
    /// The word that readers see: « projet ».
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "projet",
            Self::Validated => "validé",
        }
    }
}

/// Index of an entity in [`Dossier::entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// One académie, one month.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// What is printed on every document.
    pub stamp: Stamp,
    /// How many days before its end a contract is told to be ending, as `[seuils]` sets it.
    pub contract_days: u32,
    /// The académie.
    pub academie: Academie,
    /// The referential the run used.
    pub referential: Arc<Referential>,
    /// The rules, in printing order, for the *Règles* sheet and the annex.
    pub rules: Vec<&'static Rule>,
    /// Where the list of expected schools comes from, as its file is named; `None` without a registry: no return
    /// rate then, and the documents say why.
    pub registry: Option<String>,
    /// Whether persons, their addresses and free comments were taken out: the documents say so.
    pub nameless: bool,
    /// Its schools, by département, circonscription, commune, name, then UAI.
    pub schools: Vec<SchoolFile>,
    /// The documents attached to it, in path order. Documents that no school could be found for are in
    /// [`Batch::unattached`].
    pub documents: Vec<DocumentLine>,
    /// Findings on its documents and schools, gravest first, then by document and cell; those
    /// accepted come last.
    pub findings: Vec<Finding>,
    /// Couples that aren't settled and whose finding the configuration accepts: their state stays, nobody has to
    /// settle them.
    pub accepted: BTreeSet<(Uai, CompetenceId)>,
    /// Entities of the académie, spellings reconciled, by name.
    pub entities: Vec<Entity>,
    /// Every assignment of the documents retained, by school then reading order.
    pub assignments: Vec<AssignmentLine>,
    /// Free texts of these lines that name somebody, and what they say without: data files keep the latter.
    pub unnamed: BTreeMap<String, String>,
    /// Every answer of the inventories of a higher level that were retained, in path then reading order.
    pub higher: Vec<HigherLine>,
    /// The whole académie.
    pub total: Territory,
    /// Its départements that have schools here, by code.
    pub departements: Vec<Territory>,
    /// Its circonscriptions, by département then name. Empty without a registry.
    pub circonscriptions: Vec<Territory>,
    /// What moved since the latest earlier month; `None` where none is known.
    pub evolution: Option<Evolution>,
}

impl Dossier {
    /// A free text of a line as data files keep it: without whom it names.
    pub fn without_persons<'a>(&'a self, text: &'a str) -> &'a str {
        self.unnamed.get(text).map_or(text, String::as_str)
    }

    /// Rank of a required competence among the couples of a school.
    pub fn required(&self) -> Vec<CompetenceId> {
        self.referential.required().collect()
    }

    /// The entity of an id.
    ///
    /// # Panics
    /// If the id comes from another dossier.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.0 as usize]
    }

    /// The line of a document, if it is attached to this académie.
    pub fn document(&self, id: DocumentId) -> Option<&DocumentLine> {
        self.documents
            .binary_search_by_key(&id, |line| line.document.id)
            .ok()
            .map(|index| &self.documents[index])
    }
}

/// A whole run: every académie met, and what belongs to none. Of each académie, its dossier, or the
/// [`Overview`](super::overview::Overview) that is left of it once its documents are written.
#[derive(Clone, Debug)]
pub struct Batch<A = Dossier> {
    /// One per académie, by code.
    pub dossiers: Vec<A>,
    /// Documents that no school could be found for: rejected, or ignored.
    pub unattached: Vec<DocumentLine>,
    /// Findings on those documents.
    pub unattached_findings: Vec<Finding>,
    /// Groupings of the configuration of which no spelling was met.
    pub unmet_groupings: Vec<Grouping>,
    /// What became of each dérogation of the configuration, in its order.
    pub derogations: Vec<Use>,
    /// What the competences of those findings are ids of: no dossier tells it where there is none.
    pub referential: Arc<Referential>,
}

/// What a run received that belongs to no school, nor to any académie.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unattached<'a> {
    /// The documents.
    pub documents: &'a [DocumentLine],
    /// Findings on them.
    pub findings: &'a [Finding],
}

impl<A> Batch<A> {
    /// What belongs to none of its académies.
    pub fn unattached(&self) -> Unattached<'_> {
        Unattached { documents: &self.unattached, findings: &self.unattached_findings }
    }
}

/// A school and its couples.
#[derive(Clone, Debug)]
pub struct SchoolFile {
    /// The school.
    pub school: Arc<School>,
    /// Whether the registry lists it.
    pub expected: bool,
    /// The document that counts, if one was retained.
    pub retained: Option<DocumentId>,
    /// Documents received for it, whatever their verdict, in path order.
    pub received: Vec<DocumentId>,
    /// One per required competence, in the referential's order.
    ///
    /// A school of which no inventory is retained keeps its couples `non_rendue`, even where a higher level answers:
    /// the design defines that state by the school's return, and every rate « des écoles rendues » counts on it.
    /// Inherited answers fill what an inventory that is there leaves blank.
    pub couples: Vec<Couple>,
    /// Inherited answers that the school's own answers contradict; the school's count.
    pub contradicted: Vec<Couple>,
    /// Whether a local resource person is named for it, by itself or by an inventory that it inherits from.
    pub local_person: bool,
}

impl SchoolFile {
    /// The states of its couples, counted.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        self.couples.iter().for_each(|couple| tally.add(couple.state));
        tally
    }
}

/// A school and a required competence.
#[derive(Clone, Debug)]
pub struct Couple {
    /// The competence.
    pub competence: CompetenceId,
    /// Its state.
    pub state: State,
    /// Whose answer it is.
    pub origin: Origin,
    /// Responsible entities: one if covered, several if shared, none otherwise.
    pub responsible: Vec<EntityId>,
    /// Mode, if the inventory gives one.
    pub mode: Option<Mode>,
    /// Service level, as written.
    pub service_level: String,
    /// Kept after deployment.
    pub kept: Option<bool>,
    /// What the lines tell besides who is responsible.
    pub given: Given,
    /// The answer as written.
    pub written: String,
    /// The document that answers, where there is one.
    pub document: Option<DocumentId>,
    /// The cell that answers, where there is one.
    pub at: Option<Spot>,
}

/// An entity, spellings reconciled.
#[derive(Clone, Debug)]
pub struct Entity {
    /// The name documents print: the most frequent spelling, or the name that the school's commune completes.
    pub name: String,
    /// Its type, if anything tells it.
    pub kind: Option<EntityTypeId>,
    /// Whether an inventory of the batch or the configuration tells its type; without it, the type is a convention.
    pub typed: bool,
    /// Every spelling met, most frequent first then by text.
    pub spellings: Vec<Spelling>,
}

/// The fewest schools that make a name of unknown type known: fewer may be writing somebody's.
const SCHOOLS_THAT_KNOW: u32 = 5;

impl Entity {
    /// Whether what goes before a committee may print its name. A name that tells no type may be a person's, unless
    /// several schools write it.
    pub fn is_known(&self) -> bool {
        self.typed || self.spellings.iter().any(|spelling| spelling.schools >= SCHOOLS_THAT_KNOW)
    }
}

/// A document, its verdict, and whose it is.
#[derive(Clone, Debug)]
pub struct DocumentLine {
    /// The document.
    pub document: Document,
    /// Its verdict.
    pub verdict: Verdict,
    /// Code of the rule that explains the verdict; `None` if retained.
    pub reason: Option<&'static str>,
    /// The school, if known.
    pub uai: Option<Uai>,
    /// What told the school.
    pub identified_by: Option<IdentifiedBy>,
    /// The territory it answers for, if it stands above schools.
    pub scope: Option<Arc<Scope>>,
    /// When it was sent, where that is after the deadline of the campaign.
    pub late: Option<Date>,
}

impl DocumentLine {
    /// The level of the inventory, as the data files write it; `None` where nobody knows whose it is.
    pub fn level(&self) -> Option<&'static str> {
        match &self.scope {
            Some(scope) => Some(scope.level.id()),
            None => self.uai.map(|_| "ecole"),
        }
    }
}

/// An assignment, the school it stands for and the document it was read in.
#[derive(Clone, Debug)]
pub struct AssignmentLine {
    /// The school.
    pub uai: Uai,
    /// The document.
    pub document: DocumentId,
    /// What was read.
    pub assignment: Assignment,
    /// Responsible entities, reconciled.
    pub responsible: Vec<EntityId>,
    /// Performers, reconciled.
    pub performers: Vec<EntityId>,
}

/// An answer of an inventory of a higher level.
#[derive(Clone, Debug)]
pub struct HigherLine {
    /// The territory.
    pub scope: Arc<Scope>,
    /// The document.
    pub document: DocumentId,
    /// What was read.
    pub assignment: Assignment,
    /// Responsible entities, reconciled: « la mairie » is one in each commune where a school inherits it.
    pub responsible: Vec<EntityId>,
}

/// A territory and its figures.
#[derive(Clone, Debug)]
pub struct Territory {
    /// Code (`44`), or empty for a circonscription or an académie.
    pub code: String,
    /// Name.
    pub name: String,
    /// Code of the département it lies in, for a circonscription.
    pub departement: String,
    /// Schools that the registry expects; `None` without a registry.
    pub expected: Option<u32>,
    /// Schools expected whose inventory counts.
    pub returned: u32,
    /// Schools whose inventory counts and that the registry doesn't list.
    pub unexpected: u32,
    /// All couples.
    pub tally: Tally,
    /// Those of them whose state is inherited from a higher level.
    pub inherited: Tally,
    /// Couples of each required competence, in the referential's order.
    pub by_competence: Vec<Tally>,
    /// How many assigned couples are in each mode, in [`Mode::ALL`]'s order, then without a mode.
    pub modes: [u32; 4],
    /// What answers the fiche's questions.
    pub fiche: FicheRates,
}

impl Territory {
    /// Several académies as one. Schools are expected where every one of them has a registry.
    pub fn together<'t>(first: &Self, others: impl IntoIterator<Item = &'t Self>) -> Self {
        let (code, name, departement) = Default::default();
        let mut whole = Self { code, name, departement, ..first.clone() };
        others.into_iter().for_each(|other| whole.add(other));
        whole
    }

    fn add(&mut self, other: &Self) {
        self.expected = self.expected.zip(other.expected).map(|(one, other)| one + other);
        self.returned += other.returned;
        self.unexpected += other.unexpected;
        self.tally.merge(&other.tally);
        self.inherited.merge(&other.inherited);
        for (tally, other) in self.by_competence.iter_mut().zip(&other.by_competence) {
            tally.merge(other);
        }
        for (count, other) in self.modes.iter_mut().zip(other.modes) {
            *count += other;
        }
        self.fiche.merge(&other.fiche);
    }

    /// **Return rate**: expected schools whose inventory counts ÷ expected schools. `None` without a registry.
    pub fn return_rate(&self) -> Option<Rate> {
        self.expected.map(|expected| Rate::new(self.returned, expected))
    }

    /// Couples covered by an answer of a higher level ÷ the couples that [`Tally::coverage`] is out of.
    pub fn inherited_coverage(&self) -> Rate {
        Rate::new(self.inherited.of(State::Covered), self.tally.coverage().denominator)
    }

    /// Couples covered by the schools' own answers ÷ the same couples.
    pub fn own_coverage(&self) -> Rate {
        let coverage = self.tally.coverage();
        Rate::new(coverage.numerator - self.inherited.of(State::Covered), coverage.denominator)
    }

    /// Schools whose inventory counts, expected or not.
    pub fn answered(&self) -> u32 {
        self.returned + self.unexpected
    }
}
