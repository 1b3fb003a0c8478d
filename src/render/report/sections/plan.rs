//! The action plan: each thing to do with its figure, who acts, until when, and what closes it.

use crate::french::{count, counted, quoted};
use crate::model::calendar::day_in_french;
use crate::model::document::Verdict;
use crate::model::dossier::{Dossier, State};
use crate::model::fiche::{Figure, Unit};
use crate::model::indicator::Rate;
use crate::model::outline::Part;
use crate::render::labels;

use super::super::facts::{self, in_schools};
use super::super::page::{Flow, WIDTH};
use super::super::palette;
use super::super::table::{Cell, Column, Table};
use super::services::Ends;

/// Competences that have a line of their own; the others share one.
const COMPETENCES: usize = 3;
/// Who owns the project.
const OWNER: &str = "Maîtrise d’ouvrage";
/// Stands for a date that the committee sets.
const TO_SET: &str = "à fixer";

/// Width of a date: it isn't cut.
const DATE: f32 = 64.0;

/// Something to do.
#[derive(Debug, PartialEq, Eq)]
struct Action {
    what: String,
    figure: String,
    who: String,
    when: String,
    closed: &'static str,
}

/// Sets the section.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    let actions = actions(dossier);
    flow.section(
        &part.title,
        if actions.is_empty() { 0.0 } else { (80.0 + 30.0 * actions.len() as f32).min(420.0) },
    );
    if actions.is_empty() {
        flow.paragraph(
            palette::LEAD,
            "Rien n’est à lancer ce mois-ci : tout est couvert, suivi et renseigné.",
        );
        return;
    }
    flow.introduction(part);
    let columns = vec![
        Column::figures(20.0),
        Column::words(160.0),
        Column::words(84.0),
        Column::words(78.0),
        Column::words(DATE),
        Column::words(WIDTH - 342.0 - DATE),
    ];
    let head = ["N°", "Action", "Chiffre", "Qui agit", "Échéance", "C’est fait quand"].map(Cell::head);
    let mut table = Table::new("", columns, head.into());
    for (rank, action) in actions.into_iter().enumerate() {
        let when = Cell::new(action.when.clone());
        table.push(vec![
            Cell::new((rank + 1).to_string()),
            Cell::row(action.what).bold(),
            Cell::new(action.figure),
            Cell::new(action.who),
            if action.when == TO_SET {
                when.styled(palette::CELL.in_colour(palette::SOFT))
            } else {
                when.bold()
            },
            Cell::new(action.closed),
        ]);
    }
    table.after = palette::NOTE.leading * 3.0;
    table.set(flow);
    flow.paragraph(
        palette::NOTE,
        &format!(
            "Les couples sans responsable sont répartis selon ce qui les règle : désigner (orphelins), fixer une échéance (à \
             définir), faire compléter (non étudiés). Qui agit : le niveau de l’entité qui tient d’ordinaire la compétence, \
             d’après le référentiel. La feuille {} du classeur donne tous les points, avec les circonscriptions concernées.",
            quoted("À faire")
        ),
    );
}

impl Action {
    fn new(what: &str, figure: String, who: &str, closed: &'static str) -> Self {
        Self { what: what.to_owned(), figure, who: who.to_owned(), when: TO_SET.to_owned(), closed }
    }
}

/// What the figures call for, responsibilities first.
fn actions(dossier: &Dossier) -> Vec<Action> {
    let mut actions =
        competences(dossier, State::Orphan, "Désigner qui répond de", "une seule entité est nommée");
    let chosen = "les autres sont dites réalisatrices";
    actions.extend(competences(dossier, State::Shared, "Choisir l’entité qui répond de", chosen));
    actions.extend(answers(dossier));
    actions.extend(contracts(dossier));
    actions.extend(conditions(dossier));
    actions
}

/// A line for each of the competences that are most often in a state, one for the others together.
fn competences(dossier: &Dossier, state: State, verb: &str, closed: &'static str) -> Vec<Action> {
    let ranked = facts::ranked(dossier, |tally| tally.share(state));
    let required = dossier.required();
    let mut actions: Vec<Action> = ranked
        .iter()
        .take(COMPETENCES)
        .map(|(line, rate)| {
            let who = required.get(line.rank).map_or("", |id| labels::settler(&dossier.referential, *id));
            Action::new(&format!("{verb} {}", quoted(&line.label)), in_schools(*rate), who, closed)
        })
        .collect();
    let rest = ranked.get(COMPETENCES..).unwrap_or_default();
    if !rest.is_empty() {
        let what = format!("{verb} {}", counted(rest.len() as u64, "autre compétence", "autres compétences"));
        let figure = couples(rest.iter().map(|(_, rate)| rate.numerator).sum());
        actions.push(Action::new(&what, figure, "Selon la compétence", closed));
    }
    actions
}

fn couples(number: u32) -> String {
    counted(number, "couple", "couples")
}

/// What inventories are missing, or miss.
fn answers(dossier: &Dossier) -> Vec<Action> {
    let tally = &dossier.total.tally;
    let silent = facts::missing(&dossier.total).unwrap_or_default();
    let rejected = facts::verdicts(dossier).get(&Verdict::Rejected).copied().unwrap_or_default();
    let (postponed, unstudied) = (tally.of(State::ToDefine), tally.of(State::NotStudied));
    let mut actions = Vec::new();
    if dossier.total.expected.is_none() {
        let what = "Arrêter la liste des écoles attendues";
        let figure = counted(dossier.total.answered(), "école connue", "écoles connues");
        actions.push(Action::new(what, figure, "Académie", "l’annuaire est joint à la consolidation"));
    }
    if silent > 0 {
        let figure = counted(silent, "école", "écoles");
        let what = "Relancer les écoles sans réponse";
        actions.push(Action::new(what, figure, "Circonscription", "leur inventaire est retenu"));
    }
    if rejected > 0 {
        let figure = counted(rejected, "document", "documents");
        let what = "Faire corriger les documents rejetés";
        actions.push(Action::new(what, figure, "École", "ils sont renvoyés et retenus"));
    }
    if postponed > 0 {
        let what = "Fixer une échéance aux réponses « à définir »";
        actions.push(Action::new(what, couples(postponed), OWNER, "chacune a une réponse"));
    }
    if unstudied > 0 {
        let what = "Faire compléter les compétences sans réponse";
        actions.push(Action::new(what, couples(unstudied), "École", "chacune est étudiée"));
    }
    actions
}

/// Services that have ended, and those that end soon.
fn contracts(dossier: &Dossier) -> Vec<Action> {
    let ends = Ends::of(dossier);
    let (over, soon) = ends.counts();
    let answers = |number: u32| counted(number, "réponse", "réponses");
    let mut actions = Vec::new();
    if over > 0 {
        let what = "Mettre à jour les prestations dont la fin est passée";
        actions.push(Action::new(what, answers(over), OWNER, "une fin à venir est écrite"));
    }
    if soon > 0 {
        let what = "Préparer la suite des prestations qui finissent";
        let action = Action::new(what, answers(soon), OWNER, "la suite est décidée et écrite");
        let when = ends.first().map_or(action.when.clone(), day_in_french);
        actions.push(Action { when, ..action });
    }
    actions
}

/// The fiche's conditions that aren't met everywhere.
fn conditions(dossier: &Dossier) -> Vec<Action> {
    let fiche = &dossier.total.fiche;
    [
        (
            Figure::ServiceLevelTold,
            "Faire écrire le niveau de service attendu des tiers",
            OWNER,
            "chaque prestation a le sien",
        ),
        (
            Figure::KeptDecided,
            "Décider ce qui est maintenu après le déploiement",
            "Comité de pilotage",
            "le choix est écrit",
        ),
        (
            Figure::LocalPersonNamed,
            "Nommer une personne ressource dans chaque école",
            "Circonscription",
            "chaque école en a une",
        ),
    ]
    .into_iter()
    .filter_map(|(figure, what, who, closed)| {
        let rate = fiche.of(figure);
        let lacking = Rate::new(rate.denominator - rate.numerator, rate.denominator);
        let said = match figure.unit() {
            Unit::Schools => in_schools(lacking),
            Unit::Couples => format!("{} sur {}", couples(lacking.numerator), count(lacking.denominator)),
        };
        (lacking.numerator > 0).then(|| Action::new(what, said, who, closed))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{Shape, dossier};

    #[test]
    fn every_orphan_and_every_shared_couple_is_in_one_action() {
        let dossier = dossier(&Shape::default());
        let actions = actions(&dossier);
        let total = |verb: &str| -> u32 {
            let those = actions.iter().filter(|action| action.what.starts_with(verb));
            those.map(|action| action.figure.split('\u{a0}').next().unwrap().parse::<u32>().unwrap()).sum()
        };
        assert_eq!(total("Désigner"), dossier.total.tally.of(State::Orphan));
        assert_eq!(total("Choisir"), dossier.total.tally.of(State::Shared));
        assert!(actions.iter().all(|action| !action.who.is_empty() && !action.closed.is_empty()));
    }

    #[test]
    fn a_date_holds_on_one_line_of_its_column() {
        let fonts = super::super::super::typeset::Fonts::load().unwrap();
        let day = "28/08/2028";
        assert!(
            fonts.width(palette::CELL.bold(), day) + 8.0 < DATE,
            "{}",
            fonts.width(palette::CELL.bold(), day)
        );
    }

    #[test]
    fn the_list_of_schools_is_asked_for_where_there_is_none() {
        let asks = |registry| {
            let dossier = dossier(&Shape { registry, ..Shape::default() });
            actions(&dossier).iter().any(|action| action.what.contains("liste des écoles attendues"))
        };
        assert!(asks(false) && !asks(true));
    }

    #[test]
    fn where_all_is_covered_nobody_has_to_designate() {
        let dossier = dossier(&Shape { state: |_, _| State::Covered, ..Shape::default() });
        assert!(actions(&dossier).iter().all(|action| !action.what.starts_with("Désigner")));
    }
}
