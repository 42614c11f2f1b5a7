//! The tour of a demonstration: cards of one click each. A realm of people who are there has none of this.
pub mod pages;
mod routes;
#[cfg(test)]
mod tests;

pub use routes::routes;
