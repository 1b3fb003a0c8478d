//! What a careful reader must find in the received files: one verdict a document, one state a couple.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::answers::Line;
use super::labels::SKILLS;
use super::layouts::Place;
use super::responses::Response;
use crate::model::school::Uai;

/// The truth of a month.
#[derive(Serialize)]
pub(super) struct Truth {
    pub(super) mois: String,
    pub(super) documents: Vec<DocumentTruth>,
    pub(super) couples: Vec<CoupleTruth>,
}

/// The truth of a document.
#[derive(Clone, Serialize)]
pub(super) struct DocumentTruth {
    /// Path within the month's folder.
    pub(super) document: String,
    pub(super) recu_le: String,
    pub(super) verdict: &'static str,
    /// Other verdicts that can be defended.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) verdicts_admis: Vec<&'static str>,
    pub(super) uai: Option<String>,
    pub(super) reconnue_par: Option<&'static str>,
    pub(super) forme: &'static str,
    pub(super) bizarreries: Vec<&'static str>,
}

impl DocumentTruth {
    /// A document that nobody has been recognised by yet.
    pub(super) fn new(document: String, day: Date, verdict: &'static str) -> Self {
        Self {
            document,
            recu_le: day.to_string(),
            verdict,
            verdicts_admis: Vec::new(),
            uai: None,
            reconnue_par: None,
            forme: "",
            bizarreries: Vec::new(),
        }
    }
}

/// The truth of a couple.
#[derive(Clone, Serialize)]
pub(super) struct CoupleTruth {
    pub(super) uai: String,
    pub(super) competence: &'static str,
    pub(super) etat: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) etats_admis: Vec<&'static str>,
    pub(super) responsable: Vec<String>,
    pub(super) type_responsable: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) types_admis: Vec<Vec<&'static str>>,
    /// What each of them truly is: equal texts, one entity. Null where the words can't tell which.
    pub(super) entites: Vec<Option<String>>,
    pub(super) mode: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) perenne: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) niveau_service: Option<&'static str>,
    pub(super) document: String,
    pub(super) feuille: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ligne: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) colonne: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) remarque: Option<&'static str>,
}

/// The couples of a school that sent nothing that counts.
pub(super) fn not_returned(uai: Uai) -> Vec<CoupleTruth> {
    SKILLS
        .iter()
        .map(|skill| couple(uai, skill.code, &Response { state: "non_rendue", ..Response::blank() }))
        .collect()
}

/// The couples that one inventory settles; its document is to be named.
pub(super) fn couples(uai: Uai, lines: &[Line], places: &[Place]) -> Vec<CoupleTruth> {
    let mut found: BTreeMap<usize, CoupleTruth> = BTreeMap::new();
    for (line, place) in lines.iter().zip(places) {
        for &skill in &line.skills {
            let mut truth = couple(uai, SKILLS[skill].code, &line.response);
            // A mode says something of a responsible only.
            if matches!(truth.etat, "couverte" | "partagee") {
                truth.mode = line.mode_id();
            }
            truth.feuille.clone_from(&place.sheet);
            truth.ligne = place.row;
            truth.colonne.clone_from(&place.column);
            truth.perenne = place.kept;
            truth.niveau_service = place.service_level;
            match found.get_mut(&skill) {
                None => drop(found.insert(skill, truth)),
                Some(first) => first.answered_again(truth),
            }
        }
    }
    let absent = |rank: usize| couple(uai, SKILLS[rank].code, &Response::blank());
    (0..SKILLS.len()).map(|rank| found.remove(&rank).unwrap_or_else(|| absent(rank))).collect()
}

fn couple(uai: Uai, competence: &'static str, response: &Response) -> CoupleTruth {
    let mentions = &response.mentions;
    let types: Vec<Vec<&'static str>> = mentions
        .iter()
        .map(
            |mention| {
                if mention.admitted.is_empty() { vec![mention.kind] } else { mention.admitted.to_vec() }
            },
        )
        .collect();
    CoupleTruth {
        uai: uai.to_string(),
        competence,
        etat: response.state,
        etats_admis: response.admitted.clone(),
        responsable: mentions.iter().map(|mention| mention.written.trim().to_owned()).collect(),
        type_responsable: mentions.iter().map(|mention| mention.kind).collect(),
        types_admis: if types.iter().any(|types| types.len() > 1) { types } else { Vec::new() },
        entites: mentions.iter().map(|mention| mention.entity.clone()).collect(),
        mode: "",
        perenne: None,
        niveau_service: None,
        document: String::new(),
        feuille: String::new(),
        ligne: None,
        colonne: None,
        remarque: response.remark,
    }
}

impl CoupleTruth {
    /// The same competence answered a second time: equal answers are one, different ones are shared.
    fn answered_again(&mut self, again: Self) {
        if self.etat != "couverte" || again.etat != "couverte" || self.entites == again.entites {
            return;
        }
        self.etat = "partagee";
        self.remarque = Some("Deux réponses différentes dans le même classeur : à signaler.");
        let widened = |types: Vec<Vec<&'static str>>, kinds: &[&'static str]| {
            if types.is_empty() { kinds.iter().map(|kind| vec![*kind]).collect() } else { types }
        };
        let mut types = widened(std::mem::take(&mut self.types_admis), &self.type_responsable);
        types.extend(widened(again.types_admis, &again.type_responsable));
        self.types_admis = if types.iter().any(|types| types.len() > 1) { types } else { Vec::new() };
        self.responsable.extend(again.responsable);
        self.type_responsable.extend(again.type_responsable);
        self.entites.extend(again.entites);
        // Which of two modes holds is as open as which of the two answers.
        if self.mode != again.mode {
            self.mode = "";
        }
    }
}
