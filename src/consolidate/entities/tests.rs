//! Mentions of invented schools, and the entities they become.

use std::sync::Arc;

use super::*;
use crate::academies::Academies;
use crate::consolidate::testing::{a_mention, a_school};
use crate::model::grouping::{Grouping, Wish};
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
        self.decided(&[], mentions)
    }

    fn decided(
        &self,
        groupings: &[Grouping],
        mentions: &[(usize, &str, &str, &str)],
    ) -> (Reconciled, Vec<EntityId>) {
        let academie = self.academies.with_code("14").unwrap();
        let schools = self.schools.iter().map(AsRef::as_ref);
        let ground = Ground::new(&self.referential, &self.academies, academie, schools);
        let mut gathering = Gathering::new(ground, Decisions::of(groupings, &academie.code));
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
        let names = gathering.own_names().map(|(key, fame)| (key.clone(), fame.clone()));
        let communes: BTreeSet<&str> = gathering.communes().collect();
        let renown = Renown::of(&self.referential, names, |word| communes.contains(word));
        let reconciled = gathering.finish(&renown);
        let ids = bodies.into_iter().map(|(_, body)| reconciled.id(body)).collect();
        (reconciled, ids)
    }

    fn names(&self, mentions: &[(usize, &str, &str, &str)]) -> Vec<String> {
        self.decided_names(&[], mentions)
    }

    fn decided_names(&self, groupings: &[Grouping], mentions: &[(usize, &str, &str, &str)]) -> Vec<String> {
        let (reconciled, ids) = self.decided(groupings, mentions);
        ids.into_iter().map(|id| reconciled.entities[id.0 as usize].name.clone()).collect()
    }
}

#[test]
fn accents_written_apart_are_no_other_spelling() {
    let mentions =
        [(0, "Lycée Valbrune", "", "lycee valbrune"), (1, "Lyce\u{301}e Valbrune", "", "lycee valbrune")];
    let (reconciled, _) = Scene::new().reconciled(&mentions);
    let told: Vec<(&str, u32, u32)> = reconciled
        .entities
        .iter()
        .flat_map(|entity| &entity.spellings)
        .map(|spelling| (spelling.written.as_str(), spelling.count, spelling.schools))
        .collect();
    assert_eq!(told, [("Lycée Valbrune", 2, 2)]);
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
        ["Commune de Valbrune (35)", "Commune de Valbrune (22)", "Commune de Montrivel", "Mairie de Rezé"]
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
    let most = &entity.spellings[0];
    assert_eq!((most.written.as_str(), most.count, most.schools), ("Scolavia", 2, 2));
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

fn join(name: &str, spellings: &[&str]) -> Grouping {
    let spellings = spellings.iter().map(|&spelling| spelling.to_owned()).collect();
    let wish = Wish::Join { name: name.into(), kind: None, spellings };
    Grouping { line: 1, wish, academies: Vec::new() }
}

fn split(spellings: &[&str]) -> Grouping {
    let wish = Wish::Split(spellings.iter().map(|&spelling| spelling.to_owned()).collect());
    Grouping { line: 1, wish, academies: Vec::new() }
}

const COMPANIES: [(usize, &str, &str, &str); 6] = [
    (0, "Scolavia", "EDITEUR", "scolavia"),
    (1, "Scolavia", "", "scolavia"),
    (1, "SCOLAVIA SAS", "PRESTATAIRE", "scolavia sas"),
    (2, "Scolavya", "", "scolavya"),
    (3, "SCO", "", "sco"),
    (3, "Mairie", "COMMUNE", ""),
];

#[test]
fn spellings_joined_by_the_configuration_bring_what_is_written_like_them() {
    let scene = Scene::new();
    let names = scene.decided_names(&[join("Scolavia Groupe", &["sco", "Scolavia"])], &COMPANIES);
    assert_eq!(names[..5], ["Scolavia Groupe"; 5]);
    // A name that documents print already is joined too, whatever its spellings.
    let names = scene.decided_names(&[join("Commune de Valbrune", &["SCO"])], &COMPANIES);
    assert_eq!(names[3..], ["Scolavia", "Commune de Valbrune", "Commune de Valbrune"]);
    // A name alone gathers what bears it.
    let mut typed = join("Scolavia", &[]);
    let editor = scene.referential.entity_type_named("HEBERGEUR");
    assert!(editor.is_some());
    if let Wish::Join { kind, .. } = &mut typed.wish {
        *kind = editor;
    }
    let (reconciled, ids) = scene.decided(&[typed], &COMPANIES);
    let entity = &reconciled.entities[ids[0].0 as usize];
    assert_eq!((entity.name.as_str(), entity.kind, entity.spellings.len()), ("Scolavia", editor, 3));
}

#[test]
fn of_two_communes_of_one_name_the_chosen_one_is_named_with_its_departement() {
    let mentions = [(0, "Mairie", "COMMUNE", ""), (3, "Mairie", "COMMUNE", ""), (1, "SCO", "", "sco")];
    let scene = Scene::new();
    let names = scene.decided_names(&[join("Commune de Valbrune (22)", &["SCO"])], &mentions);
    assert_eq!(names, ["Commune de Valbrune", "Commune de Valbrune (22)", "Commune de Valbrune (22)"]);
    let (reconciled, _) = scene.decided(&[join("Commune de Valbrune", &["SCO"])], &mentions);
    assert_eq!(reconciled.entities.len(), 3, "nothing says which: {:?}", reconciled.entities);
}

#[test]
fn a_slip_sent_elsewhere_does_not_take_the_usual_name_along() {
    let names = Scene::new().decided_names(&[join("Scolavya Conseil", &["Scolavya"])], &COMPANIES);
    assert_eq!(names[..4], ["Scolavia", "Scolavia", "Scolavia", "Scolavya Conseil"]);
    // Two spellings of one name, each sent to its place: what nobody lists stays.
    let both = [join("Un", &["Scolavia"]), join("Deux", &["Scolavia SAS"])];
    let names = Scene::new().decided_names(&both, &COMPANIES);
    assert_eq!(names[..4], ["Un", "Un", "Deux", "Scolavya"]);
}

#[test]
fn spellings_parted_by_the_configuration_are_never_one() {
    let scene = Scene::new();
    for order in [["Scolavia", "Scolavya"], ["Scolavya", "Scolavia"]] {
        let names = scene.decided_names(&[split(&order)], &COMPANIES);
        assert_eq!(names[..2], ["Scolavia"; 2], "{order:?}");
        assert_eq!(names[3], "Scolavya", "{order:?}");
        // What is written with the same words follows.
        assert_eq!(names[2], "Scolavia", "{order:?}");
    }
    let names = scene.decided_names(&[split(&["Scolavia", "Scolavia SAS"])], &COMPANIES);
    assert_eq!(names[..4], ["Scolavia", "Scolavia", "SCOLAVIA SAS", "Scolavia"]);
    // A slip of a name that is joined elsewhere stays behind where both are parted.
    let both = [join("Groupe", &["Scolavia"]), split(&["Scolavya", "Scolavia"])];
    let names = scene.decided_names(&both, &COMPANIES);
    assert_eq!(names[..4], ["Groupe", "Groupe", "Groupe", "Scolavya"]);
    let mairies = [
        (0, "Mairie", "COMMUNE", ""),
        (0, "Mairie annexe", "COMMUNE", "mairie"),
        (1, "Mairie annexe", "COMMUNE", "mairie"),
    ];
    let (reconciled, ids) = scene.decided(&[split(&["Mairie", "Mairie annexe"])], &mairies);
    assert_eq!(reconciled.entities.len(), 3, "two communes never become one: {:?}", reconciled.entities);
    assert_ne!(ids[1], ids[2]);
}

#[test]
fn a_decision_holds_in_its_academie_alone() {
    let mut elsewhere = join("Groupe", &["Scolavia", "SCO"]);
    elsewhere.academies = vec!["17".into()];
    let names = Scene::new().decided_names(&[elsewhere], &COMPANIES);
    assert_eq!(names[4], "SCO");
}

#[test]
fn each_spelling_tells_how_it_was_joined() {
    let scene = Scene::new();
    let mentions = [
        (0, "Datalune Orvanne", "", "datalune orvanne"),
        (1, "DATALUNE ORVANNE SARL", "", "datalune orvanne sarl"),
        (1, "Datalune Orvanne", "", "datalune orvanne"),
        (2, "Orvanne Datalune", "", "orvanne datalune"),
        (2, "Datalume Orvanne", "", "datalume orvanne"),
        (2, "Syndicat mixte Mégalis", "SYNDICAT_MIXTE", "megalis"),
        (1, "Mégalis", "", "megalis"),
        (3, "CD 22", "DEPARTEMENT", "22"),
        (3, "Département", "DEPARTEMENT", ""),
        (2, "IEN St-Malo", "CIRCO", "st malo"),
        (1, "Mairie de Montrivell", "COMMUNE", "montrivell"),
        (1, "Ville de Montrivel", "COMMUNE", "montrivel"),
        (1, "Mairie", "COMMUNE", ""),
        (0, "SCO", "", "sco"),
        (0, "SIVOS de Montrivel", "SYNDICAT_SCOLAIRE", "montrivel"),
        (1, "SIVOS de Montrivel", "SYNDICAT_SCOLAIRE", "montrivel"),
        (2, "Sivos du secteur de Montrivel", "SYNDICAT_SCOLAIRE", "secteur montrivel"),
    ];
    let (reconciled, ids) = scene.decided(&[join("Scolavia", &["SCO"])], &mentions);
    let joins: Vec<(&str, Join)> = mentions
        .iter()
        .zip(ids)
        .map(|((_, written, ..), id)| {
            let spellings = &reconciled.entities[id.0 as usize].spellings;
            (*written, spellings.iter().find(|spelling| spelling.written == *written).unwrap().join)
        })
        .collect();
    assert_eq!(
        joins,
        [
            ("Datalune Orvanne", Join::SameName),
            ("DATALUNE ORVANNE SARL", Join::SameName),
            ("Datalune Orvanne", Join::SameName),
            ("Orvanne Datalune", Join::OtherOrder),
            ("Datalume Orvanne", Join::Misspelling),
            ("Syndicat mixte Mégalis", Join::SameName),
            ("Mégalis", Join::WithoutType),
            ("CD 22", Join::OfNumber),
            ("Département", Join::OfSchool),
            ("IEN St-Malo", Join::Abbreviation),
            ("Mairie de Montrivell", Join::Misspelling),
            ("Ville de Montrivel", Join::SameName),
            ("Mairie", Join::OfSchool),
            ("SCO", Join::Forced),
            ("SIVOS de Montrivel", Join::SameName),
            ("SIVOS de Montrivel", Join::SameName),
            ("Sivos du secteur de Montrivel", Join::Abbreviation),
        ]
    );
}
