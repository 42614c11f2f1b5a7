//! What is not read, and why; and what is left of what is read.
#![allow(clippy::unwrap_used)]
mod made;
use image::ImageFormat;
use made::{bytes, jpeg, scene, with_exif};
use pictures::{Picture, Refusal};

fn refusal(bytes: &[u8]) -> Refusal {
    let refusal = Picture::read(bytes).err().unwrap();
    assert_eq!(Picture::check(bytes).err().as_ref(), Some(&refusal), "its head says so already");
    refusal
}

#[test]
fn the_three_kinds_are_read_and_nothing_else() {
    let picture = scene(1, 320, 240);
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        assert_eq!(Picture::read(&bytes(&picture, format)).unwrap().size(), (320, 240), "{format:?}");
    }
    for other in [&b""[..], b"\xff", b"%PDF-1.7", b"<svg onload=alert(1)>", b"GIF89a\x01\0\x01\0", b"../../etc/passwd"] {
        assert_eq!(refusal(other), Refusal::NotAPicture);
    }
    assert_eq!(refusal(b"\xff\xd8\xff\xe0").to_string(), "ends before its picture does");
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let picture = scene(2, 320, 240);
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = bytes(&picture, format);
        for share in 1..20 {
            let cut = &whole[..whole.len() * share / 20];
            assert_eq!(refusal(cut), Refusal::CutShort, "{format:?}, {share} twentieths");
        }
        assert_eq!(refusal(&whole[..whole.len() - 3]), Refusal::CutShort, "{format:?}");
        let more = [&whole[..], b"what a camera appends"].concat();
        assert!(Picture::read(&more).is_ok(), "{format:?}");
    }
    let half = &with_exif(&jpeg(&picture, 80), 6);
    assert_eq!(refusal(&half[..half.len() / 2]), Refusal::CutShort);
}

#[test]
fn a_damaged_file_never_brings_its_reader_down() {
    let picture = scene(3, 200, 150);
    let mut chance = made::Chance::new(3);
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = bytes(&picture, format);
        for _ in 0..60 {
            let mut hurt = whole.clone();
            for _ in 0..4 {
                let at = chance.below(hurt.len() as u32) as usize;
                hurt[at] = chance.below(256) as u8;
            }
            // Either it is still a picture or there is a sentence.
            if let Err(why) = Picture::read(&hurt) {
                assert!(!why.to_string().is_empty());
            }
        }
    }
}

/// Few bytes that claim to be very many pixels.
#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    let small = scene(4, 16, 16);
    let mut png = bytes(&small, ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let sum = crc(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    assert_eq!(refusal(&png).to_string(), "has 60000 × 60000 pixels; at most 51 million are read and 20,000 a side");

    let mut photo = jpeg(&small, 80);
    let frame = photo.windows(2).position(|w| w == [0xff, 0xc0]).unwrap();
    photo[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    assert_eq!(refusal(&photo), Refusal::TooManyPixels(65535, 65535));

    let mut webp = b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0".to_vec();
    webp.extend([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    assert!(matches!(refusal(&webp), Refusal::TooManyPixels(..) | Refusal::Damaged(_) | Refusal::TooMuchMemory), "{:?}", refusal(&webp));
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |s, _| s >> 1 ^ (0xedb8_8320 * (s & 1))))
}

#[test]
fn what_leaves_is_upright_light_and_says_nothing_of_the_camera() {
    let large = scene(5, 2600, 1300);
    let shot = with_exif(&jpeg(&large, 95), 6);
    assert!(shot.windows(3).any(|w| w == b"GPS"));
    let picture = Picture::read(&shot).unwrap();
    // Orientation 6: the camera was turned, a person sees it tall.
    assert_eq!(picture.size(), (800, 1600));
    let (copy, thumbnail) = (picture.public_copy(), picture.thumbnail());
    for leaving in [&copy, &thumbnail] {
        assert!(!leaving.windows(4).any(|w| w == b"Exif") && !leaving.windows(3).any(|w| w == b"GPS"));
    }
    assert_eq!(Picture::read(&copy).unwrap().size(), (800, 1600));
    assert_eq!(Picture::read(&thumbnail).unwrap().size(), (160, 320));
    assert!(copy.len() <= 256_000 && thumbnail.len() < 40_000, "{} {}", copy.len(), thumbnail.len());
    let (top, bottom) = (large.get_pixel(2, 1298).0, picture_pixel(&copy, 2, 2));
    assert!(top.iter().zip(bottom).all(|(a, b)| a.abs_diff(b) < 40), "left bottom becomes left top: {top:?} {bottom:?}");
}

fn picture_pixel(jpeg: &[u8], x: u32, y: u32) -> [u8; 3] {
    image::load_from_memory(jpeg).unwrap().to_rgb8().get_pixel(x, y).0
}
