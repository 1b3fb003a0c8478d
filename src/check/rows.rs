//! What an inventory answers, as the rules on its other columns look at it: held competences for what is missing,
//! lines for what is written.
//!
//! A line that stands for a group (« Administrateurs de l'ENT ») is one thing to mend, however many competences it
//! answers for; and what schools inherit is judged once, in the inventory that gives it.

use std::collections::BTreeMap;

use crate::french::{counted, listed, quoted};
use crate::model::document::DocumentId;
use crate::model::dossier::{Couple, Dossier, EntityId, Origin, SchoolFile, State};
use crate::model::finding::{Finding, Rule};
use crate::model::given::Aspect;
use crate::model::inventory::{Answer, Assignment};
use crate::model::place::{Near, Spot};
use crate::model::referential::{CompetenceId, Mode};
use crate::model::school::Uai;

use super::Judged;
use super::severity::Sink;
use super::states::{Answers, Told};
use super::wording::clip;

/// How many blanks of one kind are told at their cells before they are told together.
pub(super) const CELLS_TOLD: usize = 3;

/// Competences that one entity or several answer for, in one inventory.
pub(super) struct Part<'a> {
    pub(super) document: DocumentId,
    /// The school; none for an inventory of a higher level.
    pub(super) uai: Option<Uai>,
    /// In the referential's order.
    pub(super) held: Vec<Held<'a>>,
}

/// One answer, and what it answers for.
pub(super) struct Held<'a> {
    /// One; several under the label of a group.
    pub(super) couples: Vec<&'a Couple>,
    /// The lines that name somebody.
    pub(super) lines: Vec<&'a Assignment>,
    /// Whether a third party does it, in whole or in part.
    pub(super) external: bool,
}

impl Held<'_> {
    /// The competences that it answers for.
    pub(super) fn competences(&self) -> Vec<CompetenceId> {
        self.couples.iter().map(|couple| couple.competence).collect()
    }

    /// Whether none of its lines tells something.
    pub(super) fn lacks(&self, aspect: Aspect) -> bool {
        !self.couples.iter().any(|couple| couple.given.has(aspect))
    }

    /// Whether the reading told one of these rules of it.
    pub(super) fn is_told(&self, told: &Told<'_>, rules: &[&Rule]) -> bool {
        self.couples.iter().any(|couple| told.on(couple, rules).is_some())
    }
}

/// How many competences held ones answer for.
pub(super) fn number(held: &[&Held<'_>]) -> u64 {
    held.iter().map(|held| held.couples.len() as u64).sum()
}

/// What each inventory answers: those of the schools, then those that schools inherit.
pub(super) fn parts<'a>(dossier: &'a Dossier, answers: &Answers<'a>) -> Vec<Part<'a>> {
    let own = dossier.schools.iter().filter_map(|file| Some((file, file.retained?)));
    let own = own.map(|(file, document)| {
        let couples = assigned(file, Origin::School);
        let uai = file.school.uai;
        let lines = |id| answers.of(uai, id).iter().map(|line| &line.assignment).collect();
        Part { document, uai: Some(uai), held: held(dossier, couples, lines) }
    });
    let mut parts: Vec<Part<'_>> = own.collect();
    if dossier.higher.is_empty() {
        return parts;
    }
    let mut higher: BTreeMap<(DocumentId, CompetenceId), Vec<&Assignment>> = BTreeMap::new();
    for line in &dossier.higher {
        if let Some(competence) = line.assignment.competence {
            higher.entry((line.document, competence)).or_default().push(&line.assignment);
        }
    }
    // The first school that inherits an answer shows it for all: their entities differ, their columns don't.
    let mut inherited: BTreeMap<DocumentId, BTreeMap<CompetenceId, &Couple>> = BTreeMap::new();
    for couple in dossier.schools.iter().flat_map(|file| assigned(file, Origin::Inherited)) {
        if let Some(document) = couple.document {
            inherited.entry(document).or_default().entry(couple.competence).or_insert(couple);
        }
    }
    parts.extend(inherited.into_iter().map(|(document, couples)| {
        let lines = |id| higher.get(&(document, id)).cloned().unwrap_or_default();
        Part { document, uai: None, held: held(dossier, couples.into_values(), lines) }
    }));
    parts
}

fn assigned(file: &SchoolFile, origin: Origin) -> impl Iterator<Item = &Couple> {
    file.couples.iter().filter(move |couple| couple.origin == origin && !couple.responsible.is_empty())
}

fn held<'a>(
    dossier: &Dossier,
    couples: impl Iterator<Item = &'a Couple>,
    lines: impl Fn(CompetenceId) -> Vec<&'a Assignment>,
) -> Vec<Held<'a>> {
    let mut all: Vec<Held<'a>> = Vec::new();
    for couple in couples {
        let same = |held: &&mut Held<'a>| couple.at.is_some() && held.couples[0].at == couple.at;
        if let Some(held) = all.iter_mut().find(same) {
            held.couples.push(couple);
            continue;
        }
        let mut lines = lines(couple.competence);
        lines.retain(|line| matches!(line.answer, Answer::Entities(_)));
        let external = is_external(dossier, couple.mode, &couple.responsible);
        all.push(Held { couples: vec![couple], lines, external });
    }
    all
}

/// Whether a third party does it, in whole or in part: as its mode says, else as the type of who answers for it says.
pub(super) fn is_external(dossier: &Dossier, mode: Option<Mode>, responsible: &[EntityId]) -> bool {
    mode.map_or_else(
        || responsible.iter().any(|id| is_third_party(dossier, *id)),
        |mode| mode != Mode::Internal,
    )
}

/// Whether an entity is surely a third party: a type that is a mere convention proves nothing.
pub(super) fn is_third_party(dossier: &Dossier, id: EntityId) -> bool {
    let entity = dossier.entity(id);
    entity.typed && entity.kind.is_some_and(|kind| !dossier.referential.entity_type(kind).internal)
}

/// A line that says something, in the inventory of a school or of a higher level.
pub(super) struct Line<'a> {
    pub(super) document: DocumentId,
    pub(super) uai: Option<Uai>,
    pub(super) assignment: &'a Assignment,
    /// Complements among them; none outside the referential.
    pub(super) competences: Vec<CompetenceId>,
    /// Whether a third party does it, as far as this line says.
    pub(super) external: bool,
    /// Whether a third party answers for it.
    pub(super) third_party: bool,
}

/// Every line of the inventories that count, one for each cell that answers.
pub(super) fn lines(dossier: &Dossier) -> Vec<Line<'_>> {
    let own = dossier
        .assignments
        .iter()
        .map(|line| (line.document, Some(line.uai), &line.assignment, line.responsible.as_slice()));
    let higher = dossier
        .higher
        .iter()
        .map(|line| (line.document, None, &line.assignment, line.responsible.as_slice()));
    let mut ranks: BTreeMap<(DocumentId, &Spot), usize> = BTreeMap::new();
    let mut lines: Vec<Line<'_>> = Vec::new();
    for (document, uai, assignment, responsible) in own.chain(higher) {
        let rank = *ranks.entry((document, &assignment.at)).or_insert_with(|| {
            lines.push(Line {
                document,
                uai,
                assignment,
                competences: Vec::new(),
                external: is_external(dossier, assignment.mode, responsible),
                third_party: responsible.iter().any(|id| is_third_party(dossier, *id)),
            });
            lines.len() - 1
        });
        lines[rank].competences.extend(assignment.competence);
    }
    lines
}

/// « la compétence « Accès à Internet » », « les compétences « A » et « B » »; a line outside the referential is told
/// by none of its words, which may be anybody's name.
pub(super) fn competences_named(dossier: &Dossier, ids: &[CompetenceId]) -> String {
    let named: Vec<String> =
        ids.iter().map(|id| quoted(&clip(&dossier.referential.competence(*id).label))).collect();
    match named.as_slice() {
        [] => "une ligne hors référentiel".to_owned(),
        [only] => format!("la compétence {only}"),
        several => format!("les compétences {}", listed(several)),
    }
}

/// « 3 compétences confiées ».
pub(super) fn competences_counted(number: u64, kind: (&str, &str)) -> String {
    counted(number, &format!("compétence {}", kind.0), &format!("compétences {}", kind.1))
}

/// A finding on a line, at one of its cells; at its answer's where that cell isn't known.
pub(super) fn on_line(line: &Line<'_>, near: Option<Near>, read: String, judged: Judged) -> Finding {
    let at = &line.assignment.at;
    Finding {
        document: Some(line.document),
        sheet: Some(at.sheet.clone()),
        cell: Some(near.map_or(at.cell, |near| near.from(at.cell))),
        uai: line.uai,
        competence: match line.competences.as_slice() {
            [only] => Some(*only),
            _ => None,
        },
        read,
        ..judged.into_finding()
    }
}

/// A finding on an answer that lacks something, at its cell.
pub(super) fn on_held(part: &Part<'_>, held: &Held<'_>, judged: Judged) -> Finding {
    let couple = held.couples[0];
    Finding {
        document: Some(part.document),
        sheet: couple.at.as_ref().map(|at| at.sheet.clone()),
        cell: couple.at.as_ref().map(|at| at.cell),
        uai: part.uai,
        competence: (held.couples.len() == 1).then_some(couple.competence),
        read: couple.written.clone(),
        ..judged.into_finding()
    }
}

/// A finding on an inventory; on its sheet, where these answers stand in one.
pub(super) fn on_part(part: &Part<'_>, held: &[&Held<'_>], judged: Judged) -> Finding {
    let mut sheets = held.iter().filter_map(|held| held.couples[0].at.as_ref()).map(|at| &at.sheet);
    let first = sheets.next().filter(|first| sheets.all(|sheet| sheet == *first));
    Finding { document: Some(part.document), sheet: first.cloned(), uai: part.uai, ..judged.into_finding() }
}

/// What a rule says of a column that isn't filled.
pub(super) struct Missing<'w> {
    /// Of an answer or several, their competences named.
    pub(super) here: &'w dyn Fn(&str) -> Judged,
    /// Of all of them, counted.
    pub(super) everywhere: &'w dyn Fn(u64) -> Judged,
}

/// Tells what lacks in answers: once where all of them lack it, since a column left out is one thing to mend; else
/// of each that does.
pub(super) fn tell_missing(
    dossier: &Dossier,
    part: &Part<'_>,
    concerned: &[&Held<'_>],
    lacks: impl Fn(&Held<'_>) -> bool,
    words: &Missing<'_>,
    sink: &mut Sink<'_>,
) {
    let missing: Vec<&Held<'_>> = concerned.iter().copied().filter(|held| lacks(held)).collect();
    if missing.len() > 1 && missing.len() == concerned.len() {
        sink.push(on_part(part, &missing, (words.everywhere)(number(&missing))));
        return;
    }
    tell_each(dossier, part, &missing, words.here, sink);
}

/// Tells what some answers lack: at their cells while they are few; more of them in one inventory are one finding
/// that names them, which a secretary reads faster than a page of lines.
pub(super) fn tell_each(
    dossier: &Dossier,
    part: &Part<'_>,
    missing: &[&Held<'_>],
    judged: &dyn Fn(&str) -> Judged,
    sink: &mut Sink<'_>,
) {
    if missing.len() > CELLS_TOLD {
        let ids: Vec<CompetenceId> = missing.iter().flat_map(|held| held.competences()).collect();
        sink.push(on_part(part, missing, judged(&competences_named(dossier, &ids))));
        return;
    }
    for held in missing {
        sink.push(on_held(part, held, judged(&competences_named(dossier, &held.competences()))));
    }
}

/// The couple of a competence in a school's file, if its inventory counts.
pub(super) fn couple_of(file: &SchoolFile, competence: CompetenceId) -> Option<&Couple> {
    let couple = file.couples.iter().find(|couple| couple.competence == competence);
    couple.filter(|couple| couple.state != State::NotReturned)
}
