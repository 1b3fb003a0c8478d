//! *Anomalies*: one line per finding, or for those that repeat down a column, or for what most schools are told; what stops
//! a document or a couple first.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::XlsxError;

use crate::french::counted;
use crate::model::document::{DocumentId, Verdict};
use crate::model::dossier::{DocumentLine, Dossier};
use crate::model::finding::{Finding, Scope, Severity};
use crate::model::gathered::{Gathered, gathered};
use crate::model::referential::{CompetenceId, Referential};
use crate::model::school::Uai;

use super::cells::{Cell, Column, Kind};
use super::colours;
use super::marks;
use super::page::Draft;
use super::sheets::{Area, Sheet};
use super::table::{Layout, Spec};

/// How many columns print: those that say what to mend, large enough to be read.
const PRINTED: usize = 13;
/// Fewer schools than this have a line each, whatever they are told.
const FEWEST_TOLD_ONCE: usize = 20;
/// Where the information that most schools are told stands, school by school.
const EACH: &str = "Plus de la moitié des écoles sont dans ce cas : journal.jsonl dit lesquelles.";

/// Writes the sheet.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), XlsxError> {
    let (dossier, styles, places) = (draft.dossier, draft.styles, draft.places);
    let mut columns = vec![
        Column::new("Code", Kind::Code),
        Column::new("Gravité", Kind::Mark),
        Column::new("UAI", Kind::Code),
        Column::new("École", Kind::Wrapped).at_most(22),
        Column::new("Document", Kind::Wrapped).at_most(24),
        Column::new("Feuille", Kind::Wrapped).at_most(12),
        Column::new("Cellule", Kind::Wrapped).at_most(11),
        Column::new("Compétence", Kind::Wrapped).at_most(20),
        Column::new("Constat", Kind::Wrapped).at_most(38),
        Column::new("Texte lu", Kind::Wrapped).at_most(20),
        Column::new("Attendu", Kind::Wrapped).at_most(20),
        Column::new("Correction", Kind::Wrapped).at_most(38),
        Column::new("Nombre de fois", Kind::Count),
        Column::new("Circonscription", Kind::Wrapped).at_most(16),
    ];
    // Most académies accept nothing: no column stands blank for them.
    let some_accepted = draft.findings().any(|finding| finding.accepted.is_some());
    if some_accepted {
        columns.push(Column::new("Accepté", Kind::Wrapped).at_most(24));
    }
    let order = if some_accepted {
        "Les bloquantes d’abord, documents rejetés en tête ; ce que la configuration accepte (dérogations) en dernier."
    } else {
        "Les bloquantes d’abord, documents rejetés en tête."
    };
    let hint = if draft.findings().next().is_none() {
        "Aucune anomalie ce mois-ci.".to_owned()
    } else {
        let names = if dossier.nameless {
            "Les noms de personnes ont été retirés de « Texte lu »."
        } else {
            "« Texte lu » reprend la cellule telle quelle et peut nommer quelqu’un : ne diffusez pas cette feuille hors du \
             groupe de travail."
        };
        format!(
            "{order} L’UAI mène à la ligne de l’école dans la matrice. {names} L’impression s’arrête à la colonne Nombre de fois."
        )
    };
    let common = common(dossier);
    let lines = lines(draft.findings(), &common, &rejecting(draft));
    let unattached: BTreeMap<DocumentId, &DocumentLine> =
        draft.unattached.documents.iter().map(|line| (line.document.id, line)).collect();
    draft.begin(Sheet::Anomalies, "Anomalies", &hint)?;
    let rows = lines.iter().map(|line| {
        let line = match line {
            Line::Each(line) => line,
            Line::Once(findings) => return once(findings, &common, columns.len()),
        };
        let finding = line.first();
        let school = finding.uai.and_then(|uai| places.school(uai)).map(|file| &file.school);
        let document =
            finding.document.and_then(|id| dossier.document(id).or_else(|| unattached.get(&id).copied()));
        let mut cells = vec![
            Cell::text(finding.rule.code),
            Cell::text(marks::severity(finding.severity)),
            match (finding.uai, finding.uai.and_then(|uai| places.in_matrix(uai))) {
                (Some(uai), Some(line)) => {
                    Cell::Link(uai.to_string().into(), Sheet::Matrix, Sheet::Matrix.row_of(line))
                }
                (Some(uai), None) => Cell::text(uai.to_string()),
                (None, _) => Cell::Blank,
            },
            school.map_or(Cell::Blank, |school| {
                let known = [&*school.name, &*school.commune].into_iter().filter(|text| !text.is_empty());
                Cell::text(known.collect::<Vec<_>>().join(", "))
            }),
            document.map_or(Cell::Blank, |line| Cell::text(&*line.document.path)),
            if finding.sheet.is_some() { Cell::text(line.sheets()) } else { Cell::Blank },
            line.place().map_or(Cell::Blank, Cell::text),
            Cell::text(competences(&dossier.referential, line)),
            Cell::text(line.message()),
            Cell::text(line.read()),
            Cell::text(line.expected()),
            Cell::text(finding.rule.fix),
            Cell::count(line.count() as u32),
            school.map_or(Cell::Blank, |school| Cell::text(&*school.circonscription)),
        ];
        if some_accepted {
            let accepted = finding.accepted.as_ref();
            cells.push(accepted.map_or(Cell::Blank, |accepted| Cell::text(accepted.told())));
        }
        cells
    });
    let spec = Spec {
        name: Sheet::Anomalies.table(),
        alt: "Anomalies : règle, gravité, école, cellule, constat et correction",
        top: Sheet::Anomalies.header_row(),
        left: 0,
        columns: &columns,
        layout: Layout::Alone,
    };
    let last_row = draft.table(styles, &spec, rows)?;
    let severities = Area { first_row: spec.top + 1, first_column: 1, last_row, last_column: 1 };
    colours::severities(draft.worksheet(), severities)?;
    draft.frame(Sheet::Anomalies, 3, columns.len(), last_row)?;
    draft.print_columns(PRINTED, last_row)
}

/// The lines, in their order.
fn lines<'f>(
    findings: impl Iterator<Item = &'f Finding>,
    common: &Common,
    rejecting: &Rejecting,
) -> Vec<Line<'f>> {
    let (told_once, told_each): (Vec<&Finding>, Vec<&Finding>) = gravest_first(findings, rejecting)
        .into_iter()
        .partition(|finding| common.contains_key(&key(finding)));
    let mut once: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in told_once {
        once.entry(finding.rule.code).or_default().push(finding);
    }
    let mut lines: Vec<Line<'_>> = gathered(told_each).into_iter().map(Line::Each).collect();
    // Where they would have stood: before what the configuration accepts.
    let accepted = |line: &Line<'_>| matches!(line, Line::Each(line) if line.first().accepted.is_some());
    let place = lines.iter().position(accepted).unwrap_or(lines.len());
    lines.splice(place..place, once.into_values().map(Line::Once));
    lines
}

/// The cells of what most schools are told.
fn once<'f>(findings: &[&'f Finding], common: &Common, columns: usize) -> Vec<Cell<'f>> {
    let rule = findings[0].rule;
    let schools = common.get(&key(findings[0])).map_or(0, BTreeSet::len) as u64;
    let mut cells = vec![
        Cell::text(rule.code),
        Cell::text(marks::severity(findings[0].severity)),
        Cell::Blank,
        Cell::text(counted(schools, "école", "écoles")),
        Cell::Blank,
        Cell::Blank,
        Cell::Blank,
        Cell::Blank,
        Cell::text(format!("{} {EACH}", rule.what)),
        Cell::Blank,
        Cell::Blank,
        Cell::text(rule.fix),
        Cell::count(findings.len() as u32),
        Cell::Blank,
    ];
    cells.resize_with(columns, || Cell::Blank);
    cells
}

/// The schools that each of these rules' information concerns.
type Common = BTreeMap<Option<&'static str>, BTreeSet<Uai>>;

/// A line of the sheet.
enum Line<'f> {
    /// A finding, or those that repeat down a column.
    Each(Gathered<'f>),
    /// What most schools are told: one line for all of them; never none.
    Once(Vec<&'f Finding>),
}

/// What findings share that are told once: they speak of a school's whole inventory, and name nothing of it. What stands in a
/// cell or on a sheet is told where it stands, however many schools write it.
fn key(finding: &Finding) -> Option<&'static str> {
    let is_info = finding.severity == Severity::Info && finding.accepted.is_none();
    let is_whole =
        finding.rule.scope == Scope::School && finding.cell.is_none() && finding.competence.is_none();
    (is_info && is_whole && finding.read.is_empty() && finding.uai.is_some()).then_some(finding.rule.code)
}

/// The rules whose information concerns most of the schools that answered, and the schools: a line for each of them
/// would hide what one of them alone must hear.
fn common(dossier: &Dossier) -> Common {
    let mut schools = Common::new();
    for finding in &dossier.findings {
        if let (Some(code), Some(uai)) = (key(finding), finding.uai) {
            schools.entry(Some(code)).or_default().insert(uai);
        }
    }
    let answered = dossier.total.answered() as usize;
    schools.retain(|_, schools| schools.len() >= FEWEST_TOLD_ONCE && 2 * schools.len() > answered);
    schools
}

/// Competences told in words; of more, the codes.
const COMPETENCES_TOLD: usize = 4;

/// The competences, one a line, in words where they are few.
fn competences(referential: &Referential, line: &Gathered<'_>) -> String {
    let mut met: Vec<CompetenceId> = Vec::new();
    for id in line.findings().iter().filter_map(|finding| finding.competence) {
        if !met.contains(&id) {
            met.push(id);
        }
    }
    let told = met.iter().map(|id| referential.competence(*id));
    if met.len() > COMPETENCES_TOLD {
        return told.map(|competence| competence.code.as_str()).collect::<Vec<_>>().join(", ");
    }
    told.map(|competence| format!("{} {}", competence.code, competence.label)).collect::<Vec<_>>().join("\n")
}

/// What rejects each rejected document, and whether it is of no school.
type Rejecting = BTreeMap<DocumentId, (&'static str, bool)>;

/// The reasons of the rejected documents, of schools or of none.
fn rejecting(draft: &Draft<'_>) -> Rejecting {
    let lost = draft.unattached.documents.iter().map(|line| (line, true));
    let known = draft.dossier.documents.iter().map(|line| (line, false));
    lost.chain(known)
        .filter(|(line, _)| line.verdict == Verdict::Rejected)
        .filter_map(|(line, is_lost)| Some((line.document.id, (line.reason?, is_lost))))
        .collect()
}

/// What loses a finding's document or couple, the most to the least.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Loss {
    /// A document of which nobody knows the school: nothing else tells of it.
    LostDocument,
    /// A document of a school.
    Document,
    /// Less.
    Part,
}

/// What the configuration accepts last; the gravest first; among those, what rejects a document before what loses one couple;
/// then as they come, rules on documents before those on answers.
fn gravest_first<'f>(findings: impl Iterator<Item = &'f Finding>, rejecting: &Rejecting) -> Vec<&'f Finding> {
    let loss = |finding: &Finding| match finding.document.and_then(|id| rejecting.get(&id)) {
        Some((code, is_lost)) if *code == finding.rule.code => {
            if *is_lost {
                Loss::LostDocument
            } else {
                Loss::Document
            }
        }
        _ => Loss::Part,
    };
    let mut sorted: Vec<&Finding> = findings.collect();
    sorted.sort_by_cached_key(|finding| {
        (finding.accepted.is_some(), finding.severity, loss(finding), finding.rule.scope)
    });
    sorted
}
