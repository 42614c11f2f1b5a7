//! The checkpoint a draw stands under: the first that was signed over the leaf by which it was frozen.
use super::model::Draw;
use crate::web::Fault;
use ledger::{Checkpoint, Leaf, Read};

/// The leaf by which it was frozen.
/// # Errors
/// When the data cannot be read.
pub fn leaf(r: &mut Read, draw: &Draw) -> Result<Option<Leaf>, Fault> {
    Ok(r.leaves::<Draw>(&draw.id)?.into_iter().find(|leaf| leaf.body.lines().any(|line| line == "field state frozen")))
}

/// None until one is signed, at most ten seconds.
/// # Errors
/// When the data cannot be read.
pub fn of(r: &mut Read, draw: &Draw) -> Result<Option<Checkpoint>, Fault> {
    let Some(leaf) = leaf(r, draw)? else { return Ok(None) };
    Ok(r.checkpoint_covering(leaf.position)?)
}

/// The signed text, its last line end included. The signature is left out: whoever has the key can make several of one text.
pub fn text(checkpoint: &Checkpoint) -> String {
    checkpoint.note.split("\n\n").next().map(|text| format!("{text}\n")).unwrap_or_default()
}

/// Whether it was signed before anyone could know the number.
pub fn in_time(checkpoint: &Checkpoint, draw: &Draw) -> bool {
    checkpoint.time() < draw.known_at.as_str()
}
