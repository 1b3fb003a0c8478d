//! What stays after the deployment: chosen, refused or still open, competence by competence, beside what the fiche and
//! the referential say.

use crate::french::{count, counted, listed, quoted};
use crate::model::dossier::Dossier;
use crate::model::indicator::Rate;
use crate::model::outline::Part;
use crate::model::referential::Lasts;

use super::super::chart::{self, Row};
use super::super::facts;
use super::super::page::Flow;
use super::super::palette::{self, kept_swatch};
use super::super::typeset::strong;

/// The least height of a bar's line.
const LINE: f32 = 20.5;
/// Competences named in a sentence before the others are only counted.
const NAMED: usize = 3;

/// Sets the section.
pub(in super::super) fn set(flow: &mut Flow, dossier: &Dossier, part: &Part) {
    let choices = choices(dossier);
    let held: u32 = choices.iter().map(Choice::held).sum();
    flow.section(&part.title, if held == 0 { 0.0 } else { (80.0 + LINE * choices.len() as f32).min(540.0) });
    if held == 0 {
        flow.paragraph(
            palette::LEAD,
            "Aucune compétence n’est encore confiée à une entité : il n’y a rien à pérenniser.",
        );
        return;
    }
    flow.introduction(part);
    flow.paragraph(palette::LEAD, &lead(&choices));
    chart::title(flow, "Couples maintenus, arrêtés ou sans choix écrit, par compétence", 90.0);
    chart::legend(
        flow,
        &[
            (kept_swatch(Some(true)), "À maintenir"),
            (kept_swatch(Some(false)), "À arrêter"),
            (kept_swatch(None), "Choix non écrit"),
        ],
    );
    let lines = facts::competences(dossier);
    let held: Vec<_> = lines.iter().zip(&choices).filter(|(_, choice)| choice.held() > 0).collect();
    for (rank, (line, choice)) in held.iter().enumerate() {
        if rank + 1 == held.len() {
            // The last bar keeps the note that says what they are out of.
            flow.ensure(LINE + 5.0 + palette::NOTE.leading * 2.0);
        }
        let decided = facts::school_rate(Rate::new(choice.kept + choice.stopped, choice.held()));
        let alt = format!(
            "{} : {}. À maintenir {}, à arrêter {}, choix non écrit {}.",
            line.label,
            choice.message(),
            count(choice.kept),
            count(choice.stopped),
            count(choice.open)
        );
        let parts = [
            (choice.kept, kept_swatch(Some(true))),
            (choice.stopped, kept_swatch(Some(false))),
            (choice.open, kept_swatch(None)),
        ];
        chart::row(flow, Row { label: &line.label, parts: &parts, value: &decided, alt, least: LINE });
    }
    flow.skip(5.0);
    flow.paragraph(
        palette::NOTE,
        &format!(
            "En couples école-compétence confiés à une entité. À droite, la part de ceux dont le choix est écrit. {}",
            super::source(dossier)
        ),
    );
    if let Some(text) = contrary(dossier, &choices) {
        flow.paragraph(palette::BODY, &text);
    }
}

/// What the inventories choose for the couples of a competence that is held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Choice {
    kept: u32,
    stopped: u32,
    open: u32,
}

impl Choice {
    fn held(&self) -> u32 {
        self.kept + self.stopped + self.open
    }

    /// What its bar says before its numbers.
    fn message(&self) -> String {
        let held = self.held();
        match self.open {
            0 if self.stopped == 0 => "toutes les écoles qui la confient la maintiennent".to_owned(),
            0 => "le choix est écrit partout".to_owned(),
            open if open == held => "aucune école ne dit si elle reste".to_owned(),
            open => format!(
                "le choix reste à écrire pour {} sur {}",
                counted(open, "couple", "couples"),
                count(held)
            ),
        }
    }
}

fn choices(dossier: &Dossier) -> Vec<Choice> {
    let mut choices = vec![Choice::default(); dossier.required().len()];
    for file in &dossier.schools {
        for (choice, couple) in choices.iter_mut().zip(&file.couples) {
            if couple.responsible.is_empty() {
                continue;
            }
            match couple.kept {
                Some(true) => choice.kept += 1,
                Some(false) => choice.stopped += 1,
                None => choice.open += 1,
            }
        }
    }
    choices
}

fn lead(choices: &[Choice]) -> String {
    let open: u32 = choices.iter().map(|choice| choice.open).sum();
    let held = choices.iter().map(Choice::held).sum::<u32>();
    let held = counted(held, "couple confié", "couples confiés");
    if open == 0 {
        return format!("Le choix est écrit pour chacun des {held}.");
    }
    let whole = choices.iter().filter(|choice| choice.held() > 0 && choice.open == choice.held()).count();
    let tail = match whole {
        0 => String::new(),
        number => {
            format!(" ; pour {}, aucune école ne le dit", counted(number as u64, "compétence", "compétences"))
        }
    };
    format!(
        "Sur {held}, {} : maintien ou arrêt, rien ne le dit{tail}. Ce qui n’est pas décidé s’arrête souvent avec les \
         crédits du projet.",
        strong(&counted(open, "n’a pas de choix écrit", "n’ont pas de choix écrit"))
    )
}

/// What is to stop although the fiche demands it, or the referential proposes it.
fn contrary(dossier: &Dossier, choices: &[Choice]) -> Option<String> {
    let of = |lasts: Lasts| -> Vec<String> {
        let mut stopped: Vec<(String, u32)> = facts::competences(dossier)
            .into_iter()
            .zip(choices)
            .zip(dossier.referential.required())
            .filter(|((_, choice), id)| {
                choice.stopped > 0 && dossier.referential.competence(*id).lasts == lasts
            })
            .map(|((line, choice), _)| (line.label, choice.stopped))
            .collect();
        stopped.sort_by_key(|(_, schools)| std::cmp::Reverse(*schools));
        let rest = stopped.len().saturating_sub(NAMED);
        let named = stopped
            .iter()
            .take(NAMED)
            .map(|(label, schools)| format!("{} ({})", quoted(label), counted(*schools, "école", "écoles")));
        let rest = (rest > 0).then(|| counted(rest as u64, "autre compétence", "autres compétences"));
        named.chain(rest).collect()
    };
    let (demanded, proposed) = (of(Lasts::Demanded), of(Lasts::Proposed));
    let mut said = Vec::new();
    if !demanded.is_empty() {
        said.push(format!(
            "La fiche demande de maintenir, et des écoles prévoient d’arrêter : {}.",
            listed(&demanded)
        ));
    }
    if !proposed.is_empty() {
        said.push(format!(
            "Le référentiel propose de maintenir, et des écoles prévoient d’arrêter : {}.",
            listed(&proposed)
        ));
    }
    (!said.is_empty()).then(|| said.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{Shape, dossier};

    #[test]
    fn choices_add_up_to_what_is_held() {
        let dossier = dossier(&Shape::default());
        let held: u32 = choices(&dossier).iter().map(Choice::held).sum();
        assert_eq!(held, dossier.total.modes.iter().sum::<u32>());
    }

    #[test]
    fn open_choices_are_told() {
        let choice = |kept, open| Choice { kept, stopped: 0, open };
        assert_eq!(
            lead(&[choice(3, 0)]).replace('\u{a0}', " "),
            "Le choix est écrit pour chacun des 3 couples confiés."
        );
        let lead = lead(&[choice(1, 1), choice(0, 2)]).replace('\u{a0}', " ");
        assert!(lead.contains("3 n’ont pas de choix écrit"), "{lead}");
        assert!(lead.contains("pour 1 compétence, aucune école ne le dit"), "{lead}");
    }
}
