//! Scenarios: a fact or a state in, a finding out; and the table's own order.

mod accepted;
mod columns;
mod documents;
mod states;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::calendar::Date;
use crate::model::document::{Document, DocumentId};
use crate::model::dossier::{
    AssignmentLine, Couple, Dossier, Entity, EntityId, Origin, SchoolFile, Stamp, State, Status, Territory,
};
use crate::model::fact::Fact;
use crate::model::fiche::FicheRates;
use crate::model::finding::Finding;
use crate::model::given::Given;
use crate::model::grouping::{Join, Spelling};
use crate::model::indicator::Tally;
use crate::model::inventory::{
    Answer, Assignment, Content, Details, IdentifiedBy, Inventory, Mention, Observed, Owner,
};
use crate::model::place::{CellRef, Located, Spot};
use crate::model::referential::{
    Competence, CompetenceId, EntityType, EntityTypeId, Famille, Lasts, Mode, Reach, Referential,
};
use crate::model::school::{Academie, School, Sector, Uai};

const MOA: CompetenceId = CompetenceId(0);
const FAI: CompetenceId = CompetenceId(1);
/// A complement: nobody has to settle it.
const RESEAU: CompetenceId = CompetenceId(2);

const COMMUNE: EntityTypeId = EntityTypeId(0);
const EDITEUR: EntityTypeId = EntityTypeId(1);

fn uai() -> Uai {
    Uai::from_digits("0440123").unwrap()
}

fn referential() -> Referential {
    let competence = |code: &str, label: &str, required| Competence {
        code: code.into(),
        family: 0,
        label: label.into(),
        description: "Ce qu’elle couvre.".into(),
        required,
        synonyms: Vec::new(),
        clues: Vec::new(),
        usual_entities: Vec::new(),
        service_levels: Vec::new(),
        levels: Vec::new(),
        lasts: Lasts::Unsaid,
    };
    let entity_type = |code: &str, label: &str, internal| EntityType {
        code: code.into(),
        label: label.into(),
        internal,
        reach: Reach::National,
        synonyms: Vec::new(),
    };
    Referential {
        version: "essai".into(),
        families: vec![Famille { code: "PIL".into(), label: "Pilotage".into() }],
        competences: vec![
            competence("PIL-MOA", "Maîtrise d’ouvrage", true),
            competence("MAT-FAI", "Accès à Internet", true),
            competence("CPL-RES", "Réseau de personnes ressources", false),
        ],
        entity_types: vec![entity_type("COMMUNE", "Commune", true), entity_type("EDITEUR", "Éditeur", false)],
        ..Referential::default()
    }
}

fn school() -> Arc<School> {
    Arc::new(School {
        uai: uai(),
        name: "École élémentaire Les Mésanges".into(),
        commune: "Valbrune".into(),
        departement: "44".into(),
        circonscription: "Valbrune".into(),
        sector: Sector::Public,
        email: "ce.0440123x@example.org".into(),
    })
}

fn known() -> Owner {
    Owner::School { school: school(), registered: true, by: IdentifiedBy::Cell }
}

fn spot(cell: CellRef) -> Spot {
    Spot::new(&"Inventaire".into(), cell)
}

fn inventory(content: Content, owner: Owner, facts: Vec<Observed>) -> Inventory {
    Inventory {
        document: Document {
            id: DocumentId(7),
            path: "depot/inventaire.xlsx".into(),
            size: 17_000,
            sha256: String::new(),
            modified: None,
            mail: None,
        },
        content,
        saved: None,
        owner,
        tables: Vec::new(),
        notes: Vec::new(),
        assignments: Vec::new(),
        facts,
    }
}

/// A fact on the answer for « Accès à Internet », in C9, where a person's name was read.
fn seen(fact: Fact) -> Observed {
    Observed { fact, at: Some(spot(CellRef::new(8, 2))), competence: Some(FAI), read: "Mme Durand".into() }
}

fn assignment(competence: CompetenceId, answer: Answer) -> Assignment {
    Assignment {
        competence: Some(competence),
        label: Located { value: "Accès à Internet".into(), at: spot(CellRef::new(8, 0)) },
        at: spot(CellRef::new(8, 2)),
        written: "Mairie".into(),
        answer,
        performers: Vec::new(),
        mode: None,
        details: Details::default(),
    }
}

fn mention(written: &str, kind: EntityTypeId) -> Mention {
    Mention { written: written.into(), kind: Some(kind), core: String::new() }
}

/// The first entity is of the project, the second a third party, the third unknown.
fn entities() -> Vec<Entity> {
    [("Mairie de Valbrune", Some(COMMUNE)), ("Scolavia", Some(EDITEUR)), ("Amis de l’école", None)]
        .map(|(name, kind)| Entity {
            name: name.into(),
            kind,
            typed: kind.is_some(),
            spellings: vec![Spelling { written: name.into(), count: 1, schools: 1, join: Join::SameName }],
        })
        .into()
}

/// A couple whose answer stands on the row of its rank; with a mode, so that nothing else is to be said of it.
fn couple(competence: CompetenceId, state: State, responsible: &[u32]) -> Couple {
    Couple {
        competence,
        state,
        origin: Origin::School,
        responsible: responsible.iter().map(|&id| EntityId(id)).collect(),
        mode: Some(Mode::Partial),
        service_level: String::new(),
        kept: None,
        given: Given::default(),
        written: "ce qui est écrit".into(),
        document: Some(DocumentId(7)),
        at: Some(spot(CellRef::new(8 + u32::from(competence.0), 2))),
    }
}

fn covered(competence: CompetenceId) -> Couple {
    couple(competence, State::Covered, &[0])
}

/// A dossier of one school with a registry.
fn dossier(couples: Vec<Couple>) -> Dossier {
    let territory = Territory {
        code: String::new(),
        name: "académie de Nantes".into(),
        departement: String::new(),
        expected: Some(1),
        returned: 1,
        unexpected: 0,
        tally: Tally::default(),
        inherited: Tally::default(),
        by_competence: Vec::new(),
        modes: [0; 4],
        fiche: FicheRates::default(),
    };
    Dossier {
        unnamed: BTreeMap::new(),
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
        academie: Academie { code: "17".into(), name: "Nantes".into(), departements: Vec::new() },
        referential: Arc::new(referential()),
        rules: Vec::new(),
        registry: Some("annuaire.csv".into()),
        nameless: false,
        schools: vec![SchoolFile {
            school: school(),
            expected: true,
            retained: Some(DocumentId(7)),
            received: vec![DocumentId(7)],
            couples,
            contradicted: Vec::new(),
            local_person: true,
        }],
        documents: Vec::new(),
        findings: Vec::new(),
        accepted: BTreeSet::new(),
        entities: entities(),
        assignments: Vec::new(),
        higher: Vec::new(),
        total: territory,
        departements: Vec::new(),
        circonscriptions: Vec::new(),
        evolution: None,
    }
}

fn line(assignment: Assignment, responsible: &[u32], performers: &[u32]) -> AssignmentLine {
    let ids = |ids: &[u32]| ids.iter().map(|&id| EntityId(id)).collect();
    AssignmentLine {
        uai: uai(),
        document: DocumentId(7),
        assignment,
        responsible: ids(responsible),
        performers: ids(performers),
    }
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.rule.code).collect()
}

/// What every sentence that a reader can see keeps to.
fn assert_well_written(text: &str) {
    for wrong in
        ["  ", "\"", "'", " :", " ;", " ?", " !", "« ", " »", "\u{a0}\u{a0}", "..", "()", "( ", " ,", " . "]
    {
        assert!(!text.contains(wrong), "{wrong:?} in {text:?}");
    }
    for (index, _) in text.match_indices('«') {
        assert!(text[index..].starts_with("«\u{a0}"), "{text:?}");
    }
    for (index, _) in text.match_indices('»') {
        assert!(text[..index].ends_with('\u{a0}'), "{text:?}");
    }
    assert_eq!(text.matches('«').count(), text.matches('»').count(), "{text:?}");
    assert_eq!(text, text.trim());
    let english =
        ["the", "file", "not", "found", "is", "of", "error", "sheet", "missing", "unknown", "with", "and"];
    for word in crate::text::words(text).iter() {
        assert!(!english.contains(&word.as_str()), "{word:?} in {text:?}");
    }
}

fn assert_sentence(text: &str) {
    assert_well_written(text);
    assert!(text.starts_with(|sign: char| sign.is_uppercase()), "no capital: {text:?}");
    assert!(text.ends_with('.'), "no full stop: {text:?}");
    assert!(text.contains(' '), "no sentence: {text:?}");
}
