//! The bytes of a workbook: the one place of the generator that knows rust_xlsxwriter.

use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula,
    Workbook, Worksheet, XlsxError,
};

use super::book::{Book, Sheet, Style, Value};

/// Writes a workbook. Equal books give equal bytes.
pub(super) fn bytes(book: &Book) -> Result<Vec<u8>, XlsxError> {
    let formats: Vec<Format> = Style::ALL.iter().map(|style| format(*style)).collect();
    let mut workbook = Workbook::new();
    // Excel saves in a hurry: its archives are flagged as compressed the fastest way.
    workbook.set_zip_compression_level(1);
    let (year, month, day, hour, minute) = book.saved;
    let saved = ExcelDateTime::from_ymd(year, month, day)?.and_hms(hour, minute, 0)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&saved));
    for sheet in &book.sheets {
        fill(workbook.add_worksheet(), sheet, &formats)?;
    }
    workbook.save_to_buffer()
}

fn fill(worksheet: &mut Worksheet, sheet: &Sheet, formats: &[Format]) -> Result<(), XlsxError> {
    worksheet.set_name(&sheet.name)?;
    worksheet.set_hidden(sheet.hidden);
    for (column, width) in &sheet.widths {
        worksheet.set_column_width(*column, *width)?;
    }
    for (top, left, bottom, right) in &sheet.merges {
        let style = sheet.cells.get(&(*top, *left)).map_or(Style::Plain, |(_, style)| *style);
        worksheet.merge_range(*top, *left, *bottom, *right, "", &formats[style as usize])?;
    }
    for ((row, column), (value, style)) in &sheet.cells {
        let format = &formats[*style as usize];
        match value {
            Value::Text(text) => worksheet.write_string_with_format(*row, *column, text, format)?,
            Value::Number(number) => worksheet.write_number_with_format(*row, *column, *number, format)?,
            Value::Day(year, month, day) => {
                let day = ExcelDateTime::from_ymd(*year, *month, *day)?;
                let format = format.clone().set_num_format("dd/mm/yyyy");
                worksheet.write_datetime_with_format(*row, *column, &day, &format)?
            }
            Value::Formula(formula, stored) => {
                let formula = Formula::new(formula).set_result(stored);
                worksheet.write_formula_with_format(*row, *column, formula, format)?
            }
            // A blank inside a merged range would unmerge nothing and write nothing new.
            Value::Blank => worksheet.write_blank(*row, *column, format)?,
        };
    }
    for (first, last, column, choices) in &sheet.choices {
        let validation =
            DataValidation::new().allow_list_strings(choices)?.ignore_blank(true).show_error_message(false);
        worksheet.add_data_validation(*first, *column, *last, *column, &validation)?;
    }
    Ok(())
}

fn format(style: Style) -> Format {
    let framed = Format::new().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::Top);
    match style {
        Style::Plain => Format::new(),
        Style::Title => Format::new().set_bold().set_font_size(14),
        Style::Header => framed.set_bold().set_background_color(Color::RGB(0xD9_E2_F3)),
        Style::Band => framed.set_bold().set_background_color(Color::RGB(0xED_ED_ED)),
        Style::Label => framed.set_background_color(Color::RGB(0xF7_F7_F7)),
        Style::Input => framed,
        Style::Note => Format::new().set_italic().set_font_size(9),
    }
}
