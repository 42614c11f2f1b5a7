//! One operation that a phone sent, beside what it changed.
use super::anchor;
use ledger::{Read, Result, record};

/// What became of an operation.
pub mod outcome {
    pub const DONE: &str = "done";
    /// A correction of a verified record.
    pub const WAITS: &str = "waits";
    /// Something of it stands in a conflict.
    pub const KEPT: &str = "kept";
}

record! {
    /// An operation that was carried out: the same one again is answered by this row. Of a record its id is the deed's.
    pub struct Operation in "operations" {
        /// The first leaf of what it did; of a record the deed's.
        position: i64 as open,
        deed: String as open,
        kind: String as open,
        outcome: String as open,
        /// Person id.
        sender: String,
        /// The installation.
        device: String as personal,
        /// Its place among the installation's operations.
        seq: i64,
        /// The newest checkpoint the phone had seen: it was made after that was signed. −1 and empty before the first.
        anchor_size: i64,
        anchor_root: String,
        /// SHA-256 of its body; empty once the record's personal values are erased.
        body_hash: String as personal,
        /// The conflict that keeps what could not be done, and the fields it is about, apart by spaces; or empty.
        conflict: String,
        fields: String,
        received: String,
    }
}

impl Operation {
    /// The instant before which a phone cannot have made this record: the checkpoint it had seen was signed then. None when it had seen
    /// none of this log, or the record came another way.
    /// # Errors
    /// When the data cannot be read.
    pub fn not_before(r: &mut Read, deed: &str) -> Result<Option<String>> {
        let Some(made) = r.find::<Operation>(deed)?.filter(|op| op.deed == deed) else { return Ok(None) };
        Ok(anchor::seen(r, made.anchor_size, &made.anchor_root)?.map(|checkpoint| checkpoint.time().to_owned()))
    }
}
