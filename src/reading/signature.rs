//! What a file is by its first bytes. Names lie: a page saved from a portal is called `.xls`, a workbook protected by
//! a password is called `.xlsx`.

use super::{delimited, html};
use crate::model::inventory::ReadFailure;
use crate::ole::MAGIC as OLE;

/// How many of the first bytes tell a text from a binary.
const GLANCE: usize = 4096;
/// Directory entries of an OLE container: one every 128 bytes of a sector, and sectors begin at multiples of 512.
const OLE_ENTRY: usize = 128;

/// What may hold sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// An archive, whose parts will tell what it is.
    Zip,
    /// A container around an encrypted archive.
    Encrypted,
    /// Excel 97-2003.
    OldExcel,
    /// A LibreOffice workbook in one text.
    FlatLibreOffice,
    /// A web page, which may hold tables.
    Page,
    /// A text cut in columns.
    Delimited,
}

/// What may be read, and what anything else is.
pub(super) fn shape(bytes: &[u8], file_name: &str) -> Result<Shape, ReadFailure> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        Ok(Shape::Zip)
    } else if bytes.is_empty() {
        Err(ReadFailure::EmptyFile)
    } else if bytes.starts_with(OLE) {
        ole(bytes)
    } else {
        binary(bytes).map_or_else(|| text(bytes, file_name), Err)
    }
}

/// What an OLE container holds, by the names in its directory.
fn ole(bytes: &[u8]) -> Result<Shape, ReadFailure> {
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).chain([0, 0]).collect();
        bytes.chunks(OLE_ENTRY).any(|entry| entry.starts_with(&name))
    };
    // The encrypted package first: the old viewer's warning sheet may stand beside it.
    Err(if holds("EncryptedPackage") {
        return Ok(Shape::Encrypted);
    } else if holds("Workbook") || holds("Book") {
        return Ok(Shape::OldExcel);
    } else if holds("__properties_version1.0") {
        ReadFailure::Unsupported("message Outlook (.msg)")
    } else if holds("WordDocument") {
        ReadFailure::OtherKind("document Word 97-2003 (.doc)")
    } else if holds("PowerPoint Document") {
        ReadFailure::OtherKind("présentation PowerPoint 97-2003 (.ppt)")
    } else {
        ReadFailure::OtherKind("document d’une ancienne version d’Office")
    })
}

/// Files told by a magic number.
fn binary(bytes: &[u8]) -> Option<ReadFailure> {
    const KINDS: [(&[u8], ReadFailure); 14] = [
        (b"%PDF", ReadFailure::OtherKind("document PDF")),
        (b"{\\rtf", ReadFailure::OtherKind("document RTF")),
        (b"\x89PNG", ReadFailure::OtherKind("image PNG")),
        (b"\xFF\xD8\xFF", ReadFailure::OtherKind("image JPEG")),
        (b"GIF8", ReadFailure::OtherKind("image GIF")),
        (b"RIFF", ReadFailure::OtherKind("image ou son")),
        (b"Rar!", ReadFailure::Unsupported("archive RAR")),
        (b"7z\xBC\xAF\x27\x1C", ReadFailure::Unsupported("archive 7-Zip")),
        (b"\x1F\x8B", ReadFailure::Unsupported("archive GZip")),
        (b"\x78\x9F\x3E\x22", ReadFailure::Unsupported("message Outlook (winmail.dat)")),
        // Excel 2 to 5 without a container.
        (b"\x09\x00\x04\x00", ReadFailure::Unsupported("classeur Excel 97-2003 (.xls)")),
        (b"\x09\x02\x06\x00", ReadFailure::Unsupported("classeur Excel 97-2003 (.xls)")),
        (b"\x09\x04\x06\x00", ReadFailure::Unsupported("classeur Excel 97-2003 (.xls)")),
        (b"\x09\x08", ReadFailure::Unsupported("classeur Excel 97-2003 (.xls)")),
    ];
    KINDS.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, kind)| kind.clone())
}

/// Files told by their text, then by their name: a CSV and a mail look like any text.
fn text(bytes: &[u8], file_name: &str) -> Result<Shape, ReadFailure> {
    let glance = bytes.get(..GLANCE).unwrap_or(bytes);
    if glance.iter().all(|byte| *byte == 0) {
        // What is left of a download or a synchronisation that never ended.
        return Err(ReadFailure::Damaged("the file holds only zeros".to_owned()));
    }
    let ascii: String = glance
        .iter()
        .filter(|byte| **byte != 0)
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .skip_while(|sign| !sign.is_ascii() || sign.is_whitespace())
        .collect();
    if html::begins(&ascii) {
        return Ok(Shape::Page);
    }
    if ascii.starts_with("mime-version:") && ascii.contains("multipart/related") {
        return Err(ReadFailure::OtherKind("page HTML"));
    }
    if ascii.starts_with("<?xml") {
        return if ascii.contains("excel.sheet") || ascii.contains("microsoft-com:office:spreadsheet") {
            Err(ReadFailure::Unsupported("feuille de calcul XML 2003"))
        } else if ascii.contains("opendocument.spreadsheet") {
            Ok(Shape::FlatLibreOffice)
        } else {
            Err(ReadFailure::OtherKind("document XML"))
        };
    }
    let wide = glance.starts_with(b"\xFF\xFE") || glance.starts_with(b"\xFE\xFF");
    if !wide && glance.contains(&0) {
        return Err(ReadFailure::OtherKind("fichier d’un type inconnu"));
    }
    match ending(file_name).as_str() {
        "csv" | "tsv" => Ok(Shape::Delimited),
        "eml" => Err(ReadFailure::Unsupported("courriel (.eml)")),
        "mbox" => Err(ReadFailure::Unsupported("boîte aux lettres (.mbox)")),
        // Exports of portals are often a text under a workbook's name.
        _ if delimited::is_delimited(bytes) => Ok(Shape::Delimited),
        _ => Err(ReadFailure::OtherKind("fichier texte")),
    }
}

/// What stands behind the last point of a name, in lower case.
pub(super) fn ending(file_name: &str) -> String {
    file_name.rsplit_once('.').map_or("", |(_, ending)| ending).trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(bytes: &[u8], file_name: &str) -> String {
        match shape(bytes, file_name) {
            Ok(shape) => format!("{shape:?}"),
            Err(ReadFailure::OtherKind(kind) | ReadFailure::Unsupported(kind)) => kind.to_owned(),
            Err(failure) => format!("{failure:?}"),
        }
    }

    fn container(entry: &str) -> Vec<u8> {
        let mut bytes = OLE.to_vec();
        bytes.resize(512 + 3 * OLE_ENTRY, 0xFF);
        bytes.extend(entry.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.resize(2048, 0);
        bytes
    }

    #[test]
    fn a_name_does_not_make_a_workbook() {
        let utf16: Vec<u8> = "\u{feff}<html>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, file_name, expected) in [
            (&b"PK\x03\x04..."[..], "a.pdf", "Zip"),
            (b"", "a.xlsx", "EmptyFile"),
            (b"%PDF-1.7", "a.xlsx", "document PDF"),
            (b"\xEF\xBB\xBF\r\n <!DOCTYPE HTML><html>", "a.xls", "Page"),
            (&utf16, "a.xls", "Page"),
            (b"<?xml version='1.0'?>\n<!-- page --> <Table border=1>", "a.xls", "Page"),
            (b"<?xml version='1.0'?><?xsl?><html>", "a.xls", "Page"),
            (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>", "a.xls", "page HTML"),
            (b"<?xml version='1.0'?><!-- <table> --><note/>", "a.xls", "document XML"),
            (
                b"<?xml version='1.0'?><?mso-application progid=\"Excel.Sheet\"?>",
                "a.xls",
                "feuille de calcul XML 2003",
            ),
            (b"{\\rtf1", "a.xlsx", "document RTF"),
            (b"\x89PNG\r\n", "a.xlsx", "image PNG"),
            (b"uai;nom\n", "a.csv", "Delimited"),
            (b"uai;nom\n", "a.xlsx", "fichier texte"),
            ("école;é\n".as_bytes(), "a.CSV", "Delimited"),
            (b"Received: from x", "a.eml", "courriel (.eml)"),
            (b"\x01\x02\x00\x03", "a.xlsx", "fichier d’un type inconnu"),
            (&[0; 5000], "a.xlsx", "Damaged(\"the file holds only zeros\")"),
            (&container("EncryptedPackage"), "a.xlsx", "Encrypted"),
            (b"uai;nom\n1;a\n", "a.xls", "Delimited"),
            (&container("Workbook"), "a.xlsx", "OldExcel"),
            (&container("WordDocument"), "a.xls", "document Word 97-2003 (.doc)"),
            (&container("__properties_version1.0"), "a.msg", "message Outlook (.msg)"),
            (OLE, "a.xls", "document d’une ancienne version d’Office"),
        ] {
            assert_eq!(kind(bytes, file_name), expected, "{file_name} {bytes:.20?}");
        }
    }
}
