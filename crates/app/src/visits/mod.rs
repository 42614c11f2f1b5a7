//! Visits to households: who is to be visited today and why, and the four fields afterwards. One visit is the deed, the ledger's line, a measure's step and
//! a need's answer: nothing of it is typed twice.
mod find;
mod form;
mod model;
pub mod pages;
pub mod routes;
#[cfg(test)]
mod tests;
mod today;

pub use find::{is_promise_due, of_deed, of_household, open_promises};
pub use form::read;
pub use model::{NewVisit, SENT_BEFORE, Visit};
