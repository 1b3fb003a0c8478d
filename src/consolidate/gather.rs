//! What one académie received, and the bodies that its inventories name, before they are reconciled: that takes what
//! the others say of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::decisions::Decisions;
use super::entities::{BodyId, Gathering, Reconciled};
use super::inherit::{Above, Applied, Higher};
use super::mentions::{Ground, Key};
use super::renown::{Fame, Renown};
use super::{Context, Submitted, entities_of, order, school_file};
use crate::model::document::Verdict;
use crate::model::dossier::{AssignmentLine, SchoolFile};
use crate::model::grouping::Grouping;
use crate::model::inventory::{Answer, Mention, Owner};
use crate::model::referential::Referential;
use crate::model::school::{Academie, School, Uai};

/// How many académies at most keep what was gathered of them until their turn.
pub(super) const KEPT: usize = 2;

/// Gathers an académie.
pub type Gatherer<'a, 'g> = dyn Fn(Pending<'a>) -> (Pending<'a>, Told) + Sync + 'g;

/// One académie, what it received, and its entities not reconciled yet: that takes the whole batch.
pub struct Pending<'a> {
    ctx: &'a Context<'a>,
    academie: &'a Academie,
    /// Schools of the registry.
    expected: Vec<Arc<School>>,
    /// In path order, once gathered.
    received: Vec<Submitted>,
    /// `None` where it is to be gathered again.
    gathered: Option<Gathered<'a>>,
}

/// What the inventories of an académie name.
pub struct Gathered<'a> {
    ctx: &'a Context<'a>,
    academie: &'a Academie,
    schools: Vec<SchoolFile>,
    gathering: Gathering<'a>,
    noted: Noted,
    above: Above,
    /// What each school would inherit, in the order of the schools.
    applied: Vec<Vec<Applied>>,
}

/// What the other académies need to know of one.
pub struct Told {
    own_names: Vec<(Key, Fame)>,
    /// Its communes, folded.
    communes: BTreeSet<String>,
    /// For each grouping of the configuration, whether one of its spellings was met.
    met: Vec<bool>,
}

/// The bodies that assignments name, in the order of the schools then of their assignments.
#[derive(Default)]
pub(super) struct Noted {
    bodies: Vec<BodyId>,
    /// For each assignment, how many of the bodies are responsible, then how many perform.
    numbers: Vec<[u16; 2]>,
}

/// One académie, its entities reconciled: what is left to do is its own.
pub struct Reconciliation<'a> {
    pub(super) ctx: &'a Context<'a>,
    pub(super) academie: &'a Academie,
    pub(super) schools: Vec<SchoolFile>,
    pub(super) reconciled: Reconciled,
    pub(super) noted: Noted,
    pub(super) above: Above,
    pub(super) applied: Vec<Vec<Applied>>,
}

impl<'a> Pending<'a> {
    /// An académie that received nothing yet.
    pub(super) fn new(ctx: &'a Context<'a>, academie: &'a Academie) -> Self {
        Self { ctx, academie, expected: Vec::new(), received: Vec::new(), gathered: None }
    }

    /// Adds a school that should answer.
    pub(super) fn add_school(&mut self, school: Arc<School>) {
        self.expected.push(school);
    }

    /// Adds a document.
    pub(super) fn receive(&mut self, submitted: Submitted) {
        self.received.push(submitted);
    }

    /// Gathers it, and tells what the others need; what was gathered is kept or not until its turn.
    pub(super) fn gathered(mut self, keep: bool) -> (Self, Told) {
        self.received.sort_by_key(|one| one.inventory.document.id);
        let gathered = gather(&self);
        let told = gathered.told();
        self.gathered = keep.then_some(gathered);
        (self, told)
    }

    /// Code of the académie.
    pub fn code(&self) -> &'a str {
        &self.academie.code
    }

    /// How many documents it has.
    pub fn documents(&self) -> usize {
        self.received.len()
    }

    /// Parts its inventories, which are opened and judged, from what reconciles its entities.
    pub fn part(mut self) -> (Vec<Submitted>, Gathered<'a>) {
        let kept = self.gathered.take();
        let gathered = kept.unwrap_or_else(|| gather(&self));
        (self.received, gathered)
    }
}

impl<'a> Gathered<'a> {
    fn told(&self) -> Told {
        let groupings = self.ctx.groupings.iter();
        Told {
            own_names: self.gathering.own_names().map(|(key, fame)| (key.clone(), fame.clone())).collect(),
            communes: self.gathering.communes().map(str::to_owned).collect(),
            met: groupings.map(|grouping| self.gathering.met(grouping.spellings())).collect(),
        }
    }

    /// Reconciles its entities, in the light of the whole batch.
    pub fn reconcile(self, renown: &Renown) -> Reconciliation<'a> {
        let Self { ctx, academie, schools, gathering, noted, above, applied } = self;
        let reconciled = gathering.finish(renown);
        Reconciliation { ctx, academie, schools, reconciled, noted, above, applied }
    }
}

impl Told {
    /// What the académies say together of bodies that several of them may know.
    pub(super) fn renown(told: Vec<Self>, referential: &Referential) -> Renown {
        let mut communes = BTreeSet::new();
        let mut names = Vec::new();
        for one in told {
            communes.extend(one.communes);
            names.extend(one.own_names);
        }
        Renown::of(referential, names, |word| communes.contains(word))
    }
}

/// Groupings of which no académie wrote a spelling. One for an académie that this run leaves out isn't at fault.
pub(super) fn unmet(ctx: &Context<'_>, pending: &[Pending<'_>], told: &[Told]) -> Vec<Grouping> {
    let mut unmet = Vec::new();
    for (rank, grouping) in ctx.groupings.iter().enumerate() {
        let concerned = pending.iter().zip(told).filter(|(one, _)| grouping.holds_in(one.code()));
        let met: Vec<bool> = concerned.map(|(_, told)| told.met[rank]).collect();
        if (ctx.only.is_empty() || !met.is_empty()) && !met.contains(&true) {
            unmet.push(grouping.clone());
        }
    }
    unmet
}

/// Gathers the bodies that the inventories of an académie name.
fn gather<'a>(pending: &Pending<'a>) -> Gathered<'a> {
    let Pending { ctx, academie, expected, received, .. } = pending;
    let mut schools: BTreeMap<Uai, SchoolFile> = BTreeMap::new();
    for school in expected {
        schools.insert(school.uai, school_file(Arc::clone(school), true));
    }
    let mut answers: BTreeMap<Uai, usize> = BTreeMap::new();
    let mut higher = Vec::new();
    for (rank, Submitted { inventory, answers: packed, settled }) in received.iter().enumerate() {
        let document = inventory.document.id;
        match &inventory.owner {
            _ if settled.verdict != Verdict::Retained => {}
            Owner::Territory(scope) => {
                higher.push(Higher { scope: Arc::clone(scope), document, assignments: packed.assignments() });
            }
            Owner::School { school, .. } => {
                let file =
                    schools.entry(school.uai).or_insert_with(|| school_file(Arc::clone(school), false));
                file.retained = Some(document);
                answers.insert(school.uai, rank);
            }
            Owner::Claimed(_) | Owner::Unknown => {}
        }
    }
    for Submitted { inventory, .. } in received {
        if let Some(file) = inventory.owner.uai().and_then(|uai| schools.get_mut(&uai)) {
            file.received.push(inventory.document.id);
        }
    }
    let mut schools: Vec<SchoolFile> = schools.into_values().collect();
    schools.sort_by_cached_key(|file| order(&file.school));

    let known = schools.iter().map(|file| &*file.school);
    let ground = Ground::new(&ctx.referential, ctx.academies, academie, known);
    let mut gathering = Gathering::new(ground, Decisions::of(ctx.groupings, &academie.code));
    let mut noted = Noted::default();
    let mut above = Above::new(higher);
    let mut applied = Vec::with_capacity(schools.len());
    for file in &schools {
        let Some(&rank) = answers.get(&file.school.uai) else {
            applied.push(Vec::new());
            continue;
        };
        let mut local = gathering.at(&file.school);
        for assignment in &received[rank].answers.assignments() {
            let responsible = match &assignment.answer {
                Answer::Entities(mentions) => mentions.as_slice(),
                Answer::Blank
                | Answer::Nobody
                | Answer::ToDefine
                | Answer::NotApplicable(_)
                | Answer::Unreadable => &[],
            };
            let mut note = |mentions: &[Mention]| {
                // A cell holds fewer words than this.
                let mentions = &mentions[..mentions.len().min(usize::from(u16::MAX))];
                noted.bodies.extend(mentions.iter().map(|mention| gathering.note(&mut local, mention)));
                mentions.len() as u16
            };
            let numbers = [note(responsible), note(&assignment.performers)];
            noted.numbers.push(numbers);
        }
        applied.push(above.read_for(&file.school, &mut gathering, &mut local));
    }
    noted.bodies.shrink_to_fit();
    noted.numbers.shrink_to_fit();
    Gathered { ctx, academie, schools, gathering, noted, above, applied }
}

impl Noted {
    /// The lines of the schools that answered, whose assignments leave their inventories.
    pub(super) fn lines(
        self,
        schools: &[SchoolFile],
        received: &mut [Submitted],
        reconciled: &Reconciled,
    ) -> Vec<AssignmentLine> {
        let mut lines = Vec::with_capacity(self.numbers.len());
        let mut numbers = self.numbers.into_iter();
        let mut bodies = self.bodies.as_slice();
        let mut next = |number: u16| {
            let (taken, rest) = bodies.split_at(usize::from(number).min(bodies.len()));
            bodies = rest;
            entities_of(reconciled, taken)
        };
        for file in schools {
            let Some(document) = file.retained else { continue };
            let Ok(rank) = received.binary_search_by_key(&document, |one| one.inventory.document.id) else {
                continue;
            };
            let own = std::mem::take(&mut received[rank].inventory.assignments);
            lines.extend(own.into_iter().zip(numbers.by_ref()).map(
                |(assignment, [responsible, performers])| AssignmentLine {
                    uai: file.school.uai,
                    document,
                    assignment,
                    responsible: next(responsible),
                    performers: next(performers),
                },
            ));
        }
        lines
    }
}
