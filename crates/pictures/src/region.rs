//! The regions of a picture that are hashed, and what is asked of them. A picture of which a part was cut away is the same as that part of the whole one, so both are
//! looked at in parts.
use crate::Picture;
use crate::hash::{Form, GRID, Grid, Hash, Undo};

/// The longest side of the brightness that hashes are made of, in pixels.
const REDUCED: u32 = 512;
/// How much there must be to see in a region that is asked about: an empty wall looks like any other.
const DETAIL: u32 = 1;
/// What an edge loses in a trimmed region: a crop of a tenth, or a band with text.
const EDGE: f64 = 0.1;

/// A part of a picture, in shares of its width and height from the top left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Region {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

const fn region(left: f64, top: f64, right: f64, bottom: f64) -> Region {
    Region { left, top, right, bottom }
}

const WHOLE: Region = region(0.0, 0.0, 1.0, 1.0);
const NO_LEFT: Region = region(EDGE, 0.0, 1.0, 1.0);
const NO_TOP: Region = region(0.0, EDGE, 1.0, 1.0);
const NO_RIGHT: Region = region(0.0, 0.0, 1.0 - EDGE, 1.0);
const NO_BOTTOM: Region = region(0.0, 0.0, 1.0, 1.0 - EDGE);
const CENTRE: Region = region(0.1, 0.1, 0.9, 0.9);

/// What is kept of every picture of a library.
pub(crate) const KEPT: [Region; 6] = [WHOLE, NO_LEFT, NO_TOP, NO_RIGHT, NO_BOTTOM, CENTRE];

/// What is asked of a picture, each time in eight forms: which of its regions, as it was before it was turned, is looked for in which kept region.
const ASKED: [(Region, usize); 22] = [
    (WHOLE, 0),
    // A band with text along an edge: the rest is what the other's rest is.
    (NO_LEFT, 1),
    (NO_TOP, 2),
    (NO_RIGHT, 3),
    (NO_BOTTOM, 4),
    // An edge was cut off: the whole is what the other's rest is.
    (WHOLE, 1),
    (WHOLE, 2),
    (WHOLE, 3),
    (WHOLE, 4),
    // Cut on all sides, or on two that meet: the other's centre is still there, and where, the kind of cut says.
    (WHOLE, 5),
    (CENTRE.within(0.05, 0.05, 0.95, 0.95), 5),
    (CENTRE.within(0.025, 0.025, 0.975, 0.975), 5),
    (CENTRE.within(0.0, 0.0, 0.9, 0.9), 5),
    (CENTRE.within(0.1, 0.0, 1.0, 0.9), 5),
    (CENTRE.within(0.0, 0.1, 0.9, 1.0), 5),
    (CENTRE.within(0.1, 0.1, 1.0, 1.0), 5),
    (CENTRE.within(0.05, 0.0, 0.95, 0.9), 5),
    (CENTRE.within(0.05, 0.1, 0.95, 1.0), 5),
    (CENTRE.within(0.0, 0.05, 0.9, 0.95), 5),
    (CENTRE.within(0.1, 0.05, 1.0, 0.95), 5),
    (CENTRE.within(0.05, 0.0, 0.95, 1.0), 5),
    (CENTRE.within(0.0, 0.05, 1.0, 0.95), 5),
];

impl Region {
    /// Where this region lies in what a cut has left.
    const fn within(self, left: f64, top: f64, right: f64, bottom: f64) -> Self {
        let (width, height) = (right - left, bottom - top);
        region((self.left - left) / width, (self.top - top) / height, (self.right - left) / width, (self.bottom - top) / height)
    }

    /// Where this region lies after the picture was brought into a form: what undoes the form, undone.
    fn in_form(self, form: Form) -> Self {
        let Undo { swap, left_right, top_bottom } = form.undone();
        let Self { left, top, right, bottom } = self;
        let (left, right) = if left_right { (1.0 - right, 1.0 - left) } else { (left, right) };
        let (top, bottom) = if top_bottom { (1.0 - bottom, 1.0 - top) } else { (top, bottom) };
        if swap { region(top, left, bottom, right) } else { region(left, top, right, bottom) }
    }

    fn is_near(self, other: Self) -> bool {
        let pairs = [(self.left, other.left), (self.top, other.top), (self.right, other.right), (self.bottom, other.bottom)];
        pairs.iter().all(|(a, b)| (a - b).abs() < 1e-9)
    }
}

/// Sums of brightness over every rectangle from the top left, so that the mean of any rectangle costs four look-ups.
struct Sums {
    width: usize,
    height: usize,
    /// `(width + 1) × (height + 1)`, row by row.
    sums: Vec<f64>,
}

impl Sums {
    fn of(picture: &Picture) -> Self {
        let luma = image::imageops::grayscale(picture.pixels());
        let (width, height) = luma.dimensions();
        let long = width.max(height);
        let luma = match long > REDUCED {
            true => image::imageops::thumbnail(&luma, (width * REDUCED / long).max(1), (height * REDUCED / long).max(1)),
            false => luma,
        };
        let (width, height) = (luma.width() as usize, luma.height() as usize);
        let mut sums = vec![0.0; (width + 1) * (height + 1)];
        for y in 0..height {
            let mut row = 0.0;
            for x in 0..width {
                row += f64::from(luma.as_raw()[y * width + x]);
                sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
            }
        }
        Self { width, height, sums }
    }

    /// The region as means of 64 × 64 equal parts; parts need not end where pixels do.
    fn grid(&self, region: Region) -> Grid {
        let cuts = |from: f64, to: f64, size: usize| -> [(usize, f64); GRID + 1] {
            std::array::from_fn(|n| {
                let at = ((from + (to - from) * n as f64 / GRID as f64) * size as f64).clamp(0.0, size as f64);
                let whole = (at as usize).min(size - 1);
                (whole, at - whole as f64)
            })
        };
        let (columns, rows) = (cuts(region.left, region.right, self.width), cuts(region.top, region.bottom, self.height));
        let row_of = |y: usize| -> [f64; GRID + 1] {
            let sum = |x: usize| self.sums[y * (self.width + 1) + x];
            std::array::from_fn(|n| sum(columns[n].0) * (1.0 - columns[n].1) + sum(columns[n].0 + 1) * columns[n].1)
        };
        let corners = rows.map(|(y, part)| {
            let (above, below) = (row_of(y), row_of(y + 1));
            std::array::from_fn::<f64, { GRID + 1 }, _>(|n| above[n] * (1.0 - part) + below[n] * part)
        });
        let area = (region.right - region.left) * (region.bottom - region.top) * (self.width * self.height) as f64 / (GRID * GRID) as f64;
        std::array::from_fn(|y| {
            std::array::from_fn(|x| ((corners[y + 1][x + 1] - corners[y + 1][x] - corners[y][x + 1] + corners[y][x]) / area) as f32)
        })
    }
}

/// How much there is to see in a grid: PDQ's measure, the steps between neighbours that are more than noise. An eighth along the edges is left out, where a sliver of
/// a band may have stayed.
fn detail(grid: &Grid) -> u32 {
    let step = |a: f32, b: f32| ((a - b).abs() * 100.0 / 255.0) as u32;
    let inner = GRID / 8..GRID - GRID / 8;
    let rows = &grid[inner.clone()];
    let across: u32 = rows.iter().flat_map(|row| row[inner.clone()].windows(2).map(|w| step(w[0], w[1]))).sum();
    let down: u32 = rows.windows(2).flat_map(|w| w[0][inner.clone()].iter().zip(&w[1][inner.clone()]).map(|(a, b)| step(*a, *b))).sum();
    across + down
}

/// Which way a picture lies, with room for a cut of a tenth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Wide,
    Square,
    Tall,
}

impl Shape {
    pub const ALL: [Self; 3] = [Self::Wide, Self::Square, Self::Tall];

    fn of(picture: &Picture) -> Self {
        let (width, height) = picture.size();
        match (width * 4 > height * 5, height * 4 > width * 5) {
            (true, _) => Self::Wide,
            (_, true) => Self::Tall,
            _ => Self::Square,
        }
    }
}

/// What a library keeps of a picture: its shape and a hash of each kept region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub shape: Shape,
    pub hashes: [Hash; KEPT.len()],
}

impl Signature {
    /// How many bytes it is when it is stored.
    pub const BYTES: usize = 1 + KEPT.len() * 32;

    pub fn of(picture: &Picture) -> Self {
        let sums = Sums::of(picture);
        Self { shape: Shape::of(picture), hashes: KEPT.map(|region| Hash::of(&sums.grid(region))) }
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let words = self.hashes.iter().flat_map(|hash| hash.0).flat_map(u64::to_le_bytes);
        std::iter::once(self.shape as u8).chain(words).collect()
    }

    /// None when these are not the bytes of a signature.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (shape, words) = bytes.split_first()?;
        let (words, []) = words.as_chunks::<8>() else { return None };
        let (hashes, []) = words.as_chunks::<4>() else { return None };
        let hashes: &[_; KEPT.len()] = hashes.try_into().ok()?;
        Some(Self { shape: *Shape::ALL.get(usize::from(*shape))?, hashes: hashes.map(|words| Hash(words.map(u64::from_le_bytes))) })
    }
}

/// What a library is asked with.
pub struct Question {
    pub(crate) shape: Shape,
    pub(crate) asked: Vec<Asked>,
}

/// One look through a kept region of every picture.
pub(crate) struct Asked {
    pub kept: usize,
    /// Whether the forms change width with height.
    pub swap: bool,
    /// The hash looked for, under each form that it may stand for; their first words are the same.
    pub forms: Vec<(Form, Hash)>,
}

impl Question {
    pub fn of(picture: &Picture) -> Self {
        let sums = Sums::of(picture);
        let mut seen: Vec<Seen> = Vec::new();
        let mut asked: Vec<Asked> = Vec::new();
        let mut looks: Vec<(usize, usize, bool)> = Vec::new();
        for form in Form::ALL {
            for (region, kept) in ASKED {
                let at = Seen::place(&mut seen, &sums, region.in_form(form));
                let Some(hash) = seen[at].hash else { continue };
                let swap = form.undone().swap;
                let look = (at, kept, swap);
                let before = (form, hash.before(form));
                match looks.iter().position(|l| *l == look) {
                    Some(n) => asked[n].forms.push(before),
                    None => {
                        looks.push(look);
                        asked.push(Asked { kept, swap, forms: vec![before] });
                    }
                }
            }
        }
        Self { shape: Shape::of(picture), asked }
    }
}

/// A region of the picture asked with; no hash where there is too little to see.
struct Seen {
    region: Region,
    hash: Option<Hash>,
}

impl Seen {
    fn place(seen: &mut Vec<Self>, sums: &Sums, region: Region) -> usize {
        seen.iter().position(|s| s.region.is_near(region)).unwrap_or_else(|| {
            let grid = sums.grid(region);
            seen.push(Self { region, hash: (detail(&grid) >= DETAIL).then(|| Hash::of(&grid)) });
            seen.len() - 1
        })
    }
}
