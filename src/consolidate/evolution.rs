//! A month beside the latest earlier one: what moved in the schools whose inventory counts in both, and which schools
//! came and went.

mod schools;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::consolidate::figures::NO_CIRCONSCRIPTION;
use crate::consolidate::spelling;
use crate::model::dossier::{Couple, Dossier, EntityId, SchoolFile, State};
use crate::model::evolution::{Change, Evolution, History, Nature, PastCouple, PastMonth, Point, Shift};
use crate::model::indicator::Rate;
use crate::model::inventory::Mention;
use crate::model::school::Uai;
use crate::text;

/// Months drawn.
const MONTHS_DRAWN: i32 = 12;

/// What a comparison needs beside the two months.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// How a name reads: its type, and what distinguishes it within its type.
    pub mention: &'a dyn Fn(&str) -> Option<Mention>,
    /// Whether the registry tells a school closed.
    pub closed: &'a dyn Fn(Uai) -> bool,
}

/// Compares a dossier with the latest earlier month; `None` where no earlier month is known.
pub fn compare(dossier: &Dossier, history: &History, reading: Reading<'_>) -> Option<Evolution> {
    let previous = history.previous.as_ref()?;
    let required = dossier.required().len();
    let mut same = SameEntity { dossier, reading, known: BTreeMap::new() };
    let mut evolution = Evolution {
        previous: previous.point.month,
        total: Shift::default(),
        known: Shift::default(),
        returns: returns(dossier, previous),
        by_competence: vec![Shift::default(); required],
        departements: vec![Shift::default(); dossier.departements.len()],
        circonscriptions: vec![Shift::default(); dossier.circonscriptions.len()],
        changes: Vec::new(),
        schools: schools::changes(dossier, previous, reading.closed),
        open_for: Vec::with_capacity(dossier.schools.len()),
        series: series(dossier, history),
    };
    let departements: BTreeMap<&str, usize> =
        dossier.departements.iter().zip(0..).map(|(territory, rank)| (&*territory.code, rank)).collect();
    let circonscriptions: BTreeMap<(&str, &str), usize> = dossier
        .circonscriptions
        .iter()
        .zip(0..)
        .map(|(territory, rank)| ((&*territory.departement, &*territory.name), rank))
        .collect();
    for (school, file) in dossier.schools.iter().enumerate() {
        let past = previous.schools.get(&file.school.uai);
        let months = |competence: usize, of_past_only: bool| {
            open_months(history, file.school.uai, competence, file, of_past_only)
        };
        evolution
            .open_for
            .push((0..file.couples.len()).map(|competence| months(competence, false)).collect());
        let Some(past) = past else { continue };
        let pairs: Vec<(usize, &PastCouple, &Couple)> = past
            .couples
            .iter()
            .zip(&file.couples)
            .enumerate()
            .filter_map(|(rank, (before, after))| Some((rank, before.as_ref()?, after)))
            .collect();
        if pairs.is_empty() {
            // The referential shares no competence with that month's.
            continue;
        }
        add(&mut evolution.known, &pairs);
        if !past.returned || file.retained.is_none() {
            continue;
        }
        add(&mut evolution.total, &pairs);
        if let Some(rank) = departements.get(&*file.school.departement) {
            add(&mut evolution.departements[*rank], &pairs);
        }
        let name = match &*file.school.circonscription {
            "" => NO_CIRCONSCRIPTION,
            name => name,
        };
        if let Some(rank) = circonscriptions.get(&(&*file.school.departement, name)) {
            add(&mut evolution.circonscriptions[*rank], &pairs);
        }
        for (competence, before, after) in pairs {
            add(&mut evolution.by_competence[competence], &[(competence, before, after)]);
            if let Some(nature) = nature(before, after, &mut same) {
                let months = months(competence, nature == Nature::Progress);
                let before = before.clone();
                evolution.changes.push(Change { nature, school, competence, before, months });
            }
        }
    }
    evolution.changes.sort_by_key(|change| {
        let oldest_first = if change.nature == Nature::StillOpen { u8::MAX - change.months } else { 0 };
        (change.nature, oldest_first, change.school, change.competence)
    });
    Some(evolution)
}

/// Counts a school's couples, before and now.
fn add(shift: &mut Shift, pairs: &[(usize, &PastCouple, &Couple)]) {
    shift.schools += 1;
    for (_, before, after) in pairs {
        shift.before.add(before.state);
        shift.after.add(after.state);
    }
}

/// How a couple of a school compared changed; `None` where it is settled as it was.
fn nature(before: &PastCouple, after: &Couple, same: &mut SameEntity<'_>) -> Option<Nature> {
    match (before.state.is_open(), after.state.is_open()) {
        (false, true) => return Some(Nature::Regression),
        (true, false) => return Some(Nature::Progress),
        (true, true) if before.state != after.state => return Some(Nature::OtherState),
        (false, false) if before.state != after.state => return Some(Nature::Scope),
        _ => {}
    }
    // A mode that only one of the months gives tells of a form, not of an organisation.
    let mode = before.mode.zip(after.mode).is_some_and(|(before, after)| before != after);
    match (same.holders(before, after), mode) {
        (false, false) => Some(Nature::Responsible),
        (false, true) => Some(Nature::ResponsibleAndMode),
        (true, true) => Some(Nature::Mode),
        (true, false) => after.state.is_open().then_some(Nature::StillOpen),
    }
}

/// Consolidated months in a row in which a couple is open, back from this month, or from the previous one where only
/// the past is asked for.
fn open_months(history: &History, uai: Uai, competence: usize, file: &SchoolFile, of_past_only: bool) -> u8 {
    let mut months = 0u8;
    if !of_past_only {
        if !file.couples.get(competence).is_some_and(|couple| couple.state.is_open()) {
            return 0;
        }
        months = 1;
    }
    let previous = history.previous.iter().map(|month| {
        let couple = month.schools.get(&uai)?.couples.get(competence)?.as_ref()?;
        Some(couple.state)
    });
    let older = history.older.iter().map(|month| *month.states.get(&uai)?.get(competence)?);
    let open = previous.chain(older).take_while(|state: &Option<State>| state.is_some_and(State::is_open));
    months.saturating_add(u8::try_from(open.count()).unwrap_or(u8::MAX))
}

/// Expected schools of both months that returned, before and now.
fn returns(dossier: &Dossier, previous: &PastMonth) -> Option<[Rate; 2]> {
    if dossier.registry.is_none() || !previous.registry {
        return None;
    }
    let mut rates = [Rate::default(); 2];
    for file in dossier.schools.iter().filter(|file| file.expected) {
        let Some(past) = previous.schools.get(&file.school.uai).filter(|past| past.expected) else {
            continue;
        };
        for (rate, returned) in rates.iter_mut().zip([past.returned, file.retained.is_some()]) {
            rate.numerator += u32::from(returned);
            rate.denominator += 1;
        }
    }
    Some(rates)
}

/// The months to draw, oldest first: this one, and those of the eleven before it that are known.
fn series(dossier: &Dossier, history: &History) -> Vec<Point> {
    let now = Point {
        month: dossier.stamp.month,
        returns: dossier.total.return_rate(),
        coverage: dossier.total.tally.coverage(),
        answered: dossier.total.answered(),
    };
    let earlier = history.previous.iter().map(|month| month.point);
    let older = history.older.iter().map(|month| month.point);
    let mut points: Vec<Point> = std::iter::once(now)
        .chain(earlier)
        .chain(older)
        .take_while(|point| point.month.months_until(dossier.stamp.month) < MONTHS_DRAWN)
        .collect();
    points.reverse();
    points
}

/// Whether a name of the earlier month and an entity of this one are the same.
///
/// The name printed is the most frequent spelling, so it may change though nobody else is responsible: any spelling
/// met this month counts, and so does what the name distinguishes within its type. A place in parentheses is only
/// printed in months where two bodies bear one name.
struct SameEntity<'a> {
    dossier: &'a Dossier,
    reading: Reading<'a>,
    known: BTreeMap<(String, EntityId), bool>,
}

impl SameEntity<'_> {
    /// Whether the same entities answer for a couple in both months.
    fn holders(&mut self, before: &PastCouple, after: &Couple) -> bool {
        before.responsible.len() == after.responsible.len()
            && before
                .responsible
                .iter()
                .all(|name| after.responsible.iter().any(|entity| self.entity(name, *entity)))
    }

    fn entity(&mut self, name: &str, id: EntityId) -> bool {
        let entity = self.dossier.entity(id);
        if entity.name == name {
            return true;
        }
        let key = (name.to_owned(), id);
        if let Some(same) = self.known.get(&key) {
            return *same;
        }
        let folded = text::fold(name);
        let spellings = entity.spellings.iter().map(|spelling| &spelling.written);
        let same = std::iter::once(&entity.name).chain(spellings).any(|known| text::fold(known) == folded)
            || self.telling_alike(name, &entity.name);
        self.known.insert(key, same);
        same
    }

    /// Whether two names tell the same body, as far as they place it.
    fn telling_alike(&self, past: &str, now: &str) -> bool {
        let ((past, there), (now, here)) = (placed(past), placed(now));
        let elsewhere = there.zip(here).is_some_and(|(there, here)| text::fold(there) != text::fold(here));
        !elsewhere
            && (text::fold(past) == text::fold(now)
                || self.telling(past).is_some_and(|past| self.telling(now) == Some(past)))
    }

    /// A name's type and what distinguishes it, in any order of words; `None` where only a type is named.
    fn telling(&self, name: &str) -> Option<(Option<u16>, String)> {
        let mention = (self.reading.mention)(name)?;
        let core = spelling::company(&mention.core);
        (!core.is_empty()).then(|| (mention.kind.map(|kind| kind.0), core))
    }
}

/// A name and the place that follows it: « Commune de Valbrune (44) ».
fn placed(name: &str) -> (&str, Option<&str>) {
    match name.strip_suffix(')').and_then(|name| name.rsplit_once(" (")) {
        Some((name, place)) => (name, Some(place)),
        None => (name, None),
    }
}
