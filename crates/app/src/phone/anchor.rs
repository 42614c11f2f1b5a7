//! The newest checkpoint that a phone had seen when it made an operation.
use ::sync::SignedAnchor;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ledger::{Checkpoint, Read, Result};

/// Size and root of a signed note.
pub fn signed(checkpoint: Checkpoint) -> Option<SignedAnchor> {
    let root = BASE64_STANDARD.decode(checkpoint.root()).ok()?;
    Some(SignedAnchor { size: checkpoint.size, root: hex::encode(root), note: checkpoint.note })
}

/// The checkpoint of this log with a size and a root in hex, if there is one.
/// # Errors
/// When the data cannot be read.
pub fn seen(r: &mut Read, size: i64, root: &str) -> Result<Option<Checkpoint>> {
    let checkpoint = r.checkpoint_at(size)?;
    Ok(checkpoint.filter(|checkpoint| signed(checkpoint.clone()).is_some_and(|signed| signed.root == root)))
}
