//! Dossiers made up for the tests of the renderers: any size, any mix of states, no file read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::consolidate::{evolution, figures};
use crate::model::calendar::Date;
use crate::model::document::{Document, DocumentId, Verdict};
use crate::model::dossier::{
    AssignmentLine, Couple, DocumentLine, Dossier, Entity, EntityId, Origin, SchoolFile, Stamp, State,
    Status, Territory,
};
use crate::model::evolution::{History, OlderMonth, PastCouple, PastMonth, PastSchool, Point};
use crate::model::fiche::FicheRates;
use crate::model::finding::{Finding, Rule, Scope, Severity};
use crate::model::given::{Aspect, Given};
use crate::model::grouping::{Join, Spelling};
use crate::model::indicator::Tally;
use crate::model::inventory::{Answer, Assignment, Details, IdentifiedBy, Mention};
use crate::model::place::{CellRef, Located, Spot};
use crate::model::referential::{
    Competence, CompetenceId, EntityType, EntityTypeId, Famille, Lasts, Mode, Reach, Referential,
};
use crate::model::school::{Academie, Departement, School, Sector, Uai};

static RULE: Rule = Rule {
    code: "RES-002",
    name: "responsables-multiples",
    severity: Severity::Blocking,
    scope: Scope::School,
    what: "Plusieurs entités sont responsables de la même compétence.",
    why: "La fiche demande une responsabilité bien définie : une seule entité répond de chaque compétence.",
    fix: "Choisissez l’entité qui répond de la compétence ; nommez les autres comme réalisateurs.",
    example: "«\u{a0}Mairie / Scolavia\u{a0}» est écrit dans la case du responsable.",
};

/// What to make up.
pub(crate) struct Shape {
    /// Schools.
    pub(crate) schools: u32,
    /// Whether there is a registry.
    pub(crate) registry: bool,
    /// The state of a couple, from the ranks of the school and of the competence.
    pub(crate) state: fn(u32, u32) -> State,
    /// Schools in each circonscription.
    pub(crate) per_circonscription: u32,
}

impl Default for Shape {
    fn default() -> Self {
        Self { schools: 40, registry: true, state: mixed, per_circonscription: 8 }
    }
}

/// A mix of every state: about one school in nine sent nothing, most couples are covered.
pub(crate) fn mixed(school: u32, competence: u32) -> State {
    if school % 9 == 4 {
        return State::NotReturned;
    }
    match (school * 31 + competence * 17 + school * competence * 7) % 23 {
        0 | 1 => State::Shared,
        2 => State::Orphan,
        3 => State::ToDefine,
        4 | 5 => State::NotStudied,
        6 => State::NotApplicable,
        _ => State::Covered,
    }
}

/// A referential with the fourteen required competences.
pub(crate) fn referential() -> Referential {
    let families = [
        ("PIL", "Pilotage"),
        ("ACC", "Accompagnement"),
        ("ENT", "Hébergement et exploitation de l’ENT"),
        ("MAT", "Exploitation du matériel et des réseaux"),
        ("ADM", "Administrateurs de l’ENT"),
    ];
    let competences = [
        ("PIL-MOA", "Maîtrise d’ouvrage"),
        ("PIL-EVA", "Évaluation"),
        ("ACC-FOR", "Formation aux usages pédagogiques"),
        ("ACC-DOC", "Documentation"),
        ("ACC-PEM", "Prise en main"),
        ("ACC-ASS", "Assistance utilisateur"),
        ("ENT-EDI", "Édition de la solution"),
        ("ENT-MOE", "Maîtrise d’œuvre (ou intégration)"),
        ("ENT-MNT", "Maintenance de la solution"),
        ("ENT-HEB", "Hébergement et exploitation"),
        ("MAT-PRC", "Maintenance du parc informatique et du réseau"),
        ("MAT-FAI", "Accès à Internet"),
        ("ADM-FON", "Administration fonctionnelle de l’ENT"),
        ("ADM-TEC", "Administration technique de l’ENT"),
    ];
    Referential {
        version: "2026-11".into(),
        families: families.map(|(code, label)| Famille { code: code.into(), label: label.into() }).into(),
        competences: competences
            .map(|(code, label)| Competence {
                code: code.into(),
                family: families.iter().position(|(family, _)| code.starts_with(family)).unwrap(),
                label: label.into(),
                description: format!("Ce que couvre la compétence {label}."),
                required: true,
                synonyms: Vec::new(),
                clues: Vec::new(),
                usual_entities: Vec::new(),
                service_levels: Vec::new(),
                levels: Vec::new(),
                lasts: Lasts::Unsaid,
            })
            .into(),
        entity_types: [
            ("COMMUNE", "Commune", true, Reach::Commune),
            ("EDITEUR", "Éditeur", false, Reach::National),
        ]
        .map(|(code, label, internal, reach)| EntityType {
            code: code.into(),
            label: label.into(),
            internal,
            reach,
            synonyms: Vec::new(),
        })
        .into(),
        ..Referential::default()
    }
}

/// A dossier of the académie de Nantes, invented whole.
#[expect(clippy::too_many_lines, reason = "one literal of every part of a dossier")]
pub(crate) fn dossier(shape: &Shape) -> Dossier {
    let referential = Arc::new(referential());
    let required: Vec<CompetenceId> = referential.required().collect();
    let departements = [("44", "Loire-Atlantique", "044"), ("85", "Vendée", "085")];
    let entities: Vec<Entity> = [
        ("Commune de Valbrune", Some(EntityTypeId(0))),
        ("Scolavia", Some(EntityTypeId(1))),
        ("Ludexia", Some(EntityTypeId(1))),
        (
            "Association des amis de l’informatique scolaire du pays de Valbrune et des communes voisines",
            None,
        ),
    ]
    .into_iter()
    .map(|(name, kind)| Entity {
        name: name.into(),
        kind,
        typed: kind.is_some(),
        spellings: [(name.to_uppercase(), 3, Join::SameName), ([name, "s"].concat(), 2, Join::Misspelling)]
            .map(|(written, count, join)| Spelling { written, count, schools: count, join })
            .into(),
    })
    .collect();
    let mut dossier = Dossier {
        contract_days: 90,
        stamp: Stamp {
            month: "2026-11".parse().unwrap(),
            date: Date::constant(2026, 11, 24),
            version: "0.1.0",
            status: Status::Draft,
            label: None,
            deadline: None,
            mention: None,
            persons: false,
            logo: None,
            outline: Arc::new(crate::plan::outline::embedded()),
        },
        academie: Academie {
            code: "17".into(),
            name: "Nantes".into(),
            departements: departements
                .map(|(code, name, prefix)| Departement {
                    code: code.into(),
                    name: name.into(),
                    uai_prefix: prefix.into(),
                })
                .into(),
        },
        referential,
        rules: vec![&RULE],
        registry: shape.registry.then(|| "annuaire.csv".to_owned()),
        nameless: false,
        unnamed: BTreeMap::new(),
        schools: Vec::new(),
        documents: Vec::new(),
        findings: Vec::new(),
        accepted: BTreeSet::new(),
        entities,
        assignments: Vec::new(),
        higher: Vec::new(),
        total: nobody(),
        departements: Vec::new(),
        circonscriptions: Vec::new(),
        evolution: None,
    };
    let sheet: Arc<str> = "Inventaire".into();
    for rank in 0..shape.schools {
        let (code, _, prefix) = departements[usize::from(rank >= shape.schools.div_ceil(2))];
        let circonscription = format!("Circonscription {:02}", rank / shape.per_circonscription + 1);
        let uai = Uai::from_digits(&format!("{prefix}{:04}", 1000 + rank)).unwrap();
        let school = Arc::new(School {
            uai,
            name: format!("École élémentaire Les Mésanges {rank}").into(),
            commune: format!("Valbrune-{}", rank / 3).into(),
            departement: code.into(),
            circonscription: if shape.registry { circonscription.as_str().into() } else { "".into() },
            sector: if rank % 7 == 3 { Sector::Private } else { Sector::Public },
            email: format!("ce.{}@example.org", uai.as_str().to_lowercase()).into(),
        });
        let answered = (shape.state)(rank, 0) != State::NotReturned;
        let document = DocumentId(rank);
        let mut couples = Vec::new();
        for (index, &competence) in (0u32..).zip(&required) {
            let state = (shape.state)(rank, index);
            let at = Spot::new(&sheet, CellRef::new(8 + index, 2));
            let (given, details) = told(rank, index);
            let responsible: Vec<EntityId> = match state {
                State::Covered => vec![EntityId((rank + index) % 4)],
                State::Shared => vec![EntityId(0), EntityId(1)],
                _ => Vec::new(),
            };
            if state == State::Shared {
                dossier.findings.push(Finding {
                    rule: &RULE,
                    severity: Severity::Blocking,
                    document: Some(document),
                    sheet: Some(Arc::clone(&sheet)),
                    cell: Some(at.cell),
                    uai: Some(uai),
                    competence: Some(competence),
                    message: "Deux entités sont responsables de la compétence.".into(),
                    read: "=Mairie / Scolavia".into(),
                    expected: "une seule entité responsable".into(),
                    accepted: None,
                });
            }
            if state == State::Covered || state == State::Shared {
                dossier.assignments.push(AssignmentLine {
                    uai,
                    document,
                    assignment: Assignment {
                        competence: Some(competence),
                        label: Located {
                            value: dossier.referential.competence(competence).label.clone(),
                            at: Spot::new(&sheet, CellRef::new(8 + index, 1)),
                        },
                        at: at.clone(),
                        written: "Mairie".into(),
                        answer: Answer::Entities(vec![Mention {
                            written: "Mairie".into(),
                            kind: Some(EntityTypeId(0)),
                            core: String::new(),
                        }]),
                        performers: Vec::new(),
                        mode: Some(Mode::ALL[(index % 3) as usize]),
                        details,
                    },
                    responsible: responsible.clone(),
                    performers: Vec::new(),
                });
            }
            let held = !responsible.is_empty();
            couples.push(Couple {
                competence,
                state,
                origin: Origin::School,
                mode: held.then(|| Mode::ALL[(index % 3) as usize]),
                responsible,
                service_level: if index % 4 == 0 { "GTR 4 h".into() } else { String::new() },
                kept: match (index % 3, rank % 5) {
                    (0, _) | (1, 0) => Some(true),
                    (1, 1) => Some(false),
                    _ => None,
                },
                given: if held { given } else { Given::default() },
                written: if state == State::Covered { "Mairie".into() } else { String::new() },
                document: answered.then_some(document),
                at: (answered && state != State::NotStudied).then_some(at),
            });
        }
        let file = SchoolFile {
            expected: shape.registry,
            retained: answered.then_some(document),
            received: if answered { vec![document] } else { Vec::new() },
            school,
            couples,
            contradicted: Vec::new(),
            local_person: answered && (rank / 8 + rank) % 3 < 2,
        };
        if answered {
            dossier.documents.push(DocumentLine {
                late: None,
                document: Document {
                    id: document,
                    path: format!("depot/{uai}_inventaire.xlsx"),
                    size: 17_204,
                    sha256: format!("{rank:064x}"),
                    modified: None,
                    mail: None,
                },
                verdict: Verdict::Retained,
                reason: None,
                uai: Some(uai),
                identified_by: Some(IdentifiedBy::Cell),
                scope: None,
            });
        }
        dossier.schools.push(file);
    }
    // Counted as a run counts them, so that no figure contradicts another.
    let counted = figures::count(
        &dossier.academie,
        &dossier.referential,
        &dossier.schools,
        &dossier.entities,
        shape.registry,
    );
    (dossier.total, dossier.departements) = (counted.total, counted.departements);
    dossier.circonscriptions = counted.circonscriptions;
    dossier
}

/// A territory before its schools are counted.
fn nobody() -> Territory {
    Territory {
        code: String::new(),
        name: String::new(),
        departement: String::new(),
        expected: None,
        returned: 0,
        unexpected: 0,
        tally: Tally::default(),
        inherited: Tally::default(),
        by_competence: Vec::new(),
        modes: [0; 4],
        fiche: FicheRates::default(),
    }
}

/// What an inventory tells of a couple that is held: some things everywhere, some here and there, some nowhere near.
fn told(school: u32, competence: u32) -> (Given, Details) {
    let details = Details {
        person: "Mme Durand".into(),
        cost: competence.is_multiple_of(5).then_some(450.0),
        fte: ((school + competence) % 4 == 1).then_some(0.1),
        end: match (competence % 3, school % 4) {
            (0, _) => None,
            (_, 1) => Some(Date::constant(2026, 8, 31)),
            (_, 2) => Some(Date::constant(2026, 12, 31)),
            (_, 3) => Some(Date::constant(2028, 8, 31)),
            _ => None,
        },
        ..Details::default()
    };
    let given = [
        (Aspect::ServiceLevel, competence.is_multiple_of(4)),
        (Aspect::Service, (school + competence).is_multiple_of(3)),
        (Aspect::Level, (school / 8 + competence) % 3 < 2),
        (Aspect::Documentation, (school * 5 + competence) % 7 < 3),
        (Aspect::Cost, details.cost.is_some()),
        (Aspect::Fte, details.fte.is_some()),
    ];
    (given.into_iter().filter_map(|(aspect, told)| told.then_some(aspect)).collect(), details)
}

/// A dossier as the state it leaves is read back a month or more later.
pub(crate) fn past(dossier: &Dossier, month: &str) -> PastMonth {
    let schools = dossier.schools.iter().map(|file| {
        let school = &file.school;
        let couples = file.couples.iter().map(|couple| {
            let name = |id: &EntityId| dossier.entity(*id).name.as_str().into();
            let responsible = couple.responsible.iter().map(name).collect();
            Some(PastCouple { state: couple.state, responsible, mode: couple.mode })
        });
        let past = PastSchool {
            name: school.name.clone(),
            commune: school.commune.clone(),
            departement: school.departement.clone(),
            circonscription: school.circonscription.clone(),
            expected: file.expected,
            returned: file.retained.is_some(),
            couples: couples.collect(),
        };
        (school.uai, past)
    });
    PastMonth {
        point: Point {
            month: month.parse().unwrap(),
            returns: dossier.total.return_rate(),
            coverage: dossier.total.tally.coverage(),
            answered: dossier.total.answered(),
        },
        registry: dossier.registry.is_some(),
        schools: schools.collect(),
    }
}

/// The same month, when only its states matter.
pub(crate) fn older(past: &PastMonth) -> OlderMonth {
    let states = past.schools.iter().map(|(uai, school)| {
        let states = school.couples.iter().map(|couple| couple.as_ref().map(|couple| couple.state));
        (*uai, states.collect())
    });
    OlderMonth { point: past.point, states: states.collect() }
}

/// What moved in a dossier since these months, latest first.
pub(crate) fn look_back(dossier: &mut Dossier, months: Vec<PastMonth>) {
    let mut months = months.into_iter();
    let previous = months.next();
    let history = History { previous, older: months.map(|month| older(&month)).collect() };
    let reading = evolution::Reading { mention: &|_| None, closed: &|_| false };
    dossier.evolution = evolution::compare(dossier, &history, reading);
}

/// A dossier whose couples were a little less settled in October, and less again in September.
pub(crate) fn after_two_months(shape: &Shape) -> Dossier {
    let mut now = dossier(shape);
    let in_october =
        |school: u32, competence: u32| match (mixed(school, competence), (school + competence) % 11) {
            (State::Covered, 3) => State::Orphan,
            (State::Orphan, 3 | 4 | 6) => State::Covered,
            (state, _) => state,
        };
    let in_september = |school: u32, competence: u32| match mixed(school, competence) {
        _ if school % 5 == 2 => State::NotReturned,
        State::Covered if (school + competence).is_multiple_of(5) => State::ToDefine,
        state => state,
    };
    let shaped = |state| Shape { state, ..*shape };
    let october = past(&dossier(&shaped(in_october)), "2026-10");
    let september = past(&dossier(&shaped(in_september)), "2026-09");
    look_back(&mut now, vec![october, september]);
    now
}
