//! Marks inside a cross-table: a cross, or the letters of a RACI matrix.

/// What a mark says of the actor whose column it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A cross, a tick, « oui », 1.
    Cross,
    /// Letters of RACI (or RASCI); at least one is true.
    Letters(Letters),
}

/// Letters of RACI found in a mark.
#[expect(clippy::struct_excessive_bools, reason = "one for each letter, in any company")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    /// R: does it.
    pub responsible: bool,
    /// A: answers for it.
    pub accountable: bool,
    /// C, I or S: consulted, informed, in support.
    pub other: bool,
    /// P, which is no letter of RACI: takes part, pilots, produces, as a legend says.
    pub legend_only: bool,
}

impl Mark {
    /// Reads a mark; `None` where the text is none. « R/A », « (A) », « ra » and « x » are marks, « Mairie » isn't.
    ///
    /// ```
    /// use maillage::model::mark::{Letters, Mark};
    /// assert_eq!(Mark::parse(" ✓"), Some(Mark::Cross));
    /// let both = Letters { responsible: true, accountable: true, ..Letters::default() };
    /// assert_eq!(Mark::parse("R/A"), Some(Mark::Letters(both)));
    /// assert_eq!(Mark::parse("Resp."), Mark::parse("A"));
    /// assert_eq!(Mark::parse("Mairie"), None);
    /// assert_eq!(Mark::parse("RAS"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        // « x (2026) », « X (référent) »: a cross, and a remark.
        let text = match text.split_once('(') {
            Some((head, _)) if matches!(head.trim(), "x" | "X" | "✓" | "✔" | "☒" | "oui" | "Oui" | "OUI") => {
                head
            }
            _ => text,
        };
        if let Some(letters) = word(text) {
            return Some(Self::Letters(letters));
        }
        let mut signs = String::new();
        for sign in text.chars() {
            if sign.is_alphanumeric() || is_tick(sign) {
                signs.extend(sign.to_lowercase());
            } else if !sign.is_whitespace() && !"/,;+-().&|\u{fe0f}".contains(sign) {
                return None;
            }
            if signs.len() > 12 {
                return None;
            }
        }
        if signs.is_empty() {
            return None;
        }
        if matches!(signs.as_str(), "x" | "xx" | "xxx" | "oui" | "o" | "1" | "ok" | "vrai" | "v")
            || signs.chars().all(is_tick)
        {
            return Some(Self::Cross);
        }
        // « RAS » has nothing to report: as letters, nobody writes them in one word.
        if signs == "ras" && !text.contains(['/', ',', ';', '+', '-', '&', '|']) {
            return None;
        }
        let mut letters = Letters::default();
        let apart = signs.len() == 1 || text.contains(['/', ',', ';', '+', '-', '&', '|']);
        for sign in signs.chars() {
            match sign {
                'p' if apart => letters.legend_only = true,
                'r' => letters.responsible = true,
                'a' => letters.accountable = true,
                'c' | 'i' | 's' => letters.other = true,
                _ => return None,
            }
        }
        // A word made of these letters (« cris ») is no mark; five letters hold all of RASCI once.
        (signs.len() <= 5).then_some(Self::Letters(letters))
    }
}

/// Whether a mark is put in doubt: « x ? », « A ? ».
pub fn is_doubtful(text: &str) -> bool {
    text.trim_end().strip_suffix('?').is_some_and(|mark| {
        let mark = mark.trim_end_matches(['?', ' ', '(']);
        mark.is_empty() || Mark::parse(mark).is_some()
    })
}

/// The letter that a word stands for: « Responsable », « appui ».
fn word(text: &str) -> Option<Letters> {
    let folded = crate::text::fold(text);
    let none = Letters::default();
    Some(match folded.trim_matches(|sign: char| !sign.is_alphanumeric()) {
        "responsable" | "resp" | "pilote" | "pilotage" | "autorite" | "decide" | "decideur" => {
            Letters { accountable: true, ..none }
        }
        "realise" | "realisateur" | "realisation" | "execute" | "execution" | "executant" => {
            Letters { responsible: true, ..none }
        }
        "appui" | "soutien" | "associe" | "associee" | "participe" | "participation" | "participant"
        | "contribue" | "contributeur" | "consulte" | "consultee" | "informe" | "informee" | "aide" => {
            Letters { other: true, ..none }
        }
        _ => return None,
    })
}

fn is_tick(sign: char) -> bool {
    matches!(
        sign,
        '✅' | '🟢'
            | '🟩'
            | '🔵'
            | '⭐'
            | '👍'
            | '✓'
            | '✔'
            | '☑'
            | '☒'
            | '✗'
            | '✘'
            | '✕'
            | '✖'
            | '×'
            | '•'
            | '●'
            | '■'
            | '◼'
            | '*'
    )
}
