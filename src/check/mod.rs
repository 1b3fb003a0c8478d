//! The table of rules, and facts and states judged by them.
//!
//! Stages record facts, this module says what they mean: which rule, how grave, in which words. So a severity is
//! changed in one place, and a sentence is written once for the terminal, the workbook, the PDF and the log.
//!
//! # One thing is told once
//!
//! - [`document`] judges what the stages saw in a document; [`dossier`] judges the states of the couples, which only
//!   the whole batch gives. Each couple that isn't covered has exactly one finding that says so.
//! - Several entities in a cell are told by the state (`RES-002`), never by the reading: until spellings are
//!   reconciled nobody knows whether they are several. A document without a school will have no state, so there
//!   the reading tells it.
//! - A person alone, performers alone, an answer that can't be read, a « sans objet » without its reason are told by
//!   the reading, at their cell and with their own way to mend. The state then stays silent (`RES-001`, `COU-001`,
//!   `COU-002`, `COU-004`), unless the configuration has made the narrower rule lighter or silent.
//! - What the batch made of a name (`naming`: joined without certainty, of a type that nobody tells) is told once
//!   a name and a document, where the school is known.
//! - A mode that a whole inventory leaves out is one finding on the document; a mode missing here and there is one
//!   finding a cell.
//! - So for each column that completes an answer (service, level, documentation, means): missing from a whole
//!   inventory, it is one finding on the document; missing here and there, one finding a cell while they are few, else
//!   one that names them. A service of which nothing at all is said has one finding, not two.
//! - A contract that ends is told once at its end's cell: as an expiry, or as what is to be kept and rests on it.
//! - A line that answers for a group of competences is one line to mend: its findings name them all.
//! - What schools inherit is told once, on the inventory of the higher level that says it.
//! - While a table isn't understood ([`structure_first`]), nothing is told of its cells.
//! - `ETB-001` (no school) is said only where nothing narrower says why.
//! - An empty sheet is not told: nothing could be missed in it.
//!
//! # Severities
//!
//! `bloquant`: the couple isn't covered, or the document doesn't count. `alerte`: a choice was made that may be
//! wrong, or an answer couldn't be used. `info`: a repair or a convention that hardly ever errs (a close spelling, a
//! post read as its entity, a UAI that its key confirms).
//!
//! # Adding a rule
//!
//! 1. In the family's file, a `static` with the family's next number: name the fault, not the remedy; write `what`, `why`,
//!    `fix` and `example` as whole sentences addressed to a secretary (`why` quotes the fiche, or says that the rule checks
//!    coherence). A rule that counts takes its threshold from [`crate::model::thresholds`].
//! 2. Compose its message where its data is, in the function that judges them (`facts` for what a stage recorded, the
//!    family's `judge` for what the whole batch gives), and add it to [`RULES`].
//! 3. Run `cargo test`. What fails says what is still missing: a unit test that fires it (`check/tests`, with a case in
//!    `every_finding` there), a form or a document that breaks it (`tests/rules`), the cell where a school mends it
//!    (`render/correction/points.rs`), unless its family's own column is right.
//! 4. `MAILLAGE_GUIDE=1 cargo test --test guide` and `MAILLAGE_SCHEMA=1 cargo test --test schema` write it in the guide and in
//!    the schema of the configuration.
//!
//! # From a finding back to its code
//!
//! `grep -rn RES-002 src/check` gives the rule, its constant's uses where it is told, and `tests/rules` what breaks it.

mod accepted;
mod administration;
mod coherence;
mod columns;
mod commune;
mod concentration;
mod contracts;
mod coverage;
mod document;
mod documentation;
mod facts;
mod lasting;
mod local;
mod means;
mod mode;
mod naming;
mod reading;
mod responsibility;
mod rows;
mod school;
mod scope;
mod services;
mod severity;
mod states;
mod structure;
mod values;
mod wording;

pub use accepted::{accept, add_uses};
pub use document::{document, reason, submission, tells_content};
pub use severity::Severities;
pub use states::dossier;
pub use structure::structure_first;

use crate::model::finding::{Finding, Rule};

/// Every rule, in printing order: by family as a file meets them, then by number.
pub static RULES: &[&Rule] = &[
    &reading::DAMAGED,
    &reading::UNOPENED,
    &reading::EMPTY_FILE,
    &reading::ENCRYPTED,
    &reading::OTHER_KIND,
    &reading::UNSUPPORTED,
    &reading::OVER_BUDGET,
    &reading::FAULT,
    &reading::EMPTY_WORKBOOK,
    &reading::NO_TABLE,
    &reading::NOT_AN_INVENTORY,
    &reading::SHEET_LEFT_OUT,
    &columns::NO_RESPONSIBLE_COLUMN,
    &columns::DUPLICATE_COLUMN,
    &columns::CLOSE_HEADER,
    &columns::UNKNOWN_COLUMN,
    &columns::TWO_READINGS,
    &columns::CLOSE_LABEL,
    &columns::AMBIGUOUS_LABEL,
    &columns::UNSETTLED_LABEL,
    &columns::OUTSIDE_LABEL,
    &columns::GROUP_LABEL,
    &columns::ANSWER_WITHOUT_LABEL,
    &columns::LABELS_UNREAD,
    &columns::TABLE_LEFT_OUT,
    &columns::TEXT_BESIDE,
    &values::ERROR_ANSWER,
    &values::FORMULA_ANSWER,
    &values::UNREADABLE_CELL,
    &values::STRUCK_THROUGH,
    &values::REPEATED_ANSWER,
    &values::CONTRADICTORY_ANSWERS,
    &values::DITTO,
    &values::DITTO_OF_NOTHING,
    &values::MERGED_DOWN,
    &values::DOUBTFUL_ANSWER,
    &values::UNKNOWN_DATE,
    &values::UNKNOWN_NUMBER,
    &values::UNKNOWN_MARK,
    &values::NOTE_ON_BLANK,
    &values::IMPLAUSIBLE_EMAIL,
    &values::RESERVED_ANSWER,
    &school::SCHOOL_UNKNOWN,
    &school::WRONG_KEY,
    &school::MALFORMED,
    &school::SOURCES_DISAGREE,
    &school::AMBIGUOUS,
    &school::OUTSIDE_ACADEMIES,
    &school::BY_NAME,
    &school::UAI_TO_MEND,
    &school::WITHOUT_KEY,
    &school::REPAIRED,
    &school::OTHER_SOURCE,
    &school::NOT_IN_REGISTRY,
    &school::OTHER_ACADEMIE,
    &school::OTHER_NAME,
    &school::NO_ANSWER,
    &school::SUPERSEDED,
    &school::SAME_BYTES,
    &school::ORDER_CONTRADICTED,
    &scope::SCOPE_UNKNOWN,
    &scope::SCOPE_AMBIGUOUS,
    &scope::SCOPE_CONTRADICTED,
    &scope::SCOPE_ASSUMED,
    &scope::COMMUNES_WITHOUT_SCHOOL,
    &school::LATE,
    &coverage::NOT_STUDIED,
    &coverage::TO_DEFINE,
    &coverage::NOT_APPLICABLE_WITHOUT_REASON,
    &coverage::NOT_APPLICABLE,
    &responsibility::ORPHAN,
    &responsibility::SEVERAL_RESPONSIBLES,
    &responsibility::PERSON_ALONE,
    &responsibility::PERFORMERS_ONLY,
    &responsibility::PERFORMER_FOR_RESPONSIBLE,
    &responsibility::FONCTION_FOR_ENTITY,
    &responsibility::UNTYPED_ENTITY,
    &responsibility::RECONCILED,
    &responsibility::MISSPELT_ENTITY,
    &responsibility::PERHAPS_SEVERAL,
    &responsibility::TO_RENEW,
    &concentration::PERSON,
    &concentration::ENTITY,
    &concentration::THIRD_PARTY,
    &commune::PARK_ELSEWHERE,
    &mode::MISSING,
    &mode::THIRD_PARTY_AS_INTERNAL,
    &mode::INTERNAL_AS_EXTERNAL,
    &mode::UNKNOWN_MODE,
    &mode::CLOSE_MODE,
    &services::UNSTEERED,
    &services::NO_LEVEL,
    &services::NO_KIND,
    &contracts::EXPIRED,
    &contracts::EXPIRING,
    &contracts::ENDS_BEFORE_START,
    &documentation::UNTOLD,
    &documentation::NONE,
    &local::NO_LEVEL,
    &local::TOO_FAR,
    &local::NOBODY,
    &administration::ONE_FACE,
    &means::UNTOLD,
    &means::IMPLAUSIBLE,
    &lasting::UNDECIDED,
    &lasting::ON_ENDING_CONTRACT,
    &lasting::AGAINST_FICHE,
    &lasting::AGAINST_PROPOSAL,
    &coherence::AGAINST_INHERITED,
    &commune::CONTRARY,
];

/// The rule that a code or a name designates, however it is typed.
///
/// ```
/// use maillage::check::rule;
/// assert_eq!(rule("RES-002").unwrap().name, "responsables-multiples");
/// assert_eq!(rule("res2"), rule("RES 002"));
/// assert_eq!(rule("Responsables multiples"), rule("RES-002"));
/// ```
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.is_called(code))
}

/// Puts findings in the order in which every document lists them: gravest first, then by document, sheet, cell and
/// code. What concerns no document comes last, and what is accepted after everything else.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by(|left, right| key(left).cmp(&key(right)));
}

fn key(finding: &Finding) -> impl Ord + '_ {
    (
        (finding.accepted.is_some(), finding.severity),
        (finding.document.is_none(), finding.document),
        (finding.sheet.as_deref(), finding.cell),
        finding.rule.code,
        (finding.uai, finding.competence),
        finding.message.as_str(),
    )
}

/// A rule and the particular, before the severity is stamped and the place is known.
struct Judged {
    rule: &'static Rule,
    message: String,
    expected: String,
}

fn judged(rule: &'static Rule, message: impl Into<String>, expected: impl Into<String>) -> Judged {
    Judged { rule, message: message.into(), expected: expected.into() }
}

impl Judged {
    /// A finding that has no place yet.
    fn into_finding(self) -> Finding {
        Finding {
            rule: self.rule,
            severity: self.rule.severity,
            document: None,
            sheet: None,
            cell: None,
            uai: None,
            competence: None,
            message: self.message,
            read: String::new(),
            expected: self.expected,
            accepted: None,
        }
    }
}

#[cfg(test)]
mod tests;
