//! What moved since the month before, in sentences. Pure functions of an evolution.

use crate::french::{FEWEST_SCHOOLS, count, counted, listed, out_of, percent, points, quoted};
use crate::model::dossier::{Dossier, Territory};
use crate::model::evolution::{Evolution, Nature, Point, SchoolEvent};
use crate::model::indicator::{Rate, Tally};

use super::sentences::in_a_sentence;
use super::typeset::{strong, typographic};

/// From how many months on an open point is old.
const OLD: u8 = 3;

/// The change at constant perimeter, in one sentence for the first page; `None` in a first month.
pub(super) fn essential(dossier: &Dossier) -> Option<String> {
    let evolution = dossier.evolution.as_ref()?;
    let moves = moves(evolution).map_or_else(String::new, |moves| format!(" {moves}."));
    Some(format!("{}.{moves}", compared(evolution)))
}

/// « +3,2 points de couverture depuis octobre 2026, sur les 31 écoles présentes aux deux mois … ».
fn compared(evolution: &Evolution) -> String {
    let since = evolution.previous.in_french();
    let schools = match evolution.compared() {
        0 => return format!("Aucune école n’a d’inventaire retenu à la fois en {since} et ce mois-ci"),
        1 => "la seule école présente aux deux mois".to_owned(),
        several => format!("les {} écoles présentes aux deux mois", count(several)),
    };
    let (before, after) = (evolution.total.before.coverage(), evolution.total.after.coverage());
    let few = evolution.compared() < FEWEST_SCHOOLS;
    let coverage = match evolution.total.gap(Tally::coverage).filter(|_| !few) {
        Some(0.0) => {
            format!("{} depuis {since}, sur {schools} ({})", strong("Couverture inchangée"), percent(after))
        }
        Some(gap) => format!(
            "{} depuis {since}, sur {schools} (de {} à {})",
            strong(&format!("{} de couverture", points(gap))),
            percent(before),
            percent(after)
        ),
        None => format!(
            "Dans {schools}, {} couples sont couverts, contre {} en {since}",
            strong(&out_of(after)),
            out_of(before)
        ),
    };
    format!("{coverage} : {}", steps(evolution))
}

/// « 4 couples reculent et 12 sont réglés ».
fn steps(evolution: &Evolution) -> String {
    let (back, forth) = (evolution.number(Nature::Regression), evolution.number(Nature::Progress));
    match (back, forth) {
        (0, 0) => "aucun couple ne recule, aucun n’est réglé".to_owned(),
        (0, forth) => {
            format!("aucun couple ne recule, {}", counted(forth, "est réglé", "sont réglés"))
        }
        (back, 0) => {
            format!("{}, aucun n’est réglé", counted(back, "couple recule", "couples reculent"))
        }
        (back, forth) => format!(
            "{} et {}",
            counted(back, "couple recule", "couples reculent"),
            counted(forth, "est réglé", "sont réglés")
        ),
    }
}

/// The schools that came, went, answered at last or stopped; `None` where none did.
pub(super) fn moves(evolution: &Evolution) -> Option<String> {
    let entered = evolution.schools_of(|event| matches!(event, SchoolEvent::Entered { .. }));
    let left = evolution.schools_of(|event| matches!(event, SchoolEvent::Left { .. }));
    let newly = evolution.schools_of(|event| *event == SchoolEvent::NewlyReturned);
    let stopped = evolution.schools_of(|event| *event == SchoolEvent::NoLongerReturned);
    let mut told = Vec::new();
    let mut tell = |number: u32, one: &str, many: &str| {
        if number > 0 {
            told.push(counted(number, one, many));
        }
    };
    tell(entered, "école est entrée dans l’annuaire", "écoles sont entrées dans l’annuaire");
    if entered > 0 {
        tell(left, "en est sortie", "en sont sorties");
    } else {
        tell(left, "école est sortie de l’annuaire", "écoles sont sorties de l’annuaire");
    }
    tell(newly, "école rend à présent un inventaire", "écoles rendent à présent un inventaire");
    if newly > 0 {
        tell(stopped, "n’en rend plus", "n’en rendent plus");
    } else {
        tell(stopped, "école ne rend plus d’inventaire", "écoles ne rendent plus d’inventaire");
    }
    (!told.is_empty()).then(|| listed(&told))
}

/// The schools known by another name since, which stay compared; `None` where none is.
pub(super) fn renamed(evolution: &Evolution) -> Option<String> {
    let renamed = evolution.schools_of(|event| matches!(event, SchoolEvent::Renamed { .. }));
    (renamed > 0).then(|| {
        format!(
            "{} : l’UAI n’a pas changé, la comparaison tient.",
            counted(renamed, "école a changé de nom", "écoles ont changé de nom")
        )
    })
}

/// The same change with both terms, for the section.
pub(super) fn whole(evolution: &Evolution) -> String {
    let since = evolution.previous.in_french();
    if evolution.compared() == 0 {
        return format!("{}.", compared(evolution));
    }
    let (before, after) = (evolution.total.before.coverage(), evolution.total.after.coverage());
    let gap = evolution.total.gap(Tally::coverage).filter(|_| evolution.compared() >= FEWEST_SCHOOLS);
    format!(
        "En {since}, {} couples étaient couverts dans {} ; {} le sont ce mois-ci{}. {}.",
        out_of(before),
        match evolution.compared() {
            1 => "la seule école présente aux deux mois".to_owned(),
            several => format!("les {} écoles présentes aux deux mois", count(several)),
        },
        strong(&out_of(after)),
        gap.map_or_else(String::new, |gap| format!(", soit {}", strong(&points(gap)))),
        capital(&steps(evolution))
    )
}

/// The territories that moved most each way, among those large enough to compare; `None` where none moved.
pub(super) fn territories(dossier: &Dossier, evolution: &Evolution) -> Option<String> {
    let (territories, shifts) = if dossier.circonscriptions.len() > 1 {
        (&dossier.circonscriptions, &evolution.circonscriptions)
    } else {
        (&dossier.departements, &evolution.departements)
    };
    let moved: Vec<(&Territory, f64)> = territories
        .iter()
        .zip(shifts)
        .filter(|(_, shift)| shift.schools >= FEWEST_SCHOOLS)
        .filter_map(|(territory, shift)| Some((territory, shift.gap(Tally::coverage)?)))
        .collect();
    if moved.len() < 2 {
        return None;
    }
    // The first of equals, in the order of the tables.
    let best =
        moved.iter().rev().max_by(|left, right| left.1.total_cmp(&right.1)).filter(|best| best.1 > 0.0);
    let worst = moved.iter().min_by(|left, right| left.1.total_cmp(&right.1)).filter(|worst| worst.1 < 0.0);
    let place = |territory: &Territory| match in_a_sentence(territory) {
        (name, "") => name,
        (name, code) => format!("{name}, {code}"),
    };
    let told =
        |(territory, gap): &(&Territory, f64)| format!("{} ({})", strong(&points(*gap)), place(territory));
    match (best, worst) {
        (Some(best), Some(worst)) => Some(format!(
            "Le territoire qui progresse le plus gagne {} ; celui qui recule le plus perd {}.",
            told(best).replace('+', ""),
            told(worst).replace('\u{2212}', "")
        )),
        (Some(best), None) => {
            let least = moved.iter().min_by(|left, right| left.1.total_cmp(&right.1))?;
            Some(format!("Aucun territoire ne recule : de {} à {}.", told(least), told(best)))
        }
        (None, Some(worst)) => {
            Some(format!("Aucun territoire ne progresse ; celui qui recule le plus : {}.", told(worst)))
        }
        (None, None) => None,
    }
}

/// Who else is responsible, in which other mode; `None` where nothing of it changed.
pub(super) fn holders(evolution: &Evolution) -> Option<String> {
    let both = evolution.number(Nature::ResponsibleAndMode);
    let responsible = evolution.number(Nature::Responsible) + both;
    let mode = evolution.number(Nature::Mode) + both;
    let mut told = Vec::new();
    if responsible > 0 {
        told.push(format!(
            "l’entité responsable a changé pour {}",
            strong(&counted(responsible, "couple", "couples"))
        ));
    }
    if mode > 0 {
        told.push(format!("le mode a changé pour {}", strong(&counted(mode, "couple", "couples"))));
    }
    (!told.is_empty())
        .then(|| format!("{} : la feuille {} les nomme.", capital(&listed(&told)), quoted("Évolution")))
}

/// What is still open and since when, the oldest named by their competence.
pub(super) fn still_open(dossier: &Dossier, evolution: &Evolution) -> Option<String> {
    let open = evolution.number(Nature::StillOpen) + evolution.number(Nature::OtherState);
    if open == 0 {
        return None;
    }
    let head =
        format!("{} aux deux mois", strong(&counted(open, "couple est ouvert", "couples sont ouverts")));
    let mut by_competence = vec![0u32; evolution.by_competence.len()];
    let waiting = evolution.changes.iter().filter(|change| {
        matches!(change.nature, Nature::StillOpen | Nature::OtherState) && change.months >= OLD
    });
    for change in waiting {
        by_competence[change.competence] += 1;
    }
    let old: u32 = by_competence.iter().sum();
    if old == 0 {
        return Some(format!("{head}."));
    }
    let mut ranked: Vec<(u32, usize)> =
        by_competence.into_iter().zip(0..).filter(|(old, _)| *old > 0).collect();
    ranked.sort_by_key(|(old, rank)| (std::cmp::Reverse(*old), *rank));
    let required = dossier.required();
    let named: Vec<String> = ranked
        .iter()
        .take(3)
        .map(|(old, rank)| {
            let label = &dossier.referential.competence(required[*rank]).label;
            format!("{} ({})", typographic(label), count(*old))
        })
        .collect();
    let first = if ranked.len() > named.len() { "d’abord " } else { "" };
    let how_many = if old == open { "tous".to_owned() } else { format!("dont {}", strong(&count(old))) };
    Some(format!("{head}, {how_many} depuis {OLD} mois consolidés ou plus : {first}{}.", listed(&named)))
}

/// What the lines of the months say, for who doesn't see them.
pub(super) fn series(points: &[Point]) -> String {
    let coverage: Vec<(&Point, Rate)> = points.iter().map(|point| (point, point.coverage)).collect();
    let returns: Vec<(&Point, Rate)> =
        points.iter().filter_map(|point| Some((point, point.returns?))).collect();
    let mut told = vec![line("La couverture des écoles ayant répondu", &coverage)];
    if !returns.is_empty() {
        told.push(line("Le taux de retour", &returns));
    }
    told.join(" ")
}

fn line(what: &str, rates: &[(&Point, Rate)]) -> String {
    let month_by_month: Vec<String> = rates
        .iter()
        .map(|(point, rate)| format!("{} en {}", percent(*rate), point.month.in_french()))
        .collect();
    let direction = match (rates.first(), rates.last()) {
        (Some((_, first)), Some((_, last))) => match last.value().partial_cmp(&first.value()) {
            Some(std::cmp::Ordering::Greater) => "progresse",
            Some(std::cmp::Ordering::Less) => "recule",
            _ => "ne bouge pas",
        },
        _ => "ne bouge pas",
    };
    format!("{what} {direction} : {}.", listed(&month_by_month))
}

/// A sentence's first letter.
fn capital(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::dossier::State;
    use crate::render::fixture::{self, Shape};

    fn plain(text: &str) -> String {
        text.replace('\u{1}', "").replace(['\u{a0}', '\u{202f}'], " ")
    }

    /// Ten schools all covered now; in October, one couple of each school but the last was an orphan.
    fn better() -> Dossier {
        let now = Shape { schools: 10, state: |_, _| State::Covered, ..Shape::default() };
        let then = Shape {
            state: |school, competence| {
                if school < 9 && competence == 2 { State::Orphan } else { State::Covered }
            },
            ..now
        };
        let mut dossier = fixture::dossier(&now);
        let mut october = fixture::past(&fixture::dossier(&then), "2026-10");
        let uais: Vec<_> = october.schools.keys().copied().collect();
        october.schools.remove(&uais[0]);
        october.schools.get_mut(&uais[1]).unwrap().returned = false;
        october.schools.get_mut(&uais[2]).unwrap().name = "École des Anciens Mots".into();
        fixture::look_back(&mut dossier, vec![october]);
        dossier
    }

    #[test]
    fn the_first_page_says_the_change_and_who_came() {
        assert_eq!(
            plain(&essential(&better()).unwrap()),
            "+6,3 points de couverture depuis octobre 2026, sur les 8 écoles présentes aux deux mois (de 93,8 % à \
             100 %) : aucun couple ne recule, 7 sont réglés. 1 école est entrée dans l’annuaire et 1 école rend à \
             présent un inventaire."
        );
        assert_eq!(essential(&fixture::dossier(&Shape::default())), None);
    }

    #[test]
    fn a_school_of_another_name_stays_compared_and_is_told_apart() {
        let dossier = better();
        let told = renamed(dossier.evolution.as_ref().unwrap());
        assert_eq!(
            told.as_deref().map(plain).as_deref(),
            Some("1 école a changé de nom : l’UAI n’a pas changé, la comparaison tient.")
        );
    }

    #[test]
    fn few_schools_are_counted_and_none_is_told() {
        let shape = Shape { schools: 3, state: |_, _| State::Covered, ..Shape::default() };
        let mut dossier = fixture::dossier(&shape);
        let october = fixture::past(&dossier, "2026-10");
        fixture::look_back(&mut dossier, vec![october.clone()]);
        let told = plain(&essential(&dossier).unwrap());
        assert_eq!(
            told,
            "Dans les 3 écoles présentes aux deux mois, 42 sur 42 couples sont couverts, contre 42 sur 42 en octobre \
             2026 : aucun couple ne recule, aucun n’est réglé."
        );
        let mut october = october;
        october.schools.values_mut().for_each(|school| school.returned = false);
        fixture::look_back(&mut dossier, vec![october]);
        assert_eq!(
            plain(&essential(&dossier).unwrap()),
            "Aucune école n’a d’inventaire retenu à la fois en octobre 2026 et ce mois-ci. 3 écoles rendent à présent \
             un inventaire."
        );
    }

    #[test]
    fn the_territories_that_moved_most_are_told_each_way() {
        let then = Shape {
            schools: 24,
            state: |school, competence| match (school / 8, competence) {
                (0, 1..=3) | (1, 2) => State::Orphan,
                _ => State::Covered,
            },
            ..Shape::default()
        };
        let now = Shape {
            state: |school, competence| {
                if school / 8 == 2 && competence == 5 { State::Orphan } else { State::Covered }
            },
            ..then
        };
        let told = |now: &Shape| {
            let mut dossier = fixture::dossier(now);
            let october = fixture::past(&fixture::dossier(&then), "2026-10");
            fixture::look_back(&mut dossier, vec![october]);
            let evolution = dossier.evolution.clone().unwrap();
            territories(&dossier, &evolution).as_deref().map(plain)
        };
        assert_eq!(
            told(&now).as_deref(),
            Some(
                "Le territoire qui progresse le plus gagne 21,4 points (circonscription 01, 44) ; celui qui recule le \
                 plus perd 7,1 points (circonscription 03, 85)."
            )
        );
        let better = Shape { state: |_, _| State::Covered, ..then };
        assert_eq!(
            told(&better).as_deref(),
            Some(
                "Aucun territoire ne recule : de 0 point (circonscription 03, 85) à +21,4 points (circonscription 01, 44)."
            )
        );
        assert_eq!(told(&then), None);
    }

    #[test]
    fn what_waits_is_told_with_the_competences_that_wait_longest() {
        let shape = Shape {
            schools: 6,
            state: |_, competence| if competence == 3 { State::Orphan } else { State::Covered },
            ..Shape::default()
        };
        let mut dossier = fixture::dossier(&shape);
        let months = ["2026-10", "2026-09"].map(|month| fixture::past(&dossier, month));
        fixture::look_back(&mut dossier, months.to_vec());
        let evolution = dossier.evolution.clone().unwrap();
        assert_eq!(
            plain(&still_open(&dossier, &evolution).unwrap()),
            "6 couples sont ouverts aux deux mois, tous depuis 3 mois consolidés ou plus : Documentation (6)."
        );
        assert_eq!(holders(&evolution), None);
        let told = plain(&series(&evolution.series));
        assert!(
            told.starts_with(
                "La couverture des écoles ayant répondu ne bouge pas : 92,9 % en septembre 2026, "
            ),
            "{told}"
        );
    }
}
