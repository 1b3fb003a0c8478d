//! What goes back to schools: to each, a workbook where only the cells to mend are left to fill and the draft of a mail;
//! to each inspector, who is to be reminded.
//!
//! The workbook is the form itself ([`super::form`]), filled with what was understood: mended, it reads back without a
//! finding. Nothing of another school is in it.

mod chase;
mod letter;
mod mail;
mod points;
mod strangers;
mod todo;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::calendar::Month;
use crate::model::document::{DocumentId, Verdict};
use crate::model::dossier::{AssignmentLine, Dossier, SchoolFile};
use crate::model::finding::{Finding, Scope};
use crate::model::form::{Line, Past};
use crate::model::letter::{Letters, Occasion};
use crate::model::referential::CompetenceId;
use crate::model::school::Uai;

use super::form::{self, Form, Mark, Subject};
use super::workbook::{WorkbookError, safe};
use letter::Recipient;
use points::Point;

pub use chase::reminders;
pub use strangers::answers as answers_to_strangers;

/// What corrections need beside a dossier, prepared once.
#[derive(Debug)]
pub struct Returns<'d> {
    dossier: &'d Dossier,
    letters: &'d Letters,
    /// Whether a school where all is well is thanked.
    thanks: bool,
    by_school: BTreeMap<Uai, Vec<&'d Finding>>,
    by_document: BTreeMap<DocumentId, Vec<&'d Finding>>,
    lines: BTreeMap<Uai, Vec<&'d AssignmentLine>>,
}

/// A file to send back: its name, from the UAI alone, and its bytes.
pub type File = (String, Vec<u8>);

/// What a school is told.
struct Told<'d> {
    occasion: Occasion,
    points: Vec<Point<'d>>,
    /// What was seen of documents that couldn't be read.
    seen: Vec<String>,
    lines: Vec<Line>,
    known_since: Option<Month>,
}

impl<'d> Returns<'d> {
    /// Prepares what goes back to the schools of a dossier.
    pub fn new(dossier: &'d Dossier, letters: &'d Letters, thanks: bool) -> Self {
        let mut by_school: BTreeMap<Uai, Vec<&Finding>> = BTreeMap::new();
        let mut by_document: BTreeMap<DocumentId, Vec<&Finding>> = BTreeMap::new();
        let open = |finding: &&Finding| finding.accepted.is_none() && finding.rule.scope != Scope::Academie;
        for finding in dossier.findings.iter().filter(open) {
            match (finding.uai, finding.document) {
                (Some(uai), _) => by_school.entry(uai).or_default().push(finding),
                (None, Some(document)) => by_document.entry(document).or_default().push(finding),
                (None, None) => {}
            }
        }
        let mut lines: BTreeMap<Uai, Vec<&AssignmentLine>> = BTreeMap::new();
        for line in &dossier.assignments {
            lines.entry(line.uai).or_default().push(line);
        }
        Self { dossier, letters, thanks, by_school, by_document, lines }
    }

    /// The files of a school: a correction and its draft, a reminder, thanks, or nothing. `past` is what it last
    /// answered, for where nothing of this month can be read.
    ///
    /// # Errors
    /// [`WorkbookError`] where a workbook can't be assembled; no content leads there.
    pub fn of(&self, file: &SchoolFile, past: Option<&Past>) -> Result<Vec<File>, WorkbookError> {
        let Some(told) = self.told(file, past) else { return Ok(Vec::new()) };
        let uai = file.school.uai;
        let (workbook, draft, alone) = match told.occasion {
            Occasion::Correction | Occasion::Unread => {
                (Some(format!("{uai}_correction.xlsx")), format!("{uai}_reponse.eml"), true)
            }
            Occasion::Reminder => {
                (Some(format!("{uai}_inventaire.xlsx")), format!("relance_{uai}.eml"), false)
            }
            Occasion::Thanks => (None, format!("{uai}_reponse.eml"), false),
        };
        let bytes = workbook.as_ref().map(|_| self.workbook(file, &told)).transpose()?;
        let attachment = workbook.as_deref().zip(bytes.as_deref());
        let letter = self.letters.of(told.occasion);
        let recipient = Recipient::school(self.dossier, file);
        let mut files = vec![(draft, letter::draft(letter, self.dossier, &recipient, &told, attachment))];
        if let (true, Some(name), Some(bytes)) = (alone, workbook, bytes) {
            files.insert(0, (name, bytes));
        }
        Ok(files)
    }

    fn told(&self, file: &SchoolFile, past: Option<&Past>) -> Option<Told<'d>> {
        let Some(retained) = file.retained else {
            let occasion = match (file.received.is_empty(), file.expected) {
                (false, _) => Occasion::Unread,
                (true, true) => Occasion::Reminder,
                (true, false) => return None,
            };
            // A month of which no answer can be repeated leaves the form blank.
            let past = past.filter(|(_, lines)| !lines.is_empty());
            return Some(Told {
                occasion,
                points: Vec::new(),
                seen: self.seen(file),
                lines: past.map(|(_, lines)| lines.clone()).unwrap_or_default(),
                known_since: past.map(|(month, _)| *month),
            });
        };
        let lines: Vec<Line> = self.lines.get(&file.school.uai).map_or_else(Vec::new, |lines| {
            let own = lines.iter().filter(|line| line.document == retained);
            kept(own.map(|line| Line::of(&line.assignment)))
        });
        let rows = form::rows(&self.dossier.referential, &lines);
        let about = |finding: &&&Finding| finding.document.is_none_or(|document| document == retained);
        let of_school = self.by_school.get(&file.school.uai).into_iter().flatten().filter(about);
        let of_document = self.by_document.get(&retained).into_iter().flatten();
        let mut findings: Vec<&'d Finding> = of_school.chain(of_document).copied().collect();
        // What can't count at all first, then as the documents list it.
        findings.sort_by_key(|finding| finding.severity);
        let points = points::points(self.dossier, file, &findings, &rows, MOST_POINTS);
        let occasion = if points.iter().any(Point::is_due) { Occasion::Correction } else { Occasion::Thanks };
        let wanted = occasion == Occasion::Correction || self.thanks;
        wanted.then_some(Told { occasion, points, seen: Vec::new(), lines, known_since: None })
    }

    /// What was seen of each document of a school that doesn't count: « inventaire.xlsx : … ».
    fn seen(&self, file: &SchoolFile) -> Vec<String> {
        let lines = file.received.iter().filter_map(|id| self.dossier.document(*id));
        let lines = lines.filter(|line| line.verdict != Verdict::Duplicate);
        let seen = lines.filter_map(|line| {
            let id = line.document.id;
            let of_document = self.by_document.get(&id).into_iter().flatten();
            let of_school = self.by_school.get(&file.school.uai).into_iter().flatten();
            let mut findings: Vec<&&Finding> =
                of_document.chain(of_school.filter(|finding| finding.document == Some(id))).collect();
            findings.sort_by_key(|finding| finding.severity);
            let first = findings.first()?;
            Some(format!("{} : {}", line.document.file_name(), first.message))
        });
        seen.collect()
    }

    fn workbook(&self, file: &SchoolFile, told: &Told<'_>) -> Result<Vec<u8>, WorkbookError> {
        let marks = marks(&told.points);
        let form = Form {
            stamp: &self.dossier.stamp,
            referential: &self.dossier.referential,
            subject: Subject::School(&file.school, &self.dossier.academie),
            lines: &told.lines,
            known_since: told.known_since,
            marks: &marks,
        };
        if told.occasion == Occasion::Reminder {
            return form::form(&form);
        }
        let mut workbook =
            form::begun(form.stamp, &format!("Inventaire ENT à corriger, {}", file.school.uai))?;
        let styles = form::Styles::new();
        todo::write(workbook.add_worksheet(), &styles, file, told)?;
        form::add(&mut workbook, &styles, &form)?;
        Ok(workbook.save_to_buffer()?)
    }
}

/// The most lines of one competence that a correction repeats; what a form asks takes one, a second contract two.
const LINES_EACH: usize = 10;
/// The most lines outside the referential.
const LINES_OUTSIDE: usize = 50;
/// The most points that a correction lists: nobody mends more at once, and what is sent again is read again.
const MOST_POINTS: usize = 200;

/// The lines of a document as a form repeats them: the same answer given twice stands once, and what no form holds is
/// left to the document itself.
fn kept(lines: impl Iterator<Item = Line>) -> Vec<Line> {
    let mut by_competence: BTreeMap<Option<CompetenceId>, Vec<Line>> = BTreeMap::new();
    for line in lines {
        let kept = by_competence.entry(line.competence).or_default();
        let most = if line.competence.is_some() { LINES_EACH } else { LINES_OUTSIDE };
        let again = |other: &Line| other.label == line.label && other.values == line.values;
        if kept.len() < most && !kept.iter().any(again) {
            kept.push(line);
        }
    }
    by_competence.into_values().flatten().collect()
}

/// The marks of points: of two on one cell, the graver one; a point that has several cells hangs its note on the first.
fn marks(points: &[Point<'_>]) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut marked: BTreeSet<form::Place> = BTreeSet::new();
    for point in points {
        for (rank, place) in point.places.iter().enumerate() {
            let note = (rank == 0).then(|| note(point));
            if marked.insert(*place) {
                marks.push(Mark { place: *place, due: point.is_due(), note });
            } else if let (Some(note), Some(mark)) =
                (note, marks.iter_mut().find(|mark| mark.place == *place))
            {
                mark.note = Some(match mark.note.take() {
                    Some(first) => format!("{first}\n\n{note}"),
                    None => note,
                });
            }
        }
    }
    marks
}

/// The longest text repeated from a document, in signs: enough to know it again.
const LONGEST_READ: usize = 400;

/// What was read, what is expected, what to do.
fn note(point: &Point<'_>) -> String {
    let finding = point.finding;
    let mut lines = vec![finding.message.clone()];
    if !point.read().is_empty() {
        lines.push(format!("Lu : {}", safe::line(point.read(), LONGEST_READ)));
    }
    if !finding.expected.trim().is_empty() {
        lines.push(format!("Attendu : {}", finding.expected.trim()));
    }
    lines.push(format!("À faire : {}", point.advice()));
    lines.join("\n")
}

#[cfg(test)]
mod tests;
