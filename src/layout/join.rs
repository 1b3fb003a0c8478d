//! Tables that complete each other: a first one says who, a second one how.

use super::tables::Table;
use crate::model::grid::Sheet;
use crate::model::record::{Field, Record};
use crate::model::referential::CompetenceId;

/// Gives the lines of the tables that answer what the other tables say of the same competences, where one line alone
/// answers for it and is silent about it.
pub(super) fn complete(read: &mut [(&Sheet, Vec<Table>)]) {
    let mut said: Vec<Record> = Vec::new();
    for table in read.iter().flat_map(|(_, tables)| tables).filter(|table| !table.tells_responsible) {
        said.extend(table.records.iter().filter(|record| tells(record)).cloned());
    }
    for other in said {
        let mut answering: Vec<&mut Record> = read
            .iter_mut()
            .flat_map(|(_, tables)| tables)
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
