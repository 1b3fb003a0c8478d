//! What the words of a text say of a mode: « en interne », « confié à une société », « fait maison », « public + privé ».
//!
//! Some words say a mode wherever they stand (« internalisé »). Others say one only in a text made of nothing else:
//! « par une société » does, « Société Kosmia » names a company.

use super::referential::Mode;

/// What was found.
#[expect(clippy::struct_excessive_bools, reason = "each is said or not, in any company")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SaidMode {
    internal: bool,
    external: bool,
    partial: bool,
    negated: bool,
    /// Whether the text holds nothing but words of modes and what joins them.
    whole: bool,
}

/// How the words begin that say a mode wherever they stand.
const INTERNAL: [&str; 2] = ["intern", "regie"];
const EXTERNAL: [&str; 4] = ["extern", "presta", "soustrait", "marche"];
const PARTIAL: [&str; 2] = ["partiel", "mixte"];
/// Words that say who « we » are, or who others are, in a text made of nothing else.
const AMONG_US: [&str; 15] = [
    "nous",
    "nos",
    "propre",
    "propres",
    "agents",
    "maison",
    "direct",
    "directe",
    "in",
    "public",
    "publique",
    "publics",
    "interieur",
    "autonome",
    "autonomie",
];
const OUTSIDE: [&str; 27] = [
    "societe",
    "societes",
    "entreprise",
    "entreprises",
    "tiers",
    "exterieur",
    "exterieure",
    "fournisseur",
    "delegue",
    "deleguee",
    "delegation",
    "dsp",
    "contrat",
    "infogerance",
    "abonnement",
    "achete",
    "achetee",
    "location",
    "ex",
    "prive",
    "privee",
    "prives",
    "extra",
    "hors",
    "commercial",
    "commerciale",
    "facture",
];
const BOTH: [&str; 13] = [
    "hybride", "semi", "mi", "moitie", "demi", "deux", "partage", "partagee", "panache", "panachee",
    "combine", "combinee", "melange",
];
/// Words that join them: « confié à une société », « assuré par nos services ».
const JOINING: [&str; 77] = [
    "ce",
    "qui",
    "que",
    "sont",
    "faites",
    "assures",
    "assurees",
    "geres",
    "gerees",
    "realises",
    "realisees",
    "confies",
    "confiees",
    "competences",
    "missions",
    "a",
    "au",
    "aux",
    "avec",
    "par",
    "en",
    "et",
    "ou",
    "de",
    "des",
    "du",
    "d",
    "l",
    "la",
    "le",
    "les",
    "un",
    "une",
    "entre",
    "sur",
    "sous",
    "dans",
    "pour",
    "est",
    "c",
    "soins",
    "services",
    "service",
    "moyens",
    "equipe",
    "equipes",
    "gestion",
    "fait",
    "faite",
    "faits",
    "gere",
    "geree",
    "assure",
    "assuree",
    "realise",
    "realisee",
    "confie",
    "confiee",
    "pris",
    "prise",
    "charge",
    "tout",
    "totale",
    "totalement",
    "entierement",
    "partie",
    "part",
    "peu",
    "local",
    "locale",
    "informatique",
    "specialisee",
    "chez",
    "memes",
    "meme",
    "completement",
    "mode",
];
/// No mode takes more words.
const MOST_WORDS: usize = 8;

impl SaidMode {
    /// Reads the words of a text, folded.
    pub fn of(words: &[String]) -> Self {
        let word = |at: usize| words.get(at).map_or("", String::as_str);
        let starts = |text: &str, starts: &[&str]| {
            starts.iter().any(|start| text.starts_with(start)) && !text.starts_with("internet")
        };
        let mut said = Self { whole: !words.is_empty() && words.len() <= MOST_WORDS, ..Self::default() };
        let (mut weak_inside, mut weak_outside, mut weak_both) = (false, false, false);
        for at in 0..words.len() {
            let text = word(at);
            let treated = text.starts_with("trait") && at > 0 && word(at - 1) == "sous";
            // « 100 % interne, 0 % externe »: none of it.
            if at > 0 && word(at - 1) == "0" && (starts(text, &INTERNAL) || starts(text, &EXTERNAL)) {
                continue;
            }
            if text.bytes().all(|byte| byte.is_ascii_digit()) {
                continue;
            }
            if starts(text, &INTERNAL) || text == "int" {
                said.internal = true;
            } else if starts(text, &EXTERNAL) || text == "ext" || treated {
                said.external = true;
            } else if starts(text, &PARTIAL) || text == "part" || text == "partie" {
                said.partial = true;
            } else if matches!(text, "non" | "pas") {
                said.negated |= at == 0 || text == "pas";
            } else if text.starts_with("public") && at > 0 && word(at - 1).starts_with("marche") {
                // « Marché public » is a contract.
                said.external = true;
            } else if AMONG_US.contains(&text) {
                weak_inside = true;
            } else if OUTSIDE.contains(&text) {
                weak_outside = true;
            } else if BOTH.contains(&text) {
                weak_both = true;
            } else if !JOINING.contains(&text) {
                said.whole = false;
            }
        }
        if said.whole {
            said.internal |= weak_inside;
            said.external |= weak_outside;
            said.partial |= weak_both;
        }
        let figures: Vec<&str> = words.iter().map(String::as_str).collect();
        if matches!(figures.as_slice(), ["50", "50"] | ["les", "2"] | ["50", "50", ..]) {
            (said.partial, said.whole) = (true, true);
        }
        // « interne sauf dépannage »: a part is not said, and none is guessed.
        let but =
            |word: &String| matches!(word.as_str(), "sauf" | "excepte") || word == "hors" && !said.whole;
        if words.iter().any(but) {
            return Self::default();
        }
        said
    }

    /// The mode that letters alone stand for: « I », « E », « P », « M », « ME ».
    pub fn coded(words: &[String]) -> Option<Mode> {
        Some(match words.concat().as_str() {
            "i" | "int" => Mode::Internal,
            "e" | "ext" => Mode::External,
            "p" | "m" | "mi" | "mx" | "mix" | "ie" | "ei" | "ep" | "pe" | "me" | "em" => Mode::Partial,
            _ => return None,
        })
    }

    /// Whether the text says a mode and nothing else.
    pub fn is_whole(self) -> bool {
        self.whole && self.mode().is_some()
    }

    /// Whether some word says a mode.
    pub fn says(self) -> bool {
        self.internal || self.external || self.partial
    }

    /// The one mode that is said.
    pub fn mode(self) -> Option<Mode> {
        match (self.internal, self.external, self.partial, self.negated) {
            (_, _, true, false) | (true, true, false, false) => Some(Mode::Partial),
            (true, false, false, false) | (false, true, false, true) => Some(Mode::Internal),
            (false, true, false, false) | (true, false, false, true) => Some(Mode::External),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(text: &str) -> Option<Mode> {
        SaidMode::of(&crate::text::words(text)).mode()
    }

    #[test]
    fn own_words_say_a_mode() {
        for (text, said) in [
            ("fait maison", Mode::Internal),
            ("assuré par nos services", Mode::Internal),
            ("service public", Mode::Internal),
            ("en régie directe", Mode::Internal),
            ("pas de prestataire", Mode::Internal),
            ("par une entreprise", Mode::External),
            ("contrat avec une société", Mode::External),
            ("société privée", Mode::External),
            ("sous-traité", Mode::External),
            ("DSP", Mode::External),
            ("marché public", Mode::External),
            ("public + privé", Mode::Partial),
            ("moitié-moitié", Mode::Partial),
            ("en partie confié à une société", Mode::Partial),
            ("50/50", Mode::Partial),
            ("un peu des deux", Mode::Partial),
            ("100 % interne", Mode::Internal),
            ("100 % externe, 0 % interne", Mode::External),
            ("80 % interne / 20 % externe", Mode::Partial),
            ("panaché", Mode::Partial),
            ("moyens propres", Mode::Internal),
            ("avec nos moyens", Mode::Internal),
        ] {
            assert_eq!(mode(text), Some(said), "{text}");
        }
    }

    #[test]
    fn names_say_none() {
        for text in [
            "Société Kosmia",
            "Mairie",
            "Entreprise Dupont",
            "Accès à Internet",
            "service scolaire",
            "interne sauf le wifi",
            "interne hors wifi",
        ] {
            assert_eq!(mode(text), None, "{text}");
        }
    }
}
