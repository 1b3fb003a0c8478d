//! The letters that go with what is sent back to schools: a subject and a body with blanks to fill.

/// Which letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Occasion {
    /// Something is to mend.
    Correction,
    /// Nothing could be read of what was sent.
    Unread,
    /// Nothing was sent.
    Reminder,
    /// All is well.
    Thanks,
}

impl Occasion {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Correction, Self::Unread, Self::Reminder, Self::Thanks];

    /// The name of its file: `correction.txt`.
    pub fn file(self) -> &'static str {
        match self {
            Self::Correction => "correction.txt",
            Self::Unread => "illisible.txt",
            Self::Reminder => "relance.txt",
            Self::Thanks => "remerciement.txt",
        }
    }
}

/// A blank of a letter, which its text writes between braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the French word beside each in `Blank::name` says it")]
pub enum Blank {
    School,
    Uai,
    Commune,
    Academie,
    Month,
    Number,
    Points,
    Attachment,
    /// By when: « au plus tard le 20/11/2026 », « dès que possible ».
    Due,
    /// What the form repeats: « , avec vos réponses d’octobre 2026 ».
    Repeated,
}

impl Blank {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::School,
        Self::Uai,
        Self::Commune,
        Self::Academie,
        Self::Month,
        Self::Number,
        Self::Points,
        Self::Attachment,
        Self::Due,
        Self::Repeated,
    ];

    /// The word between braces.
    pub fn name(self) -> &'static str {
        match self {
            Self::School => "ecole",
            Self::Uai => "uai",
            Self::Commune => "commune",
            Self::Academie => "academie",
            Self::Month => "mois",
            Self::Number => "nombre",
            Self::Points => "points",
            Self::Attachment => "piece_jointe",
            Self::Due => "delai",
            Self::Repeated => "reprise",
        }
    }
}

/// A piece of a letter's text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Blank(Blank),
}

/// A letter to fill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    subject: Vec<Piece>,
    body: Vec<Piece>,
}

/// Why a text is no letter. Displays as a French sentence, the line first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotALetter {
    /// The line, from one.
    pub line: usize,
    /// What is wrong there, what to write instead.
    pub why: String,
}

/// How the line of the subject begins.
const SUBJECT: &str = "Objet :";

impl Letter {
    /// Reads a letter: « Objet : … » on its first line, then its body.
    ///
    /// # Errors
    /// [`NotALetter`] where the subject is missing, or a blank isn't one of those known.
    pub fn parse(text: &str) -> Result<Self, NotALetter> {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let (first, body) = text.split_once('\n').unwrap_or((&text, ""));
        let first = first.replace('\u{a0}', " ");
        let subject = first.strip_prefix(SUBJECT).map(str::trim).filter(|subject| !subject.is_empty());
        let Some(subject) = subject else {
            let why = format!("la première ligne doit donner l’objet du courriel : « {SUBJECT} … »");
            return Err(NotALetter { line: 1, why });
        };
        let blank_lines = body.len() - body.trim_start_matches('\n').len();
        Ok(Self {
            subject: pieces(subject, 1)?,
            body: pieces(&(body.trim().to_owned() + "\n"), 2 + blank_lines)?,
        })
    }

    /// The subject and the body, filled.
    pub fn filled(&self, fill: impl Fn(Blank) -> String) -> (String, String) {
        let filled = |pieces: &[Piece]| {
            let texts = pieces.iter().map(|piece| match piece {
                Piece::Text(text) => text.clone(),
                Piece::Blank(blank) => fill(*blank),
            });
            texts.collect::<String>()
        };
        (filled(&self.subject), filled(&self.body))
    }
}

fn pieces(text: &str, first_line: usize) -> Result<Vec<Piece>, NotALetter> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut line = first_line;
    while let Some((before, after)) = rest.split_once('{') {
        line += before.matches('\n').count();
        let name = after.split_once('}').map_or(after, |(name, _)| name);
        let blank = Blank::ALL.into_iter().find(|blank| blank.name() == name).ok_or_else(|| {
            let names: Vec<String> = Blank::ALL.iter().map(|blank| format!("{{{}}}", blank.name())).collect();
            let shown: String = name.chars().take_while(|sign| *sign != '\n').take(30).collect();
            let why = format!("{{{shown}}} ne désigne rien ; écrivez l’un de {}", names.join(", "));
            NotALetter { line, why }
        })?;
        pieces.push(Piece::Text(before.to_owned()));
        pieces.push(Piece::Blank(blank));
        rest = &after[name.len() + 1..];
    }
    pieces.push(Piece::Text(rest.to_owned()));
    Ok(pieces)
}

/// The letters of every occasion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letters([Letter; 4]);

impl Letters {
    /// The letters, in the order of [`Occasion::ALL`].
    pub fn new(letters: [Letter; 4]) -> Self {
        Self(letters)
    }

    /// The letter of an occasion.
    pub fn of(&self, occasion: Occasion) -> &Letter {
        &self.0[occasion as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_filled_once_and_what_fills_them_is_no_text_to_fill() {
        let letter =
            Letter::parse("Objet : Inventaire {uai}\n\nBonjour {ecole},\n{ecole} {mois}\n\n").unwrap();
        let (subject, body) = letter.filled(|blank| format!("<{{uai}} {}>", blank.name()));
        assert_eq!(subject, "Inventaire <{uai} uai>");
        assert_eq!(body, "Bonjour <{uai} ecole>,\n<{uai} ecole> <{uai} mois>\n");
    }

    #[test]
    fn faults_are_told_with_their_line() {
        assert_eq!(Letter::parse("Bonjour,\n").unwrap_err().line, 1);
        assert_eq!(Letter::parse("Objet :\n\nBonjour,\n").unwrap_err().line, 1);
        let fault = Letter::parse("Objet : x\n\n\nBonjour,\nà {ecoles},\n").unwrap_err();
        assert_eq!(fault.line, 5);
        assert!(fault.why.contains("{ecoles}") && fault.why.contains("{ecole}"), "{}", fault.why);
        assert_eq!(Letter::parse("Objet : x {").unwrap_err().line, 1);
    }
}
