//! The annex of what moved: each territory at constant perimeter, then the regressions one by one.

use crate::french::{count, quoted};
use crate::model::dossier::{Dossier, Territory};
use crate::model::evolution::{Evolution, Nature, Shift};
use crate::model::outline::Part;

use super::super::facts;
use super::super::page::{Flow, WIDTH};
use super::super::palette;
use super::super::table::{Cell, Column, Kind, Table};
use super::super::typeset::{limited, typographic};
use super::coverage::number;
use super::evolution::{compared, sides};

/// Beyond this, a list of regressions is a matter for the workbook.
const MOST_NAMED: usize = 24;

/// Sets the annex; nothing in a first month, nor where no school is in both.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    let Some(evolution) = dossier.evolution.as_ref().filter(|evolution| evolution.compared() > 0) else {
        return;
    };
    flow.section(&part.title, 160.0);
    flow.introduction(part);
    territories(flow, dossier, evolution);
    regressions(flow, dossier, evolution);
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
