//! The rows of a table, one record each: what the label names, what stands under each column.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Recogniser;
use super::columns::{Column, Meaning};
use super::labels::Named;
use super::sections::Sections;
use super::tables::Table;
use super::view::View;
use crate::model::fact::Fact;
use crate::model::grid::CellValue;
use crate::model::inventory::Observed;
use crate::model::place::{Located, Spot};
use crate::model::record::{Actor, Field, Record, Value};
use crate::model::referential::CompetenceId;

impl Table {
    pub(super) fn take(&mut self, view: &View<'_>, row: u32, label_column: u32, columns: &[Column]) {
        self.cells.insert(view.at(row, label_column));
        let own = view.row(row).iter().map(|cell| cell.column);
        self.cells.extend(own.filter(|own| at(columns, *own).is_some()).map(|column| view.at(row, column)));
    }

    /// « Structure | Missions » over a mission a cell: labels go on beside the first, where no title stands, and what
    /// answers for it answers for them.
    pub(super) fn read_labels_beside(
        &mut self,
        recogniser: &Recogniser,
        view: &View<'_>,
        (header, label_column): (u32, u32),
        body: &[u32],
        columns: &[Column],
    ) {
        let untitled = |column: u32| {
            view.cell(header, column).is_none()
                && view.merge(header, column).is_none()
                && at(columns, column).is_none()
        };
        for &row in body.iter().filter(|_| untitled(label_column + 1)) {
            let own = view.at(row, label_column);
            let Some(first) = self.records.iter().rfind(|record| record.label.at.cell == own).cloned() else {
                continue;
            };
            let beside = (label_column + 1..).take_while(|column| untitled(*column));
            for (column, text) in beside.map_while(|column| Some((column, view.text(row, column)?))) {
                let (competences, seen) = recogniser.named(text, None, view.effort());
                if competences.is_empty()
                    || recogniser.is_body(text) && recogniser.labels.exactly(text).is_none()
                {
                    break;
                }
                let label = Located { value: text.trim().to_owned(), at: view.spot(row, column) };
                if let Some((fact, competence)) = seen {
                    let at = Some(label.at.clone());
                    self.facts.push(Observed { fact, at, competence, read: text.to_owned() });
                }
                self.cells.insert(view.at(row, column));
                self.records.push(Record { label, competences, ..first.clone() });
            }
        }
    }

    pub(super) fn read_rows(
        &mut self,
        recogniser: &Recogniser,
        view: &View<'_>,
        label_column: u32,
        body: &[u32],
        columns: &[Column],
    ) {
        let family_column = columns
            .iter()
            .find(|column| matches!(column.meaning, Meaning::Field(Field::Family)))
            .map(|column| column.index);
        let mut family: Option<usize> = None;
        let elsewhere = named_exactly(recogniser, view, label_column, body);
        let alone = named_alone(recogniser, view, label_column, body, columns);
        // Letters number bands, unless they number lines.
        let lettered = !body.iter().any(|row| {
            answers(view, *row, columns)
                && view.text(*row, label_column).is_some_and(super::labels::is_lettered)
        });
        let mut above: Option<u32> = None;
        let mut sections = Sections::begin(self, view, body, label_column);
        for &row in body {
            if let Some(column) = family_column
                && let Some((cell, _, _)) = view.cell_or_merged(row, column)
            {
                family = recogniser.band(&cell.value.shown(), true).or(family);
            }
            let Some((label, label_row, _)) = view.cell_or_merged(row, label_column) else {
                self.read_unlabelled(recogniser, view, row, columns);
                continue;
            };
            let text = label.value.shown();
            // « " » under a label: the same competence, answered again.
            if is_same_sign(&text) && self.same_label(recogniser, view, row, columns) {
                self.cells.insert(view.at(row, label_column));
                continue;
            }
            if text.trim().is_empty() {
                continue;
            }
            let answered = answers(view, row, columns);
            if !answered && let Some(band) = recogniser.band(&text, lettered) {
                family = Some(band);
            }
            if !answered && sections.meets(self, recogniser, view, (row, label_column), &text) {
                continue;
            }
            // « Mode de prise en charge : » under a competence asks about it.
            if above.is_some_and(|above| above + 1 == row) && recogniser.asks_mode_below(&text) {
                self.mode_of_above(view, row, label_column, &text);
                continue;
            }
            let at = view.spot(label_row, label_column);
            let competences = match recogniser.labels.name(&text, family, view.effort()) {
                // « Administrateur de la plateforme » beside « Administrateur local »: the one that no other line names.
                Named::Exactly(named)
                    if named.len() > 1
                        && answered
                        && named.iter().any(|id| alone.contains(id))
                        && !enumerates(recogniser, &text, &named) =>
                {
                    self.members_left(recogniser, named, &alone, &at, &text)
                }
                Named::Exactly(named) => {
                    if named.len() > 1 && answered {
                        self.see(Fact::GroupLabel(recogniser.names(&named)), &at, None, &text);
                    }
                    named
                }
                found @ (Named::Closely(_) | Named::Loosely(_)) => {
                    let named = found.ids().unwrap_or_default();
                    let only = if let [only] = named.as_slice() { Some(*only) } else { None };
                    self.see(Fact::CloseLabel(recogniser.names(&named).join(", ")), &at, only, &text);
                    named
                }
                Named::Several(fits) => {
                    if !answered {
                        continue;
                    }
                    self.settled(recogniser, fits, (family, &elsewhere), &at, &text)
                }
                Named::Nothing => {
                    // « AUTRES », alone on its row: what the band before it announced is over.
                    if !answered && family_column.is_none() && recogniser.band(&text, lettered).is_none() {
                        family = None;
                    }
                    if !answered || is_total(&text) || recogniser.is_title(&text) {
                        continue;
                    }
                    self.see(Fact::OutsideLabel(recogniser.nearest(&text)), &at, None, &text);
                    Vec::new()
                }
            };
            self.take(view, row, label_column, columns);
            above = (!competences.is_empty()).then_some(row);
            let label = Located { value: text, at };
            let read = record(view, row, label, competences, columns, recogniser, &mut self.facts);
            self.records.push(read);
            sections.cover(self.records.last_mut());
        }
        sections.tell(self);
        self.go_on_under_actors(label_column, columns);
    }

    /// The members of a group that no other line names, all where each has its own.
    fn members_left(
        &mut self,
        recogniser: &Recogniser,
        named: Vec<CompetenceId>,
        alone: &BTreeSet<CompetenceId>,
        at: &Spot,
        text: &str,
    ) -> Vec<CompetenceId> {
        let left: Vec<CompetenceId> = named.iter().copied().filter(|id| !alone.contains(id)).collect();
        let left = if left.is_empty() { named } else { left };
        let only = if let [only] = left.as_slice() { Some(*only) } else { None };
        self.see(Fact::CloseLabel(recogniser.names(&left).join(", ")), at, only, text);
        left
    }

    /// What a label stands for that fits several competences, told by its family and by the labels of other lines.
    fn settled(
        &mut self,
        recogniser: &Recogniser,
        fits: Vec<CompetenceId>,
        (family, elsewhere): (Option<usize>, &BTreeSet<CompetenceId>),
        at: &Spot,
        text: &str,
    ) -> Vec<CompetenceId> {
        // « Formation » among the labels of « Accompagnement », where « Prise en main » is another.
        if let Some(only) = recogniser.labels.left_over(&fits, family, elsewhere) {
            self.see(Fact::CloseLabel(recogniser.names(&[only]).join("")), at, Some(only), text);
            vec![only]
        } else if recogniser.labels.are_a_group(&fits, elsewhere) {
            // « Administration », where nothing tells its two faces apart.
            self.see(Fact::GroupLabel(recogniser.names(&fits)), at, None, text);
            fits
        } else {
            self.see(Fact::AmbiguousLabel(recogniser.names(&fits)), at, None, text);
            Vec::new()
        }
    }

    /// Gives the last line its mode, which stands on the row under it.
    fn mode_of_above(&mut self, view: &View<'_>, row: u32, label_column: u32, title: &str) {
        self.cells.insert(view.at(row, label_column));
        let Some(cell) = view.row(row).iter().find(|cell| cell.column > label_column) else { return };
        let Some(line) = self.records.last_mut() else { return };
        if line.fields.iter().any(|known| known.field == Field::Mode) {
            return;
        }
        let at = view.spot(row, cell.column);
        self.cells.insert(at.cell);
        line.fields.push(Value {
            field: Field::Mode,
            title: title.trim().into(),
            cell: Located { value: cell.value.clone(), at },
            struck: cell.struck,
            merged: false,
        });
    }

    fn see(&mut self, fact: Fact, at: &Spot, competence: Option<CompetenceId>, read: &str) {
        self.facts.push(Observed { fact, at: Some(at.clone()), competence, read: read.to_owned() });
    }

    /// « Mode : interne » under the answer, beside no label: the line above goes on.
    fn goes_on(&mut self, recogniser: &Recogniser, view: &View<'_>, row: u32, columns: &[Column]) -> bool {
        let mut filled = columns.iter().filter_map(|column| Some((column, view.cell(row, column.index)?)));
        let (Some((column, cell)), None) = (filled.next(), filled.next()) else { return false };
        let CellValue::Text(text) = cell.value else { return false };
        let Some((title, value)) = text.split_once(':') else { return false };
        let asked = recogniser.dictionary.columns.exact(title);
        let Some(field) = asked.iter().copied().find(|field| *field != Field::Competence) else {
            return false;
        };
        let Some(line) = self.records.last_mut() else { return false };
        if value.trim().is_empty() || line.fields.iter().any(|known| known.field == field) {
            return false;
        }
        let at = view.spot(row, column.index);
        self.cells.insert(at.cell);
        line.fields.push(Value {
            field,
            title: title.trim().into(),
            cell: Located { value: CellValue::Text(value.trim().to_owned()), at },
            struck: cell.struck,
            merged: false,
        });
        true
    }

    /// A row without a label: the line above goes on, or an answer stands alone.
    fn read_unlabelled(&mut self, recogniser: &Recogniser, view: &View<'_>, row: u32, columns: &[Column]) {
        // « Acteur | Rôle »: a line for each actor of a competence, whose label stands on the first.
        let has = |field: Field| {
            columns.iter().any(|column| matches!(column.meaning, Meaning::Field(known) if known == field))
        };
        let with_roles = || has(Field::Role) && has(Field::Responsible);
        if answers(view, row, columns)
            && !self.goes_on(recogniser, view, row, columns)
            && !(with_roles() && self.same_label(recogniser, view, row, columns))
        {
            self.unlabelled(view, row, columns);
        }
    }

    /// One more line for the competence of the line right above.
    fn same_label(&mut self, recogniser: &Recogniser, view: &View<'_>, row: u32, columns: &[Column]) -> bool {
        let Some(last) = self.records.last().filter(|last| !last.competences.is_empty()) else {
            return false;
        };
        let (label, competences) = (last.label.clone(), last.competences.clone());
        let mut facts = Vec::new();
        let more = record(view, row, label, competences, columns, recogniser, &mut facts);
        if !more.fields.iter().any(|value| value.field == Field::Responsible) && more.actors.is_empty() {
            return false;
        }
        let own = view.row(row).iter().map(|cell| cell.column);
        self.cells.extend(own.filter(|own| at(columns, *own).is_some()).map(|column| view.at(row, column)));
        self.records.push(more);
        self.facts.append(&mut facts);
        true
    }

    /// Competences listed under the actor whose name stands once, before them: each is his. Only where the names stand
    /// first, none twice, and the competences in another order than the referential's: a form left blank isn't so made.
    fn go_on_under_actors(&mut self, label_column: u32, columns: &[Column]) {
        let Some(actors) = columns.iter().find(|column| {
            matches!(column.meaning, Meaning::Field(Field::Responsible)) && column.index < label_column
        }) else {
            return;
        };
        let named = |record: &Record| {
            record
                .fields
                .iter()
                .find(|value| value.field == Field::Responsible && value.title == actors.title)
                .map(|value| value.cell.value.shown())
        };
        let actors_named: Vec<Option<String>> = self.records.iter().map(named).collect();
        let given: Vec<&String> = actors_named.iter().flatten().collect();
        let each_once =
            given.iter().map(|name| crate::text::fold(name)).collect::<BTreeSet<_>>().len() == given.len();
        let ids: Vec<CompetenceId> =
            self.records.iter().filter_map(|record| record.competences.first().copied()).collect();
        // Fewer blanks than names are answers not given, and no list under each actor.
        if given.len() < 2
            || given.len() * 2 > actors_named.len()
            || !each_once
            || actors_named.first().is_none_or(Option::is_none)
            || ids.is_sorted()
        {
            return;
        }
        let mut above: Option<Value> = None;
        for record in &mut self.records {
            match record.fields.iter().find(|value| value.field == Field::Responsible) {
                Some(value) => above = Some(Value { merged: true, ..value.clone() }),
                None => record.fields.extend(above.clone()),
            }
        }
    }

    /// An answer without a label is lost unless it is said.
    fn unlabelled(&mut self, view: &View<'_>, row: u32, columns: &[Column]) {
        let telling = columns.iter().find(|column| {
            matches!(column.meaning, Meaning::Field(Field::Responsible) | Meaning::Actor)
                && view.cell(row, column.index).is_some()
        });
        if let Some(column) = telling {
            let read = view.cell(row, column.index).map(|cell| cell.value.shown()).unwrap_or_default();
            self.see(Fact::AnswerWithoutLabel, &view.spot(row, column.index), None, &read);
        }
    }
}

/// Competences that labels name without a doubt.
fn named_exactly(
    recogniser: &Recogniser,
    view: &View<'_>,
    label_column: u32,
    body: &[u32],
) -> BTreeSet<CompetenceId> {
    let named = body.iter().filter_map(|row| recogniser.labels.exactly(view.text(*row, label_column)?));
    named.flatten().collect()
}

/// « Documentation, Prise en main »: each competence is named by its own words, whatever other lines name it.
fn enumerates(recogniser: &Recogniser, label: &str, named: &[CompetenceId]) -> bool {
    (label.contains([',', ';', '+', '\n']) || label.contains(" / ")) && {
        let lines =
            label.lines().filter_map(|line| recogniser.listed(line.trim_start_matches(['-', '–', '•', ' '])));
        let alone: BTreeSet<CompetenceId> =
            lines.flatten().filter(|(_, ids)| ids.len() == 1).flat_map(|(_, ids)| ids).collect();
        named.iter().all(|id| alone.contains(id))
    }
}

/// Competences that have an answered line of their own.
fn named_alone(
    recogniser: &Recogniser,
    view: &View<'_>,
    label_column: u32,
    body: &[u32],
    columns: &[Column],
) -> BTreeSet<CompetenceId> {
    body.iter()
        .filter(|row| answers(view, **row, columns))
        .filter_map(|row| recogniser.labels.exactly(view.text(*row, label_column)?))
        .filter(|named| named.len() == 1)
        .flatten()
        .collect()
}

/// The column understood at a place; they are sorted.
fn at(columns: &[Column], index: u32) -> Option<&Column> {
    columns.binary_search_by_key(&index, |column| column.index).ok().map(|rank| &columns[rank])
}

/// The columns under which a row may hold something, whatever how many there are.
fn filled<'c>(view: &View<'_>, row: u32, columns: &'c [Column]) -> impl Iterator<Item = &'c Column> {
    view.columns_of(row).into_iter().filter_map(|column| at(columns, column))
}

/// Whether a row says anything beside its label, family and number apart.
fn answers(view: &View<'_>, row: u32, columns: &[Column]) -> bool {
    filled(view, row, columns).any(|column| {
        !matches!(column.meaning, Meaning::Field(Field::Family | Field::Number))
            && view.cell_or_merged(row, column.index).is_some()
    })
}

/// No sign that repeats a label takes more bytes.
const LONGEST_SIGN: usize = 24;

/// « " », « 〃 », « idem »: the label above.
fn is_same_sign(label: &str) -> bool {
    if label.len() > LONGEST_SIGN {
        return false;
    }
    let signs: String = label.chars().filter(|sign| !sign.is_whitespace()).collect();
    !signs.is_empty() && signs.chars().all(|sign| "\"'’‘〃″”“»".contains(sign))
        || matches!(crate::text::fold(label.trim()).as_str(), "idem" | "id." | "-\"-" | "- \" -")
}

/// « M. Lebon », « Mme Grondin »: a person by her title.
pub(super) fn is_person(text: &str) -> bool {
    let text = text.trim();
    ["M. ", "M ", "Mr ", "Mme ", "Mme. ", "Mlle ", "Monsieur ", "Madame "]
        .iter()
        .any(|title| text.strip_prefix(title).is_some_and(|name| name.starts_with(char::is_uppercase)))
}

pub(super) fn is_total(label: &str) -> bool {
    matches!(
        crate::text::words(label).first().map(String::as_str),
        Some(
            "total"
                | "totaux"
                | "sous"
                | "synthese"
                | "nombre"
                | "nb"
                | "signature"
                | "fait"
                | "date"
                | "visa"
                | "legende"
        )
    )
}

fn record(
    view: &View<'_>,
    row: u32,
    label: Located<String>,
    competences: Vec<CompetenceId>,
    columns: &[Column],
    recogniser: &Recogniser,
    facts: &mut Vec<Observed>,
) -> Record {
    let mut record = Record {
        table: 0,
        label,
        competences,
        fields: Vec::new(),
        actors: Vec::new(),
        ticked: Vec::new(),
        notes: Vec::new(),
    };
    for column in filled(view, row, columns) {
        let Some((cell, cell_row, merged)) = view.cell_or_merged(row, column.index) else { continue };
        let located = Located { value: cell.value.clone(), at: view.spot(cell_row, column.index) };
        // « Qui : mairie », « Mode : interne » in the cell of the answer.
        if let (Meaning::Field(Field::Responsible), CellValue::Text(text)) = (&column.meaning, cell.value)
            && let Some(parts) = super::parts::split(recogniser, text)
        {
            record.fields.extend(parts.into_iter().map(|(field, title, value)| Value {
                field,
                title: if title.is_empty() { Arc::clone(&column.title) } else { title.into() },
                cell: Located { value: CellValue::Text(value), at: located.at.clone() },
                struck: cell.struck,
                merged,
            }));
            continue;
        }
        match column.meaning {
            Meaning::Field(field) => record.fields.push(Value {
                field,
                title: Arc::clone(&column.title),
                cell: located,
                struck: cell.struck,
                merged,
            }),
            Meaning::Actor => record.actors.push(Actor {
                name: Located {
                    value: column.title.to_string(),
                    at: view.spot(column.title_row, column.index),
                },
                mark: located,
            }),
            Meaning::NamedActor => {
                let at = located.at.clone();
                // « ? » is no name, and answers all the same.
                let named = super::gist::is_worded(cell.value)
                    || matches!(cell.value, CellValue::Text(text) if text.contains('?'));
                // « Mme Grondin » under « Mairie », « DSI » under « Rectorat »: the body of the title, told.
                let shown = cell.value.shown();
                let acts_for_title = named
                    && (is_person(&shown) && !recogniser.bodies.named(cell.value)
                        || crate::text::fold(shown.trim()) == "dsi")
                    && recogniser.is_body(&column.title)
                    && !super::gist::tells_outside(&column.title);
                if acts_for_title {
                    let competence =
                        if let [only] = record.competences.as_slice() { Some(*only) } else { None };
                    let (fact, read) = (Fact::UnderBody(column.title.to_string()), shown.clone());
                    facts.push(Observed { fact, at: Some(at.clone()), competence, read });
                }
                let name = if named && !acts_for_title { shown } else { column.title.to_string() };
                let mark = if named { CellValue::Text("x".to_owned()) } else { located.value };
                record.actors.push(Actor {
                    name: Located { value: name, at: at.clone() },
                    mark: Located { value: mark, at },
                });
            }
            Meaning::Tick(mode) => record.ticked.push((mode, located)),
        }
    }
    record
}
