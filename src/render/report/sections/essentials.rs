//! The essentials on one page: five figures with what they are out of, what matters, what must be decided.

use crate::french::{FEWEST_SCHOOLS, count, counted, listed, out_of, percent};
use crate::model::dossier::{Dossier, State, Territory};
use crate::model::indicator::{Rate, Tally};
use crate::model::outline::Part;

use super::super::display::{Area, Colour, Draw, Owner, Role};
use super::super::page::{Align, Flow, MARGIN, WIDTH};
use super::super::palette::{self, Style};
use super::super::typeset::strong;
use super::super::{chart, facts, sentences};

/// A key figure.
struct Key {
    label: &'static str,
    value: String,
    /// What it is out of.
    out_of: String,
    /// The share drawn under it.
    share: Rate,
    colour: Colour,
}

/// Sets the page.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    flow.section(&part.title, f32::MAX);
    flow.introduction(part);
    figures(
        flow,
        &dossier.total,
        (dossier.schools.len() as u64, dossier.required().len() as u64),
        "sans annuaire",
    );
    let mut note =
        "Un couple école-compétence est une compétence requise, dans une école. Les formules sont dans la section \
         « Méthode ». Sans responsable : orpheline, à définir ou non étudiée."
            .to_owned();
    if dossier.registry.is_none() {
        note.push_str(
            " Aucun annuaire des écoles attendues n’a été fourni : le taux de retour n’est pas calculé.",
        );
    }
    if dossier.evolution.is_none() {
        note.push_str(" Premier mois connu : l’évolution sera donnée à partir du prochain.");
    }
    let parts = [
        ("Ce qu’il faut retenir", "•", sentences::essentials(dossier)),
        ("Ce que le comité doit décider", "", sentences::decisions(dossier)),
    ];
    lists(flow, parts, &note);
}

/// Sets what to keep in mind, what to decide and a note, in the largest type that holds on the page.
pub(in super::super) fn lists(flow: &mut Flow, parts: [(&str, &str, Vec<String>); 2], note: &str) {
    /// Above and below the title of a part.
    const TITLE: f32 = 13.0 + palette::PART.leading + 5.0;
    const ABOVE_NOTE: f32 = 6.0;
    let note_height = ABOVE_NOTE + flow.height(palette::NOTE, note);
    let parts = parts.map(|(title, sign, items)| (title, numbered(sign, items)));
    let styles = [palette::LEAD, Style { size: 9.6, leading: 13.5, ..palette::LEAD }, palette::BODY_TIGHT];
    let holds = |style: &Style| {
        let lists: f32 = parts.iter().map(|(_, items)| TITLE + flow.list_height(*style, items)).sum();
        lists + note_height <= flow.left()
    };
    let style = styles.into_iter().find(holds).unwrap_or(palette::BODY_TIGHT);
    for (title, items) in &parts {
        flow.part(title, 60.0);
        flow.list(style, items);
    }
    flow.skip(ABOVE_NOTE);
    flow.paragraph(palette::NOTE, note);
}

/// Sets the five figures, then all the couples in one bar.
pub(in super::super) fn figures(
    flow: &mut Flow,
    whole: &Territory,
    (schools, required): (u64, u64),
    no_registry: &str,
) {
    cards(flow, &keys(whole, no_registry));
    bar(flow, &whole.tally, schools, required);
}

/// All the couples in one bar, each state named with its number.
fn bar(flow: &mut Flow, tally: &Tally, schools: u64, required: u64) {
    let total = tally.total();
    if total == 0 {
        return;
    }
    flow.skip(8.0);
    let section = flow.section_node();
    let top = flow.y();
    let said = Owner::Node(flow.book.node(section, Role::Paragraph));
    let product = if schools * required == u64::from(total) {
        let schools = counted(schools, "école", "écoles");
        format!(" ({schools} × {})", counted(required, "compétence requise", "compétences requises"))
    } else {
        String::new()
    };
    let couples = counted(total, "couple école-compétence", "couples école-compétence");
    let text = format!("{couples}{product} : où ils en sont");
    flow.set(said, MARGIN, top, WIDTH, palette::BODY.bold(), Align::Left, &text);
    let area = Area::new(MARGIN, top + 17.0, WIDTH, 20.0);
    let alt = format!("{} Détail : {}.", message(tally), chart::told(tally));
    let figure = Owner::Node(flow.book.figure(section, area, alt));
    chart::stacked(flow, figure, area, tally);
    let legend = Owner::Node(flow.book.node(section, Role::Paragraph));
    let style = Style { size: 7.5, ..palette::NOTE };
    let (mut x, mut y) = (MARGIN, top + 43.0);
    for state in State::ALL.into_iter().filter(|state| tally.of(*state) > 0) {
        let words = format!("{} {}", state.label(), strong(&count(tally.of(state))));
        let width = flow.fonts.wrap(style, WIDTH, &words).first().map_or(0.0, |line| line.width);
        if x + 15.0 + width > MARGIN + WIDTH {
            (x, y) = (MARGIN, y + 12.0);
        }
        for draw in palette::swatch(state).paint(Area::new(x, y + 1.8, 11.0, 7.5)) {
            flow.draw(Owner::Decoration, draw);
        }
        flow.set(legend, x + 15.0, y, width + 2.0, style, Align::Left, &words);
        x += 15.0 + width + 7.0;
    }
    flow.skip(y + 12.0 - top);
}

/// What the bar of all the couples says before its numbers.
fn message(tally: &Tally) -> String {
    let total = tally.total();
    let of = |number: u32, one: &str, many: &str| (number > 0).then(|| counted(number, one, many));
    let parts: Vec<String> = [
        of(tally.of(State::Covered), "est couvert", "sont couverts"),
        of(facts::unheld(tally).numerator, "n’a pas de responsable", "n’ont pas de responsable"),
        of(tally.of(State::Shared), "en a plusieurs", "en ont plusieurs"),
        of(tally.of(State::NotApplicable), "est sans objet", "sont sans objet"),
        of(tally.of(State::NotReturned), "n’est pas rendu", "ne sont pas rendus"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let couples = counted(total, "couple école-compétence", "couples école-compétence");
    format!("Sur {couples}, {}.", listed(&parts))
}

/// Labels items: the sign given, or their number.
fn numbered(sign: &str, items: Vec<String>) -> Vec<(String, String)> {
    let label = |rank: usize| if sign.is_empty() { format!("{}.", rank + 1) } else { sign.to_owned() };
    items.into_iter().enumerate().map(|(rank, item)| (label(rank), item)).collect()
}

/// The five figures. Without a registry, what is known of the schools takes the place of the return rate.
fn keys(total: &Territory, no_registry: &str) -> [Key; 5] {
    let tally = &total.tally;
    let answered = total.answered();
    let share = |label, rate: Rate, colour| Key {
        label,
        value: count(rate.numerator),
        out_of: if rate.denominator == 0 {
            "aucun couple étudié".to_owned()
        } else if answered < FEWEST_SCHOOLS {
            format!("sur {}", counted(rate.denominator, "couple", "couples"))
        } else {
            format!("sur {} couples, soit {}", count(rate.denominator), percent(rate))
        },
        share: rate,
        colour,
    };
    let coverage = |label, rate: Rate, schools: u32| Key {
        label,
        value: facts::rate(rate, schools),
        out_of: if rate.denominator == 0 {
            "aucun couple à couvrir".to_owned()
        } else if schools < FEWEST_SCHOOLS {
            "couples".to_owned()
        } else {
            format!("{} couples", out_of(rate))
        },
        share: rate,
        colour: palette::DEEP,
    };
    let (first, third) = match total.return_rate() {
        Some(rate) => (
            Key {
                label: "Écoles ayant répondu",
                value: facts::rate(rate, rate.denominator),
                out_of: if rate.denominator < FEWEST_SCHOOLS {
                    if rate.denominator == 1 { "école attendue" } else { "écoles attendues" }.to_owned()
                } else {
                    format!("{} sur {} attendues", count(rate.numerator), count(rate.denominator))
                },
                share: rate,
                colour: palette::DEEP,
            },
            coverage(
                "Couverture, toutes les écoles attendues",
                tally.coverage_of_expected(),
                total.expected.unwrap_or_default(),
            ),
        ),
        None => (
            Key {
                label: "Écoles ayant répondu",
                value: count(answered),
                out_of: format!("{no_registry}, pas de taux de retour"),
                share: Rate::default(),
                colour: palette::DEEP,
            },
            coverage("Couples étudiés, écoles ayant répondu", tally.studied(), answered),
        ),
    };
    [
        first,
        coverage("Couverture, écoles ayant répondu", tally.coverage(), answered),
        third,
        share("Couples sans responsable", facts::unheld(tally), palette::ALERT),
        share("Responsabilités partagées", tally.share(State::Shared), Colour(0x8a, 0x5c, 0x08)),
    ]
}

/// Draws the figures side by side; each reads label, figure, denominator.
fn cards(flow: &mut Flow, keys: &[Key; 5]) {
    const GAP: f32 = 9.0;
    const HEIGHT: f32 = 104.0;
    let width = (WIDTH - GAP * 4.0) / 5.0;
    let top = flow.y();
    let label_style = Style { size: 7.6, leading: 9.6, ..palette::HEAD };
    let small = Style { size: 7.4, leading: 9.6, ..palette::NOTE };
    for (rank, key) in keys.iter().enumerate() {
        let x = MARGIN + rank as f32 * (width + GAP);
        let card = Area::new(x, top, width, HEIGHT);
        flow.draw(Owner::Decoration, Draw::Fill { area: card, colour: palette::TINT });
        let edge = Area::new(x, top, width, 2.4);
        flow.draw(Owner::Decoration, Draw::Fill { area: edge, colour: key.colour });
        let inner = width - 14.0;
        let section = flow.section_node();
        let node = Owner::Node(flow.book.node(section, Role::Paragraph));
        let label = flow.fonts.wrap_whole(label_style, inner, key.label);
        flow.set_lines(node, Area::new(x + 7.0, top + 10.0, inner, 0.0), label_style, Align::Left, label);
        // The longest figure (« 12 sur 13 », « sans objet ») must hold on one line.
        let mut size = 21.0;
        let style = |size: f32| Style { size, leading: 26.0, ..palette::SECTION }.in_colour(key.colour);
        while size > 9.0 && flow.fonts.width(style(size), &key.value) > inner {
            size -= 0.5;
        }
        flow.set(node, x + 7.0, top + 41.0, inner, style(size), Align::Left, &key.value);
        if key.share.denominator > 0 {
            let bar = Area::new(x + 7.0, top + 70.0, inner, 3.0);
            let share = key.share.value().unwrap_or_default();
            chart::gauge(flow, Owner::Decoration, bar, share, key.colour);
        }
        flow.set(node, x + 7.0, top + 78.0, inner, small, Align::Left, &key.out_of);
    }
    flow.skip(HEIGHT + 4.0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{Shape, dossier};

    #[test]
    fn five_figures_come_from_the_totals_with_their_denominators() {
        let dossier = dossier(&Shape::default());
        let keys = keys(&dossier.total, "sans annuaire");
        let tally = &dossier.total.tally;
        assert_eq!(keys[0].out_of, "36 sur 40 attendues");
        assert_eq!(keys[1].value, percent(tally.coverage()));
        assert_eq!(keys[2].value, percent(tally.coverage_of_expected()));
        assert_eq!(keys[3].value, count(facts::unheld(tally).numerator));
        assert!(keys[4].out_of.contains(&count(tally.coverage().denominator)));
    }

    #[test]
    fn without_a_registry_no_figure_is_a_return_rate() {
        let dossier = dossier(&Shape { registry: false, ..Shape::default() });
        let keys = keys(&dossier.total, "sans annuaire");
        assert_eq!(keys[0].value, "36");
        assert!(keys.iter().all(|key| !key.out_of.contains("attendues")));
    }

    #[test]
    fn figures_have_a_meaning_when_nobody_answered() {
        let dossier = dossier(&Shape { state: |_, _| State::NotReturned, ..Shape::default() });
        let keys = keys(&dossier.total, "sans annuaire");
        assert_eq!(keys[0].value, "0\u{202f}%");
        assert_eq!(keys[1].value, "–");
        assert_eq!(keys[3].out_of, "aucun couple étudié");
    }
}
