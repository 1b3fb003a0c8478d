//! Schools that came, went, answered or stopped, told apart from what is compared.

use crate::model::dossier::{Dossier, SchoolFile};
use crate::model::evolution::{PastMonth, PastSchool, SchoolChange, SchoolEvent};
use crate::model::school::{School, Uai};
use crate::text;

/// Every school that came, went or changed its name, by kind then by UAI.
///
/// Without a registry in one of the months, a list can't have changed: a school unknown then or now is only one that
/// answered or stopped.
pub(super) fn changes(
    dossier: &Dossier,
    previous: &PastMonth,
    closed: &dyn Fn(Uai) -> bool,
) -> Vec<SchoolChange> {
    let lists = dossier.registry.is_some() && previous.registry;
    let mut changes = Vec::new();
    for file in &dossier.schools {
        let uai = file.school.uai;
        let past = previous.schools.get(&uai);
        let event = event(lists, past, Some(file), || closed(uai));
        changes.extend(event.map(|event| of_school(&file.school, event)));
        if let Some(from) = past.and_then(|past| renamed(past, &file.school)) {
            changes.push(of_school(&file.school, SchoolEvent::Renamed { from }));
        }
    }
    let here: std::collections::BTreeSet<Uai> = dossier.schools.iter().map(|file| file.school.uai).collect();
    for (uai, past) in previous.schools.iter().filter(|(uai, _)| !here.contains(uai)) {
        if let Some(event) = event(lists, Some(past), None, || closed(*uai)) {
            changes.push(SchoolChange {
                uai: *uai,
                name: past.name.clone(),
                commune: past.commune.clone(),
                departement: past.departement.clone(),
                circonscription: past.circonscription.clone(),
                event,
            });
        }
    }
    changes.sort_by(|left, right| (&left.event, left.uai).cmp(&(&right.event, right.uai)));
    changes
}

fn of_school(school: &School, event: SchoolEvent) -> SchoolChange {
    SchoolChange {
        uai: school.uai,
        name: school.name.clone(),
        commune: school.commune.clone(),
        departement: school.departement.clone(),
        circonscription: school.circonscription.clone(),
        event,
    }
}

fn event(
    lists: bool,
    past: Option<&PastSchool>,
    now: Option<&SchoolFile>,
    closed: impl Fn() -> bool,
) -> Option<SchoolEvent> {
    let listed = [past.is_some_and(|past| past.expected), now.is_some_and(|file| file.expected)];
    let returned = [past.is_some_and(|past| past.returned), now.is_some_and(|file| file.retained.is_some())];
    match (lists, listed, returned) {
        (true, [false, true], [_, returned]) => Some(SchoolEvent::Entered { returned }),
        (true, [true, false], [returned, _]) => Some(SchoolEvent::Left { returned, closed: closed() }),
        (_, _, [true, false]) => Some(SchoolEvent::NoLongerReturned),
        (_, _, [false, true]) => Some(SchoolEvent::NewlyReturned),
        (_, _, [true, true] | [false, false]) => None,
    }
}

/// The name that a school had, if it isn't the same words.
fn renamed(past: &PastSchool, school: &School) -> Option<std::sync::Arc<str>> {
    let known = !past.name.is_empty() && !school.name.is_empty();
    (known && text::fold(&past.name) != text::fold(&school.name)).then(|| past.name.clone())
}
