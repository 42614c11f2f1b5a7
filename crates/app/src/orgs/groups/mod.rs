//! Groups: named, dated sets of units (口) or of people (a team). Never a node of the tree: a figure of a group is a union.
pub mod find;
mod model;
pub mod pages;
pub mod routes;
#[cfg(test)]
mod tests;
mod view;

pub use model::{Group, GroupMember, NewGroup, NewMember};
