//! Rule packs (`rules/*.toml`) and the lint that reads a campaign's definition by them: what is not allowed, why, by which
//! document, and what to do instead. A structural hit refuses, a hit in the wording warns.
mod asked;
mod complaints;
mod definition;
mod lint;
mod pack;
mod structure;
#[cfg(test)]
mod tests;
mod text;

pub use lint::{Finding, Level, Unreadable, lint, lint_text};
pub use pack::Pack;
