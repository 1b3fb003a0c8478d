//! The executable as a user meets it before anything is read: help, usage errors, texts, refusals.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

use std::fs;
use std::path::Path;

use assert_cmd::Command;

/// Words of clap, of the standard library or of a library that must never reach a user.
const ENGLISH: [&str; 22] = [
    "Usage:",
    "Options:",
    "Commands:",
    "Arguments:",
    "error:",
    "Error:",
    "required",
    "provided",
    "unexpected",
    "unrecognized",
    "invalid",
    "possible values",
    "default:",
    "For more information",
    "help for",
    "Print ",
    "tip:",
    "subcommand",
    "No such file",
    "os error",
    "expected",
    "panicked",
];

/// What a command printed and how it ended.
struct Ran {
    status: i32,
    stdout: String,
    stderr: String,
}

impl Ran {
    /// Both outputs, their no-break spaces made plain, after checking that they are French.
    fn french(&self) -> String {
        let both = format!("{}{}", self.stdout, self.stderr);
        for word in ENGLISH {
            assert!(!both.contains(word), "{word:?} shows:\n{both}");
        }
        both.replace(['\u{a0}', '\u{202f}'], " ")
    }
}

fn maillage(args: &[&str]) -> Ran {
    maillage_in(Path::new("."), args)
}

fn maillage_in(folder: &Path, args: &[&str]) -> Ran {
    let output =
        Command::new(env!("CARGO_BIN_EXE_maillage")).current_dir(folder).args(args).output().unwrap();
    Ran {
        status: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

const COMMANDS: [&str; 12] = [
    "consolider",
    "verifier",
    "modele",
    "regles",
    "expliquer",
    "referentiel",
    "config",
    "purger",
    "exemple",
    "completions",
    "manuel",
    "aide",
];

#[test]
fn help_is_french_and_begins_with_what_it_does_then_examples() {
    let help = maillage(&["--help"]);
    assert_eq!(help.status, 0);
    let text = help.french();
    assert!(text.starts_with("Maillage lit les inventaires"), "{text}");
    for command in COMMANDS {
        assert!(text.contains(&format!("  {command} ")), "{command}: {text}");
        for asked in [&[command, "--help"][..], &[command, "-h"], &["aide", command]] {
            let help = maillage(asked);
            assert_eq!(help.status, 0, "{asked:?}");
            let text = help.french();
            let example = text.find(&format!("  maillage {command}")).unwrap_or_else(|| panic!("{text}"));
            assert!(example < text.find("Utilisation : ").unwrap(), "{text}");
            assert_eq!(help.stderr, "");
        }
    }
}

#[test]
fn without_anything_typed_the_help_is_shown_and_the_status_is_that_of_a_usage_error() {
    let ran = maillage(&[]);
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
    assert!(ran.french().contains("maillage consolider depot/2026-11"));
}

#[test]
fn the_version_is_told() {
    let ran = maillage(&["--version"]);
    assert_eq!((ran.status, ran.stdout), (0, format!("maillage {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn usage_errors_are_french_say_what_to_do_and_end_with_2() {
    for (args, words) in [
        (&["consolidre", "x"][..], "Vouliez-vous dire « consolider » ?"),
        (&["zzz"], "Les commandes sont : consolider, verifier, modele, regles"),
        (&["help-me"], "n’existe pas"),
        (&["aide", "regle"], "Vouliez-vous dire « regles » ?"),
        (&["consolider"], "Il manque « <SOURCE>... »"),
        (&["expliquer"], "Utilisation : maillage expliquer <CODE>"),
        (&["consolider", "x", "--moi", "2026-11"], "Vouliez-vous dire « --mois » ?"),
        (&["consolider", "x", "-z"], "L’option « -z » n’existe pas"),
        (&["consolider", "x", "--mois"], "attend une valeur"),
        (&["consolider", "x", "--mois", "novembre"], "par exemple 2026-11"),
        (&["consolider", "x", "--date", "24/11/2026"], "par exemple 2026-11-24"),
        (&["consolider", "x", "--taches", "0"], "de 1 à 256"),
        (
            &["consolider", "x", "--echec-si", "alertes"],
            "bloquant, alerte, jamais. Vouliez-vous dire « alerte » ?",
        ),
        (&["consolider", "x", "--format", "xml"], "Valeurs possibles : texte, json"),
        (&["regles", "--format", "xml"], "Pour l’aide : maillage regles --help"),
        (&["--verson"], "Pour l’aide : maillage --help"),
        (&["consolider", "x", "--quiet", "--verbose"], "choisissez l’une ou l’autre"),
        (&["consolider", "x", "--mois", "2026-10", "--mois", "2026-11"], "qu’une fois"),
        (&["consolider", "x", "--quiet=oui"], "--quiet"),
        (&["regles", "RES-002"], "est de trop"),
        (&["exemple", "x", "--ecoles", "beaucoup"], "de 1 à 100 000"),
        (&["expliquer", "ERS-002"], "Vouliez-vous dire « RES-002 » ?"),
        (&["expliquer", "zzzzzz"], "maillage regles"),
        (&["expliquer", "PRE"], "PRE-004  contrat-echu"),
    ] {
        let ran = maillage(args);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{args:?}");
        let text = ran.french();
        assert!(text.starts_with("Erreur — ") && text.contains(words), "{args:?}: {text}");
    }
}

#[test]
fn what_was_typed_cannot_play_with_the_terminal() {
    let ran = maillage(&["consolider", "x", "--\u{1b}[31mrouge"]);
    assert!(!ran.stderr.contains('\u{1b}'), "{:?}", ran.stderr);
}

#[test]
fn rules_are_an_array_of_eight_texts_each() {
    let ran = maillage(&["regles", "--format", "json"]);
    assert_eq!(ran.status, 0);
    let rules: Vec<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(&ran.stdout).unwrap();
    assert!(!rules.is_empty());
    for rule in &rules {
        let keys: Vec<&str> = rule.keys().map(String::as_str).collect();
        assert_eq!(
            keys,
            ["code", "constat", "correction", "exemple", "gravite", "nom", "portee", "pourquoi"]
        );
        assert!(rule.values().all(|value| value.as_str().is_some_and(|text| !text.is_empty())), "{rule:?}");
        assert!(["bloquant", "alerte", "info"].contains(&rule["gravite"].as_str().unwrap()), "{rule:?}");
        assert!(["document", "école", "académie"].contains(&rule["portee"].as_str().unwrap()), "{rule:?}");
    }
    let listed = maillage(&["regles"]).french();
    for rule in &rules {
        let code = rule["code"].as_str().unwrap();
        assert!(listed.contains(code), "{code}");
        let explained = maillage(&["expliquer", &code.to_lowercase()]);
        assert_eq!(explained.status, 0);
        assert!(explained.stdout.starts_with(code), "{}", explained.stdout);
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        for key in ["constat", "pourquoi", "correction"] {
            assert!(flat(&explained.stdout).contains(&flat(rule[key].as_str().unwrap())), "{code} {key}");
        }
    }
}

#[test]
fn the_referential_and_the_configuration_printed_can_be_given_back() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("2026-11")).unwrap();
    for (command, file) in [("referentiel", "referentiel.toml"), ("config", "maillage.toml")] {
        let ran = maillage(&[command]);
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
        fs::write(folder.path().join(file), ran.stdout).unwrap();
    }
    let ran = maillage_in(folder.path(), &["consolider", "2026-11", "--referentiel", "referentiel.toml"]);
    let text = ran.french();
    assert!(text.contains("Configuration : ") && text.contains("maillage.toml"), "{text}");
    assert_eq!(ran.status, 4, "both are accepted, and the folder is empty: {text}");
}

#[test]
fn an_empty_folder_has_nothing_readable_and_leaves_no_results() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("2026-11")).unwrap();
    let ran = maillage_in(folder.path(), &["consolider", "2026-11"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (4, ""));
    assert!(ran.french().contains("Erreur — "));
    assert!(!folder.path().join("sorties/2026-11").exists());
}

#[test]
fn what_is_missing_or_wrong_is_told_in_french_with_its_own_status() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("2026-11")).unwrap();
    fs::write(path("vide.csv"), "").unwrap();
    fs::write(path("faux.toml"), "[campagne]\nmoi = \"2026-11\"\n").unwrap();
    fs::write(path("latin.toml"), b"[rapport]\nmention = \"\xe9\"\n").unwrap();
    fs::write(path("sorties-fichier"), "").unwrap();
    for (args, status, words) in [
        (&["consolider", "2026-10"][..], 4, "n’existe pas"),
        (&["consolider", "2026-11", "--annuaire", "absent.csv"], 3, "L’annuaire « absent.csv » n’existe pas"),
        (&["consolider", "2026-11", "--annuaire", "2026-11"], 3, "est un dossier"),
        (&["consolider", "2026-11", "--annuaire", "vide.csv"], 3, "vide"),
        (
            &["consolider", "2026-11", "--config", "absent.toml"],
            3,
            "La configuration « absent.toml » n’existe pas",
        ),
        (&["config", "absent.toml"], 3, "La configuration « absent.toml » n’existe pas"),
        (&["consolider", "2026-11", "--config", "faux.toml"], 3, "ligne 2, colonne 1 : clé inconnue « moi »"),
        (&["consolider", "2026-11", "--config", "latin.toml"], 3, "UTF-8"),
        (&["consolider", "2026-11", "--referentiel", "faux.toml"], 3, "Dans « faux.toml »"),
        (&["consolider", "2026-11", "--academie", "Nante"], 2, "Vouliez-vous dire « Nantes » ?"),
        (&["consolider", "2026-11", "-o", "sorties-fichier"], 5, "est un fichier"),
        (&["consolider", "2026-11", "-o", "2026-11/sorties"], 2, "dossier à côté"),
        (&["consolider", "2026-11", "-o", "."], 2, "remplaceraient la source"),
    ] {
        let ran = maillage_in(folder.path(), args);
        let text = ran.french();
        assert_eq!((ran.status, ran.stdout.as_str()), (status, ""), "{args:?}: {text}");
        assert!(text.contains("Erreur — ") && text.contains(words), "{args:?}: {text}");
    }
    assert!(!path("sorties").exists(), "nothing was begun");
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_fault() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_maillage"))
        .arg("referentiel")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // More text than a pipe holds, and nobody to read it.
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_printed_is_told() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_maillage"))
        .arg("config")
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(5));
    assert!(String::from_utf8(output.stderr).unwrap().contains("sortie ne peut pas être écrite"));
}
