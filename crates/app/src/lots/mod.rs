//! Spot checks by lot: records and checkers are both drawn, from a frozen set and a public number nobody could know, and the draw can be
//! repeated by anyone. `sample` who is drawn, `estimate` what the visits say, `model` the rows, `frozen` and `rota` the set as it was, `seal`
//! the checkpoint over it, `verbs` what happens to a draw, `repeat` the draw once more from the log alone, `told` the result in words.
mod estimate;
pub mod find;
mod frozen;
mod model;
pub mod moves;
pub mod pages;
pub mod repeat;
mod rota;
pub mod routes;
mod sample;
mod seal;
#[cfg(test)]
mod simulation;
#[cfg(test)]
pub mod tests;
pub mod told;
mod verbs;
mod view;

pub use model::{Draw, Drawn, Entered, FOUND};
pub use verbs::{Notice, Visit};
