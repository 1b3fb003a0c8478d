//! What schools answered, as an `etat.json` tells it: the lines that their next form repeats.

use std::borrow::Cow;

use serde::Deserialize;

use super::{LeftOut, state};
use crate::model::calendar::{Date, Month};
use crate::model::dossier::{Origin, State};
use crate::model::form::{Column, Line, PastAnswers, Value};
use crate::model::referential::{Mode, Referential};
use crate::model::school::{Academie, Uai};

#[derive(Deserialize)]
struct StateFile<'a> {
    schema: u32,
    #[serde(borrow)]
    mois: Cow<'a, str>,
    #[serde(borrow)]
    academie: Named<'a>,
    #[serde(borrow)]
    ecoles: Vec<SchoolState<'a>>,
}

#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow)]
    code: Cow<'a, str>,
}

#[derive(Deserialize)]
struct SchoolState<'a> {
    #[serde(borrow)]
    uai: Cow<'a, str>,
    #[serde(borrow)]
    document: Option<Cow<'a, str>>,
    #[serde(borrow)]
    couples: Vec<CoupleState<'a>>,
}

#[derive(Deserialize)]
struct CoupleState<'a> {
    #[serde(borrow)]
    competence: Cow<'a, str>,
    #[serde(borrow)]
    etat: Cow<'a, str>,
    #[serde(borrow, default)]
    origine: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    responsable: Vec<Cow<'a, str>>,
    #[serde(borrow, default)]
    mode: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    niveau_service: Cow<'a, str>,
    #[serde(default)]
    perenne: Option<bool>,
    #[serde(borrow, default)]
    precisions: Details<'a>,
}

#[derive(Default, Deserialize)]
struct Details<'a> {
    #[serde(borrow, default)]
    realisateurs: Cow<'a, str>,
    #[serde(borrow, default)]
    prestation: Cow<'a, str>,
    #[serde(borrow, default)]
    fin: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    niveau: Cow<'a, str>,
    #[serde(borrow, default)]
    documentation: Cow<'a, str>,
    #[serde(default)]
    etp: Option<f64>,
    #[serde(default)]
    cout: Option<f64>,
}

/// What a month consolidated without names holds in the place of one: no answer to repeat.
const MASKED: &str = "masqué)";

/// Adds what a state tells of the schools that a later one says nothing of: states come latest first.
pub(super) fn add(
    answers: &mut PastAnswers,
    bytes: &[u8],
    month: Month,
    academie: &Academie,
    referential: &Referential,
) -> Result<(), LeftOut> {
    let file: StateFile<'_> = serde_json::from_slice(bytes).map_err(|_| state::other_layout(bytes))?;
    state::check(file.schema, &file.academie.code, &file.mois, month, academie)?;
    for school in file.ecoles.iter().filter(|school| school.document.is_some()) {
        let uai = Uai::parse(&school.uai).map_err(|_| LeftOut::Damaged)?;
        answers.entry(uai).or_insert_with(|| {
            let lines = school.couples.iter().filter_map(|couple| line(couple, month, referential));
            (month, lines.collect())
        });
    }
    Ok(())
}

/// The line of a couple that the school answered itself; what it inherits, it will inherit again.
fn line(couple: &CoupleState<'_>, month: Month, referential: &Referential) -> Option<Line> {
    let competence = referential.competence_named(&couple.competence)?;
    if couple.origine.as_deref() != Some(Origin::School.id()) {
        return None;
    }
    let mut line = Line { competence: Some(competence), ..Line::default() };
    let known = |text: &str| if text.contains(MASKED) { String::new() } else { text.to_owned() };
    match State::named(&couple.etat)? {
        State::Covered | State::Shared => {
            line.text(Column::Responsible, &known(&couple.responsable.join(" ; ")));
        }
        State::ToDefine => line.text(Column::Responsible, "à définir"),
        // The reason, which is free, isn't kept.
        State::NotApplicable => {
            let since = format!("sans objet : déjà déclaré pour {}", month.in_french());
            line.text(Column::Responsible, &since);
        }
        // Nobody was named: the question is asked again, beside what is known.
        State::Orphan => {}
        State::NotStudied | State::NotReturned => return None,
    }
    let details = &couple.precisions;
    line.text(Column::Mode, couple.mode.as_deref().and_then(Mode::named).map_or("", Mode::label));
    line.text(Column::Performers, &known(&details.realisateurs));
    line.text(Column::Service, &known(&details.prestation));
    line.text(Column::ServiceLevel, &known(&couple.niveau_service));
    let end: Option<Date> = details.fin.as_deref().and_then(|day| day.parse().ok());
    line.value(Column::End, end.map(Value::Date));
    line.text(Column::Level, &known(&details.niveau));
    line.text(Column::Kept, couple.perenne.map_or("", |kept| if kept { "oui" } else { "non" }));
    line.text(Column::Documentation, &known(&details.documentation));
    line.value(Column::Fte, details.etp.map(Value::Number));
    line.value(Column::Cost, details.cout.map(Value::Number));
    (!line.values.is_empty()).then_some(line)
}
