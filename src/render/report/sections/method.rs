//! How it was counted: formulas with this month's figures, states, sources, rules that fired.

use std::collections::BTreeMap;

use crate::french::{count, counted, listed, out_of};
use crate::model::calendar::day_in_french;
use crate::model::document::Verdict;
use crate::model::dossier::{Dossier, State};
use crate::model::fiche::Figure;
use crate::model::finding::{Rule, Severity};
use crate::model::outline::Part;

use super::super::facts;
use super::super::page::{Flow, WIDTH};
use super::super::palette;
use super::super::table::{Cell, Column, Table};
use super::super::typeset::{limited, typographic};

/// Sets the section.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    flow.section(&part.title, 240.0);
    flow.introduction(part);
    flow.paragraph(
        palette::LEAD,
        if super::people::are_named(dossier) {
            "Hors de l’annexe des personnes ressources, ce rapport ne cite que des entités."
        } else {
            "Ce rapport ne cite que des entités, jamais de personnes."
        },
    );
    formulas(flow, dossier);
    fiche(flow, dossier);
    states(flow, dossier);
    sources(flow, dossier);
    rules(flow, dossier);
}

/// Each rate, how it is computed, what it is this month.
fn formulas(flow: &mut Flow, dossier: &Dossier) {
    flow.part("Les taux et leur formule", 120.0);
    let columns = vec![
        Column::words(118.0),
        Column::words(WIDTH - 258.0),
        Column::figures(84.0),
        Column::figures(56.0),
    ];
    let head = ["Taux", "Formule", "Ce mois-ci", "Valeur"].map(Cell::head);
    let mut table = Table::new("", columns, head.into());
    let total = &dossier.total;
    let tally = &total.tally;
    let schools = total.answered();
    match total.return_rate() {
        Some(rate) => table.push(vec![
            Cell::row("Taux de retour"),
            Cell::new("écoles attendues dont un inventaire est retenu ÷ écoles attendues"),
            Cell::new(out_of(rate)),
            Cell::new(facts::rate(rate, rate.denominator)),
        ]),
        None => table.push(vec![
            Cell::row("Taux de retour"),
            Cell::new("non calculé : sans annuaire, le nombre d’écoles attendues n’est pas connu, et 100\u{202f}% serait faux"),
            Cell::new("–"),
            Cell::new("–"),
        ]),
    }
    let mut rates = vec![(
        "Couverture",
        "couples à une seule entité responsable ÷ couples des écoles ayant répondu, hors sans objet",
        tally.coverage(),
    )];
    if total.inherited.total() > 0 {
        rates.push((
            "Couverture héritée",
            "couples couverts par la réponse d’un niveau supérieur ÷ les mêmes couples",
            total.inherited_coverage(),
        ));
    }
    if total.expected.is_some() {
        rates.push((
            "Couverture, toutes les écoles attendues",
            "couples à une seule entité responsable ÷ couples de toutes les écoles attendues, hors sans objet",
            tally.coverage_of_expected(),
        ));
    }
    rates.push((
        "Étude",
        "couples étudiés (tout état sauf non étudiée) ÷ couples des écoles ayant répondu",
        tally.studied(),
    ));
    rates.push((
        "Sans responsable",
        "orphelines, à définir et non étudiées ÷ couples des écoles ayant répondu, hors sans objet",
        facts::unheld(tally),
    ));
    rates.push((
        "Partagées",
        "couples à plusieurs entités responsables ÷ couples des écoles ayant répondu, hors sans objet",
        tally.share(State::Shared),
    ));
    for (name, formula, rate) in rates {
        table.push(vec![
            Cell::row(name),
            Cell::new(formula),
            Cell::new(out_of(rate)),
            Cell::new(facts::rate(rate, schools)),
        ]);
    }
    table.set(flow);
    flow.paragraph(
        palette::NOTE,
        "Un couple est une compétence requise, dans une école. Sous 5 écoles, un compte remplace le pourcentage. Aucun \
         taux n’est arrondi à 0 ou à 100\u{202f}% s’il ne l’est pas exactement.",
    );
}

/// What answers the fiche's questions, how it is counted, what it is this month.
fn fiche(flow: &mut Flow, dossier: &Dossier) {
    flow.part("Les chiffres de la fiche et leur formule", 120.0);
    let columns = vec![
        Column::words(130.0),
        Column::words(WIDTH - 262.0),
        Column::figures(76.0),
        Column::figures(56.0),
    ];
    let head = ["Chiffre", "Formule", "Ce mois-ci", "Valeur"].map(Cell::head);
    let mut table = Table::new("", columns, head.into());
    for figure in Figure::ALL {
        let rate = dossier.total.fiche.of(figure);
        let measured = rate.denominator > 0;
        table.push(vec![
            Cell::row(figure.label()),
            Cell::new(figure.definition()),
            Cell::new(if measured { out_of(rate) } else { "–".to_owned() }),
            Cell::new(facts::rate(rate, facts::schools_behind(figure, rate, dossier.total.answered()))),
        ]);
    }
    table.set(flow);
}

/// The seven states.
fn states(flow: &mut Flow, dossier: &Dossier) {
    flow.part("Les états d’un couple", 120.0);
    let columns = vec![Column::words(120.0), Column::words(WIDTH - 200.0), Column::figures(80.0)];
    let head = ["État", "Ce qu’il veut dire", "Couples"].map(Cell::head);
    let mut table = Table::new("", columns, head.into());
    for state in State::ALL {
        table.push(vec![
            Cell::row(state.label()).with_swatch(state),
            Cell::new(state.meaning()),
            Cell::new(count(dossier.total.tally.of(state))),
        ]);
    }
    table.total(vec![
        Cell::row("Ensemble"),
        Cell::new("écoles × compétences requises"),
        Cell::new(count(dossier.total.tally.total())),
    ]);
    table.set(flow);
}

/// The rules that found something.
fn rules(flow: &mut Flow, dossier: &Dossier) {
    let mut fired: BTreeMap<(Severity, &str), (&Rule, u32)> = BTreeMap::new();
    let accepted = dossier.findings.iter().filter(|finding| finding.accepted.is_some()).count();
    for finding in dossier.findings.iter().filter(|finding| finding.accepted.is_none()) {
        fired.entry((finding.severity, finding.rule.code)).or_insert((finding.rule, 0)).1 += 1;
    }
    flow.part("Les contrôles et ce qu’ils ont relevé", 90.0);
    if fired.is_empty() {
        flow.paragraph(
            palette::BODY,
            &format!(
                "{} rien relevé.",
                counted(
                    dossier.rules.len() as u64,
                    "contrôle a été passé et n’a",
                    "contrôles ont été passés et n’ont"
                )
            ),
        );
        accepted_findings(flow, accepted);
        return;
    }
    let columns =
        vec![Column::words(54.0), Column::words(50.0), Column::words(WIDTH - 154.0), Column::figures(50.0)];
    let head = ["Règle", "Gravité", "Ce qu’elle relève", "Constats"].map(Cell::head);
    let mut table = Table::new("", columns, head.into());
    for ((severity, code), (rule, times)) in &fired {
        table.push(vec![
            Cell::row(*code),
            Cell::new(severity.id()),
            Cell::new(typographic(rule.what)),
            Cell::new(count(*times)),
        ]);
    }
    let findings = (dossier.findings.len() - accepted) as u64;
    table.total(vec![Cell::row("Ensemble"), Cell::new(""), Cell::new(""), Cell::new(count(findings))]);
    table.set(flow);
    accepted_findings(flow, accepted);
}

/// How many findings the configuration accepts: they are in no other figure of the annex.
fn accepted_findings(flow: &mut Flow, accepted: usize) {
    if accepted > 0 {
        let told = counted(
            accepted as u64,
            "autre constat est accepté par une dérogation",
            "autres constats sont acceptés par des dérogations",
        );
        let sentence = format!(
            "{told} : la feuille Anomalies du classeur en donne le motif et le terme. L’état des compétences n’en est \
             pas changé."
        );
        flow.paragraph(palette::BODY, &typographic(&sentence));
    }
}

/// What was read, with what.
fn sources(flow: &mut Flow, dossier: &Dossier) {
    flow.part("Les sources", 76.0);
    let columns = vec![Column::words(160.0), Column::words(WIDTH - 160.0)];
    let mut table = Table::new("", columns, Vec::new());
    let verdicts = facts::verdicts(dossier);
    let read: Vec<String> = Verdict::ALL
        .iter()
        .filter_map(|verdict| Some((verdict, verdicts.get(verdict).copied().filter(|number| *number > 0)?)))
        .map(|(verdict, number)| {
            let one = verdict.label().to_lowercase();
            counted(number, &one, &format!("{one}s"))
        })
        .collect();
    let registry = dossier.registry.as_ref().map_or_else(
        || "aucun : ni taux de retour ni écoles sans réponse".to_owned(),
        |name| format!("{} ({})", limited(name, 120), schools_expected(dossier)),
    );
    let referential = &dossier.referential;
    for (name, value) in [
        (
            "Documents rattachés à l’académie",
            if read.is_empty() { "aucun".to_owned() } else { listed(&read) },
        ),
        (
            "Documents sans école",
            "comptés à part : le fichier journal.jsonl les nomme, avec le motif de chacun".to_owned(),
        ),
        ("Annuaire des écoles", registry),
        (
            "Calcul",
            format!(
                "Maillage {}, le {}, référentiel {} ({})",
                dossier.stamp.version,
                day_in_french(dossier.stamp.date),
                limited(&referential.version, 40),
                counted(referential.required().count() as u64, "compétence requise", "compétences requises")
            ),
        ),
    ] {
        table.push(vec![Cell::row(name).bold(), Cell::new(value)]);
    }
    table.set(flow);
}

fn schools_expected(dossier: &Dossier) -> String {
    counted(dossier.total.expected.unwrap_or_default(), "école attendue", "écoles attendues")
}
