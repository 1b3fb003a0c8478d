use super::*;
use crate::model::evolution::SchoolEvent;
use crate::model::grouping::{Join, Spelling};
use crate::model::referential::Mode;
use crate::normalise::Normaliser;
use crate::referential;
use crate::render::fixture::{self, Shape};

/// Six schools, all covered, all returned.
fn covered() -> Dossier {
    fixture::dossier(&Shape { schools: 6, state: |_, _| State::Covered, ..Shape::default() })
}

/// What moved since a past that this changes, the dossier being changed too.
fn moved(past: impl Fn(&mut PastMonth), now: impl Fn(&mut Dossier)) -> Evolution {
    let mut dossier = covered();
    let mut previous = fixture::past(&dossier, "2026-10");
    past(&mut previous);
    now(&mut dossier);
    fixture::look_back(&mut dossier, vec![previous]);
    dossier.evolution.unwrap()
}

fn past_couple(month: &mut PastMonth, school: usize, competence: usize) -> &mut PastCouple {
    let school = month.schools.values_mut().nth(school).unwrap();
    school.couples[competence].as_mut().unwrap()
}

fn set(month: &mut PastMonth, school: usize, competence: usize, state: State) {
    let couple = past_couple(month, school, competence);
    couple.state = state;
    if state != State::Covered {
        couple.responsible.clear();
        couple.mode = None;
    }
}

fn told(evolution: &Evolution) -> Vec<(Nature, usize, usize, u8)> {
    let told = |change: &Change| (change.nature, change.school, change.competence, change.months);
    evolution.changes.iter().map(told).collect()
}

#[test]
fn a_first_month_has_no_evolution() {
    let reading = Reading { mention: &|_| None, closed: &|_| false };
    assert!(compare(&covered(), &History::default(), reading).is_none());
}

#[test]
fn the_same_month_twice_moves_nothing() {
    let evolution = moved(|_| {}, |_| {});
    assert_eq!((evolution.changes.len(), evolution.schools.len()), (0, 0));
    assert_eq!(evolution.total.before, evolution.total.after);
    assert_eq!(evolution.total.gap(crate::model::indicator::Tally::coverage), Some(0.0));
}

/// Six schools of fourteen competences now. In October, one of them hadn't answered and another had two competences
/// open: both terms are counted by hand on the five schools that answered twice.
#[test]
fn rates_are_compared_on_the_schools_that_answered_twice() {
    let evolution = moved(
        |october| {
            october.schools.values_mut().next().unwrap().returned = false;
            (0..14).for_each(|competence| set(october, 0, competence, State::NotReturned));
            set(october, 1, 2, State::Orphan);
            set(october, 1, 3, State::NotApplicable);
        },
        |november| november.schools[5].couples[4].state = State::Shared,
    );
    assert_eq!(evolution.compared(), 5);
    let coverage = |shift: &Shift| (shift.before.coverage(), shift.after.coverage());
    assert_eq!(coverage(&evolution.total), (Rate::new(68, 69), Rate::new(69, 70)));
    // Over the six schools known in both months, the one that hadn't answered wasn't covered.
    let known = (evolution.known.before.coverage_of_expected(), evolution.known.after.coverage_of_expected());
    assert_eq!(known, (Rate::new(68, 83), Rate::new(83, 84)));
    assert_eq!(evolution.returns, Some([Rate::new(5, 6), Rate::new(6, 6)]));
    assert_eq!(coverage(&evolution.by_competence[2]), (Rate::new(4, 5), Rate::new(5, 5)));
    assert_eq!(coverage(&evolution.by_competence[4]), (Rate::new(5, 5), Rate::new(4, 5)));
    for territories in [&evolution.departements, &evolution.circonscriptions] {
        let mut whole = Shift::default();
        for part in territories {
            whole.schools += part.schools;
            whole.before.merge(&part.before);
            whole.after.merge(&part.after);
        }
        assert_eq!(whole, evolution.total);
    }
    // The school that answers at last isn't progress of those compared.
    assert_eq!(
        told(&evolution),
        [(Nature::Regression, 5, 4, 1), (Nature::Progress, 1, 2, 1), (Nature::Scope, 1, 3, 0)]
    );
    let events: Vec<&SchoolEvent> = evolution.schools.iter().map(|change| &change.event).collect();
    assert_eq!(events, [&SchoolEvent::NewlyReturned]);
}

#[test]
fn each_change_has_one_nature_and_regressions_come_first() {
    let evolution = moved(
        |october| {
            set(october, 0, 0, State::Orphan);
            set(october, 0, 1, State::ToDefine);
            past_couple(october, 0, 3).responsible = vec!["Commune de Montrivel".into()];
            past_couple(october, 0, 4).mode = Some(Mode::Internal);
            past_couple(october, 0, 8).mode = None;
            let both = past_couple(october, 0, 5);
            (both.responsible, both.mode) = (vec!["Commune de Montrivel".into()], Some(Mode::Internal));
            set(october, 0, 6, State::NotApplicable);
            set(october, 0, 7, State::Orphan);
        },
        |november| {
            let couples = &mut november.schools[0].couples;
            for (rank, state) in
                [(1, State::Orphan), (2, State::NotStudied), (6, State::Shared), (7, State::Orphan)]
            {
                couples[rank].state = state;
                if state != State::Shared {
                    couples[rank].responsible.clear();
                }
            }
        },
    );
    let natures: Vec<(Nature, usize)> =
        evolution.changes.iter().map(|change| (change.nature, change.competence)).collect();
    assert_eq!(
        natures,
        [
            (Nature::Regression, 2),
            (Nature::Regression, 6),
            (Nature::Progress, 0),
            (Nature::OtherState, 1),
            (Nature::Responsible, 3),
            (Nature::ResponsibleAndMode, 5),
            (Nature::Mode, 4),
            (Nature::StillOpen, 7),
        ]
    );
}

/// « Commune de Valbrune » printed in October, another of its spellings in November: nobody was replaced.
#[test]
fn another_spelling_of_the_same_entity_is_no_change() {
    let responsible = |name: &'static str, spellings: &'static [&'static str]| {
        let mut dossier = covered();
        let mut october = fixture::past(&dossier, "2026-10");
        past_couple(&mut october, 0, 0).responsible = vec![name.into()];
        let entity = dossier.schools[0].couples[0].responsible[0];
        let spelling = |written: &&str| Spelling {
            written: (*written).to_owned(),
            count: 1,
            schools: 1,
            join: Join::SameName,
        };
        dossier.entities[entity.0 as usize].name = "Commune de Saint-Hélory".into();
        dossier.entities[entity.0 as usize].spellings = spellings.iter().map(spelling).collect();
        let normaliser = Normaliser::new(&referential::embedded());
        let history = History { previous: Some(october), older: Vec::new() };
        let reading = Reading { mention: &|name| normaliser.mention(name), closed: &|_| false };
        let evolution = compare(&dossier, &history, reading).unwrap();
        evolution.changes.iter().any(|change| (change.school, change.competence) == (0, 0))
    };
    assert!(!responsible("COMMUNE DE SAINT HELORY", &[]), "folded alike");
    assert!(!responsible("Mairie (St-Hélory)", &["mairie (ST-HÉLORY)"]), "a spelling met this month");
    assert!(!responsible("Mairie de Saint-Hélory", &[]), "the same commune, in other words of its type");
    assert!(!responsible("Commune de Saint-Hélory (44)", &[]), "told apart from another that month");
    assert!(responsible("Commune de Montrivel", &[]), "another commune");
    assert!(responsible("Scolavia", &["mairie"]), "a company");
}

#[test]
fn a_point_is_as_old_as_the_months_in_a_row_in_which_it_was_open() {
    let mut dossier = covered();
    let whole = |month| fixture::past(&dossier, month);
    let [mut october, mut september, mut june] = ["2026-10", "2026-09", "2026-06"].map(whole);
    for month in [&mut october, &mut september, &mut june] {
        set(month, 0, 0, State::Orphan);
        set(month, 0, 3, State::Orphan);
    }
    set(&mut october, 0, 1, State::ToDefine);
    set(&mut june, 0, 1, State::ToDefine);
    set(&mut september, 0, 2, State::Orphan);
    for rank in 0..3 {
        dossier.schools[0].couples[rank].state = State::Orphan;
        dossier.schools[0].couples[rank].responsible.clear();
    }
    fixture::look_back(&mut dossier, vec![october, september, june]);
    let evolution = dossier.evolution.unwrap();
    // July and August weren't consolidated: they count for nothing, and interrupt nothing.
    assert_eq!(evolution.open_for[0][..4], [4, 2, 1, 0]);
    assert_eq!(
        told(&evolution),
        [
            (Nature::Regression, 0, 2, 1),
            (Nature::Progress, 0, 3, 3),
            (Nature::OtherState, 0, 1, 2),
            (Nature::StillOpen, 0, 0, 4)
        ]
    );
}

#[test]
fn schools_that_come_and_go_are_told_apart() {
    let mut dossier = covered();
    let mut october = fixture::past(&dossier, "2026-10");
    let uais: Vec<Uai> = dossier.schools.iter().map(|file| file.school.uai).collect();
    // Entered with an inventory, renamed, answers no more, closed, gone and still answering.
    october.schools.remove(&uais[0]);
    october.schools.get_mut(&uais[1]).unwrap().name = "École du Bourg".into();
    dossier.schools[2].retained = None;
    dossier.schools.remove(3);
    dossier.schools[3].expected = false;
    let history = History { previous: Some(october), older: Vec::new() };
    let reading = Reading { mention: &|_| None, closed: &|uai| uai == uais[3] };
    let evolution = compare(&dossier, &history, reading).unwrap();
    let told: Vec<(Uai, &str)> =
        evolution.schools.iter().map(|change| (change.uai, change.event.id())).collect();
    assert_eq!(
        told,
        [
            (uais[2], "ne_rend_plus"),
            (uais[0], "entree"),
            (uais[4], "sortie"),
            (uais[3], "fermee"),
            (uais[1], "renommee")
        ]
    );
    // The school that left the registry but still answers is compared: its inventory counts in both months.
    assert_eq!(evolution.compared(), 3);
}

#[test]
fn without_a_registry_nobody_enters_or_leaves() {
    let evolution = moved(
        |october| {
            october.registry = false;
            october.schools.pop_first();
        },
        |_| {},
    );
    let told: Vec<&str> = evolution.schools.iter().map(|change| change.event.id()).collect();
    assert_eq!((told.as_slice(), evolution.returns), (&["rend_de_nouveau"][..], None));
}

#[test]
fn a_competence_that_the_earlier_month_did_not_ask_for_is_not_compared() {
    let evolution = moved(
        |october| {
            for school in october.schools.values_mut() {
                school.couples[13] = None;
            }
        },
        |november| november.schools[0].couples[13].state = State::Orphan,
    );
    assert!(evolution.changes.is_empty());
    assert_eq!((evolution.total.after.total(), evolution.by_competence[13].schools), (6 * 13, 0));
    assert_eq!(evolution.open_for[0][13], 1);
}

#[test]
fn the_line_has_twelve_months_at_most_and_jumps_those_unknown() {
    let mut dossier = covered();
    let months = ["2026-10", "2026-08", "2025-12", "2025-11"].map(|month| fixture::past(&dossier, month));
    fixture::look_back(&mut dossier, months.to_vec());
    let evolution = dossier.evolution.unwrap();
    let drawn: Vec<String> = evolution.series.iter().map(|point| point.month.to_string()).collect();
    assert_eq!(drawn, ["2025-12", "2026-08", "2026-10", "2026-11"]);
    assert_eq!(evolution.series[3].coverage, Rate::new(84, 84));
}
