//! A campaign: a promise with items, each with its measures.
pub mod api;
pub mod file;
pub mod find;
mod make;
mod model;
pub mod pages;
pub mod routes;
mod upcast;

pub use model::{Campaign, Indicator, Item};
pub use upcast::upcast;
