//! *Prestations*: what is entrusted to third parties, for which service, at which level, until when. Schools that say
//! the same of a service share a line.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::XlsxError;

use crate::french;
use crate::model::calendar::Date;
use crate::model::dossier::Dossier;
use crate::model::referential::{CompetenceId, Mode};
use crate::model::school::Uai;
use crate::render::term::Term;

use super::cells::{Cell, Column, Kind};
use super::colours;
use super::lines::{self, Told};
use super::page::Draft;
use super::sheets::{Area, Sheet};
use super::table::{Layout, Spec};

/// What tells one service from another.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key<'d> {
    /// Those without an end come last.
    endless: bool,
    end: Option<Date>,
    competence: CompetenceId,
    holders: String,
    provider: &'d str,
    service: &'d str,
    level: &'d str,
    mode: Option<Mode>,
    start: Option<Date>,
    kept: Option<bool>,
}

/// The schools of a service, and the first line that tells it.
struct Service<'d> {
    schools: BTreeSet<Uai>,
    lines: u32,
    first: Told<'d>,
}

fn services(dossier: &Dossier) -> BTreeMap<Key<'_>, Service<'_>> {
    let mut services: BTreeMap<Key<'_>, Service<'_>> = BTreeMap::new();
    for line in lines::told(dossier) {
        let read = line.assignment;
        let details = &read.details;
        let external = matches!(read.mode, Some(Mode::External | Mode::Partial));
        if !external && details.provider.is_empty() && details.end.is_none() {
            continue;
        }
        let key = Key {
            endless: details.end.is_none(),
            end: details.end,
            competence: line.competence,
            holders: lines::holders(dossier, &line),
            provider: &details.provider,
            service: &details.service,
            level: &details.service_level,
            mode: read.mode,
            start: details.start,
            kept: details.kept,
        };
        let service =
            services.entry(key).or_insert(Service { schools: BTreeSet::new(), lines: 0, first: line });
        service.schools.extend(line.uai);
        service.lines += 1;
    }
    services
}

/// Writes the sheet.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), XlsxError> {
    let (dossier, styles) = (draft.dossier, draft.styles);
    let columns = [
        Column::new("Échéance", Kind::Mark),
        Column::new("Fin", Kind::Date),
        Column::new("Compétence", Kind::Wrapped).at_most(30),
        Column::new("Entité responsable", Kind::Wrapped).at_most(26),
        Column::new("Prestataire", Kind::Wrapped).at_most(20),
        Column::new("Mode", Kind::Wrapped).at_most(16),
        Column::new("Type de prestation", Kind::Wrapped).at_most(22),
        Column::new("Niveau de service", Kind::Wrapped).at_most(20),
        Column::new("Début", Kind::Date),
        Column::new("Conservée après déploiement", Kind::Text),
        Column::new("Écoles", Kind::Count),
        Column::new("Lignes lues", Kind::Count),
        Column::new("Document (première ligne)", Kind::Wrapped).at_most(26),
        Column::new("Feuille", Kind::Wrapped).at_most(13),
        Column::new("Cellule", Kind::Code),
    ];
    let hint = format!(
        "Ce qui est externalisé, en tout ou partie, ou confié à un prestataire. Les écoles qui disent la même chose \
         partagent une ligne ; la première cellule lue est donnée. « Bientôt échue » : dans les {}.",
        french::counted(dossier.contract_days, "jour", "jours")
    );
    draft.begin(Sheet::Services, "Prestations et échéances", &hint)?;
    let services = services(dossier);
    let today = dossier.stamp.date;
    let text = |text: &str| if text.is_empty() { Cell::Blank } else { Cell::text(text.to_owned()) };
    let date = |date: Option<_>| date.map_or(Cell::Blank, Cell::Date);
    let rows = services.iter().map(|(key, service)| {
        let mut cells = vec![
            Cell::text(Term::of(key.end, today, dossier.contract_days).mark()),
            date(key.end),
            Cell::text(lines::competence(dossier, key.competence)),
            Cell::text(key.holders.as_str()),
            text(key.provider),
            text(key.mode.map_or("", Mode::label)),
            text(key.service),
            text(key.level),
            date(key.start),
            Cell::yes_or_no(key.kept),
            Cell::count(service.schools.len() as u32),
            Cell::count(service.lines),
        ];
        cells.extend(lines::origin(dossier, &service.first));
        cells
    });
    let spec = Spec {
        name: Sheet::Services.table(),
        alt: "Prestations : compétence, entité, prestataire, niveau de service, échéance, écoles",
        top: Sheet::Services.header_row(),
        left: 0,
        columns: &columns,
        layout: Layout::Alone,
    };
    let last_row = draft.table(styles, &spec, rows)?;
    colours::terms(
        draft.worksheet(),
        Area { first_row: spec.top + 1, first_column: 0, last_row, last_column: 0 },
    )?;
    draft.frame(Sheet::Services, 1, columns.len(), last_row)
}
