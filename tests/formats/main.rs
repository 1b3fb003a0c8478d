//! Workbooks that aren't `.xlsx`: what LibreOffice makes of one invented return, texts cut in columns, and files
//! made byte by byte to hurt.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

mod encrypted;
mod records;

use std::io::{Cursor, Write as _};

use maillage::model::budget::Budgets;
use maillage::model::grid::{Sheet, Workbook};
use maillage::model::inventory::ReadFailure;
use maillage::reading;
use proptest::prelude::*;
use records::{Old, binary, record};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const XLS: &[u8] = include_bytes!("../fixtures/retour.xls");
const ODS: &[u8] = include_bytes!("../fixtures/retour.ods");
const FODS: &[u8] = include_bytes!("../fixtures/retour.fods");

fn read(bytes: &[u8]) -> Result<Workbook, ReadFailure> {
    let read = reading::workbook(bytes, "inventaire.xlsx", &Budgets::default());
    assert!(!matches!(read, Err(ReadFailure::Fault(_))), "{read:?}");
    read
}

/// The cells of a sheet, one line each: `A1=texte`, struck ones between `~`.
fn cells(sheet: &Sheet) -> Vec<String> {
    let shown = |cell: &maillage::model::grid::Cell| {
        let text = format!("{}={}", cell.at, cell.value.shown());
        if cell.struck { format!("~{text}~") } else { text }
    };
    sheet.cells.iter().map(shown).collect()
}

fn shown(workbook: Result<Workbook, ReadFailure>) -> Vec<String> {
    cells(&workbook.unwrap().sheets[0])
}

fn over(read: Result<Workbook, ReadFailure>) -> &'static str {
    match read {
        Err(ReadFailure::OverBudget { budget, .. }) => budget,
        other => panic!("{other:.200?}"),
    }
}

fn is_damaged(read: &Result<Workbook, ReadFailure>) -> bool {
    matches!(read, Err(ReadFailure::Damaged(_)))
}

/// An `.ods` of one sheet, with these rows.
fn ods(rows: &str) -> Vec<u8> {
    ods_of(&format!(
        "<d><body><spreadsheet><table:table table:name='F'>{rows}</table:table></spreadsheet></body></d>"
    ))
}

fn ods_of(content: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in
        [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content)]
    {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn the_three_files_of_one_return_say_the_same() {
    for (name, bytes) in [("xls", XLS), ("ods", ODS), ("fods", FODS)] {
        let workbook = read(bytes).unwrap();
        let [answers, lists] = workbook.sheets.as_slice() else { panic!("{name}: {workbook:?}") };
        // The old format keeps the outcome of a comparison as a number.
        let truth = if name == "xls" { "C5=1" } else { "C5=VRAI" };
        assert_eq!(
            cells(answers),
            [
                "B3=Inventaire — école des Œillets",
                "B4=Accès à Internet\n(établissement)",
                "C4=Mairie de  Rezé",
                "D4=24/11/2026",
                "E4=0,25",
                "~F4=Ancienne réponse~",
                "B5=-1200000",
                truth,
                "D5=0,5",
                "E5=aé",
                "F5=#DIV/0!",
                "B6=idem",
                "C6=7",
                "D6=7",
                "B7=idem",
                "C7=7",
                "D7=7",
            ],
            "{name}"
        );
        let merges: Vec<String> =
            answers.merges.iter().map(|area| format!("{}:{}", area.first, area.last)).collect();
        assert_eq!(merges, ["B3:D3"], "{name}");
        assert_eq!((&*answers.name, answers.hidden), ("Acteurs & compétences", false), "{name}");
        assert_eq!(
            (&*lists.name, lists.hidden, cells(lists)),
            ("Listes", true, vec!["A1=interne".to_owned()])
        );
        assert_eq!(workbook.modified.unwrap().to_string(), "2026-11-05T10:58:01", "{name}");
    }
}

#[test]
fn texts_are_cut_by_what_cuts_them_alike() {
    for text in [
        "école;réponse\n\"Mairie; de Rezé\";\"dit \"\"oui\"\"\"\n;\n",
        "\u{feff}école\tréponse\r\nMairie; de Rezé\t\"dit \"\"oui\"\"\"\r\n",
        "école,réponse\r\"Mairie; de Rezé\",\"dit \"\"oui\"\"\"",
        "sep=|\nécole|réponse\nMairie; de Rezé|\"dit \"\"oui\"\"\"\n",
    ] {
        let expected = ["A1=école", "B1=réponse", "A2=Mairie; de Rezé", "B2=dit \"oui\""];
        let csv = |bytes: &[u8]| reading::workbook(bytes, "a.csv", &Budgets::default());
        assert_eq!(shown(csv(text.as_bytes())), expected, "{text:?}");
        let (windows, _, lossy) = encoding_rs::WINDOWS_1252.encode(text.trim_start_matches('\u{feff}'));
        assert!(!lossy);
        assert_eq!(shown(csv(&windows)), expected, "{text:?}");
        let wide: Vec<u8> = "\u{feff}"
            .encode_utf16()
            .chain(text.trim_start_matches('\u{feff}').encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(shown(csv(&wide)), expected, "{text:?}");
    }
}

#[test]
fn a_text_under_a_workbook_s_name_is_read_if_it_has_columns() {
    assert_eq!(
        shown(read(b"uai;nom\n0440123A;Cormiers\n")),
        ["A1=uai", "B1=nom", "A2=0440123A", "B2=Cormiers"]
    );
    assert_eq!(
        read(b"Bonjour, je vous envoie\nl'inventaire.\n"),
        Err(ReadFailure::OtherKind("fichier texte"))
    );
    assert_eq!(
        read(b"<html><p>Session expir&eacute;e;\n;;</html>"),
        Err(ReadFailure::OtherKind("page HTML"))
    );
}

#[test]
fn a_page_under_a_workbook_s_name_is_read_if_it_has_a_table() {
    let page = "<html><meta charset=\"utf-8\"><p>École : Les Cormiers</p><table><tr><th>Compétence<th>Responsable\
        <tr><td rowspan=2>Accès &agrave; Internet<td><s>Mairie</s> DRANE<tr><td>01 02 03 04 05</table></html>";
    let expected = [
        "A1=École : Les Cormiers",
        "A2=Compétence",
        "B2=Responsable",
        "A3=Accès à Internet",
        "B3=DRANE",
        "B4=01 02 03 04 05",
    ];
    let workbook = read(page.as_bytes()).unwrap();
    let sheet = &workbook.sheets[0];
    assert_eq!(cells(sheet), expected);
    assert_eq!(
        sheet.merges.iter().map(|area| format!("{}:{}", area.first, area.last)).collect::<Vec<_>>(),
        ["A3:A4"]
    );
    assert_eq!(
        sheet.notes.iter().map(|note| format!("{} {}", note.at, note.text)).collect::<Vec<_>>(),
        ["B3 Mairie"]
    );
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(page);
    assert_eq!(shown(read(&windows)), expected);
    // A download that stopped.
    for length in (60..page.len() - "</table></html>".len()).filter(|length| page.is_char_boundary(*length)) {
        let cut = read(&page.as_bytes()[..length]);
        assert!(is_damaged(&cut) || cut == Err(ReadFailure::OtherKind("page HTML")), "{length}: {cut:?}");
    }
}

#[test]
fn the_part_of_a_text_of_libreoffice_that_is_struck_is_no_part_of_the_answer() {
    let styles = "<style:style style:name='T1'><style:text-properties style:text-line-through-style='solid'/></style:style>\
        <style:style style:name='T2'><style:text-properties style:text-line-through-style='none' style:text-line-through-type='none'/></style:style>\
        <style:style style:name='T3'><style:text-properties fo:font-weight='bold'/></style:style>\
        <style:style style:name='ce1'><style:text-properties style:text-line-through-type='single'/></style:style>";
    let row = "<table:table-row table:number-rows-repeated='2'>\
        <table:table-cell office:value-type='string'><text:p><text:span text:style-name='T1'>Direc<text:span text:style-name='T3'>trice</text:span></text:span> Kartéo</text:p></table:table-cell>\
        <table:table-cell office:value-type='string'><text:p text:style-name='T1'>Mairie</text:p><text:p>DRANE<text:span text:style-name='T1'><text:s/>et DSDEN</text:span></text:p></table:table-cell>\
        <table:table-cell table:style-name='ce1' office:value-type='string'><text:p>Mairie <text:span text:style-name='T2'>ERUN</text:span></text:p></table:table-cell>\
        <table:table-cell table:style-name='ce1' office:value-type='string'><text:p>Mairie <text:span text:style-name='T3'>ERUN</text:span></text:p></table:table-cell>\
        <table:table-cell office:value-type='string'><text:p><text:span text:style-name='T1'>Mairie</text:span></text:p></table:table-cell></table:table-row>";
    let content = format!(
        "<d>{styles}<body><spreadsheet><table:table table:name='F'>{row}</table:table></spreadsheet></body></d>"
    );
    let workbook = read(&ods_of(&content)).unwrap();
    let line = |row: u8| {
        [
            format!("A{row}=Kartéo"),
            format!("B{row}=DRANE"),
            format!("C{row}=ERUN"),
            format!("~D{row}=Mairie ERUN~"),
            format!("~E{row}=Mairie~"),
        ]
    };
    assert_eq!(cells(&workbook.sheets[0]), [line(1), line(2)].concat());
    let notes: Vec<_> =
        workbook.sheets[0].notes.iter().map(|note| format!("{} {}", note.at, note.text)).collect();
    let line = |row: u8| {
        [format!("A{row} Directrice"), format!("B{row} Mairie ; et DSDEN"), format!("C{row} Mairie")]
    };
    assert_eq!(notes, [line(1), line(2)].concat());
    assert!(workbook.sheets[0].notes.iter().all(|note| note.struck));
}

#[test]
fn what_an_ods_repeats_costs_what_it_holds() {
    let empty = "<table:table-row table:number-rows-repeated='1048000'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>";
    let last = "<table:table-row><table:table-cell/><table:table-cell office:value-type='float' office:value='3'/></table:table-row>";
    assert_eq!(shown(read(&ods(&format!("{empty}{last}")))), ["B1048001=3"]);
    for repeat in [
        "<table:table-row table:number-rows-repeated='1048000'><table:table-cell office:value-type='float' office:value='3'/></table:table-row>",
        "<table:table-row table:number-rows-repeated='500'><table:table-cell table:number-columns-repeated='16384' office:value-type='float' office:value='3'/></table:table-row>",
    ] {
        assert_eq!(over(read(&ods(repeat))), "nombre de cellules");
    }
    let beyond = "<table:table-row table:number-rows-repeated='99999999999999999999'/><table:table-row table:number-rows-repeated='1048576'/>";
    assert!(is_damaged(&read(&ods(&format!("{beyond}{last}{last}")))));
}

#[test]
fn notes_and_drawings_are_no_answers() {
    let row = "<table:table-row><table:table-cell office:value-type='string'>\
        <office:annotation><text:p>une note</text:p></office:annotation><text:p>Mairie<text:note><text:p>n</text:p></text:note> de<text:tab/>R<text:span>ezé</text:span></text:p>\
        <draw:frame><draw:text-box><text:p>dessin</text:p></draw:text-box></draw:frame></table:table-cell>\
        <table:table-cell table:formula='of:=A1'/></table:table-row>";
    assert_eq!(shown(read(&ods(row))), ["A1=Mairie de\tRezé", "B1="]);
}

#[test]
fn an_ods_that_ends_early_is_no_answer() {
    let whole = ods_of("");
    assert_eq!(read(&whole).unwrap().sheets.len(), 0);
    for content in [
        "<table:table table:name='F'><table:table-row><table:table-cell office:value-type='string'><text:p>a",
        "<table:table table:name='F'><table:table-row>",
        "<table:table table:name='F'><table:table-row><table:table-cell><table:table>",
        "<table:table table:name='F'><table:table-row><text:p>a</text:p>",
        "<table:table><![CDATA[a]]></table:table>",
    ] {
        assert!(is_damaged(&read(&ods_of(content))), "{content}");
    }
}

#[test]
fn an_old_workbook_is_read_record_by_record() {
    let number = |row, column, value: f64| Old::cell(0x0203, row, column, &value.to_le_bytes());
    let mut formula = 7.5f64.to_le_bytes().to_vec();
    formula.extend([0; 8]);
    let old = Old::new().with(number(3, 2, 1.5)).with(Old::cell(0x0006, 0, 1, &formula));
    assert_eq!(shown(read(&old.container())), ["B1=7,5", "C4=1,5"]);
    // The outcome of a formula may be a text of the next record, or nothing.
    let text = Old::cell(0x0006, 0, 0, &[0, 0, 0, 0, 0, 0, 0xFF, 0xFF]);
    let nothing = Old::cell(0x0006, 0, 1, &[3, 0, 0, 0, 0, 0, 0xFF, 0xFF]);
    let old = Old::new().with(text).with(record(0x0207, b"\x03\0\0oui")).with(nothing);
    assert_eq!(shown(read(&old.container())), ["A1=oui"]);
}

#[test]
fn notes_of_a_binary_workbook_hang_on_their_cells() {
    let links = r#"<Relationships><Relationship Id="rId1" Type="http://x/comments" Target="../comments1.bin"/></Relationships>"#;
    let notes = records::binary_notes("Marie Durand", &[(2, 1, "Marie Durand:\nla mairie"), (0, 0, " ")]);
    let holding = |notes: Vec<u8>| {
        let others =
            [("xl/worksheets/_rels/sheet1.bin.rels", links.as_bytes().to_vec()), ("xl/comments1.bin", notes)];
        records::binary_with(&["FAI"], &[(2, 7, 0, vec![0; 4])], false, &others)
    };
    let shown = |bytes: &[u8]| -> Vec<String> {
        let workbook = read(bytes).unwrap();
        workbook.sheets[0].notes.iter().map(|note| format!("{} {}", note.at, note.text)).collect()
    };
    assert_eq!(shown(&holding(notes.clone())), ["B3 la mairie"]);
    // A part that is cut costs the notes alone.
    assert!(shown(&holding(notes[..notes.len() / 2].to_vec())).is_empty());
}

#[test]
fn notes_of_an_old_workbook_hang_on_their_cells() {
    // The object of a note, its text in the record that continues it, then the cell that it hangs on.
    let object = |kind: u16, id: u16| {
        record(0x005D, &[&[0x15, 0, 0x12, 0][..], &kind.to_le_bytes(), &id.to_le_bytes(), &[0; 14]].concat())
    };
    let text = |signs: &[u8]| {
        let length = (signs.len() as u16).to_le_bytes();
        let head = record(0x01B6, &[&[0; 10][..], &length, &[0; 6]].concat());
        [head, record(0x003C, &[&[0][..], signs].concat()), record(0x003C, &[0; 16])].concat()
    };
    let hangs = |row: u16, column: u16, id: u16| {
        let at = [row, column, 0, id].map(u16::to_le_bytes).concat();
        record(0x001C, &[&at[..], &[0; 4]].concat())
    };
    let old = Old::new()
        .with([object(0x19, 7), text(b"la mairie"), object(0x07, 8), text(b"un bouton")].concat())
        .with([hangs(2, 1, 7), hangs(3, 1, 8), hangs(4, 1, 9)].concat());
    let workbook = read(&old.container()).unwrap();
    let notes: Vec<String> =
        workbook.sheets[0].notes.iter().map(|note| format!("{} {}", note.at, note.text)).collect();
    assert_eq!(notes, ["B3 la mairie"]);
    // A text that is cut costs the note alone.
    let cut = record(0x01B6, &[&[0; 10][..], &200u16.to_le_bytes(), &[0; 6]].concat());
    let old = Old::new().with([object(0x19, 7), cut, hangs(2, 1, 7)].concat());
    assert!(read(&old.container()).unwrap().sheets[0].notes.is_empty());
}

#[test]
fn a_long_text_of_an_old_workbook_goes_on_in_the_next_record() {
    let mut strings = [2u32.to_le_bytes(), 2u32.to_le_bytes()].concat();
    // « abcdé » cut after « ab », the rest in wide signs; then a rich text whose runs are cut.
    strings.extend(b"\x05\0\0ab");
    let mut rest = vec![1];
    rest.extend("cdé".encode_utf16().flat_map(u16::to_le_bytes));
    rest.extend(b"\x02\0\x08\x01\0xy\0\0");
    let table = [record(0x00FC, &strings), record(0x003C, &rest), record(0x003C, b"\0\0")].concat();
    let old = Old::new().global(table).with(Old::cell(0x00FD, 0, 0, &0u32.to_le_bytes())).with(Old::cell(
        0x00FD,
        0,
        1,
        &1u32.to_le_bytes(),
    ));
    assert_eq!(shown(read(&old.container())), ["A1=abcdé", "B1=xy"]);
}

#[test]
fn an_excel_95_workbook_has_texts_of_its_code_page() {
    let old = Old::excel_95().global(record(0x0042, &1252u16.to_le_bytes()));
    let old = old.with(Old::cell(0x0204, 0, 0, b"\x05\0\xC9cole"));
    assert_eq!(shown(read(&old.container())), ["A1=École"]);
}

#[test]
fn an_excel_95_workbook_tells_its_dates_by_formats_of_short_texts() {
    let format = record(0x041E, b"\xA4\0\x0Add/mm/yyyy");
    let formats = format.into_iter().chain(record(0x00E0, &[0, 0, 0xA4, 0])).collect();
    let old = Old::excel_95().global(formats).with(Old::cell(0x0203, 0, 0, &46_350f64.to_le_bytes()));
    assert_eq!(shown(read(&old.container())), ["A1=24/11/2026"]);
}

#[test]
fn old_workbooks_made_to_hurt_are_told() {
    let far = |row: u16, column: u16| Old::cell(0x0203, row, column, &1f64.to_le_bytes());
    // What calamine would reserve 64 GB for.
    let wide = Old::new().with(far(0, 0)).with(far(65_535, 16_383));
    assert_eq!(shown(read(&wide.container())), ["A1=1", "XFD65536=1"]);
    let extent = record(0x0200, &[0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0xFF, 0xFF, 0, 0]);
    assert_eq!(shown(read(&Old::new().with(extent).with(far(0, 0)).container())), ["A1=1"]);
    assert!(is_damaged(&read(&Old::new().with(far(0, 16_384)).container())));
    assert!(is_damaged(&read(&Old::new().with(Old::cell(0x00FD, 0, 0, &[9, 0, 0, 0])).container())));
    assert_eq!(read(&Old::new().global(record(0x002F, &[1, 0])).container()), Err(ReadFailure::Encrypted));
    let many = (0..u16::MAX).flat_map(|row| (0..4).map(move |column| (row, column)));
    let many = many.fold(Old::new(), |old, (row, column)| old.with(far(row, column)));
    assert_eq!(over(read(&many.container())), "nombre de cellules");
}

#[test]
fn a_chain_of_sectors_that_bites_its_tail_ends() {
    let whole = Old::new().with(Old::cell(0x0203, 0, 0, &1f64.to_le_bytes())).container();
    for at in 0..128 {
        let mut looped = whole.clone();
        // Each link of the table of sectors in turn leads back to the first sector, or to itself.
        looped[512 + 4 * at..516 + 4 * at].copy_from_slice(&1u32.to_le_bytes());
        let _ = read(&looped);
        looped[512 + 4 * at..516 + 4 * at].copy_from_slice(&(at as u32).to_le_bytes());
        let _ = read(&looped);
    }
}

#[test]
fn a_binary_workbook_is_read_record_by_record() {
    let workbook = binary(
        &["Mairie", "DSDEN"],
        &[
            (0, 7, 0, vec![1, 0, 0, 0]),
            (0, 5, 3, 46_350f64.to_le_bytes().to_vec()),
            (4, 2, 1, (125u32 << 2 | 3).to_le_bytes().to_vec()),
            (4, 4, 2, vec![1]),
            (4, 3, 3, vec![0x17]),
            (4, 1, 4, vec![]),
        ],
        false,
    );
    assert_eq!(shown(read(&workbook)), ["A1=DSDEN", "~D1=24/11/2026~", "B5=1,25", "C5=VRAI", "~D5=#REF!~"]);
    let lost = binary(&[], &[(0, 7, 0, vec![1, 0, 0, 0])], false);
    assert!(is_damaged(&read(&lost)));
    let outside = binary(&[], &[(1_048_576, 4, 0, vec![1])], false);
    assert!(is_damaged(&read(&outside)));
    assert!(is_damaged(&read(&binary(&["a"], &[], true))));
}

fn erased(sheet: &Sheet) -> Vec<String> {
    assert!(sheet.notes.iter().all(|note| note.struck));
    sheet.notes.iter().map(|note| format!("{} {}", note.at, note.text)).collect()
}

#[test]
fn the_part_of_a_text_of_old_and_binary_workbooks_that_is_struck_is_no_part_of_the_answer() {
    let texts = ["~Directrice 😀~ Kartéo", "~Mairie~", "DSDEN"];
    let cell = |row, column, rank: u8| (row, 7, column, vec![rank, 0, 0, 0]);
    let binary = binary(&texts, &[cell(0, 0, 0), cell(0, 1, 1), cell(0, 2, 2), cell(1, 3, 0)], false);
    let sheet = &read(&binary).unwrap().sheets[0];
    assert_eq!(cells(sheet), ["A1=Kartéo", "~B1=Mairie~", "C1=DSDEN", "D2=Kartéo"]);
    assert_eq!(erased(sheet), ["A1 Directrice 😀", "D2 Directrice 😀"]);

    // Six fonts, of ranks 0 to 3, 5 and 6; the last strikes. The first text goes back to the font of its cell.
    let fonts: Vec<u8> =
        (0..6).flat_map(|rank| record(0x0031, &[0, 0, if rank == 5 { 8 } else { 0 }, 0])).collect();
    let text = |text: &str, runs: &[[u16; 2]]| {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        let mut written = (text.encode_utf16().count() as u16).to_le_bytes().to_vec();
        written.push(1 | 8);
        written.extend((runs.len() as u16).to_le_bytes());
        written.extend(units);
        written.extend(runs.concat().into_iter().flat_map(u16::to_le_bytes));
        written
    };
    let strings = [
        vec![0; 8],
        text("Directrice Kartéo", &[[0, 6], [10, 5]]),
        text("Mairie puis DRANE", &[[7, 6]]),
        text("Mairie", &[[0, 6]]),
        text("DSDEN", &[[0, 5]]),
    ];
    let mut old = Old::new().global(fonts).global(record(0x00FC, &strings.concat()));
    for rank in 0..4u8 {
        old = old.with(Old::cell(0x00FD, 0, rank.into(), &[rank, 0, 0, 0]));
    }
    let sheet = &read(&old.container()).unwrap().sheets[0];
    assert_eq!(cells(sheet), ["A1=Kartéo", "B1=Mairie", "~C1=Mairie~", "D1=DSDEN"]);
    assert_eq!(erased(sheet), ["A1 Directrice", "B1 puis DRANE"]);
}

#[test]
fn a_file_cut_anywhere_is_whole_or_told() {
    for whole in [XLS, ODS] {
        let expected = read(whole).unwrap();
        for at in (0..whole.len()).step_by(97) {
            if let Ok(cut) = read(&whole[..at]) {
                assert_eq!(cut.sheets, expected.sheets, "{at}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn flipped_bytes_never_panic(flips in prop::collection::vec((0..XLS.len(), any::<u8>()), 1..40)) {
        let (mut xls, mut fods) = (XLS.to_vec(), FODS.to_vec());
        for (at, byte) in flips {
            xls[at] = byte;
            let at = at % fods.len();
            fods[at] = byte;
        }
        let _ = (read(&xls), read(&fods));
    }

    #[test]
    fn any_text_gives_cells_in_order(text in "[a-c\";,\t\r\n é]{0,200}") {
        if let Ok(workbook) = reading::workbook(text.as_bytes(), "a.csv", &Budgets::default()) {
            let cells = &workbook.sheets[0].cells;
            prop_assert!(cells.iter().zip(cells.iter().skip(1)).all(|(left, right)| left.at < right.at));
        }
    }
}
