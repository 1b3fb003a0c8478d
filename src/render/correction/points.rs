//! What a school has to mend: its findings, each at the cells of the form that settle it.

use std::collections::BTreeSet;

use crate::model::dossier::{Couple, Dossier, Origin, SchoolFile};
use crate::model::finding::{Finding, Severity};
use crate::model::form::{Column, Line};
use crate::model::place::CellRef;
use crate::model::referential::{CompetenceId, Mode, Reach};
use crate::render::form::{Identity, Place};

/// Something to mend.
#[derive(Clone, Debug)]
pub(super) struct Point<'d> {
    pub(super) finding: &'d Finding,
    /// The competence's label; empty if it concerns none, or several.
    pub(super) competence: &'d str,
    /// The cells of the form, the first one first; none where no cell settles it.
    pub(super) places: Vec<Place>,
    /// Whether the first cell is blank.
    pub(super) is_blank: bool,
}

impl<'d> Point<'d> {
    /// Whether the school has to mend it, rather than complete it if it can.
    pub(super) fn is_due(&self) -> bool {
        self.finding.severity <= Severity::Warning && !OFFERED.contains(&self.finding.rule.code)
    }

    /// What was read in the cell to mend; nothing where it is another that is blank: what stands in the answer's cell
    /// says nothing of it.
    pub(super) fn read(&self) -> &'d str {
        let other =
            matches!(self.places.first(), Some(Place::Row(_, column)) if *column != Column::Responsible);
        if other && self.is_blank { "" } else { self.finding.read.trim() }
    }

    /// How the school mends it: the rule's words, but where they speak to the académie.
    pub(super) fn advice(&self) -> &'static str {
        match self.finding.rule.code {
            "RES-007" => {
                "Écrivez le nom complet de l’entité avec ce qu’elle est : « société Ludexia », « mairie de Valbrune », \
                 « éditeur Scolavia »."
            }
            _ => self.finding.rule.fix,
        }
    }
}

/// Where a rule's findings are mended on the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    /// The form settles it by itself, or the school can't.
    Nowhere,
    /// Told, without a cell.
    Untied,
    Identity(Identity),
    /// The label of a line.
    Label,
    /// A column, on the competence's row; without a competence, wherever the column is blank.
    Column(Column),
    /// A column, on the rows where the answer stands: never a cell that is blank.
    Written(Column),
    /// One cell of a column is enough.
    Once(Column),
}

/// Rules that the form settles by itself: it has the right titles and labels, one cell an answer and none struck
/// through.
const SETTLED: [&str; 11] = [
    "COL-002", "COL-003", "COL-004", "COL-005", "COL-006", "COL-010", "LEC-012", "VAL-004", "VAL-005",
    "VAL-007", "VAL-009",
];
/// Rules that speak to the académie, or call for nothing.
const NOT_THE_SCHOOL_S: [&str; 9] =
    ["COU-004", "ETB-012", "ETB-016", "ETB-017", "ETB-018", "ETB-024", "RES-012", "RES-013", "RES-014"];

/// Rules on an answer that the form itself offers: « non » where no documentation exists. Whoever answers so is right,
/// and can only be asked for better.
const OFFERED: [&str; 1] = ["DOC-002"];

/// Where the findings of a rule are mended.
fn target(code: &str) -> Target {
    use Column as C;
    match code {
        code if SETTLED.contains(&code) || NOT_THE_SCHOOL_S.contains(&code) => Target::Nowhere,
        "ETB-002" | "ETB-003" | "ETB-007" | "ETB-008" | "ETB-009" | "ETB-010" | "ETB-011" => {
            Target::Identity(Identity::Uai)
        }
        "ETB-013" => Target::Identity(Identity::Academie),
        "ETB-014" => Target::Identity(Identity::School),
        "COL-007" | "COL-008" | "COL-009" | "COL-011" => Target::Label,
        "VAL-011" | "PRE-004" | "PRE-005" | "PRE-006" | "PER-002" | "RES-011" => Target::Column(C::End),
        "VAL-012" | "MOY-001" | "MOY-002" => Target::Column(C::Fte),
        "VAL-003" | "VAL-015" => Target::Untied,
        "MOD-003" => Target::Column(C::Performers),
        "PRE-001" => Target::Column(C::Responsible),
        "PRE-002" => Target::Column(C::ServiceLevel),
        "PRE-003" => Target::Column(C::Service),
        "DOC-002" => Target::Written(C::Documentation),
        "LOC-003" => Target::Once(C::LocalPerson),
        _ => match code.split('-').next().unwrap_or_default() {
            "COU" | "RES" | "VAL" | "COH" | "ADM" => Target::Column(C::Responsible),
            "MOD" => Target::Column(C::Mode),
            "DOC" => Target::Column(C::Documentation),
            "LOC" => Target::Column(C::Level),
            "PER" => Target::Column(C::Kept),
            _ => Target::Untied,
        },
    }
}

/// What a school whose inventory counts has to mend, in the findings' order and at most so many; `rows` are those of
/// its form.
pub(super) fn points<'d>(
    dossier: &'d Dossier,
    file: &SchoolFile,
    findings: &[&'d Finding],
    rows: &[Line],
    most: usize,
) -> Vec<Point<'d>> {
    let ground = Ground { dossier, file, rows };
    let mut points: Vec<Point<'d>> = Vec::new();
    for finding in findings {
        if points.len() == most {
            break;
        }
        let places = match target(finding.rule.code) {
            Target::Nowhere => continue,
            Target::Untied => Vec::new(),
            Target::Identity(label) => vec![Place::Identity(label)],
            Target::Label => ground.line(finding).map(Place::Label).into_iter().collect(),
            Target::Once(column) => vec![Place::Row(0, column)],
            Target::Column(column) => ground.cells(finding, column),
            Target::Written(column) => ground.written(finding, column),
        };
        // Nothing to mend, and nowhere to do it: only the académie's documents tell it.
        if places.is_empty() && finding.severity == Severity::Info {
            continue;
        }
        let competence =
            finding.competence.map_or("", |id| dossier.referential.competence(id).label.as_str());
        let is_blank = match places.first() {
            Some(Place::Row(row, column)) => ground.is_blank(*row, *column),
            _ => false,
        };
        points.push(Point { finding, competence, places, is_blank });
    }
    points
}

/// What findings are placed on.
struct Ground<'g> {
    dossier: &'g Dossier,
    file: &'g SchoolFile,
    rows: &'g [Line],
}

impl Ground<'_> {
    /// The row of the line that a finding was seen on.
    fn line(&self, finding: &Finding) -> Option<usize> {
        let (sheet, cell) = (finding.sheet.as_deref()?, finding.cell?);
        let beside = |at: CellRef| at.row == cell.row || at.column == cell.column;
        let of_sheet = |line: &Line| line.at.as_ref().filter(|at| &*at.sheet == sheet).map(|at| at.cell);
        let exact = self.rows.iter().position(|line| of_sheet(line) == Some(cell));
        exact.or_else(|| {
            let same = |line: &Line| line.competence == finding.competence;
            self.rows.iter().position(|line| same(line) && of_sheet(line).is_some_and(beside))
        })
    }

    /// The rows that one answer of the document stands for, where it answers for several competences at once.
    fn rows_answered(&self, finding: &Finding) -> Vec<usize> {
        let (None, Some(sheet), Some(cell)) = (finding.competence, finding.sheet.as_deref(), finding.cell)
        else {
            return Vec::new();
        };
        let placed: Vec<(usize, CellRef)> = (0..)
            .zip(self.rows)
            .filter_map(|(row, line)| Some((row, line.at.as_ref().filter(|at| &*at.sheet == sheet)?.cell)))
            .collect();
        let of = |same: &dyn Fn(CellRef) -> bool| -> Vec<usize> {
            placed.iter().filter(|(_, at)| same(*at)).map(|(row, _)| *row).collect()
        };
        let found = of(&|at| at == cell);
        let found = if found.is_empty() { of(&|at| at.row == cell.row) } else { found };
        if !found.is_empty() {
            return found;
        }
        // Where each competence has its column; a column that all share is that of the answers, and tells none.
        let found = of(&|at| at.column == cell.column);
        if found.len() < placed.len() { found } else { Vec::new() }
    }

    fn written(&self, finding: &Finding, column: Column) -> Vec<Place> {
        let own = finding.competence.and_then(|_| self.line(finding));
        let rows = own.map_or_else(|| self.rows_answered(finding), |row| vec![row]);
        rows.into_iter()
            .filter(|row| !self.is_blank(*row, column))
            .map(|row| Place::Row(row, column))
            .collect()
    }

    fn cells(&self, finding: &Finding, column: Column) -> Vec<Place> {
        let column = self.column_of(finding, column);
        let together = self.rows_answered(finding);
        if together.len() > 1 {
            return together.into_iter().map(|row| Place::Row(row, column)).collect();
        }
        let own = finding.competence.and_then(|id| {
            self.line(finding)
                .filter(|row| self.rows[*row].competence == Some(id))
                .or_else(|| self.rows.iter().position(|line| line.competence == Some(id)))
        });
        if let Some(row) = own.or_else(|| self.line(finding)) {
            let mut places = vec![Place::Row(row, column)];
            if column == Column::ServiceLevel && self.is_blank(row, Column::Service) {
                places.push(Place::Row(row, Column::Service));
            }
            return places;
        }
        let columns: &[Column] = if column == Column::ServiceLevel {
            &[Column::ServiceLevel, Column::Service]
        } else {
            std::slice::from_ref(&column)
        };
        let mut places = BTreeSet::new();
        for (row, couple) in self.file.couples.iter().enumerate() {
            let held = couple.origin == Origin::School && !couple.responsible.is_empty();
            if held && self.is_asked(couple, column) {
                let blank = columns.iter().filter(|column| self.is_unanswered(row, **column));
                places.extend(blank.map(|column| Place::Row(row, *column)));
            }
        }
        places.into_iter().collect()
    }

    /// The column that a finding is about, where its cell tells it better than its rule.
    fn column_of(&self, finding: &Finding, column: Column) -> Column {
        let Some(row) = self.line(finding).filter(|_| column == Column::Fte) else { return column };
        // A cost that can't be right stands in the cost's column.
        let told = |column| self.rows.get(row).is_some_and(|line| line.values.contains_key(&column));
        if told(Column::Cost) && !told(Column::Fte) { Column::Cost } else { column }
    }

    fn is_blank(&self, row: usize, column: Column) -> bool {
        self.rows.get(row).is_some_and(|line| !line.values.contains_key(&column))
    }

    /// Whether nothing answers what a column asks: a cost is worth a time of work.
    fn is_unanswered(&self, row: usize, column: Column) -> bool {
        self.is_blank(row, column) && (column != Column::Fte || self.is_blank(row, Column::Cost))
    }

    /// Whether a column is asked of a competence that somebody holds.
    fn is_asked(&self, couple: &Couple, column: Column) -> bool {
        match column {
            Column::ServiceLevel | Column::Service => self.is_external(couple),
            Column::Fte => self.is_external(couple) || !self.some_external(),
            Column::Level => self.reaches_school(couple.competence),
            _ => true,
        }
    }

    fn some_external(&self) -> bool {
        self.file.couples.iter().any(|couple| !couple.responsible.is_empty() && self.is_external(couple))
    }

    /// Whether a third party does it, in whole or in part.
    fn is_external(&self, couple: &Couple) -> bool {
        let third_party = |id| {
            let entity = self.dossier.entity(id);
            let kind = entity.kind.map(|kind| self.dossier.referential.entity_type(kind));
            entity.typed && kind.is_some_and(|kind| !kind.internal)
        };
        couple.mode.map_or_else(
            || couple.responsible.iter().any(|id| third_party(*id)),
            |mode| mode != Mode::Internal,
        )
    }

    fn reaches_school(&self, competence: CompetenceId) -> bool {
        self.dossier.referential.competence(competence).levels.contains(&Reach::Ecole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::RULES;

    #[test]
    fn every_rule_has_a_place_on_the_form_or_is_known_to_have_none() {
        let of = |wanted: fn(Target) -> bool| -> Vec<&str> {
            RULES.iter().map(|rule| rule.code).filter(|code| wanted(target(code))).collect()
        };
        let nowhere = of(|target| target == Target::Nowhere);
        let mut known: Vec<&str> = SETTLED.into_iter().chain(NOT_THE_SCHOOL_S).collect();
        known.sort_unstable();
        let mut sorted = nowhere.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, known, "each of these codes is a rule\u{2019}s");
        // Told in the list without a cell: documents that can't be read, whose they are, tables and columns that the
        // form hasn't.
        let untied = of(|target| target == Target::Untied);
        let families = ["LEC", "ETB"];
        let others: Vec<&str> = untied
            .into_iter()
            .filter(|code| !families.iter().any(|family| code.starts_with(family)))
            .collect();
        assert_eq!(others, ["COL-001", "COL-012", "COL-013", "COL-014", "VAL-003", "VAL-015"]);
    }
}
