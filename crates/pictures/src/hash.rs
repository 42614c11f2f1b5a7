//! A picture's look in 256 bits, after PDQ (Facebook, 2019): a 64 × 64 grid of brightness and the signs of its 16 × 16 lowest waves, the constant one left out.
//!
//! PDQ compares with the median wave, which is close to none; signs alone let turning and mirroring act on the bits themselves. Waves of whole periods both across
//! and down are the same in a mirror, so their 64 bits find a picture in four of its eight forms with one look.
use std::f32::consts::PI;
use std::sync::LazyLock;

/// Points of the grid along a side.
pub(crate) const GRID: usize = 64;
/// Waves along a side: 1 to 16 half periods.
const WAVES: usize = 16;

pub(crate) type Grid = [[f32; GRID]; GRID];

/// Four words of 8 × 8 waves, shorter ones in the higher bits: of whole periods both ways, of half periods across, of half periods down, of half periods both ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hash(pub [u64; 4]);

impl Hash {
    pub(crate) fn of(grid: &Grid) -> Self {
        let mut waves = [[0.0; WAVES]; WAVES];
        for (row, down) in grid.iter().zip(&*COSINES) {
            let mut across = [0.0; WAVES];
            row.iter().zip(&*COSINES).for_each(|(value, cosines)| add(&mut across, cosines, *value));
            waves.iter_mut().zip(down).for_each(|(wave, share)| add(wave, &across, *share));
        }
        let mut words = [0; 4];
        for (v, row) in waves.iter().enumerate() {
            for (u, wave) in row.iter().enumerate() {
                // Wave `u` has `u + 1` half periods.
                let word = usize::from(u % 2 == 0) + 2 * usize::from(v % 2 == 0);
                words[word] |= u64::from(*wave > 0.0) << (v / 2 * 8 + u / 2);
            }
        }
        Self(words)
    }

    /// How many bits differ, 0 to 256. Pictures that have nothing to do with each other differ in about 128.
    pub fn distance(self, other: Self) -> u32 {
        self.0.iter().zip(other.0).map(|(a, b)| (a ^ b).count_ones()).sum()
    }

    /// The hash of the picture as it was before it was brought into a form.
    pub(crate) fn before(self, form: Form) -> Self {
        let Undo { swap, left_right, top_bottom } = form.undone();
        let [whole, across, down, both] = if swap { self.transposed() } else { self.0 };
        let turned = |word: u64, odd: bool| if odd { !word } else { word };
        Self([whole, turned(across, left_right), turned(down, top_bottom), turned(both, left_right != top_bottom)])
    }

    fn transposed(self) -> [u64; 4] {
        let flip = |word: u64| (0..64).fold(0, |to, bit| to | (word >> bit & 1) << (bit % 8 * 8 + bit / 8));
        let [whole, across, down, both] = self.0.map(flip);
        [whole, down, across, both]
    }
}

fn add(sums: &mut [f32; WAVES], values: &[f32; WAVES], times: f32) {
    sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value * times);
}

/// `[x][u]`: wave `u` at the middle of part `x`.
static COSINES: LazyLock<[[f32; WAVES]; GRID]> =
    LazyLock::new(|| std::array::from_fn(|x| std::array::from_fn(|u| (PI * (u as f32 + 1.0) * (x as f32 + 0.5) / GRID as f32).cos())));

/// What brings a picture back, in this order: rows become columns, left becomes right, top becomes bottom.
#[derive(Clone, Copy)]
pub(crate) struct Undo {
    pub swap: bool,
    pub left_right: bool,
    pub top_bottom: bool,
}

/// How a picture stands to another: as it is, turned clockwise, or mirrored and then turned clockwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Same,
    Turned90,
    Turned180,
    Turned270,
    Mirrored,
    MirroredTurned90,
    MirroredTurned180,
    MirroredTurned270,
}

impl Form {
    pub const ALL: [Self; 8] = [
        Self::Same,
        Self::Turned90,
        Self::Turned180,
        Self::Turned270,
        Self::Mirrored,
        Self::MirroredTurned90,
        Self::MirroredTurned180,
        Self::MirroredTurned270,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Turned90 => "turned-90",
            Self::Turned180 => "turned-180",
            Self::Turned270 => "turned-270",
            Self::Mirrored => "mirrored",
            Self::MirroredTurned90 => "mirrored-turned-90",
            Self::MirroredTurned180 => "mirrored-turned-180",
            Self::MirroredTurned270 => "mirrored-turned-270",
        }
    }

    pub(crate) fn undone(self) -> Undo {
        let (swap, left_right, top_bottom) = match self {
            Self::Same => (false, false, false),
            Self::Turned90 => (true, false, true),
            Self::Turned180 => (false, true, true),
            Self::Turned270 => (true, true, false),
            Self::Mirrored => (false, true, false),
            Self::MirroredTurned90 => (true, true, true),
            Self::MirroredTurned180 => (false, false, true),
            Self::MirroredTurned270 => (true, false, false),
        };
        Undo { swap, left_right, top_bottom }
    }
}
