//! Pictures made from a seed: soft light, hard things, grain; and what people do to them.
#![allow(dead_code, clippy::unwrap_used, reason = "shared by tests of which none uses all")]
use image::codecs::jpeg::JpegEncoder;
use image::{ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }
    /// From 0 to below `most`.
    pub fn below(&mut self, most: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % u64::from(most)) as u32
    }
}

pub fn scene(seed: u64, width: u32, height: u32) -> RgbImage {
    let mut chance = Chance::new(seed);
    let mut colour = |most: u32| Rgb([(); 3].map(|()| chance.below(most) as u8));
    let (sky, ground) = (colour(256), colour(256));
    let mut picture = RgbImage::from_fn(width, height, |_, y| {
        let share = y as f32 / height as f32;
        Rgb([0, 1, 2].map(|c| (f32::from(sky.0[c]) * (1.0 - share) + f32::from(ground.0[c]) * share) as u8))
    });
    let mut chance = Chance::new(seed + 1_000);
    for _ in 0..40 {
        let (x, y) = (chance.below(width), chance.below(height));
        let (w, h) = (chance.below(width / 4) + 4, chance.below(height / 4) + 4);
        let paint = Rgb([(); 3].map(|()| chance.below(256) as u8));
        let round = chance.below(2) == 0;
        for v in y..(y + h).min(height) {
            for u in x..(x + w).min(width) {
                let (dx, dy) = ((u - x) as f32 / w as f32 - 0.5, (v - y) as f32 / h as f32 - 0.5);
                if !round || dx * dx + dy * dy < 0.25 {
                    picture.put_pixel(u, v, paint);
                }
            }
        }
    }
    for pixel in picture.pixels_mut() {
        let grain = chance.below(9) as i16 - 4;
        pixel.0 = pixel.0.map(|c| (i16::from(c) + grain).clamp(0, 255) as u8);
    }
    picture
}

pub fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(picture).unwrap();
    bytes
}

pub fn bytes(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG with a camera's EXIF block: an orientation (1 to 8) and, as text, where it was.
pub fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    exif.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    let place = b"GPS 35.5N 112.9E Lixiang\0";
    exif.extend([0x0e, 0x01, 2, 0, place.len() as u8, 0, 0, 0, 38, 0, 0, 0]);
    exif.extend([0, 0, 0, 0]);
    exif.extend(place);
    let mut out = jpeg[..2].to_vec();
    out.extend([0xff, 0xe1]);
    out.extend((exif.len() as u16 + 2).to_be_bytes());
    out.extend(exif);
    out.extend(&jpeg[2..]);
    out
}
