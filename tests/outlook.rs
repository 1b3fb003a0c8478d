//! Outlook messages: what they carry, and what a broken one costs.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

mod ole;

use std::path::Path;

use maillage::intake::{self, Received, Source};
use maillage::model::budget::Budgets;
use maillage::model::document::Document;
use maillage::model::inventory::ReadFailure;
use ole::{Item, container};

/// A text in UTF-16 under its tag.
fn wide(tag: &str, text: &str) -> Item {
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    Item::stream(&format!("__substg1.0_{tag}001F"), bytes)
}

/// Properties of fixed length, behind a header.
fn properties(header: usize, values: &[(u32, u64)]) -> Item {
    let mut bytes = vec![0; header];
    for (tag, value) in values {
        bytes.extend(tag.to_le_bytes());
        bytes.extend([6, 0, 0, 0]);
        bytes.extend(value.to_le_bytes());
    }
    Item::stream("__properties_version1.0", bytes)
}

fn attached(rank: u32, mut items: Vec<Item>) -> Item {
    items.push(properties(8, &[]));
    Item::Folder(format!("__attach_version1.0_#{rank:08X}"), items)
}

fn file(rank: u32, name: &str, bytes: &[u8]) -> Item {
    attached(rank, vec![wide("3707", name), Item::stream("__substg1.0_37010102", bytes)])
}

fn inner(rank: u32, name: &str, message: Vec<Item>) -> Item {
    attached(rank, vec![wide("3001", name), Item::Folder("__substg1.0_3701000D".to_owned(), message)])
}

/// The 10th of November 2026, 17:33 in universal time, as Windows counts.
const SENT: u64 = (1_794_331_980 + 11_644_473_600) * 10_000_000;

fn message() -> Vec<Item> {
    vec![
        properties(32, &[(0x0039_0040, SENT)]),
        wide("0037", "Retour d’inventaire"),
        wide("0C1F", "/O=ACADEMIE/CN=ECOLE"),
        wide("5D01", "ce.0440123a@example.org"),
        file(0, "Inventaire École.xlsx", b"un"),
        file(1, "logo.png", b"deux"),
    ]
}

fn received(folder: &Path, name: &str, bytes: &[u8], budgets: &Budgets) -> Vec<Received> {
    std::fs::write(folder.join(name), bytes).unwrap();
    let found = intake::find(&[folder.to_owned()]).unwrap();
    intake::rank(found.into_iter().flat_map(|one| intake::expand(one, budgets)).collect())
}

fn first(bytes: &[u8]) -> Document {
    let folder = tempfile::tempdir().unwrap();
    received(folder.path(), "a.msg", bytes, &Budgets::default()).remove(0).document
}

fn told(name: &str, bytes: &[u8], budgets: &Budgets) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let told = |received: &Received| {
        let path = &received.document.path;
        match (&received.source, received.load(budgets).1) {
            (Source::Skipped(why), _) => format!("{path} ({why:?})"),
            (_, Ok(bytes)) => format!("{path} = {}", String::from_utf8_lossy(&bytes)),
            (_, Err(ReadFailure::OverBudget { budget, .. })) => format!("{path} > {budget}"),
            (_, Err(ReadFailure::Damaged(_))) => format!("{path} is damaged"),
            (_, Err(failure)) => format!("{path} : {failure:?}"),
        }
    };
    received(folder.path(), name, bytes, budgets).iter().map(told).collect()
}

#[test]
fn a_message_gives_its_attachments_its_sender_and_its_date() {
    let bytes = container(&message());
    let budgets = Budgets::default();
    assert_eq!(
        told("retour.MSG", &bytes, &budgets),
        ["retour.MSG!Inventaire École.xlsx = un", "retour.MSG!logo.png (OtherEnding)"]
    );
    let document = first(&bytes);
    assert_eq!(document.file_name(), "Inventaire École.xlsx");
    let mail = document.mail.unwrap();
    assert_eq!(
        (mail.sender.as_str(), mail.subject.as_str()),
        ("ce.0440123a@example.org", "Retour d’inventaire")
    );
    assert_eq!(mail.sent.unwrap().to_string(), "2026-11-10T17:33:00");
}

#[test]
fn the_lines_of_the_transport_say_the_hour_of_the_sender() {
    let mut items = message();
    let head = "From: École <ce.0440124b@example.org>\r\nDate: Tue, 10 Nov 2026 18:33:00 +0100\r\n";
    items.push(wide("007D", head));
    let mail = first(&container(&items)).mail.unwrap();
    assert_eq!(mail.sender, "ce.0440124b@example.org");
    assert_eq!(mail.subject, "Retour d’inventaire");
    assert_eq!(mail.sent.unwrap().to_string(), "2026-11-10T18:33:00");
}

#[test]
fn messages_in_messages_speak_for_what_they_carry() {
    let mut school = message();
    school[0] = properties(24, &[]);
    let outer = vec![
        properties(32, &[(0x0039_0040, SENT)]),
        wide("5D01", "ien@example.org"),
        inner(0, "TR: Inventaire", school),
        inner(1, "Vide", vec![properties(24, &[]), wide("0037", "Bonjour")]),
    ];
    let bytes = container(&outer);
    assert_eq!(
        told("a.msg", &bytes, &Budgets::default()),
        [
            "a.msg!TR: Inventaire.msg!Inventaire École.xlsx = un",
            "a.msg!TR: Inventaire.msg!logo.png (OtherEnding)",
            "a.msg!Vide.msg (MailWithoutWorkbook)",
        ]
    );
    let mail = first(&bytes).mail.unwrap();
    assert_eq!((mail.sender.as_str(), mail.sent.is_some()), ("ce.0440123a@example.org", true));
}

#[test]
fn texts_in_a_code_page_are_read() {
    let bytes = container(&[
        properties(32, &[(0x3FFD_0003, 1252)]),
        Item::stream("__substg1.0_0037001E", b"R\xE9ponse".as_slice()),
        attached(
            0,
            vec![
                Item::stream("__substg1.0_3704001E", b"\xC9COLE.XLS".as_slice()),
                Item::stream("__substg1.0_37010102", b"un".as_slice()),
            ],
        ),
    ]);
    assert_eq!(told("a.msg", &bytes, &Budgets::default()), ["a.msg!ÉCOLE.XLS = un"]);
    assert_eq!(first(&bytes).mail.unwrap().subject, "Réponse");
}

/// The header of a sender who writes accents as they are, kept byte for byte beside the subject that Outlook shows.
#[test]
fn accents_written_raw_in_a_header_or_under_another_code_page_are_read() {
    let subject = |streams: Vec<Item>| {
        let mut items = vec![properties(32, &[(0x3FFD_0003, 1252)]), file(0, "a.csv", b"a;b")];
        items.extend(streams);
        first(&container(&items)).mail.unwrap().subject
    };
    let shown = wide("0037", "Réponse de l’école");
    let header = || Item::stream("__substg1.0_007D001E", b"Subject: R\xE9ponse brute\r\n".as_slice());
    assert_eq!(subject(vec![shown, header()]), "Réponse de l’école");
    let bytes = "Réponse de l’école".as_bytes();
    assert_eq!(subject(vec![Item::stream("__substg1.0_0037001E", bytes)]), "Réponse de l’école");
    let alone = Item::stream("__substg1.0_007D001E", [b"Subject: ", bytes, b"\r\n"].concat());
    assert_eq!(subject(vec![alone]), "Réponse de l’école");
}

#[test]
fn a_message_without_a_workbook_has_its_line_and_another_container_is_a_document() {
    let budgets = Budgets::default();
    assert_eq!(told("a.msg", &container(&[properties(32, &[])]), &budgets), ["a.msg (MailWithoutWorkbook)"]);
    let workbook = container(&[Item::stream("Workbook", b"x".as_slice())]);
    assert!(told("a.msg", &workbook, &budgets)[0].starts_with("a.msg = "));
    assert_eq!(told("a.msg", b"", &budgets), ["a.msg : EmptyFile"]);
}

#[test]
fn what_passes_a_budget_is_one_line_with_its_name() {
    let mut deep = vec![properties(24, &[])];
    for _ in 0..70 {
        deep = vec![properties(24, &[]), inner(0, "dedans", deep)];
    }
    deep[0] = properties(32, &[]);
    let budgets = Budgets::default();
    assert_eq!(told("a.msg", &container(&deep), &budgets), ["a.msg > niveaux d’imbrication"]);
    let mut many = vec![properties(32, &[])];
    many.extend((0..60).map(|rank| file(rank, "a.csv", b"a;b")));
    let budgets = Budgets { mail_parts: 50, ..budgets };
    assert_eq!(told("a.msg", &container(&many), &budgets), ["a.msg > nombre de parties du courriel"]);
}

/// A folder that holds itself, streams that all lie in the same place: they end as damaged, not as memory.
#[test]
fn links_that_turn_in_circles_end() {
    let bytes = container(&message());
    let root: Vec<u8> = "Root Entry".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let directory = bytes.windows(root.len()).position(|window| window == root).unwrap();
    let entries = (bytes.len() - directory) / 128;
    for entry in 0..entries {
        for link in [68, 72, 76, 116] {
            for target in [0u32, 1, 2, entry as u32, 0x7FFF_FFFF] {
                let mut broken = bytes.clone();
                let at = directory + entry * 128 + link;
                broken[at..at + 4].copy_from_slice(&target.to_le_bytes());
                assert!(!told("a.msg", &broken, &Budgets::default()).is_empty());
            }
        }
    }
}

#[test]
fn a_cut_or_flipped_message_always_has_a_line() {
    let bytes = container(&message());
    for at in (0..bytes.len()).step_by(13) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x41;
        for bytes in [&flipped, &bytes[..at]] {
            let lines = told("a.msg", bytes, &Budgets::default());
            assert!(!lines.is_empty() && lines.iter().all(|line| !line.contains("Fault")), "{at}: {lines:?}");
        }
    }
}
