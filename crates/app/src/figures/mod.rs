//! Figures: every number a page shows is a question over records that opens down to them.
pub mod api;
mod block;
pub mod cells;
pub mod find;
mod ground;
pub mod pages;
mod question;
pub mod records;
pub mod routes;
#[cfg(test)]
mod tests;
pub mod view;

pub use question::{Measure, Question};
