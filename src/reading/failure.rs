//! The one place where what the libraries say becomes a [`ReadFailure`].

use calamine::XlsxError;
use zip::result::ZipError;

use crate::french;
use crate::model::inventory::ReadFailure;

/// A file that contradicts itself; the words are for the log.
pub(super) fn damaged(words: impl Into<String>) -> ReadFailure {
    ReadFailure::Damaged(words.into())
}

/// A number that passes its budget: « nombre de cellules », « 200 000 ».
pub(super) fn too_many(budget: &'static str, limit: usize) -> ReadFailure {
    ReadFailure::OverBudget { budget, limit: french::count(limit as u64) }
}

/// A size that passes its budget: « taille décompressée », « 128 Mo ».
pub(super) fn too_big(budget: &'static str, limit: u64) -> ReadFailure {
    ReadFailure::OverBudget { budget, limit: size(limit) }
}

/// A size as a reader of the folder sees it, in Mo from one on, else in ko, else in octets.
fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => french::counted(bytes, "octet", "octets"),
        1024..1_048_576 => format!("{}\u{a0}ko", french::count(bytes >> 10)),
        _ => format!("{}\u{a0}Mo", french::count(bytes >> 20)),
    }
}

/// What the archive's reader says.
pub(super) fn of_zip(error: &ZipError) -> ReadFailure {
    match error {
        ZipError::UnsupportedArchive(words) if *words == ZipError::PASSWORD_REQUIRED => {
            ReadFailure::Encrypted
        }
        ZipError::InvalidPassword => ReadFailure::Encrypted,
        error => damaged(error.to_string()),
    }
}

/// What a cell that can't be decoded costs.
pub(super) enum Undecoded {
    /// That cell: what it shows instead. The sheet goes on.
    Cell(String),
    /// The file: a part read is not a sheet read.
    File(ReadFailure),
}

/// What calamine says of a cell. It stops in the middle of the cell's value, and the next call goes on after it.
pub(super) fn of_cell(error: XlsxError) -> Undecoded {
    match error {
        // `#SPILL!`, `#CALC!` and what later versions of Excel add.
        XlsxError::CellError(shown) => Undecoded::Cell(shown),
        // A boolean written `VRAI` by a program that translates too much.
        XlsxError::Unrecognized { typ: "boolean cell value", val } => Undecoded::Cell(val),
        // A number that is none; a type of cell that doesn't exist.
        XlsxError::ParseFloat(_) | XlsxError::CellTAttribute(_) => Undecoded::Cell(ILLEGIBLE.to_owned()),
        error => Undecoded::File(of_workbook(&error)),
    }
}

/// What stands for a value that calamine neither decodes nor hands over.
const ILLEGIBLE: &str = "valeur illisible";

/// What calamine says of a workbook. The variants are named so that a new one is looked at.
pub(super) fn of_workbook(error: &XlsxError) -> ReadFailure {
    match error {
        XlsxError::Password => ReadFailure::Encrypted,
        XlsxError::Zip(error) => of_zip(error),
        XlsxError::Io(_)
        | XlsxError::Vba(_)
        | XlsxError::Xml(_)
        | XlsxError::XmlAttr(_)
        | XlsxError::Parse(_)
        | XlsxError::ParseFloat(_)
        | XlsxError::ParseInt(_)
        | XlsxError::XmlEof(_)
        | XlsxError::UnexpectedNode(_)
        | XlsxError::FileNotFound(_)
        | XlsxError::RelationshipNotFound
        | XlsxError::Alphanumeric(_)
        | XlsxError::NumericColumn(_)
        | XlsxError::RangeWithoutColumnComponent
        | XlsxError::RangeWithoutRowComponent
        | XlsxError::ColumnNumberOverflow
        | XlsxError::RowNumberOverflow
        | XlsxError::DimensionCount(_)
        | XlsxError::CellTAttribute(_)
        | XlsxError::Unexpected(_)
        | XlsxError::Unrecognized { .. }
        | XlsxError::CellError(_)
        | XlsxError::WorksheetNotFound(_)
        | XlsxError::TableNotFound(_)
        | XlsxError::NotAWorksheet(_)
        | XlsxError::Encoding(_)
        | XlsxError::PivotTableNotFound(_) => damaged(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_told_in_french() {
        let told = |failure| match failure {
            ReadFailure::OverBudget { budget, limit } => format!("{budget} : {limit}"),
            failure => format!("{failure:?}"),
        };
        assert_eq!(told(too_many("nombre de cellules", 200_000)), "nombre de cellules : 200\u{202f}000");
        assert_eq!(told(too_big("taille décompressée", 128 << 20)), "taille décompressée : 128\u{a0}Mo");
        assert_eq!(told(too_big("longueur d’un texte", 131_072)), "longueur d’un texte : 128\u{a0}ko");
    }
}
