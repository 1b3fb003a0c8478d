//! What moved since the month before: lines over the months, then each competence and each territory at constant
//! perimeter, then the regressions one by one.

use crate::french::{FEWEST_SCHOOLS, count, points, quoted};
use crate::model::dossier::{Dossier, Territory};
use crate::model::evolution::{Change, Evolution, Nature, Shift};
use crate::model::indicator::Tally;
use crate::model::outline::Part;
use crate::render::labels;

use super::super::display::{Area, Owner};
use super::super::facts;
use super::super::page::{Flow, MARGIN, WIDTH};
use super::super::palette;
use super::super::table::{Cell, Column, Kind, Table};
use super::super::typeset::{limited, typographic};
use super::super::{months, moved};
use super::coverage::number;

/// Beyond this, a list of regressions is a matter for the workbook.
const MOST_NAMED: usize = 24;

/// Sets the section; nothing in a first month.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    let Some(evolution) = &dossier.evolution else { return };
    flow.section(&part.title, 240.0);
    flow.introduction(part);
    flow.paragraph(palette::LEAD, &moved::whole(evolution));
    let apart = moved::moves(evolution).map(|moves| format!("Hors comparaison : {moves}."));
    let told: Vec<String> = apart.into_iter().chain(moved::renamed(evolution)).collect();
    if !told.is_empty() {
        flow.paragraph(palette::BODY, &told.join(" "));
    }
    lines(flow, evolution);
    if evolution.compared() == 0 {
        return;
    }
    competences(flow, dossier, evolution);
    territories(flow, dossier, evolution);
    regressions(flow, dossier, evolution);
    rest(flow, dossier, evolution);
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
            "En pourcentage, de 0 à 100. Chaque mois est compté sur ses propres écoles, à la différence des écarts \
             ci-dessous ; un mois de moins de {FEWEST_SCHOOLS} écoles n’est pas représenté. Source : états mensuels \
             (etat.json) des mois consolidés."
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
fn sides(dossier: &Dossier, evolution: &Evolution) -> [String; 2] {
    [evolution.previous, dossier.stamp.month].map(|month| labels::capitalised(&month.in_french()))
}

/// The coverage before, the coverage now, the gap.
fn compared(shift: &Shift) -> [Cell; 3] {
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

/// Each département and circonscription, before and now.
fn territories(flow: &mut Flow, dossier: &Dossier, evolution: &Evolution) {
    flow.part("Territoire par territoire", 110.0);
    let columns = vec![
        Column::words(WIDTH - 3.0 * 74.0 - 70.0),
        Column::figures(70.0),
        Column::figures(74.0),
        Column::figures(74.0),
        Column::figures(74.0),
    ];
    let mut head = vec![Cell::head("Territoire"), Cell::head("Écoles comparées")];
    head.extend(sides(dossier, evolution).map(Cell::head));
    head.push(Cell::head("Écart"));
    let mut table = Table::new("Couverture des écoles présentes aux deux mois", columns, head);
    let row = |name: String, shift: &Shift| {
        let mut cells = vec![Cell::row(name), number(shift.schools)];
        cells.extend(compared(shift));
        cells
    };
    for (departement, shift) in dossier.departements.iter().zip(&evolution.departements) {
        let inside: Vec<(&Territory, &Shift)> = dossier
            .circonscriptions
            .iter()
            .zip(&evolution.circonscriptions)
            .filter(|(territory, _)| territory.departement == departement.code)
            .collect();
        if shift.schools == 0 && inside.is_empty() {
            continue;
        }
        let name = facts::departement(dossier, &departement.code);
        if inside.is_empty() {
            table.push(row(name, shift));
        } else {
            let cells = row(name, shift).into_iter().map(Cell::bold).collect();
            table.rows.push((Kind::Group, cells));
        }
        for (territory, shift) in inside {
            table.push(row(facts::circonscription(&territory.name), shift));
        }
    }
    table.total(row("Académie".to_owned(), &evolution.total));
    table.set(flow);
}

/// The regressions, school by school as far as a page holds them.
fn regressions(flow: &mut Flow, dossier: &Dossier, evolution: &Evolution) {
    let all = evolution.number(Nature::Regression) as usize;
    flow.part("Les reculs", if all == 0 { 20.0 } else { 90.0 });
    if all == 0 {
        flow.paragraph(
            palette::BODY,
            "Aucun : tout ce qui était réglé dans les écoles comparées l’est encore.",
        );
        return;
    }
    let columns =
        vec![Column::words(WIDTH - 310.0), Column::words(150.0), Column::words(80.0), Column::words(80.0)];
    let mut head = vec![Cell::head("École"), Cell::head("Compétence")];
    head.extend(sides(dossier, evolution).map(Cell::head));
    let mut table = Table::new("Points qui étaient réglés et ne le sont plus", columns, head);
    let required = dossier.required();
    let named = evolution.changes.iter().filter(|change| change.nature == Nature::Regression);
    for change in named.take(MOST_NAMED) {
        let file = &dossier.schools[change.school];
        let label = &dossier.referential.competence(required[change.competence]).label;
        let (before, now) = (change.before.state, file.couples[change.competence].state);
        let commune = match &*file.school.commune {
            "" => String::new(),
            commune => format!(", {}", limited(commune, 50)),
        };
        let name = if file.school.name.trim().is_empty() {
            file.school.uai.to_string()
        } else {
            limited(&file.school.name, 90)
        };
        table.push(vec![
            Cell::row(format!("{name}{commune}")),
            Cell::new(typographic(label)),
            Cell::new(before.label()).with_swatch(before),
            Cell::new(now.label()).with_swatch(now),
        ]);
    }
    table.set(flow);
    if all > MOST_NAMED {
        flow.paragraph(
            palette::NOTE,
            &format!(
                "Les {MOST_NAMED} premiers sur {} : la feuille {} du classeur les donne tous.",
                count(all as u64),
                quoted("Évolution")
            ),
        );
    }
}

/// What changed hands, and what waits.
fn rest(flow: &mut Flow, dossier: &Dossier, evolution: &Evolution) {
    let told: Vec<String> =
        [moved::holders(evolution), moved::still_open(dossier, evolution)].into_iter().flatten().collect();
    if told.is_empty() {
        return;
    }
    flow.part("Ce qui a changé de mains, ce qui attend", 40.0);
    for sentence in told {
        flow.paragraph(palette::BODY, &sentence);
    }
}
