//! Coming in: invitations, passwords, sessions, tokens, the first run.
mod model;
pub mod pages;
pub mod sessions;

pub use model::{Account, Invitation, Token, hash_code, hash_password};
