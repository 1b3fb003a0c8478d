//! Services and service levels: what is entrusted to third parties, what is asked of them, until when, and who they are.

use std::collections::{BTreeMap, BTreeSet};

use crate::french::{count, counted, listed, quoted};
use crate::model::calendar::{Date, day_in_french};
use crate::model::dossier::{Dossier, EntityId};
use crate::model::given::Aspect;
use crate::model::indicator::Rate;
use crate::model::inventory::{Answer, Assignment};
use crate::model::outline::Part;
use crate::model::referential::{CompetenceId, Mode};
use crate::model::school::Uai;
use crate::render::term::Term;

use super::super::facts;
use super::super::page::{Flow, WIDTH};
use super::super::palette;
use super::super::table::{Cell, Column, Table};
use super::super::typeset::strong;
use super::coverage::number;
use super::responsibility::kind;

/// Third parties listed at most.
const PARTIES: usize = 6;

/// Sets the section.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    let external = external(dossier);
    let couples: u32 = external.iter().map(|line| line.couples).sum();
    flow.section(&part.title, if couples == 0 { 0.0 } else { 330.0 });
    if couples == 0 {
        flow.paragraph(
            palette::LEAD,
            "Aucune compétence n’est déclarée externalisée, en tout ou partie : il n’y a pas de prestation à suivre.",
        );
        return;
    }
    flow.introduction(part);
    flow.paragraph(palette::LEAD, &lead(&external));
    let ends = Ends::of(dossier);
    levels(flow, dossier, &external, &ends);
    terms(flow, dossier, &ends);
    parties(flow, dossier);
}

/// A competence and its externalised couples.
#[derive(Clone, Copy, Default)]
struct External {
    couples: u32,
    with_service: u32,
    with_level: u32,
    with_neither: u32,
}

impl External {
    /// The couples whose service level is written.
    fn share(&self) -> Rate {
        Rate::new(self.with_level, self.couples)
    }
}

/// The externalised couples of each required competence, in whole or in part.
fn external(dossier: &Dossier) -> Vec<External> {
    let mut lines = vec![External::default(); dossier.required().len()];
    for file in &dossier.schools {
        for (line, couple) in lines.iter_mut().zip(&file.couples) {
            if couple.responsible.is_empty() || !matches!(couple.mode, Some(Mode::External | Mode::Partial)) {
                continue;
            }
            let (service, level) =
                (couple.given.has(Aspect::Service), couple.given.has(Aspect::ServiceLevel));
            line.couples += 1;
            line.with_service += u32::from(service);
            line.with_level += u32::from(level);
            line.with_neither += u32::from(!service && !level);
        }
    }
    lines
}

fn lead(external: &[External]) -> String {
    let sum = |of: fn(&External) -> u32| external.iter().map(of).sum::<u32>();
    let couples = sum(|line| line.couples);
    let head = counted(
        couples,
        "couple école-compétence est confié à un tiers, en tout ou partie",
        "couples école-compétence sont confiés à un tiers, en tout ou partie",
    );
    let without = couples - sum(|line| line.with_level);
    if without == 0 && couples == sum(|line| line.with_service) {
        return format!("{head} : le type de prestation et le niveau de service y sont toujours écrits.");
    }
    if couples == 1 {
        return format!(
            "{head}. Son niveau de service attendu {} : sans lui, rien ne dit ce que le tiers doit, ni quand il manque à \
             ses engagements.",
            strong("n’est pas écrit")
        );
    }
    if without == 0 {
        return format!(
            "{head}. Le niveau de service attendu y est toujours écrit, le type de prestation pas partout."
        );
    }
    format!(
        "{head}. Le niveau de service attendu n’est pas écrit pour {} : sans lui, rien ne dit ce que le tiers doit, ni \
         quand il manque à ses engagements.",
        strong(&format!("{} d’entre eux", count(without)))
    )
}

fn levels(flow: &mut Flow, dossier: &Dossier, external: &[External], ends: &Ends) {
    // No column for what nobody's contract has come to.
    let dated = !ends.near.is_empty();
    let number_of_columns = if dated { 7 } else { 5 };
    let figures = if dated { 52.0 } else { 68.0 };
    let mut columns = vec![Column::words(WIDTH - number_of_columns as f32 * figures)];
    columns.extend((0..number_of_columns).map(|_| Column::figures(figures)));
    let mut head = vec![
        "Compétence",
        "Couples externalisés",
        "Type de prestation écrit",
        "Niveau de service écrit",
        "Ni l’un ni l’autre",
        "Part avec un niveau",
    ];
    if dated {
        head.extend(["Réponses échues", "Bientôt échues"]);
    }
    let mut table = Table::new(
        "Ce que les inventaires demandent aux tiers, par compétence (en couples école-compétence)",
        columns,
        head.into_iter().map(Cell::head).collect(),
    );
    table.tight = true;
    let cells = |line: &External, share: String, (over, soon): (u32, u32)| {
        let mut cells = vec![
            number(line.couples),
            number(line.with_service),
            number(line.with_level),
            number(line.with_neither),
            Cell::new(share).bold(),
        ];
        if dated {
            cells.extend([number(over), number(soon)]);
        }
        cells
    };
    let mut sum = External::default();
    let required = dossier.required();
    for (competence, line) in facts::competences(dossier).iter().zip(external) {
        sum.couples += line.couples;
        sum.with_service += line.with_service;
        sum.with_level += line.with_level;
        sum.with_neither += line.with_neither;
        let near = required.get(competence.rank).and_then(|id| ends.near.get(id));
        let near = near.map_or((0, 0), |(over, soon, _)| (*over, *soon));
        if line.couples > 0 || near != (0, 0) {
            let mut row = vec![Cell::row(competence.label.clone())];
            row.extend(cells(line, facts::school_rate(line.share()), near));
            table.push(row);
        }
    }
    let mut row = vec![Cell::row("Ensemble")];
    let share = facts::rate(sum.share(), dossier.total.answered());
    row.extend(cells(&sum, share, ends.counts()));
    table.total(row);
    table.set(flow);
}

/// A line that says how long a third party holds a competence.
fn contracts(dossier: &Dossier) -> impl Iterator<Item = (CompetenceId, &Assignment)> {
    let own = dossier.assignments.iter().map(|line| &line.assignment);
    let higher = dossier.higher.iter().map(|line| &line.assignment);
    own.chain(higher).filter_map(|line| {
        let external = matches!(line.mode, Some(Mode::External | Mode::Partial));
        (external && matches!(line.answer, Answer::Entities(_))).then_some((line.competence?, line))
    })
}

/// The ends of the contracts that the inventories give.
#[derive(Default)]
pub(super) struct Ends {
    all: u32,
    untold: u32,
    /// By competence: ended, ending soon, the first end to come.
    near: BTreeMap<CompetenceId, (u32, u32, Option<Date>)>,
}

impl Ends {
    pub(super) fn of(dossier: &Dossier) -> Self {
        let mut ends = Self::default();
        for (competence, line) in contracts(dossier) {
            ends.all += 1;
            let end = line.details.end;
            match Term::of(end, dossier.stamp.date, dossier.contract_days) {
                Term::Over => ends.near.entry(competence).or_default().0 += 1,
                Term::Soon => {
                    let entry = ends.near.entry(competence).or_default();
                    entry.1 += 1;
                    entry.2 = entry.2.into_iter().chain(end).min();
                }
                Term::Later => {}
                Term::Untold => ends.untold += 1,
            }
        }
        ends
    }

    /// Ended, and ending soon.
    pub(super) fn counts(&self) -> (u32, u32) {
        self.near.values().fold((0, 0), |sum, end| (sum.0 + end.0, sum.1 + end.1))
    }

    /// The first end to come soon.
    pub(super) fn first(&self) -> Option<Date> {
        self.near.values().filter_map(|(.., first)| *first).min()
    }
}

/// How many contracts have ended or end soon.
fn terms(flow: &mut Flow, dossier: &Dossier, ends: &Ends) {
    let Ends { all, untold, .. } = *ends;
    if all == 0 {
        return;
    }
    let (over, soon) = ends.counts();
    let mut said: Vec<String> = Vec::new();
    if over > 0 {
        said.push(counted(over, "a une date de fin passée", "ont une date de fin passée"));
    }
    if soon > 0 {
        let first = match ends.first() {
            None => String::new(),
            Some(first) if soon == 1 => format!(" (le {})", day_in_french(first)),
            Some(first) => format!(" (la première le {})", day_in_french(first)),
        };
        said.push(format!(
            "{} dans les {}{first}",
            counted(soon, "finit", "finissent"),
            counted(dossier.contract_days, "jour", "jours")
        ));
    }
    if untold > 0 {
        said.push(counted(untold, "n’a pas de date de fin", "n’ont pas de date de fin"));
    }
    let lines = counted(all, "réponse externalisée", "réponses externalisées");
    let text = if said.is_empty() {
        format!("Sur {lines}, toutes ont une date de fin, et aucune n’est proche.")
    } else {
        format!("Sur {lines}, {}.", listed(&said))
    };
    let sheet = quoted("Prestations");
    let text = format!("{} {text} Chacune est dans la feuille {sheet} du classeur.", strong("Échéances."));
    flow.paragraph(palette::BODY, &text);
}

/// The third parties met in most schools.
fn parties(flow: &mut Flow, dossier: &Dossier) {
    let is_third = |id: &EntityId| {
        let entity = dossier.entity(*id);
        entity.typed && entity.kind.is_some_and(|kind| !dossier.referential.entity_type(kind).internal)
    };
    let mut schools: BTreeMap<EntityId, (BTreeSet<Uai>, u32)> = BTreeMap::new();
    for file in &dossier.schools {
        for id in file.couples.iter().flat_map(|couple| &couple.responsible).filter(|id| is_third(id)) {
            let entry = schools.entry(*id).or_default();
            entry.0.insert(file.school.uai);
            entry.1 += 1;
        }
    }
    if schools.is_empty() {
        return;
    }
    let mut ranked: Vec<(EntityId, u32, u32)> =
        schools.into_iter().map(|(id, (schools, couples))| (id, schools.len() as u32, couples)).collect();
    ranked.sort_by_key(|(id, schools, couples)| (std::cmp::Reverse((*schools, *couples)), *id));
    flow.part("Les tiers les plus présents", (50.0 + 16.0 * ranked.len().min(PARTIES) as f32).max(130.0));
    let columns = vec![
        Column::words(190.0),
        Column::words(WIDTH - 190.0 - 174.0),
        Column::figures(54.0),
        Column::figures(66.0),
        Column::figures(54.0),
    ];
    let head = ["Entité", "Type", "Écoles", "Part des écoles ayant répondu", "Couples"].map(Cell::head);
    let mut table = Table::new("", columns, head.into());
    let answered = dossier.total.answered();
    for (id, in_schools, couples) in ranked.iter().take(PARTIES) {
        table.push(vec![
            Cell::row(facts::entity(dossier, *id, 110)),
            Cell::new(kind(dossier, *id)),
            Cell::new(count(*in_schools)),
            Cell::new(facts::rate(Rate::new(*in_schools, answered), answered)),
            Cell::new(count(*couples)),
        ]);
    }
    table.after = palette::NOTE.leading;
    table.set(flow);
    let rest = ranked.len().saturating_sub(PARTIES);
    if rest > 0 {
        let rest = counted(rest as u64, "autre tiers", "autres tiers");
        let sheet = quoted("Matrice entités");
        flow.paragraph(palette::NOTE, &format!("Et {rest} : feuille {sheet} du classeur."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{Shape, dossier};

    #[test]
    fn externalised_couples_add_up_to_the_modes_of_the_dossier() {
        let dossier = dossier(&Shape::default());
        let lines = external(&dossier);
        let couples: u32 = lines.iter().map(|line| line.couples).sum();
        let [_, external, partial, _] = dossier.total.modes;
        assert_eq!(couples, external + partial);
        assert!(lines.iter().all(|line| line.with_level + line.with_neither <= line.couples));
    }

    #[test]
    fn what_is_not_asked_of_third_parties_is_told() {
        let some = External { couples: 5, with_service: 4, with_level: 3, with_neither: 1 };
        assert!(lead(&[some, External::default()]).contains("2 d’entre eux"));
        let lead_of = |couples, with_service, with_level| {
            lead(&[External { couples, with_service, with_level, with_neither: 0 }]).replace('\u{1}', "")
        };
        assert!(lead_of(1, 1, 0).contains("Son niveau de service attendu n’est pas écrit"));
        assert!(lead_of(5, 3, 5).contains("y est toujours écrit, le type de prestation pas partout"));
        let all = External { couples: 1, with_service: 1, with_level: 1, with_neither: 0 };
        assert!(lead(&[all]).ends_with("y sont toujours écrits."));
    }
}
