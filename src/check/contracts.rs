//! PRE: until when services last. A contract that ends is told at its end's cell, once: as over, as ending, or as what is
//! to be kept and rests on it. What isn't a contract is somebody's time, to be renewed.

use std::collections::BTreeMap;

use crate::model::calendar::{Date, day_in_french, days_after};
use crate::model::document::DocumentId;
use crate::model::dossier::Dossier;
use crate::model::finding::{Rule, Scope, Severity};
use crate::model::inventory::Answer;
use crate::model::referential::{CompetenceId, Mode};
use crate::model::thresholds::Thresholds;

use super::rows::{Line, competences_named, on_line};
use super::severity::Sink;
use super::{Judged, judged, lasting, responsibility};

pub(super) static EXPIRED: Rule = Rule {
    code: "PRE-004",
    name: "contrat-echu",
    severity: Severity::Warning,
    scope: Scope::School,
    what: "La date de fin d’une prestation est passée.",
    why: "Un service sans contrat en cours peut s’arrêter du jour au lendemain, et plus aucun engagement ne tient.",
    fix: "Écrivez la date de fin du nouveau contrat s’il a été renouvelé\u{a0}; sinon, alertez l’entité qui pilote la \
          prestation.",
    example: "Le contrat de l’hébergeur a pris fin le 31/08/2026 et l’inventaire est de novembre 2026.",
};

pub(super) static EXPIRING: Rule = Rule {
    code: "PRE-005",
    name: "contrat-bientot-echu",
    severity: Severity::Warning,
    scope: Scope::School,
    what: "La date de fin d’une prestation est proche (90 jours, sauf réglage contraire), et rien n’est prévu après.",
    why: "Renouveler une prestation, ou la reprendre en interne, demande des semaines\u{a0}: le comité doit le savoir avant \
          qu’elle s’arrête.",
    fix: "Faites décider la suite, puis ajoutez la ligne du nouveau contrat ou sa nouvelle date de fin.",
    example: "Le contrat d’accès à Internet finit le 31/12/2026 et l’inventaire est de novembre 2026.",
};

pub(super) static ENDS_BEFORE_START: Rule = Rule {
    code: "PRE-006",
    name: "fin-avant-debut",
    severity: Severity::Warning,
    scope: Scope::School,
    what: "Une date de fin vient avant la date de début de la même ligne.",
    why: "L’une des deux est fausse\u{a0}: rien ne peut être dit de la durée de la prestation ou du mandat.",
    fix: "Vérifiez les deux dates et corrigez celle qui est fausse.",
    example: "Une ligne commence le 01/09/2026 et finit le 31/08/2025\u{a0}: l’année de fin est sans doute 2027.",
};

/// First and last day of a line.
type Period = (Option<Date>, Option<Date>);

/// The dates of lines: contracts that end, and responsibilities to be renewed.
pub(super) fn judge(dossier: &Dossier, lines: &[Line<'_>], thresholds: &Thresholds, sink: &mut Sink<'_>) {
    let today = dossier.stamp.date;
    let soon = days_after(today, thresholds.contract_days);
    let mut periods: BTreeMap<(DocumentId, CompetenceId), Vec<Period>> = BTreeMap::new();
    for line in lines {
        let details = &line.assignment.details;
        for id in &line.competences {
            periods.entry((line.document, *id)).or_default().push((details.start, details.end));
        }
    }
    for line in lines {
        let details = &line.assignment.details;
        let Some(end) = details.end else { continue };
        let tell = |judged: Judged| on_line(line, details.cells.end, day_in_french(end), judged);
        let concerned = competences_named(dossier, &line.competences);
        if let Some(start) = details.start.filter(|start| *start > end) {
            let message = format!(
                "Pour {concerned}, la fin ({}) vient avant le début ({}).",
                day_in_french(end),
                day_in_french(start)
            );
            sink.push(tell(judged(&ENDS_BEFORE_START, message, "une fin qui vienne après le début")));
            continue;
        }
        let holds = matches!(line.assignment.answer, Answer::Entities(_)) || !details.person.is_empty();
        let followed = line.competences.iter().any(|id| {
            let periods = periods.get(&(line.document, *id)).map_or(&[][..], Vec::as_slice);
            periods.iter().any(|(start, other)| {
                other.is_some_and(|other| other > end) || start.is_some_and(|start| start >= end)
            })
        });
        if !holds || followed || line.competences.is_empty() {
            continue;
        }
        let day = day_in_french(end);
        if !is_contract(line) {
            if end < today {
                sink.push(tell(responsibility::to_renew(&concerned, &day, !details.person.is_empty())));
            }
        } else if end < today {
            let message = format!("La prestation indiquée pour {concerned} a pris fin le {day}.");
            sink.push(tell(judged(&EXPIRED, message, "la date de fin d’un contrat en cours")));
        } else if end <= soon {
            if details.kept == Some(true) && sink.tells(&lasting::ON_ENDING_CONTRACT) {
                sink.push(tell(lasting::on_ending_contract(&concerned, &day)));
            } else {
                let message = format!(
                    "La prestation indiquée pour {concerned} finit le {day}, et rien n’est prévu après."
                );
                sink.push(tell(judged(&EXPIRING, message, "ce qui est décidé pour la suite")));
            }
        }
    }
}

/// Whether the dates of a line are a contract's. Where the project does a part itself and names a person, they may be
/// that person's.
fn is_contract(line: &Line<'_>) -> bool {
    let details = &line.assignment.details;
    line.third_party
        || !details.provider.trim().is_empty()
        || line.external && (line.assignment.mode != Some(Mode::Partial) || details.person.is_empty())
}
