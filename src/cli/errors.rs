//! Every error of a command line, in French: what was typed, what was expected, where to read more.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::look::Look;
use super::{Command, Refusal, painted};
use crate::french::{listed, quoted};
use crate::plan::{Status, nearest};

/// What clap refuses of a command line whose command is given, or the help it was asked for.
pub(super) fn in_french(
    error: &Error,
    command: Option<&str>,
    commands: &[String],
    look: Look,
) -> Result<Command, Refusal> {
    match error.kind() {
        ErrorKind::DisplayHelp => Ok(Command::Print(painted::help(look, &error.to_string()))),
        ErrorKind::DisplayVersion => Ok(Command::Print(error.to_string())),
        // Typed without anything: the help, but the status of a command that did nothing.
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Err(Refusal { message: error.to_string().trim_end().to_owned(), status: Status::Usage })
        }
        ErrorKind::InvalidSubcommand => {
            Err(unknown_command(&Context { error }.text(ContextKind::InvalidSubcommand), commands))
        }
        kind => Err(Refusal::usage(&sentence(kind, error), &Context { error }.more(command))),
    }
}

/// A command that doesn't exist.
pub(super) fn unknown_command(name: &str, commands: &[String]) -> Refusal {
    let advice = match nearest(name, commands.iter().map(String::as_str)) {
        Some(near) => format!("Vouliez-vous dire {} ?", quoted(near)),
        None => format!("Les commandes sont : {}.", listed(commands)),
    };
    let sentence = format!("La commande {} n’existe pas. {advice}", quoted(name));
    Refusal::usage(&sentence, "Pour l’aide : maillage --help")
}

fn sentence(kind: ErrorKind, error: &Error) -> String {
    let context = Context { error };
    let argument = context.text(ContextKind::InvalidArg);
    let value = context.text(ContextKind::InvalidValue);
    match kind {
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("L’option {} attend une valeur.{}", quoted(&argument), context.possible())
        }
        ErrorKind::InvalidValue => {
            format!("{} ne convient pas à {}.{}", quoted(&value), quoted(&argument), context.possible())
        }
        ErrorKind::ValueValidation => {
            let reason = std::error::Error::source(error).map(|reason| format!(" : {reason}"));
            format!(
                "{} ne convient pas à {}{}.",
                quoted(&value),
                quoted(&argument),
                reason.unwrap_or_default()
            )
        }
        ErrorKind::UnknownArgument if !argument.starts_with('-') => {
            format!("{} est de trop : cette commande n’attend pas d’autre argument.", quoted(&argument))
        }
        ErrorKind::UnknownArgument => {
            let near = context.text(ContextKind::SuggestedArg);
            let advice = if near.is_empty() {
                // A file whose name begins with a dash.
                format!(" Si c’est le nom d’un fichier, écrivez ./{argument}.")
            } else {
                format!(" Vouliez-vous dire {} ?", quoted(&near))
            };
            format!("L’option {} n’existe pas.{advice}", quoted(&argument))
        }
        ErrorKind::MissingRequiredArgument => {
            format!("Il manque {}.", context.texts(ContextKind::InvalidArg))
        }
        ErrorKind::MissingSubcommand => "Il manque une commande, par exemple consolider.".to_owned(),
        ErrorKind::ArgumentConflict => {
            let other = context.texts(ContextKind::PriorArg);
            if other.is_empty() || other == quoted(&argument) {
                format!("L’option {} ne peut être donnée qu’une fois.", quoted(&argument))
            } else {
                format!(
                    "L’option {} ne va pas avec {other} : choisissez l’une ou l’autre.",
                    quoted(&argument)
                )
            }
        }
        ErrorKind::TooManyValues => {
            format!("{} est de trop après {}.", quoted(&value), quoted(&argument))
        }
        ErrorKind::NoEquals => format!("L’option {} s’écrit avec « = » et une valeur.", quoted(&argument)),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("L’option {} n’a pas le bon nombre de valeurs.", quoted(&argument))
        }
        ErrorKind::InvalidUtf8 => {
            "Une valeur contient des signes illisibles (elle n’est pas en UTF-8). Tapez-la à la main."
                .to_owned()
        }
        _ => "La ligne de commande n’est pas comprise.".to_owned(),
    }
}

struct Context<'e> {
    error: &'e Error,
}

impl Context<'_> {
    /// How the command is written, as far as clap says, and where to read more.
    fn more(&self, typed: Option<&str>) -> String {
        let usage = match self.error.get(ContextKind::Usage) {
            Some(ContextValue::StyledStr(usage)) => usage.to_string(),
            _ => String::new(),
        };
        let usage = usage.trim().strip_prefix("Usage:").unwrap_or_default().trim();
        match typed {
            None => "Pour l’aide : maillage --help".to_owned(),
            Some(command) if usage.is_empty() => format!("Pour l’aide : maillage {command} --help"),
            Some(command) => format!("Utilisation : {usage}\nPour l’aide : maillage {command} --help"),
        }
    }

    fn values(&self, kind: ContextKind) -> Vec<String> {
        match self.error.get(kind) {
            Some(ContextValue::String(text)) => vec![text.clone()],
            Some(ContextValue::Strings(texts)) => texts.clone(),
            _ => Vec::new(),
        }
    }

    /// What was typed, without control signs that could play with the terminal.
    fn text(&self, kind: ContextKind) -> String {
        let text = self.values(kind).into_iter().next().unwrap_or_default();
        text.chars().map(|sign| if sign.is_control() { '?' } else { sign }).collect()
    }

    fn texts(&self, kind: ContextKind) -> String {
        let quoted: Vec<String> = self.values(kind).iter().map(|text| quoted(text)).collect();
        listed(&quoted)
    }

    fn possible(&self) -> String {
        let values = self.values(ContextKind::ValidValue);
        if values.is_empty() {
            return String::new();
        }
        let near = self.text(ContextKind::SuggestedValue);
        let near = if near.is_empty() { near } else { format!(" Vouliez-vous dire {} ?", quoted(&near)) };
        format!(" Valeurs possibles : {}.{near}", values.join(", "))
    }
}
