//! A campaign: a promise with items, each with its measures.
pub mod api;
pub mod file;
pub mod find;
mod model;
pub mod pages;
pub mod routes;

pub use model::{Campaign, Indicator, Item};
