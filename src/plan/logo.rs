//! `[rapport] logo`: a PNG or a JPEG beside the configuration, read whole before anything else is.
//!
//! A PNG is opened here: PDF/A wants no transparency, so what is transparent is put on white. A JPEG goes into the
//! report as it stands: only its size and colours are looked at.

use std::io::Read;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::syntax::TomlFault;
use crate::french::quoted;
use crate::model::logo::{Logo, Pixels};

/// The largest file: the report is mailed.
const LARGEST_FILE: usize = 1 << 20;
/// The widest and the highest picture, in pixels: on paper the logo is four centimetres wide.
const LARGEST_SIDE: u32 = 2_000;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const TOO_BIG: &str = "dépasse 1 Mo ; enregistrez-le plus petit";
const TOO_LARGE: &str = "dépasse 2 000 pixels de côté ; réduisez-le";
const DAMAGED: &str = "est abîmé ; enregistrez-le de nouveau";

/// What stands for the picture where the configuration says nothing of it.
const ALT: &str = "Logo de l’émetteur du rapport";

/// A logo that a configuration asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Path, from the folder of the configuration.
    pub path: String,
    /// What it shows, if the configuration says so.
    pub alt: Option<String>,
    /// Where the path is written.
    pub at: Range<usize>,
}

/// Opens the picture that a configuration asks for.
pub(super) fn open(wanted: &Wanted, configuration: &Path, text: &str) -> Result<Arc<Logo>, TomlFault> {
    let path = configuration.parent().unwrap_or(Path::new("")).join(&wanted.path);
    let fault = |why: &str| {
        let shown = quoted(&path.display().to_string());
        TomlFault::at(text, wanted.at.clone(), format!("le logo {shown} {why}"))
    };
    let size = std::fs::metadata(&path).map_err(|_| fault("n’existe pas ou ne peut pas être lu"))?.len();
    if size > LARGEST_FILE as u64 {
        return Err(fault(TOO_BIG));
    }
    let bytes = std::fs::read(&path).map_err(|_| fault("ne peut pas être lu"))?;
    let alt = wanted.alt.clone().unwrap_or_else(|| ALT.to_owned());
    read(&bytes, alt).map(Arc::new).map_err(fault)
}

/// Reads a picture.
///
/// # Errors
/// Why it can't be used, a French sentence whose subject is the file.
fn read(bytes: &[u8], alt: String) -> Result<Logo, &'static str> {
    if bytes.len() > LARGEST_FILE {
        return Err(TOO_BIG);
    }
    let (width, height, pixels) = if bytes.starts_with(PNG) {
        png(bytes)?
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        jpeg(bytes)?
    } else {
        return Err("n’est ni un PNG ni un JPEG ; enregistrez-le dans l’un de ces formats");
    };
    Ok(Logo { width, height, alt, pixels })
}

fn check_sides(width: u32, height: u32) -> Result<(), &'static str> {
    match (width, height) {
        (0, _) | (_, 0) => Err(DAMAGED),
        _ if width > LARGEST_SIDE || height > LARGEST_SIDE => Err(TOO_LARGE),
        _ => Ok(()),
    }
}

type Picture = (u32, u32, Pixels);

/// Looks for the frame header of a JPEG among its segments.
fn jpeg(bytes: &[u8]) -> Result<Picture, &'static str> {
    let mut at = 2;
    while let Some([0xff, marker, high, low]) = bytes.get(at..at + 4) {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        match marker {
            // Fill bytes before a marker.
            0xff => at += 1,
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                let Some([depth, h1, h0, w1, w0, channels]) = bytes.get(at + 4..at + 10) else {
                    return Err(DAMAGED);
                };
                let (width, height) =
                    (u32::from(u16::from_be_bytes([*w1, *w0])), u32::from(u16::from_be_bytes([*h1, *h0])));
                check_sides(width, height)?;
                // Arithmetic coding and lossless frames are beyond PDF.
                return match (depth, channels, marker) {
                    (8, 1 | 3, 0xc0..=0xc2) if bytes.windows(2).any(|pair| pair == [0xff, 0xda]) => {
                        Ok((width, height, Pixels::Jpeg { bytes: bytes.into(), grey: *channels == 1 }))
                    }
                    (8, 4, _) => Err("est un JPEG pour l’imprimerie (CMJN) ; enregistrez-le en couleurs RVB"),
                    _ => Err("est un JPEG d’une sorte rare ; enregistrez-le en PNG"),
                };
            }
            _ => at += 2 + length,
        }
    }
    Err(DAMAGED)
}

/// What a PNG says of its pixels.
struct Head {
    width: u32,
    height: u32,
    /// Bits of a sample.
    depth: u8,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Grey,
    Rgb,
    Indexed,
    GreyAlpha,
    RgbAlpha,
}

impl Kind {
    fn channels(self) -> usize {
        match self {
            Self::Grey | Self::Indexed => 1,
            Self::GreyAlpha => 2,
            Self::Rgb => 3,
            Self::RgbAlpha => 4,
        }
    }
}

fn png(bytes: &[u8]) -> Result<Picture, &'static str> {
    let mut head = None;
    let (mut palette, mut transparent, mut data) = (Vec::new(), Vec::new(), Vec::new());
    let mut rest = &bytes[PNG.len()..];
    while let Some((start, after)) = rest.split_first_chunk::<8>() {
        let length = u32::from_be_bytes([start[0], start[1], start[2], start[3]]) as usize;
        let Some(content) = after.get(..length) else { return Err(DAMAGED) };
        match &start[4..] {
            b"IHDR" => head = Some(header(content)?),
            b"PLTE" => palette = content.to_vec(),
            b"tRNS" => transparent = content.to_vec(),
            b"IDAT" => data.extend_from_slice(content),
            b"IEND" => break,
            _ => {}
        }
        // A chunk ends with four bytes of checksum.
        rest = after.get(length + 4..).unwrap_or_default();
    }
    let head = head.ok_or(DAMAGED)?;
    let bits = head.kind.channels() * usize::from(head.depth);
    let row = (head.width as usize * bits).div_ceil(8);
    let expected = (row + 1) * head.height as usize;
    let mut raw = Vec::with_capacity(expected);
    // Never more than the picture needs, whatever the stream would unfold to.
    let unfolded =
        flate2::read::ZlibDecoder::new(data.as_slice()).take(expected as u64).read_to_end(&mut raw);
    if unfolded.is_err() || raw.len() < expected {
        return Err(DAMAGED);
    }
    let rows = unfiltered(&raw, row, bits.div_ceil(8))?;
    let mut rgb = Vec::with_capacity(head.width as usize * head.height as usize * 3);
    for row in rows.chunks_exact(row) {
        for column in 0..head.width as usize {
            rgb.extend(pixel(&head, row, column, &palette, &transparent).ok_or(DAMAGED)?);
        }
    }
    Ok((head.width, head.height, Pixels::Rgb(rgb.into())))
}

fn header(content: &[u8]) -> Result<Head, &'static str> {
    let [w3, w2, w1, w0, h3, h2, h1, h0, depth, kind, _, _, interlaced] = content else {
        return Err(DAMAGED);
    };
    let (width, height) =
        (u32::from_be_bytes([*w3, *w2, *w1, *w0]), u32::from_be_bytes([*h3, *h2, *h1, *h0]));
    check_sides(width, height)?;
    let kind = match kind {
        0 => Kind::Grey,
        2 => Kind::Rgb,
        3 => Kind::Indexed,
        4 => Kind::GreyAlpha,
        6 => Kind::RgbAlpha,
        _ => return Err(DAMAGED),
    };
    let known = match kind {
        Kind::Grey => matches!(depth, 1 | 2 | 4 | 8 | 16),
        Kind::Indexed => matches!(depth, 1 | 2 | 4 | 8),
        Kind::Rgb | Kind::GreyAlpha | Kind::RgbAlpha => matches!(depth, 8 | 16),
    };
    match (known, interlaced) {
        (true, 0) => Ok(Head { width, height, depth: *depth, kind }),
        (true, _) => Err("est un PNG entrelacé ; enregistrez-le sans entrelacement"),
        (false, _) => Err(DAMAGED),
    }
}

/// Rows without their filters (PNG specification, part 9). `step` is the bytes of a pixel, one at least.
fn unfiltered(raw: &[u8], row: usize, step: usize) -> Result<Vec<u8>, &'static str> {
    let mut rows: Vec<u8> = Vec::with_capacity(raw.len());
    for filtered in raw.chunks_exact(row + 1) {
        let start = rows.len();
        let Some((filter, bytes)) = filtered.split_first() else { return Err(DAMAGED) };
        for (column, byte) in bytes.iter().enumerate() {
            let left = if column >= step { rows[start + column - step] } else { 0 };
            let above = if start > 0 { rows[start - row + column] } else { 0 };
            let corner = if start > 0 && column >= step { rows[start - row + column - step] } else { 0 };
            let predicted = match filter {
                0 => 0,
                1 => left,
                2 => above,
                3 => u8::midpoint(left, above),
                4 => nearest(left, above, corner),
                _ => return Err(DAMAGED),
            };
            rows.push(byte.wrapping_add(predicted));
        }
    }
    Ok(rows)
}

/// The neighbour nearest to left + above − corner (Paeth's predictor).
fn nearest(left: u8, above: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(above) - i16::from(corner);
    let far = |neighbour: u8| (guess - i16::from(neighbour)).abs();
    if far(left) <= far(above) && far(left) <= far(corner) {
        left
    } else if far(above) <= far(corner) {
        above
    } else {
        corner
    }
}

/// A pixel on white; `None` where the palette lacks its colour.
fn pixel(head: &Head, row: &[u8], column: usize, palette: &[u8], transparent: &[u8]) -> Option<[u8; 3]> {
    let depth = usize::from(head.depth);
    // Samples of 16 bits keep their high byte.
    let sample = |channel: usize| -> Option<u8> {
        let at = column * head.kind.channels() + channel;
        if depth >= 8 {
            return row.get(at * depth / 8).copied();
        }
        let byte = row.get(at * depth / 8)?;
        let shift = 8 - depth - (at * depth) % 8;
        Some((byte >> shift) & (0xff >> (8 - depth)))
    };
    let grey =
        |value: u8| if depth < 8 { (u32::from(value) * 255 / ((1 << depth) - 1)) as u8 } else { value };
    let (colour, opacity) = match head.kind {
        Kind::Grey => ([grey(sample(0)?); 3], 255),
        Kind::GreyAlpha => ([sample(0)?; 3], sample(1)?),
        Kind::Rgb => ([sample(0)?, sample(1)?, sample(2)?], 255),
        Kind::RgbAlpha => ([sample(0)?, sample(1)?, sample(2)?], sample(3)?),
        Kind::Indexed => {
            let index = usize::from(sample(0)?);
            let [red, green, blue] = palette.get(index * 3..index * 3 + 3)? else { return None };
            ([*red, *green, *blue], transparent.get(index).copied().unwrap_or(255))
        }
    };
    let on_white = |value: u8| {
        let (value, opacity) = (u32::from(value), u32::from(opacity));
        ((value * opacity + 255 * (255 - opacity) + 127) / 255) as u8
    };
    Some(colour.map(on_white))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// A PNG of these rows, filters included; checksums are none of our business.
    fn png(
        width: u32,
        height: u32,
        depth: u8,
        kind: u8,
        chunks: &[(&[u8; 4], Vec<u8>)],
        rows: &[u8],
    ) -> Vec<u8> {
        let mut bytes = PNG.to_vec();
        let mut chunk = |name: &[u8; 4], content: &[u8]| {
            bytes.extend((content.len() as u32).to_be_bytes());
            bytes.extend(name);
            bytes.extend(content);
            bytes.extend([0; 4]);
        };
        let mut head = [width.to_be_bytes(), height.to_be_bytes()].concat();
        head.extend([depth, kind, 0, 0, 0]);
        chunk(b"IHDR", &head);
        for (name, content) in chunks {
            chunk(name, content);
        }
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(rows).unwrap();
        chunk(b"IDAT", &encoder.finish().unwrap());
        chunk(b"IEND", &[]);
        bytes
    }

    fn rgb(bytes: &[u8]) -> Vec<u8> {
        match read(bytes, String::new()).unwrap().pixels {
            Pixels::Rgb(pixels) => pixels.to_vec(),
            Pixels::Jpeg { .. } => panic!("no JPEG"),
        }
    }

    #[test]
    fn transparent_pixels_are_put_on_white() {
        let rows = [0, 200, 0, 0, 255, 200, 0, 0, 0];
        assert_eq!(rgb(&png(2, 1, 8, 6, &[], &rows)), [200, 0, 0, 255, 255, 255]);
        let palette = [(b"PLTE", vec![1, 2, 3, 9, 9, 9]), (b"tRNS", vec![255, 0])];
        // Two pixels of one bit: indices 0 and 1.
        assert_eq!(rgb(&png(2, 1, 1, 3, &palette, &[0, 0b0100_0000])), [1, 2, 3, 255, 255, 255]);
        assert_eq!(rgb(&png(2, 1, 2, 0, &[], &[0, 0b0111_0000])), [85, 85, 85, 255, 255, 255]);
    }

    #[test]
    fn filters_are_undone() {
        // Left, above, mean, Paeth: all rows are 10, 20 once unfiltered.
        let rows = [1, 10, 10, 2, 0, 0, 3, 5, 5, 4, 0, 0];
        let grey = rgb(&png(2, 4, 8, 0, &[], &rows));
        let samples: Vec<u8> = grey.chunks(3).map(|pixel| pixel[0]).collect();
        assert_eq!(samples, [10, 20, 10, 20, 10, 20, 10, 20]);
    }

    #[test]
    fn a_jpeg_is_kept_as_it_stands() {
        let frame = |channels: u8| {
            let mut bytes = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08".to_vec();
            bytes.extend([0, 20, 0, 30, channels, 0, 0, 0, 0xff, 0xda]);
            bytes
        };
        let logo = read(&frame(3), "Logo".into()).unwrap();
        assert_eq!((logo.width, logo.height), (30, 20));
        assert_eq!(logo.pixels, Pixels::Jpeg { bytes: frame(3).into(), grey: false });
        assert!(read(&frame(4), String::new()).unwrap_err().contains("CMJN"));
    }

    #[test]
    fn what_cannot_be_used_says_why() {
        for (bytes, words) in [
            (b"GIF89a".to_vec(), "ni un PNG ni un JPEG"),
            (Vec::new(), "ni un PNG"),
            (vec![0; LARGEST_FILE + 1], "1 Mo"),
            (png(2_001, 1, 8, 0, &[], &[]), "2 000 pixels"),
            (png(2, 2, 8, 0, &[], &[0, 1, 1]), "abîmé"),
            (png(2, 1, 8, 3, &[], &[0, 0, 0]), "abîmé"),
            (b"\xff\xd8\xff\xe0\xff\xff".to_vec(), "abîmé"),
        ] {
            let why = read(&bytes, String::new()).unwrap_err();
            assert!(why.contains(words), "{words}: {why}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_file_makes_reading_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = read(&[PNG, &bytes].concat(), String::new());
            let _ = read(&[b"\xff\xd8\xff".as_slice(), &bytes].concat(), String::new());
        }
    }
}
