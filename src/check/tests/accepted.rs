//! What the configuration accepts, and what it leaves.

use super::*;
use crate::check::{Severities, accept, add_uses, rule};
use crate::model::derogation::{Derogation, Target, Use};
use crate::model::thresholds::Thresholds;

const TODAY: Date = Date::constant(2026, 11, 24);

fn until(code: &str, target: Target, until: Option<Date>) -> Arc<Derogation> {
    let rule = rule(code).unwrap();
    Arc::new(Derogation {
        line: 3,
        rule,
        target,
        competences: Vec::new(),
        reason: "Marché relancé".into(),
        until,
    })
}

fn orphan_at(target: Target) -> Arc<Derogation> {
    until("RES-001", target, None)
}

fn commune(name: &str) -> Target {
    Target { communes: vec![name.into()], ..Target::default() }
}

/// A dossier whose couples are judged.
fn judged(couples: Vec<Couple>) -> Dossier {
    let mut dossier = dossier(couples);
    dossier.findings = crate::check::dossier(&dossier, &Severities::default(), &Thresholds::default());
    dossier
}

fn orphans() -> Dossier {
    judged(vec![couple(MOA, State::Orphan, &[]), couple(FAI, State::Orphan, &[])])
}

/// How many findings it accepts of a dossier.
fn accepts(dossier: &mut Dossier, derogation: &Arc<Derogation>) -> u32 {
    accept(dossier, std::slice::from_ref(derogation), TODAY)[0].accepted
}

#[test]
fn an_accepted_finding_is_kept_last_and_its_couple_closed_without_changing_its_state() {
    let mut dossier = orphans();
    let only_fai = Derogation { competences: vec![FAI], ..(*orphan_at(commune("VALBRUNE"))).clone() };
    assert_eq!(accepts(&mut dossier, &Arc::new(only_fai)), 1);
    let told: Vec<(Option<CompetenceId>, bool)> =
        dossier.findings.iter().map(|finding| (finding.competence, finding.accepted.is_some())).collect();
    assert_eq!(told, [(Some(MOA), false), (Some(FAI), true)]);
    assert_eq!(dossier.accepted, BTreeSet::from([(uai(), FAI)]));
    assert!(dossier.schools[0].couples.iter().all(|couple| couple.state == State::Orphan));
    let accepted = dossier.findings[1].accepted.as_ref().unwrap();
    assert_eq!(accepted.told(), "accepté sans limite (Marché relancé)");
}

#[test]
fn each_place_that_is_named_must_be_the_school_s() {
    let here = Target {
        schools: vec![uai()],
        communes: vec!["Ailleurs".into(), "valbrune".into()],
        circonscriptions: vec!["Valbrune".into()],
        departements: vec!["44".into()],
        ..Target::default()
    };
    assert_eq!(accepts(&mut orphans(), &orphan_at(here.clone())), 2);
    for elsewhere in [
        Target { schools: vec![Uai::from_digits("0440124").unwrap()], ..here.clone() },
        Target { communes: vec!["Valbrune-sur-Mer".into()], ..here.clone() },
        Target { circonscriptions: vec!["Rezé".into()], ..here.clone() },
        Target { departements: vec!["85".into()], ..here },
    ] {
        let uses = accept(&mut orphans(), &[orphan_at(elsewhere)], TODAY);
        assert_eq!((uses[0].accepted, uses[0].met), (0, false));
    }
}

#[test]
fn an_entity_is_found_by_any_of_its_spellings_where_it_answers() {
    let entity = |name: &str| Target { entities: vec![name.into()], ..Target::default() };
    let shared = || judged(vec![couple(MOA, State::Shared, &[0, 1]), couple(FAI, State::Shared, &[0, 2])]);
    let accepted = |name: &str| accepts(&mut shared(), &until("RES-002", entity(name), None));
    assert_eq!((accepted("scolavia"), accepted("Mairie de Valbrune"), accepted("Numeria")), (1, 2, 0));
}

#[test]
fn another_rule_or_a_past_day_accepts_nothing() {
    let mut dossier = orphans();
    assert_eq!(accepts(&mut dossier, &until("RES-002", commune("Valbrune"), None)), 0);
    let yesterday = until("RES-001", commune("Valbrune"), Some(Date::constant(2026, 11, 23)));
    let uses = accept(&mut dossier, &[yesterday], TODAY);
    assert_eq!((uses[0].expired, uses[0].met, uses[0].accepted), (true, true, 0));
    assert!(dossier.accepted.is_empty());
    assert_eq!(accepts(&mut dossier, &until("RES-001", commune("Valbrune"), Some(TODAY))), 2);
}

#[test]
fn a_couple_stays_open_while_another_finding_tells_its_state() {
    let mut dossier = orphans();
    // The same couple told again by the reading, which nothing accepts.
    let told = Finding { rule: rule("RES-003").unwrap(), ..dossier.findings[0].clone() };
    dossier.findings.push(told);
    assert_eq!(accepts(&mut dossier, &orphan_at(commune("Valbrune"))), 2);
    assert_eq!(dossier.accepted, BTreeSet::from([(uai(), FAI)]));
    // What says something else of a couple closes nothing.
    let mut dossier = orphans();
    dossier.findings.push(Finding { rule: rule("MOD-001").unwrap(), ..dossier.findings[0].clone() });
    assert_eq!(accepts(&mut dossier, &until("MOD-001", commune("Valbrune"), None)), 1);
    assert!(dossier.accepted.is_empty());
}

#[test]
fn a_missing_inventory_that_is_accepted_closes_every_couple() {
    let mut dossier =
        dossier(vec![couple(MOA, State::NotReturned, &[]), couple(FAI, State::NotReturned, &[])]);
    dossier.schools[0].retained = None;
    dossier.schools[0].received = Vec::new();
    dossier.findings = crate::check::dossier(&dossier, &Severities::default(), &Thresholds::default());
    let code = dossier.findings[0].rule.code;
    assert_eq!(accepts(&mut dossier, &until(code, commune("Valbrune"), None)), 1);
    assert_eq!(dossier.accepted.len(), 2);
}

#[test]
fn uses_add_up_over_the_dossiers() {
    let derogation = orphan_at(commune("Valbrune"));
    let one =
        |met, accepted| vec![Use { derogation: Arc::clone(&derogation), expired: false, met, accepted }];
    let mut total = Vec::new();
    for uses in [one(false, 0), one(true, 2), one(true, 1)] {
        add_uses(&mut total, uses);
    }
    assert_eq!((total[0].met, total[0].accepted), (true, 3));
}
