//! Proofs as data, for a stranger's own check.
use crate::deeds::Deed;
use crate::web::Fault;
use ledger::Read;
use serde::Serialize;
use utoipa::ToSchema;

/// The newest signed checkpoint: every figure stands under it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Signed {
    /// The signed note, as in `DIR/checkpoint`.
    pub checkpoint: String,
    /// Leaves it covers.
    pub size: i64,
}

/// Where a record's newest leaf lies under the newest checkpoint (RFC 6962).
#[derive(Debug, Serialize, ToSchema)]
pub struct LeafProof {
    /// The leaf's text; its hash is SHA-256(0 ‖ text).
    pub leaf: String,
    pub position: i64,
    pub size: i64,
    /// The inclusion path from the leaf upwards, in hexadecimal.
    pub hashes: Vec<String>,
    pub checkpoint: String,
}

/// # Errors
/// When the data cannot be read.
pub fn signed(r: &mut Read) -> Result<Option<Signed>, Fault> {
    Ok(r.checkpoint()?.map(|c| Signed { checkpoint: c.note, size: c.size }))
}

/// The proof of a deed's newest version; none until a checkpoint covers it (at most ten seconds).
/// # Errors
/// When the data cannot be read.
pub fn of_deed(r: &mut Read, deed: &Deed) -> Result<Option<LeafProof>, Fault> {
    let position = r.last_leaf::<Deed>(&deed.id)?.unwrap_or(deed.position);
    let Some(checkpoint) = r.checkpoint()?.filter(|c| position < c.size) else { return Ok(None) };
    let hashes = r.inclusion(position, checkpoint.size)?.iter().map(hex::encode).collect();
    let leaf = r.leaf(position)?.body;
    Ok(Some(LeafProof { leaf, position, size: checkpoint.size, hashes, checkpoint: checkpoint.note }))
}
