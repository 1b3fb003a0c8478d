//! From a [`Book`] to a file: the only place that knows `printpdf` (drawing operations, font subsets) and `lopdf`
//! (the structure tree, metadata, saving).
//!
//! The file claims PDF/UA-1 and PDF/A-2a. Its bytes depend on the book alone: resources bear names of ours, and the
//! file's identifier is drawn from its content.

mod content;
mod metadata;
mod objects;
mod tags;

use lopdf::{Object, ObjectId, SaveOptions, dictionary};
use printpdf::{CustomPdfConformance, PdfConformance, PdfDocument, PdfFont, PdfSaveOptions};

use super::ReportError;
use super::display::{Book, Draw};
use super::typeset;

/// Writes a book.
///
/// # Errors
/// If the embedded font is no font, or if the PDF libraries refuse what they made themselves.
pub(super) fn pdf(book: &Book) -> Result<Vec<u8>, ReportError> {
    let mut document = drawn(book)?;
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let content = fingerprint(&document, &pages);
    let tree = tags::add(&mut document, book, &pages)?;
    let outline = tags::outline(&mut document, book, &pages);
    metadata::add(&mut document, book, tree, outline, content)?;
    "1.7".clone_into(&mut document.version);
    objects::keep_reached(&mut document);
    document.compress();
    let mut bytes = Vec::new();
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(200)
        .compression_level(6)
        .build();
    document.save_with_options(&mut bytes, options).map_err(ReportError::Save)?;
    Ok(bytes)
}

/// The pages drawn, fonts cut down to what is used, nothing tagged yet.
fn drawn(book: &Book) -> Result<lopdf::Document, ReportError> {
    let mut document = PdfDocument::new(&book.about.title);
    document.metadata.info.conformance = PdfConformance::Custom(CustomPdfConformance {
        requires_icc_profile: false,
        requires_xmp_metadata: false,
        ..CustomPdfConformance::default()
    });
    for (id, bytes) in [(content::regular(), typeset::REGULAR), (content::bold(), typeset::BOLD)] {
        let font = printpdf::ParsedFont::from_bytes(bytes, 0, &mut Vec::new()).ok_or(ReportError::Font)?;
        document.resources.fonts.map.insert(id, PdfFont::new(font));
    }
    let spans = book.pages.iter().flat_map(|page| &page.spans);
    for draw in spans.flat_map(|span| &span.draws) {
        if let Draw::Picture { logo, .. } = draw {
            document.resources.xobjects.map.insert(content::picture(), content::image(logo));
        }
    }
    document.pages = book.pages.iter().map(content::page).collect();
    // The emitter draws nothing but what it measured; the library's remarks are about foreign files.
    Ok(document.to_lopdf_document(&PdfSaveOptions::default(), &mut Vec::new()))
}

/// Sixteen bytes drawn from the content of the pages (FNV-1a, twice): the same report has the same identifier.
fn fingerprint(document: &lopdf::Document, pages: &[ObjectId]) -> [u8; 16] {
    let mut sums = [0xcbf2_9ce4_8422_2325_u64, 0x6c62_272e_07bb_0142];
    for page in pages {
        for byte in document.get_page_content(*page) {
            for (sum, salt) in sums.iter_mut().zip([0, 0x5b]) {
                *sum = (*sum ^ u64::from(byte ^ salt)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
    let mut identifier = [0; 16];
    for (place, byte) in identifier.iter_mut().zip(sums.iter().flat_map(|sum| sum.to_be_bytes())) {
        *place = byte;
    }
    identifier
}

/// A French text as PDF writes it: UTF-16, marked.
fn text(words: &str) -> Object {
    if words.is_ascii() {
        return Object::string_literal(words);
    }
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(words.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, lopdf::StringFormat::Hexadecimal)
}

/// Where a jump leads.
fn destination(pages: &[ObjectId], target: super::display::Target) -> Object {
    let Some(page) = pages.get(target.page) else { return Object::Null };
    let y = super::display::PAGE_HEIGHT - (target.y - 12.0).max(0.0);
    vec![(*page).into(), "XYZ".into(), 0.into(), y.into(), Object::Null].into()
}

/// An empty dictionary, where a library wants one.
fn empty() -> lopdf::Dictionary {
    dictionary! {}
}
