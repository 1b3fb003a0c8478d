//! Pages as printpdf's operations. Every drawing stands in marked content: a numbered one if it tells something, an
//! artifact if not.

use std::collections::BTreeMap;

use printpdf::{
    Color, DictItem, ExternalStream, ExternalXObject, FontId, Line, LinePoint, Mm, Op, PaintMode,
    PdfFontHandle, PdfPage, Point, Polygon, PolygonRing, Pt, Rect, Rgb, TextItem, TextMatrix, WindingOrder,
    XObject, XObjectId, XObjectTransform,
};

use crate::model::logo::{Logo, Pixels};
use crate::render::report::display::{Area, Colour, Draw, Face, Owner, PAGE_HEIGHT, PAGE_WIDTH, Page, Span};

/// Name of the regular face in the file: six capitals, which printpdf also uses as the subset's tag.
pub(super) fn regular() -> FontId {
    FontId("MAILLA".to_owned())
}

/// Name of the bold face in the file.
pub(super) fn bold() -> FontId {
    FontId("MAILLB".to_owned())
}

/// Name of the only picture of a report: its logo.
pub(super) fn picture() -> XObjectId {
    XObjectId("MAILLOGO".to_owned())
}

/// A picture as PDF holds it. No profile of its own: the file's output intent says what its colours mean.
pub(super) fn image(logo: &Logo) -> XObject {
    let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
    let (content, grey, is_jpeg) = match &logo.pixels {
        Pixels::Jpeg { bytes, grey } => (bytes, *grey, true),
        Pixels::Rgb(bytes) => (bytes, false, false),
    };
    let mut dict: BTreeMap<String, DictItem> = [
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(i64::from(logo.width))),
        ("Height", DictItem::Int(i64::from(logo.height))),
        ("ColorSpace", name(if grey { "DeviceGray" } else { "DeviceRGB" })),
        ("BitsPerComponent", DictItem::Int(8)),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect();
    if is_jpeg {
        dict.insert("Filter".to_owned(), name("DCTDecode"));
    }
    let stream = ExternalStream { dict, content: content.to_vec(), compress: !is_jpeg };
    XObject::External(ExternalXObject { stream, width: None, height: None, dpi: None })
}

/// The operations of a page.
pub(super) fn page(page: &Page) -> PdfPage {
    let mut ops = Vec::new();
    for span in &page.spans {
        ops.push(begin(span));
        span.draws.iter().for_each(|draw| self::draw(&mut ops, draw));
        ops.push(Op::EndMarkedContent);
    }
    let millimetres = |points: f32| Mm::from(Pt(points));
    PdfPage::new(millimetres(PAGE_WIDTH), millimetres(PAGE_HEIGHT), ops)
}

fn begin(span: &Span) -> Op {
    let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
    let (tag, properties) = match (span.owner, span.mark) {
        (Owner::Node(_), Some(mark)) => ("Span", vec![("MCID", DictItem::Int(i64::from(mark)))]),
        (Owner::Header, _) => ("Artifact", vec![("Type", name("Pagination")), ("Subtype", name("Header"))]),
        (Owner::Footer, _) => ("Artifact", vec![("Type", name("Pagination")), ("Subtype", name("Footer"))]),
        (Owner::Watermark, _) => {
            ("Artifact", vec![("Type", name("Pagination")), ("Subtype", name("Watermark"))])
        }
        (Owner::Node(_) | Owner::Decoration, _) => ("Artifact", vec![("Type", name("Layout"))]),
    };
    let map: BTreeMap<String, DictItem> =
        properties.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    Op::BeginMarkedContentWithProperties { tag: tag.to_owned(), properties: DictItem::Dict { map } }
}

fn draw(ops: &mut Vec<Op>, draw: &Draw) {
    match draw {
        Draw::Text { x, y, face, size, colour, text, turned } => {
            let font = PdfFontHandle::External(match face {
                Face::Regular => regular(),
                Face::Bold => bold(),
            });
            ops.extend([
                Op::SetFillColor { col: rgb(*colour) },
                Op::StartTextSection,
                Op::SetFont { font, size: Pt(*size) },
                if *turned {
                    let Point { x, y } = point(*x, *y);
                    Op::SetTextMatrix { matrix: TextMatrix::Raw([0.0, 1.0, -1.0, 0.0, x.0, y.0]) }
                } else {
                    Op::SetTextCursor { pos: point(*x, *y) }
                },
                Op::ShowText { items: vec![TextItem::Text(text.clone())] },
                Op::EndTextSection,
            ]);
        }
        Draw::Fill { area, colour } => {
            ops.push(Op::SetFillColor { col: rgb(*colour) });
            ops.push(Op::DrawRectangle { rectangle: rectangle(*area, PaintMode::Fill) });
        }
        Draw::Frame { area, width, colour } => {
            ops.push(Op::SetOutlineColor { col: rgb(*colour) });
            ops.push(Op::SetOutlineThickness { pt: Pt(*width) });
            ops.push(Op::DrawRectangle { rectangle: rectangle(*area, PaintMode::Stroke) });
        }
        Draw::Picture { area, .. } => {
            let Point { x, y } = point(area.x, area.bottom());
            ops.push(Op::UseXobject {
                id: picture(),
                transform: XObjectTransform {
                    translate_x: Some(x),
                    translate_y: Some(y),
                    scale_x: Some(rounded(area.width)),
                    scale_y: Some(rounded(area.height)),
                    no_auto_scale: true,
                    ..XObjectTransform::default()
                },
            });
        }
        Draw::Shape { rings, colour } => {
            ops.push(Op::SetFillColor { col: rgb(*colour) });
            let ring = |ring: &Vec<(f32, f32)>| PolygonRing {
                points: ring.iter().map(|(x, y)| LinePoint { p: point(*x, *y), bezier: false }).collect(),
            };
            let polygon = Polygon {
                rings: rings.iter().map(ring).collect(),
                mode: PaintMode::Fill,
                winding_order: WindingOrder::NonZero,
            };
            ops.push(Op::DrawPolygon { polygon });
        }
        Draw::Lines { segments, width, colour } => {
            ops.push(Op::SetOutlineColor { col: rgb(*colour) });
            ops.push(Op::SetOutlineThickness { pt: Pt(*width) });
            for segment in segments {
                let points = segment.map(|(x, y)| LinePoint { p: point(x, y), bezier: false }).to_vec();
                ops.push(Op::DrawLine { line: Line { points, is_closed: false } });
            }
        }
    }
}

fn point(x: f32, y: f32) -> Point {
    Point { x: Pt(rounded(x)), y: Pt(rounded(PAGE_HEIGHT - y)) }
}

fn rectangle(area: Area, mode: PaintMode) -> Rect {
    Rect {
        x: Pt(rounded(area.x)),
        y: Pt(rounded(PAGE_HEIGHT - area.bottom())),
        width: Pt(rounded(area.width)),
        height: Pt(rounded(area.height)),
        mode: Some(mode),
        winding_order: None,
    }
}

/// A hundredth of a point is finer than any printer, and shorter to write.
fn rounded(length: f32) -> f32 {
    (length * 100.0).round() / 100.0
}

fn rgb(Colour(red, green, blue): Colour) -> Color {
    let channel = |value: u8| (f32::from(value) / 255.0 * 1000.0).round() / 1000.0;
    Color::Rgb(Rgb { r: channel(red), g: channel(green), b: channel(blue), icc_profile: None })
}
