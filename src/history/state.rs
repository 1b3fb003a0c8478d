//! One `etat.json`, understood: only what a comparison needs is kept.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::LeftOut;
use crate::model::calendar::Month;
use crate::model::dossier::State;
use crate::model::evolution::{History, OlderMonth, PastCouple, PastMonth, PastSchool, Point};
use crate::model::indicator::Rate;
use crate::model::referential::{Mode, Referential};
use crate::model::school::{Academie, Uai};

/// The layout of `etat.json` that is known.
pub(super) const SCHEMA: u32 = 1;

/// The head of a state, whatever its layout.
#[derive(Deserialize)]
struct Head {
    schema: Option<u32>,
}

#[derive(Deserialize)]
struct StateFile<'a> {
    schema: u32,
    #[serde(borrow)]
    mois: Cow<'a, str>,
    #[serde(borrow)]
    academie: Named<'a>,
    #[serde(borrow)]
    annuaire: Option<Cow<'a, str>>,
    indicateurs: Indicators,
    #[serde(borrow)]
    ecoles: Vec<SchoolState<'a>>,
}

#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow)]
    code: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Indicators {
    retour: Option<Terms>,
    couverture: Terms,
}

#[derive(Deserialize)]
struct Terms {
    numerateur: u32,
    denominateur: u32,
}

#[derive(Deserialize)]
struct SchoolState<'a> {
    #[serde(borrow)]
    uai: Cow<'a, str>,
    #[serde(borrow)]
    nom: Cow<'a, str>,
    #[serde(borrow)]
    commune: Cow<'a, str>,
    #[serde(borrow)]
    departement: Cow<'a, str>,
    #[serde(borrow)]
    circonscription: Cow<'a, str>,
    attendue: bool,
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
    responsable: Vec<Cow<'a, str>>,
    #[serde(borrow, default)]
    mode: Option<Cow<'a, str>>,
}

/// Adds a state to a history whose months come latest first.
pub(super) fn add(
    history: &mut History,
    bytes: &[u8],
    month: Month,
    academie: &Academie,
    referential: &Referential,
) -> Result<(), LeftOut> {
    let state: StateFile<'_> = serde_json::from_slice(bytes).map_err(|_| other_layout(bytes))?;
    check(state.schema, &state.academie.code, &state.mois, month, academie)?;
    let point = Point {
        month,
        returns: state.indicateurs.retour.as_ref().map(rate).transpose()?,
        coverage: rate(&state.indicateurs.couverture)?,
        answered: state.ecoles.iter().filter(|school| school.document.is_some()).count() as u32,
    };
    let ranks: BTreeMap<&str, usize> =
        referential.required().map(|id| referential.competence(id).code.as_str()).zip(0..).collect();
    if history.previous.is_none() {
        let registry = state.annuaire.is_some();
        let mut texts = Texts::default();
        let schools = state.ecoles.iter().map(|school| whole(school, &ranks, &mut texts));
        let schools = unique(schools, state.ecoles.len())?;
        history.previous = Some(PastMonth { point, registry, schools });
    } else {
        let schools = state.ecoles.iter().map(|school| {
            let states: Vec<Option<State>> =
                couples(school, &ranks)?.into_iter().map(|told| told.map(|(_, state)| state)).collect();
            Ok((uai(school)?, states.into_boxed_slice()))
        });
        let states = unique(schools, state.ecoles.len())?;
        history.older.push(OlderMonth { point, states });
    }
    Ok(())
}

/// Whether a state is of a known layout, and of this académie and month.
pub(super) fn check(
    schema: u32,
    code: &str,
    told_month: &str,
    month: Month,
    academie: &Academie,
) -> Result<(), LeftOut> {
    if schema != SCHEMA {
        return Err(LeftOut::Schema(Some(schema)));
    }
    if code != academie.code {
        return Err(LeftOut::OtherAcademie(told(code)));
    }
    if told_month != month.to_string() {
        return Err(LeftOut::OtherMonth(told(told_month)));
    }
    Ok(())
}

/// What can't be read as a state: another layout, which says so, or a damaged file.
pub(super) fn other_layout(bytes: &[u8]) -> LeftOut {
    match serde_json::from_slice::<Head>(bytes) {
        Ok(head) if head.schema != Some(SCHEMA) => LeftOut::Schema(head.schema),
        _ => LeftOut::Damaged,
    }
}

/// A word of a file, short enough for a sentence.
fn told(word: &str) -> String {
    word.chars().filter(|sign| !sign.is_control()).take(20).collect()
}

fn rate(terms: &Terms) -> Result<Rate, LeftOut> {
    let sound = terms.numerateur <= terms.denominateur;
    sound.then(|| Rate::new(terms.numerateur, terms.denominateur)).ok_or(LeftOut::Damaged)
}

/// Schools by UAI; a school told twice is no state of ours.
fn unique<T>(
    schools: impl Iterator<Item = Result<(Uai, T), LeftOut>>,
    number: usize,
) -> Result<BTreeMap<Uai, T>, LeftOut> {
    let schools: BTreeMap<Uai, T> = schools.collect::<Result<_, _>>()?;
    if schools.len() == number { Ok(schools) } else { Err(LeftOut::Damaged) }
}

fn uai(school: &SchoolState<'_>) -> Result<Uai, LeftOut> {
    Uai::parse(&school.uai).map_err(|_| LeftOut::Damaged)
}

/// The couples of a school in the order of this month's competences, each with its state. A competence that isn't
/// required any more is left out.
fn couples<'s, 'a>(
    school: &'s SchoolState<'a>,
    ranks: &BTreeMap<&str, usize>,
) -> Result<Vec<Option<(&'s CoupleState<'a>, State)>>, LeftOut> {
    let mut couples = vec![None; ranks.len()];
    for couple in &school.couples {
        let state = State::named(&couple.etat).ok_or(LeftOut::Damaged)?;
        if let Some(rank) = ranks.get(&*couple.competence) {
            couples[*rank] = Some((couple, state));
        }
    }
    Ok(couples)
}

fn whole(
    school: &SchoolState<'_>,
    ranks: &BTreeMap<&str, usize>,
    texts: &mut Texts,
) -> Result<(Uai, PastSchool), LeftOut> {
    let mut kept = Vec::with_capacity(ranks.len());
    for told in couples(school, ranks)? {
        let Some((couple, state)) = told else {
            kept.push(None);
            continue;
        };
        let mode = couple.mode.as_ref().map(|mode| Mode::named(mode).ok_or(LeftOut::Damaged)).transpose()?;
        let responsible = couple.responsable.iter().map(|name| texts.one(name)).collect();
        kept.push(Some(PastCouple { state, responsible, mode }));
    }
    let past = PastSchool {
        name: texts.one(&school.nom),
        commune: texts.one(&school.commune),
        departement: texts.one(&school.departement),
        circonscription: texts.one(&school.circonscription),
        expected: school.attendue,
        returned: school.document.is_some(),
        couples: kept,
    };
    Ok((uai(school)?, past))
}

/// One copy of each repeated text.
#[derive(Default)]
struct Texts(BTreeMap<String, Arc<str>>);

impl Texts {
    fn one(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return Arc::clone(known);
        }
        let kept: Arc<str> = text.into();
        self.0.insert(text.to_owned(), Arc::clone(&kept));
        kept
    }
}
