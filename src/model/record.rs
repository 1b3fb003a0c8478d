//! What `layout` hands to `normalise` and `identify`: cells that have found their meaning, not yet their value.

use super::fact::LeftOut;
use super::grid::CellValue;
use super::inventory::Observed;
use super::place::{CellRef, Located, Spot};
use super::referential::{CompetenceId, Mode};
use std::sync::Arc;

/// A workbook laid out: what was understood, and what was left out.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// One per line that answers for a competence, in reading order.
    pub records: Vec<Record>,
    /// The tables found.
    pub tables: Vec<TableFound>,
    /// Labelled cells of the identification blocks.
    pub identity: Vec<Identity>,
    /// Texts outside the tables, where a title or a note may name the school.
    pub loose: Vec<Located<String>>,
    /// Notes on cells of the sheets read, those of [`Record::notes`] among them.
    pub notes: Vec<Located<String>>,
    /// What was seen and not settled.
    pub facts: Vec<Observed>,
}

/// How a table lays its answers out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// A line for each competence.
    List,
    /// A column for each competence.
    Transposed,
    /// Actors across, letters or crosses inside.
    Cross,
    /// Each competence a title, its answers below.
    Blocks,
}

impl Shape {
    /// In words: « liste ».
    pub fn label(self) -> &'static str {
        match self {
            Self::List => "liste",
            Self::Transposed => "tableau couché",
            Self::Cross => "tableau croisé",
            Self::Blocks => "blocs",
        }
    }
}

/// A table, as `verifier` shows it.
#[derive(Clone, Debug)]
pub struct TableFound {
    /// Its sheet.
    pub sheet: Arc<str>,
    /// Its shape.
    pub shape: Shape,
    /// The cell of the header that told it, or of its first label.
    pub header: CellRef,
    /// Columns understood (titles, and what they mean).
    pub columns: Vec<(String, &'static str)>,
    /// How many records it gave.
    pub records: usize,
}

/// What a line says of a competence, cell by cell.
#[derive(Clone, Debug)]
pub struct Record {
    /// Rank of its table in [`Layout::tables`]: a repetition mark looks no further up than its own table.
    pub table: usize,
    /// The label as written.
    pub label: Located<String>,
    /// The competences that it answers for: none outside the referential, several for a group.
    pub competences: Vec<CompetenceId>,
    /// Values by field, in column order.
    pub fields: Vec<Value>,
    /// In a cross-table: actors with a mark.
    pub actors: Vec<Actor>,
    /// In a table of mode columns: the ticked ones, with their marks.
    pub ticked: Vec<(Mode, Located<CellValue>)>,
    /// Notes on its cells, blank ones included, in reading order.
    pub notes: Vec<Located<String>>,
}

/// A value under a field.
#[derive(Clone, Debug)]
pub struct Value {
    /// What its column means.
    pub field: Field,
    /// The column's title, for the fields that carry it on.
    pub title: Arc<str>,
    /// The value and its cell.
    pub cell: Located<CellValue>,
    /// Whether its text is struck through.
    pub struck: bool,
    /// Whether a merged cell above gave it.
    pub merged: bool,
}

/// An actor's cell on a line of a cross-table.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The actor, as its column's title names it, and the title's cell.
    pub name: Located<String>,
    /// The mark and its cell.
    pub mark: Located<CellValue>,
}

/// What a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the French word beside each in `Field::label` says it")]
pub enum Field {
    Competence,
    Family,
    Responsible,
    Performers,
    Person,
    Fonction,
    Email,
    Phone,
    Mode,
    /// A yes or no under « Externalisé ? ».
    IsExternal,
    /// A yes or no under « Internalisé ? ».
    IsInternal,
    Provider,
    Service,
    ServiceLevel,
    Kept,
    Level,
    LocalPerson,
    Documentation,
    Fte,
    Cost,
    Start,
    End,
    Role,
    Comment,
    Number,
    /// A column that no header tells.
    Other,
}

impl Field {
    /// In words, as findings name the column.
    pub fn label(self) -> &'static str {
        match self {
            Self::Competence => "compétence",
            Self::Family => "famille",
            Self::Responsible => "entité responsable",
            Self::Performers => "réalisateurs",
            Self::Person => "personne",
            Self::Fonction => "fonction",
            Self::Email => "courriel",
            Self::Phone => "téléphone",
            Self::Mode | Self::IsExternal | Self::IsInternal => "mode",
            Self::Provider => "prestataire",
            Self::Service => "type de prestation",
            Self::ServiceLevel => "niveau de service",
            Self::Kept => "pérennité",
            Self::Level => "niveau d’intervention",
            Self::LocalPerson => "personne ressource locale",
            Self::Documentation => "documentation",
            Self::Fte => "ETP",
            Self::Cost => "coût",
            Self::Start => "début",
            Self::End => "fin",
            Self::Role => "rôle",
            Self::Comment => "commentaire",
            Self::Number => "numéro",
            Self::Other => "autre",
        }
    }
}

/// A labelled cell of an identification block.
#[derive(Clone, Debug)]
pub struct Identity {
    /// What the label says.
    pub key: IdentityKey,
    /// The value and its cell.
    pub value: Located<String>,
}

/// What a label of an identification block says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum IdentityKey {
    Uai,
    School,
    Commune,
    Academie,
    Departement,
    Circonscription,
    Email,
    /// « Niveau : commune ».
    Level,
    /// « Périmètre : Circonscription de Nantes Nord ».
    Scope,
    /// The communes of a grouping.
    Communes,
}

/// A fact on a whole sheet.
pub fn left_out(sheet: &Arc<str>, why: LeftOut) -> Observed {
    Observed {
        fact: super::fact::Fact::SheetLeftOut(why),
        at: Some(Spot::new(sheet, CellRef::new(0, 0))),
        competence: None,
        read: sheet.to_string(),
    }
}
