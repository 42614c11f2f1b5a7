//! The time asked of staff: how long the forms by which they report are worked on, and how many fields they fill in by hand. Told of all people
//! together and never of one, nor of few, nor of a unit.
pub mod drawn;
pub mod find;
mod measured;
mod model;
pub mod pages;
pub mod routes;
pub mod rows;
#[cfg(test)]
mod tests;
mod told;

pub use measured::Measured;
pub use model::{Asking, Form};
pub use told::TimeTold;
