//! The RFC 6962 tree. Beside each leaf stand the hashes of every complete subtree that it closes, so that any node is one
//! look-up away and the right edge is read in O(log n).
use crate::{Error, Result};
use sha2::{Digest, Sha256};

pub type Hash = [u8; 32];

pub fn leaf_hash(body: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(body).finalize().into()
}

fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The right edge of a tree: the roots of its complete subtrees, largest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edge {
    pub size: u64,
    peaks: Vec<Hash>,
}

impl Edge {
    /// Adds a leaf and returns the hashes of the subtrees it closes, its own first.
    pub fn push(&mut self, leaf: Hash) -> Vec<Hash> {
        let mut closed = vec![leaf];
        let mut hash = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                hash = node_hash(&left, &hash);
                closed.push(hash);
            }
        }
        self.peaks.push(hash);
        self.size += 1;
        closed
    }

    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else { return Sha256::digest([]).into() };
        peaks.fold(*last, |right, left| node_hash(left, &right))
    }

    /// Reads the edge of a tree of `size` leaves through `closed`, which gives what [`Edge::push`] returned for a leaf.
    /// # Errors
    /// What `closed` returns, or `Broken` when a stored hash is missing.
    pub fn read(size: u64, mut closed: impl FnMut(u64) -> Result<Vec<Hash>>) -> Result<Self> {
        let (mut start, mut peaks) = (0, Vec::new());
        for level in (0..64).rev().filter(|l| size >> l & 1 == 1) {
            start += 1 << level;
            peaks.push(node(level, start - 1, &mut closed)?);
        }
        Ok(Self { size, peaks })
    }
}

/// The root of the complete subtree of `2^level` leaves that ends with leaf `last`.
fn node(level: u32, last: u64, closed: &mut impl FnMut(u64) -> Result<Vec<Hash>>) -> Result<Hash> {
    closed(last)?.get(level as usize).copied().ok_or_else(|| Error::broken(format!("leaf {last} lacks the hash of level {level}")))
}

/// The root of leaves `from..to`.
fn range(from: u64, to: u64, closed: &mut impl FnMut(u64) -> Result<Vec<Hash>>) -> Result<Hash> {
    let n = to - from;
    if n.is_power_of_two() {
        return node(n.trailing_zeros(), to - 1, closed);
    }
    let split = from + split(n);
    let left = range(from, split, closed)?;
    Ok(node_hash(&left, &range(split, to, closed)?))
}

/// The largest power of two below `n`.
fn split(n: u64) -> u64 {
    n.next_power_of_two() >> 1
}

/// The RFC 6962 inclusion proof of leaf `index` in the tree of `size` leaves, lowest sibling first.
/// # Errors
/// `Missing` when the tree has no such leaf, else what `closed` returns.
pub fn inclusion(index: u64, size: u64, mut closed: impl FnMut(u64) -> Result<Vec<Hash>>) -> Result<Vec<Hash>> {
    if index >= size {
        return Err(Error::Missing { table: "log_leaves", id: index.to_string() });
    }
    let (mut from, mut to, mut path) = (0, size, Vec::new());
    while to - from > 1 {
        let mid = from + split(to - from);
        if index < mid {
            path.push(range(mid, to, &mut closed)?);
            to = mid;
        } else {
            path.push(range(from, mid, &mut closed)?);
            from = mid;
        }
    }
    path.reverse();
    Ok(path)
}

/// The root that an inclusion proof leads to; the caller compares it with a checkpoint's.
pub fn root_of_inclusion(leaf: Hash, index: u64, size: u64, path: &[Hash]) -> Option<Hash> {
    if index >= size {
        return None;
    }
    let (mut node_index, mut last, mut hash) = (index, size - 1, leaf);
    for sibling in path {
        if last == 0 {
            return None;
        }
        if node_index % 2 == 1 || node_index == last {
            hash = node_hash(sibling, &hash);
            while node_index % 2 == 0 && node_index != 0 {
                (node_index, last) = (node_index >> 1, last >> 1);
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        (node_index, last) = (node_index >> 1, last >> 1);
    }
    (last == 0).then_some(hash)
}

/// The root over a list of already hashed leaves.
pub fn root_of(leaves: impl IntoIterator<Item = Hash>) -> Hash {
    let mut edge = Edge::default();
    for leaf in leaves {
        edge.push(leaf);
    }
    edge.root()
}

pub(crate) fn hashes_from_bytes(bytes: &[u8]) -> Result<Vec<Hash>> {
    let (chunks, rest) = bytes.as_chunks::<32>();
    if rest.is_empty() { Ok(chunks.to_vec()) } else { Err(Error::broken("stored hashes are cut short")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition of RFC 6962, section 2.1, word for word.
    fn by_definition(leaves: &[Hash]) -> Hash {
        match leaves.len() {
            0 => Sha256::digest([]).into(),
            1 => leaves[0],
            n => node_hash(&by_definition(&leaves[..split(n as u64) as usize]), &by_definition(&leaves[split(n as u64) as usize..])),
        }
    }

    #[test]
    fn edges_proofs_and_the_definition_agree() {
        let (mut edge, mut closed, mut leaves) = (Edge::default(), Vec::new(), Vec::new());
        for n in 0..70u64 {
            leaves.push(leaf_hash(&n.to_be_bytes()));
            closed.push(edge.push(leaves[n as usize]));
            assert_eq!(edge.root(), by_definition(&leaves));
            let look = |i: u64| Ok(closed[i as usize].clone());
            assert_eq!(Edge::read(n + 1, look).unwrap(), edge);
            for index in 0..=n {
                let path = inclusion(index, n + 1, look).unwrap();
                assert_eq!(root_of_inclusion(leaves[index as usize], index, n + 1, &path), Some(edge.root()));
                if n > 0 {
                    assert_ne!(root_of_inclusion(leaves[((index + 1) % (n + 1)) as usize], index, n + 1, &path), Some(edge.root()));
                }
            }
        }
    }
}
