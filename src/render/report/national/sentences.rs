//! What matters over several académies and what must be decided, in words. Pure functions of a comparison.

use crate::french::{FEWEST_SCHOOLS, count, counted, listed, out_of, percent, points, quoted};
use crate::model::calendar::Month;
use crate::model::document::Verdict;
use crate::model::dossier::{State, Territory};
use crate::model::evolution::Shift;
use crate::model::indicator::{Rate, Tally};
use crate::model::overview::Overview;
use crate::render::comparison::Comparison;
use crate::text::fold;

use super::super::facts::{self, missing, unheld};
use super::super::sentences::{acts, covered, returns, settlers, uncovered};
use super::super::typeset::{strong, typographic};

/// Académies named in a sentence before the others are only counted.
const NAMED: usize = 3;
/// Who acts over several académies.
const NATIONAL: &str = "Échelon national";

/// What moved in the schools present in both months, all académies together.
pub(super) struct Moved {
    /// The months before that each is compared with, if they are one.
    pub(super) since: Option<Month>,
    pub(super) shift: Shift,
    up: u32,
    down: u32,
}

/// `None` where no académie has an earlier month to be compared with.
pub(super) fn moved(comparison: &Comparison<'_>) -> Option<Moved> {
    let mut moved: Option<Moved> = None;
    for line in comparison.academies {
        let Some(here) = line.moved.filter(|moved| moved.shift.schools > 0) else { continue };
        let since = here.since;
        let sum = moved.get_or_insert_with(|| Moved { since, shift: Shift::default(), up: 0, down: 0 });
        sum.since = sum.since.filter(|_| sum.since == since);
        sum.shift.schools += here.shift.schools;
        sum.shift.before.merge(&here.shift.before);
        sum.shift.after.merge(&here.shift.after);
        let gap = here.shift.gap(Tally::coverage).unwrap_or_default();
        sum.up += u32::from(gap > 0.0);
        sum.down += u32::from(gap < 0.0);
    }
    moved
}

/// Académies with enough schools to compare, the least covered first; equals by name.
fn compared<'c>(comparison: &'c Comparison<'_>) -> Vec<(&'c Overview, Rate)> {
    let mut compared: Vec<(&Overview, Rate, f64)> = comparison
        .academies
        .iter()
        .filter(|line| line.total.answered() >= FEWEST_SCHOOLS)
        .filter_map(|line| {
            let coverage = line.total.tally.coverage();
            Some((line, coverage, coverage.value()?))
        })
        .collect();
    compared.sort_by_key(|(line, ..)| fold(&line.academie.name));
    compared.sort_by(|left, right| left.2.total_cmp(&right.2));
    compared.into_iter().map(|(line, coverage, _)| (line, coverage)).collect()
}

fn named(line: &Overview) -> String {
    typographic(&line.academie.full_name())
}

/// The sentences that say what matters.
pub(super) fn essentials(comparison: &Comparison<'_>, first: &Overview) -> Vec<String> {
    let whole = &comparison.whole;
    if whole.answered() == 0 {
        return vec![format!("{} dans aucune académie.", strong("Aucun inventaire n’a été retenu"))];
    }
    [
        Some(returned(comparison)),
        Some(covered(whole)),
        moved(comparison).map(|moved| told(&moved)),
        spread(comparison),
        uncovered(facts::lines(&first.referential, whole), whole),
        silent_academies(comparison),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Who answered; no rate where an académie has no list of its schools.
fn returned(comparison: &Comparison<'_>) -> String {
    let without = without_registry(comparison).len() as u64;
    if without == 0 {
        return returns(&comparison.whole);
    }
    let answered = counted(comparison.whole.answered(), "inventaire est retenu", "inventaires sont retenus");
    format!(
        "{} ; {} de liste des écoles attendues : aucun taux de retour d’ensemble ne peut être donné.",
        strong(&answered),
        counted(without, "académie n’a pas", "académies n’ont pas")
    )
}

fn told(moved: &Moved) -> String {
    let since = moved.since.map_or_else(|| "leur mois précédent".to_owned(), Month::in_french);
    let (before, after) = (moved.shift.before.coverage(), moved.shift.after.coverage());
    let schools =
        counted(moved.shift.schools, "école présente aux deux mois", "écoles présentes aux deux mois");
    let gap = moved.shift.gap(Tally::coverage).filter(|_| moved.shift.schools >= FEWEST_SCHOOLS);
    let head = match gap {
        Some(0.0) => format!("{} depuis {since}", strong("Couverture inchangée")),
        Some(gap) => format!("{} depuis {since}", strong(&format!("{} de couverture", points(gap)))),
        None => format!("Depuis {since}"),
    };
    let change = if gap.is_some() {
        format!("de {} à {}", percent(before), percent(after))
    } else {
        format!("de {} à {} couples couverts", out_of(before), out_of(after))
    };
    let up = counted(moved.up, "académie progresse", "académies progressent");
    let down = if moved.up > 0 {
        counted(moved.down, "recule", "reculent")
    } else {
        counted(moved.down, "académie recule", "académies reculent")
    };
    let who = match (moved.up, moved.down) {
        (0, 0) => "aucune académie ne bouge".to_owned(),
        (_, 0) => format!("{up}, aucune ne recule"),
        (0, _) => format!("aucune académie ne progresse, {}", counted(moved.down, "recule", "reculent")),
        _ => format!("{up} et {down}"),
    };
    format!("{head}, sur {schools} ({change}) : {who}.")
}

/// The least and the best covered.
fn spread(comparison: &Comparison<'_>) -> Option<String> {
    let compared = compared(comparison);
    let (least, best) = (compared.first()?, compared.last()?);
    (percent(least.1) != percent(best.1)).then(|| {
        format!(
            "D’une académie à l’autre, la couverture va de {} ({}, {}) à {} ({}, {}).",
            strong(&percent(least.1)),
            out_of(least.1),
            named(least.0),
            strong(&percent(best.1)),
            out_of(best.1),
            named(best.0)
        )
    })
}

/// Académies where nobody answered.
fn silent_academies(comparison: &Comparison<'_>) -> Option<String> {
    let silent: Vec<String> =
        comparison.academies.iter().filter(|line| line.total.answered() == 0).map(named).collect();
    (!silent.is_empty()).then(|| format!("Aucun inventaire n’est retenu : {}.", some_of(&silent)))
}

/// The first of some names, and how many others there are.
fn some_of(names: &[String]) -> String {
    match names.len().checked_sub(NAMED).filter(|rest| *rest > 0) {
        None => listed(names),
        Some(rest) => {
            let shown = names.get(..NAMED).unwrap_or_default().join(", ");
            format!("{shown} et {}", counted(rest as u64, "autre", "autres"))
        }
    }
}

fn without_registry(comparison: &Comparison<'_>) -> Vec<String> {
    let without = comparison.academies.iter().filter(|line| line.total.expected.is_none());
    without.map(named).collect()
}

/// What the comparison page says before its lines.
pub(super) fn lead(comparison: &Comparison<'_>) -> String {
    let all = comparison.academies.len();
    let whole = comparison.whole.tally.coverage();
    let compared = compared(comparison);
    let under = |rate: &Rate| rate.value() < whole.value();
    let below = compared.iter().filter(|(_, rate)| under(rate)).count() as u64;
    if compared.len() < 2 || comparison.whole.answered() < FEWEST_SCHOOLS {
        return format!("{} académies, une ligne chacune.", count(all as u64));
    }
    format!(
        "{} académies ; {} sous la couverture d’ensemble, qui est de {}.",
        count(all as u64),
        match below {
            0 => "aucune n’est".to_owned(),
            1 => format!("{} est", strong("une seule")),
            below => format!("{} sont", strong(&count(below))),
        },
        strong(&percent(whole))
    )
}

/// What the map of competences says before its cells: the least covered, and in how many académies.
pub(super) fn competences(comparison: &Comparison<'_>, first: &Overview) -> String {
    let mut ranked: Vec<(f64, facts::Line)> = facts::lines(&first.referential, &comparison.whole)
        .into_iter()
        .filter_map(|line| Some((line.tally.coverage().value()?, line)))
        .collect();
    ranked.sort_by(|left, right| left.0.total_cmp(&right.0));
    let Some((_, line)) = ranked.first() else {
        return "Aucune compétence n’a encore de couverture à comparer.".to_owned();
    };
    let coverage = line.tally.coverage();
    if coverage.numerator == coverage.denominator {
        return "Chaque compétence est couverte dans toutes les écoles ayant répondu.".to_owned();
    }
    let share = facts::school_rate(coverage);
    let under = comparison.academies.iter().filter(|academie| {
        let tally = academie.total.by_competence.get(line.rank).copied().unwrap_or_default();
        let coverage = tally.coverage();
        coverage.denominator >= FEWEST_SCHOOLS && coverage.numerator * 2 < coverage.denominator
    });
    let tail = match under.count() as u64 {
        0 => "aucune académie n’est sous la moitié".to_owned(),
        1 => "une académie est sous la moitié".to_owned(),
        several => format!("{} académies sont sous la moitié", count(several)),
    };
    format!("La compétence la moins couverte est {} ({share} des écoles) ; {tail}.", quoted(&line.label))
}

/// What must be decided, each with its figure and who should act, gravest first.
pub(super) fn decisions(comparison: &Comparison<'_>, first: &Overview) -> Vec<String> {
    let decisions: Vec<String> = [
        designate(comparison, first),
        arbitrate(comparison, first),
        support(comparison),
        chase(comparison),
        lists(comparison),
        resubmit(comparison),
    ]
    .into_iter()
    .flatten()
    .collect();
    if decisions.is_empty() {
        return vec![format!(
            "{} : chaque compétence de chaque école attendue a une seule entité responsable.",
            strong("Rien à trancher ce mois-ci")
        )];
    }
    decisions
}

/// The académie where a number is the highest, if one stands out.
fn most<'c>(
    comparison: &'c Comparison<'_>,
    number: impl Fn(&Territory) -> u32,
) -> Option<(&'c Overview, u32)> {
    let numbers = || comparison.academies.iter().map(|line| (line, number(&line.total)));
    let (line, most) = numbers().max_by_key(|(_, number)| *number)?;
    (most > 0 && numbers().filter(|(_, number)| *number == most).count() == 1).then_some((line, most))
}

fn designate(comparison: &Comparison<'_>, first: &Overview) -> Option<String> {
    let couples = unheld(&comparison.whole.tally).numerator;
    let ranked = facts::ranked_among(facts::lines(&first.referential, &comparison.whole), unheld);
    let named: Vec<String> = ranked
        .iter()
        .take(NAMED)
        .map(|(line, rate)| format!("{} ({})", quoted(&line.label), facts::in_schools(*rate)))
        .collect();
    (couples > 0).then(|| {
        format!(
            "{} aux {} : d’abord {}. {}",
            strong("Donner un responsable"),
            strong(&counted(couples, "couple qui n’en a pas", "couples qui n’en ont pas")),
            listed(&named),
            settlers(&first.referential, ranked.iter().take(NAMED).map(|(line, _)| line))
        )
        .replace("aux \u{1}1\u{a0}couple", "au \u{1}seul couple")
    })
}

fn arbitrate(comparison: &Comparison<'_>, first: &Overview) -> Option<String> {
    let shared = comparison.whole.tally.of(State::Shared);
    let lines = facts::lines(&first.referential, &comparison.whole);
    let ranked = facts::ranked_among(lines, |tally| tally.share(State::Shared));
    let (line, rate) = ranked.first()?;
    let place = most(comparison, |territory| territory.tally.of(State::Shared))
        .filter(|(_, most)| *most < shared)
        .map_or_else(String::new, |(line, most)| {
            format!(", dont {} dans l’{}", count(most), self::named(line))
        });
    Some(format!(
        "{}{place}, surtout {} ({}). {}",
        strong(&format!(
            "Trancher {}",
            counted(shared, "responsabilité partagée", "responsabilités partagées")
        )),
        quoted(&line.label),
        facts::in_schools(*rate),
        settlers(&first.referential, std::iter::once(line))
    ))
}

/// The académies well below the others.
fn support(comparison: &Comparison<'_>) -> Option<String> {
    /// So far under the whole, in coverage, an académie needs help.
    const FAR: f64 = 0.05;
    let whole = comparison.whole.tally.coverage().value()?;
    let far: Vec<String> = compared(comparison)
        .into_iter()
        .filter(|(_, rate)| rate.value().is_some_and(|value| value < whole - FAR))
        .map(|(line, rate)| format!("{} ({})", named(line), percent(rate)))
        .collect();
    (!far.is_empty()).then(|| {
        format!(
            "{} à plus de 5\u{a0}points sous la couverture d’ensemble : {}. {}",
            strong(&format!("Accompagner {}", counted(far.len() as u64, "académie", "académies"))),
            some_of(&far),
            acts(&[NATIONAL])
        )
    })
}

fn chase(comparison: &Comparison<'_>) -> Option<String> {
    let silent: u32 = comparison.academies.iter().filter_map(|line| missing(&line.total)).sum();
    let place = most(comparison, |territory| missing(territory).unwrap_or_default())
        .filter(|(_, most)| *most < silent)
        .map_or_else(String::new, |(line, most)| format!(", dont {} dans l’{}", count(most), named(line)));
    (silent > 0).then(|| {
        format!(
            "{}{place}. {}",
            strong(&format!("Relancer {}", counted(silent, "école sans réponse", "écoles sans réponse"))),
            acts(&["Académies"])
        )
    })
}

fn lists(comparison: &Comparison<'_>) -> Option<String> {
    let without = without_registry(comparison);
    (!without.is_empty()).then(|| {
        format!(
            "{} dans {} ({}) : sans elle, ni le retour ni les écoles silencieuses n’y sont connus. {}",
            strong("Arrêter la liste des écoles attendues"),
            counted(without.len() as u64, "académie", "académies"),
            some_of(&without),
            acts(&["Académies"])
        )
    })
}

fn resubmit(comparison: &Comparison<'_>) -> Option<String> {
    let rejected = comparison.counts.with(Verdict::Rejected);
    (rejected > 0).then(|| {
        format!(
            "{} : le motif de chaque rejet est dans la feuille {} de chaque classeur. {}",
            strong(&format!("Faire corriger {}", counted(rejected, "document rejeté", "documents rejetés"))),
            quoted("Documents"),
            acts(&["École"])
        )
    })
}
