//! Checks: decisions on deeds. Nobody checks their own; what is verified is frozen.
pub mod again;
pub mod alone;
mod call;
pub mod charge;
pub mod confirmation;
pub mod find;
mod model;
pub mod pages;
pub mod routes;
#[cfg(test)]
mod tests;

pub use call::Call;
pub use confirmation::Confirmation;
pub use model::{Barred, Check, Decision, Ruling};
