//! A campaign: a promise with items, each with its measures.
pub mod api;
pub mod file;
mod form;
pub mod find;
mod made;
mod make;
mod model;
pub mod pages;
mod revise;
pub mod routes;
mod set_up;
mod set_up_page;
#[cfg(test)]
mod tests;
mod upcast;
mod wrongs;

pub use model::{Campaign, Indicator, Item};
pub use upcast::upcast;
