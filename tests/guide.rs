//! The guide says what the program does: its rules are those of the table, its configuration is valid.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use maillage::check::RULES;

/// What stands around the generated part.
const BEGINNING: &str =
    "<!-- règles : début. Écrit d’après la table des règles : MAILLAGE_GUIDE=1 cargo test --test guide -->\n";
const END: &str = "<!-- règles : fin -->\n";

/// The families, in the order of the table, and what each looks at.
const FAMILIES: [(&str, &str); 14] = [
    ("LEC", "Lecture des fichiers"),
    ("COL", "Tableaux, colonnes et libellés"),
    ("VAL", "Valeurs des cellules"),
    ("ETB", "Écoles, territoires et envois"),
    ("COU", "Couverture"),
    ("RES", "Responsabilité"),
    ("MOD", "Internalisé ou externalisé"),
    ("PRE", "Prestations et niveaux de service"),
    ("DOC", "Documentation"),
    ("LOC", "Personnes ressources locales"),
    ("ADM", "Administration fonctionnelle et technique"),
    ("MOY", "Moyens"),
    ("PER", "Ce qui reste après le déploiement"),
    ("COH", "Cohérence entre les écoles"),
];

fn rules() -> String {
    let mut text = String::new();
    let mut family = "";
    for rule in RULES {
        let its = rule.code.split('-').next().unwrap();
        if its != family {
            family = its;
            let title = FAMILIES.iter().find(|(code, _)| *code == family);
            let (code, title) = title.unwrap_or_else(|| panic!("no title for the family {family}"));
            let _ = writeln!(text, "\n### {code} : {title}\n");
        }
        let _ = writeln!(
            text,
            "**{}** `{}` ({}). {} *Pourquoi :* {} *Correction :* {}\n",
            rule.code,
            rule.name,
            rule.severity.id(),
            rule.what,
            rule.why,
            rule.fix
        );
    }
    text
}

#[test]
fn the_rules_of_the_guide_are_those_of_the_program() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/guide.md");
    let guide = fs::read_to_string(&path).unwrap();
    let (before, rest) = guide.split_once(BEGINNING).unwrap();
    let (written, after) = rest.split_once(END).unwrap();
    if std::env::var_os("MAILLAGE_GUIDE").is_some() {
        fs::write(&path, [before, BEGINNING, &rules(), END, after].concat()).unwrap();
        return;
    }
    for (line, (written, known)) in written.lines().zip(rules().lines()).enumerate() {
        assert_eq!(
            written, known,
            "line {line} of the rules; MAILLAGE_GUIDE=1 cargo test --test guide writes them"
        );
    }
    assert_eq!(written.lines().count(), rules().lines().count(), "MAILLAGE_GUIDE=1 cargo test --test guide");
}

/// Every example of configuration in the guide is one that the program takes.
#[test]
fn the_configurations_of_the_guide_are_valid() {
    let guide = fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/guide.md")).unwrap();
    let academies = maillage::academies::Academies::embedded();
    let referential = maillage::referential::embedded();
    let mut read = 0;
    for block in guide.split("```toml\n").skip(1) {
        let text = block.split("```").next().unwrap();
        let parsed = maillage::plan::configuration::parse(text, RULES, &academies, &referential);
        assert!(parsed.is_ok(), "{}\n{text}", parsed.unwrap_err());
        read += 1;
    }
    assert!(read >= 6, "{read} examples");
}
