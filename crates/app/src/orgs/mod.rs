//! The organisation: units in a dated tree, groups of them, and imports of what a county brings along.
pub mod api;
pub mod changes;
pub mod find;
pub mod groups;
mod model;
pub mod pages;
pub mod routes;
pub mod tiles;
pub mod view;

pub use find::Eras;
pub use groups::{Group, GroupMember};
pub use model::{Import, NewUnit, Unit, UnitChange};
pub use tiles::Tile;
