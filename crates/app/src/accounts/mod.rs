//! Coming in: invitations, passwords, sessions, tokens, the first run.
mod access;
pub mod find;
mod first_run;
mod model;
pub mod pages;
pub mod routes;
pub mod secrets;
pub mod sessions;
mod sheet;
#[cfg(test)]
mod tests;
pub mod tries;

pub use first_run::SetUp;
pub use model::{Account, Invitation, Token, end_access, hash_code, hash_password, holds, knows};
