//! The only orchestrator: it alone knows every stage, and it alone uses threads.
//!
//! A document is a unit of work guarded against panics, whatever stage they come from; workers share nothing that
//! changes. Inventories come back in the order of the sorted list of documents, so that no output depends on how many
//! threads there were.

mod forms;
mod nameless;
mod returns;
mod rows;
mod writing;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use crate::check::{self, Severities};
use crate::consolidate::{self, Consolidation, Pending, Renown, Settled, Submitted, evolution};
use crate::french::counted;
use crate::history::Months;
use crate::identify;
use crate::intake::{self, Received, Source};
use crate::layout::Recogniser;
use crate::model::budget::{Budgets, Effort};
use crate::model::derogation::Use;
use crate::model::document::{Document, DocumentId, Verdict};
use crate::model::dossier::{Batch, DocumentLine, Dossier};
use crate::model::evolution::Attendance;
use crate::model::excerpt::Row;
use crate::model::finding::Finding;
use crate::model::inventory::{Content, Inventory, Observed, Owner, ReadFailure};
use crate::model::overview::Overview;
use crate::model::packed::Packed;
use crate::model::place::Located;
use crate::model::record::{Layout, TableFound};
use crate::model::school::School;
use crate::normalise::{KnownNames, Normaliser};
use crate::output::{Contents, MonthFolder, OutputError};
use crate::plan::{Plan, Progress, Returns, Status};
use crate::reading;
use crate::render;

pub use forms::{Forms, write as write_forms};

/// How many documents are named where none can be read: the sentence fits a screen.
const REFUSALS_TOLD: usize = 8;

/// Documents that may take more memory than this, in bytes, are read one at a time: one of the worst takes 300 MB, and
/// there are as many threads as processors.
const LARGE: u64 = 32 << 20;

/// What a run did.
#[derive(Debug)]
pub struct Outcome {
    /// What is left of every académie met once its documents are written, and what belongs to none.
    pub batch: Batch<Overview>,
    /// The month's folder.
    pub folder: PathBuf,
    /// What was written in it, relative to it, in order.
    pub written: Vec<PathBuf>,
    /// The page that opens the month, relative to its folder.
    pub page: &'static str,
    /// Earlier months that could not be compared: sentences for the user.
    pub remarks: Vec<String>,
}

/// Why a run ends without outputs. Displays as French sentences that say what to do.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A source could not be walked.
    #[error(transparent)]
    Source(#[from] intake::SourceError),
    /// No document could be read.
    #[error("{0}")]
    NothingReadable(String),
    /// An output could not be made.
    #[error(transparent)]
    Render(#[from] render::RenderError),
    /// An output could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// The threads asked for could not be started.
    #[error("Le système refuse les tâches demandées. Relancez avec --taches 1.")]
    Threads,
}

impl RunError {
    /// The status to end with.
    pub fn status(&self) -> Status {
        match self {
            Self::Source(_) | Self::NothingReadable(_) => Status::NothingReadable,
            Self::Output(_) => Status::Output,
            Self::Render(_) | Self::Threads => Status::Fault,
        }
    }
}

/// Everything that workers read and nobody changes.
struct Workshop<'a> {
    plan: &'a Plan,
    recogniser: Recogniser,
    normaliser: Normaliser,
    budgets: Budgets,
    severities: Severities,
    /// Held by whoever reads a document that is large.
    turn: Mutex<()>,
    /// Whether what was understood of each document is shown; a month is made of the answers alone.
    shows: bool,
}

/// Reads the sources, consolidates them, and writes the month's folder.
///
/// # Errors
/// [`RunError`] where nothing was written; what a document holds is never an error.
pub fn run(plan: &Plan, progress: &(dyn Progress + Sync)) -> Result<Outcome, RunError> {
    let pool = threads(plan)?;
    let found = found(plan)?;
    let workshop = Workshop::new(plan, false);
    let folder = MonthFolder::begin(&plan.output, plan.stamp.month, Contents::Results)?;
    pool.install(|| {
        let received = workshop.received(found);
        progress.found(received.len());
        let read = workshop.read(&received, progress);
        drop(received);
        workshop.refuse_nothing(&read.inventories)?;
        let writing::MonthWritten { batch, written, remarks } = workshop.write(&folder, read, progress)?;
        Ok(Outcome { batch, folder: folder.commit()?, written, page: render::front::NAME, remarks })
    })
}

/// What `verifier` shows: the same judgement as a whole run, nothing written.
#[derive(Debug)]
pub struct Examination {
    /// Every académie met, and what belongs to none.
    pub batch: Batch,
    /// The tables found in each document.
    pub tables: BTreeMap<DocumentId, Vec<TableFound>>,
    /// The notes on the cells of each document.
    pub notes: BTreeMap<DocumentId, Vec<Located<String>>>,
    /// The rows of each document that a finding points into, by sheet and row.
    pub rows: BTreeMap<DocumentId, Vec<Row>>,
}

/// Reads and judges the sources without writing anything.
///
/// # Errors
/// [`RunError`] where a source can't be walked or no thread can start.
pub fn examine(plan: &Plan, progress: &(dyn Progress + Sync)) -> Result<Examination, RunError> {
    let pool = threads(plan)?;
    let found = found(plan)?;
    let workshop = Workshop::new(plan, true);
    Ok(pool.install(|| {
        let received = workshop.received(found);
        progress.found(received.len());
        let mut read = workshop.read(&received, progress);
        let (tables, notes) = read
            .inventories
            .iter_mut()
            .map(|inventory| {
                let id = inventory.document.id;
                let (tables, notes) =
                    (std::mem::take(&mut inventory.tables), std::mem::take(&mut inventory.notes));
                ((id, tables), (id, notes))
            })
            .unzip();
        let batch = workshop.batch(read);
        let rows = workshop.rows(&received, &batch);
        Examination { batch, tables, notes, rows }
    }))
}

fn found(plan: &Plan) -> Result<Vec<Received>, RunError> {
    let mut found = intake::find(&plan.sources)?;
    intake::add_socles(&mut found, &plan.socles)?;
    Ok(found)
}

fn threads(plan: &Plan) -> Result<rayon::ThreadPool, RunError> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(plan.threads.map_or(0, std::num::NonZeroUsize::get))
        .build()
        .map_err(|_| RunError::Threads)
}

impl<'a> Workshop<'a> {
    fn new(plan: &'a Plan, shows: bool) -> Self {
        let mut severities = Severities::default();
        for (code, severity) in &plan.severities {
            if let Some(rule) = check::rule(code) {
                match severity {
                    Some(severity) => severities.change(rule, *severity),
                    None => severities.silence(rule),
                }
            }
        }
        Self {
            recogniser: Recogniser::new(&plan.referential, plan.dictionary.clone()),
            normaliser: Normaliser::new(&plan.referential),
            budgets: plan.budgets,
            severities,
            turn: Mutex::new(()),
            shows,
            plan,
        }
    }

    /// The documents received: the parts of mails and archives among them, numbered once all are known.
    fn received(&self, found: Vec<Received>) -> Vec<Received> {
        let expanded: Vec<Vec<Received>> =
            found.into_par_iter().map(|received| intake::expand(received, &self.budgets)).collect();
        intake::rank(expanded.into_iter().flatten().collect())
    }

    fn read(&self, received: &[Received], progress: &(dyn Progress + Sync)) -> Read {
        let one = |received| {
            let mut inventory =
                catch_unwind(AssertUnwindSafe(|| self.inventory(received))).unwrap_or_else(|_| {
                    let fault = ReadFailure::Fault("le document n’a pas pu être analysé".to_owned());
                    unread(received, Content::Unreadable(fault))
                });
            progress.done(1);
            let assignments = std::mem::take(&mut inventory.assignments);
            inventory.shrink();
            (inventory, (Packed::of(&assignments), self.normaliser.names_joined(&assignments)))
        };
        let (inventories, told): (Vec<_>, Vec<(Packed, bool)>) = received.par_iter().map(one).unzip();
        let (answers, joined) = told.into_iter().unzip();
        Read { inventories, answers, joined }
    }

    /// One document, from its bytes to what was understood of it.
    fn inventory(&self, received: &Received) -> Inventory {
        if let Source::Skipped(why) = received.source {
            return unread(received, Content::NotAnInventory(why));
        }
        let (document, bytes) = received.load(&self.budgets);
        let mut inventory = Inventory { document, ..unread(received, Content::Empty) };
        let _turn = bytes.as_ref().ok().and_then(|bytes| self.turn(bytes));
        // Time runs from here: waiting for a turn isn't the document's fault.
        let budgets = self.budgets.begun();
        let workbook =
            bytes.and_then(|bytes| reading::workbook(&bytes, inventory.document.file_name(), &budgets));
        let workbook = workbook.and_then(|workbook| budgets.on_time().map(|()| workbook));
        let workbook = match workbook {
            Ok(workbook) => workbook,
            Err(failure) => {
                inventory.content = Content::Unreadable(failure);
                inventory.owner = self.owner_outside(received, &inventory.document);
                return inventory;
            }
        };
        inventory.saved = workbook.modified;
        if workbook.sheets.iter().all(|sheet| sheet.cells.is_empty()) {
            inventory.owner = self.owner_outside(received, &inventory.document);
            return inventory;
        }
        let effort = Effort::of(&budgets);
        let layout = self.recogniser.lay_out(&workbook, self.plan.stamp.month, &effort);
        let (assignments, seen) = self.normaliser.assignments(&layout, &effort);
        if let Err(failure) = effort.verdict() {
            inventory.content = Content::Unreadable(failure);
            inventory.owner = self.owner_outside(received, &inventory.document);
            return inventory;
        }
        inventory.facts.clone_from(&layout.facts);
        if self.shows {
            inventory.notes.clone_from(&layout.notes);
            inventory.tables.clone_from(&layout.tables);
        }
        if layout.tables.is_empty() {
            // The table isn't understood, but staff should know whose file to open.
            inventory.content = Content::NoTable;
            inventory.owner = self.owner(&layout, &inventory.document, received.socle).0;
            return inventory;
        }
        inventory.content = Content::Answers;
        inventory.assignments = assignments;
        inventory.facts.extend(seen);
        let (owner, seen) = self.owner(&layout, &inventory.document, received.socle);
        inventory.owner = owner;
        inventory.facts.extend(seen);
        inventory
    }

    /// The turn of a document that is large, to be held while it is in memory.
    fn turn(&self, bytes: &[u8]) -> Option<MutexGuard<'_, ()>> {
        // A reader that panicked left nothing half done: its turn ends all the same.
        (reading::weight(bytes) > LARGE).then(|| self.turn.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whose document it is that says nothing itself: its name and its mail may tell. Staff should know whom to ask for
    /// another, and a school that sent something isn't one that sent nothing.
    fn owner_outside(&self, received: &Received, document: &Document) -> Owner {
        if received.socle {
            return Owner::Unknown;
        }
        self.owner(&Layout::default(), document, false).0
    }

    fn owner(&self, layout: &Layout, document: &Document, socle: bool) -> (Owner, Vec<Observed>) {
        let owner = if socle { identify::owner_of_socle } else { identify::owner };
        owner(self.identify_with(), layout, document)
    }

    fn identify_with(&self) -> identify::Context<'_> {
        identify::Context { academies: &self.plan.academies, registry: self.plan.registry.as_deref() }
    }

    /// Verdicts, and what the académies need of each other.
    fn consolidated<'c>(&self, mut read: Read, ctx: &'c consolidate::Context<'_>) -> Consolidation<'c> {
        self.cut_known_names(&mut read);
        let Read { mut inventories, mut answers, .. } = read;
        identify::resolve(self.identify_with(), ctx.only, &mut inventories);
        for (inventory, answers) in inventories.iter().zip(&mut answers) {
            if let Some(scope) = inventory.owner.scope() {
                let mut assignments = answers.assignments();
                self.normaliser.name_own_grouping(scope, &mut assignments);
                *answers = Packed::of(&assignments);
            }
        }
        if let Some(deadline) = self.plan.stamp.deadline {
            consolidate::tell_late(&mut inventories, deadline);
        }
        let settled = consolidate::settle(&inventories);
        let received = inventories.into_iter().zip(answers).zip(settled);
        let received = received
            .map(|((inventory, answers), settled)| Submitted { inventory, answers, settled })
            .collect();
        Consolidation::of(received, ctx, |shares, gather| shares.into_par_iter().map(gather).collect())
    }

    /// Cuts the names joined by « et » whose two sides are names that the batch, or the registry, knows.
    fn cut_known_names(&self, read: &mut Read) {
        if !read.joined.contains(&true) {
            return;
        }
        let places = self.places(&read.inventories);
        let known = self.normaliser.known_places(places.iter().map(String::as_str));
        let names = read.answers.par_iter().fold(KnownNames::default, |mut names, answers| {
            self.normaliser.know_names(&answers.assignments(), &mut names);
            names
        });
        let names = names.reduce(KnownNames::default, KnownNames::and).and(known);
        let joined = read.joined.iter().zip(&mut read.inventories).zip(&mut read.answers);
        for ((_, inventory), answers) in joined.filter(|((joined, _), _)| **joined) {
            let mut assignments = answers.assignments();
            self.normaliser.cut_known_names(&names, &mut assignments, &mut inventory.facts);
            *answers = Packed::of(&assignments);
        }
    }

    fn context<'c>(&'c self, only: &'c [String]) -> consolidate::Context<'c> {
        consolidate::Context {
            stamp: self.plan.stamp.clone(),
            referential: self.plan.referential.clone(),
            academies: &self.plan.academies,
            registry: self.plan.registry.as_deref(),
            rules: check::RULES.to_vec(),
            only,
            groupings: &self.plan.groupings,
            contract_days: self.plan.thresholds.contract_days,
        }
    }

    /// The dossier of an académie, its findings, and what became of the dérogations in it.
    fn dossier(&self, pending: Pending<'_>, renown: &Renown) -> (Dossier, Vec<Use>) {
        let (mut received, pending) = pending.part();
        let (judged, reconciled) = rayon::join(|| self.judged(&mut received), || pending.reconcile(renown));
        let mut dossier = reconciled.dossier(received);
        dossier.findings = attach(&mut dossier.documents, judged);
        nameless::print_entities_alone(&mut dossier, &self.normaliser);
        let of_states = check::dossier(&dossier, &self.severities, &self.plan.thresholds);
        dossier.findings.extend(of_states);
        check::structure_first(&mut dossier.findings);
        check::sort(&mut dossier.findings);
        let uses = check::accept(&mut dossier, &self.plan.derogations, self.plan.stamp.date);
        if self.plan.nameless {
            nameless::mask(&mut dossier, &self.normaliser);
        }
        (dossier, uses)
    }

    /// What belongs to no académie, and its findings.
    fn apart(&self, mut received: Vec<Submitted>) -> (Vec<DocumentLine>, Vec<Finding>) {
        let judged = self.judged(&mut received);
        let mut documents: Vec<DocumentLine> = received.into_iter().map(consolidate::line).collect();
        let mut findings = attach(&mut documents, judged);
        check::structure_first(&mut findings);
        check::sort(&mut findings);
        if self.plan.nameless {
            nameless::mask_apart(&mut findings, &self.normaliser);
        }
        (documents, findings)
    }

    /// Every dossier at once.
    fn batch(&self, read: Read) -> Batch {
        let only: Vec<String> = self.plan.only.iter().cloned().collect();
        let ctx = self.context(&only);
        let Consolidation { pending, unattached, renown, unmet_groupings } = self.consolidated(read, &ctx);
        let (dossiers, uses): (Vec<Dossier>, Vec<Vec<Use>>) =
            pending.into_par_iter().map(|pending| self.dossier(pending, &renown)).unzip();
        let (unattached, unattached_findings) = self.apart(unattached);
        let derogations = added_up(uses);
        let referential = self.plan.referential.clone();
        Batch { dossiers, unattached, unattached_findings, unmet_groupings, derogations, referential }
    }

    /// Communes, circonscriptions and départements that the registry, the schools and the académies make known.
    fn places(&self, inventories: &[Inventory]) -> BTreeSet<String> {
        let mut places: BTreeSet<String> = BTreeSet::new();
        let mut of_school = |school: &School| {
            places.extend([&school.commune, &school.circonscription].map(ToString::to_string));
        };
        self.plan
            .registry
            .iter()
            .flat_map(|registry| registry.schools())
            .for_each(|school| of_school(school));
        for inventory in inventories {
            if let Owner::School { school, .. } = &inventory.owner {
                of_school(school);
            }
        }
        let departements = self.plan.academies.all().iter().flat_map(|academie| &academie.departements);
        places.extend(departements.map(|departement| departement.name.clone()));
        places
    }

    /// Compares an académie with its latest earlier month; says what of the past can't be used, and which schools answered
    /// then.
    fn look_back(&self, dossier: &mut Dossier, months: &Months) -> (Vec<String>, Attendance) {
        let registry = self.plan.registry.as_deref();
        let (history, remarks) = months.history(&dossier.academie, &dossier.referential);
        let reading = evolution::Reading {
            mention: &|name| self.normaliser.mention(name),
            closed: &|uai| registry.is_some_and(|registry| registry.tells_closed(uai)),
        };
        dossier.evolution = evolution::compare(dossier, &history, reading);
        let attendance =
            if self.plan.returns == Returns::None { Attendance::default() } else { history.attendance() };
        (remarks, attendance)
    }

    /// Opens documents, and gives what each is judged to be, in their order.
    fn judged(&self, received: &mut [Submitted]) -> Vec<Judged> {
        let one = |one: &mut Submitted| {
            one.open();
            self.judge(&one.inventory, &one.settled)
        };
        received.par_iter_mut().map(one).collect()
    }

    fn judge(&self, inventory: &Inventory, settled: &Settled) -> Judged {
        let mut findings = if check::tells_content(settled.verdict) {
            check::document(inventory, &self.plan.referential, &self.severities)
        } else {
            Vec::new()
        };
        let submission =
            settled.fact.as_ref().and_then(|fact| check::submission(inventory, fact, &self.severities));
        findings.extend(submission);
        (check::reason(inventory, settled.verdict), findings)
    }

    /// A run that would write documents about nothing stops, and says what was found instead.
    fn refuse_nothing(&self, inventories: &[Inventory]) -> Result<(), RunError> {
        if inventories.iter().any(|inventory| inventory.content == Content::Answers) {
            return Ok(());
        }
        let mut message = if inventories.is_empty() {
            "Les sources ne contiennent aucun fichier. Indiquez le dossier où vous avez déposé les classeurs reçus."
                .to_owned()
        } else {
            "Aucun des fichiers reçus n’est un inventaire lisible ; rien n’a été écrit.".to_owned()
        };
        for inventory in inventories.iter().take(REFUSALS_TOLD) {
            // A rule that the configuration silences still says here why nothing is left.
            let findings = check::document(inventory, &self.plan.referential, &Severities::default());
            if let Some(finding) = findings.first() {
                let _ = write!(message, "\n  {} : {}", inventory.document.path, finding.message);
            }
        }
        if let Some(more) = inventories.len().checked_sub(REFUSALS_TOLD).filter(|more| *more > 0) {
            let more = counted(more as u64, "autre fichier", "autres fichiers");
            let _ = write!(message, "\n  et {more}.");
        }
        Err(RunError::NothingReadable(message))
    }
}

/// What was read, each document as small as it gets: memory holds a whole country of them.
struct Read {
    /// Without their assignments.
    inventories: Vec<Inventory>,
    /// The assignments of each.
    answers: Vec<Packed>,
    /// Whether each names what may be several bodies joined by « et ».
    joined: Vec<bool>,
}

/// The rule that explains a document's verdict, and its findings.
type Judged = (Option<&'static str>, Vec<Finding>);

/// Takes the findings of these documents, and writes the reason of each verdict.
fn attach(lines: &mut [DocumentLine], judged: Vec<Judged>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (line, (reason, of_document)) in lines.iter_mut().zip(judged) {
        line.reason = reason.filter(|_| line.verdict != Verdict::Retained);
        findings.extend(of_document);
    }
    findings
}

/// What the dérogations did in all the académies.
fn added_up(uses: Vec<Vec<Use>>) -> Vec<Use> {
    let mut total = Vec::new();
    for uses in uses {
        check::add_uses(&mut total, uses);
    }
    total
}

/// A document of which nothing is understood yet.
fn unread(received: &Received, content: Content) -> Inventory {
    Inventory {
        document: received.document.clone(),
        content,
        saved: None,
        owner: Owner::Unknown,
        tables: Vec::new(),
        notes: Vec::new(),
        assignments: Vec::new(),
        facts: Vec::new(),
    }
}
