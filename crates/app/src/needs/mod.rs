//! Difficulties that somebody has (困难诉求): raised, taken by an owner, handed on, solved by a deed that the other side confirms, reopened. What is
//! solved is a record like any other: a need only says which.
mod find;
mod forms;
mod listing;
mod model;
pub mod moves;
pub mod pages;
mod passed;
pub mod routes;
pub mod seen;
mod solve;
#[cfg(test)]
pub mod tests;
mod view;

pub use find::by_position;
pub use model::{Need, NeedStep, NewNeed};
pub use passed::{Held, held, pass_on};
pub use seen::about;
pub use solve::{Solution, indicators};
pub use view::{called, choices, lines, open_of, overdue, owners, pick_person, picked, said, unit_name};
