//! Pairing: every household gets one official, every official between `lo` and `hi` households, at the least cost in all. Exact, in whole numbers, the same
//! every time, on one thread. Where it cannot be done, as many as can be are served, at the least cost, and the rest is explained. No database, no web.
//!
//! `solve` is by cost scaling (`scaling.rs`), `Solved::again` by shortest paths from the prices that a solution keeps (`mend.rs`). The prices also prove a
//! solution (`proof.rs`) and explain a pair (`why.rs`). What cannot be served is made an instance that can (`room.rs`, `part.rs`).
mod callers;
mod change;
mod cost;
mod instance;
mod mend;
mod part;
mod proof;
mod room;
mod scaling;
mod sheet;
mod slots;
mod solved;
mod why;

pub use change::Change;
pub use cost::{KILOMETRE, KNOWN, UNSKILLED, cost};
pub use instance::{Edge, Instance, Official, Refusal};
pub use proof::verify;
pub use sheet::{Sheet, Unread, What, Wrong};
pub use solved::{Solved, solve};
pub use why::{Account, Full, Gaps, Other, Short};

/// In place of a number: no official, no edge.
const NONE: u32 = u32::MAX;
