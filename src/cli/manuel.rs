//! `maillage manuel`: the page that `man` shows, written from the commands themselves.

use std::fmt::Write;

use clap::{Arg, Args, Command, CommandFactory};

use super::{TEMPLATE, Typed as Whole};

/// Affiche la page de manuel, pour « man ».
#[derive(Debug, Args)]
#[command(
    before_help = "Exemples :\n  \
                   maillage manuel > maillage.1\n  \
                   man -l maillage.1",
    help_template = TEMPLATE
)]
pub(super) struct Typed {}

/// What commands say nowhere: variables and files.
const REST: &str = "\
.SH ENVIRONNEMENT
.TP
.B NO_COLOR
Si elle n’est pas vide, l’affichage est sans couleurs, sauf avec \\fB\\-\\-couleur toujours\\fR.
.TP
.B RUST_BACKTRACE
Si elle est définie, une erreur interne donne ses détails, à joindre à un signalement.
.SH FICHIERS
.TP
.I maillage.toml
La configuration, cherchée à côté du dossier reçu et dans le dossier au\\-dessus ; \\fBmaillage config\\fR en écrit une.
.TP
.I sorties/AAAA\\-MM
Les résultats d’un mois, remplacés en entier ou pas du tout.
";

/// The page, in the language of `man`.
pub(super) fn text() -> String {
    let mut root = Whole::command();
    root.build();
    let mut page = format!(
        ".TH MAILLAGE 1 \"\" \"Maillage {}\" \"Manuel de Maillage\"\n.SH NOM\nmaillage \\- consolide les inventaires de \
         compétences ENT reçus des écoles\n.SH SYNOPSIS\n.B maillage\n.I COMMANDE\n[\\fIOPTIONS\\fR]\n.SH DESCRIPTION\n",
        env!("CARGO_PKG_VERSION")
    );
    paragraph(&mut page, root.get_about().map(ToString::to_string));
    page.push_str(".SH COMMANDES\n");
    for command in root.get_subcommands() {
        section(&mut page, command);
    }
    page.push_str(".SH OPTIONS COMMUNES\n");
    root.get_arguments().for_each(|argument| option(&mut page, argument));
    page + REST
}

fn section(page: &mut String, command: &Command) {
    let _ = writeln!(page, ".SS {}", command.get_name());
    paragraph(page, command.get_about().map(ToString::to_string));
    let usage = command.clone().render_usage().to_string();
    let usage = usage.split_once(':').map_or(usage.as_str(), |(_, usage)| usage).trim();
    let _ = writeln!(page, ".PP\nUtilisation : \\fB{}\\fR", escaped(usage));
    as_it_stands(page, command.get_before_help().map(ToString::to_string));
    command
        .get_arguments()
        .filter(|argument| !argument.is_global_set())
        .for_each(|argument| option(page, argument));
    as_it_stands(page, command.get_after_help().map(ToString::to_string));
}

fn option(page: &mut String, argument: &Arg) {
    let names: Vec<String> = argument
        .get_short()
        .map(|short| format!("-{short}"))
        .into_iter()
        .chain(argument.get_long().map(|long| format!("--{long}")))
        .collect();
    let takes = argument.get_num_args().is_some_and(|number| number.takes_values());
    let values = argument.get_value_names().unwrap_or_default().join(" ");
    let names = names.iter().map(|name| format!("\\fB{}\\fR", escaped(name))).collect::<Vec<_>>().join(", ");
    let value = if takes || argument.is_positional() {
        format!(" \\fI{}\\fR", escaped(&values))
    } else {
        String::new()
    };
    let _ = writeln!(page, ".TP\n{}", format!("{names}{value}").trim_start());
    let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let _ = writeln!(page, "{}", guarded(&escaped(&help)));
}

/// Words that `man` lays out.
fn paragraph(page: &mut String, text: Option<String>) {
    if let Some(text) = text {
        let _ = writeln!(
            page,
            "{}",
            text.lines().map(|line| guarded(&escaped(line))).collect::<Vec<_>>().join("\n")
        );
    }
}

/// Lines that stay as they are, examples for one.
fn as_it_stands(page: &mut String, text: Option<String>) {
    if let Some(text) = text {
        let lines: Vec<String> = text.lines().map(|line| guarded(&escaped(line))).collect();
        let _ = writeln!(page, ".PP\n.nf\n{}\n.fi", lines.join("\n"));
    }
}

/// A dash is one to be typed; a backslash is one to be read.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-")
}

/// A line that begins like an order of `man` is none.
fn guarded(line: &str) -> String {
    if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_tells_every_command_with_its_examples_and_every_option() {
        let page = text();
        let mut root = Whole::command();
        root.build();
        for command in root.get_subcommands() {
            let its = page.split(&format!(".SS {}\n", command.get_name())).nth(1).unwrap();
            let its = its.split("\n.S").next().unwrap().replace("\\-", "-");
            assert!(its.contains("Exemple"), "{its}");
            for argument in command.get_arguments().filter(|argument| !argument.is_global_set()) {
                let help = argument.get_help().unwrap().to_string();
                assert!(its.contains(&help), "{help}: {its}");
                if let Some(long) = argument.get_long() {
                    assert!(its.contains(&format!("\\fB--{long}\\fR")), "{long}: {its}");
                }
            }
        }
        for words in
            [".SH OPTIONS COMMUNES\n", "\\-\\-couleur", "NO_COLOR", "maillage.toml", "70  erreur interne"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("Usage") && !page.contains("\n.\n"), "{page}");
    }

    #[test]
    fn what_begins_like_an_order_is_read_as_text() {
        assert_eq!(guarded(&escaped(".xlsx et C:\\depot --mois")), "\\&.xlsx et C:\\edepot \\-\\-mois");
    }
}
