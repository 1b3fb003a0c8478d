//! `maillage config`: the configuration with its comments, to be filled in; what a run takes from a file; its schema, for
//! editors.

use std::path::PathBuf;

use clap::Args;

use super::{ARGUMENTS, OPTIONS, Refusal, TEMPLATE};
use crate::model::finding::Rule;
use crate::{plan, referential};

/// Affiche une configuration commentée, à enregistrer sous le nom « maillage.toml ».
#[derive(Debug, Args)]
#[command(
    before_help = "Exemples :\n  maillage config > depot/maillage.toml\n  maillage config depot/maillage.toml",
    help_template = TEMPLATE
)]
pub(super) struct Typed {
    /// Lit ce fichier et affiche à la place les valeurs retenues, celles du programme comprises
    #[arg(value_name = "FICHIER", help_heading = ARGUMENTS)]
    file: Option<PathBuf>,
    /// Affiche à la place son schéma JSON, pour un éditeur qui complète et vérifie
    #[arg(long = "schema", help_heading = OPTIONS, conflicts_with = "file")]
    schema: bool,
    /// Affiche à la place le plan du rapport PDF, à enregistrer sous le nom « rapport.toml »
    #[arg(long = "rapport", help_heading = OPTIONS, conflicts_with_all = ["file", "schema"])]
    report: bool,
}

/// The commented configuration, the values that a file leads to, or the schema of those that are written.
pub(super) fn text(typed: &Typed, rules: &[&'static Rule]) -> Result<String, Refusal> {
    let referential = referential::embedded();
    match &typed.file {
        Some(path) => plan::effective(path, rules, &referential).map_err(|error| Refusal {
            message: format!("Erreur — {}", error.message),
            status: error.status,
        }),
        None if typed.schema => Ok(plan::schema(rules, &referential)),
        None if typed.report => Ok(plan::outline::TEXT.to_owned()),
        None => Ok(plan::TEMPLATE.to_owned()),
    }
}
