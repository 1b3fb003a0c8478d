//! `maillage referentiel`: the embedded referential, to be copied and adapted.

use clap::Args;

use super::TEMPLATE;

/// The file embedded in the program.
pub(super) const TEXT: &str = include_str!("../../templates/referentiel.toml");

/// Affiche le référentiel de compétences du programme, à copier et à adapter.
#[derive(Debug, Args)]
#[command(
    before_help = "Exemples :\n  \
                   maillage referentiel > referentiel.toml\n  \
                   maillage consolider depot/2026-11 --referentiel referentiel.toml",
    help_template = TEMPLATE
)]
pub(super) struct Typed {}
