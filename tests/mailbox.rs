//! The mailbox as it is: mails, archives, and all that people put in them.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::PathBuf;

use maillage::intake::{self, Received, Source};
use maillage::model::budget::Budgets;
use maillage::model::inventory::ReadFailure;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A folder that received files.
struct Depot {
    folder: tempfile::TempDir,
    budgets: Budgets,
}

impl Depot {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), budgets: Budgets::default() }
    }

    fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path: PathBuf = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    fn received(&self) -> Vec<Received> {
        let found = intake::find(&[self.folder.path().to_owned()]).unwrap();
        intake::rank(found.into_iter().flat_map(|one| intake::expand(one, &self.budgets)).collect())
    }

    /// One line for each document: its path, and its bytes or why it has none.
    fn told(&self) -> Vec<String> {
        let told = |received: &Received| {
            let path = &received.document.path;
            match (&received.source, received.load(&self.budgets).1) {
                (Source::Skipped(why), _) => format!("{path} ({why:?})"),
                (_, Ok(bytes)) => format!("{path} = {}", String::from_utf8_lossy(&bytes)),
                (_, Err(ReadFailure::OverBudget { budget, .. })) => format!("{path} > {budget}"),
                (_, Err(failure)) => format!("{path} : {failure:?}"),
            }
        };
        self.received().iter().map(told).collect()
    }
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for (rank, chunk) in bytes.chunks(3).enumerate() {
        if rank > 0 && rank % 19 == 0 {
            text.push_str("\r\n");
        }
        let held =
            chunk.iter().fold(0u32, |held, byte| held << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let sign = SIGNS[(held >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= chunk.len() { char::from(sign) } else { '=' });
        }
    }
    text
}

/// A mail of a school, with parts already written.
fn mail(sender: &str, subject: &str, parts: &[String]) -> String {
    let mut mail = format!(
        "From: {sender}\r\nTo: ent@example.org\r\nSubject: {subject}\r\nDate: Tue, 10 Nov 2026 18:33:00 +0100\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=\"--{}\"\r\n\r\nPréambule ignoré\r\n",
        subject.len()
    );
    for part in parts {
        let _ = write!(mail, "----{}\r\n{part}\r\n", subject.len());
    }
    mail + &format!("----{}--\r\n", subject.len())
}

fn attached(name: &str, bytes: &[u8]) -> String {
    format!(
        "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\
         Content-Disposition: attachment; {name}\r\n\r\n{}",
        base64(bytes)
    )
}

fn body() -> String {
    "Content-Type: text/plain; charset=utf-8\r\n\r\nBonjour, voici notre inventaire.".to_owned()
}

fn forwarded(message: &str) -> String {
    format!("Content-Type: message/rfc822\r\n\r\n{message}")
}

#[test]
fn a_mail_gives_its_attachments_under_their_names() {
    let mail = mail(
        "École <ce.0440123a@example.org>",
        "=?utf-8?q?Retour_d=E2=80=99inventaire?=",
        &[
            body(),
            attached("filename*=utf-8''Inventaire%20%C3%89cole.xlsx", b"un"),
            attached("filename=\"=?utf-8?q?compl=C3=A9t=C3=A9=2Exls?=\"", b"deux"),
            attached("filename=\"C:\\\\Documents\\\\..\\\\inventaire.ods\"", b"trois"),
            attached("filename=logo.png", b"quatre"),
            attached("filename=inventaire.ods", b"cinq"),
        ],
    );
    let depot = Depot::new().with("courriels/x.eml", mail);
    assert_eq!(
        depot.told(),
        [
            "courriels/x.eml!Inventaire École.xlsx = un",
            "courriels/x.eml!complété.xls = deux",
            "courriels/x.eml!inventaire (2).ods = cinq",
            "courriels/x.eml!inventaire.ods = trois",
            "courriels/x.eml!logo.png (OtherEnding)",
        ]
    );
    let received = depot.received();
    let (document, _) = received[0].load(&depot.budgets);
    let mail = document.mail.unwrap();
    assert_eq!(
        (mail.sender.as_str(), mail.subject.as_str()),
        ("ce.0440123a@example.org", "Retour d’inventaire")
    );
    assert_eq!(mail.sent.unwrap().to_string(), "2026-11-10T18:33:00");
    assert_eq!((document.size, &document.sha256[..8]), (2, "68bca10e"));
    assert_eq!(received.iter().map(|one| one.document.id.0).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
}

#[test]
fn accents_written_as_they_are_in_a_head_are_those_of_windows_or_of_utf8() {
    let mail = mail(
        "Élise Noël <elise@example.org>",
        "Relevé de l'école",
        &[body(), attached("filename=\"inventaire école.xlsx\"", b"un")],
    );
    let of_windows: Vec<u8> = mail.chars().map(|sign| sign as u8).collect();
    for bytes in [of_windows, mail.into_bytes()] {
        let depot = Depot::new().with("x.eml", bytes);
        assert_eq!(depot.told(), ["x.eml!inventaire école.xlsx = un"]);
        let (document, _) = depot.received()[0].load(&depot.budgets);
        let mail = document.mail.unwrap();
        assert_eq!((mail.sender.as_str(), mail.subject.as_str()), ("elise@example.org", "Relevé de l'école"));
    }
}

#[test]
fn a_forwarded_message_speaks_for_what_it_carries() {
    let school = mail("ce.0229084e@example.org", "Inventaire", &[body(), attached("filename=a.xlsx", b"un")]);
    let silent = "Content-Type: application/octet-stream; name=b.xlsx\r\n\r\ndeux";
    let inspector = mail(
        "ien@example.org",
        "TR: les inventaires de novembre",
        &[body(), forwarded(&school), forwarded(silent)],
    );
    let depot = Depot::new().with("transfert.eml", inspector);
    assert_eq!(depot.told(), ["transfert.eml!a.xlsx = un", "transfert.eml!b.xlsx = deux"]);
    let senders: Vec<String> =
        depot.received().into_iter().map(|one| one.document.mail.unwrap().sender).collect();
    // What a message doesn't say is what the one around it says.
    assert_eq!(senders, ["ce.0229084e@example.org", "ien@example.org"]);
}

#[test]
fn a_mail_without_a_workbook_has_its_own_line() {
    let empty = mail("a@example.org", "Question", &[body()]);
    let picture =
        mail("a@example.org", "Photo du tableau", &[body(), attached("filename=photo.jpg", b"jpg")]);
    let one_of_two = mail(
        "ien@example.org",
        "TR: deux messages",
        &[
            forwarded(&mail("b@example.org", "Sans rien", &[body()])),
            forwarded(&mail("c@example.org", "Avec", &[attached("filename=c.csv", b"c;d")])),
        ],
    );
    let depot = Depot::new().with("1.eml", empty).with("2.eml", picture).with("3.eml", one_of_two);
    assert_eq!(
        depot.told(),
        [
            "1.eml (MailWithoutWorkbook)",
            "2.eml (MailWithoutWorkbook)",
            "2.eml!photo.jpg (OtherEnding)",
            "3.eml!c.csv = c;d",
            "3.eml!message joint.eml (MailWithoutWorkbook)",
        ]
    );
}

#[test]
fn archives_mails_and_workbooks_lie_one_inside_the_other() {
    let inner =
        zip(&[("retour/inventaire.ods", b"ods"), ("~$inventaire.ods", b""), ("__MACOSX/._x.ods", b"")]);
    let message = mail("ce.0440123a@example.org", "Envoi", &[attached("filename=inventaire.zip", &inner)]);
    let outer = zip(&[("lot/x.eml", message.as_bytes()), ("../../climbs.csv", b"a;b"), ("vide/", b"")]);
    let depot = Depot::new().with("novembre.zip", outer);
    assert_eq!(
        depot.told(),
        [
            "novembre.zip!climbs.csv = a;b",
            "novembre.zip!lot/x.eml!inventaire.zip!__MACOSX/._x.ods (Hidden)",
            "novembre.zip!lot/x.eml!inventaire.zip!retour/inventaire.ods = ods",
            "novembre.zip!lot/x.eml!inventaire.zip!~$inventaire.ods (LockTwin)",
        ]
    );
    let received = depot.received();
    assert_eq!(received[0].document.mail, None);
    assert_eq!(received[2].document.mail.as_ref().unwrap().sender, "ce.0440123a@example.org");
    assert_eq!(received[2].document.file_name(), "inventaire.ods");
}

#[test]
fn a_mailbox_gives_its_messages_in_their_order() {
    let mut mailbox = String::new();
    for rank in 1..=11 {
        let name = format!("filename={rank}.csv");
        let message = mail(&format!("e{rank}@example.org"), "Envoi", &[body(), attached(&name, b"a;b")]);
        let _ = write!(mailbox, "From e{rank}@example.org Tue Nov 10 18:33:00 2026\r\n{message}\r\n");
    }
    mailbox += "From x Tue Nov 10 18:34:00 2026\r\nSubject: seul\r\n\r\nFrom ici, tout va bien.\r\n";
    let depot = Depot::new().with("Boîte.mbox", &mailbox).with("sans-extension", mailbox);
    let told = depot.told();
    assert_eq!(told.len(), 24);
    assert_eq!(told[0], "Boîte.mbox!message 01.eml!1.csv = a;b");
    assert_eq!(told[10], "Boîte.mbox!message 11.eml!11.csv = a;b");
    assert_eq!(told[11], "Boîte.mbox!message 12.eml (MailWithoutWorkbook)");
    assert_eq!(told[12], "sans-extension!message 01.eml!1.csv = a;b");
}

#[test]
fn a_workbook_is_told_from_an_archive_by_its_content() {
    let workbook = zip(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")]);
    let depot = Depot::new()
        .with("inventaire", &workbook)
        .with("inventaire.xlsx.tmp", &workbook)
        .with("lettre.docx", &workbook)
        .with("photo.png", b"PK\x03\x04")
        .with("renommé.zip", &workbook)
        .with("sauvegarde.bak", zip(&[("a.csv", b"a;b")]))
        .with("vide.zip", zip(&[]))
        .with("zz.zip", "pas un zip");
    let paths: Vec<String> =
        depot.told().iter().map(|line| line.split(" = ").next().unwrap().to_owned()).collect();
    assert_eq!(
        paths,
        [
            "inventaire",
            "inventaire.xlsx.tmp",
            "lettre.docx (OtherEnding)",
            "photo.png (OtherEnding)",
            "renommé.zip",
            "sauvegarde.bak!a.csv",
            "vide.zip (EmptyArchive)",
            "zz.zip",
        ]
    );
}

#[test]
fn what_passes_a_budget_is_one_line_with_its_name() {
    let small = Budgets {
        holder_bytes: 64 << 10,
        mail_parts: 50,
        mailbox_messages: 2,
        archive_entries: 10,
        archive_bytes: 1 << 20,
        nesting: 3,
        ..Budgets::default()
    };
    let many: Vec<String> = (0..100).map(|_| body()).collect();
    let names: Vec<String> = (0..11).map(|rank| format!("{rank}.csv")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"a".as_slice())).collect();
    let mut nested = zip(&[("fond.csv", b"a;b")]);
    for _ in 0..6 {
        nested = zip(&[("dedans.zip", &nested)]);
    }
    let mut deep = body();
    for _ in 0..40 {
        deep = forwarded(&deep);
    }
    let depot = Depot::new()
        .with("1 parties.eml", mail("a@example.org", "x", &many))
        .with("2 taille.eml", vec![b'a'; 65 << 10])
        .with("3 messages.mbox", "From x 10:00:00\r\n\r\na\r\n\r\n".repeat(3))
        .with("4 éléments.zip", zip(&entries))
        .with("5 bombe.zip", zip(&[("a.csv", &vec![0; 2 << 20])]))
        .with("6 niveaux.zip", nested)
        .with("7 profond.eml", deep);
    let depot = Depot { budgets: small, ..depot };
    assert_eq!(
        depot.told(),
        [
            "1 parties.eml > nombre de parties du courriel",
            "2 taille.eml > taille du courriel ou de l’archive jointe",
            "3 messages.mbox > nombre de messages de la boîte",
            "4 éléments.zip > nombre d’éléments de l’archive",
            "5 bombe.zip > taille décompressée de l’archive",
            "6 niveaux.zip!dedans.zip!dedans.zip!dedans.zip > niveaux d’imbrication",
            "7 profond.eml (MailWithoutWorkbook)",
        ]
    );
}

/// A message in a message in a message… whose freeing would overflow the stack if each owned the next.
#[test]
fn a_mail_nested_without_end_ends() {
    let deep = "Content-Type: message/rfc822\r\n\r\n".repeat(400_000);
    let depot = Depot::new().with("profond.eml", deep);
    assert_eq!(depot.told(), ["profond.eml > niveaux d’imbrication"]);
}

#[test]
fn a_cut_or_flipped_archive_never_gives_other_bytes() {
    let whole = zip(&[("a.csv", b"une;reponse\n".repeat(50).as_slice()), ("b.csv", b"c;d")]);
    let expected = ["x.zip!a.csv = ", "x.zip!b.csv = c;d"];
    for at in 0..whole.len() {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x41;
        for bytes in [&flipped, &whole[..at]] {
            for line in Depot::new().with("x.zip", bytes).told() {
                let Some((_, read)) = line.split_once(" = ") else { continue };
                let is_whole = read == "c;d" || read == "une;reponse\n".repeat(50);
                assert!(is_whole || line.starts_with("x.zip = ") || line == expected[1], "{at}: {line}");
            }
        }
    }
}

#[test]
fn an_archive_written_as_a_stream_or_behind_something_else_is_read() {
    let whole = zip(&[("a.csv", b"a;b")]);
    let behind = [b"MZ-self-extractor".as_slice(), &whole].concat();
    assert_eq!(
        Depot::new().with("a.zip", &behind).told(),
        ["a.zip = MZ-self-extractor".to_owned() + &String::from_utf8_lossy(&whole)]
    );
    let mut writer = ZipWriter::new_stream(Vec::new());
    writer.start_file("é.csv", SimpleFileOptions::default()).unwrap();
    writer.write_all(b"en flux").unwrap();
    let streamed = writer.finish().unwrap().into_inner();
    assert_eq!(Depot::new().with("a.zip", streamed).told(), ["a.zip!é.csv = en flux"]);
}

#[test]
fn an_encrypted_entry_says_so() {
    let mut locked = zip(&[("a.xlsx", b"secret")]);
    // The bit that says so, in the entry and in the directory.
    locked[6] |= 1;
    let directory = locked.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    locked[directory + 8] |= 1;
    assert_eq!(Depot::new().with("a.zip", locked).told(), ["a.zip!a.xlsx : Encrypted"]);
}
