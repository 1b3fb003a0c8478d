//! The pages of the national report, in order.

use crate::french::{FEWEST_SCHOOLS, count, points, quoted};
use crate::model::document::Verdict;
use crate::model::dossier::{State, Territory};
use crate::model::fiche::{Figure, Topic};
use crate::model::finding::Severity;
use crate::model::indicator::Tally;
use crate::model::overview::{Counts, Overview};
use crate::render::NATIONAL;
use crate::render::comparison::Comparison;
use crate::text::fold;

use super::super::facts;
use super::super::page::{Align, Flow, WIDTH};
use super::super::palette;
use super::super::sections::territories::{self, About, FIGURE, HEAD, LABEL, Row};
use super::super::sections::{essentials, multiples};
use super::super::table::{Cell, Column, Kind, Table};
use super::super::typeset::typographic;
use super::sentences;

/// Name of the line over all of them.
const WHOLE: &str = "Ensemble";
/// Width of the names of académies.
const NAME: f32 = 72.0;
/// Width of the number of schools.
const SCHOOLS: f32 = 48.0;

/// Sets all the pages but the cover.
pub(super) fn set(flow: &mut Flow, comparison: &Comparison<'_>, first: &Overview) {
    summary(flow, comparison, first);
    comparison_page(flow, comparison, first);
    competences(flow, comparison, first);
    fiche(flow, comparison, first);
    beside(flow, comparison, first);
    method(flow);
}

/// The académies in the order of their names, as a reader looks for one.
pub(super) fn by_name<'b>(comparison: &Comparison<'b>) -> Vec<&'b Overview> {
    let mut lines: Vec<&Overview> = comparison.academies.iter().collect();
    lines.sort_by_key(|line| fold(&line.academie.name));
    lines
}

/// « Source : 812 inventaires retenus dans 30 académies, novembre 2026. »
fn source(comparison: &Comparison<'_>, first: &Overview) -> String {
    format!(
        "Source\u{a0}: {} inventaires retenus dans {} académies, {} ; mêmes chiffres que {NATIONAL}.",
        count(comparison.whole.answered()),
        count(comparison.academies.len() as u64),
        first.stamp.month.in_french()
    )
}

fn summary(flow: &mut Flow, comparison: &Comparison<'_>, first: &Overview) {
    flow.section("L’essentiel", f32::MAX);
    let schools = comparison.academies.iter().map(|line| u64::from(line.schools)).sum();
    let required = first.referential.required().count() as u64;
    essentials::figures(flow, &comparison.whole, (schools, required), "annuaire incomplet");
    let parts = [
        ("Ce qu’il faut retenir", "•", sentences::essentials(comparison, first)),
        ("Ce qu’il faut décider", "", sentences::decisions(comparison, first)),
    ];
    let note = format!(
        "Un couple école-compétence est une compétence requise, dans une école. Sans responsable : orpheline, à définir ou \
         non étudiée. {}",
        source(comparison, first)
    );
    essentials::lists(flow, parts, &note);
}

/// Each académie on a line.
fn comparison_page(flow: &mut Flow, comparison: &Comparison<'_>, first: &Overview) {
    flow.section("Les académies, une ligne chacune", f32::MAX);
    flow.paragraph(palette::LEAD, &sentences::lead(comparison));
    territories::legend(flow);
    let widths = [36.0, 50.0, 50.0, 54.0, 46.0, 40.0, 50.0];
    let schools = territories::schools_width(flow, &rows(comparison), SCHOOLS);
    // A long number of schools takes its room from the names, which can wrap; the last column keeps its own.
    let name = NAME - (schools - SCHOOLS);
    let rest = WIDTH - name - schools - widths.iter().sum::<f32>();
    let mut columns = vec![Column::words(name), Column::figures(schools)];
    columns.extend(widths.iter().take(3).map(|width| Column::centred(*width)));
    columns.extend(widths.iter().skip(3).map(|width| Column::figures(*width)));
    columns.push(Column::figures(rest));
    let mut table = Table::new("Retour, couverture et points à régler, par académie", columns, Vec::new());
    table.map = true;
    table.rise = territories::rise(comparison.academies.len() + 1);
    table.head = vec![
        [
            "Académie",
            "Écoles ayant répondu",
            "Retour",
            "Couverture",
            "Couverture, toutes",
            "Sans responsable",
            "Partagées",
            "Écart en un mois",
            "Documents rejetés",
            "Constats bloquants",
        ]
        .map(|title| Cell::head(title).styled(HEAD))
        .into(),
    ];
    for line in by_name(comparison) {
        let name = typographic(&line.academie.name);
        let gap = line.moved.and_then(|moved| {
            moved.shift.gap(Tally::coverage).filter(|_| moved.shift.schools >= FEWEST_SCHOOLS)
        });
        table.push(cells(name, &line.total, &line.counts, gap));
    }
    let gap = sentences::moved(comparison)
        .and_then(|moved| moved.shift.gap(Tally::coverage).filter(|_| moved.shift.schools >= FEWEST_SCHOOLS));
    table.total(cells(WHOLE.to_owned(), &comparison.whole, &comparison.counts, gap));
    table.after = 3.0 * palette::NOTE.leading;
    table.set(flow);
    flow.paragraph(
        palette::NOTE,
        &format!(
            "Retour et couverture en pourcentage ; sous {FEWEST_SCHOOLS} écoles, un compte : 3/4 se lit « 3 sur 4 ». Toutes : \
             rapportée à toutes les écoles attendues. Sans responsable et partagées : en couples école-compétence. Écart de \
             couverture depuis le mois précédent, en points, dans les écoles présentes aux deux mois. Un tiret : non mesuré. {}",
            source(comparison, first)
        ),
    );
}

fn cells(name: String, territory: &Territory, counts: &Counts, gap: Option<f64>) -> Vec<Cell> {
    let tally = &territory.tally;
    let answered = territory.answered();
    let dash = || Cell::new("–").styled(FIGURE.in_colour(palette::SOFT));
    let number = |number: u32| if number == 0 { dash() } else { Cell::new(count(number)).styled(FIGURE) };
    let returned = territory.return_rate();
    let over_all = returned.is_some().then(|| tally.coverage_of_expected());
    let mut cells = vec![
        Cell::row(name).styled(FIGURE),
        Cell::new(territories::schools(territory)).styled(FIGURE),
        returned.map_or_else(|| dash().on(palette::TINT), |rate| territories::cell(rate, rate.denominator)),
        territories::cell(tally.coverage(), answered).bold(),
        over_all.map_or_else(
            || dash().on(palette::TINT),
            |rate| territories::cell(rate, territory.expected.unwrap_or_default()),
        ),
    ];
    cells.push(number(facts::unheld(tally).numerator));
    cells.push(number(tally.of(State::Shared)));
    cells.push(match gap {
        None => dash(),
        Some(gap) => {
            let colour = if gap < 0.0 { palette::ALERT } else { palette::INK };
            Cell::new(short_points(gap)).styled(FIGURE.in_colour(colour))
        }
    });
    cells.push(number(counts.with(Verdict::Rejected)));
    cells.push(number(counts.findings(Severity::Blocking)));
    cells
}

/// A gap without its noun, which the head of its column says.
fn short_points(gap: f64) -> String {
    let said = points(gap);
    said.split('\u{a0}').next().unwrap_or_default().to_owned()
}

/// A row for each académie, then all of them.
fn rows<'c>(comparison: &'c Comparison<'_>) -> Vec<Row<'c>> {
    let mut rows: Vec<Row<'c>> = by_name(comparison)
        .into_iter()
        .map(|line| (Kind::Data, typographic(&line.academie.name), Some(&line.total)))
        .collect();
    rows.push((Kind::Total, WHOLE.to_owned(), Some(&comparison.whole)));
    rows
}

/// The coverage of each competence in each académie.
fn competences(flow: &mut Flow, comparison: &Comparison<'_>, first: &Overview) {
    let rows = rows(comparison);
    let need = 200.0 + rows.len() as f32 * 15.0;
    flow.section("Couverture par compétence", need);
    flow.paragraph(palette::LEAD, &sentences::competences(comparison, first));
    territories::legend(flow);
    for lines in territories::panels(&facts::lines(&first.referential, &first.total)) {
        let heads = ("Couverture par académie et par compétence", "Académie");
        let about = About { referential: &first.referential, registry: first.registry.is_some() };
        territories::map(flow, about, &lines, heads, &rows);
    }
    territories::note(flow, &source(comparison, first));
}

/// The figures of the fiche in each académie.
fn fiche(flow: &mut Flow, comparison: &Comparison<'_>, first: &Overview) {
    let rows = rows(comparison);
    flow.section("Les réponses à la fiche", 220.0 + rows.len() as f32 * 15.0);
    flow.paragraph(
        palette::LEAD,
        "Ses quatre questions, puis ses cinq facteurs de réussite : la part des couples, ou des écoles, pour lesquels les \
         inventaires le disent.",
    );
    territories::legend(flow);
    let schools = territories::schools_width(flow, &rows, 40.0);
    let width = (WIDTH - NAME - schools) / Figure::NUMBER as f32;
    let mut columns = vec![Column::words(NAME), Column::figures(schools)];
    columns.extend(Figure::ALL.iter().map(|_| Column::centred(width)));
    let mut table = Table::new("Chiffres de la fiche, par académie", columns, Vec::new());
    table.map = true;
    table.rise = territories::rise(rows.len());
    let mut topics = vec![Cell::head("").styled(HEAD).over(2)];
    topics.extend(Topic::QUESTIONS.into_iter().chain(Topic::FACTORS).map(|topic| {
        let over = topic.figures().count();
        Cell::head(short(topic)).styled(HEAD).over(over).aligned(Align::Centre).on(palette::TINT)
    }));
    let mut names =
        vec![Cell::head("Académie").styled(HEAD), Cell::head("Écoles ayant répondu").styled(HEAD)];
    names.extend(Figure::ALL.iter().map(|figure| Cell::head(figure.label()).styled(LABEL).turned()));
    table.head = vec![topics, names];
    territories::fill(&mut table, &rows, |territory, name| {
        let mut cells =
            vec![Cell::row(name).styled(FIGURE), Cell::new(territories::schools(territory)).styled(FIGURE)];
        cells.extend(Figure::ALL.iter().map(|figure| {
            let rate = territory.fiche.of(*figure);
            territories::cell(rate, facts::schools_behind(*figure, rate, territory.answered()))
        }));
        cells
    });
    table.after = 2.0 * palette::NOTE.leading;
    table.set(flow);
    territories::note(flow, &source(comparison, first));
}

/// The name of a question or of a factor over narrow columns.
fn short(topic: Topic) -> &'static str {
    match topic {
        Topic::Steering => "Qui pilote",
        Topic::Perennity => "Ce qui reste",
        Topic::Local => "Au local",
        Topic::Coverage => "Tout couvert",
        Topic::Services => "Prestations",
        Topic::Documentation => "Documentation",
        Topic::LocalPeople => "Aide",
        Topic::Administration => "Adm.",
        Topic::Means => "Moyens",
    }
}

/// A bar an académie.
fn beside(flow: &mut Flow, comparison: &Comparison<'_>, first: &Overview) {
    let rows = comparison.academies.len().div_ceil(3);
    flow.section("Les académies côte à côte", (rows as f32 * 31.0 + 90.0).min(500.0));
    let territories: Vec<(String, &Territory)> =
        by_name(comparison).into_iter().map(|line| (typographic(&line.academie.name), &line.total)).collect();
    let whole = ("l’ensemble des académies", &comparison.whole);
    multiples::bars(
        flow,
        "Couples de chaque état, par académie",
        &territories,
        whole,
        &source(comparison, first),
    );
}

/// How it was counted.
fn method(flow: &mut Flow) {
    flow.section("Méthode", 130.0);
    for sentence in [
        "Chaque académie est consolidée pour elle-même, avec le même référentiel et les mêmes contrôles ; l’ensemble est la \
         somme des écoles de toutes, jamais une moyenne des académies."
            .to_owned(),
        format!(
            "Sous {FEWEST_SCHOOLS} écoles ayant répondu, un compte remplace le pourcentage. Aucun taux n’est arrondi à 0 ou à \
             100\u{202f}% s’il ne l’est pas exactement. Là où une académie n’a pas d’annuaire des écoles attendues, ni le taux de \
             retour ni la couverture de toutes les écoles ne sont donnés, pour elle comme pour l’ensemble."
        ),
        format!(
            "Les nombres d’où viennent ces parts sont dans {NATIONAL} : feuilles {}, {}, {} et {}. Les formules, les écoles et \
             les documents de chaque académie sont dans son rapport et dans son classeur.",
            quoted("Académies"),
            quoted("Compétences"),
            quoted("Fiche"),
            quoted("Détail")
        ),
        "Ce rapport ne cite que des académies et des compétences, jamais de personnes.".to_owned(),
    ] {
        flow.paragraph(palette::BODY, &sentence);
    }
}
