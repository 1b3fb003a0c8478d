//! *Règles*: the rules applied, in the words of the terminal and of the report, and how often each one spoke.

use std::collections::BTreeMap;

use rust_xlsxwriter::XlsxError;

use super::cells::{Cell, Column, Kind};
use super::colours;
use super::marks;
use super::page::Draft;
use super::sheets::{Area, Sheet};
use super::table::{Layout, Spec};

/// Writes the sheet.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), XlsxError> {
    let (dossier, styles) = (draft.dossier, draft.styles);
    let mut times: BTreeMap<&str, u32> = BTreeMap::new();
    for finding in draft.findings().filter(|finding| finding.accepted.is_none()) {
        *times.entry(finding.rule.code).or_default() += 1;
    }
    let columns = [
        Column::new("Code", Kind::Code),
        Column::new("Règle", Kind::Wrapped).at_most(27),
        Column::new("Gravité", Kind::Mark),
        Column::new("Portée", Kind::Text),
        Column::new("Nombre d’anomalies", Kind::Count),
        Column::new("Ce qu’elle constate", Kind::Wrapped).at_most(43),
        Column::new("Pourquoi", Kind::Wrapped).at_most(43),
        Column::new("Comment corriger", Kind::Wrapped).at_most(43),
        Column::new("Exemple", Kind::Wrapped).at_most(43),
    ];
    let hint = "Chaque anomalie porte le code d’une règle. La gravité est celle d’origine : votre configuration a pu \
                la changer.";
    draft.begin(Sheet::Rules, "Règles", hint)?;
    let rows = dossier.rules.iter().map(|rule| {
        [
            Cell::text(rule.code),
            Cell::text(rule.name),
            Cell::text(marks::severity(rule.severity)),
            Cell::text(rule.scope.id()),
            Cell::count(times.get(rule.code).copied().unwrap_or_default()),
            Cell::text(rule.what),
            Cell::text(rule.why),
            Cell::text(rule.fix),
            Cell::text(rule.example),
        ]
    });
    let spec = Spec {
        name: Sheet::Rules.table(),
        alt: "Règles appliquées, leur raison et la correction",
        top: Sheet::Rules.header_row(),
        left: 0,
        columns: &columns,
        layout: Layout::Alone,
    };
    let last_row = draft.table(styles, &spec, rows)?;
    let severities = Area { first_row: spec.top + 1, first_column: 2, last_row, last_column: 2 };
    colours::severities(draft.worksheet(), severities)?;
    draft.frame(Sheet::Rules, 2, columns.len(), last_row)
}
