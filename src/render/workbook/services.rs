//! *Prestations*: what is entrusted to third parties, of which schools, for which service, at which level, until when.
//! Schools that say the same of a service share a line.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::XlsxError;

use crate::french;
use crate::model::calendar::Date;
use crate::model::dossier::Dossier;
use crate::model::referential::{CompetenceId, Mode};
use crate::model::school::Uai;
use crate::render::term::Term;
use crate::text;

use super::cells::{Cell, Column, Kind};
use super::colours;
use super::lines::{self, Told};
use super::page::Draft;
use super::places::Places;
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
    provider: Cow<'d, str>,
    service: &'d str,
    level: &'d str,
    mode: Option<Mode>,
    start: Option<Date>,
    kept: Option<bool>,
}

/// The schools of a service, the territories that tell it for theirs, and the first line that does.
struct Service<'d> {
    schools: BTreeSet<Uai>,
    territories: BTreeSet<String>,
    lines: u32,
    first: Told<'d>,
}

fn services(dossier: &Dossier) -> BTreeMap<Key<'_>, Service<'_>> {
    let mut services: BTreeMap<Key<'_>, Service<'_>> = BTreeMap::new();
    let mut providers = Providers::of(dossier);
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
            provider: providers.named(&details.provider),
            service: &details.service,
            level: &details.service_level,
            mode: read.mode,
            start: details.start,
            kept: details.kept,
        };
        let service = services.entry(key).or_insert(Service {
            schools: BTreeSet::new(),
            territories: BTreeSet::new(),
            lines: 0,
            first: line,
        });
        service.schools.extend(line.uai);
        if line.uai.is_none() {
            let scope = dossier.document(line.document).and_then(|line| line.scope.as_ref());
            service.territories.extend(scope.map(|scope| scope.title()));
        }
        service.lines += 1;
    }
    services
}

/// The names of providers: that of the entity whose spelling is written, where it is one's alone; else as first written.
struct Providers<'d> {
    /// By folded spelling; `None` where several entities are written so.
    entities: BTreeMap<String, Option<&'d str>>,
    raw: BTreeMap<String, &'d str>,
}

impl<'d> Providers<'d> {
    fn of(dossier: &'d Dossier) -> Self {
        let mut entities: BTreeMap<String, Option<&str>> = BTreeMap::new();
        for entity in &dossier.entities {
            let name = entity.name.as_str();
            for written in entity.spellings.iter().map(|spelling| spelling.written.as_str()).chain([name]) {
                let known = entities.entry(text::fold(written)).or_insert(Some(name));
                *known = known.filter(|other| *other == name);
            }
        }
        Self { entities, raw: BTreeMap::new() }
    }

    fn named(&mut self, written: &'d str) -> Cow<'d, str> {
        let whole = text::fold(written);
        if let Some(Some(name)) = self.entities.get(&whole) {
            return Cow::Borrowed(name);
        }
        Cow::Borrowed(self.raw.entry(whole).or_insert(written))
    }
}

/// Whose a service is: its school, with the way to its line; how many, where there are several; else its territories.
fn whose<'d>(places: &Places<'d>, service: &Service<'d>) -> [Cell<'d>; 3] {
    let schools = || service.schools.iter().filter_map(|uai| places.school(*uai));
    let circonscriptions: BTreeSet<&str> = schools().map(|file| &*file.school.circonscription).collect();
    let circonscription = match circonscriptions.len() {
        0 => Cell::Blank,
        1 => Cell::text(circonscriptions.first().copied().unwrap_or_default()),
        several => Cell::text(french::counted(several as u64, "circonscription", "circonscriptions")),
    };
    let (uai, name) = match (service.schools.len(), service.schools.first()) {
        (1, Some(uai)) => (
            match places.in_matrix(*uai) {
                Some(line) => Cell::Link(uai.to_string().into(), Sheet::Matrix, Sheet::Matrix.row_of(line)),
                None => Cell::text(uai.to_string()),
            },
            schools().next().map_or(Cell::Blank, |file| Cell::text(&*file.school.name)),
        ),
        (0, _) => {
            let told: Vec<&str> = service.territories.iter().map(String::as_str).collect();
            (Cell::Blank, Cell::text(told.join("\n")))
        }
        (several, _) => (Cell::Blank, Cell::text(french::counted(several as u64, "école", "écoles"))),
    };
    [uai, name, circonscription]
}

/// How many columns print: where each was read is for the screen.
const PRINTED: usize = 14;

/// Writes the sheet.
pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), XlsxError> {
    let (dossier, styles, places) = (draft.dossier, draft.styles, draft.places);
    let columns = [
        Column::new("Échéance", Kind::Mark),
        Column::new("Fin", Kind::Date),
        Column::new("UAI", Kind::Code),
        Column::new("École", Kind::Wrapped).at_most(24),
        Column::new("Circonscription", Kind::Wrapped).at_most(15),
        Column::new("Compétence", Kind::Wrapped).at_most(27),
        Column::new("Entité responsable", Kind::Wrapped).at_most(25),
        Column::new("Prestataire", Kind::Wrapped).at_most(20),
        Column::new("Mode", Kind::Wrapped).at_most(14),
        Column::new("Type de prestation", Kind::Wrapped).at_most(18),
        Column::new("Niveau de service", Kind::Wrapped).at_most(18),
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
         partagent une ligne ; la première cellule lue est donnée. « Bientôt échue » : dans les {}. L’UAI mène à la \
         matrice. L’impression s’arrête à la colonne Écoles.",
        french::counted(dossier.contract_days, "jour", "jours")
    );
    draft.begin(Sheet::Services, "Prestations et échéances", &hint)?;
    let services = services(dossier);
    let today = dossier.stamp.date;
    let told = |text: &str| if text.is_empty() { Cell::Blank } else { Cell::text(text.to_owned()) };
    let date = |date: Option<_>| date.map_or(Cell::Blank, Cell::Date);
    let rows = services.iter().map(|(key, service)| {
        let mut cells =
            vec![Cell::text(Term::of(key.end, today, dossier.contract_days).mark()), date(key.end)];
        cells.extend(whose(places, service));
        cells.extend([
            Cell::text(lines::competence(dossier, key.competence)),
            Cell::text(key.holders.as_str()),
            told(&key.provider),
            told(key.mode.map_or("", Mode::label)),
            told(key.service),
            told(key.level),
            date(key.start),
            Cell::yes_or_no(key.kept),
            Cell::count(service.schools.len() as u32),
            Cell::count(service.lines),
        ]);
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
    draft.frame(Sheet::Services, 2, columns.len(), last_row)?;
    draft.print_columns(PRINTED, last_row)
}
