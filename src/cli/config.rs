//! `maillage config`: the configuration with its comments, to be filled in; its schema, for editors.

use clap::Args;

use super::{OPTIONS, TEMPLATE};
use crate::model::finding::Rule;
use crate::{plan, referential};

/// The commented configuration.
const TEXT: &str = include_str!("../../templates/maillage.toml");

/// Affiche une configuration commentée, à enregistrer sous le nom « maillage.toml ».
#[derive(Debug, Args)]
#[command(before_help = "Exemple :\n  maillage config > depot/maillage.toml", help_template = TEMPLATE)]
pub(super) struct Typed {
    /// Affiche à la place son schéma JSON, pour un éditeur qui complète et vérifie
    #[arg(long = "schema", help_heading = OPTIONS)]
    schema: bool,
}

/// The commented configuration, or the schema of those that are written.
pub(super) fn text(typed: &Typed, rules: &[&'static Rule]) -> String {
    if typed.schema { plan::schema(rules, &referential::embedded()) } else { TEXT.to_owned() }
}
