//! Submissions, entities, states and figures: inventories in, one dossier per académie out, each when its turn comes.
//!
//! ```text
//! lateness      which documents came after the deadline              → a fact on each
//! submissions   which document of each school counts                  → one verdict each
//! decisions     what the configuration joins or parts                 → where each spelling goes
//! entities      spellings of one body reconciled, over the batch      → one list an académie
//! states        answers of the inventory that counts                  → one state a couple
//! inherit       answers of a higher level, where a school gives none  → the same, inherited
//! figures       couples counted by territory                          → every total that is printed
//! evolution     an earlier month beside this one                      → what moved, at constant perimeter
//! ```

mod decisions;
mod entities;
pub mod evolution;
mod fiche;
pub(crate) mod figures;
mod gather;
mod inherit;
mod lateness;
mod mentions;
mod names;
mod renown;
mod spelling;
mod states;
mod submissions;

use gather::KEPT;
pub use gather::{Gathered, Gatherer, Pending, Reconciliation, Told};
pub use lateness::tell_late;
pub use renown::Renown;
pub use submissions::{Settled, settle};

#[cfg(test)]
mod testing;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::academies::Academies;
use crate::consolidate::entities::{BodyId, Reconciled};
use crate::consolidate::fiche::LocalPeople;
use crate::model::document::Verdict;
use crate::model::dossier::{DocumentLine, Dossier, EntityId, SchoolFile, Stamp};
use crate::model::fact::Fact;
use crate::model::finding::Rule;
use crate::model::grouping::Grouping;
use crate::model::inventory::{Inventory, Owner};
use crate::model::packed::Packed;
use crate::model::referential::{CompetenceId, Referential};
use crate::model::school::{Academie, School, Uai};
use crate::registry::Registry;
use crate::text;

/// What a consolidation needs beside the inventories.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// What is printed on every document.
    pub stamp: Stamp,
    /// The referential the inventories were read with.
    pub referential: Arc<Referential>,
    /// The académies.
    pub academies: &'a Academies,
    /// The schools expected, if somebody knows them.
    pub registry: Option<&'a Registry>,
    /// The rules, in printing order.
    pub rules: Vec<&'static Rule>,
    /// Codes of the only académies wanted; empty for all.
    pub only: &'a [String],
    /// What the configuration decides of spellings.
    pub groupings: &'a [Grouping],
    /// How many days before its end a contract is told to be ending.
    pub contract_days: u32,
}

/// The inventories of a run, by académie, and the entities they name: all that one académie needs to know of the others.
///
/// A dossier weighs many times what was kept of its inventories: each is made when its turn comes, and may be dropped
/// before the next.
pub struct Consolidation<'a> {
    /// One for each académie met in the documents or in the registry, by code.
    pub pending: Vec<Pending<'a>>,
    /// Documents of no académie, or of one that isn't wanted, in path order.
    pub unattached: Vec<Submitted>,
    /// What the académies say of bodies that several of them may know.
    pub renown: Renown,
    /// Groupings of the configuration of which no spelling was met.
    pub unmet_groupings: Vec<Grouping>,
}

/// An inventory and its verdict.
#[derive(Clone, Debug)]
pub struct Submitted {
    /// The inventory, without its assignments.
    pub inventory: Inventory,
    /// Its assignments.
    pub answers: Packed,
    /// What became of it.
    pub settled: Settled,
}

impl Submitted {
    /// The inventory whole again.
    pub fn open(&mut self) {
        self.inventory.assignments = std::mem::take(&mut self.answers).assignments();
    }
}

impl<'a> Consolidation<'a> {
    /// Consolidates inventories whose verdicts are settled; `spread` has the académies gathered, in any order, several at
    /// once, their results in the order given.
    pub fn of<S>(received: Vec<Submitted>, ctx: &'a Context<'_>, spread: S) -> Self
    where
        S: FnOnce(Vec<Pending<'a>>, &Gatherer<'a, '_>) -> Vec<(Pending<'a>, Told)>,
    {
        let wanted = |academie: &Academie| ctx.only.is_empty() || ctx.only.contains(&academie.code);
        let mut unattached = Vec::new();
        let mut shares: BTreeMap<&str, Pending<'_>> = BTreeMap::new();
        for school in ctx.registry.iter().flat_map(|registry| registry.schools()) {
            let academie = ctx.academies.of_uai(school.uai).map(|(academie, _)| academie);
            if let Some(academie) = academie.filter(|academie| wanted(academie)) {
                shares
                    .entry(&academie.code)
                    .or_insert_with(|| Pending::new(ctx, academie))
                    .add_school(Arc::clone(school));
            }
        }
        for mut one in received {
            let academie = match &one.inventory.owner {
                Owner::Territory(scope) => ctx.academies.with_code(&scope.academie),
                owner => owner.uai().and_then(|uai| ctx.academies.of_uai(uai)).map(|(academie, _)| academie),
            };
            match academie {
                Some(academie) if wanted(academie) => {
                    shares.entry(&academie.code).or_insert_with(|| Pending::new(ctx, academie)).receive(one);
                }
                // No dossier could count it: a document retained for nobody would be lost.
                None if one.settled.verdict == Verdict::Retained => {
                    one.settled.verdict = Verdict::Rejected;
                    unattached.push(one);
                }
                Some(_) | None => unattached.push(one),
            }
        }
        unattached.sort_by_key(|one| one.inventory.document.id);
        // A gathering weighs more than its inventories: those of a country are made again, each at its turn.
        let keep = shares.len() <= KEPT;
        let gathered = spread(shares.into_values().collect(), &|pending| pending.gathered(keep));
        let (pending, told): (Vec<_>, Vec<_>) = gathered.into_iter().unzip();
        let unmet_groupings = gather::unmet(ctx, &pending, &told);
        let renown = Told::renown(told, &ctx.referential);
        Self { pending, unattached, renown, unmet_groupings }
    }
}

impl Reconciliation<'_> {
    /// The dossier of the académie, made of its inventories, which are open.
    ///
    /// Findings and the reasons of verdicts are left blank: rules are none of this stage's business.
    pub fn dossier(self, mut received: Vec<Submitted>) -> Dossier {
        let Self { ctx, academie, mut schools, reconciled, noted, above, applied } = self;
        let assignments = noted.lines(&schools, &mut received, &reconciled);
        let required: Vec<CompetenceId> = ctx.referential.required().collect();
        let people = LocalPeople::new(&ctx.referential);
        let mut rest = assignments.as_slice();
        for (file, applied) in schools.iter_mut().zip(&applied) {
            let own = rest.iter().take_while(|line| line.uai == file.school.uai).count();
            let (lines, others) = rest.split_at(own);
            rest = others;
            file.couples = match file.retained {
                Some(document) => states::answered(&required, document, lines),
                None => states::not_returned(&required),
            };
            file.contradicted = above.complete(&mut file.couples, applied, &reconciled);
            let own = lines.iter().map(|line| &line.assignment);
            file.local_person = own.chain(above.assignments(applied)).any(|line| people.named_by(line));
        }
        let figures = figures::count(
            academie,
            &ctx.referential,
            &schools,
            &reconciled.entities,
            ctx.registry.is_some(),
        );
        Dossier {
            stamp: ctx.stamp.clone(),
            contract_days: ctx.contract_days,
            academie: academie.clone(),
            referential: Arc::clone(&ctx.referential),
            rules: ctx.rules.clone(),
            registry: ctx.registry.map(|registry| registry.name.clone()),
            nameless: false,
            unnamed: BTreeMap::new(),
            schools,
            documents: received.into_iter().map(line).collect(),
            findings: Vec::new(),
            accepted: BTreeSet::new(),
            higher: above.lines(applied.iter().flatten(), &reconciled),
            entities: reconciled.entities,
            assignments,
            total: figures.total,
            departements: figures.departements,
            circonscriptions: figures.circonscriptions,
            evolution: None,
        }
    }
}

fn school_file(school: Arc<School>, expected: bool) -> SchoolFile {
    SchoolFile {
        school,
        expected,
        retained: None,
        received: Vec::new(),
        couples: Vec::new(),
        contradicted: Vec::new(),
        local_person: false,
    }
}

/// Each entity once, in the order of the cell: two spellings of one entity are one responsible.
fn entities_of(reconciled: &Reconciled, bodies: &[BodyId]) -> Vec<EntityId> {
    let mut ids: Vec<EntityId> = Vec::with_capacity(bodies.len());
    for body in bodies {
        let id = reconciled.id(*body);
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// The line of a document.
pub fn line(received: Submitted) -> DocumentLine {
    let Submitted { inventory, settled, .. } = received;
    let identified_by = match &inventory.owner {
        Owner::School { by, .. } => Some(*by),
        Owner::Territory(_) | Owner::Claimed(_) | Owner::Unknown => None,
    };
    let late = inventory.facts.iter().find_map(|observed| match observed.fact {
        Fact::Late { sent, .. } => Some(sent),
        _ => None,
    });
    DocumentLine {
        uai: inventory.owner.uai(),
        scope: inventory.owner.scope().map(Arc::clone),
        document: inventory.document,
        verdict: settled.verdict,
        reason: None,
        identified_by,
        late,
    }
}

/// Schools in the order of a list that people look a school up in.
fn order(school: &School) -> (String, String, String, String, Uai) {
    (
        school.departement.to_string(),
        text::fold(&school.circonscription),
        text::fold(&school.commune),
        text::fold(&school.name),
        school.uai,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consolidate::testing::{a_mention, a_school, an_answer, an_inventory};
    use crate::model::calendar::Date;
    use crate::model::dossier::{Batch, Couple, State, Status};
    use crate::model::indicator::{Rate, Tally};
    use crate::model::inventory::Answer;
    use crate::model::referential::EntityTypeId;
    use crate::referential;

    fn context<'a>(
        academies: &'a Academies,
        registry: Option<&'a Registry>,
        only: &'a [String],
    ) -> Context<'a> {
        Context {
            stamp: Stamp {
                month: "2026-11".parse().unwrap(),
                date: Date::constant(2026, 11, 24),
                version: "0.1.0",
                status: Status::Draft,
                label: None,
                deadline: None,
                mention: None,
                persons: false,
                logo: None,
                outline: Arc::new(crate::plan::outline::embedded()),
            },
            referential: Arc::new(referential::embedded()),
            academies,
            registry,
            rules: Vec::new(),
            only,
            groupings: &[],
            contract_days: 90,
        }
    }

    fn registry(academies: &Academies) -> Registry {
        let rows = [
            ("0350122", "École Les Mésanges", "Valbrune", "Bruz"),
            ("0350123", "École Les Alizés", "Montrivel", "Bruz"),
            ("0440123", "École du Port", "Rezé", "Rezé"),
        ]
        .map(|(digits, name, commune, circonscription)| {
            let uai = Uai::from_digits(digits).unwrap();
            vec![uai.to_string(), name.into(), commune.into(), circonscription.into()]
        });
        let titles = ["uai", "nom", "commune", "circonscription"].map(str::to_owned).to_vec();
        let rows: Vec<Vec<String>> = std::iter::once(titles).chain(rows).collect();
        Registry::from_rows("annuaire.csv", &rows, academies).unwrap().0
    }

    fn one(inventory: Inventory, verdict: Verdict) -> Submitted {
        let answers = Packed::of(&inventory.assignments);
        let inventory = Inventory { assignments: Vec::new(), ..inventory };
        Submitted { inventory, answers, settled: Settled { verdict, fact: None } }
    }

    /// Every dossier, and the lines of no dossier.
    fn batch(received: Vec<Submitted>, ctx: &Context<'_>) -> Batch {
        let whole =
            Consolidation::of(received, ctx, |shares, gather| shares.into_iter().map(gather).collect());
        let dossiers = whole.pending.into_iter().map(|pending| {
            let (mut received, pending) = pending.part();
            received.iter_mut().for_each(Submitted::open);
            pending.reconcile(&whole.renown).dossier(received)
        });
        Batch {
            dossiers: dossiers.collect(),
            unattached: whole.unattached.into_iter().map(line).collect(),
            unattached_findings: Vec::new(),
            unmet_groupings: whole.unmet_groupings,
            derogations: Vec::new(),
            referential: Arc::clone(&ctx.referential),
        }
    }

    /// Two schools of Rennes that answered, one listed and one not, and a superseded submission.
    fn received(referential: &Referential) -> Vec<Submitted> {
        let mention = |written: &str, kind: &str, core: &str| a_mention(referential, written, kind, core);
        let listed = a_school("0350122", "École Les Mésanges", "Valbrune");
        let mut kept = an_inventory(1, "b.xlsx", &listed);
        let mairie = || mention("Mairie", "COMMUNE", "");
        let ville = || mention("Ville de Valbrune", "COMMUNE", "valbrune");
        kept.assignments = vec![
            an_answer(0, Answer::Entities(vec![mairie(), ville()])),
            an_answer(1, Answer::Entities(vec![mairie(), mention("Scolavia", "EDITEUR", "scolavia")])),
            an_answer(2, Answer::Nobody),
            an_answer(3, Answer::NotApplicable(None)),
        ];
        let mut unlisted = an_inventory(2, "c.xlsx", &a_school("0350199", "École du Bois", "Montrivel"));
        unlisted.assignments = vec![an_answer(0, Answer::Entities(vec![mairie()]))];
        let mut lost = an_inventory(3, "d.xlsx", &listed);
        lost.owner = Owner::Unknown;
        [
            (lost, Verdict::Rejected),
            (unlisted, Verdict::Retained),
            (an_inventory(0, "a.xlsx", &listed), Verdict::Superseded),
            (kept, Verdict::Retained),
        ]
        .map(|(inventory, verdict)| one(inventory, verdict))
        .to_vec()
    }

    #[test]
    fn each_academie_of_the_registry_and_of_the_documents_has_its_dossier() {
        let academies = Academies::embedded();
        let registry = registry(&academies);
        let ctx = context(&academies, Some(&registry), &[]);
        let batch = batch(received(&ctx.referential), &ctx);
        let codes: Vec<&str> = batch.dossiers.iter().map(|dossier| dossier.academie.code.as_str()).collect();
        assert_eq!(codes, ["14", "17"]);
        let rennes = &batch.dossiers[0];
        let paths: Vec<&str> = rennes.documents.iter().map(|line| line.document.path.as_str()).collect();
        assert_eq!(paths, ["a.xlsx", "b.xlsx", "c.xlsx"]);
        assert_eq!(batch.unattached.iter().map(|line| &*line.document.path).collect::<Vec<_>>(), ["d.xlsx"]);
        let files: Vec<(&str, bool, usize)> = rennes
            .schools
            .iter()
            .map(|file| (&*file.school.name, file.expected, file.received.len()))
            .collect();
        assert_eq!(
            files,
            [("École du Bois", false, 1), ("École Les Alizés", true, 0), ("École Les Mésanges", true, 2)]
        );
        assert_eq!(batch.dossiers[1].total.tally.of(State::NotReturned), 14);
    }

    #[test]
    fn states_come_from_reconciled_entities_and_add_up() {
        let academies = Academies::embedded();
        let registry = registry(&academies);
        let ctx = context(&academies, Some(&registry), &[]);
        let batch = batch(received(&ctx.referential), &ctx);
        let rennes = &batch.dossiers[0];
        let couples: &[Couple] = &rennes.schools[2].couples;
        let names = |couple: &Couple| -> Vec<String> {
            couple.responsible.iter().map(|id| rennes.entity(*id).name.clone()).collect()
        };
        assert_eq!(
            (couples[0].state, names(&couples[0])),
            (State::Covered, vec!["Commune de Valbrune".into()])
        );
        assert_eq!(couples[1].state, State::Shared);
        assert_eq!(names(&couples[1]), ["Commune de Valbrune", "Scolavia"]);
        assert_eq!(couples[2].state, State::Orphan);
        assert_eq!(couples[3].state, State::NotApplicable);
        assert!(couples[4..].iter().all(|couple| couple.state == State::NotStudied));

        let mut sum = Tally::default();
        rennes.schools.iter().for_each(|file| sum.merge(&file.tally()));
        assert_eq!(rennes.total.tally, sum);
        assert_eq!(sum.total(), 3 * 14);
        assert_eq!(sum.coverage(), Rate::new(2, 27));
        assert_eq!(rennes.total.return_rate(), Some(Rate::new(1, 2)));
        assert_eq!((rennes.total.unexpected, rennes.total.answered()), (1, 2));
        assert_eq!(rennes.assignments.len(), 5);
    }

    #[test]
    fn without_a_registry_there_is_no_rate_and_no_missing_school() {
        let academies = Academies::embedded();
        let ctx = context(&academies, None, &[]);
        let batch = batch(received(&ctx.referential), &ctx);
        assert_eq!(batch.dossiers.len(), 1);
        let rennes = &batch.dossiers[0];
        assert_eq!((rennes.schools.len(), rennes.registry.as_deref()), (2, None));
        assert_eq!(rennes.total.return_rate(), None);
        assert_eq!(rennes.total.tally.of(State::NotReturned), 0);
        assert!(rennes.circonscriptions.is_empty());
    }

    #[test]
    fn an_academie_not_wanted_leaves_its_documents_in_sight() {
        let academies = Academies::embedded();
        let registry = registry(&academies);
        let only = ["17".to_owned()];
        let ctx = context(&academies, Some(&registry), &only);
        let batch = batch(received(&ctx.referential), &ctx);
        assert_eq!(
            batch.dossiers.iter().map(|dossier| &*dossier.academie.name).collect::<Vec<_>>(),
            ["Nantes"]
        );
        let ids: Vec<u32> = batch.unattached.iter().map(|line| line.document.id.0).collect();
        assert_eq!(ids, [0, 1, 2, 3]);
    }

    #[test]
    fn what_one_academie_writes_of_a_company_holds_for_the_others() {
        let academies = Academies::embedded();
        let ctx = context(&academies, None, &[]);
        let company = |written: &str, kind: &str| {
            Answer::Entities(vec![a_mention(&ctx.referential, written, kind, "scolavia")])
        };
        let mut rennes = an_inventory(0, "a.xlsx", &a_school("0350122", "École Les Mésanges", "Valbrune"));
        rennes.assignments =
            vec![an_answer(0, company("Éditeur Scolavia", "EDITEUR")), an_answer(1, company("Scolavia", ""))];
        let mut nantes = an_inventory(1, "b.xlsx", &a_school("0440122", "École du Port", "Rezé"));
        nantes.assignments = vec![
            an_answer(0, company("SCOLAVIA SAS", "PRESTATAIRE")),
            an_answer(1, Answer::Entities(vec![a_mention(&ctx.referential, "Scolavya", "", "scolavya")])),
            an_answer(2, company("Scolavia", "")),
        ];
        let batch = batch([rennes, nantes].map(|inventory| one(inventory, Verdict::Retained)).to_vec(), &ctx);
        let entities: Vec<(&str, Option<EntityTypeId>, usize)> = batch
            .dossiers
            .iter()
            .flat_map(|dossier| &dossier.entities)
            .map(|entity| (entity.name.as_str(), entity.kind, entity.spellings.len()))
            .collect();
        let editor = ctx.referential.entity_type_named("EDITEUR");
        assert_eq!(entities, [("Scolavia", editor, 2), ("Scolavia", editor, 3)]);
    }

    #[test]
    fn the_order_of_arrival_changes_nothing() {
        let academies = Academies::embedded();
        let ctx = context(&academies, None, &[]);
        let mut turned = received(&ctx.referential);
        turned.reverse();
        let (one, other) = (batch(received(&ctx.referential), &ctx), batch(turned, &ctx));
        assert_eq!(format!("{one:?}"), format!("{other:?}"));
    }
}
