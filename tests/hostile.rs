//! Files made to hurt: each one gets a reason or a bounded reading, without a panic, an abort or a wait.
//!
//! They are built here part by part, because no program writes them. `#[test]`s that inflate tens of megabytes are
//! few: the others lower the budget instead.

mod book;

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::{Duration, Instant};

use book::{Book, WORKBOOK_RELS};
use maillage::model::budget::Budgets;
use maillage::model::grid::Workbook;
use maillage::model::inventory::ReadFailure;
use maillage::reading;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What one file may take, without optimisation and with other tests beside.
const PATIENCE: Duration = Duration::from_secs(5);
const MEGABYTE: usize = 1 << 20;

trait Read {
    fn read(&self) -> Result<Workbook, ReadFailure>;
    fn read_within(&self, budgets: &Budgets) -> Result<Workbook, ReadFailure>;
}

impl Read for Book {
    fn read(&self) -> Result<Workbook, ReadFailure> {
        read(&self.zip(), &Budgets::default())
    }

    fn read_within(&self, budgets: &Budgets) -> Result<Workbook, ReadFailure> {
        read(&self.zip(), budgets)
    }
}

fn read(bytes: &[u8], budgets: &Budgets) -> Result<Workbook, ReadFailure> {
    let begun = Instant::now();
    let workbook = reading::workbook(bytes, "inventaire.xlsx", budgets);
    assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
    // A fault is a missing guard, caught at the last door.
    assert!(!matches!(workbook, Err(ReadFailure::Fault(_))), "{workbook:?}");
    workbook
}

/// The cells of the first sheet, `A1=texte`.
#[track_caller]
fn shown(workbook: Result<Workbook, ReadFailure>) -> Vec<String> {
    let workbook = workbook.expect("a workbook within its budgets");
    let cells = workbook.sheets[0].cells.iter();
    cells.map(|cell| format!("{}={}", cell.at, cell.value.shown())).collect()
}

#[track_caller]
fn over(workbook: Result<Workbook, ReadFailure>, expected: &str) {
    match workbook {
        Err(ReadFailure::OverBudget { budget, .. }) => assert_eq!(budget, expected),
        other => panic!("{expected}: {other:.200?}"),
    }
}

#[track_caller]
fn damaged(workbook: Result<Workbook, ReadFailure>) {
    match workbook {
        Err(ReadFailure::Damaged(_)) => {}
        other => panic!("{other:.200?}"),
    }
}

/// A cell whose text is written in place.
fn text(at: &str, text: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

fn good() -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for name in ["Inventaire", "Listes"] {
        let sheet = workbook.add_worksheet().set_name(name).expect("a valid name or cell");
        for row in 0..20 {
            for column in 0..6 {
                sheet
                    .write_string(row, column, format!("Réponse {row} de la colonne {column}"))
                    .expect("a valid name or cell");
            }
        }
    }
    workbook.save_to_buffer().expect("a valid workbook")
}

#[test]
fn a_bomb_is_given_up_before_it_is_inflated() {
    let blanks = " ".repeat(65 * MEGABYTE);
    over(Book::rows(&blanks).read(), "taille d’une partie décompressée");
    over(Book::rows("").strings(&blanks).read(), "taille d’une partie décompressée");
    let blanks = &blanks[..17 * MEGABYTE];
    over(Book::rows("").styles(blanks).read(), "taille d’une partie décompressée");
    over(Book::rows("").with("xl/workbook.xml", blanks).read(), "taille d’une partie décompressée");
    over(Book::rows("").with("_rels/.rels", blanks).read(), "taille d’une partie décompressée");
}

#[test]
fn parts_that_are_small_each_are_counted_together() {
    let links = (1..5).fold(String::new(), |mut links, rank| {
        let _ = write!(links, "<Relationship Id=\"r{rank}\" Type=\"/worksheet\" Target=\"{rank}.xml\"/>");
        links
    });
    let sheets = (1..5).fold(String::new(), |mut sheets, rank| {
        let _ = write!(sheets, "<sheet name=\"{rank}\" id=\"r{rank}\"/>");
        sheets
    });
    let mut book = Book::of("")
        .with("xl/workbook.xml", format!("<workbook><sheets>{sheets}</sheets></workbook>"))
        .with("xl/_rels/workbook.xml.rels", format!("<Relationships>{links}</Relationships>"));
    for rank in 1..5 {
        let sheet = format!("<worksheet>{}<sheetData/></worksheet>", " ".repeat(MEGABYTE));
        book = book.with(&format!("xl/{rank}.xml"), sheet);
    }
    let budgets = Budgets { inflated_bytes: 4 << 20, part_bytes: 2 << 20, ..Budgets::default() };
    over(book.read_within(&budgets), "taille décompressée");
    assert_eq!(book.read().unwrap().sheets.len(), 4);
}

#[test]
fn what_is_not_read_may_be_as_large_as_it_likes() {
    let picture = vec![0; 130 * MEGABYTE];
    let book = Book::rows(&text("A1", "néant")).with("xl/media/image1.emf", picture);
    assert_eq!(shown(book.read()), ["A1=néant"]);
}

#[test]
fn a_size_that_lies_is_not_believed() {
    let book = Book::rows(&text("A1", &"x".repeat(100_000)));
    let honest = book.zip();
    let declared = u32::try_from(book.parts[3].1.len()).unwrap().to_le_bytes();
    for lie in [1u32, 50_000, 0x7FFF_FFFF, u32::MAX] {
        let mut bytes = honest.clone();
        let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..*at + 4] == declared).collect();
        assert_eq!(places.len(), 2, "the local header and the directory");
        for at in places {
            bytes[at..at + 4].copy_from_slice(&lie.to_le_bytes());
        }
        let workbook = read(&bytes, &Budgets::default());
        assert!(workbook.is_err(), "{lie}");
    }
}

#[test]
fn too_many_of_anything_is_told_by_its_name() {
    let budgets = Budgets::default();
    let mut entries = Book::rows("");
    entries.parts.extend((0..60_000).map(|rank| (format!("customXml/{rank}.xml"), Vec::new())));
    over(entries.read(), "nombre de parties de l’archive");

    let sheets = "<sheet name=\"Inventaire\" id=\"rId1\"/>".repeat(101);
    let workbook = format!("<workbook><sheets>{sheets}</sheets></workbook>");
    over(Book::rows("").with("xl/workbook.xml", workbook).read(), "nombre de feuilles");

    let cells = Book::rows(&"<row><c><v>1</v></c></row>".repeat(1000));
    over(cells.read_within(&Budgets { cells: 999, ..budgets }), "nombre de cellules");
    assert_eq!(shown(cells.read_within(&Budgets { cells: 1000, ..budgets })).len(), 1000);
    let blanks = Book::rows(&"<row><c s=\"1\"/></row>".repeat(1000));
    over(blanks.read_within(&Budgets { blank_cells: 999, ..budgets }), "nombre de cellules vides");
    assert!(shown(blanks.read_within(&Budgets { blank_cells: 1000, ..budgets })).is_empty());

    let long = Book::rows(&text("A1", &"é".repeat(65_537)));
    over(long.read(), "longueur d’un texte");

    let merges = "<mergeCell ref=\"A1:B2\"/>".repeat(20_001);
    let sheet = format!("<worksheet><sheetData/><mergeCells>{merges}</mergeCells></worksheet>");
    over(Book::of(sheet).read(), "nombre de cellules fusionnées");
}

#[test]
fn shared_strings_may_declare_what_they_like() {
    let cell = "<row><c r=\"A1\" t=\"s\"><v>0</v></c></row>";
    for declared in
        ["1000000000", "50000000000", "1000000000000000000", "18446744073709551615", "-1", "x", ""]
    {
        for strings in [
            format!("<sst uniqueCount=\"{declared}\" count=\"{declared}\"><si><t>néant</t></si></sst>"),
            format!("<x:sst a='>' x:uniqueCount='{declared}'><x:si><x:t>néant</x:t></x:si></x:sst>"),
            format!("<!-- <sst> --><sst\n\tuniqueCount = \"{declared}\"\n><si><t>néant</t></si></sst>"),
        ] {
            assert_eq!(shown(Book::rows(cell).strings(&strings).read()), ["A1=néant"], "{strings}");
        }
    }
    let many = format!("<sst uniqueCount=\"1\">{}</sst>", "<si/>".repeat(500_001));
    over(Book::rows(cell).strings(&many).read(), "nombre de textes partagés");
    let hidden = format!("<sst><!-->{}<!-- --></sst>", "<si/>".repeat(500_001));
    over(Book::rows(cell).strings(&hidden).read(), "nombre de textes partagés");
}

#[test]
fn one_long_text_used_everywhere_is_counted_each_time() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(131_072));
    let cells = "<row><c t=\"s\"><v>0</v></c></row>".repeat(100_000);
    over(Book::rows(&cells).strings(&strings).read(), "longueur de tous les textes");
}

#[test]
fn a_format_copied_a_hundred_thousand_times_does_not_fill_the_memory() {
    let long = "x".repeat(MEGABYTE);
    let formats = "<xf numFmtId=\"200\" fontId=\"0\"/>".repeat(100_000);
    for written in [
        format!("<fonts><font><name val=\"{long}\"/></font></fonts>"),
        format!("<!-- ' --><fonts><font><name val=\"{long}\"/></font></fonts>"),
        format!("<fonts><font><name val=\"{}\"/></font></fonts>", "<a>".repeat(MEGABYTE / 3)),
        format!("<numFmts><numFmt numFmtId=\"200\" formatCode='{long}'/></numFmts>"),
    ] {
        let book = Book::rows("").styles(&format!("{written}<cellXfs>{formats}</cellXfs>"));
        over(book.read(), "nombre de mises en forme");
    }
    let many = format!("<cellXfs>{}</cellXfs>", "<xf/>".repeat(200_001));
    over(Book::rows("").styles(&many).read(), "nombre de mises en forme");
    // What a workbook that went through many hands may hold.
    let usual = format!("<fonts><font><name val=\"Calibri\"/></font></fonts><cellXfs>{formats}</cellXfs>");
    assert_eq!(shown(Book::rows(&text("A1", "néant")).styles(&usual).read()), ["A1=néant"]);
}

#[test]
fn a_cell_in_the_last_corner_costs_one_cell() {
    let far = Book::rows(&format!("<row>{}{}</row>", text("A1", "ici"), text("XFD1048576", "là")));
    assert_eq!(shown(far.read()), ["A1=ici", "XFD1048576=là"]);
}

#[test]
fn an_address_that_does_not_exist_gives_the_file_up() {
    for at in ["A99999999999999", "A4294967298", "XFE1", "AAAAAAAA1", "A0", "", "A", "1", "A1048577", "é1"] {
        damaged(Book::rows(&format!("<row>{}</row>", text(at, "ailleurs"))).read());
    }
    for row in ["4294967297", "99999999999", "1048577", "0", "x"] {
        damaged(Book::rows(&format!("<row r=\"{row}\"><c><v>1</v></c></row>")).read());
        damaged(Book::rows(&format!("<row><c r=\"A1\"/></row><row r=\"{row}\"/>")).read());
    }
}

#[test]
fn an_extent_that_lies_changes_nothing() {
    for extent in ["A1:XFD1048576", "B2:A1", "A99999999999:B1", "", "A:B", "x"] {
        let sheet = format!(
            "<worksheet><dimension ref=\"{extent}\"/><sheetData><row>{}</row></sheetData></worksheet>",
            text("B2", "ici")
        );
        assert_eq!(shown(Book::of(sheet).read()), ["B2=ici"], "{extent}");
    }
}

#[test]
fn two_contents_at_one_address_are_not_chosen_between() {
    damaged(Book::rows(&format!("<row>{}{}</row>", text("A1", "oui"), text("A1", "non"))).read());
    let same = Book::rows(&format!("<row>{}<c r=\"B1\"/>{0}</row>", text("A1", "oui")));
    assert_eq!(shown(same.read()), ["A1=oui"]);
    let disorder = Book::rows(&format!("<row>{}{}</row>", text("B2", "2"), text("A1", "1")));
    assert_eq!(shown(disorder.read()), ["A1=1", "B2=2"]);
}

#[test]
fn a_file_cut_at_any_tenth_is_no_workbook() {
    let good = good();
    for tenth in 1..10 {
        damaged(read(&good[..good.len() * tenth / 10], &Budgets::default()));
    }
    assert!(read(&good, &Budgets::default()).is_ok());
}

#[test]
fn a_flipped_bit_is_seen_or_changes_nothing() {
    let good = good();
    let expected = read(&good, &Budgets::default()).unwrap();
    let mut seen = 0;
    for at in (0..good.len()).step_by(7) {
        let mut bytes = good.clone();
        bytes[at] ^= 1 << (at % 8);
        match read(&bytes, &Budgets::default()) {
            // The name of a part that isn't needed, a date in the directory, the properties.
            Ok(workbook) => assert_eq!(workbook.sheets, expected.sheets, "byte {at}"),
            Err(_) => seen += 1,
        }
    }
    assert!(seen > good.len() / 7 / 2, "{seen} of {}", good.len() / 7);
}

#[test]
fn entities_that_multiply_are_refused() {
    let mut laughs = "<!DOCTYPE sst [<!ENTITY a0 \"ha\">".to_owned();
    for rank in 1..30 {
        let _ = write!(laughs, "<!ENTITY a{rank} \"&a{0};&a{0};&a{0};&a{0};\">", rank - 1);
    }
    laughs.push_str("]>");
    let cell = "<row><c r=\"A1\" t=\"s\"><v>0</v></c></row>";
    let workbook = Book::rows(cell).strings(&format!("{laughs}<sst><si><t>&a29;</t></si></sst>")).read();
    assert!(workbook.is_err(), "{workbook:.200?}");
    damaged(
        Book::of(format!(
            "{laughs}<worksheet><sheetData><row>{}</row></sheetData></worksheet>",
            text("A1", "&a29;")
        ))
        .read(),
    );
}

#[test]
fn a_sheet_that_is_not_in_utf_8_is_told() {
    let sheet = format!("<worksheet><sheetData><row>{}</row></sheetData></worksheet>", text("A1", "néant"));
    let wide: Vec<u8> = format!("\u{feff}{sheet}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    damaged(Book::of(wide).read());
    damaged(
        Book::of(
            sheet
                .replace('é', "?")
                .into_bytes()
                .iter()
                .map(|byte| if *byte == b'?' { 0xE9 } else { *byte })
                .collect::<Vec<u8>>(),
        )
        .read(),
    );
    let marked = Book::of(format!("\u{feff}{sheet}"));
    assert_eq!(shown(marked.read()), ["A1=néant"]);
}

#[test]
fn names_that_climb_lead_nowhere() {
    let book = Book::rows(&text("A1", "néant"))
        .with("../../../../etc/cron.d/x", "* * * * * root true")
        .with("/etc/passwd", "root")
        .with("C:\\Windows\\x.dll", "MZ");
    assert_eq!(shown(book.read()), ["A1=néant"]);
    let links = WORKBOOK_RELS.replace("worksheets/sheet1.xml", "../../../etc/passwd");
    damaged(Book::rows("").with("xl/_rels/workbook.xml.rels", links).read());
}

#[test]
fn two_parts_of_one_name_are_not_chosen_between() {
    let other = "<worksheet><sheetData/></worksheet>";
    for name in ["XL/worksheets/Sheet1.xml", "xl\\worksheets\\sheet1.xml", "xl/./worksheets/sheet1.xml"] {
        damaged(Book::rows(&text("A1", "néant")).with(name, other).read());
    }
}

#[test]
fn parts_that_contradict_each_other_give_the_file_up() {
    // A text that isn't there.
    damaged(Book::rows("<row><c r=\"A1\" t=\"s\"><v>1</v></c></row>").strings("<sst><si/></sst>").read());
    // Parts that aren't there.
    damaged(Book::rows("<row><c r=\"A1\" t=\"s\"><v>0</v></c></row>").read());
    let mut headless = Book::rows("");
    headless.parts.retain(|(name, _)| name != "xl/worksheets/sheet1.xml");
    damaged(headless.read());
    // Sheets that end early, or never begin.
    for sheet in [
        "",
        "<worksheet/>",
        "<worksheet><sheetData><row>",
        "<sheetData><row><c r=\"A1\"><v>1",
        "<chartsheet/>",
    ] {
        damaged(Book::of(sheet).read());
    }
    damaged(Book::rows("<row><c r=\"A1\"><c r=\"B1\"><v>1</v></c></c></row>").read());
}

#[test]
fn deep_and_endless_elements_end() {
    let deep = format!("<row>{}", "<a>".repeat(2 * MEGABYTE));
    assert!(shown(Book::rows(&deep).read()).is_empty());
    damaged(Book::of(format!("<worksheet><sheetData><row><c r=\"{}", "A".repeat(4 * MEGABYTE))).read());
    let attributes = " a=\"1\"".repeat(MEGABYTE / 2);
    assert_eq!(
        shown(Book::rows(&format!("<row><c{attributes} r=\"C3\"><v>1</v></c></row>")).read()),
        ["C3=1"]
    );
    assert!(shown(Book::rows(&"<row/>".repeat(1_000_000)).read()).is_empty());
}

#[test]
fn what_is_no_workbook_is_told_by_its_content() {
    let told = |bytes: &[u8], file_name: &str| match reading::workbook(bytes, file_name, &Budgets::default())
    {
        Err(ReadFailure::OtherKind(kind) | ReadFailure::Unsupported(kind)) => kind.to_owned(),
        other => format!("{other:?}"),
    };
    let of = |name: &str, text: &str| Book { parts: vec![(name.to_owned(), text.into())] }.zip();
    let spreadsheet = "application/vnd.oasis.opendocument.spreadsheet";
    assert!(told(&of("mimetype", spreadsheet), "a.xlsx").contains("no such part: content.xml"));
    assert_eq!(
        told(&of("mimetype", "application/vnd.oasis.opendocument.text"), "a.xlsx"),
        "document texte LibreOffice (.odt)"
    );
    assert!(told(&of("xl/workbook.bin", ""), "a.xlsx").contains("no such part: xl/_rels/workbook.bin.rels"));
    assert_eq!(told(&of("word/document.xml", ""), "a.xlsx"), "document Word (.docx)");
    assert_eq!(told(&of("ppt/presentation.xml", ""), "a.xlsx"), "présentation PowerPoint (.pptx)");
    assert_eq!(told(&of("inventaire.xlsx", ""), "envoi.zip"), "archive .zip");
    assert_eq!(told(b"%PDF-1.7\n", "a.xlsx"), "document PDF");
    let mut encrypted = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    encrypted.resize(512 + 128 * 5, 0);
    encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    encrypted.resize(4096, 0);
    assert_eq!(told(&encrypted, "a.xlsx"), "Err(Encrypted)");
    assert_eq!(told(b"", "a.xlsx"), "Err(EmptyFile)");
    assert!(told(b"PK\x05\x06", "a.xlsx").starts_with("Err(Damaged"));
}

#[test]
fn a_reading_without_end_is_given_up_by_its_budget() {
    let budgets = Budgets { document_time: Duration::ZERO, ..Budgets::default() };
    over(Book::rows(&text("A1", "néant")).read_within(&budgets), "temps de lecture");
    // In the middle of a part, too, and whatever the kind.
    let csv = "a;b\n".repeat(1000);
    over(reading::workbook(csv.as_bytes(), "a.csv", &budgets), "temps de lecture");
}

#[test]
fn what_a_file_may_take_is_judged_by_what_it_declares() {
    let small = Book::rows(&text("A1", "néant")).zip();
    assert!(reading::weight(&small) < 10_000);
    let large = Book::rows(&" ".repeat(40 * MEGABYTE)).zip();
    assert!(large.len() < MEGABYTE && reading::weight(&large) > 40 << 20);
    assert_eq!(reading::weight(b"a;b"), 12);
    // Written in one go, the sizes stand behind the parts and in the directory: such a workbook is as small.
    let mut writer = ZipWriter::new_stream(Vec::new());
    writer.start_file("xl/workbook.xml", SimpleFileOptions::default()).unwrap();
    writer.write_all(&[b' '; 5000]).unwrap();
    let streamed = writer.finish().unwrap().into_inner();
    assert_eq!(reading::weight(&streamed), 5000);
}
