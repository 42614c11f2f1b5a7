//! How a phone's queue and the server agree on what was done (docs/sync.md). Nothing here reads a clock, rolls dice or touches a
//! disk: [`Device`] is the phone's queue as a state machine, which the script mirrors; the rest is what the server decides by.
mod answer;
mod batch;
mod chain;
mod device;
mod merge;
mod op;
mod piece;
#[cfg(feature = "simulation")]
pub mod simulation;

pub use answer::{Answer, Answered, SignedAnchor, Word};
pub use batch::{Batch, join};
pub use chain::{Chain, Link};
pub use device::{Device, Entry, Gone, Reply, Request, State};
pub use merge::{Fields, Merged, merge};
pub use op::{Anchor, Kind, Op, hash};
pub use piece::Piece;

/// The most operations a batch may hold.
pub const OPS_MOST: usize = 50;
/// The most bytes the body of a batch may hold.
pub const BATCH_MOST: usize = 64 * 1024;
/// The most bytes of a photograph that one request may carry.
pub const PIECE_MOST: usize = 1024 * 1024;
