//! *À faire*: the open couples, grouped by what it takes to settle them, those that free the most schools first.

use std::collections::BTreeMap;

use rust_xlsxwriter::XlsxError;

use crate::french;
use crate::model::document::Verdict;
use crate::model::dossier::{Dossier, SchoolFile, State};
use crate::model::indicator::Rate;
use crate::model::referential::{CompetenceId, Referential};
use crate::model::to_settle;
use crate::render::labels;

use super::cells::{Cell, Column, Kind};
use super::colours;
use super::page::Draft;
use super::sheets::{Area, Sheet};
use super::table::{Layout, Spec};
use super::{documents, marks, safe};

/// Circonscriptions (or communes, without a registry) named as the most concerned.
const PLACES_NAMED: usize = 3;

/// The row of the figures, between the hint and the table; what to settle first stands below them.
const HEADLINE_ROW: u32 = 2;

/// Rank of the column that tells since when a point has been open.
const SINCE: usize = 7;

/// Writes the sheet.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), XlsxError> {
    let (dossier, styles) = (draft.dossier, draft.styles);
    let mut columns = vec![
        Column::new("Rang", Kind::Count),
        Column::new("À trancher par", Kind::Wrapped).at_most(16),
        Column::new("Compétence", Kind::Wrapped).at_most(32),
        Column::new("État", Kind::Mark),
        Column::new("Écoles", Kind::Count),
        Column::new("Écoles en tout", Kind::Count),
        Column::new("Part des écoles", Kind::Rate),
        Column::new("Depuis (mois, au plus)", Kind::Count),
        Column::new("Où surtout", Kind::Wrapped).at_most(30),
        Column::new("Que faire", Kind::Wrapped).at_most(43),
    ];
    // In a first month nothing has been open for longer than it.
    let first_month = dossier.evolution.is_none();
    if first_month {
        columns.remove(SINCE);
    }
    let points = open_points(dossier);
    let hint = if dossier.schools.is_empty() {
        "Rien à trancher : aucune école n’est connue ce mois-ci."
    } else if points.is_empty() {
        "Rien à trancher : chaque compétence requise a une seule entité responsable dans chaque école."
    } else {
        "Une ligne par point ouvert ; le premier débloque le plus d’écoles. Filtrez « À trancher par » pour \
         préparer une réunion."
    };
    let lost = draft.unattached.documents.iter().filter(|line| line.verdict == Verdict::Rejected).count();
    // One that isn't rejected, a copy or no inventory, asks nothing of anybody.
    let hint = match documents::without_school(draft.unattached).filter(|_| lost > 0) {
        Some(told) => format!("{told} (feuille Documents). {hint}"),
        None => hint.to_owned(),
    };
    let sheet = draft.begin(Sheet::Todo, "À faire : ce qu’il faut trancher d’abord", &hint)?;
    for (told, row) in headlines(dossier).iter().zip(HEADLINE_ROW..) {
        sheet.write_string_with_format(row, 0, safe::sentence(told), &styles.section)?;
    }
    let schools = dossier.schools.len() as u32;
    let rows = points.iter().enumerate().map(|(line, point)| {
        let share = Rate::new(point.schools, schools);
        let mut cells = vec![
            Cell::count(line as u32 + 1),
            Cell::text(point.settler),
            Cell::text(point.subject.label(&dossier.referential)),
            Cell::text(marks::state(point.subject.state())),
            Cell::count(point.schools),
            Cell::count(schools),
            if schools < french::FEWEST_SCHOOLS { Cell::Blank } else { Cell::rate(share) },
            if point.months == 0 { Cell::Blank } else { Cell::count(point.months.into()) },
            Cell::text(point.most_concerned()),
            Cell::text(safe::sentence(point.subject.advice())),
        ];
        if first_month {
            cells.remove(SINCE);
        }
        cells
    });
    let spec = Spec {
        name: Sheet::Todo.table(),
        alt: "Points à trancher, par nombre d’écoles concernées",
        top: Sheet::Todo.header_row(),
        left: 0,
        columns: &columns,
        layout: Layout::Alone,
    };
    let last_row = draft.table(styles, &spec, rows)?;
    let states = Area { first_row: spec.top + 1, first_column: 3, last_row, last_column: 3 };
    colours::states(draft.worksheet(), states)?;
    draft.frame(Sheet::Todo, 0, columns.len(), last_row)
}

/// The figures that a reader wants first: coverage and returns, then the competences that the most schools must settle.
fn headlines(dossier: &Dossier) -> Vec<String> {
    let total = &dossier.total;
    let coverage = total.tally.coverage();
    if coverage.denominator == 0 {
        return vec!["Aucune couverture à mesurer ce mois-ci.".to_owned()];
    }
    let few = total.answered() < french::FEWEST_SCHOOLS;
    let covered = if few { french::out_of(coverage) } else { french::covered(coverage) };
    let mut figures = format!("Couverture : {covered}.");
    if let Some(rate) = total.return_rate() {
        let few = rate.denominator < french::FEWEST_SCHOOLS;
        let returned = if few { french::out_of(rate) } else { french::returned(rate) };
        figures.push_str(&[" Retours : ", &returned, "."].concat());
    }
    let mut told = vec![figures];
    let named: Vec<String> = to_settle::first(&dossier.referential, &[&to_settle::tallies(dossier)])
        .iter()
        .map(|one| {
            format!("{} ({})", one.competence.label, french::counted(one.schools(), "école", "écoles"))
        })
        .collect();
    if !named.is_empty() {
        told.push(format!("À régler d’abord : {}.", french::listed(&named)));
    }
    told
}

/// What remains open, whatever the school.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    /// No document received.
    Missing,
    /// Documents received, none retained.
    ToResend,
    /// A competence in a state that isn't settled.
    Competence(CompetenceId, State),
}

impl Subject {
    fn state(self) -> State {
        match self {
            Self::Missing | Self::ToResend => State::NotReturned,
            Self::Competence(_, state) => state,
        }
    }

    fn label(self, referential: &Referential) -> String {
        match self {
            Self::Missing | Self::ToResend => "Toutes (inventaire de l’école)".to_owned(),
            Self::Competence(id, _) => {
                let competence = referential.competence(id);
                format!("{} {}", competence.code, competence.label)
            }
        }
    }

    fn advice(self) -> &'static str {
        match self {
            Self::Missing => "Relancez les écoles : aucun document n’a été reçu d’elles (feuille Retours).",
            Self::ToResend => {
                "Demandez un nouvel envoi : ce qui a été reçu n’a pas pu être retenu (feuille Anomalies)."
            }
            Self::Competence(_, State::Shared) => {
                "Choisissez, parmi les entités citées, celle qui répond de la compétence ; les autres la réalisent."
            }
            Self::Competence(_, State::Orphan) => "Confiez la compétence à une entité, et à une seule.",
            Self::Competence(_, State::ToDefine) => "Arrêtez la réponse qui a été remise à plus tard.",
            Self::Competence(..) => "Faites compléter l’inventaire : la compétence n’y a pas de réponse.",
        }
    }
}

/// A point to settle and whom it concerns.
#[derive(Debug, PartialEq, Eq)]
struct OpenPoint {
    subject: Subject,
    settler: &'static str,
    schools: u32,
    /// How many consolidated months in a row the oldest has been open; 0 in a first month.
    months: u8,
    /// Schools in each place.
    places: BTreeMap<String, u32>,
}

impl OpenPoint {
    /// « Bruz (12), Rezé (8) et 4 autres ».
    fn most_concerned(&self) -> String {
        let mut places: Vec<(&String, &u32)> = self.places.iter().collect();
        places.sort_by(|left, right| right.1.cmp(left.1).then(left.0.cmp(right.0)));
        let mut named: Vec<String> =
            places.iter().take(PLACES_NAMED).map(|(place, schools)| format!("{place} ({schools})")).collect();
        if places.len() > PLACES_NAMED {
            named.push(french::counted((places.len() - PLACES_NAMED) as u64, "autre", "autres"));
        }
        french::listed(&named)
    }
}

/// Every open point, the most schools first, then in the referential's order.
fn open_points(dossier: &Dossier) -> Vec<OpenPoint> {
    let mut points: BTreeMap<Subject, OpenPoint> = BTreeMap::new();
    let ages = dossier.evolution.as_ref().map(|evolution| &evolution.open_for);
    for (rank, file) in dossier.schools.iter().enumerate() {
        let ages = ages.and_then(|ages| ages.get(rank)).map_or(&[][..], Vec::as_slice);
        for (subject, months) in subjects(dossier, file, ages) {
            let point = points.entry(subject).or_insert_with(|| OpenPoint {
                subject,
                settler: settler(&dossier.referential, subject),
                schools: 0,
                months: 0,
                places: BTreeMap::new(),
            });
            point.schools += 1;
            point.months = point.months.max(months);
            *point.places.entry(place(file)).or_default() += 1;
        }
    }
    let mut points: Vec<OpenPoint> = points.into_values().collect();
    points.sort_by_key(|point| (std::cmp::Reverse(point.schools), point.subject));
    points
}

/// What a school leaves open, unless the configuration accepts it, and for how many months; its missing inventory is one
/// subject, not one for each competence.
fn subjects(dossier: &Dossier, file: &SchoolFile, ages: &[u8]) -> BTreeMap<Subject, u8> {
    let mut subjects = BTreeMap::new();
    for (rank, couple) in file.couples.iter().enumerate() {
        if dossier.accepted.contains(&(file.school.uai, couple.competence)) {
            continue;
        }
        let subject = match couple.state {
            State::Covered | State::NotApplicable => continue,
            State::NotReturned if file.received.is_empty() => Subject::Missing,
            State::NotReturned => Subject::ToResend,
            state => Subject::Competence(couple.competence, state),
        };
        let months = subjects.entry(subject).or_default();
        *months = ages.get(rank).copied().unwrap_or_default().max(*months);
    }
    subjects
}

/// Who can settle it: the school where its inventory is silent.
fn settler(referential: &Referential, subject: Subject) -> &'static str {
    match subject {
        Subject::Competence(competence, state) if state != State::NotStudied => {
            labels::settler(referential, competence)
        }
        Subject::Missing | Subject::ToResend | Subject::Competence(..) => "École",
    }
}

/// The circonscription of a school, else its commune.
fn place(file: &SchoolFile) -> String {
    let school = &file.school;
    let known = [&school.circonscription, &school.commune].into_iter().find(|name| !name.is_empty());
    known.map_or_else(|| "lieu inconnu".to_owned(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{self, Shape};

    #[test]
    fn every_open_couple_is_in_one_point_and_the_largest_comes_first() {
        let dossier = fixture::dossier(&Shape::default());
        let points = open_points(&dossier);
        for state in [State::Shared, State::Orphan, State::ToDefine, State::NotStudied] {
            let schools: u32 =
                points.iter().filter(|point| point.subject.state() == state).map(|point| point.schools).sum();
            assert_eq!(schools, dossier.total.tally.of(state), "{state:?}");
        }
        let missing = points.iter().find(|point| point.subject == Subject::Missing).unwrap();
        assert_eq!(missing.schools * 14, dossier.total.tally.of(State::NotReturned));
        assert!(points.windows(2).all(|pair| pair[0].schools >= pair[1].schools));
        assert!(points.iter().all(|point| point.places.values().sum::<u32>() == point.schools));
    }

    #[test]
    fn what_the_configuration_accepts_is_no_longer_to_settle() {
        let mut dossier = fixture::dossier(&Shape::default());
        let shared = |dossier: &Dossier| -> u32 {
            let points = open_points(dossier);
            points
                .iter()
                .filter(|point| point.subject.state() == State::Shared)
                .map(|point| point.schools)
                .sum()
        };
        let before = shared(&dossier);
        let finding = &dossier.findings[0];
        dossier.accepted.insert((finding.uai.unwrap(), finding.competence.unwrap()));
        assert_eq!(shared(&dossier), before - 1);
        assert_eq!(dossier.total.tally.of(State::Shared), before, "the state stays");
    }

    #[test]
    fn the_referential_tells_who_can_settle() {
        let mut referential = fixture::referential();
        let commune = referential.entity_type_named("COMMUNE").unwrap();
        let publisher = referential.entity_type_named("EDITEUR").unwrap();
        referential.competences[0].usual_entities = vec![publisher, commune];
        referential.competences[1].usual_entities = vec![publisher];
        let who = |rank, state| settler(&referential, Subject::Competence(CompetenceId(rank), state));
        assert_eq!(who(0, State::Shared), "Commune");
        assert_eq!(who(0, State::NotStudied), "École");
        assert_eq!(who(1, State::Orphan), "Académie");
        assert_eq!(settler(&referential, Subject::Missing), "École");
    }

    #[test]
    fn a_received_document_that_does_not_count_is_asked_again_not_chased() {
        let mut dossier = fixture::dossier(&Shape { schools: 5, ..Shape::default() });
        let file = dossier.schools.iter_mut().find(|file| file.retained.is_none()).unwrap();
        file.received = vec![crate::model::document::DocumentId(99)];
        let points = open_points(&dossier);
        assert!(points.iter().any(|point| point.subject == Subject::ToResend && point.schools == 1));
        assert!(points.iter().all(|point| point.subject != Subject::Missing));
    }

    #[test]
    fn the_places_most_concerned_are_named_first() {
        let point = OpenPoint {
            subject: Subject::Missing,
            settler: "École",
            schools: 16,
            months: 0,
            places: [("A", 2), ("B", 9), ("C", 2), ("D", 1), ("E", 2)]
                .map(|(place, schools)| (place.to_owned(), schools))
                .into(),
        };
        assert_eq!(point.most_concerned(), "B (9), A (2), C (2) et 2\u{a0}autres");
    }
}
