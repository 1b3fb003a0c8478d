//! The form of a school that answers everything, to be broken in one place.

use std::io::{Cursor, Read as _, Write as _};

use maillage::model::referential::Referential;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Note, Workbook, Worksheet};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Its columns, from A.
const TITLES: [&str; 17] = [
    "Compétence",
    "Entité responsable",
    "Réalisateurs",
    "Mode",
    "Prestataire",
    "Type de prestation",
    "Niveau de service",
    "Personne",
    "Courriel",
    "Niveau d’intervention",
    "Personne ressource locale",
    "Documentation disponible",
    "ETP",
    "Coût annuel",
    "Début",
    "Fin",
    "Conservé après déploiement",
];

/// Row of the titles, from 1.
const HEADER: usize = 6;

/// What a cell holds.
#[derive(Clone)]
pub(crate) enum Value {
    Text(String),
    Number(f64),
    Struck(String),
    /// A formula, and what it shows; nothing where no value is stored.
    Formula(&'static str),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A form being filled in.
#[derive(Clone)]
pub(crate) struct Form {
    /// Labels and values of the identification block, from row 1.
    pub(crate) block: Vec<(String, String)>,
    pub(crate) titles: Vec<String>,
    /// Code of the competence, and its cells.
    pub(crate) rows: Vec<(String, Vec<Value>)>,
    /// Other sheets: name and rows.
    pub(crate) sheets: Vec<(String, Vec<Vec<String>>)>,
    /// First and last row of a merged answer, from 1.
    pub(crate) merged: Option<(u32, u32)>,
    /// Notes that hang on cells: row from 1, letter of the column, text.
    pub(crate) notes: Vec<(u32, char, &'static str)>,
    /// Day of November 2026 on which it was last saved.
    pub(crate) saved: u8,
}

impl Form {
    /// A school's answers, of which nothing is to be said.
    pub(crate) fn of_school(uai: &str, commune: &str) -> Self {
        let block = [("UAI", uai), ("École", "École Les Tilleuls"), ("Commune", commune)];
        Self::filled(&block)
    }

    /// The same under another block of identification.
    pub(crate) fn filled(block: &[(&str, &str)]) -> Self {
        let referential = maillage::referential::embedded();
        let rows = referential.required().map(|id| {
            let competence = referential.competence(id);
            (competence.code.clone(), answer(&referential, &competence.code, &competence.label))
        });
        Self {
            block: block.iter().map(|(label, value)| ((*label).to_owned(), (*value).to_owned())).collect(),
            titles: TITLES.map(str::to_owned).into(),
            rows: rows.collect(),
            sheets: Vec::new(),
            merged: None,
            notes: Vec::new(),
            saved: 10,
        }
    }

    /// Writes in the row of a competence, under the column of a letter.
    pub(crate) fn set(&mut self, code: &str, column: char, value: impl Into<Value>) {
        let (_, cells) = self.rows.iter_mut().find(|(known, _)| known == code).unwrap();
        cells[index(column)] = value.into();
    }

    /// The same in every row.
    pub(crate) fn set_all(&mut self, column: char, value: &str) {
        self.rows.iter_mut().for_each(|(_, cells)| cells[index(column)] = value.into());
    }

    /// Adds a row below, like that of a competence.
    pub(crate) fn add_like(&mut self, code: &str, label: &str) {
        let (_, mut cells) = self.rows.iter().find(|(known, _)| known == code).unwrap().clone();
        cells[0] = label.into();
        self.rows.push((String::new(), cells));
    }

    pub(crate) fn title(&mut self, column: char, title: &str) {
        let index = index(column);
        self.titles.resize(self.titles.len().max(index + 1), String::new());
        title.clone_into(&mut self.titles[index]);
        for (_, cells) in &mut self.rows {
            cells.resize(cells.len().max(index + 1), Value::Text(String::new()));
        }
    }

    pub(crate) fn block(&mut self, label: &str, value: &str) {
        match self.block.iter_mut().find(|(known, _)| known == label) {
            Some((_, known)) => value.clone_into(known),
            None => self.block.push((label.to_owned(), value.to_owned())),
        }
    }

    pub(crate) fn add_sheet(&mut self, name: &str, rows: &[&[&str]]) {
        let rows = rows.iter().map(|row| row.iter().map(|&text| text.to_owned()).collect()).collect();
        self.sheets.push((name.to_owned(), rows));
    }

    /// The workbook.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut workbook = Workbook::new();
        let saved = ExcelDateTime::from_ymd(2026, 11, self.saved).unwrap();
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&saved));
        let sheet = workbook.add_worksheet().set_name("Inventaire").unwrap();
        for (row, (label, value)) in (0..).zip(&self.block) {
            sheet.write(row, 0, label).unwrap();
            sheet.write(row, 1, value).unwrap();
        }
        let header = (HEADER - 1) as u32;
        for (column, title) in (0..).zip(&self.titles) {
            sheet.write(header, column, title).unwrap();
        }
        for (row, (_, cells)) in (header + 1..).zip(&self.rows) {
            for (column, value) in (0..).zip(cells) {
                write(sheet, row, column, value);
            }
        }
        if let Some((first, last)) = self.merged {
            let Value::Text(text) = &self.rows[first as usize - HEADER - 1].1[1] else { panic!("a text") };
            sheet.merge_range(first - 1, 1, last - 1, 1, text, &Format::new()).unwrap();
        }
        for (row, column, text) in &self.notes {
            sheet.insert_note(row - 1, index(*column) as u16, &Note::new(*text)).unwrap();
        }
        for (name, rows) in &self.sheets {
            let sheet = workbook.add_worksheet().set_name(name).unwrap();
            for (row, cells) in (0..).zip(rows) {
                for (column, text) in (0..).zip(cells) {
                    sheet.write(row, column, text).unwrap();
                }
            }
        }
        without_stored_values(&workbook.save_to_buffer().unwrap())
    }
}

fn index(column: char) -> usize {
    usize::from(column as u8 - b'A')
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, value: &Value) {
    match value {
        Value::Text(text) if text.is_empty() => {}
        Value::Text(text) => {
            sheet.write(row, column, text).unwrap();
        }
        Value::Number(number) => {
            sheet.write(row, column, *number).unwrap();
        }
        Value::Struck(text) => {
            sheet.write_with_format(row, column, text, &Format::new().set_font_strikethrough()).unwrap();
        }
        Value::Formula(shown) => {
            let shown = if shown.is_empty() { "123454321" } else { shown };
            sheet.write_formula(row, column, Formula::new("=A1").set_result(shown)).unwrap();
        }
    }
}

/// Excel stores a value beside each formula; other programs don't, and no library writes as they do.
fn without_stored_values(bytes: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut text = Vec::new();
        part.read_to_end(&mut text).unwrap();
        let name = part.name().unwrap().into_owned();
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        let kept = match std::str::from_utf8(&text) {
            Ok(text) => text.replace("<v>123454321</v>", "").into_bytes(),
            Err(_) => text,
        };
        writer.write_all(&kept).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An answer that says everything.
fn answer(referential: &Referential, code: &str, label: &str) -> Vec<Value> {
    let (holder, level) = match code {
        "PIL-MOA" | "MAT-PRC" | "MAT-FAI" => ("Mairie", "commune"),
        "PIL-EVA" | "ADM-TEC" => ("Académie de Nantes", "académie"),
        "ADM-FON" => ("École", "école"),
        code if code.starts_with("ENT") => ("Éditeur Scolavia", "académie"),
        _ => ("Circonscription", "circonscription, école"),
    };
    let external = code.starts_with("ENT");
    assert!(referential.competence_named(code).is_some());
    let (mode, provider, service, service_level) = if external {
        ("externalisé", "Scolavia", "abonnement", "GTR 4 h")
    } else {
        ("internalisé", "", "", "")
    };
    [
        label,
        holder,
        "",
        mode,
        provider,
        service,
        service_level,
        "",
        "",
        level,
        "Mme Lenoir",
        "guide en ligne",
        "0,5",
        "",
        "01/09/2025",
        "31/08/2029",
        "oui",
    ]
    .map(Value::from)
    .into()
}
