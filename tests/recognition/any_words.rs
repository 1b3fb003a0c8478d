//! Whatever the words, recognition ends: sentences, lists and cards made of the words that readings look for, in any
//! order and number.

use proptest::prelude::*;

use super::support::{sheet, understand};

/// What readings look for, and what stands between.
const WORDS: &[&str] = &[
    " et ",
    ", ",
    " / ",
    "; ",
    " ou ",
    " puis ",
    " sinon ",
    " (",
    ") ",
    " : ",
    " - ",
    " → ",
    "....",
    ". ",
    " par ",
    " pour ",
    "à ",
    " de la ",
    " du ",
    "c'est ",
    " qui ",
    " est ",
    " sont ",
    " assure ",
    " est assurée par ",
    " prend en charge ",
    " s'occupe de ",
    " fait par ",
    "Qui ? ",
    "Responsable",
    "Entité responsable",
    "Mode",
    "Compétence",
    "Commentaires",
    "Nom de l'entité",
    "Type d'entité",
    "Titulaire",
    "Suppléant",
    "Année ",
    "2025",
    "2025/2026",
    "Rappel ",
    "UAI",
    "0440123A",
    "Courriel : ",
    "ce.0440121y@example.org",
    "la mairie",
    "Mairie de Rezé",
    "ERUN",
    "DSDEN 44",
    "le rectorat",
    "Scolavia SAS",
    "Mme Durand",
    "Durand",
    "le prestataire",
    "l'éditeur",
    "nous",
    "personne",
    "ne sait pas",
    "néant",
    "à définir",
    "sans objet",
    "idem",
    "interne",
    "externalisé",
    "en partie",
    "fait maison",
    "par une entreprise",
    "moitié-moitié",
    "50 %",
    "oui",
    "non",
    "x",
    "☑",
    "☐ ",
    "●",
    "○",
    "A",
    "R/A",
    "l'assistance",
    "Assistance aux utilisateurs",
    "la maintenance du parc",
    "Hébergement",
    "Évaluation",
    "Maîtrise d’ouvrage",
    "Administrateurs de l’ENT",
    "FICHE 1",
    "1.a ",
    "B4 – ",
    "• ",
    "\\n",
    "é",
    "œ",
    "\u{a0}",
    "\u{301}",
    "İ",
    "ﬁ",
    "𝔘",
    "ẞ",
];

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::collection::vec(prop::sample::select(WORDS), 0..4),
        1 => prop::collection::vec(prop::sample::select(WORDS), 4..40),
        // The same few words over and over: what grows faster than its length shows.
        1 => (prop::collection::vec(prop::sample::select(WORDS), 1..4), 1_usize..60)
            .prop_map(|(words, times)| words.repeat(times)),
    ]
    .prop_map(|words| words.concat().replace('|', " "))
}

fn rows() -> impl Strategy<Value = Vec<String>> {
    (1_usize..7).prop_flat_map(|width| {
        let row = prop::collection::vec(cell(), width).prop_map(|cells| cells.join("|"));
        prop::collection::vec(row, 1..14)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_words_are_understood_or_left(rows in rows()) {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let understood = understand(vec![sheet("Inventaire", &rows)]);
        prop_assert!(understood.assignments.len() <= 14 * rows.len() * 14);
    }
}

/// Every way to cut an enumeration would double with each « et »: it is looked at once.
#[test]
fn enumerations_that_name_nothing_end() {
    for joint in [" et ", ", ", " / ", " ou ", " puis ", "; ", " (", " - ", " : "] {
        for word in ["x", "l'assistance", "la mairie", "interne", "Durand"] {
            let long = vec![word; 120].join(joint);
            let sentence = format!("La mairie assure {long}");
            let rows = [
                sentence.as_str(),
                "Compétence|Responsable",
                "Évaluation|Mairie",
                &format!("FAI|{long}"),
                &long,
            ];
            understand(vec![sheet("Inventaire", &rows)]);
        }
    }
}
