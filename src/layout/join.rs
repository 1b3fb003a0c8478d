//! Tables that complete each other: a first one says who, a second one how.

use std::collections::BTreeMap;

use super::tables::Table;
use crate::model::fact::Fact;
use crate::model::inventory::Observed;
use crate::model::record::{Field, Record};
use crate::model::referential::CompetenceId;

/// Gives the lines of a sheet's tables that answer what its other tables say of the same competences, where one line
/// alone answers for it and is silent about it. Told at the first line so joined. Another sheet may be a list for menus.
pub(super) fn complete(tables: &mut [Table]) {
    let silent = tables.iter().filter(|table| !table.tells_responsible);
    let said: Vec<Record> =
        silent.flat_map(|table| &table.records).filter(|record| tells(record)).cloned().collect();
    if said.is_empty() {
        return;
    }
    // The line that alone answers for these competences; none where several do.
    let mut answering: BTreeMap<Vec<CompetenceId>, Option<(usize, usize)>> = BTreeMap::new();
    for (rank, table) in tables.iter().enumerate().filter(|(_, table)| table.tells_responsible) {
        for (line, record) in
            table.records.iter().enumerate().filter(|(_, record)| !record.competences.is_empty())
        {
            answering
                .entry(record.competences.clone())
                .and_modify(|only| *only = None)
                .or_insert(Some((rank, line)));
        }
    }
    let mut told = false;
    for other in said {
        let Some(Some((rank, line))) = answering.get(&other.competences).copied() else { continue };
        let table = &mut tables[rank];
        if !join(&mut table.records[line], &other) || told {
            continue;
        }
        told = true;
        table.facts.push(Observed {
            fact: Fact::TwoReadings("ce que dit un second tableau de la feuille, joint au premier".into()),
            at: Some(other.label.at),
            competence: None,
            read: other.label.value,
        });
    }
}

/// Adds to a line what it is silent about; whether there was something.
fn join(line: &mut Record, other: &Record) -> bool {
    let before = line.fields.len() + line.ticked.len();
    for value in &other.fields {
        if !line.fields.iter().any(|known| known.field == value.field) {
            line.fields.push(value.clone());
        }
    }
    if line.ticked.is_empty() && !line.fields.iter().any(|value| value.field == Field::Mode) {
        line.ticked.clone_from(&other.ticked);
    }
    line.fields.len() + line.ticked.len() > before
}

/// Whether a line says something that another could lack.
fn tells(record: &Record) -> bool {
    let known = |field: Field| !matches!(field, Field::Other | Field::Number | Field::Family);
    !record.ticked.is_empty() || record.fields.iter().any(|value| known(value.field))
}
