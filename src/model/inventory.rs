//! One document understood as far as possible: the noun that flows from the worker to the consolidation.

use std::sync::Arc;

use super::calendar::{Date, DateTime};
use super::document::Document;
use super::fact::Fact;
use super::given::Given;
use super::place::{Located, Near, Spot};
use super::record::TableFound;
use super::referential::{CompetenceId, EntityTypeId, Mode};
use super::school::{School, Uai};
use super::scope::{Level, Scope};

/// A document and what was understood of it. Bad input is kept here as facts, never as an error.
#[derive(Clone, Debug)]
pub struct Inventory {
    /// The document.
    pub document: Document,
    /// What kind of thing it is.
    pub content: Content,
    /// When the workbook was last saved, as it says itself.
    pub saved: Option<DateTime>,
    /// Whose inventory it is.
    pub owner: Owner,
    /// The tables found in it, as `verifier` shows them.
    pub tables: Vec<TableFound>,
    /// The notes on its cells, as `verifier` shows them.
    pub notes: Vec<Located<String>>,
    /// One per row that answers for a competence, in reading order.
    pub assignments: Vec<Assignment>,
    /// What the stages saw and could not settle, in reading order.
    pub facts: Vec<Observed>,
}

impl Inventory {
    /// Gives back the room that lists and texts grew into and don't fill: many inventories wait for their turn together.
    pub fn shrink(&mut self) {
        self.assignments.shrink_to_fit();
        self.facts.shrink_to_fit();
        self.facts.iter_mut().for_each(|observed| observed.read.shrink_to_fit());
    }
}

/// What kind of thing a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// An inventory, read whole.
    Answers,
    /// Readable, but no table of competences was found in it.
    NoTable,
    /// A workbook without anything written in it.
    Empty,
    /// It could not be read.
    Unreadable(ReadFailure),
    /// It is no inventory, by its very name or kind.
    NotAnInventory(NotAnInventory),
}

/// Why a document could not be read. One French sentence each, written in `check`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadFailure {
    /// The file could not be opened (locked by Excel, no right to it, gone).
    Unopened(String),
    /// Zero byte.
    EmptyFile,
    /// Encrypted: a password is needed.
    Encrypted,
    /// Another kind of file under a workbook's name; what it looks like (« PDF », « page HTML »).
    OtherKind(&'static str),
    /// A workbook of a kind not read yet (« .xls », « .ods »).
    Unsupported(&'static str),
    /// Damaged: the archive or its XML ends early or contradicts itself. The reader's words, for the log only.
    Damaged(String),
    /// It passes a budget: the budget's name and its limit, in French.
    OverBudget {
        /// « nombre de cellules ».
        budget: &'static str,
        /// « 2 000 000 ».
        limit: String,
    },
    /// The reader failed in a way nobody foresaw; the batch goes on.
    Fault(String),
}

/// Why a document is no inventory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAnInventory {
    /// The `~$` twin that Excel leaves beside an open workbook.
    LockTwin,
    /// A hidden file, or the `._` shadow that macOS adds.
    Hidden,
    /// A name whose ending is no workbook's (image, text, PDF).
    OtherEnding,
    /// A link, a pipe, a device: never followed.
    Special,
    /// A mail that brings nothing that could be an inventory.
    MailWithoutWorkbook,
    /// A draft that nobody sent: one of those that go back to schools.
    Draft,
    /// An archive without a file in it.
    EmptyArchive,
}

/// Whose inventory a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A school, and what told it.
    School {
        /// The school, from the registry if it is there.
        school: Arc<School>,
        /// Whether the registry lists it. False where there is no registry.
        registered: bool,
        /// What told it.
        by: IdentifiedBy,
    },
    /// A territory: its answers hold for every school below that doesn't answer itself.
    Territory(Arc<Scope>),
    /// A territory, as the document says it: which one, only the schools of the whole batch tell. None is left once
    /// they have.
    Claimed(Claim),
    /// Nobody can say; the facts say why.
    Unknown,
}

/// The territory that a document says it answers for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// How far above the school.
    pub level: Level,
    /// Its names, as written: several for the communes of a grouping; none where the document names it nowhere.
    pub names: Vec<String>,
    /// The grouping's own name.
    pub grouping: String,
    /// The département, as written or as a UAI tells it.
    pub departement: Option<String>,
    /// The académie, as written.
    pub academie: Option<String>,
    /// The cell that says it.
    pub at: Option<Spot>,
    /// What stands there.
    pub read: String,
    /// Whether nothing says it: given as a socle, it is taken for a whole académie's.
    pub assumed: bool,
}

impl Owner {
    /// The school's key, if the owner is known.
    pub fn uai(&self) -> Option<Uai> {
        match self {
            Self::School { school, .. } => Some(school.uai),
            Self::Territory(_) | Self::Claimed(_) | Self::Unknown => None,
        }
    }

    /// The territory it answers for, if it stands above schools.
    pub fn scope(&self) -> Option<&Arc<Scope>> {
        match self {
            Self::Territory(scope) => Some(scope),
            Self::School { .. } | Self::Claimed(_) | Self::Unknown => None,
        }
    }
}

/// What told whose inventory it is, from the surest to the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IdentifiedBy {
    /// A UAI in a cell.
    Cell,
    /// A UAI in an address (`ce.0440123a@…`) in a cell.
    CellAddress,
    /// A UAI in the name of a sheet that holds answers.
    SheetName,
    /// A UAI in the file's name.
    FileName,
    /// A UAI in the subject of the mail.
    Subject,
    /// A UAI in the sender's address.
    Sender,
    /// Name and commune, which fit one school of the registry alone.
    NameAndCommune,
}

impl IdentifiedBy {
    /// In words: « UAI dans une cellule ».
    pub fn label(self) -> &'static str {
        match self {
            Self::Cell => "UAI dans une cellule",
            Self::CellAddress => "adresse électronique dans une cellule",
            Self::SheetName => "UAI dans le nom d’une feuille",
            Self::FileName => "UAI dans le nom du fichier",
            Self::Subject => "UAI dans l’objet du courriel",
            Self::Sender => "adresse de l’expéditeur",
            Self::NameAndCommune => "nom et commune",
        }
    }
}

/// A fact and where it was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// What was seen.
    pub fact: Fact,
    /// The cell, if there is one.
    pub at: Option<Spot>,
    /// The competence it concerns, if there is one.
    pub competence: Option<CompetenceId>,
    /// What was read there, for the workbook; may hold personal data, so never for a log.
    pub read: String,
}

/// What one row (or column, or block) says of one competence.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// The competence; `None` keeps a line outside the referential.
    pub competence: Option<CompetenceId>,
    /// Its label as written, and its cell.
    pub label: Located<String>,
    /// The cell of the answer, or of the label where nothing stands beside it.
    pub at: Spot,
    /// The answer as written; empty if blank.
    pub written: String,
    /// Who is responsible, as far as the row says.
    pub answer: Answer,
    /// Who performs it, as written.
    pub performers: Vec<Mention>,
    /// Internal, external, in part; `None` if blank or not understood.
    pub mode: Option<Mode>,
    /// The other columns, as written.
    pub details: Details,
}

/// What a row says of responsibility.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Nothing stands beside the label.
    Blank,
    /// One entity or several.
    Entities(Vec<Mention>),
    /// Nobody, explicitly (« néant ») or in effect (a bare person's name, performers without a responsible).
    Nobody,
    /// Studied, answer postponed.
    ToDefine,
    /// Not applicable; the reason, if one is given.
    NotApplicable(Option<String>),
    /// The cell could not be read (`#REF!`, formula without a value).
    Unreadable,
}

/// An entity as one cell names it, before the batch reconciles spellings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// As written, ends trimmed.
    pub written: String,
    /// The type that its words or its post tell; `None` if nothing tells it.
    pub kind: Option<EntityTypeId>,
    /// What distinguishes it within its type, folded (`scolavia`, `nantes`); empty where only the type is named
    /// (« la mairie »), which the school it was read for completes.
    pub core: String,
}

/// The other columns of a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// Person named. Personal data.
    pub person: String,
    /// Post.
    pub fonction: String,
    /// E-mail. Personal data.
    pub email: String,
    /// Phone. Personal data.
    pub phone: String,
    /// Provider.
    pub provider: String,
    /// Type of service.
    pub service: String,
    /// Service level expected.
    pub service_level: String,
    /// Kept after deployment.
    pub kept: Option<bool>,
    /// Level of intervention (école, circonscription…).
    pub level: String,
    /// Local resource person. Personal data.
    pub local_person: String,
    /// Documentation.
    pub documentation: String,
    /// Full-time equivalents.
    pub fte: Option<f64>,
    /// Cost a year, in euros.
    pub cost: Option<f64>,
    /// Start.
    pub start: Option<Date>,
    /// End.
    pub end: Option<Date>,
    /// Free comment; never in the PDF.
    pub comment: String,
    /// Columns that no header tells, with their titles.
    pub others: Vec<(String, String)>,
    /// Which of these columns tell something.
    pub given: Given,
    /// Where those that a rule may contradict stand.
    pub cells: DetailCells,
}

/// The cells of a line's details, told from the cell of its answer; `None` where the column is blank or stands in
/// another sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the field of that name in [`Details`]")]
pub struct DetailCells {
    pub kept: Option<Near>,
    pub level: Option<Near>,
    pub documentation: Option<Near>,
    pub fte: Option<Near>,
    pub cost: Option<Near>,
    pub end: Option<Near>,
}
