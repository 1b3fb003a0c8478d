//! What goes back: to each school its own, to each inspector the schools to remind.

use std::fs;
use std::process::Command;

use mail_parser::{Message, MessageParser, MimeHeaders as _};

use super::filled::{Book, cells};
use super::{COLUMNS, Campaign, SHEET, files, fill, uai};

fn draft(bytes: &[u8]) -> Message<'_> {
    MessageParser::default().parse(bytes).unwrap()
}

fn body(message: &Message<'_>) -> String {
    message.body_text(0).unwrap().replace("\r\n", "\n").replace(['\u{a0}', '\u{202f}'], " ")
}

/// October: schools 0 and 1 answer. November: 0 answers with a fault, 1 is silent, 2 sends prose, 3 never answered, 4
/// answers well.
fn november(more: &[&str]) -> Campaign {
    let campaign = Campaign::of(5);
    campaign.make_forms("2026-10", &[]);
    for rank in [0, 1] {
        let mut book = campaign.form("2026-10", rank);
        fill(&mut book);
        campaign.receive("2026-10", &format!("{rank}.xlsx"), &book);
    }
    campaign.consolidate("2026-10", &[]);
    for rank in [0, 4] {
        let mut book = campaign.form("2026-10", rank);
        fill(&mut book);
        if rank == 0 {
            book.put(SHEET, "D9", "Mme Zyxwinska");
            book.put(SHEET, "P9", "=cmd|calc");
            book.put(SHEET, "E20", "");
        }
        campaign.receive("2026-11", &format!("{rank}.xlsx"), &book);
    }
    let mut prose = rust_xlsxwriter::Workbook::new();
    let sheet = prose.add_worksheet();
    sheet.write(0, 0, "UAI").unwrap();
    sheet.write(0, 1, uai(2)).unwrap();
    sheet.write(2, 0, "Chez nous tout va bien, merci !").unwrap();
    prose.save(campaign.path("recus/2026-11/2.xlsx")).unwrap();
    campaign.consolidate("2026-11", more);
    campaign
}

#[test]
fn each_school_gets_what_it_has_to_mend_and_nothing_of_another() {
    let campaign = november(&["--retours", "--accuses"]);
    let correction = campaign.returned("2026-11", &format!("{}_correction.xlsx", uai(0)));
    let list = cells(&correction, "À corriger");
    let row = |code: &str| {
        let row = list.iter().find(|((_, column), text)| *column == 3 && *text == code).unwrap().0.0;
        let cell = |column| list.get(&(row, column)).map_or("", String::as_str);
        [1, 2, 5, 6].map(cell)
    };
    let [what, competence, read, expected] = row("D9");
    assert_eq!((what, competence, read), ("À corriger", "Maîtrise d’ouvrage", "Mme Zyxwinska"));
    assert!(expected.contains("entité"), "{expected}");
    assert_eq!(row("E20")[1], "Accès à Internet");

    // The cells are marked by their colour, their note and the word of their row; the link leads there.
    let mut book = Book::open(&correction);
    let notes = book.text("xl/comments1.xml");
    assert!(
        notes.contains("ref=\"D9\"") && notes.contains("Lu : Mme Zyxwinska") && notes.contains("À faire :")
    );
    let form = cells(&correction, SHEET);
    assert_eq!(form[&(8, 0)], "1 À corriger");
    assert_eq!(form[&(9, 0)], "2");
    assert_eq!(form[&(8, 15)], "=cmd|calc", "a text stays a text");
    let links = book.sheet("À corriger");
    assert!(book.text(&links).contains("location=\"'Inventaire ENT'!D9\""));
    let all: String = (1..=4).map(|rank| book.text(&format!("xl/worksheets/sheet{rank}.xml"))).collect();
    assert!(!all.contains("<f>"), "no formula");
    let texts = book.text("xl/sharedStrings.xml");
    for other in 1..5 {
        assert!(!texts.contains(&uai(other)), "school {other}");
    }

    let bytes = campaign.returned("2026-11", &format!("{}_reponse.eml", uai(0)));
    let message = draft(&bytes);
    assert!(message.subject().unwrap().replace('\u{a0}', " ").contains("3 points à corriger"));
    let to = message.to().unwrap().first().unwrap().address().unwrap();
    assert_eq!(to, format!("ce.{}@example.org", uai(0)));
    assert!(body(&message).contains("(case D9)"), "{}", body(&message));
    let attached = message.attachments().next().unwrap();
    assert_eq!(attached.attachment_name(), Some(format!("{}_correction.xlsx", uai(0)).as_str()));
    assert_eq!(attached.contents(), correction);
}

#[test]
fn a_correction_sent_back_as_it_is_says_the_same_and_no_more() {
    let campaign = november(&["--retours"]);
    let codes = |campaign: &Campaign, month: &str| {
        let mut codes: Vec<String> =
            campaign.findings(month).iter().map(|finding| finding[1..8].to_owned()).collect();
        codes.retain(|code| code != "LEC-010");
        codes.sort();
        codes
    };
    let before = codes(&campaign, "2026-11");
    let correction = campaign.returned("2026-11", &format!("{}_correction.xlsx", uai(0)));
    for rank in [0, 4] {
        let mut book = Book::open(&correction);
        if rank == 4 {
            book = campaign.form("2026-10", 4);
            fill(&mut book);
        }
        campaign.receive("2026-12", &format!("{rank}.xlsx"), &book);
    }
    campaign.consolidate("2026-12", &["--retours"]);
    assert_eq!(codes(&campaign, "2026-12"), before, "neither the list nor the notes are read");
}

#[test]
fn who_sent_prose_or_nothing_gets_a_form_and_who_answered_well_is_thanked() {
    let campaign = november(&["--retours", "--accuses"]);
    // A table that isn't understood: what was seen, and the form.
    let bytes = campaign.returned("2026-11", &format!("{}_reponse.eml", uai(2)));
    let message = draft(&bytes);
    assert!(message.subject().unwrap().contains("n’a pas pu être lu"));
    assert!(body(&message).contains("- 2.xlsx : "), "{}", body(&message));
    let form = cells(&campaign.returned("2026-11", &format!("{}_correction.xlsx", uai(2))), SHEET);
    assert_eq!((form[&(3, 3)].as_str(), form.get(&(8, 3))), (uai(2).as_str(), None), "blank");

    // Silent after an answer: the form repeats it. Silent for ever: it is blank.
    for (rank, known) in [(1, true), (3, false)] {
        let bytes = campaign.returned("2026-11", &format!("relance_{}.eml", uai(rank)));
        let message = draft(&bytes);
        let attached = message.attachments().next().unwrap();
        let form = cells(attached.contents(), SHEET);
        assert_eq!(form.get(&(8, 3)).map(String::as_str), known.then_some("Commune de Valbrune"));
        assert_eq!(form.get(&(11, 8)).map(String::as_str), known.then_some("47361"), "a day stays a day");
        assert_eq!(body(&message).contains("d’octobre 2026"), known);
    }

    let thanks = campaign.returned("2026-11", &format!("{}_reponse.eml", uai(4)));
    let message = draft(&thanks);
    assert!(message.subject().unwrap().contains("rien à corriger") && message.attachment_count() == 0);
}

#[test]
fn a_school_whose_file_cannot_be_read_is_told_so_and_not_that_nothing_came() {
    let campaign = november(&[]);
    let sent = campaign.form("2026-10", 3).bytes();
    let damaged = &sent[..sent.len() / 2];
    let empty = rust_xlsxwriter::Workbook::new().save_to_buffer().unwrap();
    let mail = format!(
        "From: ce.{}@example.org\r\nSubject: inventaire\r\nMIME-Version: 1.0\r\n\
         Content-Type: application/pdf; name=\"inventaire.xlsx\"\r\n\r\n%PDF-1.7\r\n",
        uai(3)
    );
    for (name, bytes, seen) in [
        (format!("{} inventaire.xlsx", uai(3)), damaged, "inventaire.xlsx : Le fichier est abîmé"),
        (format!("{}.xlsx", uai(3)), &empty, ".xlsx : "),
        ("courriel.eml".to_owned(), mail.as_bytes(), "inventaire.xlsx : "),
    ] {
        let path = campaign.path("recus/2026-11").join(name);
        fs::write(&path, bytes).unwrap();
        campaign.consolidate("2026-11", &["--retours"]);
        let bytes = campaign.returned("2026-11", &format!("{}_reponse.eml", uai(3)));
        let body = body(&draft(&bytes));
        assert!(body.contains("bien reçu votre envoi") && body.contains(seen), "{body}");
        let place = campaign.path("sorties/2026-11/17-nantes/retours");
        assert!(!place.join(format!("relance_{}.eml", uai(3))).exists());
        let list = cells(&campaign.returned("2026-11", "relances_44_bruz.xlsx"), "Relances");
        let row = list.iter().find(|((_, column), text)| *column == 0 && **text == uai(3)).unwrap().0.0;
        assert_eq!(list[&(row, 3)], "Envoi à refaire");
        fs::remove_file(path).unwrap();
    }
}

#[test]
fn drafts_left_among_what_is_received_answer_for_nobody() {
    let campaign = november(&["--retours"]);
    let before = campaign.state("2026-11")["ecoles"].clone();
    for name in [format!("relance_{}.eml", uai(1)), format!("{}_reponse.eml", uai(0))] {
        let draft = campaign.returned("2026-11", &name);
        fs::write(campaign.path("recus/2026-11").join(name), draft).unwrap();
    }
    let said = campaign.consolidate("2026-11", &[]);
    assert!(said.contains("2 ignorés"), "{said}");
    assert_eq!(
        campaign.state("2026-11")["ecoles"],
        before,
        "the answers of October aren't those of November"
    );
    let findings = campaign.findings("2026-11");
    assert_eq!(findings.iter().filter(|finding| finding.contains("est un brouillon")).count(), 2);
}

#[test]
fn inspectors_learn_who_is_late_and_who_never_answered() {
    let campaign = november(&["--retours"]);
    let list = cells(&campaign.returned("2026-11", "relances_44_bruz.xlsx"), "Relances");
    let told: Vec<[&str; 3]> = (6..11)
        .map(|row| [0, 3, 4].map(|column| list.get(&(row, column)).map_or("", String::as_str)))
        .collect();
    let uais = [3, 1, 2, 0, 4].map(uai);
    assert_eq!(
        told,
        [
            [uais[0].as_str(), "Jamais répondu", "Sans réponse"],
            [&uais[1], "En retard", "Reçu"],
            [&uais[2], "Envoi à refaire", "Sans réponse"],
            [&uais[3], "Reçu", "Reçu"],
            [&uais[4], "Reçu", "Sans réponse"],
        ]
    );
    let rates = list[&(2, 0)].replace(['\u{a0}', '\u{202f}'], " ");
    assert_eq!(rates, "Taux de retour : octobre 2026 40 % ; novembre 2026 40 %.");
}

#[test]
fn returns_are_the_same_whatever_the_threads_and_only_when_asked() {
    let campaign = november(&[]);
    let place = campaign.path("sorties/2026-11/17-nantes");
    assert!(!place.join("retours").exists());
    campaign.consolidate("2026-11", &["--retours", "--taches", "1"]);
    let first = files(&place);
    let said = campaign.consolidate("2026-11", &["--retours", "--taches", "4", "--verbose"]);
    assert!(files(&place) == first);
    assert!(said.contains(&format!("retours/{}_correction.xlsx", uai(0))), "{said}");
    let names: Vec<&str> = first.iter().filter_map(|(name, _)| name.strip_prefix("retours/")).collect();
    assert_eq!(names.len(), 2 + 2 + 2 + 1, "{names:?}");
    let journal = fs::read_to_string(campaign.path("sorties/2026-11/journal.jsonl")).unwrap();
    for text in [&said, &journal] {
        assert!(!text.contains('@') && !text.contains("Zyxwinska"), "{text}");
    }
}

#[test]
fn letters_beside_the_configuration_replace_those_of_the_program() {
    let campaign = november(&[]);
    fs::write(campaign.path("maillage.toml"), "").unwrap();
    fs::create_dir(campaign.path("courriels")).unwrap();
    fs::write(
        campaign.path("courriels/correction.txt"),
        "Objet : À revoir, {uai}\r\n\r\nBonjour {ecole},\r\n{points}\r\nLa DSDEN\r\n",
    )
    .unwrap();
    let said = campaign.consolidate("2026-11", &["--retours"]);
    assert!(said.contains("Courriel : ") && said.contains("classeurs à corriger"), "{said}");
    let bytes = campaign.returned("2026-11", &format!("{}_reponse.eml", uai(0)));
    let message = draft(&bytes);
    assert_eq!(message.subject(), Some(format!("À revoir, {}", uai(0)).as_str()));
    assert!(body(&message).starts_with("Bonjour École Les Ormes, Valbrune,\n- "), "{}", body(&message));
    assert!(body(&message).trim_end().ends_with("La DSDEN"));

    fs::write(campaign.path("courriels/correction.txt"), "Objet : x\n\nBonjour {prenom},\n").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_maillage"))
        .current_dir(campaign.path("."))
        .args(["consolider", "recus/2026-11", "--retours"])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("ligne 3") && said.contains("{prenom}") && said.contains("{ecole}"), "{said}");
}

#[test]
fn what_a_school_wrote_cannot_go_back_without_the_names_in_it() {
    let campaign = Campaign::of(1);
    let output = Command::new(env!("CARGO_BIN_EXE_maillage"))
        .current_dir(campaign.path("."))
        .args(["consolider", ".", "--retours", "--sans-noms"])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("--retours") && said.contains("--sans-noms"), "{said}");
}

#[test]
fn the_deadline_is_told_while_it_can_be_kept_and_what_came_after_it_is_marked() {
    let campaign = november(&[]);
    let reminder = |campaign: &Campaign| {
        let bytes = campaign.returned("2026-11", &format!("relance_{}.eml", uai(3)));
        let message = draft(&bytes);
        let form = cells(message.attachments().next().unwrap().contents(), SHEET);
        (body(&message), form.get(&(2, 0)).cloned().unwrap_or_default())
    };
    fs::write(campaign.path("maillage.toml"), "[campagne]\necheance = \"30/11/2026\"\n").unwrap();
    campaign.consolidate("2026-11", &["--retours"]);
    let (letter, form) = reminder(&campaign);
    assert!(letter.contains("renvoyez-le au plus tard le 30/11/2026"), "{letter}");
    assert_eq!(form, "Réponse attendue au plus tard le 30/11/2026.");

    // Files written by this test are later than any day of the past.
    fs::write(campaign.path("maillage.toml"), "[campagne]\necheance = \"20/11/2000\"\n").unwrap();
    campaign.consolidate("2026-11", &["--retours"]);
    let (letter, form) = reminder(&campaign);
    assert!(letter.contains("renvoyez-le dès que possible") && form.is_empty(), "{letter}");
    let list = cells(&campaign.returned("2026-11", "relances_44_bruz.xlsx"), "Relances");
    assert_eq!(list[&(9, 3)], "Reçu hors délai");
}

#[test]
fn an_inventory_made_to_hurt_gets_a_correction_that_somebody_can_read() {
    let campaign = Campaign::of(1);
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "UAI").unwrap();
    sheet.write(0, 1, uai(0)).unwrap();
    for (column, title) in (0..).zip(["Compétence", "Entité responsable", "Mode", "ETP", "Fin de contrat"])
    {
        sheet.write(2, column, title).unwrap();
    }
    let long = "=Mme Durand <r>é</r> ".repeat(1_400);
    for row in 3..1_200 {
        let label = match row % 3 {
            0 => "Accès à Internet".to_owned(),
            1 => format!("Ligne étrange {row}"),
            _ => "Maintenance".to_owned(),
        };
        sheet.write(row, 0, label).unwrap();
        let answer = if row < 8 { long.clone() } else { format!("néant / Mme Durand {row}") };
        sheet.write(row, 1, answer).unwrap();
        sheet.write(row, 2, format!("selon {row}")).unwrap();
        sheet.write(row, 3, format!("beaucoup {row}")).unwrap();
        sheet.write(row, 4, "un jour").unwrap();
    }
    fs::create_dir_all(campaign.path("recus/2026-11")).unwrap();
    workbook.save(campaign.path("recus/2026-11/x.xlsx")).unwrap();
    let begun = std::time::Instant::now();
    campaign.consolidate("2026-11", &["--retours"]);
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
    let correction = campaign.returned("2026-11", &format!("{}_correction.xlsx", uai(0)));
    let list = cells(&correction, "À corriger");
    let points = list.keys().filter(|(row, column)| *row > 4 && *column == 1).count();
    assert!((20..=200).contains(&points), "{points}");
    let form = cells(&correction, SHEET);
    let rows = form.keys().filter(|(row, column)| *row > 7 && *column == 0).count();
    assert!((14..=100).contains(&rows), "{rows}");
}

#[test]
fn whoever_sent_what_no_school_is_known_for_is_asked_which_one_it_is() {
    let campaign = november(&[]);
    let mut book = campaign.form("2026-10", 3);
    fill(&mut book);
    for cell in ["D4", "D5", "D6", "I4", "I5", "I6"] {
        book.put(SHEET, cell, "");
    }
    let workbook = book.bytes();
    let encoded: String =
        workbook.iter().fold(String::new(), |text, byte| text + &format!("={byte:02X}=\r\n"));
    let mail = format!(
        "From: Camille <camille@example.org>\r\nSubject: inventaire\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\
         Content-Type: application/octet-stream; name=\"retour.xlsx\"\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\n{encoded}\r\n--b--\r\n"
    );
    fs::write(campaign.path("recus/2026-11/courriel.eml"), &mail).unwrap();
    let said = campaign.consolidate("2026-11", &["--retours"]);
    let told = said.replace("\n    ", " ");
    assert!(told.contains("1 réponse sans école reconnue") && !said.contains("camille"), "{said}");
    let place = campaign.path("sorties/2026-11/17-nantes/retours");
    let drafts: Vec<(String, Vec<u8>)> =
        files(&place).into_iter().filter(|(name, _)| name.starts_with("sans-ecole_")).collect();
    let [(_, bytes)] = drafts.as_slice() else { panic!("{} drafts", drafts.len()) };
    let message = draft(bytes);
    assert_eq!(message.to().unwrap().first().unwrap().address(), Some("camille@example.org"));
    assert!(message.subject().unwrap().contains("école à préciser"));
    assert!(body(&message).contains("- retour.xlsx : ") && body(&message).contains("pour votre école"));
    assert!(body(&message).contains("renvoyez le même fichier, avec l’UAI"), "{}", body(&message));
    let form = cells(message.attachments().next().unwrap().contents(), SHEET);
    assert_eq!((form.get(&(3, 3)), form.contains_key(&(8, 2))), (None, true), "blank");

    // Sent again as the letter says, it counts.
    let again = mail.replace("Subject: inventaire", &format!("Subject: RE: inventaire {}", uai(3)));
    fs::write(campaign.path("recus/2026-11/courriel2.eml"), again).unwrap();
    campaign.consolidate("2026-11", &[]);
    let state = campaign.state("2026-11");
    let schools = state["ecoles"].as_array().unwrap();
    let school = schools.iter().find(|school| school["uai"] == uai(3)).unwrap();
    assert_eq!(school["document"], "courriel2.eml!retour.xlsx");
}

#[test]
fn what_several_competences_share_is_marked_on_their_rows_and_nowhere_else() {
    let campaign = Campaign::of(1);
    campaign.make_forms("2026-11", &[]);
    let mut book = campaign.form("2026-11", 0);
    fill(&mut book);
    // One line answers for both administrations, that it has no documentation; elsewhere the column is blank once, and
    // four contracts of seven lack their cost.
    book.put(SHEET, "C21", "Administration fonctionnelle et technique de l’ENT");
    for column in ["C"].iter().chain(&COLUMNS) {
        book.put(SHEET, &format!("{column}22"), "");
    }
    for (cell, text) in
        [("L21", "non"), ("L9", ""), ("N12", ""), ("N15", ""), ("N16", ""), ("N17", ""), ("D10", "")]
    {
        book.put(SHEET, cell, text);
    }
    campaign.receive("2026-11", "retour.xlsx", &book);
    campaign.consolidate("2026-11", &["--retours"]);
    let correction = campaign.returned("2026-11", &format!("{}_correction.xlsx", uai(0)));
    let list = cells(&correction, "À corriger");
    let told = |code: &str| {
        let row = list.iter().find(|((_, column), text)| *column == 3 && *text == code);
        let row = row.unwrap_or_else(|| panic!("{code}: {list:?}")).0.0;
        [1, 4].map(|column| list[&(row, column)].replace('\u{a0}', " "))
    };
    let [what, message] = told("L21");
    assert_eq!(what, "À compléter", "the form itself offers « non »");
    assert!(message.ends_with("(2 cases marquées de même.)"), "{message}");
    assert!(!told("L9")[1].contains("marquées de même"));
    let [_, message] = told("M12");
    assert!(message.ends_with("(4 cases marquées de même.)"), "{message}");
    assert_eq!(told("D10")[0], "À corriger");
}
