//! People: who they are, which post they hold from when to when, and who read their file.
pub mod find;
mod log;
mod model;
pub mod pages;
mod posts;
mod roles;
pub mod routes;
#[cfg(test)]
mod tests;

pub use model::{NewPerson, Person, Post, Reading, Role, RoleKind, masked};
pub use posts::NewPost;
