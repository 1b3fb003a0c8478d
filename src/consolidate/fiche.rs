//! The figures that answer the fiche's questions, counted school by school.

use crate::model::dossier::{Couple, Entity, SchoolFile, State};
use crate::model::fiche::{FicheRates, Figure};
use crate::model::given::Aspect;
use crate::model::inventory::{Answer, Assignment};
use crate::model::referential::{CompetenceId, Mode, Reach, Referential};

/// What the figures look at: the ranks, among the couples of a school, of the competences they ask for by name.
pub(super) struct Fiche<'a> {
    referential: &'a Referential,
    entities: &'a [Entity],
    ownership: Option<usize>,
    documentation: Option<usize>,
    administrations: Option<(usize, usize)>,
}

impl<'a> Fiche<'a> {
    pub(super) fn new(referential: &'a Referential, entities: &'a [Entity]) -> Self {
        let rank = |code: &str| referential.required().position(|id| referential.competence(id).code == code);
        Self {
            referential,
            entities,
            ownership: rank("PIL-MOA"),
            documentation: rank("ACC-DOC"),
            administrations: rank("ADM-FON").zip(rank("ADM-TEC")),
        }
    }

    /// The figures of one school; all nil where its inventory isn't there.
    pub(super) fn of(&self, file: &SchoolFile) -> FicheRates {
        let mut rates = FicheRates::default();
        if file.retained.is_none() {
            return rates;
        }
        let steered = self.ownership.and_then(|rank| file.couples.get(rank)).map(|couple| couple.state);
        for couple in &file.couples {
            if couple.state != State::NotApplicable {
                rates.count(Figure::Covered, couple.state == State::Covered);
            }
            if !couple.responsible.is_empty() {
                self.assigned(&mut rates, couple, steered);
            }
        }
        let settled = |couple: &Couple| matches!(couple.state, State::Covered | State::NotApplicable);
        rates.count(Figure::WholeSchools, file.couples.iter().all(settled));
        rates.count(Figure::LocalPersonNamed, file.local_person);
        let mut schools = |figure, ranks: &[usize]| {
            let states: Vec<State> =
                ranks.iter().filter_map(|rank| Some(file.couples.get(*rank)?.state)).collect();
            if !states.is_empty() && !states.contains(&State::NotApplicable) {
                rates.count(figure, states.iter().all(|state| *state == State::Covered));
            }
        };
        schools(Figure::SteeredSchools, self.ownership.as_slice());
        schools(Figure::DocumentationHeld, self.documentation.as_slice());
        if let Some((functional, technical)) = self.administrations {
            schools(Figure::BothAdministrations, &[functional, technical]);
        }
        rates
    }

    /// A couple that is held by someone.
    fn assigned(&self, rates: &mut FicheRates, couple: &Couple, steered: Option<State>) {
        let given = couple.given;
        rates.count(Figure::KeptDecided, couple.kept.is_some());
        if let Some(kept) = couple.kept {
            rates.count(Figure::Kept, kept);
        }
        rates.count(Figure::HeldNearby, self.nearby(couple));
        rates.count(Figure::LevelTold, given.has(Aspect::Level));
        rates.count(Figure::Documented, given.has(Aspect::Documentation));
        rates.count(Figure::StaffTold, given.has(Aspect::Fte));
        rates.count(Figure::CostTold, given.has(Aspect::Cost));
        if matches!(couple.mode, Some(Mode::External | Mode::Partial)) {
            rates.count(Figure::ServiceTold, given.has(Aspect::Service));
            rates.count(Figure::ServiceLevelTold, given.has(Aspect::ServiceLevel));
            // A referential without project ownership can't say who steers.
            if let Some(state) = steered {
                rates.count(Figure::SteeredServices, state == State::Covered);
            }
        }
    }

    /// Whether one of its entities at least stands in or around the school.
    fn nearby(&self, couple: &Couple) -> bool {
        couple.responsible.iter().any(|id| {
            let kind = self.entities.get(id.0 as usize).and_then(|entity| entity.kind);
            kind.is_some_and(|kind| {
                matches!(
                    self.referential.entity_type(kind).reach,
                    Reach::Ecole | Reach::Commune | Reach::Intercommunalite | Reach::Circonscription
                )
            })
        })
    }
}

/// What names a local resource person: its column on any line, or the competence that is about them.
pub(super) struct LocalPeople(Option<CompetenceId>);

impl LocalPeople {
    pub(super) fn new(referential: &Referential) -> Self {
        Self(referential.competence_named("CPL-RES"))
    }

    /// Whether a line names one, or the entity that holds their network.
    pub(super) fn named_by(&self, line: &Assignment) -> bool {
        line.details.given.has(Aspect::LocalPerson)
            || (line.competence.is_some()
                && line.competence == self.0
                && matches!(&line.answer, Answer::Entities(named) if !named.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::given::Given;
    use crate::model::indicator::Rate;
    use crate::render::fixture::{self, Shape};

    /// Two schools that answered and one that didn't, recomputed by hand:
    ///
    /// | couple | school 0 | school 1 |
    /// |---|---|---|
    /// | PIL-MOA | covered, internal | shared |
    /// | PIL-EVA | covered, external, service and level told, kept | covered, in part, level told, not kept |
    /// | ADM-FON, ADM-TEC | covered | covered, not applicable |
    /// | others | covered, no mode | orphan |
    #[test]
    fn two_schools_recomputed_by_hand() {
        let shape = Shape {
            schools: 3,
            state: |school, rank| match (school, rank) {
                (0, _) | (1, 1 | 12) => State::Covered,
                (1, 0) => State::Shared,
                (1, 13) => State::NotApplicable,
                (1, _) => State::Orphan,
                _ => State::NotReturned,
            },
            ..Shape::default()
        };
        let mut dossier = fixture::dossier(&shape);
        for file in &mut dossier.schools {
            for couple in &mut file.couples {
                (couple.mode, couple.kept, couple.given) = (None, None, Given::default());
            }
        }
        let first = &mut dossier.schools[0].couples;
        first[0].mode = Some(Mode::Internal);
        first[1].mode = Some(Mode::External);
        first[1].kept = Some(true);
        first[1].given = [Aspect::Service, Aspect::ServiceLevel, Aspect::Cost].into_iter().collect();
        dossier.schools[0].local_person = true;
        dossier.schools[1].local_person = false;
        let second = &mut dossier.schools[1].couples;
        second[1].mode = Some(Mode::Partial);
        second[1].kept = Some(false);
        second[1].given = [Aspect::ServiceLevel, Aspect::Level].into_iter().collect();

        let fiche = Fiche::new(&dossier.referential, &dossier.entities);
        let mut rates = FicheRates::default();
        dossier.schools.iter().for_each(|file| rates.merge(&fiche.of(file)));
        // 14 couples held in the first school, 3 in the second.
        for (figure, numerator, denominator) in [
            (Figure::SteeredServices, 1, 2),
            (Figure::SteeredSchools, 1, 2),
            (Figure::KeptDecided, 2, 17),
            (Figure::Kept, 1, 2),
            (Figure::LevelTold, 1, 17),
            (Figure::Covered, 16, 27),
            (Figure::WholeSchools, 1, 2),
            (Figure::ServiceTold, 1, 2),
            (Figure::ServiceLevelTold, 2, 2),
            (Figure::DocumentationHeld, 1, 2),
            (Figure::Documented, 0, 17),
            (Figure::LocalPersonNamed, 1, 2),
            (Figure::BothAdministrations, 1, 1),
            (Figure::StaffTold, 0, 17),
            (Figure::CostTold, 1, 17),
        ] {
            assert_eq!(rates.of(figure), Rate::new(numerator, denominator), "{figure:?}");
        }
        let total: u32 = dossier
            .schools
            .iter()
            .flat_map(|file| &file.couples)
            .map(|couple| u32::from(fiche.nearby(couple)))
            .sum();
        assert_eq!(rates.of(Figure::HeldNearby), Rate::new(total, 17));
    }
}
