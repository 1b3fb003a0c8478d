//! Faults of a TOML file, told in French with the line that holds them.

use std::fmt;
use std::ops::Range;

/// Something wrong at a place of a TOML text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TomlFault {
    /// Line, from 1.
    pub line: usize,
    /// Column in signs, from 1.
    pub column: usize,
    /// What is wrong and what to write instead, a sentence without its capital.
    pub message: String,
    /// The line as written.
    excerpt: String,
}

impl TomlFault {
    /// A fault at a range of bytes of the text.
    pub fn at(text: &str, span: Range<usize>, message: impl Into<String>) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |index| index + 1);
        let line = text.get(line_start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        Self {
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).map_or(0, |start| start.chars().count()) + 1,
            message: message.into(),
            excerpt: line.to_owned(),
        }
    }

    /// What the parser says, in French.
    pub fn of_parser(text: &str, error: &toml::de::Error) -> Self {
        let span = error.span().unwrap_or(0..0);
        Self::at(text, span, in_french(error.message()))
    }
}

/// Whether a text is TOML at all, whatever it says.
pub(super) fn check(text: &str) -> Result<(), TomlFault> {
    let parsed = toml::de::DeTable::parse(text);
    parsed.map(drop).map_err(|error| TomlFault::of_parser(text, &error))
}

impl fmt::Display for TomlFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, message, excerpt } = self;
        let stop = if message.ends_with(['?', '.']) { "" } else { "." };
        write!(f, "ligne {line}, colonne {column} : {message}{stop}\n\n  {line} | {excerpt}")?;
        let margin = line.to_string().len() + self.column + 4;
        write!(f, "\n{:margin$}^", "")
    }
}

/// The parser's own words start with one of these; the first that fits wins.
const SENTENCES: [(&str, &str); 20] = [
    ("duplicate key", "cette clé ou cette section est déjà donnée plus haut ; n’en gardez qu’une"),
    ("string values must be quoted", QUOTED),
    ("invalid date", QUOTED),
    ("invalid float", QUOTED),
    ("invalid integer", QUOTED),
    ("invalid boolean", QUOTED),
    ("key with no value", "il manque « = » et une valeur après cette clé"),
    ("missing value", "il manque une valeur après « = »"),
    ("unclosed table", "il manque le crochet « ] » qui ferme le titre de la section"),
    ("unclosed array", "il manque le crochet « ] » qui ferme la liste"),
    ("unclosed inline table", "il manque l’accolade « } » qui ferme ce groupe"),
    ("missing comma", "il manque une virgule entre deux valeurs, ou le crochet « ] » qui ferme la liste"),
    ("extra comma", "il y a une virgule de trop"),
    ("invalid basic string", "il manque le guillemet droit « \" » qui ferme ce texte"),
    ("invalid literal string", "il manque l’apostrophe droite « ' » qui ferme ce texte"),
    ("unquoted keys cannot be empty", "il manque une clé devant « = »"),
    ("invalid unquoted key", "une clé s’écrit sans accent, ou entre guillemets droits"),
    ("unexpected key or value", "il y a un signe de trop ; chaque clé s’écrit sur sa propre ligne"),
    ("missing escaped value", BACKSLASH),
    ("too few unicode", BACKSLASH),
];

const QUOTED: &str =
    "une valeur manque ou n’est pas comprise ; un texte s’écrit entre guillemets droits, comme \"2026-11\"";
const BACKSLASH: &str =
    "« \\ » s’écrit deux fois entre guillemets, ou mettez ce texte entre apostrophes droites : 'C:\\dossier'";

fn in_french(message: &str) -> &'static str {
    SENTENCES.iter().find(|(theirs, _)| message.starts_with(theirs)).map_or(
        "cette écriture n’est pas comprise ; une ligne s’écrit clé = \"valeur\", le titre d’une section [section]",
        |(_, ours)| ours,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> TomlFault {
        TomlFault::of_parser(text, &toml::de::DeTable::parse(text).unwrap_err())
    }

    #[test]
    fn common_slips_are_named_where_they_are() {
        for (text, line, column, words) in [
            ("[campagne]\nmois = 2026-11\n", 2, 8, "entre guillemets droits"),
            ("[campagne]\nmois = novembre\n", 2, 8, "entre guillemets droits"),
            ("[campagne\nmois = \"2026-11\"\n", 1, 10, "qui ferme le titre"),
            ("[campagne]\nmois = \"2026-11\nacademie = \"Nantes\"\n", 2, 16, "guillemet droit"),
            ("[rapport]\netat = \"projet\"\netat = \"valide\"\n", 3, 1, "déjà donnée plus haut"),
            ("[rapport]\netat\n", 2, 5, "il manque « = »"),
            ("[rapport]\nmention =\n", 2, 10, "une valeur manque"),
            ("[rapport]\nmention = « Interne »\n", 2, 11, "guillemets droits"),
            ("[rapport]\nmention = \"C:\\Users\"\n", 2, 16, "apostrophes droites"),
            ("[rapport]\nétat = \"projet\"\n", 2, 1, "sans accent"),
            ("[rapport]\netat = \"projet\" mention = \"\"\n", 2, 17, "sa propre ligne"),
            ("[rapport]\n= 3\n", 2, 1, "il manque une clé"),
            ("[campagne]\nacademie = [\"Nantes\" \"Rennes\"]\n", 2, 22, "virgule"),
        ] {
            let fault = fault(text);
            assert!(fault.message.contains(words), "{text:?}: {fault}");
            assert_eq!((fault.line, fault.column), (line, column), "{text:?}: {fault}");
        }
    }

    #[test]
    fn no_english_word_of_the_parser_shows() {
        for text in
            ["a.b = 1\na.b.c = 2", "x = 0x_", "x = 1__0", "x = {a", "[[a]]\n[a]", "\u{0}", "x = \"\\q\""]
        {
            let shown = fault(text).to_string();
            for word in ["invalid", "expected", "missing", "duplicate", "cannot"] {
                assert!(!shown.contains(word), "{text:?}: {shown}");
            }
        }
    }

    #[test]
    fn the_line_is_shown_with_a_mark_under_the_column() {
        let text = "été = \"x\"\nétat = oui\n";
        let shown = TomlFault::at(text, 20..23, "essai").to_string();
        assert_eq!(shown, "ligne 2, colonne 8 : essai.\n\n  2 | état = oui\n             ^");
    }
}
