//! The fiche's five success factors: services, documentation, local resource people, administration, means; over the
//! académie in words and bars, then territory by territory.

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
use super::gauges;
use super::territories::{self, Depth, FIGURE, HEAD, LABEL};

/// Width of the names of territories.
const NAME: f32 = 100.0;
/// Width of the number of schools.
const SCHOOLS: f32 = 46.0;

/// Beyond this many rows, the body compares départements: the section holds on a page.
const MOST_ROWS: usize = 10;

/// Sets the section.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    let answered = dossier.total.answered();
    flow.section(&part.title, if answered == 0 { 0.0 } else { f32::MAX });
    if answered == 0 {
        flow.paragraph(
            palette::LEAD,
            "Aucune école n’a rendu d’inventaire : les facteurs seront mesurés dès les premières réponses.",
        );
        return;
    }
    flow.introduction(part);
    for topic in Topic::FACTORS {
        let sentence = match topic {
            Topic::Documentation => documentation(dossier),
            Topic::LocalPeople => people(dossier),
            Topic::Administration => administration(dossier),
            Topic::Means => means(dossier),
            _ => services(dossier),
        };
        let lines = flow.fonts.wrap(palette::BODY, WIDTH, &sentence).len() as f32;
        flow.ensure(lines * palette::BODY.leading + 6.0 + gauges::height(topic));
        flow.paragraph(palette::BODY, &sentence);
        gauges::set(flow, dossier, topic);
        flow.skip(5.0);
    }
    flow.paragraph(palette::NOTE, &format!("{} {}", gauges::NOTE, super::source(dossier)));
    if dossier.departements.len() + dossier.circonscriptions.len() > 1 {
        map(flow, dossier, if is_shortened(dossier) { Depth::Departements } else { Depth::Circonscriptions });
    }
}

/// Whether the body leaves its circonscriptions to an annex.
pub(super) fn is_shortened(dossier: &Dossier) -> bool {
    let rows = dossier.departements.len() + dossier.circonscriptions.len() + 1;
    rows > MOST_ROWS && !dossier.circonscriptions.is_empty() && dossier.total.answered() > 0
}

fn services(dossier: &Dossier) -> String {
    let fiche = &dossier.total.fiche;
    let (kind, level) = (fiche.of(Figure::ServiceTold), fiche.of(Figure::ServiceLevelTold));
    let head = strong("Prestations et niveaux de service.");
    let said = match (level.denominator, kind.numerator, level.numerator) {
        (0, ..) => return format!("{head} Aucune compétence n’est déclarée externalisée."),
        (_, 0, 0) => "Ni le type de prestation ni le niveau de service attendu n’est écrit".to_owned(),
        (_, 0, level) => {
            format!(
                "Le niveau de service attendu est écrit pour {}, le type de prestation pour aucun",
                count(level)
            )
        }
        (_, kind, level) => format!(
            "Le type de prestation est écrit pour {}, le niveau de service attendu pour {}",
            count(kind),
            if level == 0 { "aucun".to_owned() } else { count(level) }
        ),
    };
    let all = counted(level.denominator, "couple externalisé", "couples externalisés");
    format!("{head} {said}, sur {all}.")
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
    format!("{} Elle {}. {cited}", strong("Documentation."), facts::held_in(held, str::to_owned))
}

fn administration(dossier: &Dossier) -> String {
    let both = dossier.total.fiche.of(Figure::BothAdministrations);
    let head = format!("{} Ses deux faces, fonctionnelle et technique,", strong("Administration."));
    if both.denominator == 0 {
        return format!("{head} sont déclarées sans objet partout.");
    }
    if both.numerator == 0 {
        return format!("{head} n’ont chacune une seule entité responsable dans aucune école.");
    }
    format!("{head} ont chacune une seule entité responsable dans {}.", facts::in_schools(both))
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

/// Sets a row a territory, a column a figure.
pub(super) fn map(flow: &mut Flow, dossier: &Dossier, depth: Depth) {
    let figures: Vec<Figure> = Topic::FACTORS.iter().flat_map(|topic| topic.figures()).collect();
    let rows = territories::rows(dossier, depth);
    let schools = territories::schools_width(flow, &rows, SCHOOLS);
    let width = (WIDTH - NAME - schools) / figures.len() as f32;
    let mut columns = vec![Column::words(NAME), Column::figures(schools)];
    columns.extend(figures.iter().map(|_| Column::centred(width)));
    let caption = "Ce que les inventaires disent des facteurs de réussite, par territoire";
    let mut table = Table::new(caption, columns, Vec::new());
    table.map = true;
    table.rise = territories::rise(rows.len());
    let mut topics = vec![Cell::head("Facteur").styled(HEAD).over(2)];
    topics.extend(Topic::FACTORS.iter().map(|topic| {
        let over = topic.figures().count();
        Cell::head(short(*topic)).styled(HEAD).over(over).aligned(Align::Centre).on(palette::TINT)
    }));
    let answered = if dossier.registry.is_some() { "Écoles ayant répondu" } else { "Écoles" };
    let mut names = vec![Cell::head("Territoire").styled(HEAD), Cell::head(answered).styled(HEAD)];
    names.extend(
        figures
            .iter()
            .map(|figure| Cell::head(figure.label()).styled(LABEL).aligned(Align::Centre).on(palette::WHITE)),
    );
    table.head = vec![topics, names];
    territories::fill(&mut table, &rows, |territory, name| {
        let mut cells =
            vec![Cell::row(name).styled(FIGURE), Cell::new(territories::schools(territory)).styled(FIGURE)];
        cells.extend(figures.iter().map(|figure| {
            let rate = territory.fiche.of(*figure);
            territories::cell(rate, facts::schools_behind(*figure, rate, territory.answered()))
        }));
        cells
    });
    table.after = 2.0 * palette::NOTE.leading;
    table.set(flow);
    flow.paragraph(
        palette::NOTE,
        &format!(
            "Chiffres en pourcentage, d’écoles ou de couples confiés ; plus la case est sombre, plus il est élevé. Sous \
             {FEWEST_SCHOOLS} écoles, un compte : 3/4 se lit « 3 sur 4 ». Un tiret : rien à mesurer. Moins de 40\u{202f}% : en \
             gras, sur fond clair."
        ),
    );
}

/// The name of a factor over its columns, which are narrow.
fn short(topic: Topic) -> &'static str {
    match topic {
        Topic::Services => "Prestations",
        Topic::LocalPeople => "Personnes ressources",
        Topic::Administration => "Administration",
        Topic::Means => "Moyens",
        _ => topic.label(),
    }
}
