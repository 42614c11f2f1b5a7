//! Many pictures, searched for the one that is nearly the same.
use crate::hash::{Form, Hash};
use crate::region::{Asked, KEPT, Question, Shape, Signature};

/// The most bits in which nearly the same picture differs.
pub const THRESHOLD: u32 = 60;
/// The most of them among the 64 that are looked at first.
const FIRST: u64 = 20;
/// How many are looked at together.
const TOGETHER: usize = 64;

/// The nearest picture of a library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// The picture's place in the library, in the order of adding.
    pub picture: usize,
    /// Bits that differ, 0 to 256.
    pub distance: u32,
    /// How the picture asked with stands to it.
    pub form: Form,
}

/// Signatures of pictures, 200 bytes each.
#[derive(Default)]
pub struct Library {
    count: usize,
    /// By [`Shape`].
    shelves: [Shelf; Shape::ALL.len()],
}

/// The pictures of one shape.
#[derive(Default)]
struct Shelf {
    pictures: Vec<u32>,
    /// For each kept region: the first words, then the others.
    columns: [(Vec<u64>, Vec<[u64; 3]>); KEPT.len()],
}

impl Library {
    /// Adds a picture; its place is the number of those before it.
    pub fn add(&mut self, signature: &Signature) {
        let shelf = &mut self.shelves[signature.shape as usize];
        shelf.pictures.push(self.count as u32);
        for (column, hash) in shelf.columns.iter_mut().zip(signature.hashes) {
            let [first, others @ ..] = hash.0;
            column.0.push(first);
            column.1.push(others);
        }
        self.count += 1;
    }

    pub fn len(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The nearest picture within the threshold; of several the first.
    pub fn nearest(&self, question: &Question) -> Option<Match> {
        self.nearest_within(question, THRESHOLD)
    }

    /// The same by another threshold, 0 to 256 bits.
    pub fn nearest_within(&self, question: &Question, threshold: u32) -> Option<Match> {
        let mut best: Option<Match> = None;
        for (shape, shelf) in Shape::ALL.into_iter().zip(&self.shelves) {
            for look in question.asked.iter().filter(|look| fits(question.shape, shape, look.swap)) {
                shelf.look(look, |picture, distance, form| {
                    let better = best.is_none_or(|b| (distance, picture) < (b.distance, b.picture));
                    if distance <= threshold && better {
                        best = Some(Match { picture, distance, form });
                    }
                });
            }
        }
        best
    }
}

/// Whether a picture of this shape can come of one of the other by a form. A square one may have been wide or tall before it was cut.
fn fits(asked: Shape, kept: Shape, swap: bool) -> bool {
    match (asked, kept) {
        (Shape::Square, _) | (_, Shape::Square) => true,
        (a, b) => (a == b) != swap,
    }
}

impl Shelf {
    /// Calls with each picture whose first word is near, its distance and form. Plain sums over short pieces, which the compiler makes wide instructions of.
    fn look(&self, look: &Asked, mut found: impl FnMut(usize, u32, Form)) {
        let (firsts, others) = &self.columns[look.kept];
        let Some((_, Hash([sought, ..]))) = look.forms.first() else { return };
        let off = |word: &u64| (word ^ sought).count_ones();
        for (n, piece) in firsts.chunks(TOGETHER).enumerate() {
            if !any_near(piece, *sought) {
                continue;
            }
            for (m, first) in piece.iter().enumerate().filter(|(_, first)| u64::from(off(first)) <= FIRST) {
                let at = n * TOGETHER + m;
                let [a, b, c] = others[at];
                for (form, hash) in &look.forms {
                    found(self.pictures[at] as usize, Hash([*first, a, b, c]).distance(*hash), *form);
                }
            }
        }
    }
}

/// Whether any of the words is near. Written so that the compiler makes wide instructions of it: no call, no check, no branch.
fn any_near(words: &[u64], sought: u64) -> bool {
    let mut below = 0;
    for word in words {
        let x = word ^ sought;
        let x = x.wrapping_sub(x >> 1 & 0x5555_5555_5555_5555);
        let x = (x & 0x3333_3333_3333_3333).wrapping_add(x >> 2 & 0x3333_3333_3333_3333);
        let x = x.wrapping_add(x >> 4) & 0x0f0f_0f0f_0f0f_0f0f;
        let x = x.wrapping_add(x >> 8);
        let x = x.wrapping_add(x >> 16);
        let x = x.wrapping_add(x >> 32) & 0x7f;
        // The highest bit is set when the sum is below the bound.
        below |= x.wrapping_sub(FIRST + 1);
    }
    below >> 63 == 1
}
