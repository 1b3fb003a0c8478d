//! Coverage by competence: a bar for each, grouped by family; in an annex, the same numbers as a table.

use crate::french::count;
use crate::model::dossier::{Dossier, State};
use crate::model::outline::Part;

use super::super::chart::{self, Row};
use super::super::display::{Owner, Role};
use super::super::facts::{self, Line};
use super::super::page::{Align, Flow, MARGIN, WIDTH};
use super::super::palette::{self, Style, swatch};
use super::super::table::{Cell, Column, Table};

/// The least height of a bar's line.
const LINE: f32 = 27.0;

/// Sets the section.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    let total = &dossier.total;
    let nothing = match (total.tally.total(), total.answered()) {
        (0, _) => Some("Aucune école n’est connue : il n’y a rien à représenter."),
        (_, 0) => Some(
            "Aucune école n’a rendu d’inventaire : les barres seront données dès les premières réponses.",
        ),
        _ => None,
    };
    flow.section(&part.title, if nothing.is_some() { 0.0 } else { f32::MAX });
    if let Some(nothing) = nothing {
        flow.paragraph(palette::LEAD, nothing);
        return;
    }
    flow.introduction(part);
    super::legend(flow);
    chart::title(flow, "Nombre d’écoles dans chaque état, par compétence", 120.0);
    for (label, lines) in facts::families(&dossier.referential, facts::competences(dossier)) {
        family(flow, &label, &lines);
    }
    flow.paragraph(
        palette::NOTE,
        &format!(
            "En écoles, une barre entière pour toutes celles de l’académie. La couverture laisse de côté les écoles sans \
             réponse et celles où la compétence est sans objet. {}",
            super::source(dossier)
        ),
    );
}

/// Draws the bars of a family, all on one page unless there are more than a page holds.
fn family(flow: &mut Flow, label: &str, lines: &[Line]) {
    const HEAD: f32 = 15.0;
    let whole: f32 = lines.iter().map(|line| chart::row_height(flow, &line.label, LINE)).sum();
    flow.ensure((HEAD + whole).min(300.0));
    let section = flow.section_node();
    let heading = flow.book.node(section, Role::Heading(3));
    let name = palette::BODY.bold().in_colour(palette::DEEP);
    flow.set(Owner::Node(heading), MARGIN, flow.y(), WIDTH, name, Align::Left, label);
    flow.skip(HEAD);
    for line in lines {
        let coverage = facts::school_rate(line.tally.coverage());
        let (said, told) = (chart::message(&line.tally), chart::told(&line.tally));
        let alt = format!("{} : {said}. En écoles : {told}.", line.label);
        let parts = State::ALL.map(|state| (line.tally.of(state), swatch(state)));
        chart::row(flow, Row { label: &line.label, parts: &parts, value: &coverage, alt, least: LINE });
    }
    flow.skip(6.0);
}

/// Sets the same numbers as a table, for who reads rather than looks.
pub(in super::super) fn figures(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    if dossier.total.tally.total() == 0 || dossier.total.answered() == 0 {
        return;
    }
    let rows = dossier.required().len() as f32 + 1.0;
    flow.section(&part.title, (60.0 + rows * 19.0).min(450.0));
    flow.introduction(part);
    let states = State::ALL;
    let width = 45.0;
    let last = 54.0;
    let mut columns = vec![Column::words(WIDTH - last - width * states.len() as f32)];
    columns.extend(states.iter().map(|_| Column::figures(width)));
    columns.push(Column::figures(last));
    let mut head = vec![Cell::head("Compétence")];
    head.extend(states.iter().map(|state| Cell::head(state.label()).styled(NARROW)));
    head.push(Cell::head("Couverture").styled(NARROW));
    let mut table = Table::new("Nombre d’écoles dans chaque état", columns, head);
    for line in facts::competences(dossier) {
        let mut cells = vec![Cell::row(line.label.clone())];
        cells.extend(states.iter().map(|state| number(line.tally.of(*state))));
        cells.push(Cell::new(facts::school_rate(line.tally.coverage())).bold());
        table.push(cells);
    }
    let total = &dossier.total.tally;
    let mut cells = vec![Cell::row("Ensemble, en couples")];
    cells.extend(states.iter().map(|state| number(total.of(*state))));
    cells.push(Cell::new(facts::rate(total.coverage(), dossier.total.answered())));
    table.total(cells);
    table.set(flow);
    flow.paragraph(
        palette::NOTE,
        "La couverture laisse de côté les couples « Sans objet » et les écoles sans réponse.",
    );
}

/// Header cells of narrow columns.
const NARROW: Style = Style { size: 7.0, leading: 8.6, ..palette::HEAD };

/// A number, nil told by a dash that doesn't catch the eye.
pub(super) fn number(number: u32) -> Cell {
    if number == 0 {
        Cell::new("–").styled(palette::CELL.in_colour(palette::SOFT))
    } else {
        Cell::new(count(number))
    }
}
