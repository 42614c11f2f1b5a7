//! The organisation over time: a unit is renamed, moved, merged, ended, put in order — as of a day, which may lie in the past.
//! Records stay with the unit they were made in; what moves are sums.
pub mod find;
pub mod pages;
pub mod routes;
#[cfg(test)]
mod tests;
mod verbs;
mod view;
#[cfg(test)]
mod years;

pub use verbs::{Change, What};
