//! A mailbox half of whose documents were made to hurt: the good ones give what they give alone.
//!
//! As many as told, a thousand of each for instance:
//!
//! ```sh
//! MAILLAGE_HOSTILES=1000 cargo test --release --test hostile_batch
//! ```

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]
#![allow(dead_code, reason = "shared builders have more than one of their users needs")]

mod book;
mod ole;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use book::Book;
use serde_json::Value;

/// How many there are of each, unless it is told.
const HOSTILE: usize = 60;
const KINDS: usize = 18;

fn cell(at: &str, text: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

/// A workbook that answers, from nobody.
fn answers(answer: &str) -> Vec<u8> {
    let mut rows = format!("<row>{}{}</row>", cell("A1", "Compétence"), cell("B1", "Entité responsable"));
    for (row, label) in (2..).zip(["Documentation", "Évaluation", "Maîtrise d’ouvrage"]) {
        let _ = write!(
            rows,
            "<row>{}{}</row>",
            cell(&format!("A{row}"), label),
            cell(&format!("B{row}"), answer)
        );
    }
    Book::rows(&rows).zip()
}

fn mail(parts: &str) -> Vec<u8> {
    format!(
        "From: a@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n{parts}"
    )
    .into_bytes()
}

/// A hostile document: the ending of its name, and its bytes.
fn hostile(rank: usize) -> (&'static str, Vec<u8>) {
    let noise = |length: usize| -> Vec<u8> {
        let mut state = rank as u64 * 2 + 0x9E37_79B9_7F4A_7C15;
        let next = |_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state as u8
        };
        (0..length).map(next).collect()
    };
    let whole = || answers(&format!("Mairie de Nulle-Part {rank}"));
    let ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    match rank % KINDS {
        0 => ("xlsx", Book::rows(&" ".repeat(65 << 20)).zip()),
        1 => ("xlsx", Book::rows("").strings("<sst uniqueCount=\"50000000000\"/>").zip()),
        2 => ("xlsx", Book::rows(&format!("<row>{}{}</row>", cell("A1", "a"), cell("XFD1048576", "b"))).zip()),
        3 => ("xlsx", Book::rows(&cell("A99999999999999", "a")).zip()),
        4 => {
            let mut bytes = whole();
            bytes.truncate(bytes.len() * (1 + rank % 9) / 10);
            ("xlsx", bytes)
        }
        5 => ("xls", b"<html><table><tr><td>a".to_vec()),
        6 => ("xls", [&ole[..], &noise(4000)].concat()),
        7 => ("msg", [&ole[..], &noise(9000)].concat()),
        8 => ("zip", {
            let climbing = Book { parts: vec![("../../../../tmp/x.xlsx".to_owned(), whole())] };
            climbing.zip()
        }),
        9 => ("zip", [&b"PK\x03\x04"[..], &noise(3000)].concat()),
        10 => ("eml", mail(&"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n".repeat(10_000))),
        11 => ("eml", (0..60).fold(whole(), |inside, _| {
            mail(&format!("--b\r\nContent-Type: message/rfc822\r\n\r\n{}\r\n--b--\r\n", String::from_utf8_lossy(&inside)))
        })),
        12 => ("xlsx", answers(&"Mairie et Scolavia et ".repeat(5_000))),
        13 => ("xlsx", answers("=cmd|' /C calc'!A1")),
        // Names that other answers give together: alone here, from nobody who counts.
        14 => ("xlsx", answers(if (rank / KINDS).is_multiple_of(2) { "Ludorive" } else { "Intégralys" })),
        15 => ("xlsx", Book::rows("").with("xl/workbook.xml", "<!DOCTYPE a [<!ENTITY b \"b\"><!ENTITY c \"&b;&b;\">]><workbook><sheets><sheet name=\"&c;\" r:id=\"rId1\"/></sheets></workbook>").zip()),
        16 => ("csv", noise(20_000)),
        _ => ("xlsx", Vec::new()),
    }
}

/// The month's files by name, and the lines of its journal by document.
struct Month {
    files: BTreeMap<String, Vec<u8>>,
    lines: BTreeMap<String, Value>,
}

fn consolidate(root: &Path, output: &str) -> Month {
    let run = Command::new(env!("CARGO_BIN_EXE_maillage"))
        .current_dir(root)
        .args(["consolider", "recus", "--annuaire", "annuaire.csv", "--mois", "2026-11"])
        .args(["--date", "2026-11-24", "--echec-si", "jamais", "--quiet", "-o", output])
        .output()
        .unwrap();
    assert!(run.status.success(), "{:?}: {}", run.status, String::from_utf8_lossy(&run.stderr));
    let month = root.join(output).join("2026-11");
    let mut files = BTreeMap::new();
    for academie in
        fs::read_dir(&month).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
    {
        let couples = academie.join("couverture.csv");
        if couples.exists() {
            files.insert(
                academie.file_name().unwrap().to_str().unwrap().to_owned(),
                fs::read(couples).unwrap(),
            );
        }
    }
    let journal = fs::read_to_string(month.join("journal.jsonl")).unwrap();
    let mut lines = BTreeMap::new();
    for line in journal.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        let document = line["document"].as_str().unwrap().to_owned();
        assert!(lines.insert(document.clone(), line).is_none(), "{document} has two lines");
    }
    Month { files, lines }
}

#[test]
fn the_good_ones_give_what_they_give_alone() {
    let count =
        std::env::var("MAILLAGE_HOSTILES").ok().and_then(|count| count.parse().ok()).unwrap_or(HOSTILE);
    let root = tempfile::tempdir().unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_maillage"))
        .current_dir(root.path())
        .args(["exemple", "exemple", "--ecoles", &count.to_string(), "--graine", "11"])
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    fs::rename(root.path().join("exemple/2026-11"), root.path().join("recus")).unwrap();
    fs::rename(root.path().join("exemple/annuaire.csv"), root.path().join("annuaire.csv")).unwrap();
    let alone = consolidate(root.path(), "seuls");
    assert!(alone.files.values().any(|couples| couples.len() > 10_000), "{:?}", alone.files.keys());

    for rank in 0..count {
        let (ending, bytes) = hostile(rank);
        // Before the good ones, among them and behind.
        let place = ["0_", "inventaire_m_", "zz_"][rank % 3];
        fs::write(root.path().join(format!("recus/{place}hostile{rank}.{ending}")), bytes).unwrap();
    }
    let among = consolidate(root.path(), "tous");
    assert!(among.files == alone.files, "couples of the good ones change");
    for (document, line) in &alone.lines {
        assert_eq!(among.lines.get(document), Some(line), "{document}");
    }
    for rank in 0..count {
        let mine = among.lines.iter().filter(|(document, _)| {
            document.contains(&format!("hostile{rank}.")) && !alone.lines.contains_key(*document)
        });
        let verdicts: Vec<&str> = mine.map(|(_, line)| line["verdict"].as_str().unwrap()).collect();
        assert!(!verdicts.is_empty(), "hostile{rank} vanished");
        assert!(
            verdicts.iter().all(|verdict| matches!(*verdict, "rejete" | "ignore" | "doublon")),
            "hostile{rank}: {verdicts:?}"
        );
    }
    assert!(!Path::new("/tmp/x.xlsx").exists());
}
