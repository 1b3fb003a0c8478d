//! Local resource people, documentation, administration, means: what each territory has of the fiche's conditions.

use crate::french::{FEWEST_SCHOOLS, count, counted, decimal, listed, quoted};
use crate::model::dossier::{Dossier, Territory};
use crate::model::fiche::{Figure, Topic};
use crate::model::indicator::Rate;
use crate::model::inventory::Assignment;
use crate::model::outline::Part;

use super::super::facts;
use super::super::page::{Align, Flow, WIDTH};
use super::super::palette;
use super::super::sentences::in_a_sentence;
use super::super::table::{Cell, Column, Table};
use super::super::typeset::strong;
use super::territories::{self, FIGURE, HEAD, LABEL};

/// What the map shows: the services have a section of their own.
const TOPICS: [Topic; 4] = [Topic::LocalPeople, Topic::Documentation, Topic::Administration, Topic::Means];
/// Width of the names of territories.
const NAME: f32 = 100.0;
/// Width of the number of schools.
const SCHOOLS: f32 = 48.0;

/// Sets the section.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    let answered = dossier.total.answered();
    let rows = dossier.circonscriptions.len() + dossier.departements.len() + 1;
    let need = if answered == 0 { 0.0 } else { (190.0 + rows as f32 * 15.0).min(560.0) };
    flow.section(&part.title, need);
    if answered == 0 {
        flow.paragraph(
            palette::LEAD,
            "Aucune école n’a rendu d’inventaire : le tableau sera donné dès les premières réponses.",
        );
        return;
    }
    flow.introduction(part);
    for sentence in [people(dossier), documentation(dossier), administration(dossier), means(dossier)] {
        flow.paragraph(palette::BODY, &sentence);
    }
    flow.skip(3.0);
    territories::legend(flow);
    flow.paragraph(
        palette::NOTE,
        &format!(
            "Chiffres en pourcentage, d’écoles ou de couples confiés. Sous {FEWEST_SCHOOLS} écoles, un compte : 3/4 se lit \
             « 3 sur 4 ». Un tiret : rien à mesurer. Moins de 40\u{202f}% : en gras, sur fond clair."
        ),
    );
    map(flow, dossier);
}

fn people(dossier: &Dossier) -> String {
    let rate = dossier.total.fiche.of(Figure::LocalPersonNamed);
    let head = strong("Personnes ressources.");
    let without = rate.denominator - rate.numerator;
    if without == 0 {
        return format!("{head} Chaque école ayant répondu en nomme une au moins.");
    }
    let lacking = |territory: &&Territory| {
        let rate = territory.fiche.of(Figure::LocalPersonNamed);
        rate.denominator - rate.numerator
    };
    // The first of equals, in the order of the tables; one that lacks as many as another isn't singled out.
    let worst = dossier.circonscriptions.iter().rev().max_by_key(lacking).filter(|worst| {
        let most = lacking(worst);
        most > 1
            && most < without
            && dossier.circonscriptions.iter().filter(|other| lacking(other) == most).count() == 1
    });
    let most = worst.map_or_else(String::new, |territory| {
        let (name, code) = in_a_sentence(territory);
        let code = if code.is_empty() { String::new() } else { format!("\u{a0}({code})") };
        format!(", dont {} dans la seule {name}{code}", count(lacking(&territory)))
    });
    let schools = count(rate.denominator);
    let who = match (without, rate.denominator) {
        (1, 1) => "La seule école ayant répondu n’en nomme aucune".to_owned(),
        (1, _) => format!("Une école sur {schools} n’en nomme aucune"),
        _ => format!("{} écoles sur {schools} n’en nomment aucune", count(without)),
    };
    format!("{head} {who}{most}. Qui y aide les enseignants, une fois le projet déployé ?")
}

fn documentation(dossier: &Dossier) -> String {
    let fiche = &dossier.total.fiche;
    let (held, told) = (fiche.of(Figure::DocumentationHeld), fiche.of(Figure::Documented));
    let cited = if told.numerator == 0 {
        "Aucun guide, aucun dossier n’est cité.".to_owned()
    } else {
        format!("Un guide ou un dossier est cité pour {}.", couples(told))
    };
    format!(
        "{} Elle est confiée à une seule entité dans {}. {cited}",
        strong("Documentation."),
        facts::in_schools(held),
    )
}

fn administration(dossier: &Dossier) -> String {
    let both = dossier.total.fiche.of(Figure::BothAdministrations);
    format!(
        "{} Ses deux faces, fonctionnelle et technique, ont chacune une seule entité responsable dans {}.",
        strong("Administration."),
        facts::in_schools(both)
    )
}

fn means(dossier: &Dossier) -> String {
    let fiche = &dossier.total.fiche;
    let (staff, cost) = (fiche.of(Figure::StaffTold), fiche.of(Figure::CostTold));
    let head = strong("Moyens.");
    if staff.numerator == 0 && cost.numerator == 0 {
        return format!("{head} Aucun inventaire n’indique ni temps de travail ni coût.");
    }
    let (fte, euros) = sums(dossier);
    let mut said = Vec::new();
    if staff.numerator > 0 {
        said.push(format!("un temps de travail pour {} ({} ETP en tout)", couples(staff), decimal(fte, 1)));
    }
    if cost.numerator > 0 {
        said.push(format!(
            "un coût annuel pour {} ({}\u{a0}€ en tout)",
            couples(cost),
            count(euros.round() as u64)
        ));
    }
    format!(
        "{head} Les inventaires indiquent {}. Ce sont des sommes de ce qui est écrit, sans rien estimer ; le détail est dans \
         la feuille {}.",
        listed(&said),
        quoted("Moyens")
    )
}

/// « 12 couples confiés sur 40 ».
fn couples(rate: Rate) -> String {
    format!("{} sur {}", counted(rate.numerator, "couple confié", "couples confiés"), count(rate.denominator))
}

/// Full-time equivalents and yearly costs written, each row once whatever competences it stands for.
fn sums(dossier: &Dossier) -> (f64, f64) {
    let own = dossier.assignments.iter().map(|line| (line.document, &line.assignment));
    let higher = dossier.higher.iter().map(|line| (line.document, &line.assignment));
    let mut last = None;
    let (mut fte, mut cost) = (0.0, 0.0);
    for (document, line) in own.chain(higher) {
        let row = (document, &line.label.at);
        if line.competence.is_none() || last == Some(row) {
            continue;
        }
        last = Some(row);
        let Assignment { details, .. } = line;
        fte += details.fte.unwrap_or_default();
        cost += details.cost.unwrap_or_default();
    }
    (fte, cost)
}

/// A row a territory, a column a figure.
fn map(flow: &mut Flow, dossier: &Dossier) {
    let figures: Vec<Figure> = TOPICS.iter().flat_map(|topic| topic.figures()).collect();
    let width = (WIDTH - NAME - SCHOOLS) / figures.len() as f32;
    let mut columns = vec![Column::words(NAME), Column::figures(SCHOOLS)];
    columns.extend(figures.iter().map(|_| Column::centred(width)));
    let mut table = Table::new(
        "Ce que les inventaires disent des facteurs de réussite, par territoire",
        columns,
        Vec::new(),
    );
    table.map = true;
    let mut topics = vec![Cell::head("Facteur").styled(HEAD).over(2)];
    topics.extend(TOPICS.iter().map(|topic| {
        let over = topic.figures().count();
        Cell::head(topic.label()).styled(HEAD).over(over).aligned(Align::Centre).on(palette::TINT)
    }));
    let answered = if dossier.registry.is_some() { "Écoles ayant répondu" } else { "Écoles" };
    let mut names = vec![Cell::head("Territoire").styled(HEAD), Cell::head(answered).styled(HEAD)];
    names.extend(
        figures
            .iter()
            .map(|figure| Cell::head(figure.label()).styled(LABEL).aligned(Align::Centre).on(palette::WHITE)),
    );
    table.head = vec![topics, names];
    territories::rows(&mut table, dossier, |territory, name| {
        let mut cells =
            vec![Cell::row(name).styled(FIGURE), Cell::new(territories::schools(territory)).styled(FIGURE)];
        cells.extend(figures.iter().map(|figure| {
            let rate = territory.fiche.of(*figure);
            territories::cell(rate, facts::schools_behind(*figure, rate, territory.answered()))
        }));
        cells
    });
    table.set(flow);
}
