//! Native charts of the *Synthèse*: they follow the cells, and their alternative text says the same in words.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartDataLabel, ChartDataLabelPosition, ChartFont, ChartFormat,
    ChartLegendPosition, ChartLine, ChartRange, ChartSolidFill, ChartType, Color,
};

use crate::french;
use crate::model::dossier::{Dossier, State, Territory};
use crate::model::indicator::Rate;
use crate::model::referential::Mode;

use super::sheets::{Area, Sheet};
use super::{safe, styles};

/// As wide as the columns of the sheet.
const WIDTH: u32 = 1_200;
/// The part of all schools under which a figure would not hold on its bar.
const THINNEST_LABELLED: f64 = 0.02;

/// Pixels that a chart of so many horizontal bars takes, title, legend and axis included.
pub(super) fn bars_height(bars: usize) -> u32 {
    110 + 22 * bars as u32
}

/// Bars stacked by state, one for each competence; a state that no couple is in has none. `area` holds the labels, then
/// the states in their order. `None` where there is no couple.
pub(super) fn states_by_competence(dossier: &Dossier, area: Area, height: u32) -> Option<Chart> {
    let mut chart = bars(ChartType::BarStacked, "Écoles dans chaque état, par compétence", height);
    let met = |state: &State| dossier.total.tally.of(*state) > 0;
    State::ALL.iter().find(|state| met(state))?;
    let thinnest = (dossier.schools.len() as f64 * THINNEST_LABELLED).ceil().max(1.0);
    let figures = format!("[>={thinnest}]#,##0;;;");
    for (state, column) in State::ALL.into_iter().zip(area.first_column + 1..).filter(|(state, _)| met(state))
    {
        let (ground, text) = styles::bar(state);
        chart
            .add_series()
            .set_name(&range(area, (area.first_row - 1, area.first_row - 1), column))
            .set_categories(&range(area, (area.first_row, area.last_row), area.first_column))
            .set_values(&range(area, (area.first_row, area.last_row), column))
            .set_format(&mut fill(ground))
            .set_gap(35)
            .set_data_label(
                ChartDataLabel::new()
                    .show_value()
                    .set_num_format(&figures)
                    .set_font(ChartFont::new().set_color(text).set_size(8)),
            );
    }
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.x_axis().set_num_format("#,##0").set_min(0);
    if !dossier.schools.is_empty() {
        chart.x_axis().set_max(dossier.schools.len() as u32);
    }
    chart.set_name("Graphique compétences").set_alt_text(describe_competences(dossier));
    Some(chart)
}

/// One bar of coverage for each territory compared; the first of them is at `offset` in the table.
pub(super) fn coverage_by_territory(
    dossier: &Dossier,
    compared: &[&Territory],
    (area, offset): (Area, u32),
    height: u32,
) -> Chart {
    const COVERAGE: u16 = 7;
    const COVERAGE_OF_ALL: u16 = 9;
    let rows = (area.first_row + offset, area.first_row + offset + compared.len() as u32 - 1);
    let mut chart = bars(ChartType::Bar, "Compétences couvertes, par territoire", height);
    let series = [(COVERAGE, State::Covered), (COVERAGE_OF_ALL, State::NotReturned)];
    // Without a registry, nobody knows of all the schools.
    let told = if dossier.registry.is_some() { &series[..] } else { &series[..1] };
    for &(column, ground) in told {
        chart
            .add_series()
            .set_name(&range(area, (area.first_row - 1, area.first_row - 1), column))
            .set_categories(&range(area, rows, area.first_column))
            .set_values(&range(area, rows, column))
            .set_format(&mut fill(styles::bar(ground).0))
            .set_gap(45)
            .set_data_label(
                ChartDataLabel::new()
                    .show_value()
                    .set_num_format("0.0\u{a0}%")
                    .set_position(ChartDataLabelPosition::OutsideEnd)
                    .set_font(ChartFont::new().set_size(8)),
            );
    }
    if told.len() > 1 {
        chart.legend().set_position(ChartLegendPosition::Bottom);
    } else {
        chart.legend().set_hidden();
    }
    chart.x_axis().set_num_format("0\u{a0}%").set_min(0).set_max(1);
    let described: Vec<String> = compared
        .iter()
        .map(|territory| format!("{} {}", territory.name, french::percent(territory.tally.coverage())))
        .collect();
    let then = if told.len() > 1 { ", puis dans toutes les écoles attendues" } else { "" };
    chart.set_name("Graphique territoires").set_alt_text(alt(&format!(
        "Barres : part des couples couverts dans les écoles ayant répondu{then}. Écoles ayant répondu : {}.",
        french::listed(&described)
    )));
    chart
}

/// One bar for each mode. `None` where nothing is entrusted to anybody.
pub(super) fn modes(dossier: &Dossier, area: Area, height: u32) -> Option<Chart> {
    let total: u32 = dossier.total.modes.iter().sum();
    if total == 0 {
        return None;
    }
    let mut chart = bars(ChartType::Bar, "Couples confiés, par mode", height);
    let rows = (area.first_row, area.last_row);
    chart
        .add_series()
        .set_name("Couples confiés")
        .set_categories(&range(area, rows, area.first_column))
        .set_values(&range(area, rows, area.first_column + 1))
        .set_format(&mut fill(styles::bar(State::NotReturned).0))
        .set_gap(45)
        .set_data_label(
            ChartDataLabel::new()
                .show_value()
                .set_num_format("#,##0")
                .set_position(ChartDataLabelPosition::OutsideEnd)
                .set_font(ChartFont::new().set_size(9)),
        );
    chart.legend().set_hidden();
    chart.x_axis().set_num_format("#,##0").set_min(0);
    let labels = Mode::ALL.map(Mode::label).into_iter().chain(["Mode non précisé"]);
    let described: Vec<String> = labels
        .zip(dossier.total.modes)
        .map(|(label, count)| format!("{label} {}", french::out_of(Rate::new(count, total))))
        .collect();
    chart
        .set_name("Graphique modes")
        .set_alt_text(alt(&format!("Barres : couples confiés, par mode. {}.", french::listed(&described))));
    Some(chart)
}

fn bars(kind: ChartType, title: &str, height: u32) -> Chart {
    let mut chart = Chart::new(kind);
    chart.set_width(WIDTH).set_height(height);
    // In a chart of horizontal bars, the y axis has the categories. The first line of the table is the top bar.
    chart.y_axis().set_reverse().set_font(ChartFont::new().set_size(9));
    chart.x_axis().set_major_gridlines_line(ChartLine::new().set_color(Color::RGB(0x00D9_D9D9)));
    chart.x_axis().set_label_position(ChartAxisLabelPosition::High);
    chart.title().set_name(title).set_font(ChartFont::new().set_size(11).set_bold());
    chart
}

fn range(area: Area, (first, last): (u32, u32), column: u16) -> ChartRange {
    debug_assert!((area.first_column..=area.last_column).contains(&column));
    ChartRange::new_from_range(Sheet::Summary.name(), first, column, last, column)
}

fn fill(color: Color) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(color));
    format.set_border(ChartLine::new().set_color(Color::White).set_width(0.5));
    format
}

fn describe_competences(dossier: &Dossier) -> String {
    let rates: Vec<(String, Rate)> = dossier
        .required()
        .into_iter()
        .zip(&dossier.total.by_competence)
        .map(|(id, tally)| (dossier.referential.competence(id).label.clone(), tally.coverage()))
        .collect();
    let by_value = |left: &&(String, Rate), right: &&(String, Rate)| {
        let value = |rate: Rate| rate.value().unwrap_or(1.0);
        value(left.1).total_cmp(&value(right.1))
    };
    let mut text = "Barres empilées : pour chaque compétence, nombre d’écoles dans chaque état.".to_owned();
    let known = || rates.iter().filter(|(_, rate)| rate.denominator > 0);
    if let (Some(least), Some(most)) = (known().min_by(by_value), known().max_by(by_value)) {
        let (best, worst) = (french::out_of(most.1), french::out_of(least.1));
        text += &[" La mieux couverte : ", &most.0, " (", &best, ")."].concat();
        text += &[" La moins couverte : ", &least.0, " (", &worst, ")."].concat();
    }
    alt(&text)
}

/// Within what Excel accepts as an alternative text; a longer one would be left out.
fn alt(text: &str) -> String {
    safe::line(&safe::sentence(text), 255)
}
