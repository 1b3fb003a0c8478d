//! Help texts and errors in colours: the words stay those of the plain text.

use super::look::{Look, Role};

/// A help text: titles, examples, names of commands and options.
pub(super) fn help(look: Look, text: &str) -> String {
    if !look.has_colours() {
        return text.to_owned();
    }
    let mut examples = false;
    let painted = text.split('\n').map(|line| {
        if !line.starts_with(' ') {
            examples = line.starts_with("Exemple");
        }
        match line.strip_prefix(USAGE) {
            Some(usage) => format!("{}{usage}", look.paint(Role::Title, USAGE)),
            None if !line.starts_with(' ') && line.ends_with(':') => look.paint(Role::Title, line),
            None if examples => look.paint(Role::Good, line),
            None => named(look, line),
        }
    });
    painted.collect::<Vec<_>>().join("\n")
}

const USAGE: &str = "Utilisation :";
const HELP: &str = "Pour l’aide :";
const ERROR: &str = "Erreur —";
const SUGGESTION: (&str, &str) = ("Vouliez-vous dire «\u{a0}", "\u{a0}»");

/// A line of a help text that begins with the name of a command or of an option; what goes on under it has a wider margin.
fn named(look: Look, line: &str) -> String {
    let name = line.trim_start();
    let margin = line.len() - name.len();
    match name.find("  ").filter(|_| (1..=8).contains(&margin)) {
        Some(end) => format!("{}{}{}", &line[..margin], look.paint(Role::Word, &name[..end]), &name[end..]),
        None => line.to_owned(),
    }
}

/// An error: its first words, what to type instead, where to read more. What isn't one is a help text.
pub(super) fn error(look: Look, message: &str) -> String {
    if !look.has_colours() || !message.starts_with(ERROR) {
        return help(look, message);
    }
    let painted = message.split('\n').map(|line| {
        let labels = [(ERROR, Role::Blocking), (USAGE, Role::Title), (HELP, Role::Title)];
        let label = labels.into_iter().find(|(label, _)| line.starts_with(label));
        let (head, rest) = match label {
            Some((label, role)) => (look.paint(role, label), &line[label.len()..]),
            None => (String::new(), line),
        };
        head + &suggested(look, rest)
    });
    painted.collect::<Vec<_>>().join("\n")
}

fn suggested(look: Look, line: &str) -> String {
    let (before, after) = SUGGESTION;
    let parts = line.split_once(before).and_then(|(start, rest)| Some((start, rest.split_once(after)?)));
    match parts {
        Some((start, (word, end))) => format!("{start}{before}{}{after}{end}", look.paint(Role::Good, word)),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::look::COLOURED;
    use super::*;

    #[test]
    fn help_says_the_same_in_colours() {
        let text = "Liste.\n\nExemples :\n  maillage regles\n\nUtilisation : maillage regles\n\nOptions\u{a0}:\n      \
                    --format <FORME>  Forme\n                        suite\n";
        let painted = help(COLOURED, text);
        assert_eq!(console::strip_ansi_codes(&painted), text);
        for part in [
            "\u{1b}[1mExemples :",
            "\u{1b}[32m  maillage regles",
            "\u{1b}[1mUtilisation :",
            "      \u{1b}[36m--format <FORME>\u{1b}[0m  Forme\n                        suite",
        ] {
            assert!(painted.contains(part), "{part:?}: {painted:?}");
        }
        assert_eq!(help(Look::default(), text), text);
    }

    #[test]
    fn an_error_says_the_same_in_colours() {
        let text =
            "Erreur — La commande « x » n’existe pas. Vouliez-vous dire «\u{a0}y\u{a0}» ?\nPour l’aide : z";
        let painted = error(COLOURED, text);
        assert_eq!(console::strip_ansi_codes(&painted), text);
        for part in ["\u{1b}[1;31mErreur —", "\u{1b}[32my\u{1b}[0m", "\u{1b}[1mPour l’aide :"] {
            assert!(painted.contains(part), "{part:?}: {painted:?}");
        }
        assert_eq!(error(Look::default(), text), text);
    }
}
