//! What the file says of itself: catalogue, XMP, output intent, identifier. And the colour profile, written here from
//! the published numbers of sRGB rather than carried as a file under somebody's licence.

use lopdf::{Document, Object, ObjectId, Stream, dictionary};

use super::{empty, text};
use crate::render::report::ReportError;
use crate::render::report::display::{About, Book};

/// Completes the catalogue and the trailer.
pub(super) fn add(
    document: &mut Document,
    book: &Book,
    tree: ObjectId,
    outline: Option<ObjectId>,
    content: [u8; 16],
) -> Result<(), ReportError> {
    let about = &book.about;
    let mut packet = Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        xmp(about, content).into_bytes(),
    );
    packet.allows_compression = false;
    let packet = document.add_object(packet);
    let profile = document.add_object(Stream::new(dictionary! { "N" => 3 }, srgb()));
    let intent = document.add_object(dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    });
    let catalogue = document.catalog_mut().map_err(ReportError::Tag)?;
    catalogue.set("Lang", Object::string_literal("fr-FR"));
    catalogue.set("MarkInfo", dictionary! { "Marked" => true });
    catalogue.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalogue.set("StructTreeRoot", tree);
    catalogue.set("Metadata", packet);
    catalogue.set("OutputIntents", vec![intent.into()]);
    catalogue.set("PageLayout", "SinglePage");
    catalogue.set("PageMode", if outline.is_some() { "UseOutlines" } else { "UseNone" });
    if let Some(outline) = outline {
        catalogue.set("Outlines", outline);
    }
    let day = format!("D:{}000000Z", about.date.replace('-', ""));
    let information = document.add_object(dictionary! {
        "Title" => text(&about.title),
        "Subject" => text(&about.subject),
        "Author" => text(&about.author),
        "Creator" => text(&about.creator),
        "Producer" => text(&about.creator),
        "CreationDate" => Object::string_literal(day.as_str()),
        "ModDate" => Object::string_literal(day.as_str()),
    });
    let identifier = Object::String(content.to_vec(), lopdf::StringFormat::Hexadecimal);
    document.trailer = empty();
    let root = document.objects.iter().find_map(|(id, object)| {
        let dictionary = object.as_dict().ok()?;
        dictionary.has_type(b"Catalog").then_some(*id)
    });
    document.trailer.set("Root", root.ok_or(ReportError::Tag(lopdf::Error::NoOutline))?);
    document.trailer.set("Info", information);
    document.trailer.set("ID", vec![identifier.clone(), identifier]);
    Ok(())
}

/// The XMP packet: the same facts as the information dictionary, the two standards claimed, and the schema of
/// PDF/UA's, which PDF/A wants described.
fn xmp(about: &About, content: [u8; 16]) -> String {
    let [title, subject, author, creator] =
        [&about.title, &about.subject, &about.author, &about.creator].map(|words| escaped(words));
    let day = format!("{}T00:00:00Z", about.date);
    let identifier = format!("{:032x}", u128::from_be_bytes(content));
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>fr-FR</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{day}</xmp:CreateDate>
<xmp:ModifyDate>{day}</xmp:ModifyDate>
<xmp:MetadataDate>{day}</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:{identifier}</xmpMM:DocumentID>
<pdf:Producer>{creator}</pdf:Producer>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"#,
        bom = '\u{feff}',
    )
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The sRGB profile of IEC 61966-2-1 in ICC version 4: its primaries adapted to D50 by Bradford's matrix, and its
/// transfer curve as the parametric function that defines it.
fn srgb() -> Vec<u8> {
    let fixed = |value: f64| ((value * 65536.0).round() as i32).to_be_bytes();
    let numbers = |kind: &[u8; 4], head: &[u8], values: &[f64]| {
        let mut tag = kind.to_vec();
        tag.extend([0; 4]);
        tag.extend(head);
        tag.extend(values.iter().flat_map(|value| fixed(*value)));
        tag
    };
    let words = |words: &str| {
        let units: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let mut tag = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0cenUS".to_vec();
        tag.extend((units.len() as u32).to_be_bytes());
        tag.extend(28u32.to_be_bytes());
        tag.extend(units);
        tag
    };
    let curve = numbers(b"para", &[0, 3, 0, 0], &[2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045]);
    let adaptation = [
        1.047_882, 0.022_919, -0.050_217, 0.029_587, 0.990_479, -0.017_059, -0.009_232, 0.015_076, 0.751_678,
    ];
    let tags: [(&[u8; 4], Vec<u8>); 10] = [
        (b"desc", words("sRGB")),
        (b"cprt", words("Public domain")),
        (b"wtpt", numbers(b"XYZ ", &[], &[0.9642, 1.0, 0.8249])),
        (b"chad", numbers(b"sf32", &[], &adaptation)),
        (b"rXYZ", numbers(b"XYZ ", &[], &[0.436_066, 0.222_488, 0.013_916])),
        (b"gXYZ", numbers(b"XYZ ", &[], &[0.385_147, 0.716_873, 0.097_076])),
        (b"bXYZ", numbers(b"XYZ ", &[], &[0.143_066, 0.060_608, 0.714_096])),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let mut table = (tags.len() as u32).to_be_bytes().to_vec();
    let mut data = Vec::new();
    let start = 128 + 4 + 12 * tags.len();
    for (name, tag) in tags {
        table.extend(name);
        table.extend(((start + data.len()) as u32).to_be_bytes());
        table.extend((tag.len() as u32).to_be_bytes());
        data.extend(tag);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let mut profile = Vec::with_capacity(start + data.len());
    profile.extend(((start + data.len()) as u32).to_be_bytes());
    profile.extend([0; 4]);
    profile.extend(*b"\x04\x20\0\0mntrRGB XYZ ");
    // The date of the specification, a fixed one: 18 October 1999.
    for part in [1999u16, 10, 18, 0, 0, 0] {
        profile.extend(part.to_be_bytes());
    }
    profile.extend(*b"acsp");
    profile.resize(68, 0);
    profile.extend([0.9642, 1.0, 0.8249].into_iter().flat_map(fixed));
    profile.resize(128, 0);
    profile.extend(table);
    profile.extend(data);
    profile
}
