//! *Matrice entités*: how many schools each entity holds each competence in, those of the project first.

use std::collections::BTreeMap;

use rust_xlsxwriter::XlsxError;

use crate::french;
use crate::model::dossier::{Dossier, EntityId};
use crate::model::indicator::Rate;
use crate::model::referential::EntityTypeId;

use super::cells::{Cell, Column, Kind};
use super::page::Draft;
use super::sheets::{Area, Sheet};
use super::summary::{Page, percentage};
use super::table::{Layout, Spec};

/// What one entity holds.
pub(super) struct Holdings {
    pub(super) entity: EntityId,
    /// Schools in which it holds each required competence, alone or with others, in the referential's order.
    pub(super) by_competence: Vec<u32>,
    /// Schools in which it holds something.
    pub(super) schools: u32,
}

impl Holdings {
    /// Couples that it holds.
    pub(super) fn couples(&self) -> u32 {
        self.by_competence.iter().sum()
    }
}

/// Whether an entity stands inside the project, as its type tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    /// Of the project.
    Inside,
    /// A third party.
    ThirdParty,
    /// Nothing tells its type.
    Unknown,
}

impl Side {
    /// The side of a type.
    pub(super) fn of(dossier: &Dossier, kind: Option<EntityTypeId>) -> Self {
        match kind.map(|kind| dossier.referential.entity_type(kind).internal) {
            Some(true) => Self::Inside,
            Some(false) => Self::ThirdParty,
            None => Self::Unknown,
        }
    }

    /// The word that readers see.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Inside => "Projet",
            Self::ThirdParty => "Tiers",
            Self::Unknown => "Inconnu",
        }
    }
}

/// What each entity that holds something holds: those of the project first, by type, then who holds most.
pub(super) fn holdings(dossier: &Dossier) -> Vec<Holdings> {
    let required = dossier.required().len();
    let mut held: BTreeMap<EntityId, Holdings> = BTreeMap::new();
    for file in &dossier.schools {
        let mut here: Vec<EntityId> = Vec::new();
        for (rank, couple) in file.couples.iter().enumerate() {
            for &entity in &couple.responsible {
                let line = held.entry(entity).or_insert_with(|| Holdings {
                    entity,
                    by_competence: vec![0; required],
                    schools: 0,
                });
                if let Some(number) = line.by_competence.get_mut(rank) {
                    *number += 1;
                }
                if !here.contains(&entity) {
                    here.push(entity);
                    line.schools += 1;
                }
            }
        }
    }
    let mut lines: Vec<Holdings> = held.into_values().collect();
    lines.sort_by_key(|line| {
        let kind = dossier.entity(line.entity).kind;
        (Side::of(dossier, kind), kind, std::cmp::Reverse(line.couples()), line.entity)
    });
    lines
}

/// The types of entity in the *Synthèse*: how many entities of each, how many couples they hold.
pub(super) fn by_type(dossier: &Dossier, page: &mut Page<'_>) -> Result<Area, XlsxError> {
    let mut types: BTreeMap<(Side, Option<EntityTypeId>), (u32, u32)> = BTreeMap::new();
    for line in holdings(dossier) {
        let kind = dossier.entity(line.entity).kind;
        let (entities, couples) = types.entry((Side::of(dossier, kind), kind)).or_default();
        (*entities, *couples) = (*entities + 1, *couples + line.couples());
    }
    let total: u32 = types.values().map(|(_, couples)| couples).sum();
    let few = dossier.total.answered() < french::FEWEST_SCHOOLS;
    let columns = [
        Column::new("Type d’entité", Kind::Text),
        Column::new("Nature", Kind::Text),
        Column::new("Entités", Kind::Count),
        Column::new("Nombre compté", Kind::Count),
        Column::new("Sur un total de", Kind::Count),
        Column::new("Part", Kind::Rate),
    ];
    let rows = types.iter().map(|((side, kind), (entities, couples))| {
        [
            Cell::text(kind_label(dossier, *kind)),
            Cell::text(side.label()),
            Cell::count(*entities),
            Cell::count(*couples),
            Cell::count(total),
            percentage(Rate::new(*couples, total), few),
        ]
    });
    page.section(
        "Qui est responsable, par type d’entité : une responsabilité par école, compétence et entité",
    )?;
    page.table("Types", "Responsabilités tenues par chaque type d’entité", &columns, rows)
}

fn kind_label(dossier: &Dossier, kind: Option<EntityTypeId>) -> &str {
    kind.map_or("Type inconnu", |kind| &dossier.referential.entity_type(kind).label)
}

/// Writes the sheet.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), XlsxError> {
    let (dossier, styles) = (draft.dossier, draft.compact);
    let mut columns = vec![
        Column::new("Entité", Kind::Wrapped).at_most(28),
        Column::new("Type d’entité", Kind::Wrapped).at_most(18),
        Column::new("Nature", Kind::Text),
        Column::new("Écoles", Kind::Count),
    ];
    columns.extend(dossier.referential.required().map(|id| {
        let competence = dossier.referential.competence(id);
        Column::new(&format!("{} {}", competence.code, competence.label), Kind::Count).at_most(9)
    }));
    columns.extend([Column::new("Couples", Kind::Count), Column::new("Compétences", Kind::Count)]);
    let hint = "Dans combien d’écoles chaque entité est responsable, seule ou avec d’autres. Les entités du projet d’abord, puis les \
                tiers, puis le type inconnu. Un couple : une école et une compétence. Impression : sans Couples ni Compétences.";
    draft.begin(Sheet::Entities, "Matrice entités × compétences", hint)?;
    let lines = holdings(dossier);
    let rows = lines.iter().map(|line| {
        let entity = dossier.entity(line.entity);
        let competences = line.by_competence.iter().filter(|number| **number > 0).count();
        let mut cells = vec![
            Cell::text(&*entity.name),
            Cell::text(kind_label(dossier, entity.kind)),
            Cell::text(Side::of(dossier, entity.kind).label()),
            Cell::count(line.schools),
        ];
        // Nil is left blank: the eye finds who holds what.
        let numbers = line.by_competence.iter();
        cells.extend(numbers.map(|number| if *number == 0 { Cell::Blank } else { Cell::count(*number) }));
        cells.extend([Cell::count(line.couples()), Cell::count(competences as u32)]);
        cells
    });
    let spec = Spec {
        name: Sheet::Entities.table(),
        alt: "Nombre d’écoles où chaque entité tient chaque compétence",
        top: Sheet::Entities.header_row(),
        left: 0,
        columns: &columns,
        layout: Layout::Alone,
    };
    let last_row = draft.table(styles, &spec, rows)?;
    draft.frame(Sheet::Entities, 1, columns.len(), last_row)?;
    draft.print_columns(columns.len() - 2, last_row)
}
