//! A photograph as it was read: upright, reduced, without anything but its colours; and the copies made of it.
use crate::whole::is_whole;
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{DynamicImage, ImageDecoder, ImageError, Limits, RgbImage};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The longest side of a public copy, in pixels.
const COPY: u32 = 1600;
/// The longest side of a thumbnail, in pixels.
const THUMBNAIL: u32 = 320;
/// What a public copy may weigh, in bytes.
const COPY_WEIGHT: usize = 256_000;
/// The qualities tried in turn until a copy is light enough; the last is taken as it is.
const QUALITIES: [u8; 6] = [85, 76, 67, 58, 49, 40];
/// The longest side that is read, in pixels: a telephone's panorama.
const SIDE: u32 = 20_000;
/// The most pixels that are read: a telephone's 50 megapixels.
const PIXELS: u64 = 51_000_000;
/// The most bytes that a decoder may ask for.
const ALLOCATION: u64 = 256 * 1024 * 1024;

/// Why a file is not read. Said after its name: “photo.jpg ends before its picture does”.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Refusal {
    #[error("is not a JPEG, PNG or WebP picture")]
    NotAPicture,
    #[error("has {0} × {1} pixels; at most 51 million are read and 20,000 a side")]
    TooManyPixels(u32, u32),
    #[error("would take too much memory to read")]
    TooMuchMemory,
    #[error("ends before its picture does")]
    CutShort,
    #[error("is damaged: {0}")]
    Damaged(String),
}

/// The kinds of file that are read, known by their first bytes and never by a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Jpeg,
    Png,
    WebP,
}

impl Kind {
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            _ => None,
        }
    }
}

/// A picture as a person sees it: turned as its camera says, white where it was transparent, at most 1600 px on the long side.
pub struct Picture {
    upright: RgbImage,
}

impl Picture {
    /// Reads a file. Size and memory are looked at before a pixel is decoded; of the whole picture only one copy is held, and only here.
    /// # Errors
    /// What is wrong with the file.
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        with_decoder(bytes, |kind, decoder| Self::decode(kind, bytes, decoder))
    }

    /// Whether a file may be read, by what it says of itself: kind, size, and that it goes on to its end. No pixel is decoded.
    /// # Errors
    /// What is wrong with the file.
    pub fn check(bytes: &[u8]) -> Result<(), Refusal> {
        with_decoder(bytes, |kind, decoder| fits(kind, bytes, &*decoder))
    }

    fn decode(kind: Kind, bytes: &[u8], mut decoder: Box<dyn ImageDecoder + '_>) -> Result<Self, Refusal> {
        fits(kind, bytes, &*decoder)?;
        decoder.set_limits(limits()).map_err(refused)?;
        let turn = decoder.orientation().map_err(refused)?;
        let whole = DynamicImage::from_decoder(decoder).map_err(refused)?;
        let mut reduced = if whole.width().max(whole.height()) > COPY { whole.thumbnail(COPY, COPY) } else { whole };
        reduced.apply_orientation(turn);
        Ok(Self { upright: on_white(reduced) })
    }

    /// Width and height in pixels, upright and reduced.
    pub fn size(&self) -> (u32, u32) {
        self.upright.dimensions()
    }

    pub(crate) fn pixels(&self) -> &RgbImage {
        &self.upright
    }

    /// The copy that may leave: a JPEG of about 250 KB at most, with no EXIF, XMP, place or preview in it, since nothing but pixels is written.
    pub fn public_copy(&self) -> Vec<u8> {
        let mut copy = Vec::new();
        for quality in QUALITIES {
            copy = jpeg(&self.upright, quality);
            if copy.len() <= COPY_WEIGHT {
                break;
            }
        }
        copy
    }

    /// A JPEG of at most 320 px on the long side.
    pub fn thumbnail(&self) -> Vec<u8> {
        let (width, height) = self.size();
        let long = width.max(height);
        if long <= THUMBNAIL {
            return jpeg(&self.upright, 80);
        }
        let short = |side: u32| (side * THUMBNAIL / long).max(1);
        jpeg(&image::imageops::thumbnail(&self.upright, short(width), short(height)), 80)
    }
}

/// Opens the file, which reads its head alone.
fn with_decoder<'a, T>(bytes: &'a [u8], then: impl FnOnce(Kind, Box<dyn ImageDecoder + 'a>) -> Result<T, Refusal>) -> Result<T, Refusal> {
    let kind = Kind::of(bytes).ok_or(Refusal::NotAPicture)?;
    // A decoder's fault in a stranger's file is that file's fault, and no reason to fall over.
    let reading = catch_unwind(AssertUnwindSafe(|| {
        let opened: Result<Box<dyn ImageDecoder + 'a>, ImageError> = match kind {
            Kind::Jpeg => JpegDecoder::new(Cursor::new(bytes)).map(|d| Box::new(d) as _),
            Kind::Png => PngDecoder::with_limits(Cursor::new(bytes), limits()).map(|d| Box::new(d) as _),
            Kind::WebP => WebPDecoder::new(Cursor::new(bytes)).map(|d| Box::new(d) as _),
        };
        then(kind, opened.map_err(|e| if is_whole(kind, bytes) { refused(e) } else { Refusal::CutShort })?)
    }));
    reading.unwrap_or_else(|_| Err(Refusal::Damaged("it cannot be decoded".into())))
}

fn fits(kind: Kind, bytes: &[u8], decoder: &dyn ImageDecoder) -> Result<(), Refusal> {
    let (width, height) = decoder.dimensions();
    if width.max(height) > SIDE || u64::from(width) * u64::from(height) > PIXELS {
        return Err(Refusal::TooManyPixels(width, height));
    }
    if decoder.total_bytes() > ALLOCATION {
        return Err(Refusal::TooMuchMemory);
    }
    if is_whole(kind, bytes) { Ok(()) } else { Err(Refusal::CutShort) }
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(ALLOCATION);
    limits
}

fn refused(e: ImageError) -> Refusal {
    match e {
        ImageError::Limits(_) => Refusal::TooMuchMemory,
        ImageError::IoError(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => Refusal::CutShort,
        other => Refusal::Damaged(other.to_string()),
    }
}

fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let seen = picture.into_rgba8();
    RgbImage::from_fn(seen.width(), seen.height(), |x, y| {
        let [r, g, b, a] = seen.get_pixel(x, y).0.map(u32::from);
        image::Rgb([r, g, b].map(|c| u8::try_from((c * a + 255 * (255 - a)) / 255).unwrap_or(u8::MAX)))
    })
}

fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode_image(picture)
        .expect("a picture of at most 1600 px, written to memory, is always encoded");
    bytes
}
