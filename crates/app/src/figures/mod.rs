//! Figures: every number a page shows is a question over records that opens down to them.
pub mod api;
mod board;
pub mod board_view;
pub mod cells;
mod download;
pub mod find;
pub mod ground;
mod input;
pub mod opened;
pub mod pages;
pub mod plot;
pub mod proven;
mod question;
pub mod records;
mod rehang;
pub mod routes;
#[cfg(test)]
mod stories;
#[cfg(test)]
mod tests;
pub mod view;

pub use input::Input;
pub use question::{Measure, Question};
pub use rehang::Hung;
