//! `maillage expliquer CODE`: one rule in full.

use std::fmt::Write;

use clap::Args;

use super::look::{Look, Role};
use super::{ARGUMENTS, Refusal, TEMPLATE};
use crate::french::quoted;
use crate::model::finding::Rule;
use crate::plan::nearest;
use crate::text;

/// Explique une règle : ce qu’elle constate, pourquoi, comment corriger.
#[derive(Debug, Args)]
#[command(
    before_help = "Exemples :\n  maillage expliquer RES-002\n  maillage expliquer responsables-multiples",
    help_template = TEMPLATE
)]
pub(super) struct Typed {
    /// Code ou nom de la règle (voir « maillage regles »)
    #[arg(value_name = "CODE", help_heading = ARGUMENTS)]
    pub(super) code: String,
}

/// The rule of a code or a name, in full.
pub(super) fn text(rules: &[&'static Rule], written: &str, look: Look) -> Result<String, Refusal> {
    match rules.iter().find(|rule| rule.is_called(written)) {
        Some(rule) => Ok(explained(rule, look)),
        None => Err(unknown(rules, written)),
    }
}

fn explained(rule: &Rule, look: Look) -> String {
    let Rule { code, name, severity, scope, what, why, fix, example } = rule;
    let mut text = format!(
        "{} · {name}\nGravité : {} · Portée : {}\n",
        look.paint(Role::Title, code),
        look.paint(Role::of(*severity), severity.id()),
        scope.id()
    );
    for (title, content) in [("Constat", what), ("Pourquoi", why), ("Correction", fix), ("Exemple", example)]
    {
        let _ = write!(text, "\n{}\n{}", look.paint(Role::Title, title), look.wrapped(content, "  "));
    }
    text
}

fn unknown(rules: &[&'static Rule], written: &str) -> Refusal {
    let names = rules.iter().flat_map(|rule| [rule.code, rule.name]);
    let advice = match nearest(written, names) {
        Some(name) => format!(" Vouliez-vous dire {} ?", quoted(name)),
        None => of_family_or_word(rules, written),
    };
    let sentence = format!("La règle {} n’existe pas.{advice}", quoted(written));
    Refusal::usage(&sentence, "La liste des règles : maillage regles")
}

/// The rules whose code or name holds what was written (« RES », « contrat »).
fn of_family_or_word(rules: &[&'static Rule], written: &str) -> String {
    let written = text::fold(written);
    let holds = |name: &str| !written.is_empty() && text::fold(name).contains(&written);
    let told: Vec<String> = rules
        .iter()
        .filter(|rule| holds(rule.code) || holds(rule.name))
        .map(|rule| format!("\n  {}  {}", rule.code, rule.name))
        .collect();
    if told.is_empty() { String::new() } else { format!(" Celles qui portent ce mot :{}", told.concat()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::{Scope, Severity};

    static RULES: [Rule; 2] =
        [rule("RES-001", "sans-responsable"), rule("RES-002", "responsables-multiples")];

    const fn rule(code: &'static str, name: &'static str) -> Rule {
        Rule {
            code,
            name,
            severity: Severity::Blocking,
            scope: Scope::School,
            what: "Un constat.",
            why: "Une raison.",
            fix: "Une correction.",
            example: "Un exemple.",
        }
    }

    fn told(written: &str) -> Result<String, Refusal> {
        text(&RULES.iter().collect::<Vec<_>>(), written, Look::default())
    }

    #[test]
    fn a_rule_is_found_by_code_or_name_however_typed() {
        for written in ["RES-002", "res-002", "res 2", "Responsables multiples"] {
            let text = told(written).unwrap();
            assert!(
                text.starts_with("RES-002 · responsables-multiples\nGravité : bloquant · Portée : école"),
                "{text}"
            );
            assert!(text.contains(
                "Constat\n  Un constat.\n\nPourquoi\n  Une raison.\n\nCorrection\n  Une correction.\n\nExemple\n  Un exemple.\n"
            ));
        }
    }

    #[test]
    fn an_unknown_rule_suggests_the_nearest_one() {
        for (written, nearest) in [("RES-O02", "RES-002"), ("responsable-multiple", "responsables-multiples")]
        {
            let refusal = told(written).unwrap_err();
            assert!(
                refusal.message.contains(&format!("Vouliez-vous dire «\u{a0}{nearest}\u{a0}» ?")),
                "{refusal:?}"
            );
            assert_eq!(refusal.status.code(), 2);
        }
        assert!(told("zzzzzz").unwrap_err().message.contains("maillage regles"));
    }

    #[test]
    fn a_family_or_a_word_lists_the_rules_that_bear_it() {
        for written in ["RES", "respons"] {
            let refusal = told(written).unwrap_err();
            assert!(
                refusal
                    .message
                    .contains("\n  RES-001  sans-responsable\n  RES-002  responsables-multiples\n"),
                "{refusal:?}"
            );
        }
    }
}
