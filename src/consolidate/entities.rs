//! Entities reconciled over a whole académie: which mentions are one body, what it is called, of what type it is.
//!
//! A body that each territory has once (a commune, a circonscription, a DSDEN) is told by its territory, which the
//! school completes where a cell names the type alone (« la mairie »). A body of its own (a company, a syndicat
//! mixte) is told by the words of its name, slips of the pen included.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::consolidate::mentions::{Ground, Key, Naming, Place, Understood};
use crate::consolidate::names;
use crate::consolidate::renown::{Fame, Renown};
use crate::model::dossier::{Entity, EntityId};
use crate::model::inventory::Mention;
use crate::model::referential::EntityTypeId;
use crate::model::school::{Departement, School, Uai};
use crate::text;

/// Rank of a body before spellings are reconciled; [`Reconciled::id`] tells the entity it became.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct BodyId(u32);

/// Gathers the mentions of one académie.
pub(super) struct Gathering<'a> {
    ground: Ground<'a>,
    bodies: Vec<Body>,
    /// Only looked up, never walked.
    ranks: HashMap<Key, BodyId>,
}

/// A body, as far as its mentions tell.
#[derive(Clone, Debug)]
struct Body {
    key: Key,
    naming: Naming,
    /// Code of the département, where it helps to tell two bodies of one name apart.
    departement: Option<String>,
    /// What the schools of the académie say of it.
    said: Fame,
    last_school: Option<Uai>,
}

impl Body {
    /// Whether its name alone tells it, wherever it is written.
    fn has_own_name(&self) -> bool {
        matches!(self.naming, Naming::Spelling) && self.key.territory.is_empty() && !self.key.core.is_empty()
    }
}

/// Bodies that are one.
struct Merged<'b> {
    /// The first of them, which tells how it is named.
    body: &'b Body,
    /// What is said of them all.
    said: Fame,
}

/// A school whose mentions are being read.
pub(super) struct Local<'a> {
    place: Place<'a>,
    /// Mentions already understood for this school, and whether they name their territory: a dozen at most.
    understood: Vec<(Option<EntityTypeId>, String, BodyId, bool)>,
}

/// The entities of an académie.
pub(super) struct Reconciled {
    /// By name.
    pub(super) entities: Vec<Entity>,
    ids: Vec<EntityId>,
}

impl Reconciled {
    /// The entity that a body became.
    pub(super) fn id(&self, body: BodyId) -> EntityId {
        self.ids[body.0 as usize]
    }
}
impl<'a> Gathering<'a> {
    /// Nothing gathered yet.
    pub(super) fn new(ground: Ground<'a>) -> Self {
        Self { ground, bodies: Vec::new(), ranks: HashMap::new() }
    }

    /// Gets ready to read the mentions of a school.
    pub(super) fn at<'s>(&self, school: &'s School) -> Local<'s>
    where
        'a: 's,
    {
        Local { place: self.ground.place(school), understood: Vec::new() }
    }

    /// Counts a mention; mentions of one body give the same rank.
    pub(super) fn note(&mut self, local: &mut Local<'_>, mention: &Mention) -> BodyId {
        let (id, complete) = self.understood(local, mention);
        self.count(id, complete, local, mention);
        id
    }

    /// The same for a mention that is read again for each school of a territory: counted once for each body.
    pub(super) fn note_once(
        &mut self,
        local: &mut Local<'_>,
        mention: &Mention,
        counted: &mut BTreeSet<(BodyId, String)>,
    ) -> BodyId {
        let (id, complete) = self.understood(local, mention);
        if counted.insert((id, mention.written.clone())) {
            self.count(id, complete, local, mention);
        }
        id
    }

    /// The body that a mention means here, and whether it names its territory.
    fn understood(&mut self, local: &mut Local<'_>, mention: &Mention) -> (BodyId, bool) {
        let seen = local
            .understood
            .iter()
            .find(|(kind, core, ..)| *kind == mention.kind && *core == mention.core)
            .map(|(_, _, body, complete)| (*body, *complete));
        seen.unwrap_or_else(|| {
            let understood = self.ground.understand(&local.place, mention);
            let complete = understood.complete;
            let id = self.body(understood, local.place.departement);
            // A name that is nothing but its writing is told by that writing alone.
            if !mention.core.is_empty() || mention.kind.is_some() {
                local.understood.push((mention.kind, mention.core.clone(), id, complete));
            }
            (id, complete)
        })
    }

    fn count(&mut self, id: BodyId, complete: bool, local: &Local<'_>, mention: &Mention) {
        let body = &mut self.bodies[id.0 as usize];
        if let Some(kind) = mention.kind {
            *body.said.kinds.entry(kind).or_default() += 1;
        }
        match body.said.spellings.get_mut(&mention.written) {
            Some((count, _)) => *count += 1,
            None => {
                body.said.spellings.insert(mention.written.clone(), (1, complete));
            }
        }
        if body.last_school != Some(local.place.school.uai) {
            body.last_school = Some(local.place.school.uai);
            body.said.schools += 1;
        }
    }

    fn body(&mut self, understood: Understood, departement: &Departement) -> BodyId {
        if let Some(&id) = self.ranks.get(&understood.key) {
            return id;
        }
        let id = BodyId(self.bodies.len() as u32);
        self.ranks.insert(understood.key.clone(), id);
        self.bodies.push(Body {
            departement: (!understood.key.territory.is_empty()).then(|| departement.code.clone()),
            key: understood.key,
            naming: understood.naming,
            said: Fame::default(),
            last_school: None,
        });
        id
    }
    /// The bodies with a name of their own, for [`Renown::of`].
    pub(super) fn own_names(&self) -> impl Iterator<Item = (&Key, &Fame)> {
        self.bodies.iter().filter(|body| body.has_own_name()).map(|body| (&body.key, &body.said))
    }

    /// Whether a folded word is a commune of the académie.
    pub(super) fn is_commune(&self, word: &str) -> bool {
        self.ground.is_commune(word)
    }

    /// Reconciles what was gathered, in the light of the whole batch.
    pub(super) fn finish(self, renown: &Renown) -> Reconciled {
        let mut merged: BTreeMap<&Key, Merged<'_>> = BTreeMap::new();
        let roots: Vec<&Key> = self
            .bodies
            .iter()
            .map(|body| if body.has_own_name() { renown.root(&body.key) } else { &body.key })
            .collect();
        for (root, body) in roots.iter().zip(&self.bodies) {
            let into = merged.entry(root).or_insert_with(|| Merged { body, said: Fame::default() });
            into.said.add(&body.said);
        }
        let mut named: Vec<(&Key, Option<&str>, Entity)> = merged
            .into_iter()
            .map(|(root, merged)| {
                let fame = renown.fame(root).unwrap_or(&merged.said);
                let entity = Entity {
                    name: name_of(&merged.body.naming, fame),
                    kind: renown.kind(root),
                    spellings: by_frequency(&merged.said.spellings),
                };
                (root, merged.body.departement.as_deref(), entity)
            })
            .collect();
        self.tell_apart(&mut named);
        named.sort_by_cached_key(|(root, _, entity)| {
            (text::fold(&entity.name), entity.name.clone(), entity.kind, (*root).clone())
        });
        let ids: BTreeMap<&Key, EntityId> =
            (0..).map(EntityId).zip(&named).map(|(id, (root, ..))| (*root, id)).collect();
        Reconciled {
            ids: roots.iter().map(|root| ids[root]).collect(),
            entities: named.into_iter().map(|(_, _, entity)| entity).collect(),
        }
    }

    /// Two entities of one name get their département, or their type, beside it.
    fn tell_apart(&self, named: &mut [(&Key, Option<&str>, Entity)]) {
        let mut count: BTreeMap<String, u32> = BTreeMap::new();
        for (_, _, entity) in named.iter() {
            *count.entry(entity.name.clone()).or_default() += 1;
        }
        for (_, departement, entity) in named.iter_mut().filter(|(_, _, entity)| count[&entity.name] > 1) {
            if let Some(code) = departement {
                entity.name = names::located(&entity.name, code);
            } else if let Some(kind) = entity.kind {
                let label = names::short_label(self.ground.referential.entity_type(kind));
                entity.name = names::located(&entity.name, label);
            }
        }
    }
}
fn name_of(naming: &Naming, fame: &Fame) -> String {
    let most_frequent = |wanted: &dyn Fn(bool) -> bool| {
        fame.spellings
            .iter()
            .filter(|(_, (_, complete))| wanted(*complete))
            .max_by_key(|(written, (count, _))| {
                // Of equals, the one that doesn't shout, then the first in order.
                (*count, written.chars().any(char::is_lowercase), std::cmp::Reverse(written.as_str()))
            })
            .map(|(written, _)| written.clone())
    };
    match naming {
        Naming::Territory(name) => name.clone(),
        Naming::Spelling => most_frequent(&|_| true).unwrap_or_default(),
        Naming::Service(place) => most_frequent(&|complete| complete)
            .unwrap_or_else(|| names::located(&most_frequent(&|_| true).unwrap_or_default(), place)),
    }
}

/// Spellings, most frequent first, then by text.
fn by_frequency(spellings: &BTreeMap<String, (u32, bool)>) -> Vec<(String, u32)> {
    let mut counted: Vec<(String, u32)> =
        spellings.iter().map(|(written, (count, _))| (written.clone(), *count)).collect();
    counted.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
    counted
}
#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::academies::Academies;
    use crate::consolidate::testing::{a_mention, a_school};
    use crate::model::referential::Referential;
    use crate::referential;

    /// Mentions (school, written, type, core), and the name of the entity each became.
    struct Scene {
        schools: Vec<Arc<School>>,
        referential: Referential,
        academies: Academies,
    }

    impl Scene {
        fn new() -> Self {
            let mut elsewhere = School::clone(&a_school("0350124", "École Jules Verne", "Le Clos-Fleuri"));
            elsewhere.circonscription = "Saint-Malo Ville".into();
            let mut far = School::clone(&a_school("0220125", "École du Port", "Valbrune"));
            far.departement = "22".into();
            Self {
                schools: vec![
                    a_school("0350122", "École élémentaire Les Mésanges", "Valbrune"),
                    a_school("0350123", "École maternelle Les Alizés", "Montrivel"),
                    Arc::new(elsewhere),
                    Arc::new(far),
                ],
                referential: referential::embedded(),
                academies: Academies::embedded(),
            }
        }

        fn reconciled(&self, mentions: &[(usize, &str, &str, &str)]) -> (Reconciled, Vec<EntityId>) {
            let academie = self.academies.with_code("14").unwrap();
            let schools = self.schools.iter().map(AsRef::as_ref);
            let mut gathering =
                Gathering::new(Ground::new(&self.referential, &self.academies, academie, schools));
            let mut bodies = Vec::new();
            for (rank, school) in self.schools.iter().enumerate() {
                let mut local = gathering.at(school);
                for (order, (_, written, kind, core)) in
                    mentions.iter().enumerate().filter(|(_, mention)| mention.0 == rank)
                {
                    let mention = a_mention(&self.referential, written, kind, core);
                    bodies.push((order, gathering.note(&mut local, &mention)));
                }
            }
            bodies.sort_by_key(|(order, _)| *order);
            let renown =
                Renown::of(&self.referential, gathering.own_names(), |word| gathering.is_commune(word));
            let reconciled = gathering.finish(&renown);
            let ids = bodies.into_iter().map(|(_, body)| reconciled.id(body)).collect();
            (reconciled, ids)
        }

        fn names(&self, mentions: &[(usize, &str, &str, &str)]) -> Vec<String> {
            let (reconciled, ids) = self.reconciled(mentions);
            ids.into_iter().map(|id| reconciled.entities[id.0 as usize].name.clone()).collect()
        }
    }

    #[test]
    fn the_school_completes_what_a_cell_names_by_its_type_alone() {
        let names = Scene::new().names(&[
            (0, "la mairie", "COMMUNE", ""),
            (2, "Mairie", "COMMUNE", ""),
            (0, "École", "ECOLE", ""),
            (0, "ERUN de la circonscription", "CIRCO", ""),
            (2, "ERUN", "CIRCO", ""),
            (0, "D.S.D.E.N.", "DSDEN", ""),
            (3, "Conseil départemental", "DEPARTEMENT", ""),
            (0, "Rectorat", "ACADEMIE", ""),
            (0, "Com com", "EPCI", ""),
            (0, "Éditeur", "EDITEUR", ""),
            (0, "La région", "REGION", ""),
            (0, "syndicat mixte", "SYNDICAT_MIXTE", ""),
        ]);
        assert_eq!(
            names,
            [
                "Commune de Valbrune",
                "Commune du Clos-Fleuri",
                "École élémentaire Les Mésanges (Valbrune)",
                "Circonscription de Bruz",
                "Circonscription de Saint-Malo Ville",
                "DSDEN d’Ille-et-Vilaine",
                "Conseil départemental des Côtes-d’Armor",
                "Académie de Rennes",
                "Intercommunalité de Valbrune (non nommée)",
                "Éditeur",
                "Conseil régional",
                "Syndicat mixte d’Ille-et-Vilaine (non nommé)",
            ]
        );
    }

    #[test]
    fn a_commune_is_one_however_it_is_called() {
        let scene = Scene::new();
        let (reconciled, ids) = scene.reconciled(&[
            (1, "Mairie de Montrivel", "COMMUNE", "montrivel"),
            (1, "VILLE DE MONTRIVEL", "COMMUNE", "montrivel"),
            (1, "la mairie", "COMMUNE", ""),
            (1, "Service informatique de la mairie", "COMMUNE", "service informatique"),
            (1, "Mairie de Montrivell", "COMMUNE", "montrivell"),
            (0, "commune de Montrivel", "COMMUNE", "montrivel"),
        ]);
        assert_eq!(reconciled.entities.len(), 1, "{:?}", reconciled.entities);
        assert!(ids.iter().all(|id| *id == EntityId(0)));
        assert_eq!(reconciled.entities[0].name, "Commune de Montrivel");
        assert_eq!(reconciled.entities[0].spellings.len(), 6);
    }

    #[test]
    fn a_misspelt_trade_makes_no_other_company() {
        let names = Scene::new().names(&[
            (0, "Ardoise Télécom", "FAI", "ardoise"),
            (1, "Ardoise Télécom", "FAI", "ardoise"),
            (2, "ARDOISE TÉLÉOM SAS", "", "ardoise teleom"),
            (2, "Téléom", "", "teleom"),
        ]);
        assert_eq!(names, ["Ardoise Télécom", "Ardoise Télécom", "Ardoise Télécom", "Téléom"]);
    }

    #[test]
    fn two_communes_are_never_one() {
        let names = Scene::new().names(&[
            (0, "Mairie", "COMMUNE", ""),
            (3, "Mairie", "COMMUNE", ""),
            (0, "Mairie de Montrivel", "COMMUNE", "montrivel"),
            (0, "Mairie de Rezé", "COMMUNE", "rezé"),
        ]);
        assert_eq!(
            names,
            [
                "Commune de Valbrune (35)",
                "Commune de Valbrune (22)",
                "Commune de Montrivel",
                "Mairie de Rezé"
            ]
        );
    }

    #[test]
    fn groupings_of_two_communes_of_one_name_are_two() {
        let names = Scene::new().names(&[
            (0, "SIVOS de Valbrune", "SYNDICAT_SCOLAIRE", "valbrune"),
            (1, "Sivos du secteur de Valbrune", "SYNDICAT_SCOLAIRE", "secteur valbrune"),
            (3, "SIVOS de Valbrune", "SYNDICAT_SCOLAIRE", "valbrune"),
            (1, "CC du Montrivel", "EPCI", "montrivel"),
            (3, "CC du Montrivel", "EPCI", "montrivel"),
        ]);
        assert_eq!(
            names,
            [
                "SIVOS de Valbrune (35)",
                "SIVOS de Valbrune (35)",
                "SIVOS de Valbrune (22)",
                "CC du Montrivel",
                "CC du Montrivel"
            ]
        );
    }

    #[test]
    fn a_company_is_one_and_its_most_telling_type_wins() {
        let scene = Scene::new();
        let (reconciled, ids) = scene.reconciled(&[
            (0, "Scolavia", "", "scolavia"),
            (0, "SCOLAVIA SAS", "PRESTATAIRE", "scolavia sas"),
            (1, "Éditeur Scolavia SAS", "EDITEUR", "scolavia sas"),
            (2, "Scolavia", "", "scolavia"),
            (2, "Scolavai", "", "scolavai"),
        ]);
        assert_eq!(reconciled.entities.len(), 1, "{:?}", reconciled.entities);
        assert!(ids.iter().all(|id| *id == EntityId(0)));
        let entity = &reconciled.entities[0];
        assert_eq!(entity.name, "Scolavia");
        assert_eq!(entity.kind, scene.referential.entity_type_named("EDITEUR"));
        assert_eq!(entity.spellings[0], ("Scolavia".to_owned(), 2));
    }

    #[test]
    fn companies_that_only_look_alike_stay_apart() {
        let names = Scene::new().names(&[
            (0, "Micro Services Nord", "PRESTATAIRE", "micro services nord"),
            (1, "MICRO SERVICES NORD", "PRESTATAIRE", "micro services nord"),
            (2, "Micro-services Nord", "PRESTATAIRE", "micro services nord"),
            (0, "Micro Services Sud", "PRESTATAIRE", "micro services sud"),
        ]);
        assert_eq!(names[..3], ["Micro Services Nord"; 3]);
        assert_eq!(names[3], "Micro Services Sud");
    }

    #[test]
    fn services_of_an_academie_are_entities_named_by_their_service() {
        let names = Scene::new().names(&[
            (0, "DRANE", "ACADEMIE", "drane"),
            (1, "DRANE Rennes", "ACADEMIE", "drane rennes"),
            (1, "Drane", "ACADEMIE", "drane"),
            (2, "Académie de Rennes", "ACADEMIE", "rennes"),
            (2, "Rectorat de Rennes", "ACADEMIE", "rectorat rennes"),
            (0, "DSI", "ACADEMIE", "dsi"),
            (0, "Académie de Nantes", "ACADEMIE", "nantes"),
        ]);
        assert_eq!(
            names,
            [
                "DRANE Rennes",
                "DRANE Rennes",
                "DRANE Rennes",
                "Académie de Rennes",
                "Académie de Rennes",
                "DSI (académie de Rennes)",
                "Académie de Nantes",
            ]
        );
    }

    #[test]
    fn a_departement_answers_to_its_number_and_its_name() {
        let names = Scene::new().names(&[
            (3, "DSDEN", "DSDEN", ""),
            (3, "DSDEN 22", "DSDEN", "22"),
            (3, "DSDEN des Côtes d'Armor", "DSDEN", "des cotes d armor"),
            (0, "CD 35", "DEPARTEMENT", "35"),
            (0, "Conseil départemental (35)", "DEPARTEMENT", "(35)"),
            (0, "Département", "DEPARTEMENT", ""),
            (0, "DSDEN 44", "DSDEN", "44"),
        ]);
        assert_eq!(names[..3], ["DSDEN des Côtes-d’Armor"; 3]);
        assert_eq!(names[3..6], ["Conseil départemental d’Ille-et-Vilaine"; 3]);
        assert_eq!(names[6], "DSDEN 44");
    }

    #[test]
    fn a_circonscription_is_the_schools_own_unless_another_is_named() {
        let names = Scene::new().names(&[
            (2, "IEN Saint-Malo", "CIRCO", "saint malo"),
            (2, "Circonscription de St Malo Ville", "CIRCO", "st malo ville"),
            (2, "ERUN Bruz", "CIRCO", "bruz"),
            (0, "ERUN", "CIRCO", ""),
        ]);
        assert_eq!(
            names,
            [
                "Circonscription de Saint-Malo Ville",
                "Circonscription de Saint-Malo Ville",
                "Circonscription de Bruz",
                "Circonscription de Bruz",
            ]
        );
    }

    #[test]
    fn a_body_named_without_its_type_joins_the_only_one_of_that_name() {
        let names = Scene::new().names(&[
            (0, "Syndicat mixte Mégalis", "SYNDICAT_MIXTE", "megalis"),
            (1, "Mégalis", "", "megalis"),
            (2, "CC du Pays de Valbrune", "EPCI", "pays de valbrune"),
            (2, "SIVOS du Pays de Valbrune", "SYNDICAT_SCOLAIRE", "pays de valbrune"),
            (1, "Pays de Valbrune", "", "pays de valbrune"),
        ]);
        assert_eq!(names[0], names[1]);
        assert_eq!(names[2], "CC du Pays de Valbrune");
        assert_eq!(names[3], "SIVOS du Pays de Valbrune");
        assert_eq!(names[4], "Pays de Valbrune", "two bodies bear that name: nothing says which");
    }

    #[test]
    fn a_school_named_by_its_name_is_itself() {
        let names = Scene::new().names(&[
            (0, "École Les Mésanges", "ECOLE", "les mesanges"),
            (0, "Équipe enseignante", "ECOLE", "equipe enseignante"),
            (0, "École Jules Ferry", "ECOLE", "jules ferry"),
        ]);
        assert_eq!(names[..2], ["École élémentaire Les Mésanges (Valbrune)"; 2]);
        assert_eq!(names[2], "École Jules Ferry");
    }
}
