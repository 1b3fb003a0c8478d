//! `maillage regles`: the table of rules.

use std::fmt::Write;

use clap::Args;
use serde::Serialize;

use super::look::{Look, Role};
use super::{Format, OPTIONS, TEMPLATE};
use crate::model::finding::Rule;

/// Liste les règles de contrôle.
#[derive(Debug, Args)]
#[command(
    before_help = "Exemples :\n  maillage regles\n  maillage regles --format json",
    help_template = TEMPLATE
)]
pub(super) struct Typed {
    /// Forme de la liste : texte (défaut) ou json
    #[arg(
        long,
        value_name = "FORME",
        default_value = "texte",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = OPTIONS
    )]
    pub(super) format: Format,
}

/// A rule as programs read it.
#[derive(Serialize)]
struct Line {
    code: &'static str,
    nom: &'static str,
    gravite: &'static str,
    portee: &'static str,
    constat: &'static str,
    pourquoi: &'static str,
    correction: &'static str,
    exemple: &'static str,
}

/// The table, in printing order.
pub(super) fn text(rules: &[&'static Rule], format: Format, look: Look) -> String {
    match format {
        Format::Json => {
            let lines: Vec<Line> = rules.iter().map(|rule| line(rule)).collect();
            super::terminal::json(&lines)
        }
        Format::Text => {
            let width = rules.iter().map(|rule| rule.name.chars().count()).max().unwrap_or(0);
            let mut table = String::from("Règles de contrôle, par famille :\n");
            let mut family = "";
            for rule in rules {
                let its = rule.code.split('-').next().unwrap_or_default();
                if its != family {
                    family = its;
                    table.push('\n');
                }
                let Rule { code, name, severity, .. } = rule;
                let grave = look.paint(Role::of(*severity), &format!("{:8}", severity.id()));
                let _ = writeln!(table, "  {code}  {name:width$}  {grave}  {}", rule.scope.id());
            }
            table.push_str("\nLe détail d’une règle : maillage expliquer CODE\n");
            table
        }
    }
}

fn line(rule: &'static Rule) -> Line {
    Line {
        code: rule.code,
        nom: rule.name,
        gravite: rule.severity.id(),
        portee: rule.scope.id(),
        constat: rule.what,
        pourquoi: rule.why,
        correction: rule.fix,
        exemple: rule.example,
    }
}
