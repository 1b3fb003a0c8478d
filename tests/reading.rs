//! Workbooks as spreadsheet programs write them, and as schools damage them: what each cell says, and where.

mod book;

use book::{Book, WORKBOOK_RELS};
use maillage::model::budget::Budgets;
use maillage::model::grid::{CellValue, Sheet, Workbook};
use maillage::reading;
use rust_xlsxwriter::{
    Chart, ChartType, DocProperties, ExcelDateTime, Format, Workbook as Writer, Worksheet,
};

fn read(bytes: &[u8]) -> Workbook {
    reading::workbook(bytes, "inventaire.xlsx", &Budgets::default()).expect("a good workbook")
}

/// What a program writes in one sheet, read back.
fn written(write: impl FnOnce(&mut Worksheet)) -> Sheet {
    let mut writer = Writer::new();
    write(writer.add_worksheet());
    read(&writer.save_to_buffer().expect("a valid workbook")).sheets.remove(0)
}

/// The cells of a sheet, `A1 Text("oui")`.
fn shown(sheet: &Sheet) -> Vec<String> {
    let cells = sheet.cells.iter();
    cells
        .map(|cell| match &cell.value {
            CellValue::Date(moment) => format!("{} {moment}", cell.at),
            value => format!("{} {value:?}", cell.at),
        })
        .collect()
}

#[test]
fn each_kind_of_content_is_kept_at_its_address() {
    let sheet = written(|sheet| {
        let day = Format::new().set_num_format("dd/mm/yyyy");
        let moment = Format::new().set_num_format("dd/mm/yyyy hh:mm");
        sheet.write_string(7, 2, " Mairie de\u{a0}Valbrune\n").unwrap();
        sheet.write_string(2, 25, "12,5").unwrap();
        sheet.write_number(2, 26, 12.5).unwrap();
        sheet.write_number(3, 0, -0.0).unwrap();
        sheet.write_boolean(3, 1, true).unwrap();
        sheet.write_with_format(4, 0, ExcelDateTime::from_ymd(2026, 11, 24).unwrap(), &day).unwrap();
        let at_noon = ExcelDateTime::from_ymd(2026, 11, 24).unwrap().and_hms(12, 30, 15).unwrap();
        sheet.write_with_format(4, 1, &at_noon, &moment).unwrap();
    });
    assert_eq!(
        shown(&sheet),
        [
            "Z3 Text(\"12,5\")",
            "AA3 Number(12.5)",
            "A4 Number(-0.0)",
            "B4 Bool(true)",
            "A5 2026-11-24T00:00:00",
            "B5 2026-11-24T12:30:15",
            "C8 Text(\" Mairie de\\u{a0}Valbrune\\n\")",
        ]
    );
}

#[test]
fn a_number_that_is_no_plausible_date_stays_a_number() {
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let hours = Format::new().set_num_format("[hh]:mm");
    let sheet = written(|sheet| {
        for (row, number) in [-5.0, 0.5, 1.0, 60.0, 109_940.0, 99_999_999.0].into_iter().enumerate() {
            sheet.write_number_with_format(row as u32, 0, number, &day).unwrap();
        }
        sheet.write_number_with_format(6, 0, 1.5, &hours).unwrap();
    });
    assert_eq!(
        shown(&sheet),
        [
            "A1 Number(-5.0)",
            "A2 Number(0.5)",
            "A3 1900-01-01T00:00:00",
            // The 29 February 1900 that Excel alone knows.
            "A4 Number(60.0)",
            "A5 Number(109940.0)",
            "A6 Number(99999999.0)",
            "A7 Number(1.5)",
        ]
    );
}

#[test]
fn days_counted_from_1904_are_the_same_days() {
    let styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>";
    let book = Book::rows(
        "<row><c r=\"A1\" s=\"1\"><v>44888</v></c><c r=\"B1\" t=\"d\"><v>2026-11-24</v></c></row>",
    )
    .styles(styles);
    let from_1900 = read(&book.zip());
    assert_eq!(shown(&from_1900.sheets[0]), ["A1 2022-11-23T00:00:00", "B1 2026-11-24T00:00:00"]);
    let workbook =
        r#"<workbook><workbookPr date1904="true"/><sheets><sheet name="I" r:id="rId1"/></sheets></workbook>"#;
    let from_1904 = read(&book.with("xl/workbook.xml", workbook).zip());
    assert_eq!(shown(&from_1904.sheets[0]), ["A1 2026-11-24T00:00:00", "B1 2026-11-24T00:00:00"]);
}

#[test]
fn a_cell_that_shows_nothing_is_not_kept() {
    let frame = Format::new().set_border(rust_xlsxwriter::FormatBorder::Thin);
    let sheet = written(|sheet| {
        sheet.write_blank(0, 0, &frame).unwrap();
        sheet.write_string(0, 1, "").unwrap();
        sheet.write_string(0, 2, " \u{a0}\u{202f}\n\t\u{200b}").unwrap();
        sheet.write_string(0, 3, "-").unwrap();
    });
    assert_eq!(shown(&sheet), ["D1 Text(\"-\")"]);
}

#[test]
fn a_formula_without_a_stored_value_is_told_from_an_empty_cell() {
    let book = Book::rows(
        "<row r=\"1\"><c r=\"A1\"><f>B1</f></c><c r=\"B1\"><f t=\"shared\" si=\"0\"/><v/></c><c r=\"C1\"/>\
         <c r=\"D1\"><f>1+1</f><v>2</v></c><c r=\"E1\" t=\"str\"><f>\"\"</f><v></v></c>\
         <c r=\"F1\" t=\"str\"><f>A1</f><v>oui</v></c></row>\
         <x:row><x:c><x:f>B1</x:f><x:v></x:v></x:c></x:row>",
    );
    assert_eq!(
        shown(&read(&book.zip()).sheets[0]),
        [
            "A1 FormulaWithoutValue",
            "B1 FormulaWithoutValue",
            "D1 Number(2.0)",
            "F1 Text(\"oui\")",
            "A2 FormulaWithoutValue",
        ]
    );
}

#[test]
fn a_cell_that_cannot_be_decoded_is_an_error_and_the_others_stay_in_place() {
    let book = Book::rows(
        "<row><c t=\"e\"><v>#REF!</v></c><c t=\"e\"><v>#SPILL!</v></c><c t=\"b\"><v>VRAI</v></c>\
         <c t=\"n\"><v>douze</v></c><c t=\"z\"><v>1</v></c><c><v>NaN</v></c><c><v>1</v></c></row>\
         <row><c><v>2</v></c></row>",
    );
    assert_eq!(
        shown(&read(&book.zip()).sheets[0]),
        [
            "A1 Error(\"#REF!\")",
            "B1 Error(\"#SPILL!\")",
            "C1 Error(\"VRAI\")",
            "D1 Error(\"valeur illisible\")",
            "E1 Error(\"valeur illisible\")",
            "F1 Error(\"NaN\")",
            "G1 Number(1.0)",
            "A2 Number(2.0)",
        ]
    );
}

#[test]
fn merged_areas_hidden_sheets_and_struck_answers_are_told() {
    let mut writer = Writer::new();
    let struck = Format::new().set_font_strikethrough();
    let sheet = writer.add_worksheet().set_name("L'École & nous").unwrap();
    sheet.merge_range(0, 0, 0, 5, "Inventaire", &Format::new()).unwrap();
    sheet.merge_range(3, 1, 8, 1, "Mairie", &Format::new()).unwrap();
    sheet.write_string_with_format(9, 0, "Scolavia", &struck).unwrap();
    sheet.write_string(10, 0, "Ludexia").unwrap();
    writer.add_worksheet().set_name("Listes").unwrap().set_hidden(true).write_string(0, 0, "oui").unwrap();
    let workbook = read(&writer.save_to_buffer().unwrap());

    let tabs: Vec<_> = workbook.sheets.iter().map(|sheet| (sheet.name.as_ref(), sheet.hidden)).collect();
    assert_eq!(tabs, [("L'École & nous", false), ("Listes", true)]);
    let [sheet, lists] = workbook.sheets.as_slice() else { panic!("{workbook:?}") };
    let merges: Vec<String> =
        sheet.merges.iter().map(|area| format!("{}:{}", area.first, area.last)).collect();
    assert_eq!(merges, ["A1:F1", "B4:B9"]);
    let struck: Vec<String> =
        sheet.cells.iter().filter(|cell| cell.struck).map(|cell| cell.value.shown()).collect();
    assert_eq!(struck, ["Scolavia"]);
    assert_eq!(shown(lists), ["A1 Text(\"oui\")"]);
    assert!(lists.merges.is_empty());
}

#[test]
fn sheets_without_cells_are_passed_over() {
    let mut writer = Writer::new();
    writer.add_worksheet().set_name("Réponses").unwrap().write_string(0, 0, "oui").unwrap();
    let mut chart = Chart::new(ChartType::Pie);
    chart.add_series().set_values("'Réponses'!$A$1:$A$2");
    writer.add_chartsheet().insert_chart(0, 0, &chart).unwrap();
    writer.add_worksheet().set_name("Suite").unwrap();
    let workbook = read(&writer.save_to_buffer().unwrap());
    let names: Vec<&str> = workbook.sheets.iter().map(|sheet| sheet.name.as_ref()).collect();
    assert_eq!(names, ["Réponses", "Suite"]);

    let links =
        WORKBOOK_RELS.replace("relationships/styles\" Target=\"styles", "xlMacrosheet\" Target=\"macro");
    let tabs = r#"<workbook><sheets><sheet name="Macro1" r:id="rId3"/><sheet name="Module1" r:id=""/>
        <sheet name="I" r:id="rId1"/></sheets></workbook>"#;
    let book = Book::rows("<row><c><v>1</v></c></row>")
        .with("xl/_rels/workbook.xml.rels", links)
        .with("xl/workbook.xml", tabs);
    let workbook = read(&book.zip());
    assert_eq!(workbook.sheets.len(), 1);
    assert_eq!(shown(&workbook.sheets[0]), ["A1 Number(1.0)"]);
}

#[test]
fn two_tabs_of_one_name_are_two_sheets() {
    let workbook =
        r#"<workbook><sheets><sheet name="I" r:id="rId1"/><sheet name="I" r:id="rId9"/></sheets></workbook>"#;
    let links = WORKBOOK_RELS.replace(
        "</Relationships>",
        r#"<Relationship Id="rId9" Type="/worksheet" Target="/xl/other.xml"/></Relationships>"#,
    );
    let book = Book::rows("<row><c><v>1</v></c></row>")
        .with("xl/workbook.xml", workbook)
        .with("xl/_rels/workbook.xml.rels", links)
        .with("xl/other.xml", "<worksheet><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>");
    let sheets = read(&book.zip()).sheets;
    assert_eq!(sheets.iter().map(shown).collect::<Vec<_>>(), [["A1 Number(1.0)"], ["A1 Number(2.0)"]]);
}

#[test]
fn shared_texts_are_found_wherever_their_part_stands() {
    let strings = "<sst><si><t>néant</t></si><si><r><t xml:space=\"preserve\">Mairie </t></r><r><t>de V.</t></r></si></sst>";
    let cells = "<row><c t=\"s\"><v>1</v></c><c t=\"s\"><v>0</v></c></row>";
    let usual = Book::rows(cells).strings(strings);
    let moved = Book::rows(cells)
        .with("xl/texts/All.xml", strings)
        .with("xl/_rels/workbook.xml.rels", WORKBOOK_RELS.replace("sharedStrings.xml", "texts/All.xml"));
    for book in [usual, moved] {
        assert_eq!(shown(&read(&book.zip()).sheets[0]), ["A1 Text(\"Mairie de V.\")", "B1 Text(\"néant\")"]);
    }
}

#[test]
fn the_date_of_the_last_save_is_the_workbooks_own() {
    let mut writer = Writer::new();
    writer.add_worksheet();
    let saved = ExcelDateTime::from_ymd(2026, 11, 24).unwrap().and_hms(9, 30, 0).unwrap();
    writer.set_properties(&DocProperties::new().set_creation_datetime(&saved));
    let moment = read(&writer.save_to_buffer().unwrap()).modified.unwrap();
    assert_eq!(moment.to_string(), "2026-11-24T09:30:00");
    for (written, expected) in [
        ("2026-11-24T10:30:00+01:00", Some("2026-11-24T09:30:00")),
        ("2026-11-24T10:30:00", Some("2026-11-24T10:30:00")),
        ("2026-11-24", Some("2026-11-24T00:00:00")),
        ("hier", None),
        ("", None),
    ] {
        let properties = format!(
            "<cp:coreProperties><dcterms:modified xsi:type=\"x\">{written}</dcterms:modified></cp:coreProperties>"
        );
        let workbook = read(&Book::rows("").with("docProps/core.xml", properties).zip());
        assert_eq!(workbook.modified.map(|moment| moment.to_string()).as_deref(), expected, "{written}");
    }
}

#[test]
fn a_workbook_with_nothing_written_is_read() {
    let workbook = read(&Book::of("<worksheet><sheetData/></worksheet>").zip());
    assert_eq!(workbook.sheets.len(), 1);
    assert!(workbook.sheets[0].cells.is_empty() && workbook.modified.is_none());
}

#[test]
fn threads_of_comments_are_notes_and_a_link_that_leads_nowhere_is_none() {
    let links = r#"<Relationships>
        <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="../absent.xml"/>
        <Relationship Id="rId2" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" Target="../threadedComments/threadedComment1.xml"/>
        </Relationships>"#;
    let thread = r#"<ThreadedComments><threadedComment ref="A1"><text>la mairie</text></threadedComment></ThreadedComments>"#;
    let book = Book::rows("<row><c><v>1</v></c></row>")
        .with("xl/worksheets/_rels/sheet1.xml.rels", links)
        .with("xl/threadedComments/threadedComment1.xml", thread);
    let sheet = &read(&book.zip()).sheets[0];
    let notes: Vec<_> = sheet.notes.iter().map(|note| format!("{} {}", note.at, note.text)).collect();
    assert_eq!(notes, ["A1 la mairie"]);
}
