//! What moved since the month before: lines over the months, then each competence at constant perimeter, then what waits.
//! Territories and regressions one by one are in an annex.

use crate::french::{FEWEST_SCHOOLS, counted, points, quoted};
use crate::model::dossier::Dossier;
use crate::model::evolution::{Change, Evolution, Nature, Shift};
use crate::model::indicator::Tally;
use crate::model::outline::{Part, Section};
use crate::render::labels;

use super::super::display::{Area, Owner};
use super::super::facts;
use super::super::page::{Flow, MARGIN, WIDTH};
use super::super::palette;
use super::super::table::{Cell, Column, Table};
use super::super::typeset::strong;
use super::super::{months, moved};
use super::coverage::number;

/// Sets the section; nothing in a first month.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    let Some(evolution) = &dossier.evolution else { return };
    flow.section(&part.title, if evolution.compared() > 0 { f32::MAX } else { 240.0 });
    flow.introduction(part);
    flow.paragraph(palette::LEAD, &moved::whole(evolution));
    let apart = moved::moves(evolution).map(|moves| format!("Hors comparaison : {moves}."));
    let told: Vec<String> = apart.into_iter().chain(moved::renamed(evolution)).collect();
    if !told.is_empty() {
        flow.paragraph(palette::BODY, &told.join(" "));
    }
    if evolution.compared() > 0 {
        rest(flow, dossier, evolution);
    }
    lines(flow, evolution);
    if evolution.compared() > 0 {
        competences(flow, dossier, evolution);
    }
}

/// The coverage and the returns, month by month.
fn lines(flow: &mut Flow, evolution: &Evolution) {
    let series = &evolution.series;
    if !months::drawable(series) {
        return;
    }
    flow.part("Couverture et retours, mois par mois", months::HEIGHT + 40.0);
    let top = flow.y();
    let area = Area::new(MARGIN, top, WIDTH, months::HEIGHT);
    let section = flow.section_node();
    let owner = Owner::Node(flow.book.figure(section, area, moved::series(series)));
    months::draw(flow, owner, area, series);
    flow.skip(months::HEIGHT + 4.0);
    flow.paragraph(
        palette::NOTE,
        &format!(
            "En pourcentage. Chaque mois sur ses propres écoles, à la différence des écarts ci-dessous ; un mois de moins de \
             {FEWEST_SCHOOLS} écoles n’est pas représenté. Source : états mensuels (etat.json) des mois consolidés."
        ),
    );
}

/// Each competence, before and now.
fn competences(flow: &mut Flow, dossier: &Dossier, evolution: &Evolution) {
    let rows = evolution.by_competence.len() as f32 + 1.0;
    flow.part("Compétence par compétence", (70.0 + rows * 17.0).min(300.0));
    let columns = vec![
        Column::words(WIDTH - 3.0 * 68.0 - 2.0 * 50.0),
        Column::figures(68.0),
        Column::figures(68.0),
        Column::figures(68.0),
        Column::figures(50.0),
        Column::figures(50.0),
    ];
    let mut head = vec![Cell::head("Compétence")];
    head.extend(sides(dossier, evolution).map(Cell::head));
    head.extend(["Écart", "Reculs", "Réglés"].map(Cell::head));
    let mut table = Table::new("Couverture des écoles présentes aux deux mois", columns, head);
    table.tight = true;
    let times = |nature: Nature, competence: usize| {
        let same = |change: &&Change| change.nature == nature && change.competence == competence;
        evolution.changes.iter().filter(same).count() as u32
    };
    for (line, shift) in facts::competences(dossier).into_iter().zip(&evolution.by_competence) {
        let mut cells = vec![Cell::row(line.label)];
        cells.extend(compared(shift));
        cells.push(number(times(Nature::Regression, line.rank)));
        cells.push(number(times(Nature::Progress, line.rank)));
        table.push(cells);
    }
    let mut cells = vec![Cell::row("Ensemble")];
    cells.extend(compared(&evolution.total));
    cells.push(number(evolution.number(Nature::Regression)));
    cells.push(number(evolution.number(Nature::Progress)));
    table.total(cells);
    table.set(flow);
}

/// The two months as titles of columns.
pub(super) fn sides(dossier: &Dossier, evolution: &Evolution) -> [String; 2] {
    [evolution.previous, dossier.stamp.month].map(|month| labels::capitalised(&month.in_french()))
}

/// The coverage before, the coverage now, the gap.
pub(super) fn compared(shift: &Shift) -> [Cell; 3] {
    let gap = shift.gap(Tally::coverage).filter(|_| shift.schools >= FEWEST_SCHOOLS);
    let gap = match gap {
        None => Cell::new("–").styled(palette::CELL.in_colour(palette::SOFT)),
        Some(gap) if gap < 0.0 => {
            Cell::new(points(gap)).styled(palette::CELL.in_colour(palette::ALERT)).bold()
        }
        Some(gap) => Cell::new(points(gap)).bold(),
    };
    [
        Cell::new(facts::rate(shift.before.coverage(), shift.schools)),
        Cell::new(facts::rate(shift.after.coverage(), shift.schools)),
        gap,
    ]
}

/// Where it moved most, what changed hands, what waits.
fn rest(flow: &mut Flow, dossier: &Dossier, evolution: &Evolution) {
    let told: Vec<String> = [
        moved::territories(dossier, evolution),
        regressions(dossier, evolution),
        moved::holders(evolution),
        moved::still_open(dossier, evolution),
    ]
    .into_iter()
    .flatten()
    .collect();
    for sentence in told {
        flow.paragraph(palette::BODY, &sentence);
    }
}

/// Where the regressions are named, if there are some.
fn regressions(dossier: &Dossier, evolution: &Evolution) -> Option<String> {
    let all = evolution.number(Nature::Regression);
    let place = if super::has(dossier, Section::Moves) {
        "l’annexe".to_owned()
    } else {
        format!("la feuille {} du classeur", quoted("Évolution"))
    };
    (all > 0).then(|| {
        format!(
            "{} : {place} {} nomme.",
            strong(&counted(all, "couple recule", "couples reculent")),
            if all == 1 { "le" } else { "les" }
        )
    })
}
