//! The `evolution` of `etat.json`: null in a first month. One change a line, as schools are.

use serde::Serialize;

use super::super::{CoupleCells, push_json};
use super::Terms;
use crate::model::dossier::Dossier;
use crate::model::evolution::{Change, Evolution, Nature, SchoolEvent, Shift};
use crate::model::indicator::Rate;
use crate::model::referential::Mode;

/// Writes it at the end of a state.
pub(super) fn push(bytes: &mut Vec<u8>, dossier: &Dossier) {
    let Some(evolution) = &dossier.evolution else {
        bytes.extend_from_slice(b"null");
        return;
    };
    push_json(bytes, &Moved::of(dossier, evolution));
    // The changes go on separate lines inside the same object.
    bytes.pop();
    bytes.extend_from_slice(b",\n\"changements\":[");
    for (rank, change) in evolution.changes.iter().enumerate() {
        bytes.extend_from_slice(if rank > 0 { b",\n" } else { b"\n" });
        push_json(bytes, &ChangeState::of(dossier, change));
    }
    bytes.extend_from_slice(b"\n]}");
}

#[derive(Serialize)]
struct Moved<'a> {
    mois_precedent: String,
    /// Schools whose inventory counts in both months.
    ecoles_comparees: u32,
    couverture: Pair,
    /// Over the schools known in both months, with or without an inventory.
    couverture_ecoles_connues: Pair,
    /// Of the schools expected in both months; null unless both had a registry.
    retour: Option<Pair>,
    /// Couples by nature of change.
    natures: std::collections::BTreeMap<&'static str, u32>,
    competences: Vec<OfCompetence<'a>>,
    departements: Vec<OfTerritory<'a>>,
    circonscriptions: Vec<OfTerritory<'a>>,
    serie: Vec<PointState>,
    mouvements: Vec<SchoolMove<'a>>,
}

#[derive(Serialize)]
struct Pair {
    avant: Terms,
    maintenant: Terms,
}

impl Pair {
    fn of([before, after]: [Rate; 2]) -> Self {
        Self { avant: before.into(), maintenant: after.into() }
    }

    fn coverage(shift: &Shift) -> Self {
        Self::of([shift.before.coverage(), shift.after.coverage()])
    }
}

#[derive(Serialize)]
struct OfCompetence<'a> {
    competence: &'a str,
    ecoles: u32,
    #[serde(flatten)]
    couverture: Pair,
}

#[derive(Serialize)]
struct OfTerritory<'a> {
    departement: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    circonscription: Option<&'a str>,
    ecoles: u32,
    #[serde(flatten)]
    couverture: Pair,
}

#[derive(Serialize)]
struct PointState {
    mois: String,
    retour: Option<Terms>,
    couverture: Terms,
}

#[derive(Serialize)]
struct SchoolMove<'a> {
    uai: &'a str,
    nom: &'a str,
    mouvement: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    ancien_nom: Option<&'a str>,
}

impl<'a> Moved<'a> {
    fn of(dossier: &'a Dossier, evolution: &'a Evolution) -> Self {
        let required = dossier.required();
        Self {
            mois_precedent: evolution.previous.to_string(),
            ecoles_comparees: evolution.compared(),
            couverture: Pair::coverage(&evolution.total),
            couverture_ecoles_connues: Pair::of([
                evolution.known.before.coverage_of_expected(),
                evolution.known.after.coverage_of_expected(),
            ]),
            retour: evolution.returns.map(Pair::of),
            natures: Nature::ALL.map(|nature| (nature.id(), evolution.number(nature))).into(),
            competences: required
                .iter()
                .zip(&evolution.by_competence)
                .map(|(id, shift)| OfCompetence {
                    competence: &dossier.referential.competence(*id).code,
                    ecoles: shift.schools,
                    couverture: Pair::coverage(shift),
                })
                .collect(),
            departements: dossier
                .departements
                .iter()
                .zip(&evolution.departements)
                .map(|(territory, shift)| OfTerritory {
                    departement: &territory.code,
                    circonscription: None,
                    ecoles: shift.schools,
                    couverture: Pair::coverage(shift),
                })
                .collect(),
            circonscriptions: dossier
                .circonscriptions
                .iter()
                .zip(&evolution.circonscriptions)
                .map(|(territory, shift)| OfTerritory {
                    departement: &territory.departement,
                    circonscription: Some(&territory.name),
                    ecoles: shift.schools,
                    couverture: Pair::coverage(shift),
                })
                .collect(),
            serie: evolution
                .series
                .iter()
                .map(|point| PointState {
                    mois: point.month.to_string(),
                    retour: point.returns.map(Terms::from),
                    couverture: point.coverage.into(),
                })
                .collect(),
            mouvements: evolution
                .schools
                .iter()
                .map(|change| SchoolMove {
                    uai: change.uai.as_str(),
                    nom: &change.name,
                    mouvement: change.event.id(),
                    ancien_nom: match &change.event {
                        SchoolEvent::Renamed { from } => Some(from),
                        _ => None,
                    },
                })
                .collect(),
        }
    }
}

/// A couple that changed, or is still open.
#[derive(Serialize)]
struct ChangeState<'a> {
    nature: &'static str,
    uai: &'a str,
    competence: &'a str,
    avant: Side<'a>,
    maintenant: Side<'a>,
    /// How long it has been open, or had been if it is settled; absent where it was settled in both months.
    #[serde(skip_serializing_if = "Option::is_none")]
    mois_ouvert: Option<u8>,
}

#[derive(Serialize)]
struct Side<'a> {
    etat: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    responsable: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<&'static str>,
}

impl<'a> ChangeState<'a> {
    fn of(dossier: &'a Dossier, change: &'a Change) -> Self {
        let file = &dossier.schools[change.school];
        let couple = &file.couples[change.competence];
        let cells = CoupleCells::of(dossier, couple);
        let before = &change.before;
        Self {
            nature: change.nature.id(),
            uai: file.school.uai.as_str(),
            competence: cells.competence,
            avant: Side {
                etat: before.state.id(),
                responsable: before.responsible.iter().map(|name| &**name).collect(),
                mode: before.mode.map(Mode::id),
            },
            maintenant: Side {
                etat: cells.state,
                responsable: couple.responsible.iter().map(|id| dossier.entity(*id).name.as_str()).collect(),
                mode: cells.mode,
            },
            mois_ouvert: (change.months > 0).then_some(change.months),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::render::data::state_json;
    use crate::render::fixture::{self, Shape};

    #[test]
    fn a_first_month_has_no_evolution() {
        let state: serde_json::Value =
            serde_json::from_slice(&state_json(&fixture::dossier(&Shape::default()))).unwrap();
        assert!(state["evolution"].is_null() && state.get("evolution").is_some());
        assert!(
            state["ecoles"][0]["couples"]
                .as_array()
                .unwrap()
                .iter()
                .all(|couple| couple.get("mois_ouvert").is_none())
        );
    }

    #[test]
    fn every_change_stands_on_its_line_and_adds_up() {
        let dossier = fixture::after_two_months(&Shape::default());
        let evolution = dossier.evolution.as_ref().unwrap();
        let bytes = state_json(&dossier);
        let state: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        let moved = &state["evolution"];
        assert_eq!((&moved["mois_precedent"], &moved["ecoles_comparees"]), (&"2026-10".into(), &36.into()));
        let lines =
            String::from_utf8(bytes).unwrap().lines().filter(|line| line.starts_with("{\"nature\"")).count();
        assert_eq!(lines, evolution.changes.len());
        let changes = moved["changements"].as_array().unwrap();
        for (id, number) in moved["natures"].as_object().unwrap() {
            let counted = changes.iter().filter(|change| change["nature"] == *id).count();
            assert_eq!(*number, counted, "{id}");
        }
        // Covered before, less what fell, plus what rose: covered now.
        let settled = |nature: &str, side: &str| {
            let of = |change: &&serde_json::Value| {
                change["nature"] == nature && change[side]["etat"] == "couverte"
            };
            changes.iter().filter(of).count() as u64
        };
        let covered = |side: &str| moved["couverture"][side]["numerateur"].as_u64().unwrap();
        assert!(settled("recul", "avant") > 0 && settled("progres", "maintenant") > 0);
        assert_eq!(
            covered("avant") - settled("recul", "avant") + settled("progres", "maintenant"),
            covered("maintenant")
        );
        for (school, open_for) in state["ecoles"].as_array().unwrap().iter().zip(&evolution.open_for) {
            for (couple, months) in school["couples"].as_array().unwrap().iter().zip(open_for) {
                assert_eq!(couple["mois_ouvert"].as_u64().unwrap_or_default(), u64::from(*months));
            }
        }
    }
}
