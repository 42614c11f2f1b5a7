//! Many pictures, searched for the one that is nearly the same.
use crate::hash::{Form, Hash};
use crate::region::{Asked, KEPT, Question, Shape, Signature};

/// The most bits in which nearly the same picture differs.
pub const THRESHOLD: u32 = 60;
/// The most of them among the 64 that are looked at first.
const FIRST: u64 = 20;
/// How many are looked at together.
const TOGETHER: usize = 64;

/// Up to so many pictures one core searches alone.
const ALONE: usize = 20_000;

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

    /// Every picture within the threshold, once each, by distance.
    pub fn near(&self, question: &Question) -> Vec<Match> {
        let mut found: Vec<Match> = Vec::new();
        for (shelf, look) in self.looks(question) {
            shelf.look(look, |one| match found.iter_mut().find(|m| m.picture == one.picture) {
                Some(known) if one.distance < known.distance => *known = one,
                None if one.distance <= THRESHOLD => found.push(one),
                _ => {}
            });
        }
        found.sort_by_key(Match::order);
        found
    }

    /// The same by another threshold, 0 to 256 bits.
    pub fn nearest_within(&self, question: &Question, threshold: u32) -> Option<Match> {
        let looks: Vec<_> = self.looks(question).collect();
        if self.count < ALONE {
            return best_of(&looks, threshold);
        }
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            let parts: Vec<_> =
                looks.chunks(looks.len().div_ceil(cores).max(1)).map(|part| scope.spawn(|| best_of(part, threshold))).collect();
            parts.into_iter().filter_map(|part| part.join().ok().flatten()).min_by_key(Match::order)
        })
    }

    fn looks<'a>(&'a self, question: &'a Question) -> impl Iterator<Item = (&'a Shelf, &'a Asked)> {
        (Shape::ALL.into_iter().zip(&self.shelves)).flat_map(move |(shape, shelf)| {
            question.asked.iter().filter(move |look| fits(question.shape, shape, look.swap)).map(move |look| (shelf, look))
        })
    }
}

impl Match {
    /// The nearest first, of several the one that was added first.
    fn order(&self) -> (u32, usize) {
        (self.distance, self.picture)
    }
}

fn best_of(looks: &[(&Shelf, &Asked)], threshold: u32) -> Option<Match> {
    let mut best: Option<Match> = None;
    for (shelf, look) in looks {
        shelf.look(look, |found| {
            if found.distance <= threshold && best.is_none_or(|b| found.order() < b.order()) {
                best = Some(found);
            }
        });
    }
    best
}

/// Whether a picture of this shape can come of one of the other by a form. A square one may have been wide or tall before it was cut.
fn fits(asked: Shape, kept: Shape, swap: bool) -> bool {
    match (asked, kept) {
        (Shape::Square, _) | (_, Shape::Square) => true,
        (a, b) => (a == b) != swap,
    }
}

impl Shelf {
    /// Calls with each picture whose first word is near. Plain sums over short pieces, which the compiler makes wide instructions of.
    fn look(&self, look: &Asked, mut found: impl FnMut(Match)) {
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
                    let distance = Hash([*first, a, b, c]).distance(*hash);
                    found(Match { picture: self.pictures[at] as usize, distance, form: *form });
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
