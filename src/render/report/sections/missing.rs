//! Schools without answer: how many in each circonscription, and which ones as long as a page or two hold them.

use crate::french::{count, counted, quoted};
use crate::model::dossier::{Dossier, SchoolFile, Territory};
use crate::model::outline::Part;

use super::super::facts;
use super::super::page::{Flow, WIDTH};
use super::super::palette;
use super::super::table::{Cell, Column, Table};
use super::super::typeset::limited;

/// From this many rows on, a table is set tight.
const TIGHT: usize = 36;
/// Beyond this, a list of names is a matter for the workbook.
const MOST_NAMED: usize = 60;

/// Sets the section.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    let silent = facts::silent(dossier).count();
    flow.section(&part.title, if silent == 0 { 20.0 } else { 160.0 });
    let Some(expected) = dossier.total.expected else {
        flow.paragraph(
            palette::LEAD,
            "Aucun annuaire des écoles attendues n’a été fourni : les écoles qui n’ont pas répondu ne peuvent pas être \
             connues.",
        );
        flow.paragraph(
            palette::BODY,
            &format!(
                "{}. Pour obtenir le taux de retour et la liste des relances, donnez l’annuaire des écoles de \
                 l’académie à la prochaine consolidation (option --annuaire).",
                counted(
                    dossier.total.answered(),
                    "école figure dans ce rapport, par son inventaire",
                    "écoles figurent dans ce rapport, par leur inventaire"
                )
            ),
        );
        return;
    };
    let silent: Vec<&SchoolFile> = facts::silent(dossier).collect();
    if silent.is_empty() {
        let all = if expected == 0 {
            "L’annuaire ne liste aucune école de cette académie : il n’y a personne à relancer.".to_owned()
        } else if expected == 1 {
            "L’école attendue a rendu un inventaire exploitable : personne n’est à relancer.".to_owned()
        } else {
            format!(
                "Les {} écoles attendues ont toutes rendu un inventaire exploitable : personne n’est à relancer.",
                count(expected)
            )
        };
        flow.paragraph(palette::LEAD, &all);
        return;
    }
    flow.introduction(part);
    flow.paragraph(
        palette::LEAD,
        &format!(
            "{} sur {} {} pas rendu d’inventaire exploitable.",
            counted(silent.len() as u64, "école", "écoles"),
            count(expected),
            if silent.len() == 1 { "n’a" } else { "n’ont" }
        ),
    );
    territories(flow, dossier);
    if silent.len() > MOST_NAMED {
        flow.paragraph(
            palette::BODY,
            &format!(
                "La liste des {} écoles est dans la feuille {} du classeur de consolidation.",
                count(silent.len() as u64),
                quoted("Retours")
            ),
        );
    } else {
        schools(flow, dossier, &silent);
    }
}

/// Expected, received, missing, by circonscription.
fn territories(flow: &mut Flow, dossier: &Dossier) {
    let columns = vec![
        Column::words(WIDTH - 4.0 * 70.0),
        Column::figures(70.0),
        Column::figures(70.0),
        Column::figures(70.0),
        Column::figures(70.0),
    ];
    let head = ["Territoire", "Attendues", "Ayant répondu", "Sans réponse", "Taux de retour"].map(Cell::head);
    let mut table = Table::new("Retours par circonscription", columns, head.into());
    let row = |territory: &Territory, name: String| {
        let rate = territory.return_rate().unwrap_or_default();
        let missing = facts::missing(territory).unwrap_or_default();
        vec![
            Cell::row(name),
            Cell::new(count(rate.denominator)),
            Cell::new(count(rate.numerator)),
            super::coverage::number(missing),
            Cell::new(facts::rate(rate, rate.denominator)),
        ]
    };
    for departement in &dossier.departements {
        let inside = dossier.circonscriptions.iter().filter(|one| one.departement == departement.code);
        let inside: Vec<&Territory> = inside.collect();
        let name = facts::departement(dossier, &departement.code);
        if departement.expected.unwrap_or_default() == 0 {
            continue;
        }
        let cells = row(departement, name);
        if inside.is_empty() {
            table.push(cells);
        } else {
            let cells = cells.into_iter().map(Cell::bold).collect();
            table.rows.push((super::super::table::Kind::Group, cells));
        }
        for territory in inside {
            table.push(row(territory, facts::circonscription(&territory.name)));
        }
    }
    table.total(row(&dossier.total, "Académie".to_owned()));
    table.tight = table.rows.len() > TIGHT;
    table.set(flow);
}

/// The schools themselves, by circonscription.
fn schools(flow: &mut Flow, dossier: &Dossier, silent: &[&SchoolFile]) {
    flow.part("Les écoles à relancer", 80.0);
    let columns =
        vec![Column::words(58.0), Column::words(WIDTH - 298.0), Column::words(110.0), Column::words(130.0)];
    let head = ["UAI", "École", "Commune", "Circonscription"].map(Cell::head);
    let mut table = Table::new("", columns, head.into());
    let or_dash =
        |text: &str, most| if text.trim().is_empty() { "–".to_owned() } else { limited(text, most) };
    for file in silent {
        let school = &file.school;
        let place = if school.circonscription.trim().is_empty() {
            facts::departement(dossier, &school.departement)
        } else {
            format!("{}\u{a0}({})", facts::circonscription(&school.circonscription), school.departement)
        };
        table.push(vec![
            Cell::new(school.uai.to_string()),
            Cell::row(or_dash(&school.name, 140)),
            Cell::new(or_dash(&school.commune, 80)),
            Cell::new(place),
        ]);
    }
    table.set(flow);
}
