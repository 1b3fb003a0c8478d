//! Who holds what: for each competence, internal or external, and the entity met most often. Entities only, never
//! a person.

use crate::french::{FEWEST_SCHOOLS, count, counted, listed, percent};
use crate::model::dossier::{Dossier, EntityId};
use crate::model::indicator::Rate;
use crate::model::outline::Part;
use crate::model::referential::Mode;

use super::super::facts::{self, Holding};
use super::super::page::{Flow, WIDTH};
use super::super::palette;
use super::super::table::{Cell, Column, Table};
use super::super::typeset::{limited, typographic};
use super::coverage::number;

/// Sets the section.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    let modes = dossier.total.modes;
    let assigned: u32 = modes.iter().sum();
    let rows = dossier.required().len() as f32;
    if assigned == 0 {
        return;
    }
    flow.section(&part.title, (60.0 + rows * 27.0).min(450.0));
    flow.introduction(part);
    flow.paragraph(palette::LEAD, &lead(modes, assigned, dossier.total.answered()));
    let told = modes.iter().take(3).sum::<u32>() > 0;
    table(flow, dossier, told);
    flow.paragraph(
        palette::NOTE,
        "Couples confiés : au moins une entité responsable. L’entité et son type sont ceux que l’on rencontre le plus \
         souvent, avec leur nombre de couples ; les autres sont dans le classeur.",
    );
}

/// How the assigned couples divide.
fn lead(modes: [u32; 4], assigned: u32, schools: u32) -> String {
    let share = |rank: usize| modes.get(rank).copied().unwrap_or_default();
    let [internal, external, partial] = Mode::ALL.map(|mode| share(mode as usize));
    let unsaid = share(3);
    let couples = counted(assigned, "couple est confié", "couples sont confiés");
    if unsaid == assigned {
        return format!("{couples} à une entité. Aucun inventaire ne dit si c’est en interne ou en externe.");
    }
    let mut parts = Vec::new();
    for (number, how) in [
        (internal, "en interne"),
        (external, "à un tiers"),
        (partial, "en partie à un tiers"),
        (unsaid, "sans mode indiqué"),
    ] {
        if number > 0 {
            parts.push(if schools < FEWEST_SCHOOLS {
                format!("{} {how}", count(number))
            } else {
                format!("{} {how} ({})", count(number), percent(Rate::new(number, assigned)))
            });
        }
    }
    format!("{couples} à une entité : {}.", listed(&parts))
}

fn table(flow: &mut Flow, dossier: &Dossier, told: bool) {
    let modes = if told { 4 } else { 0 };
    let width = 38.0;
    let mut columns = vec![Column::words(108.0), Column::figures(42.0)];
    columns.extend((0..modes).map(|_| Column::figures(width)));
    let rest = WIDTH - 150.0 - width * modes as f32;
    columns.extend([Column::words(rest * 0.46), Column::words(rest * 0.54)]);
    let mut head = vec![Cell::head("Compétence"), Cell::head("Couples confiés")];
    if told {
        head.extend(["Interne", "Externe", "Partiel", "Non précisé"].map(Cell::head));
    }
    head.extend([Cell::head("Type le plus fréquent"), Cell::head("Entité la plus fréquente")]);
    let mut table = Table::new("Modes et entités responsables, par compétence", columns, head);
    for (line, holding) in facts::competences(dossier).iter().zip(facts::holdings(dossier)) {
        let mut cells = vec![Cell::row(line.label.clone()), number(holding.assigned)];
        cells.extend(holding.modes.iter().take(modes).map(|mode| number(*mode)));
        let (kind, entity) = most(dossier, &holding);
        cells.extend([Cell::new(kind), Cell::new(entity)]);
        table.push(cells);
    }
    let assigned: u32 = dossier.total.modes.iter().sum();
    let mut cells = vec![Cell::row("Ensemble"), Cell::new(count(assigned))];
    cells.extend(dossier.total.modes.iter().take(modes).map(|mode| number(*mode)));
    cells.extend([Cell::new(""), Cell::new("")]);
    table.total(cells);
    table.after = 2.0 * palette::NOTE.leading;
    table.set(flow);
}

/// The type and the entity that hold a competence most often.
fn most(dossier: &Dossier, holding: &Holding) -> (String, String) {
    let Some((entity, couples)) = facts::most(&holding.entities) else {
        return ("–".to_owned(), "personne".to_owned());
    };
    let kind = facts::most(&holding.kinds).map_or_else(String::new, |(kind, couples)| {
        let label = kind.map_or_else(
            || "Type non précisé".to_owned(),
            |kind| limited(&typographic(&dossier.referential.entity_type(kind).label), 60),
        );
        format!("{label} ({})", count(couples))
    });
    (kind, named(dossier, entity, couples, holding.entities.len()))
}

fn named(dossier: &Dossier, entity: EntityId, couples: u32, entities: usize) -> String {
    let name = facts::entity(dossier, entity, 70);
    match entities.saturating_sub(1) {
        0 => format!("{name} ({})", count(couples)),
        others => format!("{name} ({}), et {}", count(couples), counted(others as u64, "autre", "autres")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_are_told_with_their_share_and_silence_is_said() {
        assert_eq!(
            lead([2, 1, 0, 1], 4, 5).replace(['\u{a0}', '\u{202f}'], " "),
            "4 couples sont confiés à une entité : 2 en interne (50 %), 1 à un tiers (25 %) et 1 sans mode indiqué \
             (25 %)."
        );
        assert!(
            lead([0, 0, 0, 1], 1, 1).starts_with("1\u{a0}couple est confié à une entité. Aucun inventaire")
        );
    }
}
