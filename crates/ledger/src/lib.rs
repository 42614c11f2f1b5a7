//! The only door to a realm's database and files.
//!
//! A feature reads through [`Read`] and writes through [`Tx`]. [`Db::write`] is the only maker of a `Tx`; every change of a
//! [`Record`] is sealed into the log under a [`Warrant`] and committed with it. See `docs/ARCHITECTURE.md`.
mod backup;
mod blobs;
mod change;
pub mod checkpoint;
mod clock;
mod conn;
mod db;
mod dialect;
mod error;
mod leaf;
mod limits;
mod memo;
pub mod merkle;
mod migrate;
mod pool;
mod read;
mod record;
mod sealing;
mod steady;
mod tally;
mod tx;
mod value;
mod verify;
mod writer;

pub use backup::{backup, restore};
pub use blobs::{Blob, Blobs};
pub use clock::{Chance, Clock, MachineClock, SetClock, stamp};
pub use db::{Config, Db, read_only};
pub use error::{Error, Result};
pub use leaf::{Deed as LeafKind, Head, Warrant};
pub use limits::limits;
pub use migrate::{Epoch, LOG_TABLES, SchemaVersion};
pub use read::{Checkpoint, Leaf, Read};
pub use record::{Cells, Column, Kind, Migration, Record, Schema, Sight, Table, Tally, TallyRow};
pub use sealing::{DataKey, Keys, Sealed, Spot};
pub use tx::{Scratch, Tx};
pub use value::{Field, Row, Value};
pub use verify::{Fault, Report, Stage, Verifier, as_of, verify};
pub use writer::Pulse;
