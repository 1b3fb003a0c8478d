//! The guide says what the program does: its rules are those of the table, its configuration is valid, its command lines
//! are understood.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use maillage::check::RULES;
use maillage::cli::look::Look;
use maillage::cli::{self, Command};
use maillage::plan::Status;

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

/// A text of the repository.
fn document(name: &str) -> String {
    fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The command lines of a text, without the program's name: the lines of its blocks of code that begin with this, and its
/// spans of code that do.
fn command_lines(text: &str, program: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for (rank, part) in text.split("```").enumerate() {
        // Blocks of code and prose alternate; in prose, so do spans of code.
        let candidates: Vec<&str> =
            if rank % 2 == 1 { part.lines().collect() } else { part.split('`').skip(1).step_by(2).collect() };
        lines.extend(candidates.iter().filter_map(|line| {
            // A span may run over the end of a line.
            let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
            line.strip_prefix(program).map(|rest| rest.trim().to_owned())
        }));
    }
    lines
}

/// The words of a command line, as far as it is the program's: a redirection is the shell's.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for sign in line.chars() {
        match sign {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().unwrap().push(sign),
        }
    }
    words.retain(|word| !word.is_empty());
    let of_shell = |word: &String| matches!(word.as_str(), ">" | ">>" | "2>&1" | "|");
    let end = words.iter().position(of_shell).unwrap_or(words.len());
    words.truncate(end);
    words
}

fn parsed(words: &[String]) -> Result<Command, cli::Refusal> {
    cli::parse(
        std::iter::once("maillage").chain(words.iter().map(String::as_str)).map(OsString::from),
        RULES,
        Look::default(),
    )
}

#[test]
fn the_command_lines_of_the_documents_are_understood() {
    for (name, program, fewest) in
        [("docs/guide.md", "maillage ", 20), ("README.md", "cargo run --release -- ", 2)]
    {
        let lines = command_lines(&document(name), program);
        for line in &lines {
            // A command named alone is not one typed.
            let words = match words(line).as_slice() {
                [command] => vec!["aide".to_owned(), command.clone()],
                several => several.to_vec(),
            };
            // A file that isn't there is another matter.
            if let Err(refusal) = parsed(&words) {
                assert_ne!(refusal.status, Status::Usage, "{name}: {program}{line}\n{}", refusal.message);
            }
        }
        assert!(lines.len() >= fewest, "{name}: {lines:?}");
    }
}

/// Where the links of a text lead, with the words that stand for them.
fn links(text: &str) -> Vec<(&str, &str)> {
    let ends = text.match_indices("](").map(|(at, _)| at);
    ends.filter_map(|at| {
        let words = text[..at].rsplit('[').next()?;
        let target = text[at + 2..].split(')').next()?;
        Some((words, target))
    })
    .collect()
}

#[test]
fn what_the_documents_link_to_is_there_and_their_pictures_are_told() {
    let mut pictures = BTreeSet::new();
    for name in ["README.md", "docs/guide.md", "docs/decisions.md", "docs/performance.md", "fuzz/README.md"] {
        let text = document(name);
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name).parent().unwrap().to_owned();
        for (words, target) in links(&text).into_iter().filter(|(_, target)| !target.starts_with('#')) {
            assert!(folder.join(target).exists(), "{name}: {target}");
            if let Some(picture) = target.strip_suffix(".png") {
                assert!(words.len() > 40, "{name}: {target} is told in a few words only: {words:?}");
                pictures.insert(picture.rsplit('/').next().unwrap().to_owned());
            }
        }
    }
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/images");
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.extension().is_some_and(|ending| ending == "png") {
            let stem = path.file_stem().unwrap().to_str().unwrap();
            assert!(pictures.contains(stem), "{stem}.png is shown nowhere");
            assert!(entry.metadata().unwrap().len() < 200_000, "{stem}.png is heavy");
        }
    }
}

/// Every option that a text names, `--so`.
fn options(text: &str) -> BTreeSet<String> {
    let is_sign = |sign: char| sign.is_ascii_lowercase() || sign == '-';
    text.match_indices("--")
        .filter(|(at, _)| text[..*at].ends_with(['`', ' ', '(', '|', '/']))
        .map(|(at, _)| text[at..].chars().take_while(|sign| is_sign(*sign)).collect::<String>())
        .filter(|option| !option.trim_matches('-').is_empty())
        .collect()
}

#[test]
fn the_guide_and_the_help_name_the_same_commands_and_options() {
    let guide = document("docs/guide.md");
    let help = |words: &[&str]| {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        match parsed(&words).unwrap() {
            Command::Print(text) => text,
            other => panic!("{other:?}"),
        }
    };
    let general = help(&["aide"]);
    let commands = general.split("Commandes").nth(1).unwrap().split("\n\n").next().unwrap();
    let commands: Vec<&str> =
        commands.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() >= 11, "{commands:?}");
    let mut known = options(&general);
    for command in commands {
        assert!(guide.contains(&format!("maillage {command}")), "{command} is missing from the guide");
        known.extend(options(&help(&["aide", command])));
    }
    let told = options(&guide);
    // `--test` is cargo's, in the line that says how the rules are written.
    let strange: Vec<&String> = told.difference(&known).filter(|option| *option != "--test").collect();
    assert!(strange.is_empty(), "no option of the program: {strange:?}");
    let missing: Vec<&String> = known.difference(&told).collect();
    assert!(missing.is_empty(), "missing from the guide: {missing:?}");
}
