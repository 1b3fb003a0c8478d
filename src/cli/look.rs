//! How what is printed looks: colours where somebody sees them, lines no wider than the screen.
//!
//! A colour never says alone what it says: without colours, the same words and the same underlines are there.

use std::ffi::OsString;

use clap::ValueEnum;
use console::{Term, measure_text_width};
use unicode_normalization::UnicodeNormalization;

use crate::model::finding::Severity;

/// Columns of a line where no screen says otherwise: the narrowest terminals have 80.
const WIDTH: usize = 80;
/// Columns that lines are cut to, however narrow the screen.
const NARROWEST: usize = 40;
/// Columns beyond which lines are harder to read.
const WIDEST: usize = 110;

/// When there are colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Colours {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    #[value(name = "auto", help = "sur un terminal, sauf si NO_COLOR est défini")]
    Auto,
    /// Everywhere: a file, a pipe.
    #[value(name = "toujours", help = "même dans un fichier")]
    Always,
    /// Nowhere.
    #[value(name = "jamais", help = "nulle part")]
    Never,
}

impl Colours {
    /// What a command line asks for. It is looked for apart from the rest, so that a command line that isn't understood is
    /// refused in the colours that it asks for.
    fn typed(args: &[OsString]) -> Self {
        let mut words = args.iter().filter_map(|word| word.to_str()).take_while(|word| *word != "--");
        let mut asked = Self::default();
        while let Some(word) = words.next() {
            let value = match word.strip_prefix("--couleur") {
                Some("") => words.next(),
                Some(rest) => rest.strip_prefix('='),
                None => None,
            };
            asked = value.and_then(|value| Self::from_str(value, false).ok()).unwrap_or(asked);
        }
        asked
    }
}

/// What a part of a line is, which its colour repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What stands above or before the rest.
    Title,
    /// What can be typed, or opened.
    Word,
    /// Done, or right.
    Good,
    /// A blocking finding, an error.
    Blocking,
    /// A finding to look at.
    Warning,
    /// A finding for information.
    Info,
    /// What frames the rest.
    Frame,
}

impl Role {
    /// Of a finding.
    pub fn of(severity: Severity) -> Self {
        match severity {
            Severity::Blocking => Self::Blocking,
            Severity::Warning => Self::Warning,
            Severity::Info => Self::Info,
        }
    }

    /// Parameters of the escape sequence: the sixteen colours that every terminal has and lets its user choose.
    fn codes(self) -> &'static str {
        match self {
            Self::Title => "1",
            Self::Word => "36",
            Self::Good => "32",
            Self::Blocking => "1;31",
            Self::Warning => "33",
            Self::Info => "34",
            Self::Frame => "2",
        }
    }
}

/// How one output looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    colours: bool,
    width: usize,
}

impl Default for Look {
    /// No colours, on 80 columns: a file.
    fn default() -> Self {
        Self { colours: false, width: WIDTH }
    }
}

impl Look {
    /// How an output looks, given what was typed. On Windows, it makes an old console understand colours.
    pub fn of(screen: &Term, args: &[OsString]) -> Self {
        let there = screen.features().colors_supported();
        let columns = screen.size_checked().map(|(_, columns)| usize::from(columns));
        Self::chosen(Colours::typed(args), there && !is_set("NO_COLOR"), columns)
    }

    fn chosen(colours: Colours, there: bool, columns: Option<usize>) -> Self {
        let colours = match colours {
            Colours::Auto => there,
            Colours::Always => true,
            Colours::Never => false,
        };
        // Some terminals go to the next line once the last column is written.
        let width = columns.map_or(WIDTH, |columns| (columns.max(1) - 1).clamp(NARROWEST, WIDEST));
        Self { colours, width }
    }

    /// Columns of a line.
    pub fn width(self) -> usize {
        self.width
    }

    /// A part of a line in its colour.
    pub fn paint(self, role: Role, text: &str) -> String {
        self.sequence(role.codes(), text)
    }

    /// A part of a line underlined, in the colour of a finding; without colours, as it is.
    pub fn underlined(self, severity: Severity, text: &str) -> String {
        self.sequence(&format!("{};4", Role::of(severity).codes()), text)
    }

    /// Whether there are colours.
    pub(super) fn has_colours(self) -> bool {
        self.colours
    }

    fn sequence(self, codes: &str, text: &str) -> String {
        if self.colours && !text.is_empty() {
            format!("\u{1b}[{codes}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    /// A text cut at spaces, each line with this margin.
    pub fn wrapped(self, text: &str, margin: &str) -> String {
        let mut lines = String::new();
        let mut length = 0;
        let room = self.width - margin.len().min(self.width / 2);
        // No-break spaces hold words together.
        for word in text.split([' ', '\n']).filter(|word| !word.is_empty()) {
            let columns = columns(word);
            if length > 0 && length + 1 + columns <= room {
                lines.push(' ');
                length += 1 + columns;
            } else {
                if length > 0 {
                    lines.push('\n');
                }
                lines.push_str(margin);
                length = columns;
            }
            lines.push_str(word);
        }
        if length > 0 {
            lines.push('\n');
        }
        lines
    }
}

/// Whether a variable of the environment is there and says something.
fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}

/// How many columns a text takes: two for a wide sign, none for a combining one nor for a colour.
pub fn columns(text: &str) -> usize {
    measure_text_width(text)
}

/// A text of a document on one line, without what could play with the terminal: controls, marks of direction. Accents are
/// joined to their letters, so that none is cut off.
pub fn on_one_line(text: &str) -> String {
    let harmless = |sign: char| match sign {
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}'
        | '\u{ad}' => None,
        sign if sign.is_control() => Some(' '),
        sign => Some(sign),
    };
    let text: String = text.nfc().filter_map(harmless).collect();
    text.split([' ', '\u{2028}', '\u{2029}']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A text no wider than so many columns, ended by « … » where it was cut.
pub fn shortened(text: &str, most: usize) -> String {
    console::truncate_str(text, most.max(1), "…").into_owned()
}

#[cfg(test)]
pub(crate) const COLOURED: Look = Look { colours: true, width: WIDTH };

#[cfg(test)]
impl Look {
    /// No colours, on so many columns.
    pub(crate) fn on(width: usize) -> Self {
        Self { colours: false, width }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(words: &[&str]) -> Colours {
        Colours::typed(&words.iter().map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn colours_are_found_wherever_they_are_asked_for() {
        assert_eq!(typed(&["maillage", "regles"]), Colours::Auto);
        assert_eq!(typed(&["maillage", "--couleur", "jamais", "regles"]), Colours::Never);
        assert_eq!(typed(&["maillage", "consolidre", "--couleur=toujours"]), Colours::Always);
        assert_eq!(typed(&["maillage", "--couleur=rouge"]), Colours::Auto);
        assert_eq!(typed(&["maillage", "--couleur"]), Colours::Auto);
        assert_eq!(typed(&["maillage", "verifier", "--", "--couleur=toujours"]), Colours::Auto);
    }

    #[test]
    fn colours_follow_what_is_asked_then_the_screen() {
        let coloured = |colours, there| Look::chosen(colours, there, None).colours;
        assert!(coloured(Colours::Auto, true) && !coloured(Colours::Auto, false));
        assert!(coloured(Colours::Always, false) && !coloured(Colours::Never, true));
        assert_eq!(Look::default().paint(Role::Title, "mot"), "mot");
        assert_eq!(COLOURED.paint(Role::Blocking, "mot"), "\u{1b}[1;31mmot\u{1b}[0m");
        assert_eq!(COLOURED.paint(Role::Blocking, ""), "");
    }

    #[test]
    fn lines_follow_the_screen_within_reason() {
        let width = |columns| Look::chosen(Colours::Auto, false, columns).width();
        assert_eq!((width(None), width(Some(81)), width(Some(60))), (80, 80, 59));
        assert_eq!((width(Some(0)), width(Some(10)), width(Some(400))), (NARROWEST, NARROWEST, WIDEST));
    }

    #[test]
    fn long_texts_are_cut_at_spaces_that_may_break() {
        let look = Look::default();
        let text = format!("{} «\u{a0}mot\u{a0}»", "quatre ".repeat(9).trim_end());
        let lines = look.wrapped(&text, "  ");
        assert_eq!(lines.lines().count(), 1);
        let lines = look.wrapped(&format!("{text} {text}"), "  ");
        assert!(lines.lines().all(|line| line.starts_with("  ") && line.chars().count() <= WIDTH), "{lines}");
        assert_eq!(
            lines.split_whitespace().collect::<Vec<_>>().join(" "),
            format!("{text} {text}").replace('\u{a0}', " ")
        );
        assert_eq!(look.wrapped("", "  "), "");
    }

    #[test]
    fn colours_take_no_room() {
        let words = vec!["quatre"; 30];
        let plain = Look::default().wrapped(&words.join(" "), "  ");
        let painted: Vec<String> = words.iter().map(|word| COLOURED.paint(Role::Info, word)).collect();
        let coloured = COLOURED.wrapped(&painted.join(" "), "  ");
        assert_eq!(console::strip_ansi_codes(&coloured), plain);
    }

    #[test]
    fn texts_are_shortened_by_what_they_show() {
        assert_eq!(shortened("mairie", 6), "mairie");
        assert_eq!(shortened("mairies", 6), "mairi…");
        assert_eq!(shortened("学校学校", 6), "学校…");
        let accents = on_one_line("e\u{301}te\u{301}");
        assert_eq!((shortened(&accents, 3).as_str(), shortened(&accents, 2).as_str()), ("été", "é…"));
        assert_eq!(columns(&shortened(&"🏫".repeat(9), 7)), 7);
    }

    #[test]
    fn a_text_of_a_document_cannot_play_with_the_terminal() {
        assert_eq!(on_one_line(" a\tb\r\n\n c\u{1b}[31m\u{202e}d\u{200f} "), "a b c [31md");
        assert_eq!(on_one_line("12\u{a0}«\u{a0}x\u{a0}»"), "12\u{a0}«\u{a0}x\u{a0}»");
    }
}
