//! Findings that the configuration accepts: each is marked with what accepts it. No state changes: what is orphan
//! stays orphan, nobody has to settle it any more.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::calendar::Date;
use crate::model::derogation::{Derogation, Target, Use};
use crate::model::document::DocumentId;
use crate::model::dossier::{Couple, Dossier, Entity, EntityId, SchoolFile, State};
use crate::model::finding::Finding;
use crate::model::referential::CompetenceId;
use crate::model::school::Uai;
use crate::model::scope::{Level, Scope, place_key};
use crate::text::fold;

use super::states;

/// Marks the findings of a dossier that the configuration accepts on a day, and the couples that they close. The uses
/// are those of this dossier alone.
pub fn accept(dossier: &mut Dossier, derogations: &[Arc<Derogation>], on: Date) -> Vec<Use> {
    let mut uses: Vec<Use> = Vec::with_capacity(derogations.len());
    let mut marks: Vec<Option<Arc<Derogation>>> = vec![None; dossier.findings.len()];
    for derogation in derogations {
        let wanted = Wanted::new(dossier, derogation);
        let expired = derogation.is_expired(on);
        let mut accepted = 0;
        if !expired {
            for (finding, mark) in dossier.findings.iter().zip(&mut marks) {
                // The first one that accepts a finding answers for it.
                if mark.is_none() && wanted.covers(finding) {
                    *mark = Some(Arc::clone(derogation));
                    accepted += 1;
                }
            }
        }
        uses.push(Use { derogation: Arc::clone(derogation), expired, met: wanted.met(), accepted });
    }
    for (finding, mark) in dossier.findings.iter_mut().zip(marks) {
        finding.accepted = mark;
    }
    dossier.accepted = closed(dossier);
    super::sort(&mut dossier.findings);
    uses
}

/// Adds up what the dérogations did in several dossiers.
pub fn add_uses(total: &mut Vec<Use>, uses: Vec<Use>) {
    if total.is_empty() {
        *total = uses;
        return;
    }
    for (sum, one) in total.iter_mut().zip(uses) {
        sum.met |= one.met;
        sum.accepted += one.accepted;
    }
}

/// A dérogation looked up in a dossier.
struct Wanted<'a> {
    dossier: &'a Dossier,
    derogation: &'a Derogation,
    schools: BTreeMap<Uai, &'a SchoolFile>,
    /// The entities that it names.
    entities: BTreeSet<EntityId>,
    /// How they are spelt, folded.
    spellings: BTreeSet<String>,
}

impl<'a> Wanted<'a> {
    fn new(dossier: &'a Dossier, derogation: &'a Derogation) -> Self {
        let names: BTreeSet<String> = derogation.target.entities.iter().map(|name| fold(name)).collect();
        let mut wanted = Self {
            dossier,
            derogation,
            schools: dossier.schools.iter().map(|file| (file.school.uai, file)).collect(),
            entities: BTreeSet::new(),
            spellings: BTreeSet::new(),
        };
        for (id, entity) in (0u32..).zip(&dossier.entities).filter(|_| !names.is_empty()) {
            if spellings(entity).any(|spelling| names.contains(&spelling)) {
                wanted.entities.insert(EntityId(id));
                wanted.spellings.extend(spellings(entity));
            }
        }
        wanted
    }

    fn target(&self) -> &Target {
        &self.derogation.target
    }

    /// Whether anything of the dossier is what it names.
    fn met(&self) -> bool {
        let entity = self.target().entities.is_empty() || !self.entities.is_empty();
        entity && self.schools.values().any(|file| self.holds_in(file))
    }

    fn covers(&self, finding: &Finding) -> bool {
        let competences = &self.derogation.competences;
        finding.rule == self.derogation.rule
            && (competences.is_empty() || finding.competence.is_some_and(|id| competences.contains(&id)))
            && self.is_there(finding)
            && (self.target().entities.is_empty() || self.names_entity(finding))
    }

    /// Whether a school is in every place that it names.
    fn holds_in(&self, file: &SchoolFile) -> bool {
        let (target, school) = (self.target(), &file.school);
        let among = |names: &[String], name: &str| {
            names.is_empty() || names.iter().any(|one| place_key(one) == place_key(name))
        };
        (target.schools.is_empty() || target.schools.contains(&school.uai))
            && among(&target.communes, &school.commune)
            && among(&target.circonscriptions, &school.circonscription)
            && (target.departements.is_empty()
                || target.departements.iter().any(|code| **code == *school.departement))
    }

    fn is_there(&self, finding: &Finding) -> bool {
        if let Some(uai) = finding.uai {
            let target = self.target();
            // Nothing but its UAI is known of a school that no list tells.
            let by_uai_alone = || {
                target.communes.is_empty()
                    && target.circonscriptions.is_empty()
                    && target.departements.is_empty()
                    && target.schools.contains(&uai)
            };
            return self.schools.get(&uai).map_or_else(by_uai_alone, |file| self.holds_in(file));
        }
        let line = finding.document.and_then(|id| self.dossier.document(id));
        match line.and_then(|line| line.scope.as_ref()) {
            Some(scope) => self.holds_over(scope),
            // It concerns the académie: only an entity tells it from the others.
            None => {
                *self.target() == Target { entities: self.target().entities.clone(), ..Target::default() }
            }
        }
    }

    /// Whether an inventory of a higher level answers for what it names, and for nothing else.
    fn holds_over(&self, scope: &Scope) -> bool {
        let target = self.target();
        let among = |names: &[String], level: Level| {
            names.is_empty()
                || scope.level == level
                    && scope
                        .places
                        .iter()
                        .all(|(_, place)| names.iter().any(|name| place_key(name) == *place))
        };
        target.schools.is_empty()
            && among(&target.communes, Level::Commune)
            && among(&target.circonscriptions, Level::Circonscription)
            && (target.departements.is_empty()
                || scope.level != Level::Academie
                    && scope.places.iter().all(|(code, _)| target.departements.contains(code)))
    }

    /// Whether one of the entities answers where the finding is, or is what was read there.
    fn names_entity(&self, finding: &Finding) -> bool {
        if self.spellings.contains(&fold(&finding.read)) {
            return true;
        }
        let Some(competence) = finding.competence else { return false };
        let answers = |ids: &[EntityId]| ids.iter().any(|id| self.entities.contains(id));
        match finding.uai {
            Some(uai) => {
                let couples = self.schools.get(&uai).map_or(&[][..], |file| &file.couples);
                couples.iter().any(|couple| couple.competence == competence && answers(&couple.responsible))
            }
            None => self.dossier.higher.iter().any(|line| {
                Some(line.document) == finding.document
                    && line.assignment.competence == Some(competence)
                    && answers(&line.responsible)
            }),
        }
    }
}

/// Every way an entity is written, its name first, folded.
fn spellings(entity: &Entity) -> impl Iterator<Item = String> + '_ {
    std::iter::once(fold(&entity.name)).chain(entity.spellings.iter().map(|one| fold(&one.written)))
}

/// The couples that aren't settled and whose findings are all accepted.
fn closed(dossier: &Dossier) -> BTreeSet<(Uai, CompetenceId)> {
    let mut closed = BTreeSet::new();
    if dossier.findings.iter().all(|finding| finding.accepted.is_none()) {
        return closed;
    }
    let mut telling: BTreeMap<DocumentId, Vec<&Finding>> = BTreeMap::new();
    let mut missing: BTreeSet<Uai> = BTreeSet::new();
    for finding in dossier.findings.iter().filter(|finding| states::tells_a_state(finding.rule)) {
        match (finding.document, finding.uai) {
            (Some(document), _) => telling.entry(document).or_default().push(finding),
            // A school that sent nothing: one finding for all its couples.
            (None, Some(uai)) if finding.accepted.is_some() => drop(missing.insert(uai)),
            (None, _) => {}
        }
    }
    for file in &dossier.schools {
        let uai = file.school.uai;
        for couple in &file.couples {
            let settled = match couple.state {
                State::Covered | State::NotApplicable => false,
                State::NotReturned => missing.contains(&uai),
                State::Shared | State::Orphan | State::ToDefine | State::NotStudied => {
                    let told = couple.document.and_then(|id| telling.get(&id));
                    let mut told =
                        told.into_iter().flatten().filter(|finding| is_about(finding, uai, couple));
                    let first = told.next();
                    first.is_some_and(|first| first.accepted.is_some())
                        && told.all(|finding| finding.accepted.is_some())
                }
            };
            if settled {
                closed.insert((uai, couple.competence));
            }
        }
    }
    closed
}

fn is_about(finding: &Finding, uai: Uai, couple: &Couple) -> bool {
    let here = finding.uai.is_none_or(|of| of == uai);
    let same_cell = couple
        .at
        .as_ref()
        .is_some_and(|at| finding.sheet.as_ref() == Some(&at.sheet) && finding.cell == Some(at.cell));
    here && (finding.competence == Some(couple.competence) || same_cell)
}
