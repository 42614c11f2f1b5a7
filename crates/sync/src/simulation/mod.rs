//! Sessions of several phones before one server, each from its seed: people record, change and withdraw deeds; messages are lost, repeated
//! and reordered; phones are killed, restored from old copies, their clocks jump; sessions end; the disk is full. Then everything heals, and it
//! is looked whether what people did is there. The same sessions are played before [`County`] and before the product's own routes.
mod acts;
mod chance;
mod county;
mod ledger;
mod phone;
mod session;

pub use chance::Chance;
pub use county::{County, Mistake};
pub use session::play;

use crate::{Fields, Piece};
use serde_json::Value;

/// A server as the sessions need it.
pub trait Server {
    /// POST /api/v1/sync: status and body.
    fn sync(&mut self, person: &str, body: &str) -> (u16, String);
    /// PUT /api/v1/blobs/{sha256}
    fn part(&mut self, person: &str, sha256: &str, piece: Piece, bytes: &[u8]) -> (u16, String);
    /// How a deed stands.
    fn look(&mut self, deed: &str) -> Option<Seen>;
    /// A checker approves what waits of a deed, if anything does.
    fn approve(&mut self, deed: &str);
    /// How often an operation was carried out.
    fn done(&mut self, op: &str) -> usize;
    /// Whether a whole file of this hash is there.
    fn holds(&mut self, sha256: &str) -> bool;
    /// How often the order of an installation's operations looked broken.
    fn breaks(&mut self, device: &str) -> usize;
    /// The disk is full, or has room again; where that cannot be played, nothing happens.
    fn full(&mut self, _full: bool) {}
    /// A file that is taken, another for each number.
    fn photo(&self, n: u64) -> Vec<u8>;
    /// The body of a record that is taken.
    fn record(&self) -> Value;
}

/// How a deed stands at the server, its values as in a record's body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    pub state: String,
    pub fields: Fields,
    /// A correction that waits, or that was withdrawn with the deed.
    pub waiting: Option<Fields>,
    /// What is kept for the clerk.
    pub kept: Vec<Fields>,
}

impl Seen {
    /// What the next change begins from.
    pub fn newest(&self) -> &Fields {
        self.waiting.as_ref().unwrap_or(&self.fields)
    }
}
