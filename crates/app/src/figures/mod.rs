//! Figures: every number a page shows is a question over records that opens down to them.
pub mod api;
pub mod cells;
pub mod find;
pub mod pages;
mod question;
mod rehang;
pub mod routes;
#[cfg(test)]
mod tests;
pub mod view;

pub use question::{Measure, Question};
pub use rehang::Hung;
