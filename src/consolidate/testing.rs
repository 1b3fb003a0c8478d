//! Schools, inventories and answers made up for the tests of this stage.

use std::sync::Arc;

use crate::model::document::{Document, DocumentId};
use crate::model::inventory::{
    Answer, Assignment, Content, Details, IdentifiedBy, Inventory, Mention, Owner,
};
use crate::model::place::{CellRef, Located, Spot};
use crate::model::referential::{CompetenceId, Referential};
use crate::model::school::{School, Sector, Uai};
use crate::text::fold;

/// A school of Ille-et-Vilaine.
pub(super) fn a_school(digits: &str, name: &str, commune: &str) -> Arc<School> {
    Arc::new(School {
        uai: Uai::from_digits(digits).unwrap(),
        name: name.into(),
        commune: commune.into(),
        departement: "35".into(),
        circonscription: "Bruz".into(),
        sector: Sector::Public,
        email: "".into(),
    })
}

/// A readable inventory of that school, without an answer yet.
pub(super) fn an_inventory(id: u32, path: &str, school: &Arc<School>) -> Inventory {
    Inventory {
        document: Document {
            id: DocumentId(id),
            path: path.to_owned(),
            size: 17_000,
            sha256: format!("{id:064x}"),
            modified: None,
            mail: None,
        },
        content: Content::Answers,
        saved: None,
        owner: Owner::School { school: Arc::clone(school), registered: true, by: IdentifiedBy::Cell },
        tables: Vec::new(),
        notes: Vec::new(),
        assignments: Vec::new(),
        facts: Vec::new(),
    }
}

/// An answer to a competence.
pub(super) fn an_answer(competence: u16, answer: Answer) -> Assignment {
    let sheet: Arc<str> = "Inventaire".into();
    let written = match &answer {
        Answer::Entities(mentions) => {
            mentions.iter().map(|mention| mention.written.as_str()).collect::<Vec<_>>().join(" / ")
        }
        Answer::Blank => String::new(),
        Answer::Nobody => "néant".into(),
        Answer::ToDefine => "à définir".into(),
        Answer::NotApplicable(_) => "sans objet".into(),
        Answer::Unreadable => "#REF!".into(),
    };
    Assignment {
        competence: Some(CompetenceId(competence)),
        label: Located {
            value: String::new(),
            at: Spot::new(&sheet, CellRef::new(u32::from(competence) + 4, 0)),
        },
        at: Spot::new(&sheet, CellRef::new(u32::from(competence) + 4, 1)),
        written,
        answer,
        performers: Vec::new(),
        mode: None,
        details: Details::default(),
    }
}

/// An entity as a cell names it: what is written, its type's code (empty for none) and what distinguishes it.
pub(super) fn a_mention(referential: &Referential, written: &str, kind: &str, core: &str) -> Mention {
    Mention { written: written.to_owned(), kind: referential.entity_type_named(kind), core: fold(core) }
}
