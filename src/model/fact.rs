//! What a stage saw and did not settle by itself. A fact carries data, `check` gives it a rule, a severity and a
//! sentence: an académie can downgrade a rule without anyone touching a stage.

use super::calendar::Date;
use super::school::Uai;

/// One thing seen. Where, and what was read, stand beside it in [`super::inventory::Observed`].
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    // ---- reading
    /// The cell of an answer holds an Excel error.
    CellError,
    /// The cell of an answer holds a formula without a stored value.
    FormulaWithoutValue,
    /// The text of an answer is struck through.
    StruckThrough,
    /// A part of a cell is struck through, and only the rest was read: the part struck, as quoted.
    StruckInPart,

    // ---- layout
    /// A sheet was left out.
    SheetLeftOut(LeftOut),
    /// A column whose title is unknown; its values are kept as they are.
    UnknownColumn,
    /// Two columns of one table mean the same; the first one counts.
    DuplicateColumn,
    /// A header recognised by a close spelling; what was understood.
    CloseHeader(&'static str),
    /// Nothing in the table tells who is responsible.
    NoResponsibleColumn,
    /// A label recognised by a close spelling: the competence's label.
    CloseLabel(String),
    /// A label that fits several competences: their labels.
    AmbiguousLabel(Vec<String>),
    /// A label outside the referential; the nearest competence, if one is near.
    OutsideLabel(Option<String>),
    /// A label that stands for a group of competences: their labels.
    GroupLabel(Vec<String>),
    /// Competences named outside everything that was understood, and answered nowhere else: their labels.
    LabelsUnread(Vec<String>),
    /// Texts on the lines of a table, past its last column: their cells.
    TextBeside(Vec<String>),
    /// A table left out: its title, as read, announces another year's answers.
    TableLeftOut,
    /// A row that answers, without a label.
    AnswerWithoutLabel,
    /// Two readings of a table are as plausible; the one kept is named.
    TwoReadings(String),

    // ---- values
    /// The same competence is answered again with the same words.
    RepeatedAnswer,
    /// The same competence is answered again otherwise: both answers, as written.
    ContradictoryAnswers(Vec<String>),
    /// « idem » or a repetition mark: the answer above was taken, as quoted.
    Ditto(String),
    /// A repetition mark with no answer above it.
    DittoOfNothing,
    /// A merged cell gave its value to the rows it covers.
    MergedDown,
    /// Several entities in the responsible's cell: their names.
    SeveralEntities(Vec<String>),
    /// A note hangs on the line of a competence that nobody answers: an answer, perhaps, and never read as one.
    NoteOnBlank,
    /// Two names joined by « et » that nothing tells from the one name of a commune or a circonscription (« Mairie de
    /// Plessis et Gaudin »): taken for one entity.
    PerhapsSeveral,
    /// A post (« ERUN ») was read as the entity it works for: the post's and the type's labels.
    FonctionForEntity {
        /// « Enseignant référent pour les usages du numérique ».
        fonction: String,
        /// « Circonscription du premier degré ».
        entity_type: String,
    },
    /// A person, or a service, stands under the title of a body, which was read as the entity: the title.
    UnderBody(String),
    /// A word misspelt that tells an entity's type: the type's label.
    MisspeltEntity(String),
    /// Only a person is named: no entity is responsible.
    PersonAlone,
    /// Performers are named, and no responsible.
    PerformersOnly,
    /// In a cross-table, R stands without A on the row: the performer is taken for the responsible.
    PerformerForResponsible,
    /// « sans objet » without a reason.
    NotApplicableWithoutReason,
    /// An entity whose type nothing tells.
    UntypedEntity,
    /// An answer hard to understand, kept as an entity's name as it stands.
    DoubtfulAnswer,
    /// An answer that names somebody with a bound, an exception or a date (« Mairie sauf le wifi »): the name was taken.
    Reserved,
    /// A comment that doubts the answer it stands beside (« à confirmer »): the answer was taken.
    ReservedBeside,
    /// An answer that names another body beside the one taken (« Mairie via la CC »).
    SecondBody,
    /// A mode that isn't understood.
    UnknownMode,
    /// A mode recognised by a close spelling.
    CloseMode(super::referential::Mode),
    /// A date that isn't understood.
    UnknownDate,
    /// A number (ETP, cost) that isn't understood.
    UnknownNumber,
    /// A number (ETP, cost) below zero.
    NegativeNumber,
    /// An electronic address that can't reach anybody.
    ImplausibleEmail(EmailFault),
    /// A letter or a mark of a cross-table that isn't understood.
    UnknownMark,

    // ---- identification
    /// A UAI was repaired without a doubt (case, spaces, O for 0, a lost zero): what it reads now.
    UaiRepaired(Uai),
    /// Seven digits without their letter: the letter was computed.
    UaiWithoutKey(Uai),
    /// A UAI whose key is wrong.
    UaiWrongKey,
    /// Something where a UAI is expected that is none.
    UaiMalformed,
    /// No source gives a UAI, and name and commune don't suffice.
    SchoolUnknown,
    /// Name and commune fit several schools of the registry: their UAI.
    SchoolAmbiguous(Vec<Uai>),
    /// Name and commune fit one school of the registry alone.
    SchoolByName(Uai),
    /// Two sources disagree on the school: what each says.
    SourcesDisagree(Vec<(String, Uai)>),
    /// The UAI was taken from elsewhere than a labelled cell.
    SchoolByOtherSource(Uai, super::inventory::IdentifiedBy),
    /// The registry doesn't list this UAI.
    UaiNotInRegistry(Uai),
    /// The UAI begins with signs that belong to no académie.
    UaiOutsideAcademies(Uai),
    /// The académie written in the inventory isn't the UAI's: the académie of the UAI.
    OtherAcademie(String),
    /// The name written in the inventory isn't the registry's for this UAI: the registry's name and commune.
    OtherSchoolName(String),

    // ---- inventories of a higher level
    /// The territory that it names has no school in the registry, or among the inventories received where there is
    /// no registry (false).
    ScopeUnfit(bool),
    /// It tells its level, and not which territory: the level's label.
    ScopeUnnamed(&'static str),
    /// Its name fits several territories: each with what tells it apart.
    ScopeAmbiguous(Vec<String>),
    /// Its level and its scope, or its level and a school's name and UAI, say two things.
    ScopeContradicted,
    /// Given as a socle without saying for whom: the académie that it was taken for.
    ScopeAssumed(String),
    /// Communes of a grouping that have no school.
    ScopeWithoutSchool(Vec<String>),

    // ---- submissions
    /// A newer submission of the same school counts: its path.
    SupersededBy(String),
    /// The same bytes as another document: its path.
    SameBytesAs(String),
    /// It was sent after the deadline.
    Late {
        /// The day it was sent.
        sent: Date,
        /// The deadline.
        deadline: Date,
        /// Whether its mail tells the day; the day on which the workbook was last saved otherwise.
        by_mail: bool,
    },
    /// The mark in the name (« v2 ») contradicts the dates.
    OrderContradicted(String),
}

/// Why an electronic address can't be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailFault {
    /// No `@`.
    NoAt,
    /// Two `@` or more.
    SeveralAt,
    /// A space before or after the `@`.
    Space,
    /// Nothing before or after the `@`.
    Cut,
    /// A comma where a dot stands.
    Comma,
    /// A letter with an accent, or another sign that addresses don't have.
    Sign,
    /// The domain has no dot, or an empty part.
    Domain,
    /// The domain is a known slip of the pen: what was surely meant.
    Misspelt(&'static str),
}

/// Why a sheet is not an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// An example or a model, by its name.
    Example,
    /// Instructions, by its name.
    Instructions,
    /// Lists for drop-downs, by its name or content.
    Lists,
    /// An earlier year's answers, by its name.
    EarlierYear,
    /// Nothing written in it.
    Empty,
    /// No table of competences in it.
    NoTable,
    /// A help sheet of our own form, that somebody wrote on.
    HelpSheet,
}
