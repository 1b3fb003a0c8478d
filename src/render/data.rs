//! The data files: journal.jsonl, couverture.csv, etat.json.
//!
//! Other programs read them: names and order of fields are a contract, and their totals are those of the dossier.

mod moved;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::document::DocumentId;
use crate::model::dossier::{
    AssignmentLine, Couple, DocumentLine, Dossier, Origin, SchoolFile, State, Unattached,
};
use crate::model::fiche::Figure;
use crate::model::finding::Finding;
use crate::model::form;
use crate::model::indicator::Rate;
use crate::model::referential::{CompetenceId, Referential};
use crate::model::school::Uai;

/// The journal's name in the month's folder.
pub const JOURNAL: &str = "journal.jsonl";

/// The layout of `etat.json` that this version writes.
const SCHEMA: u32 = 1;

/// Titles of `couverture.csv`.
const COVERAGE: [&str; 18] = [
    "mois",
    "academie",
    "departement",
    "circonscription",
    "uai",
    "ecole",
    "commune",
    "competence",
    "etat",
    "origine",
    "responsable",
    "type_responsable",
    "mode",
    "niveau_service",
    "perenne",
    "document",
    "feuille",
    "cellule",
];

/// `journal.jsonl`, or the part of it that an académie makes: one object per document received, in path order over the
/// whole batch.
///
/// It goes where logs go: a finding gives its message, never what was read in the cell.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    /// Lines, one after the other.
    bytes: Vec<u8>,
    /// Whose each line is, and where it ends.
    ends: Vec<(DocumentId, usize)>,
}

impl Journal {
    /// The lines of an académie's documents.
    pub fn of(dossier: &Dossier) -> Self {
        let academie = Some(dossier.academie.code.as_str());
        Self::written(&dossier.documents, academie, &dossier.findings, &dossier.referential)
    }

    /// The lines of documents that belong to no académie.
    pub fn apart(unattached: Unattached<'_>, referential: &Referential) -> Self {
        Self::written(unattached.documents, None, unattached.findings, referential)
    }

    fn written(
        documents: &[DocumentLine],
        academie: Option<&str>,
        findings: &[Finding],
        referential: &Referential,
    ) -> Self {
        let mut lines = BTreeMap::new();
        add_lines(&mut lines, documents, academie);
        add_findings(&mut lines, findings, referential);
        let mut journal = Self::default();
        for (id, line) in &lines {
            push_json(&mut journal.bytes, line);
            journal.bytes.push(b'\n');
            journal.ends.push((*id, journal.bytes.len()));
        }
        journal.bytes.shrink_to_fit();
        journal
    }

    /// The file whose parts these are.
    pub fn whole(parts: &[Self]) -> Vec<u8> {
        let mut lines: Vec<(DocumentId, &[u8])> = Vec::new();
        for part in parts {
            let mut from = 0;
            for &(id, to) in &part.ends {
                lines.push((id, &part.bytes[from..to]));
                from = to;
            }
        }
        lines.sort_unstable_by_key(|(id, _)| *id);
        let mut bytes = Vec::with_capacity(parts.iter().map(|part| part.bytes.len()).sum());
        lines.into_iter().for_each(|(_, line)| bytes.extend_from_slice(line));
        bytes
    }
}

#[derive(Serialize)]
struct JournalLine<'a> {
    document: &'a str,
    empreinte: Option<&'a str>,
    verdict: &'static str,
    motif: Option<&'static str>,
    uai: Option<String>,
    academie: Option<&'a str>,
    niveau: Option<&'static str>,
    constats: Vec<JournalFinding<'a>>,
}

#[derive(Serialize)]
struct JournalFinding<'a> {
    code: &'static str,
    gravite: &'static str,
    competence: Option<&'a str>,
    feuille: Option<&'a str>,
    cellule: Option<String>,
    message: &'a str,
    /// Until when the configuration accepts it; its reason, which somebody wrote freely, is for the workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    accepte: Option<String>,
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

fn add_lines<'a>(
    lines: &mut BTreeMap<DocumentId, JournalLine<'a>>,
    documents: &'a [DocumentLine],
    academie: Option<&'a str>,
) {
    for line in documents {
        let fingerprint = line.document.sha256.as_str();
        lines.insert(
            line.document.id,
            JournalLine {
                document: &line.document.path,
                empreinte: (!fingerprint.is_empty()).then_some(fingerprint),
                verdict: line.verdict.id(),
                motif: line.reason,
                uai: line.uai.map(|uai| uai.to_string()),
                academie,
                niveau: line.level(),
                constats: Vec::new(),
            },
        );
    }
}

fn add_findings<'a>(
    lines: &mut BTreeMap<DocumentId, JournalLine<'a>>,
    findings: &'a [Finding],
    referential: &'a Referential,
) {
    for finding in findings {
        let Some(line) = finding.document.and_then(|document| lines.get_mut(&document)) else { continue };
        line.constats.push(JournalFinding {
            code: finding.rule.code,
            gravite: finding.severity.id(),
            competence: finding.competence.map(|id| referential.competence(id).code.as_str()),
            feuille: finding.sheet.as_deref(),
            cellule: finding.cell.map(|cell| cell.to_string()),
            message: &finding.message,
            accepte: finding.accepted.as_ref().map(|accepted| accepted.term()),
        });
    }
}

/// `couverture.csv`: one line per school and required competence; semicolons, UTF-8 with a mark, CRLF, so that Excel
/// in French opens it as it is.
///
/// # Panics
/// Never: records of a constant width are written to memory.
pub fn coverage_csv(dossier: &Dossier) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let month = dossier.stamp.month.to_string();
    let mut write = |fields: &[&str]| {
        writer.write_record(fields).expect("a record of constant width is written to memory");
    };
    write(&COVERAGE);
    for file in &dossier.schools {
        let school = &file.school;
        let (circonscription, name, commune) =
            (harmless(&school.circonscription), harmless(&school.name), harmless(&school.commune));
        for couple in &file.couples {
            let cells = CoupleCells::of(dossier, couple);
            let document = couple.document.and_then(|id| dossier.document(id));
            let path = document.map_or("", |line| line.document.path.as_str());
            let sheet = couple.at.as_ref().map_or("", |at| &*at.sheet);
            let cell = couple.at.as_ref().map(|at| at.cell.to_string()).unwrap_or_default();
            write(&[
                &month,
                &dossier.academie.code,
                &school.departement,
                &circonscription,
                school.uai.as_str(),
                &name,
                &commune,
                cells.competence,
                cells.state,
                cells.origin.unwrap_or_default(),
                &harmless(&cells.responsible.join(" | ")),
                &cells.types.join(" | "),
                cells.mode.unwrap_or_default(),
                &harmless(cells.service_level),
                cells.kept.map_or("", |kept| if kept { "oui" } else { "non" }),
                &harmless(path),
                &harmless(sheet),
                &cell,
            ]);
        }
    }
    writer.into_inner().expect("memory is always flushed")
}

/// What the data files say of a couple.
struct CoupleCells<'a> {
    competence: &'a str,
    state: &'static str,
    origin: Option<&'static str>,
    responsible: Vec<Cow<'a, str>>,
    types: Vec<&'a str>,
    mode: Option<&'static str>,
    service_level: &'a str,
    kept: Option<bool>,
}

impl<'a> CoupleCells<'a> {
    fn of(dossier: &'a Dossier, couple: &'a Couple) -> Self {
        let entities = || couple.responsible.iter().map(|id| dossier.entity(*id));
        Self {
            competence: &dossier.referential.competence(couple.competence).code,
            state: couple.state.id(),
            // Nobody answered: the state comes from no inventory.
            origin: (couple.state != State::NotReturned).then(|| couple.origin.id()),
            responsible: entities().map(|entity| without_bars(&entity.name)).collect(),
            types: entities()
                .map(|entity| {
                    entity.kind.map_or("", |kind| dossier.referential.entity_type(kind).code.as_str())
                })
                .collect(),
            mode: couple.mode.map(crate::model::referential::Mode::id),
            service_level: &couple.service_level,
            kept: couple.kept,
        }
    }
}

/// The bar separates several responsibles: a name keeps none.
fn without_bars(name: &str) -> Cow<'_, str> {
    if name.contains('|') { Cow::Owned(name.replace('|', "/")) } else { Cow::Borrowed(name) }
}

/// A text that a spreadsheet would take for a formula is kept as text by an apostrophe.
fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// `etat.json`: the month's state, which later runs read back, and the findings that `journal.jsonl` has no document for. One school a line, so that two months can be compared
/// with any tool.
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

fn push_json(bytes: &mut Vec<u8>, value: &impl Serialize) {
    serde_json::to_writer(bytes, value).expect("plain structures are written to memory");
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::dossier::Batch;
    use crate::model::document::{Document, Verdict};
    use crate::render::fixture::{self, Shape};

    /// Three schools of the fixture: covered, orphan and not returned, told by the rank of the school.
    fn dossier() -> Dossier {
        let state = |school: u32, competence: u32| match (school, competence) {
            (0, 1) => State::Shared,
            (0, 2) => State::NotStudied,
            (0, _) => State::Covered,
            (1, _) => State::Orphan,
            _ => State::NotReturned,
        };
        fixture::dossier(&Shape { schools: 3, state, ..Shape::default() })
    }

    fn batch(dossier: Dossier) -> Batch {
        let lost = DocumentLine {
            late: None,
            document: Document {
                id: DocumentId(1_000),
                path: "depot/liste.xlsx".into(),
                size: 0,
                sha256: String::new(),
                modified: None,
                mail: None,
            },
            verdict: Verdict::Rejected,
            reason: Some("ETB-001"),
            uai: None,
            identified_by: None,
            scope: None,
        };
        let referential = Arc::clone(&dossier.referential);
        Batch {
            dossiers: vec![dossier],
            unattached: vec![lost],
            unattached_findings: Vec::new(),
            unmet_groupings: Vec::new(),
            derogations: Vec::new(),
            referential,
        }
    }

    fn journal(batch: &Batch) -> Vec<u8> {
        let mut parts: Vec<Journal> = batch.dossiers.iter().map(Journal::of).collect();
        parts.push(Journal::apart(batch.unattached(), &batch.referential));
        Journal::whole(&parts)
    }

    #[test]
    fn coverage_is_a_csv_that_excel_opens_in_french() {
        let mut dossier = dossier();
        dossier.entities[0].name = "=Commune de Valbrune".into();
        dossier.schools[0].couples[0].service_level = "@accueil; \"J+1\"".into();
        let bytes = coverage_csv(&dossier);
        let text = String::from_utf8(bytes).unwrap();
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(
            lines[0],
            "\u{feff}mois;academie;departement;circonscription;uai;ecole;commune;competence;etat;origine;responsable;\
             type_responsable;mode;niveau_service;perenne;document;feuille;cellule"
        );
        let school = "2026-11;17;44;Circonscription 01;0441000Y;École élémentaire Les Mésanges 0;Valbrune-0;";
        assert_eq!(
            lines[1],
            format!(
                "{school}PIL-MOA;couverte;ecole;'=Commune de Valbrune;COMMUNE;internalise;\
                 \"'@accueil; \"\"J+1\"\"\";oui;depot/0441000Y_inventaire.xlsx;Inventaire;C9"
            )
        );
        assert_eq!(
            lines[2],
            format!(
                "{school}PIL-EVA;partagee;ecole;'=Commune de Valbrune | Scolavia;COMMUNE | EDITEUR;externalise;;oui;\
                 depot/0441000Y_inventaire.xlsx;Inventaire;C10"
            )
        );
        assert_eq!(
            lines[3],
            format!("{school}ACC-FOR;non_etudiee;ecole;;;;;;depot/0441000Y_inventaire.xlsx;;")
        );
        let missing =
            "2026-11;17;85;Circonscription 01;0851002C;École élémentaire Les Mésanges 2;Valbrune-0;";
        assert_eq!(lines[30], format!("{missing}PIL-EVA;non_rendue;;;;;;;;;"));
        assert_eq!((lines.len(), *lines.last().unwrap()), (1 + 3 * 14 + 1, ""));
    }

    #[test]
    fn the_journal_has_one_line_per_document_and_no_personal_data() {
        let mut dossier = dossier();
        dossier.findings[0].read = "Mme Durand".into();
        let text = String::from_utf8(journal(&batch(dossier))).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(
            lines[0],
            "{\"document\":\"depot/0441000Y_inventaire.xlsx\",\
             \"empreinte\":\"0000000000000000000000000000000000000000000000000000000000000000\",\
             \"verdict\":\"retenu\",\"motif\":null,\"uai\":\"0441000Y\",\"academie\":\"17\",\"niveau\":\"ecole\",\
             \"constats\":[{\"code\":\"RES-002\",\"gravite\":\"bloquant\",\"competence\":\"PIL-EVA\",\
             \"feuille\":\"Inventaire\",\"cellule\":\"C10\",\
             \"message\":\"Deux entités sont responsables de la compétence.\"}]}"
        );
        assert_eq!(
            lines[2],
            "{\"document\":\"depot/liste.xlsx\",\"empreinte\":null,\"verdict\":\"rejete\",\"motif\":\"ETB-001\",\
             \"uai\":null,\"academie\":null,\"niveau\":null,\"constats\":[]}"
        );
        assert!(!text.contains("Durand"));
    }

    #[test]
    fn a_journal_without_any_dossier_names_the_competences_of_its_findings() {
        let mut batch = batch(dossier());
        let dossier = batch.dossiers.remove(0);
        batch.unattached_findings.extend(dossier.findings.into_iter().take(1).map(|finding| Finding {
            document: Some(DocumentId(1_000)),
            uai: None,
            ..finding
        }));
        let text = String::from_utf8(journal(&batch)).unwrap();
        let line: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(line["document"], "depot/liste.xlsx");
        assert_eq!(line["constats"][0]["competence"], "PIL-EVA");
    }

    #[test]
    fn the_state_holds_the_same_couples_as_the_csv_and_the_same_totals_as_the_dossier() {
        let dossier = fixture::dossier(&Shape::default());
        let bytes = state_json(&dossier);
        assert_eq!(bytes, state_json(&dossier));
        let state: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!((&state["schema"], &state["mois"]), (&1.into(), &"2026-11".into()));
        assert_eq!(state["academie"], serde_json::json!({"code": "17", "nom": "Nantes"}));
        let coverage = dossier.total.tally.coverage();
        assert_eq!(
            state["indicateurs"]["couverture"],
            serde_json::json!({"numerateur": coverage.numerator, "denominateur": coverage.denominator})
        );
        assert_eq!(state["indicateurs"]["retour"]["denominateur"], 40);

        let csv = coverage_csv(&dossier);
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(&csv[3..]);
        let mut rows = reader.records().map(Result::unwrap);
        let schools = state["ecoles"].as_array().unwrap();
        assert_eq!(schools.len(), 40);
        let mut covered = 0;
        for school in schools {
            for couple in school["couples"].as_array().unwrap() {
                let row = rows.next().unwrap();
                let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
                let list = |value: &serde_json::Value| {
                    let items = value.as_array().cloned().unwrap_or_default();
                    items.iter().map(text).collect::<Vec<_>>().join(" | ")
                };
                assert_eq!(
                    [&row[4], &row[7], &row[8], &row[9], &row[10], &row[11], &row[12], &row[17]],
                    [
                        text(&school["uai"]).as_str(),
                        &text(&couple["competence"]),
                        &text(&couple["etat"]),
                        &text(&couple["origine"]),
                        &list(&couple["responsable"]),
                        &list(&couple["type_responsable"]),
                        &text(&couple["mode"]),
                        &text(&couple["cellule"]),
                    ]
                );
                covered += u32::from(couple["etat"] == "couverte");
            }
        }
        assert!(rows.next().is_none());
        assert_eq!(covered, coverage.numerator);
        let lines = String::from_utf8(bytes).unwrap().lines().count();
        let findings = state["constats"].as_array().unwrap();
        let without_document = dossier.findings.iter().filter(|finding| finding.document.is_none());
        assert_eq!(findings.len(), without_document.count());
        assert_eq!(lines, 2 + 40 + 2 + findings.len() + 2, "one school a line, one finding a line");
    }
}
