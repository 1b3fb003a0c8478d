//! A sheet that helps and is not to be answered in: it remembers its texts, and ends with the line that tells it.

use rust_xlsxwriter::{Format, Url, Worksheet, XlsxError};

use super::Styles;
use crate::model::form;
use crate::render::workbook::safe;

/// A help sheet being written.
pub(in crate::render) struct HelpSheet<'s> {
    pub(in crate::render) sheet: &'s mut Worksheet,
    texts: Vec<(u32, u16, String)>,
}

impl<'s> HelpSheet<'s> {
    /// Begins a sheet under a name.
    pub(in crate::render) fn begin(sheet: &'s mut Worksheet, name: &str) -> Result<Self, XlsxError> {
        sheet.set_name(name)?;
        Ok(Self { sheet, texts: Vec::new() })
    }

    /// Writes a text, whoever it comes from.
    pub(in crate::render) fn write(
        &mut self,
        (row, column): (u32, u16),
        text: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let text = safe::text(text);
        self.sheet.write_string_with_format(row, column, &*text, format)?;
        self.remember(row, column, &text);
        Ok(())
    }

    /// Writes a link to a cell of another sheet.
    pub(in crate::render) fn link(
        &mut self,
        (row, column): (u32, u16),
        sheet: &str,
        cell: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let url = Url::new(format!("internal:'{sheet}'!{cell}")).set_text(cell);
        self.sheet.write_url_with_format(row, column, &url, format)?;
        self.remember(row, column, cell);
        Ok(())
    }

    fn remember(&mut self, row: u32, column: u16, text: &str) {
        if !text.trim().is_empty() {
            self.texts.push((row, column, text.to_owned()));
        }
    }

    /// Ends the sheet with the line that tells it, and protects it.
    pub(in crate::render) fn end(mut self, row: u32, styles: &Styles) -> Result<(), XlsxError> {
        self.texts.sort();
        let stamp = form::stamp(self.texts.iter().map(|(_, _, text)| text.as_str()));
        self.sheet.write_string_with_format(row, 0, safe::sentence(&stamp), &styles.stamp)?;
        self.sheet.protect();
        Ok(())
    }
}
