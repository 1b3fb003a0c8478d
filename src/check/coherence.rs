//! COH: answers that contradict each other from one inventory to another.

use std::collections::BTreeSet;

use crate::french::listed;
use crate::model::document::DocumentId;
use crate::model::dossier::{Couple, Dossier, SchoolFile};
use crate::model::finding::{Finding, Rule, Scope, Severity};
use crate::model::place::CellRef;
use crate::model::referential::CompetenceId;

use super::severity::Sink;
use super::states::{label, on_couple};
use super::wording::{clip, competence_named, entity_named};
use super::{Judged, judged};

pub(super) static AGAINST_INHERITED: Rule = Rule {
    code: "COH-001",
    name: "reponse-contraire-au-niveau-superieur",
    severity: Severity::Warning,
    scope: Scope::School,
    what: "L’école répond autrement que l’inventaire d’un niveau supérieur (commune, circonscription, département, \
           académie).",
    why: "La réponse de l’école compte\u{a0}; mais si deux niveaux se croient responsables, ou si chacun croit que \
          l’autre l’est, personne ne répondra le moment venu.",
    fix: "Faites préciser par l’école et par le niveau supérieur qui est responsable, puis corrigez l’inventaire qui se \
          trompe.",
    example: "La commune répond «\u{a0}Mairie de Valbrune\u{a0}» pour toutes ses écoles, et l’une d’elles répond \
              «\u{a0}Ouestelo\u{a0}».",
};

/// Told at the school's cell, whose answer counts.
pub(super) fn judge(dossier: &Dossier, file: &SchoolFile, sink: &mut Sink<'_>) {
    for inherited in &file.contradicted {
        let own = file.couples.iter().find(|couple| couple.competence == inherited.competence);
        if let Some(own) = own {
            sink.push(on_couple(file, own, contradiction(dossier, own, inherited)));
        }
    }
}

fn contradiction(dossier: &Dossier, own: &Couple, inherited: &Couple) -> Judged {
    let line = inherited.document.and_then(|id| dossier.document(id));
    let scope = line
        .and_then(|line| line.scope.as_ref())
        .map_or_else(|| "niveau supérieur".to_owned(), |scope| clip(&scope.title()));
    let above = answer(dossier, inherited);
    let message = format!(
        "Pour {}, l’école répond {}, alors que le niveau supérieur ({scope}) répond {above}.",
        competence_named(Some(label(dossier, own))),
        answer(dossier, own),
    );
    judged(
        &AGAINST_INHERITED,
        message,
        format!("la même réponse aux deux niveaux\u{a0}; au-dessus\u{a0}: {above}"),
    )
}

/// The entities that a couple names, or its state where it names none.
fn answer(dossier: &Dossier, couple: &Couple) -> String {
    let names: Vec<String> =
        couple.responsible.iter().filter_map(|id| entity_named(dossier.entity(*id))).collect();
    if names.is_empty() {
        format!("«\u{a0}{}\u{a0}»", couple.state.label().to_lowercase())
    } else {
        listed(&names)
    }
}

/// Document, sheet, cell, rule, message.
type Key = (Option<DocumentId>, Option<String>, Option<CellRef>, &'static str, String);

/// What is told of inherited answers: once, on the inventory that gives them, not for each school that inherits.
pub(super) struct Once {
    told: BTreeSet<Key>,
    /// Answers whose line names somebody else than the responsible.
    third_parties: BTreeSet<(DocumentId, CompetenceId)>,
}

impl Once {
    pub(super) fn new(dossier: &Dossier) -> Self {
        // Performers of a higher level aren't reconciled: any that is named may be a third party.
        let third_parties = dossier.higher.iter().filter(|line| {
            !line.assignment.details.provider.trim().is_empty() || !line.assignment.performers.is_empty()
        });
        Self {
            told: BTreeSet::new(),
            third_parties: third_parties
                .filter_map(|line| Some((line.document, line.assignment.competence?)))
                .collect(),
        }
    }

    /// Whether the line of an inherited couple names somebody else than the responsible.
    pub(super) fn names_third_party(&self, couple: &Couple) -> bool {
        couple.document.is_some_and(|document| self.third_parties.contains(&(document, couple.competence)))
    }

    /// Tells a finding, unless another school's told it.
    pub(super) fn push(&mut self, finding: Finding, sink: &mut Sink<'_>) {
        let sheet = finding.sheet.as_deref().map(str::to_owned);
        let key = (finding.document, sheet, finding.cell, finding.rule.code, finding.message.clone());
        if self.told.insert(key) {
            sink.push(Finding { uai: None, ..finding });
        }
    }
}
