//! Each thing that is done to a photograph, on made pictures; real ones are measured in `evaluation/`.
#![allow(clippy::unwrap_used)]
mod made;
use image::imageops::{self, FilterType};
use image::{Rgb, RgbImage};
use made::{jpeg, scene};
use pictures::{Form, Library, Picture, Question, Signature, THRESHOLD};

const SCENES: u64 = 12;

fn size(seed: u64) -> (u32, u32) {
    [(440, 330), (330, 440), (400, 400), (480, 270)][seed as usize % 4]
}

fn original(seed: u64) -> RgbImage {
    let (width, height) = size(seed);
    scene(seed, width, height)
}

fn read(picture: &RgbImage, quality: u8) -> Picture {
    Picture::read(&jpeg(picture, quality)).unwrap()
}

fn library() -> Library {
    let mut library = Library::default();
    (0..SCENES).for_each(|seed| library.add(&Signature::of(&read(&original(seed), 90))));
    library
}

/// How many of all scenes are found again after a change, each in the form that is said.
fn found(library: &Library, form: Option<Form>, change: impl Fn(&RgbImage) -> RgbImage) -> usize {
    let again = |seed: &u64| {
        let changed = change(&original(*seed));
        let nearest = library.nearest(&Question::of(&read(&changed, 70)));
        nearest.is_some_and(|m| m.picture == *seed as usize && form.is_none_or(|form| form == m.form))
    };
    (0..SCENES).filter(again).count()
}

fn cut(picture: &RgbImage, left: f32, top: f32, width: f32, height: f32) -> RgbImage {
    let (w, h) = (picture.width() as f32, picture.height() as f32);
    imageops::crop_imm(picture, (w * left) as u32, (h * top) as u32, (w * width) as u32, (h * height) as u32).to_image()
}

/// A dark band with light strokes, as watermark cameras put it.
fn banded(picture: &RgbImage) -> RgbImage {
    let mut out = picture.clone();
    let from = picture.height() * 92 / 100;
    for (x, y, pixel) in out.enumerate_pixels_mut().filter(|(_, y, _)| *y >= from) {
        *pixel = if x / 5 % 3 == 0 && y - from > 8 { Rgb([240; 3]) } else { Rgb([20; 3]) };
    }
    out
}

#[test]
fn recompressed_resized_and_banded_pictures_are_found() {
    let library = library();
    let all = SCENES as usize;
    assert_eq!(found(&library, Some(Form::Same), Clone::clone), all);
    for share in [2, 3] {
        let smaller = |p: &RgbImage| imageops::resize(p, p.width() / share, p.height() / share, FilterType::Triangle);
        assert_eq!(found(&library, Some(Form::Same), smaller), all);
    }
    assert_eq!(found(&library, Some(Form::Same), banded), all);
}

#[test]
fn turned_and_mirrored_pictures_are_found_and_their_form_is_named() {
    let library = library();
    let all = SCENES as usize;
    assert_eq!(found(&library, Some(Form::Turned90), imageops::rotate90), all);
    assert_eq!(found(&library, Some(Form::Turned180), imageops::rotate180), all);
    assert_eq!(found(&library, Some(Form::Turned270), imageops::rotate270), all);
    assert_eq!(found(&library, Some(Form::Mirrored), imageops::flip_horizontal), all);
    let then = |turn: fn(&RgbImage) -> RgbImage| move |p: &RgbImage| turn(&imageops::flip_horizontal(p));
    assert_eq!(found(&library, Some(Form::MirroredTurned90), then(imageops::rotate90)), all);
    assert_eq!(found(&library, Some(Form::MirroredTurned180), imageops::flip_vertical), all);
    assert_eq!(found(&library, Some(Form::MirroredTurned270), then(imageops::rotate270)), all);
}

#[test]
fn pictures_cropped_by_a_tenth_are_found() {
    let library = library();
    let all = SCENES as usize;
    for (left, top, width, height) in
        [(0.05, 0.05, 0.9, 0.9), (0.1, 0.0, 0.9, 1.0), (0.0, 0.0, 1.0, 0.9), (0.1, 0.1, 0.9, 0.9), (0.1, 0.1, 0.8, 0.8)]
    {
        assert_eq!(found(&library, Some(Form::Same), |p| cut(p, left, top, width, height)), all, "{left} {top} {width} {height}");
    }
    assert_eq!(found(&library, Some(Form::Mirrored), |p| imageops::flip_horizontal(&cut(p, 0.0, 0.1, 0.9, 0.9))), all);
}

#[test]
fn others_are_not_found_and_empty_walls_are_like_nothing() {
    let mut library = library();
    let strangers = (1_000..1_040).map(original);
    let nearest = strangers.filter_map(|p| library.nearest(&Question::of(&read(&p, 90))));
    assert_eq!(nearest.count(), 0);
    let again = Question::of(&read(&imageops::flip_horizontal(&original(3)), 60));
    library.add(&Signature::of(&read(&original(3), 50)));
    let near: Vec<usize> = library.near(&again).iter().map(|m| m.picture).collect();
    assert_eq!(near.len(), 2, "each once, and no other");
    assert!(near.contains(&3) && near.contains(&(SCENES as usize)));
    let wall = |shade: u8| read(&RgbImage::from_pixel(400, 300, Rgb([shade; 3])), 90);
    library.add(&Signature::of(&wall(200)));
    assert_eq!(library.nearest(&Question::of(&wall(60))), None);
}

#[test]
fn a_stored_signature_is_the_same_and_other_bytes_are_none() {
    let signature = Signature::of(&read(&original(7), 90));
    let bytes = signature.to_bytes();
    assert_eq!(bytes.len(), Signature::BYTES);
    assert_eq!(Signature::from_bytes(&bytes), Some(signature));
    assert_eq!(Signature::from_bytes(&bytes[1..]), None);
    assert_eq!(Signature::from_bytes(&[9; Signature::BYTES]), None);
    assert_eq!(THRESHOLD, 60, "say so in the command's help and in the readers' words");
}
