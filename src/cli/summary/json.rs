//! The summary for programs. Its members are documented in the guide.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Figures, Summary};
use crate::cli::terminal;
use crate::model::document::Verdict;
use crate::model::dossier::State;
use crate::model::finding::Severity;
use crate::model::indicator::Rate;
use crate::model::to_settle::{ToSettle, UNSETTLED};

/// Raised when a member changes its meaning or goes.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Bilan {
    schema: u32,
    mois: String,
    academies: Vec<Academie>,
    sans_academie: Documents,
    total: Chiffres,
    a_regler: Vec<ARegler>,
    dossier: String,
    fichiers: Vec<String>,
}

#[derive(Serialize)]
struct Academie {
    code: String,
    nom: String,
    annuaire: Option<String>,
    #[serde(flatten)]
    chiffres: Chiffres,
}

#[derive(Serialize)]
struct Documents {
    recus: u32,
    verdicts: BTreeMap<&'static str, u32>,
    constats: BTreeMap<&'static str, u32>,
    /// In none of the counts above.
    constats_acceptes: u32,
}

#[derive(Serialize)]
struct Chiffres {
    #[serde(flatten)]
    documents: Documents,
    ecoles: Ecoles,
    couples: u32,
    etats: BTreeMap<&'static str, u32>,
    couverture: Taux,
    couverture_heritee: Taux,
    couverture_ecoles_attendues: Option<Taux>,
    evolution: Option<Evolution>,
}

/// Rates of the schools whose inventory counts in both months.
#[derive(Serialize)]
struct Evolution {
    /// Null where académies are compared with several months.
    mois_precedent: Option<String>,
    ecoles_comparees: u32,
    avant: Taux,
    maintenant: Taux,
    reculs: u32,
    progres: u32,
}

#[derive(Serialize)]
struct Ecoles {
    attendues: Option<u32>,
    retournees: u32,
    hors_annuaire: u32,
    taux_de_retour: Option<Taux>,
}

#[derive(Serialize)]
struct Taux {
    numerateur: u32,
    denominateur: u32,
    valeur: Option<f64>,
}

#[derive(Serialize)]
struct ARegler {
    competence: String,
    libelle: String,
    ecoles: u32,
    etats: BTreeMap<&'static str, u32>,
}

impl Summary<'_> {
    /// The summary for programs.
    pub fn json(&self) -> String {
        let academies = self.academies.iter().map(|(dossier, figures)| Academie {
            code: dossier.academie.code.clone(),
            nom: dossier.academie.name.clone(),
            annuaire: dossier.registry.clone(),
            chiffres: chiffres(figures),
        });
        terminal::json(&Bilan {
            schema: SCHEMA,
            mois: self.month.to_string(),
            academies: academies.collect(),
            sans_academie: documents(&self.unattached),
            total: chiffres(&self.total),
            a_regler: self.to_settle.iter().map(a_regler).collect(),
            dossier: self.folder.display().to_string(),
            fichiers: self.written.iter().map(|file| file.display().to_string().replace('\\', "/")).collect(),
        })
    }
}

fn chiffres(figures: &Figures) -> Chiffres {
    let expected = figures.expected.is_some();
    Chiffres {
        documents: documents(figures),
        ecoles: Ecoles {
            attendues: figures.expected,
            retournees: figures.returned,
            hors_annuaire: figures.unexpected,
            taux_de_retour: figures.return_rate().map(taux),
        },
        couples: figures.tally.total(),
        etats: State::ALL.map(|state| (state.id(), figures.tally.of(state))).into(),
        couverture: taux(figures.tally.coverage()),
        couverture_heritee: taux(Rate::new(
            figures.inherited.of(State::Covered),
            figures.tally.coverage().denominator,
        )),
        couverture_ecoles_attendues: expected.then(|| taux(figures.tally.coverage_of_expected())),
        evolution: figures.moved.map(|moved| Evolution {
            mois_precedent: moved.since.map(|month| month.to_string()),
            ecoles_comparees: moved.shift.schools,
            avant: taux(moved.shift.before.coverage()),
            maintenant: taux(moved.shift.after.coverage()),
            reculs: moved.regressions,
            progres: moved.progress,
        }),
    }
}

fn documents(figures: &Figures) -> Documents {
    Documents {
        recus: figures.received(),
        verdicts: Verdict::ALL.map(|verdict| (verdict.id(), figures.counts.with(verdict))).into(),
        constats: Severity::ALL.map(|severity| (severity.id(), figures.counts.findings(severity))).into(),
        constats_acceptes: figures.counts.accepted,
    }
}

fn taux(rate: Rate) -> Taux {
    Taux { numerateur: rate.numerator, denominateur: rate.denominator, valeur: rate.value() }
}

fn a_regler(settle: &ToSettle) -> ARegler {
    ARegler {
        competence: settle.competence.code.clone(),
        libelle: settle.competence.label.clone(),
        ecoles: settle.schools(),
        etats: UNSETTLED.map(|state| (state.id(), settle.tally.of(state))).into(),
    }
}
