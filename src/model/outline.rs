//! What the report is made of: which sections, in which order, under which titles. A file decides; what each section
//! counts is nobody's to change.

/// A section of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the word beside each in `Section::id` says it")]
pub enum Section {
    Essentials,
    Questions,
    Coverage,
    Diagram,
    Territories,
    Responsibility,
    Services,
    Lasting,
    Factors,
    Evolution,
    Plan,
    Missing,
    Rejected,
    Districts,
    Moves,
    Figures,
    Holders,
    Matrix,
    People,
    Method,
}

impl Section {
    /// How many there are.
    pub const NUMBER: usize = 20;

    /// All of them, in the order of the embedded outline.
    pub const ALL: [Self; Self::NUMBER] = [
        Self::Essentials,
        Self::Questions,
        Self::Coverage,
        Self::Diagram,
        Self::Territories,
        Self::Responsibility,
        Self::Services,
        Self::Lasting,
        Self::Factors,
        Self::Evolution,
        Self::Plan,
        Self::Missing,
        Self::Rejected,
        Self::Districts,
        Self::Moves,
        Self::Figures,
        Self::Holders,
        Self::Matrix,
        Self::People,
        Self::Method,
    ];

    /// The word of `rapport.toml`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Essentials => "essentiel",
            Self::Questions => "questions",
            Self::Factors => "facteurs",
            Self::Coverage => "couverture-par-competence",
            Self::Diagram => "schema",
            Self::Territories => "couverture-par-territoire",
            Self::Responsibility => "responsabilites",
            Self::Holders => "qui-tient-quoi",
            Self::Services => "prestations",
            Self::Lasting => "perennite",
            Self::Evolution => "evolution",
            Self::Plan => "plan-d-action",
            Self::Missing => "ecoles-sans-reponse",
            Self::Rejected => "documents-rejetes",
            Self::Districts => "circonscriptions",
            Self::Moves => "mouvements",
            Self::Figures => "chiffres-par-competence",
            Self::Matrix => "matrice-des-ecoles",
            Self::People => "personnes-ressources",
            Self::Method => "methode",
        }
    }

    /// Whether it comes after what a committee reads in its meeting.
    pub fn is_annex(self) -> bool {
        matches!(
            self,
            Self::Missing
                | Self::Rejected
                | Self::Districts
                | Self::Moves
                | Self::Figures
                | Self::Holders
                | Self::Matrix
                | Self::People
                | Self::Method
        )
    }

    /// The section whose word this is.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.id() == id)
    }
}

/// A section that the report has, and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which one.
    pub section: Section,
    /// Its title.
    pub title: String,
    /// What stands before its figures; may be empty.
    pub introduction: String,
}

/// The report's sections, in order, and the words of its cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// Above the name of the académie.
    pub kicker: String,
    /// Under it.
    pub subtitle: String,
    /// In the order in which they are set; each once.
    pub parts: Vec<Part>,
}
