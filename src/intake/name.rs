//! What a file's name tells: how it is shown, and whether it can be an inventory.

use std::ffi::OsStr;
use std::fmt::Write as _;

use crate::model::inventory::NotAnInventory;

/// Endings of workbooks. What can't be read among these ends rejected with its reason, never ignored: an answer of a
/// school may be inside.
const WORKBOOKS: [&str; 13] =
    ["xlsx", "xlsm", "xltx", "xltm", "xls", "xlt", "xlsb", "ods", "ots", "fods", "numbers", "csv", "tsv"];
/// Endings of what is opened to look for workbooks.
const HOLDERS: [&str; 4] = ["eml", "msg", "mbox", "zip"];
/// Endings of what may hold a workbook and isn't opened.
const CLOSED: [&str; 5] = ["7z", "rar", "gz", "tgz", "tar"];
/// Endings of another trade, whatever the first bytes say: many kinds of files are zips or OLE containers.
const OTHER_TRADES: [&str; 62] = [
    "doc", "docx", "docm", "dot", "dotx", "dotm", "odt", "ott", "rtf", "pages", "ppt", "pptx", "pptm", "pps",
    "ppsx", "pot", "potx", "odp", "otp", "odg", "otg", "odf", "odb", "key", "vsd", "vsdx", "pub", "mpp",
    "one", "accdb", "mdb", "db", "pdf", "xps", "epub", "txt", "htm", "html", "mht", "mhtml", "xml", "json",
    "css", "js", "png", "jpg", "jpeg", "gif", "bmp", "svg", "webp", "heic", "emz", "wmz", "mp3", "mp4",
    "ics", "vcf", "exe", "msi", "jar", "p7s",
];
/// What Outlook makes of attachments sent as rich text; a workbook may be inside.
const RICH_TEXT_MAIL: &str = "winmail.dat";

/// A name as every output shows it: bytes that are no text and signs that would break or turn a line are written as
/// escapes, `\xE9`, `\n`, `\u{202e}`.
pub(super) fn shown(name: &OsStr) -> String {
    let mut shown = String::with_capacity(name.len());
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        for sign in chunk.valid().chars() {
            if sign.is_control() || is_turning(sign) {
                shown.extend(sign.escape_default());
            } else {
                shown.push(sign);
            }
        }
        for byte in chunk.invalid() {
            // Writing to a string doesn't fail.
            let _ = write!(shown, "\\x{byte:02X}");
        }
    }
    shown
}

/// Signs that end a line or turn its direction: a name with one reads as another name.
fn is_turning(sign: char) -> bool {
    matches!(sign, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Why a name isn't an inventory's; `None` if it may be.
pub(super) fn kind(name: &OsStr) -> Option<NotAnInventory> {
    let name = name.to_string_lossy().to_lowercase();
    if name.starts_with("~$") {
        return Some(NotAnInventory::LockTwin);
    }
    if name.starts_with('.') {
        return Some(NotAnInventory::Hidden);
    }
    let ending = ending(&name);
    let is_loaded = is_workbook(&ending) || is_holder(&ending) || CLOSED.contains(&ending.as_str());
    (!is_loaded && name != RICH_TEXT_MAIL).then_some(NotAnInventory::OtherEnding)
}

/// What stands behind the last point of a name, in small letters.
pub(super) fn ending(name: &str) -> String {
    name.rsplit_once('.').map_or("", |(_, ending)| ending).trim().to_lowercase()
}

/// Whether an ending is a workbook's.
pub(super) fn is_workbook(ending: &str) -> bool {
    WORKBOOKS.contains(&ending)
}

/// Whether an ending is that of something to open.
pub(super) fn is_holder(ending: &str) -> bool {
    HOLDERS.contains(&ending)
}

/// Whether an ending is that of a kind of file that is no inventory, without a look inside.
pub(super) fn is_other_trade(ending: &str) -> bool {
    OTHER_TRADES.contains(&ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_cannot_be_an_inventory() {
        for (name, expected) in [
            ("inventaire.xlsx", None),
            ("INVENTAIRE.XLSM", None),
            ("inventaire.v2.xlsx ", None),
            ("inventaire.xls", None),
            ("envoi.zip", None),
            ("message.EML", None),
            ("Winmail.dat", None),
            ("~$inventaire.xlsx", Some(NotAnInventory::LockTwin)),
            (".~lock.inventaire.xlsx#", Some(NotAnInventory::Hidden)),
            ("._inventaire.xlsx", Some(NotAnInventory::Hidden)),
            (".xlsx", Some(NotAnInventory::Hidden)),
            ("signature.png", Some(NotAnInventory::OtherEnding)),
            ("inventaire.pdf", Some(NotAnInventory::OtherEnding)),
            ("inventaire", Some(NotAnInventory::OtherEnding)),
            ("inventaire.xlsx.part", Some(NotAnInventory::OtherEnding)),
        ] {
            assert_eq!(kind(OsStr::new(name)), expected, "{name}");
        }
    }

    #[test]
    fn a_name_cannot_break_a_line() {
        assert_eq!(
            shown(OsStr::new("École\nélémentaire\u{202e}xslx.exe\u{7}")),
            "École\\nélémentaire\\u{202e}xslx.exe\\u{7}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_text_are_shown() {
        use std::os::unix::ffi::OsStrExt as _;
        assert_eq!(shown(OsStr::from_bytes(b"comp\xE9tences.xlsx")), "comp\\xE9tences.xlsx");
        assert_eq!(kind(OsStr::from_bytes(b"comp\xE9tences.xlsx")), None);
    }
}
