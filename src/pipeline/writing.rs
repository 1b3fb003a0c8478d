//! The month's folder: the académies one after the other, few at a time, each forgotten once its documents are written.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::{Read, RunError, Workshop, added_up, returns};
use crate::consolidate::{Consolidation, Pending, Renown};
use crate::history::Months;
use crate::model::derogation::Use;
use crate::model::dossier::{Batch, Dossier, Unattached};
use crate::model::overview::Overview;
use crate::output::MonthFolder;
use crate::plan::Progress;
use crate::render;
use crate::render::data::Journal;
use crate::render::workbook::{Spread, WorkbookError};

/// How many académies are in memory at once, whatever the number of processors: one alone doesn't keep two of them busy
/// while its workbook is packed, and a dossier being written weighs about 80 KB for each of its schools.
const AT_ONCE: usize = 2;

/// What is told of a run whose files are written.
pub(super) struct MonthWritten {
    pub(super) batch: Batch<Overview>,
    /// In order.
    pub(super) written: Vec<PathBuf>,
    /// What of the past could not be compared.
    pub(super) remarks: Vec<String>,
}

/// What is left of an académie once its documents are written.
struct Done {
    overview: Overview,
    journal: Journal,
    uses: Vec<Use>,
    remarks: Vec<String>,
    documents: Vec<PathBuf>,
    returns: Vec<PathBuf>,
}

impl Workshop<'_> {
    /// Consolidates the inventories and writes every file of the month.
    pub(super) fn write(
        &self,
        folder: &MonthFolder,
        read: Read,
        progress: &(dyn Progress + Sync),
    ) -> Result<MonthWritten, RunError> {
        let only: Vec<String> = self.plan.only.iter().cloned().collect();
        let ctx = self.context(&only);
        let Consolidation { pending, unattached, renown, unmet_groupings } = self.consolidated(read, &ctx);
        progress.writing(pending.len());
        let (unattached, unattached_findings) = self.apart(unattached);
        let apart = Unattached { documents: &unattached, findings: &unattached_findings };
        // Documents of no school are those of the only académie there is; of several, the national workbook lists them.
        let attached = if pending.len() == 1 { apart } else { Unattached::default() };
        let done = self.each_academie(folder, pending, &renown, attached, progress)?;
        drop(renown);

        let mut written = vec![PathBuf::from(render::front::NAME), PathBuf::from(render::data::JOURNAL)];
        let (mut dossiers, mut journals, mut uses) = (Vec::new(), Vec::new(), Vec::new());
        let (mut remarks, mut sent_back) = (Vec::new(), Vec::new());
        for one in done {
            dossiers.push(one.overview);
            journals.push(one.journal);
            uses.push(one.uses);
            remarks.extend(one.remarks);
            written.extend(one.documents);
            sent_back.extend(one.returns);
        }
        journals.push(Journal::apart(apart, &self.plan.referential));
        folder.write(render::data::JOURNAL, &Journal::whole(&journals))?;
        drop(journals);
        let batch = Batch {
            dossiers,
            unattached,
            unattached_findings,
            unmet_groupings,
            derogations: added_up(uses),
            referential: self.plan.referential.clone(),
        };
        if let Some(bytes) = render::workbook::national(&batch).map_err(render::RenderError::from)? {
            folder.write(render::NATIONAL, &bytes)?;
            written.push(PathBuf::from(render::NATIONAL));
        }
        if let Some(bytes) = render::report::national(&batch).map_err(render::RenderError::from)? {
            folder.write(render::NATIONAL_REPORT, &bytes)?;
            written.push(PathBuf::from(render::NATIONAL_REPORT));
        }
        written.extend(sent_back);
        folder.write(render::front::NAME, &render::front::page(&batch, &self.plan.stamp, &written))?;
        Ok(MonthWritten { batch, written, remarks })
    }

    /// Every académie, in the order given. Those that weigh most come first: the last ones are short.
    fn each_academie(
        &self,
        folder: &MonthFolder,
        pending: Vec<Pending<'_>>,
        renown: &Renown,
        unattached: Unattached<'_>,
        progress: &(dyn Progress + Sync),
    ) -> Result<Vec<Done>, RunError> {
        let months = Months::before(self.plan.stamp.month, &self.plan.history);
        let number = pending.len();
        let mut queue: Vec<(usize, Pending<'_>)> = pending.into_iter().enumerate().collect();
        queue.sort_by_key(|(rank, pending)| (std::cmp::Reverse(pending.documents()), *rank));
        let queue = Mutex::new(VecDeque::from(queue));
        let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let one = |pending: Pending<'_>| -> Result<Done, RunError> {
            let (mut dossier, uses) = self.dossier(pending, renown);
            let (remarks, attendance) = self.look_back(&mut dossier, &months);
            let documents = write_dossier(folder, &dossier, unattached)?;
            let returns = returns::write(self.plan, folder, &dossier, unattached, &attendance)?;
            let (overview, journal) = (Overview::of(&dossier), Journal::of(&dossier));
            progress.written();
            Ok(Done { overview, journal, uses, remarks, documents, returns })
        };
        // Each takes its next académie once its last is done: a task of the pool would take another while it waits.
        let mut done: Vec<(usize, Result<Done, RunError>)> = (0..AT_ONCE.min(number))
            .into_par_iter()
            .flat_map_iter(|_| std::iter::from_fn(&next).map(|(rank, pending)| (rank, one(pending))))
            .collect();
        done.sort_by_key(|(rank, _)| *rank);
        done.into_iter().map(|(_, done)| done).collect()
    }
}

/// The work of a workbook, shared by the threads of the run.
struct Pool;

impl Spread for Pool {
    fn over<P: Send, R: Send>(
        &self,
        parts: Vec<P>,
        work: &(dyn Fn(P) -> Result<R, WorkbookError> + Sync),
    ) -> Result<Vec<R>, WorkbookError> {
        // Few parts, of which two weigh as much as all others: none waits behind another one.
        parts.into_par_iter().with_max_len(1).map(work).collect()
    }
}

fn write_dossier(
    folder: &MonthFolder,
    dossier: &Dossier,
    unattached: Unattached<'_>,
) -> Result<Vec<PathBuf>, RunError> {
    let names = render::Names::of(&dossier.academie, dossier.stamp.month);
    let (workbook, (report, data)) = rayon::join(
        || -> Result<(), RunError> {
            let bytes =
                render::workbook::workbook(dossier, unattached, &Pool).map_err(render::RenderError::from)?;
            Ok(folder.write(&names.workbook, &bytes)?)
        },
        || {
            rayon::join(
                || -> Result<(), RunError> {
                    let bytes = render::report::report(dossier).map_err(render::RenderError::from)?;
                    Ok(folder.write(&names.report, &bytes)?)
                },
                || -> Result<(), RunError> {
                    folder.write(&names.coverage, &render::data::coverage_csv(dossier))?;
                    Ok(folder.write(&names.state, &render::data::state_json(dossier))?)
                },
            )
        },
    );
    workbook?;
    report?;
    data?;
    Ok([names.workbook, names.report, names.coverage, names.state].map(PathBuf::from).to_vec())
}
