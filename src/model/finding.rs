//! A rule, and what it found. The rule's text is written once and read in the terminal, the workbook, the PDF and
//! the guide.

use std::fmt;
use std::sync::Arc;

use super::derogation::Derogation;
use super::document::DocumentId;
use super::place::CellRef;
use super::referential::CompetenceId;
use super::school::Uai;
use crate::text::fold;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The couple doesn't count as covered, or the document doesn't count at all.
    Blocking,
    /// To look at: the reading or the organisation is doubtful.
    Warning,
    /// For information.
    Info,
}

impl Severity {
    /// All of them, gravest first.
    pub const ALL: [Self; 3] = [Self::Blocking, Self::Warning, Self::Info];

    /// The word of the data files and of the terminal: `bloquant`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Blocking => "bloquant",
            Self::Warning => "alerte",
            Self::Info => "info",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// A document.
    Document,
    /// A school's answers.
    School,
    /// An académie's schools together.
    Academie,
}

impl Scope {
    /// The word that readers see: `document`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::School => "école",
            Self::Academie => "académie",
        }
    }
}

/// The written half of a check: all that a renderer needs.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// `RES-002`.
    pub code: &'static str,
    /// The fault, in kebab-case French: `responsables-multiples`.
    pub name: &'static str,
    /// Severity unless the configuration says otherwise.
    pub severity: Severity,
    /// What it looks at.
    pub scope: Scope,
    /// What it finds, a whole sentence.
    pub what: &'static str,
    /// Why it matters: the fiche's sentence where there is one.
    pub why: &'static str,
    /// How to mend it, addressed to the reader.
    pub fix: &'static str,
    /// A case that it finds, a whole sentence.
    pub example: &'static str,
}

impl Rule {
    /// Whether a code or a name designates this rule, however it is typed: `res 2`, `Responsables multiples`.
    pub fn is_called(&self, typed: &str) -> bool {
        let typed = fold(typed);
        canonical(&typed).as_deref() == Some(self.code) || fold(self.name) == typed
    }
}

/// `res 2` as codes are written: `RES-002`.
fn canonical(folded: &str) -> Option<String> {
    let compact: String = folded.chars().filter(char::is_ascii_alphanumeric).collect();
    let digits = compact.find(|sign: char| sign.is_ascii_digit())?;
    let (family, number) = compact.split_at(digits);
    let number: u16 = number.parse().ok()?;
    Some(format!("{}-{number:03}", family.to_ascii_uppercase()))
}

/// Something found, with the cell it was found in.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// The rule's severity, or the configuration's.
    pub severity: Severity,
    /// The document, unless it concerns a school that sent none.
    pub document: Option<DocumentId>,
    /// The sheet.
    pub sheet: Option<Arc<str>>,
    /// The cell.
    pub cell: Option<CellRef>,
    /// The school, if known.
    pub uai: Option<Uai>,
    /// The competence it concerns.
    pub competence: Option<CompetenceId>,
    /// The particular, a whole French sentence without personal data: it also goes to the log.
    pub message: String,
    /// What was read, as written; may hold personal data, so never in a log nor in the PDF.
    pub read: String,
    /// What was expected there.
    pub expected: String,
    /// What accepts it, if the configuration does: kept and told, no longer to settle.
    pub accepted: Option<Arc<Derogation>>,
}
