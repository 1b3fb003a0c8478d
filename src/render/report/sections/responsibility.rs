//! Orphans and shared: competences ranked by what is left to settle, entities that meet on the same ones.

use crate::french::{count, counted};
use crate::model::dossier::{Dossier, EntityId, State};
use crate::model::indicator::{Rate, Tally};
use crate::model::outline::Part;

use super::super::facts::{self, Line};
use super::super::page::{Flow, WIDTH};
use super::super::palette;
use super::super::table::{Cell, Column, Table};
use super::super::typeset::{limited, typographic};
use super::coverage::number;

/// Entities listed at most.
const ENTITIES: usize = 6;

/// Sets the section.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    let tally = &dossier.total.tally;
    let due = tally.coverage().denominator;
    let rows = facts::ranked(dossier, unsettled_rate).len();
    let need = if rows == 0 { 0.0 } else { (60.0 + rows as f32 * 18.0).min(420.0) };
    flow.section(&part.title, need);
    if due == 0 {
        let text = if dossier.total.answered() == 0 {
            "Aucune réponse n’est connue : il n’y a encore rien à régler."
        } else {
            "Toutes les compétences sont déclarées sans objet : il n’y a rien à régler."
        };
        flow.paragraph(palette::LEAD, text);
        return;
    }
    let unsettled = due - tally.of(State::Covered);
    if unsettled == 0 {
        flow.paragraph(
            palette::LEAD,
            "Chaque compétence de chaque école ayant répondu a une seule entité responsable : rien n’est à régler.",
        );
        return;
    }
    flow.introduction(part);
    let parts: Vec<String> = [
        (facts::unheld(tally).numerator, "sans responsable"),
        (tally.of(State::Shared), "à plusieurs responsables"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, how)| format!("{}\u{a0}{how}", count(number)))
    .collect();
    flow.paragraph(
        palette::LEAD,
        &format!(
            "{} sur {} : {}.",
            counted(
                unsettled,
                "couple école-compétence reste à régler",
                "couples école-compétence restent à régler"
            ),
            count(due),
            crate::french::listed(&parts)
        ),
    );
    competences(flow, dossier);
    conflicts(flow, dossier);
}

/// Couples left to settle: neither covered nor out of the denominator.
fn unsettled_rate(tally: &Tally) -> Rate {
    let coverage = tally.coverage();
    Rate::new(coverage.denominator - coverage.numerator, coverage.denominator)
}

/// Competences, those with the most left to settle first.
fn competences(flow: &mut Flow, dossier: &Dossier) {
    let states = [State::Orphan, State::ToDefine, State::NotStudied, State::Shared];
    let first = 158.0;
    let width = 52.0;
    let last = WIDTH - first - width * 5.0;
    let mut columns = vec![Column::words(first)];
    columns.extend(states.iter().map(|_| Column::figures(width)));
    columns.extend([Column::figures(width), Column::figures(last)]);
    let mut head = vec![Cell::head("Compétence")];
    head.extend(states.iter().map(|state| Cell::head(state.label())));
    head.extend([Cell::head("À régler"), Cell::head("Part des écoles concernées")]);
    let mut table = Table::new("Compétences à régler, la plus exposée d’abord (en écoles)", columns, head);
    let schools = dossier.total.answered();
    let ranked = facts::ranked(dossier, unsettled_rate);
    for (line, rate) in &ranked {
        let mut cells = vec![Cell::row(line.label.clone())];
        cells.extend(states.iter().map(|state| number(line.tally.of(*state))));
        cells.push(number(rate.numerator).bold());
        cells.push(Cell::new(facts::school_rate(*rate)));
        table.push(cells);
    }
    let total = &dossier.total.tally;
    let mut cells = vec![Cell::row("Ensemble")];
    cells.extend(states.iter().map(|state| number(total.of(*state))));
    let rate = unsettled_rate(total);
    cells.extend([Cell::new(count(rate.numerator)), Cell::new(facts::rate(rate, schools))]);
    table.total(cells);
    table.set(flow);
    let settled: Vec<String> = facts::competences(dossier)
        .into_iter()
        .filter(|line| !ranked.iter().any(|(other, _)| other.rank == line.rank))
        .filter(|line| line.tally.coverage().denominator > 0)
        .map(|line: Line| line.label)
        .collect();
    if !settled.is_empty() {
        flow.paragraph(
            palette::NOTE,
            &format!("Couvertes dans toutes les écoles ayant répondu : {}.", crate::french::listed(&settled)),
        );
    }
}

/// Entities that share, and with whom.
fn conflicts(flow: &mut Flow, dossier: &Dossier) {
    let conflicts = facts::conflicts(dossier);
    // An entity whose name isn't printed would be a line that says nothing of it.
    let named = conflicts.iter().filter(|conflict| dossier.entity(conflict.entity).is_known());
    let named: Vec<_> = named.take(ENTITIES).collect();
    if named.is_empty() {
        return;
    }
    let rest = conflicts.len() - named.len();
    flow.part("Entités qui se partagent une responsabilité", 90.0);
    let columns =
        vec![Column::words(176.0), Column::words(86.0), Column::figures(58.0), Column::words(WIDTH - 320.0)];
    let head = vec![
        Cell::head("Entité"),
        Cell::head("Type"),
        Cell::head("Couples partagés"),
        Cell::head("Le plus souvent avec"),
    ];
    let mut table = Table::new("", columns, head);
    for conflict in named {
        table.push(vec![
            Cell::row(facts::entity(dossier, conflict.entity, 110)),
            Cell::new(kind(dossier, conflict.entity)),
            Cell::new(count(conflict.couples)),
            Cell::new(format!(
                "{} ({})",
                facts::entity(dossier, conflict.with, 90),
                count(conflict.together)
            )),
        ]);
    }
    table.after = palette::NOTE.leading;
    table.set(flow);
    if rest > 0 {
        flow.paragraph(
            palette::NOTE,
            &format!("Et {} : voir le classeur.", counted(rest as u64, "autre entité", "autres entités")),
        );
    }
}

/// The type of an entity, where anything tells it.
pub(super) fn kind(dossier: &Dossier, entity: EntityId) -> String {
    dossier.entity(entity).kind.map_or_else(
        || "non précisé".to_owned(),
        |kind| limited(&typographic(&dossier.referential.entity_type(kind).label), 60),
    )
}
