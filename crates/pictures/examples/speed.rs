//! How long a question takes among 300,000 pictures: `cargo run -p pictures --example speed`. Hashes are random; the search looks at every one whatever it
//! holds, and real pictures are no slower to compare.
use pictures::{Hash, Library, Picture, Question, Shape, Signature};
use std::time::Instant;

const PICTURES: usize = 300_000;
const QUESTIONS: usize = 50;

fn main() {
    let mut chance = 1_u64;
    let mut random = move || {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (chance ^ chance >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ chance >> 32
    };
    let mut library = Library::default();
    for n in 0..PICTURES {
        // Photographs lie about so: six wide, three tall, one square in ten.
        let shape = [
            Shape::Wide,
            Shape::Wide,
            Shape::Wide,
            Shape::Tall,
            Shape::Wide,
            Shape::Wide,
            Shape::Tall,
            Shape::Wide,
            Shape::Square,
            Shape::Tall,
        ][n % 10];
        library.add(&Signature { shape, hashes: [(); 6].map(|()| Hash([(); 4].map(|()| random()))) });
    }
    for (name, width, height) in [("wide", 400, 300), ("square", 300, 300)] {
        let question = Question::of(&noise(width, height));
        // The one place where a stopwatch is the point.
        #[allow(clippy::disallowed_methods)]
        let mut times: Vec<_> = (0..QUESTIONS)
            .map(|_| {
                let start = Instant::now();
                std::hint::black_box(library.nearest(&question));
                start.elapsed()
            })
            .collect();
        times.sort();
        println!("{name}: median {:?}, worst of {QUESTIONS} {:?}", times[QUESTIONS / 2], times[QUESTIONS - 1]);
    }
}

fn noise(width: u32, height: u32) -> Picture {
    let pixels = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([((x * 7) ^ (y * 13)) as u8, (x * y) as u8, (x + y) as u8]));
    let mut png = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut png, image::ImageFormat::Png).expect("written to memory");
    Picture::read(png.get_ref()).expect("it was written just now")
}
