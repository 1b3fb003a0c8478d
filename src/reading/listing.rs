//! What a workbook says it holds: its sheets, in the order of their tabs, and the parts that stand for them.
//!
//! calamine reads the same parts, but gives up a whole workbook for one macro sheet or one dangling link, keeps every
//! defined name, and finds a sheet by its name alone. Here a sheet is its rank.

use std::collections::BTreeMap;

use super::failure::damaged;
use super::xml::{Tags, unescaped};
use crate::model::inventory::ReadFailure;

/// The longest name of a sheet. Excel allows 31 signs, other programs more.
const LONGEST_NAME: usize = 1024;

/// What a workbook says it holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Listing {
    /// Its worksheets, in the order of their tabs. Chart, dialog and macro sheets hold no answer and aren't listed.
    pub(super) sheets: Vec<ListedSheet>,
    /// Whether its days are counted from 1904.
    pub(super) from_1904: bool,
    /// The part of its shared strings.
    pub(super) strings: Option<String>,
    /// The part of its formats.
    pub(super) styles: Option<String>,
}

/// One worksheet of a listing.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ListedSheet {
    /// The name on its tab.
    pub(super) name: String,
    /// Whether its tab is hidden.
    pub(super) hidden: bool,
    /// Its part.
    pub(super) part: String,
}

/// A link from a part to another.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// The last word of its type: `worksheet`. What stands before differs between the two dialects of the format.
    pub(super) kind: String,
    /// The part it leads to, as [`part_name`] writes it.
    pub(super) target: String,
}

/// The links of a `.rels` part, whose targets are relative to a folder.
pub(super) fn links(rels: &[u8], folder: &str) -> BTreeMap<String, Link> {
    Tags::of(rels)
        .filter(|tag| tag.opens("Relationship"))
        .filter_map(|tag| {
            let kind = unescaped(tag.attribute("Type")?).rsplit('/').next()?.to_owned();
            let target = unescaped(tag.attribute("Target")?);
            let target = match target.strip_prefix('/') {
                Some(absolute) => part_name(absolute),
                None => part_name(&format!("{folder}/{target}")),
            };
            Some((unescaped(tag.attribute("Id")?).into_owned(), Link { kind, target }))
        })
        .collect()
}

/// A part's name as it is looked up: Excel tells neither `\` from `/` nor capitals from small letters.
pub(super) fn part_name(written: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in written.split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/").to_ascii_lowercase()
}

/// What the workbook part says, with the links that stand beside it.
pub(super) fn listing(workbook: &[u8], links: &BTreeMap<String, Link>) -> Result<Listing, ReadFailure> {
    let target = |kind: &str| links.values().find(|link| link.kind == kind).map(|link| link.target.clone());
    let mut listing =
        Listing { strings: target("sharedStrings"), styles: target("styles"), ..Listing::default() };
    let mut is_workbook = false;
    let mut within_sheets = false;
    for tag in Tags::of(workbook) {
        match tag.name {
            b"workbook" => is_workbook = true,
            b"sheets" => within_sheets = !tag.closing,
            // An extension repeats the element without the attribute.
            b"workbookPr" if !tag.closing => {
                listing.from_1904 |= matches!(tag.attribute("date1904"), Some(b"1" | b"true" | b"on"));
            }
            b"sheet" if within_sheets && !tag.closing => {
                let name = unescaped(tag.attribute("name").unwrap_or_default()).into_owned();
                if name.len() > LONGEST_NAME {
                    return Err(damaged("a sheet's name is too long"));
                }
                let link = tag.attribute("id").and_then(|id| links.get(unescaped(id).as_ref()));
                // A sheet without a link is what is left of a module of Excel 95.
                if let Some(link) = link.filter(|link| link.kind == "worksheet") {
                    let hidden = matches!(tag.attribute("state"), Some(b"hidden" | b"veryHidden"));
                    listing.sheets.push(ListedSheet { name, hidden, part: link.target.clone() });
                }
            }
            _ => {}
        }
    }
    if is_workbook { Ok(listing) } else { Err(damaged("the workbook part lists nothing")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RELS: &[u8] = br#"<Relationships>
        <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/Sheet1.xml"/>
        <Relationship Id="rId2" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="/XL/worksheets\sheet2.xml"/>
        <Relationship Id="rId3" Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet" Target="macrosheets/sheet1.xml"/>
        <Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="../xl/./sharedStrings2.xml"/>
        </Relationships>"#;

    #[test]
    fn worksheets_are_listed_in_the_order_of_their_tabs() {
        let workbook = r#"<x:workbook><x:workbookPr date1904="1"/><x:sheets>
            <x:sheet name="L&apos;École &amp; nous" sheetId="2" r:id="rId2"/>
            <x:sheet name="Macro" sheetId="3" r:id="rId3"/>
            <x:sheet name="Module1" sheetId="4" state="veryHidden" r:id=""/>
            <x:sheet name="Listes" sheetId="1" state="hidden" r:id="rId1"/>
            </x:sheets><x:ext><x15:workbookPr/><x15:sheet name="no" r:id="rId1"/></x:ext></x:workbook>"#;
        let listing = listing(workbook.as_bytes(), &links(RELS, "xl")).unwrap();
        let sheets: Vec<_> = listing
            .sheets
            .iter()
            .map(|sheet| (sheet.name.as_str(), sheet.hidden, sheet.part.as_str()))
            .collect();
        assert_eq!(
            sheets,
            [
                ("L'École & nous", false, "xl/worksheets/sheet2.xml"),
                ("Listes", true, "xl/worksheets/sheet1.xml")
            ]
        );
        assert!(listing.from_1904);
        assert_eq!(listing.strings.as_deref(), Some("xl/sharedstrings2.xml"));
        assert_eq!(listing.styles, None);
    }

    #[test]
    fn a_part_that_climbs_stays_inside() {
        assert_eq!(part_name("xl/../../../etc/passwd"), "etc/passwd");
        assert_eq!(part_name("/xl//Workbook.XML"), "xl/workbook.xml");
    }

    #[test]
    fn something_else_than_a_workbook_is_told() {
        assert!(listing(b"<styleSheet/>", &BTreeMap::new()).is_err());
        assert_eq!(listing(b"<workbook/>", &BTreeMap::new()), Ok(Listing::default()));
    }
}
