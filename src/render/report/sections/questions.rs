//! The fiche's four questions, each answered in words and figures.

use crate::french::{count, counted, listed};
use crate::model::dossier::{Dossier, State};
use crate::model::fiche::{Figure, Topic};
use crate::model::outline::Part;

use super::super::facts;
use super::super::fiche::{kinds_of_owners, open, reaches};
use super::super::page::{Flow, WIDTH};
use super::super::palette;
use super::super::typeset::strong;
use super::gauges;

/// Sets the section of the questions.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    let answered = dossier.total.answered() > 0;
    flow.section(&part.title, if answered { f32::MAX } else { 0.0 });
    if !answered {
        flow.paragraph(
            palette::LEAD,
            "Aucune école n’a rendu d’inventaire : les réponses seront données dès les premiers retours.",
        );
        return;
    }
    flow.introduction(part);
    for topic in Topic::QUESTIONS {
        question(flow, dossier, topic);
    }
    flow.paragraph(palette::NOTE, &format!("{} {}", gauges::NOTE, super::source(dossier)));
}

fn question(flow: &mut Flow, dossier: &Dossier, topic: Topic) {
    let answer = answer(dossier, topic);
    let lines = flow.fonts.wrap(palette::BODY, WIDTH, &answer).len() as f32;
    let need = lines * palette::BODY.leading + 8.0 + gauges::height(topic);
    flow.part(topic.label(), need);
    flow.paragraph(palette::BODY, &answer);
    gauges::set(flow, dossier, topic);
    flow.skip(4.0);
}

/// What the inventories answer to a question.
fn answer(dossier: &Dossier, topic: Topic) -> String {
    match topic {
        Topic::Steering => steering(dossier),
        Topic::Perennity => perennity(dossier),
        Topic::Local => local(dossier),
        _ => coverage(dossier),
    }
}

fn steering(dossier: &Dossier) -> String {
    let fiche = &dossier.total.fiche;
    let (schools, services) = (fiche.of(Figure::SteeredSchools), fiche.of(Figure::SteeredServices));
    if schools.denominator == 0 {
        return "Aucune école ne dit qui porte la maîtrise d’ouvrage.".to_owned();
    }
    let owners = kinds_of_owners(dossier);
    let who = if owners.is_empty() {
        String::new()
    } else {
        let named: Vec<String> =
            owners.iter().take(3).map(|(kind, schools)| format!("{kind} ({})", count(*schools))).collect();
        let most = if owners.len() > named.len() { "le plus souvent " } else { "" };
        format!(" : {most}{}", listed(&named))
    };
    let head = format!("La maîtrise d’ouvrage {}{who}.", facts::held_in(schools, strong));
    let adrift = services.denominator - services.numerator;
    match (services.denominator, adrift) {
        (0, _) => format!("{head} Aucune compétence n’est déclarée externalisée."),
        (_, 0) => format!("{head} Toutes les prestations y sont donc pilotées."),
        _ => {
            let adrift = counted(adrift, "prestation n’a personne", "prestations n’ont personne");
            format!("{head} {} pour les piloter dans leur école.", strong(&adrift))
        }
    }
}

fn perennity(dossier: &Dossier) -> String {
    let fiche = &dossier.total.fiche;
    let (decided, kept) = (fiche.of(Figure::KeptDecided), fiche.of(Figure::Kept));
    if decided.denominator == 0 {
        return "Aucune compétence n’est encore confiée : il n’y a rien à pérenniser.".to_owned();
    }
    if decided.numerator == 0 {
        return "Les inventaires ne disent d’aucune compétence si elle reste après le déploiement : la question est \
                entière."
            .to_owned();
    }
    let stays = if kept.numerator < 2 { "est à maintenir" } else { "sont à maintenir" };
    let head = format!(
        "Le choix est fait pour {}, dont {} {stays}.",
        counted(decided.numerator, "couple école-compétence", "couples école-compétence"),
        strong(&count(kept.numerator))
    );
    let open: Vec<String> = open(dossier)
        .into_iter()
        .take(3)
        .map(|(label, couples)| format!("{label} ({})", count(couples)))
        .collect();
    if open.is_empty() {
        format!("{head} Le choix est fait partout.")
    } else {
        format!("{head} Il reste à faire, d’abord pour : {}.", listed(&open))
    }
}

fn local(dossier: &Dossier) -> String {
    let held = dossier.total.fiche.of(Figure::HeldNearby);
    if held.denominator == 0 {
        return "Aucune compétence n’est encore confiée à une entité.".to_owned();
    }
    let parts: Vec<String> = reaches(dossier)
        .into_iter()
        .map(|(reach, couples)| format!("{reach} ({})", count(couples)))
        .collect();
    format!("Les compétences confiées le sont {}.", listed(&parts))
}

fn coverage(dossier: &Dossier) -> String {
    let fiche = &dossier.total.fiche;
    let whole = fiche.of(Figure::WholeSchools);
    let covered = fiche.of(Figure::Covered);
    if covered.denominator == 0 {
        return "Toutes les compétences sont déclarées sans objet : il n’y a rien à couvrir.".to_owned();
    }
    if whole.numerator == whole.denominator {
        let aside = match dossier.total.tally.of(State::NotApplicable) {
            0 => "",
            _ => ", ou y est déclarée sans objet",
        };
        return format!(
            "{} : chaque compétence y a une seule entité responsable{aside}.",
            strong("Oui, dans toutes les écoles ayant répondu")
        );
    }
    let head = if whole.numerator == 0 {
        strong("Dans aucune école rendue, pour l’instant")
    } else {
        format!("Oui dans {}", strong(&facts::in_schools(whole)))
    };
    let shared = dossier.total.tally.of(State::Shared);
    let rest = covered.denominator - covered.numerator - shared;
    let mut parts = Vec::new();
    if rest > 0 {
        parts.push(format!("{} sans responsable", counted(rest, "couple", "couples")));
    }
    if shared > 0 {
        parts.push(format!("{} entre plusieurs responsables", counted(shared, "couple", "couples")));
    }
    if parts.is_empty() { format!("{head}.") } else { format!("{head} ; il reste {}.", listed(&parts)) }
}
