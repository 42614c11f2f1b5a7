//! The bulletin: text with live figures and stories made of records; signed, published with every figure frozen, open to everyone.
//! `model` its rows, `verbs` what happens to it, `lacks` what it lacks before that, `text` how it is typed, `wording` how a value may be said, `frozen` the records behind
//! a published figure, `paper` the issue as a page shows it, `edit` the writer's desk, `publication` the step before everyone reads it.
pub mod api;
mod archive;
pub mod document;
mod edit;
mod edit_routes;
pub mod find;
mod frozen;
mod frozen_page;
mod lacks;
mod model;
pub mod pages;
pub mod paper;
mod publication;
pub mod routes;
#[cfg(test)]
pub mod tests;
mod text;
mod value;
mod verbs;
mod wording;

pub use frozen::Sealed;
pub use frozen_page::published;
pub use model::{Bulletin, Placed, SignOff};
pub use value::said;
pub use verbs::{Sheet, Signature};
