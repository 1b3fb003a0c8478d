//! What was typed: commands and options, in French down to the errors; and what is printed.
//!
//! clap's own words are English, so none of them is printed: headings, the texts of `--help` and `--version`, and
//! `errors` replace them all. One file per command, which gives text or a request; `main` alone prints and exits.

mod completions;
mod config;
mod consolider;
pub mod dropped;
mod errors;
mod exemple;
mod expliquer;
pub mod look;
mod manuel;
mod modele;
mod painted;
pub mod progress;
mod purger;
mod referentiel;
mod regles;
pub mod summary;
pub mod terminal;
pub mod verifier;

use std::ffi::OsString;

use clap::{ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::model::finding::Rule;
use crate::plan::Status;

use look::Look;

pub use consolider::Consolider;
pub use exemple::Exemple;
pub use modele::{Made as MadeForms, Modele};
pub use purger::Purger;
pub use verifier::Verifier;

/// Heading of options, with the French space before the colon that clap adds.
const OPTIONS: &str = "Options\u{a0}";
/// Heading of positional arguments.
const ARGUMENTS: &str = "Arguments\u{a0}";

/// The layout of every help text: what it does, examples, then the rest.
const TEMPLATE: &str = "{about-with-newline}\n{before-help}Utilisation : {usage}\n\n{all-args}{after-help}";

#[derive(Debug, Parser)]
#[command(
    name = "maillage",
    version,
    about = "Maillage lit les inventaires d’acteurs et de compétences ENT reçus des écoles, vérifie que chaque\n\
             compétence du projet a une entité responsable et une seule, et écrit pour chaque académie un\n\
             classeur consolidé et un rapport PDF pour le comité de pilotage. Rien ne quitte l’ordinateur.",
    before_help = "Exemples :\n  \
                   maillage consolider depot/2026-11 --annuaire annuaire.csv\n  \
                   maillage expliquer RES-002",
    subcommand_help_heading = "Commandes\u{a0}",
    subcommand_value_name = "COMMANDE",
    arg_required_else_help = true,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    help_template = TEMPLATE
)]
struct Typed {
    #[command(subcommand)]
    command: Commands,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
struct Common {
    /// Couleurs : auto (défaut, sur un terminal et sans NO_COLOR), toujours ou jamais
    #[arg(long = "couleur", alias = "color", value_name = "QUAND", hide_possible_values = true, global = true, help_heading = OPTIONS, display_order = 899)]
    colours: Option<look::Colours>,
    /// Affiche cette aide
    #[arg(short = 'h', long = "help", alias = "aide", action = ArgAction::Help, global = true, help_heading = OPTIONS, display_order = 900)]
    help: Option<bool>,
    /// Affiche la version
    #[arg(short = 'V', long = "version", action = ArgAction::Version, help_heading = OPTIONS, display_order = 901)]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
enum Commands {
    Consolider(consolider::Typed),
    Verifier(verifier::Typed),
    Modele(modele::Typed),
    Regles(regles::Typed),
    Expliquer(expliquer::Typed),
    Referentiel(referentiel::Typed),
    Config(config::Typed),
    Purger(purger::Typed),
    Exemple(exemple::Typed),
    Completions(completions::Typed),
    Manuel(manuel::Typed),
    Aide(Aide),
}

/// Affiche l’aide d’une commande.
#[derive(Debug, Args)]
#[command(
    alias = "help",
    before_help = "Exemple :\n  maillage aide consolider",
    help_template = TEMPLATE
)]
struct Aide {
    /// Nom de la commande ; sans lui, l’aide générale
    #[arg(value_name = "COMMANDE", help_heading = ARGUMENTS)]
    command: Option<String>,
}

/// Texte ou JSON, for the commands that print results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    #[value(name = "texte", help = "pour être lu")]
    Text,
    /// For programs.
    #[value(name = "json", help = "pour un programme")]
    Json,
}

/// What to do.
#[derive(Debug)]
pub enum Command {
    /// Consolidate a month.
    Consolider(Box<Consolider>),
    /// Show what is understood of some files.
    Verifier(Box<Verifier>),
    /// Write the forms to send out.
    Modele(Box<Modele>),
    /// Remove months past their time.
    Purger(Purger),
    /// Write an invented campaign.
    Exemple(Exemple),
    /// Nothing but print this on stdout.
    Print(String),
}

/// Why nothing will be done.
#[derive(Debug)]
pub struct Refusal {
    /// What to print on stderr, as it stands.
    pub message: String,
    /// The status to end with.
    pub status: Status,
}

impl Refusal {
    /// An error of usage, told with where to read more.
    fn usage(sentence: &str, more: &str) -> Self {
        Self { message: format!("Erreur — {sentence}\n{more}"), status: Status::Usage }
    }
}

/// Understands a command line, `rules` being those that `regles` and `expliquer` tell; what is to be printed looks like
/// this.
///
/// # Errors
/// [`Refusal`] with a French message where it can't be understood.
pub fn parse(
    args: impl IntoIterator<Item = OsString>,
    rules: &[&'static Rule],
    look: Look,
) -> Result<Command, Refusal> {
    let args: Vec<OsString> = args.into_iter().collect();
    let typed =
        Typed::command().try_get_matches_from(&args).and_then(|matches| Typed::from_arg_matches(&matches));
    let typed = match typed {
        Ok(typed) => typed,
        Err(error) => {
            let names = names();
            let words = args.iter().skip(1).filter_map(|word| word.to_str());
            let command = words.into_iter().find(|word| names.iter().any(|name| name == word));
            return errors::in_french(&error, command, &names, look);
        }
    };
    match typed.command {
        Commands::Consolider(typed) => Ok(Command::Consolider(Box::new(typed.into_request()))),
        Commands::Verifier(typed) => Ok(Command::Verifier(Box::new(typed.into_request()))),
        Commands::Modele(typed) => Ok(Command::Modele(Box::new(typed.into_request()))),
        Commands::Purger(typed) => Ok(Command::Purger(typed.into_request())),
        Commands::Exemple(typed) => Ok(Command::Exemple(typed.into_request())),
        Commands::Regles(typed) => Ok(Command::Print(regles::text(rules, typed.format, look))),
        Commands::Expliquer(typed) => expliquer::text(rules, &typed.code, look).map(Command::Print),
        Commands::Referentiel(_) => Ok(Command::Print(referentiel::TEXT.to_owned())),
        Commands::Config(typed) => config::text(&typed, rules).map(Command::Print),
        Commands::Completions(typed) => Ok(Command::Print(completions::text(&typed))),
        Commands::Manuel(manuel::Typed {}) => Ok(Command::Print(manuel::text())),
        Commands::Aide(typed) => {
            help(typed.command.as_deref()).map(|text| Command::Print(painted::help(look, &text)))
        }
    }
}

fn help(command: Option<&str>) -> Result<String, Refusal> {
    let mut root = Typed::command();
    root.build();
    let Some(name) = command else { return Ok(root.render_help().to_string()) };
    match root.find_subcommand_mut(name) {
        Some(command) => Ok(command.render_help().to_string()),
        None => Err(errors::unknown_command(name, &names())),
    }
}

/// The names of the commands, in the order of the help.
fn names() -> Vec<String> {
    Typed::command().get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_are_declared_soundly() {
        Typed::command().debug_assert();
    }

    /// Every help text, of every command, short and long.
    fn helps() -> Vec<String> {
        let mut root = Typed::command();
        root.build();
        let mut helps = vec![root.render_help().to_string(), root.render_long_help().to_string()];
        for command in root.get_subcommands_mut() {
            helps.push(command.render_help().to_string());
            helps.push(command.render_long_help().to_string());
        }
        helps
    }

    #[test]
    fn help_is_french_and_gives_examples_before_the_options() {
        let helps = helps();
        assert_eq!(helps.len(), 26);
        for help in helps {
            for english in [
                "Usage",
                "Options:",
                "Commands",
                "Arguments:",
                "Print",
                "default",
                "[possible",
                "help for",
                "COMMAND]",
                "aliases",
                "[OPTION]",
                "required",
                "env:",
            ] {
                assert!(!help.contains(english), "{english}: {help}");
            }
            let example = help.find("Exemple").unwrap_or_else(|| panic!("{help}"));
            assert!(help.find("Utilisation").is_some_and(|usage| example < usage), "{help}");
            assert!(help.contains("Options\u{a0}:"), "{help}");
        }
    }

    #[test]
    fn help_fits_a_terminal_of_a_hundred_and_ten_columns() {
        for help in helps() {
            for line in help.lines() {
                assert!(line.chars().count() <= 110, "{line}");
            }
        }
    }
}
