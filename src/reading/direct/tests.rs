//! Plain sheets read as calamine reads them; anything else left to it.

use std::io::Write as _;

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::model::budget::Budgets;
use crate::model::grid::Workbook;
use crate::reading::cells::{by_calamine, plainly_written};
use crate::reading::package::{self, Parts};

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook of one sheet: its rows, and what the shared strings hold.
fn a_workbook(rows: &str, strings: &str) -> Vec<u8> {
    let styles = "<styleSheet><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/>\
        <numFmt numFmtId=\"165\" formatCode=\"[h]:mm\"/></numFmts>\
        <fonts count=\"2\"><font><sz val=\"11\"/></font><font><strike/><sz val=\"11\"/></font></fonts>\
        <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\"/></cellStyleXfs>\
        <cellXfs count=\"6\"><xf numFmtId=\"0\" fontId=\"0\"/><xf numFmtId=\"14\" fontId=\"0\"/>\
        <xf numFmtId=\"164\" fontId=\"1\"/><xf numFmtId=\"165\" fontId=\"0\"/><xf numFmtId=\"0\" fontId=\"1\"/>\
        <xf numFmtId=\"9\" fontId=\"0\"/></cellXfs></styleSheet>";
    let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let rels = |links: &[(&str, &str, &str)]| {
        let links = links.iter().map(|(id, kind, target)| {
            format!("<Relationship Id=\"{id}\" Type=\"{kinds}/{kind}\" Target=\"{target}\"/>")
        });
        format!("<Relationships>{}</Relationships>", links.collect::<Vec<_>>().concat())
    };
    archive(&[
        ("_rels/.rels", &rels(&[("r", "officeDocument", "xl/workbook.xml")])),
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"Feuil1\" sheetId=\"1\" r:id=\"s\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &rels(&[
                ("s", "worksheet", "worksheets/sheet1.xml"),
                ("t", "sharedStrings", "sharedStrings.xml"),
                ("u", "styles", "styles.xml"),
            ]),
        ),
        ("xl/styles.xml", styles),
        ("xl/sharedStrings.xml", &format!("<sst count=\"9\" uniqueCount=\"9\">{strings}</sst>")),
        ("xl/worksheets/sheet1.xml", &format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")),
    ])
}

type Reading = Result<Workbook, ReadFailure>;

/// What each reader makes of a workbook; nothing of the direct one where it gives it up.
fn both(bytes: &[u8]) -> Option<(Option<Reading>, Reading)> {
    let budgets = Budgets::default();
    let mut package = package::open(&mut Parts::of(bytes, &budgets).ok()?, "a.xlsx", &budgets).ok()?;
    let direct = plainly_written(&package, &budgets).transpose();
    Some((direct, by_calamine(&mut package, &budgets)))
}

fn agreed(rows: &str, strings: &str) -> bool {
    let (direct, calamine) = both(&a_workbook(rows, strings)).unwrap();
    if let Some(direct) = &direct {
        assert_eq!(direct, &calamine, "{rows} {strings}");
    }
    direct.is_some()
}

#[test]
fn plain_cells_are_read_as_calamine_reads_them() {
    let strings = "<si><t>Mairie</t></si><si><t xml:space=\"preserve\"> École &amp; CC </t></si> <si><t> a\u{a0}\n</t></si>";
    for cells in [
        "<c r=\"A1\" t=\"s\"><v>0</v></c><c t=\"s\" s=\"4\"><v>1</v></c><c r=\"D1\" t=\"s\"><v>2</v></c>",
        "<c r=\"A1\"><v>12.5</v></c><c r=\"B1\" s=\"1\"><v>45992</v></c><c r=\"C1\" s=\"2\"><v>45992.75</v></c>",
        "<c r=\"A1\" s=\"3\"><v>1.5</v></c><c r=\"B1\" s=\"5\"><v>0.5</v></c><c r=\"C1\" s=\"99\"><v>3</v></c>",
        "<c r=\"A1\" s=\"1\"><v>-4</v></c><c r=\"B1\" s=\"1\"><v>60</v></c><c r=\"C1\"><v>1E-3</v></c>",
        "<c r=\"A1\" t=\"b\"><v>1</v></c><c r=\"B1\" t=\"e\"><v>#N/A</v></c><c r=\"C1\" t=\"n\"><v>7</v></c>",
        "<c r=\"A1\"><f>1+1</f><v>2</v></c><c r=\"B1\"><f>A1</f></c><c r=\"C1\" t=\"str\"><f t=\"shared\" si=\"0\"/><v>d&apos;été</v></c>",
        "<c r=\"A1\" t=\"str\"><f>A1</f><v></v></c><c r=\"B1\" t=\"inlineStr\"><is><t> x </t></is></c><c r=\"C1\" s=\"4\"/>",
        "<c r=\"A1\"/><c r=\"B1\" s=\"2\"></c> <c r=\"C1\">\n<v>5</v>\n</c><c r=\"D1\"><v/></c>",
    ] {
        assert!(agreed(&format!("<row r=\"1\" spans=\"1:4\">{cells}</row>"), strings), "{cells}");
    }
    assert!(agreed("<row/><row r=\"3\"/><row><c t=\"s\"><v>0</v></c></row><row r=\"9\"><c/></row>", strings));
    assert!(agreed("", ""));
}

/// What a sheet's cells say, struck ones between `~`, and what was struck in them.
fn told(workbook: &Workbook) -> Vec<String> {
    let sheet = &workbook.sheets[0];
    let cells = sheet.cells.iter().map(|cell| {
        let text = cell.value.shown();
        if cell.struck { format!("~{text}~") } else { text }
    });
    cells.chain(sheet.notes.iter().map(|note| format!("{} [{}]", note.at, note.text))).collect()
}

#[test]
fn the_part_of_a_text_that_is_struck_is_no_part_of_the_answer() {
    let struck = "<r><rPr><strike/><sz val=\"11\"/></rPr><t>Directrice</t></r>";
    let stands = "<r><rPr><sz val=\"11\"/></rPr><t xml:space=\"preserve\"> Karté&amp;o</t></r>";
    let unset = "<r><rPr><strike val=\"0\" /></rPr><t>DRANE</t></r>";
    let strings = format!(
        "<si>{struck}{stands}</si><si><r><t>Mairie</t></r>{stands}</si><si>{struck}</si><si>{unset}</si><si/>\
         <si><r><t xml:space=\"preserve\">Mairie </t></r>{struck}</si>"
    );
    // By the ranks of the texts, in cells whose format strikes nothing, then all.
    let cells = |style: &str| {
        let cells = [0, 1, 2, 3, 5].map(|rank| format!("<c s=\"{style}\" t=\"s\"><v>{rank}</v></c>"));
        format!(
            "<row r=\"1\">{}<c s=\"{style}\" t=\"inlineStr\"><is>{struck}{stands}</is></c></row>",
            cells.concat()
        )
    };
    let plain = ["Karté&o", "Mairie Karté&o", "~Directrice~", "DRANE", "Mairie", "Karté&o"];
    let in_struck = ["Karté&o", "Karté&o", "~Directrice~", "DRANE", "~Mairie Directrice~", "Karté&o"];
    for (style, texts, erased) in [
        ("0", plain, &["A1 [Directrice]", "E1 [Directrice]", "F1 [Directrice]"][..]),
        ("4", in_struck, &["A1 [Directrice]", "B1 [Mairie]", "F1 [Directrice]"]),
    ] {
        let expected: Vec<&str> = texts.iter().chain(erased).copied().collect();
        // Directly, then through calamine: an empty text, then a comment, is not plain.
        let strings = strings.replace("<si/>", "<si><t></t></si>");
        for (rows, directly) in [(cells(style), true), (format!("<!-- -->{}", cells(style)), false)] {
            let (direct, calamine) = both(&a_workbook(&rows, &strings)).unwrap();
            assert_eq!(direct.is_some(), directly);
            for read in direct.into_iter().chain([calamine]) {
                assert_eq!(told(&read.unwrap()), expected, "{style}");
            }
        }
        let prefixed =
            strings.replace("<r>", "<x:r>").replace("strike", "x:strike").replace("rPr>", "x:rPr>");
        let (direct, calamine) =
            both(&a_workbook(&cells(style), &prefixed.replace("<x:rPr>", "<x:rPr >"))).unwrap();
        assert!(direct.is_none());
        assert_eq!(told(&calamine.unwrap()), expected, "{style}");
    }
}

#[test]
fn a_struck_part_that_cannot_be_told_apart_has_its_cell_told_as_struck() {
    let strings = "<si><r><rPr><strike/></rPr><t>Directrice</t></r><r><t xml:space=\"preserve\"><![CDATA[ Kartéo]]></t></r></si>";
    let (direct, calamine) = both(&a_workbook("<row><c t=\"s\"><v>0</v></c></row>", strings)).unwrap();
    assert!(direct.is_none());
    assert_eq!(told(&calamine.unwrap()), ["~Directrice Kartéo~"]);
}

#[test]
fn anything_else_is_left_to_calamine() {
    for (rows, strings) in [
        ("<x:row r=\"1\"><c r=\"A1\"><v>1</v></c></x:row>", ""),
        ("<row r=\"1\"><!-- --><c r=\"A1\"><v>1</v></c></row>", ""),
        ("<row r=\"1\"><c r=\"A1\"><v>1</v><extLst/></c></row>", ""),
        ("<row r=\"1\"><c r=\"A1\" t=\"d\"><v>2026-11-27</v></c></row>", ""),
        ("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>4</v></c></row>", "<si><t>a</t></si>"),
        ("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a&#233;</v></c></row>", ""),
        ("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>_x000D_</v></c></row>", ""),
        ("<row r=\"1\"><c r=\"A1\"><v> 1</v></c></row>", ""),
        ("<row r=\"1\"><c r=\"A1\"><v>nan</v></c></row>", ""),
        ("", "<si><r><rPr><b></b></rPr><t>a</t></r></si>"),
        ("", "<si><r><t>a</t></r><t>b</t></si>"),
        ("", "<si><r><t>a</t><t>b</t></r></si>"),
        ("", "<si><r><t/></r></si>"),
        ("", "<si><t>a</t><rPh><t>b</t></rPh></si>"),
        ("<row r=\"1\"><c r='A1'><v>1</v></c></row>", ""),
    ] {
        assert!(!agreed(rows, strings), "{rows} {strings}");
    }
}

/// Every workbook of the samples, and of the folder that MAILLAGE_CLASSEURS names.
#[test]
fn workbooks_of_a_folder_are_read_alike() {
    let mut folders = vec![std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples")];
    folders.extend(std::env::var_os("MAILLAGE_CLASSEURS").map(Into::into));
    let (mut met, mut direct) = (0, 0);
    for entry in folders.iter().flat_map(walkdir::WalkDir::new).filter_map(Result::ok) {
        let Ok(bytes) = std::fs::read(entry.path()) else { continue };
        let Some((read, calamine)) = both(&bytes) else { continue };
        met += 1;
        if let Some(read) = read {
            direct += 1;
            assert!(read == calamine, "{}", entry.path().display());
        }
    }
    println!("{direct} of {met} read directly");
    assert!(direct > 5 && direct * 2 > met, "{direct} of {met}");
}

/// Pieces of a sheet, plain ones and others.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<row>",
        "<row r=\"2\">",
        "<row r=\"5\" ht=\"12\">",
        "<row/>",
        "</row>",
        "<c>",
        "<c/>",
        "<c r=\"B2\">",
        "<c r=\"A1\" t=\"s\">",
        "<c s=\"1\">",
        "<c s=\"2\" t=\"str\">",
        "<c t=\"inlineStr\">",
        "<c t=\"b\">",
        "<c t=\"e\">",
        "</c>",
        "<v>",
        "</v>",
        "<v/>",
        "<f>",
        "</f>",
        "<f/>",
        "<is>",
        "</is>",
        "<t>",
        "</t>",
        "<t xml:space=\"preserve\">",
        "<si>",
        "</si>",
        "0",
        "1",
        "12.5",
        "-3",
        "1E5",
        "45992",
        "Mairie",
        " ",
        "\n",
        "é",
        "&amp;",
        "&#65;",
        "_x0041_",
        "#N/A",
        "true",
        "<!-- -->",
        "<![CDATA[a]]>",
        "\r\n",
        "<r>",
        "</r>",
        "<rPr/>",
        "<rPr><strike/></rPr>",
        "<r><rPr><strike val=\"1\"/></rPr><t>vieux </t></r>",
        "<r><rPr><b/><strike val=\"0\"/></rPr><t> neuf</t></r>",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

/// A run that is nearly plain.
fn nearly_a_run() -> impl Strategy<Value = String> {
    let format = prop::sample::select(vec![
        "",
        "<rPr/>",
        "<rPr></rPr>",
        "<rPr><strike/></rPr>",
        " <rPr><b/> <strike val=\"1\" /><sz val=\"11\"/></rPr>\n",
        "<rPr><strike val=\"0\"/></rPr>",
        "<rPr><strike val=\"false\"/></rPr>",
        "<rPr><strike/><strike val=\"off\"/></rPr>",
        "<rPr><strike></strike></rPr>",
        "<x:rPr><x:strike/></x:rPr>",
        "<rPr><rFont val=\"strike\"/></rPr>",
    ]);
    let space = prop::sample::select(vec!["", " xml:space=\"preserve\"", " xml:space=\"default\""]);
    let text = prop::sample::select(vec![
        "Mairie",
        " DRANE ",
        "\u{a0}",
        "",
        ", ",
        " -&gt; ",
        "?",
        ".",
        "été &amp;",
        "\r\n",
        "_x000D_",
        "=> a",
        "\n",
    ]);
    (format, space, text).prop_map(|(format, space, text)| format!("<r>{format}<t{space}>{text}</t></r>"))
}

/// A cell that is nearly plain.
fn nearly() -> impl Strategy<Value = String> {
    let kind = prop::sample::select(vec![
        "",
        " t=\"s\"",
        " t=\"str\"",
        " t=\"n\"",
        " t=\"b\"",
        " t=\"e\"",
        " t=\"inlineStr\"",
    ]);
    let style = prop::sample::select(vec![
        "", " s=\"0\"", " s=\"1\"", " s=\"2\"", " s=\"3\"", " s=\"4\"", " s=\"7\"",
    ]);
    let place = prop::sample::select(vec!["", " r=\"B1\"", " r=\"D1\"", " r=\"A2\"", " r=\"aa9\""]);
    let held = prop::sample::select(vec![
        "<v>0</v>",
        "<v>1</v>",
        "<v>45992.5</v>",
        "<v>-1</v>",
        "<v>2E2</v>",
        "<v></v>",
        "<v/>",
        "",
        "<v>Mairie</v>",
        "<v>été &lt; hiver</v>",
        "<v>#REF!</v>",
        "<f>A1</f>",
        "<f>A1</f><v>1</v>",
        "<f/><v>x</v>",
        "<is><t> a </t></is>",
        "<is><t xml:space=\"preserve\"> b&gt; </t></is>",
        "<is><r><rPr><strike/></rPr><t>b </t></r><r><rPr/><t>c</t></r></is>",
        "<is><r><t>b</t></r> <r> <rPr><sz val=\"8\"/><strike /></rPr> <t xml:space=\"preserve\"> c </t> </r></is>",
        "<is><r><t>b</t></r></is>",
        "<v>1</v><f>A1</f>",
        "<v>.5</v>",
        "<v>+5</v>",
        "<v>1.</v>",
        "<v>00012</v>",
        "<v>99999999999999999999</v>",
        "<v>1e400</v>",
    ]);
    (kind, style, place, held)
        .prop_map(|(kind, style, place, held)| format!("<c{place}{style}{kind}>{held}</c>"))
}

proptest! {
    #[test]
    fn the_two_readers_never_differ_on_any_pieces(rows in pieces(), strings in pieces()) {
        if let Some((Some(direct), calamine)) = both(&a_workbook(&rows, &strings)) {
            prop_assert_eq!(direct, calamine);
        }
    }

    #[test]
    fn the_two_readers_never_differ_on_cells(cells in prop::collection::vec(nearly(), 1..6)) {
        let rows = format!("<row r=\"1\">{}</row>", cells.concat());
        let strings = "<si><t>a</t></si><si><r><rPr><strike/></rPr><t>a, </t></r><r><t>b</t></r></si>";
        if let Some((Some(direct), calamine)) = both(&a_workbook(&rows, strings)) {
            prop_assert_eq!(direct, calamine);
        }
    }

    #[test]
    fn the_two_readers_never_differ_on_runs(
        runs in prop::collection::vec(nearly_a_run(), 1..6),
        style in prop::sample::select(vec!["0", "4"]),
    ) {
        let rows = format!("<row><c s=\"{style}\" t=\"s\"><v>0</v></c></row>");
        if let Some((Some(direct), calamine)) = both(&a_workbook(&rows, &format!("<si>{}</si>", runs.concat()))) {
            prop_assert_eq!(direct, calamine);
        }
    }
}
