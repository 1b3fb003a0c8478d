//! What was typed, turned into what the program needs: everything is read and checked before any document is.
//!
//! Each refusal is a French sentence that says what to do, and carries the status to end with.

mod campaign;
pub mod configuration;
mod dates;
mod derogations;
mod effective;
mod files;
mod groupings;
mod letters;
mod logo;
mod names;
pub mod outline;
mod progress;
mod retention;
mod schema;
mod status;
mod synonyms;
mod syntax;
mod thresholds;

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use derogations::to_review as derogations_to_review;
pub use effective::{TEMPLATE, effective};
pub use progress::{Progress, Silent};
pub use retention::{PurgeRequest, first_month_kept};
pub use schema::schema;
pub use status::{FailLevel, Status};

use crate::academies::Academies;
use crate::french::{counted, quoted};
use crate::layout::Dictionary;
use crate::model::budget::Budgets;
use crate::model::calendar::{Date, Month};
use crate::model::derogation::Derogation;
use crate::model::dossier::Stamp;
use crate::model::finding::{Rule, Severity};
use crate::model::grouping::Grouping;
use crate::model::letter::Letters;
use crate::model::logo::Logo;
use crate::model::outline::Outline;
use crate::model::referential::Referential;
use crate::model::thresholds::Thresholds;
use crate::reading;
use crate::referential;
use crate::registry::Registry;
use crate::text;
use configuration::Configuration;

/// How close a name must be to one of ours to be suggested.
const CLOSE_ENOUGH: f64 = 0.6;
/// How many remarks on the registry are told before they are only counted.
const REMARKS_TOLD: usize = 5;

/// What was typed, as it was typed.
#[derive(Clone, Debug)]
pub struct Request {
    /// Folders and files received.
    pub sources: Vec<PathBuf>,
    /// Files whose answers hold for every school below.
    pub socles: Vec<PathBuf>,
    /// Folder of all months; `None` where nothing will be written.
    pub output: Option<PathBuf>,
    /// Folder of the earlier months; that of the results if not given.
    pub history: Option<PathBuf>,
    /// The campaign month.
    pub month: Option<Month>,
    /// The date printed on documents.
    pub date: Option<Date>,
    /// List of expected schools.
    pub registry: Option<PathBuf>,
    /// Configuration.
    pub configuration: Option<PathBuf>,
    /// Referential in place of the embedded one.
    pub referential: Option<PathBuf>,
    /// Académies to keep, by name or code; all if empty.
    pub academies: Vec<String>,
    /// Threads; as many as processors if not given.
    pub threads: Option<NonZeroUsize>,
    /// From which severity on the run is told as failed.
    pub fail_level: FailLevel,
    /// Whether persons, their addresses and free comments are taken out of the results.
    pub nameless: bool,
    /// What is sent back to schools.
    pub returns: Returns,
}

/// What is sent back to schools.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Returns {
    /// Nothing.
    #[default]
    None,
    /// Corrections and reminders.
    Corrections,
    /// The same, and thanks where all is well.
    AndThanks,
}

/// What a run needs, all checked.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Folders and files received; each exists and can be opened.
    pub sources: Vec<PathBuf>,
    /// Files whose answers hold for every school below; each exists and can be opened.
    pub socles: Vec<PathBuf>,
    /// Folder of all months; neither inside a source, nor around one where it would be replaced. Empty where nothing
    /// will be written.
    pub output: PathBuf,
    /// Folder of the earlier months; it may not exist yet. Empty where nothing will be written.
    pub history: PathBuf,
    /// What is printed on every document: month, date, version, status, mention.
    pub stamp: Stamp,
    /// The table of académies.
    pub academies: Academies,
    /// Codes of the académies to keep; all if empty.
    pub only: BTreeSet<String>,
    /// The referential, with the labels that the configuration adds.
    pub referential: Arc<Referential>,
    /// What titles of columns and labels of identification blocks mean, with those that the configuration adds.
    pub dictionary: Dictionary,
    /// The schools expected, if a list was given.
    pub registry: Option<Arc<Registry>>,
    /// Severities that the configuration changes, by code of rule; `None` where the rule is silenced.
    pub severities: BTreeMap<&'static str, Option<Severity>>,
    /// What the configuration decides of spellings, in its order.
    pub groupings: Vec<Grouping>,
    /// Findings that the configuration accepts, in its order.
    pub derogations: Vec<Arc<Derogation>>,
    /// What one document may cost.
    pub budgets: Budgets,
    /// From which figures on the rules that count speak.
    pub thresholds: Thresholds,
    /// Threads; as many as processors if not given.
    pub threads: Option<NonZeroUsize>,
    /// From which severity on the run is told as failed.
    pub fail_level: FailLevel,
    /// Whether persons, their addresses and free comments are taken out of the results.
    pub nameless: bool,
    /// What is sent back to schools.
    pub returns: Returns,
    /// The letters that go with it.
    pub letters: Letters,
    /// What was decided without being asked, and what the registry has to mend: sentences for the user.
    pub notes: Vec<String>,
}

/// Why a run can't begin. Displays as French sentences that say what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct PlanError {
    /// The status to end with.
    pub status: Status,
    /// What is wrong, and what to do.
    pub message: String,
}

impl PlanError {
    fn new(status: Status, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }
}

/// Where results go unless another folder is typed.
pub const RESULTS: &str = "sorties";

/// Reads and checks what making forms needs: nothing was received, and the answers to repeat are those of the results.
///
/// # Errors
/// As [`prepare`].
pub fn prepare_forms(request: Request, rules: &[&'static Rule], today: Date) -> Result<Plan, PlanError> {
    let typed = request.history.is_some();
    let mut plan = prepare(request, rules, today)?;
    if !typed {
        plan.history = PathBuf::from(RESULTS);
    }
    Ok(plan)
}

/// Reads and checks everything that a run needs. `today` dates the documents unless a date was typed.
///
/// # Errors
/// [`PlanError`] at the first thing that prevents the run.
pub fn prepare(request: Request, rules: &[&'static Rule], today: Date) -> Result<Plan, PlanError> {
    let mut notes = Vec::new();
    files::check_sources(&request.sources)?;
    files::check_sources(&request.socles)?;
    let academies = Academies::embedded();
    let mut referential = match &request.referential {
        None => referential::embedded(),
        Some(path) => {
            let text = files::text(path, "Le référentiel")?;
            // The syntax first: its faults are told in the same words as those of the configuration.
            syntax::check(&text).map_err(|fault| files::fault(path, &fault))?;
            referential::parse(&text).map_err(|fault| files::fault(path, &fault))?
        }
    };
    let Configured { configuration, logo, outline, letters } =
        read_configuration(&request, rules, (&academies, &referential), &mut notes)?;
    configuration.synonyms.add_labels(&mut referential);
    let date = request.date.unwrap_or(today);
    let month = month(&request, &configuration, date, &mut notes);
    if let Some(output) = &request.output {
        files::check_output(&request.sources, output, month)?;
    }
    if let Some(history) = &request.history {
        files::check_history(history)?;
    }
    let only = only(&request, &configuration, &academies)?;
    let registry = match &request.registry {
        None => None,
        Some(path) => Some(Arc::new(read_registry(path, &academies, &mut notes)?)),
    };
    Ok(Plan {
        stamp: Stamp {
            month,
            date,
            version: env!("CARGO_PKG_VERSION"),
            status: configuration.status,
            label: configuration.label,
            deadline: configuration.deadline,
            mention: configuration.mention,
            persons: configuration.persons && !request.nameless,
            logo,
            outline: Arc::new(outline),
        },
        sources: request.sources,
        socles: request.socles,
        history: request.history.or_else(|| request.output.clone()).unwrap_or_default(),
        output: request.output.unwrap_or_default(),
        academies,
        only,
        referential: Arc::new(referential),
        dictionary: configuration.synonyms.complete(Dictionary::embedded()),
        registry,
        severities: configuration.severities,
        groupings: configuration.groupings,
        derogations: configuration.derogations,
        budgets: configuration.budgets,
        thresholds: configuration.thresholds,
        threads: request.threads,
        fail_level: request.fail_level,
        nameless: request.nameless,
        returns: request.returns,
        letters,
        notes,
    })
}

/// A configuration, and the files that it names.
struct Configured {
    configuration: Configuration,
    logo: Option<Arc<Logo>>,
    outline: Outline,
    letters: Letters,
}

fn read_configuration(
    request: &Request,
    rules: &[&'static Rule],
    (academies, referential): (&Academies, &Referential),
    notes: &mut Vec<String>,
) -> Result<Configured, PlanError> {
    let found = || files::configuration_near(&request.sources, request.registry.as_deref());
    let Some(path) = request.configuration.clone().or_else(found) else {
        let (configuration, outline) = (Configuration::default(), outline::embedded());
        return Ok(Configured { configuration, logo: None, outline, letters: letters::read(None, notes)? });
    };
    if request.configuration.is_none() {
        notes.push(format!("Configuration : {}", path.display()));
    }
    let text = files::text(&path, "La configuration")?;
    let told = |fault: syntax::TomlFault| files::fault(&path, &fault);
    let configuration = configuration::parse(&text, rules, academies, referential).map_err(told)?;
    let wanted = Some(&configuration.logo).filter(|logo| !logo.path.is_empty());
    let logo = wanted.map(|wanted| logo::open(wanted, &path, &text)).transpose().map_err(told)?;
    let outline = match &configuration.outline {
        None => outline::embedded(),
        Some(named) => {
            let file = path.parent().unwrap_or(Path::new("")).join(&named.text);
            let text = files::text(&file, "Le plan du rapport")?;
            outline::parse(&text).map_err(|fault| files::fault(&file, &fault))?
        }
    };
    let letters = letters::read(Some(&path), notes)?;
    Ok(Configured { configuration, logo, outline, letters })
}

/// The month: typed, else configured, else named by a folder of the sources, else that of the date.
fn month(request: &Request, configuration: &Configuration, date: Date, notes: &mut Vec<String>) -> Month {
    let named = files::month_named(&request.sources);
    let month = request.month.or(configuration.month).or(named).unwrap_or_else(|| Month::of(date));
    if let Some(named) = named.filter(|named| *named != month) {
        let (kept, named) = (month.in_french(), named.in_french());
        notes.push(format!("Le mois consolidé est {kept}, alors que le dossier reçu nomme {named}."));
    }
    if request.month.is_none() && configuration.month.is_none() && named.is_none() {
        notes.push(format!("Mois : {} (celui de la date ; --mois en choisit un autre).", month.in_french()));
    }
    month
}

/// Codes of the académies to keep: those typed, else those configured.
fn only(
    request: &Request,
    configuration: &Configuration,
    academies: &Academies,
) -> Result<BTreeSet<String>, PlanError> {
    let (names, status, place) = if request.academies.is_empty() {
        (&configuration.academies, Status::Configuration, "de la configuration")
    } else {
        (&request.academies, Status::Usage, "donnée avec --academie")
    };
    let code = |name: &String| {
        academies.named(name).map(|academie| academie.code.clone()).ok_or_else(|| {
            let known = academies.all().iter().map(|academie| academie.name.as_str());
            let advice = match nearest(name, known) {
                Some(near) => format!("Vouliez-vous dire {} ?", quoted(near)),
                None => "Écrivez son nom (Nantes) ou son code (17).".to_owned(),
            };
            PlanError::new(status, format!("L’académie {} {place} n’existe pas. {advice}", quoted(name)))
        })
    };
    names.iter().map(code).collect()
}

/// What to say of the groupings of the configuration of which no spelling was met: sentences for the user.
pub fn unmet_groupings(unmet: &[Grouping]) -> Vec<String> {
    let sentence = |grouping: &Grouping| {
        let written: Vec<String> = grouping.spellings().iter().map(|spelling| quoted(spelling)).collect();
        format!(
            "Configuration : le regroupement de la ligne {} n’a rien changé, aucun inventaire n’écrit {}.",
            grouping.line,
            written.join(" ni ")
        )
    };
    unmet.iter().map(sentence).collect()
}

/// The sheets of a workbook as rows of texts; `None` if it can't be read.
fn sheets(bytes: &[u8], name: &str) -> Option<Vec<Vec<Vec<String>>>> {
    // The whole country's open-data directory: 66,000 lines of 71 columns.
    let budgets = Budgets {
        file_bytes: 200 << 20,
        cells: 6_000_000,
        shared_strings: 2_000_000,
        document_time: std::time::Duration::from_mins(10),
        ..Budgets::default()
    };
    let workbook = reading::workbook(bytes, name, &budgets).ok()?;
    let rows = |sheet: &crate::model::grid::Sheet| {
        let mut rows: Vec<Vec<String>> = Vec::new();
        for cell in &sheet.cells {
            let (row, column) = (cell.at.row as usize, cell.at.column as usize);
            // A stray cell at the far end of the grid lists no school.
            if column < 500 && row < 200_000 {
                rows.resize(rows.len().max(row + 1), Vec::new());
                let row = &mut rows[row];
                row.resize(row.len().max(column + 1), String::new());
                row[column] = cell.value.shown();
            }
        }
        rows
    };
    Some(workbook.sheets.iter().filter(|sheet| !sheet.cells.is_empty()).map(rows).collect())
}

/// Reads the list of expected schools.
fn read_registry(
    path: &std::path::Path,
    academies: &Academies,
    notes: &mut Vec<String>,
) -> Result<Registry, PlanError> {
    let bytes = files::bytes(path, "L’annuaire")?;
    let shown = quoted(&path.display().to_string());
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let read = if bytes.starts_with(b"PK") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        let Some(sheets) = sheets(&bytes, &name) else {
            let message = format!(
                "L’annuaire {shown} est un classeur qui ne peut pas être lu. Ouvrez-le, enregistrez-le au format \
                 « CSV (séparateur : point-virgule) », puis donnez ce fichier."
            );
            return Err(PlanError::new(Status::Configuration, message));
        };
        // The first sheet that lists schools; the first one's fault where none does.
        let mut read = sheets.iter().map(|rows| Registry::from_rows(&name, rows, academies));
        let first = read.next().unwrap_or_else(|| Registry::from_rows(&name, &[], academies));
        if first.is_ok() { first } else { read.find(Result::is_ok).unwrap_or(first) }
    } else {
        Registry::read(&name, &bytes, academies)
    };
    let (registry, remarks) = read.map_err(|error| {
        let message = format!("L’annuaire {shown} ne peut pas servir : {error}");
        PlanError::new(Status::Configuration, message)
    })?;
    let left_out = registry.left_out;
    let schools = counted(registry.schools().count() as u64, "école attendue", "écoles attendues");
    notes.push(format!("Annuaire {} : {schools}.", quoted(&name)));
    for (number, why) in [
        (left_out.not_schools, "hors du premier degré"),
        (left_out.not_open, "d’écoles fermées ou pas encore ouvertes"),
        (left_out.outside_academies, "hors des académies"),
    ] {
        if number > 0 {
            let lines = counted(number, "ligne laissée", "lignes laissées");
            notes.push(format!("Annuaire : {lines} de côté, {why}."));
        }
    }
    notes.extend(remarks.iter().take(REMARKS_TOLD).map(|remark| format!("Annuaire, {remark}")));
    if let Some(more) = remarks.len().checked_sub(REMARKS_TOLD).filter(|more| *more > 0) {
        let more = counted(more as u64, "autre remarque", "autres remarques");
        notes.push(format!("Annuaire : {more} du même genre."));
    }
    Ok(registry)
}

/// The name nearest to what was written, if one is near enough to be meant.
pub fn nearest<'n>(written: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let written = text::fold(written);
    let mut best: Option<(f64, &str)> = None;
    for name in names {
        let closeness = text::closeness(&written, &text::fold(name));
        if closeness >= CLOSE_ENOUGH && best.is_none_or(|(so_far, _)| closeness > so_far) {
            best = Some((closeness, name));
        }
    }
    best.map(|(_, name)| name)
}

#[cfg(test)]
mod tests;
