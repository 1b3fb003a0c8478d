//! The picture that an académie puts on the cover of its reports, ready to be written into a PDF.

use std::sync::Arc;

/// A picture, in pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
    /// What it shows, for whoever doesn't see it.
    pub alt: String,
    /// Its pixels.
    pub pixels: Pixels,
}

/// How the pixels are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pixels {
    /// A JPEG file as it stands; whether it is in shades of grey.
    Jpeg {
        /// The whole file.
        bytes: Arc<[u8]>,
        /// One channel rather than three.
        grey: bool,
    },
    /// Red, green and blue, a byte each, row by row.
    Rgb(Arc<[u8]>),
}
