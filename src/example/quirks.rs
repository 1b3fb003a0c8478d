//! What people do to a form, one name each: how often, so that a reader's misses can be counted by cause.

use std::collections::BTreeSet;

use super::rng::Rng;
use crate::text::fold;

/// One way of straying from a form: its name in the truth, and how often in a hundred an ordinary hand does it.
pub(super) struct Quirk(pub(super) &'static str, pub(super) u32);

// Words of a cell.
pub(super) const NO_BREAK_SPACE: Quirk = Quirk("espace_insecable", 3);
pub(super) const DOUBLE_SPACE: Quirk = Quirk("double_espace", 3);
pub(super) const LINE_BREAK: Quirk = Quirk("saut_de_ligne", 2);
pub(super) const LOOSE_ENDS: Quirk = Quirk("espaces_aux_bouts", 3);
pub(super) const UPPER_CASE: Quirk = Quirk("capitales", 2);
pub(super) const NO_ACCENTS: Quirk = Quirk("sans_accents", 4);
pub(super) const DECOMPOSED: Quirk = Quirk("accents_decomposes", 1);
pub(super) const TYPO: Quirk = Quirk("faute_de_frappe", 3);
pub(super) const APOSTROPHE: Quirk = Quirk("apostrophe", 8);
// The form.
pub(super) const NUMBERING: Quirk = Quirk("numerotation", 6);
pub(super) const OTHER_LABELS: Quirk = Quirk("libelles_autres", 25);
pub(super) const OTHER_HEADERS: Quirk = Quirk("entetes_autres", 25);
pub(super) const SHUFFLED_COLUMNS: Quirk = Quirk("colonnes_melangees", 12);
pub(super) const UNKNOWN_COLUMN: Quirk = Quirk("colonne_inconnue", 10);
pub(super) const LOW_HEADER: Quirk = Quirk("entete_basse", 8);
pub(super) const SHIFTED: Quirk = Quirk("tableau_decale", 8);
pub(super) const TITLE_MERGED: Quirk = Quirk("titre_fusionne", 40);
pub(super) const BLANK_ROWS: Quirk = Quirk("lignes_vides", 8);
pub(super) const TOTAL_ROW: Quirk = Quirk("ligne_total", 5);
pub(super) const FOOTNOTE: Quirk = Quirk("note_de_bas", 12);
pub(super) const FORMATTED_BLANKS: Quirk = Quirk("lignes_formatees", 80);
pub(super) const OUTSIDE_LINE: Quirk = Quirk("hors_referentiel", 8);
pub(super) const REPEATED_LINE: Quirk = Quirk("competence_en_double", 2);
pub(super) const MISSING_LINES: Quirk = Quirk("competences_absentes", 10);
pub(super) const SPLIT_ADMINS: Quirk = Quirk("administrateurs_separes", 45);
pub(super) const FAMILIES_SHUFFLED: Quirk = Quirk("familles_melangees", 4);
// The sheets around it.
pub(super) const HOW_TO_SHEET: Quirk = Quirk("feuille_mode_d_emploi", 60);
pub(super) const EXAMPLE_SHEET: Quirk = Quirk("feuille_exemple", 12);
pub(super) const LISTS_SHEET: Quirk = Quirk("feuille_listes", 65);
pub(super) const OLD_SHEET: Quirk = Quirk("feuille_ancienne", 8);
pub(super) const EMPTY_SHEET: Quirk = Quirk("feuille_vide", 15);
// Answers.
pub(super) const IDEM: Quirk = Quirk("idem", 4);
pub(super) const MERGED_ANSWER: Quirk = Quirk("reponse_fusionnee", 4);
pub(super) const FORMULA: Quirk = Quirk("formule", 2);
pub(super) const FORMULA_WITHOUT_VALUE: Quirk = Quirk("formule_sans_valeur", 1);
pub(super) const ERROR_CELL: Quirk = Quirk("cellule_en_erreur", 1);
pub(super) const MODE_BLANK: Quirk = Quirk("mode_vide", 8);
// Identification.
pub(super) const UAI_SPELLING: Quirk = Quirk("ecriture_uai", 25);

/// The hand that fills one form: its chance, how careless it is, and what it did.
pub(super) struct Pen {
    pub(super) rng: Rng,
    /// Carelessness in percent: 0 does nothing odd, 100 is ordinary.
    care: u32,
    done: BTreeSet<&'static str>,
}

impl Pen {
    /// A hand, and its carelessness in percent of the ordinary.
    pub(super) fn new(rng: Rng, carelessness: u32) -> Self {
        Self { rng, care: carelessness, done: BTreeSet::new() }
    }

    /// Whether the quirk strikes now; noted if it does.
    pub(super) fn strikes(&mut self, quirk: &Quirk) -> bool {
        let struck = self.rng.chance((quirk.1 * self.care / 100).min(90));
        if struck {
            self.note(quirk.0);
        }
        struck
    }

    /// Whether the form has this, whatever the hand that fills it; noted if it does.
    pub(super) fn finds(&mut self, quirk: &Quirk) -> bool {
        let found = self.rng.chance(quirk.1);
        if found {
            self.note(quirk.0);
        }
        found
    }

    /// Notes a quirk that was decided elsewhere.
    pub(super) fn note(&mut self, quirk: &'static str) {
        self.done.insert(quirk);
    }

    /// What it did, by name.
    pub(super) fn quirks(self) -> Vec<&'static str> {
        self.done.into_iter().collect()
    }

    /// One of several spellings: the first mostly, another where the quirk strikes.
    pub(super) fn spelling<'a>(&mut self, quirk: &Quirk, among: &[&'a str]) -> &'a str {
        if self.strikes(quirk) { self.rng.pick(among) } else { among[0] }
    }

    /// Writes a label or a title as hands do: mostly right, sometimes with an odd space, case, accent or letter.
    pub(super) fn scribble(&mut self, text: &str) -> String {
        let mut text = text.to_owned();
        if self.strikes(&TYPO) {
            text = misspelt(&text, &mut self.rng);
        }
        if text.contains('\'') && self.strikes(&APOSTROPHE) {
            text = text.replace('\'', "’");
        }
        if self.strikes(&NO_ACCENTS) {
            text = unaccented(&text);
        }
        if self.strikes(&UPPER_CASE) {
            text = text.to_uppercase();
        }
        if text.contains(' ') {
            if self.strikes(&NO_BREAK_SPACE) {
                text = replace_one_space(&text, "\u{a0}", &mut self.rng);
            } else if self.strikes(&DOUBLE_SPACE) {
                text = replace_one_space(&text, "  ", &mut self.rng);
            } else if self.strikes(&LINE_BREAK) {
                text = replace_one_space(&text, "\n", &mut self.rng);
            }
        }
        self.loosen(text)
    }

    /// Writes an answer: like a label, but a wrong letter there would make another entity.
    pub(super) fn loosen(&mut self, text: String) -> String {
        if self.strikes(&DECOMPOSED) {
            use unicode_normalization::UnicodeNormalization;
            return text.nfd().collect();
        }
        if self.strikes(&LOOSE_ENDS) {
            return match self.rng.below(3) {
                0 => format!(" {text}"),
                1 => format!("{text} "),
                _ => format!("{text}\u{a0}"),
            };
        }
        text
    }
}

/// The text with one wrong letter, inside its longest word: a letter lost, doubled, or swapped with the next.
/// Words of fewer than six letters are left alone: one letter there makes another word.
pub(super) fn misspelt(text: &str, rng: &mut Rng) -> String {
    let mut signs: Vec<char> = text.chars().collect();
    let mut longest = 0..0;
    let mut start = 0;
    for end in 0..=signs.len() {
        if signs.get(end).is_some_and(|sign| sign.is_alphabetic()) {
            continue;
        }
        if end - start > longest.len() {
            longest = start..end;
        }
        start = end + 1;
    }
    if longest.len() < 6 {
        return text.to_owned();
    }
    let at = longest.start + rng.between(2, longest.len() - 3);
    match rng.below(3) {
        0 => {
            signs.remove(at);
        }
        1 => signs.insert(at, signs[at]),
        _ => signs.swap(at, at + 1),
    }
    signs.into_iter().collect()
}

/// The text without its accents, its case kept.
pub(super) fn unaccented(text: &str) -> String {
    let plain = |sign: char| {
        let folded = fold(sign.encode_utf8(&mut [0; 4]));
        match folded.as_str() {
            "" => sign.to_string(),
            folded if sign.is_uppercase() => folded.to_uppercase(),
            folded => folded.to_owned(),
        }
    };
    text.chars().map(|sign| if sign.is_alphabetic() { plain(sign) } else { sign.to_string() }).collect()
}

fn replace_one_space(text: &str, by: &str, rng: &mut Rng) -> String {
    let spaces: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
    match spaces.get(rng.below(spaces.len())) {
        Some(&at) => format!("{}{by}{}", &text[..at], &text[at + 1..]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_label_is_one_edit_away_and_short_words_are_left_alone() {
        let mut rng = Rng::new(3);
        for _ in 0..200 {
            let wrong = misspelt("Maintenance de la solution", &mut rng);
            assert!(strsim::damerau_levenshtein(&wrong, "Maintenance de la solution") <= 1, "{wrong}");
        }
        assert_eq!(misspelt("FAI", &mut rng), "FAI");
        assert_eq!(unaccented("Éditeur, maître d’œuvre"), "Editeur, maitre d’oeuvre");
    }

    #[test]
    fn a_careful_hand_writes_what_it_is_given() {
        let mut pen = Pen::new(Rng::new(1), 0);
        for _ in 0..100 {
            assert_eq!(pen.scribble("Accès à l'Internet"), "Accès à l'Internet");
        }
        assert!(pen.quirks().is_empty());
    }
}
