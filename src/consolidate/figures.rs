//! Territories and their figures, counted once for every output.

use std::collections::BTreeMap;

use crate::model::dossier::{Entity, Origin, SchoolFile, Territory};
use crate::model::fiche::FicheRates;
use crate::model::indicator::Tally;
use crate::model::referential::{Mode, Referential};
use crate::model::school::Academie;
use crate::text;

use super::fiche::Fiche;

/// What schools that the registry gives no circonscription are listed under.
pub(super) const NO_CIRCONSCRIPTION: &str = "Circonscription non précisée";

/// The figures of an académie, of its départements and of its circonscriptions.
pub(crate) struct Figures {
    pub(crate) total: Territory,
    pub(crate) departements: Vec<Territory>,
    pub(crate) circonscriptions: Vec<Territory>,
}

/// Counts the schools of an académie.
pub(crate) fn count(
    academie: &Academie,
    referential: &Referential,
    schools: &[SchoolFile],
    entities: &[Entity],
    registry: bool,
) -> Figures {
    let fiche = Fiche::new(referential, entities);
    let required = referential.required().count();
    let empty = |code: &str, name: &str, departement: &str| Territory {
        code: code.to_owned(),
        name: name.to_owned(),
        departement: departement.to_owned(),
        expected: registry.then_some(0),
        returned: 0,
        unexpected: 0,
        tally: Tally::default(),
        inherited: Tally::default(),
        by_competence: vec![Tally::default(); required],
        modes: [0; 4],
        fiche: FicheRates::default(),
    };
    let mut total = empty("", &academie.full_name(), "");
    let mut departements: BTreeMap<&str, Territory> = BTreeMap::new();
    let mut circonscriptions: BTreeMap<(&str, String, &str), Territory> = BTreeMap::new();
    for file in schools {
        let code = &*file.school.departement;
        let rates = fiche.of(file);
        add(&mut total, file, &rates);
        let departement = departements.entry(code).or_insert_with(|| {
            let known = academie.departements.iter().find(|departement| departement.code == code);
            empty(code, known.map_or(code, |departement| &departement.name), "")
        });
        add(departement, file, &rates);
        if registry {
            let name = match &*file.school.circonscription {
                "" => NO_CIRCONSCRIPTION,
                name => name,
            };
            let key = (code, text::fold(name), name);
            add(circonscriptions.entry(key).or_insert_with(|| empty("", name, code)), file, &rates);
        }
    }
    Figures {
        total,
        departements: departements.into_values().collect(),
        circonscriptions: circonscriptions.into_values().collect(),
    }
}

fn add(territory: &mut Territory, file: &SchoolFile, rates: &FicheRates) {
    territory.fiche.merge(rates);
    let answered = u32::from(file.retained.is_some());
    if file.expected {
        if let Some(expected) = &mut territory.expected {
            *expected += 1;
        }
        territory.returned += answered;
    } else {
        territory.unexpected += answered;
    }
    for (tally, couple) in territory.by_competence.iter_mut().zip(&file.couples) {
        tally.add(couple.state);
        territory.tally.add(couple.state);
        if couple.origin == Origin::Inherited {
            territory.inherited.add(couple.state);
        }
        if !couple.responsible.is_empty() {
            let rank = couple
                .mode
                .and_then(|mode| Mode::ALL.iter().position(|known| *known == mode))
                .unwrap_or(Mode::ALL.len());
            territory.modes[rank] += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::dossier::State;
    use crate::model::fiche::Figure;
    use crate::render::fixture::{self, Shape};

    /// The fixture of the renderers counts its own figures: two counts of the same schools must agree.
    #[test]
    fn territories_add_up_to_the_academie() {
        for registry in [true, false] {
            let dossier = fixture::dossier(&Shape { schools: 90, registry, ..Shape::default() });
            let figures =
                count(&dossier.academie, &dossier.referential, &dossier.schools, &dossier.entities, registry);
            assert_eq!(figures.total.tally, dossier.total.tally);
            assert_eq!(figures.total.by_competence, dossier.total.by_competence);
            assert_eq!(figures.total.modes, dossier.total.modes);
            // Two ways to the same figure.
            assert_eq!(figures.total.fiche.of(Figure::Covered), figures.total.tally.coverage());
            for parts in [&figures.departements, &figures.circonscriptions] {
                if parts.is_empty() {
                    assert!(!registry, "circonscriptions come from the registry alone");
                    continue;
                }
                let (mut sum, mut rates) = (Tally::default(), FicheRates::default());
                for part in parts {
                    sum.merge(&part.tally);
                    rates.merge(&part.fiche);
                }
                assert_eq!(rates, figures.total.fiche);
                assert_eq!(sum, figures.total.tally);
                let expected: Option<u32> = parts.iter().map(|part| part.expected).sum();
                assert_eq!(expected, figures.total.expected);
                assert_eq!(parts.iter().map(Territory::answered).sum::<u32>(), figures.total.answered());
            }
            let mut by_competence = Tally::default();
            figures.total.by_competence.iter().for_each(|tally| by_competence.merge(tally));
            assert_eq!(by_competence, figures.total.tally);
            assert_eq!(figures.total.tally.total(), 90 * 14);
            let assigned = figures.total.tally.of(State::Covered) + figures.total.tally.of(State::Shared);
            assert_eq!(figures.total.modes.iter().sum::<u32>(), assigned);
            assert_eq!(figures.total.return_rate().is_some(), registry);
        }
    }
}
