//! `maillage completions`: what a shell needs to complete commands and options.

use clap::{Args, CommandFactory, ValueEnum};
use clap_complete::{Shell, generate};

use super::{ARGUMENTS, TEMPLATE, Typed as Whole};

/// Affiche de quoi compléter commandes et options dans un terminal.
#[derive(Debug, Args)]
#[command(
    before_help = "Exemples :\n  \
                   maillage completions powershell >> $PROFILE\n  \
                   maillage completions bash > /etc/bash_completion.d/maillage",
    help_template = TEMPLATE
)]
pub(super) struct Typed {
    /// Interpréteur : bash, fish, powershell ou zsh
    #[arg(value_name = "INTERPRÉTEUR", hide_possible_values = true, help_heading = ARGUMENTS)]
    shell: Interpreter,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Interpreter {
    Bash,
    Fish,
    Powershell,
    Zsh,
}

/// The script of a shell.
pub(super) fn text(typed: &Typed) -> String {
    let shell = match typed.shell {
        Interpreter::Bash => Shell::Bash,
        Interpreter::Fish => Shell::Fish,
        Interpreter::Powershell => Shell::PowerShell,
        Interpreter::Zsh => Shell::Zsh,
    };
    let mut script = Vec::new();
    generate(shell, &mut Whole::command(), "maillage", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shell_completes_every_command() {
        for shell in [Interpreter::Bash, Interpreter::Fish, Interpreter::Powershell, Interpreter::Zsh] {
            let script = text(&Typed { shell });
            for command in super::super::names() {
                assert!(script.contains(&command), "{command} in {shell:?}");
            }
            assert!(script.contains("retours"), "{shell:?}");
        }
    }
}
