//! What leaves the product under somebody's name: a household's own file, or one member's part of it, handed to the person it is about; and the
//! year's list of who read data of minors. Each is written down first.
mod document;
mod find;
mod form;
mod minors;
mod model;
pub mod pages;
pub mod routes;
#[cfg(test)]
pub mod tests;

pub use find::lines;
pub use model::{HandOut, NewHandOut};
