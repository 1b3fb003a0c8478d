//! What goes back to schools and inspectors, written beside the documents of each académie.

use std::path::PathBuf;

use rayon::prelude::*;

use super::RunError;
use crate::history::Months;
use crate::model::dossier::{Dossier, Unattached};
use crate::model::evolution::Attendance;
use crate::output::MonthFolder;
use crate::plan::{Plan, Returns};
use crate::render::{RenderError, correction};

/// Writes what the plan asks to send back from an académie; gives what was written, in order.
///
/// Whoever sent what no school is known for is answered by the only académie there is, which `unattached` comes to: of
/// several, nobody knows which one should.
pub(super) fn write(
    plan: &Plan,
    folder: &MonthFolder,
    dossier: &Dossier,
    unattached: Unattached<'_>,
    attendance: &Attendance,
) -> Result<Vec<PathBuf>, RunError> {
    if plan.returns == Returns::None {
        return Ok(Vec::new());
    }
    let mut written = of_dossier(plan, folder, dossier, attendance)?;
    let answers =
        correction::answers_to_strangers(unattached, dossier, &plan.letters).map_err(RenderError::from)?;
    written.extend(put(folder, dossier, answers)?);
    Ok(written)
}

/// Writes files that go back from an académie.
fn put(
    folder: &MonthFolder,
    dossier: &Dossier,
    files: Vec<correction::File>,
) -> Result<Vec<PathBuf>, RunError> {
    let place = format!("{}-{}/retours", dossier.academie.code, dossier.academie.slug());
    let written = files.into_iter().map(|(name, bytes)| {
        let name = format!("{place}/{name}");
        folder.write(&name, &bytes)?;
        Ok(PathBuf::from(name))
    });
    written.collect()
}

fn of_dossier(
    plan: &Plan,
    folder: &MonthFolder,
    dossier: &Dossier,
    attendance: &Attendance,
) -> Result<Vec<PathBuf>, RunError> {
    // What of the past can't be used was told when the months were compared.
    let months = Months::before(plan.stamp.month, &plan.history);
    let (past, _) = months.answers(&dossier.academie, &dossier.referential);
    let returns = correction::Returns::new(dossier, &plan.letters, plan.returns == Returns::AndThanks);
    let written: Vec<Vec<PathBuf>> = dossier
        .schools
        .par_iter()
        .map(|file| {
            put(folder, dossier, returns.of(file, past.get(&file.school.uai)).map_err(RenderError::from)?)
        })
        .collect::<Result<_, RunError>>()?;
    let mut written = written.concat();
    if dossier.registry.is_some() {
        written.extend(put(
            folder,
            dossier,
            correction::reminders(dossier, attendance).map_err(RenderError::from)?,
        )?);
    }
    Ok(written)
}
