//! People: who they are, which post they hold from when to when, and who read their file.
pub mod find;
mod model;
pub mod pages;
pub mod routes;

pub use model::{NewPerson, Person, Post, Reading, Role, RoleKind, masked};
