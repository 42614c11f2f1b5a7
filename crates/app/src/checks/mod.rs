//! Checks: decisions on deeds. Nobody checks their own; what is verified is frozen.
pub mod find;
mod model;
pub mod pages;
pub mod routes;

pub use model::{Barred, Check, Decision};
