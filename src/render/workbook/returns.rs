//! *Retours*: what each school sent, those to chase first.

use std::collections::BTreeMap;

use rust_xlsxwriter::XlsxError;

use crate::french;
use crate::model::document::DocumentId;
use crate::model::dossier::{Dossier, Origin, SchoolFile, State};
use crate::model::evolution::Nature;
use crate::model::inventory::IdentifiedBy;
use crate::model::school::{Sector, Uai};

use super::cells::{Cell, Column, Kind};
use super::colours;
use super::marks::Return;
use super::page::Draft;
use super::sheets::{Area, Sheet};
use super::table::{Layout, Spec};

/// How many columns print, that of late inventories left out: what moved is in *Évolution*.
const PRINTED: usize = 15;
/// Rank of the column of late inventories, beside the return.
const LATE: usize = 8;

/// Writes the sheet.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), XlsxError> {
    let (dossier, styles, places) = (draft.dossier, draft.styles, draft.places);
    // Only a campaign with a deadline has late inventories.
    let tells_late = dossier.stamp.deadline.is_some();
    let mut columns = vec![
        Column::new("UAI", Kind::Code),
        Column::new("École", Kind::Wrapped).at_most(23),
        Column::new("Commune", Kind::Wrapped).at_most(14),
        Column::new("Département", Kind::Code),
        Column::new("Circonscription", Kind::Wrapped).at_most(16),
        Column::new("Secteur", Kind::Text),
        Column::new("Attendue", Kind::Text),
        Column::new("Retour", Kind::Mark),
        Column::new("Contact", Kind::Wrapped).at_most(25),
        Column::new("Document retenu", Kind::Wrapped).at_most(22),
        Column::new("École reconnue par", Kind::Wrapped).at_most(13),
        Column::new("Documents reçus", Kind::Count),
        Column::new("Autres documents", Kind::Wrapped).at_most(22),
        Column::new("Couvertes", Kind::Count),
        Column::new("Requises", Kind::Count),
    ];
    // Nor does a column stand blank for a first month, or where schools alone answer.
    let (tells_moved, inherits) = (dossier.evolution.is_some(), dossier.total.inherited.total() > 0);
    if tells_moved {
        columns.push(Column::new("Depuis le mois précédent", Kind::Wrapped).at_most(26));
    }
    if inherits {
        columns.push(Column::new("Hérite de", Kind::Wrapped).at_most(40));
    }
    if tells_late {
        columns.insert(LATE, Column::new("Hors délai", Kind::Date));
    }
    let hint = match &dossier.registry {
        Some(registry) => format!(
            "Écoles attendues selon « {registry} ». D’abord les manquantes, puis celles dont l’envoi est à refaire. \
             L’UAI mène à la matrice. L’impression s’arrête à la colonne Requises."
        ),
        None => "Aucun annuaire des écoles attendues n’a été donné : cette liste ne montre que les écoles dont un \
                 document est arrivé, et aucun taux de retour n’est calculé. Relancez avec --annuaire."
            .to_owned(),
    };
    draft.begin(Sheet::Returns, "Retours", &hint)?;
    let moved = moved(dossier);
    let rows = to_chase_first(dossier).into_iter().map(|(state, file)| {
        let school = &file.school;
        let tally = file.tally();
        let retained = file.retained.and_then(|id| dossier.document(id));
        let uai = school.uai.to_string();
        let mut cells = vec![
            match places.in_matrix(school.uai) {
                Some(line) => Cell::Link(uai.into(), Sheet::Matrix, Sheet::Matrix.row_of(line)),
                None => Cell::text(uai),
            },
            Cell::text(&*school.name),
            Cell::text(&*school.commune),
            Cell::text(&*school.departement),
            Cell::text(&*school.circonscription),
            Cell::text(match school.sector {
                Sector::Public => "Public",
                Sector::Private => "Privé",
                Sector::Unknown => "",
            }),
            Cell::yes_or_no(dossier.registry.is_some().then_some(file.expected)),
            Cell::text(state.mark()),
            Cell::text(&*school.email),
            retained.map_or(Cell::Blank, |line| Cell::text(&*line.document.path)),
            Cell::text(retained.and_then(|line| line.identified_by).map_or("", IdentifiedBy::label)),
            Cell::count(file.received.len() as u32),
            Cell::text(others(dossier, file)),
            Cell::count(tally.of(State::Covered)),
            Cell::count(tally.coverage_of_expected().denominator),
        ];
        if tells_moved {
            cells.push(moved.get(&school.uai).map_or(Cell::Blank, |told| Cell::text(told.join("\n"))));
        }
        if inherits {
            cells.push(Cell::text(inherited(dossier, file)));
        }
        if tells_late {
            cells.insert(LATE, retained.and_then(|line| line.late).map_or(Cell::Blank, Cell::Date));
        }
        cells
    });
    let spec = Spec {
        name: Sheet::Returns.table(),
        alt: "Retour de chaque école : reçu, à renvoyer ou manquant",
        top: Sheet::Returns.header_row(),
        left: 0,
        columns: &columns,
        layout: Layout::Alone,
    };
    let last_row = draft.table(styles, &spec, rows)?;
    let returns = Area { first_row: spec.top + 1, first_column: 7, last_row, last_column: 7 };
    colours::returns(draft.worksheet(), returns)?;
    draft.frame(Sheet::Returns, 2, columns.len(), last_row)?;
    draft.print_columns(PRINTED + usize::from(tells_late), last_row)
}

/// What happened to each school since the month before, one a line: that it came or went, how many of its couples fell
/// back, how many were settled.
fn moved(dossier: &Dossier) -> BTreeMap<Uai, Vec<String>> {
    let mut told: BTreeMap<Uai, Vec<String>> = BTreeMap::new();
    let Some(evolution) = &dossier.evolution else { return told };
    for change in &evolution.schools {
        told.entry(change.uai).or_default().push(change.event.label().to_owned());
    }
    let mut counted: BTreeMap<(usize, Nature), u32> = BTreeMap::new();
    for change in &evolution.changes {
        *counted.entry((change.school, change.nature)).or_default() += 1;
    }
    for ((school, nature), number) in counted {
        let (one, many) = match nature {
            Nature::Regression => ("recul", "reculs"),
            Nature::Progress => ("point réglé", "points réglés"),
            _ => continue,
        };
        let uai = dossier.schools[school].school.uai;
        told.entry(uai).or_default().push(french::counted(number, one, many));
    }
    told
}

/// The territories whose answers the school inherits, one a line, with how many.
fn inherited(dossier: &Dossier, file: &SchoolFile) -> String {
    let mut counted: Vec<(DocumentId, u32)> = Vec::new();
    let inherited = file.couples.iter().filter(|couple| couple.origin == Origin::Inherited);
    for id in inherited.filter_map(|couple| couple.document) {
        match counted.iter_mut().find(|(known, _)| *known == id) {
            Some((_, count)) => *count += 1,
            None => counted.push((id, 1)),
        }
    }
    let lines = counted.into_iter().filter_map(|(id, count)| {
        let scope = dossier.document(id)?.scope.as_ref()?;
        Some(format!("{} ({})", scope.title(), french::counted(count, "réponse", "réponses")))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What became of a school's return.
pub(super) fn return_of(file: &SchoolFile) -> Return {
    match (file.retained, file.received.is_empty()) {
        (Some(_), _) => Return::Received,
        (None, true) => Return::Missing,
        (None, false) => Return::ToResend,
    }
}

/// Missing schools, then those to ask again, then the others, each in the order of the dossier.
fn to_chase_first(dossier: &Dossier) -> Vec<(Return, &SchoolFile)> {
    let mut files: Vec<(Return, &SchoolFile)> =
        dossier.schools.iter().map(|file| (return_of(file), file)).collect();
    files.sort_by_key(|(state, _)| *state);
    files
}

/// What else the school sent, one document a line, with what became of it.
fn others(dossier: &Dossier, file: &SchoolFile) -> String {
    let others = file.received.iter().filter(|id| file.retained != Some(**id));
    let lines = others.filter_map(|id| dossier.document(*id));
    lines
        .map(|line| format!("{} ({})", line.document.path, line.verdict.label().to_lowercase()))
        .collect::<Vec<_>>()
        .join("\n")
}
