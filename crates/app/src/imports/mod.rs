//! Bringing in what a county has: units, people, deeds from CSV files and spreadsheets. A file is checked whole before anything is written, then
//! applied in steps that can be stopped and taken up again; deeds enter figures only with the last step.
#[cfg(test)]
mod browser_tests;
mod faults;
mod one;
pub mod pattern;
pub mod routes;
mod rows;
mod run;
pub(crate) mod sheet;
mod table;
mod tasks;
#[cfg(test)]
mod tests;

pub use rows::{First, Kind};
pub use run::{Import, RowFault, Told};
pub use tasks::Tasks;
