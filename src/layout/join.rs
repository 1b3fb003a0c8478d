//! Tables that complete each other: a first one says who, a second one how.

use super::tables::Table;
use crate::model::record::{Field, Record};
use crate::model::referential::CompetenceId;

/// Gives the lines of a sheet's tables that answer what its other tables say of the same competences, where one line
/// alone answers for it and is silent about it. Another sheet may be a list for menus.
pub(super) fn complete(tables: &mut [Table]) {
    let silent = tables.iter().filter(|table| !table.tells_responsible);
    let said: Vec<Record> =
        silent.flat_map(|table| &table.records).filter(|record| tells(record)).cloned().collect();
    for other in said {
        let mut answering: Vec<&mut Record> = tables
            .iter_mut()
            .filter(|table| table.tells_responsible)
            .flat_map(|table| &mut table.records)
            .filter(|record| same(&record.competences, &other.competences))
            .collect();
        let [line] = answering.as_mut_slice() else { continue };
        for value in other.fields {
            if !line.fields.iter().any(|known| known.field == value.field) {
                line.fields.push(value);
            }
        }
        if line.ticked.is_empty() && !line.fields.iter().any(|value| value.field == Field::Mode) {
            line.ticked = other.ticked;
        }
    }
}

/// Whether a line says something that another could lack.
fn tells(record: &Record) -> bool {
    let known = |field: Field| !matches!(field, Field::Other | Field::Number | Field::Family);
    !record.ticked.is_empty() || record.fields.iter().any(|value| known(value.field))
}

fn same(mine: &[CompetenceId], theirs: &[CompetenceId]) -> bool {
    !mine.is_empty() && mine == theirs
}
