//! Personal values are taken out for good, of a person or of one record: from rows, from every version in the log, from the disk.
//! Deeds and sums stay.
mod deeds;
pub mod find;
mod households;
mod model;
pub mod pages;
mod people;
pub mod routes;
mod seek;
mod subject;
#[cfg(test)]
mod tests;
mod things;

pub use model::{Erasure, sweep};
pub use things::{Kind, Thing, Ticked};
