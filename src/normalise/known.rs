//! « Ludorive et Intégralys », « Mairie de Plessis et Gaudin »: one name or two? No cell tells alone, but the batch
//! does: two, where each side stands by itself in some other answer; one, where a place is called so.

use std::collections::BTreeSet;

use super::Normaliser;
use super::entities::Piece;
use super::links::{continues, names_places};
use crate::model::fact::Fact;
use crate::model::inventory::{Answer, Assignment, Mention, Observed};
use crate::model::referential::Reach;
use crate::model::scope::place_key;

/// No more names are looked for behind the first one, joined in one answer.
const MOST_JOINED: usize = 5;

/// Names known from elsewhere than the cell being read.
#[derive(Clone, Debug, Default)]
pub struct KnownNames {
    /// Cores of companies, and of bodies without a type, that answers give alone.
    alone: BTreeSet<String>,
    /// Communes, circonscriptions and départements, links left out.
    places: BTreeSet<String>,
}

impl KnownNames {
    /// What both know.
    #[must_use]
    pub fn and(mut self, mut other: Self) -> Self {
        self.alone.append(&mut other.alone);
        self.places.append(&mut other.places);
        self
    }
}

impl Normaliser {
    /// Whether an answer names what may be several joined by « et » or « & », or one that a dash parts: what
    /// [`Self::cut_known_names`] may cut or join.
    pub fn names_joined(&self, assignments: &[Assignment]) -> bool {
        assignments.iter().map(mentions).any(|mentions| {
            mentions.iter().any(|mention| self.may_be_several(mention))
                || mentions.windows(2).any(|pair| self.may_be_one(&pair[0], &pair[1]))
        })
    }

    /// The communes, circonscriptions and départements known: a name that one of them bears is never cut.
    pub fn known_places<'p>(&self, places: impl IntoIterator<Item = &'p str>) -> KnownNames {
        let places =
            places.into_iter().map(|place| self.place(place)).filter(|key| !key.is_empty()).collect();
        KnownNames { alone: BTreeSet::new(), places }
    }

    /// Notes the names that answers give alone.
    pub fn know_names(&self, assignments: &[Assignment], names: &mut KnownNames) {
        let alone = assignments.iter().flat_map(mentions);
        for mention in alone.filter(|mention| joints(&mention.written).next().is_none()) {
            if self.bears_a_name(mention) {
                if !names.alone.contains(&mention.core) {
                    names.alone.insert(mention.core.clone());
                }
            } else if self.is_of_place(mention) {
                names.places.insert(place_key(&mention.core));
            }
        }
    }

    /// Cuts the names joined by « et » or « & » whose two sides are names by themselves, in one inventory.
    pub fn cut_known_names(
        &self,
        names: &KnownNames,
        assignments: &mut [Assignment],
        facts: &mut Vec<Observed>,
    ) {
        for assignment in assignments {
            assignment.performers = assignment
                .performers
                .iter()
                .flat_map(|mention| self.cut_known(mention, names, MOST_JOINED))
                .collect();
            self.join_places(assignment, names, facts);
            self.cut_answer(assignment, names, facts);
        }
    }

    /// « DSDEN - Mayenne »: a body of a département and the name of one are one, where a dash alone parts them.
    fn join_places(&self, assignment: &mut Assignment, names: &KnownNames, facts: &mut Vec<Observed>) {
        let Answer::Entities(mentions) = &mut assignment.answer else { return };
        let mut joined = false;
        let mut rank = 1;
        while let [body, place, ..] = &mentions[rank - 1..] {
            let written =
                [" - ", " – ", " — "].map(|dash| format!("{}{dash}{}", body.written, place.written));
            let whole = written.into_iter().find(|written| assignment.written.contains(written.as_str()));
            let one = self.may_be_one(body, place) && names.places.contains(&place_key(&place.core));
            let joint = || self.named(&format!("{} {}", body.written, place.written));
            if let Some(written) = whole.filter(|_| one)
                && let Some(mention) = joint()
            {
                mentions.splice(rank - 1..=rank, [Mention { written, ..mention }]);
                joined = true;
            } else {
                rank += 1;
            }
        }
        if !joined {
            return;
        }
        let typed = mentions.iter().all(|mention| mention.kind.is_some());
        facts.retain(|seen| {
            seen.at.as_ref() != Some(&assignment.at)
                || seen.competence != assignment.competence
                || !(matches!(seen.fact, Fact::SeveralEntities(_))
                    || typed && seen.fact == Fact::UntypedEntity)
        });
        if mentions.len() > 1 {
            facts.push(Observed {
                fact: Fact::SeveralEntities(mentions.iter().map(|mention| mention.written.clone()).collect()),
                at: Some(assignment.at.clone()),
                competence: assignment.competence,
                read: assignment.written.clone(),
            });
        }
    }

    /// A body of a département that isn't named, and a name that nothing types.
    fn may_be_one(&self, body: &Mention, place: &Mention) -> bool {
        body.core.is_empty() && self.is_of_departement(body) && place.kind.is_none() && !place.core.is_empty()
    }

    fn cut_answer(&self, assignment: &mut Assignment, names: &KnownNames, facts: &mut Vec<Observed>) {
        let Answer::Entities(mentions) = &mut assignment.answer else { return };
        let mut see = |fact| {
            facts.push(Observed {
                fact,
                at: Some(assignment.at.clone()),
                competence: assignment.competence,
                read: assignment.written.clone(),
            });
        };
        let cut: Vec<Mention> =
            mentions.iter().flat_map(|mention| self.cut_known(mention, names, MOST_JOINED)).collect();
        if cut.len() > mentions.len() {
            see(Fact::SeveralEntities(cut.iter().map(|mention| mention.written.clone()).collect()));
            *mentions = cut;
        } else if mentions.iter().any(|mention| {
            self.is_of_place(mention)
                && joints(&mention.written).next().is_some()
                && !names.places.contains(&place_key(&mention.core))
        }) {
            see(Fact::PerhapsSeveral);
        }
    }

    fn cut_known(&self, mention: &Mention, names: &KnownNames, most: usize) -> Vec<Mention> {
        let of_place = self.is_of_place(mention);
        let is_known = if of_place {
            names.places.contains(&place_key(&mention.core))
        } else {
            names.alone.contains(&mention.core)
        };
        // « Communauté de communes et Ludorive » has the core of « Ludorive », and is two all the same.
        if most > 0 && (self.is_grouping(mention) || (of_place || self.bears_a_name(mention)) && !is_known) {
            for (left, right) in joints(&mention.written).filter(|(_, right)| !continues(right)) {
                let known = |text| self.named(text).filter(|mention| names.alone.contains(&mention.core));
                // « Mairie de Rezé et Gaudin », where Rezé is a commune: two, whatever Gaudin is. Départements are all
                // known: what is none of them is several.
                let place = self.named(left).filter(|left| {
                    let known = || names.places.contains(&place_key(&left.core));
                    of_place && left.kind == mention.kind && (self.is_of_departement(left) || known())
                });
                // « CC du Pays de Retz et Ludorive »: a grouping tells itself, as a commune does; what follows must be
                // known.
                let of_commune = place.is_some();
                let left = known(left).or(place).or_else(|| {
                    self.named(left)
                        .filter(|left| self.is_grouping(left) || of_place && left.kind == mention.kind)
                });
                let Some(left) = left else { continue };
                let right = known(right)
                    .map(|right| vec![right])
                    .or_else(|| {
                        // « A et B et C »: the rest may be several in its turn.
                        let rest = self.cut_known(&self.named(right)?, names, most - 1);
                        (rest.len() > 1).then_some(rest)
                    })
                    .or_else(|| of_commune.then(|| self.named(right)).flatten().map(|right| vec![right]));
                if let Some(right) = right {
                    return [vec![left], right].concat();
                }
            }
        }
        vec![mention.clone()]
    }

    /// A place's name as the core of a mention holds it.
    fn place(&self, name: &str) -> String {
        self.named(name).map(|mention| place_key(&mention.core)).unwrap_or_default()
    }

    fn may_be_several(&self, mention: &Mention) -> bool {
        (self.is_grouping(mention) || self.is_of_place(mention) || self.bears_a_name(mention))
            && joints(&mention.written).next().is_some()
    }

    fn is_of_departement(&self, mention: &Mention) -> bool {
        mention.kind.is_some_and(|kind| self.entities.reach(kind) == Reach::Departement)
    }

    /// A commune, a circonscription, a département, called by its name.
    fn is_of_place(&self, mention: &Mention) -> bool {
        !mention.core.is_empty() && mention.kind.is_some_and(|kind| names_places(self.entities.reach(kind)))
    }

    fn named(&self, text: &str) -> Option<Mention> {
        match self.entities.read(text) {
            Piece::Entity { mention, .. } => Some(mention),
            Piece::Person => None,
        }
    }

    pub(super) fn is_grouping(&self, mention: &Mention) -> bool {
        mention.kind.is_some_and(|kind| self.entities.reach(kind) == Reach::Intercommunalite)
    }

    /// A company, or a body that nothing types: only their names hold « et » without being told by their type.
    fn bears_a_name(&self, mention: &Mention) -> bool {
        !mention.core.is_empty()
            && mention.kind.is_none_or(|kind| self.entities.reach(kind) == Reach::National)
    }
}

fn mentions(assignment: &Assignment) -> &[Mention] {
    match &assignment.answer {
        Answer::Entities(mentions) => mentions,
        _ => &[],
    }
}

/// The places where a name may be two, each with its two sides.
fn joints(written: &str) -> impl Iterator<Item = (&str, &str)> {
    [" et ", " ET ", " Et ", " & ", " - ", " – "].into_iter().filter_map(|joint| written.split_once(joint))
}
