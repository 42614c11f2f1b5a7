//! A campaign: a promise with items, each with its measures.
pub mod api;
mod archive;
pub mod closing;
pub mod file;
pub mod find;
mod form;
pub mod life;
pub mod listing;
mod made;
mod make;
mod model;
pub mod pages;
mod revise;
pub mod routes;
mod set_up;
pub mod set_up_page;
#[cfg(test)]
mod tests;
mod upcast;
mod wrongs;

pub use make::CLOSED;
pub use model::{Campaign, Indicator, Item};
pub use upcast::upcast;
