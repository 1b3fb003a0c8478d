//! `maillage config`: the configuration with its comments, to be filled in.

use clap::Args;

use super::TEMPLATE;

/// The commented configuration.
pub(super) const TEXT: &str = include_str!("../../templates/maillage.toml");

/// Affiche une configuration commentée, à enregistrer sous le nom « maillage.toml ».
#[derive(Debug, Args)]
#[command(before_help = "Exemple :\n  maillage config > depot/maillage.toml", help_template = TEMPLATE)]
pub(super) struct Typed {}
