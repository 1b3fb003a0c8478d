//! The arrows between modules, held: who may know whom, and where each foreign format may be met.
//!
//! The sources are read as text. A path `crate::x` outside a test is an arrow to `x`; a path that begins with the
//! name of a dependency is a use of it.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What every module may know.
const EVERYBODY: [&str; 3] = ["model", "text", "french"];

/// What each module may know besides [`EVERYBODY`]. Stages know no other stage.
const ARROWS: [(&str, &[&str]); 22] = [
    // Nobody, or nearly: `model` folds the name of an académie into a file name.
    ("model", &[]),
    ("text", &[]),
    ("french", &[]),
    // The container that mails and workbooks share.
    ("ole", &[]),
    // Facts.
    ("referential", &[]),
    ("academies", &["referential"]),
    ("registry", &["academies"]),
    ("history", &[]),
    // Stages.
    ("intake", &["ole"]),
    ("reading", &["ole"]),
    ("layout", &["referential"]),
    ("normalise", &[]),
    ("identify", &["academies", "registry"]),
    ("check", &["academies", "registry"]),
    ("consolidate", &["academies", "registry"]),
    ("render", &[]),
    // Edges.
    ("example", &["academies", "referential", "registry"]),
    ("output", &[]),
    ("plan", &["academies", "layout", "reading", "referential", "registry"]),
    ("cli", &["output", "plan", "referential"]),
    (
        "pipeline",
        &[
            "academies",
            "check",
            "consolidate",
            "history",
            "identify",
            "intake",
            "layout",
            "normalise",
            "output",
            "plan",
            "reading",
            "referential",
            "registry",
            "render",
        ],
    ),
    ("main", &["check", "cli", "example", "output", "pipeline", "plan"]),
];

/// Dependencies kept behind a few modules; a path such as `render/report` narrows it. The others go anywhere.
const CRATES: [(&str, &[&str]); 17] = [
    ("calamine", &["reading"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("console", &["cli"]),
    ("csv", &["registry", "render/data"]),
    ("flate2", &["plan", "reading"]),
    ("indicatif", &["cli"]),
    ("lopdf", &["render/report"]),
    ("mail_parser", &["intake"]),
    ("printpdf", &["render/report"]),
    ("rayon", &["pipeline"]),
    ("rust_xlsxwriter", &["render/correction", "render/form", "render/workbook", "example"]),
    ("sha2", &["intake", "reading"]),
    ("tempfile", &["output"]),
    ("toml", &["referential", "academies", "plan", "layout"]),
    ("ttf_parser", &["render/report"]),
    ("walkdir", &["intake"]),
];

/// A source file: where it stands, and its text without tests.
struct Source {
    /// `render/report/page.rs`.
    path: String,
    /// `render`.
    module: String,
    text: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    let tests = test_files(&root, &paths);
    paths
        .iter()
        .filter(|path| !tests.contains(*path))
        .map(|path| {
            let relative = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            let module = relative.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
            Source { text: without_tests(&fs::read_to_string(path).unwrap()), path: relative, module }
        })
        .collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            paths.push(path);
        }
    }
}

/// Files that `#[cfg(test)] mod name;` brings in, and all that stands under them.
fn test_files(root: &Path, paths: &[PathBuf]) -> BTreeSet<PathBuf> {
    let mut tests = BTreeSet::new();
    for path in paths {
        let text = fs::read_to_string(path).unwrap();
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        for pair in lines.windows(2) {
            let Some(name) = pair[1].strip_suffix(';').and_then(|line| line.rsplit_once("mod ")) else {
                continue;
            };
            if pair[0] != "#[cfg(test)]" {
                continue;
            }
            let stem = path.file_stem().unwrap();
            let is_root = stem == "mod" || path.parent() == Some(root) && (stem == "lib" || stem == "main");
            let folder = if is_root { path.parent().unwrap().to_owned() } else { path.with_extension("") };
            let inside = folder.join(name.1);
            let file = inside.with_extension("rs");
            tests.extend(paths.iter().filter(|path| **path == file || path.starts_with(&inside)).cloned());
        }
    }
    tests
}

/// The code alone: no comments, no texts, no `#[cfg(test)]` item.
fn without_tests(text: &str) -> String {
    let code = without_comments_and_texts(text);
    let mut kept = String::new();
    let mut rest = code.as_str();
    while let Some((before, after)) = rest.split_once("#[cfg(test)]") {
        kept.push_str(before);
        rest = after_item(after);
    }
    kept + rest
}

/// What follows an item: its first `;` outside braces, or the brace that closes its first one.
fn after_item(text: &str) -> &str {
    let mut depth = 0usize;
    for (index, sign) in text.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return &text[index + 1..];
                }
            }
            ';' if depth == 0 => return &text[index + 1..],
            _ => {}
        }
    }
    ""
}

/// Blanks comments, strings and signs between apostrophes, which could hold braces or paths.
fn without_comments_and_texts(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with("r#\"") {
            rest.find("\"#").map_or(rest.len(), |end| end + 2)
        } else if sign == '"' {
            string_length(rest)
        } else if sign == '\'' {
            char_length(rest)
        } else {
            0
        };
        if skipped == 0 {
            kept.push(sign);
            rest = &rest[sign.len_utf8()..];
        } else {
            kept.push(' ');
            rest = &rest[skipped..];
        }
    }
    kept
}

fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (index, sign) in text.char_indices().skip(1) {
        match sign {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return index + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of a sign between apostrophes; 0 for a lifetime.
fn char_length(text: &str) -> usize {
    let mut signs = text.char_indices().skip(1);
    match signs.next() {
        Some((_, '\\')) => {
            let closing = signs.skip(1).find(|(_, sign)| *sign == '\'');
            closing.map_or(0, |(index, _)| index + 1)
        }
        Some(_) => match signs.next() {
            Some((index, '\'')) => index + 1,
            _ => 0,
        },
        None => 0,
    }
}

/// The names that follow `prefix::` (`crate::x`, and each of `crate::{x, y::z}`).
fn named_after<'t>(code: &'t str, prefix: &str) -> BTreeSet<&'t str> {
    let mut names = BTreeSet::new();
    let needle = format!("{prefix}::");
    for (index, _) in code.match_indices(&needle) {
        if is_word(code[..index].chars().next_back()) {
            continue;
        }
        let rest = &code[index + needle.len()..];
        match rest.strip_prefix('{') {
            None => {
                names.insert(first_word(rest));
            }
            Some(group) => {
                let mut depth = 0;
                let mut start = true;
                for (index, sign) in group.char_indices() {
                    match sign {
                        '}' if depth == 0 => break,
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        sign if start && !sign.is_whitespace() => {
                            names.insert(first_word(&group[index..]));
                            start = false;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    names
}

fn is_word(sign: Option<char>) -> bool {
    sign.is_some_and(|sign| sign.is_alphanumeric() || sign == '_' || sign == ':')
}

fn first_word(text: &str) -> &str {
    text.split(|sign: char| !is_word(Some(sign)) || sign == ':').next().unwrap_or_default()
}

#[test]
fn every_module_is_in_the_table() {
    let known: BTreeSet<&str> = ARROWS.iter().map(|(module, _)| *module).collect();
    for source in sources() {
        assert!(
            source.module == "lib" || known.contains(source.module.as_str()),
            "{} has no arrows",
            source.module
        );
    }
}

#[test]
fn modules_know_only_those_they_may() {
    let mut forbidden = Vec::new();
    for source in sources() {
        let Some((_, allowed)) = ARROWS.iter().find(|(module, _)| *module == source.module) else { continue };
        let root = if source.module == "main" { "maillage" } else { "crate" };
        for name in named_after(&source.text, root) {
            let known = name == source.module || allowed.contains(&name) || EVERYBODY.contains(&name);
            // A macro or a constant of the crate's root is no module.
            let is_module = ARROWS.iter().any(|(module, _)| *module == name);
            if is_module && !known {
                forbidden.push(format!("{} knows {name}", source.path));
            }
        }
    }
    assert!(forbidden.is_empty(), "arrows that the design doesn't allow:\n{}", forbidden.join("\n"));
}

#[test]
fn foreign_formats_stay_behind_their_module() {
    let mut leaks = Vec::new();
    for source in sources() {
        for (name, places) in CRATES {
            let inside = places.iter().any(|place| {
                source.path.strip_prefix(place).is_some_and(|rest| rest.starts_with('/') || rest == ".rs")
            });
            if !inside && uses(&source.text, name) {
                leaks.push(format!("{} uses {name}", source.path));
            }
        }
    }
    assert!(leaks.is_empty(), "crates met outside their module:\n{}", leaks.join("\n"));
}

/// Whether a path of the code begins with this crate's name.
fn uses(code: &str, name: &str) -> bool {
    let path = code
        .match_indices(&format!("{name}::"))
        .any(|(index, _)| !is_word(code[..index].chars().next_back()));
    path || code.contains(&format!("use {name};"))
}

#[test]
fn dependencies_are_declared_under_the_names_looked_for() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    for (name, _) in CRATES {
        let declared = [name.to_owned(), name.replace('_', "-")]
            .iter()
            .any(|name| manifest.lines().any(|line| line.starts_with(&format!("{name} "))));
        assert!(declared, "{name} is no dependency any more: take it out of the table");
    }
}

#[test]
fn the_reader_of_sources_sees_arrows_and_nothing_else() {
    let code = "use crate::{model::{place::Spot, fact}, text};\nuse crate::plan;\n// use crate::comment;\n\
                const A: &str = \"crate::string { \";\nlet c = '{'; let l: &'a str = crate::cli::X;\n\
                my_crate::not; #[cfg(test)]\nmod tests { use crate::render; fn f() { {} } }\nuse crate::after;";
    let code = without_tests(code);
    let names: Vec<&str> = named_after(&code, "crate").into_iter().collect();
    assert_eq!(names, ["after", "cli", "model", "plan", "text"]);
    assert!(uses("use csv;", "csv") && uses("x: csv::Reader", "csv"));
    assert!(!uses("my_csv::x; crate::csv::y", "csv"));
    assert!(without_tests("a #[cfg(test)] mod tests; b").contains('b'));
}
