//! etat.json: the month's state, and the memory of the next one.

mod moved;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::{CoupleCells, push_json};
use crate::model::document::DocumentId;
use crate::model::dossier::{AssignmentLine, Dossier, Origin, SchoolFile, State};
use crate::model::fiche::Figure;
use crate::model::finding::Finding;
use crate::model::form;
use crate::model::indicator::Rate;
use crate::model::referential::{CompetenceId, Referential};
use crate::model::school::Uai;

/// The layout of `etat.json` that this version writes.
const SCHEMA: u32 = 1;

/// `etat.json`: the month's state, which later runs read back, and the findings that `journal.jsonl` has no document for.
/// One school a line, so that two months can be compared with any tool.
pub fn state_json(dossier: &Dossier) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(dossier.schools.len() * 2_048 + 2_048);
    let head = Head {
        schema: SCHEMA,
        mois: dossier.stamp.month.to_string(),
        academie: Named { code: &dossier.academie.code, nom: &dossier.academie.name },
        referentiel: &dossier.referential.version,
        annuaire: dossier.registry.as_deref(),
        indicateurs: Indicators::of(dossier),
    };
    push_json(&mut bytes, &head);
    // The schools go on separate lines inside the same object.
    bytes.pop();
    bytes.extend_from_slice(b",\n\"ecoles\":[\n");
    let mut lines: Lines<'_> = BTreeMap::new();
    for line in &dossier.assignments {
        if let Some(competence) = line.assignment.competence {
            lines.entry((line.uai, competence)).or_insert(line);
        }
    }
    for (rank, file) in dossier.schools.iter().enumerate() {
        if rank > 0 {
            bytes.extend_from_slice(b",\n");
        }
        push_json(&mut bytes, &SchoolState::of(dossier, file, rank, &lines));
    }
    bytes.extend_from_slice(b"\n],\n\"constats\":[");
    let without_document = dossier.findings.iter().filter(|finding| finding.document.is_none());
    for (rank, finding) in without_document.enumerate() {
        bytes.extend_from_slice(if rank > 0 { b",\n" } else { b"\n" });
        push_json(&mut bytes, &WideFinding::of(finding, &dossier.referential));
    }
    bytes.extend_from_slice(b"\n],\n\"evolution\":");
    moved::push(&mut bytes, dossier);
    bytes.extend_from_slice(b"}\n");
    bytes
}

#[derive(Serialize)]
struct Head<'a> {
    schema: u32,
    mois: String,
    academie: Named<'a>,
    referentiel: &'a str,
    annuaire: Option<&'a str>,
    indicateurs: Indicators,
}

#[derive(Serialize)]
struct Named<'a> {
    code: &'a str,
    nom: &'a str,
}

#[derive(Serialize)]
struct Terms {
    numerateur: u32,
    denominateur: u32,
}

impl From<Rate> for Terms {
    fn from(rate: Rate) -> Self {
        Self { numerateur: rate.numerator, denominateur: rate.denominator }
    }
}

/// Rates of the académie, both terms of each. A state's share is out of the couples of the schools that answered,
/// those not applicable left out, except `sans_objet` and `non_rendue`, which are out of all couples.
#[derive(Serialize)]
struct Indicators {
    /// Null without a registry.
    retour: Option<Terms>,
    couverture: Terms,
    /// Couples covered by an inherited answer, out of the same couples.
    couverture_heritee: Terms,
    couverture_ecoles_attendues: Terms,
    etude: Terms,
    partagee: Terms,
    orpheline: Terms,
    a_definir: Terms,
    non_etudiee: Terms,
    sans_objet: Terms,
    non_rendue: Terms,
    /// What answers the fiche's questions, by [`Figure::id`].
    fiche: BTreeMap<&'static str, Terms>,
}

impl Indicators {
    fn of(dossier: &Dossier) -> Self {
        let tally = &dossier.total.tally;
        let of_all = |state: State| Rate::new(tally.of(state), tally.total());
        Self {
            retour: dossier.total.return_rate().map(Terms::from),
            couverture: tally.coverage().into(),
            couverture_heritee: dossier.total.inherited_coverage().into(),
            couverture_ecoles_attendues: tally.coverage_of_expected().into(),
            etude: tally.studied().into(),
            partagee: tally.share(State::Shared).into(),
            orpheline: tally.share(State::Orphan).into(),
            a_definir: tally.share(State::ToDefine).into(),
            non_etudiee: tally.share(State::NotStudied).into(),
            sans_objet: of_all(State::NotApplicable).into(),
            non_rendue: of_all(State::NotReturned).into(),
            fiche: Figure::ALL
                .into_iter()
                .map(|figure| (figure.id(), dossier.total.fiche.of(figure).into()))
                .collect(),
        }
    }
}

#[derive(Serialize)]
struct SchoolState<'a> {
    uai: &'a str,
    nom: &'a str,
    commune: &'a str,
    departement: &'a str,
    circonscription: &'a str,
    attendue: bool,
    document: Option<&'a str>,
    couples: Vec<CoupleState<'a>>,
}

impl<'a> SchoolState<'a> {
    fn of(dossier: &'a Dossier, file: &'a SchoolFile, rank: usize, lines: &Lines<'a>) -> Self {
        let open_for = dossier.evolution.as_ref().and_then(|evolution| evolution.open_for.get(rank));
        let path = |id: DocumentId| dossier.document(id).map(|line| line.document.path.as_str());
        Self {
            uai: file.school.uai.as_str(),
            nom: &file.school.name,
            commune: &file.school.commune,
            departement: &file.school.departement,
            circonscription: &file.school.circonscription,
            attendue: file.expected,
            document: file.retained.and_then(path),
            couples: file
                .couples
                .iter()
                .enumerate()
                .map(|(rank, couple)| {
                    let cells = CoupleCells::of(dossier, couple);
                    CoupleState {
                        competence: cells.competence,
                        etat: cells.state,
                        origine: cells.origin,
                        responsable: cells.responsible,
                        type_responsable: cells.types,
                        mode: cells.mode,
                        niveau_service: cells.service_level,
                        perenne: cells.kept,
                        precisions: lines
                            .get(&(file.school.uai, couple.competence))
                            .filter(|_| couple.origin == Origin::School)
                            .and_then(|line| Details::of(dossier, line)),
                        document: couple.document.filter(|id| Some(*id) != file.retained).and_then(path),
                        feuille: couple.at.as_ref().map(|at| &*at.sheet),
                        cellule: couple.at.as_ref().map(|at| at.cell.to_string()),
                        mois_ouvert: open_for
                            .and_then(|couples| couples.get(rank).copied())
                            .filter(|months| *months > 0),
                    }
                })
                .collect(),
        }
    }
}

/// A couple; what is blank is left out, for the file's size.
#[derive(Serialize)]
struct CoupleState<'a> {
    competence: &'a str,
    etat: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    origine: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    responsable: Vec<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    type_responsable: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<&'static str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    niveau_service: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    perenne: Option<bool>,
    /// What next month's form repeats besides.
    #[serde(skip_serializing_if = "Option::is_none")]
    precisions: Option<Details<'a>>,
    /// Where it isn't the school's own document.
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feuille: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cellule: Option<String>,
    /// How many consolidated months in a row it has been open, where an earlier month is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    mois_ouvert: Option<u8>,
}

/// The first line of each school on each competence.
type Lines<'a> = BTreeMap<(Uai, CompetenceId), &'a AssignmentLine>;

/// The other columns of the school's own line, for next month's form: neither persons nor free comments.
#[derive(Serialize)]
struct Details<'a> {
    #[serde(skip_serializing_if = "String::is_empty")]
    realisateurs: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    prestation: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fin: Option<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    niveau: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    documentation: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    etp: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cout: Option<f64>,
}

impl<'a> Details<'a> {
    /// `None` where the line says none of it. Performers are named as the documents name them: an entity without the
    /// person beside it.
    fn of(dossier: &'a Dossier, line: &'a AssignmentLine) -> Option<Self> {
        let told = &line.assignment.details;
        let names = line.performers.iter().map(|id| dossier.entity(*id).name.as_str());
        let details = Self {
            realisateurs: form::joined(names.chain([dossier.without_persons(&told.provider)])),
            prestation: dossier.without_persons(&told.service).trim(),
            fin: told.end.map(|day| day.to_string()),
            niveau: dossier.without_persons(&told.level).trim(),
            documentation: dossier.without_persons(&told.documentation).trim(),
            etp: told.fte,
            cout: told.cost,
        };
        let texts = [&details.realisateurs, details.prestation, details.niveau, details.documentation];
        let says = texts.iter().any(|text| !text.is_empty())
            || details.fin.is_some()
            || details.etp.is_some()
            || details.cout.is_some();
        says.then_some(details)
    }
}

/// A finding that no document bears: it compares schools, or tells of one that sent nothing. The journal can't hold it.
#[derive(Serialize)]
struct WideFinding<'a> {
    code: &'static str,
    gravite: &'static str,
    uai: Option<String>,
    competence: Option<&'a str>,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepte: Option<String>,
}

impl<'a> WideFinding<'a> {
    fn of(finding: &'a Finding, referential: &'a Referential) -> Self {
        Self {
            code: finding.rule.code,
            gravite: finding.severity.id(),
            uai: finding.uai.map(|uai| uai.to_string()),
            competence: finding.competence.map(|id| referential.competence(id).code.as_str()),
            message: &finding.message,
            accepte: finding.accepted.as_ref().map(|accepted| accepted.term()),
        }
    }
}
