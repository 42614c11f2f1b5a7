//! What people write into chats and sheets, read as deeds that somebody still looks at. Nothing is kept of a text before it is confirmed;
//! what is confirmed is recorded by the verb of any deed, and the same text again makes nothing twice.
mod find;
pub mod pages;
mod preview;
mod reading;
mod receipt;
pub mod routes;
mod rows;
mod settle;
#[cfg(test)]
pub mod tests;
mod verbs;
mod view;

pub use reading::{Entry, Ground, read};
