//! The annex of the schools: the state of each competence in each school, as long as a few pages hold them.

use crate::french::{counted, quoted};
use crate::model::dossier::{Dossier, SchoolFile, State};
use crate::model::outline::Part;

use super::super::facts;
use super::super::page::{Flow, WIDTH};
use super::super::palette::{self, swatch};
use super::super::table::{Cell, Column, Kind, Table};
use super::super::typeset::limited;
use super::territories::{self, FIGURE, HEAD, LABEL};

/// Beyond this, the matrix is a matter for the workbook.
const MOST_SCHOOLS: usize = 120;
/// Beyond this, its columns would be too narrow.
const MOST_COMPETENCES: usize = 18;
/// Width of the names of schools.
const NAME: f32 = 178.0;

/// Sets the annex.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    if dossier.total.answered() == 0 {
        return;
    }
    let schools = dossier.schools.len();
    let lines = facts::competences(dossier);
    let fits = schools <= MOST_SCHOOLS && lines.len() <= MOST_COMPETENCES;
    flow.section(&part.title, if fits { 240.0 } else { 0.0 });
    if !fits {
        flow.paragraph(
            palette::LEAD,
            &format!(
                "L’académie compte {} et {} : cette matrice est dans la feuille {} du classeur de consolidation.",
                counted(schools as u64, "école", "écoles"),
                counted(lines.len() as u64, "compétence requise", "compétences requises"),
                quoted("Matrice écoles")
            ),
        );
        return;
    }
    flow.introduction(part);
    flow.paragraph(palette::BODY, &format!("{}.", legend()));
    let width = (WIDTH - NAME) / lines.len() as f32;
    let mut columns = vec![Column::words(NAME)];
    columns.extend(lines.iter().map(|_| Column::centred(width)));
    let mut table = Table::new("État de chaque compétence dans chaque école", columns, Vec::new());
    table.map = true;
    let mut families = vec![Cell::head("Famille").styled(HEAD)];
    families.extend(territories::families(&dossier.referential, &lines));
    let mut names = vec![Cell::head("École").styled(HEAD)];
    names.extend(lines.iter().map(|line| Cell::head(line.label.clone()).styled(LABEL).turned()));
    table.head = vec![families, names];
    let mut place = String::new();
    for file in &dossier.schools {
        let here = whereabouts(dossier, file);
        if here != place {
            let mut cells = vec![Cell::row(here.clone()).styled(FIGURE).bold()];
            cells.extend(lines.iter().map(|_| Cell::new("")));
            table.rows.push((Kind::Group, cells));
            place = here;
        }
        let mut cells = vec![Cell::row(name(file)).styled(FIGURE)];
        cells.extend(file.couples.iter().map(|couple| {
            let swatch = swatch(couple.state);
            Cell::new(letters(couple.state)).styled(FIGURE.in_colour(swatch.text)).on(swatch.fill)
        }));
        table.push(cells);
    }
    table.set(flow);
}

/// The letters of a state, so that a photocopy tells it.
fn letters(state: State) -> &'static str {
    match state {
        State::Covered => "C",
        State::Shared => "P",
        State::Orphan => "O",
        State::ToDefine => "AD",
        State::NotStudied => "NE",
        State::NotApplicable => "SO",
        State::NotReturned => "–",
    }
}

fn legend() -> String {
    let words = State::ALL.map(|state| format!("{} : {}", letters(state), state.label().to_lowercase()));
    words.join(" · ")
}

/// The circonscription, else the département.
fn whereabouts(dossier: &Dossier, file: &SchoolFile) -> String {
    let school = &file.school;
    if school.circonscription.trim().is_empty() {
        facts::departement(dossier, &school.departement)
    } else {
        format!("{} ({})", facts::circonscription(&school.circonscription), school.departement)
    }
}

/// « École du Port, Rezé », or its UAI.
fn name(file: &SchoolFile) -> String {
    let school = &file.school;
    let parts = [&school.name, &school.commune];
    let known: Vec<String> =
        parts.iter().filter(|part| !part.trim().is_empty()).map(|part| limited(part, 60)).collect();
    if known.is_empty() { school.uai.to_string() } else { known.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_has_its_letters() {
        let all: std::collections::BTreeSet<&str> = State::ALL.into_iter().map(letters).collect();
        assert_eq!(all.len(), State::ALL.len());
        assert!(legend().starts_with("C : couverte · P : partagée"));
    }
}
