//! What a person sees: findings under the row of the sheet that they are about, colours where they are wanted.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// An inventory with several findings on one row, and a cell that would play with the terminal.
const INVENTORY: &str = "UAI;0350122T;;\r\n\
    Compétence;Entité responsable;Mode;Documentation\r\n\
    Maîtrise d’ouvrage;Mairie de Bruz + DRANE;peut-être;guide\r\n\
    Évaluation;à définir;interne;\u{1b}]0;titre\u{7}\u{1b}[31mguide\r\n\
    Documentation;\u{1b}[31mMairie\u{1b}[0m + DSDEN;interne;guide\r\n";

struct Ran {
    status: i32,
    stdout: String,
    stderr: String,
}

/// Runs the executable with these arguments and variables.
fn maillage(folder: &Path, args: &[&str], variables: &[(&str, &str)]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_maillage"))
        .current_dir(folder)
        .args(args)
        .env_remove("NO_COLOR")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace('\u{a0}', " ");
    Ran { status: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("inventaire.csv"), INVENTORY).unwrap();
    folder
}

/// A text without its colours.
fn plain(text: &str) -> String {
    console::strip_ansi_codes(text).into_owned()
}

#[test]
fn findings_stand_under_their_row_each_cell_underlined_once() {
    let folder = folder();
    let ran = maillage(folder.path(), &["verifier", "inventaire.csv"], &[]);
    let (_, findings) = ran.stdout.split_once("constats :\n").unwrap();
    let lines: Vec<&str> = findings.lines().collect();
    let at = lines.iter().position(|line| line.starts_with("  3 │ Maîtrise d’ouvrage")).unwrap();
    assert_eq!(lines[at], "  3 │ Maîtrise d’ouvrage │ Mairie de Bruz + DRANE │ peut-être │ guide");
    let width = |text: &str| text.chars().count();
    for (letter, cell) in [("B", "Mairie de Bruz + DRANE"), ("C", "peut-être")] {
        let column = width(lines[at].split(cell).next().unwrap());
        let under = |line: &str| line.chars().skip(column).take(width(cell)).collect::<String>();
        assert!(under(lines[at - 1]).starts_with(letter), "{findings}");
        assert_eq!(under(lines[at + 1]), "^".repeat(width(cell)), "{findings}");
    }
    assert_eq!(findings.matches("Mairie de Bruz + DRANE │").count(), 1, "one row, two findings: {findings}");
    let told: Vec<&str> = lines[at + 2..].iter().take_while(|line| !line.is_empty()).copied().collect();
    let told = told.join("\n");
    for words in ["RES-002", "!B3", "MOD-004", "!C3", "Lu : « peut-être » ; attendu : ", "    → "] {
        assert!(told.contains(words), "{words}: {findings}");
    }
}

#[test]
fn nothing_that_a_document_holds_reaches_the_terminal_as_an_order() {
    let folder = folder();
    for arguments in [&["verifier", "inventaire.csv"][..], &["consolider", "inventaire.csv", "-o", "sorties"]]
    {
        let ran = maillage(folder.path(), arguments, &[]);
        assert!(ran.status <= 1, "{}", ran.stderr);
        for text in [&ran.stdout, &ran.stderr] {
            let orders: Vec<char> =
                text.chars().filter(|sign| sign.is_control() && !matches!(sign, '\n' | '\r')).collect();
            assert!(orders.is_empty(), "{orders:?}: {text}");
        }
    }
}

#[test]
fn programs_are_given_the_row_too() {
    let folder = folder();
    let ran = maillage(folder.path(), &["verifier", "inventaire.csv", "--format", "json"], &[]);
    let documents: Value = serde_json::from_str(&ran.stdout).unwrap();
    let findings = documents[0]["constats"].as_array().unwrap();
    let shared = findings.iter().find(|finding| finding["code"] == "RES-002").unwrap();
    let row: Vec<(&str, &str)> = shared["ligne"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cell| (cell["cellule"].as_str().unwrap(), cell["texte"].as_str().unwrap()))
        .collect();
    let expected = [
        ("A3", "Maîtrise d’ouvrage"),
        ("B3", "Mairie de Bruz + DRANE"),
        ("C3", "peut-être"),
        ("D3", "guide"),
    ];
    assert_eq!(row, expected);
    let whole = findings.iter().find(|finding| finding["cellule"].is_null()).unwrap();
    assert!(whole["ligne"].is_null());
}

#[test]
fn colours_are_for_a_terminal_unless_they_are_asked_for() {
    let folder = folder();
    let verifier = ["verifier", "inventaire.csv"];
    let without = maillage(folder.path(), &verifier, &[]);
    assert!(!without.stdout.contains('\u{1b}'), "a pipe is no terminal");
    for variables in [&[][..], &[("NO_COLOR", "1")]] {
        let args = [&verifier[..], &["--couleur", "toujours"]].concat();
        let coloured = maillage(folder.path(), &args, variables);
        assert!(coloured.stdout.contains("\u{1b}[1;31mbloquant\u{1b}[0m"), "{}", coloured.stdout);
        assert!(
            coloured.stdout.contains("\u{1b}[1;31;4mMairie de Bruz + DRANE\u{1b}[0m"),
            "{}",
            coloured.stdout
        );
        assert_eq!(plain(&coloured.stdout), without.stdout, "colours change no word");
    }
    for args in
        [&["--help"][..], &["consolidre"], &["regles"], &["expliquer", "RES-002"], &["aide", "modele"]]
    {
        let without = maillage(folder.path(), args, &[]);
        let coloured = maillage(folder.path(), &[&["--couleur=toujours"], args].concat(), &[]);
        let both = |ran: &Ran| format!("{}{}", ran.stdout, ran.stderr);
        assert!(both(&coloured).contains('\u{1b}') && !both(&without).contains('\u{1b}'), "{args:?}");
        assert_eq!(plain(&both(&coloured)), both(&without), "{args:?}");
        assert_eq!(coloured.status, without.status);
    }
}
