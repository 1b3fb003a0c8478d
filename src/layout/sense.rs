//! What a freely worded label is about, told by clues of the referential: words that, met together, name a competence.
//!
//! The last resort after phrases and close spellings, so always reported. A label settles only if one competence
//! explains more of its words than any other, and leaves few words unexplained: « Formation aux gestes qui sauvent » is
//! no competence of the project.

use super::labels::{DOING, LINKS, Word, all_words, stem};
use crate::model::referential::{CompetenceId, Referential};
use crate::text::fold;
use crate::text::memo::Memo;

/// A label with more words than this is a sentence.
const LONGEST: usize = 16;
/// Words that explain nothing and need no explanation: who asks, whom it is for, where.
const NEUTRAL: [&str; 62] = [
    "qui",
    "quoi",
    "quel",
    "quelle",
    "quels",
    "ou",
    "comment",
    "on",
    "nous",
    "vous",
    "se",
    "s",
    "c",
    "qu",
    "ce",
    "ceux",
    "celui",
    "celle",
    "il",
    "elle",
    "est",
    "sont",
    "ont",
    "fait",
    "faire",
    "votre",
    "vos",
    "notre",
    "nos",
    "leur",
    "leurs",
    "ses",
    "son",
    "sa",
    "ent",
    "projet",
    "outil",
    "numerique",
    "ecole",
    "scolaire",
    "classe",
    "eleve",
    "famille",
    "parent",
    "enseignant",
    "professeur",
    "directeur",
    "utilisateur",
    "usager",
    "local",
    "quotidien",
    "annuel",
    "eventuel",
    "general",
    "charge",
    "responsable",
    "occupe",
    "assure",
    "gere",
    "competence",
    "fonction",
    "accompagnement",
];

/// What the words of a label tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// One competence, plausible alone.
    One(CompetenceId),
    /// As many plausible ones.
    Several(Vec<CompetenceId>),
    /// Nothing of the project.
    Nothing,
}

/// The clues of a referential, ready to be looked for.
#[derive(Clone, Debug)]
pub(super) struct Senses {
    /// Every word of the clues, each once.
    stems: Vec<Stem>,
    /// Ranks of the words that must be met together, and what they tell.
    clues: Vec<(Vec<usize>, CompetenceId)>,
    /// Ranks of the words that, met together, say that a label is about something else.
    off_topic: Vec<Vec<usize>>,
    /// Ranks of the words that tell nothing alone beside a word that nothing explains.
    weak: Vec<usize>,
    /// What was told of the labels met.
    told: Memo<Sense>,
}

/// A word of a clue.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stem {
    text: String,
    /// Whether any ending does.
    open: bool,
}

impl Senses {
    pub(super) fn new(referential: &Referential) -> Self {
        let mut this = Self {
            stems: Vec::new(),
            clues: Vec::new(),
            off_topic: Vec::new(),
            weak: Vec::new(),
            told: Memo::default(),
        };
        for (index, competence) in (0u16..).zip(&referential.competences) {
            for clue in &competence.clues {
                let clue = this.learn(clue);
                if !clue.is_empty() {
                    this.clues.push((clue, CompetenceId(index)));
                }
            }
        }
        let off_topic = referential.vocabulary.off_topic.iter().map(|clue| this.learn(clue));
        this.off_topic = off_topic.filter(|clue| !clue.is_empty()).collect();
        let weak = referential.vocabulary.weak_clues.iter().flat_map(|clue| this.learn(clue)).collect();
        this.weak = weak;
        this
    }

    /// The ranks of a clue's words.
    fn learn(&mut self, clue: &str) -> Vec<usize> {
        let words = clue.split_whitespace().map(|word| Stem {
            text: stem(&fold(word.trim_end_matches('*'))).to_owned(),
            open: word.ends_with('*'),
        });
        let words = words.filter(|word| !word.text.is_empty() && !LINKS.contains(&word.text.as_str()));
        words
            .map(|word| {
                self.stems.iter().position(|known| *known == word).unwrap_or_else(|| {
                    self.stems.push(word);
                    self.stems.len() - 1
                })
            })
            .collect()
    }

    /// What a label is about.
    pub(super) fn of(&self, label: &str) -> Sense {
        self.told.get_or(label, || self.read(label))
    }

    fn read(&self, label: &str) -> Sense {
        let words = words(label);
        if words.is_empty() || words.len() > LONGEST {
            return Sense::Nothing;
        }
        // For each word of the clues, the word of the label that it is, whole or shortened.
        let met: Vec<Option<usize>> =
            self.stems.iter().map(|stem| words.iter().position(|word| stem.is(word))).collect();
        let shortened: Vec<Option<usize>> =
            self.stems.iter().map(|stem| words.iter().position(|word| stem.is_shortened(word))).collect();
        if self.off_topic.iter().any(|clue| clue.iter().all(|rank| met[*rank].is_some())) {
            return Sense::Nothing;
        }
        // The words that each competence explains, as bits.
        let mut explained: Vec<(CompetenceId, u32)> = Vec::new();
        for (clue, id) in &self.clues {
            let whole = clue.iter().filter(|rank| met[**rank].is_some()).count();
            let places: Option<Vec<usize>> =
                clue.iter().map(|rank| met[*rank].or(shortened[*rank])).collect();
            let Some(places) = places.filter(|_| whole > 0) else { continue };
            let bits: u32 = places.iter().fold(0, |bits, place| bits | 1 << place);
            if bits.count_ones() as usize != clue.len() {
                continue;
            }
            match explained.iter_mut().find(|(known, _)| known == id) {
                Some((_, known)) => *known |= bits,
                None => explained.push((*id, bits)),
            }
        }
        // The first word that means something leads: « Guides de l'ordinateur » are guides. In an enumeration none does.
        let enumerates = label.contains([',', '/', '+', '&', ';']) || fold(label).contains(" et ");
        let lead = words.iter().position(|word| !is_neutral(&word.text)).filter(|_| !enumerates);
        let weight =
            |bits: u32| bits.count_ones() + u32::from(lead.is_some_and(|place| bits & 1 << place != 0));
        let Some(best) = explained.iter().map(|(_, bits)| weight(*bits)).max() else { return Sense::Nothing };
        let fits: Vec<(CompetenceId, u32)> =
            explained.into_iter().filter(|(_, bits)| weight(*bits) == best).collect();
        let all = fits.iter().fold(0, |all, (_, bits)| all | bits);
        let unexplained = words
            .iter()
            .enumerate()
            .filter(|(place, word)| all & 1 << place == 0 && !is_neutral(&word.text))
            .count();
        if unexplained > all.count_ones() as usize + 1 {
            return Sense::Nothing;
        }
        // « Compte bancaire », « Bilan de rentrée »: an everyday word beside another.
        let weak = self.weak.iter().filter_map(|rank| met[*rank]).fold(0u32, |weak, place| weak | 1 << place);
        if unexplained > 0 && all.is_power_of_two() && all & weak == all {
            return Sense::Nothing;
        }
        match fits.as_slice() {
            [(only, _)] => Sense::One(*only),
            several => Sense::Several(several.iter().map(|(id, _)| *id).collect()),
        }
    }
}

impl Stem {
    fn is(&self, word: &Word) -> bool {
        if self.open { word.text.starts_with(&self.text) } else { stem(&word.text) == self.text }
    }

    /// « m. » for « main ».
    fn is_shortened(&self, word: &Word) -> bool {
        word.abbreviated && self.text.starts_with(&word.text)
    }
}

fn is_neutral(word: &str) -> bool {
    NEUTRAL.contains(&stem(word))
        || DOING.contains(&stem(word))
        || word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words of a label that mean something.
fn words(label: &str) -> Vec<Word> {
    let mut words = all_words(label);
    words.retain(|word| !LINKS.contains(&word.text.as_str()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(label: &str) -> Vec<String> {
        let referential = crate::referential::embedded();
        let code = |id: CompetenceId| referential.competence(id).code.clone();
        match Senses::new(&referential).of(label) {
            Sense::One(id) => vec![code(id)],
            Sense::Several(ids) => ids.into_iter().map(code).collect(),
            Sense::Nothing => Vec::new(),
        }
    }

    #[test]
    fn labels_are_told_by_words_met_together() {
        for (label, code) in [
            ("Qui prend les décisions sur le projet ?", "PIL-MOA"),
            ("Signer la convention avec la commune", "PIL-MOA"),
            ("Statistiques de fréquentation", "PIL-EVA"),
            ("Rendre compte des usages au comité de pilotage", "PIL-EVA"),
            ("Animations pédagogiques pour les collègues", "ACC-FOR"),
            ("Production des guides et supports", "ACC-DOC"),
            ("Première mise en route des utilisateurs", "ACC-PEM"),
            ("Quand ça ne marche pas, qui appelle-t-on ?", "ACC-ASS"),
            ("Recevoir les demandes des utilisateurs", "ACC-ASS"),
            ("La société qui fournit l’ENT", "ENT-EDI"),
            ("Ceux qui ont installé et paramétré l’ENT", "ENT-MOE"),
            ("Corriger le logiciel, appliquer les correctifs", "ENT-MNT"),
            ("Les serveurs de l’ENT et leurs sauvegardes", "ENT-HEB"),
            ("Les ordis, les tablettes et le wifi", "MAT-PRC"),
            ("Fournir la liaison Internet de l’école", "MAT-FAI"),
            ("Gérer comptes, groupes, rentrée scolaire", "ADM-FON"),
            ("Imports d’annuaires, authentification", "ADM-TEC"),
            ("Pris. en m.", "ACC-PEM"),
        ] {
            assert_eq!(told(label), [code], "{label}");
        }
    }

    #[test]
    fn two_plausible_competences_settle_nothing() {
        assert_eq!(told("Documentation de l’assistance aux utilisateurs"), ["ACC-DOC", "ACC-ASS"]);
        assert_eq!(told("Ordinateurs et accès Internet"), ["MAT-PRC", "MAT-FAI"]);
        assert_eq!(told("Guides pour les ordinateurs"), ["ACC-DOC"]);
    }

    #[test]
    fn other_lines_of_a_school_tell_nothing() {
        for label in [
            "Garderie du soir",
            "Formation des enseignants aux premiers secours",
            "Contrat du photocopieur",
            "Merci de retourner ce document au secrétariat avant vendredi",
            "Site Web école et blog des classes",
            "Total",
            "Assistance sociale en faveur des élèves",
            "Nom du directeur",
            "Classe mobile (12 tablettes)",
            "Compte bancaire de la coopérative",
            "Bilan de rentrée",
            "Stages de réussite",
            "Poste de direction",
            "Box de rangement",
            "Droits à l’image",
            "Intégration des élèves à besoins particuliers",
        ] {
            assert_eq!(told(label), [""; 0], "{label}");
        }
    }
}
