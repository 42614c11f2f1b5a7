//! A campaign: a promise with items, each with its measures.
pub mod file;
pub mod find;
mod model;
pub mod pages;
pub mod routes;

pub use model::{Campaign, Indicator, Item};
