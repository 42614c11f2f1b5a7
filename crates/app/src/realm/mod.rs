//! A realm: one data world, with its name, time zone, rules and words.
mod model;
pub mod pages;
pub mod routes;
#[cfg(test)]
mod tests;

pub use model::{OPEN_END, Realm, day_before, days_between, instant, local, local_day, today, valid_day};
